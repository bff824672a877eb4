"""What somebody means by a cell, in sets: what an import may make of it, and what it must not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "ALWAYS",
    "WORK_WEEK",
    "Cell",
    "Field",
    "Hours",
    "Items",
    "Names",
    "Person",
    "Presence",
    "Quarters",
    "Style",
    "Truth",
    "Window",
    "Words",
    "free_at",
]

QUARTERS_A_DAY = 96
Quarters = frozenset[int]
"""Quarters of an hour, counted from Monday 00:00."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Hours on one day (0 is Monday), in minutes."""

    day: int
    start: int
    end: int


def free_at(windows: Iterable[Window]) -> Quarters:
    """Return the quarters of an hour that windows hold."""
    return frozenset(
        one.day * QUARTERS_A_DAY + quarter for one in windows for quarter in range(one.start // 15, one.end // 15)
    )


ALWAYS = free_at(Window(day, 0, 24 * 60) for day in range(7))
WORK_WEEK = free_at(Window(day, 10 * 60, 16 * 60) for day in range(5))
"""What "any time" holds at the very least."""


class Field(StrEnum):
    """What is asked."""

    HOURS = "hours"
    WISHES = "wishes"
    AVOID = "avoid"
    GENDER = "gender"
    GENDER_WISH = "wish on gender"
    LIMIT = "limit"
    INTERESTS = "interests"
    PART = "taking part"
    ROLE = "role"
    WHO = "who"
    ROW = "row"


class Style(StrEnum):
    """How an export as a whole is written."""

    CLEAN = "clean"
    HEADINGS = "headings"
    FREE = "free text"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented.

    `gender` is woman, man, nonbinary, or None where it is not told. `namesake`: somebody else has the same first name.
    """

    number: int
    first: str
    last: str
    email: str
    role: str
    gender: str | None
    namesake: bool = False

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first} {self.last}"


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody can meet: at `core` for certain, nowhere outside `cover` ("after 4" ends somewhere in the evening).

    `known` is False where no reading is right without a question. `slots` are the dates that somebody ticked, as they
    are called: where slots have names, these are right too.
    """

    core: Quarters
    cover: Quarters
    known: bool = True
    slots: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Names:
    """Whom somebody wishes for, best first (any of `wishes` is right), and whom not; people by number."""

    wishes: tuple[tuple[int, ...], ...] = ((),)
    refused: frozenset[int] = frozenset()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Words:
    """What may stand in the intake's cell; nothing where only a question is right."""

    allowed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Items:
    """What somebody ticked; `turned`: as what is *not* of interest, so that it must not stand among the interests."""

    ticked: frozenset[str]
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a row is a person who takes part; None where only a question is right."""

    there: bool | None


Truth = Hours | Names | Words | Items | Presence


@dataclass(frozen=True, slots=True)
class Cell:
    """One person's answer to one question; where a tool spreads a question over columns, all of these.

    Parameters
    ----------
    field
        What is asked.
    kind
        How it is asked or written, for the count.
    headings
        Of its columns, as they stand in the file.
    texts
        What stands in its columns, blank ones left out.
    truth
        What is meant.
    person
        Whose it is; None for a row that is nobody.
    file, row
        Where it stands; rows are counted as a spreadsheet does.
    free
        Whether it is in people's own words.
    """

    field: Field
    kind: str
    headings: tuple[str, ...]
    texts: tuple[str, ...]
    truth: Truth
    person: Person | None = None
    file: str = ""
    row: int = 0
    free: bool = False
