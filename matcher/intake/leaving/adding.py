"""People added to an intake: rows more in its tables, once all of it can be read with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from matcher.errors import IntakeError, Issue
from matcher.intake.leaving.documents import ONE_FILE, people_in
from matcher.intake.leaving.leave import Files
from matcher.intake.leaving.left_file import LEFT_FILE
from matcher.intake.leaving.settings import json_text
from matcher.intake.people import Intake
from matcher.intake.program import header_key
from matcher.intake.reading.gate.data import json_of
from matcher.intake.reading.gate.tables import csv_rows
from matcher.intake.reading.rows import MENTEE_KEYS, MENTOR_KEYS
from matcher.intake.reading.tables import delimiter_of
from matcher.intake.words.calling import called
from matcher.intake.writing import read_back, with_rows

__all__ = ["NewRow", "Part", "intake_with"]

Part = Literal["mentors", "mentees"]
_KNOWN: Mapping[Part, Mapping[str, str]] = {"mentors": MENTOR_KEYS, "mentees": MENTEE_KEYS}


@dataclass(frozen=True, slots=True)
class NewRow:
    """Somebody who comes.

    Parameters
    ----------
    part
        Which table they belong to.
    cells
        What is told of them, by column.
    file, number
        Where that stands, for faults.
    has_id
        Whether the id stands there too; an export has none.
    """

    part: Part
    cells: Mapping[str, str]
    file: str
    number: int
    has_id: bool = True

    def text(self, column: str) -> str:
        """Return a cell; nothing where it is blank."""
        return next((cell for name, cell in self.cells.items() if header_key(name) == column), "")


def intake_with(files: Files, rows: Sequence[NewRow]) -> tuple[Intake, dict[str, str]]:
    """Return an intake with people more, and its texts; nothing is written.

    Raises
    ------
    IntakeError
        Somebody is there already or has left, or the intake would have faults with them; each is told of the row in
        which it stands.
    """
    faults = list(_known_already(files, rows))
    taken = {(issue.file, issue.row) for issue in faults}
    fresh = [row for row in rows if (row.file, row.number) not in taken]
    texts = dict(files.texts)
    places: dict[tuple[str, int], NewRow] = {}
    for part in ("mentors", "mentees"):
        mine = [row for row in fresh if row.part == part]
        if mine:
            name = ONE_FILE if ONE_FILE in texts else f"{part}.csv"
            told = f"{files.place.name} {part}" if name == ONE_FILE else name
            first = _rows_of(texts[name], part)
            places |= {(told, number): row for number, row in enumerate(mine, first + 1)}
            add = _with_entries if name == ONE_FILE else _with_records
            texts[name] = add(texts[name], part, mine)
    one = files.place.name if ONE_FILE in texts else None
    try:
        read = read_back({files.place.name if name == ONE_FILE else name: text for name, text in texts.items()}, one)
    except IntakeError as fault:
        faults += [_told_of(issue, places) for issue in fault.issues]
        raise IntakeError(sorted(faults, key=lambda issue: (issue.file, issue.row or 0)), fault.warnings) from None
    if faults:
        raise IntakeError(faults)
    return read, texts


def _known_already(files: Files, rows: Sequence[NewRow]) -> Iterator[Issue]:
    """Yield each row of somebody who is in the intake, by id or by an address that somebody of that table has."""
    names = {own: called(own, name) for own, (_, name) in people_in(files.texts).items()}
    left = {one.id: called(one.id, one.name) for one in files.left.people}
    mails = {(part, mail): own for part, own, mail in _addresses(files)}
    first: dict[str, NewRow] = {}
    for row in rows:
        own, mail = row.text("id"), row.text("email").casefold()
        twin = first.setdefault(own, row)
        if own and twin is not row:
            where = f"row {twin.number}" if twin.file == row.file else f"{twin.file} row {twin.number}"
            yield Issue(row.file, f"is already the id in {where}", row.number, "id", own, "ids are used once")
        elif own in names and row.has_id:
            right = "take the row out, or give it another id; to replace the old row, change that in the intake by hand"
            message = "is in the intake already" + ("" if names[own] == own else f", as the id of {names[own]}")
            yield Issue(row.file, message, row.number, "id", own, right)
        elif own in left:
            yield _has_left(row, own, left[own])
        elif own in names or (mail and (row.part, mail) in mails):
            yield _answers_again(row, names[mails.get((row.part, mail), own)])


def _has_left(row: NewRow, own: str, who: str) -> Issue:
    right = f"`matcher join` brings back who left ({LEFT_FILE})"
    if row.has_id:
        message = "has left the intake" + ("" if who == own else f": {who}")
        return Issue(row.file, message, row.number, "id", own, f"{right}; or give the row another id")
    return Issue(row.file, f"is an answer of {who}, who has left the intake", row.number, right=right)


def _answers_again(row: NewRow, who: str) -> Issue:
    """Return the fault of a row of somebody who is known by what else than an id stands in it."""
    right = "if it is the same person, take the row out, and change what is new by hand in the table of the intake"
    mail = row.text("email")
    if not mail:
        return Issue(row.file, f"is an answer of {who}, who is in the intake already", row.number, right=right)
    message = f"is the address of {who}, who is in the intake already"
    right += "; if it is somebody else, write an address of their own"
    return Issue(row.file, message, row.number, "email", mail, right)


def _addresses(files: Files) -> Iterator[tuple[Part, str, str]]:
    one = files.place.name if ONE_FILE in files.texts else None
    told = {files.place.name if name == ONE_FILE else name: text for name, text in files.texts.items()}
    read = read_back(told, one)
    for mentor in read.mentors:
        yield "mentors", mentor.id, (mentor.email or "").casefold()
    for mentee in read.mentees:
        yield "mentees", mentee.id, (mentee.email or "").casefold()


def _told_of(issue: Issue, places: Mapping[tuple[str, int], NewRow]) -> Issue:
    """Return a fault of a row that is new as one of the row that it came from."""
    row = places.get((issue.file, issue.row or 0))
    return issue if row is None else replace(issue, file=row.file, row=row.number)


def _rows_of(text: str, part: Part) -> int:
    """Return the number of the last row of a table."""
    if text.lstrip("\ufeff \r\n\t").startswith("{"):
        told: Any = json_of(text.removeprefix("\ufeff"))
        return len(told[part])
    body = text.removeprefix("\ufeff")
    return sum(1 for _ in csv_rows(body, delimiter_of(body, _KNOWN[part].keys())))


def _with_records(text: str, part: Part, rows: Sequence[NewRow]) -> str:
    return with_rows(text, _KNOWN[part].keys(), [row.cells for row in rows])


def _with_entries(text: str, part: Part, rows: Sequence[NewRow]) -> str:
    """Return a JSON text with entries more in one of its lists, between commas as those that it has."""
    entry = next(item for item in json_text(text).items if item.path == (part,))
    told = [json.dumps({name: cell for name, cell in row.cells.items() if cell}, ensure_ascii=False) for row in rows]
    several = len(entry.items) > 1
    between = text[entry.items[0].end : entry.items[1].start] if several else ",\n    "
    end = entry.items[-1].end
    return text[:end] + "".join(between + one for one in told) + text[end:]
