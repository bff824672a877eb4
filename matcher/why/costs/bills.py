"""What some places bring, and what they cost besides, each cost by its name: in points, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.intake.ties import counts_for
from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_words
from matcher.problem.problem import Problem
from matcher.rules.members.mix import mix_wanted, whom_mix_counts

__all__ = ["Bill", "Bills", "Cost", "bill_told", "loss_told"]

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cost:
    """One thing that costs points.

    Parameters
    ----------
    what
        As a sentence has it: ``5 mentees (ideal: 4)``, ``one mentor alone``.
    several
        Whether that is a plural.
    points
        How much it costs, or how much more; under 0: less.
    """

    what: str
    several: bool
    points: int


@dataclass(frozen=True, slots=True)
class Bill:
    """What it brings, and what it costs besides, that mentees join a group, or that a group is formed of them.

    Parameters
    ----------
    brings
        Points: their scores, and what leaving them out costs; of a new group what its mentors score as a pair, too.
    costs
        What costs another amount then than now, and how much more.
    places
        How many join.
    formed
        Whether the group is a new one.
    """

    brings: int
    costs: tuple[Cost, ...]
    places: int
    formed: bool

    @property
    def loss(self) -> int:
        """By how much the objective falls, points; under 0: it rises."""
        return sum(cost.points for cost in self.costs) - self.brings


class Bills:
    """The bills of one intake."""

    def __init__(self, intake: Intake, problem: Problem) -> None:
        self._problem = problem
        program = intake.program
        self._ideal, self._size = program.groups.ideal_size, program.weights.size
        self._single = program.weights.single if problem.per_group == 2 and problem.fewest_leaders == 1 else 0
        self._mixes = [
            (mix, np.array([counts_for(mix, mentee) for mentee in intake.mentees], bool))
            for mix in program.mix
            if mix.weight and mix.asks
        ]

    @property
    def are_any(self) -> bool:
        """Whether groups of this program can cost anything."""
        return bool((self._ideal is not None and self._size) or self._single or self._mixes)

    def of_joining(self, there: Sequence[int], mentors: tuple[int, int], members: Sequence[int]) -> Bill:
        """Return what it brings and costs that mentees join a group.

        Parameters
        ----------
        there, members
            Positions of the mentees who are in the group, and of those who join it.
        mentors
            The positions of its mentors; the second is that of nobody where one leads it.
        """
        now, then = self._costs(there), self._costs([*there, *members])
        more = (
            Cost(after.what, after.several, after.points - before.points)
            for before, after in zip(now, then, strict=True)
        )
        return Bill(self._brings(mentors, members), tuple(cost for cost in more if cost.points), len(members), False)

    def of_forming(self, mentors: tuple[int, int], members: Sequence[int]) -> Bill:
        """Return what it brings and costs that these form a group."""
        alone = mentors[1] == self._problem.mentors
        brings = self._brings(mentors, members) + (0 if alone else int(self._problem.pair_score[mentors]))
        costs = [Cost("one mentor alone", False, self._single if alone else 0), *self._costs(members)]
        return Bill(brings, tuple(cost for cost in costs if cost.points), len(members), True)

    def about(self, mentors: tuple[int, int], size: int) -> int:
        """Return what mentors leading so many costs by their number alone, less what they score as a pair, points."""
        alone = mentors[1] == self._problem.mentors
        of_mentors = self._single if alone else -int(self._problem.pair_score[mentors])
        return of_mentors + (0 if self._ideal is None else self._size * abs(size - self._ideal))

    def _brings(self, mentors: tuple[int, int], members: Sequence[int]) -> int:
        score, unmatched = self._problem.score, self._problem.unmatched
        return sum(int(score[member, list(mentors)].sum() + unmatched[member]) for member in members)

    def _costs(self, mentees: Sequence[int]) -> list[Cost]:
        """Return what each thing costs in a group of these, in one order, what costs nothing too."""
        count, costs = len(mentees), list[Cost]()
        if self._ideal is not None:
            what = f"{count_of(count, 'mentee')} (ideal: {self._ideal})"
            costs.append(Cost(what, count != 1, self._size * abs(count - self._ideal)))
        for mix, own in self._mixes:
            held = int(own[list(mentees)].sum())
            what = f"{count_of(held, 'mentee')} with {whom_mix_counts(mix)} (wanted: {mix_wanted(mix)})"
            costs.append(Cost(what, held != 1, mix.weight * mix.amiss(held)))
        return costs


def bill_told(bill: Bill) -> str:
    """Say what costs how much, and what that would bring: a main clause."""
    place = "it" if bill.formed else "their place" if bill.places == 1 else "their places"
    costs = in_words([_cost_told(cost, bill.formed) for cost in bill.costs])
    return f"{costs}, and {place} would bring {bill.brings}"


def loss_told(bill: Bill) -> str:
    """Say that something does not bring more than it costs, and why: a main clause."""
    than = "more than" if bill.loss > 0 else "as much as"
    return f"it would cost {than} it brings: {bill_told(bill)}"


def _cost_told(cost: Cost, formed: bool) -> str:
    change = "" if formed else " more" if cost.points > 0 else " less"
    return f"{cost.what} {'cost' if cost.several else 'costs'} {abs(cost.points)}{change}"
