import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.intake.hours import AvailabilityError, free_slots, free_table, parse_availability, slots_of
from matcher.intake.people import Availability, Mentee
from matcher.intake.program import Program

MONDAY_NINE = 9 * 60
LIKE = "write days and times, like Mon 09:00-11:00 or Wed,Thu 13:00-15:30"


def at(day: int, hour: int, minute: int = 0) -> int:
    return day * 1440 + hour * 60 + minute


def free_at(program: Program, availability: str | None = None, unavailable: str | None = None) -> list[str]:
    names = program.schedule.slots or ()
    person = Mentee(
        id="S1",
        name="S1",
        availability=None if availability is None else parse_availability(availability, names),
        unavailable=None if unavailable is None else parse_availability(unavailable, names),
    )
    slots = slots_of(program)
    return [slot.text for slot, free in zip(slots, free_slots(person, slots, program), strict=True) if free]


def test_the_grid_runs_from_midnight_monday_to_sunday() -> None:
    slots = slots_of(Program())
    assert len(slots) == 7 * 48
    assert slots[0] == ("Mon 00:00", 0, None)
    assert slots[19] == ("Mon 09:30", 570, None)
    assert slots[-1] == ("Sun 23:30", 7 * 1440 - 30, None)


def test_a_grid_that_does_not_divide_the_day_starts_anew_each_midnight() -> None:
    slots = slots_of(Program.model_validate({"schedule": {"start_every": 1000}}))
    assert [slot.text for slot in slots[:4]] == ["Mon 00:00", "Mon 16:40", "Tue 00:00", "Tue 16:40"]


def test_slots_of_the_schedule_keep_their_order_and_text() -> None:
    program = Program.model_validate({"schedule": {"slots": ["tuesday 9:00", "Kick-off A", "Mon 12:00"]}})
    told = [("tuesday 9:00", at(1, 9)), ("Kick-off A", None), ("Mon 12:00", at(0, 12))]
    assert [(slot.text, slot.start) for slot in slots_of(program)] == told


@pytest.mark.parametrize(
    "text",
    [
        "Wed,Thu 13:00-15:30",
        "Wed , Thu   13:00 - 15:30",
        "wednesday,THU 13:00\u201315:30",
        "Thu 13:00-15:30; Wed 13:00-15:30;",
        "Wed 13:00-14:00; Wed 14:00-15:30; Thu 13:00-15:00; Thu 14:30-15:30",
    ],
)
def test_ways_to_write_the_same_windows(text: str) -> None:
    assert parse_availability(text).windows == ((at(2, 13), at(2, 15, 30)), (at(3, 13), at(3, 15, 30)))


def test_a_window_to_midnight_touches_the_next_day() -> None:
    assert parse_availability("Mon 9:00-24:00; Tue 00:00-01:00").windows == ((at(0, 9), at(1, 1)),)


def test_an_item_that_equals_a_slot_names_it() -> None:
    slots = ("Kick-off A", "Mon 12:00", "Mon 12:00-13:00")
    found = parse_availability("mon 12:00-13:00; MONDAY 12:00;  kick-OFF a; Tue 9:00-10:00", slots)
    assert found == Availability(((at(1, 9), at(1, 10)),), slots)


@pytest.mark.parametrize(
    ("text", "message", "right", "suggestion"),
    [
        ("Mon 9-11", "is no window", LIKE, None),
        ("Mon 09:00", "has no end", LIKE, None),
        (
            "Mun 09:00-11:00",
            "has a day that does not exist, Mun",
            "write Mon, Tue, Wed, Thu, Fri, Sat or Sun",
            "Mon",
        ),
        (
            "Mon-Fri 09:00-11:00",
            "has days from one to another",
            "list each day, like Mon,Tue,Wed 09:00-11:00",
            None,
        ),
        ("Mon,,Tue 09:00-11:00", "has a comma too many", LIKE, None),
        ("Mon 09:00-24:01", "has a time that does not exist, 24:01", "write times from 00:00 to 24:00", None),
        ("Mon 09:60-11:00", "has a time that does not exist, 09:60", "write times from 00:00 to 24:00", None),
        ("Mon 09:00-9:00", "ends when it starts", LIKE, None),
        (
            "Sun 22:00-02:00",
            "ends before it starts",
            "past midnight write Sun 22:00-24:00; Mon 00:00-02:00",
            None,
        ),
        ("Mon 22:00-00:00", "ends before it starts", "past midnight write Mon 22:00-24:00", None),
        ("Mon,Tue 12:00-11:00", "ends before it starts", LIKE, None),
    ],
)
def test_what_a_bad_item_should_be(text: str, message: str, right: str, suggestion: str | None) -> None:
    with pytest.raises(AvailabilityError, match="'") as caught:
        parse_availability(text)
    assert caught.value.items == ((text, message, right, suggestion),)


