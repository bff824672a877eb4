"""Gender and year of study in people's own words; nothing is ever inferred from a name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from matcher.intake.program import fold
from matcher.survey.words.understood import Understood
from matcher.survey.words.word_tables import GENDERS, UNDISCLOSED, YEARS, given_in, plain_text

__all__ = ["read_gender", "read_year"]


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
