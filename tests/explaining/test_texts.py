"""What a coordinator reads, word by word, on the smallest sample and on small intakes made for it."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import matcher
from matcher import explain, match, read_intake
from matcher.cli import main
from matcher.errors import IntakeError, ResultFileError
from matcher.intake.people import Intake
from matcher.questions.rescored import rescored
from matcher.result.match_result import MatchResult
from matcher.result.records import Rematched, Status
from matcher.terminal.explain import explanation_text
from matcher.why.answers.records import Barrier, Difference, Explanation, Outcome, Price, Role, Share, WishKind
from matcher.why.answers.steps import Step, StepKind
from matcher.why.wording.explanations import Words
from matcher.why.wording.naming import Names
from matcher.why.wording.steps import rule_told
from tests.explaining.common import read

TINY = Path(matcher.__file__).parents[1] / "data" / "samples" / "tiny"


class Pipe:
    """A stream that nobody looks at."""

    def isatty(self) -> bool:
        return False


def told(explanation: Explanation) -> list[str]:
    return explanation_text(explanation, Pipe()).splitlines()  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def tiny() -> MatchResult:
    """The tiny sample's result."""
    return match(TINY)


def intake_of(
    mentors: list[dict[str, Any]], mentees: list[dict[str, Any]], *rows: tuple[str, str, str], **program: Any
) -> Intake:
    constraints = [{"kind": kind, "a": a, "b": b} for kind, a, b in rows]
    return read({"mentors": mentors, "mentees": mentees, "program": program, "constraints": constraints})


def people(letter: str, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": f"{letter}{number}", **row} for number, row in enumerate(rows, 1)]


# The tiny sample ----------------------------------------------------------------------------------------------------


def test_a_wish_at_a_price_says_who_pays(tiny: MatchResult) -> None:
    # README: Omar's first wish, Ben, leads on Monday with Ada; there Ines must go, and only Monday suits her: 20000 for
    # leaving her out, 2600 for her score, and 50 for Omar's.
    assert told(explain(TINY, tiny, "S2")) == [
        "Omar Diallo is in the group of Chloé Nguyen and Daniel Haddad, Wed 17:00: choice 2.",
        "- Choice 1, Ben Lindqvist: possible at a price.",
        "    It would cost the whole 22650 points (in the group of Ada Okafor and Ben Lindqvist, Mon 12:00).",
        "    Worse off in the grouping found: Ines Rossi would be left out (now choice 1); Ada Okafor (1 of the "
        "mentees they named rather than 2).",
        "    Better off in the grouping found: Omar Diallo (choice 1 rather than choice 2, though 50 points less).",
        "- Choice 2, Daniel Haddad: met.",
    ]


def test_a_wish_without_a_shared_hour_says_both_peoples_hours(tiny: MatchResult) -> None:
    assert told(explain(TINY, tiny, "S8"))[1:3] == [
        "- Choice 1, Ada Okafor: not possible.",
        "    Zofia Horváth and Ada Okafor share no hour: Zofia Horváth can meet Wed 17:00, Ada Okafor Mon 12:00 and "
        "Thu 12:00.",
    ]


def test_two_who_are_kept_apart(tiny: MatchResult) -> None:
    assert told(explain(TINY, tiny, "S1", "S2"))[1:] == [
        "- Together with Omar Diallo: not possible.",
        "    Ines Rossi and Omar Diallo must not share a group (a constraint: flatmates).",
    ]


def test_two_mentors_of_one_gender(tiny: MatchResult) -> None:
    assert told(explain(TINY, tiny, "T1", "T3"))[1:] == [
        "- Together with Chloé Nguyen: not possible.",
        "    Ada Okafor and Chloé Nguyen cannot lead together: the two mentors of a pair must be of different "
        "genders (gender.pair).",
    ]


def test_the_whole_adds_up(tiny: MatchResult) -> None:
    explanation = explain(TINY, tiny)
    whole = explanation.whole
    assert whole is not None
    assert sum(whole.parts.values()) == whole.objective == 16430
    assert whole.proved
    assert whole.choices == {"1": 7, "2": 2, "unlisted": 0}
    assert not explanation.cut_short
    lines = told(explanation)
    assert lines[:2] == [
        "2 groups, 9 of 9 mentees placed, 16430 points.",
        "Proved best: no other grouping that keeps the rules is better.",
    ]
    assert "- 1 of 2 groups is full (G2)." in lines


# Small intakes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"max_size": 3}, "Every group has room left."),
        ({"max_size": 2}, "- 1 of 1 group is full (G1)."),
        (
            {"max_size": 3, "max_mentees": 2},
            "- 1 of 1 group can take nobody more before it is full (G1): max_mentees of a mentor, or a lock, says so.",
        ),
    ],
)
def test_a_group_is_not_full_because_it_holds_everybody(limits: dict[str, int], said: str) -> None:
    program: dict[str, Any] = {"groups": {"mentors": 1, "min_size": 1, "max_size": limits["max_size"]}}
    program["load"] = {"max_mentees": limits["max_mentees"]} if "max_mentees" in limits else {}
    intake = read_intake([{"id": "m1"}], [{"id": "s1"}, {"id": "s2"}], program)
    assert said in told(explain(intake, match(intake)))


@pytest.mark.parametrize(
    ("max_groups", "said"), [(1, "- 1 of 1 group can take nobody more"), (2, "- 1 of 2 groups can take nobody more")]
)
def test_a_group_that_a_lock_keeps_whole_is_closed_without_an_hour_too(max_groups: int, said: str) -> None:
    program = {"groups": {"mentors": 1, "min_size": 1, "max_size": 3}, "load": {"max_groups": max_groups}}
    lock = {"kind": "whole-group", "mentors": "m1", "slot": "", "mentees": "s1;s2", "reason": "they asked"}
    intake = read_intake(people("m", {}), people("s", {}, {}, {}), program, locks=[lock])
    expected = f"{said} before it is full (G1): max_mentees of a mentor, or a lock, says so."
    assert expected in told(explain(intake, match(intake)))


