"""Whether every id and every column that the intake names is there, and is what it should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from matcher.errors import Issue
from matcher.intake.hours import slots_of, time_of
from matcher.intake.people import Mentee, Mentor, Person
from matcher.intake.program import EligibleRule, fold, header_key
from matcher.intake.reading.rows import PlacedConstraint, Roll
from matcher.intake.reading.schema import belongs
from matcher.intake.reading.settings import Settings
from matcher.intake.reading.tables import Row, Table
from matcher.intake.ties import standing
from matcher.intake.words.findings import Findings
from matcher.intake.words.listing import in_words
from matcher.intake.words.near_people import NearPeople
from matcher.intake.words.nearest import Names, nearest
from matcher.intake.words.spelling import Spelling

__all__ = ["check_columns", "check_constraints", "check_people", "check_places", "check_standings"]

Side = Literal["mentor", "mentee", "person"]

LISTS: Mapping[type[Person], Mapping[str, Side]] = {
    Mentor: {"avoid": "person", "preferred_mentees": "mentee", "preferred_co_mentors": "mentor"},
    Mentee: {"avoid": "person", "preferred_mentors": "mentor"},
}
SIDES: Mapping[str, tuple[Side, Side]] = {
    "together": ("mentee", "mentee"),
    "apart": ("person", "person"),
    "assign": ("mentee", "mentor"),
    "co_lead": ("mentor", "mentor"),
}


class Directory:
    """Who is who; a side whose file could not be read is None, and whoever it might hold is not found fault with."""

    def __init__(self, mentors: Roll[Mentor] | None, mentees: Roll[Mentee] | None) -> None:
        self.ids: dict[str, Mapping[str, Row] | None] = {
            "mentor": None if mentors is None else mentors.rows,
            "mentee": None if mentees is None else mentees.rows,
            "person": None if mentors is None or mentees is None else {**mentors.rows, **mentees.rows},
        }
        self.near = {
            side: NearPeople({own: row.cells.get("name", own) for own, row in (ids or {}).items()})
            for side, ids in self.ids.items()
        }

    def holds(self, own: str, side: Side) -> bool:
        """Whether an id is, or for all one can know might be, on a side."""
        ids = self.ids[side]
        return ids is None or own in ids

    def fault(self, text: str, side: Side) -> tuple[str, str | None]:
        """Return what is wrong with an id that is not on a side, and the id that may be meant."""
        for other in ("mentor", "mentee"):
            if text in (self.ids[other] or ()):
                return f"is a {other}, not a {side}", None
        said = "is nobody's id" if side == "person" else f"is no {side}"
        return said, self.near[side].person(text)


def check_people(mentors: Roll[Mentor] | None, mentees: Roll[Mentee] | None, findings: Findings) -> None:
    """Check that ids are unique over both files, and every list of every person."""
    directory = Directory(mentors, mentees)
    if mentors is not None and mentees is not None:
        for own in mentees.rows.keys() & mentors.rows.keys():
            place = f"{mentors.table.file} row {mentors.rows[own].number}"
            message = f"is already the id of a mentor ({place})"
            right = "give one of the two another id"
            findings.faults.append(mentees.table.issue(mentees.rows[own], "id", message, own, right))
    for roll in (mentors, mentees):
        for person in () if roll is None else roll.people:
            for field, side in LISTS[type(person)].items():
                listed: tuple[str, ...] = getattr(person, field)
                if listed:
                    findings.faults.extend(_list_faults(roll, person, field, listed, side, directory))


def _list_faults(
    roll: Roll[Mentor] | Roll[Mentee] | None,
    person: Person,
    field: str,
    listed: tuple[str, ...],
    side: Side,
    directory: Directory,
) -> Iterator[Issue]:
    assert roll is not None
    row, key = roll.rows[person.id], header_key(field)
    seen: set[str] = set()
    for text in listed:
        if text == person.id:
            yield roll.table.issue(row, key, "is this person's own id", text, "take it out")
        elif text in seen:
            yield roll.table.issue(row, key, "stands in this list twice", text, "take one of them out")
        elif not directory.holds(text, side):
            message, near = directory.fault(text, side)
            yield roll.table.issue(row, key, message, text, suggestion=near)
        seen.add(text)


def check_constraints(
    placed: Iterable[PlacedConstraint],
    table: Table | None,
    mentors: Roll[Mentor] | None,
    mentees: Roll[Mentee] | None,
    findings: Findings,
) -> list[PlacedConstraint]:
    """Return the constraints whose two ids are known and on the right sides; the others are among the faults."""
    directory = Directory(mentors, mentees)
    sound = []
    for one in placed:
        faults = [] if table is None else list(_constraint_faults(one, table, directory))
        findings.faults.extend(faults)
        if not faults:
            sound.append(one)
    return sound


def _constraint_faults(one: PlacedConstraint, table: Table, directory: Directory) -> Iterator[Issue]:
    kind, a, b = one.constraint.kind, one.constraint.a, one.constraint.b
    if a == b:
        yield table.issue(one.row, "b", "stands on both sides", b, "name two people")
        return
    side_a, side_b = SIDES[kind]
    mentors, mentees = directory.ids["mentor"] or {}, directory.ids["mentee"] or {}
    if kind == "assign" and a in mentors and b in mentees:
        message = f"names {a}, a mentor, before {b}, a mentee"
        yield table.issue(one.row, "kind", message, kind, "put the mentee into column a and the mentor into column b")
        return
    for key, text, side in (("a", a, side_a), ("b", b, side_b)):
        if not directory.holds(text, side):
            message, near = directory.fault(text, side)
            yield table.issue(one.row, key, message, text, suggestion=near)


def check_columns(
    settings: Settings, file: str, mentors: Table | None, mentees: Table | None, findings: Findings
) -> None:
    """Check that the columns that rules and similarity name are there."""
    if mentors is None or mentees is None:
        return
    program, tables = settings.program, (mentors, mentees)
    for part in settings.rules("eligible", "column"):
        key, column = f"{part.place}.column", part.table.column
        absent = [table for table in tables if not _has(table, column)]
        if len(absent) == 2:
            findings.faults.append(_no_column(file, key, column, tables))
        elif absent:
            message = f"is no column of {absent[0].file}, so that this rule rules nothing out"
            findings.warnings.append(Issue(file, message, column=key, value=column))
    for name, table in (("pair", mentors), ("mix", mentees)):
        for part in settings.rules(name, "column"):
            if not _has(table, part.table.column):
                findings.faults.append(_no_column(file, f"{part.place}.column", part.table.column, (table,)))
    # The default, interests, asks nothing of anybody.
    for column in program.similarity if "similarity" in program.model_fields_set else ():
        absent = [table for table in tables if not _has(table, column)]
        if len(absent) == 2:
            setting = belongs(column, program.similarity[column], Spelling(file))
            right = None if setting is None else f"the setting {column} {setting}"
            findings.warnings.append(_no_column(file, "similarity", column, tables, right))
        elif absent:
            message = f"is no column of {absent[0].file}, so that nobody is similar in it"
            findings.warnings.append(Issue(file, message, column="similarity", value=column))


def check_standings(
    settings: Settings, file: str, mentors: Roll[Mentor] | None, mentees: Roll[Mentee] | None, findings: Findings
) -> None:
    """Check that each cell that an ``above`` compares stands in its order, or is a number."""
    for part in settings.rules("eligible", "column", "rule", "order"):
        rule: EligibleRule = part.table
        if rule.rule != "above":
            continue
        key, it = header_key(rule.column), f"{part.place} in {file}"
        right = (
            f"write one of {in_words(rule.order, 'or')}, as the order of {it} has them"
            if rule.order
            else f"write a number, like 3, or give {it} the order of its values"
        )
        for roll in (mentors, mentees):
            for person in () if roll is None else roll.people:
                text = person.text(rule.column)
                if roll is not None and text is not None and standing(rule, text) is None:
                    message = "does not stand in the order" if rule.order else "is no number"
                    near = nearest(text, rule.order or ())
                    findings.faults.append(roll.table.issue(roll.rows[person.id], key, message, text, right, near))


def check_places(
    settings: Settings, file: str, mentors: Roll[Mentor] | None, mentees: Roll[Mentee] | None, findings: Findings
) -> None:
    """Check that each key of ``calendar.places`` is a mentor's id or a slot."""
    program, calendar = settings.program, settings.part("calendar")
    if calendar is None or not calendar.sure("places") or mentors is None:
        return
    places = calendar.table.places
    slots = slots_of(program, (*mentors.people, *(() if mentees is None else mentees.people)))
    texts = {fold(slot.text) for slot in slots}
    times = {(slot.start, week) for slot in slots for week in (None, slot.week) if slot.start is not None}
    near_mentors = NearPeople({mentor.id: mentor.name for mentor in mentors.people})
    names = Names([*mentors.rows, *(slot.text for slot in slots if program.schedule.slots is not None)])
    for key in places:
        if key in mentors.rows or fold(key) in texts or time_of(key) in times:
            continue
        is_mentee = mentees is not None and key in mentees.rows
        message = "is a mentee, not a mentor" if is_mentee else "is no mentor and no slot of this program"
        spelling = Spelling(file)
        by_mentor, by_slot = spelling.setting("T1", "Room 4"), spelling.setting("Mon 12:00", "Room 5")
        right = f"write places by a mentor or a slot, like {by_mentor} or {by_slot}"
        if (setting := belongs(key, places[key], spelling)) is not None:
            right += f"; the setting {key} {setting}"
        near = None if is_mentee else names.nearest(key) or near_mentors.person(key)
        findings.faults.append(Issue(file, message, column="calendar.places", value=key, right=right, suggestion=near))


def _has(table: Table, column: str) -> bool:
    # Everybody has a name: where the file has none, the id.
    return header_key(column) in table.headers or header_key(column) == "name"


def _no_column(file: str, key: str, column: str, tables: tuple[Table, ...], right: str | None = None) -> Issue:
    headers = {spelled: None for table in tables for spelled in table.headers.values()}
    message = f"is no column of {' or '.join(table.file for table in tables)}"
    return Issue(file, message, column=key, value=column, right=right, suggestion=nearest(column, headers))
