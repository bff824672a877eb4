"""Groups formed again as if somebody had left already: the same as after `leave`, with the lists as they are."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from matcher import (
    IntakeError,
    MatchResult,
    compare,
    frontier,
    join,
    leave,
    read_intake,
    rematch,
    stress,
    verify,
    write_reports,
)
from matcher.cli import main
from matcher.intake.people import Gone
from matcher.result.asked import as_asked
from matcher.result.since import changed_since, held_since
from matcher.terminal.rematch import RematchFacts, rematch_summary
from matcher.terminal.show import ResultFacts, shown_result
from tests.rematching.common import result_of

FILES = {
    "mentors.csv": "id,name,preferred_mentees\nT1,Ada,S1; S2\nT2,Ben,S3\n",
    "mentees.csv": "id,name,avoid\nS1,Ines,\nS2,Omar,S1\nS3,Yuki,\nS4,Noor,\nS5,Luca,\n",
    "constraints.csv": "kind,a,b\napart,S1,S3\n",
    "program.toml": "[groups]\nmentors = 1\nmin_size = 2\nmax_size = 3\n",
}
BEFORE = [(("T1",), None, ("S1", "S2")), (("T2",), None, ("S3", "S4", "S5"))]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "intake"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_it_is_the_result_of_the_intake_that_they_have_left(place: Path, tmp_path: Path) -> None:
    point = rematch(place, result_of(BEFORE), without=["Ines"])
    assert point.result.without == (Gone("S1", "Ines", "mentee"),)
    assert (point.moves, point.fewest) == (1, 1)
    whole = read_intake(place)
    assert whole == read_intake(place)
    assert verify(whole, point.result) == ()
    point.save(tmp_path / "out")
    loaded = MatchResult.load(tmp_path / "out")
    assert loaded == point.result
    leave(place, ["S1"])
    now = read_intake(place)
    assert replace(point.result, without=()) == rematch(now, result_of(BEFORE)).result
    assert verify(now, loaded) == ()
    assert verify(now, tmp_path / "out") == ()
    assert (changed_since(now, loaded), held_since(now, loaded)) == (None, None)
    assert as_asked(now, loaded) is now
    assert held_since(whole, loaded) == (
        "this was formed without Ines (S1), whom the intake still holds: that person counts as gone here; "
        "`matcher leave INTAKE S1` takes that person out of it"
    )
    assert changed_since(whole, loaded) is None


def test_who_left_is_told_and_stands_on_no_page(place: Path, tmp_path: Path) -> None:
    point = rematch(place, result_of(BEFORE), without=["S1"])
    assert "Formed without Ines (S1), who left.\n" in rematch_summary(RematchFacts(point, tmp_path), StringIO())
    assert "Formed without Ines (S1), who left." in shown_result(ResultFacts(point.result), StringIO())
    write_reports(point.result, read_intake(place), tmp_path / "reports", kinds=["html"])
    page = (tmp_path / "reports" / "committee.html").read_text(encoding="utf-8")
    assert "Omar" in page
    assert "Ines" not in page


def test_several_and_a_frontier(place: Path) -> None:
    points = frontier(read_intake(place), result_of(BEFORE), without=["S1", "S3"])
    assert [point.result.without for point in points] == [
        (Gone("S1", "Ines", "mentee"), Gone("S3", "Yuki", "mentee"))
    ] * len(points)
    assert points


def test_pairs_of_the_past_stay_apart_for_those_who_stay(place: Path) -> None:
    past = result_of([(("T1",), None, ("S1", "S2", "S4"))])
    again = rematch(place, result_of(BEFORE), never_again=[past], without=["S1"])
    assert [one.pairs for one in again.result.never_again] == [(("S2", "T1"), ("S4", "T1"))]


def test_whoever_is_unknown_is_a_fault_and_so_is_what_is_impossible_without_them(place: Path) -> None:
    with pytest.raises(IntakeError, match="'Inse' is nobody in the intake; did you mean Ines"):
        rematch(place, result_of(BEFORE), without=["Inse", "S2"])
    with pytest.raises(IntakeError, match=r"has no people in it \(once T1 and T2 are out\)"):
        rematch(place, result_of(BEFORE), without=["T1", "T2"])


def test_whoever_is_out_stays_out_of_what_is_formed_from_it(place: Path) -> None:
    first = rematch(place, result_of(BEFORE), without=["S1"]).result
    again = rematch(place, first)
    assert (again.moves, again.changes) == (0, ())
    assert again.result.without == (Gone("S1", "Ines", "mentee"),)
    assert verify(read_intake(place), again.result) == ()
    point = rematch(read_intake(place), first, without=["Yuki", "Ines"])
    assert [one.id for one in point.result.without] == ["S1", "S3"]
    assert [row.mentee_id for row in point.result.assignment_rows] == ["S2", "S4", "S5"]
    points = frontier(place, first)
    assert {tuple(one.id for one in one.result.without) for one in points} == {("S1",)}


def test_whoever_came_back_after_leaving_is_let_in_again(place: Path) -> None:
    first = rematch(place, result_of(BEFORE), without=["S1"]).result
    leave(place, ["S1"])
    second = rematch(place, first).result
    assert second.without == ()
    join(place, ["S1"])
    told = {one.person_id: one.reason for one in rematch(place, second).changes}
    assert told["S1"].startswith("is new; left out: Every group has somebody who must not share a group with them")


def test_losses_are_tried_without_who_is_out(place: Path) -> None:
    (place / "program.toml").write_text("[groups]\nmentors = 1\nmin_size = 1\n", encoding="utf-8")
    result = rematch(place, result_of(BEFORE), without=["T2"]).result
    whole = stress(place, result)
    leave(place, ["T2"])
    assert whole == stress(place, result)
    assert (whole.possible, whole.spare, dict(whole.names)) == ({1: 1}, (), {"T1": "Ada"})


def test_a_comparison_says_who_is_out(place: Path) -> None:
    result = rematch(place, result_of(BEFORE), without=["S1"]).result
    compared = compare(result, result, place)
    assert [note.partition(", whom")[0] for note in compared.first.notes] == ["this was formed without Ines (S1)"]


def test_commands_go_on_without_who_is_out(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    result_of(BEFORE).save("before")
    assert main(["rematch", "intake", "before", "--out", "first", "--without", "S1"]) == 0
    assert main(["rematch", "intake", "first", "--out", "second"]) == 0
    told = capsys.readouterr()
    assert "Note: this was formed without Ines (S1), whom the intake still holds" in told.err
    assert "4 of 4 mentees placed.\nFormed without Ines (S1), who left.\n" in told.out.partition("is in first")[2]
    assert MatchResult.load("second").without == (Gone("S1", "Ines", "mentee"),)
    assert main(["verify", "intake", "second"]) == 0
