"""Losses of mentors against every grouping in which all other groups stay."""

from __future__ import annotations

import json
import shutil
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import matcher
from matcher import IntakeError, ResultFileError, StressTable, match, read_intake, stress
from matcher.cli import main
from matcher.questions.stress.losing import without_mentors
from matcher.report import Phrases
from matcher.report.view.stress import stress_view
from matcher.report.view.view import Named
from matcher.result.match_result import MatchResult
from tests import oracle
from tests.solving.common import Plain, drawn, matched, read

SAMPLES = Path(matcher.__file__).parents[1] / "data" / "samples"
CAMPUSES = SAMPLES / "two-campuses"


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The result of the sample of two campuses."""
    folder = tmp_path_factory.mktemp("solved")
    match(CAMPUSES, effort="quick").save(folder)
    return folder


def fewest_left_out(
    intake: Plain, everything: list[tuple[oracle.Group, ...]], result: MatchResult, lost: tuple[str, ...]
) -> int:
    """The fewest left out of all groupings without these mentors in which every other group stays, or grows."""
    stays = [
        (set(one.mentors), one.slot, set(one.mentees)) for one in result.groups if not set(one.mentors) & set(lost)
    ]
    return min(
        len(oracle.left_out(intake, groups))
        for groups in everything
        if not any(set(mentors) & set(lost) for mentors, _, _ in groups)
        if all(
            any(mentors == set(a) and slot == b and mentees <= set(c) for a, b, c in groups)
            for mentors, slot, mentees in stays
        )
    )


@pytest.mark.parametrize(
    "rules", [("one_mentor", "no_lone"), ("one_mentor", "max_groups_two", "max_mentees"), ("together", "pair_mixed")]
)
def test_each_loss_leaves_out_as_few_as_can_be(rules: tuple[str, ...]) -> None:
    tried = 0
    for number in range(3):
        intake, _ = drawn(f"stress {rules}", number, rules, most_mentors=3 + (len(rules) == 2), most_mentees=4)
        everything = list(oracle.groupings(intake))
        result = matched(intake)
        table = stress(read(intake), result, drop=2)
        assert table.left_out_now == len(result.unmatched)
        mentors = [row["id"] for row in intake["mentors"]]
        assert {loss.mentors for loss in table.losses} == {*combinations(mentors, 1), *combinations(mentors, 2)}
        for loss in table.losses:
            fewest = fewest_left_out(intake, everything, result, loss.mentors)
            assert (loss.left_out, loss.moved, loss.proved) == (fewest, 0, True)
            assert loss.more_left_out == fewest - len(result.unmatched)
            tried += bool(loss.groups)
    assert tried


def test_nothing_is_proved_of_seats_that_were_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    plain: Plain = {
        "program": {"groups": {"mentors": 1, "min_size": 2, "max_size": 2}, "weights": {"unmatched": 500}},
        "mentors": [{"id": f"m{number}", "preferred_mentees": ["s0", "s1"][: 2 - number]} for number in range(3)],
        "mentees": [{"id": f"s{number}", "preferred_mentors": [f"m{number // 2}"]} for number in range(4)],
        "constraints": [],
    }
    result = matched(plain)
    assert [group.mentors for group in result.groups] == [("m0",), ("m1",)]

    def losses() -> list[tuple[int | None, bool]]:
        return [(loss.left_out, loss.proved) for loss in stress(read(plain), result, drop=1).losses if loss.groups]

    # The third mentor stands in.
    assert losses() == [(0, True), (0, True)]
    monkeypatch.setattr("matcher.solving.variants.losses.MOST_PLACEMENTS", 0)
    assert losses() == [(2, False), (2, False)]


def test_where_nobody_may_be_left_out_others_move_or_the_rules_fail() -> None:
    plain: Plain = {
        "program": {"groups": {"mentors": 1, "min_size": 2, "max_size": 3, "everyone": True}},
        "mentors": [{"id": f"m{number}"} for number in range(3)],
        "mentees": [{"id": f"s{number}", "preferred_mentors": [f"m{number % 2}"]} for number in range(4)],
        "constraints": [],
    }
    result = matched(plain)
    table = stress(read(plain), result, drop=2)
    by_lost = {loss.mentors: loss for loss in table.losses}
    # Two groups of two, and m2 in reserve: one loss is made good by m2; with m2 gone too, three seats are one too few.
    assert {lost: loss.left_out for lost, loss in by_lost.items()} == {
        ("m0",): 0, ("m1",): 0, ("m2",): 0, ("m0", "m1"): None, ("m0", "m2"): None, ("m1", "m2"): None,
    }  # fmt: skip
    assert all("no assignment satisfies the rules" in (by_lost[lost].reason or "") for lost in by_lost if len(lost) > 1)
    assert table.spare == ("m2",)
    assert (table.harmless(1), table.harmless(2)) == (3, 0)


@pytest.mark.parametrize(
    ("limits", "spare"),
    [({}, ("m2",)), ({"max_groups": 0}, ()), ({"max_mentees": 1}, ()), ({"max_mentees": 2}, ("m2",))],
    ids=str,
)
def test_who_may_lead_nothing_is_not_in_reserve(limits: Plain, spare: tuple[str, ...]) -> None:
    plain: Plain = {
        "program": {"groups": {"mentors": 1, "min_size": 2, "max_size": 2}},
        "mentors": [{"id": "m0"}, {"id": "m1"}, {"id": "m2", **limits}],
        "mentees": [{"id": f"s{number}", "preferred_mentors": f"m{number // 2}"} for number in range(4)],
        "constraints": [],
    }
    table = stress(read(plain), matched(plain))
    assert table.spare == spare
    now = stress_view(table, Phrases("en"), lambda own: Named(own, own, own)).now
    assert ("each who may lead a group leads one" in now) == (not spare)


def test_where_the_rules_leave_no_other_way_others_move() -> None:
    plain: Plain = {
        "program": {"groups": {"mentors": 1, "min_size": 2, "max_size": 3, "everyone": True}},
        "mentors": [{"id": "m0"}, {"id": "m1"}, {"id": "m2", "avoid": "s0; s1"}],
        "mentees": [{"id": f"s{number}", "preferred_mentors": f"m{min(1, number // 2)}"} for number in range(5)],
        "constraints": [],
    }
    result = matched(plain)
    assert [(group.mentors, group.mentees) for group in result.groups] == [
        (("m0",), ("s0", "s1")), (("m1",), ("s2", "s3", "s4")),
    ]  # fmt: skip
    lost = {loss.mentors[0]: loss for loss in stress(read(plain), result).losses}
    # Without m0 only m1 can take s0 and s1. One move does: m1 leads them, and m2 all three of m1's mentees.
    assert (lost["m0"].left_out, lost["m0"].moved, lost["m0"].proved) == (0, 3, False)
    assert (lost["m2"].left_out, lost["m2"].moved, lost["m2"].groups) == (0, 0, ())


def test_without_mentors_drops_what_names_them_and_keeps_the_ranks() -> None:
    intake = read_intake(CAMPUSES)
    lost = next(row.b for row in intake.constraints if row.kind in ("assign", "co_lead"))
    left = without_mentors(intake, [lost])
    assert left.mentor_by_id[lost].max_groups == 0
    assert all(lost not in (row.a, row.b) for row in left.constraints)
    assert [mentee.preferred_mentors for mentee in left.mentees] == [one.preferred_mentors for one in intake.mentees]
    assert intake.mentor_by_id[lost].max_groups != 0


def test_a_sample_is_drawn_by_the_seed(solved: Path) -> None:
    intake = read_intake(CAMPUSES)
    one, again, other = (stress(intake, solved, drop=2, sample=3, seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert [loss.mentors for loss in one.of(2)] != [loss.mentors for loss in other.of(2)]
    assert (len(one.of(1)), len(one.of(2)), one.possible) == (16, 3, {1: 16, 2: 120})
    assert one.chosen == {1: 16, 2: 3}
    more = [loss.more_left_out or 0 for loss in one.of(1)]
    assert more == sorted(more, reverse=True)


def test_what_the_time_did_not_suffice_for_is_told(solved: Path) -> None:
    table = stress(CAMPUSES, solved, drop=2, sample=3, time_limit=1e-9)
    assert (table.losses, table.chosen, table.possible) == ((), {1: 16, 2: 3}, {1: 16, 2: 120})


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ({"drop": 0}, "'0' is no drop; write a whole number from 1 to 3"),
        ({"drop": 4}, "'4' is no drop"),
        ({"sample": 0}, "'0' is no sample; write a whole number from 1"),
        ({"time_limit": 0}, "'0' is no time_limit; write seconds over 0"),
    ],
)
def test_a_wrong_call_is_told(call: dict[str, Any], said: str, solved: Path) -> None:
    with pytest.raises(IntakeError, match=said):
        stress(CAMPUSES, solved, **call)


def test_a_result_that_breaks_a_rule_is_refused(solved: Path, tmp_path: Path) -> None:
    spoilt = Path(shutil.copytree(solved, tmp_path / "spoilt"))
    plain = json.loads((spoilt / "result.json").read_text(encoding="utf-8"))
    plain["groups"][0]["mentees"][0] = "S999"
    (spoilt / "result.json").write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(ResultFileError, match=r"breaks a rule of this intake: one place at a time: .*S999.*"):
        stress(CAMPUSES, spoilt)


# The command --------------------------------------------------------------------------------------------------------


def test_the_command_tells_it_in_words(solved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stress", str(CAMPUSES), str(solved), "--drop", "2", "--sample", "2"]) == 0
    shown = capsys.readouterr().out
    assert "If one mentor drops out (all 16 cases tried):" in shown
    assert "If two mentors drop out (2 of 120 cases tried, drawn at random):" in shown
    assert "The worst to lose" in shown
    for word in ("None", "moved", "objective", "\n\n\n"):
        assert word not in shown


def test_the_command_gives_json(solved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stress", str(CAMPUSES), str(solved), "--format", "json", "--drop", "2", "--sample", "2"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert [one["of"] for one in plain["tried"]] == [16, 120]
    assert len(plain["losses"]) == 18


@pytest.fixture(scope="module")
def table(solved: Path) -> Path:
    """The table of the sample, as the command writes it."""
    file = solved / "stress.json"
    assert main(["stress", str(CAMPUSES), str(solved), "--out", str(file)]) == 0
    return file


def test_the_command_writes_a_file_that_report_takes(
    solved: Path, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "new" / "stress.json"
    assert main(["stress", str(CAMPUSES), str(solved), "--format", "json", "--out", str(file)]) == 0
    told = capsys.readouterr()
    # What goes to a script stays JSON alone.
    assert json.loads(told.out) == json.loads(file.read_text(encoding="utf-8"))
    assert f"The table is in {file}. `matcher report … --stress {file}` puts it into the report." in told.err
    assert StressTable.load(file) == StressTable.load(table) == stress(CAMPUSES, solved)
    call = ["report", str(CAMPUSES), str(solved), "--out", str(tmp_path / "reports"), "--html"]
    assert main([*call, "--stress", str(file)]) == 0
    page = (tmp_path / "reports" / "committee.html").read_text(encoding="utf-8")
    assert "If one mentor drops out" in page
    assert main(call) == 0
    assert "If one mentor drops out" not in (tmp_path / "reports" / "committee.html").read_text(encoding="utf-8")


def test_an_old_table_is_written_over_and_no_other_file(
    solved: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["stress", str(CAMPUSES), str(solved), "--out"]
    before = (solved / "result.json").read_bytes()
    assert main([*call, str(table)]) == 0
    for place, said in (
        (solved / "result.json", "is there and holds something else; choose another file, or take that one away"),
        (solved, f"is a folder; name a file in it: {solved / 'stress.json'}"),
        (table / "stress.json", "is a file; name a folder"),
        (CAMPUSES / "stress.json", "holds an intake"),
    ):
        capsys.readouterr()
        assert main([*call, str(place)]) == 2
        assert said in capsys.readouterr().err
    assert (solved / "result.json").read_bytes() == before
    assert not (CAMPUSES / "stress.json").exists()


def test_report_refuses_what_is_no_table_of_this_result(
    solved: Path, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    moved = Path(shutil.copytree(solved, tmp_path / "moved"))
    plain = json.loads((moved / "result.json").read_text(encoding="utf-8"))
    plain["groups"][0]["id"] = "Renamed"
    (moved / "result.json").write_text(json.dumps(plain), encoding="utf-8")
    for result, file, said in (
        (moved, table, "the table of losses: was made of other groups; run `matcher stress` again for this result"),
        (solved, solved / "result.json", "result.json: is no table of `matcher stress`; name the file that"),
        (solved, tmp_path / "nowhere.json", "nowhere.json: there is no such file; name the file that"),
    ):
        call = ["report", str(CAMPUSES), str(result), "--out", str(tmp_path / "out"), "--stress", str(file)]
        assert main(call) == 2
        assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
