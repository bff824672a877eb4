"""Whether there is any grouping at all, found as quickly as can be, or proved not to be there by two solvers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matcher.problem.grouping import Grouping, empty_grouping, grouping_of, keeps_demands, may_be_empty
from matcher.problem.problem import Aim, Problem, Seats
from matcher.solving.candidate_seats import count_seats, worthwhile_seats
from matcher.solving.exact.solvers import POOLED_PLACEMENTS, Work, build_model, solve_with_cp_sat, solve_with_highs
from matcher.solving.heuristics.placement import place_mentees
from matcher.solving.portfolio import solve
from matcher.solving.running.control import Control

__all__ = ["any_grouping"]

Mask = NDArray[np.bool_]

MOST_SEATS = 60_000
"""Seats that are listed one by one; above, only the search for good groupings is asked."""
FIRST = 1.5
"""Seconds for the search for good groupings, which mostly has one at once where there are any."""
DRAWS, MOST_COUNTS = 6, 4
"""How often seats are drawn, and for how many numbers of groups."""
WORK = 20.0
"""CP-SAT's amount."""


def any_grouping(problem: Problem, control: Control) -> tuple[Grouping | None, bool]:
    """Return (grouping, settled): some grouping that keeps the rules; None and True where it is proved there is none.

    Parameters
    ----------
    control
        Its seconds are a ceiling; its gap is left out of account.
    """
    if may_be_empty(problem):
        return empty_grouping(problem), True
    listed = count_seats(problem) <= MOST_SEATS
    if listed and (seats := worthwhile_seats(problem, *problem.pairs)) is not None:
        allowed = problem.permitted(seats)
        if (problem.must_place & ~allowed.any(axis=0)).any():
            return None, True
        if not all(demand.met_by(seats).any() for demand in problem.demands):
            return None, True
        drawn = _drawn(problem, seats, allowed, control)
        if drawn is not None:
            return drawn, True
    quick = replace(control, seconds=min(control.seconds, control.spent + FIRST if listed else control.seconds))
    solution = solve(problem, replace(quick, gap=1e18))
    if solution.grouping is not None or solution.infeasible or not listed:
        return solution.grouping, solution.grouping is not None or solution.infeasible
    return _by_solvers(problem, seats, allowed, control)


def _drawn(problem: Problem, seats: Seats, allowed: Mask, control: Control) -> Grouping | None:
    """Take seats that most of those who wait can sit at, one after the other, then place mentees exactly; a few times.

    Where much is permitted there is a grouping nearly everywhere, and this has it at once.
    """
    random = np.random.default_rng(control.seed)
    must = int(problem.must_place.sum())
    fewest = max(1, -(-must // problem.max_size))
    counts = range(fewest, max(fewest, problem.mentees // problem.min_size) + 1)
    for number in range(DRAWS):
        for count in [problem.count] if problem.count is not None else [*counts][:MOST_COUNTS]:
            if not control.running():
                return None
            chosen = _chosen(problem, seats, allowed, count, 0.0 if number == 0 else 0.3, random)
            if len(chosen) < count:
                continue
            grouping, _ = place_mentees(problem, seats[chosen], Work(1.0, control.left, control.seed), control.stop)
            if grouping is not None and len(grouping.seats) == count and keeps_demands(problem, grouping):
                return grouping
    return None


def _chosen(
    problem: Problem, seats: Seats, allowed: Mask, count: int, noise: float, random: np.random.Generator
) -> NDArray[np.int64]:
    """Return the positions of up to `count` seats that can be taken at once."""
    left_groups = np.append(problem.max_groups, problem.mentees)
    rooms = np.full(problem.slots, problem.mentees) if problem.rooms is None else problem.rooms.copy()
    open_, waiting = seats.room >= problem.min_size, np.ones(problem.mentees, bool)
    options = allowed.sum(axis=0)
    wanted = [demand.met_by(seats) for demand in problem.demands]
    chosen: list[int] = []
    while len(chosen) < count:
        able = open_ & (left_groups[seats.first] > 0) & (left_groups[seats.second] > 0) & (rooms[seats.slot] > 0)
        asked = next((met for met in wanted if not met[chosen].any()), None)
        able &= True if asked is None else asked
        if not able.any():
            break
        gain = np.minimum(seats.room, (allowed & waiting).sum(axis=1)) * (1 + noise * random.random(len(seats)))
        seat = int(np.argmax(np.where(able, gain, -1.0)))
        chosen.append(seat)
        size = max(problem.min_size, -(-int(waiting.sum()) // (count - len(chosen) + 1)))
        members = np.flatnonzero(allowed[seat] & waiting)
        members = members[np.argsort(options[members], kind="stable")][: min(size, int(seats.room[seat]))]
        waiting[members] = False
        left_groups[[seats.first[seat], seats.second[seat]]] -= 1
        left_groups[-1] = problem.mentees
        rooms[seats.slot[seat]] -= 1
        if problem.scheduled:
            shared = (seats.first == seats.first[seat]) | (seats.second == seats.first[seat])
            if seats.second[seat] != seats.nobody:
                shared |= (seats.first == seats.second[seat]) | (seats.second == seats.second[seat])
            open_ = open_ & ~(shared & (seats.slot == seats.slot[seat]))
        else:
            open_[seat] = False
    return np.array(chosen, np.int64)


def _by_solvers(problem: Problem, seats: Seats, allowed: Mask, control: Control) -> tuple[Grouping | None, bool]:
    """Ask CP-SAT for any grouping; where it says that there is none, ask HiGHS too."""
    # Nothing counts but the rules.
    bare = replace(problem, aim=Aim(weight=0))
    chosen = _some(allowed, control.seed)
    model = build_model(bare, seats[chosen], allowed[chosen])
    outcome = solve_with_cp_sat(model, Work(WORK, control.left, control.seed), stop=control.stop)
    found = outcome.grouping
    if found is not None:
        grouping = grouping_of(problem, found.seats, found.seat_of)
        return (grouping, True) if keeps_demands(problem, grouping) else (None, False)
    if not outcome.proved or len(chosen) < len(seats):
        return None, False
    checked = solve_with_highs(model, control)
    return None, checked.grouping is None and checked.proved


def _some(allowed: Mask, seed: int) -> NDArray[np.int64]:
    """Return the positions of all seats, or of as many drawn as have no more placements than may be."""
    placements = allowed.sum(axis=1)
    if int(placements.sum()) <= POOLED_PLACEMENTS:
        return np.arange(len(allowed))
    drawn = np.random.default_rng(seed).permutation(len(allowed))
    return np.sort(drawn[np.cumsum(placements[drawn]) <= POOLED_PLACEMENTS])
