"""What an import tells: a row for every row and every changed cell, and the questions that only a person can settle."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from matcher.intake.program import fold
from matcher.intake.words.listing import in_a_row
from matcher.survey.reading.layout import Export
from matcher.survey.shapes import shape_of

__all__ = [
    "AS_READ",
    "Outcome",
    "Question",
    "Report",
    "ReportRow",
    "like_answer",
    "places_of",
    "questions_table",
    "report_table",
    "without_addresses",
]

# No longer than an address may be: where there is none, none is looked for from every letter to the end.
_ADDRESS = re.compile(r"[^\s;,<>()\[\]\"'@]{1,254}@[^\s;,<>()\[\]\"'@]{1,254}")

REPORT_COLUMNS = ("file", "row", "id", "outcome", "column", "before", "after", "note")
QUESTION_COLUMNS = ("id", "column", "value", "question", "answer", "file", "row", "people")
AS_READ = "as read"
"""What a coordinator writes to say that an answer was read rightly, or that a question is settled as it stands."""
_ALONE = ("leave_out", "id", "email", "name", "first_name", "last_name", "nickname", "time")
"""Columns of which each question is about one person alone."""


class Outcome(StrEnum):
    """What became of a row or a cell."""

    KEPT = "kept"
    MERGED = "merged"
    JOINED = "joined"
    LEFT_OUT = "left out"
    CHANGED = "changed"
    NOT_UNDERSTOOD = "not understood"
    CORRECTED = "corrected"
    NOT_USED = "not used"
    NOTE = "note"

    @property
    def of_a_row(self) -> bool:
        """Whether this is what became of a whole row, of which each has one."""
        return self in (Outcome.KEPT, Outcome.MERGED, Outcome.JOINED, Outcome.LEFT_OUT)


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
    concerned
        The ids of those whom it touches besides `person`, as far as they are in the intake.
    others
        How many answers like this one are asked about with it.
    of_hours
        Whoever it touches may count as never free until it is answered, whatever column it is about.
    """

    file: str
    row: int | None
    person: str | None
    column: str | None
    answer: str | None
    text: str
    concerned: tuple[str, ...] = ()
    others: int = 0
    of_hours: bool = False

    @property
    def touched(self) -> tuple[str, ...]:
        """The ids of everybody whom it touches."""
        return (*filter(None, (self.person,)), *self.concerned)

    @property
    def weight(self) -> int:
        """How many people it touches."""
        return max(1, len(self.touched), 1 + self.others)

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

    def grouped(self, names: Collection[str] = frozenset()) -> tuple[Question, ...]:
        """Return the questions, those on answers of one shape as one, those that touch most people first.

        Parameters
        ----------
        names
            The words of people's names, which count alike in a shape.
        """
        alike: dict[Hashable, list[Question]] = {}
        for place, question in enumerate(self.questions):
            alike.setdefault(_like(question, names) or place, []).append(question)
        return tuple(sorted(map(_together, alike.values()), key=lambda question: -question.weight))

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


def like_answer(column: str, answer: str, names: Collection[str] = frozenset()) -> str:
    """Return what an answer has in common with those that one question is about.

    Words stand for themselves, and so does a name alone; of hours, and of names among other words, the shape counts.
    """
    shape = shape_of(answer, names)
    if column in ("availability", "unavailable") or ("Name" in shape and shape != "Name"):
        return shape
    return fold(answer)


def _like(question: Question, names: Collection[str]) -> Hashable:
    """Return by what a question is one with others; None where it is about one person or thing alone."""
    column, answer = question.column, question.answer
    nobodys = question.person is None and question.row is None
    if column is None or answer is None or nobodys or column in _ALONE:
        return None
    return column, like_answer(column, answer, names)


def _together(questions: Sequence[Question]) -> Question:
    first = questions[0]
    distinct = list(dict.fromkeys(" ".join((one.answer or "").split()) for one in questions))
    if len(questions) == 1:
        return first
    others = f", also {in_a_row([repr(text[:60]) for text in distinct[1:]], 3)}" if len(distinct) > 1 else ""
    what = "like it" if others else "it"
    text = f"{first.text}. {len(questions)} people wrote {what}{others}; what you write here counts for all of them"
    if others:
        text += f' ("{AS_READ}" and "(blank)" do; another value for those who wrote exactly this)'
    text += f". Written in {places_of((one.file, one.row) for one in questions)}"
    concerned = tuple(dict.fromkeys(own for one in questions for own in one.touched))
    return replace(first, row=None, person=None, text=text, concerned=concerned, others=len(questions) - 1)


def places_of(places: Iterable[tuple[str, int | None]]) -> str:
    """Return where answers stand, by their files and rows: ``mentors.csv rows 3, 7; mentees.csv row 12``."""
    rows: dict[str, dict[int, None]] = {}
    for file, row in places:
        rows.setdefault(file, {}).update({} if row is None else {row: None})
    told = ((file, in_a_row(map(str, found))) for file, found in rows.items() if found)
    return "; ".join(f"{file} row{'s' * (',' in numbers)} {numbers}" for file, numbers in told)


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


def questions_table(
    questions: Iterable[Question], answered: Sequence[Mapping[str, str]] = ()
) -> tuple[tuple[str, ...], list[list[str | int | None]]]:
    """Return the columns and rows of ``questions.csv``: filled in at `value`, it is a ``corrections.csv``.

    What is `answered` already comes first, by header, as it stands in the corrections: of two rows on the same the last
    counts, so that what is asked anew can be answered otherwise.
    """
    columns = (*QUESTION_COLUMNS, *(("email",) if any("email" in row for row in answered) else ()))
    kept: list[list[str | int | None]] = [[row.get(column) for column in columns] for row in answered]
    return columns, kept + [
        [
            one.person,
            one.column,
            None,
            _told(one.text),
            _told(one.answer),
            one.file,
            one.row,
            one.weight if one.weight > 1 else None,
            *[None] * (len(columns) - len(QUESTION_COLUMNS)),
        ]
        for one in questions
    ]


def _told(text: str | None) -> str | None:
    return None if text is None else without_addresses(text)
