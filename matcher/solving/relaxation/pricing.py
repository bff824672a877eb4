"""The compiled kernel: the best members of each seat at given prices.

Half of what a mentee is worth goes to each mentor of a seat, so that its gain there is the sum of two *half gains*.
These are laid out for each mentor and slot, side by side, so that the processor adds many at a time; the largest sum of
each class of mentees is looked at first, and of most classes nothing else. All values are integers in units of
1 / `SCALE` points, so that what is computed here is also proved.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.problem.kernels import kernel
from matcher.problem.problem import Problem, Seats
from matcher.problem.processors import one_processor, spread
from matcher.problem.scores import NarrowInts

__all__ = [
    "LARGEST",
    "NEVER",
    "SCALE",
    "HalfGains",
    "PricingTable",
    "best_of_pair",
    "half_gains",
    "level_of",
    "may_sit",
    "members_of",
    "price_seats",
]

SCALE = 64
"""Units in a point."""
LARGEST = 2**52
"""No seat's value is further from 0, what it pays by itself aside: prices end where it would be (`lagrangian`)."""
NEVER = -4 * LARGEST
"""The value of what is not permitted, far under any that is."""

WORTH_SHARING = 2_000_000
"""Seats times mentees from which pricing is spread over processors; under it, waiting for them costs more."""
CHUNKS = 64
"""Pieces that shared pricing comes in."""
CLASSES = 64
"""Classes of mentees whose largest sums are looked at before any of them is."""
FEW = 192
"""Mentees who are looked at one by one: so few are no more than their classes."""
MOST_CELLS = 60_000_000
"""Half gains laid out at a time; bounds memory."""
NARROW = 2**28
"""Half gains under this fit into 32 bits, and so do their sums."""
NEVER_NARROW, NEVER_WIDE = -4 * NARROW, -(2**60)
"""The half gain of who is not welcome: with any other it is under the sum of two that may be."""
LEAST = -(2**62)
"""Under every sum of two half gains."""

Ints = NDArray[np.int64]
Halves = NDArray[np.int32] | NDArray[np.int64]


class Rules(NamedTuple):
    """What the kernel reads of who may sit where, and of what it adds; see `PricingTable`."""

    score: Halves
    either: NDArray[np.bool_]
    marks: Halves
    best: Ints
    bonus: Ints
    banded: bool
    names: Ints
    names_from: Ints
    width_from: Ints
    min_size: int
    kind_cost: Ints
    size_cost: Ints


