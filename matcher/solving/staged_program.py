"""All stages of a mode as one integer program after the other, solved by another solver beside the search by prices.

What a stage counts takes few values, and prices see little of what lies between two of them: a bound of 0 where one
mentee has to go without is the best that they can say. Where the whole model is small, an integer program closes such
stages. Which solver: where most mentees at a level are asked for, the LP relaxation is near, and HiGHS is quicker;
where fewest are, it is far, and CP-SAT is.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.problem.grouping import Grouping, keeps_demands
from matcher.problem.problem import Problem, Seats
from matcher.result.records import Effort
from matcher.solving.candidate_seats import count_seats, worthwhile_seats
from matcher.solving.exact.solvers import (
    AT_ONCE,
    GRACE,
    Program,
    Told,
    ask_cp_sat,
    ask_highs,
    build_model,
    hinted,
    model_bytes,
    outcome_of,
)
from matcher.solving.modes import Measure, as_good_as_can_be, counted, terms
from matcher.solving.running.control import Control
from matcher.solving.running.workers import awaited

if TYPE_CHECKING:
    from matcher.solving.exact.seat_model import SeatModel

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Row = tuple[Ints, Ints, float, float]

__all__ = ["Closed", "StagedProgram", "asked_as_a_whole"]

FEWEST, MOST = 300, 20_000
"""Placements from which on, and up to which, it is worth asking; less than that is settled at once."""


def asked_as_a_whole(problem: Problem, control: Control) -> bool:
    """Return whether it is worth asking a solver about all stages of a problem."""
    if control.effort == Effort.QUICK or count_seats(problem) > MOST:
        return False
    return FEWEST < int(problem.permitted(worthwhile_seats(problem, *problem.pairs)).sum()) <= MOST


@dataclass(frozen=True)
class Closed:
    """A stage that is proved best, and a grouping that reaches it; `value` is the count, or the objective."""

    value: int
    grouping: Grouping


class StagedProgram:
    """The stages of a part while a solver closes them, one after the other, until one stays open.

    Parameters
    ----------
    control
        Knows how long it is waited for.
    best
        Gives the best grouping known at the time, by the whole order: what it reaches need not be found again. The last
        grouping depends on what the stages reach alone, so that it does not matter when something became known.
    finished
        Called once all stages and the objective are closed.
    at_once
        Whether the process of the run asks, and goes on once all is closed: what is left of a model is small.

    Attributes
    ----------
    closed
        The stages that are closed, in order; the objective after the last of them.
    solver
        On whose word they are.
    reached
        The best found of the next one where time ended it; None where nothing was.
    """

    def __init__(
        self,
        model: SeatModel,
        wanted: Sequence[Measure],
        banded: bool,
        control: Control,
        best: Callable[[], Grouping | None],
        finished: Callable[[], None],
        at_once: bool = False,
    ) -> None:
        self.closed: list[Closed] = []
        self.reached: Grouping | None = None
        self.solver = "HiGHS" if wanted[0].sign > 0 else "CP-SAT"
        self._solve = ask_highs if wanted[0].sign > 0 else ask_cp_sat
        self._never_nobody: int | None = None
        self._model, self._wanted, self._banded, self._control = model, wanted, banded, control
        self._best, self._finished = best, finished
        self._bytes, self._over, self._lock = model_bytes(model), threading.Event(), threading.RLock()
        self._at_once = at_once
        self._asked: Future[Told] | None = None
        with self._lock:
            self._next()

    @classmethod
    def begun(
        cls,
        problem: Problem,
        wanted: Sequence[Measure],
        banded: bool,
        control: Control,
        best: Callable[[], Grouping | None],
        finished: Callable[[], None],
    ) -> StagedProgram | None:
        """Begin; None where it is not worth it, or too much."""
        if not asked_as_a_whole(problem, control):
            return None
        seats = worthwhile_seats(problem, *problem.pairs)
        return cls(build_model(problem, seats, problem.permitted(seats)), wanted, banded, control, best, finished)

    def within(self, kept: Mask, control: Control) -> StagedProgram:
        """Return the same at some of the seats alone, and ask no more at all of them.

        Parameters
        ----------
        kept
            (seats,): the seats that a grouping can have that is as good as the best known, or better.
        """
        with self._lock:
            self._over.set()
        self._control.crew.drop()
        problem, seats = self._model.problem, self._model.seats[kept]
        allowed = problem.permitted(seats)
        model, few = build_model(problem, seats, allowed), int(allowed.sum()) <= AT_ONCE
        return StagedProgram(model, self._wanted, self._banded, control, self._best, lambda: None, few)

    @property
    def seats(self) -> Seats:
        """The seats that it looks at."""
        return self._model.seats

    @property
    def complete(self) -> bool:
        """Whether every stage and the objective are closed."""
        return len(self.closed) > len(self._wanted)

    def news(self) -> None:
        """Hear that a better grouping is known: a question that it answers is dropped."""
        with self._lock:
            known = None if self._over.is_set() or self._asked is None else self._known()
            place = len(self.closed)
            if known is None or place == len(self._wanted):
                return
            if not self._is_as_good_as_can_be(self._count(place, known)):
                return
            self._asked = None
        # Without the lock: whoever hears of the end of what is dropped may be waiting for it.
        self._control.crew.drop()
        with self._lock:
            self._close(known)

    def wait(self) -> list[Closed]:
        """Return what is closed once the solver is through, or once the run has to go on.

        Only time ends what it does, so that what is closed is the same wherever there was time enough.
        """
        while self._control.running() and not self._over.wait(0.05):
            pass
        with self._lock:
            if not self._over.is_set():
                self._control.hurried.set()
            self._over.set()
        self._control.crew.drop()
        return list(self.closed)

    def _next(self) -> None:
        """Ask for the next stage, where there is one."""
        place = len(self.closed)
        if place > len(self._wanted):
            self._finished()
            self._over.set()
            return
        known = self._known()
        if place == len(self._wanted):
            gains = self._model.objective()
            worth = gains.nonzero()[0]
            # With nothing to begin with: the last grouping must not depend on what was known by then.
            self._ask(worth, gains[worth], None)
        elif known is not None and self._is_as_good_as_can_be(self._count(place, known)):
            self._close(known)
        else:
            measure = self._wanted[place]
            columns, amounts, constant = terms(self._model, measure, self._banded)
            if measure.sign < 0 and self._never_nobody != place:
                # Whether nobody has to be there is soon answered, either way; the fewest is not.
                self._ask(columns[:0], amounts[:0], known, self._kept(measure, 0))
            elif measure.sign < 0 or known is None:
                self._ask(columns, measure.sign * amounts, known)
            else:
                more: Row = (columns, amounts, self._count(place, known) + 1 - constant, math.inf)
                self._ask(columns, amounts, known, [more])

    def _ask(self, columns: Ints, amounts: Ints, known: Grouping | None, besides: Sequence[Row] = ()) -> None:
        """Ask for the most of what columns are worth, all that is closed kept.

        Parameters
        ----------
        known
            A grouping to begin with.
        besides
            Rows of this question alone: by which the next count is 0, or more than that of `known`.
        """
        rows = [
            row for one, closed in zip(self._wanted, self.closed, strict=False) for row in self._kept(one, closed.value)
        ]
        hint = None if known is None else hinted(self._model, known)
        seconds = max(0.1, self._control.left - GRACE)
        program = Program(self._bytes, (columns, amounts), (*rows, *besides), seconds, hint)
        self._asked = None if self._over.is_set() else self._begun(program)
        if self._asked is None:
            self._over.set()
        else:
            self._asked.add_done_callback(lambda done: self._told(done, known, besides))

    def _begun(self, program: Program) -> Future[Told] | None:
        """Let a process of its own answer, or answer here at once; None where the run has to end."""
        if not self._at_once:
            return self._control.crew.begin(self._solve, program, self._control)
        if not self._control.running():
            return None
        answer = Future[Told]()
        try:
            answer.set_result(self._solve(program, None))
        except Exception as fault:  # it ends no run: what it was asked for stays open, as where a process fails
            answer.set_exception(fault)
        return answer

    def _kept(self, measure: Measure, value: int) -> list[Row]:
        """Return rows by which a count stays what it is.

        That nobody is left out is said of each mentee: a sum over all says so too, and is worth much less to a solver.
        """
        columns, amounts, constant = terms(self._model, measure, self._banded)
        if not measure.left_out or value:
            return [(columns, amounts, value - constant, value - constant)]
        own = [self._model.placements_of(mentee) for mentee in range(self._model.problem.mentees)]
        counted_too = np.setdiff1d(self._model.placements, columns)
        return [*((each, np.ones_like(each), 1, 1) for each in own), (counted_too, np.ones_like(counted_too), 0, 0)]

    def _told(self, future: Future[Told], known: Grouping | None, besides: Sequence[Row]) -> None:
        """Take over what the solver says of the stage that was asked for."""
        with self._lock:
            if self._over.is_set() or future is not self._asked:
                return
            outcome = outcome_of(self._model, awaited(future, self._control), 0.0)
            fewest = self._wanted[-1].sign < 0
            if besides and fewest and outcome.proved and outcome.grouping is None:
                self._never_nobody = len(self.closed)
                self._next()
                return
            best = outcome.grouping or known
            if best is not None and not keeps_demands(self._model.problem, best):
                best = None
            if best is not None and outcome.proved:
                self._close(best)
            else:
                self.reached = best
                self._over.set()

    def _close(self, grouping: Grouping) -> None:
        self.closed.append(Closed(self._count(len(self.closed), grouping), grouping))
        self._next()

    def _count(self, place: int, grouping: Grouping) -> int:
        """Return what a grouping reaches at a stage, or its objective after them all."""
        if place == len(self._wanted):
            return grouping.objective
        return counted(self._model.problem, self._wanted[place], grouping, self._banded)

    def _known(self) -> Grouping | None:
        """Return the grouping known that reaches all that is closed, and then most of what is next."""
        place, best = len(self.closed), self._best()
        known = [] if not self.closed else [self.closed[-1].grouping]
        if best is not None and all(self._count(at, best) == one.value for at, one in enumerate(self.closed)):
            known.append(best)
        sign = 1 if place >= len(self._wanted) else self._wanted[place].sign
        return max(known, key=lambda one: sign * self._count(place, one), default=None)

    def _is_as_good_as_can_be(self, count: int) -> bool:
        reached = [one.value for one in self.closed]
        return as_good_as_can_be(self._wanted[len(reached)], count, self._model.problem.mentees, reached)
