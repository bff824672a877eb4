"""Cuts: of three people at most one seat has two (subset-row cuts; Jepsen, Petersen, Spoorendonk and Pisinger, 2008).

Three mentees, or mentors of one group each, are in one group each at most, so that a grouping has one seat at the most
with two of them or all three. A mixture of groupings may have one and a half: a third seat with each two, each taken by
half. Such mixtures are what keeps the bound above the best grouping; cuts forbid those that the prices favour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.problem import Problem, Seats
from matcher.solving.cut_pricing import CutPrices

__all__ = ["Mixture", "cut_prices", "share_met", "violated"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

PAIRED = 0.02
"""Two people who are together less than this, as a share, are in no cut together."""
BROKEN = 1.02
"""A cut is worth its price once so much of it is taken."""
EACH = 6
"""New cuts that one person may be in."""
LEAST = 1e-4
"""A share under which a column is forgotten."""
RENEWED = 1e-3
"""Once so little is left of the first columns, those hardly taken are forgotten, so that steps do not heap them up."""


def cut_prices(problem: Problem, cuts: Ints, prices: Ints) -> CutPrices | None:
    """Return the cuts that have a price as the kernel reads them; None where there are none."""
    dear = np.flatnonzero(prices > 0)
    if not len(dear):
        return None
    flat = cuts[dear].ravel()
    start = np.r_[0, np.cumsum(np.bincount(flat, minlength=problem.mentees + problem.mentors + 1))]
    return CutPrices(prices[dear], start, np.argsort(flat, kind="stable") // 3, problem.mentees)


def share_met(problem: Problem, cuts: Ints, seats: Seats, share: Floats, everybody: Ints, sizes: Ints) -> Floats:
    """Return (cuts,): how many seats with two of each cut's three are taken.

    `everybody` holds the members of the seats, one seat after the other, `sizes` (seats,) how many of each.
    """
    met = np.zeros(len(cuts))
    if len(cuts):
        there = _incidence(problem, seats, everybody, sizes)
        for seat, row in enumerate(there):
            met[row[cuts].sum(axis=1) >= 2] += share[seat]
    return met


def _incidence(problem: Problem, seats: Seats, everybody: Ints, sizes: Ints) -> NDArray[np.bool_]:
    """Return (seats, mentees + mentors + 1): who is at which seat."""
    there = np.zeros((len(seats), problem.mentees + problem.mentors + 1), bool)
    each = np.arange(len(seats))
    there[np.repeat(each, sizes), everybody] = True
    there[each, problem.mentees + seats.first] = True
    there[each, problem.mentees + seats.second] = True
    return there


@dataclass
class Mixture:
    """Columns, a seat with its members each, and to what share each is taken: what choices of seats are on average."""

    columns: dict[tuple[int, bytes], float]
    scale: float = 1.0

    @classmethod
    def of(cls, seats: Ints, share: Floats, members: Sequence[Ints]) -> Mixture:
        """Return one choice of seats."""
        keys = [(int(seat), here.tobytes()) for seat, here in zip(seats, members, strict=True)]
        return cls(dict(zip(keys, share.tolist(), strict=True)))

    def mix(self, newest: Mixture, share: float) -> None:
        """Take `share` of `newest`, and one minus that of what was there."""
        self.scale *= 1 - share
        if self.scale < RENEWED:
            self._forget()
        for key, weight in newest.columns.items():
            self.columns[key] = self.columns.get(key, 0.0) + weight * newest.scale * share / self.scale

    def taken(self) -> tuple[Ints, Floats, list[Ints]]:
        """Return (seats, share, members) of each column, and forget those hardly taken."""
        self._forget()
        seats = np.array([seat for seat, _ in self.columns], np.int64)
        share = np.array(list(self.columns.values()), np.float64)
        return seats, share, [np.frombuffer(here, np.int64) for _, here in self.columns]

    def _forget(self) -> None:
        scaled = ((key, weight * self.scale) for key, weight in self.columns.items())
        self.columns, self.scale = {key: weight for key, weight in scaled if weight >= LEAST}, 1.0

    def share_of_seats(self, seats: int) -> Floats:
        """Return (seats,): to what share each of so many seats is taken."""
        positions, share, _ = self.taken()
        return np.asarray(np.bincount(positions, weights=share, minlength=seats), np.float64)


def violated(problem: Problem, seats: Seats, mixture: Mixture, known: Ints, most: int) -> Ints:
    """Return (cuts, 3): at most so many cuts that a mixture breaks, not those `known`, the most broken first."""
    positions, share, members = mixture.taken()
    sizes = np.array([len(here) for here in members], np.int64)
    there = _incidence(problem, seats[positions], np.concatenate([*members, np.empty(0, np.int64)]), sizes)
    there[:, problem.mentees :][:, np.r_[problem.max_groups > 1, True]] = False
    both = (there * share[:, None]).T.astype(np.float64) @ there.astype(np.float64)
    np.fill_diagonal(both, 0.0)
    one, two, three, taken = _triples(there, share, both)
    order = np.lexsort((three, two, one, -taken))
    used, chosen, before = np.zeros(there.shape[1], np.int64), [], {tuple(cut) for cut in known.tolist()}
    for place in order.tolist():
        cut = (int(one[place]), int(two[place]), int(three[place]))
        if cut in before or used[[*cut]].max() >= EACH:
            continue
        used[[*cut]] += 1
        chosen.append(cut)
        if len(chosen) == most:
            break
    return np.array(chosen, np.int64).reshape(-1, 3)


@njit(cache=True)
def _triples(there, share, both):  # type: ignore[no-untyped-def]
    """Return (person, person, person, taken): three of whom seats with two are taken more than once."""
    found = [(0, 0, 0, 0.0) for _ in range(0)]
    people = both.shape[0]
    for a in range(people):
        near = np.flatnonzero(both[a, a + 1 :] > PAIRED) + a + 1
        columns = np.flatnonzero(there[:, a])
        for at in range(len(near)):
            b = near[at]
            for c in near[at + 1 :]:
                together = both[a, b] + both[a, c] + both[b, c]
                if both[b, c] <= PAIRED or together < BROKEN:
                    continue
                for column in columns:
                    if there[column, b] and there[column, c]:
                        together -= 2 * share[column]
                if together >= BROKEN:
                    found.append((a, b, c, together))
    return (
        np.array([one[0] for one in found], np.int64),
        np.array([one[1] for one in found], np.int64),
        np.array([one[2] for one in found], np.int64),
        np.array([one[3] for one in found], np.float64),
    )
