"""Which rows are headers, what columns ask, whose rows are nobody's."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from matcher.intake.words.findings import Findings
from matcher.survey.reading.files import read_grid
from matcher.survey.reading.layout import Export, lay_out, spreadsheet_letters
from tests.survey.exports_for_tests import of_fixture, write_csv


def laid_out(rows: Sequence[Sequence[str]], folder: Path) -> Export:
    grid = read_grid(write_csv(folder / "e.csv", rows), Findings())
    assert grid is not None
    export = lay_out(grid, Findings())
    assert export is not None
    return export


def of(name: str, number: int, folder: Path) -> Export:
    grid = read_grid(of_fixture(name, folder)[number], Findings())
    assert grid is not None
    export = lay_out(grid, Findings())
    assert export is not None
    return export


def test_qualtrics_has_three_header_rows(tmp_path: Path) -> None:
    export = of("qualtrics", 0, tmp_path)
    assert export.platform == "Qualtrics"
    assert export.lines[0].number == 4
    name = export.columns[17]
    assert (name.label, name.also) == ("What is your full name?", ("Q1",))
    assert [column.item for column in export.columns if column.question.startswith("Please rank")] == [
        "Rosa Lima",
        "Sven Berg",
        "Tara O'Neil",
    ]


def test_surveymonkey_has_two_header_rows(tmp_path: Path) -> None:
    export = of("surveymonkey", 0, tmp_path)
    assert export.platform == "SurveyMonkey"
    labels = [column.label for column in export.columns]
    assert "Which of these interest you? [Film, theatre]" in labels
    assert "Who would you rather not share a group with?" in labels
    assert export.lines[0].number == 3


def test_limesurvey_puts_codes_before_questions(tmp_path: Path) -> None:
    export = of("limesurvey", 0, tmp_path)
    assert export.platform == "LimeSurvey"
    grid = [column for column in export.columns if column.question == "Wann hast du Zeit?"]
    assert [column.item for column in grid] == ["Montag 9:00-10:00", "Dienstag 14:00-15:00", "Donnerstag 18:00-19:00"]
    assert grid[0].also == ("G01Q04[SQ001]",)


def test_titles_above_the_header_and_headers_repeated_below(tmp_path: Path) -> None:
    export = of("combined", 0, tmp_path)
    assert [column.label for column in export.columns][4:7] == ["Sex", "Availability", "Availability (2)"]
    assert [(left.number, left.why) for left in export.left_out] == [(6, "repeats the header row")]
    assert export.surplus == ((9, "stray cell"),)


def test_ragged_rows_and_columns_without_a_header(tmp_path: Path) -> None:
    export = laid_out([["Name", "", "Age", ""], ["Ann", "x"], ["Bo", "", "3", "", "", "far"]], tmp_path)
    assert [column.label for column in export.columns] == ["Name", "column B", "Age"]
    assert [line.cells for line in export.lines] == [("Ann", "x", "", ""), ("Bo", "", "3", "")]
    assert export.surplus == ((3, "far"),)


def test_a_header_is_on_one_line_and_labels_are_unique(tmp_path: Path) -> None:
    export = laid_out([["What\r\nis it?", "What is it?", "what IS it?"], ["a", "b", "c"]], tmp_path)
    assert [column.label for column in export.columns] == ["What is it?", "What is it? (2)", "what IS it? (3)"]


def test_a_file_without_a_header_is_told(tmp_path: Path) -> None:
    grid = read_grid(write_csv(tmp_path / "e.csv", [["Ann", "ann@x.org"], ["Bo", "bo@x.org"]]), Findings())
    assert grid is not None
    findings = Findings()
    assert lay_out(grid, findings) is None
    assert "has no header row" in findings.faults[0].message


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letters_are_those_of_a_spreadsheet(place: int, letters: str) -> None:
    assert spreadsheet_letters(place) == letters
