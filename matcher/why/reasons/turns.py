"""How often each mentor can lead a group, limit by limit, so that every count of groups names what sets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.intake.words.findings import count_of
from matcher.problem.problem import Problem
from matcher.rules import RULES, Masks
from matcher.why.reasons.seating import Seating

__all__ = ["Turns", "chain_told", "needed_by_every_pair"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


class _Limit(NamedTuple):
    """How often each mentor can lead (mentors,) by a limit and all before it; `by` names the limit."""

    by: str
    each: Ints


@dataclass(frozen=True)
class Turns:
    """How often each mentor can lead a group at most.

    Parameters
    ----------
    sitting
        How many mentees could sit in some group.
    """

    intake: Intake
    problem: Problem
    seating: Seating
    sitting: int

    @property
    def each(self) -> Ints:
        """(mentors,): the most by every limit."""
        return self._limits[-1].each

    def told(self, among: Mask, at: Mask | None = None) -> str:
        """Say which limits leave how many turns to these mentors; empty where each leads once and nothing limits that.

        Parameters
        ----------
        at
            (slots,): count turns at these alone.
        """
        limits = [(limit.by, int(limit.each[among].sum())) for limit in self._limits]
        if at is not None:
            here = np.minimum(self.each, self.seating.leads_at[:, at].sum(axis=1))
            limits.append((f"at {'this slot' if at.sum() == 1 else 'these slots'}", int(here[among].sum())))
        chain = chain_told(limits, lambda most: count_of(most, "time"))
        people = int(among.sum())
        if limits[0][1] == people and chain.count(", ") == 0:
            return ""
        who = "the mentor" if people == 1 else f"the {people} mentors"
        return f"Counted one by one, {who} can lead {chain}"

    def kept_from_pairs(self, among: Mask) -> str:
        """Say what keeps these mentors from leading with each other: `` (genders of a pair, hours)``."""
        problem = self.problem
        both = np.outer(among, among) & ~np.eye(len(among), dtype=bool)
        permitted = both & problem.pairable
        told = [name for name, masks in self._masks if (both & ~masks.pairable).any()]
        free = problem.mentor_free[:-1].astype(np.float32)
        meet = permitted & (free @ free.T > 0)
        if (permitted & ~meet).any():
            told.append("no hour in common")
        if meet.any():
            told.append("too few mentees who can come" + " then" * problem.scheduled)
        return f" ({', '.join(told)})" if told else ""

    @cached_property
    def _limits(self) -> tuple[_Limit, ...]:
        problem, found = self.problem, list[_Limit]()
        most = np.array([self.intake.max_groups(mentor) for mentor in self.intake.mentors], np.int64)
        found.append(_Limit("by max_groups", most))
        for by, each in self._one_by_one():
            found.append(_Limit(by, np.minimum(found[-1].each, each)))
        if problem.fewest_leaders == 2:
            before = found[-1].each
            turns = np.minimum(before, self.seating.partners.astype(np.int64) @ before)
            found.append(_Limit("as those can whom they may lead with", turns))
        return tuple(found)

    def _one_by_one(self) -> Iterator[tuple[str, Ints]]:
        """Yield what limits a mentor, whatever others do: (what, how often each can lead)."""
        problem, least = self.problem, self.problem.min_size
        a_group = f"a group has at least {least}"
        yield f"with max_mentees ({a_group})", problem.max_groups
        yield (
            f"with {count_of(problem.mentees, 'mentee')} in all ({a_group})",
            np.full(problem.mentors, problem.most_groups),
        )
        # Without a schedule nothing but the number of mentees limits how often a mentor could lead.
        often = 1 if problem.scheduled else self.sitting // least
        unlimited = 1 if problem.scheduled else problem.most_groups
        able = problem.leads & (problem.max_groups > 0)
        free = problem.mentor_free[:-1] & able[:, None]
        if problem.scheduled:
            yield f"with their hours{self._named(_takes_hours, able)}", free.sum(axis=1)
            able = able & free.any(axis=1)
        if problem.fewest_leaders == 2:
            # Counts of 0 and 1 stay exact in this type, and its product is quick.
            paired = free & (problem.pairable.astype(np.float32) @ free.astype(np.float32) > 0)
            rules = self._named(_takes_pairs, able)
            with_whom = "with somebody free to lead with" if problem.scheduled else "with somebody to lead with"
            yield f"{with_whom}{rules}", paired.sum(axis=1) * unlimited
            able = able & paired.any(axis=1)
        could = self.seating.leads_at.sum(axis=1)
        then = " then" if problem.scheduled else ""
        ties = ("together",) if problem.together else ()
        yield (
            f"with {count_of(least, 'mentee')} or more who can come{then}{self._named(_takes_mentees, able, ties)}",
            could * unlimited,
        )
        if not problem.scheduled:
            yield f"with {count_of(self.sitting, 'mentee')} who could be in any group ({a_group})", could * often

    def _named(self, takes: Callable[[Masks, Mask], bool], able: Mask, besides: tuple[str, ...] = ()) -> str:
        """Name the rules that take something from those `able` to lead by what came before (mentors,)."""
        names = [name for name, masks in self._masks if takes(masks, able)]
        told = ", ".join(dict.fromkeys((*names, *besides)))
        return f" ({told})" if told else ""

    @cached_property
    def _masks(self) -> list[tuple[str, Masks]]:
        found = []
        for rule in RULES:
            masks = Masks.everything(self.intake)
            rule.forbid(self.intake, masks)
            rule.narrow(self.intake, masks)
            found.append((rule.name, masks))
        return found


def needed_by_every_pair(partners: Mask) -> Mask:
    """Return mentors of whom every pair holds one: all but some of whom no two can lead together.

    Those with the fewest partners are taken first, which is exact where pairs are of two kinds of mentors.
    """
    others = np.zeros(len(partners), bool)
    for mentor in np.argsort(partners.sum(axis=1), kind="stable"):
        others[mentor] = not (partners[mentor] & others).any()
    return ~others


def chain_told(limits: list[tuple[str, int]], count: Callable[[int], str]) -> str:
    """Say the first limit, and each that leaves less than all before: ``7 times by max_groups, 5 with max_mentees``."""
    told = [f"{count(limits[0][1])} {limits[0][0]}"]
    least = limits[0][1]
    for by, most in limits[1:]:
        if most < least:
            told.append(f"{most} {by}")
            least = most
    return ", ".join(told)


def _takes_hours(masks: Masks, able: Mask) -> bool:
    return not masks.mentor_free[able].all()


def _takes_pairs(masks: Masks, able: Mask) -> bool:
    among = masks.pairable[np.ix_(able, able)]
    return bool((~among).sum() > len(among))


def _takes_mentees(masks: Masks, able: Mask) -> bool:
    welcome = [masks.welcome, *masks.either]
    return not (masks.mentee_free.all() and all(mask[:, able].all() for mask in welcome))
