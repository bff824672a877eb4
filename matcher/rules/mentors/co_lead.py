"""Where either mentor of a `co_lead` constraint leads, both do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.intake.ties import bound
from matcher.rules.rule import Breach, FormedGroup, Masks, Rule, leaderships, named


class CoLeadRule(Rule):
    """Mentors bound to co-lead do."""

    name = "co-lead"
    of_the_named = True

    def forbid(self, intake: Intake, masks: Masks) -> None:
        """Leave to each of the two no other co-mentor, and neither alone."""
        for mentor, members in bound(intake, "co_lead").items():
            # Whoever is bound to two others leads with neither: a group has two mentors at most.
            partners = [intake.mentor_position[own] for own in members if own != mentor and len(members) == 2]
            only = np.isin(np.arange(len(intake.mentors)), partners)
            place = intake.mentor_position[mentor]
            masks.pairable[place] &= only
            masks.pairable[:, place] &= only
            masks.solo[place] = False

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield groups that one of the two leads without the other."""
        led = leaderships(groups)
        for row in intake.constraints:
            if row.kind == "co_lead":
                first, second = led.get(row.a, set()), led.get(row.b, set())
                for position in sorted(first ^ second):
                    lone, missing = (row.a, row.b) if position in first else (row.b, row.a)
                    message = f"{named(intake, lone)} leads {groups[position].id} without {named(intake, missing)}"
                    yield self.breach(message, lone, missing)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return "leads with another mentor alone (co_lead)" if count == 1 else "lead with another mentor alone (co_lead)"
