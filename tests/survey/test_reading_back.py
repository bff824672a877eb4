"""What was read is told back, confirmed once, and open until then; like questions are one; what is odd is asked."""

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from matcher import IntakeError, SurveyImport, import_survey
from matcher.cli import main
from matcher.survey.import_report import Question, Report
from matcher.survey.mapping.confirming import with_confirmed
from matcher.survey.mapping.standing import Standing
from matcher.survey.people.gathering import short_hash
from matcher.survey.readback.sentences import hours_in_words, understood
from matcher.survey.shapes import shape_of
from tests.survey.exports_for_tests import MENTEES, MENTORS, two_exports, write_csv

WEEK = "; ".join(f"{day} 00:00-24:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
YUKI = short_hash("yuki@uni.example")


def with_hours(*hours: str) -> list[list[str]]:
    """Return mentees, one for each answer about hours."""
    rows = [MENTEES[0]]
    for number, text in enumerate(hours):
        rows.append(["9/2/2026 9:00:00", f"m{number}@uni.example", f"Mia {'ABCDEFGH'[number]}son", "", "", text])
    return rows


def standings(done: SurveyImport, file: str) -> dict[str, Standing]:
    return {column.name: column.standing for column in done.columns if column.file == file}


def correct(folder: Path, *rows: Sequence[str]) -> None:
    write_csv(folder / "corrections.csv", [["id", "column", "answer", "value"], *rows])


# Shapes and sentences ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mon 9-11am", "tuesdays 10 - 12 am"),
        ("Mon 9-11; Tue 9-11", "Wed 8-10"),
        ("9/2/2026 9:00:00", "10/12/2026 19:30:12"),
        ("Mon 9-11, not Fri", "Do 8-9, not Sat"),
    ],
)
def test_answers_of_one_shape(one: str, other: str) -> None:
    assert shape_of(one) == shape_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Mon 9-11", "Mon 9-11 maybe"), ("Mon 9-11", "Mon 9:30-11"), ("2", "2+"), ("I do", "Do")]
)
def test_answers_of_other_shapes(one: str, other: str) -> None:
    assert shape_of(one) != shape_of(other)


def test_names_are_one_kind_of_word() -> None:
    assert shape_of("not Carl Holm", {"carl", "holm", "ann", "lee"}) == shape_of("not Ann Lee", {"ann", "lee"})


@pytest.mark.parametrize(
    ("available", "unavailable", "told"),
    [
        ("Mon 09:00-11:00", "", "free Monday 9 to 11"),
        ("Mon,Tue,Wed 09:30-11:00; Fri 00:00-24:00", "", "free Monday to Wednesday 9:30 to 11 and Friday"),
        ("Mon 09:00-17:00", "Mon 12:00-13:00", "free Monday 9 to 17; but not Monday 12 to 13"),
        ("", "Fri 00:00-24:00", "not free Friday; free at any other hour"),
        ("", WEEK, "never free"),
        (WEEK, "", "free at any hour"),
        ("Kick-off A", "", "free at Kick-off A"),
        ("", "", "says nothing of hours"),
    ],
)
def test_hours_in_words(available: str, unavailable: str, told: str) -> None:
    assert hours_in_words(available, unavailable, ["Kick-off A"]) == told


@pytest.mark.parametrize(
    ("meaning", "value", "told"),
    [
        ("preferred_mentors", "T1; T2", "wishes for Ada then Ben"),
        ("avoid", "T1; T2", "must not share a group with Ada and Ben"),
        ("preferred_mentors", "", "nobody"),
        ("max_mentees", "1", "at most 1 mentee"),
        ("mentor_gender", "require woman", "must have a mentor of gender woman"),
        ("mentor_gender", "", "any mentor"),
        ("gender", "", "gender undisclosed"),
        ("interests", "Chess; Film", "interests: Chess and Film"),
    ],
)
def test_what_was_understood_in_words(meaning: str, value: str, told: str) -> None:
    record, names = {"id": "S1", meaning: value}, {"T1": "Ada", "T2": "Ben"}
    assert understood(meaning, record, names, (), "") == told


# Reading back --------------------------------------------------------------------------------------------------------


def test_the_oddest_answers_come_first(tmp_path: Path) -> None:
    mentees = with_hours("Mon 9-11am", "Tue 2-4pm", "Wed 10-11am", "Mon 9-11am, if I must", "when it rains")
    done = import_survey(two_exports(tmp_path, mentees=mentees))
    [hours] = [one for one in done.columns if one.file == "mentees.csv" and one.meaning == "availability"]
    told = [(shape.people, shape.asked, shape.examples[0].answer) for shape in hours.shapes]
    assert told[:2] == [(1, True, "Mon 9-11am, if I must"), (1, True, "when it rains")]
    assert told[-1] == (3, False, "Mon 9-11am")
    assert [one.understood for one in hours.shapes[-1].examples] == [
        "free Monday 9 to 11", "free Tuesday 14 to 16", "free Wednesday 10 to 11",
    ]  # fmt: skip
    assert hours.shapes[1].examples[0].understood == "never free"


