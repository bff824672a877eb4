"""What ``locks.csv`` settles stays: a pair of mentors, a group's hour, somebody's group, a whole group."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from matcher.intake.people import Intake, Lock
from matcher.rules.members.assign import Needed
from matcher.rules.rule import Breach, FormedGroup, Masks, Rule, slot_at
from matcher.rules.rule_model import RuleModel

__all__ = ["LockRule", "kept_from", "kept_whole", "locked_mentees", "settled_in", "settled_ties"]


def locked_mentees(intake: Intake) -> dict[str, Lock]:
    """Return the lock, the first of several, by which each mentee must be placed."""
    locked: dict[str, Lock] = {}
    for lock in intake.locks:
        for mentee in lock.mentees:
            locked.setdefault(mentee, lock)
    return locked


def settled_ties(intake: Intake) -> tuple[list[tuple[int, ...]], list[tuple[int, int]]]:
    """Return what keeps whole groups whole where neither masks nor a seat's room can: clusters, and pairs kept apart.

    That is where groups get no slot and both mentors may lead more: then nothing tells their groups from each other.
    """
    clusters, apart = [], []
    for lock in intake.locks:
        several = all(intake.most_groups(intake.mentor_by_id[mentor]) > 1 for mentor in lock.mentors)
        if lock.kind == "whole-group" and several and not intake.scheduled:
            members = [intake.mentee_position[mentee] for mentee in lock.mentees]
            clusters += [tuple(members)] if len(members) > 1 else []
            apart += [(members[0], other) for other in range(len(intake.mentees)) if other not in members]
    return clusters, apart


def settled_in(intake: Intake, group: FormedGroup) -> tuple[str, ...]:
    """Return what of a group locks settle, in words; one that leaves the hour open counts wherever its mentors lead."""
    return tuple(lock.told for lock in intake.locks if _keeps(intake, lock, group))


def kept_whole(intake: Intake, group: FormedGroup) -> bool:
    """Return whether a lock says that nobody joins a group, and nobody leaves it."""
    return any(lock.kind == "whole-group" and _keeps(intake, lock, group) for lock in intake.locks)


def kept_from(intake: Intake, lock: Lock, mentees: Collection[str], mentors: Sequence[str], slot: str | None) -> bool:
    """Return whether a lock by itself keeps these mentees, all in one group, from these mentors at this slot.

    Without mentees: whether it keeps these mentors from leading a group then at all.
    """
    locked = set(lock.mentors) == set(mentors) and lock.slot in (None, slot)
    leaders = (intake.mentor_by_id[mentor] for mentor in lock.mentors if mentor in mentors)
    only_there = any(intake.most_groups(mentor) <= 1 for mentor in leaders)
    if not locked:
        return only_there or not set(lock.mentees).isdisjoint(mentees)
    if lock.kind != "whole-group" or set(mentees) <= set(lock.mentees):
        return False
    return only_there or lock.slot is not None or not set(lock.mentees).isdisjoint(mentees)


class LockRule(Rule):
    """What is locked stays."""

    name = "locks"
    of_the_named = True

    def narrow(self, intake: Intake, masks: Masks) -> None:
        """Leave to whoever is locked what the lock says; to mentors only where they lead no other group besides."""
        needed = Needed(masks)
        for lock in intake.locks:
            leaders = [intake.mentor_position[mentor] for mentor in lock.mentors]
            members = [intake.mentee_position[mentee] for mentee in lock.mentees]
            single = [place for place in leaders if intake.most_groups(intake.mentors[place]) <= 1]
            if members:
                only = np.zeros(len(intake.mentors), bool)
                only[leaders] = True
                masks.welcome[members] &= only
            if lock.slot is not None:
                at_slot = np.arange(len(intake.slots)) == slot_at(intake, lock.slot)
                masks.mentee_free[members] &= at_slot
                masks.mentor_free[single] &= at_slot
            if len(leaders) > intake.program.groups.fewest_mentors:
                needed.add(members, leaders)
            for mentor in single:
                masks.solo[mentor] &= len(leaders) == 1
                partners = np.isin(np.arange(len(intake.mentors)), leaders)
                masks.pairable[mentor] &= partners
                masks.pairable[:, mentor] &= partners
                if lock.kind == "whole-group":
                    masks.welcome[~np.isin(np.arange(len(intake.mentees)), members), mentor] = False
        needed.take(masks)

    def add_to(self, model: RuleModel) -> None:
        """State that each group that must be there is; that its members are placed is said by `AssignRule`."""
        for demand in model.problem.demands:
            model.add_row(np.flatnonzero(demand.met_by(model.seats)), 1, 1, None)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield locks that no group keeps."""
        for lock in intake.locks:
            if not any(_keeps(intake, lock, group) for group in groups):
                yield self.breach(f"{lock}, but in these groups it is not so", *lock.mentors, *lock.mentees)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return f"{'is' if count == 1 else 'are'} kept from them by a lock"


def _keeps(intake: Intake, lock: Lock, group: FormedGroup) -> bool:
    if set(group.mentors) != set(lock.mentors):
        return False
    if lock.slot is not None and slot_at(intake, group.slot) != slot_at(intake, lock.slot):
        return False
    if lock.kind == "whole-group":
        return set(group.mentees) == set(lock.mentees)
    return set(group.mentees) >= set(lock.mentees)
