"""Tables of pages that poll for a common hour → a row a person, as other exports have it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from matcher.errors import Issue
from matcher.intake.people import DAYS
from matcher.survey.hours.grid_labels import Said, said_of
from matcher.survey.hours.moments import moments_in
from matcher.survey.hours.reading import read_hours, written_hours
from matcher.survey.hours.spans import clock_of
from matcher.survey.hours.tokens import Window, tidy, tokens_of
from matcher.survey.reading.files import Grid, Line

__all__ = ["by_person"]

_TURNED = (
    "has a row a time: it was read with a row a person, and rows are counted so, in the order in which people stand"
)
_COUNTED = frozenset({"count", "total", "sum", "anzahl", "summe", "nombre", "totales"})
_DAY_AND_NUMBER = re.compile(r"(?P<day>[^\W\d_]{2,10})\.?,?\s+(?P<number>\d{1,2})\.?")


def by_person(grid: Grid) -> Grid:
    """Return a poll with a row a person; any other table as it stands.

    A poll has a row a time, with a column a person (0 and 1) or the names of who can come; or it has a column a time,
    whose day and hour stand in two rows of their own.
    """
    return _from_rows_of_times(grid) or _from_two_rows_of_headers(grid) or grid


# A row a time --------------------------------------------------------------------------------------------------------


def _from_rows_of_times(grid: Grid) -> Grid | None:
    if len(grid.lines) < 3:
        return None
    header, rows = grid.lines[0].cells, grid.lines[1:]
    width = max(len(line.cells) for line in grid.lines)
    cells = [(*line.cells, *[""] * (width - len(line.cells))) for line in rows]
    windows = _windows([row[0] for row in cells])
    if windows is None or len(header) < 2:
        return None
    asked = "Availability"
    people: dict[str, list[Window]] = {}
    if all(said_of(cell) in (Said.YES, Said.NO, Said.BLANK) for row in cells for cell in row[1:]):
        for place, name in enumerate(header[1:], 1):
            people[name] = [
                window for row, window in zip(cells, windows, strict=True) if said_of(row[place]) is Said.YES
            ]
    elif width == 2:
        asked = header[1]
        for row, window in zip(cells, windows, strict=True):
            for name in filter(None, map(str.strip, re.split(r"[,;\n]", row[1]))):
                people.setdefault(name, []).append(window)
    # A list of single words may have last and first names parted by its commas.
    if not people or not all(len(name.split()) > 1 for name in people):
        return None
    lines = [Line(1, ("Name", asked))]
    lines += [
        Line(place, (name, written_hours(free) or "never")) for place, (name, free) in enumerate(people.items(), 2)
    ]
    return replace(grid, lines=tuple(lines), blank=(), notes=(*grid.notes, Issue(grid.file, _TURNED)))


def _windows(cells: Sequence[str]) -> list[Window] | None:
    """Return the window that begins at each time: up to the next one of the day, where that is the shortest step."""
    starts = _starts(cells)
    if starts is None:
        return None
    times = sorted(set(starts))
    gaps = [later - earlier for earlier, later in pairwise(times) if later // 1440 == earlier // 1440]
    return [(start, start + min(gaps)) for start in starts] if gaps else None


def _starts(cells: Sequence[str]) -> list[int] | None:
    moments = moments_in("; ".join(cells))
    if moments is not None:
        return _of_one_week(moments[0]) if len(moments) == 1 and len(moments[0]) == len(cells) else None
    starts = []
    for cell in cells:
        day, _, time = tidy(cell).strip().partition(" ")
        days = [token.days for token in tokens_of(day) if token.days is not None]
        clock = clock_of(time)
        read = read_hours(f"{DAYS[min(days[0].inner)]} {clock}").value if len(days) == 1 and clock else None
        if read is None or read.available is None or len(days[0].inner) != 1:
            return None
        start = read.available.split()[1].partition("-")[0].split(":")
        starts.append(min(days[0].inner) * 1440 + int(start[0]) * 60 + int(start[1]))
    return starts


def _of_one_week(moments: Sequence[datetime]) -> list[int] | None:
    days = sorted(one.date() for one in moments)
    if (days[-1] - days[0]).days > 6:
        return None
    return [one.weekday() * 1440 + one.hour * 60 + one.minute for one in moments]


# Days and hours in two rows of headers -------------------------------------------------------------------------------


def _from_two_rows_of_headers(grid: Grid) -> Grid | None:
    for place, (above, below) in enumerate(pairwise(grid.lines[:8])):
        labels = _labels(above.cells, below.cells)
        if labels is not None:
            lines = [Line(below.number, ("Name", *labels))]
            people = [line for line in grid.lines[place + 2 :] if line.cells[0].strip().casefold() not in _COUNTED]
            lines += [Line(line.number, line.cells[: len(labels) + 1]) for line in people]
            note = Issue(
                grid.file, "is a poll: days and hours stand above each other, and a row that counts is nobody's"
            )
            return replace(grid, lines=tuple(lines), notes=(*grid.notes, note))
    return None


def _labels(days: Sequence[str], hours: Sequence[str]) -> list[str] | None:
    """Return the heading of each column of a poll; None where two rows are not its days and hours."""
    asked = [(day, hour) for day, hour in zip(days[1:], hours[1:], strict=False) if day or hour]
    found = [_DAY_AND_NUMBER.fullmatch(day.strip()) for day, _ in asked]
    if days[:1] != ("",) or hours[:1] != ("",) or len(asked) < 2 or None in found:
        return None
    numbers: dict[str, set[str]] = {}
    labels = []
    for one, (day, hour) in zip(found, asked, strict=True):
        if one is None or read_hours(f"{one['day']} {hour}").value is None:
            return None
        numbers.setdefault(one["day"], set()).add(one["number"])
        labels.append((day, one["day"], hour))
    # Two dates of one weekday are no hours of every week, but dates by their names.
    weekly = all(len(dates) == 1 for dates in numbers.values())
    return [f"Availability [{weekday if weekly else day} {hour}]" for day, weekday, hour in labels]
