"""``groups.csv``, ``assignments.csv`` and ``unmatched.csv``, read back: also as a spreadsheet saves them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from matcher.errors import Issue, ResultFileError, TooManyFaultsError
from matcher.intake.program import header_key
from matcher.intake.reading.files import read_text
from matcher.intake.reading.gate.kinds import RESULT_TABLE
from matcher.intake.reading.rows import split_list
from matcher.intake.reading.tables import Row, Table, table_from_csv
from matcher.intake.words.findings import Findings
from matcher.intake.words.listing import in_words
from matcher.rules.rule import FormedGroup

__all__ = ["LED_BY", "READERS", "SavedGrouping", "as_rows_tell", "read_assignments", "read_groups", "read_unmatched"]

_GROUPS = ("group", "slot", "mentor_ids", "mentee_ids")
_ASSIGNMENTS = ("mentee_id", "group", "slot", "mentor_1_id")
_UNMATCHED = ("mentee_id", "reason")

Seat = tuple[str | None, tuple[str, ...]]

LED_BY = 2
"""Mentors for whom a row of ``assignments.csv`` has room; groups that were broken by hand may have more."""


def as_rows_tell(groups: Sequence[FormedGroup]) -> tuple[FormedGroup, ...]:
    """Return groups as a list with a row a mentee tells them: without those that have none, and two mentors at most.

    Everybody counts once in a group, also where somebody wrote them twice.
    """
    return tuple(
        group._replace(
            mentors=tuple(dict.fromkeys(group.mentors))[:LED_BY], mentees=tuple(dict.fromkeys(group.mentees))
        )
        for group in groups
        if group.mentees
    )


class SavedGrouping(NamedTuple):
    """The groups that one table tells.

    Parameters
    ----------
    groups
        In the order of the table.
    scores
        The text in the column `score`, by the position of the group; without those that are blank.
    faults
        Where the table contradicts itself, a sentence each.
    """

    groups: tuple[FormedGroup, ...]
    scores: dict[int, str]
    faults: tuple[str, ...]


def read_groups(file: Path) -> SavedGrouping:
    """Read ``groups.csv``.

    Raises
    ------
    ResultFileError
        It cannot be read, or has no such columns.
    """
    groups, scores, faults = [], {}, []
    for position, row in enumerate(_table(file, _GROUPS).rows):
        name = _cell(row, "group")
        if name is None:
            faults.append(f"{file.name} row {row.number} has no group in it")
        mentors, mentees = (split_list(_cell(row, column)) for column in ("mentor_ids", "mentee_ids"))
        groups.append(FormedGroup(name or f"row {row.number}", _cell(row, "slot"), mentors, mentees))
        score = _cell(row, "score")
        if score is not None:
            scores[position] = score
    return SavedGrouping(tuple(groups), scores, tuple(faults))


def read_assignments(file: Path) -> SavedGrouping:
    """Read ``assignments.csv``; of a group whose rows disagree, the slot and the mentors that most of them tell.

    Raises
    ------
    ResultFileError
        It cannot be read, or has no such columns.
    """
    faults: list[str] = []
    rows_of: dict[str, list[Row]] = defaultdict(list)
    for row in _table(file, _ASSIGNMENTS).rows:
        absent = [column for column in ("mentee_id", "group") if _cell(row, column) is None]
        faults += [f"{file.name} row {row.number} has no {column} in it" for column in absent]
        if not absent:
            rows_of[_cell(row, "group") or ""].append(row)
    groups = []
    for name, rows in rows_of.items():
        seats = [_seat(row) for row in rows]
        usual = Counter(seats).most_common(1)[0][0]
        faults += [
            f"{file.name} row {row.number}: {_cell(row, 'mentee_id')} is in {name} with {_told(seat)}, "
            f"but {name} is with {_told(usual)} in other rows"
            for row, seat in zip(rows, seats, strict=True)
            if seat != usual
        ]
        groups.append(FormedGroup(name, *usual, tuple(_cell(row, "mentee_id") or "" for row in rows)))
    return SavedGrouping(tuple(groups), {}, tuple(faults))


READERS = {"groups.csv": read_groups, "assignments.csv": read_assignments}
"""The tables that tell who is with whom, and what reads each."""


def read_unmatched(file: Path) -> tuple[tuple[str, str], ...]:
    """Read ``unmatched.csv``: the id and the reason of each mentee left out, blank where missing.

    Raises
    ------
    ResultFileError
        It cannot be read, or has no such columns.
    """
    rows = _table(file, _UNMATCHED).rows
    return tuple((_cell(row, "mentee_id") or "", _cell(row, "reason") or "") for row in rows)


def _table(file: Path, columns: Iterable[str]) -> Table:
    findings = Findings()
    keys = {header_key(column): column for column in columns}
    try:
        text = read_text(file, RESULT_TABLE, findings)
        table = None if text is None else table_from_csv(text, file.name, keys, findings)
    except TooManyFaultsError as many:
        raise ResultFileError(many.issues) from None
    if table is not None:
        absent = [column for key, column in keys.items() if key not in table.headers]
        right = "take the table as `matcher solve` wrote it"
        findings.faults.extend(Issue(file.name, "is missing", column=column, right=right) for column in absent)
    if table is None or findings.faults:
        raise ResultFileError(findings.faults)
    return table


def _cell(row: Row, column: str) -> str | None:
    """Return a cell; None where blank."""
    return row.cells.get(header_key(column))


def _seat(row: Row) -> Seat:
    mentors = (_cell(row, "mentor_1_id"), _cell(row, "mentor_2_id"))
    return _cell(row, "slot"), tuple(sorted(mentor for mentor in mentors if mentor is not None))


def _told(seat: Seat) -> str:
    slot, mentors = seat
    return in_words(mentors or ("nobody",)) + ("" if slot is None else f" at {slot}")
