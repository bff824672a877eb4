"""What the system refuses (a file, a folder, a stream) is a fault in words, and ends with 2 or 3."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from numba.core.caching import FunctionCache

from matcher.cli import main
from matcher.problem import kernels
from matcher.problem.kernels import are_kept, kernel
from matcher.solving.running.control import Control
from matcher.solving.running.workers import Crew
from tests.report.tiny import GROUPS, TINY, result_of, tiny
from tests.solving.jobs import doubled


@pytest.fixture
def result(tmp_path: Path) -> str:
    folder = tmp_path / "results"
    result_of(tiny(), *GROUPS).save(folder)
    return str(folder)


def said(call: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = main(call)
    err = capsys.readouterr().err
    assert "did not expect" not in err
    assert "Traceback" not in err
    return status, err


def calls(place: str, result: str, other: Path) -> dict[str, list[str]]:
    """Every command, with `place` for each thing that it reads or writes."""
    intake = str(TINY)
    return {
        "check": ["check", place],
        "solve": ["solve", place, "--out", str(other)],
        "solve out": ["solve", intake, "--out", place],
        "never again": ["solve", intake, "--out", str(other), "--never-again", place],
        "verify intake": ["verify", place, result],
        "verify result": ["verify", intake, place],
        "verify proof": ["verify", intake, result, "--proof-file", place],
        "compare": ["compare", place, result],
        "compare second": ["compare", result, place],
        "compare intake": ["compare", result, result, "--intake", place],
        "lock": ["lock", place, "G1", "--reason", "x"],
        "lock intake": ["lock", result, "G1", "--reason", "x", "--intake", place],
        "rematch": ["rematch", place, result, "--out", str(other)],
        "rematch result": ["rematch", intake, place, "--out", str(other)],
        "rematch out": ["rematch", intake, result, "--out", place],
        "explain": ["explain", place],
        "explain result": ["explain", intake, place],
        "import": ["import", place, "--out", str(other)],
        "import out": ["import", str(TINY / "mentees.csv"), "--out", place],
        "import mapping": ["import", str(TINY / "mentees.csv"), "--out", str(other), "--mapping", place],
        "import corrections": ["import", str(TINY / "mentees.csv"), "--out", str(other), "--corrections", place],
        "new": ["new", place],
        "report intake": ["report", place, result, "--out", str(other)],
        "report result": ["report", intake, place, "--out", str(other)],
        "report out": ["report", intake, result, "--out", place],
        "report templates": ["report", intake, result, "--out", str(other), "--templates", place],
        "report stress": ["report", intake, result, "--out", str(other), "--stress", place],
        "report since": ["report", intake, result, "--out", str(other), "--since", place],
        "show": ["show", place],
        "stress": ["stress", place, result],
        "stress result": ["stress", intake, place],
        "stress out": ["stress", intake, result, "--out", place],
    }


COMMANDS = sorted(calls("", "", Path()))
PLACES = {"too long": "x" * 300, "too deep": "y/" * 3000, "no name": "a\0b", "no text": "a\ud800b"}


# Every command with one of them, and every one of them with some commands.
@pytest.mark.parametrize(
    ("command", "kind"),
    [
        *((command, "too long") for command in COMMANDS),
        *(
            (command, kind)
            for command in ("check", "show", "solve out", "new")
            for kind in PLACES
            if kind != "too long"
        ),
    ],
)
def test_a_place_that_can_be_none(
    command: str, kind: str, result: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, err = said(calls(PLACES[kind], result, tmp_path / "other")[command], capsys)
    assert status == 2
    # What is no text is refused before any command sees it.
    assert ("too long for a path" if kind.startswith("too") else "an argument holds U+") in err
    assert not (tmp_path / "other").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_pipe_is_no_file(command: str, result: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    status, err = said(calls(str(pipe), result, tmp_path / "other")[command], capsys)
    assert status == 2
    assert "is a pipe, which can be read only once" in err


@pytest.mark.skipif(os.name != "posix", reason="no other system takes away a folder in which somebody is")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_working_folder_that_is_gone(
    command: str, result: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    status, _ = said(calls("here", result, tmp_path / "other")[command], capsys)
    assert status in (2, 3)


@pytest.mark.parametrize("command", ["check", "show", "verify", "compare", "explain", "--help", "--version"])
def test_standard_output_that_is_full(
    command: str, result: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    call = {
        "check": ["check", str(TINY)],
        "show": ["show", result],
        "verify": ["verify", str(TINY), result],
        "compare": ["compare", result, result],
        "explain": ["explain", str(TINY), result],
    }.get(command, [command])
    if not Path("/dev/full").exists():
        pytest.skip("no such device here")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        status, err = said(call, capsys)
        monkeypatch.undo()
    assert status == 3
    assert "Standard output cannot be written to (No space left on device); what is in files stands" in err


def test_standard_output_that_is_closed(
    result: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    status, err = said(["show", result], capsys)
    sys.stdout.close()
    assert status == 3
    assert "Standard output cannot be written to" in err


def test_talk_that_nobody_can_hear_stops_nothing(result: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no such device here")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stderr", full)
        assert main(["check", str(TINY)]) == 0
        monkeypatch.undo()


# Where nothing compiled can be kept -----------------------------------------------------------------------------------


@pytest.fixture
def unsaid() -> Iterator[None]:
    kernels._say_once.cache_clear()
    yield
    kernels._say_once.cache_clear()


def nowhere(*_: Any, **__: Any) -> Any:
    raise RuntimeError("cannot cache function 'plus': no locator available for file '/usr/lib/matcher.py'")


def full(*_: Any, **__: Any) -> Any:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(("what", "refused"), [("__init__", nowhere), ("save_overload", full), ("load_overload", full)])
def test_a_kernel_that_cannot_be_kept_is_compiled_all_the_same(
    what: str, refused: Any, unsaid: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert are_kept()
    monkeypatch.setattr(FunctionCache, what, refused)

    def plus(one: int, two: int) -> int:
        return one + two

    with caplog.at_level(logging.WARNING, "matcher.problem.kernels"):
        assert [kernel(plus)(1, 2) for _ in range(2)] == [3, 3]
    (told,) = (record.message for record in caplog.records)
    assert told.startswith("What is compiled cannot be kept here, so that each run compiles it again")
    assert not are_kept()


def test_the_command_says_so_once(
    unsaid: None, result: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def loaded(_: Path) -> Any:
        for _ in range(3):
            kernels._cannot_keep("no locator available")
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("matcher.result.match_result.read_as_it_stands", loaded)
    status, err = said(["show", result], capsys)
    assert (status, err.count("Warning: What is compiled cannot be kept here")) == (3, 1)
    assert "Files cannot be read or written: Input/output error." in err


def test_workers_who_would_all_have_to_compile_are_not_called() -> None:
    asked: list[int] = []
    with Crew(2, prepare=lambda: bool(asked.append(1))) as crew:
        assert crew.do(doubled, [1, 2, 3], Control(60.0)) == [2, 4, 6]
        assert crew.do(doubled, [4, 5], Control(60.0)) == [8, 10]
    assert asked == [1]
    assert crew._made == 1
