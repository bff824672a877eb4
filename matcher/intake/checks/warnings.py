"""What is worth a warning in an intake without faults: nothing here stops a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from matcher.errors import Issue
from matcher.intake.capacity import plain_capacity
from matcher.intake.checks.clashes import Clashes
from matcher.intake.checks.idle_settings import idle_settings
from matcher.intake.checks.kept_apart import kept_apart
from matcher.intake.checks.never_a_group import never_a_group
from matcher.intake.checks.pairs import no_pair
from matcher.intake.checks.twice import standing_twice
from matcher.intake.checks.weeks import of_weeks
from matcher.intake.hours import free_table, in_the_programs_zone
from matcher.intake.hours.zones import ahead_at_noon, minutes_ahead, spelled_zone
from matcher.intake.people import Availability, Intake, Mentee, Mentor, Person
from matcher.intake.program import fold
from matcher.intake.reading.addresses import address_of, holds_several
from matcher.intake.reading.rows import Roll
from matcher.intake.words.calling import called
from matcher.intake.words.findings import count_of, name_some, none_of
from matcher.intake.words.nearest import Names, nearest

__all__ = ["concerns"]

Rolls = tuple[Roll[Mentor], Roll[Mentee]]


def concerns(intake: Intake, mentors: Roll[Mentor], mentees: Roll[Mentee], file: str) -> Iterator[Issue]:
    """Yield the warnings of a sound intake; `file` is where its settings stand."""
    rolls = (mentors, mentees)
    clashes = Clashes(intake)
    yield from _addresses(rolls)
    yield from _blank_availability(intake, rolls)
    yield from _lonely_genders(rolls)
    yield from _gender_wishes(rolls)
    yield from _no_lone(intake, file)
    free = tuple(free_table(roll.people, intake.slots, intake.program) for roll in rolls) if intake.slots else None
    if free is not None:
        yield from _never_free(intake, rolls, free)
    yield from _impossible_wishes(intake, rolls, clashes, free)
    yield from _idle_by_co_lead(intake, clashes, mentors)
    yield from no_pair(intake, clashes, mentors.table.file, file)
    yield from _capacity(intake, rolls)
    yield from standing_twice(mentors, mentees)
    yield from kept_apart(intake, mentees.table.file)
    for never in never_a_group(intake):
        yield Issue(file, never.told, column=never.place, value=never.column)
    yield from idle_settings(intake, file)
    yield from _skipped(intake, file)
    yield from _clock_changes(intake, file)
    yield from of_weeks(intake, file)


def _skipped(intake: Intake, file: str) -> Iterator[Issue]:
    calendar = intake.program.calendar
    if calendar is None:
        return
    last = calendar.start + timedelta(weeks=calendar.weeks, days=-1)
    for day in calendar.skip:
        if not calendar.start <= day <= last:
            message = f"is not between {calendar.start} and {last}, when the program is, so that nothing is left out"
            yield Issue(file, message, column="calendar.skip", value=str(day))


def _clock_changes(intake: Intake, file: str) -> Iterator[Issue]:
    """Yield a warning for each zone whose clock is another number of hours away later in the program."""
    calendar, zone = intake.program.calendar, intake.program.schedule.timezone
    if calendar is None or zone is None:
        return
    here = spelled_zone(zone) or zone
    weeks = [calendar.start + timedelta(weeks=week) for week in range(0, calendar.weeks, calendar.every)]
    people: dict[str, list[str]] = {}
    for one in (*intake.mentors, *intake.mentees):
        if one.timezone is not None:
            people.setdefault(one.timezone, []).append(_who(one))
    for other, names in people.items():
        ahead = minutes_ahead(other, intake.program)
        changed = next((day for day in weeks if ahead is not None and ahead_at_noon(other, here, day) != ahead), None)
        if changed is not None:
            message = (
                f"has weeks, that of {changed} being the first, in which the clocks of {here} and {other}, where "
                f"{name_some(names)} {'is' if len(names) == 1 else 'are'}, are not as far apart as in the week that is "
                "compared, so that groups meet there at an hour that was not told"
            )
            yield Issue(file, message, column="calendar")


def _addresses(rolls: Rolls) -> Iterator[Issue]:
    everybody: tuple[Roll[Person], ...] = rolls
    for roll in everybody:
        for one in roll.people:
            if one.email is not None and address_of(one.email) is None:
                # The cell itself is in no warning: results keep warnings, and addresses are in messages alone.
                held = "several addresses" if holds_several(one.email) else "no e-mail address"
                message = f"of {_who(one)} holds {held}, so that no message can go there"
                right = "write one, like name@example.org"
                yield roll.table.issue(roll.rows[one.id], "email", message, right=right)


def _blank_availability(intake: Intake, rolls: Rolls) -> Iterator[Issue]:
    meaning = "free at any slot" if intake.program.schedule.blank == "any" else "never free"
    for roll in rolls if intake.slots else ():
        names = [_who(one) for one in roll.people if one.availability is None and one.unavailable is None]
        if names:
            message = f"is blank and taken as {meaning} for {name_some(names)}"
            yield Issue(roll.table.file, message, column="availability")


def _who(person: Person) -> str:
    return called(person.id, person.name)


def _never_free(intake: Intake, rolls: Rolls, free: Sequence[NDArray[np.bool_]]) -> Iterator[Issue]:
    minutes = intake.program.schedule.meeting_minutes
    everybody: tuple[Roll[Person], ...] = rolls
    for roll, table in zip(everybody, free, strict=True):
        for position in np.flatnonzero(~table.any(axis=1)):
            one = roll.people[position]
            if one.availability is not None or one.unavailable is not None:
                key = "unavailable" if one.availability is None else "availability"
                message = f"leaves no slot at which {_who(one)} could meet for {count_of(minutes, 'minute')}"
                row = roll.rows[one.id]
                yield roll.table.issue(row, key, f"{message}{_as_moved(one, key, intake)}", row.cells[key])


def _as_moved(person: Person, key: str, intake: Intake) -> str:
    """Return what hours of another time zone are by the program's clock, where they are others."""
    told: Availability = getattr(person, key)
    here = in_the_programs_zone(told, person.timezone, intake.program)
    return "" if here == told else f"; by the clock of {intake.program.schedule.timezone} that is {here}"


