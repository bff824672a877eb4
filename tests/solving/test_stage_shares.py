"""What share of the time each search of a stage gets, and what is said of a run that time has cut."""

from __future__ import annotations

import pytest

from matcher import read_intake
from matcher.problem.grouping import empty_grouping
from matcher.problem.problem import Problem, build_problem
from matcher.solving import stages
from matcher.solving.candidate_seats import simple_bound
from matcher.solving.modes import measures
from matcher.solving.running import control as controls
from matcher.solving.running.control import Control
from matcher.solving.search import Incumbents, Search
from matcher.solving.stages import Found, Witness, first_things_first


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(controls, "worked", lambda: now[0])
    monkeypatch.setattr(stages.StagedProgram, "begun", lambda *_: None)
    monkeypatch.setattr(stages, "_all_at_once", lambda *_, **__: False)
    return now


def problem() -> Problem:
    mentors, mentees = [{"id": "m1"}, {"id": "m2"}], [{"id": f"s{place}"} for place in range(4)]
    return build_problem(read_intake(mentors, mentees, {"groups": {"min_size": 1}}))


def begun(problem: Problem, control: Control) -> Search:
    """A search for the objective that has done nothing yet."""
    return Search(problem, Incumbents(control, 0, True, [None], [simple_bound(problem)]), 0)


class EndedError(Exception):
    pass


def test_a_first_grouping_may_take_all_the_time_that_is_left(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, lefts = problem(), list[float]()

    def searched(_witness: Witness, _kept: object, _reached: object, control: Control, _complete: bool) -> Found:
        lefts.append(control.left)
        clock[0] += control.left
        if len(lefts) == 2:
            raise EndedError
        return Found(0, (1,), own, None)

    monkeypatch.setattr(stages, "_solve_stage", searched)
    control = Control(90.0, started=0.0)
    with pytest.raises(EndedError):
        first_things_first(Witness(own, measures(own, "generous", 10), False), begun(own, control), control, True)
    assert lefts == [10.0, 80.0]


@pytest.mark.parametrize(("seconds", "hurried"), [(10.0, True), (4.0, False)])
def test_a_count_that_time_cut_makes_the_run_one_that_time_cut(
    clock: list[float], monkeypatch: pytest.MonkeyPatch, seconds: float, hurried: bool
) -> None:
    own, seen = problem(), list[bool]()
    control = Control(90.0, started=0.0)

    def searched(_witness: Witness, _kept: object, _reached: object, _control: Control, _complete: bool) -> Found:
        seen.append(control.hurried.is_set())
        if len(seen) == 2:
            raise EndedError
        clock[0] += seconds
        return Found(0, (1,), own, None)

    monkeypatch.setattr(stages, "_solve_stage", searched)
    monkeypatch.setattr(stages, "_search_with_objective", lambda *_: None)
    witness = Witness(own, measures(own, "generous", 10), False)
    witness.see(empty_grouping(own))
    with pytest.raises(EndedError):
        first_things_first(witness, begun(own, control), control, True)
    assert seen == [False, hurried]
