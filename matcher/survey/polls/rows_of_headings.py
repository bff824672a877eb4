"""Polls with a column a time, whose day and hour stand in rows of their own above the answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from matcher.errors import Issue
from matcher.intake.people import DAYS
from matcher.intake.program import fold
from matcher.survey.hours.grid_labels import Said, days_in, said_of
from matcher.survey.hours.moments import moments_in, of_one_week
from matcher.survey.hours.reading import read_hours
from matcher.survey.hours.tokens import languages_of
from matcher.survey.hours.words import MONTHS
from matcher.survey.polls.asked_for import asked_by_titles
from matcher.survey.polls.times import COUNTED, DATED
from matcher.survey.reading.files import Grid, Line

__all__ = ["from_rows_of_headings"]

_NOTE = "is a poll: days and hours stand above each other, and a row that counts is nobody's"
_MONTH = re.compile(rf"{MONTHS}\.?,?\s+\d{{4}}", re.IGNORECASE)
_NUMBER = re.compile(r"\d")
_HIGHEST = 10
"""Rows from the top in which headings are looked for."""
_LONGEST_DATE = 6
"""Words of a date: ``Monday 14 of September 2026``."""
_KNOWN_AT_LEAST = 0.8
"""Which share of the answers has to say yes, no or if need be."""


def from_rows_of_headings(grid: Grid) -> Grid | None:
    """Return a poll that has its days above its hours with one row of headings; None where it is none."""
    top = grid.lines[:_HIGHEST]
    alone = [line.cells[0] for line in top if sum(map(bool, line.cells)) == 1 and line.cells[0]]
    for place in range(len(top) - 1):
        months = top[place - 1].cells if place else ()
        for rows in (2, 1):
            titles = tuple(cell for line in top[:place] for cell in line.cells if cell in alone)
            header = _header(months, top[place].cells, top[place + 1].cells if rows == 2 else None, titles)
            lines = [line for line in grid.lines[place + rows :] if fold(line.cells[0]).rstrip(":") not in COUNTED]
            if header is not None and _are_answers(lines, header):
                note = "; ".join((_NOTE, *((DATED,) if header.dated else ())))
                kept = [Line(line.number, line.cells[: len(header.texts)]) for line in lines]
                heading = Line(top[place + rows - 1].number, header.texts)
                notes = (*grid.notes, Issue(grid.file, note))
                return replace(grid, lines=(heading, *kept), notes=notes, titles=titles)
    return None


class _Header(NamedTuple):
    """One row of headings; `dated`: dates stand for the days of every week; `first`: where the times begin."""

    texts: tuple[str, ...]
    dated: bool
    first: int = 0


def _header(
    months: Sequence[str], days: Sequence[str], hours: Sequence[str] | None, titles: Sequence[str]
) -> _Header | None:
    """Return one row of headings; None where rows are not the days and the hours of a poll.

    Parameters
    ----------
    hours
        None: the poll asks for days alone, which stand below their months.
    titles
        What stands above: it may ask when people are busy; and so may what heads the people.
    """
    shown = languages_of(days)
    first = next((place for place, day in enumerate(days) if _weekday(day, shown) is not None), 0)
    below = hours or days
    last = max((place for place, cell in enumerate(below) if cell), default=0)
    before = _headings_before(days[:first], below[:first] if hours is not None else [""] * first)
    if not first or last < first or before is None or (last == first and hours is not None):
        return None
    named = list(_carried(months, first, last))
    if hours is None and not all(map(_MONTH.fullmatch, named)):
        return None
    dates = list(_carried(days, first, last))
    asked = asked_by_titles([*titles, *before])
    labels = _labels(named, dates, hours[first : last + 1] if hours is not None else [""] * len(dates), shown, asked)
    return None if labels is None else _Header((*before, *labels.texts), labels.dated, len(before))


def _headings_before(above: Sequence[str], below: Sequence[str]) -> list[str] | None:
    """Return what heads the columns before the days, which stands in one of two rows; None where it does in both."""
    both = list(zip_longest(above, below, fillvalue=""))
    if any(one and other for one, other in both):
        return None
    before = [one or other for one, other in both]
    return ["Name"] if len(before) == 1 and not before[0] else before if all(before) else None


def _carried(cells: Sequence[str], first: int, last: int) -> Iterator[str]:
    """Yield the cells from one place to another; a blank one goes on with what stands before it."""
    carried = ""
    for place in range(first, last + 1):
        carried = (cells[place] if place < len(cells) else "") or carried
        yield carried


def _labels(
    months: Sequence[str], dates: Sequence[str], hours: Sequence[str], shown: Collection[str], asked: str
) -> _Header | None:
    weekdays = [_weekday(date, shown) for date in dates]
    if None in weekdays or any(hour and _read_as_hours(hour) is None for hour in hours):
        return None
    if len(set(map(bool, hours))) > 1:
        return None
    named = [f"{date} {month}" if _MONTH.fullmatch(month) else date for date, month in zip(dates, months, strict=True)]
    by_weekday: dict[int | None, set[str]] = {}
    for weekday, name in zip(weekdays, named, strict=True):
        by_weekday.setdefault(weekday, set()).add(name)
    # Two dates of one weekday are no hours of every week, but dates by their names.
    weekly = all(len(names) == 1 for names in by_weekday.values())
    told = [DAYS[day] for day in weekdays if day is not None] if weekly else named
    texts = tuple(f"{asked} [{f'{day} {hour}'.strip()}]" for day, hour in zip(told, hours, strict=True))
    return _Header(texts, weekly and any(map(_NUMBER.search, dates)))


def _weekday(date: str, shown: Collection[str]) -> int | None:
    """Return the weekday of a heading: by its name, else by a date that can be read in one way."""
    if len(date.split()) > _LONGEST_DATE:
        return None
    named = days_in(date, shown)
    if len(named) == 1:
        return min(named)
    moments = None if named else moments_in(f"{date} 00:00")
    found = None if moments is None else of_one_week(moments)
    return None if found is None else found[0].weekday()


def _read_as_hours(hour: str) -> str | None:
    read = read_hours(f"Mon {hour}").value
    return None if read is None or days_in(hour) else read.available


def _are_answers(lines: Sequence[Line], header: _Header) -> bool:
    """Whether what stands below is answered with yes, no and the like, rather than with hours."""
    said = [said_of(cell) for line in lines for cell in line.cells[header.first : len(header.texts)] if cell]
    known = sum(one is not None for one in said)
    return Said.YES in said and known >= _KNOWN_AT_LEAST * len(said)
