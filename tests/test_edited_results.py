"""A result of which one file was edited: every command reads the groups as edited, or refuses them with words."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

import matcher
from matcher import (
    MatchResult,
    ResultFileError,
    compare,
    explain,
    lock_group,
    match,
    read_intake,
    rematch,
    rescored,
    verify,
)
from matcher import stress as stress_result
from matcher.checking.verify import breaches_of, refuse_broken
from matcher.cli import main
from matcher.cli.talk import say_fault
from matcher.report import build_view
from matcher.result.saved_workbook import fingerprint
from matcher.rules import FormedGroup
from tests import oracle

TINY = Path(matcher.__file__).parents[1] / "data" / "samples" / "tiny"
# Solved, G1 is T1 and T2 with S1, S3, S4, S5 at Mon 12:00; G2 is T3 and T4 with S2, S6, S7, S8, S9 at Wed 17:00.
# Sam (S9) gave no hours and can come to either. Ines (S1) and Omar (S2) must not share a group.
MOVED = {"G1": ("S1", "S3", "S4", "S5", "S9"), "G2": ("S2", "S6", "S7", "S8")}
AGAINST_A_RULE = {"G1": ("S1", "S2", "S3", "S4", "S5"), "G2": ("S6", "S7", "S8", "S9")}
Members = Mapping[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's folder of results, and its workbook in it."""
    folder = tmp_path_factory.mktemp("solved")
    result = match(TINY)
    result.save(folder)
    result.report(folder, read_intake(TINY), kinds=["xlsx"])
    return folder


