"""Odd and even weeks in people's own words, in the languages in which hours are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from matcher.intake.people import WeekKind
from matcher.survey.hours.words import DAYS_OF
from matcher.survey.words.word_tables import Understood

__all__ = [
    "SaidWeek",
    "every_other",
    "read_weeks",
    "tells_which_weeks",
    "week_alone",
    "week_asked_in",
    "weeks_in",
    "without_weeks",
]

_NOUN = r"(?:calendar )?(?:weeks?|wks?|(?:kalender)?wochen?|kw|semaines?|semanas?)"
_KINDS: dict[WeekKind, str] = {
    "odd": r"(?:odd(?:[- ]numbered)?|uneven|ungerade[nrms]?|impaires?|impar(?:es)?)",
    "even": r"(?:even(?:[- ]numbered)?|gerade[nrms]?|paires?|par(?:es)?)",
}
_BEFORE = (
    r"(?:(?:only|just|nur|solo|s\u00f3lo|solamente|seulement|uniquement)\s+)?"
    r"(?:(?:in|on|of|an|en|les|las|de|des|der|toutes|todas|jede[nrms]?|every|each|pendant)\s+){0,2}"
    r"(?:(?:the|den|les|las|des|der)\s+)?"
)
_AFTER = r"(?:\s+(?:only|nur|solo|seulement|uniquement|solamente))?"
_IN_WEEKS = {
    kind: re.compile(
        rf"[(\[]?\s*\b{_BEFORE}(?:{words}\s+{_NOUN}|{_NOUN}\s+{words})\b{_AFTER}\s*[)\]]?"
        # A bare word is taken where it cannot be anything else: "even" may mean "quite".
        rf"|[(\[]\s*{words}\s*[)\]]"
        rf"|\b{kind}(?=\s*(?:[,;\n]|$))",
        re.IGNORECASE,
    )
    for kind, words in _KINDS.items()
}

_ALL_WEEKS = re.compile(
    rf"(?:(?:every|all|each|any|both|jede[nrms]?|alle|beide|toutes|les deux|chaque|todas|cada|ambas)"
    rf"(?:\s+(?:the|kinds? of|les|las))?(?:\s+{_NOUN})?|w(?:\u00f6|oe)chentlich|weekly"
    r"|(?:odd|ungerade|impaires?|impares)\s*(?:and|und|et|y|&|\+|/|,|;)\s*(?:even|gerade|paires?|pares)(?:\s+\w+)?)",
    re.IGNORECASE,
)

_DAY = "|".join(
    sorted(
        {word for words in DAYS_OF.values() for word in words if len(word) > 2} | {"mi\u00e9rcoles", "s\u00e1bados?"}
    )
)
_WEEK_OR_DAY = rf"(?:{_NOUN}|{_DAY})"
_EVERY_OTHER = re.compile(
    rf"\b(?:(?:every|each)\s+(?:other|second|2nd|two|2)\s+{_WEEK_OR_DAY}|alternat(?:e|ing|ive)\s+{_WEEK_OR_DAY}"
    rf"|bi-?\s?weekly|(?:every\s+)?fortnight(?:ly)?|once\s+(?:every\s+two|in\s+two)\s+weeks"
    rf"|jede[nrms]?\s+(?:zweite[nrms]?|2\.|andere[nrms]?)\s+{_WEEK_OR_DAY}|alle\s+(?:zwei|2)\s+wochen"
    rf"|(?:14|vierzehn)-?\s?t(?:\u00e4|ae)g\w*|(?:zwei|2-)w(?:\u00f6|oe)ch\w*"
    rf"|{_WEEK_OR_DAY}\s+sur\s+(?:deux|2)|toutes\s+les\s+(?:deux|2)\s+semaines|tous\s+les\s+(?:deux|2)\s+{_WEEK_OR_DAY}"
    rf"|tous\s+les\s+(?:quinze|15)\s+jours|cada\s+(?:dos|2)\s+{_WEEK_OR_DAY}|cada\s+(?:quince|15)\s+d[i\u00ed]as"
    rf"|{_WEEK_OR_DAY}\s+altern[oa]s?|una\s+semana\s+s[i\u00ed]\W+(?:y\s+)?(?:la\s+)?otra\s+no|quincenal(?:mente)?)\b",
    re.IGNORECASE,
)


class SaidWeek(NamedTuple):
    """A kind of week, and where a text names it."""

    start: int
    end: int
    week: WeekKind


def weeks_in(text: str) -> list[SaidWeek]:
    """Return where a text, tidy, names a kind of week, in order."""
    return sorted(_weeks_in(text))


def without_weeks(text: str) -> str:
    """Return a text with spaces in place of the kinds of weeks that it names."""
    for one in weeks_in(text):
        text = f"{text[: one.start]}{' ' * (one.end - one.start)}{text[one.end :]}"
    return text


def _weeks_in(text: str) -> Iterator[SaidWeek]:
    for week, pattern in _IN_WEEKS.items():
        for found in pattern.finditer(text):
            yield SaidWeek(found.start(), found.end(), week)


def week_asked_in(heading: str) -> WeekKind | None:
    """Return the kind of week of which a heading asks for hours; None where it asks for no one kind.

    One that speaks of both says how to answer.
    """
    kinds = {kind for kind, words in _KINDS.items() if re.search(rf"\b{words}\b", heading, re.IGNORECASE)}
    said = {one.week for one in weeks_in(heading)}
    return said.pop() if len(kinds) == len(said) == 1 else None


def week_alone(text: str) -> WeekKind | None:
    """Return the kind of week that is all a text says; None where it says something else."""
    said = weeks_in(text.strip())
    rest = "" if not said else (text.strip()[: said[0].start] + text.strip()[said[0].end :]).strip(" ,.()")
    return said[0].week if len(said) == 1 and not rest else None


def read_weeks(text: str) -> Understood[WeekKind]:
    """Read the answer to a question in which weeks somebody can meet; None, sure: in all, or none is named."""
    said = " ".join(text.split())
    if not said or _ALL_WEEKS.fullmatch(said):
        return Understood(None)
    week = _bare_week(said)
    if week is None:
        return Understood(None, sure=False, note="does not say whether in odd or in even weeks, or in all of them")
    return Understood(week)


def tells_which_weeks(text: str) -> bool:
    """Return whether a text says in which weeks, and nothing else: ``odd``, ``gerade KW``, ``every other week``."""
    said = " ".join(text.split()).strip(" .!")
    other = _EVERY_OTHER.fullmatch(said)
    return _bare_week(said) is not None or (other is not None and re.search(_DAY, said, re.IGNORECASE) is None)


def _bare_week(said: str) -> WeekKind | None:
    alone = [kind for kind, words in _KINDS.items() if re.fullmatch(words, said.strip("()[] .!"), re.IGNORECASE)]
    return alone[0] if alone else week_alone(said)


def every_other(text: str) -> str | None:
    """Return the words by which a text speaks of every second week and not of which; None where it does not."""
    found = _EVERY_OTHER.search(text)
    return None if found is None else found[0]
