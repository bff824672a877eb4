"""What is told of mixes, of groups that one mentor may lead, of wishes on columns and of sizes that cost."""

from __future__ import annotations

from typing import Any

import pytest

from matcher import match
from matcher.checking.scoring import Scorer
from matcher.intake.people import Intake
from matcher.problem.problem import build_problem
from matcher.report.view.naming import Naming
from matcher.report.view.phrases import LANGUAGES, Phrases
from matcher.report.view.rules_in_words import rules_in_words, weights_in_words
from matcher.report.view.scarce import Scarcity
from matcher.result.records import Group
from matcher.rules.rule import FormedGroup
from matcher.terminal.solve import IntakeFacts, intake_summary
from matcher.why.reasons import counting_reasons
from tests.test_explanation import people
from tests.test_left_to_nobody import intake_of, led, told

Cells = dict[str, Any]
ENTRY: Cells = {"column": "entry", "values": ["transfer", "mature"]}
OF_ENTRY = "with transfer or mature in entry"
T: Cells = {"entry": "Transfer"}
ONE: Cells = {"mentors": 1, "min_size": 2, "max_size": 4}
EITHER: Cells = {"mentors": 2, "min_size": 2, "max_size": 4, "single": True}


def mixed(*cells: Cells, groups: Cells = ONE, mentors: int = 2, **asked: Any) -> Intake:
    """Six mentees, those at the front with these cells, and a mix."""
    return intake_of(people("m", mentors), people("s", 6, *cells, entry=""), groups=groups, mix=[{**ENTRY, **asked}])


# Left out -----------------------------------------------------------------------------------------------------------


def test_no_group_may_take_another_of_a_kind() -> None:
    intake = mixed(T, {"entry": "local; mature"}, T, max=1)
    found = told(intake, led("G1", "m1", "s1 s4"), led("G2", "m2", "s2 s5 s6"))
    assert found == {"s3": f"No group (G1, G2) may take another {OF_ENTRY} (mix)."}


def test_the_only_group_may_take_nobody_more_of_a_kind() -> None:
    intake = mixed(T, T, max=1, mentors=1, groups={**ONE, "max_size": 6})
    found = told(intake, led("G1", "m1", "s1 s3 s4 s5 s6"))
    assert found == {"s2": f"The only group, G1, may take nobody more {OF_ENTRY} (mix)."}


def test_one_alone_of_a_kind_is_too_few_where_none_or_two_may_be() -> None:
    intake = mixed(T, min=2, none_too=True)
    found = told(intake, led("G1", "m1", "s2 s3"), led("G2", "m2", "s4 s5 s6"))
    assert found == {"s1": f"No group (G1, G2) would have enough {OF_ENTRY}, them included (mix)."}


def test_one_group_full_and_one_with_too_many_of_a_kind() -> None:
    intake = mixed(T, T, T, min=2, max=2, none_too=True, groups={**ONE, "max_size": 3})
    found = told(intake, led("G1", "m1", "s1 s2"), led("G2", "m2", "s4 s5 s6"))
    assert found == {"s3": f"No group (G1, G2) would have as many as it must {OF_ENTRY}, them included (mix)."}


def test_a_mix_that_is_a_cost_closes_nothing() -> None:
    intake = mixed(T, T, max=1, weight=5, groups={**ONE, "max_size": 5})
    found = told(intake, led("G1", "m1", "s1 s3 s4 s5 s6"))
    assert found == {"s2": "The only group, G1, is full."}


def test_who_could_lead_alone_or_with_another_does_not_suit() -> None:
    wish = {"mentor_gender": "require man"}
    intake = intake_of(people("m", 2, gender="woman"), people("s", 3, wish), groups=EITHER)
    whoever = "Whoever could lead a group of theirs, alone or with another,"
    assert told(intake, led("G1", "m1", "s2 s3"))["s1"] == f"{whoever} is not of the gender that they require."


def test_one_mentor_alone_is_told_of_as_one() -> None:
    wish = {"mentor_gender": "require man"}
    mentors = people("m", 2, {"gender": "woman"}, {"gender": "man"})
    intake = intake_of(mentors, people("s", 3, wish), groups=EITHER)
    found = told(intake, led("G1", "m1", "s2 s3"))
    assert found == {"s1": "The only group, G1, has a mentor who is not of the gender that they require."}


def test_no_mentor_and_no_pair_is_permitted() -> None:
    """m1 is not experienced enough to lead alone, and nobody may lead with them."""
    pair = [{"column": "team", "rule": "includes", "values": ["old"]}]
    mentors = people("m", 2, {"team": "new", "campus": "N"}, {"team": "old", "campus": "S"})
    mentees = people("s", 3, {"campus": "N"}, campus="S")
    intake = intake_of(mentors, mentees, groups=EITHER, pair=pair, eligible=[{"column": "campus", "rule": "equal"}])
    found = told(intake, led("G1", "m2", "s2 s3"))
    assert found == {"s1": "No mentor or pair of mentors permitted to them can lead a group."}


