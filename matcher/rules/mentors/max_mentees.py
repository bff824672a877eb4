"""A mentor has at most `max_mentees` mentees over all groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.intake.words.findings import count_of
from matcher.rules.rule import Breach, FormedGroup, Masks, Rule, leaderships, leading, named
from matcher.rules.rule_model import RuleModel


class MaxMenteesRule(Rule):
    """No mentor carries too many mentees."""

    name = "mentees per mentor"
    of_the_named = True

    def forbid(self, intake: Intake, masks: Masks) -> None:
        """Take out mentors who carry nobody."""
        masks.leads &= np.array([intake.max_mentees(mentor) != 0 for mentor in intake.mentors], bool)

    def narrow(self, intake: Intake, masks: Masks) -> None:
        """Take out mentors who cannot hold even one smallest group."""
        smallest = intake.program.groups.min_size
        for position, mentor in enumerate(intake.mentors):
            most = intake.max_mentees(mentor)
            masks.leads[position] &= most is None or most >= smallest

    def add_to(self, model: RuleModel) -> None:
        """State how many placements each mentor carries; one group alone is held by the seat's room."""
        problem = model.problem
        for mentor in np.flatnonzero((problem.max_groups > 1) & problem.leads):
            led = model.seats.led_by(int(mentor))[model.seat_of]
            if led.any():
                model.add_row(model.placements[led], 1, None, int(problem.max_mentees[mentor]))

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield mentors who carry too many mentees."""
        led = leaderships(groups)
        for mentor in leading(intake, led):
            most = intake.max_mentees(mentor)
            many = sum(len(groups[position].mentees) for position in led[mentor.id])
            if most is not None and many > most:
                who = named(intake, mentor.id)
                yield self.breach(f"{who} has {count_of(many, 'mentee')}; at most {most} may be", mentor.id)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return "may not have that many mentees (max_mentees)"

    def of_none(self, intake: Intake) -> str | None:
        """Say what no group or mentor does where all are closed to somebody."""
        return "may have that many mentees (max_mentees)"
