"""The first groups: greedily, and by diving on the Lagrangian."""

from __future__ import annotations

import heapq
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matcher.solving.grouping import Grouping
from matcher.solving.lagrangian import Ascent, Node, Prices, Relaxation, ascend
from matcher.solving.pricing import NEVER, SCALE, members_of, price_seats

__all__ = ["dive", "greedy"]

STEPS = 20
"""Price steps between two rounds of fixing."""
PARTS = 8
"""A round fixes a share of one in so many of the groups still to be had, and at least one."""
MANY = 60
"""Groups still to be had above which rounds are coarser: half the steps, twice the share."""


def greedy(
    relaxation: Relaxation, place: Callable[[Node], Grouping | None], running: Callable[[], bool]
) -> Grouping | None:
    """Return groups found by taking the seat of most value to mentees not yet seated, again and again.

    A seat's value only falls as others are taken, so that a seat which still leads after being valued anew is the best
    (Minoux, 1978). Ties go to the first seat.
    """
    node = relaxation.root()
    nothing = relaxation.first_prices()[0]
    prices = Prices(np.zeros_like(nothing.mentee), nothing.slot, nothing.place, nothing.load)
    values = relaxation.priced(np.arange(len(relaxation.seats)), prices)
    worth = relaxation.worth(prices)
    queue = [(-value, seat) for seat, value in enumerate(values.tolist()) if value > NEVER // 2]
    heapq.heapify(queue)
    count = relaxation.problem.count
    while queue and running() and (count is None or len(node.fixed) < count):
        _, seat = heapq.heappop(queue)
        if not node.open[seat]:
            continue
        members = members_of(relaxation.table, relaxation.seats, seat, worth, 0)
        if not len(members):
            continue
        alone = np.array([seat])
        value = int(price_seats(relaxation.table, relaxation.seats[alone], relaxation.adds[alone], worth, alone * 0)[0])
        if value <= 0 and count is None:
            break
        if queue and -value > queue[0][0]:
            heapq.heappush(queue, (-value, seat))
            continue
        node = relaxation.fix(node, seat)
        worth[members] = NEVER // SCALE
    return place(node)


def dive(
    relaxation: Relaxation,
    prices: Prices,
    target: int,
    place: Callable[[Node], Grouping | None],
    running: Callable[[], bool],
) -> Grouping | None:
    """Return groups found by fixing the seats that prices favour most, pricing again, and so on; None if none were.

    Parameters
    ----------
    place
        Places mentees at a node's fixed seats.
    running
        False once time is up; what is fixed by then is placed.
    """
    node, steps = relaxation.root(), STEPS
    while running():
        ascent = ascend(relaxation, node, prices, target, steps, running)
        if ascent.evaluation is None or ascent.more == 0:
            break
        prices, steps = ascent.evaluation.prices, STEPS // 2 if ascent.more > MANY else STEPS
        favoured = _favoured(node, ascent)
        if not len(favoured):
            break
        for seat in favoured:
            if node.open[seat]:
                node = relaxation.fix(node, int(seat))
    return place(node)


def _favoured(node: Node, ascent: Ascent) -> NDArray[np.int64]:
    """Return the open seats taken most along the way, best first; of those taken equally often the most valuable."""
    if ascent.evaluation is None:
        return np.empty(0, np.int64)
    taken = np.flatnonzero(node.open & (ascent.average > 0))
    order = np.lexsort((taken, -ascent.evaluation.values[taken], -ascent.average[taken]))
    return taken[order][: max(1, ascent.more // (PARTS // 2 if ascent.more > MANY else PARTS))]
