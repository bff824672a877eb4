"""What the gate lets in and what it refuses: sizes, depths, numbers, kinds; each fault with its file and place."""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from matcher import MatchResult, read_intake
from matcher.cli import main
from matcher.errors import IntakeError, MatcherError, ResultFileError
from matcher.intake.reading.gate.data import MOST_DEEP, json_of, toml_of
from matcher.intake.reading.gate.files import begins_with, bytes_of
from matcher.intake.reading.gate.kinds import KINDS, RESULT, SETTINGS, Kind
from matcher.intake.reading.gate.refused import MissingError, RefusedError
from matcher.intake.reading.gate.tables import MOST_COLUMNS, csv_rows
from matcher.intake.reading.gate.workbooks import sheets_of
from matcher.intake.words.findings import MOST_FAULTS
from matcher.report.calendar.calendars import calendars
from matcher.report.calendar.register import read_register
from matcher.report.workbook.workbook import WORKBOOK, workbook_files
from matcher.text import LONGEST_TEXT
from tests.gate.mutations import deep
from tests.report.tiny import CALENDAR, TINY, order, result_of, tiny, viewed

# Files ----------------------------------------------------------------------------------------------------------------


def test_a_size_is_looked_at_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "x.json").open("wb") as file:
        file.truncate(RESULT.most_bytes + 1)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("was opened"))
    with pytest.raises(RefusedError, match="is larger than 128 MB"):
        bytes_of(tmp_path / "x.json", RESULT)


def test_what_claims_no_size_is_read_no_further_than_its_kind_may_be(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x" * 10)
    with pytest.raises(RefusedError, match="is larger than 0 MB"):
        bytes_of(tmp_path / "x", Kind("nothing", 0))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "result.json")
    with pytest.raises(RefusedError, match="is a pipe, which can be read only once"):
        bytes_of(tmp_path / "result.json", RESULT)
    assert begins_with(tmp_path / "result.json", b"PK") is None
    with pytest.raises(ResultFileError, match="is a pipe, which can be read only once"):
        MatchResult.load(tmp_path / "result.json")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize("name", ["mentors.csv", "mentees.csv", "constraints.csv", "locks.csv", "program.toml"])
def test_a_pipe_in_the_folder_of_an_intake_is_a_fault(tmp_path: Path, name: str) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    (tmp_path / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / name)
    with pytest.raises(IntakeError) as told:
        read_intake(tmp_path)
    said = "is a pipe, which can be read only once; save what comes out of it as a file"
    assert f"{name}: {said}" in map(str, told.value.issues)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize("name", ["result.json", "groups.csv", "assignments.csv"])
