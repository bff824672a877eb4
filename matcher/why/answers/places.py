"""Somebody who is left out: what it would cost to place them, and the smallest changes that would."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matcher.checking.verify import breaches_of
from matcher.intake.hours import free_table
from matcher.intake.people import Intake
from matcher.intake.program import fold
from matcher.problem.grouping import room_left
from matcher.problem.ids import formed_groups
from matcher.problem.problem import build_problem
from matcher.rules.members.eligible import EligibleRuleRoom
from matcher.rules.members.mix import mix_told
from matcher.solving.running.control import Control
from matcher.solving.variants.feasible import any_grouping
from matcher.solving.variants.forced import placed
from matcher.why.answers.changing import stepped
from matcher.why.answers.counterfactuals import Clock, best_with
from matcher.why.answers.now import Now
from matcher.why.answers.repairs import MOST_REPAIRS, ORDER
from matcher.why.answers.steps import Repair, Step, StepKind
from matcher.why.reasons.closed_by_rules import closures
from matcher.why.reasons.infeasible import counting_reasons

__all__ = ["repairs_for"]

MOST_TRIED = 40
"""Steps that are solved at most."""
MOST_OF_A_KIND, MOST_AMOUNTS = 8, 4
"""Steps of one kind that are tried, and sizes over the largest."""
_AMOUNTS = (StepKind.MAX_SIZE, StepKind.MIN_SIZE, StepKind.ROOMS)
"""Settings of which the least amount that is enough is told."""
CHECK = 2.0
"""Seconds for one check of the whole."""


def repairs_for(now: Now, mentee: str, clock: Clock) -> tuple[tuple[Repair, ...], bool]:
    """Return up to three smallest changes that would place somebody, and whether all that are known were tried.

    Each is verified: with it there is a grouping that keeps every rule, places them, and leaves out nobody who has a
    place now. The smallest first; of one kind, the one after which the whole scores most. Where other groups are
    enough, that alone is returned: a repair of no steps.
    """
    if clock.running() and (unchanged := _tried(now, mentee, (), clock)) is not None:
        return (unchanged,), True
    found: list[Repair] = []
    tried = 0
    for kind in ORDER:
        steps = list(dict.fromkeys(_steps(now, mentee, kind)))
        best: Repair | None = None
        for step in steps[:MOST_OF_A_KIND]:
            if not clock.running() or tried >= MOST_TRIED:
                return tuple(found), False
            tried += 1
            repair = _tried(now, mentee, (step,), clock)
            if repair is not None and (best is None or (repair.points or 0) > (best.points or 0)):
                best = repair
            if best is not None and kind in _AMOUNTS:
                break
        if best is not None:
            found.append(best)
        if len(found) == MOST_REPAIRS:
            break
    return tuple(found), True


def _tried(now: Now, mentee: str, steps: tuple[Step, ...], clock: Clock) -> Repair | None:
    """Return the repair that steps are, None where they do not help (or are not seen to in their share of the time)."""
    intake = stepped(now.intake, *steps)
    problem = build_problem(intake)
    then = Now(intake, problem, now.groups, now.grouping, False)
    if breaches_of(intake, now.groups):
        return None
    must = np.flatnonzero(now.grouping.seat_of >= 0).tolist()
    forced = placed(problem, [*must, intake.mentee_position[mentee]])
    near = problem.permitted(now.grouping.seats)[:, intake.mentee_position[mentee]]
    seats = now.grouping.seats
    touched = [
        seats.led_by(intake.mentor_position[one.person]) for one in steps if one.person in intake.mentor_position
    ]
    centre = np.flatnonzero(np.logical_or.reduce([near, *touched])).tolist()[:4]
    if counting_reasons(intake, forced):
        return None
    grouping = best_with(then, forced, centre, clock, 0.2, prove=False).grouping
    if grouping is None:
        grouping = any_grouping(forced, Control(min(CHECK, clock.left), clock.effort, 0.0, clock.seed))[0]
    if grouping is None:
        return None
    groups = formed_groups(intake, grouping)
    if breaches_of(intake, groups):
        raise RuntimeError("a grouping found for a repair breaks a rule")
    here = sum(len(group.mentees) for group in groups)
    return Repair(steps, len(intake.mentees) - here, grouping.objective - now.grouping.objective)


def _steps(now: Now, mentee: str, kind: StepKind) -> Iterator[Step]:
    """Yield the steps of a kind that could place somebody, the likeliest first."""
    intake, problem = now.intake, now.problem
    person, position = intake.mentee_by_id[mentee], intake.mentee_position[mentee]
    groups = intake.program.groups
    if kind is StepKind.HOUR and intake.scheduled:
        yield from _hours(now, mentee)
    elif kind is StepKind.MAX_GROUPS:
        for mentor in _open_mentors(now, position):
            yield _raised(StepKind.MAX_GROUPS, mentor, intake.max_groups(intake.mentor_by_id[mentor]))
    elif kind is StepKind.MAX_MENTEES:
        for mentor in _open_mentors(now, position):
            most = intake.max_mentees(intake.mentor_by_id[mentor])
            if most is not None:
                yield _raised(StepKind.MAX_MENTEES, mentor, most)
    elif kind is StepKind.MAX_SIZE:
        for size in range(groups.max_size + 1, min(groups.max_size + MOST_AMOUNTS, problem.mentees) + 1):
            yield Step(kind, before=str(groups.max_size), after=str(size))
    elif kind is StepKind.MIN_SIZE and groups.min_size > 1:
        for size in range(groups.min_size - 1, max(0, groups.min_size - 1 - MOST_OF_A_KIND), -1):
            yield Step(kind, before=str(groups.min_size), after=str(size))
    elif kind is StepKind.ROOMS and problem.max_groups_per_slot is not None:
        yield _raised(kind, None, problem.max_groups_per_slot)
    elif kind is StepKind.COUNT and groups.count is not None:
        for number in (groups.count + 1, groups.count - 1):
            if number > 0:
                yield Step(kind, before=str(groups.count), after=str(number))
    elif kind is StepKind.REQUIRE and (wish := person.wished_gender("require")) is not None:
        yield Step(kind, mentee, before=wish)
    else:
        yield from _given_up(intake, mentee, kind)


def _given_up(intake: Intake, mentee: str, kind: StepKind) -> Iterator[Step]:
    """Yield rules that could be given up for somebody's sake."""
    closing = {type(one.rule) for one in closures(intake, [intake.mentee_position[mentee]])}
    if kind is StepKind.AVOID:
        for person in (*intake.mentors, *intake.mentees):
            for other in person.avoid:
                if mentee in (person.id, other):
                    yield Step(kind, person.id, other)
    elif kind is StepKind.CONSTRAINT:
        for row in intake.constraints:
            if mentee in (row.a, row.b) and row.kind != "co_lead":
                yield Step(kind, row.a, row.b, detail=row.kind)
    elif kind is StepKind.LOCK:
        for lock in intake.locks:
            yield Step(kind, before=str(lock), detail=lock.kind)
    elif kind is StepKind.ELIGIBLE and EligibleRuleRoom in closing:
        for rule in (rule for rule in intake.program.eligible if rule.is_rule):
            yield Step(kind, before=rule.column, detail=rule.rule)
    elif kind is StepKind.NO_LONE:
        gender = intake.mentee_by_id[mentee].gender_key
        if gender is not None and gender in {fold(name) for name in intake.program.gender.no_lone}:
            yield Step(kind, before=gender)
    elif kind is StepKind.MIX:
        for mix in (rule for rule in intake.program.mix if rule.is_rule):
            yield Step(kind, before=mix.column, detail=mix_told(mix))
    elif kind is StepKind.GENDER_PAIR and intake.program.groups.mentors == 2 and intake.program.gender.pair != "any":
        yield Step(kind, before=intake.program.gender.pair)
    elif kind is StepKind.PAIR and intake.program.groups.mentors == 2:
        for pair in (rule for rule in intake.program.pair if rule.is_rule):
            yield Step(kind, before=pair.column, detail=pair.rule)


