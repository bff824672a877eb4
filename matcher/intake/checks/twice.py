"""People who may stand in an intake twice: one person would be placed twice, perhaps at one hour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from matcher.errors import Issue
from matcher.intake.people import Mentee, Mentor, Person
from matcher.intake.program import fold
from matcher.intake.reading.rows import Roll
from matcher.intake.words.calling import called

__all__ = ["standing_twice"]


def standing_twice(mentors: Roll[Mentor], mentees: Roll[Mentee]) -> Iterator[Issue]:
    """Yield a warning for each person who seems to have two rows, of one file or of both."""
    rolls: tuple[Roll[Person], ...] = (mentors, mentees)
    for roll in rolls:
        named: dict[tuple[str, str], list[Person]] = defaultdict(list)
        for one in roll.people:
            if one.email is not None:
                named[fold(one.name), fold(one.email)].append(one)
        for same in named.values():
            for before, one in pairwise(same):
                message = f"{_who(one)} has the name and the e-mail address of {_who(before)}: one person would be "
                right = "take one of the two rows out"
                yield _issue(roll, one, f"{message}matched twice", right)
    yield from _in_both_roles(mentors, mentees)


def _in_both_roles(mentors: Roll[Mentor], mentees: Roll[Mentee]) -> Iterator[Issue]:
    by_mail: dict[str, list[Mentor]] = defaultdict(list)
    by_name: dict[str, list[Mentor]] = defaultdict(list)
    for mentor in mentors.people:
        by_name[fold(mentor.name)].append(mentor)
        if mentor.email is not None:
            by_mail[fold(mentor.email)].append(mentor)
    for mentee in mentees.people:
        mailed: Sequence[Mentor] = () if mentee.email is None else by_mail.get(fold(mentee.email), ())
        for mentor in mailed:
            yield _both(mentees, mentee, mentor, "e-mail address")
        for mentor in by_name.get(fold(mentee.name), ()):
            # Of two addresses that differ two people of one name are likelier than one person.
            if mentor.email is None or mentee.email is None:
                yield _both(mentees, mentee, mentor, "name")


def _both(mentees: Roll[Mentee], mentee: Mentee, mentor: Mentor, shared: str) -> Issue:
    message = (
        f"{_who(mentee)} has the {shared} of the mentor {_who(mentor)}: if they are one person, they may be placed "
        "twice at one hour, since nothing keeps the two rows from it"
    )
    return _issue(mentees, mentee, message, "take one of the two rows out, or give them hours that do not overlap")


def _issue(roll: Roll[Person] | Roll[Mentee], one: Person, message: str, right: str) -> Issue:
    return Issue(roll.table.file, message, row=roll.rows[one.id].number, right=right)


def _who(person: Person) -> str:
    return called(person.id, person.name)
