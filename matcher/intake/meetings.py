"""On which dates and where a group meets: a slot of the week and the program's calendar, for calendars and messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matcher.intake.hours import start_of
from matcher.intake.people import DAY_MINUTES
from matcher.intake.program import Program, fold

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
        Weeks from one to the next.
    days
        The day of each, ascending; at least one.
    skipped
        Days between the first and the last of `days` on which a meeting is left out.
    place
        Where; None where nothing is said.
    """

    first: datetime
    length: timedelta
    every: int
    days: tuple[date, ...]
    skipped: tuple[date, ...]
    place: str | None

    def begin(self, day: date) -> datetime:
        """Return when the meeting of `day` begins: at the same hour by the clock, whatever the clocks do meanwhile."""
        return datetime.combine(day, self.first.time(), self.first.tzinfo)


def meetings_of(slot: str | None, mentors: Sequence[str], program: Program) -> Meetings | None:
    """Return when and where the group of these mentors, by their ids, meets.

    The first meeting is on the first day of the slot's name from ``calendar.start`` on; the others follow every
    ``calendar.every`` weeks, within ``calendar.weeks`` weeks of the start.

    Returns
    -------
    Meetings or None
        None where the slot has no time, every meeting falls on a skipped day, or there is no ``[calendar]``.
    """
    calendar = program.calendar
    start = None if slot is None else start_of(slot)
    if calendar is None or slot is None or start is None:
        return None
    weekday, minute = divmod(start, DAY_MINUTES)
    first = calendar.start + timedelta(days=(weekday - calendar.start.weekday()) % 7)
    every = [first + timedelta(weeks=week) for week in range(0, calendar.weeks, calendar.every)]
    days = tuple(day for day in every if day not in calendar.skip)
    if not days:
        return None
    hour = time(*divmod(minute, 60))
    return Meetings(
        first=datetime.combine(days[0], hour, ZoneInfo(calendar.timezone)),
        length=timedelta(minutes=program.schedule.meeting_minutes),
        every=calendar.every,
        days=days,
        skipped=tuple(day for day in every if day in calendar.skip and days[0] < day < days[-1]),
        place=place_of(slot, mentors, program),
    )


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
    for key, place in calendar.places.items() if slot is not None else ():
        if fold(key) == fold(slot or "") or _same_hour(key, slot or ""):
            return place
    return calendar.place


def _same_hour(one: str, other: str) -> bool:
    start = start_of(one)
    return start is not None and start == start_of(other)
