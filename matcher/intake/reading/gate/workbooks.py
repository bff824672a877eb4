"""An ``.xlsx`` workbook's bytes → its sheets: what it unpacks to is looked at first, and rows are counted as they come.

Formulas are never evaluated, macros and links are never followed.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from matcher.errors import MatcherError, how_to_install
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.reading.gate.tables import MOST_CELLS, MOST_ROWS, counted

__all__ = ["MOST_UNPACKED", "PACKED", "looked_at", "rows_of", "sheets_of"]

PACKED = b"PK\x03\x04"
"""What every packed file begins with."""
MOST_UNPACKED = 200_000_000
"""Bytes of all that a workbook unpacks to: a packed file of a few KB may hold more than the memory does."""
MOST_TEXTS = 64_000_000
"""Of the texts that sheets share, which stand in memory all at once."""
MOST_BESIDE = 16_000_000
"""Of everything that is neither a sheet nor these texts: each part of it becomes objects many times its size."""

Made = TypeVar("Made")


def looked_at(data: bytes) -> None:
    """Look at what a packed file says of itself, before anything of it is unpacked.

    Raises
    ------
    RefusedError
        It is no workbook, or unpacks to more than any real one does.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            sizes = {one.filename: one.file_size for one in packed.infolist()}
            unpacked = sum(one.file_size for one in packed.infolist())
    except Exception as fault:  # a damaged one fails in many ways, not all of them zipfile's own
        raise RefusedError(f"is a damaged workbook or another packed file ({type(fault).__name__})") from None
    if "[Content_Types].xml" not in sizes:
        raise RefusedError("is a packed file, but no .xlsx workbook")
    texts = sizes.get("xl/sharedStrings.xml", 0)
    beside = sum(
        size
        for name, size in sizes.items()
        if name.endswith((".xml", ".rels")) and not name.startswith("xl/worksheets/") and name != "xl/sharedStrings.xml"
    )
    for size, most in ((unpacked, MOST_UNPACKED), (texts, MOST_TEXTS), (beside, MOST_BESIDE)):
        if size > most:
            raise RefusedError(f"unpacks to more than {most // 1_000_000} MB")


def sheets_of(data: bytes, read: Callable[[Sequence[Any]], Made], *, data_only: bool, advice: str = "") -> Made:
    """Return what `read` makes of a workbook's sheets, whose rows it takes by `rows_of`.

    Parameters
    ----------
    data_only
        Whether a formula gives the value that was saved with it.
    advice
        What to do instead where workbooks cannot be read, after a semicolon.

    Raises
    ------
    RefusedError
        It cannot be read as a workbook, or holds too much.
    MatcherError
        The library that reads workbooks is not installed.
    """
    try:
        import openpyxl
    except ImportError:
        message = f"reading a workbook needs a library that is not installed: {how_to_install('xlsx')}{advice}"
        fault = MatcherError(message)
        fault.exit_code = 2
        raise fault from None
    looked_at(data)
    try:
        with warnings.catch_warnings():
            # What a spreadsheet program adds and openpyxl does not know is none of our columns.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
            try:
                return read(_distinct(book.worksheets))
            finally:
                book.close()
    except (RefusedError, MemoryError):
        raise
    except Exception as fault_inside:
        # openpyxl meets a damaged file with errors of many kinds, none of them its own.
        raise RefusedError(f"is a workbook that cannot be read ({type(fault_inside).__name__})") from None


def _distinct(sheets: Sequence[Any]) -> Sequence[Any]:
    """Refuse sheets that are one part of the file under many names: each would be read for itself."""
    places = [getattr(sheet, "_worksheet_path", None) for sheet in sheets]
    if len(set(places)) < len(places):
        raise RefusedError("is a workbook that cannot be read (one sheet stands for several)")
    return sheets


def rows_of(sheets: Sequence[Any]) -> Iterator[tuple[Any, Iterator[tuple[Any, ...]]]]:
    """Yield each sheet and its rows as values, which are to be taken before the next sheet is.

    All sheets together have no more cells than one table may have, and no more rows than four.

    Raises
    ------
    RefusedError
        While rows are taken: there are too many.
    """
    rows, cells = 0, 0
    for sheet in sheets:
        taken: list[int] = []
        yield sheet, _rows(sheet, taken)
        rows, cells = rows + len(taken), cells + sum(taken)
        if rows > 4 * MOST_ROWS or cells > MOST_CELLS:
            raise RefusedError(f"has more than {4 * MOST_ROWS:,} rows or {MOST_CELLS:,} cells in all its sheets")


def _rows(sheet: Any, taken: list[int]) -> Iterator[tuple[Any, ...]]:
    # The size that a sheet claims for itself may be wrong, or a million rows of nothing.
    sheet.reset_dimensions()
    for row in counted(sheet.iter_rows(values_only=True)):
        taken.append(len(row))
        yield row
