"""Rules that permit no pair of mentors: said with what would permit one."""

from __future__ import annotations

from typing import Any

import pytest

from matcher import check

MENTEES = [{"id": f"S{number}", "availability": "Mon 09:00-12:00"} for number in range(4)]


def told(mentors: list[dict[str, str]], program: dict[str, Any], constraints: Any = None) -> list[str]:
    """What is said of pairs."""
    rows = [{"availability": "Mon 09:00-12:00"} | mentor for mentor in mentors]
    faults, warnings = check(rows, MENTEES, program, constraints)
    assert faults == ()
    return [str(one) for one in warnings if "no pair of mentors is permitted" in str(one)]


def mentors(*genders: str) -> list[dict[str, str]]:
    return [{"id": f"T{number}", "gender": gender} for number, gender in enumerate(genders)]


@pytest.mark.parametrize(
    ("genders", "pair", "said"),
    [
        (
            ("woman", "Woman", "woman"),
            "mixed",
            "program, gender.pair: 'mixed' is what groups ask for, and the gender of all 3 mentors who may lead is "
            "woman, so that no pair of mentors is permitted, and no group can be formed; "
            'write "pair": "any" or "pair": "same", let one mentor lead each group ("mentors": 1 under groups), '
            "or find two mentors of different genders",
        ),
        (
            ("woman", ""),
            "mixed",
            "program, gender.pair: 'mixed' is what groups ask for, and the genders of the mentors who may lead are "
            "woman (1) and undisclosed (1), so that no pair of mentors is permitted, and no group can be formed; "
            'write "pair": "any", let one mentor lead each group ("mentors": 1 under groups), '
            "or find two mentors of different genders",
        ),
        (
            ("woman", "man"),
            "same",
            "program, gender.pair: 'same' is what groups ask for, and the genders of the mentors who may lead are "
            "woman (1) and man (1), so that no pair of mentors is permitted, and no group can be formed; "
            'write "pair": "any", let one mentor lead each group ("mentors": 1 under groups), '
            "or find two mentors of one gender",
        ),
    ],
)
def test_genders_of_which_no_pair_can_be_made(genders: tuple[str, ...], pair: str, said: str) -> None:
    assert told(mentors(*genders), {"gender": {"pair": pair}}) == [said]


def test_what_permits_one_pair_says_nothing() -> None:
    assert told(mentors("woman", "woman", "man"), {"gender": {"pair": "mixed"}}) == []
    assert told(mentors("woman", "woman"), {"gender": {"pair": "mixed"}, "groups": {"mentors": 1}}) == []
    assert told(mentors("woman", "woman"), {"gender": {"pair": "same"}}) == []


def test_a_rule_on_a_column_that_no_pair_keeps() -> None:
    rows = [{"id": f"T{number}", "year": year} for number, year in enumerate(("3", "4", "5"))]
    assert told(rows, {"pair": [{"column": "year", "rule": "equal"}]}) == [
        "program, pair[1]: 'year' rule \"equal\" holds for no two of 3 mentors who may lead, so that no pair of "
        "mentors is permitted, and no group can be formed; take the rule out, let one mentor lead each group "
        '("mentors": 1 under groups), or change what mentors say there'
    ]


def test_rules_that_permit_no_pair_together() -> None:
    apart = [{"kind": "apart", "a": "T0", "b": "T1"}]
    (said,) = told(mentors("woman", "woman", "man"), {"gender": {"pair": "same"}}, apart)
    assert said.startswith(
        "mentors: no two of 3 mentors who may lead a group may lead together: T0 and T1 are kept apart, "
        "T0 and T2 are no pair of the same gender and T1 and T2 are no pair of the same gender; so that no pair"
    )
