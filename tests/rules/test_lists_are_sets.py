"""`equal` and `differ` compare lists as sets, in masks, verifier, score and proof alike; ranked wishes in order."""

from __future__ import annotations

import pytest

from matcher import match, read_intake
from matcher.checking.proofs.permitted import _compared, _keep
from matcher.intake.ties import eligible_holds, pair_holds
from matcher.problem.problem import build_problem

MENTORS = [
    {"id": "m1", "games": "Chess; tennis", "preferred_mentees": "s1; s2"},
    {"id": "m2", "games": "tennis;CHESS;chess", "preferred_mentees": "s2; s1"},
    {"id": "m3", "games": "tennis", "preferred_mentees": ""},
]
MENTEES = [{"id": "s1", "games": "tennis; chess"}, {"id": "s2", "games": ["chess", "Tennis"]}]


@pytest.mark.parametrize("weight", [0, 3])
def test_neither_order_nor_number_of_items_counts(weight: int) -> None:
    rules = {"eligible": [{"column": "games", "rule": "equal", "weight": weight}]}
    intake = read_intake(MENTORS, MENTEES, {"groups": {"mentors": 1, "min_size": 1}, **rules})
    (rule,) = intake.program.eligible
    holds = [[eligible_holds(rule, mentee, mentor) for mentor in intake.mentors] for mentee in intake.mentees]
    assert holds == [[True, True, False]] * 2
    mine, theirs = (_compared(rule, one) for one in (intake.mentees[0], intake.mentors[1]))
    assert mine & theirs
    if not weight:
        assert build_problem(intake).welcome[:, :3].tolist() == holds
    assert (
        match(MENTORS, MENTEES, {"groups": {"mentors": 1, "min_size": 1}, **rules}, effort="quick").status == "optimal"
    )


def test_two_mentors_are_compared_in_the_same_way() -> None:
    rules = [{"column": "games", "rule": "equal"}, {"column": "preferred_mentees", "rule": "equal"}]
    intake = read_intake(MENTORS, MENTEES, {"groups": {"min_size": 1}, "pair": rules})
    (same, ranked), (one, two, three) = intake.program.pair, intake.mentors
    assert (pair_holds(same, one, two), pair_holds(same, one, three)) == (True, False)
    assert (_keep(same, one, two), _keep(same, one, three)) == (True, False)
    assert pair_holds(ranked, one, two) is False
    assert _keep(ranked, one, two) is False
    assert build_problem(intake).pairable.sum() == 0
