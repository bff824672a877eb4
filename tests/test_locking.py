"""`lock_group` and the command `lock`: a lock is added whole or not at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from matcher import InfeasibleError, IntakeError, MatchResult, lock_group, match, read_intake, verify
from matcher.cli import main
from matcher.questions.lock_group import find_intake

SAMPLES = Path(__file__).parents[1] / "data" / "samples"


@pytest.fixture(scope="module")
def result() -> MatchResult:
    return match(SAMPLES / "tiny")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLES / "tiny", tmp_path / "tiny"))


def test_each_kind_is_told_by_people_and_hour(result: MatchResult, folder: Path) -> None:
    lock_group(result, "G1", folder, reason="settled", kind="mentor-pair", when="2026-10-01", by="Ann")
    lock_group(result, "G1", folder, reason="room, booked", kind="group-slot")
    lock_group(result, "G2", folder, reason="promised", person="S6")
    lock_group(result, "G2", folder, reason="all agreed")
    assert (folder / "locks.csv").read_text(encoding="utf-8").splitlines() == [
        "kind,mentors,slot,mentees,reason,when,by",
        "mentor-pair,T1; T2,,,settled,2026-10-01,Ann",
        'group-slot,T1; T2,Mon 12:00,,"room, booked",,',
        "person-in-group,T3; T4,Wed 17:00,S6,promised,,",
        "whole-group,T3; T4,Wed 17:00,S2; S6; S7; S8; S9,all agreed,,",
    ]
    again = match(folder)
    assert again.groups[0].locked == ("its mentors: settled", "its hour: room, booked")
    assert again.groups[1].locked == ("S6: promised", "all of it: all agreed")
    assert json.loads(again.to_json())["groups"][1]["locked"] == ["S6: promised", "all of it: all agreed"]
    assert again.objective == result.objective


def test_what_a_file_has_stays_as_it_is_written(result: MatchResult, folder: Path) -> None:
    before = "\ufeffReason;Kind;Mentors;Room\r\nx;Mentor-Pair;T2;12\r\n"
    (folder / "locks.csv").write_bytes(before.replace("T2", '"T2;T1"').encode())
    lock_group(result, "G2", folder, reason="y", kind="group-slot")
    assert (folder / "locks.csv").read_bytes().decode() == (
        "\ufeffReason;Kind;Mentors;Room;slot\r\n"
        + 'x;Mentor-Pair;"T2;T1";12\r\n'
        + 'y;group-slot;"T3; T4";;Wed 17:00\r\n'
    )
    assert len(read_intake(folder).locks) == 2


def test_an_intake_of_one_json_file_gets_its_lock(result: MatchResult, tmp_path: Path) -> None:
    file = Path(shutil.copy(SAMPLES / "tiny.json", tmp_path / "tiny.json"))
    lock_group(result, "G1", file, reason="settled", kind="mentor-pair")
    assert [str(lock) for lock in read_intake(file).locks] == ["T1 and T2 lead a group (locked: settled)"]


@pytest.mark.parametrize(
    ("group", "call", "told"),
    [
        ("G9", {}, "'G9' is no group of the result; write one of G1 and G2"),
        ("G1", {"kind": "group-slots"}, "'group-slots' is no kind of lock; .* did you mean group-slot"),
        ("G1", {"kind": "person-in-group"}, "person: is missing; name the mentee who stays"),
        ("G1", {"person": "S6"}, "'S6' is no mentee of G1"),
        ("G1", {"person": "T1"}, "'T1' leads G1; lock the mentor-pair"),
        ("G1", {"person": "S1", "kind": "whole-group"}, "'S1' says nothing in a whole-group lock"),
        ("G1", {"reason": "  "}, "reason: is blank; say why"),
    ],
)
def test_a_wrong_call_writes_nothing(
    result: MatchResult, folder: Path, group: str, call: dict[str, str], told: str
) -> None:
    with pytest.raises(IntakeError, match=told):
        lock_group(result, group, folder, **{"reason": "x", **call})
    assert not (folder / "locks.csv").exists()


def test_a_lock_that_contradicts_the_intake_is_refused(result: MatchResult, folder: Path) -> None:
    lock_group(result, "G1", folder, reason="x", kind="mentor-pair")
    before = (folder / "locks.csv").read_bytes()
    with pytest.raises(IntakeError, match="is locked already, in just this way"):
        lock_group(result, "G1", folder, reason="y", kind="mentor-pair")
    with (folder / "constraints.csv").open("a", encoding="utf-8") as file:
        file.write("apart,S1,T1,\n")
    with pytest.raises(IntakeError, match=r"cannot hold: Ines Rossi \(S1\) and Ada Okafor \(T1\) are kept apart"):
        lock_group(result, "G1", folder, reason="y", person="S1")
    assert (folder / "locks.csv").read_bytes() == before
    assert sorted(file.name for file in folder.iterdir() if file.name.startswith(".")) == []


def test_a_lock_that_hours_forbid_is_told_with_its_reason(folder: Path) -> None:
    rows = "kind,mentors,slot,mentees,reason\ngroup-slot,T1;T2,Thu 12:00,,room booked\n"
    (folder / "locks.csv").write_text(rows, encoding="utf-8")
    told = r"T1 and T2 lead a group at Thu 12:00 \(locked: room booked\), but T2 cannot meet then"
    with pytest.raises(InfeasibleError, match=told):
        match(folder)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "person-in-group,T3;T4,Mon 12:00,S9,was promised",
            "S9 is in a group that T3 and T4 lead at Mon 12:00 (locked: was promised), but T3 and T4 cannot meet then",
        ),
        (
            "person-in-group,T1;T4,,S9,was promised",
            "S9 is in a group that T1 and T4 lead (locked: was promised), but 2 mentees could come to such a group, "
            "and it needs 3",
        ),
        (
            "whole-group,T1;T2,Wed 17:00,S7;S8;S9,agreed",
            "T1 and T2 lead a group at Wed 17:00 of just S7, S8, S9 (locked: agreed), but T1 and T2 cannot meet then",
        ),
    ],
)
def test_a_lock_that_cannot_be_kept_is_told_once(folder: Path, row: str, said: str) -> None:
    (folder / "locks.csv").write_text(f"kind,mentors,slot,mentees,reason\n{row}\n", encoding="utf-8")
    with pytest.raises(InfeasibleError, match=r"was promised|agreed") as caught:
        match(folder)
    assert caught.value.conflicts == (f"{said}; change that, or take the lock out",)


def test_what_else_is_impossible_is_told_beside_a_lock_in_vain(folder: Path) -> None:
    rows = "kind,mentors,slot,mentees,reason\ngroup-slot,T1;T2,Thu 12:00,,room booked\n"
    (folder / "locks.csv").write_text(rows, encoding="utf-8")
    program = (folder / "program.toml").read_text(encoding="utf-8").replace("[groups]", "[groups]\ncount = 3", 1)
    (folder / "program.toml").write_text(program, encoding="utf-8")
    with pytest.raises(InfeasibleError, match="room booked") as caught:
        match(folder)
    first, *others = caught.value.conflicts
    assert first.startswith("T1 and T2 lead a group at Thu 12:00 (locked: room booked), but T2 cannot meet then")
    assert any("groups.count asks for 3" in told for told in others)


def test_a_result_that_does_not_keep_a_lock_breaks_a_rule(result: MatchResult, folder: Path) -> None:
    rows = "kind,mentors,slot,mentees,reason\nperson-in-group,T1;T2,,S2,promised\n"
    (folder / "constraints.csv").unlink()
    (folder / "locks.csv").write_text(rows, encoding="utf-8")
    found = [str(breach) for breach in verify(read_intake(folder), result)]
    assert found == [
        "locks: S2 is in a group that T1 and T2 lead (locked: promised), but in these groups it is not so",
    ]


def test_the_command_finds_the_intake_above_the_result(
    result: MatchResult,
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result.save(folder / "results")
    assert find_intake(folder / "results" / "result.json") == folder.resolve()
    assert main(["lock", str(folder / "results"), "G1", "--reason", "room booked", "--kind", "group-slot"]) == 0
    assert "T1 and T2 lead a group at Mon 12:00 (locked: room booked): added to" in capsys.readouterr().out
    result.save(tmp_path / "elsewhere" / "results")
    monkeypatch.chdir(tmp_path)
    assert main(["lock", str(tmp_path / "elsewhere" / "results"), "G1", "--reason", "x"]) == 2
    assert "No intake is near" in capsys.readouterr().err


def test_the_command_says_what_of_the_intake_changed_since_the_result_was_solved(
    result: MatchResult, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result.save(folder / "results")
    call = ["lock", str(folder / "results"), "--intake", str(folder), "--reason", "so", "G1", "--kind"]
    assert main([*call, "mentor-pair"]) == 0
    assert "Note" not in capsys.readouterr().err
    mentees = folder / "mentees.csv"
    text = mentees.read_text(encoding="utf-8").replace("S6,Freya Olsen,woman", "S6,Freya Olsen,")
    mentees.write_text(f"{text.rstrip()}\nS10,Ana Lima\n", encoding="utf-8")
    # A lock that cannot be added is told with it all the same.
    assert main([*call, "mentor-pair"]) != 0
    told = capsys.readouterr().err
    since = "Note: since this was solved, the intake has changed: 1 person changed (their answers, or constraints that "
    assert f"{since}name them): Freya Olsen (S6); 1 is new: Ana Lima (S10); 1 lock is new\n" in told
    assert "is locked already" in told
