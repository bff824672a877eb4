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
    PRONOUNS,
    UNDISCLOSED,
    YEARS,
    Understood,
    given_in,
    plain_text,
    words_of,
)

__all__ = ["read_count", "read_gender", "read_gender_wish", "read_year", "tells_pronouns"]


def read_gender(
    text: str, table: Mapping[str, str] | None = None, *, unclear: frozenset[str] = frozenset()
) -> Understood[str]:
    """Read a gender: ``F``, ``Woman``, ``Female (she/her)`` → ``woman``; "prefer not to say" → None and sure.

    What is not known is asked about (`sure` False), and undisclosed until it is settled. Pronouns are no gender.

    Parameters
    ----------
    table
        The coordinator's own words, compared without case, before ours; an empty value means undisclosed.
    unclear
        Letters that may mean several genders among the answers that stand beside this one.
    """
    written = " ".join(text.split())
    given = given_in(table, text)
    if given is not None:
        return Understood(given or None)
    if plain_text(text) in UNDISCLOSED:
        return Understood(None)
    if plain_text(text) in unclear:
        return Understood(None, sure=False, note="may be short for several genders here; left undisclosed")
    if tells_pronouns(text):
        return Understood(None, sure=False, note="tells pronouns, which are no gender; left undisclosed")
    found = _genders_in(text)
    if len(found) == 1:
        (gender,) = found
        return Understood(written if fold(written) == gender else gender)
    if found:
        return Understood(None, sure=False, note=f"may mean {' or '.join(sorted(found))}; left undisclosed")
    return Understood(None, sure=False, note="is no gender that is known here; left undisclosed until you settle it")


_BESIDE_PRONOUNS = words_of("and or und oder et ou y o i use my are")


def tells_pronouns(text: str) -> bool:
    """Return whether a text is pronouns by which somebody goes, and nothing else: ``she/her``, ``they / them``."""
    words = [word for word in re.findall(r"[^\W\d_]+", plain_text(text)) if word not in _BESIDE_PRONOUNS]
    return bool(words) and all(word in PRONOUNS for word in words)


