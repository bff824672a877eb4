"""Holds what an import wrote against what was meant, cell by cell: right, asked, or wrong in silence."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from benchmarks.exports.drawing import Export
from benchmarks.exports.reader import Intake, Understood
from benchmarks.exports.truth import Cell, Field
from matcher import IntakeError, MappingNeededError, import_survey

__all__ = ["Judged", "Outcome", "Question", "Tried", "import_and_judge", "judge"]

COLUMNS = {
    Field.HOURS: ("availability", "unavailable"),
    Field.WISHES: ("preferred_mentors", "preferred_mentees", "preferred_co_mentors", "avoid"),
    Field.AVOID: ("avoid", "preferred_mentors", "preferred_mentees", "preferred_co_mentors"),
    Field.GENDER: ("gender",),
    Field.GENDER_WISH: ("mentor_gender",),
    Field.LIMIT: ("max_mentees", "max_groups"),
    Field.INTERESTS: ("interests",),
    Field.PART: ("leave_out", "row", "taking_part", "status"),
    Field.ROLE: ("role", "leave_out"),
    Field.WHO: ("name", "email", "id", "first_name", "last_name", "leave_out"),
    Field.ROW: ("name", "email", "id", "leave_out", "row"),
}


_PLACES = re.compile(r"(?:^|; )([^;]+?) rows? (\d+(?:, \d+)*)")


class Outcome(StrEnum):
    """What became of a cell."""

    RIGHT = "right"
    ASKED = "asked"
    """A question names it, and nothing is claimed meanwhile that is not so."""
    MEANWHILE = "asked, but used otherwise meanwhile"
    WRONG = "wrong in silence"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of an import."""

    column: str
    answer: str
    text: str
    file: str
    rows: frozenset[int]
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """A cell, what was made of it in words, and what that is worth."""

    cell: Cell
    outcome: Outcome
    understood: str


@dataclass(frozen=True, slots=True)
class Tried:
    """An export that was imported; `stopped` is what the import first asked, `refused` why nothing was written."""

    export: Export
    judged: tuple[Judged, ...]
    questions: tuple[Question, ...]
    stopped: str | None = None
    refused: str | None = None


def import_and_judge(export: Export) -> Tried:
    """Import an export, and judge what was written.

    Where the import stops to ask who answered, the mapping is filled in as a coordinator would, and it is tried again;
    what says who somebody is then counts as asked. What is refused even so counts as asked as a whole.
    """
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name), Path(name) / "intake"
        paths = export.save(folder)
        stopped = None
        try:
            try:
                import_survey(paths, out)
            except MappingNeededError as error:
                stopped = str(error)
                mapping = folder / "answered.toml"
                mapping.write_text(_filled_in(error.proposed, export), encoding="utf-8")
                import_survey(paths, out, mapping=mapping)
        except (MappingNeededError, IntakeError) as error:
            told = tuple(Judged(cell, Outcome.ASKED, "refused as a whole") for cell in export.cells)
            return Tried(export, told, (), stopped, str(error))
        judged, questions = judge(export, out)
        return Tried(export, tuple(_stopped(one) if stopped else one for one in judged), questions, stopped)


def judge(export: Export, folder: Path) -> tuple[tuple[Judged, ...], tuple[Question, ...]]:
    """Hold an intake in a folder, with its questions, against what the people of an export meant."""
    questions = tuple(_questions(folder))
    intake = Intake(folder, export.people)
    return tuple(_judge(cell, intake, questions) for cell in export.cells), questions


def _stopped(one: Judged) -> Judged:
    about_who = one.cell.field in (Field.WHO, Field.ROLE) and one.outcome is Outcome.RIGHT
    return replace(one, outcome=Outcome.ASKED) if about_who else one


def _filled_in(proposed: str, export: Export) -> str:
    """Return a proposed mapping with what each file's columns on who answered really are."""
    lines, file = [], ""
    for line in proposed.splitlines():
        key, _, value = line.partition(" = ")
        if key == "file":
            file = value.strip('"')
        known = export.known.get(file, {})
        heading = key.strip('"')
        if key == "role":
            lines.append(f'role = "{"column" if "role" in known.values() else file.partition(".")[0]}"')
        elif heading in known:
            lines.append(f'{key} = "{known[heading]}"')
        else:
            lines.append(line)
    if any("role" in known.values() for known in export.known.values()):
        lines += ["[words.role]", '"Mentoré" = "mentee"', '"Mentorizado" = "mentee"']
    return "\n".join(lines) + "\n"


def _questions(folder: Path) -> Iterator[Question]:
    with (folder / "questions.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            rows = frozenset(int(one) for one in re.findall(r"\d+", row.get("row") or ""))
            ids = frozenset(re.split(r"[;, ]+", row.get("id") or "")) - {""}
            column, answer, text, at = (row.get(name) or "" for name in ("column", "answer", "question", "file"))
            yield Question(column, answer, text, at, rows, ids)
            # A question about several people names the rows of each file in its text.
            for file, numbers in _PLACES.findall(text.rpartition(". Written in ")[2]):
                yield Question(column, answer, text, file, frozenset(map(int, numbers.split(", "))), frozenset())


def _judge(cell: Cell, intake: Intake, questions: Sequence[Question]) -> Judged:
    understood = intake.understood(cell)
    found = intake.find(cell.person) if cell.person else None
    own_id = found.row["id"] if found else None
    named = any(_names(one, cell, own_id) for one in questions)
    if understood is None:
        return Judged(cell, Outcome.ASKED if named else Outcome.WRONG, "not in the intake")
    return Judged(cell, _outcome(cell, understood, named=named), understood.words)


def _outcome(cell: Cell, understood: Understood, *, named: bool) -> Outcome:
    if understood.right and not (named and understood.blank):
        return Outcome.RIGHT
    if not named:
        return Outcome.WRONG
    fine = understood.blank or understood.within or cell.field in (Field.PART, Field.ROW, Field.ROLE, Field.WHO)
    return Outcome.ASKED if fine else Outcome.MEANWHILE


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _names(question: Question, cell: Cell, own_id: str | None) -> bool:
    """Whether a question names a cell: its row and column, or its column as a whole, or its very words."""
    # What is the same in several exports is asked once: "mentors.csv and mentees.csv".
    if question.file and cell.file not in question.file.split(" and "):
        return False
    personal = bool(question.rows or question.ids)
    about_it = (question.rows and cell.row in question.rows) or (own_id is not None and own_id in question.ids)
    heading = any(_heads(heading, question) for heading in cell.headings)
    column = question.column in COLUMNS[cell.field] or heading
    quoted = _plain(question.answer)
    quotes = bool(quoted) and any(_quotes(quoted, _plain(text)) for text in cell.texts)
    if own_id is None and about_it:
        return True
    if about_it:
        return column or quotes or cell.field in (Field.ROW, Field.PART, Field.ROLE)
    return not personal and (heading or (question.column in COLUMNS[cell.field] and (quotes or not quoted)))


def _quotes(quoted: str, text: str) -> bool:
    """Whether a question's quotation is a cell's text, a good part of it, or has it in quotation marks."""
    return quoted == text or f"'{text}'" in quoted or (len(quoted) > 3 and quoted in text)


def _heads(heading: str, question: Question) -> bool:
    if len(heading) < 2:
        return False
    return _plain(heading) == _plain(question.column) or f"'{_plain(heading)}'" in _plain(question.text)
