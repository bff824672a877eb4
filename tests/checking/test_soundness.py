"""Whatever a checker accepts is true: at any prices, in any tree, of every grouping there is."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np
import pytest

from matcher.checking.proofs.claim import Claim, ClaimError
from matcher.checking.proofs.evaluating import Evaluation
from matcher.checking.proofs.proof_file import Node, Values
from matcher.checking.proofs.tree import Place, Walk, _below, walked
from tests.checking.common import Plain, cases, nodes, shaken, some_claim, some_cuts, some_values, with_limit
from tests.checking.programs import best_values

RULES: dict[str, list[str] | None] = {
    "any": None,
    "small groups": ["size", "no_lone"],
    "rooms": ["slot_cap", "named_slots"],
    "loads": ["max_groups_two", "max_mentees"],
    "hours": ["max_groups_two", "availability"],
    "locks": ["locks"],
    "clusters": ["everyone", "together"],
    "one mentor": ["count", "one_mentor", "max_groups_two"],
}


def root(claim: Claim) -> Place:
    """Where the first node is."""
    part = claim.part
    return Place(part, np.ones(len(part.spot), bool), (), part.numbers)


def proved(claim: Claim, values: Plain, place: Place, number: int) -> int:
    """What values prove for so many groups, in half units."""
    half_units = Evaluation(claim, Values.model_validate(values), place.open, place.taken).half_units(number)
    assert half_units is not None
    return half_units


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_no_prices_prove_less_than_a_grouping_reaches(rules: list[str] | None) -> None:
    compared, tight = 0, 0
    for case in cases(f"prices {rules}", 24, rules):
        part, random = case.part, case.random
        claim, worth = some_claim(case, 0, some_cuts(part, random))
        for number in sorted({len(groups) for groups in case.groupings} - {0}):
            best = max(worth(groups) for groups in case.groupings if len(groups) == number)
            values = best_values(claim, root(claim), number)
            tight += claim.proved(proved(claim, values, root(claim), number)) == best
            for tried in (values, *(shaken(values, random, part.must) for _ in range(10)), some_values(claim, random)):
                assert proved(claim, tried, root(claim), number) >= 2 * claim.unit * best
                compared += 1
    # The values are good enough that proving any less would be seen.
    assert compared > 50
    assert tight > compared // 12 // 3


# Trees --------------------------------------------------------------------------------------------------------------


def holds(place: Place, seats: frozenset[int]) -> bool:
    """Whether a grouping is one of which a node speaks."""
    fixed = set(place.fixed)
    return fixed <= seats and all(place.open[seat] for seat in seats - fixed) and len(seats) in place.numbers


def good_values(claim: Claim, place: Place, random: Random) -> Plain:
    """Values that prove much at a node, for every number of groups there; sometimes a little less."""
    every = [best_values(claim, place, number) for number in place.numbers[:3]] or [some_values(claim, random)]
    values = {**random.choice(every), "duals": [duals for own in every for duals in own["duals"]]}
    return shaken(values, random, claim.part.must) if random.random() < 0.3 else values


def some_split(claim: Claim, random: Random) -> Plain:
    """Somewhere to split, which may be refused."""
    part = claim.part
    seat = random.choice(list(part.seat_at))
    a, b, slot, number = seat
    second = None if b == part.nobody else b
    return random.choice(
        [
            {"seat": [a, second, slot, number]},
            {"seat": [a, second, slot, number + random.randint(0, 1)]},
            {"mentor": a, "slot": slot},
            {"pair": [a, second if second is not None else random.randrange(part.nobody)]},
        ]
    )


def grown(claim: Claim, random: Random, depth: int) -> list[Plain]:
    """A tree drawn by chance, its values good for where they stand."""
    tables: list[Plain] = []

    def grow(place: Place, left: int) -> int:
        at = len(tables)
        tables.append({})
        kind = random.choice(("leaf", "close", "split", "split", "counts")) if left else "leaf"
        if place.void or kind == "leaf":
            tables[at] = {"leaf": good_values(claim, place, random)}
            return at
        shapes: dict[str, Plain] = {
            "close": {"close": {}, "then": 1},
            "split": {"split": some_split(claim, random), "yes": 1, "no": 2},
            "counts": {"counts": {str(random.choice(place.numbers)): 1}, "rest": 2},
        }
        table = shapes[kind]
        if kind == "close":
            table["close"] = good_values(claim, place, random)
        try:
            below = _below(claim, nodes(table)[0], place, Walk())
        except ClaimError:
            return grow_leaf(at, place)
        where = {name: grow(here, left - 1) for name, (_, here) in zip(names(table), below, strict=True)}
        for name, place_below in where.items():
            if name in table:
                table[name] = place_below
            else:
                table["counts"][name] = place_below
        tables[at] = table
        return at

    def grow_leaf(at: int, place: Place) -> int:
        tables[at] = {"leaf": good_values(claim, place, random)}
        return at

    grow(root(claim), depth)
    return tables


def names(table: Plain) -> list[str]:
    """What a node calls those below it, in their order."""
    return [*table.get("counts", {}), *(name for name in ("then", "yes", "no", "rest") if name in table)]


def escaped(claim: Claim, tree: Sequence[Node], over: Sequence[frozenset[int]]) -> None:
    """Fail where a grouping over the limit is lost on the way down, or where a leaf passes that speaks of it."""
    for seats in over:
        at: list[tuple[int, Place]] = [(0, root(claim))]
        assert holds(at[0][1], seats)
        while at:
            node, place = at.pop()
            walk = Walk()
            try:
                below = _below(claim, tree[node], place, walk)
            except ClaimError:
                break
            assert not walk.checked
            at = [(number, here) for number, here in below if holds(here, seats)]
            assert at


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_no_tree_proves_less_than_a_grouping_reaches(rules: list[str] | None) -> None:
    grew, accepted = 0, 0
    for case in cases(f"trees {rules}", 10, rules):
        claim, worth = some_claim(case, 0, some_cuts(case.part, case.random))
        with_groups = [groups for groups in case.groupings if groups]
        if not with_groups:
            continue
        reached = sorted(
            ((worth(groups), frozenset(case.seats(groups))) for groups in with_groups), key=lambda one: one[0]
        )
        best = reached[-1][0]
        for _ in range(2):
            limit = case.random.choice([best - 1, best - 1, case.random.choice(reached)[0] - 1])
            under = with_limit(claim, limit)
            tree = nodes(*grown(under, case.random, 3))
            assert walked(under, tree).faults
            escaped(under, tree, [seats for own, seats in reached if own > limit][-20:])
            accepted += not walked(with_limit(claim, best), tree).faults
            grew += 1
    assert grew > 5
    # They are good enough that proving any less would be seen.
    assert accepted > grew // 10


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_counting_never_shows_less_than_a_grouping_reaches(rules: list[str] | None) -> None:
    for case in cases(f"counting {rules}", 12, rules):
        for _ in range(5):
            claim, worth = some_claim(case, 0)
            assert claim.counted >= max(worth(groups) for groups in case.groupings)


def test_the_step_is_one_of_every_grouping() -> None:
    steps = set()
    for case in cases("steps", 30, None):
        claim, worth = some_claim(case, 0)
        assert all((worth(groups) - claim.base) % claim.step == 0 for groups in case.groupings)
        steps.add(claim.step)
    assert len(steps) > 3


def test_a_ray_and_emptiness_are_only_shown_where_there_are_no_groupings() -> None:
    shown = {"ray": 0, "empty": 0}
    for case in cases("rays", 20, ["max_groups_two"]):
        part, random = case.part, case.random
        claim, _ = some_claim(case, 0)
        groupings = [frozenset(case.seats(groups)) for groups in case.groupings]
        for _ in range(20):
            place = root(claim)
            for _ in range(random.randint(0, 5)):
                seats = list(part.seat_at.values())
                if seats and random.random() < 0.7:
                    closed = np.zeros(len(part.spot), bool)
                    closed[random.sample(seats, random.randint(1, len(seats)))] = True
                    place = place.closed(closed)
                elif seats:
                    place = place.fixing(random.choice(seats))
            if place.void:
                continue
            ray = [random.choice((0, 1, 1, 2)) for _ in range(part.nobody)]
            for kind, table in (("ray", {"ray": ray}), ("empty", {"empty": True})):
                try:
                    _below(claim, nodes(table)[0], place, Walk())
                except ClaimError:
                    continue
                shown[kind] += 1
                assert not any(holds(place, seats) for seats in groupings)
    assert min(shown.values()) > 10
