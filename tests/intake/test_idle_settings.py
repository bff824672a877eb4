"""Settings that leave no group, or that change nothing: told when an intake is read, in every language."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from matcher import InfeasibleError, match, read_intake
from matcher.intake.checks.never_a_group import never_a_group
from matcher.report.view.in_language import InLanguage
from matcher.report.view.phrases import Phrases
from matcher.why.reasons import plainly_in_vain
from matcher.why.reasons.capacity import room_by_rules
from tests import oracle
from tests.strategies import tiny_intake

MENTORS = [{"id": f"m{one}", "grade": "HEO", "campus": "N", "level": "3"} for one in range(1, 5)]
MENTEES = [
    {"id": f"s{one}", "entry": "transfer" if one < 3 else "first", "grade": "EO", "campus": "S", "level": "1"}
    for one in range(1, 9)
]
SIZES = {"min_size": 2, "max_size": 4}
ORDER = ["EO", "HEO"]


def mix(*values: str, **more: Any) -> dict[str, Any]:
    return {"column": "entry", "values": list(values), **more}


def told(program: dict[str, Any]) -> list[str]:
    """The warnings on settings, of which none stays English in another language."""
    intake = read_intake(MENTORS, MENTEES, {"groups": SIZES, "similarity": {}, **program})
    found = [str(one).removeprefix("program, ") for one in intake.warnings if one.file == "program"]
    for language in ("de", "es", "fa"):
        turn = InLanguage(intake, [], Phrases(language))
        assert [text for text in map(str, intake.warnings) if turn.warning(text).english] == []
    return found


NEVER = [
    ([mix("transfer", min=5)], "mix[1]: 'entry' asks for at least 5 of them in a group, and groups.max_size is 4"),
    ([mix("transfer", min=3)], "mix[1]: 'entry' asks for at least 3 of them in a group, and there are 2 in all"),
    (
        [mix("first", min=3), mix("First", "transfer", max=2)],
        "mix[1]: 'entry' asks for at least 3 of them in a group, and mix[2] allows at most 2 of the same mentees",
    ),
    (
        [mix("first", min=3), mix("transfer", min=2)],
        "mix[1]: 'entry' asks, with mix[2], for at least 5 mentees in a group, and groups.max_size is 4",
    ),
    (
        [mix("first", max=1), mix("transfer", max=0)],
        "mix[1]: 'entry' leaves, with mix[2], at most 1 mentees for a group, and groups.min_size is 2",
    ),
]


@pytest.mark.parametrize(("mixes", "expected"), NEVER)
def test_mixes_that_leave_no_group_are_told_with_numbers(mixes: list[dict[str, Any]], expected: str) -> None:
    assert f"{expected}, so that no group can be formed" in told({"mix": mixes})
    asking = {"groups": {**SIZES, "everyone": True}, "mix": mixes}
    intake = read_intake(MENTORS, MENTEES, asking)
    said = expected.removeprefix("mix[1]: 'entry' ")
    told_too = said if "in all" not in said else "each group must have at least 3"
    assert any(told_too in reason for reason in plainly_in_vain(intake))
    assert room_by_rules(intake).groups == 0
    with pytest.raises(InfeasibleError, match=r"no group can be formed|each group must have"):
        match(MENTORS, MENTEES, asking, effort="quick")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            {"column": "grade", "rule": "above", "order": ORDER, "at_least": 2},
            "'grade' asks for at least 2 places above, and its order has 1 at most from end to end",
        ),
        ({"column": "campus", "rule": "equal"}, "'campus' holds for no mentee and no mentor"),
        ({"column": "level", "rule": "above", "at_least": 3}, "'level' holds for no mentee and no mentor"),
    ],
)
def test_who_fits_nobody_is_told(rule: dict[str, Any], expected: str) -> None:
    assert told({"eligible": [rule]}) == [f"eligible[1]: {expected}, so that no group can be formed"]
    since = "it holds for no mentee and no mentor"
    wish = told({"eligible": [{**rule, "weight": 3}]})
    assert wish == [f"eligible[1]: '{rule['column']}' changes nothing, since {since}"]


def test_a_group_that_may_have_none_of_them_has_none() -> None:
    assert told({"mix": [mix("transfer", min=3, none_too=True)]}) == [
        "mix[1]: 'entry' asks for at least 3 of them in a group, and there are 2 in all, so that no group may hold any "
        "of them"
    ]
    assert told({"mix": [mix("transfer", min=2, none_too=True)]}) == []


def test_what_counting_calls_impossible_no_grouping_does() -> None:
    never = 0
    for seed in range(40):
        plain = tiny_intake(Random(seed), {"mix", "eligible_above", "eligible_equal", "no_lone"}, most_mentees=3)
        plain["program"]["mix"].append({"column": "entry", "values": ["local"], "min": seed % 3, "max": 2})
        intake = read_intake(plain["mentors"], plain["mentees"], plain["program"])
        if any(one.at_all for one in never_a_group(intake)):
            never += 1
            assert next((one for one in oracle.groupings(plain) if one), None) is None
    assert never >= 5


CHANGES_NOTHING = [
    ({"mix": [mix("first", max=2, none_too=True)]}, "mix[1].none_too: 'true'", "min is 0: none at all is right anyway"),
    (
        {"mix": [mix("first", min=1, max=3, none_too=True)]},
        "mix[1].min: '1'",
        "none at all is right as well (none_too)",
    ),
    ({"mix": [mix("first", max=4)]}, "mix[1].max: '4'", "groups.max_size is 4"),
    (
        {"eligible": [{"column": "level", "rule": "above", "order": []}]},
        "eligible[1].order: '[]'",
        "it is empty: cells are compared as numbers",
    ),
    (
        {"eligible": [{"column": "grade", "rule": "above", "order": ORDER, "at_most": 1}]},
        "eligible[1].at_most: '1'",
        "the order has 1 places at most from end to end",
    ),
    (
        {"pair": [{"column": "campus", "rule": "differ", "weight": 2}]},
        "pair[1]: 'campus'",
        "it holds for no two mentors",
    ),
    ({"objective": {"levels": 4}}, "objective.levels: '4'", "objective.mode is 'total'"),
    (
        {"groups": {**SIZES, "everyone": True}, "weights": {"unmatched": 9}},
        "weights.unmatched: '9'",
        "groups.everyone is true: nobody is left out",
    ),
    (
        {"schedule": {"required": False, "blank": "none"}},
        "schedule.blank: 'none'",
        "schedule.required is false: groups get no slot",
    ),
    (
        {"schedule": {"required": False, "slots": ["Mon 12:00", "A"]}},
        "schedule.slots: 'Mon 12:00; A'",
        "schedule.required is false: groups get no slot",
    ),
    (
        {"schedule": {"slots": ["A"], "start_every": 20}},
        "schedule.start_every: '20'",
        "schedule.slots names the only slots",
    ),
    ({"schedule": {"week": "2026-10-05"}}, "schedule.week: '2026-10-05'", "everybody tells hours by one clock"),
    (
        {"calendar": {"start": "2026-10-05", "weeks": 4, "timezone": "UTC"}},
        "calendar: '2026-10-05'",
        "groups get no slot",
    ),
    ({"load": {"max_mentees": 4}}, "load.max_mentees: '4'", "groups.max_size and max_groups leave nobody more than 4"),
    ({"weights": {"similarity": 3}}, "weights.similarity: '3'", "no column of similarity has a weight"),
    ({"similarity": {"campus": 2}, "weights": {"similarity": 0}}, "similarity: 'campus'", "weights.similarity is 0"),
    (
        {"choice": {"unlisted": "next"}, "weights": {"mentee_choice": 0}},
        "choice.unlisted: 'next'",
        "weights.mentee_choice is 0",
    ),
    (
        {"groups": {**SIZES, "mentors": 1}, "gender": {"pair": "mixed"}},
        "gender.pair: 'mixed'",
        "groups.mentors is 1: one mentor leads every group",
    ),
    (
        {"groups": {**SIZES, "mentors": 1}, "pair": [{"column": "grade", "rule": "differ"}]},
        "pair[1]: 'grade'",
        "groups.mentors is 1: one mentor leads every group",
    ),
    (
        {"groups": {"min_size": 4, "max_size": 4, "ideal_size": 4}, "weights": {"size": 2}},
        "groups.ideal_size: '4'",
        "groups.min_size and groups.max_size are the same",
    ),
]


@pytest.mark.parametrize(("program", "setting", "since"), CHANGES_NOTHING)
def test_a_setting_that_changes_nothing_is_told(program: dict[str, Any], setting: str, since: str) -> None:
    assert told(program) == [f"{setting} changes nothing, since {since}"]


def test_what_stands_in_a_list_twice_is_told() -> None:
    wish = {"column": "grade", "rule": "above", "order": ORDER, "weight": 2}
    mixes = [mix("first", "transfer", max=3), mix("Transfer", "FIRST", max=3)]
    assert told({"mix": mixes, "eligible": [wish, wish]}) == [
        "eligible[2]: 'grade' is the same as eligible[1] and counts a second time",
        "mix[2]: 'entry' is the same as mix[1] and changes nothing more",
    ]


def test_an_ideal_that_no_group_may_have_is_told() -> None:
    program = {"groups": {**SIZES, "ideal_size": 9}, "weights": {"size": 2}}
    expected = "groups.ideal_size: '9' is no size that a group may have: groups.min_size is 2, groups.max_size 4"
    assert told(program) == [expected]


def test_settings_as_they_are_usual_are_no_slip() -> None:
    assert told({"weights": {"size": 0}, "schedule": {"blank": "any"}, "load": {"max_groups": 1}}) == []
