"""Nobody is in two places: a mentee is in one group, a mentor leads groups at different slots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.rules.rule import NOT_THERE, Breach, FormedGroup, Rule, named, slot_at
from matcher.rules.rule_model import RuleModel


class OnePlaceRule(Rule):
    """Nobody is in two places."""

    name = "one place at a time"
    of_the_named = True

    def add_to(self, model: RuleModel) -> None:
        """State one group a mentee, and one group a mentor and slot."""
        problem, seats = model.problem, model.seats
        model.add_rows(model.mentee_of, model.placements, 1, problem.mentees, None, 1)
        if not problem.scheduled:
            return
        seat, mentor = seats.leaders()
        place = mentor * problem.slots + seats.slot[seat]
        busy = problem.max_groups[mentor] > 1
        places, row = np.unique(place[busy], return_inverse=True)
        model.add_rows(row, seat[busy], 1, len(places), None, 1)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield people named twice, unknown mentees, and mentors in two groups at one slot."""
        first: dict[str, str] = {}
        for group in groups:
            for person in group.mentees:
                if person in intake.mentor_by_id:
                    yield self.breach(f"{group.id} has {named(intake, person)} as a mentee, who is a mentor", person)
                elif person not in intake.mentee_by_id:
                    yield self.breach(f"{named(intake, person)}, a mentee of {group.id}, {NOT_THERE}", person)
                elif person in first:
                    both = f"in {first[person]} and {group.id}" if first[person] != group.id else f"twice in {group.id}"
                    yield self.breach(f"{named(intake, person)} is {both}", person)
                else:
                    first[person] = group.id
        taken: dict[tuple[str, int], str] = {}
        for group in groups:
            slot = slot_at(intake, group.slot)
            if slot is None:
                continue
            for person in dict.fromkeys(group.mentors):
                if (person, slot) in taken:
                    both, when = f"{taken[person, slot]} and {group.id}", intake.slots[slot].text
                    yield self.breach(f"{named(intake, person)} leads {both}, both at {when}", person)
                taken[person, slot] = group.id

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return "would put somebody in two places at once"
