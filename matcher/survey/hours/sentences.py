"""A way in which an answer fits the grammar → what it offers and what it takes away."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lark import Token as Leaf
from lark import Tree

from matcher.intake.people import DAY_MINUTES
from matcher.survey.hours.clock_times import DayEnds, all_day, said
from matcher.survey.hours.grammar import in_shape, leaves
from matcher.survey.hours.tokens import Days, Times, Token, Window
from matcher.survey.hours.words import EVERY_DAY, Kind

__all__ = ["Sentence", "UnclearError", "sentence_of"]

_WHOLE_DAY: Window = (0, DAY_MINUTES)
"""From midnight to midnight."""
_GROUPS = ("first", "last")


class UnclearError(Exception):
    """A part of an answer may mean several things; the text says which."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Days with times of a day; `spans`: days that were named together (``Mon-Fri``) rather than each."""

    days: frozenset[int]
    spans: frozenset[int]
    windows: tuple[Window, ...]
    outer: tuple[Window, ...]
    quoted: str
    timed: bool = True

    def weekly(self, *, widest: bool) -> list[Window]:
        return _weekly(self.days, self.outer if widest else self.windows)


@dataclass(slots=True)
class Sentence:
    """What an answer says, in windows from Monday 00:00 and names of slots.

    Parameters
    ----------
    offered, offered_at_most
        What is offered: as it is taken for an offer, and all that may be meant.
    taken, taken_names
        All that may be taken away.
    never
        Whether it says that no time is possible.
    """

    offered: list[Window] = field(default_factory=list)
    offered_at_most: list[Window] = field(default_factory=list)
    offered_names: list[str] = field(default_factory=list)
    taken: list[Window] = field(default_factory=list)
    taken_names: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    never: bool = False

    @property
    def offers(self) -> bool:
        """Whether it offers anything at all."""
        return bool(self.offered or self.offered_names)


def sentence_of(
    way: Tree[Leaf], text: str, tokens: Sequence[Token], ends: DayEnds, *, only: bool = False, busy: bool = False
) -> Sentence:
    """Return what one way to read an answer says.

    Parameters
    ----------
    tokens
        Those that the leaves of `way` stand for; `text` is only quoted.
    only
        The answer says "only" somewhere, so that what it says twice of a day is unclear.
    busy
        The question was when somebody is *not* available.

    Raises
    ------
    UnclearError
        A part of it may mean several things.
    """
    return _Speaker(text, tokens, ends, only, busy).sentence(way)


