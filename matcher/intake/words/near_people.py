"""Who may be meant by what is nobody's id and nobody's name."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.intake.words.calling import alike, told_apart
from matcher.intake.words.nearest import Names

__all__ = ["NearPeople", "near_person"]

LEAST_BEGUN = 3
"""Letters of a word by which a longer one of somebody's name may be meant."""


class NearPeople:
    """People of a kind, asked many times for who may be meant; looks as seldom as `Names` does.

    By id or name, then by a part of a name: ``Ünal`` may be ``Ünal, Ayşe``, as long as nobody else has that part.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._people = names
        self._near = Names(dict.fromkeys([*names, *names.values()]))
        self._with: dict[str, set[str]] | None = None
        self._words = Names(())

    def person(self, told: str) -> str | None:
        """Return the id of the one person who may be meant; None where there is none, or several."""
        near = self._near.nearest(told)
        if near is None:
            return self._by_part(told)
        if near in self._people:
            return near
        (own, *others) = [own for own, name in self._people.items() if name == near]
        return None if others else own

    def spelled(self, told: str) -> str | None:
        """Return what may have been meant by `told` as it is to be written: an id or a name."""
        near = self._near.nearest(told)
        own = self._by_part(told) if near is None else None
        return near if own is None else told_apart(self._people)[own]

    def _by_part(self, told: str) -> str | None:
        if self._with is None:
            self._with = {}
            for own, name in self._people.items():
                for word in _words(name):
                    self._with.setdefault(word, set()).add(own)
            self._words = Names(self._with)
        meant = [self._having(word) for word in _words(told)]
        both = set.intersection(*meant) if meant else set()
        return next(iter(both)) if len(both) == 1 else None

    def _having(self, word: str) -> set[str]:
        """Return whoever has a word in their name, one that it begins, or one that is nearly it."""
        having = self._with or {}
        if word in having:
            return having[word]
        begun = [whole for whole in having if len(word) >= LEAST_BEGUN and whole.startswith(word)]
        near = self._words.nearest(word) if not begun else None
        return set().union(*(having[whole] for whole in [*begun, *([near] if near is not None else [])]))


def near_person(told: str, names: Mapping[str, str]) -> str | None:
    """Return what may have been meant by a wrong id or name, as it is to be written; None where nothing is near.

    Parameters
    ----------
    names
        Of everybody, by id.
    """
    return NearPeople(names).spelled(told)


def _words(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in alike(text)).split()
