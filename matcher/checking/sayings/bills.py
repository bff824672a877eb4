"""What a place, or another group, brings and costs by the intake alone: what reasons say of it is held against this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matcher.checking.scoring import Scorer
from matcher.intake.people import Intake
from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_words
from matcher.rules.members.mix import mix_wanted, whom_mix_counts
from matcher.rules.rule import FormedGroup

__all__ = ["Account", "Accounts"]


class Account(NamedTuple):
    """By how much the objective falls (under 0: rises), and how that is told."""

    loss: int
    told: str


class Accounts:
    """The accounts of one intake."""

    def __init__(self, intake: Intake) -> None:
        self._ideal = intake.program.groups.ideal_size
        self._scorer = Scorer(intake)

    def of_joining(self, group: FormedGroup, joining: Sequence[str]) -> Account:
        """Return the account of mentees who are in no group and join this one."""
        then = group._replace(mentees=(*group.mentees, *joining))
        told, cost = [], 0
        # The same things cost in both, in the same order.
        for (what, points), (_, now) in zip(self._costs(then), self._costs(group), strict=True):
            if points != now:
                told.append(f"{what} {abs(points - now)} {'more' if points > now else 'less'}")
                cost += points - now
        place = "their place" if len(joining) == 1 else "their places"
        return self._account(told, cost, self._brings(then.mentors, joining), place)

    def of_forming(self, group: FormedGroup) -> Account:
        """Return the account of a group of mentees who are in none."""
        costs = [*self._single(group), *self._costs(group)]
        pair = self._scorer.pair(*group.mentors) if len(group.mentors) == 2 else 0
        told = [f"{what} {points}" for what, points in costs if points]
        brings = pair + self._brings(group.mentors, group.mentees)
        return self._account(told, sum(points for _, points in costs), brings, "it")

    def _account(self, told: Sequence[str], cost: int, brings: int, place: str) -> Account:
        return Account(cost - brings, f"{in_words(told)}, and {place} would bring {brings}")

    def _brings(self, mentors: Sequence[str], mentees: Sequence[str]) -> int:
        scorer = self._scorer
        return sum(scorer.mentee_score(mentee, mentors) + scorer.left_out(mentee) for mentee in mentees)

    def _single(self, group: FormedGroup) -> Iterator[tuple[str, int]]:
        yield "one mentor alone costs", self._scorer.single_cost(group)

    def _costs(self, group: FormedGroup) -> Iterator[tuple[str, int]]:
        """Yield what its mentees cost, each thing as it is told: also what costs nothing."""
        if self._ideal is not None:
            size = len(group.mentees)
            yield _so_many(size, f" (ideal: {self._ideal})"), self._scorer.size_cost(group)
        for mix, there, cost in self._scorer.mixes(group):
            yield _so_many(there, f" with {whom_mix_counts(mix)} (wanted: {mix_wanted(mix)})"), cost


def _so_many(number: int, which: str) -> str:
    return f"{count_of(number, 'mentee')}{which} {'costs' if number == 1 else 'cost'}"
