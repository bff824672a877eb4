"""Names as they are compared: titles, accents, brackets, swapped surnames, initials."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

__all__ = ["Reading", "plain_name", "readings_of"]

_TITLES = frozenset(
    [
        "dr",
        "doctor",
        "prof",
        "professor",
        "mr",
        "mrs",
        "ms",
        "mx",
        "miss",
        "sir",
        "madam",
        "mme",
        "mlle",
        "herr",
        "frau",
        "senor",
        "senora",
        "sra",
        "dipl",
        "ing",
        "phd",
        "md",
        "msc",
        "bsc",
        "ma",
        "ba",
        "mba",
        "jd",
        "dds",
        "rn",
        "esq",
    ]
)
_LETTERS = str.maketrans(
    {"\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u00f0": "d", "\u00fe": "th", "\u00e6": "ae", "\u0153": "oe"}
    | {"\u0131": "i", "\u0127": "h", "\u00df": "ss"}
)
_UMLAUTS = str.maketrans({"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00f8": "oe", "\u00e5": "aa"})
_ASIDE = re.compile(r"[(\[{\u201c\u201e\"']\s*([^()\[\]{}\u201c\u201d\"]{1,60}?)\s*[)\]}\u201d\"'](?=[\s,]|$)")
_APOSTROPHES = re.compile(r"['\u2019\u2018\u02bc`\u00b4.]")


class Reading(NamedTuple):
    """One way to read a name: its words in order, given names first."""

    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words as one text."""
        return " ".join(self.words)


def plain_name(text: str, umlauts: bool = False) -> tuple[str, ...]:
    """Return the words of a name in lower case, without accents, marks and titles.

    Parameters
    ----------
    umlauts
        Whether ``ö`` is written ``oe`` rather than ``o``.
    """
    lower = unicodedata.normalize("NFC", text.casefold())
    if umlauts:
        lower = lower.translate(_UMLAUTS)
    lower = unicodedata.normalize("NFKD", lower.translate(_LETTERS))
    bare = "".join(letter for letter in lower if not unicodedata.combining(letter))
    words = tuple(re.findall(r"[^\W_]+", _APOSTROPHES.sub("", bare)))
    return tuple(word for word in words if word not in _TITLES) or words


def readings_of(text: str) -> list[Reading]:
    """Return the ways to read a name, the plainest first.

    ``Smith, John`` is also John Smith; ``Robert (Bob) Smith`` and ``Robert "Bob" Smith`` are also Bob Smith and Robert
    Smith; ``Müller`` is also Mueller.
    """
    asides = [found[1] for found in _ASIDE.finditer(text)]
    whole = " ".join(_ASIDE.sub(" ", text).split())
    forms = [whole] if whole.strip(" ,") else [text]
    for aside in asides:
        words = whole.replace(",", " , ").split()
        if len(words) > 1 and len(aside.split()) == 1:
            forms.append(" ".join([aside, *words[1:]]))
        elif len(aside.split()) > 1:
            forms.append(aside)
    found: dict[Reading, None] = {}
    for form in forms:
        surname, comma, given = form.partition(",")
        for way in (f"{given} {surname}", form) if comma and given.strip() else (form,):
            for umlauts in (False, True):
                plain = plain_name(way, umlauts)
                if plain:
                    found[Reading(plain)] = None
    return list(found)
