"""A seeded dozen of intakes on which we and the seat MILP agree, and how two answers are judged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks import agree
from benchmarks.agree import Limits, compare
from benchmarks.agreeing.cases import FEATURES, KINDS, MODES, Case, case_number, intake_of
from benchmarks.agreeing.facts import Facts, Numbers, intake_from
from benchmarks.agreeing.judging import Judged, Verdict, judge, judge_price
from benchmarks.agreeing.milp import Answer, solve
from benchmarks.agreeing.record import Campaign, Compared, summary
from benchmarks.agreeing.sides import Side
from benchmarks.records import Stamping
from matcher.checking.scoring import Scorer
from matcher.rules import FormedGroup
from tests import oracle
from tests.legal import legal_groupings

LIMITS = Limits(ours=120, milp=120)
SMALL = (12, 16)


@pytest.fixture(scope="module")
def sides() -> Iterator[tuple[Side, Side]]:
    with Side("ours") as ours, Side("milp") as milp:
        yield ours, milp


# Four mentors, two hours, four mentees in groups of two: small enough to see through.
#
#   at Mon 09:00: T1 and T2; at Mon 11:00: T3 and T4. S1 and S2 can come at nine, S3 at eleven, S4 at both.
#   S1, S2 and S4 name T1 first and T3 second, S3 names T3; nothing but these choices counts.
#   Left out cost 50. Best: S1 and S2 with T1, S3 and S4 with T3: 10 + 10 + 10 + 5.


def people(hours: dict[str, tuple[str, ...]], **more: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"id": own, "availability": [f"Mon {hour}:00-{int(hour) + 1}:00" for hour in free], **more.get(own, {})}
        for own, free in hours.items()
    ]


def small(mode: str = "total", **changes: dict[str, Any]) -> dict[str, Any]:
    wishes = {own: {"preferred_mentors": ["T1", "T3"]} for own in ("S1", "S2", "S4")}
    names_third = {"S3": {"preferred_mentors": ["T3"]}}
    program: dict[str, Any] = {
        "groups": {"mentors": 2, "min_size": 2, "max_size": 2},
        "schedule": {"slots": ["Mon 09:00", "Mon 11:00"]},
        "weights": {"mentee_choice": 1, "mentor_choice": 0, "co_mentor_choice": 0, "similarity": 0, "unmatched": 50},
        "choice": {"points": [10, 5]},
        "objective": {"mode": mode, "levels": 4},
    }
    for table, settings in changes.items():
        program[table] = {**program.get(table, {}), **settings}
    return {
        "mentors": people({"T1": ("09",), "T2": ("09",), "T3": ("11",), "T4": ("11",)}),
        "mentees": people({"S1": ("09",), "S2": ("09",), "S3": ("11",), "S4": ("09", "11")}, **wishes, **names_third),
        "program": program,
        "constraints": [],
        "locks": [],
    }


def facts(mode: str = "total", **changes: dict[str, Any]) -> Facts:
    return Facts(intake_from(small(mode, **changes)))


NINE = {"slot": "Mon 09:00", "mentors": ["T1", "T2"], "mentees": ["S1", "S2"]}
ELEVEN = {"slot": "Mon 11:00", "mentors": ["T3", "T4"], "mentees": ["S3", "S4"]}


def ours(*groups: dict[str, Any], objective: int = 35, bound: int = 35, status: str = "optimal") -> dict[str, Any]:
    return {"status": status, "objective": objective, "bound": bound, "stages": [], "groups": list(groups)}


def milp(*groups: dict[str, Any], proved: int = 1) -> dict[str, Any]:
    return {"infeasible": False, "groups": list(groups) or None, "proved": proved}


NOTHING = {"infeasible": True, "groups": None, "proved": 0}
BEST = (NINE, ELEVEN)


# The dozen ----------------------------------------------------------------------------------------------------------

DOZEN = [
    Case("plain", "fair", 23, SMALL),
    Case("plain", "generous", 8, SMALL),
    Case("plain", "greedy", 4, SMALL),
    Case("large", "fair", 1, SMALL),
    Case("large", "greedy", 0, SMALL),
    Case("two_groups", "total", 1, SMALL),
    Case("one_mentor", "fair", 0, SMALL),
    Case("links", "total", 0, SMALL),
    Case("no_lone", "generous", 0, SMALL),
    Case("everyone", "greedy", 0, SMALL),
    Case("locks_two_groups", "fair", 1, SMALL),
    Case("mix_cost_ideal", "total", 33, SMALL),
    Case("single_ideal_mix", "greedy", 42, SMALL),
    Case("wishes_single", "total", 16, SMALL),
    Case("locks_no_schedule", "greedy", 0, SMALL),  # nothing is possible
]


@pytest.mark.parametrize("case", DOZEN, ids=str)
def test_on_a_seeded_dozen_we_agree_with_the_seat_milp(case: Case, sides: tuple[Side, Side]) -> None:
    found = compare(case, intake_of(case), LIMITS, *sides)
    assert (found.compared.verdict, found.compared.reasons) == (Verdict.AGREED, ())
    assert found.compared.status == ("infeasible" if case.kind == "locks_no_schedule" else "optimal")


def test_a_side_that_takes_too_long_is_ended_and_started_again() -> None:
    with Side("milp") as side:
        assert side.ask({"intake": small(), "seconds": 10}, patience=0) == {"late": "no answer after 0 s"}
        assert side.ask({"intake": small(), "seconds": 10}, patience=100)["objective"] == 35


def test_what_a_side_raises_is_told(sides: tuple[Side, Side]) -> None:
    broken = {**small(), "mentors": []}
    answer = sides[1].ask({"intake": broken, "seconds": 10}, patience=100)
    assert answer["failed"].startswith("IntakeError: ")


# The MILP -----------------------------------------------------------------------------------------------------------


def reached(answer: Answer) -> tuple[tuple[int, ...], int]:
    assert answer.numbers is not None
    return answer.numbers.counts, answer.numbers.objective


def test_the_milp_forms_the_best_groups() -> None:
    answer = solve(facts(), 60)
    assert reached(answer) == ((), 35)
    assert answer.proved == 1
    assert answer.groups is not None
    assert {(group.slot, group.mentors, group.mentees) for group in answer.groups} == {
        ("Mon 09:00", ("T1", "T2"), ("S1", "S2")),
        ("Mon 11:00", ("T3", "T4"), ("S3", "S4")),
    }


@pytest.mark.parametrize(
    ("mode", "counts"),
    [
        ("greedy", (3, 1)),
        ("generous", (0, 0, 1)),
        ("fair", (0, 0, 1)),  # S4 has 5 of 10: a half, in the third of four bands
    ],
)
def test_the_milp_puts_first_things_first(mode: str, counts: tuple[int, ...]) -> None:
    answer = solve(facts(mode), 60)
    assert reached(answer) == (counts, 35)
    assert answer.proved == len(counts) + 1


def test_the_milp_proves_that_nothing_is_possible() -> None:
    everybody = {"groups": {"everyone": True, "count": 1}}
    assert solve(facts(**everybody), 60) == Answer(infeasible=True)


def test_the_milp_forces_a_mentee_to_a_mentor() -> None:
    # S4 with T1: one of S1 and S2 has no place, so that S3 has nobody to be with; two left out.
    answer = solve(facts(), 60, ("S4", "T1"))
    assert reached(answer) == ((), 10 + 10 - 2 * 50)
    assert solve(facts(), 60, ("S1", "T3")).infeasible


# Judging ------------------------------------------------------------------------------------------------------------


def test_two_equal_answers_agree() -> None:
    assert judge(facts(), ours(*BEST), milp(*BEST)) == Judged(Verdict.AGREED)


def test_a_best_that_is_beaten_is_told_with_what_is_possible() -> None:
    judged = judge(facts(), ours(NINE, objective=-80, bound=-80), milp(*BEST))
    assert judged.verdict == Verdict.DIFFER
    assert judged.reasons[0] == "ours is said to be best, and is not: points: -80, possible 35"


def test_a_bound_under_what_is_possible_is_told_though_nothing_is_said_to_be_best() -> None:
    judged = judge(facts(), ours(NINE, objective=-80, bound=34, status="feasible"), milp(*BEST, proved=0))
    assert judged == Judged(Verdict.DIFFER, ("the bound of ours on the objective is 34, and 35 is possible",))


def test_a_result_that_was_stopped_first_may_be_worse() -> None:
    assert judge(facts(), ours(NINE, objective=-80, bound=40, status="feasible"), milp(*BEST)).verdict == Verdict.AGREED


def test_what_the_milp_has_not_proved_is_undecided() -> None:
    judged = judge(facts(), ours(*BEST), milp(NINE, proved=0))
    assert judged == Judged(Verdict.UNDECIDED, ("the MILP proved 0 of 1",))
    assert judge(facts(), ours(*BEST), milp(proved=0)).verdict == Verdict.UNDECIDED
    assert judge(facts(), ours(*BEST), {"late": "no answer after 60 s"}).verdict == Verdict.UNDECIDED
    assert judge(facts(), ours(*BEST), {"failed": "KeyError: 3"}).verdict == Verdict.UNDECIDED
    assert judge(facts(), {"late": "no answer after 60 s"}, milp(*BEST)).verdict == Verdict.UNDECIDED


def test_the_milp_is_wrong_where_ours_is_better_than_what_it_proved() -> None:
    judged = judge(facts(), ours(*BEST), milp(NINE))
    assert judged == Judged(Verdict.DIFFER, ("the MILP is wrong: ours is better than what it proved best",))


@pytest.mark.parametrize(
    ("mine", "theirs", "reason"),
    [
        ({"status": "infeasible"}, milp(*BEST), "ours says that nothing is possible, and the MILP has a grouping"),
        (ours(*BEST), NOTHING, "the MILP says that nothing is possible, and ours has a grouping"),
        ({"failed": "KeyError: 3"}, milp(*BEST), "ours failed: KeyError: 3"),
    ],
)
def test_whether_anything_is_possible_must_be_agreed(mine: dict[str, Any], theirs: dict[str, Any], reason: str) -> None:
    assert judge(facts(), mine, theirs) == Judged(Verdict.DIFFER, (reason,))


def test_both_may_say_that_nothing_is_possible() -> None:
    assert judge(facts(), {"status": "infeasible"}, NOTHING) == Judged(Verdict.AGREED)
    assert judge(facts(), {"status": "unsolved"}, NOTHING).verdict == Verdict.UNDECIDED
    assert judge(facts(), {"status": "infeasible"}, milp(proved=0)).verdict == Verdict.UNDECIDED


def test_numbers_that_are_not_those_of_the_groups_differ() -> None:
    judged = judge(facts(), ours(*BEST, objective=36, bound=36), milp(*BEST))
    assert judged.reasons == ("ours says 36 points; its groups score 35",)


def test_groups_that_break_a_rule_differ() -> None:
    late = {**NINE, "slot": "Mon 11:00"}
    judged = judge(facts(), ours(late, ELEVEN), milp(*BEST))
    assert judged.verdict == Verdict.DIFFER
    assert "the groups of ours break a rule" in judged.reasons[0]


def staged(*stages: tuple[str, int, int], **more: Any) -> dict[str, Any]:
    return {**ours(*BEST, **more), "stages": [list(stage) for stage in stages]}


def test_counts_of_a_mode_are_compared_first_things_first() -> None:
    best = staged(("choice 1", 3, 3), ("choice 2", 1, 1))
    assert judge(facts("greedy"), best, milp(*BEST, proved=3)) == Judged(Verdict.AGREED)
    worse = {
        **best,
        "groups": [NINE],
        "objective": -80,
        "bound": -80,
        "stages": [["choice 1", 2, 2], ["choice 2", 0, 0]],
    }
    assert judge(facts("greedy"), worse, milp(*BEST, proved=3)).reasons == (
        "ours is said to be best, and is not: choice 1: 2, possible 3; choice 2: 0, possible 1; "
        "points: -80, possible 35",
        "the bound of ours on choice 1 is 2, and 3 is possible",
    )


def test_optimal_with_a_stage_that_is_not_proved_differs() -> None:
    told = staged(("choice 1", 3, 4), ("choice 2", 1, 1))
    judged = judge(facts("greedy"), told, milp(*BEST, proved=3))
    assert judged.reasons == ("ours is said to be best, and has 3 of choice 1 with a bound of 4",)


def test_a_count_that_the_groups_do_not_have_differs() -> None:
    told = staged(("choice 1", 4, 4), ("choice 2", 1, 1))
    assert "ours says 4 of choice 1; its groups have 3" in judge(facts("greedy"), told, milp(*BEST, proved=3)).reasons


def price(outcome: str = "price", points: int | None = 115, at_least: int | None = 115) -> dict[str, Any]:
    pair = {"mentee": "S4", "mentor": "T1"}
    return {**pair, "outcome": outcome, "points": points, "at_least": at_least, "after": {}}


FORCED = milp({**NINE, "mentees": ["S1", "S4"]})
"""35 points become -80: a price of 115."""


@pytest.mark.parametrize(
    ("told", "theirs", "verdict", "reason"),
    [
        (price(), FORCED, Verdict.AGREED, None),
        (price(points=120, at_least=110), FORCED, Verdict.AGREED, None),
        (price(points=120, at_least=None), FORCED, Verdict.AGREED, None),
        (price(points=120, at_least=120), FORCED, Verdict.DIFFER, "S4 with T1 is said to cost exactly 120 points"),
        (price(points=120, at_least=116), FORCED, Verdict.DIFFER, "S4 with T1 is said to cost at least 116 points"),
        (price(points=110, at_least=110), FORCED, Verdict.DIFFER, "S4 with T1: the MILP is wrong"),
        (price(), NOTHING, Verdict.DIFFER, "the MILP is wrong: ours has S4 with T1"),
        (
            price("impossible", None, None),
            FORCED,
            Verdict.DIFFER,
            "S4 with T1 is said to be impossible, and is possible",
        ),
        (price("forbidden", None, None), NOTHING, Verdict.AGREED, None),
        (price("open", None, None), FORCED, Verdict.UNDECIDED, "S4 with T1: ours is open"),
        (price(), milp(proved=0), Verdict.UNDECIDED, "S4 with T1: the MILP found nothing"),
        (price(), {"late": "no answer"}, Verdict.UNDECIDED, "S4 with T1: the MILP: no answer"),
    ],
)
def test_a_price_is_judged_by_the_best_grouping_in_which_the_wish_is_met(
    told: dict[str, Any], theirs: dict[str, Any], verdict: Verdict, reason: str | None
) -> None:
    judged = judge_price(facts(), ours(*BEST), told, theirs)
    assert judged.verdict == verdict
    assert (judged.reasons == ()) if reason is None else judged.reasons[0].startswith(reason)


# Facts --------------------------------------------------------------------------------------------------------------


def test_seats_without_slots_have_a_copy_for_each_group_their_mentors_may_lead() -> None:
    loaded = facts(schedule={"slots": None, "required": False}, load={"max_groups": 2})
    assert len([seat for seat in loaded.seats if seat.mentors == ("T1", "T2")]) == 2
    assert len(loaded.seats) == 12


def test_the_numbers_of_a_grouping_are_those_of_the_contract() -> None:
    groups = (FormedGroup("G1", "Mon 09:00", ("T1", "T2"), ("S1", "S4")),)
    assert facts("generous").numbers(groups) == Numbers((2, 0, 0), 10 + 10 - 100)
    assert facts("fair").numbers(groups) == Numbers((2, 0, 0), -80)


@pytest.mark.parametrize("kind", ["everything_new", "grades", "departments", "priorities_next", "single_returning"])
def test_three_heads_score_alike(kind: str) -> None:
    compared = 0
    for seed in range(4):
        plain = intake_of(Case(kind, "fair", seed, SMALL))
        known, reading = Facts(intake_from(plain)), oracle.read(plain)
        for groups in legal_groupings(reading, Random(seed), 8):
            formed = [FormedGroup("", slot, mentors, mentees) for mentors, slot, mentees in groups]
            numbers = known.numbers(formed)
            assert numbers.objective == oracle.score(reading, groups) == Scorer(known.intake).objective(formed)
            assert numbers.counts == oracle.key(reading, groups)[: len(numbers.counts)]
            compared += 1
    assert compared > 8


# Cases, record, command ---------------------------------------------------------------------------------------------


def test_every_kind_is_drawn_in_every_mode_and_the_same_again() -> None:
    cases = [case_number(number) for number in range(4 * len(KINDS))]
    assert {(case.kind, case.mode) for case in cases} == {(kind, mode) for kind in KINDS for mode in MODES}
    for case in cases[::4]:
        assert json.dumps(intake_of(case)) == json.dumps(intake_of(case))


def test_every_feature_is_in_some_kind() -> None:
    assert {feature for features in KINDS.values() for feature in features} == {*FEATURES, "?"}


def row(kind: str = "plain", seed: int = 0, **changes: Any) -> Compared:
    plain = Compared(kind, "fair", seed, 20, 8, 50, "optimal", Verdict.AGREED, (), 1.0, 2.0, (0, 3), 900, "abc")
    return replace(plain, **changes)


def test_a_record_comes_back_as_it_was_and_a_case_replaces_itself(tmp_path: Path) -> None:
    record = Campaign()
    record.add(row(seed=2))
    record.add(row(seed=1, verdict=Verdict.DIFFER, reasons=("why",), prices=[{**price(), "verdict": "agreed"}]))
    record.add(row(seed=2, objective=901))
    record.save(Stamping("make agree").stamp(), tmp_path)
    assert Campaign.load(tmp_path) == record
    assert [(one.seed, one.objective) for one in record.compared] == [(1, 900), (2, 901)]
    assert Campaign.load(tmp_path / "nowhere") == Campaign()


def test_the_summary_counts_by_rule_set_and_mode() -> None:
    told = summary([row(), row(seed=1, verdict=Verdict.UNDECIDED), row("links", 2, verdict=Verdict.DIFFER, milp=None)])
    lines = told.splitlines()
    assert lines[0].split() == ["agreed/differ/undecided", *MODES]
    assert lines[1].split() == ["plain", "1/0/1"]
    assert lines[2].split() == ["links", "0/1/0"]
    assert lines[3] == "3 intakes: 1 agreed, 1 differ, 1 undecided"
    assert lines[4] == "ours: 3 optimal"


def test_the_command_compares_writes_and_goes_on_where_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agree, "intake_of", lambda case: small(case.mode))
    words = [
        "--kinds",
        "plain",
        "--modes",
        "greedy",
        "--to",
        "1",
        "--prices",
        "8",
        "--write",
        "--results",
        str(tmp_path),
    ]
    assert agree.main(words) == 0
    assert "1 intakes: 1 agreed, 0 differ, 0 undecided" in capsys.readouterr().out
    (one,) = Campaign.load(tmp_path).compared
    assert (one.kind, one.mode, one.seed, one.verdict, one.counts) == ("plain", "greedy", 0, Verdict.AGREED, (3, 1))
    prices = {(told["mentee"], told["mentor"]): (told["outcome"], told["verdict"]) for told in one.prices}
    assert prices == {
        ("S1", "T3"): ("forbidden", "agreed"),
        ("S2", "T3"): ("forbidden", "agreed"),
        ("S4", "T1"): ("price", "agreed"),
    }
    assert agree.main(words) == 0
    assert len(capsys.readouterr().out.splitlines()) == 6  # the summary alone


def test_an_intake_that_differs_is_kept_with_both_groupings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = facts()
    found = agree.Found(
        row("plain", 7, verdict=Verdict.DIFFER, reasons=("why",)), known, {"ours": [NINE], "milp": [*BEST]}
    )
    agree.keep(tmp_path, found)
    place = tmp_path / "plain-fair-7"
    assert "why" in (place / "note.txt").read_text(encoding="utf-8")
    assert (place / "milp" / "groups.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "G1,Mon 09:00,T1;T2,S1;S2",
        "G2,Mon 11:00,T3;T4,S3;S4",
    ]
    assert intake_from(str(place)).mentee_by_id.keys() == known.intake.mentee_by_id.keys()
