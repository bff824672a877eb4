"""Columns that ask for hours together: ticks, days, hours, event dates."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from matcher.intake.hours import parse_availability
from matcher.intake.people import DAY_MINUTES, DAYS, Availability
from matcher.intake.program import fold
from matcher.intake.words.listing import in_a_row
from matcher.survey.hours.asides.weeks import week_alone, weeks_in, without_weeks
from matcher.survey.hours.grid_labels import (
    Label,
    Meaning,
    Said,
    days_in,
    hours_of_week,
    labels_of,
    listed_days,
    meanings_of,
    said_of,
    says_in_itself,
)
from matcher.survey.hours.headings import Asked, says_nothing, what_is_asked
from matcher.survey.hours.reading import (
    USUAL,
    Hours,
    HourSettings,
    either_way,
    never_free,
    of_one_week,
    of_week,
    read_hours,
    written_hours,
)
from matcher.survey.hours.spans import Span, days_of, ends_of, spans_of
from matcher.survey.hours.ticks import Ticks, ticks_of_a_day
from matcher.survey.hours.tokens import Window, tidy
from matcher.survey.hours.words import EVERY_DAY
from matcher.survey.words.word_tables import Understood

__all__ = ["Grid", "GridShape", "find_grids", "read_grid"]


class GridShape(StrEnum):
    """What a column of a grid stands for, and what its cells say."""

    TICKS = "ticks"
    """A column a window (``Free? [Mon 09:00]``, ``Mon 00:30``, ``h0`` … ``h167``); cells are ticks, words or 0/1."""
    DAYS = "days"
    """A column a day (``Free? [Monday]``); cells list hours."""
    HOURS = "hours"
    """A column some hours (``Free? [9:00-10:00]``); cells list days."""
    EVENTS = "events"
    """A column an event or date by name (``Rank [Sat 12 Oct]``); cells are ticks, words or ranks."""
    SPAN = "span"
    """A column for the beginning and one for the end (``Free from``, ``Free until``); perhaps one for the days."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns that form a grid.

    Parameters
    ----------
    title
        The question that the columns share; may be empty.
    columns
        Positions among the headers, ascending.
    labels
        What each column stands for, as its header says it; for `GridShape.EVENTS` the names for ``schedule.slots``.
    takes_away
        The question asks when people are *not* available.
    unclear
        It does not say plainly whether it asks for that or for the opposite.
    doubted
        Marks that may mean yes or no, beside others: a cross where there are hooks.
    note
        What to tell of how its columns were taken.
    beside
        What people say of days, which shows in which language they do.
    weekdays
        Dates that stand for days of the week, with these.
    ticks
        The beginnings that people gave in it, where its cells list hours; None: how long one is was not looked for.
    busy
        The windows of each column as far as they may reach, for who is busy then; empty: as far as `windows`.
    days, windows
        Of each column: its days, 0 to 6 from Monday, and its windows in minutes: from Monday 00:00 for
        `GridShape.TICKS`, from midnight for `GridShape.HOURS`.
    """

    shape: GridShape
    title: str
    columns: tuple[int, ...]
    labels: tuple[str, ...]
    takes_away: bool = False
    days: tuple[tuple[int, ...], ...] = ()
    windows: tuple[tuple[Window, ...], ...] = ()
    unclear: bool = False
    doubted: frozenset[str] = frozenset()
    note: str | None = None
    beside: tuple[str, ...] = ()
    weekdays: tuple[tuple[str, int], ...] = ()
    ticks: Ticks | None = None
    busy: tuple[tuple[Window, ...], ...] = ()


def find_grids(
    headers: Sequence[str], answers: Sequence[Collection[str]] | None = None, settings: HourSettings = USUAL
) -> tuple[Grid, ...]:
    """Find which columns form grids together.

    Parameters
    ----------
    answers
        The distinct cells of each column (a few hundred rows are enough); grids of events are found only with them.
    """
    counted = hours_of_week(headers)
    grids = list(_counted_grids(counted))
    left = [column for column in range(len(headers)) if column not in counted]
    taken: set[int] = set()
    if answers is not None:
        for grid in (_span_grid(span, headers, answers) for span in spans_of(headers, answers, left)):
            grids.append(grid)
            taken.update(grid.columns)
    # A day and an hour in one heading say more than the hour that stands last in it.
    for shapes in ((GridShape.TICKS,), (GridShape.DAYS, GridShape.HOURS)):
        for title, labels in _by_title(headers, left).items():
            free = {column: label for column, label in labels.items() if column not in taken}
            fits = partial(_stands_alone, answers=answers, settings=settings)
            timed = partial(_is_timed, answers=answers, settings=settings)
            for grid in _grids(title, free, shapes, settings, fits, timed):
                grids.append(grid)
                taken.update(grid.columns)
    if answers is not None:
        grids.extend(_event_grids(headers, answers, [column for column in left if column not in taken]))
        grids = [replace(grid, doubted=_doubted(answers[column] for column in grid.columns)) for grid in grids]
    return tuple(sorted(grids, key=lambda grid: grid.columns))


def _span_grid(span: Span, headers: Sequence[str], answers: Sequence[Collection[str]]) -> Grid:
    columns = {span.start: "from", span.end: "until"} | ({} if span.day is None else {span.day: "day"})
    days = tuple(sorted(days_in(span.title)))
    labels = tuple(columns[column] for column in sorted(columns))
    beside = () if span.day is None else (headers[span.day], *sorted(filter(None, answers[span.day])))
    grid = Grid(GridShape.SPAN, span.title, tuple(sorted(columns)), labels, days=(days,), beside=beside)
    grid = replace(grid, weekdays=span.weekdays, note=_DATED if span.weekdays else None)
    # "From" and "until" are no part of what is asked: "Disponible à partir de" asks when somebody is free.
    plain = _asking(replace(grid, title=span.asked))
    return _asking(grid) if plain.unclear else replace(plain, title=span.title)


def _are_ticks(cells: Collection[str]) -> bool:
    """Whether cells say yes or no, some perhaps in words that are to be asked about."""
    return any(said_of(cell) in (Said.YES, Said.NO, Said.NO_WORDS) for cell in cells)


def _are_times(cells: Collection[str], settings: HourSettings) -> bool:
    """Whether cells are hours of a day."""
    told = [cell for cell in cells if said_of(cell) is not Said.BLANK]
    return bool(told) and all(read_hours(f"Mon: {_listed(cell)}", settings).value is not None for cell in told)


def _is_timed(column: int, answers: Sequence[Collection[str]] | None, settings: HourSettings) -> bool:
    if answers is None or any(said_of(cell) not in (None, Said.BLANK) for cell in answers[column]):
        return False
    return _are_times(answers[column], settings)


_CROSSES = frozenset({"x"})


def _doubted(cells: Iterable[Collection[str]]) -> frozenset[str]:
    """Return the crosses that stand for no, perhaps, since other marks say yes, or hours do."""
    words = {fold(cell) for column in cells for cell in column if week_alone(cell) is None}
    says_yes = any(said_of(word) in (Said.YES, None) for word in words - _CROSSES)
    return _CROSSES & words if says_yes else frozenset()


def _asking(grid: Grid) -> Grid:
    """Return a grid with what its question asks for; where there is none, its labels may ask."""
    labels = grid.labels if grid.shape is not GridShape.EVENTS else ()
    asked = {what_is_asked(text) for text in ([grid.title] if grid.title else labels) if not says_nothing(text)}
    unclear = asked not in (set(), {Asked.FREE}, {Asked.BUSY})
    return replace(grid, takes_away=asked == {Asked.BUSY}, unclear=unclear)


def _counted_grids(counted: dict[int, tuple[str, Window]]) -> Iterator[Grid]:
    for title in dict.fromkeys(title for title, _ in counted.values()):
        columns = tuple(column for column, (one, _) in counted.items() if one == title)
        windows = tuple((counted[column][1],) for column in columns)
        labels = tuple(str(place) for place in range(len(columns)))
        yield _asking(Grid(GridShape.TICKS, title, columns, labels, windows=windows))


def _by_title(headers: Sequence[str], columns: Iterable[int]) -> dict[str, dict[int, Label]]:
    """Return the labels of the columns that share a title, bracketed ones and long titles first."""
    found: dict[tuple[int, str], dict[int, Label]] = {}
    for column in columns:
        for place, label in enumerate(labels_of(headers[column])):
            found.setdefault((place if label.title else 99, fold(label.title)), {})[column] = label
    merged: dict[str, dict[int, Label]] = {}
    for (_, title), labels in sorted(found.items(), key=lambda one: one[0][0]):
        for column, label in labels.items():
            merged.setdefault(title, {}).setdefault(column, label)
    return merged


def _grids(
    title: str,
    labels: dict[int, Label],
    shapes: Sequence[GridShape],
    settings: HourSettings,
    stands_alone: Callable[[int, Meaning], bool],
    timed: Callable[[int], bool],
) -> Iterator[Grid]:
    """Yield the grids among columns of one title: a shape each."""
    places = list(labels)
    read = meanings_of([label.text for label in labels.values()], lambda place: timed(places[place]))
    meanings = dict(zip(labels, read, strict=True))
    for shape in shapes:
        found = {column: one for column, one in meanings.items() if one is not None and one.shape == shape}
        alone = title and all(labels[column].bracketed for column in found)
        if not found or (len(found) < 2 and not alone and not all(map(stands_alone, found, found.values()))):
            continue
        written = next(iter(labels[column].title for column in found))
        grid = Grid(
            shape,
            written,
            tuple(found),
            tuple(labels[column].text for column in found),
            days=tuple(tuple(sorted(one.days or ())) for one in found.values()),
            windows=tuple(_windows(list(found.values()), settings.meeting_minutes)),
            busy=tuple(_busy_windows(list(found.values()), settings.meeting_minutes)),
            note=_DATED if any(one.dated for one in found.values()) else None,
        )
        yield _asking(grid)


_DATED = "dates are taken for the days of every week"


def _stands_alone(
    column: int, meaning: Meaning, answers: Sequence[Collection[str]] | None, settings: HourSettings
) -> bool:
    """Whether a column without others like it asks for hours: it names a day, and hours stand beside it or under it."""
    if answers is None or meaning.days is None:
        return False
    if meaning.shape == "days":
        return _are_times(answers[column], settings)
    return bool(meaning.windows) and _are_ticks(answers[column])


def _windows(meanings: Sequence[Meaning], meeting_minutes: int) -> Iterator[tuple[Window, ...]]:
    """Yield each column's windows; a start reaches to the next, but no longer than a meeting."""
    starts = sorted({(day, one.start) for one in meanings for day in one.days or (0,) if one.start is not None})
    gaps = [later[1] - start[1] for start, later in itertools.pairwise(starts) if later[0] == start[0]]
    length = min([*gaps, meeting_minutes])
    for one in meanings:
        daily = one.windows if one.start is None else ((one.start, one.start + length),)
        if one.days is None:
            yield daily
        else:
            yield tuple(
                (day * DAY_MINUTES + start, day * DAY_MINUTES + end) for day in sorted(one.days) for start, end in daily
            )


