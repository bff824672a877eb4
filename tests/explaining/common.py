"""What tests of explanations share: an intake as brute force reads it."""

from typing import Any

from matcher.intake.checks.locks import LOCK_COLUMNS, lock_rows
from matcher.intake.hours import free_table
from matcher.intake.people import Intake, Mentee, Mentor, Person
from matcher.intake.read import read_intake

Table = dict[str, Any]


def read(table: Table) -> Intake:
    """The intake as the product reads it."""
    return read_intake(table["mentors"], table["mentees"], table["program"], table["constraints"], table.get("locks"))


def as_table(intake: Intake) -> Table:
    """An intake in its JSON form for `tests.oracle`: everybody's hours slot by slot, each row with every column."""
    program = intake.program.model_dump(mode="json", exclude_none=True)
    if intake.scheduled:
        program["schedule"] |= {"slots": [slot.text for slot in intake.slots], "blank": "none"}
    people = {"mentors": _rows(intake, intake.mentors), "mentees": _rows(intake, intake.mentees)}
    rows = [{"kind": row.kind, "a": row.a, "b": row.b} for row in intake.constraints]
    locks = [dict(zip(LOCK_COLUMNS, row, strict=True)) for row in lock_rows(intake.locks)]
    return {"program": program, **people, "constraints": rows, "locks": locks}


def with_rows(table: Table, *rows: tuple[str, str, str]) -> Table:
    """The table with further constraints."""
    more = [{"kind": kind, "a": a, "b": b} for kind, a, b in rows]
    return {**table, "constraints": [*table["constraints"], *more]}


def _rows(intake: Intake, people: tuple[Mentor, ...] | tuple[Mentee, ...]) -> list[Table]:
    columns = dict.fromkeys(column for person in people for column in person.columns)
    rows = [{**dict.fromkeys(columns), **person.columns, **_row(intake, person)} for person in people]
    return [{column: "" if cell is None else cell for column, cell in row.items()} for row in rows]


def _row(intake: Intake, person: Person) -> Table:
    told: Table = {}
    for name in sorted(set(type(person).model_fields) - {"columns"}):
        value = getattr(person, name)
        told[name] = list(value) if isinstance(value, tuple) else value
    told |= {"availability": None, "unavailable": None}
    if intake.scheduled:
        free = free_table([person], intake.slots, intake.program)[0]
        told["availability"] = [slot.text for slot, there in zip(intake.slots, free, strict=True) if there] or None
    if isinstance(person, Mentee):
        told["mentor_gender"] = None if person.mentor_gender is None else str(person.mentor_gender)
    return told
