"""Wishes for a mentor's gender in people's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from matcher.survey.words.understood import Understood
from matcher.survey.words.word_tables import GENDERS, NO_WISH, given_in, plain_text

__all__ = ["read_gender_wish"]

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
