"""A group meets at one slot at which each of its mentors and mentees can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.intake.hours import free_table
from matcher.intake.people import Intake
from matcher.rules.rule import Breach, FormedGroup, Masks, Rule, named, people_of, slot_at


class ScheduleRule(Rule):
    """Everybody in a group can meet at its slot."""

    name = "availability"
    group_by_group = True
    of_the_named = True

    def forbid(self, intake: Intake, masks: Masks) -> None:
        """Take out the slots at which a person cannot meet."""
        if not intake.scheduled:
            return
        for free, people in ((masks.mentee_free, intake.mentees), (masks.mentor_free, intake.mentors)):
            free &= free_table(people, intake.slots, intake.program)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield groups without a proper slot, and people who cannot meet at their group's."""
        for group in groups:
            position = slot_at(intake, group.slot)
            if position is None:
                if intake.scheduled or group.slot is not None:
                    yield self._no_slot(intake, group)
                continue
            slot, people = intake.slots[position], people_of(intake, group)
            for person, free in zip(people, free_table(people, [slot], intake.program)[:, 0], strict=True):
                if not free:
                    message = f"{named(intake, person.id)} of {group.id} cannot meet at {slot.text}"
                    yield self.breach(message, person.id)

    def _no_slot(self, intake: Intake, group: FormedGroup) -> Breach:
        if not intake.scheduled:
            return self.breach(f"{group.id} meets at {group.slot}, but groups get no slot here", *group.mentors)
        if group.slot is None:
            return self.breach(f"{group.id} has no slot", *group.mentors)
        return self.breach(f"{group.id} meets at {group.slot!r}, which is no slot of this program", *group.mentors)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return "meets when they are not free" if count == 1 else "meet when they are not free"

    def of_none(self, intake: Intake) -> str | None:
        """Say what no group or mentor does where all are closed to somebody."""
        return "meets when they are free"
