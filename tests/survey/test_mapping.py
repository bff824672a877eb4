"""``mapping.toml``: every fault at once, and what it says always wins."""

from pathlib import Path

import pytest

from matcher import IntakeError, import_survey
from matcher.intake.words.findings import Findings
from matcher.survey.mapping.mapping import Meaning, Reading, read_mapping
from tests.survey.exports_for_tests import MENTEES, two_exports, write_csv


def faults(text: str, folder: Path) -> list[str]:
    findings = Findings()
    (folder / "mapping.toml").write_text(text, encoding="utf-8")
    assert read_mapping(folder / "mapping.toml", findings) is None
    return [str(issue) for issue in findings.faults]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    told = faults(
        """
colour = 1
[[export]]
file = 3
role = "mentor"
[export.columns]
"A" = "preferred_mentor"
"a" = "email"
"B" = 7
"C" = { as = "interests", itm = "x" }
"D" = { as = "interests", options = "x" }
"E" = "!?"
[words]
gender = "x"
[words.year]
"x" = true
[reading]
day_first = "yes"
day_end = "25:00"
gender_wish = "maybe"
""",
        tmp_path,
    )
    parts = [
        "colour: there is no such setting",
        "export[1].file: '3' is no text",
        "export[1].role: 'mentor' is no role",
        "did you mean mentors?",
        "export[1].columns.A: 'preferred_mentor' looks like a misspelt meaning",
        "did you mean preferred_mentors?",
        "is the same column as 'A'",
        "export[1].columns.B: '7' is of the wrong kind",
        "export[1].columns.C.itm: there is no such setting",
        "did you mean item?",
        "export[1].columns.D.options: 'x' is of the wrong kind",
        "export[1].columns.E: '!?' is no name for a column",
        "words.gender: 'x' is of the wrong kind",
        "words.year.x: 'True' is no text",
        "reading.day_first: 'yes' is neither true nor false",
        "reading.day_end: '25:00' is no time of day",
        "reading.gender_wish: 'maybe' is none of the words allowed",
    ]
    assert [part for part in parts if not any(part in line for line in told)] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[export]\n", "mapping.toml row 1: cannot be read as TOML"),
        ("export = 3", "write [[export]] in double brackets"),
        ("[reading]\nday_start = '20:00'\nday_end = '08:00'", "is not after day_start"),
    ],
)
def test_what_cannot_be_read_at_all(text: str, told: str, tmp_path: Path) -> None:
    assert any(told in line for line in faults(text, tmp_path))


def test_meanings_in_all_their_forms(tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text(
        '[[export]]\nrole = "column"\n[export.columns]\n"A" = "Preferred Mentors 2"\n'
        '"B" = { as = "clubs", item = "Chess" }\n'
        '"C" = { as = "availability_grid", at = "Mon 09:00" }\n"D" = { as = "interests", options = ["a, b", "c"] }\n'
        '[names]\n"Bob" = "b@x.org"\n[reading]\nif_need_be = false\nday_start = "08:30"\n',
        encoding="utf-8",
    )
    findings = Findings()
    mapping = read_mapping(tmp_path / "mapping.toml", findings)
    assert findings.faults == []
    assert mapping is not None
    assert dict(mapping.exports[0].columns) == {
        "a": Meaning("preferred_mentors", 2),
        "b": Meaning("clubs", item="Chess"),
        "c": Meaning("availability_grid", at="Mon 09:00"),
        "d": Meaning("interests", options=("a, b", "c")),
    }
    assert mapping.names == {"bob": "b@x.org"}
    assert mapping.reading == Reading(if_need_be=False, day_start=510)


def mapped(folder: Path, text: str) -> Path:
    path = folder / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_explicit_mapping_wins_over_what_is_recognised(tmp_path: Path) -> None:
    mapping = mapped(
        tmp_path,
        '[[export]]\nfile = "mentees.csv"\nrole = "mentees"\n[export.columns]\n"1st choice mentor" = "ignore"\n'
        '"2nd choice mentor" = "preferred_mentors 1"\n"Availability" = "notes"\n',
    )
    done = import_survey(two_exports(tmp_path), mapping=mapping)
    ines = done.intake.mentees[0]
    assert (len(ines.preferred_mentors), ines.availability, ines.columns["notes"]) == (1, None, "Mon 9-11am")


def test_words_of_the_mapping_come_first(tmp_path: Path) -> None:
    mentees = [[*row, ["Gender", "girl", "zz", "F"][place]] for place, row in enumerate(MENTEES)]
    mapping = mapped(tmp_path, '[words.gender]\n"ZZ" = "nonbinary"\n"f" = "femme"\n')
    done = import_survey(two_exports(tmp_path, mentees=mentees), mapping=mapping)
    assert [one.gender for one in done.intake.mentees] == ["woman", "nonbinary", "femme"]


def test_columns_that_are_gone_and_columns_that_are_new_are_told(tmp_path: Path) -> None:
    mapping = mapped(
        tmp_path,
        '[[export]]\nrole = "mentees"\n[export.columns]\n"Full name" = "name"\n'
        '"1st choice mentor" = "preferred_mentors 1"\n"Shoe size" = "shoes"\n',
    )
    done = import_survey(two_exports(tmp_path), mapping=mapping)
    assert [str(one) for one in done.questions] == [
        "mentees.csv, shoe size: is named in the mapping, and this export has no such column"
    ]
    told = [row.column for row in done.report if row.note is not None and "does not name it" in row.note]
    assert "Email Address" in told


def test_next_years_export_finds_its_part_by_its_columns(tmp_path: Path) -> None:
    import_survey(two_exports(tmp_path), tmp_path / "intake")
    later = tmp_path / "later"
    for number, path in enumerate(two_exports(later)):
        path.rename(path.with_name(f"spring {number}.csv"))
    exports = sorted(later.iterdir())
    done = import_survey(exports, mapping=tmp_path / "intake" / "mapping.toml")
    assert sorted(role.role or "" for role in done.roles) == ["mentees", "mentors"]
    assert len(done.intake.mentees) == 3


def test_a_faulty_mapping_stops_before_anything_is_read(tmp_path: Path) -> None:
    mapping = mapped(tmp_path, '[[export]]\nrole = "boss"\n')
    with pytest.raises(IntakeError, match="'boss' is no role"):
        import_survey(two_exports(tmp_path), tmp_path / "intake", mapping=mapping)
    assert not (tmp_path / "intake").exists()


def test_a_grid_whose_header_says_no_time(tmp_path: Path) -> None:
    rows = [["Name", "Role", "Q1", "Q2"], ["Ann Lee", "mentor", "x", ""], ["Bo Ray", "mentee", "x", "x"]]
    mapping = mapped(
        tmp_path,
        '[[export]]\n[export.columns]\n"Q1" = { as = "availability_grid", at = "Mon 09:00-10:00" }\n'
        '"Q2" = { as = "availability_grid", at = "Tue 09:00-10:00" }\n',
    )
    done = import_survey(write_csv(tmp_path / "e.csv", rows), mapping=mapping)
    assert str(done.intake.mentees[0].availability) == "Mon 09:00-10:00; Tue 09:00-10:00"
