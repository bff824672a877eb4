"""Many groups dissolved together and formed again: as many as a short tree closes.

Where all groups together are too many for a tree, three quarters of them often are not: with the prices of the whole to
start from, and the groups as they are to be beaten, most such neighbourhoods are closed in some dozen nodes. They are
drawn by chance, since groups that want each other's mentors are the hard ones, and grow until trees no longer do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.problem.grouping import Grouping
from matcher.problem.problem import Problem
from matcher.problem.processors import one_processor
from matcher.solving.candidate_seats import worthwhile_seats
from matcher.solving.heuristics.blocks import Block, block_of, free_groups, merged
from matcher.solving.heuristics.construct import dive
from matcher.solving.heuristics.neighbourhoods import Regrouping, settled
from matcher.solving.relaxation.lagrangian import Duals, Node, subgradient
from matcher.solving.relaxation.reduced_cost_fixing import seats_left
from matcher.solving.relaxation.volume import volume_method
from matcher.solving.running.control import Control
from matcher.solving.trees.branch_and_bound import Tree

__all__ = ["Neighbourhood", "Reformed", "large_neighbourhood_search", "search_one_neighbourhood"]

Ints = NDArray[np.int64]

TOGETHER = 2
"""Neighbourhoods of a round: the best one counts."""
FIRST, GROWTH = 0.6, 0.1
"""Groups in the first neighbourhoods, and how many more where all were closed, as shares of all."""
NEAR = 0.5
"""What the steps of a dive aim at, as a share of the way from the bound down to what there is."""
STEPS, LAST_STEPS = 30, 60
"""Price steps in a round, and the last ones."""
SHARES = (0.5, 0.5)
"""The rounds of price steps aim at so far from the bound down to what there is."""
NODES = 200
"""Nodes of the tree of a neighbourhood."""


@dataclass(frozen=True)
class Neighbourhood:
    """Groups to be formed again, as a task.

    Parameters
    ----------
    problem
        Of their people alone.
    start
        The groups as they are.
    prices
        (mentees,): prices to start from.
    seconds
        Wall time, a ceiling: the amount of work does not depend on it.
    """

    problem: Problem
    start: Grouping
    prices: Ints
    seconds: float


@dataclass(frozen=True)
class Reformed:
    """The best grouping found, and whether no other is better."""

    grouping: Grouping
    closed: bool


def large_neighbourhood_search(
    problem: Problem,
    grouping: Grouping,
    prices: Ints,
    rounds: int,
    control: Control,
    keep: Callable[[Grouping], bool],
) -> Grouping:
    """Improve a grouping by at most `rounds` rounds of neighbourhoods.

    Parameters
    ----------
    prices
        (mentees,): good prices of the whole, units.
    keep
        Told of each better grouping; returns whether it stands (it may break what earlier stages reached).

    Notes
    -----
    What comes of it depends on the problem, the grouping, the prices and the seed alone, however many share the work,
    unless time runs out.
    """
    random, size = np.random.default_rng(control.seed), int(FIRST * len(grouping.seats))
    for _ in range(rounds):
        free = free_groups(problem, grouping)
        if not control.running() or not 0 < size < len(free):
            break
        drawn = [np.sort(random.choice(free, size, replace=False)) for _ in range(TOGETHER)]
        blocks = [block_of(problem, grouping, groups) for groups in drawn]
        tasks = [_task(block, prices, control) for block in blocks]
        answers = control.crew.do(search_one_neighbourhood, tasks, control)
        better = _best(problem, grouping, blocks, answers)
        if better is not None and keep(better):
            grouping = settled(problem, better, control, keep)
            continue
        closed = all(answer is not None and answer.closed for answer in answers)
        size = size + max(1, int(GROWTH * len(free))) if closed else max(2, size - 1)
    return grouping


def _task(block: Block, prices: Ints, control: Control) -> Neighbourhood:
    return Neighbourhood(block.part.problem, block.start, prices[block.part.mentees], control.left)


def _best(problem: Problem, grouping: Grouping, blocks: list[Block], answers: list[Reformed | None]) -> Grouping | None:
    """Return the grouping with the neighbourhood that gained most, the first of equals; None where none did."""
    gains = [
        0 if answer is None else answer.grouping.objective - block.start.objective
        for block, answer in zip(blocks, answers, strict=True)
    ]
    place = int(np.argmax(gains))
    answer = answers[place]
    if answer is None or gains[place] <= 0:
        return None
    return merged(problem, grouping, [(blocks[place], answer.grouping)])


def search_one_neighbourhood(task: Neighbourhood, stop: threading.Event | None) -> Reformed:
    """Form the groups of a neighbourhood again."""
    with one_processor():
        return _Reforming(task, stop).run()


class _Reforming(Regrouping):
    """Prices, a dive, a tree."""

    def __init__(self, task: Neighbourhood, stop: threading.Event | None) -> None:
        seats = worthwhile_seats(task.problem, *task.problem.pairs)
        super().__init__(task.problem, task.start, seats, task.seconds, stop)
        self.task = task

    def run(self) -> Reformed:
        """Look for something better."""
        prices = self.prices()
        if prices is not None and self.running():
            node, _ = dive(self.relaxation, self.root, prices, self.target(NEAR), self.running)
            self.settle(node, self.best.objective)
            closed = self.branch()
        else:
            closed = prices is None and self.running()
        return Reformed(self.best, closed)

    def prices(self) -> Duals | None:
        """Find prices; None where nothing better is there."""
        prices = replace(self.relaxation.first_prices()[0], mentee=self.task.prices)
        for share in SHARES:
            ascent = subgradient(
                self.relaxation, self.root, prices, self.target(share), STEPS, self.running, self.bounds
            )
            if ascent.evaluation is None or not self.open_counts():
                return None
            prices = ascent.evaluation.prices
        refined = volume_method(
            self.relaxation, self.root, prices, self.target(1.0), LAST_STEPS, self.running, self.bounds
        )
        return refined if self.open_counts() else None

    def target(self, share: float) -> int:
        """Return an objective to size price steps for, a share of the way from the bound to what there is."""
        bound = max((self.bounds.by_count[count] for count in self.open_counts()), default=self.best.objective)
        return bound - int((bound - self.best.objective) * share)

    def open_counts(self) -> list[int]:
        """Return the numbers of groups that could be better."""
        return [
            count
            for count, bound in self.bounds.by_count.items()
            if count > 0 and bound > self.best.objective and self.problem.count in (None, count)
        ]

    def branch(self) -> bool:
        """Follow a tree for each number of groups that could be better; return whether they are closed."""
        tree = Tree(self.relaxation, self.settle, lambda: self.best.objective, lambda: not self.running())
        for count in self.open_counts():
            evaluation = self.bounds.proof[count]
            left = np.zeros(len(self.relaxation.seats), bool)
            left[seats_left(self.relaxation, evaluation, count, self.best.objective)] = True
            tree.plant(count, Node(self.root.fixed, left), evaluation.prices, self.bounds.by_count[count])
        return not tree.search(NODES)
