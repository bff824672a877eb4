"""Groups formed again, many at a time: only ever better, no rule broken, the optimum where a tree closes them all."""

from __future__ import annotations

import threading
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matcher import match
from matcher.problem.grouping import Grouping, empty_grouping, may_be_empty
from matcher.problem.problem import Problem
from matcher.solving import search
from matcher.solving.heuristics import large_neighbourhoods
from matcher.solving.heuristics.large_neighbourhoods import (
    Neighbourhood,
    Reformed,
    large_neighbourhood_search,
    search_one_neighbourhood,
)
from matcher.solving.running.control import Control
from matcher.solving.running.workers import Crew
from tests import oracle
from tests.draws import draws
from tests.solving.common import feasible, matched, read, replan, told
from tests.solving.test_crew import AtOnce
from tests.solving.test_lagrangian import CASES
from tests.solving.test_neighbourhoods import ALREADY_GOOD, RULES, files_of, small_intake, start_of


def improved(problem: Problem, grouping: Grouping, control: Control, keep: Any = lambda _: True) -> Grouping:
    """Three rounds, from prices of nothing."""
    return large_neighbourhood_search(problem, grouping, np.zeros(problem.mentees, np.int64), 3, control, keep)


@pytest.mark.parametrize("rules", RULES)
def test_rounds_improve_and_break_nothing(rules: str) -> None:
    intake, problem, grouping = start_of(rules)
    heard: list[Grouping] = []
    found = improved(problem, grouping, Control(1e6), lambda better: heard.append(better) is None)
    assert [grouping, *heard][-1] is found
    objectives = [grouping.objective, *(better.objective for better in heard)]
    assert objectives == sorted(set(objectives))
    groups = told(read(intake), found)
    assert oracle.breaches(intake, groups) == []
    assert oracle.score(intake, groups) == found.objective
    assert heard or rules in ALREADY_GOOD


def test_what_may_not_be_kept_is_not() -> None:
    _, problem, grouping = start_of("plain")
    assert improved(problem, grouping, Control(1e6), lambda better: False) is grouping


def test_a_stopped_run_begins_no_round() -> None:
    _, problem, grouping = start_of("plain")
    stopped = Control(1e6)
    stopped.stop.set()
    assert improved(problem, grouping, stopped) is grouping
    assert improved(problem, grouping, Control(1.0, started=-1e9)) is grouping


def test_a_neighbourhood_stopped_is_left_as_it_is() -> None:
    _, problem, grouping = start_of("plain")
    stop = threading.Event()
    stop.set()
    prices = np.zeros(problem.mentees, np.int64)
    for seconds, sign in ((1e6, stop), (0.0, None)):
        left = search_one_neighbourhood(Neighbourhood(problem, grouping, prices, seconds), sign)
        assert left == Reformed(grouping, False)


def test_the_seed_decides_and_who_works_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_neighbourhoods, "NODES", 5)
    _, problem, grouping = start_of("plain")
    ways = [Control(1e6), Control(1e6, crew=Crew(executor=AtOnce())), Control(1e6, seed=7)]
    once, elsewhere, other = (improved(problem, grouping, control) for control in ways)
    assert (once.seat_of == elsewhere.seat_of).all()
    assert not (len(once.seats) == len(other.seats) and (once.seat_of == other.seat_of).all())


@pytest.mark.parametrize("rules", [("availability",), ("one_mentor", "max_groups_two"), ("size", "similarity")])
def test_a_tree_that_closes_all_ends_at_the_optimum(rules: tuple[str, ...]) -> None:
    closed = 0
    for _, _, _, problem, best in feasible(f"reform {rules}", draws(4, 8), rules):
        if not may_be_empty(problem):
            continue
        task = Neighbourhood(problem, empty_grouping(problem), np.zeros(problem.mentees, np.int64), 1e6)
        answer = search_one_neighbourhood(task, None)
        assert answer.closed
        assert answer.grouping.objective == max(best.objective, problem.base)
        closed += 1
    assert closed


# Whole runs ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def _as_if_far(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small part be treated as one for which a tree alone leads too far."""
    monkeypatch.setattr(search, "CUTS_FROM", 0)
    monkeypatch.setattr(search, "FEW_NODES", 0)
    monkeypatch.setattr(search, "FEW_PLACEMENTS", 0)
    replan(monkeypatch, rounds=1, steps=30, cuts=2, cut_nodes=500, neighbourhoods=2)


@pytest.mark.usefixtures("_as_if_far")
@pytest.mark.parametrize("name", CASES)
def test_with_cuts_and_neighbourhoods_the_optimum_is_proved_all_the_same(name: str) -> None:
    for intake, _, _, _, best in feasible(f"far {name}", draws(3, 5), CASES[name]):
        result = matched(intake, time_limit=1e6)
        assert (result.objective, result.bound) == (best.objective, best.objective)


@pytest.mark.usefixtures("_as_if_far")
@pytest.mark.parametrize("mode", ["total", "generous"])
def test_whoever_does_the_work_the_files_are_the_same(tmp_path: Path, mode: str) -> None:
    intake = small_intake(mode)
    with ThreadPoolExecutor(2) as threads:
        ways: list[tuple[int, Executor | None]] = [(1, None), (2, None), (1, AtOnce()), (1, threads)]
        results = [
            match(intake, effort="quick", time_limit=1e6, workers=workers, executor=executor)
            for workers, executor in (ways if mode == "total" else ways[::2])
        ]
    files = [files_of(result, tmp_path / str(number)) for number, result in enumerate(results)]
    assert all(one == files[0] for one in files)
