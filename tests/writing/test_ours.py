"""Nothing is written over what somebody made or changed by hand, or over what was read, but beside it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

import matcher
from matcher import MatchResult, StressTable
from matcher.errors import MatcherError, OverwriteError
from matcher.intake.disk.ours import MANIFEST, changed_by_hand, write_ours
from matcher.intake.disk.steps import using
from matcher.intake.reading.gate.kinds import OURS, STANDING
from matcher.result.match_result import RESULT_FILES
from tests.report.tiny import TINY, result_of, stress_of, tiny
from tests.writing.disks import FailingDisk, Ran, aged, files, snapshot


def edited(file: Path) -> Path:
    """A file to which somebody added a line."""
    file.write_bytes(file.read_bytes() + b"\n")
    return aged(file)


@pytest.fixture
def nothing_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal comes before minutes of work."""

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("solved in vain")

    for name in ("match", "match_alternatives", "rematch", "frontier", "stress"):
        monkeypatch.setitem(vars(matcher), name, fail)


# The list of what was written ----------------------------------------------------------------------------------------


def test_what_was_written_is_written_over_without_asking(tmp_path: Path) -> None:
    for text in ("one", "two"):
        write_ours(tmp_path, {"a.txt": text, "mail/S1.txt": text})
    assert {name: data for name, data in files(tmp_path).items() if MANIFEST not in name} == {
        "a.txt": b"two",
        "mail/S1.txt": b"two",
    }
    assert list(json.loads((tmp_path / "mail" / MANIFEST).read_text())["files"]) == ["S1.txt"]


def test_the_list_is_the_same_whenever_the_files_are(tmp_path: Path) -> None:
    for seconds in (1, 2):
        text = json.dumps({"status": "optimal", "seconds": seconds, "version": "1"}, indent=2)
        write_ours(tmp_path / str(seconds), {"result.json": text})
    assert (tmp_path / "1" / MANIFEST).read_bytes() == (tmp_path / "2" / MANIFEST).read_bytes()


