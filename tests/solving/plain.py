"""Pricing and choosing read a second time, in plain Python, from their definitions; and problems drawn at random.

Nothing of `matcher.solving` is called here. A problem is drawn as arrays, so that its numbers can lie at any edge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.problem.problem import Aim, BestAlone, Demand, Problem
from matcher.rules import Masks

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
UNITS = 64
"""Units in a point: that is part of what the kernel promises."""


@dataclass(frozen=True)
class Draw:
    """What a problem is drawn from.

    Parameters
    ----------
    points
        The largest score of a mentee with a mentor.
    step
        Scores are multiples of it: few different ones make ties.
    genders
        How many genders must not be alone.
    levels
        None, ``ranked`` or ``banded``.
    level_points
        The largest bonus of a level.
    several
        Whether mentors may lead more than one group, and have a limit on mentees.
    """

    mentees: int
    mentors: int = 3
    slots: int = 1
    points: int = 20
    step: int = 1
    min_size: int = 1
    max_size: int = 4
    per_group: int = 2
    genders: int = 0
    either: int = 0
    levels: str | None = None
    level_points: int = 10
    clusters: int = 0
    apart: int = 0
    several: bool = False
    welcome: float = 0.9
    free: float = 0.9
    unmatched: int = 10
    demands: int = 0
    must: float = 0.0
    rooms: int | None = None
    scheduled: bool = True


def drawn_problem(random: Random, draw: Draw) -> Problem:
    """Return a problem; whether anything at all satisfies it nobody promises."""
    numbers = np.random.default_rng(random.getrandbits(64))
    mentees, mentors, slots = draw.mentees, draw.mentors, draw.slots if draw.scheduled else 1

    def with_nobody(table: NDArray[np.generic], value: object) -> NDArray[np.generic]:
        return np.column_stack([table, np.full(len(table), value, table.dtype)])

    score = numbers.integers(0, draw.points // draw.step + 1, (mentees, mentors)) * draw.step
    rank = numbers.integers(1, 4, (mentees, mentors))
    pair_score = np.zeros((mentors + 1, mentors + 1), np.int64)
    pair_score[:-1, :-1] = numbers.integers(0, draw.points + 1, (mentors, mentors))
    gender = numbers.integers(0, draw.genders + 1, mentees)
    order = numbers.permutation(mentees).tolist()
    clusters = tuple(tuple(sorted(order[2 * one : 2 * one + 2])) for one in range(draw.clusters))
    pairs = [(a, b) for a, b in combinations(range(mentors), 2)]
    apart = tuple(tuple(sorted(random.sample(range(mentees), 2))) for _ in range(draw.apart))
    clustered = set(clusters)
    max_groups = numbers.integers(1, 3, mentors) if draw.several else np.ones(mentors, np.int64)
    most = (
        numbers.integers(draw.min_size, 2 * draw.max_size + 1, mentors) if draw.several else np.full(mentors, mentees)
    )
    demands = (
        tuple(Demand(a, b, None, None) for a, b in random.sample(pairs, draw.demands)) if draw.per_group == 2 else ()
    )
    return Problem(
        mentees=mentees,
        mentors=mentors,
        slots=slots,
        scheduled=draw.scheduled,
        per_group=draw.per_group,
        score=with_nobody(score, 0).astype(np.int64),
        pair_score=np.maximum(pair_score, pair_score.T),
        rank=with_nobody(rank, 3).astype(np.int64),
        best_alone=BestAlone.known(np.sort(score, axis=1)[:, -2:].sum(axis=1)),
        welcome=with_nobody(numbers.random((mentees, mentors)) < draw.welcome, True).astype(bool),
        either=tuple(
            with_nobody(numbers.random((mentees, mentors)) < 0.7, False).astype(bool) for _ in range(draw.either)
        ),
        pairable=~np.eye(mentors, dtype=bool),
        leads=np.ones(mentors, bool),
        mentee_free=numbers.random((mentees, slots)) < draw.free if draw.scheduled else np.ones((mentees, 1), bool),
        mentor_free=np.ones((mentors + 1, slots), bool),
        alone=Masks.nothing(),
        max_groups=max_groups,
        max_mentees=most,
        min_size=draw.min_size,
        max_size=draw.max_size,
        count=None,
        everyone=False,
        must_place=numbers.random(mentees) < draw.must,
        max_groups_per_slot=draw.rooms,
        lone_genders=tuple(gender == one for one in range(1, draw.genders + 1)),
        together=clusters,
        apart=tuple(pair for pair in dict.fromkeys(apart) if pair not in clustered),
        unmatched=np.full(mentees, draw.unmatched),
        solo=np.zeros(mentors, bool),
        demands=demands,
        aim=_aim(numbers, draw),
    )


def _aim(numbers: np.random.Generator, draw: Draw) -> Aim:
    if draw.levels is None:
        return Aim()
    banded = draw.levels == "banded"
    bonus = numbers.integers(-draw.level_points, draw.level_points + 1, 5 if banded else 4)
    return Aim(int(numbers.integers(0, 2)), bonus, int(numbers.integers(-draw.level_points, 1)), banded)


# Pricing ------------------------------------------------------------------------------------------------------------


class Seat(NamedTuple):
    """A seat as plain numbers."""

    first: int
    second: int
    slot: int
    room: int


def points_of(problem: Problem, mentee: int, mentor: int) -> int:
    """What a mentee scores with a mentor, units; bound together: the mean of all of them, rounded up."""
    members = next((cluster for cluster in problem.together if mentee in cluster), (mentee,))
    total = sum(int(problem.score[one, mentor]) for one in members) * problem.aim.weight * UNITS
    return -(-total // len(members))


def level_of(problem: Problem, mentee: int, seat: Seat) -> int:
    """The level of a mentee at a seat."""
    if not problem.aim.banded:
        return min(int(problem.rank[mentee, seat.first]), int(problem.rank[mentee, seat.second]))
    levels, best = len(problem.aim.bonus), int(problem.best[mentee])
    points = int(problem.score[mentee, seat.first]) + int(problem.score[mentee, seat.second])
    return levels - 1 if best <= 0 else min(levels - 1, points * levels // best)


def last_room(problem: Problem, mentor: int) -> int:
    """How many mentees a mentor's last group has room for where its others are full; 0 where that is no limit."""
    if mentor == problem.mentors:
        return 0
    size, most = problem.max_size, int(problem.max_mentees[mentor])
    groups = range(1, int(problem.max_groups[mentor]))
    return next((most - full * size for full in groups if full * size < most < (full + 1) * size), 0)


