"""What a result and its intake say of mentees who are left out: what reasons are held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.checking.sayings.bills import Accounts
from matcher.checking.sayings.counts import (
    ASSIGN,
    LOCKS,
    OF_MENTEE_AND_MENTOR,
    Counts,
    carry_too_few,
    lead_no_other,
    leads_it,
)
from matcher.intake.hours import free_table
from matcher.intake.people import Intake, Lock
from matcher.rules import RULES
from matcher.rules.locks import settled_ties
from matcher.rules.members.apart import ApartRule
from matcher.rules.members.together import together_clusters
from matcher.rules.rule import Breach, FormedGroup, Rule, known_of, slot_at

__all__ = ["Facts", "Free", "Proof"]

MOST_TRIED = 2_000
"""Times that somebody joins a group to see whether all rules hold; of many reasons, some spread evenly are tried so."""
MOST_CHOICES = 500
"""Choices of mentors that are tried, whether somebody could have them of whom it is said that they could have none."""
GROUPS_NAMED = 3
"""Groups that a reason names: so many people are tried in them for each."""

Free = NDArray[np.bool_]

_SIZE, _HOURS = "group size", "availability"
_OF_ALL_GROUPS = ("number of groups", "everyone")
_WHATEVER_THE_MENTORS = (_SIZE, *_OF_ALL_GROUPS)
_WHOEVER_ELSE_COMES = ("alone of their gender", "mix")

Choice = tuple[tuple[str, ...], str | None]
"""Mentors, by id, and the slot at which they could lead; None where groups get none."""


class Proof(NamedTuple):
    """What is said to be proved of groups: that none are better; of those with so many moves at most, or of all."""

    proved: bool
    moves: int | None


def _leading(intake: Intake) -> range:
    """Return how many mentors may lead a group."""
    groups = intake.program.groups
    return range(groups.fewest_mentors, groups.mentors + 1)


def _without(group: FormedGroup, people: Sequence[str]) -> FormedGroup:
    return group._replace(mentees=tuple(mentee for mentee in group.mentees if mentee not in people))


class Facts:
    """What is so of some mentees who are in none of these groups.

    Parameters
    ----------
    groups
        As somebody tells them: who is named twice counts once, and who is not in the intake not at all.
    by_hand
        Whether somebody changed them.
    proof
        None where it is not known.
    """

    def __init__(
        self,
        intake: Intake,
        groups: Sequence[FormedGroup],
        mentees: Sequence[str],
        *,
        by_hand: bool = False,
        proof: Proof | None = None,
    ) -> None:
        self.intake = intake
        self.by_hand = by_hand
        self.proof = proof
        self.accounts = Accounts(intake)
        self.groups = groups = [known_of(intake, group) for group in groups]
        self.by_id = {group.id: group for group in groups}
        self.slot_of = {group.id: slot_at(intake, group.slot) for group in groups}
        self.min_size, self.max_size = intake.program.groups.min_size, intake.program.groups.max_size
        people = [intake.mentee_by_id[mentee] for mentee in mentees]
        rows = free_table(people, intake.slots, intake.program)
        self._free: dict[str, Free] = dict(zip(mentees, rows, strict=True))
        ids = [mentee.id for mentee in intake.mentees]
        clusters = (*together_clusters(intake), *settled_ties(intake)[0])
        self._bound = {ids[one]: [ids[other] for other in bound] for bound in clusters for one in bound}
        self._led: dict[str, list[FormedGroup]] = {}
        for group in groups:
            for mentor in group.mentors:
                self._led.setdefault(mentor, []).append(group)
        self._asked = 0
        self._closed: dict[tuple[str, str], int] = {}
        self._each = max(1, len(mentees) * GROUPS_NAMED // MOST_TRIED)
        self._left_to_try = MOST_CHOICES
        self.counts = Counts(intake, self.coming)

    def free(self, mentee: str) -> Free:
        """Return (slots,): when a mentee can meet."""
        return self._free[mentee]

    def shared_hours(self, mentee: str) -> Free:
        """Return (slots,): when a mentee and everybody bound together with them can meet."""
        people = [self.intake.mentee_by_id[one] for one in self.coming(mentee)]
        rows = free_table(people, self.intake.slots, self.intake.program)
        shared: Free = np.logical_and.reduce(rows, axis=0)
        return shared

    def slots_at(self, free: Free) -> list[str]:
        """Return the texts of slots, in their order."""
        return [self.intake.slots[place].text for place in np.flatnonzero(free).tolist()]

    def slots_met_at(self) -> list[str]:
        """Return the texts of the slots at which a group meets, in their order."""
        met = {slot for slot in self.slot_of.values() if slot is not None}
        return [self.intake.slots[slot].text for slot in sorted(met)]

    def at_hours(self, mentee: str) -> list[str]:
        """Return the ids of the groups that meet when a mentee is free; of all where groups get no slot.

        Of a group with a slot that nobody knows it cannot be said that they are not free then.
        """
        free = self.free(mentee)
        return [group for group, slot in self.slot_of.items() if slot is None or bool(free[slot])]

    def coming(self, mentee: str) -> list[str]:
        """Return a mentee and everybody bound together with them."""
        return [mentee, *(other for other in self._bound.get(mentee, ()) if other != mentee)]

    def others_left_out(self, mentee: str) -> int:
        """Return how many are left out besides a mentee and everybody bound together with them."""
        return len(self._free.keys() - set(self.coming(mentee)))

    def broken_by(self, group: str, joining: Sequence[str], rules: Iterable[Rule] = RULES) -> set[Breach]:
        """Return what is broken by their joining a group, from wherever they are: anew, or of theirs and still so.

        That a group is too small is not of their doing, nor that a lock is not kept which keeps none of them from it.
        """
        one = self.by_id[group]
        near = {other.id: other for mentor in one.mentors for other in self._led[mentor] if other.id != group}
        before = _without(one, joining)
        after = before._replace(mentees=(*before.mentees, *joining))
        others = [_without(other, joining) for other in near.values()]
        too_many = len(after.mentees) > self.max_size
        held = [rule for rule in rules if rule.name != LOCKS and (too_many or rule.name != _SIZE)]
        was, then = (
            {breach for rule in held for breach in rule.breaches(self.intake, [one, *others])}
            for one in (before, after)
        )
        broken = {breach for breach in then if breach not in was or not set(joining).isdisjoint(breach.people)}
        kept = self._locked_out(one, joining)
        locks = [rule for rule in rules if rule.name == LOCKS]
        return broken | {rule.breach(f"a lock keeps it from {own}", own) for own in kept for rule in locks}

    def broken_by_another(self, another: FormedGroup) -> set[Breach]:
        """Return what is broken by a group that there is not, beside those that there are."""
        slot, led = slot_at(self.intake, another.slot), set(another.mentors)
        near = [
            one
            for one in self.groups
            if (slot is not None and self.slot_of[one.id] == slot) or not led.isdisjoint(one.mentors)
        ]
        # How many groups there are is counted over all of them, and that others are left out is no group's doing.
        held = [rule for rule in RULES if rule.name not in _OF_ALL_GROUPS]
        was, then = (
            {breach for rule in held for breach in rule.breaches(self.intake, groups)}
            for groups in (near, [*near, another])
        )
        return then - was

    def more_groups_may_be(self) -> bool:
        """Return whether there may be another group."""
        count = self.intake.program.groups.count
        return count is None or len(self.groups) < count

    def left_out(self, mentee: str) -> bool:
        """Return whether a mentee is in none of the groups."""
        return mentee not in self._placed

    @cached_property
    def _placed(self) -> frozenset[str]:
        return frozenset(mentee for group in self.groups for mentee in group.mentees)

    def blames(self, group: str, broken: Set[Breach], whom: str) -> bool:
        """Return whether what is broken by somebody's joining may be so for a ``mentor`` of the group, or a ``mentee``.

        Of a rule on a mentee and its mentors the mentee alone may be named.
        """
        one, named = self.by_id[group], {person for breach in broken for person in breach.people}
        own, others = (one.mentors, one.mentees) if whom == "mentor" else (one.mentees, one.mentors)
        return not named.isdisjoint(own) or named.isdisjoint(others)

    def _locked_out(self, group: FormedGroup, joining: Sequence[str]) -> Iterator[str]:
        """Yield whom a lock keeps from a group: its members from others, from what it keeps whole everybody else."""
        for lock in self.intake.locks:
            own = self._may_be(lock, group)
            taken = lock.kind == "whole-group" and (
                # Without an hour only those in it tell it from others that its mentors lead.
                (own and (lock.slot is not None or not set(lock.mentees).isdisjoint(group.mentees)))
                or self._bound_leaders(lock, group)
            )
            yield from (mentee for mentee in joining if (not own if mentee in lock.mentees else taken))

    def _may_be(self, lock: Lock, group: FormedGroup) -> bool:
        """Return whether a group is led as a lock says, and then."""
        return leads_it(self.intake, lock, (group.mentors, self.slot_of[group.id]))

    def _bound_leaders(self, lock: Lock, group: FormedGroup) -> bool:
        return lead_no_other(self.intake, lock, group.mentors)

    def permitted_choice(self, mentee: str, *, whenever: bool = False) -> Choice | None:
        """Return mentors who could certainly lead a group with a mentee at an hour of theirs; None where none is found.

        Of somebody who must come with others, and of whom a lock names, nothing is certain enough. The mentors of
        finished groups are tried first; then all, while there are tries left.

        Parameters
        ----------
        whenever
            Whether the mentee is taken to be free at every slot.
        """
        if len(self.coming(mentee)) > 1:
            return None
        for choice in self._choices(mentee, whenever):
            self._left_to_try -= 1
            if self._left_to_try < 0:
                return None
            if not self._named_by_lock(mentee, choice) and self._certainly_permitted(mentee, choice, whenever):
                return choice
        return None

    def _named_by_lock(self, mentee: str, choice: Choice) -> bool:
        people = {mentee, *choice[0]}
        return any(people & {*lock.mentors, *lock.mentees} for lock in self.intake.locks)

    def _choices(self, mentee: str, whenever: bool) -> Iterator[Choice]:
        """Yield mentors with a slot at which they and a mentee can meet, of finished groups first."""
        for group in self.slot_of if whenever else self.at_hours(mentee):
            if self.slot_of[group] is not None or not self.intake.scheduled:
                yield self.by_id[group].mentors, self.by_id[group].slot
        mentors, numbers = np.array(list(self.intake.mentor_by_id), object), _leading(self.intake)
        if not self.intake.scheduled:
            yield from ((led, None) for each in numbers for led in combinations(mentors, each))
            return
        free = self.free(mentee)
        for slot in np.flatnonzero(np.ones_like(free) if whenever else free).tolist():
            free_then = mentors[self._mentors_free[:, slot]]
            there = (led for each in numbers for led in combinations(free_then, each))
            yield from ((led, self.intake.slots[slot].text) for led in there)

    @cached_property
    def _mentors_free(self) -> Free:
        return free_table(self.intake.mentors, self.intake.slots, self.intake.program)

    def _certainly_permitted(self, mentee: str, choice: Choice, whenever: bool = False) -> bool:
        """Return whether a group of these mentors and this mentee alone breaks no rule but on who else is in it."""
        mentors, slot = choice
        if len(mentors) not in _leading(self.intake) or carry_too_few(self.intake, mentors):
            return False
        besides = (_HOURS, (mentee,)) if whenever else None
        return not self._against(FormedGroup("", slot, mentors, (mentee,)), {*mentors, mentee}, besides)

    def _against(
        self, group: FormedGroup, people: Set[str], besides: tuple[str, tuple[str, ...]] | None = None
    ) -> bool:
        """Return whether a group breaks a rule that concerns any of these, but on how many and who else is in it.

        `besides`: one breach, by rule and people, that does not count.
        """
        return any(
            people & set(breach.people) and (breach.rule, breach.people) != besides
            for rule in RULES
            if rule.name not in (*_WHATEVER_THE_MENTORS, *_WHOEVER_ELSE_COMES)
            for breach in rule.breaches(self.intake, [group])
        )

    def could_share(self, mentee: str, group: str) -> int:
        """Return how many of a group could certainly share its mentors with a mentee; 0 where nothing is certain."""
        one = self.by_id[group]
        self._left_to_try -= 2 + len(one.mentees)
        if len(self.coming(mentee)) > 1 or self.intake.locks or self._left_to_try < 0:
            return 0
        if not self._certainly_permitted(mentee, (one.mentors, one.slot)) or self._against(one, set(one.mentors)):
            return 0
        alone = [own for own in one.mentees if len(self.coming(own)) == 1]
        able = [own for own in alone if self._certainly_permitted(own, (one.mentors, one.slot))]
        beside = [own for own in able if not self._kept_apart(mentee, own)]
        # Of those who must not share a group, which in one changed by hand may be, one could come.
        return 0 if any(self._kept_apart(*two) for two in combinations(beside, 2)) else len(beside)

    def _kept_apart(self, one: str, other: str) -> bool:
        both = FormedGroup("", None, (), (one, other))
        return any(set(breach.people) == {one, other} for breach in ApartRule().breaches(self.intake, [both]))

    def most_closed(self, mentee: str, phrase: str) -> int | None:
        """Return of how many mentors at the most a rule could say this; None where that hangs on more than the two."""
        rules = self.closing.get(phrase, ())
        if not rules or any(rule.name not in OF_MENTEE_AND_MENTOR for rule in rules):
            return None
        key = (mentee, phrase)
        if key not in self._closed:
            alone = (FormedGroup("", None, (mentor,), (mentee,)) for mentor in self.intake.mentor_by_id)
            self._closed[key] = sum(
                any(mentee in breach.people for rule in rules for breach in rule.breaches(self.intake, [group]))
                for group in alone
            )
        return self._closed[key]

    def led_against_rules(self, group: str) -> bool:
        """Return whether no group at all may be led by a group's mentors at its hour."""
        one = self.by_id[group]
        if carry_too_few(self.intake, one.mentors):
            return True
        if any(self._bound_leaders(lock, one) and not self._may_be(lock, one) for lock in self.intake.locks):
            return True
        unfilled = one._replace(mentees=())
        besides = (*_WHATEVER_THE_MENTORS, *_WHOEVER_ELSE_COMES, ASSIGN, LOCKS)
        held = [rule for rule in RULES if rule.name not in besides]
        return any(breach for rule in held for breach in rule.breaches(self.intake, [unfilled]))

    def mentors_meet(self, group: str) -> bool:
        """Return whether all mentors of a group can meet when it does."""
        slot, mentors = self.slot_of[group], list(self.intake.mentor_by_id)
        places = [mentors.index(mentor) for mentor in self.by_id[group].mentors]
        return slot is None or bool(self._mentors_free[places, slot].all())

    def asked_about(self) -> bool:
        """Return whether this one is to be tried whole: every one, or of very many some spread evenly."""
        self._asked += 1
        return self._asked % self._each == 0

    @cached_property
    def said_of_none(self) -> Mapping[str, str]:
        """What each rule says of one that is closed, by what it says that none of them does where all are."""
        said = ((rule.of_none(self.intake), rule.phrase(self.intake, 1)) for rule in RULES)
        return {of_none: phrase for of_none, phrase in said if of_none is not None}

    @cached_property
    def closing(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules by what each says of somebody who cannot join."""
        said: dict[str, tuple[Rule, ...]] = {}
        for rule in RULES:
            for phrase in {rule.phrase(self.intake, count) for count in (1, 2)}:
                said[phrase] = (*said.get(phrase, ()), rule)
        return said
