"""What a user of CP-SAT would write: mentees in numbered groups, mentors in numbered groups, a slot a group."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from benchmarks.methods.base import (
    Answer,
    Task,
    formed_groups,
    group_numbers,
    objective_of,
    refuse_what_ties_groups,
    seats_of,
)
from matcher.problem.problem import Seats

__all__ = ["solve"]

WORKERS = 8
"""CP-SAT's own subsolvers differ and help each other: eight do better than one a core, on two cores as well."""
FEWEST_SECONDS = 0.5
"""With less than that left once the model is built, it is not solved."""


class _Model:
    """Booleans over (person, group) and (slot, group), with a boolean for each (mentee, mentor, group) that meets.

    Groups with a lower number are used first: the one symmetry that everybody breaks.
    """

    def __init__(self, task: Task) -> None:
        self.task, self.problem = task, task.problem
        self.groups = range(group_numbers(self.problem))
        self.program = cp_model.CpModel()
        self.terms: list[Any] = []
        self.gains: list[int] = []

        def booleans(count: int) -> list[list[Any]]:
            return [[self.program.new_bool_var("") for _ in self.groups] for _ in range(count)]

        self.mentee_in = booleans(self.problem.mentees)
        self.mentor_in = booleans(self.problem.mentors)
        self.meets_at = booleans(self.problem.slots)
        self.used = [self.program.new_bool_var("") for _ in self.groups]

    def build(self) -> bool:
        """State rules and objective; return False where time ran out on the way."""
        for lower, higher in zip(self.groups, self.groups[1:], strict=False):
            self.program.add_implication(self.used[higher], self.used[lower])
        self._everybody_is_in_one_group_at_most()
        for group in self.groups:
            self._sizes(group)
            self._people_can_meet(group)
            self._mentors_may_lead_together(group)
            for mentee in range(self.problem.mentees):
                self._mentee_scores(mentee, group)
            if self.task.left < FEWEST_SECONDS:
                return False
        self.program.maximize(cp_model.LinearExpr.weighted_sum(self.terms, self.gains) + self.problem.base)
        return True

    def _everybody_is_in_one_group_at_most(self) -> None:
        for row in (*self.mentee_in, *self.mentor_in):
            self.program.add_at_most_one(row)

    def _sizes(self, group: int) -> None:
        problem, used = self.problem, self.used[group]
        size = cp_model.LinearExpr.sum([row[group] for row in self.mentee_in])
        self.program.add(size >= problem.min_size * used)
        self.program.add(size <= problem.max_size * used)
        leading = cp_model.LinearExpr.sum([row[group] for row in self.mentor_in])
        self.program.add(leading == problem.per_group * used)
        self.program.add(cp_model.LinearExpr.sum([row[group] for row in self.meets_at]) == used)

    def _people_can_meet(self, group: int) -> None:
        problem = self.problem
        for people, free in ((self.mentee_in, problem.mentee_free), (self.mentor_in, problem.mentor_free[:-1])):
            for person, slot in np.argwhere(~free).tolist():
                self.program.add_implication(people[person][group], self.meets_at[slot][group].negated())

    def _mentors_may_lead_together(self, group: int) -> None:
        problem = self.problem
        for mentor in np.flatnonzero(~problem.leads).tolist():
            self.program.add(self.mentor_in[mentor][group] == 0)
        for one, other in combinations(range(problem.mentors), 2):
            if problem.per_group == 1:
                continue
            pair = (self.mentor_in[one][group], self.mentor_in[other][group])
            if not problem.pairable[one, other]:
                self.program.add_implication(pair[0], pair[1].negated())
            elif problem.pair_score[one, other]:
                self._add_meeting(pair, int(problem.pair_score[one, other]))

    def _mentee_scores(self, mentee: int, group: int) -> None:
        problem, sits = self.problem, self.mentee_in[mentee][group]
        self.terms.append(sits)
        self.gains.append(int(problem.unmatched[mentee]))
        for mentor, score in enumerate(problem.score[mentee, :-1].tolist()):
            pair = (sits, self.mentor_in[mentor][group])
            if not problem.welcome[mentee, mentor]:
                self.program.add_implication(pair[0], pair[1].negated())
            elif score:
                self._add_meeting(pair, score)

    def _add_meeting(self, pair: tuple[Any, Any], score: int) -> None:
        meeting = self.program.new_bool_var("")
        for person in pair:
            self.program.add_implication(meeting, person)
        self.terms.append(meeting)
        self.gains.append(score)

    def grouping(self, said: Callable[[Any], bool]) -> tuple[Seats, NDArray[np.int64]]:
        """Return the seats taken, and where each mentee sits, in a solution; `said` gives a boolean's value."""
        chosen: list[tuple[int, int, int]] = []
        seat_of = np.full(self.problem.mentees, -1, np.int64)
        for group in self.groups:
            if not said(self.used[group]):
                continue
            leaders = [person for person, row in enumerate(self.mentor_in) if said(row[group])]
            members = [person for person, row in enumerate(self.mentee_in) if said(row[group])]
            slot = next(place for place, row in enumerate(self.meets_at) if said(row[group]))
            seat_of[members] = len(chosen)
            chosen.append((leaders[0], leaders[-1] if len(leaders) > 1 else self.problem.mentors, slot))
        return seats_of(self.problem, chosen), seat_of


class _Listener(cp_model.CpSolverSolutionCallback):
    """Keeps the trace, in true points: a solution that is not best may leave a meeting uncounted."""

    def __init__(self, model: _Model) -> None:
        super().__init__()
        self.model = model

    def on_solution_callback(self) -> None:
        objective = objective_of(self.model.problem, *self.model.grouping(self.boolean_value))
        self.model.task.tell(objective, math.floor(self.best_objective_bound + 1e-6))


def solve(task: Task) -> Answer:
    """Return what CP-SAT finds in the time left; the trace is what its solution callback hears."""
    refuse_what_ties_groups(task)
    model = _Model(task)
    if not model.build() or task.left < FEWEST_SECONDS:
        return Answer(None)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = task.left
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = task.seed
    if solver.solve(model.program, _Listener(model)) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None)
    seats, seat_of = model.grouping(solver.boolean_value)
    objective, bound = objective_of(task.problem, seats, seat_of), math.floor(solver.best_objective_bound + 1e-6)
    task.tell(objective, bound)
    return Answer(formed_groups(task, seats, seat_of), objective, bound)
