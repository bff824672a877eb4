"""Where an import reads and writes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from matcher.errors import MatcherError

__all__ = ["PathLike", "Places"]

PathLike: TypeAlias = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Places:
    """Where an import reads and writes.

    Parameters
    ----------
    out
        The folder of the intake; None: nothing is written.
    private
        The folder for what names people: `out`, unless ids are pseudonyms.
    mapping, corrections
        The files; None where there is none and none is to be written.
    """

    out: Path | None
    private: Path | None
    mapping: Path | None
    corrections: Path | None

    @classmethod
    def of(
        cls, out: PathLike | None, mapping: PathLike | None, corrections: PathLike | None, *, pseudonymous: bool
    ) -> Places:
        """Return the places of a call.

        Raises
        ------
        MatcherError
            `out` is a file or holds what an import must not overwrite, or ids without names would stand beside names.
        """
        folder = None if out is None else Path(out)
        private = folder
        if folder is not None and pseudonymous:
            private = _beside(folder)
        if folder is not None and private is not None:
            _check(folder, private)
        map_file = None if mapping is None else Path(mapping)
        if map_file is None and private is not None:
            map_file = private / "mapping.toml"
        correction_file = None if corrections is None else Path(corrections)
        if correction_file is None and private is not None and (private / "corrections.csv").exists():
            correction_file = private / "corrections.csv"
        return cls(folder, private, map_file, correction_file)


def _beside(folder: Path) -> Path:
    """Return the private folder that goes with one, told as that was: ``intake-private`` for ``intake``."""
    if folder.name in ("", ".."):
        return folder / ".." / f"{folder.resolve().name}-private"
    return folder.with_name(f"{folder.name}-private")


def _check(folder: Path, private: Path) -> None:
    """Refuse a folder in which something would be lost, or told that is not to be told."""
    if folder.exists() and not folder.is_dir():
        raise _wrong_call(f"{folder} is a file; name a folder")
    if private != folder and (folder / "import-report.csv").exists():
        raise _wrong_call(f"{folder} holds an import with names; choose another folder for one without")
    if (folder / "result.json").exists():
        raise _wrong_call(f"{folder} holds a result, whose mentors.csv would be overwritten; choose another folder")
    people = [name for name in ("mentors.csv", "mentees.csv") if _holds_people(folder / name)]
    if people and not (private / "import-report.csv").exists():
        name = people[0]
        raise _wrong_call(
            f"{folder} holds people whom no import wrote, in {name}; move it away or choose another folder"
        )


def _holds_people(path: Path) -> bool:
    """Whether rows stand below the header."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return sum(bool(line.strip()) for line in file) > 1


def _wrong_call(message: str) -> MatcherError:
    fault = MatcherError(message)
    fault.exit_code = 2
    return fault
