"""What the gate says of something that it does not let in."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.errors import Issue

__all__ = ["MissingError", "RefusedError", "place_of"]


class RefusedError(Exception):
    """Something that is not let in, and where it stands; `issue` makes of it what is told.

    Parameters
    ----------
    message
        What is wrong, to be read after the file: ``is larger than 64 MB``.
    right
        What would be right, as a sentence part; None where whoever reads knows better.
    row
        The row or line, where there is one.
    column
        The dotted key, or the column.
    """

    def __init__(
        self, message: str, right: str | None = None, *, row: int | None = None, column: str | None = None
    ) -> None:
        super().__init__(message)
        self.message, self.right, self.row, self.column = message, right, row, column

    def issue(self, file: str, right: str | None = None) -> Issue:
        """Return what is told of a file; `right` says what would be one where nothing better is known."""
        return Issue(file, self.message, row=self.row, column=self.column, right=self.right or right)


class MissingError(RefusedError):
    """There is no such file."""


def place_of(parts: Sequence[int | str]) -> str:
    """Return where in nested lists and tables: ``groups[2].slot``, counted from 1 as people count."""
    told = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in parts)
    return "".join(told).removeprefix(".")
