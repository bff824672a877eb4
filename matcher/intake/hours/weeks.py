"""Odd and even weeks: how they are told, and which weeks of a calendar they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from matcher.intake.people import WeekKind

__all__ = ["LIKE_WEEK", "Told", "in_a_row", "kind_of", "meeting_days", "of_no_kind", "told_of"]

LIKE_WEEK = "write odd or even after it, by the number of the week in the calendar (ISO 8601), like Mon 09:00-11:00 odd"

_KIND = re.compile(r"(?P<rest>.*?[^\s,(])(?:\s*[,(]\s*|\s+)(?:in\s+|on\s+)?(?P<week>odd|even)(?:\s+weeks?)?\s*\)?")
_NEITHER = re.compile(
    r"\b(?:(?:every|each) (?:other|second|2nd)\b|alternat\w+|bi-?weekly|fortnight\w*|every (?:two|2) weeks|"
    r"jede[nrs]? (?:zweite[nrs]?|andere[nrs]?)\b|alle (?:zwei|2) wochen|(?:14|vierzehn)-?t(?:\u00e4|ae)gig|"
    r"sur deux\b|toutes les deux semaines|cada dos semanas|semanas? alternas?)"
)
_ELSEWHERE = (
    ("odd", re.compile(r"\b(?:odds|uneven|ungeraden?\w*|impaire?s?|impar(?:es)?)\b")),
    ("even", re.compile(r"\b(?:evens|geraden?\w*|paire?s?|par(?:es)?)\b")),
)
"""The same kinds by words of other languages, which a survey may hold and an intake does not."""
_WEEK = timedelta(weeks=1)


class Told(NamedTuple):
    """A text about hours without the kind of week that it ends with; `week` None: of every week."""

    rest: str
    week: WeekKind | None


def told_of(text: str) -> Told:
    """Return what a text says besides the kind of week: ``Mon 09:00-11:00`` and odd of ``Mon 09:00-11:00 (odd weeks)``.

    Names of slots may end so, too: who calls looks for these first.
    """
    found = _KIND.fullmatch(text.strip().casefold())
    if found is None:
        return Told(text, None)
    week: WeekKind = "odd" if found["week"] == "odd" else "even"
    # Of the text itself, since case may tell names apart.
    return Told(text.strip()[: found.end("rest")].strip(), week)


def of_no_kind(text: str) -> tuple[str, str | None] | None:
    """Return what is wrong with a text that speaks of weeks in words that tell no kind; None where it does not.

    Returns
    -------
    message : str
    kind : str or None
        The kind that is meant, where a word of another language tells it.
    """
    said = text.casefold()
    if _NEITHER.search(said):
        return "is of every other week, and does not say of which", None
    kind = next((kind for kind, words in _ELSEWHERE if words.search(said)), None)
    return None if kind is None else ("tells the kind of week in a word that is not known", kind)


def kind_of(day: date) -> WeekKind:
    """Return the kind of the week of a day, by its ISO number."""
    return "odd" if day.isocalendar().week % 2 else "even"


def meeting_days(first: date, weeks: int, every: int, week: WeekKind | None) -> list[date]:
    """Return the days of meetings on the weekday of `first`, within so many weeks from it.

    Parameters
    ----------
    every
        Weeks from one to the next.
    week
        Only weeks of this kind: each of them where `every` is 1 or 2, every second one where it is 4, every third where
        it is 3 or 6, and so on.
    """
    days = (first + _WEEK * number for number in range(weeks))
    if week is None:
        return list(days)[::every]
    return [day for day in days if kind_of(day) == week][:: every // 2 if every % 2 == 0 else every]


def in_a_row(start: date, weeks: int) -> Iterator[date]:
    """Yield the first days, by Monday, of weeks of the same kind as the week before: what follows a 53rd week."""
    monday = start - timedelta(days=start.weekday())
    for number in range(1, weeks):
        day = monday + _WEEK * number
        if kind_of(day) == kind_of(day - _WEEK):
            yield day
