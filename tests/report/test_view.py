"""The one view: numbers by hand for the sample `tiny`, other shapes of results, and nobody named who should not be."""

from dataclasses import replace

import pytest

from matcher import Intake, MatchResult, read_intake, rescored
from matcher.errors import Issue, MatcherError, ResultFileError
from matcher.intake.people import Mentee, Mentor, Slot
from matcher.intake.program import Program
from matcher.report import View, build_view
from matcher.report.view.phrases import Phrases
from matcher.report.view.rules_in_words import SENTENCES, rules_in_words
from matcher.report.view.view import Spread
from matcher.result.records import Group, Rematched, Stage, Status, Unmatched
from matcher.rules import RULES
from tests.report.tiny import GROUPS, TINY, changed, result_of, tiny, viewed

VIEW = viewed(tiny())


def test_numbers_of_the_sample() -> None:
    numbers = VIEW.numbers
    assert (numbers.placed, numbers.mentees, numbers.groups, numbers.mentors, numbers.idle) == (9, 9, 2, 4, 0)
    # Omar and Noor of README.md aside, everybody has their first choice: Omar his second; Zofia Chloé, her second.
    assert numbers.choices == ((1, 7), (2, 2), (None, 0))
    assert numbers.sizes == (4, 5)
    assert numbers.load is not None
    assert (numbers.load.least, numbers.load.most, numbers.load.mean) == (4, 5, 4.5)
    assert (numbers.objective, numbers.bound, numbers.gap) == (16430, 16430, 0)


def test_who_is_alone_of_their_gender() -> None:
    # Luca among Ines, Yuki and Noor; Sam said no gender and is never alone. Omar and Kofi are two men.
    genders = {mentee.id: mentee.gender for mentee in VIEW.groups[0].mentees}
    assert [one for one in genders if list(genders.values()).count(genders[one]) == 1] == ["S5"]
    assert [mentee.id for mentee in VIEW.mentees if mentee.alone] == ["S5"]
    assert VIEW.numbers.alone == 1


def test_a_mentee_and_a_mentor_in_full() -> None:
    yuki, ada = VIEW.mentee_by_id["S3"], VIEW.mentor_by_id["T1"]
    assert (yuki.group, yuki.slot, yuki.when, yuki.choice) == ("G1", "Mon 12:00", "Monday 12:00", 1)
    assert [one.name for one in yuki.mentors] == ["Ada Okafor", "Ben Lindqvist"]
    assert [one.id for one in yuki.others] == ["S1", "S4", "S5"]
    assert yuki.shared == ("ethics", "research")  # with Ben
    assert (yuki.possible_mentors, yuki.possible_hours) == (2, 1)  # Ada and Ben, on Monday
    assert (ada.groups, ada.whens, len(ada.mentees)) == (("G1",), ("Monday 12:00",), 4)
    assert [one.id for one in ada.partners] == ["T2"]


def test_the_week_tells_who_can_meet_when() -> None:
    week = VIEW.week
    assert week is not None
    assert (week.days, week.times) == ((0, 2, 3), (12 * 60, 17 * 60))
    monday_noon, none_at_five = week.cells[0][0], week.cells[1][0]
    assert none_at_five is None  # there is no such slot
    # Ines, Omar, Yuki, Noor, Luca, and Sam, who can always; Ada and Ben.
    assert monday_noon is not None
    assert (monday_noon.mentees, monday_noon.mentors, monday_noon.groups) == (6, 2, ("G1",))


def test_proved_and_unproved_results_say_so() -> None:
    def quality(**told: object) -> str:
        return viewed(tiny(), replace(result_of(tiny()), **told)).verdict.quality  # type: ignore[arg-type]

    assert quality() == "Proved: no other grouping scores more."
    assert quality(status=Status.FEASIBLE, bound=16562) == "At most 0.81% below the best possible."
    assert quality(status=Status.FEASIBLE, bound=16562, ended="time limit").startswith("The search stopped at its time")
    assert "can score more than 40,000" in quality(status=Status.FEASIBLE, bound=40000)


