"""``committee.xlsx``, read back: also one in which somebody moved people, changed an hour or the mentors of a group."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.errors import Issue, ResultFileError
from matcher.intake.program import fold, header_key
from matcher.intake.reading.gate.data import json_of
from matcher.intake.reading.gate.files import begins_with, bytes_of
from matcher.intake.reading.gate.kinds import WORKBOOK
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.reading.gate.workbooks import PACKED, rows_of, sheets_of
from matcher.intake.reading.rows import split_list
from matcher.intake.words.listing import in_a_row
from matcher.intake.words.near_people import NearPeople
from matcher.intake.words.nearest import Names
from matcher.result.records import Group
from matcher.result.saved_cells import HEADER_WITHIN, ReadColumns, plain_cell, unheeded
from matcher.result.saved_json import BY_HAND, UNLISTED, SavedResult, saved_of
from matcher.text import place_told

if TYPE_CHECKING:
    from matcher.rules import FormedGroup

__all__ = [
    "GROUPS",
    "MENTORS",
    "PEOPLE",
    "SETTINGS",
    "SPELLED",
    "UNMATCHED",
    "WRITTEN",
    "fingerprint",
    "is_workbook",
    "read_workbook",
    "workbook_as_it_stands",
]

PEOPLE, GROUPS, MENTORS, UNMATCHED, SETTINGS = "People", "Groups", "Mentors", "Unmatched", "Settings"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    PEOPLE: ("Id", "Name", "Group"),
    GROUPS: ("Group", "Slot", "Mentor ids"),
    MENTORS: ("Id", "Name"),
    UNMATCHED: ("Id", "Reason"),
    SETTINGS: ("Setting", "Value"),
}
"""The sheets that are read, and the columns that each must have; its headers stand in one of the first rows."""
SPELLED = "sheets"
"""The setting that says what sheets and columns are called in this workbook, by their names here: ``""`` is the sheet
itself. The sheet of settings is called the same in every language."""
WRITTEN = "cells"
"""The setting that says what every other sheet held when it was written: its header, then its rows."""
_ALWAYS_READ: Mapping[str, tuple[str, ...]] = {**COLUMNS, PEOPLE: (*COLUMNS[PEOPLE], "No."), UNMATCHED: ("Id",)}
_TOLD_OF_GROUPS: Mapping[str, tuple[str, ...]] = {
    PEOPLE: ("Choice", "Score", "Satisfaction"),
    GROUPS: ("Score",),
    UNMATCHED: ("Reason",),
}
"""What is read as long as the groups are those that it was told of."""


def is_workbook(path: Path) -> bool:
    """Return whether a file is a workbook rather than a ``result.json``: by its first bytes, else by its name."""
    begins = begins_with(path, PACKED)
    return path.suffix.casefold() == ".xlsx" if begins is None else begins


def fingerprint(groups: Iterable[Group | FormedGroup]) -> str:
    """Return what is equal for the same groups, whatever the order of their people."""
    told = sorted([group.id, group.slot, sorted(group.mentors), sorted(group.mentees)] for group in groups)
    return sha256(json.dumps(told).encode()).hexdigest()[:16]


def read_workbook(path: Path) -> SavedResult:
    """Read a result from a workbook that `matcher report` wrote: what `workbook_as_it_stands` says it is."""
    return workbook_as_it_stands(path)[0]


def workbook_as_it_stands(path: Path) -> tuple[SavedResult, tuple[str, ...]]:
    """Read a result from a workbook that `matcher report` wrote, and say which changes in it do not count.

    Who is in which group is what the column `Group` of the sheet `People` says; hour and mentors of a group are what
    the columns `Slot` and `Mentor ids` of the sheet `Groups` say. Everything else is as it was told when the workbook
    was written; where the groups are no longer those, `scored` is False, and what was told of each mentee is left
    out, with why somebody is in no group. A group that has no mentees then is dropped, and one without mentors is a
    fault; where the groups are as they were written, both are as they were saved.

    Raises
    ------
    ResultFileError
        It is no such workbook, or contradicts itself: `issues` lists every fault.
    MatcherError
        The library that reads workbooks is not installed.
    """
    issues: list[Issue] = []
    tables = _tables_of(path)
    settings = _settings(path, tables, issues)
    unclear: list[Issue] = []
    told = {} if settings is None else _told(settings, unclear)
    sheets = {} if settings is None else _sheets(path, tables, told.pop(SPELLED, None), issues)
    if issues:
        raise ResultFileError([*unclear, *issues])
    grouping = _Grouping(sheets, issues)
    scored = grouping.settled(told.pop("grouping", None))
    if unclear or issues:
        raise ResultFileError([*unclear, *issues])
    locked = told.pop("locked", None)
    passed_over = unheeded(tables, told.pop(WRITTEN, None), _read_columns(sheets, scored=scored))
    told |= grouping.as_json(scored=scored) | {"scored": scored}
    if scored and isinstance(locked, dict):
        told["groups"] = [group | {"locked": locked.get(group["id"], [])} for group in told["groups"]]
    return saved_of(path.name, json.dumps(told)), (() if passed_over is None else (f"{path.name}: {passed_over}",))


def _read_columns(sheets: Mapping[str, _Sheet], *, scored: bool) -> dict[str, ReadColumns]:
    """Return the columns of each sheet that have a part in what is read, as they are called there."""
    found = {}
    for name, sheet in sheets.items():
        columns = (*_ALWAYS_READ[name], *(_TOLD_OF_GROUPS.get(name, ()) if scored else ()))
        found[sheet.called] = ReadColumns(sheet.header(COLUMNS[name][0]), {*map(sheet.header, columns)})
    return found


@dataclass(frozen=True)
class _Row:
    """A row of a sheet: its number as a spreadsheet counts it, and its cells by `header_key`."""

    number: int
    cells: Mapping[str, Any]

    def value(self, column: str) -> Any:
        """Return a cell as it is, but a whole number as one: some programs save 3 as 3.0."""
        value = self.cells.get(header_key(column))
        return int(value) if isinstance(value, float) and value.is_integer() else value

    def text(self, column: str) -> str | None:
        """Return a cell as text, tidied; None where blank. A whole number is written without a point."""
        value = self.value(column)
        if value is None:
            return None
        return plain_cell(value) or None


@dataclass(frozen=True)
class _Sheet:
    """A sheet: where it stands, for faults, and its rows that are not blank."""

    place: str
    rows: tuple[_Row, ...]
    spelled: Mapping[str, str]

    @property
    def called(self) -> str:
        """What the sheet is called in this workbook."""
        return self.spelled[""]

    def header(self, column: str) -> str:
        """Return what a column is called in this workbook."""
        return self.spelled.get(column, column)

    def issue(self, row: _Row, column: str, message: str, **more: str | None) -> Issue:
        return Issue(self.place, message, row=row.number, column=self.header(column), **more)


_RIGHT = "give committee.xlsx as `matcher report` wrote it, with all its sheets"


def _tables_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    try:
        tables: dict[str, list[tuple[Any, ...]]] = sheets_of(bytes_of(path, WORKBOOK), _tables, data_only=True)
    except RefusedError as refused:
        raise ResultFileError([refused.issue(place_told(path), _RIGHT)]) from None
    return tables


def _settings(path: Path, tables: Mapping[str, list[tuple[Any, ...]]], issues: list[Issue]) -> _Sheet | None:
    """Return the sheet of settings, which says what the others are called; None where it is missing."""
    return _sheets_named({SETTINGS: {"": SETTINGS}}, path, tables, issues).get(SETTINGS)


def _sheets(
    path: Path, tables: Mapping[str, list[tuple[Any, ...]]], spelled: object, issues: list[Issue]
) -> dict[str, _Sheet]:
    """Return the other sheets that are read; what is missing in them is among the faults.

    `spelled` is what the settings say of their names; what they do not say, as in older workbooks, is English.
    """
    names: dict[str, dict[str, str]] = {}
    for sheet in COLUMNS:
        told = spelled.get(sheet) if isinstance(spelled, dict) else None
        own = told.items() if isinstance(told, dict) else ()
        names[sheet] = {"": sheet} | {str(name): text for name, text in own if isinstance(text, str)}
    del names[SETTINGS]
    return _sheets_named(names, path, tables, issues)


def _sheets_named(
    names: Mapping[str, Mapping[str, str]],
    path: Path,
    tables: Mapping[str, list[tuple[Any, ...]]],
    issues: list[Issue],
) -> dict[str, _Sheet]:
    sheets = {}
    for name, spelled in names.items():
        if spelled[""] not in tables:
            issues.append(Issue(path.name, "is no sheet of this workbook", value=spelled[""], right=_RIGHT))
        else:
            place = f"{path.name} {spelled['']}"
            sheets[name] = _sheet(place, tables[spelled[""]], COLUMNS[name], spelled, issues)
    return sheets


def _tables(sheets: Sequence[Any]) -> dict[str, list[tuple[Any, ...]]]:
    return {sheet.title: list(rows) for sheet, rows in rows_of(sheets)}


def _sheet(
    place: str,
    table: list[tuple[Any, ...]],
    columns: tuple[str, ...],
    spelled: Mapping[str, str],
    issues: list[Issue],
) -> _Sheet:
    keys = {header_key(column): column for column in columns}
    known = {header_key(text): header_key(column) for column, text in spelled.items() if column}
    headers = [[_known(header_key(str(cell or "")), known) for cell in row] for row in table[:HEADER_WITHIN]]
    at = max(range(len(headers)), key=lambda place: len(keys.keys() & set(headers[place])), default=None)
    header = [] if at is None else headers[at]
    for key, column in keys.items():
        if header.count(key) != 1:
            said = "is missing" if key not in header else "stands twice"
            right = f"keep the headers {in_a_row(spelled.get(one, one) for one in columns)}"
            issues.append(Issue(place, f"{said} among the headers", column=spelled.get(column, column), right=right))
    rows = []
    for number, cells in enumerate(table[(at or 0) + 1 :], (at or 0) + 2):
        named = {key: cell for key, cell in zip(header, cells, strict=False) if key and cell not in (None, "")}
        if named:
            rows.append(_Row(number, named))
    return _Sheet(place, tuple(rows), spelled)


def _known(key: str, known: Mapping[str, str]) -> str:
    return known.get(key, key)


def _told(sheet: _Sheet, issues: list[Issue]) -> dict[str, Any]:
    """Return what the sheet of settings tells, as ``result.json`` has it; a long value goes on in the next rows."""
    texts: dict[str, str] = {}
    first: dict[str, _Row] = {}
    for row in sheet.rows:
        key = row.text("Setting") or ""
        first.setdefault(key, row)
        value = row.value("Value")
        # Some programs take a text that looks like a number or a truth value for one.
        texts[key] = texts.get(key, "") + (value if isinstance(value, str) else json.dumps(value, default=str))
    told: dict[str, Any] = {}
    for key, text in texts.items():
        *tables, last = key.split(".", 2)
        table = told
        try:
            for name in tables:
                table = table.setdefault(name, {})
            table[last] = json_of(text)
        except (RefusedError, TypeError, AttributeError):
            right = "put back what stood there"
            issues.append(sheet.issue(first[key], "Value", "cannot be understood", value=text[:60], right=right))
    return told


class _Grouping:
    """Who is in which group, as the sheets say; what is wrong in them goes to `issues`."""

    def __init__(self, sheets: Mapping[str, _Sheet], issues: list[Issue]) -> None:
        self._issues = issues
        self._called = {name: sheet.called for name, sheet in sheets.items()}
        self._unlisted = sheets[PEOPLE].header(UNLISTED)
        self._reasons = {row.text("Id"): row.text("Reason") for row in sheets[UNMATCHED].rows}
        self._mentors = self._by(sheets[MENTORS], "Id")
        self._rows = self._by(sheets[GROUPS], "Group")
        self._people = self._in_order(self._by(sheets[PEOPLE], "Id"))
        members = self._members(sheets[PEOPLE])
        self._leaderless: list[Issue] = []
        self.groups = tuple(self._groups(sheets[GROUPS], members))

    def settled(self, written: object) -> bool:
        """Return whether the groups are as they were written, whose `fingerprint` is told; else tell what they lack."""
        if written == fingerprint(self.groups):
            return True
        self.groups = tuple(group for group in self.groups if group.mentees)
        if written == fingerprint(self.groups):
            return True
        self._issues += self._leaderless
        return False

    def _by(self, sheet: _Sheet, column: str) -> dict[str, _Row]:
        """Return the rows by the text of the column that names them."""
        rows: dict[str, _Row] = {}
        for row in sheet.rows:
            name = row.text(column)
            if name is None:
                self._issues.append(sheet.issue(row, column, "is blank", right="fill it in, or delete the row"))
            elif name in rows:
                message = f"stands twice, in row {rows[name].number} too"
                self._issues.append(sheet.issue(row, column, message, value=name, right="keep one of the two rows"))
            else:
                rows[name] = row
        return rows

    @staticmethod
    def _in_order(people: dict[str, _Row]) -> dict[str, _Row]:
        """Return people in the order of the intake, whatever they were sorted by; those added by hand come last."""

        def number(item: tuple[str, _Row]) -> float:
            told = item[1].cells.get("no.")
            return told if isinstance(told, int | float) else float("inf")

        return dict(sorted(people.items(), key=number))

    def _members(self, sheet: _Sheet) -> dict[str, list[str]]:
        """Return the mentees of each group by its name, without those left out."""
        spelled, names = {fold(name): name for name in self._rows}, Names(self._rows)
        members: dict[str, list[str]] = {}
        self.group_of: dict[str, str] = {}
        for own, row in self._people.items():
            told = row.text("Group")
            if told is None:
                continue
            name = spelled.get(fold(told))
            if name is None:
                right = f"write a group of the sheet {self._called[GROUPS]}, or nothing to leave somebody out"
                near = names.nearest(told)
                fault = sheet.issue(row, "Group", "is no group", value=told, right=right, suggestion=near)
                self._issues.append(fault)
            else:
                members.setdefault(name, []).append(own)
                self.group_of[own] = name
        return members

    def _groups(self, sheet: _Sheet, members: Mapping[str, list[str]]) -> Iterator[Group]:
        near_mentors = NearPeople({own: self._name(row) for own, row in self._mentors.items()})
        # Whatever the sheet was sorted by: G2 comes before G10.
        for name, row in sorted(self._rows.items(), key=lambda item: (len(item[0]), item[0])):
            mentors = split_list(row.text("Mentor ids"))
            unknown = [one for one in mentors if one not in self._mentors]
            for one in unknown:
                right = f"write ids of the sheet {self._called[MENTORS]}, with ; between them"
                near = near_mentors.person(one)
                fault = sheet.issue(row, "Mentor ids", "is no mentor", value=one, right=right, suggestion=near)
                self._issues.append(fault)
            for one in (one for one, times in Counter(mentors).items() if times > 1):
                fault = sheet.issue(row, "Mentor ids", "stands there twice", value=one, right="take one of them out")
                self._issues.append(fault)
            if name in members and not mentors:
                right = f"write the ids of its mentors, or move its mentees in the sheet {self._called[PEOPLE]}"
                message = f"is blank, and {name} has mentees"
                self._leaderless.append(sheet.issue(row, "Mentor ids", message, right=right))
            if (mentors or name in members) and not unknown:
                score, mentees = row.value("Score"), tuple(members.get(name, ()))
                yield Group(name, row.text("Slot"), mentors, mentees, score if type(score) is int else 0)

    def as_json(self, *, scored: bool) -> dict[str, Any]:
        """Return the groups and what is told of everybody, as ``result.json`` has it."""
        sizes = {group.id: len(group.mentees) for group in self.groups}
        reasons = self._reasons if scored else {}
        led = {own: [group.id for group in self.groups if own in group.mentors] for own in self._mentors}
        left_out = [own for own in self._people if own not in self.group_of]
        return {
            "groups": [
                {
                    "id": group.id,
                    "slot": group.slot,
                    # As it was written, whatever the sheet of mentors was sorted by; changed ones go by that sheet.
                    "mentors": group.mentors if scored else sorted(group.mentors, key=list(self._mentors).index),
                    "mentees": group.mentees,
                    "score": group.score if scored else 0,
                }
                for group in self.groups
            ],
            "assignments": self._assignments() if scored else [],
            "mentors": [
                {
                    "mentor_id": own,
                    "mentor_name": self._name(row),
                    "groups": len(led[own]),
                    "mentees": sum(sizes[group] for group in led[own]),
                }
                for own, row in self._mentors.items()
            ],
            "unmatched": [{"id": own, "reason": reasons.get(own) or BY_HAND} for own in left_out],
            # The rows of those placed tell their names where they are told.
            "unmatched_names": {own: self._name(self._people[own]) for own in (left_out if scored else self._people)},
        }

    def _assignments(self) -> list[dict[str, Any]]:
        groups = {group.id: group for group in self.groups}
        rows = []
        for own, row in self._people.items():
            group = groups.get(self.group_of.get(own, ""))
            if group is None:
                continue
            first, second = (*group.mentors, None, None)[:2]
            told = {column: row.value(column) for column in ("choice", "score", "satisfaction")}
            rows.append(
                {
                    "mentee_id": own,
                    "mentee_name": self._name(row),
                    "group": group.id,
                    "slot": group.slot,
                    "mentor_1_id": first or "",
                    "mentor_1_name": self._mentor_name(first) or "",
                    "mentor_2_id": second,
                    "mentor_2_name": self._mentor_name(second),
                    **told,
                    "choice": UNLISTED if told["choice"] in (None, self._unlisted) else told["choice"],
                }
            )
        return rows

    def _mentor_name(self, own: str | None) -> str | None:
        return None if own is None else self._name(self._mentors[own])

    @staticmethod
    def _name(row: _Row) -> str:
        return row.text("Name") or row.text("Id") or ""
