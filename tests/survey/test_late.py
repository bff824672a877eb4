"""Late answers: rows of the intake's own columns, and exports of its survey; all of them, or nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from matcher import IntakeError, add_people, check, import_survey, join, leave, read_intake
from matcher.survey.readback.still_open import open_import

EXPORTS = Path(__file__).parents[2] / "data" / "surveys"
HEADER = (EXPORTS / "mentee-form-responses.csv").read_text(encoding="utf-8").splitlines()[0]
OWN = {
    "mentors.csv": "id;name;max_mentees\r\nT1;Ada;5\r\nT2;Ben;5",
    "mentees.csv": "\ufeffid,name,email,preferred_mentors\nS1,Ines,ines@uni.example,T1\n",
    "program.toml": "[groups]\nmentors = 1\nmin_size = 1\n",
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    place = tmp_path / "intake"
    place.mkdir()
    for name, text in OWN.items():
        (place / name).write_text(text, encoding="utf-8", newline="")
    return place


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def write(file: Path, *lines: str) -> Path:
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_rows_join_a_table_in_its_own_columns_delimiter_and_line_ends(own: Path, tmp_path: Path) -> None:
    late = write(tmp_path / "late mentors.csv", "Max Mentees,id,pet", '4,T3,"dog; cat"', ",T4,")
    done = add_people(own, late)
    assert done.people == ("T3", "T4")
    assert (own / "mentors.csv").read_bytes().decode() == (
        'id;name;max_mentees;pet\r\nT1;Ada;5\r\nT2;Ben;5\r\nT3;;4;"dog; cat"\r\nT4;;;\r\n'
    )
    assert done.intake == read_intake(own)
    add_people(own, write(tmp_path / "more.csv", "id,preferred_mentors", "S2,T3"), part="mentees")
    assert (own / "mentees.csv").read_bytes().decode() == f"{OWN['mentees.csv']}S2,,,T3\n"


def test_every_fault_stands_at_its_row_and_nothing_is_written(own: Path, tmp_path: Path) -> None:
    leave(own, ["T2"])
    before = files(own)
    late = write(
        tmp_path / "mentees.csv",
        "id,email,preferred_mentors,mentor_gender",
        "S1,,,",
        "S2,INES@uni.example,,",
        "T2,,,",
        "S3,,T9,",
        ",,,maybe",
        "S4,,T1,",
        "S4,,T1,",
    )
    with pytest.raises(IntakeError, match="is in the intake already") as caught:
        add_people(own, late)
    told = [(issue.file, issue.row, issue.column, issue.value) for issue in caught.value.issues]
    assert told == [
        ("mentees.csv", 2, "id", "S1"),
        ("mentees.csv", 3, "email", "INES@uni.example"),
        ("mentees.csv", 4, "id", "T2"),
        ("mentees.csv", 5, "preferred_mentors", "T9"),
        ("mentees.csv", 6, "id", None),
        ("mentees.csv", 6, "mentor_gender", "maybe"),
        ("mentees.csv", 8, "id", "S4"),
    ]
    assert files(own) == before


def test_a_file_that_does_not_say_whom_it_holds_is_a_fault(own: Path, tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="add --mentors or --mentees"):
        add_people(own, write(tmp_path / "late.csv", "id", "S2"))
    with pytest.raises(IntakeError, match="has no people in it"):
        add_people(own, write(tmp_path / "mentees.csv", "id"))


def test_one_file_of_json_takes_entries_and_stays_as_it_is_typed(tmp_path: Path) -> None:
    text = (
        '{"program": {"groups": {"mentors": 1, "min_size": 1}},\n "mentors": [{"id": "T1"}],\n'
        ' "mentees": [{"id": "S1"}, {"id": "S2"}]}\n'
    )
    place = tmp_path / "intake.json"
    place.write_text(text, encoding="utf-8")
    add_people(place, write(tmp_path / "mentees.csv", "id,name,preferred_mentors", "S3,,T1"))
    assert place.read_text(encoding="utf-8") == text.replace(
        '{"id": "S2"}', '{"id": "S2"}, {"id": "S3", "preferred_mentors": "T1"}'
    )
    add_people(place, write(tmp_path / "mentors.csv", "id", "T2"))
    assert list(read_intake(place).mentor_by_id) == ["T1", "T2"]
    with pytest.raises(IntakeError, match=r"mentors\.csv row 2, column id: 'T2' is in the intake already"):
        add_people(place, tmp_path / "mentors.csv")


# Exports --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("survey") / "intake"
    import_survey([EXPORTS / "mentor-form-responses.csv", EXPORTS / "mentee-form-responses.csv"], place)
    return place


@pytest.fixture
def imported(survey: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(survey, tmp_path / "intake"))


def answered(tmp_path: Path, hours: str, who: str = "nina@uni.example,Nina Neu") -> Path:
    line = f'9/20/2026 9:00:00,{who},Woman,she/her,Ada Okafor,Ben Lindquist,No preference,"{hours}",Chess'
    return write(tmp_path / "late.csv", HEADER, line)


def test_an_export_is_read_by_the_mapping_and_may_name_who_is_there(imported: Path, tmp_path: Path) -> None:
    before = files(imported)
    done = add_people(imported, answered(tmp_path, "Mon 12-1pm"))
    nina = done.intake.mentee_by_id[done.people[0]]
    names = [done.intake.mentor_by_id[own].name for own in nina.preferred_mentors]
    assert (nina.name, str(nina.availability), names) == (
        "Nina Neu",
        "Mon 12:00-13:00",
        ["Ada Okafor", "Ben Lindqvist"],
    )
    changed = {name for name, data in files(imported).items() if data != before[name]}
    assert changed == {"mentees.csv", ".matcher.json"}
    assert (imported / "mentees.csv").read_bytes().startswith(before["mentees.csv"])


def test_what_is_not_understood_stays_open_until_it_is_mended_by_hand(imported: Path, tmp_path: Path) -> None:
    done = add_people(imported, answered(tmp_path, "whenever the moon is full"))
    assert any("moon" in (question.answer or "") for question in done.questions)
    assert "Nina Neu" in " ".join(open_import(imported, done.intake).questions)
    told = json.loads((imported / "import.json").read_text(encoding="utf-8"))
    assert done.people[0] in [own for question in told["questions"] for own in question["people"]]


def test_who_answered_already_is_told_and_nothing_is_written(imported: Path, tmp_path: Path) -> None:
    before = files(imported)
    with pytest.raises(IntakeError, match=r"'ines@uni\.example' is the address of Ines Rossi \(\w+\), who is in"):
        add_people(imported, answered(tmp_path, "Mon 12-1pm", "ines@uni.example,Ines Rossi"))
    assert files(imported) == before


def test_an_export_without_a_mapping_is_a_fault_in_words(own: Path, tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"there is no mapping\.toml for it"):
        add_people(own, answered(tmp_path, "Mon 12-1pm"))


def test_no_names_come_into_an_intake_without_names(imported: Path, tmp_path: Path) -> None:
    private = imported.with_name("intake-private")
    private.mkdir()
    (private / "key.csv").write_text("id,role,name,email,own_id\n", encoding="utf-8")
    with pytest.raises(IntakeError, match="would bring names into an intake that has none"):
        add_people(imported, answered(tmp_path, "Mon 12-1pm"))


def test_an_intake_with_faults_is_told_them_first(own: Path, tmp_path: Path) -> None:
    (own / "mentees.csv").write_text("id,preferred_mentors\nS1,T9\n", encoding="utf-8")
    assert check(own)[0]
    with pytest.raises(IntakeError, match=r"mentees\.csv row 2, column preferred_mentors: 'T9' is no mentor"):
        add_people(own, write(tmp_path / "mentors.csv", "id", "T3"))


def test_a_time_zone_comes_goes_and_comes_back_with_its_person(own: Path, tmp_path: Path) -> None:
    zoned = '\n[schedule]\ntimezone = "Europe/Berlin"\nweek = 2026-10-05\n'
    (own / "program.toml").write_text(OWN["program.toml"] + zoned, encoding="utf-8")
    late = write(tmp_path / "mentees.csv", "id,timezone,availability", "S2,asia/kolkata,Mon 15:30-16:30")
    assert add_people(own, late).intake.mentees[1].timezone == "Asia/Kolkata"
    before = files(own)
    assert (own / "mentees.csv").read_text(encoding="utf-8").splitlines()[-1] == "S2,,,,asia/kolkata,Mon 15:30-16:30"
    assert [one.id for one in leave(own, ["S2"]).intake.mentees] == ["S1"]
    assert join(own, ["S2"]).intake.mentees[1].timezone == "Asia/Kolkata"
    assert {name: text for name, text in files(own).items() if name in before} == before


def test_a_zone_that_is_none_stands_at_its_row(own: Path, tmp_path: Path) -> None:
    late = write(tmp_path / "mentees.csv", "id,timezone", "S2,Berlin/Europe")
    with pytest.raises(IntakeError, match="is no time zone") as caught:
        add_people(own, late)
    assert [(issue.file, issue.row, issue.column) for issue in caught.value.issues] == [("mentees.csv", 2, "timezone")]


def test_an_import_that_would_lose_late_answers_says_whose(
    imported: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    add_people(imported, answered(tmp_path, "Mon 12-1pm"))
    exports = [EXPORTS / f"{role}-form-responses.csv" for role in ("mentor", "mentee")]
    with caplog.at_level("WARNING", "matcher.survey"):
        import_survey(exports, imported, replace=True)
    (told,) = [record.getMessage() for record in caplog.records]
    assert "so that the intake is without them now: Nina Neu (" in told


def test_an_import_brings_nobody_back_who_left(imported: Path) -> None:
    own = next(mentee.id for mentee in read_intake(imported).mentees if mentee.name == "Ines Rossi")
    leave(imported, [own])
    before = files(imported)
    exports = [EXPORTS / f"{role}-form-responses.csv" for role in ("mentor", "mentee")]
    with pytest.raises(IntakeError, match=r"left\.csv: holds who left this intake, .*: Ines Rossi \(\w+\); join them"):
        import_survey(exports, imported, replace=True)
    assert files(imported) == before


def test_what_late_answers_left_open_is_not_sent_to_another_import(imported: Path, tmp_path: Path) -> None:
    before = open_import(imported, read_intake(imported))
    assert (before.of_exports, before.of_late_answers) == (True, False)
    done = add_people(imported, answered(tmp_path, "whenever the moon is full"))
    both = open_import(imported, done.intake)
    assert (both.of_exports, both.of_late_answers) == (True, True)
