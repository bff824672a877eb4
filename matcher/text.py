"""Text on a terminal or in a pipe: what others wrote made safe, and lines written to readers that may go away."""

from __future__ import annotations

import os
import unicodedata
from typing import IO

__all__ = ["drop", "ended", "one_line", "plain", "shown", "write_line"]

MOST_SHOWN = 80
"""Signs of a value that are named in a fault."""

# Marks that turn the direction of writing around: a name that holds one could disguise the line it stands in.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


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
