"""The verifier: each rule sabotaged, each lie of a result told, and agreement with the oracle."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from matcher.checking.sayings import untold
from matcher.checking.sayings.sentences import in_known_words
from matcher.checking.scoring import Scorer
from matcher.checking.verify import breaches_of, verify
from matcher.errors import ResultFileError
from matcher.intake.people import Intake
from matcher.intake.read import read_intake
from matcher.result.match_result import (
    Group,
    MatchResult,
    MenteeScore,
    MentorRow,
    Stage,
    Status,
    Unmatched,
    build_result,
)
from matcher.rules import RULES, Breach, FormedGroup
from tests import oracle
from tests.strategies import tiny_intake

Rows = dict[str, dict[str, Any]]
Groups = tuple[FormedGroup, ...]

MONDAY, TUESDAY = "Mon 09:00", "Tue 09:00"
GOOD: Groups = (
    FormedGroup("G1", MONDAY, ("A", "B"), ("s1", "s2", "s3")),
    FormedGroup("G2", TUESDAY, ("C", "D"), ("s4", "s5")),
)


def an_intake(
    program: dict[str, Any] | None = None,
    people: Rows | None = None,
    *constraints: str,
    locks: list[dict[str, str]] | None = None,
) -> Intake:
    """A to D lead, two by two; s1 to s6 come; all can meet on Monday and Tuesday at 9. `GOOD` breaks no rule of it.

    `people` adds cells by id; constraints are texts such as ``apart A B``.
    """
    tables: dict[str, Any] = {
        "groups": {"min_size": 2, "max_size": 3},
        "schedule": {"slots": [MONDAY, TUESDAY]},
    }
    for table, keys in (program or {}).items():
        tables[table] = {**tables.get(table, {}), **keys} if isinstance(keys, dict) else keys
    base = {"availability": "Mon,Tue 09:00-10:00"}
    rows = [{"id": own, **base, **(people or {}).get(own, {})} for own in (*"ABCD", "s1", "s2", "s3", "s4", "s5", "s6")]
    links = [dict(zip(("kind", "a", "b"), text.split(), strict=True)) for text in constraints]
    return read_intake(rows[:4], rows[4:], tables, links, locks)


def changed(position: int, **cells: Any) -> Groups:
    """`GOOD` with one group changed."""
    return tuple(group._replace(**cells) if place == position else group for place, group in enumerate(GOOD))


class Sabotage(NamedTuple):
    """An intake of which `good` breaks no rule, and groups that break one rule, at these people."""

    intake: Intake
    groups: Groups
    rule: str
    people: str
    says: str
    good: Groups = GOOD


WOMEN = {"A": {"gender": "woman"}, "B": {"gender": "man"}, "C": {"gender": "Woman"}, "D": {"gender": "man"}}
ALL_WOMEN = {mentor: {"gender": "woman"} for mentor in "ABCD"}
TWICE = {"load": {"max_groups": 2}}
SWAPPED = (GOOD[0]._replace(mentors=("A", "C")), GOOD[1]._replace(mentors=("B", "D")))
THREE_AND_TWO = {"load": {"max_groups": 2}, "groups": {"min_size": 1}}

TRANSFER = {"column": "entry", "values": ["transfer"]}
TRANSFERRED = {own: {"entry": "Transfer"} for own in ("s1", "s4", "s6")}

SABOTAGES = {
    # Who leads.
    "one leads": Sabotage(
        an_intake(), changed(0, mentors=("A",)), "mentors per group", "A", "led by 1 mentor (A); it must be 2"
    ),
    "nobody leads": Sabotage(
        an_intake(), changed(0, mentors=()), "mentors per group", "", "led by 0 mentors; it must be 2"
    ),
    "three lead": Sabotage(
        an_intake(TWICE),
        changed(0, mentors=("A", "B", "C")),
        "mentors per group",
        "A B C",
        "led by 3 mentors (A, B and C)",
    ),
    # Who is where.
    "a mentee in two groups": Sabotage(
        an_intake(), changed(1, mentees=("s4", "s1")), "one place at a time", "s1", "s1 is in G1 and G2"
    ),
    "a mentee twice in a group": Sabotage(
        an_intake(), changed(1, mentees=("s4", "s5", "s5")), "one place at a time", "s5", "s5 is twice in G2"
    ),
    "an unknown mentee": Sabotage(
        an_intake(),
        changed(1, mentees=("s4", "s5", "s9")),
        "one place at a time",
        "s9",
        "'s9', a mentee of G2, is not, or no longer, in the intake",
    ),
    "an id in another case": Sabotage(
        an_intake(),
        changed(1, mentees=("s4", "s5", "S6")),
        "one place at a time",
        "S6",
        "'S6', a mentee of G2, is not, or no longer, in the intake",
    ),
    "a mentor as a mentee": Sabotage(
        an_intake(), changed(1, mentees=("s4", "s5", "A")), "one place at a time", "A", "A as a mentee, who is a mentor"
    ),
    "a mentor in two groups at one slot": Sabotage(
        an_intake(TWICE),
        (GOOD[0], FormedGroup("G2", "monday  9:00", ("A", "D"), ("s4", "s5"))),
        "one place at a time",
        "A",
        "A leads G1 and G2, both at Mon 09:00",
        (GOOD[0], FormedGroup("G2", "tuesday  9:00", ("A", "D"), ("s4", "s5"))),
    ),
    "a mentor in two groups of one name": Sabotage(
        an_intake(TWICE),
        (GOOD[0], FormedGroup("G1", MONDAY, ("A", "D"), ("s4", "s5"))),
        "one place at a time",
        "A",
        "both at Mon 09:00",
    ),
    # When.
    "a mentee who cannot": Sabotage(
        an_intake(None, {"s5": {"availability": "Tue 09:00-10:00", "name": "Sam Park"}}),
        changed(1, slot=MONDAY),
        "availability",
        "s5",
        "Sam Park (s5) of G2 cannot meet at Mon 09:00",
    ),
    "a mentor who cannot": Sabotage(
        an_intake(None, {"C": {"availability": "", "unavailable": "Mon 09:59-10:30"}}),
        changed(1, slot="MON 09:00"),
        "availability",
        "C",
        "C of G2 cannot meet at Mon 09:00",
    ),
    "no slot": Sabotage(an_intake(), changed(1, slot=None), "availability", "C D", "G2 has no slot"),
    "a slot that is none": Sabotage(
        an_intake(), changed(1, slot="Tue 10:00"), "availability", "C D", "G2 meets at 'Tue 10:00', which is no slot"
    ),
    "a slot where there are none": Sabotage(
        an_intake({"schedule": {"required": False}}),
        tuple(group._replace(slot=MONDAY if group.id == "G1" else None) for group in GOOD),
        "availability",
        "A B",
        "G1 meets at Mon 09:00, but groups get no slot here",
        tuple(group._replace(slot=None) for group in GOOD),
    ),
    "two groups in one room": Sabotage(
        an_intake({"schedule": {"max_groups_per_slot": 1}}),
        changed(1, slot="monday 09:00"),
        "groups per slot",
        "A B C D",
        "2 groups at Mon 09:00 (G1 and G2); at most 1 can be",
    ),
    # How many.
    "too small": Sabotage(an_intake(), changed(1, mentees=("s4",)), "group size", "s4", "G2 has 1 mentee; 2 to 3"),
    "empty": Sabotage(an_intake(), changed(1, mentees=()), "group size", "", "G2 has 0 mentees; 2 to 3 are allowed"),
    "too large": Sabotage(
        an_intake(), changed(0, mentees=("s1", "s2", "s3", "s6")), "group size", "s1 s2 s3 s6", "G1 has 4 mentees"
    ),
    "a wrong count": Sabotage(
        an_intake({"groups": {"count": 2}}),
        GOOD[:1],
        "number of groups",
        "",
        "there is 1 group; the program asks for exactly 2",
    ),
    "somebody left out": Sabotage(
        an_intake({"groups": {"everyone": True}}),
        GOOD,
        "everyone",
        "s6",
        "s6 is left out",
        changed(1, mentees=("s4", "s5", "s6")),
    ),
    "too many groups of a mentor": Sabotage(
        an_intake(TWICE, {"A": {"max_groups": 1}}),
        changed(1, mentors=("A", "D")),
        "groups per mentor",
        "A",
        "2 groups; at most 1",
    ),
    "a mentor of no groups": Sabotage(
        an_intake(None, {"A": {"max_groups": 0}}),
        changed(1, mentors=("A", "D"))[1:],
        "groups per mentor",
        "A",
        "1 group; at most 0",
        GOOD[1:],
    ),
    "too many mentees of a mentor": Sabotage(
        an_intake(TWICE, {"C": {"max_mentees": 3}}),
        changed(0, mentors=("A", "C")),
        "mentees per mentor",
        "C",
        "C has 5 mentees; at most 3 may be",
    ),
    # Pairs.
    "a pair of one gender": Sabotage(
        an_intake({"gender": {"pair": "mixed"}}, WOMEN), (SWAPPED[0],), "genders of a pair", "A C", "(woman and Woman)"
    ),
    "a pair of an undisclosed gender": Sabotage(
        an_intake({"gender": {"pair": "same"}}, ALL_WOMEN | {"D": {}}),
        changed(0, mentors=("A", "D"))[:1],
        "genders of a pair",
        "A D",
        "(woman and undisclosed); they must be of one gender",
        GOOD[:1],
    ),
    "a pair without experience": Sabotage(
        an_intake(
            {"pair": [{"column": "experience", "rule": "includes", "values": ["returning", "senior"]}]},
            {"A": {"experience": "Returning"}, "D": {"experience": "new; SENIOR"}, "B": {"experience": "new"}},
        ),
        changed(0, mentors=("B", "C"))[:1],
        "pair",
        "B C",
        "in the column experience one of them must have returning or senior",
    ),
    "a pair of two departments": Sabotage(
        an_intake(
            {"pair": [{"column": "team", "rule": "equal"}]},
            {"A": {"team": "Red"}, "B": {"team": "red"}, "C": {"team": "blue"}},
        ),
        changed(0, mentors=("A", "C"))[:1],
        "pair",
        "A C",
        "in the column team both must have the same",
    ),
    "a pair of one team": Sabotage(
        an_intake({"pair": [{"column": "team", "rule": "differ"}]}, {"A": {"team": "Red"}, "C": {"team": "red "}}),
        changed(0, mentors=("A", "C"))[:1],
        "pair",
        "A C",
        "in the column team they must not have the same",
    ),
    "half of co-leads": Sabotage(
        an_intake(None, None, "co_lead A B"),
        changed(0, mentors=("C", "B"))[:1],
        "co-lead",
        "B A",
        "B leads G1 without A",
    ),
    # Mentees and their mentors.
    "another campus": Sabotage(
        an_intake(
            {"eligible": [{"column": "campus", "rule": "equal"}]},
            {"A": {"campus": "north"}, "s1": {"campus": "North "}, "s4": {"campus": "South"}},
        ),
        changed(0, mentees=("s1", "s4"))[:1],
        "eligible",
        "s4 A",
        "s4 and A of G1 do not fit each other in the column campus",
    ),
    "no language in common": Sabotage(
        an_intake(
            {"eligible": [{"column": "languages", "rule": "share"}]},
            {"B": {"languages": "en; DE"}, "s1": {"languages": "de;it"}, "s4": {"languages": "it"}},
        ),
        changed(0, mentees=("s1", "s4"))[:1],
        "eligible",
        "s4 B",
        "s4 and B of G1 do not fit each other in the column languages",
    ),
    "no mentor of the required gender": Sabotage(
        an_intake(None, WOMEN | {"s1": {"mentor_gender": "require WOMAN"}}),
        (FormedGroup("G1", MONDAY, ("B", "D"), ("s1", "s2")),),
        "required gender of mentors",
        "s1",
        "s1 of G1 requires a mentor of gender woman",
    ),
    "one mentor of another gender": Sabotage(
        an_intake(
            {"gender": {"scope": "all"}},
            ALL_WOMEN | {"D": {}, "s4": {"gender": "woman", "mentor_gender": "require same"}},
        ),
        GOOD,
        "required gender of mentors",
        "s4",
        "s4 of G2 requires every mentor of gender woman",
        GOOD[:1],
    ),
    # Mentees among themselves, and constraints.
    "alone of her gender": Sabotage(
        an_intake({"gender": {"no_lone": ["Woman"]}}, {"s1": {"gender": "woman"}, "s2": {"gender": "WOMAN"}}),
        changed(0, mentees=("s1", "s3")),
        "alone of their gender",
        "s1",
        "s1 is the only mentee of gender woman in G1",
    ),
    "avoided by a mentor": Sabotage(
        an_intake(None, {"A": {"avoid": "s4"}}),
        changed(0, mentees=("s1", "s4"))[:1],
        "apart",
        "A s4",
        "A and s4 must not share",
    ),
    "avoided mentees": Sabotage(
        an_intake(None, {"s1": {"avoid": "s4"}}),
        changed(0, mentees=("s1", "s4"))[:1],
        "apart",
        "s1 s4",
        "and are in G1",
    ),
    "mentors kept apart": Sabotage(
        an_intake(None, None, "apart C A"), changed(0, mentors=("A", "C"))[:1], "apart", "A C", "A and C must not share"
    ),
    "with another mentor than assigned": Sabotage(
        an_intake(None, None, "assign s1 A"),
        (GOOD[0]._replace(mentees=("s2", "s3")), GOOD[1]._replace(mentees=("s4", "s5", "s1"))),
        "assign",
        "s1 A",
        "s1 must be in a group that A leads",
    ),
    "assigned and left out": Sabotage(
        an_intake(None, None, "assign s1 A"),
        changed(0, mentees=("s2", "s3")),
        "assign",
        "s1 A",
        "s1 must be in a group that A",
    ),
    "one of two left out": Sabotage(
        an_intake(None, None, "together s5 s4"),
        changed(1, mentees=("s5", "s6")),
        "together",
        "s5 s4",
        "s5 and s4 must be in one group, or both left out",
    ),
    "two in two groups": Sabotage(
        an_intake(None, None, "together s1 s2"),
        (GOOD[0]._replace(mentees=("s1", "s3")), GOOD[1]._replace(mentees=("s4", "s2"))),
        "together",
        "s1 s2",
        "s1 and s2 must be in one group",
    ),
    "a pair that is locked": Sabotage(
        an_intake(None, None, locks=[{"kind": "mentor-pair", "mentors": "A; B", "reason": "they asked"}]),
        SWAPPED,
        "locks",
        "A B",
        "A and B lead a group (locked: they asked), but in these groups it is not so",
    ),
    "an hour that is locked": Sabotage(
        an_intake(None, None, locks=[{"kind": "group-slot", "mentors": "C; D", "slot": TUESDAY}]),
        changed(1, slot=MONDAY),
        "locks",
        "C D",
        "C and D lead a group at Tue 09:00 (locked)",
    ),
    "a whole group that somebody joins": Sabotage(
        an_intake(None, None, locks=[{"kind": "whole-group", "mentors": "C; D", "slot": TUESDAY, "mentees": "s4; s5"}]),
        changed(1, mentees=("s4", "s5", "s6")),
        "locks",
        "C D s4 s5",
        "C and D lead a group at Tue 09:00 of just s4, s5",
    ),
    # Mixes, and groups of one mentor.
    "too many of a kind": Sabotage(
        an_intake({"mix": [{**TRANSFER, "max": 1}]}, TRANSFERRED),
        changed(1, mentees=("s4", "s6")),
        "mix",
        "s4 s6",
        "G2 has 2 mentees with transfer in the column entry; it must have at most 1",
    ),
    "too few of a kind": Sabotage(
        an_intake({"mix": [{**TRANSFER, "min": 1}]}, TRANSFERRED),
        changed(1, mentees=("s5", "s3"))[1:],
        "mix",
        "",
        "G2 has 0 mentees with transfer in the column entry; it must have at least 1",
    ),
    "one where none or two may be": Sabotage(
        an_intake({"mix": [{**TRANSFER, "min": 2, "none_too": True}]}, {"s6": {"entry": "local; Transfer"}}),
        changed(1, mentees=("s4", "s6")),
        "mix",
        "s6",
        "G2 has 1 mentee with transfer in the column entry; it must have none, or at least 2",
    ),
    "one who may not lead alone": Sabotage(
        an_intake(
            {"groups": {"single": True}, "pair": [{"column": "team", "rule": "includes", "values": ["old"]}]},
            {"A": {"team": "old"}, "C": {"team": "new; old"}, "D": {"team": "new"}},
        ),
        changed(1, mentors=("D",)),
        "pair",
        "D",
        "D",
        changed(1, mentors=("C",)),
    ),
    "three where one or two lead": Sabotage(
        an_intake({"groups": {"single": True}}),
        changed(0, mentors=("A", "B", "C"))[:1],
        "mentors per group",
        "A B C",
        "led by 3 mentors (A, B and C); it must be 1 or 2",
        changed(0, mentors=("A",)),
    ),
    "one of two who lead together": Sabotage(
        an_intake({"groups": {"single": True}}, None, "co_lead A B"),
        changed(0, mentors=("B",)),
        "co-lead",
        "B A",
        "B leads G1 without A",
    ),
    "one department": Sabotage(
        an_intake(
            {"eligible": [{"column": "department", "rule": "differ"}]},
            {"A": {"department": "Surgery"}, "s1": {"department": "Law"}, "s4": {"department": "surgery; law"}},
        ),
        changed(0, mentees=("s1", "s4"))[:1],
        "eligible",
        "s4 A",
        "s4 and A of G1 do not fit each other in the column department",
    ),
    "two grades above where one is asked": Sabotage(
        an_intake(
            {"eligible": [{"column": "grade", "rule": "above", "order": ["EO", "HEO", "SEO"], "at_most": 1}]},
            {"A": {"grade": "SEO"}, "s1": {"grade": "heo"}, "s4": {"grade": "EO"}},
        ),
        changed(0, mentees=("s1", "s4"))[:1],
        "eligible",
        "s4 A",
        "s4 and A of G1 do not fit each other in the column grade",
    ),
}


@pytest.mark.parametrize("name", SABOTAGES)
def test_a_broken_rule_is_named_with_its_people(name: str) -> None:
    case = SABOTAGES[name]
    assert breaches_of(case.intake, case.good) == ()
    found = breaches_of(case.intake, case.groups)
    assert [(breach.rule, breach.people) for breach in found] == [(case.rule, tuple(case.people.split()))]
    assert case.says in str(found[0])


def test_every_rule_is_sabotaged() -> None:
    assert {case.rule for case in SABOTAGES.values()} == {rule.name for rule in RULES}


@pytest.mark.parametrize(
    ("mentors", "told"),
    [
        (("A", "A"), {"G1 names A twice as its mentor", "G1 is led by 1 mentor (A); it must be 2"}),
        (("A", "T9"), {"'T9', a mentor of G1, is not, or no longer, in the intake"}),
        (("A", "s6"), {"G1 has s6 as a mentor, who is a mentee"}),
    ],
)
def test_mentors_who_are_none_break_the_rule_on_leading_alone(mentors: tuple[str, ...], told: set[str]) -> None:
    intake = an_intake({"gender": {"pair": "mixed"}}, WOMEN, "apart A C")
    found = breaches_of(intake, changed(0, mentors=mentors))
    assert {breach.message for breach in found} == told
    assert {breach.rule for breach in found} == {"mentors per group"}


def test_a_mentor_among_the_mentees_is_no_mentor_of_the_group() -> None:
    intake = an_intake(None, None, "assign s4 A")
    groups = changed(1, mentees=("s4", "A"))
    assert {breach.rule for breach in breaches_of(intake, groups)} == {"assign", "one place at a time"}


def test_somebody_named_twice_is_still_alone_of_a_gender() -> None:
    intake = an_intake({"gender": {"no_lone": ["man"]}}, {"s1": {"gender": "man"}})
    rules = {breach.rule for breach in breaches_of(intake, changed(0, mentees=("s1", "s1", "s2")))}
    assert rules == {"alone of their gender", "one place at a time"}


def test_wishes_and_costs_are_no_rules() -> None:
    program = {
        "mix": [{**TRANSFER, "max": 0, "weight": 7}],
        "eligible": [{"column": "entry", "rule": "equal", "weight": 3}],
        "pair": [{"column": "entry", "rule": "equal", "weight": 3}],
    }
    apart = {"A": {"entry": "local"}, "B": {"entry": "other"}}
    assert breaches_of(an_intake(program, TRANSFERRED | apart), GOOD) == ()


COSTLY: dict[str, Any] = {
    "groups": {"single": True, "ideal_size": 2},
    "weights": {"size": 100, "single": 30},
    "mix": [{**TRANSFER, "max": 0, "weight": 7}],
}


@pytest.mark.parametrize(
    ("groups", "cost"),
    [
        # One mentee more than two in G1; s1, s4 of two groups too many.
        (GOOD, 100 + 2 * 7),
        (changed(1, mentors=("C",)), 100 + 30 + 2 * 7),
        (changed(1, mentees=("s4", "s6")), 100 + 3 * 7),
        (changed(0, mentees=("s2", "s3")), 7),
    ],
)
def test_what_groups_cost_is_worked_out_again(groups: Groups, cost: int) -> None:
    intake = an_intake(COSTLY, TRANSFERRED)
    left_out = 6 - sum(len(group.mentees) for group in groups)
    told = cost + 20000 * left_out
    result = build_result(
        intake,
        [Group(*group, 0) for group in groups],
        {own: MenteeScore(None, 0, 1.0) for group in groups for own in group.mentees},
        dict.fromkeys({f"s{number}" for number in range(1, 7)} - mentees_in(groups), "there is no place"),
        status=Status.OPTIMAL,
        objective=-told,
        bound=-told,
        seed=0,
        seconds=1.0,
    )
    assert Scorer(intake).objective(groups) == -told
    assert [one for one in said(verify(intake, result)) if "total score" in one] == []
    lie = replace(result, objective=-told + 1, bound=-told + 1)
    assert f"score: the total score is said to be {-told + 1}; it is {-told}" in said(verify(intake, lie))


def mentees_in(groups: Groups) -> set[str]:
    return {own for group in groups for own in group.mentees}


def test_no_groups_break_no_rule() -> None:
    assert breaches_of(an_intake(), ()) == ()


# Against the oracle -------------------------------------------------------------------------------------------------


def mutated(random: Random, reading: oracle.Reading, groups: list[oracle.Group]) -> list[oracle.Group]:
    """Groups with one thing changed: a mentee moved, dropped or doubled, a mentor or a slot exchanged, a group gone."""
    people, slots = [*reading.mentors, *reading.mentees, "nobody"], [*(reading.slots or {}), None, "Sun 01:00"]
    if not groups or random.random() < 0.15:
        mentors = tuple(random.sample(reading.mentors, reading.program["groups"]["mentors"]))
        mentees = tuple(random.sample(reading.mentees, random.randint(0, min(3, len(reading.mentees)))))
        return [*groups, (mentors, random.choice(slots), mentees)]
    place = random.randrange(len(groups))
    mentors, slot, mentees = groups[place]
    match random.choice(["slot", "mentor", "add", "drop", "gone", "exchange"]):
        case "slot":
            slot = random.choice(slots)
        case "mentor":
            mentors = (*mentors[1:], random.choice(people))
        case "add":
            mentees = (*mentees, random.choice(people))
        case "drop":
            mentees = mentees[1:]
        case "gone":
            return groups[:place] + groups[place + 1 :]
        case "exchange":
            mentees = (*mentees[1:], random.choice(reading.mentees))
    return [*groups[:place], (mentors, slot, mentees), *groups[place + 1 :]]


@pytest.mark.parametrize("start", range(0, 720, 60))
def test_the_verifier_agrees_with_the_oracle(start: int) -> None:
    seen = {True: 0, False: 0}
    for seed in range(start, start + 60):
        random = Random(seed)
        drawn = tiny_intake(random, most_mentees=6)
        reading = oracle.read(drawn)
        tables = (drawn["mentors"], drawn["mentees"], drawn["program"], drawn["constraints"])
        intake = read_intake(*tables, drawn.get("locks"))
        best = oracle.best(reading)
        groups = [] if best is None else list(best.groups)
        for _ in range(12):
            formed = [FormedGroup(f"G{number}", slot, *who) for number, (*who, slot) in enumerate(turned(groups), 1)]
            expected, found = oracle.breaches(reading, groups), breaches_of(intake, formed)
            assert bool(found) == bool(expected), (seed, groups, expected, found)
            seen[bool(expected)] += 1
            if not expected:
                assert Scorer(intake).objective(formed) == oracle.score(reading, groups)
            restart = best is not None and random.random() < 0.5
            groups = mutated(random, reading, list(best.groups) if best is not None and restart else groups)
    assert min(seen.values()) > 50


def turned(groups: list[oracle.Group]) -> list[tuple[tuple[str, ...], tuple[str, ...], str | None]]:
    return [(mentors, mentees, slot) for mentors, slot, mentees in groups]


# Results ------------------------------------------------------------------------------------------------------------

PEOPLE: Rows = {
    "A": {"name": "Ada", "preferred_co_mentors": "B"},
    "s1": {"name": "=Sara", "preferred_mentors": "B; A"},
    "s2": {"preferred_mentors": "D; A"},
    "s6": {"name": "Uma"},
}
INTAKE = an_intake(None, PEOPLE)


def a_result(**changes: Any) -> MatchResult:
    """`GOOD` as a result of `INTAKE`: s6 is left out. The objective is 200 + 1800 + 800 - 20000.

    s2 has 800 points with A, its second choice; alone it could have had 1800, with D and A.
    """
    scorer = Scorer(INTAKE)
    scores = {
        mentee: MenteeScore(
            scorer.choice(mentee, group.mentors),
            scorer.mentee_score(mentee, group.mentors),
            0.444 if mentee == "s2" else 1.0,
        )
        for group in GOOD
        for mentee in group.mentees
    }
    groups = [Group(*group, scorer.group_score(group)) for group in GOOD]
    reasons = {"s6": "every group at her slots is full"}
    result = build_result(
        INTAKE, groups, scores, reasons, status=Status.OPTIMAL, objective=-17200, bound=-17200, seed=0, seconds=1.0
    )
    return replace(result, **changes)


def said(breaches: tuple[Breach, ...]) -> list[str]:
    return [str(breach) for breach in breaches]


def test_a_true_result_passes() -> None:
    assert verify(INTAKE, a_result()) == ()
    assert verify(INTAKE, a_result(status=Status.FEASIBLE, bound=-17000)) == ()


def test_choices_may_leave_out_zeros() -> None:
    assert verify(INTAKE, a_result(choices={"1": 1, "2": 1, "unlisted": 3})) == ()
    assert verify(INTAKE, a_result(choices={"1": 1, "2": 1, "3": 0, "unlisted": 3})) == ()


def test_rows_may_be_absent() -> None:
    assert verify(INTAKE, a_result(assignment_rows=(), mentor_rows=())) == ()


def row_changed(position: int, **cells: Any) -> Callable[[], MatchResult]:
    rows = list(a_result().assignment_rows)
    rows[position] = replace(rows[position], **cells)
    return lambda: a_result(assignment_rows=tuple(rows))


def mentors_changed(**cells: Any) -> Callable[[], MatchResult]:
    rows = a_result().mentor_rows
    return lambda: a_result(mentor_rows=(replace(rows[0], **cells), *rows[1:]))


def scored(score: int) -> Callable[[], MatchResult]:
    return lambda: a_result(groups=(replace(a_result().groups[0], score=score), a_result().groups[1]))


def swapped() -> MatchResult:
    """The groups and all that is said of them with each other's names."""
    other = {"G1": "G2", "G2": "G1"}
    result = a_result()
    groups = [replace(group, id=other[group.id]) for group in reversed(result.groups)]
    rows = [replace(row, group=other[row.group]) for row in result.assignment_rows]
    return replace(result, groups=tuple(groups), assignment_rows=tuple(rows))


