"""``import.json`` and an intake → what the import left open and nobody has settled since, in sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from matcher.intake.people import Intake, Person
from matcher.intake.reading.gate.data import json_of
from matcher.intake.reading.gate.files import utf8_of
from matcher.intake.reading.gate.kinds import IMPORT
from matcher.intake.reading.gate.refused import MissingError, RefusedError
from matcher.intake.words.calling import called
from matcher.intake.words.findings import count_of, name_some
from matcher.intake.words.listing import in_words

__all__ = ["HOURS", "STATE_FILE", "OpenImport", "digest_of", "open_import"]

STATE_FILE = "import.json"
HOURS = ("availability", "unavailable")
_ABOUT = {"leave_out": "who takes part"}


@dataclass(frozen=True, slots=True)
class OpenImport:
    """What is open.

    Parameters
    ----------
    never_free
        The ids of those who count as never free because a cell was not understood, and nobody has said more since.
    questions
        Sentences on all questions, the gravest first: that on those who are never free is one of them.
    unconfirmed
        A sentence on what nobody confirmed.
    of_exports, of_late_answers
        Whether some are on answers that an import would read again, and on answers that `add` took: their questions
        stand in no file, and another import would lose them.
    """

    never_free: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    unconfirmed: str | None = None
    of_exports: bool = False
    of_late_answers: bool = False


def open_import(folder: Path, intake: Intake) -> OpenImport:
    """Return what is open of the import that wrote an intake; nothing where none did.

    A question about somebody is settled, too, where what it is about was changed in the intake by hand.
    """
    file = folder / STATE_FILE
    try:
        told: Any = json_of(utf8_of(file, IMPORT))
        questions, read = list(told["questions"]), [str(one) for one in told["unconfirmed"]]
        return _open(questions, _unconfirmed(read), intake)
    except MissingError:
        return OpenImport()
    except (RefusedError, ValueError, KeyError, TypeError, AttributeError):
        what = f"{STATE_FILE} cannot be read, so that nobody knows what the import left open: import again"
        return OpenImport(questions=(what,))


def digest_of(person: Person, column: str | None) -> str:
    """Return a digest of what an intake says of somebody in a column."""
    told = [person.text(name) for name in (HOURS if column in HOURS else (column or "id",))]
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:12]


def _open(questions: Sequence[dict[str, Any]], unconfirmed: str | None, intake: Intake) -> OpenImport:
    people: dict[str, Person] = {one.id: one for one in (*intake.mentors, *intake.mentees)}
    never: dict[str, None] = {}
    others: list[str | None] = []
    late: set[bool] = set()
    for question in questions:
        column, kept = question["column"], question["people"]
        about = HOURS[0] if question.get("of_hours") else column
        still = [own for own, digest in kept.items() if own in people and digest_of(people[own], about) == digest]
        if kept and not still:
            continue
        late.add(bool(question.get("late")))
        nowhere = [own for own in still if own in question["never_free"]]
        never |= dict.fromkeys(nowhere)
        others += [] if nowhere and nowhere == still else [column]
    told = (*_never_free([people[own] for own in never]), *_others(others, bool(never)))
    return OpenImport(tuple(never), told, unconfirmed, False in late, True in late)


def _never_free(people: Sequence[Person]) -> Iterator[str]:
    if people:
        who = f"{count_of(len(people), 'person counts', 'people count')} as never free"
        names = name_some([called(person.id, person.name) for person in people])
        yield f"{who}, since their hours were not understood: {names}; say when they can meet"


def _others(columns: Sequence[str | None], more: bool) -> Iterator[str]:
    if columns:
        known = list(dict.fromkeys(_ABOUT.get(column, column.replace("_", " ")) for column in columns if column))
        about = f", about {in_words(known, most=6)}" if known else ""
        yield f"{count_of(len(columns), 'more question' if more else 'question')} without an answer{about}"


def _unconfirmed(read: Sequence[str]) -> str | None:
    if not read:
        return None
    was, them = ("was", "it") if len(read) == 1 else ("were", "them")
    return f"{in_words([repr(one[:60]) for one in read], most=3)} {was} read, and nobody has confirmed {them}"
