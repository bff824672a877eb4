"""Columns that somebody confirms → the same mapping with their names in it, every other line as it stood."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from matcher.errors import IntakeError, Issue
from matcher.intake.program import fold
from matcher.intake.words.listing import in_words
from matcher.intake.words.nearest import nearest
from matcher.survey.mapping.answers import Source
from matcher.survey.mapping.proposing import quoted, quoted_list
from matcher.survey.mapping.recognition import Taken
from matcher.survey.mapping.standing import Standing, family_of, names_of, standing_of
from matcher.survey.mapping.understanding import Understanding

__all__ = ["ALL", "confirmed", "confirmed_columns", "with_confirmed"]

ALL = "all"
"""What confirms every column at once."""
_EXPORT = re.compile(r"\s*\[\[\s*export\s*\]\]\s*(?:#.*)?")
_TABLE = re.compile(r"\s*\[")
_CONFIRMED = re.compile(r"\s*confirmed\s*=")


def confirmed(understood: Understanding, words: Sequence[str], mapping: Path | None) -> Understanding:
    """Return what was understood with the columns confirmed that `words` name; the mapping is then to be written.

    Raises
    ------
    IntakeError
        A word names no column, or the mapping is written so that nothing can be added safely.
    """
    columns = confirmed_columns(understood.sources, words)
    parts = {source.export.file: place for source, place in zip(understood.sources, understood.parts, strict=True)}
    file = "mapping.toml" if mapping is None else mapping.name
    text = with_confirmed(understood.text, file, parts, columns)
    sources = tuple(
        replace(source, confirmed=source.confirmed | {fold(name) for name in columns.get(source.export.file, ())})
        for source in understood.sources
    )
    return replace(understood, sources=sources, text=text, proposed=understood.proposed or text != understood.text)


def confirmed_columns(sources: Sequence[Source], words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return which columns are confirmed by `words`, by file: each the header, or the question that several share.

    A word is a header, a question that several columns share, what the intake calls it (``availability``), or ``all``.

    Raises
    ------
    IntakeError
        A word is none of these.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    known: dict[str, None] = {}
    met: set[str] = set()
    for source in sources:
        names: dict[str, None] = {}
        for taken in source.taken:
            if standing_of(source, taken) in (Standing.UNUSED, Standing.KNOWN):
                continue
            known |= dict.fromkeys((_called(taken), family_of(taken.target)))
            meant = {word for word in words if fold(word) in {ALL, *_words_for(taken)}}
            met |= meant
            if meant:
                names[_called(taken)] = None
        if names:
            chosen[source.export.file] = tuple(names)
    unknown = [word for word in words if word not in met and fold(word) != ALL]
    if unknown:
        raise IntakeError([_unknown(word, sources, list(known)) for word in unknown])
    return chosen


def _unknown(word: str, sources: Sequence[Source], known: Sequence[str]) -> Issue:
    sure = any(fold(word) in _words_for(one) for source in sources for one in source.taken)
    message = "needs no confirming" if sure else "is no column that was read"
    right = f"there is {in_words(known, 'and', most=12)}" if known else "every column is sure"
    return Issue("--confirm", message, value=word, right=right, suggestion=None if sure else nearest(word, known))


def _words_for(taken: Taken) -> frozenset[str]:
    return names_of(taken) | {taken.target, family_of(taken.target)}


def _called(taken: Taken) -> str:
    return taken.column.question if taken.column.item is not None else taken.column.label


def with_confirmed(text: str, file: str, parts: Mapping[str, int | None], columns: Mapping[str, Sequence[str]]) -> str:
    """Return the text of a mapping with columns confirmed besides those that are.

    Parameters
    ----------
    file
        The name of the mapping, as faults name it.
    parts
        Of each export that is meant: which ``[[export]]`` of the mapping is its, from 0; None: none is.
    columns
        The columns to confirm, by export.

    Raises
    ------
    IntakeError
        The text is written so that this cannot be done safely.
    """
    for export, names in columns.items():
        place = parts[export]
        before = tomllib.loads(text)
        text = _appended(text, export, names) if place is None else _inserted(text, place, names, before)
        if tomllib.loads(text) != _wanted(before, export, place, names):
            right = f"write {_line(names)} below its [[export]] by hand"
            raise IntakeError([Issue(file, "is written in a way in which nothing can be added", right=right)])
    return text


def _wanted(before: dict[str, Any], export: str, place: int | None, names: Sequence[str]) -> dict[str, Any]:
    exports = [dict(one) for one in before.get("export", [])]
    if place is None:
        exports.append({"file": export, "confirmed": list(names)})
    else:
        there = exports[place].get("confirmed", [])
        exports[place]["confirmed"] = list(dict.fromkeys((*there, *names)))
    return before | {"export": exports}


def _appended(text: str, export: str, names: Sequence[str]) -> str:
    return f"{text.rstrip()}\n\n[[export]]\nfile = {quoted(export)}\n{_line(names)}\n"


def _inserted(text: str, place: int, names: Sequence[str], before: Mapping[str, Any]) -> str:
    there = before["export"][place].get("confirmed", [])
    line = _line(list(dict.fromkeys((*there, *names))))
    lines = text.splitlines()
    starts = [number for number, one in enumerate(lines) if _EXPORT.fullmatch(one)]
    start = starts[place] + 1 if place < len(starts) else len(lines)
    end = next((number for number in range(start, len(lines)) if _TABLE.match(lines[number])), len(lines))
    old = next((number for number in range(start, end) if _CONFIRMED.match(lines[number])), None)
    if old is None:
        role = next((number for number in range(start, end) if lines[number].strip()), start)
        return "\n".join([*lines[: role + 1], line, *lines[role + 1 :]]) + "\n"
    return "\n".join([*lines[:old], line, *lines[old + _length(lines[old:]) :]]) + "\n"


def _length(lines: Sequence[str]) -> int:
    """Return how many lines the first setting takes: a list may stand on several."""
    for count in range(1, len(lines) + 1):
        try:
            tomllib.loads("\n".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            continue
        return count
    return len(lines)


def _line(names: Sequence[str]) -> str:
    return f"confirmed = {quoted_list(names)}"
