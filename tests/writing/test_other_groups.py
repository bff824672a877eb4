"""Groups that somebody changed by hand, and results with other groups, never go without a word."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from matcher import MatchResult
from matcher.errors import OverwriteError
from matcher.intake.disk.news import heard
from matcher.intake.disk.ours import MANIFEST, of_changed_groups
from matcher.questions.rematch.running import Rematch, save_frontier
from tests.report.tiny import GROUPS, TINY, result_of, stress_of, tiny
from tests.writing.disks import Ran, aged, snapshot

KEPT = "result 2026-11-30 15-04.json"
PASSED_OVER = "Note: committee.xlsx was changed by hand and is not taken into account; name it to go by it"


def others() -> MatchResult:
    """The same people in other groups: Sam is left out."""
    second = replace(GROUPS[1], mentees=GROUPS[1].mentees[:-1])
    return result_of(tiny(), GROUPS[0], second, left_out=("S9",))


def moved(file: Path, group: str | None = "G1") -> Path:
    """A workbook in which Sam is in the other group."""
    book = openpyxl.load_workbook(file)
    for row in book["People"].iter_rows(min_row=3):
        if row[1].value == "S9":
            row[4].value = group
    book.save(file)
    return aged(file)


def reported(ran: Ran, result: Path, folder: Path, *options: object) -> str:
    status, _, err = ran("report", TINY, result, "--out", folder, *options)
    assert status == 0, err
    return err


# An edited workbook that stands there -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["--mail", "--html", "--print"])
def test_reports_of_other_kinds_say_that_they_do_not_go_by_an_edited_workbook(
    kind: str, tmp_path: Path, solved: Path, ran: Ran
) -> None:
    reported(ran, solved, tmp_path / "reports", "--xlsx")
    assert "committee.xlsx" not in reported(ran, solved, tmp_path / "reports", kind)
    moved(tmp_path / "reports" / "committee.xlsx")
    assert f"{PASSED_OVER}.\n" in reported(ran, solved, tmp_path / "reports", kind)


def test_calendars_say_so_too(tmp_path: Path, ran: Ran) -> None:
    calendar = {"start": "2026-10-07", "weeks": 6, "timezone": "Europe/Berlin"}
    result_of(tiny(calendar)).report(tmp_path, tiny(calendar), kinds=["xlsx"])
    moved(tmp_path / "committee.xlsx")
    told: list[str] = []
    with heard(told.append):
        result_of(tiny(calendar)).report(tmp_path, tiny(calendar), kinds=["ics"])
    assert f"Note: {told[0]}" == PASSED_OVER


def test_what_the_new_files_go_by_is_not_passed_over(tmp_path: Path, solved: Path, ran: Ran) -> None:
    folder = tmp_path / "reports"
    reported(ran, solved, folder, "--xlsx")
    book = moved(folder / "committee.xlsx")
    assert "taken into account" not in reported(ran, book, folder, "--mail")
    # Elsewhere, but with the same groups.
    copy = tmp_path / "mine.xlsx"
    copy.write_bytes(book.read_bytes())
    assert "taken into account" not in reported(ran, copy, folder, "--html")


def test_a_changed_copy_beside_is_told_and_another_workbook_is_not(tmp_path: Path, solved: Path, ran: Ran) -> None:
    folder = tmp_path / "reports"
    reported(ran, solved, folder, "--xlsx")
    copy = folder / "committee mine.xlsx"
    copy.write_bytes((folder / "committee.xlsx").read_bytes())
    openpyxl.Workbook().save(folder / "rooms.xlsx")
    assert "xlsx" not in reported(ran, solved, folder, "--mail")
    moved(copy)
    err = reported(ran, solved, folder, "--html")
    assert "Note: committee mine.xlsx, which matcher did not write there, tells other groups and is not taken" in err
    assert "rooms.xlsx" not in err


def test_participants_workbook_is_never_read_and_that_is_told(tmp_path: Path, solved: Path, ran: Ran) -> None:
    reported(ran, solved, tmp_path / "reports", "--xlsx")
    book = openpyxl.load_workbook(tmp_path / "reports" / "participants.xlsx")
    book.worksheets[0]["A9"] = "mine"
    book.save(tmp_path / "reports" / "participants.xlsx")
    err = reported(ran, solved, tmp_path / "reports", "--mail")
    assert "participants.xlsx was changed by hand, and no groups are read from it: they are changed in committee" in err


def test_results_say_so_of_a_workbook_beside_them(tmp_path: Path, solved: Path, ran: Ran) -> None:
    reported(ran, solved, solved, "--xlsx")
    moved(solved / "committee.xlsx")
    told: list[str] = []
    with heard(told.append):
        others().save(solved)
    assert f"Note: {told[-1]}" == PASSED_OVER
    told.clear()
    with heard(told.append):
        stress_of(tiny()).save(solved / "stress.json")
    assert f"Note: {told[-1]}" == PASSED_OVER


def test_solve_and_rematch_say_so(tmp_path: Path, solved: Path, ran: Ran) -> None:
    reported(ran, solved, tmp_path / "out", "--xlsx")
    moved(tmp_path / "out" / "committee.xlsx")
    status, _, err = ran("solve", TINY, "--out", tmp_path / "out", "--effort", "quick", "--quiet")
    assert (status, PASSED_OVER in err) == (0, True)
    status, _, err = ran("rematch", TINY, solved, "--out", tmp_path / "out", "--effort", "quick", "--quiet")
    assert (status, PASSED_OVER in err) == (0, True)


def test_a_note_is_told_once_in_a_call(solved: Path, ran: Ran) -> None:
    reported(ran, solved, solved, "--xlsx")
    moved(solved / "committee.xlsx")
    assert reported(ran, solved, solved, "--mail").count("committee.xlsx was changed by hand") == 1


# Reports of groups that were changed --------------------------------------------------------------------------------


@pytest.fixture
def gone_by(tmp_path: Path, solved: Path, ran: Ran) -> Path:
    """Reports of every kind of groups that somebody changed: nobody touched these files since."""
    reported(ran, solved, tmp_path / "reports", "--xlsx")
    book = moved(tmp_path / "reports" / "committee.xlsx")
    reported(ran, book, tmp_path / "reports", "--xlsx", "--mail", "--html", "--replace")
    return tmp_path / "reports"


@pytest.mark.parametrize("kind", ["--xlsx", "--mail", "--html"])
def test_moves_are_not_taken_back_by_the_next_report(kind: str, gone_by: Path, solved: Path, ran: Ran) -> None:
    before = snapshot(gone_by)
    status, out, err = ran("report", TINY, solved, "--out", gone_by, kind)
    assert (status, out) == (2, "")
    assert "is of groups that were changed by hand; the new files do not go by it" in err
    assert "add --replace, and they stay beside the new files" in err
    assert snapshot(gone_by) == before
    aged(gone_by / "committee.xlsx")
    err = reported(ran, solved, gone_by, "--xlsx", "--mail", "--html", "--replace")
    assert "committee.xlsx is of groups that were changed by hand" in err
    assert of_changed_groups(gone_by) == {}
    reported(ran, solved, gone_by, "--xlsx", "--mail", "--html")


def test_the_same_groups_in_another_language_are_written_over(gone_by: Path, tmp_path: Path, ran: Ran) -> None:
    copy = tmp_path / "mine.xlsx"
    copy.write_bytes((gone_by / "committee.xlsx").read_bytes())
    before = snapshot(gone_by)
    reported(ran, copy, gone_by, "--xlsx", "--mail", "--html", "--language", "de")
    assert snapshot(gone_by).keys() == before.keys()


def test_whoever_goes_on_in_the_workbook_is_asked_of_it_alone(gone_by: Path, ran: Ran) -> None:
    book = moved(gone_by / "committee.xlsx", None)
    status, _, err = ran("report", TINY, book, "--out", gone_by, "--xlsx", "--mail", "--html")
    assert status == 2
    assert "A file stands in" in err
    assert "- committee.xlsx was changed after matcher wrote it; the new files go by its yellow cells\n" in err


def test_other_kinds_than_those_that_stand_there_say_so(gone_by: Path, solved: Path, ran: Ran) -> None:
    err = reported(ran, solved, gone_by, "--print")
    assert "of groups that were changed by hand; the new files do not go by these; for that, name committee.xlsx" in err
    assert len([line for line in err.splitlines() if "changed by hand" in line]) == 1


def test_solving_with_reports_stops_before_it_solves(gone_by: Path, ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    import matcher

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("solved in vain")

    monkeypatch.setitem(vars(matcher), "match", fail)
    status, _, err = ran("solve", TINY, "--out", gone_by, "--report")
    assert (status, "is of groups that were changed by hand" in err) == (2, True)


def test_a_list_that_was_spoilt_knows_of_no_groups(tmp_path: Path) -> None:
    for text in ('{"files": {}, "by_hand": 1}', '{"by_hand": {"a.txt": 1}}', "["):
        (tmp_path / MANIFEST).write_text(text)
        (tmp_path / "a.txt").write_text("one")
        assert of_changed_groups(tmp_path) == {}


# Results with other groups --------------------------------------------------------------------------------------------


def test_a_result_with_other_groups_stays_beside(solved: Path) -> None:
    before = aged(solved / "result.json").read_bytes()
    told: list[str] = []
    with heard(told.append):
        others().save(solved)
    assert told == [f"what stood there has other groups and is kept: result.json as {KEPT!r}"]
    assert (solved / KEPT).read_bytes() == before
    assert MatchResult.load(solved / KEPT).groups == result_of(tiny()).groups
    assert MatchResult.load(solved).groups == others().groups
    assert MatchResult.load(solved).notes == ()


def test_a_result_with_the_same_groups_is_replaced(solved: Path) -> None:
    before = snapshot(solved)
    first, second = result_of(tiny()).groups
    turned = replace(first, mentees=first.mentees[::-1], mentors=first.mentors[::-1])
    told: list[str] = []
    with heard(told.append):
        replace(result_of(tiny()), groups=(turned, second), seed=7).save(solved)
    assert told == []
    assert snapshot(solved).keys() == before.keys()
    assert json.loads((solved / "result.json").read_text(encoding="utf-8"))["seed"] == 7


def test_results_in_folders_of_a_frontier_stay_beside_too(tmp_path: Path) -> None:
    def point(result: MatchResult) -> Rematch:
        return Rematch(result, 1, 0, 1, (), {})

    save_frontier([point(result_of(tiny()))], tmp_path)
    aged(tmp_path / "moves-1" / "result.json")
    told: list[str] = []
    with heard(told.append):
        save_frontier([point(others())], tmp_path)
    assert told == [f"what stood there has other groups and is kept: moves-1/result.json as {KEPT!r}"]
    assert MatchResult.load(tmp_path / "moves-1" / KEPT).groups == result_of(tiny()).groups


def test_solve_says_so_in_one_line(tmp_path: Path, ran: Ran) -> None:
    others().save(tmp_path / "results")
    aged(tmp_path / "results" / "result.json")
    status, _, err = ran("solve", TINY, "--out", tmp_path / "results", "--effort", "quick", "--quiet")
    assert status == 0
    assert f"Note: what stood there has other groups and is kept: result.json as {KEPT!r}.\n" in err
    assert ran("solve", TINY, "--out", tmp_path / "results", "--effort", "quick", "--quiet")[2].count("kept") == 0


def test_what_was_changed_by_hand_is_refused_as_ever(solved: Path) -> None:
    (solved / "result.json").write_text((solved / "result.json").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(OverwriteError, match=r"result\.json was changed after matcher wrote it"):
        others().save(solved)
    others().save(solved, replace=True)
    assert len(list(solved.glob("result *.json"))) == 1
    assert MatchResult.load(solved).groups == others().groups
