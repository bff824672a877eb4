"""``changes.csv``: who is listed, and the words for why."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from matcher import Intake, IntakeError, MatchResult, Rematch, match, read_intake, rematch
from matcher.intake.leaving.leave import without
from matcher.questions.changes.previous import broken_by_hand
from matcher.questions.changes.told import changes_between, changes_csv, unlisted_changes
from matcher.result.records import Group
from matcher.terminal.rematch import RematchFacts, rematch_summary
from tests import oracle
from tests.rematching.common import result_of

TINY = Path(__file__).parents[2] / "data" / "samples" / "tiny"
BEFORE = result_of(
    [
        (("T1", "T2"), "Mon 12:00", ("S1", "S3", "S4", "S5")),
        (("T3", "T4"), "Wed 17:00", ("S2", "S6", "S7", "S8", "S9")),
    ]
)


def told(again: Rematch) -> dict[str, tuple[int, str]]:
    return {change.person_id: (change.moves, change.reason) for change in again.changes}


def edited(intake: Intake, person: str, **cells: object) -> Intake:
    mentors = tuple(one.model_copy(update=cells) if one.id == person else one for one in intake.mentors)
    mentees = tuple(one.model_copy(update=cells) if one.id == person else one for one in intake.mentees)
    update = {"program": intake.program, "slots": intake.slots, "constraints": intake.constraints}
    return Intake(mentors=mentors, mentees=mentees, **update)  # type: ignore[arg-type]


def test_whoever_cannot_come_any_more_is_told_with_the_hour() -> None:
    intake = read_intake(TINY)
    friday = read_intake(
        [{"id": "a", "availability": "Fri 12:00-13:00"}, {"id": "b"}], [{"id": "c"}], {"groups": {"min_size": 1}}
    ).mentors[0]
    again = rematch(edited(intake, "S9", availability=friday.availability), BEFORE)
    assert told(again)["S9"][0] == 1
    assert told(again)["S9"][1].startswith("can no longer meet at Wed 17:00; now left out: ")
    assert {person: reason for person, (_, reason) in told(again).items() if person != "S9"} == dict.fromkeys(
        ("T3", "T4"), "no longer in G2: Sam Park"
    )


def test_who_was_taken_out_of_a_result_at_hand_is_not_new() -> None:
    intake = read_intake(TINY)
    found = match(intake)
    last = found.groups[-1]
    fewer = replace(found, groups=(*found.groups[:-1], replace(last, mentees=last.mentees[1:])))
    assert told(rematch(intake, fewer))[last.mentees[0]] == (0, "was left out, and has a place now")


def test_who_is_gone_and_who_was_left_out_is_told() -> None:
    intake = read_intake(TINY)
    before = result_of(
        [
            (("T1", "T2"), "Mon 12:00", ("S1", "S3", "S4", "gone")),
            (("T3", "T4"), "Wed 17:00", ("S2", "S6", "S7", "S8", "S9")),
        ]
    )
    again = rematch(intake, before)
    assert told(again) == {
        **dict.fromkeys(("T1", "T2"), (0, "new in G1: Luca Novák; no longer in G1: gone")),
        "S5": (0, "is new"),
        "gone": (0, "is no longer in the intake"),
    }
    assert changes_csv(again.changes).splitlines() == [
        "person_id,person_name,role,moves,group_before,group_after,slot_before,slot_after,mentors_before,mentors_after,"
        "mentees_gone,mentees_new,reason",
        *(
            f"{mentor},{name},mentor,0,G1,G1,Mon 12:00,Mon 12:00,T1;T2,T1;T2,gone,S5,"
            "new in G1: Luca Novák; no longer in G1: gone"
            for mentor, name in (("T1", "Ada Okafor"), ("T2", "Ben Lindqvist"))
        ),
        "S5,Luca Novák,mentee,0,,G1,,Mon 12:00,,T1;T2,,,is new",
        "gone,gone,mentee,0,G1,,Mon 12:00,,T1;T2,,,,is no longer in the intake",
    ]


def test_a_group_whose_mentor_left_says_so() -> None:
    intake = read_intake(TINY)
    before = result_of(
        [
            (("T1", "gone"), "Mon 12:00", ("S1", "S3", "S4", "S5")),
            (("T3", "T4"), "Wed 17:00", ("S2", "S6", "S7", "S8", "S9")),
        ]
    )
    again = rematch(intake, before)
    assert again.moves == again.fewest == 0
    assert told(again)["T2"] == (0, "takes G1 over: gone left")
    assert told(again)["T1"] == (0, "Ben Lindqvist now leads G1: gone left")
    assert told(again)["S1"] == (0, "Ben Lindqvist now leads G1: gone left")


def without_schedule(mentors: dict[str, str], mentees: dict[str, str], **settings: object) -> Intake:
    """Mentors by name and gender, and mentees who require the gender said, if any: groups of one mentor and two."""
    program = {"groups": {"mentors": 1, "min_size": 2, "max_size": 2}, "schedule": {"required": False}, **settings}
    wishes = {name: {"mentor_gender": f"require {gender}"} if gender else {} for name, gender in mentees.items()}
    return read_intake(
        [{"id": name, "gender": gender} for name, gender in mentors.items()],
        [{"id": name, "gender": "female", **wish} for name, wish in wishes.items()],
        {"gender": {"scope": "one"}, **program},
    )


def test_names_of_groups_say_whether_they_are_those_of_before_or_of_now() -> None:
    """Ida's mentees get Uma, since those who require a woman need Ida: G1 is called G2 now, and G2 G1."""
    intake = without_schedule({"Ida": "female", "Uma": "male"}, {"Ann": "", "Bea": "", "Cy": "female", "Di": "female"})
    again = rematch(intake, result_of([(("Ida",), None, ("Ann", "Bea")), (("Noa",), None, ("Cy", "Di"))]))
    assert told(again) == {
        "Ida": (1, "takes the old G2 over: Noa left"),
        "Uma": (0, "takes the old G1 over: Ida now leads the new G1"),
        **dict.fromkeys(("Ann", "Bea"), (0, "Uma now leads the new G2: Ida now leads the new G1")),
        **dict.fromkeys(("Cy", "Di"), (0, "Ida now leads the new G1: Noa left")),
        "Noa": (0, "is no longer in the intake"),
    }


