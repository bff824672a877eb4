"""Near names: who is meant by a name that nobody bears exactly.

Sure is only what another person would hardly bear: the same words in another order, an initial with the surname, a
middle name more or less, a given name that one person alone bears, or one slip in one word. A slip counts where

- the word is long enough: 6 letters in a given name, 5 in a surname; two letters swapped, from 4 on (Jhon);
- it is one letter, or two from 9 letters on, and not the first letter;
- in a given name the last two letters agree: there names themselves differ (Anna and Anne, Daniel and Danielle,
  Christina and Christine, Carlos and Carla);
- every other word is the same, and nobody else is nearly as near.

So Lee and Li, Jon and Jan, Anna and Ana are different people until the coordinator says otherwise.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from matcher.survey.people.names import Reading
from matcher.survey.words.silent_words import TURNING
from matcher.survey.words.word_tables import words_of

__all__ = ["Near", "NearNames", "is_slip"]

LEAST_LETTERS_GIVEN, LEAST_LETTERS_SURNAME, LEAST_LETTERS_SWAPPED, LEAST_LETTERS_FOR_TWO = 6, 5, 4, 9
"""Letters of the shortest names in which slips are seen: one in a given name, in a surname, two swapped; two slips."""
RIVAL_LIKENESS = 85.0
"""A name as like as this (rapidfuzz `ratio`, 0 to 100) to somebody else makes a slip unsure."""
LEAST_LIKENESS = 72.0
"""Names less alike are not shown as candidates: "Anna Berg" and "Anne Berg" are 89, "Lee" and "Li" 40 or less."""
MOST_CANDIDATES = 4
"""People who are offered as the one that is meant."""
MOST_COMPARED = 100_000_000
"""Names looked for times names there are: a list in which all are misspelt is last year's, or somebody else's."""
TOLD_EACH = 500
"""So many names are looked for between two words on how far it is: some seconds where there are thousands of people."""
_LOG = logging.getLogger(__name__)
_NO_NAMES = words_of(
    "not no anyone but except avoid never or and dont without other than with like nicht kein keine ohne und oder mit "
    "ausser pas sans sauf et ou ne avec sin no con menos"
)
"""Words after which a name may be meant the other way round: "not Jane Smith"."""


class Near(NamedTuple):
    """Whom a name means surely, and why; or who might be meant."""

    sure: str | None
    candidates: tuple[str, ...] = ()
    why: str = ""


class NearNames:
    """The names of people (a reading and an id each), asked for the nearest ones."""

    def __init__(self, names: Iterable[tuple[Reading, str]]) -> None:
        self._names = tuple((reading.words, id_) for reading, id_ in names)
        # Words in their order of letters, so that nobody's are sorted anew for every name that is looked for.
        self._texts = [" ".join(sorted(words)) for words, _ in self._names]
        self._by_word: dict[str, list[int]] = {}
        self._joined: dict[str, list[int]] = {}
        for place, (words, _) in enumerate(self._names):
            for word in words:
                self._by_word.setdefault(word, []).append(place)
            self._joined.setdefault("".join(sorted("".join(words))), []).append(place)
        self._words = list(self._by_word)
        self._looked_for = 0
        self._last: tuple[tuple[Reading, ...], list[tuple[str, float]]] = ((), [])

    def find(self, readings: Sequence[Reading]) -> Near:
        """Find whom a name means, in any of its readings; nobody where so many were looked for that it took minutes."""
        self._looked_for += 1
        if self._looked_for % TOLD_EACH == 0:
            _LOG.info(
                "%d names that nobody bears exactly were compared with all %d", self._looked_for, len(self._names)
            )
        if self._looked_for * len(self._names) > MOST_COMPARED:
            return Near(None)
        for why, test in (
            ("its words in another order", _same_words),
            ("a short or longer form of the name", _short_form),
            ("a slip of the pen", _slipped),
        ):
            ids = dict.fromkeys(id_ for reading in readings for id_ in self._passing(reading.words, test))
            candidates = tuple(dict.fromkeys([*ids, *self._alike(readings)]))[:MOST_CANDIDATES] if ids else ()
            if len(ids) == 1 and not self._rivals(readings, next(iter(ids)), test is _same_words):
                return Near(next(iter(ids)), why=why)
            if ids:
                return Near(None, candidates)
        return Near(None, self._alike(readings)[:MOST_CANDIDATES])

    def _passing(self, words: tuple[str, ...], test: object) -> Iterator[str]:
        places = dict.fromkeys(place for word in words for place in self._by_word.get(word, ()))
        if test is _same_words:
            places |= dict.fromkeys(self._joined.get("".join(sorted("".join(words))), ()))
        for place in places:
            their_words, id_ = self._names[place]
            if callable(test) and test(words, their_words) and not self._names_another(words, their_words):
                yield id_

    def _names_another(self, ours: Sequence[str], theirs: Sequence[str]) -> bool:
        """Whether a name that is longer than somebody's holds a word of somebody else's: it may be two names."""
        further = [word for word in ours if len(word) > 1 and word not in theirs] if len(ours) > len(theirs) else []
        return any(word in self._by_word for word in further)

    def _rivals(self, readings: Sequence[Reading], chosen: str, plain: bool) -> bool:
        """Return whether somebody else is nearly as near; for a lone word, whether a near word is somebody else's."""
        if plain:
            return False
        return any(id_ != chosen for id_, likeness in self._likeness(readings) if likeness >= RIVAL_LIKENESS)

    def _alike(self, readings: Sequence[Reading]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(id_ for id_, likeness in self._likeness(readings) if likeness >= LEAST_LIKENESS))

    def _likeness(self, readings: Sequence[Reading]) -> list[tuple[str, float]]:
        """Return the ids of like names with how like they are, most alike first."""
        from rapidfuzz import fuzz, process

        asked = tuple(readings)
        if asked == self._last[0]:
            return self._last[1]
        found: dict[str, float] = {}
        for reading in readings:
            lone = len(reading.words) == 1
            choices = self._words if lone else self._texts
            wanted = reading.text if lone else " ".join(sorted(reading.words))
            for choice, likeness, place in process.extract(
                wanted, choices, scorer=fuzz.ratio, limit=8, score_cutoff=LEAST_LIKENESS
            ):
                for one in self._by_word[choice] if lone else (place,):
                    id_ = self._names[one][1]
                    found[id_] = max(likeness, found.get(id_, 0.0))
            for word in self._by_word if lone and len(reading.text) > 2 else ():
                if word.startswith(reading.text):
                    # "Dan" may be Daniel.
                    for one in self._by_word[word]:
                        found.setdefault(self._names[one][1], LEAST_LIKENESS)
        likest = sorted(found.items(), key=lambda one: -one[1])
        self._last = asked, likest
        return likest