LOADS = "tables: the mentors' loads say of A:"
LIES: dict[str, tuple[Callable[[], MatchResult], list[str]]] = {
    "the objective off by one": (
        lambda: a_result(objective=-17199, bound=-17199),
        ["score: the total score is said to be -17199; it is -17200"],
    ),
    "a group's score off by one": (scored(2801), ["score: G1 is said to score 2801; it scores 2800"]),
    "a bound under the objective": (
        lambda: a_result(bound=-17201),
        ["proof: the upper limit of the total score is said to be -17201, under the score reached, -17200"],
    ),
    "optimal with a gap": (
        lambda: a_result(bound=-17199),
        ["proof: the result is said to be proved best, but -17199 is not ruled out, over the score of -17200"],
    ),
    "optimal with an open stage": (
        lambda: a_result(stages=(Stage("left out", 1, 1), Stage("unlisted", 2, 0))),
        [
            "stages: the stages are named left out, unlisted; in the mode total they are none",
            "proof: the result is said to be proved best, but nobody they listed: 0 is not ruled out, where 2 was "
            "reached",
        ],
    ),
    "feasible without a gap": (
        lambda: a_result(status=Status.FEASIBLE),
        ["proof: the result is not said to be proved best, though no score over -17200 is possible"],
    ),
    "a choice too many": (
        lambda: a_result(choices={"1": 2, "2": 1, "unlisted": 3}),
        ["tables: 2 mentees should have got their choice 1, it is said; it is 1"],
    ),
    "no unlisted": (
        lambda: a_result(choices={"1": 1, "2": 1}),
        ["tables: 0 mentees should have got none of their choices, it is said; it is 3"],
    ),
    "a choice that nobody has": (
        lambda: a_result(choices={"1": 1, "2": 1, "9": 1, "unlisted": 3}),
        ["tables: 1 mentee should have got their choice 9, it is said; it is 0"],
    ),
    "somebody lost": (
        lambda: a_result(unmatched=()),
        ["nobody is lost: Uma (s6) is in no group and not listed as left out"],
    ),
    "no reason": (
        lambda: a_result(unmatched=(Unmatched("s6", " \n"),)),
        ["nobody is lost: Uma (s6) is left out for no reason"],
    ),
    "listed twice": (
        lambda: a_result(unmatched=(Unmatched("s6", "late"), Unmatched("s6", "late"))),
        ["nobody is lost: Uma (s6) is listed as left out 2 times"],
    ),
    "left out and placed": (
        lambda: a_result(unmatched=(Unmatched("s1", "late"), Unmatched("s6", "late"))),
        ["nobody is lost: =Sara (s1) is listed as left out, and is in a group"],
    ),
    "left out and unknown": (
        lambda: a_result(unmatched=(Unmatched("s6", "late"), Unmatched("s9", "late"), Unmatched("A", "late"))),
        [
            "nobody is lost: 's9', listed as left out, is not, or no longer, in the intake",
            "nobody is lost: Ada (A) is listed as a mentee left out, who is a mentor",
        ],
    ),
    "a row lost": (
        lambda: a_result(assignment_rows=a_result().assignment_rows[1:]),
        ["tables: the assignments have 0 rows for =Sara (s1), not 1"],
    ),
    "a row twice": (
        lambda: a_result(assignment_rows=(*a_result().assignment_rows, a_result().assignment_rows[0])),
        ["tables: the assignments have 2 rows for =Sara (s1), not 1"],
    ),
    "a row of somebody left out": (
        row_changed(4, mentee_id="s6", mentee_name="Uma"),
        [
            "tables: the assignments have 0 rows for s5, not 1",
            "tables: the assignments have 1 row for Uma (s6), not 0",
        ],
    ),
    "another group": (
        row_changed(0, group="G2"),
        ["tables: the assignments say of =Sara (s1): group G2 instead of G1"],
    ),
    "another slot": (
        row_changed(0, slot=None),
        ["tables: the assignments say of =Sara (s1): slot none instead of Mon 09:00"],
    ),
    "another mentor": (
        row_changed(0, mentor_2_id="C", mentor_2_name="C"),
        ["tables: the assignments say of =Sara (s1): mentors Ada (A) and C (C) instead of Ada (A) and B (B)"],
    ),
    "another mentor's name": (
        row_changed(0, mentor_1_name="Ava"),
        ["tables: the assignments say of =Sara (s1): mentors Ava (A) and B (B) instead of Ada (A) and B (B)"],
    ),
    "another name": (
        row_changed(0, mentee_name="Tom"),
        ["tables: the assignments say of =Sara (s1): name Tom instead of =Sara"],
    ),
    "another choice": (
        row_changed(0, choice=None),
        ["tables: the assignments say of =Sara (s1): choice unlisted instead of 1"],
    ),
    "another score": (
        row_changed(0, score=1799),
        ["tables: the assignments say of =Sara (s1): score 1799 instead of 1800"],
    ),
    "another number of groups": (
        mentors_changed(groups=0),
        [f"{LOADS} Ada with 0 groups and 3 mentees instead of Ada with 1 group and 3 mentees"],
    ),
    "another number of mentees": (
        mentors_changed(mentees=4),
        [f"{LOADS} Ada with 1 group and 4 mentees instead of Ada with 1 group and 3 mentees"],
    ),
    "a satisfaction over 1": (
        row_changed(0, satisfaction=1.5),
        ["tables: the assignments say of =Sara (s1): satisfaction 1.5, which is not from 0 to 1"],
    ),
    "another satisfaction": (
        row_changed(1, satisfaction=1.0),
        ["tables: the assignments say of s2: satisfaction 1.000 instead of 0.444"],
    ),
    "a mentor lost": (
        lambda: a_result(mentor_rows=a_result().mentor_rows[1:]),
        ["tables: the mentors' loads have 0 rows for Ada (A), not 1"],
    ),
    "an unknown mentor": (
        lambda: a_result(mentor_rows=(*a_result().mentor_rows, MentorRow("E", "Eve", 0, 0))),
        ["tables: the mentors' loads have 1 row for 'E', not 0"],
    ),
    "two mentors turned round": (
        row_changed(0, mentor_1_id="B", mentor_1_name="B", mentor_2_id="A", mentor_2_name="Ada"),
        ["tables: the assignments say of =Sara (s1): mentors B (B) and Ada (A) instead of Ada (A) and B (B)"],
    ),
    "two rows turned round": (
        lambda: a_result(assignment_rows=tuple(a_result().assignment_rows[place] for place in (1, 0, 2, 3, 4))),
        ["names and order: s2 stands before s1 in the assignments, and after them in the intake"],
    ),
    "two groups with each other's names": (
        swapped,
        [
            "names and order: G1 and G2 have wrong names: C and D at Tue 09:00 comes after A and B at Mon 09:00 "
            "in the order of slots, then mentor ids"
        ],
    ),
    "a number left out": (
        lambda: a_result(
            groups=(a_result().groups[0], replace(a_result().groups[1], id="G3")),
            assignment_rows=tuple(
                replace(row, group=row.group.replace("2", "3")) for row in a_result().assignment_rows
            ),
        ),
        ["names and order: the groups are named G1 and G3, not G1 and G2"],
    ),
    "members turned round": (
        lambda: a_result(groups=(replace(a_result().groups[0], mentees=("s2", "s1", "s3")), a_result().groups[1])),
        ["names and order: s2 stands before s1 in G1, and after them in the intake"],
    ),
    "another name of somebody left out": (
        lambda: a_result(unmatched_names={"s6": "Una"}),
        ["tables: Uma (s6) is called 'Una' where those left out are told"],
    ),
    "another program": (
        lambda: a_result(
            program=INTAKE.program.model_copy(
                update={"groups": INTAKE.program.groups.model_copy(update={"max_size": 4, "count": 2}), "name": "Old"}
            )
        ),
        [
            "settings: the result was made with name = 'Old'; in the intake it is 'Mentoring program'",
            "settings: the result was made with groups.max_size = 4; in the intake it is 3",
            "settings: the result was made with groups.count = 2; in the intake it is nothing",
        ],
    ),
    "a lock that nobody made": (
        lambda: a_result(groups=(replace(a_result().groups[0], locked=("its hour: asked for",)), a_result().groups[1])),
        ["settings: in G1 locks are said to settle its hour: asked for; they settle nothing"],
    ),
    "stages where there are none": (
        lambda: a_result(stages=(Stage("choice 1", 1, 1),)),
        ["stages: the stages are named choice 1; in the mode total they are none"],
    ),
    "a reason with a group that is not there": (
        lambda: a_result(unmatched=(Unmatched("s6", "Every seat was taken but in G99 and G2"),)),
        ["reasons: s6 is told 'Every seat was taken but in G99 and G2', but there is no group G99"],
    ),
}


