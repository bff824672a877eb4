"""The seat model: every rule as linear rows over seats and placements, for whichever solver reads it.

Columns 0 … seats - 1 say that a seat is taken; the next ones that a mentee is placed at a seat; rules may add booleans,
and what groups cost adds whole numbers.
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
    """Rows `low ≤ A z ≤ high` over whole numbers z from 0 to `most`, to be maximised over `objective`.

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
    _gains: list[tuple[Ints, Ints | int]] = field(default_factory=list)
    _most: list[tuple[Ints, Ints]] = field(default_factory=list)
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

    def add_numbers(self, most: Ints) -> Ints:
        """Add a column for each of `most`, a whole number from 0 to that, and return them."""
        added = np.arange(self.columns, self.columns + len(most), dtype=np.int64)
        self.columns += len(most)
        self._most.append((added, most))
        return added

    @property
    def most(self) -> Ints:
        """(columns,): the largest value of each; 1 but for numbers that were added."""
        most = np.ones(self.columns, np.int64)
        for columns, largest in self._most:
            most[columns] = largest
        return most

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
        for limit in self.problem.rules_counted:
            self._state_count(limit)
        columns, costs = self.add_costs(self.problem)
        self._gains.append((columns, -costs))

    def _state_count(self, limit: Counted) -> None:
        """State, a seat, that it holds none of those counted, where that is right, or from the least to the most."""
        there, columns, row, held = self._counted_at(limit)
        if not len(there):
            return
        ones, each = np.ones(len(row), np.int64), np.arange(len(there))
        some = self._some(there, columns, row, limit)
        rows, both = np.r_[row, each], np.r_[columns, some]
        self.add_rows(rows, both, np.r_[ones, -np.minimum(limit.most, held)], len(there), None, 0)
        if limit.least > limit.none_too:
            self.add_rows(rows, both, np.r_[ones, np.full(len(there), -limit.least)], len(there), 0, None)

    def _counted_at(self, limit: Counted) -> tuple[Ints, Ints, Ints, Ints]:
        """Return the seats that a limit concerns, the columns of whom it counts, each one's row, and how many a row."""
        counted = limit.mentees[self.mentee_of]
        at = self.seat_of[counted]
        seats = np.unique(at) if limit.none_too or not limit.least else np.arange(len(self.seats))
        row = np.searchsorted(seats, at)
        return seats, self.placements[counted], row, np.bincount(row, minlength=len(seats))

    def _some(self, seats: Ints, columns: Ints, row: Ints, limit: Counted) -> Ints:
        """Return columns that are 1 where a seat must have the least: where it is taken, or has any of them."""
        if not limit.none_too or limit.least <= 1:
            return seats
        some, ones, each = self.add_booleans(len(seats)), np.ones(len(row), np.int64), np.arange(len(row))
        self.add_rows(np.r_[each, each], np.r_[columns, some[row]], np.r_[ones, -ones], len(row), None, 0)
        return some

    def add_costs(self, problem: Problem) -> tuple[Ints, Ints]:
        """Add columns for what groups cost besides what each member does; return them and what 1 of each costs, points.

        Parameters
        ----------
        problem
            Of the same people as that of the model, whose points may be others.
        """
        added, costs = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        seats, ideal = self.seats, problem.ideal_size or 0
        larger = np.flatnonzero(seats.room > ideal)
        if problem.size_weight and len(larger):
            over = self.add_numbers(seats.room[larger] - ideal)
            of_larger = np.isin(self.seat_of, larger)
            row, each = np.searchsorted(larger, self.seat_of[of_larger]), np.arange(len(larger))
            rows, columns = np.r_[row, each, each], np.r_[self.placements[of_larger], larger, over]
            values = np.r_[np.ones(len(row), np.int64), np.full(len(each), -ideal), np.full(len(each), -1)]
            self.add_rows(rows, columns, values, len(larger), None, 0)
            added.append(over)
            costs.append(np.full(len(over), 2 * problem.size_weight * problem.aim.weight))
        for limit in problem.costs_counted:
            amiss = self._add_amiss(limit)
            added.append(amiss)
            costs.append(np.full(len(amiss), limit.weight * problem.aim.weight))
        return np.concatenate(added), np.concatenate(costs)

    def _add_amiss(self, limit: Counted) -> Ints:
        """Add a number for each seat of whom it is short and one for those it has too many, and return them."""
        there, columns, row, held = self._counted_at(limit)
        ones, each = np.ones(len(row), np.int64), np.arange(len(there))
        added = np.empty(0, np.int64)
        if limit.least > limit.none_too and len(there):
            short = self.add_numbers(np.full(len(there), limit.least))
            some = self._some(there, columns, row, limit)
            values = np.r_[ones, np.full(len(there), -limit.least), np.ones(len(there), np.int64)]
            self.add_rows(np.r_[row, each, each], np.r_[columns, some, short], values, len(there), 0, None)
            added = short
        many = np.flatnonzero(held > limit.most)
        if len(many):
            over, mine = self.add_numbers(held[many] - limit.most), np.isin(row, many)
            rows = np.searchsorted(many, row[mine])
            each = np.arange(len(many))
            values = np.r_[ones[mine], np.full(len(many), -1)]
            self.add_rows(np.r_[rows, each], np.r_[columns[mine], over], values, len(many), None, limit.most)
            added = np.r_[added, over]
        return added

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
