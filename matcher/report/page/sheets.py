"""``participants-sheets.html``: a sheet for each group, with a box for each mentee and meeting, to tick."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from matcher.report.page.templating import rendered
from matcher.report.view.participants_view import OpenGroup, ParticipantsView
from matcher.report.view.view import View

if TYPE_CHECKING:
    from matcher.report.order import Order

__all__ = ["sheet_files"]

MOST_MEETINGS = 16
"""Columns that a sheet has room for."""
MEETINGS = 8
"""Columns where the program says nothing of dates."""


def sheet_files(view: View, order: Order) -> Mapping[str, str | bytes]:
    """Return ``participants-sheets.html``: a sheet goes from hand to hand, so it tells what participants are told."""
    told = view.participants
    page = rendered(
        "sheets.html.j2",
        told,
        "sheets.css",
        for_whom=told.phrases("readers.participants"),
        page_title=told.phrases("sheet.title"),
        color_scheme="light",
        sheets=[(group, _headings(told, group)) for group in told.groups],
    )
    return {"participants-sheets.html": page}


def _headings(view: ParticipantsView, group: OpenGroup) -> list[str]:
    """Return the dates of the first meetings of a group; numbers where there are none."""
    if group.meetings is None:
        return [view.phrases.number(place) for place in range(1, MEETINGS + 1)]
    return [view.phrases.short_date(day) for day in group.meetings.days[:MOST_MEETINGS]]
