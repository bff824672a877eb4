"""What odd and even weeks mean for a program: hours at which groups meet every second week, and years of 53 weeks."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.errors import Issue
from matcher.intake.hours import time_of
from matcher.intake.hours.weeks import in_a_row
from matcher.intake.people import Intake, Person, clock
from matcher.intake.words.calling import called
from matcher.intake.words.findings import count_of, name_some

__all__ = ["of_weeks"]


def of_weeks(intake: Intake, file: str) -> Iterator[Issue]:
    """Yield what to know where groups meet at some hours in odd or in even weeks alone; `file`: of the settings."""
    yield from _halved(intake, file)
    yield from _after_53_weeks(intake, file)


def _halved(intake: Intake, file: str) -> Iterator[Issue]:
    """Yield a warning where hours became two slots, since somebody can meet in one kind of week alone."""
    named = set(map(time_of, intake.program.schedule.slots or ()))
    halved = (slot.start for slot in intake.slots if slot.week == "odd" and (slot.start, "odd") not in named)
    starts = [start for start in halved if start is not None]
    if not starts:
        return
    people = [called(one.id, one.name) for one in (*intake.mentors, *intake.mentees) if not _weekly(one)]
    tell = "tells" if len(people) == 1 else "tell"
    message = (
        f"has {count_of(len(starts), 'hour')} at which groups meet in odd or in even weeks alone, {clock(starts[0])} "
        f"being the first: {name_some(people)} {tell} hours of such weeks; who can meet in every week can meet in both"
    )
    yield Issue(file, message, column="schedule")


def _weekly(person: Person) -> bool:
    return all(told is None or told.weekly for told in (person.availability, person.unavailable))


def _after_53_weeks(intake: Intake, file: str) -> Iterator[Issue]:
    """Yield a warning for each year of 53 weeks that ends in the program: an odd week follows on an odd one."""
    calendar = intake.program.calendar
    if calendar is None or all(slot.week is None for slot in intake.slots):
        return
    for day in in_a_row(calendar.start, calendar.weeks):
        message = (
            f"has an odd week after an odd one, that of {day} after a 53rd week: groups of odd weeks meet in both, and "
            "those of even weeks not for three weeks"
        )
        yield Issue(file, message, column="calendar")
