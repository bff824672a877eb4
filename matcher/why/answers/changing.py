"""An intake with one thing changed: what a `Step` of a repair does, and what giving up a rule means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcher.intake.hours import free_slots
from matcher.intake.people import Availability, Intake, Mentee, Mentor, Slot
from matcher.intake.program import MOST, Program, fold, header_key
from matcher.rules.members.mix import mix_told
from matcher.why.answers.steps import Step, StepKind

__all__ = ["ANY_HOUR", "changed", "stepped"]

ANY_HOUR = "any hour"
"""`after` of a step that lets somebody come to any slot."""


def changed(intake: Intake, **parts: Any) -> Intake:
    """Return the intake with some of its parts replaced; what was worked out from the old ones is not kept."""
    return Intake(**{name: getattr(intake, name) for name in Intake.model_fields} | parts)


def stepped(intake: Intake, *steps: Step) -> Intake:
    """Return the intake after these steps.

    A step whose `after` is None gives up the whole rule: no limit, no wish, no row.
    """
    program, rows, locks = intake.program, set[tuple[str | None, ...]](), set[str | None]()
    people: dict[str, Mentor | Mentee] = {**intake.mentor_by_id, **intake.mentee_by_id}
    for step in steps:
        if step.person is None and step.kind in _LOADS:
            program = _loaded(program, step, max(1, len(intake.mentees)))
        elif step.kind in _SETTINGS:
            program = _set(program, step)
        elif step.kind is StepKind.CONSTRAINT:
            rows.add((step.detail, step.person, step.other))
        elif step.kind is StepKind.LOCK:
            locks.add(step.before)
        elif step.person is not None:
            person = people[step.person]
            people[step.person] = person.model_copy(update=_personal(intake, person, step))
    return changed(
        intake,
        program=program,
        mentors=tuple(people[mentor.id] for mentor in intake.mentors),
        mentees=tuple(people[mentee.id] for mentee in intake.mentees),
        constraints=tuple(row for row in intake.constraints if (row.kind, row.a, row.b) not in rows),
        locks=tuple(lock for lock in intake.locks if str(lock) not in locks),
    )


def _personal(intake: Intake, person: Mentor | Mentee, step: Step) -> dict[str, Any]:
    """Return the fields of somebody's row that a step changes."""
    if step.kind is StepKind.HOUR:
        return _hours(intake, person, step)
    if step.kind is StepKind.REQUIRE:
        return {"mentor_gender": None}
    if step.kind is StepKind.AVOID:
        return {"avoid": tuple(other for other in person.avoid if other != step.other)}
    # Unlimited is as many as there are mentees: a blank would mean the program's own limit.
    number = max(1, len(intake.mentees)) if step.after is None else int(step.after)
    return {_LOADS[step.kind]: number}


def _hours(intake: Intake, person: Mentor | Mentee, step: Step) -> dict[str, Any]:
    """Return an availability that holds one more slot, or all of them."""
    if step.after in (None, ANY_HOUR):
        return _free_at(intake.slots)
    free = free_slots(person, intake.slots, intake.program)
    free[intake.slot_position[fold(step.after or "")]] = True
    return _free_at([slot for slot, there in zip(intake.slots, free, strict=True) if there])


def _free_at(slots: Sequence[Slot]) -> dict[str, Any]:
    # Slots named one by one: windows that touch would let in what lies between.
    return {"availability": Availability((), tuple(slot.text for slot in slots)), "unavailable": None}


_SETTINGS = {
    StepKind.MAX_SIZE: ("groups", "max_size", MOST),
    StepKind.MIN_SIZE: ("groups", "min_size", 1),
    StepKind.COUNT: ("groups", "count", None),
    StepKind.EVERYONE: ("groups", "everyone", False),
    StepKind.ROOMS: ("schedule", "max_groups_per_slot", None),
    StepKind.GENDER_PAIR: ("gender", "pair", "any"),
    StepKind.NO_LONE: ("gender", "no_lone", ()),
    StepKind.ELIGIBLE: ("eligible", None, ()),
    StepKind.PAIR: ("pair", None, ()),
    StepKind.MIX: ("mix", None, ()),
}
"""The table and key of each setting, and what gives it up."""


def _set(program: Program, step: Step) -> Program:
    table, key, nothing = _SETTINGS[step.kind]
    if key is None:
        kept = tuple(rule for rule in getattr(program, table) if not _is_rule(rule, step))
        return program.model_copy(update={table: kept})
    value: Any = nothing
    if step.kind is StepKind.NO_LONE:
        value = tuple(gender for gender in program.gender.no_lone if fold(gender) != step.before)
    elif step.after is not None and step.kind is not StepKind.EVERYONE and step.kind is not StepKind.GENDER_PAIR:
        value = int(step.after)
    settings = getattr(program, table).model_copy(update={key: value})
    return program.model_copy(update={table: settings})


_LOADS = {StepKind.MAX_GROUPS: "max_groups", StepKind.MAX_MENTEES: "max_mentees"}
"""What the program says of every mentor whose own row says nothing."""


def _loaded(program: Program, step: Step, unlimited: int) -> Program:
    number = unlimited if step.after is None else int(step.after)
    return program.model_copy(update={"load": program.load.model_copy(update={_LOADS[step.kind]: number})})


def _is_rule(rule: Any, step: Step) -> bool:
    if not rule.is_rule or header_key(rule.column) != header_key(step.before or ""):
        return False
    told = mix_told(rule) if step.kind is StepKind.MIX else rule.rule
    return bool(told == step.detail)
