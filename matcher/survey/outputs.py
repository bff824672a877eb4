"""Rows of an intake → its files, read back before they are written."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from matcher.intake.people import Intake
from matcher.intake.program import Program
from matcher.intake.read import read_intake
from matcher.intake.writing import write_intake
from matcher.result.files import csv_text
from matcher.survey.new_intake import program_text
from matcher.survey.people.filling import Filled

__all__ = ["intake_texts", "read_back"]

_BESIDE_PEOPLE = ("program.toml", "program.json", "constraints.csv", "locks.csv")


def intake_texts(filled: Filled, program: Program, folder: Path | None) -> dict[str, str]:
    """Return the files of an intake; those that stand in `folder` stay as they are, the people's aside.

    Raises
    ------
    IntakeError
        The people and the settings do not go together.
    """
    read = read_intake(filled.records["mentors"], filled.records["mentees"], program)
    with tempfile.TemporaryDirectory(prefix="matcher-") as beside:
        write_intake(read, beside)
        texts = {name: (Path(beside) / name).read_text(encoding="utf-8") for name in ("mentors.csv", "mentees.csv")}
    there = [] if folder is None else [folder / name for name in _BESIDE_PEOPLE if (folder / name).exists()]
    texts |= {path.name: path.read_text(encoding="utf-8-sig") for path in there}
    if "program.json" not in texts:
        texts.setdefault("program.toml", program_text(program.schedule.slots or ()))
    texts.setdefault("constraints.csv", csv_text(("kind", "a", "b", "note"), ()))
    return texts


def read_back(texts: Mapping[str, str]) -> Intake:
    """Return the intake as it will be read from its files, so that whatever is written can be read.

    Raises
    ------
    IntakeError
        A constraint or a lock that stood in the folder names somebody who is no longer there, say.
    """
    with tempfile.TemporaryDirectory(prefix="matcher-") as folder:
        for name, text in texts.items():
            (Path(folder) / name).write_text(text, encoding="utf-8", newline="")
        return read_intake(folder)
