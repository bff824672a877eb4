"""Placements of which only the likely ones are laid before a flow: the others are priced, and join it where they pay.

A placement by flow is best among the arcs that it was given. Dual prices of the seats, the longest ways in the graph of
who could move where, say what any other arc would have to gain to better it: column generation, for a transportation
problem (Dantzig and Wolfe, 1960).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["MANY_ARCS", "Arcs", "Costs", "best_of_many"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

MANY_ARCS = 3_000_000
"""Arcs from which only the likely ones are looked at first: all of so many take some seconds."""
OF_EACH_MENTEE = 24
"""Seats of the largest gains that each mentee is offered at first."""
OF_EACH_SEAT = 3
"""Times as many mentees as a seat has room for whom it is offered at first."""
NO_WAY = -(2**60)
"""The length of a way that is not there: under that of any that is."""


class Arcs(NamedTuple):
    """Who may sit where, and what that gains: (arcs,) each."""

    seat: Ints
    mentee: Ints
    gain: Ints

    def some(self, which: Mask) -> Arcs:
        """Return some of them."""
        return Arcs(self.seat[which], self.mentee[which], self.gain[which])


class Costs(NamedTuple):
    """What limits a seat: (seats,) each.

    Parameters
    ----------
    least, room
        Fewest and most mentees.
    cheap
        So many cost nothing by themselves, each more costs `dearer`.
    """

    least: Ints
    cheap: Ints
    room: Ints
    dearer: int


def best_of_many(arcs: Arcs, costs: Costs, must: Mask, flow: Callable[[Arcs], Ints | None]) -> Ints | None:
    """Return (mentees,) the seats of a best placement, -1 for those left out; None where none was shown to be best.

    Parameters
    ----------
    must
        (mentees,): who may not be left out.
    flow
        Returns the best placement by some arcs alone, None where there is none.
    """
    looked = _likely(arcs, costs, len(must))
    while True:
        seat_of = flow(arcs.some(looked))
        if seat_of is None:
            return None
        known = _prices(arcs.some(looked), costs, must, seat_of)
        if known is None:
            return None
        worth, price = known
        paying = arcs.gain > worth[arcs.mentee] + price[arcs.seat]
        if not paying.any():
            return seat_of
        looked |= paying


def _likely(arcs: Arcs, costs: Costs, mentees: int) -> Mask:
    """Return the arcs of the largest gains of each mentee, and of each seat."""
    most = np.full(mentees, OF_EACH_MENTEE)
    return _largest(arcs.mentee, arcs.gain, most) | _largest(arcs.seat, arcs.gain, OF_EACH_SEAT * costs.room)


def _largest(whose: Ints, gain: Ints, most: Ints) -> Mask:
    """Return the arcs that gain no less than the last of the `most` that gain most of each whose they are."""
    # Numbers of 16 bits are put in order without being compared.
    order = np.argsort(whose.astype(np.uint16) if len(most) <= 2**16 else whose, kind="stable")
    gains, many = gain[order], np.bincount(whose, minlength=len(most))
    end, least = np.cumsum(many), np.full(len(most), NO_WAY)
    for one in np.flatnonzero(many > most).tolist():
        last = int(many[one] - most[one])
        least[one] = np.partition(gains[end[one] - many[one] : end[one]], last)[last]
    largest: Mask = gain >= least[whose]
    return largest


def _prices(arcs: Arcs, costs: Costs, must: Mask, seat_of: Ints) -> tuple[Ints, Ints] | None:
    """Return (mentees,) what each is worth over the price of its seat, and (seats,) prices; None: it is not the best.

    No arc gains more than both together, and those taken gain as much: so the placement is best among these arcs.
    """
    seats = len(costs.room)
    size = np.bincount(seat_of[seat_of >= 0], minlength=seats)
    own = np.zeros(len(must), np.int64)
    taken = seat_of[arcs.mentee] == arcs.seat
    own[arcs.mentee[taken]] = arcs.gain[taken]
    # From the seat where somebody is, or from nowhere, which is the last one, to where they could be.
    length = np.full((seats + 1, seats + 1), NO_WAY)
    np.maximum.at(length, (seat_of[arcs.mentee], arcs.seat), arcs.gain - own[arcs.mentee])
    placed = np.flatnonzero((seat_of >= 0) & ~must)
    np.maximum.at(length[:, seats], seat_of[placed], -own[placed])
    # A price is at least what one fewer would spare, at most what one more costs.
    spares = np.where(size > costs.cheap, costs.dearer, np.where(size > costs.least, 0, NO_WAY))
    more = np.where(size < costs.cheap, 0, np.where(size < costs.room, costs.dearer, -NO_WAY))
    length[seats, :seats] = np.maximum(length[seats, :seats], spares)
    length[:seats, seats] = np.maximum(length[:seats, seats], -more)
    price = np.zeros(seats + 1, np.int64)
    # No longest way goes through a place twice, unless round and round, where moving people would gain.
    for _ in range(seats + 2):
        higher = np.maximum(price, (price[:, None] + length).max(axis=0))
        if (higher == price).all():
            price -= price[seats]
            return np.where(seat_of >= 0, own - price[seat_of], 0), price[:seats]
        price = higher
    return None
