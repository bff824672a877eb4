"""The phrases of a report in one language, filled in with numbers, days and lists as that language writes them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from copy import copy
from functools import cache
from importlib import resources
from typing import Any

from matcher.intake.people import WeekKind
from matcher.intake.program import fold
from matcher.report.view.written import LANGUAGES, Language, Written

__all__ = ["LANGUAGES", "Language", "Phrases", "catalogue", "catalogue_of"]

Entry = str | Mapping[str, str]

_LAST = re.compile(r"\{(\w+)\}\.(?=\s|$)")
"""A place at the end of a sentence, with the full stop."""
_COUNTED = ("woman", "man")
"""Genders for which there is a word of ours where they are counted; all others are quoted as they stand."""


def _stops(value: object) -> bool:
    return str(value).endswith(".")


@cache
def catalogue(language: str) -> Mapping[str, Entry]:
    """Return every phrase of a language by its key, ``page.people``; one with plural forms is a table of them."""
    name = f"{language.partition('-')[0]}.toml"
    text = resources.files("matcher.report").joinpath("languages", name).read_text(encoding="utf-8")
    return catalogue_of(tomllib.loads(text))


def catalogue_of(tables: Mapping[str, Any]) -> Mapping[str, Entry]:
    """Return what tables within tables hold, by keys like ``page.people``."""
    return dict(_flat("", tables))


def _flat(prefix: str, table: Mapping[str, Any]) -> list[tuple[str, Entry]]:
    entries: list[tuple[str, Entry]] = []
    for key, value in table.items():
        if isinstance(value, dict) and "other" not in value:
            entries += _flat(f"{prefix}{key}.", value)
        else:
            entries.append((f"{prefix}{key}", value))
    return entries


class Phrases(Written):
    """One language, as `Written` takes it: what it says, besides how it writes.

    Raises
    ------
    MatcherError
        The language is another; `exit_code` is 2.
    """

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._entries = catalogue(language)

    def saying(self, entries: Mapping[str, Entry]) -> Phrases:
        """Return the same language with other phrases."""
        other = copy(self)
        other._entries = entries
        return other

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

    def form(self, key: str) -> str:
        """Return a phrase as it stands, its places to be filled in by somebody else: a script, say."""
        entry = self._entries[key]
        return entry if isinstance(entry, str) else entry["other"]

    def when(self, text: str, start: int | None, week: WeekKind | None = None) -> str:
        """Return a slot in words, ``Monday 17:00``, ``Monday 17:00 (odd weeks)``; one that has only a name keeps it."""
        return text if start is None else self.in_weeks(self.hour(start), week)

    def in_weeks(self, hour: str, week: WeekKind | None) -> str:
        """Return an hour with the weeks in which it is meant; None: every week."""
        return hour if week is None else self("weeks.told", when=hour, weeks=self(f"weeks.{week}"))

    def genders(self, counts: Iterable[tuple[str | None, int]]) -> str:
        """Return ``5 women, 3 men, 1 “agender”, 2 undisclosed``; None stands for undisclosed."""
        return self.row(self._gender(gender, count) for gender, count in counts)

    def _gender(self, gender: str | None, count: int) -> str:
        if gender is None:
            return self("gender.undisclosed", count)
        word = fold(gender)
        return self(f"gender.{word}", count) if word in _COUNTED else self("gender.another", count, gender=gender)
