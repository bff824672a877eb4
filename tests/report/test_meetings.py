"""On which dates a group meets, and where."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.intake.meetings import Meetings, meetings_of
from matcher.intake.program import Program


def meetings(
    slot: str | None = "Mon 12:00", mentors: tuple[str, ...] = ("T1", "T2"), **calendar: Any
) -> Meetings | None:
    table = {"start": "2026-10-05", "weeks": 4, "timezone": "Europe/Berlin"} | calendar
    return meetings_of(slot, mentors, Program.model_validate({"calendar": table}))


def days(**told: Any) -> list[str]:
    found = meetings(**told)
    return [] if found is None else [day.isoformat() for day in found.days]


def test_weekly_from_the_first_such_day_on() -> None:
    # 2026-10-05 is a Monday.
    assert days() == ["2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26"]
    assert days(slot="Sun 09:30") == ["2026-10-11", "2026-10-18", "2026-10-25", "2026-11-01"]
    assert days(start="2026-10-06") == ["2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02"]


def test_every_second_week_within_the_weeks_of_the_program() -> None:
    assert days(every=2, weeks=5) == ["2026-10-05", "2026-10-19", "2026-11-02"]
    assert days(every=3, weeks=2) == ["2026-10-05"]


def test_skipped_days_are_left_out_and_those_at_the_ends_forgotten() -> None:
    found = meetings(skip=["2026-10-05", "2026-10-13", "2026-10-19"])
    assert found is not None
    assert found.days == (date(2026, 10, 12), date(2026, 10, 26))
    assert found.skipped == (date(2026, 10, 19),)


def test_the_hour_stays_by_the_clock_when_the_clocks_change() -> None:
    found = meetings(slot="Mon 00:30", weeks=4)
    assert found is not None
    assert [found.begin(day).astimezone(UTC) for day in found.days[2:]] == [
        datetime(2026, 10, 18, 22, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 23, 30, tzinfo=UTC),
    ]
    assert found.length == timedelta(minutes=60)


@pytest.mark.parametrize(
    "told", [{"slot": None}, {"slot": "Kick-off"}, {"weeks": 1, "skip": ["2026-10-05"]}], ids=["no slot", "name", "all"]
)
def test_no_meeting(told: dict[str, Any]) -> None:
    assert meetings(**told) is None


def test_without_a_calendar_nobody_knows() -> None:
    assert meetings_of("Mon 12:00", ("T1",), Program()) is None


@pytest.mark.parametrize(
    ("places", "place"),
    [
        ({"monday 12:00": "by slot", "T2": "second's", "T1": "first's"}, "first's"),
        ({"monday 12:00": "by slot", "T2": "second's"}, "second's"),
        ({"monday 12:00": "by slot", "T3": "another's"}, "by slot"),
        ({"Tue 12:00": "other"}, "everybody's"),
    ],
)
def test_the_place_is_the_first_mentors_then_the_slots_then_everybodys(places: dict[str, str], place: str) -> None:
    found = meetings(place="everybody's", places=places)
    assert found is not None
    assert found.place == place


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    weekday=st.integers(0, 6),
    weeks=st.integers(1, 30),
    every=st.integers(1, 4),
    skip=st.lists(st.integers(0, 220), max_size=6),
)
def test_each_day_is_in_the_program_on_its_weekday_and_not_skipped(
    start: date, weekday: int, weeks: int, every: int, skip: list[int]
) -> None:
    left_out = [start + timedelta(days=day) for day in skip]
    slot = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[weekday] + " 10:00"
    told = [date.fromisoformat(day) for day in days(slot=slot, start=start, weeks=weeks, every=every, skip=left_out)]
    within = [start + timedelta(days=day) for day in range(7 * weeks)]
    # By hand: every such weekday of the program, each `every`th of them, without those skipped.
    wanted = [day for day in within if day.weekday() == weekday][::every]
    assert told == [day for day in wanted if day not in left_out]
