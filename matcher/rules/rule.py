"""What a rule is: one statement about groups, with up to four faces.

`forbid` says what can never be, before anything is solved; `add_to` says it to the seat model; `breaches` finds where
finished groups break it, reading the intake alone; `phrase` says in a few words why somebody cannot join a group.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.intake.hours import time_of
from matcher.intake.people import Intake, Mentee, Mentor, Person
from matcher.intake.program import fold
from matcher.intake.ties import folded
from matcher.intake.words.calling import called
from matcher.intake.words.findings import name_some
from matcher.rules.rule_model import Counted, RuleModel

__all__ = [
    "NOT_THERE",
    "Breach",
    "Counted",
    "FormedGroup",
    "Masks",
    "Rule",
    "codes",
    "folded",
    "incidence",
    "known_of",
    "leaderships",
    "leading",
    "memberships",
    "mentees_of",
    "mentors_of",
    "named",
    "pairs_of",
    "people_of",
    "slot_at",
]

Mask = NDArray[np.bool_]

NOT_THERE = "is not, or no longer, in the intake"
"""What is said of an id that is nobody's: whether somebody left or an id is mistyped, groups alone do not tell."""


class FormedGroup(NamedTuple):
    """A finished group as somebody tells it: nothing in it is taken for true.

    Parameters
    ----------
    id
        ``G1``, say.
    slot
        The slot's text; None where groups get none.
    mentors, mentees
        Ids.
    """

    id: str
    slot: str | None
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a result breaks a rule.

    Parameters
    ----------
    rule
        The rule's `name`.
    people
        Ids of those concerned.
    message
        The whole in words, ids included.
    """

    rule: str
    people: tuple[str, ...]
    message: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.message}"


@dataclass(slots=True)
class Masks:
    """What rules leave permitted; each rule may only take away.

    Parameters
    ----------
    welcome
        (mentees, mentors): the mentee may be in a group that this mentor leads.
    either
        Each (mentees, mentors): at least one mentor of the mentee's group must be True.
    pairable
        (mentors, mentors), symmetric: the two may lead a group together.
    solo
        (mentors,): may lead a group alone.
    leads
        (mentors,): may lead at all.
    mentee_free, mentor_free
        (people, slots): can meet at the slot. One column of True where groups get no slot.
    """

    welcome: Mask
    either: list[Mask]
    pairable: Mask
    solo: Mask
    leads: Mask
    mentee_free: Mask
    mentor_free: Mask

    @classmethod
    def nothing(cls) -> Masks:
        """Return masks of nobody, where what they say is not asked for."""
        none = np.empty((0, 0), bool)
        return cls(none, [], none, none.ravel(), none.ravel(), none, none)

    @classmethod
    def everything(cls, intake: Intake) -> Masks:
        """Return masks that permit all."""
        mentees, mentors = len(intake.mentees), len(intake.mentors)
        slots = max(1, len(intake.slots))
        return cls(
            welcome=np.ones((mentees, mentors), bool),
            either=[],
            pairable=~np.eye(mentors, dtype=bool),
            solo=np.full(mentors, intake.program.groups.fewest_mentors == 1),
            leads=np.ones(mentors, bool),
            mentee_free=np.ones((mentees, slots), bool),
            mentor_free=np.ones((mentors, slots), bool),
        )

    def copy(self) -> Masks:
        """Return masks that permit the same, and from which more can be taken."""
        return Masks(
            self.welcome.copy(),
            [mask.copy() for mask in self.either],
            self.pairable.copy(),
            self.solo.copy(),
            self.leads.copy(),
            self.mentee_free.copy(),
            self.mentor_free.copy(),
        )


class Rule:
    """A rule: of the contract, or of a program's own. Subclasses override the faces that they have."""

    name: ClassVar[str]
    """What a coordinator calls it."""

    group_by_group: ClassVar[bool] = False
    """Whether each group breaks it or keeps it by itself, whatever the other groups are."""

    of_the_named: ClassVar[bool] = False
    """Whether a breach hangs on nobody but the people whom it names, whatever is said of the others in their groups."""

    def forbid(self, intake: Intake, masks: Masks) -> None:
        """Take out of `masks` what this rule never permits to a mentee and its mentors, whoever else is there."""

    def narrow(self, intake: Intake, masks: Masks) -> None:
        """Take out of `masks` what this rule never permits once the rest of the group counts too."""

    def counted(self, intake: Intake) -> Iterator[Counted]:
        """Yield limits on how many of some mentees a group holds; what is said so, `add_to` need not say again."""
        yield from ()

    def add_to(self, model: RuleModel) -> None:
        """State this rule over the seats and placements of `model`."""

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield every place where `groups` break this rule, from the intake alone."""
        yield from ()

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody, "them": ``is full``, ``are full``."""
        return f"break{'s' if count == 1 else ''} the rule on {self.name}"

    def of_none(self, intake: Intake) -> str | None:
        """Say what no group or mentor does where all are closed to somebody: ``fits them in campus (eligible)``.

        None where `phrase` denies nothing: it can then be said of every one.
        """
        return None

    def sentence(self, intake: Intake) -> str | None:
        """Say what groups keep by it, in a sentence; None: it asks nothing here, or reports have words for it."""
        return None

    def breach(self, message: str, *people: str) -> Breach:
        """Return a breach of this rule."""
        return Breach(self.name, people, message)


