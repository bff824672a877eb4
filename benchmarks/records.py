"""What was measured, kept as JSON with commit, date and machine: every figure in README and docs comes from it.

A record is a file ``results/NAME.json``: ``stamp`` says how the numbers came about, ``rows`` are the numbers, a line
each.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.machine import Busy, Machine, this_machine

__all__ = ["RESULTS", "ROOT", "Record", "Row", "Stamp", "Stamping"]

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).parent / "results"
CHANGED = "+"
"""Follows a commit where the code that ran was not quite that of the commit."""
CODE = ("matcher", "benchmarks/*.py", "pyproject.toml")
AT_PEACE = 0.2
"""Cores busy with other work, at the most, where times count as taken in peace."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stamp:
    """How numbers came about.

    Parameters
    ----------
    commit
        Of the code that ran, shortened; with a ``+`` where it had been changed since.
    date
        Day on which the measurement ended, in UTC.
    command
        What measures it again, from the folder of the project.
    machine
        Where it ran.
    others
        Cores that other work kept busy meanwhile, on average; None where that is not known.
    """

    commit: str
    date: str
    command: str
    machine: Machine
    others: float | None

    @property
    def in_peace(self) -> bool:
        """Whether the machine is known to have had little else to do."""
        return self.others is not None and self.others <= AT_PEACE

    @classmethod
    def read(cls, data: Row) -> Stamp:
        """Return the stamp that JSON holds."""
        return cls(**{**data, "machine": Machine(**data["machine"])})


class Stamping:
    """Made before something is measured; gives its stamp afterwards."""

    def __init__(self, command: str) -> None:
        self._command = command
        self._commit = _commit()
        self._busy = Busy()

    def stamp(self) -> Stamp:
        """Return the stamp of what was measured since."""
        day = datetime.now(UTC).date().isoformat()
        return Stamp(self._commit, day, self._command, this_machine(), self._busy.by_others())


def _commit() -> str:
    told = _git("rev-parse", "--short=10", "HEAD")
    return told + CHANGED if told and _git("status", "--porcelain", "--", *CODE) else told or "unknown"


def _git(*words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


@dataclass(frozen=True, slots=True)
class Record:
    """The numbers of one measurement, and how they came about."""

    stamp: Stamp
    rows: tuple[Row, ...]

    @classmethod
    def load(cls, name: str, folder: Path = RESULTS) -> Record:
        """Return what is kept under a name.

        Raises
        ------
        FileNotFoundError
            Nothing is.
        """
        data = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        return cls(Stamp.read(data["stamp"]), tuple(data["rows"]))

    def save(self, name: str, folder: Path = RESULTS) -> None:
        """Keep it under a name, in place of what was kept there."""
        stamp = json.dumps(asdict(self.stamp), ensure_ascii=False)
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in self.rows)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.json").write_text(f'{{"stamp": {stamp},\n"rows": [\n{rows}\n]}}\n', encoding="utf-8")
