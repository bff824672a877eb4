"""The shape of an answer: what is left of it once a day is any day, a number any number, a name any name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from itertools import groupby

from matcher.survey.hours.words import DAYS_OF, FAINT_DAYS

__all__ = ["shape_of", "word_key"]

_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['\u2019][^\W\d_]+)*|[^\w\s]")
_LISTED = re.compile(r"[;\n]|,(?!\d)")
_DAYS = frozenset(word for words in DAYS_OF.values() for word in words)


@lru_cache(maxsize=20_000)
def word_key(word: str) -> str:
    """Return a word without case and accents."""
    parted = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def shape_of(text: str, names: Collection[str] = frozenset()) -> str:
    """Return the shape of an answer: ``Day 9-9 am`` for ``Mon 9-11am``; things of one shape in a list count once.

    Parameters
    ----------
    names
        The words of people's names, as `word_key` gives them: each run of them is ``Name``.
    """
    pieces = (_piece(piece, names) for piece in _LISTED.split(text))
    return "; ".join(dict.fromkeys(filter(None, pieces)))


def _piece(text: str, names: Collection[str]) -> str:
    kinds = (_kind(token, names) for token in _TOKEN.findall(text))
    return " ".join(kind for kind, _ in groupby(kinds))


def _kind(token: str, names: Collection[str]) -> str:
    if token.isdigit():
        return "9"
    key = word_key(token)
    if key == "pm":
        return "am"
    if key in names:
        return "Name"
    # "do" and "so" are days only where they are written as such.
    if key in _DAYS and (key not in FAINT_DAYS or token[0].isupper()):
        return "Day"
    return key
