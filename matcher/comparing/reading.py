"""A result as somebody hands it in to be compared: solved, saved, or edited by hand afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from matcher.intake.errors import ResultFileError
from matcher.intake.findings import name_some
from matcher.records import AssignmentRow
from matcher.result import MatchResult
from matcher.rules import FormedGroup
from matcher.saved_tables import SavedGrouping, read_assignments, read_groups, read_unmatched
from matcher.verification import likeness

__all__ = ["Told", "read_told"]

_READERS = {"groups.csv": read_groups, "assignments.csv": read_assignments}


@dataclass(frozen=True)
class Told:
    """The groups that a result tells, and what else it says where that still fits them.

    Parameters
    ----------
    name
        What the result was called in the call.
    groups
        Taken as they stand: nothing about them is checked.
    mentors, mentees
        Names by id of everybody whom the result knows, in its order.
    rows
        By mentee id, what the result says of a mentee's score; only where it says the same group of mentors.
    objective
        None where the groups were edited, or nothing tells.
    notes
        What was found odd in reading, a sentence each.
    """

    name: str
    groups: tuple[FormedGroup, ...]
    mentors: dict[str, str]
    mentees: dict[str, str]
    rows: dict[str, AssignmentRow]
    objective: int | None
    notes: tuple[str, ...]


def read_told(result: MatchResult | str | PathLike[str], name: str) -> Told:
    """Read a result without checking it.

    Of a folder whose tables were edited, the edited table is what counts: the one that says other groups than
    ``result.json`` does; where both do, ``groups.csv``. Was ``result.json`` edited itself, so that its groups and its
    list of mentees disagree, its groups count.

    Parameters
    ----------
    name
        What to call it where it is no path.

    Raises
    ------
    ResultFileError
        There is no result, or it cannot be understood.
    """
    if isinstance(result, MatchResult):
        return _told(name, result, formed(result), _doubts(result))
    place = Path(result)
    if place.is_dir():
        return _of_folder(place)
    if place.suffix.casefold() == ".csv":
        saved = _table(place)
        return _told(str(place), None, saved.groups, saved.faults)
    found = MatchResult.load(place)
    return _told(str(place), found, formed(found), _doubts(found))


def formed(result: MatchResult) -> tuple[FormedGroup, ...]:
    """Return the groups of a result as they stand."""
    return tuple(FormedGroup(group.id, group.slot, group.mentors, group.mentees) for group in result.groups)


def _table(file: Path) -> SavedGrouping:
    """Read a table of either kind; where it is neither, the fault names what ``groups.csv`` should have."""
    try:
        return read_groups(file)
    except ResultFileError as fault:
        try:
            return read_assignments(file)
        except ResultFileError:
            raise fault from None


def _of_folder(folder: Path) -> Told:
    files = {name: folder / name for name in _READERS if (folder / name).is_file()}
    if (folder / "result.json").exists() or not files:
        result = MatchResult.load(folder)
        groups, notes = _as_edited(result, files)
        return _told(str(folder), result, groups, notes)
    saved = {name: _READERS[name](file) for name, file in files.items()}
    groups, notes = _agreed({name: one.groups for name, one in saved.items()})
    faults = [fault for one in saved.values() for fault in one.faults]
    told = _told(str(folder), None, groups, (*notes, *faults))
    if (folder / "unmatched.csv").is_file():
        for mentee, _ in read_unmatched(folder / "unmatched.csv"):
            told.mentees.setdefault(mentee, mentee)
    return told


def _doubts(result: MatchResult) -> tuple[str, ...]:
    if not result.scored:
        return ("its groups were changed by hand in the workbook",)
    if _is_edited(result):
        return ("its groups were edited: they are not what its own list of mentees says; the groups are compared",)
    return ()


def _is_edited(result: MatchResult) -> bool:
    """Return whether the groups of one result are not those that its numbers are about."""
    if not result.assignment_rows:
        return not result.scored
    of_rows = {(row.mentee_id, row.group) for row in result.assignment_rows}
    return of_rows != {(mentee, group.id) for group in result.groups for mentee in group.mentees}


def _as_edited(result: MatchResult, files: dict[str, Path]) -> tuple[tuple[FormedGroup, ...], tuple[str, ...]]:
    """Return the groups that count in a folder, and what to say about the choice."""
    own = formed(result)
    if _is_edited(result):
        return own, _doubts(result)
    edited: dict[str, tuple[FormedGroup, ...]] = {}
    notes: list[str] = []
    for name, file in files.items():
        try:
            saved = _READERS[name](file)
        except ResultFileError as fault:
            notes += [f"{issue}; this table is passed over" for issue in fault.issues]
            continue
        if likeness(saved.groups) != likeness(own):
            edited[name] = saved.groups
            notes += saved.faults
    if not edited:
        return own, tuple(notes)
    groups, doubts = _agreed(edited)
    names = name_some(list(edited))
    says = "says" if len(edited) == 1 else "say"
    return groups, (f"{names} {says} other groups than result.json, so it was edited by hand", *doubts, *notes)


def _agreed(tables: dict[str, tuple[FormedGroup, ...]]) -> tuple[tuple[FormedGroup, ...], tuple[str, ...]]:
    names = list(tables)
    if len({likeness(groups) for groups in tables.values()}) == 1:
        return tables[names[0]], ()
    return tables[names[0]], (f"{name_some(names)} say different groups; {names[0]} is compared",)


def _told(
    name: str,
    result: MatchResult | None,
    groups: Sequence[FormedGroup],
    notes: Sequence[str],
) -> Told:
    mentors: dict[str, str] = {}
    mentees: dict[str, str] = {}
    if result is not None:
        mentors |= {row.mentor_id: row.mentor_name for row in result.mentor_rows}
        mentees |= {row.mentee_id: row.mentee_name for row in result.assignment_rows}
        mentees |= {one.id: one.id for one in result.unmatched} | dict(result.unmatched_names)
    for group in groups:
        for mentor in group.mentors:
            mentors.setdefault(mentor, mentor)
        for mentee in group.mentees:
            mentees.setdefault(mentee, mentee)
    rows = {} if result is None else _fitting_rows(result, groups)
    untouched = result is not None and likeness(groups) == likeness(formed(result)) and not _is_edited(result)
    objective = result.objective if result is not None and untouched else None
    return Told(name, tuple(groups), mentors, mentees, rows, objective, tuple(notes))


def _fitting_rows(result: MatchResult, groups: Sequence[FormedGroup]) -> dict[str, AssignmentRow]:
    mentors = {mentee: set(group.mentors) for group in groups for mentee in group.mentees}
    rows = {}
    for row in result.assignment_rows:
        told = {mentor for mentor in (row.mentor_1_id, row.mentor_2_id) if mentor is not None}
        if mentors.get(row.mentee_id) == told:
            rows[row.mentee_id] = row
    return rows
