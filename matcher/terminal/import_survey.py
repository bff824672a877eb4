"""What `import` shows: what columns were taken for, what became of the rows, and what is still to be settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from matcher.errors import issue_table
from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_a_row
from matcher.survey.import_report import Outcome, Question, without_addresses
from matcher.survey.import_survey import MappingNeededError, SurveyImport
from matcher.survey.mapping.mapping import POLL
from matcher.survey.mapping.recognition import Taken
from matcher.survey.polls.times import DATES_OF_A_WEEK
from matcher.survey.readback.columns import ColumnRead
from matcher.terminal.lines import console_for, drawn_lines
from matcher.text import ended, one_line, plain

__all__ = ["ImportFacts", "Proposed", "import_summary", "proposed_text"]

QUESTIONS_SHOWN, LONGEST_HEADER, LONGEST_QUESTION = 12, 60, 260
"""Questions that are shown, all of which a file has; letters of a column's header, and of a question."""
COLUMNS_SHOWN, SHAPES_SHOWN = 12, 2
"""Columns that nobody has confirmed, and shapes of their answers; the page has all."""


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """An import that was written to a folder."""

    done: SurveyImport
    folder: Path

    @property
    def joined(self) -> int:
        """How many rows of a poll were joined to somebody's answer."""
        return self.done.count(Outcome.JOINED)

    @property
    def rows(self) -> tuple[int, int, int]:
        """How many rows of the exports were kept, replaced by another answer of the same person, and left out."""
        done = self.done
        return done.count(Outcome.KEPT), done.count(Outcome.MERGED), done.count(Outcome.LEFT_OUT)

    @property
    def answers(self) -> tuple[int, int]:
        """How many answers were put into the intake's words, and how many were not understood, or not wholly."""
        return self.done.count(Outcome.CHANGED), self.done.count(Outcome.NOT_UNDERSTOOD)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is told of how whole exports were read, such as that dates stand for the days of every week."""
        told: dict[str, None] = {}
        for row in self.done.report:
            of_the_file = row.outcome is Outcome.NOTE and row.row is None and row.column is None
            if of_the_file and row.note is not None:
                told[f"Note: {row.file}: {row.note}"] = None
            elif row.note is not None and DATES_OF_A_WEEK in row.note:
                told[f"Note: {row.file}: its {DATES_OF_A_WEEK}"] = None
        # The note of a whole file says it for its cells, too.
        return tuple(one for one in told if not any(one != more and more.startswith(one[:-1]) for more in told))

    @property
    def unconfirmed(self) -> tuple[ColumnRead, ...]:
        """The columns that were read and nobody has confirmed."""
        return tuple(column for column in self.done.columns if column.open)

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers; addresses are nowhere in it."""
        done, joined = self.done, self.joined
        (kept, merged, left), (changed, unclear) = self.rows, self.answers
        return {
            "folder": str(self.folder),
            "files": list(map(str, done.written)),
            "exports": [
                {
                    "file": file,
                    "role": role.role,
                    "why": role.why,
                    "columns": [
                        {
                            "column": one.column.label,
                            "taken_for": one.target,
                            "rank": one.meaning.rank,
                            "how_sure": told,
                        }
                        for one, told in zip(taken, sure, strict=True)
                    ],
                }
                for file, role, taken, sure in zip(done.files, done.roles, done.taken, done.how_sure, strict=True)
            ],
            "rows": {
                "all": kept + merged + joined + left,
                "kept": kept,
                "replaced": merged,
                "joined": joined,
                "left_out": left,
            },
            "mentors": len(done.intake.mentors),
            "mentees": len(done.intake.mentees),
            "answers": {"changed": changed, "not_understood": unclear},
            "notes": list(self.notes),
            "unconfirmed": [_read_table(column) for column in self.unconfirmed],
            "questions": [_question_table(question) for question in done.questions],
            "warnings": [issue_table(warning) for warning in done.intake.warnings],
        }


def _read_table(column: ColumnRead) -> dict[str, Any]:
    return {
        "file": column.file,
        "column": column.name,
        "meaning": column.meaning,
        "shapes": [
            {
                "people": shape.people,
                "asked": shape.asked,
                "answer": shape.examples[0].answer,
                "understood": shape.examples[0].understood,
            }
            for shape in column.shapes
        ],
    }


def _question_table(question: Question) -> dict[str, Any]:
    return {
        "file": question.file,
        "row": question.row,
        "id": question.person,
        "column": question.column,
        "answer": None if question.answer is None else without_addresses(question.answer),
        "question": without_addresses(question.text),
        "people": question.weight,
    }


@dataclass(frozen=True, slots=True)
class Proposed:
    """A mapping that is proposed where it is not sure who answered, or in which role; `fault` says what is not."""

    mapping: str
    fault: MappingNeededError

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        return {"proposed_mapping": self.mapping, "open": [issue_table(issue) for issue in self.fault.issues]}


def proposed_text(facts: Proposed, stream: IO[str]) -> str:
    """Return the text of the mapping."""
    return plain(facts.mapping)


