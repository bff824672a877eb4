"""CSV, JSON, DataFrames and lists of dicts → one kind of table: rows of tidy texts under matched headers."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from matcher.errors import Issue
from matcher.intake.program import header_key
from matcher.intake.reading.gate.data import LARGEST
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.reading.gate.tables import counted, csv_rows
from matcher.intake.words.findings import Findings
from matcher.text import LONGEST_TEXT, no_text, unguarded

__all__ = ["Row", "Table", "delimiter_of", "table_from_csv", "table_from_records"]


SHOWN = 60
"""So much is shown of a cell that is no text."""


@dataclass(frozen=True, slots=True)
class Row:
    """One person or constraint: `number` as a spreadsheet counts it, `cells` from `header_key` to text, no blanks."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file or table as read: `headers` from `header_key` to how the header spells it, and rows that are not blank."""

    file: str
    headers: dict[str, str]
    rows: list[Row]

    def issue(
        self,
        row: Row | None,
        key: str,
        message: str,
        value: str | None = None,
        right: str | None = None,
        suggestion: str | None = None,
    ) -> Issue:
        """Return an issue placed in this table; `key` is the column's `header_key`."""
        number = None if row is None else row.number
        return Issue(self.file, message, number, self.headers.get(key, key), value, right, suggestion)


def table_from_csv(text: str, file: str, known: Collection[str], findings: Findings) -> Table | None:
    """Return the table of a CSV text; None where it cannot be understood at all.

    Parameters
    ----------
    known
        The `header_key` of each column that this file may be expected to have, by which the delimiter is told.
    """
    records = []
    try:
        for record in csv_rows(text, delimiter_of(text, known), strict=True):
            records.append([_tidy(unguarded(cell)) for cell in record])
    except RefusedError as refused:
        findings.faults.append(refused.issue(file))
        return None
    numbered = [(number, record) for number, record in enumerate(records, 1) if any(record)]
    _, header = numbered[0] if numbered else (1, [])
    keys, headers = _headers(header, file, findings)
    table = Table(file, headers, [])
    # Looked for in the whole first: nearly every file has none.
    if no_text(text) is not None:
        _tell_no_texts(table, numbered, findings)
    for number, record in numbered[1:]:
        _check_width(number, record, header, file, findings)
        table.rows.append(Row(number, {key: cell for key, cell in zip(keys, record, strict=False) if key and cell}))
    return table


def _tell_no_texts(table: Table, numbered: Sequence[tuple[int, list[str]]], findings: Findings) -> None:
    """Find fault with each cell, of the header too, in which something stands that is no text."""
    header = numbered[0][1] if numbered else []
    for number, record in numbered:
        for position, cell in enumerate(record):
            said = no_text(cell)
            if said is not None:
                column = header[position] if number != numbered[0][0] and position < len(header) else None
                fault = Issue(table.file, f"holds {said}", number, column, cell[:SHOWN], right="type the cell anew")
                findings.faults.append(fault)


def table_from_records(records: object, file: str, right: str, findings: Findings) -> Table | None:
    """Return the table of a DataFrame or a list of dicts, neither of which is changed; the first row is row 1.

    None, and a fault that says what is `right`, where it is neither.
    """
    try:
        rows = _records(records)
        for _ in counted(one if isinstance(one, Mapping) else () for one in rows or ()):
            pass
    except RefusedError as refused:
        findings.faults.append(refused.issue(file))
        return None
    if rows is None:
        findings.faults.append(Issue(file, f"is of the wrong kind, {type(records).__name__}", right=right))
        return None
    # A DataFrame makes one of two columns of the same name when it becomes dicts.
    spelled = [_name(column) for column in getattr(records, "columns", ())]
    _, headers = _headers(spelled, file, findings)
    table = Table(file, headers, [])
    _tell_no_texts(table, [(1, spelled)], findings)
    for number, record in enumerate(rows, 1):
        if isinstance(record, Mapping):
            cells = dict(_cells(table, number, record, bool(spelled), findings))
            if cells:
                table.rows.append(Row(number, cells))
        else:
            kind = type(record).__name__
            findings.faults.append(
                Issue(file, f"is of the wrong kind, {kind}", number, right='write names and values, like {"id": "S1"}')
            )
    return table


def delimiter_of(text: str, known: Collection[str]) -> str:
    """Return the delimiter under which the header row has the most known columns, then the most columns."""
    line = next((line for line in io.StringIO(text[:LONGEST_TEXT], newline=None) if line.strip()), "")
    counts = {}
    for delimiter in ",;\t":
        try:
            header = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            header = []
        counts[delimiter] = (sum(header_key(cell) in known for cell in header), len(header))
    return max(counts, key=lambda delimiter: counts[delimiter])


