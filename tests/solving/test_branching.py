"""The tree alone: what it finds, and what it says is left."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pytest

from matcher.problem.grouping import Grouping, keeps_demands
from matcher.problem.problem import Problem
from matcher.solving.candidate_seats import worthwhile_seats
from matcher.solving.exact.solvers import Work
from matcher.solving.heuristics.placement import place_mentees
from matcher.solving.relaxation.lagrangian import Bounds, Node, Relaxation
from matcher.solving.trees.branch_and_bound import Leaf, Tree
from tests.draws import draws
from tests.solving.common import feasible
from tests.solving.test_lagrangian import CASES


@dataclass
class Search:
    """A tree with its incumbent."""

    problem: Problem
    relaxation: Relaxation
    cutoff: int | None = None

    def settle(self, node: Node, bound: int) -> Leaf:
        grouping, exact = place_mentees(self.problem, self.relaxation.seats[node.fixed], Work(5.0, 60.0))
        self.keep(grouping)
        if not exact:
            return Leaf(grouping, bound)
        return Leaf(grouping, self.problem.base if grouping is None else grouping.objective)

    def keep(self, grouping: Grouping | None) -> None:
        if grouping is not None and keeps_demands(self.problem, grouping):
            self.cutoff = grouping.objective if self.cutoff is None else max(self.cutoff, grouping.objective)

    def run(self, counts: list[int], nodes: int) -> dict[int, int]:
        """What is left after so many nodes, from prices of the start."""
        bounds, prices = Bounds(), self.relaxation.first_prices()[1]
        bounds.take(self.relaxation.evaluate(self.relaxation.root(), prices), 0, self.relaxation.step)
        tree = Tree(self.relaxation, self.settle, lambda: self.cutoff, lambda: False)
        for count in counts:
            if count in bounds.by_count:
                tree.plant(count, self.relaxation.root(), prices, bounds.by_count[count])
        return tree.search(nodes)


@pytest.mark.parametrize("name", CASES)
def test_the_optimum_is_found_or_told_to_be_left(name: str) -> None:
    closed = 0
    for _, _, _, problem, best in feasible(f"tree {name}", draws(3, 5), CASES[name]):
        relaxation = Relaxation(problem, worthwhile_seats(problem, *problem.pairs))
        count = len(best.groups)
        for nodes in (1, 4, 150):
            search = Search(problem, relaxation)
            left = search.run([count], nodes)
            reached = search.cutoff == best.objective
            closed += not left
            assert reached or left[count] >= best.objective
            assert search.cutoff is None or search.cutoff <= best.objective
    assert closed > 0


def test_a_search_told_to_end_leaves_everything_open() -> None:
    for _, _, _, problem, best in feasible("ended", 3, ()):
        relaxation = Relaxation(problem, worthwhile_seats(problem, *problem.pairs))
        count = len(best.groups)
        tree = Tree(relaxation, lambda node, bound: Leaf(None, bound), lambda: None, lambda: True)
        tree.plant(count, relaxation.root(), relaxation.first_prices()[0], best.objective + 7)
        assert tree.search(100) == {count: best.objective + 7}
        assert tree.nodes == 0


def test_what_an_incumbent_betters_is_closed() -> None:
    for _, _, _, problem, best in feasible("closed", 3, ()):
        relaxation = Relaxation(problem, worthwhile_seats(problem, *problem.pairs))
        tree = Tree(relaxation, lambda node, bound: Leaf(None, bound), partial(int, best.objective), lambda: False)
        tree.plant(1, relaxation.root(), relaxation.first_prices()[0], best.objective)
        assert tree.search(100) == {}
