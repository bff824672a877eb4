"""Text → windows → slots."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.intake.hours.weeks import LIKE_WEEK, of_no_kind, told_of
from matcher.intake.hours.zones import minutes_ahead
from matcher.intake.people import DAY_MINUTES, DAYS, WEEK_MINUTES, Availability, Person, Slot, WeekKind, clock, joined
from matcher.intake.program import Program, fold
from matcher.intake.words.listing import in_words
from matcher.intake.words.nearest import nearest

__all__ = [
    "WEEKS",
    "AvailabilityError",
    "BadItem",
    "free_slots",
    "free_table",
    "in_the_programs_zone",
    "parse_availability",
    "slots_of",
    "start_of",
    "time_of",
]

WEEKS: tuple[WeekKind, WeekKind] = ("odd", "even")
"""The kinds of weeks."""

_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_POSITION = {word: day for words in (map(str.casefold, DAYS), _FULL_NAMES) for day, word in enumerate(words)}
_START = re.compile(r"([^0-9]+?)\s+([0-9]{1,2}:[0-9]{2})")
# Spreadsheets and telephones turn a hyphen between times into one of the longer dashes.
_WINDOW = re.compile(_START.pattern + r"\s*[-\u2010-\u2015\u2212]\s*([0-9]{1,2}:[0-9]{2})")

_LIKE = "write days and times, like Mon 09:00-11:00 or Wed,Thu 13:00-15:30"
_LIKE_DAYS = f"write {in_words(DAYS, 'or')}"
_LIKE_TIMES = "write times from 00:00 to 24:00"


class BadItem(NamedTuple):
    """An item of an availability cell that cannot be understood; the parts are those of an `Issue`."""

    value: str
    message: str
    right: str
    suggestion: str | None = None


class AvailabilityError(ValueError):
    """A cell that cannot be understood; `items` lists every bad item of it."""

    def __init__(self, items: Iterable[BadItem]) -> None:
        self.items = tuple(items)
        super().__init__("; ".join(f"{item.value!r} {item.message}" for item in self.items))


class _Window(NamedTuple):
    start: int
    end: int


def slots_of(program: Program, people: Iterable[Person] = ()) -> tuple[Slot, ...]:
    """Return every slot at which a group could meet.

    Parameters
    ----------
    people
        Where one of them can meet in odd weeks alone, or in even ones, a time is two slots.

    Returns
    -------
    tuple of Slot
        ``schedule.slots`` in their order, texts as given, `start` None where a text is a name and no time; without
        them the grid: each day from midnight every ``schedule.start_every`` minutes, Monday to Sunday.
    """
    schedule = program.schedule
    if schedule.slots is not None:
        slots = tuple(Slot(text, *(time_of(text) or (None, None))) for text in schedule.slots)
    else:
        starts = range(0, DAY_MINUTES, schedule.start_every)
        times = (day * DAY_MINUTES + minute for day in range(len(DAYS)) for minute in starts)
        slots = tuple(Slot(clock(start), start) for start in times)
    differing = [told for told in dict.fromkeys(map(_Told.by, people)) if not told.weekly]
    return tuple(_by_weeks(slots, program, differing)) if differing else slots


def _by_weeks(slots: Sequence[Slot], program: Program, differing: Iterable[_Told]) -> Iterator[Slot]:
    """Yield the slots, two for one at which somebody can meet in one kind of week alone."""
    times = _SlotTimes(slots, program)
    apart = np.zeros(len(slots), dtype=np.bool_)
    for told in differing:
        apart |= times.free_in(told, "odd") != times.free_in(told, "even")
    for slot, two in zip(slots, apart, strict=True):
        if two and slot.start is not None and slot.week is None:
            yield from (Slot(f"{slot.text} {week}", slot.start, week) for week in WEEKS)
        else:
            yield slot


def start_of(text: str) -> int | None:
    """Return the start that ``Mon 09:00`` means, in minutes from Monday 00:00; None where `text` is no such time.

    ``Mon 09:00 odd`` starts so, too.
    """
    time = time_of(text)
    return None if time is None else time[0]


def time_of(text: str) -> tuple[int, WeekKind | None] | None:
    """Return the start that ``Mon 09:00 odd`` means, and its weeks; None where `text` is no such time."""
    rest, week = told_of(text)
    found = _START.fullmatch(rest.strip())
    if found is None:
        return None
    day, minute = _DAY_POSITION.get(fold(found[1])), _minute(found[2])
    if day is None or minute is None or minute == DAY_MINUTES:
        return None
    return day * DAY_MINUTES + minute, week


def parse_availability(text: str, slot_names: Sequence[str] = ()) -> Availability:
    """Read one cell of `availability` or `unavailable`.

    Parameters
    ----------
    text
        Items separated by ``;``, each a window (``Mon 09:00-11:00``, ``Wed,Thu 13:00-15:30``) or a slot's name.
    slot_names
        ``schedule.slots``. An item that equals one (without case), or means the same time, names that slot.

    Raises
    ------
    AvailabilityError
        With every item that is malformed, names no day, has a time out of range or does not end after it starts.
    """
    slots = _Named(slot_names)
    parts: dict[WeekKind | None, tuple[list[_Window], set[str]]] = {}
    bad: list[BadItem] = []
    for item in filter(None, map(str.strip, text.split(";"))):
        names, week = slots.of(item)
        if names:
            parts.setdefault(week, ([], set()))[1].update(names)
            continue
        rest, week = told_of(item)
        try:
            parts.setdefault(week, ([], set()))[0].extend(_windows(rest, item, slot_names))
        except AvailabilityError as error:
            bad.extend(error.items)
    if bad:
        raise AvailabilityError(bad)
    read = {
        week: Availability(joined(windows), tuple(name for name in slot_names if name in names))
        for week, (windows, names) in parts.items()
    }
    weekly = read.get(None, Availability())
    return replace(weekly, odd=read.get("odd"), even=read.get("even")) if read.keys() - {None} else weekly


class _Named:
    """``schedule.slots``, by what people may write of them."""

    def __init__(self, slot_names: Sequence[str]) -> None:
        self.by_key = {fold(name): name for name in slot_names}
        self.by_time = {time: name for name in slot_names if (time := time_of(name)) is not None}

    def of(self, item: str) -> tuple[tuple[str, ...], WeekKind | None]:
        """Return the slots that an item names, and in which weeks where it says that of a slot of every week."""
        name = self.by_key.get(fold(item))
        if name is not None:
            return (name,), None
        time = time_of(item) if self.by_time else None
        if time is None:
            return (), None
        start, week = time
        if time in self.by_time:
            return (self.by_time[time],), None
        if week is not None:
            return tuple(filter(None, [self.by_time.get((start, None))])), week
        return tuple(name for kind in WEEKS if (name := self.by_time.get((start, kind))) is not None), None


def free_slots(person: Person, slots: Sequence[Slot], program: Program) -> NDArray[np.bool_]:
    """Return at which slots a person can meet.

    Parameters
    ----------
    slots
        `Intake.slots`, or any of them.

    Returns
    -------
    numpy.ndarray of bool, shape (len(slots),)
        A slot with a time is possible where one window holds the whole meeting or the availability names the slot, in
        each of its weeks; a slot without, where it names it. Never where the meeting overlaps `unavailable` or that
        names the slot.
        `unavailable` alone means every slot but those; both blank, what ``schedule.blank`` says. Windows told in
        another time zone are moved; of these, what passes Sunday's midnight goes on on Monday.
    """
    return _SlotTimes(slots, program).free(_Told.by(person))


def free_table(people: Sequence[Person], slots: Sequence[Slot], program: Program) -> NDArray[np.bool_]:
    """Return `free_slots` of many people, shape (len(people), len(slots)); equal cells are worked out once."""
    times = _SlotTimes(slots, program)
    rows: dict[_Told, NDArray[np.bool_]] = {}
    table = np.empty((len(people), len(slots)), dtype=np.bool_)
    for position, person in enumerate(people):
        told = _Told.by(person)
        row = rows.get(told)
        if row is None:
            row = rows[told] = times.free(told)
        table[position] = row
    return table


def in_the_programs_zone(told: Availability, zone: str | None, program: Program) -> Availability:
    """Return hours that somebody of a time zone told as the program's own clock has them, for people to read.

    What passes midnight goes on in the neighbouring day, from Sunday on on Monday, of the week after: an even one after
    an odd one. Slots that are named stay.
    """
    return _by_another_clock(told, _ahead(zone, program) if told.has_windows else 0, WEEK_MINUTES)


class _Told(NamedTuple):
    """What somebody's row says of hours: equal rows are free at the same slots."""

    availability: Availability | None
    unavailable: Availability | None
    zone: str | None

    @classmethod
    def by(cls, person: Person) -> _Told:
        return cls(person.availability, person.unavailable, person.timezone)

    @property
    def weekly(self) -> bool:
        """Whether odd and even weeks are the same."""
        return all(told is None or told.weekly for told in (self.availability, self.unavailable))


