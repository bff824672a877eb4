"""How long a tick is of which only the beginning is said: as far as from one to the next, by all that were given."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import gcd

from matcher.intake.hours import parse_availability
from matcher.intake.people import DAY_MINUTES
from matcher.survey.hours.reading import USUAL, read_hours

__all__ = ["Ticks", "ticks_listed", "ticks_of_a_day"]

_PARTING = re.compile(r"[;,\n]+")
_CLOCK = re.compile(r"\d")
_LONGEST = 60
"""Minutes of the longest tick by which somebody is free: times that lie farther apart may have others between."""
_EVENLY = 3
"""Times at one distance, by which it is told that none was left out."""
_POINTS = replace(USUAL, meeting_minutes=1)


@dataclass(frozen=True, slots=True)
class Ticks:
    """The beginnings that people gave.

    Parameters
    ----------
    starts
        In minutes from midnight, or from Monday 00:00.
    alone
        Nothing else was given: no hours with an end.
    """

    starts: frozenset[int] = frozenset()
    alone: bool = True

    def and_those(self, other: Ticks) -> Ticks:
        """Return these and others that were asked for by the same question."""
        return Ticks(self.starts | other.starts, self.alone and other.alone)

    def minutes(self, *, busy: bool) -> int | None:
        """Return how long a tick is; None where that is not told.

        Who is free is so for no longer than surely meant; who is busy, for all of it.
        """
        times = sorted(self.starts)
        gaps = [later - start for start, later in pairwise(times) if later // DAY_MINUTES == start // DAY_MINUTES]
        step = gcd(*gaps) if gaps else 0
        evenly = bool(gaps) and min(gaps) == step and (step <= _LONGEST or len(times) >= _EVENLY)
        if busy:
            return step if evenly else None
        return min(step, _LONGEST) if evenly or 0 < step <= _LONGEST else None


def ticks_of_a_day(cells: Iterable[str]) -> Ticks:
    """Return the beginnings in cells that list hours of a day; what is not understood is none."""
    found = Ticks()
    for item in {item.strip() for cell in cells for item in _PARTING.split(cell)}:
        if _CLOCK.search(item):
            found = found.and_those(_ticks_in(f"Mon: {item}"))
    return found


def ticks_listed(cells: Iterable[str]) -> int | None:
    """Return how long a tick is in lists of days with beginnings, where somebody ticked two within an hour; else None.

    A beginning that people write in words of their own is that of a meeting.
    """
    found, near = Ticks(), False
    for cell in cells:
        items = [item.strip() for item in _PARTING.split(cell) if item.strip()]
        own = Ticks()
        for item in items:
            own = own.and_those(_ticks_in(item))
        if not own.alone or len(own.starts) != len(set(items)):
            return None
        near = near or any(later - start < _LONGEST for start, later in pairwise(sorted(own.starts)))
        found = found.and_those(own)
    return found.minutes(busy=False) if near else None


@lru_cache(maxsize=4096)
def _ticks_in(text: str) -> Ticks:
    read = read_hours(text, _POINTS)
    if read.value is None or not read.sure:
        return Ticks(alone=read.value is None)
    windows = parse_availability(read.value.available or "").windows
    starts = frozenset(start for start, end in windows if end - start == 1)
    return Ticks(starts, len(starts) == len(windows) and bool(windows))
