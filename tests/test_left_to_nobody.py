"""Where no mentors are left to somebody: whether a lock, a rule or hours are why, and how many could share some."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from matcher.checking.sayings.reasons import wrong_reasons
from matcher.intake.people import Intake
from matcher.intake.read import read_intake
from matcher.matching import match
from matcher.problem.problem import build_problem
from matcher.questions.explain import explain
from matcher.result.records import told_alike
from matcher.rules.rule import FormedGroup
from matcher.why.reasons import counting_reasons, reasons
from tests.explaining.test_texts import told as explained
from tests.test_explanation import BOTH, MON, ON_MONDAY, ON_TUESDAY, SLOTS, TUE, Row, people

HALL = {"kind": "group-slot", "mentors": "m1;m2", "slot": MON, "mentees": "", "reason": "hall booked; by Ann, too"}
HALL_TOLD = "m1 and m2 lead a group at Mon 10:00 (locked: hall booked; by Ann, too)"


def intake_of(
    mentors: Sequence[Row],
    mentees: Sequence[Row],
    constraints: Sequence[tuple[str, str, str]] = (),
    locks: Sequence[Row] = (),
    **program: Any,
) -> Intake:
    rows = [{"kind": kind, "a": a, "b": b} for kind, a, b in constraints]
    return read_intake(mentors, mentees, program, rows, locks or None)


def pairs(least: int = 1, **more: Any) -> dict[str, Any]:
    return {"mentors": 2, "min_size": least, "max_size": 5, **more}


def led(name: str, mentors: str, mentees: str, slot: str | None = None) -> FormedGroup:
    return FormedGroup(name, slot, tuple(mentors.split()), tuple(mentees.split()))


def told(intake: Intake, *groups: FormedGroup) -> dict[str, str]:
    """Each reason, none of which the check of reasons calls wrong."""
    found = reasons(intake, build_problem(intake), groups)
    assert not list(wrong_reasons(intake, groups, list(found.items())))
    return found


# Locks --------------------------------------------------------------------------------------------------------------


def hall(**program: Any) -> Intake:
    """Two are free on Tuesday alone, when only m1 and m2 could lead, who must on Monday."""
    mentors = people("m", 3, {}, {}, {"availability": ON_MONDAY}, availability=BOTH)
    mentees = people("s", 4, *[{"availability": ON_TUESDAY}] * 2, availability=BOTH)
    return intake_of(mentors, mentees, locks=[HALL], groups=pairs(**program), schedule=SLOTS)


def test_a_lock_that_takes_their_hour_is_named() -> None:
    found = told(hall(), led("G1", "m1 m2", "s3 s4", MON))
    lock = f"They are free only Tue 09:00, and a lock leaves no pair of mentors permitted to them then: {HALL_TOLD}."
    place = " At another hour there is a place for them: Mon 10:00 (G1)."
    assert found == {"s1": lock + place, "s2": lock + place}


def test_it_is_named_where_counting_shows_that_nothing_is_possible() -> None:
    intake = hall(everyone=True)
    assert counting_reasons(intake, build_problem(intake))[:1] == (
        "s1 must be placed (groups.everyone). They are free only Tue 09:00, and a lock leaves no pair of mentors "
        f"permitted to them then: {HALL_TOLD}",
    )


def test_who_is_free_always_and_left_nobody_by_a_lock() -> None:
    whole = {"kind": "whole-group", "mentors": "m1;m2", "slot": MON, "mentees": "s2;s3", "reason": ""}
    intake = intake_of(
        people("m", 2, availability=BOTH),
        people("s", 3, availability=BOTH),
        locks=[whole],
        groups=pairs(),
        schedule=SLOTS,
    )
    kept = "No mentor is permitted: 2 are kept from them by a lock."
    assert told(intake, led("G1", "m1 m2", "s2 s3", MON)) == {"s1": kept}
    third = intake_of(
        people("m", 3, availability=BOTH),
        people("s", 3, availability=BOTH),
        locks=[whole],
        groups=pairs(),
        schedule=SLOTS,
    )
    assert told(third, led("G1", "m1 m2", "s2 s3", MON)) == {
        "s1": "They are free at every slot, and a lock leaves no pair of mentors permitted to them then: "
        "m1 and m2 lead a group at Mon 10:00 of just s2, s3 (locked)."
    }


def test_two_locks_without_hours() -> None:
    """S1 could be with m1 and m2, or with m3 and m4: each pair is locked to another mentor."""
    locks = [{"kind": "mentor-pair", "mentors": pair, "slot": "", "mentees": ""} for pair in ("m1;m5", "m3;m6")]
    apart = [("apart", "s1", "m5"), ("apart", "s1", "m6"), ("apart", "m2", "m4")]
    apart += [("apart", one, other) for one in ("m1", "m2") for other in ("m3", "m4")]
    intake = intake_of(people("m", 6), people("s", 3), list(dict.fromkeys(apart)), locks, groups=pairs())
    assert told(intake, led("G1", "m1 m5", "s2"), led("G2", "m3 m6", "s3")) == {
        "s1": "Locks leave no pair of mentors permitted to them: m1 and m5 lead a group (locked); m3 and m6 lead a "
        "group (locked)."
    }


def test_too_few_could_come_because_of_a_lock() -> None:
    """S1 needs two others on Tuesday, and of those one is locked into Monday's group."""
    lock = {"kind": "person-in-group", "mentors": "m1;m2", "slot": MON, "mentees": "s2", "reason": ""}
    mentors = people("m", 4, {"availability": ON_MONDAY}, {"availability": ON_MONDAY}, availability=ON_TUESDAY)
    mentees = people("s", 5, {"availability": ON_TUESDAY}, {}, {"availability": ON_TUESDAY}, availability=ON_MONDAY)
    mentees[1]["availability"] = BOTH
    intake = intake_of(mentors, mentees, locks=[lock], groups=pairs(3), schedule=SLOTS)
    assert told(intake, led("G1", "m1 m2", "s2 s4 s5", MON)) == dict.fromkeys(
        ["s1", "s3"],
        "Because of a lock (s2 is in a group that m1 and m2 lead at Mon 10:00 (locked)), only 2 mentees, they "
        "included, could share a permitted pair of mentors at their hours; a group needs 3. At another hour there is a "
        "place for them: Mon 10:00 (G1).",
    )


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        (
            f"They are free only Mon 10:00, and a lock leaves no pair of mentors permitted to them then: {HALL_TOLD}.",
            "they are free only Tue 09:00",
        ),
        (
            "They are free only Tue 09:00, and a lock leaves no pair of mentors permitted to them then: m1 and m2 lead "
            "a group at Tue 09:00 (locked).",
            "'m1 and m2 lead a group at Tue 09:00 (locked)' are no locks",
        ),
        (
            f"They are free only Tue 09:00, and locks leave no pair of mentors permitted to them then: {HALL_TOLD}.",
            "1 lock is told of",
        ),
        (
            "No pair of mentors permitted to them can lead a group at any hour, because of the rule on hats.",
            "there is no rule on hats",
        ),
    ],
)
def test_another_lock_hour_or_rule_than_there_is_is_found(reason: str, wrong: str) -> None:
    found = [str(one) for one in wrong_reasons(hall(), [led("G1", "m1 m2", "s3 s4", MON)], [("s1", reason)])]
    assert [one for one in found if one.endswith(wrong)]


