"""How many of some mentees groups should hold, by the words of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.intake.program import fold
from matcher.rules import RULES

__all__ = ["Limit", "apart", "limits_of", "may_be_formed"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Limit:
    """How many of some mentees a group should hold.

    Parameters
    ----------
    who
        (mentees,): who counts.
    least, most, none_too
        From so many to so many, or none too.
    weight
        What each short of that or over it costs, points; 0: no group may be.
    """

    who: Mask
    least: int
    most: int
    none_too: bool
    weight: int

    def among(self, mentees: Ints) -> Limit:
        """Return the same of these mentees alone."""
        return replace(self, who=self.who[mentees])

    def amiss(self, most: int) -> Ints:
        """Return (most + 1,): how many groups with 0, 1, … of them are short of, or have too many."""
        told = [
            0 if self.none_too and count == 0 else max(self.least - count, 0, count - self.most)
            for count in range(most + 1)
        ]
        return np.array(told, np.int64)


def limits_of(intake: Intake) -> list[Limit]:
    """Return every limit on counts: `no_lone`, mixes that are rules, those of rules of one's own, mixes that cost."""
    everybody = len(intake.mentees)
    genders = dict.fromkeys(map(fold, intake.program.gender.no_lone))
    alone = [
        Limit(np.array([mentee.gender_key == gender for mentee in intake.mentees], bool), 2, everybody, True, 0)
        for gender in genders
    ]
    mixes = []
    for mix in intake.program.mix:
        wanted = set(map(fold, mix.values))
        who = np.array([not wanted.isdisjoint(mentee.items(mix.column)) for mentee in intake.mentees], bool)
        mixes.append(Limit(who, mix.min, everybody if mix.max is None else mix.max, mix.none_too, mix.weight))
    own = [
        Limit(limit.mentees, limit.least, limit.most, limit.none_too, 0)
        for rule in RULES.registered
        for limit in rule.counted(intake)
    ]
    return [*alone, *(mix for mix in mixes if not mix.weight), *own, *(mix for mix in mixes if mix.weight)]


def apart(limits: Sequence[Limit]) -> list[Limit]:
    """Return those that count nobody whom one before counts: with all of them a seat's value is worked out exactly."""
    found: list[Limit] = []
    for limit in limits:
        if not any((limit.who & one.who).any() for one in found):
            found.append(limit)
    return found


def may_be_formed(limits: Sequence[Limit], sits: Mask, least: int, room: Ints) -> Mask:
    """Return (seats,): whether some of those who may sit there, `sits` (seats, mentees), keep sizes and limits."""
    rules = [limit for limit in apart(limits) if not limit.weight]
    most = int(min(room.max(initial=0), sits.shape[1]))
    others = np.ones(sits.shape[1], bool)
    for limit in rules:
        others &= ~limit.who
    sizes = [{*range(count + 1)} for count in sits[:, others].sum(axis=1).tolist()]
    for limit in rules:
        right = np.flatnonzero(limit.amiss(most) == 0).tolist()
        held = sits[:, limit.who].sum(axis=1).tolist()
        sizes = [
            {size + count for size in known for count in right if count <= there}
            for known, there in zip(sizes, held, strict=True)
        ]
    fits = [any(least <= size <= end for size in known) for known, end in zip(sizes, room.tolist(), strict=True)]
    return np.array(fits, bool)
