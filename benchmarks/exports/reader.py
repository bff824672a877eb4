"""The second reader: what an import wrote, read off the intake's files by their contract, as sets and in words.

It shares no code with the import, nor with how an intake is read elsewhere.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.exports.truth import ALWAYS, Cell, Field, Hours, Items, Names, Person, Presence, Quarters, Words

__all__ = ["Found", "Intake", "Understood", "hours_in_words"]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY = f"(?:{'|'.join(DAYS)})[a-z]*"
WINDOW = re.compile(rf"^(?P<days>{DAY}(?:, ?{DAY})*) (?P<h>\d{{1,2}}):(?P<m>\d\d)-(?P<eh>\d{{1,2}}):(?P<em>\d\d)$")
PREFERRED = ("preferred_mentors", "preferred_mentees", "preferred_co_mentors")


@dataclass(frozen=True, slots=True)
class Understood:
    """What was made of a cell.

    Parameters
    ----------
    words
        For people.
    right
        Whether it is what is meant.
    blank
        Whether nothing is claimed by it: no hours, no wish, no limit.
    within
        Whether all that is claimed is so, though it may not be everything.
    """

    words: str
    right: bool
    blank: bool
    within: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody in the intake."""

    role: str
    row: dict[str, str]

    def cell(self, column: str) -> str:
        """Return a cell without the sign that keeps spreadsheets from running it."""
        text = self.row.get(column, "") or ""
        return text[1:] if text[:2] in ("'=", "'+", "'-", "'@") else text

    def listed(self, column: str) -> list[str]:
        """Return the items of a cell."""
        return [item.strip() for item in self.cell(column).split(";") if item.strip()]


class Intake:
    """The people that an import wrote into a folder."""

    def __init__(self, folder: Path, people: Sequence[Person]) -> None:
        self.found = [Found(role, row) for role in ("mentor", "mentee") for row in _rows(folder / f"{role}s.csv")]
        self.people = people
        self._numbers = {found.row["id"]: one.number for one in people if (found := self.find(one)) is not None}

    def find(self, person: Person) -> Found | None:
        """Return somebody by name and address, else by the name, else by an address that nobody else has."""
        name, email = person.name.casefold(), person.email
        both = [one for one in self.found if one.cell("name").casefold() == name and one.cell("email") == email]
        named = [one for one in self.found if one.cell("name").casefold() == name]
        alone = sum(one.email == email for one in self.people) == 1
        at = [one for one in self.found if one.cell("email") == email] if alone else []
        return next(iter([*both, *named, *at]), None)

    def calls(self, text: str) -> bool:
        """Whether somebody is called so."""
        return any(text.casefold() in (one.cell("name").casefold(), one.cell("email").casefold()) for one in self.found)

    def understood(self, cell: Cell) -> Understood | None:
        """Return what was made of a cell; None where its person is not in the intake."""
        if isinstance(cell.truth, Presence):
            there = self.find(cell.person) is not None if cell.person else self.calls(cell.texts[0])
            words = "takes part" if there else "is not in the intake"
            return Understood(words, there is cell.truth.there, not there, False)
        found = self.find(cell.person) if cell.person else None
        if found is None:
            return None
        match cell.truth:
            case Hours():
                return _hours(found, cell.truth)
            case Names():
                return self._names(found, cell.field, cell.truth)
            case Items():
                return _items(found, cell.truth)
        return _word(found, cell.field, cell.truth)

    def _names(self, found: Found, field: Field, truth: Names) -> Understood:
        wished = self._known(found, PREFERRED)
        avoided = frozenset(self._known(found, ("avoid",)))
        words = "; ".join(
            [f"wishes for {self._name(one)}" for one in wished]
            + [f"not with {self._name(one)}" for one in sorted(avoided)]
        )
        if field is Field.AVOID:
            right = avoided >= truth.refused and not truth.refused & set(wished)
            return Understood(
                words or "refuses nobody", truth.known and right, not avoided, not truth.refused & set(wished)
            )
        right = tuple(wished) in truth.wishes and truth.refused <= avoided and not avoided & set(wished)
        allowed = {one for order in truth.wishes for one in order}
        blank = not wished and not (avoided & allowed)
        return Understood(words or "no wish", truth.known and right, blank, set(wished) <= allowed)

    def _known(self, found: Found, columns: Iterable[str]) -> list[int]:
        return [self._numbers.get(one, -1) for column in columns for one in found.listed(column)]

    def _name(self, number: int) -> str:
        return self.people[number].name if number >= 0 else "somebody who is nobody here"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _quarters(windows: Iterable[str]) -> Quarters:
    free: set[int] = set()
    for window in windows:
        told = WINDOW.match(window)
        if told is None:
            raise ValueError(f"no window of hours: {window!r}")
        start, end = int(told["h"]) * 60 + int(told["m"]), int(told["eh"]) * 60 + int(told["em"])
        for day in told["days"].split(","):
            first = DAYS.index(day.strip()[:3]) * 96
            free |= set(range(first + start // 15, first + end // 15))
    return frozenset(free)


def hours_in_words(free: Quarters) -> str:
    """Return hours in words: ``free Mon 9:00 to 11:00``."""
    if not free:
        return "never free"
    if free == ALWAYS:
        return "free at any time"
    told = []
    for start in sorted(one for one in free if one % 96 == 0 or one - 1 not in free):
        end = start
        while end in free and end // 96 == start // 96:
            end += 1
        last = end - start // 96 * 96
        told.append(f"{DAYS[start // 96]} {start % 96 // 4}:{start % 4 * 15:02d} to {last // 4}:{last % 4 * 15:02d}")
    return "free " + ", ".join(told)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def _hours(found: Found, truth: Hours) -> Understood:
    told, without = found.listed("availability"), found.listed("unavailable")
    if names := [one for one in (*told, *without) if not WINDOW.match(one)]:
        right = not without and {_letters(one) for one in told} == {_letters(one) for one in truth.slots}
        return Understood(f"slots that are called {', '.join(names)}", right, False, right)
    free = (_quarters(told) if told else ALWAYS) - _quarters(without)
    if not told and not without:
        return Understood("hours left blank", False, True, False)
    right = truth.known and truth.core <= free <= truth.cover
    return Understood(hours_in_words(free), right, not free, free <= truth.cover)


def _items(found: Found, truth: Items) -> Understood:
    """Interests stand in their column, or in one of the survey's own; what is turned round must not stand in theirs."""
    told = {one.casefold() for one in found.listed("interests")}
    ticked = {one.casefold() for one in truth.ticked}
    if truth.turned:
        return Understood("; ".join(sorted(told)) or "no interests", not told & ticked, not told, not told & ticked)
    own = [{one.casefold() for one in found.listed(column)} for column in found.row]
    return Understood("; ".join(sorted(told)) or "no interests", ticked in own, not told, told <= ticked)


def _word(found: Found, field: Field, truth: Words) -> Understood:
    text = {
        Field.GENDER: found.cell("gender"),
        Field.GENDER_WISH: found.cell("mentor_gender"),
        Field.LIMIT: found.cell("max_mentees"),
        Field.ROLE: found.role,
        Field.WHO: f"{found.cell('name')} <{found.cell('email')}>",
    }[field]
    blank = text in ("", "any")
    return Understood(text or "left blank", text.casefold() in {one.casefold() for one in truth.allowed}, blank, blank)
