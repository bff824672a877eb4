"""Where an import reads and writes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from matcher.errors import IntakeError, MatcherError
from matcher.intake.disk.whole import settle
from matcher.intake.program import Program
from matcher.intake.read import read_intake
from matcher.intake.reading.gate.files import utf8_of
from matcher.intake.reading.gate.kinds import INTAKE_TABLE, SETTINGS
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.reading.places import place_named
from matcher.intake.writing import texts_of
from matcher.result.files import csv_text
from matcher.survey.new_intake import program_text
from matcher.survey.people.filling import Filled

__all__ = ["PathLike", "Places", "intake_texts", "standing_beside_people"]

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
        folder = None if out is None else place_named(out, "out")
        private = folder
        if folder is not None and pseudonymous:
            private = _beside(folder)
        if folder is not None and private is not None:
            settle(folder)
            settle(private)
            _check(folder, private)
        map_file = None if mapping is None else place_named(mapping, "mapping")
        if map_file is None and private is not None:
            map_file = private / "mapping.toml"
        correction_file = None if corrections is None else place_named(corrections, "corrections")
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
        raise _wrong_call(f"the path {folder} is a file; name a folder")
    if private != folder and (folder / "import-report.csv").exists():
        raise _wrong_call(f"the folder {folder} holds an import with names; choose another folder for one without")
    if (folder / "result.json").exists():
        raise _wrong_call(
            f"the folder {folder} holds a result, whose mentors.csv would be overwritten; choose another folder"
        )
    people = [name for name in ("mentors.csv", "mentees.csv") if _holds_people(folder / name)]
    if people and not (private / "import-report.csv").exists():
        name = people[0]
        raise _wrong_call(
            f"the folder {folder} holds people whom no import wrote, in {name}; move it away or choose another folder"
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


_BESIDE_PEOPLE = ("program.toml", "program.json", "constraints.csv", "locks.csv")


def intake_texts(filled: Filled, program: Program, folder: Path | None) -> dict[str, str]:
    """Return the files of an intake; those that stand in `folder` stay as they are, the people's aside.

    Raises
    ------
    IntakeError
        The people and the settings do not go together.
    """
    read = read_intake(filled.records["mentors"], filled.records["mentees"], program)
    texts = {name: text for name, text in texts_of(read).items() if name in ("mentors.csv", "mentees.csv")}
    there = () if folder is None else standing_beside_people(folder)
    texts |= {name: _text_of(Path(folder or "") / name) for name in there}
    if "program.json" not in texts:
        texts.setdefault("program.toml", program_text(program.schedule.slots or ()))
    texts.setdefault("constraints.csv", csv_text(("kind", "a", "b", "note"), ()))
    return texts


def standing_beside_people(folder: Path) -> tuple[str, ...]:
    """Return the names of settings, constraints and locks that stand in a folder, and stay there as they are."""
    return tuple(name for name in _BESIDE_PEOPLE if (folder / name).exists())


def _text_of(path: Path) -> str:
    """Return the text of a file that stands in the folder.

    Raises
    ------
    IntakeError
        It cannot be read.
    """
    try:
        return utf8_of(path, INTAKE_TABLE if path.suffix == ".csv" else SETTINGS)
    except RefusedError as refused:
        raise IntakeError([refused.issue(path.name)]) from None
