"""Cells and sheets of a workbook: every text a text, whatever it looks like, and every sheet a name of its own."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from matcher.report.view.written import Written

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["LONGEST_CELL", "BookWriter", "cell_text", "sheet_names", "written_book"]

LONGEST_CELL, LONGEST_SHEET_NAME = 32_000, 31
"""What spreadsheet programs hold: 32,767 letters of a cell, 31 of a sheet's name."""
WIDEST, MOST_LINES = 60, 12
"""Letters of a column's width, and lines of a row's height, at most."""
LINE_HEIGHT, LINE_FULL = 15, 0.88
"""Points of a line; the share of a column's width that text fills before it goes on in the next line."""


def written_book(title: str, reader: str, written: Written, fill: Callable[[BookWriter], None]) -> bytes:
    """Return a workbook.

    Parameters
    ----------
    title
        What its properties call it.
    reader
        Whom it is for, as it stands in its first line and above each sheet that is printed.
    fill
        Writes its sheets.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # Without a date of its own the file would hold that of the run.
    book.set_properties({"title": cell_text(title), "created": datetime(2000, 1, 1)})
    fill(BookWriter(book, reader, written))
    book.close()
    return out.getvalue()


class BookWriter:
    """The sheets of one workbook: every text is written as a text, never as a formula, a number or a link."""

    def __init__(self, book: Workbook, reader: str, written: Written) -> None:
        self.book = book
        self.reader = reader
        self.written: dict[str, list[list[Any]]] = {}
        """The tables so far, by the names of their sheets: the header of each, then its rows."""
        self._from_right = written.direction == "rtl"
        self.plain = book.add_format({"valign": "top", "text_wrap": True, "num_format": "@"})
        self.number = book.add_format({"valign": "top"})
        self.share = book.add_format({"valign": "top", "num_format": "0.000"})
        self.left = book.add_format({"valign": "top", "align": "left", "text_wrap": True})
        self.day = book.add_format({"valign": "top", "num_format": written.sheet_date, "bold": True, "align": "center"})
        self.edited = book.add_format(
            {"valign": "top", "text_wrap": True, "num_format": "@", "bg_color": "#FFF4C2", "border": 1,
             "border_color": "#BFA640"}
        )  # fmt: skip
        self.header = book.add_format({"bold": True, "bottom": 2, "valign": "top", "text_wrap": True})
        self.note = book.add_format({"italic": True})
        self.box = book.add_format({"border": 1})

    def table(
        self,
        name: str,
        headers: Sequence[str],
        rows: Iterable[Sequence[Any]],
        *,
        widths: Sequence[int] = (),
        edited: Iterable[str] = (),
        left: bool = False,
        note: str | None = None,
        filters: bool = True,
    ) -> tuple[Worksheet, int, int]:
        """Write a sheet with a frozen header; return it, the row of its header (from 0) and how many rows follow.

        Parameters
        ----------
        widths
            Of the columns, in signs; none: as wide as what is in them.
        edited
            Headers of the columns that are there to be changed.
        left
            Whether numbers stand on the left too, as in a list of labels and values.
        note
            A line above the header.
        filters
            Whether the columns can be filtered.
        """
        sheet = self.book.add_worksheet(name)
        told = [list(row) for row in rows]
        self.written[name] = [list(headers), *told]
        top = 0 if note is None else 1
        if note is not None:
            self.write(sheet, 0, 0, note, self.note)
        wide = widths or [_width([header, *(row[column] for row in told)]) for column, header in enumerate(headers)]
        for column, header in enumerate(headers):
            self.write(sheet, top, column, header, self.header)
            sheet.set_column(column, column, wide[column])
        usual = self.left if left else None
        formats = [self.edited if header in edited else usual for header in headers]
        for place, row in enumerate(told, top + 1):
            lines = 1
            for column, value in enumerate(row):
                self.write(sheet, place, column, value, formats[column])
                lines = max(lines, ceil(len(str(value)) / (LINE_FULL * wide[column])))
            # Not every program makes a row as high as its text is long.
            if lines > 1:
                sheet.set_row(place, LINE_HEIGHT * min(lines, MOST_LINES))
        sheet.freeze_panes(top + 1, 0)
        if filters and told:
            sheet.autofilter(top, 0, top + len(told), len(headers) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        sheet.set_header(f"&L{self.reader.replace('&', '&&')}")
        if self._from_right:
            sheet.right_to_left()
        return sheet, top, len(told)

    def write(self, sheet: Worksheet, row: int, column: int, value: Any, kind: Any = None) -> None:
        """Write one cell, from row and column 0 on; `kind` is its format, None: the usual one of its value."""
        if value is None:
            sheet.write_blank(row, column, None, kind or self.plain)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), kind or self.day)
        elif isinstance(value, float):
            sheet.write_number(row, column, value, kind or self.share)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, kind or self.number)
        else:
            sheet.write_string(row, column, cell_text(value), kind or self.plain)


def _width(values: Iterable[Any]) -> int:
    return min(WIDEST, max(8, 3 + max(len(str(value)) for value in values if value is not None)))


def cell_text(text: str) -> str:
    """Return a text that fits into a cell, without the halves of signs that no file can hold."""
    sound = text.encode("utf-8", "replace").decode("utf-8")
    return sound if len(sound) <= LONGEST_CELL else f"{sound[:LONGEST_CELL]}…"


def sheet_names(titles: Iterable[str], reserved: Iterable[str] = ()) -> list[str]:
    r"""Return names that spreadsheets accept: at most 31 signs, none of ``[]:*?/\'``, each its own without case.

    Parameters
    ----------
    reserved
        Names that are taken.
    """
    taken = {"history", *(name.casefold() for name in reserved)}
    names = []
    for title in titles:
        # A straight quote would end the name where a formula or a print area tells it.
        allowed = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"))
        stem = " ".join(allowed.split()) or "Group"
        name, number = _short(stem, ""), 1
        while name.casefold() in taken:
            number += 1
            name = _short(stem, f" {number}")
        taken.add(name.casefold())
        names.append(name)
    return names


def _short(stem: str, end: str) -> str:
    # A sign beyond the first plane counts as two for spreadsheets.
    while len((stem + end).encode("utf-16-le", "replace")) // 2 > LONGEST_SHEET_NAME:
        stem = stem[:-1]
    return stem.strip() + end
