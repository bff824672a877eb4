"""Half-integral matchings against every choice of arcs, and their potentials against every matching that has a pair."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from random import Random

import numpy as np
import pytest

from matcher.solving.relaxation.b_matching import ABSENT, half_matchings
from tests.solving.common import Ints


def graph(random: Random, nodes: int, missing: int) -> Ints:
    """A symmetric table of values, so many per cent of them missing, none of a node with itself."""
    value = np.full((nodes, nodes), ABSENT)
    for one, other in combinations(range(nodes), 2):
        if random.randrange(100) >= missing:
            value[one, other] = value[other, one] = random.choice((random.randint(-9, 30), random.randint(-2000, 2000)))
    return value


def every_doubled(value: Ints) -> dict[int, int]:
    """The best total of 0, 2, 4, … arcs, each node at most once a tail and once a head."""

    @cache
    def rest(row: int, heads: int) -> dict[int, int]:
        if row == len(value):
            return {0: 0}
        best = dict(rest(row + 1, heads))
        for column in range(len(value)):
            if value[row, column] > ABSENT and not heads >> column & 1:
                for arcs, total in rest(row + 1, heads | 1 << column).items():
                    found = total + int(value[row, column])
                    best[arcs + 1] = max(found, best.get(arcs + 1, found))
        return best

    return {arcs // 2: total for arcs, total in rest(0, 0).items() if arcs % 2 == 0}


def matchings(value: Ints) -> list[tuple[tuple[int, int], ...]]:
    """Every set of pairs with no node in two."""
    pairs = [pair for pair in combinations(range(len(value)), 2) if value[pair] > ABSENT]
    sets = (chosen for size in range(len(value) // 2 + 1) for chosen in combinations(pairs, size))
    return [chosen for chosen in sets if len({node for pair in chosen for node in pair}) == 2 * len(chosen)]


@pytest.mark.parametrize("nodes", [0, 1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("missing", [0, 30, 70])
def test_every_number_of_pairs(nodes: int, missing: int) -> None:
    for number in range(12):
        value = graph(Random(100 * number + 10 * nodes + missing), nodes, missing)
        found = half_matchings(value, nodes // 2)
        assert dict(enumerate(found.doubled.tolist())) == every_doubled(value)
        for pairs in range(found.most + 1):
            rows = np.flatnonzero(found.partner[pairs] >= 0)
            heads = found.partner[pairs][rows]
            assert len(rows) == 2 * pairs == len(set(heads.tolist()))
            assert int(value[rows, heads].sum()) == found.doubled[pairs]


def test_potentials_price_every_pair() -> None:
    for number in range(30):
        value = graph(Random(number), 6, 40)
        found = half_matchings(value, 3)
        for chosen in matchings(value):
            if not chosen or len(chosen) > found.most:
                continue
            rows, columns = found.row_potential[len(chosen)], found.column_potential[len(chosen)]
            total = 2 * sum(int(value[pair]) for pair in chosen)
            for one, other in chosen:
                loss = rows[one] - columns[other] + rows[other] - columns[one] - 2 * value[one, other]
                assert loss >= 0
                assert total <= found.doubled[len(chosen)] - loss


def test_a_triangle_is_worth_three_halves() -> None:
    value = np.full((3, 3), 10)
    np.fill_diagonal(value, ABSENT)
    # One pair and no more; the flow of two arcs is worth 20, as twice the one pair is.
    assert half_matchings(value, 1).doubled.tolist() == [0, 20]


def test_two_triangles_hold_three_half_pairs_each() -> None:
    value = np.full((6, 6), ABSENT)
    for start in (0, 3):
        value[start : start + 3, start : start + 3] = 10
    np.fill_diagonal(value, ABSENT)
    # Whole pairs: two at most. Halves on each triangle's sides: one and a half pairs each, three in all.
    assert half_matchings(value, 3).doubled.tolist() == [0, 20, 40, 60]
