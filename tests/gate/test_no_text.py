"""What is no text is refused in every way in, by one rule; what strangers typed into a form is cleaned of it."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import Program, check, import_survey, lock_group, read_intake
from matcher.cli import main
from matcher.errors import IntakeError
from matcher.report.calendar.calendars import calendars
from matcher.report.file_names import file_names
from matcher.text import guarded, no_text, unguarded
from tests.report.tiny import CALENDAR, GROUPS, TINY, renamed, result_of, tiny, viewed

NO_TEXTS = ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ud800", "\udfff", "\ufdd0", "\ufffe", "\uffff", "\U0001fffe"]
IN_FILES = [sign for sign in NO_TEXTS if sign not in ("\x00", "\ud800", "\udfff")]
"""What UTF-8 can hold, and what does not make a file binary; of the others that is said of the whole file."""


@pytest.mark.parametrize("sign", NO_TEXTS)
def test_what_is_no_text_is_named(sign: str) -> None:
    assert f"U+{ord(sign):04X}" in (no_text(f"Ann{sign}") or "")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"])))
def test_everything_else_is_text(text: str) -> None:
    assert no_text(text) is None
    assert no_text(f"{text}\t\r\n\v\f\x1c\x85\u2028") is None


@pytest.mark.parametrize("sign", IN_FILES)
@pytest.mark.parametrize(
    ("name", "row", "told"),
    [
        ("mentors.csv", "T9,Ann{},,,,,,", "mentors.csv row 6, column name: 'Ann{}' holds"),
        ("mentees.csv", "S{}9,,,,,,", "mentees.csv row 11, column id: 'S{}9' holds"),
        ("constraints.csv", "apart,S1,S2,no{}te", "constraints.csv row 3, column note: 'no{}te' holds"),
    ],
)
def test_in_a_cell_of_a_file(tmp_path: Path, sign: str, name: str, row: str, told: str) -> None:
    for file in ("mentors.csv", "mentees.csv", "constraints.csv", "program.toml"):
        (tmp_path / file).write_bytes((TINY / file).read_bytes())
    with (tmp_path / name).open("a", encoding="utf-8") as file_open:
        file_open.write(row.format(sign) + "\n")
    told_of = [str(one) for one in check(tmp_path)[0]]
    shown = repr(told.partition("'")[2].partition("'")[0].format(sign))
    assert [one for one in told_of if one.startswith(f"{told.partition(chr(39))[0]}{shown} holds U+{ord(sign):04X}")]


@pytest.mark.parametrize("sign", NO_TEXTS)
def test_in_tables_of_python_and_of_json(tmp_path: Path, sign: str) -> None:
    mentors: list[dict[str, Any]] = [{"id": "T1", "name": f"Ann{sign}", f"new{sign}": "x"}]
    faults = [str(one) for one in check(mentors, [{"id": "S1"}])[0]]
    code = f"U+{ord(sign):04X}"
    assert [one.partition(":")[0] for one in faults if code in one] == ["mentors row 1, column name", "mentors row 1"]
    (tmp_path / "x.json").write_text(json.dumps({"mentors": mentors, "mentees": [{"id": "S1"}]}))
    assert len([one for one in check(tmp_path / "x.json")[0] if code in str(one)]) == 2


@pytest.mark.parametrize("sign", NO_TEXTS)
@pytest.mark.parametrize(
    "settings",
    [
        {"name": "x{}"},
        {"schedule": {"slots": ["Kick-off{}"]}},
        {"gender": {"pair": "mixed{}"}},
        {"gender": {"no_lone": ["{}"]}},
        {"similarity": {"a{}": 1}},
        {"eligible": [{"column": "a{}", "rule": "equal"}]},
        {"calendar": {"start": "2026-10-05", "weeks": 3, "timezone": "Europe/Berlin", "places": {"{}": "x"}}},
    ],
)
def test_in_settings(sign: str, settings: dict[str, Any]) -> None:
    escaped = json.dumps(sign)[1:-1]
    held = json.loads(json.dumps(settings).replace("{}", escaped))
    faults = [str(one) for one in check([{"id": "T1"}], [{"id": "S1"}], held)[0]]
    assert [one for one in faults if f"holds U+{ord(sign):04X}" in one]
    with pytest.raises(ValueError, match=rf"holds U\+{ord(sign):04X}"):
        Program.model_validate(held)


@pytest.mark.parametrize("sign", NO_TEXTS)
@pytest.mark.parametrize("key", ["reason", "by", "when"])
def test_in_the_words_of_a_lock(tmp_path: Path, sign: str, key: str) -> None:
    words = {"reason": "settled"} | {key: f"x{sign}"}
    with pytest.raises(IntakeError, match=rf"the call, {key}: .* holds U\+{ord(sign):04X}"):
        lock_group(result_of(tiny()), "G1", TINY, **words)
    assert not (TINY / "locks.csv").exists()


@pytest.mark.parametrize("sign", [sign for sign in NO_TEXTS if sign != "\x00"])
def test_in_an_argument(sign: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lock", "results", "G1", "--reason", f"x{sign}"]) == 2
    told = capsys.readouterr().err
    assert f"an argument holds U+{ord(sign):04X}" in told
    assert no_text(told) is None


def test_an_export_is_cleaned(tmp_path: Path) -> None:
    rows = "Name,Email,Free on Monday\nAnn{0} Berg,ann@x.example,9-11\nBo Holm,bo@x.example,9-11\n"
    text = rows.format("\x1b\ufffe")
    for role in ("mentors", "mentees"):
        (tmp_path / f"{role}.csv").write_text(text.replace("x.example", f"{role}.example"), encoding="utf-8")
    done = import_survey([tmp_path / "mentors.csv", tmp_path / "mentees.csv"])
    names = [one.name for one in (*done.intake.mentors, *done.intake.mentees)]
    assert len(names) == 4
    assert [name for name in names if no_text(name) is not None] == []


# Formulas -------------------------------------------------------------------------------------------------------------


@given(st.sampled_from(["", "'", "''", "'x"]), st.sampled_from(["", "=", "+", "-", "@", "\t"]), st.text(max_size=5))
def test_what_is_guarded_is_unguarded(quotes: str, begin: str, text: str) -> None:
    assert unguarded(guarded(quotes + begin + text)) == quotes + begin + text
    assert not guarded(begin + text).startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-x", "@SUM(1)", "'=1+1"])
def test_the_words_of_a_lock_are_no_formula(tmp_path: Path, text: str) -> None:
    for name in ("mentors.csv", "mentees.csv", "constraints.csv", "program.toml"):
        (tmp_path / name).write_bytes((TINY / name).read_bytes())
    lock_group(result_of(tiny()), "G1", tmp_path, reason=text, by=text, when=text, kind="mentor-pair")
    (lock,) = read_intake(tmp_path).locks
    assert (lock.reason, lock.by, lock.when) == (text, text, text)
    assert f",'{text},'{text},'{text}" in (tmp_path / "locks.csv").read_text()


# File names -----------------------------------------------------------------------------------------------------------


def test_ids_that_some_system_takes_for_one_have_files_of_their_own() -> None:
    ids = ["é", "e\u0301", "É", "ß", "ss", "SS", "\u212b", "å", "A\u030a", "ﬁ", "fi", "①", "1"]
    names = list(file_names(ids).values())
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert len({unicodedata.normalize(form, name).casefold() for name in names}) == len(ids)
        assert len({unicodedata.normalize(form, name.upper()).lower() for name in names}) == len(ids)


def test_who_came_shares_no_calendar_with_who_left(tmp_path: Path) -> None:
    intake = tiny(CALENDAR)
    before = calendars(viewed(intake), intake.program, people=True)
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar/events.json").write_text(before["calendar/events.json"], encoding="utf-8")
    other = renamed(intake, "S1", "s1")
    groups = tuple(
        replace(group, mentees=tuple("s1" if own == "S1" else own for own in group.mentees)) for group in GROUPS
    )
    now = calendars(viewed(other, result_of(other, *groups)), other.program, people=True, before=tmp_path)
    assert "METHOD:CANCEL" in now["calendar/people/S1.ics"] or "CANCELLED" in now["calendar/people/S1.ics"]
    assert "CONFIRMED" in now["calendar/people/s1-2.ics"]
    assert "calendar/people/s1.ics" not in now
