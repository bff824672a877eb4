"""What a result is made of: plain records, one for each kind of thing that the result files hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import Field

__all__ = [
    "AssignmentRow",
    "Count",
    "Earlier",
    "Effort",
    "Ending",
    "Group",
    "MentorRow",
    "Points",
    "Rank",
    "Rematched",
    "Stage",
    "Status",
    "Unmatched",
    "mean_satisfaction",
    "stage_called",
    "told_alike",
]

Points = Annotated[int, Field(ge=-(2**60), le=2**60)]
"""What a score can be: far more than any program's weights make, and what the arrays of every reader hold."""
Count = Annotated[int, Field(ge=0, le=10**9)]
Rank = Annotated[int, Field(ge=1, le=100_000)]
"""A place in somebody's list, which is no longer than a cell."""

_Own = TypeVar("_Own")

_A_PLACE = re.compile(r"\ba place for them(?=[:;,])")
"""A place for a mentee alone; whoever must come with others is bound to all who could be told the same."""


class Status(StrEnum):
    """How far a result is known to be best."""

    OPTIMAL = "optimal"
    """Proved: no other grouping is better."""
    FEASIBLE = "feasible"
    """Every rule holds; stopped before it was proved best."""


class Effort(StrEnum):
    """A fixed amount of work after which a run ends by itself."""

    QUICK = "quick"
    NORMAL = "normal"
    THOROUGH = "thorough"


class Ending(StrEnum):
    """Why a run ended."""

    ITSELF = "itself"
    """Proved, or its work was done."""
    TIME = "time limit"
    STOPPED = "stopped"
    """Somebody asked it to stop (Ctrl-C)."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group.

    Parameters
    ----------
    id
        ``G1``, ``G2``, …
    slot
        The text of the slot at which it meets; None where groups get no slot.
    mentors, mentees
        Ids, in the order of the intake.
    score
        Points: its mentees' scores with each of its mentors, and what its mentors score as a pair.
    locked
        What of it locks settle, in words, each with its reason: ``its hour: room booked``; empty where nothing is.
    """

    id: str
    slot: str | None
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    score: Points
    locked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A mentee left out, and why, in plain words."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a mode that puts first things first: what it counts, the count reached, and its proved limit.

    `name` is that of ``result.json``, where bands are numbered as in the contract, the lowest 0; to people each is told
    by `stage_called`, who count from 1.
    """

    name: str
    value: Points
    bound: Points

    @property
    def called(self) -> str:
        """What to call it."""
        return stage_called(self.name)

    @property
    def proved(self) -> bool:
        """Whether no grouping that keeps what earlier stages reached has a better count."""
        return self.value == self.bound


def stage_called(name: str) -> str:
    """Return what to call a stage of this name: ``band 0`` is band 1, the lowest."""
    if name.startswith("band ") and name.removeprefix("band ").isdecimal():
        return f"band {int(name.removeprefix('band ')) + 1} of satisfaction (1 is the lowest)"
    return "nobody they listed" if name == "unlisted" else name


@dataclass(frozen=True, slots=True)
class Waiting:
    """What became of those of one priority who were left out of an earlier result.

    Parameters
    ----------
    priority
        Theirs, percent.
    people
        How many there are.
    placed
        How many of them have a place now.
    most
        A proved upper limit on that, those of higher priority placed first, within the moves allowed.
    """

    priority: Count
    people: Count
    placed: Count
    most: Count


@dataclass(frozen=True, slots=True)
class Rematched:
    """How a result came out of an earlier one.

    Parameters
    ----------
    moves
        How many people moved.
    fewest
        A proved lower limit on that.
    limit
        How many moves were allowed; None: any number. `status` and `bound` speak of results within it.
    waiting
        Those who were left out before, highest priority first: before the whole, after the moves and after those who
        had a place, so that `status` and `bound` speak of results in which as many of both are placed.
    """

    moves: Count
    fewest: Count
    limit: Count | None
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """Pairs of people who are kept apart because they were together in an earlier result.

    Parameters
    ----------
    name
        What the earlier result is called: its folder or file.
    pairs
        Ids, two mentors or a mentee and a mentor each.
    """

    name: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One row of ``assignments.csv``; the fields are its columns.

    `choice` is the best rank the mentee gives to a mentor of its group, from 1; None: none of them is on its list.
    `mentor_2_id` and `mentor_2_name` are None where one mentor leads each group. `satisfaction` is from 0 to 1.
    """

    mentee_id: str
    mentee_name: str
    group: str
    slot: str | None
    mentor_1_id: str
    mentor_1_name: str
    mentor_2_id: str | None
    mentor_2_name: str | None
    choice: Rank | None
    score: Points
    satisfaction: Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class MentorRow:
    """One row of ``mentors.csv``: how many groups a mentor leads, and how many mentees are in them."""

    mentor_id: str
    mentor_name: str
    groups: Count
    mentees: Count


def mean_satisfaction(shares: Sequence[float]) -> float:
    """Return the mean of satisfactions, which are thousandths, to the thousandth; halves are rounded up."""
    thousandths, people = sum(round(1000 * share) for share in shares), len(shares)
    return (2 * thousandths + people) // (2 * people) / 1000


def told_alike(reasons: Iterable[tuple[str, _Own]]) -> tuple[tuple[str, tuple[_Own, ...]], ...]:
    """Return each reason as it is told to all together who have it, with these, in the order of the first of them.

    A place for each of several may be one place: of them it is said that it is for one.
    """
    alike: dict[str, list[_Own]] = {}
    for reason, own in reasons:
        alike.setdefault(reason, []).append(own)
    return tuple(
        (reason if len(people) == 1 else _A_PLACE.sub("a place for one of them", reason), tuple(people))
        for reason, people in alike.items()
    )
