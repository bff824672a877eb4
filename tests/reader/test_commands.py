"""The same readers over what the commands write: intake and results as files, one of them edited by hand."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from matcher import MatchResult, rescored
from matcher.cli import main
from matcher.result.since import changed_since
from tests.reader.calendars import Calendars
from tests.reader.changed import read_changed
from tests.reader.comparing import Comparing, One, Two
from tests.reader.core import Reader
from tests.reader.explained import Explained
from tests.reader.mail import attendance_of, read_attendance, read_mail
from tests.reader.runs import Case, case_of, read
from tests.reader.seen import Facts
from tests.reader.words import Words
from tests.reader.written import Plain, texts_of

NUMBER = 7
"""Some dozen people with dates, in Persian; told without addresses."""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Path]:
    """A case as the command solved it, and the folder of intake and result."""
    drawn = case_of(NUMBER)
    folder = tmp_path_factory.mktemp("commands")
    call(
        "solve",
        written(folder / "intake.json", drawn.plain),
        "--out",
        folder / "result",
        "--effort",
        "quick",
        "--quiet",
    )
    told = json.loads((folder / "result" / "result.json").read_text(encoding="utf-8"))
    return replace(drawn, result=MatchResult.load(folder / "result"), told=told | {"scored": True}), folder


def call(*words: object) -> None:
    assert main([str(word) for word in words]) == 0


def written(file: Path, plain: Plain) -> Path:
    file.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    return file


def report(case: Case, intake: Path, result: Path, out: Path, *words: object) -> None:
    kinds = ("--mail", "--ics", "--ics-people", "--xlsx", "--print", "--attendance")
    call("report", intake, result, "--out", out, *kinds, "--language", case.language, *words)


def all_told(case: Case, folder: Path) -> list[str]:
    calendars = Calendars(Facts(case.plain, case.told), Words(case.language), own=True)
    files = texts_of(folder)
    calendars.read(calendars.so, files, "of the command")
    readers: list[Reader] = [calendars, read_mail(case, files), read_attendance(case, attendance_of(folder))]
    assert all(reader.facts for reader in readers)
    return [fault for reader in readers for fault in reader.faults]


def test_report_tells_what_is_so(case: tuple[Case, Path], tmp_path: Path) -> None:
    own, folder = case
    report(own, folder / "intake.json", folder / "result", tmp_path)
    assert all_told(own, tmp_path) == []


def test_report_of_an_edited_result_tells_what_is_so(case: tuple[Case, Path], tmp_path: Path) -> None:
    own, folder = case
    call("solve", folder / "intake.json", "--out", tmp_path / "edited", "--effort", "quick", "--quiet")
    table = tmp_path / "edited" / "groups.csv"
    group = max(own.result.groups, key=lambda one: len(one.mentees))
    without = group.mentees[1:]
    assert without
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace(";".join(group.mentees), ";".join(without)), encoding="utf-8")
    result = rescored(own.intake, MatchResult.load(tmp_path / "edited"))
    report(own, folder / "intake.json", tmp_path / "edited", tmp_path / "told")
    edited = replace(own, result=result, told=json.loads(result.to_json()) | {"scored": True})
    assert all_told(edited, tmp_path / "told") == []


def test_rematch_compare_and_report_since_tell_what_is_so(
    case: tuple[Case, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, folder = case
    monkeypatch.chdir(tmp_path)
    plain = deepcopy(own.plain)
    plain["mentees"].append({**plain["mentees"][0], "id": "new8", "name": "Somebody new", "avoid": []})
    intake = written(tmp_path / "intake.json", plain)
    capsys.readouterr()
    call("rematch", intake, folder / "result", "--out", "again", "--effort", "quick")
    shown = capsys.readouterr().out
    told = json.loads(Path("again", "result.json").read_text(encoding="utf-8")) | {"scored": True}
    report(own, intake, Path("again"), tmp_path / "told", "--since", folder / "result")
    (tmp_path / "told" / "summary.txt").write_text(shown, encoding="utf-8")
    Path("again", "changes.csv").rename(tmp_path / "told" / "changes.csv")
    before = (own.plain, own.result, own.told)
    result = MatchResult.load("again")
    later = replace(own, plain=plain, intake=read(plain), result=result, told=told, before=before)
    assert read_changed(later, texts_of(tmp_path / "told")).faults == []

    since = changed_since(later.intake, own.result)
    sides = [
        One(name, one, plain, [])
        for name, one in ((str(folder / "result"), own.told | {"since": since}), ("again", told))
    ]
    reader = Comparing(Facts(plain, told), Words("en"), Two(*sides, Two.ways(*sides)[0], plain), "of the command")
    for layout, reading in (("text", reader.read_text), ("json", reader.read_json)):
        capsys.readouterr()
        call("compare", folder / "result", "again", "--intake", intake, "--format", layout)
        reading(capsys.readouterr().out)
    assert reader.facts
    assert reader.faults == []


def test_explain_tells_what_is_so(case: tuple[Case, Path], capsys: pytest.CaptureFixture[str]) -> None:
    own, folder = case
    for where, words in (("whole", ()), ("one", ("--person", own.result.groups[0].mentees[0]))):
        told = []
        for layout in ("json", "text"):
            capsys.readouterr()
            call("explain", folder / "intake.json", folder / "result", *words, "--format", layout)
            told.append(capsys.readouterr().out)
        reader = Explained(Facts(own.plain, own.told), Words("en"), where)
        reader.read(json.loads(told[0]), told[1], small=False)
        assert reader.facts
        assert reader.faults == []
