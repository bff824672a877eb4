"""How many mentors rules close to a mentee, and how many mentees could share mentors with one: by trying each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from matcher.intake.hours import free_table
from matcher.intake.people import Intake, Lock
from matcher.intake.ties import apart_pairs
from matcher.rules import RULES
from matcher.rules.groups.schedule import ScheduleRule
from matcher.rules.locks import settled_ties
from matcher.rules.rule import FormedGroup, Rule, slot_at

__all__ = ["ASSIGN", "LOCKS", "OF_MENTEE_AND_MENTOR", "Counts", "carry_too_few", "lead_no_other", "leads_it"]

MOST_COUNTED = 200_000
"""Times that a mentee is looked up among mentors to count those who could have them, or share them."""
TRIED_LIKE = 20
"""So many such look-ups take as long as rules take to say whether a mentee may have some mentors."""

ASSIGN, LOCKS = "assign", "locks"
_REQUIRED, _LEADS_NONE, _CARRIES_TOO_FEW = "required gender of mentors", "groups per mentor", "mentees per mentor"
OF_MENTEE_AND_MENTOR = ("eligible", _REQUIRED, "apart", ASSIGN)
_CLOSING_A_MENTOR = (*OF_MENTEE_AND_MENTOR, _LEADS_NONE, _CARRIES_TOO_FEW, LOCKS)

Free = NDArray[np.bool_]
Choice = tuple[Sequence[str], int | None]
"""Mentors, by id, and the position of the slot at which they could lead; None where groups get none."""


class Counts:
    """Counts of an intake, worked out again as long as there is work left to spend on them.

    Parameters
    ----------
    coming
        A mentee, by id, and everybody bound together with them.
    """

    def __init__(self, intake: Intake, coming: Callable[[str], list[str]]) -> None:
        self._intake = intake
        self._coming = coming
        self._left_to_count = MOST_COUNTED
        self._suited: dict[tuple[str, tuple[str, ...]], bool] = {}

    def knows(self, rules: Sequence[Rule]) -> bool:
        """Return whether `closed_mentors` tries these rules; of others it cannot tell whom they close."""
        return all(rule.name in _CLOSING_A_MENTOR for rule in rules)

    def closed_mentors(self, mentee: str) -> list[tuple[int, str]] | None:
        """Return how many mentors each rule closes to a mentee, each for the first that does, as it is said of them.

        The last are those whom whoever must come too may not have, if anybody must, and else any who are left: nothing
        closes them. None where there are too many to try.
        """
        self._left_to_count -= TRIED_LIKE * len(self._intake.mentors)
        if self._left_to_count < 0:
            return None
        by: dict[Rule | None, int] = {}
        for mentor in self._intake.mentor_by_id:
            first = next((rule for rule in RULES if self._closes(rule, mentor, mentee)), None)
            by[first] = by.get(first, 0) + 1
        told = [(by[rule], rule.phrase(self._intake, by[rule])) for rule in RULES if rule in by]
        if count := by.get(None):
            are = "is" if count == 1 else "are"
            whose = "not permitted to somebody they must be together with"
            told.append((count, f"{are} {whose if len(self._coming(mentee)) > 1 else 'permitted to them'}"))
        return told

    def _closes(self, rule: Rule, mentor: str, mentee: str) -> bool:
        """Return whether a rule by itself keeps a mentee from every group that a mentor leads."""
        leading = self._intake.program.groups.mentors
        if rule.name not in _CLOSING_A_MENTOR:
            return False
        if rule.name == _CARRIES_TOO_FEW:
            return carry_too_few(self._intake, [mentor])
        if rule.name == LOCKS:
            return any(self._lock_closes(lock, mentor, mentee) for lock in self._intake.locks)
        if rule.name == _REQUIRED and leading > 1 and self._intake.program.gender.scope == "one":
            return False
        if rule.name == ASSIGN:
            assigned = {row.b for row in self._intake.constraints if row.kind == "assign" and row.a == mentee}
            return len(assigned) > leading or (len(assigned) == leading and mentor not in assigned)
        alone = FormedGroup("", None, (mentor,), (mentee,))
        return any({mentor, mentee} & set(breach.people) for breach in rule.breaches(self._intake, [alone]))

    def _lock_closes(self, lock: Lock, mentor: str, mentee: str) -> bool:
        if mentee in lock.mentees:
            return mentor not in lock.mentors
        return lock.kind == "whole-group" and lead_no_other(self._intake, lock, [mentor])

    def sharing(self, mentee: str) -> tuple[int, int] | None:
        """Return how many mentees, they included, could share mentors with a mentee where most could; 0: no mentors.

        Without those who must not share a group with them: first with one of those who must not with each other, then
        with all of these. None where there are too many to try.
        """
        most, most_together = 0, 0
        ids, bound = np.array(list(self._intake.mentee_by_id), object), self._coming(mentee)
        kept_from_them = {other for one in bound for other in self._kept_from.get(one, ())}
        groups, ids_of_mentors = self._intake.program.groups, list(self._intake.mentor_by_id)
        numbers = range(groups.fewest_mentors, groups.mentors + 1)
        for mentors in (led for each in numbers for led in combinations(ids_of_mentors, each)):
            if self._left_to_count < 0:
                return None
            if not all(self._suits(one, mentors) for one in bound):
                continue
            for slot in self._hours_shared(bound, mentors):
                if not self._locks_permit(bound, (mentors, slot)):
                    continue
                there = ids if slot is None else ids[self._all_free[:, slot]]
                self._left_to_count -= len(there)
                sitting = {one for one in there if self._may_sit(one, (mentors, slot))}
                most = max(most, len(sitting - kept_from_them))
                most_together = max(most_together, self._together(sitting - kept_from_them))
        return most_together, most

    @cached_property
    def _kept_from(self) -> dict[str, set[str]]:
        """Whom of the mentees each must not share a group with, and whoever comes with these."""
        ids = [mentee.id for mentee in self._intake.mentees]
        pairs = [*apart_pairs(self._intake), *((ids[one], ids[other]) for one, other in settled_ties(self._intake)[1])]
        kept: dict[str, set[str]] = {}
        for one, other in pairs:
            if one in self._intake.mentee_by_id and other in self._intake.mentee_by_id:
                kept.setdefault(one, set()).update(self._coming(other))
                kept.setdefault(other, set()).update(self._coming(one))
        return kept

    def _together(self, mentees: set[str]) -> int:
        """Return how many of these mentees could be in one group; all of them where so many are enough for one."""
        if len(mentees) >= self._intake.program.groups.min_size:
            return len(mentees)
        for one in mentees:
            others = self._kept_from.get(one, set()) & mentees
            if others:
                return max(self._together(mentees - set(self._coming(one))), self._together(mentees - others))
        return len(mentees)

    def _hours_shared(self, mentees: Sequence[str], mentors: Sequence[str]) -> list[int] | list[None]:
        """Return the slots at which all of these can meet; one that is None where groups get none."""
        if not self._intake.scheduled:
            return [None]
        rows = [self._mentors_free[self._intake.mentor_position[mentor]] for mentor in mentors]
        rows += [self._all_free[self._intake.mentee_position[mentee]] for mentee in mentees]
        return np.flatnonzero(np.logical_and.reduce(rows, axis=0)).tolist()

    @cached_property
    def _all_free(self) -> Free:
        return free_table(self._intake.mentees, self._intake.slots, self._intake.program)

    def _may_sit(self, mentee: str, choice: Choice) -> bool:
        """Return whether a mentee, and whoever must come too, may be with these mentors then, whoever else is there."""
        mentors, slot = choice
        bound = self._coming(mentee)
        here = [self._intake.mentee_position[one] for one in bound]
        free = slot is None or bool(self._all_free[here, slot].all())
        return free and all(self._suits(one, mentors) for one in bound) and self._locks_permit(bound, choice)

    def _locks_permit(self, mentees: Sequence[str], choice: Choice) -> bool:
        for lock in self._intake.locks:
            own, no_other = leads_it(self._intake, lock, choice), lead_no_other(self._intake, lock, choice[0])
            others = any(one not in lock.mentees for one in mentees)
            if no_other and (not own or (lock.kind == "whole-group" and others)):
                return False
            if not own and any(one in lock.mentees for one in mentees):
                return False
        return True

    def _suits(self, mentee: str, mentors: Sequence[str]) -> bool:
        """Return whether these mentors may lead a group with this mentee, at some hour, whoever else comes."""
        key = (mentee, tuple(mentors))
        if key not in self._suited:
            self._left_to_count -= TRIED_LIKE
            group, others = FormedGroup("", None, key[1], (mentee,)), self._intake.mentee_by_id.keys() - {mentee}
            # That somebody else is not here, whom a mentor must have, is not of their doing.
            self._suited[key] = not carry_too_few(self._intake, mentors) and not any(
                breach.people and others.isdisjoint(breach.people)
                for rule in RULES
                if type(rule).forbid is not Rule.forbid and not isinstance(rule, ScheduleRule)
                for breach in rule.breaches(self._intake, [group])
            )
        return self._suited[key]

    @cached_property
    def _mentors_free(self) -> Free:
        return free_table(self._intake.mentors, self._intake.slots, self._intake.program)


def leads_it(intake: Intake, lock: Lock, choice: Choice) -> bool:
    """Return whether these mentors, at this slot, are those of a lock, and it is its hour."""
    mentors, slot = choice
    at_its_hour = lock.slot is None or slot_at(intake, lock.slot) == slot
    return at_its_hour and set(lock.mentors) == set(mentors)


def lead_no_other(intake: Intake, lock: Lock, mentors: Sequence[str]) -> bool:
    """Return whether one of these mentors can lead no group but the one that is locked."""
    both = (intake.mentor_by_id[mentor] for mentor in lock.mentors if mentor in mentors)
    return any(intake.most_groups(mentor) <= 1 for mentor in both)


def carry_too_few(intake: Intake, mentors: Sequence[str]) -> bool:
    """Return whether one of these mentors may have fewer than the smallest group holds."""
    loads = (intake.max_mentees(intake.mentor_by_id[mentor]) for mentor in mentors)
    return any(load is not None and load < intake.program.groups.min_size for load in loads)
