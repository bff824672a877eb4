"""Problems in which somebody's wish must come true: what would be best then is what the wish costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matcher.problem.problem import Demand, Problem

__all__ = ["leading_together", "placed", "sharing_a_group", "with_one_of"]


def with_one_of(problem: Problem, mentee: int, mentors: Sequence[int]) -> Problem:
    """Return the problem in which a mentee is in a group that one of these mentors leads.

    Satisfaction is still measured by what the mentee could have without that: a price must not move its own measure.
    """
    only = np.zeros(problem.mentors + 1, bool)
    only[list(mentors)] = True
    forced = placed(problem, [mentee])
    if problem.per_group == 1:
        welcome = problem.welcome.copy()
        welcome[list(_bound(problem, mentee))] &= np.append(only[:-1], True)
        return replace(forced, welcome=welcome)
    led = np.ones_like(problem.welcome)
    led[:, -1] = False
    led[mentee] = only
    return replace(forced, either=(*problem.either, led))


def sharing_a_group(problem: Problem, one: int, other: int) -> Problem:
    """Return the problem in which two mentees are in one group."""
    members = sorted({*_bound(problem, one), *_bound(problem, other)})
    welcome, free = problem.welcome.copy(), problem.mentee_free.copy()
    welcome[members] = welcome[members].all(axis=0)
    free[members] = free[members].all(axis=0)
    together = (*(cluster for cluster in problem.together if cluster[0] not in members), tuple(members))
    return replace(placed(problem, members), welcome=welcome, mentee_free=free, together=together)


def leading_together(problem: Problem, one: int, other: int) -> Problem:
    """Return the problem in which two mentors lead a group together."""
    group = Demand(min(one, other), max(one, other), None, None)
    return replace(problem, demands=tuple(dict.fromkeys((*problem.demands, group))))


def placed(problem: Problem, mentees: Sequence[int]) -> Problem:
    """Return the problem in which these mentees, and all who are bound together with them, may not be left out."""
    must = problem.must_place.copy()
    for mentee in mentees:
        must[list(_bound(problem, mentee))] = True
    return replace(problem, must_place=must)


def _bound(problem: Problem, mentee: int) -> tuple[int, ...]:
    return next((cluster for cluster in problem.together if mentee in cluster), (mentee,))