def import_summary(facts: ImportFacts, stream: IO[str]) -> str:
    """Return the summary of an import, as wide and as coloured as `stream` can show."""
    console, done = console_for(stream), facts.done
    with console.capture() as captured:
        for file, role, taken, sure in zip(done.files, done.roles, done.taken, done.how_sure, strict=True):
            who = role.role or "mentors and mentees"
            what = "a poll of hours" if who == POLL else f"answers of {who}"
            console.print(ended(f"{one_line(file)}: {what}, {one_line(role.why)}"), soft_wrap=True)
            console.print(_columns(taken, sure))
        for line in (*_counts(facts), *_read_back(facts), *_questions(done), *_files(done, facts.folder)):
            console.print(line, soft_wrap=True)
    return drawn_lines(captured.get())


def _columns(taken: Sequence[Taken], sure: Sequence[str]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Column", overflow="fold", ratio=5)
    table.add_column("Taken for", overflow="fold", ratio=3)
    table.add_column("How sure", overflow="fold", ratio=4)
    for (question, target, _), group in groupby(zip(taken, sure, strict=True), key=lambda pair: _alike(pair[0])):
        pairs = list(group)
        columns = [one for one, _ in pairs]
        first, told = pairs[0]
        shared = question or f"{first.column.label} … {columns[-1].column.label}"
        label = first.column.label if len(columns) == 1 else f"{len(columns)} columns: {shared}"
        rank = first.meaning.rank if len(columns) == 1 else None
        meaning = "ignored" if target == "ignore" else target if rank is None else f"{target} {rank}"
        table.add_row(Text(_short(label)), Text(meaning), Text(one_line(told)))
    return table


def _alike(taken: Taken) -> tuple[str, str, bool]:
    many = taken.column.item is not None or taken.target.endswith("_grid")
    question = taken.column.question if taken.column.item is not None else "" if many else taken.column.label
    return question, taken.target, many


def _counts(facts: ImportFacts) -> Iterator[str]:
    kept, merged, left = facts.rows
    joined = facts.joined
    polled = f"{joined} of a poll joined to somebody's answer, " if joined else ""
    intake = facts.done.intake
    yield (
        f"Rows: {kept + merged + joined + left} in; {kept} kept, "
        f"{merged} replaced by another answer of the same person, {polled}{left} left out."
    )
    yield f"People: {count_of(len(intake.mentors), 'mentor')}, {count_of(len(intake.mentees), 'mentee')}."
    changed, unclear = facts.answers
    yield f"Answers: {changed} put into the intake's words, {unclear} not understood or not wholly."
    yield from map(one_line, facts.notes)


def _read_back(facts: ImportFacts) -> Iterator[str]:
    """Yield for each column that nobody confirmed its oddest answers and what was understood of them."""
    done, read = facts.done, facts.unconfirmed
    if not read:
        return
    yield f"{count_of(len(read), 'column')} read, and confirmed by nobody; the oddest answers:"
    for column in read[:COLUMNS_SHOWN]:
        odd = [
            f"{_short(shape.examples[0].answer)!r} ({count_of(shape.people, 'person', 'people')}): "
            f"{_short(shape.examples[0].understood)}"
            for shape in column.shapes[:SHAPES_SHOWN]
        ]
        more = len(column.shapes) - len(odd)
        odd += [f"and {count_of(more, 'more shape')}"] if more > 0 else []
        file = f" ({one_line(column.file)})" if len(done.files) > 1 else ""
        yield f"- {_short(column.name)}{file}: {' | '.join(odd)}"
    if len(read) > COLUMNS_SHOWN:
        yield f"and {len(read) - COLUMNS_SHOWN} more"
    yield 'import.html shows all of it. What is right you confirm once: import again with --confirm "COLUMN" or all.'


def _short(text: str) -> str:
    said = one_line(text)
    return said if len(said) <= LONGEST_HEADER else f"{said[:LONGEST_HEADER]}…"


def _questions(done: SurveyImport) -> Iterator[str]:
    if not done.questions:
        yield "Nothing is left to settle."
        return
    count = len(done.questions)
    yield f"{'One question' if count == 1 else f'{count} questions'} for you:"
    for question in done.questions[:QUESTIONS_SHOWN]:
        said = one_line(str(question))
        yield f"- {said if len(said) <= LONGEST_QUESTION else f'{said[:LONGEST_QUESTION]}…'}"
    if count > QUESTIONS_SHOWN:
        yield f"and {count - QUESTIONS_SHOWN} more in questions.csv"
    yield "To answer, fill in the column `value` of questions.csv, save it as corrections.csv, and import again."


def _files(done: SurveyImport, folder: Path) -> Iterator[str]:
    by_folder: dict[Path, list[str]] = {}
    for file in done.written:
        by_folder.setdefault(file.parent, []).append(file.name)
    for place, names in by_folder.items():
        what = "The intake is in" if place == folder else "Keep to yourself what is in"
        if place != folder and names == ["mapping.toml"]:
            what = "The mapping is in"
        yield f"{what} {one_line(str(place))}: {in_a_row(names)}"
