"""Answers that list dates with hours (``4/23 (19:00 - 21:00), 4/26 (9:00 - 12:00)``) → days of the week."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from matcher.errors import Issue
from matcher.intake.people import DAYS
from matcher.intake.program import fold
from matcher.survey.hours.grid_labels import days_in
from matcher.survey.hours.japanese import in_known_words, is_japanese
from matcher.survey.hours.tokens import tidy
from matcher.survey.polls.times import DATED
from matcher.survey.reading.files import Grid, Line
from matcher.survey.reading.timestamps import read_times, seems_a_time

__all__ = ["with_weekdays"]

_DATE = r"(?:(?P<year>20\d\d)[-/.])?(?P<one>\d{1,2})(?P<sign>[-/.])(?P<two>\d{1,2})\.?"
_TIME = r"\d{1,2}(?:[:.]\d\d|h\d\d|h)?(?:\s?[ap]\.?m\.?)?(?:\s?uhr)?"
_ITEM = re.compile(
    rf"{_DATE}\s*(?P<rest>(?:\(?[^\W\d]+\.?\)?\s*){{0,2}}\(?\s*{_TIME}\s*-\s*{_TIME}\s*\)?)", re.IGNORECASE
)
_PARTING = re.compile(r"\s*[,;\n\u3001]\s*")
_ANSWERED = re.compile(r"\b20\d\d\b.*\d:\d\d")
_HALF_A_YEAR = timedelta(days=183)
_WEEK = timedelta(days=7)


def with_weekdays(grids: Sequence[Grid], named: Collection[str]) -> list[Grid]:
    """Return exports in which dates that all lie in one week stand for its days, where it is sure which days they are.

    The year is the one in which people answered, by the times at which they did. Other dates stay as they are.

    Parameters
    ----------
    named
        The slots of the program; what is named so stays.
    """
    found = [(place, column) for place, grid in enumerate(grids) for column in _columns_of_items(grid, named)]
    if not found:
        return list(grids)
    cells = [cell for place, column in found for cell in _cells(grids[place], column)]
    days = _dates(cells, _middle_of_answers(grids))
    if days is None:
        return list(grids)
    changed = list(grids)
    for place, column in found:
        changed[place] = _with_days(changed[place], column, days)
    return changed


def _columns_of_items(grid: Grid, named: Collection[str]) -> Iterator[int]:
    """Yield the columns whose every answer lists dates with hours and nothing else."""
    slots = set(map(fold, named))
    for column in range(max((len(line.cells) for line in grid.lines), default=0)):
        cells = _cells(grid, column)
        items = (item for cell in cells for item in _items(cell))
        if cells and all(_ITEM.fullmatch(item) and fold(item) not in slots for item in items):
            yield column


def _cells(grid: Grid, column: int) -> list[str]:
    return [line.cells[column] for line in grid.lines[1:] if column < len(line.cells) and line.cells[column]]


def _items(cell: str) -> list[str]:
    """Return the items of a list, in known words; a date as ``4/23``."""
    plain = tidy(in_known_words(cell)) if is_japanese(cell) else tidy(cell)
    return [item for item in _PARTING.split(plain) if item]


def _middle_of_answers(grids: Sequence[Grid]) -> date | None:
    """Return the day by which half of the answers were given; None where columns of times do not agree on the year."""
    middles = [middle for grid in grids for middle in _answered_at(grid)]
    if not middles or max(middles) - min(middles) > _HALF_A_YEAR:
        return None
    return sorted(middles)[len(middles) // 2]


def _answered_at(grid: Grid) -> Iterator[date]:
    """Yield the middle day of each column that holds times of the day with their dates and years: no birthdays."""
    for column in range(max((len(line.cells) for line in grid.lines), default=0)):
        cells = _cells(grid, column)
        if cells and all(_ANSWERED.search(cell) and seems_a_time(cell) for cell in cells):
            times = sorted(filter(None, read_times(cells)))
            if any((one.hour, one.minute) != (0, 0) for one in times):
                yield times[len(times) // 2].date()


def _dates(cells: Sequence[str], answered: date | None) -> dict[str, int] | None:
    """Return the weekday of each date as it is written; None where it is not sure, or they are not of one week."""
    found = [one for cell in cells for item in _items(cell) if (one := _ITEM.fullmatch(item)) is not None]
    japanese = any(map(is_japanese, cells))
    ways = [
        _one_way(found, answered, month_first=month_first) for month_first in ((True,) if japanese else (True, False))
    ]
    near = [way for way in ways if way and max(way.values()) - min(way.values()) < _WEEK]
    weekdays = [{text: day.weekday() for text, day in way.items()} for way in near]
    if (
        not weekdays
        or any(one != weekdays[0] for one in weekdays)
        or not all(_agrees(one, weekdays[0]) for one in found)
    ):
        return None
    return weekdays[0]


def _one_way(found: Sequence[re.Match[str]], answered: date | None, *, month_first: bool) -> dict[str, date]:
    """Return the dates with the month first, or the day; empty where one is none, or of no year that is known."""
    days: dict[str, date] = {}
    for one in found:
        points = one["sign"] == "."
        first = (month_first and not points) or one["year"] is not None
        month, day = (int(one["one"]), int(one["two"])) if first else (int(one["two"]), int(one["one"]))
        known = _of_year(month, day, None if one["year"] is None else int(one["year"]), answered)
        if known is None:
            return {}
        days[_written(one)] = known
    return days


def _of_year(month: int, day: int, year: int | None, answered: date | None) -> date | None:
    """Return a date; of a year that is not said, the one next to the day of the answers."""
    if year is not None:
        return _day(year, month, day)
    if answered is None:
        return None
    near = [_day(answered.year + apart, month, day) for apart in (-1, 0, 1)]
    return next((one for one in near if one is not None and abs(one - answered) <= _HALF_A_YEAR), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _written(one: re.Match[str]) -> str:
    return one.string[: one.start("rest")].strip()


def _agrees(one: re.Match[str], weekdays: dict[str, int]) -> bool:
    """Whether a weekday that stands beside a date is that of the date."""
    said = days_in(one["rest"])
    return not said or said == {weekdays[_written(one)]}


def _with_days(grid: Grid, column: int, weekdays: dict[str, int]) -> Grid:
    lines = [grid.lines[0]]
    for line in grid.lines[1:]:
        cells = list(line.cells)
        if column < len(cells) and cells[column]:
            found = [one for item in _items(cells[column]) if (one := _ITEM.fullmatch(item)) is not None]
            cells[column] = "; ".join(f"{DAYS[weekdays[_written(one)]]} {_hours(one['rest'])}" for one in found)
        lines.append(Line(line.number, tuple(cells)))
    told = ", ".join(f"{text} is {DAYS[day]}" for text, day in weekdays.items())
    return replace(grid, lines=tuple(lines), notes=(*grid.notes, Issue(grid.file, f"{DATED}: {told}")))


def _hours(rest: str) -> str:
    """Return the hours without a weekday that stands before them, which the date has said."""
    words = rest.replace("(", " ( ").split()
    return " ".join(word for word in words if not days_in(word)).replace("( ", "(").replace("()", "").strip()
