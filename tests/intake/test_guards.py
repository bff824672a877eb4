"""A text that a spreadsheet would run is guarded in every table that is written, and read as it was."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher import add_people, import_survey, join, leave, read_intake
from matcher.intake.leaving.documents import people_in
from matcher.intake.writing import texts_of, write_intake
from matcher.result.files import csv_text
from matcher.result.match_result import MatchResult
from matcher.text import guarded, unguarded
from tests.report.tiny import result_of, tiny

RUN = ("=", "+", "-", "@", "\t", "\r")
NAMES = st.builds(
    str.__add__,
    st.sampled_from(["=", "+", "-", "@", "'=", "''@", "'", "=="]),
    st.text(st.sampled_from("'=+-@Zed ,;\"أمل"), max_size=6),
).map(lambda text: " ".join(text.split()))
SETTINGS = "[groups]\nmentors = 1\nmin_size = 1\n"


def cells(text: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


@given(NAMES, NAMES)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_reads_as_it_was(tmp_path: Path, name: str, further: str) -> None:
    people = [{"id": "T1", "name": name, "gender": further, "email": further, "town": name}]
    intake = read_intake(people, [{"id": "S1", "name": further}], {"groups": {"mentors": 1, "min_size": 1}})
    assert intake.mentors[0].name == name
    assert not [cell for text in texts_of(intake).values() for cell in cells(text) if cell.startswith(RUN)]
    again = read_intake(write_intake(intake, tmp_path))
    assert (again.mentors, again.mentees) == (intake.mentors, intake.mentees)
    assert {own: called for own, (_, called) in people_in(texts_of(intake)).items()} == {"T1": name, "S1": further}
    framed = pd.read_csv(tmp_path / "mentors.csv", keep_default_na=False, dtype=str)
    assert read_intake(framed, [{"id": "S1"}], intake.program).mentors[0].name == name


@pytest.mark.parametrize(
    ("text", "written"),
    [("-3", "-3"), ("-2,5", "-2,5"), ("'-3", "''-3"), ("-3+cmd", "'-3+cmd"), ("-", "'-"), ("-3\n", "'-3\n")],
)
def test_a_number_under_zero_is_no_formula(text: str, written: str) -> None:
    assert (guarded(text), unguarded(written)) == (written, text)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "intake"
    folder.mkdir()
    tables = {"mentors": "id,name\nT1,'=Zed\n", "mentees": "id,name\nS1,'-Dash\nS2,O'Brien\n"}
    for part, text in tables.items():
        (folder / f"{part}.csv").write_text(text, encoding="utf-8")
    (folder / "program.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


def test_who_is_added_is_called_as_in_the_file(place: Path, tmp_path: Path) -> None:
    (tmp_path / "mentees.csv").write_text("id,name\nS3,'@At\nS4,+Plus\n", encoding="utf-8")
    added = add_people(place, tmp_path / "mentees.csv").intake
    assert [one.name for one in added.mentees] == ["-Dash", "O'Brien", "@At", "+Plus"]
    assert (place / "mentees.csv").read_text(encoding="utf-8").endswith("S3,'@At\nS4,'+Plus\n")
    whole = tmp_path / "intake.json"
    plain = {"program": {"groups": {"mentors": 1, "min_size": 1}}, "mentors": [{"id": "T1"}], "mentees": [{"id": "S1"}]}
    whole.write_text(json.dumps(plain), encoding="utf-8")
    assert add_people(whole, tmp_path / "mentees.csv").intake.mentee_by_id["S3"].name == "@At"
    assert json.loads(whole.read_text(encoding="utf-8"))["mentees"][1] == {"id": "S3", "name": "@At"}


def test_who_leaves_and_comes_back_is_called_as_before(place: Path) -> None:
    before = {file.name: file.read_bytes() for file in place.iterdir()}
    assert [one.name for one in leave(place, ["-Dash"]).people] == ["-Dash"]
    assert "S1,'-Dash,mentee" in (place / "left.csv").read_text(encoding="utf-8")
    assert [one.name for one in join(place, ["-Dash"]).people] == ["-Dash"]
    assert {file.name: file.read_bytes() for file in place.iterdir()} == before


def test_a_row_that_fits_new_columns_is_guarded(place: Path) -> None:
    leave(place, ["S1"])
    (place / "mentees.csv").write_text("name,id\nO'Brien,S2\n", encoding="utf-8")
    assert join(place, ["S1"]).intake.mentee_by_id["S1"].name == "-Dash"
    assert "'-Dash,S1" in (place / "mentees.csv").read_text(encoding="utf-8")


def test_a_result_that_is_read_from_its_tables_has_the_same_names(tmp_path: Path) -> None:
    result = result_of(tiny(names={"S1": "=Zed", "T1": "-Dash"}))
    result.save(tmp_path / "result")
    assert "'=Zed" in (tmp_path / "result" / "assignments.csv").read_text(encoding="utf-8")
    loaded = MatchResult.load(tmp_path / "result")
    assert (loaded, loaded.notes) == (result, ())


def test_exports_are_read_without_and_names_in_wishes_are_found(tmp_path: Path) -> None:
    names = ["=Zed", "-Dash", "@At", "+Plus", "O'Brien"]
    mentors = csv_text(("Name", "E-mail"), [(name, f"t{place}@x.example") for place, name in enumerate(names)])
    wishes = "Which mentor would you like?"
    others = ["=Sam", "-Ida", "@Ola", "+Bo", "'Rut"]
    rows = [(other, f"s{place}@y.example", name) for place, (other, name) in enumerate(zip(others, names, strict=True))]
    mentees = csv_text(("Name", "E-mail", wishes), rows)
    (tmp_path / "mentors.csv").write_text(mentors, encoding="utf-8")
    (tmp_path / "mentees.csv").write_text(mentees.replace("'=Zed", "=Zed"), encoding="utf-8")
    done = import_survey([tmp_path / "mentors.csv", tmp_path / "mentees.csv"], tmp_path / "intake")
    intake = read_intake(tmp_path / "intake")
    assert [one.name for one in intake.mentors] == names
    assert [one.name for one in intake.mentees] == others
    assert [[intake.mentor_by_id[own].name for own in one.preferred_mentors] for one in intake.mentees] == [
        [name] for name in names
    ]
    assert [question for question in done.questions if question.column == "preferred_mentors"] == []
    assert guarded("=Sam") in (tmp_path / "intake" / "mentees.csv").read_text(encoding="utf-8")
