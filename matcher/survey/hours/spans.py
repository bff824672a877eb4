"""Columns that ask for the beginning and the end of hours apart: ``Free from``, ``Free until``, ``Day``."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from matcher.intake.program import fold
from matcher.survey.hours.grid_labels import days_in, listed_days
from matcher.survey.hours.moments import weekdays_of
from matcher.survey.hours.tokens import folded, languages_of, tidy

__all__ = ["Span", "clock_of", "days_of", "ends_of", "is_day_alone", "spans_of"]

_FROM = re.compile(
    r"\b(?:a partir d[eu]?|au plus tot|from|starts?|starting|begins?|beginning|after|since|earliest|ab|von|beginn|"
    r"start\w*|anfang|fruhestens|fruheste\w*|debut|des|depuis|desde|inicio|comienzo)\b"
)
_UNTIL = re.compile(
    r"\b(?:au plus tard|until|till|til|ends?|ending|finish\w*|before|latest|bis|ende|end\w*|spatestens|spateste\w*|"
    r"jusqu(?: (?:a|au))?|fin|hasta|termino)\b"
)
_FROM_ALONE, _UNTIL_ALONE = re.compile(r"\bde\b"), re.compile(r"\b(?:to|a)\b")
"""Words that say it only where nothing plainer does: "Hora de fin" asks for an end."""
_DAY = re.compile(
    r"\b(?:week ?)?days?\b|\b(?:wochen)?tage?n?\b|\bjours?(?: de la semaine)?\b|\bdias?(?: de la semana)?\b"
    r"|\bof the week\b"
)
_DATED = re.compile(r"\b(?:dates?|datum|fechas?)\b")
_DAY_IN = {"de": re.compile(r"tage?n?\b"), "fr": re.compile(r"\bjours?\b"), "es": re.compile(r"\bdias?\b")}
"""The languages in which a heading asks for days."""
_NUMBER = re.compile(r"\b\d{1,2}\b")
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))?(?P<second>:\d\d(?:\.0+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?(?P<unit>\s*(?:h|hs|hrs?|uhr|o'?clock|heures?|horas?))?",
    re.IGNORECASE,
)
_PART_OF_DAY = re.compile(r"0[.,]\d+")


@dataclass(frozen=True, slots=True)
class Span:
    """Columns of the beginning and the end; `day`: of the days, None where `title` names them (or nothing does).

    `asked` is the title without the words for beginning and end; `weekdays`: of the dates that stand for days.
    """

    title: str
    asked: str
    start: int
    end: int
    day: int | None
    weekdays: tuple[tuple[str, int], ...] = ()


def spans_of(headers: Sequence[str], answers: Sequence[Collection[str]], columns: Sequence[int]) -> Iterator[Span]:
    """Yield the pairs of columns that differ in "from" and "until" alone and hold times, mostly."""
    timed = [column for column in columns if _hold(answers[column], _is_time)]
    starts = dict(_by_rest(headers, timed, _FROM, _UNTIL, _FROM_ALONE))
    ends = dict(_by_rest(headers, timed, _UNTIL, _FROM, _UNTIL_ALONE))
    dated = [column for column in columns if _asks_for_dates(headers[column], answers[column])]
    days = [column for column in columns if column in dated or _asks_for_days(headers[column], answers[column])]
    for rest in starts.keys() & ends.keys():
        if starts[rest] != ends[rest]:
            day = None if days_in(rest) else _day_of(rest, headers, days)
            weekdays = (None if day is None or day not in dated else weekdays_of(answers[day])) or {}
            yield Span(headers[starts[rest]], rest, starts[rest], ends[rest], day, tuple(weekdays.items()))


def days_of(cell: str, beside: Iterable[str] = ()) -> frozenset[int] | None:
    """Return the days that a cell lists; `beside`: what shows in which language, where its words may be of several."""
    headings = {code for text in beside for code, word in _DAY_IN.items() if word.search(folded(fold(text)))}
    return listed_days(cell, languages_of([cell, *beside]) | headings) or None


def is_day_alone(heading: str) -> bool:
    """Return whether a heading names days and asks nothing more of them: ``Day``, which hours may stand beside."""
    return not _DAY.sub("", folded(fold(heading))).strip(" ?:")


def ends_of(first: str, last: str) -> tuple[str | None, str | None]:
    """Return the beginning and the end of hours as they can be read.

    Beside a part of a day (``0,375``) a bare 1 is the whole of it; else it is a time as people write them.
    """
    parted = any(_PART_OF_DAY.fullmatch(cell.strip()) for cell in (first, last))
    return clock_of(first), "24:00" if parted and last.strip() == "1" else clock_of(last)


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
        return written[: found.start("unit")] if found["unit"] else written
    hour = found["hour"] if found["half"] else f"{int(found['hour']):02}"
    return f"{hour}:{found['minute']}{found['half'] or ''}"


def _is_time(cell: str) -> bool:
    return clock_of(cell) is not None


def _hold(cells: Collection[str], tells: Callable[[str], bool]) -> bool:
    """Whether most cells say something of a kind: the others are asked about one by one."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and 2 * sum(map(tells, filled)) >= len(filled)


def _by_rest(
    headers: Sequence[str],
    columns: Sequence[int],
    words: re.Pattern[str],
    others: re.Pattern[str],
    alone: re.Pattern[str],
) -> Iterator[tuple[str, int]]:
    """Yield the columns that ask for one end, by the rest of what they ask."""
    for column in columns:
        plain = folded(tidy(headers[column]).replace("'", " "))
        said = words if words.search(plain) else alone
        if said.search(plain) and not others.search(words.sub(" ", plain)):
            rest = _UNTIL_ALONE.sub(" ", _FROM_ALONE.sub(" ", said.sub(" ", plain)))
            yield " ".join(rest.split()), column


def _asks_for_days(header: str, answers: Collection[str]) -> bool:
    asked = folded(fold(header))
    if not _DAY.search(asked) or not any(answers):
        return False
    # Beside hours a column "Day" tells the day, whatever words people find for it.
    return is_day_alone(header) or _hold(answers, lambda cell: days_of(cell, [header, *answers]) is not None)


def _asks_for_dates(header: str, answers: Collection[str]) -> bool:
    asked = folded(fold(header))
    return bool(_DAY.search(asked) or _DATED.search(asked)) and weekdays_of(answers) is not None


def _day_of(rest: str, headers: Sequence[str], days: Sequence[int]) -> int | None:
    """Return the column of the days of a pair: the one there is, or the one of the same number."""
    numbered = {column: _NUMBER.findall(folded(fold(headers[column]))) for column in days}
    same = [column for column in days if numbered[column] == _NUMBER.findall(rest)]
    return same[0] if len(same) == 1 else days[0] if len(days) == 1 and not numbered[days[0]] else None
