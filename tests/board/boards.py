"""Boards for tests: on the sample `tiny` with its groups of README.md, or on any intake with groups drawn at random."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from matcher import Intake, MatchResult, read_intake
from matcher.board.session import Places, Session
from matcher.board.state import NEW, State
from matcher.rules import FormedGroup
from tests.report.tiny import TINY, result_of

START = datetime(2026, 10, 5, 14, 0, tzinfo=UTC)


def clock() -> Iterator[datetime]:
    now = START
    while True:
        yield now
        now += timedelta(seconds=1)


def opened(
    folder: Path,
    result: MatchResult | None = None,
    intake: Path | None = None,
    *,
    named: str = "results",
    to: str | None = None,
) -> Session:
    """A board on a copy of `tiny` in a folder, its result saved there; opened again where it is there already.

    `named` is what of the folder is opened, `to` the folder in it that Save writes to, where that is another.
    """
    place, out = folder / "spring", folder / "results"
    if not place.exists():
        shutil.copytree(intake or TINY, place)
        (result or result_of(read_intake(place))).save(out)
    places = Places.of(place, folder / named, None if to is None else folder / to)
    return Session(read_intake(place), MatchResult.load(folder / named), places, clock().__next__)


def drawn(random: Random, intake: Intake) -> State:
    """Groups of an intake without regard to any rule, as a board might be left by a careless hand."""
    mentors, mentees = [mentor.id for mentor in intake.mentors], [mentee.id for mentee in intake.mentees]
    random.shuffle(mentors)
    random.shuffle(mentees)
    groups = []
    for number in range(1, 1 + max(1, len(mentors) // 2)):
        led = tuple(mentors.pop() for _ in range(min(len(mentors), random.randint(1, 2))))
        members = tuple(mentees.pop() for _ in range(min(len(mentees), random.randint(0, 4))))
        slot = random.choice(intake.slots).text if intake.slots else None
        groups.append(FormedGroup(f"G{number}", slot, led, members))
    return State(tuple(groups))


def any_change(random: Random, intake: Intake, state: State) -> dict[str, Any]:
    """Something that a page could ask for; the board may refuse it."""
    names = [group.id for group in state.groups]
    where = [None, *names]
    people = [one.id for one in (*intake.mentors, *intake.mentees)]
    person, other = random.choice(people), random.choice(people)
    places = {
        own: [group.id for group in state.groups if own in (*group.mentors, *group.mentees)] or [None]
        for own in (person, other)
    }
    start, there = random.choice(places[person]), random.choice(places[other])
    kind = random.choice(["move", "move", "move", "swap", "swap", "hour", "split", "dissolve", "lock"])
    group = random.choice(names) if names else "G1"
    asked: dict[str, dict[str, Any]] = {
        "move": {"person": person, "start": start, "to": random.choice([*where, NEW])},
        "swap": {"person": person, "start": start, "other": other, "to": there},
        "hour": {"group": group, "slot": random.choice(intake.slots).text if intake.slots else "Mon 09:00"},
        "split": {"group": group},
        "dissolve": {"group": group},
        "lock": {
            "kind": random.choice(["person-in-group", "mentor-pair", "group-slot", "whole-group"]),
            "group": group,
            "person": person,
            "reason": "promised",
        },
    }
    return {"do": kind, **asked[kind]}
