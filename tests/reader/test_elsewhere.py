"""Somebody at another clock, and two in one kind of week alone: all that is said of their hours is so."""

from __future__ import annotations

import pytest

from matcher.report.view.in_language import InLanguage
from matcher.report.view.phrases import Phrases
from tests.reader.__main__ import campaign
from tests.reader.forced import elsewhere
from tests.reader.readers import output_named
from tests.reader.runs import case_of
from tests.reader.turned import Turned
from tests.reader.words import Words

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


@pytest.mark.parametrize("language", ["de", "es", "fa"])
def test_hours_by_the_programs_clock_are_read_back(language: str) -> None:
    case = case_of(9)  # one of its mentors told hours of another time zone at which no group meets
    warning = next(text for text in map(str, case.intake.warnings) if "; by the clock of " in text)
    turning, words = InLanguage(case.intake, [], Phrases(language)), Words(language)
    told = turning.warning(warning).text
    assert told != warning
    assert Turned(case.facts, words).warning(told) == warning
    assert (
        Turned(case.facts, words).warning(told.replace(words.clock(8 * 60 + 30), words.clock(8 * 60 + 31))) != warning
    )
