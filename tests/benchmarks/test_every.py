"""The table of everything: every set can be drawn at every size it names, is measured, and is not measured twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import every
from benchmarks.every import MODES, RULES, SIZES, Cell, intake_of
from matcher import read_intake


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("size", ["60/12", "300/60"])
def test_every_set_of_rules_is_a_legal_intake_that_differs_from_plain(rules: str, size: str) -> None:
    drawn = intake_of(Cell(size, rules, "total"))
    intake = read_intake(drawn["mentors"], drawn["mentees"], drawn["program"], drawn["constraints"], drawn.get("locks"))
    mentees, mentors, _ = SIZES[size]
    assert len(intake.mentees) == mentees
    assert len(intake.mentors) == (mentors * 11 // 12 if rules == "scarcity" else mentors)
    if rules != "plain":
        plain = intake_of(Cell(size, "plain", "total"))
        assert {**drawn, "program": {**drawn["program"], "name": ""}} != {
            **plain,
            "program": {**plain["program"], "name": ""},
        }


@pytest.mark.parametrize("mode", MODES)
def test_the_mode_of_a_cell_is_that_of_its_intake(mode: str) -> None:
    assert intake_of(Cell("60/12", "plain", mode))["program"]["objective"] == {"mode": mode}


def test_a_campaign_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(every, "RESULTS", tmp_path)
    monkeypatch.setattr("benchmarks.records.RESULTS", tmp_path)
    monkeypatch.setattr(every, "warm", lambda: None)
    monkeypatch.setattr(every, "SIZES", {"60/12": (16, 4, 5.0)})
    words = ["--rules", "plain", "scarcity", "--modes", "total"]
    every.main([*words, "--seeds", "1"])
    first = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in first] == ["plain", "scarcity"]
    every.main([*words, "--seeds", "1", "2"])
    assert [line.split()[3] for line in capsys.readouterr().out.splitlines()] == ["2", "2"]
    every.main([*words, "--seeds", "3", "--for", "-1"])
    assert capsys.readouterr().out == ""
    kept = every.kept()
    assert [(cell.rules, cell.seed) for cell in kept] == [("plain", 1), ("plain", 2), ("scarcity", 1), ("scarcity", 2)]
    assert all({"status", "seconds", "commit", "others"} <= row.keys() for row in kept.values())
