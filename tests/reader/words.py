"""The phrases of a language, read from its file alone, and numbers, hours, dates and lists as the language writes them.

Nothing of the product is imported: the files of phrases are read as they stand, and babel writes numbers.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, get_day_names, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal

from tests.oracle import DAY_MINUTES, WEEKS

ROOT = Path(__file__).parents[2] / "matcher" / "report"
LOCALES = {"en": "en_GB", "de": "de", "es": "es", "fa": "fa_IR", "en-GB": "en_GB", "en-US": "en_US"}
LANGUAGES = ("en", "de", "es", "fa")
PERSIAN = str.maketrans("0123456789%", "\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9\u066a")
RIGHT_TO_LEFT = ("fa",)
AND = {"en": "and", "de": "und", "es": "y", "fa": "\u0648"}
OR = {"en": "or", "de": "oder", "es": "o", "fa": "\u06cc\u0627"}


@cache
def phrases_of(language: str) -> Mapping[str, Mapping[str, str]]:
    """Every phrase of a language, as its plural forms: one that has none is ``other`` alone."""
    found: dict[str, Mapping[str, str]] = {}

    def walk(prefix: str, table: Mapping[str, Any]) -> None:
        for key, value in table.items():
            if isinstance(value, str):
                found[prefix + key] = {"other": value}
            elif "other" in value:
                found[prefix + key] = value
            else:
                walk(f"{prefix}{key}.", value)

    walk("", tomllib.loads((ROOT / "languages" / f"{language}.toml").read_text(encoding="utf-8")))
    return found


@cache
def kept_of(tongue: str) -> Mapping[str, str]:
    """What locks keep of a group, as a language has it."""
    tables = tomllib.loads((ROOT / "languages" / "sentences" / f"{tongue}.toml").read_text(encoding="utf-8"))
    found: Mapping[str, str] = tables["kept"]
    return found


class Words:
    """One language. `used` gathers every phrase that somebody asked for."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.tongue = language.partition("-")[0]
        self.locale = Locale.parse(LOCALES[language])
        self.phrases = phrases_of(self.tongue)
        self.used: set[str] = set()

    def say(self, key: str, count: int | None = None, **values: Any) -> str:
        """A phrase filled in; whole numbers as the language writes them."""
        self.used.add(key)
        forms = self.phrases[key]
        form = forms["other"]
        if count is not None:
            form = forms.get(self.locale.plural_form(count), forms["other"])
            values["count"] = count
        told = {name: self.number(value) if isinstance(value, int) else str(value) for name, value in values.items()}
        # One full stop ends a sentence, its own or that of the name before it.
        return re.sub(
            r"\{(\w+)\}(\.(?=\s|$))?",
            lambda place: told[place[1]] + ("" if told[place[1]].endswith(".") else place[2] or ""),
            form,
        )

    def native(self, text: str) -> str:
        return text.translate(PERSIAN) if self.language == "fa" else text

    def number(self, value: float | Decimal, decimals: int = 0) -> str:
        pattern = "#,##0" + (f".{'0' * decimals}" if decimals else "")
        return self.native(str(format_decimal(value, format=pattern, locale=self.locale, numbering_system="default")))

    def percent(self, share: float, decimals: int = 0) -> str:
        sign = {"en": "%", "fa": "%"}.get(self.tongue, "\N{NO-BREAK SPACE}%")
        # As it is written, not as a computer keeps it: 0.545 is 54.5 and not a little more.
        return self.number(100 * Decimal(str(share)), decimals) + self.native(sign)

    def at_most(self, share: float) -> str:
        decimals = 2 if share < 0.01 else 1
        step = 10 ** (decimals + 2)
        return self.percent(ceil(round(share * step, 6)) / step, decimals)

    def span(self, least: float, most: float) -> str:
        return self.number(least) if least == most else f"{self.number(least)}\N{EN DASH}{self.number(most)}"

    def day(self, position: int) -> str:
        return str(get_day_names("wide", "stand-alone", self.locale)[position])

    def short_day(self, position: int) -> str:
        short = str(get_day_names("abbreviated", "stand-alone", self.locale)[position])
        return str(get_day_names("short", "stand-alone", self.locale)[position]) if self.language == "fa" else short

    def clock(self, minutes: int) -> str:
        hour, minute = minutes // 60 % 24, minutes % 60
        if self.language == "en-US":
            return f"{hour % 12 or 12}:{minute:02}\N{NARROW NO-BREAK SPACE}{'AM' if hour < 12 else 'PM'}"
        return self.native(f"{hour:02}:{minute:02}")

    def when(self, slot: str, start: int | None) -> str:
        if start is None:
            return slot
        return self.in_weeks(f"{self.day(start // DAY_MINUTES)} {self.clock(start % DAY_MINUTES)}", slot)

    def in_weeks(self, hour: str, slot: str) -> str:
        """An hour of a slot, with the weeks in which it is, where it is not in every one."""
        weeks = self.weeks(slot)
        return hour if weeks is None else self.say("weeks.told", when=hour, weeks=weeks)

    def weeks(self, slot: str) -> str | None:
        kind = next((kind for kind in WEEKS if slot.endswith(f" {kind}")), None)
        return None if kind is None else self.say(f"weeks.{kind}")

    def date(self, day: date) -> str:
        return self.native(str(format_skeleton("MMMd", day, locale=self.locale)))

    def full_date(self, day: date) -> str:
        return self.native(str(format_date(day, "full", locale=self.locale)))

    def zone(self, name: str) -> str:
        territory = get_global("zone_territories").get(name, "001")
        return name if territory in ("001", "ZZ") else str(get_timezone_name(ZoneInfo(name), locale=self.locale))

    def listing(self, items: Iterable[str], *, either: bool = False) -> str:
        told = list(items)
        if len(told) < 2 or not with_commas(told):
            return str(format_list(told, "or" if either else "standard", locale=self.locale))
        between = "\u061b\u200f " if self.language == "fa" else "; "
        word = (OR if either else AND)[self.tongue]
        return f"{between.join(told[:-1])}{between}{word} {told[-1]}"

    def part(self, kind: str, of: dict[str, Any]) -> str:
        """What a part of a group's score is called."""
        values = {key: self.listing(one, either=True) if key == "values" else one for key, one in of.items()}
        return self.say(f"parts.{kind}", **values)

    def row(self, items: Iterable[str]) -> str:
        told = list(items)
        marks = ("\u060c\u200f ", "\u061b\u200f ") if self.language == "fa" else (", ", "; ")
        return marks[with_commas(told)].join(told)

    def kept(self, locked: Iterable[str], mentees: Iterable[str]) -> str:
        """What of a group is locked and why: a mentee, or in words what; the reason as somebody gave it."""
        told = []
        for text in locked:
            what, colon, reason = text.partition(": ")
            key = {"its mentors": "mentors", "its hour": "hour", "all of it": "all"}.get(what)
            if self.tongue != "en" and key is not None and what not in mentees:
                what = kept_of(self.tongue)[key]
            told.append(f"{what}{colon}{reason}")
        return ("\u061b\u200f " if self.tongue == "fa" else "; ").join(told)

    @property
    def first_day(self) -> int:
        return {"fa": 5, "en-US": 6}.get(self.language, 0)

    def genders(self, counts: Iterable[tuple[str | None, int]]) -> str:
        """``5 women, 3 men``, and all other genders quoted."""
        told = []
        for gender, count in counts:
            word = "undisclosed" if gender is None else " ".join(gender.casefold().split())
            if word in ("woman", "man") or gender is None:
                told.append(self.say(f"gender.{word}", count))
            else:
                told.append(self.say("gender.another", count, gender=gender))
        return self.row(told)


