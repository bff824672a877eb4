"""What runs when: independent parts one after the other, and in each the stages of the mode.

`search` does one stage of one part; this puts the pieces together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
from matcher.solving.parts import Part, independent_parts, whole_part
from matcher.solving.proof import Proof
from matcher.solving.search import Search, Standing
from matcher.solving.seats import count_seats, likely_pairs, simple_bound, worthwhile_seats

__all__ = ["ProvedPart", "ProvedStage", "Solution", "solve"]

GROWTHS = (4, 32, 256)
"""By how much a stage outweighs the next, raised where that proves too little."""
OBJECTIVE = "objective"
"""The name of the last stage."""
MOST_SEATS = 400_000
"""Seats that are priced one by one; above, only likely pairs of mentors are looked at."""


@dataclass(frozen=True)
class ProvedStage:
    """What a stage of a part reached and why it cannot be passed; see `docs/proofs.md`.

    Parameters
    ----------
    name
        As in `Stage`; ``objective`` for the last.
    weights
        Of the stages up to this one, `weight` that of the objective.
    limit
        What the weighted sum cannot pass.
    problem
        Whose aim is that sum.
    proof
        Why; None: counting alone shows the bound.
    """

    name: str
    value: int
    bound: int
    weights: tuple[int, ...]
    weight: int
    limit: int
    problem: Problem
    proof: Proof | None

    @property
    def solvers(self) -> set[str]:
        """Whose word it rests on, ``matcher`` where that is none."""
        return set() if self.proof is None else set(self.proof.solvers(self.limit))


@dataclass(frozen=True)
class ProvedPart:
    """The stages of an independent part, the last one the objective."""

    part: Part
    stages: tuple[ProvedStage, ...]


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
    proved
        Why nothing is better, part by part; empty where there is no grouping.
    """

    grouping: Grouping | None
    bound: int
    infeasible: bool
    ending: Ending
    stages: tuple[Stage, ...] = ()
    proved: tuple[ProvedPart, ...] = ()

    @property
    def proved_by(self) -> tuple[str, ...]:
        """Whose word the bounds rest on, in order: ``matcher`` where that is none, or a solver's name."""
        return tuple(sorted({name for part in self.proved for stage in part.stages for name in stage.solvers}))

    @property
    def is_best(self) -> bool:
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
    complete = count_seats(problem) <= MOST_SEATS
    first, second = problem.pairs if complete else likely_pairs(problem)
    seats = worthwhile_seats(problem, first, second) if complete else None
    parts = [whole_part(problem)] if seats is None else independent_parts(problem, seats)
    alone = np.setdiff1d(np.arange(problem.mentees), np.concatenate([part.mentees for part in parts]))
    unmet = seats is not None and not all(demand.met_by(seats).any() for demand in problem.demands)
    if unmet or (complete and problem.must_place[alone].any()):
        return Solution(None, simple_bound(problem), True, Ending.ITSELF)
    starts = [empty_grouping(part.problem) if may_be_empty(part.problem) else None for part in parts]
    ceilings = [simple_bound(part.problem) for part in parts]
    standing = Standing(control, -problem.unmatched * len(alone), complete, starts, ceilings)
    wanted = measures(problem, mode, bands)
    proved = []
    for number, part in enumerate(parts):
        reached = _first_things_first(part.problem, standing, number, wanted, mode == "fair")
        if reached is None:
            return Solution(None, standing.bound, True, Ending.ITSELF)
        proved.append(ProvedPart(part, tuple(reached)))
    if standing.objective is None:
        return Solution(None, standing.bound, False, control.ending())
    stages = [
        Stage(one.name, len(alone) * one.left_out + value, len(alone) * one.left_out + bound)
        for one, value, bound in _summed(wanted, proved)
    ]
    grouping = joined_groupings(problem, parts, [found for found in standing.groupings if found is not None])
    return Solution(grouping, standing.bound, False, control.ending(), tuple(stages), tuple(proved))


def _summed(wanted: Sequence[Measure], proved: Sequence[ProvedPart]) -> Iterator[tuple[Measure, int, int]]:
    """Yield each stage with its value and its bound over all parts."""
    for place, measure in enumerate(wanted):
        stages = [part.stages[place] for part in proved]
        yield measure, sum(stage.value for stage in stages), sum(stage.bound for stage in stages)


