"""Those who were left out come first where places are freed, in the order of their priority: against every grouping."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from random import Random

import pytest

from matcher import MatchResult, frontier, rematch
from matcher.intake.people import Intake
from matcher.report.view.build_view import build_view
from matcher.result.records import Unmatched, Waiting
from matcher.terminal.show import shown_result
from tests import oracle
from tests.rematching.common import Plain, made_up, result_of
from tests.rematching.test_rematch import few_enough, worth
from tests.solving.common import read
from tests.strategies import tiny_intake

Key = tuple[tuple[int, ...], tuple[int, ...]]


def drawn(number: int) -> tuple[Plain, list[oracle.Group], list[list[str]]] | None:
    """An intake with priorities, groups of before, and who had a place then, and who had none, by priority."""
    random = Random(number)
    rules = [name for name in ("availability", "max_mentees", "apart", "size") if random.random() < 0.4]
    mode = random.choice(("total", "total", "greedy", "generous", "fair"))
    intake = tiny_intake(random, [*rules, "priority"], mode=mode, most_mentors=3, most_mentees=5)
    if not few_enough(intake):
        return None
    before = made_up(random, intake)
    placed = {mentee for _, _, mentees in before for mentee in mentees}
    reading = oracle.read(intake)
    out = [own for own in reading.mentees if own not in placed and random.random() < 0.7]
    classes = sorted({reading.priority(own) for own in out}, reverse=True)
    had = [own for own in reading.mentees if own in placed]
    return intake, before, [had, *([own for own in out if reading.priority(own) == one] for one in classes)]


def with_left_out(groups: list[oracle.Group], waiting: list[list[str]]) -> MatchResult:
    out = tuple(Unmatched(own, "for whatever reason") for people in waiting[1:] for own in people)
    return replace(result_of(groups), unmatched=out)


def placed(groups: tuple[oracle.Group, ...], waiting: list[list[str]]) -> tuple[int, ...]:
    there = {mentee for _, _, mentees in groups for mentee in mentees}
    return tuple(len(there.intersection(people)) for people in waiting)


@pytest.mark.parametrize("number", range(40))
def test_freed_places_go_to_those_who_wait_first(number: int) -> None:
    case = drawn(number)
    if case is None:
        return
    intake, before, waiting = case
    every: list[tuple[int, Key]] = [
        (oracle.moves(intake, before, groups), (placed(groups, waiting), oracle.worth(intake, groups)))
        for groups in oracle.groupings(intake)
    ]
    if not every or not waiting[1:]:
        return
    fewest = min(moves for moves, _ in every)
    for allowed in (None, fewest + 2):
        best = max(key for moves, key in every if moves <= (fewest if allowed is None else allowed))
        again = rematch(read(intake), with_left_out(before, waiting), moves=allowed)
        groups = tuple((group.mentors, group.slot, group.mentees) for group in again.result.groups)
        assert (placed(groups, waiting), worth(intake, again)) == best
        told = again.result.rematched
        assert told is not None
        assert [(one.people, one.placed, one.most) for one in told.waiting] == [
            (len(people), count, count) for people, count in zip(waiting[1:], best[0][1:], strict=True)
        ]
        assert again.result.bound == again.result.objective


def test_the_draws_hold_those_whom_the_score_alone_would_leave_out() -> None:
    differ = 0
    for number in range(40):
        case = drawn(number)
        if case is None:
            continue
        intake, before, waiting = case
        every = [(oracle.moves(intake, before, one), one) for one in oracle.groupings(intake)]
        few = [one for moves, one in every if moves == min(moves for moves, _ in every)]
        if few and waiting[1:]:
            by_score = max(oracle.worth(intake, one) for one in few)
            best = max(placed(one, waiting) for one in few)[1:]
            differ += all(placed(one, waiting)[1:] < best for one in few if oracle.worth(intake, one) == by_score)
    assert differ


# One place, two who would like it ------------------------------------------------------------------------------------


def one_place(**priorities: int) -> tuple[Intake, MatchResult]:
    """A group of at most two with one place free: S2 and S3 were left out before, S4 is new and wishes for T1."""
    mentees: list[Plain] = [{"id": own} for own in ("S1", "S2", "S3")]
    mentees.append({"id": "S4", "preferred_mentors": "T1"})
    for row in mentees:
        row["priority"] = priorities.get(row["id"], 100)
    program = {"groups": {"mentors": 1, "min_size": 1, "max_size": 2}}
    before = replace(
        result_of([(("T1",), None, ("S1", "gone"))]), unmatched=tuple(Unmatched(own, "x") for own in ("S2", "S3"))
    )
    return read({"mentors": [{"id": "T1"}], "mentees": mentees, "program": program, "constraints": []}), before


def test_the_new_one_waits_though_the_score_would_take_them() -> None:
    intake, before = one_place(S4=1000)
    again = rematch(intake, before)
    assert again.result.groups[0].mentees in (("S1", "S2"), ("S1", "S3"))
    assert again.result.rematched is not None
    assert again.result.rematched.waiting == (Waiting(100, 2, 1, 1),)


def test_the_coordinators_order_is_that_of_priority() -> None:
    intake, before = one_place(S3=101)
    again = rematch(intake, before)
    assert again.result.groups[0].mentees == ("S1", "S3")
    assert [one.id for one in again.result.unmatched] == ["S2", "S4"]
    intake, before = one_place(S2=50, S4=300)
    again = rematch(intake, before)
    assert again.result.groups[0].mentees == ("S1", "S3")
    assert [one.id for one in again.result.unmatched] == ["S4", "S2"]


def test_nobody_loses_a_place_to_somebody_who_waits() -> None:
    intake, before = one_place(S2=900, S3=900)
    assert "S1" in rematch(intake, before, moves=2).result.groups[0].mentees


def test_the_frontier_keeps_to_the_order_too() -> None:
    intake, before = one_place(S3=101)
    assert [point.result.groups[0].mentees for point in frontier(intake, before)] == [("S1", "S3")]


def test_a_result_that_tells_of_those_who_waited_is_read_back() -> None:
    intake, before = one_place(S3=101)
    result = rematch(intake, before).result
    table = result.to_json_dict()["rematched"]
    assert table["waiting"] == [
        {"priority": 101, "people": 1, "placed": 1, "most": 1},
        {"priority": 100, "people": 1, "placed": 0, "most": 0},
    ]


def test_those_left_out_are_listed_in_their_order() -> None:
    intake, before = one_place(S2=50, S4=300)
    result = rematch(intake, before).result
    shown = [line for line in shown_result(result, StringIO()).splitlines() if line.startswith("Left out: ")]
    assert [line.split(":")[1] for line in shown] == [" 2 mentees (S4 and S2)"]
    assert [one.id for one in build_view(result, intake).unmatched] == ["S4", "S2"]
    assert list(result.unmatched_frame["mentee_id"]) == ["S4", "S2"]
