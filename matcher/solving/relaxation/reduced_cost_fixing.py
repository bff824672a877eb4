"""Exact closing: what prices and an incumbent rule out goes; CP-SAT settles the rest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.solving.relaxation.lagrangian import Evaluation, Relaxation
from matcher.solving.relaxation.pricing import NEVER, SCALE

__all__ = ["forced_bounds", "least_doubled", "placements_left", "seats_left"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

NOTHING = -(2**62)
"""The bound on groupings that cannot be: under the base of the largest problem."""


def forced_bounds(evaluation: Evaluation, count: int) -> Ints:
    """Return (seats,): a bound, twice and in units, on groupings of `count` groups that take the seat."""
    bounds = evaluation.doubled[count] - evaluation.choices.loss(count)
    return np.where(evaluation.values > NEVER // 2, bounds, NOTHING)


def least_doubled(cutoff: int, step: int) -> int:
    """Return the least doubled value in units that a grouping better than `beat` has."""
    return 2 * SCALE * (cutoff + step)


def seats_left(relaxation: Relaxation, evaluation: Evaluation, count: int, cutoff: int) -> Ints:
    """Return the seats that a grouping of `count` groups with an objective over `beat` may take."""
    return np.flatnonzero(forced_bounds(evaluation, count) >= least_doubled(cutoff, relaxation.step))


def placements_left(relaxation: Relaxation, evaluation: Evaluation, count: int, cutoff: int, seats: Ints) -> Mask:
    """Return (seats, mentees): the placements at these seats that such a grouping may hold.

    A mentee outside the best members of a seat costs, at least, the difference to the last of them, or its own
    negative gain where there is room; see `pricing` for the members.
    """
    problem = relaxation.problem
    chosen = relaxation.seats[seats]
    allowed = problem.permitted(chosen)
    score = relaxation.table.score
    reward = relaxation.reward(evaluation.prices) - relaxation.load_duals(seats, evaluation.prices)[:, None]
    levels = problem.level_gain(np.arange(problem.mentees)[None, :], chosen.first[:, None], chosen.second[:, None])
    both = np.add(score[chosen.first], score[chosen.second], dtype=np.int64)
    gains = np.where(allowed, both + reward + levels * SCALE, NEVER)
    falling = -np.sort(-gains, axis=1)
    there, ideal = allowed.sum(axis=1), problem.ideal_size or 0
    if problem.size_weight and ideal < gains.shape[1]:
        # A price of each mentee in the place of what those beyond the ideal size cost: no set is worth less by it.
        most = int(problem.surcharge(ideal + 1)[-1]) * SCALE
        price = np.clip(falling[:, ideal], 0, most)[:, None]
        gains, falling = gains - price, falling - price
    size = np.clip((gains > 0).sum(axis=1), problem.min_size, np.minimum(chosen.room, there))
    last = falling[np.arange(len(seats)), size - 1][:, None]
    plain = np.where(np.arange(problem.mentees)[None, :] < size[:, None], falling, 0).sum(axis=1)
    if problem.size_weight and ideal < gains.shape[1]:
        plain += price[:, 0] * ideal
    with_room = np.where((size < np.minimum(chosen.room, there))[:, None], -gains, last - gains)
    cost = np.maximum(0, np.minimum(last - gains, with_room))
    # Rules inside the seat (limits on counts) may already have cost something; that must not count twice.
    already = (
        plain + relaxation.seat_gain[seats] - relaxation.seat_duals(seats, evaluation.prices) - evaluation.values[seats]
    )
    cost = np.maximum(0, cost - already[:, None])
    forced = forced_bounds(evaluation, count)[seats][:, None] - 2 * cost
    left: Mask = allowed & (forced >= least_doubled(cutoff, relaxation.step))
    return left
