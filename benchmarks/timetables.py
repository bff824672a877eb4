"""When invented people are free: shares of a list of slots, or the timetable of a year of study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

__all__ = [
    "DAYS",
    "DAY_MINUTES",
    "Timetable",
    "clock",
    "engagements",
    "free_patterns",
    "personal_pattern",
    "slot_starts",
    "windows",
]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_MINUTES = 24 * 60
FIRST_HOUR = 8


@dataclass(frozen=True, slots=True)
class Timetable:
    """When everybody of one year or rotation is free, before what each does besides.

    Parameters
    ----------
    name
        What it is called in the column ``timetable``.
    free
        Windows as in the column ``availability``.
    share
        How many people follow it, relative to the other timetables of their side.
    """

    name: str
    free: str
    share: int = 1


def clock(minute: int) -> str:
    """Return minutes from midnight as ``HH:MM``."""
    return f"{minute // 60:02}:{minute % 60:02}"


def slot_starts(slots: int) -> list[int]:
    """Return the starts of `slots` weekly slots, minutes from Monday 00:00, spread evenly over Monday to Friday.

    From 08:00, two hours apart while at most six a day are needed, else one hour apart.

    Raises
    ------
    ValueError
        More than 80 slots: a working day has no room for them.
    """
    a_day = -(-slots // 5)
    if a_day > 16:
        raise ValueError(f"slots = {slots}; at most 80 fit into Monday to Friday, 08:00 to 24:00")
    step = _step(slots)
    starts = [day * DAY_MINUTES + FIRST_HOUR * 60 + place * step for place in range(a_day) for day in range(5)]
    return sorted(starts[:slots])


def _step(slots: int) -> int:
    return 120 if slots <= 30 else 60


def free_patterns(random: Random, slots: int, share: float, patterns: int) -> list[list[bool]]:
    """Return `patterns` shared timetables, each free at exactly ``round(share * slots)`` slots (at least one)."""
    free = max(1, round(share * slots))
    samples = [frozenset(random.sample(range(slots), free)) for _ in range(patterns)]
    return [[place in sample for place in range(slots)] for sample in samples]


def personal_pattern(random: Random, pattern: Sequence[bool], share: float, own: float) -> list[bool]:
    """Return `pattern` with each slot drawn anew with probability `own`; never free at none.

    The expected share stays `share`, whatever `own` is.
    """
    free = [random.random() < share if random.random() < own else shared for shared in pattern]
    if not any(free):
        free[random.randrange(len(free))] = True
    return free


def windows(starts: Sequence[int], free: Sequence[bool]) -> list[str]:
    """Return windows such as ``Mon,Wed 08:00-12:00`` that hold the free slots and no other."""
    step = _step(len(starts))
    spans: list[tuple[int, int]] = []
    for start in (start for start, is_free in zip(starts, free, strict=True) if is_free):
        end = start + step
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return _by_time_of_day(spans)


def _by_time_of_day(spans: Iterable[tuple[int, int]]) -> list[str]:
    days_of: dict[tuple[int, int], list[str]] = defaultdict(list)
    for start, end in spans:
        day = start // DAY_MINUTES
        days_of[start - day * DAY_MINUTES, end - day * DAY_MINUTES].append(DAYS[day])
    return [f"{','.join(days)} {clock(start)}-{clock(end)}" for (start, end), days in days_of.items()]


def engagements(random: Random, least: int, most: int) -> list[str]:
    """Return `least` to `most` windows that sport, work or family take, on different days, 1 to 2½ hours long."""
    days = sorted(random.sample(range(5), random.randint(least, most)))
    taken = []
    for day in days:
        start = random.randrange(8 * 60, 19 * 60, 30)
        taken.append(f"{DAYS[day]} {clock(start)}-{clock(start + random.choice((60, 90, 120, 150)))}")
    return taken