class _Speaker:
    """Goes over a tree; the groups that are offered are kept until all are known."""

    def __init__(self, text: str, tokens: Sequence[Token], ends: DayEnds, only: bool, busy: bool) -> None:
        self.text = text
        self.tokens = tokens
        self.ends = ends
        self.only = only
        self.busy = busy
        self.groups: list[_Group] = []
        self.said = Sentence()

    def sentence(self, way: Tree[Leaf]) -> Sentence:
        whole = way if way.data == "offer" else next(child for child in way.children if isinstance(child, Tree))
        if whole.data == "never":
            self.said.never = True
        elif whole.data == "offer":
            self._offer(whole, alone=True)
        elif whole.data == "deny":
            self._deny(whole, alone=True)
        else:
            parts = [part for part in whole.children if isinstance(part, Tree)]
            for part, following in zip(parts, [*parts[1:], None], strict=True):
                if part.data == "offer":
                    self._offer(part, alone=following is not None and self._is_exception(following))
                else:
                    self._deny(part, alone=False)
        if not self.busy:
            self._compare_groups()
        for group in self.groups:
            self.said.offered += group.weekly(widest=False)
            self.said.offered_at_most += group.weekly(widest=True)
        return self.said

    # What is offered ------------------------------------------------------------------------------------------------

    def _offer(self, offer: Tree[Leaf], *, alone: bool) -> None:
        (form,) = (child for child in offer.children if isinstance(child, Tree))
        if form.data == "bare":
            if not alone:
                raise UnclearError(f"no times stand with {self._quote(form)}")
            self.groups.append(self._whole_days(form))
        elif form.data == "spare":
            self._spare(form)
        elif form.data == "dayless":
            self.groups.append(self._dayless(form))
        for part in form.children:
            if not isinstance(part, Tree):
                continue
            if part.data == "named":
                self.said.offered_names += self._names(part)
            elif part.data == "whole_days":
                self.groups.append(self._whole_days(part))
            elif part.data in _GROUPS:
                self.groups.append(self._group(part))

    def _is_exception(self, deny: Tree[Leaf]) -> bool:
        """Whether it says "except": days alone before it ("every day except Friday") are then whole days."""
        return self.tokens[min(_places(deny))].kind is Kind.EXCEPT

    def _group(self, tree: Tree[Leaf]) -> _Group:
        (days,) = in_shape(tree, "days")
        (times,) = in_shape(tree, "times")
        inner, outer = self._windows(times)
        for minus in in_shape(tree, "minus"):
            (away,) = in_shape(minus, "times")
            inner = _without(inner, self._windows(away)[1])
        found = self._days(days)
        return _Group(found, self._spans(days), tuple(inner), tuple(outer), self._quote(tree))

    def _whole_days(self, tree: Tree[Leaf]) -> _Group:
        (days,) = in_shape(tree, "days")
        times = all_day(self.ends)
        if not self.busy:
            self._note(f"no times are given: the whole day is taken, {said(times.inner)}")
        return _Group(self._days(days), self._spans(days), times.inner, times.outer, self._quote(tree), timed=False)

    def _spare(self, tree: Tree[Leaf]) -> None:
        """Days alone behind days with times: whole days where it was asked when not, else nobody knows."""
        (days,) = in_shape(tree, "days")
        if not self.busy:
            raise UnclearError(f"no times stand with {self._quote(days)}")
        self.groups.append(self._whole_days(tree))

    def _dayless(self, tree: Tree[Leaf]) -> _Group:
        """Times without any day: "any time" is of every day; of other times it is not said of which."""
        (times,) = in_shape(tree, "times")
        kinds = {self.tokens[place].kind for place in _places(times)} - {Kind.COMMA, Kind.AND}
        inner, outer = self._windows(times)
        if kinds != {Kind.ANY_TIME} and not self.busy:
            raise UnclearError(f"no day is given with {self._quote(times)}")
        return _Group(EVERY_DAY, EVERY_DAY, tuple(inner), tuple(outer), self._quote(tree), timed=False)

    def _compare_groups(self) -> None:
        """Ask where a day is named on its own beside days that hold it: is it one more time, or an exception?"""
        for one, other in itertools.combinations(self.groups, 2):
            small, big = (one, other) if len(one.days) < len(other.days) else (other, one)
            common = small.days & big.days
            if not common or (small.days == big.days and not self.only):
                continue
            more = _without(big.windows, small.windows)
            if more and (self.only or (small.days < big.days and common & big.spans)):
                raise UnclearError(
                    f"{small.quoted} may be all of that day or come on top of {big.quoted}: {said(small.windows)}, or "
                    f"{said((*small.windows, *big.windows))}"
                )

    # What is taken away ---------------------------------------------------------------------------------------------

    def _deny(self, deny: Tree[Leaf], *, alone: bool) -> None:
        if alone and any(token.kind is Kind.NO_MARK for token in self.tokens):
            raise UnclearError("says only when not")
        engaged = any(token.kind is Kind.ENGAGED for token in self.tokens)
        whole_days = any(in_shape(said, "days") for den in _dens(deny) for said in in_shape(den, "objects"))
        if alone and engaged and whole_days and not self.busy:
            raise UnclearError("says what takes place, and not at which hours")
        for den in _dens(deny):
            for objects in in_shape(den, "objects"):
                self._take(objects, den)

    def _take(self, objects: Tree[Leaf], den: Tree[Leaf]) -> None:
        self.said.taken_names += self._names(objects)
        for timed in in_shape(objects, "timed"):
            if self._is_exception(den) and not any(group.timed for group in self.groups):
                # "Mon-Fri except Wed 9-12": are these the hours of the exception, or of the other days?
                raise UnclearError(f"to which days does {self._quote(timed)} belong?")
            (days,), (times,) = in_shape(timed, "days"), in_shape(timed, "times")
            away = _weekly(self._days(days), self._windows(times)[1])
            if self._is_exception(den) and not self._is_offered(away):
                raise UnclearError(f"{self._quote(timed)} is not among the hours that it is an exception from")
            self.said.taken += away
        for days in in_shape(objects, "days"):
            self.said.taken += _weekly(self._days(days), [_WHOLE_DAY])
        for times in in_shape(objects, "times"):
            self.said.taken += _weekly(self._scope(times), self._windows(times)[1])

    def _is_offered(self, windows: Sequence[Window]) -> bool:
        """Whether some of the windows lie in what was offered before; no more is known where that were names."""
        offered = [window for group in self.groups for window in group.weekly(widest=True)]
        return bool(_common(offered, windows)) or not offered

    def _scope(self, times: Tree[Leaf]) -> frozenset[int]:
        """Return of which days times are taken away that stand without a day: of those just offered, else of all."""
        if len(self.groups) > 1:
            raise UnclearError(f"of which days is {self._quote(times)} taken away?")
        return self.groups[0].days if self.groups else EVERY_DAY

    # Days and times -------------------------------------------------------------------------------------------------

    def _days(self, tree: Tree[Leaf]) -> frozenset[int]:
        found = frozenset[int]()
        for days in self._day_tokens(tree):
            if days.inner != days.outer:
                raise UnclearError(days.note or self._quote(tree))
            found |= days.inner
        return found

    def _spans(self, tree: Tree[Leaf]) -> frozenset[int]:
        return frozenset[int]().union(*(days.spans for days in self._day_tokens(tree)))

    def _day_tokens(self, tree: Tree[Leaf]) -> Iterator[Days]:
        for place in leaves(tree, "DAY"):
            days = self.tokens[place].days
            if days is not None:
                yield days

    def _names(self, tree: Tree[Leaf]) -> list[str]:
        return [self.tokens[place].text for place in leaves(tree, "SLOT")]

    def _windows(self, tree: Tree[Leaf]) -> tuple[list[Window], list[Window]]:
        """Return what times are taken for, and all that they may mean."""
        inner: list[Window] = []
        outer: list[Window] = []
        previous: Times | None = None
        before: Tree[Leaf] | None = None
        for time in in_shape(tree, "time"):
            one = self._time(time)
            closer = None if before is None or self._joined_by_and(time) else self._closer(before, time)
            before = time
            if closer is not None:
                inner[-len(previous.inner if previous else ()) :] = closer.inner
                outer[-len(previous.outer if previous else ()) :] = closer.outer
                previous = closer
                continue
            if previous is not None and {previous.open, one.open} == {"after", "before"}:
                both = _common(previous.inner, one.inner)
                if both and not self._joined_by_and(time):
                    raise UnclearError(f"{self._quote(tree)} may mean {said(both)}, or both of them")
                if both:
                    inner[-1:], outer[-1:] = both, both
                    previous = None
                    continue
            inner += one.inner
            outer += one.outer
            previous = one
        return inner, outer

    def _closer(self, one: Tree[Leaf], other: Tree[Leaf]) -> Times | None:
        """Return what a part of the day and hours in it come to ("in the evening, 5-9pm"); None where they are two."""
        kinds = [{self.tokens[place].kind for place in _places(time)} for time in (one, other)]
        part, clock = (one, other) if Kind.PART in kinds[0] else (other, one)
        if [kind & {Kind.PART, Kind.TIMES} for kind in kinds] not in (
            [{Kind.PART}, {Kind.TIMES}],
            [{Kind.TIMES}, {Kind.PART}],
        ):
            return None
        times = [
            next((self.tokens[place].times for place in _places(time) if self.tokens[place].times is not None), None)
            for time in (part, clock)
        ]
        return None if times[0] is None or times[1] is None else _narrowed(times[0], times[1])

    def _joined_by_and(self, time: Tree[Leaf]) -> bool:
        before = self.tokens[min(_places(time)) - 1]
        return before.text.casefold() in ("and", "&", "und", "y", "et")

    def _time(self, tree: Tree[Leaf]) -> Times:
        tokens = [self.tokens[place] for place in _places(tree)]
        parts = [token.times for token in tokens if token.kind is Kind.PART and token.times is not None]
        clocks = [token.times for token in tokens if token.kind is Kind.TIMES and token.times is not None]
        quoted = self._quote(tree)
        if parts and clocks:
            found = _narrowed(parts[0], clocks[0])
            if found is None:
                raise UnclearError(f"{quoted} does not fit together")
            return found
        if clocks:
            return self._sure(clocks[0], quoted)
        if parts:
            self._note(f"{quoted} {parts[0].note}")
            return parts[0]
        return all_day(self.ends)

    def _sure(self, times: Times, quoted: str) -> Times:
        if not times.inner or not times.sure:
            meant = dict.fromkeys((*times.inner, *times.outer))
            either = f"may mean {' or '.join(said((window,)) for window in meant)}"
            raise UnclearError(f"{quoted} {either if len(meant) > 1 else times.note or 'is no plain time'}")
        self._note(None if times.note is None else f"{quoted} {times.note}")
        return times

    def _quote(self, tree: Tree[Leaf]) -> str:
        places = _places(tree)
        return repr(self.text[self.tokens[min(places)].start : self.tokens[max(places)].end])

    def _note(self, note: str | None) -> None:
        if note is not None and note not in self.said.notes:
            self.said.notes.append(note)


