"""Ids in place of names: who is who stands in a key file alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from matcher.errors import Issue
from matcher.intake.reading.files import read_text
from matcher.intake.reading.gate.kinds import KEY
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.reading.gate.tables import csv_rows
from matcher.intake.words.findings import Findings
from matcher.result.files import csv_text
from matcher.text import unguarded

__all__ = ["Key", "read_key"]

_COLUMNS = ("id", "role", "name", "email", "own_id")
_ID = re.compile(r"P[0-9]{4,9}")


class Key:
    """Who stands behind which id: ids once given stay, new people get the next number.

    Parameters
    ----------
    rows
        The rows of a key file: id, role, name, e-mail address, and the id without pseudonyms.
    """

    def __init__(self, rows: Iterable[tuple[str, str, str, str, str]] = ()) -> None:
        self._rows = {row[4]: row for row in rows}
        self._next = 1 + max((int(row[0][1:]) for row in self._rows.values()), default=0)

    def id_of(self, own: str, role: str, name: str | None, email: str | None) -> str:
        """Return the id that stands for somebody; `own` is the id that they have without pseudonyms."""
        known = self._rows.get(own)
        if known is None:
            pseudonym = f"P{self._next:04}"
            self._next += 1
        else:
            pseudonym = known[0]
        self._rows[own] = (pseudonym, role, name or "", email or "", own)
        return pseudonym

    def text(self) -> str:
        """Return the key file."""
        in_order = sorted((int(row[0][1:]), row) for row in self._rows.values())
        return csv_text(_COLUMNS, [row for _, row in in_order])


def read_key(path: Path, findings: Findings) -> Key:
    """Return the key of an earlier import, an empty one where there was none; a damaged file is a fault."""
    if not path.exists():
        return Key()
    text = read_text(path, KEY, findings)
    if text is None:
        return Key()
    rows = []
    try:
        lines = list(csv_rows(text, ","))
    except RefusedError as refused:
        findings.faults.append(refused.issue(path.name))
        return Key()
    for number, row in enumerate(lines, 1):
        cells = tuple(map(unguarded, row))
        if len(cells) == 5 and _ID.fullmatch(cells[0]):
            rows.append((cells[0], cells[1], cells[2], cells[3], cells[4]))
        elif number > 1 and any(cells):
            right = "put back the file as it was: without it everybody would get a new id"
            findings.faults.append(Issue(path.name, "is no row of a key", number, right=right))
    return Key(rows)
