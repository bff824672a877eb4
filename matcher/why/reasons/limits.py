"""How many groups there can be at most, and how many places: each limit with what sets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.intake.words.findings import count_of
from matcher.problem.problem import Problem
from matcher.why.reasons.seating import Seating
from matcher.why.reasons.turns import Turns, chain_told, needed_by_every_pair
from matcher.why.reasons.wording import listing

__all__ = ["Limit", "Numbers", "at_most"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Limit(NamedTuple):
    """At most so many groups.

    Parameters
    ----------
    why
        Says so as a main clause.
    more
        What else would allow more.
    cause
        Says, as a sentence, which rules set that; None where `why` says all there is to say.
    """

    most: int
    why: str
    more: str | None = None
    cause: str | None = None

    @property
    def caused(self) -> str:
        """The cause, as it follows what else is said."""
        return "" if self.cause is None else f". {self.cause}"


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

    @cached_property
    def turns(self) -> Turns:
        """How often each mentor can lead, and what limits that."""
        return Turns(self.intake, self.problem, self.seating, self.sitting)

    @property
    def sitting(self) -> int:
        """How many mentees could sit in some group."""
        return int(self.seating.reached.any(axis=1).sum())

    def by_mentors(self) -> Iterator[Limit]:
        """Yield what the mentors set."""
        each, everybody = self.turns.each, np.ones(self.problem.mentors, bool)
        per_group, cause = self.problem.fewest_leaders, self.turns.told(everybody) or None
        most, able = int(each.sum()) // per_group, int((each > 0).sum())
        pairs = ", two a group," if per_group == 2 else ""
        if most == 0:
            led = "pair of mentors" if pairs else "mentor"
            yield Limit(0, f"no permitted {led} could lead a group of {self.problem.min_size} or more", cause=cause)
            return
        mentors = count_of(len(everybody), "mentor")
        who = mentors if able == len(everybody) else f"{able} of the {mentors}"
        yield Limit(most, f"{who}{pairs} can lead {at_most(most)}", None if cause else "mentor", cause)
        needed = needed_by_every_pair(self.seating.partners) & (each > 0)
        fewer = int(each[needed].sum())
        if per_group == 2 and fewer < most:
            names = listing([self.intake.mentors[mentor].id for mentor in np.flatnonzero(needed)])
            one = "needs one of" if needed.sum() > 1 else "needs"
            others = self.turns.kept_from_pairs((each > 0) & ~needed)
            why = f"every group {one} {names}, as no two of the other mentors can lead one together{others}"
            yield Limit(fewer, f"{why}: {at_most(fewer)}", cause=self.turns.told(needed) or None)

    def by_slots(self) -> Iterator[Limit]:
        """Yield what the slots set."""
        if self.problem.scheduled:
            each = self.groups_at_each_slot()
            most, slots = int(each.sum()), count_of(int((each > 0).sum()), "slot")
            if most:
                why = f"{slots} at which a group could meet can hold {at_most(most)}"
                yield Limit(most, why, cause=self.held_told(each > 0))

    def held_told(self, at: Mask) -> str:
        """Say what limits the groups at these slots (slots,)."""
        limits = [(by, int(each[at].sum())) for by, each in self._held()]
        slots = "this slot" if at.sum() == 1 else "these slots"
        return f"Counted slot by slot, {slots} can hold {chain_told(limits, lambda most: count_of(most, 'group'))}"

    def groups_at_each_slot(self) -> Ints:
        """Return (slots,): most groups that can meet at each."""
        held: Ints = np.min([each for _, each in self._held()], axis=0)
        return held

    def _held(self) -> Iterator[tuple[str, Ints]]:
        """Yield what limits the groups at each slot: (what, (slots,) how many it allows and all before it)."""
        problem, seating = self.problem, self.seating
        rooms = problem.max_groups_per_slot
        led = seating.leads_at.sum(axis=0) // problem.fewest_leaders
        if rooms is not None:
            yield f"with schedule.max_groups_per_slot at {rooms}", np.full(problem.slots, rooms)
            led = np.minimum(led, rooms)
        yield "by the mentors who can lead then", led
        come = seating.reached.sum(axis=0) // problem.min_size
        yield f"by the mentees who can come then (a group has at least {problem.min_size})", np.minimum(led, come)

    def places(self) -> tuple[int, str]:
        """Return how many mentees the mentors may have together, and that in words."""
        problem = self.problem
        each = self.turns.each
        carried = int(np.minimum(problem.max_mentees, each * problem.max_size).sum())
        mentors = count_of(int((each > 0).sum()), "mentor")
        twice = ", each mentee counting for two mentors" if problem.fewest_leaders == 2 else ""
        most = carried // problem.fewest_leaders
        return most, f"{mentors} can have at most {count_of(most, 'mentee')} (max_mentees{twice})"


def at_most(groups: int) -> str:
    """Say how many groups there can be at most."""
    return f"at most {count_of(groups, 'group')}"
