"""Polls with a row a time: a column a person, or the names of who can come in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from matcher.errors import Issue
from matcher.intake.program import fold
from matcher.survey.hours.asides.weeks import read_weeks
from matcher.survey.hours.grid_labels import Said, said_of, says_in_itself
from matcher.survey.hours.headings import Asked, what_is_asked
from matcher.survey.hours.reading import unread
from matcher.survey.hours.tokens import tidy
from matcher.survey.polls.asked_for import TIME_WORDS, AskedFor, asked_by_titles, asked_for
from matcher.survey.polls.times import COUNTED, PollTimes, times_of
from matcher.survey.reading.files import Grid, Line
from matcher.survey.words.time_zones import speaks_of_zones, zones_in
from matcher.survey.words.word_tables import Understood

__all__ = ["from_rows_of_times"]

_TURNED = (
    "has a row a time: it was read with a row a person, and rows are counted so, in the order in which people stand"
)
_BUSY = "it asks when people are busy: they are taken as free at its other times"
_MOST_TITLES = 5
"""Rows of titles above the headings."""
_NO_NAME = re.compile(r"[\d?!\[\]{}:;]")
_LONGEST_NAME = 60
"""Letters of what may be a name."""
_ADDRESS = re.compile(r"[^@\s;,<>]{1,254}@[^@\s;,<>]{1,254}\.[^@\s;,<>]{1,254}")
_KNOWN_AT_LEAST = 0.8
"""Which share of the cells has to say yes, no or if need be."""
_IF_NEED_BE = "if need be"
_MARKED_NOTHING = "marked no time, where it was asked when people are busy"
_AN_ASIDE = re.compile(r"(?:which )?(?:weeks?|wochen?|kw|semaines?|semanas?)")

Says = dict[str, list[int]]
"""What somebody says (``yes``, ``if need be``, or another word), and at which times."""
Person = tuple[str, Says]


def from_rows_of_times(grid: Grid) -> Grid | None:
    """Return a poll that has a row a time with a row a person; None where it is none."""
    first = _below_titles(grid.lines)
    lines = grid.lines[first:]
    if len(lines) < 3:
        return None
    titles = tuple(cell for line in grid.lines[:first] for cell in line.cells if cell)
    width = max(len(line.cells) for line in lines)
    header, *rows = ([*line.cells, *[""] * (width - len(line.cells))] for line in lines)
    header, rows = _with_asides(header, [row for row in rows if not _counts(row)])
    width = len(header)
    for before in (1, 2):
        if width <= before or not all(map(_speaks_of_times, header[:before])):
            continue
        second = [row[1] for row in rows] if before == 2 else None
        times = times_of([row[0] for row in rows], second)
        if times is not None:
            asked = _asked_for(header[:before], titles)
            times = replace(times, asks=times.asks or asked.why_not)
            found = _people(header[before:], [row[before:] for row in rows], asked)
            return None if found is None else replace(_by_person(grid, times, asked, *found), titles=titles)
    return None


def _below_titles(lines: Sequence[Line]) -> int:
    """Return the first line in which several cells stand; 0 where there is none near the top."""
    several = (place for place, line in enumerate(lines[: _MOST_TITLES + 1]) if sum(map(bool, line.cells)) > 1)
    return next(several, 0)


def _asked_for(headings: Sequence[str], titles: Sequence[str]) -> AskedFor:
    """Return what the headings over the times ask for, and a title that turns it round."""
    asked, title = asked_for(headings), asked_by_titles(titles)
    if title == "Availability" or what_is_asked(" ".join(headings)) is Asked.BUSY:
        return asked
    return asked._replace(written=title, free=None if what_is_asked(title) is Asked.UNCLEAR else False)


def _with_asides(header: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Return a poll in which the clock, or the kind of week, of each time stands in its own cell, not in a column."""
    for place in (1, 2):
        cells = [row[place] for row in rows] if place < len(header) else []
        about = tidy(header[place]) if cells else ""
        weekly = _AN_ASIDE.fullmatch(fold(about)) is not None
        zoned = speaks_of_zones(about) or all(zones_in(cell) for cell in cells if cell)
        if not any(cells) or not (weekly or zoned):
            continue
        # What is not understood stands beside the time, too, so that it is asked about.
        told = ["" if not cell or (weekly and read_weeks(cell) == Understood(None)) else f" ({cell})" for cell in cells]
        before = place - 1
        turned = [
            [*row[:before], f"{row[before]}{said}", *row[place + 1 :]] for row, said in zip(rows, told, strict=True)
        ]
        return [*header[:place], *header[place + 1 :]], turned
    return header, rows


def _counts(row: Sequence[str]) -> bool:
    return fold(row[0]).rstrip(":") in COUNTED and all(not cell or cell.strip("% .,").isdecimal() for cell in row[1:])


def _speaks_of_times(heading: str) -> bool:
    """Whether a heading may stand over times; nobody knows of one in another script."""
    return (
        not heading
        or TIME_WORDS.search(fold(heading)) is not None
        or not any(map(str.isascii, heading.replace(" ", "")))
    )


def _people(header: Sequence[str], rows: Sequence[Sequence[str]], asked: AskedFor) -> tuple[str, list[Person]] | None:
    """Return the heading for their hours and the people; None where columns are none, and hold no names either."""
    places = [
        place
        for place, heading in enumerate(header)
        if fold(heading) not in COUNTED and (heading or any(row[place] for row in rows))
    ]
    columns = [(header[place], [row[place] for row in rows]) for place in places]
    if not columns:
        return None
    people = _with_a_column_each(columns, asked)
    if people:
        return asked.over(), people
    listed = _listed(columns)
    if listed is None or asked.free:
        return None if listed is None else (asked.over(listed[0]), listed[1])
    return asked.written, listed[1]


