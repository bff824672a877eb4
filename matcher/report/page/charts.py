"""Charts of the page as plain numbers: how long each bar is and what stands beside it; the template draws them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from matcher.report.view.phrases import Phrases
from matcher.report.view.view import Cell, MenteeView, NamedSlot, View

__all__ = [
    "Bar",
    "Column",
    "HeatCell",
    "Histogram",
    "Mark",
    "choice_bars",
    "fewest_options",
    "heat_rows",
    "load_bars",
    "load_histogram",
    "options_histogram",
    "satisfaction_histogram",
    "slot_bars",
]

MOST_BARS, MOST_COLUMNS, BANDS = 40, 8, 10
"""Bars up to which each mentor has one; columns of a histogram of counts, and of one of shares."""
HEAT_LEVELS = 6
"""Colours of the week, as many as the style sheet has."""
MOST_GROUPS_NAMED, FEWEST_SHOWN = 2, 10
"""Groups named in a cell of the week; mentees with the fewest options who are listed."""
WIDTH, HEIGHT, GAP = 400.0, 150.0, 6.0
"""Of a histogram's drawing, and between its columns, in its own units."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar beside its label: `share` of the longest, 0 to 1; `tone` is the class that colours it."""

    label: str
    value: str
    note: str
    share: float
    tone: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a histogram in a drawing of 400 by 150: its top left corner, its size, what stands above it."""

    x: float
    y: float
    width: float
    height: float
    count: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands under the axis, with its middle at `x`."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """Columns in the direction of writing; `middle` is where the median stands, None where it is not drawn."""

    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]
    middle: float | None = None


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One stretch of the week: `level` 0 to 6 colours it; `groups` names who meets; `told` says it in full."""

    level: int
    count: str
    groups: str
    told: str


def choice_bars(view: View) -> tuple[Bar, ...]:
    """Return a bar for each choice, and those who got nobody they listed, and those left out where there are any."""
    phrases, numbers = view.phrases, view.numbers
    rows = [
        (phrases("page.unlisted") if rank is None else phrases("page.choice_of", rank=rank), count, tone_of(rank))
        for rank, count in numbers.choices
    ]
    if numbers.unmatched:
        rows.append((phrases("page.not_placed"), numbers.unmatched, "out"))
    most = max((count for _, count, _ in rows), default=0) or 1
    everybody = max(1, numbers.mentees)
    return tuple(
        Bar(label, phrases.number(count), phrases.percent(count / everybody), count / most, tone)
        for label, count, tone in rows
    )


def tone_of(rank: int | None) -> str:
    """Return the class that colours a choice: ``c1`` to ``c5``, later ones as the fifth; ``cu`` for the unlisted."""
    return "cu" if rank is None else f"c{min(rank, 5)}"


def load_bars(view: View) -> tuple[Bar, ...]:
    """Return a bar for each mentor, the busiest first; none where there are too many to tell apart."""
    if len(view.mentors) > MOST_BARS:
        return ()
    mentors = sorted(view.mentors, key=lambda mentor: -len(mentor.mentees))
    most = max((len(mentor.mentees) for mentor in mentors), default=0) or 1
    return tuple(
        Bar(
            mentor.called,
            view.phrases.number(len(mentor.mentees)),
            view.phrases.row(mentor.groups) or view.phrases("page.not_leading"),
            len(mentor.mentees) / most,
            "load",
        )
        for mentor in mentors
    )


def slot_bars(slots: Sequence[NamedSlot], phrases: Phrases) -> tuple[Bar, ...]:
    """Return a bar for each slot that has only a name, in their order."""
    most = max((slot.mentees for slot in slots), default=0) or 1
    return tuple(
        Bar(
            slot.text,
            phrases.number(slot.mentees),
            _groups(slot.groups, phrases),
            slot.mentees / most,
            "met" if slot.groups else "load",
        )
        for slot in slots
    )


