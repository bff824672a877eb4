"""Whatever tells by which clock hours are, of which weeks, how long or whether busy ones: used, or asked about."""

# ruff: noqa: E501 — a case stands on a line
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from matcher import SurveyImport, import_survey
from matcher.intake.people import DAYS
from matcher.survey.hours.grids import find_grids, read_grid
from matcher.survey.hours.reading import read_hours
from matcher.survey.hours.ticks import ticks_of_a_day
from matcher.survey.import_survey import MappingNeededError
from matcher.survey.readback.still_open import open_import
from matcher.terminal.import_survey import ImportFacts
from tests.survey.exports_for_tests import write_csv

LONDON = '[schedule]\ntimezone = "Europe/London"\nweek = 2026-12-07\n'
NAMES = ("Cara Diaz", "Dan Eck", "Eva Fox")
NEVER = "never"


def imported(folder: Path, mentees: Sequence[Sequence[str]], program: str | None = LONDON) -> SurveyImport:
    """What an export of mentees as it stands comes to, beside two mentors who meet on Monday morning."""
    mentors = [
        ["Name", "Email", "Availability"],
        *([name, f"{name[:2]}@x.example", "Mon 09:00-11:00"] for name in ("Anna Berg", "Bo Cohn")),
    ]
    exports = [write_csv(folder / "mentees.csv", mentees), write_csv(folder / "mentors.csv", mentors)]
    out = folder / "intake"
    out.mkdir()
    if program is not None:
        (out / "program.toml").write_text(program, encoding="utf-8")
    return import_survey(exports, out)


def survey(folder: Path, headers: Sequence[str], *rows: Sequence[str]) -> SurveyImport:
    people = [[NAMES[place], f"{place}@x.example", *row] for place, row in enumerate(rows)]
    return imported(folder, [["Name", "Email", *headers], *people])


def hours(done: SurveyImport) -> list[str]:
    """The hours of each mentee with the clock; NEVER for who cannot meet until something is settled."""
    return [
        NEVER
        if one.availability is None and str(one.unavailable).count("24:00") == len(DAYS)
        else " ".join(filter(None, (str(one.availability or ""), one.timezone))) or f"not {one.unavailable}"
        for one in done.intake.mentees
    ]


def asked(done: SurveyImport) -> str:
    return " | ".join(map(str, done.questions))


# Clocks --------------------------------------------------------------------------------------------------------------

WHEN = [["Mon 09:00", "1", "0"], ["Mon 10:00", "0", "1"]]


def poll(heading: str, rows: Sequence[Sequence[str]] = WHEN) -> list[list[str]]:
    return [[heading, *NAMES[:2]], *map(list, rows)]


@pytest.mark.parametrize(
    ("table", "zone"),
    [
        (poll("Time (EST)"), "UTC-5"),
        (poll("Time/EST"), "UTC-5"),
        (poll("Uhrzeit (MEZ)"), "CET"),
        (poll("Time (Europe/Berlin)"), "Europe/Berlin"),
        (poll("Time", [["Mon 09:00 EST", "1", "0"], ["Mon 10:00 EST", "0", "1"]]), "UTC-5"),
        (poll("Time", [["Mon 09:00 (UTC-5)", "1", "0"], ["Mon 10:00 (UTC-5)", "0", "1"]]), "UTC-5"),
        ([["All times UTC-5", "", ""], *poll("Time")], "UTC-5"),
        ([["Time", "Zone", *NAMES[:2]], *([time, "EST", *says] for time, *says in WHEN)], "UTC-5"),
        ([['Poll "Kick-off"', "", ""], ["Time zone: America/New_York", "", ""], ["", "Mon", "Mon"], ["", "9:00-10:00", "10:00-11:00"], ["Cara Diaz", "OK", ""], ["Dan Eck", "", "OK"]], "America/New_York"),
        ([["Times are in EST", "", ""], ["Name", "Availability", "Hobby"], ["Cara Diaz", "Mon 9-10", "Go"], ["Dan Eck", "Mon 10-11", "Go"]], "UTC-5"),
    ],
)  # fmt: skip
def test_a_clock_named_in_a_poll_is_the_clock_of_its_times(table: list[list[str]], zone: str, tmp_path: Path) -> None:
    assert hours(imported(tmp_path, table)) == [f"Mon 09:00-10:00 {zone}", f"Mon 10:00-11:00 {zone}"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (poll("Time (local)"), "'Time (local)' does not say by which clock its times are"),
        (poll("Time (CST)"), "'CST' may be UTC-6 in America"),
        (poll("Time (Kolkata)"), "'Time (Kolkata)' over its times was not wholly understood"),
        (poll("Time", [["Mon 09:00 EST", "1", "0"], ["Mon 10:00", "0", "1"]]), "told by several clocks, or some by none"),
        (poll("Time", [["Mon 09:00 IST", "1", "0"], ["Mon 10:00 IST", "0", "1"]]), "'IST' may be UTC+5:30 in India"),
        ([["Time zone: CST", "", ""], *poll("Time")], "'Time zone: CST' does not say plainly"),
    ],
)  # fmt: skip
def test_a_clock_that_is_not_told_plainly_is_asked_for(table: list[list[str]], said: str, tmp_path: Path) -> None:
    done = imported(tmp_path, table)
    assert (hours(done), said in asked(done)) == ([NEVER, NEVER], True)


