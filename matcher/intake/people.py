"""The people of an intake and what ties them, as read: frozen, ids resolved, no arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from matcher.errors import Issue
from matcher.intake.program import Program, fold, header_key
from matcher.intake.words.listing import in_a_row, in_words
from matcher.intake.words.spelling import Spelling

__all__ = [
    "Availability",
    "Constraint",
    "GenderWish",
    "Gone",
    "Intake",
    "Lock",
    "Mentee",
    "Mentor",
    "Person",
    "Slot",
    "WeekKind",
]

WeekKind = Literal["odd", "even"]
"""A kind of week, by its ISO number."""

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_MINUTES, WEEK_MINUTES = 24 * 60, 7 * 24 * 60
"""Minutes of a day and of a week."""

PERSON_COLUMNS = ("id", "name", "email", "gender", "availability", "unavailable", "timezone", "avoid")
MENTOR_COLUMNS = (*PERSON_COLUMNS, "max_groups", "max_mentees", "preferred_mentees", "preferred_co_mentors")
MENTEE_COLUMNS = (*PERSON_COLUMNS, "preferred_mentors", "mentor_gender", "priority")
PRONOUNS = "pronouns"
"""The column in which people wrote the pronouns by which they are to be called."""
USUAL_PRIORITY = 100
"""How much, percent, the choices and place of a mentee count whose row says nothing."""


def clock(minutes: int) -> str:
    """Return a start in minutes from Monday 00:00 as ``Mon 09:00``."""
    day, minute = divmod(minutes, DAY_MINUTES)
    return f"{DAYS[day]} {minute // 60:02}:{minute % 60:02}"


def joined(windows: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return windows in order of time, those that touch or overlap joined into one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def cell_text(value: object) -> str | None:
    """Return what a cell of an intake file says of `value`; None where the cell is blank."""
    if isinstance(value, tuple):
        value = "; ".join(value)
    return None if value is None or value == "" else str(value)


class Slot(NamedTuple):
    """A time at which a group can meet.

    Parameters
    ----------
    text
        As it is shown: ``Mon 09:00``, or as ``schedule.slots`` spells it.
    start
        Minutes from Monday 00:00; None for a slot that has only a name.
    week
        In which weeks a group meets at it; None: in every one.
    """

    text: str
    start: int | None
    week: WeekKind | None = None


@dataclass(frozen=True, slots=True)
class Availability:
    """Windows and slot names of one cell.

    Parameters
    ----------
    windows
        (start, end) in minutes from Monday 00:00, end exclusive, joined where they touch or overlap, ascending.
    names
        Slots that the cell names, spelled as in ``schedule.slots``, in that order.
    odd, even
        What is said of odd and of even weeks besides; None: nothing. These have no further ones themselves.
    """

    windows: tuple[tuple[int, int], ...] = ()
    names: tuple[str, ...] = ()
    odd: Availability | None = None
    even: Availability | None = None

    @property
    def weekly(self) -> bool:
        """Whether it is the same in every week."""
        return self.odd is None and self.even is None

    @property
    def has_windows(self) -> bool:
        """Whether it holds hours, and not only names."""
        return any(part.windows for part in (self, self.odd, self.even) if part is not None)

    def in_week(self, week: WeekKind) -> Availability:
        """Return all that is said of the weeks of a kind."""
        more = self.odd if week == "odd" else self.even
        if more is None:
            return self if self.weekly else Availability(self.windows, self.names)
        return Availability(joined((*self.windows, *more.windows)), tuple(dict.fromkeys((*self.names, *more.names))))

    def __str__(self) -> str:
        """Return the cell that reads as this, a window a day: ``Mon 09:00-11:00; Kick-off A; Tue 12:00-13:00 odd``."""
        parts = ((f" {week}", part) for week, part in (("odd", self.odd), ("even", self.even)) if part is not None)
        items = self._items()
        return "; ".join([*items, *(f"{item}{week}" for week, part in parts for item in part._items())])

    def _items(self) -> list[str]:
        items = []
        for start, end in self.windows:
            while start < end:
                midnight = (start // DAY_MINUTES + 1) * DAY_MINUTES
                stop = min(end, midnight)
                time = "24:00" if stop == midnight else clock(stop).split()[1]
                items.append(f"{clock(start)}-{time}")
                start = stop
        return [*items, *self.names]


@dataclass(frozen=True, slots=True)
class GenderWish:
    """``prefer G`` or ``require G``; `gender` as written (it may be ``same``)."""

    strength: Literal["prefer", "require"]
    gender: str

    def __str__(self) -> str:
        return f"{self.strength} {self.gender}"


def _by_key(columns: tuple[str, ...]) -> Mapping[str, str]:
    return MappingProxyType({header_key(column): column for column in columns})


def has_own_meaning(column: str) -> bool:
    """Return whether a column says who somebody is or what they asked for, in either table: no interest of theirs."""
    key = header_key(column)
    return key == header_key(PRONOUNS) or key in Mentor.known_columns or key in Mentee.known_columns


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Person(_Frozen):
    """What both files hold of a person.

    `columns` maps the `header_key` of each further column that is not blank to its text (list items joined by ``; ``).
    `availability` and `unavailable` are None where blank, and as told: their windows are in `timezone`, None where that
    is the program's own. `matcher.intake.hours` says when somebody is free by the program's clock.
    """

    known_columns: ClassVar[Mapping[str, str]] = _by_key(PERSON_COLUMNS)
    """`header_key` to field, for each column of FORMAT.md that is read."""

    id: str
    name: str
    email: str | None = None
    gender: str | None = None
    availability: Availability | None = None
    unavailable: Availability | None = None
    timezone: str | None = None
    avoid: tuple[str, ...] = ()
    columns: Mapping[str, str] = Field(default_factory=dict)

    @property
    def gender_key(self) -> str | None:
        """The gender as it is compared; None where undisclosed."""
        return None if self.gender is None else fold(self.gender)

    def text(self, column: str) -> str | None:
        """Return the text of any column by its name, None where blank: what rules and similarity may name."""
        key = header_key(column)
        field = self.known_columns.get(key)
        return self.columns.get(key) if field is None else cell_text(getattr(self, field))

    def items(self, column: str) -> frozenset[str]:
        """Return a column's list as a set of items as they are compared; empty where blank."""
        text = self.text(column)
        if text is None:
            return frozenset()
        return frozenset(item for item in map(fold, text.split(";")) if item)


