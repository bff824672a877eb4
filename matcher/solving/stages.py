"""First things first, in one part: the stages of a mode, one after the other, then the objective.

Whatever a search comes upon on its way is compared by the whole order of the mode, so that no stage loses what another
found. Before the first stage there is the best that is quickly found for the objective alone, and for all stages at
once, each outweighing the next.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.problem.grouping import Grouping, grouping_of, keeps_demands
from matcher.problem.parts import Part
from matcher.problem.problem import Problem, Seats
from matcher.result.records import Effort
from matcher.solving.candidate_seats import simple_bound
from matcher.solving.exact.solvers import Work
from matcher.solving.heuristics.placement import place_mentees, ties_mentees
from matcher.solving.modes import Kept, Measure, aimed, as_good_as_can_be, counted
from matcher.solving.relaxation.proof import BySolver, Proof
from matcher.solving.running.control import Control
from matcher.solving.search import OBJECTIVE, Incumbents, Search
from matcher.solving.seat_sets import narrowed_seats
from matcher.solving.staged_program import StagedProgram

Mask = NDArray[np.bool_]

__all__ = ["OBJECTIVE", "Found", "ProvedPart", "ProvedStage", "Witness", "first_things_first", "proved_stage"]

GROWTHS = (4, 32, 256)
"""By how much a stage outweighs the next, raised where that proves too little and there is work to spare."""
LEFT_OVER = 0.85
"""Share of the time left after which a solver is no longer waited for: what it left open gets a bound."""
AT_ONCE = 12
"""One in so many parts of the time left goes to all stages at once: what greedy groups come to is most of it."""
MOST_SHARES = 3
"""A stage gets one in so many parts of the time left, or more: who is first counts for more than all that follow."""
MOST_FORMED, MOST_SOLVED, FORMING = 400, 60, 0.2
"""Sets of seats at which groups are formed, at most: by flow, and where a solver has to; CP-SAT's amount for each."""
ALONE = 3
"""One in so many parts of that goes to its count alone, whose bound comes soon; the rest goes to good groups."""


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
    def closed(self) -> bool:
        """Whether no better value is left."""
        return self.value == self.bound

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
class Found:
    """What a stage found: a bound on the sign times its count, or on the objective, and the search that proves it.

    `search` is None where counting alone shows the bound.
    """

    bound: int
    weights: tuple[int, ...]
    problem: Problem
    search: Search | None

    @classmethod
    def of(cls, search: Search, stages: int = 0) -> Found:
        """Return what a search for the objective found, whatever so many stages count."""
        return cls(search.standing.bounds[search.number], (0,) * stages, search.problem, search)


@dataclass
class Witness:
    """The best grouping of a part by the whole order of a mode, whichever search comes upon it.

    Parameters
    ----------
    news
        Called when there is a better one.
    tell
        Called then, and with the name of each stage when it begins.
    """

    problem: Problem
    wanted: Sequence[Measure]
    banded: bool
    best: Grouping | None = None
    order: tuple[int, ...] = ()
    news: Callable[[], None] = lambda: None
    tell: Callable[[str | None], None] = lambda _: None

    def see(self, grouping: Grouping) -> None:
        """Look at a grouping that keeps every rule, whatever it was found for."""
        plain = grouping_of(self.problem, grouping.seats, grouping.seat_of)
        counts = (one.sign * counted(self.problem, one, plain, self.banded) for one in self.wanted)
        order = (*counts, plain.objective)
        if self.best is None or order > self.order:
            self.best, self.order = plain, order
            self.news()
            self.tell(None)

    def take(self, grouping: Grouping) -> None:
        """Take a grouping for the best, though another may be as good, and found in time or not."""
        self.best = None
        self.see(grouping)

    def value(self, place: int) -> int:
        """Return what the best reaches at a stage."""
        return self.wanted[place].sign * self.order[place]


def proved_stage(name: str, value: int, bound: int, found: Found) -> ProvedStage:
    """Return a stage with what proves it."""
    search, weight = found.search, int(name == OBJECTIVE)
    if search is None:
        return ProvedStage(name, value, bound, found.weights, weight, 0, found.problem, None)
    limit = search.standing.bounds[search.number]
    return ProvedStage(name, value, bound, found.weights, weight, limit, search.problem, search.proof(limit))


