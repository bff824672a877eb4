"""Prices from a linear program: the restricted master of column generation.

A column is a seat with its members. Of the columns known so far a linear program takes the best mixture within the
limits that prices stand for, and its dual values are prices; what the seats are worth at these prices gives the bound,
and new columns (Gilmore and Gomory, 1961). The prices are boxed in around the best ones known, so that few columns do
(du Merle, Villeneuve, Desrosiers and Hansen, 1999): beyond the box a limit may be broken, at the price there. Price
steps get within half a percent of the best bound in less time than this; the rest of the way this is far quicker, and
finds prices for cuts too.

The program only proposes. What is proved, is proved by evaluating prices in integers, and never depends on it.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.problem.problem import Seats
from matcher.solving.relaxation.lagrangian import Bounds, Duals, Evaluation, Node, Relaxation
from matcher.solving.relaxation.pricing import NEVER, SCALE
from matcher.solving.relaxation.subset_row_cuts import counted

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

__all__ = ["Column", "FractionalSolution", "Generated", "Master"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Column = tuple[int, bytes]
"""A seat's position, and its members as the bytes of their integers, rising."""

BOX = 0.015
"""How far prices may go from the best ones known, as a share of the most that a mentee can score; farther where a whole
seat pays."""
FIRST, NEXT = 1500, 600
"""Columns added at a time, at most: to begin with, and later on."""
NEAR = 0.005
"""Steps end within such a share of the way from the bound down to what there is."""
ALMOST = 1e-4
"""Where there is nothing yet, within such a share of the bound."""
WIDE = 0.05
"""Limits broken less than this, all together, are as good as kept."""
MISSING = 10
"""What a group that is missing costs, as many times as the most that one may add."""
TAKEN = 1e-6
"""Shares of a column under this are roundings of the solver."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class FractionalSolution:
    """The columns that the program takes.

    Parameters
    ----------
    share
        (columns,): to what share each is taken.
    value
        Of the program, points.
    prices
        That it proposes.
    broken
        By how much limits are broken, all together, since prices may not leave their box.
    """

    columns: Sequence[Column]
    share: Floats
    value: float
    prices: Duals
    broken: float

    def share_of_seats(self, seats: int) -> Floats:
        """Return (seats,): to what share each of so many seats is taken."""
        return np.asarray(np.bincount(self.seats(), weights=self.share, minlength=seats), np.float64)

    def seats(self) -> Ints:
        """Return the seat of each column."""
        return np.array([seat for seat, _ in self.columns], np.int64)

    def members(self) -> list[Ints]:
        """Return the members of each column."""
        return [np.frombuffer(here, np.int64) for _, here in self.columns]


@dataclass(frozen=True)
class Generated:
    """Where steps ended: the evaluation of the best bound, doubled, and the last mixture; None where there is none."""

    evaluation: Evaluation
    doubled: int
    fractional: FractionalSolution | None


class Master:
    """The linear program over the columns known so far.

    Parameters
    ----------
    relaxation
        Whose prices are looked for.
    centre
        Prices to begin with.
    columns
        Known from before.
    """

    def __init__(self, relaxation: Relaxation, centre: Duals, columns: Iterable[Column] = ()) -> None:
        from ortools.math_opt.python import mathopt

        self.relaxation, self.mathopt = relaxation, mathopt
        problem = relaxation.problem
        self.shapes = [(field.name, np.shape(getattr(centre, field.name))) for field in fields(Duals)]
        self.starts = np.r_[0, np.cumsum([int(np.prod(shape)) for _, shape in self.shapes])]
        self.model = mathopt.Model()
        self.model.objective.is_maximize = True
        limits = self._flat(relaxation.limits)
        self.free = self._flat_of({"mentee": problem.must_place}).astype(bool)
        seat = problem.min_size
        wide = {"mentee": 1, "slot": seat, "place": seat, "load": 1, "spread": 1, "demand": seat, "cut": 1}
        self.width = max(1.0, BOX * relaxation.table.largest / SCALE) * self._flat_of(wide)
        several = relaxation.several
        priced = {"mentee": 1, "slot": problem.rooms is not None, "load": several, "demand": 1, "cut": 1}
        priced["spread"] = relaxation.last_groups[0] > 0
        priced["place"] = several[:, None] & problem.scheduled
        self.priced = np.flatnonzero(self._flat_of(priced))
        self.rows: dict[int, mathopt.LinearConstraint] = {}
        self.over: list[mathopt.Variable] = []
        self.under: list[mathopt.Variable] = []
        for row in self.priced.tolist():
            limit = float(limits[row])
            self.rows[row] = self.model.add_linear_constraint(lb=limit if self.free[row] else -np.inf, ub=limit)
            self.over.append(self._slack(row, -1.0))
            self.under.append(self._slack(row, 1.0))
        self.mentors = [self.model.add_linear_constraint(ub=float(most)) for most in problem.max_groups]
        fewest, count = relaxation.fewest, relaxation.count
        most = relaxation.most
        low, high = (min(fewest, most), most) if count is None else (count, count)
        self.groups = self.model.add_linear_constraint(lb=float(low), ub=float(high))
        # Whatever columns there are, some mixture is to be had: groups that are missing are dear.
        missing = self.model.add_variable(lb=0.0)
        self.groups.set_coefficient(missing, 1.0)
        each = relaxation.table.largest // SCALE + int(problem.placed.max(initial=0)) * problem.aim.weight
        self.model.objective.set_linear_coefficient(missing, -float(MISSING * problem.max_size * max(1, each)))
        self.columns: dict[Column, mathopt.Variable] = {}
        self.closed: set[int] = set()
        self.last: mathopt.SolveResult | None = None
        self.recentre(centre)
        self.add(columns)
        self.solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)

    def _slack(self, row: int, coefficient: float) -> mathopt.Variable:
        variable = self.model.add_variable(lb=0.0)
        self.rows[row].set_coefficient(variable, coefficient)
        return variable

    def _flat(self, prices: Duals) -> Ints:
        return np.concatenate([np.ravel(getattr(prices, name)) for name, _ in self.shapes])

    def _flat_of(self, values: Mapping[str, object]) -> Ints:
        parts = [np.broadcast_to(np.asarray(values.get(name, 0), np.int64), shape) for name, shape in self.shapes]
        return np.concatenate([np.ravel(part) for part in parts])

    def recentre(self, prices: Duals) -> None:
        """Allow prices within a box around these."""
        self.centre = prices
        centre, objective = self._flat(self.centre) / SCALE, self.model.objective
        for row, over, under in zip(self.priced.tolist(), self.over, self.under, strict=True):
            low, high = centre[row] - self.width[row], centre[row] + self.width[row]
            objective.set_linear_coefficient(over, -high)
            objective.set_linear_coefficient(under, low if self.free[row] else max(0.0, low))

    def add(self, columns: Iterable[Column]) -> int:
        """Add columns that are not there yet; return how many."""
        new = [column for column in columns if column not in self.columns]
        if not new:
            return 0
        relaxation, problem = self.relaxation, self.relaxation.problem
        positions = np.array([seat for seat, _ in new], np.int64)
        seats, members = relaxation.seats[positions], [np.frombuffer(here, np.int64) for _, here in new]
        entries = _entries(self, positions, seats, members)
        gains = _gains(relaxation, positions, seats, members) / SCALE
        for column, rows, gain in zip(new, entries, gains.tolist(), strict=True):
            variable = self.model.add_variable(lb=0.0)
            self.model.objective.set_linear_coefficient(variable, gain)
            for row, value in rows:
                self.rows[row].set_coefficient(variable, value)
            seat = column[0]
            for mentor in {int(relaxation.seats.first[seat]), int(relaxation.seats.second[seat])}:
                if mentor < problem.mentors:
                    self.mentors[mentor].set_coefficient(variable, 1.0)
            self.groups.set_coefficient(variable, 1.0)
            self.columns[column] = variable
        return len(new)

    def promising(self, most: int) -> list[Column]:
        """Return the columns that the last program took or would take next, at most so many, in the order known."""
        if self.last is None or len(self.columns) <= most:
            return list(self.columns)
        reduced = self.last.reduced_costs()
        # Those priced out last are in no program yet.
        costs = np.array([reduced.get(variable, 0.0) for variable in self.columns.values()])
        best = np.sort(np.argsort(-costs, kind="stable")[:most])
        columns = list(self.columns)
        return [columns[place] for place in best.tolist()]

    def _solved(self, node: Node, seconds: float) -> mathopt.SolveResult | None:
        self._open(node)
        solved = self._attempt(seconds)
        if solved is None:
            # The solver may lose its footing where one program follows another; from scratch it finds its way.
            self.solver = self.mathopt.IncrementalSolver(self.model, self.mathopt.SolverType.GLOP)
            solved = self._attempt(seconds)
        if solved is None:
            return None
        if solved.termination.reason != self.mathopt.TerminationReason.OPTIMAL:
            return None
        self.last = solved
        return solved

    def _attempt(self, seconds: float) -> mathopt.SolveResult | None:
        # Presolving would cost more than it gains where each program is like the one before.
        params = self.mathopt.SolveParameters(
            time_limit=datetime.timedelta(seconds=max(0.01, seconds)),
            lp_algorithm=self.mathopt.LPAlgorithm.PRIMAL_SIMPLEX,
            presolve=self.mathopt.Emphasis.OFF,
        )
        try:
            return self.solver.solve(params=params)
        except Exception as error:
            # MathOpt tells an abnormal end by errors of more than one kind, some of them raised while raising another.
            logger.debug("linear program given up: %s", error)
            return None

    def _fractional(self, node: Node, seconds: float) -> tuple[FractionalSolution, Floats] | None:
        """Return the best mixture of a node's seats, and what each seat pays besides; None where time ran out."""
        solved = self._solved(node, seconds)
        if solved is None:
            return None
        duals, values = solved.dual_values(), solved.variable_values()
        flat = self._flat(self.centre)
        found = np.array([duals[self.rows[row]] for row in self.priced.tolist()])
        found = np.where(self.free[self.priced], found, np.maximum(0.0, found))
        flat[self.priced] = np.rint(found * SCALE).astype(np.int64)
        parts = np.split(flat, self.starts[1:-1])
        prices = Duals(**{name: part.reshape(shape) for (name, shape), part in zip(self.shapes, parts, strict=True)})
        mentors = np.array([*(duals[row] for row in self.mentors), 0.0])
        seats = self.relaxation.seats
        besides = (mentors[seats.first] + mentors[seats.second] + duals[self.groups]) * SCALE
        share = np.array([values[variable] for variable in self.columns.values()])
        taken = np.flatnonzero(share > TAKEN)
        columns = list(self.columns)
        there = [columns[place] for place in taken.tolist()]
        broken = sum(values[over] for over in self.over)
        coefficient = self.model.objective.get_linear_coefficient
        broken += sum(values[under] for under in self.under if coefficient(under) != 0)
        return FractionalSolution(there, share[taken], solved.objective_value(), prices, broken), besides

    def _open(self, node: Node) -> None:
        """Let the program take columns at the node's seats alone."""
        there = node.open.copy()
        there[node.fixed] = True
        for place, ((seat, _), variable) in enumerate(self.columns.items()):
            if there[seat] == (place in self.closed):
                variable.upper_bound = np.inf if there[seat] else 0.0
                self.closed ^= {place}

    def improve(
        self,
        node: Node,
        prices: Duals,
        steps: int,
        cutoff: int | None,
        left: Callable[[], float],
        bounds: Bounds | None = None,
    ) -> Generated | None:
        """Improve the bound of a node by at most `steps` programs; return None where no number of groups can be had.

        Parameters
        ----------
        prices
            To start from.
        cutoff
            Objective of the incumbent: steps end once no better one can be there; None: there is none.
        left
            Returns how many seconds there are still; none: steps end.
        bounds
            Of this node, improved in place.
        """
        relaxation = self.relaxation
        found = self._evaluated(node, prices, bounds)
        if found is None:
            return None
        self.recentre(found.evaluation.prices)
        fractional: FractionalSolution | None = None
        if len(self.columns) < FIRST:
            self._priced_out(node, found.evaluation, None, FIRST)
        for _ in range(steps):
            seconds = left()
            solved = self._fractional(node, seconds) if seconds > 0 else None
            if solved is None:
                break
            fractional, besides = solved
            newest = self._evaluated(node, fractional.prices, bounds)
            if newest is None:
                break
            better = newest.doubled < found.doubled
            if better:
                found = newest
                self.recentre(fractional.prices)
            floor = None if cutoff is None else 2 * cutoff * SCALE
            if floor is not None and found.doubled <= floor:
                break
            value = (fractional.value + relaxation.problem.base) * 2 * SCALE
            near = ALMOST * abs(found.doubled) if floor is None else NEAR * (found.doubled - floor)
            if found.doubled - value < near and fractional.broken < WIDE:
                break
            added = self._priced_out(node, newest.evaluation, besides, NEXT)
            if not added and not better:
                # The next program would be this one.
                break
        return Generated(found.evaluation, found.doubled, fractional)

    def _evaluated(self, node: Node, prices: Duals, bounds: Bounds | None) -> Generated | None:
        evaluation = self.relaxation.evaluate(node, prices)
        if bounds is not None:
            bounds.take(evaluation, len(node.fixed), self.relaxation.step)
        counts = self.relaxation.counts(node, evaluation)
        return Generated(evaluation, int(evaluation.doubled[list(counts)].max()), None) if counts else None

    def _priced_out(self, node: Node, evaluation: Evaluation, besides: Floats | None, most: int) -> int:
        """Add the columns worth most at these prices, what their seats pay besides taken off; return how many."""
        values = evaluation.values.astype(float)
        if besides is not None:
            values -= besides
        good = (evaluation.values > NEVER // 2) & (values > (1.0 if besides is not None else -np.inf))
        good &= node.open | np.isin(np.arange(len(good)), node.fixed)
        wanted = np.flatnonzero(good)
        wanted = wanted[np.argsort(-values[wanted], kind="stable")][:most]
        members = self.relaxation.members(wanted, evaluation.prices)
        return self.add((int(seat), np.sort(here).tobytes()) for seat, here in zip(wanted, members, strict=True))


def _entries(master: Master, positions: Ints, seats: Seats, members: list[Ints]) -> list[list[tuple[int, float]]]:
    """Return the rows of each column, and what it adds to them."""
    relaxation, problem = master.relaxation, master.relaxation.problem
    begin = dict(zip((name for name, _ in master.shapes), master.starts.tolist(), strict=False))
    met, (demand, seat) = counted(problem, relaxation.cuts, seats, members), relaxation.demanded
    entries: list[list[tuple[int, float]]] = []
    rest = relaxation.last_groups[0]
    for place, here in enumerate(members):
        slot = int(seats.slot[place])
        rows = [(one, 1.0) for one in here.tolist()]
        rows += [(begin["cut"] + int(cut), 1.0) for cut in np.flatnonzero(met[place])]
        if problem.rooms is not None:
            rows.append((begin["slot"] + slot, 1.0))
        for mentor in {int(seats.first[place]), int(seats.second[place])}:
            if relaxation.several[mentor]:
                rows.append((begin["load"] + mentor, float(len(here))))
                if rest[mentor]:
                    rows.append((begin["spread"] + mentor, float(len(here) - rest[mentor])))
                if problem.scheduled:
                    rows.append((begin["place"] + mentor * problem.slots + slot, 1.0))
        rows += [(begin["demand"] + int(one), -1.0) for one in demand[seat == positions[place]]]
        entries.append(rows)
    return entries


def _gains(relaxation: Relaxation, positions: Ints, seats: Seats, members: list[Ints]) -> Ints:
    """Return (columns,): what each adds to the objective, units."""
    problem, score = relaxation.problem, relaxation.table.score
    sizes = np.array([len(here) for here in members], np.int64)
    everybody = np.concatenate([*members, np.empty(0, np.int64)])
    first, second = np.repeat(seats.first, sizes), np.repeat(seats.second, sizes)
    each = np.add(score[first, everybody], score[second, everybody], dtype=np.int64)
    each += problem.placed[everybody] * problem.aim.weight * SCALE
    each += problem.level_gain(everybody, first, second) * SCALE
    column = np.repeat(np.arange(len(members)), sizes)
    summed = np.zeros(len(members), np.int64)
    np.add.at(summed, column, each)
    if problem.has_costs:
        costs = problem.surcharge(int(sizes.max(initial=0)))[sizes]
        for limit in problem.costs_counted:
            held = np.bincount(column[limit.mentees[everybody]], minlength=len(members))
            costs = costs + problem.aim.weight * limit.weight * limit.amiss(held)
        summed -= costs * SCALE
    return summed + relaxation.seat_gain[positions]
