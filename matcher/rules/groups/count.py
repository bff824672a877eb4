"""Where the program sets `groups.count`, there are exactly that many groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.intake.words.findings import count_of
from matcher.rules.rule import Breach, FormedGroup, Rule
from matcher.rules.rule_model import RuleModel


class CountRule(Rule):
    """As many groups as asked for."""

    name = "number of groups"

    def add_to(self, model: RuleModel) -> None:
        """State the number of seats taken."""
        count = model.problem.count
        if count is not None:
            model.add_row(np.arange(len(model.seats)), 1, count, count)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield a wrong number of groups."""
        count = intake.program.groups.count
        if count is not None and len(groups) != count:
            are = "is" if len(groups) == 1 else "are"
            yield self.breach(f"there {are} {count_of(len(groups), 'group')}; the program asks for exactly {count}")

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return "would change the number of groups (groups.count)"
