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
from matcher.solving.heuristics.blocks import Block, cut, merged
from tests import oracle
from tests.solving.common import all_seats, feasible, seats_taken, told
from tests.solving.test_lagrangian import CASES

RULES = {
    **CASES,
    "rooms": ("slot_cap", "availability", "size", "max_groups_two"),
    "one mentor, rooms": ("one_mentor", "slot_cap", "availability", "max_groups_two"),
    "counted": ("count", "availability", "max_groups_two"),
    "mentors tied": ("co_lead", "apart", "avoid", "assign"),
}
COUNT = 8
"""Intakes drawn for each set of rules; 60 of each were tried once."""


def anything(problem: Problem, random: Random) -> Grouping | None:
    """Some grouping of a problem, drawn: the best for scores out of thin air."""
    drawn = np.array([random.randint(-300, 300) for _ in range(problem.score.size)]).reshape(problem.score.shape)
    drawn[:, -1] = 0
    # A group is worth something by itself, or nearly all of these tiny intakes would come out with one.
    reward = np.full_like(problem.pair_score, random.choice((0, 2000, 4000)))
    other = replace(problem, score=drawn, pair_score=reward, unmatched=random.choice((0, 200, 5000)))
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
    for _, _, problem, grouping, _ in starts("any", 20):
        blocks = cut(problem, grouping, 1, np.random.default_rng(1))
        mentees = [int(mentee) for block in blocks for mentee in block.part.mentees]
        assert len(set(mentees)) == len(mentees)
        assert not blocks or set(np.flatnonzero(grouping.seat_of < 0).tolist()) <= set(mentees)


def test_chance_decides_what_comes_together_and_the_same_chance_the_same() -> None:
    _, _, problem, grouping, _ = max(starts("two groups", 20), key=lambda start: len(start[3].seats))
    assert len(grouping.seats) >= 3
    cuts = [
        [tuple(block.groups.tolist()) for block in cut(problem, grouping, 2, np.random.default_rng(seed))]
        for seed in (*range(8), *range(8))
    ]
    assert cuts[:8] == cuts[8:]
    assert len({tuple(sorted(one)) for one in cuts}) > 1