@pytest.mark.parametrize("heading", ["UTC offset", "What is your UTC offset?", "GMT offset", "UTC", "Time zone (UTC)"])
def test_a_number_with_its_sign_is_a_clock_where_it_is_counted_from_utc(heading: str, tmp_path: Path) -> None:
    done = survey(tmp_path, [heading, "Availability"], ["-5", "Mon 9am-11am"], ["+5:30", "Mon 9am-11am"])
    assert hours(done) == ["Mon 09:00-11:00 UTC-5", "Mon 09:00-11:00 UTC+5:30"]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Which time zone are you in?", ("-5", "+1")),
        ("TZ", ("-5", "+1")),
        ("Time difference to Berlin", ("-5", "+1")),
        ("D\u00e9calage horaire (UTC)", ("-5", "+1")),
        ("Zeitverschiebung zu UTC", ("-5", "+1")),
        ("Desfase horario", ("-5", "+1")),
        ("Clock", ("-5", "+1")),
        ("Country", ("EST", "CET")),
        ("Country", ("UTC-5", "UTC+1")),
        ("Where do you live?", ("America/Argentina/Buenos_Aires", "Europe/Berlin")),
        ("Where do you live?", ("Madrid / CET", "New York (EST)")),
    ],
)  # fmt: skip
def test_until_a_clock_is_settled_nobody_is_free_by_it(heading: str, cells: Sequence[str], tmp_path: Path) -> None:
    done = survey(
        tmp_path, [heading, "Availability"], *([cell, "Mon 9am-11am"] for cell in cells), ["", "Mon 9am-11am"]
    )
    assert hours(done) == [NEVER, NEVER, "Mon 09:00-11:00"]
    (told, *_) = open_import(tmp_path / "intake", done.intake).questions
    assert ("2 people count as never free" in told, "Cara Diaz" in told) == (True, True)


def test_a_clock_among_other_answers_holds_back_who_named_it(tmp_path: Path) -> None:
    done = survey(
        tmp_path, ["Availability", "Comments"], ["Mon 9-11", "UTC-5"], ["Mon 9-11", "thanks!"], ["Mon 9-11", ""]
    )
    assert hours(done) == [NEVER, "Mon 09:00-11:00", "Mon 09:00-11:00"]


@pytest.mark.parametrize(
    ("heading", "cells"), [("How often, on a scale of -2 to 2?", ("-2", "1")), ("Pronouns", ("She/Her", "He/Him"))]
)
def test_scores_and_pronouns_are_no_clocks(heading: str, cells: Sequence[str], tmp_path: Path) -> None:
    done = survey(tmp_path, [heading, "Availability"], *([cell, "Mon 9am-11am"] for cell in cells))
    assert hours(done) == ["Mon 09:00-11:00", "Mon 09:00-11:00"]


