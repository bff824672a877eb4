"""The compiled kernel against plain Python, at the edges of everything it looks at.

Values are exact, and members give them. Gains lie around 0, at as many mentees as classes hold and one more or less, in
32 and in 64 bits, up to the largest points of the contract.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.problem.problem import Problem, Seats
from matcher.problem.processors import one_processor
from matcher.solving.relaxation import pricing, pricing_with_cuts
from matcher.solving.relaxation.lagrangian import Duals, Relaxation
from matcher.solving.relaxation.pricing import NARROW, NEVER, PricingTable, members_of, price_seats
from matcher.solving.relaxation.seat_generation import PARTNERS_FOUND, _best_at
from matcher.solving.relaxation.subset_row_cuts import cut_prices
from tests.draws import draws
from tests.solving import plain
from tests.solving.common import random_prices
from tests.solving.plain import Cuts, Draw, Seat, best_value, drawn_problem, first_best, gains_at, is_permitted

Ints = NDArray[np.int64]

MENTEES = (3, 5, 8, 12, 20, 63, 64, 65, 128, 190, 191, 192, 193, 194, 255, 256, 257)
"""Around the classes' multiples, and around the number from which classes are looked at first."""
POINTS = (3, 20, 100, 5000, 2**20, 2**21, 2**22, 2**31)
"""The last is more than the largest weights and points make; from 2**21 on, sums need 64 bits."""


def rows(seats: Seats) -> list[Seat]:
    """The seats one by one."""
    columns = (seats.first, seats.second, seats.slot, seats.room)
    return [Seat(*map(int, row)) for row in zip(*columns, strict=True)]


def some_seats(random: Random, problem: Problem, most: int) -> Seats:
    """Some of all seats, in order."""
    seats = problem.seats_of(*problem.pairs)
    return seats[np.array(sorted(random.sample(range(len(seats)), min(most, len(seats)))), np.int64)]


def near_nothing(random: Random, problem: Problem, seat: Seat, largest: int) -> Ints:
    """Worths that bring what mentees add at a seat near 0, over it, or under it."""
    zero = gains_at(problem, seat, [0] * problem.mentees, 0)
    spread = random.choice((0, 1, 2, 64, 200, largest))
    around = random.choice((0, 0, -1, 1, -spread, spread, -largest))
    worths = [around + random.randint(-spread, spread) - zero.get(one, 0) for one in range(problem.mentees)]
    return np.array(worths, np.int64)


def checked(problem: Problem, seats: Seats, reward: Ints, load: Ints, seat_gain: Ints) -> None:
    """Compare values and members with plain Python's."""
    table = PricingTable.of(problem)
    values, members = price_seats(table, seats, seat_gain, reward, load), members_of(table, seats, reward, load)
    for place, seat in enumerate(rows(seats)):
        gains = gains_at(problem, seat, reward.tolist(), int(load[seat.first] + load[seat.second]))
        best, here = best_value(problem, gains, seat.room), members[place].tolist()
        if best is None:
            assert (values[place], here) == (NEVER, [])
            continue
        assert values[place] == best + seat_gain[place]
        assert sum(gains[one] for one in here) == best
        assert is_permitted(problem, here, seat.room)
        if not problem.lone_genders:
            assert here == first_best(gains, problem.min_size, seat.room)


