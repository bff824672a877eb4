"""The arrays of a small intake, number by number, and of random ones against the contract."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.problem import best_alone, scores
from matcher.problem.problem import build_problem
from matcher.solving.candidate_seats import simple_bound
from matcher.solving.heuristics.placement import largest_gains
from matcher.solving.relaxation.lagrangian import Relaxation, common_step
from matcher.solving.relaxation.magnitudes import most_gain
from matcher.solving.relaxation.pricing import SCALE
from tests import oracle
from tests.solving.common import all_seats, drawn, read

# Two mentors free together at B only; m3 is free never, and may lead two groups.
INTAKE = {
    "program": {
        "groups": {"min_size": 1, "max_size": 3},
        "schedule": {"slots": ["A", "B"]},
        "weights": {"unmatched": 50},
        "load": {"max_mentees": 2},
    },
    "mentors": [
        {"id": "m1", "availability": "A; B", "preferred_mentees": ["s2"], "preferred_co_mentors": ["m2"]},
        {"id": "m2", "availability": "B", "max_mentees": 1, "preferred_co_mentors": ["m3", "m1"]},
        {"id": "m3", "unavailable": "A; B", "max_groups": 2},
    ],
    "mentees": [
        {"id": "s1", "availability": "A", "preferred_mentors": ["m2", "m1"]},
        {"id": "s2", "availability": "B", "avoid": ["m3"]},
        {"id": "s3", "availability": "A; B", "mentor_gender": "require woman"},
    ],
    "constraints": [{"kind": "apart", "a": "s1", "b": "s2"}, {"kind": "assign", "a": "s2", "b": "m1"}],
}


def test_a_small_intake() -> None:
    problem = build_problem(read(INTAKE))
    assert (problem.mentees, problem.mentors, problem.slots, problem.scheduled, problem.per_group) == (3, 3, 2, True, 2)
    # 10 * 80 and 10 * 100 for ranks 2 and 1; 3 * 100 for the mentor's first wish; the last column is nobody.
    assert problem.score.tolist() == [[800, 1000, 0, 0], [300, 0, 0, 0], [0, 0, 0, 0]]
    # 2 * (100 + 80) for m1 and m2 who name each other; 2 * 100 for m2 naming m3 first.
    assert problem.pair_score.tolist() == [[0, 360, 0, 0], [360, 0, 200, 0], [0, 200, 0, 0], [0, 0, 0, 0]]
    assert problem.mentor_free.tolist() == [[True, True], [False, True], [False, False], [True, True]]
    assert problem.mentee_free.tolist() == [[True, False], [False, True], [True, True]]
    assert problem.welcome.tolist() == [[True] * 4, [True, True, False, True], [True] * 4]
    assert problem.max_groups.tolist() == [1, 1, 2]
    assert problem.max_mentees.tolist() == [2, 1, 2]
    assert problem.must_place.tolist() == [False, True, False]
    assert problem.apart == ((0, 1),)
    assert problem.together == ()
    assert problem.base == -150
    seats = all_seats(problem)
    assert [seats.first.tolist(), seats.second.tolist(), seats.slot.tolist(), seats.room.tolist()] == [
        [0],
        [1],
        [1],
        [1],
    ]
    # At B: s1 is not free, s3 requires a woman, s2 is assigned to m1.
    assert problem.permitted(seats).tolist() == [[False, True, False]]
    assert int(problem.gain(np.array([1]), seats.first, seats.second)[0]) == 350


def test_one_mentor_is_a_pair_with_nobody() -> None:
    program = {"groups": {"mentors": 1, "min_size": 1}, "schedule": {"slots": ["A", "B"]}}
    problem = build_problem(read({**INTAKE, "program": program, "constraints": []}))
    seats = all_seats(problem)
    assert set(seats.second.tolist()) == {3}
    assert (seats.leaders()[0].tolist(), seats.leaders()[1].tolist()) == (list(range(len(seats))), seats.first.tolist())
    assert not seats.led_by(3)[seats.second != 3].any()


def test_without_slots_a_pair_may_lead_again() -> None:
    people = [{"id": "m1", "max_groups": 2}, {"id": "m2", "max_groups": 3}, {"id": "m3"}]
    mentees = [{"id": f"s{n}"} for n in range(5)]
    program = {"groups": {"min_size": 2, "max_size": 4}}
    problem = build_problem(read({"program": program, "mentors": people, "mentees": mentees, "constraints": []}))
    seats = all_seats(problem)
    # m1 and m2 twice, with m3 once each; five mentees fill two groups of two at most.
    assert list(zip(seats.first.tolist(), seats.second.tolist(), strict=True)) == [(0, 1), (0, 1), (0, 2), (1, 2)]


@pytest.mark.parametrize("number", range(25))
def test_the_score_of_the_contract(number: int) -> None:
    intake, _ = drawn("score", number, None)
    reading, problem = oracle.read(intake), build_problem(read(intake))
    scores = [[reading.scores[mentee, mentor] for mentor in reading.mentors] for mentee in reading.mentees]
    assert problem.score[:, :-1].tolist() == scores
    assert not problem.score[:, -1].any()
    for one, first in enumerate(reading.mentors):
        for two, second in enumerate(reading.mentors):
            assert problem.pair_score[one, two] == (0 if one == two else reading.pair_score((first, second)))
    for row, mentee in enumerate(reading.mentees):
        for column, mentor in enumerate(reading.mentors):
            rank = reading.rank(mentee, "preferred_mentors", mentor)
            assert problem.rank[row, column] == (problem.unlisted if rank is None else rank)


@pytest.mark.parametrize(
    ("weight", "points", "priority", "bits"),
    [
        (1, 63, 100, 8),
        (1, 64, 100, 16),
        (1, 16_383, 100, 16),
        (1, 16_384, 100, 32),
        (1000, 1_000_000, 100, 32),
        (1000, 1_000_000, 1000, 64),
    ],
)
def test_sums_are_right_however_narrow_the_scores_are(weight: int, points: int, priority: int, bits: int) -> None:
    nothing = dict.fromkeys(("mentor_choice", "co_mentor_choice", "gender_wish", "similarity", "unmatched"), 0)
    program = {
        "groups": {"min_size": 1},
        "weights": {**nothing, "mentee_choice": weight},
        "choice": {"points": [points]},
        "schedule": {"required": False},
    }
    mentees = [{"id": f"s{n}", "preferred_mentors": ["m1", "m2"], "priority": priority} for n in range(3)]
    people = [{"id": "m1"}, {"id": "m2"}]
    problem = build_problem(read({"program": program, "mentors": people, "mentees": mentees, "constraints": []}))
    score, seats = weight * points * priority // 100, all_seats(problem)
    assert problem.score.dtype.itemsize == bits // 8
    assert problem.score.tolist() == 3 * [[score, score, 0]]
    assert problem.gain(np.arange(3), np.array([0]), np.array([1])).tolist() == 3 * [2 * score]
    assert problem.best_points.tolist() == problem.best.tolist() == 3 * [2 * score]
    assert simple_bound(problem) == 6 * score
    assert largest_gains(problem)[0] == 2 * score
    assert most_gain(problem) == 2 * score * SCALE
    assert common_step(problem) == score
    relaxation = Relaxation(problem, seats)
    nothing_paid = relaxation.first_prices()[0]
    assert nothing_paid.mentee.tolist() == 3 * [score * SCALE]
    assert relaxation.priced(np.array([0]), nothing_paid).tolist() == [3 * score * SCALE]


@pytest.mark.parametrize("number", range(8))
def test_the_best_alone_however_few_are_asked_first(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(best_alone, "FOREMOST", 1)
    monkeypatch.setattr(best_alone, "MORE", 2)
    monkeypatch.setattr(scores, "BLOCK", 3)
    intake, _ = drawn("best alone", number, None)
    reading, problem = oracle.read(intake), build_problem(read(intake))
    assert np.maximum(0, problem.best).tolist() == [oracle.best_sum(reading, mentee) for mentee in reading.mentees]


def test_a_cluster_may_only_what_all_of_it_may() -> None:
    for number in range(15):
        problem = build_problem(read(drawn("cluster", number, ("together", "availability", "require_one", "avoid"))[0]))
        allowed = problem.permitted(all_seats(problem))
        for cluster in problem.together:
            assert (allowed[:, list(cluster)] == allowed[:, [cluster[0]]]).all()
