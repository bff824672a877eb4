"""The conversion of the published circles, on four invented mentors and five invented students."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.circles import read_intake_of_circles, summarize
from matcher import read_intake

MENTORS = """Number,University,Major,Gender,Race,Firstgen
m1a,North,Aeronautics,Man,,
m1b,South,"Biology,Ethics",Woman,,
m2a,North,Chemistry,Woman,,
m2b,South,biology,Man,,
"""
STUDENTS = """Number,First Name,Last Name,University,Major,Gender
1,Ada,Okafor,North,"Aeronautics,Ethics",Woman
2,Ben,Lindqvist,North,Biology,Man
3,Mei,Wang,South,Chemistry,Woman
4,Sam,Park,South,Physics,More
5,Kofi,Mensah,South,Ethics,Man
"""


@pytest.fixture
def circles(tmp_path: Path) -> Path:
    (tmp_path / "SampleMentorData.csv").write_text(MENTORS, encoding="utf-8")
    (tmp_path / "SampleStudentData.csv").write_text(STUDENTS, encoding="utf-8")
    return tmp_path


def test_pairs_are_fixed_and_majors_become_interests(circles: Path) -> None:
    intake = read_intake_of_circles(circles, count_shared_majors=False)
    read = read_intake(intake["mentors"], intake["mentees"], intake["program"], intake["constraints"])
    assert [(row.kind, row.a, row.b) for row in read.constraints] == [
        ("co_lead", "m1a", "m1b"),
        ("co_lead", "m2a", "m2b"),
    ]
    assert read.mentor_by_id["m1b"].items("interests") == {"biology", "ethics"}
    assert (read.program.groups.min_size, read.program.groups.max_size) == (7, 8)
    assert read.program.gender.no_lone == ("Woman", "Man")
    assert not read.scheduled


def test_a_wish_for_the_first_of_a_pair_stands_for_sharing_a_major_with_either(circles: Path) -> None:
    intake = read_intake_of_circles(circles, count_shared_majors=True)
    wishes = {mentee["id"]: mentee["preferred_mentors"] for mentee in intake["mentees"]}
    assert wishes == {"1": ["m1a"], "2": ["m1a", "m2a"], "3": ["m2a"], "4": [], "5": ["m1a"]}


def test_the_summary_counts_lone_people_and_shared_majors(circles: Path) -> None:
    intake = read_intake_of_circles(circles, count_shared_majors=True)
    first, second = ("m1a", "m1b"), ("m2a", "m2b")
    assert summarize(intake, {"1": first, "2": first, "4": first, "3": second, "5": second}) == {
        "placed": 5,
        "groups": 2,
        "lone women": 2,
        "lone men": 2,
        "sharing a major": 3,
    }
