"""Why mentors are idle, and what there is too little of: what counting shows, and nothing that it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.report.view.naming import Naming
from matcher.report.view.phrases import Phrases
from matcher.result.records import Group
from matcher.rules import RULES, Masks
from matcher.rules.locks import kept_whole
from matcher.rules.rule import FormedGroup, slot_at
from matcher.why.reasons.turns import needed_by_every_pair

__all__ = ["Scarcity"]

MOST_WANTED = 3
"""Mentors wanted by more than they can have who are named."""

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


class _Limit(NamedTuple):
    """At most so many groups there can be, and why: a main clause without its end."""

    groups: int
    why: str


class Scarcity:
    """What counting shows of an intake and the groups formed of it.

    Parameters
    ----------
    groups
        The groups as they stand, also changed by hand.
    """

    def __init__(self, intake: Intake, groups: Sequence[Group], naming: Naming, phrases: Phrases) -> None:
        self._intake = intake
        self._groups = groups
        self._naming = naming
        self._phrases = phrases
        self._fewest = intake.program.groups.fewest_mentors
        self._per_group = intake.program.groups.mentors
        self._least = intake.program.groups.min_size
        self._masks = Masks.everything(intake)
        for rule in RULES:
            rule.forbid(intake, self._masks)

    def idle(self) -> tuple[str, ...]:
        """Return why mentors are idle, a sentence each; empty where none is."""
        leading = {mentor for group in self._groups for mentor in group.mentors}
        idle = [mentor.id for mentor in self._intake.mentors if mentor.id not in leading]
        if not idle:
            return ()
        told = [*self._never_told(), *self._most_groups_told()]
        if not told:
            placed = sum(len(group.mentees) for group in self._groups)
            told.append(self._phrases("idle.spare" if placed == len(self._intake.mentees) else "idle.unshown"))
        return tuple(told)

    def scarce(self) -> tuple[str, ...]:
        """Return what there is too little of, a sentence each."""
        return (*self._full_told(), *self._rooms_told(), *self._wanted_told())

    # Mentors who can lead nothing ------------------------------------------------------------------------------------

    @cached_property
    def _partners(self) -> Mask:
        """(mentors, mentors): the two may lead, and lead together, and share a slot."""
        masks = self._masks
        free = masks.mentor_free.astype(np.float32)
        partners: Mask = masks.pairable & (free @ free.T > 0) & np.outer(self._within_limits, self._within_limits)
        return partners

    @cached_property
    def _within_limits(self) -> Mask:
        """(mentors,): their limits of groups and mentees let them lead one."""
        limits = [(self._intake.max_groups(one), self._intake.max_mentees(one)) for one in self._intake.mentors]
        return np.array([groups > 0 and (most is None or most >= self._least) for groups, most in limits], bool)

    @cached_property
    def _never(self) -> dict[str, Mask]:
        """(mentors,) by what shows it: can lead no group, whatever is done; each for the first thing that shows it."""
        masks = self._masks
        welcome = (masks.welcome.T.astype(np.float32) @ masks.mentee_free.astype(np.float32)) * masks.mentor_free
        shown = {
            "limit": ~self._within_limits,
            "hours": ~masks.mentor_free.any(axis=1),
            "partner": ~self._partners.any(axis=1) & ~masks.solo,
            "mentees": welcome.max(axis=1, initial=0) < self._least,
        }
        told = np.zeros(len(self._within_limits), bool)
        for name, mask in shown.items():
            shown[name] = mask & ~told
            told |= mask
        return shown

    @cached_property
    def _could(self) -> Mask:
        """(mentors,): whom nothing of this keeps from leading."""
        could: Mask = ~np.logical_or.reduce(list(self._never.values()))
        return could

    def _never_told(self) -> Iterator[str]:
        for name, mask in self._never.items():
            if mask.any():
                alone = "_or_alone" if name == "partner" and self._fewest < self._per_group else ""
                count, names = int(mask.sum()), self._names(mask)
                yield self._phrases(f"idle.{name}{alone}", count, names=names, least=self._least)

    # Limits on the number of groups ----------------------------------------------------------------------------------

    def _most_groups_told(self) -> Iterator[str]:
        could = int(self._could.sum())
        limits = [limit for limit in self._limits() if limit.groups * self._per_group < could]
        if limits:
            limit = min(limits, key=lambda limit: limit.groups)
            everybody = len(self._intake.mentors)
            idle = everybody - limit.groups * self._per_group
            mentors = self._phrases("page.mentors_counted", everybody)
            yield self._phrases("idle.most", limit.groups, why=limit.why, idle=idle, mentors=mentors)

    def _limits(self) -> Iterator[_Limit]:
        """Yield what limits the number of groups, the plainest first."""
        phrases, program, could = self._phrases, self._intake.program, self._could
        if program.groups.count is not None:
            yield _Limit(program.groups.count, phrases("idle.count", program.groups.count))
        if (mentees := self._placeable()) // self._least < len(could):
            told = phrases("page.mentees", mentees)
            yield _Limit(mentees // self._least, phrases("idle.placeable", mentees, mentees=told, least=self._least))
        if program.schedule.max_groups_per_slot is not None and self._intake.scheduled:
            yield self._by_rooms(program.schedule.max_groups_per_slot)
        if self._fewest == 2:
            if program.gender.pair == "mixed":
                yield self._by_gender()
            yield self._by_partners()
            led = int(self._led()[could].sum())
            told = phrases("page.mentors_counted", int(could.sum()))
            yield _Limit(led // 2, phrases("idle.two", led, mentors=told))

    def _placeable(self) -> int:
        """Return how many mentees can meet a mentor whom they may have, and who could lead."""
        masks = self._masks
        meet = masks.mentee_free.astype(np.float32) @ masks.mentor_free.T.astype(np.float32) > 0
        return int((masks.welcome & meet)[:, self._could].any(axis=1).sum())

    def _by_rooms(self, rooms: int) -> _Limit:
        masks = self._masks
        mentors = masks.mentor_free[self._could].sum(axis=0)
        slots = int(((mentors >= self._fewest) & (masks.mentee_free.sum(axis=0) >= self._least)).sum())
        return _Limit(rooms * slots, self._phrases("idle.rooms", slots, rooms=rooms))

    def _led(self) -> Ints:
        """Return (mentors,): how many groups each may lead at most."""
        return np.array([self._intake.most_groups(mentor) for mentor in self._intake.mentors], np.int64)

    def _by_gender(self) -> _Limit:
        genders = [mentor.gender_key for mentor in self._intake.mentors]
        counts = Counter(gender for gender, could in zip(genders, self._could, strict=True) if could)
        if not counts:
            return _Limit(0, "")
        most = max(counts, key=lambda gender: counts[gender])
        others = self._could & np.array([gender != most for gender in genders], bool)
        spelled = next(mentor.gender for mentor in self._intake.mentors if mentor.gender_key == most)
        led = int(self._led()[others].sum())
        mentors = self._phrases("page.mentors_counted", int(self._could.sum()))
        return _Limit(led, self._phrases("idle.gender", int(others.sum()), mentors=mentors, gender=spelled, led=led))

    def _by_partners(self) -> _Limit:
        """Return the limit by mentors of whom every pair holds one: all but some of whom no two may lead together."""
        needed = needed_by_every_pair(self._partners) & self._could
        led = int(self._led()[needed].sum())
        return _Limit(led, self._phrases("idle.needed", int(needed.sum()), names=self._names(needed), led=led))

    # What is scarce --------------------------------------------------------------------------------------------------

    def _full_told(self) -> Iterator[str]:
        load: Counter[str] = Counter()
        for group in self._groups:
            load.update(dict.fromkeys(group.mentors, len(group.mentees)))
        size = self._intake.program.groups.max_size
        others = [group for group in self._groups if len(group.mentees) < size]
        kept = [group for group in others if kept_whole(self._intake, _formed(group))]
        full = len(self._groups) - len(others)
        taken = sum(self._is_taken(group, load) for group in others if group not in kept)
        groups = self._phrases("verdict.groups", len(self._groups))
        if full and not others:
            yield self._phrases("scarce.both_full") if full == 2 else self._phrases("scarce.all_full", full)
        elif full:
            yield self._phrases("scarce.full", full, groups=groups)
        if kept:
            yield self._phrases("scarce.kept", len(kept))
        if taken:
            yield self._phrases("scarce.taken", taken)

    def _is_taken(self, group: Group, load: Counter[str]) -> bool:
        """Return whether a mentor of a group may have no more mentees."""
        limits = ((mentor, self._intake.max_mentees(self._intake.mentor_by_id[mentor])) for mentor in group.mentors)
        return any(most is not None and load[mentor] >= most for mentor, most in limits)

    def _rooms_told(self) -> Iterator[str]:
        rooms = self._intake.program.schedule.max_groups_per_slot
        if rooms is None:
            return
        taken = Counter(slot_at(self._intake, group.slot) for group in self._groups)
        full = sum(count >= rooms for slot, count in taken.items() if slot is not None)
        if full:
            yield self._phrases("scarce.rooms", full, rooms=rooms)

    def _wanted_told(self) -> Iterator[str]:
        wanted = Counter(mentee.preferred_mentors[0] for mentee in self._intake.mentees if mentee.preferred_mentors)
        over = [(own, count, self._room(own)) for own, count in wanted.items() if count > self._room(own)]
        for own, count, room in sorted(over, key=lambda one: one[2] - one[1])[:MOST_WANTED]:
            yield self._phrases("scarce.wanted", count, name=self._naming.of(own).called, room=room)

    def _room(self, own: str) -> int:
        """Return how many mentees a mentor may have at most."""
        mentor = self._intake.mentor_by_id[own]
        room = self._intake.max_groups(mentor) * self._intake.program.groups.max_size
        most = self._intake.max_mentees(mentor)
        return room if most is None else min(room, most)

    def _names(self, mask: Mask) -> str:
        return self._phrases.listing(
            [self._naming.of(self._intake.mentors[place].id).called for place in np.flatnonzero(mask)]
        )


def _formed(group: Group) -> FormedGroup:
    return FormedGroup(group.id, group.slot, group.mentors, group.mentees)
