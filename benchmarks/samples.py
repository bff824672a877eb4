"""The samples that stay in the project: two are drawn, a small one is written by hand, and what became of it."""

from __future__ import annotations

from typing import Any

from benchmarks.generator import generate
from benchmarks.settings import Record, Settings
from benchmarks.timetables import Timetable

__all__ = ["later_samples", "samples"]

GONE = ("S1", "S3")
"""Who has left by October, of the tiny sample."""

# A pre-clinical stream has lectures every morning and labs on its own afternoons.
FIRST_YEARS = (
    Timetable("first year, stream A", "Mon,Wed 12:00-13:00; Mon,Wed 16:30-19:30; Tue,Thu 12:00-19:00; Fri 12:00-17:00"),
    Timetable("first year, stream B", "Tue,Thu 12:00-13:00; Tue,Thu 16:30-19:30; Mon,Wed 12:00-19:00; Fri 12:00-17:00"),
    Timetable("first year, stream C", "Mon,Fri 12:30-13:30; Mon 17:00-20:00; Tue,Wed,Thu 12:30-19:00; Fri 16:00-18:00"),
)
# A clinical rotation leaves a lunch on some days and the late afternoon on others.
SENIORS = (
    Timetable("surgery", "Mon,Thu 17:00-20:00; Fri 13:30-17:00", share=2),
    Timetable("internal medicine", "Tue,Thu 12:00-13:30; Wed 15:00-19:00; Mon 17:00-19:00", share=3),
    Timetable("paediatrics", "Mon,Wed 16:00-19:00; Fri 12:00-13:30; Tue 12:00-13:30", share=2),
    Timetable("general practice", "Wed 12:00-19:00; Tue 17:00-20:00; Thu 12:00-14:00", share=2),
    Timetable("research year", "Tue,Thu 10:00-17:00; Mon 12:00-18:00", share=1),
)
MEDICAL_SCHOOL = Settings(
    seed=2024,
    name="First-year mentoring, medical school",
    mentor_timetables=SENIORS,
    mentee_timetables=FIRST_YEARS,
    engagements=(0, 2),
    mentor_genders={"woman": 0.6, "man": 0.4},
    mentee_genders={"woman": 0.57, "man": 0.39, "nonbinary": 0.04},
    mentor_wishes=(0, 4),
    gender_wishes=0.35,
    require=0.35,
    no_lone=("woman", "man"),
    ideal_size=10,
    size_weight=500,
)
TWO_CAMPUSES = Settings(
    seed=7,
    name="Mentoring on two campuses",
    mentees=70,
    mentors=16,
    min_size=5,
    max_size=10,
    slots=15,
    free_share=0.5,
    own_time=0.4,
    pair_gender="mixed",
    campuses=("Harbour", "Hill"),
    experience=0.75,
    max_groups=2,
    second_group=0.4,
    max_mentees=16,
    max_groups_per_slot=2,
    co_lead=2,
    together=2,
    apart=2,
)


def samples() -> dict[str, Record]:
    """Return the samples by name, in the JSON form."""
    return {"medical-school": generate(MEDICAL_SCHOOL), "tiny": tiny(), "two-campuses": generate(TWO_CAMPUSES)}


def later_samples() -> dict[str, Record]:
    """Return what became of a sample, by name: in October two mentees have left, and nobody names them any more."""
    now = tiny()
    people = {side: [_without_gone(person) for person in now[side]] for side in ("mentors", "mentees")}
    constraints = [row for row in now["constraints"] if not {row["a"], row["b"]} & set(GONE)]
    people["mentees"] = [person for person in people["mentees"] if person["id"] not in GONE]
    return {"tiny-october": {**now, **people, "constraints": constraints}}


def _without_gone(person: Record) -> Record:
    wishes = ("preferred_mentors", "preferred_mentees", "preferred_co_mentors")
    return {
        column: [one for one in value if one not in GONE] if column in wishes else value
        for column, value in person.items()
    }


