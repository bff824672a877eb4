"""A lock added to ``locks.csv``, or to an intake of one JSON file: what is there stays as it is written."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from pathlib import Path

from matcher.errors import IntakeError, Issue, MatcherError
from matcher.intake.checks.locks import LOCK_COLUMNS, lock_rows
from matcher.intake.listing import in_a_row
from matcher.intake.people import Lock
from matcher.intake.program import header_key
from matcher.intake.read_intake import read_intake
from matcher.intake.reading.tables import delimiter_of

__all__ = ["append_lock"]


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
        _write_whole(place / "locks.csv", _with_row(place / "locks.csv", lock))
    else:
        _write_whole(place, _with_entry(place, lock))


def _same(one: Lock, other: Lock) -> bool:
    return (one.kind, one.mentors, one.slot, one.mentees) == (other.kind, other.mentors, other.slot, other.mentees)


def _with_row(file: Path, lock: Lock) -> str:
    """Return the text of ``locks.csv`` with one row more, in the columns, delimiter and line ends that it has."""
    text = file.read_bytes().decode("utf-8") if file.exists() else ""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    ends = "\r\n" if "\r\n" in text else "\n"
    body = text.removeprefix(mark)
    delimiter = delimiter_of(body, LOCK_COLUMNS) if body else ","
    header = next(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter), []) if body else []
    keys = [header_key(name) for name in header]
    cells = dict(zip(LOCK_COLUMNS, lock_rows([lock])[0], strict=True))
    missing = [column for column, cell in cells.items() if column not in keys and (cell or not header)]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ends)
    if missing:
        writer.writerow([*header, *missing])
        body = "" if not header else _without_header(body)
    elif body and not body.endswith(("\n", "\r")):
        body += ends
    text = mark + out.getvalue() + body
    if text and not text.endswith(("\n", "\r")):
        text += ends
    row = io.StringIO()
    columns = [*keys, *missing]
    csv.writer(row, delimiter=delimiter, lineterminator=ends).writerow([cells.get(column, "") for column in columns])
    return text + row.getvalue()


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


def _write_whole(file: Path, text: str) -> None:
    """Replace a file by another of its name, flushed to the disk first."""
    beside = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", dir=file.parent, prefix=f".{file.name}-", delete=False, encoding="utf-8", newline=""
        ) as stream:
            beside = Path(stream.name)
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if file.exists():
            beside.chmod(file.stat().st_mode & 0o777)
        else:
            beside.chmod(0o644)
        beside.replace(file)
    except OSError as fault:
        if beside is not None:
            beside.unlink(missing_ok=True)
        said = fault.strerror or str(fault)
        raise MatcherError(f"{file} could not be written ({said}); nothing there was changed") from fault
