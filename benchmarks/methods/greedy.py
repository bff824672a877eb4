"""As somebody would by hand: the slot at which most are free, the mentors they wish for, then the mentees once more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.methods.base import (
    Answer,
    Task,
    formed_groups,
    group_numbers,
    objective_of,
    refuse_what_ties_groups,
    seats_of,
)
from matcher.problem.problem import Problem
from matcher.solving.exact.solvers import Work
from matcher.solving.heuristics.placement import place_mentees

__all__ = ["solve"]

Ints = NDArray[np.int64]


class _Plan:
    """Groups formed one by one: who is still there, and what was chosen."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.waiting = np.ones(problem.mentees, bool)
        self.mentor_there = problem.leads.copy()
        self.chosen: list[tuple[int, int, int]] = []
        self.seat_of = np.full(problem.mentees, -1, np.int64)
        even = -(-problem.mentees // max(1, group_numbers(problem)))
        self.size = min(max(even, problem.min_size), problem.max_size)

    def form_all(self) -> None:
        """Form groups until no slot has enough people left."""
        while True:
            waiting = self.waiting @ self.problem.mentee_free.astype(np.int64)
            if not any(self._form_at(int(slot)) for slot in np.argsort(-waiting, kind="stable")):
                return

    def _form_at(self, slot: int) -> bool:
        """Form a group at a slot, if one can be: of the pair that most points go to, with those who wish it nearest."""
        problem = self.problem
        there = np.flatnonzero(self.waiting & problem.mentee_free[:, slot])
        if len(there) < problem.min_size:
            return False
        first, second = problem.pairs
        led = np.r_[self.mentor_there, True] & problem.mentor_free[:, slot]
        able = led[first] & led[second]
        first, second = first[able], second[able]
        if not len(first):
            return False
        welcome = problem.welcome[there][:, first] & problem.welcome[there][:, second]
        score = np.where(welcome, problem.score[there][:, first] + problem.score[there][:, second], -1)
        points = np.sort(score, axis=0)[::-1][: self.size]
        worth = np.where(points >= 0, points, 0).sum(axis=0) + problem.pair_gain(first, second)
        worth[welcome.sum(axis=0) < problem.min_size] = -1
        best = int(worth.argmax())
        if worth[best] < 0:
            return False
        self._take(int(first[best]), int(second[best]), slot, there[welcome[:, best]])
        return True

    def _take(self, first: int, second: int, slot: int, able: Ints) -> None:
        """Seat, of those able to come, the ones who name these mentors highest; points decide between equals."""
        problem = self.problem
        ranks = problem.rank[able][:, [first, second]]
        nearest = np.where(ranks > 0, ranks, problem.mentors + 1).min(axis=1)
        points = problem.score[able, first] + problem.score[able, second]
        members = able[np.lexsort((-points, nearest))][: self.size]
        self.seat_of[members] = len(self.chosen)
        self.waiting[members] = False
        self.mentor_there[[mentor for mentor in (first, second) if mentor < problem.mentors]] = False
        self.chosen.append((first, second, slot))


def solve(task: Task) -> Answer:
    """Return groups formed by hand, in which mentees are then placed again, best possible, by min-cost flow."""
    refuse_what_ties_groups(task)
    problem = task.problem
    plan = _Plan(problem)
    plan.form_all()
    seats = seats_of(problem, plan.chosen)
    task.tell(objective_of(problem, seats, plan.seat_of), None)
    grouping, _ = place_mentees(problem, seats, Work(1.0, max(1.0, task.left)))
    seat_of = plan.seat_of
    if grouping is not None:
        seats, seat_of = grouping.seats, grouping.seat_of
    objective = objective_of(problem, seats, seat_of)
    task.tell(objective, None)
    return Answer(formed_groups(task, seats, seat_of), objective)
