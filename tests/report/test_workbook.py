"""The workbook: written by one library, read by another, read back equal, and edited."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from matcher import Intake, MatchResult, rescored, verify
from matcher.cli import main
from matcher.errors import MatcherError, ResultFileError
from matcher.report import LANGUAGES
from matcher.report.workbook.cells import sheet_names
from matcher.report.workbook.workbook import PARTICIPANTS_BOOK, WORKBOOK, workbook_files
from matcher.result.records import Rematched, Stage, Status
from matcher.result.saved_workbook import is_workbook
from tests.report.tiny import CALENDAR, GROUPS, TINY, changed, order, result_of, tiny, viewed

HOSTILE = {
    "S1": '=HYPERLINK("http://evil.example","x")',
    "S2": "+1+cmd|' /C calc'!A0",
    "S3": "-2",
    "S4": "@SUM(1)",
    "S5": "<script>alert(1)</script> & _x0041_",
    "S6": "x" * 300,
    "S7": "\u202eemordnilap \u0645\u0631\u06cc\u0645 😀",
    "S8": "../../x",
    "S9": "{{ 7*7 }}",
    "T1": "=cmd|' /C calc'!A0",
    "T2": "History",
    "T3": "a[b]:c*d?e/f\\g'",
}


def written(
    intake: Intake, result: MatchResult | None = None, *, anonymous: bool = False, language: str = "en"
) -> bytes:
    view = viewed(intake, result, anonymous=anonymous, language=language)
    return workbook_files(view, order(intake, result))[WORKBOOK]


def participants(intake: Intake, *, attendance: bool = True, anonymous: bool = False) -> bytes:
    view = viewed(intake, anonymous=anonymous)
    return workbook_files(view, order(intake, attendance=attendance))[PARTICIPANTS_BOOK]


def book_of(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def cell(sheet: Worksheet, own: str, column: str) -> Any:
    """The cell of a row, found by its id or its group."""
    header = [one.value for one in sheet[2]]
    return next(row[header.index(column)] for row in sheet.iter_rows(min_row=3) if own in (row[0].value, row[1].value))


def people(book: openpyxl.Workbook, own: str, column: str = "Group") -> Any:
    return cell(book["People"], own, column)


def groups(book: openpyxl.Workbook, own: str, column: str) -> Any:
    return cell(book["Groups"], own, column)


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """The workbook of the sample after a change, saved by another library."""

    def save(change: Callable[[openpyxl.Workbook], object], data: bytes | None = None) -> Path:
        book = book_of(written(tiny()) if data is None else data)
        change(book)
        book.save(tmp_path / "edited.xlsx")
        return tmp_path / "edited.xlsx"

    return save


def save(tmp_path: Path, data: bytes) -> Path:
    (tmp_path / WORKBOOK).write_bytes(data)
    return tmp_path / WORKBOOK


# Written ------------------------------------------------------------------------------------------------------------


def test_the_sheets_and_their_headers() -> None:
    book = book_of(written(tiny()))
    assert book.sheetnames == ["Summary", "Groups", "People", "Mentors", "Unmatched", "Warnings", "Settings"]
    sheet = book["People"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:J11")
    assert [one.value for one in sheet[4]] == [
        2, "S2", "Omar Diallo", "man", "G2", "Wednesday 17:00", "Chloé Nguyen, Daniel Haddad", 2, 1, 1300,
    ]  # fmt: skip
    assert "This column alone counts" in sheet["A1"].value


def test_the_same_twice_is_the_same_bytes() -> None:
    assert written(tiny()) == written(tiny())
    assert participants(tiny()) == participants(tiny())


@pytest.mark.parametrize("make", [written, participants])
def test_no_cell_is_a_formula_or_a_link(make: Callable[[Intake], bytes]) -> None:
    data = make(tiny(names=HOSTILE))
    for sheet in book_of(data):
        for row in sheet.iter_rows():
            assert {one.data_type for one in row} <= {"s", "n", "d"}, sheet.title
    assert not any(
        "externalLink" in name or "hyperlink" in name.lower() for name in ZipFile(io.BytesIO(data)).namelist()
    )


def test_hostile_names_are_written_as_they_are() -> None:
    told = [row[2].value for row in book_of(written(tiny(names=HOSTILE)))["People"].iter_rows(min_row=3)]
    assert told == [HOSTILE[f"S{number}"] for number in range(1, 10)]


def test_hostile_names_come_back_as_they_were(tmp_path: Path) -> None:
    intake = tiny(names=HOSTILE)
    result = result_of(intake)
    assert MatchResult.load(save(tmp_path, written(intake, result))) == result


def test_a_sheet_for_each_group_with_its_dates_and_room_for_one_more() -> None:
    book = book_of(participants(tiny(CALENDAR)))
    sheet = book["G1 Ada Okafor, Ben Lindqvist"]
    assert sheet["A1"].value == "G1 · Monday 12:00 · Room 4 · Ada Okafor, Ben Lindqvist"
    assert [f"{one.value:%d.%m.}" for one in sheet[3][1:]] == ["12.10.", "26.10.", "02.11.", "09.11.", "16.11."]
    rows = [row[0] for row in sheet.iter_rows(min_row=4)]
    assert [one.value for one in rows] == ["Ines Rossi", "Luca Novák", "Noor Rahman", "Yuki Tanaka", None]
    assert all(one.border.left.style == "thin" for row in sheet.iter_rows(min_row=4) for one in row)


def test_on_a_sheet_to_tick_two_of_one_name_are_told_apart() -> None:
    intake = tiny(names={"S3": "ines rossi", "T2": "Ada Okafor"})
    sheet = book_of(participants(intake))["G1 Ada Okafor (T1), Ada Okafor"]
    assert [row[0].value for row in sheet.iter_rows(min_row=4)][:3] == [
        "Ines Rossi (S1)",
        "ines rossi (S3)",
        "Luca Novák",
    ]
    groups = [row[3].value for row in book_of(written(intake))["Groups"].iter_rows(min_row=3)]
    assert groups == ["Ada Okafor (T1), Ada Okafor (T2)", "Chloé Nguyen, Daniel Haddad"]


def test_without_dates_the_weeks_are_counted() -> None:
    sheet = book_of(participants(tiny())).worksheets[-1]
    assert [one.value for one in sheet[3]] == ["Name", *(f"Week {week}" for week in range(1, 11))]


def test_nobody_is_named_in_an_anonymous_one() -> None:
    intake = tiny()
    for data in (written(intake, anonymous=True), participants(intake, anonymous=True)):
        with ZipFile(io.BytesIO(data)) as parts:
            text = "".join(parts.read(name).decode() for name in parts.namelist())
        assert not [one.name for one in (*intake.mentors, *intake.mentees) if one.name in text]


def test_sheet_names_are_what_spreadsheets_accept() -> None:
    titles = ["History", "a[b]:c*d?e/f\\g'", "x" * 40, "x" * 39, "", "People", "😀" * 20]
    assert sheet_names(titles, ["People"]) == [
        "History 2",
        "a b c d e f g\N{RIGHT SINGLE QUOTATION MARK}",
        "x" * 31,
        "x" * 29 + " 2",
        "Group",
        "People 2",
        "😀" * 15,
    ]


@given(st.lists(st.text(max_size=40), max_size=8))
def test_any_titles_give_names_of_their_own(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 0 < len(name.encode("utf-16-le", "surrogatepass")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\'\r\n\x00")


# Read back ----------------------------------------------------------------------------------------------------------


def test_read_back_equal(tmp_path: Path) -> None:
    intake = tiny(CALENDAR)
    result = result_of(intake, GROUPS[0], replace(GROUPS[1], mentees=GROUPS[1].mentees[:-1]), left_out=("S9",))
    path = save(tmp_path, written(intake, result))
    assert MatchResult.load(path) == result
    assert verify(intake, path) == ()


def test_stages_and_what_is_unknown_come_back_too(tmp_path: Path) -> None:
    intake = tiny(mode="generous")
    result = replace(
        result_of(intake), stages=(Stage("left out", 0, 0),), status=Status.OPTIMAL, effort=None, ended=None
    )
    assert MatchResult.load(save(tmp_path, written(intake, result))) == result


def test_what_is_locked_and_how_it_was_matched_again_come_back_too(tmp_path: Path) -> None:
    intake = tiny()
    result = result_of(intake)
    locked = ("its hour: room booked", "its mentors: asked for")
    settled = (result.groups[0], replace(result.groups[1], locked=locked))
    result = replace(result, groups=settled, rematched=Rematched(moves=2, fewest=1, limit=None))
    data = written(intake, result)
    assert groups(book_of(data), "G2", "Locked").value == "its hour: room booked; its mentors: asked for"
    assert MatchResult.load(save(tmp_path, data)) == result


def test_groups_without_a_slot_come_back_too(tmp_path: Path) -> None:
    intake = tiny()
    result = result_of(intake, *(replace(group, slot=None) for group in GROUPS))
    assert MatchResult.load(save(tmp_path, written(intake, result))).groups == result.groups


def test_a_long_setting_goes_on_in_the_next_row(tmp_path: Path) -> None:
    intake = tiny({**CALENDAR, "place": "ü" * 9000})
    result = result_of(intake)
    assert MatchResult.load(save(tmp_path, written(intake, result))) == result


def test_an_anonymous_one_breaks_no_rule(tmp_path: Path) -> None:
    intake = tiny()
    path = save(tmp_path, written(intake, anonymous=True))
    assert MatchResult.load(path).groups == GROUPS
    assert verify(intake, path) == ()


def test_sorted_or_saved_by_another_program_it_reads_the_same(edited: Callable[..., Path]) -> None:
    def turn_around(book: openpyxl.Workbook) -> None:
        sheet = book["People"]
        rows = [[one.value for one in row] for row in sheet.iter_rows(min_row=3)]
        for row, values in zip(sheet.iter_rows(min_row=3), reversed(rows), strict=True):
            for one, value in zip(row, values, strict=True):
                one.value = value

    assert MatchResult.load(edited(turn_around)) == result_of(tiny())


def test_numbers_typed_by_hand_are_ids_too(tmp_path: Path) -> None:
    intake = tiny()
    renamed = {"S1": "101", "S9": "0109"}

    def own(id_: str) -> str:
        return renamed.get(id_, id_)

    mentees = tuple(one.model_copy(update={"id": own(one.id), "avoid": ()}) for one in intake.mentees)
    mentors = tuple(one.model_copy(update={"preferred_mentees": ()}) for one in intake.mentors)
    intake = changed(intake, mentors=mentors, mentees=mentees, constraints=())
    result = result_of(intake, *(replace(group, mentees=tuple(map(own, group.mentees))) for group in GROUPS))
    path = save(tmp_path, written(intake, result))
    book = openpyxl.load_workbook(path)
    people(book, "101", "Id").value = 101
    book.save(path)
    assert MatchResult.load(path) == result


HOURS = {"en": "Monday 12:00", "en-US": "Monday 12:00\u202fPM", "de": "Montag 12:00", "es": "lunes 12:00"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_hours_that_nobody_changes_stand_as_on_the_page_and_others_are_read_back(language: str, tmp_path: Path) -> None:
    data = written(tiny(), language=language)
    book = book_of(data)
    view = viewed(tiny(), language=language)
    assert [row[5].value for row in book.worksheets[2].iter_rows(min_row=3)] == [one.when for one in view.mentees]
    assert HOURS.get(language, view.mentees[0].when) == view.mentees[0].when
    assert [row[1].value for row in book.worksheets[1].iter_rows(min_row=3)] == ["Mon 12:00", "Wed 17:00"]
    assert MatchResult.load(save(tmp_path, data)) == result_of(tiny())


# Changed where it does not count --------------------------------------------------------------------------------------


def change_aside(book: openpyxl.Workbook) -> None:
    groups(book, "G1", "Mentees").value = groups(book, "G1", "Mentees").value.replace("Luca Novák", "Sam Park")
    groups(book, "G2", "Mentors").value = "Ada Okafor"
    people(book, "S3", "Slot").value = None
    book["Mentors"]["C2"].value = "G2"
    book["People"]["M5"] = "ill?"
    book["Warnings"]["A3"] = "nothing"


ASIDE = (
    "edited.xlsx: only the yellow cells count, and these changes do not: "
    "Groups row 3, column Mentees: 'Ines Rossi, Luca Novák, Noor Rahman, Yuki Tanaka' → "
    "'Ines Rossi, Sam Park, Noor Rahman, Yuki Tanaka'; "
    "Groups row 4, column Mentors: 'Chloé Nguyen, Daniel Haddad' → 'Ada Okafor'; "
    "People row 5, column Slot: 'Monday 12:00' → nothing; "
    "People: 1 cell beside the columns that matcher wrote; "
    "Mentors row 2, column Groups: 'G1' → 'G2'"
)


def test_changes_that_do_not_count_are_named(edited: Callable[..., Path]) -> None:
    path = edited(change_aside)
    result = MatchResult.load(path)
    assert (result, result.scored) == (result_of(tiny()), True)
    (note,) = result.notes
    assert note.startswith(ASIDE)
    assert MatchResult.load_as_written(path).notes == result.notes


@pytest.mark.parametrize("command", ["verify", "show", "compare", "report"])
def test_every_command_names_them(
    command: str, edited: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edited(change_aside)
    options: dict[str, list[object]] = {
        "verify": [TINY, path],
        "show": [path],
        "compare": [path, path],
        "report": [TINY, path, "--out", tmp_path / "new", "--xlsx"],
    }
    assert main([command, *map(str, options[command])]) == 0
    told = capsys.readouterr()
    assert ASIDE in (told.out if command == "compare" else told.err)


def test_with_ids_for_names_the_screen_names_nobody(
    edited: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edited(change_aside)
    call = ["report", str(TINY), str(path), "--out", str(tmp_path / "new"), "--xlsx", "--anonymous"]
    assert main(call) == 0
    told = capsys.readouterr().err
    assert "S1, S5, S4, S3" in told.replace("'", "")
    assert "Novák" not in told


def test_what_counts_is_not_named_and_numbers_of_other_groups_are(edited: Callable[..., Path]) -> None:
    def move(book: openpyxl.Workbook) -> None:
        people(book, "S9").value = "G1"
        groups(book, "G2", "Slot").value = "Thu 12:00"
        people(book, "S1", "Score").value = 7

    result = MatchResult.load(edited(move))
    assert result.notes == (
        "the groups were changed by hand in edited.xlsx",
        "edited.xlsx: only the yellow cells count, and these changes do not: "
        f"People row 3, column Score: {str(result_of(tiny()).assignment_rows[0].score)!r} → '7'",
    )


def test_of_many_changes_ten_are_told(edited: Callable[..., Path]) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in book["People"].iter_rows(min_row=3):
            row[3].value, row[5].value = "x", "y"

    (note,) = MatchResult.load(edited(change)).notes
    assert note.count("column") == 10
    assert note.endswith("; and 8 more")


def test_of_a_long_cell_the_difference_is_told(edited: Callable[..., Path]) -> None:
    long = ", ".join(f"Name {number}" for number in range(60))

    def change(book: openpyxl.Workbook) -> None:
        book["Mentors"]["C2"].value = f"{long}, Ann"

    (note,) = MatchResult.load(edited(change)).notes
    assert "'G1' → 'Name 0, Name 1" in note
    assert len(note) < 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_untouched_one_has_nothing_to_tell(language: str, edited: Callable[..., Path]) -> None:
    for data in (written(tiny(names=HOSTILE), language=language), written(tiny(CALENDAR), language=language)):
        assert MatchResult.load(edited(lambda book: None, data)).notes == ()


def test_sorted_rows_are_no_changes(edited: Callable[..., Path]) -> None:
    def sort(book: openpyxl.Workbook) -> None:
        for name in ("Groups", "People", "Mentors", "Summary"):
            sheet = book[name]
            rows = [[one.value for one in row] for row in sheet.iter_rows(min_row=3)]
            for number, row in enumerate(reversed(rows), 3):
                for place, value in enumerate(row, 1):
                    sheet.cell(number, place).value = value

    assert MatchResult.load(edited(sort)).notes == ()


@pytest.mark.parametrize("text", ["1", "{}", '{"Groups": 1}', '{"Groups": [["Group"], [1, 2]]}', '{"People": [["x"]]}'])
def test_one_that_does_not_say_what_it_held_tells_nothing(text: str, edited: Callable[..., Path]) -> None:
    def forget(book: openpyxl.Workbook) -> None:
        change_aside(book)
        for row in book["Settings"].iter_rows(min_row=3):
            if row[0].value == "cells":
                row[1].value = text

    assert "Mentees" not in "".join(MatchResult.load(edited(forget)).notes)


def test_texts_that_another_program_took_for_numbers_read_the_same(edited: Callable[..., Path]) -> None:
    def take(book: openpyxl.Workbook) -> None:
        for row in book["Settings"].iter_rows(min_row=3):
            value = json.loads(str(row[1].value))
            if isinstance(value, bool | int | float):
                row[1].value = value
        people(book, "S1", "Score").value = 2600.0
        groups(book, "G1", "Score").value = 7240.0

    assert MatchResult.load(edited(take)) == result_of(tiny())


# Edited -------------------------------------------------------------------------------------------------------------


def test_somebody_moved_is_in_the_other_group_and_no_score_is_told(edited: Callable[..., Path]) -> None:
    def move(book: openpyxl.Workbook) -> None:
        people(book, "S9").value = " g1 "

    intake, path = tiny(), edited(move)
    result = MatchResult.load(path)
    assert [group.mentees for group in result.groups] == [("S1", "S3", "S4", "S5", "S9"), ("S2", "S6", "S7", "S8")]
    assert (result.scored, result.assignment_rows) == (False, ())
    assert [(row.mentor_id, row.mentees) for row in result.mentor_rows] == [("T1", 5), ("T2", 5), ("T3", 4), ("T4", 4)]
    assert verify(intake, path) == ()
    assert rescored(intake, result).objective == 15355


def test_that_no_score_is_told_stays_known_when_saved(edited: Callable[..., Path], tmp_path: Path) -> None:
    def move(book: openpyxl.Workbook) -> None:
        people(book, "S9").value = "G1"

    result = MatchResult.load(edited(move))
    result.save(tmp_path / "saved")
    assert MatchResult.load(tmp_path / "saved") == result


def test_a_move_against_a_rule_is_a_breach_and_nothing_else_is(edited: Callable[..., Path]) -> None:
    def move(book: openpyxl.Workbook) -> None:
        people(book, "S2").value = "G1"

    (breach,) = verify(tiny(), edited(move))
    assert str(breach) == "apart: Ines Rossi (S1) and Omar Diallo (S2) must not share a group, and are in G1"


def test_somebody_left_out_by_hand(edited: Callable[..., Path]) -> None:
    def leave(book: openpyxl.Workbook) -> None:
        people(book, "S9").value = None

    result = MatchResult.load(edited(leave))
    assert [(mentee.id, mentee.reason) for mentee in result.unmatched] == [
        ("S9", "Not in the groups as they were changed by hand.")
    ]
    assert verify(tiny(), result) == ()


def test_hour_and_mentors_are_those_of_the_sheet_of_groups(edited: Callable[..., Path]) -> None:
    def swap(book: openpyxl.Workbook) -> None:
        groups(book, "G2", "Slot").value = "Thu 12:00"
        groups(book, "G1", "Mentor ids").value = "T3;T2"
        people(book, "S1", "Slot").value = "Tue 03:00"

    result = MatchResult.load(edited(swap))
    assert [(group.slot, group.mentors) for group in result.groups] == [
        ("Mon 12:00", ("T2", "T3")),
        ("Thu 12:00", ("T3", "T4")),
    ]


def test_a_group_added_and_one_emptied(edited: Callable[..., Path]) -> None:
    def split(book: openpyxl.Workbook) -> None:
        book["Groups"].append(["New", "Thu 12:00", "T4; T1"])
        for own in ("S1", "S3", "S4", "S5"):
            people(book, own).value = "new"

    result = MatchResult.load(edited(split))
    assert [(group.id, group.mentors) for group in result.groups] == [("G2", ("T3", "T4")), ("New", ("T1", "T4"))]


def test_every_fault_of_a_broken_one_is_told_with_its_place(edited: Callable[..., Path]) -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        people(book, "S2").value = "G12"
        people(book, "S3", "Id").value = "S1"
        people(book, "S4", "Id").value = None
        groups(book, "G1", "Mentor ids").value = "T1; T11; T1"
        groups(book, "G2", "Mentor ids").value = None
        book["Settings"]["B3"].value = "opt"

    with pytest.raises(ResultFileError, match="G12") as caught:
        MatchResult.load(edited(spoil))
    assert [str(issue) for issue in caught.value.issues] == [
        "edited.xlsx Settings row 3, column Value: 'opt' cannot be understood; put back what stood there",
        "edited.xlsx People row 5, column Id: 'S1' stands twice, in row 3 too; keep one of the two rows",
        "edited.xlsx People row 6, column Id: is blank; fill it in, or delete the row",
        "edited.xlsx People row 4, column Group: 'G12' is no group; write a group of the sheet Groups, or nothing to "
        "leave somebody out; did you mean G1?",
        "edited.xlsx Groups row 3, column Mentor ids: 'T11' is no mentor; write ids of the sheet Mentors, with ; "
        "between them; did you mean T1?",
        "edited.xlsx Groups row 3, column Mentor ids: 'T1' stands there twice; take one of them out",
        "edited.xlsx Groups row 4, column Mentor ids: is blank, and G2 has mentees; write the ids of its mentors, or "
        "move its mentees in the sheet People",
    ]


def test_missing_sheets_and_headers_are_told(edited: Callable[..., Path]) -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        del book["Mentors"]
        book["Groups"]["A2"].value = "Grp"
        book["People"]["A2"].value = "Id"

    with pytest.raises(ResultFileError, match="Mentors") as caught:
        MatchResult.load(edited(spoil))
    assert [str(issue) for issue in caught.value.issues] == [
        "edited.xlsx People, Id: stands twice among the headers; keep the headers Id, Name, Group",
        "edited.xlsx Groups, Group: is missing among the headers; keep the headers Group, Slot, Mentor ids",
        "edited.xlsx: 'Mentors' is no sheet of this workbook; give committee.xlsx as `matcher report` wrote it, "
        "with all its sheets",
    ]


def test_somebody_unknown_is_a_breach(edited: Callable[..., Path]) -> None:
    def rename(book: openpyxl.Workbook) -> None:
        people(book, "S2", "Id").value = "S77"

    assert [str(breach) for breach in verify(tiny(), edited(rename))] == [
        "one place at a time: 'S77', a mentee of G2, is not, or no longer, in the intake",
        "nobody is lost: Omar Diallo (S2) is in no group and not listed as left out",
    ]


def test_a_score_changed_by_hand_is_a_breach(edited: Callable[..., Path]) -> None:
    def praise(book: openpyxl.Workbook) -> None:
        people(book, "S2", "Score").value = 9999

    (breach,) = verify(tiny(), edited(praise))
    assert str(breach) == "tables: the assignments say of Omar Diallo (S2): score 9999 instead of 1300"


@pytest.mark.parametrize("data", [b"PK\x03\x04hallo", b""], ids=["damaged", "empty"])
def test_no_workbook_at_all(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(data)
    with pytest.raises(ResultFileError, match=r"is a damaged workbook|cannot be read as JSON"):
        MatchResult.load(file)


def test_the_library_that_reads_is_named_where_it_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path, written(tiny()))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MatcherError, match=r"pip install '\.\[xlsx\]' in the folder of matcher") as caught:
        MatchResult.load(path)
    assert caught.value.exit_code == 2


def test_another_workbook_is_told(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "x.xlsx")
    with pytest.raises(ResultFileError, match="'Settings' is no sheet of this workbook"):
        MatchResult.load(tmp_path / "x.xlsx")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResultFileError, match=r"nowhere\.xlsx: there is no such file"):
        MatchResult.load(tmp_path / "nowhere.xlsx")
    assert not is_workbook(tmp_path)


@settings(max_examples=12)
@given(st.lists(st.sampled_from(["G1", "G2", None]), min_size=9, max_size=9))
def test_any_moves_are_read_as_they_were_made(
    tmp_path_factory: pytest.TempPathFactory, places: list[str | None]
) -> None:
    intake = tiny()
    members = {name: tuple(f"S{n}" for n, place in enumerate(places, 1) if place == name) for name in ("G1", "G2")}
    moved = tuple(replace(group, mentees=members[group.id]) for group in GROUPS if members[group.id])
    book = book_of(written(intake))
    for number, place in enumerate(places, 1):
        people(book, f"S{number}").value = place
    path = tmp_path_factory.mktemp("moved") / "moved.xlsx"
    book.save(path)
    result = MatchResult.load(path)
    assert [(group.id, group.slot, group.mentees) for group in result.groups] == [
        (group.id, group.slot, group.mentees) for group in moved
    ]
    assert result.scored is (moved == GROUPS)
    assert [mentee.id for mentee in result.unmatched] == [f"S{n}" for n, place in enumerate(places, 1) if place is None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_it_is_read_back_as_it_was(language: str, tmp_path: Path) -> None:
    result = result_of(tiny())
    assert MatchResult.load(save(tmp_path, written(tiny(), result, language=language))) == result


def test_moves_in_a_german_one_are_read_and_faults_are_told_in_its_words(tmp_path: Path) -> None:
    book = book_of(written(tiny(), language="de"))
    sheet = book["Mentees"]
    header = [one.value for one in sheet[2]]
    row = next(row for row in sheet.iter_rows(min_row=3) if row[1].value == "S9")
    row[header.index("Gruppe")].value = "G1"
    book.save(tmp_path / "moved.xlsx")
    moved = MatchResult.load(tmp_path / "moved.xlsx")
    assert (moved.scored, "S9" in moved.groups[0].mentees) == (False, True)
    row[header.index("Gruppe")].value = "G12"
    book.save(tmp_path / "moved.xlsx")
    with pytest.raises(ResultFileError, match=r"Mentees row 11, column Gruppe: 'G12' is no group; .* sheet Gruppen"):
        MatchResult.load(tmp_path / "moved.xlsx")


def test_one_of_before_that_says_nothing_of_its_headers_is_english(edited: Callable[..., Path]) -> None:
    def older(book: openpyxl.Workbook) -> None:
        sheet = book["Settings"]
        (row,) = (row for row in sheet.iter_rows() if row[0].value == "sheets")
        sheet.delete_rows(row[0].row)

    assert MatchResult.load(edited(older)) == result_of(tiny())


def test_the_participants_one_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(ResultFileError, match=r"'Settings' is no sheet of this workbook; give committee\.xlsx as"):
        MatchResult.load(save(tmp_path, participants(tiny())))
