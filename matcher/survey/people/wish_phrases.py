"""A wish in words: the name in it, the rank told with it, and whether every other word says nothing of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matcher.survey.mapping.vocabulary import RANK_WORDS, plain_words
from matcher.survey.words.silent_words import NAME_SILENT, TURNING, WISH_AFTER, WISH_BEFORE
from matcher.survey.words.word_tables import words_of

__all__ = ["Phrase", "is_a_strangers_name", "phrases", "without_bullets"]

_MOST_WORDS = 16
"""Words of a phrase about people at most; a longer one is text."""
_WORD = re.compile(r"[^\W_]+(?:['\u2019.@&_-]+[^\W_]+)*", re.UNICODE)
_SILENT_SIGNS = frozenset(
    ".,:;!\u2026\"'\u201c\u201d\u201e\u2018\u2019()[]\u2713\u2714\u2611\u2705\u2605\u2b50\u2764\u2665"
)
_DASHES = re.compile(r"[-\u2013\u2014=]")
_BULLET = re.compile(r"\s*([-*\u2013\u2014\u00b7])\s+(?=\S)")
_NOUNS = (
    r"choices?|preferences?|picks?|options?|priority|wahl|wunsch|prioritat|choix|opcion|eleccion|preferencia|priorite|"
    r"prioridad"
)
_OWN = r"(?:(?:as|is|would be|als|comme|como|ist|est|es|at|auf|en) )?(?:(?:my|mein\w*|mon|mi|the|die|le|la|el) )?"
_ORDINALS = "|".join(rf"(?P<o{rank}>{words})" for rank, words in RANK_WORDS.items())
_NOUN_NUMBER = (
    rf"(?:{_NOUNS}|rank|rang|platz|number|no|nr|mentor|mentee) ?(?:(?:#|number|no|nr) ?)?(?P<after>\d{{1,2}})"
)
_NUMBER = r"(?:# ?)?(?P<bare>\d{1,2})(?P<suffix> ?(?:st|nd|rd|th|er|ere|e|eme|a|o))?"
_RANK = re.compile(rf"{_OWN}(?:{_NOUN_NUMBER}|(?:{_NUMBER}|{_ORDINALS})(?P<noun> (?:{_NOUNS}|mentor|platz|place))?)")
_FAVOURITE = re.compile(r"(?:my )?(?:favou?rite|top choice)(?: is)?")
_PARTICLES = words_of("de van von der den la le di da del el bin al ter ten zu und y e dos du ibn abu")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to read a text: `core` is the name, `rank` is told with it; the words around it say nothing else."""

    core: str
    rank: int | None = None


def phrases(text: str, *, wished: bool) -> Iterator[Phrase]:
    """Yield the ways to read a text as a name with words that say nothing, the one with the longest name first.

    Parameters
    ----------
    wished
        Whether people are wished for here: words of a wish ("I'd love to work with") then say nothing of their own.
    """
    words = list(_WORD.finditer(text))
    if len(words) > _MOST_WORDS:
        return
    spans = [(first, last) for first in range(len(words)) for last in range(first, len(words))]
    for first, last in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        start, stop = _core_span(text, words[first].start(), words[last].end())
        before, after = text[:start], text[stop:]
        ranks: set[int] = set()
        silent = _is_silent(before, wished, ranks, after=False) and _is_silent(after, wished, ranks, after=True)
        if silent and len(ranks) < 2:
            yield Phrase(text[start:stop], next(iter(ranks), None))


def _core_span(text: str, start: int, stop: int) -> tuple[int, int]:
    """Let a core that ends within brackets or quotation marks take in the closing sign: ``Ada Okafor (Surgery)``."""
    core = text[start:stop]
    for opening, closing in ("()", "[]", "<>", "{}"):
        if core.count(opening) > core.count(closing) and text[stop : stop + 1] == closing:
            stop += 1
    return start, stop