class Mentor(Person):
    """A senior student; `max_groups` and `max_mentees` are None where blank (see `Intake`)."""

    known_columns: ClassVar[Mapping[str, str]] = _by_key(MENTOR_COLUMNS)

    max_groups: int | None = None
    max_mentees: int | None = None
    preferred_mentees: tuple[str, ...] = ()
    preferred_co_mentors: tuple[str, ...] = ()


class Mentee(Person):
    """A first-year student; `mentor_gender` is None for ``any``, `priority` where blank (see `percent`)."""

    known_columns: ClassVar[Mapping[str, str]] = _by_key(MENTEE_COLUMNS)

    preferred_mentors: tuple[str, ...] = ()
    mentor_gender: GenderWish | None = None
    priority: int | None = None

    @property
    def percent(self) -> int:
        """How much this mentee's choices and place count, percent, 1 to 1000."""
        return USUAL_PRIORITY if self.priority is None else self.priority

    def wished_gender(self, strength: Literal["prefer", "require"]) -> str | None:
        """Return the gender, as compared, that a wish of this strength asks for; None where it asks for nothing.

        ``same`` from somebody of undisclosed gender asks for nothing.
        """
        wish = self.mentor_gender
        if wish is None or wish.strength != strength:
            return None
        gender = fold(wish.gender)
        return self.gender_key if gender == "same" else gender


class Constraint(_Frozen):
    """A row of ``constraints.csv``.

    `earlier` names the results in which the two were together, where that is why they are kept apart; such a row
    stands in no file.
    """

    kind: Literal["together", "apart", "assign", "co_lead"]
    a: str
    b: str
    note: str | None = None
    earlier: tuple[str, ...] = ()


