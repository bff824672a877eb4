"""Every rule and wish of an intake, one by one: each as the step that gives it up."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.intake.hours import free_table
from matcher.intake.people import Intake
from matcher.intake.program import fold
from matcher.rules.members.mix import mix_told
from matcher.why.answers.changing import ANY_HOUR
from matcher.why.answers.steps import Step, StepKind

__all__ = ["demand_classes"]


def demand_classes(intake: Intake) -> list[list[Step]]:
    """Return the steps that give up one rule instance each, class by class.

    Giving one up can only make more groupings possible. What many people share and nobody chose stands first (their
    hours, their limits), then single wishes and rows, then the settings of the program: what is tried first is the
    first to go from a set that conflicts, so that such a set speaks of settings rather than of everybody's hours.

    Notes
    -----
    How many mentors lead a group, and that nobody is in two places at once, is given up by nobody, and in no class.
    """
    return [
        list(dict.fromkeys(found))
        for found in (
            _hours(intake, intake.mentees),
            _hours(intake, intake.mentors),
            _limits(intake, StepKind.MAX_MENTEES),
            _limits(intake, StepKind.MAX_GROUPS),
            _avoided(intake),
            _required(intake),
            _rows(intake),
            _locks(intake),
            _settings(intake),
        )
    ]


def _hours(intake: Intake, people: tuple) -> Iterator[Step]:  # type: ignore[type-arg]
    if not intake.scheduled:
        return
    free = free_table(people, intake.slots, intake.program)
    for person, row in zip(people, free, strict=True):
        if not row.all():
            yield Step(StepKind.HOUR, person.id, after=ANY_HOUR)


def _limits(intake: Intake, kind: StepKind) -> Iterator[Step]:
    """Yield what the program says of mentors whose own row says nothing, once for all of them; then single rows."""
    field = "max_groups" if kind is StepKind.MAX_GROUPS else "max_mentees"
    general = getattr(intake.program.load, field)
    own = {mentor.id: getattr(mentor, field) for mentor in intake.mentors}
    if general is not None and general < len(intake.mentees) and None in own.values():
        yield Step(kind, before=str(general))
    for mentor, most in own.items():
        if most is not None and most < len(intake.mentees):
            yield Step(kind, mentor, before=str(most))


def _avoided(intake: Intake) -> Iterator[Step]:
    for person in (*intake.mentors, *intake.mentees):
        for other in person.avoid:
            yield Step(StepKind.AVOID, person.id, other)


def _required(intake: Intake) -> Iterator[Step]:
    for mentee in intake.mentees:
        wish = mentee.wished_gender("require")
        if wish is not None:
            yield Step(StepKind.REQUIRE, mentee.id, before=wish)


def _rows(intake: Intake) -> Iterator[Step]:
    rows = {(row.kind, row.a, row.b): row.note for row in intake.constraints}
    for kind, a, b in rows:
        yield Step(StepKind.CONSTRAINT, a, b, detail=kind)


def _locks(intake: Intake) -> Iterator[Step]:
    for lock in intake.locks:
        yield Step(StepKind.LOCK, before=str(lock), detail=lock.kind)


def _settings(intake: Intake) -> Iterator[Step]:
    groups, schedule, gender = intake.program.groups, intake.program.schedule, intake.program.gender
    if intake.scheduled and schedule.max_groups_per_slot is not None:
        yield Step(StepKind.ROOMS, before=str(schedule.max_groups_per_slot))
    if groups.mentors == 2:
        if gender.pair != "any":
            yield Step(StepKind.GENDER_PAIR, before=gender.pair)
        for rule in (rule for rule in intake.program.pair if rule.is_rule):
            yield Step(StepKind.PAIR, before=rule.column, detail=rule.rule)
    for name in dict.fromkeys(map(fold, gender.no_lone)):
        yield Step(StepKind.NO_LONE, before=name)
    for eligible in (rule for rule in intake.program.eligible if rule.is_rule):
        yield Step(StepKind.ELIGIBLE, before=eligible.column, detail=eligible.rule)
    for mix in (rule for rule in intake.program.mix if rule.is_rule):
        yield Step(StepKind.MIX, before=mix.column, detail=mix_told(mix))
    if groups.min_size > 1:
        yield Step(StepKind.MIN_SIZE, before=str(groups.min_size))
    if groups.max_size < len(intake.mentees):
        yield Step(StepKind.MAX_SIZE, before=str(groups.max_size))
    if groups.count is not None:
        yield Step(StepKind.COUNT, before=str(groups.count))
    if groups.everyone:
        yield Step(StepKind.EVERYONE)
