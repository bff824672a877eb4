"""Previous results made up for tiny intakes: groups of some who are still there and some who are gone."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from matcher.intake.program import Program
from matcher.result.match_result import MatchResult
from matcher.result.records import Group, Status
from tests import oracle

Plain = dict[str, Any]


def result_of(groups: Sequence[oracle.Group]) -> MatchResult:
    """A result that tells nothing but its groups."""
    named = tuple(
        Group(f"G{number}", slot, tuple(mentors), tuple(mentees), 0)
        for number, (mentors, slot, mentees) in enumerate(groups, 1)
    )
    return MatchResult(Status.FEASIBLE, 0, 0, named, (), (), (), {}, 0, 0.0, "0", Program())


def made_up(random: Random, intake: Plain) -> list[oracle.Group]:
    """Groups of the past: of anybody, at any slot of then and now, whether or not the rules of now permit them."""
    reading = oracle.read(intake)
    mentors, mentees = [*reading.mentors, "gone1", "gone2"], [*reading.mentees, "left1", "left2"]
    random.shuffle(mentors)
    random.shuffle(mentees)
    hours = [*reading.slots, *reading.slots, "Sat 03:00"] if reading.slots else [None]
    groups: list[oracle.Group] = []
    number = reading.program["groups"]["mentors"]
    while len(mentors) >= number and mentees and len(groups) < 3:
        leaders, mentors = mentors[:number], mentors[number:]
        size = random.randint(1, 3)
        groups.append((tuple(leaders), random.choice(hours), tuple(mentees[:size])))
        mentees = mentees[size:]
    return groups
