"""What `check` says of room is so: counted again, and never less than what a grouping then holds."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from matcher import InfeasibleError, IntakeError, match
from matcher.terminal.few_hours import FewHoursFacts, few_hours_told
from matcher.terminal.solve import IntakeFacts, intake_summary
from matcher.why.reasons.capacity import Room, room_by_rules
from tests.draws import draws
from tests.reader.checked import Checked
from tests.reader.runs import read
from tests.reader.seen import Facts
from tests.reader.test_counting import demanding
from tests.reader.warned import Warned
from tests.reader.words import Words
from tests.strategies import tiny_intake


@pytest.mark.parametrize("draw", [demanding, lambda number: tiny_intake(Random(number), most_mentors=5)])
def test_what_check_says_of_random_intakes_is_so(draw: Callable[[int], Any]) -> None:
    shorter = 0
    for number in range(draws(70, 200)):
        plain = draw(number)
        try:
            intake = read(plain)
        except IntakeError:
            continue
        few = few_hours_told(FewHoursFacts.of(intake))
        told = "\n".join(filter(None, [intake_summary(IntakeFacts.of(intake)), few]))
        reader = Checked(Facts(plain, {"groups": [], "unmatched": []}), Words("en"))
        reader.read(told)
        assert not reader.faults, (number, reader.faults)
        shorter += "must be left out" in told and ", enough." in told
    assert shorter > draws(3, 10)


def test_what_is_warned_of_too_few_places_is_so() -> None:
    warned = 0
    for number in range(draws(70, 200)):
        plain = demanding(number)
        try:
            intake = read(plain)
        except IntakeError:
            continue
        told = [text for text in map(str, intake.warnings) if "there are places for" in text]
        right = [
            text for text in Warned(Facts(plain, {"groups": [], "unmatched": []})).all() if "there are places" in text
        ]
        assert [text.partition(": ")[2] for text in told] == [text.partition(": ")[2] for text in right], number
        warned += len(told)
    assert warned > draws(15, 50)


def test_no_grouping_holds_more_than_check_says() -> None:
    reached = 0
    for number in range(draws(30, 60)):
        plain = tiny_intake(Random(number), most_mentors=5)
        plain["program"]["objective"] = {"mode": "generous"}
        try:
            result = match(read(plain), effort="quick", workers=1)
        except (InfeasibleError, IntakeError):
            continue
        room = room_by_rules(read(plain))
        placed = len(plain["mentees"]) - len(result.unmatched)
        assert len(result.groups) <= room.groups, number
        assert placed <= room.most, number
        reached += placed == room.most
    assert reached > draws(5, 10)


def test_mentors_who_can_hardly_be_paired_are_not_enough() -> None:
    """Four men and a woman in mixed pairs lead one group, whatever their number; one mentee is on another campus."""
    plain = {
        "program": {
            "groups": {"mentors": 2, "min_size": 2, "max_size": 5},
            "gender": {"pair": "mixed"},
            "eligible": [{"column": "campus", "rule": "equal"}],
        },
        "mentors": [{"id": f"m{one}", "gender": "f" if one == 0 else "m", "campus": "North"} for one in range(5)],
        "mentees": [{"id": f"s{one}", "campus": "North" if one else "South"} for one in range(9)],
        "constraints": [],
    }
    intake = read(plain)
    assert room_by_rules(intake) == Room(groups=1, seats=5, able=8)
    assert intake_summary(IntakeFacts.of(intake)).splitlines()[-2:] == [
        "Capacity: before rules on people and hours, at most 2 groups with 10 seats for 9 mentees, enough.",
        "With these: at most 1 group with 5 seats, and 8 mentees who have a permitted mentor; "
        "at least 4 of 9 mentees must be left out.",
    ]
