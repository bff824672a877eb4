"""Groups as solving knows them: seats taken, and where each mentee sits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.problem.parts import Part
from matcher.problem.problem import Problem, Seats

__all__ = [
    "Grouping",
    "empty_grouping",
    "grouping_of",
    "joined_groupings",
    "keeps_demands",
    "may_be_empty",
    "room_left",
]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Grouping:
    """An assignment.

    Parameters
    ----------
    seats
        The seats taken, each with members.
    seat_of
        (mentees,): position in `seats`, -1 for those left out.
    objective
        Points.
    """

    seats: Seats
    seat_of: Ints
    objective: int


def empty_grouping(problem: Problem) -> Grouping:
    """Return the grouping that leaves everybody out."""
    nothing = np.empty(0, np.int64)
    seats = Seats(nothing, nothing, nothing, nothing, problem.mentors)
    return Grouping(seats, np.full(problem.mentees, -1, np.int64), problem.base)


def grouping_of(problem: Problem, seats: Seats, seat_of: Ints) -> Grouping:
    """Return the grouping in which mentee i sits at ``seats[seat_of[i]]``, with its objective; empty seats go."""
    used, renumbered = np.unique(seat_of[seat_of >= 0], return_inverse=True)
    placed = np.flatnonzero(seat_of >= 0)
    seat = seat_of[placed]
    objective = problem.base + int(problem.gain(placed, seats.first[seat], seats.second[seat]).sum())
    objective += int(problem.pair_gain(seats.first[used], seats.second[used]).sum())
    compact = np.full(problem.mentees, -1, np.int64)
    compact[placed] = renumbered
    if problem.has_costs:
        objective -= int(problem.costs(compact, len(used)).sum())
    return Grouping(seats[used], compact, objective)


def room_left(problem: Problem, grouping: Grouping) -> Ints:
    """Return (groups,): how many more mentees each could take, all others staying where they are.

    That is what group size, locks, and what each of its mentors may still have over all their groups leave.
    """
    seats = problem.seats_at(grouping.seats.first, grouping.seats.second, grouping.seats.slot)
    sizes = np.bincount(grouping.seat_of[grouping.seat_of >= 0], minlength=len(seats))
    carried = np.zeros(problem.mentors + 1, np.int64)
    np.add.at(carried, seats.first, sizes)
    np.add.at(carried, seats.second, sizes)
    left = np.r_[problem.max_mentees, problem.mentees] - carried
    left[problem.mentors] = problem.mentees
    room: Ints = np.minimum(seats.room - sizes, np.minimum(left[seats.first], left[seats.second]))
    return room


def may_be_empty(problem: Problem) -> bool:
    """Return whether leaving everybody out satisfies the rules."""
    return not problem.must_place.any() and not problem.demands and problem.count in (None, 0)


def keeps_demands(problem: Problem, grouping: Grouping) -> bool:
    """Return whether a grouping has as many groups as asked for, and those and the people whom it must."""
    if problem.count is not None and len(grouping.seats) != problem.count:
        return False
    if not all(demand.met_by(grouping.seats).any() for demand in problem.demands):
        return False
    return bool((grouping.seat_of[problem.must_place] >= 0).all())


def joined_groupings(problem: Problem, parts: Sequence[Part], groupings: Sequence[Grouping]) -> Grouping:
    """Return the grouping of the whole problem made of one for each part."""
    seat_of = np.full(problem.mentees, -1, np.int64)
    pieces = []
    taken = 0
    for part, grouping in zip(parts, groupings, strict=True):
        seats, mentors = grouping.seats, np.r_[part.mentors, problem.mentors]
        seat_of[part.mentees] = np.where(grouping.seat_of >= 0, grouping.seat_of + taken, -1)
        pieces.append((mentors[seats.first], mentors[seats.second], seats.slot, seats.room))
        taken += len(seats)
    first, second, slot, room = (np.concatenate(column) for column in zip(*pieces, strict=True))
    return grouping_of(problem, Seats(first, second, slot, room, problem.mentors), seat_of)
