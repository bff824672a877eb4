"""Exports with a row a person that lists moments, in one cell or in a cell each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from matcher.errors import Issue
from matcher.survey.hours.moments import Moments, moments_in, of_one_week, windows_from
from matcher.survey.hours.reading import written_hours
from matcher.survey.polls.times import DATED, asked_of_moments, why_of_no_week
from matcher.survey.reading.files import Grid, Line

__all__ = ["from_lists_of_moments"]


def from_lists_of_moments(grid: Grid) -> Grid | None:
    """Return an export whose lists of moments are hours; None where it has none.

    How long each moment is can be told by all that were asked about together: somebody may have ticked a single one.
    """
    if len(grid.lines) < 2:
        return None
    header = list(grid.lines[0].cells)
    while header and not header[-1]:
        header.pop()
    rows = [line.cells for line in grid.lines[1:]]
    for column in range(1, len(header)):
        beyond = column == len(header) - 1
        lists = _lists(rows, column, beyond=beyond)
        if lists is not None and max(map(_count, lists), default=0) > 1:
            return _with_hours(grid, len(header), column, lists)
    return None


def _lists(rows: Sequence[Sequence[str]], column: int, *, beyond: bool) -> list[str] | None:
    """Return the moments of each row; None as soon as a row holds anything else."""
    lists = []
    for row in rows:
        found = _list_of(row, column, beyond=beyond)
        if found is None:
            return None
        lists.append(found)
    return lists


def _list_of(row: Sequence[str], column: int, *, beyond: bool) -> str | None:
    """Return the moments of a row as one list, those beyond the last heading, too; None where it holds else."""
    cells = [cell for cell in (row[column:] if beyond else row[column : column + 1]) if cell]
    text = "; ".join(cells)
    return text if not text or moments_in(text) is not None else None


def _count(text: str) -> int:
    return max(map(len, moments_in(text) or [()])) if text else 0


def _with_hours(grid: Grid, width: int, column: int, lists: Sequence[str]) -> Grid:
    """Return an export with hours in place of lists; they are asked about where it cannot be told what they mean."""
    ways = moments_in("; ".join(filter(None, lists))) or []
    moments = of_one_week(ways)
    hours = None if moments is None else _hours_of(lists, moments)
    if moments is None:
        cells = [asked_of_moments(why_of_no_week(ways), text) for text in lists]
    else:
        cells = list(lists if hours is None else hours[0])
    lines = [Line(grid.lines[0].number, grid.lines[0].cells[:width])]
    for line, cell in zip(grid.lines[1:], cells, strict=True):
        lines.append(Line(line.number, (*line.cells[:column], cell, *line.cells[column + 1 : width])))
    told = "" if hours is None else f"lists moments: each is taken as {hours[1]} minutes; {DATED}"
    return replace(grid, lines=tuple(lines), notes=(*grid.notes, *((Issue(grid.file, told),) if told else ())))


def _hours_of(lists: Sequence[str], moments: Moments) -> tuple[list[str], int] | None:
    """Return the hours of each list and the minutes of each moment; None where they are not told."""
    left = iter(moments)
    hours: list[str] = []
    lengths: set[int] = set()
    for text in lists:
        windows = windows_from(islice(left, _count(text)), moments)
        if isinstance(windows, str):
            return None
        hours.append(written_hours(windows) or "")
        lengths.update(end - start for start, end in windows)
    return hours, min(lengths)