class Lock(_Frozen):
    """A row of ``locks.csv``: something settled, which every grouping keeps, told by people and hour.

    Parameters
    ----------
    kind
        ``mentor-pair``: these mentors lead a group. ``group-slot``: they lead one at `slot`. ``person-in-group``: the
        one of `mentees` is in a group that they lead, at `slot` where one is given. ``whole-group``: at `slot` (where
        groups get one) they lead a group of exactly `mentees`.
    mentors
        Ids, as many as lead a group, in the order of the intake.
    slot
        The text of one of the intake's slots; None where the hour is left open, or groups get none.
    mentees
        Ids, in the order of the intake; empty for ``mentor-pair`` and ``group-slot``.
    reason
        Why, as the coordinator put it.
    when, by
        When it was locked and by whom, as written; None where blank.
    """

    kind: Literal["person-in-group", "mentor-pair", "group-slot", "whole-group"]
    mentors: tuple[str, ...]
    slot: str | None = None
    mentees: tuple[str, ...] = ()
    reason: str | None = None
    when: str | None = None
    by: str | None = None

    @property
    def told(self) -> str:
        """What of a group this settles, and why: ``its hour: room booked``."""
        what = {
            "mentor-pair": "its mentors",
            "group-slot": "its hour",
            "person-in-group": in_a_row(self.mentees),
            "whole-group": "all of it",
        }[self.kind]
        return what if self.reason is None else f"{what}: {self.reason}"

    def __str__(self) -> str:
        """Say what is locked and why: ``T1 and T2 lead a group at Mon 12:00 (locked: room booked)``."""
        leaders = in_words(self.mentors)
        lead = "lead" if len(self.mentors) > 1 else "leads"
        hour = "" if self.slot is None else f" at {self.slot}"
        said = {
            "mentor-pair": f"{leaders} {lead} a group",
            "group-slot": f"{leaders} {lead} a group{hour}",
            "person-in-group": f"{in_a_row(self.mentees)} is in a group that {leaders} {lead}{hour}",
            "whole-group": f"{leaders} {lead} a group{hour} of just {in_a_row(self.mentees)}",
        }[self.kind]
        return f"{said} (locked{'' if self.reason is None else f': {self.reason}'})"


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who left.

    Parameters
    ----------
    id, name
        Who.
    role
        ``mentor`` or ``mentee``.
    when, reason
        As the coordinator put it; None where nothing was said.
    """

    id: str
    name: str
    role: Literal["mentor", "mentee"]
    when: str | None = None
    reason: str | None = None


class Intake(_Frozen):
    """A whole intake, valid: every id in it is known, every setting in range.

    Parameters
    ----------
    locks
        What is settled and stays in every solve.
    slots
        Every slot at which a group could meet, in order of time or of ``schedule.slots``; empty where groups get no
        slot (``schedule.required = false``, or no availability anywhere).
    warnings
        What reading found worth telling, none of it fatal.
    without
        Who was taken out of it for this one call, and may stand in its files still.
    """

    program: Program
    mentors: tuple[Mentor, ...]
    mentees: tuple[Mentee, ...]
    constraints: tuple[Constraint, ...] = ()
    locks: tuple[Lock, ...] = ()
    slots: tuple[Slot, ...] = ()
    warnings: tuple[Issue, ...] = ()
    without: tuple[Gone, ...] = ()
    _spelling: Spelling = PrivateAttr(default_factory=Spelling)

    @property
    def spelling(self) -> Spelling:
        """How its settings are written, where it was read from; advice is spelled so."""
        return self._spelling

    def spelled(self, spelling: Spelling) -> Self:
        """Return the same intake, with advice spelled so."""
        copy = self.model_copy()
        copy._spelling = spelling
        return copy

    @property
    def scheduled(self) -> bool:
        """Whether groups get a slot."""
        return bool(self.slots)

    @cached_property
    def mentor_by_id(self) -> dict[str, Mentor]:
        """Mentors by id, in the order of the intake."""
        return {mentor.id: mentor for mentor in self.mentors}

    @cached_property
    def mentee_by_id(self) -> dict[str, Mentee]:
        """Mentees by id, in the order of the intake."""
        return {mentee.id: mentee for mentee in self.mentees}

    @cached_property
    def mentor_position(self) -> dict[str, int]:
        """Position of each mentor in the intake by id."""
        return {mentor.id: position for position, mentor in enumerate(self.mentors)}

    @cached_property
    def mentee_position(self) -> dict[str, int]:
        """Position of each mentee in the intake by id."""
        return {mentee.id: position for position, mentee in enumerate(self.mentees)}

    @cached_property
    def slot_position(self) -> dict[str, int]:
        """Position of each slot by its text as it is compared."""
        return {fold(slot.text): position for position, slot in enumerate(self.slots)}

    def in_waiting_order(self, mentees: Iterable[str]) -> list[str]:
        """Return mentees in the order in which they are offered places: by `priority`, then as the intake has them."""
        known = self.mentee_by_id
        return sorted(mentees, key=lambda own: (-known[own].percent, self.mentee_position[own]))

    def max_groups(self, mentor: Mentor) -> int:
        """Return how many groups `mentor` leads at most."""
        return self.program.load.max_groups if mentor.max_groups is None else mentor.max_groups

    def most_groups(self, mentor: Mentor) -> int:
        """Return how many groups `mentor` can lead at most: no more than its mentees make groups of `min_size`."""
        groups, mentees = self.max_groups(mentor), self.max_mentees(mentor)
        return groups if mentees is None else min(groups, mentees // self.program.groups.min_size)

    @property
    def leading(self) -> tuple[Mentor, ...]:
        """Mentors whose limits let them lead a group: `max_groups` is not 0, and `max_mentees` not under `min_size`."""
        return tuple(mentor for mentor in self.mentors if self.most_groups(mentor) > 0)

    def max_mentees(self, mentor: Mentor) -> int | None:
        """Return how many mentees `mentor` has at most over all groups; None: no limit."""
        return self.program.load.max_mentees if mentor.max_mentees is None else mentor.max_mentees