def story(before: Sequence[oracle.Group], after: Sequence[oracle.Group]) -> dict[str, str]:
    """The reasons of everybody's change from made-up groups to others, of people who may all lead and have any hour."""
    people = [[own for group in (*before, *after) for own in group[side]] for side in (0, 2)]
    mentors, mentees = (list(dict.fromkeys(side)) for side in people)
    intake = without_schedule(dict.fromkeys(mentors, ""), dict.fromkeys(mentees, ""))
    changes = changes_between(intake, result_of(before), result_of(after), free=False)
    return {change.person_id: change.reason for change in changes}


def test_who_leaves_a_group_that_goes_on_is_not_told_that_its_new_mentor_leads_theirs() -> None:
    """S6 leaves G1, which goes on as G2 under Uma; the G1 of now is another group."""
    reasons = story(
        [(("Ida",), None, ("S3", "S4", "S6")), (("Noa",), None, ("S7", "S8", "S9"))],
        [(("Ida",), None, ("S6", "S7", "S8", "S9")), (("Uma",), None, ("S3", "S4"))],
    )
    went = "Uma now leads the {} {}: Ida now leads the new G1"
    assert reasons["S6"] == went.format("old", "G1") + "; a place in another group was needed"
    assert reasons["S3"] == reasons["S4"] == went.format("new", "G2")


