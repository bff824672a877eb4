"""The seat formulation as a mixed-integer program, in HiGHS through MathOpt; every rule is in it."""

from __future__ import annotations

from benchmarks.methods.base import Answer, Task, formed_groups
from matcher.solving.candidate_seats import worthwhile_seats
from matcher.solving.exact.solvers import build_model, solve_with_highs
from matcher.solving.running.control import Control
from matcher.solving.running.workers import Crew

__all__ = ["solve"]

FEWEST_SECONDS = 0.5


def solve(task: Task) -> Answer:
    """Return what HiGHS finds in the time left; it tells nothing along the way, so the trace is its last word."""
    problem = task.problem
    seats = worthwhile_seats(problem, *problem.pairs)
    model = build_model(problem, seats, problem.permitted(seats))
    if task.left < FEWEST_SECONDS:
        return Answer(None)
    try:
        with Crew() as crew:
            outcome = solve_with_highs(model, Control(task.left, crew=crew))
    except OverflowError:  # its time was over before it had any bound: the bound is infinite
        return Answer(None)
    grouping = outcome.grouping
    task.tell(None if grouping is None else grouping.objective, outcome.bound)
    if grouping is None:
        return Answer(None, bound=outcome.bound)
    return Answer(formed_groups(task, grouping.seats, grouping.seat_of), grouping.objective, outcome.bound)
