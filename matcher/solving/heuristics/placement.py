"""Seats taken → where each mentee sits, exactly."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from matcher.problem.grouping import Grouping
from matcher.problem.problem import Problem, Seats
from matcher.solving.exact.solvers import Work, build_model, solve_with_cp_sat
from matcher.solving.heuristics.repair import Leeway, beyond_ideal, breaks_ties, by_flow, placed_within_ties

__all__ = ["MOST_PLACEMENTS", "OWN", "flow_prices", "largest_gains", "place_mentees", "ties_mentees"]

Ints = NDArray[np.int64]

MOST_PLACEMENTS = 15_000
"""Placements handed to CP-SAT at once; of more, and where it runs out of time, flows within the ties do."""
OWN = "matcher"
"""Whose word a best placement rests on that a flow found: prices show it."""


def place_mentees(
    problem: Problem, seats: Seats, work: Work, stop: threading.Event | None = None
) -> tuple[Grouping | None, str | None]:
    """Return (grouping, by): the best placement of mentees at these seats, or at some of them, and who proved it.

    By min-cost flow where seats bound only their size, or where what it finds breaks no tie; by CP-SAT where rules tie
    mentees to each other. None where no placement was found that takes these seats; `by` says whose word it is that
    there is no better one (`OWN` or a solver's name), None: nobody's.
    """
    if not len(seats):
        return None, OWN
    free, settled = by_flow(problem, Leeway.of(problem, seats))
    tied = ties_mentees(problem, seats)
    if free is None and not tied:
        return None, OWN if settled else None
    if free is not None and not (tied and breaks_ties(problem, free)):
        return free, OWN
    within = None if free is None else placed_within_ties(problem, seats, free)
    allowed = problem.permitted(seats)
    if int(allowed.sum()) > MOST_PLACEMENTS:
        return within, None
    outcome = solve_with_cp_sat(build_model(problem, seats, allowed), work, within, stop=stop)
    if outcome.proved:
        return outcome.grouping, "CP-SAT"
    found = [grouping for grouping in (within, outcome.grouping) if grouping is not None]
    return max(found, key=lambda grouping: grouping.objective, default=None), None


def ties_mentees(problem: Problem, seats: Seats) -> bool:
    """Return whether rules tie mentees of one group to each other, or of two groups of one mentor."""
    if problem.lone_genders or problem.together or problem.apart or problem.counted:
        return True
    led = np.bincount(seats.leaders()[1], minlength=problem.mentors)
    size = problem.max_size
    return bool(((led > 1) & (problem.max_mentees < led * size)).any())


def largest_gains(problem: Problem) -> tuple[int, int]:
    """Return no less than any mentee gains anywhere, and than any choice of mentors does, points."""
    aim = problem.aim
    best = problem.score.max(axis=1, initial=0).astype(np.int64)
    points = aim.weight * int((2 * best + problem.placed).max(initial=0))
    largest = points + int(np.abs(aim.bonus).max(initial=0)) + abs(aim.left_out)
    return largest, aim.weight * int(problem.pair_score.max(initial=0))


def flow_prices(problem: Problem, seats: Seats) -> Ints:
    """Return (mentees,): dual prices, points, at which each seat's best members are those of the best placement.

    What is placed at these seats by flow is worth no more than the prices and, at these, the seats' values together;
    where no placement takes all these seats, that is less than any grouping has.
    """
    from ortools.graph.python import min_cost_flow

    count, mentees, least = len(seats), problem.mentees, problem.min_size
    seat, mentee = np.nonzero(problem.permitted(seats))
    gain = problem.gain(mentee, seats.first[seat], seats.second[seat])
    # Dearer than any two groupings differ: a seat short of members, or somebody left out who must be there.
    largest, pairs = largest_gains(problem)
    dear = 2 * (abs(problem.base) + largest * mentees + pairs * problem.most_groups) + 1
    out, who, places = mentees + count, np.arange(mentees), mentees + np.arange(count)
    tail = np.r_[mentee, who, places, places, places]
    head = np.r_[mentees + seat, np.full(mentees + 3 * count, out)]
    beyond, dearer = beyond_ideal(problem, seats.room)
    room = np.r_[np.ones(len(seat) + mentees, np.int64), np.full(count, least), seats.room - least - beyond, beyond]
    cost = np.r_[-gain, np.where(problem.must_place, dear, 0), np.full(count, -dear), np.zeros(count, np.int64)]
    cost = np.r_[cost, np.full(count, dearer)]
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tail, head, room, cost)
    flow.set_nodes_supplies(np.arange(out + 1), np.r_[np.ones(mentees, np.int64), np.zeros(count, np.int64), -mentees])
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"the placement at settled seats ended with {status}")
    used = flow.flows(arcs)
    distance = _distances(out + 1, tail, head, cost, room - used, used)
    prices: Ints = distance[:mentees] - distance[out]
    prices[~problem.must_place] = np.maximum(0, prices[~problem.must_place])
    return prices


def _distances(nodes: int, tail: Ints, head: Ints, cost: Ints, left: Ints, used: Ints) -> Ints:
    """Return (nodes,): potentials of a cheapest flow, no arc along which more or less may flow gaining anything."""
    onward, back = left > 0, used > 0
    start, end = np.r_[tail[onward], head[back]], np.r_[head[onward], tail[back]]
    length = np.r_[cost[onward], -cost[back]]
    distance = np.zeros(nodes, np.int64)
    while True:
        nearer = distance.copy()
        np.minimum.at(nearer, end, distance[start] + length)
        if (nearer == distance).all():
            return distance
        distance = nearer
