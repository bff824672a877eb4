"""An ``.xlsx`` workbook's bytes → rows of texts: formulas are never evaluated, macros and links are never followed."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from matcher.errors import Issue, MatcherError, how_to_install
from matcher.intake.findings import Findings
from matcher.intake.listing import in_words

__all__ = ["MOST_COLUMNS", "SheetRows", "read_workbook"]

MOST_COLUMNS = 4_000
"""The widest exports, with a column an hour, have some hundreds."""
MOST_UNPACKED, MOST_CELLS = 400_000_000, 20_000_000
"""Bytes and cells of a workbook that is opened: a packed file of a few KB may hold more than the memory does."""
SHEETS = "sheets"
"""What a question about the sheets of a workbook is about."""
_OTHER_SHEET = "if the answers stand in another, save that one as CSV UTF-8 and import it"
_SAVE_AGAIN = "open it in a spreadsheet program and save it again as .xlsx, or as CSV UTF-8"


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The texts of a sheet, row by row, and what was assumed to read them."""

    cells: list[list[str]]
    notes: tuple[Issue, ...]


def read_workbook(data: bytes, file: str, findings: Findings) -> SheetRows | None:
    """Return the rows of the sheet that holds the answers; None where there is none, which is then a fault.

    The sheet is the first in which something stands. A cell with a formula gives the value that the spreadsheet program
    saved with it, and a note.

    Raises
    ------
    MatcherError
        openpyxl is not installed.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise _missing() from error
    fault = _packing_fault(data)
    if fault is not None:
        findings.faults.append(Issue(file, fault, right=_SAVE_AGAIN))
        return None
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        values = _Values(data)
        sheets = [_rows(sheet, file, values) for sheet in book.worksheets]
    except MemoryError:
        raise
    except Exception as error:
        # openpyxl meets a damaged file with errors of many kinds, none of them its own.
        message = f"is a workbook that cannot be read ({type(error).__name__})"
        findings.faults.append(Issue(file, message, right=_SAVE_AGAIN))
        return None
    names = {sheet.title: rows for sheet, rows in zip(book.worksheets, sheets, strict=True) if rows.cells}
    hidden = {sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"}
    return _chosen(names, hidden, file)


def _chosen(names: dict[str, SheetRows], hidden: set[str], file: str) -> SheetRows:
    """Return the first filled sheet in sight, else the first; the others are told."""
    if not names:
        return SheetRows([], ())
    seen = [name for name in names if name not in hidden]
    first = (seen or list(names))[0]
    notes = []
    if len(seen) > 1:
        message = f"has {len(seen)} filled sheets; only the first, {first!r}, was read"
        notes.append(Issue(file, message, column=SHEETS, right=_OTHER_SHEET))
    unseen = [repr(name) for name in names if name in hidden]
    if unseen:
        sheets = f"a hidden sheet, {unseen[0]}," if len(unseen) == 1 else f"hidden sheets, {in_words(unseen)},"
        message = f"has {sheets} in which something stands; {first!r} was read"
        notes.append(Issue(file, message, column=SHEETS, right=_OTHER_SHEET))
    return SheetRows(names[first].cells, (*notes, *names[first].notes))


def _missing() -> MatcherError:
    message = f"reading .xlsx needs a part that is not installed: {how_to_install('xlsx')}"
    fault = MatcherError(f"{message}; or save the export as CSV UTF-8")
    fault.exit_code = 2
    return fault


def _packing_fault(data: bytes) -> str | None:
    """Return why the packed file is not to be opened; None where nothing stands against it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        return f"is a damaged workbook or another packed file ({type(error).__name__})"
    if "[Content_Types].xml" not in names:
        return "is a packed file, but no .xlsx workbook"
    return f"unpacks to more than {MOST_UNPACKED // 10**6} MB" if unpacked > MOST_UNPACKED else None


class _Values:
    """The values saved with formulas, looked up in a second reading that is made where there is a formula at all."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def of(self, sheet: str, *, data_only: bool) -> Any:
        """Return the rows of a sheet once more: cells, or with `data_only` the values that were saved with them."""
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(self._data), read_only=True, data_only=data_only, keep_links=False)
        book[sheet].reset_dimensions()
        return book[sheet].iter_rows(values_only=data_only)


def _rows(sheet: Any, file: str, values: _Values) -> SheetRows:
    # The size that a file claims for itself may be wrong, or a million rows of nothing.
    sheet.reset_dimensions()
    cells: list[list[str]] = []
    formulas = False
    count = 0
    for row in sheet.iter_rows(values_only=True):
        count += len(row)
        if len(row) > MOST_COLUMNS or count > MOST_CELLS:
            raise ValueError("too many cells")
        formulas = formulas or any(map(_may_be_a_formula, row))
        texts = list(map(_text, row))
        while texts and not texts[-1]:
            texts.pop()
        cells.append(texts)
    while cells and not cells[-1]:
        cells.pop()
    return SheetRows(cells, tuple(_formulas(sheet.title, file, cells, values)) if formulas else ())


def _may_be_a_formula(value: object) -> bool:
    return value.startswith("=") if isinstance(value, str) else type(value).__name__.endswith("Formula")


def _formulas(sheet: str, file: str, cells: list[list[str]], values: _Values) -> Iterator[Issue]:
    """Put the saved value in the place of each formula, and yield a note for it; a text that begins with = stays."""
    both = zip(values.of(sheet, data_only=False), values.of(sheet, data_only=True), strict=False)
    for place, (row, saved) in enumerate(both):
        for column, cell in enumerate(row):
            if getattr(cell, "data_type", None) == "f" and place < len(cells) and column < len(cells[place]):
                value = saved[column] if column < len(saved) else None
                cells[place][column] = _text(value)
                yield _formula_note(file, place + 1, column, value)


def _formula_note(file: str, row: int, column: int, value: object) -> Issue:
    from openpyxl.utils import get_column_letter

    told = "no value was saved with it, so the cell was read as blank" if value is None else "its saved value was read"
    letters = get_column_letter(column + 1)
    return Issue(file, f"holds a formula, which was not run; {told}", row, f"column {letters}")


def _text(value: object) -> str:
    """Return what a cell says: times as ISO 8601, whole numbers without a fraction, ticks as TRUE or FALSE."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return str(value)
