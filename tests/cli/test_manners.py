"""Manners of the command: one way to show facts, ``-``, completion, exit statuses, colours, the man page."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import pytest

import matcher
from benchmarks.pages.manual import MANUAL, manual
from matcher.cli import main
from matcher.cli import matcher as commands
from matcher.cli.command import ENDS, Command
from matcher.cli.completion import SHELLS
from matcher.cli.places import STANDARD, Place
from matcher.intake.words.steps import STEPS, at_step, in_steps
from matcher.terminal.working import working
from matcher.why.answers.counterfactuals import Clock
from tests.report.tiny import GROUPS, result_of, tiny
from tests.survey.exports_for_tests import MENTEES, two_exports

ROOT = Path(matcher.__file__).parents[1]
TINY = ROOT / "data" / "samples" / "tiny"
NAMES = sorted(commands.commands)
SHOWING = [name for name in NAMES if name not in ("board", "completion")]
"""All commands that tell facts; `completion` writes a script, and `board` is a page."""


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """The result of the tiny sample, saved without solving it."""
    result_of(tiny()).save(tmp_path / "result")
    return tmp_path / "result"


def called(capsys: pytest.CaptureFixture[str], *words: object, status: int = 0) -> tuple[str, str]:
    """Run a command in place; return what it shows, and what it says."""
    capsys.readouterr()
    assert main([str(word) for word in words]) == status
    shown = capsys.readouterr()
    return shown.out, shown.err


def as_json(capsys: pytest.CaptureFixture[str], *words: object, status: int = 0) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(called(capsys, *words, "--format", "json", status=status)[0])
    return told


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


# JSON ---------------------------------------------------------------------------------------------------------------


def parameters(name: str) -> Iterator[click.Parameter]:
    command = commands.commands[name]
    yield from command.get_params(click.Context(command))


@pytest.mark.parametrize("name", SHOWING)
def test_every_command_shows_what_it_found_as_json_too(name: str) -> None:
    formats = [one for one in parameters(name) if "--format" in one.opts]
    assert [one.type.choices for one in formats if isinstance(one.type, click.Choice)] == [("text", "json")]


def test_check_shows_the_same_numbers_as_text_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    told, (text, said) = as_json(capsys, "check", TINY), called(capsys, "check", TINY)
    assert (told["program"], told["mentors"], told["mentees"], told["constraints"]) == ("Tiny", 4, 9, 1)
    assert "People: 4 mentors, 9 mentees; 1 constraint." in text
    assert told["slots"] == {"all": 3, "with_enough_people": 2}
    assert "Slots: 3 slots; at 2 of them" in text
    assert told["capacity"]["by_numbers"] == {"groups": 2, "seats": 10}
    assert told["capacity"]["by_rules"] == {"groups": 2, "seats": 10, "mentees_with_a_mentor": 9}
    assert (told["must_be_left_out"], told["in_vain"]) == (0, [])
    assert f"Warning: {told['warnings'][0]['text']}" in said.splitlines()


def test_check_shows_faults_where_a_script_reads_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    (folder / "constraints.csv").write_text("kind,a,b\napart,S1,S99\n", encoding="utf-8")
    fault = as_json(capsys, "check", folder, status=2)["fault"]
    assert (fault["kind"], fault["status"]) == ("IntakeError", 2)
    [issue] = fault["issues"]
    assert (issue["file"], issue["row"], issue["column"], issue["value"]) == ("constraints.csv", 2, "b", "S99")
    assert f"- {issue['text']}" in called(capsys, "check", folder, status=2)[1].splitlines()


@pytest.mark.parametrize(
    ("options", "column", "near"),
    [(["--group", "G22"], "group", "G2"), (["--person", "zofia"], "person", "Zofia Horváth")],
)
def test_show_says_what_is_not_there_where_a_script_reads_it(
    saved: Path, options: list[str], column: str, near: str, capsys: pytest.CaptureFixture[str]
) -> None:
    [issue] = as_json(capsys, "show", saved, *options, status=2)["fault"]["issues"]
    assert (issue["column"], issue["value"], issue["suggestion"]) == (column, options[1], near)


def test_the_docs_tell_the_keys_of_every_command() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8").partition("## For scripts")[2]
    assert sorted(re.findall(r"^\| `([a-z]+)` \|", text.partition("\n## ")[0], re.MULTILINE)) == SHOWING


def test_leave_join_and_add_tell_the_keys_that_the_docs_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    (tmp_path / "mentees.csv").write_text("id\nS99\n", encoding="utf-8")
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name, given in (("leave", "S9"), ("join", "S9"), ("add", tmp_path / "mentees.csv")):
        told = as_json(capsys, name, folder, given)
        row = re.search(rf"^\| `{name}` \| (.+) \|$", text, re.MULTILINE)
        assert row is not None
        assert set(told) == set(re.findall(r"`([a-z]+)`", re.sub(r"\(.*?\)", "", row[1])))


def test_what_is_in_vain_is_one_document_and_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "intake.json"
    settings = {"groups": {"mentors": 1, "min_size": 1, "max_size": 2, "count": 2}}
    file.write_text(json.dumps({"program": settings, "mentors": [{"id": "T1"}], "mentees": [{"id": "S1"}]}))
    told = as_json(capsys, "check", file, status=1)
    assert "1 mentor can lead at most 1 group, and groups.count asks for 2; lower groups.count to 1" in told["in_vain"]
    assert "fault" not in told


def test_verify_shows_breaches_and_notes(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert as_json(capsys, "verify", TINY, saved)["holds"] is True
    file = saved / "result.json"
    plain = json.loads(file.read_text(encoding="utf-8"))
    plain["groups"][0]["mentees"], gone = plain["groups"][0]["mentees"][1:], plain["groups"][0]["mentees"][0]
    file.write_text(json.dumps(plain), encoding="utf-8")
    told = as_json(capsys, "verify", TINY, file, status=1)
    assert told["holds"] is False
    assert gone in {own for one in told["breaches"] for own in one["people"]}
    text = called(capsys, "verify", TINY, file, status=1)[0].splitlines()
    assert [one["text"] for one in told["breaches"]] == text[: len(told["breaches"])]


def test_show_shows_each_part_as_json(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert as_json(capsys, "show", saved) == json.loads((saved / "result.json").read_text(encoding="utf-8"))
    group = as_json(capsys, "show", saved, "--group", "g2")
    assert (group["id"], group["slot"], group["score"]) == ("G2", "Wed 17:00", 9190)
    assert group["mentors"][0] == {"id": "T3", "name": "Chloé Nguyen"}
    omar = {"id": "S2", "name": "Omar Diallo", "choice": 2, "satisfaction": 1.0, "score": 1300}
    assert group["mentees"][0] == omar
    [person] = as_json(capsys, "show", saved, "--person", "Omar Diallo")["people"]
    assert (person["role"], person["left_out"], person["choice"]) == ("mentee", None, 2)
    assert [one["id"] for one in person["groups"]] == ["G2"]
    choices = as_json(capsys, "show", saved, "--choices")
    assert sum(choices["choices"].values()) == 9
    load = as_json(capsys, "show", saved, "--load")["mentors"]
    assert [(one["id"], one["mentees"]) for one in load] == [("T3", 5), ("T4", 5), ("T1", 4), ("T2", 4)]


def test_what_is_not_told_of_groups_changed_by_hand_is_null(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result_of(tiny(), GROUPS[0], left_out=GROUPS[1].mentees).save(tmp_path / "result")
    [person] = as_json(capsys, "show", tmp_path / "result", "--person", "S2")["people"]
    assert person["left_out"] == "nobody is free when they are"
    assert (person["choice"], person["satisfaction"], person["score"], person["groups"]) == (None, None, None, [])


def test_lock_report_and_new_show_what_they_wrote(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    lock = as_json(capsys, "lock", saved, "G1", "--reason", "they asked", "--intake", folder)
    assert (lock["lock"]["kind"], lock["lock"]["mentors"], lock["lock"]["reason"]) == (
        "whole-group",
        ["T1", "T2"],
        "they asked",
    )
    assert lock["file"] == str(folder / "locks.csv")
    report = as_json(capsys, "report", TINY, saved, "--out", tmp_path / "reports", "--print")
    assert report["files"]
    assert all((Path(report["folder"]) / file).is_file() for file in report["files"])
    new = as_json(capsys, "new", tmp_path / "new")
    assert {"mentors.csv", "mentees.csv", "program.toml"} <= set(new["files"])


def test_import_shows_its_report_as_json_and_no_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mentees = [[*row[:5], "some day"] if row[1].startswith("yuki") else row for row in MENTEES]
    out, said = called(capsys, "import", *two_exports(tmp_path, mentees=mentees), "--out", tmp_path / "i",
                       "--format", "json")  # fmt: skip
    told = json.loads(out)
    assert told["rows"] == {"all": 5, "kept": 5, "replaced": 0, "joined": 0, "left_out": 0}
    assert (told["mentors"], told["mentees"]) == (2, 3)
    assert [one["role"] for one in told["exports"]] == ["mentors", "mentees"]
    assert [one["answer"] for one in told["questions"]] == ["some day"]
    assert {one["meaning"] for one in told["unconfirmed"]} >= {"availability"}
    assert "uni.example" not in out + said


# Open questions -----------------------------------------------------------------------------------------------------


def test_who_counts_as_never_free_comes_first_with_ids_and_a_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mentees = [MENTEES[0], *([*row[:5], "when it rains"] for row in MENTEES[1:])]
    called(capsys, "import", *two_exports(tmp_path, mentees=mentees), "--out", tmp_path / "i")
    told, (_, said) = as_json(capsys, "check", tmp_path / "i"), called(capsys, "check", tmp_path / "i")
    first = said.splitlines()[0]
    assert first.startswith("OPEN: 3 people count as never free, since their hours were not understood: ")
    assert len(told["open"]["never_free"]) == 3
    assert all(f"({own})" in first for own in told["open"]["never_free"])


# Standard input and output ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [["check", "-"], ["verify", "-", "RESULT"], ["compare", "RESULT", "RESULT",
                                                                             "--intake", "-"]], ids=str)  # fmt: skip
def test_an_intake_comes_from_standard_input(
    words: list[str], saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    feed(monkeypatch, (TINY.parent / "tiny.json").read_bytes())
    given = [str(saved) if word == "RESULT" else word for word in words]
    by_name = [str(TINY.parent / "tiny.json") if word == "-" else word for word in given]
    assert called(capsys, *given)[0] == called(capsys, *by_name)[0]


@pytest.mark.parametrize("words", [["show", "-"], ["verify", TINY, "-"], ["show", "-", "--group", "G1"]], ids=str)
def test_a_result_comes_from_standard_input(
    words: list[object], saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    feed(monkeypatch, (saved / "result.json").read_bytes())
    assert called(capsys, *words)[0] == called(capsys, *[saved if word == "-" else word for word in words])[0]


def test_an_export_comes_from_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mentors, mentees = two_exports(tmp_path)
    feed(monkeypatch, mentees.read_bytes())
    told = as_json(capsys, "import", mentors, "-", "--out", tmp_path / "i")
    assert [one["file"] for one in told["exports"]] == [mentors.name, "standard input"]
    assert told["mentees"] == 3


def test_standard_input_is_read_once_and_leaves_nothing_behind(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "kept"))
    (tmp_path / "kept").mkdir()
    feed(monkeypatch, (saved / "result.json").read_bytes())
    assert "First: standard input\n" in called(capsys, "compare", "-", saved)[0]
    feed(monkeypatch, b"{")
    assert "standard input row 1" in called(capsys, "check", "-", status=2)[1]
    assert "'-' stands in another place too" in called(capsys, "verify", "-", "-", status=2)[1]
    assert list((tmp_path / "kept").iterdir()) == []


FAULTY = {
    "show": ["show", "-"],
    "verify": ["verify", TINY, "-"],
    "report": ["report", TINY, "-", "--out", "r"],
    "rematch": ["rematch", TINY, "-", "--out", "r"],
    "never again": ["solve", TINY, "--out", "r", "--never-again", "-"],
    "lock": ["lock", "-", "G1", "--reason", "x", "--intake", TINY],
    "compare": ["compare", "-", "-- saved"],
    "explain": ["explain", TINY, "-"],
    "proof": ["verify", TINY, "-- saved", "--proof-file", "-"],
    "table": ["report", TINY, "-- saved", "--out", "r", "--stress", "-"],
    "intake": ["check", "-"],
    "solve": ["solve", "-", "--out", "r"],
    "export": ["import", "-", "--out", "i"],
    "late": ["add", "-- intake", "-"],
}


@pytest.mark.parametrize("data", [b"x", b'{"mentors": 3, "groups": 5}', b""], ids=["text", "json", "empty"])
@pytest.mark.parametrize("words", FAULTY.values(), ids=FAULTY)
def test_faults_on_standard_input_say_so(
    words: list[object],
    data: bytes,
    saved: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    intake = shutil.copytree(TINY, tmp_path / "intake")
    told = {"-- saved": saved, "-- intake": intake}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "kept"))
    (tmp_path / "kept").mkdir()
    for more in ([], ["--format", "json"]):
        feed(monkeypatch, data)
        shown, said = called(capsys, *[told.get(str(word), word) for word in words], *more, status=2)
        assert "standard input" in said, said
        assert "standard-input" not in shown + said
        assert "kept" not in shown + said


def test_a_closed_standard_input_is_an_empty_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert "standard input: is empty" in called(capsys, "check", "-", status=2)[1]


def test_a_result_goes_to_standard_output_and_words_elsewhere(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    result = result_of(tiny())
    monkeypatch.setitem(vars(matcher), "match", lambda *_, **__: result)
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    out, said = called(capsys, "solve", TINY, "--out", "-", "--quiet")
    assert out == result.to_json()
    assert "Tiny: 2 groups, 9 of 9 mentees placed." in said
    assert "The result went to standard output, as result.json." in said
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["solve", TINY, "--out", "-", "--report"], "leave --report out or name a place"),
        (["solve", TINY, "--out", "-", "--proof"], "leave --proof out or name a place"),
        (["solve", TINY, "--out", "-", "--format", "json"], "leave --format json out or name a place"),
        (["solve", TINY, "--out", "-", "--alternatives", "2"], "leave --alternatives out or name a place"),
        (["rematch", TINY, "x", "--out", "-", "--frontier"], "leave --frontier out or name a place"),
        (["stress", TINY, "x", "--out", "-", "--format", "json"], "leave --format json out or name a place"),
        (["report", TINY, "x", "--out", "-"], "a place on the disk is meant here"),
        (["new", "-"], "a place on the disk is meant here"),
        (["import", "x.csv", "--out", "-"], "a place on the disk is meant here"),
        (["lock", "x", "G1", "--reason", "y", "--intake", "-"], "a place on the disk is meant here"),
    ],
    ids=str,
)
def test_what_is_not_one_file_is_not_standard_output(
    words: list[object], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in called(capsys, *words, status=2)[1]


@pytest.mark.parametrize("name", NAMES)
def test_every_place_that_a_command_names_knows_standard_input(name: str) -> None:
    spelled = {"DIR", "FILE", "PATH", "INTAKE", "RESULT", "RESULT_A", "RESULT_B", "PREVIOUS_RESULT", "EXPORT..."}
    for one in parameters(name):
        shown = one.make_metavar(click.Context(commands.commands[name])).strip("[]")
        assert isinstance(one.type, Place) == (shown in spelled), (name, one.name)


# Completion ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", sorted(SHELLS))
def test_the_script_of_a_shell_asks_this_command(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    script = called(capsys, "completion", shell)[0]
    assert f"_MATCHER_COMPLETE={shell}_complete" in script
    assert "%(" not in script


def test_a_shell_that_is_not_known_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in called(capsys, "completion", "tcsh", status=2)[1]


def proposed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: Sequence[object], begun: str = ""
) -> list[str]:
    """What is proposed after some words, as `kind,word`."""
    monkeypatch.setenv("_MATCHER_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join(["matcher", *map(str, words), begun]))
    monkeypatch.setenv("COMP_CWORD", str(len(words) + 1))
    return called(capsys)[0].split()


def test_commands_options_and_choices_are_proposed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert proposed(monkeypatch, capsys, [], "so") == ["plain,solve"]
    assert proposed(monkeypatch, capsys, []) == [f"plain,{name}" for name in NAMES]
    assert proposed(monkeypatch, capsys, ["solve"], "--al") == ["plain,--alternatives"]
    efforts = ["plain,quick", "plain,normal", "plain,thorough"]
    assert proposed(monkeypatch, capsys, ["solve", "--effort"]) == efforts
    assert proposed(monkeypatch, capsys, ["report", "--language"])[:2] == ["plain,en", "plain,en-GB"]
    assert proposed(monkeypatch, capsys, ["completion"]) == [f"plain,{shell}" for shell in SHELLS]


def test_places_are_proposed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert proposed(monkeypatch, capsys, ["check"], "da") == ["file,da"]
    assert proposed(monkeypatch, capsys, ["import", "x.csv", "--out"], "in") == ["dir,in"]


def test_groups_and_people_of_a_result_are_proposed(
    saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert proposed(monkeypatch, capsys, ["show", saved, "--group"]) == ["plain,G1", "plain,G2"]
    assert proposed(monkeypatch, capsys, ["lock", saved], "g2") == ["plain,G2"]
    people = proposed(monkeypatch, capsys, ["show", saved / "result.json", "--person"], "T")
    assert people == ["plain,T1", "plain,T2", "plain,T3", "plain,T4"]
    assert "plain,S9" in proposed(monkeypatch, capsys, ["explain", TINY, saved, "--with"])


def test_people_of_an_intake_and_those_who_left_are_proposed(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    assert proposed(monkeypatch, capsys, ["leave", folder], "t") == ["plain,T1", "plain,T2", "plain,T3", "plain,T4"]
    assert "plain,T1" not in proposed(monkeypatch, capsys, ["leave", folder, "T1"])
    assert proposed(monkeypatch, capsys, ["join", folder]) == []
    matcher.leave(folder, ["S9"])
    assert proposed(monkeypatch, capsys, ["join", folder]) == ["plain,S9"]
    words = ["rematch", folder, saved, "--without"]
    assert proposed(monkeypatch, capsys, words, "T1;t") == ["plain,T1;T2", "plain,T1;T3", "plain,T1;T4"]
    assert "plain,S9" not in proposed(monkeypatch, capsys, words)
    assert proposed(monkeypatch, capsys, ["leave", tmp_path / "gone"]) == []
    (folder / "left.csv").write_text("ids\nnonsense\n", encoding="utf-8")
    assert proposed(monkeypatch, capsys, ["join", folder]) == []


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"groups": 1}', "{"])
def test_where_there_is_no_result_nothing_is_proposed(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if text is not None:
        (tmp_path / "result.json").write_text(text, encoding="utf-8")
    assert proposed(monkeypatch, capsys, ["show", tmp_path, "--group"]) == []
    assert proposed(monkeypatch, capsys, ["show", "-", "--group"]) == []


def test_columns_to_confirm_are_proposed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    called(capsys, "import", *two_exports(tmp_path), "--out", tmp_path / "i")
    words = ["import", "x.csv", "--out", tmp_path / "i", "--confirm"]
    assert proposed(monkeypatch, capsys, words, "a") == ["plain,all", "plain,Availability"]


IN_SHELLS = {
    "bash": "source script; COMP_WORDS=(matcher so); COMP_CWORD=1; _matcher_completion matcher; echo ${COMPREPLY[@]}",
    "zsh": "autoload -U compinit; compinit -u -d dump; source script; print ${_comps[matcher]}",
    "fish": "source script; complete --do-complete 'matcher so'",
}
FOUND = {"bash": "solve", "zsh": "_matcher_completion", "fish": "solve"}


@pytest.mark.parametrize("shell", sorted(SHELLS))
def test_a_shell_completes_by_its_script(shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"there is no {shell} here")
    (tmp_path / "script").write_text(called(capsys, "completion", shell)[0], encoding="utf-8")
    program = tmp_path / "matcher"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m matcher "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    asked = [found, "-c", IN_SHELLS[shell]]
    done = subprocess.run(asked, cwd=tmp_path, env=os.environ | path, capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == ([FOUND[shell]], "")


# Exit statuses ------------------------------------------------------------------------------------------------------


def told_statuses(text: str) -> dict[int, str]:
    table = text.partition("Exit status:\n")[2]
    rows = re.findall(r"^  (\d)  (.+(?:\n {5}.+)*)", table, re.MULTILINE)
    return {int(status): " ".join(meaning.split()) for status, meaning in rows}


def test_help_tells_every_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert told_statuses(called(capsys, "--help")[0]) == dict(ENDS)


@pytest.mark.parametrize("name", NAMES)
def test_each_command_tells_its_own(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = commands.commands[name]
    assert isinstance(command, Command)
    assert told_statuses(called(capsys, name, "--help")[0]) == command.ends
    assert set(command.ends) <= set(ENDS)


def test_docs_tell_the_same_statuses() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8").partition("## Exit status")[2]
    rows = dict(re.findall(r"^\| (\d) \| (.+) \|$", text, re.MULTILINE))
    assert {int(status): meaning for status, meaning in rows.items()} == dict(ENDS)


# Colours and progress -----------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


STYLE = re.compile(r"\x1b\[[\d;]*m")
"""Colours, and what is bold, too."""


@pytest.mark.parametrize("words", [["check", TINY], ["show", "RESULT"], ["show", "RESULT", "--load"], ["compare",
                                   "RESULT", "OTHER"], ["--help"]], ids=str)  # fmt: skip
def test_no_color_is_kept_to(words: list[object], saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result_of(tiny(), GROUPS[0], left_out=GROUPS[1].mentees).save(tmp_path / "other")
    places = {"RESULT": saved, "OTHER": tmp_path / "other"}
    out, err = Terminal(), Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert main([str(places.get(str(word), word)) for word in words]) == 0
    assert out.getvalue()
    assert STYLE.findall(out.getvalue() + err.getvalue()) == []


def test_progress_of_steps_is_shown_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    told = []
    for stream, quiet in ((Terminal(), False), (Terminal(), True), (io.StringIO(), False)):
        with working(stream, quiet=quiet) as show:
            assert list(in_steps("trying losses:", ["T1", "T2"])) == ["T1", "T2"]
            at_step("checking the proof")
        told.append(("trying losses: 2 of 2" in stream.getvalue(), "checking the proof" in stream.getvalue()))
        assert (show is None) == (told[-1] == (False, False))
    assert told == [(True, True), (False, False), (False, False)]


def test_reports_imports_and_explanations_tell_their_steps(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", STEPS)
    result_of(tiny()).report(tmp_path / "reports", tiny(), kinds=["print", "mail"])
    matcher.import_survey(two_exports(tmp_path))
    clock = Clock(5.0)
    clock.control()
    clock.control()
    told = [record.getMessage() for record in caplog.records]
    assert told[:4] == [
        "making reports: 1 of 2",
        "making reports: 2 of 2",
        "reading exports: 1 of 2",
        "reading exports: 2 of 2",
    ]
    assert "reading what people wrote: 5 of 5" in told
    assert told[-2:] == ["looking for other groups: search 1", "looking for other groups: search 2"]


@pytest.mark.parametrize("name", ["solve", "rematch", "explain", "stress", "import", "verify", "report"])
def test_what_may_take_long_can_be_quiet(name: str) -> None:
    assert any("--quiet" in one.opts for one in parameters(name))


# The man page -------------------------------------------------------------------------------------------------------


def test_the_man_page_is_what_help_says() -> None:
    assert MANUAL.read_text(encoding="utf-8") == manual()


def test_the_man_page_has_every_command_and_option() -> None:
    text = MANUAL.read_text(encoding="utf-8").replace("\\-", "-")
    for name in NAMES:
        assert f'.SS "matcher {name}' in text
        for one in parameters(name):
            assert all(option in text for option in one.opts if option.startswith("--"))
    assert all(meaning in text for meaning in ENDS.values())


def test_the_man_page_is_laid_out_without_a_warning() -> None:
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("there is no groff here")
    words = [groff, "-man", "-ww", "-Tutf8", "-P-c", "-k", str(MANUAL)]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "matcher solve INTAKE" in " ".join(re.sub(".\b", "", done.stdout).split())


# Where `-` stands -----------------------------------------------------------------------------------------------------


def test_a_place_outside_a_call_stays_as_it_is() -> None:
    assert Place(read=True).convert(STANDARD, None, None) == STANDARD
