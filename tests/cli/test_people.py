"""`leave`, `join` and `add` as commands: what they say, and how they end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from matcher.cli import main

FILES = {
    "mentors.csv": "id,name,preferred_mentees\nT1,Ada,S1; S2\nT2,Ben,\n",
    "mentees.csv": "id,name,preferred_mentors\nS1,Ines,T1\nS2,Omar,T1\nS3,Yuki,T2\n",
    "locks.csv": "kind,mentors,slot,mentees,reason\nwhole-group,T1,,S1;S2;S3,promised\n",
    "program.toml": "[groups]\nmentors = 1\nmin_size = 1\n",
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "intake"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_leave_and_join_say_what_they_do(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {file.name: file.read_bytes() for file in place.iterdir()}
    assert main(["leave", "intake", "Ines", "S3", "--reason", "went abroad"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Ines (S1) and Yuki (S3) left intake. Taken out: 2 rows, 1 mention in the lists of others and "
        "2 mentions in locks.",
        "- S1, number 1 in preferred_mentees of Ada (T1)",
        "- S1 in the lock whole-group T1",
        "- S3 in the lock whole-group T1",
        "The lock whole-group T1 holds its group for just the others now: nobody else gets the place as long as it "
        "stands.",
        "left.csv keeps all of it: `matcher join intake S1 S3` puts it back.",
    ]
    assert main(["check", "intake"]) == 0
    assert "Left: Ines (S1) and Yuki (S3); `matcher join` brings them back." in capsys.readouterr().out
    assert main(["join", "intake", "S3", "S1"]) == 0
    assert capsys.readouterr().out.startswith("Ines (S1) and Yuki (S3) are back in intake. Put back: 2 rows,")
    assert {file.name: file.read_bytes() for file in place.iterdir()} == before


def test_add_says_who_came(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place.parent / "late.csv").write_text("id,name,preferred_mentors\nS4,Noor,T2\n", encoding="utf-8")
    assert main(["add", "intake", "late.csv"]) == 2
    assert "late.csv: does not say whether it holds mentors or mentees" in capsys.readouterr().err
    assert main(["add", "intake", "late.csv", "--mentees"]) == 0
    assert "1 mentee added to intake: Noor (S4).\n" in capsys.readouterr().out
    assert (place / "mentees.csv").read_text(encoding="utf-8") == f"{FILES['mentees.csv']}S4,Noor,T2\n"


def test_faults_end_with_status_2_as_everywhere(place: Path) -> None:
    command = [sys.executable, "-m", "matcher", "leave", str(place), "Inse", "S9"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "The intake or the call has 2 faults:",
        "- the call, who: 'Inse' is nobody in the intake; did you mean Ines?",
        "- the call, who: 'S9' is nobody in the intake",
    ]
