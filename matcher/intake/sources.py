"""What may be handed in (a folder, a JSON file, tables in memory) → the parts of an intake, each a table."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from matcher.errors import Issue
from matcher.intake.checks.locks import LOCK_COLUMNS
from matcher.intake.disk.whole import settle
from matcher.intake.program import Program
from matcher.intake.reading.files import read_text
from matcher.intake.reading.gate.kinds import INTAKE_JSON, INTAKE_TABLE
from matcher.intake.reading.places import place_fault
from matcher.intake.reading.rows import CONSTRAINT_KEYS, MENTEE_KEYS, MENTOR_KEYS
from matcher.intake.reading.settings import load_json, load_program_file
from matcher.intake.reading.tables import Table, table_from_csv, table_from_records
from matcher.intake.words.findings import Findings
from matcher.intake.words.nearest import nearest
from matcher.text import STANDARD_INPUT, shown

__all__ = ["TABLES", "Parts", "ProgramSource", "TableSource", "files_of_intake", "gather_parts"]

TableSource: TypeAlias = Any
"""A pandas DataFrame or a list of dicts, with the columns of FORMAT.md."""
ProgramSource: TypeAlias = Mapping[str, Any] | str | os.PathLike[str] | Program | None
"""A dict of the tables of ``program.toml``, a path to a ``.toml`` or ``.json`` file, or a `Program`."""

TABLES = ("mentors.csv", "mentees.csv", "constraints.csv", "locks.csv")
"""The tables in the folder of an intake."""
_PROGRAMS = ("program.toml", "program.json")
_PARTS = ("program", "mentors", "mentees", "constraints", "locks", "left")
_PEOPLE_KEYS = MENTOR_KEYS.keys() | MENTEE_KEYS.keys()
_TABLES = "hand in a pandas DataFrame or a list of dicts"
_LISTS = 'write a list, like [{"id": "S1"}]'


@dataclass(slots=True)
class Parts:
    """What was handed in; None for what is not there or cannot be read. `file` is where the settings stand."""

    mentors: Table | None = None
    mentees: Table | None = None
    constraints: Table | None = None
    locks: Table | None = None
    settings: Mapping[str, Any] | Program | None = None
    file: str = "program"


def gather_parts(
    mentors: TableSource | str | os.PathLike[str],
    mentees: TableSource,
    program: ProgramSource,
    constraints: TableSource,
    locks: TableSource,
    findings: Findings,
) -> Parts:
    """Return the parts of an intake from the arguments of `read_intake`; whatever cannot be read is a fault."""
    if isinstance(mentors, str | os.PathLike):
        given = {"program": program, "constraints": constraints, "locks": locks}
        parts = _from_path(mentors, [part for part in _PARTS if given.get(part) is None], findings)
        if mentees is not None:
            right = "hand in a path alone, or the tables of both mentors and mentees"
            findings.faults.append(Issue("mentees", "cannot be handed in beside a path", right=right))
    else:
        parts = Parts(settings={})
        parts.mentors = table_from_records(mentors, "mentors", _TABLES, findings)
        parts.mentees = table_from_records(mentees, "mentees", _TABLES, findings)
    if constraints is not None:
        parts.constraints = table_from_records(constraints, "constraints", _TABLES, findings)
    if locks is not None:
        parts.locks = table_from_records(locks, "locks", _TABLES, findings)
    if program is not None:
        _take_program(program, parts, findings)
    return parts


def _from_path(named: str | os.PathLike[str], wanted: Collection[str], findings: Findings) -> Parts:
    fault = place_fault(named)
    if fault is not None:
        findings.faults.append(Issue("the call", fault, None, "the intake", shown(named)))
        return Parts()
    path = Path(named)
    settle(path)
    if path.is_dir():
        return _from_folder(path, wanted, findings)
    if path.suffix.casefold() == ".json" or path.name == STANDARD_INPUT:
        return _from_json(path, wanted, findings)
    message = "is neither a folder nor a .json file" if path.exists() else "is not there"
    right = "name the folder that holds mentors.csv and mentees.csv"
    findings.faults.append(Issue(str(path), message, right=right))
    return Parts()


def _from_folder(path: Path, wanted: Collection[str], findings: Findings) -> Parts:
    parts = Parts(
        mentors=_csv_table(path / "mentors.csv", _PEOPLE_KEYS, findings),
        mentees=_csv_table(path / "mentees.csv", _PEOPLE_KEYS, findings),
    )
    if "constraints" in wanted and (path / "constraints.csv").exists():
        parts.constraints = _csv_table(path / "constraints.csv", CONSTRAINT_KEYS, findings)
    if "locks" in wanted and (path / "locks.csv").exists():
        parts.locks = _csv_table(path / "locks.csv", LOCK_COLUMNS, findings)
    if "program" in wanted:
        files = [path / name for name in _PROGRAMS if (path / name).exists()]
        if files:
            parts.file, parts.settings = files[0].name, load_program_file(files[0], findings)
        else:
            _take_defaults(parts, "program.toml", findings)
    return parts


def files_of_intake(place: Path) -> tuple[Path, ...]:
    """Return the files that are read where an intake is named, also those that are not there."""
    return tuple(place / name for name in (*TABLES, *_PROGRAMS)) if place.is_dir() else (place,)


def _csv_table(path: Path, known: Collection[str], findings: Findings) -> Table | None:
    text = read_text(path, INTAKE_TABLE, findings)
    return None if text is None else table_from_csv(text, path.name, known, findings)


def _from_json(path: Path, wanted: Collection[str], findings: Findings) -> Parts:
    parts = Parts()
    text = read_text(path, INTAKE_JSON, findings)
    found = None if text is None else load_json(text, path.name, findings)
    if not isinstance(found, Mapping):
        if found is not None:
            right = 'write {"program": {}, "mentors": [], "mentees": [], "constraints": []}, filled in'
            findings.faults.append(Issue(path.name, "is no table of an intake's parts", right=right))
        return parts
    for key in found:
        if key not in _PARTS:
            issue = Issue(path.name, "is no part of an intake", value=key, suggestion=nearest(key, _PARTS))
            findings.faults.append(issue)
    parts.mentors = _json_table(found, "mentors", path.name, findings)
    parts.mentees = _json_table(found, "mentees", path.name, findings)
    if "constraints" in wanted and found.get("constraints") is not None:
        parts.constraints = _json_table(found, "constraints", path.name, findings)
    if "locks" in wanted and found.get("locks") is not None:
        parts.locks = _json_table(found, "locks", path.name, findings)
    if "program" in wanted and found.get("program") is None:
        _take_defaults(parts, f"{path.name} program", findings)
    elif "program" in wanted:
        if isinstance(found["program"], Mapping):
            parts.settings, parts.file = found["program"], f"{path.name} program"
        else:
            right = 'write {"groups": {"max_size": 10}}, say'
            findings.faults.append(Issue(f"{path.name} program", "is no table of settings", right=right))
    return parts


def _json_table(found: Mapping[str, Any], part: str, file: str, findings: Findings) -> Table | None:
    if found.get(part) is None:
        findings.faults.append(Issue(f"{file} {part}", "is missing", right=_LISTS))
        return None
    return table_from_records(found[part], f"{file} {part}", _LISTS, findings)


def _take_program(program: Any, parts: Parts, findings: Findings) -> None:
    """Take the settings that a call hands in."""
    parts.file = "program"
    if isinstance(program, Mapping | Program):
        parts.settings = program
    elif (fault := place_fault(program)) is not None and isinstance(program, str | os.PathLike):
        findings.faults.append(Issue("the call", fault, None, "program", shown(program)))
    elif isinstance(program, str | os.PathLike):
        parts.file = Path(program).name
        parts.settings = load_program_file(Path(program), findings)
    else:
        message = f"is of the wrong kind, {type(program).__name__}"
        right = "write a table of settings, or hand in a path or a Program"
        findings.faults.append(Issue(parts.file, message, right=right))
        parts.settings = None


def _take_defaults(parts: Parts, file: str, findings: Findings) -> None:
    findings.warnings.append(Issue(file, "is missing, so that every setting has its default"))
    parts.settings, parts.file = {}, file
