"""The grouping most unlike those known, among all whose objective is at least a floor.

How unlike two are: how many pairs of a mentee and a mentor one has that the other has not. A mentee left out adds none,
so that nobody is left out for the sake of difference. Small problems go to CP-SAT whole, with the objective as a row.
For larger ones scores are raised for new pairs (a Lagrangian of that row), which gives seats; mentees are placed at
them at the highest raise that keeps the floor; CP-SAT then mixes all the seats found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.intake.program import Program
from matcher.problem.grouping import Grouping, grouping_of, keeps_demands
from matcher.problem.problem import Aim, Problem, Seats
from matcher.result.records import Effort, Stage
from matcher.solving.candidate_seats import count_seats, worthwhile_seats
from matcher.solving.exact.seat_model import SeatModel
from matcher.solving.exact.solvers import (
    POOLED_PLACEMENTS,
    WHOLE_PLACEMENTS,
    Work,
    build_model,
    solve_with_cp_sat,
    solve_with_highs,
)
from matcher.solving.heuristics.placement import place_mentees
from matcher.solving.modes import Measure, Mode, counted, measures
from matcher.solving.portfolio import solve
from matcher.solving.running.control import Control

__all__ = ["Different", "Floor", "difference", "floor_at", "most_different"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

SEATS_SOLVED_AGAIN = 120_000
"""Seats up to which the whole is solved again with raised scores: above, that takes minutes."""
RAISE, LESS, MORE = 4, 1, 10
"""By how much scores are raised for a new pair, in shares of what the floor leaves to spend on each pair: at first,
then where that fell under the floor, or kept it."""
HALVINGS = 12
"""Halvings of the range in which it is sought how far mentees can be drawn apart."""
ROUNDS = 3
"""Times that CP-SAT is asked to differ more from the known one that is nearest."""
AMOUNTS = {Effort.QUICK: 1.0, Effort.NORMAL: 3.0, Effort.THOROUGH: 30.0}
"""CP-SAT's amount for each of them."""


@dataclass(frozen=True)
class Floor:
    """What every alternative keeps.

    Parameters
    ----------
    problem
        The problem.
    least
        The least objective.
    stages
        In modes that put first things first: what each stage counts, and the count that must stay.
    mode
        The mode.
    """

    problem: Problem
    least: int
    stages: tuple[tuple[Measure, int], ...] = ()
    mode: Mode = "total"

    def keeps(self, grouping: Grouping) -> bool:
        """Return whether a grouping, its objective that of the problem, is good enough."""
        if grouping.objective < self.least or not keeps_demands(self.problem, grouping):
            return False
        banded = self.mode == "fair"
        return all(counted(self.problem, measure, grouping, banded) == count for measure, count in self.stages)

    def add_to(self, model: SeatModel, most: int | None) -> None:
        """State that the objective is at least the floor, and at most `most`, and what the stages reached."""
        problem, seats, seat, mentee = self.problem, model.seats, model.seat_of, model.mentee_of
        first, second = seats.first[seat], seats.second[seat]
        cost, costs = model.add_costs(problem)
        columns = np.r_[np.arange(len(seats)), model.placements, cost]
        values = np.r_[problem.pair_gain(seats.first, seats.second), problem.gain(mentee, first, second), -costs]
        model.add_row(columns, values, self.least - problem.base, None if most is None else most - problem.base)
        for measure, count in self.stages:
            aim = Aim(0, np.zeros(len(measure.levels), np.int64), 0, self.mode == "fair")
            at = measure.levels[replace(problem, aim=aim).level(mentee, first, second)]
            out = problem.mentees if measure.left_out else 0
            model.add_row(model.placements, at.astype(np.int64) - measure.left_out, count - out, count - out)


