"""Rows of tidy texts → mentors, mentees and constraints, cell by cell; what ties them is checked elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar, cast

from matcher.errors import Issue
from matcher.intake.hours import AvailabilityError, parse_availability
from matcher.intake.hours.zones import LIKE_ZONE, near_zone, spelled_zone
from matcher.intake.people import Availability, Constraint, GenderWish, Mentee, Mentor, Person
from matcher.intake.program import fold, header_key
from matcher.intake.reading.tables import Row, Table
from matcher.intake.words.findings import Findings
from matcher.intake.words.listing import in_words
from matcher.intake.words.nearest import nearest

__all__ = [
    "CONSTRAINT_KEYS",
    "MENTEE_KEYS",
    "MENTOR_KEYS",
    "PlacedConstraint",
    "Roll",
    "read_constraints",
    "read_people",
    "split_list",
]

MENTOR_KEYS = Mentor.known_columns
MENTEE_KEYS = Mentee.known_columns
CONSTRAINT_KEYS = ("kind", "a", "b", "note")
KINDS = ("together", "apart", "assign", "co_lead")

AnyPerson = TypeVar("AnyPerson", bound=Person)
Person_co = TypeVar("Person_co", bound=Person, covariant=True)

_NUMBER = re.compile(r"([0-9]{1,9})(\.0*)?")
_PERCENT = re.compile(r"([0-9]{1,9})(?:\.0*)? ?%?")
_MOST_PRIORITY = 1000
"""The largest percentage of the contract."""
_WISH = re.compile(r"(prefer|require)\s+(.+)", re.IGNORECASE)
_LIKE_WISH = "write any, or prefer or require with a gender that mentors have or with same, like prefer same"


@dataclass(frozen=True, slots=True)
class Roll(Generic[Person_co]):
    """The people of one table, and by id the row in which each stands."""

    table: Table
    people: tuple[Person_co, ...]
    rows: Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class PlacedConstraint:
    """A constraint and the row in which it stands."""

    constraint: Constraint
    row: Row


def read_people(
    table: Table, kind: type[AnyPerson], slot_names: tuple[str, ...] | None, findings: Findings
) -> Roll[AnyPerson] | None:
    """Return the people of a table, each with what could be understood; the rest is among the faults.

    None where the table has no people or no ids at all, so that nobody can be known.

    Parameters
    ----------
    slot_names
        ``schedule.slots``, empty without; None where the settings are not known and availability is passed over.
    """
    _check_headers(table, kind, findings)
    if not table.rows:
        findings.faults.append(Issue(table.file, "has no people in it", right="write a row for each of them"))
    if "id" not in table.headers and (table.headers or table.rows):
        findings.faults.append(_missing_id(table))
    if "id" not in table.headers or not table.rows:
        return None
    rows: dict[str, Row] = {}
    reader = _PersonReader(table, slot_names, findings)
    people = []
    for row in table.rows:
        # A row without an id of its own is read, too: all its faults are told at once.
        entered, fields = reader.enter(row, rows), reader.fields(row, kind)
        if entered:
            people.append(kind(**fields))
    return Roll(table, tuple(people), rows)


def split_list(text: str | None) -> tuple[str, ...]:
    """Return the items of a cell that lists things."""
    return () if text is None else tuple(item for part in text.split(";") if (item := part.strip()))


class _PersonReader:
    def __init__(self, table: Table, slot_names: tuple[str, ...] | None, findings: Findings) -> None:
        self.table = table
        self.slot_names = slot_names
        self.findings = findings
        self.read: dict[str, Availability] = {}

    def fault(self, row: Row, key: str, message: str, value: str | None = None, **more: str | None) -> None:
        self.findings.faults.append(self.table.issue(row, key, message, value, **more))

    def enter(self, row: Row, rows: dict[str, Row]) -> bool:
        """Enter a row by its id; False, and a fault, where the id is blank or taken."""
        own = row.cells.get("id")
        if own is None:
            self.fault(row, "id", "is blank", right="give everybody an id of their own")
            return False
        if own in rows:
            self.fault(row, "id", f"is already the id in row {rows[own].number}", own, right="ids are used once")
            return False
        if own[0] in "=+-@":
            self.fault(row, "id", f"begins with {own[0]}", own, right="begin ids with a letter or a digit")
        if ";" in own:
            self.fault(row, "id", "contains ;", own, right="lists of ids are separated by ;")
        if not own.isprintable():
            self.fault(row, "id", "contains an invisible character", own, right="type the id anew")
        rows[own] = row
        return True

    def fields(self, row: Row, kind: type[Person]) -> dict[str, Any]:
        cells, own = row.cells, row.cells.get("id")
        fields: dict[str, Any] = {
            "id": own,
            "name": cells.get("name", own),
            "email": cells.get("email"),
            "gender": cells.get("gender"),
            "availability": self.availability(row, "availability"),
            "unavailable": self.availability(row, "unavailable"),
            "timezone": self.zone(row),
            "avoid": split_list(cells.get("avoid")),
            "columns": {key: text for key, text in cells.items() if key not in kind.known_columns},
        }
        if kind is Mentor:
            fields["max_groups"] = self.number(row, "maxgroups")
            fields["max_mentees"] = self.number(row, "maxmentees")
            fields["preferred_mentees"] = split_list(cells.get("preferredmentees"))
            fields["preferred_co_mentors"] = split_list(cells.get("preferredcomentors"))
        else:
            fields["preferred_mentors"] = split_list(cells.get("preferredmentors"))
            fields["mentor_gender"] = self.wish(row)
            fields["priority"] = self.priority(row)
        return fields

    def availability(self, row: Row, key: str) -> Availability | None:
        text = row.cells.get(key)
        if text is None or self.slot_names is None:
            return None
        known = self.read.get(text)
        if known is None:
            try:
                known = self.read[text] = parse_availability(text, self.slot_names)
            except AvailabilityError as error:
                for item in error.items:
                    self.fault(row, key, item.message, item.value, right=item.right, suggestion=item.suggestion)
                return None
        # A cell of separators alone is blank.
        return known if known != Availability() else None

    def zone(self, row: Row) -> str | None:
        text = row.cells.get("timezone")
        if text is None:
            return None
        known = spelled_zone(text)
        if known is None:
            self.fault(row, "timezone", "is no time zone", text, right=LIKE_ZONE, suggestion=near_zone(text))
        return known

    def number(self, row: Row, key: str) -> int | None:
        text = row.cells.get(key)
        if text is None:
            return None
        found = _NUMBER.fullmatch(text)
        if found is not None:
            return int(found[1])
        self.fault(row, key, "is no whole number", text, right="write 0, 1, 2 or more, or leave it blank")
        return None

    def priority(self, row: Row) -> int | None:
        text = row.cells.get("priority")
        if text is None:
            return None
        found = _PERCENT.fullmatch(text)
        if found is not None and 1 <= int(found[1]) <= _MOST_PRIORITY:
            return int(found[1])
        right = f"write a percentage from 1 to {_MOST_PRIORITY}, 100 being as much as everybody, or leave it blank"
        self.fault(row, "priority", "is no percentage that can be", text, right=right)
        return None

    def wish(self, row: Row) -> GenderWish | None:
        text = row.cells.get("mentorgender")
        if text is None or fold(text) == "any":
            return None
        found = _WISH.fullmatch(text)
        if found is not None:
            strength = cast(Literal["prefer", "require"], fold(found[1]))
            return GenderWish(strength, found[2])
        self.fault(row, "mentorgender", "is no wish that can be understood", text, right=_LIKE_WISH)
        return None


def _check_headers(table: Table, kind: type[Person], findings: Findings) -> None:
    """Warn of each column that seems to be meant for one with a meaning of its own."""
    known = kind.known_columns
    whose, other = ("mentees", MENTEE_KEYS) if kind is Mentor else ("mentors", MENTOR_KEYS)
    absent = [key for key in known if key not in table.headers]
    for key in table.headers:
        if key in other and key not in known:
            message = f"is a column of the {whose} and says nothing here"
            findings.warnings.append(table.issue(None, key, message))
        elif key not in known and (near := nearest(key, absent)):
            message = "has no meaning of its own and is kept for rules that name it"
            findings.warnings.append(table.issue(None, key, message, suggestion=known[near]))


def _missing_id(table: Table) -> Issue:
    like = [header for key, header in table.headers.items() if key.startswith("id") or key.endswith("id")]
    right = f"rename {like[0]!r} to id" if like else "add a column id, in which everybody has an id of their own"
    return table.issue(None, "id", "is missing", right=right)


def read_constraints(table: Table, findings: Findings) -> list[PlacedConstraint]:
    """Return the constraints of a table whose cells can be understood; the rest is among the faults."""
    required = CONSTRAINT_KEYS[:3]
    missing = [key for key in required if key not in table.headers]
    if missing and (table.rows or table.headers):
        for key in missing:
            findings.faults.append(table.issue(None, key, "is missing", right=f"add a column {key}"))
        return []
    placed = []
    by_key = {header_key(kind): kind for kind in KINDS}
    for row in table.rows:
        blanks = [key for key in required if key not in row.cells]
        for key in blanks:
            findings.faults.append(table.issue(row, key, "is blank", right=_RIGHT_CONSTRAINT[key]))
        if "kind" in blanks:
            continue
        text = row.cells["kind"]
        kind = by_key.get(header_key(text))
        if kind is None:
            near = nearest(text, KINDS)
            right = _RIGHT_CONSTRAINT["kind"]
            findings.faults.append(table.issue(row, "kind", "is no kind of constraint", text, right, near))
        elif not blanks:
            a, b, note = row.cells["a"], row.cells["b"], row.cells.get("note")
            constraint = Constraint(kind=cast(Any, kind), a=a, b=b, note=note)
            placed.append(PlacedConstraint(constraint, row))
    return placed


_RIGHT_CONSTRAINT = {
    "kind": f"write {in_words(KINDS, 'or')}",
    "a": "write somebody's id",
    "b": "write somebody's id",
}
