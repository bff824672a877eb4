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
    """What is open: sentences on questions, the gravest first, and one on what nobody confirmed."""

    questions: tuple[str, ...] = ()
    unconfirmed: str | None = None


def open_import(folder: Path, intake: Intake) -> OpenImport:
    """Return what is open of the import that wrote an intake; nothing where none did.

    A question about somebody is settled, too, where what it is about was changed in the intake by hand.
    """
    file = folder / STATE_FILE
    try:
        told: Any = json_of(utf8_of(file, IMPORT))
        questions, read = list(told["questions"]), [str(one) for one in told["unconfirmed"]]
        return OpenImport(tuple(_sentences(questions, intake)), _unconfirmed(read))
    except MissingError:
        return OpenImport()
    except (RefusedError, ValueError, KeyError, TypeError, AttributeError):
        what = f"{STATE_FILE} cannot be read, so that nobody knows what the import left open: import again"
        return OpenImport((what,))


def digest_of(person: Person, column: str | None) -> str:
    """Return a digest of what an intake says of somebody in a column."""
    told = [person.text(name) for name in (HOURS if column in HOURS else (column or "id",))]
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:12]


def _sentences(questions: Sequence[dict[str, Any]], intake: Intake) -> Iterator[str]:
    people: dict[str, Person] = {one.id: one for one in (*intake.mentors, *intake.mentees)}
    never: dict[str, None] = {}
    others: list[str | None] = []
    for question in questions:
        column, kept = question["column"], question["people"]
        still = [own for own, digest in kept.items() if own in people and digest_of(people[own], column) == digest]
        if kept and not still:
            continue
        nowhere = [own for own in still if own in question["never_free"]]
        never |= dict.fromkeys(nowhere)
        others += [] if nowhere and nowhere == still else [column]
    if never:
        names = name_some([called(own, people[own].name) for own in never])
        count = "counts" if len(never) == 1 else "count"
        yield f"{names} {count} as never free, since their hours were not understood; say when they can meet"
    if others:
        columns = list(dict.fromkeys(_ABOUT.get(column, column.replace("_", " ")) for column in others if column))
        about = f", about {in_words(columns, most=6)}" if columns else ""
        yield f"{count_of(len(others), 'more question' if never else 'question')} without an answer{about}"


def _unconfirmed(read: Sequence[str]) -> str | None:
    if not read:
        return None
    was, them = ("was", "it") if len(read) == 1 else ("were", "them")
    return f"{in_words([repr(one[:60]) for one in read], most=3)} {was} read, and nobody has confirmed {them}"
