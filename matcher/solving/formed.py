"""Groups by ids → a grouping by positions, as solving knows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.problem import Problem
from matcher.rules.base import FormedGroup, slot_at
from matcher.solving.grouping import Grouping, grouping_of

__all__ = ["grouping_from"]


def grouping_from(intake: Intake, problem: Problem, groups: Sequence[FormedGroup]) -> Grouping:
    """Return groups as a grouping of the problem, in their order.

    Parameters
    ----------
    groups
        Groups that keep every rule; none is empty.

    Raises
    ------
    ValueError
        A group's mentors cannot lead at its slot.
    """
    leaders = [sorted(intake.mentor_position[mentor] for mentor in group.mentors) for group in groups]
    first = np.array([one[0] for one in leaders], np.int64)
    second = np.array([one[1] if len(one) == 2 else problem.mentors for one in leaders], np.int64)
    slots = [slot_at(intake, group.slot) or 0 for group in groups]
    seats = problem.seats_of(first, second)
    taken: Counter[tuple[int, int, int]] = Counter()
    chosen = np.empty(len(groups), np.int64)
    for position, key in enumerate(zip(first.tolist(), second.tolist(), slots, strict=True)):
        at = np.flatnonzero((seats.first == key[0]) & (seats.second == key[1]) & (seats.slot == key[2]))
        if taken[key] >= len(at):
            raise ValueError(f"{groups[position].id} is no group that the rules permit")
        chosen[position] = at[taken[key]]
        taken[key] += 1
    seat_of = np.full(problem.mentees, -1, np.int64)
    for position, group in enumerate(groups):
        seat_of[[intake.mentee_position[mentee] for mentee in group.mentees]] = position
    return grouping_of(problem, seats[chosen], seat_of)