def _headers(spelled: Sequence[str], file: str, findings: Findings) -> tuple[list[str], dict[str, str]]:
    """Return each column's `header_key`, blank for columns to pass over, and how each is spelled."""
    keys: list[str] = []
    headers: dict[str, str] = {}
    for header in map(_tidy, spelled):
        key = header_key(header)
        if key and key in headers:
            message = "stands twice in the header"
            if header != headers[key]:
                message = f"is the same column as {headers[key]!r}"
            findings.faults.append(Issue(file, message, value=header, right="rename one of the two"))
            key = ""
        elif key:
            headers[key] = header
        keys.append(key)
    return keys, headers


def _check_width(number: int, record: list[str], header: list[str], file: str, findings: Findings) -> None:
    if any(record[len(header) :]):
        message = f"has {len(record)} cells, but the header has {len(header)}"
        right = "put a cell that holds the delimiter into quotation marks"
        findings.faults.append(Issue(file, message, number, right=right))
    for position, (name, cell) in enumerate(zip(header, record, strict=False), 1):
        if cell and not header_key(name):
            message = f"cell {position} stands under a blank header"
            findings.faults.append(Issue(file, message, number, right="give the column a name"))


def _records(records: object) -> Iterable[object] | None:
    to_dict = getattr(records, "to_dict", None)
    if callable(to_dict) and hasattr(records, "columns"):
        if not records.columns.is_unique:  # the fault is named by the headers; pandas would only warn
            records = records.loc[:, ~records.columns.duplicated()]  # type: ignore[attr-defined]
            to_dict = records.to_dict  # type: ignore[attr-defined]
        rows: list[object] = to_dict("records")
        return rows
    return records if isinstance(records, list | tuple) else None


def _cells(
    table: Table, number: int, record: Mapping[Any, Any], framed: bool, findings: Findings
) -> Iterator[tuple[str, str]]:
    """Yield the cells of a record that are not blank, and enter new columns among the table's headers."""
    seen: dict[str, str] = {}
    for name, value in record.items():
        header = _tidy(_name(name))
        key = header_key(header)
        # A new name is looked at once, in the row in which it first stands.
        if not framed and key not in table.headers:
            _tell_no_texts(Table(table.file, {}, []), [(number, [header])], findings)
        try:
            text = _text(value)
            # Of a file that a guard keeps from being run, a DataFrame holds the guard too; JSON never had one.
            text = unguarded(text) if framed and text is not None else text
        except ValueError as error:
            fault = Issue(table.file, str(error), number, header, right="write a text, a number or a list of texts")
            findings.faults.append(fault)
            text = None
        if not key:
            if text:
                findings.faults.append(Issue(table.file, "a value stands under a blank name", number))
            continue
        if key in seen:
            # Of a DataFrame's columns this is told once, by its header.
            if not framed:
                message = f"is the same column as {seen[key]!r}"
                findings.faults.append(Issue(table.file, message, number, value=header, right="rename one of the two"))
            continue
        seen[key] = header
        table.headers.setdefault(key, header)
        if text:
            yield key, text


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _name(name: object) -> str:
    """Return the name of a column, whatever it was made of."""
    try:
        return _scalar(name) or ""
    except ValueError:
        return "\0" if not isinstance(name, str) else name


def _text(value: object) -> str | None:
    """Return a value of a dict or a DataFrame as the text of a cell; None where it is blank."""
    if type(value).__name__ == "datetime64":
        value = value.astype("datetime64[s]")  # type: ignore[attr-defined]
    if not isinstance(value, str) and hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, set | frozenset):
        items = sorted(filter(None, map(_scalar, value)))
    elif isinstance(value, list | tuple):
        items = list(filter(None, map(_scalar, value)))
    else:
        return _scalar(value)
    text = "; ".join(items)
    if len(text) > LONGEST_TEXT:
        raise ValueError(_TOO_LONG)
    return text or None


def _scalar(value: object) -> str | None:
    # pandas' own blanks are told by their names: reading a folder must not import pandas.
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, str):
        return _written(value)
    if isinstance(value, float):
        if math.isnan(value):
            return None
        if abs(value) > LARGEST:
            raise ValueError(_TOO_LARGE)
        # A column of whole numbers with a blank among them is one of fractions to pandas: 3.0 means 3.
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, int) and abs(value) > LARGEST:
        raise ValueError(_TOO_LARGE)
    if isinstance(value, Mapping | list | tuple | set | frozenset | bytes | bytearray):
        raise ValueError("a list or table stands where a text or a number belongs")
    if isinstance(value, datetime) and value == datetime.combine(value, time()):
        # To pandas every date is a moment: one without a time of day is the date that a file would hold.
        value = value.date()
    return _written(str(value))


_TOO_LARGE = "holds a number that is too large"
_TOO_LONG = f"holds a text of more than {LONGEST_TEXT:,} characters"


def _written(text: str) -> str:
    if (said := no_text(text)) is not None:
        raise ValueError(f"holds {said}")
    if len(text) > LONGEST_TEXT:
        raise ValueError(_TOO_LONG)
    return _tidy(text)
