"""Which people can never share a group, in words: what contradictions and warnings are told from.

What is so, `matcher.intake.ties` knows; sizes and slots of whole groups are left to the solver.
"""

from __future__ import annotations

from matcher.intake.people import Intake, Mentee, Mentor
from matcher.intake.ties import (
    apart_pairs,
    assigned_mentors,
    bound,
    eligible_holds,
    genders_suit,
    pair_holds,
    wishes_bind_each,
)
from matcher.intake.words.calling import called
from matcher.intake.words.findings import count_of

__all__ = ["Clashes"]


class Clashes:
    """Reasons, as sentences, for which two people can never share a group; None where there is none.

    Parameters
    ----------
    intake
        As far as it is read: unknown ids in anybody's `avoid` do no harm, settings in doubt are lenient.
    """

    def __init__(self, intake: Intake) -> None:
        self.intake, self.program = intake, intake.program
        self.together, self.co_leading = bound(intake, "together"), bound(intake, "co_lead")
        self.assigned = assigned_mentors(intake)
        self._names = {person.id: person.name for person in (*intake.mentors, *intake.mentees)}
        self._apart = {frozenset(pair) for pair in apart_pairs(intake)}

    def _who(self, person: str) -> str:
        return called(person, self._names.get(person, person))

    def idle(self, mentor: Mentor) -> str | None:
        """Return why a mentor leads no group whatever comes."""
        most, least = self.intake.max_mentees(mentor), self.program.groups.min_size
        if self.intake.max_groups(mentor) == 0:
            return f"{self._who(mentor.id)} leads no group (max_groups is 0)"
        if self.intake.most_groups(mentor) == 0:
            return f"{self._who(mentor.id)} has at most {count_of(most or 0, 'mentee')} and a group at least {least}"
        return None

    def of_two(self, a: str, b: str) -> str | None:
        """Return why two people are kept apart by name."""
        return f"{self._who(a)} and {self._who(b)} are kept apart" if frozenset((a, b)) in self._apart else None

    def of_mentors(self, a: Mentor, b: Mentor) -> str | None:
        """Return why two mentors cannot lead a group together."""
        led = frozenset((a.id, b.id))
        for one in (a, b):
            if not self.co_leading.get(one.id, led) <= led:
                other = min(self.co_leading[one.id] - led)
                return f"{self._who(one.id)} leads only where {self._who(other)} does (co_lead)"
        both = f"{self._who(a.id)} and {self._who(b.id)}"
        if not genders_suit(self.program, a, b):
            asked = "the same gender" if self.program.gender.pair == "same" else "different genders"
            return f"{both} are no pair of {asked}"
        rules = [setting for setting in self.program.pair if setting.is_rule]
        broken = [setting.column for setting in rules if pair_holds(setting, a, b) is False]
        return f"{both} are no pair by the rule on {broken[0]}" if broken else self.of_two(a.id, b.id)

    def of_mentee(self, mentee: Mentee, mentor: Mentor) -> str | None:
        """Return why a mentee and a mentor can never share a group, gender wishes and slots aside."""
        rules = [setting for setting in self.program.eligible if setting.is_rule]
        broken = [setting.column for setting in rules if eligible_holds(setting, mentee, mentor) is False]
        if broken:
            return f"{self._who(mentee.id)} and {self._who(mentor.id)} do not fit by the rule on {broken[0]}"
        return self.of_two(mentee.id, mentor.id) or self.idle(mentor)

    def of_wish(self, mentee: Mentee, mentor: Mentor) -> str | None:
        """Return why a mentee's gender wish rules a mentor out."""
        required = mentee.wished_gender("require")
        if required is None or not wishes_bind_each(self.program) or mentor.gender_key == required:
            return None
        return f"{self._who(mentor.id)} is not of the gender that {self._who(mentee.id)} requires"
