"""Free text about hours → tokens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from matcher.survey.hours.words import (
    CUES,
    DAY_GROUPS,
    DAYS_OF,
    FAINT_BUT_TIMED,
    FAINT_DAYS,
    MOST_WORDS,
    PARTS,
    PHRASES,
    Kind,
)

__all__ = ["Clock", "Days", "Times", "Token", "languages_of", "tidy", "together", "tokens_of"]

Window = tuple[int, int]


class Clock(NamedTuple):
    """A time as written: `half` where am or pm stands with it, `exact` where it can only be of 24 hours."""

    hour: int
    minute: int
    half: Literal["am", "pm"] | None
    exact: bool


class Days(NamedTuple):
    """Days, 0 to 6 from Monday: those surely meant, and all that may be meant; `note` tells of a reading.

    `spans` are those that were named together, as in ``Mon-Fri``, rather than each.
    """

    inner: frozenset[int]
    outer: frozenset[int]
    note: str | None = None
    spans: frozenset[int] = frozenset()


class Times(NamedTuple):
    """Windows in minutes from midnight: what was surely meant, and all that may be meant; `note` tells of a reading.

    `open` where one end is not said ("after 2").
    """

    inner: tuple[Window, ...]
    outer: tuple[Window, ...]
    open: Literal["after", "before"] | None = None
    sure: bool = True
    note: str | None = None


def together(several: Sequence[Days]) -> Days:
    """Return several days as one."""
    inner = frozenset[int]().union(*(days.inner for days in several))
    outer = frozenset[int]().union(*(days.outer for days in several))
    spans = frozenset[int]().union(*(days.spans for days in several))
    return Days(inner, outer, "; ".join(days.note for days in several if days.note) or None, spans)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, phrase, time or mark of an answer; `start` and `end` are its place in the text."""

    kind: Kind
    start: int
    end: int
    text: str
    clock: Clock | None = None
    days: Days | None = None
    times: Times | None = None


