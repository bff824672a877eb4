"""Where too many seats may be taken to price each at every step: all of them once in a while.

Between whiles only the seats of likely pairs are priced. What mentors are worth there (the dual prices of their
matching) says from what value on any other seat would be taken: those over it join the likely ones, and as far as they
lie over it the bound is raised, so that it is proved for every seat (column generation with a Lagrangian bound).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.problem.kernels import kernel
from matcher.problem.problem import Problem, Seats, joined_seats
from matcher.problem.processors import spread
from matcher.solving.relaxation.lagrangian import Duals, Node, Relaxation
from matcher.solving.relaxation.pricing import CLASSES, NEVER, SCALE, best_of_pair, half_gains
from matcher.solving.relaxation.proof import Values
from matcher.solving.relaxation.seat_choice import Dual, choose_freely

__all__ = ["AllPriced", "generate_seats", "with_every_seat"]

Ints = NDArray[np.int64]

TILE = 8
"""Mentors whose half gains are held near the processor while those of all others pass by."""
PARTNERS_FOUND = 12
"""Seats found for a mentor with later ones at a slot, of all that there are."""
MOST_PAIRS = 50_000
"""Pairs of mentors of whom every seat is looked at when few groups are still to be had."""
KEPT = 24
"""Seats kept for each mentor: those least under their mentors' prices, or most over them."""


@dataclass(frozen=True)
class AllPriced:
    """What pricing every seat once shows.

    Parameters
    ----------
    doubled
        A bound on groupings of any number of groups, over every seat; twice, in units.
    seats
        For each mentor the seats most over the prices of their mentors, or least under them; in order.
    values
        What proves it.
    """

    doubled: int
    seats: Seats
    values: Values


def generate_seats(relaxation: Relaxation, prices: Duals, running: Callable[[], bool]) -> AllPriced | None:
    """Price every seat of two mentors, likely or not; return None where time ran out on the way.

    Parameters
    ----------
    relaxation
        Over the likely seats; those that demands ask for are among them.
    """
    problem, root = relaxation.problem, relaxation.root()
    evaluation = relaxation.evaluate(root, prices)
    prices = evaluation.prices
    # A mentor's places, however few of its seats are looked at.
    most_groups = problem.slots if problem.scheduled else problem.mentees // problem.min_size
    places = np.repeat(np.arange(problem.mentors), np.minimum(problem.max_groups * problem.leads, most_groups))
    choices = choose_freely(relaxation.seats, evaluation.values, places)
    constant = int(evaluation.doubled[0]) - int(evaluation.choices.doubled[0])
    beyond, found = np.zeros(problem.mentors, np.int64), list[tuple[Ints, Ints, Ints, Ints]]()
    mentor_prices = choices.mentor_prices
    for slot in range(problem.slots):
        if not running():
            return None
        first, second, more, most = _best_at(relaxation, prices, slot, mentor_prices)
        found.append((first, second, np.full(len(first), slot), more))
        beyond = np.maximum(beyond, most)
    alone = _alone(relaxation, prices, mentor_prices)
    found.append(alone)
    # All of a seat's value is its one mentor's to pay.
    np.maximum.at(beyond, alone[0], 2 * alone[3])
    copies = np.bincount(places, minlength=problem.mentors)
    doubled = constant + int(choices.doubled[0]) + int((beyond * copies).sum())
    first, second, slots, more = (np.concatenate(column) for column in zip(*found, strict=True))
    kept = np.union1d(_foremost(first, more), _foremost(second, more))
    # Raised by as much as any seat of theirs lies over them, the mentors' prices bound every seat.
    dual = Dual(2 * int(prices.group[0]), np.where(copies > 0, mentor_prices + beyond, 0))
    values = Values(prices, relaxation.cuts, (dual,))
    return AllPriced(doubled, _with_demands(problem, problem.seats_at(first[kept], second[kept], slots[kept])), values)


def with_every_seat(relaxation: Relaxation, node: Node) -> tuple[Relaxation, Node]:
    """Return the same node among every seat of the mentors who may lead more groups, if those are not too many."""
    problem, fixed = relaxation.problem, relaxation.seats[node.fixed]
    led = np.bincount(fixed.leaders()[1], minlength=problem.mentors)
    left = np.append(problem.leads & (led < problem.max_groups), True)
    first, second = problem.pairs
    among = left[first] & left[second]
    if int(among.sum()) > MOST_PAIRS:
        return relaxation, node
    wider = Relaxation(problem, joined_seats([fixed, problem.seats_of(first[among], second[among])]), relaxation)
    same = wider.root()
    for seat in range(len(fixed)):
        same = wider.fix(same, seat)
    # A seat taken is not there twice.
    keys = np.stack([wider.seats.first, wider.seats.second, wider.seats.slot])
    _, which = np.unique(keys, axis=1, return_inverse=True)
    again = np.isin(which, which[: len(fixed)]) if problem.scheduled else np.zeros(len(which), bool)
    return wider, Node(same.fixed, same.open & ~again)


