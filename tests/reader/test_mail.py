"""Messages, lists and sheets: everything in them is so, and a reader sees what is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.reader.few import few, missed, untouched
from tests.reader.letters import letter
from tests.reader.mail import read_attendance, read_mail
from tests.reader.words import LANGUAGES, Words
from tests.reader.written import write_attendance, write_mail

WHEN = {
    *("group.when group.until group.zone", "group.when group.until", "group.when group.zone", "group.when"),
    *("group.first", "group.last", "group.dates | listing", "group.skipped | listing", "group.place"),
}
PEOPLE = {
    *("group.mentors | listing", "others | listing", "shared | listing", "group.mentors | addresses | listing"),
    "#1",
}
HEAD = {"program", "person.name"}
LED = {"group.partners | listing", "group.mentees | length | number", "mentee | named"}
LEADERS = {"group.mentors_gone | listing", "group.mentors_new | listing"}
BEFORE = {"program #2", "old.name old.when", "old.name", *LEADERS}
SENTENCES = {
    "mentee.txt": {*HEAD, "group.name program", *WHEN, *PEOPLE, "#2"},
    "mentor.txt": {*HEAD, "program #2", "group.name", *WHEN, *LED, "#1"},
    "unmatched.txt": {*HEAD, "program #2", "#1"},
    "idle.txt": {*HEAD, "program #2", "#1"},
    "mentee-changed.txt": {
        *HEAD, *BEFORE, "group.name", "group.was group.name", "group.name #2", *WHEN, *PEOPLE, "#2", "#3",
    },
    "mentor-changed.txt": {
        *HEAD, *BEFORE, "group.name ?group.new", "group.name group.was", "group.name", *WHEN, *LED,
        "group.mentees_gone | listing", "group.mentees_new | listing", "#1",
    },
}  # fmt: skip
"""Every sentence that the readers of messages know."""


@pytest.mark.parametrize("name", SENTENCES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_no_sentence_that_nobody_reads(language: str, name: str) -> None:
    found = letter(Words(language), name).sentences
    assert set(found) == SENTENCES[name]
    assert list(found) == list(letter(Words("en"), name).sentences)


def test_messages_and_lists_tell_what_is_so(tmp_path: Path) -> None:
    assert [
        fault for case in few() for fault in untouched(case, tmp_path / str(case.number), write_mail, read_mail)
    ] == []


def test_sheets_to_tick_tell_what_is_so(tmp_path: Path) -> None:
    assert [
        fault
        for case in few()
        for fault in untouched(case, tmp_path / str(case.number), write_attendance, read_attendance)
    ] == []


def test_a_reader_of_messages_sees_what_is_wrong(tmp_path: Path) -> None:
    unseen = [
        miss
        for case in few()
        for miss in missed(case, tmp_path / str(case.number), write_mail, read_mail, times=3, within="mail")
    ]
    assert unseen == []


@pytest.mark.parametrize(("row", "column"), [(1, 1), (3, 1), (3, 2), (4, 1)])
def test_a_reader_of_sheets_sees_what_is_wrong(tmp_path: Path, row: int, column: int) -> None:
    case = few()[0]
    write_attendance(case, tmp_path)
    book = load_workbook(tmp_path / "report.xlsx")
    sheet = next(book[name] for name in book.sheetnames if name.startswith("G1 "))
    sheet.cell(row, column).value = "G9"
    book.save(tmp_path / "report.xlsx")
    assert read_attendance(case, tmp_path).faults