def test_a_pipe_in_the_folder_of_a_result_is_a_fault(tmp_path: Path, name: str) -> None:
    result_of(tiny()).save(tmp_path)
    (tmp_path / name).unlink()
    os.mkfifo(tmp_path / name)
    with pytest.raises(ResultFileError, match=rf"{name}: is a pipe, which can be read only once"):
        MatchResult.load(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_tables_and_events_that_are_pipes_are_told(tmp_path: Path) -> None:
    result = result_of(tiny())
    os.mkfifo(tmp_path / "mentors.csv")
    assert result.differences(tmp_path) == ["mentors.csv: is a pipe, which can be read only once"]
    os.mkfifo(tmp_path / "events.json")
    with pytest.raises(ResultFileError, match=r"events\.json: is a pipe"):
        read_register(tmp_path / "events.json", "tiny")


@pytest.mark.parametrize(
    ("path", "fault", "said"),
    [
        ("gone", MissingError, "there is no such file"),
        ("", RefusedError, "is a folder"),
        ("x" * 5000, RefusedError, "is too long for a path"),
        ("a\0b", RefusedError, "is no path that a file can have"),
        ("a\ud800", RefusedError, "is no path that a file can have"),
    ],
)
def test_a_path_that_leads_to_no_file(tmp_path: Path, path: str, fault: type[RefusedError], said: str) -> None:
    with pytest.raises(fault, match=said):
        bytes_of(tmp_path / path, RESULT)


def test_the_kinds_are_each_their_own() -> None:
    assert len({kind.files for kind in KINDS}) == len(KINDS)
    assert max(kind.megabytes for kind in KINDS) < 200


# JSON and TOML --------------------------------------------------------------------------------------------------------


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


@pytest.mark.parametrize(
    ("text", "said", "column"),
    [
        (nested(MOST_DEEP + 2), "more than 40 deep", "[1][1][1]"),
        ("[" * 200_000, "more than 40 deep", None),
        ('{"a": [1, {"b": 1e400}]}', "a number that is too large", "a[2].b"),
        ('{"a": -Infinity}', "a number that is too large", "a"),
        ('{"a": ' + "9" * 20 + "}", "a number that is too large", "a"),
        ("9" * 5000, "a number that is too large", None),
        ('{"a": 1,}', "cannot be read as JSON", None),
    ],
)
def test_json_that_is_refused(text: str, said: str, column: str | None) -> None:
    with pytest.raises(RefusedError, match=said) as caught:
        json_of(text)
    assert caught.value.column == column


def test_json_that_is_let_in() -> None:
    assert json_of(nested(MOST_DEEP)) == deep(MOST_DEEP - 1)
    assert json_of('{"a": 9223372036854775807, "b": 1e300}') == {"a": 2**63 - 1, "b": 1e300}


@pytest.mark.parametrize(
    ("text", "said", "row"),
    [
        ("x = 1\n" + "a." * 50_000 + "b = 1", "more than 40 deep", 2),
        ("x = 1\n[" + '"a" . ' * 50_000 + "b]", "more than 40 deep", 2),
        ("a = " + "[" * 50_000, "more than 40 deep", None),
        ("a = " + "{b = " * MOST_DEEP + "1" + "}" * MOST_DEEP, "more than 40 deep", None),
        ("a = inf", "a number that is too large", None),
        ("a = 0x" + "f" * 5000, "a number that is too large", None),
        ("a = " + "9" * 5000, "a number that is too large", None),
        ("\n\na b = 1", "cannot be read as TOML", 3),
    ],
)
def test_toml_that_is_refused(text: str, said: str, row: int | None) -> None:
    with pytest.raises(RefusedError, match=said) as caught:
        toml_of(text)
    assert caught.value.row == row


def test_toml_with_dots_in_texts_is_let_in() -> None:
    text = "www." * 20 + "x" + " a.b" * 100
    assert toml_of(f'a = "{text}"\n[b.c]\nd.e = 1') == {"a": text, "b": {"c": {"d": {"e": 1}}}}


# Tables ---------------------------------------------------------------------------------------------------------------


def test_a_cell_that_is_too_long_is_called_that(tmp_path: Path) -> None:
    for length in (LONGEST_TEXT + 1, 131_072, 131_073, 1_000_000):
        with pytest.raises(RefusedError, match="a cell holds more than 100,000 characters") as caught:
            list(csv_rows(f"id,name\nT1,{'x' * length}\n", ",", strict=True))
        assert caught.value.row == 2
    assert list(csv_rows("x" * LONGEST_TEXT, ",", strict=True)) == [["x" * LONGEST_TEXT]]


def test_rows_and_cells_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.intake.reading.gate.tables.MOST_ROWS", 5)
    monkeypatch.setattr("matcher.intake.reading.gate.tables.MOST_CELLS", 8)
    monkeypatch.setattr("matcher.intake.reading.gate.tables.MOST_FILLED", 3)
    assert len(list(csv_rows("a\n" * 3 + "\n" * 2, ","))) == 5
    for text, said in [
        ("\n" * 6, "has more than 5 rows"),
        ("a\n" * 4, "has more than 3 rows in which something stands"),
        ("a,b,c\n" * 3, "has more than 8 cells"),
        ("," * MOST_COLUMNS, "has a row of 4,001 cells, more than the 4,000 of any table"),
    ]:
        with pytest.raises(RefusedError, match=said):
            list(csv_rows(text, ","))


def test_faults_are_counted_and_a_hundred_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("mentors.csv", "program.toml"):
        (tmp_path / name).write_bytes((TINY / name).read_bytes())
    (tmp_path / "mentees.csv").write_text("id,preferred_mentors\nS1," + ";".join(f"x{n}" for n in range(300)) + "\n")
    assert main(["check", str(tmp_path)]) == 2
    told = capsys.readouterr().err.splitlines()
    start = next(place for place, line in enumerate(told) if line.endswith(" faults:"))
    count = int(told[start].split()[-2])
    assert count >= 300
    assert told[start + 101 :] == [f"- and {count - 100} more"]


def test_reading_stops_where_faults_are_too_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("mentors.csv", "program.toml"):
        (tmp_path / name).write_bytes((TINY / name).read_bytes())
    (tmp_path / "mentees.csv").write_text("id\n" + "S1,x\n" * 6_000)
    with pytest.raises(IntakeError, match=r"and \d+ more") as caught:
        read_intake(tmp_path)
    assert len(caught.value.issues) == MOST_FAULTS
    assert main(["check", str(tmp_path)]) == 2
    assert f"{MOST_FAULTS} faults or more:" in capsys.readouterr().err


# Workbooks ------------------------------------------------------------------------------------------------------------


def book() -> bytes:
    data = workbook_files(viewed(tiny()), order(tiny()))[WORKBOOK]
    return data if isinstance(data, bytes) else data.encode()


def with_parts(data: bytes, **parts: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = parts.get(name.rpartition("/")[2].replace(".", "_"), lambda text: text)
            new.writestr(name, change(old.read(name)))
    return out.getvalue()


@pytest.mark.parametrize(
    ("part", "limit"),
    [
        ("xl/worksheets/sheet1.xml", "MOST_UNPACKED"),
        ("xl/sharedStrings.xml", "MOST_TEXTS"),
        ("xl/styles.xml", "MOST_BESIDE"),
    ],
)
def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(
    part: str, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"matcher.intake.reading.gate.workbooks.{limit}", 1_000_000)
    bomb = io.BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "")
        packed.writestr(part, b" " * 1_000_001)
    assert len(bomb.getvalue()) < 5_000
    with pytest.raises(RefusedError, match="unpacks to more than 1 MB"):
        sheets_of(bomb.getvalue(), lambda sheets: pytest.fail("was unpacked"), data_only=True)


def test_a_sheet_that_stands_for_several_is_refused() -> None:
    opened = openpyxl.Workbook()
    opened.create_sheet("two")
    data = io.BytesIO()
    opened.save(data)
    again = with_parts(data.getvalue(), workbook_xml_rels=lambda text: text.replace(b"sheet2.xml", b"sheet1.xml"))
    with pytest.raises(RefusedError, match="one sheet stands for several"):
        sheets_of(again, lambda sheets: None, data_only=True)


@pytest.mark.parametrize(
    ("cell", "said"),
    [("XFD900", "has a row of 16,384 cells"), ("A99999999999", "has more than 1,048,576 rows")],
)
def test_a_far_cell_in_the_workbook_of_a_result(tmp_path: Path, cell: str, said: str) -> None:
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    far = f'<row r="{row}"><c r="{cell}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'.encode()
    (tmp_path / "committee.xlsx").write_bytes(
        with_parts(book(), sheet1_xml=lambda text: text.replace(b"</sheetData>", far))
    )
    with pytest.raises(ResultFileError, match=said) as caught:
        MatchResult.load(tmp_path / "committee.xlsx")
    assert caught.value.issues[0].file == str(tmp_path / "committee.xlsx")


def test_a_setting_in_a_workbook_that_is_too_deep(tmp_path: Path) -> None:
    opened = openpyxl.load_workbook(io.BytesIO(book()))
    for row in opened["Settings"].iter_rows(min_row=2):
        if row[0].value == "seed":
            row[1].value = "[" * 30_000
    opened.save(tmp_path / "committee.xlsx")
    with pytest.raises(
        ResultFileError, match=r"committee\.xlsx Settings row \d+, column Value: .* cannot be understood"
    ):
        MatchResult.load(tmp_path / "committee.xlsx")


# Results and other files of ours --------------------------------------------------------------------------------------


def saved(tmp_path: Path, change: Callable[[Any], object]) -> Path:
    """A saved result of which something says something else."""
    told = json.loads(result_of(tiny()).to_json())
    change(told)
    (tmp_path / "result.json").write_text(json.dumps(told))
    return tmp_path / "result.json"


def put(*place: str | int, to: Any) -> Callable[[Any], None]:
    def change(told: Any) -> None:
        for key in place[:-1]:
            told = told[key]
        told[place[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (put("assignments", 0, "choice", to=1_000_000), r"assignments\[1\].choice: 1000000 is not right here"),
        (put("choices", to={"1000000": 1}), r"choices"),
        (put("objective", to=2**61), r"objective: 2305843009213693952 is not right here"),
        (put("objective", to=10**400), r"objective: holds a number that is too large"),
        (put("seconds", to=1e308), r"seconds: 1e\+308 is not right here"),
        (put("assignments", 0, "satisfaction", to=1.5), r"assignments\[1\].satisfaction: 1.5 is not right here"),
        (put("stages", to=[{"name": "band 1", "value": 1, "bound": 1}]), r"stages\[1\].name: 'band 1' is no stage of"),
        (put("program", "name", to=deep(60)), "more than 40 deep"),
        (put("groups", 0, "slot", to="x" * 200_000), r"groups\[1\].slot: holds a text of more than 100,000 characters"),
        (put("version", to="\ud800"), "version: holds U\\+D800, half of a character"),
        (put("unmatched_names", to={"\x1b": "x"}), r"unmatched_names: has a key that holds U\+001B"),
    ],
)
def test_a_result_that_no_run_can_have_made(tmp_path: Path, change: Callable[[Any], object], said: str) -> None:
    with pytest.raises(ResultFileError, match=said) as caught:
        MatchResult.load(saved(tmp_path, change))
    assert len(str(caught.value)) < 2_000


@pytest.mark.parametrize("mode", ["greedy", "generous", "fair"])
def test_stages_that_another_mode_has(tmp_path: Path, mode: str) -> None:
    names = {"greedy": "choice 1", "generous": "left out", "fair": "band 0"}
    for of_mode, name in names.items():
        told = replace(result_of(tiny(mode=mode)), stages=())
        table = told.to_json_dict() | {"stages": [{"name": name, "value": 1, "bound": 1}]}
        (tmp_path / "result.json").write_text(json.dumps(table))
        if of_mode == mode:
            assert MatchResult.load_as_written(tmp_path).stages[0].name == name
        else:
            with pytest.raises(ResultFileError, match=f"is no stage of the mode {mode}"):
                MatchResult.load(tmp_path)


@pytest.mark.parametrize(
    "file",
    ["../../x", "/tmp/x.ics", "calendar/../../x.ics", "calendar/people/../../../x.ics", "C:\\x.ics", "calendar\\x.ics",
     "calendar/x.txt", "calendar/a/b.ics", "calendar/\ud800.ics", "x.ics", ""],
)  # fmt: skip
@pytest.mark.parametrize("where", ["event", "files"])
def test_no_path_in_a_list_of_events_leaves_its_folder(tmp_path: Path, file: str, where: str) -> None:
    intake = tiny(CALENDAR)
    told = json.loads(calendars(viewed(intake), intake.program)["calendar/events.json"])
    if where == "event":
        told["events"][0]["event"]["file"] = file
    else:
        told["files"].append(file)
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar/events.json").write_text(json.dumps(told))
    with pytest.raises(ResultFileError, match="is not the list of events that matcher wrote") as caught:
        calendars(viewed(intake), intake.program, before=tmp_path)
    assert len(caught.value.issues) == 2


@pytest.mark.parametrize(
    ("key", "value"), [("sequence", 10**12), ("sequence", -1), ("uid", "x\r\nATTENDEE:mailto:y"), ("begins", "soon")]
)
def test_an_event_that_no_report_can_have_made(tmp_path: Path, key: str, value: Any) -> None:
    intake = tiny(CALENDAR)
    told = json.loads(calendars(viewed(intake), intake.program)["calendar/events.json"])
    entry = told["events"][0]
    (entry if key in entry else entry["event"])[key] = value
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar/events.json").write_text(json.dumps(told))
    with pytest.raises(ResultFileError, match="is not the list of events"):
        calendars(viewed(intake), intake.program, before=tmp_path)


def test_settings_of_more_things_than_anybody_sets(tmp_path: Path) -> None:
    slots = [f"n{number}" for number in range(10_001)]
    rows = [{"id": "T1"}]
    with pytest.raises(IntakeError, match=r"program, schedule.slots: holds 10,001 things, more than the 10,000"):
        read_intake(rows, [{"id": "S1"}], {"schedule": {"slots": slots}})


@pytest.mark.parametrize("number", [10**400, 1e400, -(10**5000)], ids=["long", "infinite", "longer"])
def test_a_number_that_nothing_can_hold_is_told_with_its_place(number: float) -> None:
    with pytest.raises(IntakeError, match="mentors row 1, column max_groups: holds a number that is too large"):
        read_intake([{"id": "T1", "max_groups": number}], [{"id": "S1"}])
    with pytest.raises(IntakeError, match=r"program, groups.min_size: holds a number that is too large"):
        read_intake([{"id": "T1"}], [{"id": "S1"}], {"groups": {"min_size": number}})


def test_tables_that_hold_themselves_are_refused() -> None:
    program: dict[str, Any] = {}
    program["groups"] = program
    with pytest.raises(IntakeError, match="more than 40 deep in each other"):
        read_intake([{"id": "T1"}], [{"id": "S1"}], program)


# Templates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Subject: x\n{{ 'a' * 1000000000 }}", "may be too large"),
        ("Subject: x\n{{ 10 ** 100000 }}", "may be too large"),
        ("Subject: x\n{% for a in range(99999) %}{{ 'aaaaaaaaaa' }}{% endfor %}", "more than 100,000 characters"),
        ("Subject: x\n{% include '../../secret.txt' %}", "is included by a message and is not there"),
        ("Subject: x\n" + "x" * 1_000_001, "is larger than 1 MB"),
    ],
)
def test_a_template_that_makes_or_asks_for_too_much(tmp_path: Path, text: str, said: str) -> None:
    from matcher.report.mail.messages import message_files

    (tmp_path / "mentee.txt").write_text(text)
    with pytest.raises(MatcherError, match=said):
        message_files(viewed(tiny()), order(tiny(), templates=tmp_path))


def test_settings_are_no_larger_than_their_kind(tmp_path: Path) -> None:
    for name in ("mentors.csv", "mentees.csv"):
        (tmp_path / name).write_bytes((TINY / name).read_bytes())
    (tmp_path / "program.toml").write_bytes(b"#" * (SETTINGS.most_bytes + 1))
    with pytest.raises(IntakeError, match=r"program\.toml: is larger than 1 MB"):
        read_intake(tmp_path)
