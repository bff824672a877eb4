"""Choices of seats against every set of seats that mentors' limits permit."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from matcher.problem.problem import Seats
from matcher.solving.relaxation.pricing import NEVER
from matcher.solving.relaxation.seat_choice import choose_seats
from tests.solving.common import Ints, all_seats, feasible


def permitted_sets(seats: Seats, values: Ints, capacity: Ints, most: int) -> list[tuple[int, ...]]:
    """Every set of at most so many seats that no mentor leads too many of."""
    there = np.flatnonzero(values > NEVER // 2).tolist()
    found = []
    for size in range(most + 1):
        for chosen in combinations(there, size):
            _, mentors = seats[np.array(chosen, np.int64)].leaders()
            if (np.bincount(mentors, minlength=len(capacity)) <= capacity).all():
                found.append(chosen)
    return found


@pytest.mark.parametrize("rules", [("availability",), ("max_groups_two", "availability"), ("max_groups_two",)])
@pytest.mark.parametrize("per_group", [1, 2])
def test_no_permitted_set_is_worth_more(rules: tuple[str, ...], per_group: int) -> None:
    rules = (*rules, "one_mentor") if per_group == 1 else rules
    for _, random, _, problem, _ in feasible(f"choosing {rules}", 8, rules):
        seats = all_seats(problem)
        kept = np.sort(np.array(random.sample(range(len(seats)), min(len(seats), 9)), np.int64))
        seats = seats[kept]
        values = np.array([random.choice((NEVER, random.randint(-50, 100), 7)) for _ in kept], np.int64)
        capacity = np.minimum(problem.max_groups, 2) - np.array([random.randint(0, 1) for _ in problem.max_groups])
        capacity = np.maximum(0, capacity)
        choices = choose_seats(problem, seats, values, capacity)
        sets = permitted_sets(seats, values, capacity, 4)
        for chosen in sets:
            count, total = len(chosen), 2 * int(values[list(chosen)].sum())
            assert count < len(choices.doubled)
            assert total <= choices.doubled[count]
            for seat in chosen:
                assert total <= choices.doubled[count] - choices.loss(count)[seat]
        if per_group == 1:
            best = [
                max(2 * int(values[list(s)].sum()) for s in sets if len(s) == n) for n in range(max(map(len, sets)) + 1)
            ]
            assert choices.doubled.tolist()[: len(best)] == best


def test_taken_seats_are_worth_what_is_told() -> None:
    for _, random, _, problem, _ in feasible("taken", 10, ("max_groups_two", "availability")):
        seats = all_seats(problem)
        values = np.array([random.randint(-50, 100) for _ in range(len(seats))], np.int64)
        choices = choose_seats(problem, seats, values, problem.max_groups)
        for count in range(len(choices.doubled)):
            taken, halves = choices.taken(count)
            assert int(halves.sum()) == 2 * count
            assert int((values[taken] * halves).sum()) == choices.doubled[count]


def test_equal_seats_go_to_the_first() -> None:
    _, _, _, problem, _ = feasible("equal", 1, ("availability", "one_mentor"))[0]
    seats = all_seats(problem)
    choices = choose_seats(problem, seats, np.full(len(seats), 5), problem.max_groups)
    first_of_each = np.unique(seats.first, return_index=True)[1]
    for count in range(len(choices.doubled)):
        assert choices.taken(count)[0].tolist() == first_of_each[:count].tolist()
