"""A list in which all names are misspelt: how far the search is, is told, and it has an end."""

from __future__ import annotations

import pytest

from matcher.survey.people.wishes import Directory, Known
from matcher.terminal.lines import logged_told

PEOPLE = [Known("M1", "Katarina Holmgren"), Known("M2", "Rafael Hakimi"), Known("M3", "Wanjiru Torres")]


def test_how_far_it_is_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.survey.people.near_names.TOLD_EACH", 2)
    lines: list[str] = []
    directory = Directory(PEOPLE)
    with logged_told("matcher.survey", lines.append):
        for number in range(5):
            directory.find(f"Nobody Holmgrenn{number}")
    assert lines == [f"{done} names that nobody bears exactly were compared with all 3" for done in (2, 4)]
    directory.find("Nobody Else")
    assert len(lines) == 2


def test_it_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.survey.people.near_names.MOST_COMPARED", 6)
    directory = Directory(PEOPLE)
    found = [directory.find(name).id for name in ("Katarina Holmgrenn", "Rafael Hakimmi", "Wanjiru Torress", "M3")]
    # The third is a slip as well, and is asked about; an id is known without any search.
    assert found == ["M1", "M2", None, "M3"]


def test_a_long_text_is_nobody_and_takes_no_longer_than_it_is_long() -> None:
    # From each letter to the end an address was looked for: the square of this length is minutes of work.
    directory = Directory(PEOPLE)
    for text in ("a" * 40_000, "a@" * 20_000, "a." * 20_000, "(" * 40_000):
        assert directory.find(text).id is None
