"""A group has at least `min_size` and at most `max_size` mentees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.intake.words.findings import count_of
from matcher.rules.rule import Breach, FormedGroup, Rule
from matcher.rules.rule_model import RuleModel


class SizeRule(Rule):
    """Groups are neither too small nor too large."""

    name = "group size"
    group_by_group = True
    of_the_named = True

    def add_to(self, model: RuleModel) -> None:
        """State the size of every seat that is taken."""
        seats, placements = model.seats, model.placements
        everyone = np.arange(len(seats))
        rows, columns = np.r_[model.seat_of, everyone], np.r_[placements, everyone]
        ones = np.ones(len(placements), np.int64)
        smallest = np.full(len(seats), -model.problem.min_size)
        model.add_rows(rows, columns, np.r_[ones, smallest], len(seats), 0, None)
        model.add_rows(rows, columns, np.r_[ones, -seats.room], len(seats), None, 0)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield groups of a wrong size."""
        settings = intake.program.groups
        for group in groups:
            members = dict.fromkeys(group.mentees)
            if not settings.min_size <= len(members) <= settings.max_size:
                yield self.breach(
                    f"{group.id} has {count_of(len(members), 'mentee')}; "
                    f"{settings.min_size} to {settings.max_size} are allowed",
                    *members,
                )

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return "is full" if count == 1 else "are full"