_CLOCK = re.compile(
    r"""(?:(?P<hour>\d{1,2})(?:\s?[:.]\s?(?P<minute>\d{2})|\s?(?P<h>[hH])\s?(?P<past>\d{2})?(?![^\W\d_])
         |(?P<hundred>\d{2}))?)
        (?![\d/])
        (?:\s*(?P<half>[ap]\.\s?m\b\.?|[ap]\s?m\b|(?<=\d)[ap]\b))?
        (?:\s*(?P<whole>(?:uhr|hrs|o'clock|h)\b))?""",
    re.VERBOSE | re.IGNORECASE,
)
_NO_CLOCK = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2}\.\d{1,2}\.(?:\d{2,4})?"
    r"|\d+\s?(?:st|nd|rd|th)\b|\d+\s?(?:hours?|hrs?|mins?|minutes?|times?|x|days?|weeks?|slots?|%)\b|\d{5,}|\d+",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?:n/a|b/w|and/or)(?![^\W_])|[^\W\d_]+(?:'[^\W\d_]+)*", re.IGNORECASE)
_COMPACT = re.compile(r"(?:Tu|Th|TH|Sa|Su|[MTWRF]){2,7}")
_LETTER = re.compile(r"(?:Tu|Th|TH|Sa|Su|[MTWRF])")
_LETTERS = {"M": 0, "Tu": 1, "T": 1, "W": 2, "Th": 3, "TH": 3, "R": 3, "F": 4, "Sa": 5, "Su": 6}
_NAMED_CLOCKS = {
    **dict.fromkeys(("noon", "midday", "mid day", "mittag", "mittags", "mediodia", "midi"), Clock(12, 0, "pm", False)),
    **dict.fromkeys(("midnight", "mitternacht", "medianoche", "minuit"), Clock(12, 0, "am", False)),
}
_MARKS = {
    **dict.fromkeys(";|\n\u2022\u00b7", Kind.STOP),
    **dict.fromkeys("([{", Kind.OPEN), **dict.fromkeys(")]}", Kind.CLOSE),
    **dict.fromkeys("\u2713\u2714\u2705\u2611", Kind.FREE), **dict.fromkeys("\u2717\u2718\u274c\u2716", Kind.NO_MARK),
    **dict.fromkeys("!\"@\u00a1\u201c\u201d\u00ab\u00bb\ufe0f", Kind.SILENT),
    ",": Kind.COMMA, "/": Kind.AND, ":": Kind.COLON,
}  # fmt: skip
"""Marks; any other is not understood."""
_PLAIN_WORDS = {
    language: frozenset((words.keys() - FAINT_DAYS) | CUES[language])
    for language, words in DAYS_OF.items()
    if language != "en"
}
_PHRASE_STARTS = frozenset(
    phrase.split()[0] for table in (PHRASES, PARTS, DAY_GROUPS, _NAMED_CLOCKS) for phrase in table if " " in phrase
) | {"am"}
_HYPHENED = re.compile(
    r"\b(apr[eè]s|week|any|mid|peut|in|bi|all)-(midi|ends?|time|days?|[eê]tre|person|weekly)\b", re.IGNORECASE
)
_DASHES = re.compile(r"-{2,}")
_RUN_TOGETHER = re.compile(
    r"\b((?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend)s?-?(vormittag|nachmittag|abend|morgen|mittag)(?=s?\b)",
    re.IGNORECASE,
)
_ALIKE = str.maketrans(
    {**dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\uff0d", "-"), "\u2019": "'", "\u2018": "'"}
    | {"\u00b4": "'", "`": "'", "\r": "\n", "\t": " ", "\u200b": " ", "\ufeff": " ", "\u3001": ",", "\uff0c": ","}
)


def tidy(text: str) -> str:
    """Return the text with one kind of dash, quote and space, as tokens are read from it and quoted."""
    alike = _DASHES.sub("-", unicodedata.normalize("NFKC", text).translate(_ALIKE))
    return _RUN_TOGETHER.sub(r"\1 \2", _HYPHENED.sub(r"\1 \2", alike))


@lru_cache(maxsize=8192)
def folded(word: str) -> str:
    """Return a word in lower case without accents."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if letter.isalnum() or letter in "' ")


_MAYBE_DAYS = frozenset(word.capitalize() for word in FAINT_DAYS - FAINT_BUT_TIMED)


def tokens_of(text: str, shown: Iterable[str] = ()) -> list[Token]:
    """Split an answer, as `tidy` returns it, into tokens.

    Parameters
    ----------
    shown
        Languages that what stands beside it is in, besides those that its own words show.
    """
    spots = list(_spots(text))
    languages = {*shown, *_languages(text, spots)}
    tokens: list[Token] = []
    position = 0
    while position < len(spots):
        token, used = _token(text, spots, position, languages)
        tokens.append(token)
        position += used
    return tokens


def languages_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the languages that texts, as `tidy` returns them, show together: "mar" is a day beside "lun"."""
    return frozenset[str]().union(*(_languages(text, list(_spots(text))) for text in texts))


def _languages(text: str, spots: Sequence[tuple[str, int, int]]) -> frozenset[str]:
    # "16 Uhr" is one spot, and shows the language all the same.
    words = {
        folded(word) for kind, start, end in spots if kind in ("word", "clock") for word in text[start:end].split()
    }
    # "Di 14-16" can only be Tuesday, other than "do 14-16"; then "Do 14-16" beside it is Thursday.
    timed = {folded(text[start:end]) for (_, start, end), (after, _, _) in pairwise(spots) if after == "clock"}
    timed &= FAINT_BUT_TIMED
    plain = {language for language, plain in _PLAIN_WORDS.items() if not plain.isdisjoint(words)}
    return frozenset(plain | {language for language, days in DAYS_OF.items() if not timed.isdisjoint(days)})


def _spots(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the kind and place of each number, word and mark."""
    place = 0
    while place < len(text):
        if text[place] == " ":
            place += 1
            continue
        kind, end = "mark", place + 1
        if text[place].isalpha():
            word = _WORD.match(text, place)
            kind, end = "word", end if word is None else word.end()
        elif text[place].isdecimal():
            clock, no_clock = _CLOCK.match(text, place), _NO_CLOCK.match(text, place)
            if clock and not (no_clock and _is_no_clock(no_clock.group(), clock)):
                kind, end = "clock", clock.end()
            elif no_clock:
                kind, end = "number", no_clock.end()
        yield kind, place, end
        place = end


def _is_no_clock(other: str, clock: re.Match[str]) -> bool:
    """Tell whether a date, a duration or the like stands where a time could be read too."""
    if other.isdigit():
        return _clock(clock) is None
    return len(other) > len(clock.group().rstrip(".")) or not other[-1].isdigit()


def _clock(found: re.Match[str]) -> Clock | None:
    """Return the time that a match of `_CLOCK` says; None where there is no such time."""
    digits, minute = found["hour"], found["minute"] or found["past"]
    if found["hundred"] is not None:
        whole = digits + found["hundred"]
        digits, minute = whole[:-2], whole[-2:]
    hour = int(digits)
    half: Literal["am", "pm"] | None = None
    if found["half"] is not None and hour <= 12:
        half = "am" if found["half"][0] in "aA" else "pm"
    written_out = digits.startswith("0") and (minute is not None or hour == 0)
    exact = half is None and (hour > 12 or written_out or bool(found["h"]) or bool(found["whole"]))
    total = hour * 60 + int(minute or 0)
    if total > 24 * 60 or int(minute or 0) > 59 or (half is not None and hour == 0):
        return None
    return Clock(hour, int(minute or 0), half, exact)


def _token(text: str, spots: list[tuple[str, int, int]], position: int, languages: set[str]) -> tuple[Token, int]:
    """Return the token that begins at a spot, and how many spots it takes."""
    kind, start, end = spots[position]
    written = text[start:end]
    if kind == "clock":
        found = _CLOCK.match(text, start)
        clock = None if found is None else _clock(found)
        return Token(Kind.UNKNOWN if clock is None else Kind.CLOCK, start, end, written, clock), 1
    if kind == "number":
        return Token(Kind.UNKNOWN, start, end, written), 1
    if kind == "mark":
        return _mark(text, start, end), 1
    timed = spots[position + 1 : position + 2] and spots[position + 1][0] == "clock"
    if timed and position and written in _MAYBE_DAYS and _day(folded(written), languages) is None:
        # Within a sentence "Do 14-16" is hardly the English word.
        return Token(Kind.UNKNOWN, start, end, written), 1
    most = MOST_WORDS if folded(written) in _PHRASE_STARTS else 1
    stops = [stop for kind, _, stop in spots[position : position + most] if kind == "word"]
    for used in range(len(stops), 0, -1):
        if any(spots[place][0] != "word" for place in range(position, position + used)):
            continue
        whole = Token(Kind.UNKNOWN, start, stops[used - 1], text[start : stops[used - 1]])
        phrase = " ".join(folded(text[first:stop]) for _, first, stop in spots[position : position + used])
        token = _phrase(phrase, whole, languages)
        if token is not None:
            return token, used
    return Token(Kind.UNKNOWN, start, end, written), 1


def _mark(text: str, start: int, end: int) -> Token:
    mark = text[start:end]
    if mark == ".":
        # After "Mon." the sentence goes on; after a longer word or a time it ends.
        before = _WORD.findall(text[max(0, start - 12) : start])[-1:] if text[start - 1 : start].isalpha() else []
        ends = not (before and len(before[0]) <= 5 and _day(folded(before[0]), set(DAYS_OF)) is not None)
        return Token(Kind.STOP if ends else Kind.SILENT, start, end, mark)
    return Token(_MARKS.get(mark) or PHRASES.get(mark, Kind.UNKNOWN), start, end, mark)


def _phrase(phrase: str, found: Token, languages: set[str]) -> Token | None:
    """Return the token of a known phrase; None where it is not known."""
    place = (found.start, found.end, found.text)
    # "am Montag", other than "Mon am".
    day = _day(phrase.removeprefix("am "), languages | {"de"} if phrase.startswith("am ") else languages)
    days = frozenset({day}) if day is not None else DAY_GROUPS.get(phrase) or _compact(found.text)
    if days is not None:
        return Token(Kind.DAY, *place, days=Days(days, days, spans=days if len(days) > 1 else frozenset()))
    if phrase in _NAMED_CLOCKS:
        return Token(Kind.CLOCK, *place, clock=_NAMED_CLOCKS[phrase])
    if phrase in PARTS:
        (first, last), (least, most) = PARTS[phrase]
        inner, outer = ((first * 60, last * 60),), ((least * 60, most * 60),)
        note = f"taken as {first:02}:00-{last:02}:00"
        return Token(Kind.PART, *place, times=Times(inner, outer, note=note))
    kind = PHRASES.get(phrase)
    return None if kind is None else Token(kind, *place)


def _day(word: str, languages: set[str]) -> int | None:
    for language, words in DAYS_OF.items():
        if word in words and (word not in FAINT_DAYS or language in languages):
            return words[word]
    return None


def _compact(written: str) -> frozenset[int] | None:
    """Return the days of letters run together: ``MWF``, ``TTh``, a single ``F``; None where they are none."""
    if written in _LETTERS and len(written) == 1:
        return frozenset({_LETTERS[written]})
    written = {"TTH": "TTh", "MTWTF": "MTWThF", "MTWTh": "MTWTh", "TT": "TTh", "MTWRF": "MTWThF"}.get(written, written)
    if not _COMPACT.fullmatch(written):
        return None
    days = [_LETTERS[letter] for letter in _LETTER.findall(written)]
    return frozenset(days) if days == sorted(set(days)) else None
