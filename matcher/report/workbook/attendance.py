"""Sheets to tick off who came: one for each group, with its dates, and room for those who join late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from matcher.report.view.participants_view import OpenGroup, ParticipantsView
from matcher.report.workbook.cells import BookWriter, sheet_names

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["attendance_sheets"]

WEEKS_UNTOLD = 10
"""Columns of weeks where the program says nothing of dates."""


def attendance_sheets(writer: BookWriter, view: ParticipantsView, reserved: Iterable[str]) -> None:
    """Add a sheet for each group; `reserved` are the names of the other sheets."""
    titles = [f"{group.id} {_leaders(group, view)}" for group in view.groups]
    for group, name in zip(view.groups, sheet_names(titles, reserved), strict=True):
        _sheet(writer, writer.book.add_worksheet(name), group, view)


def _leaders(group: OpenGroup, view: ParticipantsView) -> str:
    return view.phrases.row(mentor.name for mentor in group.mentors)


def _sheet(writer: BookWriter, sheet: Worksheet, group: OpenGroup, view: ParticipantsView) -> None:
    title = [text for text in (group.id, group.when, group.place, _leaders(group, view), view.zone) if text]
    writer.write(sheet, 0, 0, " · ".join(title), writer.note)
    writer.write(sheet, 2, 0, view.phrases("page.name"), writer.header)
    weeks: Sequence[Any] = (
        [view.phrases("book.week", number=week) for week in range(1, WEEKS_UNTOLD + 1)]
        if group.meetings is None
        else group.meetings.days
    )
    for column, week in enumerate(weeks, 1):
        writer.write(sheet, 2, column, week, writer.day)
    names = [*(mentee.name for mentee in group.mentees), *[None] * group.late_joiners]
    for row, name in enumerate(names, 3):
        writer.write(sheet, row, 0, name, writer.box)
        for column in range(1, len(weeks) + 1):
            writer.write(sheet, row, column, None, writer.box)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, len(weeks), 8)
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    sheet.set_header(f"&L{writer.reader.replace('&', '&&')}")
    # Blank boxes are printed too.
    sheet.print_area(0, 0, 2 + len(names), len(weeks))
    if view.phrases.direction == "rtl":
        sheet.right_to_left()
