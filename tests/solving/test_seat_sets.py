"""Seats are counted out by sets of them: never one of a best grouping, and all others where bits can tell."""

from __future__ import annotations

from functools import partial

import pytest

from matcher.problem.problem import build_problem
from matcher.solving.modes import measures
from matcher.solving.seat_sets import narrowed_seats
from tests import oracle
from tests.solving.common import Plain, all_seats, drawn, read, seats_taken

MODES = ("greedy", "generous", "fair")


def told(count: int, mode: str) -> list[tuple[Plain, oracle.Optimum]]:
    """Tiny intakes of a mode that have a best grouping with groups, and at least one stage."""
    found = []
    number = 0
    while len(found) < count:
        intake, random = drawn(f"sets {mode}", number, None)
        intake["program"]["objective"] = {"mode": mode, "levels": random.choice((2, 3, 10))}
        best = oracle.best(intake)
        if best is not None and best.groups and best.key:
            found.append((intake, best))
        number += 1
    return found


def _told(reached: tuple[tuple[int, ...], int] | None) -> tuple[tuple[int, ...], int] | None:
    return reached


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("mode", MODES)
def test_no_seat_of_a_best_grouping_is_counted_out(mode: str, known: bool) -> None:
    fewer = 0
    for intake, best in told(10, mode):
        whole = read(intake)
        problem = build_problem(whole)
        seats = all_seats(problem)
        wanted = measures(problem, mode, whole.program.objective.levels)
        taken = seats_taken(whole, seats, best.groups)[0]
        reached = (tuple(best.key[: len(wanted)]), best.objective)
        best_known = partial(_told, reached if known else None)
        left = narrowed_seats(problem, seats, wanted, mode == "fair", best_known, lambda _: None, 0, lambda: True)
        if left is not None:
            assert left[taken].all()
            fewer += not left.all()
    assert fewer or not known
