"""Who can meet when."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.intake.hours import free_table
from matcher.intake.people import DAY_MINUTES, Intake
from matcher.report.view.view import Cell, NamedSlot, Week
from matcher.result.records import Group
from matcher.rules.rule import slot_at

__all__ = ["week_of"]

MOST_ROWS, HOUR = 32, 60
"""Rows of the week up to which each start has one; of more, each hour has."""
CLEARLY = 0.03
"""How far over the fewest who can meet at an hour is clearly more, as a share of the way to the most."""

Ints = NDArray[np.int64]


def week_of(intake: Intake, groups: Sequence[Group], first_day: int = 0) -> Week | None:
    """Return who can meet when, and the groups that do; None where groups get no slot.

    Parameters
    ----------
    first_day
        With which day a week begins, 0 for Monday.
    """
    if not intake.scheduled:
        return None
    free = _Free(intake, groups)
    timed = [place for place, slot in enumerate(intake.slots) if slot.start is not None]
    start = np.array([slot.start or 0 for slot in intake.slots], np.int64)
    if intake.program.schedule.slots is None:
        timed = _worth_showing(timed, start, free.mentees + free.mentors, set(free.meeting))
    times = {place: int(start[place]) % DAY_MINUTES for place in timed}
    if len(set(times.values())) > MOST_ROWS:
        times = {place: minute - minute % HOUR for place, minute in times.items()}
    within: dict[tuple[int, int], list[int]] = {}
    for place, minute in times.items():
        within.setdefault((minute, int(start[place]) // DAY_MINUTES), []).append(place)
    rows = sorted(set(times.values()))
    days = sorted({day for _, day in within}, key=lambda day: (day - first_day) % 7)
    return Week(
        days=tuple(days),
        times=tuple(rows),
        cells=tuple(tuple(free.cell(within.get((minute, day))) for day in days) for minute in rows),
        named=tuple(free.named(place) for place, slot in enumerate(intake.slots) if slot.start is None),
    )


class _Free:
    """How many are free at each slot, and which groups meet there."""

    def __init__(self, intake: Intake, groups: Sequence[Group]) -> None:
        self.slots = intake.slots
        self.mentees: Ints = free_table(intake.mentees, intake.slots, intake.program).sum(axis=0)
        self.mentors: Ints = free_table(intake.mentors, intake.slots, intake.program).sum(axis=0)
        self.meeting: dict[int, list[str]] = {}
        for group in groups:
            slot = slot_at(intake, group.slot)
            if slot is not None:
                self.meeting.setdefault(slot, []).append(group.id)

    def cell(self, places: list[int] | None) -> Cell | None:
        """Return what is to be told of these slots together."""
        if places is None:
            return None
        return Cell(
            slots=tuple(self.slots[place].text for place in places),
            mentees=int(self.mentees[places].max()),
            mentors=int(self.mentors[places].max()),
            groups=tuple(group for place in places for group in self.meeting.get(place, ())),
        )

    def named(self, place: int) -> NamedSlot:
        """Return what is to be told of a slot that has only a name."""
        groups = tuple(self.meeting.get(place, ()))
        return NamedSlot(self.slots[place].text, int(self.mentees[place]), int(self.mentors[place]), groups)


def _worth_showing(timed: Sequence[int], start: Ints, free: Ints, meeting: set[int]) -> list[int]:
    """Return the slots on the days, and between the times of day, at which clearly more can meet than at night.

    Those who gave no hours count as free all week: they would stretch a grid of half hours over every night.
    """
    if not timed:
        return []
    least, most = int(free[timed].min()), int(free[timed].max())
    busy = [place for place in timed if free[place] - least > CLEARLY * (most - least) or place in meeting] or timed
    days = {start[place] // DAY_MINUTES for place in busy}
    minutes = [start[place] % DAY_MINUTES for place in busy]
    return [
        place
        for place in timed
        if start[place] // DAY_MINUTES in days and min(minutes) <= start[place] % DAY_MINUTES <= max(minutes)
    ]
