"""What is forced comes true, and any grouping is there exactly where brute force has one."""

import pytest

from matcher.problem.problem import build_problem
from matcher.solving.portfolio import solve
from matcher.solving.running.control import Control
from matcher.solving.variants.feasible import any_grouping
from matcher.solving.variants.forced import leading_together, placed, sharing_a_group, with_one_of
from tests import oracle
from tests.solving.common import drawn, feasible, read


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
