"""``import.json``: what of an import is still open, kept beside the intake so that `check` and `solve` tell it.

A question about somebody is open until an import settles it, or until what it is about is changed in the intake by
hand: of each person the file keeps a digest of what the import wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from matcher.intake.calling import called
from matcher.intake.findings import count_of, name_some
from matcher.intake.hours import parse_availability
from matcher.intake.listing import in_words
from matcher.intake.people import Intake, Person
from matcher.survey.hours.reading import never_free
from matcher.survey.import_report import Question
from matcher.survey.readback.columns import ColumnRead

__all__ = ["STATE_FILE", "OpenImport", "open_import", "state_text"]

STATE_FILE = "import.json"
_ABOUT = {"leave_out": "who takes part"}
_HOURS = ("availability", "unavailable")


@dataclass(frozen=True, slots=True)
class OpenImport:
    """What is open: sentences, the gravest first; empty where nothing is."""

    questions: tuple[str, ...]
    unconfirmed: str | None

    def __bool__(self) -> bool:
        return bool(self.questions or self.unconfirmed)


def state_text(intake: Intake, questions: Iterable[Question], columns: Iterable[ColumnRead], *, nameless: bool) -> str:
    """Return the file.

    Parameters
    ----------
    nameless
        Columns are told by what they mean alone: a header may hold somebody's name.
    """
    people = {one.id: one for one in (*intake.mentors, *intake.mentees)}
    asked = [
        {
            "column": question.column,
            "people": {own: _digest(people[own], question.column) for own in question.touched if own in people},
            "weight": question.weight,
        }
        for question in questions
    ]
    read = [column.meaning if nameless else column.name for column in columns if column.open]
    told = {"questions": asked, "unconfirmed": list(dict.fromkeys(read))}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def open_import(folder: Path, intake: Intake) -> OpenImport:
    """Return what is open of the import that wrote an intake; nothing where none did."""
    try:
        told = json.loads((folder / STATE_FILE).read_text(encoding="utf-8"))
        questions, read = list(told["questions"]), [str(one) for one in told["unconfirmed"]]
        return OpenImport(tuple(_sentences(questions, intake)), _unconfirmed(read))
    except FileNotFoundError:
        return OpenImport((), None)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        what = f"{STATE_FILE} cannot be read, so that nobody knows what the import left open: import again"
        return OpenImport((what,), None)


def _sentences(questions: Sequence[dict[str, Any]], intake: Intake) -> Iterable[str]:
    people: dict[str, Person] = {one.id: one for one in (*intake.mentors, *intake.mentees)}
    never: dict[str, None] = {}
    others: list[tuple[str | None, int]] = []
    for question in questions:
        column, kept, weight = question["column"], question["people"], int(question["weight"])
        still = [own for own, digest in kept.items() if own in people and _digest(people[own], column) == digest]
        if kept and not still:
            continue
        if column in _HOURS and still and all(_is_never(people[own], intake) for own in still):
            never |= dict.fromkeys(still)
        else:
            others.append((column, len(still) or weight))
    if never:
        names = name_some([called(own, people[own].name) for own in never])
        count = "counts" if len(never) == 1 else "count"
        yield f"{names} {count} as never free, since their hours were not understood; say when they can meet"
    if others:
        columns = list(dict.fromkeys(_ABOUT.get(column, column.replace("_", " ")) for column, _ in others if column))
        about = f", about {in_words(columns, most=6)}" if columns else ""
        more = "more " if never else ""
        yield f"{count_of(len(others), f'{more}question')} without an answer{about}"


def _unconfirmed(read: Sequence[str]) -> str | None:
    if not read:
        return None
    was, them = ("was", "it") if len(read) == 1 else ("were", "them")
    return f"{in_words([repr(one[:60]) for one in read], most=3)} {was} read, and nobody has confirmed {them}"


def _is_never(person: Person, intake: Intake) -> bool:
    slots = intake.program.schedule.slots or ()
    away = person.unavailable
    return away is not None and away == parse_availability(never_free(slots), slots)


def _digest(person: Person, column: str | None) -> str:
    """Return a digest of what an intake says of somebody in a column."""
    told = [person.text(name) for name in (_HOURS if column in _HOURS else (column or "id",))]
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:12]
