"""What reduced costs rule out is in no optimal grouping."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.solving.relaxation.lagrangian import Relaxation, subgradient
from matcher.solving.relaxation.pricing import SCALE
from matcher.solving.relaxation.reduced_cost_fixing import forced_bounds, least_doubled, placements_left, seats_left
from tests.draws import draws
from tests.solving.common import all_seats, feasible, random_prices, seats_taken
from tests.solving.test_lagrangian import CASES


@pytest.mark.parametrize("name", CASES)
def test_the_optimum_survives(name: str) -> None:
    closed = 0
    for _, random, intake, problem, best in feasible(f"closing {name}", draws(5, 12), CASES[name]):
        relaxation = Relaxation(problem, all_seats(problem))
        taken, sits = seats_taken(intake, relaxation.seats, best.groups)
        count, cutoff = len(taken), best.objective - relaxation.step
        starts = (random_prices(relaxation, random, 3000 * SCALE), *relaxation.first_prices())
        ascents = [subgradient(relaxation, relaxation.root(), start, cutoff, 30, lambda: True) for start in starts]
        evaluations = [relaxation.evaluate(relaxation.root(), start) for start in starts]
        for evaluation in [*evaluations, *(ascent.bounds.proof[count] for ascent in ascents)]:
            forced = forced_bounds(evaluation, count)
            assert (forced[taken] >= 2 * SCALE * best.objective).all()
            left = seats_left(relaxation, evaluation, count, cutoff)
            assert set(taken.tolist()) <= set(left.tolist())
            allowed = placements_left(relaxation, evaluation, count, cutoff, left)
            placed = np.flatnonzero(sits >= 0)
            assert allowed[np.searchsorted(left, sits[placed]), placed].all()
            possible = problem.permitted(relaxation.seats)
            assert not (allowed & ~possible[left]).any()
            closed += int(possible.sum() - allowed.sum())
    assert closed > 0, "nothing was ever ruled out: this test could not fail"


def test_a_better_grouping_has_at_least_one_step_more() -> None:
    assert least_doubled(10, 5) == 2 * SCALE * 15
