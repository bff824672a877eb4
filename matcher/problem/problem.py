"""Intake → Problem: plain numpy arrays over positions; no text, no pandas.

Mentors stand at positions 0 … mentors - 1. Arrays over mentors have one column more: position `mentors` is *nobody*,
who welcomes everybody, is always free and adds no score, so that a group led by one mentor is a pair with nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.intake.program import fold
from matcher.intake.ties import apart_pairs, assigned_mentors
from matcher.problem.scores import NarrowInts, blocks, listed, mentee_ranks, mentee_scores, points_at
from matcher.rules import RULES, Counted, Masks
from matcher.rules.locks import locked_mentees, settled_ties
from matcher.rules.members.together import together_clusters
from matcher.rules.mentors.pairing import pairs_holding
from matcher.rules.rule_model import RuleSeats

__all__ = ["CELLS", "Aim", "Demand", "Problem", "Seats", "build_problem", "joined_seats"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Scalar = TypeVar("Scalar", bound=np.generic)

CELLS = 20_000_000
"""Cells of a (seats, mentees) table made in one go: 20 MB. What comes of it is the same for any number."""


@dataclass(frozen=True)
class Seats:
    """Permitted choices of mentors at a slot.

    Parameters
    ----------
    first, second
        (seats,): the mentors, first < second; second is `mentors` (nobody) where one leads.
    slot
        (seats,): position of the slot, 0 where groups get none.
    room
        (seats,): most mentees there.
    nobody
        The position that stands for nobody.
    """

    first: Ints
    second: Ints
    slot: Ints
    room: Ints
    nobody: int

    def __len__(self) -> int:
        return len(self.first)

    def __getitem__(self, chosen: NDArray[np.int64] | Mask) -> Seats:
        return Seats(self.first[chosen], self.second[chosen], self.slot[chosen], self.room[chosen], self.nobody)

    def leaders(self) -> tuple[Ints, Ints]:
        """Return (seat, mentor) for each mentor of each seat, nobody left out."""
        seat = np.arange(len(self), dtype=np.int64)
        paired = self.second != self.nobody
        return np.r_[seat, seat[paired]], np.r_[self.first, self.second[paired]]

    def led_by(self, mentor: int) -> Mask:
        """Return which seats this mentor leads."""
        led: Mask = (self.first == mentor) | (self.second == mentor)
        return led


def joined_seats(tables: Sequence[Seats]) -> Seats:
    """Return the seats of all tables, one after the other."""
    columns = zip(*((one.first, one.second, one.slot, one.room) for one in tables), strict=True)
    first, second, slot, room = (np.concatenate(column) for column in columns)
    return Seats(first, second, slot, room, tables[0].nobody)


@dataclass(frozen=True)
class Demand:
    """A group that must be there.

    Parameters
    ----------
    first, second
        Its mentors, first < second; second is `mentors` (nobody) where one leads.
    slot
        Its slot; None: any.
    size
        How many mentees it has, all of whom must be placed and fit nowhere else; None: that is open.
    """

    first: int
    second: int
    slot: int | None
    size: int | None

    def met_by(self, seats: RuleSeats) -> Mask:
        """Return (seats,): which seats this asks one of to be taken."""
        met: Mask = (seats.first == self.first) & (seats.second == self.second)
        return met if self.slot is None else met & (seats.slot == self.slot)


@dataclass(frozen=True)
class Aim:
    """What is maximised: ``weight`` times the objective, and a bonus for each mentee by its level.

    Parameters
    ----------
    weight
        Of the objective.
    bonus
        (levels,): what a mentee placed at each level adds, points; empty where levels do not count.
    left_out
        What a mentee left out adds, points.
    banded
        Whether levels are bands of satisfaction, from 0, rather than choices, from 1 (the last level: unlisted).
    """

    weight: int = 1
    bonus: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    left_out: int = 0
    banded: bool = False


class BestAlone:
    """The best sum of scores that each mentee alone could have, worked out when it is first asked for.

    To work it out takes a compiled kernel, which is not even loaded while counting shows that nothing is possible.
    """

    def __init__(self, score: NarrowInts, alone: Masks, per_group: int) -> None:
        self._from: tuple[NarrowInts, Masks, int] | None = (score, alone, per_group)
        self._points = np.empty(0, np.int64)

    @classmethod
    def known(cls, points: Ints) -> BestAlone:
        """Return what is worked out already."""
        known = cls.__new__(cls)
        known._from, known._points = None, points
        return known

    def __reduce__(self) -> tuple[Callable[[Ints], BestAlone], tuple[Ints]]:
        return BestAlone.known, (self.points,)

    @property
    def points(self) -> Ints:
        """(mentees,): -1 where there is no choice of mentors at all."""
        if self._from is not None:
            from matcher.problem.best_alone import best_alone

            self._points, self._from = best_alone(*self._from), None
        return self._points


@dataclass(frozen=True)
class Problem:
    """What solving needs of an intake.

    Parameters
    ----------
    score
        (mentees, mentors + 1): score(i, m), points; often in fewer than 64 bits, see `points`.
    pair_score
        (mentors + 1, mentors + 1), symmetric: pair(a, b), points.
    rank
        (mentees, mentors + 1): the rank, from 1, that the mentee gives; one more than the last for unlisted;
        often in fewer than 64 bits.
    best_alone
        Gives `best`, (mentees,): the best sum of scores that the mentee alone could have, -1 where it could have none.
    welcome, either, pairable, leads, mentee_free, mentor_free
        As in `Masks`, with a column for nobody.
    alone
        The masks by the rules that concern a mentee and its mentors only, for satisfaction.
    max_groups, max_mentees
        (mentors,): most groups and mentees; a mentor without a limit has the number of mentees.
    unmatched
        (mentees,): points that each left out costs.
    solo
        (mentors,): may lead a group alone where two would.
    ideal_size, size_weight
        Mentees in a group that are best, and points that each more or fewer costs; None and 0 where any are as good.
    demands
        Groups that must be there, as locks say; each once.
    rooms_taken
        (slots,): how many of `max_groups_per_slot` groups outside this problem hold at each slot; None: none.
    must_place
        (mentees,): may not be left out.
    lone_genders
        Each (mentees,): those of one gender in `gender.no_lone`.
    together
        Positions of mentees bound together, each cluster ascending.
    apart
        Positions of two mentees who must not share a group.
    counted
        Limits on how many of some mentees a group holds, by rules that no other part of this says, and what it costs
        to be beyond some of them.
    """

    mentees: int
    mentors: int
    slots: int
    scheduled: bool
    per_group: int
    score: NarrowInts
    pair_score: Ints
    rank: NarrowInts
    best_alone: BestAlone
    welcome: Mask
    either: tuple[Mask, ...]
    pairable: Mask
    leads: Mask
    mentee_free: Mask
    mentor_free: Mask
    alone: Masks
    max_groups: Ints
    max_mentees: Ints
    min_size: int
    max_size: int
    count: int | None
    everyone: bool
    must_place: Mask
    max_groups_per_slot: int | None
    lone_genders: tuple[Mask, ...]
    together: tuple[tuple[int, ...], ...]
    apart: tuple[tuple[int, int], ...]
    unmatched: Ints
    solo: Mask
    ideal_size: int | None = None
    size_weight: int = 0
    demands: tuple[Demand, ...] = ()
    counted: tuple[Counted, ...] = ()
    rooms_taken: Ints | None = None
    aim: Aim = field(default_factory=Aim)

    def scoring(self, score: NarrowInts) -> Problem:
        """Return the problem in which nothing but these (mentees, mentors + 1) scores counts."""
        return replace(
            self,
            score=score,
            pair_score=np.zeros_like(self.pair_score),
            unmatched=np.zeros_like(self.unmatched),
            size_weight=0,
            counted=self.rules_counted,
            aim=Aim(),
        )

    def points(self, mentee: Ints, first: Ints, second: Ints) -> Ints:
        """Return what a mentee scores with these mentors, added up in 64 bits."""
        points: Ints = np.add(self.score[mentee, first], self.score[mentee, second], dtype=np.int64)
        return points

    @cached_property
    def best_points(self) -> Ints:
        """(mentees,): the sum of its best two scores, whether they may be had together or not."""
        two = min(2, self.mentors + 1)
        best = [np.partition(self.score[some], -two)[:, -two:].sum(axis=1, dtype=np.int64) for some in self.blocks]
        return np.concatenate([np.empty(0, np.int64), *best])

    @property
    def most_points(self) -> int:
        """The largest score."""
        return int(self.score.max(initial=0))

    @property
    def blocks(self) -> list[slice]:
        """The mentees, some at a time, for whatever is worked out from all of a table and need not be held whole."""
        return list(blocks(self.mentees, self.mentors))

    def gain(self, mentee: Ints, first: Ints, second: Ints) -> Ints:
        """Return what placing a mentee with these mentors adds over leaving it out, points."""
        scores = self.points(mentee, first, second) + self.placed[mentee]
        return self.aim.weight * scores + self.level_gain(mentee, first, second)

    @cached_property
    def placed(self) -> Ints:
        """(mentees,): what placing each adds besides its scores, points.

        What it costs to leave it out, and what each mentee up to the ideal size spares a group, see `pair_gain`.
        """
        return self.unmatched + self.size_weight

    def level_gain(self, mentee: Ints, first: Ints, second: Ints) -> Ints:
        """Return the part of `gain` that the mentee's level decides, points."""
        if not len(self.aim.bonus):
            return np.zeros(np.broadcast_shapes(np.shape(mentee), np.shape(first)), np.int64)
        return self.aim.bonus[self.level(mentee, first, second)] - self.aim.left_out

    def level(self, mentee: Ints, first: Ints, second: Ints) -> Ints:
        """Return the level of a mentee with these mentors: its band of satisfaction, or its choice."""
        if not self.aim.banded:
            return np.minimum(self.rank[mentee, first], self.rank[mentee, second]).astype(np.int64)
        levels, best = len(self.aim.bonus), self.best[mentee]
        scores = self.points(mentee, first, second)
        return np.where(best > 0, np.minimum(levels - 1, scores * levels // np.maximum(1, best)), levels - 1)

    def pair_gain(self, first: Ints, second: Ints) -> Ints:
        """Return what these mentors leading a group adds, points: of a group without mentees, its size's cost too."""
        return self.aim.weight * (self.pair_score[first, second] - self.size_weight * (self.ideal_size or 0))

    def surcharge(self, most: int) -> Ints:
        """Return (most + 1,): what groups of 0, 1, … mentees cost besides, points.

        ``|size - ideal| = ideal - size + 2 * max(0, size - ideal)``: the first two are in `pair_gain` and `placed`.
        """
        beyond = np.maximum(0, np.arange(most + 1) - (self.ideal_size or 0))
        return 2 * self.aim.weight * self.size_weight * beyond

    @property
    def rules_counted(self) -> tuple[Counted, ...]:
        """The limits that no group may be beyond."""
        return tuple(limit for limit in self.counted if not limit.weight)

    @property
    def costs_counted(self) -> tuple[Counted, ...]:
        """The limits that cost points to be beyond."""
        return tuple(limit for limit in self.counted if limit.weight)

    @property
    def counted_apart(self) -> list[Counted]:
        """The limits on counts, `lone_genders` first, that count no mentee twice: of those that would, the first.

        Rules come before costs.
        """
        alone = [Counted(gender, 2, self.mentees) for gender in self.lone_genders]
        found, taken = [], np.zeros(self.mentees, bool)
        for limit in (*alone, *self.rules_counted, *self.costs_counted):
            if not (taken & limit.mentees).any():
                found.append(limit)
                taken |= limit.mentees
        return found

    def costs(self, seat_of: Ints, groups: int) -> Ints:
        """Return (groups,): what each costs besides what its members and mentors add one by one, points.

        Parameters
        ----------
        seat_of
            (mentees,): the group of each, -1 for those left out.
        """
        sizes = np.bincount(seat_of[seat_of >= 0], minlength=groups)
        costs = self.surcharge(int(sizes.max(initial=0)))[sizes] if self.size_weight else np.zeros(groups, np.int64)
        for limit in self.costs_counted:
            held = np.bincount(seat_of[limit.mentees & (seat_of >= 0)], minlength=groups)
            costs = costs + self.aim.weight * limit.weight * limit.amiss(held)
        return costs

    @property
    def has_costs(self) -> bool:
        """Whether groups cost anything besides what members and mentors add one by one."""
        return bool(self.size_weight) or bool(self.costs_counted)

    @property
    def unlisted(self) -> int:
        """The rank that stands for unlisted."""
        return int(self.rank[:, -1].max(initial=1))

    @property
    def base(self) -> int:
        """What is reached with everybody left out, points."""
        return self.aim.left_out * self.mentees - self.aim.weight * int(self.unmatched.sum())

    @property
    def fewest_leaders(self) -> int:
        """The fewest mentors who may lead a group."""
        return 1 if self.solo.any() else self.per_group

    @property
    def most_groups(self) -> int:
        """The most groups that there are mentees for."""
        return self.mentees // max(1, self.min_size)

    @property
    def rooms(self) -> Ints | None:
        """(slots,): how many groups may meet at each slot; None where there is no limit."""
        if self.max_groups_per_slot is None:
            return None
        rooms = np.full(self.slots, self.max_groups_per_slot, np.int64)
        return rooms if self.rooms_taken is None else rooms - self.rooms_taken

    def permitted(self, seats: Seats) -> Mask:
        """Return (seats, mentees): who may sit where."""
        allowed = self.welcome.T[seats.first] & self.welcome.T[seats.second] & self.mentee_free.T[seats.slot]
        for mask in self.either:
            allowed &= mask.T[seats.first] | mask.T[seats.second]
        for cluster in self.together:
            members = list(cluster)
            allowed[:, members] = np.logical_and.reduce(allowed[:, members], axis=1, keepdims=True)
        return allowed

    @property
    def best(self) -> Ints:
        """(mentees,): the best sum of scores that the mentee alone could have, -1 where it could have none."""
        return self.best_alone.points

    @cached_property
    def pairs(self) -> tuple[Ints, Ints]:
        """(first, second) of every permitted choice of mentors, in order."""
        if self.per_group == 1:
            first = np.flatnonzero(self.leads)
            return first, np.full(len(first), self.mentors, np.int64)
        pairs = np.triu(self.pairable & self.leads[:, None] & self.leads[None, :], 1)
        first, second = np.nonzero(np.column_stack([pairs, self.solo & self.leads]))
        return first, second

    def seats_of(self, first: Ints, second: Ints) -> Seats:
        """Return every seat of these choices of mentors, by choice, then slot; copies where groups get no slot."""
        if self.scheduled:
            choice, slot = np.nonzero(self.mentor_free[first] & self.mentor_free[second])
        else:
            most_groups = np.r_[self.max_groups, np.iinfo(np.int64).max]
            copies = np.minimum(most_groups[first], most_groups[second])
            copies = np.minimum(copies, max(1, self.mentees // self.min_size))
            choice = np.repeat(np.arange(len(first)), copies)
            slot = np.zeros(len(choice), np.int64)
        return self.seats_at(first[choice], second[choice], slot)

    def seats_at(self, first: Ints, second: Ints, slot: Ints) -> Seats:
        """Return the seats of these mentors at these slots.

        A seat's room is what the group size and its mentors' `max_mentees` leave.
        """
        most = np.r_[self.max_mentees, self.mentees]
        room = np.minimum(self.max_size, np.minimum(most[first], most[second]))
        seats = Seats(first, second, slot, room, self.mentors)
        for demand in self.demands if self.scheduled else ():
            if demand.size is not None:
                met = demand.met_by(seats)
                seats.room[met] = np.minimum(seats.room[met], demand.size)
        return seats


def build_problem(intake: Intake) -> Problem:
    """Return the arrays of an intake, with every rule's masks applied."""
    program = intake.program
    alone = Masks.everything(intake)
    for rule in RULES:
        rule.forbid(intake, alone)
    masks = alone.copy()
    for rule in RULES:
        rule.narrow(intake, masks)
    # What is asked of who may sit where is asked for a mentor or a slot at a time: their mentees stand side by side.
    welcome = np.asfortranarray(_with_nobody(masks.welcome, True))
    if np.array_equal(alone.welcome, masks.welcome):
        # One table is enough of what is mostly the same.
        alone.welcome = welcome[:, :-1]
    masks.welcome = welcome[:, :-1]
    score = mentee_scores(intake)
    must_place = np.full(len(intake.mentees), program.groups.everyone)
    must_place[[intake.mentee_position[mentee] for mentee in (*assigned_mentors(intake), *locked_mentees(intake))]] = (
        True
    )
    clusters, strangers = settled_ties(intake)
    apart = [pair for pair in apart_pairs(intake) if all(person in intake.mentee_position for person in pair)]
    most = [intake.max_mentees(mentor) for mentor in intake.mentors]
    return Problem(
        mentees=len(intake.mentees),
        mentors=len(intake.mentors),
        slots=max(1, len(intake.slots)),
        scheduled=intake.scheduled,
        per_group=program.groups.mentors,
        score=score,
        pair_score=_pair_scores(intake),
        rank=mentee_ranks(intake),
        best_alone=BestAlone(score, alone, program.groups.mentors),
        welcome=welcome,
        either=tuple(np.asfortranarray(_with_nobody(mask, False)) for mask in masks.either),
        pairable=masks.pairable,
        leads=masks.leads,
        mentee_free=np.asfortranarray(masks.mentee_free),
        mentor_free=np.vstack([masks.mentor_free, np.ones((1, masks.mentor_free.shape[1]), bool)]),
        alone=alone,
        max_groups=np.array([intake.most_groups(mentor) for mentor in intake.mentors], np.int64),
        max_mentees=np.array([len(intake.mentees) if limit is None else limit for limit in most], np.int64),
        min_size=program.groups.min_size,
        max_size=program.groups.max_size,
        count=program.groups.count,
        everyone=program.groups.everyone,
        must_place=must_place,
        max_groups_per_slot=program.schedule.max_groups_per_slot if intake.scheduled else None,
        lone_genders=tuple(
            np.array([mentee.gender_key == gender for mentee in intake.mentees], bool)
            for gender in dict.fromkeys(map(fold, program.gender.no_lone))
        ),
        together=(*together_clusters(intake), *clusters),
        apart=(*((intake.mentee_position[one], intake.mentee_position[other]) for one, other in apart), *strangers),
        unmatched=program.weights.unmatched * np.array([m.percent for m in intake.mentees], np.int64) // 100,
        solo=masks.solo & (program.groups.mentors == 2),
        ideal_size=program.groups.ideal_size if program.weights.size else None,
        size_weight=program.weights.size if program.groups.ideal_size else 0,
        demands=_demands(intake),
        counted=tuple(limit for rule in RULES for limit in rule.counted(intake)),
    )


def _demands(intake: Intake) -> tuple[Demand, ...]:
    demands = []
    for lock in intake.locks:
        leaders = sorted(intake.mentor_position[mentor] for mentor in lock.mentors)
        first, second = leaders if len(leaders) == 2 else (*leaders, len(intake.mentors))
        slot = None if lock.slot is None else intake.slot_position[fold(lock.slot)]
        demands.append(Demand(first, second, slot, len(lock.mentees) if lock.kind == "whole-group" else None))
    return tuple(dict.fromkeys(demands))


def _with_nobody(array: NDArray[Scalar], value: object) -> NDArray[Scalar]:
    return np.column_stack([array, np.full(len(array), value, array.dtype)])


def _pair_scores(intake: Intake) -> Ints:
    """Return (mentors + 1, mentors + 1): pair(a, b) of the contract; with nobody less what one mentor alone costs."""
    one, other, rank = listed([m.preferred_co_mentors for m in intake.mentors], intake.mentor_position)
    points = np.zeros((len(intake.mentors), len(intake.mentors)), np.int64)
    points[one, other] = points_at(intake, rank) * intake.program.weights.co_mentor_choice
    pair = np.zeros((len(intake.mentors) + 1, len(intake.mentors) + 1), np.int64)
    pair[:-1, :-1] = points + points.T
    for wish in intake.program.pair:
        if not wish.is_rule:
            pair[:-1, :-1] += 100 * wish.weight * pairs_holding(intake, wish)
    np.fill_diagonal(pair, 0)
    if intake.program.groups.mentors == 2:
        pair[-1, :] = pair[:, -1] = -intake.program.weights.single
    return pair