class _SlotTimes:
    """The slots as arrays: `start` and `end` of the meeting in minutes of the week, before the week where a name."""

    def __init__(self, slots: Sequence[Slot], program: Program) -> None:
        minutes = program.schedule.meeting_minutes
        # A name lies before every window, so that no window holds it and none overlaps it.
        self.start = np.array([-2 * WEEK_MINUTES if slot.start is None else slot.start for slot in slots], dtype=int)
        self.end = self.start + minutes
        self.keys = [(fold(slot.text), fold(_without_week(slot))) for slot in slots]
        self.odd, self.even = (np.array([slot.week == week for slot in slots], dtype=np.bool_) for week in WEEKS)
        self.blank = program.schedule.blank == "any"
        self.program = program

    def free(self, told: _Told) -> NDArray[np.bool_]:
        if told.weekly:
            return self.free_in(told, "odd")
        odd, even = (self.free_in(told, week) for week in WEEKS)
        return (odd | self.even) & (even | self.odd)

    def free_in(self, told: _Told, week: WeekKind) -> NDArray[np.bool_]:
        """Return at which slots somebody is free in the weeks of a kind, whatever weeks the slots are of."""
        availability, unavailable = (self._here(one, told.zone, week) for one in told[:2])
        if availability is not None:
            free = self._held(availability.windows) | self._named(availability.names)
        else:
            free = np.full(len(self.keys), self.blank or unavailable is not None)
        if unavailable is not None:
            free &= ~(self._overlapped(unavailable.windows) | self._named(unavailable.names))
        return free

    def _here(self, told: Availability | None, zone: str | None, week: WeekKind) -> Availability | None:
        """Return hours of a week by the program's clock, as far as a meeting that begins on Sunday can last."""
        if told is None or not told.has_windows:
            return None if told is None else told.in_week(week)
        return _by_another_clock(told, _ahead(zone, self.program), WEEK_MINUTES + DAY_MINUTES).in_week(week)

    def _held(self, windows: tuple[tuple[int, int], ...]) -> NDArray[np.bool_]:
        if not windows:
            return np.zeros(len(self.keys), dtype=np.bool_)
        starts, ends = np.array(windows).T
        latest = np.searchsorted(starts, self.start, side="right") - 1
        held: NDArray[np.bool_] = (latest >= 0) & (ends[latest] >= self.end)
        return held

    def _overlapped(self, windows: tuple[tuple[int, int], ...]) -> NDArray[np.bool_]:
        if not windows:
            return np.zeros(len(self.keys), dtype=np.bool_)
        starts, ends = np.array(windows).T
        latest = np.searchsorted(starts, self.end, side="left") - 1
        overlapped: NDArray[np.bool_] = (latest >= 0) & (ends[latest] > self.start)
        return overlapped

    def _named(self, names: tuple[str, ...]) -> NDArray[np.bool_]:
        named = np.zeros(len(self.keys), dtype=np.bool_)
        if names:
            keys = set(map(fold, names))
            named[:] = [not keys.isdisjoint(own) for own in self.keys]
        return named


