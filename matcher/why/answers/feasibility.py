"""Whether any grouping at all keeps the rules of an intake: shown by a grouping that is verified, or proved not to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.checking.verify import breaches_of
from matcher.intake.hours import free_table
from matcher.intake.people import Intake
from matcher.intake.program import fold
from matcher.problem.grouping import Grouping
from matcher.problem.ids import formed_groups
from matcher.problem.problem import build_problem
from matcher.result.records import Effort
from matcher.rules import FormedGroup
from matcher.solving.portfolio import solve
from matcher.solving.running.control import Control
from matcher.solving.variants.feasible import any_grouping
from matcher.why.answers.changing import changed
from matcher.why.answers.counterfactuals import Clock
from matcher.why.reasons.infeasible import counting_reasons

__all__ = ["Verdict", "most_placed", "only_offered_slots", "possible"]


@dataclass(frozen=True)
class Verdict:
    """Whether some grouping keeps every rule.

    Parameters
    ----------
    groups
        Such a grouping, verified; None where none was found.
    settled
        Whether it was found, or is proved not to be there; False where time ran out.
    """

    groups: tuple[FormedGroup, ...] | None
    settled: bool

    @property
    def possible(self) -> bool:
        """Whether a grouping is at hand."""
        return self.groups is not None

    @property
    def impossible(self) -> bool:
        """Whether it is proved that there is none."""
        return self.settled and self.groups is None

    @property
    def placed(self) -> int:
        """How many mentees the grouping at hand places."""
        return sum(len(group.mentees) for group in self.groups or ())


def possible(intake: Intake, clock: Clock, seconds: float, *, counting: bool = True) -> Verdict:
    """Return whether some grouping keeps every rule.

    Parameters
    ----------
    seconds
        At most so long, and no longer than the clock has left.
    counting
        Whether a counting argument alone may settle it; else a solver must.

    Raises
    ------
    RuntimeError
        The grouping found breaks a rule: a bug of ours.
    """
    problem = build_problem(intake)
    if counting and counting_reasons(intake, problem):
        return Verdict(None, True)
    control = Control(max(0.05, min(seconds, clock.left)), Effort.NORMAL, 0.0, clock.seed)
    grouping, settled = any_grouping(problem, control)
    return Verdict(None, settled) if grouping is None else Verdict(_verified(intake, grouping), True)


def most_placed(intake: Intake, clock: Clock, seconds: float) -> int:
    """Return how many mentees a good grouping places; 0 where none was found in the time."""
    control = Control(max(0.05, min(seconds, clock.left)), Effort.QUICK, 0.0, clock.seed)
    grouping = solve(build_problem(intake), control).grouping
    return 0 if grouping is None else sum(len(group.mentees) for group in _verified(intake, grouping))


def _verified(intake: Intake, grouping: Grouping) -> tuple[FormedGroup, ...]:
    groups = formed_groups(intake, grouping)
    breaches = breaches_of(intake, groups)
    if breaches:
        raise RuntimeError(f"a grouping found for an explanation breaks a rule: {breaches[0]}")
    return groups


def only_offered_slots(intake: Intake) -> Intake:
    """Return the intake without slots at which nobody can meet, but for locks and as many as there could be groups.

    Those are all alike: whoever may come to any hour could use them, and no more of them than there are groups.
    """
    if not intake.scheduled:
        return intake
    people = (*intake.mentors, *intake.mentees)
    locked = np.zeros(len(intake.slots), dtype=np.bool_)
    locked[[intake.slot_position[fold(lock.slot)] for lock in intake.locks if lock.slot is not None]] = True
    offered = free_table(people, intake.slots, intake.program).any(axis=0) | locked
    more = np.flatnonzero(~offered)[: len(intake.mentees)]
    kept = np.sort(np.r_[np.flatnonzero(offered), more])
    return changed(intake, slots=tuple(intake.slots[place] for place in kept))
