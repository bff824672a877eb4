"""Placements within ties between mentees, by one flow after the other: what breaks a tie is ruled out for the next.

Placing mentees at settled seats is a flow but for few ties, so that few of them do. What is left is mended by leaving
people out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.problem.grouping import Grouping, grouping_of
from matcher.problem.problem import Problem, Seats
from matcher.rules import Counted
from matcher.solving.heuristics.few_arcs import MANY_ARCS, Arcs, Costs, best_of_many

__all__ = ["Leeway", "breaks_ties", "by_flow", "placed_and_mended", "placed_within_ties"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

MOST_FLOWS = 60
"""Flows tried before people are left out."""
MOST_DROPS = 2
"""Seats given up, one after the other, where flows within the ties take all of them no more."""


@dataclass
class Leeway:
    """What the next flow may do.

    Parameters
    ----------
    allowed
        (seats, mentees): who may sit where.
    room
        (seats,): most mentees there.
    limits
        Limits on counts, `Problem.lone_genders` first, that count no mentee twice.
    least, most
        (limits, seats): how many of whom each counts have to be at a seat, and may be.
    """

    seats: Seats
    allowed: Mask
    room: Ints
    limits: list[Counted]
    least: Ints
    most: Ints

    @classmethod
    def of(cls, problem: Problem, seats: Seats, counted: bool = False) -> Leeway:
        """Return what holds of each mentee and each seat alone; `counted`: and of counts, as far as a flow can say."""
        limits = problem.counted_apart
        shape = (len(limits), len(seats))
        least, most = np.zeros(shape, np.int64), np.full(shape, problem.mentees)
        for number, limit in enumerate(limits) if counted else ():
            if not limit.weight:
                least[number], most[number] = 0 if limit.none_too else limit.least, limit.most
        return cls(seats, problem.permitted(seats), seats.room.copy(), limits if counted else [], least, most)

    def doors(self) -> tuple[Ints, Ints]:
        """Return (limits, seats): whoever a limit counts comes to these seats through a door of their own."""
        costly = np.array([[limit.weight > 0 and _is_convex(limit)] for limit in self.limits], bool)
        there = (self.least > 0) | (self.most < self.room) | (costly if len(self.limits) else False)
        limit, seat = np.nonzero(there[: len(self.limits)])
        return limit, seat


def _is_convex(limit: Counted) -> bool:
    """Return whether each one more costs no less than the one before."""
    return not limit.none_too or limit.least <= 1


def by_flow(problem: Problem, leeway: Leeway) -> tuple[Grouping | None, bool]:
    """Place by min-cost flow from mentees through seats to a sink; each seat draws its least size for itself.

    Return the grouping, None where there is none that takes every seat; and whether that is sure.
    """
    seats, least = leeway.seats, problem.min_size
    if len(seats) * least > problem.mentees or (leeway.room < least).any():
        return None, True
    seat, mentee = np.nonzero(leeway.allowed)
    arcs = Arcs(seat, mentee, problem.gain(mentee, seats.first[seat], seats.second[seat]))
    if len(seat) > MANY_ARCS and not len(leeway.doors()[0]):
        beyond, dearer = beyond_ideal(problem, leeway.room)
        costs = Costs(np.full(len(seats), least), leeway.room - beyond, leeway.room, dearer)
        found = best_of_many(arcs, costs, problem.must_place, lambda some: _flow(problem, leeway, some)[0])
        if found is not None:
            return grouping_of(problem, seats, found), True
    seat_of, sure = _flow(problem, leeway, arcs)
    return None if seat_of is None else grouping_of(problem, seats, seat_of), sure


def _flow(problem: Problem, leeway: Leeway, arcs: Arcs) -> tuple[Ints | None, bool]:
    """Return (mentees,) the seats of the best placement by some arcs, -1 for those left out; and whether it is sure."""
    from ortools.graph.python import min_cost_flow

    count, mentees, least = len(leeway.seats), problem.mentees, problem.min_size
    seat, mentee, gain = arcs
    optional = np.flatnonzero(~problem.must_place)
    every_seat, sink = mentees + np.arange(count), mentees + count
    flow = min_cost_flow.SimpleMinCostFlow()
    # Whom a limit counts come to a seat through a door that draws the least of them for itself.
    limit, at = leeway.doors()
    door, doors = every_seat[seat], sink + 1 + np.arange(len(at))
    for number, (one, place) in enumerate(zip(limit.tolist(), at.tolist(), strict=True)):
        door = np.where((seat == place) & leeway.limits[one].mentees[mentee], sink + 1 + number, door)
    placed = flow.add_arcs_with_capacity_and_unit_cost(mentee, door, np.ones(len(seat), int), -gain)
    zeros, ones = np.zeros(len(optional), int), np.ones(len(optional), int)
    flow.add_arcs_with_capacity_and_unit_cost(optional, np.full(len(optional), sink), ones, zeros)
    room, dearer = beyond_ideal(problem, leeway.room)
    for part, each in ((leeway.room - least - room, 0), (room, dearer)):
        flow.add_arcs_with_capacity_and_unit_cost(every_seat, np.full(count, sink), part, np.full(count, each))
    drawn, held = leeway.least[limit, at], np.full(count, -least)
    np.add.at(held, at, drawn)
    for number, one in enumerate(limit.tolist()):
        for rest, cost in _through(problem, leeway.limits[one], int((leeway.most - leeway.least)[one, at[number]])):
            flow.add_arc_with_capacity_and_unit_cost(int(doors[number]), int(every_seat[at[number]]), rest, cost)
    supplies = np.r_[np.ones(mentees, int), held, least * count - mentees, -drawn]
    flow.set_nodes_supplies(np.arange(len(supplies)), supplies)
    status = flow.solve()
    if status != flow.OPTIMAL:
        return None, bool(status == flow.INFEASIBLE)
    taken = flow.flows(placed) > 0
    seat_of = np.full(mentees, -1, np.int64)
    seat_of[mentee[taken]] = seat[taken]
    return seat_of, True


def _through(problem: Problem, limit: Counted, most: int) -> list[tuple[int, int]]:
    """Return (how many, what each costs) of those who come through a door: who makes up for a shortage is welcome."""
    if not limit.weight:
        return [(max(0, most), 0)]
    weight, short = limit.weight * problem.aim.weight, 0 if limit.none_too else limit.least
    return [(short, -weight), (max(0, limit.most - short), 0), (problem.mentees, weight)]


def beyond_ideal(problem: Problem, room: Ints) -> tuple[Ints, int]:
    """Return how much of each seat's room, its least size aside, lies beyond the ideal size; and what each there costs.

    Where even the least size is beyond it, so is all the room; what the least size costs, every grouping pays.
    """
    least, ideal = problem.min_size, problem.ideal_size or 0
    if not problem.size_weight:
        return np.zeros_like(room), 0
    return room - np.clip(ideal, least, np.maximum(least, room)), int(problem.surcharge(ideal + 1)[-1])


def breaks_ties(problem: Problem, grouping: Grouping) -> bool:
    """Return whether a placement breaks a rule that ties mentees to each other, or costs more than it might by one."""
    for limit in problem.costs_counted:
        counted = grouping.seat_of[limit.mentees & (grouping.seat_of >= 0)]
        if limit.amiss(np.bincount(counted, minlength=len(grouping.seats))).any():
            return True
    return bool(len(_breakers(problem, grouping.seats, grouping.seat_of)))


def placed_within_ties(problem: Problem, seats: Seats, start: Grouping, drops: int = MOST_DROPS) -> Grouping | None:
    """Return a good placement at these seats, or at some of them, that breaks no tie; None where none was found.

    Parameters
    ----------
    start
        The best placement, ties left out of account; it takes every seat.
    drops
        How many seats may be given up, one after the other, where flows take all of them no more.
    """
    leeway, last = Leeway.of(problem, seats, counted=True), start
    if problem.counted:
        last = by_flow(problem, leeway)[0] or start
    for _ in range(MOST_FLOWS):
        if not _narrowed(problem, leeway, last):
            return last
        placed, _ = by_flow(problem, leeway)
        if placed is None:
            break
        last = placed
    found = [placed_and_mended(problem, last), placed_and_mended(problem, start)]
    if drops and len(seats) > 1 and not problem.demands and problem.count is None:
        found.append(_without_one(problem, seats, last, drops - 1))
    return max((one for one in found if one is not None), key=lambda one: one.objective, default=None)


def _without_one(problem: Problem, seats: Seats, last: Grouping, drops: int) -> Grouping | None:
    """Place at all seats but the one where those of `last` gain least."""
    placed = np.flatnonzero(last.seat_of >= 0)
    worth = np.bincount(last.seat_of[placed], weights=_now(problem, last, placed), minlength=len(last.seats))
    rest = seats[np.delete(np.arange(len(seats)), int(np.argmin(worth)))]
    start, _ = by_flow(problem, Leeway.of(problem, rest))
    return None if start is None else placed_within_ties(problem, rest, start, drops)


def _narrowed(problem: Problem, leeway: Leeway, grouping: Grouping) -> bool:
    """Rule out what breaks a tie; return whether anything does."""
    ties = (_bound_together, _kept_apart, _without_few, _within_counts, _within_loads)
    # All of them at each flow, not the first alone.
    return any(tuple(tie(problem, leeway, grouping) for tie in ties))


def _gains(problem: Problem, leeway: Leeway, seat: Ints, mentee: Ints) -> Ints:
    seats = leeway.seats
    gains = problem.gain(mentee, seats.first[seat], seats.second[seat])
    return np.where(leeway.allowed[seat, mentee], gains, -(2**60))


def _bound_together(problem: Problem, leeway: Leeway, grouping: Grouping) -> bool:
    """Leave to a cluster that is torn the one seat that is worth most to it."""
    torn = False
    for cluster in problem.together:
        members = np.array(cluster)
        if len(set(grouping.seat_of[members].tolist())) == 1:
            continue
        torn = True
        every = np.arange(len(leeway.seats))
        worth = _gains(problem, leeway, every[:, None], members[None, :]).sum(axis=1)
        worth[leeway.room < len(members)] = -(2**62)
        best = int(np.argmax(worth))
        open_to = leeway.allowed[best, members].all() and leeway.room[best] >= len(members)
        # Torn at the one seat that they were left: they go nowhere.
        open_to = open_to and leeway.allowed[:, members].any(axis=1).sum() > 1
        leeway.allowed[:, members] = False
        leeway.allowed[best, members] = open_to
    return torn


def _kept_apart(problem: Problem, leeway: Leeway, grouping: Grouping) -> bool:
    """Keep from a seat whichever of two who must not share it gains less there."""
    shared = False
    for one, other in problem.apart:
        seat = grouping.seat_of[one]
        if seat < 0 or seat != grouping.seat_of[other]:
            continue
        shared = True
        leaves = _lesser(problem, grouping.seats, grouping.seat_of, np.array([one, other]))
        leeway.allowed[seat, _with_it(problem, leaves)] = False
    return shared


def _without_few(problem: Problem, leeway: Leeway, grouping: Grouping) -> bool:
    """Let as many as must be there be where there are too few, or none: whichever costs less by those concerned."""
    few = False
    for number, limit in enumerate(leeway.limits):
        if limit.weight or not limit.none_too or limit.least < 2:
            continue
        placed = np.flatnonzero(limit.mentees & (grouping.seat_of >= 0))
        seat_of = grouping.seat_of[placed]
        held = np.bincount(seat_of, minlength=len(leeway.seats))
        for seat in np.flatnonzero((held > 0) & (held < limit.least)).tolist():
            few = True
            those, missing = placed[seat_of == seat], limit.least - int(held[seat])
            others = np.flatnonzero(limit.mentees & leeway.allowed[seat] & (grouping.seat_of != seat))
            elsewhere = np.arange(len(leeway.seats)) != seat
            drawn = int(leeway.least[:, seat].sum()) + limit.least
            if leeway.least[number, seat] or len(others) < missing or drawn > leeway.room[seat]:
                leeway.least[number, seat] = 0
                leeway.allowed[seat, limit.mentees] = False
                continue
            now = np.where(grouping.seat_of[others] >= 0, _now(problem, grouping, others), 0)
            gained = _gains(problem, leeway, np.full(len(others), seat), others) - now
            coming = int(np.sort(gained)[-missing:].sum())
            away = _gains(problem, leeway, np.flatnonzero(elsewhere)[:, None], those[None, :])
            leaving = int((np.maximum(0, away.max(axis=0, initial=0)) - _now(problem, grouping, those)).sum())
            if coming >= leaving:
                leeway.least[number, seat] = limit.least
            else:
                leeway.allowed[seat, limit.mentees] = False
    return few


def _within_counts(problem: Problem, leeway: Leeway, grouping: Grouping) -> bool:
    """Keep from a seat those counted past the most, whoever gains least; all of them where they are too few."""
    broken = False
    for limit, seat, there in _miscounted(problem, grouping.seat_of):
        broken = True
        if any(limit is own for own in leeway.limits):
            # The next flow keeps it by itself.
            continue
        if len(there) < limit.least:
            leeway.allowed[seat, limit.mentees] = False
            continue
        gains = _now(problem, grouping, there) + problem.must_place[there] * 2**40
        for leaves in there[np.lexsort((there, -gains))[limit.most :]].tolist():
            leeway.allowed[seat, _with_it(problem, leaves)] = False
    return broken


def _miscounted(problem: Problem, seat_of: Ints) -> Iterator[tuple[Counted, int, Ints]]:
    """Yield each limit on counts that a seat breaks, the seat, and those there whom it counts."""
    for limit in problem.rules_counted:
        placed = np.flatnonzero(limit.mentees & (seat_of >= 0))
        taken = np.bincount(seat_of[seat_of >= 0], minlength=1) > 0
        held = np.bincount(seat_of[placed], minlength=len(taken))
        for seat in np.flatnonzero(taken & (limit.amiss(held) > 0)).tolist():
            yield limit, seat, placed[seat_of[placed] == seat]


def _with_it(problem: Problem, mentee: int) -> list[int]:
    """Return a mentee and everybody bound together with them: a cluster goes as one."""
    return next((list(cluster) for cluster in problem.together if mentee in cluster), [mentee])


def _now(problem: Problem, grouping: Grouping, mentees: Ints) -> Ints:
    """Return what mentees gain where they sit; of those left out the number says nothing."""
    seat = np.maximum(0, grouping.seat_of[mentees])
    return problem.gain(mentees, grouping.seats.first[seat], grouping.seats.second[seat])


def _within_loads(problem: Problem, leeway: Leeway, grouping: Grouping) -> bool:
    """Take room from the groups of a mentor with too many mentees: of each group's last ones, those who gain least."""
    over = False
    for mentor in np.flatnonzero(problem.max_groups > 1):
        hers = grouping.seats.led_by(int(mentor))
        carried = np.flatnonzero((grouping.seat_of >= 0) & hers[grouping.seat_of])
        if len(carried) <= problem.max_mentees[mentor]:
            continue
        over = True
        sizes = np.bincount(grouping.seat_of[carried], minlength=len(hers))
        gains = _now(problem, grouping, carried)
        excess = len(carried) - int(problem.max_mentees[mentor])
        for place in np.lexsort((carried, gains)).tolist():
            seat = grouping.seat_of[carried[place]]
            if excess and sizes[seat] > problem.min_size:
                sizes[seat] -= 1
                excess -= 1
        leeway.room[hers] = np.minimum(leeway.room[hers], sizes[hers])
        if excess:
            # Not even the smallest groups do: one of them has to go, which no flow can say.
            leeway.room[np.flatnonzero(hers)[-1]] = 0
    return over


