"""Tokens → days and times: ranges of either, open ends, and what narrows what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matcher.survey.hours.clock_times import DayEnds, after, before, between, point
from matcher.survey.hours.tokens import Clock, Days, Times, Token
from matcher.survey.hours.words import Kind

__all__ = ["phrases_of"]

_JOINERS = frozenset({Kind.TO, Kind.UNTIL})
_AT = frozenset({"a", "al", "au", "\u00e0"})
"""Words that say "at" where they do not say "to"."""


def phrases_of(tokens: Sequence[Token], ends: DayEnds, meeting_minutes: int) -> list[Token]:
    """Return the tokens with every range, open end and single time read as `Kind.DAY` or `Kind.TIMES`.

    A word such as "after" or "to" without a time becomes `Kind.UNKNOWN`.
    """
    return _Reader([token for token in tokens if token.kind is not Kind.SILENT], ends, meeting_minutes).read()


class _Reader:
    """Reads tokens from left to right; `place` is the next one."""

    def __init__(self, tokens: Sequence[Token], ends: DayEnds, meeting_minutes: int) -> None:
        self.tokens = tokens
        self.ends = ends
        self.meeting_minutes = meeting_minutes
        self.place = 0

    def read(self) -> list[Token]:
        found = []
        while self.place < len(self.tokens):
            token, used = self._days() or self._range() or self._open_end() or self._single()
            self.place += used
            if token is not None:
                found.append(token)
        return found

    def _kind(self, ahead: int) -> Kind | None:
        place = self.place + ahead
        return self.tokens[place].kind if place < len(self.tokens) else None

    def _whole(self, used: int, *, days: Days | None = None, times: Times | None = None) -> Token:
        first, last = self.tokens[self.place], self.tokens[self.place + used - 1]
        kind = Kind.UNKNOWN if days is None and times is None else Kind.DAY if days else Kind.TIMES
        text = " ".join(token.text for token in self.tokens[self.place : self.place + used])
        return Token(kind, first.start, last.end, text, days=days, times=times)

    def _clock(self, ahead: int) -> Clock | None:
        place = self.place + ahead
        return self.tokens[place].clock if place < len(self.tokens) else None

    def _days(self) -> tuple[Token, int] | None:
        """Read ``Mon-Thu``, ``from Monday to Thursday``, ``between Mon and Thu``; ``Mon-Wed-Fri`` is a list."""
        lead = 1 if self._kind(0) in (Kind.FROM, Kind.BETWEEN) else 0
        joiners = _JOINERS | {Kind.AND} if self._kind(0) is Kind.BETWEEN else _JOINERS
        chain = [lead]
        if self._single_day(lead) is None:
            return None
        while self._kind(chain[-1] + 1) in joiners and self._single_day(chain[-1] + 2) is not None:
            chain.append(chain[-1] + 2)
        if len(chain) == 1:
            return None
        days = [day for ahead in chain if (day := self._single_day(ahead)) is not None]
        used = chain[-1] + 1
        return self._whole(used, days=_day_range(days, [self.tokens[self.place + ahead].text for ahead in chain])), used

    def _single_day(self, ahead: int) -> int | None:
        place = self.place + ahead
        days = self.tokens[place].days if place < len(self.tokens) else None
        return next(iter(days.outer)) if days is not None and len(days.outer) == 1 else None

    def _range(self) -> tuple[Token, int] | None:
        """Read ``9-11``, ``from 9 to 11``, ``between 9 and 11``."""
        lead = 1 if self._kind(0) in (Kind.FROM, Kind.BETWEEN, Kind.AFTER) else 0
        joiners = _JOINERS | {Kind.AND} if self._kind(0) is Kind.BETWEEN else _JOINERS | {Kind.BEFORE}
        first, last = self._clock(lead), self._clock(lead + 2)
        if first is None or last is None or self._kind(lead + 1) not in joiners:
            return None
        return self._whole(lead + 3, times=between(first, last)), lead + 3

    def _open_end(self) -> tuple[Token, int] | None:
        """Read ``after 2``, ``until 3``, ``2pm onwards``, ``2pm-``."""
        first = self._clock(0)
        if first is not None:
            or_after = self._kind(1) is Kind.AND and self._kind(2) is Kind.AFTER and self._clock(3) is None
            if or_after:
                return self._whole(3, times=after(first, self.ends)), 3
            onward = self._kind(1) is Kind.ONWARD
            dangling = self._kind(1) is Kind.TO and self._kind(2) in (None, Kind.STOP, Kind.COMMA)
            return (self._whole(2, times=after(first, self.ends)), 2) if onward or dangling else None
        bound = self._clock(1)
        if bound is None:
            return None
        if self._kind(0) in (Kind.AFTER, Kind.FROM):
            used = 3 if self._kind(2) is Kind.ONWARD else 2
            return self._whole(used, times=after(bound, self.ends)), used
        until = self._kind(0) is Kind.TO and self.tokens[self.place].text.casefold() == "bis"
        if until or self._kind(0) in (Kind.BEFORE, Kind.UNTIL):
            return self._whole(2, times=before(bound, self.ends)), 2
        return None

    def _single(self) -> tuple[Token | None, int]:
        token = self.tokens[self.place]
        if token.text == "0":
            # A mark in a table rather than midnight.
            return self._whole(1), 1
        if token.clock is not None:
            return self._whole(1, times=point(token.clock, self.meeting_minutes)), 1
        if token.kind is Kind.TO and token.text == "-":
            return token, 1
        if token.kind is Kind.EVERY:
            # "Every Monday" is Monday; "every evening" is of all days.
            return (None if self._kind(1) is Kind.DAY else self._whole(1)), 1
        if token.kind is Kind.TO and token.text.casefold() in _AT and self._clock(1) is not None:
            return None, 1
        if token.kind is Kind.ONWARD and token.text == "+":
            return replace(token, kind=Kind.AND), 1
        if token.kind in (*_JOINERS, Kind.AFTER, Kind.BEFORE, Kind.BETWEEN, Kind.FROM, Kind.ONWARD):
            return self._whole(1), 1
        return token, 1


def _day_range(days: list[int], texts: list[str]) -> Days:
    if len(days) > 2:
        return Days(frozenset(days), frozenset(days))
    first, last = days
    reach = frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
    if (first, last) == (1, 3) and all(len(text) <= 2 for text in texts):
        return Days(frozenset(days), reach, f"{'-'.join(texts)} may mean two days or three", reach)
    return Days(reach, reach, spans=reach)
