"""Two solvers on one model, and what CP-SAT says when it is cut short."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from matcher.problem.grouping import Grouping
from matcher.problem.problem import build_problem
from matcher.solving.candidate_seats import worthwhile_seats
from matcher.solving.exact.solvers import Work, build_model, solve_with_cp_sat, solve_with_highs
from matcher.solving.running.control import Control
from tests import oracle
from tests.draws import draws
from tests.solving.common import Plain, all_seats, drawn, feasible, matched, read, told

ENOUGH = Work(30.0, 60.0)
SECOND = ("max_groups_two", "max_mentees", "together", "apart", "availability")


def larger(number: int) -> Plain:
    """Five mentors, ten mentees, two groups a mentor, and rules that tie mentees to each other."""
    _, random = drawn("larger", number, ())
    program: Plain = {
        "groups": {"min_size": random.choice((1, 2)), "max_size": random.choice((3, 4))},
        "weights": {"unmatched": random.choice((500, 3000)), "co_mentor_choice": 10},
        "load": {"max_groups": 2},
    }
    mentors: list[Plain] = [
        {"id": f"m{n}", "max_mentees": random.choice(("", 3, 4, 5)), "max_groups": random.choice(("", 1))}
        for n in range(5)
    ]
    mentees: list[Plain] = [{"id": f"s{n}", "gender": random.choice(("woman", "man"))} for n in range(10)]
    for mentee in mentees:
        mentee["preferred_mentors"] = random.sample([mentor["id"] for mentor in mentors], random.randint(0, 3))
    for mentor in mentors:
        others = [other["id"] for other in mentors if other is not mentor]
        mentor["preferred_co_mentors"] = random.sample(others, random.randint(0, 2))
    if number % 2:
        program["schedule"] = {"slots": ["A", "B", "C"], "max_groups_per_slot": 2}
        for person in (*mentors, *mentees):
            person["availability"] = random.sample(["A", "B", "C"], random.randint(1, 3))
    if number % 3 == 0:
        program["gender"] = {"no_lone": ["woman"]}
    constraints = [{"kind": "together", "a": "s0", "b": "s1"}, {"kind": "apart", "a": "s2", "b": "s3"}]
    constraints.append({"kind": "apart", "a": "s1", "b": "s4"})
    return {"program": program, "mentors": mentors, "mentees": mentees, "constraints": constraints}


@pytest.mark.parametrize("number", range(draws(7, 20)))
def test_two_solvers_agree_on_a_larger_intake(number: int) -> None:
    intake = larger(number)
    whole = read(intake)
    problem = build_problem(whole)
    seats = worthwhile_seats(problem, *problem.pairs)
    model = build_model(problem, seats, problem.permitted(seats))
    ours, theirs, result = solve_with_cp_sat(model, ENOUGH), solve_with_highs(model, Control(60.0)), matched(intake)
    assert (ours.proved, theirs.proved, str(result.status)) == (True, True, "optimal")
    assert ours.grouping is not None
    assert theirs.grouping is not None
    assert ours.grouping.objective == theirs.grouping.objective == result.objective
    assert ours.bound == theirs.bound == result.bound
    for grouping in (ours.grouping, theirs.grouping):
        assert oracle.breaches(intake, told(whole, grouping)) == []
        assert oracle.score(intake, told(whole, grouping)) == grouping.objective


def test_both_say_that_nothing_can_be() -> None:
    found = 0
    for number in range(60):
        intake, _ = drawn("impossible", number, ("everyone", "count", "size", "assign"))
        if oracle.best(intake) is not None or found == draws(4, 8):
            continue
        problem = build_problem(read(intake))
        seats = all_seats(problem)
        model = build_model(problem, seats, problem.permitted(seats))
        for outcome in (solve_with_cp_sat(model, ENOUGH), solve_with_highs(model, Control(60.0))):
            assert (outcome.grouping, outcome.bound, outcome.proved) == (None, None, True)
        found += 1
    assert found > 3


def test_a_model_without_seats_leaves_everybody_out() -> None:
    problem = build_problem(read(drawn("no seats", 0, ())[0]))
    nothing = all_seats(problem)[np.empty(0, np.int64)]
    outcome = solve_with_cp_sat(build_model(problem, nothing, problem.permitted(nothing)), ENOUGH)
    assert outcome.grouping is not None
    assert (outcome.grouping.objective, outcome.bound) == (problem.base, problem.base)


def test_only_so_many_groups() -> None:
    intake, _ = drawn("counts", 3, ())
    intake["program"] = {"groups": {"mentors": 1, "min_size": 1}}
    problem = build_problem(read(intake))
    seats = all_seats(problem)
    for count in range(1, min(problem.mentors, problem.mentees) + 1):
        model = build_model(problem, seats, problem.permitted(seats), (count, count))
        outcome = solve_with_cp_sat(model, ENOUGH)
        assert outcome.grouping is not None
        assert len(outcome.grouping.seats) == count


def test_only_better_groupings_are_asked_for() -> None:
    for _, _, _, problem, best in feasible("beat", 6, SECOND):
        seats = all_seats(problem)
        model = build_model(problem, seats, problem.permitted(seats))
        better = solve_with_cp_sat(model, ENOUGH, cutoff=best.objective - 1)
        assert better.grouping is not None
        assert better.grouping.objective == best.objective
        none = solve_with_cp_sat(model, ENOUGH, cutoff=best.objective)
        assert (none.grouping, none.proved) == (None, True)


def test_a_hint_changes_nothing_but_the_way() -> None:
    for _, _, _, problem, best in feasible("hint", 4, SECOND):
        seats = all_seats(problem)
        model = build_model(problem, seats, problem.permitted(seats))
        first = solve_with_cp_sat(model, ENOUGH).grouping
        assert isinstance(first, Grouping)
        again = solve_with_cp_sat(model, ENOUGH, hint=first).grouping
        assert again is not None
        assert again.objective == first.objective == best.objective
        # A hint may hold seats that the model has not.
        fewer = seats[np.arange(len(seats)) % 2 == 0]
        smaller = build_model(problem, fewer, problem.permitted(fewer))
        plain, hinted = solve_with_cp_sat(smaller, ENOUGH), solve_with_cp_sat(smaller, ENOUGH, hint=first)
        assert hinted.bound == plain.bound


@pytest.mark.parametrize("amount", [1e-9, 1e-4])
def test_a_solve_cut_short_bounds_no_lower_than_the_optimum(amount: float) -> None:
    problem = build_problem(read(larger(1)))
    seats = all_seats(problem)
    model = build_model(problem, seats, problem.permitted(seats))
    optimum = solve_with_cp_sat(model, ENOUGH).grouping
    assert optimum is not None
    for cutoff in (None, problem.base):
        cut = solve_with_cp_sat(model, Work(amount, 60.0), cutoff=cutoff)
        assert not cut.proved
        assert cut.bound is None or cut.bound >= optimum.objective


def test_a_stopped_solve_answers_with_what_it_has() -> None:
    problem = build_problem(read(larger(1)))
    seats = all_seats(problem)
    model = build_model(problem, seats, problem.permitted(seats))
    stop = threading.Event()
    stop.set()
    outcome = solve_with_cp_sat(model, ENOUGH, stop=stop)
    assert outcome.proved == (outcome.grouping is not None and outcome.bound == outcome.grouping.objective)
