"""All stages of a mode as one mixed-integer program after the other, solved by HiGHS beside the search by prices.

What a stage counts takes few values, and prices see little of what lies between two of them: a bound of 0 where one
mentee has to go without is the best that they can say. Where the whole model is small, HiGHS closes such stages.
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

from matcher.problem import Problem
from matcher.solving.control import Control, Effort
from matcher.solving.crew import awaited
from matcher.solving.exact import GRACE, Program, Told, asked, build_model, model_bytes, outcome_of
from matcher.solving.grouping import Grouping, keeps_demands
from matcher.solving.modes import Measure, as_good_as_can_be, counted, terms
from matcher.solving.seats import count_seats, worthwhile_seats

if TYPE_CHECKING:
    from matcher.rules.seat_model import SeatModel

Ints = NDArray[np.int64]
Row = tuple[Ints, Ints, float, float]

__all__ = ["Closed", "StagedProgram"]

FEWEST, MOST = 3_000, 12_000
"""Placements from which on, and up to which, it is worth asking; CP-SAT settles less than that at once."""


@dataclass(frozen=True)
class Closed:
    """A stage that is proved best, and a grouping that reaches it; `value` is the count, or the objective."""

    value: int
    grouping: Grouping


class StagedProgram:
    """The stages of a part while HiGHS solves them, one after the other, until one stays open.

    Parameters
    ----------
    best
        Gives the best grouping known at the time, by the whole order: what it reaches need not be found again. The last
        grouping depends on what the stages reach alone, so that it does not matter when something became known.
    finished
        Called once all stages and the objective are closed.
    """

    def __init__(
        self,
        model: SeatModel,
        wanted: Sequence[Measure],
        banded: bool,
        control: Control,
        best: Callable[[], Grouping | None],
        finished: Callable[[], None],
    ) -> None:
        self.closed: list[Closed] = []
        self._model, self._wanted, self._banded, self._control = model, wanted, banded, control
        self._best, self._finished = best, finished
        self._bytes, self._over, self._lock = model_bytes(model), threading.Event(), threading.RLock()
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
        if control.effort == Effort.QUICK or count_seats(problem) > MOST:
            return None
        seats = worthwhile_seats(problem, *problem.pairs)
        allowed = problem.permitted(seats)
        if not FEWEST < int(allowed.sum()) <= MOST:
            return None
        return cls(build_model(problem, seats, allowed), wanted, banded, control, best, finished)

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

    def wait(self, control: Control) -> list[Closed]:
        """Return what is closed once HiGHS is through, or once the run has to go on.

        Only time ends what it does, so that what is closed is the same wherever there was time enough.
        """
        while control.running() and not self._over.wait(0.05):
            pass
        with self._lock:
            if not self._over.is_set():
                self._control.hurried.set()
            self._over.set()
        self._control.crew.drop()
        return list(self.closed)

    def _next(self) -> None:
        """Ask for the next stage, where there is one."""
        place, known = len(self.closed), self._known()
        if place > len(self._wanted):
            self._finished()
            self._over.set()
        elif place == len(self._wanted):
            gains = self._model.objective()
            worth = gains.nonzero()[0]
            self._ask(worth, gains[worth], None, None)
        elif known is not None and self._is_as_good_as_can_be(self._count(place, known)):
            self._close(known)
        else:
            measure = self._wanted[place]
            columns, amounts, constant = terms(self._model, measure, self._banded)
            signed = measure.sign * amounts
            more = None if known is None else measure.sign * (self._count(place, known) - constant) + 1
            self._ask(columns, signed, None if more is None else (columns, signed, more, math.inf), known)

    def _ask(self, columns: Ints, amounts: Ints, more: Row | None, known: Grouping | None) -> None:
        """Ask for the most of what columns are worth, all that is closed kept, and `more` than `known` reaches."""
        rows = [] if more is None else [more]
        for measure, closed in zip(self._wanted, self.closed, strict=False):
            where, worth, constant = terms(self._model, measure, self._banded)
            rows.append((where, worth, closed.value - constant, closed.value - constant))
        program = Program(self._bytes, (columns, amounts), tuple(rows), max(0.1, self._control.left - GRACE))
        self._asked = None if self._over.is_set() else self._control.crew.begin(asked, program, self._control)
        if self._asked is None:
            self._over.set()
        else:
            self._asked.add_done_callback(lambda done: self._told(done, known))

    def _told(self, future: Future[Told], known: Grouping | None) -> None:
        """Take over what HiGHS says of the stage that was asked for: where there is nothing better, `known` is best."""
        with self._lock:
            if self._over.is_set() or future is not self._asked:
                return
            outcome = outcome_of(self._model, awaited(future, self._control), 0.0)
            best = outcome.grouping or known
            if best is None or not outcome.proved or not keeps_demands(self._model.problem, best):
                self._over.set()
            else:
                self._close(best)

    def _close(self, grouping: Grouping) -> None:
        self.closed.append(Closed(self._count(len(self.closed), grouping), grouping))
        self._next()

    def _count(self, place: int, grouping: Grouping) -> int:
        """Return what a grouping reaches at a stage, or its objective after them all."""
        if place == len(self._wanted):
            return grouping.objective
        return counted(self._model.problem, self._wanted[place], grouping, self._banded)

    def _known(self) -> Grouping | None:
        """Return the best grouping known, where it reaches all that is closed."""
        best = self._best()
        if best is None or any(self._count(place, best) != one.value for place, one in enumerate(self.closed)):
            return None
        return best

    def _is_as_good_as_can_be(self, count: int) -> bool:
        reached = [one.value for one in self.closed]
        return as_good_as_can_be(self._wanted[len(reached)], count, self._model.problem.mentees, reached)