def test_what_is_known_word_for_word_is_sure(tmp_path: Path) -> None:
    hours = [[*row[:5], "Mon 09:00-11:00" if place else row[5]] for place, row in enumerate(MENTEES)]
    done = import_survey(two_exports(tmp_path, mentees=hours))
    assert standings(done, "mentees.csv") == {
        "Timestamp": Standing.KNOWN,
        "Email Address": Standing.KNOWN,
        "Full name": Standing.KNOWN,
        "preferred_mentors": Standing.READ,
        "Availability": Standing.KNOWN,
    }
    assert standings(done, "mentors.csv")["Availability"] is Standing.READ
    lines = [" ".join(line.split()) for line in done.mapping.splitlines()]
    assert [line for line in lines if line.startswith('"Availability"')] == [
        '"Availability" = "availability" # likely: by its question',
        '"Availability" = "availability" # sure: known word for word',
    ]


@pytest.mark.parametrize("question", ["Do NOT mark the times when you are busy", "When are you unavailable?"])
def test_a_grid_is_sure_only_where_its_question_is_known(question: str, tmp_path: Path) -> None:
    def grid(asked: str) -> list[list[str]]:
        head = [*MENTORS[0][:4], *(f"{asked} [{day} 09:00-10:00]" for day in ("Mon", "Tue", "Wed"))]
        return [head, *([*row[:4], "Yes", "", "Yes"] for row in MENTORS[1:])]

    sure = import_survey(two_exports(tmp_path / "a", mentors=grid("When are you free?")))
    assert standings(sure, "mentors.csv")["When are you free?"] is Standing.KNOWN
    done = import_survey(two_exports(tmp_path / "b", mentors=grid(question)))
    assert standings(done, "mentors.csv")[question] is Standing.READ


def test_a_column_is_confirmed_once(tmp_path: Path) -> None:
    folder, exports = tmp_path / "intake", two_exports(tmp_path)
    first = import_survey(exports, folder)
    assert standings(first, "mentees.csv")["Availability"] is Standing.READ
    done = import_survey(exports, folder, confirm=["Availability"])
    assert standings(done, "mentees.csv")["Availability"] is Standing.CONFIRMED
    assert (folder / "mapping.toml").read_text(encoding="utf-8").count('confirmed = ["Availability"]') == 2
    again = import_survey(exports, folder)
    assert standings(again, "mentees.csv") == standings(done, "mentees.csv")
    next_year = import_survey(two_exports(tmp_path / "next"), tmp_path / "other", mapping=folder / "mapping.toml")
    assert standings(next_year, "mentors.csv")["Availability"] is Standing.CONFIRMED


def test_everything_is_confirmed_at_once(tmp_path: Path) -> None:
    done = import_survey(two_exports(tmp_path), tmp_path / "intake", confirm=["all"])
    assert not any(column.open for column in done.columns)
    told = json.loads((tmp_path / "intake" / "import.json").read_text(encoding="utf-8"))
    assert told["unconfirmed"] == []


def test_columns_can_be_confirmed_by_what_they_are(tmp_path: Path) -> None:
    done = import_survey(two_exports(tmp_path), confirm=["preferred_mentors"])
    assert standings(done, "mentees.csv")["preferred_mentors"] is Standing.CONFIRMED
    assert 'confirmed = ["1st choice mentor", "2nd choice mentor"]' in done.mapping


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("Avialability", "'Avialability' is no column that was read; .* did you mean Availability"),
        ("email", "'email' needs no confirming"),
    ],
)
def test_what_cannot_be_confirmed(word: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=told):
        import_survey(two_exports(tmp_path), tmp_path / "intake", confirm=[word])
    assert not (tmp_path / "intake").exists()


MAPPING = """\
[[export]]  # ours
role = "mentors"
confirmed = [
  "A [x]",  # looked at
]
[export.columns]
"A [x]" = "availability"

[[export]]
role = "mentees"

[words.gender]
"nb" = "nonbinary"
"""


def test_a_mapping_keeps_every_other_line() -> None:
    text = with_confirmed(MAPPING, "mapping.toml", {"a.csv": 0, "b.csv": 1}, {"a.csv": ["B"], "b.csv": ["C"]})
    assert [line for line in text.splitlines() if line not in MAPPING.splitlines()] == [
        'confirmed = ["A [x]", "B"]',
        'confirmed = ["C"]',
    ]
    assert [line for line in MAPPING.splitlines() if line not in text.splitlines()] == [
        "confirmed = [", '  "A [x]",  # looked at', "]",
    ]  # fmt: skip


