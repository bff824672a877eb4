"""What each change makes of the groups, and that what the board says of them is what the verifier says."""

from __future__ import annotations

from random import Random

import pytest

from matcher import read_intake
from matcher.board.state import NEW, BoardError, State, Table
from matcher.board.trials import costs_of, gains_between, hours_of
from matcher.checking.scoring import Scorer
from matcher.checking.verify import breaches_of
from matcher.checking.watched import Watched
from matcher.intake.people import Intake, Lock
from matcher.problem.grouping import grouping_of
from matcher.problem.ids import grouping_from
from matcher.problem.problem import build_problem
from matcher.rules import RULES, FormedGroup
from matcher.rules.rule import known_of
from tests.board.boards import any_change, drawn
from tests.report.tiny import TINY, changed
from tests.strategies import tiny_intake


def tiny_board() -> tuple[Table, State]:
    intake = read_intake(TINY)
    groups = (
        FormedGroup("G1", "Mon 12:00", ("T1", "T2"), ("S1", "S3", "S4", "S5")),
        FormedGroup("G2", "Wed 17:00", ("T3", "T4"), ("S2", "S6", "S7", "S8", "S9")),
    )
    return Table(Watched(intake)), State(groups)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_watched_is_what_the_verifier_finds(seed: int) -> None:
    """Some thousand changes of intakes with every rule: the same breaches, rule by rule, and the same score."""
    random = Random(seed)
    told = tiny_intake(random)
    intake = read_intake(told["mentors"], told["mentees"], told["program"], told["constraints"], told.get("locks"))
    table, state = Table(Watched(intake)), drawn(random, intake)
    done = 0
    for _ in range(60):
        try:
            state, _ = table.do(state, any_change(random, intake, state))
        except BoardError:
            continue
        done += 1
        standing = table.watched.standing(state.groups, state.locks)
        locked = changed(intake, locks=(*intake.locks, *state.locks))
        # Groups that nobody is in are none.
        there = state.without_empty.groups
        found = breaches_of(locked, there)
        assert sorted(map(str, standing.breaches)) == sorted(map(str, found))
        assert [breach.rule for breach in standing.breaches] == [breach.rule for breach in found]
        scorer = Scorer(intake)
        assert standing.objective == scorer.objective(there)
        scores = {group.id: scorer.group_score(known_of(intake, group)) for group in there}
        assert list(standing.scores) == [scores.get(group.id, 0) for group in state.groups]
        assert sum(table.watched.parts(state.groups).values()) == standing.objective
        assert {*(one for own in standing.by_group for one in own), *standing.together} == set(standing.breaches)
    assert done >= 5


@pytest.mark.parametrize("seed", range(25))
def test_groups_that_keep_every_rule_score_what_solving_says(seed: int) -> None:
    """The score that is watched, against the arrays of the solver, wherever these know the groups."""
    random = Random(1000 + seed)
    told = tiny_intake(random, most_mentees=6)
    intake = read_intake(told["mentors"], told["mentees"], told["program"], told["constraints"], told.get("locks"))
    problem, table = build_problem(intake), Table(Watched(intake))
    state = drawn(random, intake)
    for _ in range(120):
        try:
            state, _ = table.do(state, any_change(random, intake, state))
        except BoardError:
            continue
        standing = table.watched.standing(state.groups)
        there = state.without_empty.groups
        if not standing.breaches and there:
            grouping = grouping_from(intake, problem, there)
            assert grouping_of(problem, grouping.seats, grouping.seat_of).objective == standing.objective


def test_every_rule_that_looks_at_groups_one_by_one_says_so() -> None:
    assert [rule.name for rule in RULES if rule.group_by_group] == [
        "mentors per group",
        "availability",
        "group size",
        "genders of a pair",
        "pair",
        "eligible",
        "required gender of mentors",
        "alone of their gender",
        "mix",
    ]


