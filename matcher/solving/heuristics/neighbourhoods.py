"""Neighbourhoods: groups that interact are dissolved together and formed again, block by block.

A round cuts an incumbent into disjoint blocks. A block holds the mentors and mentees of its groups, and its share of
the idle mentors and of those left out; what all other groups hold is taken off what its people may do (`blocks`). So a
block is a small problem by itself, the gains of all blocks of a round add up, and it does not matter who solves which.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.problem.grouping import Grouping, keeps_demands
from matcher.problem.problem import Problem, Seats
from matcher.problem.processors import one_processor
from matcher.solving.candidate_seats import worthwhile_seats
from matcher.solving.exact.solvers import Work
from matcher.solving.heuristics.blocks import Block, cut, merged
from matcher.solving.heuristics.construct import dive
from matcher.solving.heuristics.placement import place_mentees, ties_mentees
from matcher.solving.relaxation.lagrangian import Bounds, Duals, Node, Relaxation, subgradient
from matcher.solving.running.clock import worked
from matcher.solving.running.control import Control
from matcher.solving.trees.branch_and_bound import Leaf, Tree

__all__ = ["Destroyed", "Regrouping", "improved", "settled", "solve_block"]

GROUPS = 12
"""Groups in a block: of fewer, what could be better lies across blocks; more cost more than they gain."""
STEPS = 15
"""Price steps in a round before a block is dived into."""
SHARES = (1.0, 0.3)
"""The rounds of price steps; they aim at so far from the bound down to what there is."""
NEAR = 0.3
"""What the steps of a dive aim at, likewise."""
FAR = 0.03
"""How far under the bound a dive must end, as a share, for a tree to follow."""
NODES, CELLS, COUNTS = 40, 1_000_000, 3
"""Nodes of that tree, at most; seats times mentees that all of them may price; for how many numbers of groups."""
LEAF = 0.5
"""CP-SAT's amount for placing mentees at the seats of a block."""
MOST_ARCS = 3_000_000
"""Groups times mentees up to which all mentees are placed anew between rounds."""
WORTH_SHARING = 4_000
"""Mentees from which other processes are asked to help: to start them takes about as long as 1,000 need for a round."""
LITTLE = 5_000
"""Rounds end once one gains less than one part in so many."""


@dataclass(frozen=True)
class Destroyed:
    """A block as a task.

    Parameters
    ----------
    problem
        Of the block alone.
    start
        Its groups as they are.
    seconds
        Wall time, a ceiling: the amount of work does not depend on it.
    """

    problem: Problem
    start: Grouping
    seconds: float


def improved(
    problem: Problem,
    grouping: Grouping,
    rounds: int,
    control: Control,
    keep: Callable[[Grouping], bool],
) -> Grouping:
    """Improve a grouping by at most `rounds` rounds of blocks.

    Parameters
    ----------
    keep
        Told of each better grouping; returns whether it stands (it may break what earlier stages reached).

    Notes
    -----
    What comes of it depends on the problem, the grouping and the seed alone, however many share the work, unless time
    runs out.
    """
    random = np.random.default_rng(control.seed)
    for _ in range(rounds):
        if not control.running() or len(grouping.seats) < 2:
            break
        before = grouping.objective
        blocks = cut(problem, grouping, GROUPS, random)
        tasks = [Destroyed(block.part.problem, block.start, control.left) for block in blocks]
        worth_sharing = problem.mentees >= WORTH_SHARING
        answers = control.crew.do(solve_block, tasks, control, worth_sharing=worth_sharing)
        grouping = _with_answers(problem, grouping, blocks, answers, keep)
        grouping = settled(problem, grouping, control, keep)
        if (grouping.objective - before) * LITTLE < abs(before):
            break
    return grouping


def _with_answers(
    problem: Problem,
    grouping: Grouping,
    blocks: Sequence[Block],
    answers: Sequence[Grouping | None],
    keep: Callable[[Grouping], bool],
) -> Grouping:
    """Return the grouping with every block that became better, or with those of them alone that may be kept."""
    better = [
        (block, answer)
        for block, answer in zip(blocks, answers, strict=True)
        if answer is not None and answer.objective > block.start.objective
    ]
    whole = merged(problem, grouping, better)
    if not better or keep(whole):
        return whole
    kept: list[tuple[Block, Grouping]] = []
    for one in better:
        if keep(merged(problem, grouping, [*kept, one])):
            kept.append(one)
    return merged(problem, grouping, kept)


