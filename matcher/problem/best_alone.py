"""The best that each mentee alone could have, against which its satisfaction is measured."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.problem.kernels import kernel
from matcher.problem.processors import spread
from matcher.rules.rule import Masks

__all__ = ["best_alone"]

Ints = NDArray[np.int64]


def best_alone(score: Ints, alone: Masks, per_group: int) -> Ints:
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
    welcome = alone.welcome & alone.leads[None, :]
    score = np.where(welcome, score[:, :-1], -1)
    either = np.array(alone.either, bool).reshape(-1, *score.shape)
    by_one = np.full(len(score), -1)
    if per_group == 1 or alone.solo.any():
        who = alone.leads if per_group == 1 else alone.solo
        allowed = welcome & who[None, :] & either.all(axis=0)
        shared = (alone.mentee_free.astype(np.float32) @ alone.mentor_free.astype(np.float32).T) > 0
        by_one = np.where(allowed & shared, score, -1).max(axis=1, initial=-1)
    if per_group == 1:
        return by_one
    order = np.argsort(-score, axis=1, kind="stable")
    by_two = np.full(len(score), -1)
    spread(_best_pairs, score, order, either, alone.pairable, alone.mentee_free, alone.mentor_free, by_two)
    best: Ints = np.maximum(by_one, by_two)
    return best


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
def _best_pairs(part, parts, score, order, either, pairable, mentee_free, mentor_free, best):  # type: ignore[no-untyped-def]
    mentees, mentors = score.shape
    for mentee in range(part, mentees, parts):
        found = -1
        for place in range(mentors):
            first = order[mentee, place]
            if score[mentee, first] < 0 or 2 * score[mentee, first] <= found:
                break
            for later in range(place + 1, mentors):
                second = order[mentee, later]
                total = score[mentee, first] + score[mentee, second]
                if score[mentee, second] < 0 or total <= found:
                    break
                if pairable[first, second] and _may_meet(mentee, first, second, either, mentee_free, mentor_free):
                    found = total
                    break
        best[mentee] = found