@dataclass(frozen=True)
class PricingTable:
    """What pricing reads of a problem, laid out for the kernel.

    Parameters
    ----------
    score
        (mentors + 1, mentees): score in units, in 32 bits where they fit; under 0 where the mentor is not welcome.
    either
        (rules, mentors + 1, mentees): at least one mentor of the seat must be True, a rule at a time.
    names, names_from
        Mentees free at slot t and of kind k (0, or the number from 1 of the limit of `Problem.counted_apart` that
        counts them), ascending: ``names[names_from[t * kinds + k]:names_from[t * kinds + k + 1]]``.
    width_from
        As `names_from`, each kind filled up to whole rounds of `CLASSES`.
    marks, best, bonus
        What a placement's level follows from: (mentors + 1, mentees) ranks, or scores of which (mentees,) `best` sets
        the bands; (levels,) units that each level adds. Nobody, and no units, where levels do not count.
    kind_cost
        (kinds, most + 1): units that it costs to have so many of a kind; `NEVER`: there may not be so many.
    size_cost
        (most + 1,): units that it costs to have so many mentees besides, each more no less than the one before.
    largest
        No half gain, its prices aside, is further from 0 than this.
    """

    score: Halves
    either: NDArray[np.bool_]
    marks: Halves
    best: Ints
    bonus: Ints
    banded: bool
    names: Ints
    names_from: Ints
    width_from: Ints
    kinds: int
    min_size: int
    kind_cost: Ints
    size_cost: Ints
    largest: int

    @property
    def rules(self) -> Rules:
        """What the kernel reads."""
        levels = (self.marks, self.best, self.bonus, self.banded)
        sizes = (self.min_size, self.kind_cost, self.size_cost)
        return Rules(self.score, self.either, *levels, self.names, self.names_from, self.width_from, *sizes)

    @cached_property
    def width(self) -> Ints:
        """(slots,): how long a row of half gains is."""
        return np.diff(self.width_from[:: self.kinds])

    @property
    def slots(self) -> int:
        """How many slots there are."""
        return (len(self.names_from) - 1) // self.kinds

    def among(self, mentees: NDArray[np.bool_]) -> PricingTable:
        """Return the table in which only these (mentees,) may sit anywhere."""
        segment = np.repeat(np.arange(len(self.names_from) - 1), np.diff(self.names_from))
        there = mentees[self.names]
        names_from, width_from = _segments(segment[there], len(self.names_from) - 1)
        return replace(self, names=self.names[there], names_from=names_from, width_from=width_from)

    @classmethod
    def of(cls, problem: Problem) -> PricingTable:
        """Lay out a problem."""
        aim = problem.aim
        unit, most_units = SCALE * aim.weight, SCALE * aim.weight * problem.most_points
        kind = np.dtype(np.int32 if max(most_units, problem.most_points) < NARROW else np.int64)
        score = _units(problem, unit, kind)
        either = np.array([mask.T for mask in problem.either], bool).reshape(-1, *score.shape)
        limits, most = problem.counted_apart, min(problem.max_size, problem.mentees)
        counted, kinds = np.zeros(problem.mentees, np.int64), len(limits) + 1
        kind_cost = np.zeros((kinds, most + 1), np.int64)
        for number, limit in enumerate(limits, 1):
            counted[limit.mentees] = number
            amiss = limit.amiss(np.arange(most + 1))
            cost = limit.weight * SCALE * aim.weight * amiss
            kind_cost[number] = cost if limit.weight else np.where(amiss > 0, NEVER, 0)
        bonus = (aim.bonus - aim.left_out) * SCALE
        slot, who = np.nonzero(problem.mentee_free.T)
        segment = slot * kinds + counted[who]
        order = np.argsort(segment, kind="stable")
        names_from, width_from = _segments(segment[order], problem.slots * kinds)
        return cls(
            score=score,
            either=np.ascontiguousarray(either),
            marks=_turned(problem, problem.score if aim.banded else problem.rank, kind, len(bonus) > 0),
            best=problem.best,
            bonus=bonus,
            banded=aim.banded,
            names=who[order],
            names_from=names_from,
            width_from=width_from,
            kinds=kinds,
            min_size=problem.min_size,
            kind_cost=kind_cost,
            size_cost=problem.surcharge(most) * SCALE,
            largest=2 * most_units + 3 * int(np.abs(bonus).max(initial=0)),
        )


