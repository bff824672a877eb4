"""What a comparison is made of: plain records, one for each kind of thing that it tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from matcher.intake.words.calling import told_apart

__all__ = [
    "Change",
    "Comparison",
    "GroupChange",
    "Lead",
    "MenteeChange",
    "MentorChange",
    "PartChange",
    "Place",
    "Side",
]


class Change(StrEnum):
    """How what a person has in the second result differs from the first."""

    MOVED = "other group"
    MENTORS = "same group, other mentors"
    SLOT = "same group, other hour"
    MENTORS_AND_SLOT = "same group, other mentors and hour"
    PLACED = "was left out, has a group now"
    LEFT_OUT = "had a group, is left out now"
    LEADS = "leads now, did not before"
    IDLE = "led before, does not now"
    LED_GROUPS = "leads other groups"
    LOAD = "same groups, another number of mentees"
    MENTEES = "same groups, other mentees"
    NEW = "only in the second result"
    GONE = "only in the first result"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mentee is in one result.

    Parameters
    ----------
    group
        As that result names it.
    slot
        None where groups get none.
    mentors
        Ids.
    choice
        The best rank that the mentee gives to one of them, from 1; None: none is on its list, or `score` is None.
    score
        Points with these mentors; None where nothing tells (an edited result, compared without its intake).
    """

    group: str
    slot: str | None
    mentors: tuple[str, ...]
    choice: int | None
    score: int | None


@dataclass(frozen=True, slots=True)
class MenteeChange:
    """A mentee for whom something changed.

    Parameters
    ----------
    before, after
        None where the mentee is in no group.
    gain
        Points that the mentee's score went up, negative where down; in no group, it counts as 0. None where a score is
        not known, or the mentee is in one of the results only.
    """

    id: str
    name: str
    change: Change
    before: Place | None
    after: Place | None
    gain: int | None


@dataclass(frozen=True, slots=True)
class Lead:
    """One group that a mentor leads: with whom, when, how many mentees are in it, and their ids."""

    group: str
    slot: str | None
    co_mentors: tuple[str, ...]
    mentees: int
    mentee_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentorChange:
    """A mentor for whom something changed; `before` and `after` are empty where it leads no group."""

    id: str
    name: str
    change: Change
    before: tuple[Lead, ...]
    after: tuple[Lead, ...]


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A group of the first result and the group of the second that most of its people are in.

    Parameters
    ----------
    before, after
        Their names; None where a group has no counterpart.
    in_common
        People who are in both, mentors and mentees.
    slot_before, slot_after
        None where there is no such group, or groups get no slot.
    mentors_gone, mentors_new, mentees_gone, mentees_new
        Ids of who is in one of the two only.
    """

    before: str | None
    after: str | None
    in_common: int
    slot_before: str | None
    slot_after: str | None
    mentors_gone: tuple[str, ...] = ()
    mentors_new: tuple[str, ...] = ()
    mentees_gone: tuple[str, ...] = ()
    mentees_new: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the same people meet at the same slot, whatever the group is called."""
        people = (self.mentors_gone, self.mentors_new, self.mentees_gone, self.mentees_new)
        both = self.before is not None and self.after is not None
        return both and not any(people) and self.slot_before == self.slot_after


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part of the objective in both results, points: a weight's name, or ``unmatched``, which is negative."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two results.

    Parameters
    ----------
    name
        What it was called in the call.
    groups
        How many.
    objective
        Points; None where nothing tells.
    choices
        How many mentees got choice ``"1"``, ``"2"``, …, and ``"unlisted"``; None where nothing tells.
    unmatched
        Ids of the mentees in no group, in order.
    leading, mentors
        How many mentors lead a group, and how many there are.
    least_load, most_load
        Mentees, over all groups, of the leading mentor with the fewest and with the most; None where nobody leads.
    breaches
        Where its groups break a rule of the intake, a sentence each; empty where no intake was given.
    notes
        What was found odd in reading it, a sentence each.
    """

    name: str
    groups: int
    objective: int | None
    choices: Mapping[str, int] | None
    unmatched: tuple[str, ...]
    leading: int
    mentors: int
    least_load: int | None
    most_load: int | None
    breaches: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """What differs between two results.

    Parameters
    ----------
    first, second
        The two results.
    groups
        Every group of either, those of the first in its order, then those that only the second has.
    mentees, mentors
        Everybody for whom something changed, in order: a mentor whose mentees were swapped one for one, too. Whoever is
        not listed has the same group, mentors and slot, and as a mentor the same mentees.
    parts
        The parts of the objective; empty where no intake was given.
    names
        Of everybody, by id.
    """

    first: Side
    second: Side
    groups: tuple[GroupChange, ...]
    mentees: tuple[MenteeChange, ...]
    mentors: tuple[MentorChange, ...]
    parts: tuple[PartChange, ...]
    names: Mapping[str, str]

    @cached_property
    def called(self) -> dict[str, str]:
        """What to call everybody, by id: two people of one name have their ids behind it."""
        return told_apart(self.names)

    @property
    def same(self) -> bool:
        """Whether the same people meet at the same slots."""
        return not self.mentees and not self.mentors and all(group.same for group in self.groups)

    @property
    def gained(self) -> tuple[MenteeChange, ...]:
        """Mentees who are better off in the second result, the most first."""
        better = (mentee for mentee in self.mentees if mentee.change is Change.PLACED or (mentee.gain or 0) > 0)
        return tuple(sorted(better, key=lambda mentee: -(mentee.gain or 0)))

    @property
    def lost(self) -> tuple[MenteeChange, ...]:
        """Mentees who are worse off in the second result, the most first."""
        worse = (mentee for mentee in self.mentees if mentee.change is Change.LEFT_OUT or (mentee.gain or 0) < 0)
        return tuple(sorted(worse, key=lambda mentee: mentee.gain or 0))

    def to_json_dict(self) -> dict[str, Any]:
        """Return the comparison as plain dicts, lists, texts and numbers."""
        return {
            "same": self.same,
            "first": _plain(self.first),
            "second": _plain(self.second),
            "parts": [_plain(part) for part in self.parts],
            "groups": [_plain(group) | {"same": group.same} for group in self.groups],
            "mentees": [_plain(mentee) for mentee in self.mentees],
            "mentors": [_plain(mentor) for mentor in self.mentors],
            "gained": [mentee.id for mentee in self.gained],
            "lost": [mentee.id for mentee in self.lost],
        }


def _plain(record: Any) -> dict[str, Any]:
    made: dict[str, Any] = asdict(record)
    return {name: str(value) if isinstance(value, Change) else value for name, value in made.items()}
