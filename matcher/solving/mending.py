"""Placements that break ties between mentees, mended by leaving people out, where CP-SAT cannot hold them at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.problem import Problem, Seats
from matcher.solving.grouping import Grouping, grouping_of

__all__ = ["placed_and_mended"]

Ints = NDArray[np.int64]


def placed_and_mended(problem: Problem, grouping: Grouping | None) -> Grouping | None:
    """Return a grouping at some of its seats that breaks no tie, None where none was given or people must be placed.

    Whoever breaks a tie is left out, the least gain first, until nothing is broken; groups that fall under the least
    size go.
    """
    if grouping is None:
        return None
    seat_of = grouping.seat_of.copy()
    while len(grouping.seats):
        out = _breakers(problem, grouping.seats, seat_of)
        if not len(out):
            break
        seat_of[out] = -1
    mended = grouping_of(problem, grouping.seats, seat_of)
    return None if (mended.seat_of[problem.must_place] < 0).any() else mended


def _breakers(problem: Problem, seats: Seats, seat_of: Ints) -> Ints:
    """Return mentees to leave out next, for the first kind of tie that is broken."""
    sizes = np.bincount(seat_of[seat_of >= 0], minlength=len(seats))
    small = np.flatnonzero((sizes > 0) & (sizes < problem.min_size))
    if len(small):
        return np.flatnonzero(np.isin(seat_of, small))
    for cluster in problem.together:
        members = np.array(cluster)
        if len(set(seat_of[members].tolist())) > 1:
            return np.flatnonzero(np.isin(np.arange(len(seat_of)), members) & (seat_of >= 0))
    for one, other in problem.apart:
        if seat_of[one] >= 0 and seat_of[one] == seat_of[other]:
            return np.array([_lesser(problem, seats, seat_of, np.array([one, other]))])
    for gender in problem.lone_genders:
        placed = np.flatnonzero(gender & (seat_of >= 0))
        lone = np.bincount(seat_of[placed], minlength=len(seats)) == 1
        if lone.any():
            return np.flatnonzero(gender & (seat_of >= 0) & np.append(lone, False)[seat_of])
    for mentor in np.flatnonzero(problem.max_groups > 1):
        carried = np.flatnonzero((seat_of >= 0) & seats.led_by(int(mentor))[seat_of])
        if len(carried) > problem.max_mentees[mentor]:
            return np.array([_lesser(problem, seats, seat_of, carried)])
    return np.empty(0, np.int64)


def _lesser(problem: Problem, seats: Seats, seat_of: Ints, mentees: Ints) -> int:
    """Return the mentee whose place gains least, the last of equals."""
    seat = seat_of[mentees]
    gain = problem.gain(mentees, seats.first[seat], seats.second[seat]) + problem.must_place[mentees] * 2**40
    return int(mentees[np.lexsort((-mentees, gain))[0]])