def test_of_what_somebody_led_before_it_is_not_said_that_they_lead_it_now() -> None:
    """Hans led G1 and G2, and leads G1: of two that Ann leads now, one is new."""
    reasons = story(
        [(("Hans",), None, ("S1", "S2")), (("Hans",), None, ("S3", "S4")), (("Ann",), None, ("S5", "S6"))],
        [(("Hans",), None, ("S1", "S2")), (("Uma",), None, ("S3", "S4")), (("Ann",), None, ("S5", "S6"))],
    )
    assert reasons["S3"] == "Uma now leads G2: Hans now leads only G1"
    reasons = story(
        [(("Ann",), None, ("S1", "S2")), (("Ann",), None, ("S3", "S4")), (("Hans",), None, ("S5", "S6"))],
        [(("Ann",), None, ("S1", "S2")), (("Uma",), None, ("S3", "S4")), (("Ann",), None, ("S5", "S6"))],
    )
    assert reasons["S3"] == "Uma now leads G2: Ann now leads G3"


def october(*gone: str) -> Intake:
    """The sample without some mentees, nor what mentors wish and the constraints, where they stand."""
    intake = read_intake(TINY)
    mentors = tuple(one.model_copy(update={"preferred_mentees": ()}) for one in intake.mentors)
    mentees = tuple(one for one in intake.mentees if one.id not in gone)
    return Intake(program=intake.program, slots=intake.slots, mentors=mentors, mentees=mentees)


def test_whoever_moves_to_a_group_that_others_left_is_told_so() -> None:
    again = rematch(october("S1", "S3"), BEFORE)
    assert again.moves == again.fewest == 1
    needed = "S1 and S3 left; their group would have 2 mentees, and needs 3"
    assert [reason for moves, reason in told(again).values() if moves] == [needed]


def test_whoever_loses_their_group_since_others_left_is_told_so() -> None:
    again = rematch(october("S2", "S3", "S4", "S5"), BEFORE)
    moves, reason = told(again)["S1"]
    assert moves == 1
    assert reason.startswith("the old G1 ended: S3, S4 and S5 left; their group would have 1 mentee, and needs 3; ")
    assert "now left out: " in reason


def test_nobody_is_said_to_be_needed_where_the_group_was_full_enough() -> None:
    """G2 had six and may have five, so one of them goes to G1, which lacks nobody."""
    before = result_of(
        [
            (("T1", "T2"), "Mon 12:00", ("S1", "S3", "S5")),
            (("T3", "T4"), "Wed 17:00", ("S2", "S4", "S6", "S7", "S8", "S9")),
        ]
    )
    again = rematch(read_intake(TINY), before)
    assert again.moves == again.fewest == 1
    assert [reason for moves, reason in told(again).values() if moves] == ["moved so that fewer people move in all"]


def test_a_changed_hour_moves_everybody() -> None:
    before = result_of(
        [
            (("T1", "T2"), "Sun 12:00", ("S1", "S3", "S4", "S5")),
            (("T3", "T4"), "Wed 17:00", ("S2", "S6", "S7", "S8", "S9")),
        ]
    )
    again = rematch(read_intake(TINY), before)
    assert again.moves == again.fewest == 6
    assert told(again)["S1"] == (1, "Sun 12:00, the hour of the old G1, is no slot any more")


def test_a_change_that_is_not_listed_is_found() -> None:
    intake = read_intake(TINY)
    result = match(intake)
    assert unlisted_changes(intake, BEFORE, result, ()) == []
    other = result_of(
        [
            (("T1", "T2"), "Mon 12:00", ("S1", "S3", "S4")),
            (("T3", "T4"), "Wed 17:00", ("S2", "S5", "S6", "S7", "S8", "S9")),
        ]
    )
    assert unlisted_changes(intake, other, result, ()) == [
        f"{person} changed and is not listed in changes.csv"
        for person in ("T1 (mentor)", "T2 (mentor)", "T3 (mentor)", "T4 (mentor)", "S5 (mentee)")
    ]


