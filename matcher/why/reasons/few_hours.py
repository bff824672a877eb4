"""Who gave so few hours that the rest pays for it, and what one more hour of theirs would open: counted, not solved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.rules import RULES, Masks

__all__ = ["FewHours", "Opening", "few_hours"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Counts = NDArray[np.float32]
"""Whole numbers, which stay exact in this type: its products are quick."""

A_FEW = 3
"""So many times as many hours as somebody of few hours gave, the middle one of their side gave at least."""
LOOKED_AT = 30
"""People of each side, those with the fewest hours, of whom it is counted what one more would open."""


class Opening(NamedTuple):
    """What one more slot of somebody would open.

    Parameters
    ----------
    person
        The id.
    mentor
        Whether it is a mentor.
    slot
        Its text.
    more
        How many they could meet then, and cannot now: mentees of a mentor, mentors of a mentee.
    now
        How many they can meet as it is.
    """

    person: str
    mentor: bool
    slot: str
    more: int
    now: int


@dataclass(frozen=True, slots=True)
class FewHours:
    """Those of one side who gave a third of what the middle one gave, or less.

    Parameters
    ----------
    people
        Ids, those with the fewest slots first.
    most
        The most slots at which one of them can meet.
    middle
        At how many half of their side can meet, or at more.
    """

    people: tuple[str, ...]
    most: int
    middle: int


def few_hours(intake: Intake) -> tuple[FewHours | None, FewHours | None, tuple[Opening, ...]]:
    """Return the mentors who may lead and the mentees who gave few hours, and what one more hour of whom would open.

    Returns
    -------
    mentors, mentees
        None where nobody of them did, or groups get no slot.
    openings
        Whom nobody can meet now first, then whose hour opens most; who can meet as many anyway is not among them.
    """
    if not intake.scheduled:
        return None, None, ()
    masks = Masks.everything(intake)
    for rule in RULES:
        rule.forbid(intake, masks)
    leading = np.array([intake.mentor_position[mentor.id] for mentor in intake.leading], np.int64)
    mentors = _few(leading, masks.mentor_free)
    mentees = _few(np.arange(len(intake.mentees)), masks.mentee_free)
    reach = _Reach(intake, masks)
    found = [*reach.openings_of_mentors(mentors), *reach.openings_of_mentees(mentees)]
    found.sort(key=lambda one: (one.now > 0, -one.more))
    told = (
        _told([intake.mentors[own].id for own in mentors], masks.mentor_free[mentors], masks.mentor_free[leading]),
        _told([intake.mentees[own].id for own in mentees], masks.mentee_free[mentees], masks.mentee_free),
    )
    return *told, tuple(found)


def _few(people: Ints, free: Mask) -> Ints:
    """Return those who can meet at few slots beside what is usual, those with the fewest first."""
    hours = free[people].sum(axis=1)
    if not len(people):
        return people
    few = np.flatnonzero((hours * A_FEW <= _middle(hours)) & (hours < _middle(hours)))
    return people[few[np.argsort(hours[few], kind="stable")]]


def _middle(hours: Ints) -> int:
    return int(np.sort(hours)[len(hours) // 2])


def _told(people: Sequence[str], few: Mask, everybody: Mask) -> FewHours | None:
    if not people:
        return None
    return FewHours(tuple(people), int(few.sum(axis=1).max()), _middle(everybody.sum(axis=1)))


class _Reach:
    """Who can meet whom in a group, by rules on a mentee and its mentors and by hours.

    Only slots count at which so many mentees as a group needs are there.
    """

    def __init__(self, intake: Intake, masks: Masks) -> None:
        self._intake, self._masks = intake, masks
        self._least = intake.program.groups.min_size
        leads = np.array([intake.most_groups(mentor) > 0 for mentor in intake.mentors], bool)
        self._free = masks.mentor_free & leads[:, None]
        self._pairable = masks.pairable & leads & leads[:, None]
        if intake.program.groups.mentors == 1:
            self._pairable = np.zeros_like(self._pairable)

    def openings_of_mentors(self, people: Ints) -> Iterator[Opening]:
        """Yield what one more slot of each would open to mentees whom they cannot meet."""
        masks, welcome = self._masks, self._masks.welcome
        for own in people[:LOOKED_AT]:
            beside = welcome[:, own, None] & welcome & self._pairable[own]
            alone = welcome[:, own] & masks.solo[own]
            for mask in masks.either:
                beside &= mask[:, own, None] | mask
                alone &= mask[:, own]
            able = (_joined(beside, self._free) | alone[:, None]) & masks.mentee_free
            able &= able.sum(axis=0) >= self._least
            yield from self._best(self._intake.mentors[own].id, True, able, masks.mentor_free[own])

    def openings_of_mentees(self, people: Ints) -> Iterator[Opening]:
        """Yield what one more slot of each would open of mentors whom they cannot meet."""
        masks = self._masks
        there = masks.mentee_free.sum(axis=0)
        for own in people[:LOOKED_AT]:
            welcome = masks.welcome[own]
            beside = self._pairable & welcome & welcome[:, None]
            alone = welcome & masks.solo
            for mask in masks.either:
                beside &= mask[own][:, None] | mask[own]
                alone &= mask[own]
            able = self._free & (_joined(beside, self._free) | alone[:, None])
            able &= there - masks.mentee_free[own] + 1 >= self._least
            yield from self._best(self._intake.mentees[own].id, False, able, masks.mentee_free[own])

    def _best(self, person: str, mentor: bool, able: Mask, free: Mask) -> Iterator[Opening]:
        """Yield the slot that opens most to somebody, the first of them.

        Parameters
        ----------
        able
            (others, slots): who could be in a group with the person there.
        free
            (slots,): where the person can meet.
        """
        now = (able & free).any(axis=1)
        new: Mask = able & ~free
        more = new[~now].sum(axis=0)
        slot = int(more.argmax())
        if more[slot]:
            yield Opening(person, mentor, self._intake.slots[slot].text, int(more[slot]), int(now.sum()))


def _joined(people: Mask, free: Mask) -> Mask:
    """Return (people, slots): of whom somebody is free, of those who are True in their row."""
    paths: Counts = people.astype(np.float32) @ free.astype(np.float32)
    return paths > 0
