"""What a heading asks for, read as a sentence of few shapes: wanted or not, at most or not, taking part or not."""

from __future__ import annotations

import re
from typing import NamedTuple

from matcher.survey.mapping.heading_words import (
    ADVICE,
    ADVISING,
    COUNTED,
    GENDERED,
    LEAVING,
    LIMITING,
    NEGATING,
    PLAIN,
    REFUSED,
    SEXES,
    TAKES_PART,
    TAKING_PART,
    WISHED,
)
from matcher.survey.mapping.mapping import RANKED
from matcher.survey.mapping.vocabulary import plain_words, without_number

__all__ = [
    "Asked",
    "asks_for_a_preference",
    "asks_for_ranks",
    "asks_to_leave",
    "asks_to_take_part",
    "is_negated",
    "is_refusal",
    "read_heading",
    "speaks_of_refusal",
]

_SCORES = re.compile(
    r"\b(?:score\w*|rate|rates|rated|rating|ratings|stars|points|grade|bewert\w*|punkte|note|notes|noter|puntua\w*|"
    r"puntos|califica\w*|scale|skala|echelle|escala|(?:[2-9]|10) (?:is |being |means )?(?:the )?(?:best|most|highest|"
    r"top)|"
    r"1 (?:is |being |means )?(?:the )?(?:lowest|least|worst))\b"
)
_RANKS = re.compile(
    r"\b(?:rank\w*|order\w*|choices?|preferences?|priorit\w*|picks?|top|wahl|wunsch\w*|rang\w*|reihenfolge|choix|class\w*|"
    r"ordre|opcion\w*|eleccion|orden\w*)\b"
)
_ASKS_WHETHER = re.compile(
    r"\b(?:prefer\w*|preference\w*|wish\w*|want|need|request|important|matter\w*|require\w*|wunsch\w*|bevorzug\w*|wichtig|"
    r"prefer\w*|souhait\w*|important|importe|importa\w*|prefier\w*|desea\w*|more comfortable|feel better)\b"
)
_ASKS_WHETHER_ALL_IS_WELL = re.compile(
    r"\b(?:(?<!more )comfortable|ok|okay|open|fine|mind|willing|any gender|different|other|opposite|agree|happy|"
    r"einverstanden|"
    r"egal|d accord|abierto|dispuest\w*|acuerdo)\b"
)


_PARTS = re.compile(r"[()\[\]?!;]|\.\s|\s[-\u2013\u2014]\s")


class Asked(NamedTuple):
    """What a heading asks for: `target`, or None where it cannot be told; `strange` quotes what was not understood."""

    target: str | None
    strange: str = ""


def read_heading(target: str, question: str) -> Asked:
    """Return what a heading asks for that speaks of `target`: every word of it has to be read, or say nothing."""
    words = _asked_words(question)
    if target in RANKED:
        return _wish(target, words)
    if target in ("max_mentees", "max_groups"):
        strange = _strange(words, COUNTED)
        has = re.search(r"\b(?:have|has|are|is|hast|haben|sind|avez|as|tienes|tiene|hay)\b", words)
        bounded = any(word in LIMITING for word in words.split())
        return Asked(None if strange or (has and not bounded) else target, strange or (has[0] if has else ""))
    if target in ("mentor_gender", "gender"):
        strange = _strange(words, GENDERED if target == "mentor_gender" else SEXES)
        return Asked(None if strange else target, strange)
    return Asked(target)


def _wish(target: str, words: str) -> Asked:
    refusals = list(REFUSED.finditer(words))
    if not refusals:
        strange = _strange(words, WISHED)
        return Asked(None if strange or target == "avoid" else target, strange or words)
    rest = " ".join(REFUSED.sub(" ", words).split())
    strange = _strange(rest, frozenset()) or _strange(rest, frozenset({"group", "groups", "matched", "with"}))
    return Asked(None, strange or words) if strange or len(refusals) > 1 else Asked("avoid")


def speaks_of_refusal(question: str) -> bool:
    """Return whether a heading holds a shape by which people are refused, instructions aside."""
    return REFUSED.search(_asked_words(question)) is not None


def is_refusal(question: str) -> bool:
    """Return whether a heading asks for those whom somebody does not want, and nothing else."""
    return _wish("avoid", _asked_words(question)).target == "avoid"


def _asked_words(question: str) -> str:
    """Return the words of a question without its number and without instructions."""
    parts = [without_number(plain_words(part)) for part in _PARTS.split(question)]
    words = " ".join(part for part in parts if not _is_advice(part))
    # Without its dots "hättest du gern" looks like "hattest du", which asks for another year.
    words = re.sub(r"\bhattest (du|sie) (gern\w*|am liebsten)\b", r"mochtest \1", words)
    return " ".join(ADVICE.sub(" ", words).split())


def _is_advice(words: str) -> bool:
    found = ADVISING.fullmatch(words)
    return found is not None and not any(word in WISHED for word in (found["rest"] or "").split())


def is_negated(question: str) -> bool:
    """Return whether a heading holds a word that may turn it into its opposite."""
    return NEGATING.search(_asked_words(question)) is not None


def asks_to_take_part(question: str) -> Asked | None:
    """Return whether a heading asks if somebody takes part (`target` None: not plainly); None: it does not ask that."""
    words = plain_words(question)
    if TAKES_PART.search(words) is None:
        return None
    leaving = LEAVING.search(words) or NEGATING.search(words)
    if leaving is not None:
        return Asked(None, leaving[0])
    strange = _strange(words, TAKING_PART)
    return Asked(None if strange else "taking_part", strange)


def asks_to_leave(question: str) -> bool:
    """Return whether a question on taking part may be one that "yes" answers with not taking part."""
    words = plain_words(question)
    return LEAVING.search(words) is not None or NEGATING.search(words) is not None


def asks_for_a_preference(question: str) -> bool:
    """Return whether a question is one for a wish, so that "no" says that there is none."""
    words = plain_words(question)
    return (
        bool(_ASKS_WHETHER.search(words)) and not _ASKS_WHETHER_ALL_IS_WELL.search(words) and not is_negated(question)
    )


def asks_for_ranks(*texts: str) -> bool | None:
    """Return whether numbers under a question are ranks: False where they are scores, None where it does not say."""
    words = " ".join(map(plain_words, texts))
    if _SCORES.search(words):
        return False
    return True if _RANKS.search(words) else None


def _strange(words: str, known: frozenset[str]) -> str:
    """Return the words of a heading that neither say nothing nor are known."""
    left = [
        word
        for word in words.split()
        if word not in PLAIN and word not in known and not re.fullmatch(r"#|\d{1,2}", word)
    ]
    return " ".join(left)
