"""``corrections.csv``: what the coordinator settled by hand, applied on top of every import."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from pathlib import Path

from matcher.errors import Issue
from matcher.intake.program import fold, header_key
from matcher.intake.words.findings import Findings
from matcher.intake.words.nearest import nearest
from matcher.survey.import_report import AS_READ, Question, like_answer, without_addresses
from matcher.survey.mapping.mapping import RANKED, Mapping
from matcher.survey.reading.files import Grid, read_grid
from matcher.survey.shapes import shape_of

__all__ = ["BLANK", "Accepted", "Correction", "Corrections", "ForEverybody", "no_longer_in", "read_corrections"]

BLANK = "(blank)"
"""What a coordinator writes to say that a cell is to be blank."""

_KEYS = ("email", "id", "file", "row", "column", "value", "answer", "question")
_KEPT = (*_KEYS, "people")
_WHO = "write whose answer it is: email, id, or row (and file, where there are several exports), or the answer itself"


HOURS = ("availability", "unavailable")


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction: whose answer (`email`, else `person`, else `row` of `file`), which column, and what is right."""

    number: int
    email: str | None
    person: str | None
    file: str | None
    row: int | None
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class ForEverybody:
    """What an `answer` in a column means, for everybody who gave it."""

    number: int
    column: str
    answer: str
    value: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A question that is settled as it stands; of what is None every one is meant."""

    person: str | None
    file: str | None
    row: int | None
    column: str | None
    answer: str | None
    question: str | None

    def settles(self, question: Question, names: Collection[str]) -> bool:
        """Return whether this settles a question, before those on like answers are put together."""
        if _folded(self.column) != _folded(question.column) or (self.answer is None) != (question.answer is None):
            return False
        # What is settled for all who wrote so counts in every export.
        shared = self.answer is not None and self.person is None and self.row is None
        file = None if shared else self.file
        places = ((self.person, question.person), (file, question.file), (self.row, question.row))
        if any(wanted is not None and wanted != there for wanted, there in places):
            return False
        if self.answer is None or question.answer is None or question.column is None:
            asked = without_addresses(question.text)
            return self.question is None or shape_of(self.question) == shape_of(asked)
        mine, theirs = (without_addresses(text) for text in (self.answer, question.answer))
        if not shared:
            return fold(mine) == fold(theirs)
        return like_answer(question.column, mine, names) == like_answer(question.column, theirs, names)


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that a coordinator settled: for single people, for everybody who wrote the same, or as it stands.

    `rows` are those of the file that have a value, by header, as they stand in it: an import writes them out again.
    """

    single: tuple[Correction, ...] = ()
    shared: tuple[ForEverybody, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    rows: tuple[Table[str, str], ...] = ()

    def open_of(self, questions: Iterable[Question], names: Collection[str]) -> list[Question]:
        """Return the questions that are not settled as they stand."""
        return [one for one in questions if not any(accepted.settles(one, names) for accepted in self.accepted)]

    def extended(self, mapping: Mapping) -> Mapping:
        """Return a mapping with what words and names mean for everybody who wrote them."""
        words = {key: dict(table) for key, table in mapping.words.items()}
        names = dict(mapping.names)
        for one in self.shared:
            if one.column in RANKED:
                names[fold(one.answer)] = one.value
            elif one.column not in HOURS:
                words.setdefault(one.column, {})[one.answer] = one.value
        return replace(mapping, words=words, names=names)


def _folded(text: str | None) -> str | None:
    return None if text is None else fold(text)


def read_corrections(path: Path, known: Collection[str], findings: Findings) -> Corrections:
    """Return the corrections of a file in order; whatever cannot be understood is among the faults.

    A row without a `value` is passed over, so that ``questions.csv`` can be filled in little by little.

    Parameters
    ----------
    known
        Headers of the exports and columns of the intake, as they are spelled; others are a fault. Of those that differ
        in case alone the last is meant.
    """
    grid = read_grid(path, findings)
    if grid is None:
        return Corrections()
    headers, answered = _answered(grid)
    missing = [key for key in ("column", "value") if key not in headers]
    if missing or not {"email", "id", "row", "answer"} & set(headers):
        for key in missing or ["id"]:
            findings.faults.append(Issue(path.name, "is missing", column=key, right=f"add a column {key}"))
        return Corrections()
    spelled = {fold(column): column for column in known}
    found: list[Correction | ForEverybody | Accepted] = []
    for number, cells in answered:
        correction = _correction(number, cells, spelled, path.name, findings)
        found += [] if correction is None else [correction]
    return Corrections(
        tuple(one for one in found if isinstance(one, Correction)),
        tuple(one for one in found if isinstance(one, ForEverybody)),
        tuple(one for one in found if isinstance(one, Accepted)),
        tuple(cells for _, cells in answered),
    )


def _answered(grid: Grid) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Return the headers of a table, and its rows with a value: their numbers, and their cells by header."""
    headers = [header_key(cell) for cell in grid.lines[0].cells]
    rows = []
    for line in grid.lines[1:]:
        cells = {key: cell for key, cell in zip(headers, line.cells, strict=False) if key in _KEPT and cell}
        if cells.get("value"):
            rows.append((line.number, cells))
    return headers, rows


def no_longer_in(corrections: Corrections, questions: Path) -> list[Table[str, str]]:
    """Return the rows of ``questions.csv`` that have a value, and that are in no row of the corrections.

    Those are answers of before that went, or that were never saved as ``corrections.csv``. A file that is not there, or
    cannot be read, has none.
    """
    grid = read_grid(questions, Findings())
    there = set(map(_asked, corrections.rows))
    return [] if grid is None else [cells for _, cells in _answered(grid)[1] if _asked(cells) not in there]


def _asked(cells: Table[str, str]) -> tuple[str | None, ...]:
    """Return what a row is an answer to: a column of somebody, or of a row, or all who wrote the same."""
    if {"email", "id"} & set(cells):
        whose: tuple[str, ...] = ("email", "id")
    elif "row" in cells:
        whose = ("file", "row")
    else:
        whose = ("answer",) if "answer" in cells else ("question",)
    return tuple(_folded(cells.get(key)) for key in (*whose, "column"))


def _correction(
    number: int, cells: Table[str, str], spelled: Table[str, str], file: str, findings: Findings
) -> Correction | ForEverybody | Accepted | None:
    before = len(findings.faults)
    row = cells.get("row")
    if row is not None and not (row.isascii() and row.isdigit() and len(row) < 9):
        findings.faults.append(Issue(file, "is no row of an export", number, "row", row, "write a number like 12"))
        row = None
    if fold(cells["value"]) in (AS_READ, f"({AS_READ})"):
        there = None if row is None else int(row)
        asked = (cells.get("column"), cells.get("answer"), cells.get("question"))
        return Accepted(cells.get("id"), cells.get("file"), there, *asked)
    if not {"email", "id", "row", "answer"} & set(cells):
        findings.faults.append(Issue(file, "does not say whose answer it corrects", number, right=_WHO))
    column = cells.get("column")
    if column is None:
        findings.faults.append(Issue(file, "is blank", number, "column", right="write the column that is corrected"))
    elif fold(column) not in spelled:
        near = nearest(column, spelled.values())
        right = "write a column of the intake, or a header of the export"
        findings.faults.append(Issue(file, "is no column", number, "column", column, right, near))
    if len(findings.faults) > before or column is None:
        return None
    value = "" if fold(cells["value"]) == BLANK else cells["value"]
    if not {"email", "id", "row"} & set(cells):
        return ForEverybody(number, spelled[fold(column)], cells["answer"], value)
    # A row number beside an id is there for reading: the same person's next answer is corrected, too.
    by_row = row is not None and not {"email", "id"} & set(cells)
    return Correction(
        number, cells.get("email"), cells.get("id"), cells.get("file"), int(row) if by_row and row else None,
        spelled[fold(column)], value,
    )  # fmt: skip
