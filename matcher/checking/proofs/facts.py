"""What is so of an intake and of one of its independent parts, as arrays: worked out anew, for checking alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.checking.proofs.counts import Limit, apart, limits_of
from matcher.checking.proofs.permitted import Ints, Mask, SeatTable, clusters_of, must_be_placed, seats_of
from matcher.checking.proofs.stages import CountedStage, Kinds, stages_of
from matcher.checking.scoring import Scorer
from matcher.intake.people import Intake
from matcher.rules.rule import slot_at

__all__ = ["Demand", "Facts", "Part", "Seat"]

Seat = tuple[int, int, int, int]
"""Two mentors by their places in a part, the lower first and nobody last; the slot; which of equal seats."""


@dataclass(frozen=True)
class Demand:
    """A group that a lock asks for: its mentors, by places in a part, and its slot; None: at any."""

    first: int
    second: int
    slot: int | None


class Facts:
    """What is so of a whole intake. Nobody is the position after the last mentor, and scores nothing."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.scorer = Scorer(intake)
        self.seats: SeatTable = seats_of(intake)
        self.scores = np.zeros((len(intake.mentees), len(intake.mentors) + 1), np.int64)
        for row, mentee in enumerate(intake.mentees):
            self.scores[row, :-1] = [self.scorer.score(mentee.id, mentor.id) for mentor in intake.mentors]
        self.kinds = Kinds(intake, self.scorer, self.scores)
        self.stages: tuple[CountedStage, ...] = stages_of(intake)
        self.must: Mask = must_be_placed(intake)
        self.clusters: list[list[int]] = clusters_of(intake)
        self.left_out = np.array([self.scorer.left_out(mentee.id) for mentee in intake.mentees], np.int64)
        self.limits: list[Limit] = limits_of(intake)
        self.costs = [limit.weight for limit in self.limits]

    @property
    def slots(self) -> int:
        """How many slots there are; one where groups get none."""
        return max(1, len(self.intake.slots))

    @property
    def rooms(self) -> int | None:
        """How many groups one slot may have; None: any number."""
        return self.intake.program.schedule.max_groups_per_slot if self.intake.scheduled else None

    def places(self, mentors: Sequence[str]) -> tuple[int, int]:
        """Return the positions of those who lead a group, the lower first; nobody where one leads alone."""
        first, *others = sorted(self.intake.mentor_position[own] for own in mentors)
        return first, others[0] if others else len(self.intake.mentors)