def _hours(now: Now, mentee: str) -> Iterator[Step]:
    """Yield an hour more for the person, where a group meets that has room; then one for a mentor who suits them."""
    intake, problem, seats = now.intake, now.problem, now.grouping.seats
    position = intake.mentee_position[mentee]
    free = free_table([intake.mentee_by_id[mentee]], intake.slots, intake.program)[0]
    welcome = problem.welcome[position][seats.first] & problem.welcome[position][seats.second]
    full = room_left(problem, now.grouping) <= 0
    for group in np.lexsort((np.arange(len(seats)), full, ~welcome)):
        slot = int(seats.slot[group])
        if not free[slot] and welcome[group]:
            yield Step(StepKind.HOUR, mentee, after=intake.slots[slot].text)
    table = free_table(intake.mentors, intake.slots, intake.program)
    for mentor in _open_mentors(now, position):
        row = table[intake.mentor_position[mentor]]
        crowd = (table.sum(axis=0) > 0) * free * ~row * (1 + problem.mentee_free.sum(axis=0))
        best = int(np.argmax(crowd))
        if crowd[best] > 0:
            yield Step(StepKind.HOUR, mentor, after=intake.slots[best].text)


def _open_mentors(now: Now, position: int) -> list[str]:
    """Return the mentors whom the rules permit to somebody, those first who share most hours with them."""
    problem = now.problem
    shared = (problem.mentor_free[:-1] & problem.mentee_free[position]).sum(axis=1)
    permitted = np.flatnonzero(problem.alone.welcome[position])
    order = permitted[np.argsort(-shared[permitted], kind="stable")]
    return [now.intake.mentors[int(mentor)].id for mentor in order]


def _raised(kind: StepKind, person: str | None, before: int) -> Step:
    return Step(kind, person, before=str(before), after=str(before + 1))
