"""What `report` and `new` show: the files that were written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from matcher.intake.words.listing import in_a_row
from matcher.text import one_line

__all__ = ["NewFacts", "ReportFacts", "new_text", "report_text"]

FILES_SHOWN = 4
"""Files of a folder that are named."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Reports that were written into a folder; `warnings` is what was told beside them."""

    folder: Path
    files: tuple[Path, ...]
    warnings: tuple[str, ...] = ()

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        inner = [file.relative_to(self.folder).as_posix() for file in self.files]
        return {"folder": str(self.folder), "files": inner, "warnings": list(self.warnings)}


def report_text(facts: ReportFacts, stream: IO[str]) -> str:
    """Say what was written, many files of a folder as one."""
    return "\n".join(_lines(facts.folder, facts.files))


def _lines(out: Path, written: Sequence[Path]) -> Iterator[str]:
    yield f"The reports are in {one_line(str(out))}:"
    by_folder: dict[str, list[str]] = {}
    for file in written:
        inner = file.relative_to(out)
        by_folder.setdefault(str(inner.parent), []).append(inner.name)
    for place, names in by_folder.items():
        if place == ".":
            yield from (f"  {name}" for name in names)
        else:
            listed = in_a_row(names[:FILES_SHOWN])
            yield f"  {place}/: {listed}{f' and {len(names) - FILES_SHOWN} more' if len(names) > FILES_SHOWN else ''}"


@dataclass(frozen=True, slots=True)
class NewFacts:
    """An empty intake that was started in a folder."""

    folder: str
    files: tuple[str, ...]

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        return {"folder": self.folder, "files": list(self.files)}


def new_text(facts: NewFacts, stream: IO[str]) -> str:
    """Say what was written, and what it is for."""
    how = "how-to-fill-in.md says what to write; form-questions.md is for a form, whose export `matcher import` reads."
    return f"A new intake is in {one_line(facts.folder)}: {in_a_row(facts.files)}\n{how}"
