"""First groups break no rule, whatever is found."""

from __future__ import annotations

import pytest

from matcher.problem import Problem
from matcher.solving.construct import dive, greedy
from matcher.solving.exact import Work
from matcher.solving.grouping import Grouping
from matcher.solving.lagrangian import Node, Relaxation
from matcher.solving.placement import place_mentees
from matcher.solving.seats import worthwhile_seats
from tests import oracle
from tests.solving.common import feasible, told
from tests.solving.test_lagrangian import CASES


@pytest.mark.parametrize("name", CASES)
def test_first_groups_break_nothing(name: str) -> None:
    found = 0
    for intake, random, whole, problem, best in feasible(f"construct {name}", 8, CASES[name]):
        relaxation = Relaxation(problem, worthwhile_seats(problem, *problem.pairs))

        def place(node: Node, problem: Problem = problem, relaxation: Relaxation = relaxation) -> Grouping | None:
            return place_mentees(problem, relaxation.seats[node.fixed], Work(5.0, 60.0))[0]

        target = best.objective - random.choice((0, 1, 5000))
        dived = dive(relaxation, relaxation.first_prices()[1], target, place, lambda: True)
        for grouping in (greedy(relaxation, place, lambda: True), dived):
            if grouping is None:
                continue
            groups = told(whole, grouping)
            # The caller looks at what the whole demands: the number of groups, and who must be placed.
            wrong = [text for text in oracle.breaches(intake, groups) if "groups, not" not in text]
            assert wrong == []
            assert grouping.objective == oracle.score(intake, groups)
            if problem.count in (None, len(groups)):
                found += 1
                assert grouping.objective <= best.objective
    assert found >= 8


def test_a_run_that_is_over_places_what_it_has() -> None:
    for _, _, _, problem, _ in feasible("over", 3, ("availability",)):
        relaxation = Relaxation(problem, worthwhile_seats(problem, *problem.pairs))
        fixed: list[int] = []

        def place(node: Node, fixed: list[int] = fixed) -> Grouping | None:
            fixed.append(len(node.fixed))
            return None

        assert greedy(relaxation, place, lambda: False) is None
        assert dive(relaxation, relaxation.first_prices()[0], 0, place, lambda: False) is None
        assert fixed == [0, 0]


def test_the_seat_of_most_value_comes_first() -> None:
    # m1 and m2 are free for all three mentees and named by them; m3 and m4 are left with nobody.
    from matcher.problem import build_problem
    from tests.solving.common import read

    mentees = [{"id": f"s{n}", "preferred_mentors": ["m1", "m2"]} for n in range(3)]
    mentors = [{"id": f"m{n}"} for n in range(1, 5)]
    program = {"groups": {"min_size": 1, "max_size": 3}}
    problem = build_problem(read({"program": program, "mentors": mentors, "mentees": mentees, "constraints": []}))
    relaxation = Relaxation(problem, worthwhile_seats(problem, *problem.pairs))
    taken: list[tuple[int, int]] = []

    def place(node: Node) -> Grouping | None:
        seats = relaxation.seats[node.fixed]
        taken.extend(zip(seats.first.tolist(), seats.second.tolist(), strict=True))
        return None

    greedy(relaxation, place, lambda: True)
    assert taken[0] == (0, 1)