def _busy_windows(meanings: Sequence[Meaning], meeting_minutes: int) -> Iterator[tuple[Window, ...]]:
    """Yield each column's windows for who is busy then: a start reaches to the next, however far that is."""
    starts = sorted({(day, one.start) for one in meanings for day in one.days or (0,) if one.start is not None})
    following = {start: later[1] for start, later in itertools.pairwise(starts) if later[0] == start[0]}
    last = min((end - start[1] for start, end in following.items()), default=meeting_minutes)
    for one, narrow in zip(meanings, _windows(meanings, meeting_minutes), strict=True):
        if one.start is None:
            yield narrow
            continue
        yield tuple(
            (day * DAY_MINUTES + one.start, day * DAY_MINUTES + following.get((day, one.start), one.start + last))
            for day in sorted(one.days or (0,))
        )


_EVENT_TITLE = re.compile(
    r"\b(availab\w*|dates?|events?|attend\w*|sessions?|when|slots?|days?|times?|can\s+you|rank\w*|meetings?|termine?|"
    r"fechas?|disponib\w*)\b",
    re.IGNORECASE,
)


def _event_grids(headers: Sequence[str], answers: Sequence[Collection[str]], columns: Sequence[int]) -> Iterator[Grid]:
    """Yield grids of events: labels that are no weekly hours, with cells that are ranks, ticks or words."""
    by_title: dict[str, dict[int, Label]] = {}
    for column in columns:
        label = next(labels_of(headers[column]))
        if label.bracketed:
            by_title.setdefault(fold(label.title), {})[column] = label
        elif _all_ranked(answers[column]):
            by_title.setdefault("", {})[column] = Label("", " ".join(headers[column].split()), False)
    for labels in by_title.values():
        said = [said_of(cell) for column in labels for cell in answers[column]]
        title = next(iter(labels.values())).title
        unavailable = any(one is Said.NO_WORDS for one in said)
        if len(labels) < 2 or None in said or not said or not (unavailable or _EVENT_TITLE.search(title)):
            continue
        if set(said) <= {Said.RANK, Said.BLANK} and "availab" not in title.casefold():
            continue
        # A list of slots is parted by ";", so that a name holds none.
        texts = tuple(label.text.replace(";", ",") for label in labels.values())
        yield _asking(Grid(GridShape.EVENTS, title, tuple(labels), texts))