def test_a_tie_is_called_one() -> None:
    # Two mentors alike, one place each: who is with whom makes no difference, but for the order of the lists.
    mentees = people("s", {"preferred_mentors": ["m1"]}, {"preferred_mentors": ["m1"]})
    intake = intake_of(people("m", {}, {}), mentees, groups={"mentors": 1, "min_size": 1, "max_size": 1})
    result = match(intake)
    without = next(mentee for mentee in ("s1", "s2") if mentee not in result.groups[0].mentees)
    wish = explain(intake, result, without).person.wishes[0]  # type: ignore[union-attr]
    assert wish.outcome is Outcome.TIE
    assert wish.closed == ("G1",)
    assert told(explain(intake, result, without))[1:4] == [
        "- Choice 1, m1: possible at no cost.",
        "    The group of m1 can take nobody more.",
        "    Another grouping is just as good, and has it so (in the group of m1): a tie, and this result is one of "
        "several.",
    ]


def test_a_result_that_is_not_best_is_told_so() -> None:
    mentees = people("s", {"preferred_mentors": ["m1"]}, {"preferred_mentors": ["m2"]})
    intake = intake_of(people("m", {}, {}), mentees, groups={"mentors": 1, "min_size": 1, "max_size": 1})
    best = match(intake)
    crossed = [
        replace(group, mentees=other.mentees) for group, other in zip(best.groups, best.groups[::-1], strict=True)
    ]
    wish = explain(intake, replace(best, groups=tuple(crossed)), "s1").person.wishes[0]  # type: ignore[union-attr]
    assert wish.outcome is Outcome.GAIN
    assert wish.price is not None
    assert wish.price.points == -2000
    by_hand = rescored(intake, replace(best, groups=tuple(crossed)))
    open_ = replace(by_hand, edited=False)
    few = replace(open_, rematched=Rematched(moves=1, fewest=0, limit=1))
    for result, said in (
        (open_, "This result is not the best there is: solve again, with more effort."),
        (by_hand, "The groups, as they were changed by hand, are not the best there are."),
        (few, "This result was formed with few moves, and is not the best there is."),
    ):
        assert told(explain(intake, result, "s1"))[3:] == [
            f"    With it (in the group of m1), the whole scores 2000 points more. {said}",
            "    Better off in the grouping found: s1 (choice 1 rather than nobody they listed); s2 (choice 1 rather "
            "than nobody they listed).",
        ]


def test_who_moves_is_told_of_the_grouping_found() -> None:
    # s1 has m2, whom it did not ask for; s2 asked for nobody, and goes where s1 was.
    mentees = people("s", {"preferred_mentors": ["m1"]}, {"preferred_mentors": ""})
    intake = intake_of(people("m", {}, {}), mentees, groups={"mentors": 1, "min_size": 1, "max_size": 1})
    best = match(intake)
    crossed = [
        replace(group, mentees=other.mentees) for group, other in zip(best.groups, best.groups[::-1], strict=True)
    ]
    assert told(explain(intake, replace(best, groups=tuple(crossed)), "s1"))[4:] == [
        "    Better off in the grouping found: s1 (choice 1 rather than nobody they listed).",
        "    In the grouping found, 2 people move in all.",
    ]


def test_of_somebody_who_named_nobody_no_list_is_told() -> None:
    # m1 leads s1, who named nobody, rather than s2, who is left out; s3 named m2, who leads no group.
    mentees = people("s", {}, {"preferred_mentors": ["m1"]}, {"preferred_mentors": ["m2"]})
    mentees[0]["preferred_mentors"] = ""
    mentors = people("m", {"max_groups": 1}, {"max_groups": 0})
    rows = [("assign", "s1", "m1")]
    intake = intake_of(mentors, mentees, groups={"mentors": 1, "min_size": 1, "max_size": 1})
    result = match(intake_of(mentors, mentees, *rows, groups={"mentors": 1, "min_size": 1, "max_size": 1}))
    assert told(explain(intake, result, "s1")) == [
        "s1 is in the group of m1.",
        "They named nobody, and asked for nothing.",
    ]
    assert "    Worse off in the grouping found: s1 would be left out." in told(explain(intake, result, "s2"))
    share = Share(("Mon 09:00",), ("m1",), None, 0, named=0)
    less = Difference("s1", Role.MENTEE, False, replace(share, points=50), share)
    price = Price(50, 50, (), (less,), (), moved=1, slot=None, mentors=(), mentees=())
    assert Words({}, "total").differences(price) == ["Worse off in the grouping found: s1 (50 points less)."]
    listed = replace(less, before=replace(less.before, named=2), after=replace(share, named=2))
    assert Words({}, "total").differences(replace(price, worse=(listed,))) == [
        "Worse off in the grouping found: s1 (still nobody they listed, but 50 points less)."
    ]


FORMER, LATTER = "1 of the mentees they named rather than 2", "2 of the mentees they named rather than 1"


