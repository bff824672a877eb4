"""Independent parts: people whom no seat connects are solved apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.problem.problem import CELLS, BestAlone, Demand, Problem, Seats

__all__ = ["Part", "independent_parts", "whole_part"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """A problem by itself, and where its people stand in the whole.

    Parameters
    ----------
    mentees, mentors
        Positions in the whole problem, ascending.
    """

    problem: Problem
    mentees: Ints
    mentors: Ints


def independent_parts(problem: Problem, seats: Seats) -> list[Part]:
    """Return the parts of a problem, in the order of their first mentor.

    Mentees whom no seat holds are in no part: they are left out of any grouping. Where a rule counts groups over the
    whole (`count`, `max_groups_per_slot`), or a rule ties parts, there is one part with everybody in it.
    """
    label = _labels(problem, seats)
    whole = problem.count is not None or problem.max_groups_per_slot is not None
    mentee_label, mentor_label = label[: problem.mentees], label[problem.mentees :]
    leading = np.unique(np.r_[seats.first, seats.second[seats.second != seats.nobody]])
    found = np.unique(mentor_label[leading])
    if whole or len(found) <= 1:
        return [whole_part(problem)]
    parts = []
    for name in found[np.argsort([np.flatnonzero(mentor_label == one)[0] for one in found])]:
        mentees, mentors = np.flatnonzero(mentee_label == name), np.flatnonzero(mentor_label == name)
        parts.append(Part(restricted(problem, mentees, mentors), mentees, mentors))
    return parts


def whole_part(problem: Problem) -> Part:
    """Return the whole problem as its only part."""
    return Part(problem, np.arange(problem.mentees), np.arange(problem.mentors))


def _labels(problem: Problem, seats: Seats) -> Ints:
    """Return (mentees + mentors,): for people whom seats or ties connect the position of the first of them."""
    # Each stands under one of its own who comes no later, the first of all under itself.
    above = np.arange(problem.mentees + problem.mentors)
    for people in (*map(np.array, problem.together), *_linked(problem, seats)):
        first = _first(above, people)
        above[first] = above[people] = first.min()
    return _first(above, np.arange(len(above)))


def _first(above: Ints, people: Ints) -> Ints:
    """Return who stands over all those over each of these people."""
    first = above[people]
    while (above[first] != first).any():
        first = above[first]
    return first


def _linked(problem: Problem, seats: Seats) -> Iterator[Ints]:
    """Yield, for each first mentor of some of its seats, that mentor, its co-mentors and whoever can sit there."""
    for chunk in np.array_split(np.arange(len(seats)), max(1, len(seats) * problem.mentees // CELLS)):
        some = seats[chunk]
        starts = np.flatnonzero(np.diff(some.first, prepend=-1))
        if not len(starts):
            continue
        able = np.logical_or.reduceat(problem.permitted(some), starts, axis=0)
        co_mentors = np.split(some.second, starts[1:])
        for row, first, second in zip(able, some.first[starts], co_mentors, strict=True):
            mentors = np.append(second[second != seats.nobody], first)
            yield np.concatenate([np.flatnonzero(row), mentors + problem.mentees])


def restricted(problem: Problem, mentees: Ints, mentors: Ints) -> Problem:
    """Return the problem of these people alone; what rules count over the whole stays as it is."""
    place = {int(old): new for new, old in enumerate(mentees)}
    with_nobody = np.r_[mentors, problem.mentors]
    mine = set(place)
    return replace(
        problem,
        mentees=len(mentees),
        mentors=len(mentors),
        score=problem.score[np.ix_(mentees, with_nobody)],
        pair_score=problem.pair_score[np.ix_(with_nobody, with_nobody)],
        rank=problem.rank[np.ix_(mentees, with_nobody)],
        best_alone=BestAlone.known(problem.best[mentees]),
        welcome=problem.welcome[np.ix_(mentees, with_nobody)],
        either=tuple(mask[np.ix_(mentees, with_nobody)] for mask in problem.either),
        pairable=problem.pairable[np.ix_(mentors, mentors)],
        leads=problem.leads[mentors],
        mentee_free=problem.mentee_free[mentees],
        mentor_free=problem.mentor_free[with_nobody],
        max_groups=problem.max_groups[mentors],
        max_mentees=problem.max_mentees[mentors],
        must_place=problem.must_place[mentees],
        lone_genders=tuple(gender[mentees] for gender in problem.lone_genders),
        together=tuple(tuple(place[one] for one in cluster) for cluster in problem.together if cluster[0] in mine),
        apart=tuple((place[a], place[b]) for a, b in problem.apart if a in mine and b in mine),
        demands=_restricted_demands(problem, mentors),
        unmatched=problem.unmatched[mentees],
        solo=problem.solo[mentors],
        counted=tuple(limit._replace(mentees=limit.mentees[mentees]) for limit in problem.counted),
    )


def _restricted_demands(problem: Problem, mentors: Ints) -> tuple[Demand, ...]:
    """Return the groups that must be there of which these mentors are all the leaders."""
    place = {int(old): new for new, old in enumerate((*mentors, problem.mentors))}
    return tuple(
        replace(demand, first=place[demand.first], second=place[demand.second])
        for demand in problem.demands
        if demand.first in place and demand.second in place
    )