def test_mentors_of_whom_no_lock_speaks_are_permitted_all_the_same() -> None:
    mentors = people("m", 4, availability=BOTH)
    mentees = people("s", 3, {"availability": ON_TUESDAY}, availability=BOTH)
    intake = intake_of(mentors, mentees, locks=[HALL], groups=pairs(), schedule=SLOTS)
    reason = f"They are free only Tue 09:00, and a lock leaves no pair of mentors permitted to them then: {HALL_TOLD}."
    found = [str(one) for one in wrong_reasons(intake, [led("G1", "m1 m2", "s2 s3", MON)], [("s1", reason)])]
    assert found == [
        f"reasons: s1 is told {reason!r}, but m3 and m4 are permitted to them and free at Tue 09:00, when they are"
    ]


@pytest.mark.parametrize(
    ("person", "other", "said"),
    [
        ("s1", "m1", f"m1 is kept from s1 by a lock: {HALL_TOLD}."),
        ("m1", "m3", f"m1 and m3 are kept from each other by a lock: {HALL_TOLD}."),
        ("s1", "s3", f"s1 and s3 are kept from each other by a lock: {HALL_TOLD}."),
    ],
)
def test_a_lock_between_two_people_is_named(person: str, other: str, said: str) -> None:
    intake = hall()
    found = explained(explain(intake, match(intake), person, other))
    assert found[-1].strip() == said


def test_a_whole_group_is_named_between_who_is_in_it_and_who_is_not() -> None:
    whole = {"kind": "whole-group", "mentors": "m1;m2", "slot": MON, "mentees": "s2;s3", "reason": "as agreed"}
    intake = intake_of(
        people("m", 4, availability=BOTH),
        people("s", 4, availability=BOTH),
        locks=[whole],
        groups=pairs(),
        schedule=SLOTS,
    )
    found = explained(explain(intake, match(intake), "s1", "s2"))
    assert found[-1].strip() == (
        "s1 and s2 are kept from each other by a lock: m1 and m2 lead a group at Mon 10:00 of just s2, s3 (locked: as "
        "agreed)."
    )


# No pair at any hour ------------------------------------------------------------------------------------------------

