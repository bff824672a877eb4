"""Cells of a workbook that somebody changed, and that do not count: named, so that nobody takes them for heeded."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from matcher.intake.words.findings import count_of
from matcher.text import one_line

__all__ = ["HEADER_WITHIN", "ReadColumns", "plain_cell", "unheeded"]

HEADER_WITHIN = 5
"""Rows among which the header is looked for: titles and notes stand over it."""
MOST_CELLS = 10
"""Changed cells that are told one by one: what somebody can look through."""
LONGEST_TOLD, BEFORE = 60, 12
"""Letters of a cell that are told, and of what is the same in both before where they differ."""
# What XML cannot hold, as workbooks hold it.
_CONTROL = re.compile(r"_x(00[01][0-9A-F])_")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")

Table = Sequence[Sequence[Any]]


class ReadColumns(NamedTuple):
    """The columns of a sheet that are read, as they are called there; by `key` its rows are known again."""

    key: str
    columns: Collection[str]


def plain_cell(value: object) -> str:
    """Return a cell as text, tidied; empty where blank."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else _CONTROL.sub(lambda found: chr(int(found[1], 16)), str(value))
    return " ".join(text.split())


def unheeded(tables: Mapping[str, Table], written: object, read: Mapping[str, ReadColumns]) -> str | None:
    """Say which cells are no longer as they were written, though nothing reads them; None where all are.

    Parameters
    ----------
    tables
        The rows of each sheet as it stands.
    written
        What each sheet held when it was written, its header first; None where that is not known.
    read
        The sheets that are read, by what they are called.
    """
    changed: list[str] = []
    for sheet, rows in written.items() if isinstance(written, dict) else ():
        if sheet in tables and _is_table(rows):
            changed += _of_sheet(sheet, tables[sheet], rows, read.get(sheet))
    if not changed:
        return None
    more = [f"and {len(changed) - MOST_CELLS} more"] if len(changed) > MOST_CELLS else []
    return f"only the yellow cells count, and these changes do not: {'; '.join([*changed[:MOST_CELLS], *more])}"


def _is_table(rows: object) -> bool:
    return (
        isinstance(rows, list)
        and bool(rows)
        and all(isinstance(row, list) and len(row) == len(rows[0]) for row in rows)
    )


def _cell(row: Sequence[Any], place: int | None) -> str:
    return "" if place is None or place >= len(row) else plain_cell(row[place])


def _of_sheet(sheet: str, table: Table, written: Table, read: ReadColumns | None) -> Iterator[str]:
    headers = [plain_cell(cell) for cell in written[0]]
    tops = [[plain_cell(cell) for cell in row] for row in table[:HEADER_WITHIN]]
    top = max(range(len(tops)), key=lambda place: len({*headers} & {*tops[place]}), default=None)
    if top is None:
        return
    places = {header: tops[top].index(header) for header in headers if header in tops[top]}
    now = {
        number: [_cell(row, places.get(header)) for header in headers]
        for number, row in enumerate(table[top + 1 :], top + 2)
        if any(map(plain_cell, row))
    }
    before = [[plain_cell(cell) for cell in row] for row in written[1:]]
    key = headers.index(read.key) if read is not None and read.key in headers else None
    for number, old, new in _paired(before, now, key):
        for header, was, now_is in zip(headers, old, new, strict=False):
            if header in places and (read is None or header not in read.columns) and not _is_alike(was, now_is):
                yield f"{sheet} row {number}, column {header}: {_told(was, now_is)}"
    ours = {*places.values()}
    beside = sum(
        bool(plain_cell(cell)) for row in table[top + 1 :] for place, cell in enumerate(row) if place not in ours
    )
    if beside:
        yield f"{sheet}: {count_of(beside, 'cell')} beside the columns that matcher wrote"


def _paired(
    before: Table, now: Mapping[int, Sequence[str]], key: int | None
) -> Iterator[tuple[int, Sequence[str], Sequence[str]]]:
    """Yield which row now is which of before, with its number; rows may have been sorted, taken out or added."""
    if key is not None:
        known = {row[key]: row for row in before}
        yield from ((number, known[row[key]], row) for number, row in now.items() if row[key] in known)
        return
    left = [list(row) for row in before]
    changed = {}
    for number, row in now.items():
        same = next((old for old in left if all(map(_is_alike, old, row))), None)
        if same is None:
            changed[number] = row
        else:
            left.remove(same)
    yield from ((number, old, row) for (number, row), old in zip(changed.items(), left, strict=False))


def _is_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if _NUMBER.fullmatch(one) and _NUMBER.fullmatch(other):
        return round(float(one), 3) == round(float(other), 3)
    return one.casefold() == other.casefold() and one.casefold() in ("true", "false")


def _told(was: str, now: str) -> str:
    """Return ``'old' → 'new'``; of long ones what stands around the first letter in which they differ."""
    same = next((place for place, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
    start = max(0, same - BEFORE) if max(len(was), len(now)) > LONGEST_TOLD else 0
    return f"{_part(was, start)} \N{RIGHTWARDS ARROW} {_part(now, start)}"


def _part(text: str, start: int) -> str:
    part = text[start : start + LONGEST_TOLD]
    before, after = "…" if start else "", "…" if start + LONGEST_TOLD < len(text) else ""
    return repr(one_line(f"{before}{part}{after}")) if text else "nothing"
