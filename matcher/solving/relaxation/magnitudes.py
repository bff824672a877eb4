"""Whether all numbers of a run stay within 64-bit integers, and what keeps them there.

Values are in units of 1 / `SCALE` points, bounds are doubled. A place is worth `most_gain` at most; prices go to
`dearest_mentee`, at least twice as far. So a seat of `room` mentees is worth less than `LARGEST` either way, the prices
of all mentees together less than `MOST_OF_ALL`, and so is the sum of all gains; a bound is twice the sum of a few such.
With the largest weights and points of the contract, 2**40 units a place, that holds for 100,000 mentees, and for groups
of 700.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.errors import IntakeError, Issue
from matcher.problem.problem import Problem
from matcher.solving.relaxation.pricing import LARGEST, SCALE

__all__ = ["MOST_OF_ALL", "check_sizes", "dearest_mentee", "last_groups", "most_weight"]

MOST_OF_ALL = 2**59
"""Units that the prices of one kind come to, all together, at most."""
MOST_WEIGHT = 2**34
"""Weights of stages stop growing here, at the latest."""


def dearest_mentee(problem: Problem) -> int:
    """Return how far from 0 the price of a mentee may go, units."""
    room = min(problem.max_size, problem.mentees, int(problem.max_mentees.max(initial=1)))
    return min(LARGEST // (2 * max(1, room)), MOST_OF_ALL // max(1, problem.mentees))


def most_gain(problem: Problem) -> int:
    """Return the most that a place is worth by its score, units."""
    best = problem.score.max(axis=1, initial=0).astype(np.int64)
    return int((2 * best + problem.placed).max(initial=0)) * SCALE


def most_cost(problem: Problem) -> int:
    """Return the most that a group's size, counts and mentors cost it, units."""
    size = problem.size_weight * 2 * ((problem.ideal_size or 0) + min(problem.max_size, problem.mentees))
    counts = sum(limit.weight * max(limit.least, problem.mentees) for limit in problem.costs_counted)
    return (size + counts + int(np.abs(problem.pair_score).max(initial=0))) * SCALE


def most_weight(problem: Problem) -> int:
    """Return the largest weight of a stage: what it adds to a place, or takes off, leaves prices room."""
    return max(1, min(MOST_WEIGHT, (dearest_mentee(problem) // 2 - most_gain(problem)) // (2 * SCALE)))


def last_groups(problem: Problem) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return what is left to the last group of a mentor whose other groups are full.

    A mentor with room for k full groups of S mentees and for a more, 0 < a < S, may lead more than k. Of n groups, each
    with so many mentees, Σ (mentees - a) is k · (S - a) at the most: with n <= k since none has over S, and with more
    since all have kS + a together. That limits groups led in part, as two fifths of a full one and as much of a
    small one, more than the number of mentees does.

    Returns
    -------
    rest, most
        (mentors + 1,): a, and k · (S - a); 0 both for mentors whom this does not limit.
    """
    full, rest = np.divmod(problem.max_mentees, problem.max_size)
    limited = (rest > 0) & (full > 0) & (problem.max_groups > full)
    rest, most = np.where(limited, rest, 0), np.where(limited, full * (problem.max_size - rest), 0)
    return np.append(rest, 0), np.append(most, 0)


def check_sizes(problem: Problem) -> None:
    """Refuse a problem whose numbers are too large for what is proved to be proved in 64 bits.

    Raises
    ------
    IntakeError
        It is one.
    """
    far, worth = dearest_mentee(problem) // 2, most_gain(problem)
    if worth > far:
        who = f"{problem.mentees} mentees in groups of up to {problem.max_size}"
        told = f"makes a place worth up to {worth // SCALE} points, too many to be added up exactly for {who}"
        right = f"divide all weights, or all points, by one number, so that it is worth {far // SCALE} at most"
        raise IntakeError([Issue("the program", told, right=right)])
    cost, groups = most_cost(problem), problem.most_groups + 1
    if cost > min(LARGEST // 8, MOST_OF_ALL // (4 * groups)):
        most = min(LARGEST // 8, MOST_OF_ALL // (4 * groups)) // SCALE
        told = f"makes a group cost up to {cost // SCALE} points, too many to be added up exactly"
        right = f"lower weights.size, weights of [[mix]] or groups.ideal_size, so that it costs {most} at most"
        raise IntakeError([Issue("the program", told, right=right)])
