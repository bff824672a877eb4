"""Which seats the groups of a best grouping can have: every set of seats is counted out that no count allows.

Where there are few mentors, sets of seats are few enough to go through all, mentor after mentor. Of a set, and of all
that it can still grow to, bits say which mentees could be at a level at all: how many could at most bounds what a stage
of a mode counts, much nearer than any LP relaxation, in which a little of each of many groups reaches everybody. What
ties mentees to each other is left out of account, so that what is counted out is counted out for good.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.problem.kernels import kernel
from matcher.problem.problem import Problem, Seats
from matcher.solving.modes import Measure, levels_of

__all__ = ["MOST_LOOKED_AT", "SeatSets", "narrowed_seats"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Bits = NDArray[np.uint64]

MOST_LOOKED_AT = 60_000_000
"""Seats looked at in all sets together, at most, some seconds: where that does not do, other ways are quicker."""
STRIDE = 2_000_000
"""Seats looked at before the clock is."""
MOST_LEFT = 4_000
"""Sets left at the end, at most, that could be better than the best known as far as counts say."""
NEVER = -(2**40)
"""What a mentee gains where it may not sit."""


class SeatSets(NamedTuple):
    """What the search through sets of seats reads.

    Seats come mentor after mentor, each with the one of its mentors that comes first.

    Parameters
    ----------
    seat
        (seats,): the place of each among the seats given.
    first, second, slot, room
        (seats,): mentors, slot, and how many mentees have a place.
    covered
        (stages, seats, words): bits of the mentees who would count as well placed there at that stage, the counts of
        it and of all stages before taken together.
    gain
        (seats, mentees): points that placing a mentee adds, `NEVER` where it may not sit.
    pair
        (seats,): points that the mentors add.
    places, load
        (mentors + 1,): how many groups each may lead; of nobody, as many as there can be. And how many mentees in all.
    rooms
        (slots,): how many groups may meet.
    scheduled
        Whether groups meet at slots, so that nobody leads two at one.
    most, per_group
        How many groups there can be, and how many mentors a group has.
    base
        Points with everybody left out.
    """

    seat: Ints
    first: Ints
    second: Ints
    slot: Ints
    room: Ints
    covered: Bits
    gain: Ints
    pair: Ints
    places: Ints
    load: Ints
    rooms: Ints
    scheduled: bool
    most: int
    per_group: int
    base: int

    @classmethod
    def of(cls, problem: Problem, seats: Seats, wanted: Sequence[Measure], banded: bool) -> SeatSets:
        """Return the sets of these seats, for the stages `wanted`, of which there is at least one."""
        allowed, who = problem.permitted(seats), np.arange(problem.mentees)
        level = levels_of(problem, wanted[0], banded, who, seats.first[:, None], seats.second[:, None])
        gain = np.where(allowed, problem.gain(who, seats.first[:, None], seats.second[:, None]), NEVER)
        bad, covered = np.zeros(len(wanted[0].levels), bool), np.zeros((len(wanted), *allowed.shape), bool)
        for stage, measure in enumerate(wanted):
            bad |= measure.levels
            covered[stage] = allowed & (bad[level] if measure.sign > 0 else ~bad[level])
        led = np.bincount(np.r_[seats.first, seats.second], minlength=problem.mentors + 1)
        # Whom hardly anybody leads with comes first, so that there is little to choose; the best of theirs first.
        rank = np.argsort(np.argsort(led[:-1], kind="stable"), kind="stable")
        rank = np.append(rank, problem.mentors)
        swap = rank[seats.first] > rank[seats.second]
        first, second = np.where(swap, seats.second, seats.first), np.where(swap, seats.first, seats.second)
        liked = np.where(allowed, gain, 0).sum(axis=1)
        order = np.lexsort((np.arange(len(seats)), -liked, rank[first]))
        places, most = problem.max_groups.astype(np.int64), problem.most_groups
        if problem.scheduled:
            places = np.minimum(places, max(1, problem.slots))
        places = np.minimum(places, most)
        most = min(most, int(places.sum()) // problem.fewest_leaders)
        rooms = problem.rooms
        return cls(
            order,
            first[order],
            second[order],
            seats.slot[order],
            seats.room[order],
            _bits(covered[:, order]),
            gain[order],
            problem.pair_gain(seats.first, seats.second)[order],
            np.append(places, most),
            np.append(problem.max_mentees, problem.mentees).astype(np.int64),
            np.full(max(1, problem.slots), most) if rooms is None else rooms,
            problem.scheduled,
            most,
            problem.per_group,
            problem.base,
        )

    def reach(self, chosen: Ints) -> tuple[Ints, int]:
        """Return how many mentees, at least, are not well placed at each stage at these seats, and the most points."""
        mentees, room = self.gain.shape[1], int(_places_at(self, chosen, len(chosen)))
        covered = np.bitwise_count(np.bitwise_or.reduce(self.covered[:, chosen], axis=1)).sum(axis=-1)
        points = np.maximum(0, self.gain[chosen].max(axis=0, initial=NEVER)).sum() + self.pair[chosen].sum()
        return mentees - np.minimum(covered.astype(np.int64), room), self.base + int(points)


def narrowed_seats(
    problem: Problem,
    seats: Seats,
    wanted: Sequence[Measure],
    banded: bool,
    best: Callable[[], tuple[tuple[int, ...], int] | None],
    form: Callable[[Seats], None],
    most_formed: int,
    running: Callable[[], bool],
) -> Mask | None:
    """Return which seats a grouping can have that is as good as the best by the whole order, or better.

    Parameters
    ----------
    wanted
        The stages, at least one.
    best
        Gives what the best known reaches: the count of each stage, and the objective.
    form
        Forms groups at some seats, so that `best` may be better afterwards.
    most_formed
        How often that is called, at most.

    Returns
    -------
    (seats,), or None where there are too many sets of seats to tell, or the run had to end.

    Notes
    -----
    How many seats are looked at depends on the intake and on what `form` finds, never on time.
    """
    if not len(seats):
        return None
    sets = SeatSets.of(problem, seats, wanted, banded)
    state = _State(sets, _Stack.of(sets))
    left: list[tuple[Ints, Ints, int]] = []
    formed = 0
    while True:
        known = best()
        limits, points = _limits(wanted, known, problem.mentees)
        found = state.advance(limits, points)
        if found is None:
            if state.looked_at >= MOST_LOOKED_AT or not running():
                return None
            if state.over:
                break
            continue
        unplaced, most = sets.reach(found)
        left.append((found, unplaced, most))
        if formed < most_formed:
            formed += 1
            form(seats[sets.seat[found]])
        if len(left) > MOST_LEFT:
            limits, points = _limits(wanted, best(), problem.mentees)
            left = [one for one in left if not _worse(one[1], one[2], limits, points)]
            if len(left) > MOST_LEFT // 2:
                return None
    limits, points = _limits(wanted, best(), problem.mentees)
    kept = np.zeros(len(seats), bool)
    for found, unplaced, most in left:
        if not _worse(unplaced, most, limits, points):
            kept[sets.seat[found]] = True
    # To form no group at all is no set of seats: where that is best, others say so.
    return kept if kept.any() else None


def _limits(wanted: Sequence[Measure], known: tuple[tuple[int, ...], int] | None, mentees: int) -> tuple[Ints, int]:
    """Return how many mentees are not well placed at each stage, of the best known, and its objective."""
    if known is None:
        return np.full(len(wanted), mentees, np.int64), -(2**62)
    counts = np.cumsum(known[0])
    return np.array([counts[at] if one.sign < 0 else mentees - counts[at] for at, one in enumerate(wanted)]), known[1]


def _worse(unplaced: Ints, most: int, limits: Ints, points: int) -> bool:
    """Return whether whoever reaches at best this is worse than the best known."""
    differ = np.flatnonzero(unplaced != limits)
    if len(differ):
        return bool(unplaced[differ[0]] > limits[differ[0]])
    return most < points


def _bits(marked: Mask) -> Bits:
    """Return the last axis as 64-bit words."""
    *shape, count = marked.shape
    padded = np.zeros((*shape, -(-count // 64) * 64), bool)
    padded[..., :count] = marked
    return np.packbits(padded, axis=-1, bitorder="little").view(np.uint64)


class _Stack(NamedTuple):
    """The set that is looked at, one seat more at each depth, and what could still be added there."""

    chosen: Ints
    open_seats: Ints
    ends: Ints
    at: Ints
    covered: Bits
    best: Ints
    left: Ints
    rooms: Ints

    @classmethod
    def of(cls, sets: SeatSets) -> _Stack:
        """Return the stack at the empty set."""
        deep, (stages, seats, words), mentees = sets.most + 2, sets.covered.shape, sets.gain.shape[1]
        stack = cls(
            chosen=np.zeros(deep, np.int64),
            open_seats=np.zeros((deep, seats), np.int64),
            ends=np.zeros(deep, np.int64),
            at=np.zeros(deep, np.int64),
            covered=np.zeros((deep, stages, words), np.uint64),
            best=np.zeros((deep, mentees), np.int64),
            left=np.zeros((deep, len(sets.places)), np.int64),
            rooms=np.zeros((deep, len(sets.rooms)), np.int64),
        )
        stack.open_seats[0], stack.ends[0] = np.arange(seats), seats
        stack.left[0], stack.rooms[0] = sets.places, sets.rooms
        return stack


@dataclass
class _State:
    """How far the search is."""

    sets: SeatSets
    stack: _Stack
    depth: int = 0
    entered: bool = False
    over: bool = False
    looked_at: int = 0

    def advance(self, limits: Ints, points: int) -> Ints | None:
        """Go on to the next set that counts do not rule out, or for `STRIDE` seats; None: none was found."""
        until = min(MOST_LOOKED_AT, self.looked_at + STRIDE)
        # A set that was found has been entered, and what could be added to it is looked at next.
        self.depth, self.looked_at, self.entered, self.over = _search(
            self.sets, self.stack, limits, points, self.depth, self.entered, self.looked_at, until
        )
        return self.stack.chosen[: self.depth].copy() if self.entered else None


@kernel
def _set_bits(word):  # type: ignore[no-untyped-def]
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@kernel
def _verdict(unplaced, limit):  # type: ignore[no-untyped-def]
    """1: worse whatever follows, -1: better whatever follows, 0: what follows decides."""
    return 1 if unplaced > limit else (-1 if unplaced < limit else 0)


@kernel
def _places_at(sets, chosen, depth):  # type: ignore[no-untyped-def]
    """How many mentees have a place at the first `depth` of some seats, mentors' own limits kept as far as is easy.

    Of mentors who lead several groups, those that share none bound them: each takes what is beyond its limit away.
    """
    total, nobody = 0, len(sets.places) - 1
    bound = np.zeros(depth, np.bool_)
    for place in range(depth):
        total += sets.room[chosen[place]]
    for place in range(depth):
        for mentor in (sets.first[chosen[place]], sets.second[chosen[place]]):
            beyond, free = -sets.load[mentor], mentor != nobody
            for other in range(depth):
                if sets.first[chosen[other]] == mentor or sets.second[chosen[other]] == mentor:
                    beyond += sets.room[chosen[other]]
                    free = free and not bound[other] and other >= place
            if free and beyond > 0:
                total -= beyond
                for other in range(depth):
                    if sets.first[chosen[other]] == mentor or sets.second[chosen[other]] == mentor:
                        bound[other] = True
    return total


@kernel
def _reached(covered, room, limits, mentees):  # type: ignore[no-untyped-def]
    """The verdict on a set as it is, `room` its places."""
    stages, words = covered.shape
    for stage in range(stages):
        count = 0
        for word in range(words):
            count += _set_bits(covered[stage, word])
        verdict = _verdict(mentees - min(count, room), limits[stage])
        if verdict != 0:
            return verdict
    return 0


@kernel
def _reachable(sets, stage, groups, seats, covered, taken, left, value, whole):  # type: ignore[no-untyped-def]
    """The fewest mentees who are not well placed at a stage, whichever of `seats` are added, `groups` at most.

    A group's mentors share what it adds; so many of the best shares as groups have mentors are no less than it all.
    """
    covers, each, mentees = sets.covered, sets.per_group, sets.gain.shape[1]
    value[:] = 0
    whole[:] = 0
    for seat in seats:
        fresh = 0
        full = 0
        for word in range(covers.shape[2]):
            fresh += _set_bits(covers[stage, seat, word] & ~covered[stage, word])
            full += _set_bits(covers[stage, seat, word])
        fresh, full = min(fresh, sets.room[seat]), min(full, sets.room[seat])
        one, other = sets.first[seat], sets.second[seat]
        if other == len(left) - 1:
            value[one] = max(value[one], fresh * each)
            whole[one] = max(whole[one], full * each)
        else:
            value[one], value[other] = max(value[one], fresh), max(value[other], fresh)
            whole[one], whole[other] = max(whole[one], full), max(whole[other], full)
    count = 0
    for word in range(covers.shape[2]):
        count += _set_bits(covered[stage, word])
    more = _best_shares(value, left, each * groups) // each
    again = _best_shares(whole, left, each * groups) // each
    return mentees - min(count + more, taken + again, mentees)


@kernel
def _best_shares(value, left, shares):  # type: ignore[no-untyped-def]
    """The sum of the best shares, each mentor's as often as it may lead; `value` is used up."""
    total = 0
    places = 0
    for mentor in range(len(left) - 1):
        places += left[mentor]
    if places <= shares:
        for mentor in range(len(left) - 1):
            total += left[mentor] * value[mentor]
        return total
    while shares > 0:
        best = 0
        for mentor in range(1, len(left) - 1):
            if value[mentor] > value[best]:
                best = mentor
        if value[best] <= 0:
            break
        taken = min(shares, left[best])
        total += taken * value[best]
        shares -= taken
        value[best] = 0
    return total


