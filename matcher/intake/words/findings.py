"""What reading an intake finds wrong or worth a warning, gathered so that all of it is shown at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from matcher.errors import Issue, TooManyFaultsError
from matcher.intake.words.listing import in_words

__all__ = ["Findings", "all_of", "count_of", "name_rows", "name_some", "none_of"]

MOST_NAMES = 10
"""Names in one sentence."""
MOST_FAULTS = 10_000
"""Faults after which reading stops: nobody mends so many one by one, and a file that has more is another file."""


class _Faults(list[Issue]):
    """Faults as they are found; reading stops where there are too many: rubbish has one in each of a million cells."""

    def append(self, issue: Issue) -> None:
        """Take a fault.

        Raises
        ------
        TooManyFaultsError
            There are too many.
        """
        super().append(issue)
        if len(self) >= MOST_FAULTS:
            raise TooManyFaultsError(_sorted(self))

    def extend(self, issues: Iterable[Issue]) -> None:
        """Take several, one by one, as `append` does."""
        for issue in issues:
            self.append(issue)


def _sorted(faults: Iterable[Issue]) -> tuple[Issue, ...]:
    return tuple(sorted(faults, key=lambda issue: (issue.file, issue.row or 0)))


@dataclass(frozen=True, slots=True)
class Findings:
    """Faults and warnings, in the order in which they were found."""

    faults: list[Issue] = field(default_factory=_Faults)
    warnings: list[Issue] = field(default_factory=list)

    def sorted_faults(self) -> tuple[Issue, ...]:
        """Return the faults file by file and row by row, as somebody goes through them who mends them."""
        return _sorted(self.faults)


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
