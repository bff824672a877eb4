"""The nearest right word to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matcher.text import fold

__all__ = ["Names", "nearest"]

MOST_LOOKUPS = 200
"""Of a file whose every id is wrong (last year's list, say), near misses are not worth minutes of looking."""
LEAST_LIKENESS = 0.83
"""How alike a word must be to what somebody may have meant: "womn" and "woman" are, "Monday" and "Sunday" are not."""


def nearest(word: str, choices: Iterable[str], least: float = LEAST_LIKENESS) -> str | None:
    """Return the choice most like `word`, without regard to case; None where none is alike enough.

    Parameters
    ----------
    least
        The least likeness, 0 to 1: the mean of the Jaro-Winkler and the normalised Indel likeness, so that neither a
        common beginning nor a common length is enough. Ties: the first of `choices`.
    """
    return Names(choices).nearest(word, least)


class Names:
    """Right names of one kind, asked many times; looks for near misses `MOST_LOOKUPS` times at most."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: Sequence[str] = tuple(names)
        self._folded: list[str] | None = None
        self._found: dict[str, str | None] = {}

    def nearest(self, word: str, least: float = LEAST_LIKENESS) -> str | None:
        """Return the name most like `word`; None where none is alike enough, or after too many questions."""
        if word not in self._found and len(self._found) < MOST_LOOKUPS:
            self._found[word] = self._look(fold(word), least)
        return self._found.get(word)

    def _look(self, word: str, least: float) -> str | None:
        from rapidfuzz import process
        from rapidfuzz.distance import Indel, JaroWinkler

        if self._folded is None:
            self._folded = [fold(name) for name in self._names]
        # One quick pass over all names, then the finer measure on the few that could be meant.
        best, best_likeness = None, 0.0
        for name, winkler, position in process.extract(word, self._folded, scorer=JaroWinkler.similarity, limit=8):
            likeness = (winkler + Indel.normalized_similarity(word, name)) / 2
            if likeness < least:
                continue
            # "unavailability" means unavailable, though availability is more like it.
            likeness += 0.1 * (word[:2] == name[:2])
            if likeness > best_likeness:
                best, best_likeness = self._names[position], likeness
        return best
