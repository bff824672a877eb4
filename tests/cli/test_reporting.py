"""The commands `report` and `show`, and `verify` of a workbook."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import openpyxl
import pytest

from matcher import read_intake
from matcher.cli import main
from matcher.report import KINDS, kinds
from tests.report.tiny import TINY, result_of, tiny

CALENDAR = '\n[calendar]\nstart = 2026-10-05\nweeks = 6\ntimezone = "Europe/Berlin"\n'


@pytest.fixture
def solved(tmp_path: Path) -> Path:
    result_of(tiny()).save(tmp_path / "results")
    return tmp_path / "results"


@pytest.fixture
def dated(tmp_path: Path) -> Path:
    """The tiny sample with a calendar."""
    folder = Path(shutil.copytree(TINY, tmp_path / "intake"))
    with (folder / "program.toml").open("a", encoding="utf-8") as file:
        file.write(CALENDAR)
    return folder


def ran(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main(list(map(str, arguments)))
    told = capsys.readouterr()
    return status, told.out, told.err


def all_files(folder: Path) -> set[str]:
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != ".matcher.json")
    return {file.relative_to(folder).as_posix() for file in files}


# Report -------------------------------------------------------------------------------------------------------------


def test_every_kind_has_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = ran(capsys, "report", "--help")
    assert status == 0
    assert all(f"--{kind.name} " in out for kind in KINDS)
    assert "[en|en-GB|en-US|de|es|fa]" in out


def test_no_kind_named_is_every_kind(
    capsys: pytest.CaptureFixture[str], dated: Path, solved: Path, tmp_path: Path
) -> None:
    status, out, err = ran(capsys, "report", dated, solved, "--out", tmp_path / "out")
    assert (status, "Left out" in err) == (0, False)
    made = all_files(tmp_path / "out")
    assert made >= {"committee.html", "committee.xlsx", "calendar/G1.ics", "mail/mentees.csv", "mail/S1.txt"}
    assert not any(name.startswith("calendar/people") for name in made)
    assert "  mail/: mentees.csv, mentors.csv, S1.txt, S2.txt and 11 more\n" in out


def test_a_table_of_losses_is_shown_though_the_page_is_not_named(
    capsys: pytest.CaptureFixture[str], dated: Path, solved: Path, tmp_path: Path
) -> None:
    table = tmp_path / "stress.json"
    ran(capsys, "stress", dated, solved, "--out", table)
    for wanted, shown in ((["--mail"], "committee.html"), (["--xlsx"], "committee.xlsx")):
        status, _, _ = ran(capsys, "report", dated, solved, "--out", tmp_path / shown, *wanted, "--stress", table)
        assert status == 0
        assert {name for name in all_files(tmp_path / shown) if "/" not in name} == {
            shown,
            shown.replace("committee", "participants"),
        }


def test_kinds_named_are_those_alone_and_what_an_option_needs(
    capsys: pytest.CaptureFixture[str], dated: Path, solved: Path, tmp_path: Path
) -> None:
    ran(capsys, "report", dated, solved, "--out", tmp_path / "a", "--xlsx", "--ics-people")
    made = all_files(tmp_path / "a")
    assert {name.partition("/")[0] for name in made} == {"committee.xlsx", "participants.xlsx", "calendar"}
    assert "calendar/people/S9.ics" in made
    ran(capsys, "report", dated, solved, "--out", tmp_path / "b", "--ics", "--attendance")
    assert "G2 Chloé Nguyen, Daniel Haddad" in openpyxl.load_workbook(tmp_path / "b" / "participants.xlsx").sheetnames


def test_what_is_not_installed_is_told_with_the_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, dated: Path, solved: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(kinds, "find_spec", lambda name: None if name == "icalendar" else find_spec(name))
    status, _, err = ran(capsys, "report", dated, solved, "--out", tmp_path / "a", "--ics")
    assert status == 2
    told = "pip install '.[calendar]' in the folder of matcher"
    assert told in err
    assert not (tmp_path / "a").exists()
    status, _, err = ran(capsys, "report", dated, solved, "--out", tmp_path / "b")
    assert status == 0
    assert "Left out: calendar/G1.ics" in err
    assert told in err
    assert "committee.xlsx" in all_files(tmp_path / "b")


def test_calendars_without_dates_are_a_fault_where_asked_for_and_else_a_warning(
    capsys: pytest.CaptureFixture[str], solved: Path, tmp_path: Path
) -> None:
    said = "the program: has no table [calendar], and so no dates to put into calendars; add a table [calendar] with"
    status, _, err = ran(capsys, "report", TINY, solved, "--out", tmp_path / "a", "--ics")
    assert (status, err.count(said)) == (2, 1)
    status, _, err = ran(capsys, "report", TINY, solved, "--out", tmp_path / "b")
    assert (status, err.count(f"Warning: {said}")) == (0, 1)
    status, _, err = ran(capsys, "report", TINY, solved, "--out", tmp_path / "c", "--xlsx")
    assert (status, err.count(said)) == (0, 0)


def test_broken_rules_are_told_and_the_reports_written(
    capsys: pytest.CaptureFixture[str], solved: Path, tmp_path: Path
) -> None:
    saved = json.loads((solved / "result.json").read_text(encoding="utf-8"))
    saved["groups"][1]["mentees"].remove("S2")
    saved["groups"][0]["mentees"].append("S2")
    (solved / "result.json").write_text(json.dumps(saved), encoding="utf-8")
    status, _, err = ran(capsys, "report", TINY, solved / "result.json", "--out", tmp_path / "out", "--xlsx")
    assert status == 0
    assert "Warning: apart: Ines Rossi (S1) and Omar Diallo (S2) must not share a group" in err
    sheet = openpyxl.load_workbook(tmp_path / "out" / "committee.xlsx")["Warnings"]
    assert any(
        "apart: Ines Rossi (S1) and Omar Diallo (S2)" in str(row[0]) for row in sheet.iter_rows(values_only=True)
    )


def test_the_screen_names_nobody_where_the_report_does_not(
    capsys: pytest.CaptureFixture[str], solved: Path, tmp_path: Path
) -> None:
    saved = json.loads((solved / "result.json").read_text(encoding="utf-8"))
    saved["groups"][1]["mentees"].remove("S2")
    saved["groups"][0]["mentees"].append("S2")
    (solved / "result.json").write_text(json.dumps(saved), encoding="utf-8")
    options = ("--out", tmp_path / "out", "--print", "--anonymous")
    status, out, err = ran(capsys, "report", TINY, solved / "result.json", *options)
    assert status == 0
    assert "Warning: mentees.csv, availability: is blank and taken as free at any slot for S9\n" in err
    assert "Warning: apart: S1 and S2 must not share a group" in err
    people = read_intake(TINY)
    assert [one.name for one in (*people.mentors, *people.mentees) if one.name in out + err] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--language", "fr"], "'fr' is not one of 'en', 'en-GB', 'en-US', 'de', 'es', 'fa'"),
        (["--anonymous", "--with-emails"], "an anonymous report has no addresses"),
        (["--templates", "nowhere"], "nowhere: is no folder of templates"),
    ],
)
def test_a_wrong_call_leaves_old_reports_as_they_are(
    capsys: pytest.CaptureFixture[str], solved: Path, tmp_path: Path, options: list[str], said: str
) -> None:
    out = tmp_path / "out"
    ran(capsys, "report", TINY, solved, "--out", out, "--mail")
    before = {name: (out / name).read_bytes() for name in all_files(out)}
    status, _, err = ran(capsys, "report", TINY, solved, "--out", out, "--mail", *options)
    assert status == 2
    assert said in " ".join(err.replace("An", "an").split())
    assert {name: (out / name).read_bytes() for name in all_files(out)} == before


def test_addresses_are_in_messages_alone(
    capsys: pytest.CaptureFixture[str], dated: Path, solved: Path, tmp_path: Path
) -> None:
    people = dated / "mentees.csv"
    lines = people.read_text(encoding="utf-8").splitlines()
    rows = [f"{line},{'email' if number == 0 else f's{number}@example.org'}" for number, line in enumerate(lines)]
    people.write_text("\n".join(rows), encoding="utf-8")
    options = ("--xlsx", "--ics", "--ics-people", "--mail")
    ran(capsys, "report", dated, solved, "--out", tmp_path / "out", *options, "--with-emails")
    telling = set()
    for name in all_files(tmp_path / "out"):
        data = (tmp_path / "out" / name).read_bytes()
        telling |= {name.partition("/")[0]} if b"@example.org" in data else set()
    assert telling == {"mail"}
    sheets = openpyxl.load_workbook(tmp_path / "out" / "committee.xlsx")
    assert not any("@" in str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)


def test_messages_since_an_earlier_result_go_to_those_concerned(
    capsys: pytest.CaptureFixture[str], solved: Path, tmp_path: Path
) -> None:
    saved = json.loads((solved / "result.json").read_text(encoding="utf-8"))
    saved["groups"][1]["mentees"].remove("S9")
    (tmp_path / "edited.json").write_text(json.dumps(saved), encoding="utf-8")
    options = ("--out", tmp_path / "out", "--since", tmp_path / "edited.json")
    assert ran(capsys, "report", TINY, solved, *options, "--print")[0] == 0
    changes = {"S9.txt", "T3.txt", "T4.txt", "mentees.csv", "mentors.csv"}
    assert all_files(tmp_path / "out") == {"participants-sheets.html", *(f"mail/changes/{name}" for name in changes)}


# Workbooks where results are taken ----------------------------------------------------------------------------------


@pytest.fixture
def moved(capsys: pytest.CaptureFixture[str], solved: Path, tmp_path: Path) -> Path:
    """A workbook in which Sam Park was moved to G1."""
    ran(capsys, "report", TINY, solved, "--out", tmp_path / "book", "--xlsx")
    path = tmp_path / "book" / "committee.xlsx"
    book = openpyxl.load_workbook(path)
    book["People"]["E11"].value = "G1"
    book.save(path)
    return path


def test_an_edited_workbook_is_verified_shown_and_reported(
    capsys: pytest.CaptureFixture[str], moved: Path, tmp_path: Path
) -> None:
    assert ran(capsys, "verify", TINY, moved)[:2] == (
        0,
        "Every rule holds. The changed groups score 15355; before the change it was 16430.\n",
    )
    assert "In G1, Mon 12:00 with Ada Okafor" in ran(capsys, "show", moved, "--person", "S9")[1]
    status, _, _ = ran(capsys, "report", TINY, moved, "--out", tmp_path / "again", "--xlsx")
    assert status == 0
    again = tmp_path / "again" / "committee.xlsx"
    assert ran(capsys, "verify", TINY, again)[:2] == (0, "Every rule holds, and the score is right.\n")


def test_a_broken_workbook_is_told_whole(capsys: pytest.CaptureFixture[str], moved: Path) -> None:
    book = openpyxl.load_workbook(moved)
    book["People"]["E11"].value = "G3x"
    book["Groups"]["C3"].value = "T9"
    book.save(moved)
    for command in (("verify", TINY, moved), ("show", moved)):
        status, _, err = ran(capsys, *command)
        assert status == 2
        assert "The saved result has 2 faults:" in err


# Show ---------------------------------------------------------------------------------------------------------------


def test_show_in_short_and_in_part(capsys: pytest.CaptureFixture[str], solved: Path) -> None:
    assert "Tiny: 2 groups, 9 of 9 mentees placed." in ran(capsys, "show", solved)[1]
    assert "G2, Wed 17:00: 5 mentees" in ran(capsys, "show", solved, "--group", "g2")[1]
    assert "choice 1" in ran(capsys, "show", solved, "--choices")[1]
    assert "4 mentors, none of them without a group." in ran(capsys, "show", solved, "--load")[1]


WHO = "write the id or the name of a mentor or mentee"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--group", "G22"], "'G22' is no group of the result; write one of G1 and G2; did you mean G2?"),
        (["--person", "Sam Prak"], f"'Sam Prak' is nobody in the result; {WHO}; did you mean Sam Park?"),
        (["--person", "zofia"], f"'zofia' is nobody in the result; {WHO}; did you mean Zofia Horváth?"),
        (["--person", "X\x1b[31m"], "an argument holds U+001B, a control character: 'X[31m'; type it anew"),
        (["--load", "--choices"], "Choose one of --group, --person, --choices and --load."),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest(
    capsys: pytest.CaptureFixture[str], solved: Path, options: list[str], said: str
) -> None:
    status, out, err = ran(capsys, "show", solved, *options)
    assert (status, out) == (2, "")
    assert said in err


def test_contacts_and_pronouns_are_for_what_participants_get(
    capsys: pytest.CaptureFixture[str], dated: Path, solved: Path, tmp_path: Path
) -> None:
    people = dated / "mentors.csv"
    lines = people.read_text(encoding="utf-8").splitlines()
    ends = ["email,pronouns", *(f"t{number}@example.org,xe/xem" for number in range(1, len(lines)))]
    people.write_text("\n".join(map(",".join, zip(lines, ends, strict=True))) + "\n", encoding="utf-8")
    out = tmp_path / "out"
    status, _, _ = ran(capsys, "report", dated, solved, "--out", out, "--mail", "--contacts", "mentors", "--pronouns")
    assert status == 0
    page = (out / "participants.html").read_text(encoding="utf-8")
    assert "t1@example.org" in page
    assert "(xe/xem)" in page
    told = [name for name in all_files(out) if name != "participants.html"]
    assert not [name for name in told if "example.org" in (out / name).read_text(encoding="utf-8")]
