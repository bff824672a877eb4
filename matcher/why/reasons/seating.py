"""What permitted seats leave to mentees and mentors, summed over all of them: what counting arguments count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.problem.problem import CELLS, Problem, Seats

__all__ = ["Seating", "seating_of", "who_sits_where"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

MOST_CELLS = 2_000_000_000
"""Seats times mentees that are looked at one by one; of more, what hours and mentors leave by themselves."""


@dataclass
class Seating:
    """Upper limits, mentee by mentee and mentor by mentor, on what any assignment can hold.

    Parameters
    ----------
    candidates
        (mentees,): how many mentees could sit at the permitted seat where most could; 0 without any.
    reached
        (mentees, slots): has a seat there that enough mentees could sit at.
    accompanied
        (mentees,): has such a seat at which they would not be the only one of their gender, where that matters.
    leads_at
        (mentors, slots): leads such a seat there.
    partners
        (mentors, mentors): the two lead such a seat.
    """

    candidates: Ints
    reached: Mask
    accompanied: Mask
    leads_at: Mask
    partners: Mask


def who_sits_where(problem: Problem, seats: Seats) -> Mask:
    """Return (seats, mentees): who may sit where, those bound together only where all of them fit."""
    allowed = problem.permitted(seats)
    for cluster in problem.together:
        allowed[:, list(cluster)] &= (seats.room >= len(cluster))[:, None]
    return allowed


def seating_of(problem: Problem) -> Seating:
    """Return what all permitted seats leave; of too many seats to look at, what hours and mentors by themselves do."""
    first, second = problem.pairs
    if len(first) * problem.slots * max(1, problem.mentees) > MOST_CELLS:
        return _unseen(problem)
    seats = problem.seats_of(first, second)
    if not problem.scheduled:
        # Copies of a seat say nothing new.
        seats = seats[np.unique(seats.first * (problem.mentors + 1) + seats.second, return_index=True)[1]]
    people, slots = problem.mentees, problem.slots
    seating = Seating(
        candidates=np.zeros(people, np.int64),
        reached=np.zeros((people, slots), bool),
        accompanied=np.zeros(people, bool),
        leads_at=np.zeros((problem.mentors + 1, slots), bool),
        partners=np.zeros((problem.mentors + 1, problem.mentors + 1), bool),
    )
    step = max(1, CELLS // max(1, people))
    for start in range(0, len(seats), step):
        _add(problem, seating, seats[np.arange(start, min(start + step, len(seats)))])
    seating.leads_at = seating.leads_at[:-1]
    seating.partners = seating.partners[:-1, :-1]
    return seating


def _add(problem: Problem, seating: Seating, seats: Seats) -> None:
    allowed = who_sits_where(problem, seats)
    count = allowed.sum(axis=1)
    np.maximum(seating.candidates, (allowed * count[:, None]).max(axis=0, initial=0), out=seating.candidates)
    enough = count >= problem.min_size
    seats, allowed = seats[enough], allowed[enough]
    accompanied = allowed.copy()
    for gender in problem.lone_genders:
        accompanied &= ~gender | (allowed[:, gender].sum(axis=1) > 1)[:, None]
    seating.accompanied |= accompanied.any(axis=0)
    for slot in np.unique(seats.slot):
        seating.reached[:, slot] |= allowed[seats.slot == slot].any(axis=0)
    for mentor in (seats.first, seats.second):
        seating.leads_at[mentor, seats.slot] = True
    seating.partners[seats.first, seats.second] = seating.partners[seats.second, seats.first] = True


def _unseen(problem: Problem) -> Seating:
    welcome = np.any(problem.welcome[:, :-1] & problem.leads, axis=1)
    return Seating(
        candidates=np.where(welcome & problem.mentee_free.any(axis=1), problem.mentees, 0),
        reached=problem.mentee_free & welcome[:, None],
        accompanied=np.ones(problem.mentees, bool),
        leads_at=problem.mentor_free[:-1] & np.expand_dims(problem.leads, 1),
        partners=problem.pairable & np.outer(problem.leads, problem.leads),
    )
