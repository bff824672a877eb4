"""The whole run, and what each of its means reaches without the others."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

import pytest

from benchmarks.generator import generate
from benchmarks.settings import Settings
from matcher import InfeasibleError
from matcher.errors import UnsolvedError
from matcher.matching import result_of
from matcher.problem.grouping import empty_grouping
from matcher.problem.problem import build_problem
from matcher.result.records import Effort, Ending, Stage, Status
from matcher.solving import candidate_seats, portfolio, search
from matcher.solving.portfolio import Solution, solve
from matcher.solving.running.control import Control, Progress
from tests import oracle
from tests.draws import draws
from tests.solving.common import Plain, drawn, matched, read, replan
from tests.solving.test_exact import larger
from tests.solving.test_lagrangian import CASES

ALONE: dict[str, dict[str, Any]] = {
    "CP-SAT on the whole": {},
    "branch and bound": {"few": 0, "proof": 1e-9},
    "CP-SAT on what reduced costs leave": {"few": 0, "nodes": 0},
    "all but CP-SAT on the whole": {"few": 0},
}


def only(monkeypatch: pytest.MonkeyPatch, few: int | None = None, **changes: Any) -> None:
    if few is not None:
        monkeypatch.setattr(search, "FEW_PLACEMENTS", few)
    replan(monkeypatch, **changes)


def agree(intake: Plain) -> None:
    best = oracle.best(intake)
    if best is None:
        with pytest.raises(InfeasibleError, match=r"\S"):
            matched(intake)
        return
    result = matched(intake)
    assert oracle.check_result(intake, result.to_json_dict()) == []
    assert (result.status, result.objective, result.bound) == ("optimal", best.objective, best.objective)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(
    "way", ["branch and bound", "CP-SAT on what reduced costs leave", "all but CP-SAT on the whole"]
)
def test_each_way_alone_reaches_the_optimum(way: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, **ALONE[way])
    for number in range(draws(3, 6)):
        agree(drawn(f"{way} {name}", number, CASES[name])[0])


@pytest.mark.parametrize("mode", ["greedy", "generous", "fair"])
@pytest.mark.parametrize("way", ALONE)
def test_first_things_come_first_whichever_way(way: str, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, **ALONE[way])
    for number in range(draws(3, 6)):
        intake, random = drawn(f"{way} {mode}", number, None)
        intake["program"]["objective"] = {"mode": mode, "levels": random.choice((2, 3, 10))}
        best = oracle.best(intake)
        if best is None:
            with pytest.raises(InfeasibleError, match=r"\S"):
                matched(intake)
            continue
        result = matched(intake)
        assert oracle.check_result(intake, result.to_json_dict()) == []
        assert (result.status, result.objective, result.bound) == ("optimal", best.objective, best.objective)
        groups = [(group.mentors, group.slot, group.mentees) for group in result.groups]
        assert oracle.key(intake, groups) == best.key
        # The last count follows from the others and is no stage.
        assert [stage.value for stage in result.stages] == list(best.key[: len(result.stages)])


@pytest.mark.parametrize("way", ["CP-SAT on what reduced costs leave", "all but CP-SAT on the whole"])
def test_each_way_alone_agrees_on_larger_intakes(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (0, 1, 3, 5):
        intake = larger(number)
        with monkeypatch.context() as patched:
            only(patched, **ALONE[way])
            theirs = matched(intake)
        ours = matched(intake)
        assert (theirs.status, theirs.objective) == (ours.status, ours.objective)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("work", [{"nodes": 0, "proof": 1e-3, "steps": 2, "rounds": 1}, {"nodes": 3, "proof": 1e-3}])
def test_little_work_never_bounds_under_the_optimum(
    work: dict[str, Any], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, few=0, **work)
    wrong = 0
    for number in range(draws(3, 6)):
        intake, _ = drawn(f"little {name}", number, CASES[name])
        best = oracle.best(intake)
        try:
            result = matched(intake)
        except UnsolvedError:
            continue
        except InfeasibleError:
            wrong += best is not None
            continue
        assert best is not None
        assert result.bound >= best.objective >= result.objective
        assert oracle.check_result(intake, result.to_json_dict()) == []
    assert wrong == 0


def test_work_too_little_for_presolve_never_bounds_under_the_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, few=0, proof=1e-9, leaf=1e-9)
    wrong = []
    for number in range(draws(6, 15)):
        intake, _ = drawn("too little", number, CASES["ties"])
        best = oracle.best(intake)
        try:
            result = matched(intake)
        except (InfeasibleError, UnsolvedError):
            continue
        assert best is not None
        if result.bound < best.objective or (result.status == "optimal" and result.objective < best.objective):
            wrong.append(number)
    assert wrong == []


@pytest.mark.parametrize("few", [0, 3000])
def test_a_run_without_time_is_honest(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW_PLACEMENTS", few)
    for number in range(draws(12, 25)):
        intake, _ = drawn("no time", number, None)
        best = oracle.best(intake)
        solution = solve(build_problem(read(intake)), Control(1e-9))
        assert solution.infeasible <= (best is None)
        if best is not None:
            assert solution.bound >= best.objective
            assert solution.grouping is None or solution.grouping.objective <= best.objective


@pytest.mark.parametrize("few", [0, 3000])
def test_a_run_that_is_stopped_is_honest(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW_PLACEMENTS", few)
    stopped = 0
    for number in range(draws(20, 40)):
        intake, random = drawn("stopped", number, None)
        best, stop, heard = oracle.best(intake), threading.Event(), [0]
        after = random.choice((1, 2, 3))

        def listen(news: Progress, stop: threading.Event = stop, heard: list[int] = heard, after: int = after) -> None:
            heard[0] += 1
            if heard[0] >= after:
                stop.set()

        solution = solve(build_problem(read(intake)), Control(60.0, listen=listen, stop=stop))
        assert solution.infeasible <= (best is None)
        if best is None:
            continue
        stopped += solution.ending is Ending.STOPPED
        assert solution.bound >= best.objective
        if solution.grouping is not None:
            assert solution.bound >= solution.grouping.objective <= best.objective
    assert stopped > draws(5, 10)


def test_nothing_is_best_before_what_a_mode_counts_first_is_proved() -> None:
    intake = read(larger(0))
    problem = build_problem(intake)
    nobody = empty_grouping(problem)
    for stage, status in ((Stage("choice 1", 0, 3), Status.FEASIBLE), (Stage("choice 1", 0, 0), Status.OPTIMAL)):
        solution = Solution(nobody, nobody.objective, False, Ending.TIME, (stage,))
        assert result_of(intake, problem, solution, nobody, Control(1.0)).status is status


def test_news_get_better_only() -> None:
    for number in range(draws(5, 10)):
        intake, _ = drawn("news", number, ("availability", "together"))
        heard: list[Progress] = []
        solve(build_problem(read(intake)), Control(60.0, listen=heard.append))
        objectives = [news.objective for news in heard if news.objective is not None]
        bounds = [news.bound for news in heard if news.bound is not None]
        assert objectives == sorted(objectives)
        assert bounds == sorted(bounds, reverse=True)
        assert [news.seconds for news in heard] == sorted(news.seconds for news in heard)


@pytest.mark.parametrize("mode", ["greedy", "generous", "fair"])
def test_news_of_a_mode_are_of_its_stages_in_order_and_never_of_their_weights(mode: str) -> None:
    # Two campuses, so that what is told is of both.
    campuses = {"campuses": ("North", "South"), "min_size": 3, "max_size": 6}
    intake = generate(Settings(seed=3, mentees=24, mentors=10, slots=10, **campuses))  # type: ignore[arg-type]
    problem, heard = build_problem(read(intake)), list[Progress]()
    solution = solve(problem, Control(1e6, Effort.QUICK, listen=heard.append), mode)  # type: ignore[arg-type]
    assert solution.grouping is not None
    names = [stage.name for stage in solution.stages]
    before = [news for news in heard if news.stage == "objective" and news is heard[0]]
    told = [news.stage for news in heard if news.stage != "objective"]
    assert before
    assert list(dict.fromkeys(told)) == names
    scores = {news.objective for news in heard if news.objective is not None}
    most = max(news.bound for news in heard if news.bound is not None)
    assert min(scores) >= -int(problem.unmatched.sum())
    assert max(scores) <= most
    assert all(news.bound is None for news in heard if news.stage != "objective")
    assert (heard[-1].objective, heard[-1].stage) == (solution.grouping.objective, "objective")


def test_near_enough_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW_PLACEMENTS", 0)
    for number in range(draws(6, 12)):
        intake, _ = drawn("near", number, ("availability", "together"))
        best = oracle.best(intake)
        result = matched(intake, gap=0.5)
        assert best is not None
        assert result.bound >= best.objective >= result.objective
        assert result.gap <= 0.5


def test_only_likely_pairs_are_still_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "MOST_SEATS", 0)
    monkeypatch.setattr(candidate_seats, "PARTNERS", 1)
    wrong = 0
    for number in range(draws(15, 40)):
        intake, _ = drawn("likely only", number, None)
        best = oracle.best(intake)
        try:
            result = matched(intake)
        except UnsolvedError:
            continue
        except InfeasibleError:
            wrong += best is not None
            continue
        assert best is not None
        assert result.bound >= best.objective >= result.objective
        assert oracle.check_result(intake, result.to_json_dict()) == []
    assert wrong == 0


def test_too_many_placements_for_cp_sat_are_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    from matcher.solving.heuristics import placement

    monkeypatch.setattr(search, "FEW_PLACEMENTS", 0)
    monkeypatch.setattr(search, "MOST_MODELLED", 0)
    monkeypatch.setattr(placement, "MOST_PLACEMENTS", 0)
    replan(monkeypatch, nodes=20)
    for number in range(draws(7, 15)):
        intake, _ = drawn("mended", number, CASES["ties"])
        best = oracle.best(intake)
        try:
            result = matched(intake)
        except UnsolvedError:
            continue
        assert best is not None
        assert result.bound >= best.objective >= result.objective
        assert oracle.check_result(intake, result.to_json_dict()) == []


def test_nothing_at_likely_pairs_is_no_proof_that_nothing_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "MOST_SEATS", 0)
    monkeypatch.setattr(candidate_seats, "PARTNERS", 1)
    intake, _ = drawn("incomplete", 80, ("count", "availability", "size"))
    assert oracle.best(intake) is not None
    # Either a grouping, or that none was found.
    with contextlib.suppress(UnsolvedError):
        matched(intake)
