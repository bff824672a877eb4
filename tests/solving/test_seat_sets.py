"""Seats are counted out by sets of them: never one of a best grouping, and all others where bits can tell."""

from __future__ import annotations

from collections import Counter
from itertools import product
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest

from matcher.problem.problem import Problem, Seats, build_problem
from matcher.solving.modes import measures
from matcher.solving.seat_sets import _places_at, narrowed_seats
from tests.draws import draws
from tests.solving.common import all_seats, feasible, read, seats_taken
from tests.solving.test_staged_program import MODES, solvable


def may_be_taken(problem: Problem, seats: Seats) -> bool:
    """Whether groups can be formed at these seats as far as mentors and rooms go."""
    led = Counter(seats.leaders()[1].tolist())
    at_once = Counter((mentor, seats.slot[seat]) for seat, mentor in zip(*seats.leaders(), strict=True))
    rooms = Counter(seats.slot.tolist())
    return (
        all(count <= problem.max_groups[mentor] for mentor, count in led.items())
        and (not problem.scheduled or max(at_once.values()) == 1)
        and (problem.rooms is None or all(count <= problem.rooms[slot] for slot, count in rooms.items()))
    )


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("mode", MODES)
def test_no_seat_of_a_best_grouping_is_counted_out(mode: str, known: bool) -> None:
    fewer = 0
    for intake, optimum in solvable("sets", mode, draws(7, 10)):
        whole = read(intake)
        problem = build_problem(whole)
        seats = all_seats(problem)
        wanted = measures(problem, mode, whole.program.objective.levels)
        taken = seats_taken(whole, seats, optimum.groups)[0]
        reached = (tuple(optimum.key[: len(wanted)]), optimum.objective)
        best = (lambda so=reached: so) if known else (lambda: None)
        formed: list[Seats] = []
        left = narrowed_seats(problem, seats, wanted, mode == "fair", best, formed.append, 99, lambda: True)
        assert all(may_be_taken(problem, chosen) for chosen in formed)
        if left is not None:
            assert left[taken].all()
            fewer += not left.all()
    assert fewer or not known


@pytest.mark.parametrize("rules", [("max_groups_two", "availability"), ("slot_cap", "availability", "max_groups_two")])
def test_nobody_leads_two_groups_at_once(rules: tuple[str, ...]) -> None:
    formed: list[Seats] = []
    for _, _, whole, problem, _ in feasible("sets at once", draws(5, 10), rules):
        wanted = measures(problem, "fair", whole.program.objective.levels)
        before = len(formed)
        narrowed_seats(problem, all_seats(problem), wanted, True, lambda: None, formed.append, 300, lambda: True)
        assert all(may_be_taken(problem, chosen) for chosen in formed[before:])
    assert any(max(Counter(chosen.leaders()[1].tolist()).values()) > 1 for chosen in formed)


def most_placed(seats: list[tuple[int, int, int]], load: list[int]) -> int:
    """How many mentees have a place at seats (first, second, room), no mentor over its own limit: all sizes tried."""
    sizes = product(*(range(room + 1) for _, _, room in seats))
    return max(
        sum(size)
        for size in sizes
        if all(
            sum(one for one, seat in zip(size, seats, strict=True) if mentor in seat[:2]) <= most
            for mentor, most in enumerate(load)
        )
    )


def test_places_of_mentors_of_several_groups_are_never_too_few() -> None:
    random, nearer = Random("places"), 0
    for _ in range(60):
        seats = [(*random.sample(range(4), 2), random.randint(1, 4)) for _ in range(3)]
        load = [random.randint(1, 6) for _ in range(4)]
        first, second, room = (np.array(column) for column in zip(*seats, strict=True))
        some = SimpleNamespace(first=first, second=second, room=room, load=np.array(load), places=np.zeros(5))
        found = _places_at.py_func(some, np.arange(3), 3)
        exact = most_placed(seats, load)
        assert exact <= found <= sum(room)
        nearer += found < sum(room)
    assert nearer > 20
