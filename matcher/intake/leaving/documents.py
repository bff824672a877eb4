"""The files of an intake as texts: people taken out of all of them at once, and put back."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from matcher.intake.checks.locks import LOCK_COLUMNS
from matcher.intake.leaving.left_file import Taken
from matcher.intake.leaving.marking import (
    LIST_KEYS,
    LOCK_LISTS,
    mark_constraints,
    mark_locks,
    mark_people,
    mark_settings,
    named_in,
)
from matcher.intake.leaving.pieces import Node, Piece, merged, told_apart, without_gone
from matcher.intake.leaving.settings import json_text, toml_text
from matcher.intake.leaving.tables import RowView, SheetText, items_of, sheet_text, tidy
from matcher.intake.people import Mentee, Mentor
from matcher.intake.program import Program, header_key
from matcher.intake.reading.gate.data import json_of, toml_of
from matcher.intake.reading.gate.tables import csv_rows
from matcher.intake.reading.rows import CONSTRAINT_KEYS
from matcher.intake.reading.tables import delimiter_of
from matcher.intake.words.listing import in_a_row
from matcher.text import guarded

__all__ = [
    "ONE_FILE",
    "Role",
    "Texts",
    "cells_cut",
    "mentioned_in",
    "merge",
    "people_in",
    "rows_before",
    "split",
    "with_lists",
]

ONE_FILE = ""
"""The name of the one file of a JSON intake, whatever it is called."""
Texts = Mapping[str, str]
Role = Literal["mentor", "mentee"]

_LISTS: Mapping[str, tuple[str, ...]] = {**LIST_KEYS, "constraints": (), "locks": LOCK_LISTS}
_KNOWN: Mapping[str, Collection[str]] = {
    "mentors": Mentor.known_columns.keys() | Mentee.known_columns.keys(),
    "mentees": Mentor.known_columns.keys() | Mentee.known_columns.keys(),
    "constraints": CONSTRAINT_KEYS,
    "locks": LOCK_COLUMNS,
}
_KEYS = {"mentors": ("id",), "mentees": ("id",), "constraints": CONSTRAINT_KEYS[:3], "locks": LOCK_COLUMNS[:3]}
"""By which columns a row is known again."""


@dataclass(slots=True)
class _Document:
    """A file, and what of an intake stands in it."""

    text: str
    root: Node
    rows: Mapping[str, Sequence[RowView]] = field(default_factory=dict)
    settings: Sequence[Node] = ()
    tables: Mapping[str, Any] = field(default_factory=dict)
    sheet: SheetText | None = None


def split(texts: Texts, gone: Collection[str]) -> tuple[dict[str, str], list[Taken]]:
    """Return texts without people, and what was taken out of them.

    Raises
    ------
    RefusedError
        A table is read in two ways.
    """
    documents = {name: _document(name, text) for name, text in texts.items()}
    parts = {part: rows for document in documents.values() for part, rows in document.rows.items()}
    tables = next((document.tables for document in documents.values() if document.tables), {})
    away = frozenset(gone)
    for part, lists in LIST_KEYS.items():
        mark_people(parts.get(part, ()), lists, away)
    mark_constraints(parts.get("constraints", ()), away)
    mark_locks(parts.get("locks", ()), away, _fewest(tables))
    stay = people_in(texts).keys() - away
    for document in documents.values():
        mark_settings(document.settings, document.tables, away, stay)
    kept, taken = {}, []
    for name, document in documents.items():
        kept[name], pieces = without_gone(document.text, document.root)
        header = None if document.sheet is None else document.sheet.header
        taken += [Taken(name, piece, header) for piece in pieces]
    return kept, taken


def merge(texts: Texts, taken: Sequence[Taken]) -> tuple[dict[str, str], list[Taken]]:
    """Return texts with everything put back, and what has no place in them any more.

    Raises
    ------
    RefusedError
        A table is read in two ways.
    """
    full, lost = {}, [one for one in taken if one.file not in texts]
    for name, text in texts.items():
        full[name] = text
        mine = [one for one in taken if one.file == name]
        # The outer first: of rules that are known by their number alone, those within are then numbered as before.
        for depth in sorted({len(one.piece.place) for one in mine}):
            now = [one for one in mine if len(one.piece.place) == depth]
            document = _document(name, full[name])
            pieces = [_fitted(one, document.sheet) for one in now]
            fitted = {id(piece): one for piece, one in zip(pieces, now, strict=True)}
            full[name], left = merged(full[name], document.root, pieces)
            lost += [fitted[id(piece)] for piece in left]
    return full, lost


def rows_before(texts: Texts, kept: Texts, taken: Sequence[Taken]) -> dict[tuple[str, int], int]:
    """Return which row each row of `kept` is in `texts`, by its part and number: `taken` is what was taken out."""
    found: dict[tuple[str, int], int] = {}
    for name, text in texts.items():
        now = dict(_row_numbers(name, kept[name]))
        for part, numbers in _row_numbers(name, text):
            gone = {one.piece.number for one in taken if (one.file, one.part, one.inside) == (name, part, ())}
            stayed = [number for place, number in enumerate(numbers) if place not in gone]
            found |= {(part, number): before for number, before in zip(now[part], stayed, strict=True)}
    return found


def _row_numbers(name: str, text: str) -> Iterator[tuple[str, list[int]]]:
    """Yield for each table the number of each row that is not blank, a header of CSV among them."""
    if name.endswith(".csv"):
        part, body = name.removesuffix(".csv"), text.removeprefix("\ufeff")
        rows = csv_rows(body, delimiter_of(body, _KNOWN[part]), strict=True)
        yield part, [number for number, row in enumerate(rows, 1) if any(map(tidy, row))]
    elif name == ONE_FILE:
        for part, rows_of in _document(name, text).rows.items():
            yield part, list(range(1, len(rows_of) + 1))


def with_lists(texts: Texts, taken: Iterable[Taken]) -> Texts:
    """Return texts in which each list of constraints or locks that is missing, and that rows came out of, is begun."""
    found = dict(texts)
    for one in taken:
        if one.part not in ("constraints", "locks") or one.inside:
            continue
        if one.file and one.file not in found:
            found[one.file] = f"{one.header}\n"
        elif not one.file and (one.part,) not in (entry.path for entry in json_text(found[ONE_FILE]).items):
            end = json_text(found[ONE_FILE]).items[-1].end
            found[ONE_FILE] = f'{found[ONE_FILE][:end]},\n  "{one.part}": []{found[ONE_FILE][end:]}'
    return found


def people_in(texts: Texts) -> dict[str, tuple[Role, str]]:
    """Return the role and the name of everybody who has a row, by id."""
    found: dict[str, tuple[Role, str]] = {}
    for name, text in texts.items():
        if name not in ("constraints.csv", "locks.csv") and not name.startswith("program."):
            for part, rows in _document(name, text).rows.items():
                if part in LIST_KEYS:
                    told = {row.text("id"): row.text("name") for row in rows if row.text("id")}
                    role: Role = "mentor" if part == "mentors" else "mentee"
                    found |= {own: (role, called or own) for own, called in told.items()}
    return found


def mentioned_in(texts: Texts) -> set[str]:
    """Return every id that a list, a constraint or a lock names."""
    found: set[str] = set()
    for name, text in texts.items():
        for part, rows in _document(name, text).rows.items():
            keys = ("a", "b") if part == "constraints" else _LISTS[part]
            found.update(own for row in rows for key in keys if key in row.cells for own in named_in(row.cells[key]))
    return found


def _fewest(tables: Mapping[str, Any]) -> int:
    """Return how many mentees a group has at least."""
    groups = tables.get("groups")
    told = groups.get("min_size") if isinstance(groups, Mapping) else None
    return told if isinstance(told, int) else Program().groups.min_size


def cells_cut(texts: Texts, taken: Sequence[Taken]) -> Iterator[Taken]:
    """Yield each cell of rows that are put back whose column is there no more."""
    sheets = {name: _document(name, text).sheet for name, text in texts.items()}
    for one in taken:
        sheet = sheets.get(one.file)
        if sheet is None or one.piece.place or one.header in (None, sheet.header):
            continue
        now = _keys_of(sheet.header, one.part)
        for key, cell in _row_of(one).cells.items():
            if key not in now and tidy(cell.text or ""):
                what = f"{cell.text!r} of {in_a_row(one.piece.ids)}, since {one.file} has no column {key} any more"
                yield replace(one, what=what)


# Texts ----------------------------------------------------------------------------------------------------------------


def _document(name: str, text: str) -> _Document:
    if name.endswith(".csv"):
        part = name.removesuffix(".csv")
        sheet = sheet_text(text, _KNOWN[part], _LISTS[part])
        told_apart(row.node for row in _keyed(sheet.rows, part))
        return _Document(text, sheet.root, {part: sheet.rows}, sheet=sheet)
    if name.endswith(".toml"):
        root = toml_text(text)
        return _Document(text, root, settings=list(root.all()), tables=toml_of(text.removeprefix("\ufeff")))
    root, told = json_text(text), json_of(text.removeprefix("\ufeff"))
    found = told if isinstance(told, Mapping) else {}
    if name != ONE_FILE:
        return _Document(text, root, settings=list(root.all()), tables=found)
    parts = {entry.path[-1]: entry for entry in root.items}
    rows = {part: tuple(_rows(text, parts[part], part)) for part in _LISTS if part in parts}
    program = list(parts["program"].all()) if "program" in parts else []
    for node in program:
        node.path = node.path[1:]
    tables = found.get("program")
    return _Document(text, root, rows, program, tables if isinstance(tables, Mapping) else {})


def _keyed(rows: Sequence[RowView], part: str) -> Iterator[RowView]:
    """Yield rows with the keys by which they are known again."""
    for row in rows:
        row.node.key = " ".join(
            "; ".join(named_in(row.cells[key])) if key in _LISTS[part] and key in row.cells else row.text(key)
            for key in _KEYS[part]
        ).strip()
        yield row


def _rows(text: str, entry: Node, part: str) -> Iterator[RowView]:
    """Yield the rows of a list in JSON."""
    rows = []
    for node in entry.items:
        cells = {header_key(tidy(str(cell.path[-1]))): cell for cell in node.items}
        for key, cell in cells.items():
            if cell.inner is None:
                cell.text = _as_cell(cell.text)
            elif key in _LISTS[part]:
                _listed(text, cell)
        rows.append(RowView(node, cells))
    told_apart(row.node for row in _keyed(rows, part))
    yield from rows


def _listed(text: str, cell: Node) -> None:
    """Read the items of a list in JSON, be it one of texts or a text parted by ``;``."""
    if cell.text is not None and cell.inner is not None:
        cell.items, cell.between = items_of(text, *cell.inner, _unescaped), "; "
    for item in cell.items:
        if item.inner is None:
            item.text = _as_cell(item.text)
        elif ";" in (item.text or "") and not item.items:
            _listed(text, item)


def _unescaped(text: str) -> str:
    return str(json_of(f'"{text}"'))


def _as_cell(text: str | None) -> str:
    """Return a number of JSON as a cell says it; null says nothing."""
    if text in (None, "null"):
        return ""
    try:
        number = float(text or "")
    except ValueError:
        return text or ""
    return str(int(number)) if number.is_integer() else str(number)


# A table whose columns are others now ---------------------------------------------------------------------------------


def _fitted(taken: Taken, sheet: SheetText | None) -> Piece:
    """Return a piece; a row of a table whose header is another one now, in the columns that it has now."""
    piece = taken.piece
    if sheet is None or piece.place or taken.header in (None, sheet.header) or not sheet.header:
        return piece
    before = _row_of(taken)
    out = io.StringIO()
    keys = _keys_of(sheet.header, taken.part)
    cells = [guarded(before.cells[key].text or "") if key in before.cells else "" for key in keys]
    # What ends a line is what calls for quotation marks in a cell.
    csv.writer(out, delimiter=sheet.delimiter, lineterminator="\r\n").writerow(cells)
    return replace(piece, text=out.getvalue().removesuffix("\r\n"))


def _row_of(taken: Taken) -> RowView:
    """Return a row that was taken out of a table, as its header then had it."""
    return sheet_text(f"{taken.header}\n{taken.piece.text}", _KNOWN[taken.part], _LISTS[taken.part]).rows[0]


def _keys_of(header: str, part: str) -> list[str]:
    cells = sheet_text(header, _KNOWN[part], ()).root.items[0].items
    return [header_key(tidy(cell.text or "")) for cell in cells]
