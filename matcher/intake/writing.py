"""`Intake` → a folder that reads as the same intake."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from matcher.errors import MatcherError
from matcher.intake.checks.locks import LOCK_COLUMNS, lock_rows
from matcher.intake.people import Intake, Person, cell_text
from matcher.intake.program import Program, header_key
from matcher.intake.spelling import toml_key, toml_value

__all__ = ["write_intake"]


def write_intake(intake: Intake, folder: str | os.PathLike[str]) -> Path:
    """Write ``mentors.csv``, ``mentees.csv``, ``constraints.csv`` and ``program.toml`` into a folder.

    ``locks.csv`` too, where there are locks; an old one there goes where there are none.

    The folder is made where it is not there; files of these names in it are replaced. Texts are written as they are,
    so that reading gives back an equal intake, its warnings aside: a name that begins with ``=`` stays one.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    MatcherError
        The folder cannot be made.
    """
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise MatcherError(f"{path} cannot be made ({fault.strerror or fault}); name a folder") from fault
    named = _columns_named(intake.program)
    (path / "mentors.csv").write_text(_people_csv(intake.mentors, named), encoding="utf-8", newline="")
    (path / "mentees.csv").write_text(_people_csv(intake.mentees, named), encoding="utf-8", newline="")
    rows = [[one.kind, one.a, one.b, one.note or ""] for one in intake.constraints]
    (path / "constraints.csv").write_text(_csv(["kind", "a", "b", "note"], rows), encoding="utf-8", newline="")
    if intake.locks:
        locks = _csv(LOCK_COLUMNS, lock_rows(intake.locks))
        (path / "locks.csv").write_text(locks, encoding="utf-8", newline="")
    else:
        (path / "locks.csv").unlink(missing_ok=True)
    (path / "program.toml").write_text(_toml(_settings(intake.program)), encoding="utf-8", newline="")
    return path


def _columns_named(program: Program) -> list[str]:
    """Return the columns that rules name: written even where all blank, since a rule on no column is a fault."""
    columns = [rule.column for rule in program.eligible] + [rule.column for rule in program.pair]
    return list(dict.fromkeys(map(header_key, columns)))


def _people_csv(people: Sequence[Person], named: Iterable[str]) -> str:
    known = dict(type(people[0]).known_columns) if people else {"id": "id"}
    further = dict.fromkeys(key for person in people for key in person.columns)
    keys = [*known, *(key for key in dict.fromkeys((*further, *named)) if key not in known)]
    rows = [[_cell(person, key, known.get(key)) for key in keys] for person in people]
    return _csv([known.get(key, key) for key in keys], rows)


def _cell(person: Person, key: str, field: str | None) -> str:
    if field is None:
        return person.columns.get(key, "")
    return cell_text(getattr(person, field)) or ""


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _settings(program: Program) -> dict[str, Any]:
    settings = program.model_dump(exclude_none=True)
    # Left to its default, the table asks nothing; written, it asks for a column.
    if "similarity" not in program.model_fields_set:
        del settings["similarity"]
    return settings


def _toml(settings: Mapping[str, Any]) -> str:
    """Return settings as TOML: texts and numbers first, then tables, then lists of tables."""
    lines = [f"{toml_key(key)} = {toml_value(value)}" for key, value in settings.items() if not _is_table(value)]
    for key, table in settings.items():
        if isinstance(table, dict):
            lines += [
                "",
                f"[{toml_key(key)}]",
                *(f"{toml_key(name)} = {toml_value(value)}" for name, value in table.items()),
            ]
        elif _is_table(table):
            for row in table:
                lines += [
                    "",
                    f"[[{toml_key(key)}]]",
                    *(f"{toml_key(name)} = {toml_value(value)}" for name, value in row.items()),
                ]
    return "\n".join(lines) + "\n"


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, tuple) and all(isinstance(row, dict) for row in value))
