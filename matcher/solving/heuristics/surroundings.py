"""A few groups taken apart and formed anew, all others kept as they are: a small problem inside a large one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.problem.grouping import Grouping, grouping_of
from matcher.problem.parts import Part, restricted
from matcher.problem.problem import Problem, Seats

__all__ = ["Surroundings", "surroundings"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Surroundings:
    """The people of some groups, with all who have none, as a problem by itself.

    Parameters
    ----------
    whole
        The problem of everybody.
    part
        The problem of those taken apart: what the kept groups take of mentors, hours and rooms is taken off.
    kept
        The seats kept.
    seat_of
        (mentees,): position in `kept` of those who stay, -1 for all others.
    """

    whole: Problem
    part: Part
    kept: Seats
    seat_of: Ints

    def joined(self, grouping: Grouping) -> Grouping:
        """Return the grouping of everybody, made of what is kept and a grouping of the part."""
        seats, mentors = grouping.seats, np.r_[self.part.mentors, self.whole.mentors]
        seat_of = self.seat_of.copy()
        seat_of[self.part.mentees] = np.where(grouping.seat_of >= 0, grouping.seat_of + len(self.kept), -1)
        joined = Seats(
            np.r_[self.kept.first, mentors[seats.first]],
            np.r_[self.kept.second, mentors[seats.second]],
            np.r_[self.kept.slot, seats.slot],
            np.r_[self.kept.room, seats.room],
            self.whole.mentors,
        )
        return grouping_of(self.whole, joined, seat_of)


def surroundings(problem: Problem, grouping: Grouping, apart: Sequence[int], most_left_out: int) -> Surroundings:
    """Take groups apart.

    Parameters
    ----------
    problem
        What the groups formed anew must keep; the groups kept are taken as they are.
    apart
        Positions of the groups, as in ``grouping.seats``.
    most_left_out
        Of those left out, about so many join in, those who must be placed first.
    """
    stays = np.ones(len(grouping.seats), bool)
    stays[list(apart)] = False
    kept = grouping.seats[stays]
    number = np.append(np.where(stays, np.cumsum(stays) - 1, -1), -1)
    seat_of = number[grouping.seat_of]
    freed = (grouping.seat_of >= 0) & (seat_of < 0)
    freed[_left_out(problem, grouping, most_left_out)] = True
    mentees = np.flatnonzero(freed)
    taken = _taken(problem, kept, seat_of)
    mentors = np.flatnonzero(problem.leads & (taken.groups < problem.max_groups))
    # A group that must be there and is kept is not asked for again.
    open_demands = tuple(demand for demand in problem.demands if not demand.met_by(kept).any())
    part = restricted(replace(problem, demands=open_demands), mentees, mentors)
    part = replace(
        part,
        max_groups=part.max_groups - taken.groups[mentors],
        max_mentees=np.maximum(0, part.max_mentees - taken.mentees[mentors]),
        mentor_free=part.mentor_free & np.vstack([~taken.hours[mentors], np.ones((1, problem.slots), bool)]),
        count=None if problem.count is None else problem.count - len(kept),
        max_groups_per_slot=taken.rooms,
    )
    return Surroundings(problem, Part(part, mentees, mentors), kept, seat_of)


@dataclass(frozen=True)
class _Taken:
    """What kept groups take: (mentors,) groups and mentees, (mentors, slots) hours; and rooms left at any open slot."""

    groups: Ints
    mentees: Ints
    hours: NDArray[np.bool_]
    rooms: int | None


def _taken(problem: Problem, kept: Seats, seat_of: Ints) -> _Taken:
    seat, mentor = kept.leaders()
    sizes = np.bincount(seat_of[seat_of >= 0], minlength=len(kept))
    groups = np.bincount(mentor, minlength=problem.mentors)
    mentees = np.bincount(mentor, weights=sizes[seat], minlength=problem.mentors).astype(np.int64)
    hours = np.zeros((problem.mentors, problem.slots), bool)
    rooms = problem.max_groups_per_slot
    if problem.scheduled:
        hours[mentor, kept.slot[seat]] = True
    if rooms is not None:
        there = np.bincount(kept.slot, minlength=problem.slots)
        hours[:, there >= rooms] = True
        # The fewest rooms left at an open slot: less than there may be, never more.
        rooms = int((rooms - there[there < rooms]).min(initial=rooms))
    return _Taken(groups, mentees, hours, rooms)


def _left_out(problem: Problem, grouping: Grouping, most: int) -> list[int]:
    """Return mentees who have no group, whole clusters, those who must be placed first."""
    cluster_of = {member: cluster for cluster in problem.together for member in cluster}
    left_out = np.flatnonzero(grouping.seat_of < 0)
    chosen: dict[int, None] = {}
    for mentee in left_out[np.argsort(~problem.must_place[left_out], kind="stable")].tolist():
        if len(chosen) >= most and not problem.must_place[mentee]:
            break
        chosen.update(dict.fromkeys(cluster_of.get(mentee, (mentee,))))
    return list(chosen)
