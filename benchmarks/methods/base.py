"""What every method is given, and what it gives back."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher import Intake, read_intake
from matcher.problem.problem import Problem, Seats, build_problem
from matcher.rules import FormedGroup

__all__ = [
    "Answer",
    "Point",
    "RefusedError",
    "Task",
    "formed_groups",
    "group_numbers",
    "objective_of",
    "refuse_what_ties_groups",
    "seats_of",
]

Ints = NDArray[np.int64]


class RefusedError(Exception):
    """The method has no way to say a rule of this intake."""


@dataclass(frozen=True, slots=True)
class Point:
    """What a method had after so many seconds; None: nothing yet."""

    seconds: float
    objective: int | None
    bound: int | None


@dataclass(frozen=True)
class Answer:
    """What a method returns.

    Parameters
    ----------
    groups
        None where it found none.
    objective, bound
        As the method itself tells them, points; `bound` None where it has none.
    """

    groups: tuple[FormedGroup, ...] | None
    objective: int | None = None
    bound: int | None = None


@dataclass
class Task:
    """One intake to solve, and the clock, which starts when the task is made.

    Parameters
    ----------
    data
        The intake in its JSON form: reading it is part of the task, for every method.
    seconds
        Wall time from now on.
    effort
        Of `match`; the other methods work until their time is over.
    trace
        What the method told along the way.
    """

    data: dict[str, Any]
    seconds: float
    seed: int = 0
    effort: str = "normal"
    trace: list[Point] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    @property
    def spent(self) -> float:
        """Seconds since the task was made."""
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds until time is over, never under 0."""
        return max(0.0, self.seconds - self.spent)

    @cached_property
    def intake(self) -> Intake:
        """The intake, read."""
        return read_intake(self.data["mentors"], self.data["mentees"], self.data["program"], self.data["constraints"])

    @cached_property
    def problem(self) -> Problem:
        """Scores and permissions as arrays: the same for every method, so that all maximise the same objective."""
        return build_problem(self.intake)

    def tell(self, objective: int | None, bound: int | None) -> None:
        """Note what the method has by now, if that is news."""
        known = self.trace[-1] if self.trace else None
        if known is None or (known.objective, known.bound) != (objective, bound):
            self.trace.append(Point(self.spent, objective, bound))


def refuse_what_ties_groups(task: Task) -> None:
    """Refuse intakes with a rule beyond who may be with whom, when, in groups of what size.

    Raises
    ------
    RefusedError
        Naming the rules that the three simple methods do not model.
    """
    problem, program = task.problem, task.intake.program
    rules = {
        "no_lone": bool(problem.lone_genders),
        "require wishes met by one mentor": bool(problem.either),
        "everyone": problem.everyone,
        "count": problem.count is not None,
        "max_groups_per_slot": problem.max_groups_per_slot is not None,
        "constraints": bool(task.intake.constraints) or bool(problem.together) or bool(problem.apart),
        "avoid": any(person.avoid for person in (*task.intake.mentors, *task.intake.mentees)),
        "mentors of two groups": bool((problem.max_groups > 1).any()),
        "max_mentees": bool((problem.max_mentees < problem.max_size).any()),
        "no schedule": not problem.scheduled,
        f"mode {program.objective.mode}": program.objective.mode != "total",
    }
    found = [name for name, there in rules.items() if there]
    if found:
        raise RefusedError(", ".join(found))


def group_numbers(problem: Problem) -> int:
    """Return how many groups there can be at most: as mentors and mentees allow."""
    leading = int(problem.max_groups[problem.leads].sum()) // problem.per_group
    return min(leading, problem.mentees // problem.min_size)


def seats_of(problem: Problem, chosen: Sequence[tuple[int, int, int]]) -> Seats:
    """Return the seats of (first mentor, second mentor or `Problem.mentors`, slot)."""
    first, second, slot = np.array(chosen, np.int64).reshape(-1, 3).T
    return Seats(first, second, slot, np.full(len(first), problem.max_size, np.int64), problem.mentors)


def formed_groups(task: Task, seats: Seats, seat_of: Ints) -> tuple[FormedGroup, ...]:
    """Return groups by ids; seats without members go.

    Parameters
    ----------
    seat_of
        (mentees,): position of the mentee's seat, -1 for those left out.
    """
    intake = task.intake
    members: list[list[str]] = [[] for _ in range(len(seats))]
    for mentee, seat in zip(intake.mentees, seat_of.tolist(), strict=True):
        if seat >= 0:
            members[seat].append(mentee.id)
    leaders = zip(seats.first.tolist(), seats.second.tolist(), seats.slot.tolist(), members, strict=True)
    return tuple(
        FormedGroup(
            f"G{number}",
            intake.slots[slot].text if intake.scheduled else None,
            tuple(intake.mentors[mentor].id for mentor in (first, second) if mentor != seats.nobody),
            tuple(mentees),
        )
        for number, (first, second, slot, mentees) in enumerate(leaders, 1)
        if mentees
    )


def objective_of(problem: Problem, seats: Seats, seat_of: Ints) -> int:
    """Return the objective of a grouping by positions, points; a seat with members counts its pair."""
    placed = np.flatnonzero(seat_of >= 0)
    seat = seat_of[placed]
    used = np.unique(seat)
    gain = problem.gain(placed, seats.first[seat], seats.second[seat]).sum()
    return problem.base + int(gain) + int(problem.pair_gain(seats.first[used], seats.second[used]).sum())
