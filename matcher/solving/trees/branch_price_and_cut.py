"""Branch, price and cut: a tree whose nodes are linear programs, for where prices alone lead too far.

A node says which seats are open. The master finds its prices, those of the root's cuts among them, so that a split
lowers the bound by some tenth of what it lies too high: a dozen nodes do what thousands of those of `branching` do not,
at a second or two each. A split is a pair of mentors taken about half of the time, who lead together or do not; or a
mentor and a slot. To try out which lowers both sides most costs more than it gains.

Nodes are split two at a time, whoever does the work, so that the answer is the same for any number of workers.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matcher.problem.processors import one_processor
from matcher.solving.relaxation.lagrangian import Duals, Evaluation, Node, Relaxation, proved_bound
from matcher.solving.relaxation.proof import (
    Claim,
    Close,
    Halves,
    Leaf,
    Proof,
    Split,
    Values,
    ray_of,
    seat_key,
    values_of,
)
from matcher.solving.relaxation.reduced_cost_fixing import forced_bounds, least_doubled
from matcher.solving.relaxation.restricted_master import Column, Master
from matcher.solving.running.clock import worked
from matcher.solving.running.control import Control

__all__ = ["KEPT", "CutTree", "Dive", "OpenNode", "dive_from", "shown_with"]

Floats = NDArray[np.float64]

TOGETHER = 2
"""Nodes split at a time."""
STEPS = 6
"""Programs at a node, at most."""
DIVING = 3
"""Programs after each round of fixing, at most."""
SETTLED = 0.05
"""What is taken less often than this, or more often than one minus this, counts as settled."""
KEPT = 2_000
"""Columns that a node begins with, at most."""


@dataclass(frozen=True)
class OpenNode:
    """A node yet to be split.

    Parameters
    ----------
    bound
        On all groupings there.
    prices, columns
        For the programs of its children to begin with.
    share
        (seats,): to what share each seat is taken.
    """

    node: Node
    bound: int
    prices: Duals
    share: Floats
    columns: Sequence[Column]


@dataclass(frozen=True)
class _Child:
    """A node to be bounded, as a task; `beat` is the objective of the incumbent, `seconds` a ceiling."""

    relaxation: Relaxation
    node: Node
    prices: Duals
    columns: Sequence[Column]
    bound: int
    cutoff: int | None
    seconds: float


@dataclass(frozen=True)
class _Bounded:
    """What became of a child: a node to be split further, or a bound where its programs fail; neither: it is closed.

    `claim` bounds it by `shown`, None: nothing is there; `narrowing` rules out the seats that `waiting` lacks.
    """

    waiting: OpenNode | None
    claim: Claim
    shown: int | None
    narrowing: Values | None = None
    unsettled: int | None = None


@dataclass
class CutTree:
    """The search for better groupings of any number of groups.

    Parameters
    ----------
    relaxation
        With the cuts of the root.
    finish
        Looks for the best grouping of a node in which every seat is as good as settled, puts into its proof what it
        finds, and returns a bound on what else may be there; None where there is nothing better than the incumbent.
    cutoff
        Returns the objective of the incumbent, None where there is none.
    """

    relaxation: Relaxation
    finish: Callable[[OpenNode, Proof], int | None]
    cutoff: Callable[[], int | None]
    control: Control
    nodes: int = 0
    _queue: list[tuple[int, int, OpenNode, Proof]] = field(default_factory=list)
    _made: int = 0
    _unsettled: int | None = None

    def plant(self, waiting: OpenNode, proof: Proof) -> None:
        """Add a node, and where to put what is proved of it."""
        self._made += 1
        heapq.heappush(self._queue, (-waiting.bound, self._made, waiting, proof))

    @property
    def open(self) -> bool:
        """Whether nodes are left to be split."""
        return bool(self._queue)

    @property
    def bound(self) -> int | None:
        """What no grouping better than the incumbent exceeds; None where there is none such."""
        known = [-order for order, *_ in self._queue] + ([] if self._unsettled is None else [self._unsettled])
        return max((bound for bound in known if self._promising(bound)), default=None)

    def best(self, most: int) -> list[OpenNode]:
        """Return the nodes of the highest bounds, at most so many."""
        return [waiting for _, _, waiting, _ in heapq.nsmallest(most, self._queue)]

    def search(self, most: int, tell: Callable[[], bool]) -> None:
        """Split up to `most` nodes in all, the highest bound first, until `tell`, asked after each round, says so."""
        while self._queue and self.nodes < most and self.control.running():
            taken = [heapq.heappop(self._queue) for _ in range(min(TOGETHER, len(self._queue)))]
            taken = [one for one in taken if self._promising(-one[0])]
            splits = [self._children(waiting, proof) for _, _, waiting, proof in taken]
            tasks = [child for split in splits for child, _ in split]
            proofs = [proof for split in splits for _, proof in split]
            self.nodes += len(taken)
            answers = self.control.crew.do(bounded, tasks, self.control)
            if any(answer is None for answer in answers):
                # What has no answer stays as it was.
                for one in taken:
                    heapq.heappush(self._queue, one)
                break
            for answer, proof in zip(answers, proofs, strict=True):
                if answer is not None:
                    self._take(answer, proof)
            for (_, _, waiting, proof), split in zip(taken, splits, strict=True):
                if not split:
                    self._leave(self.finish(waiting, proof))
            if tell():
                break

    def _take(self, answer: _Bounded, proof: Proof) -> None:
        """Keep what became of a child."""
        proof.add(answer.shown, answer.claim)
        if answer.waiting is None or answer.narrowing is None:
            self._leave(answer.unsettled)
            return
        inside = Proof()
        proof.below = Close(answer.narrowing, inside)
        self.plant(answer.waiting, inside)

    def _leave(self, bound: int | None) -> None:
        """Keep the bound of what is not looked at further; None: nothing is there."""
        if bound is not None:
            self._unsettled = bound if self._unsettled is None else max(bound, self._unsettled)

    def _promising(self, bound: int) -> bool:
        cutoff = self.cutoff()
        return cutoff is None or bound > cutoff

    def _children(self, waiting: OpenNode, proof: Proof) -> list[tuple[_Child, Proof]]:
        """Return the two nodes that a node is split into; none where every seat is settled."""
        halves = split(self.relaxation, waiting.node, waiting.share)
        if halves is None:
            return []
        # What bounds the node bounds its halves, as long as nothing better does.
        yes, no = Proof(list(proof.claims)), Proof(list(proof.claims))
        proof.below = Split(halves.kind, halves.key, yes, no)
        left, cutoff = self.control.left, self.cutoff()
        return [
            (_Child(self.relaxation, node, waiting.prices, waiting.columns, waiting.bound, cutoff, left), half)
            for node, half in ((halves.yes, yes), (halves.no, no))
        ]


def _clock(seconds: float, stop: threading.Event | None) -> Callable[[], float]:
    """Return what tells how many seconds of so many are left, none once the stop sign is set."""
    until = worked() + seconds
    return lambda: 0.0 if stop is not None and stop.is_set() else max(0.0, until - worked())


def bounded(child: _Child, stop: threading.Event | None) -> _Bounded | None:
    """Bound a node; return None where time ran out."""
    relaxation, node, left = child.relaxation, child.node, _clock(child.seconds, stop)
    with one_processor():
        there = node.open.copy()
        there[node.fixed] = True
        master = Master(relaxation, child.prices, [column for column in child.columns if there[column[0]]])
        found = master.improve(node, child.prices, STEPS, child.cutoff, left)
        if found is None:
            return _Bounded(None, ray_of(relaxation, node), None)
        shown = proved_bound(found.doubled, relaxation.step)
        bound, values = min(child.bound, shown), shown_with(relaxation, node, found.evaluation, child.cutoff)
        if child.cutoff is not None and bound <= child.cutoff:
            return _Bounded(None, Leaf(values), shown)
        if found.fractional is None:
            return _Bounded(None, Leaf(values), shown, unsettled=bound) if left() > 0 else None
        narrowed = _narrowed(relaxation, node, found.evaluation, child.cutoff)
        share = found.fractional.share_of_seats(len(relaxation.seats))
        waiting = OpenNode(narrowed, bound, found.evaluation.prices, share, master.promising(KEPT))
        return _Bounded(waiting, Leaf(values), shown, values)


def shown_with(relaxation: Relaxation, node: Node, evaluation: Evaluation, cutoff: int | None) -> Values:
    """Return what an evaluation proves of any number of groups that is permitted, as it is needed to rule out seats."""
    counts = list(relaxation.counts(node, evaluation))
    best = max(counts, key=lambda more: (int(evaluation.doubled[more]), -more))
    least = int(evaluation.doubled[best]) if cutoff is None else least_doubled(cutoff, relaxation.step)
    open_counts = [more for more in counts if more == best or int(evaluation.doubled[more]) >= least]
    # One beyond on either side bounds all that are further away, since each number more gains less.
    near = {more + step for more in open_counts for step in (-1, 0, 1)}
    return values_of(relaxation, node, evaluation, near & set(range(len(evaluation.doubled))))


@dataclass(frozen=True)
class Dive:
    """A node to be followed down to groups, as a task; `seconds` is a ceiling."""

    relaxation: Relaxation
    waiting: OpenNode
    part: int
    seconds: float


def dive_from(task: Dive, stop: threading.Event | None) -> NDArray[np.int64]:
    """Fix the seats that programs take most, one in `part` at a time, and solve again; return the seats fixed."""
    relaxation, left = task.relaxation, _clock(task.seconds, stop)
    node, prices, share = task.waiting.node, task.waiting.prices, task.waiting.share
    with one_processor():
        master = Master(relaxation, prices, task.waiting.columns)
        while left() > 0:
            still = np.where(node.open, share, 0.0)
            most = max(1, int(np.ceil(still.sum() / task.part)))
            favoured = np.argsort(-still, kind="stable")[:most]
            favoured = favoured[still[favoured] > SETTLED]
            if not len(favoured):
                break
            for seat in favoured.tolist():
                if node.open[seat]:
                    node = relaxation.fix(node, seat)
            found = master.improve(node, prices, DIVING, None, left)
            if found is None or found.fractional is None:
                break
            prices, share = found.evaluation.prices, found.fractional.share_of_seats(len(relaxation.seats))
    return node.fixed


def _narrowed(relaxation: Relaxation, node: Node, evaluation: Evaluation, cutoff: int | None) -> Node:
    """Close the seats that no grouping better than the incumbent takes."""
    if cutoff is None:
        return node
    least, may = least_doubled(cutoff, relaxation.step), np.zeros(len(node.open), bool)
    for more in relaxation.counts(node, evaluation):
        may |= forced_bounds(evaluation, more) >= least
    return Node(node.fixed, node.open & may)


def split(relaxation: Relaxation, node: Node, share: Floats) -> Halves | None:
    """Return two nodes that hold every grouping of a node between them; None where every seat is settled."""
    seats, problem, still = relaxation.seats, relaxation.problem, node.open
    once, share = np.append(problem.max_groups <= 1, False), np.where(still, share, 0.0)
    if problem.per_group > 1:
        width = problem.mentors + 1
        pairs = seats.first * width + seats.second
        for pair in _undecided(pairs, np.where(once[seats.first] & once[seats.second], share, 0.0)):
            hers, (first, second) = pairs == pair, divmod(pair, width)
            others = still & ~hers & (seats.led_by(first) | seats.led_by(second))
            if others.any():
                together, never = Node(node.fixed, still & ~others), Node(node.fixed, still & ~hers)
                return Halves("pair", (first, second), together, never)
    slots = np.concatenate([seats.first * problem.slots + seats.slot, seats.second * problem.slots + seats.slot])
    leads_once = np.concatenate([once[seats.first], once[seats.second]])
    for chosen in _undecided(slots, np.where(leads_once, np.tile(share, 2), 0.0)):
        mentor, slot = divmod(chosen, problem.slots)
        hers, then = still & seats.led_by(mentor), seats.slot == slot
        if (hers & ~then).any():
            there, elsewhere = Node(node.fixed, still & ~(hers & ~then)), Node(node.fixed, still & ~(hers & then))
            return Halves("mentor", (mentor, slot), there, elsewhere)
    for seat in _undecided(np.arange(len(seats)), share):
        without = still.copy()
        without[seat] = False
        return Halves("seat", seat_key(seats, seat), relaxation.fix(node, seat), Node(node.fixed, without))
    return None


def _undecided(keys: NDArray[np.int64], share: Floats) -> list[int]:
    """Return the keys that are neither settled nor not, those taken nearest to half of the time first."""
    known, where = np.unique(keys, return_inverse=True)
    taken = np.bincount(where, weights=share)
    undecided = np.flatnonzero((taken > SETTLED) & (taken < 1 - SETTLED))
    order = undecided[np.argsort(np.abs(taken[undecided] - 0.5), kind="stable")]
    return [int(key) for key in known[order]]
