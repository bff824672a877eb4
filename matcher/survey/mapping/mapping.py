"""``mapping.toml``: what each column of an export means, read with every fault at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from matcher.errors import Issue
from matcher.intake.program import fold
from matcher.intake.reading.files import read_text
from matcher.intake.reading.gate.data import no_texts, toml_of
from matcher.intake.reading.gate.kinds import MAPPING
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.words.findings import Findings
from matcher.intake.words.listing import in_a_row
from matcher.intake.words.nearest import nearest
from matcher.survey.mapping.vocabulary import COLUMN_MEANINGS, INTAKE_MEANINGS
from matcher.survey.reading.layout import Column, Export

__all__ = ["POLL", "ROLES", "ExportMapping", "Mapping", "Meaning", "Reading", "read_mapping"]

ROLES = ("mentors", "mentees")
POLL = "hours"
"""Instead of a role: a poll of hours, of people who answered another export."""
RANKED = ("preferred_mentors", "preferred_mentees", "preferred_co_mentors", "avoid")
_RANKED = re.compile(rf"({'|'.join(RANKED)})\s+([1-9][0-9]?)")
_NAME = re.compile(r"[^\W\d]\w*", re.ASCII)
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_LIKE_MEANING = 'write what the column is, like "email", "preferred_mentors 1", "ignore" or a name of your own'


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column is taken for.

    Parameters
    ----------
    target
        One of `COLUMN_MEANINGS` or `INTAKE_MEANINGS`, or the name of a column of the program's own.
    rank
        For wishes with a column a rank: which, from 1.
    item
        For one of several columns that answer one question: what this one is about (an interest, a person).
    at
        For a column of a grid of hours: the time or event, where the header does not say it.
    options
        For a column that holds several choices: the known ones, which may hold commas.
    """

    target: str
    rank: int | None = None
    item: str | None = None
    at: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportMapping:
    """What the columns of one export mean.

    Parameters
    ----------
    role
        Who answered, or `POLL`; None where a column says it.
    confirmed
        Columns, or questions that several share, of which somebody said that they were read rightly; folded.
    """

    file: str | None = None
    role: str | None = None
    columns: Table[str, Meaning] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()

    def meaning(self, column: Column) -> Meaning | None:
        """Return what the mapping says of a column, by its label or another of its names."""
        for name in (column.label, *column.also):
            found = self.columns.get(fold(name))
            if found is not None:
                return found
        return None

    def named(self, export: Export) -> int:
        """Return how many columns of an export the mapping names."""
        return sum(self.meaning(column) is not None for column in export.columns)


@dataclass(frozen=True, slots=True)
class Reading:
    """How doubtful things are read; see `HourSettings` and `read_gender_wish`. Times in minutes from midnight."""

    day_first: bool | None = None
    if_need_be: bool = True
    day_start: int = 7 * 60
    day_end: int = 22 * 60
    gender_wish: str = "prefer"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping.

    Parameters
    ----------
    words
        Column to the coordinator's own words for its answers.
    names
        Names as people wrote them to whom they mean, an id, e-mail address or full name; blank: nobody.
    """

    exports: tuple[ExportMapping, ...] = ()
    words: Table[str, Table[str, str]] = field(default_factory=dict)
    names: Table[str, str] = field(default_factory=dict)
    reading: Reading = Reading()

    def of(self, exports: Sequence[Export]) -> list[ExportMapping]:
        """Return the part for each export: by its file's name, else the part that names most of its columns."""
        free = list(self.exports)
        chosen: dict[int, ExportMapping] = {}
        for place, export in enumerate(exports):
            part = next((one for one in free if one.file is not None and fold(one.file) == fold(export.file)), None)
            if part is not None:
                chosen[place] = part
                free.remove(part)
        pairs = [(part.named(export), place, part) for place, export in enumerate(exports) for part in free]
        for named, place, part in sorted(pairs, key=lambda pair: -pair[0]):
            if named and place not in chosen and part in free:
                chosen[place] = part
                free.remove(part)
        return [chosen.get(place, ExportMapping()) for place in range(len(exports))]


