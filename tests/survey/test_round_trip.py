"""A clean intake, written as each survey tool would export it, comes back equal."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher import import_survey
from matcher.survey.people.gathering import short_hash
from tests.survey.exports_for_tests import write_csv, write_xlsx

FIRST = ["Ada", "Ben", "Chloé", "Daniel", "Emil", "Freya", "Goran", "Hélène", "Ines", "Jörg", "Kofi", "Lucía"]
LAST = [
    "Okafor",
    "Lindqvist",
    "Nguyen",
    "Haddad",
    "Kovač",
    "Olsen",
    "Petrov",
    "Dubois",
    "Rossi",
    "Müller",
    "Mensah",
    "Hoang",
]
WINDOWS = [
    "Mon 09:00-10:00",
    "Mon 10:30-12:00",
    "Tue 14:00-15:30",
    "Wed 08:00-09:30",
    "Thu 18:00-20:00",
    "Fri 13:00-14:00",
]
INTERESTS = ["Chess", "Film, theatre and stage", "Hiking", "Football"]
GENDERS = ["woman", "man", "nonbinary"]


@dataclass(frozen=True)
class Somebody:
    name: str
    gender: str | None
    hours: tuple[str, ...]
    interests: tuple[str, ...]
    wishes: tuple[int, ...]

    @property
    def email(self) -> str:
        return f"{FIRST.index(self.name.split()[0])}.{LAST.index(self.name.split()[1])}@uni.example"

    @property
    def id(self) -> str:
        return short_hash(self.email)


def subset(items: list[str], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    chosen = st.sets(st.sampled_from(items), min_size=least)
    return chosen.map(lambda some: tuple(item for item in items if item in some))


@st.composite
def programs(draw: st.DrawFn) -> tuple[list[Somebody], list[Somebody]]:
    count = draw(st.integers(2, 4)), draw(st.integers(1, 5))
    # First and last names are each somebody's alone, so that nobody is like anybody.
    firsts, lasts = draw(st.permutations(FIRST)), draw(st.permutations(LAST))

    def one(place: int) -> Somebody:
        wishes = draw(st.permutations(range(count[0])))[: draw(st.integers(0, count[0]))] if place >= count[0] else []
        gender = draw(st.sampled_from([*GENDERS, None]))
        return Somebody(
            f"{firsts[place]} {lasts[place]}", gender, draw(subset(WINDOWS, 1)), draw(subset(INTERESTS)), tuple(wishes)
        )

    people = [one(place) for place in range(sum(count))]
    return people[: count[0]], people[count[0] :]


Writer = Callable[[Path, list[Somebody], list[Somebody]], list[Path]]


def plain(folder: Path, mentors: list[Somebody], mentees: list[Somebody]) -> list[Path]:
    """One form for both, hours as text, wishes as a list, several choices parted by ``;`` (Microsoft Forms)."""
    head = [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "Role",
        "Gender",
        "Availability",
        "Interests",
        "Preferred mentors",
    ]
    rows = [
        [
            str(number),
            "2026-09-01 08:00:00",
            f"2026-09-01 08:{number:02}:00",
            one.email,
            one.name,
            "Mentor" if one in mentors else "Mentee",
            one.gender or "",
            "; ".join(one.hours),
            "".join(f"{item};" for item in one.interests),
            "".join(f"{mentors[place].name};" for place in one.wishes),
        ]
        for number, one in enumerate((*mentors, *mentees), 1)
    ]
    return [write_xlsx(folder / "Mentoring(1-9).xlsx", [head, *rows])]


def google(folder: Path, mentors: list[Somebody], mentees: list[Somebody]) -> list[Path]:
    """Two forms, a grid with ticks, a column a rank, several choices parted by ``, `` and known from the mapping."""
    exports = []
    options = ", ".join(f'"{item}"' for item in INTERESTS)
    part = f'[[export]]\n[export.columns]\nInterests = {{ as = "interests", options = [{options}] }}\n'
    (folder / "mapping.toml").write_text(part * 2, encoding="utf-8")
    for role, people in (("Mentor", mentors), ("Mentee", mentees)):
        ranks = [
            f"Which mentors would you like? [{rank}]"
            for rank in ("1st choice", "2nd choice", "3rd choice", "4th choice")
        ]
        head = [
            "Timestamp",
            "Email Address",
            "What is your name?  ",
            "Gender",
            *(f"When are you free? [{window}]" for window in WINDOWS),
            "Interests",
        ]
        rows = []
        for number, one in enumerate(people):
            ticks = ["Yes" if window in one.hours else "" for window in WINDOWS]
            wishes = [mentors[place].name for place in one.wishes]
            rows.append(
                [
                    f"9/{number + 1}/2026 10:00:00",
                    one.email,
                    f" {one.name}\u00a0",
                    one.gender or "",
                    *ticks,
                    ", ".join(one.interests),
                    *([*wishes, "", "", "", ""][:4] if role == "Mentee" else []),
                ]
            )
        exports.append(
            write_csv(folder / f"{role} form (Responses).csv", [head + (ranks if role == "Mentee" else []), *rows])
        )
    return exports


def qualtrics(folder: Path, mentors: list[Somebody], mentees: list[Somebody]) -> list[Path]:
    """Three header rows, ticks for interests, a rank beside each mentor's name."""
    codes = ["StartDate", "Status", "Finished", "RecordedDate", "ResponseId", "Q1", "Q2", "Q3", "Q4", "Q5"]
    texts = [
        "Start Date",
        "Response Type",
        "Finished",
        "Recorded Date",
        "Response ID",
        "Full name",
        "Email",
        "Mentor or mentee?",
        "Gender",
        "When are you free?",
    ]
    codes += [f"Q6_{place}" for place in range(len(INTERESTS))] + [f"Q7_{place}" for place in range(len(mentors))]
    texts += [f"Your interests - Selected Choice - {item}" for item in INTERESTS]
    texts += [f"Please rank the mentors you would like - {one.name}" for one in mentors]
    rows = [codes, texts, [f'{{"ImportId":"{code}"}}' for code in codes]]
    for number, one in enumerate((*mentors, *mentees)):
        ranks = [str(one.wishes.index(place) + 1) if place in one.wishes else "" for place in range(len(mentors))]
        rows.append(
            [
                "2026-09-01 08:00:00",
                "IP Address",
                "True",
                f"2026-09-01 09:{number:02}:00",
                f"R_{number}",
                one.name,
                one.email,
                "Mentor" if one in mentors else "Mentee",
                one.gender or "",
                "; ".join(one.hours),
                *[item if item in one.interests else "" for item in INTERESTS],
                *ranks,
            ]
        )
    return [write_csv(folder / "peers.csv", rows, encoding="utf-16", delimiter="\t")]