def tiny() -> Record:
    """Return four mentors and nine mentees, written by hand so that the best groups can be found by eye.

    Ada and Ben share only Monday lunch, Chloé and Daniel only Wednesday evening; no other pair of a woman and a man has
    a slot with enough mentees. Noor asks for a woman among her mentors, which any mixed pair grants; Ines and Omar must
    not meet.
    """
    mentors = [
        _mentor("T1", "Ada Okafor", "woman", "Mon 12:00-13:00; Thu 12:00-13:00", ["S1", "S4"], ["T2"], ["surgery"]),
        _mentor("T2", "Ben Lindqvist", "man", "Mon 12:00-14:00", [], ["T1"], ["research", "ethics"]),
        _mentor("T3", "Chloé Nguyen", "woman", "Wed 17:00-19:00", ["S6"], [], ["general practice"]),
        _mentor("T4", "Daniel Haddad", "man", "Wed 16:00-18:00; Thu 12:00-13:00", ["S6", "S9"], ["T3"], ["research"]),
    ]
    mentees = [
        _mentee("S1", "Ines Rossi", "woman", "Mon,Wed 12:00-13:00", ["T1", "T2"], None, ["surgery"]),
        _mentee("S2", "Omar Diallo", "man", "Mon 12:00-13:00; Wed 17:00-18:00", ["T2", "T4"], None, ["research"]),
        _mentee("S3", "Yuki Tanaka", "woman", "Mon 11:00-14:00", ["T2"], None, ["ethics", "research"]),
        _mentee("S4", "Noor Rahman", "woman", "Mon,Wed 12:00-20:00", ["T1", "T3"], "require woman", ["surgery"]),
        _mentee("S5", "Luca Novák", "man", "Mon 12:00-13:00; Thu 12:00-13:00", ["T1"], None, []),
        _mentee("S6", "Freya Olsen", "woman", "Wed 17:00-18:00", ["T3"], "prefer same", ["general practice"]),
        _mentee("S7", "Kofi Mensah", "man", "Wed 16:00-18:00", ["T4", "T3"], None, ["research"]),
        _mentee("S8", "Zofia Horváth", "woman", "Mon,Wed 17:00-18:00", ["T1", "T3"], None, ["general practice"]),
        _mentee("S9", "Sam Park", None, "", ["T4"], None, ["research", "surgery"]),
    ]
    program = {
        "name": "Tiny",
        "groups": {"mentors": 2, "min_size": 3, "max_size": 5},
        "schedule": {"slots": ["Mon 12:00", "Wed 17:00", "Thu 12:00"], "meeting_minutes": 60},
        "gender": {"pair": "mixed", "scope": "one"},
    }
    constraints = [{"kind": "apart", "a": "S1", "b": "S2", "note": "flatmates"}]
    return {"program": program, "mentors": mentors, "mentees": mentees, "constraints": constraints}


def _mentor(
    identifier: str,
    name: str,
    gender: str,
    availability: str,
    preferred_mentees: list[str],
    preferred_co_mentors: list[str],
    interests: list[str],
) -> Record:
    return {
        **_person(identifier, name, gender, availability, interests),
        "preferred_mentees": preferred_mentees,
        "preferred_co_mentors": preferred_co_mentors,
    }


def _mentee(
    identifier: str,
    name: str,
    gender: str | None,
    availability: str,
    preferred_mentors: list[str],
    mentor_gender: str | None,
    interests: list[str],
) -> Record:
    return {
        **_person(identifier, name, gender, availability, interests),
        "preferred_mentors": preferred_mentors,
        "mentor_gender": mentor_gender,
    }


def _person(identifier: str, name: str, gender: str | None, availability: str, interests: list[str]) -> dict[str, Any]:
    windows = availability.split("; ") if availability else []
    return {"id": identifier, "name": name, "gender": gender, "interests": interests, "availability": windows}
