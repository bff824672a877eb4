"""A smallest set of rules and wishes that cannot all hold, by deletion filtering.

Every rule instance of the intake is given up in turn; where nothing is possible still, it stays given up. What is left
in the end conflicts, and each of it is needed. Whole classes are tried at once and halved where they are needed, so
that a set of a few out of hundreds takes some dozens of solves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from matcher.intake.people import Constraint, Intake, Lock
from matcher.why.answers.changing import changed, stepped
from matcher.why.answers.counterfactuals import Clock
from matcher.why.answers.demands import demand_classes
from matcher.why.answers.feasibility import Verdict, only_offered_slots, possible
from matcher.why.answers.steps import Clash, Step, StepKind

__all__ = ["clash_of", "clash_with"]

CHECK = 5.0
"""Seconds for one check."""
AGAIN = 2.0
"""Seconds for a solver's word on what counting proves."""


@dataclass
class _Filter:
    """Deletion filtering: which rules are given up so far, and whether every answer was settled."""

    intake: Intake
    clock: Clock
    given_up: list[Step] = field(default_factory=list)
    settled: bool = True

    def without(self, steps: Sequence[Step]) -> Verdict:
        """Return whether anything is possible once these are given up too."""
        return possible(stepped(self.intake, *self.given_up, *steps), self.clock, CHECK)

    def needed(self, steps: Sequence[Step]) -> list[Step]:
        """Return those of these rules without which (and without all given up before) something is possible."""
        if not steps:
            return []
        if not self.clock.running():
            self.settled = False
            return list(steps)
        verdict = self.without(steps)
        if verdict.impossible:
            self.given_up += steps
            return []
        if len(steps) == 1:
            self.settled &= verdict.settled
            return list(steps)
        middle = len(steps) // 2
        return [*self.needed(steps[:middle]), *self.needed(steps[middle:])]


def clash_of(intake: Intake, clock: Clock) -> Clash | None:
    """Return a smallest set of rules and wishes of an intake that cannot all hold.

    Parameters
    ----------
    intake
        One that no grouping satisfies.

    Returns
    -------
    Clash or None
        `minimal` where each member was proved to be needed, by a grouping of all others, and all of them together were
        proved to conflict, both solved once more at the end. None where the last check shows that they do not
        conflict, which would be a solver's mistake.
    """
    intake = only_offered_slots(intake)
    classes = demand_classes(intake)
    search = _Filter(intake, clock)
    members = [step for steps in classes for step in search.needed(steps)]
    everything = [step for steps in classes for step in steps]
    if not search.settled or not clock.running():
        return Clash(tuple(members), minimal=False)
    given_up = [step for step in everything if step not in members]
    alone = stepped(intake, *given_up)
    # A counting argument is a proof, yet a solver is asked too.
    if possible(alone, clock, AGAIN, counting=False).possible:
        return None
    proved = possible(alone, clock, CHECK).impossible
    each = all(possible(stepped(intake, *given_up, member), clock, CHECK).possible for member in members)
    return Clash(tuple(members), minimal=proved and each)


def clash_with(intake: Intake, person: str, other: str, clock: Clock) -> Clash | None:
    """Return rules that together keep a mentee from a mentor, or two mentors from each other, none of them too many.

    Returns
    -------
    Clash or None
        Without the wish itself. None for two mentees, and where nothing was found.
    """
    people = sorted((person, other), key=lambda one: one in intake.mentor_by_id)
    if people[1] not in intake.mentor_by_id:
        return None
    if people[0] in intake.mentor_by_id:
        leaders = tuple(sorted(people, key=intake.mentor_position.__getitem__))
        wished = Lock(kind="mentor-pair", mentors=leaders)
        forced = changed(intake, locks=(*intake.locks, wished))
        own = Step(StepKind.LOCK, before=str(wished), detail=wished.kind)
    else:
        forced = changed(intake, constraints=(*intake.constraints, Constraint(kind="assign", a=people[0], b=people[1])))
        own = Step(StepKind.CONSTRAINT, people[0], people[1], detail="assign")
    clash = clash_of(forced, clock)
    if clash is None or own not in clash.members:
        return None
    return Clash(tuple(step for step in clash.members if step != own), clash.minimal)