def _ahead(zone: str | None, program: Program) -> int:
    ahead = minutes_ahead(zone, program)
    if ahead is None:
        raise ValueError(f"how far {zone} is from the program's time zone is not told; read_intake would refuse that")
    return ahead


def _without_week(slot: Slot) -> str:
    return slot.text if slot.week is None else told_of(slot.text).rest


def _by_another_clock(told: Availability, minutes: int, until: int) -> Availability:
    """Return hours so many minutes later, from Monday 00:00 up to `until`."""
    if minutes == 0:
        return told
    weekly = Availability(_moved(told.windows, told.windows, minutes, until), told.names)
    if told.weekly:
        return weekly
    odd, even = (part or Availability() for part in (told.odd, told.even))
    later = (
        Availability(_moved(one.windows, other.windows, minutes, until), one.names)
        for one, other in ((odd, even), (even, odd))
    )
    odd_then, even_then = (part if part.windows or part.names else None for part in later)
    return replace(weekly, odd=odd_then, even=even_then)


def _moved(
    windows: tuple[tuple[int, int], ...], beside: tuple[tuple[int, int], ...], minutes: int, until: int
) -> tuple[tuple[int, int], ...]:
    """Return windows so many minutes later, from Monday 00:00 up to `until`; `beside`: of the weeks beside it."""
    later = (
        (start + minutes + week, end + minutes + week)
        for week, those in ((-WEEK_MINUTES, beside), (0, windows), (WEEK_MINUTES, beside))
        for start, end in those
    )
    return tuple((max(start, 0), min(end, until)) for start, end in joined(later) if end > 0 and start < until)


