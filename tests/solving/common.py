"""Tiny intakes as problems, and groupings of the oracle as seats."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher import match
from matcher.intake.people import Intake
from matcher.intake.read import read_intake
from matcher.problem.grouping import Grouping
from matcher.problem.problem import Problem, Seats, build_problem
from matcher.result.match_result import MatchResult
from matcher.rules.rule import slot_at
from matcher.solving import search
from matcher.solving.relaxation.lagrangian import Duals, Relaxation
from tests import oracle
from tests.strategies import tiny_intake

Ints = NDArray[np.int64]
Plain = dict[str, Any]


def read(intake: Plain) -> Intake:
    """The intake as the product reads it."""
    return read_intake(
        intake["mentors"], intake["mentees"], intake["program"], intake["constraints"], intake.get("locks")
    )


def matched(intake: Plain, **call: Any) -> MatchResult:
    """The product's answer."""
    tables = (intake["mentors"], intake["mentees"], intake["program"], intake["constraints"])
    return match(*tables, locks=intake.get("locks"), **call)


def drawn(
    name: str, number: int, rules: Collection[str] | None, most_mentors: int = 4, most_mentees: int = 7
) -> tuple[Plain, Random]:
    """The `number`-th intake drawn for a test of this name, and the source of further draws."""
    random = Random(int.from_bytes(hashlib.sha256(f"{name} {number}".encode()).digest()[:8], "big"))
    return tiny_intake(random, rules, most_mentors=most_mentors, most_mentees=most_mentees), random


def feasible(
    name: str, count: int, rules: Collection[str] | None
) -> list[tuple[Plain, Random, Intake, Problem, oracle.Optimum]]:
    """The first `count` intakes drawn for a test that have a grouping with groups in it."""
    found = []
    for number in range(20 * count):
        intake, random = drawn(name, number, rules)
        best = oracle.best(intake)
        if best is not None and best.groups:
            whole = read(intake)
            found.append((intake, random, whole, build_problem(whole), best))
        if len(found) == count:
            return found
    raise AssertionError(f"only {len(found)} of {count} intakes for {name} have a grouping")


def all_seats(problem: Problem) -> Seats:
    """Every seat, none left out for being worse than another."""
    return problem.seats_of(*problem.pairs)


def seats_taken(intake: Intake, seats: Seats, groups: Sequence[oracle.Group]) -> tuple[Ints, Ints]:
    """(groups,): the seat of each group, copies in order; (mentees,): the seat each sits at, -1 where left out."""
    taken: list[int] = []
    sits = np.full(len(intake.mentees), -1, np.int64)
    for mentors, slot, mentees in groups:
        first, second = sorted(intake.mentor_position[mentor] for mentor in mentors)[0], seats.nobody
        if len(mentors) == 2:
            second = max(intake.mentor_position[mentor] for mentor in mentors)
        place = slot_at(intake, slot) if intake.scheduled else 0
        here = np.flatnonzero((seats.first == first) & (seats.second == second) & (seats.slot == place))
        seat = next(int(one) for one in here if one not in taken)
        taken.append(seat)
        sits[[intake.mentee_position[mentee] for mentee in mentees]] = seat
    return np.array(taken, np.int64), sits


def told(intake: Intake, grouping: Grouping) -> list[oracle.Group]:
    """A grouping of the product in the words of the oracle."""
    groups = []
    for seat in range(len(grouping.seats)):
        pair = (int(grouping.seats.first[seat]), int(grouping.seats.second[seat]))
        mentors = tuple(intake.mentors[one].id for one in pair if one != grouping.seats.nobody)
        slot = intake.slots[int(grouping.seats.slot[seat])].text if intake.scheduled else None
        mentees = tuple(intake.mentees[int(one)].id for one in np.flatnonzero(grouping.seat_of == seat))
        groups.append((mentors, slot, mentees))
    return groups


def random_prices(relaxation: Relaxation, random: Random, most: int) -> Duals:
    """Prices of whatever is priced, in units, from 0 to `most`; also under 0 for mentees who must be placed."""
    problem = relaxation.problem

    def draw(shape: int | tuple[int, int], least: int = 0) -> Ints:
        size = int(np.prod(shape))
        drawn_prices = [random.choice((0, random.randint(least, most))) for _ in range(size)]
        return np.array(drawn_prices, np.int64).reshape(shape)

    mentee = np.where(problem.must_place, draw(problem.mentees, -most), draw(problem.mentees))
    slot = draw(problem.slots) if problem.max_groups_per_slot is not None else np.zeros(problem.slots, np.int64)
    place, load = draw((problem.mentors + 1, problem.slots)), draw(problem.mentors + 1)
    several = relaxation.several
    place[~several if problem.scheduled else slice(None)] = 0
    load[~several] = 0
    spread = np.where(relaxation.last_groups[0] > 0, draw(problem.mentors + 1), 0)
    return Duals(mentee, slot, place, load, spread, draw(len(problem.demands)), draw(len(relaxation.cuts)))


def replan(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """Change how much work every effort stands for."""
    plans = {effort: replace(plan, **changes) for effort, plan in search.PLANS.items()}
    monkeypatch.setattr(search, "PLANS", plans)
