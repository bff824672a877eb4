"""First things first: the stages of the modes `greedy`, `generous` and `fair`.

Each stage counts mentees at one level (a choice, a band of satisfaction, left out), most or fewest. It is solved with
what earlier stages reached kept by weights; weights that prove too small are raised. Packing all stages into one weight
would leave the integers after about four of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matcher.problem.grouping import Grouping
from matcher.problem.problem import Aim, Problem
from matcher.solving.exact.seat_model import SeatModel
from matcher.solving.relaxation.magnitudes import most_weight

__all__ = ["Kept", "Measure", "Mode", "aimed", "as_good_as_can_be", "counted", "levels_of", "measures", "terms"]

Ints = NDArray[np.int64]
Mode = Literal["total", "greedy", "generous", "fair"]


@dataclass(frozen=True)
class Measure:
    """What one stage counts.

    Parameters
    ----------
    name
        ``choice 1``, ``unlisted``, ``left out``, ``band 0``.
    levels
        (levels,) of bool: which levels count.
    left_out
        Whether mentees left out count.
    sign
        1 where more is better, -1 where fewer is.
    """

    name: str
    levels: NDArray[np.bool_]
    left_out: bool
    sign: int


def measures(problem: Problem, mode: Mode, bands: int) -> list[Measure]:
    """Return the stages of a mode, in order; none for ``total``.

    Notes
    -----
    The last count follows from the others, and is no stage: choice 1 in ``generous``, the highest band in ``fair``.
    """
    if mode == "total":
        return []
    if mode == "fair":
        eye = np.eye(bands, dtype=bool)
        return [Measure(f"band {band}", eye[band], band == 0, -1) for band in range(bands - 1)]
    last = problem.unlisted
    eye = np.eye(last + 1, dtype=bool)
    if mode == "greedy":
        return [Measure(f"choice {rank}", eye[rank], False, 1) for rank in range(1, last)]
    nobody = np.zeros(last + 1, bool)
    fewest = [Measure("left out", nobody, True, -1), Measure("unlisted", eye[last], False, -1)]
    return fewest + [Measure(f"choice {rank}", eye[rank], False, -1) for rank in range(last - 1, 1, -1)]


def aimed(problem: Problem, stages: Sequence[Measure], banded: bool, growth: int, final: bool) -> tuple[Problem, Ints]:
    """Return the problem of one stage, and the weight of each of `stages` in it.

    Parameters
    ----------
    stages
        Those that must keep what they reached, and last, unless `final`, the one to be improved.
    growth
        By how much a stage outweighs the next.
    final
        Whether the objective itself is to be improved.
    """
    unit, most = _largest_step(problem) if final else 1, most_weight(problem)
    powers = range(len(stages), 0, -1) if final else range(len(stages) - 1, -1, -1)
    weights = [min(most, unit * growth**power) for power in powers]
    bonus = sum(
        (w * m.sign * m.levels.astype(np.int64) for w, m in zip(weights, stages, strict=True)), start=np.int64(0)
    )
    left_out = sum(w * m.sign * m.left_out for w, m in zip(weights, stages, strict=True))
    aim = Aim(int(final), np.asarray(bonus, np.int64), int(left_out), banded)
    return replace(problem, aim=aim), np.array(weights, np.int64)


def _largest_step(problem: Problem) -> int:
    """Return about what one mentee more or less can change in the objective, points."""
    points = problem.most_points + int(problem.pair_score.max(initial=0))
    return points + int(problem.placed.max(initial=0)) + 1


def counted(problem: Problem, measure: Measure, grouping: Grouping, banded: bool) -> int:
    """Return how many mentees of a grouping a measure counts."""
    placed = np.flatnonzero(grouping.seat_of >= 0)
    seat = grouping.seat_of[placed]
    levels = levels_of(problem, measure, banded, placed, grouping.seats.first[seat], grouping.seats.second[seat])
    out = problem.mentees - len(placed) if measure.left_out else 0
    return int(measure.levels[levels].sum()) + out


def as_good_as_can_be(measure: Measure, count: int, mentees: int, reached: Sequence[int]) -> bool:
    """Return whether counting alone shows that a stage's count cannot be bettered, earlier ones kept at `reached`."""
    return count == 0 if measure.sign < 0 else count == mentees - sum(reached)


def levels_of(problem: Problem, measure: Measure, banded: bool, mentee: Ints, first: Ints, second: Ints) -> Ints:
    """Return the level of each placement, among those that `measure` tells apart."""
    aim = Aim(0, np.zeros(len(measure.levels), np.int64), 0, banded)
    return replace(problem, aim=aim).level(mentee, first, second)


@dataclass(frozen=True)
class Kept:
    """A count that a grouping must have, since an earlier stage reached it."""

    measure: Measure
    value: int
    banded: bool

    def holds(self, problem: Problem, grouping: Grouping) -> bool:
        """Return whether a grouping has it."""
        return counted(problem, self.measure, grouping, self.banded) == self.value

    def add_to(self, model: SeatModel) -> None:
        """State it over the placements of `model`: weights alone may prove too small to say it."""
        columns, amounts, constant = terms(model, self.measure, self.banded)
        model.add_row(columns, amounts, self.value - constant, self.value - constant)


def terms(model: SeatModel, measure: Measure, banded: bool) -> tuple[Ints, Ints, int]:
    """Return a count over the placements of a model: columns, what each adds, and the count with nobody placed."""
    problem, seats, seat = model.problem, model.seats, model.seat_of
    levels = levels_of(problem, measure, banded, model.mentee_of, seats.first[seat], seats.second[seat])
    # Whoever is left out is in no placement.
    amounts = measure.levels[levels].astype(np.int64) - int(measure.left_out)
    there = np.flatnonzero(amounts)
    return model.placements[there], amounts[there], problem.mentees if measure.left_out else 0
