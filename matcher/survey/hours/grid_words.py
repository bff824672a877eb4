"""Words that people and survey tools write into a cell of a grid."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from matcher.intake.program import fold

__all__ = ["Said", "said_of"]


class Said(StrEnum):
    """What a cell of a grid says."""

    YES = "yes"
    NO = "no"
    NO_WORDS = "not available"
    IF_NEED_BE = "if need be"
    RANK = "rank"
    BLANK = "blank"


_WORDS = {
    Said.YES: "x|\u2713|\u2714|\u2705|\u2611|\u2611\ufe0f|\u2714\ufe0f|1|1.0|true|yes|y|"
    "available|free|ok|okay|works|works for me|"
    "checked|selected|on|can|can do|i can|i am available|i'm available|i am free|i'm free|can attend|attending|"
    "preferred|ideal|best|great|good|perfect|definitely|ja|si|sí|oui|frei|libre|disponible|verfügbar|yes, available|"
    "available all|fully available|first choice|very good|wahr|vrai|verdadero",
    Said.NO: "no|n|0|0.0|false|-|--|\u2717|\u2718|\u274c|\u2716|nein|non|falsch|faux|falso|none|unchecked|off|"
    "nope|not selected",
    Said.NO_WORDS: "not available|not avail|not avail.|unavailable|n/a|na|n.a.|busy|cannot|can't|cant|cannot attend|"
    "can't attend|not free|not possible|unable|unable to attend|impossible|no availability|never|no puedo|"
    "nicht verfügbar|keine zeit|ocupado|ocupada|pas disponible|indisponible|not attending|conflict|class|i have class|"
    "i am busy|i'm busy|not able|doesn't work|does not work|won't work|i can't|i cannot|i am not available|"
    "i'm not available|no disponible|blocked|booked|prefer not|rather not",
    Said.IF_NEED_BE: "if need be|if needed|if necessary|if i must|if i have to|ifneedbe|(yes)|yes if need be|"
    "if required|"
    "available if needed|only if needed|if-need-be|yes, if need be|if really needed|not ideal|not preferred|"
    "wenn nötig|zur not|si necesario|si hace falta|si besoin|si nécessaire|available but not preferred|less preferred|"
    "possible|could|could do|second choice|can if needed|under reserve|in an emergency|available if need be",
}
_SAID = {word: said for said, words in _WORDS.items() for word in words.split("|")}
_RANK = re.compile(r"(?:rank\s*)?(?:[1-9]|[1-2]\d)(?:st|nd|rd|th)?(?:\.0)?(?:\s*choice)?")


@lru_cache(maxsize=4096)
def said_of(cell: str) -> Said | None:
    """Return what a cell says; None where the word is not known.  ``1`` is a yes, ``2`` and more are ranks."""
    word = fold(cell).replace("\u2019", "'")
    if not word:
        return Said.BLANK
    if word in _SAID:
        return _SAID[word]
    bare = word.rstrip(".!")
    if bare in _SAID:
        return _SAID[bare]
    return Said.RANK if _RANK.fullmatch(word) else None
