"""A mentee with an `assign` constraint is in a group that this mentor leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.intake.ties import assigned_mentors
from matcher.rules.rule import Breach, FormedGroup, Masks, Rule, leaderships, named
from matcher.rules.rule_model import RuleModel


class Needed:
    """Mentors whom some mentees must have, as masks for `Masks.either`: the first of each mentee's, and the second."""

    def __init__(self, masks: Masks) -> None:
        self._shape = masks.welcome.shape
        self._masks: list[NDArray[np.bool_]] = []

    def add(self, mentees: Sequence[int], mentors: Sequence[int]) -> None:
        """Let each of at most two mentors be in the group of each of these mentees."""
        # Most intakes ask for nobody, and need no masks.
        while len(self._masks) < min(2, len(mentors)) and mentees:
            self._masks.append(np.ones(self._shape, bool))
        for mask, mentor in zip(self._masks, mentors, strict=False):
            only = np.zeros(mask.shape[1], bool)
            only[mentor] = True
            mask[list(mentees)] &= only

    def take(self, masks: Masks) -> None:
        """Add what was asked for."""
        masks.either += [mask for mask in self._masks if not mask.all()]


class AssignRule(Rule):
    """Assigned mentees are with their mentor."""

    name = "assign"
    of_the_named = True

    def forbid(self, intake: Intake, masks: Masks) -> None:
        """Leave to an assigned mentee only groups that every mentor assigned to them leads."""
        most, fewest = intake.program.groups.mentors, intake.program.groups.fewest_mentors
        needed = Needed(masks)
        for mentee, mentors in assigned_mentors(intake).items():
            row, leaders = intake.mentee_position[mentee], [intake.mentor_position[mentor] for mentor in mentors]
            if len(leaders) > most:
                masks.welcome[row] = False
            elif len(leaders) > fewest or len(leaders) < most:
                # Nobody alone is enough where two are asked for, and who is asked for is one of any two.
                needed.add([row], leaders)
            if len(leaders) == most:
                masks.welcome[row] &= np.isin(np.arange(len(intake.mentors)), leaders)
        needed.take(masks)

    def add_to(self, model: RuleModel) -> None:
        """State that an assigned mentee is placed (only such seats are left to them)."""
        for mentee in np.flatnonzero(model.problem.must_place):
            model.add_row(model.placements_of(int(mentee)), 1, 1, None)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield mentees who are not with the mentor they are assigned to."""
        led = leaderships(groups)
        joined: dict[str, set[int]] = {}
        for position, group in enumerate(groups):
            for person in group.mentees:
                joined.setdefault(person, set()).add(position)
        for mentee, mentors in assigned_mentors(intake).items():
            for mentor in mentors:
                if not joined.get(mentee, set()) & led.get(mentor, set()):
                    message = f"{named(intake, mentee)} must be in a group that {named(intake, mentor)} leads"
                    yield self.breach(message, mentee, mentor)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return "is not the mentor they are assigned to" if count == 1 else "are not the mentors they are assigned to"

    def of_none(self, intake: Intake) -> str | None:
        """Say what no group or mentor does where all are closed to somebody."""
        return "is a mentor they are assigned to"
