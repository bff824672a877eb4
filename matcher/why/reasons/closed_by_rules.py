"""Which rule closes which mentor to which mentee: each rule's masks by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.problem.problem import Problem
from matcher.rules import RULES, Masks, Rule

__all__ = ["Closure", "closed_mentors", "closures"]

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Closure:
    """What one rule by itself closes to some mentees; nobody, who closes nothing, is the last mentor.

    Parameters
    ----------
    closed
        (mentees, mentors + 1): no group that this mentor leads.
    suits
        None, or (mentees, mentors + 1): no group of whose mentors none is True.
    """

    rule: Rule
    closed: Mask
    suits: Mask | None = None

    def of_pairs(self, row: int, first: NDArray[np.int64], second: NDArray[np.int64]) -> Mask:
        """Return (pairs,): which choices of mentors this closes to the mentee in this row."""
        if self.suits is None:
            closed: Mask = self.closed[row, first] | self.closed[row, second]
            return closed
        suited: Mask = self.suits[row, first] | self.suits[row, second]
        return ~suited


def closures(intake: Intake, mentees: Sequence[int]) -> list[Closure]:
    """Return what each rule closes to the mentees at these positions, a row each; rules that close nothing missing."""
    found = []
    for rule in RULES:
        if type(rule).forbid is Rule.forbid and type(rule).narrow is Rule.narrow:
            continue
        masks = Masks.everything(intake)
        rule.forbid(intake, masks)
        rule.narrow(intake, masks)
        closed = ~(masks.welcome[mentees] & masks.leads)
        if closed.any():
            found.append(Closure(rule, np.column_stack([closed, np.zeros(len(closed), bool)])))
        for mask in masks.either:
            rows = mask[mentees]
            if not rows.all():
                suits = np.column_stack([rows, rows.all(axis=1)])
                found.append(Closure(rule, np.zeros_like(suits), suits))
    return found


def closed_mentors(intake: Intake, problem: Problem, closed_by: Sequence[Closure], row: int, mentee: int) -> list[str]:
    """Return, for a mentee whom no mentor may have, how many mentors each rule closes: ``2 must not …``, ….

    Each mentor counts for the first rule that closes it.
    """
    left = np.ones(problem.mentors, bool)
    told = []
    for closure in closed_by:
        mine = closure.closed[row, :-1] & left
        left &= ~mine
        if count := int(mine.sum()):
            told.append(f"{count} {closure.rule.phrase(intake, count)}")
    # What is left, only those bound together with the mentee close.
    if count := int(left.sum()):
        are = "is" if count == 1 else "are"
        told.append(f"{count} {are} not permitted to somebody they must be together with")
    return told
