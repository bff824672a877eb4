"""Blocks: sets of groups of a grouping to be formed anew, each as a small problem by itself; all others are kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.problem.grouping import Grouping, grouping_of
from matcher.problem.parts import Part, restricted
from matcher.problem.problem import Problem, Seats
from matcher.rules import Masks

__all__ = ["Block", "block_around", "block_of", "cut", "free_groups", "merged"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

CELLS = 4_000_000
"""Cells of a (mentees, mentors) table looked at in one go; bounds memory."""
CHANCE = 0.5
"""By how much chance may raise what two groups want of each other, as a share."""


@dataclass(frozen=True)
class Block:
    """Groups to be formed again.

    Parameters
    ----------
    part
        The small problem, and where its people stand in the whole.
    groups
        Positions of its groups in the grouping, ascending.
    start
        These groups as they are, in the small problem.
    """

    part: Part
    groups: Ints
    start: Grouping


def cut(problem: Problem, grouping: Grouping, size: int, random: np.random.Generator) -> list[Block]:
    """Cut a grouping into disjoint blocks of about `size` groups; every group that need not stay is in one.

    Groups come together whose mentees would rather have each other's mentors. Chance (`random`) says where to begin and
    raises what groups want of each other, so that rounds differ. Idle mentors and those left out go where they are
    wanted most, to each block about as many.

    Notes
    -----
    Blocks are solved without looking at each other, so nothing may be used by two of them. What is left of a slot goes
    to one block. Of a mentor who leads groups in several, the first block may do what the mentor's other groups allow;
    in the others the mentor leads at the slots and with the number of mentees that it has there now.
    """
    free = free_groups(problem, grouping)
    if not len(free):
        return []
    want = _wanted(problem, grouping)
    bundles = _bundles(grouping.seats, free, want, size, random)
    idle, out = _idle(problem, grouping, free), np.flatnonzero(grouping.seat_of < 0)
    leads = np.zeros((len(bundles), problem.mentors))
    for number, bundle in enumerate(bundles):
        leads[number, grouping.seats[bundle].leaders()[1]] = 1.0
    pulls = np.array([want[bundle].sum(axis=0) for bundle in bundles])
    share = max(len(bundle) for bundle in bundles)
    block_of_idle = _dealt(pulls[:, idle], share, random)
    pulls = leads @ want[len(grouping.seats) :].T
    block_of_out = _dealt(pulls, share * problem.max_size, random)
    _keep_together(problem, out, block_of_out)
    whole = _Whole(problem, grouping, bundles, random.integers(len(bundles), size=problem.slots))
    return [
        whole.block(number, idle[block_of_idle == number], out[block_of_out == number])
        for number in range(len(bundles))
    ]


def block_of(problem: Problem, grouping: Grouping, groups: Ints) -> Block:
    """Return a block of these groups (positions, ascending), with all idle mentors and all mentees left out."""
    rest = np.setdiff1d(np.arange(len(grouping.seats)), groups)
    whole = _Whole(problem, grouping, [groups, rest], np.zeros(problem.slots, np.int64))
    free = free_groups(problem, grouping)
    return whole.block(0, _idle(problem, grouping, free), np.flatnonzero(grouping.seat_of < 0))


def block_around(problem: Problem, grouping: Grouping, groups: Ints, most_left_out: int) -> Block:
    """Return a block of these groups (positions, ascending), whatever mentors could lead one more, and some left out.

    Parameters
    ----------
    problem
        What the groups formed anew must keep, also where `grouping` does not; the groups kept are taken as they are.
    most_left_out
        Of those left out, about so many join in, those who must be placed first.
    """
    others = np.setdiff1d(np.arange(len(grouping.seats)), groups)
    led = np.bincount(grouping.seats[others].leaders()[1], minlength=problem.mentors)
    whole = _Whole(problem, grouping, [groups], np.zeros(problem.slots, np.int64))
    return whole.block(
        0, np.flatnonzero(problem.leads & (led < problem.max_groups)), _waiting(problem, grouping, most_left_out)
    )


def _waiting(problem: Problem, grouping: Grouping, most: int) -> Ints:
    """Return mentees who have no group, whole clusters, those who must be placed first."""
    cluster_of = {member: cluster for cluster in problem.together for member in cluster}
    left_out = np.flatnonzero(grouping.seat_of < 0)
    chosen: dict[int, None] = {}
    for mentee in left_out[np.argsort(~problem.must_place[left_out], kind="stable")].tolist():
        if len(chosen) >= most and not problem.must_place[mentee]:
            break
        chosen.update(dict.fromkeys(cluster_of.get(mentee, (mentee,))))
    return np.array([*chosen], np.int64)


def merged(problem: Problem, grouping: Grouping, formed: Iterable[tuple[Block, Grouping]]) -> Grouping:
    """Return the grouping in which the groups of some blocks are those formed in their stead."""
    seat_of, seats = grouping.seat_of.copy(), grouping.seats
    columns = [(seats.first, seats.second, seats.slot, seats.room)]
    taken = len(seats)
    for block, new in formed:
        mentors = np.r_[block.part.mentors, problem.mentors]
        seat_of[block.part.mentees] = np.where(new.seat_of >= 0, new.seat_of + taken, -1)
        columns.append((mentors[new.seats.first], mentors[new.seats.second], new.seats.slot, new.seats.room))
        taken += len(new.seats)
    first, second, slot, room = (np.concatenate(column) for column in zip(*columns, strict=True))
    return grouping_of(problem, Seats(first, second, slot, room, problem.mentors), seat_of)


def free_groups(problem: Problem, grouping: Grouping) -> Ints:
    """Return the groups that need not stay as they are, ascending."""
    demanded = np.zeros(len(grouping.seats), bool)
    for demand in problem.demands:
        demanded |= demand.met_by(grouping.seats)
    return np.flatnonzero(~demanded)


def _idle(problem: Problem, grouping: Grouping, free: Ints) -> Ints:
    """Return the mentors who could lead one more group and lead none of the groups `free`."""
    led = np.bincount(grouping.seats.leaders()[1], minlength=problem.mentors)
    busy = np.zeros(problem.mentors, bool)
    busy[grouping.seats[free].leaders()[1]] = True
    return np.flatnonzero(~busy & problem.leads & (led < problem.max_groups))


def _wanted(problem: Problem, grouping: Grouping) -> Floats:
    """Return (groups + mentees left out, mentors): what members would gain, each with a mentor for its lesser one."""
    seats, seat_of, out = grouping.seats, grouping.seat_of, np.flatnonzero(grouping.seat_of < 0)
    placed = np.flatnonzero(seat_of >= 0)
    leaders = [
        problem.score[placed, leader[seat_of[placed]]].astype(np.int64) for leader in (seats.first, seats.second)
    ]
    has = np.zeros(problem.mentees, np.int64)
    has[placed] = leaders[0] if problem.per_group == 1 else np.minimum(*leaders)
    row = seat_of.copy()
    row[out] = len(seats) + np.arange(len(out))
    want = np.zeros((len(seats) + len(out), problem.mentors))
    free = problem.mentor_free[:-1].astype(np.float32).T
    # Rows in order, so that sums over groups are quick and always the same.
    for chunk in np.array_split(np.argsort(row, kind="stable"), 1 + problem.mentees * problem.mentors // CELLS):
        meets = problem.welcome[chunk, :-1] & (problem.mentee_free[chunk].astype(np.float32) @ free > 0)
        gain = np.where(meets, np.maximum(0, problem.score[chunk, :-1] - has[chunk, None]), 0)
        rows, starts = np.unique(row[chunk], return_index=True)
        if len(rows):
            want[rows] += np.add.reduceat(gain, starts, axis=0)
    return want


def _bundles(seats: Seats, free: Ints, want: Floats, size: int, random: np.random.Generator) -> list[Ints]:
    """Put the groups `free` into bundles of about `size`, ascending, that want most of each other."""
    mine = np.column_stack([want[free], np.zeros(len(free))])
    pull = mine[:, seats.first[free]] + mine[:, seats.second[free]]
    pull = (pull + pull.T + 1.0) * (1.0 + CHANCE * random.random((len(free), len(free))))
    number = max(1, round(len(free) / size))
    most = -(-len(free) // number)
    unused, bundles = np.ones(len(free), bool), []
    for first in random.permutation(len(free)).tolist():
        if not unused[first]:
            continue
        bundle, drawn = [first], pull[first].copy()
        unused[first] = False
        while len(bundle) < most and unused.any():
            best = int(np.argmax(np.where(unused, drawn, -1.0)))
            bundle.append(best)
            unused[best] = False
            drawn += pull[best]
        bundles.append(free[np.sort(bundle)])
    return bundles


def _dealt(pull: Floats, most: int, random: np.random.Generator) -> Ints:
    """Return (others,): the block that draws each most, but an equal share, and at most `most`, to each; -1 for none.

    Parameters
    ----------
    pull
        (blocks, others), from 0.
    """
    blocks, others = pull.shape
    room = np.full(blocks, min(most, -(-others // blocks)))
    block = np.full(others, -1)
    for one in random.permutation(others).tolist():
        best = int(np.argmax(np.where(room > 0, pull[:, one], -1.0)))
        if room[best] > 0:
            block[one] = best
            room[best] -= 1
    return block


def _keep_together(problem: Problem, out: Ints, block: Ints) -> None:
    """Send mentees left out who are bound together where the first of them goes."""
    place = {int(mentee): number for number, mentee in enumerate(out)}
    for cluster in problem.together:
        if cluster[0] in place:
            block[[place[mentee] for mentee in cluster]] = block[place[cluster[0]]]


class _Whole:
    """A grouping, and how its blocks share what they could all use."""

    def __init__(self, problem: Problem, grouping: Grouping, bundles: list[Ints], slot_owner: Ints) -> None:
        self.problem, self.grouping, self.bundles, self.slot_owner = problem, grouping, bundles, slot_owner
        self.group, self.leader = grouping.seats.leaders()
        self.sizes = np.bincount(grouping.seat_of[grouping.seat_of >= 0], minlength=len(grouping.seats))
        # The first block that a mentor leads in; written last to first, so that the first one stays.
        self.owner = np.full(problem.mentors, -1)
        for number in range(len(bundles) - 1, -1, -1):
            self.owner[grouping.seats[bundles[number]].leaders()[1]] = number

    def block(self, number: int, idle: Ints, out: Ints) -> Block:
        """Return one block with these idle mentors and mentees left out."""
        problem, grouping, groups = self.problem, self.grouping, self.bundles[number]
        seats, kept = grouping.seats[groups], len(grouping.seats) - len(groups)
        mentees = np.union1d(np.flatnonzero(np.isin(grouping.seat_of, groups)), out)
        mentors, rooms = np.union1d(seats.leaders()[1], idle), self._rooms(number)
        small = replace(
            restricted(self._narrowed(number, mentors), mentees, mentors),
            alone=Masks.nothing(),
            count=None if problem.count is None else problem.count - kept,
            rooms_taken=None if rooms is None else (problem.max_groups_per_slot or 0) - rooms,
        )
        place = np.full(problem.mentors + 1, len(mentors))
        place[mentors] = np.arange(len(mentors))
        own = Seats(place[seats.first], place[seats.second], seats.slot, seats.room, len(mentors))
        seat = np.full(len(grouping.seats) + 1, -1)
        seat[groups] = np.arange(len(groups))
        return Block(Part(small, mentees, mentors), groups, grouping_of(small, own, seat[grouping.seat_of[mentees]]))

    def _narrowed(self, number: int, mentors: Ints) -> Problem:
        """Return the problem with what mentors may do narrowed to what other groups, and other blocks, leave."""
        problem, slots = self.problem, self.grouping.seats.slot
        inside = np.isin(self.group, self.bundles[number])
        kept = self.grouping.seats[np.setdiff1d(np.arange(len(slots)), self.bundles[number])]
        free, groups, mentees = problem.mentor_free.copy(), problem.max_groups.copy(), problem.max_mentees.copy()
        rooms = self._rooms(number)
        if rooms is not None:
            free[:, rooms <= 0] = False
        for mentor in mentors[problem.max_groups[mentors] > 1].tolist():
            hers = self.leader == mentor
            here, elsewhere = self.group[hers & inside], self.group[hers & ~inside]
            if self.owner[mentor] in (number, -1):
                groups[mentor] -= len(elsewhere)
                mentees[mentor] = max(0, mentees[mentor] - self.sizes[elsewhere].sum())
                if problem.scheduled:
                    free[mentor, slots[elsewhere]] = False
            else:
                groups[mentor], mentees[mentor] = len(here), self.sizes[here].sum()
                free[mentor] &= np.isin(np.arange(problem.slots), slots[here])
        # A group that must be there and is kept is not asked for again.
        demands = tuple(demand for demand in problem.demands if not demand.met_by(kept).any())
        return replace(problem, mentor_free=free, max_groups=groups, max_mentees=mentees, demands=demands)

    def _rooms(self, number: int) -> Ints | None:
        """Return (slots,): how many groups a block may have at each slot; None where there is no limit."""
        rooms, slots, count = self.problem.rooms, self.grouping.seats.slot, self.problem.slots
        if rooms is None:
            return None
        mine = np.bincount(slots[self.bundles[number]], minlength=count)
        # What nobody has goes to one block.
        left = rooms - np.bincount(slots, minlength=count)
        return mine + np.where(self.slot_owner == number, left, 0)