def satisfaction_histogram(view: View) -> Histogram:
    """Return all mentees by satisfaction, in ten bands; those left out have none."""
    told = [mentee.satisfaction or 0.0 for mentee in view.mentees]
    counts = [0] * BANDS
    for satisfaction in told:
        counts[min(BANDS - 1, int(satisfaction * BANDS))] += 1
    marks = tuple(Mark(WIDTH * edge / 4, view.phrases.percent(edge / 4)) for edge in range(5))
    spread = view.numbers.satisfaction
    middle = None if spread is None else WIDTH * spread.middle
    return _in_direction(Histogram(_columns(counts, view.phrases), marks, middle), view.phrases)


def options_histogram(view: View) -> Histogram:
    """Return mentees by the times at which a group could be formed around them; by mentors where groups get no time."""
    return _counted((_options(mentee) for mentee in view.mentees), view.phrases)


def load_histogram(view: View) -> Histogram:
    """Return mentors by how many mentees they have."""
    return _counted((len(mentor.mentees) for mentor in view.mentors), view.phrases)


def fewest_options(view: View) -> tuple[MenteeView, ...]:
    """Return the ten mentees with the fewest options; ties in the order of the intake."""
    ranked = sorted(view.mentees, key=lambda mentee: (_options(mentee), mentee.possible_mentors))
    return tuple(ranked[:FEWEST_SHOWN])


def _options(mentee: MenteeView) -> int:
    return mentee.possible_mentors if mentee.possible_hours is None else mentee.possible_hours


def _counted(values: Iterable[int], phrases: Phrases) -> Histogram:
    """Return whole numbers from 0 up in columns of equal width: eight, or a little fewer."""
    told = list(values)
    most = max((*told, MOST_COLUMNS - 1))
    step = ceil((most + 1) / MOST_COLUMNS)
    counts = [0] * (most // step + 1)
    for value in told:
        counts[value // step] += 1
    width = WIDTH / len(counts)
    marks = tuple(
        Mark(round((place + 0.5) * width, 1), phrases.span(place * step, place * step + step - 1))
        for place in range(len(counts))
    )
    return _in_direction(Histogram(_columns(counts, phrases), marks), phrases)


def _in_direction(drawn: Histogram, phrases: Phrases) -> Histogram:
    """Return a drawing from left to right as the language runs."""
    if phrases.direction == "ltr":
        return drawn
    return Histogram(
        columns=tuple(replace(column, x=round(WIDTH - column.x - column.width, 1)) for column in drawn.columns),
        marks=tuple(replace(mark, x=round(WIDTH - mark.x, 1)) for mark in drawn.marks),
        middle=None if drawn.middle is None else WIDTH - drawn.middle,
    )


def _columns(counts: Sequence[int], phrases: Phrases) -> tuple[Column, ...]:
    most = max(counts, default=0) or 1
    width = WIDTH / len(counts)
    return tuple(
        Column(
            x=round(place * width + GAP / 2, 1),
            y=round(HEIGHT - HEIGHT * count / most, 1),
            width=round(width - GAP, 1),
            height=round(HEIGHT * count / most, 1),
            count=phrases.number(count) if count else "",
        )
        for place, count in enumerate(counts)
    )


def heat_rows(view: View) -> tuple[tuple[str, tuple[HeatCell | None, ...]], ...]:
    """Return (time of day, a cell for each day; None where no meeting can begin) for each row of the week."""
    week = view.week
    if week is None:
        return ()
    most = max((cell.mentees for row in week.cells for cell in row if cell is not None), default=0) or 1
    return tuple(
        (view.phrases.clock(time), tuple(None if cell is None else _heat(cell, most, view.phrases) for cell in row))
        for time, row in zip(week.times, week.cells, strict=True)
    )


def _heat(cell: Cell, most: int, phrases: Phrases) -> HeatCell:
    return HeatCell(
        level=ceil(HEAT_LEVELS * cell.mentees / most),
        count=phrases.number(cell.mentees),
        groups=_groups(cell.groups, phrases),
        told=phrases(
            "page.free_there",
            mentees=phrases("page.mentees", cell.mentees),
            mentors=phrases("page.mentors_counted", cell.mentors),
        ),
    )


def _groups(groups: Sequence[str], phrases: Phrases) -> str:
    return " ".join(groups) if len(groups) <= MOST_GROUPS_NAMED else phrases("page.groups_there", len(groups))
