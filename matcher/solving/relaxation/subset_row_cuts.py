"""Cuts: of three people at most one seat has two (subset-row cuts; Jepsen, Petersen, Spoorendonk and Pisinger, 2008).

Three mentees, or mentors of one group each, are in one group each at most, so that a grouping has one seat at the most
with two of them or all three. A mixture of groupings may have one and a half: a third seat with each two, each taken by
half. Such mixtures are what keeps the bound above the best grouping; cuts forbid those that the prices favour.

Of more people, one is the hub: a grouping has at most one seat where the hub is with any of the others, or all of the
others are without it, for two such seats would share one of them. With three others that is the rank-1 cut of
multipliers 2/3, 1/3, 1/3, 1/3 (Pecin, Pessoa, Poggi, Uchoa and Santos, 2017). The hub weighs one less than there are
others, each of them one, and a seat counts where their weights reach the quota: as many as there are others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.problem.kernels import kernel
from matcher.problem.problem import Problem, Seats
from matcher.solving.relaxation.pricing_with_cuts import LONGEST, CutPrices

__all__ = ["counted", "cut_prices", "no_cuts", "violated"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

NEAR = 0.85
"""Three people of whom seats with two are taken so much are made into larger cuts."""
PAIRED = 0.02
"""Two people who are together less than this, as a share, are in no cut together."""
BROKEN = 1.02
"""A cut is worth its price once so much of it is taken."""
EACH = 6
"""New cuts that one person may be in."""


def no_cuts() -> Ints:
    """Return (0, 5): a cut is a row of people, its hub and the others, with -1 where there are fewer."""
    return np.empty((0, LONGEST), np.int64)


def _weights(cuts: Ints) -> tuple[Ints, Ints]:
    """Return (cuts, 5): what each of their people weighs, and (cuts,): the quotas."""
    weights = (cuts >= 0).astype(np.int64)
    quotas = weights.sum(axis=1) - 1
    weights[:, 0] = quotas - 1
    return weights, quotas


def cut_prices(problem: Problem, cuts: Ints, prices: Ints) -> CutPrices | None:
    """Return the cuts that have a price as the kernel reads them; None where there are none."""
    dear = np.flatnonzero(prices > 0)
    if not len(dear):
        return None
    weights, quotas = _weights(cuts[dear])
    cut, place = np.nonzero(cuts[dear] >= 0)
    people = cuts[dear][cut, place]
    order = np.argsort(people, kind="stable")
    start = np.r_[0, np.cumsum(np.bincount(people, minlength=problem.mentees + problem.mentors + 1))]
    return CutPrices(prices[dear], quotas, start, cut[order], weights[cut, place][order], problem.mentees)


def counted(problem: Problem, cuts: Ints, seats: Seats, members: Sequence[Ints]) -> NDArray[np.bool_]:
    """Return (seats, cuts): whether each seat, with its members, counts for each cut."""
    weights, quotas = _weights(cuts)
    there = _incidence(problem, seats, members)
    met = np.zeros((len(seats), len(cuts)), np.int64)
    for place in range(LONGEST):
        met += there[:, cuts[:, place]] * weights[:, place]
    return np.asarray(met >= quotas)


def _incidence(problem: Problem, seats: Seats, members: Sequence[Ints]) -> NDArray[np.bool_]:
    """Return (seats, mentees + mentors + 1): who is at which seat."""
    there = np.zeros((len(seats), problem.mentees + problem.mentors + 1), bool)
    each = np.arange(len(seats))
    there[np.repeat(each, [len(here) for here in members]), np.concatenate([*members, np.empty(0, np.int64)])] = True
    there[each, problem.mentees + seats.first] = True
    there[each, problem.mentees + seats.second] = True
    return there


def violated(problem: Problem, seats: Seats, share: Floats, members: Sequence[Ints], known: Ints, most: int) -> Ints:
    """Return (cuts, 5): at most so many cuts that a mixture breaks, not those `known`, the most broken first.

    Parameters
    ----------
    seats, share, members
        The columns of the mixture, and to what share each is taken.
    """
    there = _incidence(problem, seats, members)
    there[:, problem.mentees :][:, np.r_[problem.max_groups > 1, True]] = False
    both = (there * share[:, None]).T.astype(np.float64) @ there.astype(np.float64)
    np.fill_diagonal(both, 0.0)
    found, taken = _broken(there, share, both)
    order = np.lexsort((*found.T[::-1], -taken))
    used, chosen, before = np.zeros(there.shape[1], np.int64), [], {tuple(cut) for cut in known.tolist()}
    for place in order.tolist():
        cut = tuple(found[place].tolist())
        people = found[place][found[place] >= 0]
        if cut in before or used[people].max() >= EACH:
            continue
        before.add(cut)
        used[people] += 1
        chosen.append(cut)
        if len(chosen) == most:
            break
    return np.array(chosen, np.int64).reshape(-1, LONGEST)


@kernel
def _broken(there, share, both):  # type: ignore[no-untyped-def]
    """Return (cuts, 5) and (cuts,): cuts that are taken more than once, and how often. The same cut may come again."""
    people = both.shape[0]
    rows, taken = [(0, 0, 0, 0, 0) for _ in range(0)], [0.0 for _ in range(0)]
    gain, others = np.empty(people), np.empty(LONGEST - 1, np.int64)
    for a in range(people):
        near = np.flatnonzero(both[a, a + 1 :] > PAIRED) + a + 1
        columns = np.flatnonzero(there[:, a])
        for at in range(len(near)):
            b = near[at]
            for c in near[at + 1 :]:
                together = both[a, b] + both[a, c] + both[b, c]
                if both[b, c] <= PAIRED or together < NEAR:
                    continue
                for column in columns:
                    if there[column, b] and there[column, c]:
                        together -= 2 * share[column]
                if together >= BROKEN:
                    rows.append((a, b, c, -1, -1))
                    taken.append(together)
                if together < NEAR:
                    continue
                for hub, one, two in ((a, b, c), (b, a, c), (c, a, b)):
                    others[0], others[1], others[2:] = one, two, -1
                    last = together
                    for size in range(2, LONGEST - 1):
                        value, person = _one_more(there, share, hub, others[:size], gain)
                        if value <= last + BROKEN - 1:
                            break
                        others[size], last = person, value
                        if value >= BROKEN:
                            wide = np.sort(others[: size + 1])
                            rows.append((hub, wide[0], wide[1], wide[2], wide[3] if size == LONGEST - 2 else -1))
                            taken.append(value)
    found = np.empty((len(rows), LONGEST), np.int64)
    for place, row in enumerate(rows):
        found[place, 0], found[place, 1], found[place, 2], found[place, 3], found[place, 4] = row
    return found, np.array(taken)


@kernel
def _one_more(there, share, hub, others, gain):  # type: ignore[no-untyped-def]
    """Return how much is taken of the best cut with one more person, and who that is; `gain` (people,) is room."""
    gain[:] = 0.0
    taken = 0.0
    for column in range(len(share)):
        row, met = there[column], 0
        for other in others:
            met += row[other]
        if row[hub] and met > 0:
            taken += share[column]
        elif row[hub] or met == len(others):
            for person in range(len(row)):
                if row[person]:
                    gain[person] += share[column]
    gain[hub] = 0.0
    gain[others] = 0.0
    best = np.argmax(gain)
    return taken + gain[best], best
