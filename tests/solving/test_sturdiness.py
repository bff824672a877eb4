"""`[robust] spare = true` against every grouping with the best objective."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from matcher import explain
from matcher.problem.grouping import room_left
from matcher.problem.ids import grouping_from
from matcher.problem.problem import build_problem
from matcher.result.match_result import MatchResult
from matcher.rules import FormedGroup
from matcher.solving.variants.sturdiness import sturdiness
from tests import oracle
from tests.draws import draws
from tests.solving.common import Plain, drawn, matched, read


def points(reading: oracle.Reading, groups: Sequence[oracle.Group]) -> int:
    """A point for each group with room, and for each with a spare mentor free at its slot."""
    leading = {mentor for mentors, _, _ in groups for mentor in mentors}
    carried = Counter(mentor for mentors, _, mentees in groups for mentor in mentors for _ in mentees)
    total = 0
    for mentors, slot, mentees in groups:
        limits = [(mentor, reading.limit(mentor, "max_mentees")) for mentor in mentors]
        room = all(most is None or carried[mentor] < most for mentor, most in limits)
        total += room and len(mentees) < reading.program["groups"]["max_size"]
        total += any(stands_in(reading, one, mentors, slot) for one in reading.mentors if one not in leading)
    return total


def stands_in(reading: oracle.Reading, one: str, mentors: Sequence[str], slot: str | None) -> bool:
    others = [[mentor, one] for mentor in mentors] if len(mentors) == 2 else [[one]]
    free = slot is None or slot in reading.free[one]
    return free and any(not oracle.leader_breaches(reading, sorted(pair)) for pair in others)


def told(result: MatchResult) -> list[oracle.Group]:
    return [(group.mentors, group.slot, group.mentees) for group in result.groups]


def with_spare(intake: Plain) -> Plain:
    return intake | {"program": intake["program"] | {"robust": {"spare": True}}}


@pytest.mark.parametrize(
    ("mode", "rules"),
    [
        ("total", ("one_mentor",)),
        ("total", ("one_mentor", "named_slots")),
        ("total", ("one_mentor", "no_lone")),
        ("total", ("one_mentor", "named_slots", "max_groups_two", "max_mentees")),
        ("greedy", ("one_mentor",)),
    ],
)
def test_the_most_points_of_all_that_are_as_good(mode: str, rules: tuple[str, ...]) -> None:
    better = 0
    for number in range(draws(3, 6)):
        intake, _ = drawn(f"sturdy {mode} {rules}", number, rules, most_mentors=3, most_mentees=3)
        # With few scores there are many groupings that are as good.
        intake["program"]["weights"] = {"mentee_choice": 0, "mentor_choice": 0, "similarity": 0}
        intake["program"]["objective"] = {"mode": mode}
        reading = oracle.read(intake)
        best = max(oracle.groupings(reading), key=lambda groups: oracle.worth(reading, groups), default=None)
        if best is None:
            continue
        most = max(
            points(reading, groups)
            for groups in oracle.groupings(reading)
            if oracle.worth(reading, groups) == oracle.worth(reading, best)
        )
        plain, sturdy = matched(intake), matched(with_spare(intake))
        assert points(reading, told(sturdy)) == most
        assert (sturdy.objective, sturdy.bound, sturdy.status) == (plain.objective, plain.bound, plain.status)
        assert sturdy.stages == plain.stages
        better += most > points(reading, told(plain))
    assert better


def test_points_are_counted_as_told() -> None:
    intake: Plain = {
        "program": {"groups": {"mentors": 1, "min_size": 1, "max_size": 2}, "schedule": {"slots": ["A", "B"]}},
        "mentors": [
            {"id": "m1", "availability": "A"},
            {"id": "m2", "availability": "B"},
            {"id": "m3", "availability": "B"},
        ],
        "mentees": [{"id": "s1"}, {"id": "s2"}, {"id": "s3"}],
        "constraints": [],
    }
    whole = read(intake)
    groups = [FormedGroup("G1", "A", ("m1",), ("s1", "s2")), FormedGroup("G2", "B", ("m2",), ("s3",))]
    problem = build_problem(whole)
    # G1 is full, and m3 is not free at A; G2 has room, and m3 could stand in at B.
    assert sturdiness(problem, grouping_from(whole, problem, groups)) == 2


def test_a_mentor_who_has_all_they_may_over_two_groups_has_room_in_neither() -> None:
    intake: Plain = {
        "program": {
            "groups": {"mentors": 1, "min_size": 1, "max_size": 3},
            "schedule": {"slots": ["A", "B"]},
            "load": {"max_groups": 2},
        },
        "mentors": [{"id": "m1", "availability": "A; B", "max_mentees": "3"}],
        "mentees": [{"id": "s1"}, {"id": "s2"}, {"id": "s3"}, {"id": "s4"}],
        "constraints": [],
    }
    whole = read(intake)
    problem = build_problem(whole)
    groups = [FormedGroup("G1", "A", ("m1",), ("s1", "s2")), FormedGroup("G2", "B", ("m1",), ("s3",))]
    grouping = grouping_from(whole, problem, groups)
    assert room_left(problem, grouping).tolist() == [0, 0]
    assert sturdiness(problem, grouping) == 0
    explained = explain(whole, matched(intake)).whole
    assert explained is not None
    assert (explained.placed, explained.closed) == (3, tuple(group.id for group in matched(intake).groups))


def test_a_group_moves_to_the_slot_at_which_a_mentor_is_spare() -> None:
    intake: Plain = {
        "program": {"groups": {"mentors": 1, "min_size": 2, "max_size": 2}, "schedule": {"slots": ["A", "B"]}},
        "mentors": [
            {"id": "m1", "availability": "A; B"},
            {"id": "m2", "availability": "B", "avoid": "s1"},
        ],
        "mentees": [{"id": "s1"}, {"id": "s2"}],
        "constraints": [],
    }
    plain, sturdy = matched(intake), matched(with_spare(intake))
    assert [(group.slot, group.mentors) for group in plain.groups] == [("A", ("m1",))]
    assert [(group.slot, group.mentors) for group in sturdy.groups] == [("B", ("m1",))]
