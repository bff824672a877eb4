"""The compiled kernel against every set of members."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from matcher.problem.problem import Problem, Seats, build_problem
from matcher.solving.relaxation.pricing import NEVER, SCALE, PricingTable, members_of, price_seats
from tests.solving.common import Ints, Plain, all_seats, drawn, read

CASES = {
    "plain": ("availability", "prefer"),
    "sizes": ("size", "max_mentees"),
    "no lone": ("no_lone", "availability"),
    "no lone and sizes": ("no_lone", "size", "require_one"),
    "wishes": ("require_one", "eligible_share", "assign", "avoid"),
    "one mentor": ("one_mentor", "no_lone", "size", "require_all"),
}


def gains_at(problem: Problem, seats: Seats, seat: int, reward: Ints, toll: int) -> dict[int, int]:
    """What each permitted mentee adds at a seat, units."""
    scores = problem.points(np.arange(problem.mentees), seats.first[seat], seats.second[seat]) * SCALE
    there = np.flatnonzero(problem.permitted(seats)[seat])
    return {int(one): int(scores[one] + reward[one] - toll) for one in there}


def every_set(problem: Problem, room: int, people: list[int]) -> list[tuple[int, ...]]:
    """Every set of these mentees that a seat of this room may hold."""
    sizes = range(problem.min_size, min(room, len(people)) + 1)
    sets = (chosen for size in sizes for chosen in combinations(people, size))
    return [chosen for chosen in sets if all(int(gender[list(chosen)].sum()) != 1 for gender in problem.lone_genders)]


@pytest.mark.parametrize("name", CASES)
def test_the_best_members_of_every_seat(name: str) -> None:
    held = 0
    for number in range(10):
        intake, random = drawn(f"pricing {name}", number, CASES[name])
        problem = build_problem(read(intake))
        seats, table = all_seats(problem), PricingTable.of(problem)
        # Worths mostly under 0 leave few mentees who are worth having: the least size then forces losses.
        least = random.choice((-200_000, -60_000, -1000))
        reward = np.array([random.randint(least, 1000) for _ in range(problem.mentees)], np.int64)
        seat_gain = np.array([random.randint(-500, 500) for _ in range(len(seats))], np.int64)
        load = np.array([random.choice((0, random.randint(0, 20_000))) for _ in range(problem.mentors)] + [0], np.int64)
        load_duals = load[seats.first] + load[seats.second]
        values, everybody = price_seats(table, seats, seat_gain, reward, load), members_of(table, seats, reward, load)
        for seat in range(len(seats)):
            gains = gains_at(problem, seats, seat, reward, int(load_duals[seat]))
            sums = {
                chosen: sum(gains[one] for one in chosen)
                for chosen in every_set(problem, int(seats.room[seat]), list(gains))
            }
            members = tuple(sorted(everybody[seat].tolist()))
            if not sums:
                assert values[seat] == NEVER
                assert members == ()
                continue
            held += 1
            assert values[seat] == max(sums.values()) + seat_gain[seat]
            assert sums[members] == max(sums.values())
    assert held > 0


def test_many_members_take_the_long_way_round() -> None:
    # 80 mentees in groups of 30 (more than the short list holds) and of 3, all but a few worth less than nothing.
    mentees = [{"id": f"s{number:02}"} for number in range(80)]
    intake: Plain = {"program": {}, "mentors": [{"id": "m1"}, {"id": "m2"}], "mentees": mentees, "constraints": []}
    for least, most, positive in [
        (30, 30, 5),
        (3, 30, 40),
        (3, 4, 80),
        (30, 40, 80),
        (1, 80, 0),
        (3, 3, 3),
        (40, 60, 50),
    ]:
        intake["program"] = {"groups": {"min_size": least, "max_size": most}}
        problem = build_problem(read(intake))
        seats, table = all_seats(problem), PricingTable.of(problem)
        reward = np.r_[np.arange(1, positive + 1), -np.arange(1, 80 - positive + 1)].astype(np.int64)
        order = np.random.default_rng(least).permutation(80)
        falling = np.sort(reward)[::-1]
        size = min(most, max(least, positive))
        nothing, load = np.zeros(len(seats), np.int64), np.zeros(3, np.int64)
        assert price_seats(table, seats, nothing, reward[order], load).tolist() == [int(falling[:size].sum())]
        members = members_of(table, seats, reward[order], load)[0]
        assert sorted(reward[order][members].tolist(), reverse=True) == falling[:size].tolist()


def test_equal_members_are_the_first_of_the_intake() -> None:
    mentees = [{"id": f"s{number}"} for number in range(6)]
    program = {"groups": {"min_size": 2, "max_size": 3}}
    problem = build_problem(
        read({"program": program, "mentors": [{"id": "m1"}, {"id": "m2"}], "mentees": mentees, "constraints": []})
    )
    seats, table = all_seats(problem), PricingTable.of(problem)
    load = np.zeros(3, np.int64)
    for reward, expected in (([5] * 6, [0, 1, 2]), ([-5] * 6, [0, 1]), ([1, 2, 3, 3, 3, 3], [2, 3, 4])):
        assert members_of(table, seats, np.array(reward), load)[0].tolist() == expected


def test_a_cluster_stands_for_its_mean_so_that_its_best_never_sit_alone() -> None:
    intake, _ = drawn("clusters", 0, ())
    intake["constraints"] = [{"kind": "together", "a": "s1", "b": "s2"}]
    problem = build_problem(read(intake))
    table, parted = PricingTable.of(problem), PricingTable.of(replace(problem, together=()))
    pair = list(problem.together[0])
    assert (table.score[:, pair[0]] == table.score[:, pair[1]]).all()
    # The mean is rounded up, so that a whole cluster is never priced under what it scores.
    slack = table.score[:, pair].sum(axis=1) - parted.score[:, pair].sum(axis=1)
    assert ((slack == 0) | (slack == 1)).all()
