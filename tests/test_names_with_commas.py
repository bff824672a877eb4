"""Names that hold a comma stand apart in every list that anybody reads, in every language."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from matcher import Intake, explain, rematch, write_intake
from matcher.cli import main
from matcher.report import LANGUAGES
from matcher.report.calendar.calendars import calendar_files
from matcher.report.mail.messages import message_files
from matcher.report.page.page import page_files
from matcher.report.workbook.workbook import WORKBOOK, workbook_files
from matcher.terminal.explain import explanation_text
from matcher.terminal.rematch import RematchFacts, rematch_summary
from matcher.terminal.solve import result_summary
from tests.report.test_page import Texts
from tests.report.tiny import CALENDAR, GROUPS, order, result_of, tiny, viewed

RUN_TOGETHER = re.compile(r"Holm, \w+(?: \([TS]\d\))?\s?(?:, | and | und | y |، | و )\s?Holm")
APART = re.compile(r"Holm, \w+(?: \([TS]\d\))?\s?[;؛]\u200f? +(?:and |und |y |و )?Holm")


def named(calendar: dict[str, object] | None = None) -> Intake:
    everybody = {
        one.id: f"Holm, {one.id.replace('T', 'Mr').replace('S', 'Ms')}" for one in (*tiny().mentors, *tiny().mentees)
    }
    return tiny(calendar, names=everybody)


def holds(text: str) -> None:
    """Hold that names stand in lists, and that none runs into the next."""
    flat = " ".join(text.split())
    assert not RUN_TOGETHER.search(flat), RUN_TOGETHER.search(flat)
    assert APART.search(flat)


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_the_page_and_in_messages_and_calendars(language: str) -> None:
    intake = named(CALENDAR)
    view = viewed(intake, language=language)
    page = page_files(view, order(intake))["committee.html"]
    assert isinstance(page, str)
    holds(" ".join(Texts(page).texts))
    for name, text in message_files(view, order(intake)).items():
        if "/S" in name:
            holds(str(text))
    for name, event in calendar_files(view, order(intake)).items():
        if name.endswith(".ics"):
            holds(event.replace("\r\n ", "").replace("\\,", ",").replace("\\;", ";"))


def test_in_the_workbook() -> None:
    intake = named()
    data = workbook_files(viewed(intake), order(intake, attendance=True))[WORKBOOK]
    book = openpyxl.load_workbook(io.BytesIO(data))
    holds("\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value))


def test_on_the_screen() -> None:
    intake, result = named(), result_of(named())
    holds(result_summary(result, Path("results"), sys.stdout))
    shorter = replace(GROUPS[0], mentees=("S1", "S4")), GROUPS[1]
    again = rematch(intake, result_of(intake, *shorter, left_out=("S3", "S5")), effort="quick")
    holds(" ".join(change.reason for change in again.changes))
    assert "Holm, Ms3; and Holm, Ms5" in " ".join(rematch_summary(RematchFacts(again, Path("x")), sys.stdout).split())
    holds(explanation_text(explain(intake, result, "S1", time_limit=5), sys.stdout))


def test_in_what_commands_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    intake = named()
    result_of(intake).save(tmp_path / "one")
    moved = (replace(GROUPS[0], mentees=("S1", "S4")), replace(GROUPS[1], mentees=("S6", "S7", "S8")))
    result_of(intake, *moved, left_out=("S2", "S3", "S5", "S9")).save(tmp_path / "two")
    assert main(["compare", str(tmp_path / "one"), str(tmp_path / "two")]) == 0
    holds(capsys.readouterr().out)
    folder = write_intake(intake, tmp_path / "intake")
    mentees = folder / "mentees.csv"
    # Two whose answers changed, and two of whom no hours are known.
    mentees.write_text(mentees.read_text(encoding="utf-8").replace(",Wed 17:00-18:00,", ",,"), encoding="utf-8")
    assert main(["rematch", str(folder), str(tmp_path / "one"), "--out", str(tmp_path / "x")]) == 0
    blank, *others, since = capsys.readouterr().err.splitlines()
    assert blank.startswith("Warning: mentees.csv, availability: is blank and taken as free at any slot for Holm, ")
    assert since.startswith("Note: since this was solved, the intake has changed: ")
    assert not others
    holds(blank)
    assert not RUN_TOGETHER.search(since)
