"""What a question about hours asks for: when people are free, when they are not, or neither plainly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from matcher.survey.hours.asides.weeks import without_weeks
from matcher.survey.hours.heading_words import HEADING_WORDS, MOST_HEADING_WORDS
from matcher.survey.hours.words import DAYS_OF, MONTHS, PARTS

__all__ = ["Asked", "says_nothing", "unknown_words", "what_is_asked"]


class Asked(StrEnum):
    """What a heading asks for."""

    FREE = "when people are free"
    BUSY = "when people are not free"
    UNCLEAR = "unclear"
    """It speaks of being free or not, but in no form that is known, or of both."""
    NOTHING = "nothing of the kind"
    """It says neither."""


_SENTENCE = re.compile(
    r"[.?!;:\n()\[\]/|\u00bf\u00a1\u2013\u2014\"\u201c\u201d]+(?:\s|$|(?<=[()\[\]/|]))|\s-\s|[()\[\]|]"
)
_WORD = re.compile(r"[^\W\d_]+|\d\S*")
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_RELATIVE = re.compile(r"\s*(?:an denen|in denen|zu denen|an welchen|zu welchen|die|wo|wann)\b")
_TURNED = {Asked.FREE: Asked.BUSY, Asked.BUSY: Asked.FREE}


@lru_cache(maxsize=4096)
def what_is_asked(heading: str) -> Asked:
    """Return what a heading asks for, every sentence and every word of it taken into account.

    Sentences that say how to answer ("Unavailable times should be left blank") count as what they come to; those about
    the organisers, or about a case ("If you cannot come at all …"), as nothing. Sentences that come to different
    things, an unknown word beside words about being free, and negations without any make it `Asked.UNCLEAR`.
    """
    shapes = _shapes(without_weeks(heading))
    asked = {_asked(shape) for shape in shapes} - {Asked.NOTHING}
    if len(asked) == 1:
        return asked.pop()
    if asked:
        return Asked.UNCLEAR
    # "Times" or "Days and hours" by itself.
    return Asked.FREE if says_nothing(heading) and any("t" in shape for shape in shapes) else Asked.NOTHING


def says_nothing(heading: str) -> bool:
    """Return whether every word is known of a heading, and none says whether it asks for free hours or others."""
    return all(set(shape) <= set("tmsh") for shape in _shapes(without_weeks(heading)))


def unknown_words(heading: str) -> list[str]:
    """Return the words of a heading that are not known in questions about hours, kinds of weeks aside."""
    plain = _plain(without_weeks(heading))
    clauses = [clause for sentence in _SENTENCE.split(plain) for clause in _clauses(sentence or "")]
    return [word for clause in clauses for word, letter in _lettered(clause) if letter == "o"]


def _shapes(heading: str) -> list[str]:
    shapes = (_shape(clause) for sentence in _SENTENCE.split(_plain(heading)) for clause in _clauses(sentence or ""))
    return [shape for shape in shapes if shape]


def _plain(heading: str) -> str:
    marked = unicodedata.normalize("NFKD", heading.replace("\u2019", "'").replace("\u00df", "ss").casefold())
    plain = "".join(sign for sign in marked if not unicodedata.combining(sign))
    plain = _HYPHEN.sub(" ", re.sub(r"\bun-(?=avail)", "un", plain))
    return plain.replace("can't", "can not ").replace("n't", " not ")


def _clauses(sentence: str) -> Iterator[str]:
    """Yield what commas part; a case stays with what is to be done in it, and German keeps its commas."""
    held = ""
    for clause in sentence.split(","):
        if held and not _RELATIVE.match(clause) and not _is_open_case(_shape(held)):
            yield held
            held = ""
        held = f"{held} {clause}".strip()
    if held:
        yield held


def _is_open_case(shape: str) -> bool:
    return "i" in shape and not {"m", "l"} & set(shape)


def _shape(clause: str) -> str:
    """Return a letter a word, ``o`` for one that is not known; what says nothing only where nothing else does."""
    return "".join(letter for _, letter in _lettered(clause))


def _lettered(clause: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a clause, those of a phrase together, with what each is."""
    words = _WORD.findall(clause)
    place = 0
    while place < len(words):
        for used in range(min(MOST_HEADING_WORDS, len(words) - place), 0, -1):
            phrase = " ".join(words[place : place + used])
            part = HEADING_WORDS.get(phrase)
            if part is not None:
                yield phrase, part.value
                place += used
                break
        else:
            yield words[place], "s" if _is_calendar(words[place]) else "o"
            place += 1


def _is_calendar(word: str) -> bool:
    """Whether a word is a number, a letter or a code, a day or a part of it, or a month."""
    counted = word[0].isdigit() or len(word) == 1 or word in PARTS
    return counted or any(word in words for words in DAYS_OF.values()) or re.fullmatch(MONTHS, word) is not None


def _asked(shape: str) -> Asked:
    """Return what one clause comes to."""
    if shape.count("h") > 1 and "n" in shape:
        return Asked.UNCLEAR
    if shape.lstrip("s")[:1] == "w":
        return Asked.NOTHING
    if "h" in shape:
        # "Which times should we avoid?" asks, other than "We cannot guarantee them".
        shape = shape.replace("w", "").replace("h", "")
    shape = shape.replace("c", "")
    shape, denied_marks = re.subn(r"ns*m|mn(?=[st])", "", shape)
    told = shape.replace("s", "").replace("t", "")
    if "i" in told and ("q" in told or not set("ab") & set(told) or not set("ml") & set(told)):
        return Asked.NOTHING
    told = told.replace("q", "").replace("i", "")
    turned = "l" in told
    core = told.replace("m", "").replace("l", "")
    about = set("ab") & set(core)
    if not about:
        return Asked.UNCLEAR if "n" in core or (turned and denied_marks) else Asked.NOTHING
    if len(about) > 1 or core.count("n") > 1 or set("uow") & set(core) or (turned and denied_marks):
        return Asked.UNCLEAR
    found = Asked.FREE if about == {"a"} else Asked.BUSY
    for turning in ("n" in core, turned, bool(denied_marks)):
        if turning:
            found = _TURNED[found]
    return found
