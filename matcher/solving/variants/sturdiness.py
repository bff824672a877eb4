"""Among groupings just as good, one that stands a loss better: groups with room, and mentors to spare at their slots.

A group counts one point where it could take another mentee, and one where a mentor who leads no group could stand in:
free at its slot, and permitted to lead with one of its mentors. CP-SAT finds the most points with the objective (and
what stages reached) as a row: over every seat of small problems, over the pairs of mentors at hand of larger ones. Of
the largest, groups change to slots at which a spare mentor is free, one by one.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from matcher.problem.grouping import Grouping, grouping_of, room_left
from matcher.problem.problem import Problem, Seats
from matcher.solving.candidate_seats import count_seats
from matcher.solving.exact.seat_model import SeatModel
from matcher.solving.exact.solvers import WHOLE_PLACEMENTS, Work, build_model, solve_with_cp_sat
from matcher.solving.running.control import Control
from matcher.solving.variants.diversity import Floor

__all__ = ["sturdier", "sturdiness"]

Mask = NDArray[np.bool_]

PLACEMENTS_OF_PAIRS = 30_000
"""Placements, at every slot of the pairs of mentors at hand, up to which CP-SAT is asked."""
AMOUNT = 2.0
"""CP-SAT's amount."""


def sturdiness(problem: Problem, grouping: Grouping) -> int:
    """Return the points of a grouping: groups with room, and groups with a spare mentor."""
    seats = grouping.seats
    spare = (_stand_ins(problem, seats) & _idle(problem, seats)).any(axis=1)
    return int((room_left(problem, grouping) > 0).sum() + spare.sum())


def sturdier(floor: Floor, grouping: Grouping, control: Control) -> Grouping:
    """Return a grouping with the same objective, and the same counts of stages, and as many points as can be found.

    Parameters
    ----------
    floor
        The problem; its least objective is that of `grouping`.
    """
    problem = floor.problem
    best = _other_slots(problem, grouping)
    if not control.running() or not len(grouping.seats):
        return best
    seats = problem.seats_of(*problem.pairs) if count_seats(problem) <= WHOLE_PLACEMENTS else None
    allowed = None if seats is None else problem.permitted(seats)
    if seats is None or allowed is None or int(allowed.sum()) > WHOLE_PLACEMENTS:
        pairs = np.unique(np.column_stack([best.seats.first, best.seats.second]), axis=0)
        seats = problem.seats_of(pairs[:, 0], pairs[:, 1])
        allowed = problem.permitted(seats)
    if int(allowed.sum()) > PLACEMENTS_OF_PAIRS:
        return best
    nothing = np.zeros_like(problem.score)
    model = build_model(problem.scoring(nothing), seats, allowed)
    floor.add_to(model, floor.least)
    _count_room(model)
    _count_spare(model)
    outcome = solve_with_cp_sat(model, Work(AMOUNT, control.left, control.seed), hint=best, stop=control.stop)
    if outcome.grouping is None:
        return best
    found = grouping_of(problem, outcome.grouping.seats, outcome.grouping.seat_of)
    same = floor.keeps(found) and found.objective == grouping.objective
    return found if same and sturdiness(problem, found) > sturdiness(problem, best) else best


def _idle(problem: Problem, seats: Seats) -> Mask:
    """Return (mentors,): who may lead and leads none of these seats."""
    led = np.bincount(seats.leaders()[1], minlength=problem.mentors)
    idle: Mask = problem.leads & (led == 0)
    return idle


def _stand_ins(problem: Problem, seats: Seats) -> Mask:
    """Return (seats, mentors): who could lead there in the place of one of its mentors."""
    mentors = np.arange(problem.mentors)
    able: Mask = problem.mentor_free[:-1].T[seats.slot] & problem.leads
    able &= (mentors != seats.first[:, None]) & (mentors != seats.second[:, None])
    if problem.per_group == 2:
        with_second = np.vstack([problem.pairable, problem.solo])[seats.second]
        able &= np.where(
            (seats.second == seats.nobody)[:, None], with_second, problem.pairable[seats.first] | with_second
        )
    return able