def gains_at(problem: Problem, seat: Seat, reward: Sequence[int], toll: int) -> dict[int, int]:
    """What each mentee who may sit there adds, units; ties between mentees are left out of account."""
    gains = {}
    for mentee in range(problem.mentees):
        both = (seat.first, seat.second)
        if not problem.mentee_free[mentee, seat.slot] or not all(problem.welcome[mentee, one] for one in both):
            continue
        if not all(any(rule[mentee, one] for one in both) for rule in problem.either):
            continue
        gain = sum(points_of(problem, mentee, one) for one in both) + reward[mentee] - toll
        if len(problem.aim.bonus):
            bonus = int(problem.aim.bonus[level_of(problem, mentee, seat)])
            gain += UNITS * (bonus - problem.aim.left_out)
        gains[mentee] = gain
    return gains


def kind_of(problem: Problem, mentee: int) -> int:
    """The number of a mentee's gender among those that must not be alone, from 1; 0: none of them."""
    return next((number for number, gender in enumerate(problem.lone_genders, 1) if gender[mentee]), 0)


def best_value(problem: Problem, gains: Mapping[int, int], room: int) -> int | None:
    """The largest sum over members that size and `no_lone` permit; None where none are permitted."""
    totals = {0: 0}
    for kind in range(len(problem.lone_genders) + 1):
        falling = sorted((gain for one, gain in gains.items() if kind_of(problem, one) == kind), reverse=True)
        sums = [0]
        for gain in falling[:room]:
            sums.append(sums[-1] + gain)
        merged: dict[int, int] = {}
        for total, value in totals.items():
            for count, added in enumerate(sums):
                if total + count <= room and not (kind and count == 1):
                    merged[total + count] = max(merged.get(total + count, value + added), value + added)
        totals = merged
    return max((value for total, value in totals.items() if total >= problem.min_size), default=None)


