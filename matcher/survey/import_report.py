"""What an import tells: a row for every row and every changed cell, and the questions that only a person can settle."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from matcher.survey.reading.layout import Export

__all__ = ["Outcome", "Question", "Report", "ReportRow", "questions_table", "report_table", "without_addresses"]

# No longer than an address may be: where there is none, none is looked for from every letter to the end.
_ADDRESS = re.compile(r"[^\s;,<>()\[\]\"'@]{1,254}@[^\s;,<>()\[\]\"'@]{1,254}")

REPORT_COLUMNS = ("file", "row", "id", "outcome", "column", "before", "after", "note")
QUESTION_COLUMNS = ("id", "column", "value", "question", "answer", "file", "row")


class Outcome(StrEnum):
    """What became of a row or a cell."""

    KEPT = "kept"
    MERGED = "merged"
    LEFT_OUT = "left out"
    CHANGED = "changed"
    NOT_UNDERSTOOD = "not understood"
    CORRECTED = "corrected"
    NOT_USED = "not used"
    NOTE = "note"

    @property
    def of_a_row(self) -> bool:
        """Whether this is what became of a whole row, of which each has one."""
        return self in (Outcome.KEPT, Outcome.MERGED, Outcome.LEFT_OUT)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row of ``import-report.csv``; blank parts are None."""

    file: str
    row: int | None
    person: str | None
    outcome: Outcome
    column: str | None = None
    before: str | None = None
    after: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the coordinator is asked to settle, best in ``corrections.csv``.

    Parameters
    ----------
    column
        The column of the intake (or of the export) that the answer goes into.
    answer
        What the person wrote.
    text
        What is asked, and what was done meanwhile.
    """

    file: str
    row: int | None
    person: str | None
    column: str | None
    answer: str | None
    text: str

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file} row {self.row}"
        column = "" if self.column is None else f", {self.column}"
        answer = "" if self.answer is None else f" {without_addresses(self.answer)[:120]!r}"
        return f"{place}{column}:{answer} {without_addresses(self.text)}"


@dataclass(slots=True)
class Report:
    """The rows and questions of one import, gathered while it goes on."""

    rows: list[ReportRow] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def in_order(self, exports: Iterable[Export]) -> tuple[ReportRow, ...]:
        """Return the rows export by export and row by row; what became of a row comes before its cells."""
        places = {export.file: place for place, export in enumerate(exports)}
        return tuple(
            sorted(self.rows, key=lambda row: (places.get(row.file, -1), row.row or 0, not row.outcome.of_a_row))
        )

    def ask(self, question: Question) -> None:
        """Add a question."""
        self.questions.append(question)

    def check(self, exports: Iterable[Export], people: int) -> None:
        """Make sure that no row was lost.

        Raises
        ------
        AssertionError
            A row of an export has no outcome or two, or there are more or fewer people than rows that were kept.
        """
        told = [(row.file, row.row) for row in self.rows if row.outcome.of_a_row]
        there = [(export.file, line.number) for export in exports for line in export.lines]
        there += [(export.file, left.number) for export in exports for left in export.left_out]
        kept = sum(row.outcome is Outcome.KEPT for row in self.rows)
        if sorted(told) != sorted(there) or kept != people:
            raise AssertionError(f"{len(there)} rows came in, {len(told)} were reported, {kept} kept, {people} people")


def without_addresses(text: str) -> str:
    """Return a text with every e-mail address taken out: they go into the intake alone."""
    return _ADDRESS.sub("(an e-mail address)", text) if "@" in text else text


def report_table(rows: Iterable[ReportRow]) -> tuple[tuple[str, ...], list[list[str | int | None]]]:
    """Return the columns and the rows of ``import-report.csv``."""
    table: list[list[str | int | None]] = []
    for row in rows:
        texts = [_told(text) for text in (row.column, row.before, row.after, row.note)]
        table.append([row.file, row.row, row.person, str(row.outcome), *texts])
    return REPORT_COLUMNS, table


def questions_table(questions: Iterable[Question]) -> tuple[tuple[str, ...], list[list[str | int | None]]]:
    """Return the columns and rows of ``questions.csv``: filled in at `value`, it is a ``corrections.csv``."""
    return QUESTION_COLUMNS, [
        [one.person, one.column, None, _told(one.text), _told(one.answer), one.file, one.row] for one in questions
    ]


def _told(text: str | None) -> str | None:
    return None if text is None else without_addresses(text)
