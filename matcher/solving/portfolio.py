"""What runs when: independent parts side by side for the objective, and in each the stages of the mode.

`search` does one stage of one part, `stages` those of a mode; this puts the pieces together.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.problem.grouping import Grouping, empty_grouping, joined_groupings, may_be_empty
from matcher.problem.parts import Part, independent_parts, whole_part
from matcher.problem.problem import Problem
from matcher.result.records import Effort, Ending, Stage
from matcher.solving.candidate_seats import count_seats, likely_pairs, simple_bound, worthwhile_seats
from matcher.solving.modes import Measure, Mode, measures
from matcher.solving.relaxation.magnitudes import check_sizes
from matcher.solving.running.control import Control
from matcher.solving.search import Incumbents, Search
from matcher.solving.staged_program import asked_as_a_whole
from matcher.solving.stages import (
    OBJECTIVE,
    Found,
    ProvedPart,
    ProvedStage,
    Witness,
    first_things_first,
    proved_stage,
)

__all__ = ["ProvedPart", "ProvedStage", "Solution", "solve"]

FIRST_OF, NEAR_ENOUGH = 3, 0.01
"""One in so many parts of the time goes to the objective alone before the first stage, until so small a gap."""
FIRST_STEPS = 3
"""Steps of the search that every part gets before the one of the largest gap goes on."""
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
    proved
        Why nothing is better, part by part; empty where there is no grouping.
    word
        Where a solver was asked about the whole of it: whose word the bounds rest on.
    """

    grouping: Grouping | None
    bound: int
    infeasible: bool
    ending: Ending
    stages: tuple[Stage, ...] = ()
    proved: tuple[ProvedPart, ...] = ()
    word: tuple[str, ...] = ()

    @property
    def proved_by(self) -> tuple[str, ...]:
        """Whose word the bounds rest on, in order: ``matcher`` where that is none, or a solver's name."""
        own = (name for part in self.proved for stage in part.stages for name in stage.solvers)
        return tuple(sorted({*self.word, *own}))

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

    Raises
    ------
    IntakeError
        Points are so many that sums of them leave the integers.
    """
    check_sizes(problem)
    complete = count_seats(problem) <= MOST_SEATS
    first, second = problem.pairs if complete else likely_pairs(problem)
    seats = worthwhile_seats(problem, first, second) if complete else None
    parts = [whole_part(problem)] if seats is None else independent_parts(problem, seats)
    alone = np.setdiff1d(np.arange(problem.mentees), np.concatenate([part.mentees for part in parts]))
    unmet = seats is not None and not all(demand.met_by(seats).any() for demand in problem.demands)
    if unmet or (complete and problem.must_place[alone].any()):
        return Solution(None, simple_bound(problem), True, Ending.ITSELF)
    solving = _Parts(parts, control, complete, -int(problem.unmatched[alone].sum()))
    wanted = measures(problem, mode, bands)
    proved = solving.stage_by_stage(wanted, mode == "fair") if wanted else solving.objective()
    if proved is None:
        return Solution(None, solving.standing.bound, True, Ending.ITSELF)
    standing = solving.standing
    if standing.objective is None:
        return Solution(None, standing.bound, False, control.ending())
    stages = [
        Stage(one.name, len(alone) * one.left_out + value, len(alone) * one.left_out + bound)
        for one, value, bound in _summed(wanted, proved)
    ]
    grouping = joined_groupings(problem, parts, [found for found in standing.groupings if found is not None])
    return Solution(grouping, standing.bound, False, control.ending(), tuple(stages), tuple(proved))


class _Parts:
    """The parts of a problem, solved side by side."""

    def __init__(self, parts: Sequence[Part], control: Control, complete: bool, outside: int) -> None:
        self.parts, self.control = parts, control
        starts = [empty_grouping(part.problem) if may_be_empty(part.problem) else None for part in parts]
        ceilings = [simple_bound(part.problem) for part in parts]
        self.standing = Incumbents(control, outside, complete, starts, ceilings)

    def objective(self) -> list[ProvedPart] | None:
        """Solve every part for the objective; return what is proved, None where there is no grouping."""
        searches = self._searched(self.standing)
        if searches is None:
            return None
        return [
            ProvedPart(part, () if best is None else (proved_stage(OBJECTIVE, best.objective, bound, found),))
            for part, best, bound, found in zip(
                self.parts, self.standing.groupings, self.standing.bounds, map(Found.of, searches), strict=True
            )
        ]

    def stage_by_stage(self, wanted: Sequence[Measure], banded: bool) -> list[ProvedPart] | None:
        """Solve every part first things first; return what is proved, None where there is no grouping."""
        quickly = self.control.part(FIRST_OF, quiet=False)
        quickly = replace(quickly, effort=Effort.QUICK, gap=NEAR_ENOUGH, explicit=False)
        begun = replace(self.standing, control=quickly, groupings=[*self.standing.groupings], stage=OBJECTIVE)
        searches = self._searched(begun, lambda part: not asked_as_a_whole(part, self.control))
        if searches is None:
            return None
        if not quickly.running():
            self.control.hurried.set()
        self.standing.groupings, self.standing.stage = [*begun.groupings], wanted[0].name
        proved, left = [], sum(len(part.mentees) for part in self.parts)
        for number, (part, search, start) in enumerate(zip(self.parts, searches, begun.groupings, strict=True)):
            witness = Witness(part.problem, wanted, banded)
            witness.tell = self._teller(number, witness)
            if start is not None:
                witness.see(start)
            control = self.control.part(left / max(1, len(part.mentees)), quiet=False)
            stages = first_things_first(witness, search, control, self.standing.complete)
            if stages is None:
                return None
            left -= len(part.mentees)
            self.standing.groupings[number] = witness.best
            if stages:
                self.standing.bounds[number] = stages[-1].bound
            self.standing.tell()
            proved.append(ProvedPart(part, tuple(stages)))
        return proved

    def _teller(self, number: int, witness: Witness) -> Callable[[str | None], None]:
        """Return what tells of a part: which stage it is at, and the best of it by the mode's order."""

        def tell(stage: str | None) -> None:
            self.standing.groupings[number] = witness.best
            self.standing.stage = stage or self.standing.stage
            self.standing.tell()

        return tell

    def _searched(
        self, standing: Incumbents, closing: Callable[[Problem], bool] = lambda _: True
    ) -> list[Search] | None:
        """Search the parts for the objective, a step of one at a time; return None where one has no grouping.

        Every part gets its first groups before any gets a second thought; then the one of the largest gap goes on.
        """
        searches = [
            Search(part.problem, standing, number, closing=closing(part.problem))
            for number, part in enumerate(self.parts)
        ]
        waiting, taken = {number: search.steps() for number, search in enumerate(searches)}, Counter[int]()
        while waiting and not standing.enough():
            number = min(waiting, key=lambda one: (min(taken[one], FIRST_STEPS), -_gap(standing, one), one))
            taken[number] += 1
            goes_on = next(waiting[number], False)
            if searches[number].impossible:
                return None
            if not goes_on or not searches[number].open:
                del waiting[number]
        for search in searches:
            search.word_taken()
        return searches


def _gap(standing: Incumbents, number: int) -> float:
    best = standing.groupings[number]
    return math.inf if best is None else standing.bounds[number] - best.objective


def _summed(wanted: Sequence[Measure], proved: Sequence[ProvedPart]) -> Iterator[tuple[Measure, int, int]]:
    """Yield each stage with its value and its bound over all parts."""
    for place, measure in enumerate(wanted):
        stages = [part.stages[place] for part in proved]
        yield measure, sum(stage.value for stage in stages), sum(stage.bound for stage in stages)
