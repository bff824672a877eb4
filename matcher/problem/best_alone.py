"""The best that each mentee alone could have, against which its satisfaction is measured."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.problem.kernels import kernel
from matcher.problem.processors import spread
from matcher.problem.scores import NarrowInts, blocks
from matcher.rules.rule import Masks

__all__ = ["best_alone"]

Ints = NDArray[np.int64]

FOREMOST = 24
"""Mentors of the most points whom each mentee is asked about first: mostly two of them are its best."""
MORE = 8
"""Times as many whom those are asked about next who may have better ones."""


def best_alone(score: NarrowInts, alone: Masks, per_group: int) -> Ints:
    """Return (mentees,): the largest score sum over every choice of mentors that the mentee alone could have.

    Every rule that concerns only those people holds, and they share a slot. -1 where there is no such choice.

    Parameters
    ----------
    score
        (mentees, mentors + 1): points, the last column for nobody.
    alone
        The masks by the rules that concern a mentee and its mentors only.
    per_group
        How many mentors lead a group, 1 or 2.
    """
    best = np.full(len(score), -1, np.int64)
    leads_alone = alone.leads if per_group == 1 else alone.leads & alone.solo
    if leads_alone.any():
        for some in blocks(*score.shape):
            best[some] = _best_by_one(score[some], alone, leads_alone, some)
    if per_group == 1:
        return best
    foremost, open_to = FOREMOST, np.arange(len(score))
    either = np.array(alone.either, bool).reshape(-1, *alone.welcome.shape)
    while len(open_to):
        settled = [
            _best_by_two(score, alone, either, open_to[some], foremost, best)
            for some in blocks(len(open_to), score.shape[1])
        ]
        open_to, foremost = open_to[~np.concatenate(settled)], MORE * foremost
    return best


def _best_by_one(score: NarrowInts, alone: Masks, leads: NDArray[np.bool_], some: slice) -> Ints:
    """Return the largest score of some mentees with one mentor who leads alone, -1 where there is none."""
    allowed = alone.welcome[some] & leads
    for mask in alone.either:
        allowed &= mask[some]
    allowed &= (alone.mentee_free[some].astype(np.float32) @ alone.mentor_free.astype(np.float32).T) > 0
    best: Ints = np.where(allowed, score[:, :-1], -1).max(axis=1, initial=-1).astype(np.int64)
    return best


def _best_by_two(
    score: NarrowInts, alone: Masks, either: NDArray[np.bool_], mentees: Ints, foremost: int, best: Ints
) -> NDArray[np.bool_]:
    """Raise `best` to the largest sum of two of the `foremost` mentors; return whether no other betters it."""
    mentors = len(alone.leads)
    points = np.where(alone.welcome[mentees] & alone.leads, score[mentees, :-1], -1)
    # No others have more.
    most = np.full(len(mentees), -1, np.int64)
    if foremost < mentors:
        most = np.partition(points, mentors - foremost)[:, mentors - foremost].astype(np.int64)
    row, mentor = np.nonzero(points > most.astype(points.dtype)[:, None])
    there = points[row, mentor].astype(np.int64)
    order = np.lexsort((-there, row))
    start = np.searchsorted(row, np.arange(len(mentees) + 1))
    found = best[mentees]
    free = (alone.mentee_free, alone.mentor_free)
    spread(_best_pairs, mentees, start, mentor[order], there[order], either, alone.pairable, *free, found)
    best[mentees] = found
    first = np.r_[there[order], -1][np.minimum(start[:-1], len(there))]
    settled: NDArray[np.bool_] = (most < 0) | (found >= np.where(np.diff(start) > 0, first, most) + most)
    return settled


@kernel
def _may_meet(mentee, first, second, either, mentee_free, mentor_free):  # type: ignore[no-untyped-def]
    for rule in range(either.shape[0]):
        if not (either[rule, mentee, first] or either[rule, mentee, second]):
            return False
    for slot in range(mentee_free.shape[1]):
        if mentee_free[mentee, slot] and mentor_free[first, slot] and mentor_free[second, slot]:
            return True
    return False


@kernel
def _best_pairs(  # type: ignore[no-untyped-def]
    part, parts, mentees, start, mentor, points, either, pairable, mentee_free, mentor_free, best
):
    for row in range(part, len(mentees), parts):
        found = best[row]
        for place in range(start[row], start[row + 1]):
            if 2 * points[place] <= found:
                break
            for later in range(place + 1, start[row + 1]):
                total = points[place] + points[later]
                if total <= found:
                    break
                first, second = mentor[place], mentor[later]
                if pairable[first, second] and _may_meet(mentees[row], first, second, either, mentee_free, mentor_free):
                    found = total
                    break
        best[row] = found