def test_every_bad_item_of_a_cell_is_told() -> None:
    with pytest.raises(AvailabilityError, match="'x' is no window; 'y' is no window"):
        parse_availability("x; Mon 09:00-10:00; y")


def test_a_misspelt_slot_is_recognised() -> None:
    with pytest.raises(AvailabilityError, match="no slot of this program") as caught:
        parse_availability("Kick-of A", ["Kick-off A"])
    assert caught.value.items[0].suggestion == "Kick-off A"


HOURLY = Program.model_validate({"schedule": {"slots": ["Mon 09:00", "Mon 10:00", "Mon 11:00", "Tue 00:00", "A"]}})


@pytest.mark.parametrize(
    ("availability", "unavailable", "expected"),
    [
        ("Mon 09:00-11:00", None, ["Mon 09:00", "Mon 10:00"]),
        ("Mon 09:01-11:59", None, ["Mon 10:00"]),
        ("Mon 09:30-10:30; Mon 10:30-11:00", None, ["Mon 10:00"]),
        ("A", None, ["A"]),
        ("Mon 10:00; A", "A", ["Mon 10:00"]),
        ("Mon 10:00; A", "Mon 10:59-11:30", ["A"]),
        ("Mon 09:00-12:00", "Mon 10:00-10:01", ["Mon 09:00", "Mon 11:00"]),
        ("Mon 09:00-12:00", "Mon 10:00", ["Mon 09:00", "Mon 11:00"]),
        (None, "Mon 00:00-09:01; Tue 01:00-02:00", ["Mon 10:00", "Mon 11:00", "Tue 00:00", "A"]),
        (None, None, ["Mon 09:00", "Mon 10:00", "Mon 11:00", "Tue 00:00", "A"]),
    ],
)
def test_when_a_person_is_free(availability: str | None, unavailable: str | None, expected: list[str]) -> None:
    assert free_at(HOURLY, availability, unavailable) == expected


def test_blank_may_mean_never() -> None:
    program = Program.model_validate({"schedule": {"slots": ["Mon 09:00", "A"], "blank": "none"}})
    assert free_at(program) == []
    assert free_at(program, None, "A") == ["Mon 09:00"]


def test_a_meeting_may_pass_midnight_where_the_windows_touch() -> None:
    program = Program.model_validate({"schedule": {"slots": ["Mon 23:30", "Sun 23:30"]}})
    assert free_at(program, "Mon 23:00-24:00; Tue 00:00-00:30; Sun 23:00-24:00") == ["Mon 23:30"]


WINDOWS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 95), st.integers(1, 96)).filter(lambda window: window[1] < window[2]),
    min_size=1,
    max_size=5,
)


def written(windows: list[tuple[int, int, int]]) -> str:
    names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    return "; ".join(
        f"{names[day]} {start // 4:02}:{start % 4 * 15:02}-{end // 4:02}:{end % 4 * 15:02}"
        for day, start, end in windows
    )


def minutes_of(windows: list[tuple[int, int, int]]) -> set[int]:
    return {day * 1440 + minute for day, start, end in windows for minute in range(start * 15, end * 15)}


@given(available=WINDOWS, unavailable=WINDOWS, length=st.sampled_from([15, 60, 90]))
def test_free_means_every_minute_of_the_meeting_is_free(
    available: list[tuple[int, int, int]], unavailable: list[tuple[int, int, int]], length: int
) -> None:
    program = Program.model_validate({"schedule": {"meeting_minutes": length, "start_every": 45}})
    free = minutes_of(available) - minutes_of(unavailable)
    expected = [
        slot.text
        for slot in slots_of(program)
        if slot.start is not None and {*range(slot.start, slot.start + length)} <= free
    ]
    assert free_at(program, written(available), written(unavailable)) == expected


@given(windows=WINDOWS)
def test_availability_is_read_back_from_its_text(windows: list[tuple[int, int, int]]) -> None:
    found = parse_availability(written(windows))
    assert parse_availability(str(found)) == found


def test_the_table_of_many_has_a_row_each() -> None:
    program = HOURLY
    slots = slots_of(program)
    people = [
        Mentee(id=str(number), name="", availability=parse_availability(text))
        for number, text in enumerate(["Mon 09:00-10:00", "Tue 00:00-01:00", "Mon 09:00-10:00"])
    ]
    table = free_table(people, slots, program)
    assert table.shape == (3, 5)
    assert all(np.array_equal(row, free_slots(one, slots, program)) for row, one in zip(table, people, strict=True))