def placed_and_mended(problem: Problem, grouping: Grouping | None) -> Grouping | None:
    """Return a grouping at some of its seats that breaks no tie, None where none was given or people must be placed.

    Whoever breaks a tie is left out, the least gain first, until nothing is broken; groups that fall under the least
    size go.
    """
    if grouping is None:
        return None
    seat_of = grouping.seat_of.copy()
    while len(grouping.seats):
        out = _breakers(problem, grouping.seats, seat_of)
        if not len(out):
            break
        seat_of[out] = -1
    mended = grouping_of(problem, grouping.seats, seat_of)
    return None if (mended.seat_of[problem.must_place] < 0).any() else mended


def _breakers(problem: Problem, seats: Seats, seat_of: Ints) -> Ints:
    """Return mentees to leave out next, for the first kind of tie that is broken."""
    sizes = np.bincount(seat_of[seat_of >= 0], minlength=len(seats))
    small = np.flatnonzero((sizes > 0) & (sizes < problem.min_size))
    if len(small):
        return np.flatnonzero(np.isin(seat_of, small))
    for cluster in problem.together:
        members = np.array(cluster)
        if len(set(seat_of[members].tolist())) > 1:
            return np.flatnonzero(np.isin(np.arange(len(seat_of)), members) & (seat_of >= 0))
    for one, other in problem.apart:
        if seat_of[one] >= 0 and seat_of[one] == seat_of[other]:
            return np.array([_lesser(problem, seats, seat_of, np.array([one, other]))])
    for gender in problem.lone_genders:
        placed = np.flatnonzero(gender & (seat_of >= 0))
        lone = np.bincount(seat_of[placed], minlength=len(seats)) == 1
        if lone.any():
            return np.flatnonzero(gender & (seat_of >= 0) & np.append(lone, False)[seat_of])
    for limit, seat, there in _miscounted(problem, seat_of):
        if len(there) >= limit.least:
            return np.array([_lesser(problem, seats, seat_of, there)])
        return there if limit.none_too else np.flatnonzero(seat_of == seat)
    for mentor in np.flatnonzero(problem.max_groups > 1):
        carried = np.flatnonzero((seat_of >= 0) & seats.led_by(int(mentor))[seat_of])
        if len(carried) > problem.max_mentees[mentor]:
            return np.array([_lesser(problem, seats, seat_of, carried)])
    return np.empty(0, np.int64)


def _lesser(problem: Problem, seats: Seats, seat_of: Ints, mentees: Ints) -> int:
    """Return the mentee whose place gains least, the last of equals."""
    seat = seat_of[mentees]
    gain = problem.gain(mentees, seats.first[seat], seats.second[seat]) + problem.must_place[mentees] * 2**40
    return int(mentees[np.lexsort((-mentees, gain))[0]])
