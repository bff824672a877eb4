"""Tokens → clauses of items: which days and times stand together, and whether they are offered or taken away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from matcher.survey.hours.ranges import narrowed
from matcher.survey.hours.tokens import Days, Times, Token
from matcher.survey.hours.words import ENGAGEMENTS, Kind

__all__ = ["Clause", "Item", "clauses_of"]

_ATOMS = frozenset({Kind.DAY, Kind.TIMES, Kind.SLOT})
_DOUBTS = frozenset({Kind.UNKNOWN, Kind.MAYBE, Kind.IF})
_BREAKS = frozenset({Kind.COMMA, Kind.AND, Kind.STOP, Kind.BUT, Kind.EXCEPT})
_BRIEF = frozenset({"not", "no", "don't", "dont", "nicht", "kein", "keine", "pas", "never"})
_PLAIN_BUT = frozenset({"but", "aber", "pero", "mais", "though", "however"})


@dataclass(frozen=True, slots=True)
class Item:
    """Days, times or a slot that stand together, as far as punctuation tells.

    Parameters
    ----------
    days_first
        Whether the days stand before the times.
    joined
        What stands before the item within its clause: `Kind.COMMA`, `Kind.AND`, or None where nothing does.
    unread
        Something in it is not understood; `days` and `times` are then only what it speaks of.
    only_maybe
        It is unread only because it says "maybe": leaving it out takes nothing away from other items.
    """

    start: int
    end: int
    days: Days | None = None
    times: tuple[Times, ...] = ()
    name: str | None = None
    days_first: bool = True
    joined: Kind | None = None
    unread: bool = False
    only_maybe: bool = False

    @property
    def complete(self) -> bool:
        """Whether it has days as well as times, or names a slot."""
        return self.name is not None or (self.days is not None and bool(self.times))


@dataclass(slots=True)
class Clause:
    """Items up to the next full stop, "but" or "not".

    Parameters
    ----------
    taken
        Whether the items are taken away rather than offered.
    exception
        Whether it was opened by "except".
    denied
        Whether a "not" or "none" opened it.
    brief
        Whether that was a mere "not", which may speak of the next item alone.
    """

    taken: bool
    exception: bool = False
    denied: bool = False
    brief: bool = False
    items: list[Item] = field(default_factory=list)

    @property
    def bare_denial(self) -> bool:
        """Whether it is "none" or "not available", without days or times."""
        return self.denied and not self.items


def clauses_of(tokens: Sequence[Token]) -> list[Clause]:
    """Part tokens into clauses, each with its items."""
    return _Parter(tokens).part()


class _Parter:
    """Walks over tokens, opening a clause at each full stop, "but", "except" and leading "not"."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.clauses = [Clause(taken=False)]
        self.run: list[Token] = []
        self.joined: Kind | None = None
        self.run_denied = False

    def part(self) -> list[Clause]:
        for place, token in enumerate(self.tokens):
            if token.kind in _BREAKS:
                self._break(token, place)
            elif token.kind is Kind.NOT:
                self._deny(token, place)
            elif token.kind is Kind.FREE and not self.run and self.clauses[-1].taken and self.clauses[-1].items:
                self._open(Clause(taken=False))
            else:
                self.run.append(token)
        self._close_run(None)
        return [clause for clause in self.clauses if clause.items or clause.denied]

    def _break(self, token: Token, place: int) -> None:
        self._close_run(token.kind if token.kind in (Kind.COMMA, Kind.AND) else None)
        if token.kind is Kind.STOP:
            self._open(Clause(taken=False))
        elif token.kind is Kind.EXCEPT:
            self._open(Clause(taken=True, exception=True))
        elif token.kind is Kind.BUT:
            was_taken = self.clauses[-1].taken
            self._open(Clause(taken=False))
            denied = place + 1 < len(self.tokens) and self.tokens[place + 1].kind is Kind.NOT
            if token.text.casefold() in _PLAIN_BUT and not was_taken and not denied:
                # "Mon to Fri but Wed": an exception, or one more day?
                self.run.append(replace(token, kind=Kind.UNKNOWN))

    def _open(self, clause: Clause) -> None:
        self.clauses.append(clause)
        self.joined = None

    def _deny(self, token: Token, place: int) -> None:
        has_atoms = any(one.kind in _ATOMS for one in self.run)
        if self.run and self.run[-1].kind is Kind.UNKNOWN:
            # "Sat 9-11 before class": no denial, but nothing that is understood either.
            self.run.append(replace(token, kind=Kind.UNKNOWN))
            return
        if has_atoms and not self._atom_follows(place):
            self.run_denied = True
            return
        days_before = self.run if has_atoms and all(one.kind is Kind.DAY for one in self.run) else []
        self._close_run(None)
        if self.clauses[-1].denied and not self.clauses[-1].items and not has_atoms:
            if token.text.casefold() in ENGAGEMENTS:
                self.run.append(replace(token, kind=Kind.UNKNOWN))
            return
        brief = token.text.casefold() in _BRIEF
        self._open(Clause(taken=True, denied=True, brief=brief))
        if days_before and not self._day_follows(place):
            # "Wed not 12-1": what is taken away is of Wednesday.
            self.run = list(days_before)

    def _atom_follows(self, place: int) -> bool:
        for token in self.tokens[place + 1 :]:
            if token.kind in _BREAKS:
                return False
            if token.kind in _ATOMS:
                return True
        return False

    def _day_follows(self, place: int) -> bool:
        for token in self.tokens[place + 1 :]:
            if token.kind in _BREAKS:
                return False
            if token.kind in (Kind.DAY, Kind.SLOT):
                return True
        return False

    def _close_run(self, joiner: Kind | None) -> None:
        """Add what was gathered since the last break as items; `joiner` then joins the next."""
        clause = self.clauses[-1]
        items = list(_items(self.run, self.joined))
        if _free_between(self.run, clause.taken):
            # "Mon not free Tue free": which is which?
            items = [replace(item, unread=True) for item in items]
        if self.run_denied and items and not any(item.unread for item in items):
            self._deny_items(clause, items)
        else:
            clause.items.extend(items)
        if items or joiner is not None:
            self.joined = joiner if clause.items or self.run_denied else None
        self.run, self.run_denied = [], False

    def _deny_items(self, clause: Clause, items: list[Item]) -> None:
        """Take away ``Fri`` of ``Mon 9-11, Fri not``, and with it the days of ``Wed and Fri don't work``."""
        taken = items
        while clause.items and not clause.taken and not clause.items[-1].complete and clause.items[-1].days is not None:
            taken = [clause.items.pop(), *taken]
        if clause.items and not clause.taken and taken[0].joined is Kind.AND:
            clause.items[-1] = replace(clause.items[-1], unread=True)
        was_taken = clause.taken
        self._open(Clause(taken=True, denied=True, items=taken))
        self._open(Clause(taken=was_taken))


