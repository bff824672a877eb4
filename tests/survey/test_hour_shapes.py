"""Hours asked for in other shapes: a beginning and an end, moments, polls, a day and an hour in one heading."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from matcher import import_survey
from matcher.intake.people import DAYS
from matcher.survey.hours.grids import GridShape, find_grids, read_grid
from matcher.survey.hours.reading import Hours, read_hours
from matcher.survey.import_report import Question
from matcher.survey.polls.by_person import by_person
from matcher.survey.reading.files import Grid, Line

MENTORS = "Name,Email,Availability\nAnna Berg,anna@x.example,Mon 09:00-11:00\nBo Cohn,bo@x.example,Mon 09:00-11:00\n"

Free = dict[str | None, tuple[str | None, str | None]]


def of_mentees(tmp_path: Path, text: str) -> tuple[Free, Sequence[Question], str]:
    """What each mentee's hours are, and what is asked, of an export of mentees; the mapping that is proposed."""
    (tmp_path / "mentors.csv").write_text(MENTORS, encoding="utf-8")
    (tmp_path / "mentees.csv").write_text(text, encoding="utf-8")
    out = tmp_path / "intake"
    done = import_survey([tmp_path / "mentors.csv", tmp_path / "mentees.csv"], out)
    free = {
        one.name: tuple(str(said) if said is not None else None for said in (one.availability, one.unavailable))
        for one in done.intake.mentees
    }
    return {name: (said[0], said[1]) for name, said in free.items()}, done.questions, done.mapping


# A beginning and an end --------------------------------------------------------------------------------------------


def test_a_beginning_and_an_end_in_parts_of_a_day(tmp_path: Path) -> None:
    rows = ("Cara Diaz;c@x.example;0,375;0,5;Montag", "Dan Eck;d@x.example;09:00:00;12:00:00;Dienstag")
    free, asked, _ = of_mentees(tmp_path, "\n".join(("Name;Email;Frei ab;Frei bis;Tag", *rows)))
    assert free == {"Cara Diaz": ("Mon 09:00-12:00", None), "Dan Eck": ("Tue 09:00-12:00", None)}
    assert asked == ()


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        (("10:00", "12:00", "Tuesday"), Hours("Tue 10:00-12:00")),
        (("9:30", "11:00", "Monday, Wednesday"), Hours("Mon 09:30-11:00; Wed 09:30-11:00")),
        (("2", "4", "Tuesday"), Hours("Tue 14:00-16:00")),
        (("9:00", "", "Tuesday"), None),
        (("9:00", "11:00", ""), None),
        (("7", "9", "Tuesday"), None),
    ],
)
def test_a_beginning_and_an_end(cells: tuple[str, str, str], right: Hours | None) -> None:
    headers = ["Available from", "Available until", "Day"]
    (grid,) = find_grids(headers, [{"10:00", "9:30"}, {"12:00", "11:00"}, {"Tuesday", "Monday, Wednesday"}])
    assert grid.shape is GridShape.SPAN
    understood = read_grid(grid, cells)
    assert (understood.value, understood.sure) == (right, right is not None)


def test_a_beginning_and_an_end_of_each_day() -> None:
    headers = ["Busy Monday from", "Busy Monday until", "Busy Tuesday from", "Busy Tuesday until"]
    monday, tuesday = find_grids(headers, [{"9:00"}, {"11:00"}, {"14:00"}, {"16:00"}])
    assert monday.takes_away
    assert read_grid(monday, ["9:00", "11:00"]).value == Hours(None, "Mon 09:00-11:00")
    assert read_grid(tuesday, ["14:00", "16:00"]).value == Hours(None, "Tue 14:00-16:00")


# Moments -----------------------------------------------------------------------------------------------------------


def test_quarters_of_an_hour_by_date_are_of_the_week() -> None:
    understood = read_hours("1/19/2026, 9:00:00 AM; 1/19/2026, 9:15:00 AM; 1/20/2026, 1:00:00 PM")
    assert understood.value == Hours("Mon 09:00-09:30; Tue 13:00-13:15")
    assert understood.note is not None
    assert "every week" in understood.note


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1/19/2026, 9:00:00 AM", "how long"),
        ("1/19/2026, 9:00:00 AM; 1/19/2026, 10:00:00 AM", "how long"),
        ("3/4/2026, 9:00:00 AM; 3/4/2026, 9:15:00 AM", "day or the month"),
        ("1/19/2026, 9:00:00 AM; 1/19/2026, 9:15:00 AM; 1/26/2026, 9:00:00 AM", "several weeks"),
    ],
)
def test_moments_that_may_mean_several_things_are_asked(text: str, why: str) -> None:
    understood = read_hours(text)
    assert understood.value is None
    assert understood.note is not None
    assert why in understood.note


# Polls -------------------------------------------------------------------------------------------------------------


def table(*rows: str) -> Grid:
    return Grid("poll.csv", tuple(Line(number, tuple(row.split("|"))) for number, row in enumerate(rows, 1)))


def test_a_poll_with_a_column_a_person() -> None:
    grid = by_person(
        table(
            "Time|Cara Diaz|Dan Eck",
            "Monday 09:00:00 AM|1|1",
            "Monday 09:15:00 AM|1|0",
            "Tuesday 01:00:00 PM|0|0",
        )
    )
    assert [line.cells for line in grid.lines] == [
        ("Name", "Availability"),
        ("Cara Diaz", "Mon 09:00-09:30"),
        ("Dan Eck", "Mon 09:00-09:15"),
    ]


