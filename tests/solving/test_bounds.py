"""Bounds of whole runs, at 16 to 28 mentees, held against legal groupings at every evaluation (`watching`)."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest

from benchmarks.agreeing.cases import Case
from benchmarks.agreeing.cases import intake_of as plain_of
from benchmarks.generator import generate
from benchmarks.settings import Settings
from matcher.problem.problem import build_problem
from matcher.solving import portfolio, search
from matcher.solving.portfolio import Solution, solve
from matcher.solving.relaxation import seat_choice
from matcher.solving.relaxation.lagrangian import Relaxation
from matcher.solving.running.control import Control
from tests.draws import draws
from tests.solving.common import Plain, read, replan
from tests.solving.plain import LARGEST_POINTS
from tests.solving.watching import Watch, watching

LITTLE: dict[str, Any] = {
    "rounds": 1, "steps": 9, "cuts": 1, "cut_nodes": 2, "neighbourhoods": 1, "leaf": 0.1, "proof": 0.2, "nodes": 8,
}  # fmt: skip
"""So little work is enough: what counts is each bound on the way, not where they end."""
RULES: dict[str, dict[str, Any]] = {
    "plain": {},
    "two groups": {"max_groups": 2, "second_group": 0.5, "max_mentees": 8},
    "two groups, no schedule": {"max_groups": 2, "slots": 0, "max_mentees": 9},
    "no lone": {"no_lone": ("woman", "man")},
    "ties": {"together": 2, "apart": 3, "assign": 1, "avoid": 2},
    "rooms": {"max_groups_per_slot": 1, "slots": 5},
    "either": {"gender_wishes": 0.5, "require": 0.7, "experience": 0.7},
    "alone": {"mentors_per_group": 1, "mentors": 5},
    "count": {"count": 3},
    "large points": {},
}
DRAWN = (
    Case("ideal_two_groups", "greedy", 1001, (16, 20)),
    Case("mix", "total", 1009, (16, 20)),
    Case("wishes_single", "generous", 1016, (16, 20)),
    Case("single_ideal_mix", "total", 1020, (16, 20)),
)
"""Intakes with costs of groups, mentors who lead alone, mixes and wishes on columns."""
MODES = ("fair", "generous", "greedy", "total")


def intake_of(rules: str, mode: str, seed: int) -> Plain:
    """An intake of these rules: groups of 4 to 7, a few mentors to spare."""
    random = Random(seed)
    mentees = random.choice((16, 20, 24, 28))
    given = {"mentors": 2 * (mentees // 5), "slots": 10, "free_share": 0.5, **RULES[rules]}
    intake = generate(Settings(seed=seed, mentees=mentees, min_size=4, max_size=7, **given))
    intake["program"]["objective"] = {"mode": mode, "levels": 3}
    if rules == "large points":
        intake["program"] |= LARGEST_POINTS
    return intake


def watched(intake: Plain, mode: str, seed: int) -> tuple[Watch, Solution]:
    """A run under watch."""
    whole = read(intake)
    problem = build_problem(whole)
    watch = Watch(whole, problem, Random(seed))
    with watching(watch):
        solution = solve(problem, Control(1e6), mode, 3)  # type: ignore[arg-type]
    return watch, solution


def lean(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """Let a run do little, and go one of the ways that mostly larger intakes go."""
    replan(monkeypatch, **LITTLE)
    monkeypatch.setattr(search, "FEW_PLACEMENTS", 0)
    if way == "programs and cuts":
        monkeypatch.setattr(search, "CUTS_FROM", 0)
        monkeypatch.setattr(search, "FEW_NODES", 0)
    if way == "one choice of seats":
        for module in (seat_choice, search):
            monkeypatch.setattr(module, "MANY_NODES", 4)
    if way == "likely seats":
        monkeypatch.setattr(portfolio, "MOST_SEATS", 10)


@pytest.mark.parametrize("rules", RULES)
def test_every_bound_of_a_run_holds(rules: str, monkeypatch: pytest.MonkeyPatch) -> None:
    number = list(RULES).index(rules)
    mode = MODES[number % len(MODES)]
    lean(monkeypatch, "a tree")
    watch, solution = watched(intake_of(rules, mode, number), mode, number)
    assert watch.wrong == []
    assert solution.grouping is not None
    assert min(watch.checked[kind] for kind in ("seat", "bound", "limit")) > 5


@pytest.mark.parametrize("case", DRAWN, ids=str)
def test_every_bound_holds_with_costs_of_groups(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    lean(monkeypatch, "a tree")
    watch, solution = watched(plain_of(case), case.mode, case.seed)
    assert watch.wrong == []
    assert solution.grouping is not None
    assert min(watch.checked[kind] for kind in ("seat", "bound", "limit")) > 5


WAYS = ("programs and cuts", "one choice of seats", "likely seats")
LARGE = (("plain", "generous"), ("no lone", "total"), ("two groups", "fair"))
"""Another of these for each way where few are drawn, all of them where many are."""


@pytest.mark.parametrize("way", WAYS)
def test_every_bound_of_a_large_run_holds(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lean(monkeypatch, way)
    checked: Counter[str] = Counter()
    drawn = [(number, *case) for number, case in enumerate(LARGE)]
    first = WAYS.index(way)
    for number, rules, mode in [*drawn[first:], *drawn[:first]][: draws(1, len(drawn))]:
        watch, _ = watched(intake_of(rules, mode, 50 + number), mode, number)
        assert watch.wrong == []
        checked += watch.checked
    assert checked["bound"] > 100
    assert checked["widened" if way == "likely seats" else "limit"] > draws(3, 10)


def test_a_value_too_low_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    # This is what the kernel once did: it took members who cost much where others cost next to nothing.
    lean(monkeypatch, "a tree")
    priced = Relaxation.priced
    monkeypatch.setattr(Relaxation, "priced", lambda self, positions, prices: priced(self, positions, prices) - 200_000)
    watch, _ = watched(intake_of("plain", "total", 80), "total", 0)
    assert {told.partition(":")[0] for told in watch.wrong} >= {"seat", "bound"}
