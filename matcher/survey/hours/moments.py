"""Dates with times, as pages that poll for a common hour list them, → windows of the week."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from matcher.survey.hours.tokens import Window, tidy

__all__ = ["Moments", "moments_in", "of_one_week", "weekdays_of", "windows_from"]

Moments = tuple[datetime, ...]
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]\.?\s?m\b\.?)?"
_SLASHES = rf"\d{{1,2}}/\d{{1,2}}/\d{{4}},?\s+{_CLOCK}"
_POINTS = rf"\d{{1,2}}\.\d{{1,2}}\.\d{{4}},?\s+{_CLOCK}"
_ISO = rf"\d{{4}}-\d\d-\d\d(?:T|,?\s){_CLOCK}"
_MOMENT = rf"(?:{_SLASHES}|{_POINTS}|{_ISO})"
_ONE = re.compile(_MOMENT, re.IGNORECASE)
_ALL = re.compile(rf"{_MOMENT}(?:\s*[;,\n]\s*{_MOMENT})*[\s;,]*", re.IGNORECASE)
_MIDNIGHT = re.compile(r"(?<=\d) 00:00:00$")
_WEEK = timedelta(days=7)
_STEP = timedelta(minutes=15)


def moments_in(text: str) -> list[Moments] | None:
    """Return the moments that a text lists, once for each way to read its dates; None where it holds anything else."""
    plain = tidy(text).strip()
    if not _ALL.fullmatch(plain):
        return None
    written = _ONE.findall(plain)
    orders = [_read(written, month_first) for month_first in (True, False)]
    return list(dict.fromkeys(order for order in orders if order is not None))


def of_one_week(ways: Sequence[Moments]) -> Moments | None:
    """Return moments in the one way to read them in which they lie within a week; None where that is not one."""
    near = [way for way in ways if max(way).date() - min(way).date() < _WEEK]
    weekdays = {tuple(one.weekday() for one in way) for way in near}
    return near[0] if len(weekdays) == 1 else None


def weekdays_of(cells: Iterable[str]) -> dict[str, int] | None:
    """Return the weekday of each cell, where all are dates of one week; None where they are not."""
    filled = [cell for cell in cells if cell]
    ways = moments_in("; ".join(f"{_MIDNIGHT.sub('', cell)} 00:00" for cell in filled)) if filled else None
    moments = None if ways is None else of_one_week(ways)
    if moments is None or len(moments) != len(filled):
        return None
    return {cell: one.weekday() for cell, one in zip(filled, moments, strict=True)}


def windows_from(moments: Iterable[datetime], every: Iterable[datetime]) -> list[Window] | str:
    """Return the windows that begin at moments, as windows of the week; a text where they cannot be told.

    Parameters
    ----------
    every
        All moments that were asked about, by whose distance it is known how long a window is.
    """
    times = sorted(set(every))
    gaps = [later - earlier for earlier, later in pairwise(times) if later.date() == earlier.date()]
    if not gaps or min(gaps) > _STEP:
        # Of times that lie farther apart, one between may have been left out.
        return "does not say how long a time is"
    if times[-1].date() - times[0].date() >= _WEEK:
        return "holds dates of several weeks"
    length = int(min(gaps).total_seconds()) // 60
    starts = (one.weekday() * 24 * 60 + one.hour * 60 + one.minute for one in moments)
    return [(start, start + length) for start in starts]


def _read(written: Sequence[str], month_first: bool) -> Moments | None:
    found = []
    for text in written:
        moment = _moment(text, month_first)
        if moment is None:
            return None
        found.append(moment)
    return tuple(found)


def _moment(text: str, month_first: bool) -> datetime | None:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if "-" in text:
        year, month, day = numbers[:3]
    else:
        # Points stand between numbers where the day is first.
        turned = not month_first or "/" not in text
        month, day, year = (numbers[1], numbers[0], numbers[2]) if turned else numbers[:3]
    hour, minute = numbers[3:5]
    half = re.sub(r"[\s.]", "", text)[-2:].casefold()
    if half in ("am", "pm"):
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return datetime(year, month, day, hour, minute)
    except ValueError:
        return None
