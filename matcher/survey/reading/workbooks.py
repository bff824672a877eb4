"""An ``.xlsx`` workbook's bytes → rows of texts: formulas are never evaluated, macros and links are never followed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from matcher.errors import Issue
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.reading.gate.workbooks import rows_of, sheets_of
from matcher.intake.words.findings import Findings
from matcher.intake.words.listing import in_words

__all__ = ["SheetRows", "read_workbook"]

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
        sheets = sheets_of(data, _filled, data_only=False, advice="; or save the export as CSV UTF-8")
        if not sheets:
            return SheetRows([], ())
        first, notes = _chosen(sheets, file)
        if first.formulas:
            notes.extend(_formulas(first, file, data))
    except RefusedError as refused:
        findings.faults.append(refused.issue(file, _SAVE_AGAIN))
        return None
    return SheetRows(first.cells, tuple(notes))


class _Sheet(NamedTuple):
    """A sheet in which something stands; `formulas`: whether there may be a formula."""

    title: str
    cells: list[list[str]]
    formulas: bool
    hidden: bool


def _chosen(sheets: Sequence[_Sheet], file: str) -> tuple[_Sheet, list[Issue]]:
    """Return the first filled sheet in sight, else the first, with notes that tell the others."""
    seen = [sheet for sheet in sheets if not sheet.hidden]
    first = (seen or list(sheets))[0]
    notes = []
    if len(seen) > 1:
        message = f"has {len(seen)} filled sheets; only the first, {first.title!r}, was read"
        notes.append(Issue(file, message, column=SHEETS, right=_OTHER_SHEET))
    unseen = [repr(sheet.title) for sheet in sheets if sheet.hidden]
    if unseen:
        told = f"a hidden sheet, {unseen[0]}," if len(unseen) == 1 else f"hidden sheets, {in_words(unseen)},"
        message = f"has {told} in which something stands; {first.title!r} was read"
        notes.append(Issue(file, message, column=SHEETS, right=_OTHER_SHEET))
    return first, notes


def _filled(sheets: Sequence[Any]) -> list[_Sheet]:
    read = (_rows(sheet, rows) for sheet, rows in rows_of(sheets))
    return [sheet for sheet in read if sheet.cells]


def _rows(sheet: Any, rows: Iterator[tuple[Any, ...]]) -> _Sheet:
    cells: list[list[str]] = []
    formulas = False
    for row in rows:
        formulas = formulas or any(map(_may_be_a_formula, row))
        texts = list(map(_text, row))
        while texts and not texts[-1]:
            texts.pop()
        cells.append(texts)
    while cells and not cells[-1]:
        cells.pop()
    return _Sheet(sheet.title, cells, formulas, sheet.sheet_state != "visible")


def _may_be_a_formula(value: object) -> bool:
    return value.startswith("=") if isinstance(value, str) else type(value).__name__.endswith("Formula")


def _formulas(sheet: _Sheet, file: str, data: bytes) -> list[Issue]:
    """Put the saved value in the place of each formula, and return a note for it; a text that begins with = stays."""
    at = sheets_of(data, lambda sheets: _formula_places(sheet, sheets), data_only=False)
    saved = sheets_of(data, lambda sheets: _values_at(sheet, sheets, at), data_only=True)
    notes = []
    for (place, column), value in zip(at, saved, strict=True):
        sheet.cells[place][column] = _text(value)
        notes.append(_formula_note(file, place + 1, column, value))
    return notes


def _formula_places(sheet: _Sheet, sheets: Sequence[Any]) -> list[tuple[int, int]]:
    """Return row and column of each formula."""
    found = next(one for one in sheets if one.title == sheet.title)
    found.reset_dimensions()
    return [
        (place, column)
        for place, (row, cells) in enumerate(zip(found.iter_rows(), sheet.cells, strict=False))
        for column, (cell, _) in enumerate(zip(row, cells, strict=False))
        if getattr(cell, "data_type", None) == "f"
    ]


def _values_at(sheet: _Sheet, sheets: Sequence[Any], places: Sequence[tuple[int, int]]) -> list[Any]:
    """Return the values that were saved with formulas."""
    found = next(one for one in sheets if one.title == sheet.title)
    found.reset_dimensions()
    rows = [row for row, _ in zip(found.iter_rows(values_only=True), sheet.cells, strict=False)]
    return [rows[place][column] if column < len(rows[place]) else None for place, column in places]


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
