"""Who can stay: groups of the past as labels on seats, and what a grouping that keeps many people in them may hold.

A seat at the slot of a past group may carry that group's label: the group then lives on there, and whoever was in it
and sits or leads there *stays*. Each label is carried once. Were mentors unlimited, every label would take the seat
where most can stay; priced mentors (the duals of the linear relaxation over labels and pairs) give a limit on how many
can stay in all, and on how many can where a seat is taken or a person sits elsewhere. What falls below the number asked
for is left out of the model, and nothing that reaches it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matcher.problem.problem import Problem, Seats
from matcher.solving.variants.few_moves.continuing import Past
from matcher.solving.variants.few_moves.mentor_duals import mentor_prices

__all__ = ["MOST_COLUMNS", "PRICE", "Candidates", "Staying", "staying_in"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

PRICE = 1000
"""Units of a mentor's price that one person who stays is worth."""
MOST_COLUMNS = 3_000_000
"""Seats with a label looked at one by one; above, only the likely ones of each label."""
MOST_FREE = 20_000
"""Placements at seats without a label, where past groups are settled."""
MOST_CELLS = 400_000
"""Placements at the very most: what CP-SAT can be handed."""
NEVER = 2**40
"""A loss that no number of people makes up for, units."""


def _stayers(problem: Problem, past: Past, first: Ints, second: Ints) -> Mask:
    """Return (mentees of the past, pairs): who of them may sit there at the past's slot."""
    members = past.mentees[:, None]
    allowed: Mask = problem.welcome[members, first] & problem.welcome[members, second]
    for mask in problem.either:
        allowed &= mask[members, first] | mask[members, second]
    allowed &= problem.mentee_free[past.mentees, past.slot or 0][:, None]
    return allowed


def _leading(past: Past, first: Ints, second: Ints) -> Ints:
    """Return (pairs,): how many of the past's mentors lead."""
    led: Ints = np.isin(first, past.mentors).astype(np.int64) + np.isin(second, past.mentors)
    return led


@dataclass(frozen=True)
class Candidates:
    """Seats of a model, each with the label that it carries.

    Parameters
    ----------
    label
        (seats,): position of the past group, -1 for none.
    allowed
        (seats, mentees): who may sit there.
    used
        Labels that some seat must carry.
    home
        Mentees who must sit at a seat with their label.
    complete
        Whether no seat or placement is missing that a grouping in which so many stay may hold.
    """

    seats: Seats
    label: Ints
    allowed: Mask
    used: Ints
    home: Ints
    complete: bool


