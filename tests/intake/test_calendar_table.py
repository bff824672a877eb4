"""``[calendar]`` in program.toml: read, checked whole, written back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matcher import check, read_intake, write_intake
from matcher.intake.program import Calendar
from tests.intake.conftest import WriteFolder

SLOTS = '[schedule]\nslots = ["Mon 12:00", "Kick-off"]\n'


def told(folder: Path) -> list[str]:
    return [str(fault) for fault in check(folder)[0]]


def test_read_and_written_back(folder: WriteFolder, tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = (
        '[calendar]\nstart = 2026-10-05\nweeks = 10\ntimezone = "Europe/Berlin"\n'
        'skip = [2026-10-12, "2026-10-26"]\nplace = "Library"\nplaces = {T1 = "Room 4", "mon 12:00" = "Room 5"}\n'
    )
    intake = read_intake(folder(program=SLOTS + settings))
    assert intake.program.calendar == Calendar(
        start=date(2026, 10, 5),
        weeks=10,
        every=1,
        timezone="Europe/Berlin",
        skip=(date(2026, 10, 12), date(2026, 10, 26)),
        place="Library",
        places={"T1": "Room 4", "mon 12:00": "Room 5"},
    )
    again = write_intake(intake, tmp_path_factory.mktemp("written"))
    assert read_intake(again).program == intake.program


def test_none_unless_it_is_there(folder: WriteFolder) -> None:
    assert read_intake(folder()).program.calendar is None


def test_every_fault_is_told_at_once(folder: WriteFolder) -> None:
    settings = (
        '[calendar]\nstart = "5.10.2026"\nweeks = 0\nevry = 2\ntimezone = "Europe/Berlin"\n'
        'skip = [2026-12-24, 2026-12-31T10:00:00, 7]\nplace = ""\n'
    )
    date_right = "write year, month and day, like 2026-10-05"
    assert told(folder(program=settings)) == [
        f"program.toml, calendar.start: '5.10.2026' is no date; {date_right}",
        "program.toml, calendar.weeks: '0' is too small; write a whole number from 1 to 520",
        f"program.toml, calendar.skip[2]: '2026-12-31 10:00:00' is no date; {date_right}",
        f"program.toml, calendar.skip[3]: '7' is no date; {date_right}",
        "program.toml, calendar.place: '' is blank; write a text in quotation marks",
        "program.toml, calendar.evry: there is no such setting in this version; there is start, weeks, every, "
        "timezone, skip, place, places; did you mean every?",
    ]


def test_what_cannot_be_left_out_is_missed(folder: WriteFolder) -> None:
    assert told(folder(program="[calendar]\nevery = 2\n")) == [
        "program.toml, calendar.start: is missing; write year, month and day, like 2026-10-05",
        "program.toml, calendar.weeks: is missing; write a whole number from 1 to 520",
        "program.toml, calendar.timezone: is missing; write a text in quotation marks",
    ]


@pytest.mark.parametrize(
    ("zone", "near"),
    [
        ("Europe/Berln", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("+02:00", None),
    ],
)
def test_zones_and_places_are_told_together_with_near_misses(folder: WriteFolder, zone: str, near: str | None) -> None:
    settings = f'[calendar]\nstart = 2026-10-05\nweeks = 1\ntimezone = "{zone}"\n[calendar.places]\n'
    places = 'T1 = "a"\n"KICK-OFF" = "b"\nT22 = "c"\nS1 = "d"\n"Mon 12:30" = "e"\n'
    like = 'write places by a mentor or a slot, like T1 = "Room 4" or "Mon 12:00" = "Room 5"'
    guess = "" if near is None else f"; did you mean {near}?"
    zones = "write a name of the IANA list, like Europe/Berlin or America/New_York"
    assert told(folder(program=SLOTS + settings + places)) == [
        f"program.toml, calendar.timezone: '{zone}' is no time zone; {zones}{guess}",
        f"program.toml, calendar.places: 'T22' is no mentor and no slot of this program; {like}; did you mean T2?",
        f"program.toml, calendar.places: 'S1' is a mentee, not a mentor; {like}",
        f"program.toml, calendar.places: 'Mon 12:30' is no mentor and no slot of this program; {like}; "
        "did you mean Mon 12:00?",
    ]


def test_days_outside_the_program_are_warned_of(folder: WriteFolder) -> None:
    settings = (
        '[calendar]\nstart = 2026-10-05\nweeks = 2\ntimezone = "UTC"\nskip = [2025-10-06, 2026-10-18, 2026-10-19]\n'
    )
    warnings = read_intake(folder(program=settings)).warnings
    assert [(warning.value, warning.message) for warning in warnings if warning.column == "calendar.skip"] == [
        (day, "is not between 2026-10-05 and 2026-10-18, when the program is, so that nothing is left out")
        for day in ("2025-10-06", "2026-10-19")
    ]


def test_other_faults_are_still_found_beside_a_faulty_calendar(folder: WriteFolder) -> None:
    mentees = "id,name,availability\nS1,Cy,Kick-off\nS2,Di,Nowhere\n"
    faults = told(folder(mentees=mentees, program=SLOTS + "[calendar]\nweeks = 2\n"))
    assert [fault.partition(":")[0] for fault in faults] == [
        "mentees.csv row 3, column availability",
        "program.toml, calendar.start",
        "program.toml, calendar.timezone",
    ]