def test_stages_of_a_mode_are_told_in_words() -> None:
    intake = tiny(mode="greedy")
    stages = (Stage("choice 1", 7, 7), Stage("choice 2", 2, 3))
    view = viewed(intake, replace(result_of(intake), status=Status.OPTIMAL, stages=stages))
    assert view.verdict.quality.startswith("Proved: no other grouping gives more first choices")
    assert view.verdict.stages == (
        "Mentees with choice 1: 7. More is not possible.",
        "Mentees with choice 2: 2. Whether 3 is possible was not settled.",
    )


def test_a_stage_that_is_open_is_no_proof_though_the_points_are() -> None:
    intake = tiny(mode="greedy")
    stages = (Stage("choice 1", 7, 7), Stage("choice 2", 2, 3))
    view = viewed(intake, replace(result_of(intake), status=Status.FEASIBLE, stages=stages))
    assert view.verdict.quality == "Not proved best: another grouping might do better at what counts first."


def test_what_is_proved_among_few_moves_is_said_of_no_other_groupings() -> None:
    def quality(limit: int | None) -> str:
        formed_again = replace(result_of(tiny()), rematched=Rematched(moves=2, fewest=1, limit=limit))
        return viewed(tiny(), formed_again).verdict.quality

    assert quality(None) == "Proved: no other grouping scores more."
    assert quality(2) == (
        "Proved: no other grouping scores more. "
        "All this is among groupings in which at most 2 people move from where they were."
    )


def test_groups_changed_by_hand_are_scored_again() -> None:
    intake = tiny()
    kept = result_of(intake)
    without_sam = replace(GROUPS[1], mentees=("S2", "S6", "S7", "S8"))
    view = viewed(intake, replace(kept, groups=(GROUPS[0], without_sam)))
    sam = VIEW.mentee_by_id["S9"].score
    assert sam is not None
    assert view.groups[1].score == 9190 - sam
    assert view.numbers.objective == 16430 - sam - 20000
    assert view.verdict.edited
    assert not view.verdict.proved
    assert "Changed by hand" in view.verdict.quality
    assert view.notices == (VIEW.phrases("notice.edited"),)
    assert [(one.id, one.reason) for one in view.unmatched] == [
        ("S9", "G1 and G2 each have a place for them; leaving them out was not proved necessary.")
    ]


def test_a_rule_that_changed_groups_break_is_a_warning() -> None:
    flatmates = (
        replace(GROUPS[0], mentees=("S1", "S2", "S3", "S4", "S5")),
        replace(GROUPS[1], mentees=("S6", "S7", "S8", "S9")),
    )
    view = viewed(tiny(), replace(result_of(tiny()), groups=flatmates))
    assert any(warning.text.startswith("A rule is broken: apart: ") for warning in view.warnings)


def test_satisfaction_is_worked_out_where_the_result_tells_none() -> None:
    told, untold = result_of(tiny()), replace(result_of(tiny()), assignment_rows=())
    expected = [mentee.satisfaction for mentee in viewed(tiny(), told).mentees]
    assert [mentee.satisfaction for mentee in viewed(tiny(), untold).mentees] == expected
    assert expected == [row.satisfaction for row in told.assignment_rows]


@pytest.fixture(scope="module")
def plain() -> View:
    """One mentor a group, no schedule, mentees left out, one of two mentors idle."""
    intake = read_intake(
        [{"id": "A"}, {"id": "B"}],
        [{"id": "x", "preferred_mentors": "A"}, {"id": "y", "preferred_mentors": "B; A"}, {"id": "z"}],
        {"name": "Plain", "groups": {"mentors": 1, "min_size": 2, "max_size": 2}},
    )
    group = Group("G1", None, ("A",), ("x", "y"), 0)
    unscored = replace(
        result_of(tiny()), program=intake.program, groups=(group,), unmatched=(Unmatched("z", "Every group is full."),)
    )
    return build_view(rescored(intake, unscored), intake)


def test_one_mentor_no_schedule_and_somebody_left_out(plain: View) -> None:
    assert plain.week is None
    assert not plain.scheduled
    assert [(group.when, len(group.mentors)) for group in plain.groups] == [(None, 1)]
    assert [mentee.id for mentee in plain.unmatched] == ["z"]
    assert all(mentee.reason for mentee in plain.unmatched)
    assert [mentor.id for mentor in plain.idle] == ["B"]
    assert plain.verdict.decided == "2 of 3 mentees have a place, in 1 group; one is left out."
    assert {mentee.possible_hours for mentee in plain.mentees} == {None}


