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


def test_a_name_that_is_nearly_somebodys_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["id,name", 'S1,"Ünal, Ayşe"', "S2,Omar Diallo", "S3,Omar Haddad"]
    (place / "mentees.csv").write_text("\n".join(rows), encoding="utf-8")
    for told, near in (("Ünal", "Ünal, Ayşe"), ("ayse", "Ünal, Ayşe"), ("Dialo", "Omar Diallo"), ("S33", "S3")):
        assert main(["leave", "intake", told]) == 2
        assert f"{told!r} is nobody in the intake; did you mean {near}?" in capsys.readouterr().err
    assert main(["leave", "intake", "Omar"]) == 2
    assert "did you mean" not in capsys.readouterr().err
    (place / "constraints.csv").write_text("kind,a,b\napart,Omar Diallo,S3\n", encoding="utf-8")
    assert main(["check", "intake"]) == 2
    assert "'Omar Diallo' is nobody's id; did you mean S2?" in capsys.readouterr().err


def test_late_answers_of_somebody_known_say_who_and_how_to_go_on(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "mentees.csv").write_text("id,name,email\nS1,Ines,ines@x.example\n", encoding="utf-8")
    (place / "mentors.csv").write_text("id,name\nT1,Ada\n", encoding="utf-8")
    (place / "locks.csv").unlink()
    (place.parent / "mentees.csv").write_text(
        "id,name,email\nS7,Noor,\n\nS8,Ines R.,INES@x.example\nS7,Noa,\nS1,Ines,\n", encoding="utf-8"
    )
    assert main(["add", "intake", "mentees.csv"]) == 2
    said = capsys.readouterr().err.splitlines()[1:]
    assert said == [
        "- mentees.csv row 4, column email: 'INES@x.example' is the address of Ines (S1), who is in the intake "
        "already; if it is the same person, take the row out, and change what is new by hand in the table of the "
        "intake; if it is somebody else, write an address of their own",
        "- mentees.csv row 5, column id: 'S7' is already the id in row 2; ids are used once",
        "- mentees.csv row 6, column id: 'S1' is in the intake already, as the id of Ines (S1); take the row out, or "
        "give it another id; to replace the old row, change that in the intake by hand",
    ]
    assert main(["add", "intake", "gone/late.csv"]) == 2
    assert "gone/late.csv: is not there; name the file with the late answers" in capsys.readouterr().err
    (place.parent / "late.csv").write_text("Name\nNoor\n", encoding="utf-8")
    assert main(["add", "intake", "late.csv", "--mapping", "gone.toml"]) == 2
    assert "gone.toml: is not there; name the mapping" in capsys.readouterr().err


def test_a_name_that_looks_like_an_option_stands_behind_two_dashes(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "mentors.csv").write_text("id,name\nT1,'-Dash\nT2,Ben\n", encoding="utf-8")
    assert main(["leave", "intake", "-Dash"]) == 2
    assert "A name that begins with - stands behind --, like: matcher leave INTAKE -- -Name" in capsys.readouterr().err
    assert main(["leave", "intake", "--", "-Dash"]) == 0
    assert capsys.readouterr().out.startswith("-Dash (T1) left intake.")
