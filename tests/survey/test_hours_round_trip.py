"""Any hours, asked for in any shape by any platform, are the same when they are imported again; ids and words, too."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher import import_survey
from matcher.intake.people import DAYS, Availability, Mentee, Mentor
from tests.survey.exports_for_tests import write_csv, write_xlsx

Rows = list[list[str]]
FIRST = ("Ada", "Benedikt", "Chlo\u00e9", "Daniela", "Enzo", "Fatimah", "Giorgos", "Haruki")
LAST = ("Okafor", "Lindqvist", "Nguyen", "O'Brien", "van Dijk", "Horv\u00e1th", "Tanaka", "Rossi", "Diallo", "Haddad")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = range(8, 20)
GENDERS = {"woman": "Female", "man": "Male", "nonbinary": "Non-binary", "": "Prefer not to say"}
WISHES = {"prefer woman": "I'd prefer a female mentor", "require same": "Must be the same gender", "": "No preference"}


@dataclass(frozen=True)
class Someone:
    """One person; `hours` are the free hours (day, hour), `wishes` places among the mentors."""

    id: str
    name: str
    gender: str
    hours: frozenset[tuple[int, int]]
    wishes: tuple[int, ...]
    gender_wish: str
    capacity: str

    @property
    def email(self) -> str:
        return f"{self.id}@uni.example"

    def windows(self, day: int) -> list[tuple[int, int]]:
        """Free hours of a day, joined."""
        found: list[tuple[int, int]] = []
        for _, hour in sorted(one for one in self.hours if one[0] == day):
            if found and found[-1][1] == hour:
                found[-1] = (found[-1][0], hour + 1)
            else:
                found.append((hour, hour + 1))
        return found


@st.composite
def people(draw: st.DrawFn) -> tuple[list[Someone], list[Someone]]:
    mentors, mentees = draw(st.integers(2, 3)), draw(st.integers(1, 4))
    ids = draw(st.permutations(range(10)))
    everybody = [
        Someone(
            f"p{ids[place]:02}",
            f"{FIRST[place]} {LAST[ids[place]]}",
            draw(st.sampled_from(sorted(GENDERS))),
            draw(st.frozensets(st.tuples(st.integers(0, 6), st.sampled_from(HOURS)), min_size=1, max_size=6)),
            tuple(draw(st.permutations(range(mentors)))[: draw(st.integers(0, mentors))]),
            draw(st.sampled_from(sorted(WISHES))),
            draw(st.sampled_from(["", "3", "12"])),
        )
        for place in range(mentors + mentees)
    ]
    return everybody[:mentors], everybody[mentors:]


# Hours: the headers (of nobody), or one person's cells --------------------------------------------------------------


def twelve(hour: int) -> str:
    return f"{(hour - 1) % 12 + 1}{'am' if hour < 12 else 'pm'}"


def as_text(person: Someone | None) -> list[str]:
    if person is None:
        return ["When are you available? (days and times)"]
    of_days = (
        f"{DAYS[day]} {' and '.join(f'{twelve(start)}-{twelve(end)}' for start, end in person.windows(day))}"
        for day in range(7)
        if person.windows(day)
    )
    return ["; ".join(of_days)]


def by_day(person: Someone | None) -> list[str]:
    if person is None:
        return [f"Which hours are you available? [{day}]" for day in DAY_NAMES]
    return [", ".join(f"{start:02}:00-{end:02}:00" for start, end in person.windows(day)) for day in range(7)]


def as_grid(person: Someone | None) -> list[str]:
    slots = [(day, hour) for day in range(7) for hour in HOURS]
    if person is None:
        return [f"When are you available? [{DAYS[day]} {hour:02}:00]" for day, hour in slots]
    return ["Available" if slot in person.hours else "No" for slot in slots]


def by_hour(person: Someone | None) -> list[str]:
    if person is None:
        return [f"Availability [{twelve(hour)} - {twelve(hour + 1)}]" for hour in HOURS]
    return [", ".join(DAY_NAMES[day] for day in range(7) if (day, hour) in person.hours) for hour in HOURS]


def as_hours_of_the_week(person: Someone | None) -> list[str]:
    if person is None:
        return [f"h{number}" for number in range(168)]
    return [str(int((number // 24, number % 24) in person.hours)) for number in range(168)]


def as_half_hours(person: Someone | None) -> list[str]:
    if person is None:
        return [f"{DAYS[number // 48]} {number % 48 // 2:02}:{number % 2 * 30:02}" for number in range(336)]
    return [str(int((number // 48, number % 48 // 2) in person.hours)) for number in range(336)]


Shape = Callable[[Someone | None], list[str]]
SHAPES = (as_text, by_day, as_grid, by_hour, as_hours_of_the_week, as_half_hours)


# Platforms: the rows of the form of one role ------------------------------------------------------------------------


def google(mentors: Sequence[Someone], answered: Sequence[Someone], shape: Shape) -> Rows:
    """A column a rank, wishes by name, everything in people's own words."""
    own = answered is mentors
    rows = [["Timestamp", "Email Address", "Student ID", "Full name ", "Your gender", *shape(None)]]
    ranks = [f"{rank} choice mentor" for rank in ("1st", "2nd", "3rd")]
    rows[0] += ["How many mentees can you take at most?"] if own else [*ranks, "Preferred gender of your mentor"]
    for day, one in enumerate(answered, 1):
        names = [*(mentors[place].name for place in one.wishes), "", "", ""][:3]
        asked = [one.capacity] if own else [*names, WISHES[one.gender_wish]]
        start = [f"9/{day}/2026 9:00:00", one.email, one.id, one.name, GENDERS[one.gender]]
        rows.append([*start, *shape(one), *asked])
    return rows


