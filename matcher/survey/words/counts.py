"""How many at most, in people's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from matcher.survey.words.understood import Understood
from matcher.survey.words.word_tables import NO_LIMIT, NUMBERS, given_in, plain_text, words_of

__all__ = ["read_count"]

_HARMLESS = words_of(
    "no not more than up to max maximum at most of only just exactly per each mentee mentees mentor mentors student "
    "students person people group groups please around about approximately ca approx i can take would like could "
    "handle lead leading maybe probably ideally i'd i'll preferably for in the or and total incoming new first-year "
    "freshman freshmen is fine ok okay am happy with willing have least minimum min between from one's more any - ~ + "
    "< > <= = nominal mentoring circle circles team teams if needed as number "
    "hochstens maximal bis zu mindestens oder und etwa ungefahr maximo hasta como o y minimo au plus jusqu'a ou "
    "environ entre zwischen et personen personas personnes studierende estudiantes etudiants gruppen grupos groupes"
)
"""Words that may stand beside a number without changing it."""


def read_count(text: str, table: Mapping[str, str] | None = None) -> Understood[int]:
    """Read how many at most (mentees or groups): ``5+``, ``1 (incoming)``, ``two or three``, ``no more than 4``.

    "Any number" gives None, sure, with a note; what cannot be read gives None, not sure.
    """
    written = " ".join(text.split())
    given = given_in(table, text)
    plain = plain_text(text if given is None else given)
    if plain in ("", "-", "--", "n/a", "na"):
        return Understood(None)
    whole = re.fullmatch(r"(\d{1,4})(?:\.0+)?", plain)
    if whole is not None:
        return Understood(int(whole[1]), note=None)
    if NUMBERS.get(plain) == 0 and given is None:
        return Understood(0, sure=False, note="taken as 0")
    if plain in NO_LIMIT:
        return Understood(None, note="taken as no limit")
    return _count_in_words(written, plain)


def _count_in_words(written: str, plain: str) -> Understood[int]:
    plain = re.sub(
        r"(?<=\d)\s*(?=[-+~<>=])|(?<=[-+~<>=])\s*(?=\d)", " ", plain.replace("\u2013", "-").replace("\u2014", "-")
    )
    plain = re.sub(r"\b(?:no|not) more than\b|\bno greater than\b", "up to", plain)
    aside = re.search(r"\(([^()]*)\)", plain)
    words = re.sub(r"\([^()]*\)|[,.;:/]", " ", plain).split()
    numbers = _numbers(words)
    strange = [word for word in words if word not in _HARMLESS and not _numbers([word])]
    aside_counts = aside is not None and bool(_numbers(aside[1].split()))
    if not numbers or strange or aside_counts or words[0] == "-" or {"more", "than"} <= set(words):
        return Understood(None, sure=False, note="does not say plainly how many")
    if len(numbers) > 2 or (len(numbers) == 2 and not _is_range(words)):
        return Understood(None, sure=False, note="holds several numbers")
    return Understood(max(numbers), note=f"taken as at most {max(numbers)}")


def _numbers(words: list[str]) -> list[int]:
    """Return the numbers of a text; "a" counts only before "couple" or alone, "no" only alone."""
    found = []
    for word in words:
        if word.isdecimal() and len(word) <= 4:
            found.append(int(word))
        elif word in NUMBERS and not (word in ("a", "an", "no", "un", "both") and len(words) > 1):
            found.append(NUMBERS[word])
    return found


def _is_range(words: list[str]) -> bool:
    return bool({"or", "to", "-", "and", "between", "bis", "oder", "und", "o", "ou", "a", "hasta"} & set(words))
