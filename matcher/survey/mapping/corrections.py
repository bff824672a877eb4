"""``corrections.csv``: what the coordinator settled by hand, applied on top of every import."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import Issue
from matcher.intake.program import fold, header_key
from matcher.intake.words.findings import Findings
from matcher.intake.words.nearest import nearest
from matcher.survey.reading.files import read_grid
from matcher.text import unguarded

__all__ = ["BLANK", "Correction", "read_corrections"]

BLANK = "(blank)"
"""What a coordinator writes to say that a cell is to be blank."""

_KEYS = ("email", "id", "file", "row", "column", "value")
_WHO = "write whose answer it is: email, id, or row (and file, where there are several exports)"


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction: whose answer (`email`, else `person`, else `row` of `file`), which column, and what is right."""

    number: int
    email: str | None
    person: str | None
    file: str | None
    row: int | None
    column: str
    value: str


def read_corrections(path: Path, known: Collection[str], findings: Findings) -> list[Correction]:
    """Return the corrections of a file in order; whatever cannot be understood is among the faults.

    A row without a `value` is passed over, so that ``questions.csv`` can be filled in little by little.

    Parameters
    ----------
    known
        Headers of the exports and columns of the intake, as they are spelled; others are a fault. Of those that differ
        in case alone the last is meant.
    """
    grid = read_grid(path, findings)
    if grid is None:
        return []
    headers = [header_key(cell) for cell in grid.lines[0].cells]
    missing = [key for key in ("column", "value") if key not in headers]
    if missing or not {"email", "id", "row"} & set(headers):
        for key in missing or ["id"]:
            findings.faults.append(Issue(path.name, "is missing", column=key, right=f"add a column {key}"))
        return []
    spelled = {fold(column): column for column in known}
    found = []
    for line in grid.lines[1:]:
        cells = {key: unguarded(cell) for key, cell in zip(headers, line.cells, strict=False) if key in _KEYS and cell}
        if cells.get("value"):
            correction = _correction(line.number, cells, spelled, path.name, findings)
            if correction is not None:
                found.append(correction)
    return found


def _correction(
    number: int, cells: Mapping[str, str], spelled: Mapping[str, str], file: str, findings: Findings
) -> Correction | None:
    before = len(findings.faults)
    row = cells.get("row")
    if row is not None and not (row.isascii() and row.isdigit() and len(row) < 9):
        findings.faults.append(Issue(file, "is no row of an export", number, "row", row, "write a number like 12"))
    if not {"email", "id", "row"} & set(cells):
        findings.faults.append(Issue(file, "does not say whose answer it corrects", number, right=_WHO))
    column = cells.get("column")
    if column is None:
        findings.faults.append(Issue(file, "is blank", number, "column", right="write the column that is corrected"))
    elif fold(column) not in spelled:
        near = nearest(column, spelled.values())
        right = "write a column of the intake, or a header of the export"
        findings.faults.append(Issue(file, "is no column", number, "column", column, right, near))
    if len(findings.faults) > before or column is None:
        return None
    value = "" if fold(cells["value"]) == BLANK else cells["value"]
    # A row number beside an id is there for reading: the same person's next answer is corrected, too.
    by_row = row is not None and not {"email", "id"} & set(cells)
    return Correction(
        number, cells.get("email"), cells.get("id"), cells.get("file"), int(row) if by_row and row else None,
        spelled[fold(column)], value,
    )  # fmt: skip
