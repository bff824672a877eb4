"""``left.csv``: who left, and every piece that was taken out with them; as rows of a table, or a list in JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.errors import IntakeError, Issue
from matcher.intake.leaving.pieces import Piece
from matcher.intake.people import Gone
from matcher.intake.program import header_key
from matcher.intake.reading.gate.data import json_of
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.reading.gate.tables import csv_rows
from matcher.intake.reading.tables import delimiter_of
from matcher.text import guarded, unguarded

__all__ = [
    "COLUMNS",
    "LEFT_FILE",
    "Left",
    "Taken",
    "left_of_csv",
    "left_of_rows",
    "left_rows",
    "left_text",
    "name_in_json",
]

LEFT_FILE = "left.csv"
COLUMNS = ("ids", "name", "role", "left", "reason", "what", "file", "header", "place", "number", "after", "key")
TEXTS = ("before", "text", "behind")
_EXACT = ("header", "place", "number", "after", "key", *TEXTS)
"""Columns that are JSON, so that no spreadsheet changes a space in them or runs what stands there."""


def name_in_json(key: str) -> str:
    """Return the name in a table of JSON for which a key stands."""
    told: Any = json_of(key)
    return str(told[0])


@dataclass(frozen=True, slots=True)
class Taken:
    """A piece of an intake, and what it is in words.

    Parameters
    ----------
    file
        The file of a folder; nothing where the intake is one JSON file, whatever its name.
    header
        Of a table: the header under which it stood.
    """

    file: str
    piece: Piece
    header: str | None = None
    what: str = ""

    @property
    def part(self) -> str:
        """Of an intake: ``mentors``, ``mentees``, ``constraints``, ``locks`` or ``program``."""
        if not self.file:
            return name_in_json(self.piece.place[0])
        return "program" if self.file.startswith("program.") else self.file.removesuffix(".csv")

    @property
    def inside(self) -> tuple[str, ...]:
        """Where in that part it stood."""
        return self.piece.place if self.file else self.piece.place[1:]

    @property
    def person(self) -> str | None:
        """Whose own row it is."""
        own = self.part in ("mentors", "mentees") and not self.inside
        return self.piece.ids[0] if own else None


@dataclass(frozen=True, slots=True)
class Left:
    """Who left, in order, and what was taken out with them."""

    people: tuple[Gone, ...] = ()
    taken: tuple[Taken, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all who left."""
        return frozenset(one.id for one in self.people)


def left_rows(left: Left) -> list[dict[str, str]]:
    """Return a row for each piece; who left stands in the row of what their own row was, and those come first."""
    own = {taken.person: taken for taken in left.taken}
    rows = [_row(own[one.id], one) for one in left.people]
    return rows + [_row(taken, None) for taken in left.taken if taken.person is None]


def _row(taken: Taken, who: Gone | None) -> dict[str, str]:
    piece = taken.piece
    told = {"ids": ";".join(piece.ids), "what": taken.what, "file": taken.file}
    if who is not None:
        told |= {"name": who.name, "role": who.role, "left": who.when or "", "reason": who.reason or ""}
    exact: dict[str, Any] = {
        "header": taken.header,
        "place": piece.place,
        "number": piece.number,
        "after": piece.after,
        "key": piece.key,
        "before": piece.before,
        "text": piece.text,
        "behind": piece.behind,
    }
    return told | {key: json.dumps(value, ensure_ascii=False) for key, value in exact.items()}


def left_text(left: Left) -> str:
    """Return what ``left.csv`` holds."""
    out = io.StringIO()
    writer = csv.DictWriter(out, (*COLUMNS, *TEXTS), restval="", lineterminator="\n")
    writer.writeheader()
    for row in left_rows(left):
        writer.writerow({key: cell if key in _EXACT else guarded(cell) for key, cell in row.items()})
    return out.getvalue()


def left_of_csv(text: str) -> Left:
    """Return what ``left.csv`` says.

    Raises
    ------
    IntakeError
        Somebody changed in it what cannot be understood.
    """
    try:
        delimiter = delimiter_of(text, [header_key(name) for name in (*COLUMNS, *TEXTS)])
        rows = list(csv_rows(text.removeprefix("\ufeff"), delimiter, strict=True))
    except RefusedError as refused:
        raise IntakeError([refused.issue(LEFT_FILE)]) from None
    header = [cell.strip() for cell in rows[0]] if rows else []
    told = [dict(zip(header, row, strict=False)) for row in rows[1:]]
    plain = [{key: cell if key in _EXACT else unguarded(cell) for key, cell in row.items()} for row in told]
    return left_of_rows([row for row in plain if any(row.values())], LEFT_FILE, 2)


def left_of_rows(rows: Sequence[Any], file: str, first: int = 1) -> Left:
    """Return what rows say; in a JSON intake they stand in a list.

    Raises
    ------
    IntakeError
        Somebody changed in them what cannot be understood.
    """
    people, taken, faults = [], [], []
    for number, row in enumerate(rows, first):
        try:
            one = _taken(row)
            if row.get("role"):
                when, reason = row.get("left") or None, row.get("reason") or None
                people.append(Gone(one.piece.ids[0], row["name"], row["role"], when, reason))
            taken.append(one)
        except (RefusedError, ValueError, KeyError, TypeError, AttributeError):
            right = "undo what was changed in it, or take the row out, by which what it keeps is lost"
            faults.append(Issue(file, "cannot be understood any more", number, right=right))
    if faults:
        raise IntakeError(faults)
    return Left(tuple(people), tuple(taken))


def _taken(row: Mapping[str, str]) -> Taken:
    exact: dict[str, Any] = {key: json_of(row[key]) for key in _EXACT}
    ids = tuple(own for part in row["ids"].split(";") if (own := part.strip()))
    texts = [exact[key] for key in ("key", *TEXTS)]
    sound = all(isinstance(text, str) for text in (*texts, *exact["place"]))
    kinds = [(exact["after"], str | None), (exact["header"], str | None), (exact["number"], int)]
    if not ids or not sound or not all(isinstance(value, kind) for value, kind in kinds):
        raise ValueError
    piece = Piece(ids, tuple(exact["place"]), exact["number"], exact["after"], *texts)
    return Taken(row.get("file") or "", piece, exact["header"], row.get("what") or "")
