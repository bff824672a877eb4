"""How the columns of an export are read: which belong together, and which choices a cell may hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from matcher.intake.program import fold
from matcher.survey.hours.grids import Grid, GridShape, find_grids
from matcher.survey.hours.reading import HourSettings
from matcher.survey.import_report import Question, Report
from matcher.survey.mapping.answers import Source
from matcher.survey.mapping.evidence import Sureness
from matcher.survey.mapping.recognition import Taken, header_for_grid
from matcher.survey.mapping.vocabulary import COLUMN_MEANINGS, INTAKE_MEANINGS
from matcher.survey.words.choices import known_options

__all__ = ["Plan", "event_slots", "is_own", "listed", "one_line", "options_of", "plan_of"]


@dataclass(frozen=True, slots=True)
class Plan:
    """How the columns of one export are read: those of each target, and the grids of hours with theirs."""

    by_target: Mapping[str, Sequence[Taken]]
    grids: Sequence[tuple[Grid, Sequence[Taken]]]


def plan_of(source: Source, settings: HourSettings, report: Report) -> Plan:
    """Return how an export is read; columns of a grid that say no time are asked about."""
    by_target: dict[str, list[Taken]] = defaultdict(list)
    for taken in source.taken:
        by_target[taken.target].append(taken)
    grids = _grids_of(source, settings)
    read = {one.column.label for _, columns in grids for one in columns}
    for target in ("availability_grid", "unavailable_grid"):
        for taken in by_target.get(target, ()):
            if taken.column.label not in read:
                text = 'was taken for hours, but says no day or time; write at = "Mon 09:00" in the mapping'
                report.ask(Question(source.export.file, None, None, taken.column.label, None, text))
    return Plan(dict(by_target), grids)


def event_slots(sources: Iterable[Source]) -> tuple[str, ...]:
    """Return the events or dates that the exports' grids name, in their order: what ``schedule.slots`` has to hold."""
    slots: dict[str, str] = {}
    for source in sources:
        for grid, _ in _grids_of(source, HourSettings()):
            if grid.shape is GridShape.EVENTS:
                for label in grid.labels:
                    slots.setdefault(fold(label), label)
    return tuple(slots.values())


def _grids_of(source: Source, settings: HourSettings) -> list[tuple[Grid, list[Taken]]]:
    """Return the grids of hours of an export with the columns of each, in the order of the grid.

    Columns that were taken for a grid and say no hours stand for events by their names, unless others say hours.
    """
    found = []
    for target in ("availability_grid", "unavailable_grid"):
        columns = [one for one in source.taken if one.target == target]
        headers = [header_for_grid(one.column, one.meaning) for one in columns]
        answers = [set(source.export.cells(one.column)[:400]) for one in columns]
        plain = find_grids(headers, answers, settings) if columns else ()
        if columns and all(grid.shape is GridShape.EVENTS for grid in plain):
            labels = tuple(one.meaning.at or one.column.item or one.column.question for one in columns)
            plain = (Grid(GridShape.EVENTS, "", tuple(range(len(columns))), labels),)
        for one in plain:
            grid, own = _with_its_day(one, [columns[place] for place in one.columns], source, settings)
            given = all(taken.sureness is Sureness.GIVEN for taken in own)
            grid, own = _with_the_unanswered(grid, own, source, settings)
            away = replace(grid, takes_away=target == "unavailable_grid", unclear=grid.unclear and not given)
            found.append((away, own))
    return found


def _with_its_day(grid: Grid, columns: list[Taken], source: Source, settings: HourSettings) -> tuple[Grid, list[Taken]]:
    """Return a beginning and an end with the column of their days, where that is taken for hours of the other kind."""
    if grid.shape is not GridShape.SPAN or "day" in grid.labels or any(grid.days):
        return grid, columns
    others = [one for one in source.taken if one.target.endswith("_grid") and one not in columns]
    for other in others:
        both = [one for one in source.taken if one in columns or one is other]
        headers = [header_for_grid(one.column, one.meaning) for one in both]
        answers = [set(source.export.cells(one.column)[:400]) for one in both]
        found = find_grids(headers, answers, settings)
        if len(found) == 1 and found[0].shape is GridShape.SPAN and "day" in found[0].labels:
            return found[0], both
    return grid, columns


def _with_the_unanswered(
    grid: Grid, columns: list[Taken], source: Source, settings: HourSettings
) -> tuple[Grid, list[Taken]]:
    """Return a grid with the columns in which nobody ticked anything: by them, too, it is told how long a time is."""
    if grid.shape not in (GridShape.TICKS, GridShape.HOURS):
        return grid, columns
    empty = [one for one in source.taken if one.target == "ignore" and not any(source.export.cells(one.column))]
    both = [one for one in source.taken if one in columns or one in empty]
    if len(both) == len(columns):
        return grid, columns
    headers = [header_for_grid(one.column, one.meaning) for one in both]
    found = find_grids(headers, [set(source.export.cells(one.column)[:400]) for one in both], settings)
    for wider in found:
        own = [both[place] for place in wider.columns]
        if wider.shape is grid.shape and all(one in own for one in columns):
            return replace(wider, doubted=grid.doubted), own
    return grid, columns


def options_of(sources: Iterable[Source]) -> dict[str, tuple[str, ...]]:
    """Return the options of each column of the program's own: the mapping's, else what all answers establish."""
    given: dict[str, tuple[str, ...]] = {}
    cells: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        for taken in source.taken:
            if is_own(taken.target) and taken.meaning.item is None:
                given[taken.target] = (*given.get(taken.target, ()), *taken.meaning.options)
                cells[taken.target] += [listed(cell) for cell in source.export.cells(taken.column) if cell]
    return {
        target: given[target] or known_options(listed)
        for target, listed in cells.items()
        if given[target] or (target != "comments" and _are_lists(listed))
    }


def is_own(target: str) -> bool:
    """Return whether a target is a column of the program's own."""
    return target not in COLUMN_MEANINGS and target not in INTAKE_MEANINGS


def _are_lists(cells: Sequence[str]) -> bool:
    """Whether answers may be several choices each: sentences, with commas in them, are none."""
    pieces = [piece for cell in cells for piece in re.split(r"[;,]", cell)]
    return sum(len(piece.split()) for piece in pieces) <= 6 * len(pieces)


def one_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def listed(text: str) -> str:
    """Return a cell in which each line is an item as one that lists items."""
    return text.replace("\n", "; ")
