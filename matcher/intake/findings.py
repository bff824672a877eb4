"""What reading an intake finds wrong or worth a warning, gathered so that all of it is shown at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from matcher.errors import Issue
from matcher.intake.listing import in_words

__all__ = ["Findings", "all_of", "count_of", "name_rows", "name_some", "none_of"]

MOST_NAMES = 10
"""Names in one sentence."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Faults and warnings, in the order in which they were found."""

    faults: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)

    def sorted_faults(self) -> tuple[Issue, ...]:
        """Return the faults file by file and row by row, as somebody goes through them who mends them."""
        return tuple(sorted(self.faults, key=lambda issue: (issue.file, issue.row or 0)))


def name_some(names: list[str]) -> str:
    """Return the names as a list in words, ten of them at most: ``Ann, Bo and 12 more``."""
    return in_words(names, most=MOST_NAMES)


def name_rows(rows: Sequence[int]) -> str:
    """Return the rows of a file in words: ``row 3``, ``rows 3 and 4``."""
    return f"{'row' if len(rows) == 1 else 'rows'} {name_some(list(map(str, rows)))}"


def all_of(number: int) -> str:
    """Return how all of so many people, two or more, are spoken of."""
    return "both of them" if number == 2 else "all of them"


def none_of(number: int) -> str:
    """Return how none of so many, two or more, is spoken of."""
    return "neither of them" if number == 2 else "none of them"


def count_of(number: int, thing: str, things: str | None = None) -> str:
    """Return a number of things in words: ``1 group``, ``2 groups``; `things` where they are no ``things``."""
    return f"{number} {thing}" if number == 1 else f"{number} {things or f'{thing}s'}"
