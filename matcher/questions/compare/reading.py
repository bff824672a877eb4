"""A result as somebody hands it in to be compared: solved, saved, or edited by hand afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from matcher.checking.verify import tell_differently
from matcher.errors import Issue, ResultFileError
from matcher.intake.disk.whole import settle
from matcher.intake.reading.places import result_place
from matcher.intake.words.findings import name_some
from matcher.result.match_result import MatchResult
from matcher.result.no_result import refuse_no_table
from matcher.result.records import AssignmentRow
from matcher.result.saved_folder import read_as_it_stands
from matcher.result.saved_tables import (
    READERS,
    SavedGrouping,
    as_rows_tell,
    read_assignments,
    read_groups,
    read_unmatched,
)
from matcher.rules import FormedGroup
from matcher.text import place_told

__all__ = ["Told", "read_told"]


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
    result
        Where it is one, and no table alone.
    """

    name: str
    groups: tuple[FormedGroup, ...]
    mentors: dict[str, str]
    mentees: dict[str, str]
    rows: dict[str, AssignmentRow]
    objective: int | None
    notes: tuple[str, ...]
    result: MatchResult | None = None


def read_told(result: MatchResult | str | PathLike[str], name: str) -> Told:
    """Read a result without checking it: as `MatchResult.load` does, or the tables alone where there is nothing else.

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
        return _of_result(name, result, result.assignment_rows)
    place = result_place(result)
    settle(place)
    if place.suffix.casefold() == ".csv":
        saved = _table(place)
        return _of_tables(str(place), saved.groups, saved.faults)
    files = [place / table for table in READERS if (place / table).is_file()]
    if files and not (place / "result.json").exists():
        return _of_folder(place, files)
    return _of_result(place_told(place), MatchResult.load(place), read_as_it_stands(place).rows)


def _table(file: Path) -> SavedGrouping:
    """Read a table of either kind; where it lacks something of both, the fault says what ``groups.csv`` should have."""
    refuse_no_table(file)
    try:
        return read_groups(file)
    except ResultFileError as fault:
        try:
            return read_assignments(file)
        except ResultFileError:
            raise fault from None


def _of_folder(folder: Path, files: Sequence[Path]) -> Told:
    saved = [READERS[file.name](file) for file in files]
    if tell_differently({file.name: one.groups for file, one in zip(files, saved, strict=True)}):
        right = "put back what one of them said, or write the same into both"
        message = f"has no result.json, and {name_some([file.name for file in files])} say different groups"
        raise ResultFileError([Issue(str(folder), message, right=right)])
    told = _of_tables(str(folder), saved[0].groups, [fault for one in saved for fault in one.faults])
    if (folder / "unmatched.csv").is_file():
        for mentee, _ in read_unmatched(folder / "unmatched.csv"):
            told.mentees.setdefault(mentee, mentee)
    return told


def _of_tables(name: str, groups: Sequence[FormedGroup], notes: Sequence[str]) -> Told:
    mentors = {mentor: mentor for group in groups for mentor in group.mentors}
    mentees = {mentee: mentee for group in groups for mentee in group.mentees}
    return Told(name, tuple(groups), mentors, mentees, {}, None, tuple(notes))


def _of_result(name: str, result: MatchResult, rows: Sequence[AssignmentRow]) -> Told:
    mentors = {row.mentor_id: row.mentor_name for row in result.mentor_rows}
    mentees = {row.mentee_id: row.mentee_name for row in result.assignment_rows}
    mentees |= {one.id: one.id for one in result.unmatched} | dict(result.unmatched_names)
    plain = _of_tables(name, result.formed, ())
    notes = [*result.notes]
    if not result.scored and not notes:
        notes.append("its groups were changed by hand")
    disagrees = result.scored and _disagrees(result)
    if disagrees:
        notes.append("its groups are not what its own list of mentees says; the groups are compared")
    return Told(
        name,
        plain.groups,
        mentors | {own: own for own in plain.mentors if own not in mentors},
        mentees | {own: own for own in plain.mentees if own not in mentees},
        _fitting(rows, plain.groups),
        result.objective if result.scored and not disagrees else None,
        tuple(notes),
        result,
    )


def _disagrees(result: MatchResult) -> bool:
    """Return whether the groups of one result are not those that its numbers are about."""
    of_rows = {(row.mentee_id, row.group) for row in result.assignment_rows}
    return bool(of_rows) and of_rows != {(mentee, group.id) for group in result.groups for mentee in group.mentees}


def _fitting(rows: Sequence[AssignmentRow], groups: Sequence[FormedGroup]) -> dict[str, AssignmentRow]:
    """Return the rows that are still true: of mentees who have the same mentors."""
    mentors = {mentee: set(group.mentors) for group in as_rows_tell(groups) for mentee in group.mentees}
    fitting = {}
    for row in rows:
        told = {mentor for mentor in (row.mentor_1_id, row.mentor_2_id) if mentor}
        if mentors.get(row.mentee_id) == told:
            fitting[row.mentee_id] = row
    return fitting
