"""One number, id, hour, name or day changed in what the product says: whether the reader finds it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from random import Random
from typing import Any

from babel.dates import get_day_names, get_month_names

from tests.reader.core import Reader
from tests.reader.readers import Output
from tests.reader.runs import Case
from tests.reader.seen import Facts
from tests.reader.tree import DRAWN, SILENT, TELLING
from tests.reader.words import LOCALES

KINDS = ("number", "id", "hour", "name", "day")
DIGITS = "0123456789"
PERSIAN_DIGITS = "\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9"
_DAYS = {
    str(name)
    for locale in LOCALES.values()
    for width in ("wide", "abbreviated")
    for names in (get_day_names(width, locale=locale), get_month_names(width, locale=locale))
    for name in names.values()
}
_HOUR = re.compile(rf"(?<![\d:])[\d{PERSIAN_DIGITS}]{{1,2}}:[\d{PERSIAN_DIGITS}]{{2}}(?![\d:])|(?<=\dT)\d{{6}}")
_NUMBER = re.compile(rf"(?<![\w&#:./-])[\d{PERSIAN_DIGITS}]+(?![\w:/-])|(?<=:)\d{{8}}(?=T)")
Way = tuple[Any, ...]
Change = tuple[Way, Any, Any]
"""Where, what stood there, and what stands there now."""


@dataclass
class Tally:
    """How many sabotages were tried and found: (output, kind) to count.

    Parameters
    ----------
    missed
        What was not found, a sentence each.
    """

    tried: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count what another counted, too."""
        self.tried.update(other.tried)
        self.found.update(other.found)
        self.missed.extend(other.missed)


def sabotage(case: Case, output: Output, made: Any, random: Random, so_many: int, tally: Tally) -> None:
    """Change something so many times, each time one thing alone, and have it read."""
    for turn in range(so_many):
        kind = KINDS[(case.number + turn) % len(KINDS)]
        changed = sabotaged(made, case.facts, random, kind)
        if changed is None:
            continue
        done, wrong = changed
        tally.tried[output.name, kind] += 1
        if finds(lambda wrong=wrong: output.read(case, wrong)):
            tally.found[output.name, kind] += 1
        else:
            tally.missed.append(f"{case}, {output.name}: {kind} in {done}")


def sabotaged(made: Any, facts: Facts, random: Random, kind: str) -> tuple[str, Any] | None:
    """What was done, and an output with one thing of a kind changed; None where nothing is of that kind."""
    change = _change(random, dict(_pieces(made)), _Known(facts), kind)
    if change is None:
        return None
    way, before, after = change
    return f"{' '.join(map(str, way))}: {before!r} became {after!r}", _with(made, way, after)


def finds(read: Callable[[], Reader]) -> bool:
    """Whether a reader sees a fault; what it cannot even read is one."""
    try:
        return bool(read().faults)
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError, StopIteration):
        return True


# What can be changed ------------------------------------------------------------------------------------------------


class _Known:
    """Ids and names of an intake."""

    def __init__(self, facts: Facts) -> None:
        self.people, self.groups = [*facts.mentors, *facts.mentees], [group.id for group in facts.groups]
        self.names = [name for own, name in facts.real_names.items() if name != own] if not facts.anonymous else []