def _dens(deny: Tree[Leaf]) -> Iterator[Tree[Leaf]]:
    for den in in_shape(deny, "den"):
        yield den
        yield from _dens(den)


def _places(tree: Tree[Leaf]) -> list[int]:
    return [leaf.start_pos or 0 for leaf in tree.scan_values(lambda value: isinstance(value, Leaf))]


def _narrowed(part: Times, span: Times) -> Times | None:
    """Return what a time means beside a part of the day: the one reading that fits it; None where none does."""
    readings = list(dict.fromkeys(span.inner if span.sure else (*span.inner, *span.outer)))
    if span.open is not None:
        ends = {window[0 if span.open == "after" else 1]: window for window in reversed(readings)}
        fits = [window for end, window in ends.items() if any(first <= end <= last for first, last in part.outer)]
        inner = _common(part.inner, fits) or _common(part.outer, fits)
        return Times(inner, _common(part.outer, fits)) if len(fits) == 1 and inner else None
    fits = [window for window in readings if 2 * _shared(part.outer, window) >= window[1] - window[0]]
    return Times(tuple(fits), tuple(fits)) if len(fits) == 1 else None


def _shared(windows: Iterable[Window], window: Window) -> int:
    return sum(end - start for start, end in _common(tuple(windows), (window,)))


def _common(windows: Sequence[Window], others: Sequence[Window]) -> tuple[Window, ...]:
    pairs = ((max(one[0], two[0]), min(one[1], two[1])) for one in windows for two in others)
    return tuple((start, end) for start, end in pairs if start < end)


def _without(windows: Iterable[Window], taken: Iterable[Window]) -> list[Window]:
    left = list(windows)
    for first, last in taken:
        parts = [((start, min(end, first)), (max(start, last), end)) for start, end in left]
        left = [part for pair in parts for part in pair if part[0] < part[1]]
    return left


def _weekly(days: Iterable[int], windows: Iterable[Window]) -> list[Window]:
    windows = list(windows)
    return [(day * DAY_MINUTES + start, day * DAY_MINUTES + end) for day in sorted(days) for start, end in windows]