def test_a_mentee_goes_to_another_group_and_out_and_back() -> None:
    table, start = tiny_board()
    there, did = table.move(start, "S9", "G2", "G1")
    assert there.group("G1").mentees == ("S1", "S3", "S4", "S5", "S9")
    assert (did.what, did.people, did.groups) == ("move", ("S9",), ("G2", "G1"))
    out, did = table.move(there, "S9", "G1", None)
    assert did.what == "out"
    assert table.watched.standing(out.groups).objective == 16430 - 1490 - 20000
    assert table.move(out, "S9", None, "G2")[0] == start


def test_somebody_begins_a_group_when_most_who_are_left_out_can_come() -> None:
    table, start = tiny_board()
    state = start
    for own in ("S6", "S7", "S8"):
        state, _ = table.move(state, own, "G2", None)
    state, did = table.move(state, "S9", "G2", NEW)
    begun = state.group("G3")
    assert (begun.mentees, begun.mentors, begun.slot, did.note) == (("S9",), (), "Wed 17:00", "Wed 17:00")


def test_two_change_places_also_with_somebody_left_out() -> None:
    table, start = tiny_board()
    state, _ = table.swap(start, "S1", "S2", "G1", "G2")
    assert [group.mentees for group in state.groups] == [("S2", "S3", "S4", "S5"), ("S1", "S6", "S7", "S8", "S9")]
    assert table.swap(state, "S2", "S1", "G1", "G2")[0] == start
    out, _ = table.move(start, "S9", "G2", None)
    state, _ = table.swap(out, "S9", "S8", None, "G2")
    assert state.group("G2").mentees == ("S2", "S6", "S7", "S9")
    state, _ = table.swap(start, "T1", "T3", "G1", "G2")
    assert [group.mentors for group in state.groups] == [("T2", "T3"), ("T1", "T4")]


def test_a_group_is_split_and_taken_away() -> None:
    table, start = tiny_board()
    state, did = table.split(start, "G2")
    assert did.groups == ("G2", "G3")
    assert len(state.group("G3").mentees) == 2
    assert state.group("G3").mentors == ()
    assert state.group("G3").slot == "Wed 17:00"
    alone, _ = table.dissolve(start, "G1")
    assert [group.id for group in alone.groups] == ["G2"]
    # T1 and T2 are idle now, and could come on Monday, not on Wednesday.
    assert table.split(alone, "G2")[0].group("G3").mentors == ()
    state, _ = table.split(table.hour(alone, "G2", "Mon 12:00")[0], "G2")
    assert state.group("G3").mentors == ("T1", "T2")


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"do": "move", "person": "S9", "start": "G2", "to": "G2"}, "there_already"),
        ({"do": "move", "person": "S9", "start": "G1", "to": "G2"}, "not_there"),
        ({"do": "move", "person": "S9", "start": None, "to": "G1"}, "is_in"),
        ({"do": "move", "person": "S77", "start": None, "to": "G1"}, "nobody"),
        ({"do": "move", "person": "S9", "start": "G2", "to": "G7"}, "no_group"),
        ({"do": "swap", "person": "S9", "start": "G2", "other": "T1", "to": "G1"}, "no_swap"),
        ({"do": "swap", "person": "S9", "start": "G2", "other": "S8", "to": "G2"}, "no_swap"),
        ({"do": "hour", "group": "G1", "slot": "never"}, "no_hour"),
        ({"do": "hour", "group": "G1", "slot": "monday 12:00"}, "there_already"),
        ({"do": "lock", "group": "G1", "kind": "person-in-group", "person": "S9"}, "no_lock"),
        ({"do": "lock", "group": "G1", "kind": "for-ever"}, "not_understood"),
        ({"do": "unlock", "number": "0"}, "no_lock"),
        ({"do": "fly", "person": "S9"}, "not_understood"),
        ({"do": "move", "persons": "S9"}, "not_understood"),
        ({"do": "move", "person": ["S9"]}, "not_understood"),
        ({"do": "lock", "group": "G1", "kind": "mentor-pair", "reason": "a\ud800b"}, "not_understood"),
        ({"do": "lock", "group": "G1", "kind": "mentor-pair", "reason": "a\x1b[31m"}, "not_understood"),
        ({"do": "lock", "group": "G1", "kind": "mentor-pair", "reason": "a" * 200_000}, "not_understood"),
    ],
)
def test_what_is_not_there_cannot_be_moved(asked: dict[str, str], key: str) -> None:
    table, start = tiny_board()
    with pytest.raises(BoardError, match=f"board.{key}"):
        table.do(start, asked)


