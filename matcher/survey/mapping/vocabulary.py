"""The words that forms and answers share: roles, ranks, and names for columns."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from matcher.survey.mapping.heading_words import any_of
from matcher.survey.words.silent_words import ROLE_SILENT, TURNING

__all__ = [
    "COLUMN_MEANINGS",
    "INTAKE_MEANINGS",
    "PERSON_MEANINGS",
    "RANK_WORDS",
    "ROLE_WORDS",
    "column_name",
    "plain_words",
    "rank_in",
    "role_in",
    "role_said",
    "without_number",
]

PERSON_MEANINGS = ("id", "email", "name", "first_name", "last_name", "nickname")
COLUMN_MEANINGS = (*PERSON_MEANINGS, "role", "time", "status", "finished", "taking_part", "which_weeks", "ignore")
"""What a column can be besides a column of the intake."""

INTAKE_MEANINGS = (
    "gender",
    "availability",
    "unavailable",
    "timezone",
    "avoid",
    "max_groups",
    "max_mentees",
    "preferred_mentees",
    "preferred_co_mentors",
    "preferred_mentors",
    "mentor_gender",
    "availability_grid",
    "unavailable_grid",
)
"""Columns of the intake that have a meaning of their own; the grids become `availability` and `unavailable`."""


@lru_cache(maxsize=20_000)
def plain_words(text: str) -> str:
    """Return a text as questions are compared: without case, accents and signs, single spaces."""
    parted = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    bare = "".join(sign for sign in parted if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w#+]|_", " ", bare.casefold()).replace("#", " # ").split())


def without_number(words: str) -> str:
    """Return the plain words of a question without the number that a tool puts before it: Moodle's ``Q03_Role``."""
    return re.sub(r"^q\d+(?: \d+)? (?=\w)", "", words)


ROLE_WORDS = {
    "mentors": re.compile(
        any_of(
            r"mentors?|mentorin|mentora|senior(?: student)?|bigs?(?: sib\w*| brother| sister)?|"
            r"upper ?(?:class\w*|year)|tutor\w*|peer leader|(?:group |circle )?leader|facilitator|"
            r"volunteer|alum\w*"
        )
    ),
    "mentees": re.compile(
        any_of(
            r"mentees?|mentorado|mentorada|first ?years?(?: student)?|fresh(?:man|men|er|ers)|"
            r"littles?(?: sib\w*| brother| sister)?|students?|protege|participant|junior|new students?|"
            r"mentored|mentorizad[oa]s?"
        )
    ),
}

_ROLE_NAMES = {
    "mentors": re.compile(any_of(r"mentors?|mentorin(?:nen)?|mentoren|mentoras?|mentores")),
    "mentees": re.compile(any_of(r"mentees?|mentorad[oa]s?|mentored|mentoree?s?")),
}

RANK_WORDS = {
    1: r"1st|first|zuerst|d abord|primer[ao]?|premiere?|erste[rs]?|erst(?:wunsch|wahl)|primeir[ao]|top choice",
    2: r"2nd|second|segund[ao]|deuxieme|seconde|zweite[rs]?|zweit(?:wunsch|wahl)?",
    3: r"3rd|third|tercer[ao]?|troisieme|dritte[rs]?|dritt(?:wunsch|wahl)?|terceir[ao]",
    4: r"4th|fourth|cuart[ao]|quatrieme|vierte[rs]?|quart[ao]",
    5: r"5th|fifth|quint[ao]|cinquieme|funfte[rs]?",
    6: r"6th|sixth|sext[ao]|sixieme|sechste[rs]?",
    7: r"7th|seventh|septim[ao]|septieme|siebte[rs]?",
    8: r"8th|eighth|octav[ao]|huitieme|achte[rs]?",
    9: r"9th|ninth|noven[ao]|neuvieme|neunte[rs]?",
    10: r"10th|tenth|decim[ao]|dixieme|zehnte[rs]?",
}
_RANK = {rank: re.compile(rf"\b(?:{words})\b") for rank, words in RANK_WORDS.items()}
_NUMBERED = re.compile(
    r"(?:choices?|pref|preferences?|picks?|priority|prioritat|wahl|wunsch|rank|opcion|eleccion|choix|"
    r"mentors?|mentees?|option|#)\s*(?:#|no|nr|number)?\s*(\d{1,2})\b"
    r"|\b(\d{1,2})(?:\s?(?:st|nd|rd|th|a|o|er|ere|re|e|eme))?\s+(?:choice|preference|pick|priority|wahl|wunsch|opcion|choix)|^#?(\d{1,2})$"
)


