"""Seats left out, likely pairs and the bound by counting."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.problem.grouping import may_be_empty
from matcher.problem.problem import Problem, Seats, build_problem
from matcher.solving import candidate_seats as seats_module
from matcher.solving.candidate_seats import count_seats, likely_pairs, simple_bound, worthwhile_seats
from matcher.solving.exact.solvers import Work, build_model, solve_with_cp_sat
from tests import oracle
from tests.draws import draws
from tests.solving.common import all_seats, drawn, feasible, read

CASES = {
    "any": None,
    "availability": ("availability",),
    "room cap": ("availability", "slot_cap"),
    "two groups": ("availability", "max_groups_two", "max_mentees"),
    "ties": ("availability", "together", "no_lone", "size"),
    "no schedule": ("max_groups_two", "size"),
}


def best_at(problem: Problem, seats: Seats) -> int | None:
    """The best objective at these seats, None where no grouping is allowed."""
    if not len(seats):
        return problem.base if may_be_empty(problem) else None
    outcome = solve_with_cp_sat(build_model(problem, seats, problem.permitted(seats)), Work(10.0, 60.0))
    assert outcome.proved
    return None if outcome.grouping is None else outcome.grouping.objective


def triples(seats: Seats) -> list[tuple[int, int, int]]:
    return list(zip(seats.first.tolist(), seats.second.tolist(), seats.slot.tolist(), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_seats_left_out_never_cost_anything(name: str) -> None:
    left_out = 0
    for _, _, _, problem, best in feasible(f"worthwhile {name}", 8, CASES[name]):
        everything, kept = all_seats(problem), worthwhile_seats(problem, *problem.pairs)
        assert set(triples(kept)) <= set(triples(everything))
        assert (problem.permitted(kept).sum(axis=1) >= problem.min_size).all()
        assert best_at(problem, kept) == best.objective
        left_out += len(everything) - len(kept)
    # Neither without slots nor with a limit on groups at a slot does one slot stand for another.
    assert left_out > 0 or name in ("no schedule", "room cap")


def test_cutting_the_work_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for _, _, _, problem, _ in feasible("cut", draws(6, 12), ("availability",)):
        whole = triples(worthwhile_seats(problem, *problem.pairs))
        for cells in (1, 3 * problem.mentees, 5 * problem.mentees):
            monkeypatch.setattr(seats_module, "CELLS", cells)
            assert triples(worthwhile_seats(problem, *problem.pairs)) == whole
        monkeypatch.undo()


def test_a_slot_at_which_fewer_can_meet_is_left_out_and_of_equal_ones_the_later() -> None:
    slots = ["A", "B", "C"]
    mentees = [{"id": "s1", "availability": "A; B; C"}, {"id": "s2", "availability": "B; C"}]
    mentors = [{"id": name, "availability": "A; B; C"} for name in ("m1", "m2")]
    program = {"groups": {"min_size": 1}, "schedule": {"slots": slots}}
    intake = {"program": program, "mentors": mentors, "mentees": mentees, "constraints": []}
    problem = build_problem(read(intake))
    assert triples(worthwhile_seats(problem, *problem.pairs)) == [(0, 1, 1)]
    program["schedule"] = {"slots": slots, "max_groups_per_slot": 1}
    problem = build_problem(read(intake))
    assert [slot for _, _, slot in triples(worthwhile_seats(problem, *problem.pairs))] == [0, 1, 2]


@pytest.mark.parametrize("rules", [("availability",), ("availability", "one_mentor"), ("availability", "pair_mixed")])
def test_seats_are_counted_without_being_listed(rules: tuple[str, ...]) -> None:
    for number in range(8):
        problem = build_problem(read(drawn(f"count {rules}", number, rules)[0]))
        assert count_seats(problem) == len(all_seats(problem))


def test_likely_pairs_are_permitted_and_all_of_a_small_intake() -> None:
    for number in range(10):
        problem = build_problem(read(drawn("likely", number, ("availability", "pair_mixed", "co_lead"))[0]))
        assert [pair.tolist() for pair in likely_pairs(problem)] == [pair.tolist() for pair in problem.pairs]


def test_likely_pairs_of_many_mentors_have_most_hours_in_common() -> None:
    count, slots = 40, [f"Slot {number}" for number in range(6)]
    mentors = [{"id": f"m{n:02}", "availability": slots if n < 20 else slots[: n % 3]} for n in range(count)]
    intake = {"program": {"schedule": {"slots": slots}}, "mentors": mentors, "constraints": []}
    intake["mentees"] = [{"id": f"s{n}", "availability": slots} for n in range(8)]
    problem = build_problem(read(intake))
    first, second = likely_pairs(problem)
    assert (np.diff(first * (count + 1) + second) > 0).all()
    assert (first < second).all()
    partners = np.bincount(np.r_[first, second], minlength=count)
    assert (partners >= seats_module.PARTNERS).all()
    # The first twenty are free at every slot, and twelve of their own kind are nearer than anybody else.
    assert (second[first < 20] < 20).sum() >= 20 * seats_module.PARTNERS // 2


def test_counting_never_bounds_under_the_optimum() -> None:
    for name, rules in CASES.items():
        for _, _, _, problem, best in feasible(f"counting {name}", draws(4, 8), rules):
            assert simple_bound(problem) >= best.objective


def test_counting_with_few_mentors_leaves_everybody_out() -> None:
    intake = {"program": {}, "mentors": [{"id": "m1"}], "mentees": [{"id": "s1"}, {"id": "s2"}], "constraints": []}
    problem = build_problem(read(intake))
    assert simple_bound(problem) == problem.base == -40_000
    best = oracle.best(intake)
    assert best is not None
    assert best.objective == -40_000
