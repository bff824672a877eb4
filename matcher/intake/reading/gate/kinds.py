"""Every kind of file that is read, and how large it may be: far more than any real one has, and no more than is safe.

``docs/security.md`` has the same as a table; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "BOARD",
    "EVENTS",
    "EXPORT",
    "IMPORT",
    "INTAKE_JSON",
    "INTAKE_TABLE",
    "JOURNAL",
    "KEY",
    "KINDS",
    "MAPPING",
    "OURS",
    "PROOF",
    "RESULT",
    "RESULT_TABLE",
    "SETTINGS",
    "STANDING",
    "STRESS",
    "TEMPLATE",
    "WORKBOOK",
    "Kind",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    Parameters
    ----------
    files
        What it is, as docs call it.
    megabytes
        How large one may be, in millions of bytes.
    """

    files: str
    megabytes: int

    @property
    def most_bytes(self) -> int:
        """How large one may be."""
        return self.megabytes * 1_000_000


INTAKE_TABLE = Kind("`mentors.csv`, `mentees.csv`, `constraints.csv`, `locks.csv`, `left.csv`", 64)
SETTINGS = Kind("`program.toml`, `program.json`", 1)
INTAKE_JSON = Kind("an intake of one JSON file", 128)
EXPORT = Kind("an export of a survey, `corrections.csv`", 64)
MAPPING = Kind("`mapping.toml`", 1)
IMPORT = Kind("`import.json`, what an import left open", 64)
KEY = Kind("`key.csv` of an import without names", 16)
RESULT = Kind("`result.json`", 128)
RESULT_TABLE = Kind("`groups.csv`, `assignments.csv`, `mentors.csv`, `unmatched.csv`", 64)
WORKBOOK = Kind("`committee.xlsx`", 64)
PROOF = Kind("`proof.json`", 134)
STRESS = Kind("the table of `matcher stress`", 64)
EVENTS = Kind("`calendar/events.json`", 32)
TEMPLATE = Kind("templates of messages", 1)
OURS = Kind("`.matcher.json`, the list of what was written into a folder", 16)
JOURNAL = Kind("the journal of an unfinished writing, in `.matcher-writing`", 64)
BOARD = Kind("`board.json`, what was done on a board", 64)
STANDING = Kind("what stands where a file is to be written, whatever it is", 160)

KINDS = (
    INTAKE_TABLE, SETTINGS, INTAKE_JSON, EXPORT, MAPPING, IMPORT, KEY, RESULT, RESULT_TABLE, WORKBOOK, PROOF, STRESS,
    EVENTS, TEMPLATE, OURS, JOURNAL, BOARD, STANDING,
)  # fmt: skip
