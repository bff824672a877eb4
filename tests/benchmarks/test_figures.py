"""What is measured is kept with how it came about, and figures are made of what is kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import figures, machine
from benchmarks.figures import MEASUREMENTS, Measurement
from benchmarks.machine import Busy, Machine, this_machine
from benchmarks.measuring import modes, rematching, rule_sets
from benchmarks.measuring.solving import solved
from benchmarks.pages import said
from benchmarks.records import RESULTS, Record, Row, Stamp, Stamping
from benchmarks.samples import tiny
from matcher import read_intake

MACHINE = Machine("a processor", 2, 24, "Linux", "3.11.7", {"ortools": "9.15"})
STAMP = Stamp("0123456789", "2026-11-30", "python -m benchmarks.figures some", MACHINE, 0.1)


def three_rows() -> Iterator[Row]:
    yield from ({"number": number} for number in range(3))


def test_a_record_is_the_same_after_saving_and_loading(tmp_path: Path) -> None:
    record = Record(STAMP, ({"name": "plain", "seconds": 1.5}, {"name": "Zoë", "seconds": 2.0}))
    record.save("some", tmp_path)
    assert Record.load("some", tmp_path) == record
    assert (tmp_path / "some.json").read_text(encoding="utf-8").count("\n") == 5  # a row a line
    with pytest.raises(FileNotFoundError, match=r"others\.json"):
        Record.load("others", tmp_path)


def test_what_is_measured_is_kept_with_its_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "RESULTS", tmp_path)
    figures.keep("three", three_rows)
    kept = Record.load("three", tmp_path)
    assert [row["number"] for row in kept.rows] == [0, 1, 2]
    assert kept.stamp.command == "python -m benchmarks.figures three"
    assert kept.stamp.machine == this_machine()


def test_nothing_is_kept_of_a_measurement_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[Row]:
        yield {"number": 0}
        raise ArithmeticError("half way")

    monkeypatch.setattr(figures, "RESULTS", tmp_path)
    with pytest.raises(ArithmeticError, match="half way"):
        figures.keep("broken", broken)
    assert list(tmp_path.iterdir()) == []


def test_what_others_published_is_passed_over_where_it_is_not_at_hand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def never(name: str) -> None:
        raise AssertionError(name)

    missing = tmp_path / "nowhere"
    monkeypatch.setitem(MEASUREMENTS, "published", Measurement("data of others", 1, never, needs=missing))
    monkeypatch.setattr(sys, "argv", ["figures", "published"])
    figures.main()
    assert capsys.readouterr().out == f"published: passed over, for {missing} is not there\n"


def test_unknown_measurements_are_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["figures", "rule_sets", "nonsense"])
    with pytest.raises(SystemExit, match="2"):
        figures.main()
    assert "nothing is named nonsense; there are rule_sets, modes" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["runs", *(name for name in MEASUREMENTS if (RESULTS / f"{name}.json").exists())])
def test_every_record_says_when_where_and_at_which_commit(name: str) -> None:
    stamps = said._results().stamps if name == "runs" else [Record.load(name).stamp]
    assert stamps
    for stamp in stamps:
        assert len(stamp.commit.removesuffix("+")) == 10
        assert stamp.command.startswith("python -m benchmarks.")
        assert stamp.machine.cores >= 1
        assert {"matcher", "ortools", "numba"} <= stamp.machine.versions.keys()


def test_a_stamp_has_the_commit_and_a_mark_where_the_code_was_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {"rev-parse": "0123456789", "status": " M matcher/matching.py"}
    monkeypatch.setattr("benchmarks.records._git", lambda *words: changed[words[0]])
    assert Stamping("x").stamp().commit == "0123456789+"
    changed["status"] = ""
    assert Stamping("x").stamp().commit == "0123456789"
    changed["rev-parse"] = ""
    assert Stamping("x").stamp().commit == "unknown"


def test_whether_a_machine_was_at_peace_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    # Ten seconds pass; the processors work 14 seconds, of which 4 are ours.
    times = iter([(100.0, 50.0, 1.0), (110.0, 64.0, 5.0)])
    monkeypatch.setattr(machine, "_now", lambda: next(times))
    assert Busy().by_others() == 1.0
    untold = iter([(100.0, 0.0, 1.0), (110.0, 0.0, 5.0)])
    monkeypatch.setattr(machine, "_now", lambda: next(untold))
    assert Busy().by_others() is None
    assert [replace(STAMP, others=others).in_peace for others in (0.1, 1.0, None)] == [True, False, False]


def test_a_figure_says_on_what_machine_and_in_what_company() -> None:
    quiet, crowded = STAMP, replace(STAMP, others=1.4, date="2026-12-01", commit="abcdefabcd")
    assert "Measured 2026-11-30 at commit 0123456789, on: a processor, 2 cores" in said._measured([quiet], "x")
    assert "Other work" not in said._measured([quiet], "x")
    both = said._measured([quiet, crowded], "x")
    assert "Measured 2026-11-30 to 2026-12-01 at commits 0123456789, abcdefabcd, on" in both
    assert "Other work kept up to 1.4 cores busy meanwhile" in both
    assert "is not known" in said._measured([replace(STAMP, others=None)], "x")


@pytest.mark.parametrize(
    ("values", "told"),
    [([0.0046, 0.0097], "0.46 to 0.97 %"), ([0.0067], "0.67 %"), ([0.0566, 1.28], "5.66 to 128 %")],
)
def test_a_span_has_its_least_and_its_most(values: list[float], told: str) -> None:
    assert said._span(values, said._percent) == told


def test_a_row_of_the_table_is_the_median_and_the_worst() -> None:
    rows: list[Row] = [
        {"status": "optimal", "seconds": 1.0},
        {"status": "optimal", "seconds": 12.4},
        {"status": "feasible", "seconds": 60.0},
    ]
    assert said._rule_set("`plain`", rows) == ["`plain`", "3", "2", "12 s", "60 s"]
    assert said._rule_set("`tiny`", rows[:1])[3:] == ["1.0 s", "1.0 s"]
    assert said._seconds(0.02) == "under 0.1 s"


def test_a_profile_ends_with_the_last_choice_that_somebody_got() -> None:
    assert said._profile([20, 9, 5, 0, 1, 0, 0]) == "20, 9, 5, 0, 1"


def test_one_solve_is_told_with_all_that_tables_need() -> None:
    row = solved(tiny(), effort="quick")
    assert {name: row[name] for name in ("status", "objective", "bound", "gap", "left_out")} == {
        "status": "optimal",
        "objective": 16430,
        "bound": 16430,
        "gap": 0.0,
        "left_out": 0,
    }
    impossible = {**tiny(), "program": {"groups": {"mentors": 1, "min_size": 5, "max_size": 5, "count": 4}}}
    assert solved(impossible)["status"] == "infeasible"


def test_rule_sets_and_modes_are_measured_on_what_they_say() -> None:
    named = [(name, seed) for name, seed, _ in rule_sets.intakes((0, 1))]
    assert named[:10] == [(name, 0) for name in (*rule_sets.rule_sets(0), "scarcity")]
    assert named[20:] == [("medical-school", 0), ("tiny", 0), ("two-campuses", 0)]
    assert modes._in_mode(tiny(), "fair")["program"]["objective"] == {"mode": "fair"}


def test_the_later_sample_lacks_who_left_and_has_who_came() -> None:
    data = rematching.later()
    intake = read_intake(data["mentors"], data["mentees"], data["program"], data["constraints"])
    assert len(intake.mentors) == 12 - len(rematching.GONE)
    assert len(intake.mentees) == 60 + rematching.JOINERS
    named = {wish for mentee in intake.mentees for wish in mentee.preferred_mentors}
    assert not named & rematching.GONE
