"""Hours told in another time zone: read, refused where they cannot be moved, moved, and written as they were told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matcher import check, read_intake
from matcher.intake.hours import free_slots, in_the_programs_zone, parse_availability
from matcher.intake.hours.zones import differences, minutes_ahead, near_zone, spelled_zone
from matcher.intake.people import Mentee
from matcher.intake.program import Program
from matcher.intake.writing import write_intake
from tests.intake.conftest import WriteFolder

SUMMER, WINTER, CHANGING = "2026-07-08", "2026-12-09", "2026-10-25"
CALENDAR = '[calendar]\nstart = 2026-10-07\nweeks = 4\ntimezone = "Europe/Berlin"\n'


def vienna(**schedule: object) -> Program:
    return Program.model_validate({"schedule": {"timezone": "Europe/Vienna", "week": WINTER, **schedule}})


def mentees(*cells: str) -> str:
    return "id,availability,timezone\n" + "".join(f"S{number},{cell}\n" for number, cell in enumerate(cells, 1))


def faults(folder: Path) -> list[str]:
    return list(map(str, check(folder)[0]))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Asia/Kolkata", "Asia/Kolkata"),
        ("  asia/kolkata ", "Asia/Kolkata"),
        ("UTC", "UTC"),
        ("utc+0", "UTC"),
        ("UTC+5:30", "UTC+5:30"),
        ("UTC+05:30", "UTC+5:30"),
        ("UTC +0530", "UTC+5:30"),
        ("UTC\u22123", "UTC-3"),
        ("UTC+14", "UTC+14"),
        ("UTC+15", None),
        ("UTC+5:75", None),
        ("GMT+5", None),
        ("PST", None),
        ("Factory", None),
        ("Europe/Wien", None),
    ],
)
def test_a_zone_has_one_name(text: str, name: str | None) -> None:
    assert spelled_zone(text) == name


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("GMT+5", "UTC+5"),
        ("-04:00", "UTC-4"),
        ("Kolkata", "Asia/Kolkata"),
        ("new york", "America/New_York"),
        ("Europe/Viena", "Europe/Vienna"),
        ("home", None),
    ],
)
def test_a_zone_that_may_be_meant(text: str, near: str | None) -> None:
    assert near_zone(text) == near


@pytest.mark.parametrize(
    ("zone", "week", "ahead"),
    [
        ("Asia/Kolkata", SUMMER, -210),
        ("Asia/Kolkata", WINTER, -270),
        ("UTC-5", WINTER, 360),
        ("America/New_York", SUMMER, 360),
        ("America/New_York", "2026-03-17", 300),
        ("Europe/Berlin", CHANGING, 0),
        ("Asia/Kolkata", CHANGING, None),
        ("Europe/Berlin", None, 0),
        ("Asia/Kolkata", None, None),
        (None, None, 0),
    ],
)
def test_how_far_the_program_is_ahead(zone: str | None, week: str | None, ahead: int | None) -> None:
    assert minutes_ahead(zone, vienna(week=week)) == ahead


def test_the_week_is_whole_by_either_clock() -> None:
    # In New York clocks change on Sunday, 1 November, in the night; by the clock of Vienna at seven in the morning.
    of_weeks = [differences("America/New_York", "Europe/Vienna", date(2026, 10, day)) for day in (20, 26, 31)]
    assert of_weeks == [{360, 300}, {300, 360}, {300, 360}]
    assert differences("America/New_York", "Europe/Vienna", date(2026, 11, 2)) == {360}


def test_the_calendar_names_the_week_where_the_schedule_does_not() -> None:
    calendar = {"start": "2026-07-06", "weeks": 2, "timezone": "Europe/Vienna"}
    program = Program.model_validate({"schedule": {"timezone": "Europe/Vienna"}, "calendar": calendar})
    assert minutes_ahead("Asia/Kolkata", program) == -210
    named = program.model_copy(update={"schedule": vienna().schedule})
    assert minutes_ahead("Asia/Kolkata", named) == -270


@pytest.mark.parametrize(
    ("told", "zone", "here"),
    [
        ("Mon 09:00-11:00", "Asia/Kolkata", "Mon 04:30-06:30"),
        ("Mon 02:00-06:00", "Asia/Kolkata", "Mon 00:00-01:30; Sun 21:30-24:00"),
        ("Sun 20:00-22:00", "America/New_York", "Mon 02:00-04:00"),
        ("Sun 22:00-24:00; Mon 00:00-01:00", "UTC", "Mon 00:00-02:00; Sun 23:00-24:00"),
        ("Tue 23:00-24:00; Wed 00:00-01:00", "Pacific/Auckland", "Tue 11:00-13:00"),
        ("Wed 10:00-11:00", "Europe/Berlin", "Wed 10:00-11:00"),
    ],
)
def test_windows_move_from_day_to_day(told: str, zone: str, here: str) -> None:
    assert str(in_the_programs_zone(parse_availability(told), zone, vienna())) == here


def free(told: str, zone: str | None, *slots: str, unavailable: str | None = None) -> list[str]:
    program = vienna(slots=list(slots))
    taken = None if unavailable is None else parse_availability(unavailable, slots)
    hours = parse_availability(told, slots) if told else None
    person = Mentee(id="S1", name="Cy", availability=hours, unavailable=taken, timezone=zone)
    there = read_intake([{"id": "T1", "availability": "Mon 01:00-02:00"}], [{"id": "S2"}], program).slots
    return [slot.text for slot, can in zip(there, free_slots(person, there, program), strict=True) if can]


def test_a_meeting_is_held_by_hours_that_were_moved() -> None:
    slots = ("Mon 09:00", "Mon 04:30", "Mon 06:00")
    assert free("Mon 09:00-11:00", None, *slots) == ["Mon 09:00"]
    assert free("Mon 09:00-11:00", "Asia/Kolkata", *slots) == ["Mon 04:30"]
    assert free("", "Asia/Kolkata", *slots, unavailable="Mon 11:15-11:30") == ["Mon 09:00", "Mon 04:30"]


def test_moved_hours_hold_a_meeting_across_the_end_of_the_week() -> None:
    assert free("Mon 03:00-06:00", "Asia/Kolkata", "Sun 23:30", "Mon 00:00", "Sun 22:00") == ["Sun 23:30", "Mon 00:00"]
    assert free("", "Asia/Kolkata", "Sun 23:30", "Mon 01:00", unavailable="Mon 04:45-05:00") == ["Mon 01:00"]


def test_named_slots_are_not_moved() -> None:
    assert free("Kick-off; Mon 09:00", "Asia/Kolkata", "Kick-off", "Mon 09:00", "Mon 04:30") == [
        "Kick-off",
        "Mon 09:00",
    ]


def test_what_is_told_is_written_and_read_again(folder: WriteFolder, tmp_path: Path) -> None:
    settings = f'[schedule]\ntimezone = "Europe/Vienna"\nweek = {WINTER}\n'
    path = folder(
        mentees=mentees("Mon 02:00-06:00,asia/kolkata", "Mon 09:00-11:00,UTC+05:45", ",", ","), program=settings
    )
    intake = read_intake(path)
    written = write_intake(intake, tmp_path / "again")
    assert read_intake(written) == intake.model_copy(update={"warnings": read_intake(written).warnings})
    assert "S1,S1,,,Mon 02:00-06:00,,Asia/Kolkata," in (written / "mentees.csv").read_text(encoding="utf-8")
    assert "S2,S2,,,Mon 09:00-11:00,,UTC+5:45," in (written / "mentees.csv").read_text(encoding="utf-8")


UNKNOWN = "write a name of the IANA list, like Europe/Berlin or Asia/Kolkata, or how far it is from UTC, like UTC+5:30"


def test_every_fault_of_a_zone_is_told_with_its_place(folder: WriteFolder) -> None:
    path = folder(
        mentors="id,Time zone\nT1,Europe/Viena\nT2,\n",
        mentees=mentees("Mon 9-10,PST", "Mon 09:00-10:00,GMT+5:30", ",", ","),
        program='[schedule]\ntimezone = "Vienna"\n',
    )
    assert faults(path) == [
        "mentees.csv row 2, column availability: 'Mon 9-10' is no window; write days and times, like Mon 09:00-11:00 "
        "or Wed,Thu 13:00-15:30",
        f"mentees.csv row 2, column timezone: 'PST' is no time zone; {UNKNOWN}",
        f"mentees.csv row 3, column timezone: 'GMT+5:30' is no time zone; {UNKNOWN}; did you mean UTC+5:30?",
        f"mentors.csv row 2, column Time zone: 'Europe/Viena' is no time zone; {UNKNOWN}; did you mean Europe/Vienna?",
        f"program.toml, schedule.timezone: 'Vienna' is no time zone; {UNKNOWN}; did you mean Europe/Vienna?",
    ]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            "",
            "program.toml, schedule.timezone: is missing, though S1 and S3 tell hours in a time zone; write in which "
            'one the slots are, like timezone = "Europe/Berlin"',
        ),
        (
            '[schedule]\ntimezone = "Europe/Vienna"\n',
            "program.toml, schedule.week: is missing, and how far it is between Europe/Vienna and Asia/Kolkata, where "
            "S1 and S3 are, is not the same all the year; write any day of the week in which the clocks are compared, "
            "like week = 2026-10-05",
        ),
        (
            f'[schedule]\ntimezone = "Europe/Vienna"\nweek = {CHANGING}\n',
            "program.toml, schedule.week: '2026-10-25' is in a week in which clocks change between Europe/Vienna and "
            "Asia/Kolkata, where S1 and S3 are; write a day of a week in which they stay, like week = 2026-11-01",
        ),
        (
            '[schedule]\ntimezone = "Europe/Berlin"\n' + CALENDAR.replace("10-07", "10-21"),
            "program.toml, calendar.start: '2026-10-21' is in a week in which clocks change between Europe/Berlin and "
            "Asia/Kolkata, where S1 and S3 are; give schedule.week a day of a week in which they stay, like "
            "week = 2026-10-28",
        ),
        (
            f'[schedule]\ntimezone = "Europe/Vienna"\nweek = {WINTER}\n' + CALENDAR,
            "program.toml, schedule.timezone: 'Europe/Vienna' is another time zone than calendar.timezone, "
            "Europe/Berlin; slots and calendars go by one clock; write the same in both",
        ),
        (
            '[schedule]\ntimezone = "Europe/Vienna"\nweek = 9999-12-31\n',
            "program.toml, schedule.week: '9999-12-31' is too far away for clocks to be compared; write a day of the "
            "years 1970 to 2100",
        ),
        (
            '[schedule]\ntimezone = "Europe/Vienna"\nweek = "soon"\n',
            "program.toml, schedule.week: 'soon' is no date; write year, month and day, like 2026-10-05",
        ),
        ('[schedule]\ntimezone = "Asia/Tokyo"\n', None),
        ('[schedule]\ntimezone = "Europe/Berlin"\n' + CALENDAR, None),
    ],
)
def test_settings_that_zones_need(folder: WriteFolder, settings: str, expected: str | None) -> None:
    path = folder(
        mentees=mentees("Mon 09:00-10:00,Asia/Kolkata", ",", "Tue 09:00-10:00,Asia/Kolkata", ","), program=settings
    )
    assert faults(path) == ([] if expected is None else [expected])


def test_a_zone_without_hours_needs_no_week(folder: WriteFolder) -> None:
    settings = '[schedule]\ntimezone = "Europe/Vienna"\n'
    path = folder(mentees=mentees(",Asia/Kolkata", "Mon 09:00-10:00,", ",", ","), program=settings)
    assert faults(path) == []


@pytest.mark.parametrize(
    ("weeks", "every", "expected"),
    [
        (3, 1, None),
        (4, 2, None),
        (
            4,
            1,
            "program.toml, calendar: has weeks, that of 2026-10-28 being the first, in which the clocks of "
            "Europe/Berlin and Asia/Kolkata, where S1 is, are not as far apart as in the week that is compared, so "
            "that groups meet there at an hour that was not told",
        ),
    ],
)
def test_clocks_that_change_while_the_program_lasts_are_warned_of(
    folder: WriteFolder, weeks: int, every: int, expected: str | None
) -> None:
    settings = '[schedule]\ntimezone = "Europe/Berlin"\n' + CALENDAR.replace(
        "weeks = 4", f"weeks = {weeks}\nevery = {every}"
    )
    path = folder(mentees=mentees("Mon 09:00-11:00,Asia/Kolkata", ",Europe/Vienna", ",", ","), program=settings)
    found = [str(warning) for warning in read_intake(path).warnings if warning.column == "calendar"]
    assert found == ([] if expected is None else [expected])


def test_hours_that_hold_no_meeting_are_warned_of_by_both_clocks(folder: WriteFolder) -> None:
    settings = f'[schedule]\ntimezone = "Europe/Vienna"\nweek = {WINTER}\nslots = ["Mon 09:00"]\n'
    path = folder(mentees=mentees("Mon 09:00-10:00,Asia/Kolkata", "Mon 09:00-10:00,", ",", ","), program=settings)
    assert str(read_intake(path).warnings[-1]) == (
        "mentees.csv row 2, column availability: 'Mon 09:00-10:00' leaves no slot at which S1 could meet for 60 "
        "minutes; by the clock of Europe/Vienna that is Mon 04:30-05:30"
    )