def microsoft(mentors: Sequence[Someone], answered: Sequence[Someone], shape: Shape) -> Rows:
    """A workbook; wishes by name, a semicolon after each."""
    own = answered is mentors
    rows = [["ID", "Start time", "Completion time", "Email", "Name", "Student ID", "Gender", *shape(None)]]
    rows[0] += ["Max mentees"] if own else ["Which mentors would you like, best first?", "Mentor gender preference"]
    for day, one in enumerate(answered, 1):
        wishes = "".join(f"{mentors[place].name};" for place in one.wishes)
        times = [f"2026-09-0{day} 09:00:00", f"2026-09-0{day} 09:10:00"]
        asked = [one.capacity] if own else [wishes, one.gender_wish]
        rows.append([str(day), *times, one.email, one.name, one.id, one.gender, *shape(one), *asked])
    return rows


def qualtrics(mentors: Sequence[Someone], answered: Sequence[Someone], shape: Shape) -> Rows:
    """Three rows of headers; wishes by id."""
    own = answered is mentors
    texts = ["Start Date", "Finished", "Recorded Date", "Response ID", "Your e-mail address", "Full name", "Student ID"]
    texts += ["Gender - Selected Choice", *shape(None)]
    texts += ["Maximum number of mentees"] if own else ["Mentors you would like, by ID", "Gender of your mentor"]
    codes = ["StartDate", "Finished", "RecordedDate", "ResponseId"]
    codes += [f"Q{number}" for number in range(1, len(texts) - len(codes) + 1)]
    rows = [codes, texts, [f'{{"ImportId":"{code}"}}' for code in codes]]
    for day, one in enumerate(answered, 1):
        time = f"2026-09-0{day} 09:00:00"
        asked = (
            [one.capacity] if own else [", ".join(mentors[place].id for place in one.wishes), WISHES[one.gender_wish]]
        )
        start = [time, "True", time, f"R_{day}", one.email, one.name, one.id, GENDERS[one.gender]]
        rows.append([*start, *shape(one), *asked])
    return rows


Platform = Callable[[Sequence[Someone], Sequence[Someone], Shape], Rows]


def expected(one: Someone, mentors: Sequence[Someone] | None) -> tuple[object, ...]:
    """What the intake should say of a mentor (`mentors` None) or a mentee."""
    windows = ((day, start, end) for day in range(7) for start, end in one.windows(day))
    free = Availability(tuple((day * 1440 + start * 60, day * 1440 + end * 60) for day, start, end in windows))
    both = (one.id, one.name, one.email, one.gender or None, free)
    if mentors is None:
        return (*both, int(one.capacity) if one.capacity else None)
    return (*both, tuple(mentors[place].id for place in one.wishes), one.gender_wish or None)


def imported(one: Mentor | Mentee) -> tuple[object, ...]:
    both = (one.id, one.name, one.email, one.gender_key, one.availability)
    if isinstance(one, Mentor):
        return (*both, one.max_mentees)
    return (*both, one.preferred_mentors, str(one.mentor_gender) if one.mentor_gender else None)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(everybody=people(), platform=st.sampled_from([google, microsoft, qualtrics]))
def test_what_was_answered_comes_back(
    shape: Shape, everybody: tuple[list[Someone], list[Someone]], platform: Platform
) -> None:
    mentors, mentees = everybody
    write, ending = (write_xlsx, ".xlsx") if platform is microsoft else (write_csv, ".csv")
    with tempfile.TemporaryDirectory() as name:
        exports = [
            write(Path(name) / f"{role}{ending}", platform(mentors, answered, shape))
            for role, answered in (("mentors", mentors), ("mentees", mentees))
        ]
        intake = import_survey(exports).intake
    assert [imported(one) for one in intake.mentors] == [expected(one, None) for one in mentors]
    assert [imported(one) for one in intake.mentees] == [expected(one, mentors) for one in mentees]