def test_mentors_whose_mentees_are_others_are_told_though_nothing_else_changed() -> None:
    """Whoever moves takes a place: the mentors of both groups have to know."""
    again = rematch(october("S1", "S3"), BEFORE)
    listed = {
        change.person_id: (change.mentees_gone, change.mentees_new)
        for change in again.changes
        if change.role == "mentor"
    }
    assert listed == {"T1": ("S1;S3", "S2"), "T2": ("S1;S3", "S2"), "T3": ("S2", ""), "T4": ("S2", "")}


def test_a_group_that_goes_on_under_another_name_is_told() -> None:
    before = replace(BEFORE, groups=tuple(replace(group, id=f"Room {group.id}") for group in BEFORE.groups))
    again = rematch(read_intake(TINY), before)
    assert again.renamed == (("Room G1", "G1"), ("Room G2", "G2"))
    shown = rematch_summary(RematchFacts(again, Path("out")), io.StringIO())
    assert "Groups that go on under another name: G1 was Room G1, G2 was Room G2." in shown
    assert "Nobody has another hour, other mentors or, as a mentor, other mentees: checked." in shown


def test_two_people_of_one_name_are_told_apart() -> None:
    again = rematch(edited(october("S1", "S3"), "S4", name="omar diallo"), BEFORE)
    assert told(again)["T1"][1] == "new in G1: Omar Diallo (S2); no longer in G1: S1 and S3"


@pytest.mark.parametrize("moves", [0, 5])
def test_moves_allowed_and_not_needed_change_nothing(moves: int) -> None:
    intake = read_intake(TINY)
    assert rematch(intake, match(intake), moves=moves).changes == ()


def test_a_result_of_other_people_is_refused() -> None:
    with pytest.raises(IntakeError, match="has nobody in its groups who is in the intake; is it the result of another"):
        rematch(read_intake(TINY), result_of([(("x", "y"), None, ("z",))]))


# Changed by hand before ----------------------------------------------------------------------------------------------


def by_hand(tmp_path: Path, *members: str) -> MatchResult:
    """The best groups of the sample, after somebody wrote other mentees into ``groups.csv``."""
    place = tmp_path / "results"
    match(TINY, effort="quick").save(place, replace=True)
    rows = (place / "groups.csv").read_text(encoding="utf-8").splitlines()
    heads = [",".join(row.split(",")[:3]) for row in rows[1:]]
    edited_rows = [rows[0], *(f"{head},{mentees},," for head, mentees in zip(heads, members, strict=True))]
    (place / "groups.csv").write_text("\n".join(edited_rows) + "\n", encoding="utf-8")
    return MatchResult.load(place)


def test_who_was_put_by_hand_where_they_are_not_free_reads_that_and_not_that_their_hours_changed(
    tmp_path: Path,
) -> None:
    again = rematch(read_intake(TINY), by_hand(tmp_path, "S1;S3;S4", "S2;S5;S6;S7;S8;S9"), effort="quick")
    broke = "the groups, as they were changed by hand, broke a rule: Luca Novák (S5) of G2 cannot meet at Wed 17:00"
    assert told(again)["S5"] == (1, broke)


def test_any_rule_that_a_hand_broke_is_the_reason(tmp_path: Path) -> None:
    again = rematch(read_intake(TINY), by_hand(tmp_path, "S1;S2;S3;S4;S5", "S6;S7;S8;S9"), effort="quick")
    both = "Ines Rossi (S1) and Omar Diallo (S2) must not share a group, and are in G1"
    assert told(again)["S2"] == (1, f"the groups, as they were changed by hand, broke a rule: {both}")