def read_mapping(path: Path, findings: Findings) -> Mapping | None:
    """Return the mapping of a file; None where it has a fault, every one of which is then among the faults."""
    before = len(findings.faults)
    text = read_text(path, MAPPING, findings)
    if text is None:
        return None
    try:
        tables = toml_of(text)
        for refused in no_texts(tables):
            raise refused
    except RefusedError as refused:
        right = 'write one column a line, like "Email Address" = "email", with both in quotation marks'
        findings.faults.append(refused.issue(path.name, right))
        return None
    mapping = _Reader(path.name, findings).mapping(tables)
    return mapping if len(findings.faults) == before else None


class _Reader:
    def __init__(self, file: str, findings: Findings) -> None:
        self.file = file
        self.findings = findings

    def fault(
        self, key: str, message: str, value: object = None, right: str | None = None, near: str | None = None
    ) -> None:
        shown = None if value is None else str(value)[:80]
        self.findings.faults.append(Issue(self.file, message, None, key, shown, right, near))

    def mapping(self, tables: Table[str, Any]) -> Mapping:
        self.check_keys(tables, ("export", "words", "names", "reading"), "")
        exports = tables.get("export", [])
        if not isinstance(exports, list) or not all(isinstance(one, dict) for one in exports):
            self.fault("export", "is of the wrong kind", right="write [[export]] in double brackets above each export")
            exports = []
        return Mapping(
            tuple(self.export(one, place) for place, one in enumerate(exports, 1)),
            {key: self.texts(table, f"words.{key}") for key, table in self.table(tables, "words").items()},
            {fold(key): text for key, text in self.texts(tables.get("names", {}), "names").items()},
            self.reading(self.table(tables, "reading")),
        )

    def check_keys(self, table: Table[str, Any], known: Sequence[str], place: str) -> None:
        for key in table:
            if key not in known:
                right = f"there is {in_a_row(known)}"
                self.fault(f"{place}{key}", "there is no such setting", None, right, nearest(key, known))

    def table(self, tables: Table[str, Any], key: str) -> dict[str, Any]:
        found = tables.get(key, {})
        if isinstance(found, dict):
            return found
        self.fault(key, "is of the wrong kind", right=f"write a table [{key}]")
        return {}

    def texts(self, table: object, key: str) -> dict[str, str]:
        if not isinstance(table, dict):
            self.fault(key, "is of the wrong kind", table, f"write a table [{key}]")
            return {}
        for name, value in table.items():
            if not isinstance(value, str | int) or isinstance(value, bool):
                self.fault(f"{key}.{name}", "is no text", value, "write a text in quotation marks")
        return {name: str(value) for name, value in table.items()}

    def export(self, table: Table[str, Any], number: int) -> ExportMapping:
        place = f"export[{number}]."
        self.check_keys(table, ("file", "role", "confirmed", "columns"), place)
        file, role = table.get("file"), table.get("role")
        if file is not None and not isinstance(file, str):
            self.fault(f"{place}file", "is no text", file, "write the export's file name in quotation marks")
        if role in ("", None) or role == "column":
            role = None
        elif role not in (*ROLES, POLL):
            right = 'write "mentors", "mentees", "column" where a column says it, or "hours" for a poll of hours'
            self.fault(f"{place}role", "is no role", role, right, nearest(str(role), (*ROLES, POLL)))
            role = None
        columns = dict(self.columns(self.table(table, "columns"), place))
        confirmed = table.get("confirmed", [])
        if not isinstance(confirmed, list) or not all(isinstance(one, str) for one in confirmed):
            self.fault(f"{place}confirmed", "is of the wrong kind", confirmed, 'write a list like ["Availability"]')
            confirmed = []
        looked_at = frozenset(map(fold, confirmed))
        return ExportMapping(file if isinstance(file, str) else None, role, columns, looked_at)

    def columns(self, table: Table[str, Any], place: str) -> Iterator[tuple[str, Meaning]]:
        seen: dict[str, str] = {}
        for label, value in table.items():
            key = fold(label)
            if key in seen:
                self.fault(f"{place}columns", f"is the same column as {seen[key]!r}", label, "take one of them out")
            seen[key] = label
            meaning = self.meaning(value, f"{place}columns.{label}")
            if meaning is not None:
                yield key, meaning

    def meaning(self, value: object, key: str) -> Meaning | None:
        if isinstance(value, str):
            return self.named(value, key)
        if not isinstance(value, dict) or not isinstance(value.get("as"), str):
            self.fault(
                key, "is of the wrong kind", value, f'{_LIKE_MEANING}; or {{ as = "interests", item = "Chess" }}'
            )
            return None
        self.check_keys(value, ("as", "item", "at", "options"), f"{key}.")
        meaning = self.named(value["as"], key)
        options = value.get("options", [])
        if not isinstance(options, list) or not all(isinstance(option, str) for option in options):
            self.fault(
                f"{key}.options", "is of the wrong kind", options, 'write a list like ["Chess", "Film, theatre"]'
            )
            options = []
        for part in ("item", "at"):
            if part in value and not isinstance(value[part], str):
                self.fault(f"{key}.{part}", "is no text", value[part], "write a text in quotation marks")
                return None
        if meaning is None:
            return None
        return Meaning(meaning.target, meaning.rank, value.get("item"), value.get("at"), tuple(options))

    def named(self, text: str, key: str) -> Meaning | None:
        said = " ".join(text.split())
        ranked = _RANKED.fullmatch(re.sub(r"[ -](?=[a-z])", "_", said.casefold()))
        if ranked is not None:
            return Meaning(ranked[1], int(ranked[2]))
        known = (*COLUMN_MEANINGS, *INTAKE_MEANINGS)
        target = said.casefold().replace(" ", "_").replace("-", "_")
        if target in known:
            return Meaning(target)
        if not _NAME.fullmatch(said.replace(" ", "_").replace("-", "_")):
            self.fault(key, "is no name for a column", text, _LIKE_MEANING)
            return None
        near = nearest(target, known, least=0.93)
        if near is not None:
            self.fault(key, "looks like a misspelt meaning", text, "write that, or a name less like it", near)
            return None
        return Meaning(target)

    def reading(self, table: Table[str, Any]) -> Reading:
        known = ("day_first", "if_need_be", "day_start", "day_end", "gender_wish")
        self.check_keys(table, known, "reading.")
        usual = Reading()
        for key in ("day_first", "if_need_be"):
            if key in table and not isinstance(table[key], bool):
                self.fault(f"reading.{key}", "is neither true nor false", table[key], "write true or false")
        wish = table.get("gender_wish", usual.gender_wish)
        if wish not in ("prefer", "require"):
            self.fault("reading.gender_wish", "is none of the words allowed", wish, 'write "prefer" or "require"')
        start = self.clock(table, "day_start", usual.day_start)
        end = self.clock(table, "day_end", usual.day_end)
        if start >= end:
            self.fault("reading.day_end", "is not after day_start", table.get("day_end"), "make the day end later")
        first = table.get("day_first")
        return Reading(
            first if isinstance(first, bool) else None, bool(table.get("if_need_be", True)), start, end, str(wish)
        )

    def clock(self, table: Table[str, Any], key: str, usual: int) -> int:
        if key not in table:
            return usual
        found = _CLOCK.fullmatch(str(table[key]))
        minutes = None if found is None else int(found[1]) * 60 + int(found[2])
        if found is None or minutes is None or int(found[2]) > 59 or minutes > 24 * 60:
            self.fault(f"reading.{key}", "is no time of day", table[key], 'write a time like "08:00"')
            return usual
        return minutes
