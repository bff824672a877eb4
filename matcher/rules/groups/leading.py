"""Each group is led by as many different mentors as the program says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from matcher.intake.people import Intake
from matcher.intake.words.findings import count_of
from matcher.rules.rule import NOT_THERE, Breach, FormedGroup, Rule, named


class LeadingRule(Rule):
    """One or two different mentors lead each group."""

    name = "mentors per group"
    group_by_group = True
    of_the_named = True

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield groups led by too few or too many mentors, by one twice, or by somebody who is no mentor."""
        most, least = intake.program.groups.mentors, intake.program.groups.fewest_mentors
        for group in groups:
            different = tuple(dict.fromkeys(group.mentors))
            if len(different) < len(group.mentors):
                twice = [person for person, times in Counter(group.mentors).items() if times > 1]
                yield self.breach(f"{group.id} names {named(intake, *twice)} twice as its mentor", *twice)
            if not least <= len(different) <= most:
                wanted = f"{least} or {most}" if least < most else most
                leaders = count_of(len(different), "mentor")
                told = f" ({named(intake, *different)})" if different else ""
                yield self.breach(f"{group.id} is led by {leaders}{told}; it must be {wanted}", *different)
            for person in different:
                if person in intake.mentee_by_id:
                    yield self.breach(f"{group.id} has {named(intake, person)} as a mentor, who is a mentee", person)
                elif person not in intake.mentor_by_id:
                    yield self.breach(f"{named(intake, person)}, a mentor of {group.id}, {NOT_THERE}", person)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return f"{'lacks' if count == 1 else 'lack'} the mentors that groups.mentors asks for"

    def of_none(self, intake: Intake) -> str | None:
        """Say what no group or mentor does where all are closed to somebody."""
        return "has the mentors that groups.mentors asks for"