def in_groups_csv(folder: Path, members: Members) -> Path:
    lines = (folder / "groups.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines]
    for row in rows[1:]:
        row[3] = ";".join(members[row[0]])
    (folder / "groups.csv").write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    return folder


def in_assignments_csv(folder: Path, members: Members) -> Path:
    """The rows of everybody who moved, with the mentors and the hour of the group that they moved to."""
    lines = (folder / "assignments.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines]
    of_group = {row[2]: row[2:8] for row in rows[1:]}
    for row in rows[1:]:
        row[2:8] = of_group[next(name for name, there in members.items() if row[0] in there)]
    (folder / "assignments.csv").write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    return folder


def in_both_tables(folder: Path, members: Members) -> Path:
    return in_assignments_csv(in_groups_csv(folder, members), members)


def in_result_json(folder: Path, members: Members) -> Path:
    saved = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    for group in saved["groups"]:
        group["mentees"] = list(members[group["id"]])
    (folder / "result.json").write_text(json.dumps(saved), encoding="utf-8")
    return folder


def in_result_json_alone(folder: Path, members: Members) -> Path:
    return in_result_json(folder, members) / "result.json"


def in_the_workbook(folder: Path, members: Members) -> Path:
    file = folder / "committee.xlsx"
    book = openpyxl.load_workbook(file)
    sheet = book["People"]
    (header,) = [row for row in sheet.iter_rows(max_row=5) if "Group" in [cell.value for cell in row]]
    own, group = (next(cell.column for cell in header if cell.value == name) for name in ("Id", "Group"))
    for row in range(header[0].row + 1, sheet.max_row + 1):
        name = sheet.cell(row, own).value
        sheet.cell(row, group).value = next((one for one, there in members.items() if name in there), None)
    book.save(file)
    return file


EDITS = (in_groups_csv, in_assignments_csv, in_both_tables, in_result_json, in_result_json_alone, in_the_workbook)


@pytest.fixture(params=EDITS, ids=lambda edit: edit.__name__)
def edit(request: pytest.FixtureRequest, solved: Path, tmp_path: Path) -> Callable[[Members], Path]:
    """What moves people in one file of a copy, and returns what is then the RESULT."""

    def edited(members: Members) -> Path:
        return request.param(Path(shutil.copytree(solved, tmp_path / "edited")), members)

    return edited


def members_of(result: MatchResult) -> Members:
    return {group.id: tuple(sorted(group.mentees)) for group in result.groups}


def test_every_command_reads_the_groups_as_edited(
    edit: Callable[[Members], Path], solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, intake = edit(MOVED), read_intake(TINY)
    loaded = MatchResult.load(path)
    assert members_of(loaded) == MOVED
    assert not loaded.scored
    reading = oracle.read(json.loads((TINY.parent / "tiny.json").read_text(encoding="utf-8")))
    groups = [(group.mentors, group.slot, group.mentees) for group in loaded.groups]
    score = oracle.score(reading, groups)
    assert rescored(intake, loaded).objective == score

    view = build_view(loaded, intake)
    assert {group.id: tuple(sorted(one.id for one in group.mentees)) for group in view.groups} == MOVED
    assert (view.numbers.objective, view.verdict.edited) == (score, True)
    whole = explain(intake, path).whole
    assert whole is not None
    assert (whole.objective, whole.groups, whole.placed) == (score, 2, 9)
    assert stress_result(intake, path).grouping == fingerprint(loaded.groups)
    comparison = compare(solved, path, intake)
    assert ([one.id for one in comparison.mentees], comparison.second.objective) == (["S9"], score)
    again = rematch(intake, path)
    assert (again.moves, members_of(again.result)) == (0, MOVED)
    copy = Path(shutil.copytree(TINY, tmp_path / "intake"))
    assert lock_group(path, "G1", copy, reason="agreed").mentees == MOVED["G1"]

    assert main(["show", str(path), "--group", "G1"]) == 0
    shown = capsys.readouterr()
    assert "S9" in shown.out
    assert shown.err.startswith("Note: the groups were changed by hand")
    main(["verify", str(TINY), str(path)])
    said = capsys.readouterr().out
    changed = (
        "Every rule holds. The changed groups" if path.suffix == ".xlsx" else "The changed groups keep every rule; they"
    )
    assert f"{changed} score {score}; before the change it was" in said
    assert ("found." in said) == (path.suffix != ".xlsx")


@pytest.mark.parametrize("command", [("explain",), ("stress", "--drop", "1")])
def test_breaches_are_counted_as_they_are(
    command: tuple[str, ...], edit: Callable[[Members], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command[0], str(TINY), str(edit(AGAINST_A_RULE)), *command[1:]]) == 2
    lines = capsys.readouterr().err.splitlines()
    told = lines[lines.index("The saved result has one fault:") + 1 :]
    assert told[0].startswith("- the result: breaks a rule of this intake: apart: ")
    advice = "mend it, or match again. `matcher verify` shows every breach."
    assert told[1:] == [f"It cannot be used for this while it breaks rules: {advice}"]


def test_of_many_breaches_some_are_told_and_all_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    intake = read_intake(TINY)
    nobody = tuple(f"S{number}" for number in range(100, 112))
    broken = [FormedGroup("G1", "Mon 12:00", ("T1", "T2"), nobody)]
    many = len(breaches_of(intake, broken))
    with pytest.raises(ResultFileError, match="breaks a rule of this intake") as caught:
        refuse_broken(intake, broken)
    say_fault(caught.value)
    lines = capsys.readouterr().err.splitlines()
    assert many > 12
    assert lines[0] == f"The saved result has {many} faults:"
    assert lines[9] == f"- and {many - 8} more"
    assert len(lines) == 11


def test_what_needs_groups_that_keep_the_rules_refuses_others_in_the_same_words(
    edit: Callable[[Members], Path], tmp_path: Path
) -> None:
    path, intake = edit(AGAINST_A_RULE), read_intake(TINY)
    told = "breaks a rule of this intake: apart: Ines Rossi (S1) and Omar Diallo (S2) must not share a group"
    said = []
    for refusing in (explain, stress_result):
        with pytest.raises(ResultFileError, match="breaks a rule") as caught:
            refusing(intake, path)
        said.append([str(issue) for issue in caught.value.issues])
    assert said[0] == said[1]
    assert told in said[0][0]
    (breach,) = breaches_of(intake, MatchResult.load(path).formed)
    assert said[0] == [f"the result: breaks a rule of this intake: {breach}"]
    # Everybody else takes them as they are.
    (breach,) = compare(path, path, intake).first.breaches
    assert "Ines Rossi (S1) and Omar Diallo (S2)" in breach
    assert any(
        "Ines Rossi (S1) and Omar Diallo (S2)" in warning.text
        for warning in build_view(MatchResult.load(path), intake).warnings
    )
    assert rematch(intake, path).moves == 1
    assert "apart" in {found.rule for found in verify(intake, path)}


def test_a_group_called_otherwise_is_called_so(solved: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(solved, tmp_path / "edited"))
    file = folder / "groups.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("G2,", "Evening,"), encoding="utf-8")
    assert [group.id for group in MatchResult.load(folder).groups] == ["G1", "Evening"]


def test_somebody_taken_out_of_a_table_is_left_out_and_reads_why_now(solved: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(solved, tmp_path / "edited"))
    loaded = MatchResult.load(in_groups_csv(folder, {**MOVED, "G1": MOVED["G1"][:-1]}))
    assert [(one.id, one.reason) for one in loaded.unmatched] == [
        ("S9", "Not in the groups as they were changed by hand.")
    ]
    (left_out,) = rescored(read_intake(TINY), loaded).unmatched
    assert left_out.reason == "G1 and G2 each have a place for them; leaving them out was not proved necessary."


def with_rows(folder: Path, change: Callable[[list[dict[str, object]]], None]) -> Path:
    """The list of mentees in ``result.json`` changed, and nothing else."""
    file = folder / "result.json"
    saved = json.loads(file.read_text(encoding="utf-8"))
    change(saved["assignments"])
    file.write_text(json.dumps(saved), encoding="utf-8")
    return folder


@pytest.mark.parametrize("alone", [False, True], ids=["folder", "file"])
def test_a_row_that_is_missing_is_no_change_of_the_groups(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], alone: bool
) -> None:
    folder = with_rows(Path(shutil.copytree(solved, tmp_path / "edited")), lambda rows: rows.pop(3))
    path, found = folder / "result.json" if alone else folder, MatchResult.load(solved)
    loaded = MatchResult.load(path)
    assert (loaded.scored, loaded.objective, loaded.groups) == (True, found.objective, found.groups)
    assert loaded.notes == ("assignments in result.json has no row for S4, who is in a group: the groups count",)
    assert not build_view(loaded, read_intake(TINY)).verdict.edited
    assert compare(solved, path).second.notes == loaded.notes
    main(["verify", str(TINY), str(path)])
    shown = capsys.readouterr().out
    assert "the assignments have 0 rows for Noor Rahman (S4), not 1" in shown
    assert "changed" not in shown


def test_a_row_that_tells_another_group_than_all_else_is_no_change_of_the_groups(solved: Path, tmp_path: Path) -> None:
    folder = with_rows(
        Path(shutil.copytree(solved, tmp_path / "edited")), lambda rows: rows[0].update(group="G2", slot="Wed 17:00")
    )
    loaded = MatchResult.load(folder)
    assert (loaded.scored, loaded.groups) == (True, MatchResult.load(solved).groups)
    assert loaded.notes == (
        "assignments in result.json tells other groups of S1 than groups in result.json, groups.csv and "
        "assignments.csv: these count",
    )


@pytest.mark.parametrize("cells", [{"group": "G2"}, {"slot": "Wed 17:00"}, {"mentor_2_id": "T3"}], ids=str)
def test_a_row_at_odds_with_all_others_of_its_group_is_no_change_of_the_groups(
    cells: dict[str, object], solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = with_rows(Path(shutil.copytree(solved, tmp_path / "edited")), lambda rows: rows[0].update(cells))
    path = folder / "result.json"
    loaded = MatchResult.load(path)
    assert (loaded.scored, loaded.groups) == (True, MatchResult.load(solved).groups)
    assert loaded.notes == ("assignments in result.json contradicts itself of S1: the groups count",)
    main(["verify", str(TINY), str(path)])
    shown = capsys.readouterr().out
    assert "the assignments say of Ines Rossi (S1): " in shown
    assert "changed" not in shown


def test_a_group_of_another_name_is_no_changed_group(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(shutil.copytree(solved, tmp_path / "edited")) / "result.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"id": "G2"', '"id": "G3"'), encoding="utf-8")
    assert main(["verify", str(TINY), str(file)]) == 1
    shown = capsys.readouterr().out
    assert "the groups are named G1 and G3, not G1 and G2" in shown
    assert "changed" not in shown


@pytest.mark.parametrize("change", [in_groups_csv, in_result_json, in_result_json_alone])
def test_of_somebody_who_is_nowhere_it_is_not_said_that_every_rule_holds(
    change: Callable[[Path, Members], Path], solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = change(Path(shutil.copytree(solved, tmp_path / "edited")), {**MOVED, "G1": MOVED["G1"][:-1]})
    assert main(["verify", str(TINY), str(path)]) == 1
    shown = capsys.readouterr().out
    assert "Sam Park (S9) is in no group and not listed as left out" in shown
    assert re.search(r"The changed groups score -?\d+, whoever is in none of them counting as left out; before", shown)
    assert "rule" not in shown


@pytest.mark.parametrize("second", [in_assignments_csv, in_result_json])
def test_files_that_were_edited_otherwise_are_refused(
    second: Callable[[Path, Members], Path], solved: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(solved, tmp_path / "edited"))
    second(in_groups_csv(folder, MOVED), AGAINST_A_RULE)
    intake = read_intake(TINY)
    for reading in (
        lambda: MatchResult.load(folder),
        lambda: explain(intake, folder),
        lambda: stress_result(intake, folder),
        lambda: compare(folder, folder),
        lambda: rematch(intake, folder),
    ):
        with pytest.raises(ResultFileError, match="was edited in several files, which disagree: "):
            reading()


def test_a_table_that_cannot_be_read_is_refused(solved: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(solved, tmp_path / "edited"))
    (folder / "groups.csv").write_bytes("group,slot,mentor_ids,mentee_ids\nG1,für,A;B,s1\n".encode("cp1252"))
    with pytest.raises(ResultFileError, match=r"groups\.csv: is not UTF-8 text"):
        MatchResult.load(folder)


def test_what_a_spreadsheet_saves_again_is_no_edit(solved: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(solved, tmp_path / "edited"))
    for name in ("groups.csv", "assignments.csv"):
        text = (folder / name).read_text(encoding="utf-8").replace(";", "|").replace(",", ";").replace("|", ",")
        lines = [";".join(f'"{cell.replace(",", ";")}"' for cell in line.split(";")) for line in text.splitlines()]
        (folder / name).write_bytes(("﻿" + "\r\n".join(lines) + "\r\n").encode())
    loaded = MatchResult.load(folder)
    assert (loaded.scored, loaded.notes) == (True, ())
    assert loaded == MatchResult.load(solved)
