"""What CP-SAT alone says closes nothing silently: HiGHS agrees, or the result names whose word it rests on."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from matcher import UnsolvedError, match
from matcher.problem.problem import build_problem
from matcher.solving import search
from matcher.solving.exact import solvers
from matcher.solving.exact.solvers import Outcome, Work, build_model, second_opinion, solve_with_cp_sat
from matcher.solving.heuristics import placement
from matcher.solving.running.control import Control
from tests.solving.common import read
from tests.solving.test_exact import larger

NOTHING_BETTER = Outcome(None, None, True, 0.0)


@cache
def model_and_best(number: int) -> tuple[Any, Any]:
    problem = build_problem(read(larger(number)))
    seats = problem.seats_of(*problem.pairs)
    model = build_model(problem, seats, problem.permitted(seats))
    best = solve_with_cp_sat(model, Work(60.0, 60.0)).grouping
    assert best is not None
    return model, best


def test_a_false_word_that_nothing_is_better_closes_nothing() -> None:
    model, best = model_and_best(0)
    outcome, by = second_opinion(model, NOTHING_BETTER, best.objective - 1, Control(60.0))
    assert (outcome.proved, outcome.bound, by) == (False, None, "CP-SAT")
    assert outcome.grouping is not None
    assert outcome.grouping.objective == best.objective


def test_a_false_word_that_the_best_was_found_closes_nothing() -> None:
    model, best = model_and_best(0)
    worse = replace(best, objective=best.objective - 1)
    outcome, _ = second_opinion(model, Outcome(worse, worse.objective, True, 0.0), None, Control(60.0))
    assert not outcome.proved
    assert outcome.grouping is not None
    assert outcome.grouping.objective == best.objective


def test_what_both_say_has_both_names() -> None:
    model, best = model_and_best(0)
    assert second_opinion(model, NOTHING_BETTER, best.objective, Control(60.0)) == (NOTHING_BETTER, "CP-SAT + HiGHS")
    found = Outcome(best, best.objective, True, 0.0)
    assert second_opinion(model, found, None, Control(60.0)) == (found, "CP-SAT + HiGHS")


def test_one_word_has_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    model, best = model_and_best(0)
    unknown = Outcome(None, None, False, 0.0)
    assert second_opinion(model, unknown, best.objective, Control(60.0)) == (unknown, "CP-SAT")
    monkeypatch.setattr(solvers, "SECOND_PLACEMENTS", 1)
    assert second_opinion(model, NOTHING_BETTER, best.objective, Control(60.0)) == (NOTHING_BETTER, "CP-SAT")


def test_highs_keeps_no_threads_for_which_a_fork_would_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    from ortools.math_opt.python import mathopt

    asked: list[Any] = []
    solve = mathopt.solve

    def told(model: Any, solver: Any, **given: Any) -> Any:
        asked.append(given["params"])
        return solve(model, solver, **given)

    monkeypatch.setattr(mathopt, "solve", told)
    model, best = model_and_best(0)
    second_opinion(model, NOTHING_BETTER, best.objective, Control(60.0))
    assert [one.highs.int_options["threads"] for one in asked] == [1]


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("closes", [False, True])
def test_a_liar_is_found_out_or_named(closes: bool, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a search that proves next to nothing, and a CP-SAT whose every word is that nothing is better."""
    intake = larger(number)
    parts = intake["mentors"], intake["mentees"], intake["program"], intake["constraints"]
    right = match(*parts, workers=1).objective
    little = {
        effort: replace(plan, nodes=0, cut_nodes=0, cuts=0, rounds=1, steps=3) for effort, plan in search.PLANS.items()
    }
    monkeypatch.setattr(search, "PLANS", little)
    for room in (search, placement):
        monkeypatch.setattr(room, "solve_with_cp_sat", lambda *_, **__: NOTHING_BETTER)
    monkeypatch.setattr(solvers, "SECOND_PLACEMENTS", 10**6 if closes else 0)
    try:
        result = match(*parts, workers=1)
    except UnsolvedError:
        return
    assert str(result.status) != "optimal" or result.objective == right or result.on_word
    if closes:
        assert str(result.status) != "optimal" or result.objective == right
