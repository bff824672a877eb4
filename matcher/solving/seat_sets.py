"""Which seats the groups of a best grouping can have: every set of seats is counted out that no count allows.

Where there are few mentors, sets of seats are few enough to go through all, mentor after mentor. Of a set, and of all
that it can still grow to, bits say which mentees could be at a level at all: how many could at most bounds what a stage
of a mode counts, much nearer than any LP relaxation, in which a little of each of many groups reaches everybody. What
ties mentees to each other is left out of account, so that what is counted out is counted out for good.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.problem.kernels import kernel
from matcher.problem.problem import Problem, Seats
from matcher.solving.modes import Measure, levels_of

__all__ = ["MOST_NODES", "SeatSets", "narrowed_seats"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Bits = NDArray[np.uint64]

MOST_NODES = 8_000_000
"""Sets looked at, at most, some seconds: where that does not do, other ways are quicker."""
STRIDE = 200_000
"""Sets looked at before the clock is."""
MOST_LEFT = 4_000
"""Sets left at the end, at most, that could be better than the best known as far as counts say."""
NEVER = -(2**40)
"""What a mentee gains where it may not sit."""


@dataclass(frozen=True)
class SeatSets:
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
    places
        (mentors + 1,): how many groups each may lead; of nobody, as many as there can be.
    rooms
        (slots,): how many groups may meet.
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
    rooms: Ints
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
            np.full(max(1, problem.slots), most) if rooms is None else rooms,
            most,
            problem.per_group,
            problem.base,
        )

    def reach(self, chosen: Ints) -> tuple[Ints, int]:
        """Return how many mentees, at least, are not well placed at each stage at these seats, and the most points."""
        mentees, room = self.gain.shape[1], int(self.room[chosen].sum())
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
    How many sets are looked at depends on the intake and on what `form` finds, never on time.
    """
    if not len(seats):
        return None
    sets = SeatSets.of(problem, seats, wanted, banded)
    state = _State.first(sets)
    left: list[tuple[Ints, Ints, int]] = []
    formed = 0
    while True:
        known = best()
        limits, points = _limits(wanted, known, problem.mentees)
        found = state.advance(sets, limits, points)
        if found is None:
            if state.nodes >= MOST_NODES or not running():
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


@dataclass
class _State:
    """Where the search stands: at a set, with what could still be added."""

    depth: int
    entered: bool
    over: bool
    nodes: int
    chosen: Ints
    open_seats: Ints
    count: Ints
    at: Ints
    covered: Bits
    best: Ints
    left: Ints
    rooms: Ints

    @classmethod
    def first(cls, sets: SeatSets) -> _State:
        """Return the state at the empty set."""
        deep, (stages, seats, words), mentees = sets.most + 2, sets.covered.shape, sets.gain.shape[1]
        state = cls(
            0,
            False,
            False,
            0,
            np.zeros(deep, np.int64),
            np.zeros((deep, seats), np.int64),
            np.zeros(deep, np.int64),
            np.zeros(deep, np.int64),
            np.zeros((deep, stages, words), np.uint64),
            np.zeros((deep, mentees), np.int64),
            np.zeros((deep, len(sets.places)), np.int64),
            np.zeros((deep, len(sets.rooms)), np.int64),
        )
        state.open_seats[0], state.count[0] = np.arange(seats), seats
        state.left[0], state.rooms[0] = sets.places, sets.rooms
        return state

    def advance(self, sets: SeatSets, limits: Ints, points: int) -> Ints | None:
        """Go on to the next set that counts do not rule out, or for `STRIDE` sets; None: none was found."""
        until = min(MOST_NODES, self.nodes + STRIDE)
        self.depth, self.nodes, found, self.over = _search(
            sets.first,
            sets.second,
            sets.slot,
            sets.room,
            sets.covered,
            sets.gain,
            sets.pair,
            sets.base,
            sets.per_group,
            sets.most,
            limits,
            points,
            self.depth,
            self.entered,
            self.nodes,
            until,
            self.chosen,
            self.open_seats,
            self.count,
            self.at,
            self.covered,
            self.best,
            self.left,
            self.rooms,
        )
        # A set that was found has been entered, and what could be added to it is looked at next.
        self.entered = bool(found)
        return self.chosen[: self.depth].copy() if found else None


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
def _reachable(  # type: ignore[no-untyped-def]
    stage, first, second, room, covers, per_group, groups, seats, covered, taken, left, value, whole, mentees
):
    """The fewest mentees who are not well placed at a stage, whichever of `seats` are added, `groups` at most.

    A group's mentors share what it adds; so many of the best shares as groups have mentors are no less than it all.
    """
    words = covers.shape[2]
    value[:] = 0
    whole[:] = 0
    for seat in seats:
        fresh = 0
        full = 0
        for word in range(words):
            fresh += _set_bits(covers[stage, seat, word] & ~covered[stage, word])
            full += _set_bits(covers[stage, seat, word])
        fresh, full = min(fresh, room[seat]), min(full, room[seat])
        one, other = first[seat], second[seat]
        if other == len(left) - 1:
            value[one] = max(value[one], fresh * per_group)
            whole[one] = max(whole[one], full * per_group)
        else:
            value[one], value[other] = max(value[one], fresh), max(value[other], fresh)
            whole[one], whole[other] = max(whole[one], full), max(whole[other], full)
    count = 0
    for word in range(words):
        count += _set_bits(covered[stage, word])
    more = _best_shares(value, left, per_group * groups) // per_group
    again = _best_shares(whole, left, per_group * groups) // per_group
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
def _hopeless(  # type: ignore[no-untyped-def]
    first,
    second,
    room,
    covers,
    gain,
    pair,
    base,
    per_group,
    groups,
    limits,
    points,
    seats,
    covered,
    best,
    taken,
    own,
    left,
    value,
    whole,
):
    """Whether a set, and whatever it can grow to by `seats`, is worse than the best known."""
    stages, mentees = covers.shape[0], gain.shape[1]
    certain = 0
    while certain < stages and limits[certain] == 0:
        certain += 1
    verdict = 0
    # A stage at which the best known has nobody amiss cannot be better: the one after it can be looked at first.
    for stage in range(certain, -1, -1):
        if stage < stages:
            fewest = _reachable(
                stage,
                first,
                second,
                room,
                covers,
                per_group,
                groups,
                seats,
                covered,
                taken,
                left,
                value,
                whole,
                mentees,
            )
            this = _verdict(fewest, limits[stage])
            if this > 0:
                return True
            if stage == certain:
                verdict = this
    for stage in range(certain + 1, stages):
        if verdict != 0:
            return False
        fewest = _reachable(
            stage, first, second, room, covers, per_group, groups, seats, covered, taken, left, value, whole, mentees
        )
        verdict = _verdict(fewest, limits[stage])
        if verdict > 0:
            return True
    if verdict != 0:
        return False
    most, mentors = base + own, 0
    for mentee in range(mentees):
        largest = max(0, best[mentee])
        for seat in seats:
            largest = max(largest, gain[seat, mentee])
        most += largest
    for seat in seats:
        mentors = max(mentors, pair[seat])
    return most + mentors * groups < points


