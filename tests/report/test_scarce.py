"""Why mentors are idle and what is scarce: each sentence holds, by other counting than that which says it."""

# ruff: noqa: RUF001 — digits and letters of other scripts are what is tested here

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from matcher import Intake, read_intake
from matcher.report.view.naming import Naming
from matcher.report.view.phrases import LANGUAGES, Phrases
from matcher.report.view.scarce import Scarcity
from matcher.result.records import Group
from tests import oracle
from tests.solving.common import read
from tests.strategies import tiny_intake

Rows = list[dict[str, Any]]


def mentors(genders: Sequence[str], **cells: Any) -> Rows:
    return [{"id": f"T{number}", "gender": gender, **cells} for number, gender in enumerate(genders, 1)]


def mentees(count: int, **cells: Any) -> Rows:
    return [{"id": f"S{number}", **cells} for number in range(1, count + 1)]


def scarcity(intake: Intake, groups: Sequence[Group] = (), language: str = "en") -> Scarcity:
    return Scarcity(intake, groups, Naming(intake, anonymous=False, with_emails=False), Phrases(language))


MIXED = {"groups": {"min_size": 2, "max_size": 5}, "gender": {"pair": "mixed"}}


def test_only_two_men_and_every_pair_must_be_mixed() -> None:
    intake = read_intake(mentors("mfffmfffff"), mentees(30), MIXED)
    groups = [
        Group("G1", None, ("T1", "T2"), tuple(f"S{number}" for number in range(1, 6)), 0),
        Group("G2", None, ("T3", "T5"), tuple(f"S{number}" for number in range(6, 11)), 0),
    ]
    (told,) = scarcity(intake, groups).idle()
    assert told == (
        "The two mentors of a group are of different genders, and of 10 mentors who could lead only 2 are of another "
        "gender than “f”, and may lead at most 2 in all. So there are at most 2 groups, which leaves at least 6 of 10 "
        "mentors without one."
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", "Darum gibt es höchstens 2 Gruppen; das lässt mindestens 6 von 10 Mentoren ohne Gruppe."),
        ("es", "Por eso hay como mucho 2 grupos, lo que deja sin grupo al menos a 6 de 10 mentores."),
        ("fa", "پس حداکثر ۲ گروه ممکن است و دست‌کم ۶ نفر از ۱۰ راهنما بی‌گروه است."),
    ],
)
def test_in_every_language(language: str, told: str) -> None:
    intake = read_intake(mentors("mfffmfffff"), mentees(30), MIXED)
    (said,) = scarcity(intake, language=language).idle()
    assert said.endswith(f" {told}")


@pytest.mark.parametrize(
    ("people", "number", "program", "told"),
    [
        ("ffff", 30, {"groups": {"count": 1, "min_size": 2}}, "The program asks for one group."),
        (
            "ffff",
            7,
            {"groups": {"min_size": 4}},
            "7 mentees can meet a mentor whom they may have, and a group needs 4.",
        ),
        ("fff", 30, {}, "3 mentors could lead, two to a group, at most 3 times in all."),
        (
            "ffff",
            7,
            {"groups": {"mentors": 1, "min_size": 4}},
            "7 mentees can meet a mentor whom they may have, and a group needs 4.",
        ),
    ],
)
def test_the_limit_that_leaves_fewest_groups_is_told(people: str, number: int, program: Any, told: str) -> None:
    intake = read_intake(mentors(people), mentees(number), program)
    idle = len(people) - program.get("groups", {}).get("mentors", 2)
    end = f"So there is at most one group, which leaves at least {idle} of {len(people)} mentors without one."
    assert scarcity(intake).idle() == (f"{told[:-1]}. {end}",)


def test_rooms() -> None:
    slots = {"slots": ["Mon 09:00", "Mon 10:00"], "max_groups_per_slot": 1}
    hours = {"availability": "Mon 09:00-10:00"}
    intake = read_intake(mentors("ffff", **hours), mentees(30, **hours), {"schedule": slots, "groups": {"min_size": 2}})
    group = Group("G1", "Mon 09:00", ("T1", "T2"), tuple(f"S{number}" for number in range(1, 11)), 0)
    found = scarcity(intake, [group])
    assert found.idle() == (
        "There is one time at which a group could meet, and at most 1 can meet then. So there is at most one group, "
        "which leaves at least 2 of 4 mentors without one.",
    )
    assert found.scarce() == ("The only group is full.", "At one time to meet no room is left (1 at a time).")


def test_who_can_lead_nothing_is_named_with_what_shows_it() -> None:
    leaders = [
        {"id": "T1", "availability": "Mon 09:00-10:00"},
        {"id": "T2", "availability": "Mon 09:00-10:00"},
        {"id": "T3", "availability": "Mon 09:00-10:00", "max_groups": 0},
        {"id": "T4", "availability": "Tue 09:00-09:30"},
        {"id": "T5", "availability": "Tue 09:00-10:00"},
        {"id": "T6", "availability": "Wed 09:00-10:00"},
        {"id": "T7", "availability": "Wed 09:00-10:00", "name": "Ann"},
    ]
    program = {"groups": {"min_size": 2}, "schedule": {"slots": ["Mon 09:00", "Tue 09:00", "Wed 09:00"]}}
    people = [*mentees(3, availability="Mon 09:00-10:00"), {"id": "S4", "availability": "Wed 09:00-10:00"}]
    assert scarcity(read_intake(leaders, people, program)).idle() == (
        "T3 may lead no group, by their limits of groups and mentees.",
        "T4 can meet at none of the times.",
        "There is no other mentor with whom T5 could lead a group, by rules and hours.",
        "A group needs 2: at no time of T6 and Ann could so many mentees come whom they may have.",
    )


