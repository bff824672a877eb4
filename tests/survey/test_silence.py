"""Whatever column talks of hours is used for them or asked about, and silence makes nobody free."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher import import_survey
from matcher.intake.people import DAYS
from matcher.survey.import_survey import SurveyImport
from tests.survey.exports_for_tests import write_csv

MENTORS = [
    ["Name", "Email", "Availability"],
    ["Anna Berg", "anna@x.example", "Mon 9-11"],
    ["Bo Cohn", "bo@x.example", "Mon 9-11"],
]
PEOPLE = [["Cara Diaz", "c@x.example"], ["Dan Eck", "d@x.example"], ["Eva Fox", "e@x.example"]]
NEVER = "; ".join(f"{day} 00:00-24:00" for day in DAYS)
# By the heading, which nobody knows: what three people wrote under it.
TALK = {
    "Kickoff": ("Mon 9-10", "Tue 9-10; Wed 10-11", "Fri 14-15"),
    "Q7": ("not Mon", "Mon busy 9-10", "no Fridays"),
    "Treffen": ("9:00-10:00", "10:00-11:00", "9:00-12:00"),
    "Beginning?": ("9:00", "10:30", "14:00"),
    "H": ("9am", "10am", "2pm"),
    "Circle": ("Monday", "Tuesday, Wednesday", "Friday"),
    "Energy": ("morning", "afternoon", "evening"),
    "Circle 2": ("Mo 9-10 Uhr", "Di 10-11 Uhr", "Mi 14-15 Uhr"),
    "Circle 3": ("lundi 9h-10h", "mardi 10h-11h", "mercredi 14h-15h"),
    "Encuentro": ("lunes 9-10", "martes 10-11", "miércoles 14-15"),
    "Anything else?": ("only Mon 9-10", "I like chess and long walks", "I like films"),
    "Field 12": ("19 Jan 9:00", "20 Jan 10:00", "21 Jan 14:00"),
    "Field 13": ("2026-01-19 09:00", "2026-01-20 10:00", "2026-01-21 09:00"),
    "Circles": ("Slot 1", "Slot 2", "Slot 1, Slot 3"),
    "Field 14": ("0900-1000", "1000-1100", "1400-1500"),
    "From the workbook": ("0,375", "0,4166666667", "0,625"),
    "Preferred slot": ("A", "B", "B"),
    "Extra [Notes]": ("Tue 9-10", "none", "none"),
}


def imported(folder: Path, headings: list[str], columns: list[tuple[str, ...]]) -> SurveyImport:
    rows = [["Name", "Email", *headings]]
    rows += [[*who, *(column[place] for column in columns)] for place, who in enumerate(PEOPLE)]
    return import_survey([write_csv(folder / "mentors.csv", MENTORS), write_csv(folder / "mentees.csv", rows)])


def test_beside_other_hours_all_that_talks_of_hours_is_asked_about(tmp_path: Path) -> None:
    known = ("Mon 9-10", "Mon 9-10", "Mon 9-10")
    done = imported(tmp_path, ["Availability", *TALK], [known, *TALK.values()])
    asked = {question.column for question in done.questions}
    assert [heading for heading in TALK if heading not in asked] == []


@pytest.mark.parametrize("heading", TALK)
def test_where_nothing_else_tells_hours_nobody_is_free_by_what_is_not_read(tmp_path: Path, heading: str) -> None:
    done = imported(tmp_path, [heading], [TALK[heading]])
    assert heading in {question.column for question in done.questions}
    assert [str(one.unavailable) for one in done.intake.mentees] == [NEVER] * 3
    assert [one.availability for one in done.intake.mentees] == [None] * 3


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (["Kickoff", "Wrap up", "Day"], ("9:00", "12:00", "Monday")),
        (["Kickoff", "Wrap up", "Day"], ("9", "12", "Monday")),
        (["Wann geht es los?", "Wann ist Schluss?", "Tag"], ("9 Uhr", "12 Uhr", "Montag")),
        (["Arrivée", "Départ", "Jour"], ("9h", "12h", "lundi")),
    ],
)
def test_a_day_is_not_read_without_the_times_beside_it(tmp_path: Path, headings: list[str], cells: tuple[str]) -> None:
    done = imported(tmp_path, headings, [(cell, cell, cell) for cell in cells])
    assert [str(one.unavailable) for one in done.intake.mentees] == [NEVER] * 3
    assert headings[2] in {question.column for question in done.questions}


def test_what_does_not_talk_of_hours_is_not_asked_about(tmp_path: Path) -> None:
    plain = {
        "Favourite film": ("Monday", "Casablanca", "Heat"),
        "Years here": ("2019-2020", "2018-2021", "2020-2022"),
        "Age": ("19", "21", "20"),
        "Score": ("0.75", "0.5", "0.25"),
        "Room": ("B12", "A3", "B4"),
        "Courses": ("Session notes", "None", "Blocked"),
        "Joined": ("2024-10-01", "2023-10-01", "2022-10-01"),
    }
    known = ("Mon 9-10", "Mon 9-10", "Mon 9-10")
    done = imported(tmp_path, ["Availability", *plain], [known, *plain.values()])
    hours = {question.column for question in done.questions if "when people are free" in question.text}
    assert hours <= {"Favourite film"}


# From, until, day -----------------------------------------------------------------------------------------------------

SPANS = {
    "German": (["Frei ab", "Frei bis", "Tag"], ["0,375", "0,5", "Montag"], "Mon 09:00-12:00"),
    "German, short days": (["Verfügbar von", "Verfügbar bis", "Wochentag"], ["9", "12", "Di, Do"], "Tue,Thu 9-12"),
    "German, as questions": (
        ["Ab wann hast du Zeit?", "Bis wann hast du Zeit?", "An welchen Tagen?"], ["13 Uhr", "15 Uhr", "Freitag"],
        "Fri 13-15",
    ),
    "English": (["Available from", "Available until", "Day"], ["9:30", "11:00", "Mon, Wed"], "Mon,Wed 9:30-11"),
    "English, earliest": (["Earliest time", "Latest time", "Day"], ["10:00", "12:00", "Tuesday"], "Tue 10-12"),
    "English, start": (["Start time", "End time", "Day of the week"], ["10 AM", "12 PM", "Mon/Wed"], "Mon,Wed 10-12"),
    "English, day first": (["Which day are you available?", "Start", "End"], ["Mon", "9:00", "12:00"], "Mon 9-12"),
    "French": (["Disponible à partir de", "Disponible jusqu'à", "Jours"], ["9h", "12h", "Lundi"], "Mon 9-12"),
    "French, start": (["Heure de début", "Heure de fin", "Jour"], ["9h30", "11h", "Mardi, Jeudi"], "Tue,Thu 9:30-11"),
    "Spanish": (["Disponible desde", "Disponible hasta", "Día"], ["0,375", "0,5", "Martes"], "Tue 9-12"),
    "Spanish, start": (["Hora de inicio", "Hora de fin", "Día de la semana"], ["9:00", "12:00", "Lunes"], "Mon 9-12"),
    "two of each": (
        ["From 1", "To 1", "Day 1", "From 2", "To 2", "Day 2"], ["9:00", "12:00", "Mon", "14:00", "16:00", "Tue"],
        "Mon 9-12, Tue 14-16",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SPANS)
def test_a_beginning_an_end_and_a_day_in_the_languages_of_surveys(tmp_path: Path, name: str) -> None:
    from matcher.survey.hours.reading import read_hours

    headings, cells, right = SPANS[name]
    done = imported(tmp_path, headings, [(cell, cell, cell) for cell in cells])
    told = read_hours(right).value
    assert told is not None
    assert [str(one.availability) for one in done.intake.mentees] == [told.available] * 3
    assert done.questions == ()


def test_dates_of_one_week_stand_for_its_days_beside_a_beginning_and_an_end(tmp_path: Path) -> None:
    times = [("9:00", "9:00", "9:00"), ("12:00", "10:00", "11:00")]
    done = imported(tmp_path, ["Available from", "Available until", "Day"], [*times, ("19.1.2026", "20.1.2026", "")])
    assert [str(one.availability) for one in done.intake.mentees] == ["Mon 09:00-12:00", "Tue 09:00-10:00", "None"]
    assert any("dates are taken for the days of every week" in (row.note or "") for row in done.report)
    weeks = imported(tmp_path, ["Available from", "Available until", "Day"], [*times, ("19.1.2026", "29.1.2026", "")])
    assert [str(one.unavailable) for one in weeks.intake.mentees] == [NEVER] * 3


def test_an_end_that_is_no_time_is_asked_of_that_person_alone(tmp_path: Path) -> None:
    columns = [("9:00", "10:00", "9:00"), ("late", "12:00", "11:00"), ("Mon", "Tue", "most days")]
    done = imported(tmp_path, ["Available from", "Available until", "Day"], columns)
    assert [str(one.availability) for one in done.intake.mentees] == ["None", "Tue 10:00-12:00", "None"]
    assert {str(one.unavailable) for one in done.intake.mentees} == {"None", NEVER}


@pytest.mark.parametrize("labels", [("Mon AM", "Mon PM"), ("Mon a.m.", "Mon p.m."), ("AM Mon", "PM Mon")])
def test_halves_of_a_day_in_headings(tmp_path: Path, labels: tuple[str, str]) -> None:
    done = imported(tmp_path, list(labels), [("1", "0", "1"), ("0", "1", "1")])
    assert [str(one.availability) for one in done.intake.mentees] == [
        "Mon 08:00-12:00",
        "Mon 12:00-17:00",
        "Mon 08:00-17:00",
    ]