def _first_things_first(
    problem: Problem, standing: Standing, number: int, wanted: Sequence[Measure], banded: bool
) -> list[ProvedStage] | None:
    """Solve one part, stage by stage, then for the objective; return the stages, None where there is no grouping.

    Where the run ended before there was a first grouping, none are returned.
    """
    if not wanted:
        search = Search(problem, standing, number)
        if not search.run():
            return None
        best = standing.groupings[number]
        if best is None:
            return []
        found = _Found(best, standing.bounds[number], (), problem, search)
        return [_proved(OBJECTIVE, best.objective, found.bound, found)]
    control, stages = standing.control, list[ProvedStage]()
    for place, measure in enumerate([*wanted, None]):
        kept = [*wanted[:place]] if measure is None else [*wanted[: place + 1]]
        share = control.part(len(wanted) + 1 - place, quiet=measure is not None)
        reached = [stage.value for stage in stages]
        solved = _solve_stage(problem, standing, number, kept, reached, banded, share)
        if solved is not None and solved.grouping is None and share.left <= 0 < control.left:
            # Its share of the time did not do, and later stages can build on nothing: it may have all that is left.
            solved = _solve_stage(problem, standing, number, kept, reached, banded, control.part(1, quiet=True))
        if solved is None:
            return None
        grouping = standing.groupings[number] = solved.grouping
        if grouping is None:
            return []
        if measure is None:
            bound = standing.bounds[number] = max(solved.bound, grouping.objective)
            stages.append(_proved(OBJECTIVE, grouping.objective, bound, solved))
        else:
            value = counted(problem, measure, grouping, banded)
            limit = min(problem.mentees, max(0, measure.sign * max(solved.bound, measure.sign * value)))
            stages.append(_proved(measure.name, value, limit, solved))
        standing.tell()
    return stages


def _proved(name: str, value: int, bound: int, found: _Found) -> ProvedStage:
    """Return a stage with what proves it."""
    search, weight = found.search, int(name == OBJECTIVE)
    if search is None:
        return ProvedStage(name, value, bound, found.weights, weight, 0, found.problem, None)
    limit = search.standing.bounds[search.number]
    return ProvedStage(name, value, bound, found.weights, weight, limit, search.problem, search.proof(limit))


@dataclass(frozen=True)
class _Found:
    """What a stage found: a bound on the sign times its count, or on the objective, and the search that proves it.

    `search` is None where counting alone shows the bound.
    """

    grouping: Grouping | None
    bound: int
    weights: tuple[int, ...]
    problem: Problem
    search: Search | None


def _solve_stage(
    problem: Problem,
    standing: Standing,
    number: int,
    stages: Sequence[Measure],
    reached: Sequence[int],
    banded: bool,
    control: Control,
) -> _Found | None:
    """Improve the last of `stages` (or the objective, where all are reached), keeping what earlier ones reached.

    Returns
    -------
    _Found or None
        The grouping with the objective of the contract; None where there is no grouping.
    """
    final = len(reached) == len(stages)
    best, found = standing.groupings[number], None
    keep = [Kept(measure, value, banded) for measure, value in zip(stages, reached, strict=False)]
    for growth in GROWTHS:
        aim, weights = aimed(problem, stages, banded, growth, final)
        told = tuple(weights.tolist())
        if best is not None and _is_as_good_as_can_be(problem, stages, reached, best, banded, final):
            bound = stages[-1].sign * counted(problem, stages[-1], best, banded)
            return _Found(best, bound, told, aim, None)
        kept = sum(int(w) * m.sign * v for w, m, v in zip(weights, stages, reached, strict=False))
        start = None if best is None else grouping_of(aim, best.seats, best.seat_of)
        search = Search(aim, Standing(control, 0, standing.complete, [start], [simple_bound(aim)]), 0, keep)
        if not search.run():
            return None
        bound = search.standing.bounds[0] - kept
        if found is None or bound < found.bound:
            found = _Found(None, bound, told, aim, search)
        reformed = search.incumbent
        if reformed is None:
            return found
        best = grouping_of(problem, reformed.seats, reformed.seat_of)
        value = best.objective if final else stages[-1].sign * counted(problem, stages[-1], best, banded)
        if found.bound <= value or not control.running():
            break
    return None if found is None else replace(found, grouping=best)


def _is_as_good_as_can_be(
    problem: Problem,
    stages: Sequence[Measure],
    reached: Sequence[int],
    grouping: Grouping,
    banded: bool,
    final: bool,
) -> bool:
    """Return whether counting alone shows that a stage's count cannot be bettered."""
    if final:
        return False
    stage = stages[-1]
    count = counted(problem, stage, grouping, banded)
    return count == 0 if stage.sign < 0 else count == problem.mentees - sum(reached)
