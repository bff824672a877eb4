"""Somebody at another clock, and two in one kind of week alone: all that is said of their hours is so."""

from __future__ import annotations

import pytest

from tests.reader.__main__ import campaign
from tests.reader.forced import elsewhere
from tests.reader.readers import output_named

FACTS = {
    "page": 200,
    "participants": 60,
    "sheets": 20,
    "workbook": 200,
    "participants' workbook": 20,
    "tables": 150,
    "mail": 150,
    "calendars": 1000,
    "attendance": 40,
    "check": 4,
}
"""How many facts are read of each output at least."""


def test_two_groups_of_one_mentor_meet_at_one_hour() -> None:
    groups = [(group["slot"], group["mentors"]) for group in elsewhere().told["groups"]]
    assert groups == [("Mon 12:00 odd", ["m1"]), ("Mon 12:00 even", ["m1"])]


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_is_so(name: str) -> None:
    found = campaign([elsewhere()], 0, [output_named(name)])
    assert not found.faults
    assert sum(found.facts.values()) >= FACTS[name]