def _foremost(mentor: Ints, more: Ints) -> Ints:
    """Return the positions of the `KEPT` largest of `more` for each mentor, the first of equals first."""
    order = np.lexsort((np.arange(len(more)), -more, mentor))
    place = np.arange(len(order)) - np.searchsorted(mentor[order], mentor[order])
    return order[place < KEPT]


def _with_demands(problem: Problem, seats: Seats) -> Seats:
    """Return `seats` and those that demands ask for, in order, each once."""
    demanded = [problem.seats_of(np.array([one.first]), np.array([one.second])) for one in problem.demands]
    every = joined_seats([seats, *demanded])
    keys = np.stack([every.first, every.second, every.slot])
    return every[np.unique(keys, axis=1, return_index=True)[1]]


def _alone(relaxation: Relaxation, prices: Duals, mentor_prices: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Price the seats of those who may lead alone: mentors, nobody, slots, and by how much each is over its price."""
    problem = relaxation.problem
    mentors = np.flatnonzero(problem.solo & problem.leads)
    by_one = Relaxation(problem, problem.seats_of(mentors, np.full(len(mentors), problem.mentors)), relaxation)
    values = by_one.priced(np.arange(len(by_one.seats)), prices)
    there = np.flatnonzero(values > NEVER // 2)
    seats = by_one.seats[there]
    return seats.first, seats.second, seats.slot, values[there] - (mentor_prices[seats.first] >> 1)


def _best_at(relaxation: Relaxation, prices: Duals, slot: int, mentor_prices: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Price the seats at one slot.

    Returns
    -------
    first, second, more
        (found,): pairs of mentors, and by how much a seat of theirs is worth more than half of their doubled
        `mentor_prices` together, units; the most for each mentor with later ones.
    beyond
        (mentors,): by how much, at most, a seat of each mentor is worth more, units; at least 0.
    """
    problem, table = relaxation.problem, relaxation.table
    free = np.flatnonzero(problem.mentor_free[:-1, slot] & problem.leads)
    wanted = np.zeros((problem.mentors + 1, problem.slots), bool)
    wanted[free, slot] = True
    reward = relaxation.reward(prices)
    gains = half_gains(table, wanted, reward, prices.each)
    count = len(free)
    partner, over = np.full((count, PARTNERS_FOUND), -1), np.full((count, PARTNERS_FOUND), NEVER)
    beyond = np.zeros(((count + TILE - 1) // TILE, problem.mentors), np.int64)
    spread(
        _over,
        slot,
        free,
        problem.pairable,
        problem.max_mentees,
        problem.max_size,
        problem.pair_score,
        problem.aim.weight * SCALE,
        problem.aim.weight * SCALE * problem.size_weight * (problem.ideal_size or 0),
        relaxation.places_at(prices)[:, slot],
        int(prices.slot[slot] + prices.group[0]),
        mentor_prices,
        gains.laid_out,
        table.rules,
        table.kinds,
        reward,
        prices.each,
        partner,
        over,
        beyond,
    )
    place, column = np.nonzero(partner >= 0)
    return free[place], partner[place, column], over[place, column], beyond.max(axis=0, initial=0)


@kernel
def _over(  # type: ignore[no-untyped-def]
    part,
    parts,
    slot,
    free,
    pairable,
    most,
    size,
    pair_score,
    unit,
    size_gain,
    mentor_dual,
    slot_dual,
    floors,
    gains,
    rules,
    kinds,
    reward,
    load,
    partner,
    over,
    beyond,
):
    count, tiles = len(free), len(beyond)
    for step in range(part, tiles, parts):
        # An early tile has many later mentors, a late one few: side by side, every processor gets as much.
        tile = step // 2 if step % 2 == 0 else tiles - 1 - step // 2
        best, who = np.empty((kinds, size), np.int64), np.empty((kinds, size), np.int64)
        filled, largest = np.empty(kinds, np.int64), np.empty(CLASSES, gains[2].dtype)
        for later in range(tile * TILE + 1, count):
            for place in range(tile * TILE, min(later, tile * TILE + TILE)):
                a, b = free[place], free[later]
                room = min(size, most[a], most[b])
                if not pairable[a, b] or room < rules.min_size:
                    continue
                value, _ = best_of_pair(
                    a, b, slot, room, gains, rules, reward, load[a] + load[b], best, who, filled, largest
                )
                if value <= NEVER // 2:
                    continue
                add = pair_score[a, b] * unit - size_gain - mentor_dual[a] - mentor_dual[b] - slot_dual
                more = value + add - ((floors[a] + floors[b]) >> 1)
                beyond[tile, a], beyond[tile, b] = max(beyond[tile, a], more), max(beyond[tile, b], more)
                _keep(partner[place], over[place], b, more)


@kernel
def _keep(partner, over, which, more):  # type: ignore[no-untyped-def]
    """Keep `which` among the partners most over their prices, the first of equals first."""
    where = len(partner) - 1
    if partner[where] >= 0 and over[where] >= more:
        return
    while where > 0 and (partner[where - 1] < 0 or over[where - 1] < more):
        partner[where], over[where] = partner[where - 1], over[where - 1]
        where -= 1
    partner[where], over[where] = which, more
