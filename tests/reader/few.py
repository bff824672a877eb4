"""A few small cases for the suite; a campaign takes many of `tests.reader.runs`."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from tests.reader.core import Reader
from tests.reader.runs import Case, case_of
from tests.reader.seen import Facts
from tests.reader.tampering import tampered_folder

NUMBERS = (4, 5, 7, 10, 12, 13)
"""Of every kind and language, anonymous and not, with calendars and without."""


@cache
def few() -> tuple[Case, ...]:
    """Cases that take no time to speak of; numbers whose intake permits nothing are passed over."""
    return tuple(case for case in map(case_of, NUMBERS) if case is not None)


def untouched(
    case: Case, folder: Path, write: Callable[[Case, Path], None], read: Callable[[Case, Path], Reader]
) -> list[str]:
    """What a reader finds wrong in what the product writes; nothing read at all is wrong, too."""
    write(case, folder)
    reader = read(case, folder)
    return reader.faults if reader.facts else ["nothing was read"]


def missed(
    case: Case,
    folder: Path,
    write: Callable[[Case, Path], None],
    read: Callable[[Case, Path], Reader],
    *,
    times: int,
    within: str = ".",
    seed: int = 0,
) -> list[str]:
    """Of so many facts made wrong one at a time, what a reader does not find."""
    facts = Facts(case.plain, case.told)
    people = [*facts.mentors, *facts.mentees]
    names = {*facts.real_names.values(), *facts.called.values()}
    write(case, folder / "right")
    unseen = []
    for number in range(times):
        wrong = folder / "wrong"
        shutil.copytree(folder / "right", wrong)
        try:
            done = tampered_folder(wrong / within, Random(f"{seed}/{case.number}/{number}"), people, names)
        except LookupError:
            return []  # nothing is told that could be wrong
        if not found(case, wrong, read):
            unseen.append(f"{case}: {done}")
        shutil.rmtree(wrong)
    return unseen


def found(case: Case, folder: Path, read: Callable[[Case, Path], Reader]) -> bool:
    """Whether a reader sees a fault; what it cannot even read is one."""
    try:
        return bool(read(case, folder).faults)
    except (ValueError, KeyError, AssertionError, LookupError, StopIteration):
        return True