NEVER = "No pair of mentors permitted to them can lead a group at any hour"


@pytest.mark.parametrize(
    ("mentors", "program", "constraints", "because"),
    [
        ({"gender": "man"}, {"gender": {"pair": "mixed"}}, [], ", because of the rule on genders of a pair"),
        ({"max_mentees": 1}, {}, [], None),
        ({}, {}, [("apart", "m1", "m2")], ", because of the rule on apart"),
        ({"gender": "man"}, {"gender": {"pair": "mixed"}}, [("apart", "m1", "m2")], ""),
    ],
)
def test_where_no_pair_exists_more_hours_are_not_spoken_of(
    mentors: Mapping[str, Any], program: dict[str, Any], constraints: list[tuple[str, str, str]], because: str | None
) -> None:
    """Two mentors, free at both hours, and one who is free on Monday alone."""
    intake = intake_of(
        people("m", 2, availability=BOTH, **mentors),
        people("s", 2, {"availability": ON_MONDAY}, availability=BOTH),
        constraints,
        groups=pairs(2),
        schedule=SLOTS,
        **program,
    )
    said = "No mentor is permitted: 2 may not have that many mentees (max_mentees)." if because is None else ""
    assert told(intake) == dict.fromkeys(["s1", "s2"], said or f"{NEVER}{because}.")


def test_mentors_who_never_share_an_hour() -> None:
    mentors = people("m", 2, {"availability": ON_MONDAY}, {"availability": ON_TUESDAY})
    intake = intake_of(mentors, people("s", 1, availability=BOTH), groups=pairs(), schedule=SLOTS)
    assert told(intake) == {"s1": f"{NEVER}, because of the rule on availability."}


def test_where_groups_get_no_hour() -> None:
    intake = intake_of(
        people("m", 2), people("s", 2), [("apart", "m1", "m2"), ("together", "s1", "s2")], groups=pairs()
    )
    assert told(intake) == {
        one: f"No pair of mentors permitted to them and {other} can lead a group, because of the rule on apart."
        for one, other in (("s1", "s2"), ("s2", "s1"))
    }


def test_a_pair_at_another_hour_is_no_pair_at_none() -> None:
    """Verifying knows: m1 and m2 could have s1 on Monday."""
    mentees = people("s", 1, {"availability": ON_TUESDAY})
    mentors = people("m", 2, {"availability": BOTH}, {"availability": ON_MONDAY})
    intake = intake_of(mentors, mentees, groups=pairs(), schedule=SLOTS)
    assert told(intake) == {"s1": "They are free only Tue 09:00, when no pair of mentors permitted to them is."}
    found = [str(one) for one in wrong_reasons(intake, [], [("s1", f"{NEVER}.")])]
    assert found == [f"reasons: s1 is told '{NEVER}.', but m1 and m2 are permitted to them and free at Mon 10:00"]


# How many could share a pair ----------------------------------------------------------------------------------------


def test_who_must_be_apart_is_not_counted() -> None:
    """Three are free on Tuesday, of whom s1 and s2 must not meet; a group needs four."""
    mentees = people("s", 6, *[{"availability": ON_TUESDAY}] * 3, availability=ON_MONDAY)
    intake = intake_of(
        people("m", 2, availability=BOTH), mentees, [("apart", "s1", "s2")], groups=pairs(4), schedule=SLOTS
    )
    two = "Only 2 mentees, they included, could share a permitted pair of mentors at their hours; a group needs 4."
    said = dict.fromkeys(("s1", "s2", "s3"), two)
    found = told(intake)
    assert {mentee: found[mentee] for mentee in said} == said
    more = intake_of(
        people("m", 2, availability=BOTH),
        [*mentees, *people("x", 1, availability=ON_TUESDAY)],
        [("apart", "s1", "s2"), ("apart", "s1", "s3")],
        groups=pairs(5),
        schedule=SLOTS,
    )
    assert [reason.split()[1] for mentee, reason in told(more).items() if mentee in ("s1", "s2", "x1")] == list("233")


def test_whom_rules_keep_from_them_is_no_one_they_could_share_with() -> None:
    """In a group changed by hand somebody may be whom s1 must not meet: verifying does not count them."""
    intake = intake_of(
        people("m", 2, availability=BOTH),
        people("s", 4, availability=ON_MONDAY),
        [("apart", "s1", "s2")],
        groups=pairs(4),
        schedule=SLOTS,
    )
    groups = [led("G1", "m1 m2", "s2 s3 s4", MON)]
    told_three = (
        "Only 3 mentees, they included, could share a permitted pair of mentors at their hours; a group needs 4."
    )
    assert not list(wrong_reasons(intake, groups, [("s1", told_three)]))
    two = told_three.replace("3 mentees", "2 mentees")
    assert [str(one).rpartition("but ")[2] for one in wrong_reasons(intake, groups, [("s1", two)])] == [
        "they could share the mentors of G1 with 2 others"
    ]


