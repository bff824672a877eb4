"""How much choice each mentee has, against every choice of mentors that brute force permits."""

from __future__ import annotations

from pathlib import Path

import pytest

import matcher
from matcher import read_intake
from matcher.report.options import options_of
from tests import oracle
from tests.draws import draws
from tests.explaining.common import as_table
from tests.solving.common import drawn, read

SAMPLES = Path(matcher.__file__).parents[1] / "data" / "samples"


def counted(reading: oracle.Reading) -> tuple[list[int], list[int]]:
    """Of each mentee: mentors in a permitted choice, and slots at which all of such a choice can meet with it."""
    mentors, hours = [], []
    for mentee in reading.mentees:
        choices = oracle.permitted(reading, mentee)
        mentors.append(len({mentor for choice in choices for mentor in choice}))
        slots = (
            frozenset.intersection(*(reading.free[person] for person in (mentee, *choice)))
            for choice in (choices if reading.slots is not None else ())
        )
        hours.append(len(frozenset().union(*slots)))
    return mentors, hours


@pytest.mark.parametrize(
    "rules",
    [
        (),
        ("pair_mixed", "named_slots"),
        ("pair_same", "availability"),
        ("require_one", "named_slots"),
        ("require_all", "availability"),
        ("pair_includes", "co_lead", "named_slots"),
        ("one_mentor", "require_one", "availability"),
        ("apart", "avoid", "eligible_share", "availability", "max_groups_two"),
        ("pair_mixed", "require_one", "apart", "max_mentees", "slot_cap"),
    ],
)
def test_options_are_those_of_brute_force(rules: tuple[str, ...]) -> None:
    told = 0
    for number in range(draws(15, 40)):
        intake, _ = drawn(f"options {rules}", number, rules)
        reading, read_by_us = oracle.read(intake), read(intake)
        mentors, hours = counted(reading)
        mine, times = options_of(read_by_us)
        assert mine.tolist() == mentors
        if reading.slots is not None:
            assert times.tolist() == hours
        told += sum(mentors)
    assert told


@pytest.mark.parametrize(
    ("name", "fewest", "hours"),
    [("two-campuses", [6, 6, 7], [3, 3, 3]), ("medical-school", [12, 12, 12], [13, 14, 15])],
)
def test_two_who_may_not_lead_together_are_no_choice(name: str, fewest: list[int], hours: list[int]) -> None:
    intake = read_intake(SAMPLES / name)
    told = tuple(counts.tolist() for counts in options_of(intake))
    assert told == counted(oracle.read(as_table(intake)))
    assert [sorted(counts)[:3] for counts in told] == [fewest, hours]
