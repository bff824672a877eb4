"""Hours as people write them → availability as the intake has it.

Never freer than what was said: an offer counts by what is surely meant, a denial by all that may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.intake.people import DAYS, WEEK_MINUTES, Availability
from matcher.intake.program import fold
from matcher.intake.words.listing import in_a_row
from matcher.survey.hours.clauses import clauses_of
from matcher.survey.hours.clock_times import DayEnds
from matcher.survey.hours.offers import Answer, answer_of
from matcher.survey.hours.ranges import phrases_of
from matcher.survey.hours.tokens import Token, Window, folded, tidy, tokens_of
from matcher.survey.hours.words import NOTHING, Kind
from matcher.survey.words.word_tables import Understood

__all__ = ["USUAL", "HourSettings", "Hours", "asks_when_unavailable", "join_hours", "never_free", "read_hours"]


@dataclass(frozen=True, slots=True)
class Hours:
    """Cells `availability` and `unavailable` of an intake, as canonical text; None: blank."""

    available: str | None = None
    unavailable: str | None = None


@dataclass(frozen=True, slots=True)
class HourSettings:
    """What the coordinator may settle about hours.

    Parameters
    ----------
    slots
        ``schedule.slots``: names of events or dates, and times, that an answer may name.
    day_start, day_end
        Minutes from midnight: how far "before 10", "after 2" and "any time Tuesday" reach (default 07:00 to 22:00).
    meeting_minutes
        How long somebody is free who says only when they can start (``Mon 3pm``).
    if_need_be
        Whether "if need be" counts as available.
    """

    slots: tuple[str, ...] = ()
    day_start: int = 7 * 60
    day_end: int = 22 * 60
    meeting_minutes: int = 60
    if_need_be: bool = True


USUAL = HourSettings()
MOST_LETTERS = 2000
"""Longer answers are not read but asked about."""
_WHOLE_WEEK = f"{','.join(DAYS)} 00:00-24:00"
_NOT_FREE = re.compile(
    r"\b(?:un-?availab\w*|(?:not|never)\s+(?:\w+\s+){0,2}(?:available|free|able|meet|attend|make|work|suit|possible|schedule)|"
    r"(?:can|could|will|would|are)\s+you\s+(?:\w+\s+){0,2}(?:not|never)|(?-i:NOT)(?!\s+(?:leave|list|include|skip|write|"
    r"use|forget))|busy|unable|conflicts?|cannot|can't|cant|won't|\w+n't\s+(?:be\s+)?(?:available|free|make|work|meet)|"
    r"blocked|commitments?|nicht|keine|no\s+(?:puedes?|disponibles?)|indisponib\w*|pas\s+disponibles?|class\s+schedule|"
    r"impossible)\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(r"[?!]|\.\s|\(\s*(?:if|please|leave|note|don't|do not)\b", re.IGNORECASE)
"""Where a question ends and advice on answering it begins."""


def read_hours(text: str, settings: HourSettings = USUAL, *, takes_away: bool = False) -> Understood[Hours]:
    """Read free text about hours: ``Mon 9-11am, Weds after 2``, ``not Fridays``.

    Never freer than what was said. A part that cannot be read is told in the note (`sure` False) and left out where
    that is safe; else `value` is None, and the person must be treated as `never_free` until somebody settles it.
    A blank text gives `value` None, `sure` True.

    Parameters
    ----------
    takes_away
        The question asked when people are *not* available.
    """
    written = tidy(text).strip()
    if not written:
        return Understood(None)
    if len(written) > MOST_LETTERS:
        return Understood(None, sure=False, note="too long to be read as hours")
    ends = DayEnds(settings.day_start, settings.day_end)
    tokens = phrases_of(_with_slots(written, tokens_of(written), settings.slots), ends, settings.meeting_minutes)
    if takes_away:
        return _read_unavailable(written, tokens, ends)
    return _hours_of(written, answer_of(written, clauses_of(tokens), ends))


def join_hours(parts: Sequence[Understood[Hours]]) -> Understood[Hours]:
    """Join what several columns say of one person: free where any says free, never where any says not.

    A part that is not understood at all makes the whole not understood; blank parts say nothing.
    """
    notes = "; ".join(dict.fromkeys(part.note for part in parts if part.note)) or None
    if any(part.value is None and not part.sure for part in parts):
        return Understood(None, sure=False, note=notes)
    said = [part.value for part in parts if part.value is not None]
    if not said:
        return Understood(None, note=notes)
    available = "; ".join(hours.available for hours in said if hours.available) or None
    unavailable = "; ".join(hours.unavailable for hours in said if hours.unavailable) or None
    return Understood(Hours(available, unavailable), all(part.sure for part in parts), notes)


def never_free(slots: Sequence[str] = ()) -> str:
    """Return the cell `unavailable` of somebody who can never meet, until the coordinator settles it."""
    return "; ".join((_WHOLE_WEEK, *slots))


def asks_when_unavailable(header: str) -> bool:
    """Return whether a question asks when people are *not* available (to be passed on as `takes_away`)."""
    return _NOT_FREE.search(_ADVICE.split(tidy(header))[0]) is not None


def written_hours(windows: Iterable[Window], names: Iterable[str] = ()) -> str | None:
    """Return windows, in minutes from Monday 00:00, as a cell; past Sunday they go on on Monday. None: nothing."""
    parts = []
    for start, end in windows:
        parts.append((start, min(end, WEEK_MINUTES)))
        if end > WEEK_MINUTES:
            parts.append((0, end - WEEK_MINUTES))
    joined: list[Window] = []
    for start, end in sorted(parts):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return str(Availability(tuple(joined), tuple(dict.fromkeys(names)))) or None


def _with_slots(text: str, tokens: Sequence[Token], slots: Sequence[str]) -> list[Token]:
    """Put the name of a slot in place of the tokens that spell it."""
    if not slots:
        return list(tokens)
    names = {re.sub(r"\s+", r" ", fold(tidy(name))): name for name in slots}
    longest = sorted(names, key=len, reverse=True)
    pattern = re.compile(
        r"(?<![^\W_])(?:"
        + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest)
        + r")(?![^\W_])(?!\s*-|:)",
        re.IGNORECASE,
    )
    found = [Token(Kind.SLOT, one.start(), one.end(), names[fold(one.group())]) for one in pattern.finditer(text)]
    kept = [token for token in tokens if not any(slot.start < token.end and token.start < slot.end for slot in found)]
    return sorted([*kept, *found], key=lambda token: token.start)


def _hours_of(text: str, answer: Answer) -> Understood[Hours]:
    note = _note(answer)
    lost = answer.offer_lost and not answer.offered and not answer.offered_names
    says_something = answer.offered or answer.offered_names or answer.taken or answer.taken_names
    if answer.refused or lost or not (says_something or answer.never):
        return _unread(text, answer)
    if answer.never:
        return Understood(Hours(None, _WHOLE_WEEK), sure=False, note="says that no time is possible")
    sure = answer.sure and not answer.asked
    if not (answer.offered or answer.offered_names):
        only = "says only when not: taken as free at all other times"
        unavailable = written_hours(answer.taken, answer.taken_names)
        return Understood(Hours(None, unavailable), sure, "; ".join(filter(None, (only, note))))
    available = written_hours(_without(answer.offered, answer.taken), answer.offered_names)
    # Where every offer is taken away again, the cell must not be blank: blank means free.
    taken = answer.taken if answer.offered_names or available is None else []
    unavailable = _WHOLE_WEEK if available is None else written_hours(taken, answer.taken_names)
    return Understood(Hours(available, unavailable), sure, note)


def _unread(text: str, answer: Answer) -> Understood[Hours]:
    """Return that nothing of an answer can be used, with the parts of it that stand in the way."""
    parts = in_a_row(part for part in answer.asked if part != repr(text))
    return Understood(None, sure=False, note=f"cannot be read safely: {parts}" if parts else "cannot be read safely")


def _note(answer: Answer) -> str | None:
    asked = [f"not understood and left out: {in_a_row(answer.asked)}"] if answer.asked else []
    return "; ".join([*answer.notes, *asked]) or None


def _without(windows: Iterable[Window], taken: Iterable[Window]) -> list[Window]:
    left = list(windows)
    for start, end in taken:
        for shift in (-WEEK_MINUTES, 0, WEEK_MINUTES):
            first, last = start + shift, end + shift
            left = [
                part
                for window in left
                for part in ((window[0], min(window[1], first)), (max(window[0], last), window[1]))
                if part[0] < part[1]
            ]
    return left


def _read_unavailable(text: str, tokens: Sequence[Token], ends: DayEnds) -> Understood[Hours]:
    """Read an answer to "when are you not available": everything that it names is taken away."""
    if folded(text).strip() in NOTHING or fold(text).rstrip(".!") in NOTHING:
        return Understood(Hours())
    kinds = {token.kind for token in tokens}
    refused = _unread(text, Answer())
    if kinds & {Kind.EXCEPT, Kind.BUT, Kind.FREE}:
        return refused
    plain = [token for token in tokens if token.kind is not Kind.NOT]
    clauses = clauses_of([Token(Kind.NOT, 0, 0, "unavailable"), *_each_taken(plain)])
    answer = answer_of(text, clauses, ends)
    if answer.refused or answer.never or not (answer.taken or answer.taken_names):
        return refused
    return Understood(Hours(None, written_hours(answer.taken, answer.taken_names)), not answer.asked, _note(answer))


def _each_taken(tokens: Sequence[Token]) -> list[Token]:
    """Say "not" anew after each full stop."""
    found = []
    for token in tokens:
        found.append(token)
        if token.kind is Kind.STOP:
            found.append(Token(Kind.NOT, token.end, token.end, "unavailable"))
    return found