@kernel
def _hopeless(sets, limits, points, groups, seats, covered, best, taken, own, left, value, whole):  # type: ignore[no-untyped-def]
    """Whether a set, and whatever it can grow to by `groups` of `seats` at most, is worse than the best known."""
    stages, mentees = len(limits), sets.gain.shape[1]
    certain = 0
    while certain < stages and limits[certain] == 0:
        certain += 1
    verdict = 0
    # A stage at which the best known has nobody amiss cannot be better: the one after it can be looked at first.
    for stage in range(min(certain, stages - 1), -1, -1):
        this = _verdict(_reachable(sets, stage, groups, seats, covered, taken, left, value, whole), limits[stage])
        if this > 0:
            return True
        if stage == certain:
            verdict = this
    for stage in range(certain + 1, stages):
        if verdict == 0:
            verdict = _verdict(
                _reachable(sets, stage, groups, seats, covered, taken, left, value, whole), limits[stage]
            )
    if verdict != 0:
        return verdict > 0
    most, mentors = sets.base + own, 0
    for mentee in range(mentees):
        largest = max(0, best[mentee])
        for seat in seats:
            largest = max(largest, sets.gain[seat, mentee])
        most += largest
    for seat in seats:
        mentors = max(mentors, sets.pair[seat])
    return most + mentors * groups < points


