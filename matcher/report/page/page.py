"""``committee.html`` and ``participants.html``: one self-contained page for each kind of reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from matcher.report.page import charts
from matcher.report.page.templating import rendered
from matcher.report.view.naming import by_name
from matcher.report.view.participants_view import ParticipantsView
from matcher.report.view.stress import LOSSES_SHOWN, SPARE_SHOWN
from matcher.report.view.view import View

if TYPE_CHECKING:
    from matcher.report.order import Order

__all__ = ["page_files"]

WARNINGS_OPEN = 6
"""More warnings than these are folded up under their number, which is always in sight; on paper all stand."""
ROWS_AT_ONCE = 200
"""Rows of the table of people shown before somebody asks for more; on paper all are, whatever is looked for."""


def page_files(view: View, order: Order) -> Mapping[str, str | bytes]:
    """Return ``committee.html``, and ``participants.html``, which is made of ``view.participants`` alone."""
    return {"committee.html": _committees(view), "participants.html": _participants(view.participants)}


def _committees(view: View) -> str:
    return rendered(
        "page.html.j2",
        view,
        "page.css",
        "page.js",
        for_whom=view.phrases("readers.committee"),
        page_title=view.phrases("page.report"),
        **_places([group.id for group in view.groups]),
        people_shown=_people_shown(view),
        by_name=by_name,
        tone_of=charts.tone_of,
        stack=_stack,
        choices_told=lambda choices: _choices_told(choices, view),
        choice_bars=charts.choice_bars(view),
        load_bars=charts.load_bars(view),
        load=charts.load_histogram(view),
        satisfaction=charts.satisfaction_histogram(view),
        options=charts.options_histogram(view),
        fewest=charts.fewest_options(view),
        heat_rows=charts.heat_rows(view),
        slot_bars=charts.slot_bars(view.week.named if view.week else (), view.phrases),
        warnings_open=WARNINGS_OPEN,
        losses_shown=LOSSES_SHOWN,
        spare_shown=SPARE_SHOWN,
    )


def _participants(view: ParticipantsView) -> str:
    return rendered(
        "participants.html.j2",
        view,
        "page.css",
        "page.js",
        for_whom=view.phrases("readers.participants"),
        page_title=view.phrases("page.groups"),
        **_places([group.id for group in view.groups]),
    )


def _places(groups: Sequence[str]) -> dict[str, object]:
    """Return where each group stands on the page, and how many rows of people are shown at once."""
    return {
        "anchors": {group: f"g{place}" for place, group in enumerate(groups, 1)},
        "slot_order": {group: place for place, group in enumerate(groups)},
        "at_once": ROWS_AT_ONCE,
        "color_scheme": "light dark",
    }


def _people_shown(view: View) -> list[tuple[str, str]]:
    """Return by what the committee can filter people: (what rows are marked with, what it is called)."""
    phrases = view.phrases
    told = [("mentee", phrases("page.only_mentees")), ("mentor", phrases("page.only_mentors"))]
    for rank, count in view.numbers.choices:
        if count:
            name = phrases("page.unlisted") if rank is None else phrases("page.choice_of", rank=rank)
            told.append(("cu" if rank is None else f"r{rank}", name))
    told += [("out", phrases("page.not_placed"))] if view.numbers.unmatched else []
    told += [("idle", phrases("page.idle_mentors"))] if view.numbers.idle else []
    return told


class _Part(NamedTuple):
    tone: str
    start: float
    width: float


def _stack(choices: Sequence[tuple[int | None, int]]) -> list[_Part]:
    """Return the parts of a bar, from 0 to 100, one for each choice."""
    everybody = sum(count for _, count in choices) or 1
    parts, before = [], 0
    for rank, count in choices:
        parts.append(_Part(charts.tone_of(rank), round(100 * before / everybody, 2), round(100 * count / everybody, 2)))
        before += count
    return parts


def _choices_told(choices: Sequence[tuple[int | None, int]], view: View) -> str:
    phrases = view.phrases
    told = []
    for rank, count in choices:
        name = phrases("page.unlisted") if rank is None else phrases("page.choice_of", rank=rank)
        told.append(f"{name}: {phrases.number(count)}")
    return phrases.row(told)
