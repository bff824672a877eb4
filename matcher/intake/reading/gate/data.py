"""Texts of JSON and TOML → nested lists and tables: not too deep, and no number that nothing can hold."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from matcher.intake.reading.gate.refused import RefusedError, place_of
from matcher.text import LONGEST_TEXT, no_text

__all__ = ["LARGEST", "MOST_DEEP", "json_of", "no_texts", "sound", "toml_of", "too_many"]

MOST_DEEP = 40
"""So many lists and tables stand in each other at most."""
LARGEST = 2**63 - 1
"""The largest whole number, either way: what the arrays of the solver hold."""

MOST_SETTINGS = 10_000
"""The most things in one list or table of settings: slots, places, rules."""

_Pairs = list[tuple[str, Any]]
# A key of so many parts is looked at once for each of its beginnings: square work, for nothing anybody means.
_LONG_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+)""" + f"{{{MOST_DEEP}}}", re.ASCII
)
_SAID_BY_TOML = re.compile(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL)


def json_of(text: str, pairs: Callable[[_Pairs], Any] | None = None) -> object:
    """Return what a JSON text holds.

    Parameters
    ----------
    pairs
        What is made of a table; None: a dict. Of what it makes `sound` is not asked.

    Raises
    ------
    RefusedError
        It is no JSON, or is not `sound`.
    """
    try:
        found: object = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as fault:
        raise RefusedError(f"cannot be read as JSON: {fault.msg} at column {fault.colno}", row=fault.lineno) from None
    except RecursionError:
        raise RefusedError(_TOO_DEEP) from None
    except ValueError:
        raise RefusedError(_TOO_LARGE) from None
    for fault_inside in sound(found):
        raise fault_inside
    return found


def toml_of(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text.

    Raises
    ------
    RefusedError
        It is no TOML, or is not `sound`.
    """
    long_key = _LONG_KEY.search(text)
    if long_key is not None:
        raise RefusedError(_TOO_DEEP, row=text.count("\n", 0, long_key.start()) + 1)
    try:
        found = tomllib.loads(text)
    except RecursionError:
        raise RefusedError(_TOO_DEEP) from None
    except ValueError as fault:
        said = _SAID_BY_TOML.fullmatch(str(fault))
        row = int(said[2]) if said and said[2] else None
        told = said[1] if said else _TOO_LARGE if "integer string conversion" in str(fault) else str(fault)
        raise RefusedError(f"cannot be read as TOML: {told}", row=row) from None
    for fault_inside in sound(found):
        raise fault_inside
    return found


_TOO_DEEP = f"holds lists or tables more than {MOST_DEEP} deep in each other"
_TOO_LARGE = "holds a number that is too large"


def sound(found: object) -> Iterator[RefusedError]:
    """Yield what is wrong with nested lists and tables, whoever made them: too deep, or numbers too large.

    Those that hold themselves are too deep.
    """
    for place, depth, value in _all(found):
        if depth > MOST_DEEP:
            yield RefusedError(_TOO_DEEP, column=place_of(_parts(place)[:3]) or None)
            return
        too_large = (isinstance(value, int) and not -LARGEST <= value <= LARGEST) or (
            isinstance(value, float) and math.isinf(value)
        )
        if too_large:
            yield RefusedError(_TOO_LARGE, "write a number that people can read", column=_told(place))


def too_many(found: object) -> Iterator[RefusedError]:
    """Yield each list or table of sound settings that holds more than anybody sets by hand."""
    for place, _, value in _all(found):
        if isinstance(value, Mapping | list | tuple) and len(value) > MOST_SETTINGS:
            said = f"holds {len(value):,} things, more than the {MOST_SETTINGS:,} of any settings"
            yield RefusedError(said, "take some of them out", column=_told(place))


def no_texts(found: object) -> Iterator[RefusedError]:
    """Yield each text of sound lists and tables, keys too, that is none, or too long."""
    for place, _, value in _all(found):
        if isinstance(value, str) and (said := no_text(value)) is not None:
            yield RefusedError(f"holds {said}", _TYPE_ANEW, column=_told(place))
        elif isinstance(value, str) and len(value) > LONGEST_TEXT:
            yield RefusedError(f"holds a text of more than {LONGEST_TEXT:,} characters", column=_told(place))
        elif isinstance(value, Mapping):
            for key in value:
                if isinstance(key, str) and (no_text(key) is not None or len(key) > LONGEST_TEXT):
                    said = no_text(key) or f"more than {LONGEST_TEXT:,} characters"
                    yield RefusedError(f"has a key that holds {said}", _TYPE_ANEW, column=_told(place))


_TYPE_ANEW = "type it anew"

_Place = tuple[Any, int | str] | None


def _all(found: object) -> Iterator[tuple[_Place, int, object]]:
    """Yield everything in nested lists and tables, with the way to it from inside out, and how deep it stands."""
    waiting: list[tuple[_Place, int, object]] = [(None, 0, found)]
    while waiting:
        place, depth, value = waiting.pop()
        yield place, depth, value
        if depth <= MOST_DEEP:
            if isinstance(value, Mapping):
                waiting.extend(((place, str(key)), depth + 1, one) for key, one in value.items())
            elif isinstance(value, list | tuple):
                waiting.extend(((place, at), depth + 1, one) for at, one in enumerate(value))


def _told(place: _Place) -> str | None:
    return place_of(_parts(place)) or None


def _parts(place: _Place) -> list[int | str]:
    parts: list[int | str] = []
    while place is not None:
        place, part = place
        parts.append(part)
    return parts[::-1]
