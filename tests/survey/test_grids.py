"""Columns that ask for hours together: which form a grid, and what their cells say."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.intake.people import DAYS
from matcher.survey.hours.grids import Grid, GridShape, find_grids, read_grid
from matcher.survey.hours.reading import Hours, HourSettings, never_free
from matcher.survey.words.word_tables import Understood


def one_grid(headers: Sequence[str], answers: Sequence[Collection[str]] | None = None) -> Grid:
    (grid,) = find_grids(headers, answers)
    return grid


def test_ticks_and_words() -> None:
    headers = ["Name", "Free? [Mon 09:00]", "Free? [Mon 10:00]", "Free? [Tue 13:00]", "Free? [Tue 14:00]"]
    grid = one_grid(headers)
    assert (grid.shape, grid.title, grid.columns) == (GridShape.TICKS, "Free?", (1, 2, 3, 4))
    understood = read_grid(grid, ["available", "If need be", "no", "Available"])
    assert understood.value == Hours("Mon 09:00-11:00; Tue 14:00-15:00")
    assert understood.note == "1 time 'if need be', taken as available"
    strict = HourSettings(if_need_be=False)
    assert read_grid(grid, ["available", "If need be", "no", "x"], strict).value == Hours(
        "Mon 09:00-10:00; Tue 14:00-15:00"
    )


def test_a_word_that_is_not_known_is_not_free_and_asked() -> None:
    grid = one_grid(["Free? [Mon 9am-11am]", "Free? [Tue 9am-11am]"])
    understood = read_grid(grid, ["hmm", "\u2713"])
    assert understood.value == Hours("Tue 09:00-11:00")
    assert not understood.sure
    assert understood.note == "not understood, taken as not available: 'hmm' at Mon 9am-11am"
    # In numbers other than 0 and 1 codes may hide.
    assert not read_grid(grid, ["2", "1"]).sure


def test_nothing_answered_is_blank_and_nothing_ticked_is_never() -> None:
    grid = one_grid(["Free? [Mon 09:00]", "Free? [Tue 09:00]"])
    assert read_grid(grid, ["", " "]) == Understood(None)
    never = read_grid(grid, ["0", "no"])
    assert never.value == Hours(None, never_free())
    assert not never.sure


def test_a_grid_of_when_not() -> None:
    grid = one_grid(["When are you NOT available? - Mon 9am-10am", "When are you NOT available? - Tue 9am-10am"])
    assert grid.takes_away
    assert read_grid(grid, ["x", ""]).value == Hours(None, "Mon 09:00-10:00")
    assert read_grid(grid, ["hmm", "no"]).value == Hours(None, "Mon 09:00-10:00")
    assert read_grid(grid, ["no", "no"]).value == Hours()


def test_a_column_a_day() -> None:
    grid = one_grid([f"Hours [{day}]" for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")])
    assert grid.shape is GridShape.DAYS
    understood = read_grid(grid, ["9-11am, 2-4pm", "none", "after 3", "9:00-10:00;10:00-11:00", "x"])
    assert understood.value == Hours(
        "Mon 09:00-11:00; Mon 14:00-16:00; Wed 15:00-22:00; Thu 09:00-11:00; Fri 07:00-22:00"
    )
    spoilt = read_grid(grid, ["9-11am", "if my lab moves", "Monday 9-10", "", ""])
    assert spoilt.value == Hours("Mon 09:00-11:00")
    assert not spoilt.sure


def test_bare_days_as_headers() -> None:
    grid = one_grid(["Name", "Monday", "Tuesday", "Comments"])
    assert grid.columns == (1, 2)
    assert read_grid(grid, ["9-10", ""]).value == Hours("Mon 09:00-10:00")


def test_a_column_some_hours() -> None:
    grid = one_grid(["Availability [9:00-10:00]", "Availability [1:00-2:00]", "Availability [2:00-3:00]"])
    assert grid.shape is GridShape.HOURS
    understood = read_grid(grid, ["Monday, Wednesday", "Fri", "Mondays maybe"])
    assert understood.value == Hours("Mon 09:00-10:00; Wed 09:00-10:00; Fri 13:00-14:00")
    assert not understood.sure


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("count", [168, 336])
def test_the_hours_of_a_week_counted(first: int, count: int) -> None:
    grid = one_grid(["Name", *(f"h{number}" for number in range(first, first + count))])
    assert grid.columns == tuple(range(1, count + 1))
    cells = ["0"] * count
    cells[9 * count // 168] = "1"
    cells[-1] = "1"
    length = 10080 // count
    assert read_grid(grid, cells).value == Hours(
        f"Mon 09:00-{'10:00' if length == 60 else '09:30'}; Sun 23:{60 - length:02}-24:00".replace("23:00", "23:00")
    )


def test_hours_of_a_week_by_day_and_hour() -> None:
    grid = one_grid([f"{day} {hour}" for day in DAYS for hour in range(24)])
    cells = ["1" if place in (1, 13, 33) else "0" for place in range(168)]
    # Beside "Mon 13", "Mon 1" is one o'clock at night.
    assert read_grid(grid, cells).value == Hours("Mon 01:00-02:00; Mon 13:00-14:00; Tue 09:00-10:00")


def test_starts_without_24_hours_are_of_the_day() -> None:
    grid = one_grid(["Free? [Mon 11]", "Free? [Mon 12]", "Free? [Mon 1]", "Free? [Mon 2]"])
    assert read_grid(grid, ["x", "x", "x", "x"]).value == Hours("Mon 11:00-15:00")


def test_starts_far_apart_are_no_longer_than_a_meeting() -> None:
    grid = one_grid(["Free? [Mon 09:00]", "Free? [Mon 14:00]"])
    assert read_grid(grid, ["x", ""]).value == Hours("Mon 09:00-10:00")


def test_ranked_dates() -> None:
    headers = ["Rank the dates [Sat 12 Oct; noon]", "Rank the dates [Sun 13 Oct]", "Comments"]
    grid = one_grid(headers, [{"1", "2", "NOT AVAIL."}, {"1", "NOT AVAIL."}, {"hi"}])
    assert grid.shape is GridShape.EVENTS
    assert grid.labels == ("Sat 12 Oct, noon", "Sun 13 Oct")
    understood = read_grid(grid, ["2", "NOT AVAIL."])
    assert understood.value == Hours("Sat 12 Oct, noon")
    assert understood.note == "the order of the dates is not used, only which are possible"
    assert read_grid(grid, ["NOT AVAIL.", "NOT AVAIL."]).value == Hours(None, never_free(grid.labels))


def test_ranked_dates_without_a_common_question() -> None:
    grid = one_grid(["Oct 12", "Oct 13", "Comments"], [{"1", "NOT AVAIL"}, {"2", "not avail"}, {"hi"}])
    assert grid.columns == (0, 1)


@pytest.mark.parametrize(
    ("headers", "answers"),
    [
        (["Interest [Robotics]", "Interest [Chess]"], [{"yes"}, {"no"}]),
        (["First choice", "Second choice"], [{"Ada"}, {"Bo"}]),
        (["Do you work on Monday?", "Year"], [{"yes"}, {"1", "2"}]),
        (["1", "2", "3"], [{"1"}, {"0"}, {"1"}]),
        (["Monday"], [{"pizza"}]),
    ],
)
def test_what_is_no_grid(headers: list[str], answers: list[set[str]]) -> None:
    assert find_grids(headers, answers) == ()


@settings(max_examples=20, deadline=None)
@given(st.sets(st.integers(0, 335)), st.sampled_from(["[{day} {hour:02}:{minute:02}]", "- {day} {hour}:{minute:02}"]))
def test_any_half_hours_read_back(free: set[int], shape: str) -> None:
    headers = [
        "Free? " + shape.format(day=DAYS[place // 48], hour=place % 48 // 2, minute=place % 2 * 30)
        for place in range(336)
    ]
    understood = read_grid(one_grid(headers), ["1" if place in free else "" for place in range(336)])
    if not free:
        assert understood.value is None
        return
    assert understood.value is not None
    starts = set()
    for item in (understood.value.available or "").split("; "):
        day, hours = item.split()
        start, end = (int(time[:2]) * 2 + int(time[3:]) // 30 for time in hours.split("-"))
        starts |= {DAYS.index(day) * 48 + place for place in range(start, end)}
    assert starts == free
