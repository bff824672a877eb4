"""The sentences of messages, read from the files of their templates as patterns; which of them are so, a reader says.

Nothing of the product is imported, and no template is run: whether a sentence is said is not for the file to decide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.reader.words import ROOT, Words

_TAG = re.compile(r"(\{%.*?%\})")
_PLACE = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_LAST = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}\.(?=\s|$)")
_PLURAL = re.compile(r"(.+?)\s*\|\s*plural\((.*)\)")
_EITHER = re.compile(r"(.+?)\s+if\s+(\w+)\s+else\s+(.+)")
_FORM = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True)
class Letter:
    """The sentences of one file, by key.

    A key is what a sentence has places for (``group.name program``), with the conditions of parts that have none; of
    several alike the later ones have a number behind it (``group.name #2``).
    """

    file: str
    sentences: Mapping[str, str]


def letter(words: Words, name: str) -> Letter:
    """The sentences of a template of a language."""
    found: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for line in _lines(words.tongue, name):
        for tags, text in _ways(line):
            key = " ".join([*_places(text), *tags])
            if not text.strip():
                continue
            seen[key] += 1
            found[f"{key} #{seen[key]}".strip() if seen[key] > 1 or not key else key] = text.strip()
    return Letter(name, found)


def _lines(language: str, name: str) -> Iterator[str]:
    folder = ROOT / "mail" / language
    for line in (folder / name).read_text(encoding="utf-8").splitlines():
        included = re.fullmatch(r'\s*\{%\s*include\s+"([^"]+)"\s*%\}\s*', line)
        if included:
            yield from _lines(language, included[1])
        elif line.strip() and _TAG.sub("", line).strip():
            yield line


def _ways(line: str) -> list[tuple[tuple[str, ...], str]]:
    """A line with each choice of the parts that depend on something: (conditions of parts without a place, text)."""
    pieces = [piece for piece in _TAG.split(line) if piece]
    ways, _ = _parsed(pieces, 0)
    return ways


def _parsed(pieces: list[str], at: int) -> tuple[list[tuple[tuple[str, ...], str]], int]:
    ways: list[tuple[tuple[str, ...], str]] = [((), "")]
    while at < len(pieces):
        tag = re.fullmatch(r"\{%\s*(\w+)\s*(.*?)\s*%\}", pieces[at])
        if tag is None:
            ways = [(tags, text + pieces[at]) for tags, text in ways]
            at += 1
        elif tag[1] == "if":
            branches: list[tuple[tuple[str, ...], str]] = []
            otherwise = False
            while tag is not None and tag[1] != "endif":
                condition, otherwise = tag[2], otherwise or tag[1] == "else"
                within, at = _parsed(pieces, at + 1)
                branches += [((*tags, *([] if _places(text) else [f"?{condition}"])), text) for tags, text in within]
                tag = re.fullmatch(r"\{%\s*(\w+)\s*(.*?)\s*%\}", pieces[at])
            branches += [] if otherwise else [((), "")]
            ways = [(tags + more, text + part) for tags, text in ways for more, part in branches]
            at += 1
        else:
            break
    return ways, at


def _places(text: str) -> list[str]:
    """What a text has places for, without those that hold one of several fixed texts."""
    return [place for place in _PLACE.findall(text) if not _PLURAL.fullmatch(place) and not _EITHER.fullmatch(place)]


def filled(words: Words, sentence: str, values: Mapping[str, Any]) -> str:
    """A sentence filled in."""
    # One full stop ends a sentence, its own or that of the name before it.
    told = _LAST.sub(lambda place: f"{_value(words, place[1], values).removesuffix('.')}.", sentence)
    return _PLACE.sub(lambda place: _value(words, place[1], values), told)


def _value(words: Words, place: str, values: Mapping[str, Any]) -> str:
    either = _EITHER.fullmatch(place)
    if either is not None:
        return _value(words, either[1] if values[either[2]] else either[3], values)
    if place.startswith('"'):
        return place.strip('"')
    plural = _PLURAL.fullmatch(place)
    if plural is not None:
        count, forms = values[plural[1]], dict(_FORM.findall(plural[2]))
        form = forms.get(words.locale.plural_form(count), forms["other"])
        return form.replace("{count}", words.number(count))
    return str(values[place])
