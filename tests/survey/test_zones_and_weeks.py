"""Hours by another clock and of every other week, in exports: converted, or asked; never read as something else."""

# ruff: noqa: E501 — a case stands on a line
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from matcher import SurveyImport, import_survey
from matcher.intake.hours import in_the_programs_zone
from matcher.survey.words.time_zones import read_zone
from tests.survey.exports_for_tests import write_csv

WINTER = '[schedule]\ntimezone = "Europe/London"\nweek = 2026-12-07\n'
NAMES = ("Cara Diaz", "Dan Eck", "Eva Fox")


def imported(
    folder: Path, headers: Sequence[str], rows: Sequence[Sequence[str]], program: str | None = None
) -> SurveyImport:
    """What an export of mentees comes to, beside two mentors without hours."""
    people = [["Name", *headers]] + [[NAMES[place], *row] for place, row in enumerate(rows)]
    mentors = [["Name", "Email"], ["Anna Berg", "a@x.example"], ["Bo Cohn", "b@x.example"]]
    exports = [write_csv(folder / "mentees.csv", people), write_csv(folder / "mentors.csv", mentors)]
    out = folder / "intake"
    if program is not None:
        out.mkdir()
        (out / "program.toml").write_text(program, encoding="utf-8")
    return import_survey(exports, out)


def told(done: SurveyImport) -> list[tuple[str | None, str | None]]:
    """The hours and the time zone of each mentee; NEVER for who cannot meet until something is settled."""
    return [
        (
            "NEVER"
            if one.availability is None and one.unavailable is not None
            else str(one.availability or "") or None,
            one.timezone,
        )
        for one in done.intake.mentees
    ]


ZONES = [["UTC-5", "Mon 9am-11am"], ["Asia/Kolkata", "Mon 19:30-21:30"]]


def test_hours_are_moved_to_the_clock_of_the_program(tmp_path: Path) -> None:
    done = imported(tmp_path, ["Time zone", "Availability"], ZONES, WINTER)
    assert told(done) == [("Mon 09:00-11:00", "UTC-5"), ("Mon 19:30-21:30", "Asia/Kolkata")]
    here = [
        str(in_the_programs_zone(one.availability, one.timezone, done.intake.program))
        for one in done.intake.mentees
        if one.availability is not None
    ]
    assert here == ["Mon 14:00-16:00", "Mon 14:00-16:00"]


def test_without_a_zone_of_the_program_it_is_asked_for(tmp_path: Path) -> None:
    done = imported(tmp_path, ["Time zone", "Availability"], ZONES)
    assert told(done) == [("NEVER", None), ("NEVER", None)]
    (text,) = [one.text for one in done.questions if one.column == "timezone"]
    assert text == (
        "Cara Diaz and Dan Eck tell hours in a time zone (UTC-5 and Asia/Kolkata), and the program does not say in "
        'which one its slots are: write in which one the slots are, like timezone = "UTC-5" under [schedule] in '
        "program.toml, and import again; until then they count as never free"
    )


def test_without_a_week_zones_are_not_compared(tmp_path: Path) -> None:
    done = imported(tmp_path, ["Time zone", "Availability"], ZONES, '[schedule]\ntimezone = "Europe/London"\n')
    assert told(done) == [("NEVER", None), ("NEVER", None)]
    assert sum("is not the same in all weeks" in one.text for one in done.questions) == 1


@pytest.mark.parametrize(
    ("headers", "row", "right"),
    [
        (["Availability"], ["Mon 9am-11am EST"], ("Mon 09:00-11:00", "UTC-5")),
        (["Availability (all times EST)"], ["Mon 9am-11am"], ("Mon 09:00-11:00", "UTC-5")),
        (["Availability (times in CST)"], ["Mon 9am-11am"], ("NEVER", None)),
        (["When are you free? (UTC) [Mon 9-10]", "When are you free? (UTC) [Mon 10-11]"], ["x", ""], ("Mon 09:00-10:00", "UTC")),
        (["Time zone", "Availability"], ["Europe/Berlin", "Mon 9am-11am EST"], ("Mon 09:00-11:00", "UTC-5")),
        (["Zeitzone", "Verfügbarkeit"], ["MEZ", "Mo 9-11 Uhr"], ("Mon 09:00-11:00", "CET")),
        (["Fuseau horaire", "Disponibilités"], ["heure de Paris", "lundi 9h-11h"], ("Mon 09:00-11:00", "Europe/Paris")),
        (["When are you free? [Monday]", "When are you free? [Tuesday]"], ["9-11am EST", "9-11am"], ("NEVER", None)),
    ],
)  # fmt: skip
def test_a_clock_is_heard_wherever_it_is_named(
    headers: list[str], row: list[str], right: tuple[str, str | None], tmp_path: Path
) -> None:
    plain = ["UTC" if "one" in header or "horaire" in header else "" for header in headers]
    done = imported(tmp_path, headers, [row, plain], WINTER)
    (first, *_) = told(done)
    assert first == (right if right[0] != "NEVER" else first)
    assert right[0] != "NEVER" or any("EST" in one.text or "CST" in one.text for one in done.questions)