def codes(texts: Sequence[str | None]) -> NDArray[np.int64]:
    """Return a number for each text, the same for equal ones; -1 for None."""
    numbers: dict[str, int] = {}
    return np.array([-1 if text is None else numbers.setdefault(text, len(numbers)) for text in texts], np.int64)


def incidence(sets: Sequence[frozenset[str]]) -> NDArray[np.float32]:
    """Return the (sets, items) matrix of 0 and 1; products of such matrices count common items exactly."""
    numbers: dict[str, int] = {}
    for items in sets:
        for item in sorted(items):
            numbers.setdefault(item, len(numbers))
    matrix = np.zeros((len(sets), len(numbers)), np.float32)
    for row, items in enumerate(sets):
        matrix[row, [numbers[item] for item in items]] = 1
    return matrix


def mentors_of(intake: Intake, group: FormedGroup) -> list[Mentor]:
    """Return the group's mentors, each once; ids that no mentor has are left to `LeadingRule`."""
    return [intake.mentor_by_id[person] for person in dict.fromkeys(group.mentors) if person in intake.mentor_by_id]


def mentees_of(intake: Intake, group: FormedGroup) -> list[Mentee]:
    """Return the group's mentees, each once; ids that no mentee has are left to `OnePlaceRule`."""
    return [intake.mentee_by_id[person] for person in dict.fromkeys(group.mentees) if person in intake.mentee_by_id]


def known_of(intake: Intake, group: FormedGroup) -> FormedGroup:
    """Return the group with everybody once, without ids that nobody has: rules name those, and they score nothing."""
    mentors = tuple(mentor.id for mentor in mentors_of(intake, group))
    mentees = tuple(mentee.id for mentee in mentees_of(intake, group))
    return FormedGroup(group.id, group.slot, mentors, mentees)


def people_of(intake: Intake, group: FormedGroup) -> list[Person]:
    """Return everybody in the group, mentors first."""
    return [*mentors_of(intake, group), *mentees_of(intake, group)]


def pairs_of(intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[tuple[FormedGroup, Mentor, Mentor]]:
    """Yield each group with its two mentors, where it has just two."""
    for group in groups:
        mentors = mentors_of(intake, group)
        if len(mentors) == 2:
            yield group, mentors[0], mentors[1]


def memberships(groups: Sequence[FormedGroup]) -> dict[str, set[int]]:
    """Return the positions of the groups that each person is in, as mentor or as mentee."""
    positions: dict[str, set[int]] = {}
    for position, group in enumerate(groups):
        for person in (*group.mentors, *group.mentees):
            positions.setdefault(person, set()).add(position)
    return positions


def leaderships(groups: Sequence[FormedGroup]) -> dict[str, set[int]]:
    """Return the positions of the groups that each person leads."""
    positions: dict[str, set[int]] = {}
    for position, group in enumerate(groups):
        for person in group.mentors:
            positions.setdefault(person, set()).add(position)
    return positions


def leading(intake: Intake, led: Mapping[str, set[int]]) -> list[Mentor]:
    """Return who leads any of the groups that `leaderships` tells of, in the order of the intake."""
    there = sorted(intake.mentor_position[mentor] for mentor in led if mentor in intake.mentor_position)
    return [intake.mentors[position] for position in there]


def slot_at(intake: Intake, text: str | None) -> int | None:
    """Return the position of the slot that a text means, however it is spelled; None where it means none.

    ``monday 9:00`` is ``Mon 09:00``.
    """
    if text is None:
        return None
    position = intake.slot_position.get(fold(text))
    time = time_of(text) if position is None else None
    if time is None:
        return position
    return next((place for place, slot in enumerate(intake.slots) if slot[1:] == time), None)


def named(intake: Intake, *people: str) -> str:
    """Return people as a coordinator knows them, by id, with the name where it differs: ``Ada Lund (T1) and T2``.

    Past ten, the others are counted only.
    """
    return name_some([_named(intake, person) for person in people])


def _named(intake: Intake, person: str) -> str:
    known = intake.mentor_by_id.get(person) or intake.mentee_by_id.get(person)
    if known is None:
        return repr(person)
    return called(person, known.name)
