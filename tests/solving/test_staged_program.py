"""The stages of a mode by another solver: the optimum of brute force, whatever is known, and an end at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matcher import InfeasibleError
from matcher.problem.grouping import Grouping, grouping_of, may_be_empty
from matcher.problem.problem import Problem, build_problem
from matcher.solving import staged_program
from matcher.solving.modes import counted, measures
from matcher.solving.running.control import Control
from matcher.solving.running.workers import Crew
from matcher.solving.staged_program import StagedProgram
from tests import oracle
from tests.draws import draws
from tests.solving.common import Plain, drawn, matched, read
from tests.solving.test_crew import AtOnce

MODES = ("greedy", "generous", "fair")


class Silent(Executor):
    """Takes everything and answers nothing."""

    def __init__(self) -> None:
        self.asked: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *arguments: Any, **keywords: Any) -> Future[Any]:
        self.asked.append(Future())
        return self.asked[-1]


@pytest.fixture
def for_any(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few placements there are, a solver is asked."""
    monkeypatch.setattr(staged_program, "FEWEST", 0)


def solvable(name: str, mode: str, most: int) -> Iterator[tuple[Plain, Any]]:
    """Intakes of a mode that brute force has a grouping of, with the best there is."""
    number = found = 0
    while found < most:
        intake, random = drawn(f"{name} {mode}", number, None)
        intake["program"]["objective"] = {"mode": mode, "levels": random.choice((2, 3, 10))}
        best = oracle.best(intake)
        # Where nobody lists anybody there is no stage to close.
        if best is not None and best.groups and best.key:
            yield intake, best
            found += 1
        number += 1


def begun(
    intake: Plain, mode: str, executor: Executor, known: list[Grouping], seconds: float = 60.0
) -> tuple[Problem, StagedProgram]:
    """A solver at work on an intake; `known`: the last of these is the best known."""
    whole = read(intake)
    problem = build_problem(whole)
    wanted = measures(problem, mode, whole.program.objective.levels)  # type: ignore[arg-type]
    control = Control(seconds, crew=Crew(executor=executor))
    found = StagedProgram.begun(
        problem, wanted, mode == "fair", control, lambda: known[-1] if known else None, lambda: None
    )
    assert found is not None
    return problem, found


@pytest.mark.usefixtures("for_any")
@pytest.mark.parametrize("mode", MODES)
def test_every_stage_is_what_brute_force_finds(mode: str) -> None:
    for intake, best in solvable("staged", mode, draws(4, 8)):
        problem, program = begun(intake, mode, AtOnce(), [])
        closed = program.wait()
        assert program.complete
        assert [one.value for one in closed] == [*best.key[: len(closed) - 1], best.objective]
        # What is known before saves questions and changes nothing, not even the grouping at the end.
        nobody = [[empty(problem)]] if may_be_empty(problem) else []
        for start in ([closed[-1].grouping], [closed[0].grouping], *nobody):
            again = begun(intake, mode, AtOnce(), start)[1].wait()
            assert [one.value for one in again] == [one.value for one in closed]
            assert (again[-1].grouping.seat_of == closed[-1].grouping.seat_of).all()


def empty(problem: Problem) -> Grouping:
    """Nobody in a group."""
    return grouping_of(problem, problem.seats_of(*problem.pairs)[:0], np.full(problem.mentees, -1, np.int64))


@pytest.mark.usefixtures("for_any")
@pytest.mark.parametrize("mode", MODES)
def test_a_whole_run_beside_it_reaches_the_optimum(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.solving.search.FEW_PLACEMENTS", 0)
    rested = 0
    for number in range(10):
        intake, random = drawn(f"beside {mode}", number, None)
        intake["program"]["objective"] = {"mode": mode, "levels": random.choice((2, 3, 10))}
        best = oracle.best(intake)
        if best is None:
            with pytest.raises(InfeasibleError, match=r"\S"):
                matched(intake, executor=AtOnce())
            continue
        result = matched(intake, executor=AtOnce())
        assert oracle.check_result(intake, result.to_json_dict()) == []
        assert (result.status, result.objective, result.bound) == ("optimal", best.objective, best.objective)
        assert [stage.value for stage in result.stages] == list(best.key[: len(result.stages)])
        rested += ("HiGHS" if mode == "greedy" else "CP-SAT") in result.proved_by
    assert rested


@pytest.mark.usefixtures("for_any")
def test_what_is_found_meanwhile_answers_a_question() -> None:
    intake, _ = next(
        one for one in solvable("staged", "generous", 60) if one[1].key[:2] == (0, 0) and len(one[1].key) > 3
    )
    _, solved = begun(intake, "generous", AtOnce(), [])
    good = solved.wait()[-1].grouping
    silent, known = Silent(), list[Grouping]()
    _, program = begun(intake, "generous", silent, known)
    assert (len(silent.asked), program.closed) == (1, [])
    known.append(good)
    program.news()
    assert [one.value for one in program.closed[:2]] == [0, 0]
    assert len(silent.asked) <= 2
    # The answer to what was dropped comes too late.
    before = list(program.closed)
    silent.asked[0].cancel()
    assert program.closed == before


@pytest.mark.usefixtures("for_any")
def test_a_run_that_has_to_end_waits_for_nobody() -> None:
    intake, _ = next(solvable("staged", "fair", 1))
    _, program = begun(intake, "fair", Silent(), [], seconds=0.0)
    assert program.wait() == program.closed
    assert not program.complete


@pytest.mark.usefixtures("for_any")
def test_what_was_reached_when_time_ended_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stage that is not closed in time still gives its best grouping."""
    ask = staged_program.ask_highs
    monkeypatch.setattr(staged_program, "ask_highs", lambda *asked: replace(ask(*asked), proved=False))
    intake, best = next(one for one in solvable("staged", "greedy", 20) if one[1].key[:1] > (0,))
    problem, program = begun(intake, "greedy", AtOnce(), [])
    assert program.wait() == []
    assert program.reached is not None
    wanted = measures(problem, "greedy", 10)
    assert counted(problem, wanted[0], program.reached, False) == best.key[0]
