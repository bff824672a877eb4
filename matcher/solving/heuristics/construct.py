"""The first groups: greedily, and by diving on the Lagrangian."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matcher.solving.relaxation.lagrangian import Duals, Node, Relaxation, Subgradient, subgradient
from matcher.solving.relaxation.pricing import NEVER, members_of, price_seats

__all__ = ["dive", "greedy"]

STEPS = 20
"""Price steps between two rounds of fixing."""
PARTS = 8
"""A round fixes a share of one in so many of the groups still to be had, and at least one."""
TOGETHER = 64
"""Seats that are valued anew at a time."""
FEWER = 0.9
"""Of those not yet seated when they were last told apart, the share at which they are told apart anew."""
MANY = 60
"""Groups still to be had above which rounds are coarser: half the steps, twice the share."""


def greedy(relaxation: Relaxation, running: Callable[[], bool]) -> NDArray[np.int64]:
    """Return seats found by taking the one of most value to mentees not yet seated, again and again.

    A seat's value only falls as others are taken, so that a seat which still leads after being valued anew is the best
    (Minoux, 1978). Ties go to the first seat.
    """
    node = relaxation.root()
    nothing = relaxation.first_prices()[0]
    prices = replace(nothing, mentee=np.zeros_like(nothing.mentee))
    everywhere = np.arange(len(relaxation.seats))
    values, seat_duals = relaxation.priced(everywhere, prices), relaxation.seat_duals(everywhere, prices)
    reward, load = relaxation.reward(prices), prices.each
    # Nobody who has a seat makes up for what others would add elsewhere.
    seated = -relaxation.problem.max_size * (relaxation.table.largest + int(reward.max(initial=0)))
    count = relaxation.problem.count
    floor = NEVER // 2 if count is not None else 0
    queue = [(-value, seat) for seat, value in enumerate(values.tolist()) if value > floor]
    heapq.heapify(queue)
    table, waiting, before = relaxation.table, np.ones(len(reward), bool), len(reward)
    # How many seats were taken when each was last valued.
    known = np.zeros(len(relaxation.seats), np.int64)
    while queue and running() and (count is None or len(node.fixed) < count):
        stale: list[int] = []
        while queue and len(stale) < TOGETHER and (not node.open[queue[0][1]] or known[queue[0][1]] < len(node.fixed)):
            seat = heapq.heappop(queue)[1]
            if node.open[seat]:
                stale.append(seat)
        if stale:
            seats = np.array(stale)
            known[seats] = len(node.fixed)
            values = price_seats(table, relaxation.seats[seats], relaxation.seat_gain[seats], reward, load)
            for value, seat in zip((values - seat_duals[seats]).tolist(), stale, strict=True):
                if value > floor:
                    heapq.heappush(queue, (-value, seat))
            continue
        if not queue:
            break
        seat = heapq.heappop(queue)[1]
        node = relaxation.fix(node, seat)
        members = members_of(table, relaxation.seats[np.array([seat])], reward, load)[0]
        reward[members], waiting[members] = seated, False
        # Where a seat may be worth less than nothing, who is seated already may still fill it.
        if count is None and waiting.sum() < FEWER * before:
            table, before = table.among(waiting), int(waiting.sum())
    return node.fixed


def dive(
    relaxation: Relaxation,
    node: Node,
    prices: Duals,
    target: int,
    running: Callable[[], bool],
    leave: int = 0,
) -> tuple[Node, Duals]:
    """Fix the seats that prices favour most, price again, and so on; return the last node, and its prices.

    Parameters
    ----------
    node, prices
        Where to start.
    target
        The objective of the incumbent, or a guess: price steps are sized for it.
    running
        False once time is up: what is fixed by then is returned.
    leave
        The dive ends where no more groups than these are still to be had.
    """
    steps = STEPS
    while running():
        ascent = subgradient(relaxation, node, prices, target, steps, running)
        if ascent.evaluation is None or ascent.more <= leave:
            break
        prices, steps = ascent.evaluation.prices, STEPS // 2 if ascent.more > MANY else STEPS
        favoured = _favoured(node, ascent)
        if not len(favoured):
            break
        for seat in favoured:
            if node.open[seat]:
                node = relaxation.fix(node, int(seat))
    return node, prices


def _favoured(node: Node, ascent: Subgradient) -> NDArray[np.int64]:
    """Return the open seats taken most along the way, best first; of those taken equally often the most valuable."""
    if ascent.evaluation is None:
        return np.empty(0, np.int64)
    taken = np.flatnonzero(node.open & (ascent.average > 0))
    order = np.lexsort((taken, -ascent.evaluation.values[taken], -ascent.average[taken]))
    return taken[order][: max(1, ascent.more // (PARTS // 2 if ascent.more > MANY else PARTS))]
