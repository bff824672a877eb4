"""What people in another time zone than the program's are told: messages, calendars and the page, by both clocks."""

# ruff: noqa: RUF001 — letters of other scripts are what is tested here
from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from icalendar import Calendar

from matcher import Intake
from matcher.intake.meetings import meetings_of
from matcher.intake.program import Program
from matcher.report import LANGUAGES
from matcher.report.calendar.calendars import calendars
from matcher.report.mail.messages import message_files
from matcher.report.page.page import page_files
from matcher.report.page.sheets import sheet_files
from matcher.report.view.own_hours import OwnHour, own_hours
from matcher.report.workbook.workbook import workbook_files
from tests.report.tiny import CALENDAR, changed, order, tiny, viewed

# Clocks change in Berlin on 25 October and in New York on 1 November 2026.
ELSEWHERE = {"S1": "America/New_York", "S3": "Asia/Kolkata", "T2": "Europe/Vienna", "T3": "UTC+5:45"}
MONDAY_NOON, AT_NIGHT = 12 * 60, 60
DAY = 24 * 60


def scattered(calendar: dict[str, object] | None = CALENDAR, week: str | None = None) -> Intake:
    """The sample with some of its people elsewhere; nobody's hours are looked at here."""
    intake = tiny(calendar)
    settings = intake.program.model_dump(mode="json")
    settings["schedule"] |= {"timezone": "Europe/Berlin", "week": week}
    people = {
        side: tuple(one.model_copy(update={"timezone": ELSEWHERE.get(one.id)}) for one in getattr(intake, side))
        for side in ("mentors", "mentees")
    }
    return changed(intake, program=Program.model_validate(settings), **people)


def told_hours(start: int, zone: str | None, calendar: dict[str, object] | None = CALENDAR) -> tuple[OwnHour, ...]:
    program = scattered(calendar, week="2026-12-07").program
    return own_hours(start, meetings_of("Mon 12:00", (), program), zone, program)


def test_hours_elsewhere_follow_the_clocks_of_both_places() -> None:
    # Six hours behind until the 25th, five in the week after, six again from November.
    assert told_hours(MONDAY_NOON, "America/New_York") == (
        OwnHour(6 * 60, None),
        OwnHour(7 * 60, date(2026, 10, 26)),
        OwnHour(6 * 60, date(2026, 11, 2)),
    )
    assert told_hours(MONDAY_NOON, "Asia/Kolkata") == (
        OwnHour(15 * 60 + 30, None),
        OwnHour(16 * 60 + 30, date(2026, 10, 26)),
    )
    assert told_hours(MONDAY_NOON, "UTC-12") == (
        OwnHour(6 * DAY + 22 * 60, None),
        OwnHour(6 * DAY + 23 * 60, date(2026, 10, 25)),
    )


def test_without_dates_the_week_says_how_far_it_is() -> None:
    assert told_hours(MONDAY_NOON, "Asia/Kolkata", None) == (OwnHour(16 * 60 + 30, None),)
    assert told_hours(AT_NIGHT, "America/New_York", None) == (OwnHour(6 * DAY + 19 * 60, None),)


@pytest.mark.parametrize("zone", [None, "Europe/Berlin", "Europe/Vienna"])
def test_nothing_is_told_where_clocks_show_the_same(zone: str | None) -> None:
    assert told_hours(MONDAY_NOON, zone) == ()


def messages(
    language: str = "en", calendar: dict[str, object] | None = CALENDAR, week: str | None = None
) -> dict[str, str]:
    intake = scattered(calendar, week)
    return dict(message_files(viewed(intake, language=language), order(intake)))


def test_a_message_tells_both_clocks() -> None:
    told = messages()
    assert [line for line in told["mail/S1.txt"].splitlines() if line.startswith(("When", "For you", "First"))] == [
        "When: Monday 12:00 to 13:00 (Central European Time)",
        "For you: Monday 06:00 to 07:00 (Eastern Time)",
        "For you: Monday 07:00 to 08:00 (Eastern Time), from 26 Oct on",
        "For you: Monday 06:00 to 07:00 (Eastern Time), from 2 Nov on",
        "First meeting: Monday, 12 October 2026",
    ]
    assert "For you: Wednesday 20:45 to 21:45 (UTC+5:45)\n" in told["mail/T3.txt"]
    assert "For you" not in told["mail/S4.txt"] + told["mail/T2.txt"]


def test_without_dates_a_message_tells_both_clocks_too() -> None:
    told = messages(calendar=None, week="2026-12-07")
    assert (
        "When: Monday 12:00 to 13:00 (Central European Time)\nFor you: Monday 06:00 to 07:00 (Eastern Time)\n"
        in (told["mail/S1.txt"])
    )


def test_lists_for_a_mail_merge_have_own_hours_where_there_are_any() -> None:
    header, *rows = messages()["mail/mentees.csv"].splitlines()
    assert header.endswith(",subject,file,own_when,own_timezone")
    assert rows[0].endswith(
        '"Monday 06:00 (Eastern Time); Monday 07:00 (Eastern Time), from 26 Oct on; Monday 06:00 (Eastern Time), '
        'from 2 Nov on",Eastern Time'
    )
    assert rows[1].endswith(",S2.txt,,")
    plain = tiny(CALENDAR)
    assert "own_when" not in dict(message_files(viewed(plain), order(plain)))["mail/mentees.csv"]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("de", "Bei dir: Montag 15:30 bis 16:30 (Indien (Ortszeit))"),
        ("es", "Para ti: lunes 15:30 a 16:30 (hora de India)"),
        ("fa", "برای شما: دوشنبه ۱۵:۳۰ تا ۱۶:۳۰ (وقت هند)"),
        ("en-GB", "For you: Monday 15:30 to 16:30 (India Time)"),
        ("en-US", "For you: Monday 3:30\u202fPM to 4:30\u202fPM (India Time)"),
    ],
)
def test_a_message_tells_both_clocks_in_every_language(language: str, line: str) -> None:
    assert line in messages(language)["mail/S3.txt"]
    assert set(LANGUAGES) == {"en", "en-GB", "en-US", "de", "es", "fa"}


