"""Whatever is formed in the blocks of a grouping, the whole keeps every rule, and gains add up."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from matcher.problem.grouping import Grouping, grouping_of, keeps_demands
from matcher.problem.problem import Problem
from matcher.solving.candidate_seats import worthwhile_seats
from matcher.solving.exact.solvers import Work, build_model, solve_with_cp_sat
from matcher.solving.heuristics.blocks import Block, block_around, cut, merged
from matcher.solving.portfolio import solve
from matcher.solving.running.control import Control
from tests import oracle
from tests.draws import draws
from tests.solving.common import all_seats, feasible, seats_taken, told
from tests.solving.test_lagrangian import CASES

RULES = {
    **CASES,
    "rooms": ("slot_cap", "availability", "size", "max_groups_two"),
    "one mentor, rooms": ("one_mentor", "slot_cap", "availability", "max_groups_two"),
    "counted": ("count", "availability", "max_groups_two"),
    "mentors tied": ("co_lead", "apart", "avoid", "assign"),
}
COUNT = draws(4, 8)
"""Intakes drawn for each set of rules; 60 of each were tried once."""


def anything(problem: Problem, random: Random) -> Grouping | None:
    """Some grouping of a problem, drawn: the best for scores out of thin air."""
    drawn = np.array([random.randint(-300, 300) for _ in range(problem.score.size)]).reshape(problem.score.shape)
    drawn[:, -1] = 0
    # A group is worth something by itself, or nearly all of these tiny intakes would come out with one.
    reward = np.full_like(problem.pair_score, random.choice((0, 2000, 4000)))
    other = replace(
        problem, score=drawn, pair_score=reward, unmatched=np.full(problem.mentees, random.choice((0, 200, 5000)))
    )
    seats = worthwhile_seats(problem, *problem.pairs)
    outcome = solve_with_cp_sat(build_model(other, seats, problem.permitted(seats)), Work(1.0, 60.0))
    if outcome.grouping is None:
        return None
    return grouping_of(problem, outcome.grouping.seats, outcome.grouping.seat_of)


def starts(name: str, count: int) -> list[tuple[oracle.Table, Random, Problem, Grouping, object]]:
    """Tiny intakes under some rules, with the best grouping of each and one of any kind."""
    found = []
    for intake, random, whole, problem, best in feasible(f"blocks {name}", count, RULES[name]):
        seats = all_seats(problem)
        best_grouping = grouping_of(problem, seats, seats_taken(whole, seats, best.groups)[1])
        for grouping in (best_grouping, anything(problem, random)):
            if grouping is not None and len(grouping.seats) and keeps_demands(problem, grouping):
                found.append((intake, random, problem, grouping, whole))
    return found


@pytest.mark.parametrize("name", RULES)
def test_whatever_is_formed_in_blocks_breaks_nothing(name: str) -> None:
    several = 0
    for intake, random, problem, grouping, whole in starts(name, COUNT):
        assert oracle.breaches(intake, told(whole, grouping)) == []
        for size in (1, 2):
            blocks = cut(problem, grouping, size, np.random.default_rng(random.randrange(99)))
            several += len(blocks) > 1
            formed = [(block, new) for block in blocks if (new := anything(block.part.problem, random)) is not None]
            chosen = [one for one in formed if random.random() < 0.8]
            result = merged(problem, grouping, chosen)
            assert oracle.breaches(intake, told(whole, result)) == []
            assert result.objective == oracle.score(intake, told(whole, result))
            gained = sum(new.objective - block.start.objective for block, new in chosen)
            assert result.objective == grouping.objective + gained
    assert several >= 2


@pytest.mark.parametrize("name", RULES)
def test_groups_as_they_are_are_an_answer_of_their_block(name: str) -> None:
    for intake, _, problem, grouping, _ in starts(name, COUNT // 2):
        blocks = cut(problem, grouping, 1, np.random.default_rng(0))
        if not intake.get("locks"):
            assert sorted(np.concatenate([block.groups for block in blocks]).tolist()) == [*range(len(grouping.seats))]
        for block in blocks:
            assert keeps_demands(block.part.problem, block.start)
            best = best_of(block)
            assert best is not None
            assert best.objective >= block.start.objective
        again = merged(problem, grouping, [(block, block.start) for block in blocks])
        assert again.objective == grouping.objective


def best_of(block: Block) -> Grouping | None:
    """The best grouping of a block."""
    seats = worthwhile_seats(block.part.problem, *block.part.problem.pairs)
    model = build_model(block.part.problem, seats, block.part.problem.permitted(seats))
    return solve_with_cp_sat(model, Work(2.0, 60.0)).grouping


def test_nobody_is_in_two_blocks_and_all_who_are_left_out_are_in_one() -> None:
    for _, _, problem, grouping, _ in starts("any", draws(8, 20)):
        blocks = cut(problem, grouping, 1, np.random.default_rng(1))
        mentees = [int(mentee) for block in blocks for mentee in block.part.mentees]
        assert len(set(mentees)) == len(mentees)
        out = set(np.flatnonzero(grouping.seat_of < 0).tolist())
        # As many as the groups of a block have places at the very most: more could not be formed into them.
        places = sum(len(block.groups) for block in blocks) * problem.max_size
        bound = [set(cluster) for cluster in problem.together if cluster[0] in out]
        for cluster in bound:
            assert cluster <= set(mentees) or not cluster & set(mentees)
        if not bound:
            assert len(out & set(mentees)) == min(len(out), places)


def test_chance_decides_what_comes_together_and_the_same_chance_the_same() -> None:
    _, _, problem, grouping, _ = max(starts("two groups", draws(10, 20)), key=lambda start: len(start[3].seats))
    assert len(grouping.seats) >= 3
    cuts = [
        [tuple(block.groups.tolist()) for block in cut(problem, grouping, 2, np.random.default_rng(seed))]
        for seed in (*range(8), *range(8))
    ]
    assert cuts[:8] == cuts[8:]
    assert len({tuple(sorted(one)) for one in cuts}) > 1


AROUND = feasible("surroundings", draws(5, 12), None)


@pytest.mark.parametrize("number", range(len(AROUND)))
def test_around_a_group_what_is_kept_stays_and_nothing_is_lost(number: int) -> None:
    _, _, whole, problem, best = AROUND[number]
    grouping = solve(problem, Control(30.0)).grouping
    assert grouping is not None
    for group in range(len(grouping.seats)):
        block = block_around(problem, grouping, np.array([group]), 10)
        again = solve(block.part.problem, Control(30.0)).grouping
        assert again is not None
        result = merged(problem, grouping, [(block, again)])
        # The whole is best already; formed anew, what was taken apart can be as good again, and never better.
        assert result.objective == best.objective == grouping_of(problem, result.seats, result.seat_of).objective
        kept = [one for place, one in enumerate(told(whole, grouping)) if place != group]
        assert set(kept) <= set(told(whole, result))


def test_around_a_group_rooms_that_others_leave_are_there_hour_by_hour() -> None:
    for _, _, _, problem, _ in feasible("rooms around", 12, RULES["rooms"]):
        grouping = solve(problem, Control(30.0)).grouping
        assert grouping is not None
        assert problem.rooms is not None
        there = np.bincount(grouping.seats.slot, minlength=problem.slots)
        rooms = block_around(problem, grouping, np.array([0]), 0).part.problem.rooms
        own = np.bincount(grouping.seats.slot[:1], minlength=problem.slots)
        assert rooms is not None
        assert rooms.tolist() == (problem.rooms - there + own).tolist()


def test_around_a_group_some_who_are_left_out_join_those_first_who_must_be_placed() -> None:
    _, _, _, problem, _ = AROUND[0]
    grouping = solve(problem, Control(30.0)).grouping
    assert grouping is not None
    emptied = grouping_of(problem, grouping.seats, np.where(grouping.seat_of == 0, grouping.seat_of, -1))
    out = np.flatnonzero(emptied.seat_of < 0)
    forced = replace(problem, must_place=np.isin(np.arange(problem.mentees), out[-1:]), together=())
    for most, wanted in ((0, out[-1:]), (1, out[-1:]), (2, np.r_[out[:1], out[-1:]]), (99, out)):
        block = block_around(forced, emptied, np.empty(0, np.int64), most)
        assert block.part.mentees.tolist() == sorted(set(wanted.tolist()))
