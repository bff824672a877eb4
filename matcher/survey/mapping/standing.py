"""How sure a column is: sure is what is known word for word, and what somebody confirmed; all else was read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from matcher.intake.hours import AvailabilityError, parse_availability
from matcher.intake.program import fold
from matcher.survey.form import FORM
from matcher.survey.mapping.answers import Source
from matcher.survey.mapping.evidence import Sureness
from matcher.survey.mapping.recognition import Taken
from matcher.survey.reading.timestamps import seems_a_time

__all__ = ["Standing", "family_of", "how_sure", "names_of", "standing_of"]


class Standing(StrEnum):
    """On what the reading of a column rests."""

    KNOWN = "known"
    """The question is known word for word, and so is every answer."""
    CONFIRMED = "confirmed"
    """Somebody looked at it and said that it is right."""
    READ = "read"
    """It was read, and nobody has said yet that it is right."""
    UNUSED = "unused"
    """It is ignored."""


def standing_of(source: Source, taken: Taken) -> Standing:
    """Return on what the reading of a column rests."""
    if taken.target == "ignore" or taken.doubt is not None:
        return Standing.UNUSED
    if names_of(taken) & source.confirmed:
        return Standing.CONFIRMED
    return Standing.KNOWN if _is_known(source, taken) else Standing.READ


_FAMILIES = MappingProxyType(
    {
        "unavailable": "availability",
        "availability_grid": "availability",
        "unavailable_grid": "availability",
        "first_name": "name",
        "last_name": "name",
        "nickname": "name",
    }
)


def family_of(target: str) -> str:
    """Return what columns of several meanings say together: hours, or a name."""
    return _FAMILIES.get(target, target)


def names_of(taken: Taken) -> frozenset[str]:
    """Return by which names a column stands among those confirmed, folded: its own, and a question it shares."""
    shared = {taken.column.question} if taken.column.item is not None else set()
    return frozenset(map(fold, {taken.column.label, *taken.column.also, *shared}))


def how_sure(source: Source, taken: Taken) -> str:
    """Return how sure a column is and why, in words: ``sure: you confirmed it``, ``likely: by its question``."""
    standing = standing_of(source, taken)
    if standing is Standing.CONFIRMED:
        return "sure: you confirmed it"
    if standing is Standing.KNOWN:
        return "sure: known word for word"
    if standing is Standing.UNUSED and taken.sureness is Sureness.SURE:
        return f"sure: {taken.why}"
    words = "a guess" if taken.sureness is Sureness.GUESSED else "likely"
    return taken.why if taken.sureness is Sureness.GIVEN else f"{words}: {taken.why}"


# What is known word for word -----------------------------------------------------------------------------------------

_QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "email": "email|e-mail|email address|e-mail address|e-mail-adresse|username",
        "name": "name|full name|your name|your full name|what is your name?|what is your full name?",
        "first_name": "first name|vorname",
        "last_name": "last name|surname|family name|nachname",
        "id": "id|student id|participant id|student number|matrikelnummer",
        "time": "timestamp|zeitstempel|submitdate|date submitted|recorded date|recordeddate|completion time",
        "status": "status|response type",
        "finished": "finished",
        "role": "role",
        "gender": "gender",
        "availability": "availability",
        "availability_grid": "when are you free?|when are you available?|availability",
        "unavailable": "unavailable",
    }
)
"""Questions that say one thing alone, by meaning; those of the form that `matcher new` proposes come with them."""

_ADDRESS = re.compile(r"[^@\s;:,<>()\"']+@[^@\s;,<>()\"']+\.[^@\s;,<>()\"']+")
_NAME = re.compile(r"[^\W\d_]+(?:[ .'\u2019-]+[^\W\d_]+){0,5}\.?")
_WINDOW = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]* \d{1,2}:\d{2}(?:-\d{1,2}:\d{2})?")
_TICKS = frozenset({"yes", "no", "true", "false", "1", "0", "x", ""})


def _choices(becomes: str) -> frozenset[str]:
    """Return the choices that the form offers for a question."""
    kinds = (question.kind for question in FORM if question.becomes == becomes)
    return frozenset(fold(choice) for kind in kinds for choice in kind.partition(":")[2].split(","))


def _is_as_written(cell: str) -> bool:
    try:
        return str(parse_availability(cell)) == cell
    except AvailabilityError:
        return False


_ANSWERS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "email": lambda cell: bool(_ADDRESS.fullmatch(cell)),
        "name": lambda cell: bool(_NAME.fullmatch(cell)),
        "first_name": lambda cell: bool(_NAME.fullmatch(cell)),
        "last_name": lambda cell: bool(_NAME.fullmatch(cell)),
        "id": lambda cell: cell.isascii() and cell.isalnum(),
        "time": seems_a_time,
        "status": lambda cell: fold(cell) in ("ip address", "survey preview", "imported"),
        "finished": lambda cell: fold(cell) in ("true", "false", "1", "0"),
        "role": lambda cell: fold(cell) in ("mentor", "mentee", "mentors", "mentees"),
        "gender": lambda cell: fold(cell) in _choices("gender") | {"female", "male", "non-binary"},
        "mentor_gender": lambda cell: fold(cell) in _choices("mentor_gender"),
        "max_groups": lambda cell: cell.isascii() and cell.isdigit(),
        "max_mentees": lambda cell: cell.isascii() and cell.isdigit(),
        "availability": _is_as_written,
        "unavailable": _is_as_written,
    }
)
"""Whether an answer is of a form that can be read in one way alone. Wishes for people are never known so."""


def _is_known(source: Source, taken: Taken) -> bool:
    column, target = taken.column, taken.target
    asked = {fold(question.title) for question in FORM if question.becomes == target}
    asked |= set(_QUESTIONS.get(target, "").split("|")) - {""}
    if fold(column.question) not in asked:
        return False
    cells = {cell for cell in source.export.cells(column) if cell}
    if target.endswith("_grid"):
        label = column.item or ""
        return bool(_WINDOW.fullmatch(label)) and all(fold(cell) in _TICKS | {fold(label)} for cell in cells)
    answers = _ANSWERS.get(target)
    return column.item is None and answers is not None and all(map(answers, cells))