class Part:
    """What is so of the seats and people of one part; people by their places in the part.

    A *spot* is a choice of mentors and a slot. Without slots it may have several equal seats, told apart by a number.

    Parameters
    ----------
    facts
        Of the whole intake.
    mentors, mentees
        Positions in the intake.
    """

    def __init__(self, facts: Facts, mentors: Ints, mentees: Ints) -> None:
        self.facts, self.mentors, self.mentees = facts, mentors, mentees
        intake = facts.intake
        self.scheduled, self.slots, self.rooms = intake.scheduled, facts.slots, facts.rooms
        self.least = intake.program.groups.min_size
        self.left_out = facts.left_out[mentees]
        self.scores = facts.scores[mentees][:, [*mentors.tolist(), len(intake.mentors)]]
        self.max_groups = np.array([intake.most_groups(intake.mentors[place]) for place in mentors], np.int64)
        self.max_mentees = np.array([self._most_mentees(place) for place in mentors.tolist()], np.int64)
        self.must = facts.must[mentees]
        self.kinds = apart([limit.among(mentees) for limit in facts.limits])
        self.ideal = intake.program.groups.ideal_size
        self.size_weight = 0 if self.ideal is None else intake.program.weights.size
        self.clusters = [self._local(cluster) for cluster in facts.clusters if cluster[0] in mentees]
        self._set_spots()
        self._set_choices()
        self._set_seats()

    def _most_mentees(self, place: int) -> int:
        most = self.facts.intake.max_mentees(self.facts.intake.mentors[place])
        return len(self.mentees) if most is None else min(most, len(self.mentees))

    def _local(self, cluster: Sequence[int]) -> Ints:
        return np.flatnonzero(np.isin(self.mentees, cluster))

    @property
    def nobody(self) -> int:
        """The place of nobody, after the last mentor."""
        return len(self.mentors)

    @property
    def fewest_leaders(self) -> int:
        """How many lead a group at least."""
        alone = bool((self.second == self.nobody).any())
        return 1 if alone else self.facts.intake.program.groups.mentors

    def size_costs(self, most: int) -> Ints:
        """Return (most + 1,): what groups of 0, 1, … mentees cost by their size, points."""
        costs: Ints = self.size_weight * np.abs(np.arange(most + 1) - (self.ideal or 0))
        return costs

    # Seats ----------------------------------------------------------------------------------------------------------

    def _set_spots(self) -> None:
        table = self.facts.seats
        rows = np.flatnonzero(np.isin(table.first, self.mentors))
        local = np.full(len(self.facts.intake.mentors) + 1, self.nobody)
        local[self.mentors] = np.arange(len(self.mentors))
        pair = np.sort(np.stack([local[table.first[rows]], local[table.second[rows]]]), axis=0)
        self.first, self.second = pair
        self.slot, self.room = table.slot[rows], table.room[rows]
        self.sits = table.sits[rows][:, self.mentees]

    def _set_choices(self) -> None:
        """Number the choices of mentors: what a mentee gains there is the same at each slot."""
        pairs = np.stack([self.first, self.second], axis=1)
        unique, self.choice = np.unique(pairs, axis=0, return_inverse=True)
        self.choice = self.choice.reshape(-1)
        self.choice_first, self.choice_second = unique.reshape(-1, 2).T
        self.may = np.zeros((len(unique), len(self.mentees)), bool)
        np.logical_or.at(self.may, self.choice, self.sits)
        ids = [self.facts.intake.mentors[place].id for place in self.mentors.tolist()]
        both = zip(self.choice_first.tolist(), self.choice_second.tolist(), strict=True)
        pair, groups = self.facts.scorer.pair, self.facts.intake.program.groups
        alone = -self.facts.intake.program.weights.single if groups.mentors == 2 else 0
        self.pair = np.array([alone if b == self.nobody else pair(ids[a], ids[b]) for a, b in both], np.int64)
        where = np.append(self.mentors, len(self.facts.intake.mentors))
        first, second = where[self.choice_first][:, None], where[self.choice_second][:, None]
        self.kind = self.facts.kinds.of(self.mentees[None, :], first, second)

    def _set_seats(self) -> None:
        copies = self._copies()
        self.spot = np.repeat(np.arange(len(self.first)), copies)
        self.number = np.arange(len(self.spot)) - np.repeat(np.cumsum(copies) - copies, copies)

    def _copies(self) -> Ints:
        if self.scheduled:
            return np.ones(len(self.first), np.int64)
        limits = np.append(self.max_groups, np.iinfo(np.int64).max)
        at_most = np.minimum(limits[self.first], limits[self.second])
        copies: Ints = np.minimum(at_most, len(self.mentees) // self.least)
        return copies

    @cached_property
    def seat_at(self) -> dict[Seat, int]:
        """Each seat by who leads there, when, and its number."""
        columns = (self.first[self.spot], self.second[self.spot], self.slot[self.spot], self.number)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return {seat: place for place, seat in enumerate(rows)}

    # Numbers of groups ----------------------------------------------------------------------------------------------

    def groups_led(self, seats: Ints) -> Ints:
        """Return how many of some seats each mentor leads."""
        spots = self.spot[seats]
        led = np.bincount(self.first[spots], minlength=self.nobody + 1)
        return (led + np.bincount(self.second[spots], minlength=self.nobody + 1))[: self.nobody]

    def caps(self, seats: Ints, fixed: Ints) -> Ints:
        """Return how many more groups each mentor may lead at some seats, where those fixed are taken."""
        left = self.max_groups - self.groups_led(fixed)
        caps: Ints = np.minimum(left, self._hours(seats) if self.scheduled else self.groups_led(seats))
        return caps

    def _hours(self, seats: Ints) -> Ints:
        """Return at how many slots each mentor has one of these seats."""
        there = np.zeros((self.nobody + 1, self.slots), bool)
        spots = self.spot[seats]
        there[self.first[spots], self.slot[spots]] = True
        there[self.second[spots], self.slot[spots]] = True
        hours: Ints = there[: self.nobody].sum(axis=1)
        return hours

    @cached_property
    def cap(self) -> Ints:
        """How many groups each mentor may lead."""
        return self.caps(np.arange(len(self.spot)), np.empty(0, np.int64))

    @cached_property
    def last_groups(self) -> tuple[Ints, Ints]:
        """(mentors and nobody,): a, and k · (S - a), for each mentor who has room for k groups of S and a more."""
        size = self.facts.intake.program.groups.max_size
        rest, most = np.zeros(self.nobody + 1, np.int64), np.zeros(self.nobody + 1, np.int64)
        for mentor in range(self.nobody):
            full, over = divmod(int(self.max_mentees[mentor]), size)
            if over and 0 < full < self.max_groups[mentor]:
                rest[mentor], most[mentor] = over, full * (size - over)
        return rest, most

    @cached_property
    def single(self) -> Mask:
        """Who may lead one group at most."""
        return self.cap <= 1

    @cached_property
    def fewest(self) -> int:
        """The fewest groups, by locks and by who must be placed."""
        most = self.facts.intake.program.groups.max_size
        asked = {(demand.first, demand.second) for demand in self.demands}
        return max(len(asked), -(-int(self.must.sum()) // most))

    @cached_property
    def demands(self) -> set[Demand]:
        """The groups that locks ask for."""
        local = {place: own for own, place in enumerate(self.mentors.tolist())}
        demands = set()
        for lock in self.facts.intake.locks:
            places = [local.get(self.facts.intake.mentor_position[own]) for own in lock.mentors]
            known = sorted(place for place in places if place is not None)
            if len(known) == len(lock.mentors):
                second = known[1] if len(known) > 1 else self.nobody
                demands.add(Demand(known[0], second, slot_at(self.facts.intake, lock.slot)))
        return demands

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """How many groups there may be, none aside."""
        most = min(int(self.cap.sum()) // self.fewest_leaders, len(self.mentees) // self.least)
        asked = self.facts.intake.program.groups.count
        every = range(max(1, self.fewest), most + 1)
        return tuple(every if asked is None else (number for number in every if number == asked))

    @property
    def may_be_empty(self) -> bool:
        """Whether there may be no group at all."""
        return self.fewest == 0 and self.facts.intake.program.groups.count in (None, 0)
