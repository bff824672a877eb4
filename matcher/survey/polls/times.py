"""The times that a poll asks about, as windows of the week."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from matcher.intake.hours import WEEKS, parse_availability
from matcher.intake.people import DAY_MINUTES, WeekKind
from matcher.survey.hours.asides.weeks import every_other, weeks_in, without_weeks
from matcher.survey.hours.grid_labels import meanings_of
from matcher.survey.hours.moments import Moments, moments_in, of_one_week
from matcher.survey.hours.reading import USUAL, of_week, unread, written_hours
from matcher.survey.hours.spans import clock_of
from matcher.survey.hours.tokens import Window, tidy
from matcher.survey.words.time_zones import zones_in
from matcher.survey.words.word_tables import words_of

__all__ = ["COUNTED", "DATED", "DATES_OF_A_WEEK", "PollTimes", "asked_of_moments", "times_of", "why_of_no_week"]

DATES_OF_A_WEEK = "dates are taken for the days of every week"
DATED = f"its {DATES_OF_A_WEEK}"
COUNTED = words_of(
    "count total totals sum anzahl summe gesamt nombre somme totales suma recuento conteo yes no maybe"
) | {"# available", "number available", "available count", "anzahl verf\u00fcgbar"}
"""What heads a row or a column that counts, and is nobody's."""
_SECONDS = re.compile(r"(?<=\d[:.]\d\d):00(?:\.0+)?(?!\d)")
_MIDNIGHT = re.compile(r"(?<=\d) 00:00:00$")
_SINCE_1970 = re.compile(r"1\d{9}(?:\d{3})?")
_ZONED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)")
_WEEK = timedelta(days=7)
_LONGEST_STEP = USUAL.meeting_minutes
_FINEST_MINUTES = 15
"""Times of a poll begin at whole quarters of an hour; people answer at any minute."""


@dataclass(frozen=True, slots=True)
class PollTimes:
    """The times of a poll, in its order.

    Parameters
    ----------
    labels
        As they stand.
    windows
        What each is of the week; None where that cannot be told, so that it has to be asked.
    why_not
        Why it cannot be told: it stands in the text that is asked about.
    dated
        They are dates, which were taken for the days of a week.
    minutes
        How long each is where only its beginning is said; None where its end is said, too, or a day alone.
    zone
        The time zone that all of them name, as it is written; None where they name none.
    weeks
        Of which kind of week each is; empty: all are of every week.
    asks
        Why they are not used though they can be read; blank where they are.
    """

    labels: tuple[str, ...]
    windows: tuple[tuple[Window, ...], ...] | None
    dated: bool = False
    minutes: int | None = None
    why_not: str = ""
    zone: str | None = None
    weeks: tuple[WeekKind | None, ...] = ()
    asks: str = ""

    def written(self, places: Sequence[int]) -> str | None:
        """Return some of the times as one text; None for none."""
        if self.asks:
            return unread(self.asks, "; ".join(self.labels[place] for place in places)) or None
        if self.windows is None:
            return asked_of_moments(self.why_not, "; ".join(self.labels[place] for place in places)) or None
        if not any(self.weeks):
            return written_hours(window for place in places for window in self.windows[place])
        told = []
        for week in (None, *WEEKS):
            text = written_hours(w for place in places if self.weeks[place] == week for w in self.windows[place])
            told += [] if text is None else [text if week is None else str(of_week(parse_availability(text), week))]
        return "; ".join(told) or None

    @property
    def told(self) -> str:
        """What is told of how they were taken; blank where there is nothing."""
        lengths = () if self.minutes is None else (f"each time is taken as {self.minutes} minutes",)
        return "; ".join((*((DATED,) if self.dated else ()), *lengths))


def times_of(first: Sequence[str], second: Sequence[str] | None = None) -> PollTimes | None:
    """Return the times that rows of a poll begin with; None where they are none.

    Parameters
    ----------
    second
        The hours, where `first` holds the days alone; a day that is left blank is the one above.
    """
    labels = _labels(first, second)
    if labels is None or len(set(labels)) < max(2, len(labels)):
        return None
    bare, zone, weeks, why_not = _asides_of(labels)
    times = _times_of(bare, dated=second is None)
    if times is None or (bare == labels and not why_not):
        return times
    return replace(times, labels=labels, zone=zone, weeks=weeks, asks=why_not)


