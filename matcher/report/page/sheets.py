"""``print.html``: a sheet for each group, with a box for each mentee and meeting, to print and to tick."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from matcher.intake.program import Program
from matcher.report.calendar.meetings import meetings_of
from matcher.report.page.templating import rendered
from matcher.report.view.view import GroupView, View

if TYPE_CHECKING:
    from matcher.report.order import Order

__all__ = ["sheet_files"]

MOST_MEETINGS = 16
"""Columns that a sheet has room for."""
MEETINGS = 8
"""Columns where the program says nothing of dates."""


def sheet_files(view: View, order: Order) -> Mapping[str, str | bytes]:
    """Return ``print.html``."""
    sheets = [(group, _headings(view, group, order.intake.program), group.late_joiners) for group in view.groups]
    return {"print.html": rendered("sheets.html.j2", view, "sheets.css", sheets=sheets)}


def _headings(view: View, group: GroupView, program: Program) -> list[str]:
    """Return the dates of the first meetings of a group; numbers where there are none."""
    meetings = meetings_of(group.slot, [mentor.id for mentor in group.mentors], program)
    if meetings is None:
        return [view.phrases.number(place) for place in range(1, MEETINGS + 1)]
    return [view.phrases.short_date(day) for day in meetings.days[:MOST_MEETINGS]]