# Lies that no file may tell: it is refused where it is read.
REFUSED = {
    "optimal with an open stage": "'left out' is no stage of the mode total",
    "a satisfaction over 1": "should be less than or equal to 1",
    "stages where there are none": "'choice 1' is no stage of the mode total",
}


@pytest.mark.parametrize("lie", LIES)
def test_each_lie_is_told(lie: str, tmp_path: Path) -> None:
    make, told = LIES[lie]
    result = make()
    assert said(verify(INTAKE, result)) == told
    result.save(tmp_path)
    if lie in REFUSED:
        for place in (tmp_path, tmp_path / "result.json"):
            with pytest.raises(ResultFileError, match=REFUSED[lie]):
                verify(INTAKE, place)
        return
    # The tables tell the lie too, and may say more of it.
    assert set(said(verify(INTAKE, tmp_path))) >= set(told)
    assert said(verify(INTAKE, tmp_path / "result.json")) == told


def test_the_gap_of_a_file_follows_from_its_score_and_bound(tmp_path: Path) -> None:
    saved = a_result(status=Status.FEASIBLE, bound=-17028).to_json_dict()
    assert saved["gap"] == 0.01  # 172 of 17200
    file = tmp_path / "result.json"
    for told, expected in [
        (0.01, []),
        (0.0100005, []),
        (0.02, ["proof: the gap is said to be 0.02; from the score and its upper limit it is 0.01"]),
    ]:
        file.write_text(json.dumps(saved | {"gap": told}), encoding="utf-8")
        assert said(verify(INTAKE, file)) == expected
    del saved["gap"]
    file.write_text(json.dumps(saved), encoding="utf-8")
    assert verify(INTAKE, file) == ()