@kernel
def _search(  # type: ignore[no-untyped-def]
    first,
    second,
    slot,
    room,
    covers,
    gain,
    pair,
    base,
    per_group,
    most,
    limits,
    points,
    depth,
    entered,
    nodes,
    until,
    chosen,
    open_seats,
    count,
    at,
    covered,
    best,
    left,
    rooms,
):
    """Go on until a set is found, or `until` sets were looked at; return (depth, nodes, found, over)."""
    stages, _, words = covers.shape
    mentees, nobody = gain.shape[1], left.shape[1] - 1
    value, whole = np.zeros(nobody + 1, np.int64), np.zeros(nobody + 1, np.int64)
    while True:
        taken, own = 0, 0
        for place in range(depth):
            taken += room[chosen[place]]
            own += pair[chosen[place]]
        if at[depth] == 0 and not entered:
            if nodes >= until:
                return depth, nodes, False, False
            nodes += 1
            verdict = _reached(covered[depth], taken, limits, mentees) if depth > 0 else 1
            if verdict == 0:
                reach = base + own
                for mentee in range(mentees):
                    reach += max(0, best[depth, mentee])
                if reach < points:
                    verdict = 1
            if verdict <= 0:
                return depth, nodes, True, False
        entered = False
        groups = most - depth
        begun = at[depth]
        if begun < count[depth]:
            seat = open_seats[depth, begun]
            # With the seats of one mentor looked through, that mentor leads no more.
            if groups <= 0 or (
                (begun == 0 or first[open_seats[depth, begun - 1]] != first[seat])
                and _hopeless(
                    first,
                    second,
                    room,
                    covers,
                    gain,
                    pair,
                    base,
                    per_group,
                    groups,
                    limits,
                    points,
                    open_seats[depth, begun : count[depth]],
                    covered[depth],
                    best[depth],
                    taken,
                    own,
                    left[depth],
                    value,
                    whole,
                )
            ):
                begun = count[depth]
        if begun >= count[depth]:
            if depth == 0:
                return depth, nodes, False, True
            depth -= 1
            at[depth] += 1
            continue
        at[depth] = begun
        seat = open_seats[depth, begun]
        one, other = first[seat], second[seat]
        below = depth + 1
        chosen[depth] = seat
        left[below] = left[depth]
        rooms[below] = rooms[depth]
        left[below, one] -= 1
        rooms[below, slot[seat]] -= 1
        if other != nobody:
            left[below, other] -= 1
        for stage in range(stages):
            for word in range(words):
                covered[below, stage, word] = covered[depth, stage, word] | covers[stage, seat, word]
        for mentee in range(mentees):
            best[below, mentee] = max(best[depth, mentee], gain[seat, mentee])
        kept = 0
        for place in range(begun + 1, count[depth]):
            next_seat = open_seats[depth, place]
            a, b = first[next_seat], second[next_seat]
            if left[below, a] <= 0 or (b != nobody and left[below, b] <= 0) or rooms[below, slot[next_seat]] <= 0:
                continue
            open_seats[below, kept] = next_seat
            kept += 1
        count[below] = kept
        at[below] = 0
        depth = below