def _lonely_genders(rolls: Rolls) -> Iterator[Issue]:
    counts: Counter[str | None] = Counter()
    spelled: dict[str | None, str] = {}
    for roll in rolls:
        for one in roll.people:
            if one.gender is not None:
                counts[one.gender_key] += 1
                spelled.setdefault(one.gender_key, one.gender)
    for roll in rolls:
        for one in roll.people:
            if one.gender is not None and counts[one.gender_key] == 1:
                shared = [gender for key, gender in spelled.items() if counts[key] > 1]
                message = f"is a gender that nobody but {_who(one)} has"
                near = nearest(one.gender, shared)
                yield roll.table.issue(roll.rows[one.id], "gender", message, one.gender, suggestion=near)


def _no_lone(intake: Intake, file: str) -> Iterator[Issue]:
    counts = Counter(mentee.gender_key for mentee in intake.mentees)
    for gender in intake.program.gender.no_lone:
        count = counts[fold(gender)]
        if count == 0:
            near = nearest(gender, sorted({mentee.gender for mentee in intake.mentees if mentee.gender}))
            message = "is a gender that no mentee has"
            yield Issue(file, message, column="gender.no_lone", value=gender, suggestion=near)
        elif count == 1:
            message = "is a gender that one mentee alone has, who can then be in no group"
            yield Issue(file, message, column="gender.no_lone", value=gender)


def _gender_wishes(rolls: Rolls) -> Iterator[Issue]:
    mentors, mentees = rolls
    had = {mentor.gender_key for mentor in mentors.people}
    names = Names(sorted(filter(None, had)))
    for mentee in mentees.people:
        wish = mentee.mentor_gender
        wanted = None if wish is None else mentee.wished_gender(wish.strength)
        row = mentees.rows[mentee.id]
        if wish is not None and wanted is None:
            message = f"asks for nothing: the gender of {_who(mentee)} is undisclosed"
            yield mentees.table.issue(row, "mentorgender", message, str(wish))
        elif wish is not None and wanted not in had:
            message = "asks for a gender that no mentor has"
            near = names.nearest(wish.gender)
            yield mentees.table.issue(row, "mentorgender", message, str(wish), suggestion=near)


def _impossible_wishes(
    intake: Intake, rolls: Rolls, clashes: Clashes, free: Sequence[NDArray[np.bool_]] | None
) -> Iterator[Issue]:
    mentees = rolls[1]
    position = {mentor.id: place for place, mentor in enumerate(intake.mentors)}
    for place, mentee in enumerate(intake.mentees):
        reasons = []
        for own in mentee.preferred_mentors:
            mentor = intake.mentor_by_id[own]
            reason = clashes.of_mentee(mentee, mentor) or clashes.of_wish(mentee, mentor)
            if reason is None and free is not None and not (free[0][position[own]] & free[1][place]).any():
                reason = f"{_who(mentee)} and {_who(mentor)} are never free together"
            if reason is None:
                break
            reasons.append(reason)
        else:
            if reasons:
                message = f"names nobody whom {_who(mentee)} could have: {'; '.join(reasons)}"
                yield mentees.table.issue(mentees.rows[mentee.id], "preferredmentors", message)


def _idle_by_co_lead(intake: Intake, clashes: Clashes, mentors: Roll[Mentor]) -> Iterator[Issue]:
    for members in dict.fromkeys(clashes.co_leading.values()):
        names = sorted(members)
        reasons = [clashes.idle(intake.mentor_by_id[own]) for own in names]
        if len(names) == 2:
            reasons.append(clashes.of_mentors(*(intake.mentor_by_id[own] for own in names)))
        else:
            reasons.append("a group has two mentors at most")
        if reason := next(filter(None, reasons), None):
            told = name_some([_who(intake.mentor_by_id[own]) for own in names])
            message = f"co_lead ties {told} so that {none_of(len(names))} can lead a group: {reason}"
            yield Issue(mentors.table.file, message)


def _capacity(intake: Intake, rolls: Rolls) -> Iterator[Issue]:
    """Yield a warning where there are fewer places than mentees, or too few mentees for one group."""
    people, least = len(intake.mentees), intake.program.groups.min_size
    if people < least:
        message = f"has {count_of(people, 'mentee')}, too few for one group of {least} (groups.min_size)"
        yield Issue(rolls[1].table.file, message)
    there = plain_capacity(intake)
    if there.seats < people:
        message = f"there are places for {there.seats} of {count_of(people, 'mentee')}: {there.reason}"
        yield Issue(rolls[0].table.file, message)
