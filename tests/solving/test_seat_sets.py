"""Seats are counted out by sets of them: never one of a best grouping, and all others where bits can tell."""

from __future__ import annotations

from collections import Counter

import pytest

from matcher.problem.problem import Problem, Seats, build_problem
from matcher.solving.modes import measures
from matcher.solving.seat_sets import narrowed_seats
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
    for intake, optimum in solvable("sets", mode, 10):
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
    for _, _, whole, problem, _ in feasible("sets at once", 10, rules):
        wanted = measures(problem, "fair", whole.program.objective.levels)
        before = len(formed)
        narrowed_seats(problem, all_seats(problem), wanted, True, lambda: None, formed.append, 300, lambda: True)
        assert all(may_be_taken(problem, chosen) for chosen in formed[before:])
    assert any(max(Counter(chosen.leaders()[1].tolist()).values()) > 1 for chosen in formed)
