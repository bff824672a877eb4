"""What of an import is open → ``import.json``, kept beside the intake so that `check` and `solve` tell it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from matcher.intake.hours import parse_availability
from matcher.intake.people import Intake, Person
from matcher.survey.hours.reading import never_free
from matcher.survey.import_report import Question
from matcher.survey.mapping.vocabulary import COLUMN_MEANINGS, INTAKE_MEANINGS
from matcher.survey.readback.columns import ColumnRead
from matcher.survey.readback.still_open import HOURS, digest_of

__all__ = ["state_text"]

_OF_HOURS = (*HOURS, "timezone", "which_weeks")
"""Columns on which hang when people can meet."""


def state_text(intake: Intake, questions: Iterable[Question], columns: Iterable[ColumnRead], *, nameless: bool) -> str:
    """Return the file: of each person whom a question is about it keeps a digest of what the import wrote.

    Parameters
    ----------
    nameless
        Columns are told by what they mean alone: a header may hold somebody's name.
    """
    people = {one.id: one for one in (*intake.mentors, *intake.mentees)}
    known = {*COLUMN_MEANINGS, *INTAKE_MEANINGS, "leave_out"}
    asked = []
    for question in questions:
        about = {own: people[own] for own in question.touched if own in people}
        told = question.column if not nameless or question.column in known else None
        of_hours = told in _OF_HOURS or question.of_hours
        about_hours = HOURS[0] if of_hours else told
        asked.append(
            {
                "column": told,
                "of_hours": of_hours,
                "people": {own: digest_of(one, about_hours) for own, one in about.items()},
                "never_free": [own for own, one in about.items() if of_hours and _is_never_free(one, intake)],
            }
        )
    read = [column.meaning if nameless else column.name for column in columns if column.open]
    told_all = {"questions": asked, "unconfirmed": list(dict.fromkeys(read))}
    return json.dumps(told_all, ensure_ascii=False, indent=1) + "\n"


def _is_never_free(person: Person, intake: Intake) -> bool:
    slots = intake.program.schedule.slots or ()
    return person.unavailable is not None and person.unavailable == parse_availability(never_free(slots), slots)
