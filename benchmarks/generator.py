"""Seeded intakes of any size and difficulty, in the JSON form of an intake.

Everything is drawn from one `random.Random(seed)` of the standard library, so the same `Settings` give the same intake
on every machine. What makes an intake hard, and which setting turns it:

* **Few common times.** `free_share` of `slots`; people of one timetable are free together, and `own_time` says how far
  each departs from it. Less in common leaves fewer permitted pairs of mentors and fewer mentees for each.
* **Popular mentors.** `popularity` skews the wishes: 0 spreads them evenly, 1 (Zipf's law) makes a few mentors
  everybody's first choice.
* **No mentor to spare.** `mentors / mentors_per_group * min_size` close to `mentees` forces every mentor into a group;
  `mentors / mentors_per_group * max_size` below `mentees` leaves somebody out.
* **Rules.** Each setting of the last block ties people together or keeps them apart.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from benchmarks.people import People
from benchmarks.settings import Record, Settings
from benchmarks.tables import write_csv
from benchmarks.ties import draw_constraints
from benchmarks.timetables import DAY_MINUTES, DAYS, clock, slot_starts

__all__ = ["RULE_SETS", "Settings", "generate", "rule_sets", "scarcity", "write_csv"]


def generate(settings: Settings) -> dict[str, Any]:
    """Return the intake drawn from `settings`, in the JSON form: program, mentors, mentees and constraints.

    Lists are lists, blanks are None or empty. Nothing promises that an assignment exists. The work grows with the
    number of people, not with its square.
    """
    people = People(Random(settings.seed), settings)
    constraints = draw_constraints(people)
    return {
        "program": _program(settings),
        "mentors": people.mentors,
        "mentees": people.mentees,
        "constraints": constraints,
    }


def _program(settings: Settings) -> Record:
    """Return the tables of the program: what is always worth saying, and what the settings ask for."""
    groups: Record = {
        "mentors": settings.mentors_per_group,
        "min_size": settings.min_size,
        "max_size": settings.max_size,
        "everyone": settings.everyone,
    }
    if settings.count is not None:
        groups["count"] = settings.count
    if settings.ideal_size is not None:
        groups["ideal_size"] = settings.ideal_size
    load: Record = {"max_groups": settings.max_groups}
    if settings.max_mentees is not None:
        load["max_mentees"] = settings.max_mentees
    gender = {"pair": settings.pair_gender, "scope": settings.scope, "no_lone": list(settings.no_lone)}
    program: Record = {
        "name": settings.name,
        "groups": groups,
        "schedule": _schedule(settings),
        "gender": gender,
        "load": load,
    }
    weights: Record = {}
    if settings.unmatched is not None:
        weights["unmatched"] = settings.unmatched
    if settings.size_weight:
        weights["size"] = settings.size_weight
    if weights:
        program["weights"] = weights
    if settings.campuses:
        program["eligible"] = [{"column": "campus", "rule": "equal"}]
    if settings.experience:
        program["pair"] = [{"column": "experience", "rule": "includes", "values": ["returning"]}]
    return program


def _schedule(settings: Settings) -> Record:
    timetables = settings.mentor_timetables or settings.mentee_timetables
    if not timetables and not settings.slots:
        return {"required": False}
    schedule: Record = {"meeting_minutes": settings.meeting_minutes}
    if timetables:
        schedule["start_every"] = settings.start_every
    else:
        starts = slot_starts(settings.slots)
        schedule["slots"] = [f"{DAYS[start // DAY_MINUTES]} {clock(start % DAY_MINUTES)}" for start in starts]
    if settings.max_groups_per_slot is not None:
        schedule["max_groups_per_slot"] = settings.max_groups_per_slot
    return schedule


RULE_SETS = {
    "plain": Settings(),
    "mixed_pairs": Settings(pair_gender="mixed"),
    "no_lone": Settings(
        no_lone=("woman", "man", "nonbinary"), mentee_genders={"woman": 0.5, "man": 0.4, "nonbinary": 0.1}
    ),
    "require_one": Settings(gender_wishes=0.4, require=0.6),
    "require_all": Settings(gender_wishes=0.4, require=0.6, scope="all"),
    "everyone": Settings(everyone=True, unmatched=0, free_share=0.35),
    "campuses": Settings(campuses=("North", "South"), experience=0.7, max_groups=2, second_group=0.5, max_mentees=16),
    "constraints": Settings(together=4, apart=5, assign=3, co_lead=2, avoid=4),
    "rooms": Settings(max_groups_per_slot=1, count=6, patterns=1),
}
"""What each rule set is drawn from, such that its rule costs points.

In ``no_lone`` five mentees are nonbinary, and none may be the only one of a group; in ``everyone`` leaving somebody out
costs nothing by itself; in ``rooms`` all follow one timetable, so that groups would meet at the same hours.
"""


def rule_sets(seed: int) -> dict[str, dict[str, Any]]:
    """Return the named intakes that the figures are measured on.

    Each has 60 mentees, 12 mentors, 20 slots and groups of 8 to 12, so that every mentor is needed, or nearly: five
    groups hold all only where every one of them is full. ``require_one`` and ``require_all`` differ in `scope` alone.
    """
    named = RULE_SETS.items()
    return {name: generate(replace(chosen, seed=seed, name=f"Rule set {name}")) for name, chosen in named}


def scarcity(seed: int) -> dict[str, Any]:
    """Return 60 mentees and 11 mentors for groups of 8 to 10: five groups at most, so at least ten are left out."""
    return generate(Settings(seed=seed, name="Scarcity", mentors=11, min_size=8, max_size=10))
