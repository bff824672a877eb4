"""Placements at given seats against every way to seat the mentees there."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

from matcher.intake.people import Intake
from matcher.problem.grouping import Grouping, grouping_of, keeps_demands
from matcher.problem.problem import Problem, Seats, build_problem
from matcher.solving import search
from matcher.solving.exact.solvers import Work
from matcher.solving.heuristics.placement import OWN, place_mentees, ties_mentees
from matcher.solving.heuristics.repair import Leeway, breaks_ties, by_flow, placed_and_mended, placed_within_ties
from tests import oracle
from tests.draws import draws
from tests.solving.common import Ints, Plain, all_seats, feasible, matched, read, told

WORK = Work(10.0, 60.0)


def seats_together(problem: Problem, random: Random, most: int) -> Seats:
    """Up to so many seats that can be taken at once."""
    seats = all_seats(problem)
    order = list(range(len(seats)))
    random.shuffle(order)
    chosen: list[int] = []
    for seat in order:
        trial = seats[np.array([*chosen, seat], np.int64)]
        where, mentor = trial.leaders()
        led = np.bincount(mentor, minlength=problem.mentors)
        places = set(zip(mentor.tolist(), trial.slot[where].tolist(), strict=True))
        clash = problem.scheduled and len(places) < len(mentor)
        full = np.bincount(trial.slot).max(initial=0) > (problem.max_groups_per_slot or len(seats))
        if (led <= problem.max_groups).all() and not clash and not full and len(chosen) < most:
            chosen.append(seat)
    return seats[np.array(sorted(chosen), np.int64)]


def wrong(intake: Plain, groups: list[oracle.Group], spared: tuple[str, ...]) -> list[str]:
    return [text for text in oracle.breaches(intake, groups) if not any(part in text for part in spared)]


def every_placement(intake: Plain, whole: Intake, problem: Problem, seats: Seats) -> list[tuple[Grouping, bool]]:
    """Every placement at these seats that breaks nothing but the number of groups; whether it takes them all."""
    reading = oracle.read(intake)
    allowed = problem.permitted(seats)
    options = [[-1, *np.flatnonzero(allowed[:, mentee]).tolist()] for mentee in range(problem.mentees)]
    found = []
    for sits in product(*options):
        seat_of = np.array(sits, np.int64)
        sizes = np.bincount(seat_of[seat_of >= 0], minlength=len(seats))
        if ((sizes > 0) & (sizes < problem.min_size)).any():
            continue
        grouping = grouping_of(problem, seats, seat_of)
        if not [text for text in oracle.breaches(reading, told(whole, grouping)) if "groups, not" not in text]:
            found.append((grouping, bool((sizes > 0).all())))
    return found


@pytest.mark.parametrize(
    "rules",
    [
        ("availability",),
        ("size", "assign", "eligible_share"),
        ("everyone", "size"),
        ("together", "apart", "no_lone"),
        ("max_groups_two", "max_mentees", "availability"),
        None,
    ],
)
def test_the_best_placement(rules: tuple[str, ...] | None) -> None:
    placed = 0
    for intake, random, whole, problem, _ in feasible(f"placing {rules}", draws(4, 7), rules):
        seats = seats_together(problem, random, 2)
        ways = every_placement(intake, whole, problem, seats)
        grouping, by = place_mentees(problem, seats, WORK)
        assert by is not None
        counted = [(way, full) for way, full in ways if problem.count in (None, len(way.seats))]
        full = [way.objective for way, full in counted if full]
        if grouping is None:
            # The flow asks for every seat to be filled; CP-SAT for the number of groups.
            assert not full
            continue
        placed += 1
        assert not wrong(intake, told(whole, grouping), ("groups, not",))
        assert grouping.objective == oracle.score(intake, told(whole, grouping))
        if by == OWN:
            every = [way.objective for way, filled in ways if filled]
            assert grouping.objective == max(every)
        else:
            assert ties_mentees(problem, seats)
            assert grouping.objective == max(way.objective for way, _ in counted)
    assert placed > 0


def test_no_seats_place_nobody() -> None:
    for _, _, _, problem, _ in feasible("no seats", 1, ()):
        assert place_mentees(problem, all_seats(problem)[np.empty(0, np.int64)], WORK) == (None, OWN)


def chain(length: int) -> Plain:
    """Groups of one, in a row: all can be filled only if everybody moves one place from where it is worth more."""
    mentors = [
        {"id": f"{side}{n}", "preferred_co_mentors": [f"{other}{n}"]}
        for n in range(length)
        for side, other in ("ab", "ba")
    ]
    mentees = []
    for number in range(length):
        open_to = {number, number + 1} if number < length - 1 else {0}
        mentee = {"id": f"s{number}", "avoid": [f"a{n}" for n in range(length) if n not in open_to]}
        mentees.append({**mentee, "preferred_mentors": [f"a{number}"] if number < length - 1 else []})
    constraints = [{"kind": "co_lead", "a": f"a{n}", "b": f"b{n}"} for n in range(length)]
    program = {"groups": {"min_size": 1, "max_size": 1}, "weights": {"unmatched": 0, "co_mentor_choice": 1000}}
    return {"program": program, "mentors": mentors, "mentees": mentees, "constraints": constraints}


@pytest.mark.parametrize("length", [3, 5, 6, 9])
def test_a_long_chain_of_moves_fills_every_seat(length: int) -> None:
    whole = read(chain(length))
    problem = build_problem(whole)
    grouping, by = place_mentees(problem, all_seats(problem), WORK)
    assert by == OWN
    assert grouping is not None
    assert len(grouping.seats) == length
    # A pair that names each other scores 1000 * (100 + 100); nobody is with a mentor it named.
    assert grouping.objective == 200_000 * length


@pytest.mark.parametrize("few", [3000, 0])
def test_a_long_chain_of_moves_through_the_whole_job(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW_PLACEMENTS", few)
    result = matched(chain(6))
    assert (result.objective, result.bound, len(result.groups)) == (1_200_000, 1_200_000, 6)


def scattered(problem: Problem, seats: Seats, random: Random) -> Ints:
    """Each mentee at a seat permitted to it, or out, whatever ties it."""
    allowed = problem.permitted(seats)
    options = [[-1, *np.flatnonzero(allowed[:, mentee]).tolist()] for mentee in range(problem.mentees)]
    return np.array([random.choice(places) for places in options], np.int64)


@pytest.mark.parametrize("rules", [("together", "apart", "no_lone", "size"), ("max_groups_two", "max_mentees", "size")])
def test_mending_leaves_nothing_broken(rules: tuple[str, ...]) -> None:
    broken = 0
    for intake, random, whole, problem, _ in feasible(f"mending {rules}", draws(8, 15), rules):
        seats = seats_together(problem, random, 3)
        for _ in range(5):
            seat_of = scattered(problem, seats, random)
            held = np.bincount(seat_of[seat_of >= 0], minlength=len(seats))
            if (held > seats.room).any() or not held.any():
                continue
            start = grouping_of(problem, seats, seat_of)
            broken += bool(wrong(intake, told(whole, start), ("groups, not",)))
            mended = placed_and_mended(problem, start)
            assert mended is not None
            assert not wrong(intake, told(whole, mended), ("groups, not",))
            stayed = mended.seat_of >= 0
            assert (start.seat_of[stayed] >= 0).all()
    assert broken > 10


@pytest.mark.parametrize(
    "rules",
    [("together", "size"), ("apart", "size"), ("no_lone",), ("max_groups_two", "max_mentees"), None],
)
def test_flows_within_ties_break_none_and_are_no_better_than_the_best(rules: tuple[str, ...] | None) -> None:
    bent, reached, best = 0, 0, 0
    for intake, random, whole, problem, _ in feasible(f"within ties {rules}", 25, rules):
        seats = seats_together(problem, random, 3)
        free, _ = by_flow(problem, Leeway.of(problem, seats))
        if free is None or not breaks_ties(problem, free):
            continue
        bent += 1
        within = placed_within_ties(problem, seats, free)
        ways = [way.objective for way, _ in every_placement(intake, whole, problem, seats)]
        if within is None or not keeps_demands(problem, within):
            continue
        assert not wrong(intake, told(whole, within), ("groups, not",))
        assert within.objective <= max(ways)
        reached += within.objective - problem.base
        best += max(ways) - problem.base
    assert bent > 2
    # Most of what can be had is had.
    assert reached > 0.7 * best


def test_mending_gives_up_where_somebody_must_be_placed() -> None:
    for _, _, _, problem, _ in feasible("mending everyone", 3, ("everyone",)):
        seats = all_seats(problem)[np.array([0])]
        nobody = grouping_of(problem, seats, np.full(problem.mentees, -1, np.int64))
        assert placed_and_mended(problem, nobody) is None
        assert placed_and_mended(problem, None) is None
