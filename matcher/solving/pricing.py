"""The compiled kernel: the best members of each seat at given prices.

All values are integers in units of 1 / `SCALE` points, so that what is computed here is also proved.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from matcher.problem import Problem, Seats

__all__ = ["NEVER", "SCALE", "PricingTable", "members_of", "price_seats", "use_workers"]

SCALE = 64
"""Units in a point."""
NEVER = -(2**50)
"""The value of what is not permitted, far under any sum that is."""

WORTH_SHARING = 2_000_000
"""Seats times mentees from which pricing is spread over processors; under it, waiting for them costs more."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class PricingTable:
    """What pricing reads of a problem, laid out for the kernel.

    Parameters
    ----------
    score
        (mentors + 1, mentees): score in units; `NEVER` where the mentor is not welcome.
    either
        (rules, mentors + 1, mentees): at least one mentor of the seat must be True, a rule at a time.
    present, present_from
        Mentees free at slot t, ascending: ``present[present_from[t]:present_from[t + 1]]``.
    marks, best, bonus
        What a placement's level follows from: (mentors + 1, mentees) ranks, or scores of which (mentees,) `best` sets
        the bands; (levels,) units that each level adds, empty where levels do not count.
    kind
        (mentees,): 0, or the number from 1 of the mentee's gender among `Problem.lone_genders`.
    """

    score: Ints
    either: NDArray[np.bool_]
    marks: Ints
    best: Ints
    bonus: Ints
    banded: bool
    present: Ints
    present_from: Ints
    kind: Ints
    kinds: int
    min_size: int

    @property
    def levels(self) -> tuple[Ints, Ints, Ints, bool]:
        """What the kernel reads of levels."""
        return self.marks, self.best, self.bonus, self.banded

    @classmethod
    def of(cls, problem: Problem) -> PricingTable:
        """Lay out a problem."""
        aim = problem.aim
        units = problem.score.T * (SCALE * aim.weight)
        for cluster in problem.together:
            # Together or not at all: the mean, rounded up, stands for each, so that no seat takes the best ones alone.
            members = list(cluster)
            units[:, members] = -(-units[:, members].sum(axis=1) // len(members))[:, None]
        score = np.where(problem.welcome.T, units, NEVER)
        either = np.array([mask.T for mask in problem.either], bool).reshape(-1, *score.shape)
        slot, who = np.nonzero(problem.mentee_free.T)
        kind = np.zeros(problem.mentees, np.int64)
        for number, gender in enumerate(problem.lone_genders, 1):
            kind[gender] = number
        return cls(
            score=np.ascontiguousarray(score),
            either=np.ascontiguousarray(either),
            marks=np.ascontiguousarray((problem.score if aim.banded else problem.rank).T),
            best=problem.best,
            bonus=(aim.bonus - aim.left_out) * SCALE,
            banded=aim.banded,
            present=who,
            present_from=np.searchsorted(slot, np.arange(problem.slots + 1)),
            kind=kind,
            kinds=len(problem.lone_genders),
            min_size=problem.min_size,
        )


@njit(cache=True)
def _level(first, second, mentee, levels):  # type: ignore[no-untyped-def]
    marks, best, bonus, banded = levels
    if not banded:
        return min(marks[first, mentee], marks[second, mentee])
    most = len(bonus)
    if best[mentee] <= 0:
        return most - 1
    return min(most - 1, (marks[first, mentee] + marks[second, mentee]) * most // best[mentee])


@njit(cache=True)
def _permitted_gains(first, second, start, stop, score, either, levels, present, worth, toll, gains, who):  # type: ignore[no-untyped-def]
    """Fill `gains` and `who` with the permitted mentees of a seat; return how many there are."""
    count = 0
    one, other = score[first], score[second]
    bonus = levels[2]
    for place in range(start, stop):
        mentee = present[place]
        gain = one[mentee] + other[mentee]
        if gain < 0:
            continue
        if _may_sit(first, second, mentee, either):
            if len(bonus) > 0:
                gain += bonus[_level(first, second, mentee, levels)]
            gains[count] = gain + worth[mentee] - toll
            who[count] = mentee
            count += 1
    return count


@njit(cache=True)
def _may_sit(first, second, mentee, either):  # type: ignore[no-untyped-def]
    for rule in range(either.shape[0]):  # noqa: SIM110 - numba has no generators
        if not (either[rule, first, mentee] or either[rule, second, mentee]):
            return False
    return True


@njit(cache=True)
def _positive_sum(first, second, start, stop, score, either, levels, present, worth, toll, least, best):  # type: ignore[no-untyped-def]
    """Return the sum of the largest positive gains, as many as `best` holds; `NEVER` where fewer than `least` are.

    One pass that writes nothing for those who come too late: most of the time of a bound is spent here.
    """
    one, other = score[first], score[second]
    bonus, most, filled = levels[2], len(best), 0
    floor = np.int64(0)
    for place in range(start, stop):
        mentee = present[place]
        pair = one[mentee] + other[mentee]
        gain = pair + worth[mentee] - toll
        if len(bonus) > 0 and pair >= 0:
            gain += bonus[_level(first, second, mentee, levels)]
        if gain <= floor or pair < 0 or not _may_sit(first, second, mentee, either):
            continue
        if filled < most:
            filled += 1
        where = filled - 1
        while where > 0 and best[where - 1] < gain:
            best[where] = best[where - 1]
            where -= 1
        best[where] = gain
        if filled == most:
            floor = best[most - 1]
    return best[:filled].sum() if filled >= least else NEVER


@njit(cache=True)
def _best_sum(gains, least, most):  # type: ignore[no-untyped-def]
    """Return the largest sum of at least `least` and at most `most` of `gains`."""
    positive, total = 0, 0
    for gain in gains:
        if gain > 0:
            positive += 1
            total += gain
    if least <= positive <= most:
        return total
    wanted = most if positive > most else least
    if 2 * wanted > len(gains) or wanted > 24:
        ordered = np.sort(gains)
        return ordered[len(ordered) - wanted :].sum()
    best = np.empty(wanted, np.int64)
    filled = 0
    for gain in gains:
        if filled == wanted:
            if gain <= best[wanted - 1]:
                continue
            place = wanted - 1
        else:
            place = filled
            filled += 1
        while place > 0 and best[place - 1] < gain:
            best[place] = best[place - 1]
            place -= 1
        best[place] = gain
    return best.sum()


@njit(cache=True)
def _counts_without_lone(ordered, group, kinds, least, most):  # type: ignore[no-untyped-def]
    """Return (sum, counts): the best number of each kind to take when no kind but 0 may count one.

    `ordered` holds gains in falling order, `group` the kind of each.
    """
    prefix = np.zeros((kinds + 1, most + 1), np.int64)
    there = np.zeros(kinds + 1, np.int64)
    for place in range(len(ordered)):
        kind = group[place]
        if there[kind] < most:
            there[kind] += 1
            prefix[kind, there[kind]] = prefix[kind, there[kind] - 1] + ordered[place]
    value = np.full((kinds + 2, most + 1), NEVER)
    taken = np.zeros((kinds + 1, most + 1), np.int64)
    value[0, 0] = 0
    for kind in range(kinds + 1):
        for total in range(most + 1):
            for count in range(min(there[kind], total) + 1):
                if count == 1 and kind > 0:
                    continue
                candidate = value[kind, total - count] + prefix[kind, count]
                if candidate > value[kind + 1, total]:
                    value[kind + 1, total] = candidate
                    taken[kind, total] = count
    best_total = least
    for total in range(least, most + 1):
        if value[kinds + 1, total] > value[kinds + 1, best_total]:
            best_total = total
    counts = np.zeros(kinds + 1, np.int64)
    best = value[kinds + 1, best_total]
    remaining = best_total
    for kind in range(kinds, -1, -1):
        counts[kind] = taken[kind, remaining]
        remaining -= counts[kind]
    return best, counts


@njit(cache=True)
def _lone_sum(gains, group, kinds, least, most):  # type: ignore[no-untyped-def]
    order = np.argsort(-gains, kind="mergesort")
    best, _ = _counts_without_lone(gains[order], group[order], kinds, least, most)
    return best


def _price(  # type: ignore[no-untyped-def]
    first, second, slot, room, adds, score, either, levels, present, present_from, kind, kinds, least, worth, tolls
):
    seats = len(first)
    values = np.empty(seats, np.int64)
    for seat in prange(seats):
        start, stop = present_from[slot[seat]], present_from[slot[seat] + 1]
        toll = tolls[seat]
        if kinds == 0 and least <= room[seat] <= 64:
            best = np.empty(room[seat], np.int64)
            total = _positive_sum(
                first[seat], second[seat], start, stop, score, either, levels, present, worth, toll, least, best
            )
            if total > NEVER // 2:
                values[seat] = total + adds[seat]
                continue
        gains = np.empty(stop - start, np.int64)
        who = np.empty(stop - start, np.int64)
        count = _permitted_gains(
            first[seat], second[seat], start, stop, score, either, levels, present, worth, toll, gains, who
        )
        most = min(room[seat], count)
        if most < least:
            values[seat] = NEVER
        elif kinds > 0:
            value = _lone_sum(gains[:count], kind[who[:count]], kinds, least, most)
            values[seat] = value + adds[seat] if value > NEVER // 2 else NEVER
        else:
            values[seat] = _best_sum(gains[:count], least, most) + adds[seat]
    return values


_price_alone = njit(cache=True)(_price)
_price_together = njit(cache=True, parallel=True)(_price)


@njit(cache=True)
def _members(first, second, slot, room, score, either, levels, present, present_from, kind, kinds, least, worth, toll):  # type: ignore[no-untyped-def]
    start, stop = present_from[slot], present_from[slot + 1]
    gains = np.empty(stop - start, np.int64)
    who = np.empty(stop - start, np.int64)
    count = _permitted_gains(first, second, start, stop, score, either, levels, present, worth, toll, gains, who)
    order = np.argsort(-gains[:count], kind="mergesort")
    most = min(room, count)
    if most < least:
        return who[:0]
    group = kind[who[:count]][order]
    if kinds > 0:
        best, limits = _counts_without_lone(gains[:count][order], group, kinds, least, most)
        if best < NEVER // 2:
            return who[:0]
    else:
        positive = 0
        for gain in gains[:count]:
            if gain > 0:
                positive += 1
        limits = np.array([min(most, max(least, positive))])
    chosen = np.empty(most, np.int64)
    filled = 0
    taken = np.zeros(kinds + 1, np.int64)
    for place in range(count):
        its = group[place] if kinds > 0 else 0
        if taken[its] < limits[its]:
            taken[its] += 1
            chosen[filled] = who[order[place]]
            filled += 1
    return chosen[:filled]


def price_seats(table: PricingTable, seats: Seats, adds: Ints, worth: Ints, tolls: Ints) -> Ints:
    """Return each seat's best value at the given prices.

    Parameters
    ----------
    adds
        (seats,): what taking the seat adds by itself, units.
    worth
        (mentees,): what placing a mentee adds besides its score, its price taken off, units.
    tolls
        (seats,): what each placement there costs besides, units.

    Returns
    -------
    (seats,) int
        The largest sum over members that the seat's size, its mentors and `no_lone` permit (`together` and `apart` are
        left out of account, which can only make it larger); `NEVER` where too few may sit there.
    """
    price = _price_alone if len(seats) * len(worth) < WORTH_SHARING else _price_together
    return price(  # type: ignore[no-any-return]
        seats.first,
        seats.second,
        seats.slot,
        seats.room,
        adds,
        table.score,
        table.either,
        table.levels,
        table.present,
        table.present_from,
        table.kind,
        table.kinds,
        table.min_size,
        worth,
        tolls,
    )


def members_of(table: PricingTable, seats: Seats, seat: int, worth: Ints, toll: int) -> Ints:
    """Return the members that give a seat its value in `price_seats`; among equals, the first of the intake."""
    return _members(  # type: ignore[no-any-return]
        seats.first[seat],
        seats.second[seat],
        seats.slot[seat],
        seats.room[seat],
        table.score,
        table.either,
        table.levels,
        table.present,
        table.present_from,
        table.kind,
        table.kinds,
        table.min_size,
        worth,
        toll,
    )


def use_workers(workers: int | None) -> None:
    """Let the kernel use so many processors, from 1; None: all. Its values do not depend on it."""
    most = numba.config.NUMBA_NUM_THREADS  # type: ignore[attr-defined]
    numba.set_num_threads(most if workers is None else max(1, min(most, workers)))
