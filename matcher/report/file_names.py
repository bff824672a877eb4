"""File names from ids: safe on every system, and each its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["file_names"]

LONGEST = 60
"""Letters of a file name that come from an id: file systems take 255 bytes, and endings follow."""

# Names that Windows keeps for devices, whatever follows the first dot.
_DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))))


def file_names(ids: Iterable[str], given: Iterable[str] = ()) -> dict[str, str]:
    """Return a file name, without its ending, for each of `ids`, which are distinct.

    Letters, digits, ``-`` and ``_`` stay, everything else becomes ``_``. Where that makes two alike (on systems that
    do not tell A from a, or one way to write é from the other), names a device or leaves nothing, later ones get a
    number: ``a_b``, ``a_b-2``.

    Parameters
    ----------
    given
        Names that others have, who are not among `ids`.
    """
    names: dict[str, str] = {}
    taken = {*_DEVICES, *map(_alike, given)}
    for own in ids:
        stem = re.sub(r"[^\w-]", "_", unicodedata.normalize("NFC", own))[:LONGEST].strip("_") or "person"
        name, number = stem, 1
        while _alike(name) in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(_alike(name))
        names[own] = name
    return names


def _alike(name: str) -> str:
    """Return what is equal for names that some system takes for one; ``com¹`` is a device as ``com1`` is."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
