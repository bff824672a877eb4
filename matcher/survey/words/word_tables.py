"""Tables of words for gender, year and numbers; each can be overridden from the mapping."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, TypeVar

from matcher.intake.program import fold

__all__ = [
    "GENDERS",
    "NO_LIMIT",
    "NO_WISH",
    "NUMBERS",
    "PRONOUNS",
    "UNDISCLOSED",
    "YEARS",
    "Understood",
    "given_in",
    "plain_text",
    "words_of",
]


def words_of(text: str) -> frozenset[str]:
    """Return the words of a table that is written as running text."""
    return frozenset(text.split())


def plain_text(text: str) -> str:
    """Return text as the tables have it: folded, without accents, one kind of quote, no full stop at its end."""
    marked = unicodedata.normalize("NFKD", text.replace("\u2019", "'").casefold())
    return fold("".join(letter for letter in marked if not unicodedata.combining(letter))).rstrip(".! ")


def given_in(table: Mapping[str, str] | None, text: str) -> str | None:
    """Return what the coordinator's own table says of a text; None where it says nothing."""
    if not table:
        return None
    own = {plain_text(word): value for word, value in table.items()}
    return own.get(plain_text(text))


def _by_word(table: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({word: value for value, words in table.items() for word in words.split("|")})


GENDERS = _by_word(
    {
        "woman": "f|w|woman|women|female|females|fem|femme|girl|girls|lady|ladies|"
        "cis woman|cisgender woman|cis female|cisgender female|cis-woman|trans woman|transgender woman|"
        "trans female|transgender female|transwoman|weibl|frau|frauen|weiblich|mujer|mujeres|femmes|"
        "femenino|femenina|"
        "feminin|donna|vrouw|mulher|"
        "femme/woman|woman/female|female/woman|identify as female|identify as a woman|womxn",
        "man": "m|man|men|male|males|masc|boy|boys|guy|guys|gentleman|cis man|"
        "cisgender man|cis male|cisgender male|cis-man|trans man|transgender man|trans male|transgender male|transman|"
        "h|mannl|mann|manner|mannlich|hombre|hombres|hommes|masculino|masculin|homme|uomo|homem|"
        "man/male|male/man|identify "
        "as male|identify as a man",
        "nonbinary": "d|no binarie|nb|enby|nonbinary|non-binary|non binary|x|"
        "genderqueer|"
        "genderfluid|gender fluid|gender-fluid|agender|nicht-binar|nichtbinar|divers|no binario|no binaria|non-binaire|"
        "non binaire|genderqueer/nonbinary|gender nonconforming|gender non-conforming|third gender|"
        "non-binary / third gender|nonbinary/genderqueer|bigender",
    }
)
"""Gender by word, folded without accents. Pronouns are no gender: whoever goes by them says nothing of theirs."""

PRONOUNS = words_of(
    "she her hers he him his they them theirs xe xem xyr xyrs ze zie zir hir hirs ey em eir fae faer ve ver vis per "
    "pers pronoun pronouns "
    "sie ihr er ihm sein dey denen xier xiem pronomen "
    "elle il iel ielle ael lui la pronom pronoms "
    "ella el elle ellos ellas suyo pronombre pronombres"
)
"""Words of which somebody's pronouns are made, folded without accents."""

UNDISCLOSED = frozenset(
    [
        "",
        "-",
        "--",
        "n/a",
        "na",
        "none",
        "prefer not to say",
        "prefer not to answer",
        "prefer not to disclose",
        "rather not say",
        "decline",
        "decline to answer",
        "decline to state",
        "i prefer not to say",
        "i'd rather not say",
        "i would rather not say",
        "prefer not to respond",
        "no answer",
        "not specified",
        "undisclosed",
        "unknown",
        "choose not to disclose",
        "i prefer not to answer",
        "private",
        "keine angabe",
        "prefiero no decirlo",
        "ne souhaite pas repondre",
        "prefer not",
        "would rather not say",
        "k. a",
        "mochte ich nicht sagen",
        "mochte ich nicht angeben",
        "prefiero no decir",
        "prefiero no contestar",
        "prefiero no responder",
        "je prefere ne pas repondre",
        "je prefere ne pas le dire",
        "non precise",
        "sin especificar",
    ]
)
"""Answers that disclose nothing."""

YEARS = _by_word(
    {
        "1": "1|1st|first|first-year|freshman|freshmen|fresher|frosh|one|i|incoming|incoming freshman|fy|year one",
        "2": "2|2nd|second|second-year|sophomore|two|ii|soph|year two",
        "3": "3|3rd|third|third-year|junior|three|iii|year three",
        "4": "4|4th|fourth|fourth-year|senior|four|iv|final|year four",
        "5": "5|5th|fifth|five|v|super senior|fifth-year",
        "6": "6|6th|sixth|six|vi|sixth-year",
        "7": "7|7th|seventh|seven|vii",
        "8": "8|8th|eighth|eight|viii",
    }
)
"""Year of study by word."""

NUMBERS: Mapping[str, int] = MappingProxyType(
    {
        word: number
        for number, words in {
            0: "zero|none|no|nobody|no one|nil|null|ninguno|aucun|keine|keinen|cero",
            1: "one|a|an|single|eins|ein|eine|einen|uno|una|un|une",
            2: "two|couple|both|twice|pair|zwei|dos|deux",
            3: "three|drei|tres|trois",
            4: "four|vier|cuatro|quatre",
            5: "five|funf|cinco|cinq",
            6: "six|sechs|seis",
            7: "seven|sieben|siete|sept",
            8: "eight|acht|ocho|huit",
            9: "nine|neun|nueve|neuf",
            10: "ten|zehn|diez|dix",
            11: "eleven|elf",
            12: "twelve|dozen|zwolf|doce|douze",
            15: "fifteen|quince|quinze",
            20: "twenty|zwanzig|veinte|vingt",
        }.items()
        for word in words.split("|")
    }
)
"""Numbers by word, folded without accents."""

NO_LIMIT = frozenset(
    [
        "any",
        "any number",
        "as many as needed",
        "as many as you need",
        "as many as necessary",
        "as many as possible",
        "as many as you like",
        "no limit",
        "no max",
        "no maximum",
        "unlimited",
        "no preference",
        "however many",
        "whatever is needed",
        "whatever you need",
        "any amount",
        "doesn't matter",
        "does not matter",
        "don't mind",
        "i don't mind",
        "flexible",
        "all",
        "no restriction",
        "infinite",
        "whatever",
    ]
)
"""Answers to "how many" that name no limit."""

NO_WISH = frozenset(
    [
        "",
        "-",
        "--",
        "any",
        "anyone",
        "anybody",
        "either",
        "any gender",
        "no",
        "none",
        "n/a",
        "na",
        "no preference",
        "no preferences",
        "none in particular",
        "doesn't matter",
        "does not matter",
        "don't mind",
        "i don't mind",
        "dont mind",
        "i do not mind",
        "no pref",
        "indifferent",
        "whoever",
        "whatever",
        "not important",
        "i have no preference",
        "i don't have a preference",
        "i don't care",
        "don't care",
        "dont care",
        "both",
        "all",
        "open",
        "open to anyone",
        "open to all",
        "no particular preference",
        "any is fine",
        "anyone is fine",
        "either is fine",
        "fine with either",
        "no requirement",
        "egal",
        "keine praferenz",
        "sin preferencia",
        "sans preference",
        "sans importance",
        "keine vorliebe",
        "me da igual",
        "indiferente",
        "pas de preference",
        "peu importe",
        "prefer not to say",
        "no strong preference",
        "flexible",
        "it doesn't matter",
        "it does not matter",
        "gender doesn't matter",
        "gender does not matter",
        "i am open to anyone",
        "i'm open to anyone",
        "not really",
        "nope",
        "irrelevant",
    ]
)
"""Answers that wish for no gender."""


T = TypeVar("T")


# Without slots: `Understood[Hours](…)` sets an attribute, which a frozen class with slots refuses in Python 3.11.
@dataclass(frozen=True)
class Understood(Generic[T]):
    """What was understood of one answer.

    Parameters
    ----------
    value
        What to use: with `sure` False the part that is safe to use. None: nothing (see `sure`).
    sure
        True: nothing to ask; with `value` None the answer says "nothing" by itself (a blank, "prefer not to say").
        False: the coordinator is asked, with `note`; with `value` None nothing of the answer can be used.
    note
        What to tell the coordinator, in plain words; None where nothing was changed or doubtful.
    """

    value: T | None
    sure: bool = True
    note: str | None = None
