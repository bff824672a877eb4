"""How many groups there can be at most by everybody's hours and the rules on two people, without laying out groups."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.intake.capacity import plain_capacity
from matcher.intake.checks.never_a_group import never_a_group
from matcher.intake.people import Intake
from matcher.rules import RULES, Masks
from matcher.why.reasons.turns import needed_by_every_pair

__all__ = ["Room", "room_by_rules"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

CHUNK = 1000
"""Mentees who are looked at in one go."""


class Room(NamedTuple):
    """What two people at a time leave: an upper limit, which more than two may not reach.

    Parameters
    ----------
    groups, seats
        At most so many groups, and mentees in them.
    able
        How many mentees have some mentor who may have them, may lead, and is free with them.
    """

    groups: int
    seats: int
    able: int

    @property
    def most(self) -> int:
        """The most mentees who can have a place."""
        return min(self.seats, self.able)


def room_by_rules(intake: Intake) -> Room:
    """Return how many groups and mentees there can be at most, by rules on two people and by hours."""
    masks = Masks.everything(intake)
    for rule in RULES:
        rule.forbid(intake, masks)
    program, plain = intake.program, plain_capacity(intake)
    groups, per_group = program.groups, program.groups.fewest_mentors
    turns = np.array([intake.most_groups(mentor) for mentor in intake.mentors], np.int64)
    free = masks.mentor_free & (turns > 0)[:, None]
    if intake.scheduled:
        turns = np.minimum(turns, free.sum(axis=1))
    if per_group == 2:
        # Counts of 0 and 1 stay exact in this type, and its product is quick.
        hours = free.astype(np.float32)
        partners: Mask = masks.pairable & (hours @ hours.T > 0)
        turns = np.minimum(turns, partners.astype(np.int64) @ turns)
    able = _able(masks, free & (turns > 0)[:, None])
    limits = [plain.groups, int(turns.sum()) // per_group, able // groups.min_size]
    if per_group == 2:
        limits.append(int(turns[needed_by_every_pair(partners)].sum()))
    rooms = program.schedule.max_groups_per_slot
    if rooms is not None and intake.scheduled:
        enough = (free.sum(axis=0) >= per_group) & (masks.mentee_free.sum(axis=0) >= groups.min_size)
        limits.append(rooms * int(enough.sum()))
    if any(never.at_all for never in never_a_group(intake)):
        limits.append(0)
    most = min(limits)
    seats = turns * groups.max_size
    limits_of_mentees = [intake.max_mentees(mentor) for mentor in intake.mentors]
    carried = [
        min(most, most if limit is None else limit) for most, limit in zip(seats, limits_of_mentees, strict=True)
    ]
    return Room(most, min(plain.seats, most * groups.max_size, int(sum(carried)) // per_group), able)


def _able(masks: Masks, free: Mask) -> int:
    """Return how many mentees may have some mentor who is `free` (mentors, slots) when they are."""
    hours, able = free.T.astype(np.float32), 0
    for start in range(0, len(masks.welcome), CHUNK):
        here = slice(start, start + CHUNK)
        meet = masks.mentee_free[here].astype(np.float32) @ hours > 0
        able += int((masks.welcome[here] & meet).any(axis=1).sum())
    return able
