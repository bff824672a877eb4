"""How many groups there can be at most, and how many places: each limit with what sets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.explanation.seating import Seating
from matcher.explanation.wording import listing
from matcher.intake.findings import count_of
from matcher.intake.people import Intake
from matcher.problem import Problem

__all__ = ["Limit", "Numbers"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Limit(NamedTuple):
    """At most so many groups; `why` says so as a main clause, `more` what else would allow more."""

    most: int
    why: str
    more: str | None = None


@dataclass(frozen=True)
class Numbers:
    """The numbers of an intake that counting arguments compare.

    Parameters
    ----------
    must
        (mentees,): may not be left out, on their own account or because somebody bound together with them may not.
    """

    intake: Intake
    problem: Problem
    seating: Seating
    must: Mask

    def groups_each(self, at: Mask) -> Ints:
        """Return (mentors,): most groups that each can lead at these slots (slots,)."""
        problem = self.problem
        leads_at = self.seating.leads_at[:, at]
        most: Ints = np.minimum(problem.max_groups, problem.max_mentees // problem.min_size)
        # Without a schedule nothing but the number of mentees limits how often a mentor could lead.
        most = np.minimum(most, leads_at.sum(axis=1) * (1 if problem.scheduled else self.sitting // problem.min_size))
        if problem.per_group == 2:
            most = np.minimum(most, self.seating.partners.astype(np.int64) @ most)
        return most

    @property
    def sitting(self) -> int:
        """How many mentees could sit in some group."""
        return int(self.seating.reached.any(axis=1).sum())

    def by_mentors(self) -> Iterator[Limit]:
        """Yield what the mentors set."""
        each = self.groups_each(np.ones(self.problem.slots, bool))
        per_group, mentors = self.problem.per_group, count_of(int((each > 0).sum()), "mentor")
        most = int(each.sum()) // per_group
        pairs = ", two a group," if per_group == 2 else ""
        if most == 0:
            led = "pair of mentors" if pairs else "mentor"
            yield Limit(0, f"no permitted {led} could lead a group of {self.problem.min_size} or more")
            return
        yield Limit(most, f"{mentors}{pairs} can lead {_at_most(most)}", "mentor")
        needed = self._cover(each)
        fewer = int(each[needed].sum())
        if per_group == 2 and fewer < most:
            names = listing([self.intake.mentors[mentor].id for mentor in np.flatnonzero(needed)])
            one = "needs one of" if needed.sum() > 1 else "needs"
            why = f"every group {one} {names}, as the other mentors cannot be paired with each other"
            yield Limit(fewer, f"{why}: {_at_most(fewer)}")

    def _cover(self, each: Ints) -> Mask:
        """Return mentors of whom every pair holds one: all but some who cannot be paired with each other.

        Those with the fewest partners are taken first, which is exact where pairs are of two kinds of mentors.
        """
        partners = self.seating.partners
        others = np.zeros(self.problem.mentors, bool)
        for mentor in np.argsort(partners.sum(axis=1), kind="stable"):
            others[mentor] = not (partners[mentor] & others).any()
        return ~others & (each > 0)

    def by_slots(self) -> Iterator[Limit]:
        """Yield what the slots set."""
        problem = self.problem
        if problem.scheduled:
            each = self.groups_at_each_slot()
            most, slots = int(each.sum()), count_of(int((each > 0).sum()), "slot")
            rooms = problem.max_groups_per_slot
            told = "" if rooms is None else f"with schedule.max_groups_per_slot at {rooms}, "
            if most:
                yield Limit(most, f"{told}{slots} at which a group could meet can hold {_at_most(most)}")

    def groups_at_each_slot(self) -> Ints:
        """Return (slots,): most groups that can meet at each."""
        problem, seating = self.problem, self.seating
        each = np.minimum(
            seating.leads_at.sum(axis=0) // problem.per_group, seating.reached.sum(axis=0) // problem.min_size
        )
        rooms = problem.max_groups_per_slot
        held: Ints = each if rooms is None else np.minimum(each, rooms)
        return held

    def places(self) -> tuple[int, str]:
        """Return how many mentees the mentors may have together, and that in words."""
        problem = self.problem
        each = self.groups_each(np.ones(problem.slots, bool))
        carried = int(np.minimum(problem.max_mentees, each * problem.max_size).sum())
        mentors = count_of(int((each > 0).sum()), "mentor")
        twice = ", each mentee counting for two mentors" if problem.per_group == 2 else ""
        most = carried // problem.per_group
        return most, f"{mentors} can have at most {count_of(most, 'mentee')} (max_mentees{twice})"


def _at_most(groups: int) -> str:
    return f"at most {count_of(groups, 'group')}"