@pytest.mark.parametrize(
    ("before", "after", "better", "said"),
    [
        # (co-mentors, points of mentees, points in all, how many of the mentees are listed)
        (("m2", 90, 90, 1), ("m3", 100, 100, 1), True, "mentees who stand higher on their list"),
        (("m2", 100, 100, 1), ("m3", 90, 190, 1), True, "would lead with m3 rather than m2"),
        (("m2", 100, 100, 1), ("m3", 90, 190, 2), True, "would lead with m3 rather than m2"),
        (("m2", 90, 90, 2), ("m2", 100, 100, 1), True, f"{FORMER}, but higher on their list"),
        (("m2", 100, 100, 1), ("m2", 90, 90, 2), False, f"{LATTER}, but lower on their list"),
        (("m2", 100, 100, 1), ("m2", 90, 90, 1), False, "mentees who stand lower on their list"),
        (("m2", 90, 90, 1), ("m3", 100, 200, 2), True, f"{LATTER} and would lead with m3 rather than m2"),
        (("m2 m2", 0, 0, 0), ("m2 m3", 0, 100, 0), True, "would lead 1 group with m3 rather than m2"),
        (("m2 m2", 0, 0, 0), ("m3", 0, 100, 0), True, "would lead 1 group with m3 rather than 2 with m2"),
        (("m2", 0, 0, 0), ("m2 m3", 0, 100, 0), True, "would lead 1 group more with m3"),
        (("m2 m2", 0, 200, 0), ("m2", 0, 100, 0), False, "would lead 1 group fewer with m2"),
    ],
)
def test_of_a_mentor_it_is_told_what_is_more_or_less(before: Any, after: Any, better: bool, said: str) -> None:
    now, then = (
        Share((None,) * len(mentors.split()), tuple(mentors.split()), None, points, 3, listed, of_mentees)
        for mentors, of_mentees, points, listed in (before, after)
    )
    one = Difference("m1", Role.MENTOR, better, now, then)
    worse_off, better_off = ((), (one,)) if better else ((one,), ())
    price = Price(0, 0, (), worse_off, better_off, moved=1, slot=None, mentors=(), mentees=())
    label = "Better" if better else "Worse"
    assert Words({}, "total").differences(price) == [f"{label} off in the grouping found: m1 ({said})."]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((), ("m2",), "would lead with m2 rather than alone"),
        (("m2",), (), "would lead alone rather than with m2"),
    ],
)
def test_of_one_who_leads_alone_it_is_told_so(before: tuple[str, ...], after: tuple[str, ...], said: str) -> None:
    now, then = (Share((None,), mentors, None, points, 3, 0, 0) for mentors, points in ((before, 0), (after, 100)))
    price = Price(0, 0, (), (), (Difference("m1", Role.MENTOR, True, now, then),), moved=1, slot=None, mentors=(),
                  mentees=())  # fmt: skip
    assert Words({}, "total").differences(price) == [f"Better off in the grouping found: m1 ({said})."]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        (
            {"status": Status.FEASIBLE},
            "This result is not proved best: part of what is gained below may be had without the change.",
        ),
        (
            {"edited": True, "status": Status.FEASIBLE},
            "The groups, as they were changed by hand, are not proved best: part of what is gained below may be had "
            "without the change.",
        ),
        (
            {"rematched": Rematched(moves=1, fewest=0, limit=1)},
            "This result was formed with few moves: part of what is gained below may be had without the change, where "
            "more people move.",
        ),
    ],
)
def test_what_is_gained_is_called_a_changes_own_of_a_result_proved_best_alone(
    changes: dict[str, Any], said: str | None
) -> None:
    intake = intake_of(people("m", {}), people("s", {}, {}), groups={"mentors": 1, "min_size": 1, "max_size": 1})
    result = replace(match(intake), **changes)
    lines = told(explain(intake, result))
    helps = lines.index("What would help; each was solved, and the grouping found is told:")
    assert lines[helps + 1] == "- Raise groups.max_size from 1 to 2: 1 mentee more placed, 20000 points more."
    assert (lines[helps - 1] == said) is (said is not None)
    left_out = told(explain(intake, result, result.unmatched[0].id))
    places = next(place for place, line in enumerate(left_out) if line.startswith("What would place"))
    assert (left_out[places - 1] == said) is (said is not None)
    few = "All this is among groupings with at most 1 move." in lines
    assert few is ("rematched" in changes)


@pytest.mark.parametrize(
    ("mentor", "barrier", "text"),
    [
        ({"campus": "South"}, Barrier.RULE, "m1 does not fit s1 in campus (eligible)."),
        ({"max_groups": 0}, Barrier.LEADS_NONE, "m1 leads no group (max_groups is 0)."),
        ({"gender": "man"}, Barrier.RULE, "m1 is not of the gender that s1 requires."),
    ],
)
def test_each_rule_says_why(mentor: dict[str, Any], barrier: Barrier, text: str) -> None:
    mentee = {"preferred_mentors": ["m1"], "campus": "North", "mentor_gender": "require woman"}
    rows = people("m", {"gender": "woman", **mentor}, {"gender": "woman", "campus": ""})
    intake = intake_of(
        [{"max_groups": "", "campus": "", **row} for row in rows],
        people("s", mentee),
        groups={"mentors": 1, "min_size": 1},
        eligible=[{"column": "campus", "rule": "equal"}],
    )
    explanation = explain(intake, match(intake), "s1")
    wish = explanation.person.wishes[0]  # type: ignore[union-attr]
    assert wish.obstacle is not None
    assert wish.obstacle.barrier is barrier
    assert f"    {text}" in told(explanation)


def of_gender(mentors: list[dict[str, Any]], *mentees: dict[str, Any], rows: Any = (), **program: Any) -> list[str]:
    """What s1, who prefers a woman, is told of that."""
    first = {"mentor_gender": "prefer woman", **mentees[0]}
    intake = intake_of(people("m", *mentors), people("s", first, *mentees[1:]), *rows, **program)
    lines = told(explain(intake, match(intake), "s1"))
    below = lines[lines.index("- Prefers a mentor of gender woman: not possible.") + 1 :]
    return [line.strip() for line in below if line.startswith("    ")]


