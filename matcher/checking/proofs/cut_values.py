"""What a seat's best members are worth where cuts have prices: by a small search, for seats for which it matters."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from matcher.checking.proofs.permitted import Ints, Mask
from matcher.checking.proofs.values import NEVER, Priced

__all__ = ["CutSearch"]

MOST_STEPS = 100_000
"""Steps of the search of one seat; where they do not do, its value without the cuts stands, which is no less."""


class CutSearch:
    """Values of seats at one node's prices, those of cuts too and limits on counts aside."""

    def __init__(self, prices: Priced) -> None:
        part = prices.claim.part
        self._prices = prices
        self._cuts = np.flatnonzero(prices.cut)
        cuts = [prices.claim.cuts[place] for place in self._cuts.tolist()]
        weight = np.array([cut.weight for cut in cuts], np.int64).reshape(
            len(cuts), len(part.mentees) + part.nobody + 1
        )
        self._mentee, self._mentor = weight[:, : len(part.mentees)], weight[:, len(part.mentees) :]
        self._needed = np.array([cut.needed for cut in cuts], np.int64)
        self._price = prices.cut[self._cuts]
        most = int(min(part.room.max(initial=0), len(part.mentees)))
        self._sizes = prices.claim.size_costs(most).tolist()

    def values(self, spots: Ints, floors: Ints, *, exact: bool) -> Ints:
        """Return a value for each of some spots, no less than the true one.

        Parameters
        ----------
        floors
            (spots,): a value at or under this may be told as this.
        exact
            Whether values over their floor must be the true ones; else those without cuts will do.
        """
        part = self._prices.claim.part
        found = np.empty(len(spots), np.int64)
        gains = self._prices.gains(spots)
        needed = self._needed[:, None] - self._mentor[:, part.first[spots]] - self._mentor[:, part.second[spots]]
        besides = self._prices.spot[spots] - self._price @ (needed <= 0)
        reach = self._mentee @ part.sits[spots].T.astype(np.int64)
        relevant = (needed > 0) & (reach >= needed)
        for row in range(len(spots)):
            seat = self._seat(gains[row], relevant[:, row], needed[:, row], int(part.room[spots[row]]))
            floor = int(floors[row] - besides[row])
            found[row] = max(NEVER, int(besides[row]) + seat.best(floor, exact=exact))
        return found

    def _seat(self, gains: Ints, relevant: Mask, needed: Ints, room: int) -> _SeatSearch:
        cuts = np.flatnonzero(relevant)
        weight = self._mentee[cuts]
        there = gains > NEVER
        bound = there & (weight > 0).any(axis=0)
        free = np.sort(gains[there & ~bound])[::-1][:room]
        # Where as many others as there is room for gain as much, who is bound by cuts is in no best set.
        floor = free[-1] if len(free) == room else NEVER
        people = np.flatnonzero(bound & (gains > floor))
        people = people[np.argsort(-gains[people], kind="stable")]
        ties: list[list[tuple[int, int]]] = [[] for _ in people]
        own = weight[:, people].T
        for person, cut in np.argwhere(own).tolist():
            ties[person].append((cut, int(own[person, cut])))
        return _SeatSearch(
            free=free.tolist(),
            gains=gains[people].tolist(),
            ties=ties,
            needed=needed[cuts].tolist(),
            price=self._price[cuts].tolist(),
            least=self._prices.claim.part.least,
            room=min(room, len(self._sizes) - 1),
            sizes=self._sizes,
        )


class _Sums(NamedTuple):
    """The greatest sums of 0, 1, … people, and of how many it is the greatest of all: up to there they only grow."""

    sums: list[int]
    peak: int

    @classmethod
    def of(cls, lost: list[int]) -> _Sums:
        """Return those of people by what is lost without gaining them, ascending."""
        return cls([0, *accumulate(-own for own in lost)], bisect_left(lost, 0))


@dataclass
class _SeatSearch:
    """The best members of one seat.

    Parameters
    ----------
    free
        Gains of those whom no cut concerns, the greatest first, as many as there is room for.
    gains, ties
        Of those whom cuts concern, the greatest first: what they gain, and what they weigh in which cuts.
    needed, price
        Of each cut: what its people weigh where it counts, and what it then costs.
    sizes
        What 0, 1, … members cost.
    """

    free: list[int]
    gains: list[int]
    ties: list[list[tuple[int, int]]]
    needed: list[int]
    price: list[int]
    least: int
    room: int
    sizes: list[int]

    def best(self, floor: int, *, exact: bool) -> int:
        """Return the greatest sum, or `floor` where none is over it; not `exact`: or what it would be without cuts.

        Members are decided one after the other, who gains most first; the rest is taken as if no cut concerned it.
        """
        sums = self._sums_after()
        known, steps = floor, 0
        stack: list[tuple[int, int, int, dict[int, int]]] = [(0, 0, 0, {})]
        while stack:
            at, count, value, weighs = stack.pop()
            rest = self._most(sums[at], count)
            if rest is None or value + rest <= known:
                continue
            steps += 1
            # As much is had without anybody whom a cut concerns, and that costs nothing more.
            if self._most(sums[-1], count) == rest:
                known = value + rest
                if not exact:
                    return max(known, *self._left([(0, 0, 0, {})], sums, known))
                continue
            if steps > MOST_STEPS:
                known = max([value + rest, *self._left(stack, sums, known)])
                break
            stack.append((at + 1, count, value, weighs))
            if count < self.room:
                stack.append((at + 1, count + 1, *self._with(at, value, weighs)))
        return known

    def _left(self, stack: list[tuple[int, int, int, dict[int, int]]], sums: list[_Sums], known: int) -> list[int]:
        """Return what each place where the search did not go could come to at most, and what is known."""
        rests = [(value, self._most(sums[at], count)) for at, count, value, _ in stack]
        return [known, *(value + rest for value, rest in rests if rest is not None)]

    def _with(self, at: int, value: int, weighs: dict[int, int]) -> tuple[int, dict[int, int]]:
        """Return value and weights with one more member."""
        value, weighs = value + self.gains[at], dict(weighs)
        for cut, own in self.ties[at]:
            before = weighs.get(cut, 0)
            weighs[cut] = before + own
            if before < self.needed[cut] <= before + own:
                value -= self.price[cut]
        return value, weighs

    def _sums_after(self) -> list[_Sums]:
        """Return, for each place in the order of decisions, the greatest sums of the people left."""
        lost = sorted(-gain for gain in self.free)
        sums = [_Sums.of(lost)]
        for gain in reversed(self.gains):
            insort(lost, -gain)
            del lost[self.room :]
            sums.append(_Sums.of(lost))
        return sums[::-1]

    def _most(self, sums: _Sums, count: int) -> int | None:
        """Return the greatest sum of those left beside `count` members; None where too few are left."""
        low, high = max(0, self.least - count), min(self.room - count, len(sums.sums) - 1)
        if low > high:
            return None
        # Sums rise to their peak, and sizes cost least at the ideal one: the best lies between.
        return max(sums.sums[more] - self.sizes[count + more] for more in range(low, high + 1))
