"""The fingerprint of an intake: the same however it is saved, another one for whatever is read otherwise."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import Intake, MatchResult, match, read_intake, rematch, rescored
from matcher.cli import main
from matcher.intake.fingerprint import FEWEST, ROUNDS, SIGNS, differences, fingerprint_of
from matcher.intake.people import MENTEE_COLUMNS, MENTOR_COLUMNS, Constraint, Lock
from matcher.result.since import changed_since

TINY = Path(__file__).parents[2] / "data" / "samples" / "tiny"
Plain = dict[str, Any]


def crowd(mentees: int = 40) -> Plain:
    """Forty mentees and eight mentors, every one with answers of their own."""
    hours = ("Mon 09:00-11:00", "Tue 09:00-11:00", "Wed 13:00-15:00")
    mentors = [
        {
            "id": f"T{one}",
            "name": f"Tutor {one}",
            "availability": hours[one % 3],
            "preferred_mentees": ["S2", "S1"][one % 2 :],
        }
        for one in range(1, 9)
    ]
    students = [
        {"id": f"S{one}", "availability": hours[one % 3], "preferred_mentors": ["T1"], "interests": f"art; item {one}"}
        for one in range(1, mentees + 1)
    ]
    constraints = [{"kind": "together", "a": "S1", "b": "S4", "note": "sisters"}]
    program = {"groups": {"min_size": 3}, "schedule": {"timezone": "Asia/Kolkata"}}
    return {"program": program, "mentors": mentors, "mentees": students, "constraints": constraints}


def read(plain: Plain) -> Intake:
    return read_intake(plain["mentors"], plain["mentees"], plain["program"], plain["constraints"], plain.get("locks"))


def one_mentee(plain: Plain, number: int, **cells: Any) -> Plain:
    plain["mentees"][number].update(cells)
    return plain


def found(then: Plain, now: Plain) -> tuple[tuple[str, ...], ...]:
    told = differences(read(now), fingerprint_of(read(then)))
    return told.new, told.gone, told.changed, told.perhaps


@pytest.mark.parametrize(
    ("change", "who"),
    [
        (lambda plain: one_mentee(plain, 0, availability="Fri 09:00-10:00"), {"S1"}),
        (lambda plain: one_mentee(plain, 0, interests="music"), {"S1"}),
        (lambda plain: one_mentee(plain, 0, name="Ada"), {"S1"}),
        (lambda plain: one_mentee(plain, 0, mentor_gender="prefer same"), {"S1"}),
        (lambda plain: one_mentee(plain, 0, preferred_mentors=["T2", "T1"]), {"S1"}),
        (lambda plain: one_mentee(plain, 0, avoid=["S2"]), {"S1"}),
        (lambda plain: plain["mentors"][2].update(max_groups=2) or plain, {"T3"}),
        (lambda plain: plain["constraints"].append({"kind": "apart", "a": "S7", "b": "T2"}) or plain, {"S7", "T2"}),
        (lambda plain: plain["constraints"].clear() or plain, {"S1", "S4"}),
        (lambda plain: one_mentee(one_mentee(one_mentee(plain, 3, gender="x"), 9, gender="x"), 20, gender="x"),
         {"S4", "S10", "S21"}),
    ],
    ids=["hours", "column", "name", "wish", "order", "avoid", "load", "constraint", "no constraint", "three"],
)  # fmt: skip
def test_who_changed_is_named(change: Callable[[Plain], Plain], who: set[str]) -> None:
    new, gone, changed, perhaps = found(crowd(), change(deepcopy(crowd())))
    assert (new, gone, set(changed), perhaps) == ((), (), who, ())


OTHERWISE = {
    "name": "Robin",
    "gender": "woman",
    "availability": "Fri 10:00-12:00",
    "unavailable": "Mon 09:00-10:00",
    "timezone": "Asia/Tokyo",
    "avoid": "S9",
    "max_groups": 2,
    "max_mentees": 5,
    "preferred_mentees": "S7",
    "preferred_co_mentors": "T8",
    "preferred_mentors": "T4",
    "mentor_gender": "prefer man",
    "priority": 150,
}


@pytest.mark.parametrize("column", [*MENTOR_COLUMNS, *MENTEE_COLUMNS])
def test_every_column_with_a_meaning_is_part_of_it_but_the_address(column: str) -> None:
    if column in ("id", "email"):
        return
    side = "mentors" if column in MENTOR_COLUMNS else "mentees"
    changed = crowd()
    changed[side][2][column] = OTHERWISE[column]
    assert fingerprint_of(read(changed)).people != fingerprint_of(read(crowd())).people


def test_who_came_and_who_left_is_named_beside_who_changed() -> None:
    now = one_mentee(crowd(), 4, gender="x")
    now["mentees"].append({"id": "S99", "availability": "Mon 09:00-11:00"})
    del now["mentees"][10]
    assert found(crowd(), now) == (("S99",), ("S11",), ("S5",), ())


def test_locks_are_counted_and_change_nobody() -> None:
    then, now = crowd(), crowd()
    row = {"kind": "mentor-pair", "mentors": "T1; T4", "reason": "asked"}
    now["locks"] = [row]
    added = differences(read(now), fingerprint_of(read(then)))
    removed = differences(read(then), fingerprint_of(read(now)))
    assert (added.changed, added.perhaps, added.locked, added.unlocked) == ((), (), 1, 0)
    assert (removed.changed, removed.perhaps, removed.locked, removed.unlocked) == ((), (), 0, 1)


def test_why_something_is_locked_is_no_part_of_it() -> None:
    then, now = crowd(), crowd()
    row = {"kind": "mentor-pair", "mentors": "T1; T4"}
    then["locks"], now["locks"] = [row | {"reason": "asked"}], [row | {"reason": "promised", "by": "Ada"}]
    assert fingerprint_of(read(then)) == fingerprint_of(read(now))


def test_addresses_and_what_an_earlier_result_keeps_apart_are_no_part_of_it() -> None:
    now = read(one_mentee(crowd(), 0, email="s1@example.org"))
    apart = Constraint(kind="apart", a="S1", b="T1", earlier=("last year",))
    now = now.model_copy(update={"constraints": (*now.constraints, apart)})
    assert fingerprint_of(now) == fingerprint_of(read(crowd()))


def test_of_so_few_that_one_could_be_guessed_nobody_is_told_apart() -> None:
    few = crowd(3)
    few["mentors"] = few["mentors"][:3]
    few["constraints"] = []
    for row in few["mentors"]:
        row["preferred_mentees"] = []
    assert len(fingerprint_of(read(few)).people) == SIGNS
    assert found(few, one_mentee(deepcopy(few), 0, gender="x")) == ((), (), (), ("T1", "T2", "T3", "S1", "S2", "S3"))


@pytest.mark.parametrize("mentees", [4, 8, 40, 300])
def test_no_digest_is_of_fewer_people_than_it_takes(mentees: int) -> None:
    told = fingerprint_of(read(crowd(mentees)))
    parts = len(told.people) // SIGNS
    each_round = parts // ROUNDS if parts > 1 else 1
    assert (mentees + 8) // each_round >= FEWEST
    # Whoever is told, no answer of theirs stands in it.
    assert not set(told.people) - set("0123456789abcdef")


def saved_otherwise(plain: Plain, folder: Path, random: Random) -> Path:
    """The intake as a folder with rows in another order, another separator and a mark at the beginning."""
    folder.mkdir()
    for name in ("mentors", "mentees", "constraints"):
        rows = random.sample(plain[name], len(plain[name]))
        columns = list(dict.fromkeys(key for row in rows for key in row))
        random.shuffle(columns)
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, columns, delimiter="\t")
            writer.writeheader()
            for row in rows:
                cells = {key: ";".join(cell) if isinstance(cell, list) else cell for key, cell in row.items()}
                writer.writerow(cells)
    (folder / "program.toml").write_text("[groups]\nmin_size = 3\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("seed", range(4))
def test_another_form_of_the_same_intake_has_the_same(seed: int, tmp_path: Path) -> None:
    plain = crowd()
    (tmp_path / "intake.json").write_text(json.dumps(plain), encoding="utf-8")
    there = read_intake(saved_otherwise(plain, tmp_path / "folder", Random(seed)))
    assert fingerprint_of(there) == fingerprint_of(read_intake(tmp_path / "intake.json")) == fingerprint_of(read(plain))


CELLS: dict[str, tuple[Any, ...]] = {
    "name": ("Somebody", "Else"),
    "gender": ("woman", "man"),
    "availability": ("Mon 09:00-11:00", "Fri 09:00-10:00"),
    "unavailable": ("Mon 09:00-11:00", "Fri 09:00-10:00"),
    "avoid": (["S2"], ["S3", "S2"]),
    "interests": ("chess", "art"),
    "campus": ("north", "south"),
}


@given(st.data())
def test_one_cell_that_is_read_otherwise_is_seen_and_no_order_is(data: st.DataObject) -> None:
    plain, side = crowd(12), data.draw(st.sampled_from(["mentors", "mentees"]))
    row = data.draw(st.integers(3, len(plain[side]) - 1))
    column = data.draw(st.sampled_from(sorted(CELLS)))
    before, after = data.draw(st.permutations((None, *CELLS[column])))[:2]
    then, now = deepcopy(plain), deepcopy(plain)
    then[side][row][column], now[side][row][column] = before, after
    for name in ("mentors", "mentees", "constraints"):
        now[name] = data.draw(st.permutations(now[name]))
    same = deepcopy(now)
    same[side] = [one | {column: before} if one["id"] == then[side][row]["id"] else one for one in same[side]]
    assert fingerprint_of(read(same)) == fingerprint_of(read(then))
    new, gone, changed, perhaps = found(then, now)
    assert (new, gone) == ((), ())
    assert then[side][row]["id"] in {*changed, *perhaps}


# Results -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def solved() -> MatchResult:
    return match(TINY)


def in_october() -> Intake:
    return read_intake(TINY.with_name("tiny-october"))


def test_a_result_tells_whose_it_is_and_reads_it_back(solved: MatchResult, tmp_path: Path) -> None:
    assert solved.intake == fingerprint_of(read_intake(TINY))
    solved.save(tmp_path)
    assert MatchResult.load(tmp_path) == solved
    solved.report(tmp_path, read_intake(TINY), kinds=["xlsx"])
    assert MatchResult.load(tmp_path / "committee.xlsx").intake == solved.intake


def test_what_is_made_for_a_later_intake_tells_of_that_one(solved: MatchResult) -> None:
    later = fingerprint_of(in_october())
    assert rematch(in_october(), solved).result.intake == later
    program = solved.program.model_copy(update={"name": "Another"})
    renamed = read_intake(TINY).model_copy(update={"program": program, "constraints": ()})
    assert rescored(renamed, solved).intake == fingerprint_of(renamed) != solved.intake


def test_an_older_result_says_nothing_of_changes(solved: MatchResult) -> None:
    assert changed_since(in_october(), replace(solved, intake=None)) is None


def test_what_changed_is_said_in_the_coordinators_words(solved: MatchResult) -> None:
    groups = solved.program.groups.model_copy(update={"max_size": 6})
    now = in_october().model_copy(update={"program": solved.program.model_copy(update={"groups": groups})})
    assert changed_since(now, solved) == (
        "since this was solved, the intake has changed: 2 people changed (their answers, or constraints that name "
        "them): Ada Okafor (T1) and Omar Diallo (S2); 2 are gone: S1 and S3; groups.max_size is 6, was 5"
    )
    assert changed_since(read_intake(TINY), solved) is None
    lock = Lock(kind="group-slot", mentors=("T1", "T2"), slot="Mon 12:00", mentees=(), reason="a room was found")
    locked = read_intake(TINY).model_copy(update={"locks": (lock,)})
    assert changed_since(locked, solved) == "since this was solved, the intake has changed: 1 lock is new"


def test_a_proof_of_another_intake_is_none(solved: MatchResult) -> None:
    from matcher.questions.rescored import as_scored

    intake = read_intake(TINY)
    wider = intake.mentees[8].model_copy(update={"gender": "nobody else's"})
    now = intake.model_copy(update={"mentees": (*intake.mentees[:8], wider)})
    assert as_scored(intake, solved) is solved
    # Every rule holds still, and every score is right: that nothing is better was shown for other answers.
    assert as_scored(now, solved).bound > solved.bound


@pytest.mark.parametrize("command", ["verify", "explain", "report", "stress", "rematch", "compare"])
def test_every_command_says_that_the_intake_has_changed(
    command: str, solved: MatchResult, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    solved.save(tmp_path / "result")
    plain = json.loads(TINY.with_suffix(".json").read_text(encoding="utf-8"))
    plain["mentees"][8]["interests"] = "chess"
    (tmp_path / "now.json").write_text(json.dumps(plain), encoding="utf-8")
    intake, result = str(tmp_path / "now.json"), str(tmp_path / "result")
    more = {
        "report": ["--out", str(tmp_path / "out"), "--mail"],
        "rematch": ["--out", str(tmp_path / "out")],
        "explain": ["--person", "S2", "--with", "T1", "--time-limit", "2"],
    }.get(command, [])
    call = ["compare", result, result, "--intake", intake] if command == "compare" else [command, intake, result, *more]
    main(call)
    told = capsys.readouterr()
    assert "since this was solved, the intake has changed: 1 person changed" in " ".join((told.out + told.err).split())
    if command != "compare":
        assert "Sam Park (S9)" in told.err
