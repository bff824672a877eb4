"""At most `schedule.max_groups_per_slot` groups meet at one slot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.intake.words.findings import count_of, name_some
from matcher.rules.rule import Breach, FormedGroup, Rule, slot_at
from matcher.rules.rule_model import RuleModel


class RoomsRule(Rule):
    """No more groups at a slot than there are rooms."""

    name = "groups per slot"
    of_the_named = True

    def add_to(self, model: RuleModel) -> None:
        """State the number of seats taken at each slot."""
        problem = model.problem
        if problem.rooms is not None:
            slots, row = np.unique(model.seats.slot, return_inverse=True)
            model.add_rows(row, np.arange(len(model.seats)), 1, len(slots), None, problem.rooms[slots])

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield slots with too many groups."""
        most = intake.program.schedule.max_groups_per_slot
        if most is None:
            return
        meeting: dict[int, list[FormedGroup]] = defaultdict(list)
        for group in groups:
            slot = slot_at(intake, group.slot)
            if slot is not None:
                meeting[slot].append(group)
        for slot, there in sorted(meeting.items()):
            if len(there) > most:
                names = name_some([group.id for group in there])
                leaders = dict.fromkeys(person for group in there for person in group.mentors)
                yield self.breach(
                    f"{count_of(len(there), 'group')} at {intake.slots[slot].text} ({names}); at most {most} can be",
                    *leaders,
                )

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return f"{'finds' if count == 1 else 'find'} no room at that slot (schedule.max_groups_per_slot)"