def drawn_draw(random: Random) -> Draw:
    """Sizes, rules and points of a problem."""
    least, points = random.choice((1, 2, 3, 4, 8)), random.choice(POINTS)
    most = least + random.choice((0, 1, 2, 4, 10))
    if random.random() < 0.1:
        # More than there are classes.
        most = random.choice((63, 64, 65, 70))
        least = random.choice((1, most))
    return Draw(
        mentees=random.choice(MENTEES),
        mentors=random.choice((2, 3)),
        slots=random.choice((1, 2)),
        points=points,
        step=random.choice((1, max(1, points // 3))),
        min_size=least,
        max_size=most,
        per_group=random.choice((2, 2, 2, 1)),
        genders=random.choice((0, 0, 1, 2, 3)),
        either=random.choice((0, 0, 1, 2)),
        levels=random.choice((None, None, "ranked", "banded")),
        level_points=random.choice((3, 100, 2**20, 2**34)),
        clusters=random.choice((0, 0, 1)),
        several=random.random() < 0.3,
        welcome=random.choice((1, 0.9, 0.5, 0.2)),
        free=random.choice((1, 0.9, 0.4)),
        unmatched=random.choice((0, 10, 20_000, 1_000_000)),
    )


def drawn_case(number: int) -> tuple[Problem, Seats, Ints, Ints, Ints]:
    """A problem, seats of it, worths, loads, and what seats add."""
    random = Random(number)
    draw = drawn_draw(random)
    problem = drawn_problem(random, draw)
    seats = some_seats(random, problem, 3)
    largest = 2 * plain.UNITS * draw.points
    reward = near_nothing(random, problem, random.choice(rows(seats)), largest)
    load = np.array([random.choice((0, 0, random.randint(0, 200))) for _ in range(problem.mentors)] + [0], np.int64)
    seat_gain = np.array([random.randint(-5, 5) for _ in range(len(seats))], np.int64)
    return problem, seats, reward, load, seat_gain


def test_values_and_members_are_those_of_plain_python() -> None:
    for number in range(draws(400, 1200)):
        with one_processor():
            checked(*drawn_case(number))


def test_shared_pricing_in_batches_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pricing, "WORTH_SHARING", 0)
    monkeypatch.setattr(pricing, "MOST_CELLS", 64)
    for number in range(5000, 5040):
        checked(*drawn_case(number))


@pytest.mark.parametrize("far", [NARROW // 4, NARROW - 1, NARROW, 2**40, 2**48])
@pytest.mark.parametrize("levels", [None, "ranked"])
def test_prices_as_far_as_they_go(levels: str | None, far: int) -> None:
    # Whoever is welcome costs nearly as much as half gains can hold, and the others nothing: their sums with never are
    # no gains.
    for number in range(20):
        random = Random(number)
        draw = Draw(mentees=random.choice((30, 256)), mentors=2, min_size=3, max_size=8, welcome=0.3, levels=levels)
        problem = drawn_problem(random, draw)
        seats = problem.seats_of(*problem.pairs)
        welcome = problem.welcome.all(axis=1) & problem.mentee_free[:, 0]
        most = far - PricingTable.of(problem).largest
        reward = np.where(welcome, [-random.randint(most * 3 // 4, most) for _ in welcome], 0).astype(np.int64)
        checked(problem, seats, reward, np.zeros(3, np.int64), np.zeros(1, np.int64))


def test_a_seat_too_small_for_any_group_is_never_taken() -> None:
    problem = drawn_problem(Random(0), Draw(mentees=10, min_size=3, max_size=5))
    for room in (0, 1, 2):
        limited = replace(problem, max_mentees=np.array([room, 9, 9]))
        seats = limited.seats_of(*limited.pairs)
        checked(limited, seats, np.full(10, 50), np.zeros(4, np.int64), np.zeros(len(seats), np.int64))
        cuts = cut_prices(limited, np.array([[0, 1, 2, -1, -1]]), np.array([7]))
        assert cuts is not None
        table = PricingTable.of(limited)
        values, _ = pricing_with_cuts.price_cut_seats(table, seats, np.full(10, 50), np.zeros(4, np.int64), cuts)
        assert (values[seats.room == room] == NEVER).all()


# Cuts ---------------------------------------------------------------------------------------------------------------


def drawn_cuts(random: Random, problem: Problem, number: int, most: int) -> Cuts:
    """Cuts of three to five people, mentors among them, at prices up to `most`."""
    people = problem.mentees + problem.mentors
    drawn = [random.sample(range(people), min(people, random.choice((3, 3, 4, 5)))) for _ in range(number)]
    return Cuts(people, drawn, [random.choice((0, 1, 64, random.randint(0, most))) for _ in drawn])


def priced_with(problem: Problem, seats: Seats, reward: Ints, cuts: Cuts) -> list[tuple[int, list[int]]]:
    """The value of each seat, and its members, as the kernel says; nothing where no cut has a price."""
    read = cut_prices(problem, np.array(cuts.rows), cuts.prices)
    if read is None:
        return []
    load = np.zeros(problem.mentors + 1, np.int64)
    values, members = pricing_with_cuts.price_cut_seats(PricingTable.of(problem), seats, reward, load, read)
    return [(value, here[here >= 0].tolist()) for value, here in zip(values.tolist(), members, strict=True)]


def test_cuts_are_paid_once_and_the_best_members_found() -> None:
    compared = 0
    for number in range(400):
        random = Random(number)
        least = random.choice((1, 1, 2, 3))
        draw = Draw(
            mentees=random.randint(3, 9),
            mentors=random.choice((2, 3)),
            points=random.choice((3, 100)),
            min_size=least,
            max_size=least + random.choice((0, 1, 3)),
            per_group=random.choice((2, 2, 1)),
            genders=random.choice((0, 0, 1, 2)),
            either=random.choice((0, 1)),
            levels=random.choice((None, None, "ranked", "banded")),
            welcome=random.choice((1, 0.8)),
            free=random.choice((1, 0.8)),
        )
        problem = drawn_problem(random, draw)
        seats = some_seats(random, problem, 3)
        largest = 2 * plain.UNITS * draw.points
        reward = near_nothing(random, problem, random.choice(rows(seats)), largest)
        cuts = drawn_cuts(random, problem, random.choice((1, 3, 8, 20)), largest)
        # The kernel looks at no genders.
        anybody = replace(problem, lone_genders=())
        for seat, (value, members) in zip(rows(seats), priced_with(problem, seats, reward, cuts), strict=False):
            gains = gains_at(problem, seat, reward.tolist(), 0)
            choices = plain.every_choice(anybody, gains, seat.room)
            sums = {here: sum(gains[one] for one in here) - cuts.cost(problem, seat, here) for here in choices}
            assert value == max(sums.values(), default=NEVER)
            assert sums.get(tuple(sorted(members)), NEVER) == value
            compared += bool(sums)
    assert compared > 400


@pytest.mark.parametrize(("mentees", "number_of_cuts"), [(150, 30), (60, 1500), (60, 400)])
def test_where_cuts_are_left_out_values_are_never_too_low(mentees: int, number_of_cuts: int) -> None:
    # More people who bring something than are kept, more cuts than there is room for, more nodes than are looked at.
    for number in range(3):
        random = Random(number)
        problem = drawn_problem(random, Draw(mentees=mentees, min_size=3, max_size=12, points=100, free=1, welcome=1))
        seats = problem.seats_of(*problem.pairs)
        reward = near_nothing(random, problem, rows(seats)[0], 200) + random.choice((0, 500))
        cuts = drawn_cuts(random, problem, number_of_cuts, 400)
        found = priced_with(problem, seats, reward, cuts)
        assert len(found) == len(seats)
        for seat, (value, members) in zip(rows(seats), found, strict=True):
            gains = gains_at(problem, seat, reward.tolist(), 0)
            assert len(set(members)) == len(members)
            for known in plain.good_choices(random, problem, gains, seat, cuts):
                assert value >= sum(gains[one] for one in known) - cuts.cost(problem, seat, known)


# Every pair of mentors at a slot ------------------------------------------------------------------------------------


def test_every_pair_at_a_slot_is_priced_and_the_foremost_are_found() -> None:
    for number in range(40):
        random = Random(number)
        draw = Draw(
            mentees=random.choice((6, 20, 200)),
            mentors=random.choice((2, 3, 7, 8, 9, 16, 17, 20)),
            slots=2,
            points=random.choice((3, 100, 2**22)),
            min_size=random.choice((1, 3)),
            max_size=random.choice((3, 5)),
            genders=random.choice((0, 1)),
            either=random.choice((0, 1)),
            levels=random.choice((None, "ranked", "banded")),
            several=random.random() < 0.5,
            welcome=random.choice((0.9, 0.4)),
        )
        problem = drawn_problem(random, draw)
        relaxation = Relaxation(problem, problem.seats_of(*problem.pairs))
        prices = random_prices(relaxation, random, 100 * draw.points)
        floors = np.array([random.randint(-500, 100 * draw.points) for _ in range(problem.mentors)], np.int64)
        slot = random.choice((0, 1))
        first, second, more, beyond = _best_at(relaxation, prices, slot, floors)
        expected = over_floors(problem, relaxation, prices, slot, floors)
        for mentor in range(problem.mentors):
            mine = np.flatnonzero(first == mentor)
            later = sorted((-over, b) for (a, b), over in expected.items() if a == mentor)[:PARTNERS_FOUND]
            assert [(-int(more[one]), int(second[one])) for one in mine] == later
            assert beyond[mentor] == max([0, *(over for pair, over in expected.items() if mentor in pair)])


def over_floors(
    problem: Problem, relaxation: Relaxation, prices: Duals, slot: int, floors: Ints
) -> dict[tuple[int, int], int]:
    """By how much each pair's seat at a slot is worth more than half of its mentors' floors."""
    reward = (problem.unmatched * problem.aim.weight * plain.UNITS - prices.mentee).tolist()
    over = {}
    for a, b in zip(*(side.tolist() for side in problem.pairs), strict=True):
        room = min(problem.max_size, int(problem.max_mentees[a]), int(problem.max_mentees[b]))
        gains = gains_at(
            problem, Seat(a, b, slot, room), reward, sum(int(prices.load[one] + prices.spread[one]) for one in (a, b))
        )
        best = best_value(problem, gains, room)
        if best is not None:
            add = int(problem.pair_score[a, b]) * problem.aim.weight * plain.UNITS
            rent = int(prices.place[a, slot] + prices.place[b, slot] + prices.slot[slot])
            rent -= sum(plain.last_room(problem, one) * int(prices.spread[one]) for one in (a, b))
            over[a, b] = best + add - rent - (int(floors[a] + floors[b]) >> 1)
    return over