def _is_silent(text: str, wished: bool, ranks: set[int], *, after: bool) -> bool:
    """Whether what stands before or after a name says nothing but a rank, which is noted."""
    words = plain_words(text)
    silent = _SILENT_SIGNS if after else _SILENT_SIGNS - {"!"}
    signs = {sign for sign in text if not sign.isalnum() and not sign.isspace() and sign not in silent}
    if not words:
        return signs <= {"#"} and (not after or text.count("(") == text.count(")"))
    if after and text.count("(") != text.count(")"):
        return False
    dashed = bool(_DASHES.search(text))
    if any(not _DASHES.match(sign) and sign not in "#>\ufe0f" for sign in signs):
        return False
    marked = after or dashed or bool(re.search(r"[.):#\u00b0\u00ba]", text))
    bracketed = not after or bool(re.search(r"[(#\u2013\u2014-]|^\s*[,:]?\s*[^\W\d]", text))
    patterns = (WISH_AFTER if after else WISH_BEFORE,) if wished else (NAME_SILENT,)
    return _reads(words, patterns, ranks, bare=marked and bracketed)


def _reads(words: str, patterns: tuple[re.Pattern[str], ...], ranks: set[int], *, bare: bool) -> bool:
    """Whether words are wholly made of silent phrases and ranks; the longest phrase first, at every place."""
    if not words:
        return True
    rank = _rank_at(words, bare)
    ways = [(stop, found) for stop, found in [rank] if stop]
    if (favourite := _FAVOURITE.match(words)) is not None and _ends_a_word(words, favourite.end()):
        ways.append((favourite.end(), 1))
    for pattern in patterns:
        for stop in range(len(words), 0, -1):
            if _ends_a_word(words, stop) and pattern.fullmatch(words, 0, stop):
                ways.append((stop, 0))
    for stop, found in ways:
        told = {found} if found else set()
        rest: set[int] = set()
        if _reads(words[stop:].lstrip(), patterns, rest, bare=bare):
            ranks.update(told | rest)
            return True
    return False


def _rank_at(words: str, bare: bool) -> tuple[int, int]:
    """Return where a rank at the beginning of some words ends, and which it is; 0 where there is none."""
    found = _RANK.match(words)
    while found is not None and not _ends_a_word(words, found.end()):
        found = _RANK.fullmatch(words, 0, words.rfind(" ", 0, found.end())) if " " in words[: found.end()] else None
    if found is None:
        return 0, 0
    groups = found.groupdict()
    if groups["after"] is not None:
        return found.end(), int(groups["after"])
    if groups["bare"] is not None:
        told = bare or groups["suffix"] or groups["noun"]
        return (found.end(), int(groups["bare"])) if told and int(groups["bare"]) else (0, 0)
    return found.end(), next(rank for rank in RANK_WORDS if groups[f"o{rank}"] is not None)


def _ends_a_word(words: str, place: int) -> bool:
    return place == len(words) or words[place] == " "


def is_a_strangers_name(text: str) -> bool:
    """Whether a text may be the name of somebody who is not there, and says nothing else: ``Mr Nobody``, ``M99``."""
    if TURNING.search(plain_words(text)) or re.search(r"[^\w\s.,'\u2019()\"-]|^\s*-|-\s*$|\s-\s", text):
        return False
    words = text.replace(",", " ").split()
    alone = len(words) == 1 and words[0][:1].isdigit()
    capital = all(word[:1].isupper() or word[:1] in "(\"'" or word in _PARTICLES for word in words)
    return alone or (1 <= len(words) <= 5 and capital)


def without_bullets(parts: list[str]) -> list[str]:
    """Return the lines of a list without the sign that stands before every one; before one alone it may mean "not"."""
    found = [_BULLET.match(part) for part in parts]
    signs = {match[1] for match in found if match is not None}
    if len(parts) < 2 or len(signs) != 1 or None in found:
        return parts
    return [part[match.end() :] for part, match in zip(parts, found, strict=True) if match is not None]
