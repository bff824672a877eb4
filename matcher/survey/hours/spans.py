"""Columns that ask for the beginning and the end of hours apart: ``Free from``, ``Free until``, ``Day``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from matcher.intake.program import fold
from matcher.survey.hours.grid_labels import days_in, listed_days
from matcher.survey.hours.tokens import folded, tidy

__all__ = ["Span", "clock_of", "spans_of"]

_FROM = re.compile(r"\b(?:from|start|starts|starting|begin|begins|after|ab|von|beginn|de|des|debut|desde|inicio)\b")
_UNTIL = re.compile(r"\b(?:until|till|til|to|end|ends|ending|before|bis|ende|a|jusqu|fin|hasta)\b")
_DAY = re.compile(
    r"(?:which |what |welche |welcher )?(?:week ?)?(?:days?|tage?|wochentage?|jours?|dias?)(?: of the week)?"
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))?(?P<second>:\d\d(?:\.0+)?)?\s*(?P<half>[ap]\.?m\.?)?", re.IGNORECASE
)
_PART_OF_DAY = re.compile(r"(?:0[.,]\d+|[01])")


@dataclass(frozen=True, slots=True)
class Span:
    """Columns of the beginning and the end; `day`: of the days, None where `title` names them (or nothing does)."""

    title: str
    start: int
    end: int
    day: int | None


def spans_of(headers: Sequence[str], answers: Sequence[Collection[str]], columns: Sequence[int]) -> Iterator[Span]:
    """Yield the pairs of columns that differ in "from" and "until" alone and hold nothing but times."""
    timed = [column for column in columns if answers[column] and all(map(_is_time, filter(None, answers[column])))]
    starts, ends = (dict(_by_rest(headers, timed, words)) for words in (_FROM, _UNTIL))
    day = next((column for column in columns if _asks_for_days(headers[column], answers[column])), None)
    for rest in starts.keys() & ends.keys():
        if starts[rest] != ends[rest]:
            yield Span(headers[starts[rest]], starts[rest], ends[rest], None if days_in(rest) else day)


def clock_of(cell: str) -> str | None:
    """Return a time as it can be read; None where a cell holds none.

    A part of a day (``0,375``) and a time with seconds are of 24 hours; else it may be of twelve, and stays as it is.
    """
    written = cell.strip()
    if _PART_OF_DAY.fullmatch(written):
        minutes = round(Fraction(written.replace(",", ".")) * 24 * 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    found = _CLOCK.fullmatch(written)
    if found is None or int(found["hour"]) > 24 or int(found["minute"] or 0) > 59:
        return None
    if not found["second"]:
        return written
    hour = found["hour"] if found["half"] else f"{int(found['hour']):02}"
    return f"{hour}:{found['minute']}{found['half'] or ''}"


def _is_time(cell: str) -> bool:
    return clock_of(cell) is not None


def _by_rest(headers: Sequence[str], columns: Sequence[int], words: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    for column in columns:
        plain = folded(tidy(headers[column]).replace("'", " "))
        if len(words.findall(plain)) == 1:
            yield " ".join(words.sub(" ", plain).split()), column


def _asks_for_days(header: str, answers: Collection[str]) -> bool:
    cells = [cell for cell in answers if cell]
    return bool(_DAY.fullmatch(folded(fold(header)))) and bool(cells) and all(listed_days(cell) for cell in cells)
