"""Pairs of the past that must not meet again."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from matcher import MatchResult, explain, match, read_intake, rematch, verify, without_repeats
from matcher.intake.people import Constraint, Intake, Lock
from matcher.result.earlier import kept_apart
from matcher.result.records import Earlier
from matcher.terminal.explain import explanation_text
from matcher.terminal.show import ResultFacts, shown_result
from tests.rematching.common import result_of

TINY = Path(__file__).parents[2] / "data" / "samples" / "tiny"


def apart(intake: Intake) -> set[tuple[str, str]]:
    return {(one.a, one.b) for one in intake.constraints if one.kind == "apart"}


def test_mentors_with_mentors_and_mentees_are_kept_apart() -> None:
    intake = read_intake(TINY)
    history = result_of([(("T1", "T2"), None, ("S1", "S5", "gone")), (("T9", "T3"), None, ("S6",))])
    found = without_repeats(intake, [history])
    fresh = {("T1", "T2"), ("S1", "T1"), ("S1", "T2"), ("S5", "T1"), ("S5", "T2"), ("S6", "T3")}
    assert apart(found) - apart(intake) == fresh
    assert found.warnings == intake.warnings


def test_no_pair_of_the_past_meets_again() -> None:
    intake = read_intake(TINY)
    before = match(intake)
    again = match(without_repeats(intake, [before]))
    pairs = {(mentor, mentee) for group in before.groups for mentor in group.mentors for mentee in group.mentees}
    met = {(mentor, mentee) for group in again.groups for mentor in group.mentors for mentee in group.mentees}
    assert not pairs & met
    assert not {group.mentors for group in before.groups} & {group.mentors for group in again.groups}


def test_what_is_asked_for_by_name_stays_possible_and_is_told() -> None:
    intake = read_intake(TINY).model_copy(
        update={
            "constraints": (Constraint(kind="assign", a="S1", b="T1"),),
            "locks": (Lock(kind="mentor-pair", mentors=("T3", "T4")),),
        }
    )
    history = result_of([(("T1", "T2"), None, ("S1",)), (("T3", "T4"), None, ())])
    found = without_repeats(intake, [history])
    assert apart(found) == {("T1", "T2"), ("S1", "T2")}
    told = "Ines Rossi (S1) with Ada Okafor (T1) and Chloé Nguyen (T3) with Daniel Haddad (T4)"
    assert f"asks by name for people who were together before: {told}; they may be" in str(found.warnings[-1])


def test_a_result_tells_whom_it_keeps_apart_and_every_later_look_keeps_to_it(tmp_path: Path) -> None:
    intake, before = read_intake(TINY), tmp_path / "last-year"
    first = match(intake)
    first.save(before)
    again = match(without_repeats(intake, [before]))
    pairs = {frozenset(pair) for group in first.groups for pair in combinations(group.mentors, 2)}
    pairs |= {frozenset((mentor, own)) for group in first.groups for mentor in group.mentors for own in group.mentees}
    (told,) = again.never_again
    assert (told.name, {frozenset(pair) for pair in told.pairs}) == ("last-year", pairs)
    assert len(told.pairs) == len(pairs) == 20
    again.save(tmp_path / "this-year")
    assert MatchResult.load(tmp_path / "this-year") == again
    assert verify(intake, tmp_path / "this-year") == ()
    assert again.intake == first.intake
    assert "Never again: 20 pairs of people who were together in last-year are kept apart." in shown_result(
        ResultFacts(again), io.StringIO()
    )


def test_verify_names_a_pair_that_is_together_again() -> None:
    intake = read_intake(TINY)
    result = replace(match(intake), never_again=(Earlier("last-year", (("S1", "T1"), ("S2", "T1"), ("S1", "gone"))),))
    assert [str(breach) for breach in verify(intake, result)] == [
        "apart: Ines Rossi (S1) and Ada Okafor (T1) must not share a group, and are in G1"
    ]
    asked = (*intake.constraints, Constraint(kind="assign", a="S1", b="T1"))
    assert kept_apart(intake.model_copy(update={"constraints": asked}), result.never_again).constraints[-1].a == "S2"


def test_explain_says_that_they_were_together_before() -> None:
    intake = read_intake(TINY)
    kept = replace(match(intake), never_again=(Earlier("last-year", (("S1", "T3"),)),))
    told = explanation_text(explain(intake, kept, "S1", "T3", time_limit=3), io.StringIO())
    assert "they were in a group together in last-year" in " ".join(told.split())


def test_the_next_rematch_keeps_them_apart_too() -> None:
    intake = read_intake(TINY)
    before = replace(match(intake), never_again=(Earlier("last-year", (("S1", "T1"),)),))
    again = rematch(intake, before).result
    assert again.never_again == before.never_again
    assert not any({"S1", "T1"} <= {*group.mentors, *group.mentees} for group in again.groups)