def first_things_first(
    witness: Witness, searched: Search, control: Control, complete: bool
) -> list[ProvedStage] | None:
    """Solve a part, stage by stage, then for the objective; return the stages, None where there is no grouping.

    Parameters
    ----------
    witness
        Knows what was found before, and afterwards the best.
    searched
        Looked for the best objective, whatever the stages.
    complete
        Whether every seat can be looked at.

    Notes
    -----
    Where the run ended before there was a first grouping, no stages are returned.
    """
    wanted, problem, stages = witness.wanted, witness.problem, list[ProvedStage]()
    overtaken = threading.Event()
    beside = None
    if complete:
        until = control.part(1 / LEFT_OVER, quiet=True)
        beside = StagedProgram.begun(problem, wanted, witness.banded, until, lambda: witness.best, overtaken.set)
    if beside is not None:
        witness.news = beside.news
    left = None if beside is None else _seats_left(witness, beside.seats, until)
    if beside is not None and left is not None:
        beside, cut = beside.within(left, until), False
    else:
        searched.close_later()
        if searched.incumbent is not None:
            witness.see(searched.incumbent)
        cut = _all_at_once(witness, replace(control, overtaken=overtaken), complete, thoroughly=beside is not None)
    closed = [] if beside is None else beside.wait()
    if beside is not None and beside.complete:
        witness.take(closed[-1].grouping)
    elif cut:
        control.hurried.set()
    for one in closed:
        witness.see(one.grouping)
    if beside is not None and beside.reached is not None:
        witness.see(beside.reached)
    for place, measure in enumerate([*wanted, None]):
        reached = [stage.value for stage in stages]
        if beside is not None and place < len(closed):
            stages.append(_stage_on_word(witness, place, reached, closed[place].value, beside.solver))
            continue
        kept = [*wanted[:place]] if measure is None else [*wanted[: place + 1]]
        witness.tell(OBJECTIVE if measure is None else measure.name)
        # What a stage's search weighs is no objective: nobody is told, but of what the witness keeps.
        share = replace(control.part(min(len(wanted) + 1 - place, MOST_SHARES), quiet=measure is not None), listen=None)
        alone = share if measure is None else share.part(ALONE, quiet=True)
        found = _solve_stage(witness, kept, reached, alone, complete)
        cut = not alone.running()
        if witness.best is None and found is not None and alone.left <= 0 < control.left:
            # Its share of the time did not do, and later stages can build on nothing: it may have all that is left.
            found = _solve_stage(witness, kept, reached, control.part(1, quiet=True), complete)
        if found is None:
            return None
        if witness.best is None:
            return []
        if measure is not None and found.bound > witness.order[place]:
            _search_with_objective(witness, kept, reached, share, complete)
        stages = _valued_again(witness, stages)
        if measure is None:
            found = min(found, Found.of(searched, len(wanted)), key=lambda one: one.bound)
            value = witness.best.objective
            stages.append(proved_stage(OBJECTIVE, value, max(found.bound, value), found))
            break
        if stages and any(stage.value != old for stage, old in zip(stages, reached, strict=True)):
            stages.append(_open_stage(witness, stages))
        else:
            value = witness.value(place)
            bound = measure.sign * max(found.bound, measure.sign * value)
            stages.append(proved_stage(measure.name, value, min(problem.mentees, max(0, bound)), found))
        if not stages[-1].closed and (cut or not share.running()):
            control.hurried.set()
    return stages


def _seats_left(witness: Witness, seats: Seats, control: Control) -> Mask | None:
    """Return (seats,): which a grouping can have that is as good as the best; None: too many sets of them to tell."""
    problem, wanted, banded = witness.problem, witness.wanted, witness.banded
    aim, _ = aimed(problem, wanted, banded, GROWTHS[0], True)

    def best() -> tuple[tuple[int, ...], int] | None:
        if witness.best is None:
            return None
        return tuple(witness.value(place) for place in range(len(wanted))), witness.best.objective

    def form(chosen: Seats) -> None:
        grouping, _ = place_mentees(aim, chosen, Work(FORMING, control.left, control.seed), control.stop)
        if grouping is not None and keeps_demands(problem, grouping):
            witness.see(grouping)

    most = MOST_SOLVED if ties_mentees(problem, seats) else MOST_FORMED
    return narrowed_seats(problem, seats, wanted, banded, best, form, most, control.running)


def _stage_on_word(witness: Witness, place: int, reached: Sequence[int], value: int, solver: str) -> ProvedStage:
    """Return a stage, or the objective after them all, that a solver proved best among what keeps `reached`."""
    wanted, final = witness.wanted, place == len(witness.wanted)
    aim, weights = aimed(witness.problem, wanted[: place + 1], witness.banded, GROWTHS[0], final)
    signed = zip(weights.tolist(), wanted, [*reached, *([] if final else [value])], strict=False)
    limit = sum(weight * measure.sign * count for weight, measure, count in signed) + (value if final else 0)
    name = OBJECTIVE if final else wanted[place].name
    proof = Proof.of(limit, BySolver(solver))
    if not final and as_good_as_can_be(wanted[place], value, witness.problem.mentees, reached):
        return ProvedStage(name, value, value, tuple(weights.tolist()), 0, 0, aim, None)
    return ProvedStage(name, value, value, tuple(weights.tolist()), int(final), limit, aim, proof)


