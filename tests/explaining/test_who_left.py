"""Somebody who has left is asked about: that is the answer, whoever of the two it is, on either side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcher import IntakeError, MatchResult, explain, leave, match, rematch
from matcher.cli import main

FILES = {
    "mentors.csv": "id,name\nT1,Ada\nT2,Ben\n",
    "mentees.csv": "id,name\nS1,Ines\nS2,Omar\nS3,Yuki\n",
    "program.toml": "[groups]\nmentors = 1\nmin_size = 1\n",
}
OUT = "Ines has left: the groups were formed without that mentee, whom the intake still holds.\n"
BACK = "`matcher join INTAKE S1` brings that mentee back.\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "intake"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    match(folder).save("before")
    rematch(folder, "before", without=["S1", "T2"]).result.save("now")
    return folder


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--person", "S1"], OUT),
        (["--person", "ines"], OUT),
        (["--person", "S2", "--with", "S1"], OUT),
        (["--person", "S1", "--with", "T2"], OUT + OUT.replace("Ines", "Ben").replace("mentee", "mentor")),
    ],
)
def test_who_is_out_of_the_result_is_said_to_have_left(
    place: Path, capsys: pytest.CaptureFixture[str], asked: list[str], said: str
) -> None:
    assert main(["explain", "intake", "now", *asked]) == 0
    assert capsys.readouterr().out == said


def test_the_same_as_data(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "intake", "now", "--person", "T2", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["away"] == [{"person": "T2", "role": "mentor", "stands": "intake", "when": None, "reason": None}]
    assert "person" not in told
    assert main(["explain", "intake", "now", "--person", "T1", "--format", "json"]) == 0
    assert "away" not in json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("result", ["before", "now"])
def test_who_left_the_intake_can_come_back(place: Path, capsys: pytest.CaptureFixture[str], result: str) -> None:
    leave(place, ["S1"], when="June", reason="went abroad")
    assert main(["explain", "intake", result, "--person", "Ines"]) == 0
    assert capsys.readouterr().out == f"Ines has left (June; went abroad): {BACK}"
    assert explain(place, result, "S1").away == explain(place, result, "S2", "S1").away


def test_who_left_by_hand_is_known_from_the_result_alone(place: Path) -> None:
    (place / "mentees.csv").write_text(FILES["mentees.csv"].replace("S1,Ines\n", ""), encoding="utf-8")
    found = explain(place, "now", "S1").away
    assert found is not None
    assert [(one.person, one.stands) for one in found] == [("S1", "nowhere")]
    with pytest.raises(IntakeError, match="is nobody's id or name"):
        explain(place, "before", "S1")


def test_a_result_shown_says_so_too(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "now", "--person", "Ines"]) == 2
    assert (
        "person: 'Ines' means Ines (S1), who left: the groups were formed without that mentee"
        in capsys.readouterr().err
    )


def test_whoever_is_there_comes_before_whoever_left_of_the_same_name(place: Path) -> None:
    (place / "mentees.csv").write_text(f"{FILES['mentees.csv']}S4,Ines\n", encoding="utf-8")
    leave(place, ["S1"])
    result = rematch(place, MatchResult.load("now")).result
    found = explain(place, result, "Ines").person
    assert found is not None
    assert found.person == "S4"
