"""Gender and year of study in people's own words; nothing is ever inferred from a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from matcher.intake.program import fold
from matcher.survey.words.word_tables import (
    GENDERS,
    NO_LIMIT,
    NO_WISH,
    NUMBERS,
    UNDISCLOSED,
    YEARS,
    Understood,
    given_in,
    plain_text,
    words_of,
)

__all__ = ["read_count", "read_gender", "read_gender_wish", "read_year"]


def read_gender(text: str, table: Mapping[str, str] | None = None) -> Understood[str]:
    """Read a gender: ``F``, ``Woman``, ``she/her`` → ``woman``; "prefer not to say" → None and sure.

    A word that is not known is kept as written and told (`sure` False).

    Parameters
    ----------
    table
        The coordinator's own words, compared without case, before ours; an empty value means undisclosed.
    """
    written = " ".join(text.split())
    given = given_in(table, text)
    if given is not None:
        return Understood(given or None)
    if plain_text(text) in UNDISCLOSED:
        return Understood(None)
    found = _genders_in(text)
    if len(found) == 1:
        (gender,) = found
        return Understood(written if fold(written) == gender else gender)
    if found:
        return Understood(None, sure=False, note=f"may mean {' or '.join(sorted(found))}; left undisclosed")
    note = "is no gender that is known here; kept as written"
    return Understood(written, sure=False, note=note)


def _genders_in(text: str) -> set[str]:
    """Return the genders that a text names: as a whole, or by every part of it ("Female (she/her)")."""
    plain = plain_text(text)
    if plain in GENDERS:
        return {GENDERS[plain]}
    parts = [part.strip() for part in re.split(r"[()\[\],;]|\s-\s|\s/\s|/|\sand\s|\sor\s", plain)]
    named = [
        GENDERS.get(re.sub(r"^(i am|i'm|i identify as|identify as|a|an)\s+(a\s+|an\s+)?", "", part))
        for part in parts
        if part
    ]
    return {gender for gender in named if gender is not None} if None not in named else set()


_YEAR = re.compile(
    r"(?:year|yr|y|ms|m|pgy|level|l|grade|class year|semester year)\s*-?\s*([1-8])|([1-8])(?:st|nd|rd|th)?(?:\.0)?"
)
_YEAR_WORDS = re.compile(
    r"\b(?:years?|yr|student|undergraduate|undergrad|in|my|of|study|studies|the|i am a|i'm a|i'm|am|a|college)\b"
    r"|[()\-,]"
)


def read_year(text: str, table: Mapping[str, str] | None = None) -> Understood[str]:
    """Read a year of study: ``1st year``, ``Freshman``, ``MS1`` → ``1``; not known: kept as written and told."""
    written = " ".join(text.split())
    given = given_in(table, text)
    if given is not None:
        return Understood(given or None)
    plain = plain_text(text)
    if plain in UNDISCLOSED:
        return Understood(None)
    found = _YEAR.fullmatch(plain)
    if found is not None:
        return Understood(found[1] or found[2])
    for words in (plain, fold(_YEAR_WORDS.sub(" ", plain))):
        number = re.fullmatch(r"([1-8])(?:st|nd|rd|th)?", words)
        if number is not None or words in YEARS:
            return Understood(number[1] if number is not None else YEARS[words])
    aside = re.fullmatch(r"([^()]+)\(([^()]+)\)", plain)
    if aside is not None:
        years = {read_year(part).value for part in aside.groups() if read_year(part).sure}
        if len(years) == 1:
            return Understood(years.pop())
    return Understood(written, sure=False, note="is no year that is known here; kept as written")


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


_STRENGTHS = {
    "require": re.compile(
        r"\b(must|need(s|ed)?|requir\w*|only|have to|has to|essential|mandatory|strictly|exclusively|necessary|insist|"
        r"nur|muss|solo|debe|seulement|uniquement|cannot be with|non-negotiable)\b"
    ),
    "prefer": re.compile(
        r"\b(prefer\w*|would like|i'd like|like|ideally|rather|hopefully|nice|if possible|want|wish|hope|comfortable|"
        r"love|lieber|bevorzug\w*|gerne|prefier\w*|prefer\w*|preferably|slight\w*|strong\w* preference|feel better)\b"
    ),
}
_SAME = re.compile(
    r"\b(same(?: as)?(?: (?:my|me|mine|own))?|my own(?: gender)?|matching|match my gender|own gender|gleiche\w*|"
    r"mismo|meme)\b"
)
_NEGATED = re.compile(
    r"\b(not|no|non|never|n't|don't|dont|doesn't|isn't|other than|except|avoid|anyone but|"
    r"opposite|different|unless|if i)\b"
)
_ONLY_ALONE = frozenset({"her", "him", "m", "x", "w", "f"})
_NOT_NEEDED = re.compile(
    r"(?:do(?:es)? not|don't|doesn't|need not|no)\s+(?:\w+\s+)?"
    r"(?:have|matter|mind|care|need|particular|strong|specific|real)?\s*"
    r"(?:a|any|to)?\s*(?:\w+\s+)?(?:preference|pref|matter|mind|care|requirement|request|wish)"
)


def read_gender_wish(
    text: str,
    table: Mapping[str, str] | None = None,
    *,
    genders: Mapping[str, str] | None = None,
    unsaid: Literal["prefer", "require"] = "prefer",
) -> Understood[str]:
    """Read a wish for a mentor's gender → ``any``, ``prefer G`` or ``require G`` (G a gender, or ``same``).

    Parameters
    ----------
    table
        The coordinator's own words for whole answers, before ours: ``{"girls only pls": "require woman"}``.
    genders
        As `table` of `read_gender`.
    unsaid
        How strong a wish is that only names a gender.
    """
    written, plain = " ".join(text.split()), plain_text(text)
    given = given_in(table, text)
    if given is not None:
        return Understood(given or "any")
    canonical = re.fullmatch(r"(prefer|require) (\S.*)", plain)
    known = {"same", *GENDERS.values(), *(plain_text(value) for value in (genders or {}).values())}
    if canonical is not None and canonical[2] in known:
        return Understood(written)
    if plain == "":
        return Understood(None)
    if plain in NO_WISH or (_NOT_NEEDED.search(plain) and not _wished(plain, genders)):
        return Understood("any")
    wished = _wished(plain, genders)
    strengths = [name for name, pattern in _STRENGTHS.items() if pattern.search(plain)]
    # "I would not need to, but prefer" and the like are asked about rather than guessed.
    if len(wished) != 1 or _NEGATED.search(plain) or len(strengths) > 1:
        return Understood(None, sure=False, note="is not plainly a wish for one gender; taken as none")
    strength = strengths[0] if strengths else unsaid
    note = None if strengths else f"does not say how much it matters; taken as {strength!r}"
    return Understood(f"{strength} {wished.pop()}", note=note)


def _wished(plain: str, genders: Mapping[str, str] | None) -> set[str]:
    """Return the genders that a wish names, ``same`` among them."""
    wished = {"same"} if _SAME.search(plain) else set()
    own = {plain_text(word): value for word, value in (genders or {}).items()}
    words = re.findall(r"[^\W\d_]+(?:[/-][^\W\d_]+)*", plain)
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            phrase = " ".join(words[start : start + size])
            alone = len(words) == 1 or phrase not in _ONLY_ALONE
            gender = own.get(phrase) or (GENDERS.get(phrase) if alone else None)
            if gender:
                wished.add(gender)
    return wished
