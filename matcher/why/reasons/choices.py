"""Which mentors, at which hour, rules permit to somebody: choices, one by one, so that the first is quickly found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.problem.problem import Problem
from matcher.rules import RULES, Masks, Rule

__all__ = ["Choices"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Choices:
    """What some rules' masks leave.

    Parameters
    ----------
    per_group
        How many mentors lead a group.
    """

    masks: Masks
    per_group: int
    _known: dict[tuple[bytes, ...], bool] = field(default_factory=dict)

    @classmethod
    def of_problem(cls, problem: Problem) -> Choices:
        """Return what all rules leave."""
        masks = Masks(
            welcome=problem.welcome[:, :-1],
            either=[mask[:, :-1] for mask in problem.either],
            pairable=problem.pairable,
            solo=problem.solo,
            leads=problem.leads,
            mentee_free=problem.mentee_free,
            mentor_free=problem.mentor_free[:-1],
        )
        return cls(masks, problem.per_group)

    @classmethod
    def without(cls, intake: Intake, left_out: Rule) -> Choices:
        """Return what all rules but one leave."""
        masks = Masks.everything(intake)
        held = [rule for rule in RULES if rule is not left_out]
        for rule in held:
            rule.forbid(intake, masks)
        for rule in held:
            rule.narrow(intake, masks)
        return cls(masks, intake.program.groups.mentors)

    def at_their_hours(self, members: Sequence[int], *, suited: bool = True) -> Iterator[tuple[int, Ints, int]]:
        """Yield (first, seconds, slot) of every choice of mentors permitted to all of these mentees; nobody is last.

        Parameters
        ----------
        members
            Bound together: what is permitted to the first is permitted to all.
        suited
            False: whatever is asked of at least one of the mentors.
        """
        masks, mentee = self.masks, members[0]
        either = self._either(members) if suited else []
        for slot in np.flatnonzero(masks.mentee_free[mentee]):
            mentors = np.flatnonzero(masks.welcome[mentee] & self._leads_at[:, slot])
            for first in mentors:
                if self.per_group == 1:
                    yield int(first), np.array([len(masks.leads)]), int(slot)
                    continue
                with_them = mentors[(mentors > first) & masks.pairable[first, mentors]]
                for suits in either:
                    with_them = with_them[suits[with_them] | suits[first]]
                if masks.solo[first] and all(suits[first] for suits in either):
                    with_them = np.append(with_them, len(masks.leads))
                if len(with_them):
                    yield int(first), with_them, int(slot)

    def at_any_hour(self, members: Sequence[int]) -> bool:
        """Return whether there would be some choice, were these mentees free at every slot."""
        welcome, either = self.masks.welcome[members[0]], self._either(members)
        key = (welcome.tobytes(), *(suits.tobytes() for suits in either))
        if key not in self._known:
            self._known[key] = self._any_of(np.flatnonzero(welcome), either)
        return self._known[key]

    def _any_of(self, mentors: Ints, either: Sequence[Mask]) -> bool:
        if self.per_group == 1:
            return bool(self._leads_at[mentors].any())
        pairs = self._lead_together[np.ix_(mentors, mentors)]
        alone = self.masks.solo[mentors] & self._leads_at[mentors].any(axis=1)
        for suits in either:
            pairs &= suits[mentors] | suits[mentors, None]
            alone &= suits[mentors]
        return bool(pairs.any() or alone.any())

    def _either(self, members: Sequence[int]) -> list[Mask]:
        """Return, (mentors,) each, of whom at least one must lead."""
        asked = [mask[member] for mask in self.masks.either for member in members]
        return [suits for suits in asked if not suits.all()]

    @cached_property
    def _lead_together(self) -> Mask:
        """(mentors, mentors): the two may lead together, and are free at some slot."""
        hours = self._leads_at.astype(np.float32)
        together: Mask = self.masks.pairable & (hours @ hours.T > 0)
        return together

    @cached_property
    def _leads_at(self) -> Mask:
        """(mentors, slots): who is free to lead, with some co-mentor where two lead."""
        free = self.masks.mentor_free & self.masks.leads[:, None]
        if self.per_group == 1:
            return free
        # Counts of 0 and 1 stay exact in this type, and its product is quick.
        partners = self.masks.pairable.astype(np.float32) @ free.astype(np.float32)
        return free & ((partners > 0) | self.masks.solo[:, None])
