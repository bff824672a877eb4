"""Which rows, items and settings go with somebody who leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from matcher.intake.checks.references import LISTS
from matcher.intake.leaving.pieces import Node
from matcher.intake.leaving.tables import RowView, tidy
from matcher.intake.people import Mentee, Mentor
from matcher.intake.program import fold, header_key

__all__ = ["LIST_KEYS", "LOCK_LISTS", "mark_constraints", "mark_locks", "mark_people", "mark_settings", "named_in"]

LIST_KEYS: Mapping[str, tuple[str, ...]] = {
    "mentors": tuple(map(header_key, LISTS[Mentor])),
    "mentees": tuple(map(header_key, LISTS[Mentee])),
}
"""The columns of each table of people that list ids."""
LOCK_LISTS = ("mentors", "mentees")
_OF_IDS = {"id", *(key for keys in LIST_KEYS.values() for key in keys)}
"""Columns whose values are ids, wherever a rule names one."""


def named_in(node: Node) -> list[str]:
    """Return the ids that a cell lists."""
    if node.items:
        return [own for item in node.items for own in named_in(item)]
    return [] if not node.text else [tidy(node.text)]


def _listed(cell: Node | None, gone: Collection[str]) -> Iterator[Node]:
    """Yield the items of a list that name somebody who is gone."""
    if cell is None:
        return
    if not cell.items and cell.inner is None and cell.text and tidy(cell.text) in gone:
        yield cell  # a number in JSON, which is a list of one
    for item in cell.items:
        if item.items:
            yield from _listed(item, gone)
        elif item.text is not None and tidy(item.text) in gone:
            yield item


def mark_people(rows: Iterable[RowView], lists: Sequence[str], gone: Collection[str]) -> None:
    """Mark the rows of people who are gone, and in all other rows their ids."""
    for row in rows:
        own = row.text("id")
        if own in gone:
            row.node.gone = (own,)
            continue
        for key in lists:
            for item in _listed(row.cells.get(key), gone):
                item.gone = (tidy(item.text or ""),)


def mark_constraints(rows: Iterable[RowView], gone: Collection[str]) -> None:
    """Mark each constraint that names somebody who is gone."""
    for row in rows:
        row.node.gone = tuple(dict.fromkeys(own for own in (row.text("a"), row.text("b")) if own in gone))


def mark_locks(rows: Iterable[RowView], gone: Set[str], fewest: int) -> None:
    """Mark each lock of which somebody is gone; of a whole group only the mentees, where `fewest` of them stay."""
    for row in rows:
        mentors, mentees = (named_in(row.cells[key]) if key in row.cells else [] for key in LOCK_LISTS)
        away = tuple(own for own in dict.fromkeys((*mentors, *mentees)) if own in gone)
        left = [own for own in mentees if own not in gone]
        whole = header_key(row.text("kind")) == header_key("whole-group")
        if not away:
            continue
        if whole and not gone & set(mentors) and len(left) >= fewest:
            for item in _listed(row.cells["mentees"], gone):
                item.gone = (tidy(item.text or ""),)
        else:
            row.node.gone = away


def mark_settings(
    nodes: Iterable[Node], tables: Mapping[str, Any], gone: Collection[str], stay: Collection[str]
) -> None:
    """Mark places that are kept for somebody who is gone, and their ids where a rule names a column of ids.

    A rule that names nobody else goes whole.

    Parameters
    ----------
    nodes
        Each with its path from the table of all settings.
    tables
        What they say.
    stay
        The ids of all others: values are compared without case, and may mean one of them.
    """
    told = list(nodes)
    folded = {fold(own): own for own in gone}
    for own in map(fold, stay):
        folded.pop(own, None)
    for node in told:
        if len(node.path) == 3 and node.path[:2] == ("calendar", "places") and str(node.path[2]) in gone:
            node.gone = (str(node.path[2]),)
    for table in ("pair", "mix"):
        for number, rule in enumerate(tables.get(table) or ()):
            if header_key(str(rule.get("column", ""))) in _OF_IDS:
                _mark_rule([node for node in told if node.path[:2] == (table, number)], folded)


def _mark_rule(nodes: Sequence[Node], folded: Mapping[str, str]) -> None:
    values = [node for node in nodes if len(node.path) == 4 and node.path[2] == "values"]
    away = {place: folded[key] for place, node in enumerate(values) if (key := fold(node.text or "")) in folded}
    if away and len(away) == len(values):
        for node in nodes:
            node.gone = tuple(dict.fromkeys(away.values()))
    else:
        for place, own in away.items():
            values[place].gone = (own,)
