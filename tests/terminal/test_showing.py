"""What `show` shows: every number from the tiny sample, as README.md tells it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from matcher import MatchResult, match
from matcher.terminal.show import (
    ChoiceFacts,
    GroupFacts,
    LoadFacts,
    PersonFacts,
    ResultFacts,
    no_person,
    shown_choices,
    shown_group,
    shown_load,
    shown_person,
    shown_result,
)
from tests.report.tiny import GROUPS, result_of, tiny


@pytest.fixture
def result() -> MatchResult:
    return result_of(tiny())


@pytest.fixture
def partial() -> MatchResult:
    """G1 alone: T3 and T4 are idle, five mentees are left out."""
    return result_of(tiny(), GROUPS[0], left_out=GROUPS[1].mentees)


def group_text(result: MatchResult, name: str) -> str:
    facts = GroupFacts.of(result, name)
    assert facts is not None
    return shown_group(facts, io.StringIO())


def person_text(result: MatchResult, who: str) -> str:
    facts = PersonFacts.of(result, who)
    assert facts is not None
    return shown_person(facts, io.StringIO())


def squeezed(text: str | None) -> list[str]:
    assert text is not None
    return [" ".join(line.split()) for line in text.splitlines() if line.strip(" ─")]


def test_all_in_short(result: MatchResult) -> None:
    assert squeezed(shown_result(ResultFacts(result), io.StringIO())) == [
        "Tiny: 2 groups, 9 of 9 mentees placed.",
        "Proved best: no other grouping scores more.",
        "Group Slot Mentors Mentees Score",
        "G1 Mon 12:00 Ada Okafor, Ben Lindqvist 4 7240",
        "G2 Wed 17:00 Chloé Nguyen, Daniel Haddad 5 9190",
    ]


def test_those_left_out_stand_below(partial: MatchResult) -> None:
    lines = squeezed(shown_result(ResultFacts(partial), io.StringIO()))
    assert lines[0] == "Tiny: 1 group, 4 of 9 mentees placed."
    whom = "5 mentees (Omar Diallo (S2), Freya Olsen (S6), Kofi Mensah (S7) and 2 more)"
    assert f"Left out: {whom}: nobody is free when they are" in lines


def test_one_group_by_its_name_in_any_case(result: MatchResult) -> None:
    assert squeezed(group_text(result, " g2")) == [
        "G2, Wed 17:00: 5 mentees",
        "Mentor: Chloé Nguyen (T3)",
        "Mentor: Daniel Haddad (T4)",
        "Id Mentee Choice Satisfaction Score",
        "S2 Omar Diallo 2 1.000 1300",
        "S6 Freya Olsen 1 1.000 2600",
        "S7 Kofi Mensah 1 1.000 2300",
        "S8 Zofia Horváth 2 1.000 1300",
        "S9 Sam Park 1 0.856 1490",
        "The group scores 9190.",
    ]
    assert GroupFacts.of(result, "G3") is None


@pytest.mark.parametrize("who", ["S9", "s9", "sam  PARK"])
def test_a_mentee_by_id_or_name(result: MatchResult, who: str) -> None:
    assert squeezed(person_text(result, who)) == [
        "Sam Park (S9), mentee",
        "In G2, Wed 17:00 with Chloé Nguyen, Daniel Haddad.",
        "Got choice 1; satisfaction 0.856; score 1490.",
        "Others in the group: Omar Diallo, Freya Olsen, Kofi Mensah, Zofia Horváth.",
    ]


def test_mentors_with_and_without_a_group_and_somebody_left_out(partial: MatchResult) -> None:
    assert squeezed(person_text(partial, "T1")) == [
        "Ada Okafor (T1), mentor",
        "Leads G1, Mon 12:00 with Ben Lindqvist.",
        "4 mentees: Ines Rossi, Yuki Tanaka, Noor Rahman, Luca Novák.",
    ]
    assert squeezed(person_text(partial, "T4")) == ["Daniel Haddad (T4), mentor", "Leads no group."]
    assert squeezed(person_text(partial, "S9")) == [
        "Sam Park (S9), mentee",
        "Left out: nobody is free when they are",
    ]


def test_who_has_nobody_whom_they_named_may_have_named_nobody() -> None:
    groups = {"mentors": 1, "min_size": 1}
    result = match([{"id": "m1"}], [{"id": "s1"}], {"groups": groups})
    assert squeezed(person_text(result, "s1"))[2] == ("Got nobody whom they named; satisfaction 1.000; score 0.")


def test_a_name_that_two_have_shows_both() -> None:
    result = result_of(tiny(names={"S1": "Alex Kim", "S2": "alex kim"}))
    assert squeezed(person_text(result, "Alex Kim")) == [
        "2 people are called so; an id names one of them.",
        "Alex Kim (S1), mentee",
        "In G1, Mon 12:00 with Ada Okafor, Ben Lindqvist.",
        "Got choice 1; satisfaction 1.000; score 2600.",
        "Others in the group: Yuki Tanaka, Noor Rahman, Luca Novák.",
        "alex kim (S2), mentee",
        "In G2, Wed 17:00 with Chloé Nguyen, Daniel Haddad.",
        "Got choice 2; satisfaction 1.000; score 1300.",
        "Others in the group: Freya Olsen, Kofi Mensah, Zofia Horváth, Sam Park.",
    ]
    assert PersonFacts.of(result, "nobody") is None
    assert [no_person(result, who).suggestion for who in ("S88", "zofia", "Horvat", "Kim")] == [
        "S8",
        "Zofia Horváth",
        "Zofia Horváth",
        None,
    ]


def test_where_names_stand_alone_two_of_one_name_have_their_ids() -> None:
    result = result_of(tiny(names={"S1": "Alex Kim", "S3": "alex kim"}))
    assert "4 mentees: Alex Kim (S1), alex kim (S3), Noor Rahman, Luca Novák." in squeezed(person_text(result, "T1"))


@pytest.mark.parametrize("who", ["علي كريمي", "علی کریمی"])
def test_persian_letters_as_any_keyboard_writes_them(who: str) -> None:
    result = result_of(tiny(names={"S2": "علی کریمی"}))
    assert squeezed(person_text(result, who))[0] == "علی کریمی (S2), mentee"


def test_choices(partial: MatchResult) -> None:
    assert squeezed(shown_choices(ChoiceFacts.of(partial), io.StringIO())) == [
        "Got Mentees Of all",
        f"choice 1 4 44% {'#' * 24}",
        "choice 2 0 0%",
        "nobody they listed 0 0%",
        f"left out 5 56% {'#' * 30}",
        "Satisfaction of all 9 mentees, 5 of them left out with 0: "
        "0.000 at the least, 0.444 on average; 1 is the most.",
        "Left out: 5.",
    ]


def test_names_that_end_with_a_full_stop() -> None:
    result = result_of(tiny(names={"T2": "Ben, Jr.", "S5": "Luca, Sr."}))
    told = squeezed(person_text(result, "S1")) + squeezed(person_text(result, "T1"))
    assert {
        "In G1, Mon 12:00 with Ada Okafor; Ben, Jr.",
        "Others in the group: Yuki Tanaka; Noor Rahman; Luca, Sr.",
        "Leads G1, Mon 12:00 with Ben, Jr.",
        "4 mentees: Ines Rossi; Yuki Tanaka; Noor Rahman; Luca, Sr.",
    } <= set(told)


@pytest.mark.parametrize(
    ("mentors", "groups", "told"),
    [
        (1, 1, "1 mentor, with a group."),
        (1, 0, "1 mentor, without a group."),
        (2, 1, "2 mentors, neither of them without a group."),
        (2, 0, "2 mentors, both of them without a group."),
        (4, 2, "4 mentors, none of them without a group."),
        (4, 1, "4 mentors, 2 of them without a group."),
        (4, 0, "4 mentors, all of them without a group."),
    ],
)
def test_how_many_mentors_are_idle(mentors: int, groups: int, told: str) -> None:
    result = result_of(tiny())
    leaders = tuple(replace(group, mentors=group.mentors[:mentors]) for group in GROUPS[:groups])
    some = replace(result, groups=leaders, mentor_rows=result.mentor_rows[:mentors])
    assert squeezed(shown_load(LoadFacts.of(some), io.StringIO()))[-1] == told


def test_load_the_heaviest_first(result: MatchResult) -> None:
    assert squeezed(shown_load(LoadFacts.of(result), io.StringIO())) == [
        "Id Mentor Groups Mentees",
        f"T3 Chloé Nguyen G2 5 {'#' * 30}",
        f"T4 Daniel Haddad G2 5 {'#' * 30}",
        f"T1 Ada Okafor G1 4 {'#' * 24}",
        f"T2 Ben Lindqvist G1 4 {'#' * 24}",
        "4 mentors, none of them without a group.",
    ]


def test_equal_loads_stand_in_the_order_of_the_intake(result: MatchResult) -> None:
    first, second = result.groups
    even = replace(result, groups=(replace(second, id="G1", mentees=second.mentees[:4]), replace(first, id="G2")))
    rows = squeezed(shown_load(LoadFacts.of(even), io.StringIO()))[1:-1]
    assert [row.split()[0] for row in rows] == ["T1", "T2", "T3", "T4"]


def test_the_idle_are_counted(partial: MatchResult) -> None:
    assert squeezed(shown_load(LoadFacts.of(partial), io.StringIO()))[-1] == "4 mentors, 2 of them without a group."


def test_groups_changed_in_a_workbook_have_no_numbers(result: MatchResult) -> None:
    unscored = replace(result, scored=False, assignment_rows=(), unmatched_names={"S9": "Sam Park"})
    told = "The groups were changed by hand; what they score now, `matcher report INTAKE RESULT` tells."
    assert squeezed(shown_result(ResultFacts(unscored), io.StringIO()))[1:3] == [told, "Group Slot Mentors Mentees"]
    assert squeezed(shown_choices(ChoiceFacts.of(unscored), io.StringIO())) == [told]
    assert squeezed(group_text(unscored, "G2"))[3:] == [
        "Id Mentee", "S2 S2", "S6 S6", "S7 S7", "S8 S8", "S9 Sam Park",
    ]  # fmt: skip
    assert not any("satisfaction" in line for line in squeezed(person_text(unscored, "S9")))


def test_hostile_names_stay_text_on_their_line() -> None:
    result = result_of(tiny(names={"S1": "[bold]x[/bold]\x1b[31m\nG9", "T1": "\u202eevil"}))
    told = group_text(result, "G1")
    assert told is not None
    assert "[bold]x[/bold][31m G9" in told
    assert not {"\x1b", "\u202e"} & set(told)