# Weeks ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "rows", "right"),
    [
        (["Availability", "Which weeks?"], [["Mon 9-11", "odd weeks"], ["Mon 9-11", "every week"], ["Mon 9-11", "even"]], ["Mon 09:00-11:00 odd", "Mon 09:00-11:00", "Mon 09:00-11:00 even"]),
        (["Free from", "Free until", "Day", "Week"], [["9:00", "11:00", "Monday", "odd"], ["9:00", "11:00", "Monday", "every"]], ["Mon 09:00-11:00 odd", "Mon 09:00-11:00"]),
        (["Free from", "Free until", "Day"], [["9:00", "11:00", "Monday (odd weeks)"], ["9:00", "11:00", "Monday"]], ["Mon 09:00-11:00 odd", "Mon 09:00-11:00"]),
        (["Verf\u00fcgbarkeit", "Welche Wochen?"], [["Mo 9-11 Uhr", "gerade"], ["Mo 9-11 Uhr", "alle zwei Wochen"]], ["Mon 09:00-11:00 even", NEVER]),
        (["Disponibilit\u00e9s", "Semaines"], [["lundi 9h-11h", "impaires"], ["lundi 9h-11h", "paires"]], ["Mon 09:00-11:00 odd", "Mon 09:00-11:00 even"]),
        (["Availability", "Week"], [["Mon 9-11", "A"], ["Mon 9-11", "B"], ["Mon 9-11", ""]], [NEVER, NEVER, "Mon 09:00-11:00"]),
        (["Availability", "Weeks you are away"], [["Mon 9-11", "odd"], ["Mon 9-11", "even"]], [NEVER, NEVER]),
        (["Availability", "Comments"], [["Mon 9-11", "odd weeks"], ["Mon 9-11", "thanks!"]], [NEVER, "Mon 09:00-11:00"]),
    ],
)  # fmt: skip
def test_a_column_that_tells_weeks_is_used_or_holds_hours_back(
    headers: list[str], rows: list[list[str]], right: list[str], tmp_path: Path
) -> None:
    done = survey(tmp_path, headers, *rows)
    assert hours(done) == right
    assert bool(done.questions) is (NEVER in right)


@pytest.mark.parametrize("title", ["{}", "When can you meet? [{}]"])
@pytest.mark.parametrize("label", ["Mon 9-10 ({} weeks)", "Mon 9-10 {} weeks"])
def test_a_heading_may_name_weeks_beside_its_time(title: str, label: str, tmp_path: Path) -> None:
    headers = [title.format(one) for one in (label.format("odd"), label.format("even"), "Tue 9-10")]
    done = survey(tmp_path, headers, ["yes", "no", "yes"], ["no", "yes", ""])
    assert hours(done) == ["Tue 09:00-10:00; Mon 09:00-10:00 odd", "Mon 09:00-10:00 even"]
    assert done.questions == ()


def test_times_of_a_poll_may_be_of_one_kind_of_week(tmp_path: Path) -> None:
    rows = [["Mon 09:00 (odd weeks)", "1", "0"], ["Mon 09:00 (even weeks)", "0", "1"], ["Tue 10:00", "1", "1"]]
    done = imported(tmp_path, poll("Time", rows))
    assert hours(done) == ["Tue 10:00-11:00; Mon 09:00-10:00 odd", "Tue 10:00-11:00; Mon 09:00-10:00 even"]


@pytest.mark.parametrize(
    "headers",
    [
        ["Mon 9-10 (every other week)", "Tue 9-10"],
        ["Meet? [Mon 9-10 (every other week)]", "Meet? [Tue 9-10]"],
        ["Mon 9-10 in the attic", "Tue 9-10 in the attic"],
    ],
)
def test_hours_that_are_answered_and_not_read_make_nobody_free(headers: list[str], tmp_path: Path) -> None:
    done = survey(tmp_path, headers, ["yes", "no"], ["no", "yes"], ["yes", ""])
    assert (hours(done), "its heading names a time" in asked(done)) == ([NEVER] * 3, True)


def test_a_table_of_times_that_is_no_poll_is_told_what_would_make_it_one(tmp_path: Path) -> None:
    with pytest.raises(MappingNeededError, match="write each of its times as a day and hours in the first column"):
        imported(tmp_path, poll("Time", [["Mon 9:00 in the attic", "1", "0"], ["Tue 9:00 in the attic", "0", "1"]]))


