"""First groups break no rule, whatever is found."""

from __future__ import annotations

import pytest

from matcher.solving.candidate_seats import worthwhile_seats
from matcher.solving.exact.solvers import Work
from matcher.solving.heuristics.construct import dive, greedy
from matcher.solving.heuristics.placement import place_mentees
from matcher.solving.relaxation.lagrangian import Relaxation
from tests import oracle
from tests.draws import draws
from tests.solving.common import feasible, told
from tests.solving.test_lagrangian import CASES


@pytest.mark.parametrize("name", CASES)
def test_first_groups_break_nothing(name: str) -> None:
    found, drawn = 0, draws(4, 8)
    for intake, random, whole, problem, best in feasible(f"construct {name}", drawn, CASES[name]):
        relaxation = Relaxation(problem, worthwhile_seats(problem, *problem.pairs))

        target = best.objective - random.choice((0, 1, 5000))
        node, _ = dive(relaxation, relaxation.root(), relaxation.first_prices()[1], target, lambda: True)
        for taken in (greedy(relaxation, lambda: True), node.fixed):
            grouping, _ = place_mentees(problem, relaxation.seats[taken], Work(5.0, 60.0))
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
    assert found >= drawn


def test_a_run_that_is_over_takes_nothing_more() -> None:
    for _, _, _, problem, _ in feasible("over", 3, ("availability",)):
        relaxation = Relaxation(problem, worthwhile_seats(problem, *problem.pairs))
        prices = relaxation.first_prices()[0]
        assert len(greedy(relaxation, lambda: False)) == 0
        assert len(dive(relaxation, relaxation.root(), prices, 0, lambda: False)[0].fixed) == 0


def test_a_dive_ends_where_few_groups_are_left_and_goes_on_from_there() -> None:
    for _, _, _, problem, _ in feasible("stages", 3, ("availability",)):
        relaxation = Relaxation(problem, worthwhile_seats(problem, *problem.pairs))
        root, prices = relaxation.root(), relaxation.first_prices()[1]
        assert len(dive(relaxation, root, prices, 0, lambda: True, leave=99)[0].fixed) == 0
        whole, _ = dive(relaxation, root, prices, 0, lambda: True)
        part, then = dive(relaxation, root, prices, 0, lambda: True, leave=1)
        assert set(part.fixed) <= set(dive(relaxation, part, then, 0, lambda: True)[0].fixed)
        assert len(part.fixed) <= len(whole.fixed)


def test_the_seat_of_most_value_comes_first() -> None:
    # m1 and m2 are free for all three mentees and named by them; m3 and m4 are left with nobody.
    from matcher.problem.problem import build_problem
    from tests.solving.common import read

    mentees = [{"id": f"s{n}", "preferred_mentors": ["m1", "m2"]} for n in range(3)]
    mentors = [{"id": f"m{n}"} for n in range(1, 5)]
    program = {"groups": {"min_size": 1, "max_size": 3}}
    problem = build_problem(read({"program": program, "mentors": mentors, "mentees": mentees, "constraints": []}))
    relaxation = Relaxation(problem, worthwhile_seats(problem, *problem.pairs))
    taken = relaxation.seats[greedy(relaxation, lambda: True)]
    assert (taken.first[0], taken.second[0]) == (0, 1)