def _pieces(made: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """Every piece of an output that can be changed, and the way to it."""
    if isinstance(made, dict):
        for key, value in made.items():
            yield from _pieces(value, (*way, key))
    elif isinstance(made, str) and made.lstrip().startswith("<!DOCTYPE html>"):
        yield from _html(made, way)
    elif isinstance(made, str):
        for start, line in _lines(made):
            yield (*way, start, start + len(line)), line
    elif isinstance(made, int | float | date) and not isinstance(made, bool):
        yield way, made


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, line
        start += len(line)


_TAG = re.compile(r"<(/?)([a-zA-Z0-9]+)((?:\s+[a-zA-Z0-9-]+(?:=\"[^\"]*\")?)*)\s*/?>")
_ATTRIBUTE = re.compile(r"\s([a-zA-Z0-9-]+)=\"([^\"]*)\"")


def _html(page: str, way: Way) -> Iterator[tuple[Way, Any]]:
    """The texts and telling attributes of a page."""
    silent, before = False, 0
    for tag in _TAG.finditer(page):
        if not silent and page[before : tag.start()].strip():
            yield (*way, before, tag.start()), page[before : tag.start()]
        ends, name = bool(tag[1]), tag[2].lower()
        if name in SILENT:
            silent = not ends
        for one in _ATTRIBUTE.finditer(tag[3]) if not ends and not silent else ():
            if one[1] in TELLING and (name not in DRAWN or one[1] == "aria-label") and one[2].strip():
                place = tag.start(3)
                yield (*way, place + one.start(2), place + one.end(2)), one[2]
        before = tag.end()


def _with(made: Any, way: Way, value: Any) -> Any:
    """An output with something else at one place."""
    if isinstance(made, str):
        start, end = way
        return made[:start] + value + made[end:]
    if not way:
        return value
    key, *rest = way
    return {**made, key: _with(made[key], tuple(rest), value)}


def _change(random: Random, pieces: dict[Way, Any], known: _Known, kind: str) -> Change | None:
    """Something of a kind changed; None where nothing is of that kind."""
    places = list(pieces)
    random.shuffle(places)
    for way in places:
        before = pieces[way]
        after = _changed(random, before, known, kind)
        if after is not None and after != before:
            return way, before, after
    return None


def _changed(random: Random, value: Any, known: _Known, kind: str) -> Any:
    if not isinstance(value, str):
        return _other_number(random, value) if kind == "number" else None
    if kind == "hour":
        return _replaced(random, value, _HOUR, lambda found: _other_hour(random, found))
    if kind == "number":
        hours = [found.span() for found in _HOUR.finditer(value)]
        return _replaced(random, value, _NUMBER, lambda found: _other_digits(random, found), hours)
    if kind == "id":
        for ids in random.sample([known.people, known.groups], 2):
            after = _another_of(random, value, ids)
            if after is not None:
                return after
        return None
    return _another_of(random, value, known.names if kind == "name" else sorted(_DAYS))


def _other_number(random: Random, value: Any) -> Any:
    if isinstance(value, float):
        return round(value + random.choice((-0.001, 0.001, 0.1)), 3)
    if isinstance(value, date):
        return value + timedelta(days=random.choice((-7, -1, 1, 7)))
    return value + random.choice((-1, 1, 1, 10))


def _replaced(random: Random, text: str, form: re.Pattern[str], other: Any, but: Sequence[tuple[int, int]] = ()) -> Any:
    places = [found for found in form.finditer(text) if not any(a <= found.start() < b for a, b in but)]
    if not places:
        return None
    found = random.choice(places)
    return text[: found.start()] + other(found[0]) + text[found.end() :]


def _other_digits(random: Random, told: str) -> str:
    place = random.randrange(len(told))
    digits = DIGITS if told[place] in DIGITS else PERSIAN_DIGITS
    first = place == 0 and len(told) > 1
    others = [digit for digit in digits if digit != told[place] and not (first and digit == digits[0])]
    return told[:place] + random.choice(others) + told[place + 1 :]


def _other_hour(random: Random, told: str) -> str:
    if ":" not in told:
        return _other_digits(random, told)
    hours, minutes = told.split(":")
    if random.random() < 0.5:
        return f"{hours}:{_other_digits(random, minutes)}"
    return f"{_other_digits(random, hours)}:{minutes}"


def _another_of(random: Random, text: str, every: Sequence[str]) -> str | None:
    """A text with another of these in place of one that it tells."""
    told = [one for one in every if re.search(rf"(?<!\w){re.escape(escape(one, quote=False))}(?!\w)", text)]
    if not told or len(set(every)) < 2:
        return None
    one = random.choice(told)
    other = random.choice([other for other in every if other.casefold() != one.casefold()] or [f"{one}x"])
    places = list(re.finditer(rf"(?<!\w){re.escape(escape(one, quote=False))}(?!\w)", text))
    found = random.choice(places)
    return text[: found.start()] + escape(other, quote=False) + text[found.end() :]
