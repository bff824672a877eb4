"""The last part of the way to the best bound: the volume algorithm (Barahona and Anbil, 2000).

Polyak's steps follow what one choice of seats breaks; near the best bound they go to and fro. Here every step starts
from the best prices known and follows what the choices so far break on average, the late ones most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from matcher.solving.relaxation.lagrangian import Bounds, Duals, Evaluation, Node, Relaxation, Violation, promising
from matcher.solving.relaxation.pricing import SCALE

__all__ = ["volume_method"]

MOST, LEAST = 0.3, 0.02
"""Share of the newest choice in the average: whatever between these makes the average break least."""
PACE, FASTEST = 0.2, 2.0
"""Share of a Polyak step at first, and at most."""
PATIENCE = 5
"""Steps without a better bound before the pace falls."""
FALL, RISE = 0.66, 1.1
"""What the pace is multiplied by then, and after a better bound in much the same direction."""


@dataclass(frozen=True)
class _Point:
    """What prices prove, the bound of the best number of groups, doubled, and what its choice of seats breaks."""

    evaluation: Evaluation
    doubled: int
    excess: Violation


def volume_method(
    relaxation: Relaxation,
    node: Node,
    prices: Duals,
    target: int,
    steps: int,
    running: Callable[[], bool],
    bounds: Bounds,
) -> Duals | None:
    """Improve the bound of a node from good prices on; return the best ones, None where no number of groups can be had.

    Parameters
    ----------
    target
        The objective of the incumbent, or a guess: steps are sized for it.
    steps
        At most so many are made.
    bounds
        Of this node; improved in place.
    """
    best = _point(relaxation, node, prices, bounds)
    if best is None:
        return None
    average, pace, waited = best.excess, PACE, 0
    for _ in range(steps):
        above = best.doubled / 2 - target * SCALE
        moved = relaxation.moved(best.evaluation.prices, average, above, pace)
        if above <= 0 or moved is None or not running():
            break
        point = _point(relaxation, node, moved, bounds)
        if point is None:
            break
        agrees = _product(point.excess, average) > 0
        average = _mixed(average, point.excess, _share(average, point.excess))
        if point.doubled < best.doubled:
            best, waited, pace = point, 0, min(FASTEST, pace * RISE) if agrees else pace
        else:
            waited += 1
        if waited == PATIENCE:
            waited, pace = 0, pace * FALL
    return best.evaluation.prices


def _point(relaxation: Relaxation, node: Node, prices: Duals, bounds: Bounds) -> _Point | None:
    evaluation = relaxation.evaluate(node, prices)
    bounds.take(evaluation, len(node.fixed), relaxation.step)
    counts = relaxation.counts(node, evaluation)
    if not counts:
        return None
    more = promising({k: int(evaluation.doubled[k]) for k in counts}, evaluation.choices.natural)
    share = relaxation.chosen(node, evaluation, more)
    taken = np.flatnonzero(share)
    members = relaxation.members(taken, prices)
    return _Point(evaluation, int(evaluation.doubled[more]), relaxation.excess(taken, share[taken], members))


def _product(one: Violation, other: Violation) -> float:
    return sum(float((getattr(one, part.name) * getattr(other, part.name)).sum()) for part in fields(Violation))


def _share(average: Violation, newest: Violation) -> float:
    """Return the share of the newest in the mixture of both that breaks least, within what is permitted."""
    old, new, both = _product(average, average), _product(newest, newest), _product(average, newest)
    apart = old + new - 2 * both
    return min(MOST, max(LEAST, (old - both) / apart)) if apart > 0 else MOST


def _mixed(average: Violation, newest: Violation, share: float) -> Violation:
    mixed = {
        part.name: share * getattr(newest, part.name) + (1 - share) * getattr(average, part.name)
        for part in fields(Violation)
    }
    return Violation(**mixed)
