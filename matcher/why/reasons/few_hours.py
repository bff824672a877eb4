"""Who gave so few hours that the rest pays for it, and what one more hour of theirs would open: counted, not solved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.rules import RULES, Masks

__all__ = ["FewHours", "Opening", "Whom", "few_hours"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Counts = NDArray[np.float32]
"""Whole numbers, which stay exact in this type: its products are quick."""

A_FEW = 3
"""So many times as many hours as somebody of few hours gave, the middle one of their side gave at least."""
ENOUGH = 3
"""Who could be in a group with so many, or with more, is told after those who could with fewer."""
LOOKED_AT = 10
"""People of each side, those with the fewest hours, of whom it is counted what one more would open."""


class Whom(StrEnum):
    """Whom somebody could be in a group with, of whom it is counted."""

    CO_MENTORS = "co-mentors"
    """Of a mentor who may not lead alone."""
    MENTEES = "mentees"
    """Of a mentor who may."""
    MENTORS = "mentors"
    """Of a mentee."""


class Opening(NamedTuple):
    """What one more slot of somebody would open.

    Parameters
    ----------
    person
        The id.
    whom
        Who is counted.
    free
        The texts of the slots at which the person can meet.
    now
        The ids of those who could be in a group with the person at these.
    slots
        The texts of the slots of which one more opens most.
    more
        How many could be in a group with the person at each of these, and cannot now.
    """

    person: str
    whom: Whom
    free: tuple[str, ...]
    now: tuple[str, ...]
    slots: tuple[str, ...]
    more: int


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
        Of those with the fewest hours: who could be in a group with nobody now first, then with one, with two, with
        more; of equal ones mentors, then whose hour opens most. Where nothing opens, somebody is not among them.
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
    found.sort(key=lambda one: (min(len(one.now), ENOUGH), one.whom is Whom.MENTORS, -one.more))
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
        """Yield what one more slot of each would open: to mentees, or to co-mentors where nobody may lead alone."""
        intake, masks, welcome = self._intake, self._masks, self._masks.welcome
        mentors, mentees = [one.id for one in intake.mentors], [one.id for one in intake.mentees]
        for own in people[:LOOKED_AT]:
            beside = welcome[:, own, None] & welcome & self._pairable[own]
            alone = welcome[:, own] & masks.solo[own]
            for mask in masks.either:
                beside &= mask[:, own, None] | mask
                alone &= mask[:, own]
            enough = self._free & self._pairable[own][:, None] & (_counted(beside.T, masks.mentee_free) >= self._least)
            if not masks.solo[own]:
                yield from self._best(mentors[own], Whom.CO_MENTORS, mentors, enough, masks.mentor_free[own])
                continue
            there = alone[:, None] & masks.mentee_free
            able = there & (there.sum(axis=0) >= self._least)
            able |= (_counted(beside, enough) > 0) & masks.mentee_free
            yield from self._best(mentors[own], Whom.MENTEES, mentees, able, masks.mentor_free[own])

    def openings_of_mentees(self, people: Ints) -> Iterator[Opening]:
        """Yield what one more slot of each would open of mentors whom they cannot meet."""
        intake, masks = self._intake, self._masks
        mentors = [one.id for one in intake.mentors]
        there = masks.mentee_free.sum(axis=0)
        for own in people[:LOOKED_AT]:
            welcome = masks.welcome[own]
            beside = self._pairable & welcome & welcome[:, None]
            alone = welcome & masks.solo
            for mask in masks.either:
                beside &= mask[own][:, None] | mask[own]
                alone &= mask[own]
            able = self._free & ((_counted(beside, self._free) > 0) | alone[:, None])
            able &= there - masks.mentee_free[own] + 1 >= self._least
            yield from self._best(intake.mentees[own].id, Whom.MENTORS, mentors, able, masks.mentee_free[own])

    def _best(self, person: str, whom: Whom, others: Sequence[str], able: Mask, free: Mask) -> Iterator[Opening]:
        """Yield the slots of which each opens most to somebody.

        Parameters
        ----------
        others
            The ids of those who are counted.
        able
            (others, slots): who could be in a group with the person there.
        free
            (slots,): where the person can meet.
        """
        now: Mask = np.asarray((able & free).any(axis=1), bool)
        more = (able & ~free)[~now].sum(axis=0)
        most = int(more.max(initial=0))
        if most:
            texts = [slot.text for slot in self._intake.slots]
            yield Opening(
                person,
                whom,
                tuple(texts[slot] for slot in np.flatnonzero(free)),
                tuple(own for own, met in zip(others, now, strict=True) if met),
                tuple(texts[slot] for slot in np.flatnonzero(more == most)),
                most,
            )


def _counted(people: Mask, free: Mask) -> Counts:
    """Return (rows, slots): of how many of those who are True in a row it is True at a slot."""
    counts: Counts = people.astype(np.float32) @ free.astype(np.float32)
    return counts
