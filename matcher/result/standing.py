"""What stands in a folder that results or reports are written to, and tells other groups than these do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from matcher.errors import MatcherError
from matcher.intake.disk.ours import COMMITTEES, changed_by_hand, of_changed_groups, written_by_others
from matcher.intake.reading.gate.data import json_of
from matcher.intake.reading.gate.files import bytes_of
from matcher.intake.reading.gate.kinds import STANDING
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.words.findings import name_some
from matcher.result.records import Group
from matcher.result.saved_workbook import fingerprint, read_workbook

__all__ = ["fingerprints", "of_other_groups", "passed_over", "workbook_passed_over"]

RESULT = "result.json"
_NOT_TAKEN = "is not taken into account; name it to go by it"


def fingerprints(texts: Mapping[str, str | bytes]) -> dict[str, str | None]:
    """Return of which groups each result among these files is; None where that cannot be told."""
    return {name: _fingerprint_in(text) for name, text in texts.items() if PurePosixPath(name).name == RESULT}


def of_other_groups(folder: Path, results: Mapping[str, str | None]) -> list[str]:
    """Return which results are to be written over one that has other groups."""
    return [name for name, digest in results.items() if _has_others(folder / name, digest)]


def passed_over(
    folder: Path, names: Collection[str], told: Collection[str | None], read: Iterable[Path]
) -> Iterator[str]:
    """Say what stands in a folder of groups that somebody changed by hand, and that what is written does not go by.

    Parameters
    ----------
    names
        What is written.
    told
        Of which groups it is.
    read
        What it was made from.
    """
    made_from = list(read)
    changed = changed_by_hand(folder, ending=".xlsx")
    for name in (*changed, *written_by_others(folder, ".xlsx")):
        if name in names or _is_one_of(folder / name, made_from):
            continue
        digest = _fingerprint_of(folder / name)
        if name in changed and digest not in told:
            yield workbook_passed_over(name)
        elif digest is not None and digest not in told:
            yield f"{name}, which matcher did not write there, tells other groups and {_NOT_TAKEN}"
    others = [
        name
        for name, digest in of_changed_groups(folder).items()
        if not (name in names or name in changed or digest in told or _is_one_of(folder / name, made_from))
    ]
    if others:
        are = "is" if len(others) == 1 else "are"
        how = f"; for that, name {COMMITTEES} as RESULT of `matcher report`" if COMMITTEES in others else ""
        yield f"{name_some(others)} {are} of groups that were changed by hand; the new files do not go by these{how}"


def workbook_passed_over(name: str) -> str:
    """Say that a workbook that somebody changed is not what counts."""
    if name == COMMITTEES:
        return f"{name} was changed by hand and {_NOT_TAKEN}"
    return f"{name} was changed by hand, and no groups are read from it: they are changed in {COMMITTEES}"


def _has_others(file: Path, digest: str | None) -> bool:
    try:
        return file.is_file() and _fingerprint_in(bytes_of(file, STANDING)) != digest
    except RefusedError:  # whoever writes over it is told
        return False


def _fingerprint_in(text: str | bytes) -> str | None:
    try:
        found: Any = json_of(text if isinstance(text, str) else text.decode("utf-8"))
        groups = [
            Group(one["id"], one["slot"], tuple(one["mentors"]), tuple(one["mentees"]), 0) for one in found["groups"]
        ]
        return fingerprint(groups)
    except (RefusedError, ValueError, KeyError, TypeError):
        return None


def _fingerprint_of(workbook: Path) -> str | None:
    """Return which groups a workbook tells; None where it is none of ours, or cannot be understood."""
    try:
        return fingerprint(read_workbook(workbook).groups)
    except MatcherError:
        return None


def _is_one_of(place: Path, files: Iterable[Path]) -> bool:
    return any(_is_same(place, one) for one in files)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False