# Nothing is possible ------------------------------------------------------------------------------------------------


def counted(intake: Intake) -> tuple[str, ...]:
    return counting_reasons(intake, build_problem(intake))


def test_too_few_of_a_kind_for_so_many_groups() -> None:
    assert counted(mixed(T, T, T, min=2, groups={**ONE, "count": 2})) == (
        f"each group must have at least 2 {OF_ENTRY} (mix), and there are 3 such mentees: at most 1 group, and "
        "groups.count asks for 2; lower groups.count to 1",
    )


def test_too_few_of_a_kind_for_everybody_s_places() -> None:
    assert counted(mixed(T, min=1, groups={**ONE, "everyone": True})) == (
        f"each group must have at least 1 {OF_ENTRY} (mix), and there is 1 such mentee: at most 1 group of 4: 4 places "
        "for 6 mentees; raise groups.max_size to 6",
    )


def test_nobody_of_a_kind_that_each_group_must_have() -> None:
    assert counted(mixed(min=1, groups={**ONE, "count": 1})) == (
        f"each group must have at least 1 {OF_ENTRY} (mix), and there are none, and groups.count asks for 1",
    )


def test_too_many_of_a_kind_for_all_groups() -> None:
    assert counted(mixed(T, T, T, max=1, groups={**ONE, "everyone": True})) == (
        f"2 mentors can lead at most 2 groups, each with at most 1 {OF_ENTRY} (mix): 2 places for 3 such mentees who "
        "must be placed; raise max of this mix to 2",
    )


def test_one_of_a_kind_who_must_not_be_alone_and_must_be_placed() -> None:
    assert counted(mixed(T, min=2, none_too=True, groups={**ONE, "everyone": True})) == (
        f"s1 must be placed, and a group must have none, or at least 2 {OF_ENTRY} (mix), and there is 1 such mentee",
    )


@pytest.mark.parametrize("asked", [{"min": 2, "weight": 9}, {}, {"min": 1, "none_too": True}])
def test_what_asks_nothing_stands_in_nobody_s_way(asked: Cells) -> None:
    assert counted(mixed(T, groups={**ONE, "count": 2, "everyone": True}, **asked)) == ()


def test_mentors_who_may_lead_alone_are_counted_one_a_group() -> None:
    three = {**EITHER, "count": 4}
    intake = intake_of(people("m", 3), people("s", 8), groups=three)
    assert counted(intake) == (
        "3 mentors can lead at most 3 groups, and groups.count asks for 4; lower groups.count to 3",
    )


def test_the_summary_says_that_one_may_lead_or_two() -> None:
    intake = intake_of(people("m", 3), people("s", 8), groups=EITHER)
    assert "Groups: one or two mentors and 2 to 4 mentees each." in intake_summary(IntakeFacts.of(intake)).splitlines()


# The page -----------------------------------------------------------------------------------------------------------


def rules(intake: Intake, language: str = "en") -> list[str]:
    return [rule.text for rule in rules_in_words(intake, Phrases(language))]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"min": 1}, "At least one of a group's mentees has"),
        ({"min": 2}, "At least 2 of a group's mentees have"),
        ({"max": 0}, "None of a group's mentees has"),
        ({"max": 1}, "At most one of a group's mentees has"),
        ({"max": 2}, "At most 2 of a group's mentees have"),
        ({"min": 1, "max": 1}, "Just one of a group's mentees has"),
        ({"min": 1, "max": 3}, "1 to 3 of a group's mentees have"),
        ({"min": 2, "none_too": True}, "None of a group's mentees, or at least 2 of them, have"),
        ({"min": 2, "max": 2, "none_too": True}, "None of a group's mentees, or just 2 of them, have"),
        ({"min": 2, "max": 3, "none_too": True}, "None of a group's mentees, or 2 to 3 of them, have"),
    ],
)
def test_a_mix_in_words(asked: Cells, sentence: str) -> None:
    assert f"{sentence}, in “entry”: transfer or mature." in rules(mixed(**asked))


@pytest.mark.parametrize("asked", [{}, {"min": 1, "none_too": True}, {"max": 1, "weight": 3}])
def test_a_mix_that_forbids_nothing_is_no_rule(asked: Cells) -> None:
    assert not [text for text in rules(mixed(**asked)) if "entry" in text]


