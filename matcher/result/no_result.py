"""What was given in the place of a RESULT and is none: said at once, in place of every key and column that it lacks."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from matcher.errors import Issue, ResultFileError
from matcher.intake.program import header_key
from matcher.intake.reading.gate.data import json_of
from matcher.intake.reading.gate.files import utf8_of
from matcher.intake.reading.gate.kinds import RESULT
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.reading.tables import table_from_csv
from matcher.intake.words.findings import Findings
from matcher.intake.words.listing import in_words
from matcher.text import LONGEST_TEXT, STANDARD_INPUT, place_told

__all__ = ["A_RESULT_IS", "refuse_no_result", "refuse_no_table"]

_RESULTS = ("a folder that `matcher solve` or `matcher rematch` wrote", "the result.json in it")
_WORKBOOK = "a workbook that `matcher report` wrote"
A_RESULT_IS = f"name {in_words((*_RESULTS, _WORKBOOK), 'or')}"
_OR_A_TABLE = f"name {in_words((*_RESULTS, 'its groups.csv or assignments.csv', _WORKBOOK), 'or')}"

_OF_RESULTS = frozenset(("status", "objective", "bound", "unmatched", "choices", "seconds"))
"""Keys of which a ``result.json`` has some, whatever became of it, and nothing else that we read or write has any."""

_TABLES = (
    (("group", "mentor_ids", "mentee_ids"), "is one table of a result"),
    (("mentee_id", "group"), "is one table of a result"),
    (("mentee_id", "reason"), "is one table of a result, and does not tell who is in which group"),
    (("mentor_id", "groups", "mentees"), "is one table of a result, and does not tell who is in which group"),
    (("kind", "a", "b"), "has the constraints of an intake"),
    (("kind", "mentors", "reason"), "has the locks of an intake"),
)


def refuse_no_result(path: Path) -> None:
    """Refuse what is evidently something else than a result: an intake, a table, a text.

    What is missing, or might have been a result, is left to whoever reads it.

    Raises
    ------
    ResultFileError
        One issue, which says what it is, and what a result is.
    """
    said = _folder(path) if path.is_dir() else _file(path)
    if said is not None:
        raise ResultFileError([Issue(place_told(path), f"is no result: it {said}", right=A_RESULT_IS)])


def refuse_no_table(file: Path) -> None:
    """Refuse a CSV that is neither a ``groups.csv`` nor an ``assignments.csv``, whatever columns one of those lacks.

    Raises
    ------
    ResultFileError
        As for `refuse_no_result`.
    """
    headers = _headers(_text(file))
    some = ("group",), ("mentor_ids", "mentee_ids"), ("mentee_id", "mentor_1_id")
    if headers and not any(_has(headers, *columns) for columns in some):
        raise ResultFileError([Issue(place_told(file), f"is no result: it {_table(headers)}", right=_OR_A_TABLE)])


def _folder(path: Path) -> str | None:
    if (path / "result.json").exists():
        return None
    if (path / "mentors.csv").is_file() and (path / "mentees.csv").is_file():
        return "is the folder of an intake"
    return "is a folder without a result.json"


def _file(path: Path) -> str | None:
    text = _text(path)
    if not text.strip():
        return None
    try:
        held = json_of(text)
    except RefusedError:
        return _no_json(path, text)
    if not isinstance(held, dict) or held.keys() & _OF_RESULTS:
        return None
    return _json(held.keys())


def _no_json(path: Path, text: str) -> str | None:
    kind = path.suffix.casefold()
    if kind == ".json" or path.name == STANDARD_INPUT:
        return None
    if kind == ".toml":
        return "is a file of settings"
    return _table(_headers(text)) if kind == ".csv" else "is no JSON and no workbook"


def _json(keys: Collection[str]) -> str:
    if {"mentors", "mentees"} <= {*keys}:
        return "is an intake"
    if {"losses", "tried"} <= {*keys}:
        return "is a table of `matcher stress`"
    return "is some other JSON"


def _table(headers: Collection[str]) -> str:
    told = next((said for columns, said in _TABLES if _has(headers, *columns)), None)
    return told or ("is a list of people of an intake" if _has(headers, "id") else "is some other table")


def _has(headers: Collection[str], *columns: str) -> bool:
    return all(header_key(column) in headers for column in columns)


def _headers(text: str) -> Collection[str]:
    known = {header_key(column) for columns, _ in _TABLES for column in columns} | {header_key("id")}
    # The header alone: what stands below it may be rubbish.
    table = table_from_csv(text[:LONGEST_TEXT].partition("\n")[0], "", known, Findings())
    return () if table is None else table.headers


def _text(path: Path) -> str:
    """Return the text of a file; of one that is missing, too large or no text, nothing."""
    try:
        return utf8_of(path, RESULT)
    except RefusedError:
        return ""
