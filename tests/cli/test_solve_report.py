"""`solve --report`, and `report` of a result that belongs to another intake."""

from pathlib import Path

import pytest

from matcher.cli import main
from tests.report.tiny import TINY


def test_solve_writes_reports_beside_the_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", str(TINY), "--out", str(tmp_path), "--effort", "quick", "--quiet", "--report"]) == 0
    assert {"committee.html", "participants-sheets.html", "result.json"} <= {file.name for file in tmp_path.iterdir()}
    assert f"The reports are in {tmp_path}:\n  committee.html\n  participants.html\n" in capsys.readouterr().out


def test_a_result_of_another_intake_is_one_short_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", str(TINY), "--out", str(tmp_path / "tiny"), "--effort", "quick", "--quiet"]) == 0
    capsys.readouterr()
    other = str(TINY.parent / "two-campuses")
    assert main(["report", other, str(tmp_path / "tiny"), "--out", str(tmp_path / "reports")]) == 2
    said = capsys.readouterr().err
    assert "has mentors that the intake does not have: T1, T2, T3 and T4; name the intake that the result was" in said
    assert "Warning" not in said
    assert not (tmp_path / "reports").exists()