def test_two_groups_of_one_name() -> None:
    groups = tuple(replace(group, id="G1") for group in a_result().groups)
    found = verify(INTAKE, a_result(groups=groups, assignment_rows=()))
    assert [(breach.rule, breach.people, breach.message) for breach in found] == [
        ("tables", ("A", "B", "C", "D"), "2 groups have the name G1")
    ]


def test_in_other_modes_a_closed_gap_may_be_no_proof() -> None:
    intake = an_intake({"objective": {"mode": "greedy"}})
    result = replace(a_result(), status=Status.FEASIBLE)
    assert "proof" not in {breach.rule for breach in verify(intake, result)}
    assert "proof" in {breach.rule for breach in verify(intake, replace(result, status=Status.OPTIMAL, bound=0))}


@pytest.mark.parametrize(("mode", "bounds"), [("generous", (2, 7, -1)), ("greedy", (0, 7, -1)), ("fair", (3, 7, -1))])
def test_of_a_limit_that_is_impossible_nothing_more_is_said(mode: str, bounds: tuple[int, ...]) -> None:
    """Of six mentees one is left out, one has their first choice, and two are in the lower half of satisfaction."""
    intake = an_intake({"objective": {"mode": mode, "levels": 2}}, PEOPLE)
    first, *others = {
        "generous": (Stage("left out", 1, 1), Stage("unlisted", 3, 3), Stage("choice 2", 1, 1)),
        "greedy": (Stage("choice 1", 1, 1), Stage("choice 2", 1, 1)),
        "fair": (Stage("band 0", 2, 2),),
    }[mode]
    result, untrue = replace(a_result(), program=intake.program), "is not ruled out"

    def told(bound: int) -> list[str]:
        stages = (replace(first, bound=bound), *others)
        return [text for text in said(verify(intake, replace(result, stages=stages))) if not text.startswith("reasons")]

    assert told(first.bound) == []
    for bound in bounds:
        (only,) = told(bound)
        assert f"{bound} as its limit" in only
    better = first.value + (1 if mode == "greedy" else -1)
    assert len([text for text in told(better) if untrue in text]) == len(told(better)) == 2


