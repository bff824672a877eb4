"""Groups while they are changed by hand: their score and every rule they break, looked at again only where touched.

What a group scores, and what it breaks by itself, is kept by the group: whoever changes two of sixty has these two
looked at. Rules that several groups break only together are asked about all of them each time. A group that nobody is
in is none: it scores and breaks nothing, and no rule counts it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matcher.checking.scoring import Scorer, one_weight_each
from matcher.intake.people import Intake, Lock
from matcher.rules import RULES, Breach, FormedGroup
from matcher.rules.rule import known_of

__all__ = ["Standing", "Watched"]

MOST_KEPT = 100_000
"""Groups of which is kept what they score and break, some hundred bytes each: then it is forgotten, and found again."""


@dataclass(frozen=True, slots=True)
class _Alone:
    """What a group scores, and what it breaks by itself: (place in the list of rules, breach)."""

    score: int
    breaches: tuple[tuple[int, Breach], ...]


@dataclass(frozen=True)
class Standing:
    """How groups stand.

    Parameters
    ----------
    groups
        These.
    scores
        Points of each.
    objective
        Points of all, less what those left out cost.
    by_group
        What each breaks by itself.
    together
        What they break only together, or by whom they leave out.
    breaches
        All of it, as `breaches_of` gives it: each once, rule by rule in the order of `RULES`.
    """

    groups: tuple[FormedGroup, ...]
    scores: tuple[int, ...]
    objective: int
    by_group: tuple[tuple[Breach, ...], ...]
    together: tuple[Breach, ...]
    breaches: tuple[Breach, ...]

    @cached_property
    def broken(self) -> frozenset[Breach]:
        """The breaches, to be compared with others."""
        return frozenset(self.breaches)


class Watched:
    """Tells how groups of one intake stand, and remembers what single groups score and break.

    Rules that are registered meanwhile are not looked at: the list is that of the beginning. It may be asked by several
    threads at a time.
    """

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.scorer = Scorer(intake)
        self._rules = tuple(RULES)
        self._alone: dict[FormedGroup, _Alone] = {}
        self._of_parts: dict[FormedGroup, tuple[int, ...]] = {}

    def standing(self, groups: Sequence[FormedGroup], locks: Sequence[Lock] = ()) -> Standing:
        """Return how groups stand.

        Parameters
        ----------
        groups
            Of people whom the intake has.
        locks
            What is locked besides what the intake says.
        """
        asked = self.intake
        if locks:
            asked = asked.model_copy(update={"locks": (*asked.locks, *locks)})
        there = [group for group in groups if group.mentors or group.mentees]
        alone = [self._of(group) for group in groups]
        found = [pair for one in alone for pair in one.breaches]
        together: list[Breach] = []
        for place, rule in enumerate(self._rules):
            if not rule.group_by_group:
                breaches = tuple(rule.breaches(asked, there))
                together += breaches
                found += [(place, breach) for breach in breaches]
        found.sort(key=lambda pair: pair[0])
        return Standing(
            groups=tuple(groups),
            scores=tuple(one.score for one in alone),
            objective=sum(one.score for one in alone) - self.left_out(groups),
            by_group=tuple(tuple(breach for _, breach in one.breaches) for one in alone),
            together=tuple(dict.fromkeys(together)),
            breaches=tuple(dict.fromkeys(breach for _, breach in found)),
        )

    def left_out(self, groups: Sequence[FormedGroup]) -> int:
        """Return what those in no group cost, points."""
        placed = {mentee for group in groups for mentee in group.mentees}
        return sum(self.scorer.left_out(mentee.id) for mentee in self.intake.mentees if mentee.id not in placed)

    def by_itself(self, group: FormedGroup) -> tuple[int, tuple[Breach, ...]]:
        """Return what one group scores, points, and what it breaks whatever the others are."""
        alone = self._of(group)
        return alone.score, tuple(breach for _, breach in alone.breaches)

    def parts(self, groups: Sequence[FormedGroup]) -> dict[str, int]:
        """Return what each weight adds to the objective, points, by name: ``unmatched`` last, which only takes away.

        The objective is their sum.
        """
        sums = [0] * len(self._weighed)
        for group in groups:
            if not (group.mentors or group.mentees):
                continue
            for place, points in enumerate(self._parts_of(group)):
                sums[place] += points
        told = dict(zip(self._weighed, sums, strict=True))
        del told["unmatched"]  # of groups alone it is nothing
        return told | {"unmatched": -self.left_out(groups)}

    def _of(self, group: FormedGroup) -> _Alone:
        found = self._alone.get(group)
        if found is None:
            if len(self._alone) > MOST_KEPT:
                self._alone.clear()
            found = self._alone[group] = self._looked_at(group)
        return found

    def _looked_at(self, group: FormedGroup) -> _Alone:
        if not (group.mentors or group.mentees):
            return _Alone(0, ())
        breaches = [
            (place, breach)
            for place, rule in enumerate(self._rules)
            if rule.group_by_group
            for breach in rule.breaches(self.intake, [group])
        ]
        return _Alone(self.scorer.group_score(known_of(self.intake, group)), tuple(breaches))

    def _parts_of(self, group: FormedGroup) -> tuple[int, ...]:
        found = self._of_parts.get(group)
        if found is None:
            if len(self._of_parts) > MOST_KEPT:
                self._of_parts.clear()
            known = known_of(self.intake, group)
            found = tuple(scorer.group_score(known) for scorer in self._weighed.values())
            self._of_parts[group] = found
        return found

    @cached_property
    def _weighed(self) -> dict[str, Scorer]:
        """By the name of each weight, what scores by it alone."""
        return {
            name: Scorer(self.intake.model_copy(update={"program": program}))
            for name, program in one_weight_each(self.intake.program)
        }
