"""Faults of settings hide no others: of other rules of a list, of what goes together, of columns and cells."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.intake.read import check

MENTORS = [{"id": "m1", "campus": "N", "grade": "HEO"}, {"id": "m2", "campus": "S", "grade": "XX"}]
MENTEES = [{"id": "s1", "campus": "N", "grade": "EO"}, {"id": "s2", "campus": "S", "grade": "YY"}]
ABOVE = {"column": "grade", "rule": "above", "order": ["EO", "HEO"]}


def faults(program: Any, constraints: list[dict[str, str]] | None = None, *, hint: bool = False) -> list[str]:
    found = [str(one) for one in check(MENTORS, MENTEES, program, constraints)[0]]
    return found if hint else [one.partition("; ")[0] for one in found]


def test_faults_of_every_rule_of_a_list_are_told_with_those_of_cells() -> None:
    program = {
        "eligible": [
            {"column": "campos", "rule": "equal"},
            {**ABOVE, "at_least": "2"},
            {"column": "campus", "rule": "equl", "order": ["A", "a"]},
            {"column": "campus", "rule": "equal", "order": ["A"], "at_least": 1},
        ],
    }
    told = faults(program)
    for part in (
        "eligible[1].column: 'campos' is no column",
        "eligible[2].at_least: '2' is of the wrong kind",
        "eligible[3].rule: 'equl' is none of the words",
        "eligible[3]: order has 'a' twice",
        "eligible[4]: rule 'equal' takes no order and no at_least",
        "column grade: 'XX' does not stand in the order",
        "column grade: 'YY' does not stand in the order",
    ):
        assert [part for one in told if part in one] == [part], told
    assert len(told) == 7


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"groups": {"min_size": 5, "max_size": 4, "single": 3}}, 'groups: "min_size": 5 is over'),
        ({"mix": [{"column": "campus", "values": [], "min": 3, "max": 2}]}, 'mix[1]: "min": 3 is over'),
        (
            {"mix": [{"column": "campus", "values": ["N"], "weight": "x", "min": 3, "max": 2}]},
            'mix[1]: "min": 3 is over',
        ),
        ({"pair": [{"column": "campus", "rule": "includes", "weight": "x"}]}, "pair[1]: rule 'includes' needs values"),
        ({"eligible": [{**ABOVE, "at_most": 0, "weight": "x"}]}, 'eligible[1]: "at_most": 0 is under "at_least": 1'),
        ({"calendar": {"start": "x", "weeks": 3, "timezone": "Nope"}}, "calendar.timezone: 'Nope' is no time zone"),
    ],
)
def test_what_does_not_go_together_is_told_beside_a_setting_of_the_wrong_kind(table: Any, expected: str) -> None:
    told = faults(table)
    assert [one for one in told if expected in one], told
    assert [one for one in told if "wrong kind" in one or "empty" in one or "no date" in one], told


def test_what_hangs_on_a_setting_in_doubt_waits_for_it() -> None:
    assert faults({"pair": [{"column": "campus", "rule": "includes", "value": ["x"]}]}) == [
        "program, pair[1].value: there is no such setting in this version"
    ]
    assert len(faults({"groups": {"min_size": "x", "max_size": 2}})) == len(faults({})) + 1


def test_a_rule_without_faults_still_contradicts_constraints_beside_one_with_faults() -> None:
    rules = [{"column": "campus", "rule": "equal"}, {"column": "grade", "rule": "x"}]
    assigned = [{"kind": "assign", "a": "s1", "b": "m1"}, {"kind": "apart", "a": "s1", "b": "m1"}]
    told = faults({"groups": {"single": "x"}, "eligible": rules}, assigned)
    assert [one for one in told if "cannot hold" in one]
    assert len(told) == 3


@pytest.mark.parametrize("name", ["pair", "mix", "eligible"])
def test_weights_in_a_rule_may_be_its_weight(name: str) -> None:
    def told(weights: object) -> str:
        found = faults({name: [{"column": "campus", "rule": "equal", "weights": weights}]}, hint=True)
        return next(one for one in found if "weights" in one)

    assert told(1).endswith("did you mean weight?")
    assert "belongs into no other table" in told({"size": 1})