def _asides_of(
    labels: Sequence[str],
) -> tuple[tuple[str, ...], str | None, tuple[WeekKind | None, ...], str]:
    """Return labels without the clocks and the weeks that they name, these, and why they cannot be used; else blank."""
    zones = [zones_in(tidy(label)) for label in labels]
    told = {one.zone for found in zones for one in found}
    why_not = ""
    if told and (len(told) > 1 or None in told or not all(zones)):
        several = next((one for found in zones for one in found if one.zone is None), None)
        why_not = (
            "its times are told by several clocks, or some by none"
            if several is None
            else f"{several.told!r} may be {several.several}; write the name of a place, or how far from UTC"
        )
    bare = []
    weeks: list[WeekKind | None] = []
    for label, found in zip(labels, zones, strict=True):
        text = tidy(label)
        for one in reversed(found):
            text = f"{text[: one.start]} {text[one.end :]}"
        said = weeks_in(text)
        other = every_other(text)
        if other is not None:
            why_not, text = (
                why_not or f"{other!r} does not say of which weeks: odd or even ones, by their number in the calendar",
                text.replace(other, " "),
            )
        weeks.append(said[0].week if len(said) == 1 else None)
        changed = bool(found or said or other)
        bare.append(" ".join(without_weeks(text).replace("()", " ").split()).strip(" ,()-") if changed else label)
    zone = next((one.told for found in zones for one in found), None)
    return tuple(bare), zone, tuple(weeks) if any(weeks) else (), why_not


def _times_of(labels: tuple[str, ...], *, dated: bool) -> PollTimes | None:
    """Return the times of labels that name neither clocks nor weeks."""
    listed = moments_in("; ".join(labels))
    if listed is not None:
        return _of_moments(labels, [way for way in listed if len(way) == len(labels)])
    if all(map(_SINCE_1970.fullmatch, labels)) or all(map(_ZONED.fullmatch, labels)):
        return PollTimes(labels, None, why_not="times of no zone that is told")
    days = moments_in("; ".join(f"{label} 00:00" for label in labels)) if dated else None
    return _of_words(labels) if days is None else _of_dates(labels, days)


def why_of_no_week(ways: Sequence[Moments]) -> str:
    """Return why moments are not of one week, in words that no answer on hours holds."""
    near = any(max(way).date() - min(way).date() < _WEEK for way in ways)
    return "dates with the day or the month first" if near else "dates of several weeks"


def asked_of_moments(why_not: str, text: str) -> str:
    """Return a text of moments with why they cannot be read as hours of every week, so that it is asked about."""
    return f"({why_not}) {text}" if text else ""


def _labels(first: Sequence[str], second: Sequence[str] | None) -> tuple[str, ...] | None:
    if second is None:
        return tuple(_MIDNIGHT.sub("", _SECONDS.sub("", cell)) for cell in first)
    found, day = [], ""
    for cell, hour in zip(first, second, strict=True):
        day = _MIDNIGHT.sub("", cell) or day
        clock = clock_of(_SECONDS.sub("", hour))
        if not day or not hour:
            return None
        found.append(f"{day} {hour if clock is None else clock}")
    return tuple(found)


def _of_moments(labels: tuple[str, ...], ways: Sequence[Moments]) -> PollTimes | None:
    if not ways or any(one.minute % _FINEST_MINUTES or one.second for one in ways[0]):
        # Moments at which somebody answered are of any minute.
        return None
    moments = of_one_week(ways)
    if moments is None:
        return PollTimes(labels, None, why_not=why_of_no_week(ways))
    return _of_starts(labels, [_minute_of_week(one) for one in moments], dated=True)


def _of_dates(labels: tuple[str, ...], ways: Sequence[Moments]) -> PollTimes:
    moments = of_one_week(ways)
    if moments is None:
        return PollTimes(labels, None, why_not=why_of_no_week(ways))
    return PollTimes(labels, tuple(_whole(one.weekday()) for one in moments), dated=True)


def _of_words(labels: tuple[str, ...]) -> PollTimes | None:
    meanings = meanings_of(labels)
    if any(one is None or one.days is None or len(one.days) != 1 for one in meanings):
        return None
    found = [(min(one.days), one) for one in meanings if one is not None and one.days is not None]
    dated = any(one.dated for _, one in found)
    if all(one.start is not None for _, one in found):
        starts = [day * DAY_MINUTES + (one.start or 0) for day, one in found]
        return _of_starts(labels, starts, dated=dated)
    if any(one.start is not None for _, one in found):
        return None
    windows = tuple(
        tuple((day * DAY_MINUTES + start, day * DAY_MINUTES + end) for start, end in one.windows) or _whole(day)
        for day, one in found
    )
    return PollTimes(labels, windows, dated=dated)


def _of_starts(labels: tuple[str, ...], starts: Sequence[int], *, dated: bool) -> PollTimes:
    """Return times of which the beginnings are said: each reaches to the next, but no longer than a meeting."""
    times = sorted(set(starts))
    gaps = [later - earlier for earlier, later in pairwise(times) if later // DAY_MINUTES == earlier // DAY_MINUTES]
    step = min((*gaps, _LONGEST_STEP))
    return PollTimes(labels, tuple(((start, start + step),) for start in starts), dated, step)


def _whole(day: int) -> tuple[Window, ...]:
    """Return a day as far as it is meant by one who can come on that day."""
    return ((day * DAY_MINUTES + USUAL.day_start, day * DAY_MINUTES + USUAL.day_end),)


def _minute_of_week(moment: datetime) -> int:
    return moment.weekday() * DAY_MINUTES + moment.hour * 60 + moment.minute
