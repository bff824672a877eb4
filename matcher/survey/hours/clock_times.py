"""Clock times → windows of a day: which half of the day is meant, ranges, open ends.

Where am and pm are not said, the reading is the one that people mean by day: ``2-4`` is 14:00-16:00, ``9-5`` is
09:00-17:00, ``11-1`` is 11:00-13:00. What could as well be the other half of the day is told, or left out.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from matcher.intake.people import DAY_MINUTES
from matcher.intake.words.listing import in_a_row
from matcher.survey.hours.tokens import Clock, Times, Window

__all__ = ["DayEnds", "after", "all_day", "before", "between", "point", "said"]

HALF, DAY = DAY_MINUTES // 2, DAY_MINUTES
"""Minutes."""
FIRST_MORNING_HOUR, LAST_AFTERNOON_HOUR = 8, 6
"""Without am or pm, from 8 on a morning hour is meant, up to 6 one of the afternoon; 7 may be either."""


class DayEnds(NamedTuple):
    """How far an open end reaches, in minutes from midnight."""

    start: int
    end: int


def said(windows: tuple[Window, ...]) -> str:
    """Return windows of a day in words: ``14:00-16:00``."""
    return in_a_row(f"{_time(start)}-{_time(end if end <= DAY else end - DAY)}" for start, end in windows)


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def all_day(ends: DayEnds) -> Times:
    """Return any time of a day."""
    inner = ((ends.start, ends.end),)
    return Times(inner, ((0, DAY),), note=f"taken as {said(inner)}")


def between(first: Clock, last: Clock) -> Times | None:
    """Return the window from one time to another; None where it cannot be told."""
    if first.half or last.half:
        return _with_half(first, last)
    if first.exact or last.exact:
        return _exact(first, last)
    return _by_day(first, last)


def after(clock: Clock, ends: DayEnds) -> Times:
    """Return the window from a time to the end of the day."""
    starts = _readings(clock)
    if starts == [0]:
        return Times((), ((0, DAY),), open="after", sure=False, note="may be the midnight before or after that day")
    inner = _until_end(max(starts), ends)
    return _open_end("after", inner, ((min(starts), DAY),), len(starts) == 1)


def before(clock: Clock, ends: DayEnds) -> Times:
    """Return the window from the beginning of the day to a time."""
    stops = [stop or DAY for stop in _readings(clock)]
    stop = min(stops)
    inner = ((ends.start if stop > ends.start else 0, stop),)
    return _open_end("before", inner, ((0, max(stops)),), len(stops) == 1)


def _until_end(start: int, ends: DayEnds) -> tuple[Window, ...]:
    stop = ends.end if start < ends.end else DAY
    return ((start, stop),) if start < stop else ()


def _open_end(
    side: Literal["after", "before"], inner: tuple[Window, ...], outer: tuple[Window, ...], sure: bool
) -> Times:
    return Times(inner, outer, open=side, sure=sure, note=f"taken as {said(inner)}")


def point(clock: Clock, minutes: int) -> Times | None:
    """Return the window of one meeting from a time; None where it may be in the morning or in the evening."""
    starts = _readings(clock)
    windows = tuple((start, start + minutes) for start in starts if start < DAY)
    if len(windows) != 1:
        return Times((), windows, sure=False, note="may be in the morning or in the evening") if windows else None
    return Times(windows, windows, note=f"only a start is given: taken as {said(windows)}")


def _minutes(clock: Clock, half: str | None) -> int:
    hour = clock.hour if half is None else clock.hour % 12 + (12 if half == "pm" else 0)
    return hour * 60 + clock.minute


def _choices(clock: Clock) -> list[int]:
    """Return every reading of a time, am before pm."""
    if clock.half or clock.exact:
        return [_minutes(clock, clock.half)]
    return [_minutes(clock, "am"), _minutes(clock, "pm")]


def _readings(clock: Clock) -> list[int]:
    """Return what a time that stands alone may mean."""
    if clock.half or clock.exact:
        return [_minutes(clock, clock.half)]
    if clock.hour == 12 or clock.hour <= LAST_AFTERNOON_HOUR:
        return [_minutes(clock, "pm")]
    if clock.hour > FIRST_MORNING_HOUR:
        return [_minutes(clock, "am")]
    return _choices(clock)


def _with_half(first: Clock, last: Clock) -> Times | None:
    """Return a window of which one end at least says am or pm: the shortest that ends after it begins."""
    midnight = last.half == "am" and last.hour == 12
    if midnight and first.half != "pm" and not first.exact:
        return _noon_or_midnight(first, last)
    spans = [
        (start, stop + DAY if midnight and not last.minute else stop)
        for start in _choices(first)
        for stop in _choices(last)
    ]
    forward = [(start, stop) for start, stop in spans if stop > start]
    if forward:
        best = min(forward, key=lambda span: span[1] - span[0])
        return Times((best,), (best,))
    over = min(((start, stop + DAY) for start, stop in spans if stop < start), key=lambda span: span[1], default=None)
    return None if over is None else _over_midnight(over, bool(first.half and last.half))


def _noon_or_midnight(first: Clock, last: Clock) -> Times | None:
    """Return ``9am-12am``: many write 12am for noon, so only the morning is surely meant."""
    start = _minutes(first, "am")
    stop = HALF + last.minute
    if first.half is None or start >= stop:
        outer = ((start, DAY + last.minute),)
        return Times((), outer, sure=False, note="12am is midnight, and may be meant for noon")
    outer = ((start, DAY + last.minute),)
    return Times(
        ((start, stop),), outer, sure=False, note=f"12am may be meant for noon: taken as {said(((start, stop),))}"
    )


def _over_midnight(span: Window, sure: bool) -> Times:
    """Return a window past midnight: where that is not plain, only what lies before midnight is surely meant."""
    if sure:
        return Times((span,), (span,), note=f"taken as {said((span,))} of the next day")
    return Times(((span[0], DAY),), (span,), sure=False, note="seems to go past midnight: taken until 24:00")


def _exact(first: Clock, last: Clock) -> Times | None:
    start, stop = _minutes(first, None), _minutes(last, None) or DAY
    if stop > start:
        if not first.exact and first.hour <= LAST_AFTERNOON_HOUR and start + HALF < stop:
            inner = ((start + HALF, stop),)
            return Times(inner, ((start, stop),), sure=False, note=f"taken as {said(inner)}")
        return Times(((start, stop),), ((start, stop),))
    if start == stop:
        return None
    if first.hour <= 12 and stop + HALF > start:
        inner = ((start, stop + HALF),)
        return Times(inner, (inner[0], (start, stop + DAY)), sure=False, note=f"taken as {said(inner)}")
    if not last.exact and start < stop + HALF:
        return None
    return _over_midnight((start, stop + DAY), first.exact and last.exact)


def _by_day(first: Clock, last: Clock) -> Times | None:
    """Return a window whose ends say neither am nor pm."""
    start, stop = _minutes(first, "am"), _minutes(last, "am")
    noon = first.hour == 12
    if noon:
        return _told(HALF + start, HALF + stop) if stop > start else None
    if last.hour == 12:
        if first.hour > LAST_AFTERNOON_HOUR:
            return Times(((start, HALF + stop),), ((start, HALF + stop),))
        return Times((), ((start, HALF + stop), (HALF + start, DAY)), sure=False, note=_EITHER)
    if stop <= start:
        sure = first.hour > 5
        windows = ((start, HALF + stop),)
        return Times(windows if sure else (), windows, sure=sure) if stop < start else None
    return _both_of_one_half(first, start, stop)


_EITHER = "may be in the morning or in the evening"


def _both_of_one_half(first: Clock, start: int, stop: int) -> Times:
    morning, evening = ((start, stop),), ((start + HALF, stop + HALF),)
    if first.hour < LAST_AFTERNOON_HOUR:
        return _told(*evening[0])
    if first.hour == LAST_AFTERNOON_HOUR:
        return Times(evening, morning + evening, sure=False, note=f"taken as {said(evening)}")
    if first.hour >= FIRST_MORNING_HOUR or stop > 10 * 60:
        return Times(morning, morning)
    return Times((), morning + evening, sure=False, note=_EITHER)


def _told(start: int, stop: int) -> Times:
    windows = ((start, stop),)
    return Times(windows, windows, note=f"taken as {said(windows)}")