@pytest.mark.parametrize(
    ("wishes", "program", "gone"),
    [
        ("require woman", {}, "T1"),  # whose gender was required
        ("", {"gender": {"no_lone": ["woman"]}}, "S2"),  # the other woman of the group
        ("", {"mix": [{"column": "gender", "values": ["woman"], "min": 2}]}, "S2"),
    ],
)
def test_what_somebody_broke_by_leaving_is_not_said_of_the_hand_that_changed_other_groups(
    tmp_path: Path, wishes: str, program: dict[str, object], gone: str
) -> None:
    mentors = [{"id": f"T{number}", "gender": "woman" if number == 1 else "man"} for number in (1, 2, 3)]
    mentees = [{"id": f"S{number}", "gender": "woman" if number < 3 else "man"} for number in range(1, 10)]
    mentees[0]["mentor_gender"] = wishes
    intake = read_intake(mentors, mentees, {"groups": {"mentors": 1, "min_size": 2, "max_size": 4}} | program)
    groups = [("T1", "S1;S2;S3"), ("T2", "S4;S5;S6"), ("T3", "S7;S8;S9")]
    result = match(intake, effort="quick")
    swapped = replace(
        result,
        groups=tuple(
            Group(f"G{number}", None, (mentor,), tuple(members.split(";")), 0)
            for number, (mentor, members) in enumerate(groups, 1)
        ),
        scored=False,
    )
    assert broken_by_hand(intake, swapped) == ()
    assert broken_by_hand(without(intake, [gone]), swapped) == ()
    moved = replace(swapped.groups[1], mentors=("T3",))
    kept = broken_by_hand(intake, replace(swapped, groups=(swapped.groups[0], moved, moved)))
    assert {breach.rule for breach in kept} >= {"one place at a time"}


def test_whose_hours_may_have_changed_since_a_hand_changed_the_groups_cannot_meet_then(tmp_path: Path) -> None:
    intake = read_intake(TINY)
    friday = read_intake(
        [{"id": "a", "availability": "Fri 12:00-13:00"}, {"id": "b"}], [{"id": "c"}], {"groups": {"min_size": 1}}
    ).mentors[0]
    previous = by_hand(tmp_path, "S1;S3;S4;S5", "S2;S6;S7;S8;S9")
    assert not previous.edited
    moved = by_hand(tmp_path, "S1;S3;S4", "S2;S6;S7;S8;S9")
    reason = told(rematch(edited(intake, "S9", availability=friday.availability), moved, effort="quick"))["S9"][1]
    assert reason.startswith("cannot meet at Wed 17:00; now left out: ")
    # Untouched, the result knows that they could.
    reason = told(rematch(edited(intake, "S9", availability=friday.availability), previous, effort="quick"))["S9"][1]
    assert reason.startswith("can no longer meet at Wed 17:00; now left out: ")


def test_mentees_who_must_be_apart_by_now_read_so() -> None:
    intake = read_intake(TINY)
    rows = [*intake.constraints, intake.constraints[0].model_copy(update={"a": "S3", "b": "S5"})]
    apart = Intake(**{name: getattr(intake, name) for name in Intake.model_fields} | {"constraints": tuple(rows)})
    reasons = {own: reason for own, (moves, reason) in told(rematch(apart, BEFORE, effort="quick")).items() if moves}
    assert reasons in (
        {
            "S5": "must not share a group with Yuki Tanaka; now left out: "
            + reasons.get("S5", "").partition("left out: ")[2]
        },
        {
            "S3": "must not share a group with Luca Novák; now left out: "
            + reasons.get("S3", "").partition("left out: ")[2]
        },
    )


def test_who_leads_alone_now_is_told_with_why() -> None:
    mentors, mentees = [{"id": "T1", "name": "Ann"}, {"id": "T2", "name": "Bob"}], [{"id": "S1"}, {"id": "S2"}]
    program = {"groups": {"mentors": 2, "min_size": 1, "max_size": 4, "single": True}}
    before = match(mentors, mentees, program)
    again = rematch(read_intake(mentors[:1], mentees, program), before)
    reasons = {change.person_id: change.reason for change in again.changes}
    assert {reasons[own] for own in ("T1", "S1", "S2")} == {"Ann now leads G1 alone: Bob left"}