def test_what_a_result_of_this_program_tells_and_this_one_does_not_is_named() -> None:
    lock = {"kind": "mentor-pair", "mentors": "A;B", "slot": "", "mentees": "", "reason": "agreed"}
    intake = an_intake(None, PEOPLE, locks=[lock])
    locked = (replace(a_result().groups[0], locked=("the pair: agreed",)), a_result().groups[1])
    whole = a_result(groups=locked)
    assert list(untold(intake, whole)) == []
    for without, told in {
        "assignments, what each mentee got": replace(whole, assignment_rows=()),
        "mentors, what each leads": replace(whole, mentor_rows=()),
        "unmatched_names, of s6": replace(whole, unmatched_names={}),
        "locked, what is settled in G1": a_result(),
    }.items():
        assert list(untold(intake, told)) == [without]
    assert list(untold(INTAKE, a_result())) == []
    assert list(untold(intake, a_result(scored=False, assignment_rows=()))) == []


@pytest.mark.parametrize("changes", [{}, {"edited": True}, {"scored": False}], ids=str)
def test_that_groups_were_changed_by_hand_is_no_reason_where_nobody_did(changes: dict[str, Any]) -> None:
    result = a_result(unmatched=(Unmatched("s6", "Not in the groups as they were changed by hand."),), **changes)
    told = [text for text in said(verify(INTAKE, result)) if text.startswith("reasons")]
    why = "s6 is told 'Not in the groups as they were changed by hand.', but nobody changed the groups by hand"
    assert told == ([] if changes else [f"reasons: {why}"])
    assert in_known_words(result.unmatched[0].reason)


