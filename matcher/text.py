"""Text on a terminal or in a pipe: what others wrote made safe, and lines written to readers that may go away."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import PurePath
from typing import IO

__all__ = [
    "LONGEST_TEXT",
    "STANDARD_INPUT",
    "drop",
    "ended",
    "fold",
    "guarded",
    "no_text",
    "one_line",
    "place_told",
    "plain",
    "shown",
    "unguarded",
    "without_no_texts",
    "write_line",
]

LONGEST_TEXT = 100_000
"""The most characters of one text: of a cell, a setting, a reason."""
STANDARD_INPUT = "standard input"
"""What standard input is called, wherever a file would be; a file that stands for it has this name, and no ending."""
MOST_SHOWN = 80
"""Signs of a value that are named in a fault."""

# A tab or a carriage return is skipped by spreadsheets, so that what follows it would run. A text that has such a guard
# of its own gets a second one, so that taking one off gives back every text.
_TO_GUARD = re.compile(r"(?!-\d+(?:[.,]\d+)?\Z)'*[=+\-@\t\r]")
_GUARDED = re.compile(r"''*[=+\-@\t\r]")

# Marks that turn the direction of writing around: a name that holds one could disguise the line it stands in.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# What is no text, wherever it comes from: signs that steer machines, halves of letters, and numbers that Unicode gives
# to no letter ever. Line ends, tabs and their like are spaces.
_NO_TEXT = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)


def fold(text: str) -> str:
    """Return `text` as it is compared: trimmed, runs of spaces made one, without case."""
    return " ".join(text.split()).casefold()


def no_text(text: str) -> str | None:
    """Return what in `text` is no text, as a sentence part: ``U+001B, a control character``; None where all of it is.

    One rule for every way in: cells, settings, results, arguments. Exports of surveys, which strangers fill in, are
    cleaned of the same by `matcher.survey.reading`.
    """
    found = None if text.isascii() and text.isprintable() else _NO_TEXT.search(text)
    if found is None:
        return None
    what = {"Cc": "a control character", "Cs": "half of a character"}
    return f"U+{ord(found[0]):04X}, {what.get(unicodedata.category(found[0]), 'which is no character')}"


def without_no_texts(text: str) -> str:
    """Return `text` with a sign that shows it in the place of each that is no text."""
    return _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", text)


def guarded(text: str) -> str:
    """Return `text` with a ``'`` before it where a spreadsheet would take it for a formula; a number under 0 is none.

    Whatever writes a table guards its texts, and whatever reads one takes the guard off (`unguarded`), so that a table
    that is read again says what was written.
    """
    return f"'{text}" if _TO_GUARD.match(text) else text


def unguarded(text: str) -> str:
    """Return `text` without the ``'`` by which it was `guarded`."""
    return text[1:] if _GUARDED.match(text) else text


def plain(text: str) -> str:
    """Return `text` without what would steer a terminal; line ends stay, a tab becomes a space."""
    kept = []
    for sign in text.replace("\t", " "):
        steers = unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") or sign in _TURNS
        if sign == "\n" or not steers:
            kept.append(sign)
    return "".join(kept)


def one_line(text: str) -> str:
    """Return `text` as `plain`, on one line."""
    return plain(text.replace("\n", " "))


def place_told(place: str | PurePath) -> str:
    """Return what to call the place of a file: where standard input is kept meanwhile says nothing to anybody."""
    return STANDARD_INPUT if PurePath(place).name == STANDARD_INPUT else str(place)


def shown(value: object) -> str:
    """Return how a value of whatever kind is named in a fault: on one line, and no longer than can be read."""
    try:
        text = str(value)
    except Exception:  # a number of more digits than Python writes, say
        text = f"a {type(value).__name__}"
    text = one_line(text)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def ended(text: str) -> str:
    """Return a sentence with its full stop; one that ends with one already, of a name or a shortened word, as it is."""
    return text if text.endswith(".") else f"{text}."


def write_line(text: str, stream: IO[str]) -> None:
    """Write `text` and a line end at once; a reader that went away (``| head``) is no fault of the run.

    Raises
    ------
    OSError
        The stream cannot be written to for another reason (a full disk, say).
    """
    try:
        stream.write(f"{text}\n")
        stream.flush()
    except OSError as fault:
        drop(stream)
        if not isinstance(fault, BrokenPipeError):
            raise


def drop(stream: IO[str]) -> None:
    """Send what is still to be written to `stream` nowhere: it would fail once more when Python ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