WOMAN, ONE = {"gender": "woman"}, {"mentors": 1, "min_size": 1}
HOURS = {"slots": ["Mon 09:00", "Tue 09:00"]}
MON, TUE = "Mon 09:00-10:00", "Tue 09:00-10:00"


@pytest.mark.parametrize(
    ("woman", "mentee", "text"),
    [
        ({"campus": "South"}, {"campus": "North"}, "No mentor of gender woman fits s1 in campus (eligible)."),
        ({"max_groups": 0}, {}, "No mentor of gender woman leads a group (max_groups is 0)."),
        (
            {"avoid": "s1"},
            {},
            "No mentor of gender woman may share a group with s1 (they avoid each other, or a constraint keeps them "
            "apart).",
        ),
    ],
)
def test_a_rule_is_said_of_no_mentor_of_a_gender(woman: dict[str, Any], mentee: dict[str, Any], text: str) -> None:
    blank = dict.fromkeys((*woman, "campus"), "")
    mentors = [{**blank, "gender": "man"}, {**blank, **WOMAN, **woman}, {**blank, **WOMAN, **woman}]
    rule = [{"column": "campus", "rule": "equal"}]
    assert of_gender(mentors, {"campus": "", **mentee}, groups=ONE, eligible=rule) == [text]


def test_no_mentor_of_a_gender_is_the_one_assigned() -> None:
    assert of_gender([{"gender": "man"}, WOMAN, WOMAN], {}, rows=[("assign", "s1", "m1")], groups=ONE) == [
        "No mentor of gender woman is a mentor s1 is assigned to."
    ]


def mates_of(asked: str, other: str, *hours: str, mentor: dict[str, Any], **program: Any) -> str:
    """What stands between s1, who comes with all other mentees, and m1; `hours`: when each mentee can meet."""
    mentees = people("s", *({"availability": one} for one in hours))
    rows = [("together", "s1", row["id"]) for row in mentees[1:]]
    intake = intake_of(people("m", mentor), mentees, *rows, groups=ONE, **program)
    head, below = told(explain(intake, match(intake), asked, other))[1:]
    assert head == f"- Together with {other}: not possible."
    return below.strip()


@pytest.mark.parametrize(("asked", "other"), [("s1", "m1"), ("m1", "s1")])
def test_whom_somebody_must_come_with_is_the_mentees_matter_whoever_is_asked_about(asked: str, other: str) -> None:
    days = {"slots": [*HOURS["slots"], "Wed 09:00"]}
    monday = {"availability": MON}
    assert mates_of(asked, other, "Wed 09:00-10:00", TUE, mentor=monday, schedule=days) == (
        "s2 must be in the same group as s1, and there is no hour at which both of them can meet."
    )
    assert mates_of(asked, other, f"{MON}; {TUE}", TUE, mentor=monday, schedule=days) == (
        "s2 must be in the same group as s1, and cannot come when s1 and m1 can (Mon 09:00)."
    )
    assert mates_of(asked, other, TUE, TUE, mentor={"availability": MON, "avoid": "s2"}, schedule=days) == (
        "s2 must be in the same group as s1, and m1 must not share a group with s2."
    )
    assert mates_of(asked, other, TUE, mentor=monday, schedule=days) == (
        "s1 and m1 share no hour: s1 can meet Tue 09:00, m1 Mon 09:00."
    )


@pytest.mark.parametrize(("asked", "other"), [("s1", "m1"), ("m1", "s1")])
def test_where_two_share_an_hour_their_mates_are_what_stands_between_them(asked: str, other: str) -> None:
    # s1 and m1 share Monday and Tuesday; s2 and s3 can each come on one of them, and all three meet on Wednesday.
    wednesday = "Wed 09:00-10:00"
    hours = (f"{MON}; {TUE}; {wednesday}", f"{MON}; {wednesday}", f"{TUE}; {wednesday}")
    schedule = {"slots": [*HOURS["slots"], "Wed 09:00"]}
    assert mates_of(asked, other, *hours, mentor={"availability": f"{MON}; {TUE}"}, schedule=schedule) == (
        "s2 and s3 must be in the same group as s1, and cannot all come when s1 and m1 can (Mon 09:00 and Tue 09:00)."
    )


@pytest.mark.parametrize(("asked", "other"), [("s1", "m1"), ("m1", "s1")])
def test_a_rule_is_said_of_the_mentor_whoever_is_asked_about(asked: str, other: str) -> None:
    mentors = people("m", {"campus": "South"}, {"campus": "North"})
    rule = [{"column": "campus", "rule": "equal"}]
    intake = intake_of(mentors, people("s", {"campus": "North"}), groups=ONE, eligible=rule)
    assert told(explain(intake, match(intake), asked, other))[-1] == "    m1 does not fit s1 in campus (eligible)."


def test_two_mentees_are_kept_from_each_other_by_whom_they_come_with() -> None:
    mentees = people("s", {"availability": f"{MON}; {TUE}"}, {"availability": MON}, {"availability": TUE})
    rows = [("together", "s1", "s3")]
    mentors = people("m", {"availability": f"{MON}; {TUE}"})
    intake = intake_of(mentors, mentees, *rows, groups=ONE, schedule=HOURS)
    assert told(explain(intake, match(intake), "s1", "s2"))[-1] == (
        "    s3 must be in the same group, and cannot come when s1 and s2 can (Mon 09:00)."
    )


def between(one: str, other: str, mentors: Any, mentees: Any, *rows: tuple[str, str, str], **program: Any) -> str:
    intake = intake_of(mentors, mentees, *rows, **program)
    return told(explain(intake, match(intake), one, other))[-1].strip()


