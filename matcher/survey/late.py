"""`add_people`: late answers into an intake that is there: rows in its own columns, or an export of its survey."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from matcher.errors import IntakeError, Issue
from matcher.intake.leaving.adding import NewRow, Part, intake_with
from matcher.intake.leaving.leave import Files
from matcher.intake.people import Intake
from matcher.intake.read import read_intake
from matcher.intake.reading.files import read_text
from matcher.intake.reading.gate.data import json_of
from matcher.intake.reading.gate.files import utf8_of
from matcher.intake.reading.gate.kinds import IMPORT, INTAKE_TABLE
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.reading.places import place_named
from matcher.intake.reading.rows import MENTEE_KEYS, MENTOR_KEYS
from matcher.intake.reading.tables import Table, table_from_csv
from matcher.intake.words.findings import Findings
from matcher.survey.folders import Places
from matcher.survey.import_report import Question
from matcher.survey.import_survey import Import
from matcher.survey.mapping.vocabulary import role_in
from matcher.survey.readback.columns import name_words
from matcher.survey.readback.state import state_text
from matcher.survey.readback.still_open import STATE_FILE
from matcher.text import STANDARD_INPUT

__all__ = ["Added", "add_people"]

_TABLES_OF_PEOPLE = ("mentors.csv", "mentees.csv")
_TABLES = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class Added:
    """Who came.

    Parameters
    ----------
    people
        Their ids, in the order of the file.
    intake
        The intake with them.
    questions
        What of an export only a person can settle.
    """

    people: tuple[str, ...]
    intake: Intake
    questions: tuple[Question, ...] = ()


def add_people(
    intake: str | PathLike[str],
    file: str | PathLike[str],
    *,
    part: Part | None = None,
    mapping: str | PathLike[str] | None = None,
) -> Added:
    """Add late answers to an intake.

    Parameters
    ----------
    intake
        The folder or JSON file.
    file
        A CSV file with a column ``id`` is read as rows of the intake's own tables. Any other is read as an export, as
        `import_survey` does, with the intake's ``mapping.toml``; it may name people who are in the intake.
    part
        For rows of the intake's own: ``mentors`` or ``mentees``. None: as the file's name says.
    mapping
        Read `file` as an export by this mapping. None: an export is read by ``mapping.toml`` in the intake.

    Returns
    -------
    Added

    Raises
    ------
    IntakeError
        Somebody is in the intake already, or the intake would have faults with them; every fault is in `issues`, with
        its row in `file`. Nothing is written.
    MappingNeededError
        The mapping does not say who answered.
    MatcherError
        The intake cannot be written to; all is as it was.
    """
    place, source = place_named(intake, "intake"), place_named(file, "FILE")
    standing = read_intake(place)
    files = Files.read(place)
    if not source.exists():
        right = "name the file with the late answers, with the folder it is in"
        raise IntakeError([Issue(str(source), "is not there", right=right)])
    table = None if mapping is not None else _own_table(source)
    if table is not None:
        read, texts = intake_with(files, _rows_of(table, part or _part_of(source), source))
        files.write(texts, files.left, adding=_TABLES_OF_PEOPLE)
        return Added(_new(standing, read), read)
    return _from_export(place, files, standing, source, mapping)


def _own_table(source: Path) -> Table | None:
    """Return the table of a file in the intake's own columns; None where it is an export."""
    if source.suffix.casefold() not in _TABLES and source.name != STANDARD_INPUT:
        return None
    findings = Findings()
    text = read_text(source, INTAKE_TABLE, findings)
    known = MENTOR_KEYS.keys() | MENTEE_KEYS.keys()
    table = None if text is None else table_from_csv(text, source.name, known, findings)
    if table is None or "id" in table.headers:
        if findings.faults:
            raise IntakeError(findings.sorted_faults())
        return table
    return None


def _part_of(source: Path) -> Part:
    role = role_in(source.stem)
    if role is None:
        right = "add --mentors or --mentees (in Python: part), or call the file mentors.csv or mentees.csv"
        raise IntakeError([Issue(source.name, "does not say whether it holds mentors or mentees", right=right)])
    return "mentors" if role == "mentors" else "mentees"


def _rows_of(table: Table, part: Part, source: Path) -> list[NewRow]:
    if not table.rows:
        raise IntakeError([Issue(source.name, "has no people in it", right="write a row for each of them")])
    return [
        NewRow(part, {table.headers[key]: cell for key, cell in row.cells.items()}, source.name, row.number)
        for row in table.rows
    ]


def _new(before: Intake, now: Intake) -> tuple[str, ...]:
    known = before.mentor_by_id.keys() | before.mentee_by_id.keys()
    return tuple(own for own in (*now.mentor_by_id, *now.mentee_by_id) if own not in known)


# Exports --------------------------------------------------------------------------------------------------------------


def _from_export(
    place: Path, files: Files, standing: Intake, source: Path, mapping: str | PathLike[str] | None
) -> Added:
    if mapping is not None and not Path(mapping).exists():
        right = "name the mapping by which the intake's survey was imported"
        raise IntakeError([Issue(str(mapping), "is not there", right=right)])
    found = place / "mapping.toml" if mapping is None and place.is_dir() else mapping
    if found is None or not Path(found).exists():
        right = (
            "name the mapping of the intake's survey with --mapping; or give the file the columns of the intake, id too"
        )
        raise IntakeError(
            [Issue(source.name, "is read as an export, and there is no mapping.toml for it", right=right)]
        )
    if place.is_dir() and (place.with_name(f"{place.name}-private") / "key.csv").exists():
        right = "import all answers again with --pseudonymous"
        raise IntakeError([Issue(source.name, "would bring names into an intake that has none", right=right)])
    importing = Import(Places.of(None, found, None, pseudonymous=False), standing=standing)
    told = importing.read([source])
    records = {role: iter(rows) for role, rows in told.filled.records.items()}
    rows = []
    for one in told.people:
        part: Part = "mentors" if one.role == "mentors" else "mentees"
        rows.append(NewRow(part, next(records[one.role]), *one.answer.place, has_id=False))
    if not rows:
        raise IntakeError(
            [Issue(source.name, "holds nobody who takes part", right="look at its rows and at the mapping")]
        )
    read, texts = intake_with(files, rows)
    questions = importing.report.grouped(name_words(told.people))
    state = _state(place, read, questions) if place.is_dir() else {}
    files.write(texts, files.left, state, adding=_TABLES_OF_PEOPLE)
    return Added(_new(standing, read), read, questions)


def _state(place: Path, read: Intake, questions: Sequence[Question]) -> dict[str, str]:
    """Return ``import.json`` with the questions on late answers, too."""
    about = [question for question in questions if question.touched]
    late: Any = json_of(state_text(read, about, (), nameless=False))
    if not late["questions"]:
        return {}
    late["questions"] = [{**question, "late": True} for question in late["questions"]]
    try:
        before: Any = json_of(utf8_of(place / STATE_FILE, IMPORT))
        told = {**before, "questions": [*before["questions"], *late["questions"]]}
    except (RefusedError, ValueError, KeyError, TypeError):
        told = late
    return {STATE_FILE: json.dumps(told, ensure_ascii=False, indent=1) + "\n"}