def test_a_negation_before_weeks_is_not_taken_for_never() -> None:
    read = read_hours("not in odd weeks: Mon 9-11")
    assert (read.value, read.note) == (
        None, "'not' stands before weeks, and to which hours it belongs is not plain"
    )  # fmt: skip


# Busy ones -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "table",
    [
        poll("Time (1 = busy)"),
        poll("When are you busy? (1 = yes)"),
        [["Mark when you are NOT available", "", ""], *poll("Time")],
    ],
)
def test_a_poll_that_asks_when_people_are_busy_is_turned_round(table: list[list[str]], tmp_path: Path) -> None:
    done = imported(tmp_path, table)
    assert hours(done) == ["Mon 10:00-11:00", "Mon 09:00-10:00"]
    (told,) = ImportFacts(done, tmp_path).notes
    assert told.endswith("it asks when people are busy: they are taken as free at its other times")


def test_a_poll_that_may_ask_for_either_is_asked_about(tmp_path: Path) -> None:
    done = imported(tmp_path, poll("Time (free or busy)"))
    assert (hours(done), "'Time (free or busy)' does not say plainly" in asked(done)) == ([NEVER, NEVER], True)


def test_who_marks_nothing_where_it_is_asked_when_they_are_busy_is_not_free(tmp_path: Path) -> None:
    done = imported(tmp_path, poll("Time (1 = busy)", [["Mon 09:00", "1", ""], ["Mon 10:00", "0", ""]]))
    assert (hours(done), "marked no time" in asked(done)) == (["Mon 10:00-11:00", NEVER], True)


# How long a tick is --------------------------------------------------------------------------------------------------

FREE, BUSY = ("Times you are free [Monday]", "Times you are free [Tuesday]"), ("Busy times [Monday]", "Busy times [Tuesday]")  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "rows", "right"),
    [
        (FREE, [["8:00 AM;8:30 AM;9:00 AM;2:30 PM;", ""], ["", "8:30 AM;"]], ["Mon 08:00-09:30; Mon 14:30-15:00", "Tue 08:30-09:00"]),
        (FREE, [["8:30 AM", ""], ["9:00 AM", ""], ["", "2 PM"]], ["Mon 08:30-09:00", "Mon 09:00-09:30", "Tue 14:00-14:30"]),
        (FREE, [["8 AM;9 AM", ""], ["", "2 PM"]], ["Mon 08:00-10:00", "Tue 14:00-15:00"]),
        (FREE, [["9:00;9:15", ""], ["", "14:45"]], ["Mon 09:00-09:30", "Tue 14:45-15:00"]),
        (FREE, [["8:30 AM", ""], ["8:30 AM", ""]], [NEVER, NEVER]),
        (FREE, [["9-11", ""], ["9:00", ""]], ["Mon 09:00-11:00", "Mon 09:00-10:00"]),
        (BUSY, [["8:00 AM;8:30 AM;2:30 PM;", ""], ["", "8:30 AM;"]], ["not Mon 08:00-09:00; Mon 14:30-15:00", "not Tue 08:30-09:00"]),
        (BUSY, [["8:30 AM", ""], ["", "8:30 AM"]], ["not Mon 00:00-24:00", "not Tue 00:00-24:00"]),
        (BUSY, [["9:00;10:30;12:00", ""], ["", "12:00"]], ["not Mon 09:00-13:30", "not Tue 12:00-13:30"]),
        (["Free? [Mon 9:00]", "Free? [Mon 9:30]", "Free? [Mon 10:00]"], [["x", "", ""], ["", "", "x"]], ["Mon 09:00-09:30", "Mon 10:00-10:30"]),
        (["Busy? [Mon 9:00]", "Busy? [Mon 10:30]", "Busy? [Mon 12:00]"], [["x", "", ""], ["", "", "x"]], ["not Mon 09:00-10:30", "not Mon 12:00-13:30"]),
        (["When are you free?"], [["Mon 8:00 AM; Mon 8:30 AM"], ["Mon 8:30 AM"]], ["Mon 08:00-09:00", "Mon 08:30-09:00"]),
        (["When are you free?"], [["Mon 3pm"], ["Mon 3:30pm"]], ["Mon 15:00-16:00", "Mon 15:30-16:30"]),
    ],
)  # fmt: skip
def test_a_tick_is_as_long_as_the_answers_show(
    headers: Sequence[str], rows: list[list[str]], right: list[str], tmp_path: Path
) -> None:
    done = survey(tmp_path, headers, *rows)
    assert hours(done) == right
    assert ("does not say how long a time is" in asked(done)) is (NEVER in right or "24:00" in right[0])


