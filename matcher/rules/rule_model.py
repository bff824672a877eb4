"""What a rule is told of a problem and its seats when it states itself as rows, and what it may add.

Rules know a model by this alone: whoever lays out arrays and solves them stands above the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Counted", "RuleDemand", "RuleModel", "RuleProblem", "RuleSeats"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Counted(NamedTuple):
    """A limit on how many of some mentees are in one group: from `least` to `most`.

    Parameters
    ----------
    mentees
        (mentees,) of bool, in the order of the intake: who counts.
    least, most
        From 0.
    none_too
        Whether none of them is right as well.
    weight
        What each of them short of `least` or over `most` costs, points; 0: there may be no such group.
    """

    mentees: Mask
    least: int
    most: int
    none_too: bool = True
    weight: int = 0

    def amiss(self, count: Ints) -> Ints:
        """Return how many of them groups that hold `count` are short of, or have too many."""
        short: Ints = np.maximum(0, self.least - count) + np.maximum(0, count - self.most)
        return np.where((count == 0) & self.none_too, 0, short)


class RuleSeats(Protocol):
    """Seats: each a choice of mentors at a slot, in order."""

    def __len__(self) -> int: ...

    @property
    def first(self) -> Ints:
        """(seats,): one mentor."""

    @property
    def second(self) -> Ints:
        """(seats,): the other; as many as there are mentors (nobody) where one leads."""

    @property
    def slot(self) -> Ints:
        """(seats,): position of the slot, 0 where groups get none."""

    @property
    def room(self) -> Ints:
        """(seats,): most mentees there."""

    def leaders(self) -> tuple[Ints, Ints]:
        """Return each seat once for each of its mentors, and that mentor."""

    def led_by(self, mentor: int) -> Mask:
        """Return (seats,): which a mentor leads."""


class RuleDemand(Protocol):
    """A group that must be there."""

    def met_by(self, seats: RuleSeats) -> Mask:
        """Return (seats,): which seats this asks one of to be taken."""


class RuleProblem(Protocol):
    """An intake by positions: as many `mentees`, `mentors` and `slots`; no text."""

    @property
    def mentees(self) -> int:
        """How many mentees there are."""

    @property
    def mentors(self) -> int:
        """How many mentors there are."""

    @property
    def slots(self) -> int:
        """How many slots there are, 1 where groups get none."""

    @property
    def scheduled(self) -> bool:
        """Whether groups get slots."""

    @property
    def everyone(self) -> bool:
        """Whether nobody may be left out."""

    @property
    def count(self) -> int | None:
        """How many groups there have to be; None: any number."""

    @property
    def min_size(self) -> int:
        """Fewest mentees in a group."""

    @property
    def max_groups(self) -> Ints:
        """(mentors,): most groups that each leads."""

    @property
    def max_mentees(self) -> Ints:
        """(mentors,): most mentees that each takes, over all its groups."""

    @property
    def leads(self) -> Mask:
        """(mentors,) of bool: whether each may lead at all."""

    @property
    def rooms(self) -> Ints | None:
        """(slots,): most groups at each; None: any number."""

    @property
    def must_place(self) -> Mask:
        """(mentees,) of bool: whether each must have a place."""

    @property
    def together(self) -> Sequence[Sequence[int]]:
        """Mentees who go the same way, in the same group or all left out."""

    @property
    def apart(self) -> Sequence[tuple[int, int]]:
        """Pairs of mentees who may not share a group."""

    @property
    def lone_genders(self) -> Sequence[Mask]:
        """For each gender of which nobody may be alone, (mentees,): whose it is."""

    @property
    def counted(self) -> Sequence[Counted]:
        """Limits on how many of some mentees a group holds."""

    @property
    def demands(self) -> Sequence[RuleDemand]:
        """Groups that must be there."""


class RuleModel(Protocol):
    """Rows ``low ≤ A z ≤ high`` over booleans z: seats taken, mentees placed at seats, and what rules add.

    Columns 0 … seats - 1 say that a seat is taken; the next ones that a mentee is placed at a seat, ordered by seat,
    then mentee.
    """

    @property
    def problem(self) -> RuleProblem:
        """The problem whose seats these are."""

    @property
    def seats(self) -> RuleSeats:
        """The seats that may be taken."""

    @property
    def seat_of(self) -> Ints:
        """(placements,): the seat of each placement."""

    @property
    def mentee_of(self) -> Ints:
        """(placements,): the mentee of each placement."""

    @property
    def placements(self) -> Ints:
        """Column of each placement."""

    def placements_of(self, mentee: int) -> Ints:
        """Return the columns of the placements of one mentee, in order of seat."""

    def add_booleans(self, count: int, gain: int = 0) -> Ints:
        """Add `count` columns, each worth `gain` points, and return them."""

    def add_row(self, columns: ArrayLike, values: ArrayLike, low: int | None, high: int | None) -> None:
        """Add one row; a scalar in `values` stands for all columns; None: no bound on that side."""

    def add_rows(
        self,
        rows: ArrayLike,
        columns: ArrayLike,
        values: ArrayLike,
        count: int,
        low: ArrayLike | None,
        high: ArrayLike | None,
    ) -> None:
        """Add `count` rows given as triplets; `rows` counts from 0; None: no bound on that side."""