def test_unknown_people_break_rules_and_stop_nothing() -> None:
    groups = (replace(a_result().groups[0], mentors=("A", "T9"), mentees=("s1", "s1", "s9")), a_result().groups[1])
    rules = {breach.rule for breach in verify(INTAKE, a_result(groups=groups))}
    assert rules == {"mentors per group", "one place at a time", "score", "tables", "nobody is lost"}


def test_another_intake_is_told() -> None:
    assert verify(an_intake(), a_result()) != ()


# Folders edited by hand ---------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """`a_result` as its five files."""
    a_result().save(tmp_path / "results")
    return tmp_path / "results"


def edit(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def as_excel_saves(file: Path) -> None:
    """Write a table again with a byte-order mark, semicolons, quoted lists, CRLF, and without the guard `'`."""
    lines = file.read_text(encoding="utf-8").replace("'", "").splitlines()
    cells = [[f'"{cell}"' if ";" in cell else cell for cell in line.split(",")] for line in lines]
    lines = [";".join(row) for row in cells]
    file.write_bytes(("\N{ZERO WIDTH NO-BREAK SPACE}" + "\r\n".join([*lines, ";;;"]) + "\r\n").encode())


def test_a_folder_saved_again_by_a_spreadsheet_passes(folder: Path) -> None:
    for name in ("groups.csv", "assignments.csv", "mentors.csv", "unmatched.csv"):
        as_excel_saves(folder / name)
    assert verify(INTAKE, folder) == ()
    (folder / "result.json").unlink()
    assert verify(INTAKE, folder) == ()


@pytest.mark.parametrize("excel", [False, True])
@pytest.mark.parametrize("without", [(), ("result.json",)])
def test_a_mentee_moved_in_groups_csv(folder: Path, excel: bool, without: tuple[str, ...]) -> None:
    edit(folder / "groups.csv", ("s4;s5", "s1;s4;s5"), ("s1;s2;s3", "s2;s3;s6"))
    for name in without:
        (folder / name).unlink()
    if excel:
        as_excel_saves(folder / "groups.csv")
    edited = an_intake(None, PEOPLE, "apart s1 s5")
    found = said(verify(edited, folder))
    assert "apart: groups.csv: =Sara (s1) and s5 must not share a group, and are in G2" in found
    if without:
        assert "tables: groups.csv and assignments.csv tell different groups" in found
        assert "score: groups.csv: G1 is said to score 2800; it scores 1000" in found
        assert (
            "nobody is lost: groups.csv and unmatched.csv: Uma (s6) is listed as left out, and is in a group" in found
        )
    else:
        assert any(text.startswith("tables: groups.csv row 2: it does not say what result.json says") for text in found)
    assert not [text for text in found if text.startswith("apart: assignments.csv")]


def test_a_mentee_moved_in_assignments_csv(folder: Path) -> None:
    row = next(row for row in (folder / "assignments.csv").read_text().splitlines() if row.startswith("s3,"))
    edit(folder / "assignments.csv", (row, row.replace("G1", "G2")))
    found = said(verify(an_intake(None, PEOPLE, "together s2 s3"), folder))
    assert "together: assignments.csv: s2 and s3 must be in one group, or both left out" in found
    assert (
        "tables: assignments.csv row 4: s3 is in G2 with A and B at Mon 09:00, "
        "but G2 is with C and D at Tue 09:00 in other rows"
    ) in found


def test_tables_that_tell_the_same_are_checked_once(folder: Path) -> None:
    (folder / "result.json").unlink()
    found = said(verify(an_intake(None, PEOPLE, "apart s1 s2"), folder))
    assert found == ["apart: groups.csv and assignments.csv: =Sara (s1) and s2 must not share a group, and are in G1"]


@pytest.mark.parametrize("left", ["groups.csv", "assignments.csv"])
def test_one_table_alone(folder: Path, left: str) -> None:
    for file in folder.iterdir():
        if file.name != left:
            file.unlink()
    assert verify(INTAKE, folder) == ()
    found = said(verify(an_intake(None, PEOPLE, "apart s1 s2"), folder))
    assert found == [f"apart: {left}: =Sara (s1) and s2 must not share a group, and are in G1"]


def test_a_table_that_cannot_be_read(folder: Path) -> None:
    (folder / "groups.csv").write_bytes("group,slot,mentor_ids,mentee_ids\nG1,für,A;B,s1\n".encode("cp1252"))
    found = said(verify(INTAKE, folder))
    assert any(text.startswith("tables: groups.csv: is not UTF-8 text") for text in found)
    (folder / "result.json").unlink()
    with pytest.raises(ResultFileError, match=r"groups\.csv: is not UTF-8 text"):
        verify(INTAKE, folder)


def test_a_table_without_its_columns(folder: Path) -> None:
    (folder / "result.json").unlink()
    edit(folder / "groups.csv", ("mentee_ids", "members"))
    with pytest.raises(ResultFileError, match=r"groups\.csv, mentee_ids: is missing"):
        verify(INTAKE, folder)


def test_rows_with_holes(folder: Path) -> None:
    (folder / "result.json").unlink()
    (folder / "groups.csv").unlink()
    edit(folder / "assignments.csv", ("s2,s2,G1,", "s2,s2,,"), ("s3,s3,G1", ",s3,G1"))
    found = said(verify(INTAKE, folder))
    assert "tables: assignments.csv row 3 has no group in it" in found
    assert "tables: assignments.csv row 4 has no mentee_id in it" in found
    assert "group size: assignments.csv: G1 has 1 mentee; 2 to 3 are allowed" in found
    assert "nobody is lost: assignments.csv and unmatched.csv: s2 is in no group and not listed as left out" in found


def test_named_slots_keep_their_guard(tmp_path: Path) -> None:
    program = {"groups": {"mentors": 1, "min_size": 1}, "schedule": {"slots": ["-Late", "Early"]}}
    intake = read_intake([{"id": "A", "availability": "-late"}], [{"id": "s1", "availability": "-Late"}], program)
    (tmp_path / "groups.csv").write_text("group,slot,mentor_ids,mentee_ids\nG1,'-Late,A,s1\n")
    assert verify(intake, tmp_path) == ()


@pytest.mark.parametrize("name", ["assignments.csv", "groups.csv", "mentors.csv", "unmatched.csv"])
def test_a_table_that_is_missing_beside_result_json(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert said(verify(INTAKE, folder)) == [f"tables: {name} is missing beside result.json"]


def test_an_empty_folder_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ResultFileError, match=r"is no result: it is a folder without a result\.json"):
        verify(INTAKE, tmp_path)
    with pytest.raises(ResultFileError, match=r"nowhere\.json: there is no such file"):
        verify(INTAKE, tmp_path / "nowhere.json")


def test_a_result_json_edited_by_hand(folder: Path) -> None:
    copy = Path(shutil.copytree(folder, folder.parent / "copy"))
    saved = json.loads((copy / "result.json").read_text(encoding="utf-8"))
    saved["groups"][1]["mentees"].append(saved["groups"][0]["mentees"].pop())
    (copy / "result.json").write_text(json.dumps(saved), encoding="utf-8")
    found = verify(INTAKE, copy / "result.json")
    # s3 with C and D scores what it scored with A and B: nothing. What gives the change away is the rows.
    assert {breach.rule for breach in found} == {"tables", "names and order"}
    assert {person for breach in found if breach.rule == "tables" for person in breach.people} == {
        "s3",
        "A",
        "B",
        "C",
        "D",
    }
