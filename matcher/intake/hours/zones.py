"""Time zones: the names by which they are known, and how far one clock is ahead of another in a week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from matcher.intake.program import Program, fold
from matcher.intake.words.nearest import nearest

__all__ = [
    "ahead_at_noon",
    "differences",
    "minutes_ahead",
    "near_zone",
    "spelled_zone",
    "time_zone",
    "week_of",
    "zone_of_city",
]

LIKE_ZONE = (
    "write a name of the IANA list, like Europe/Berlin or Asia/Kolkata, or how far it is from UTC, like UTC+5:30"
)

_NO_PLACES = frozenset({"Factory", "localtime"})
"""Names that the lists of some machines hold, and that say nothing of where somebody is."""
_OFFSET = re.compile(r"([+\-\u2212])\s*([0-9]{1,2})(?::?([0-5][0-9]))?")
_FROM_UTC = re.compile(rf"utc\s*(?:{_OFFSET.pattern})?")
_FROM_ANY = re.compile(rf"(?:utc|gmt)?\s*{_OFFSET.pattern}")
_FARTHEST = 14 * 60
"""Minutes from UTC of the farthest clocks, on the Line Islands."""
_STEP = timedelta(minutes=15)
_YEARS = (2000, 2037)
"""The first and the last year in which two clocks are compared where no week is given."""


def spelled_zone(text: str) -> str | None:
    """Return a time zone by its one name here, ``Asia/Kolkata`` or ``UTC+5:30``; None where `text` names none."""
    key = fold(text)
    found = _FROM_UTC.fullmatch(key)
    if found is not None:
        return _spelled_offset(found[1], found[2], found[3])
    return _names().get(key)


def time_zone(name: str) -> tzinfo:
    """Return the zone of a name that `spelled_zone` gives."""
    found = _FROM_UTC.fullmatch(fold(name))
    if found is None:
        return ZoneInfo(name)
    return timezone(timedelta(minutes=_minutes(found[1], found[2], found[3])), name)


@cache
def near_zone(text: str) -> str | None:
    """Return the zone that may be meant by a name that is none: of that city, so far from UTC, or spelled alike."""
    offset = _FROM_ANY.fullmatch(fold(text))
    if offset is not None:
        return _spelled_offset(offset[1], offset[2], offset[3])
    return zone_of_city(fold(text).rpartition("/")[2]) or nearest(text, sorted(_names().values()))


def zone_of_city(name: str) -> str | None:
    """Return the zone that is named after a city, ``Asia/Kolkata`` of ``Kolkata``; None where none is."""
    city = fold(name).replace(" ", "_")
    return min((zone for key, zone in _names().items() if "/" in key and key.rpartition("/")[2] == city), default=None)


def week_of(program: Program) -> date | None:
    """Return a day of the week in which zones are compared; None where the program names none."""
    if program.schedule.week is not None:
        return program.schedule.week
    return None if program.calendar is None else program.calendar.start


def minutes_ahead(zone: str | None, program: Program) -> int | None:
    """Return how many minutes the program's clock is ahead of somebody's: what their windows are moved by.

    Parameters
    ----------
    zone
        The person's; None: the program's own.

    Returns
    -------
    int or None
        None where that is not one number: it changes within the week, or hangs on a week that is not named.
    """
    here = program.schedule.timezone
    if zone is None:
        return 0
    found = frozenset[int]() if here is None else differences(zone, spelled_zone(here) or here, week_of(program))
    return next(iter(found)) if len(found) == 1 else None


@cache
def differences(zone: str, here: str, week: date | None) -> frozenset[int]:
    """Return by how many minutes the clock of `here` is ahead of that of `zone`: each number in a week.

    Parameters
    ----------
    week
        Any day of it; the week is Monday to Sunday by either clock. None: each number over many years.
    """
    told, told_here = time_zone(zone), time_zone(here)
    moments = _moments_of_years() if week is None else _moments_of_week(week, told, told_here)
    return frozenset(_offset(told_here, at) - _offset(told, at) for at in moments)


def ahead_at_noon(zone: str, here: str, day: date) -> int:
    """Return how many minutes the clock of `here` is ahead of that of `zone` at noon of a day."""
    told_here = time_zone(here)
    noon = datetime.combine(day, time(12), told_here)
    return _offset(told_here, noon) - _offset(time_zone(zone), noon)


def _moments_of_week(week: date, *zones: tzinfo) -> Iterator[datetime]:
    monday = week - timedelta(days=week.weekday())
    first, last = (
        [datetime.combine(day, time(), zone).astimezone(UTC) for zone in zones]
        for day in (monday, monday + timedelta(weeks=1))
    )
    at = min(first)
    while at < max(last):
        yield at
        at += _STEP


def _moments_of_years() -> Iterator[datetime]:
    at, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (_YEARS[0], _YEARS[1] + 1))
    while at < end:
        yield at
        at += timedelta(weeks=1)


def _offset(zone: tzinfo, at: datetime) -> int:
    """Return how many minutes a clock is ahead of UTC at a moment."""
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds()) // 60


@cache
def _names() -> dict[str, str]:
    return {fold(name): name for name in available_timezones() - _NO_PLACES}


def _minutes(sign: str | None, hours: str | None, minutes: str | None) -> int:
    total = int(hours or 0) * 60 + int(minutes or 0)
    return total if sign == "+" else -total


def _spelled_offset(sign: str | None, hours: str | None, minutes: str | None) -> str | None:
    total = _minutes(sign, hours, minutes)
    if abs(total) > _FARTHEST:
        return None
    whole, rest = divmod(abs(total), 60)
    return "UTC" if total == 0 else f"UTC{'+' if total > 0 else '-'}{whole}{f':{rest:02}' if rest else ''}"
