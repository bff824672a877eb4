"""Hours in people's own words: what is read, what is asked, and never freer than what was said."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.intake.hours import parse_availability
from matcher.intake.people import DAYS
from matcher.survey.hours.reading import Hours, HourSettings, join_hours, never_free, read_hours
from matcher.survey.words.word_tables import Understood

WEEK = 7 * 24 * 60
ANY = "; ".join(f"{day} 07:00-22:00" for day in DAYS)


def on(days: str, hours: str) -> str:
    """The cell with the same hours on several days."""
    return "; ".join(f"{day} {hours}" for day in days.split())


# What is plainly said ----------------------------------------------------------------------------------------------

PLAIN = {
    # From issue 4.
    "Mon 9-11am, Weds after 2": "Mon 09:00-11:00; Wed 14:00-22:00",
    "6:00-7:00pm F": "Fri 18:00-19:00",
    # As FORMAT.md has it, also with dashes that telephones write.
    "Mon 09:00-11:00; Wed,Thu 13:00-15:30": "Mon 09:00-11:00; Wed 13:00-15:30; Thu 13:00-15:30",
    "Mon 09:00\u201311:00": "Mon 09:00-11:00",
    "Mon 01:00-03:00": "Mon 01:00-03:00",
    "Sun 23:00-24:00": "Sun 23:00-24:00",
    # Days run together, in lists and in ranges.
    "M/W/F 10-12": on("Mon Wed Fri", "10:00-12:00"),
    "MWF 10-12": on("Mon Wed Fri", "10:00-12:00"),
    "TTh 3pm-5pm": on("Tue Thu", "15:00-17:00"),
    "TR 930-1045am": on("Tue Thu", "09:30-10:45"),
    "Mon-Thu 9-17": on("Mon Tue Wed Thu", "09:00-17:00"),
    "Mon\u2013Fri 9\u20135": on("Mon Tue Wed Thu Fri", "09:00-17:00"),
    "Mon-Wed-Fri 10-12": on("Mon Wed Fri", "10:00-12:00"),
    "Sat to Mon 10am-noon": on("Mon Sat Sun", "10:00-12:00"),
    "between Tuesday and Thursday 9-10": on("Tue Wed Thu", "09:00-10:00"),
    "weekday mornings": on("Mon Tue Wed Thu Fri", "08:00-12:00"),
    "Everyday 3-5": on(" ".join(DAYS), "15:00-17:00"),
    # Times before days, times over several days, several times of a day.
    "9-11 Mon, Wed 2-4": "Mon 09:00-11:00; Wed 14:00-16:00",
    "9-11 Mon, Wed": on("Mon Wed", "09:00-11:00"),
    "Mon, Wed 9-11": on("Mon Wed", "09:00-11:00"),
    "Mon 9-11, 2-4; Tue 10-12": "Mon 09:00-11:00; Mon 14:00-16:00; Tue 10:00-12:00",
    "Mon: 9-11\n2-4\nTue: 10-12": "Mon 09:00-11:00; Mon 14:00-16:00; Tue 10:00-12:00",
    "Monday\n9-11\nTuesday\n2-4": "Mon 09:00-11:00; Tue 14:00-16:00",
    "Mon. 9-11. Tue. 2-4.": "Mon 09:00-11:00; Tue 14:00-16:00",
    "Tuesdays/Thursdays between 9 and 11 or after 4pm": (
        "Tue 09:00-11:00; Tue 16:00-22:00; Thu 09:00-11:00; Thu 16:00-22:00"
    ),
    "I'm free on Mondays from 2 to 4 and on Thursdays after 6pm. Thanks so much!": ("Mon 14:00-16:00; Thu 18:00-22:00"),
    # am and pm, said once or not at all; noon, midnight.
    "Mon 11-1pm": "Mon 11:00-13:00",
    "Mon 9-11am or 2-4pm": "Mon 09:00-11:00; Mon 14:00-16:00",
    "Mon 9am-5": "Mon 09:00-17:00",
    "Mon 10 a.m. - 2 p.m.": "Mon 10:00-14:00",
    "Wed 12-1, Fri noon-2": "Wed 12:00-13:00; Fri 12:00-14:00",
    "Mon 2-4": "Mon 14:00-16:00",
    "Mon 8-10": "Mon 08:00-10:00",
    "Monday evening 7-9": "Mon 19:00-21:00",
    "Tuesday morning 7-9": "Tue 07:00-09:00",
    "2-4 in the afternoon on Tuesdays": "Tue 14:00-16:00",
    "Mon 0900-1100": "Mon 09:00-11:00",
    "Fri 10pm-1am": "Fri 22:00-24:00; Sat 00:00-01:00",
    "Sun 23:00-01:00": "Mon 00:00-01:00; Sun 23:00-24:00",
    # Open ends, whole days, a start alone.
    "Thu until 3": "Thu 07:00-15:00",
    "Mon 2pm onwards": "Mon 14:00-22:00",
    "Mon 2pm+": "Mon 14:00-22:00",
    "any time Tuesday": "Tue 07:00-22:00",
    "Monday, Wednesday": on("Mon Wed", "07:00-22:00"),
    "Weekends all day, Mon 5-7": "Mon 17:00-19:00; Sat 07:00-22:00; Sun 07:00-22:00",
    "flexible": ANY,
    "No preference": ANY,
    "Mon 3pm": "Mon 15:00-16:00",
    # Other languages.
    "9h30-11h lundi": "Mon 09:30-11:00",
    "Lundi au vendredi de 9h \u00e0 11h30": on("Mon Tue Wed Thu Fri", "09:30-11:30").replace("09:30", "09:00"),
    "Montag 14-16 Uhr, Mi ab 15 Uhr, nicht freitags": "Mon 14:00-16:00; Wed 15:00-22:00",
    "lunes de 9 a 11, mi\u00e9rcoles por la tarde": "Mon 09:00-11:00; Wed 12:00-17:00",
    # Exceptions.
    "Mon-Thu 9-17 except Wed": on("Mon Tue Thu", "09:00-17:00"),
    "Mon 9-5, not 12-1": "Mon 09:00-12:00; Mon 13:00-17:00",
    "free Mon 9-11 but not Wed": "Mon 09:00-11:00",
    "Mon 9-11, Fri not available": "Mon 09:00-11:00",
    "Monday: 9-11; Tuesday: none": "Mon 09:00-11:00",
    "I work until 5, so after 5:30 any day": on(" ".join(DAYS), "17:30-22:00"),
    "I can't do Mondays so Tuesdays 9-11": "Tue 09:00-11:00",
    "Mon 9-11 is best, Tue 2-4 ok": "Mon 09:00-11:00; Tue 14:00-16:00",
    "Mondays are not good. Tuesday 9-11 is fine": "Tue 09:00-11:00",
    "can't do Mon or Wed after 3, otherwise flexible": "; ".join(
        f"{day} 07:00-{'15:00' if day in ('Mon', 'Wed') else '22:00'}" for day in DAYS
    ),
}


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_plainly_said(text: str) -> None:
    understood = read_hours(text)
    assert understood.value == Hours(PLAIN[text])
    assert understood.sure


TAKEN = {
    "not Fridays": "Fri 00:00-24:00",
    "Mondays and Wednesdays don't work": "Mon 00:00-24:00; Wed 00:00-24:00",
    "I have class Mon 9-11": "Mon 09:00-11:00",
    "no evenings": on(" ".join(DAYS), "17:00-24:00"),
    "not Mon or Wed or Fri after 3": on("Mon Wed Fri", "15:00-24:00"),
    "Not available Tuesdays or Thursdays": on("Tue Thu", "00:00-24:00"),
}


@pytest.mark.parametrize("text", TAKEN)
def test_who_says_only_when_not_is_free_at_other_times(text: str) -> None:
    understood = read_hours(text)
    assert understood.value == Hours(None, TAKEN[text])
    assert understood.note is not None
    assert "free at all other times" in understood.note


# What is asked -----------------------------------------------------------------------------------------------------

ASKED = {
    # The rest is quoted, and nothing is used until it is settled.
    "Mon 9-11, Tue 10-12 if my lab moves": "not understood: 'if my lab moves'",
    "Mon 9-11; maybe Tuesday 2-4": "not understood: 'maybe'",
    "Mon 9-11; see you soon": "not understood: 'see you soon'",
    "Mon 9-11, 14-15 xyzzy": "not understood: 'xyzzy'",
    "Mon 9-11 EST, Tue 9-11": "says 'EST' of some hours, and of which clock the others are it does not say",
    "Mon 9-11 CST": "'CST' may be UTC-6 in America, UTC+8 in China; write the name of a place, or how far from UTC",
    "Mon 9-11, Tue 8-9 odd weeks": "does not say whether all of 'Mon 9-11, Tue 8-9' is of odd weeks, or the last of it",
    "Mon 9-11 (OK)": "not understood: 'Mon 9-11 (OK)'",
    "Mon 9-11, Wed": "no times stand with 'Wed'",
    "after 5pm": "no day is given with 'after 5pm'",
    "Thu 5pm - Sun 8pm": "not understood: 'Thu 5pm - Sun 8pm'",
    "Mon 9-5 (lunch 12-1)": "not understood: 'lunch'",
    "Mon 9 (2h)": "not understood: 'Mon 9 (2h)'",
    # Two readings are shown.
    "Mon 2-4, Tue 7-9": "'7-9' may mean 07:00-09:00 or 19:00-21:00",
    "not Mon 7-9": "'7-9' may mean 07:00-09:00 or 19:00-21:00",
    "Mon 9am-12am": "'9am-12am' may mean 09:00-12:00 or 09:00-24:00",
    "Mon 6-8": "'6-8' may mean 18:00-20:00 or 06:00-08:00",
    "Mon 22-2": "'22-2' may mean 22:00-24:00 or 22:00-02:00",
    "T-Th 9-11": "T-Th may mean two days or three",
    "evenings after 9, Mon": "'evenings after 9' does not fit together",
    "Mon-Fri 9-5, Wed only until 1": (
        "'Wed only until 1' may be all of that day or come on top of 'Mon-Fri 9-5': 07:00-13:00, or "
        "07:00-13:00, 09:00-17:00"
    ),
    "not Mon, Wed or Fri after 3": (
        "may mean 'not Mon 15:00-24:00; Wed 15:00-24:00; Fri 15:00-24:00', or 'Wed 15:00-22:00; Fri 15:00-22:00'"
    ),
}


@pytest.mark.parametrize("text", ASKED)
def test_what_is_not_understood_wholly_is_asked_with_what_is_in_the_way(text: str) -> None:
    assert read_hours(text) == Understood(None, sure=False, note=ASKED[text])


@pytest.mark.parametrize(
    "text",
    [
        "not Fridays, Mon 9-11",
        "every other Monday 9-11",
        "depends on the week",
        "Mon 9-11?",
        "10/12 at 3pm",
        "Oct 3 9-11",
        "Mar 9-11",
        "Mon 9-11; I have soccer practice at 3",
        "Mon 9-11, only in odd weeks of term",
        "only after practice",
        "Mondays not before 10",
        "Mon \u2717, Tue \u2717",
        "Mon-Fri but Wed",
        "I don't have class on Tuesday",
        "no class Friday",
        "Can't do mornings, afternoons are good",
        "not Mondays then Tuesdays 9-11",
        "any 2 hours",
        "I can do so",
        "ask me",
        "25:00",
        "Tue 7-9",
        "Mon 9-9",
        "Monday, Tuesday after practice",
        "Mon 9-11 " * 500,
    ],
)
def test_what_cannot_be_read_safely_is_no_offer(text: str) -> None:
    understood = read_hours(text)
    assert understood.value is None
    assert not understood.sure
    assert understood.note


@pytest.mark.parametrize("text", ["none", "Never", "not available"])
def test_who_says_never_is_never_free(text: str) -> None:
    assert read_hours(text).value == Hours(None, never_free())
    assert not read_hours(text).sure


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_a_blank_says_nothing(text: str) -> None:
    assert read_hours(text) == Understood(None)


def test_an_offer_that_is_taken_back_is_not_blank() -> None:
    assert read_hours("Mon 9-11, not Mondays").value == Hours(None, never_free())


# Settings ----------------------------------------------------------------------------------------------------------


def test_open_ends_reach_as_far_as_the_day() -> None:
    long_day = HourSettings(day_start=6 * 60, day_end=24 * 60)
    assert read_hours("Mon until 9am; Tue after 5", long_day).value == Hours("Mon 06:00-09:00; Tue 17:00-24:00")


def test_a_start_alone_is_one_meeting() -> None:
    assert read_hours("Mon 3pm", HourSettings(meeting_minutes=90)).value == Hours("Mon 15:00-16:30")


def test_slots_are_found_by_name() -> None:
    named = HourSettings(slots=("Kick-off A", "Sat 12 Oct", "Mon 12:00"))
    assert read_hours("sat 12 oct; Kick-Off a", named).value == Hours("Sat 12 Oct; Kick-off A")
    assert read_hours("Mon 12:00", named).value == Hours("Mon 12:00")
    assert read_hours("Mon 12:00-14:00", named).value == Hours("Mon 12:00-14:00")
    assert read_hours("not Kick-off A", named).value == Hours(None, "Kick-off A")


# When not ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Mon 9-11, Fridays", "Mon 09:00-11:00; Fri 00:00-24:00"),
        ("Mon 9-11; Tue 14-16", "Mon 09:00-11:00; Tue 14:00-16:00"),
        ("I am not available on Mondays", "Mon 00:00-24:00"),
        ("none", None),
        ("No conflicts", None),
        ("nichts", None),
    ],
)
def test_a_question_of_when_not_takes_away(text: str, taken: str | None) -> None:
    assert read_hours(text, takes_away=True).value == Hours(None, taken)


@pytest.mark.parametrize("text", ["free Mon 9-11", "all but Fridays", "xyzzy", "Mon xyzzy", "depends on practice"])
def test_an_unclear_answer_to_when_not_is_asked(text: str) -> None:
    understood = read_hours(text, takes_away=True)
    assert understood.value is None
    assert not understood.sure


# Several columns ---------------------------------------------------------------------------------------------------


def test_columns_are_joined() -> None:
    parts = [Understood(Hours("Mon 09:00-11:00")), Understood[Hours](None), Understood(Hours(None, "Mon 10:00-10:30"))]
    assert join_hours(parts) == Understood(Hours("Mon 09:00-11:00", "Mon 10:00-10:30"))
    assert join_hours([]) == Understood(None)


def test_a_column_that_is_not_understood_spoils_all() -> None:
    parts = [Understood(Hours("Mon 09:00-11:00")), Understood[Hours](None, sure=False, note="what?")]
    assert join_hours(parts) == Understood(None, sure=False, note="what?")


# Properties --------------------------------------------------------------------------------------------------------

Window = tuple[int, int, int]


@st.composite
def windows_of_a_week(draw: st.DrawFn) -> list[Window]:
    """Windows (day, start, end) in half hours, in order, that neither touch nor overlap."""
    days = draw(st.lists(st.integers(0, 6), min_size=1, max_size=4, unique=True).map(sorted))
    found = []
    for day in days:
        ends = draw(st.lists(st.integers(0, 48), min_size=2, max_size=4, unique=True).map(sorted))
        found += [(day, ends[place] * 30, ends[place + 1] * 30) for place in range(0, len(ends) - 1, 2)]
    return found


def hhmm(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def am_pm(minute: int) -> str:
    hour, rest = minute // 60, minute % 60
    return f"{(hour - 1) % 12 + 1}{f':{rest:02}' if rest else ''}{'am' if hour % 24 < 12 else 'pm'}"


def french(minute: int) -> str:
    return f"{minute // 60}h{minute % 60:02}"


LONG = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GERMAN = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
FRENCH = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SPANISH = ("lunes", "martes", "mi\u00e9rcoles", "jueves", "viernes", "s\u00e1bado", "domingo")
SHAPES = {
    "as the intake has it": lambda day, start, end: f"{DAYS[day]} {hhmm(start)}-{hhmm(end)}",
    "long days": lambda day, start, end: f"{LONG[day]}s {hhmm(start)} to {hhmm(end)}",
    "time first": lambda day, start, end: f"{hhmm(start)} \u2013 {hhmm(end)} on {LONG[day].upper()}",
    "a sentence": lambda day, start, end: f"I am free on {LONG[day]} from {hhmm(start)} until {hhmm(end)}",
    "German": lambda day, start, end: f"{GERMAN[day]} von {hhmm(start)} bis {hhmm(end)} Uhr",
    "French": lambda day, start, end: (
        f"le {FRENCH[day]} de {start // 60}h{start % 60:02} \u00e0 {end // 60}h{end % 60:02}"
    ),
    "Spanish": lambda day, start, end: f"{SPANISH[day]} entre las {hhmm(start)} y las {hhmm(end)}",
}


def cell(windows: Sequence[Window]) -> str:
    return "; ".join(f"{DAYS[day]} {hhmm(start)}-{hhmm(end)}" for day, start, end in windows)


@settings(max_examples=60, deadline=None)
@given(windows_of_a_week(), st.sampled_from(sorted(SHAPES)), st.sampled_from(["; ", ", ", "\n", " and "]))
def test_every_shape_reads_back(windows: list[Window], shape: str, joint: str) -> None:
    text = joint.join(SHAPES[shape](*window) for window in windows)
    assert read_hours(text).value == Hours(cell(windows)), text


@settings(max_examples=60, deadline=None)
@given(windows_of_a_week(), st.sampled_from(["; ", ", ", "\n", " & "]))
def test_am_and_pm_read_back(windows: list[Window], joint: str) -> None:
    # "12am" at an end may be meant for noon, and is asked about; see ASKED.
    windows = [(day, start, end) for day, start, end in windows if end not in (1440, 1410) and start > 30 and end > 60]
    text = joint.join(f"{LONG[day][:3]} {am_pm(start)}-{am_pm(end)}" for day, start, end in windows)
    expected = Hours(cell(windows)) if windows else None
    assert read_hours(text).value == expected, text


NOISE = [
    "",
    "",
    "",
    "",
    " if my lab moves",
    " every other week",
    " maybe",
    " xyzzy",
    "?",
    " before class",
    " in October",
]
MANNERS = st.tuples(st.sampled_from(sorted(SHAPES)), st.sampled_from(NOISE), st.booleans())


def minutes_of(text: str | None) -> set[int]:
    """Every half hour of the week that lies in a cell."""
    windows = parse_availability(text or "").windows
    return {minute for start, end in windows for minute in range(start, end, 30)}


@settings(max_examples=150, deadline=None)
@given(
    windows_of_a_week(),
    st.lists(MANNERS, min_size=10, max_size=10),
    st.lists(st.sampled_from([", ", "; ", ". ", "\n", " but "]), min_size=10, max_size=10),
)
def test_what_is_read_is_never_freer_than_what_was_said(
    windows: list[Window], manners: list[tuple[str, str, bool]], joints: list[str]
) -> None:
    """Offers and denials of a window each; one with a doubt in it offers nothing."""
    text, offered, denied, offers = "", set[int](), set[int](), 0
    for window, (shape, noise, denial), joint in zip(windows, manners, joints, strict=False):
        said = minutes_of(cell([window]))
        text += (joint if text else "") + ("not " if denial else "") + SHAPES[shape](*window) + noise
        if denial:
            denied |= said
        else:
            offers += 1
            offered |= set() if noise else said
    value = read_hours(text).value
    if value is None:
        return
    everything = set(range(0, WEEK, 30))
    free = minutes_of(value.available) if value.available else everything
    free -= minutes_of(value.unavailable)
    assert free <= (offered if offers else everything) - denied, text


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="MonTueWdThFriaptm0123456789:-,;./ \n()?!&+ntobufre", max_size=60))
def test_any_text_is_read_or_asked(text: str) -> None:
    understood = read_hours(text)
    if understood.value is not None:
        parse_availability(understood.value.available or "")
        parse_availability(understood.value.unavailable or "")
        assert understood.value.available or understood.value.unavailable
    else:
        assert understood.sure == (not text.strip())
