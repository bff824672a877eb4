"""With `groups.everyone`, no mentee is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.intake.people import Intake
from matcher.rules.rule import Breach, FormedGroup, Rule, named
from matcher.rules.rule_model import RuleModel


class EveryoneRule(Rule):
    """Everybody is placed."""

    name = "everyone"
    of_the_named = True

    def add_to(self, model: RuleModel) -> None:
        """State that each mentee is placed."""
        if model.problem.everyone:
            count = model.problem.mentees
            model.add_rows(model.mentee_of, model.placements, 1, count, 1, None)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield mentees left out."""
        if intake.program.groups.everyone:
            placed = {person for group in groups for person in group.mentees}
            for mentee in intake.mentees:
                if mentee.id not in placed:
                    who = named(intake, mentee.id)
                    yield self.breach(f"{who} is left out, though everyone is to be placed", mentee.id)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return "would leave somebody out (groups.everyone)"
