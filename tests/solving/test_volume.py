"""The last price steps: every bound on the way holds, and the best is no worse than where they began."""

from __future__ import annotations

import pytest

from matcher.solving.relaxation.lagrangian import Bounds, Relaxation
from matcher.solving.relaxation.pricing import SCALE
from matcher.solving.relaxation.volume import volume_method
from tests.draws import draws
from tests.solving.common import all_seats, feasible, random_prices, seats_taken
from tests.solving.test_lagrangian import CASES


@pytest.mark.parametrize("name", CASES)
def test_no_step_bounds_under_the_optimum(name: str) -> None:
    for _, random, intake, problem, best in feasible(f"volume {name}", draws(4, 8), CASES[name]):
        relaxation = Relaxation(problem, all_seats(problem))
        taken, _ = seats_taken(intake, relaxation.seats, best.groups)
        start, target = random_prices(relaxation, random, 3000 * SCALE), best.objective - random.choice((0, 1, 5000))
        bounds = Bounds()
        volume_method(relaxation, relaxation.root(), start, target, random.choice((1, 10, 60)), lambda: True, bounds)
        assert bounds.by_count[len(taken)] >= best.objective


def test_the_best_prices_are_returned_and_prove_no_more_than_the_first() -> None:
    for _, _, _, problem, best in feasible("volume best", 6, ("availability",)):
        relaxation = Relaxation(problem, all_seats(problem))
        root, start = relaxation.root(), relaxation.first_prices()[1]
        first, bounds = relaxation.evaluate(root, start), Bounds()
        refined = volume_method(relaxation, root, start, best.objective, 40, lambda: True, bounds)
        assert refined is not None
        last, counts = relaxation.evaluate(root, refined), relaxation.counts(root, first)
        assert max(int(last.doubled[k]) for k in counts) <= max(int(first.doubled[k]) for k in counts)


def test_out_of_time_the_first_prices_stay() -> None:
    _, _, _, problem, best = feasible("volume time", 1, ("availability",))[0]
    relaxation = Relaxation(problem, all_seats(problem))
    start = relaxation.first_prices()[1]
    refined = volume_method(relaxation, relaxation.root(), start, best.objective - 1, 40, lambda: False, Bounds())
    assert refined is not None
    assert (refined.mentee == start.mentee).all()
