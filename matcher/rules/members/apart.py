"""People who avoid each other, or whom a constraint keeps `apart`, are never in one group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.intake.ties import apart_pairs
from matcher.rules.rule import Breach, FormedGroup, Masks, Rule, memberships, named
from matcher.rules.rule_model import RuleModel


class ApartRule(Rule):
    """Nobody shares a group with somebody they must not."""

    name = "apart"
    of_the_named = True

    def forbid(self, intake: Intake, masks: Masks) -> None:
        """Take out mentees from mentors, and mentors from mentors."""
        mentor, mentee = intake.mentor_position, intake.mentee_position
        for one, other in apart_pairs(intake):
            if one in mentor and other in mentor:
                masks.pairable[mentor[one], mentor[other]] = masks.pairable[mentor[other], mentor[one]] = False
            elif one in mentor:
                masks.welcome[mentee[other], mentor[one]] = False
            elif other in mentor:
                masks.welcome[mentee[one], mentor[other]] = False

    def add_to(self, model: RuleModel) -> None:
        """State that two mentees are not both at one seat."""
        for one, other in model.problem.apart:
            mine, theirs = model.placements_of(one), model.placements_of(other)
            seats, left, right = np.intersect1d(
                model.seat_of[mine - len(model.seats)], model.seat_of[theirs - len(model.seats)], return_indices=True
            )
            row = np.arange(len(seats))
            columns = np.r_[mine[left], theirs[right], seats]
            values = np.repeat(np.array([1, 1, -1]), len(seats))
            model.add_rows(np.r_[row, row, row], columns, values, len(seats), None, 0)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield people who share a group and must not."""
        groups_of = memberships(groups)
        for one, other in apart_pairs(intake):
            for position in sorted(groups_of.get(one, set()) & groups_of.get(other, set())):
                both = named(intake, one, other)
                yield self.breach(f"{both} must not share a group, and are in {groups[position].id}", one, other)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return "must not share a group with them"

    def of_none(self, intake: Intake) -> str | None:
        """Say what no group or mentor does where all are closed to somebody."""
        return "may share a group with them"
