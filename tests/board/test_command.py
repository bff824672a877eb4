"""The command: it tells where the board is, ends in order, and says what it lacks."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from matcher.cli import main
from tests.board.boards import opened


def test_what_is_not_installed_is_told_with_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened(tmp_path)
    monkeypatch.setattr(sys.modules["matcher.cli.board"], "find_spec", lambda name: None)
    assert main(["board", str(tmp_path / "spring"), str(tmp_path / "results")]) == 2
    assert capsys.readouterr().err == (
        "The board needs starlette, which is not installed: pip install '.[board]' in the folder of matcher\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["spring", "nowhere"], "there is no such file"),
        (["spring", "results", "--out", "spring"], "holds an intake"),
        (["spring", "results", "--language", "it"], "'it' is no language of the reports"),
        (["-", "results"], "a place on the disk is meant here"),
    ],
)
def test_a_wrong_call_is_told(
    tmp_path: Path,
    words: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    opened(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["board", *words, "--no-browser"]) == 2
    assert said in capsys.readouterr().err


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    opened(tmp_path)
    words = ["board", str(tmp_path / "spring"), str(tmp_path / "results"), "--no-browser"]
    process = subprocess.Popen(
        [sys.executable, "-m", "matcher", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_tells_its_address_and_ends_in_order(running: subprocess.Popen[str], sign: signal.Signals) -> None:
    assert running.stdout is not None
    address = urlsplit(running.stdout.readline().strip())
    line = http.client.HTTPConnection("127.0.0.1", address.port or 0, timeout=30)
    line.request("GET", address.path)
    page = line.getresponse().read().decode()
    line.close()
    assert "Sam Park" in page
    running.send_signal(sign)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 0
    assert said.splitlines()[-1] == "Ended. Nothing is left to be saved."