def _all_ranked(cells: Collection[str]) -> bool:
    said = {said_of(cell) for cell in cells} - {Said.BLANK}
    return said <= {Said.RANK, Said.YES, Said.NO, Said.NO_WORDS} and Said.NO_WORDS in said


def read_grid(grid: Grid, cells: Sequence[str], settings: HourSettings = USUAL) -> Understood[Hours]:
    """Read one person's cells of a grid, in the order of `grid.columns`.

    Nothing answered at all gives `value` None, `sure` True, as a blank text does; a word that is not known counts as
    not available and is told.
    """
    if not any(cell.strip() for cell in cells):
        return Understood(None)
    if grid.unclear:
        both = (read_grid(replace(grid, unclear=False, takes_away=away), cells, settings) for away in (False, True))
        return either_way(grid.title, *both)
    if grid.shape is GridShape.DAYS:
        return _read_days(grid, cells, settings)
    if grid.shape is GridShape.HOURS:
        return _read_hours(grid, cells)
    if grid.shape is GridShape.SPAN:
        return _read_span(grid, cells, settings)
    return _read_ticks(grid, cells, settings)


def _said(grid: Grid, cell: str) -> Said | None:
    """Return what a cell says; None also where "busy" or "free" stands under a question for when somebody is busy."""
    doubted = fold(cell) in grid.doubted or (grid.takes_away and says_in_itself(cell))
    return None if doubted else said_of(cell)