def test_pairs_that_need_one_of_a_few() -> None:
    rows = mentors("ffffff")
    for row, experience in zip(rows, ("returning", "new", "new", "new", "new", "new"), strict=True):
        row["experience"] = experience
    program = {"pair": [{"column": "experience", "rule": "includes", "values": ["returning"]}]}
    (told,) = scarcity(read_intake(rows, mentees(30), program)).idle()
    assert told.startswith(
        "Every group needs T1, as no two of the others may lead together, and they may lead at most 1."
    )


def test_nothing_is_guessed() -> None:
    intake = read_intake(mentors("ff" * 2), mentees(8), {"groups": {"min_size": 4, "max_size": 8}})
    everybody = Group("G1", None, ("T1", "T2"), tuple(f"S{number}" for number in range(1, 9)), 0)
    assert scarcity(intake, [everybody]).idle() == ("Every mentee has a place without them.",)
    some = Group("G1", None, ("T1", "T2"), ("S1", "S2", "S3", "S4"), 0)
    assert scarcity(intake, [some]).idle() == (
        "Counting alone does not show why. What would help, matcher explain tells.",
    )
    both = Group("G2", None, ("T3", "T4"), ("S5", "S6", "S7", "S8"), 0)
    assert scarcity(intake, [some, both]).idle() == ()


def test_groups_that_take_no_more_and_mentors_whom_too_many_want_first() -> None:
    rows = mentors("ff")
    rows[1]["max_mentees"] = 3
    people = mentees(9, preferred_mentors="T2; T1")
    intake = read_intake(rows, people, {"groups": {"min_size": 3, "max_size": 4}, "load": {"max_groups": 2}})
    groups = [Group("G1", None, ("T1", "T2"), ("S1", "S2", "S3"), 0)]
    assert scarcity(intake, groups).scarce() == (
        "One group is not full, but has a mentor who may have no more mentees.",
        "T2 is the first choice of 9 mentees, and may have at most 3.",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_group_that_a_lock_keeps_whole_takes_nobody_more(language: str) -> None:
    """T1 may have no more besides, which is then not told twice; T3 leads a group with room."""
    rows = mentors("ffff")
    rows[0]["max_mentees"] = 2
    whole = {"kind": "whole-group", "mentors": "T1;T2", "slot": "", "mentees": "S1;S2"}
    program = {"groups": {"min_size": 2, "max_size": 3}}
    intake = read_intake(rows, mentees(5), program, locks=[whole])
    groups = [Group("G1", None, ("T1", "T2"), ("S1", "S2"), 0), Group("G2", None, ("T3", "T4"), ("S3", "S4"), 0)]
    (told,) = scarcity(intake, groups, language).scarce()
    assert (
        told
        == {
            "en": "One group is not full, but a lock keeps it whole: nobody more may join it.",
            "de": "Eine Gruppe ist nicht voll, aber so festgelegt, wie sie ist: Niemand darf mehr dazukommen.",
            "es": "Un grupo no está lleno, pero está fijado tal como es: no puede entrar nadie más.",
            "fa": "۱ گروه پر نیست، ولی به همین صورت قفل شده است: کس دیگری نمی‌تواند به آن بپیوندد.",
        }[language.partition("-")[0]]
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Both groups are full."),
        ("de", "Beide Gruppen sind voll."),
        ("es", "Los dos grupos están llenos."),
        ("fa", "هر دو گروه پر است."),
    ],
)
def test_two_of_two_are_both(language: str, told: str) -> None:
    intake = read_intake(mentors("ffff"), mentees(4), {"groups": {"min_size": 2, "max_size": 2}})
    groups = [Group("G1", None, ("T1", "T2"), ("S1", "S2"), 0), Group("G2", None, ("T3", "T4"), ("S3", "S4"), 0)]
    assert scarcity(intake, groups, language).scarce() == (told,)


def few_enough(plain: dict[str, Any]) -> bool:
    """Whether every grouping can be tried in a moment."""
    reading = oracle.read(plain)
    return len(list(reading.leaders())) * len(reading.slots or [None]) <= 4


@pytest.mark.parametrize("number", range(80))
def test_in_no_grouping_are_fewer_idle_nor_do_those_lead_who_are_said_not_to(number: int) -> None:
    """Against every grouping there is of a tiny intake with any rules."""
    random = Random(number)
    plain = tiny_intake(random, most_mentors=random.choice((3, 4)), most_mentees=4)
    told = " ".join(scarcity(read(plain)).idle())
    least = re.search(r"leaves at least (\d+) of", told)
    never = re.findall(r"Mentor (\w+)\b[^.:]*(?:may lead no group|can meet at none)", told)
    if not (least or never) or not few_enough(plain):
        return
    people = {row["id"] for row in plain["mentors"]}
    for groups in oracle.groupings(plain):
        leading = {mentor for leaders, _, _ in groups for mentor in leaders}
        assert len(people - leading) >= int(least[1] if least else 0)
        assert not leading & set(never)
