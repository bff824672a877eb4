"""What a seat is worth at given prices, against every set of members there is."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest

from matcher.checking.proofs.claim import TOO_DEAR, Claim, ClaimError, claim_of
from matcher.checking.proofs.cut_values import CutSearch
from matcher.checking.proofs.proof_file import Values
from matcher.checking.proofs.values import NEVER, Priced, best_sums, priced
from tests.checking.common import (
    cases,
    cost_of,
    drawn,
    is_counted_right,
    last_room,
    read,
    size_cost,
    some_claim,
    some_cuts,
    some_values,
    whole_part,
)


def by_trying(gains: list[int], lone: list[list[bool]], sizes: list[int], least: int, room: int) -> int | None:
    """The greatest sum over every set of members, None where none is permitted."""
    people = [place for place, gain in enumerate(gains) if gain > NEVER]
    sums = [
        sum(gains[one] for one in chosen) - sizes[size]
        for size in range(least, room + 1)
        for chosen in combinations(people, size)
        if all(sum(gender[one] for one in chosen) != 1 for gender in lone)
    ]
    return max(sums, default=None)


@pytest.mark.parametrize("genders", [0, 1, 2, 3])
def test_the_best_sum_is_that_of_the_best_set(genders: int) -> None:
    random = Random(genders)
    for _ in range(400):
        mentees, rows = random.randint(1, 8), random.randint(1, 4)
        of = [random.randrange(genders + 1) for _ in range(mentees)]
        lone = [np.array([own == gender for own in of]) for gender in range(1, genders + 1)]
        spread = random.choice((1, 3, 50))
        gains = np.array(
            [
                [random.randint(-spread, spread) if random.random() < 0.8 else NEVER for _ in range(mentees)]
                for _ in range(rows)
            ]
        )
        least = random.randint(1, 3)
        room = np.array([random.randint(least, 9) for _ in range(rows)])
        sizes = np.sort(np.array([random.randrange(3) for _ in range(10)]))
        alone = np.array([0, TOO_DEAR, *[0] * 8])
        counted = [(gender, alone) for gender in lone if gender.any()]
        found = best_sums(gains, counted, sizes, least, room)
        for row in range(rows):
            there = [gender.tolist() for gender in lone]
            wanted = by_trying(gains[row].tolist(), there, sizes.tolist(), least, int(room[row]))
            assert found[row] <= NEVER if wanted is None else found[row] == wanted


# With the prices of a node -------------------------------------------------------------------------------------------


def counts(claim: Claim, cut: int, spot: int, members: tuple[int, ...]) -> bool:
    """Whether a seat with these members counts for a cut: as much weight as there are others beside the hub."""
    part = claim.part
    weight = claim.cuts[cut].weight
    mentors = [len(part.mentees) + part.first[spot], len(part.mentees) + part.second[spot]]
    return int(weight[[*members, *mentors]].sum()) >= claim.cuts[cut].needed


def worth(prices: Priced, values: Values, spot: int, members: tuple[int, ...], *, eased: bool) -> int:
    """What members are worth at a spot by the words of the page; `eased`: clusters on average."""
    claim, part = prices.claim, prices.claim.part
    a, b, slot, choice = part.first[spot], part.second[spot], part.slot[spot], part.choice[spot]
    total = 0
    for one in members:
        own = claim.worth[choice, one] if eased else claim.unit * claim.gains[choice, one]
        total += int(own) - int(values.mentee[one]) - int(prices.load[a]) - int(prices.load[b])
    total += claim.unit * int(claim.pair[choice])
    spread = dict(zip(values.spread.at.tolist(), values.spread.numbers.tolist(), strict=True))
    total += sum(last_room(part, one) * spread.get(one, 0) for one in (a, b) if one != part.nobody)
    slot_prices = dict(zip(values.slot.at.tolist(), values.slot.numbers.tolist(), strict=True))
    total -= slot_prices.get(int(slot), 0)
    total -= sum(price for mentor, hour, price in values.place.tolist() if hour == slot and mentor in (a, b))
    for demand in values.demand:
        second = part.nobody if demand.second is None else demand.second
        if (demand.first, second) == (a, b) and demand.slot in (None, slot):
            total += demand.price
    return total


def cut_costs(prices: Priced, spot: int, members: tuple[int, ...]) -> int:
    return sum(int(price) for cut, price in enumerate(prices.cut) if price and counts(prices.claim, cut, spot, members))


@pytest.mark.parametrize(
    "rules",
    [
        ["no_lone"],
        ["together", "size"],
        ["slot_cap", "max_groups_two"],
        ["mix", "ideal_size"],
        ["mix_cost", "single", "priority"],
        None,
    ],
)
def test_values_are_those_of_the_best_members(rules: list[str] | None) -> None:
    compared = 0
    for case in cases(f"values {rules}", 30, rules):
        part, random = case.part, case.random
        claim, _ = some_claim(case, 0, some_cuts(part, random))
        values = Values.model_validate(some_values(claim, random))
        prices = priced(claim, values)
        spots = np.arange(len(part.first))
        alone = prices.values(spots)
        found = CutSearch(prices).values(spots, np.full(len(spots), NEVER), exact=True)
        for spot in spots.tolist():
            who = np.flatnonzero(part.sits[spot]).tolist()
            sets = [chosen for size in range(part.least, part.room[spot] + 1) for chosen in combinations(who, size)]
            kept = [chosen for chosen in sets if is_counted_right(part, chosen)]
            worths = {chosen: worth(prices, values, spot, chosen, eased=True) for chosen in sets}
            assert alone[spot] == max((worths[chosen] - cost_of(claim, chosen) for chosen in kept), default=NEVER)
            cut = (own - size_cost(claim, one) - cut_costs(prices, spot, one) for one, own in worths.items())
            assert found[spot] == max(cut)
            compared += 1
    assert compared > 30


def test_no_members_of_a_permitted_group_are_worth_more_than_its_seat() -> None:
    compared = 0
    for case in cases("never under", 40, ["together", "apart", "no_lone", "size", "mix_cost", "ideal_size"]):
        part, random = case.part, case.random
        claim, _ = some_claim(case, 0, some_cuts(part, random))
        values = Values.model_validate(some_values(claim, random))
        prices = priced(claim, values)
        for groups in case.groupings:
            for seat, (_, _, mentees) in zip(case.seats(groups), groups, strict=True):
                spot = int(part.spot[seat])
                members = tuple(case.intake.mentee_position[one] for one in mentees)
                own = worth(prices, values, spot, members, eased=False) - cut_costs(prices, spot, members)
                own -= cost_of(claim, members)
                found = CutSearch(prices).values(np.array([spot]), np.array([NEVER]), exact=True)
                assert own <= min(prices.values(np.array([spot]))[0], found[0])
                compared += 1
    assert compared > 150


def test_a_search_that_only_asks_for_more_than_a_floor_tells_no_less_than_the_value() -> None:
    compared = 0
    for case in cases("floors", 40, ["size"]):
        part, random = case.part, case.random
        claim, _ = some_claim(case, 0, some_cuts(part, random))
        prices = priced(claim, Values.model_validate(some_values(claim, random)))
        spots = np.arange(len(part.first))
        true = CutSearch(prices).values(spots, np.full(len(spots), NEVER), exact=True)
        floors = true + np.array([random.randint(-20, 20) for _ in spots], np.int64)
        sharp = CutSearch(prices).values(spots, floors, exact=True)
        assert (sharp == np.maximum(true, floors)).all()
        rough = CutSearch(prices).values(spots, floors, exact=False)
        assert (rough >= true).all()
        assert ((rough <= floors) == (true <= floors)).all()
        compared += len(spots)
    assert compared > 100


# Refused ------------------------------------------------------------------------------------------------------------


def refusal(rules: list[str], change: dict[str, object], name: str = "refused") -> str:
    """What is said of values with one thing changed, for the first intake that has two mentors and a seat."""
    for number in range(60):
        plain, _ = drawn(name, number, rules, most_mentors=4)
        part = whole_part(read(plain))
        if len(part.first):
            claim = claim_of(part, (), 1, 0, 1, ())
            table = {"mentee": [0] * len(part.mentees), **change}
            with pytest.raises(ClaimError, match=r"\S") as caught:
                priced(claim, Values.model_validate(table))
            return str(caught.value)
    raise AssertionError("no intake with seats")


def test_prices_that_prove_nothing_are_refused() -> None:
    assert "prices of mentees; the part has" in refusal([], {"mentee": [0]})
    assert refusal([], {"load": {"0": -1}}) == "a price of load is below 0"
    assert refusal([], {"load": {"99": 1}}).startswith("a price of load is for number 99; there are ")
    told = "a price of spread is for a mentor whose last group is not limited by the others"
    assert refusal([], {"spread": {"0": 1}}) == told
    assert refusal([], {"slot": {"0": 1}}) == "a slot has a price, but slots may have any number of groups"
    assert refusal(["slot_cap"], {"slot": {"0": -5}}) == "a price of slot is below 0"
    assert refusal([], {"place": [[0, 0, 5]]}) == "a place has a price, but groups get no slot"
    assert refusal(["availability"], {"place": [[0, 0, -5]]}) == "a price of a place is below 0"
    assert refusal(["availability"], {"place": [[0, 0, 5], [0, 0, 1]]}) == "a place has two prices"
    told = "a price of a place is for a mentor or a slot that is not there"
    assert refusal(["availability"], {"place": [[0, 999, 5]]}) == told
    assert refusal(["availability"], {"place": [[9, 0, 5]]}) == told
    assert refusal([], {"demand": [[0, 1, None, 5]]}) == "a demand has a price for which no lock asks"
    assert refusal([], {"demand": [[0, 1, None, -5]]}) == "a price of a demand is below 0"
    assert refusal([], {"cut": {"0": 5}}) == "a price of cut is for number 0; there are 0"
    assert refusal([], {"load": {"0": 2**59, "1": 2**59}}) == "its prices are too large to be checked"


def test_what_a_group_gets_back_may_not_leave_the_arrays() -> None:
    # Every seat has room for three, so that one mentee's price is small beside 400 times as much for a group.
    mentors = [{"id": "A", "max_groups": 2, "max_mentees": 1400}, {"id": "B", "max_mentees": 3}]
    mentees = [{"id": f"s{number}"} for number in range(1500)]
    program = {"groups": {"mentors": 2, "min_size": 1, "max_size": 1000}}
    part = whole_part(read({"mentors": mentors, "mentees": mentees, "program": program, "constraints": []}))
    assert (part.room.max(), part.last_groups[0][0]) == (3, 400)
    for price, fits in ((2**49, True), (2**52, False), (2**55, False)):
        values = Values.model_validate({"mentee": [0] * len(mentees), "spread": {"0": price}})
        claim = claim_of(part, (), 1, 0, 1, ())
        if fits:
            assert priced(claim, values).spot.tolist() == [400 * price]
        else:
            with pytest.raises(ClaimError, match="too large to be checked"):
                priced(claim, values)


def test_only_who_must_be_placed_may_have_a_price_below_0() -> None:
    rows = [{"id": "A"}, {"id": "B"}, {"id": "s1"}, {"id": "s2"}, {"id": "s3"}]
    program = {"groups": {"min_size": 1, "max_size": 3}}
    bond = [{"kind": "assign", "a": "s1", "b": "A"}, {"kind": "together", "a": "s1", "b": "s3"}]
    part = whole_part(read({"mentors": rows[:2], "mentees": rows[2:], "program": program, "constraints": bond}))
    claim = claim_of(part, (), 1, 0, 1, ())
    # s1 is assigned and s3 goes with it; s2 may be left out.
    priced(claim, Values.model_validate({"mentee": [-5, 0, -7]}))
    with pytest.raises(ClaimError, match="a mentee who may be left out has a price below 0"):
        priced(claim, Values.model_validate({"mentee": [-5, -1, -7]}))


def test_a_cut_is_of_three_to_five_different_people_in_one_group_at_most() -> None:
    rows = [{"id": "A", "max_groups": 2}, {"id": "B"}, *({"id": f"s{place}"} for place in range(1, 7))]
    part = whole_part(
        read({"mentors": rows[:2], "mentees": rows[2:], "program": {"groups": {"min_size": 1}}, "constraints": []})
    )
    # With B alone A leads one group: B leads no second. So A may be in a cut, too.
    claim_of(part, (), 1, 0, 1, ((0, 1, 6), (0, 1, 7), (5, 4, 3, 2, 1)))
    for cut, said in {
        (0, 1): "a cut has 2 people; it takes three to five",
        (0, 1, 2, 3, 4, 5): "a cut has 6 people; it takes three to five",
        (0, 1, 0): "a cut names somebody twice",
        (0, 1, 8): "a cut names somebody who is not there",
    }.items():
        with pytest.raises(ClaimError, match=said):
            claim_of(part, (), 1, 0, 1, (cut,))
    several = [{"id": own, "max_groups": 2} for own in ("A", "B")]
    part = whole_part(
        read({"mentors": several, "mentees": rows[2:], "program": {"groups": {"min_size": 1}}, "constraints": []})
    )
    with pytest.raises(ClaimError, match="a cut names a mentor who may lead several groups"):
        claim_of(part, (), 1, 0, 1, ((0, 1, 6),))