@pytest.mark.parametrize(("one", "other"), [("s1", "s2"), ("s2", "s1")])
@pytest.mark.parametrize(
    ("rows", "mentees", "text"),
    [
        (
            [("together", "s1", "s3"), ("apart", "s2", "s3")],
            people("s", {}, {}, {}),
            "s3 must be in the same group as s1, and s3 and s2 must not share a group (a constraint keeps them apart).",
        ),
        (
            [("together", "s1", "s3"), ("together", "s2", "s4")],
            people("s", *({"avoid": avoid} for avoid in ("", "", "", "s3"))),
            "s3 must be in the same group as s1, s4 must be in the same group as s2, and s3 and s4 must not share a "
            "group (s4 avoids the other).",
        ),
        (
            [("together", "s1", "s3"), ("together", "s2", "s4")],
            people("s", {}, {}, {}, {}),
            "s3 and s4 must be in the same group: that makes 4 mentees, and a group holds at most 3.",
        ),
    ],
)
def test_two_mentees_are_kept_apart_by_whom_they_come_with(
    one: str, other: str, rows: Any, mentees: Any, text: str
) -> None:
    told_of_both = between(one, other, people("m", {}, {}), mentees, *rows, groups=ONE | {"max_size": 3})
    if one == "s2":
        # Who is asked about comes first.
        turned = {"s3 and s2 must": "s2 and s3 must", "s3 and s4 must not": "s4 and s3 must not"}
        turned |= {
            "s3 must be in the same group as s1, s4 must be in the same group as s2,": (
                "s4 must be in the same group as s2, s3 must be in the same group as s1,"
            )
        }
        for before, after in turned.items():
            text = text.replace(before, after)
    assert told_of_both == text


def test_a_group_of_one_holds_no_two() -> None:
    assert between("s1", "s2", people("m", {}, {}), people("s", {}, {}), groups=ONE | {"max_size": 1}) == (
        "s1 and s2 are 2 mentees, and a group holds at most 1."
    )


def test_more_must_come_than_a_mentor_may_have() -> None:
    mentors = people("m", {"max_mentees": 1}, {"max_mentees": 2})
    assert between("s1", "m1", mentors, people("s", {}, {}), ("together", "s1", "s2"), groups=ONE) == (
        "s2 must be in the same group as s1, and m1 may not have that many mentees (max_mentees)."
    )


def test_a_lock_that_takes_the_hour_at_which_somebody_could_lead_with_a_mentor_is_named() -> None:
    """S1 and m1 share both hours; a lock leaves Monday to m1, with m2, who must not be with s1."""
    both = {"availability": f"{MON}; {TUE}"}
    table = {
        "mentors": people("m", both, {**both, "avoid": "s1"}, {"availability": TUE}),
        "mentees": people("s", both, both),
        "program": {"groups": {"mentors": 2, "min_size": 1}, "schedule": HOURS},
        "constraints": [],
        "locks": [{"kind": "group-slot", "mentors": "m1;m2", "slot": "Mon 09:00"}],
    }
    intake = read(table)
    assert told(explain(intake, match(intake), "s1", "m1"))[-1].strip() == (
        "m1 is kept from s1 by a lock: m1 and m2 lead a group at Mon 09:00 (locked)."
    )


def test_who_must_come_too_shares_the_hours_at_which_nobody_may_lead() -> None:
    both = {"availability": f"{MON}; {TUE}"}
    mentors = people("m", both, {"availability": TUE})
    mentees = people("s", both, {"availability": MON})
    rows = ("together", "s1", "s2")
    program = {"groups": {"mentors": 2, "min_size": 1}, "schedule": HOURS}
    assert between("s1", "m1", mentors, mentees, rows, **program) == (
        "s2 must be in the same group as s1, and there is nobody who may lead with m1 and whom all of them may have "
        "too at the hours that all of them share (Mon 09:00)."
    )


def test_whom_a_lock_keeps_out_of_a_whole_group_no_constraint_keeps_apart() -> None:
    table = {
        "mentors": people("m", {}, {}),
        "mentees": people("s", {}, {}, {}),
        "program": {"groups": {"mentors": 1, "min_size": 1, "max_size": 3}, "load": {"max_groups": 2}},
        "constraints": [],
        "locks": [{"kind": "whole-group", "mentors": "m1", "slot": "", "mentees": "s1;s2", "reason": "x"}],
    }
    intake = read(table)
    assert told(explain(intake, match(intake), "s1", "s3"))[1:] == [
        "- Together with s3: not possible.",
        "    s1 and s3 are kept from each other by a lock: m1 leads a group of just s1, s2 (locked: x).",
    ]


def test_hours_that_a_lock_leaves_are_not_called_somebodys_hours() -> None:
    # m1 can meet on both days; by a lock, its one group meets on Tuesday.
    both = f"{MON}; {TUE}"
    mentees = people("s", {"availability": MON, "preferred_mentors": "m1"}, {"availability": both})
    mentees[1]["preferred_mentors"] = ""
    table = {
        "mentors": people("m", {"availability": both}, {"availability": MON}),
        "mentees": mentees,
        "program": {"groups": ONE, "schedule": HOURS},
        "constraints": [],
        "locks": [{"kind": "person-in-group", "mentors": "m1", "slot": "Tue 09:00", "mentees": "s2", "reason": "x"}],
    }
    intake = read(table)
    result = match(intake)
    lock = "s2 is in a group that m1 leads at Tue 09:00 (locked: x)."
    assert f"    m1 is kept from s1 by a lock: {lock}" in told(explain(intake, result, "s1"))
    assert told(explain(intake, result, "s1", "s2"))[2] == f"    s1 and s2 are kept from each other by a lock: {lock}"
    assert "- Mon 09:00: 1 group; 2 mentors who may lead and 2 mentees can meet then." in told(explain(intake, result))


