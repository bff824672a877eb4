"""Polls of hours that are files of their own: whose they are, what is asked, and who is free by it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from matcher import import_survey
from matcher.intake.people import DAYS
from matcher.survey.import_report import Outcome
from matcher.survey.import_survey import SurveyImport

MENTORS = "Name,Email,Gender\nAnna Berg,anna@x.example,F\nBo Cohn,bo@x.example,M\n"
MENTEES = (
    "Name,Email,Preferred mentors\nCara Diaz,c@x.example,Anna Berg\nDan Eck,d@x.example,Bo Cohn\nEva Fox,e@x.example,\n"
)
POLL = [
    ["Time", "Cara Diaz", "Dan Eck", "Eva Fox", "Anna Berg", "Bo Cohn"],
    ["Monday 09:00:00 AM", "1", "1", "0", "1", "1"],
    ["Monday 09:30:00 AM", "1", "0", "0", "1", "1"],
    ["Tuesday 01:00:00 PM", "0", "1", "1", "0", "1"],
]
FREE = {
    "Cara Diaz": "Mon 09:00-10:00",
    "Dan Eck": "Mon 09:00-09:30; Tue 13:00-13:30",
    "Eva Fox": "Tue 13:00-13:30",
    "Anna Berg": "Mon 09:00-10:00",
    "Bo Cohn": "Mon 09:00-10:00; Tue 13:00-13:30",
}
NEVER = "not " + "; ".join(f"{day} 00:00-24:00" for day in DAYS)


def poll(*people: str) -> str:
    """The poll with its people under these names."""
    rows = [["Time", *people], *POLL[1:]]
    return "\n".join(",".join(row[: len(people) + 1]) for row in rows) + "\n"


def imported(folder: Path, **files: str) -> SurveyImport:
    """An import of files by their names, with ``out`` in the same folder."""
    paths = [folder / f"{name}.csv" for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return import_survey(paths, folder / "out")


def free(done: SurveyImport) -> dict[str | None, str]:
    everybody = (*done.intake.mentees, *done.intake.mentors)
    return {
        one.name: str(one.availability) if one.availability is not None else f"not {one.unavailable}"
        for one in everybody
        if one.availability is not None or one.unavailable is not None
    }


def asked(done: SurveyImport) -> list[str]:
    return [str(question) for question in done.questions]


def test_people_are_joined_by_their_names(tmp_path: Path) -> None:
    done = imported(tmp_path, mentors=MENTORS, mentees=MENTEES, when2meet=poll(*POLL[0][1:]))
    assert free(done) == FREE
    assert asked(done) == []
    assert [role.role for role in done.roles] == ["mentors", "mentees", "hours"]
    assert [row.row for row in done.report if row.outcome is Outcome.JOINED] == [2, 3, 4, 5, 6]
    (read,) = (column for column in done.columns if column.file == "when2meet.csv" and column.meaning == "availability")
    assert (read.people, read.blank) == (5, 0)


@pytest.mark.parametrize("name", ["Dan", "Eck, Dan", "dan eck", "DAN ECK", "Eck Dan", "D. Eck", "Daniel Eck"])
def test_a_near_name_is_told_or_asked(tmp_path: Path, name: str) -> None:
    people = [name if one == "Dan Eck" else one for one in POLL[0][1:]]
    text = poll(*(f'"{one}"' for one in people))
    done = imported(tmp_path, mentors=MENTORS, mentees=MENTEES, when2meet=text)
    if name == "Daniel Eck":
        assert free(done)["Dan Eck"] == NEVER
        assert any("Daniel Eck" in one and "perhaps Dan Eck" in one for one in asked(done))
        return
    assert free(done) == FREE
    assert asked(done) == []
    told = [row.note for row in done.report if row.outcome is Outcome.CHANGED and row.before == name]
    assert (told != []) == (name in ("Dan", "Eck Dan", "D. Eck"))


def test_who_is_nobody_and_who_is_in_no_row_is_asked_and_nobody_is_free_by_silence(tmp_path: Path) -> None:
    done = imported(tmp_path, mentors=MENTORS, mentees=MENTEES, when2meet=poll("Cara Diaz", "Zed", "Eva Fox"))
    never = dict.fromkeys(("Dan Eck", "Anna Berg", "Bo Cohn"), NEVER)
    assert free(done) == {"Cara Diaz": FREE["Cara Diaz"], "Eva Fox": FREE["Eva Fox"]} | never
    nobody, nowhere = sorted(asked(done), key=lambda one: "in no row" in one)
    assert nobody.startswith("when2meet.csv row 3, name: 'Zed' is nobody of the other files")
    assert "Anna Berg, Bo Cohn and Dan Eck are in no row of when2meet.csv" in nowhere


def test_addresses_come_before_names(tmp_path: Path) -> None:
    hours = (
        "Email,Name,Availability\nd@x.example,Cara Diaz,Tue 9-11\nC@X.example,Dan Eck,Mon 9-11\nq@x.example,Q,Mon 9\n"
    )
    done = imported(tmp_path, mentors=MENTORS, mentees=MENTEES, hours=hours)
    assert free(done)["Dan Eck"] == "Tue 09:00-11:00"
    assert free(done)["Cara Diaz"] == "Mon 09:00-11:00"
    assert "q@x" not in " ".join(asked(done))


def test_one_name_of_two_people_and_another_address_are_asked(tmp_path: Path) -> None:
    mentees = f"{MENTEES}Cara Diaz,c2@x.example,\n"
    done = imported(tmp_path, mentors=MENTORS, mentees=mentees, when2meet=poll(*POLL[0][1:]))
    assert free(done)["Cara Diaz"] == NEVER
    assert any("is the name of 2 people" in one for one in asked(done))
    hours = "Email,Name,Availability\nother@x.example,Dan Eck,Tue 9-11\n"
    done = imported(tmp_path / "b", **(_made(tmp_path / "b") | {"hours": hours}))
    assert free(done)["Dan Eck"] == NEVER
    assert any("another e-mail address" in one for one in asked(done))


def _made(folder: Path) -> dict[str, str]:
    folder.mkdir()
    return {"mentors": MENTORS, "mentees": MENTEES}


def test_a_near_name_gives_way_to_the_name_itself(tmp_path: Path) -> None:
    done = imported(tmp_path, mentors=MENTORS, mentees=MENTEES, when2meet=poll("Cara", "Cara Diaz", "Eva Fox"))
    assert free(done)["Cara Diaz"] == "Mon 09:00-09:30; Tue 13:00-13:30"
    assert any("may be Cara Diaz, of whom row 3 is, too" in one for one in asked(done))


def test_hours_in_the_survey_and_in_the_poll_count_where_both_do(tmp_path: Path) -> None:
    mentees = (
        "Name,Email,Availability\nCara Diaz,c@x.example,Mon 9-9:30\nDan Eck,d@x.example,Wed 9-10\n"
        "Eva Fox,e@x.example,Tue 13:00-13:30\n"
    )
    done = imported(tmp_path, mentors=MENTORS, mentees=mentees, when2meet=poll(*POLL[0][1:]))
    assert free(done) == FREE | {"Cara Diaz": "Mon 09:00-09:30", "Dan Eck": NEVER}
    assert [one.partition(": gave other hours")[0] for one in asked(done)] == [
        "mentees.csv row 2, availability",
        "mentees.csv row 3, availability",
    ]
    assert "only Mon 09:00-09:30 counts" in asked(done)[0]


def test_later_rows_of_one_person_count(tmp_path: Path) -> None:
    hours = "Timestamp,Name,Availability\n2026-01-02 09:00,Dan Eck,Tue 9-11\n2026-01-01 09:00,Dan Eck,Mon 9-11\n"
    done = imported(tmp_path, mentors=MENTORS, mentees=MENTEES, hours=hours)
    assert free(done)["Dan Eck"] == "Tue 09:00-11:00"
    assert [row.row for row in done.report if row.outcome is Outcome.MERGED] == [3]


def test_who_is_mentor_and_mentee_has_the_hours_of_one_row(tmp_path: Path) -> None:
    mentees = f"{MENTEES}Anna Berg,anna@x.example,\n"
    done = imported(tmp_path, mentors=MENTORS, mentees=mentees, when2meet=poll(*POLL[0][1:]))
    (mentor,) = (one for one in done.intake.mentors if one.name == "Anna Berg")
    (mentee,) = (one for one in done.intake.mentees if one.name == "Anna Berg")
    assert str(mentor.availability) == str(mentee.availability) == FREE["Anna Berg"]


def test_a_file_for_both_roles_has_a_poll_too(tmp_path: Path) -> None:
    everybody = "Name,Email,Role\n" + "".join(
        f"{name},{name[:2].lower()}@x.example,{'mentor' if name in ('Anna Berg', 'Bo Cohn') else 'mentee'}\n"
        for name in FREE
    )
    done = imported(tmp_path, everybody=everybody, doodle=poll(*POLL[0][1:]))
    assert free(done) == FREE


@pytest.mark.parametrize("name", ["mentees-when2meet", "mentees_hours"])
def test_a_poll_of_one_role_beside_its_survey(tmp_path: Path, name: str) -> None:
    mentors = "Name,Email,Availability\nAnna Berg,anna@x.example,Mon 9-10\nBo Cohn,bo@x.example,Mon 9-10\n"
    done = imported(tmp_path, mentors=mentors, mentees=MENTEES, **{name: poll("Cara Diaz", "Dan Eck", "Eva Fox")})
    assert {own: hours for own, hours in free(done).items() if own in FREE} == FREE | dict.fromkeys(
        ("Anna Berg", "Bo Cohn"), "Mon 09:00-10:00"
    )
    assert asked(done) == []


def test_answers_of_one_role_in_two_files_are_no_poll(tmp_path: Path) -> None:
    mentees = "Name,Email,Availability\nCara Diaz,c@x.example,Mon 9-10\n"
    late = "Name,Email,Availability\nDan Eck,d@x.example,Mon 9-10\n"
    mentors = "Name,Email,Availability\nAnna Berg,anna@x.example,Mon 9-10\n"
    done = imported(tmp_path, mentors=mentors, mentees=mentees, mentees_late=late)
    assert [role.role for role in done.roles] == ["mentors", "mentees", "mentees"]
    assert len(done.intake.mentees) == 2


def settled(folder: Path, answers: dict[str, str]) -> None:
    """Write ``corrections.csv``: questions.csv with values by what is quoted, or by a word of the question."""
    rows = list(csv.DictReader(io.StringIO((folder / "questions.csv").read_text(encoding="utf-8"))))
    for row in rows:
        row["value"] = next((value for key, value in answers.items() if key in (row["answer"] or row["question"])), "")
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    (folder / "corrections.csv").write_text(text.getvalue(), encoding="utf-8")


@pytest.mark.parametrize("whom", ["Bo Cohn", "bo@x.example"])
def test_a_row_is_settled_by_a_name_or_an_address(tmp_path: Path, whom: str) -> None:
    text = poll("Cara Diaz", "Dan Eck", "Eva Fox", "Anna Berg", "Robert")
    imported(tmp_path, mentors=MENTORS, mentees=MENTEES, when2meet=text)
    settled(tmp_path / "out", {"Robert": whom})
    done = imported(tmp_path, mentors=MENTORS, mentees=MENTEES, when2meet=text)
    assert free(done) == FREE
    assert asked(done) == []


def test_what_a_coordinator_writes_of_somebody_comes_before_a_poll(tmp_path: Path) -> None:
    text = poll(*POLL[0][1:])
    first = imported(tmp_path, mentors=MENTORS, mentees=MENTEES, when2meet=text)
    (eva,) = (one.id for one in first.intake.mentees if one.name == "Eva Fox")
    rows: Sequence[str] = ("id,column,value", f"{eva},availability,Fri 9-10")
    (tmp_path / "out" / "corrections.csv").write_text("\n".join(rows), encoding="utf-8")
    done = imported(tmp_path, mentors=MENTORS, mentees=MENTEES, when2meet=text)
    assert free(done) == FREE | {"Eva Fox": "Fri 09:00-10:00"}


def test_the_mapping_says_that_a_file_is_a_poll_next_time_too(tmp_path: Path) -> None:
    done = imported(tmp_path, mentors=MENTORS, mentees=MENTEES, when2meet=poll(*POLL[0][1:]))
    assert 'role = "hours"' in done.mapping
    again = imported(tmp_path, mentors=MENTORS, mentees=MENTEES, when2meet=poll(*POLL[0][1:]))
    assert (free(again), again.roles[2].why) == (FREE, "the mapping says so")


# By which clock -------------------------------------------------------------------------------------------------------

HERE = '[schedule]\ntimezone = "Europe/London"\nweek = 2026-12-07\n'
ZONED = "Name,Email,Time zone\nCara Diaz,c@x.example,Asia/Kolkata\nDan Eck,,Europe/London\nEva Fox,e@x.example,\n"


def of_zones(folder: Path, mentees: str = ZONED, when2meet: str | None = None, corrections: str = "") -> SurveyImport:
    """An import whose program goes by London's clock, with a poll of everybody."""
    texts = {"mentors": MENTORS, "mentees": mentees, "when2meet": when2meet or poll(*POLL[0][1:])}
    paths = [folder / f"{name}.csv" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    (folder / "out").mkdir()
    (folder / "out" / "program.toml").write_text(HERE, encoding="utf-8")
    if corrections:
        (folder / "out" / "corrections.csv").write_text(corrections, encoding="utf-8")
    return import_survey(paths, folder / "out")


def zones(done: SurveyImport) -> dict[str | None, str | None]:
    return {one.name: one.timezone for one in (*done.intake.mentees, *done.intake.mentors) if one.timezone}


def test_whose_clock_is_another_is_asked_by_which_a_poll_is(tmp_path: Path) -> None:
    done = of_zones(tmp_path)
    # Dan's clock is the program's: whoever's the poll goes by, his hours are the same.
    assert free(done) == FREE | {"Cara Diaz": NEVER}
    assert zones(done) == {"Cara Diaz": "Asia/Kolkata", "Dan Eck": "Europe/London"}
    (question,) = asked(done)
    assert "Cara Diaz told a time zone, and when2meet.csv does not say by which clock its hours are" in question
    assert question.endswith("until then, this person counts as never free")


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Kolkata"])
def test_the_answer_settles_it(tmp_path: Path, zone: str) -> None:
    done = of_zones(tmp_path, corrections=f"file,row,id,column,value\nmentees.csv,2,,timezone,{zone}\n")
    assert free(done) == FREE
    assert zones(done) == {"Cara Diaz": zone, "Dan Eck": "Europe/London"}
    assert asked(done) == []


def test_a_poll_may_have_a_column_of_zones(tmp_path: Path) -> None:
    poll = (
        "Name,Time zone,When are you free?\nCara Diaz,UTC+1,Mon 10-11\nDan Eck,,Mon 9-11\nEva Fox,CST,Mon 9-11\n"
        "Anna Berg,,Mon 9-11\nBo Cohn,,Mon 9-11\n"
    )
    done = of_zones(tmp_path, when2meet=poll)
    assert [role.role for role in done.roles] == ["mentors", "mentees", "hours"]
    assert free(done)["Cara Diaz"] == "Mon 10:00-11:00"
    assert zones(done) == {"Cara Diaz": "UTC+1", "Dan Eck": "Europe/London"}
    assert free(done)["Eva Fox"] == NEVER
    (question,) = asked(done)
    assert "CST" in question


def test_hours_by_two_clocks_are_not_compared(tmp_path: Path) -> None:
    mentees = ZONED.replace("zone\n", "zone,When are you free?\n").replace("Kolkata", "Kolkata,Mon 14:30-15:30")
    poll = "Name,Time zone,When are you free?\nCara Diaz,UTC,Mon 9-10\nAnna Berg,,Mon 9-11\nBo Cohn,,Mon 9-11\n"
    done = of_zones(tmp_path, mentees, poll)
    assert free(done)["Cara Diaz"] == NEVER
    question = next(one for one in asked(done) if "several files" in one)
    assert "Mon 14:30-15:30 (Asia/Kolkata) in mentees.csv row 2, Mon 09:00-10:00 (UTC) in when2meet.csv" in question
    assert question.endswith("this person counts as never free")


def test_hours_of_odd_weeks_meet_those_of_every_week(tmp_path: Path) -> None:
    mentees = MENTEES.replace("mentors\n", "mentors,When are you free?\n").replace(
        "x.example,Anna Berg", 'x.example,Anna Berg,"Mon 9-11, odd weeks"'
    )
    done = imported(tmp_path, mentors=MENTORS, mentees=mentees, when2meet=poll(*POLL[0][1:]))
    assert free(done)["Cara Diaz"] == "Mon 09:00-10:00 odd"
