"""Corrections → the answers that they are about."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.intake.program import fold
from matcher.survey.import_report import Outcome, Question, Report, ReportRow, without_addresses
from matcher.survey.mapping.answers import Answer
from matcher.survey.mapping.corrections import HOURS, Correction, ForEverybody
from matcher.survey.people.gathering import Someone

__all__ = ["correct", "correct_like"]


def correct(
    answers: Sequence[Answer], people: Sequence[Someone], corrections: Sequence[Correction], file: str, report: Report
) -> None:
    """Note each correction at the answers that it is about; one that is about nobody becomes a question.

    Parameters
    ----------
    people
        Those who gave the answers, by whose ids corrections may name them.
    file
        The name of the file of corrections.
    """
    by_id: dict[str, list[Answer]] = {}
    for one in people:
        for own in {one.id, one.natural, one.answer.own or one.id}:
            by_id.setdefault(own, []).extend((one.answer, *one.earlier))
    for answer in answers:
        if answer.own is not None:
            by_id.setdefault(answer.own, [answer])
    for correction in corrections:
        if correction.email is None and correction.person is not None:
            meant = by_id.get(correction.person, [])
        else:
            meant = [answer for answer in answers if _is_meant(answer, correction)]
        if not meant:
            text = "corrects somebody who is not in the exports; it was not used"
            report.ask(Question(file, correction.number, correction.person, correction.column, correction.value, text))
        for answer in meant:
            where = f"row {correction.number} of {file}"
            _note(answer, correction.column, correction.value, where, correction.person, report)


def correct_like(
    people: Sequence[Someone],
    questions: Sequence[Question],
    corrections: Sequence[ForEverybody],
    file: str,
    report: Report,
) -> None:
    """Note at the answers of everybody who is asked about the same hours what the coordinator wrote for them.

    Parameters
    ----------
    questions
        What is asked before.
    """
    meant = {(one.column, fold(without_addresses(one.answer))): one for one in corrections if one.column in HOURS}
    by_id = {one.id: one for one in people}
    for question in questions if meant else ():
        key = question.column or "", fold(without_addresses(question.answer or ""))
        if key in meant and question.person in by_id:
            one, found = by_id[question.person], meant[key]
            _note(one.answer, found.column, found.value, f"row {found.number} of {file}", one.id, report)


def _is_meant(answer: Answer, correction: Correction) -> bool:
    if correction.email is not None:
        return answer.email == correction.email.casefold().strip()
    file, row = answer.place
    return correction.row == row and (correction.file is None or fold(correction.file) == fold(file))


def _note(answer: Answer, column: str, value: str, where: str, person: str | None, report: Report) -> None:
    cells = (
        answer.line.cells[one.column.place] for one in answer.source.taken if column in (one.column.label, one.target)
    )
    answer.corrected[column] = value
    before, after = next(filter(None, cells), None), value or None
    report.rows.append(ReportRow(*answer.place, person, Outcome.CORRECTED, column, before, after, f"as {where} says"))