def described(files: dict[str, str], file: str) -> list[str]:
    (event,) = Calendar.from_ical(files[file]).walk("VEVENT")
    return str(event["description"]).splitlines()


def test_calendars_tell_both_clocks() -> None:
    intake = scattered()
    files = calendars(viewed(intake), intake.program, people=True)
    assert described(files, "calendar/people/S3.ics")[2:] == [
        "Time: Monday 12:00 (Central European Time)",
        "Where you are: Monday 15:30 (India Time)",
        "Where you are: Monday 16:30 (India Time), from 26 Oct on",
    ]
    assert len(described(files, "calendar/people/S4.ics")) == 2
    of_group = described(files, "calendar/G2.ics")
    assert of_group[2] == "Time: Wednesday 17:00 (Central European Time)"
    assert of_group[3].endswith("is: Wednesday 20:45 (UTC+5:45)")
    assert of_group[4].endswith("is: Wednesday 21:45 (UTC+5:45), from 28 Oct on")
    assert len(of_group) == 5


def test_the_page_says_in_which_zone_hours_are_and_shows_those_of_others() -> None:
    intake = scattered(week="2026-12-07")
    view = viewed(intake)
    assert view.zone == "Hours are by the clock of the program: Central European Time."
    assert view.zone in [rule.text for rule in view.rules]
    assert [one.own_when for one in view.mentees[:3]] == [
        "Monday 06:00 (Eastern Time)",
        None,
        "Monday 16:30 (India Time)",
    ]
    assert [one.own_whens for one in view.mentors[1:3]] == [(None,), ("Wednesday 21:45 (UTC+5:45)",)]
    page = str(page_files(view, order(intake))["committee.html"])
    hours = '<bdi>Monday 12:00</bdi> <small class="place"><bdi>Room 4</bdi></small> <small class="own"><bdi>{}</bdi>'
    assert hours.format("Monday 16:30 (India Time)") in page
    assert page.count(CLOCK) == 2
    assert "Hours are by the clock" not in "".join(map(str, page_files(viewed(tiny()), order(tiny())).values()))


CLOCK = "Hours are by the clock of the program: Central European Time."
INDIA = "Monday 15:30 (India Time); Monday 16:30 (India Time), from 26 Oct on"


def test_participants_read_their_own_hour_beside_their_names() -> None:
    view, plain = viewed(scattered()), viewed(tiny(CALENDAR))
    page = str(page_files(view, order(scattered()))["participants.html"])
    assert page.count(CLOCK) == 1
    # Once in the card of the group, once in the list of everybody.
    assert page.count(f'<small class="own"><bdi>{INDIA}</bdi></small>') == 2
    sheets = str(sheet_files(view, order(scattered()))["participants-sheets.html"])
    assert sheets.count(f" · {CLOCK}") == len(view.groups)
    assert sheets.count(f'<small class="own"><bdi>{INDIA}</bdi></small></th>') == 1
    for told in (page_files(plain, order(tiny())), sheet_files(plain, order(tiny()))):
        assert 'class="own"' not in "".join(map(str, told.values()))


def test_the_workbook_for_participants_has_a_column_of_own_hours_where_there_are_any() -> None:
    def sheets(intake: Intake) -> list[list[list[object]]]:
        made = workbook_files(viewed(intake), order(intake, attendance=True))["participants.xlsx"]
        book = openpyxl.load_workbook(io.BytesIO(bytes(made)))
        return [[[cell.value for cell in row] for row in sheet] for sheet in book]

    groups, people, attendance, *_ = sheets(scattered())
    assert str(groups[0][0]).endswith(f" · {CLOCK}")
    place = people[1].index("Time where they are")
    assert people[1][place - 1] == "Time"
    assert sorted(str(row[place]) for row in people[2:] if row[place])[1] == INDIA
    assert len([row for row in people[2:] if row[place]]) == 3
    assert str(attendance[0][0]).endswith(f" · {CLOCK}")
    assert "Time where they are" not in sheets(tiny(CALENDAR))[1][1]


def test_the_committees_workbook_tells_each_their_own_hour() -> None:
    def sheets(intake: Intake) -> list[list[list[object]]]:
        made = workbook_files(viewed(intake), order(intake))["committee.xlsx"]
        book = openpyxl.load_workbook(io.BytesIO(bytes(made)))
        return [[[cell.value for cell in row] for row in sheet] for sheet in book]

    found = sheets(scattered(None, "2026-12-07"))
    told = [sheet for sheet in found if any("Time where they are" in row for row in sheet)]
    assert len(told) == 2
    for sheet, ids in zip(told, ({"S1", "S3"}, {"T3"}), strict=True):
        top = next(row for row in sheet if "Time where they are" in row)
        place, own = top.index("Time where they are"), top.index("Id")
        assert {row[own] for row in sheet[sheet.index(top) + 1 :] if row[place]} == ids
    assert not [sheet for sheet in sheets(tiny(None)) if any("Time where they are" in row for row in sheet)]
