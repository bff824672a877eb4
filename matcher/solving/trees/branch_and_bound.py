"""Branch and bound over seats, with the Lagrangian bound at every node.

A tree for each number of groups. A node says which seats are taken and which are still open. Its prices start from
its parent's; a few price steps give its bound; seats that reduced costs rule out are closed for good below it. What
remains is split at the pair of mentors taken about half of the time: they lead together, or they do not; where every
pair is settled, at a seat. Placing mentees at settled seats has no gap but for rules that tie mentees to each other, so
that trees stay small: some hundred nodes where a general solver needs minutes.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matcher.problem.grouping import Grouping
from matcher.solving.relaxation.lagrangian import Duals, Node, Relaxation, Subgradient, subgradient
from matcher.solving.relaxation.proof import Claim, Close, Empty, Halves, Proof, Split, ray_of, seat_key, values_of
from matcher.solving.relaxation.proof import Leaf as Valued
from matcher.solving.relaxation.reduced_cost_fixing import forced_bounds, least_doubled

__all__ = ["Leaf", "Tree"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

STEPS = 15
"""Price steps at a node."""
SETTLED = 0.1
"""A pair taken less often than this, or more often than one minus this, counts as settled."""


@dataclass(frozen=True)
class Leaf:
    """Mentees placed at settled seats: the grouping, None where there is none, and a bound on any other there.

    `claim` is why the bound holds; None: nothing more than the prices says so.
    """

    grouping: Grouping | None
    bound: int
    claim: Claim | None = None


@dataclass(order=True)
class _Open:
    """A node yet to be looked at, the highest bound first, then the first made; `count` groups in all."""

    order: int
    number: int
    count: int = field(compare=False)
    node: Node = field(compare=False)
    prices: Duals = field(compare=False)
    proof: Proof = field(compare=False)


@dataclass
class Tree:
    """The search for better groupings, a tree for each number of groups.

    Parameters
    ----------
    relaxation
        Of any number of groups.
    settle
        Places mentees at a node's fixed seats, exactly, and keeps the grouping where it is an incumbent.
    cutoff
        Returns the objective of the incumbent, None where there is none.
    enough
        Returns True once the search should end.
    """

    relaxation: Relaxation
    settle: Callable[[Node, int], Leaf]
    cutoff: Callable[[], int | None]
    enough: Callable[[], bool]
    nodes: int = 0
    _queue: list[_Open] = field(default_factory=list)
    _made: int = 0
    _unsettled: dict[int, int] = field(default_factory=dict)

    def plant(self, count: int, node: Node, prices: Duals, bound: int) -> Proof:
        """Add a tree for `count` groups, with prices to start from and a bound; return what it will have proved."""
        opened = self._opened(count, node, prices, bound, Proof())
        heapq.heappush(self._queue, opened)
        return opened.proof

    def search(self, most: int) -> dict[int, int]:
        """Look at up to `most` nodes; return, for each number of groups that may still be better, a bound.

        Every tree is first followed down to a leaf once, so that a good grouping of any number of groups is found
        early; from then on the node of the highest bound comes next, and is followed down.
        """
        for waiting in sorted(self._queue):
            self._queue.remove(waiting)
            self._plunge(waiting, most)
        heapq.heapify(self._queue)
        while self._queue and self.nodes < most and not self.enough():
            self._plunge(heapq.heappop(self._queue), most)
        left: dict[int, int] = {}
        found = [(waiting.count, -waiting.order) for waiting in self._queue] + list(self._unsettled.items())
        for count, bound in found:
            if self._promising(bound):
                left[count] = max(bound, left.get(count, bound))
        return left

    def _plunge(self, waiting: _Open, most: int) -> None:
        plunging: _Open | None = waiting
        while plunging is not None and self.nodes < most and not self.enough():
            plunging = self._branch(plunging)
        if plunging is not None:
            heapq.heappush(self._queue, plunging)

    def _promising(self, bound: int) -> bool:
        cutoff = self.cutoff()
        return cutoff is None or bound > cutoff

    def _opened(self, count: int, node: Node, prices: Duals, bound: int, proof: Proof) -> _Open:
        self._made += 1
        return _Open(-bound, self._made, count, node, prices, proof)

    def _branch(self, waiting: _Open) -> _Open | None:
        """Look at a node; put one child into the queue and return the other, None where nothing is left below."""
        if not self._promising(-waiting.order):
            return None
        self.nodes += 1
        relaxation, node, count = self.relaxation.for_count(waiting.count), waiting.node, waiting.count
        cutoff = self.cutoff()
        target = -waiting.order - max(1, abs(waiting.order) // 50) if cutoff is None else cutoff
        ascent = subgradient(relaxation, node, waiting.prices, target, STEPS, lambda: True)
        if ascent.evaluation is None:
            waiting.proof.add(None, ray_of(relaxation, node))
            return None
        shown = ascent.bounds.by_count[count]
        values = values_of(relaxation, node, ascent.evaluation, [ascent.more])
        waiting.proof.add(shown, Valued(values))
        bound = min(-waiting.order, shown)
        if not self._promising(bound):
            return None
        if ascent.more == 0:
            leaf = self.settle(node, bound)
            if leaf.claim is not None:
                waiting.proof.add(leaf.bound, leaf.claim)
            if self._promising(leaf.bound):
                self._unsettled[count] = max(leaf.bound, self._unsettled.get(count, leaf.bound))
            return None
        if cutoff is not None:
            left = forced_bounds(ascent.evaluation, ascent.more) >= least_doubled(cutoff, relaxation.step)
            node = Node(node.fixed, node.open & left)
        inside = Proof()
        waiting.proof.below = Close(values, inside)
        if int(node.open.sum()) < ascent.more:
            inside.add(None, Empty())
            return None
        split = _split(relaxation, node, ascent)
        taken, refused = Proof.of(shown, Valued(values)), Proof.of(shown, Valued(values))
        inside.below = Split(split.kind, split.key, taken, refused)
        prices = ascent.evaluation.prices
        heapq.heappush(self._queue, self._opened(count, split.no, prices, bound, refused))
        return self._opened(count, split.yes, prices, bound, taken)


def _split(relaxation: Relaxation, node: Node, ascent: Subgradient) -> Halves:
    """Return the two children: a pair leads together and it does not; or a seat is taken and it is not."""
    share = np.where(node.open, ascent.average, 0.0)
    share *= ascent.more / max(float(share.sum()), 1e-9)
    for first, second, hers in _unsettled_pairs(relaxation, share):
        others = node.open & (relaxation.seats.led_by(first) | relaxation.seats.led_by(second)) & ~hers
        if others.any():
            together, never = Node(node.fixed, node.open & ~others), Node(node.fixed, node.open & ~hers)
            return Halves("pair", (first, second), together, never)
    seat = int(np.argmax(np.where(node.open, share, -1.0)))
    refused = node.open.copy()
    refused[seat] = False
    key = seat_key(relaxation.seats, seat)
    return Halves("seat", key, relaxation.fix(node, seat), Node(node.fixed, refused))


def _unsettled_pairs(relaxation: Relaxation, share: NDArray[np.float64]) -> Iterator[tuple[int, int, Mask]]:
    """Yield (mentor, mentor, their seats), those nearest to half a lead together first.

    Only mentors who lead one group at most: others may lead together and apart.
    """
    seats, problem = relaxation.seats, relaxation.problem
    width = problem.mentors + 1
    pairs, where = np.unique(seats.first * width + seats.second, return_inverse=True)
    together = np.bincount(where, weights=share)
    once = np.r_[problem.max_groups <= 1, False]
    unsettled = (together > SETTLED) & (together < 1 - SETTLED) & once[pairs // width] & once[pairs % width]
    found = np.flatnonzero(unsettled)
    for chosen in found[np.argsort(np.abs(together[found] - 0.5), kind="stable")]:
        yield int(pairs[chosen] // width), int(pairs[chosen] % width), where == chosen
