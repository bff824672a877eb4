"""The bound lies over the optimum at whatever prices, at the root and with seats fixed."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.problem.problem import build_problem
from matcher.solving.relaxation.lagrangian import Bounds, Relaxation, common_step, subgradient
from matcher.solving.relaxation.pricing import SCALE
from tests.draws import draws
from tests.solving.common import all_seats, drawn, feasible, random_prices, read, seats_taken

CASES = {
    "any": None,
    "two groups": ("max_groups_two", "max_mentees", "availability", "slot_cap"),
    "two groups, no schedule": ("max_groups_two", "max_mentees", "size"),
    "ties": ("together", "apart", "no_lone", "size"),
    "musts": ("everyone", "assign", "availability"),
    "alone": ("one_mentor", "max_groups_two", "max_mentees", "availability"),
}


@pytest.mark.parametrize("name", CASES)
def test_no_prices_bound_under_the_optimum(name: str) -> None:
    for _, random, intake, problem, best in feasible(f"prices {name}", draws(6, 12), CASES[name]):
        relaxation = Relaxation(problem, all_seats(problem))
        taken, _ = seats_taken(intake, relaxation.seats, best.groups)
        for most in (0, 500 * SCALE, 5000 * SCALE, 30_000 * SCALE):
            bounds = Bounds()
            evaluation = relaxation.evaluate(relaxation.root(), random_prices(relaxation, random, most))
            bounds.take(evaluation, 0, relaxation.step)
            assert bounds.by_count[len(taken)] >= best.objective


@pytest.mark.parametrize("name", CASES)
def test_no_step_bounds_under_the_optimum(name: str) -> None:
    for _, random, intake, problem, best in feasible(f"steps {name}", draws(4, 8), CASES[name]):
        relaxation = Relaxation(problem, all_seats(problem))
        taken, _ = seats_taken(intake, relaxation.seats, best.groups)
        start = random_prices(relaxation, random, 3000 * SCALE)
        target = best.objective + random.choice((-5000, -1, 0, 3000))
        ascent = subgradient(relaxation, relaxation.root(), start, target, random.choice((1, 5, 40)), lambda: True)
        assert ascent.bounds.by_count[len(taken)] >= best.objective
        assert ascent.evaluation is not None
        proof = ascent.bounds.proof[len(taken)]
        assert int(proof.doubled[len(taken)]) >= 2 * SCALE * best.objective


@pytest.mark.parametrize("name", CASES)
def test_a_node_on_the_way_to_the_optimum_is_bounded_over_it(name: str) -> None:
    for _, random, intake, problem, best in feasible(f"nodes {name}", draws(4, 8), CASES[name]):
        relaxation = Relaxation(problem, all_seats(problem))
        taken, _ = seats_taken(intake, relaxation.seats, best.groups)
        node = relaxation.root()
        order = taken.tolist()
        random.shuffle(order)
        for place, seat in enumerate(order):
            assert node.open[order[place:]].all(), "a seat of the optimum was closed by fixing another"
            node = relaxation.fix(node, seat)
            for prices in (random_prices(relaxation, random, 3000 * SCALE), *relaxation.first_prices()):
                only = relaxation.for_count(len(taken))
                ascent = subgradient(only, node, prices, best.objective, 6, lambda: True)
                assert ascent.more == len(taken) - len(node.fixed)
                assert ascent.bounds.by_count[len(taken)] >= best.objective


def test_fixing_closes_what_it_rules_out() -> None:
    intake, _ = drawn("fix", 0, ())
    intake["program"] = {"groups": {"min_size": 1}, "schedule": {"slots": ["A", "B"], "max_groups_per_slot": 1}}
    for row in intake["mentors"]:
        row.update(availability="A; B", max_groups=2)
    problem = build_problem(read(intake))
    relaxation = Relaxation(problem, all_seats(problem))
    seats = relaxation.seats
    node = relaxation.fix(relaxation.root(), 0)
    # The slot is full; the same two mentors may still meet at the other.
    assert np.array_equal(node.open, seats.slot != seats.slot[0])
    assert node.fixed.tolist() == [0]


def test_the_step_divides_every_difference_of_two_objectives() -> None:
    for _, _, _, problem, best in feasible("step", draws(12, 30), None):
        step = common_step(problem)
        assert step >= 1
        assert (best.objective - problem.base) % step == 0


def test_bounds_are_exact_where_the_relaxation_is() -> None:
    # One mentor, one slot, three mentees: no choice but whom to take, so that no prices are needed.
    mentees = [{"id": f"s{n}", "preferred_mentors": ["m1"] if n else []} for n in range(3)]
    program = {"groups": {"mentors": 1, "min_size": 1, "max_size": 2}, "weights": {"unmatched": 7}}
    problem = build_problem(
        read({"program": program, "mentors": [{"id": "m1"}], "mentees": mentees, "constraints": []})
    )
    relaxation = Relaxation(problem, all_seats(problem))
    nothing = relaxation.first_prices()[0]
    zero = type(nothing)(
        *(np.zeros_like(getattr(nothing, name)) for name in ("mentee", "slot", "place", "load", "spread"))
    )
    evaluation = relaxation.evaluate(relaxation.root(), zero)
    # Nobody placed: 3 * -7. One group: two first choices at 10 * 100 each, one left out at 7.
    assert evaluation.doubled.tolist() == [2 * SCALE * -21, 2 * SCALE * 1993]
