"""What `import` shows: what columns were taken for, what became of the rows, and what is still to be settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_a_row
from matcher.survey.import_report import Outcome
from matcher.survey.import_survey import SurveyImport
from matcher.survey.mapping.recognition import Taken
from matcher.terminal.lines import console_for, drawn_lines
from matcher.text import ended, one_line

__all__ = ["import_summary"]

QUESTIONS_SHOWN, LONGEST_HEADER, LONGEST_QUESTION = 12, 60, 260
"""Questions that are shown, all of which a file has; letters of a column's header, and of a question."""
COLUMNS_SHOWN, SHAPES_SHOWN = 12, 2
"""Columns that nobody has confirmed, and shapes of their answers; the page has all."""


def import_summary(done: SurveyImport, folder: Path, stream: IO[str]) -> str:
    """Return the summary of an import that was written to `folder`, as wide and as coloured as `stream` can show."""
    console = console_for(stream)
    with console.capture() as captured:
        for file, role, taken, sure in zip(done.files, done.roles, done.taken, done.how_sure, strict=True):
            who = role.role or "mentors and mentees"
            console.print(ended(f"{one_line(file)}: answers of {who}, {one_line(role.why)}"), soft_wrap=True)
            console.print(_columns(taken, sure))
        for line in (*_counts(done), *_read_back(done), *_questions(done), *_files(done, folder)):
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


def _counts(done: SurveyImport) -> Iterator[str]:
    kept, merged, left = (done.count(one) for one in (Outcome.KEPT, Outcome.MERGED, Outcome.LEFT_OUT))
    intake = done.intake
    yield (
        f"Rows: {kept + merged + left} in; {kept} kept, {merged} replaced by another answer of the same person, "
        f"{left} left out."
    )
    yield f"People: {count_of(len(intake.mentors), 'mentor')}, {count_of(len(intake.mentees), 'mentee')}."
    changed, unclear = done.count(Outcome.CHANGED), done.count(Outcome.NOT_UNDERSTOOD)
    yield f"Answers: {changed} put into the intake's words, {unclear} not understood or not wholly."


def _read_back(done: SurveyImport) -> Iterator[str]:
    """Yield for each column that nobody confirmed its oddest answers and what was understood of them."""
    read = [column for column in done.columns if column.open]
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