def floor_at(program: Program, problem: Problem, stages: Sequence[Stage], least: int) -> Floor:
    """Return the floor of a program's mode, with what its stages reached.

    Parameters
    ----------
    stages
        As a solution or a result has them.
    least
        The least objective.
    """
    objective, counts = program.objective, {stage.name: stage.value for stage in stages}
    kept = tuple((one, counts[one.name]) for one in measures(problem, objective.mode, objective.levels))
    return Floor(problem, least, kept, objective.mode)


@dataclass(frozen=True)
class Different:
    """What was found.

    Parameters
    ----------
    grouping
        The most different one; None where none was found.
    exact
        Whether it is proved that no other differs in more pairs, or that there is none.
    """

    grouping: Grouping | None
    exact: bool


def difference(problem: Problem, grouping: Grouping, other: Grouping) -> int:
    """Return how many pairs of a mentee and a mentor a grouping has that `other` has not."""
    return _new_pairs(_strange(problem, other), grouping)


def most_different(floor: Floor, known: Sequence[Grouping], control: Control) -> Different:
    """Return the grouping above the floor that is most unlike the known ones.

    That with the most new pairs against the known one nearest to it; among equals, with the most against all of them
    together; then with the higher objective.

    The outcome depends on the problem, the known ones, effort and seed alone, unless `control` ran out of time.
    """
    problem = floor.problem
    hunt = _Hunt(floor, known, control)
    seats = worthwhile_seats(problem, *problem.pairs) if count_seats(problem) <= SEATS_SOLVED_AGAIN else None
    small = seats is not None and int(problem.permitted(seats).sum()) <= WHOLE_PLACEMENTS
    if floor.mode != "fair":  # bands are cut from scores: raising these would move the bands
        hunt.place_apart(known[0])
        if seats is not None and not small:
            hunt.solve_again()
    proved = hunt.mix(seats if seats is not None and small else _pooled(problem, hunt.pool))
    return Different(hunt.best, small and proved)