def _genders_in(text: str) -> set[str]:
    """Return the genders that a text names: as a whole, or by every part of it ("Female (she/her)")."""
    plain = plain_text(text)
    if plain in GENDERS:
        return {GENDERS[plain]}
    parts = [part.strip() for part in re.split(r"[()\[\],;]|\s-\s|\s/\s|/|\sand\s|\sor\s", plain)]
    named = [
        GENDERS.get(re.sub(r"^(i am|i'm|i identify as|identify as|a|an)\s+(a\s+|an\s+)?", "", part))
        for part in parts
        if part and not tells_pronouns(part)
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


_BESIDE_A_NUMBER = words_of(
    "of only just exactly please around about approximately ca approx i can take would like could handle lead mentor "
    "for in the total incoming new first-year freshman freshmen is fine ok okay am happy with willing have to be a an "
    "ich kann nehme betreuen nur genau bitte etwa ungefahr circa zirka rund insgesamt gerne "
    "je peux prendre environ seulement exactement au total "
    "puedo tomar solo exactamente alrededor en unos unas ~"
)
"""Words that may stand beside a number without changing it."""
_PEOPLE = words_of(
    "mentee mentees student students person people persons protege proteges fresher freshers little littles "
    "studierende studenten studierenden personen leute personas estudiantes alumnos mentorados mentorizados "
    "mentorizadas mentorizado mentorizada personnes etudiants "
    "mentores"
)
_GROUPS = words_of("group groups circle circles team teams gruppe gruppen grupo grupos groupe groupes")
_LIMITS = {
    "most": r"up to|at (?:the )?most|(?:no|not) (?:more|greater) than|not over|max(?:imum|imal)?(?: of)?|limit(?: of)?|"
    r"tops|hochstens|bis zu|nicht mehr als|nicht uber|(?:como )?maximo(?: de)?|hasta|no mas (?:de|que)|a lo sumo|"
    r"au maximum|au plus|jusqu ?a|pas plus (?:de|que)|<=|\u2264",
    "below": r"(?:less|fewer) than|under|below|<|weniger als|unter|menos de|moins (?:de|que)",
    "least": r"at (?:the )?least|min(?:imum|imal)?(?: of)?|mindestens|(?:or|and) (?:more|up|above|over)|more than|over|"
    r"above|\+|>=|>|\u2265|plus(?: de| que)?|oder mehr|mehr als|uber|mind|o mas|mas de|al menos|por lo menos|"
    r"(?:como )?minimo(?: de)?|ou plus|au moins|au minimum",
}
_LIMIT = re.compile("|".join(rf"(?P<{kind}>(?<![^\W_])(?:{words})(?![^\W_]))" for kind, words in _LIMITS.items()))
_RANGE = re.compile(r"(\d+)(?: (?:-|to|or|bis|oder|a|o|ou|hasta)) (\d+)")
_BETWEEN = re.compile(
    r"(?:between|zwischen|entre) (\d+) (?:and|und|y|et) (\d+)|(?:from|von|de) (\d+) (?:to|bis|a) (\d+)"
)


def read_count(
    text: str, table: Mapping[str, str] | None = None, *, unit: Literal["mentees", "groups"] | None = None
) -> Understood[int]:
    """Read how many at most (mentees or groups): ``4``, ``1 (incoming)``, ``two or three``, ``no more than 4``, ``<3``.

    "Any number" gives None, sure, with a note; what cannot be read, or says how many at least, gives None, not sure.

    Parameters
    ----------
    unit
        What is counted: a number of the other is none of this.
    """
    given = given_in(table, text)
    plain = plain_text(text if given is None else given)
    if plain in ("", "-", "--", "n/a", "na"):
        return Understood(None)
    whole = re.fullmatch(r"(\d{1,4})(?:\.0+)?", plain)
    if whole is not None:
        return Understood(int(whole[1]), note=None)
    if NUMBERS.get(plain) == 0 and plain not in ("zero", "cero", "nil"):
        return Understood(None, sure=False, note="may mean 0, or no limit; taken as no limit until you settle it")
    if plain in NUMBERS and plain != "both":
        return Understood(NUMBERS[plain], note=f"taken as at most {NUMBERS[plain]}")
    if plain in NO_LIMIT:
        return Understood(None, note="taken as no limit")
    return _count_in_words(plain, unit)


def _count_in_words(plain: str, unit: str | None) -> Understood[int]:
    """Read a number with words beside it, every one of which has to be known."""
    words = re.findall(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:-[^\W\d_]+)*|<=|>=|[^\w\s]", re.sub(r"[\u2013\u2014]", "-", plain))
    numbered = [str(NUMBERS[word]) if _is_number_word(word) else word for word in words]
    said = " ".join(word for word in numbered if word not in (",", ".", ";", ":", "(", ")", "!", "'"))
    if re.search(r"[<>]$", said):
        return Understood(None, sure=False, note="does not say plainly how many; no limit is known until you settle it")
    limits = {found.lastgroup for found in _LIMIT.finditer(said)}
    numbers = [int(word) for word in numbered if word.isdecimal() and len(word) <= 4]
    most = next((found for found in re.finditer(rf"(?:{_LIMITS['most']}) (\d+)", said)), None)
    counted = {"mentees": _PEOPLE, "groups": _GROUPS}
    units = {kind for kind, known in counted.items() if known & set(numbered)}
    rest = _BETWEEN.sub(" ", said)
    rest = _LIMIT.sub(" ", _RANGE.sub(" ", rest))
    left = [word for word in rest.split() if not word.isdecimal() and word not in _BESIDE_A_NUMBER | _PEOPLE | _GROUPS]
    if left or not numbers or any(len(word) > 4 for word in said.split() if word.isdecimal()):
        told = f"{' '.join(left)!r} was not understood" if left and numbers else "does not say plainly how many"
        return Understood(None, sure=False, note=f"{told}; no limit is known until you settle it")
    if units - {unit or next(iter(units), None)}:
        return Understood(
            None, sure=False, note=f"speaks of {' and '.join(sorted(units))}, and {unit or 'one'} is asked"
        )
    if "least" in limits and not (most is not None and len(numbers) == 2 and int(most[1]) == max(numbers)):
        return Understood(None, sure=False, note="says how many at least, and not how many at most")
    return _most_of(said, numbers, limits)


def _most_of(said: str, numbers: list[int], limits: set[str | None]) -> Understood[int]:
    spans = [found for pattern in (_BETWEEN, _RANGE) for found in pattern.finditer(said)]
    pairs = [[int(number) for number in found.groups() if number is not None] for found in spans]
    if len(numbers) == 2 and ("least" in limits or [sorted(set(numbers))] == pairs[:1]) and "below" not in limits:
        return Understood(max(numbers), note=f"taken as at most {max(numbers)}")
    if len(numbers) > 1:
        return Understood(None, sure=False, note="holds several numbers")
    most = numbers[0] - 1 if "below" in limits else numbers[0]
    if most < 0 or {"below", "most"} <= limits:
        return Understood(None, sure=False, note="does not say plainly how many")
    return Understood(most, note=f"taken as at most {most}")


def _is_number_word(word: str) -> bool:
    """Whether a word is a number among others: "a" and "no" are none there."""
    return word in NUMBERS and word not in ("a", "an", "no", "un", "une", "none", "keine", "both", "ein", "una")


_STRENGTHS = {
    "require": re.compile(
        r"\b(must|need(s|ed)?|requir\w*|only|have to|has to|essential|mandatory|strictly|exclusively|necessary|insist|"
        r"nur|muss|unbedingt|solo|debe|imprescindible|necesariamente|seulement|uniquement|obligatoirement|non-negotiable)\b"
    ),
    "prefer": re.compile(
        r"\b(prefer\w*|would like|i'd like|like|ideally|rather|hopefully|nice|if possible|want|wish|hope|comfortable|"
        r"love|lieber|bevorzug\w*|preferiblemente|de preference|gerne|prefier\w*|prefer\w*|preferably|slight\w*|"
        r"strong\w* preference|feel better)\b"
    ),
}
_SAME = re.compile(
    r"\b(same(?: as)?(?: (?:my|me|mine|own))?|my own(?: gender)?|matching|match my gender|own gender|gleiche\w*|"
    r"mismo|meme)\b"
)
_BESIDE_A_WISH = words_of(
    "i i'd i'm im id we a an the my me to be have with mentor mentors mentee one who who's is of for please pls thanks "
    "thank you gender sex would feel feeling more someone somebody person as identifies identify identifying get about "
    "on it and when it's mentor's really very much strong "
    "ich eine einen ein mir mich bitte danke mochte hatte wurde am liebsten mentorin sein haben "
    "je une un le la avec s'il vous plait svp merci un souhaite aimerais voudrais mentore avoir "
    "genero geschlecht genre sexo sexe por favor una un con me gustaria quiero quisiera gracias mentora que sea tener"
)
"""Words that may stand beside a gender in a wish without changing it."""
_ONLY_ALONE = frozenset({"m", "x", "w", "f", "d", "h"})
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
    no_is_any: bool = True,
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
    no_is_any
        Whether "no" says that there is no wish, as it does where a form asks whether there is one.
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
    if plain in _PLAIN_NO and not no_is_any:
        return Understood(None, sure=False, note="says no, and it is not plain to what; taken as no wish")
    wished, left = _wished(plain, genders)
    needless = _NOT_NEEDED.search(plain)
    if plain in NO_WISH or (needless is not None and not wished and not _left_of(plain, needless)):
        return Understood("any")
    strengths = [name for name, pattern in _STRENGTHS.items() if pattern.search(left)]
    for pattern in _STRENGTHS.values():
        left = pattern.sub(" ", left)
    strange = _strange(left)
    # "I would not need to, but prefer" and the like are asked about rather than guessed.
    if len(wished) != 1 or strange or len(strengths) > 1:
        beside = (
            f"{' '.join(strange)!r} was not understood"
            if strange and wished
            else "is not plainly a wish for one gender"
        )
        return Understood(None, sure=False, note=f"{beside}; taken as none")
    strength = strengths[0] if strengths else unsaid
    note = None if strengths else f"does not say how much it matters; taken as {strength!r}"
    return Understood(f"{strength} {wished.pop()}", note=note)


_PLAIN_NO = frozenset({"no", "nope", "not really", "nein", "non"})


def _left_of(plain: str, found: re.Match[str]) -> list[str]:
    return _strange(plain[: found.start()] + " " + plain[found.end() :])


def _strange(text: str) -> list[str]:
    """Return the words and signs of a text that say something beside a wish."""
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s.,!;:()\"'/-]", text)
    return [word for word in words if word not in _BESIDE_A_WISH]


def _wished(plain: str, genders: Mapping[str, str] | None) -> tuple[set[str], str]:
    """Return the genders that a wish names, ``same`` among them, and the text without them."""
    wished = {"same"} if _SAME.search(plain) else set()
    left = _SAME.sub(" ", plain)
    own = {plain_text(word): value for word, value in (genders or {}).items()}
    words = re.findall(r"[^\W\d_]+(?:[/-][^\W\d_]+)*", left)
    alone = len(words) == 1
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            phrase = " ".join(words[start : start + size])
            gender = own.get(phrase) or (GENDERS.get(phrase) if alone or phrase not in _ONLY_ALONE else None)
            if gender and re.search(rf"(?<![^\W_]){re.escape(phrase)}(?![^\W_])", left):
                wished.add(gender)
                left = re.sub(rf"(?<![^\W_]){re.escape(phrase)}(?![^\W_])", " ", left)
    return wished, left