def _windows(item: str, whole: str, slot_names: Sequence[str]) -> list[_Window]:
    """Return the windows of one item, one a day; `whole`: as it stands, with the kind of week."""
    found = _WINDOW.fullmatch(item)
    if found is None:
        raise AvailabilityError([_malformed(whole, item, slot_names)])
    item = whole
    days = [(word, _DAY_POSITION.get(fold(word))) for word in map(str.strip, found[1].split(","))]
    bad = [_unknown_day(item, word) for word, day in days if day is None]
    start, end = _minute(found[2]), _minute(found[3])
    for time, minute in ((found[2], start), (found[3], end)):
        if minute is None:
            bad.append(BadItem(item, f"has a time that does not exist, {time}", _LIKE_TIMES))
    if start is not None and end is not None and end <= start:
        bad.append(_turned_around(item, found[2], found[3], [word for word, _ in days]))
    if bad or start is None or end is None:
        raise AvailabilityError(bad)
    return [_Window(day * DAY_MINUTES + start, day * DAY_MINUTES + end) for _, day in days if day is not None]


def _minute(time: str) -> int | None:
    hour, minute = map(int, time.split(":"))
    total = hour * 60 + minute
    return total if minute < 60 and total <= DAY_MINUTES else None


def _malformed(item: str, rest: str, slot_names: Sequence[str]) -> BadItem:
    if _START.fullmatch(rest):
        return BadItem(item, "has no end", _LIKE)
    begin = _WINDOW.match(item)
    if begin is not None:
        return _of_weeks(item, begin[0], item[begin.end() :].strip(" ,()"))
    unclear = of_no_kind(item)
    if unclear is not None and unclear[1] is None:
        return BadItem(item, unclear[0], LIKE_WEEK)
    if slot_names:
        return BadItem(item, "is no window and no slot of this program", _LIKE, nearest(item, slot_names))
    return BadItem(item, "is no window", _LIKE)


def _of_weeks(item: str, window: str, more: str) -> BadItem:
    """Return what is wrong with a window after which more stands than odd or even."""
    unclear = of_no_kind(more)
    if unclear is None:
        kind = nearest(more, WEEKS, least=0.6)
        unclear = f"has something after the hours that is not understood, {more}", kind
    message, kind = unclear
    return BadItem(item, message, LIKE_WEEK, None if kind is None else f"{window} {kind}")


def _unknown_day(item: str, word: str) -> BadItem:
    if not word:
        return BadItem(item, "has a comma too many", _LIKE)
    unclear = of_no_kind(word)
    if unclear is not None and unclear[1] is None:
        return BadItem(item, unclear[0], LIKE_WEEK)
    if "-" in word:
        return BadItem(item, "has days from one to another", "list each day, like Mon,Tue,Wed 09:00-11:00")
    # Three letters are less alike than long words are, and there are only seven days to mean.
    near = nearest(word, _DAY_POSITION, least=0.72)
    suggestion = None if near is None else DAYS[_DAY_POSITION[near]]
    return BadItem(item, f"has a day that does not exist, {word}", _LIKE_DAYS, suggestion)


def _turned_around(item: str, start: str, end: str, days: list[str]) -> BadItem:
    if _minute(start) == _minute(end):
        return BadItem(item, "ends when it starts", _LIKE)
    day = _DAY_POSITION.get(fold(days[0]))
    if day is None or len(days) > 1:
        return BadItem(item, "ends before it starts", _LIKE)
    rest = "" if _minute(end) == 0 else f"; {DAYS[(day + 1) % 7]} 00:00-{end}"
    return BadItem(item, "ends before it starts", f"past midnight write {DAYS[day]} {start}-24:00{rest}")
