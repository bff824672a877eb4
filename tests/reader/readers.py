"""Every output that is read: how the product makes it, and the reader of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.reader.core import Reader
from tests.reader.runs import Case


class Output(NamedTuple):
    """One output of the product.

    Parameters
    ----------
    name
        What it is called: ``page``.
    made
        Has the product make it of a case, in an empty folder; what it returns is handed to `read` and to sabotage: a
        text, the bytes of a file, or a dict of such by name.
    read
        Reads what was made; the reader then knows its facts and faults.
    has
        Whether a case has such an output at all.
    """

    name: str
    made: Callable[[Case, Path], Any]
    read: Callable[[Case, Any], Reader]
    has: Callable[[Case], bool] = lambda case: True


def outputs() -> Iterator[Output]:
    """Every output that has a reader."""
    from tests.reader import (
        calendars,
        changed,
        checked,
        comparing,
        explained,
        mail,
        page,
        participants,
        sheets,
        shown,
        since,
        tables,
        workbook,
    )

    those = (
        page,
        participants,
        sheets,
        workbook,
        tables,
        shown,
        checked,
        mail,
        calendars,
        changed,
        comparing,
        explained,
        since,
    )
    for module in those:
        yield from module.OUTPUTS


def output_named(name: str) -> Output:
    return next(output for output in outputs() if output.name == name)
