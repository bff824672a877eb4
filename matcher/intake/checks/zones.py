"""Whether all hours can be told by one clock: every time zone is known, and how far each is from the program's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import count

from matcher.errors import Issue
from matcher.intake.hours.zones import LIKE_ZONE, differences, near_zone, spelled_zone
from matcher.intake.people import Mentee, Mentor, Person
from matcher.intake.program import Program
from matcher.intake.reading.rows import Roll
from matcher.intake.words.calling import called
from matcher.intake.words.findings import Findings, name_some
from matcher.intake.words.spelling import Spelling

__all__ = ["check_zones"]

_ZONE, _WEEK = "schedule.timezone", "schedule.week"
_YEARS = (1970, 2100)
"""The first and the last year in which clocks are compared."""


def check_zones(
    program: Program, file: str, mentors: Roll[Mentor] | None, mentees: Roll[Mentee] | None, findings: Findings
) -> None:
    """Check that people's hours can be moved to the program's time zone, and that it is the calendar's."""
    zone = program.schedule.timezone
    here = None if zone is None else spelled_zone(zone)
    of_zones = _by_zone(mentors, mentees)
    if zone is None and of_zones:
        findings.faults.append(_missing(program, file, of_zones))
    elif zone is not None and here is None:
        near = near_zone(zone)
        findings.faults.append(Issue(file, "is no time zone", None, _ZONE, zone, LIKE_ZONE, near))
    elif here is not None:
        findings.faults.extend(_unlike_the_calendar(program, file, here))
        findings.faults.extend(_week_faults(program, file, here, of_zones))


def _by_zone(mentors: Roll[Mentor] | None, mentees: Roll[Mentee] | None) -> dict[str, list[Person]]:
    """Return everybody who tells hours in a zone of their own, by the zone."""
    of_zones: dict[str, list[Person]] = {}
    for roll in (mentors, mentees):
        for person in () if roll is None else roll.people:
            if person.timezone is not None:
                of_zones.setdefault(person.timezone, []).append(person)
    return of_zones


def _missing(program: Program, file: str, of_zones: Mapping[str, Sequence[Person]]) -> Issue:
    people = [person for those in of_zones.values() for person in those]
    told = "tells" if len(people) == 1 else "tell"
    message = f"is missing, though {_named(people)} {told} hours in a time zone"
    like = "Europe/Berlin" if program.calendar is None else program.calendar.timezone
    right = f"write in which one the slots are, like {Spelling(file).setting('timezone', like)}"
    return Issue(file, message, column=_ZONE, right=right)


def _unlike_the_calendar(program: Program, file: str, here: str) -> Iterator[Issue]:
    calendar = program.calendar
    known = None if calendar is None else spelled_zone(calendar.timezone)
    if known is not None and known != here:
        message = f"is another time zone than calendar.timezone, {known}"
        right = "slots and calendars go by one clock; write the same in both"
        yield Issue(file, message, column=_ZONE, value=program.schedule.timezone, right=right)


def _week_faults(program: Program, file: str, here: str, of_zones: Mapping[str, Sequence[Person]]) -> Iterator[Issue]:
    week, column = program.schedule.week, _WEEK
    if week is None and program.calendar is not None:
        week, column = program.calendar.start, "calendar.start"
    if week is not None and not _YEARS[0] <= week.year <= _YEARS[1]:
        right = f"write a day of the years {_YEARS[0]} to {_YEARS[1]}"
        yield Issue(file, "is too far away for clocks to be compared", column=column, value=str(week), right=right)
        return
    for zone, people in of_zones.items():
        if len(differences(zone, here, week)) == 1:
            continue
        apart = f"{here} and {zone}, where {_named(people)} {'is' if len(people) == 1 else 'are'}"
        if week is not None:
            yield _changing(file, column, week, apart, _next_week(zone, here, week))
        elif any(_has_windows(person) for person in people):
            yield _no_week(file, apart)


def _has_windows(person: Person) -> bool:
    return any(told is not None and told.has_windows for told in (person.availability, person.unavailable))


def _no_week(file: str, apart: str) -> Issue:
    message = f"is missing, and how far it is between {apart}, is not the same all the year"
    right = f"write any day of the week in which the clocks are compared, like {_week(file, date(2026, 10, 5))}"
    return Issue(file, message, column=_WEEK, right=right)


def _changing(file: str, column: str, week: date, apart: str, other: date) -> Issue:
    message = f"is in a week in which clocks change between {apart}"
    right = f"write a day of a week in which they stay, like {_week(file, other)}"
    if column != _WEEK:
        right = f"give {_WEEK} {right.removeprefix('write ')}"
    return Issue(file, message, column=column, value=str(week), right=right)


def _next_week(zone: str, here: str, week: date) -> date:
    """Return the same day of the next week in which the clocks stay."""
    weeks = (week + timedelta(weeks=number) for number in count(1))
    return next(day for day in weeks if len(differences(zone, here, day)) == 1)


def _week(file: str, day: date) -> str:
    return Spelling(file).setting("week", day)


def _named(people: Sequence[Person]) -> str:
    return name_some([called(person.id, person.name) for person in people])