def test_no_mentor_of_a_gender_shares_an_hour() -> None:
    mentors = [{"gender": "man", "availability": MON}, *[{**WOMAN, "availability": TUE}] * 2]
    assert of_gender(mentors, {"availability": MON}, groups=ONE, schedule=HOURS) == [
        "No mentor of gender woman shares an hour with s1, who can meet Mon 09:00."
    ]


def test_no_mentor_of_a_gender_is_ever_free() -> None:
    mentors = [{"gender": "man", "availability": MON}, *[{**WOMAN, "availability": "Sun 01:00-02:00"}] * 2]
    assert of_gender(mentors, {"availability": MON}, groups=ONE, schedule=HOURS) == [
        "No mentor of gender woman can meet at any of the slots."
    ]


def test_no_mentor_of_a_gender_has_anybody_to_lead_with() -> None:
    # The women are on two campuses; each shares an hour with s1, at which nobody of hers is free.
    mentors = [
        *[{"gender": "man", "team": "x", "availability": MON}] * 2,
        {**WOMAN, "team": "y", "availability": MON},
        {**WOMAN, "team": "z", "availability": TUE},
    ]
    rule = [{"column": "team", "rule": "equal"}]
    both = {"availability": f"{MON}; {TUE}"}
    assert of_gender(mentors, both, groups={"min_size": 1}, schedule=HOURS, pair=rule) == [
        "No mentor of gender woman has anybody who may lead with them and whom s1 may have too at the hours that they "
        "share with s1 (Mon 09:00 and Tue 09:00)."
    ]


def test_too_few_could_come_to_mentors_of_a_gender() -> None:
    mentors = [{"gender": "man", "campus": ""}, *[{**WOMAN, "campus": "North"}] * 2]
    mentees = [{"campus": "North"}, {"campus": "South"}]
    rule = [{"column": "campus", "rule": "equal"}]
    assert of_gender(mentors, *mentees, groups={"mentors": 1, "min_size": 2}, eligible=rule) == [
        "Nowhere could s1 and a mentor of gender woman be in one group with enough others: at most 1 mentee could "
        "come, and a group needs 2."
    ]


def test_whom_they_are_bound_to_no_mentor_of_a_gender_fits() -> None:
    mentors = [{"gender": "man", "campus": ""}, *[{**WOMAN, "campus": "North"}] * 2]
    rule = [{"column": "campus", "rule": "equal"}]
    mentees = [{"campus": "North"}, {"campus": "South"}]
    assert of_gender(mentors, *mentees, rows=[("together", "s1", "s2")], groups=ONE, eligible=rule) == [
        "s2 must be in the same group as s1, and no mentor of gender woman fits s2 in campus (eligible)."
    ]


def test_where_several_things_close_the_mentors_of_a_gender_one_is_named() -> None:
    mentors = [{"gender": "man", "campus": ""}, {**WOMAN, "campus": "South"}, {**WOMAN, "avoid": "s1", "campus": ""}]
    mentors = [{"avoid": "", **mentor} for mentor in mentors]
    rule = [{"column": "campus", "rule": "equal"}]
    assert of_gender(mentors, {"campus": "North"}, groups=ONE, eligible=rule) == [
        "No mentor of gender woman is possible, for more than one reason. One is this: m2 does not fit s1 in campus "
        "(eligible)."
    ]


@pytest.mark.parametrize(
    ("asked", "must", "are"),
    [
        (
            "same",
            "both mentors of a pair must be of the same gender",
            "both mentors of a pair are of the same gender (gender.pair)",
        ),
        (
            "mixed",
            "the two mentors of a pair must be of different genders",
            "the two mentors of a pair are of different genders (gender.pair)",
        ),
    ],
)
def test_what_a_pair_must_be(asked: str, must: str, are: str) -> None:
    other = "woman" if asked == "mixed" else "man"
    mentors = people("m", {**WOMAN, "preferred_co_mentors": "m2"}, {"gender": other}, WOMAN, {"gender": "man"})
    intake = intake_of(mentors, people("s", {}), groups={"min_size": 1}, gender={"pair": asked})
    assert f"    m1 and m2 cannot lead together: {must} (gender.pair)." in told(explain(intake, match(intake), "m1"))
    rows = [("assign", "s1", "m1"), ("assign", "s1", "m2")]
    step = Step(StepKind.GENDER_PAIR, before=asked)
    assert rule_told(Names({}), step) == are
    with pytest.raises(IntakeError, match="are no pair of"):
        intake_of(mentors, people("s", {}), *rows, groups={"min_size": 1}, gender={"pair": asked})


def test_a_name_with_a_full_stop_ends_the_sentence() -> None:
    mentees = people("s", {"avoid": "s2", "preferred_mentors": "m1", "name": "Al"}, {"name": "Bo, Jr."})
    mentees[1] |= {"avoid": "", "preferred_mentors": ""}
    intake = intake_of(people("m", {"name": "Cy, Sr."}), mentees, groups={"mentors": 1, "min_size": 1})
    lines = told(explain(intake, match(intake), "s2"))
    assert (
        "- Let Al share a group with Bo, Jr. Solved so: nobody is left out and the whole scores 20000 points more."
        in (lines)
    )
    assert [line for line in lines if ".." in line] == []


def test_what_there_is_enough_of_is_not_called_scarce() -> None:
    intake = intake_of(people("m", {}, {}), people("s", {}, {}), groups={"mentors": 1, "min_size": 2, "max_size": 3})
    lines = told(explain(intake, match(intake)))
    assert lines[lines.index("Every group has room left.") :] == [
        "Every group has room left.",
        "m2 leads no group.",
        "What is scarce:",
        "- 1 mentor leads as many groups as they may.",
        "- Fewest mentors to choose from, by hours and rules: s1 (2), s2 (2).",
        "What would not help, by itself: lower groups.min_size from 2 to 1.",
    ]