def test_an_export_that_the_mapping_does_not_know_gets_a_part() -> None:
    text = with_confirmed(MAPPING, "mapping.toml", {"c.csv": None}, {"c.csv": ["C"]})
    assert text == MAPPING + '\n[[export]]\nfile = "c.csv"\nconfirmed = ["C"]\n'


def test_a_mapping_that_cannot_be_added_to_safely_stays() -> None:
    with pytest.raises(IntakeError, match=r'mapping.toml: is written in a way .* write confirmed = \["C"\]'):
        with_confirmed('export = [{ role = "mentors" }]\n', "mapping.toml", {"a.csv": 0}, {"a.csv": ["C"]})


def test_the_page_escapes_names_and_loads_nothing(tmp_path: Path) -> None:
    mentees = [
        [*row[:2], "Eve <script>alert(1)</script>", *row[3:]] if row[1].startswith("yuki") else row for row in MENTEES
    ]
    import_survey(two_exports(tmp_path, mentees=mentees), tmp_path / "intake")
    page = (tmp_path / "intake" / "import.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"|url\(|@import|https?://", page) == []
    assert "uni.example" not in page
    assert "free Monday 9 to 11" in page


def test_without_names_no_header_is_told(tmp_path: Path) -> None:
    mentees = [[*row, "x"] for row in MENTEES]
    mentees[0][-1] = "How well do you know Ada Okafor?"
    import_survey(two_exports(tmp_path, mentees=mentees), tmp_path / "intake", pseudonymous=True)
    told = (tmp_path / "intake" / "import.json").read_text(encoding="utf-8")
    assert "availability" in told
    assert "Okafor" not in told


# check and solve -----------------------------------------------------------------------------------------------------


def said(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    capsys.readouterr()
    assert main(list(words)) == 0
    return [line for line in capsys.readouterr().err.splitlines() if line.startswith(("OPEN", "READ"))]


def test_check_tells_what_is_open_until_it_is_settled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "intake"
    mentees = [[*row[:5], "when it rains"] if row[1].startswith("yuki") else row for row in MENTEES]
    exports = [str(path) for path in two_exports(tmp_path, mentees=mentees)]
    assert main(["import", *exports, "--out", str(folder)]) == 0
    never = "OPEN: 1 person counts as never free, since their hours were not understood: "
    never += f"Yuki Tanaka ({YUKI}); say when they can meet"
    told = said(capsys, "check", str(folder))
    assert told == [
        never,
        "READ: 'Gender', 'Availability' and 'preferred_mentors' were read, and nobody has confirmed them; look at "
        "import.html, and import again with --confirm",
    ]
    assert main(["import", *exports, "--out", str(folder), "--confirm", "all"]) == 0
    assert said(capsys, "check", str(folder)) == [never]
    correct(folder, [YUKI, "availability", "", "Mon 09:00-11:00"])
    assert main(["import", *exports, "--out", str(folder)]) == 0
    assert said(capsys, "check", str(folder)) == []


def test_a_cell_mended_by_hand_settles_its_question(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "intake"
    mentees = [[*row[:5], "when it rains"] if row[1].startswith("yuki") else row for row in MENTEES]
    import_survey(two_exports(tmp_path, mentees=mentees), folder, confirm=["all"])
    table = folder / "mentees.csv"
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
    rows[2] |= {"availability": "Mon 09:00-11:00", "unavailable": ""}
    write_csv(table, [list(rows[0]), *(list(row.values()) for row in rows)])
    assert said(capsys, "check", str(folder)) == []


def test_an_intake_in_one_file_was_not_imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "intake.json"
    people = '"mentors": [{"id": "T1"}], "mentees": [{"id": "S1"}]'
    file.write_text(f'{{"program": {{"groups": {{"mentors": 1, "min_size": 1}}}}, {people}}}', encoding="utf-8")
    assert said(capsys, "check", str(file)) == []


def test_solve_tells_it_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "intake"
    import_survey(two_exports(tmp_path), folder)
    (folder / "program.toml").write_text("[groups]\nmin_size = 2\n", encoding="utf-8")
    assert said(capsys, "solve", str(folder), "--out", str(tmp_path / "out"), "--quiet", "--effort", "quick")[
        0
    ].startswith("READ: 'Gender', ")


@pytest.mark.parametrize(
    "text", ["", "[]", '{"questions": 1, "unconfirmed": []}', '{"questions": [{}], "unconfirmed": []}']
)
def test_a_broken_file_is_told(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "intake"
    import_survey(two_exports(tmp_path), folder)
    (folder / "import.json").write_text(text, encoding="utf-8")
    assert said(capsys, "check", str(folder)) == [
        "OPEN: import.json cannot be read, so that nobody knows what the import left open: import again"
    ]


# Questions that are alike --------------------------------------------------------------------------------------------


def test_questions_of_one_shape_are_one_and_those_that_touch_most_come_first() -> None:
    report = Report()
    report.ask(Question("m.csv", 2, "S1", "leave_out", "Test", "a test?"))
    for row, answer in enumerate(("Mon 9-11 ??", "Tue 8-10 ??", "Mon 9-11 ??", "some day"), 3):
        report.ask(Question("m.csv", row, f"S{row}", "availability", answer, "cannot be read"))
    one, *others = report.grouped()
    assert (one.person, one.row, one.answer, one.weight, one.touched) == (
        None, None, "Mon 9-11 ??", 3, ("S3", "S4", "S5"),
    )  # fmt: skip
    assert one.text == (
        "cannot be read. 3 people wrote like it, also 'Tue 8-10 ??'; what you write here counts for all of them "
        '("as read" and "(blank)" do; another value for those who wrote exactly this). Written in m.csv rows 3, 4, 5'
    )
    assert [question.answer for question in others] == ["Test", "some day"]


def test_one_answer_settles_all_who_wrote_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    exports = two_exports(tmp_path, mentees=with_hours("some day", "Some day", "some day", "Mon 9-10"))
    first = import_survey(exports, folder)
    assert [(one.answer, one.weight) for one in first.questions] == [("some day", 3)]
    rows = list(csv.DictReader(io.StringIO((folder / "questions.csv").read_text(encoding="utf-8"))))
    rows[0]["value"] = "Tue 10:00-12:00"
    write_csv(folder / "corrections.csv", [list(rows[0]), *(list(row.values()) for row in rows)])
    done = import_survey(exports, folder)
    assert [str(one.availability) for one in done.intake.mentees[:3]] == ["Tue 10:00-12:00"] * 3
    assert done.questions == ()


def test_as_read_settles_answers_of_one_shape(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    exports = two_exports(
        tmp_path, mentees=with_hours("Mon 9-11, Tue it depends", "Wed 8-10, Thu it depends", "Mon 9-10")
    )
    first = import_survey(exports, folder)
    [asked] = first.questions
    assert asked.weight == 2
    correct(folder, ["", "availability", asked.answer or "", "as read"])
    done = import_survey(exports, folder)
    assert done.questions == ()
    assert done.intake == first.intake


def test_as_read_counts_in_both_exports(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    mentors = [MENTORS[0], *([*row[:4], "some day"] for row in MENTORS[1:])]
    exports = two_exports(tmp_path, mentors, with_hours("some day", "Mon 9-10"))
    [asked] = import_survey(exports, folder).questions
    assert asked.weight == 3
    rows = list(csv.DictReader(io.StringIO((folder / "questions.csv").read_text(encoding="utf-8"))))
    assert (rows[0]["id"], rows[0]["row"], rows[0]["people"]) == ("", "", "3")
    rows[0]["value"] = "as read"
    write_csv(folder / "corrections.csv", [list(rows[0]), *(list(row.values()) for row in rows)])
    assert import_survey(exports, folder).questions == ()


def test_a_name_and_a_word_are_settled_for_everybody(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    mentees = [[*MENTEES[0], "Gender"], *([*row[:3], "Zz Top", "", row[5], "zork"] for row in MENTEES[1:])]
    exports = two_exports(tmp_path, mentees=mentees)
    first = import_survey(exports, folder)
    assert sorted((one.column, one.answer, one.weight) for one in first.questions) == [
        ("gender", "zork", 3), ("preferred_mentors", "Zz Top", 3),
    ]  # fmt: skip
    correct(folder, ["", "gender", "zork", "nonbinary"], ["", "preferred_mentors", "Zz Top", "Ben Lindqvist"])
    done = import_survey(exports, folder)
    assert done.questions == ()
    assert {one.gender for one in done.intake.mentees} == {"nonbinary"}
    assert {one.preferred_mentors for one in done.intake.mentees} == {(short_hash("ben@uni.example"),)}


def test_another_question_is_settled_as_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    mentees = [*MENTEES, ["9/4/2026 9:00:00", "ines2@uni.example", "Ines Rossi", "", "", "Mon 9-10"]]
    exports = two_exports(tmp_path, mentees=mentees)
    [asked] = import_survey(exports, folder).questions
    assert "has the same name as somebody else" in asked.text
    correct(folder, [asked.person or "", "leave_out", "Ines Rossi", "as read"])
    assert import_survey(exports, folder).questions == ()
