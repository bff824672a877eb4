"""Groups of odd and of even weeks: when they meet, by calendars, messages and the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from icalendar import Calendar

from matcher.intake.meetings import meetings_of
from matcher.intake.program import Program
from matcher.report.calendar.calendars import calendars
from matcher.report.view.phrases import Phrases
from tests.report.tiny import CALENDAR, tiny, viewed


def meetings(slot: str, **calendar: object) -> list[date]:
    settings = {"start": "2026-10-05", "weeks": 6, "timezone": "Europe/Berlin", **calendar}
    found = meetings_of(slot, (), Program.model_validate({"calendar": settings}))
    return [] if found is None else list(found.days)


@pytest.mark.parametrize(
    ("slot", "calendar", "days"),
    [
        # 5 October 2026 is the Monday of week 41.
        ("Mon 09:00 odd", {}, ["05.10.", "19.10.", "02.11."]),
        ("Mon 09:00 even", {}, ["12.10.", "26.10.", "09.11."]),
        ("Mon 09:00 even", {"every": 2}, ["12.10.", "26.10.", "09.11."]),
        ("Mon 09:00 odd", {"every": 4}, ["05.10.", "02.11."]),
        ("Mon 09:00 odd", {"skip": ["2026-10-19"]}, ["05.10.", "02.11."]),
        ("Tue 09:00 odd", {"start": "2026-10-07"}, ["20.10.", "03.11.", "17.11."]),
        ("Mon 09:00 odd", {"start": "2026-12-14"}, ["14.12.", "28.12.", "04.01.", "18.01."]),
        ("Mon 09:00 even", {"weeks": 1}, []),
    ],
)
def test_a_group_meets_in_weeks_of_its_kind(slot: str, calendar: dict[str, object], days: list[str]) -> None:
    assert [f"{day:%d.%m.}" for day in meetings(slot, **calendar)] == days


@pytest.mark.parametrize(
    ("keys", "place"),
    [(["Mon 09:00"], "R1"), (["Mon 09:00", "Mon 09:00 odd"], "R2"), (["Mon 09:00 even"], None)],
)
def test_a_place_is_of_both_weeks_or_of_one(keys: list[str], place: str | None) -> None:
    places = {key: f"R{number}" for number, key in enumerate(keys, 1)}
    calendar = {"start": "2026-10-05", "weeks": 6, "timezone": "Europe/Berlin", "places": places}
    found = meetings_of("Mon 09:00 odd", (), Program.model_validate({"calendar": calendar}))
    assert found is not None
    assert found.place == place


def written(start: str, weeks: int) -> Calendar:
    """The calendar of a group that meets on Mondays at noon in odd weeks."""
    intake = tiny(CALENDAR | {"start": start, "weeks": weeks, "skip": []})
    view = viewed(intake)
    groups = (replace(view.groups[0], slot="Mon 12:00 odd"),)
    files = calendars(replace(view, groups=groups), intake.program)
    return Calendar.from_ical(files["calendar/G1.ics"])


def event(calendar: Calendar) -> tuple[dict[str, object], list[str]]:
    (found,) = calendar.walk("VEVENT")
    dates = [] if "EXDATE" not in found else [f"{one.dt:%d.%m.}" for one in found["EXDATE"].dts]
    return dict(found["RRULE"]), dates


def test_a_calendar_meets_every_second_week() -> None:
    assert event(written("2026-10-05", 6)) == ({"FREQ": ["WEEKLY"], "COUNT": [3], "INTERVAL": [2]}, [])


def test_over_the_53rd_week_it_leaves_out_the_weeks_between() -> None:
    rule, without = event(written("2026-12-14", 6))
    assert rule == {"FREQ": ["WEEKLY"], "COUNT": [6], "INTERVAL": [1]}
    assert without == ["21.12.", "11.01."]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Monday 17:00 (odd weeks)"),
        ("de", "Montag 17:00 (ungerade Wochen)"),
        ("es", "lunes 17:00 (semanas impares)"),
        ("en-GB", "Monday 17:00 (odd weeks)"),
        ("en-US", "Monday 5:00\u202fPM (odd weeks)"),
    ],
)
def test_an_hour_is_told_with_its_weeks(language: str, told: str) -> None:
    assert Phrases(language).when("Mon 17:00 odd", 17 * 60, "odd") == told