_PLAIN = frozenset({Said.YES, Said.NO, Said.NO_WORDS, Said.BLANK})


def _read_ticks(grid: Grid, cells: Sequence[str], settings: HourSettings) -> Understood[Hours]:
    """Read ticks, words or ranks, one a window or event."""
    says = [_said(grid, cell) for cell in cells]
    picked = [place for place, said in enumerate(says) if said is Said.YES]
    reach = grid.busy if grid.takes_away and grid.busy else grid.windows
    of_weeks: list[Availability] = []
    unknown: list[str] = []
    ranked, if_need_be = False, 0
    # Most cells of a week are plain; only the others are looked at one by one.
    for place in [place for place, said in enumerate(says) if said not in _PLAIN]:
        said, label = says[place], grid.labels[place]
        week = week_alone(cells[place]) if said is None and grid.windows else None
        if week is not None:
            # "odd weeks" under an hour ticks it in these alone.
            of_weeks.append(of_week(Availability(tuple(reach[place])), week))
            continue
        if said is Said.IF_NEED_BE:
            if_need_be += 1
            yes = settings.if_need_be or grid.takes_away
        elif said is Said.RANK and grid.shape is GridShape.EVENTS:
            ranked = yes = True
        elif f" {fold(label)}".endswith(f" {fold(cells[place])}") and not grid.doubted:
            # Tools that split a table repeat the hours: "9-10h" under "Mon - 9-10h".
            yes = True
        else:
            # Also 2 and 3 among ticks, which may be codes for "perhaps" and "no".
            unknown.append(f"{cells[place]!r} at {label}")
            yes = grid.takes_away
        if yes:
            picked.append(place)
    picked.sort()
    notes = [] if not if_need_be or grid.takes_away else [_if_need_be(if_need_be, settings.if_need_be)]
    if ranked and grid.shape is GridShape.EVENTS:
        notes.append("the order of the dates is not used, only which are possible")
    if grid.shape is GridShape.EVENTS:
        return _picked(grid, [], [grid.labels[place] for place in picked], unknown, notes)
    windows = [window for place in picked for window in reach[place]]
    return _picked(grid, windows, [], unknown, notes, of_weeks)


