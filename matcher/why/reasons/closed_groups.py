"""What closes each finished group to a mentee who is in none: the first thing that applies, over all groups at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake, Lock
from matcher.intake.ties import apart_pairs
from matcher.problem.problem import Problem
from matcher.rules import RULES, Counted, Rule
from matcher.rules.rule import FormedGroup, slot_at
from matcher.why.reasons.closed_by_rules import Closure

__all__ = ["FormedGroups", "Obstacle"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Obstacle(IntEnum):
    """Why a group is closed to a mentee, in the order in which it is asked; `NONE`: it is open.

    What would still hold if somebody left the group comes first, so that a group called full is nothing but full.
    """

    NONE = 0
    HOURS = 1
    UNMET = 2
    """Its mentors may lead a group, and cannot meet when it does: the groups were changed by hand."""
    BROKEN = 3
    """Led as the rules permit to nobody: the groups were changed by hand."""
    MENTORS = 4
    APART = 5
    LONE = 6
    COUNTED = 7
    """A rule on how many of some mentees a group holds; `FormedGroups.counting` says which."""
    LOCKED = 8
    LOAD = 9
    FULL = 10
    TOGETHER = 11
    """Open to the mentee, but not to all who must come too."""


class _Kept(NamedTuple):
    """What a lock keeps from whom: from its members all groups but its own, from others its own where that is whole.

    Parameters
    ----------
    members
        Positions of the mentees whom it places.
    elsewhere
        (groups,): cannot be the group that is locked.
    whole
        (groups,): is the group that is locked, and takes nobody else.
    """

    members: frozenset[int]
    elsewhere: Mask
    whole: Mask


class _Left(NamedTuple):
    """What groups hold and have left once some people are in none of them.

    Parameters
    ----------
    size, to_carry
        (groups,): mentees, and how many more its mentors may have.
    of_gender
        For each gender that must not be alone: (groups,), how many.
    """

    size: Ints
    to_carry: Ints
    of_gender: list[Ints]


class FormedGroups:
    """Finished groups as arrays over groups, those changed by hand too: somebody's mates may be in one already.

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
        self.leaders = [[place[mentor] for mentor in group.mentors] for group in groups]
        self.first = np.array([(*led, nobody)[0] for led in self.leaders], np.int64)
        self.second = np.array([(*led, nobody, nobody)[1] for led in self.leaders], np.int64)
        slots = [slot_at(intake, group.slot) if problem.scheduled else 0 for group in groups]
        self.slot_known = np.array([slot is not None for slot in slots], bool)
        self.slot = np.array([slot or 0 for slot in slots], np.int64)
        wrong = ~self.slot_known | np.array(
            [not problem.fewest_leaders <= len(led) <= problem.per_group for led in self.leaders], bool
        )
        may_lead, meet = self._may_lead()
        self.unmet = ~wrong & may_lead & ~meet
        # By a lock mentors may be free at no hour but its own.
        free = problem.mentor_free[self.first, self.slot] & problem.mentor_free[self.second, self.slot]
        self.broken = wrong | ~may_lead | ~free
        self._groups_of: dict[int, list[int]] = {}
        for position, group in enumerate(groups):
            for mentee in group.mentees:
                self._groups_of.setdefault(intake.mentee_position[mentee], []).append(position)
        # Somebody may be in two of these groups: that everybody is in each and comes besides, no limit forbids.
        unlimited = sum(len(group.mentees) for group in groups) + problem.mentees
        limits = [*map(intake.max_mentees, intake.mentors), None]
        self._most = np.array([unlimited if limit is None else limit for limit in limits], np.int64)
        self._carried = np.zeros(problem.mentors + 1, np.int64)
        for led, group in zip(self.leaders, groups, strict=True):
            self._carried[led] += len(group.mentees)
        self.size = np.array([len(group.mentees) for group in groups], np.int64)
        self.of_gender = [self._counts(np.flatnonzero(gender)) for gender in problem.lone_genders]
        self._limits = [
            (rule, limit, self._counts(np.flatnonzero(limit.mentees)))
            for rule in RULES
            for limit in rule.counted(intake)
            if not limit.weight
        ]
        self.left_to_carry = self._to_carry(self._carried)
        self._locks = [self._kept_by(intake, lock, groups) for lock in intake.locks]
        self._kept_from: dict[int, list[int]] = {}
        for one, other in apart_pairs(intake):
            if one in intake.mentee_position and other in intake.mentee_position:
                mine, theirs = intake.mentee_position[one], intake.mentee_position[other]
                self._kept_from.setdefault(mine, []).append(theirs)
                self._kept_from.setdefault(theirs, []).append(mine)

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
        mentee, left = members[0], self._left(members)
        conditions = {
            Obstacle.UNMET: self.unmet,
            Obstacle.BROKEN: self.broken,
            Obstacle.MENTORS: self.closed_to(row),
            Obstacle.APART: self._apart(mentee),
            Obstacle.LONE: self._alone(members, left, mentee),
            Obstacle.COUNTED: self._over_counts(members),
            Obstacle.LOCKED: self._locked(mentee),
            Obstacle.LOAD: self.left_to_carry < 1,
            Obstacle.FULL: self.size >= self.problem.max_size,
            Obstacle.TOGETHER: self._cannot_all_come(members, left),
        }
        kinds = [np.int64(kind) for kind in conditions]
        return np.select(list(conditions.values()), kinds, np.int64(Obstacle.NONE))

    def room_for(self, members: Sequence[int]) -> Ints:
        """Return (groups,): how many each could still take by its size and its mentors, with these in no group."""
        left = self._left(members)
        return np.minimum(self.problem.max_size - left.size, left.to_carry)

    @cached_property
    def rivals(self) -> Mask:
        """(groups, groups): who joins the one may take a place of the other: it is the same, or a mentor leads both."""
        led = np.zeros((len(self.size), self.problem.mentors), np.int64)
        for group, leaders in enumerate(self.leaders):
            led[group, leaders] = 1
        return led @ led.T > 0

    def closed_to(self, row: int) -> Mask:
        """Return (groups,): whether some rule closes the group's mentors to the mentee in this row."""
        closed = np.zeros(len(self.size), bool)
        for closure in self.closed_by:
            closed |= closure.of_pairs(row, self.first, self.second)
        return closed

    def _may_lead(self) -> tuple[Mask, Mask]:
        """Return (groups,) twice: whether rules let the group's mentors lead it, and whether they can meet then."""
        problem, first, second = self.problem, self.first, self.second
        may: Mask = np.r_[problem.leads, True][first] & np.r_[problem.leads, True][second]
        paired = second != problem.mentors
        may[paired] &= problem.pairable[first[paired], second[paired]]
        if problem.per_group == 2:
            may[~paired] &= np.r_[problem.solo, False][first[~paired]]
        free = np.vstack([problem.alone.mentor_free, np.ones((1, problem.slots), bool)])
        return may, free[first, self.slot] & free[second, self.slot]

    def _counts(self, mentees: Sequence[int] | Ints) -> Ints:
        """Return (groups,): how many of these mentees each holds."""
        there = [group for mentee in mentees for group in self._groups_of.get(int(mentee), ())]
        counts: Ints = np.bincount(np.array(there, np.int64), minlength=len(self.size))
        return counts

    def _to_carry(self, carried: Ints) -> Ints:
        """Return (groups,): how many more its mentors may have, who have so many."""
        left: Ints = self._most - carried
        return np.minimum(left[self.first], left[self.second])

    def _left(self, members: Sequence[int]) -> _Left:
        """Return what groups hold and have left with these in none: where one goes, the others must come too."""
        carried = self._carried.copy()
        for member in members:
            for group in self._groups_of.get(member, ()):
                carried[self.leaders[group]] -= 1
        of_gender = [
            there - self._counts([member for member in members if gender[member]])
            for gender, there in zip(self.problem.lone_genders, self.of_gender, strict=True)
        ]
        return _Left(self.size - self._counts(members), self._to_carry(carried), of_gender)

    def _kept_by(self, intake: Intake, lock: Lock, groups: Sequence[FormedGroup]) -> _Kept:
        led = np.array([set(group.mentors) == set(lock.mentors) for group in groups], bool)
        members = frozenset(intake.mentee_position[mentee] for mentee in lock.mentees)
        if lock.slot is not None:
            led &= self.slot_known & (self.slot == slot_at(intake, lock.slot))
            return _Kept(members, ~led, led & (lock.kind == "whole-group"))
        # Without an hour only those in it tell the group from others that its mentors lead.
        theirs = self._counts(sorted(members)) > 0
        return _Kept(members, ~led, led & theirs & (lock.kind == "whole-group"))

    def _locked(self, mentee: int) -> Mask:
        """Return (groups,): which a lock keeps from a mentee."""
        kept = np.zeros(len(self.size), bool)
        for lock in self._locks:
            kept |= lock.elsewhere if mentee in lock.members else lock.whole
        return kept

    def _apart(self, mentee: int) -> Mask:
        holds: Mask = self._counts(self._kept_from.get(mentee, [])) > 0
        return holds

    def _alone(self, members: Sequence[int], left: _Left, mentee: int | None = None) -> Mask:
        """Return where one of the members who join is the only one of their gender: this mentee, or anybody."""
        alone = np.zeros(len(self.size), bool)
        for gender, there in zip(self.problem.lone_genders, left.of_gender, strict=True):
            joining = int(gender[list(members)].sum())
            if joining == 1 and (mentee is None or gender[mentee]):
                alone |= there == 0
        return alone

    def counting(self, members: Sequence[int]) -> Iterator[tuple[Rule, Mask]]:
        """Yield each rule on how many of some mentees a group holds, and (groups,): where it keeps the first out."""
        for rule, limit, there in self._limits:
            if limit.mentees[members[0]]:
                yield rule, self._over(limit, there, members) & self._over(limit, there, members[:1])

    def _over(self, limit: Counted, there: Ints, members: Sequence[int]) -> Mask:
        joining = [member for member in members if limit.mentees[member]]
        then = there - self._counts(joining) + len(joining)
        closed: Mask = limit.amiss(then) > 0
        return closed

    def _over_counts(self, members: Sequence[int]) -> Mask:
        """Return where a limit keeps out the first, alone as well as with these, who join together."""
        closed = np.zeros(len(self.size), bool)
        for _, over in self.counting(members):
            closed |= over
        return closed

    def _over_counts_together(self, members: Sequence[int]) -> Mask:
        """Return where a limit keeps out these members, who join together."""
        closed = np.zeros(len(self.size), bool)
        for _, limit, there in self._limits:
            if limit.mentees[list(members)].any():
                closed |= self._over(limit, there, members)
        return closed

    def _cannot_all_come(self, members: Sequence[int], left: _Left) -> Mask:
        problem, count = self.problem, len(members)
        closed: Mask = (left.size + count > problem.max_size) | (left.to_carry < count)
        closed |= self._alone(members, left) | self._over_counts_together(members)
        for other in members[1:]:
            welcome, free = problem.alone.welcome[other], problem.alone.mentee_free[other]
            welcome = np.r_[welcome, True]
            closed |= ~(welcome[self.first] & welcome[self.second] & free[self.slot])
            closed |= self._apart(other) | self._locked(other)
            for mask in problem.alone.either:
                suits = np.r_[mask[other], False]
                closed |= ~(suits[self.first] | suits[self.second])
        return closed
