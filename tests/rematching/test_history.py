"""Pairs of the past that must not meet again."""

from __future__ import annotations

from pathlib import Path

from matcher import match, read_intake, without_repeats
from matcher.intake.people import Constraint, Intake, Lock
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
