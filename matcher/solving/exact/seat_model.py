"""The seat model: every rule as linear rows over seats and placements, for whichever solver reads it.

Columns 0 … seats - 1 say that a seat is taken; the next ones that a mentee is placed at a seat; rules may add booleans.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matcher.problem.problem import Problem, Seats
from matcher.rules import RULES, Counted

__all__ = ["SeatModel"]

Ints = NDArray[np.int64]


@dataclass
class SeatModel:
    """Rows `low ≤ A z ≤ high` over booleans z, to be maximised over `objective`.

    Parameters
    ----------
    problem
        The problem whose seats these are.
    seats
        The seats that may be taken.
    seat_of, mentee_of
        (placements,): the seat and the mentee of each placement, ordered by seat, then mentee.
    """

    problem: Problem
    seats: Seats
    seat_of: Ints
    mentee_of: Ints
    columns: int = field(init=False)
    _rows: list[Ints] = field(default_factory=list)
    _columns: list[Ints] = field(default_factory=list)
    _values: list[Ints] = field(default_factory=list)
    _low: list[Ints] = field(default_factory=list)
    _high: list[Ints] = field(default_factory=list)
    _gains: list[tuple[Ints, int]] = field(default_factory=list)
    _row_count: int = 0

    def __post_init__(self) -> None:
        self.columns = len(self.seats) + len(self.seat_of)
        row = np.arange(len(self.seat_of))
        ones = np.ones_like(row)
        self.add_rows(np.r_[row, row], np.r_[self.placements, self.seat_of], np.r_[ones, -ones], len(row), None, 0)

    @property
    def placements(self) -> Ints:
        """Column of each placement."""
        return np.arange(len(self.seat_of), dtype=np.int64) + len(self.seats)

    def placements_of(self, mentee: int) -> Ints:
        """Columns of the placements of one mentee, in order of seat."""
        return np.flatnonzero(self.mentee_of == mentee) + len(self.seats)

    def add_booleans(self, count: int, gain: int = 0) -> Ints:
        """Add `count` columns, each worth `gain` points, and return them."""
        added = np.arange(self.columns, self.columns + count, dtype=np.int64)
        self.columns += count
        self._gains.append((added, gain))
        return added

    def add_row(self, columns: ArrayLike, values: ArrayLike, low: int | None, high: int | None) -> None:
        """Add one row; a scalar in `values` stands for all columns; None: no bound on that side."""
        columns = np.atleast_1d(np.asarray(columns, np.int64))
        self.add_rows(np.zeros(len(columns), np.int64), columns, values, 1, low, high)

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
        columns = np.atleast_1d(np.asarray(columns, np.int64))
        unbounded = np.iinfo(np.int64).max // 4
        self._rows.append(np.asarray(rows, np.int64) + self._row_count)
        self._columns.append(columns)
        self._values.append(np.broadcast_to(np.asarray(values, np.int64), columns.shape))
        self._low.append(np.broadcast_to(np.asarray(-unbounded if low is None else low, np.int64), (count,)))
        self._high.append(np.broadcast_to(np.asarray(unbounded if high is None else high, np.int64), (count,)))
        self._row_count += count

    def state_rules(self) -> None:
        """Add what every rule says."""
        for rule in RULES:
            rule.add_to(self)
        for limit in self.problem.counted:
            self._state_count(limit)

    def _state_count(self, limit: Counted) -> None:
        """State, a seat, that it holds none of those counted, or from the least to the most."""
        counted = limit.mentees[self.mentee_of]
        columns = self.placements[counted]
        seats, row = np.unique(self.seat_of[counted], return_inverse=True)
        if not len(seats):
            return
        some = seats if limit.least <= 1 else self.add_booleans(len(seats))
        ones, each = np.ones(len(row), np.int64), np.arange(len(seats))
        most = np.minimum(limit.most, np.bincount(row, minlength=len(seats)))
        rows, both = np.r_[row, each], np.r_[columns, some]
        self.add_rows(rows, both, np.r_[ones, -most], len(seats), None, 0)
        if limit.least > 1:
            self.add_rows(rows, both, np.r_[ones, np.full(len(seats), -limit.least)], len(seats), 0, None)

    def matrix(self) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Return (rows, columns, values, low, high); triplets sorted by row; ±(2**61 - 1) or beyond: no bound."""
        empty = [np.empty(0, np.int64)]
        rows = np.concatenate(self._rows or empty)
        order = np.argsort(rows, kind="stable")
        return (
            rows[order],
            np.concatenate(self._columns or empty)[order],
            np.concatenate(self._values or empty)[order],
            np.concatenate(self._low or empty),
            np.concatenate(self._high or empty),
        )

    def objective(self) -> Ints:
        """Return each column's gain over leaving everybody out, in points."""
        gains = np.zeros(self.columns, np.int64)
        for columns, gain in self._gains:
            gains[columns] = gain
        problem, seats = self.problem, self.seats
        gains[: len(seats)] = problem.pair_gain(seats.first, seats.second)
        gains[self.placements] = problem.gain(self.mentee_of, seats.first[self.seat_of], seats.second[self.seat_of])
        return gains