def _with_a_column_each(columns: Sequence[tuple[str, Sequence[str]]], asked: AskedFor) -> list[Person]:
    cells = [cell for _, column in columns for cell in column if cell]
    said = [said_of(cell) for cell in cells]
    known = sum(one not in (None, Said.RANK) for one in said)
    if not cells or known < _KNOWN_AT_LEAST * len(cells) or not {Said.YES, Said.IF_NEED_BE} & set(said):
        return []
    if not all(_may_be_somebody(heading) for heading, _ in columns):
        return []
    if asked.free is False:
        return [(heading, _says_when_busy(column)) for heading, column in columns]
    return [(heading, _says(enumerate(column))) for heading, column in columns]


def _says_when_busy(cells: Sequence[str]) -> Says:
    """Return what somebody says who was asked when they are busy: yes at all other times, and what is asked about."""
    if not any(cells):
        return {"": list(range(len(cells)))}
    says: Says = {}
    for place, cell in enumerate(cells):
        said = said_of(cell)
        if said in (Said.NO, Said.BLANK):
            says.setdefault("yes", []).append(place)
        elif said is not Said.YES or says_in_itself(cell):
            says.setdefault(fold(cell), []).append(place)
    return says


def _says(cells: Iterator[tuple[int, str]] | enumerate[str]) -> Says:
    says: Says = {}
    for place, cell in cells:
        said = said_of(cell)
        if said not in (Said.NO, Said.NO_WORDS, Said.BLANK):
            word = "yes" if said is Said.YES else _IF_NEED_BE if said is Said.IF_NEED_BE else fold(cell)
            says.setdefault(word, []).append(place)
    return says


def _may_be_somebody(heading: str) -> bool:
    """Whether a heading may be somebody's name or address; a blank one is somebody who is asked about."""
    if _ADDRESS.fullmatch(heading) or not heading:
        return True
    lone = said_of(heading) is None and fold(heading) not in COUNTED
    return lone and len(heading) <= _LONGEST_NAME and _NO_NAME.search(heading) is None and len(heading.split()) <= 6


def _listed(columns: Sequence[tuple[str, Sequence[str]]]) -> tuple[str, list[Person]] | None:
    """Return who is named in cells, in the order in which they are first named."""
    columns = [(heading, cells) for heading, cells in columns if not all(cell.isdecimal() for cell in cells if cell)]
    words = [said_of(heading) for heading, _ in columns]
    if not columns or (len(columns) > 1 and (None in words or len(set(words)) < len(words))):
        return None
    parting = _parting([cell for _, cells in columns for cell in cells if cell])
    if parting is None:
        return None
    people: dict[str, Says] = {}
    for (_, cells), said in zip(columns, words, strict=True):
        if len(columns) > 1 and said in (Said.NO, Said.NO_WORDS):
            continue
        word = _IF_NEED_BE if said is Said.IF_NEED_BE else "yes"
        for place, cell in enumerate(cells):
            for name in filter(None, map(str.strip, parting.split(cell))):
                people.setdefault(name, {}).setdefault(word, []).append(place)
    if not people or not all(_may_be_somebody(name) for name in people):
        return None
    return (columns[0][0] if len(columns) == 1 else "Availability"), list(people.items())


def _parting(cells: Sequence[str]) -> re.Pattern[str] | None:
    """Return what parts the names in cells; None where commas may part last names from first ones."""
    plain = re.compile(r"[;\n]")
    if any(map(plain.search, cells)):
        return plain
    lists = [[name.strip() for name in cell.split(",") if name.strip()] for cell in cells]
    names = [name for names in lists for name in names]
    # Of names of several words, and of a word that stands alone elsewhere or among three, commas part the people.
    alone = any(len(names) % 2 for names in lists)
    turned = {name for names in lists for name in names[::2]} & {name for names in lists for name in names[1::2]}
    whole = all(len(name.split()) > 1 for name in names)
    return re.compile(",") if whole or alone or turned else None


def _by_person(grid: Grid, times: PollTimes, asked: AskedFor, heading: str, people: Sequence[Person]) -> Grid:
    told = [name for name, _ in people if name]
    who = "Email" if told and all(map(_ADDRESS.fullmatch, told)) else "Name"
    if times.zone is not None:
        heading = f"{heading} ({times.zone})"
    lines = [Line(1, (who, heading))]
    lines += [Line(place, (name, _written(times, says))) for place, (name, says) in enumerate(people, 2)]
    note = "; ".join(filter(None, (_TURNED, times.told, _BUSY if asked.free is False else None)))
    return replace(grid, lines=tuple(lines), blank=(), notes=(*grid.notes, Issue(grid.file, note)))


def _written(times: PollTimes, says: Says) -> str:
    """Return what somebody says as a text on hours; a word that is not known stands in it, to be asked about."""
    free = times.written(says.get("yes", ()))
    if "" in says:
        return unread(_MARKED_NOTHING, "; ".join(times.labels))
    others = (f"{word}: {times.written(places)}" for word, places in says.items() if word != "yes")
    return "; ".join(filter(None, (free, *others))) or "never"
