"""The phrases of a report in one language, and numbers, days and lists as that language writes them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from math import ceil
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, get_day_names, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from matcher.errors import MatcherError
from matcher.intake.people import DAY_MINUTES, WeekKind
from matcher.intake.words.listing import COMMAS, in_a_row, misread

__all__ = ["LANGUAGES", "Language", "Phrases", "catalogue"]

Language = Literal["en", "de", "es", "fa"]
LANGUAGES: tuple[str, ...] = get_args(Language)
_LOCALES = {"en": "en_GB", "fa": "fa_IR"}
"""Where the language alone does not tell how lists are written (``A, B and C``), or on which day the week begins."""

_DAY_WIDTHS: tuple[Literal["wide", "abbreviated", "short"], ...] = ("wide", "abbreviated", "short")
_DIGITS = {
    "latn": {},
    "arabext": str.maketrans("0123456789%", "\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9\u066a"),
}
"""What digits and the percent sign become, by the numbering system of a language as the Unicode locales name it."""

_SEMICOLONS = str.maketrans(dict(zip(COMMAS, ";\u061b", strict=True)))
"""The semicolon of a script for its comma."""

Entry = str | Mapping[str, str]

_LAST = re.compile(r"\{(\w+)\}\.(?=\s|$)")
"""A place at the end of a sentence, with the full stop."""


def _stops(value: object) -> bool:
    return str(value).endswith(".")


@cache
def catalogue(language: str) -> Mapping[str, Entry]:
    """Return every phrase of a language by its key, ``page.people``; one with plural forms is a table of them."""
    text = resources.files("matcher.report").joinpath("languages", f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat("", tomllib.loads(text)))


def _flat(prefix: str, table: Mapping[str, Any]) -> list[tuple[str, Entry]]:
    entries: list[tuple[str, Entry]] = []
    for key, value in table.items():
        if isinstance(value, dict) and "other" not in value:
            entries += _flat(f"{prefix}{key}.", value)
        else:
            entries.append((f"{prefix}{key}", value))
    return entries


class Phrases:
    """One language: ``en``, ``de``, ``es`` or ``fa``.

    Raises
    ------
    MatcherError
        The language is another; `exit_code` is 2.
    """

    def __init__(self, language: str = "en") -> None:
        if language not in LANGUAGES:
            fault = MatcherError(f"{language!r} is no language of the reports; choose one of {in_a_row(LANGUAGES)}")
            fault.exit_code = 2
            raise fault
        self.language = language
        self._locale = Locale.parse(_LOCALES.get(language, language))
        self._entries = catalogue(language)

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``, as the attribute ``dir`` of HTML wants it."""
        return self._locale.text_direction

    @property
    def first_day(self) -> int:
        """The day on which the week begins, 0 for Monday."""
        return self._locale.first_week_day

    def __call__(self, key: str, /, count: int | None = None, **values: object) -> str:
        """Return a phrase, filled in.

        Parameters
        ----------
        key
            ``table.phrase`` in the catalogue.
        count
            Chooses the plural form, and stands where the phrase says ``{count}``.
        values
            For the other places; whole numbers and fractions are written as the language writes them.
        """
        entry = self._entries[key]
        if not isinstance(entry, str):
            entry = self.form_of(count or 0, entry)
        told = {name: self.number(value) if type(value) in (int, float) else value for name, value in values.items()}
        told |= {} if count is None else {"count": self.number(count)}
        # A name that ends with a full stop ends the sentence with it.
        form = _LAST.sub(lambda place: place[0].removesuffix(".") if _stops(told[place[1]]) else place[0], entry)
        return form.format(**told)

    def form_of(self, count: int, forms: Mapping[str, str]) -> str:
        """Return, of the plural forms of a text, the one that goes with a number in the language."""
        return forms.get(self._locale.plural_form(count), forms["other"])

    def number(self, value: Any, decimals: int = 0) -> str:
        """Return a number with its thousands marked and so many decimals."""
        pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
        return self._native(format_decimal(value, format=pattern, locale=self._locale, numbering_system="default"))

    def percent(self, share: float, decimals: int = 0) -> str:
        """Return a share of 1 as per cent."""
        pattern = self._locale.percent_formats[None].pattern.replace("0", f"0.{'0' * decimals}" if decimals else "0")
        return self._native(format_percent(share, format=pattern, locale=self._locale, numbering_system="default"))

    def at_most(self, share: float) -> str:
        """Return a share of 1 as per cent, rounded up so that "at most" stays true: 0.00801 is ``0.81%``."""
        decimals = 2 if share < 0.01 else 1
        step = 10 ** (decimals + 2)
        # What is left of a product of fractions must not push a round figure up a step.
        return self.percent(ceil(round(share * step, 6)) / step, decimals)

    def span(self, least: float, most: float) -> str:
        """Return whole numbers from one to another, ``8 to 12`` with a dash; one where they are the same."""
        return self.number(least) if least == most else f"{self.number(least)}\N{EN DASH}{self.number(most)}"

    def day(self, position: int, *, short: bool = False) -> str:
        """Return a day of the week, 0 for Monday."""
        wide, abbreviated, least = (
            str(get_day_names(width, context="stand-alone", locale=self._locale)[position]) for width in _DAY_WIDTHS
        )
        if not short:
            return wide
        # In Persian the abbreviated name is the whole one still.
        return least if abbreviated == wide else abbreviated

    def clock(self, minutes: int) -> str:
        """Return a time of day from minutes since midnight, ``17:00``."""
        hour, minute = divmod(minutes, 60)
        return self._native(f"{hour:02}:{minute:02}")

    def when(self, text: str, start: int | None, week: WeekKind | None = None) -> str:
        """Return a slot in words, ``Monday 17:00``, ``Monday 17:00 (odd weeks)``; one that has only a name keeps it."""
        if start is None:
            return text
        day, minutes = divmod(start, DAY_MINUTES)
        return self.in_weeks(f"{self.day(day)} {self.clock(minutes)}", week)

    def in_weeks(self, hour: str, week: WeekKind | None) -> str:
        """Return an hour with the weeks in which it is meant; None: every week."""
        return hour if week is None else self("weeks.told", when=hour, weeks=self(f"weeks.{week}"))

    def short_date(self, day: date) -> str:
        """Return a date without its year, its month by name: ``5 Oct``."""
        return self._native(str(format_skeleton("MMMd", day, locale=self._locale)))

    def long_date(self, day: date) -> str:
        """Return a date in full: ``Monday, 5 October 2026``."""
        return self._native(format_date(day, "full", locale=self._locale))

    def zone(self, name: str) -> str:
        """Return a time zone by its IANA name as people know it: ``Central European Time``; one of no place by name."""
        if get_global("zone_territories").get(name, "001") in ("001", "ZZ"):
            return name
        return get_timezone_name(ZoneInfo(name), locale=self._locale)

    def listing(self, items: Sequence[str], *, either: bool = False) -> str:
        """Return ``A, B and C``, or ``Holm, Carl; and Roe, Ann`` where one holds a comma; `either`: ``A, B or C``."""
        style: Literal["or", "standard"] = "or" if either else "standard"
        if not misread(items) or len(items) < 2:
            return format_list(list(items), style, locale=self._locale)
        # As of two, a comma before the last aside: the semicolon is there already.
        last: str = self._locale.list_patterns[style]["2"].format("", "").lstrip(COMMAS)
        mark = self.mark_between(items)
        return f"{mark.join(items[:-1])}{mark.rstrip()}{last}{items[-1]}"

    def row(self, items: Iterable[str]) -> str:
        """Return ``A, B, C``, the last one set apart as the others are."""
        told = list(items)
        return self.mark_between(told).join(told)

    def mark_between(self, items: Iterable[str]) -> str:
        """Return what stands between the things of a row: a comma, or a semicolon where one holds a comma."""
        comma: str = self._locale.list_patterns["standard"]["middle"].format("", "")
        return comma.translate(_SEMICOLONS) if misread(items) else comma

    def _native(self, text: str) -> str:
        """Return a number with the digits of the language: babel knows which, and leaves writing them to others."""
        return text.translate(_DIGITS[self._locale.default_numbering_system])
