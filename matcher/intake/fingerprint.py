"""What tells an intake from every other one, and whose answers changed, while it gives no answer of anybody away.

A digest of one person's answers could be guessed: there are few. So each digest is of several people at once, and of
the constraints that name them; `ROUNDS` times all people are parted otherwise. Whoever is in a part whose digest is
still the same has not changed. Locks are no answers, and say of whole groups what is settled: each has a digest of its
own, without the reason that somebody gave for it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from matcher.intake.hours.zones import minutes_ahead
from matcher.intake.people import Availability, Constraint, Intake, Mentee, Mentor, Person
from matcher.intake.program import Program, fold

__all__ = ["Differences", "Fingerprint", "differences", "digest_of", "fingerprint_of", "other_settings"]

ROUNDS = 16
"""Times that people are parted otherwise: the more, the fewer share every part with somebody who changed."""
FEWEST = 6
"""People of whom a digest is, at the least: to try a guess about one, all that the others answered has to be known."""
MOST_PARTS = 16
"""Parts of a round, at most: of all rounds together, 2 KB of digests."""
SIGNS = 8
"""Signs of a digest, 32 bits: a change goes unseen once in four thousand million."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is the same for the same people, constraints and locks, in whatever files and order they stand.

    Parameters
    ----------
    mentors, mentees
        Ids, in alphabetical order.
    people
        The digests, one after the other, `SIGNS` signs each: of each part of each round.
    locks
        The digest of each lock, in alphabetical order.
    """

    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    people: str
    locks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """Whom an intake has, and says of whom what, otherwise than when a fingerprint was taken; ids, mentors first.

    Parameters
    ----------
    new, gone
        Who came, and who is there no more, or on the other side.
    changed
        Of whom something is said otherwise.
    perhaps
        Of whom that can be, and is not known.
    locked, unlocked
        How many locks came, and how many are there no more.
    """

    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]
    perhaps: tuple[str, ...]
    locked: int
    unlocked: int


def fingerprint_of(intake: Intake) -> Fingerprint:
    """Return the fingerprint of an intake.

    It is of all that is read of people but their addresses, of the rows of constraints, and of what locks settle. What
    a program keeps apart because of an earlier result is no part of an intake.
    """
    mentors, mentees = sorted(intake.mentor_by_id), sorted(intake.mentee_by_id)
    rows = _rows(intake)
    digests = [_digest([rows[own] for own in part]) for part in _parts([*mentors, *mentees])]
    return Fingerprint(tuple(mentors), tuple(mentees), "".join(digests), _locks(intake))


def digest_of(intake: Intake) -> str:
    """Return one digest of all people, constraints, locks and settings; when groups meet first is no part of it."""
    program = intake.program.model_dump(mode="json", exclude={"calendar"})
    return _hashed(_text([program, sorted(_rows(intake).values()), _locks(intake)]))


def differences(intake: Intake, before: Fingerprint) -> Differences:
    """Return in what an intake differs from the one whose fingerprint was taken."""
    rows = _rows(intake)
    kept = {own for own in before.mentors if own in intake.mentor_by_id}
    kept |= {own for own in before.mentees if own in intake.mentee_by_id}
    same: set[str] = set()
    other: list[tuple[str, ...]] = []
    for number, part in enumerate(_parts([*before.mentors, *before.mentees])):
        if kept.issuperset(part):
            told = before.people[number * SIGNS : (number + 1) * SIGNS]
            if told == _digest([rows[own] for own in part]):
                same.update(part)
            else:
                other.append(part)
    suspects = kept - same
    alone = [left for part in other if len(left := suspects.intersection(part)) == 1]
    changed = set[str]().union(*alone)
    order = [*intake.mentor_by_id, *intake.mentee_by_id]
    locks_now, locks_then = Counter(_locks(intake)), Counter(before.locks)
    return Differences(
        new=tuple(own for own in order if own not in kept),
        gone=tuple(own for own in (*before.mentors, *before.mentees) if own not in kept),
        changed=tuple(own for own in order if own in changed),
        perhaps=tuple(own for own in order if own in suspects - changed),
        locked=(locks_now - locks_then).total(),
        unlocked=(locks_then - locks_now).total(),
    )


def other_settings(intake: Intake, program: Program) -> Iterator[tuple[str, str, str]]:
    """Yield each setting that is another in the intake than in a program: its name, the program's, the intake's."""
    if program == intake.program:
        return
    told, wanted = (dict(_flat(one.model_dump(mode="json", exclude={"calendar"}))) for one in (program, intake.program))
    for name in dict.fromkeys((*wanted, *told)):
        mine, theirs = told.get(name), wanted.get(name)
        if mine != theirs:
            yield name, _shown(mine), _shown(theirs)


def _parts(people: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Part people, `ROUNDS` times, each time in an order of its own that their ids alone give."""
    parts = max(1, min(MOST_PARTS, len(people) // FEWEST))
    for number in range(ROUNDS if parts > 1 else 1):
        order = sorted(people, key=lambda own: (_hashed(f"{number} {own}"), own))
        for part in range(parts):
            yield tuple(order[part::parts])


def _digest(rows: Sequence[str]) -> str:
    return _hashed("\n".join(sorted(rows)))[:SIGNS]


def _hashed(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# What is read of a person --------------------------------------------------------------------------------------------


def _rows(intake: Intake) -> dict[str, str]:
    """Return, as a text each, what an intake says of everybody: by their id."""
    ties: dict[str, set[str]] = {}
    for row in intake.constraints:
        for own in (row.a, row.b) if not row.earlier else ():
            ties.setdefault(own, set()).add(_text(_constraint(row)))
    people: tuple[Person, ...] = (*intake.mentors, *intake.mentees)
    return {one.id: _hashed(_text([_person(one, intake.program), sorted(ties.get(one.id, ()))])) for one in people}


def _person(person: Person, program: Program) -> Mapping[str, Any]:
    """Return what is read of somebody, as it is compared: of two spellings that mean the same, the same."""
    told: dict[str, Any] = {
        "side": type(person).__name__,
        "id": person.id,
        "name": person.name,
        "gender": person.gender_key,
        "availability": _hours(person.availability),
        "unavailable": _hours(person.unavailable),
        "avoid": sorted(set(person.avoid)),
        "columns": {key: [item for item in map(fold, text.split(";")) if item] for key, text in person.columns.items()},
    }
    if person.timezone is not None:
        told |= {"timezone": person.timezone, "moved": minutes_ahead(person.timezone, program)}
    if isinstance(person, Mentor):
        told |= {"max_groups": person.max_groups, "max_mentees": person.max_mentees}
        told |= {"mentees": person.preferred_mentees, "co_mentors": person.preferred_co_mentors}
    if isinstance(person, Mentee):
        wish = person.mentor_gender
        told |= {"mentors": person.preferred_mentors, "wish": wish and [wish.strength, fold(wish.gender)]}
        told |= {"priority": person.priority} if person.priority is not None else {}
    return told


def _hours(told: Availability | None) -> list[Any] | None:
    if told is None:
        return None
    of_weeks = [] if told.weekly else [_hours(told.odd), _hours(told.even)]
    return [told.windows, told.names, *of_weeks]


def _constraint(row: Constraint) -> list[Any]:
    pair = [row.a, row.b] if row.kind == "assign" else sorted((row.a, row.b))
    return [row.kind, *pair, row.note]


def _locks(intake: Intake) -> tuple[str, ...]:
    """Return a digest of what each lock settles, and not of why or by whom."""
    told = (lock.model_dump(mode="json", include={"kind", "mentors", "slot", "mentees"}) for lock in intake.locks)
    return tuple(sorted(_hashed(_text(lock))[:SIGNS] for lock in told))


def _text(told: Any) -> str:
    return json.dumps(told, sort_keys=True, ensure_ascii=False)


# Settings -------------------------------------------------------------------------------------------------------------


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each setting with its whole name: ``groups.max_size``."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _shown(value: Any) -> str:
    return "nothing" if value is None else repr(value) if isinstance(value, str) else str(value)