def _valued_again(witness: Witness, stages: Sequence[ProvedStage]) -> list[ProvedStage]:
    """Return the stages with what the best reaches now: if that is better at one, nothing is known of later ones."""
    again = list[ProvedStage]()
    for place, stage in enumerate(stages):
        if any(one.value != old.value for one, old in zip(again, stages, strict=False)):
            again.append(_open_stage(witness, again))
        else:
            again.append(replace(stage, value=witness.value(place)))
    return again


def _open_stage(witness: Witness, before: Sequence[ProvedStage]) -> ProvedStage:
    """Return the next stage after these, of which counting alone shows a bound."""
    place = len(before)
    measure, problem = witness.wanted[place], witness.problem
    bound = 0 if measure.sign < 0 else problem.mentees - sum(stage.value for stage in before)
    weights = (*(0 for _ in before), 1)
    return ProvedStage(measure.name, witness.value(place), bound, weights, 0, 0, problem, None)


def _all_at_once(witness: Witness, control: Control, complete: bool, *, thoroughly: bool) -> bool:
    """Look for a grouping that is good by all stages and the objective, each outweighing the next.

    `thoroughly` where somebody else proves what can be proved meanwhile. Return whether time cut it.
    """
    if witness.best is None:
        return False
    aim, _ = aimed(witness.problem, witness.wanted, witness.banded, GROWTHS[0], True)
    own = control.part(1 / LEFT_OVER if thoroughly else AT_ONCE, quiet=True)
    own = replace(own, effort=own.effort if thoroughly else Effort.QUICK, explicit=False)
    start = grouping_of(aim, witness.best.seats, witness.best.seat_of)
    Search(aim, Incumbents(own, 0, complete, [start], [simple_bound(aim)]), 0, (), witness.see).run()
    return own.left <= 0


def _search_with_objective(
    witness: Witness, stages: Sequence[Measure], reached: Sequence[int], control: Control, complete: bool
) -> None:
    """Look for a grouping that is better at the last of `stages`, the objective telling apart what counts alike.

    Of a count alone most seats are worth the same, so that prices lead nowhere: with the objective beside it, dives and
    neighbourhoods come to much better counts.
    """
    if witness.best is None or not control.running():
        return
    aim, _ = aimed(witness.problem, stages, witness.banded, GROWTHS[0], True)
    keep = [Kept(measure, value, witness.banded) for measure, value in zip(stages, reached, strict=False)]
    start = grouping_of(aim, witness.best.seats, witness.best.seat_of)
    Search(aim, Incumbents(control, 0, complete, [start], [simple_bound(aim)]), 0, keep, witness.see).run()


def _solve_stage(
    witness: Witness, stages: Sequence[Measure], reached: Sequence[int], control: Control, complete: bool
) -> Found | None:
    """Improve the last of `stages` (or the objective, where all are reached), keeping what earlier ones reached.

    Returns
    -------
    Found or None
        What is proved; None where there is no grouping.
    """
    problem, banded, found = witness.problem, witness.banded, None
    final = len(reached) == len(stages)
    keep = [Kept(measure, value, banded) for measure, value in zip(stages, reached, strict=False)]
    for growth in GROWTHS[:1] if control.effort == Effort.QUICK else GROWTHS:
        aim, weights = aimed(problem, stages, banded, growth, final)
        told, best = tuple(weights.tolist()), witness.best
        count = None if best is None or final else counted(problem, stages[-1], best, banded)
        if count is not None and as_good_as_can_be(stages[-1], count, problem.mentees, reached):
            return Found(stages[-1].sign * count, told, aim, None)
        kept = sum(int(w) * m.sign * v for w, m, v in zip(weights, stages, reached, strict=False))
        start = None if best is None else grouping_of(aim, best.seats, best.seat_of)
        standing = Incumbents(control, 0, complete, [start], [simple_bound(aim)])
        search = Search(aim, standing, 0, keep, witness.see)
        if not search.run():
            return None
        bound = standing.bounds[0] - kept
        if found is None or bound < found.bound:
            found = Found(bound, told, aim, search)
        if witness.best is None:
            return found
        value = witness.best.objective if final else witness.order[len(stages) - 1]
        if found.bound <= value or not control.running():
            break
    return found
