"""Small exports with one doubtful cell or heading, and whether an import reads it rightly, asks, or goes wrong."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from matcher import import_survey
from matcher.intake.people import Intake
from matcher.survey.import_survey import MappingNeededError

_SHARED = Path("shared", "data", "misread", "cases.json")
_WISHES = ("preferred_mentors", "preferred_mentees", "preferred_co_mentors", "avoid")
_ASKED_PERSON = {"max_mentees": "Anna Berg", "max_groups": "Anna Berg"}


class Verdict(StrEnum):
    RIGHT = "right"
    ASKED = "asked"
    WRONG = "wrong"


@dataclass(frozen=True)
class Case:
    """One doubtful cell: `right` lists the readings that are right, names for ids; ``row``: nobody must come out."""

    kind: str
    header: str
    cell: str
    right: tuple[str, ...]
    column: str
    files: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.header}: {self.cell}"


def shared_cases() -> list[Case]:
    """Return the cases of the shared data; none where it is absent."""
    # Beside the checkout, or further up where that is one of several.
    found = next((path for folder in Path(__file__).parents if (path := folder / _SHARED).exists()), None)
    cases = [] if found is None else json.loads(found.read_text(encoding="utf-8"))
    return [Case(**{**case, "right": tuple(case["right"])}) for case in cases]


def small_case(column: str, header: str, cell: str, right: Sequence[str], others: Sequence[str] = ("", "")) -> Case:
    """Return a case in small exports as those of the shared data; `others`: what two more people answered."""
    if column == "role":
        rows = [["Name", "Email", "Availability", header]]
        said = ["Mentor", "Mentor", cell, "Mentee", "Mentee"]
        rows += [_person(name, text) for name, text in zip((*_MENTORS[:2], *_MENTEES), said, strict=True)]
        return Case(column, header, cell, tuple(right), column, {"people.csv": _csv(rows)})
    mentors = [["Name", "Email", "Availability"], *(_person(name) for name in _MENTORS)]
    mentees = [["Name", "Email", "Availability"], *(_person(name) for name in _MENTEES)]
    for row, text in zip(mentors if column in _ASKED_PERSON else mentees, (header, cell, *others), strict=True):
        row.append(text)
    return Case(
        column, header, cell, tuple(right), column, {"mentors.csv": _csv(mentors), "mentees.csv": _csv(mentees)}
    )


_MENTORS = ("Anna Berg", "Ben Olsen", "Carl Holm")
_MENTEES = ("Ina Roe", "Jon Sax", "Kim Ray")


def _person(name: str, *cells: str) -> list[str]:
    return [name, f"{name[:3].casefold()}@x.example", "Mon 9-11", *cells]


def judged(case: Case, folder: Path) -> tuple[Verdict, str]:
    """Import a case, and return the verdict with what came out and what was asked."""
    for name, text in case.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    try:
        done = import_survey([folder / name for name in sorted(case.files)])
    except MappingNeededError as error:
        told = "; ".join(map(str, error.issues))
        return (Verdict.ASKED if _names(case, told) else Verdict.WRONG), told
    questions = [f"{one.column} {one.answer} {one.text}" for one in done.questions]
    is_asked = any(_names(case, question) for question in questions)
    found = _found(case, done.intake)
    told = f"{found!r}; asked: {questions}"
    if found is None or (case.column == "row" and is_asked):
        fine = is_asked or case.column == "row"
        return (Verdict.ASKED if is_asked else Verdict.RIGHT if fine else Verdict.WRONG), told
    if case.column == "row" or _turned_round(case, done.intake):
        return Verdict.WRONG, told
    if found in case.right:
        return Verdict.RIGHT, told
    return (Verdict.ASKED if is_asked and not found else Verdict.WRONG), told


def _names(case: Case, told: str) -> bool:
    cell = " ".join(case.cell.split())
    return (bool(cell) and cell in " ".join(told.split())) or case.header in told


def _found(case: Case, intake: Intake) -> str | None:
    """Return what the column in question holds, names for ids; None where the person is not there."""
    who = _ASKED_PERSON.get(case.column, "Ina Roe")
    one = next((one for one in (*intake.mentors, *intake.mentees) if one.name == who), None)
    if one is None:
        return None
    return _told(case.column, one, intake)


def _told(column: str, one: object, intake: Intake) -> str:
    if column in ("row", "takes part"):
        return "in the intake"
    if column == "role":
        return "mentors" if one in intake.mentors else "mentees"
    names = {other.id: other.name or other.id for other in (*intake.mentors, *intake.mentees)}
    value = getattr(one, column, None)
    if value is None and hasattr(one, "columns"):
        value = one.columns.get(column)
    if isinstance(value, tuple | list | frozenset):
        return ";".join(names.get(id_, str(id_)) for id_ in value)
    return "" if value is None else str(value)


def _turned_round(case: Case, intake: Intake) -> bool:
    """Whether the opposite column says something: a wish for somebody who is not wanted, or the other way round."""
    if case.column not in _WISHES:
        return False
    one = next(one for one in (*intake.mentors, *intake.mentees) if one.name == "Ina Roe")
    others = [column for column in _WISHES if column != case.column]
    return any(_told(column, one, intake) for column in others)


def _csv(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()
