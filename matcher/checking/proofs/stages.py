"""What each mode counts, in order, and what of it a mentee is counted for with which mentors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.checking.best_alone import BestAlone
from matcher.checking.proofs.permitted import Ints
from matcher.checking.scoring import Scorer
from matcher.intake.people import Intake

__all__ = ["CountedStage", "Kinds", "stages_of"]


@dataclass(frozen=True)
class CountedStage:
    """One stage of a mode that puts first things first.

    Parameters
    ----------
    name
        As results have it.
    sign
        1 where as many as possible are wanted, -1 where as few.
    kind
        The kind of placement (see `Kinds`) that it counts; None where it counts no mentee in a group.
    left_out
        Whether it counts those left out.
    """

    name: str
    sign: int
    kind: int | None
    left_out: bool


def stages_of(intake: Intake) -> tuple[CountedStage, ...]:
    """Return the stages of the program's mode, those left out that follow from the others."""
    objective, longest = intake.program.objective, longest_list(intake)
    if objective.mode == "greedy":
        return tuple(CountedStage(f"choice {rank}", 1, rank, False) for rank in range(1, longest + 1))
    if objective.mode == "generous":
        worst_first = [CountedStage(f"choice {rank}", -1, rank, False) for rank in range(longest, 1, -1)]
        unlisted = CountedStage("unlisted", -1, longest + 1, False)
        return (CountedStage("left out", -1, None, True), unlisted, *worst_first)
    if objective.mode == "fair":
        return tuple(CountedStage(f"band {band}", -1, band, band == 0) for band in range(objective.levels - 1))
    return ()


def longest_list(intake: Intake) -> int:
    """Return the most choices that anybody lists."""
    return max((len(mentee.preferred_mentors) for mentee in intake.mentees), default=0)


class Kinds:
    """Of what kind it is for a mentee to be with certain mentors, by positions in the intake.

    With `greedy` and `generous` it is the choice, from 1, one more than the longest list for unlisted; with `fair` the
    band, from 0; else 0. Nobody is the position after the last mentor.
    """

    def __init__(self, intake: Intake, scorer: Scorer, scores: Ints) -> None:
        self._mode, self._levels, self._scores = intake.program.objective.mode, intake.program.objective.levels, scores
        if self._mode == "fair":
            alone = BestAlone(intake, scorer)
            self._best = np.array([alone.score(mentee.id) for mentee in intake.mentees], np.int64)
        self._rank = np.full(scores.shape, longest_list(intake) + 1)
        for row, mentee in enumerate(intake.mentees):
            for rank, mentor in reversed(list(enumerate(mentee.preferred_mentors, start=1))):
                self._rank[row, intake.mentor_position[mentor]] = rank

    def of(self, mentees: Ints, first: Ints, second: Ints) -> Ints:
        """Return the kind of each mentee with its mentors; the arrays are broadcast."""
        if self._mode == "total":
            return np.zeros(np.broadcast_shapes(mentees.shape, first.shape), np.int64)
        if self._mode != "fair":
            choice: Ints = np.minimum(self._rank[mentees, first], self._rank[mentees, second])
            return choice
        reached = self._scores[mentees, first] + self._scores[mentees, second]
        best = self._best[mentees]
        band = np.minimum(self._levels - 1, reached * self._levels // np.maximum(1, best))
        kind: Ints = np.where(best == 0, self._levels - 1, band)
        return kind
