"""Invented constraints: people who must, or must not, share a group."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.people import People
from benchmarks.settings import Record

__all__ = ["draw_constraints"]

TRIES = 12


class _Pool:
    """People not yet tied, so that no two ties of a kind meet in one person and contradict each other."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.mentees = list(people.mentees)
        self.mentors = list(people.mentors)
        people.random.shuffle(self.mentees)
        people.random.shuffle(self.mentors)

    def common_slots(self, first: Record, second: Record) -> int:
        """Return how many slots two people have in common; -1 where a rule keeps them out of one group."""
        settings = self.people.settings
        if first.get("campus") != second.get("campus"):
            return -1
        if "preferred_co_mentors" in first and "preferred_co_mentors" in second:
            if not _genders_fit(settings.pair_gender, first["gender"], second["gender"]):
                return -1
            if settings.experience and "returning" not in (first["experience"], second["experience"]):
                return -1
        return len(self.people.free.get(first["id"], frozenset()) & self.people.free.get(second["id"], frozenset()))

    def companion(self, person: Record, others: Sequence[Record]) -> Record:
        """Return, of a dozen drawn, the one with most slots in common with `person`; the first drawn among equals."""
        random = self.people.random
        drawn = random.sample(others, min(TRIES, len(others)))
        return max(drawn, key=lambda other: self.common_slots(person, other))


def _genders_fit(pair_gender: str, first: str | None, second: str | None) -> bool:
    if pair_gender == "any":
        return True
    return first is not None and second is not None and (first != second) == (pair_gender == "mixed")


def draw_constraints(people: People) -> list[Record]:
    """Return the constraints that the settings ask for, and let some mentees `avoid` somebody.

    Each person is tied once at most. Those who must meet have slots in common, if any of those drawn have.

    Raises
    ------
    ValueError
        The settings ask for more constraints than there are people for.
    """
    settings = people.settings
    needed = 2 * settings.together + 2 * settings.apart + settings.assign + 2 * settings.avoid
    if needed > settings.mentees or 2 * settings.co_lead + settings.assign > settings.mentors:
        raise ValueError("more constraints than people: lower together, apart, assign, avoid or co_lead")
    pool = _Pool(people)
    rows: list[Record] = []
    for _ in range(settings.together):
        mentee = pool.mentees.pop()
        friend = pool.companion(mentee, pool.mentees)
        pool.mentees.remove(friend)
        rows.append({"kind": "together", "a": mentee["id"], "b": friend["id"], "note": "came together"})
    for _ in range(settings.apart):
        mentee, other = pool.mentees.pop(), pool.mentees.pop()
        rows.append({"kind": "apart", "a": mentee["id"], "b": other["id"], "note": "share a flat"})
    for _ in range(settings.co_lead):
        mentor = pool.mentors.pop()
        partner = pool.companion(mentor, pool.mentors)
        pool.mentors.remove(partner)
        rows.append({"kind": "co_lead", "a": mentor["id"], "b": partner["id"], "note": "applied as a pair"})
    for _ in range(settings.assign):
        mentee = pool.mentees.pop()
        mentor = pool.companion(mentee, pool.mentors)
        pool.mentors.remove(mentor)
        rows.append({"kind": "assign", "a": mentee["id"], "b": mentor["id"], "note": "continues from last year"})
    _add_avoided(pool.mentees, settings.avoid)
    return rows


def _add_avoided(mentees: list[Record], number: int) -> None:
    for _ in range(number):
        mentee, other = mentees.pop(), mentees.pop()
        mentee["avoid"] = [other["id"]]
