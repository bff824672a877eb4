"""What closes each finished group to a mentee who is in none: the first thing that applies, over all groups at once."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from matcher.explanation.closures import Closure
from matcher.intake.people import Intake
from matcher.problem import Problem, Seats
from matcher.rules.base import FormedGroup, slot_at

__all__ = ["FormedGroups", "Obstacle"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Obstacle(IntEnum):
    """Why a group is closed to a mentee, in the order in which it is asked; `NONE`: it is open.

    What would still hold if somebody left the group comes first, so that a group called full is nothing but full.
    """

    NONE = 0
    HOURS = 1
    BROKEN = 2
    """Led as the rules permit to nobody: the groups were changed by hand."""
    MENTORS = 3
    APART = 4
    LONE = 5
    LOCKED = 6
    LOAD = 7
    FULL = 8
    TOGETHER = 9
    """Open to the mentee, but not to all who must come too."""


class FormedGroups:
    """Finished groups as arrays over groups.

    Parameters
    ----------
    groups
        Of people whom the intake has.
    closed_by
        What each rule closes; its rows are those of the mentees of whom `obstacles` is asked.
    """

    def __init__(
        self, intake: Intake, problem: Problem, groups: Sequence[FormedGroup], closed_by: Sequence[Closure]
    ) -> None:
        self.problem = problem
        self.closed_by = closed_by
        place, nobody = intake.mentor_position, problem.mentors
        leaders = [[place[mentor] for mentor in group.mentors] for group in groups]
        self.first = np.array([(*led, nobody)[0] for led in leaders], np.int64)
        self.second = np.array([(*led, nobody, nobody)[1] for led in leaders], np.int64)
        slots = [slot_at(intake, group.slot) if problem.scheduled else 0 for group in groups]
        self.slot_known = np.array([slot is not None for slot in slots], bool)
        self.slot = np.array([slot or 0 for slot in slots], np.int64)
        wrong = ~self.slot_known | np.array([len(led) != problem.per_group for led in leaders], bool)
        self.broken = wrong | ~self._may_lead()
        self.size = np.array([len(group.mentees) for group in groups], np.int64)
        self.group_of = np.full(problem.mentees, -1, np.int64)
        for position, group in enumerate(groups):
            self.group_of[[intake.mentee_position[mentee] for mentee in group.mentees]] = position
        carried = np.zeros(problem.mentors + 1, np.int64)
        for led, size in zip(leaders, self.size.tolist(), strict=True):
            carried[led] += size
        left = np.r_[problem.max_mentees, problem.mentees] - carried
        left[problem.mentors] = problem.mentees
        self.left_to_carry = np.minimum(left[self.first], left[self.second])
        formed = Seats(self.first, self.second, self.slot, self.size, problem.mentors)
        self.locked = np.zeros(len(groups), bool)
        # Without slots, a whole group that is locked keeps everybody else apart.
        for demand in problem.demands if problem.scheduled else ():
            if demand.size is not None:
                self.locked |= demand.met_by(formed)
        self.of_gender = [self._counts(gender) for gender in problem.lone_genders]
        self._kept_from: dict[int, list[int]] = {}
        for one, other in problem.apart:
            self._kept_from.setdefault(one, []).append(other)
            self._kept_from.setdefault(other, []).append(one)

    def obstacles(self, row: int, members: Sequence[int]) -> Ints:
        """Return (groups,): the `Obstacle` of each.

        Parameters
        ----------
        row
            The mentee's row in `closed_by`.
        members
            The mentee's position, then those of everybody bound together with them.
        """
        besides = self.besides_hours(row, members)
        free = self.problem.alone.mentee_free[members[0], self.slot]
        # Of a slot that nobody knows it cannot be said that they are not free then.
        return np.where(free | ~self.slot_known, besides, np.int64(Obstacle.HOURS))

    def besides_hours(self, row: int, members: Sequence[int]) -> Ints:
        """Return (groups,): the `Obstacle` of each, were the mentee free whenever the group meets."""
        mentee = members[0]
        conditions = {
            Obstacle.BROKEN: self.broken,
            Obstacle.MENTORS: self.closed_to(row),
            Obstacle.APART: self._apart(mentee),
            Obstacle.LONE: self._alone(members, mentee),
            Obstacle.LOCKED: self.locked,
            Obstacle.LOAD: self.left_to_carry < 1,
            Obstacle.FULL: self.size >= self.problem.max_size,
            Obstacle.TOGETHER: self._cannot_all_come(members),
        }
        kinds = [np.int64(kind) for kind in conditions]
        return np.select(list(conditions.values()), kinds, np.int64(Obstacle.NONE))

    def closed_to(self, row: int) -> Mask:
        """Return (groups,): whether some rule closes the group's mentors to the mentee in this row."""
        closed = np.zeros(len(self.size), bool)
        for closure in self.closed_by:
            closed |= closure.of_pairs(row, self.first, self.second)
        return closed

    def _may_lead(self) -> Mask:
        """Return (groups,): whether rules and hours let the group's mentors lead it."""
        problem, first, second = self.problem, self.first, self.second
        may: Mask = np.r_[problem.leads, True][first] & np.r_[problem.leads, True][second]
        may &= problem.mentor_free[first, self.slot] & problem.mentor_free[second, self.slot]
        paired = second != problem.mentors
        may[paired] &= problem.pairable[first[paired], second[paired]]
        return may

    def _counts(self, chosen: Mask) -> Ints:
        """Return (groups,): how many of the mentees chosen each holds."""
        groups = self.group_of[chosen]
        return np.bincount(groups[groups >= 0], minlength=len(self.size))

    def _apart(self, mentee: int) -> Mask:
        holds = np.zeros(len(self.size), bool)
        groups = self.group_of[self._kept_from.get(mentee, [])]
        holds[groups[groups >= 0]] = True
        return holds

    def _alone(self, members: Sequence[int], mentee: int | None = None) -> Mask:
        """Return where one of the members who join is the only one of their gender: this mentee, or anybody."""
        alone = np.zeros(len(self.size), bool)
        for gender, there in zip(self.problem.lone_genders, self.of_gender, strict=True):
            joining = int(gender[list(members)].sum())
            if joining == 1 and (mentee is None or gender[mentee]):
                alone |= there == 0
        return alone

    def _cannot_all_come(self, members: Sequence[int]) -> Mask:
        problem, count = self.problem, len(members)
        closed: Mask = (self.size + count > problem.max_size) | (self.left_to_carry < count)
        closed |= self._alone(members)
        for other in members[1:]:
            welcome, free = problem.alone.welcome[other], problem.alone.mentee_free[other]
            welcome = np.r_[welcome, True]
            closed |= ~(welcome[self.first] & welcome[self.second] & free[self.slot]) | self._apart(other)
            for mask in problem.alone.either:
                suits = np.r_[mask[other], False]
                closed |= ~(suits[self.first] | suits[self.second])
        return closed
