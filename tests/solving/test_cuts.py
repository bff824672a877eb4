"""Cuts: the best members with them, bounds that hold, what mixtures break, a bound that plain prices do not reach."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.problem.problem import Problem, build_problem
from matcher.solving.relaxation.lagrangian import Bounds, Relaxation
from matcher.solving.relaxation.pricing import NEVER, SCALE, PricingTable
from matcher.solving.relaxation.pricing_with_cuts import price_cut_seats
from matcher.solving.relaxation.subset_row_cuts import counted, cut_prices, no_cuts, violated
from matcher.solving.relaxation.volume import volume_method
from matcher.solving.running.control import Control
from matcher.solving.trees.root_cuts import cut_rounds
from tests.draws import draws
from tests.solving.common import Plain, all_seats, drawn, feasible, random_prices, read, seats_taken
from tests.solving.test_lagrangian import CASES
from tests.solving.test_pricing import every_set, gains_at

Ints = NDArray[np.int64]


def random_cuts(problem: Problem, random: Random, most: int = 8) -> Ints:
    """Some threes to fives of mentees, and of mentors who lead one group."""
    mentors = [problem.mentees + int(one) for one in np.flatnonzero(problem.max_groups <= 1)]
    people = [*range(problem.mentees), *mentors]
    cuts = []
    for _ in range(random.randint(0, most) if len(people) > 2 else 0):
        drawn_ones = random.sample(people, random.randint(3, min(5, len(people))))
        cuts.append([*drawn_ones, -1, -1][:5])
    return np.array(cuts, np.int64).reshape(-1, 5)


def meets(there: set[int], cut: list[int]) -> bool:
    """Whether these people hold the hub of a cut and one of the others, or all of the others."""
    hub, *others = (one for one in cut if one >= 0)
    return bool(hub in there and there & set(others)) or there >= set(others)


@pytest.mark.parametrize("name", [name for name in CASES if name != "ties"])
def test_the_best_members_where_cuts_have_prices(name: str) -> None:
    mattered = 0
    for number in range(12):
        intake, random = drawn(f"cut pricing {name}", number, CASES[name])
        problem = build_problem(read(intake))
        if problem.lone_genders:
            continue
        seats, table = all_seats(problem), PricingTable.of(problem)
        reward = np.array([random.randint(-60_000, 40_000) for _ in range(problem.mentees)], np.int64)
        load = np.array([random.choice((0, random.randint(0, 20_000))) for _ in range(problem.mentors)] + [0], np.int64)
        cuts = random_cuts(problem, random)
        prices = np.array([random.choice((0, random.randint(1, 50_000))) for _ in cuts], np.int64)
        priced = cut_prices(problem, cuts, prices)
        if priced is None:
            assert not prices.any()
            continue
        values, members = price_cut_seats(table, seats, reward, load, priced)
        for seat in range(len(seats)):
            gains = gains_at(problem, seats, seat, reward, int(load[seats.first[seat]] + load[seats.second[seat]]))
            pair = {problem.mentees + int(seats.first[seat]), problem.mentees + int(seats.second[seat])}

            def paid(chosen: tuple[int, ...], pair: set[int] = pair, cuts: Ints = cuts, prices: Ints = prices) -> int:
                met = [meets({*chosen, *pair}, cut) for cut in cuts.tolist()]
                return int(prices[met].sum())

            sums = {
                chosen: sum(gains[one] for one in chosen) - paid(chosen)
                for chosen in every_set(problem, int(seats.room[seat]), list(gains))
            }
            taken = tuple(sorted(members[seat][members[seat] >= 0].tolist()))
            if not sums:
                assert values[seat] == NEVER
                assert taken == ()
                continue
            assert values[seat] == max(sums.values()) == sums[taken]
            mattered += paid(taken) > 0
    assert mattered > 0


def test_many_who_bring_nothing_fill_up_a_smallest_group_where_cuts_keep_others_apart() -> None:
    # Of 40 mentees five bring something, and every two of these five are in a cut that costs more than they bring.
    mentees = [{"id": f"s{number:02}"} for number in range(40)]
    program = {"groups": {"min_size": 4, "max_size": 6}}
    mentors = [{"id": "m1"}, {"id": "m2"}, {"id": "m3", "max_groups": 0}]
    problem = build_problem(read({"program": program, "mentors": mentors, "mentees": mentees, "constraints": []}))
    seats, table = all_seats(problem), PricingTable.of(problem)
    reward = np.r_[np.full(5, 100), -np.arange(1, 36)].astype(np.int64)
    cuts = np.array([(a, b, problem.mentees + 2, -1, -1) for a, b in combinations(range(5), 2)], np.int64)
    for price, value, size in ((1000, 100 - 1 - 2 - 3, 4), (40, 300 - 3 * 40 - 1, 4), (1, 500 - 10, 5)):
        priced = cut_prices(problem, cuts, np.full(len(cuts), price))
        assert priced is not None
        values, members = price_cut_seats(table, seats, reward, np.zeros(4, np.int64), priced)
        assert values.tolist() == [value]
        assert int((members[0] >= 0).sum()) == size


def test_more_than_can_be_looked_at_are_left_to_plain_pricing() -> None:
    mentees = [{"id": f"s{number:03}"} for number in range(120)]
    intake: Plain = {"program": {}, "mentors": [{"id": "m1"}, {"id": "m2"}], "mentees": mentees, "constraints": []}
    problem = build_problem(read(intake))
    relaxation = Relaxation(problem, all_seats(problem)).with_cuts(np.array([[0, 1, 2, -1, -1]]))
    prices = random_prices(relaxation, Random(0), 100)
    reward, priced = np.ones(120, np.int64), cut_prices(problem, relaxation.cuts, np.array([7]))
    assert priced is not None
    values, _ = price_cut_seats(relaxation.table, relaxation.seats, reward, prices.each, priced)
    assert values.tolist() == [-NEVER]


@pytest.mark.parametrize("name", CASES)
def test_no_cut_and_no_price_bounds_under_the_optimum(name: str) -> None:
    for _, random, intake, problem, best in feasible(f"cuts {name}", draws(5, 10), CASES[name]):
        plain = Relaxation(problem, all_seats(problem))
        taken, _ = seats_taken(intake, plain.seats, best.groups)
        relaxation = plain.with_cuts(random_cuts(problem, random))
        for most in (0, 500 * SCALE, 5000 * SCALE):
            bounds = Bounds()
            evaluation = relaxation.evaluate(relaxation.root(), random_prices(relaxation, random, most))
            bounds.take(evaluation, 0, relaxation.step)
            assert bounds.by_count[len(taken)] >= best.objective


@pytest.mark.parametrize("name", CASES)
def test_no_round_of_cuts_bounds_under_the_optimum(name: str) -> None:
    for _, _, intake, problem, best in feasible(f"rounds {name}", draws(3, 6), CASES[name]):
        relaxation, told = Relaxation(problem, all_seats(problem)), []
        taken, _ = seats_taken(intake, relaxation.seats, best.groups)
        start, cutoff = relaxation.first_prices()[1], best.objective - 1

        def take(_: Relaxation, bounds: Bounds, count: int = len(taken), told: list[int] = told) -> bool:
            told.append(bounds.by_count[count])
            return False

        reached = cut_rounds(relaxation, start, 3, cutoff, Control(1e6), take)
        assert told
        assert min(told) >= best.objective
        assert reached is None or reached[1].bound >= best.objective


def fours() -> Problem:
    """Four mentees and four mentors, a mentor a group, groups of two or three."""
    program = {"groups": {"mentors": 1, "min_size": 2, "max_size": 3}}
    people = [{"id": f"m{one}"} for one in range(4)]
    mentees = [{"id": f"s{one}"} for one in range(4)]
    return build_problem(read({"program": program, "mentors": people, "mentees": mentees, "constraints": []}))


def test_a_hub_and_three_others_are_broken_where_three_alone_are_hardly() -> None:
    problem = fours()
    seats = all_seats(problem)
    columns = [np.array(here, np.int64) for here in ((0, 1), (0, 2), (0, 3), (1, 2, 3))]
    share = np.array([0.3, 0.3, 0.3, 0.6])
    found = violated(problem, seats, share, columns, no_cuts(), 1)
    assert found.tolist() == [[0, 1, 2, 3, -1]]
    assert counted(problem, found, seats, columns)[:, 0].tolist() == [True] * 4
    assert counted(problem, found, seats, [np.array([here]) for here in range(4)])[:, 0].tolist() == [False] * 4
    assert not counted(problem, found, seats[:1], [np.array([1, 2])]).any()


def triangles(number: int) -> Problem:
    """So many times three mentees and three mentors, each of whom two of the three mentees wish for."""
    people = range(3 * number)
    wishes = [(f"m{one}", f"m{one // 3 * 3 + (one + 1) % 3}") for one in people]
    program = {
        "groups": {"mentors": 1, "min_size": 2, "max_size": 2},
        "choice": {"points": [1000, 1000]},
        "eligible": [{"column": "campus", "rule": "equal"}],
    }
    campus = [f"c{one // 3}" for one in people]
    mentees = [{"id": f"s{one}", "preferred_mentors": list(wishes[one]), "campus": campus[one]} for one in people]
    mentors = [{"id": f"m{one}", "campus": campus[one]} for one in people]
    return build_problem(read({"program": program, "mentors": mentors, "mentees": mentees, "constraints": []}))


def test_a_mixture_of_three_halves_breaks_the_cut_of_its_three() -> None:
    problem = triangles(1)
    seats = all_seats(problem)
    pairs = [np.array(pair, np.int64) for pair in ((0, 2), (0, 1), (1, 2))]
    found = violated(problem, seats, np.full(3, 0.5), pairs, no_cuts(), 10)
    assert found[0].tolist() == [0, 1, 2, -1, -1]
    assert violated(problem, seats, np.full(3, 0.5), pairs, found, 10).tolist() == []
    assert violated(problem, seats[:1], np.ones(1), pairs[:1], no_cuts(), 10).tolist() == []


def test_cuts_prove_what_plain_prices_cannot() -> None:
    problem = triangles(2)
    plain, bounds = Relaxation(problem, all_seats(problem)), Bounds()
    # By halves of three groups each, all six are placed in three groups at 10,000 points each: no prices prove less.
    volume_method(plain, plain.root(), plain.first_prices()[1], 0, 200, lambda: True, bounds)
    assert bounds.by_count[3] >= 60_000
    # Two groups are formed at 40,000, and two mentees left out at as much. The cuts take all that a third brings.
    relaxation = plain.with_cuts(np.array([[0, 1, 2, -1, -1], [3, 4, 5, -1, -1]]))
    nothing = random_prices(relaxation, Random(0), 0)
    evaluation = relaxation.evaluate(plain.root(), replace(nothing, cut=np.full(2, 2 * 30_000 * SCALE)))
    assert evaluation.doubled[:4].tolist() == [0, 0, 0, 0]
