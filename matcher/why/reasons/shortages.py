"""Mentees who together can reach too few mentors at too few hours: Hall's condition, broken, with names and numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.intake.words.findings import count_of, name_some
from matcher.solving.variants.shortage import shortage
from matcher.why.reasons.limits import Numbers
from matcher.why.reasons.wording import listing, slot_texts

__all__ = ["short_of_mentors"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

MOST_CELLS = 3_000_000
"""Mentees times mentors and hours that are looked at."""


def short_of_mentors(numbers: Numbers) -> Iterator[str]:
    """Mentees who must be placed, and the mentors, at the hours, that they can reach: too few for all of them.

    Each mentee takes a place with each mentor of its group. A mentor has `max_size` places at an hour, and over all
    hours what `max_groups` and `max_mentees` leave.
    """
    problem, seating = numbers.problem, numbers.seating
    people = np.flatnonzero(numbers.must & seating.reached.any(axis=1))
    mentor, slot = np.nonzero(seating.leads_at)
    if not len(people) or len(people) * len(mentor) > MOST_CELLS:
        return
    reach = problem.welcome[people][:, mentor] & seating.reached[people][:, slot]
    at_place = np.full(len(mentor), problem.max_size)
    groups = numbers.turns.each
    at_mentor = np.minimum(groups * problem.max_size, problem.max_mentees)
    if not problem.scheduled:
        at_place = at_mentor[mentor]
    found = shortage(reach, problem.fewest_leaders, mentor, at_place, at_mentor)
    if found is None:
        return
    mentees = people[found.people]
    places = found.places
    held = found.held // problem.fewest_leaders
    yield _told(numbers.intake, mentees, np.unique(mentor[places]), np.unique(slot[places]), held)


def _told(intake: Intake, mentees: Ints, mentors: Ints, slots: Ints, held: int) -> str:
    who = name_some([intake.mentees[one].id for one in mentees])
    people = f"1 mentee ({who})" if len(mentees) == 1 else f"{len(mentees)} mentees ({who})"
    if not len(mentors):
        whom = {1: "them", 2: "either of them"}.get(len(mentees), "any of them")
        return f"{people} must be placed, and no mentor can take {whom}"
    at = np.zeros(max(1, len(intake.slots)), bool)
    at[slots] = True
    when = f" at {listing(slot_texts(intake, at), 'or')}" if intake.scheduled else ""
    led = listing([intake.mentors[one].id for one in mentors], "or")
    room = count_of(held, "place") if held else "no place"
    return f"{people} must be placed, and can be only with {led}{when}: together {room}"
