"""Every sentence that messages can have is one that their reader knows."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.reader.letters import letter
from tests.reader.words import LANGUAGES, Words

HOUR = ("group.until", "group.week", "group.zone")
WHEN = {
    *(" ".join(["group.when", *some]) for many in range(4) for some in combinations(HOUR, many)),
    *("one.when one.until one.zone", "one.when one.until one.zone one.since"),
    *("group.first", "group.last", "group.dates | listing", "group.skipped | listing", "group.place"),
}
PEOPLE = {
    *("group.mentors | listing", "others | listing", "shared | listing", "group.mentors | addresses | listing"),
    "#1",
}
HEAD = {"program", "person.name"}
LED = {"group.partners | listing", "group.mentees | length | number", "mentee | named"}
LEADERS = {"group.mentors_gone | listing", "group.mentors_new | listing"}
BEFORE = {"program #2", *(f"old.name{when}{number}" for when in ("", " old.when") for number in ("", " #2")), *LEADERS}
SENTENCES = {
    "mentee.txt": {*HEAD, "group.name program", *WHEN, *PEOPLE, "#2"},
    "mentor.txt": {*HEAD, "program #2", "group.name", *WHEN, *LED, "#1"},
    "unmatched.txt": {*HEAD, "program #2", "#1", "#2"},
    "idle.txt": {*HEAD, "program #2", "program #3", "#1", "#2"},
    "mentee-changed.txt": {
        *HEAD, *BEFORE, "group.name", "group.was group.name", "group.name #2", *WHEN, *PEOPLE, "#2", "#3", "#4",
    },
    "mentor-changed.txt": {
        *HEAD, *BEFORE, "group.name ?group.new", "group.name group.was", "group.name", *WHEN, *LED,
        "group.mentees_gone | listing", "group.mentees_new | listing", "#1", "#2",
    },
}  # fmt: skip
"""Every sentence that the readers of messages know."""


@pytest.mark.parametrize("name", SENTENCES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_no_sentence_that_nobody_reads(language: str, name: str) -> None:
    found = letter(Words(language), name).sentences
    assert set(found) == SENTENCES[name]
    assert list(found) == list(letter(Words("en"), name).sentences)
