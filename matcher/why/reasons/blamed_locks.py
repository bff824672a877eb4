"""Locks that keep somebody from every choice of mentors that rules and hours leave: which of them it takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from matcher.intake.people import Intake, Lock
from matcher.rules.locks import kept_from
from matcher.why.reasons.wording import MOST_SHOWN

__all__ = ["Way", "blamed", "locks_told"]


class Way(NamedTuple):
    """Mentors, by id, at a slot (None where groups get none), and the ids of mentees whom they could have."""

    mentors: tuple[str, ...]
    slot: str | None
    mentees: Sequence[str]


def blamed(intake: Intake, ways: Iterable[Way]) -> list[Lock]:
    """Return locks of which one at least keeps some of the mentees from each of these ways, few, as in the intake.

    The lock that closes most comes first. Where several close a way together and none by itself, all are to blame.
    """
    closing = [{place for place, lock in enumerate(intake.locks) if _closes(intake, lock, way)} for way in ways]
    if not all(closing):
        return list(intake.locks)
    taken: set[int] = set()
    while left := [places for places in closing if taken.isdisjoint(places)]:
        everywhere = [place for places in left for place in places]
        taken.add(max(sorted(set(everywhere)), key=everywhere.count))
    return [intake.locks[place] for place in sorted(taken)]


def _closes(intake: Intake, lock: Lock, way: Way) -> bool:
    return any(kept_from(lock, intake, mentee, way.mentors, way.slot) for mentee in way.mentees)


def locks_told(locks: Sequence[Lock]) -> str:
    """Return ``M1 and M2 lead a group at Mon 12:00 (locked); …``: clauses, which commas would not keep apart."""
    more = len(locks) - MOST_SHOWN
    return "; ".join(map(str, locks[:MOST_SHOWN])) + (f"; and {more} more" if more > 0 else "")
