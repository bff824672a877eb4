"""What people are called where only a name stands, and who is meant by a name or an id."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping

from matcher.text import fold

__all__ = ["alike", "called", "told_apart", "who_is_meant"]

_LETTERS = str.maketrans("\u064a\u0649\u0643", "\u06cc\u06cc\u06a9")
"""Arabic ya and kaf, which many keyboards write for the Persian letters that look the same."""


def called(person: str, name: str) -> str:
    """Return a name with the id behind it: ``Ada Lund (T1)``; of somebody whose name is the id, that alone."""
    return person if name == person else f"{name} ({person})"


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Return what to call each person, by id, so that no two are called alike.

    The name alone where nobody else has it, case aside, and it is nobody's id; else with the id behind it.

    Parameters
    ----------
    names
        Of everybody, by id.
    """
    taken = Counter(fold(name) for name in names.values())
    ids = {fold(person) for person in names}
    return {
        person: name if taken[fold(name)] == 1 and fold(name) not in ids else called(person, name)
        for person, name in names.items()
    }


def who_is_meant(who: str, names: Mapping[str, str]) -> list[str]:
    """Return the ids of those whom `who` can mean: one, several who share a name, or nobody.

    An id counts before any name; spelled exactly, then without case, then as the page's finder looks: without accents,
    digits of any script, Arabic letters for the Persian ones that look the same.

    Parameters
    ----------
    names
        Of everybody, by id.
    """
    wanted = alike(who)
    ways: tuple[Callable[[str], bool], ...] = (
        lambda person: person == who,
        lambda person: fold(person) == fold(who),
        lambda person: alike(person) == wanted,
        lambda person: fold(names[person]) == fold(who),
        lambda person: wanted in (alike(names[person]), alike(called(person, names[person]))),
    )
    for meant in ways:
        found = [person for person in names if meant(person)]
        if found:
            return found
    return []


def alike(text: str) -> str:
    """Return a text as the page's finder looks for it: without accents, case and the differences of look-alikes."""
    signs = unicodedata.normalize("NFKD", text).translate(_LETTERS)
    kept = [sign for sign in signs if unicodedata.category(sign) not in ("Mn", "Mc", "Me", "Cf")]
    return fold("".join(str(unicodedata.digit(sign, sign)) for sign in kept))
