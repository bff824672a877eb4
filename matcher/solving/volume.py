"""The last part of the way to the best bound: the volume algorithm (Barahona and Anbil, 2000).

Polyak's steps follow what one choice of seats breaks; near the best bound they go to and fro. Here every step starts
from the best prices known and follows what the choices so far break on average, the late ones most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np

from matcher.solving.cuts import Mixture, violated
from matcher.solving.lagrangian import Bounds, Evaluation, Excess, Node, Prices, Relaxation
from matcher.solving.pricing import SCALE

__all__ = ["Refined", "refine", "with_new_cuts"]

MOST, LEAST = 0.3, 0.02
"""Share of the newest choice in the average: whatever between these makes the average break least."""
PACE, FASTEST = 0.2, 2.0
"""Share of a Polyak step at first, and at most."""
PATIENCE = 5
"""Steps without a better bound before the pace falls."""
FALL, RISE = 0.66, 1.1
QUICKER = 4.0
"""How much faster steps begin again than they ended."""
NEW_CUTS = 200
"""Cuts added at a time."""


@dataclass(frozen=True)
class _Point:
    """What prices prove, the bound of the best number of groups, doubled, and its choice of seats: what it breaks."""

    evaluation: Evaluation
    doubled: int
    choice: Mixture
    excess: Excess


@dataclass(frozen=True)
class Refined:
    """The best prices found, what the choices of seats along the way are on average, and how fast steps were."""

    prices: Prices
    mixture: Mixture
    pace: float


def refine(
    relaxation: Relaxation,
    node: Node,
    prices: Prices,
    target: int,
    steps: int,
    running: Callable[[], bool],
    bounds: Bounds,
    last: Refined | None = None,
) -> Refined | None:
    """Improve the bound of a node from good prices on; return the best ones, None where no number of groups can be had.

    Parameters
    ----------
    target
        The objective of the incumbent, or a guess: steps are sized for it.
    steps
        At most so many are made.
    bounds
        Of this node; improved in place.
    last
        Where earlier steps ended, to go on from there; its mixture is changed.
    """
    best = _point(relaxation, node, prices, bounds)
    if best is None:
        return None
    average, mixture, pace, waited = best.excess, best.choice, PACE, 0
    if last is not None:
        mixture, pace = last.mixture, min(PACE, last.pace * QUICKER)
        average = relaxation.excess(*mixture.taken())
    for _ in range(steps):
        above = best.doubled / 2 - target * SCALE
        moved = relaxation.moved(best.evaluation.prices, average, above, pace)
        if above <= 0 or moved is None or not running():
            break
        point = _point(relaxation, node, moved, bounds)
        if point is None:
            break
        agrees = _product(point.excess, average) > 0
        share = _share(average, point.excess)
        average = _mixed(average, point.excess, share)
        mixture.mix(point.choice, share)
        if point.doubled < best.doubled:
            best, waited, pace = point, 0, min(FASTEST, pace * RISE) if agrees else pace
        else:
            waited += 1
        if waited == PATIENCE:
            waited, pace = 0, pace * FALL
    return Refined(best.evaluation.prices, mixture, pace)


def with_new_cuts(relaxation: Relaxation, refined: Refined) -> tuple[Relaxation, Prices] | None:
    """Return the relaxation with cuts that the mixture breaks, without those that have no price; and its prices.

    None where it breaks none that is new.
    """
    prices, dear = refined.prices, refined.prices.cut > 0
    new = violated(relaxation.problem, relaxation.seats, refined.mixture, relaxation.cuts[dear], NEW_CUTS)
    if not len(new):
        return None
    cut = np.r_[prices.cut[dear], np.zeros(len(new), np.int64)]
    return relaxation.with_cuts(np.concatenate([relaxation.cuts[dear], new])), replace(prices, cut=cut)


def _point(relaxation: Relaxation, node: Node, prices: Prices, bounds: Bounds) -> _Point | None:
    evaluation = relaxation.evaluate(node, prices)
    bounds.take(evaluation, len(node.fixed), relaxation.step)
    counts = relaxation.counts(node, evaluation)
    if not counts:
        return None
    natural = evaluation.choices.natural
    more = max(counts, key=lambda k: (int(evaluation.doubled[k]), k == natural))
    share = relaxation.chosen(node, evaluation, more)
    taken = np.flatnonzero(share)
    members = relaxation.members(taken, prices)
    choice = Mixture.of(taken, share[taken], members)
    return _Point(evaluation, int(evaluation.doubled[more]), choice, relaxation.excess(taken, share[taken], members))


def _product(one: Excess, other: Excess) -> float:
    return sum(float((getattr(one, part.name) * getattr(other, part.name)).sum()) for part in fields(Excess))


def _share(average: Excess, newest: Excess) -> float:
    """Return the share of the newest in the mixture of both that breaks least, within what is permitted."""
    old, new, both = _product(average, average), _product(newest, newest), _product(average, newest)
    apart = old + new - 2 * both
    return min(MOST, max(LEAST, (old - both) / apart)) if apart > 0 else MOST


def _mixed(average: Excess, newest: Excess, share: float) -> Excess:
    mixed = {
        part.name: share * getattr(newest, part.name) + (1 - share) * getattr(average, part.name)
        for part in fields(Excess)
    }
    return Excess(**mixed)