class _Hunt:
    """One search for the most different grouping: the best so far, and every seat seen on the way."""

    def __init__(self, floor: Floor, known: Sequence[Grouping], control: Control) -> None:
        self.floor, self.problem, self.known, self.control = floor, floor.problem, tuple(known), control
        self.strange = [_strange(floor.problem, one) for one in known]
        self.pool = list(known)
        self.best: Grouping | None = None
        self.key = (0, 0, 0)

    def take(self, grouping: Grouping) -> bool:
        """Keep a grouping where it is the best so far; return whether it is above the floor."""
        found = grouping_of(self.problem, grouping.seats, grouping.seat_of)
        if not self.floor.keeps(found):
            return False
        new = [_new_pairs(strange, found) for strange in self.strange]
        key = (min(new), sum(new), found.objective)
        if key[0] > 0 and key > self.key:
            self.best, self.key = found, key
            self.pool.append(found)
        return True

    def weighted(self) -> Ints:
        """Return (mentees, mentors + 1): known ones without each pair, that nearest to the best so far counting double.

        For one known grouping, 2; for more, so that all together weigh no more.
        """
        weights = np.full(len(self.known), 2)
        if self.best is not None and len(self.known) > 1:
            weights[int(np.argmin([_new_pairs(strange, self.best) for strange in self.strange]))] = 4
        table: Ints = np.tensordot(weights, np.array(self.strange, np.int64), axes=1)
        return table

    def raised(self, by: int) -> Problem:
        """Return the problem with scores raised by so many half points for each known one a pair is new to."""
        return replace(self.problem, score=self.problem.score + by * self.weighted() // 2)

    def place_apart(self, at: Grouping) -> None:
        """Place mentees at the seats of a grouping, as much apart from the known ones as the floor permits."""
        low, high = 0, self.problem.most_points + 1
        work = Work(AMOUNTS[Effort.QUICK], self.control.left, self.control.seed)
        for _ in range(HALVINGS):
            if not self.control.running() or high - low <= 1:
                return
            middle = (low + high) // 2 if low else max(1, high // 16)
            placed, _ = place_mentees(self.raised(middle), at.seats, work, self.control.stop)
            if placed is None:
                return
            if self.take(placed):
                low = middle
            else:
                high = middle

    def solve_again(self) -> None:
        """Solve the whole with scores raised for new pairs, twice, and place mentees apart at the seats found."""
        first = self.known[0]
        pairs = max(1, self.problem.per_group * int((first.seat_of >= 0).sum()))
        share, shares = max(1, (first.objective - self.floor.least) // pairs), RAISE
        for again in (2, 1):
            if not self.control.running():
                return
            control = replace(self.control.part(again + 1, quiet=True), effort=Effort.QUICK)
            found = solve(self.raised(share * shares), control, self.floor.mode).grouping
            if found is None:
                return
            self.pool.append(found)
            shares = MORE if self.take(found) else LESS
            self.place_apart(found)

    def mix(self, seats: Seats) -> bool:
        """Ask CP-SAT for more difference at these seats; return whether it is proved that there is no more."""
        if not len(seats):
            return True
        if int(self.problem.permitted(seats).sum()) > POOLED_PLACEMENTS:
            return False
        for _ in range(ROUNDS):
            if not self.control.running():
                return False
            model = _model_of(self.floor, self.strange, seats, self.key[0] + 1)
            work = Work(AMOUNTS[self.control.effort], self.control.left, self.control.seed)
            outcome = solve_with_cp_sat(model, work, hint=self.best, stop=self.control.stop)
            if outcome.grouping is None and outcome.proved and self.best is None:
                # "There is none" is never said on one solver's word.
                outcome = solve_with_highs(model, self.control)
            if outcome.grouping is None:
                return outcome.proved
            self.take(outcome.grouping)
            if outcome.proved and len(self.known) == 1:
                return True
        return False


def _strange(problem: Problem, grouping: Grouping) -> Mask:
    """Return (mentees, mentors + 1): who are not together in a grouping; nobody is strange to no one."""
    strange = np.ones((problem.mentees, problem.mentors + 1), bool)
    placed = np.flatnonzero(grouping.seat_of >= 0)
    seat = grouping.seat_of[placed]
    strange[placed, grouping.seats.first[seat]] = False
    strange[placed, grouping.seats.second[seat]] = False
    strange[:, -1] = False
    return strange


def _new_pairs(strange: Mask, grouping: Grouping) -> int:
    """Return how many pairs of a mentee and a mentor in a grouping are strange."""
    placed = np.flatnonzero(grouping.seat_of >= 0)
    seat = grouping.seat_of[placed]
    return int(strange[placed, grouping.seats.first[seat]].sum() + strange[placed, grouping.seats.second[seat]].sum())


def _pooled(problem: Problem, groupings: Sequence[Grouping]) -> Seats:
    """Return the seats of groupings, each once, copies where groups get no slot as often as one grouping has them."""
    columns = [np.column_stack([one.seats.first, one.seats.second, one.seats.slot]) for one in groupings]
    pairs = np.unique(np.concatenate([column[:, :2] for column in columns]), axis=0)
    seats = problem.seats_of(pairs[:, 0], pairs[:, 1])
    if not problem.scheduled:
        return seats
    wanted = {tuple(row) for column in columns for row in column.tolist()}
    rows = zip(seats.first.tolist(), seats.second.tolist(), seats.slot.tolist(), strict=True)
    return seats[np.array([row in wanted for row in rows], bool)]


def _model_of(floor: Floor, strange: Sequence[Mask], seats: Seats, least: int) -> SeatModel:
    """State that at these seats as many pairs as can be are new, at least `least` against each known one."""
    problem = floor.problem
    total: Ints = np.sum(strange, axis=0, dtype=np.int64)
    model = build_model(problem.scoring(total), seats, problem.permitted(seats))
    floor.add_to(model, None)
    first, second = seats.first[model.seat_of], seats.second[model.seat_of]
    for one in strange:
        new = one[model.mentee_of, first].astype(np.int64) + one[model.mentee_of, second]
        model.add_row(model.placements, new, least, None)
    return model
