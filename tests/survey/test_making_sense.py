"""What was read has to make sense together: each kind of nonsense by the smallest export that shows it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from matcher import SurveyImport, import_survey
from matcher.survey.import_report import Outcome
from tests.survey.exports_for_tests import MENTEES, MENTORS, two_exports, write_csv

HEAD = ["Name", "Email", "Availability"]
NAMES = ("Ada Berg", "Ben Olsen", "Carl Holm", "Dora Lund", "Emil Falk", "Fay Roth")


def people(*hours: str, letter: str = "m") -> list[list[str]]:
    """Return an export of one person for each answer about hours."""
    rows = [[NAMES[place], f"{letter}{place}@x.example", text] for place, text in enumerate(hours)]
    return [HEAD, *rows]


def imported(
    folder: Path, mentees: Sequence[Sequence[str]], mentors: Sequence[Sequence[str]] = MENTORS, program: str = ""
) -> SurveyImport:
    (folder / "intake").mkdir()
    (folder / "intake" / "program.toml").write_text(program, encoding="utf-8")
    return import_survey(two_exports(folder, mentors, mentees), folder / "intake")


def asked(done: SurveyImport, words: str) -> list[str]:
    return [str(question) for question in done.questions if words in question.text]


# Hours ---------------------------------------------------------------------------------------------------------------


def test_nobody_was_asked_for_hours(tmp_path: Path) -> None:
    mentors, mentees = ([row[:3] for row in rows] for rows in (MENTORS, MENTEES))
    done = imported(tmp_path, mentees, mentors)
    assert [(one.file, one.weight, one.text) for one in done.questions] == [
        (
            "mentors.csv and mentees.csv",
            5,
            "no column was taken for hours, so that groups get no slot. If one tells when people can meet, say so in "
            "the mapping; if nobody was asked, write required = false under [schedule] in program.toml",
        )
    ]


def test_a_program_without_hours_asks_for_none(tmp_path: Path) -> None:
    mentors, mentees = ([row[:3] for row in rows] for rows in (MENTORS, MENTEES))
    assert imported(tmp_path, mentees, mentors, "[schedule]\nrequired = false\n").questions == ()


def test_only_one_role_was_asked_for_hours(tmp_path: Path) -> None:
    done = imported(tmp_path, MENTEES, [row[:4] for row in MENTORS])
    [question] = done.questions
    assert question.text.startswith("no column of the mentors was taken for hours, so that they count as blank")


def test_all_have_the_same_hours(tmp_path: Path) -> None:
    done = imported(tmp_path, people(*["Mon 9-11"] * 5))
    [question] = done.questions
    assert (question.file, question.weight) == ("mentees.csv", 5)
    assert question.text.startswith("all 5 mentees have the same hours, Mon 09:00-11:00: is that so")
    assert imported_again(tmp_path, people(*["Mon 9-11"] * 4, "Mon 9-10")).questions == ()


def imported_again(folder: Path, mentees: Sequence[Sequence[str]]) -> SurveyImport:
    return import_survey(two_exports(folder, MENTORS, mentees), folder / "intake")


def test_somebody_is_free_at_all_168_hours(tmp_path: Path) -> None:
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    head = ["Name", "Email", *(f"{day} {hour:02}:00" for day in days for hour in range(24))]
    rows = [[NAMES[0], "a@x.example", *["1"] * 168], [NAMES[1], "b@x.example", *["1", "0"] * 84]]
    done = imported(tmp_path, [head, *rows])
    [told] = asked(done, "every hour")
    assert "Ada Berg is free at every hour of the week, nights too: is that so, or do the marks" in told


# Who is who ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mailed", [True, False])
def test_all_share_a_name(mailed: bool, tmp_path: Path) -> None:
    rows = [["I agree", f"{place}@x.example" if mailed else "", "Mon 9-11"] for place in range(4)]
    done = imported(tmp_path, [HEAD, *rows])
    [told] = asked(done, "hardly anybody's name")
    assert told.startswith("mentees.csv, Name: 'I agree' is what 4 of 4 rows say")
    assert asked(done, "same name") == []


@pytest.mark.parametrize(
    ("one", "other", "are_two"),
    [
        ("Ann Holm", "Carl Holm", True),
        ("Ann Lee", "Wu Quux", True),
        ("Inès Rossi", "Ines Rossi", False),
        ("Rossi, Ines", "Ines Rossi", False),
        ("Ines M. Rossi", "Ines Rossi", False),
    ],
)
def test_two_people_with_one_address(one: str, other: str, are_two: bool, tmp_path: Path) -> None:
    done = imported(tmp_path, [HEAD, [one, "a@x.example", "Mon 9-11"], [other, "A@x.example", "Mon 9-11"]])
    assert len(done.intake.mentees) == 1 + are_two
    assert len(asked(done, "has the same e-mail address as row 2")) == are_two


def test_one_address_in_both_roles_whatever_the_ids(tmp_path: Path) -> None:
    mentors = [["Student ID", *HEAD], ["A17", *people("Mon 9-11")[1]], ["B22", NAMES[1], "b@x.example", "Mon 9-11"]]
    done = imported(tmp_path, people("Mon 9-11", "Mon 9-10"), mentors)
    assert len(asked(done, "answered as mentor and mentee")) == 1


# Rows ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("3/4/2026 9:00", "4/3/2026 9:00", 1),
        ("3/4/2026 9:00", "3/5/2026 9:00", 0),
        ("13/4/2026 9:00", "14/3/2026 9:00", 0),
        ("3.4.2026 9:00", "4.3.2026 9:00", 0),
    ],
)
def test_dates_that_may_be_day_or_month_first(first: str, second: str, said: int, tmp_path: Path) -> None:
    rows = [[time, *people("Mon 9-11")[1][:2], hours] for time, hours in ((first, "Mon 9-11"), (second, "Tue 9-11"))]
    done = imported(tmp_path, [["Timestamp", *HEAD], *rows])
    told = asked(done, "day or month first")
    assert len(told) == said
    assert all("'3/4/2026 9:00'" in text or "'4/3/2026 9:00'" in text for text in told)


def test_dates_are_settled_by_the_mapping(tmp_path: Path) -> None:
    rows = [["3/4/2026 9:00", *people("Mon 9-11")[1][:2], "Mon 9-11"], ["4/3/2026", *people("Tue 9-11")[1]]]
    done = imported(tmp_path, [["Timestamp", *HEAD], *rows])
    assert len(asked(done, "day or month first")) == 1
    mapping = tmp_path / "intake" / "mapping.toml"
    mapping.write_text(mapping.read_text(encoding="utf-8") + "\n[reading]\nday_first = true\n", encoding="utf-8")
    again = imported_again(tmp_path, [["Timestamp", *HEAD], *rows])
    assert asked(again, "day or month first") == []
    assert str(again.intake.mentees[0].availability) == "Mon 09:00-11:00"


def test_several_rows_of_a_person_with_other_hours(tmp_path: Path) -> None:
    rows = [[*people("Mon 9-11")[1][:2], hours] for hours in ("Mon 9-10", "Wed 9-10")]
    done = imported(tmp_path, [HEAD, *rows, [NAMES[1], "b@x.example", "Mon 9-10"]])
    [told] = asked(done, "If each row is one of their times")
    assert told.startswith("mentees.csv row 3, availability: 'Mon 9-10; Wed 9-10' stand in 2 rows of one person")


def test_a_later_answer_is_no_such_row(tmp_path: Path) -> None:
    rows = [
        [f"9/{day}/2026 9:00", *people("Mon 9-11")[1][:2], hours] for day, hours in ((1, "Mon 9-10"), (2, "Tue 9-10"))
    ]
    assert asked(imported(tmp_path, [["Timestamp", *HEAD], *rows]), "If each row") == []


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["Total", "", "2"], "a row of totals"),
        (["Gesamtzahl", "", "2"], "a row of totals"),
        (["Group A", "", ""], "a heading"),
    ],
)
def test_totals_and_headings_are_no_people(row: list[str], why: str, tmp_path: Path) -> None:
    done = imported(tmp_path, [*people("Mon 9-11", "Mon 9-10", "Tue 9-10"), row])
    assert [one.name for one in done.intake.mentees] == list(NAMES[:3])
    assert [(one.row, one.outcome) for one in done.report if one.note and why in one.note] == [(5, Outcome.LEFT_OUT)]
    assert len(asked(done, f"seems to be {why}")) == 1
    (tmp_path / "intake" / "corrections.csv").write_text("row,file,column,value\n5,mentees.csv,leave_out,no\n")
    again = imported_again(tmp_path, [*people("Mon 9-11", "Mon 9-10", "Tue 9-10"), row])
    assert len(again.intake.mentees) == 4


# Workbooks -----------------------------------------------------------------------------------------------------------


def workbook(path: Path, sheets: Sequence[tuple[str, bool, Sequence[Sequence[str]]]]) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    for title, hidden, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.sheet_state = "hidden" if hidden else "visible"
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(path)
    return path


def test_a_hidden_sheet_is_not_read_and_asked_about(tmp_path: Path) -> None:
    old = people("Fri 9-11")
    mentees = workbook(
        tmp_path / "mentees.xlsx", [("Old", True, old), ("Answers", False, people("Mon 9-11", "Mon 9-10"))]
    )
    mentors = write_csv(tmp_path / "mentors.csv", MENTORS)
    done = import_survey([mentors, mentees])
    assert len(done.intake.mentees) == 2
    assert [str(one) for one in done.questions] == [
        "mentees.xlsx, sheets: has a hidden sheet, 'Old', in which something stands; 'Answers' was read; if the "
        "answers stand in another, save that one as CSV UTF-8 and import it"
    ]


def test_a_second_sheet_is_asked_about(tmp_path: Path) -> None:
    mentees = workbook(tmp_path / "mentees.xlsx", [("One", False, people("Mon 9-11")), ("Two", False, people("Mon 9"))])
    done = import_survey([write_csv(tmp_path / "mentors.csv", MENTORS), mentees])
    assert len(asked(done, "has 2 filled sheets; only the first, 'One', was read")) == 1