def test_how_long_a_tick_was_taken_to_be_is_told(tmp_path: Path) -> None:
    done = survey(tmp_path, FREE, ["8:00 AM;8:30 AM", ""], ["", "8:30 AM"])
    notes = [row.note or "" for row in done.report if row.person and row.column == "Times you are free"]
    assert [note.startswith("each time is taken as 30 minutes") for note in notes] == [True, True]


@pytest.mark.parametrize(
    ("cells", "free", "busy"),
    [
        (["9:00, 9:30"], 30, 30), (["9:00", "10:00", "14:30"], 30, None), (["9:00", "11:00"], None, None),
        (["9:00", "11:00", "13:00"], 60, 120), (["9:30"], None, None), ([""], None, None),
    ],
)  # fmt: skip
def test_the_distance_of_ticks_tells_how_long_one_is(cells: list[str], free: int | None, busy: int | None) -> None:
    ticks = ticks_of_a_day(cells)
    assert (ticks.minutes(busy=False), ticks.minutes(busy=True)) == (free, busy)


# A beginning and an end ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "right"),
    [
        ("every day", ",".join(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))),
        ("weekdays except Friday", "Mon,Tue,Wed,Thu"),
        ("not Monday", None),
    ],
)
def test_days_beside_a_beginning_and_an_end_may_be_told_in_words(day: str, right: str | None) -> None:
    (grid,) = find_grids(["From", "Until", "Day"], [{"9:00"}, {"12:00"}, {day}])
    read = read_grid(grid, ["9:00", "12:00", day])
    assert read.value == (None if right is None else read_hours(f"{right} 9:00-12:00").value)
    assert right is not None or read.note == "'not Monday' was not understood as days: '9:00', '12:00', 'not Monday'"


def test_a_column_of_days_is_of_all_hours_beside_it(tmp_path: Path) -> None:
    headers = ["Available from", "Available until", "Day", "Not available from", "Not available until"]
    done = survey(tmp_path, headers, ["9:00", "17:00", "Monday", "12:00", "13:00"])
    (one,) = done.intake.mentees
    assert (str(one.availability), str(one.unavailable)) == ("Mon 09:00-17:00", "Mon 12:00-13:00")


@pytest.mark.parametrize(
    ("first", "last", "right"),
    [("1", "3", "Tue 13:00-15:00"), ("0.5", "1", "Tue 12:00-24:00"), ("0,375", "0,5", "Tue 09:00-12:00")],
)
def test_a_bare_one_is_a_whole_day_beside_parts_of_days_alone(first: str, last: str, right: str) -> None:
    (grid,) = find_grids(["From", "Until", "Day"], [{first}, {last}, {"Tuesday"}])
    read = read_grid(grid, [first, last, "Tuesday"])
    assert read.value is not None
    assert read.value.available == right


# What is told --------------------------------------------------------------------------------------------------------


def test_that_dates_stand_for_days_is_told_at_once(tmp_path: Path) -> None:
    rows = [["2026-01-19 09:00", "1", "0"], ["2026-01-19 09:30", "1", "1"], ["2026-01-20 10:00", "0", "1"]]
    (told,) = ImportFacts(imported(tmp_path, poll("Time", rows)), tmp_path).notes
    assert told.startswith("Note: mentees.csv: ")
    assert "its dates are taken for the days of every week" in told


def test_that_nobody_is_free_for_want_of_a_clock_is_no_sign_of_a_misreading(tmp_path: Path) -> None:
    rows = [[f"Person {number}", f"{number}@x.example", "Mon 9-11 my local time"] for number in range(6)]
    done = imported(tmp_path, [["Name", "Email", "Availability"], *rows])
    assert ("have the same hours" in asked(done), "my local time" in asked(done)) == (False, True)
