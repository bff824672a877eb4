"""What is written reads as the same intake."""

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher import MatcherError
from matcher.intake import Intake, read_intake, write_intake

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=12)
WORDS = st.sampled_from(["f", "m", "=1+1", 'a "b", c', "x; y", "Ω", "'", "#", "\\n"]) | TEXTS
AVAILABILITY = st.lists(
    st.sampled_from(["Mon 09:00-24:00", "Tue 00:00-01:30", "Wed,Thu 13:00-15:30", "Kick-off, A", "Fri 12:00"]),
    max_size=3,
)
IDS = ["T1", "T2", "T 3", "S1", "S,2", 'S"3']


def person(own: str, mentor: bool) -> st.SearchStrategy[dict[str, Any]]:
    others = [other for other in IDS if other != own]
    mentors, mentees = others[: 2 if mentor else 3], others[2 if mentor else 3 :]
    columns: dict[str, st.SearchStrategy[Any]] = {
        "id": st.just(own),
        "name": WORDS,
        "email": st.none() | st.just("ann@example.org"),
        "gender": WORDS,
        "availability": AVAILABILITY,
        "unavailable": AVAILABILITY,
        "avoid": st.lists(st.sampled_from(others), unique=True),
        "campus": WORDS,
        "further; column": WORDS,
    }
    if mentor:
        columns["max_groups"] = st.none() | st.integers(0, 99)
        columns["max_mentees"] = st.none() | st.integers(0, 99)
        columns["preferred_mentees"] = st.lists(st.sampled_from(mentees), unique=True)
        columns["preferred_co_mentors"] = st.lists(st.sampled_from(mentors), unique=True)
    else:
        columns["preferred_mentors"] = st.lists(st.sampled_from(mentors), unique=True)
        columns["mentor_gender"] = st.sampled_from([None, "any", "prefer f", "require SAME"])
    return st.fixed_dictionaries(columns)


PROGRAMS = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXTS,
        "groups": st.fixed_dictionaries(
            {}, optional={"count": st.none() | st.integers(0, 9), "everyone": st.booleans()}
        ),
        "gender": st.fixed_dictionaries({"no_lone": st.lists(st.sampled_from(["f", "ä \\ ü"]))}),
        "eligible": st.lists(st.just({"column": "Cam pus", "rule": "equal"}), max_size=2),
        "pair": st.lists(st.just({"column": "campus", "rule": "includes", "values": ['a "b"', "c"]}), max_size=2),
        "similarity": st.dictionaries(st.sampled_from(["campus", "further; column", "ü.x"]), st.integers(0, 1000)),
        "choice": st.fixed_dictionaries({"points": st.lists(st.integers(0, 99), min_size=1)}),
        "objective": st.fixed_dictionaries({"mode": st.sampled_from(["total", "fair"]), "levels": st.integers(1, 20)}),
    },
)
SLOTS = {"slots": ["Fri 12:00", "Kick-off, A", "Mon 23:00"]}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    mentors=st.tuples(*(person(own, True) for own in IDS[:3])),
    mentees=st.tuples(*(person(own, False) for own in IDS[3:])),
    program=PROGRAMS,
    constraints=st.lists(
        st.sampled_from(
            [{"kind": "apart", "a": "T1", "b": "T 3", "note": "a, b"}, {"kind": "co_lead", "a": "T2", "b": "T1"}]
        )
    ),
)
def test_an_intake_is_read_back(
    tmp_path: Path, mentors: Any, mentees: Any, program: dict[str, Any], constraints: Any
) -> None:
    intake = read_intake(list(mentors), list(mentees), {**program, "schedule": SLOTS}, constraints)
    again = read_intake(write_intake(intake, tmp_path))
    assert again.model_copy(update={"warnings": intake.warnings}) == intake


@pytest.fixture
def small() -> Intake:
    return read_intake([{"id": "T1", "max_groups": 2}], [{"id": "S1", "Year": "1"}], {"name": 'The "A" program'})


def test_a_folder_that_is_a_file_is_told(tmp_path: Path, small: Intake) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(MatcherError, match=r"the folder .*taken cannot be made"):
        write_intake(small, tmp_path / "taken")


def test_the_files_are_those_of_the_contract(tmp_path: Path, small: Intake) -> None:
    path = write_intake(small, tmp_path / "new" / "folder")
    assert sorted(file.name for file in path.iterdir()) == [
        "constraints.csv",
        "mentees.csv",
        "mentors.csv",
        "program.toml",
    ]
    with (path / "mentees.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["id"], row["name"], row["year"]) for row in rows] == [("S1", "S1", "1")]
    assert (path / "program.toml").read_text().startswith('name = "The \\"A\\" program"\n')
