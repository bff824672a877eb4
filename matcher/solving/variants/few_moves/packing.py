"""Which past groups live on, and who leads them: the part of keeping people that is about mentors alone.

Of every seat with a label it is known how many can stay there; labels and mentors are limited. The best choice is a
packing of a few thousand columns, quick to solve, and no grouping lets more people stay.
"""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from matcher.problem.problem import Problem, Seats
from matcher.solving.exact.solvers import Work
from matcher.solving.variants.few_moves.labels import PRICE, Staying

__all__ = ["pack"]

Ints = NDArray[np.int64]

SHARE = 6
"""A solve of the packing has so much less work than one of a whole model."""
NEAR = 20_000
"""Columns of the packing in which points decide between choices that let as many stay."""


def pack(staying: Staying, known: int, work: Work, stop: threading.Event) -> tuple[Ints, int]:
    """Return (columns, most): the seats with labels that let most people stay, and a limit on how many can.

    Among choices that let as many stay, the one whose people score more there. No columns where nothing was found that
    lets more stay than are `known` to.
    """
    # The columns that the prices came from are few, and hold a good choice as a rule: then few others can beat it.
    chosen, _ = _best(staying, staying.priced, staying.worth[staying.priced], known, work)
    reached = known if chosen is None else int(staying.worth[chosen].sum())
    most = staying.most
    if reached < most and not stop.is_set():
        near = _near(staying, reached + 1)
        better, limit = _best(staying, near, staying.worth[near], reached + 1, work)
        chosen = chosen if better is None else better
        reached = reached if better is None else int(staying.worth[better].sum())
        most = max(reached, min(most, limit)) if staying.complete else most
    near = _near(staying, reached)
    if chosen is not None and len(near) <= NEAR and not stop.is_set():
        again, _ = _best(staying, near, staying.points(near), reached, work)
        chosen = chosen if again is None else again
    return np.empty(0, np.int64) if chosen is None else chosen, most


def _near(staying: Staying, least: int) -> Ints:
    """Return the columns with a label at which at least so many people may stay in all."""
    return np.flatnonzero((staying.label >= 0) & (staying.losses() <= staying.units - least * PRICE))


def _best(staying: Staying, columns: Ints, gains: Ints, least: int, work: Work) -> tuple[Ints | None, int]:
    """Return the choice of columns of most gain in which at least `least` stay, and a limit on the gain.

    None where none was found; the limit is then one less than `least` where none is, and far off else.
    """
    from ortools.sat.python import cp_model

    program = cp_model.CpModel()
    variables = [program.new_bool_var("") for _ in range(len(columns))]
    seats, label = staying.seats[columns], staying.label[columns]
    for members, most in _limits(staying.problem, seats, label):
        program.add_linear_constraint(cp_model.LinearExpr.sum([variables[one] for one in members]), 0, most)
    stay = cp_model.LinearExpr.weighted_sum(variables, staying.worth[columns].tolist())
    program.add(stay >= least)
    program.maximize(cp_model.LinearExpr.weighted_sum(variables, gains.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = work.seed
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = work.amount / SHARE
    solver.parameters.max_time_in_seconds = max(0.01, work.seconds)
    solver.parameters.catch_sigint_signal = False
    solver.parameters.presolve_inclusion_work_limit = 0
    status = solver.solve(program)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, least - 1 if status == cp_model.INFEASIBLE else 2**40
    taken = np.array([solver.boolean_value(variable) for variable in variables], bool)
    return columns[taken], int(np.floor(solver.best_objective_bound + 1e-6))


def _limits(problem: Problem, seats: Seats, label: Ints) -> list[tuple[list[int], int]]:
    """Return groups of columns, and how many of each may be taken: of a label, a mentor, a mentor at a slot, a slot."""
    seat, mentor = seats.leaders()
    limits = [(members, 1) for members in _gathered(label, np.arange(len(seats))).values()]
    limits += [(members, int(problem.max_groups[one])) for one, members in _gathered(mentor, seat).items()]
    if problem.scheduled:
        busy = problem.max_groups[mentor] > 1
        place = (mentor * problem.slots + seats.slot[seat])[busy]
        limits += [(members, 1) for members in _gathered(place, seat[busy]).values()]
    if problem.max_groups_per_slot is not None:
        at_slot = _gathered(seats.slot, np.arange(len(seats)))
        limits += [(members, problem.max_groups_per_slot) for members in at_slot.values()]
    return limits


def _gathered(key: Ints, value: Ints) -> dict[int, list[int]]:
    order = np.argsort(key, kind="stable")
    keys, starts = np.unique(key[order], return_index=True)
    return (
        {int(k): part.tolist() for k, part in zip(keys, np.split(value[order], starts[1:]), strict=True)}
        if len(key)
        else {}
    )