@pytest.mark.parametrize("change", [edited, lambda file: file.write_text("mine")])
def test_what_was_changed_is_refused_and_kept_beside_on_demand(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    write_ours(tmp_path, {"report.txt": "one", "other.txt": "one"})
    change(tmp_path / "report.txt")
    aged(tmp_path / "report.txt")
    before = snapshot(tmp_path)
    assert changed_by_hand(tmp_path) == ["report.txt"]
    with pytest.raises(OverwriteError, match=r"report\.txt was changed after matcher wrote it") as caught:
        write_ours(tmp_path, {"report.txt": "two", "other.txt": "two"})
    assert caught.value.exit_code == 2
    assert caught.value.files == ("report.txt",)
    assert "--replace, and they stay beside the new files, like 'report 2026-11-30 15-04.txt'" in str(caught.value)
    assert snapshot(tmp_path) == before
    write_ours(tmp_path, {"report.txt": "two", "other.txt": "two"}, replace=True)
    now = files(tmp_path)
    assert now["report 2026-11-30 15-04.txt"] == before["report.txt"]
    assert (now["report.txt"], now["other.txt"]) == (b"two", b"two")
    assert changed_by_hand(tmp_path) == []
    write_ours(tmp_path, {"report.txt": "three", "other.txt": "three"})


def test_what_was_kept_is_never_written_over(tmp_path: Path) -> None:
    for text in ("one", "two", "three"):
        (tmp_path / "a.b.txt").write_text(text)
        aged(tmp_path / "a.b.txt")
        write_ours(tmp_path, {"a.b.txt": "ours"}, replace=True)
    kept = {name: data for name, data in files(tmp_path).items() if name.startswith("a.b 2026")}
    assert kept == {
        "a.b 2026-11-30 15-04.txt": b"one",
        "a.b 2026-11-30 15-04 (2).txt": b"two",
        "a.b 2026-11-30 15-04 (3).txt": b"three",
    }


def test_what_says_the_same_is_no_loss(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    write_ours(tmp_path, {"a.txt": "one"})
    write_ours(tmp_path, {"a.txt": "two"})
    assert (tmp_path / "a.txt").read_text() == "two"


@pytest.mark.parametrize("text", ["", "[", "{}", '{"files": 1}', '{"files": {"a.txt": "x"}}', "[" * 99_999])
def test_a_list_that_was_spoilt_knows_nothing(tmp_path: Path, text: str) -> None:
    write_ours(tmp_path, {"a.txt": "one"})
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(OverwriteError, match=r"a\.txt was not written by matcher here"):
        write_ours(tmp_path, {"a.txt": "two"})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_list_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    os.mkfifo(tmp_path / MANIFEST)
    with pytest.raises(OverwriteError, match=r"a\.txt was not written by matcher here"):
        write_ours(tmp_path, {"a.txt": "two"})


def test_a_list_that_is_too_large_knows_nothing(tmp_path: Path) -> None:
    write_ours(tmp_path, {"a.txt": "one"})
    with (tmp_path / MANIFEST).open("ab") as file:
        file.truncate(OURS.most_bytes + 1)
    with pytest.raises(OverwriteError, match=r"a\.txt was not written by matcher here"):
        write_ours(tmp_path, {"a.txt": "two"})


def test_what_is_too_large_to_be_looked_at_is_not_written_over(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(STANDING.most_bytes + 1)
    with pytest.raises(MatcherError, match=r"it is not known what would be lost, since .*a\.txt is larger than 160 MB"):
        write_ours(tmp_path, {"a.txt": "two"}, replace=True)
    assert (tmp_path / "a.txt").stat().st_size == STANDING.most_bytes + 1


def test_a_file_that_was_read_is_not_written_over_whatever_it_is_called(tmp_path: Path) -> None:
    write_ours(tmp_path / "out", {"a.txt": "one"})
    (tmp_path / "link").symlink_to(tmp_path / "out")
    with pytest.raises(OverwriteError, match=r"a\.txt was read; the new files go by it"):
        write_ours(tmp_path / "out", {"a.txt": "two"}, made_from=[tmp_path / "link" / "a.txt"])
    assert (tmp_path / "out" / "a.txt").read_text() == "one"


def test_many_are_counted(tmp_path: Path) -> None:
    names = [f"S{number:02}.txt" for number in range(14)]
    for name in names:
        (tmp_path / name).write_text("mine")
    with pytest.raises(
        OverwriteError, match=r"(?s)14 files stand in .* that would be lost:.*- S09\.txt.*- and 4 more\n"
    ):
        write_ours(tmp_path, dict.fromkeys(names, "ours"))


def test_what_was_changed_is_found_in_folders_within(tmp_path: Path) -> None:
    texts = dict.fromkeys(("a.txt", "b/c.txt", "b/d/e.xlsx", "b/d/f.txt"), "ours")
    write_ours(tmp_path, texts)
    for name in texts:
        edited(tmp_path / name)
    assert changed_by_hand(tmp_path) == ["a.txt"]
    assert changed_by_hand(tmp_path, within=True) == list(texts)
    assert changed_by_hand(tmp_path, within=True, ending=".xlsx") == ["b/d/e.xlsx"]


def test_what_cannot_be_read_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("mine")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(MatcherError, match="it is not known what would be lost, since"):
        write_ours(tmp_path, {"a.txt": "two"})


# Results --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["result.json", "assignments.csv", "groups.csv", "mentors.csv", "unmatched.csv"])
def test_a_result_that_was_changed_is_not_saved_over(solved: Path, name: str) -> None:
    edited(solved / name)
    before = snapshot(solved)
    with pytest.raises(OverwriteError, match=f"{name} was changed after matcher wrote it"):
        result_of(tiny()).save(solved)
    assert snapshot(solved) == before
    result_of(tiny()).save(solved, replace=True)
    stem, _, suffix = name.partition(".")
    assert files(solved)[f"{stem} 2026-11-30 15-04.{suffix}"] == before[name]
    assert MatchResult.load(solved) == result_of(tiny())


@pytest.mark.usefixtures("nothing_solved")
@pytest.mark.parametrize("options", [[], ["--alternatives", "1"], ["--proof"], ["--report"]])
def test_solve_refuses_before_it_works(solved: Path, ran: Ran, options: list[str]) -> None:
    edited(solved / "groups.csv")
    before = snapshot(solved)
    status, out, err = ran("solve", TINY, "--out", solved, "--quiet", *options)
    assert (status, out) == (2, "")
    assert f"A file stands in {solved} that would be lost:\n" in err
    assert err.endswith(
        "- groups.csv was changed after matcher wrote it; the new files do not go by it\n"
        "Nothing was written. Choose another folder; or add --replace, and they stay beside the new files, "
        "like 'groups 2026-11-30 15-04.csv'.\n"
    )
    assert snapshot(solved) == before


@pytest.mark.usefixtures("nothing_solved")
def test_no_intake_is_solved_over(tmp_path: Path, ran: Ran) -> None:
    """An intake of one JSON file whose name is that of a result."""
    intake = tmp_path / "ij"
    intake.mkdir()
    shutil.copy(TINY.parent / "tiny.json", intake / "result.json")
    before = snapshot(intake)
    status, _, err = ran("solve", intake / "result.json", "--out", intake, "--quiet")
    assert status == 2
    assert "- result.json was not written by matcher here; the new files go by it" in err
    assert snapshot(intake) == before


@pytest.mark.usefixtures("nothing_solved")
@pytest.mark.parametrize("options", [[], ["--frontier"]])
def test_no_earlier_result_is_written_over(solved: Path, ran: Ran, options: list[str]) -> None:
    if options:
        write_ours(solved, {"frontier.csv": "moves\n"})
        edited(solved / "frontier.csv")
    before = snapshot(solved)
    status, _, err = ran("rematch", TINY, solved, "--out", solved, *options)
    assert status == 2
    told = "frontier.csv was changed" if options else "result.json was read; the new files go by it"
    assert told in err
    assert snapshot(solved) == before


def test_replaced_it_is_written_and_said_where_the_old_one_is(
    solved: Path, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(matcher), "match", lambda *_, **__: result_of(tiny()))
    edited(solved / "groups.csv")
    old = (solved / "groups.csv").read_bytes()
    status, _, err = ran("solve", TINY, "--out", solved, "--quiet", "--replace")
    assert status == 0, err
    assert (
        "Note: groups.csv was changed after matcher wrote it; the new files do not go by it; "
        "it is kept as 'groups 2026-11-30 15-04.csv'.\n"
    ) in err
    assert (solved / "groups 2026-11-30 15-04.csv").read_bytes() == old


def test_a_table_of_losses_is_not_written_over_what_somebody_changed(
    tmp_path: Path, solved: Path, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "stress.json"
    stress_of(tiny()).save(file)
    edited(file)
    monkeypatch.setitem(vars(matcher), "stress", lambda *_, **__: stress_of(tiny()))
    assert ran("stress", TINY, solved, "--out", file)[0] == 2
    assert ran("stress", TINY, solved, "--out", file, "--replace")[0] == 0
    assert StressTable.load(file) == stress_of(tiny())
    assert (tmp_path / "stress 2026-11-30 15-04.json").exists()


# Reports --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def reports(tmp_path: Path, solved: Path, ran: Ran) -> Path:
    """Workbook and mail, and Sam moved to the other group by hand."""
    status, _, err = ran("report", TINY, solved, "--out", tmp_path / "reports", "--xlsx", "--mail")
    assert status == 0, err
    return tmp_path / "reports"


def moved(file: Path) -> Path:
    """A workbook in which Sam is in the other group."""
    book = openpyxl.load_workbook(file)
    for row in book["People"].iter_rows(min_row=3):
        if row[1].value == "S9":
            row[4].value = "G1"
    book.save(file)
    return aged(file)


def test_reports_that_nobody_changed_are_made_anew(reports: Path, solved: Path, ran: Ran) -> None:
    before = snapshot(reports)
    assert ran("report", TINY, solved, "--out", reports, "--xlsx", "--mail", "--language", "de")[0] == 0
    assert snapshot(reports).keys() == before.keys()
    assert snapshot(reports)["mail/S1.txt"] != before["mail/S1.txt"]


def test_people_moved_in_a_workbook_are_not_moved_back_without_a_word(reports: Path, solved: Path, ran: Ran) -> None:
    moved(reports / "committee.xlsx")
    before = snapshot(reports)
    status, out, err = ran("report", TINY, solved, "--out", reports, "--xlsx")
    assert (status, out) == (2, "")
    assert (
        "- committee.xlsx was changed after matcher wrote it; the new files do not go by it (for that, name it as "
        "RESULT of `matcher report`)\n"
    ) in err
    assert snapshot(reports) == before
    status, _, err = ran("report", TINY, solved, "--out", reports, "--xlsx", "--replace")
    assert status == 0
    assert "it is kept as 'committee 2026-11-30 15-04.xlsx'" in err
    assert (reports / "committee 2026-11-30 15-04.xlsx").read_bytes() == before["committee.xlsx"]
    assert MatchResult.load(reports / "committee.xlsx").groups == MatchResult.load(solved).groups


def test_a_report_of_the_workbook_says_that_it_goes_by_it(reports: Path, ran: Ran) -> None:
    book = moved(reports / "committee.xlsx")
    status, _, err = ran("report", TINY, book, "--out", reports, "--xlsx")
    assert status == 2
    assert "- committee.xlsx was changed after matcher wrote it; the new files go by its yellow cells\n" in err
    status, _, err = ran("report", TINY, book, "--out", reports, "--xlsx", "--replace")
    assert status == 0
    assert "the new files go by its yellow cells; it is kept as 'committee 2026-11-30 15-04.xlsx'" in err
    groups = {group.id: group.mentees for group in MatchResult.load(reports / "committee.xlsx").groups}
    assert "S9" in groups["G1"]


def test_a_message_that_somebody_rewrote_stays(reports: Path, solved: Path, ran: Ran) -> None:
    edited(reports / "mail" / "S1.txt")
    old = (reports / "mail" / "S1.txt").read_bytes()
    status, _, err = ran("report", TINY, solved, "--out", reports, "--mail", "--language", "de")
    assert status == 2
    assert "- mail/S1.txt was changed after matcher wrote it" in err
    assert ran("report", TINY, solved, "--out", reports, "--mail", "--language", "de", "--replace")[0] == 0
    assert (reports / "mail" / "S1 2026-11-30 15-04.txt").read_bytes() == old


def test_own_templates_are_not_written_over(tmp_path: Path, solved: Path, ran: Ran) -> None:
    """Somebody whose id is the name of a template, and templates that stand where messages go."""
    place = tmp_path / "reports" / "mail"
    place.mkdir(parents=True)
    (place / "S1.txt").write_text("mine")
    (place / "mentee.txt").write_text("Subject: Hello\n\nDear {{ person.name }}.\n")
    status, _, err = ran("report", TINY, solved, "--out", tmp_path / "reports", "--mail", "--templates", place)
    assert status == 2
    assert "- mail/S1.txt was not written by matcher here" in err
    assert (place / "S1.txt").read_text() == "mine"


def test_a_result_says_that_it_does_not_go_by_a_workbook_beside_it(solved: Path, ran: Ran) -> None:
    assert ran("report", TINY, solved, "--out", solved, "--xlsx")[0] == 0
    assert "not taken into account" not in ran("show", solved)[2]
    moved(solved / "committee.xlsx")
    for place in (solved, solved / "result.json"):
        told = "Note: committee.xlsx was changed by hand and is not taken into account; name it to go by it\n"
        assert told in ran("show", place)[2]
        assert told in ran("verify", TINY, place)[2]
    for command in (["show"], ["verify", TINY]):
        assert "not taken into account" not in ran(*command, solved / "committee.xlsx")[2]


def test_a_workbook_that_is_not_ours_beside_a_result_is_told(tmp_path: Path) -> None:
    result_of(tiny()).save(tmp_path / "result")
    result_of(tiny()).report(tmp_path / "result", tiny(), kinds=["xlsx"])
    folder = tmp_path / "result"
    # What was kept when it was written over, and what an open spreadsheet leaves, is nobody's.
    for name in ("committee 2026-11-30 15-04.xlsx", "committee 2026-11-30 15-04 (2).xlsx", "~$committee.xlsx"):
        (folder / name).write_bytes(b"x")
    assert MatchResult.load(folder).notes == ()
    (folder / "committee (1).xlsx").write_bytes(b"x")
    told = (
        "which matcher did not write there, is not taken into account; if it is a changed copy of committee.xlsx, name"
    )
    assert MatchResult.load(folder).notes == (f"committee (1).xlsx, {told} it to go by it",)
    (folder / "plan.xlsx").write_bytes(b"x")
    [note] = MatchResult.load(folder).notes
    assert note.startswith("committee (1).xlsx and plan.xlsx, which matcher did not write there, are not taken into")
    assert MatchResult.load(folder / "result.json").notes == ()


def test_a_workbook_that_is_open_elsewhere_loses_nothing(reports: Path, solved: Path, ran: Ran) -> None:
    """As Windows has it: what Excel has open cannot be replaced."""
    before = snapshot(reports)
    disk = FailingDisk(
        lambda what, place: what == "move" and place == reports / "committee.xlsx",
        lambda: PermissionError(13, "Permission denied", "x", 5, str(reports / "committee.xlsx")),
    )
    with using(disk):
        status, _, err = ran("report", TINY, solved, "--out", reports, "--language", "de")
    assert status == 3
    assert (
        f"The files could not be written to {reports} (Permission denied: committee.xlsx; close it if it is open, in "
        "Excel say, and call again); nothing there was changed\n"
    ) in err
    assert snapshot(reports) == before


# Imports --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def exports(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "exports"
    folder.mkdir()
    rows = {
        "mentors": "Email,Name,Availability\nada@x.example,Ada,Mon 9-10\nben@x.example,Ben,Mon 9-10\n",
        "mentees": "Email,Name,Availability\nines@x.example,Ines,Mon 9-10\n",
    }
    for name, text in rows.items():
        (folder / f"{name}.csv").write_text(text)
    return [folder / f"{name}.csv" for name in rows]


def test_an_import_goes_over_what_it_wrote_and_over_nothing_else(tmp_path: Path, exports: list[Path], ran: Ran) -> None:
    folder = tmp_path / "intake"
    assert ran("new", folder)[0] == 0
    assert ran("import", *exports, "--out", folder)[0] == 0
    assert ran("import", *exports, "--out", folder)[0] == 0
    for name in ("mentees.csv", "questions.csv"):
        edited(folder / name)
    exports[1].write_text(exports[1].read_text() + "omar@x.example,Omar,Mon 9-10\n")
    before = snapshot(folder)
    status, _, err = ran("import", *exports, "--out", folder)
    assert status == 2
    assert "- mentees.csv was changed after matcher wrote it" in err
    assert snapshot(folder) == before
    assert ran("import", *exports, "--out", folder, "--replace")[0] == 0
    assert (folder / "mentees 2026-11-30 15-04.csv").read_bytes() == before["mentees.csv"]
    assert "Omar" in (folder / "mentees.csv").read_text()


def test_what_our_own_commands_changed_is_not_called_changed_by_hand(
    tmp_path: Path, exports: list[Path], ran: Ran
) -> None:
    folder = tmp_path / "intake"
    exports[1].write_text(exports[1].read_text() + "omar@x.example,Omar,some day\n")
    assert ran("import", *exports, "--out", folder)[0] == 0
    before = snapshot(folder)
    assert ran("leave", folder, "Omar")[0] == 0
    assert changed_by_hand(folder) == []
    assert ran("join", folder, "Omar")[0] == 0
    assert snapshot(folder) == before
    late = tmp_path / "mentees.csv"
    late.write_text("Email,Name,Availability\nyuki@x.example,Yuki,whenever\n")
    assert ran("add", folder, late)[0] == 0
    assert changed_by_hand(folder) == []

    # Whom `add` brought is lost where no export has them, and only there.
    added = snapshot(folder)
    status, _, err = ran("import", *exports, "--out", folder)
    assert status == 2
    assert "- mentees.csv has people from `matcher add`, and not everybody in it is in what was read now" in err
    assert "import.json" not in err
    assert "mentors.csv" not in err
    assert "so that the intake would be without them: Yuki (" in err
    assert snapshot(folder) == added
    exports[1].write_text(exports[1].read_text() + "yuki@x.example,Yuki,whenever\n")
    status, _, err = ran("import", *exports, "--out", folder)
    assert (status, "would be without" in err) == (0, False)
    assert ran("import", *exports, "--out", folder)[0] == 0


def test_what_a_hand_changed_before_our_own_commands_stays_changed_by_hand(
    tmp_path: Path, exports: list[Path], ran: Ran
) -> None:
    folder = tmp_path / "intake"
    exports[1].write_text(exports[1].read_text() + "omar@x.example,Omar,Mon 9-10\n")
    assert ran("import", *exports, "--out", folder)[0] == 0
    mentees = folder / "mentees.csv"
    mentees.write_text(mentees.read_text().replace("Ines", "Inés"))
    assert ran("leave", folder, "Omar")[0] == 0
    assert ran("join", folder, "Omar")[0] == 0
    assert changed_by_hand(folder) == ["mentees.csv"]
    assert "- mentees.csv was changed after matcher wrote it" in ran("import", *exports, "--out", folder)[2]


# What tells of the result of before ----------------------------------------------------------------------------------


@pytest.mark.parametrize("changed", [False, True])
def test_changes_of_a_result_of_before_do_not_stand_beside_another(tmp_path: Path, ran: Ran, changed: bool) -> None:
    result = result_of(tiny())
    out = tmp_path / "results"
    result.save(out, {"changes.csv": "of before\n", "alternatives.txt": "too\n"})
    for name in ("changes.csv", "alternatives.txt"):
        aged(edited(out / name) if changed else out / name)
    (out / "proof.json").write_text("of somebody else")
    before = snapshot(out)
    status, _, err = ran("solve", TINY, "--out", out, "--quiet")
    assert status == 0
    for name, kept in (
        ("changes.csv", "changes 2026-11-30 15-04.csv"),
        ("alternatives.txt", "alternatives 2026-11-30 15-04.txt"),
    ):
        assert f"{name} is of the result that was there before; it is kept as {kept!r}" in err
        assert (out / kept).read_bytes() == before[name]
        assert not (out / name).exists()
    assert (out / "proof.json").read_text() == "of somebody else"
    assert "is kept as" not in ran("solve", TINY, "--out", out, "--quiet")[2]


def test_a_proof_goes_with_its_result_and_changes_are_written_over_by_changes(tmp_path: Path, ran: Ran) -> None:
    out = tmp_path / "results"
    result = result_of(tiny())
    replace(result, proof={"of": "before"}).save(out, {"changes.csv": "one\n"})
    result.save(out, {"changes.csv": "two\n"})
    assert sorted(file.name.partition(" ")[0] for file in out.iterdir()) == sorted(
        [MANIFEST, *RESULT_FILES, "changes.csv", "proof"]
    )
    assert (out / "changes.csv").read_text() == "two\n"


def test_an_import_of_what_stands_in_its_folder_is_refused(tmp_path: Path, exports: list[Path], ran: Ran) -> None:
    folder = tmp_path / "intake"
    assert ran("import", *exports, "--out", folder)[0] == 0
    with (folder / "mentees.csv").open("a") as file:
        file.write("omar,Omar\n")
    before = snapshot(folder)
    mapping = tmp_path / "other.toml"
    call = ["import", folder / "mentors.csv", folder / "mentees.csv", "--out", folder, "--mapping", mapping]
    status, _, err = ran(*call)
    assert status == 2
    assert "- mentees.csv was changed after matcher wrote it; the new files go by it" in err
    assert snapshot(folder) == before


def test_both_folders_of_a_pseudonymous_import_are_written_at_once(tmp_path: Path, exports: list[Path]) -> None:
    for folder in (tmp_path / "all", tmp_path / "none"):
        folder.mkdir()
    matcher.import_survey(exports, tmp_path / "all" / "intake", pseudonymous=True)
    last = FailingDisk(
        lambda what, place: what == "move" and place.name == "key.csv",
        lambda: OSError(28, "No space left on device"),
    )
    with using(last), pytest.raises(MatcherError, match="No space left on device"):
        matcher.import_survey(exports, tmp_path / "none" / "intake", pseudonymous=True)
    assert snapshot(tmp_path / "none") == {}
    names = {name for name in files(tmp_path / "all") if MANIFEST not in name}
    assert {"intake/mentors.csv", "intake-private/key.csv", "intake-private/mapping.toml"} <= names


def test_a_lock_is_added_to_what_stands_there(tmp_path: Path, ran: Ran) -> None:
    """Locks are read and go on in the new file: nothing of them is lost, and nobody has to ask for it."""
    folder = Path(shutil.copytree(TINY, tmp_path / "intake"))
    result_of(tiny()).save(tmp_path / "results")
    before = snapshot(folder)
    for group in ("G1", "G2"):
        call = ["lock", tmp_path / "results", group, "--intake", folder, "--reason", "settled"]
        assert ran(*call)[0] == 0
    assert snapshot(folder).keys() - before.keys() == {"locks.csv"}
    assert len((folder / "locks.csv").read_text().splitlines()) == 3
