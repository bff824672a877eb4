"""``locks.csv`` read and written; every fault of it at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from matcher import IntakeError, read_intake, write_intake
from matcher.intake.people import Lock

TINY = Path(__file__).parents[2] / "data" / "samples" / "tiny"
HEADER = "kind,mentors,slot,mentees,reason,when,by\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def faults(folder: Path, rows: str, header: str = HEADER) -> list[str]:
    (folder / "locks.csv").write_text(header + rows, encoding="utf-8")
    with pytest.raises(IntakeError, match=r"locks\.csv") as caught:
        read_intake(folder)
    return [str(issue) for issue in caught.value.issues]


def test_every_kind_is_read_and_tidied(folder: Path) -> None:
    rows = (
        "Mentor Pair,T2; T1,,,they asked,2026-10-01,Ann\n"
        "group_slot,T1;T2,monday 12:00,,room booked,,\n"
        "person-in-group,T1; T2,,S5,,,\n"
        "whole-group,T3;T4,Wed 17:00,S8; S6; S7,,,\n"
    )
    (folder / "locks.csv").write_text(HEADER + rows, encoding="utf-8")
    locks = read_intake(folder).locks
    assert locks == (
        Lock(kind="mentor-pair", mentors=("T1", "T2"), reason="they asked", when="2026-10-01", by="Ann"),
        Lock(kind="group-slot", mentors=("T1", "T2"), slot="Mon 12:00", reason="room booked"),
        Lock(kind="person-in-group", mentors=("T1", "T2"), mentees=("S5",)),
        Lock(kind="whole-group", mentors=("T3", "T4"), slot="Wed 17:00", mentees=("S6", "S7", "S8")),
    )
    assert str(locks[1]) == "T1 and T2 lead a group at Mon 12:00 (locked: room booked)"
    assert str(locks[3]) == "T3 and T4 lead a group at Wed 17:00 of just S6, S7, S8 (locked)"


def test_what_is_written_reads_as_the_same(folder: Path, tmp_path: Path) -> None:
    rows = "mentor-pair,T1;T2,,,=1+1; said so,,\nperson-in-group,T3;T4,Wed 17:00,S6,,,\n"
    (folder / "locks.csv").write_text(HEADER + rows, encoding="utf-8")
    intake = read_intake(folder)
    written = write_intake(intake, tmp_path / "again")
    assert read_intake(written) == intake
    without = intake.model_copy(update={"locks": ()})
    assert read_intake(write_intake(without, written)).locks == ()


def test_a_json_intake_and_tables_have_locks_too() -> None:
    row = {"kind": "group-slot", "mentors": ["T1", "T2"], "slot": "Mon 12:00", "reason": "room"}
    intake = read_intake(TINY)
    read = read_intake(TINY, locks=[row])
    assert read.locks == (Lock(kind="group-slot", mentors=("T1", "T2"), slot="Mon 12:00", reason="room"),)
    assert read.model_copy(update={"locks": ()}) == intake


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("mentor-pair,T1;T9,,,,,\n", "row 2, column mentors: 'T9' is no mentor"),
        ("mentor-pair,T1,,,,,\n", "row 2, column mentors: 'T1' names 1 mentor, but groups.mentors is 2; name both"),
        ("mentor-pair,,,,,,\n", "row 2, column mentors: is blank; name both who lead the group, by id"),
        ("mentor-pair,T1;T2;T1,,,,,\n", "row 2, column mentors: 'T1' stands in this list twice"),
        ("mentor-pair,T1;T2,Mon 12:00,,,,\n", "column slot: 'Mon 12:00' says nothing in a mentor-pair lock"),
        ("mentor-pair,T1;T2,,S1,,,\n", "column mentees: 'S1' says nothing in a mentor-pair lock"),
        ("mentor-par,T1;T2,,,,,\n", "column kind: 'mentor-par' is no kind of lock; write person-in-group, mentor-pair"),
        (",T1;T2,,,,,\n", "column kind: is blank; write person-in-group"),
        ("group-slot,T1;T2,,,,,\n", "column slot: is blank; write the slot at which the group meets"),
        ("group-slot,T1;T2,Tue 12:00,,,,\n", "column slot: 'Tue 12:00' is no slot of this program"),
        ("person-in-group,T1;T2,,,,,\n", "column mentees: is blank; write the mentee's id"),
        ("person-in-group,T1;T2,,S1; S3,,,\n", "column mentees: 'S1; S3' names more than one person"),
        ("person-in-group,T1;T2,,T3,,,\n", "column mentees: 'T3' is a mentor, not a mentee"),
        ("whole-group,T1;T2,Mon 12:00,S1; S3,,,\n", "column mentees: 'S1; S3' names 2 mentees, but a group has 3 to 5"),
        (
            "mentor-pair,T1;T3,,,,,\n",
            "'mentor-pair' cannot hold: Ada Okafor (T1) and Chloé Nguyen (T3) are no pair of different genders",
        ),
        (
            "whole-group,T1;T2,Mon 12:00,S1; S2; S3,,,\n",
            "'whole-group' cannot hold: Ines Rossi (S1) and Omar Diallo (S2) are kept apart",
        ),
        (
            "mentor-pair,T1;T2,,,,,\nmentor-pair,T1;T4,,,,,\n",
            "'mentor-pair' cannot hold with the locks above: T1 would lead 2 groups, and may lead 1",
        ),
        (
            "person-in-group,T1;T2,,S4,,,\nperson-in-group,T3;T4,,S4,,,\n",
            "row 3, column kind: 'person-in-group' cannot hold with row 2: S4 cannot be in groups led by T1 and T2 and",
        ),
        (
            "whole-group,T1;T2,Mon 12:00,S1; S3; S5,,,\nperson-in-group,T1;T2,,S4,,,\n",
            "'person-in-group' cannot hold with row 2: S4 cannot be in the group of just S1, S3 and S5",
        ),
    ],
)
def test_a_fault_of_a_lock(folder: Path, rows: str, told: str) -> None:
    assert any(told in fault for fault in faults(folder, rows))


def test_all_faults_of_all_rows_come_at_once(folder: Path) -> None:
    found = faults(folder, "mentor-pair,T9;T8,,,,,\nwhole,T1;T2,Sun 12:00,S99,,,\n")
    assert len(found) == 5
    assert [fault.split(",")[0] for fault in found] == ["locks.csv row 2"] * 2 + ["locks.csv row 3"] * 3


def test_a_missing_column_is_told(folder: Path) -> None:
    assert faults(folder, "T1;T2\n", "mentors\n") == ["locks.csv, kind: is missing; add a column kind"]