def settled(problem: Problem, grouping: Grouping, control: Control, keep: Callable[[Grouping], bool]) -> Grouping:
    """Place all mentees anew at the seats taken, so that some change blocks."""
    if len(grouping.seats) * problem.mentees > MOST_ARCS or ties_mentees(problem, grouping.seats):
        return grouping
    if not control.running():
        return grouping
    placed, _ = place_mentees(problem, grouping.seats, Work(LEAF, control.left, control.seed), control.stop)
    return placed if placed is not None and placed.objective > grouping.objective and keep(placed) else grouping


def solve_block(task: Destroyed, stop: threading.Event | None) -> Grouping:
    """Form the groups of a block again; return the better of what was there and what is found."""
    again = _Again(task, stop)
    with one_processor():
        again.run()
    return again.best


class Regrouping:
    """Groups to be formed again over some seats: the best so far, their bounds, and the clock."""

    def __init__(
        self, problem: Problem, start: Grouping, seats: Seats, seconds: float, stop: threading.Event | None
    ) -> None:
        self.problem, self.best, self.stop = problem, start, stop
        self.end = worked() + seconds
        self.relaxation = Relaxation(problem, seats)
        self.root = self.relaxation.root()
        self.bounds = Bounds()

    def running(self) -> bool:
        """Return whether there is time left."""
        return worked() < self.end and not (self.stop is not None and self.stop.is_set())

    def settle(self, node: Node, bound: int) -> Leaf:
        """Place mentees at a node's fixed seats; keep a grouping that is better and does what must be done."""
        work = Work(LEAF, max(0.0, self.end - worked()))
        grouping, _ = place_mentees(self.problem, self.relaxation.seats[node.fixed], work, self.stop)
        if grouping is None:
            return Leaf(None, self.problem.base)
        if grouping.objective > self.best.objective and keeps_demands(self.problem, grouping):
            self.best = grouping
        return Leaf(grouping, grouping.objective)


class _Again(Regrouping):
    """The groups of a block: prices, a dive, and where that ends far under the bound a short tree."""

    def __init__(self, task: Destroyed, stop: threading.Event | None) -> None:
        seats = worthwhile_seats(task.problem, *task.problem.pairs)
        super().__init__(task.problem, task.start, seats, task.seconds, stop)

    def run(self) -> None:
        """Look for something better."""
        prices = self.prices() if len(self.relaxation.seats) else None
        if prices is None or not self.running():
            return
        node, _ = dive(self.relaxation, self.root, prices, self.target(NEAR), self.running)
        self.settle(node, self.best.objective)
        if max(self.bounds.by_count.values()) - self.best.objective > FAR * abs(self.best.objective):
            self.branch(prices)

    def prices(self) -> Duals | None:
        """Find prices; None where nothing better is there."""
        starts = [self.relaxation.evaluate(self.root, prices) for prices in self.relaxation.first_prices()]
        prices = min(starts, key=lambda start: int(start.doubled.max())).prices
        for share in SHARES:
            target = self.target(share)
            ascent = subgradient(self.relaxation, self.root, prices, target, STEPS, self.running, self.bounds)
            if ascent.evaluation is None or max(self.bounds.by_count.values()) <= self.best.objective:
                return None
            prices = ascent.evaluation.prices
        return prices

    def target(self, share: float) -> int:
        """Return an objective to size price steps for, a share of the way from the bound to what there is."""
        bound = max(self.bounds.by_count.values(), default=self.best.objective)
        return bound - int((bound - self.best.objective) * share)

    def branch(self, prices: Duals) -> None:
        """Follow a short tree for each of the most promising numbers of groups."""
        tree = Tree(self.relaxation, self.settle, lambda: self.best.objective, lambda: not self.running())
        bounds = {
            count: bound
            for count, bound in self.bounds.by_count.items()
            if count == self.problem.count or (count > 0 and self.problem.count is None)
        }
        for count in sorted(bounds, key=lambda count: (-bounds[count], count))[:COUNTS]:
            tree.plant(count, self.root, prices, bounds[count])
        tree.search(min(NODES, CELLS // max(1, len(self.relaxation.seats) * self.problem.mentees)))