def _same_words(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Tell whether names have the same words in another order, or parted elsewhere (``Mary Ann``, ``Maryann``)."""
    return sorted(ours) == sorted(theirs) or "".join(ours) == "".join(theirs)


def _short_form(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Tell whether one name is the other without some words, or with initials for them; a whole word has to agree."""
    if not _NO_NAMES.isdisjoint(ours) or any(
        TURNING.fullmatch(word) for word in set(ours) - set(theirs) if len(word) > 1
    ):
        return False
    # Words before or after a whole name may say anything of it; within it they are further names.
    if len(ours) > len(theirs) and not (_same_or_initial(ours[0], theirs[0]) and ours[-1] == theirs[-1]):
        return False
    if len(ours) == 1:
        return ours[0] in (theirs[0], theirs[-1]) and len(ours[0]) > 1
    short, long = (ours, theirs) if len(ours) <= len(theirs) else (theirs, ours)
    left = list(long)
    for word in sorted(short, key=len, reverse=True):
        same = word if word in left else None
        if same is None and len(word) == 1:
            same = next((one for one in left if one.startswith(word)), None)
        if same is None:
            same = next((one for one in left if len(one) == 1 and word.startswith(one)), None)
        if same is None:
            return False
        left.remove(same)
    return len(short) > 1 and any(len(word) > 1 and word in long for word in short)


def _same_or_initial(one: str, two: str) -> bool:
    return one == two or (1 in (len(one), len(two)) and one[0] == two[0])


def _slipped(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Tell whether names differ by one slip in one word."""
    if len(ours) != len(theirs) or len(ours) < 2:
        return False
    for way in (ours, ours[::-1]) if len(ours) == 2 else (ours,):
        unlike = [place for place, (one, two) in enumerate(zip(way, theirs, strict=True)) if one != two]
        if len(unlike) == 1:
            place = unlike[0]
            return is_slip(way[place], theirs[place], given=place < len(theirs) - 1)
    return False


def is_slip(one: str, two: str, *, given: bool) -> bool:
    """Return whether two unlike words are one word with a slip of the pen (see the module).

    Parameters
    ----------
    given
        A given name, where more care is taken than in a surname.
    """
    from rapidfuzz.distance import OSA

    letters, distance = max(len(one), len(two)), OSA.distance(one, two)
    if one[:1] != two[:1] or not distance:
        return False
    if distance == 1 and sorted(one) == sorted(two):
        return letters >= LEAST_LETTERS_SWAPPED
    if letters < (LEAST_LETTERS_GIVEN if given else LEAST_LETTERS_SURNAME):
        return False
    return distance <= (2 if letters >= LEAST_LETTERS_FOR_TWO else 1) and (not given or one[-2:] == two[-2:])
