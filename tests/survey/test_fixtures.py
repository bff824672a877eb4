"""Exports as survey tools write them, messy on purpose, and the intakes that they have to become."""

from pathlib import Path

import pytest

from matcher import import_survey, read_intake
from matcher.survey.import_report import Outcome
from tests.survey.exports_for_tests import FIXTURES, of_fixture

NAMES = sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())


def test_there_are_enough_of_them() -> None:
    assert len(NAMES) >= 8


@pytest.mark.parametrize("name", NAMES)
def test_an_export_becomes_its_golden_intake(name: str, tmp_path: Path) -> None:
    done = import_survey(of_fixture(name, tmp_path), tmp_path / "intake")
    golden = FIXTURES / name / "golden"
    for file in ("mentors.csv", "mentees.csv"):
        assert (tmp_path / "intake" / file).read_text(encoding="utf-8") == (golden / file).read_text(encoding="utf-8")
    asked = [f"{one.file}, row {one.row}, {one.column}: {one.answer}" for one in done.questions]
    assert asked == (golden / "questions.txt").read_text(encoding="utf-8").splitlines()
    assert read_intake(tmp_path / "intake").mentors == done.intake.mentors


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_reported_once(name: str, tmp_path: Path) -> None:
    done = import_survey(of_fixture(name, tmp_path), None)
    rows = [(row.file, row.row) for row in done.report if row.outcome.of_a_row]
    assert len(rows) == len(set(rows))
    assert done.count(Outcome.KEPT) == len(done.intake.mentors) + len(done.intake.mentees)


@pytest.mark.parametrize("name", NAMES)
def test_the_proposed_mapping_gives_the_same_intake_again(name: str, tmp_path: Path) -> None:
    exports = of_fixture(name, tmp_path)
    first = import_survey(exports, tmp_path / "intake")
    again = import_survey(exports, tmp_path / "again", mapping=tmp_path / "intake" / "mapping.toml")
    assert again.intake == first.intake
    assert again.mapping == first.mapping
    assert not any("mapping" in question.text and "no such column" in question.text for question in again.questions)


@pytest.mark.parametrize("name", NAMES)
def test_addresses_are_in_the_intake_alone(name: str, tmp_path: Path) -> None:
    import_survey(of_fixture(name, tmp_path), tmp_path / "intake")
    holding = {
        path.name for path in (tmp_path / "intake").iterdir() if "@uni.example" in path.read_text(encoding="utf-8")
    }
    assert holding <= {"mentors.csv", "mentees.csv"}
