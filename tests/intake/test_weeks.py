"""Hours of odd or of even weeks: read, refused where they do not say which, two slots, dates, and written as told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matcher import check, read_intake
from matcher.intake.fingerprint import fingerprint_of
from matcher.intake.hours import (
    AvailabilityError,
    free_slots,
    in_the_programs_zone,
    parse_availability,
    slots_of,
    time_of,
)
from matcher.intake.hours.weeks import in_a_row, kind_of, meeting_days
from matcher.intake.people import Availability, Mentee, Slot
from matcher.intake.program import Program
from matcher.intake.writing import write_intake
from tests.intake.conftest import WriteFolder

MONDAY_NINE = 9 * 60


def person(available: str | None = None, unavailable: str | None = None, zone: str | None = None) -> Mentee:
    cells = [None if cell is None else parse_availability(cell) for cell in (available, unavailable)]
    return Mentee(id="S1", name="S1", availability=cells[0], unavailable=cells[1], timezone=zone)


def program(**schedule: object) -> Program:
    return Program.model_validate({"schedule": schedule})


def halved(slots: tuple[Slot, ...]) -> list[str]:
    return [slot.text for slot in slots if slot.week is not None]


def free(one: Mentee, settings: Program, others: tuple[Mentee, ...] = ()) -> list[str]:
    slots = slots_of(settings, (one, *others))
    return [slot.text for slot, can in zip(slots, free_slots(one, slots, settings), strict=True) if can]


# Reading ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Mon 09:00-11:00 odd",
        "mon 9:00-11:00 Odd",
        "Monday 09:00-11:00, odd weeks",
        "Mon 09:00-11:00 (odd weeks)",
        "Mon 09:00-11:00 (odd)",
        "Mon 09:00-11:00 in odd weeks",
        "Mon 09:00-10:00 odd; Mon 10:00-11:00 odd week",
    ],
)
def test_odd_weeks_are_told_in_several_ways(text: str) -> None:
    assert parse_availability(text) == Availability(odd=Availability(((MONDAY_NINE, MONDAY_NINE + 120),)))


@pytest.mark.parametrize(
    "text",
    [
        "Mon 09:00-11:00 odd",
        "Mon 09:00-11:00; Tue 09:00-10:00 odd; Wed 09:00-10:00 even",
        "Mon 09:00-10:00; Mon 09:00-11:00 even",
    ],
)
def test_what_is_written_reads_as_the_same(text: str) -> None:
    assert str(parse_availability(text)) == text


FAULTS = {
    "Mon 09:00-11:00 every other week": ("is of every other week, and does not say of which", None),
    "every other Monday 09:00-11:00": ("is of every other week, and does not say of which", None),
    "Mon 09:00-11:00 biweekly": ("is of every other week, and does not say of which", None),
    "Mon 09:00-11:00 ungerade KW": ("tells the kind of week in a word that is not known", "Mon 09:00-11:00 odd"),
    "Mon 09:00-11:00 (semaines paires)": ("tells the kind of week in a word that is not known", "Mon 09:00-11:00 even"),
    "Mon 09:00-11:00 impares": ("tells the kind of week in a word that is not known", "Mon 09:00-11:00 odd"),
    "Mon 09:00-11:00 evn": ("has something after the hours that is not understood, evn", "Mon 09:00-11:00 even"),
    "Mon 09:00-11:00 xyz": ("has something after the hours that is not understood, xyz", None),
    "Mon 09:00 odd": ("has no end", None),
}


@pytest.mark.parametrize("text", FAULTS)
def test_what_does_not_say_which_weeks_is_a_fault(text: str) -> None:
    with pytest.raises(AvailabilityError, match=r"\S") as caught:
        parse_availability(text)
    (item,) = caught.value.items
    assert (item.message, item.suggestion) == FAULTS[text]
    assert "write" in item.right


def test_a_slot_is_named_in_one_kind_of_week() -> None:
    names = ("Mon 09:00", "Kick-off", "Tue 09:00 even")
    assert parse_availability("Monday 9:00 odd; Tue 09:00; kick-off", names) == Availability(
        (), ("Kick-off", "Tue 09:00 even"), odd=Availability((), ("Mon 09:00",))
    )
    with pytest.raises(AvailabilityError, match="is no window and no slot"):
        parse_availability("Kick-off odd", names)


# Slots --------------------------------------------------------------------------------------------------------------


def test_only_hours_that_differ_are_two_slots() -> None:
    settings = program(meeting_minutes=60)
    one = person("Mon 09:00-10:00; Mon 09:00-11:00 odd")
    assert halved(slots_of(settings, (one, person("Mon 08:00-12:00")))) == [
        "Mon 09:30 odd",
        "Mon 09:30 even",
        "Mon 10:00 odd",
        "Mon 10:00 even",
    ]
    assert len(slots_of(settings, (one,))) == 7 * 48 + 2


@pytest.mark.parametrize(
    "told", [("Mon 09:00-11:00 odd; Mon 09:00-11:00 even",), (None, "Mon 09:00-11:00 odd; Mon 09:00-11:00 even")]
)
def test_who_says_the_same_of_both_weeks_parts_nothing(told: tuple[str | None, ...]) -> None:
    assert slots_of(program(), (person(*told),)) == slots_of(program())


def test_who_is_free_weekly_is_free_in_both() -> None:
    odd = person("Mon 09:00-10:00 odd")
    assert free(person("Mon 09:00-10:00"), program(), (odd,)) == ["Mon 09:00 odd", "Mon 09:00 even"]
    assert free(odd, program()) == ["Mon 09:00 odd"]
    assert free(person(None, "Mon 00:00-24:00 even; Mon 00:00-09:00; Mon 10:00-24:00"), program())[:2] == [
        "Mon 09:00 odd",
        "Tue 00:00",
    ]


def test_windows_of_every_week_and_of_one_kind_are_joined() -> None:
    one = person("Mon 09:00-09:30; Mon 09:30-10:00 odd")
    assert free(one, program(start_every=60)) == ["Mon 09:00 odd"]


def test_slots_of_the_schedule_are_parted_too() -> None:
    settings = program(slots=["Mon 09:00", "Kick-off", "Tue 09:00 even"])
    slots = slots_of(settings, (person("Mon 09:00-10:00 odd"),))
    assert slots == (
        Slot("Mon 09:00 odd", MONDAY_NINE, "odd"),
        Slot("Mon 09:00 even", MONDAY_NINE, "even"),
        Slot("Kick-off", None),
        Slot("Tue 09:00 even", MONDAY_NINE + 1440, "even"),
    )
    assert time_of("tuesday 9:00 (even weeks)") == (MONDAY_NINE + 1440, "even")


def test_hours_of_another_zone_pass_into_the_other_kind_of_week() -> None:
    settings = program(timezone="UTC")
    one = person("Sun 20:00-23:00 odd", zone="UTC-3")
    assert one.availability is not None
    here = in_the_programs_zone(one.availability, one.timezone, settings)
    assert str(here) == "Sun 23:00-24:00 odd; Mon 00:00-02:00 even"
    assert free(one, settings) == [
        "Mon 00:00 even",
        "Mon 00:30 even",
        "Mon 01:00 even",
        "Sun 23:00 odd",
        "Sun 23:30 odd",
    ]


# Dates --------------------------------------------------------------------------------------------------------------


def test_the_kind_of_a_week_is_that_of_its_iso_number() -> None:
    days = [date(2026, 10, 5), date(2026, 10, 12), date(2026, 12, 28), date(2027, 1, 3), date(2027, 1, 4)]
    assert [kind_of(day) for day in days] == ["odd", "even", "odd", "odd", "odd"]


@pytest.mark.parametrize(
    ("every", "week", "days"),
    [
        (1, "odd", [5, 19]),
        (2, "odd", [5, 19]),
        (1, "even", [12, 26]),
        (2, "even", [12, 26]),
        (4, "odd", [5]),
        (2, None, [5, 19]),
        (3, None, [5, 26]),
    ],
)
def test_groups_meet_every_second_week(every: int, week: str | None, days: list[int]) -> None:
    found = meeting_days(date(2026, 10, 5), 4, every, week)  # type: ignore[arg-type]
    assert found == [date(2026, 10, day) for day in days]


def test_an_odd_week_follows_on_the_53rd() -> None:
    assert list(in_a_row(date(2026, 12, 2), 8)) == [date(2027, 1, 4)]
    assert list(in_a_row(date(2025, 12, 1), 8)) == []
    odd, even = (meeting_days(date(2026, 12, 14), 6, 1, week) for week in ("odd", "even"))
    assert [f"{day:%d.%m.}" for day in odd] == ["14.12.", "28.12.", "04.01.", "18.01."]
    assert [f"{day:%d.%m.}" for day in even] == ["21.12.", "11.01."]


# A whole intake -----------------------------------------------------------------------------------------------------

PEOPLE = 'id,availability\nS1,Mon 09:00-11:00 odd\nS2,"Mon 09:00-11:00, even weeks"\nS3,Mon 09:00-11:00\nS4,\n'


def faults(folder: Path) -> list[str]:
    return list(map(str, check(folder)[0]))


def test_it_is_written_as_it_was_told(folder: WriteFolder, tmp_path: Path) -> None:
    intake = read_intake(folder(mentees=PEOPLE))
    write_intake(intake, tmp_path / "again")
    again = read_intake(tmp_path / "again")
    assert again == intake
    assert [str(one.availability) for one in again.mentees[:3]] == [
        "Mon 09:00-11:00 odd",
        "Mon 09:00-11:00 even",
        "Mon 09:00-11:00",
    ]


def test_who_tells_them_is_warned_of(folder: WriteFolder) -> None:
    told = [str(one) for one in read_intake(folder(mentees=PEOPLE)).warnings]
    assert told[-1] == (
        "program.toml, schedule: has 3 hours at which groups meet in odd or in even weeks alone, Mon 09:00 being the "
        "first: S1 and S2 tell hours of such weeks; who can meet in every week can meet in both"
    )


@pytest.mark.parametrize(
    ("slots", "message"),
    [
        (["Mon 09:00", "Mon 09:00 odd"], "is the same time as 'Mon 09:00'"),
        (["Mon 09:00 odd", "Mon 09:00 (odd weeks)"], "is the same time as 'Mon 09:00 odd'"),
        (["Mon 09:00 odd", "Mon 09:00 even"], None),
    ],
)
def test_an_hour_is_one_slot_or_two(slots: list[str], message: str | None, folder: WriteFolder) -> None:
    found = faults(folder(program=f"[schedule]\nslots = {slots}\n", mentees="id\nS1\nS2\nS3\nS4\n"))
    assert [message in one for one in found] == [True] if message is not None else found == []


@pytest.mark.parametrize(("slot", "known"), [("Mon 09:00 odd", True), ("Mon 09:00", False), ("Tue 09:00 odd", False)])
def test_a_lock_names_one_of_the_two(slot: str, known: bool, folder: WriteFolder) -> None:
    path = folder(mentees=PEOPLE)
    (path / "locks.csv").write_text(f"kind,mentors,slot,mentees\ngroup-slot,T1;T2,{slot},\n")
    found = [one for one in faults(path) if "is no slot" in one]
    assert (found == []) == known


def test_another_kind_of_week_is_another_answer(folder: WriteFolder) -> None:
    before = read_intake(folder(mentees=PEOPLE))
    after = read_intake(folder(mentees=PEOPLE.replace("odd", "even")))
    assert fingerprint_of(after).people != fingerprint_of(before).people
