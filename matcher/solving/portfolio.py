"""What runs when: independent parts one after the other, and in each the stages of the mode.

`search` does one stage of one part; this puts the pieces together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.problem import Problem
from matcher.records import Stage
from matcher.solving.control import Control, Ending
from matcher.solving.grouping import (
    Grouping,
    empty_grouping,
    grouping_of,
    joined_groupings,
    may_be_empty,
)
from matcher.solving.modes import Kept, Measure, Mode, aimed, counted, measures
from matcher.solving.parts import independent_parts, whole_part
from matcher.solving.search import Search, Standing
from matcher.solving.seats import count_seats, likely_pairs, simple_bound, worthwhile_seats

__all__ = ["Solution", "solve"]

GROWTHS = (4, 32, 256)
"""By how much a stage outweighs the next, raised where that proves too little."""
MOST_SEATS = 400_000
"""Seats that are priced one by one; above, only likely pairs of mentors are looked at."""


@dataclass(frozen=True)
class Solution:
    """What a run found and proved.

    Parameters
    ----------
    grouping
        The best found; None where none was.
    bound
        No grouping scores more.
    infeasible
        Whether it is proved that no grouping satisfies the rules.
    ending
        Why the run ended.
    stages
        In modes that put first things first: what each stage reached, and a proved limit on it.
    """

    grouping: Grouping | None
    bound: int
    infeasible: bool
    ending: Ending
    stages: tuple[Stage, ...] = ()

    @property
    def proved(self) -> bool:
        """Whether no grouping is better, first things first: what a mode counts before the objective is proved too."""
        best = self.grouping is not None and self.grouping.objective == self.bound
        return best and all(stage.proved for stage in self.stages)


def solve(problem: Problem, control: Control, mode: Mode = "total", bands: int = 10) -> Solution:
    """Return the best grouping found, with a proved bound.

    The outcome depends on the problem, mode, effort, gap and seed alone, unless `control` ran out of time or was
    stopped.

    Parameters
    ----------
    bands
        For ``fair``: how many bands satisfaction is cut into.
    """
    ceiling = simple_bound(problem)
    complete = count_seats(problem) <= MOST_SEATS
    first, second = problem.pairs if complete else likely_pairs(problem)
    seats = worthwhile_seats(problem, first, second) if complete else None
    parts = [whole_part(problem)] if seats is None else independent_parts(problem, seats)
    alone = np.setdiff1d(np.arange(problem.mentees), np.concatenate([part.mentees for part in parts]))
    unmet = seats is not None and not all(demand.met_by(seats).any() for demand in problem.demands)
    if unmet or (complete and problem.must_place[alone].any()):
        return Solution(None, ceiling, True, Ending.ITSELF)
    starts = [empty_grouping(part.problem) if may_be_empty(part.problem) else None for part in parts]
    standing = Standing(control, -problem.unmatched * len(alone), ceiling, complete, starts, [None] * len(parts))
    wanted = measures(problem, mode, bands)
    stages = [Stage(one.name, len(alone) * one.left_out, len(alone) * one.left_out) for one in wanted]
    for number, part in enumerate(parts):
        reached = _first_things_first(part.problem, standing, number, wanted, mode == "fair")
        if reached is None:
            return Solution(None, ceiling, True, Ending.ITSELF)
        stages = [Stage(a.name, a.value + b.value, a.bound + b.bound) for a, b in zip(stages, reached, strict=True)]
    if standing.objective is None:
        return Solution(None, standing.bound, False, control.ending())
    grouping = joined_groupings(problem, parts, [found for found in standing.groupings if found is not None])
    return Solution(grouping, standing.bound, False, control.ending(), tuple(stages))


def _first_things_first(
    problem: Problem, standing: Standing, number: int, wanted: Sequence[Measure], banded: bool
) -> list[Stage] | None:
    """Solve one part, stage by stage, then for the objective; return the stages, None where there is no grouping."""
    if not wanted:
        return [] if Search(problem, standing, number).run() else None
    control, stages = standing.control, list[Stage]()
    for place, measure in enumerate([*wanted, None]):
        kept = [*wanted[:place]] if measure is None else [*wanted[: place + 1]]
        share = control.part(len(wanted) + 1 - place, quiet=measure is not None)
        reached = [stage.value for stage in stages]
        found = _solve_stage(problem, standing, number, kept, reached, banded, share)
        if found is not None and found[0] is None and share.left <= 0 < control.left:
            # Its share of the time did not do, and later stages can build on nothing: it may have all that is left.
            found = _solve_stage(problem, standing, number, kept, reached, banded, control.part(1, quiet=True))
        if found is None:
            return None
        grouping, bound = found
        standing.groupings[number] = grouping
        if grouping is None:
            return [Stage(one.name, 0, 0) for one in wanted]
        if measure is None:
            standing.bounds[number] = max(bound, grouping.objective)
        else:
            value = counted(problem, measure, grouping, banded)
            limit = min(problem.mentees, max(0, measure.sign * max(bound, measure.sign * value)))
            stages.append(Stage(measure.name, value, limit))
        standing.tell()
    return stages


def _solve_stage(
    problem: Problem,
    standing: Standing,
    number: int,
    stages: Sequence[Measure],
    reached: Sequence[int],
    banded: bool,
    control: Control,
) -> tuple[Grouping | None, int] | None:
    """Improve the last of `stages` (or the objective, where all are reached), keeping what earlier ones reached.

    Returns
    -------
    (grouping, bound) or None
        The grouping with the objective of the contract; a bound on the sign times the stage's count, or on the
        objective. None where there is no grouping.
    """
    final = len(reached) == len(stages)
    best, bound = standing.groupings[number], 2**62
    keep = [Kept(measure, value, banded) for measure, value in zip(stages, reached, strict=False)]
    for growth in GROWTHS:
        aim, weights = aimed(problem, stages, banded, growth, final)
        kept = sum(int(w) * m.sign * v for w, m, v in zip(weights, stages, reached, strict=False))
        start = None if best is None else grouping_of(aim, best.seats, best.seat_of)
        mine = Standing(control, 0, simple_bound(aim), standing.complete, [start], [None])
        if start is None or not _is_as_good_as_can_be(problem, stages, reached, best, banded, final):
            if not Search(aim, mine, 0, keep).run():
                return None
            bound = min(bound, mine.bound - kept)
        else:
            bound = stages[-1].sign * counted(problem, stages[-1], start, banded)
        found = mine.groupings[0]
        if found is None:
            return None, bound
        best = grouping_of(problem, found.seats, found.seat_of)
        value = best.objective if final else stages[-1].sign * counted(problem, stages[-1], best, banded)
        if bound <= value or not control.running():
            break
    return best, bound


def _is_as_good_as_can_be(
    problem: Problem,
    stages: Sequence[Measure],
    reached: Sequence[int],
    grouping: Grouping | None,
    banded: bool,
    final: bool,
) -> bool:
    """Return whether counting alone shows that a stage's count cannot be bettered."""
    if final or grouping is None:
        return False
    stage = stages[-1]
    count = counted(problem, stage, grouping, banded)
    return count == 0 if stage.sign < 0 else count == problem.mentees - sum(reached)
