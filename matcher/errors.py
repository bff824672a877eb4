"""What can go wrong, and what each wrong thing carries.

::

    MatcherError                 everything the library raises on purpose
    ├── IntakeError              the intake or the call is wrong       (exit 2; `issues`)
    │   ├── MappingNeededError   a survey leaves open who answered     (exit 2; `proposed`; in `matcher.survey`)
    │   └── TooManyFaultsError   so many faults that reading stopped   (exit 2)
    ├── ResultFileError          a saved result cannot be understood   (exit 2; `issues`)
    ├── OverwriteError           what is not ours would be lost        (exit 2; `files`; in `matcher.errors`)
    ├── InfeasibleError          no assignment satisfies the rules     (exit 1; `conflicts`)
    ├── UnsolvedError            time ran out before a first answer    (exit 3)
    └── VerificationError        our own result breaks a rule: a bug   (exit 3; `breaches`)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

__all__ = [
    "InfeasibleError",
    "IntakeError",
    "Issue",
    "MatcherError",
    "OverwriteError",
    "ResultFileError",
    "TooManyFaultsError",
    "UnsolvedError",
    "VerificationError",
    "how_to_install",
    "issue_table",
]


MOST_SHOWN = 100
"""So many faults are told in words, and how many more there are."""
MOST_SHOWN_OF_A_TEXT = 200
"""Letters of a name or value that stand in a fault: more of them hide what it says."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault or warning, placed so that a person can find and mend it.

    Parameters
    ----------
    file
        The file or table (``mentees.csv``; ``mentees`` for a DataFrame; ``program.toml``).
    message
        What is wrong, to be read after the value: ``is no mentor``.
    row
        The row as a spreadsheet counts it (the header is row 1); for tables in memory the first person is row 1.
    column
        The column as its header spells it, or the dotted key of a setting (``groups.min_size``).
    value
        The offending text as it stands in the file.
    right
        What would be right, as a sentence part: ``write a whole number``.
    suggestion
        The nearest right value, where there is a near one.
    """

    file: str
    message: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    right: str | None = None
    suggestion: str | None = None

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file} row {self.row}"
        if self.column is not None:
            place += f", column {_short(self.column)}" if self.row is not None else f", {_short(self.column)}"
        said = self.message if self.value is None else f"{_short(self.value)!r} {self.message}"
        if self.right is not None:
            said += f"; {self.right}"
        if self.suggestion is not None:
            said += f"; did you mean {self.suggestion}?"
        return f"{place}: {said}"


def issue_table(issue: Issue) -> dict[str, Any]:
    """Return a fault or warning in plain texts and numbers: its parts, and the whole in words as `text`."""
    return {**asdict(issue), "text": str(issue)}


def _short(text: str) -> str:
    """Return so much of a text of somebody's as a sentence can hold."""
    return text if len(text) <= MOST_SHOWN_OF_A_TEXT else f"{text[:MOST_SHOWN_OF_A_TEXT]}…"


def _lines(issues: Sequence[Issue], more: int = 0) -> list[str]:
    """Return a line for each of the first faults, and how many more there are."""
    unsaid = len(issues) - len(issues[:MOST_SHOWN]) + more
    return [*map(str, issues[:MOST_SHOWN]), *([f"and {unsaid} more"] if unsaid else [])]


class MatcherError(Exception):
    """Everything the library raises on purpose; `exit_code` is what the command then ends with."""

    exit_code = 3


class IntakeError(MatcherError):
    """The intake or the call is wrong; `issues` lists every fault, `warnings` what was only worth a warning."""

    exit_code = 2

    def __init__(self, issues: Iterable[Issue], warnings: Iterable[Issue] = ()) -> None:
        self.issues: tuple[Issue, ...] = tuple(issues)
        self.warnings: tuple[Issue, ...] = tuple(warnings)
        super().__init__("\n".join(_lines(self.issues)))


class TooManyFaultsError(IntakeError):
    """There are so many faults that reading stopped; `issues` has those found until then."""


class ResultFileError(MatcherError):
    """A saved result cannot be understood, or not be used for this; `issues` lists its faults.

    Parameters
    ----------
    more
        How many faults there are besides those listed.
    advice
        What can be done about all of them, in whole sentences.
    """

    exit_code = 2

    def __init__(self, issues: Iterable[Issue], more: int = 0, advice: str | None = None) -> None:
        self.issues: tuple[Issue, ...] = tuple(issues)
        self.more, self.advice = more, advice
        super().__init__("\n".join([*_lines(self.issues, more), *([] if advice is None else [advice])]))


class OverwriteError(MatcherError):
    """Where files are to be written stand some that somebody made or changed by hand: `files`."""

    exit_code = 2

    def __init__(self, message: str, files: Iterable[str]) -> None:
        self.files: tuple[str, ...] = tuple(files)
        super().__init__(message)


class InfeasibleError(MatcherError):
    """No assignment satisfies the rules; `conflicts` says which rules and people clash, a sentence each."""

    exit_code = 1

    def __init__(self, conflicts: Sequence[str]) -> None:
        self.conflicts: tuple[str, ...] = tuple(conflicts)
        super().__init__("no assignment satisfies the rules:\n" + "\n".join(f"- {text}" for text in self.conflicts))


class UnsolvedError(MatcherError):
    """Time ran out before any assignment was found, and none was proved impossible."""


class VerificationError(MatcherError):
    """A result of ours breaks a rule: a bug in `matcher`; nothing was written."""

    def __init__(self, breaches: Sequence[str]) -> None:
        self.breaches: tuple[str, ...] = tuple(breaches)
        super().__init__(
            "the result failed its own verification; this is a bug in matcher, please report it:\n"
            + "\n".join(f"- {text}" for text in self.breaches)
        )


def how_to_install(extra: str) -> str:
    """Return what installs an extra, ``xlsx``: from the folder of matcher, since no index has it."""
    return f"pip install '.[{extra}]' in the folder of matcher"