def test_a_lock_of_the_board_is_watched_like_one_of_the_intake() -> None:
    table, start = tiny_board()
    state, did = table.lock(start, "person-in-group", "G2", " promised  to her ", "S9")
    assert state.locks == (
        Lock(kind="person-in-group", mentors=("T3", "T4"), slot="Wed 17:00", mentees=("S9",), reason="promised to her"),
    )
    assert did.note == "promised to her"
    state, _ = table.move(state, "S9", "G2", "G1")
    told = [breach.message for breach in table.watched.standing(state.groups, state.locks).breaches]
    assert told == [
        "S9 is in a group that T3 and T4 lead at Wed 17:00 (locked: promised to her), but in these groups it is not so"
    ]
    with pytest.raises(BoardError, match=r"board\.locked_already"):
        table.lock(table.lock(start, "mentor-pair", "G1")[0], "mentor-pair", "G1", "again")
    assert table.unlock(state, "0")[0].locks == ()


def test_what_it_would_cost_is_told_of_every_place_and_why_not() -> None:
    table, start = tiny_board()
    start, _ = table.move(start, "S5", "G1", None)
    now = table.watched.standing(start.groups)
    costs = {one.place: one for one in costs_of(table, start, now, "S1", "G1", ["G2", None, NEW])}
    assert list(costs) == ["G2", None, NEW]
    there = costs["G2"]
    # Without Ines (S1) the first group is too small, wherever she goes.
    assert [breach.rule for breach in there.left_behind] == ["group size"]
    assert [breach.message for breach in there.new] == [
        "Ines Rossi (S1) of G2 cannot meet at Wed 17:00",
        "G2 has 6 mentees; 3 to 5 are allowed",
        "Ines Rossi (S1) and Omar Diallo (S2) must not share a group, and are in G2",
    ]
    assert there.points == Scorer(table.intake).objective(there.state.groups) - now.objective
    assert costs[None].new == ()
    assert costs[None].points < -20000


def test_each_hour_tells_who_cannot_come() -> None:
    table, start = tiny_board()
    now = table.watched.standing(start.groups)
    hours = {one.place: one for one in hours_of(table, start, now, "G1")}
    assert list(hours) == [slot.text for slot in table.intake.slots if slot.text != "Mon 12:00"]
    assert all(one.points == 0 for one in hours.values())
    assert {one.place: len(one.new) for one in hours.values()}["Wed 17:00"] >= 1


def test_who_gains_and_who_loses() -> None:
    table, start = tiny_board()
    state, _ = table.move(start, "S9", "G2", "G1")
    gains = gains_between(table, start.groups, state.groups)
    # Sam wished for T4 alone, and T4 for him second.
    assert [(gain.person, gain.better, gain.choices) for gain in gains] == [
        ("S9", False, (1, None)),
        ("T4", False, (None, None)),
    ]
    assert gains_between(table, start.groups, start.groups) == []
    out, _ = table.move(start, "S9", "G2", None)
    assert gains_between(table, start.groups, out.groups)[0].placed == (True, False)


def test_a_group_of_people_named_twice_is_scored_once() -> None:
    intake: Intake = read_intake(TINY)
    twice = FormedGroup("G1", "Mon 12:00", ("T1", "T2"), ("S1", "S1", "S3", "S4", "S5"))
    standing = Watched(intake).standing([twice])
    assert standing.scores == (7240,)
    assert standing.breaches == breaches_of(intake, [twice])
