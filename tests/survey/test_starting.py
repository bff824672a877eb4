"""`matcher new`: an intake to fill in by hand, and a form whose export needs no mapping."""

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from matcher import IntakeError, MatcherError, Program, import_survey, read_intake
from matcher.intake.program import Calendar
from matcher.survey.mapping.evidence import Sureness
from matcher.survey.new_intake import FORM, program_text, write_empty_intake
from tests.survey.exports_for_tests import write_csv

ANSWERS = {
    "role": ["Mentor", "Mentor", "Mentee", "Mentee"],
    "email": ["ada@uni.example", "ben@uni.example", "ines@uni.example", "omar@uni.example"],
    "name": ["Ada Okafor", "Ben Lindqvist", "Ines Rossi", "Omar Diallo"],
    "gender": ["Woman", "Man", "Nonbinary", "Prefer not to say"],
    "availability": ["Mon 09:00-11:00", "Mon 09:00-11:00; Wed 13:00-15:30", "Mon 09:00-11:00", "Wed 13:00-15:30"],
    "interests": ["Chess, Film", "Film", "Chess", ""],
    "avoid": ["", "Omar Diallo", "", ""],
    "max_groups": ["1", "2", "", ""],
    "max_mentees": ["4", "8", "", ""],
    "preferred_co_mentors": ["Ben Lindqvist", "", "", ""],
    "preferred_mentors 1": ["", "", "Ada Okafor", "Ben Lindqvist"],
    "preferred_mentors 2": ["", "", "Ben Lindqvist", ""],
    "preferred_mentors 3": ["", "", "", ""],
    "mentor_gender": ["", "", "Prefer a woman", "Require my own"],
}


def test_the_form_needs_no_mapping(tmp_path: Path) -> None:
    assert list(ANSWERS) == [question.becomes for question in FORM]
    rows = [[question.title for question in FORM], *map(list, zip(*ANSWERS.values(), strict=True))]
    done = import_survey(write_csv(tmp_path / "answers.csv", rows), tmp_path / "intake")
    for question, taken in zip(FORM, done.taken[0], strict=True):
        meant = taken.target if taken.meaning.rank is None else f"{taken.target} {taken.meaning.rank}"
        answered = any(ANSWERS[question.becomes])
        assert meant == (question.becomes if answered else "ignore"), question.title
        assert taken.sureness >= Sureness.LIKELY
    assert done.questions == ()
    ada, ben = done.intake.mentors
    ines, omar = done.intake.mentees
    assert (ben.max_groups, ben.max_mentees, ben.avoid) == (2, 8, (omar.id,))
    assert (ines.preferred_mentors, str(ines.mentor_gender)) == ((ada.id, ben.id), "prefer woman")
    assert str(omar.mentor_gender) == "require same"
    assert ada.columns["interests"] == "Chess; Film"


def test_the_settings_are_the_usual_ones() -> None:
    assert Program.model_validate(tomllib.loads(program_text())) == Program()
    slots = ["Sat 3 Oct", 'the "big" day']
    assert Program.model_validate(tomllib.loads(program_text(slots))).schedule.slots == tuple(slots)


def test_every_setting_is_there_to_be_changed() -> None:
    switched_on = re.sub(r"^# (?=\[|[a-z_]+ = )", "", program_text(), flags=re.MULTILINE)
    program = tomllib.loads(switched_on)
    assert program.keys() == Program.model_fields.keys()
    for name, field in Program.model_fields.items():
        tables = program[name] if isinstance(program[name], list) else [program[name]]
        wanted = field.annotation if isinstance(field.annotation, type) else None
        if wanted is not None and issubclass(wanted, BaseModel):
            assert tables[0].keys() == wanted.model_fields.keys()
    assert program["calendar"].keys() == Calendar.model_fields.keys()
    Program.model_validate(program)


def test_an_empty_intake_needs_people_alone(tmp_path: Path) -> None:
    files = write_empty_intake(tmp_path / "intake")
    assert {*files, ".matcher.json"} == {path.name for path in (tmp_path / "intake").iterdir()}
    with pytest.raises(IntakeError, match="has no people in it") as caught:
        read_intake(tmp_path / "intake")
    assert {issue.file for issue in caught.value.issues} == {"mentors.csv", "mentees.csv"}
    for role in ("mentors", "mentees"):
        with (tmp_path / "intake" / f"{role}.csv").open("a", encoding="utf-8") as file:
            file.write(f"{role[:6]}1\n")
    assert len(read_intake(tmp_path / "intake").mentors) == 1


def test_an_intake_that_stands_there_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mentees.csv").write_text("id\nS1\n", encoding="utf-8")
    with pytest.raises(MatcherError, match=r"holds mentees.csv already; choose another folder") as caught:
        write_empty_intake(tmp_path)
    assert caught.value.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mentees.csv"]