def wishful() -> Intake:
    """Wishes on columns, sizes, priorities and a mix that costs."""
    return intake_of(
        people("m", 2, {"campus": "N", "team": "old", "year": "3"}, {"campus": "S", "team": "new", "year": "4"}),
        people("s", 4, {"priority": "150", "campus": "N", "year": "2"}, T, T, campus="S", year="1"),
        groups={**EITHER, "ideal_size": 3},
        weights={"size": 300, "single": 40},
        choice={"unlisted": "next"},
        eligible=[
            {"column": "campus", "rule": "equal", "weight": 7},
            {"column": "year", "rule": "above", "at_least": 2, "weight": 2},
        ],
        pair=[{"column": "team", "rule": "includes", "values": ["old"], "weight": 4}],
        mix=[{**ENTRY, "max": 1, "weight": 9}],
    )


def test_wishes_and_costs_are_told_with_what_they_count_for() -> None:
    rows = weights_in_words(wishful(), Phrases("en"))[7:-1]
    assert rows == (
        ("A mentor whom a mentee did not list", "the points of the wish after the last one"),
        ("Mentee and mentor with the same in “campus”", "7"),
        ("A mentor at least 2 above the mentee in “year”", "2"),
        ("Two mentors one of whom has, in “team”: old", "4"),
        ("What a mentee left out costs", "20,000"),
        ("How much a mentee's wishes and place count", "as their row says, in percent"),
        ("What each mentee more or fewer than 3 in a group costs", "300"),
        ("What a group led by one mentor costs", "40"),
        (
            "What each mentee too few or too many in a group costs: At most one of a group's mentees has, in “entry”: "
            "transfer or mature.",
            "9",
        ),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_them(language: str) -> None:
    told_in = " ".join(label for label, _ in weights_in_words(wishful(), Phrases(language)))
    assert all(name in told_in for name in ("campus", "year", "team", "entry"))
    assert rules(wishful(), language)[0] == Phrases(language)("rules.one_or_two_mentors")


def test_one_who_leads_alone_must_have_what_one_of_two_must() -> None:
    pair = [{"column": "team", "rule": "includes", "values": ["old", "senior"]}]
    intake = intake_of(people("m", 2, team="old"), people("s", 4), groups=EITHER, pair=pair)
    sentence = "One of a group's two mentors, or the one who leads alone, has, in “team”: old or senior."
    assert sentence in rules(intake)


def idle(intake: Intake, *groups: Group) -> tuple[str, ...]:
    return Scarcity(intake, groups, Naming(intake, anonymous=False, with_emails=False), Phrases("en")).idle()


def test_a_mentor_who_may_not_lead_alone_and_finds_nobody_is_idle_for_that() -> None:
    pair = [{"column": "team", "rule": "includes", "values": ["old"]}]
    mentors = people("m", 2, {"team": "old"}, {"team": "new"})
    intake = intake_of(mentors, people("s", 4), [("apart", "m1", "m2")], groups=EITHER, pair=pair)
    alone = "m2 may not lead alone, and there is no other mentor with whom they could lead a group, by rules and hours."
    assert alone in idle(intake, Group("G1", None, ("m1",), ("s1", "s2"), 0))


def test_groups_that_two_may_lead_leave_no_mentor_without_one_by_their_number() -> None:
    """Two groups, and four mentors who could lead them: that two are idle follows from no count."""
    intake = intake_of(people("m", 4), people("s", 4), groups={**EITHER, "count": 2})
    groups = [Group("G1", None, ("m1",), ("s1", "s2"), 0), Group("G2", None, ("m2",), ("s3", "s4"), 0)]
    assert idle(intake, *groups) == ("Every mentee has a place without them.",)


# Points -------------------------------------------------------------------------------------------------------------


def test_parts_of_the_score_by_what_they_come_from() -> None:
    scorer = Scorer(wishful())
    both, alone = FormedGroup("G1", None, ("m1", "m2"), ("s1", "s2")), FormedGroup("G2", None, ("m2",), ("s3", "s4"))
    assert (scorer.eligible_wishes("s1", "m1"), scorer.eligible_wishes("s1", "m2")) == (700, 200)
    assert (scorer.pair_wishes("m1", "m2"), scorer.pair("m1", "m2")) == (400, 400)
    assert [scorer.size_cost(group) for group in (both, alone)] == [300, 300]
    assert [scorer.single_cost(group) for group in (both, alone)] == [0, 40]
    assert [scorer.mix_cost(group) for group in (both, alone._replace(mentees=("s2", "s3")))] == [0, 9]
    assert scorer.cost(alone) == 340
    assert scorer.group_score(alone) == sum(scorer.mentee_score(own, ["m2"]) for own in alone.mentees) - 340


def test_scores_of_groups_are_the_objective_but_for_those_left_out() -> None:
    intake = wishful()
    result = match(intake)
    out = sum(Scorer(intake).left_out(one.id) for one in result.unmatched)
    assert sum(group.score for group in result.groups) - out == result.objective
    assert any(Scorer(intake).cost(group) for group in result.formed)
