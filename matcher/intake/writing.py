"""`Intake` → a folder that reads as the same intake; a lock added to one that is there."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from matcher.errors import IntakeError, Issue, MatcherError
from matcher.intake.checks.locks import LOCK_COLUMNS, lock_rows
from matcher.intake.disk.whole import put_whole
from matcher.intake.people import Intake, Lock, Person, cell_text
from matcher.intake.program import Program, header_key
from matcher.intake.read import read_intake
from matcher.intake.reading.places import place_named
from matcher.intake.reading.tables import delimiter_of
from matcher.intake.words.listing import in_a_row
from matcher.intake.words.spelling import toml_key, toml_value
from matcher.text import guarded

__all__ = ["append_lock", "read_back", "texts_of", "with_rows", "write_intake"]


def write_intake(intake: Intake, folder: str | os.PathLike[str]) -> Path:
    """Write ``mentors.csv``, ``mentees.csv``, ``constraints.csv`` and ``program.toml`` into a folder.

    ``locks.csv`` too, where there are locks; an old one there goes where there are none.

    The folder is made where it is not there; files of these names in it are replaced, all or none. Reading gives back
    an equal intake, its warnings aside: a text that a spreadsheet would run is written `guarded` and read without that.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    MatcherError
        The folder cannot be made or written to; nothing there was changed.
    """
    path = place_named(folder, "folder")
    if path.exists() and not path.is_dir():
        raise MatcherError(f"the folder {path} cannot be made, since it is a file; name a folder")
    put_whole(path, texts_of(intake), gone=() if intake.locks else ("locks.csv",))
    return path


def texts_of(intake: Intake) -> dict[str, str]:
    """Return the files of an intake's folder, by name."""
    named = _columns_named(intake.program)
    constraints = [[one.kind, one.a, one.b, one.note or ""] for one in intake.constraints]
    return {
        "mentors.csv": _people_csv(intake.mentors, named),
        "mentees.csv": _people_csv(intake.mentees, named),
        "constraints.csv": _csv(["kind", "a", "b", "note"], constraints),
        **({"locks.csv": _csv(LOCK_COLUMNS, lock_rows(intake.locks))} if intake.locks else {}),
        "program.toml": _toml(_settings(intake.program)),
    }


def read_back(texts: Mapping[str, str], file: str | None = None) -> Intake:
    """Return the intake as it will be read from its files, so that whatever is written can be read.

    Parameters
    ----------
    file
        The one that holds it all; None: they are those of a folder.

    Raises
    ------
    IntakeError
        A constraint or a lock names somebody who is no longer there, say.
    """
    with tempfile.TemporaryDirectory(prefix="matcher-") as folder:
        for name, text in texts.items():
            (Path(folder) / name).write_text(text, encoding="utf-8", newline="")
        return read_intake(folder if file is None else Path(folder) / file)


def _columns_named(program: Program) -> list[str]:
    """Return the columns that rules name: written even where all blank, since a rule on no column is a fault."""
    columns = [rule.column for rule in program.eligible] + [rule.column for rule in program.pair]
    columns += [rule.column for rule in program.mix]
    return list(dict.fromkeys(map(header_key, columns)))


def _people_csv(people: Sequence[Person], named: Iterable[str]) -> str:
    known = dict(type(people[0]).known_columns) if people else {"id": "id"}
    further = dict.fromkeys(key for person in people for key in person.columns)
    if "timezone" not in named and all(person.timezone is None for person in people):
        # Where everybody goes by one clock, tables are as they were before there were others.
        known.pop("timezone", None)
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
    writer.writerows(map(guarded, row) for row in rows)
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


# A lock added ---------------------------------------------------------------------------------------------------------


def append_lock(place: Path, lock: Lock) -> None:
    """Add a lock to an intake, checked first with everything else; the file appears whole or stays as it was.

    Raises
    ------
    IntakeError
        The intake has faults, or the lock is there already or contradicts it; nothing was written.
    MatcherError
        The file cannot be written.
    """
    told = read_intake(place)
    if any(_same(lock, other) for other in told.locks):
        raise IntakeError([Issue("the call", "is locked already, in just this way", value=in_a_row(lock.mentors))])
    rows = [dict(zip(LOCK_COLUMNS, row, strict=True)) for row in lock_rows((*told.locks, lock))]
    read_intake(place, locks=rows)
    if place.is_dir():
        put_whole(place, {"locks.csv": _with_row(place / "locks.csv", lock)})
    else:
        put_whole(place.parent, {place.name: _with_entry(place, lock)})


def _same(one: Lock, other: Lock) -> bool:
    return (one.kind, one.mentors, one.slot, one.mentees) == (other.kind, other.mentors, other.slot, other.mentees)


def _with_row(file: Path, lock: Lock) -> str:
    text = file.read_bytes().decode("utf-8") if file.exists() else ""
    return with_rows(text, LOCK_COLUMNS, [dict(zip(LOCK_COLUMNS, lock_rows([lock])[0], strict=True))])


def with_rows(text: str, known: Collection[str], rows: Sequence[Mapping[str, str]]) -> str:
    """Return a CSV text with rows more, in the columns, delimiter and line ends that it has.

    Parameters
    ----------
    text
        Nothing where there is no file yet: then the columns are those of the rows.
    known
        The `header_key` of each column by which the delimiter is told.
    rows
        Cells by column; of a column that the text has not, the name is added to its header.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    ends = "\r\n" if "\r\n" in text else "\n"
    body = text.removeprefix(mark)
    delimiter = delimiter_of(body, known) if body else ","
    header = next(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter), []) if body else []
    keys = [header_key(name) for name in header]
    spelled = {header_key(name): name for row in rows for name, cell in row.items() if cell or not header}
    missing = {key: name for key, name in spelled.items() if key not in keys}
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ends)
    if missing:
        writer.writerow([*header, *missing.values()])
        body = "" if not header else _without_header(body)
    told = mark + out.getvalue() + body
    if told and not told.endswith(("\n", "\r")):
        told += ends
    added = io.StringIO()
    further = csv.writer(added, delimiter=delimiter, lineterminator=ends)
    for row in rows:
        cells = {header_key(name): cell for name, cell in row.items()}
        further.writerow([guarded(cells.get(key, "")) for key in (*keys, *missing)])
    return told + added.getvalue()


def _without_header(body: str) -> str:
    """Return a CSV text without its first record, which may hold line ends."""
    stream = io.StringIO(body, newline="")
    lines = iter(stream.readline, "")
    next(csv.reader(lines))
    return stream.read()


def _with_entry(file: Path, lock: Lock) -> str:
    found = json.loads(file.read_bytes().decode("utf-8-sig"))
    entry = {key: value for key, value in lock.model_dump(mode="json").items() if value not in (None, [])}
    found["locks"] = [*(found.get("locks") or ()), entry]
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