def by_name(people: Iterable[str], names: Mapping[str, str] | None = None) -> list[str]:
    """Names in the order of the alphabet, accents and capitals aside; or people, in that of their names."""

    def bare(name: str) -> str:
        return "".join(sign for sign in normalize("NFKD", name) if not combining(sign)).casefold()

    def place(one: str) -> tuple[str, str]:
        name = one if names is None else names[one]
        return bare(name), name

    return sorted(people, key=place)


def stopped(text: str) -> str:
    """A sentence with one full stop at its end."""
    return f"{text.removesuffix('.')}."


def english(number: int, thing: str, things: str | None = None) -> str:
    """``1 group``, ``2 groups``."""
    return f"{number} {thing}" if number == 1 else f"{number} {things or f'{thing}s'}"


def people_call(stage: str) -> str:
    """What people read of a stage: bands are numbered from 0 in the file, and from 1 to them."""
    kind, _, number = stage.partition(" ")
    if kind == "band":
        return f"band {int(number) + 1} of satisfaction (1 is the lowest)"
    return {"unlisted": "nobody they listed"}.get(stage, stage)


def with_commas(items: Iterable[str]) -> bool:
    """Whether one of these holds a comma outside brackets, so that semicolons stand between them."""
    return any(re.search("[,\u060c]", re.sub(r"\([^()]*\)", "", item)) for item in items)


def in_a_row(items: Iterable[str], most: int | None = None) -> str:
    """``A, B, C``, and how many more past `most`."""
    told = list(items)
    shown = told[:most]
    more = f" and {len(told) - len(shown)} more" if len(told) > len(shown) else ""
    return ("; " if with_commas(shown) else ", ").join(shown) + more


def some(items: Iterable[str], most: int = 10, last: str = "and") -> str:
    """``A, B and C``, and how many more past ten."""
    told = list(items)
    if len(told) > most:
        return in_a_row(told, most)
    mark = ";" if with_commas(told) else ""
    return f"{mark} {last} ".join(filter(None, [(f"{mark} " if mark else ", ").join(told[:-1]), *told[-1:]]))
