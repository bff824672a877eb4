"""What the whole would be if something had to be so: solved again with it forced, and every grouping verified.

First around the groups that it concerns, all others kept, so that few people move; then, where the intake is small
enough, the whole, which proves the price. The better of the two is taken, of equals the one in which fewer move.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matcher.intake.words.steps import at_step
from matcher.problem.grouping import Grouping, grouping_of, keeps_demands
from matcher.problem.problem import Problem
from matcher.result.records import Effort
from matcher.rules import FormedGroup
from matcher.solving.candidate_seats import count_seats
from matcher.solving.heuristics.blocks import block_around, merged
from matcher.solving.portfolio import Solution, solve
from matcher.solving.running.clock import worked
from matcher.solving.running.control import Control
from matcher.why.answers.now import Now, differences
from matcher.why.answers.records import Price, StageChange

__all__ = ["Clock", "Found", "best_with", "price_of"]

Ints = NDArray[np.int64]

SMALL = 150_000
"""Seats times mentees up to which the whole is solved again."""
FEW, MORE = 3, 6
"""Groups taken apart at first, and after."""
MOST_LEFT_OUT = 12
"""Of those left out, about so many join in."""


@dataclass
class Clock:
    """The time of one explanation.

    Parameters
    ----------
    seconds
        A ceiling on the whole of it.
    looked
        How often groups were looked for so far.
    """

    seconds: float
    effort: Effort = Effort.NORMAL
    seed: int = 0
    cut_short: bool = False
    looked: int = 0
    started: float = field(default_factory=worked)

    @property
    def left(self) -> float:
        """Seconds left, never under 0."""
        return max(0.0, self.seconds - (worked() - self.started))

    def control(self, share: float = 1.0, gap: float = 0.0) -> Control:
        """Return the control of a solve that may take this share of the time left."""
        self.looked += 1
        at_step(f"looking for other groups: search {self.looked}")
        return Control(max(0.05, self.left * share), self.effort, gap, self.seed)

    def running(self) -> bool:
        """Return whether there is time; once there is none, the explanation counts as cut short."""
        if self.left <= 0:
            self.cut_short = True
        return not self.cut_short


@dataclass(frozen=True)
class Found:
    """The best grouping found in which something is so, and what is proved of it.

    Parameters
    ----------
    grouping
        None where none was found.
    exact
        Whether no grouping in which it is so is better, or (without a grouping) there is none.
    bound
        No grouping in which it is so scores more; None where nothing is proved, and in modes other than ``total``.
    """

    grouping: Grouping | None
    exact: bool
    bound: int | None


def best_with(
    now: Now,
    forced: Problem,
    centre: Sequence[int],
    clock: Clock,
    share: float = 1.0,
    *,
    prove: bool = True,
) -> Found:
    """Return the best grouping of `forced` that is found in the time.

    Parameters
    ----------
    forced
        The problem of `now` with something forced.
    centre
        Groups that it concerns, as positions in ``now.grouping``.
    share
        Of the time left, at most so much.
    prove
        Whether the whole is solved too, which proves the price of a small intake; else only what is around the centre.
    """
    budget = Clock(clock.left * share, clock.effort, clock.seed)
    best: Grouping | None = None
    small = count_seats(forced) * forced.mentees <= SMALL
    groups = len(now.grouping.seats)
    order = _by_nearness(now, forced, centre)
    for size in dict.fromkeys(min(size, groups) for size in (FEW, MORE)):
        if (size == groups and small) or budget.left <= 0:
            break
        best = _better(now, best, _around(now, forced, order[:size], budget))
        if best is not None and small:
            break
    if not prove:
        return Found(best, False, None)
    if not small:
        best = best or _around(now, forced, order[: 2 * MORE], budget)
        budget = Clock(budget.left, Effort.QUICK, clock.seed)
        if best is not None or budget.left <= 0:
            return Found(best, False, None)
    solution = _solved(now, forced, budget.control())
    return _settled(now, best, solution)


def _around(now: Now, forced: Problem, apart: Sequence[int], budget: Clock) -> Grouping | None:
    block = block_around(forced, now.grouping, np.sort(np.array(apart, np.int64)), MOST_LEFT_OUT)
    if (block.part.problem.count or 0) < 0:
        return None
    solution = _solved(now, block.part.problem, budget.control(0.4))
    if solution.grouping is None:
        return None
    grouping = merged(now.problem, now.grouping, [(block, solution.grouping)])
    return grouping if keeps_demands(forced, grouping) else None


def _solved(now: Now, problem: Problem, control: Control) -> Solution:
    objective = now.intake.program.objective
    return solve(problem, control, objective.mode, objective.levels)


def _settled(now: Now, best: Grouping | None, solution: Solution) -> Found:
    """Return the better of what was found around, and of the whole, with what the whole proves."""
    bound = None if now.measures else solution.bound
    if solution.infeasible:
        return Found(best, best is None, None)
    if solution.grouping is None:
        return Found(best, False, bound)
    grouping = _plain(now, solution.grouping)
    best = _better(now, best, grouping)
    return Found(best, solution.is_best and best is not None and now.value(best) == now.value(grouping), bound)


def _plain(now: Now, grouping: Grouping) -> Grouping:
    """Return a grouping with the objective of the contract, whatever was forced on it."""
    return grouping_of(now.problem, grouping.seats, grouping.seat_of)


def _better(now: Now, one: Grouping | None, other: Grouping | None) -> Grouping | None:
    if one is None or other is None:
        return other if one is None else one
    return other if now.value(other) > now.value(one) else one


def _by_nearness(now: Now, forced: Problem, centre: Sequence[int]) -> list[int]:
    """Return the positions of all groups: those of the centre, then by how many could change places with theirs."""
    seats, seat_of = now.grouping.seats, now.grouping.seat_of
    if not len(seats):
        return []
    middle = list(dict.fromkeys(centre))
    allowed = forced.permitted(seats)
    freed = np.isin(seat_of, middle) | (forced.must_place & (seat_of < 0))
    if not freed.any():
        freed = seat_of >= 0
    # Who could come from the centre, and who could go there.
    could_come = allowed[:, freed].sum(axis=1)
    could_go = np.zeros(len(seats), np.int64)
    inside = np.flatnonzero(seat_of >= 0)
    if middle:
        welcome: NDArray[np.bool_] = allowed[middle].any(axis=0).reshape(-1)
        np.add.at(could_go, seat_of[inside], welcome[inside])
    near = np.argsort(-(could_come + could_go), kind="stable")
    return [*middle, *(int(group) for group in near if int(group) not in middle)]


def price_of(now: Now, found: Found, shown: Callable[[FormedGroup], bool]) -> Price | None:
    """Return the price of a grouping found, verified from the intake; None where there is none.

    Parameters
    ----------
    shown
        Whether a group is the one in which what was forced comes true; the first that is, is told.
    """
    if found.grouping is None:
        return None
    groups = now.checked(found.grouping)
    worse, better, moved = differences(now, groups)
    points = now.grouping.objective - found.grouping.objective
    if found.exact:
        at_least: int | None = points
    else:
        at_least = None if found.bound is None else now.grouping.objective - found.bound
    counts = zip(now.measures, now.counts(now.grouping), now.counts(found.grouping), strict=True)
    stages = tuple(StageChange(one.name, before, after) for one, before, after in counts if before != after)
    place = next((group for group in groups if shown(group)), None)
    return Price(
        points,
        at_least,
        stages,
        worse,
        better,
        moved,
        None if place is None else place.slot,
        () if place is None else place.mentors,
        () if place is None else place.mentees,
    )
