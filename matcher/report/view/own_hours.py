"""When a group meets by the clock of somebody in another time zone than the program's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from matcher.intake.hours.zones import minutes_ahead, time_zone
from matcher.intake.meetings import Meetings
from matcher.intake.people import DAY_MINUTES, WEEK_MINUTES
from matcher.intake.program import Program
from matcher.report.view.phrases import Phrases

__all__ = ["OwnHour", "own_hours", "own_hours_told"]


class OwnHour(NamedTuple):
    """An hour of the week by somebody's own clock.

    Parameters
    ----------
    start
        Minutes from Monday 00:00.
    since
        The day, by that clock, of the first meeting at this hour, where there were others before; else None.
    """

    start: int
    since: date | None


def own_hours(start: int | None, meetings: Meetings | None, zone: str | None, program: Program) -> tuple[OwnHour, ...]:
    """Return the hours at which a group meets by the clock of a zone, one after the other.

    Parameters
    ----------
    start
        When it meets by the program's clock, in minutes from Monday 00:00; None for a slot without a time.
    meetings
        Its dates, where they are known: the clocks of the two zones may change between them.
    zone
        Somebody's zone; None for the program's.

    Returns
    -------
    tuple of OwnHour
        Empty where the clock shows what the program's does, or that cannot be told.
    """
    if start is None or zone is None or program.schedule.timezone is None:
        return ()
    hours = tuple(_of_week(start, zone, program) if meetings is None else _of_dates(meetings, zone))
    return hours if any(hour.start != start for hour in hours) else ()


def own_hours_told(
    start: int | None, meetings: Meetings | None, zone: str | None, program: Program, phrases: Phrases
) -> tuple[str, ...]:
    """Return `own_hours` in words: ``Monday 13:30 (India Time)``."""
    return tuple(_told(hour, zone or "", phrases) for hour in own_hours(start, meetings, zone, program))


def _told(hour: OwnHour, zone: str, phrases: Phrases) -> str:
    when, named = phrases.hour(hour.start), phrases.zone(zone)
    if hour.since is None:
        return phrases("zone.told", when=when, zone=named)
    return phrases("zone.told_since", when=when, zone=named, day=phrases.short_date(hour.since))


def _of_week(start: int, zone: str, program: Program) -> Iterator[OwnHour]:
    ahead = minutes_ahead(zone, program)
    if ahead is not None:
        yield OwnHour((start - ahead) % WEEK_MINUTES, None)


def _of_dates(meetings: Meetings, zone: str) -> Iterator[OwnHour]:
    before = None
    for day in meetings.days:
        at = meetings.begin(day).astimezone(time_zone(zone))
        start = at.weekday() * DAY_MINUTES + at.hour * 60 + at.minute
        if start != before:
            yield OwnHour(start, None if before is None else at.date())
        before = start
