"""Lists in sentences: whatever stands in them, nobody misreads where one thing ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["COMMAS", "in_a_row", "in_words", "misread"]

COMMAS = ",\u060c"
"""Of Latin and of Arabic script."""
_IN_BRACKETS = re.compile(r"\([^()]*\)")


def misread(items: Iterable[str]) -> bool:
    """Return whether commas between these things would be misread: one of them holds one, ``Holm, Carl``.

    What stands in brackets keeps together by itself: ``Mon 12:00 (G1, G2)``.
    """
    return any(sign in _IN_BRACKETS.sub("", item) for item in items for sign in COMMAS)


def in_a_row(items: Iterable[str], most: int | None = None) -> str:
    """Return ``A, B, C``, or ``Holm, Carl; Roe, Ann`` where one holds a comma.

    Parameters
    ----------
    most
        Of more than so many only these are told, and how many more there are.
    """
    told = list(items)
    shown = told[:most]
    more = f" and {len(told) - len(shown)} more" if len(shown) < len(told) else ""
    return _mark(shown).join(shown) + more


def in_words(items: Iterable[str], last: str = "and", most: int | None = None) -> str:
    """Return ``A, B and C``, or ``Holm, Carl; and Roe, Ann`` where one holds a comma.

    Parameters
    ----------
    last
        What stands before the last of a list that is told whole.
    most
        As for `in_a_row`.
    """
    told = list(items)
    if most is not None and len(told) > most:
        return in_a_row(told, most)
    mark = _mark(told)
    before_last = f"; {last} " if misread(told) else f" {last} "
    return before_last.join(filter(None, [mark.join(told[:-1]), *told[-1:]]))


def _mark(items: Sequence[str]) -> str:
    return "; " if misread(items) else ", "
