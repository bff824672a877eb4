"""Groups taken apart and formed anew leave the others as they were, and what is joined keeps every rule."""

import numpy as np
import pytest

from matcher.problem.grouping import Grouping, grouping_of
from matcher.problem.problem import build_problem
from matcher.solving.heuristics.surroundings import surroundings
from matcher.solving.portfolio import solve
from matcher.solving.running.control import Control
from matcher.solving.variants.feasible import any_grouping
from matcher.solving.variants.forced import leading_together, placed, sharing_a_group, with_one_of
from tests import oracle
from tests.solving.common import drawn, feasible, read

CASES = feasible("surroundings", 12, None)


def told(grouping: Grouping) -> list[tuple[int, int, int, tuple[int, ...]]]:
    seats = grouping.seats
    return sorted(
        (int(seats.first[k]), int(seats.second[k]), int(seats.slot[k]), tuple(np.flatnonzero(grouping.seat_of == k)))
        for k in range(len(seats))
    )


@pytest.mark.parametrize("number", range(len(CASES)))
def test_what_is_kept_stays_and_nothing_is_lost(number: int) -> None:
    _, _, _, problem, best = CASES[number]
    grouping = solve(problem, Control(30.0)).grouping
    assert grouping is not None
    for group in range(len(grouping.seats)):
        near = surroundings(problem, grouping, [group], 10)
        again = solve(near.part.problem, Control(30.0)).grouping
        assert again is not None
        joined = near.joined(again)
        # The whole is best already; formed anew, what was taken apart can be as good again, and never better.
        assert joined.objective == best.objective == grouping_of(problem, joined.seats, joined.seat_of).objective
        kept = [one for place, one in enumerate(told(grouping)) if place != group]
        own = told(grouping_of(problem, grouping.seats, np.where(grouping.seat_of == group, -1, grouping.seat_of)))
        assert set(own) <= set(told(joined))
        assert len(kept) == len(own)


@pytest.mark.parametrize("number", range(30))
def test_any_grouping_is_there_exactly_where_brute_force_has_one(number: int) -> None:
    table, _ = drawn("any grouping", number, None, most_mentees=6)
    problem = build_problem(read(table))
    grouping, settled = any_grouping(problem, Control(30.0))
    assert settled
    assert (grouping is not None) == (oracle.best(table) is not None)


def test_what_is_forced_is_so() -> None:
    _, _, _, problem, _ = feasible("forced", 1, {"size"})[0]
    first, second = (int(one[0]) for one in problem.pairs)
    led = solve(leading_together(problem, first, second), Control(30.0)).grouping
    assert led is not None
    assert (first, second) in {(int(a), int(b)) for a, b in zip(led.seats.first, led.seats.second, strict=True)}
    here = solve(with_one_of(problem, 0, [first]), Control(30.0)).grouping
    assert here is not None
    assert here.seats.led_by(first)[here.seat_of[0]]
    both = solve(sharing_a_group(problem, 0, 1), Control(30.0)).grouping
    assert both is not None
    assert both.seat_of[0] == both.seat_of[1] >= 0
    assert placed(problem, [1]).must_place.tolist().count(True) == 1
