"""The best that each mentee alone could have, against which its satisfaction is measured: from the intake alone."""

from __future__ import annotations

from functools import cache

from matcher.checking.scoring import Scorer
from matcher.intake.hours import free_table
from matcher.intake.people import Intake
from matcher.rules import RULES, FormedGroup, Rule
from matcher.rules.groups.schedule import ScheduleRule

__all__ = ["BestAlone"]


# A rule that forbids something to a mentee and its mentors, whoever else is there, concerns only those people. When
# they meet is looked at apart: any slot that suits them will do.
def _concern_only_them() -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if type(rule).forbid is not Rule.forbid and not isinstance(rule, ScheduleRule))


class BestAlone:
    """The best that each mentee of one intake alone could have, by the rules' checks and not by solving's arrays."""

    def __init__(self, intake: Intake, scorer: Scorer) -> None:
        self._intake = intake
        self._scorer = scorer
        self._concerning = _concern_only_them()
        people = (*intake.mentors, *intake.mentees)
        rows = free_table(people, intake.slots, intake.program)
        self._free = {person.id: row for person, row in zip(people, rows, strict=True)}
        self._may_lead = cache(lambda mentors: self._keeps_rules(mentors, ()))

    def satisfaction(self, mentee: str, mentors: tuple[str, ...]) -> float:
        """Return what `mentee` scores with `mentors` as a share of its best; 1 where that best is 0.

        Raises
        ------
        KeyError
            The intake has no such mentee or mentor.
        """
        best = self.score(mentee)
        return self._scorer.mentee_score(mentee, mentors) / best if best else 1.0

    def score(self, mentee: str) -> int:
        """Return the best sum of score(i, m), points, over every choice of mentors that `mentee` alone could have.

        Every rule that concerns only those people holds, and they share a slot. 0 where there is no such choice.
        """
        scores = self._scorer.scores(mentee)
        ranked = sorted(scores, key=lambda mentor: -scores[mentor])
        groups, best = self._intake.program.groups, 0
        if groups.fewest_mentors == 1:
            best = next((scores[mentor] for mentor in ranked if self._permitted(mentee, (mentor,))), 0)
        if groups.mentors == 1:
            return best
        for place, first in enumerate(ranked):
            if 2 * scores[first] <= best:
                break
            for second in ranked[place + 1 :]:
                total = scores[first] + scores[second]
                if total <= best:
                    break
                if self._permitted(mentee, (first, second)):
                    best = total
                    break
        return best

    def _permitted(self, mentee: str, mentors: tuple[str, ...]) -> bool:
        if self._intake.scheduled:
            together = self._free[mentee].copy()
            for mentor in mentors:
                together &= self._free[mentor]
            if not together.any():
                return False
        return self._may_lead(tuple(sorted(mentors))) and self._keeps_rules(mentors, (mentee,))

    def _keeps_rules(self, mentors: tuple[str, ...], mentees: tuple[str, ...]) -> bool:
        """Return whether these people as a group break no rule, breaches that concern other mentees aside."""
        group = FormedGroup("the group", None, mentors, mentees)
        return not any(
            all(person in mentees or person not in self._intake.mentee_by_id for person in breach.people)
            for rule in self._concerning
            for breach in rule.breaches(self._intake, [group])
        )