@kernel
def _share_a_mentor(sets, seat, later):  # type: ignore[no-untyped-def]
    one, other, nobody = sets.first[seat], sets.second[seat], len(sets.places) - 1
    if one == sets.first[later] or one == sets.second[later]:
        return True
    return other != nobody and (other == sets.first[later] or other == sets.second[later])


@kernel
def _search(sets, stack, limits, points, depth, entered, looked_at, until):  # type: ignore[no-untyped-def]
    """Go on until a set is found, or `until` seats were looked at; return (depth, seats looked at, found, over)."""
    stages, _, words = sets.covered.shape
    mentees, nobody = sets.gain.shape[1], len(sets.places) - 1
    chosen, open_seats, ends, at = stack.chosen, stack.open_seats, stack.ends, stack.at
    covered, best, left, rooms = stack.covered, stack.best, stack.left, stack.rooms
    value, whole = np.zeros(nobody + 1, np.int64), np.zeros(nobody + 1, np.int64)
    while True:
        taken, own = _places_at(sets, chosen, depth), 0
        for place in range(depth):
            own += sets.pair[chosen[place]]
        if at[depth] == 0 and not entered:
            if looked_at >= until:
                return depth, looked_at, False, False
            looked_at += 1
            verdict = _reached(covered[depth], taken, limits, mentees) if depth > 0 else 1
            if verdict == 0:
                reach = sets.base + own
                for mentee in range(mentees):
                    reach += max(0, best[depth, mentee])
                if reach < points:
                    verdict = 1
            if verdict <= 0:
                return depth, looked_at, True, False
        entered = False
        groups, end = sets.most - depth, ends[depth]
        begun = end if groups <= 0 else at[depth]
        # With the seats of one mentor looked through, that mentor leads no more.
        if begun < end and (
            begun == 0 or sets.first[open_seats[depth, begun - 1]] != sets.first[open_seats[depth, begun]]
        ):
            seats = open_seats[depth, begun:end]
            looked_at += end - begun
            if _hopeless(
                sets, limits, points, groups, seats, covered[depth], best[depth], taken, own, left[depth], value, whole
            ):
                begun = end
        if begun >= end:
            if depth == 0:
                return depth, looked_at, False, True
            depth -= 1
            at[depth] += 1
            continue
        below, seat = depth + 1, open_seats[depth, begun]
        at[depth], chosen[depth] = begun, seat
        left[below], rooms[below] = left[depth], rooms[depth]
        left[below, sets.first[seat]] -= 1
        rooms[below, sets.slot[seat]] -= 1
        if sets.second[seat] != nobody:
            left[below, sets.second[seat]] -= 1
        for stage in range(stages):
            for word in range(words):
                covered[below, stage, word] = covered[depth, stage, word] | sets.covered[stage, seat, word]
        for mentee in range(mentees):
            best[below, mentee] = max(best[depth, mentee], sets.gain[seat, mentee])
        kept = 0
        for place in range(begun + 1, end):
            later = open_seats[depth, place]
            one, other = sets.first[later], sets.second[later]
            led = left[below, one] > 0 and (other == nobody or left[below, other] > 0)
            # Nobody leads two groups at once.
            busy = sets.scheduled and sets.slot[later] == sets.slot[seat] and _share_a_mentor(sets, seat, later)
            if led and not busy and rooms[below, sets.slot[later]] > 0:
                open_seats[below, kept] = later
                kept += 1
        ends[below], at[below] = kept, 0
        depth = below
