"""The tree of programs: splits lose no grouping, its bound holds, tiny intakes are settled, dives end at groups."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.problem.problem import Problem
from matcher.solving.relaxation.lagrangian import Node, Relaxation
from matcher.solving.relaxation.proof import Proof
from matcher.solving.relaxation.restricted_master import Master
from matcher.solving.running.control import Control
from matcher.solving.running.workers import Crew
from matcher.solving.trees.branch_price_and_cut import CutTree, Dive, OpenNode, dive_from, split
from matcher.solving.trees.root_cuts import cut_rounds
from tests.draws import draws
from tests.solving.common import all_seats, feasible, seats_taken
from tests.solving.test_crew import AtOnce
from tests.solving.test_lagrangian import CASES


def rooted(problem: Problem, cutoff: int | None) -> tuple[Relaxation, OpenNode] | None:
    """The root of a tree, after two rounds of cuts."""
    relaxation = Relaxation(problem, all_seats(problem))
    reached = cut_rounds(relaxation, relaxation.first_prices()[1], 2, cutoff, Control(1e6), lambda *_: False)
    return None if reached is None else reached[:2]


def holds(node: Node, taken: list[int]) -> bool:
    """Whether a node holds the grouping at these seats."""
    there = node.open.copy()
    there[node.fixed] = True
    return bool(there[taken].all()) and set(node.fixed.tolist()) <= set(taken)


@pytest.mark.parametrize("name", CASES)
def test_a_split_loses_no_grouping_and_comes_to_an_end(name: str) -> None:
    split_at_all = 0
    for number, (_, _, intake, problem, best) in enumerate(feasible(f"split {name}", 8, CASES[name])):
        relaxation = Relaxation(problem, all_seats(problem))
        taken, _ = seats_taken(intake, relaxation.seats, best.groups)
        random, node = np.random.default_rng(number), relaxation.root()
        for _ in range(2 * len(relaxation.seats)):
            children = split(relaxation, node, random.uniform(0.06, 0.3, len(relaxation.seats)))
            if children is None:
                break
            split_at_all += 1
            halves = (children.yes, children.no)
            assert any(holds(child, list(taken)) for child in halves)
            for child in halves:
                closed = node.open & ~child.open
                assert closed.any()
                assert not (child.open & ~node.open).any()
            node = next(child for child in halves if holds(child, list(taken)))
    assert split_at_all


@pytest.mark.parametrize("name", CASES)
def test_the_bound_of_a_tree_holds_at_every_number_of_nodes(name: str) -> None:
    finished = 0
    for _, _, _, problem, best in feasible(f"cut tree {name}", draws(3, 5), CASES[name]):
        cutoff = best.objective - 1
        reached = rooted(problem, cutoff)
        if reached is None:
            continue
        relaxation, root = reached
        unsettled: list[int] = []

        def finish(waiting: OpenNode, _: Proof, unsettled: list[int] = unsettled) -> int | None:
            unsettled.append(waiting.bound)
            return waiting.bound

        tree = CutTree(relaxation, finish, lambda cutoff=cutoff: cutoff, Control(1e6))
        tree.plant(root, Proof())
        bounds = []
        for most in range(1, 200):
            tree.search(most, lambda: False)
            assert tree.bound is not None
            assert tree.bound >= best.objective
            bounds.append(tree.bound)
            if not tree.open:
                break
        assert not tree.open
        assert bounds == sorted(bounds, reverse=True)
        finished += len(unsettled)
    assert finished


def test_what_is_no_better_than_the_incumbent_is_not_looked_at() -> None:
    for _, _, _, problem, best in feasible("cut tree beaten", draws(3, 5), ("availability", "size")):
        reached = rooted(problem, None)
        if reached is None:
            continue
        relaxation, root = reached
        tree = CutTree(relaxation, lambda waiting, _: waiting.bound, lambda bound=root.bound: bound, Control(1e6))
        tree.plant(root, Proof())
        tree.search(50, lambda: False)
        assert (tree.bound, tree.open) == (None, False)
        assert root.bound >= best.objective


def test_out_of_time_a_tree_keeps_what_it_had() -> None:
    reached = [rooted(problem, None) for _, _, _, problem, _ in feasible("cut tree time", 3, ("availability",))]
    relaxation, root = next(one for one in reached if one is not None)
    tree = CutTree(relaxation, lambda waiting, _: waiting.bound, lambda: None, Control(0.0))
    tree.plant(root, Proof())
    tree.search(50, lambda: False)
    assert (tree.bound, tree.open, tree.nodes) == (root.bound, True, 0)


def test_who_does_the_work_does_not_matter() -> None:
    for _, _, _, problem, best in feasible("cut tree crew", 3, ("availability", "max_groups_two")):
        reached = rooted(problem, best.objective - 1)
        if reached is None:
            continue
        told = []
        for crew in (Crew(), Crew(executor=AtOnce())):
            control, heard = Control(1e6, crew=crew), []
            tree = CutTree(reached[0], lambda waiting, _: waiting.bound, lambda best=best: best.objective - 1, control)
            tree.plant(reached[1], Proof())
            tree.search(20, lambda tree=tree, heard=heard: heard.append((tree.nodes, tree.bound)) is not None)
            told.append(heard)
        assert told[0] == told[1]
        assert told[0]


@pytest.mark.parametrize("part", [1, 4, 100])
def test_a_dive_ends_at_seats_that_go_together(part: int) -> None:
    fixed_at_all = 0
    for _, _, _, problem, best in feasible("cut dive", draws(3, 6), ("availability", "max_groups_two")):
        reached = rooted(problem, best.objective - 1)
        if reached is None:
            continue
        relaxation, root = reached
        fixed = dive_from(Dive(relaxation, root, part, 1e6), None)
        led = np.bincount(relaxation.seats[fixed].leaders()[1], minlength=problem.mentors)
        assert (led <= problem.max_groups).all()
        assert len(set(fixed.tolist())) == len(fixed)
        fixed_at_all += len(fixed)
        assert not len(dive_from(Dive(relaxation, replace(root, share=0 * root.share), part, 1e6), None))
        assert not len(dive_from(Dive(relaxation, root, part, 0.0), None))
    assert fixed_at_all


def test_where_programs_fail_the_bound_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0
    for _, _, _, problem, best in feasible("cut tree fails", draws(4, 6), ("availability", "size")):
        reached = rooted(problem, best.objective - 1)
        if reached is None:
            continue
        relaxation, root = reached
        root = replace(root, share=np.full(len(root.share), 0.3))
        if not split(relaxation, root.node, root.share):
            continue
        looked_at += 1
        with monkeypatch.context() as patched:
            patched.setattr(Master, "_attempt", lambda master, seconds: None)
            tree = CutTree(
                reached[0], lambda waiting, _: waiting.bound, lambda best=best: best.objective - 1, Control(1e6)
            )
            tree.plant(root, Proof())
            tree.search(20, lambda: False)
        assert not tree.open
        assert tree.bound is not None
        assert best.objective <= tree.bound <= root.bound
    assert looked_at
