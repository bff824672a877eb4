"""Independent parts: nobody lost, nothing torn that belongs together, and the optimum the sum of theirs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcher.problem.grouping import joined_groupings
from matcher.problem.parts import Part, independent_parts
from matcher.problem.problem import Problem, build_problem
from matcher.solving.candidate_seats import worthwhile_seats
from tests import oracle
from tests.solving.common import Plain, drawn, matched, read, told
from tests.solving.test_seats import best_at


def two_campuses(**program: Any) -> Plain:
    """Two mentors and two mentees on each of two campuses, in mixed order, and one mentee of a third."""
    places = ["North", "South", "North", "South"]
    mentors = [{"id": f"m{n}", "campus": place} for n, place in enumerate(places)]
    mentees = [
        {"id": f"s{n}", "campus": place, "preferred_mentors": [f"m{n % 4}"]}
        for n, place in enumerate([*places, "East"][:4])
    ]
    mentees.append({"id": "s4", "campus": "East"})
    settings = {"groups": {"min_size": 1}, "eligible": [{"column": "campus", "rule": "equal"}], **program}
    return {"program": settings, "mentors": mentors, "mentees": mentees, "constraints": []}


def parts_of(problem: Problem) -> list[Part]:
    return independent_parts(problem, worthwhile_seats(problem, *problem.pairs))


def test_two_campuses_come_apart() -> None:
    problem = build_problem(read(two_campuses()))
    north, south = parts_of(problem)
    assert (north.mentors.tolist(), north.mentees.tolist()) == ([0, 2], [0, 2])
    assert (south.mentors.tolist(), south.mentees.tolist()) == ([1, 3], [1, 3])
    assert north.problem.mentees == 2
    assert np.array_equal(north.problem.score, problem.score[np.ix_([0, 2], [0, 2, 4])])


@pytest.mark.parametrize(
    "program",
    [
        {"groups": {"min_size": 1, "count": 2}},
        {"schedule": {"max_groups_per_slot": 1, "slots": ["A"]}},
        {"eligible": []},
    ],
)
def test_what_counts_over_the_whole_keeps_it_whole(program: dict[str, Any]) -> None:
    intake = two_campuses(**program)
    if "schedule" in program:
        intake["mentees"][0]["availability"] = "A"
    problem = build_problem(read(intake))
    (part,) = parts_of(problem)
    assert part.problem is problem
    assert part.mentees.tolist() == list(range(5))
    assert part.mentors.tolist() == list(range(4))


def test_a_tie_keeps_parts_together() -> None:
    intake = two_campuses()
    # s2 has no campus and fits both; it ties nobody by itself, and both once it must be with s0.
    intake["mentees"][2]["campus"] = ""
    assert len(parts_of(build_problem(read(intake)))) == 1
    intake["constraints"] = [{"kind": "together", "a": "s0", "b": "s2"}]
    north, south = parts_of(build_problem(read(intake)))
    assert north.mentees.tolist() == [0, 2]
    assert south.mentees.tolist() == [1, 3]
    assert north.problem.together == ((0, 1),)


def test_apart_across_parts_holds_by_itself() -> None:
    intake = two_campuses()
    intake["constraints"] = [{"kind": "apart", "a": "s0", "b": "s1"}, {"kind": "apart", "a": "s3", "b": "s1"}]
    north, south = parts_of(build_problem(read(intake)))
    assert north.problem.apart == ()
    assert south.problem.apart == ((0, 1),)


def test_a_campus_nobody_can_meet_on_is_no_part() -> None:
    intake = two_campuses()
    intake["mentors"][3]["campus"] = "West"
    (part,) = parts_of(build_problem(read(intake)))
    # Only one part is left: it is the whole, so that those without a seat stay counted.
    assert part.mentees.tolist() == list(range(5))


@pytest.mark.parametrize(
    "rules",
    [
        ("one_mentor", "availability"),
        ("availability", "max_groups_two", "avoid"),
        ("one_mentor", "together", "everyone"),
        ("one_mentor", "assign", "apart", "no_lone", "size"),
    ],
)
def test_nobody_is_lost_and_the_parts_add_up(rules: tuple[str, ...]) -> None:
    several = 0
    for number in range(15):
        intake, random = drawn(f"parts {rules}", number, rules)
        intake["program"]["eligible"] = [{"column": "campus", "rule": "equal"}]
        for row in (*intake["mentors"], *intake["mentees"]):
            row["campus"] = random.choice(("North", "South"))
        problem, best = build_problem(read(intake)), oracle.best(intake)
        seats = worthwhile_seats(problem, *problem.pairs)
        parts = independent_parts(problem, seats)
        several += len(parts) > 1
        mentees, mentors = (np.concatenate(side) for side in zip(*((p.mentees, p.mentors) for p in parts), strict=True))
        assert len(set(mentees.tolist())) == len(mentees)
        assert len(set(mentors.tolist())) == len(mentors)
        outside = np.setdiff1d(np.arange(problem.mentees), mentees)
        assert not problem.permitted(seats)[:, outside].any()
        found = [best_at(part.problem, worthwhile_seats(part.problem, *part.problem.pairs)) for part in parts]
        told_best = [one for one in found if one is not None]
        if best is None:
            assert len(told_best) < len(found) or problem.must_place[outside].any()
        else:
            assert sum(told_best) - int(problem.unmatched[outside].sum()) == best.objective
            assert len(told_best) == len(found)
    assert several > 1


def test_groupings_of_parts_join_into_one_of_the_whole() -> None:
    from matcher.solving.exact.solvers import Work
    from matcher.solving.heuristics.placement import place_mentees

    intake = read(two_campuses())
    problem = build_problem(intake)
    parts = parts_of(problem)
    placed = [place_mentees(p.problem, p.problem.seats_of(*p.problem.pairs), Work(1.0, 10.0))[0] for p in parts]
    grouping = joined_groupings(problem, parts, [one for one in placed if one is not None])
    groups = told(intake, grouping)
    assert groups == [(("m0", "m2"), None, ("s0", "s2")), (("m1", "m3"), None, ("s1", "s3"))]
    # Four first choices at 10 * 100 each, one left out at 20000.
    assert grouping.objective == oracle.score(two_campuses(), groups) == -16_000


def test_parts_through_the_whole_job() -> None:
    result = matched(two_campuses())
    assert (result.status, result.objective, [entry.id for entry in result.unmatched]) == ("optimal", -16_000, ["s4"])
