"""The root's cuts: programs and cuts in turn, until none is broken that is new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from matcher.solving.relaxation.lagrangian import Bounds, Duals, Relaxation, proved_bound
from matcher.solving.relaxation.proof import Leaf, Proof
from matcher.solving.relaxation.restricted_master import Column, Generated, Master
from matcher.solving.relaxation.subset_row_cuts import violated
from matcher.solving.running.control import Control
from matcher.solving.trees.branch_price_and_cut import KEPT, OpenNode, shown_with

__all__ = ["cut_rounds"]

STEPS = 30
"""Programs in a round, at most."""
NEW_CUTS = 200
"""Cuts added at a time."""
COLUMNS = 4_000
"""Columns that a round begins with, at most."""


def cut_rounds(
    relaxation: Relaxation,
    prices: Duals,
    rounds: int,
    cutoff: int | None,
    control: Control,
    take: Callable[[Relaxation, Bounds], bool],
    columns: Sequence[Column] = (),
) -> tuple[Relaxation, OpenNode, Proof] | None:
    """Improve the bound by at most so many rounds of cuts; return where that ends, as the root of a tree.

    Parameters
    ----------
    prices
        Good ones, without cuts, to begin with.
    cutoff
        Objective of the incumbent; None where there is none.
    take
        Told of each round's relaxation and bounds; True ends them.
    columns
        Known from before.

    Returns
    -------
    What is reached, and why its bound holds; None where not one program was solved, or nothing better than the
    incumbent is there.
    """

    def left() -> float:
        return control.left if control.running() else 0.0

    reached: tuple[Relaxation, OpenNode, Proof] | None = None
    for _ in range(rounds + 1):
        master, bounds, root = Master(relaxation, prices, columns), Bounds(), relaxation.root()
        found = master.improve(root, prices, STEPS, cutoff, left, bounds)
        enough = take(relaxation, bounds)
        if found is None or found.fractional is None:
            break
        share = found.fractional.share_of_seats(len(relaxation.seats))
        bound = proved_bound(found.doubled, relaxation.step)
        waiting = OpenNode(root, bound, found.evaluation.prices, share, master.promising(KEPT))
        proof = Proof.of(bound, Leaf(shown_with(relaxation, root, found.evaluation, cutoff)))
        reached = relaxation, waiting, proof
        cut = None if enough else _with_new_cuts(relaxation, found)
        if cut is None:
            break
        columns = master.promising(COLUMNS)
        relaxation, prices = cut
    return reached


def _with_new_cuts(relaxation: Relaxation, found: Generated) -> tuple[Relaxation, Duals] | None:
    """Return the relaxation with cuts that the mixture breaks, without those that have no price; and its prices.

    None where it breaks none that is new.
    """
    prices, fractional = found.evaluation.prices, found.fractional
    if fractional is None:
        return None
    dear = (prices.cut > 0) | (fractional.prices.cut > 0)
    known, seats = relaxation.cuts[dear], fractional.seats()
    new = violated(relaxation.problem, relaxation.seats[seats], fractional.share, fractional.members(), known, NEW_CUTS)
    if not len(new):
        return None
    cut = np.r_[prices.cut[dear], np.zeros(len(new), np.int64)]
    return relaxation.with_cuts(np.concatenate([known, new])), replace(prices, cut=cut)