@dataclass
class Staying:
    """Every seat, with and without labels, and the limit on how many people can stay.

    Parameters
    ----------
    seats, label, worth
        (columns,): seats, those without a label last; the label, -1 for none; how many can stay there at most.
    price
        (mentors + 1,): units of a person who stays.
    units
        No grouping lets more stay, in units.
    complete
        Whether every seat that rules permit is a column.
    priced
        The columns from which the prices came.
    """

    problem: Problem
    pasts: Sequence[Past]
    seats: Seats
    label: Ints
    worth: Ints
    price: Ints
    best: Ints
    units: int
    home: Ints
    complete: bool
    priced: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def most(self) -> int:
        """No grouping lets more people stay."""
        return self.units // PRICE

    def candidates(self, least: int, cells: int, chosen: Ints) -> Candidates:
        """Return the seats and placements that a grouping may hold in which at least `least` people stay.

        Parameters
        ----------
        cells
            Placements kept at most. Where there are more, past groups live on at `chosen` columns or not at all, and
            who can stay there does.
        """
        slack, loss, drop = self.units - least * PRICE, self.losses(), self._drops()
        found = self._within(slack, loss, drop, cells)
        return self.around(chosen) if found is None else found

    def around(self, chosen: Ints) -> Candidates:
        """Return these columns, and seats without a label of mentors that they leave; who can stay at them does.

        Of too many seats, those to which most others can come.
        """
        problem, settled = self.problem, self.settled_at(chosen)
        led = np.bincount(self.seats[chosen].leaders()[1], minlength=problem.mentors)
        left = np.append(led < problem.max_groups, True)
        free = np.flatnonzero(left[self.seats.first] & left[self.seats.second] & (self.label < 0))
        loss = np.full(len(self.label), NEVER)
        loss[chosen] = 0
        loss[self._most_wanted(free, ~settled)] = 0
        found = self._within(0, loss, np.where(settled, NEVER, 0), MOST_CELLS, False)
        return _nothing(self) if found is None else found

    def _most_wanted(self, free: Ints, waiting: Mask) -> Ints:
        """Return the seats to which most of those who wait can come, the first of equals, as far as cells go."""
        parts = np.array_split(free, len(free) // 256 + 1)
        come = np.concatenate([self.problem.permitted(self.seats[part])[:, waiting].sum(axis=1) for part in parts])
        order = np.lexsort((free, -come))
        order = order[(np.cumsum(come[order]) <= MOST_FREE) & (come[order] >= self.problem.min_size)]
        return free[order]

    def settled_at(self, chosen: Ints) -> Mask:
        """Return (mentees,): who can stay at these columns; nobody where more can than there is room for."""
        settled = np.zeros(self.problem.mentees, bool)
        for column in chosen.tolist():
            past, one = self.pasts[self.label[column]], np.array([column])
            stay = _stayers(self.problem, past, self.seats.first[one], self.seats.second[one])[:, 0]
            if int(stay.sum()) <= int(self.seats.room[column]):
                settled[past.mentees[stay]] = True
        return settled

    def points(self, columns: Ints) -> Ints:
        """Return (columns,): what who can stay at each scores there, and its mentors as a pair."""
        problem, seats = self.problem, self.seats[columns]
        points = problem.pair_gain(seats.first, seats.second).copy()
        for number, past in enumerate(self.pasts):
            mine = np.flatnonzero(self.label[columns] == number)
            first, second = self.seats.first[columns[mine]], self.seats.second[columns[mine]]
            stay = _stayers(problem, past, first, second)
            members = past.mentees[:, None]
            points[mine] += np.where(stay, problem.gain(members, first, second), 0).sum(axis=0)
        return points

    def _within(self, slack: int, loss: Ints, drop: Ints, cells: int | None, whole: bool = True) -> Candidates | None:
        """Return what costs no more than `slack`; None where that is more than `cells` placements."""
        problem = self.problem
        kept = np.flatnonzero(loss <= slack)
        pieces, size = [np.zeros((0, problem.mentees), bool)], 0
        for start in range(0, len(kept), 256):
            part = kept[start : start + 256]
            rows = problem.permitted(self.seats[part])
            away = self.home[None, :] != self.label[part][:, None]
            rows &= loss[part][:, None] + np.where(away, drop[None, :], 0) <= slack
            size += int(rows.sum())
            if cells is not None and size > cells:
                return None
            pieces.append(rows)
        allowed = np.concatenate(pieces)
        able = np.flatnonzero(allowed.sum(axis=1) >= problem.min_size)
        # Of equal seats the one with the label that most stay by comes last: a hint takes the last.
        able = able[np.argsort(self.worth[kept[able]], kind="stable")]
        kept = kept[able]
        used = np.flatnonzero(self.best > slack) if whole else np.empty(0, np.int64)
        settled = np.flatnonzero((drop > slack) & (self.home >= 0))
        return Candidates(self.seats[kept], self.label[kept], allowed[able], used, settled, whole and self.complete)

    def whole_groups(self) -> Ints:
        """Return the columns at which past groups go on with the mentors that they had, where enough of them can."""
        columns = []
        for number, past in enumerate(self.pasts):
            if not self.problem.fewest_leaders <= len(past.mentors) <= self.problem.per_group:
                continue
            second = past.mentors[1] if len(past.mentors) == 2 else self.problem.mentors
            mine = np.flatnonzero(
                (self.label == number) & (self.seats.first == past.mentors[0]) & (self.seats.second == second)
            )
            if len(mine) and self.worth[mine[0]] - len(past.mentors) >= self.problem.min_size:
                columns.append(int(mine[0]))
        return np.array(columns, np.int64)

    def losses(self) -> Ints:
        """Return (columns,): by how much the limit falls where the seat is taken, units."""
        paid = self.price[self.seats.first] + self.price[self.seats.second]
        best = np.append(self.best, 0)[self.label]
        loss: Ints = best - (self.worth * PRICE - paid)
        return loss

    def _drops(self) -> Ints:
        """Return (mentees,): by how much the limit falls where the mentee does not stay, units; 0 without a past."""
        drops = np.zeros(self.problem.mentees, np.int64)
        edges = np.searchsorted(np.where(self.label < 0, len(self.pasts), self.label), np.arange(len(self.pasts) + 1))
        for number, past in enumerate(self.pasts):
            mine = slice(int(edges[number]), int(edges[number + 1]))
            first, second = self.seats.first[mine], self.seats.second[mine]
            if not len(first) or not len(past.mentees):
                continue
            stayers = _stayers(self.problem, past, first, second)
            binding = stayers.sum(axis=0) <= self.seats.room[mine]
            net = self.worth[mine] * PRICE - self.price[first] - self.price[second]
            without = (net[None, :] - PRICE * (stayers & binding)).max(axis=1)
            drops[past.mentees] = self.best[number] - np.maximum(0, without)
        return drops


def staying_in(problem: Problem, pasts: Sequence[Past]) -> Staying:
    """Return every seat with its labels, and the limit on how many people can stay."""
    plain = problem.seats_of(*problem.pairs)
    slots = np.unique([past.slot or 0 for past in pasts if past.slot is not None])
    at_slot = {int(slot): _one_each(problem, plain, int(slot)) for slot in slots}
    complete = sum(len(at_slot[past.slot]) for past in pasts if past.slot is not None) <= MOST_COLUMNS
    taken, label, worth = [], [], []
    led = np.bincount(
        np.concatenate([past.mentors for past in pasts] or [np.empty(0, np.int64)]), minlength=problem.mentors
    )
    for number, past in enumerate(pasts):
        if past.slot is None:
            continue
        mine = at_slot[past.slot]
        if not complete:
            mine = mine[_likely(problem, past, plain[mine], led)]
        first, second = plain.first[mine], plain.second[mine]
        stay = np.minimum(plain.room[mine], _stayers(problem, past, first, second).sum(axis=0))
        stay += _leading(past, first, second)
        some = stay > 0
        taken.append(mine[some])
        worth.append(stay[some])
        label.append(np.full(int(some.sum()), number))
    if not complete:
        idle = np.append(led == 0, True)
        free = np.flatnonzero(idle[plain.first] & idle[plain.second])
    else:
        free = np.arange(len(plain))
    chosen = np.concatenate([*taken, free]).astype(np.int64)
    whole = Staying(
        problem,
        pasts,
        plain[chosen],
        np.concatenate([*label, np.full(len(free), -1)]).astype(np.int64),
        np.concatenate([*worth, np.zeros(len(free), np.int64)]).astype(np.int64),
        np.zeros(problem.mentors + 1, np.int64),
        np.zeros(len(pasts), np.int64),
        0,
        _homes(problem, pasts),
        complete,
    )
    _price(whole)
    return whole


def _homes(problem: Problem, pasts: Sequence[Past]) -> Ints:
    """Return (mentees,): the past group of each, -2 for none."""
    home = np.full(problem.mentees, -2, np.int64)
    for number, past in enumerate(pasts):
        home[past.mentees] = number
    return home


def _one_each(problem: Problem, plain: Seats, slot: int) -> Ints:
    """Return the positions of the seats at a slot, one for each choice of mentors."""
    there = np.flatnonzero(plain.slot == slot)
    if problem.scheduled:
        return there
    key = plain.first[there] * (problem.mentors + 1) + plain.second[there]
    return there[np.unique(key, return_index=True)[1]]


def _likely(problem: Problem, past: Past, seats: Seats, led: Ints) -> Mask:
    """Return which seats are worth a look where all are too many: with one of the past's own mentors, or idle ones.

    Of a past group that can go on with its own mentors, just that.
    """
    first, second = seats.first, seats.second
    own = np.zeros(problem.mentors + 1, bool)
    own[past.mentors] = True
    if len(past.mentors) == problem.per_group and problem.per_group == 2 and bool((own[first] & own[second]).any()):
        return own[first] & own[second]
    idle = np.append(led == 0, True)
    own[-1] = problem.per_group == 1
    likely: Mask = own[first] | own[second] | (idle[first] & idle[second])
    return likely


def _nothing(staying: Staying) -> Candidates:
    none = np.empty(0, np.int64)
    allowed = np.zeros((0, staying.problem.mentees), bool)
    return Candidates(staying.seats[none], none, allowed, none, none, False)


# The limit ----------------------------------------------------------------------------------------------------------


def _price(staying: Staying) -> None:
    """Set prices of mentors, the best net worth of each label at them, and the limit that they prove."""
    problem, seats, label = staying.problem, staying.seats, staying.label
    labelled = int((label >= 0).sum())
    first, second, worth = seats.first[:labelled], seats.second[:labelled], staying.worth[:labelled]
    mine = label[:labelled]
    capacity = np.append(np.where(problem.leads, problem.max_groups, 0), 0)
    price, each, chosen = mentor_prices(len(staying.pasts), mine, first, second, worth, capacity)
    price[-1] = 0.0
    staying.priced = chosen
    # What each group pays, its two mentors pay in halves; an odd mentor is in no group, and pays back.
    half = round(max(0.0, each) * PRICE / 2) if problem.per_group == 2 else 0
    odd = int(capacity.sum()) % 2 if problem.fewest_leaders == 2 else 0
    staying.price = np.rint(np.maximum(0.0, price) * PRICE).astype(np.int64)
    staying.price[:-1] += half
    net = worth * PRICE - staying.price[first] - staying.price[second]
    best = np.zeros(len(staying.pasts), np.int64)
    np.maximum.at(best, mine, net)
    staying.best = best
    staying.units = int(best.sum() + (staying.price * capacity).sum()) - half * odd
    if not staying.complete:
        _price_nobody(staying)


def _price_nobody(staying: Staying) -> None:
    """Set the limit that holds whoever leads with whom: everybody who can still meet at their group's slot."""
    problem = staying.problem
    staying.price = np.zeros(problem.mentors + 1, np.int64)
    best = []
    for past in staying.pasts:
        if past.slot is None:
            best.append(0)
            continue
        mentors = problem.mentor_free[past.mentors, past.slot] & problem.leads[past.mentors]
        mentees = int(problem.mentee_free[past.mentees, past.slot].sum())
        best.append(int(mentors.sum()) + min(problem.max_size, mentees))
    staying.best = np.array(best, np.int64) * PRICE
    staying.units = int(staying.best.sum())