def _if_need_be(count: int, used: bool) -> str:
    many = "1 time" if count == 1 else f"{count} times"
    return f"{many} 'if need be', taken as {'available' if used else 'not available'}"


def _picked(
    grid: Grid,
    windows: Sequence[Window],
    names: Sequence[str],
    unknown: Sequence[str],
    notes: Sequence[str],
    of_weeks: Sequence[Availability] = (),
) -> Understood[Hours]:
    """Return what was picked, as hours offered or taken away; `unknown` is asked about.

    Parameters
    ----------
    of_weeks
        Hours of one kind of week each, besides.
    """
    away = "not available" if not grid.takes_away else "unavailable"
    asked = [f"not understood, taken as {away}: {in_a_row(unknown)}"] if unknown else []
    note = "; ".join([*filter(None, [grid.note]), *notes, *asked]) or None
    text = "; ".join(filter(None, [written_hours(windows, names), *map(str, of_weeks)])) or None
    if grid.takes_away:
        return Understood(Hours(None, text), not unknown, note)
    if text is None:
        never = never_free(grid.labels if grid.shape is GridShape.EVENTS else ())
        nothing = None if unknown else "says that no time is possible"
        return Understood(Hours(None, never), sure=False, note="; ".join(filter(None, [note, nothing])))
    return Understood(Hours(text), not unknown, note)


def _read_days(grid: Grid, cells: Sequence[str], settings: HourSettings) -> Understood[Hours]:
    """Read a day's hours in each cell; a cell that cannot be read takes only its own day out."""
    windows: list[Window] = []
    of_weeks: list[Availability] = []
    unknown: list[str] = []
    notes: list[str] = []
    minutes = None if grid.ticks is None else grid.ticks.minutes(busy=grid.takes_away)
    if minutes is not None:
        settings = replace(settings, meeting_minutes=minutes)
    for place, cell in enumerate(cells):
        said, label = _said(grid, cell), grid.labels[place]
        if said in (Said.BLANK, Said.NO, Said.NO_WORDS):
            continue
        begins = grid.ticks is not None and bool(ticks_of_a_day([cell]).starts)
        if begins and grid.ticks is not None and grid.ticks.alone and minutes is None:
            unknown.append(f"{cell!r} at {label}, which does not say how long a time is")
            windows += _whole_days(grid.days[place]) if grid.takes_away else ()
            continue
        if begins and minutes is not None:
            notes.append(f"each time is taken as {minutes} minutes")
        if said is Said.IF_NEED_BE:
            notes.append(_if_need_be(1, settings.if_need_be))
            if not settings.if_need_be:
                continue
        day = ",".join(DAYS[day] for day in grid.days[place])
        text = f"{day} any time" if said in (Said.YES, Said.IF_NEED_BE) else f"{day}: {_listed(cell)}"
        read = read_hours(text, settings, takes_away=grid.takes_away)
        if read.value is None or read.value.zone is not None or days_in(cell):
            unknown.append(f"{cell!r} at {label}")
            hours = f"{day} 00:00-24:00" if grid.takes_away else None
        else:
            hours = read.value.unavailable if grid.takes_away else read.value.available
            if read.note is not None:
                (notes if read.sure else unknown).append(read.note)
        found = parse_availability(hours or "")
        windows.extend(found.windows)
        of_weeks += [] if found.weekly else [replace(found, windows=())]
    return _picked(grid, windows, [], unknown, list(dict.fromkeys(notes)), of_weeks)


