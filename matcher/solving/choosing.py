"""Which seats are best taken at given values, for every number of groups at once.

Two mentors a group: a half-integral matching of mentors (`matching`). One mentor a group: the best seats of each
mentor. Slots that two groups of one mentor share are left out of account, which can only raise the value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.problem import Problem, Seats
from matcher.solving.matching import ABSENT, HalfMatchings, half_matchings
from matcher.solving.pricing import NEVER

__all__ = ["MANY_NODES", "Choices", "FreeChoice", "choose_freely", "choose_seats", "mentor_places"]

Ints = NDArray[np.int64]

MANY_NODES = 100
"""Places of mentors above which one choice of any number of seats is sought, not one for each number."""
FAR = 2**58
"""The loss of forcing a mentor who may lead no more groups: more than any sum of values."""


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


@dataclass(frozen=True)
class _Pairs:
    seats: Seats
    values: Ints
    matchings: HalfMatchings
    mentor_of: Ints
    best_seat: Ints
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


@dataclass(frozen=True)
class _Singles:
    values: Ints
    doubled: Ints
    order: Ints
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
    best_seat = _best_seat_of_pairs(problem.mentors, seats, values)
    pair_value = np.where(best_seat >= 0, np.r_[values, 0][best_seat], ABSENT)
    matchings = half_matchings(pair_value[np.ix_(mentor_of, mentor_of)], len(mentor_of) // 2)
    return _Pairs(seats, values, matchings, mentor_of, best_seat)


def mentor_places(seats: Seats, capacity: Ints) -> Ints:
    """Return (places,): the mentor of each place in a group that mentors can take, one for each group they may lead."""
    return np.repeat(np.arange(len(capacity)), np.minimum(capacity, len(seats)))


def choose_freely(seats: Seats, values: Ints, mentor_of: Ints) -> FreeChoice:
    """Return the best half-integral choice of any number of seats, by cost scaling (Goldberg and Kennedy, 1995)."""
    from ortools.graph.python import linear_sum_assignment

    nodes = np.arange(len(mentor_of))
    there = np.flatnonzero(values > 0)
    order = there[np.lexsort((there, -values[there], seats.second[there], seats.first[there]))]
    width = seats.nobody + 1
    best = order[np.unique(seats.first[order] * width + seats.second[order], return_index=True)[1]]
    starts = np.searchsorted(mentor_of, np.arange(seats.nobody + 1))
    copies = np.diff(starts)
    number = copies[seats.first[best]] * copies[seats.second[best]]
    seat = np.repeat(best, number)
    place = np.arange(len(seat)) - np.repeat(np.cumsum(number) - number, number)
    mine, theirs = np.divmod(place, np.maximum(1, copies[seats.second[seat]]))
    tail, head = starts[seats.first[seat]] + mine, starts[seats.second[seat]] + theirs
    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    arcs = (np.r_[tail, head, nodes], np.r_[head, tail, nodes], np.r_[values[seat], values[seat], np.zeros_like(nodes)])
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
    taken, halves = np.unique(used, return_counts=True)
    value = int(-solver.optimal_cost()) if len(nodes) else 0
    return FreeChoice(
        doubled=np.full(len(nodes) // 2 + 1, value),
        natural=(len(rows) + 1) // 2,
        seats=taken,
        halves=halves,
        count=len(values),
        mentors=seats.nobody,
        mentor_of=mentor_of,
        mates=mates,
        arcs=arcs,
    )


@njit(cache=True)
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


def _best_seat_of_pairs(mentors: int, seats: Seats, values: Ints) -> Ints:
    """Return (mentors, mentors), symmetric: the best seat of two mentors (the first among equals), -1 for none."""
    best = np.full((mentors, mentors), -1, np.int64)
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
    return _Singles(values, np.r_[0, 2 * np.cumsum(values[order])], order)
