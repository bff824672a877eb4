"""Locks that cannot be kept, whatever else is done: what stands against each, by itself."""

from __future__ import annotations

import numpy as np

from matcher.intake.findings import count_of
from matcher.intake.people import Intake, Lock
from matcher.problem.problem import Problem
from matcher.rules.rule import slot_at
from matcher.why.reasons.wording import listing

__all__ = ["locks_in_vain"]


def locks_in_vain(intake: Intake, problem: Problem) -> dict[Lock, str]:
    """Return the locks that rules or hours stand against by themselves, each with a sentence that has its reason."""
    against = {lock: _against(intake, problem, lock) for lock in intake.locks}
    return {
        lock: f"{lock}, but {told}; change that, or take the lock out"
        for lock, told in against.items()
        if told is not None
    }


def _against(intake: Intake, problem: Problem, lock: Lock) -> str | None:
    """Return what stands against a lock, None where nothing does by itself."""
    leaders = [intake.mentor_position[mentor] for mentor in lock.mentors]
    members = [intake.mentee_position[mentee] for mentee in lock.mentees]
    alone = problem.alone
    idle = [intake.mentors[place].id for place in leaders if not alone.leads[place]]
    if idle:
        return f"{listing(idle)} cannot lead any group (max_groups, max_mentees)"
    if len(leaders) == 2 and not alone.pairable[leaders[0], leaders[1]]:
        return f"{listing(list(lock.mentors))} may not lead together"
    unwelcome = [mentee for mentee in lock.mentees if not _welcome(intake, problem, mentee, leaders)]
    if unwelcome:
        return f"{listing(unwelcome)} may not be in a group of {listing(list(lock.mentors))}"
    crowded = [intake.mentors[place].id for place in leaders if problem.max_mentees[place] < len(members)]
    if crowded:
        return f"{listing(crowded)} may not have that many mentees (max_mentees)"
    told = _hours(intake, problem, lock, leaders, members) if intake.scheduled else None
    return told or _too_few(intake, problem, lock, leaders)


def _too_few(intake: Intake, problem: Problem, lock: Lock, leaders: list[int]) -> str | None:
    first, second = sorted(leaders) if len(leaders) == 2 else (leaders[0], problem.mentors)
    seats = problem.seats_of(np.array([first]), np.array([second]))
    if lock.slot is not None:
        seats = seats[seats.slot == slot_at(intake, lock.slot)]
    most = int(problem.permitted(seats).sum(axis=1).max(initial=0))
    if most >= problem.min_size:
        return None
    return f"{count_of(most, 'mentee')} could come to such a group, and it needs {problem.min_size}"


def _welcome(intake: Intake, problem: Problem, mentee: str, leaders: list[int]) -> bool:
    place, alone = intake.mentee_position[mentee], problem.alone
    either = all(mask[place, leaders].any() for mask in alone.either)
    return bool(alone.welcome[place, leaders].all()) and either


def _hours(intake: Intake, problem: Problem, lock: Lock, leaders: list[int], members: list[int]) -> str | None:
    free = np.vstack([problem.alone.mentor_free[leaders], problem.alone.mentee_free[members]])
    if lock.slot is not None:
        at_slot = free[:, [slot_at(intake, lock.slot) or 0]].ravel()
        absent = [own for own, can in zip((*lock.mentors, *lock.mentees), at_slot, strict=True) if not can]
        return f"{listing(absent)} cannot meet then" if absent else None
    if not free.all(axis=0).any():
        return f"{listing([*lock.mentors, *lock.mentees])} are free at no common slot"
    return None
