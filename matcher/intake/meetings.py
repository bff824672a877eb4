"""On which dates and where a group meets: a slot of the week and the program's calendar, for calendars and messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import gcd
from zoneinfo import ZoneInfo

from matcher.intake.hours import time_of
from matcher.intake.hours.weeks import meeting_days
from matcher.intake.people import DAY_MINUTES
from matcher.intake.program import Calendar, Program, fold

__all__ = ["Meetings", "meetings_of", "place_of"]


@dataclass(frozen=True)
class Meetings:
    """The meetings of one group.

    Parameters
    ----------
    first
        When the first begins, in the program's time zone.
    length
        How long each takes.
    every
        Weeks from one to the next; what all such numbers are multiples of, where they are not the same.
    days
        The day of each, ascending; at least one.
    skipped
        Days between the first and the last of `days` on which a meeting is left out.
    between
        Days a multiple of `every` weeks after the first on which none is planned: an odd week follows on a 53rd one, so
        that some meetings of odd weeks are one week apart, and the others two.
    place
        Where; None where nothing is said.
    """

    first: datetime
    length: timedelta
    every: int
    days: tuple[date, ...]
    skipped: tuple[date, ...]
    between: tuple[date, ...]
    place: str | None

    def begin(self, day: date) -> datetime:
        """Return when the meeting of `day` begins: at the same hour by the clock, whatever the clocks do meanwhile."""
        return datetime.combine(day, self.first.time(), self.first.tzinfo)


def meetings_of(slot: str | None, mentors: Sequence[str], program: Program) -> Meetings | None:
    """Return when and where the group of these mentors, by their ids, meets.

    The first meeting is on the first day of the slot's name from ``calendar.start`` on; the others follow every
    ``calendar.every`` weeks, within ``calendar.weeks`` weeks of the start; those of a slot of odd or even weeks in
    weeks of that kind alone.

    Returns
    -------
    Meetings or None
        None where the slot has no time, every meeting falls on a skipped day, or there is no ``[calendar]``.
    """
    calendar = program.calendar
    when = None if slot is None else time_of(slot)
    if calendar is None or slot is None or when is None:
        return None
    weekday, minute = divmod(when[0], DAY_MINUTES)
    first = calendar.start + timedelta(days=(weekday - calendar.start.weekday()) % 7)
    planned = meeting_days(first, calendar.weeks, calendar.every, when[1])
    days = tuple(day for day in planned if day not in calendar.skip)
    if not days:
        return None
    every = _step(planned, calendar.every)
    hour = time(*divmod(minute, 60))
    return Meetings(
        first=datetime.combine(days[0], hour, ZoneInfo(calendar.timezone)),
        length=timedelta(minutes=program.schedule.meeting_minutes),
        every=every,
        days=days,
        skipped=tuple(day for day in planned if day in calendar.skip and days[0] < day < days[-1]),
        between=tuple(_between(days, planned, every)),
        place=place_of(slot, mentors, program),
    )


def _step(planned: Sequence[date], every: int) -> int:
    """Return how many weeks it is from one meeting to the next, or what all such numbers are multiples of."""
    return gcd(*((later - day).days // 7 for day, later in pairwise(planned))) or every


def _between(days: Sequence[date], planned: Sequence[date], every: int) -> Iterator[date]:
    """Yield the days that are so many weeks apart and on which no meeting was planned, from the first to the last."""
    day = days[0]
    while day < days[-1]:
        if day not in planned:
            yield day
        day += timedelta(weeks=every)


def place_of(slot: str | None, mentors: Sequence[str], program: Program) -> str | None:
    """Return where the group of these mentors meets, also where its hour is a name or there is none.

    As the first of its mentors who has a place says, then its slot, then everybody's place; None where nothing is said.
    """
    calendar = program.calendar
    if calendar is None:
        return None
    for mentor in mentors:
        if mentor in calendar.places:
            return calendar.places[mentor]
    return calendar.place if slot is None else _place_of_slot(slot, calendar)


def _place_of_slot(slot: str, calendar: Calendar) -> str | None:
    """Return the place of a slot: of its own name or time, else of its hour in every week, else everybody's."""
    when = time_of(slot)
    for told in (when, when and (when[0], None)):
        for key, place in calendar.places.items():
            if fold(key) == fold(slot) or (told is not None and time_of(key) == told):
                return place
    return calendar.place