def test_nobody_placed() -> None:
    intake = tiny()
    everybody = tuple(Unmatched(mentee.id, "no group was formed") for mentee in intake.mentees)
    nothing = replace(result_of(intake), groups=(), unmatched=everybody, assignment_rows=(), objective=-180000)
    view = viewed(intake, nothing)
    assert view.verdict.decided == "No group was formed, and nobody has a place."
    assert (view.numbers.load, view.numbers.sizes) == (None, None)
    assert view.numbers.satisfaction == Spread(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert len(view.idle) == 4


def test_a_result_of_another_intake_is_refused() -> None:
    other = replace(GROUPS[0], mentors=("T1", "T9"), mentees=("S1", "S77"), slot="Sun 09:00")
    with pytest.raises(ResultFileError, match="mentors that the intake does not have: T9") as told:
        viewed(tiny(), replace(result_of(tiny()), groups=(other,)))
    assert len(told.value.issues) == 3


def test_changed_settings_are_noticed_and_nothing_proved_before_is_told() -> None:
    settings = Program.model_validate(
        {**tiny().program.model_dump(mode="json"), "groups": {"min_size": 3, "max_size": 9}}
    )
    view = viewed(changed(tiny(), program=settings), result_of(tiny()))
    assert view.notices == (VIEW.phrases("notice.settings"),)
    assert not view.verdict.proved
    assert view.numbers.objective == 16430
    # Each with the two mentors that suit them best, and two of the best pairs: 20,380.
    assert view.verdict.quality == "At most 24.1% below the best possible."


def test_hours_that_changed_since_are_noticed_and_reasons_said_anew() -> None:
    intake = tiny()
    kept = (GROUPS[0], replace(GROUPS[1], mentees=("S2", "S6", "S7", "S8")))
    found = replace(rescored(intake, replace(result_of(intake), groups=kept)), edited=False)
    sam = intake.mentee_by_id["S9"].model_copy(update={"unavailable": intake.mentee_by_id["S1"].availability})
    busy = changed(intake, mentees=(*intake.mentees[:-1], sam))
    assert viewed(intake, found).notices == ()
    view = viewed(busy, found)
    assert view.notices == (VIEW.phrases("notice.intake"),)
    assert view.mentee_by_id["S9"].reason == "G2 has a place for them; leaving them out was not proved necessary."


def test_somebody_who_came_since_is_left_out_by_nobodys_hand() -> None:
    new = tiny().mentees[0].model_copy(update={"id": "S10", "name": "Nia New"})
    view = viewed(changed(tiny(), mentees=(*tiny().mentees, new)), result_of(tiny()))
    assert view.notices == (VIEW.phrases("notice.intake"),)
    assert not view.verdict.edited
    assert not view.verdict.proved
    assert view.numbers.objective == 16430 - 20000
    assert [(one.id, one.reason) for one in view.unmatched] == [
        ("S10", "G1 has a place for them; leaving them out was not proved necessary.")
    ]


# Names ---------------------------------------------------------------------------------------------------------------

HOSTILE = ("=HYPERLINK(1)", "Ann-Marie O'Neil", "Bo", "Bo", "../../x", "سارا محمدی")


def named_intake() -> Intake:
    people = [f"m{number}" for number in range(4)]
    return Intake(
        program=Program.model_validate({"groups": {"min_size": 1, "max_size": 3}}),
        mentors=(Mentor(id="A", name="Ada Lund", email="ada@example.org"), Mentor(id="B", name="Ben")),
        mentees=tuple(Mentee(id=one, name=HOSTILE[place]) for place, one in enumerate(people)),
        slots=(Slot("Kick-off", None),),
        warnings=(Issue("mentees.csv", "is odd for Ann-Marie O'Neil, Bo and Bob", value="x@example.org"),),
    )


def named_result(intake: Intake) -> MatchResult:
    reason = "Ada Lund (A) avoids Bo; Bobby and =HYPERLINK(1) do not"
    groups = (Group("G1", "Kick-off", ("A", "B"), ("m0", "m1"), 0),)
    return replace(
        rescored(intake, replace(result_of(tiny()), program=intake.program, groups=groups)),
        unmatched=(Unmatched("m2", reason), Unmatched("m3", "write to ada@example.org")),
        warnings=tuple(map(str, intake.warnings)),
    )


def test_an_anonymous_view_holds_no_name() -> None:
    intake = named_intake()
    view = build_view(named_result(intake), intake, anonymous=True, with_emails=True)
    told = repr(view)
    for name in ("Ann-Marie", "Ada", "HYPERLINK", "ada@", "x@example"):
        assert name not in told
    assert view.unmatched[0].reason == "A avoids m2 / m3; Bobby and m0 do not"
    assert view.warnings[-1].text.endswith("is odd for m1, m2 / m3 and Bob")
    assert {mentee.name for mentee in view.mentees} == {"m0", "m1", "m2", "m3"}


def test_addresses_are_told_only_where_asked_for() -> None:
    intake = named_intake()
    result = named_result(intake)
    assert "@example.org" not in repr(build_view(result, intake))
    asked = build_view(result, intake, with_emails=True)
    assert [mentor.email for mentor in asked.mentors] == ["ada@example.org", None]


# Rules and provenance ------------------------------------------------------------------------------------------------


def test_every_rule_is_put_into_words() -> None:
    assert set(SENTENCES) == {type(rule) for rule in RULES}
    told = [rule.text for rule in VIEW.rules]
    assert "A group has 3 to 5 mentees." in told
    assert "The two mentors of a group are of different genders." in told
    assert "The only times to meet are Monday 12:00, Wednesday 17:00 and Thursday 12:00." in told
    assert "One pair of people is kept apart." in told


def test_many_slots_are_listed_day_by_day() -> None:
    slots = ["Sat 09:00", "Mon 12:00", "Kick-off", "Mon 08:00", "Fri 10:00"]
    intake = read_intake(
        [{"id": "a", "availability": "Mon 12:00-13:00"}, {"id": "b", "availability": "Kick-off"}],
        [{"id": "c", "availability": "Sat 09:00-10:00"}],
        {"groups": {"min_size": 1}, "schedule": {"slots": slots}},
    )
    (told,) = (rule for rule in rules_in_words(intake, Phrases()) if rule.items)
    assert told.text == "There are 5 times to meet, and no others:"
    assert told.items == ("Monday: 08:00, 12:00", "Friday: 10:00", "Saturday: 09:00", "Kick-off")
    (persian,) = (rule.items for rule in rules_in_words(intake, Phrases("fa")) if rule.items)
    assert [item.partition(":")[0] for item in persian] == ["شنبه", "دوشنبه", "جمعه", "Kick-off"]


def test_the_fingerprint_follows_what_is_handed_in_and_not_how() -> None:
    def fingerprint(intake: Intake) -> str:
        return viewed(intake, result_of(tiny())).provenance[-1][1]

    assert fingerprint(read_intake(TINY)) == fingerprint(read_intake(TINY.with_suffix(".json")))
    assert fingerprint(changed(tiny(), constraints=())) != fingerprint(tiny())


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(
        MatcherError, match="'fr' is no language of the reports; choose one of en, en-GB, en-US, de"
    ) as told:
        viewed(tiny(), language="fr")
    assert told.value.exit_code == 2


def test_groups_that_break_rules_are_held_against_what_those_that_keep_them_can_score() -> None:
    """Omar and Ines must not share a group: what they gain by it no grouping that keeps the rules can."""
    intake = tiny()
    flatmates = (
        replace(GROUPS[0], mentees=("S1", "S2", "S3", "S4", "S5")),
        replace(GROUPS[1], mentees=("S6", "S7", "S8", "S9")),
    )
    kept = replace(result_of(intake), groups=flatmates)
    score = viewed(intake, kept).numbers.objective
    # As if what was proved were a little less than what these groups score.
    view = viewed(intake, replace(kept, objective=score - 10, bound=score - 10))
    assert (view.numbers.objective, view.numbers.bound) == (score, score - 10)
    assert view.verdict.quality == (
        f"Changed by hand: the groups break rules, and score {score:,}. "
        f"No grouping that keeps the rules can score more than {score - 10:,}."
    )
