"""Polls for a common hour, in the shapes of pages and languages: what people said is what is read, or it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

import pytest

from matcher.intake.hours import parse_availability
from matcher.survey.hours.grids import find_grids, read_grid
from matcher.survey.hours.reading import USUAL, HourSettings, read_hours
from matcher.survey.polls.by_person import by_person
from matcher.survey.polls.dated_items import with_weekdays
from matcher.survey.reading.files import Grid, Line

MONDAY = datetime(2026, 1, 19)
PEOPLE = ("Cara Diaz", "Dan", "Eva Fox-Lee", "José Müller")
STRICT = HourSettings(if_need_be=False)

Said = Mapping[str, Mapping[int, str]]
"""Of each person: what they say at which minutes of the week, ``yes`` or ``if need be``."""


def table(rows: Sequence[Sequence[str]]) -> Grid:
    return Grid("poll.csv", tuple(Line(number, tuple(row)) for number, row in enumerate(rows, 1)))


def read(grid: Grid, settings: HourSettings = USUAL) -> dict[str, set[int] | None]:
    """The quarters of an hour at which each person is free; None where that is asked."""
    headers = grid.lines[0].cells
    rows = [(*line.cells, *[""] * (len(headers) - len(line.cells))) for line in grid.lines[1:]]
    free: dict[str, set[int] | None] = {}
    if len(headers) == 2:
        understood = {row[0]: read_hours(row[1], settings) for row in rows}
    else:
        answers = [{row[column] for row in rows} for column in range(len(headers))]
        (found,) = find_grids(headers, answers, settings)
        understood = {row[0]: read_grid(found, [row[column] for column in found.columns], settings) for row in rows}
    for name, said in understood.items():
        never = said.value is not None and said.value.available is None and said.value.unavailable is not None
        cell = "" if said.value is None or never else said.value.available or ""
        asked = said.value is None and not said.sure
        free[name] = None if asked else quarters(parse_availability(cell).windows)
    return free


def quarters(windows: Sequence[tuple[int, int]]) -> set[int]:
    return {minute for start, end in windows for minute in range(start, end, 15)}


def drawn(number: int, step: int = 15) -> tuple[list[int], Said]:
    """Times of a week, and what people say at them."""
    random = Random(number)
    days = sorted(random.sample(range(7), random.randint(2, 5)))
    first = random.choice((8, 9, 13)) * 60
    times = [day * 1440 + first + place * step for day in days for place in range(random.randint(3, 6))]
    words = ("yes", "yes", "if need be", "", "")
    said = {name: {time: word for time in times if (word := random.choice(words))} for name in PEOPLE}
    for name in PEOPLE:
        said[name].setdefault(random.choice(times), "yes")
    return times, said


def truth(said: Said, step: int, *, strict: bool = False) -> dict[str, set[int] | None]:
    return {
        name: {time + past for time, word in own.items() if not strict or word == "yes" for past in range(0, step, 15)}
        for name, own in said.items()
    }


def moment(time: int) -> datetime:
    return MONDAY + timedelta(minutes=time)


DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
TIMES: Mapping[str, Callable[[int], str]] = {
    "American": lambda time: f"{moment(time):%-m/%-d/%Y}, {moment(time):%-I:%M:%S %p}",
    "British": lambda time: f"{moment(time):%d/%m/%Y, %H:%M:%S}",
    "French": lambda time: f"{moment(time):%d/%m/%Y %H:%M}",
    "German": lambda time: f"{moment(time):%-d.%-m.%Y, %H:%M:%S}",
    "ISO": lambda time: f"{moment(time):%Y-%m-%d %H:%M:%S}",
    "Canadian": lambda time: f"{moment(time):%Y-%m-%d, %-I:%M:%S} {'a.m.' if time % 1440 < 720 else 'p.m.'}",
    **{
        f"days in {code}": lambda time, days=days: f"{days[time // 1440]} {moment(time):%H:%M}"  # type: ignore[misc]
        for code, days in DAYS.items()
    },
    "with seconds": lambda time: f"{DAYS['en'][time // 1440]} {moment(time):%I:%M:%S %p}",
}
MARKS = {
    "when2meet": {"yes": "1", "if need be": "(ok)", "": "0"},
    "Timeful": {"yes": "Available", "if need be": "If needed", "": ""},
    "German": {"yes": "Ja", "if need be": "Unter Vorbehalt", "": "Nein"},
    "French": {"yes": "Oui", "if need be": "Sous réserve", "": "Non"},
    "Spanish": {"yes": "Sí", "if need be": "Bajo reserva", "": "No"},
    "ticks": {"yes": "x", "if need be": "(x)", "": ""},
}


@pytest.mark.parametrize("written", TIMES.values(), ids=TIMES)
@pytest.mark.parametrize("marks", MARKS.values(), ids=MARKS)
@pytest.mark.parametrize("step", [15, 30, 60])
def test_a_row_a_time_and_a_column_a_person(written: Callable[[int], str], marks: Mapping[str, str], step: int) -> None:
    times, said = drawn(step, step)
    rows = [[written(time), *(marks[said[name].get(time, "")] for name in PEOPLE)] for time in times]
    grid = by_person(table([["Date / Time", *PEOPLE], *rows]))
    assert read(grid) == truth(said, step)
    strict = read(grid, STRICT)
    assert strict == truth(said, step, strict=True)


@pytest.mark.parametrize("twelve", [True, False])
def test_a_day_and_an_hour_in_columns_of_their_own(twelve: bool) -> None:
    times, said = drawn(7)
    before = 0
    rows = []
    for time in times:
        clock = f"{moment(time):%I:%M %p}" if twelve else f"{moment(time):%H:%M}"
        day = DAYS["en"][time // 1440] if time // 1440 != before or not rows else ""
        before = time // 1440
        rows.append([day[:3], clock, *("01"[time in said[name]] for name in PEOPLE)])
    assert read(by_person(table([["Day", "Time", *PEOPLE], *rows]))) == truth(said, 15)


@pytest.mark.parametrize("mark", [", ", "; ", "\n"])
@pytest.mark.parametrize("number", range(4))
def test_the_names_of_who_can_come(mark: str, number: int) -> None:
    times, said = drawn(number)
    rows = []
    for time in times:
        can, may = ([name for name in PEOPLE if said[name].get(time) == word] for word in ("yes", "if need be"))
        rows.append([TIMES["American"](time), str(len(can)), mark.join(can), mark.join(may)])
    grid = by_person(table([["Date / Time", "Count", "Available", "If needed"], *rows]))
    assert read(grid) == truth(said, 15)
    assert read(grid, STRICT) == truth(said, 15, strict=True)


def test_names_that_may_be_turned_round_are_no_poll() -> None:
    grid = table([["Time", "Available"], ["Mon 9:00", "Diaz, Cara"], ["Mon 9:30", "Diaz, Cara"]])
    assert by_person(grid) is grid
    plain = table([["Time", "Available"], ["Mon 9:00", "Cara, Dan"], ["Mon 9:30", "Cara"]])
    assert read(by_person(plain)) == {"Cara": quarters([(540, 600)]), "Dan": quarters([(540, 570)])}


@pytest.mark.parametrize("language", DAYS)
@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("number", range(3))
def test_days_above_hours(language: str, merged: bool, number: int) -> None:
    months = {"en": "January 2026", "de": "Januar 2026", "fr": "janvier 2026", "es": "enero 2026"}
    counts = {"en": "Count", "de": "Anzahl", "fr": "Nombre", "es": "Recuento"}
    times, said = drawn(number, 60)
    days = [f"{DAYS[language][time // 1440][: 2 if language == 'de' else 3]} {moment(time).day}" for time in times]
    shown = [day if not merged or day not in days[:place] else "" for place, day in enumerate(days)]
    marks = {"yes": "OK", "if need be": "(OK)", "": ""}
    rows = [
        [f'Poll "Start" {language}'],
        ["", months[language]],
        ["", *shown],
        ["", *(f"{moment(time):%H:%M} \u2013 {moment(time + 60):%H:%M}" for time in times)],
        *([name, *(marks[said[name].get(time, "")] for time in times)] for name in PEOPLE),
        [counts[language], *("3" for _ in times)],
    ]
    grid = by_person(table(rows))
    assert read(grid) == truth(said, 60)
    assert read(grid, STRICT) == truth(said, 60, strict=True)


def test_days_above_hours_with_headings_of_people_before_them() -> None:
    rows = [
        ["", "", "Monday", "", "Tuesday"],
        ["Name", "Email", "9-10", "10-11", "9-10"],
        ["Cara Diaz", "c@x.example", "x", "x", ""],
        ["Dan Eck", "d@x.example", "", "", "x"],
    ]
    assert by_person(table(rows)).lines[0].cells[:3] == ("Name", "Email", "Availability [Mon 9-10]")
    turned = [["Name", "Email", *rows[0][2:]], ["", "", *rows[1][2:]], *rows[2:]]
    assert by_person(table(turned)).lines[0].cells == by_person(table(rows)).lines[0].cells


def test_two_dates_of_one_weekday_keep_their_names() -> None:
    rows = [
        ["", "September 2026", "", "October 2026"],
        ["", "Mon 14", "", "Mon 12"],
        ["", "9:00 AM - 10:00 AM", "10:00 AM - 11:00 AM", "9:00 AM - 10:00 AM"],
        ["Cara Diaz", "OK", "OK", ""],
    ]
    labels = by_person(table(rows)).lines[0].cells
    assert labels[1] == "Availability [Mon 14 September 2026 9:00 AM - 10:00 AM]"
    assert labels[3] == "Availability [Mon 12 October 2026 9:00 AM - 10:00 AM]"


def test_a_table_of_hours_below_days_is_no_poll() -> None:
    grid = table([["", "Monday", "Tuesday"], ["Cara Diaz", "9-10", "10-11"], ["Dan Eck", "9-11", "9-10"]])
    assert by_person(grid) is grid


@pytest.mark.parametrize("written", [TIMES["American"], TIMES["German"], TIMES["ISO"]])
@pytest.mark.parametrize("apart", [True, False])
def test_a_row_a_person_with_a_list_of_moments(written: Callable[[int], str], apart: bool) -> None:
    times, said = drawn(3)
    rows = []
    for name in PEOPLE:
        cells = [written(time) if time in said[name] else "" for time in times]
        rows.append([name, *cells] if apart else [name, "; ".join(filter(None, cells))])
    grid = by_person(table([["Name", "Date / Times available"], *rows]))
    assert read(grid) == truth(said, 15)


@pytest.mark.parametrize(
    ("times", "why"),
    [
        (("1/19/2026, 9:00 AM", "1/27/2026, 9:00 AM"), "dates of several weeks"),
        (("3/4/2026, 9:00 AM", "3/4/2026, 9:15 AM"), "the day or the month first"),
        (("1768813200", "1768814100"), "no zone that is told"),
        (("2026-01-19T09:00:00Z", "2026-01-19T09:15:00Z"), "no zone that is told"),
        (("2026-01-19T09:00:00+01:00", "2026-01-19T09:15:00+01:00"), "no zone that is told"),
    ],
)
def test_times_that_are_of_no_week_that_is_known_are_asked_of_everybody(times: tuple[str, str], why: str) -> None:
    grid = by_person(table([["Time", "Cara Diaz", "Dan Eck"], [times[0], "1", "1"], [times[1], "1", "0"]]))
    assert read(grid) == {"Cara Diaz": None, "Dan Eck": None}
    assert why in grid.lines[1].cells[1]


def test_a_word_that_is_not_known_is_asked_and_a_column_that_counts_is_nobody() -> None:
    rows = [["Time", "Cara Diaz", "Dan Eck", "Total"]]
    rows += [[f"Mon {hour}:00", "1", "1", "2"] for hour in (9, 10, 11, 12)]
    rows[2][2] = "perhaps"
    assert read(by_person(table([*rows, ["Total", "4", "3", "7"]]))) == {
        "Cara Diaz": quarters([(540, 780)]),
        "Dan Eck": None,
    }


@pytest.mark.parametrize(
    "rows",
    [
        [["Timestamp", "Chess", "Film"], ["1/19/2026 9:00:00", "1", "0"], ["1/19/2026 9:15:00", "0", "1"]],
        [["Date", "Chess", "Film"], ["1/19/2026 9:00:00", "1", "0"], ["1/19/2026 9:07:00", "0", "1"]],
        [["Date", "Chess?", "Film?"], ["Mon 9:00", "1", "0"], ["Mon 9:15", "0", "1"]],
        [["Time", "Mon 9", "Mon 10"], ["Mon 9:00", "1", "0"], ["Mon 9:15", "0", "1"]],
        [["Time", "Room", "Host"], ["Mon 9:00", "A", "Cara"], ["Mon 9:15", "B", "Dan"]],
        [["When?", "Cara Diaz"], ["Mon 9:00", "1"], ["Mon 9:00", "1"]],
    ],
)
def test_other_tables_stay_as_they_are(rows: list[list[str]]) -> None:
    grid = table(rows)
    assert by_person(grid) is grid


# If need be ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["if need be", "only if needed", "zur Not", "wenn nötig", "si besoin", "si hace falta"]
)
def test_hours_only_if_need_be_count_where_they_are_to(word: str) -> None:
    text = f"Mon 9-10; {word}: Tue 9-10"
    assert read_hours(text).value == read_hours("Mon 9-10, Tue 9-10").value
    assert read_hours(text, STRICT).value == read_hours("Mon 9-10").value
    assert "if need be" in (read_hours(text).note or "")


@pytest.mark.parametrize("text", ["if need be: not Mon", "not Tue; if need be: Mon 9-10", "hm; if need be: Mon 9-10"])
def test_if_need_be_in_no_form_that_is_known_is_asked(text: str) -> None:
    understood = read_hours(text)
    assert (understood.value, understood.sure) == (None, False)


# Dates in lists, Japanese ---------------------------------------------------------------------------------------------

ANSWERED = ["2026/04/20 10:00:00", "2026/04/20 10:01:00"]


def dated(*cells: str, answered: Sequence[str] = ANSWERED, named: Sequence[str] = ()) -> list[str]:
    """What becomes of answers that list dates, beside the times at which they were given."""
    rows = [["Time", "Hours"], *([time, cell] for time, cell in zip(answered, cells, strict=True))]
    (grid,) = with_weekdays([table(rows)], named)
    return [line.cells[1] for line in grid.lines[1:]]


def test_dates_of_one_week_stand_for_its_days_in_the_year_of_the_answers() -> None:
    cells = dated("4/23 夜 (19:00 - 21:00), 4/26 午前 (9:00 - 12:00)", "4/26 午前 (9:00 - 12:00)")
    assert [read_hours(cell).value for cell in cells] == [
        read_hours("Thu 19:00-21:00; Sun 9:00-12:00").value,
        read_hours("Sun 9:00-12:00").value,
    ]
    other = dated("23.4. 19-21 Uhr; 26.4. 9-12 Uhr", "26.4. 9-12 Uhr", answered=["1.5.2025 9:00", "2.5.2025 9:00"])
    assert read_hours(other[1]).value == read_hours("Sat 9-12").value


@pytest.mark.parametrize(
    ("cells", "answered"),
    [
        (("4/23 19:00-21:00", "4/26 9:00-12:00"), ("", "")),
        (("4/23 19:00-21:00", "5/26 9:00-12:00"), ANSWERED),
        (("4/23 19:00-21:00", "whenever"), ANSWERED),
        (("4/3 19:00-21:00", "4/3 9:00-12:00"), ANSWERED),
        (("not 4/23 19:00-21:00", "4/23 9:00-12:00"), ANSWERED),
        (("4/23 (Mon) 19:00-21:00", "4/23 9:00-12:00"), ANSWERED),
        (("4/23-4/26", "4/23-4/26"), ANSWERED),
        (("4/23 19:00-21:00", "4/26 9:00-12:00"), ["2004-05-01", "2003-04-07"]),
        (("4/23 19:00-21:00", "4/26 9:00-12:00"), ["2004-05-01 00:00:00", "2003-04-07 00:00:00"]),
    ],
)
def test_dates_that_are_not_sure_stay(cells: tuple[str, str], answered: Sequence[str]) -> None:
    assert dated(*cells, answered=answered) == list(cells)


def test_dates_that_the_settings_name_stay() -> None:
    cells = ("4/23 19:00-21:00", "4/26 9:00-12:00")
    assert dated(*cells, named=["4/26 9:00-12:00"]) == list(cells)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("木曜 19:00-21:00", "Thu 19:00-21:00"),
        ("木曜日 19時〜21時", "Thu 19:00-21:00"),
        ("月・水 19:00\uff5e21:00", "Mon, Wed 19:00-21:00"),
        ("月曜日 午前", "Mon morning"),
        ("火曜 9時半から11時", "Tue 9:30-11:00"),
    ],
)
def test_japanese_days_and_hours(text: str, right: str) -> None:
    assert read_hours(text).value == read_hours(right).value


@pytest.mark.parametrize(
    "text", ["火曜以外", "木曜はだめ", "4/23 夜 (19:00 - 21:00)", "いつでも", "月曜か火曜 9:00-10:00"]
)
def test_other_japanese_words_are_asked(text: str) -> None:
    understood = read_hours(text)
    assert (understood.value, understood.sure) == (None, False)