# Whom a mentee may have ---------------------------------------------------------------------------------------------


def test_somebody_may_lead_with_a_mentor_and_not_for_this_mentee() -> None:
    """m2 may lead with m1, and s1 may not be with m2."""
    intake = intake_of(
        people("m", 2), people("s", 2, {"preferred_mentors": "m1"}), [("apart", "s1", "m2")], groups=pairs()
    )
    said = explained(explain(intake, match(intake), "s1", "m1"))[-1].strip()
    assert said == "There is nobody who may lead with m1 and whom s1 may have too."


def test_a_gender_that_neither_of_two_has() -> None:
    intake = intake_of(
        people("m", 2, {"gender": "man"}, {"gender": "man"}),
        people("s", 2, {"mentor_gender": "require woman"}),
        groups=pairs(),
    )
    said = explained(explain(intake, match(intake), "s1", "m1"))[-1].strip()
    assert said == (
        "There is nobody who may lead with m1 and whom s1 may have too, because of the rule on required gender of "
        "mentors."
    )


# Places -------------------------------------------------------------------------------------------------------------

NOT_PROVED = "leaving them out was not proved necessary."


def test_one_place_is_promised_to_one_alone() -> None:
    """m1 leads both groups and may have three: one place is left, which s3 and s4 could have, and s5 in G2 alone."""
    intake = intake_of(
        people("m", 1, {"max_groups": 2, "max_mentees": 3}, availability=BOTH),
        people("s", 5, {}, {}, {}, {}, {"availability": ON_TUESDAY}, availability=BOTH),
        groups={"mentors": 1, "min_size": 1, "max_size": 3},
        schedule=SLOTS,
    )
    groups = [led("G1", "m1", "s1", MON), led("G2", "m1", "s2", TUE)]
    found = told(intake, *groups)
    either = f"In G1 or G2 there is a place for them, unless somebody else who is left out takes it; {NOT_PROVED}"
    of_two = f"In G2 there is a place for them, unless somebody else who is left out takes it; {NOT_PROVED}"
    assert (found["s3"], found["s4"]) == (either, either)
    assert found["s5"].startswith(of_two)
    together = told_alike((reason, mentee) for mentee, reason in found.items())
    assert [(reason, people) for reason, people in together if len(people) > 1] == [
        (either.replace("for them", "for one of them"), ("s3", "s4"))
    ]


def test_a_place_that_nobody_else_could_want_is_theirs() -> None:
    mentors = people("m", 1, {"max_groups": 2, "max_mentees": 3}, availability=BOTH)
    intake = intake_of(
        mentors, people("s", 3, availability=BOTH), groups={"mentors": 1, "min_size": 1, "max_size": 3}, schedule=SLOTS
    )
    groups = [led("G1", "m1", "s1", MON), led("G2", "m1", "s2", TUE)]
    assert told(intake, *groups) == {"s3": f"G1 and G2 each have a place for them; {NOT_PROVED}"}
    contested = f"In G1 or G2 there is a place for them, unless somebody else who is left out takes it; {NOT_PROVED}"
    found = [str(one).rpartition("but ")[2] for one in wrong_reasons(intake, groups, [("s3", contested)])]
    assert found == ["nobody else is left out"]


def test_where_there_is_room_for_all_no_condition_is_told() -> None:
    intake = intake_of(people("m", 1), people("s", 5), groups={"mentors": 1, "min_size": 1, "max_size": 5})
    assert set(told(intake, led("G1", "m1", "s1 s2")).values()) == {f"G1 has a place for them; {NOT_PROVED}"}
    full = intake_of(people("m", 1), people("s", 5), groups={"mentors": 1, "min_size": 1, "max_size": 4})
    assert set(told(full, led("G1", "m1", "s1 s2")).values()) == {
        f"In G1 there is a place for them, unless somebody else who is left out takes it; {NOT_PROVED}"
    }


def test_many_groups_with_one_place_in_all() -> None:
    slots = [f"Mon {hour}:00" for hour in range(10, 15)]
    intake = intake_of(
        people("m", 1, {"max_groups": 5, "max_mentees": 6}, availability="Mon 10:00-15:00"),
        people("s", 7, availability="Mon 10:00-15:00"),
        groups={"mentors": 1, "min_size": 1, "max_size": 3},
        schedule={"slots": slots},
    )
    groups = [led(f"G{number}", "m1", f"s{number}", slot) for number, slot in enumerate(slots, 1)]
    assert told(intake, *groups)["s6"] == (
        "In G1, G2, G3 or one of 2 more there is a place for them, unless somebody else who is left out takes it; "
        f"{NOT_PROVED}"
    )
