"""A CSV text → its rows and cells, each with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from matcher.intake.leaving.pieces import Node, told_apart
from matcher.intake.program import header_key
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.reading.gate.tables import csv_rows
from matcher.intake.reading.tables import delimiter_of
from matcher.text import unguarded

__all__ = ["RowView", "SheetText", "items_of", "sheet_text", "tidy"]

_ITEM = re.compile(r"[^;]+")


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a table, whatever file it stands in: the node that holds it, and its cells by `header_key`."""

    node: Node
    cells: Mapping[str, Node]

    def text(self, key: str) -> str:
        """Return what a cell says, tidy; nothing where there is none."""
        cell = self.cells.get(key)
        return tidy(cell.text or "") if cell is not None else ""


@dataclass(frozen=True, slots=True)
class SheetText:
    """A CSV text as nodes; `header` as it stands there, and the delimiter."""

    root: Node
    rows: tuple[RowView, ...]
    header: str
    delimiter: str


def tidy(text: str) -> str:
    """Return a text as cells are read: trimmed, runs of spaces made one."""
    return " ".join(text.split())


def items_of(text: str, start: int, end: int, decoded: Callable[[str], str]) -> list[Node]:
    """Return the items of a list in a cell, parted by ``;``."""
    found = []
    for item in _ITEM.finditer(text, start, end):
        said = item[0].strip()
        if said:
            begin = item.start() + len(item[0]) - len(item[0].lstrip())
            found.append(Node(tidy(decoded(said)), begin, begin + len(said), text=tidy(decoded(said))))
    return told_apart(found)


def sheet_text(text: str, known: Collection[str], lists: Collection[str]) -> SheetText:
    """Return the rows of a CSV text.

    Parameters
    ----------
    known
        The `header_key` of each column by which the delimiter is told.
    lists
        The `header_key` of each column whose cells are lists.

    Raises
    ------
    RefusedError
        It is read in two ways: something stands in it that nobody writes.
    """
    mark = len(text) - len(text.removeprefix("\ufeff"))
    delimiter = delimiter_of(text[mark:], known)
    records = [record for record in _records(text, mark, delimiter) if any(tidy(cell.text or "") for cell in record)]
    told = [row for row in csv_rows(text[mark:], delimiter, strict=True) if any(map(tidy, row))]
    if told != [[cell.text or "" for cell in record] for record in records]:
        raise RefusedError("holds line ends or quotation marks that are read in two ways", "save it again as CSV")
    for cell in (cell for record in records for cell in record):
        cell.text = unguarded(cell.text or "")
    keys = [header_key(tidy(cell.text or "")) for cell in (records[0] if records else ())]
    nodes, rows = [], []
    for number, record in enumerate(records):
        start, end = record[0].start, record[-1].end
        node = Node("header" if number == 0 else "", start, end, (start, end), record, delimiter)
        nodes.append(node)
        if number:
            cells = {key: cell for key, cell in zip(keys, record, strict=False) if key}
            for cell in (cell for key, cell in cells.items() if key in lists):
                assert cell.inner is not None
                cell.items, cell.between = items_of(text, *cell.inner, _unquoted), "; "
            for key, cell in cells.items():
                cell.key = key
            rows.append(RowView(node, cells))
    line_end = "\r\n" if "\r\n" in text else "\n"
    root = Node("", mark, len(text), (mark, len(text)), nodes, line_end)
    header = text[nodes[0].start : nodes[0].end] if nodes else ""
    return SheetText(root, tuple(rows), header, delimiter)


def _records(text: str, start: int, delimiter: str) -> list[list[Node]]:
    """Return the cells of each record: between quotation marks where there are some."""
    records: list[list[Node]] = [[]]
    place = start
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    quoted = re.compile(r'"((?:[^"]|"")*)"')
    while place <= len(text):
        found = quoted.match(text, place)
        if found is not None:
            inner, said = (found.start(1), found.end(1)), _unquoted(found[1])
        else:
            found = plain.match(text, place)
            assert found is not None
            inner, said = found.span(), found[0]
        cell = Node(f"cell {len(records[-1]) + 1}", *found.span(), inner, text=said)
        cell.quoted_for = delimiter if inner == found.span() else None
        records[-1].append(cell)
        place = found.end()
        if text.startswith(delimiter, place):
            place += 1
        elif place >= len(text):
            break
        elif text[place] in "\r\n":
            place += 2 if text.startswith("\r\n", place) else 1
            if place >= len(text):
                break
            records.append([])
        else:  # a letter after a quotation mark: told by whoever compares
            break
    return records


def _unquoted(text: str) -> str:
    return text.replace('""', '"')
