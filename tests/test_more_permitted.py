"""Whoever permits more gets no less, at sizes where not everything is looked at; by the whole order of each mode."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from benchmarks.generator import generate
from benchmarks.settings import Settings
from matcher import MatchResult, match
from tests import oracle

Plain = dict[str, Any]

NEARLY = 0.015
"""Share of the objective that a search of little effort may lose by chance."""
BASE = Settings(seed=3, mentees=60, mentors=12, no_lone=("woman", "man"), max_mentees=11, max_groups_per_slot=2)


def solved(intake: Plain, **call: Any) -> MatchResult:
    """What the product makes of it with little effort; the work is what ends the run, not the clock."""
    tables = (intake["mentors"], intake["mentees"], intake["program"], intake["constraints"])
    return match(*tables, effort="quick", time_limit=600, workers=1, **call)


def with_settings(**tables: Plain) -> Callable[[Plain], Plain]:
    """The same people under other settings: drawn anew, they might wish for others."""

    def more(intake: Plain) -> Plain:
        program = {table: {**intake["program"][table], **changes} for table, changes in tables.items()}
        return {**intake, "program": {**intake["program"], **program}}

    return more


def with_another_slot(intake: Plain) -> Plain:
    """Saturday at noon, when everybody can."""
    more = deepcopy(intake)
    more["program"]["schedule"]["slots"].append("Sat 12:00")
    for person in (*more["mentors"], *more["mentees"]):
        person["availability"] = [*person["availability"], "Sat 12:00-13:00"]
    return more


MORE: dict[str, Callable[[Plain], Plain]] = {
    "one more group for every mentor": with_settings(load={"max_groups": 2}),
    "one more place in every group": with_settings(groups={"max_size": 13}, load={"max_mentees": 13}),
    "one more slot": with_another_slot,
    "one more room": with_settings(schedule={"max_groups_per_slot": 3}),
    "nobody minds to be alone": with_settings(gender={"no_lone": []}),
}


@pytest.fixture(scope="module")
def least() -> MatchResult:
    return solved(generate(BASE))


@pytest.mark.parametrize("name", MORE)
def test_to_permit_more_costs_nothing(name: str, least: MatchResult) -> None:
    more = solved(MORE[name](generate(BASE)))
    # Every grouping of before is still permitted, so that the bound lies over it whatever was found.
    assert more.bound >= least.objective
    assert more.objective >= least.objective - NEARLY * abs(least.objective)


def of_mode(mode: str) -> Plain:
    intake = generate(Settings(seed=5, mentees=26, mentors=6))
    intake["program"]["objective"] = {"mode": mode}
    return intake


@pytest.fixture(scope="module")
def total() -> MatchResult:
    return solved(of_mode("total"))


@pytest.mark.parametrize("mode", ["greedy", "generous", "fair"])
def test_a_mode_is_no_worse_by_its_own_order_than_the_best_score(mode: str, total: MatchResult) -> None:
    intake = of_mode(mode)
    result = solved(intake)

    def order(one: MatchResult) -> tuple[int, ...]:
        groups = [(group.mentors, group.slot, group.mentees) for group in one.groups]
        sign = 1 if mode == "greedy" else -1
        return (*(sign * count for count in oracle.key(intake, groups)), one.objective)

    assert order(result) >= order(total)


def test_two_copies_of_a_program_score_twice_as_much() -> None:
    one = generate(Settings(seed=1, mentees=18, mentors=4, min_size=4, max_size=8))
    both: Plain = {**deepcopy(one), "mentors": [], "mentees": []}
    both["program"]["eligible"] = [{"column": "site", "rule": "equal"}]
    for site in ("North", "South"):
        for side in ("mentors", "mentees"):
            for person in deepcopy(one[side]):
                person = {**person, "id": f"{site}-{person['id']}", "site": site}
                for column in ("preferred_mentors", "preferred_mentees", "preferred_co_mentors"):
                    if person.get(column):
                        person[column] = [f"{site}-{other}" for other in person[column]]
                both[side].append(person)
    single, double = solved(one), solved(both)
    assert (single.status, double.status) == ("optimal", "optimal")
    assert double.objective == 2 * single.objective