def rank_in(*texts: str | None) -> int | None:
    """Return the rank that a question or its item names (``2nd choice``, ``Wunsch 2``); None where it names none."""
    for words in map(plain_words, filter(None, texts)):
        found = _NUMBERED.search(words)
        if found is not None:
            rank = int(next(filter(None, found.groups())))
            if 1 <= rank <= 50:
                return rank
        if re.search(r"first years?|first (?:and last )?name", words):
            continue
        ranks = [rank for rank, pattern in _RANK.items() if pattern.search(words)]
        if len(ranks) == 1:
            return ranks[0]
    return None


_PROGRAM = re.compile(
    r"\bmentor(?:ing|ship)? (?:program\w*|match\w*|scheme|project|initiative|circles?|"
    r"sign ?up form)\b"
)
_WANTS_ONE = re.compile(
    r"\b(?:have|need|get|find|looking for|seeking|assigned|matched with|like|want|receive|"
    r"request) (?:a|an|my|some) (?:\w+ )?mentors?\b"
    r"|\bbe mentored\b|\bmentoring from\b"
)
_BOTH_ROLES = re.compile(r"\b(?:both|either|beides|ambos|les deux)\b")


def role_in(text: str) -> str | None:
    """Return ``mentors`` or ``mentees`` where an answer, a file's name or a heading speaks of one of them alone."""
    # Roles are written within words, too: "SampleMenteeData".
    for said in dict.fromkeys((plain_words(text), plain_words(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)))):
        words = _PROGRAM.sub(" ", said)
        if _BOTH_ROLES.search(words):
            return None
        if _WANTS_ONE.search(words):
            return "mentees"
        for patterns in (_ROLE_NAMES, ROLE_WORDS):
            spoken = [role for role, pattern in patterns.items() if pattern.search(words)]
            if len(spoken) == 1:
                return spoken[0]
            if len(spoken) > 1:
                return None
    return None


def role_said(text: str, *, chosen: bool = False) -> str | None:
    """Return the role that an answer gives; None where a word of it may turn it round, or says something else.

    Parameters
    ----------
    chosen
        Whether others gave the very same answer, as they choose from a form: then further words only explain it.
    """
    role, words = role_in(text), plain_words(text)
    if role is None or TURNING.search(words) or "?" in text or re.search(r"\bi (?:already )?have\b", words):
        return None
    seeks_one = _WANTS_ONE.search(words) is not None
    for patterns in (_ROLE_NAMES, ROLE_WORDS):
        words = patterns[role].sub(" ", words)
        words = patterns["mentors"].sub(" ", words) if seeks_one else words
    return role if chosen or all(word in ROLE_SILENT for word in words.split()) else None


_FILLER = re.compile(
    r"(?:a|an|and|are|as|at|be|by|can|choose|could|did|do|does|for|from|have|how|i|if|in|is|it|many|may|me|my|of|on|or|"
    r"please|select|should|that|the|their|there|this|to|us|what|when|where|which|who|will|with|would|you|your)"
)


def column_name(question: str) -> str:
    """Return a short name for a column of its own: the telling words of its question, ``favourite_food``."""
    words = plain_words(re.sub(r"\([^)]*\)", " ", question)).replace("#", "").replace("+", "").split()
    telling = [word for word in words if not _FILLER.fullmatch(word)] or words
    name = ""
    for word in telling[:6]:
        if name and len(name) + len(word) > 30:
            break
        name = f"{name}_{word}" if name else word[:30]
    return name or "column"
