"""Seats are counted out by sets of them: never one of a best grouping, and all others where bits can tell."""

from __future__ import annotations

import pytest

from matcher.problem.problem import build_problem
from matcher.solving.modes import measures
from matcher.solving.seat_sets import narrowed_seats
from tests.solving.common import all_seats, read, seats_taken
from tests.solving.test_staged_program import MODES, solvable


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("mode", MODES)
def test_no_seat_of_a_best_grouping_is_counted_out(mode: str, known: bool) -> None:
    fewer = 0
    for intake, optimum in solvable("sets", mode, 10):
        whole = read(intake)
        problem = build_problem(whole)
        seats = all_seats(problem)
        wanted = measures(problem, mode, whole.program.objective.levels)
        taken = seats_taken(whole, seats, optimum.groups)[0]
        reached = (tuple(optimum.key[: len(wanted)]), optimum.objective)
        best = (lambda so=reached: so) if known else (lambda: None)
        left = narrowed_seats(problem, seats, wanted, mode == "fair", best, lambda _: None, 0, lambda: True)
        if left is not None:
            assert left[taken].all()
            fewer += not left.all()
    assert fewer or not known
