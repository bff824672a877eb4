"""Groups by ids, as people are told of them, and groupings by positions, as solving knows them: each made the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.problem.grouping import Grouping, grouping_of
from matcher.problem.problem import Problem
from matcher.result.group_names import Unnamed, named_groups
from matcher.rules.rule import FormedGroup, slot_at

__all__ = ["formed_groups", "grouping_from"]


def formed_groups(intake: Intake, grouping: Grouping) -> tuple[FormedGroup, ...]:
    """Return the groups of a grouping by the ids of their people, named and in the order of their names."""
    seats = grouping.seats
    members: list[list[str]] = [[] for _ in range(len(seats))]
    for mentee, seat in zip(intake.mentees, grouping.seat_of.tolist(), strict=True):
        if seat >= 0:
            members[seat].append(mentee.id)
    leaders = zip(seats.first.tolist(), seats.second.tolist(), seats.slot.tolist(), members, strict=True)
    return named_groups(
        intake,
        [
            Unnamed(
                intake.slots[slot].text if intake.scheduled else None,
                tuple(intake.mentors[mentor].id for mentor in (first, second) if mentor != seats.nobody),
                mentees,
            )
            for first, second, slot, mentees in leaders
        ],
    )


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
