"""Locks that keep somebody from every choice of mentors that rules and hours leave: which of them it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake, Lock
from matcher.problem.problem import Seats
from matcher.rules.locks import kept_from
from matcher.why.reasons.wording import MOST_SHOWN

__all__ = ["Way", "blamed", "locks_told", "ways_of"]

Mask = NDArray[np.bool_]


class Way(NamedTuple):
    """How some mentees could be in one group.

    Parameters
    ----------
    mentors, slot
        Ids, and the text of the slot; None where groups get none.
    mentees
        Ids of those who must share it.
    others
        Ids of who else could.
    """

    mentors: tuple[str, ...]
    slot: str | None
    mentees: Sequence[str]
    others: Sequence[str] = ()


def ways_of(intake: Intake, seats: Seats, mentees: Sequence[int], allowed: Mask) -> list[Way]:
    """Return how these mentees could be in one group: at each of these seats, of which `allowed` says who else could.

    Parameters
    ----------
    allowed
        (seats, mentees); without columns where nobody else matters.
    """
    ids, mentors = ([one.id for one in people] for people in (intake.mentees, intake.mentors))
    slots = [slot.text for slot in intake.slots] if intake.scheduled else [None]
    together = [ids[one] for one in mentees]
    return [
        Way(
            tuple(mentors[place] for place in (first, second) if place < len(mentors)),
            slots[slot],
            together,
            [ids[one] for one in np.flatnonzero(able)],
        )
        for first, second, slot, able in zip(seats.first, seats.second, seats.slot, allowed, strict=True)
    ]


def blamed(intake: Intake, ways: Iterable[Way]) -> list[Lock]:
    """Return locks of which one at least closes each of these ways, few, as in the intake.

    The lock that closes most comes first. Where several close a way together and none by itself, all are to blame.
    """
    concerned: dict[str, set[int]] = {}
    for place, lock in enumerate(intake.locks):
        for person in (*lock.mentors, *lock.mentees):
            concerned.setdefault(person, set()).add(place)
    closing = [_closing(intake, way, concerned) for way in ways]
    if not all(closing):
        return list(intake.locks)
    taken: set[int] = set()
    while left := [places for places in closing if taken.isdisjoint(places)]:
        everywhere = [place for places in left for place in places]
        taken.add(max(sorted(set(everywhere)), key=everywhere.count))
    return [intake.locks[place] for place in sorted(taken)]


def _closing(intake: Intake, way: Way, concerned: Mapping[str, set[int]]) -> set[int]:
    """Return the places of the locks that close a way; where none does, of those that keep somebody else from it.

    `concerned`: the places of the locks that name each person.
    """
    led = set[int]().union(*(concerned.get(mentor, ()) for mentor in way.mentors))

    def keeping(*mentees: str) -> set[int]:
        places = led.union(*(concerned.get(mentee, ()) for mentee in mentees))
        return {place for place in places if kept_from(intake, intake.locks[place], mentees, way.mentors, way.slot)}

    return keeping(*way.mentees) or set().union(*(keeping(*way.mentees, other) for other in way.others))


def locks_told(locks: Sequence[Lock]) -> str:
    """Return ``M1 and M2 lead a group at Mon 12:00 (locked); …``: clauses, which commas would not keep apart."""
    more = len(locks) - MOST_SHOWN
    return "; ".join(map(str, locks[:MOST_SHOWN])) + (f"; and {more} more" if more > 0 else "")
