"""What a column of a grid stands for, as its header says it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from matcher.intake.people import WEEK_MINUTES
from matcher.intake.program import fold
from matcher.survey.hours.asides.weeks import weeks_in, without_weeks
from matcher.survey.hours.clock_times import DayEnds
from matcher.survey.hours.heading_words import HEADING_WORDS, Part
from matcher.survey.hours.ranges import phrases_of
from matcher.survey.hours.tokens import Clock, Token, Window, folded, languages_of, tidy, tokens_of
from matcher.survey.hours.words import MONTHS, Kind

__all__ = [
    "DATE",
    "Label",
    "Meaning",
    "Said",
    "days_in",
    "hours_of_week",
    "labels_of",
    "listed_days",
    "meanings_of",
    "said_of",
    "says_in_itself",
    "tells_a_time",
]

_BRACKETS = re.compile(r"(?P<title>.*)[\[\u3010](?P<label>[^\[\]]*)[\]\u3011]\W*", re.DOTALL)
_TWO_BRACKETS = re.compile(r"(?P<title>.*?)\[(?P<first>[^\[\]]*)\]\s*\[(?P<second>[^\[\]]*)\]\W*", re.DOTALL)
_PARTINGS = re.compile(r"\s-\s|:\s|\s\|\s|\s>\s|\?\s|\?\.(?=\S)|\s\u203a\s|\.\s|\n")
DATE = re.compile(
    rf"\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./](?:\d{{4}}|\d\d)?(?!\d)|\d{{1,2}}/\d{{1,2}}(?![\d/])"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?{MONTHS}\b\.?(?:\s+\d{{4}})?"
    rf"|\b{MONTHS}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s*[-:]|\s?[ap]m|\s+(?:de\s+)?{MONTHS}\b)(?:,?\s+\d{{4}})?",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\s[|>\u203a]\s|(?<=[^\W\d_]{3})\s-\s")
_HALVES = {"a": "morning", "p": "afternoon"}
_HALF_FIRST = re.compile(r"([ap])\.?m\.?\b[\s.,:-]*", re.IGNORECASE)
_HALF_LAST = re.compile(r"(?<=\w)[\s(,.:/-]+([ap])\.?m\.?\)?$", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<title>.*?)(?P<number>\d{1,3})", re.DOTALL)
_LEAST_LETTERS = 3
"""Letters of a day by which a heading that is not understood is sure to name one: "TT" may be anything."""
_LISTING = frozenset({Kind.COMMA, Kind.AND, Kind.STOP, Kind.FREE, Kind.SILENT})
_SKIPPED = frozenset({Kind.SILENT, Kind.FREE, Kind.COMMA, Kind.COLON, Kind.OPEN, Kind.CLOSE})


@dataclass(frozen=True, slots=True)
class Label:
    """A part of a header that may say when, the title before it, and whether it stands in brackets."""

    title: str
    text: str
    bracketed: bool


@dataclass(frozen=True, slots=True)
class Meaning:
    """Days and daily windows of a label; `start` instead where it says only when something begins.

    `dated`: it has a date, too, which is left out.
    """

    days: frozenset[int] | None = None
    windows: tuple[Window, ...] = ()
    start: int | None = None
    dated: bool = False

    @property
    def shape(self) -> Literal["ticks", "days", "hours"]:
        """Whether it says a window of the week, a day, or hours of any day."""
        if self.days is None:
            return "hours"
        return "days" if not self.windows and self.start is None else "ticks"


def labels_of(header: str) -> Iterator[Label]:
    """Yield the parts of a header that may say when, the likeliest first: in brackets, after a dash, the whole."""
    header = " ".join(tidy(header).split())
    twice = _TWO_BRACKETS.fullmatch(header)
    if twice is not None:
        yield Label(twice["title"].strip(), f"{twice['first'].strip()} {twice['second'].strip()}", True)
    bracketed = _BRACKETS.fullmatch(header)
    if bracketed is not None:
        yield Label(bracketed["title"].strip(), bracketed["label"].strip(), True)
    for parting in reversed(list(_PARTINGS.finditer(header))):
        yield Label(header[: parting.start() + 1].strip(" -:|>"), header[parting.end() :].strip(" -:|>"), False)
    yield Label("", header, False)


def meanings_of(labels: Sequence[str], timed: Callable[[int], bool] = lambda _: False) -> list[Meaning | None]:
    """Return what labels of one grid mean; None where one says nothing of days or hours.

    Where one of them can only be of 24 hours (``Mon 0``, ``Mon 13``), all are. Dates beside a weekday and its hours
    stand for that day, where no weekday has two.

    Parameters
    ----------
    timed
        Whether the answers under a label, by its place, are hours of a day.
    """
    # Of which weeks a column is stands in its heading, and is heard there.
    bare = [_without_weeks(tidy(label)) for label in labels]
    labels = list(_with_halves([_PARTED.sub(" ", label) for label in bare]))
    dated = [DATE.findall(tidy(label)) for label in labels]
    weekly = [
        _undated(tidy(label), timed=bool(dates) and timed(place))
        for place, (label, dates) in enumerate(zip(labels, dated, strict=True))
    ]
    by_day: dict[frozenset[int], set[str]] = {}
    shown = languages_of(weekly)
    for label, dates in zip(weekly, dated, strict=True):
        by_day.setdefault(days_in(label, shown), set()).update(dates)
    plain = _meanings(labels)
    if weekly == [tidy(label) for label in labels] or any(len(dates) > 1 for dates in by_day.values()):
        return plain
    return [_of_its_week(*both) for both in zip(plain, _meanings(weekly), strict=True)]


def _without_weeks(label: str) -> str:
    if not weeks_in(label):
        return label
    return " ".join(without_weeks(label).replace("()", " ").replace("[]", " ").split()).strip(" ,-")


def _with_halves(labels: Sequence[str]) -> Iterator[str]:
    """Yield labels in which halves of a day are told by name: "Mon AM", "PM Tue"; "am Montag" is German."""
    first = any(_HALF_FIRST.match(label) and label[0] in "pP" for label in labels)
    for label in labels:
        if any(map(str.isdigit, label)):
            yield label
            continue
        told = _HALF_LAST.sub(lambda half: f" {_HALVES[half[1].casefold()]}", label)
        yield _HALF_FIRST.sub(lambda half: f"{_HALVES[half[1].casefold()]} ", told) if first else told


def _meanings(labels: Sequence[str]) -> list[Meaning | None]:
    shown = languages_of(map(tidy, labels))
    tokens = [tokens_of(tidy(label), shown) for label in labels]
    whole = any(_of_24_hours(token.clock) for found in tokens for token in found if token.clock is not None)
    return [_meaning([_exact(token) if whole else token for token in found]) for found in tokens]


def _undated(label: str, *, timed: bool) -> str:
    """Return a label without its date, where hours stand beside it or under it: "Sat 12 Oct" alone names an event."""
    bare = DATE.sub(" ", label)
    return bare if timed or any(token.kind is Kind.CLOCK for token in tokens_of(bare)) else label


def _of_its_week(plain: Meaning | None, weekly: Meaning | None) -> Meaning | None:
    """Return the meaning of a label without its date where that is a window of a day, else as it stands."""
    whole = weekly is not None and weekly.days is not None
    return plain if plain is not None or not whole or weekly is None else replace(weekly, dated=True)


def hours_of_week(headers: Sequence[str]) -> dict[int, tuple[str, Window]]:
    """Return the columns that count the hours or half-hours of a week (``h0`` … ``h167``): their title and window."""
    numbered: dict[str, list[tuple[int, int]]] = {}
    for column, header in enumerate(headers):
        found = _NUMBER.fullmatch(" ".join(header.split()).strip(" []"))
        if found is not None:
            numbered.setdefault(found["title"], []).append((column, int(found["number"])))
    columns: dict[int, tuple[str, Window]] = {}
    for title, places in numbered.items():
        first, (minutes, left) = places[0][1], divmod(WEEK_MINUTES, len(places))
        in_order = [one for _, one in places] == [*range(first, first + len(places))]
        if minutes in (30, 60) and not left and in_order:
            columns |= {
                column: (title.strip(" [-_:"), (place * minutes, (place + 1) * minutes))
                for place, (column, _) in enumerate(places)
            }
    return columns


def days_in(text: str, shown: Iterable[str] = ()) -> frozenset[int]:
    """Return every day that a text names, 0 to 6 from Monday; `shown`: languages of what stands beside it."""
    days = [token.days.outer for token in tokens_of(tidy(text), shown) if token.days is not None]
    return frozenset[int]().union(*days)


def tells_a_time(heading: str) -> bool:
    """Return whether a heading names a day and a time of it, whatever else it says."""
    tokens = tokens_of(tidy(heading))
    return any(token.days is not None and len(token.text) >= _LEAST_LETTERS for token in tokens) and any(
        token.kind is Kind.CLOCK or token.kind is Kind.PART for token in tokens
    )


def listed_days(text: str, shown: Iterable[str] = ()) -> frozenset[int] | None:
    """Return the days of a list (``Monday, Wednesday``, ``Mon-Thu``); None where it holds anything else.

    `shown`: languages of what stands beside it.
    """
    tokens = list(phrases_of(tokens_of(tidy(text), shown), DayEnds(7 * 60, 22 * 60), 60))
    if any(token.days is None and token.kind not in _LISTING for token in tokens):
        return None
    return frozenset[int]().union(*(token.days.inner for token in tokens if token.days is not None))


def _of_24_hours(clock: Clock) -> bool:
    return clock.half is None and (clock.hour == 0 or clock.hour > 12 or clock.exact)


def _exact(token: Token) -> Token:
    clock = token.clock
    if clock is None or clock.half is not None:
        return token
    return Token(token.kind, token.start, token.end, token.text, clock._replace(exact=True))


def _meaning(tokens: Sequence[Token]) -> Meaning | None:
    """Return what one label means; None where a word of it is not about days and hours."""
    tokens = [token for token in tokens if not _only_asks(token)]
    told = [token for token in tokens if token.kind not in _SKIPPED and token.text != "-"]
    clocks = [token.clock for token in told if token.clock is not None]
    days = [token.days for token in told if token.days is not None]
    if len(clocks) == 1 and len(told) == len(days) + 1:
        start = _start(clocks[0])
        if not days and any(token.text.isdecimal() for token in told):
            # A bare number is a rank or a count rather than an hour.
            return None
        return None if start is None else Meaning(days[0].inner if days else None, start=start)
    phrases = [token for token in phrases_of(tokens, DayEnds(7 * 60, 22 * 60), 60) if token.kind not in _SKIPPED]
    times = [token.times for token in phrases if token.times is not None]
    days = [token.days for token in phrases if token.days is not None]
    if len(days) > 1 or len(times) > 1 or len(phrases) != len(days) + len(times) or not phrases:
        return None
    windows = times[0].inner if times else ()
    if times and not windows:
        return None
    return Meaning(days[0].inner if days else None, windows)


def _only_asks(token: Token) -> bool:
    """Whether a word only makes a question of a label: "Can you do Monday 9-11?"."""
    part = HEADING_WORDS.get(folded(token.text)) if token.kind is Kind.UNKNOWN else None
    return token.text == "?" or part in (Part.SILENT, Part.ASKING, Part.FREE)


def _start(clock: Clock) -> int | None:
    """Return the start that a label names; without am or pm, hours up to 6 are of the afternoon."""
    hour = clock.hour
    if clock.half is not None:
        hour = hour % 12 + (12 if clock.half == "pm" else 0)
    elif not clock.exact and hour <= 6:
        hour += 12
    return None if hour > 23 else hour * 60 + clock.minute


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
    Said.IF_NEED_BE: "(ok)|(okay)|(ja)|(oui)|(si)|(s\u00ed)|(x)|(\u2713)|(\u2714)|"
    "if need be|if needed|if necessary|if i must|if i have to|ifneedbe|(yes)|yes if need be|"
    "if required|"
    "available if needed|only if needed|if-need-be|yes, if need be|if really needed|not ideal|not preferred|"
    "wenn nötig|zur not|si necesario|si hace falta|si besoin|si nécessaire|available but not preferred|less preferred|"
    "possible|could|could do|second choice|can if needed|under reserve|in an emergency|available if need be|"
    "sous réserve|unter vorbehalt|bajo reserva|con reserva|falls nötig|notfalls|wenn es sein muss|"
    "wenn es nicht anders geht|si es necesario|en cas de besoin|au besoin",
}
_SAID = {word: said for said, words in _WORDS.items() for word in words.split("|")}
_RANK = re.compile(r"(?:rank\s*)?(?:[1-9]|[1-2]\d)(?:st|nd|rd|th)?(?:\.0)?(?:\s*choice)?")


_IN_ITSELF = frozenset(_WORDS[Said.NO_WORDS].split("|")) - {"n/a", "na", "n.a."} | frozenset(
    [
        "available",
        "free",
        "works",
        "works for me",
        "can",
        "can do",
        "i can",
        "i am available",
        "i'm available",
        "i am free",
        "i'm free",
        "can attend",
        "attending",
        "frei",
        "libre",
        "disponible",
        "verfügbar",
        "yes, available",
        "available all",
        "fully available",
    ]
)


def says_in_itself(cell: str) -> bool:
    """Return whether a word says free or not free by itself, whichever of them was asked about: "busy", "available"."""
    return fold(cell).replace("\u2019", "'").rstrip(".!") in _IN_ITSELF


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