def _free_between(run: Sequence[Token], taken: bool) -> bool:
    """Tell whether "free" stands between days, or after what is taken away."""
    kinds = [token.kind for token in run]
    if Kind.FREE not in kinds:
        return False
    place = kinds.index(Kind.FREE)
    return any(kind in _ATOMS for kind in kinds[:place]) and (
        taken or (Kind.DAY in kinds[:place] and Kind.DAY in kinds[place:])
    )


def _items(run: Sequence[Token], joined: Kind | None) -> Iterator[Item]:
    """Yield the items of what stands between two breaks."""
    atoms = [token for token in run if token.kind in _ATOMS]
    if any(token.kind in _DOUBTS for token in run):
        yield _unread(run, atoms, joined)
        return
    for token in atoms:
        if token.kind is Kind.SLOT:
            yield Item(token.start, token.end, name=token.text, joined=joined)
            joined = Kind.COMMA
    groups = _groups([token for token in atoms if token.kind is not Kind.SLOT])
    if groups is None:
        yield _unread(run, atoms, joined)
    elif groups:
        yield from _grouped(groups, joined)


def _unread(run: Sequence[Token], atoms: Sequence[Token], joined: Kind | None) -> Item:
    days = [token.days for token in atoms if token.days is not None]
    times = tuple(token.times for token in atoms if token.times is not None)
    whole = _together(days) if days else None
    maybe = {token.kind for token in run} & _DOUBTS == {Kind.MAYBE}
    return Item(run[0].start, run[-1].end, whole, times, joined=joined, unread=True, only_maybe=maybe)


def _together(days: Sequence[Days]) -> Days:
    notes = [one.note for one in days if one.note]
    inner = frozenset[int]().union(*(one.inner for one in days))
    return Days(inner, frozenset[int]().union(*(one.outer for one in days)), "; ".join(notes) or None)


def _groups(atoms: Sequence[Token]) -> list[list[Token]] | None:
    """Return days and times in turn; None where a time does not fit the part of the day beside it."""
    groups: list[list[Token]] = []
    for token in atoms:
        if groups and groups[-1][0].kind is token.kind:
            groups[-1].append(token)
        else:
            groups.append([token])
    if [group[0].kind for group in groups] == [Kind.TIMES, Kind.DAY, Kind.TIMES]:
        before, after = groups[0], groups[2]
        if any(token.times is not None and token.times.broad for token in (before[-1], after[0])):
            groups = [groups[1], [*before, *after]]
    for group in groups:
        if group[0].kind is Kind.TIMES:
            narrow = _narrowed_all(group)
            if narrow is None:
                return None
            group[:] = narrow
    return groups


def _narrowed_all(group: list[Token]) -> list[Token] | None:
    """Return the times of a group, parts of the day narrowed by the times that stand beside them."""
    times = [token.times for token in group if token.times is not None]
    parts, spans = [one for one in times if one.broad], [one for one in times if not one.broad]
    if not parts or (not spans and len({one.outer for one in parts}) == 1):
        return group
    if not spans:
        # "any time in the morning": the narrower part.
        spans = [part for part in parts if part.outer != ((0, 24 * 60),)]
        return [replace(group[0], end=group[-1].end, times=one) for one in spans]
    found = []
    for span in spans:
        for part in parts:
            narrow = narrowed(part, span)
            if narrow is None:
                return None
            span = narrow
        found.append(replace(group[0], end=group[-1].end, times=span))
    return found


def _grouped(groups: list[list[Token]], joined: Kind | None) -> Iterator[Item]:
    """Yield an item for each pair of days and times, and for what stands over."""
    days_first = groups[0][0].kind is Kind.DAY
    if not days_first and len(groups) > 2 and len(groups) % 2 == 1:
        # "14-16 Tue 10-12": the first times belong to the days before them.
        yield _item(groups[:1], joined, days_first=True)
        groups, joined, days_first = groups[1:], Kind.COMMA, True
    for place in range(0, len(groups), 2):
        yield _item(groups[place : place + 2], joined if place == 0 else Kind.COMMA, days_first)


def _item(groups: list[list[Token]], joined: Kind | None, days_first: bool) -> Item:
    tokens = [token for group in groups for token in group]
    days = [token.days for token in tokens if token.days is not None]
    times = tuple(token.times for token in tokens if token.times is not None)
    start, end = min(token.start for token in tokens), max(token.end for token in tokens)
    return Item(start, end, _together(days) if days else None, times, days_first=days_first, joined=joined)