def limesurvey(folder: Path, mentors: list[Somebody], mentees: list[Somebody]) -> list[Path]:
    """Codes before questions, yes and no for each time and interest, a column a rank, ``;`` between cells."""
    exports = []
    for role, people in (("mentors", mentors), ("mentees", mentees)):
        head = [
            "id. Response ID",
            "submitdate. Date submitted",
            "lastpage. Last page",
            "startlanguage. Start language",
            "G1Q1. Full name",
            "G1Q2. E-mail",
            "G1Q3. Gender",
        ]
        head += [f"G2Q1[SQ{place}]. When are you free? [{window}]" for place, window in enumerate(WINDOWS)]
        head += [f"G2Q2[SQ{place}]. Interests [{item}]" for place, item in enumerate(INTERESTS)]
        head += [f"G3Q1[{rank}]. Preferred mentors [Rank {rank}]" for rank in range(1, 5)] if role == "mentees" else []
        rows = []
        for number, one in enumerate(people, 1):
            wishes = [*(mentors[place].name for place in one.wishes), "", "", "", ""][:4] if role == "mentees" else []
            rows.append(
                [
                    str(number),
                    f"2026-09-0{number} 10:00:00",
                    "3",
                    "en",
                    one.name,
                    one.email,
                    one.gender or "",
                    *["Yes" if window in one.hours else "No" for window in WINDOWS],
                    *["Yes" if item in one.interests else "No" for item in INTERESTS],
                    *wishes,
                ]
            )
        exports.append(write_csv(folder / f"results-{role}.csv", [head, *rows], encoding="utf-8-sig", delimiter=";"))
    return exports


@pytest.mark.parametrize("write", [plain, google, qualtrics, limesurvey])
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(program=programs())
def test_it_comes_back_equal(write: Writer, program: tuple[list[Somebody], list[Somebody]]) -> None:
    mentors, mentees = program
    with tempfile.TemporaryDirectory() as folder:
        done = import_survey(write(Path(folder), mentors, mentees), mapping=Path(folder) / "mapping.toml")
    for one, read in zip((*mentors, *mentees), (*done.intake.mentors, *done.intake.mentees), strict=True):
        assert (read.id, read.name, read.email, read.gender) == (one.id, one.name, one.email, one.gender)
        assert str(read.availability) == "; ".join(one.hours)
        assert read.unavailable is None
        assert sorted(filter(None, read.columns.get("interests", "").split("; "))) == sorted(one.interests)
    for one, mentee in zip(mentees, done.intake.mentees, strict=True):
        assert mentee.preferred_mentors == tuple(mentors[place].id for place in one.wishes)
    assert done.questions == ()