def _whole_days(days: Iterable[int]) -> list[Window]:
    return [(day * DAY_MINUTES, (day + 1) * DAY_MINUTES) for day in days]


def _listed(cell: str) -> str:
    """Return a cell as a list on one line: what a survey tool parts by ``;`` is of one day."""
    return re.sub(r"[;\n]+", ", ", cell)


def _read_span(grid: Grid, cells: Sequence[str], settings: HourSettings) -> Understood[Hours]:
    """Read the beginning and the end of somebody's hours, on the days that are said beside them."""
    said = dict(zip(grid.labels, cells, strict=True))
    told = said.get("day", "")
    weeks = weeks_in(tidy(told))
    named = _days_said(grid, without_weeks(tidy(told)).replace("()", " ").strip(" ,") if weeks else told)
    days = ",".join(DAYS[day] for day in sorted(named or ()))
    start, end = ends_of(said["from"], said["until"])
    if start is None or end is None or not days or len(weeks) > 1:
        return Understood(None, sure=False, note=_what_lacks(said, bool(days) and len(weeks) < 2))
    read = read_hours(f"{days} {start}-{end}", settings, takes_away=grid.takes_away)
    read = of_one_week(read, weeks[0].week, settings) if weeks else read
    return replace(read, note="; ".join(filter(None, [grid.note, read.note])) or None)


def _what_lacks(said: Mapping[str, str], days: bool) -> str:
    """Return why a beginning and an end are no hours, by what was given of them."""
    given = in_a_row(repr(cell) for cell in said.values() if cell)
    if not days:
        day = said.get("day", "")
        return f"{day!r} was not understood as days: {given}" if day else f"nothing says of which day it is: {given}"
    missing = [name for name in ("from", "until") if not said[name]]
    if missing:
        return f"{'the beginning' if missing[0] == 'from' else 'the end'} is not given: {given}"
    return f"the beginning or the end was not understood: {given}"


def _days_said(grid: Grid, cell: str) -> frozenset[int] | None:
    """Return the days beside a beginning and an end: those of the question where no column asks for them."""
    if not cell:
        return frozenset(grid.days[0])
    weekdays = dict(grid.weekdays)
    if cell in weekdays:
        return frozenset({weekdays[cell]})
    return days_of(cell, [grid.title, *grid.beside]) or _days_in_words(cell)


def _days_in_words(cell: str) -> frozenset[int] | None:
    """Return the days of a sentence on days alone, ``weekdays except Friday``: those of which it offers the whole."""
    read = read_hours(cell)
    if not read.sure or read.value is None or read.value.available is None or read.value.unavailable:
        return None
    found = parse_availability(read.value.available)
    whole = (USUAL.day_start, USUAL.day_end)
    days = {start // DAY_MINUTES for start, end in found.windows}
    plain = all((start % DAY_MINUTES, start % DAY_MINUTES + end - start) == whole for start, end in found.windows)
    return frozenset(days) if plain and found.weekly else None


def _read_hours(grid: Grid, cells: Sequence[str]) -> Understood[Hours]:
    """Read the days that each cell lists for its hours."""
    windows: list[Window] = []
    unknown = []
    for place, cell in enumerate(cells):
        said = _said(grid, cell)
        if said in (Said.BLANK, Said.NO, Said.NO_WORDS):
            continue
        # A tick is of the days in the question; where it names none, nobody knows of which.
        days = (days_in(grid.title) or None) if said is Said.YES else listed_days(cell)
        if days is None:
            unknown.append(f"{cell!r} at {grid.labels[place]}")
            days = EVERY_DAY if grid.takes_away else frozenset()
        windows += [
            (day * DAY_MINUTES + start, day * DAY_MINUTES + end)
            for day in sorted(days)
            for start, end in (grid.busy if grid.takes_away and grid.busy else grid.windows)[place]
        ]
    return _picked(grid, windows, [], unknown, [])
