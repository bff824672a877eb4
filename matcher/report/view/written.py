"""How a language writes numbers, dates, hours, days and lists: decided here alone, for every kind of report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from math import ceil
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time, get_day_names, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from matcher.errors import MatcherError
from matcher.intake.people import DAY_MINUTES
from matcher.intake.words.listing import COMMAS, in_a_row, misread

__all__ = ["LANGUAGES", "Language", "Written"]

Language = Literal["en", "en-GB", "en-US", "de", "es", "fa"]
LANGUAGES: tuple[str, ...] = get_args(Language)
_LOCALES = {"en": "en_GB", "fa": "fa_IR"}
"""Where the language alone does not tell how lists are written (``A, B and C``), or on which day the week begins."""
_SHEET_DATES = {
    "en": "[$-809]d mmm",
    "en-US": "[$-409]mmm d",
    "de": "[$-407]d. mmm",
    "es": "[$-C0A]d mmm",
    "fa": "[$-429]d mmm",
}
"""How a spreadsheet shows a date in a language, whatever that of the program is; a kind of English as English."""

_DAY_WIDTHS: tuple[Literal["wide", "abbreviated", "short"], ...] = ("wide", "abbreviated", "short")
_DIGITS = {
    "latn": {},
    "arabext": str.maketrans("0123456789%", "\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9\u066a"),
}
"""What digits and the percent sign become, by the numbering system of a language as the Unicode locales name it."""

_SPANISH = {
    "y": ("e", re.compile(r"\W*h?[i\u00ed](?![aeo\u00e1\u00e9\u00f3])", re.IGNORECASE)),
    "o": ("u", re.compile(r"\W*(?:h?[o\u00f3]|8|11\b)", re.IGNORECASE)),
}
"""What ``y`` and ``o`` become in Spanish before which sounds: *Ana e Inés*, *7 u 8*, but *Ana y Hieronymus*."""
_SEMICOLONS = str.maketrans(dict(zip(COMMAS, ";\u061b", strict=True)))
"""The semicolon of a script for its comma."""


class Written:
    """How one language writes: ``en`` (months in letters), ``en-GB``, ``en-US``, ``de``, ``es`` or ``fa``.

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
        self._locale = Locale.parse(_LOCALES.get(language, language), sep="-" if "-" in language else "_")

    @property
    def tongue(self) -> str:
        """The language without its country, by which its texts are kept: ``en`` of ``en-US``."""
        return self.language.partition("-")[0]

    @property
    def english(self) -> bool:
        """Whether it is a kind of English: what nobody translated is then in the language asked for."""
        return self.tongue == "en"

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``, as the attribute ``dir`` of HTML wants it."""
        return self._locale.text_direction

    @property
    def first_day(self) -> int:
        """The day on which the week begins, 0 for Monday."""
        return self._locale.first_week_day

    # Numbers ---------------------------------------------------------------------------------------------------------

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

    # Days, hours and dates -------------------------------------------------------------------------------------------

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
        """Return a time of day from minutes since midnight: ``17:00``, ``5:00 PM`` where people count to twelve."""
        hour, minute = divmod(minutes, 60)
        if "a" in self._locale.time_formats["short"].pattern:
            return format_time(time(hour % 24, minute), "short", locale=self._locale)
        return self._native(f"{hour:02}:{minute:02}")

    def hour(self, start: int) -> str:
        """Return an hour of the week, in minutes from Monday 00:00: ``Monday 17:00``."""
        day, minutes = divmod(start, DAY_MINUTES)
        return f"{self.day(day)} {self.clock(minutes)}"

    def short_date(self, day: date) -> str:
        """Return a date without its year, its month by name: ``5 Oct``."""
        return self._native(str(format_skeleton("MMMd", day, locale=self._locale)))

    def long_date(self, day: date) -> str:
        """Return a date in full: ``Monday, 5 October 2026``."""
        return self._native(format_date(day, "full", locale=self._locale))

    @property
    def sheet_date(self) -> str:
        """The format of cells in which a spreadsheet shows a date as `short_date` does."""
        return _SHEET_DATES.get(self.language) or _SHEET_DATES.get(self.tongue, "d mmm")

    def zone(self, name: str) -> str:
        """Return a time zone by its IANA name as people know it: ``Central European Time``; one of no place by name."""
        if get_global("zone_territories").get(name, "001") in ("001", "ZZ"):
            return name
        return get_timezone_name(ZoneInfo(name), locale=self._locale)

    # Lists -----------------------------------------------------------------------------------------------------------

    def listing(self, items: Sequence[str], *, either: bool = False) -> str:
        """Return ``A, B and C``, or ``Holm, Carl; and Roe, Ann`` where one holds a comma; `either`: ``A, B or C``."""
        style: Literal["or", "standard"] = "or" if either else "standard"
        if not misread(items) or len(items) < 2:
            told = format_list(list(items), style, locale=self._locale)
            return self._before_its_own_sound(told, items[-1]) if len(items) > 1 else told
        # As of two, a comma before the last aside: the semicolon is there already.
        last: str = self._locale.list_patterns[style]["2"].format("", "").lstrip(COMMAS)
        mark = self.mark_between(items)
        return self._before_its_own_sound(f"{mark.join(items[:-1])}{mark.rstrip()}{last}{items[-1]}", items[-1])

    def _before_its_own_sound(self, told: str, last: str) -> str:
        """Return a list, ``y`` or ``o`` before its last thing as Spanish has it there."""
        head, space, word = told[: len(told) - len(last)].rstrip().rpartition(" ")
        other, sound = _SPANISH.get(word, (word, None)) if self.tongue == "es" else (word, None)
        return told if sound is None or not sound.match(last) else f"{head}{space}{other} {last}"

    def row(self, items: Iterable[str]) -> str:
        """Return ``A, B, C``, the last one set apart as the others are."""
        told = list(items)
        return self.mark_between(told).join(told)

    def apart(self, items: Iterable[str]) -> str:
        """Return ``A; B``, whatever stands in the things: what is set apart are whole sayings."""
        return self.mark_between(COMMAS).join(items)

    def mark_between(self, items: Iterable[str]) -> str:
        """Return what stands between the things of a row: a comma, or a semicolon where one holds a comma."""
        comma: str = self._locale.list_patterns["standard"]["middle"].format("", "")
        return comma.translate(_SEMICOLONS) if misread(items) else comma

    def form_of(self, count: int, forms: Any) -> str:
        """Return, of the plural forms of a text, the one that goes with a number in the language."""
        form: str = forms.get(self._locale.plural_form(count), forms["other"])
        return form

    def _native(self, text: str) -> str:
        """Return a number with the digits of the language: babel knows which, and leaves writing them to others."""
        return text.translate(_DIGITS[self._locale.default_numbering_system])