def _count_room(model: SeatModel) -> None:
    """Count the seats taken that have room for one more, and whose mentors may have one more over all their groups."""
    seats, problem = len(model.seats), model.problem
    room, each = model.add_booleans(seats, gain=1), np.arange(seats)
    ones = np.ones(seats, np.int64)
    model.add_rows(np.r_[each, each], np.r_[room, each], np.r_[ones, -ones], seats, None, 0)
    rows, columns = np.r_[model.seat_of, each], np.r_[model.placements, room]
    model.add_rows(rows, columns, 1, seats, None, model.seats.room)
    led, leader = model.seats.leaders()
    for mentor in np.flatnonzero((problem.max_groups > 1) & problem.leads):
        mine = led[leader == mentor]
        more, placed = model.add_booleans(1), model.placements[np.isin(model.seat_of, mine)]
        model.add_row(np.r_[placed, more], 1, None, int(problem.max_mentees[mentor]))
        place = np.arange(len(mine))
        values = np.r_[np.ones(len(mine), np.int64), -np.ones(len(mine), np.int64)]
        model.add_rows(np.r_[place, place], np.r_[room[mine], np.repeat(more, len(mine))], values, len(mine), None, 0)


def _count_spare(model: SeatModel) -> None:
    """Count the seats taken at which a mentor who leads none could stand in."""
    problem, seats = model.problem, len(model.seats)
    spare, idle = model.add_booleans(seats, gain=1), model.add_booleans(problem.mentors)
    each, ones = np.arange(seats), np.ones(seats, np.int64)
    model.add_rows(np.r_[each, each], np.r_[spare, each], np.r_[ones, -ones], seats, None, 0)
    seat, mentor = np.nonzero(_stand_ins(problem, model.seats))
    values = np.r_[ones, -np.ones(len(seat), np.int64)]
    model.add_rows(np.r_[each, seat], np.r_[spare, idle[mentor]], values, seats, None, 0)
    led, leader = model.seats.leaders()
    rows = np.arange(len(led))
    model.add_rows(np.r_[rows, rows], np.r_[led, idle[leader]], 1, len(led), None, 1)


def _other_slots(problem: Problem, grouping: Grouping) -> Grouping:
    """Move groups without a spare mentor to the first slot that all of it can come to and that has one."""
    seats, idle = grouping.seats, _idle(problem, grouping.seats)
    free = np.ones(len(seats), bool)
    for demand in problem.demands:
        if demand.slot is not None:
            free &= np.logical_not(demand.met_by(seats))
    slot, most = seats.slot.copy(), problem.max_groups_per_slot
    for group in np.flatnonzero(free) if problem.scheduled and idle.any() else ():
        first, second = seats.first[group], seats.second[group]
        mine = np.full(problem.slots, group)
        tried = Seats(seats.first[mine], seats.second[mine], np.arange(problem.slots), seats.room[mine], seats.nobody)
        spare: Mask = np.logical_or.reduce(_stand_ins(problem, tried) & idle, axis=1)
        if spare[slot[group]]:
            continue
        members = np.flatnonzero(grouping.seat_of == group)
        can: Mask = spare & problem.mentor_free[first] & problem.mentor_free[second]
        can &= np.logical_and.reduce(problem.mentee_free[members], axis=0)
        taken = Counter(np.delete(slot, group).tolist())
        others = [
            one
            for one in range(len(seats))
            if one != group and {seats.first[one], seats.second[one]} & {first, second} - {seats.nobody}
        ]
        can[slot[others]] = False
        at = [int(one) for one in np.flatnonzero(can) if most is None or taken[int(one)] < most]
        if at:
            slot[group] = at[0]
    return grouping_of(problem, Seats(seats.first, seats.second, slot, seats.room, seats.nobody), grouping.seat_of)
