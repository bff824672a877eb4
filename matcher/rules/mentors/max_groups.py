"""A mentor leads at most `max_groups` groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.intake.words.findings import count_of
from matcher.rules.rule import Breach, FormedGroup, Masks, Rule, leaderships, leading, named
from matcher.rules.rule_model import RuleModel


class MaxGroupsRule(Rule):
    """No mentor leads too many groups."""

    name = "groups per mentor"
    of_the_named = True

    def forbid(self, intake: Intake, masks: Masks) -> None:
        """Take out mentors who lead none."""
        masks.leads &= np.array([intake.max_groups(mentor) > 0 for mentor in intake.mentors], bool)

    def add_to(self, model: RuleModel) -> None:
        """State how many seats each mentor takes."""
        problem = model.problem
        seat, mentor = model.seats.leaders()
        model.add_rows(mentor, seat, 1, problem.mentors, None, problem.max_groups)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield mentors who lead too many groups."""
        led = leaderships(groups)
        for mentor in leading(intake, led):
            most, many = intake.max_groups(mentor), len(led[mentor.id])
            if many > most:
                who = named(intake, mentor.id)
                yield self.breach(f"{who} leads {count_of(many, 'group')}; at most {most} may be", mentor.id)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return "leads no group (max_groups is 0)" if count == 1 else "lead no group (max_groups is 0)"

    def of_none(self, intake: Intake) -> str | None:
        """Say what no group or mentor does where all are closed to somebody."""
        return "leads a group (max_groups is 0)"
