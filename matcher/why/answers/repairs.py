"""The smallest changes of an intake after which what was impossible is possible, each verified by solving with it.

Which is smaller: first what touches one person's row and forbids nobody anything (an hour more, one group more, some
mentees more), then one place more in each group or one room more, then a wish or a row given up, then a rule of the
program loosened for all. Among equals, the order of the intake.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from matcher.intake.hours import free_table
from matcher.intake.people import Intake
from matcher.why.answers.changing import stepped
from matcher.why.answers.counterfactuals import Clock
from matcher.why.answers.feasibility import Verdict, most_placed, possible
from matcher.why.answers.irreducible_sets import clash_of
from matcher.why.answers.steps import Repair, Step, StepKind

__all__ = ["MOST_REPAIRS", "ORDER", "hour_steps", "loosened", "repairs_of"]

MOST_REPAIRS = 3
"""Ways out that are told."""
MOST_HOURS = 6
"""Slots tried for one person, those at which most others can meet first."""
MOST_PEOPLE = 12
"""People of whom an hour more is tried."""
MOST_PAIRS = 14
"""Single steps that are tried two at a time where none is enough."""
MOST_STEPS = 4
"""Steps of a repair at most."""
CHECK = 4.0
"""Seconds for one check."""

ORDER = (
    StepKind.HOUR,
    StepKind.MAX_GROUPS,
    StepKind.MAX_MENTEES,
    StepKind.MAX_SIZE,
    StepKind.ROOMS,
    StepKind.MIN_SIZE,
    StepKind.AVOID,
    StepKind.REQUIRE,
    StepKind.CONSTRAINT,
    StepKind.LOCK,
    StepKind.COUNT,
    StepKind.NO_LONE,
    StepKind.ELIGIBLE,
    StepKind.PAIR,
    StepKind.MIX,
    StepKind.GENDER_PAIR,
    StepKind.EVERYONE,
)
"""Kinds of steps, the smallest first."""


def repairs_of(intake: Intake, members: Sequence[Step], clock: Clock) -> tuple[Repair, ...]:
    """Return up to three smallest repairs of an intake that no grouping satisfies.

    Parameters
    ----------
    members
        Rules and wishes that cannot all hold: a repair must loosen one of them.

    Returns
    -------
    tuple of Repair
        Of one step each, a kind each, first those that change a number by 1; where no single step is enough, of two or
        more.
    """
    found: list[Repair] = []
    kinds: set[StepKind] = set()
    singles: list[Step] = []
    for step in _candidates(intake, members):
        if len(found) >= MOST_REPAIRS or not clock.running():
            break
        if step.kind in kinds:
            continue
        loose = _least(intake, step, clock)
        if loose is None:
            singles.append(step)
        else:
            made, verdict = loose
            kinds.add(step.kind)
            found.append(_repair(intake, (made,), verdict, clock))
    if found or not clock.running():
        return tuple(sorted(found, key=_rank))
    return tuple(_of_two(intake, singles, clock)) or tuple(_of_several(intake, members, clock))


def _repair(intake: Intake, steps: tuple[Step, ...], verdict: Verdict, clock: Clock) -> Repair:
    """Return a repair with how many are left out, in a good grouping where the one at hand leaves somebody out."""
    placed = verdict.placed
    if placed < len(intake.mentees):
        placed = max(placed, most_placed(stepped(intake, *steps), clock, CHECK))
    return Repair(steps, len(intake.mentees) - placed)


def _rank(repair: Repair) -> tuple[bool, int]:
    """Return what comes first: to leave people out is last, whatever else changes by 1 first."""
    step = repair.steps[0]
    return step.kind is StepKind.EVERYONE, _amount(step)


def _amount(step: Step) -> int:
    """Return by how much a step changes a number, 1 for what is no number."""
    if step.before is None or step.after is None or not (step.before.isdecimal() and step.after.isdecimal()):
        return 1
    return abs(int(step.after) - int(step.before))


def _of_two(intake: Intake, singles: Sequence[Step], clock: Clock) -> Iterator[Repair]:
    told = 0
    pairs = sorted(combinations(range(min(MOST_PAIRS, len(singles))), 2), key=sum)
    for one, other in pairs:
        if told >= MOST_REPAIRS or not clock.running():
            return
        steps = (singles[one], singles[other])
        if (steps[0].kind, steps[0].person) == (steps[1].kind, steps[1].person) != (StepKind.HOUR, steps[0].person):
            continue
        verdict = possible(stepped(intake, *steps), clock, CHECK)
        if verdict.possible:
            told += 1
            yield _repair(intake, steps, verdict, clock)


def _of_several(intake: Intake, members: Sequence[Step], clock: Clock) -> Iterator[Repair]:
    """Yield a repair where several sets of rules clash, each apart from the others: a step for each of them."""
    taken: list[Step] = []
    for _ in range(MOST_STEPS):
        loose = stepped(intake, *taken)
        for step in _candidates(loose, members)[:MOST_PAIRS]:
            if not clock.running():
                return
            verdict = possible(stepped(loose, step), clock, CHECK)
            if verdict.possible:
                yield _repair(intake, (*taken, step), verdict, clock)
                return
        # Of this set one goes whole, the smallest change that does; what still clashes has another reason.
        taken.append(min(members, key=lambda step: (step.kind is StepKind.EVERYONE, ORDER.index(step.kind))))
        clash = clash_of(stepped(intake, *taken), clock)
        if clash is None or not clash.members:
            return
        members = clash.members


def _candidates(intake: Intake, members: Sequence[Step]) -> list[Step]:
    """Return single steps that loosen one of the members, the smallest first."""
    people = [step.person for step in members if step.kind is StepKind.HOUR and step.person is not None]
    steps = list(hour_steps(intake, people[:MOST_PEOPLE]))
    for member in members:
        if member.kind is not StepKind.HOUR:
            steps += loosened(intake, member)
    return sorted(steps, key=lambda step: ORDER.index(step.kind))


def hour_steps(intake: Intake, people: Iterable[str]) -> Iterator[Step]:
    """Yield an hour more for each of these people, where most others can meet first; first an hour for everybody."""
    slots = intake.slots
    if not slots:
        return
    mentors = free_table(intake.mentors, slots, intake.program)
    mentees = free_table(intake.mentees, slots, intake.program)
    crowd = np.minimum(mentors.sum(axis=0) * 1000, 1000 * intake.program.groups.fewest_mentors) + mentees.sum(axis=0)
    best = np.argsort(-crowd, kind="stable")
    rows = []
    for person in people:
        place = intake.mentor_position.get(person)
        free = mentees[intake.mentee_position[person]] if place is None else mentors[place]
        missing = [int(slot) for slot in best if not free[slot]][:MOST_HOURS]
        rows.append([Step(StepKind.HOUR, person, after=slots[slot].text) for slot in missing])
    for number in range(MOST_HOURS):
        for row in rows:
            if number < len(row):
                yield row[number]


def loosened(intake: Intake, member: Step) -> list[Step]:
    """Return the steps, by the least amount, that loosen a rule or give it up."""
    before = 0 if member.before is None or not member.before.isdecimal() else int(member.before)
    if member.kind in (StepKind.MAX_GROUPS, StepKind.MAX_MENTEES) and member.person is None:
        # A limit of the program: for one mentor alone it is a smaller change than for all.
        field = str(member.kind)
        own = [mentor.id for mentor in intake.mentors if getattr(mentor, field) is None]
        return [_to(replace(member, person=mentor), before + 1) for mentor in (*own[:MOST_PEOPLE], None)]
    if member.kind in (StepKind.MAX_GROUPS, StepKind.MAX_MENTEES, StepKind.MAX_SIZE, StepKind.ROOMS):
        return [_to(member, before + 1)]
    if member.kind is StepKind.MIN_SIZE:
        return [_to(member, before - 1)]
    if member.kind is StepKind.COUNT:
        return [*(_to(member, number) for number in (before - 1, before + 1) if number > 0), member]
    return [member]


def _to(step: Step, number: int) -> Step:
    return Step(step.kind, step.person, step.other, step.before, str(number), step.detail)


def _least(intake: Intake, step: Step, clock: Clock) -> tuple[Step, Verdict] | None:
    """Return the step with the least amount that is enough, None where no amount is.

    Amounts double until one is enough, then halve between: whatever is enough, more of it is.
    """
    verdict = possible(stepped(intake, step), clock, CHECK)
    if verdict.possible:
        return step, verdict
    if step.after is None or not step.after.isdecimal() or not verdict.settled:
        return None
    start, end = int(step.before or 0), _furthest(intake, step)
    sign = 1 if end > start else -1
    low, high = 1, abs(end - start)
    best: tuple[Step, Verdict] | None = None
    amount = 2
    while low < high and clock.running():
        amount = min(amount, high) if best is None else (low + high) // 2
        if best is not None and amount == low:
            break
        there = _to(step, start + sign * amount)
        verdict = possible(stepped(intake, there), clock, CHECK)
        if verdict.possible:
            best, high = (there, verdict), amount
        elif amount == high or not verdict.settled:
            break
        else:
            low = amount
            amount *= 2
    return best


def _furthest(intake: Intake, step: Step) -> int:
    """Return the largest (or smallest) amount of a setting that could change anything."""
    before = int(step.before or 0)
    if step.kind is StepKind.MIN_SIZE:
        return 1
    if step.kind is StepKind.COUNT:
        up = int(step.after or 0) > before
        return len(intake.mentees) // intake.program.groups.min_size if up else 1
    if step.kind is StepKind.MAX_GROUPS:
        return min(len(intake.mentees), before + 5)
    if step.kind is StepKind.ROOMS:
        return len(intake.mentors)
    return len(intake.mentees)
