"""What the values of a node prove: for which numbers of groups how much, and which seats no better grouping has."""

from __future__ import annotations

import numpy as np

from matcher.checking.proofs.claim import Claim, ClaimError
from matcher.checking.proofs.cut_values import CutSearch
from matcher.checking.proofs.permitted import Ints, Mask
from matcher.checking.proofs.proof_file import Duals, Values
from matcher.checking.proofs.values import NEVER, Priced, priced, total

__all__ = ["Evaluation"]


class Evaluation:
    """Prices at a node, evaluated: B_d(K) for each of its duals d.

    A seat's value is worked out once for all equal seats. Where cuts have prices, it is a true one only where it
    matters: where the seat would be worth something to some duals. Elsewhere it is no less.

    Parameters
    ----------
    claim
        Of the stage.
    values
        Of the node.
    seats
        (seats,): which are open.
    fixed
        Seats that every grouping here takes.

    Raises
    ------
    ClaimError
        Prices or duals are not what they may be.
    """

    def __init__(self, claim: Claim, values: Values, seats: Mask, fixed: Ints) -> None:
        part = claim.part
        self._claim, self._duals, self._fixed = claim, values.duals, len(fixed)
        for duals in values.duals:
            _check_duals(duals, part.nobody)
        prices = priced(claim, values)
        self._open = np.flatnonzero(seats)
        self._copies = np.bincount(part.spot[self._open], minlength=len(part.first))
        self._spots = np.flatnonzero(self._copies)
        self._copies = self._copies[self._spots]
        self._search = CutSearch(prices) if prices.cut.any() else None
        self._value = prices.values(self._spots)
        self._exact = np.full(len(self._spots), self._search is None)
        self._sharpen(self._least_asked() // 2, exact=True)
        caps = part.caps(self._open, fixed)
        constant = 2 * (prices.constant + self._of_fixed(prices, part.spot[fixed]))
        self._at_none = [
            constant + _times(duals.mentors, caps) + self._surplus(asked)
            for duals, asked in zip(values.duals, self._asked(), strict=True)
        ]

    def _of_fixed(self, prices: Priced, taken: Ints) -> int:
        value = prices.values(taken)
        if self._search is not None:
            value = np.minimum(value, self._search.values(taken, np.full(len(taken), NEVER), exact=True))
        return total(value)

    def _asked(self) -> list[Ints]:
        """Return for each duals what a seat must be worth to be worth something, in half units."""
        part = self._claim.part
        first, second = part.first[self._spots], part.second[self._spots]
        worths = [np.append(duals.mentors, 0) for duals in self._duals]
        return [worth[first] + worth[second] + duals.groups for worth, duals in zip(worths, self._duals, strict=True)]

    def _least_asked(self) -> Ints:
        """Return the least of it; without duals more than any seat is worth."""
        least: Ints = np.min([np.full(len(self._spots), -2 * NEVER), *self._asked()], axis=0)
        return least

    def _sharpen(self, floors: Ints, *, exact: bool) -> None:
        """Let cuts lower the values that are over these floors; `exact`: to the true ones, where they stay over."""
        over = np.flatnonzero((self._value > floors) & ~self._exact)
        if self._search is not None and len(over):
            found = self._search.values(self._spots[over], floors[over], exact=exact)
            self._value[over] = np.minimum(self._value[over], found)
            self._exact[over] = exact & (self._value[over] > floors[over])

    def _surplus(self, asked: Ints) -> int:
        """Return what open seats are worth over what is asked of them, in half units."""
        over = 2 * self._value - asked
        return _times(over[over > 0], self._copies[over > 0])

    # What is proved -------------------------------------------------------------------------------------------------

    def half_units(self, number: int) -> int | None:
        """Return the least B_d(K) for K = `number` of groups; None without duals."""
        return min(self._at(number), default=None)

    def _at(self, number: int) -> list[int]:
        """Return B_d(K) for each d."""
        more = number - self._fixed
        return [none + duals.groups * more for none, duals in zip(self._at_none, self._duals, strict=True)]

    def settles(self, number: int) -> bool:
        """Whether the claim is proved for so many groups."""
        proved = self.half_units(number)
        return proved is not None and proved <= self._claim.enough

    def closes(self, numbers: tuple[int, ...]) -> Mask:
        """Return (spots,): whose seats no grouping over the limit has, of so many groups, none of them settled."""
        floors = np.full(len(self._spots), -NEVER)
        for number in numbers:
            np.minimum(floors, self._closing_floor(number), out=floors)
        self._sharpen(floors, exact=False)
        closed = np.zeros(len(self._claim.part.first), bool)
        closed[self._spots[self._value <= floors]] = True
        return closed

    def _closing_floor(self, number: int) -> Ints:
        """Return up to what value a seat is closed for so many groups, by some duals: it lacks enough there."""
        best = np.full(len(self._spots), NEVER - 1)
        for at, asked in zip(self._at(number), self._asked(), strict=True):
            lacking = at - self._claim.enough
            # What is beyond the arrays' numbers is more than any seat lacks.
            if lacking <= -2 * NEVER:
                np.maximum(best, (asked - lacking) // 2, out=best)
        return best


def _check_duals(duals: Duals, mentors: int) -> None:
    if len(duals.mentors) != mentors:
        raise ClaimError(f"duals have {len(duals.mentors)} numbers of mentors; the part has {mentors}")
    if (duals.mentors < 0).any():
        raise ClaimError("duals have a number of a mentor below 0")


def _times(one: Ints, other: Ints) -> int:
    """Return the sum of products, which may be larger than any number of an array."""
    return int((one.astype(object) * other).sum())