def test_where_nothing_is_scarce_nothing_is_said_to_be(tiny: MatchResult) -> None:
    explanation = explain(TINY, tiny)
    assert explanation.whole is not None
    plenty = replace(explanation.whole, full=(), closed=(), spent=0, idle=(), first_wanted=(), slots=(), fewest=())
    lines = told(replace(explanation, whole=plenty))
    assert "Every group has room left." in lines
    assert "What is scarce:" not in lines


def test_somebody_left_out_reads_what_would_place_them() -> None:
    # Two places for three, all alike but for wishes: the third has none, and one place more would do.
    mentees = people("s", {"preferred_mentors": ["m1"]}, {"preferred_mentors": ["m1"]}, {})
    intake = intake_of(
        people("m", {"preferred_mentees": ["s1"]}), mentees, groups={"mentors": 1, "min_size": 1, "max_size": 2}
    )
    explanation = explain(intake, match(intake), "s3")
    assert explanation.person is not None
    assert [wish.kind for wish in explanation.person.wishes] == [WishKind.PLACE]
    assert told(explanation) == [
        "s3 is left out.",
        "The only group, G1, is full.",
        "- A place: possible at a price.",
        "    It would cost the whole 1000 points (in the group of m1).",
        "    Worse off in the grouping found: s2 would be left out (now choice 1).",
        "    Better off in the grouping found: s3 would have a place.",
        "What would place s3, with nobody else losing their place, the smallest change first:",
        "- Raise max_groups of m1 from 1 to 2. Solved so: nobody is left out and the whole scores 20000 points more.",
        "- Raise groups.max_size from 2 to 3. Solved so: nobody is left out and the whole scores 20000 points more.",
    ]


def test_in_a_mode_the_first_things_come_first() -> None:
    mentees = people("s", {"preferred_mentors": ["m1"]}, {"preferred_mentors": ["m2", "m1"]})
    intake = intake_of(
        people("m", {}, {}),
        mentees,
        groups={"mentors": 1, "min_size": 1, "max_size": 1},
        objective={"mode": "greedy"},
    )
    explanation = explain(intake, match(intake), "s2")
    wish = explanation.person.wishes[1]  # type: ignore[union-attr]
    assert wish.price is not None
    assert [(one.name, one.before, one.after) for one in wish.price.stages] == [("choice 1", 2, 0), ("choice 2", 0, 1)]
    assert wish.price.exact
    assert "0 mentees would have choice 1 rather than 2" in "\n".join(told(explanation))


def test_an_intake_without_a_result_that_can_be_solved() -> None:
    assert told(explain(TINY)) == [
        "The rules can all hold: a grouping that keeps every one was found. `matcher solve` finds the best."
    ]


def test_a_lock_clashes_with_its_reason() -> None:
    # One group only, which a lock gives to m1 and m2; s1 must be with m3.
    table = {
        "mentors": people("m", {}, {}, {}),
        "mentees": people("s", {}, {}, {}),
        "program": {"groups": {"min_size": 1, "count": 1}},
        "constraints": [{"kind": "assign", "a": "s1", "b": "m3"}],
        "locks": [{"kind": "mentor-pair", "mentors": "m1; m2", "reason": "they asked for each other"}],
    }
    lines = told(explain(read(table)))
    start = lines.index("These cannot all hold. Without any one of them the others can:")
    assert lines[start + 1 : start + 4] == [
        "- There is exactly 1 group (groups.count)",
        "- m1 and m2 lead a group (locked: they asked for each other)",
        "- s1 is in a group that m3 leads (a constraint, assign)",
    ]
    assert lines[start + 4] == "What would make it possible, the smallest change first; each was solved:"
    assert lines[start + 5] == ("- Drop the constraint `assign` of s1 and m3. Solved so: nobody is left out.")


def test_what_stands_against_a_wish_is_the_fewest_rules() -> None:
    # m1 alone holds s1, who is assigned; s2, who must be with s3 and not with s1, has no group of m1's left.
    mentees = people("s", {}, {"avoid": "s1"}, {})
    rows = (("assign", "s1", "m1"), ("together", "s2", "s3"))
    intake = intake_of(people("m", {}, {}), mentees, *rows, groups={"mentors": 1, "min_size": 1})
    lines = told(explain(intake, match(intake), "s2", "m1"))
    assert lines[1:] == [
        "- Together with m1: not possible.",
        "    Every way to form groups with it was searched, and none keeps all the rules.",
        "    It cannot be together with: a mentor leads at most 1 group (load.max_groups); s2 avoids s1; s1 is in a "
        "group that m1 leads (a constraint, assign).",
    ]


def test_where_no_group_is_possible() -> None:
    mentees = people("s", {"preferred_mentors": ["m1"]}, {}, {"mentor_gender": "prefer woman"})
    intake = intake_of(people("m", {}, {}), mentees, groups={"min_size": 5})
    result = match(intake)
    assert told(explain(intake, result))[0] == "0 groups, 0 of 3 mentees placed, -60000 points."
    assert told(explain(intake, result, "s1"))[4:] == [
        "- Choice 1, m1: not possible.",
        "    Nowhere could s1 and m1 be in one group with enough others: at most 3 mentees could come, and a group "
        "needs 5.",
        "What would place s1, with nobody else losing their place, the smallest change first:",
        "- Lower groups.min_size from 5 to 3. Solved so: nobody is left out and the whole scores 61000 points more.",
    ]
    assert "    No mentor is of gender woman." in told(explain(intake, result, "s3"))