def test_a_poll_with_the_names_of_who_can_come() -> None:
    grid = by_person(
        table("Date / Time|Available", "1/19/2026, 9:00:00 AM|Cara Diaz, Dan Eck", "1/19/2026, 9:15:00 AM|Cara Diaz")
    )
    assert [line.cells for line in grid.lines] == [
        ("Name", "Available"),
        ("Cara Diaz", "Mon 09:00-09:30"),
        ("Dan Eck", "Mon 09:00-09:15"),
    ]


def test_names_that_may_be_turned_round_are_no_poll() -> None:
    grid = table("Date / Time|Available", "1/19/2026, 9:00:00 AM|Diaz, Cara", "1/19/2026, 9:15:00 AM|Diaz, Cara")
    assert by_person(grid) is grid


def test_a_poll_with_days_above_hours(tmp_path: Path) -> None:
    text = (
        'Poll "Kick-off",,,\n,September 2026,,\n,Mon 14,Mon 14,Tue 15\n,9:00 AM - 10:00 AM,10:00 AM - 11:00 AM,'
        "9:00 AM - 10:00 AM\nCara Diaz,OK,OK,\nDan Eck,,(OK),OK\nCount,1,2,1\n"
    )
    free, asked, _ = of_mentees(tmp_path, text)
    assert free == {"Cara Diaz": ("Mon 09:00-11:00", None), "Dan Eck": ("Mon 10:00-11:00; Tue 09:00-10:00", None)}
    assert asked == ()


# Headings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "cells", "right"),
    [
        (("Free? [Monday][9-11am]",), "Yes", Hours("Mon 09:00-11:00")),
        (("Free? [9-11am] [Monday]",), "Yes", Hours("Mon 09:00-11:00")),
        (("When can you NOT come? [Lunes][9-11]",), "s\u00ed", Hours(None, "Mon 09:00-11:00")),
        (("Montag 9-11 Uhr",), "ja", Hours("Mon 09:00-11:00")),
        (("Monday 5 Oct 9-11am",), "Yes", Hours("Mon 09:00-11:00")),
        (("Is Monday 9-11am possible?",), "Yes", Hours("Mon 09:00-11:00")),
    ],
)
def test_a_day_and_an_hour_in_one_heading(headers: tuple[str, ...], cells: str, right: Hours) -> None:
    (grid,) = find_grids(headers, [{cells, "no"}])
    assert read_grid(grid, [cells]).value == right


def test_ticked_hours_are_of_the_days_in_the_question_or_asked() -> None:
    (monday,) = find_grids(["Free on Monday? [9-10am]", "Free on Monday? [10-11am]"], [{"Yes"}, {"No"}])
    assert read_grid(monday, ["Yes", "No"]).value == Hours("Mon 09:00-10:00")
    (whenever,) = find_grids(["Free? [9-10am]", "Free? [10-11am]"], [{"Yes", "Mon"}, {"No"}])
    assert read_grid(whenever, ["Mon", "No"]).value == Hours("Mon 09:00-10:00")
    assert not read_grid(whenever, ["Yes", "No"]).sure


def test_busy_under_a_question_for_when_somebody_is_busy_is_asked() -> None:
    (grid,) = find_grids(["Busy? [Mon 9-11]", "Busy? [Tue 9-11]"], [{"busy"}, {"free"}])
    understood = read_grid(grid, ["busy", "free"])
    assert understood.value == Hours(None, "Mon 09:00-11:00; Tue 09:00-11:00")
    assert not understood.sure
    assert read_grid(grid, ["yes", "no"]).value == Hours(None, "Mon 09:00-11:00")


def test_one_weekday_of_two_dates_is_not_of_every_week() -> None:
    headers = ["Monday 5 Oct 9-11am", "Monday 12 Oct 9-11am"]
    assert find_grids(headers, [{"Yes"}, {"No"}]) == ()


def test_a_cross_beside_hooks_may_mean_no() -> None:
    (grid,) = find_grids(["Mon 9-11am", "Tue 9-11am"], [{"\u2713", "x"}, {"x"}])
    understood = read_grid(grid, ["\u2713", "x"])
    assert understood.value == Hours("Mon 09:00-11:00")
    assert not understood.sure
    (crosses,) = find_grids(["Mon 9-11am", "Tue 9-11am"], [{"x", ""}, {"x", "-"}])
    assert read_grid(crosses, ["x", "-"]).value == Hours("Mon 09:00-11:00")


def test_a_heading_that_does_not_say_which_hours_is_a_question_until_somebody_settles_it(tmp_path: Path) -> None:
    text = "Name,Email,Schedule\nCara Diaz,c@x.example,Mon 9-11\n"
    free, asked, mapping = of_mentees(tmp_path, text)
    assert free == {"Cara Diaz": (None, "; ".join(f"{day} 00:00-24:00" for day in DAYS))}
    (question,) = (one for one in asked if one.column == "Schedule")
    assert "do answers like 'Mon 9-11' say when people are free (availability), or when they are not" in question.text
    assert '# "Schedule" = "availability"' in mapping
    # The proposed mapping does not settle it by being read again; taking the mark away does.
    again, asked_again, _ = of_mentees(tmp_path, text)
    assert (again, len(asked_again)) == (free, len(asked))
    settled = mapping.replace('# "Schedule" = "availability"', '"Schedule" = "unavailable"')
    (tmp_path / "intake" / "mapping.toml").write_text(settled, encoding="utf-8")
    assert of_mentees(tmp_path, text)[:2] == ({"Cara Diaz": (None, "Mon 09:00-11:00")}, ())
