"""What is left to do when mentors drop out: their groups are dissolved, all others stay, their mentees get new places.

The kept groups are fixed, and only the mentees of dissolved groups and those left out before are placed: in kept groups
with room, or in new groups of mentors who are free. That is a small seat model, whatever the size of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.problem.grouping import Grouping, grouping_of, keeps_demands
from matcher.problem.problem import Problem, Seats
from matcher.solving.exact.solvers import Work, build_model, solve_with_cp_sat
from matcher.solving.running.control import Control

__all__ = ["Repair", "repaired"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

AMOUNT = 2.0
"""CP-SAT's amount for one repair; most take a hundredth of it."""
MOST_PLACEMENTS = 30_000
"""Placements handed to CP-SAT; of more, new seats at the slots that suit most are kept."""


@dataclass(frozen=True)
class Repair:
    """What came of dissolving groups.

    Parameters
    ----------
    grouping
        Everybody again; None where the rules leave nothing as long as all other groups stay.
    exact
        Whether it is proved that no repair leaves fewer out.
    """

    grouping: Grouping | None
    exact: bool


def repaired(problem: Problem, before: Grouping, lost: Ints, control: Control) -> Repair:
    """Place the mentees of groups that lost a mentor again, fewest left out first, then for the objective.

    Parameters
    ----------
    problem
        Without the lost mentors: none of them may lead.
    before
        The grouping with them, on the same positions.
    lost
        Positions of the lost mentors.
    """
    seats, members = before.seats, before.seat_of
    broken = np.isin(seats.first, lost) | np.isin(seats.second, lost)
    kept = seats[~broken]
    number = np.append(np.where(broken, -1, np.cumsum(~broken) - 1), -1)
    seat_of = number[members]
    free = seat_of < 0
    fixed = np.zeros((len(kept), problem.mentees), bool)
    fixed[seat_of[~free], np.flatnonzero(~free)] = True
    joinable = problem.permitted(kept) & free
    fresh, suits, every = _new_seats(problem, kept, free)
    offered = Seats(
        np.r_[kept.first, fresh.first],
        np.r_[kept.second, fresh.second],
        np.r_[kept.slot, fresh.slot],
        np.r_[kept.room, fresh.room],
        problem.mentors,
    )
    allowed = np.vstack([fixed | joinable, suits])
    model = build_model(_placed_first(problem, int(free.sum())), offered, allowed)
    settled = np.vstack([fixed, np.zeros_like(suits)])
    stays = model.placements[settled[model.seat_of, model.mentee_of]]
    model.add_rows(np.arange(len(stays)), stays, 1, len(stays), 1, 1)
    outcome = solve_with_cp_sat(model, Work(AMOUNT, control.left, control.seed), stop=control.stop)
    # What is proved of some seats alone says nothing of the others.
    exact = outcome.proved and every
    if outcome.grouping is None:
        return Repair(None, exact)
    found = grouping_of(problem, outcome.grouping.seats, outcome.grouping.seat_of)
    kept_all = keeps_demands(problem, found)
    return Repair(found if kept_all else None, exact and kept_all)


def _placed_first(problem: Problem, free: int) -> Problem:
    """Return the problem in which leaving one of the `free` mentees out costs more than any scores make up for."""
    most = 2 * problem.most_points + int(problem.pair_score.max(initial=0))
    return replace(problem, unmatched=problem.unmatched + most * (free + 1) + 1)


def _new_seats(problem: Problem, kept: Seats, free: Mask) -> tuple[Seats, Mask, bool]:
    """Return the seats of mentors who may still lead a group at which enough free mentees can sit, and who can.

    Of too many, those to which most can come; the last says whether none is missing.
    """
    led = np.bincount(kept.leaders()[1], minlength=problem.mentors)
    able = np.append(problem.leads & (led < problem.max_groups), True)
    first, second = problem.pairs
    chosen = able[first] & able[second]
    seats = problem.seats_of(first[chosen], second[chosen])
    # Each free mentee once a slot: what few can come to is soon seen.
    there = (problem.mentee_free[free].sum(axis=0) >= problem.min_size)[seats.slot]
    seats = seats[np.flatnonzero(there & (seats.room >= problem.min_size))]
    suits = problem.permitted(seats) & free
    count = suits.sum(axis=1)
    order = np.argsort(-count, kind="stable")
    within, enough = np.cumsum(count[order]) <= MOST_PLACEMENTS, count[order] >= problem.min_size
    worthwhile = np.sort(order[within & enough])
    return seats[worthwhile], suits[worthwhile], bool((within | ~enough).all())
