"""When an answer was given: times in the common formats, with zones, made comparable."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

__all__ = ["may_be_either_order", "read_times", "seems_a_time"]

_LONGEST = 60
"""Letters of what may still be a moment."""
_PARTS = re.compile(r"\s*(\d{1,2})[/.\-](\d{1,2})[/.\-](?:\d{4}|\d{2})\b")
_SERIAL = re.compile(r"[2-9]\d{4}(?:\.\d+)?")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b|\d[/.\-]\d{1,2}[/.\-]\d{2}\b")
_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "IST": 5.5, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "SAST": 2, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "ACST": 9.5,
    "AWST": 8, "NZST": 12, "NZDT": 13, "BRT": -3, "ART": -3, "SGT": 8, "HKT": 8,
}  # fmt: skip
# What a time leaves unsaid is never taken from the day on which it is read.
_UNSAID = datetime(2000, 1, 1)
_EXCEL_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)


def seems_a_time(text: str) -> bool:
    """Return whether a cell is a date, with or without a time of day."""
    return _read(text, False) is not None


def read_times(cells: Sequence[str], day_first: bool | None = None) -> list[datetime | None]:
    """Return when each answer was given, in UTC; None where blank or not understood.

    A time without a zone counts as UTC, so that times of one export compare as they stand.

    Parameters
    ----------
    day_first
        Whether ``3/4/2026`` is the third of April. None: what the column itself shows, by a number over 12 or by the
        order in which its answers came in; else the fourth of March.
    """
    first = _day_first(cells) if day_first is None else day_first
    return [_read(cell, first) for cell in cells]


def may_be_either_order(cells: Sequence[str]) -> bool:
    """Return whether nothing in a column shows that its days come first, or its months."""
    pairs = [(int(found[1]), int(found[2])) for cell in cells if (found := _PARTS.match(cell))]
    over = [sum(one > 12 for one in column) for column in zip(*pairs, strict=True)]
    return bool(pairs) and over[0] == over[1] and not any("." in cell[:6] for cell in cells if _PARTS.match(cell))


def _day_first(cells: Sequence[str]) -> bool:
    pairs = [(int(found[1]), int(found[2])) for cell in cells if (found := _PARTS.match(cell))]
    over = [sum(one > 12 for one in column) for column in zip(*pairs, strict=True)]
    if pairs and over[0] != over[1]:
        return bool(over[0] > over[1])
    if pairs and any("." in cell[:6] for cell in cells if _PARTS.match(cell)):
        return True
    return bool(pairs) and _backward_steps(cells, True) < _backward_steps(cells, False)


def _backward_steps(cells: Sequence[str], day_first: bool) -> int:
    times = [time for cell in cells[:2000] if (time := _read(cell, day_first)) is not None]
    return sum(later < earlier for earlier, later in pairwise(times))


def _read(text: str, day_first: bool) -> datetime | None:
    said = " ".join(text.split())
    if not said or len(said) > _LONGEST or not any(sign.isdigit() for sign in said):
        return None
    try:
        if _SERIAL.fullmatch(said):
            return _EXCEL_EPOCH + timedelta(days=float(said))
        if not _YEAR.search(said):
            return None
        return _parsed(said, day_first)
    except (ValueError, OverflowError, TypeError, AttributeError, ArithmeticError):
        return None


def _parsed(said: str, day_first: bool) -> datetime:
    from dateutil import parser

    # Some forms write "a. m.", and "GMT+1" for a clock that is an hour ahead, which dateutil reads the other way round.
    said = re.sub(r"\b([ap])\.?\s?m\b\.?", r"\1m", said, flags=re.IGNORECASE)
    said = re.sub(r"\b(?:GMT|UTC)\s?([+-])(\d{1,2})(?::?(\d{2}))?$", _offset, said)
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        iso = bool(re.match(r"\d{4}", said))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", parser.UnknownTimezoneWarning)
            found = parser.parse(said, default=_UNSAID, dayfirst=day_first and not iso, yearfirst=iso, tzinfos=_zone)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _offset(found: re.Match[str]) -> str:
    return f"{found[1]}{int(found[2]):02}:{found[3] or '00'}"


def _zone(name: str | None, offset: int | None) -> timezone | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    hours = _ZONES.get(name or "")
    return None if hours is None else timezone(timedelta(hours=hours))
