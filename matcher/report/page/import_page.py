"""``import.html``: what an import read, column by column, to be looked at and confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.intake.words.findings import count_of
from matcher.report.page.templating import page_of
from matcher.survey.import_report import Question, without_addresses

if TYPE_CHECKING:
    from matcher.survey.import_survey import SurveyImport

__all__ = ["import_page"]

MOST_SHAPES = 60
"""Of a column in words of people's own so many shapes are shown, the oddest."""

_STANDINGS = {
    "known": "sure: known word for word, or kept as it stands",
    "confirmed": "confirmed",
    "read": "read, not confirmed yet",
}


def import_page(done: SurveyImport) -> str:
    """Return a page that shows of each column the shapes of its answers, the oddest first, and what was understood.

    Nothing on it is loaded from elsewhere, and no e-mail address stands on it.
    """
    unused = [
        (file, taken.column.label, taken.why)
        for file, columns in zip(done.files, done.taken, strict=True)
        for taken in columns
        if taken.target == "ignore"
    ]
    # What is still to be looked at comes first, in the order of the export.
    columns = sorted(done.columns, key=lambda column: not column.open)
    return page_of(
        "import.html.j2",
        "page.css",
        columns=columns,
        open=[column for column in columns if column.open],
        unused=unused,
        questions=[_asked(question) for question in done.questions],
        standings=_STANDINGS,
        most=MOST_SHAPES,
        count_of=count_of,
        mentors=len(done.intake.mentors),
        mentees=len(done.intake.mentees),
    )


def _asked(question: Question) -> tuple[str, str, str]:
    """Return where a question is from, what was written, and what is asked."""
    place = question.file if question.row is None else f"{question.file} row {question.row}"
    place = place if question.column is None else f"{place}, {question.column}"
    return place, without_addresses(question.answer or ""), without_addresses(question.text)
