"""Seats taken → where each mentee sits, exactly."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from matcher.problem import Problem, Seats
from matcher.solving.exact import Work, build_model, solve_with_cp_sat
from matcher.solving.grouping import Grouping, grouping_of
from matcher.solving.mending import placed_and_mended

__all__ = ["MOST_PLACEMENTS", "gaps_at_leaves", "place_mentees", "ties_mentees"]

Ints = NDArray[np.int64]

MOST_PLACEMENTS = 60_000
"""Placements handed to CP-SAT at once; of more, and where it runs out of time, what a flow got wrong is mended."""


def place_mentees(
    problem: Problem, seats: Seats, work: Work, stop: threading.Event | None = None
) -> tuple[Grouping | None, bool]:
    """Return (grouping, exact): the best placement of mentees at these seats, or at some of them.

    By min-cost flow where seats bound only their size; by CP-SAT where rules tie mentees to each other. None where no
    placement was found that takes these seats; `exact` says that there is no better one.
    """
    if not len(seats):
        return None, True
    if not ties_mentees(problem, seats):
        return _by_flow(problem, seats)
    allowed = problem.permitted(seats)
    if int(allowed.sum()) <= MOST_PLACEMENTS:
        outcome = solve_with_cp_sat(build_model(problem, seats, allowed), work, stop=stop)
        if outcome.grouping is not None or outcome.proved:
            return outcome.grouping, outcome.proved
    return placed_and_mended(problem, _by_flow(problem, seats)[0]), False


def gaps_at_leaves(problem: Problem) -> bool:
    """Return whether rules that pricing leaves out of account tie mentees, so that even settled seats leave a gap."""
    shared = (problem.max_groups > 1) & (problem.max_mentees < problem.max_groups * problem.max_size)
    return bool(problem.together or problem.apart or (shared & problem.leads).any())


def ties_mentees(problem: Problem, seats: Seats) -> bool:
    """Return whether rules tie mentees of one group to each other, or of two groups of one mentor."""
    if problem.lone_genders or problem.together or problem.apart:
        return True
    led = np.bincount(seats.leaders()[1], minlength=problem.mentors)
    size = problem.max_size
    return bool(((led > 1) & (problem.max_mentees < led * size)).any())


def _by_flow(problem: Problem, seats: Seats) -> tuple[Grouping | None, bool]:
    """Place by min-cost flow from mentees through seats to a sink; each seat draws its least size for itself."""
    from ortools.graph.python import min_cost_flow

    count, mentees = len(seats), problem.mentees
    least = problem.min_size
    if count * least > mentees:
        return None, True
    seat, mentee = np.nonzero(problem.permitted(seats))
    gain = problem.gain(mentee, seats.first[seat], seats.second[seat])
    optional = np.flatnonzero(~problem.must_place)
    every_seat, sink = mentees + np.arange(count), mentees + count
    flow = min_cost_flow.SimpleMinCostFlow()
    placed = flow.add_arcs_with_capacity_and_unit_cost(mentee, mentees + seat, np.ones(len(seat), int), -gain)
    zeros, ones = np.zeros(len(optional), int), np.ones(len(optional), int)
    flow.add_arcs_with_capacity_and_unit_cost(optional, np.full(len(optional), sink), ones, zeros)
    flow.add_arcs_with_capacity_and_unit_cost(
        every_seat, np.full(count, sink), seats.room - least, np.zeros(count, int)
    )
    supplies = np.r_[np.ones(mentees, int), np.full(count, -least), least * count - mentees]
    flow.set_nodes_supplies(np.arange(sink + 1), supplies)
    status = flow.solve()
    if status != flow.OPTIMAL:
        return None, bool(status == flow.INFEASIBLE)
    taken = flow.flows(placed) > 0
    seat_of = np.full(mentees, -1, np.int64)
    seat_of[mentee[taken]] = seat[taken]
    return grouping_of(problem, seats, seat_of), True
