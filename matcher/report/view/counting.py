"""The numbers of a view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matcher.intake.people import Intake
from matcher.report.view.people import People
from matcher.report.view.view import Numbers, Spread
from matcher.result.match_result import MatchResult
from matcher.result.records import mean_satisfaction

__all__ = ["numbers_of"]


def numbers_of(result: MatchResult, intake: Intake, people: People, bound: int) -> Numbers:
    """Return the numbers that matter, of the groups as they stand.

    Parameters
    ----------
    bound
        What no grouping that keeps the rules can score more than; groups that break some can.
    """
    placed = [mentee for mentee in people.mentees if mentee.group is not None]
    sizes = [len(group.mentees) for group in people.groups]
    loads = [len(mentor.mentees) for mentor in people.mentors if mentor.groups]
    objective = people.objective
    return Numbers(
        mentees=len(people.mentees),
        mentors=len(people.mentors),
        groups=len(people.groups),
        placed=len(placed),
        unmatched=len(people.mentees) - len(placed),
        idle=len(people.mentors) - len(loads),
        sizes=(min(sizes), max(sizes)) if sizes else None,
        choices=_choices(intake, [mentee.choice for mentee in placed]),
        listed_nobody=sum(not mentee.preferred_mentors for mentee in intake.mentees),
        satisfaction=_of_satisfaction([mentee.satisfaction or 0.0 for mentee in people.mentees]),
        load=_spread(loads),
        alone=sum(mentee.alone for mentee in placed),
        objective=objective,
        bound=bound,
        gap=(bound - objective) / max(1, abs(objective)),
    )


def _choices(intake: Intake, reached: Sequence[int | None]) -> tuple[tuple[int | None, int], ...]:
    longest = max((len(mentee.preferred_mentors) for mentee in intake.mentees), default=0)
    counts = Counter(reached)
    return (*((rank, counts[rank]) for rank in range(1, longest + 1)), (None, counts[None]))


def _of_satisfaction(shares: Sequence[float]) -> Spread | None:
    spread = _spread(shares)
    return None if spread is None else replace(spread, mean=mean_satisfaction(shares))


def _spread(values: Sequence[float]) -> Spread | None:
    if not values:
        return None
    least, quarter, middle, three_quarters, most = np.percentile(values, (0, 25, 50, 75, 100)).tolist()
    return Spread(least, quarter, middle, three_quarters, most, float(np.mean(values)))
