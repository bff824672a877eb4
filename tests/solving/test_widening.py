"""Pricing every seat once: the bound is proved for all of them, whichever were looked at before."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.errors import InfeasibleError, UnsolvedError
from matcher.solving import candidate_seats as seats
from matcher.solving import search
from matcher.solving.exact.solvers import Work
from matcher.solving.heuristics.placement import place_mentees
from matcher.solving.relaxation import seat_choice
from matcher.solving.relaxation.lagrangian import Node, Relaxation
from matcher.solving.relaxation.pricing import SCALE
from matcher.solving.relaxation.seat_generation import generate_seats, with_every_seat
from tests import oracle
from tests.draws import draws
from tests.solving.common import all_seats, drawn, feasible, matched, random_prices, told

CASES = {
    "any": None,
    "two groups": ("max_groups_two", "max_mentees", "availability", "slot_cap"),
    "two groups, no schedule": ("max_groups_two", "max_mentees", "size"),
    "ties": ("together", "apart", "no_lone", "size"),
    "musts": ("everyone", "assign", "availability"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_bound_holds_for_seats_that_were_not_looked_at(name: str) -> None:
    looked = 0
    for _, random, _, problem, best in feasible(f"wide {name}", draws(3, 6), CASES[name]):
        if problem.per_group == 1:
            continue
        everything = all_seats(problem)
        for share in (0.0, 0.3, 1.0):
            some = np.array([random.random() < share for _ in range(len(everything))], bool)
            for demand in problem.demands:
                some |= demand.met_by(everything)
            relaxation = Relaxation(problem, everything[some])
            for most in (0, 500 * SCALE, 5000 * SCALE, 30_000 * SCALE):
                widening = generate_seats(relaxation, random_prices(relaxation, random, most), lambda: True)
                assert widening is not None
                assert widening.doubled >= 2 * SCALE * best.objective
                looked += 1
    assert looked > 0


def test_where_every_seat_was_looked_at_the_bound_is_that_of_the_matching() -> None:
    for _, random, _, problem, _ in feasible("wide all", draws(3, 6), ("availability", "similarity")):
        if problem.per_group == 1:
            continue
        relaxation = Relaxation(problem, all_seats(problem))
        prices = random_prices(relaxation, random, 3000 * SCALE)
        widening = generate_seats(relaxation, prices, lambda: True)
        assert widening is not None
        evaluation = relaxation.evaluate(relaxation.root(), prices)
        matching = seat_choice.choose_freely(relaxation.seats, evaluation.values, relaxation.places)
        constant = int(evaluation.doubled[0]) - int(evaluation.choices.doubled[0])
        assert widening.doubled == constant + int(matching.doubled[0])


def test_out_of_time_nothing_is_told() -> None:
    _, _, _, problem, _ = feasible("wide time", 1, ("availability",))[0]
    relaxation = Relaxation(problem, all_seats(problem))
    assert generate_seats(relaxation, relaxation.first_prices()[0], lambda: False) is None


@pytest.mark.parametrize("name", CASES)
def test_the_seats_of_all_who_are_left_join_those_taken(name: str) -> None:
    for plain, random, intake, problem, _ in feasible(f"every seat {name}", draws(2, 4), CASES[name]):
        if problem.per_group == 1:
            continue
        everything = all_seats(problem)
        few = Relaxation(problem, everything[np.arange(0, len(everything), 2)])
        node = few.root()
        while node.open.any() and random.random() < 0.8:
            node = few.fix(node, int(random.choice(np.flatnonzero(node.open).tolist())))
        wider, same = with_every_seat(few, node)
        assert seats_at(few, node) == seats_at(wider, same)
        while same.open.any():
            same = wider.fix(same, int(random.choice(np.flatnonzero(same.open).tolist())))
        grouping, _ = place_mentees(problem, wider.seats[same.fixed], Work(5.0, 60.0))
        if grouping is not None:
            wrong = [text for text in oracle.breaches(plain, told(intake, grouping)) if "groups, not" not in text]
            assert wrong == []


def seats_at(relaxation: Relaxation, node: Node) -> list[tuple[int, int, int]]:
    seats = relaxation.seats[node.fixed]
    return list(zip(seats.first.tolist(), seats.second.tolist(), seats.slot.tolist(), strict=True))


@pytest.mark.parametrize("mode", ["total", "generous"])
@pytest.mark.parametrize("name", CASES)
def test_the_way_of_large_intakes_is_right_on_tiny_ones(name: str, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MANY_NODES", 1)
    # So few that some seats are not among them.
    monkeypatch.setattr(seats, "PARTNERS", 1)
    monkeypatch.setattr(seat_choice, "MANY_NODES", 1)
    reached, best_possible = 0, 0
    for number in range(draws(2, 4)):
        intake, _ = drawn(f"as if large {name}", number, CASES[name])
        intake["program"].setdefault("objective", {})["mode"] = mode
        best = oracle.best(intake)
        try:
            result = matched(intake)
        except InfeasibleError:
            assert best is None
            continue
        except UnsolvedError:
            continue
        assert best is not None
        assert oracle.check_result(intake, result.to_json_dict()) == []
        if mode == "total":
            assert result.objective <= best.objective <= result.bound
            reached += result.objective == best.objective
            best_possible += 1
    assert mode != "total" or reached >= best_possible / 2