def _segments(segment: Ints, segments: int) -> tuple[Ints, Ints]:
    """Return where names begin whose segments, ascending, these are, and where their half gains do."""
    names = np.bincount(segment, minlength=segments)
    widths = -(-names // CLASSES) * CLASSES
    return np.r_[0, np.cumsum(names)], np.r_[0, np.cumsum(widths)]


def _units(problem: Problem, unit: int, kind: np.dtype[Any]) -> Halves:
    """Return (mentors + 1, mentees): scores in units, under 0 where the mentor is not welcome."""
    never = NEVER_NARROW // 2 if kind == np.int32 else NEVER
    units: Halves = np.empty((problem.mentors + 1, problem.mentees), kind)
    for some in problem.blocks:
        here = np.multiply(np.ascontiguousarray(problem.score[some].T), unit, dtype=np.int64)
        units[:, some] = np.where(problem.welcome.T[:, some], here, never)
    for cluster in problem.together:
        # Together or not at all: the mean, rounded up, stands for each, so that no seat takes the best ones alone.
        members = list(cluster)
        mean = -(-(problem.score[members].sum(axis=0, dtype=np.int64) * unit) // len(members))
        units[:, members] = np.where(problem.welcome[members], mean, never).T
    return units


def _turned(problem: Problem, table: NarrowInts, kind: np.dtype[Any], wanted: bool) -> Halves:
    """Return (mentors + 1, mentees): a table of mentees and mentors the other way round; empty where nobody asks."""
    turned: Halves = np.empty((problem.mentors + 1, problem.mentees if wanted else 0), kind)
    for some in problem.blocks if wanted else ():
        turned[:, some] = table[some].T
    return turned


@dataclass(frozen=True)
class HalfGains:
    """Doubled half gains of mentors at slots, side by side: in 32 bits where they fit.

    Parameters
    ----------
    row
        (mentors + 1, slots): the row of a mentor at a slot, -1 where there is none.
    start
        (rows,): where a row begins in `values`; it goes on as `PricingTable.width_from` does.
    values
        Doubled half gains. The two of a seat add up to no less than the doubled gain there.
    never
        What stands in `values` for a mentee who is not welcome.
    """

    row: Ints
    start: Ints
    values: Halves
    never: int

    @property
    def laid_out(self) -> tuple[Ints, Ints, Halves, int]:
        """What the kernel reads."""
        return self.row, self.start, self.values, self.never


def half_gains(table: PricingTable, wanted: NDArray[np.bool_], reward: Ints, load: Ints) -> HalfGains:
    """Lay out the half gains of each `wanted` (mentors + 1, slots) mentor and slot.

    Parameters
    ----------
    reward
        (mentees,): what placing a mentee adds besides its score, its price taken off, units.
    load
        (mentors + 1,): what each placement costs its mentors besides, units.
    """
    row = np.full(wanted.shape, -1, np.int64)
    slot, mentor = np.nonzero(wanted.T)
    row[mentor, slot] = np.arange(len(mentor))
    width = table.width[slot]
    start = np.cumsum(width) - width
    largest = table.largest + int(np.abs(reward).max(initial=0)) + 2 * int(load.max(initial=0))
    narrow, cells = largest < NARROW, int(width.sum())
    never = NEVER_NARROW if narrow else NEVER_WIDE
    values: Halves = np.empty(cells, np.int32) if narrow else np.empty(cells, np.int64)
    with _shared(len(values)):
        spread(_fill, mentor, slot, start, table.rules, table.kinds, reward, load, never, values)
    return HalfGains(row, start, values, never)


@kernel
def _fill(part, parts, mentor, slot, start, rules, kinds, reward, load, never, values):  # type: ignore[no-untyped-def]
    marks, bonus, names_from, width_from = rules.marks, rules.bonus, rules.names_from, rules.width_from
    number, top, low = values.dtype.type, np.int64(0), np.int64(0)
    if len(bonus) > 0:
        top, low = bonus.max(), bonus.min()
    # Whoever is free at a slot, and what placing them adds: read once for all mentors there, who come slot by slot.
    most = len(rules.names)
    who, adds, here = np.empty(most, np.uint32), np.empty(most, values.dtype), -1
    for place in range(part, len(mentor), parts):
        hers, load_dual, segment = rules.score[mentor[place]], 2 * load[mentor[place]], slot[place] * kinds
        first = names_from[segment]
        if here != segment:
            here = segment
            for step in range(names_from[segment + kinds] - first):
                who[step] = rules.names[first + step]
                adds[step] = reward[who[step]]
        for its in range(segment, segment + kinds):
            begin = start[place] + width_from[its] - width_from[segment]
            count = names_from[its + 1] - names_from[its]
            row = values[begin : begin + width_from[its + 1] - width_from[its]]
            mine, add = who[names_from[its] - first :], adds[names_from[its] - first :]
            if len(bonus) == 0:
                for step in range(count):
                    points = hers[mine[step]]
                    value = number(2 * points + add[step] - load_dual)
                    row[step] = value if points >= 0 else number(never)
            else:
                for step in range(count):
                    mentee = mine[step]
                    value = np.int64(never)
                    if hers[mentee] >= 0:
                        value = 2 * hers[mentee] + reward[mentee] - load_dual
                        # The better level of two counts: no more than both above the lowest.
                        value += top if rules.banded else 2 * bonus[marks[mentor[place], mentee]] - low
                    row[step] = value
            for step in range(count, len(row)):
                row[step] = never


@kernel
def level_of(first, second, mentee, rules):  # type: ignore[no-untyped-def]
    """Return the level of a mentee with these mentors; see `Problem.level`."""
    marks, best = rules.marks, rules.best
    if not rules.banded:
        return min(marks[first, mentee], marks[second, mentee])
    most = len(rules.bonus)
    if best[mentee] <= 0:
        return most - 1
    return min(most - 1, (marks[first, mentee] + marks[second, mentee]) * most // best[mentee])


@kernel
def may_sit(first, second, mentee, either):  # type: ignore[no-untyped-def]
    """Return whether one of these mentors is what each rule asks for."""
    for rule in range(either.shape[0]):  # noqa: SIM110 - numba has no generators
        if not (either[rule, first, mentee] or either[rule, second, mentee]):
            return False
    return True


@kernel
def _counts_by_kind(best, filled, least, most, kind_cost, size_cost):  # type: ignore[no-untyped-def]
    """Return (value, counts): the best number of each kind to take, where numbers cost something or may not be.

    `best` (kinds, most) holds the gains of each kind, falling; `filled` (kinds,) how many there are.
    """
    kinds = len(filled)
    value = np.empty((kinds + 1, most + 1), np.int64)
    taken = np.zeros((kinds, most + 1), np.int64)
    for total in range(most + 1):
        value[0, total] = NEVER if total > 0 else 0
    for kind in range(kinds):
        for total in range(most + 1):
            value[kind + 1, total] = NEVER
            gain = np.int64(0)
            for count in range(min(filled[kind], total) + 1):
                if count > 0:
                    gain += best[kind, count - 1]
                if kind_cost[kind, count] == NEVER or value[kind, total - count] <= NEVER // 2:
                    continue
                candidate = value[kind, total - count] + gain - kind_cost[kind, count]
                if candidate > value[kind + 1, total]:
                    value[kind + 1, total] = candidate
                    taken[kind, total] = count
    remaining = least
    for total in range(least, most + 1):
        if value[kinds, total] > NEVER // 2:
            value[kinds, total] -= size_cost[total]
        if value[kinds, total] > value[kinds, remaining]:
            remaining = total
    result = value[kinds, remaining]
    counts = np.zeros(kinds, np.int64)
    for kind in range(kinds - 1, -1, -1):
        counts[kind] = taken[kind, remaining]
        remaining -= counts[kind]
    return result, counts


@kernel
def _largest_of_classes(mine, theirs, largest):  # type: ignore[no-untyped-def]
    """Fill `largest` with the largest sum among the mentees of each class: one in every `CLASSES`, side by side."""
    number = largest.dtype.type
    for block in range(0, len(mine), CLASSES):
        one, other = mine[block : block + CLASSES], theirs[block : block + CLASSES]
        if block == 0:
            for step in range(CLASSES):
                largest[step] = one[step] + other[step]
        else:
            # In the type of the half gains, so that the compiler adds and compares many at a time.
            for step in range(CLASSES):
                both = number(one[step] + other[step])
                largest[step] = max(largest[step], both)


@kernel
def _sure_limit(largest, room, best):  # type: ignore[no-untyped-def]
    """Return a doubled gain that `room` mentees reach: the least of the largest of so many classes."""
    filled = 0
    for value in largest:
        if filled == room and value <= best[room - 1]:
            continue
        filled = min(room, filled + 1)
        where = filled - 1
        while where > 0 and best[where - 1] < value:
            best[where] = best[where - 1]
            where -= 1
        best[where] = value
    return best[room - 1]


@kernel
def _read(first, second, room, mine, theirs, names, never, limit, rules, reward, load_dual, largest, best, who):  # type: ignore[no-untyped-def]
    """Fill `best` and `who` (room,) with the largest gains of `names`, the first of equals first; return how many.

    `mine` and `theirs` are their half gains; who has a lesser doubled gain than `limit` is left aside; `largest`
    (`CLASSES`,) is room to work in.
    """
    score = rules.score
    plain = len(rules.bonus) == 0 and rules.either.shape[0] == 0
    filled, classes = 0, 1
    if len(names) > FEW:
        classes = CLASSES
        _largest_of_classes(mine, theirs, largest)
        # Where a rule or a level is yet to be looked at, half gains only say how much a gain is at most.
        if plain and room <= CLASSES:
            limit = max(limit, _sure_limit(largest, room, best))
    for step in range(classes):
        if classes > 1 and largest[step] < limit:
            continue
        for place in range(step, len(names), classes):
            doubled = np.int64(mine[place]) + np.int64(theirs[place])
            if doubled < limit:
                continue
            if mine[place] <= never or theirs[place] <= never:
                continue
            mentee, gain = names[place], doubled >> 1
            if not plain:
                if not may_sit(first, second, mentee, rules.either):
                    continue
                gain = score[first, mentee] + score[second, mentee] + reward[mentee] - load_dual
                if len(rules.bonus) > 0:
                    gain += rules.bonus[level_of(first, second, mentee, rules)]
            where = filled
            if filled == room:
                where = room - 1
                if gain < best[where] or (gain == best[where] and mentee > who[where]):
                    continue
            else:
                filled += 1
            while where > 0 and (best[where - 1] < gain or (best[where - 1] == gain and who[where - 1] > mentee)):
                best[where], who[where] = best[where - 1], who[where - 1]
                where -= 1
            best[where], who[where] = gain, mentee
            if filled == room:
                limit = max(limit, 2 * best[room - 1])
    return filled


@kernel
def _counts(best, filled, room, least, kind_cost, size_cost):  # type: ignore[no-untyped-def]
    """Return (value, counts): how many of each kind to take, the best first; `NEVER` where none will do."""
    total = filled.sum()
    most = min(room, total)
    counts = np.zeros(len(filled), np.int64)
    if most < least:
        return np.int64(NEVER), counts
    if len(filled) == 1:
        value = np.int64(0)
        while counts[0] < most:
            gain = best[0, counts[0]] - (size_cost[counts[0] + 1] - size_cost[counts[0]])
            if counts[0] >= least and gain <= 0:
                break
            value += gain
            counts[0] += 1
        return value, counts
    value, counts = _counts_by_kind(best, filled, least, most, kind_cost, size_cost)
    return (value, counts) if value > NEVER // 2 else (np.int64(NEVER), counts)


@kernel
def best_of_pair(first, second, slot, room, gains, rules, reward, load_dual, best, who, filled, largest):  # type: ignore[no-untyped-def]
    """Return the value of a seat, what it adds by itself aside, and how many of each kind to take of `who`.

    `best` and `who` (kinds, at least room), `filled` (kinds,) and `largest` (`CLASSES`,) are room to work in.
    """
    names, names_from, width_from = rules.names, rules.names_from, rules.width_from
    row, start, values, never = gains
    one, other = start[row[first, slot]], start[row[second, slot]]
    kinds = len(filled)
    if room < rules.min_size:
        return np.int64(NEVER), np.zeros(kinds, np.int64)
    begin = width_from[slot * kinds]
    # Whoever costs more than they bring is wanted only where there would be too few, or somebody would be alone.
    limit = np.int64(1 if kinds == 1 else LEAST)
    while True:
        for its in range(kinds):
            segment = slot * kinds + its
            low, high = width_from[segment] - begin, width_from[segment + 1] - begin
            filled[its] = 0
            if high > low:
                filled[its] = _read(
                    first,
                    second,
                    room,
                    values[one + low : one + high],
                    values[other + low : other + high],
                    names[names_from[segment] : names_from[segment + 1]],
                    never,
                    limit,
                    rules,
                    reward,
                    load_dual,
                    largest,
                    best[its],
                    who[its],
                )
        # With levels, half gains only bound a gain: enough of those read must bring something themselves, or one left
        # unread may cost less.
        if limit < 0 or (filled[0] >= rules.min_size and best[0, rules.min_size - 1] > 0):
            return _counts(best, filled, room, rules.min_size, rules.kind_cost, rules.size_cost)
        limit = np.int64(LEAST)


@kernel
def _price(part, parts, first, second, slot, room, seat_gain, gains, rules, kinds, reward, load, values):  # type: ignore[no-untyped-def]
    seats, most = len(first), room.max() if len(room) > 0 else 0
    best = np.empty((kinds, most), np.int64)
    who, filled = np.empty(best.shape, np.int64), np.empty(kinds, np.int64)
    largest = np.empty(CLASSES, gains[2].dtype)
    chunks = CHUNKS if parts > 1 else 1
    for chunk in range(part, chunks, parts):
        for seat in range(chunk * seats // chunks, (chunk + 1) * seats // chunks):
            a, b = first[seat], second[seat]
            load_dual = load[a] + load[b]
            value, _ = best_of_pair(
                a, b, slot[seat], room[seat], gains, rules, reward, load_dual, best, who, filled, largest
            )
            values[seat] = value + seat_gain[seat] if value > NEVER // 2 else NEVER


@kernel
def _members(first, second, slot, room, gains, rules, kinds, reward, load):  # type: ignore[no-untyped-def]
    """Return (seats, largest room): the members of each seat, -1 beyond them."""
    members = np.full((len(first), room.max() if len(room) > 0 else 0), -1)
    best = np.empty((kinds, members.shape[1]), np.int64)
    who, filled = np.empty(best.shape, np.int64), np.empty(kinds, np.int64)
    largest = np.empty(CLASSES, gains[2].dtype)
    for seat in range(len(first)):
        a, b = first[seat], second[seat]
        load_dual = load[a] + load[b]
        value, counts = best_of_pair(
            a, b, slot[seat], room[seat], gains, rules, reward, load_dual, best, who, filled, largest
        )
        if value <= NEVER // 2:
            continue
        place = 0
        for its in range(len(filled)):
            for step in range(counts[its]):
                members[seat, place] = who[its, step]
                place += 1
    return members


def _in_batches(table: PricingTable, seats: Seats, shape: tuple[int, int]) -> Iterator[tuple[Ints, NDArray[np.bool_]]]:
    """Yield (positions, wanted): seats of some slots at a time, and which mentors are asked for there."""
    wanted = np.zeros(shape, bool)
    wanted[seats.first, seats.slot] = True
    wanted[seats.second, seats.slot] = True
    cells = np.cumsum(wanted.sum(axis=0) * table.width)
    if cells[-1] <= WORTH_SHARING:
        yield np.arange(len(seats)), wanted
        return
    # Slot by slot, what is read of a mentor is still near the processor for the next seat.
    order = np.argsort(seats.slot.astype(np.int16), kind="stable")
    batch = cells[seats.slot[order]] // MOST_CELLS
    for positions in np.split(order, np.flatnonzero(np.diff(batch)) + 1):
        some = np.zeros_like(wanted)
        some[:, np.unique(seats.slot[positions])] = True
        yield positions, wanted & some


def price_seats(table: PricingTable, seats: Seats, seat_gain: Ints, reward: Ints, load: Ints) -> Ints:
    """Return each seat's best value at the given prices.

    Parameters
    ----------
    seat_gain
        (seats,): what taking the seat adds by itself, units.
    reward
        (mentees,): what placing a mentee adds besides its score, its price taken off, units.
    load
        (mentors + 1,): what each placement costs its mentors besides, units.

    Returns
    -------
    (seats,) int
        The largest sum over members that the seat's size, its mentors and the limits of `Problem.counted_apart` permit,
        less what its size and these counts cost (other limits, `together` and `apart` are left out of account, which
        can only make it larger); `NEVER` where no members may sit there.
    """
    values = np.empty(len(seats), np.int64)
    for positions, wanted in _in_batches(table, seats, (len(load), table.slots)):
        gains = half_gains(table, wanted, reward, load)
        some = seats[positions]
        found = np.empty(len(some), np.int64)
        with _shared(len(seats) * len(reward)):
            spread(
                _price,
                some.first,
                some.second,
                some.slot,
                some.room,
                seat_gain[positions],
                gains.laid_out,
                table.rules,
                table.kinds,
                reward,
                load,
                found,
            )
        values[positions] = found
    return values


def members_of(table: PricingTable, seats: Seats, reward: Ints, load: Ints) -> list[Ints]:
    """Return the members that give each seat its value in `price_seats`; among equals, the first of the intake."""
    members: list[Ints] = [np.empty(0, np.int64)] * len(seats)
    for positions, wanted in _in_batches(table, seats, (len(load), table.slots)):
        gains = half_gains(table, wanted, reward, load)
        some = seats[positions]
        found = _members(
            some.first,
            some.second,
            some.slot,
            some.room,
            gains.laid_out,
            table.rules,
            table.kinds,
            reward,
            load,
        )
        for position, row in zip(positions.tolist(), found, strict=True):
            members[position] = row[row >= 0]
    return members


def _shared(amount: int) -> AbstractContextManager[None]:
    """Spread work of this amount over processors, where there is enough of it."""
    return nullcontext() if amount >= WORTH_SHARING else one_processor()