def test_whose_zone_is_not_known_is_never_free_until_it_is(tmp_path: Path) -> None:
    rows = [["CET", "Mon 9-11am"], ["who knows", "Mon 9-11am"], ["UTC", "Mon 9-11am"]]
    done = imported(tmp_path, ["Time zone", "Availability"], rows, WINTER)
    assert told(done) == [("Mon 09:00-11:00", "CET"), ("NEVER", None), ("Mon 09:00-11:00", "UTC")]
    (asked,) = [one for one in done.questions if one.column == "timezone"]
    assert (asked.answer, asked.text) == ("who knows", "is no time zone that is known")


@pytest.mark.parametrize(
    ("cell", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"), ("EST", "EST"), ("MEZ", "CET"), ("GMT+1", "UTC+1"), ("utc+5:30", "UTC+5:30"),
        ("Eastern Time", "America/New_York"), ("Pacific Standard Time", "America/Los_Angeles"), ("London", "Europe/London"),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai", "Asia/Kolkata"), ("(UTC-05:00) Bogota, Lima", "America/Bogota"),
        ("UTC-5 (EST)", "UTC-5"), ("Central European Time (CET)", "CET"), ("CST", None), ("IST", None), ("Germany", None),
    ],
)  # fmt: skip
def test_time_zones_are_read_as_people_write_them(cell: str, zone: str | None) -> None:
    read = read_zone(cell)
    assert (read.value, read.sure) == (zone, zone is not None)


ODD, EVEN = "Mon 09:00-11:00 odd", "Mon 09:00-11:00 even"


@pytest.mark.parametrize(
    ("headers", "row", "right"),
    [
        (["Availability"], ["Mon 9-11 (odd weeks)"], ODD),
        (["Availability in odd weeks", "Availability in even weeks"], ["Mon 9-11am", "Tue 9-10am"], f"{ODD}; Tue 09:00-10:00 even"),
        (["Verfügbarkeit (gerade Wochen)"], ["Mo 9-11 Uhr"], EVEN),
        (["Disponibilités (semaines impaires)"], ["lundi 9h-11h"], ODD),
        (["Disponibilidad (semanas pares)"], ["lunes 9:00-11:00"], EVEN),
        (["When are you free? [Monday]", "When are you free? [Tuesday]"], ["9-11am odd weeks", "9-10am"], f"Tue 09:00-10:00; {ODD}"),
        (["When are you free? [Mon 9-10]", "When are you free? [Mon 10-11]"], ["x", "odd weeks"], "Mon 09:00-10:00; Mon 10:00-11:00 odd"),
        (["When are you free? (odd weeks) [Mon 9-11]", "When are you free? (odd weeks) [Tue 9-11]"], ["x", ""], ODD),
        (["Availability (say odd or even weeks)"], ["Mon 9-11 even weeks"], EVEN),
    ],
)  # fmt: skip
def test_weeks_are_heard_wherever_they_are_named(
    headers: list[str], row: list[str], right: str, tmp_path: Path
) -> None:
    other = ["x" if cell == "odd weeks" else cell for cell in row]
    assert told(imported(tmp_path, headers, [row, other]))[0] == (right, None)


def test_every_other_week_is_asked_about(tmp_path: Path) -> None:
    done = imported(tmp_path, ["Availability"], [["Mon 9-11am"], ["every other Monday 9-11"]])
    assert told(done) == [("Mon 09:00-11:00", None), ("NEVER", None)]
    (asked,) = [one for one in done.questions if one.person is not None]
    assert "does not say of which weeks: odd or even ones" in asked.text