def test_hours_of_several_people_stand_on_one_line() -> None:
    # Nobody else can meet on Tuesday, and everybody must be placed.
    mentees = people("s", *[{"availability": "Tue 09:00-10:00"}] * 2)
    mentors = people("m", {"availability": "Mon 09:00-10:00"})
    schedule = {"slots": ["Mon 09:00", "Tue 09:00"]}
    groups = {"mentors": 1, "min_size": 2, "everyone": True}
    lines = told(explain(intake_of(mentors, mentees, groups=groups, schedule=schedule)))
    assert "- Every mentee has a place (groups.everyone)" in lines
    assert "- One more hour for m1: Tue 09:00. Solved so: nobody is left out." in lines
    assert any(line.startswith("- The hours of 2 people, as they were given: ") for line in lines)


# The call -----------------------------------------------------------------------------------------------------------


def test_every_fault_of_a_call_is_told_at_once(tiny: MatchResult) -> None:
    with pytest.raises(IntakeError, match="nobody's id or name") as caught:
        explain(TINY, None, "S22", "T9")
    assert len(caught.value.issues) == 3
    with pytest.raises(IntakeError, match="same person twice"):
        explain(TINY, tiny, "S2", "S2")
    with pytest.raises(IntakeError, match="names one person only"):
        explain(TINY, tiny, None, "S2")


def test_people_are_named_by_id_or_by_a_name_that_nobody_else_has(tiny: MatchResult) -> None:
    by_name = explain(TINY, tiny, "omar diallo", "Luca Novak")
    assert by_name.person is not None
    assert by_name.person.person == "S2"
    assert by_name == explain(TINY, tiny, "S2", "S5")
    read = read_intake(TINY)
    shared = Intake(
        **{name: getattr(read, name) for name in Intake.model_fields}
        | {"mentors": (read.mentors[0].model_copy(update={"name": "Omar Diallo"}), *read.mentors[1:])}
    )
    with pytest.raises(IntakeError, match="'Omar Diallo' is the name of T1 and S2; write the id of one of them"):
        explain(shared, tiny, "Omar Diallo")


def test_a_result_that_breaks_a_rule_is_not_explained(tiny: MatchResult) -> None:
    swapped = replace(tiny, groups=(replace(tiny.groups[0], slot="Wed 17:00"), tiny.groups[1]))
    with pytest.raises(ResultFileError, match="breaks a rule of this intake"):
        explain(TINY, swapped, "S1")


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], tiny: MatchResult) -> None:
    tiny.save(tmp_path / "results")
    assert main(["explain", str(TINY), str(tmp_path / "results"), "--person", "S2", "--format", "json"]) == 0
    told_json = json.loads(capsys.readouterr().out)
    assert told_json["person"]["wishes"][0]["price"]["points"] == 22650
    assert told_json["person"]["wishes"][0]["outcome"] == "possible at a price"
    assert main(["explain", str(TINY), str(tmp_path / "results"), "--person", "nobody"]) == 2
    assert "'nobody' is nobody's id or name" in capsys.readouterr().err


def test_the_command_on_an_intake_that_permits_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    program = folder / "program.toml"
    text = program.read_text(encoding="utf-8")
    assert "max_size = 5" in text
    program.write_text(text.replace("max_size = 5", "max_size = 4\neveryone = true"), encoding="utf-8")
    assert main(["explain", str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "No assignment satisfies the rules."
    assert "These cannot all hold. Without any one of them the others can:" in lines
    assert any("Raise groups.max_size from 4 to 5." in line for line in lines)
    assert main(["solve", str(folder), "--out", str(tmp_path / "out"), "--quiet"]) == 1
    assert "`matcher explain INTAKE` shows" in capsys.readouterr().err


@pytest.fixture
def put_out() -> tuple[Intake, MatchResult]:
    """m1 could have s1, s2 and s3, two of them by the size of a group; by hand s2 is in none."""
    mentees = people("s", {"preferred_mentors": ["m1"]}, {"preferred_mentors": ["m1"]}, {})
    intake = intake_of(people("m", {}), mentees, groups={"mentors": 1, "min_size": 1, "max_size": 2})
    best = match(intake)
    edited = replace(best, groups=(replace(best.groups[0], mentees=("s1",)),))
    return intake, rescored(intake, edited)


def test_no_change_is_given_the_credit_of_other_groups(put_out: tuple[Intake, MatchResult]) -> None:
    lines = told(explain(*put_out))
    helps = lines.index("What would help; each was solved, and the grouping found is told:")
    assert lines[helps + 1 :] == [
        "- Other groups, with nothing changed: 1 mentee more placed, 21000 points more.",
        "- Raise groups.max_size from 2 to 3: 2 mentees more placed, 41000 points more.",
    ]


def test_a_change_that_other_groups_make_needless_does_not_help() -> None:
    """By hand m2 leads nobody: the two whom it could have need no smaller groups."""
    intake = intake_of(
        people("m", {}, {}), people("s", {}, {}, {}, {}), groups={"mentors": 1, "min_size": 2, "max_size": 2}
    )
    best = match(intake)
    edited = rescored(intake, replace(best, groups=best.groups[:1]))
    lines = told(explain(intake, edited))
    helps = lines.index("What would help; each was solved, and the grouping found is told:")
    assert lines[helps + 1 :] == [
        "- Other groups, with nothing changed: 2 mentees more placed, 40000 points more.",
        "What would not help, by itself: raise groups.max_size from 2 to 3; lower groups.min_size from 2 to 1.",
    ]


def test_whom_a_group_has_a_place_for_needs_no_change(put_out: tuple[Intake, MatchResult]) -> None:
    lines = told(explain(*put_out, "s2"))
    places = next(place for place, line in enumerate(lines) if line.startswith("What would place"))
    assert lines[places + 1 :] == [
        "- No change is needed, only other groups. Solved so: in the grouping found, 1 mentee is left out and the "
        "whole scores 21000 points more."
    ]
    assert not lines[places - 1].startswith("The groups, as they were changed by hand, are not proved best")
