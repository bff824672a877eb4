"""Clauses of an answer → what is offered, what is taken away, and what is left to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from matcher.intake.people import DAY_MINUTES
from matcher.survey.hours.clauses import Clause, Item
from matcher.survey.hours.clock_times import DayEnds
from matcher.survey.hours.tokens import Days, Times, Window, folded
from matcher.survey.hours.words import EVERY_DAY, RESTRICTING, Kind

__all__ = ["Answer", "answer_of"]

_WHOLE_DAY: Window = (0, DAY_MINUTES)
"""From midnight to midnight."""
_WORKING_DAYS = frozenset(range(5))


@dataclass(slots=True)
class Answer:
    """What an answer says.

    Parameters
    ----------
    offered, taken
        Windows in minutes from Monday 00:00: what is surely offered, all that may be taken away.
    offered_names, taken_names
        Slots by name.
    asked, notes
        Texts that are left out and asked about; how others were taken.
    offer_lost
        Whether something that was offered is left out: what is only taken away is then not the whole answer.
    refused
        Whether nothing of the answer is safe to use.
    never
        Whether it says that no time is possible.
    """

    offered: list[Window] = field(default_factory=list)
    taken: list[Window] = field(default_factory=list)
    offered_names: list[str] = field(default_factory=list)
    taken_names: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    offer_lost: bool = False
    refused: bool = False
    never: bool = False
    sure: bool = True


class _Said(NamedTuple):
    """Times of an item, with their days; None: no day is said."""

    item: Item
    days: Days | None
    times: tuple[Times, ...]


def answer_of(text: str, clauses: Sequence[Clause], ends: DayEnds) -> Answer:
    """Return what the clauses of an answer say together; `text` is only quoted."""
    teller = _Teller(text, ends)
    for clause in clauses:
        teller.hear(clause)
    return teller.tell()


class _Teller:
    """Goes over clauses; days and times without their other half wait for it."""

    def __init__(self, text: str, ends: DayEnds) -> None:
        self.text = text
        self.ends = ends
        self.answer = Answer()
        self.said: list[_Said] = []
        self.bare: list[Item] = []
        self.waiting: list[Item] = []
        self.days_before: Days | None = None

    def hear(self, clause: Clause) -> None:
        """Take in one clause."""
        if clause.bare_denial:
            self._hear_denial()
            return
        for item in clause.items:
            if item.unread:
                self._ask_unread(item, clause)
        items = [item for item in clause.items if not item.unread]
        if clause.taken and not clause.exception and _is_mix(clause.items, clause.brief):
            # "Not Fridays, Mon 9-11": is Monday taken away too, or all that is offered?
            self.answer.offer_lost = True
            self.answer.asked.append(self._quote(clause.items[0], clause.items[-1]))
        names = self.answer.taken_names if clause.taken else self.answer.offered_names
        names.extend(item.name for item in items if item.name is not None)
        items = [item for item in items if item.name is None]
        if items and clause.taken:
            self._take(items)
        elif items:
            self._offer(items)

    def tell(self) -> Answer:
        """Return the answer once every clause is heard."""
        self.bare.extend(self.waiting)
        for said in self.said:
            if said.days is not None:
                self._add(said, said.days.inner)
                self._note(said.days.note)
        self._tell_dayless([said for said in self.said if said.days is None])
        self._tell_bare()
        return self.answer

    # What is offered ------------------------------------------------------------------------------------------------

    def _offer(self, items: list[Item]) -> None:
        forms = {item.days_first for item in items if item.complete}
        if len(forms) > 1:
            for item in items:
                if not item.complete:
                    self._ask(item, "its days and times cannot be told apart from those beside it")
            items = [item for item in items if item.complete]
        times_first = forms == {False} or (not forms and items[0].days is None and items[-1].days is not None)
        if self.waiting and items[0].days is not None:
            self.bare.extend(self.waiting)
            self.waiting = []
        self.said.extend(self._times_first(items) if times_first else self._days_first(items))

    def _days_first(self, items: Sequence[Item]) -> Iterator[_Said]:
        """Join ``Mon, Wed 9-11, 14-16``: days wait for the next times, times belong to the last days."""
        for item in items:
            if item.days is not None:
                self.waiting.append(item)
                if not item.times:
                    continue
            if self.waiting:
                self.days_before = _joined(self.waiting)
                self.waiting = []
            yield _Said(item, self.days_before, item.times)

    def _times_first(self, items: Sequence[Item]) -> Iterator[_Said]:
        """Join ``9-11, 14-16 Mon, Wed``: times wait for the next days, days belong to the last times."""
        waiting: list[Item] = []
        times: tuple[Times, ...] = ()
        self.days_before = None
        for item in items:
            if item.days is None:
                waiting.append(item)
                continue
            if item.times or waiting:
                times = (*(time for one in waiting for time in one.times), *item.times)
                waiting = []
            yield _Said(item, item.days, times)
        for item in waiting:
            self._ask(item, "no day stands with it")

    def _add(self, said: _Said, days: Iterable[int]) -> None:
        for time in said.times:
            if time.inner:
                self.answer.offered.extend(_weekly(days, time.inner))
                self.answer.sure &= time.sure
                self._note(None if time.note is None else f"{self._quote(said.item)} {time.note}")
            else:
                self._ask(said.item, time.note)

    def _tell_dayless(self, dayless: Sequence[_Said]) -> None:
        """Times without any day: "any time" is of every day, other times are of the working days."""
        days_named = bool(self.answer.offered or self.bare)
        for said in dayless:
            if days_named:
                self._ask(said.item, "no day stands with it")
            elif all(time.broad and time.outer == (_WHOLE_DAY,) for time in said.times):
                self._add(said, EVERY_DAY)
            else:
                self._add(said, _WORKING_DAYS)
                self._note("no day is given: taken as Monday to Friday")
                self.answer.sure = False

    def _tell_bare(self) -> None:
        """Days without times are whole days where nothing else is said, else asked about."""
        answer = self.answer
        if self.said or answer.asked or answer.offered_names:
            for item in self.bare:
                self._ask(item, "no times stand with it")
        elif self.bare:
            days = _joined(self.bare)
            window = (self.ends.start, self.ends.end)
            answer.offered.extend(_weekly(days.inner, [window]))
            self._note(f"no times are given: the whole day is taken, {_hours(window)}")
            self._note(days.note)

    # What is taken away ---------------------------------------------------------------------------------------------

    def _take(self, items: list[Item]) -> None:
        """Take away the widest reading: of days that do not plainly share the next times, the whole."""
        before: list[Item] = []
        for place, item in enumerate(items):
            if item.days is not None and not item.times and _share_times(items[place + 1 :]):
                before.append(item)
                continue
            days = _joined([*before, item]).outer if before or item.days is not None else None
            before = []
            if days is None and place and items[place - 1].days is not None:
                days = _joined([items[place - 1]]).outer
            windows = [window for time in item.times for window in time.outer] or [_WHOLE_DAY]
            self.answer.taken.extend(_weekly(EVERY_DAY if days is None else days, windows))

    def _hear_denial(self) -> None:
        """Hear a bare "none": "Monday: none" over two lines takes Monday away; with nothing said before, everything."""
        if self.waiting:
            self.answer.taken.extend(_weekly(_joined(self.waiting).outer, [_WHOLE_DAY]))
            self.waiting = []
        elif not (self.said or self.answer.offered_names or self.answer.taken or self.answer.taken_names):
            self.answer.never = True

    # What is asked --------------------------------------------------------------------------------------------------

    def _ask(self, item: Item, why: str | None) -> None:
        quoted = self._quote(item)
        self.answer.asked.append(quoted if why is None else f"{quoted} ({why})")
        self.answer.offer_lost = True

    def _ask_unread(self, item: Item, clause: Clause) -> None:
        """Leave out what is not understood, and the whole of the days it speaks of; without days it may mean all."""
        quoted = self._quote(item)
        self.answer.asked.append(quoted)
        # Behind a mere "not" there may be an offer, too: "not Mondays then Tuesdays 9-11".
        self.answer.offer_lost |= (not clause.taken or clause.brief) and bool(item.days or item.times)
        if item.only_maybe and not clause.taken:
            return
        if item.days is not None:
            self.answer.taken.extend(_weekly(item.days.outer, [_WHOLE_DAY]))
        elif clause.taken or item.times or _may_restrict(quoted):
            self.answer.refused = True

    def _quote(self, first: Item, last: Item | None = None) -> str:
        return repr(self.text[first.start : (last or first).end])

    def _note(self, note: str | None) -> None:
        if note is not None and note not in self.answer.notes:
            self.answer.notes.append(note)


def _is_mix(items: Sequence[Item], brief: bool) -> bool:
    """Tell whether another day with times stands behind a comma, which may be all that is offered."""
    unlike = brief or not items[0].times
    return unlike and any(item.complete and item.joined is Kind.COMMA for item in items[1:])


def _share_times(following: Sequence[Item]) -> bool:
    """Tell whether days stand in a list "Mon, Wed or Fri after 3" that "and", "or" or "/" ends."""
    for item in following:
        if item.times:
            return item.joined is Kind.AND and item.days is not None
    return False


def _joined(items: Iterable[Item]) -> Days:
    days = [item.days for item in items if item.days is not None]
    notes = "; ".join(one.note for one in days if one.note)
    inner, outer = (frozenset[int]().union(*side) for side in ([d.inner for d in days], [d.outer for d in days]))
    return Days(inner, outer, notes or None)


def _weekly(days: Iterable[int], windows: Iterable[Window]) -> list[Window]:
    windows = list(windows)
    return [(day * DAY_MINUTES + start, day * DAY_MINUTES + end) for day in sorted(days) for start, end in windows]


def _may_restrict(text: str) -> bool:
    words = {folded(word) for word in text.replace("'", " ").split()}
    return bool(words & RESTRICTING) or any(letter.isdigit() for letter in text)


def _hours(window: Window) -> str:
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in window)
