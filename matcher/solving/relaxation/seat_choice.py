"""Which seats are best taken at given values, for every number of groups at once.

Two mentors a group: a half-integral matching of mentors (`matching`); who may lead alone is matched to nobody, of whom
there are enough for all. One mentor a group: the best seats of each mentor. Slots that two groups of one mentor share
are left out of account, which can only raise the value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.problem.kernels import kernel
from matcher.problem.problem import Problem, Seats
from matcher.solving.relaxation.b_matching import ABSENT, HalfMatchings, half_matchings
from matcher.solving.relaxation.pricing import LARGEST, NEVER

__all__ = [
    "MANY_NODES",
    "Choices",
    "Dual",
    "FreeChoice",
    "choose_freely",
    "choose_seats",
    "mentor_places",
    "uncoverable",
]

Ints = NDArray[np.int64]

MANY_NODES = 150
"""Places of mentors above which one choice of any number of seats is sought, not one for each number."""
FAR = 2**58
"""The loss of forcing a mentor who may lead no more groups: more than any sum of values."""


@dataclass(frozen=True)
class Dual:
    """Dual values of a choice of seats, doubled: no seat's value, doubled, is over those of its mentors and `groups`.

    But for single seats that a mentor can take once each; these lie over them by what they add.

    Parameters
    ----------
    groups
        Of the number of groups.
    mentors
        (mentors,): of each group that a mentor may lead, from 0.
    """

    groups: int
    mentors: Ints


class Choices(Protocol):
    """Best relaxed choices of exactly K seats.

    `doubled` (most + 1,) holds twice the best total value, or a limit on it, for K = 0 … most. `natural` is the number
    of seats of the one choice that there is, None where there is one for each number.
    """

    @property
    def doubled(self) -> Ints:
        """Twice the value for each number of seats."""
        ...

    @property
    def natural(self) -> int | None:
        """The number of seats of the only choice."""
        ...

    def taken(self, count: int) -> tuple[Ints, Ints]:
        """Return (seats, halves): the seats of the best choice of `count`, and 1 or 2 halves of each."""
        ...

    def loss(self, count: int) -> Ints:
        """Return (seats,): by how much the doubled total of `count` falls, at least, where a seat is forced."""
        ...

    def duals(self, counts: Sequence[int]) -> tuple[Dual, ...]:
        """Return dual values that are best for each of these numbers of seats, rising; some may serve several."""
        ...


@dataclass(frozen=True)
class _Pairs:
    seats: Seats
    values: Ints
    matchings: HalfMatchings
    mentor_of: Ints
    best_seat: Ints
    asked: int
    natural: None = None

    @property
    def doubled(self) -> Ints:
        return self.matchings.doubled

    def taken(self, count: int) -> tuple[Ints, Ints]:
        partner = self.matchings.partner[count]
        rows = np.flatnonzero(partner >= 0)
        seats = self.best_seat[self.mentor_of[rows], self.mentor_of[partner[rows]]]
        return np.unique(seats, return_counts=True)

    def loss(self, count: int) -> Ints:
        # A mentor of several groups stands at several nodes; whichever a pair takes, it loses at least this.
        rows, columns = np.full(len(self.best_seat), FAR), np.full(len(self.best_seat), -FAR)
        np.minimum.at(rows, self.mentor_of, self.matchings.row_potential[count])
        np.maximum.at(columns, self.mentor_of, self.matchings.column_potential[count])
        first, second = self.seats.first, self.seats.second
        loss: Ints = rows[first] - columns[second] + rows[second] - columns[first] - 2 * self.values
        return loss

    def duals(self, counts: Sequence[int]) -> tuple[Dual, ...]:
        found = [self._dual(count) for count in counts]
        if counts and counts[-1] == self.matchings.most < self.asked:
            found.append(self._no_more(found[-1]))
        return tuple(found)

    def _dual(self, count: int) -> Dual:
        rows, columns = self.matchings.row_potential[count], self.matchings.column_potential[count]
        partner = self.matchings.partner[count]
        matched = partner[partner >= 0]
        # The price of the sink: of a matched column, the highest (the last one found); or else the least of all.
        sink = int(columns[matched].max()) if len(matched) else int(columns.min(initial=0))
        row_prices = np.full(len(self.best_seat), FAR)
        column_prices = row_prices.copy()
        # Each of a mentor's places will do, so that the least of theirs does.
        np.minimum.at(row_prices, self.mentor_of, np.maximum(0, rows))
        np.minimum.at(column_prices, self.mentor_of, np.maximum(0, sink - columns))
        prices = np.where(row_prices < FAR, row_prices + column_prices, 0)
        return Dual(-2 * sink, prices[: self.seats.nobody])

    def _no_more(self, last: Dual) -> Dual:
        """Return `last` made so dear that no more groups than there can be are worth anything."""
        there = np.flatnonzero(self.values > NEVER // 2)
        nobody = self.seats.nobody
        capacity = np.bincount(self.mentor_of, minlength=nobody + 1)[:nobody]
        cover = uncoverable(nobody, self.seats[there], capacity)
        much = int(np.abs(self.matchings.doubled).max()) + self.asked * abs(last.groups) + LARGEST
        return Dual(last.groups - 2 * much, last.mentors + cover * much)


@dataclass(frozen=True)
class _Singles:
    values: Ints
    doubled: Ints
    order: Ints
    next_best: Ints
    natural: None = None

    def taken(self, count: int) -> tuple[Ints, Ints]:
        return np.sort(self.order[:count]), np.full(count, 2, np.int64)

    def loss(self, count: int) -> Ints:
        if count == 0:
            return np.full(len(self.values), -NEVER)
        loss = self.doubled[count] - self.doubled[count - 1] - 2 * self.values
        loss[self.order[:count]] = 0
        kept: Ints = np.maximum(loss, 0)
        return kept

    def duals(self, counts: Sequence[int]) -> tuple[Dual, ...]:
        return tuple(self._dual(count) for count in counts)

    def _dual(self, count: int) -> Dual:
        values = self.values[self.order]
        groups = 2 * int(values[min(count, len(values)) - 1] if count else values.max(initial=0)) if len(values) else 0
        # A mentor with more seats than groups to lead keeps the best ones: the next one is what a group is worth.
        return Dual(groups, np.maximum(0, 2 * self.next_best - groups))


@dataclass(frozen=True)
class FreeChoice:
    """One best choice of any number of seats; its value limits every number.

    Parameters
    ----------
    seats, halves
        Which are taken, and 1 or 2 halves of each.
    count, mentors
        How many seats and mentors there are.
    mentor_of
        (places,): the mentor of each place.
    mates
        (places,): whom each is matched to; itself where it stays idle.
    arcs
        (place, place, value) of each pair that may be matched, both ways, and of each with itself.
    """

    doubled: Ints
    natural: int
    seats: Ints
    halves: Ints
    count: int
    mentors: int
    mentor_of: Ints
    mates: Ints
    arcs: tuple[Ints, Ints, Ints]

    @property
    def mentor_prices(self) -> Ints:
        """(mentors,): dual prices, doubled: no two mentors' together are under twice the value of a seat of theirs.

        Those of places add up to `doubled`; a mentor of several places is told the least of theirs, and one of none
        what no seat is worth.
        """
        tail, head, value = self.arcs
        rows, columns = _potentials(tail, head, value, self.mates)
        prices = np.full(self.mentors, FAR)
        np.minimum.at(prices, self.mentor_of, rows + columns)
        return prices

    def taken(self, count: int) -> tuple[Ints, Ints]:
        """Return the seats of the one choice, and 1 or 2 halves of each."""
        return self.seats, self.halves

    def loss(self, count: int) -> Ints:
        """Return (seats,) zeros: nothing is known of forcing a seat."""
        return np.zeros(self.count, np.int64)

    def duals(self, counts: Sequence[int]) -> tuple[Dual, ...]:
        """Return the dual values of the one choice, whatever the number."""
        prices = self.mentor_prices
        return (Dual(0, np.where(prices < FAR, np.maximum(0, prices), 0)),)


def uncoverable(mentors: int, seats: Seats, capacity: Ints) -> Ints:
    """Return (mentors,): 0, 1 or 2 each, two at least over the mentors of each seat, and in all as little as can be.

    Times their capacity they are twice the most groups that these mentors can lead, halves counted (König, 1931).
    """
    from ortools.graph.python import max_flow

    # Of nobody, the last, there are enough for all.
    nodes, enough = mentors + 1, int(capacity.sum()) + 1
    source, sink = 2 * nodes, 2 * nodes + 1
    flow = max_flow.SimpleMaxFlow()
    each, capacities = np.arange(nodes), np.append(capacity, enough)
    first, second = seats.first, seats.second
    flow.add_arcs_with_capacity(np.full(nodes, source), each, capacities)
    flow.add_arcs_with_capacity(each + nodes, np.full(nodes, sink), capacities)
    arcs = (np.r_[first, second], np.r_[second, first] + nodes)
    flow.add_arcs_with_capacity(*arcs, np.full(2 * len(seats), enough))
    flow.solve(source, sink)
    reached = np.zeros(2 * nodes + 2, bool)
    reached[flow.get_source_side_min_cut()] = True
    cover = (~reached[:nodes]).astype(np.int64) + reached[nodes : 2 * nodes]
    return cover[:mentors]


def choose_seats(problem: Problem, seats: Seats, values: Ints, capacity: Ints) -> Choices:
    """Return the best relaxed choices of seats.

    Parameters
    ----------
    values
        (seats,): value of each, `NEVER` where it cannot be taken.
    capacity
        (mentors,): how many more groups each mentor may lead.
    """
    if problem.per_group == 1:
        return _choose_singles(seats, values, capacity)
    mentor_of = mentor_places(seats, capacity)
    if len(mentor_of) > MANY_NODES:
        return choose_freely(seats, values, mentor_of)
    most = min(len(mentor_of) // problem.fewest_leaders, problem.most_groups)
    if (seats.second == seats.nobody).any():
        # One more than all could be matched to, so that none is scarce.
        mentor_of = np.r_[mentor_of, np.full(len(mentor_of) + 1, seats.nobody)]
    best_seat = _best_seat_of_pairs(problem.mentors + 1, seats, values)
    pair_value = np.where(best_seat >= 0, np.r_[values, 0][best_seat], ABSENT)
    matchings = half_matchings(pair_value[np.ix_(mentor_of, mentor_of)], most)
    return _Pairs(seats, values, matchings, mentor_of, best_seat, most)


def mentor_places(seats: Seats, capacity: Ints) -> Ints:
    """Return (places,): the mentor of each place in a group that mentors can take, one for each group they may lead.

    A mentor has no more places than seats.
    """
    led = np.bincount(seats.leaders()[1], minlength=len(capacity))
    return np.repeat(np.arange(len(capacity)), np.minimum(capacity, led))


def choose_freely(seats: Seats, values: Ints, mentor_of: Ints) -> FreeChoice:
    """Return the best half-integral choice of any number of seats, by cost scaling (Goldberg and Kennedy, 1995)."""
    from ortools.graph.python import linear_sum_assignment

    nodes = np.arange(len(mentor_of))
    there = np.flatnonzero(values > 0)
    order = there[np.lexsort((there, -values[there], seats.second[there], seats.first[there]))]
    width = seats.nobody + 1
    best = order[np.unique(seats.first[order] * width + seats.second[order], return_index=True)[1]]
    alone = best[seats.second[best] == seats.nobody]
    best = best[seats.second[best] != seats.nobody]
    by_itself, seat_alone = np.zeros_like(nodes), np.full(seats.nobody, -1)
    seat_alone[seats.first[alone]] = alone
    if len(alone):
        # Whoever stays idle is matched to themselves, and so is who leads alone: worth a whole seat, not a half.
        by_itself = np.where(seat_alone[mentor_of] >= 0, 2 * values[seat_alone[mentor_of]], 0)
    starts = np.searchsorted(mentor_of, np.arange(seats.nobody + 1))
    copies = np.diff(starts)
    number = copies[seats.first[best]] * copies[seats.second[best]]
    seat = np.repeat(best, number)
    place = np.arange(len(seat)) - np.repeat(np.cumsum(number) - number, number)
    mine, theirs = np.divmod(place, np.maximum(1, copies[seats.second[seat]]))
    tail, head = starts[seats.first[seat]] + mine, starts[seats.second[seat]] + theirs
    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    arcs = (np.r_[tail, head, nodes], np.r_[head, tail, nodes], np.r_[values[seat], values[seat], by_itself])
    solver.add_arcs_with_cost(arcs[0], arcs[1], -arcs[2])
    status = solver.solve()
    if len(nodes) and status != solver.OPTIMAL:
        raise RuntimeError(f"the assignment of mentors ended with {status}")
    mates = np.array([solver.right_mate(int(node)) for node in nodes], np.int64)
    rows = np.flatnonzero(mates != nodes)
    # `best` stands in the order of its pairs.
    known = seats.first[best] * width + seats.second[best]
    low, high = np.minimum(mentor_of[rows], mentor_of[mates[rows]]), np.maximum(mentor_of[rows], mentor_of[mates[rows]])
    used = best[np.searchsorted(known, low * width + high)]
    lone = seat_alone[mentor_of[(mates == nodes) & (by_itself > 0)]]
    taken, halves = np.unique(np.r_[used, lone, lone], return_counts=True)
    value = int(-solver.optimal_cost()) if len(nodes) else 0
    return FreeChoice(
        doubled=np.full((len(nodes) if len(alone) else len(nodes) // 2) + 1, value),
        natural=(len(rows) + 1) // 2 + len(lone),
        seats=taken,
        halves=halves,
        count=len(values),
        mentors=seats.nobody,
        mentor_of=mentor_of,
        mates=mates,
        arcs=arcs,
    )


@kernel
def _potentials(tail, head, value, mates):  # type: ignore[no-untyped-def]
    """Return dual prices (rows, columns) of a best assignment: no arc's value is over those of its ends together.

    An arc says by how much the price of its head must at least exceed that of its tail's mate (Bellman, 1958).
    """
    mine = np.zeros(len(mates), np.int64)
    for arc in range(len(tail)):
        if mates[tail[arc]] == head[arc]:
            mine[tail[arc]] = value[arc]
    columns = np.zeros(len(mates), np.int64)
    rising = True
    while rising:
        rising = False
        for arc in range(len(tail)):
            least = columns[mates[tail[arc]]] + value[arc] - mine[tail[arc]]
            if least > columns[head[arc]]:
                columns[head[arc]], rising = least, True
    return mine - columns[mates], columns


def _best_seat_of_pairs(people: int, seats: Seats, values: Ints) -> Ints:
    """Return (people, people), symmetric: the best seat of two mentors (the first among equals), -1 for none.

    The last of the people is nobody.
    """
    best = np.full((people, people), -1, np.int64)
    there = np.flatnonzero(values > NEVER // 2)
    # numpy keeps the last of several writes to one place: the best value, and of equals the first seat.
    order = there[np.lexsort((-there, values[there]))]
    best[seats.first[order], seats.second[order]] = order
    best[seats.second[order], seats.first[order]] = order
    return best


def _choose_singles(seats: Seats, values: Ints, capacity: Ints) -> _Singles:
    there = np.flatnonzero(values > NEVER // 2)
    falling = there[np.lexsort((there, -values[there]))]
    by_mentor = falling[np.argsort(seats.first[falling], kind="stable")]
    mentor = seats.first[by_mentor]
    place = np.arange(len(by_mentor)) - np.searchsorted(mentor, mentor)
    kept = by_mentor[place < capacity[mentor]]
    order = kept[np.lexsort((kept, -values[kept]))]
    next_best = np.full(len(capacity), NEVER)
    over = by_mentor[place == capacity[mentor]]
    next_best[seats.first[over]] = values[over]
    return _Singles(values, np.r_[0, 2 * np.cumsum(values[order])], order, next_best)