def is_permitted(problem: Problem, members: Sequence[int], room: int) -> bool:
    """Whether size and `no_lone` permit these members."""
    kinds = [kind_of(problem, one) for one in members]
    alone = any(kind and kinds.count(kind) == 1 for kind in kinds)
    return problem.min_size <= len(members) <= room and not alone and len(set(members)) == len(members)


def first_best(gains: Mapping[int, int], least: int, room: int) -> list[int]:
    """The best members where nobody minds being alone, the first of equals; nobody without need who adds nothing."""
    order = sorted(gains, key=lambda one: (-gains[one], one))
    return [one for place, one in enumerate(order[:room]) if place < least or gains[one] > 0]


# Cuts ---------------------------------------------------------------------------------------------------------------


class Cuts:
    """Cuts with prices: a cut's hub, its first, weighs one less than its others are, each of them one.

    Parameters
    ----------
    people
        How many mentees and mentors there are; mentors are counted on from the mentees.
    """

    def __init__(self, people: int, cuts: Sequence[Sequence[int]], prices: Sequence[int]) -> None:
        self.rows, self.prices = [[*cut] + [-1] * (5 - len(cut)) for cut in cuts], np.array(prices, np.int64)
        self.quota = np.array([len(cut) - 1 for cut in cuts])
        self.weights = np.zeros((len(cuts), people), np.int64)
        for row, (hub, *others) in enumerate(cuts):
            self.weights[row, hub] = len(others) - 1
            self.weights[row, others] = 1

    def cost(self, problem: Problem, seat: Seat, members: Sequence[int]) -> int:
        """What a seat with these members pays: of the people of a cut its mentors are some."""
        mentors = [problem.mentees + one for one in (seat.first, seat.second) if one < problem.mentors]
        reached = self.weights[:, [*mentors, *members]].sum(axis=1) >= self.quota
        return int(self.prices[reached].sum())


def every_choice(problem: Problem, gains: Mapping[int, int], room: int) -> list[tuple[int, ...]]:
    """Every set of members, ascending, that size and `no_lone` permit."""
    people = sorted(gains)
    sizes = range(problem.min_size, min(room, len(people)) + 1)
    sets = (members for size in sizes for members in combinations(people, size))
    return [members for members in sets if is_permitted(problem, members, room)]


def good_choices(random: Random, problem: Problem, gains: Mapping[int, int], seat: Seat, cuts: Cuts) -> list[list[int]]:
    """Some sets of members, each made better by leaving out whoever costs, one after the other."""

    def value(members: Sequence[int]) -> int:
        return sum(gains[one] for one in members) - cuts.cost(problem, seat, members)

    found = []
    for _ in range(5):
        falling = sorted(gains, key=lambda one: -gains[one] + random.choice((0, random.randint(0, 400))))
        members = falling[: seat.room]
        while len(members) > problem.min_size:
            fewer = max(([one for one in members if one != out] for out in members), key=value)
            if value(fewer) <= value(members):
                break
            members = fewer
        found.append(members)
    return found


# The largest points --------------------------------------------------------------------------------------------------

LARGEST_POINTS: dict[str, dict[str, object]] = {
    "weights": {
        "mentee_choice": 1000,
        "mentor_choice": 1000,
        "co_mentor_choice": 1000,
        "gender_wish": 1000,
        "similarity": 1000,
        "unmatched": 1_000_000,
    },
    "choice": {"points": [1_000_000, 800_000, 600_001, 450_000, 3, 2, 1]},
}
"""Tables of a program with the largest weights and points that the contract permits."""
