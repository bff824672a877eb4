"""A CSV text → rows of cells: no more of either than any real table has, and no cell that is endless."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from matcher.intake.reading.gate.refused import RefusedError
from matcher.text import LONGEST_TEXT

__all__ = ["MOST_CELLS", "MOST_COLUMNS", "MOST_FILLED", "MOST_ROWS", "counted", "csv_rows"]

MOST_ROWS = 1_048_576
"""As many as a spreadsheet has: blank ones at the end of a sheet are no fault of anybody's."""
MOST_FILLED = 100_000
"""So many of them hold something at most: of people, answers, seats."""
MOST_COLUMNS = 4_000
"""Cells in one row: the widest exports, with a column an hour, have some hundreds."""
MOST_CELLS = 2_000_000
"""Cells in all: ten thousand people with two hundred answers each, and no more than memory holds with ease."""

Cells = TypeVar("Cells", bound=Collection[object])


def csv_rows(text: str, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    """Yield the rows of a CSV text, cells as they stand there.

    Parameters
    ----------
    strict
        Whether a quotation mark out of place is refused, as what hides all that follows.

    Raises
    ------
    RefusedError
        There are too many rows or cells, a cell is too long, or a quotation mark is out of place.
    """
    number = 0
    try:
        for number, row in enumerate(
            counted(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)), 1
        ):
            if any(len(cell) > LONGEST_TEXT for cell in row):
                raise _too_long(number)
            yield row
    except csv.Error as fault:
        if str(fault).startswith("field larger"):
            raise _too_long(number + 1) from None
        raise RefusedError(
            "a quotation mark is out of place or never closed, so that nothing after it can be read",
            'write a quotation mark inside a cell twice ("") and put the cell into quotation marks',
            row=number + 1,
        ) from None


def counted(rows: Iterable[Cells]) -> Iterator[Cells]:
    """Yield rows as long as there are not too many of them, of cells in one, or of cells in all.

    Raises
    ------
    RefusedError
        There are.
    """
    cells, filled = 0, 0
    for number, row in enumerate(rows, 1):
        cells, filled = cells + len(row), filled + any(row)
        if number > MOST_ROWS:
            raise RefusedError(f"has more than {MOST_ROWS:,} rows", _TAKE_OUT, row=number)
        if filled > MOST_FILLED:
            raise RefusedError(f"has more than {MOST_FILLED:,} rows in which something stands", _TAKE_OUT, row=number)
        if len(row) > MOST_COLUMNS:
            message = f"has a row of {len(row):,} cells, more than the {MOST_COLUMNS:,} of any table"
            raise RefusedError(message, row=number)
        if cells > MOST_CELLS:
            raise RefusedError(f"has more than {MOST_CELLS:,} cells", _TAKE_OUT, row=number)
        yield row


_TAKE_OUT = "take out what is not needed"


def _too_long(row: int) -> RefusedError:
    return RefusedError(
        f"a cell holds more than {LONGEST_TEXT:,} characters",
        "make it shorter; where no cell is so long, a quotation mark before it is never closed",
        row=row,
    )
