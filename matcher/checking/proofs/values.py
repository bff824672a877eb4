"""What a seat's best members are worth at given prices: the greatest sum over sets that size and counts permit.

What sizes and counts cost is taken off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.checking.proofs.claim import TOO_DEAR, Claim, ClaimError
from matcher.checking.proofs.facts import Demand, Part
from matcher.checking.proofs.permitted import Ints, Mask
from matcher.checking.proofs.proof_file import DemandPrice, Sparse, Values

__all__ = ["NEVER", "Priced", "best_sums", "priced", "total"]

LARGEST_SUM = 2**60
"""Units, at the most, that a seat and its prices may come to: more would not fit the arrays."""
NEVER = -(2**61)
"""Less than any sum: what no set of members is worth."""
CHUNK = 2_000_000
"""Seats times mentees that are looked at together, so that large parts take little memory."""


@dataclass(frozen=True)
class Priced:
    """The prices of a node, as arrays; units.

    Parameters
    ----------
    mentee
        (mentees,).
    load
        (mentors and nobody,): what each member pays for them, `spread` with it.
    spot
        (spots,): what a seat there is worth besides its members, prices of cuts aside.
    cut
        (cuts,).
    constant
        What the prices add to A's limit, A's `base` with them.
    """

    claim: Claim
    mentee: Ints
    load: Ints
    spot: Ints
    cut: Ints
    constant: int

    def gains(self, spots: Ints) -> Ints:
        """Return (spots, mentees): what each who may sit there is worth; who may not, less than any sum."""
        part = self.claim.part
        own = self.claim.worth[part.choice[spots]] - self.mentee
        own -= (self.load[part.first[spots]] + self.load[part.second[spots]])[:, None]
        gains: Ints = np.where(part.sits[spots], own, NEVER)
        return gains

    def values(self, spots: Ints) -> Ints:
        """Return the value of a seat at each of some spots, cuts aside."""
        part = self.claim.part
        most = int(min(part.room[spots].max(initial=0), len(part.mentees)))
        counted, sizes = self.claim.counts(most), self.claim.size_costs(most)
        found = np.empty(len(spots), np.int64)
        for rows in _chunks(len(spots), len(part.mentees)):
            some = spots[rows]
            found[rows] = best_sums(self.gains(some), counted, sizes, part.least, part.room[some])
        values: Ints = np.maximum(found + self.spot[spots], NEVER)
        return values


def _chunks(rows: int, columns: int) -> Iterator[slice]:
    size = max(1, CHUNK // max(1, columns))
    for start in range(0, rows, size):
        yield slice(start, start + size)


# Members ------------------------------------------------------------------------------------------------------------


def best_sums(gains: Ints, counted: list[tuple[Mask, Ints]], sizes: Ints, least: int, room: Ints) -> Ints:
    """Return the greatest sum of members of each row, less what their number and that of some of them cost.

    Parameters
    ----------
    gains
        (rows, mentees): `NEVER` for who may not be a member.
    counted
        (who counts, what 0, 1, … of them cost); nobody counts twice. `TOO_DEAR`: there may not be so many.
    sizes
        What 0, 1, … members cost, no fewer than there is room for.
    least, room
        How many members a row has at least, and (rows,) at most.

    Returns
    -------
    numpy.ndarray of int64, shape (rows,)
        `NEVER` or less where no set of members is permitted.
    """
    if not len(gains):
        return np.empty(0, np.int64)
    most = int(min(room.max(), gains.shape[1]))
    free = ~np.logical_or.reduce([who for who, _ in counted]) if counted else np.ones(gains.shape[1], bool)
    sums = _greatest(gains[:, free], most)
    for who, costs in counted:
        own = _greatest(gains[:, who], most)
        own = np.where((own > NEVER) & (costs[: most + 1] < TOO_DEAR), own - costs[: most + 1], NEVER)
        sums = _joined(sums, own)
    sums = np.where(sums > NEVER, sums - sizes[: most + 1], NEVER)
    size = np.arange(most + 1)
    best: Ints = np.where((size >= least) & (size <= room[:, None]), sums, NEVER).max(axis=1)
    return best


def _greatest(gains: Ints, most: int) -> Ints:
    """Return (rows, most + 1): the greatest sum of 0, 1, … members; `NEVER` where there are not so many."""
    kept = min(most, gains.shape[1])
    top = -np.sort(np.partition(-gains, kept - 1)[:, :kept]) if 0 < kept < gains.shape[1] else -np.sort(-gains)
    sums = np.full((len(gains), most + 1), NEVER)
    sums[:, 0] = 0
    there = top > NEVER
    np.cumsum(np.where(there, top, 0), axis=1, out=sums[:, 1 : kept + 1])
    sums[:, 1 : kept + 1][~there] = NEVER
    return sums


def _joined(one: Ints, other: Ints) -> Ints:
    """Return the greatest sums of 0, 1, … members, some counted in one table, the rest in the other."""
    most = one.shape[1] - 1
    joined = np.full_like(one, NEVER)
    for count in range(most + 1):
        mine, theirs = one[:, : most + 1 - count], other[:, count : count + 1]
        sums = np.where((mine > NEVER) & (theirs > NEVER), mine + theirs, NEVER)
        np.maximum(joined[:, count:], sums, out=joined[:, count:])
    return joined


# Prices -------------------------------------------------------------------------------------------------------------


def priced(claim: Claim, values: Values) -> Priced:
    """Return the prices of a node as arrays.

    Raises
    ------
    ClaimError
        A price is not what it may be, or all of them are too large to be checked.
    """
    part = claim.part
    mentee = values.mentee
    if len(mentee) != len(part.mentees):
        raise ClaimError(f"it has {len(mentee)} prices of mentees; the part has {len(part.mentees)}")
    if (mentee[~part.must] < 0).any():
        raise ClaimError("a mentee who may be left out has a price below 0")
    load = np.append(_by_place(values.load, part.nobody, "load"), 0)
    rest, most = part.last_groups
    spread = np.append(_by_place(values.spread, part.nobody, "spread"), 0)
    if spread[rest == 0].any():
        raise ClaimError("a price of spread is for a mentor whose last group is not limited by the others")
    slot = _slot_prices(part, values.slot)
    place = _place_prices(part, values.place)
    cut = _by_place(values.cut, len(claim.cuts), "cut")
    demands = [(_demand(part, one), one.price) for one in values.demand]
    # What a group gets back counts in whole numbers of Python: a product may be larger than any of an array.
    back = int(rest.max()) * int(spread.max())
    _check_size(claim, mentee, load + spread, [slot, place, cut], [2 * back, *(price for _, price in demands)])
    spot = claim.unit * claim.pair[part.choice] - slot[part.slot]
    spot -= place[part.first, part.slot] + place[part.second, part.slot]
    spot += rest[part.first] * spread[part.first] + rest[part.second] * spread[part.second]
    for demand, price in demands:
        met = (part.first == demand.first) & (part.second == demand.second)
        spot += price * (met if demand.slot is None else met & (part.slot == demand.slot))
    constant = claim.unit * claim.base + total(mentee) + total(slot) * (part.rooms or 0) + total(place)
    constant += int((load[:-1].astype(object) * part.max_mentees).sum())
    constant += int((spread.astype(object) * most).sum())
    constant += total(cut) - sum(price for _, price in demands)
    return Priced(claim, mentee, load + spread, spot, cut, constant)


def total(prices: Ints) -> int:
    """Return the sum, which may be larger than any number of an array."""
    high = prices >> 31
    return (int(high.sum()) << 31) + int((prices - (high << 31)).sum())


def _by_place(prices: Sparse, count: int, what: str) -> Ints:
    if len(prices.at) and prices.at.max() >= count:
        raise ClaimError(f"a price of {what} is for number {prices.at.max()}; there are {count}")
    if (prices.numbers < 0).any():
        raise ClaimError(f"a price of {what} is below 0")
    found = np.zeros(count, np.int64)
    found[prices.at] = prices.numbers
    return found


def _slot_prices(part: Part, prices: Sparse) -> Ints:
    if len(prices.at) and part.rooms is None:
        raise ClaimError("a slot has a price, but slots may have any number of groups")
    return _by_place(prices, part.slots, "slot")


def _place_prices(part: Part, rows: Ints) -> Ints:
    """Return (mentors and nobody, slots): what it costs a mentor to lead at a slot."""
    if len(rows) and not part.scheduled:
        raise ClaimError("a place has a price, but groups get no slot")
    if len(rows) and (rows[:, :2].min() < 0 or rows[:, 0].max() >= part.nobody or rows[:, 1].max() >= part.slots):
        raise ClaimError("a price of a place is for a mentor or a slot that is not there")
    if len(np.unique(rows[:, :2], axis=0)) < len(rows):
        raise ClaimError("a place has two prices")
    if (rows[:, 2] < 0).any():
        raise ClaimError("a price of a place is below 0")
    found = np.zeros((part.nobody + 1, part.slots), np.int64)
    found[rows[:, 0], rows[:, 1]] = rows[:, 2]
    return found


def _demand(part: Part, price: DemandPrice) -> Demand:
    if price.price < 0:
        raise ClaimError("a price of a demand is below 0")
    first, second = sorted((price.first, part.nobody if price.second is None else price.second))
    for known in part.demands:
        if (known.first, known.second) == (first, second) and price.slot in (None, known.slot):
            return Demand(first, second, price.slot)
    raise ClaimError("a demand has a price for which no lock asks")


def _check_size(claim: Claim, mentee: Ints, load: Ints, others: list[Ints], whole_seats: list[int]) -> None:
    """Refuse prices with which the sums over a seat would not fit: each is counted as if all of it fell on one seat."""
    part = claim.part
    largest = int(np.abs(claim.worth).max(initial=0)) + int(np.abs(mentee).max(initial=0)) + 2 * int(load.max())
    whole = (int(part.room.max(initial=0)) + 1) * largest + claim.unit * int(np.abs(claim.pair).max(initial=0))
    most = int(min(part.room.max(initial=0), len(part.mentees)))
    whole += int(claim.size_costs(most).max())
    whole += sum(int(costs[costs < TOO_DEAR].max(initial=0)) for _, costs in claim.counts(most))
    if whole + sum(map(total, others)) + sum(whole_seats) > LARGEST_SUM:
        raise ClaimError("its prices are too large to be checked")
