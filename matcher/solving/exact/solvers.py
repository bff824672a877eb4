"""CP-SAT (and HiGHS, to check it) on a seat model: small problems whole, and what reduced costs leave of others."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.problem.grouping import Grouping, grouping_of
from matcher.problem.problem import Problem, Seats
from matcher.solving.exact.seat_model import SeatModel
from matcher.solving.running.control import Control

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

__all__ = [
    "AT_ONCE",
    "GRACE",
    "POOLED_PLACEMENTS",
    "WHOLE_PLACEMENTS",
    "Outcome",
    "Program",
    "Told",
    "Work",
    "ask_cp_sat",
    "ask_highs",
    "build_model",
    "hinted",
    "model_bytes",
    "outcome_of",
    "second_opinion",
    "solve_with_cp_sat",
    "solve_with_highs",
]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

UNBOUNDED = 2**60
"""What the seat model writes for a row without a limit; no sum comes near it."""
WHOLE_PLACEMENTS, POOLED_PLACEMENTS = 4_000, 40_000
"""Placements up to which CP-SAT is given every seat, and at most, at chosen seats, for questions besides the best."""
AT_ONCE = 3_000
"""Placements up to which HiGHS, which nothing interrupts, is asked in the process of the run."""
SECOND_PLACEMENTS, SECOND_NODES = 1_500, 100
"""Placements up to which HiGHS is asked too where CP-SAT closes something, and nodes of its tree."""
GRACE = 0.3
"""Seconds before the end of the time by which HiGHS has to be done, so that its answer still comes."""


@dataclass(frozen=True)
class Work:
    """How much a solve may do.

    Parameters
    ----------
    amount
        CP-SAT's deterministic time, about seconds; the same everywhere.
    seconds
        Wall time, a ceiling.
    seed
        Of CP-SAT's random numbers.
    """

    amount: float
    seconds: float
    seed: int = 0


@dataclass(frozen=True)
class Outcome:
    """What a solve found and proved.

    Parameters
    ----------
    grouping
        The best found; None where none was.
    bound
        No grouping of the model scores more; None where the model has none at all, or nothing is known.
    proved
        Whether `grouping` is best, or there is none.
    used
        Deterministic time spent.
    """

    grouping: Grouping | None
    bound: int | None
    proved: bool
    used: float


def build_model(problem: Problem, seats: Seats, allowed: Mask, counts: tuple[int, int] | None = None) -> SeatModel:
    """State every rule over these seats and placements.

    Parameters
    ----------
    allowed
        (seats, mentees): the placements that there are.
    counts
        Least and most number of groups, where only those are asked for.
    """
    seat_of, mentee_of = np.nonzero(allowed)
    model = SeatModel(problem, seats, seat_of.astype(np.int64), mentee_of.astype(np.int64))
    model.state_rules()
    if counts is not None:
        model.add_row(np.arange(len(seats)), 1, *counts)
    return model


def solve_with_cp_sat(
    model: SeatModel,
    work: Work,
    hint: Grouping | None = None,
    cutoff: int | None = None,
    stop: threading.Event | None = None,
) -> Outcome:
    """Solve a seat model with one CP-SAT worker.

    Parameters
    ----------
    hint
        A grouping to start from; seats and placements that the model lacks are passed over.
    cutoff
        Only groupings that score more are asked for.
    stop
        Once set, the search ends and the best so far is returned.
    """
    from ortools.sat.python import cp_model

    rows, columns, values, low, high = model.matrix()
    gains = model.objective()
    program = cp_model.CpModel()
    variables = [program.new_int_var(0, most, "") for most in model.most.tolist()]
    edges = np.searchsorted(rows, np.arange(len(low) + 1))
    for row in range(len(low)):
        part = slice(edges[row], edges[row + 1])
        terms = [variables[column] for column in columns[part]]
        expression = cp_model.LinearExpr.weighted_sum(terms, values[part].tolist())
        least = int(low[row]) if low[row] > -UNBOUNDED else cp_model.INT_MIN
        most = int(high[row]) if high[row] < UNBOUNDED else cp_model.INT_MAX
        program.add_linear_constraint(expression, least, most)
    counted = np.flatnonzero(gains)
    total = cp_model.LinearExpr.weighted_sum([variables[column] for column in counted], gains[counted].tolist())
    if cutoff is not None:
        program.add(total > cutoff - model.problem.base)
    program.maximize(total)
    if hint is not None:
        for column, value in enumerate(hinted(model, hint)):
            program.add_hint(variables[column], bool(value))
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.random_seed = work.seed
    parameters.linearization_level = 2
    parameters.max_deterministic_time = work.amount
    parameters.max_time_in_seconds = max(0.01, work.seconds)
    parameters.catch_sigint_signal = False
    # google/or-tools #5293: this part of presolve has led to a wrong OPTIMAL.
    parameters.presolve_inclusion_work_limit = 0
    status = _run(lambda: solver.solve(program), solver.stop_search, stop)
    used = solver.response_proto.deterministic_time
    if status == cp_model.INFEASIBLE:
        return Outcome(None, None, True, used)
    if status == cp_model.MODEL_INVALID:
        raise RuntimeError(f"the seat model is invalid: {program.validate()}")
    if status == cp_model.UNKNOWN:
        # Stopped in presolve, it tells a bound of 0, which is none.
        return Outcome(None, None, False, used)
    told = variables[: len(model.seats) + len(model.seat_of)]
    grouping = _grouping(model, np.array([solver.boolean_value(variable) for variable in told], bool))
    if status == cp_model.OPTIMAL:
        return Outcome(grouping, grouping.objective, True, used)
    # The bound as an integer, of what CP-SAT minimizes: as a float it may lie under the best there is.
    bound = model.problem.base - solver.response_proto.inner_objective_lower_bound
    return Outcome(grouping, bound if bound > grouping.objective else None, False, used)


def _run(solve: Callable[[], object], interrupt: Callable[[], None], stop: threading.Event | None) -> object:
    """Run `solve`, interrupting it once `stop` is set: a solver in C++ never sees Python's signals."""
    if stop is None:
        return solve()
    answer: list[object] = []
    failure: list[BaseException] = []

    def target() -> None:
        try:
            answer.append(solve())
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=target, name="matcher-exact", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(0.05)
            if stop.is_set():
                interrupt()
    except BaseException:
        # Ctrl-C, where nobody has asked for it to be a stop sign: nothing goes on behind whoever hears of it.
        interrupt()
        raise
    if failure:
        raise failure[0]
    return answer[0]


def hinted(model: SeatModel, hint: Grouping) -> Mask:
    """Return the columns that `hint` would set; booleans that rules added are left out."""
    place = {
        (int(a), int(b), int(t)): position
        for position, (a, b, t) in enumerate(zip(model.seats.first, model.seats.second, model.seats.slot, strict=True))
    }
    mine = [
        place.get((int(a), int(b), int(t)), -1)
        for a, b, t in zip(hint.seats.first, hint.seats.second, hint.seats.slot, strict=True)
    ]
    sits = np.where(hint.seat_of >= 0, np.array([*mine, -1])[hint.seat_of], -1)
    taken = np.zeros(len(model.seats), bool)
    taken[[position for position in mine if position >= 0]] = True
    return np.append(taken, sits[model.mentee_of] == model.seat_of)


def _grouping(model: SeatModel, taken: Mask) -> Grouping:
    placed = taken[model.placements]
    seat_of = np.full(model.problem.mentees, -1, np.int64)
    seat_of[model.mentee_of[placed]] = model.seat_of[placed]
    return grouping_of(model.problem, model.seats, seat_of)


@dataclass(frozen=True)
class Program:
    """What a solver is asked, so that another process can read it.

    Parameters
    ----------
    model
        Rows and columns, as bytes.
    gains
        What is to be most: (columns, what each is worth).
    rows
        Besides those of the model: (columns, what each is worth, the least and the most of their sum).
    seconds
        Wall time, a ceiling.
    hint
        Whether each of the first columns is set in what CP-SAT begins with; None: it begins with nothing.
    nodes
        Of the tree, at most; None: any number.
    """

    model: bytes
    gains: tuple[Ints, Ints]
    rows: tuple[tuple[Ints, Ints, float, float], ...]
    seconds: float
    hint: Mask | None = None
    nodes: int | None = None


@dataclass(frozen=True)
class Told:
    """What a solver says: `taken` is None where it has no solution, `bound` where it proves nothing."""

    infeasible: bool
    proved: bool
    taken: Mask | None
    bound: int | None


def solve_with_highs(
    model: SeatModel, control: Control, cutoff: int | None = None, nodes: int | None = None
) -> Outcome:
    """Solve a seat model with HiGHS through MathOpt: slower, and a check on CP-SAT's proofs.

    Parameters
    ----------
    cutoff
        Only groupings that score more are asked for.
    nodes
        At most so many nodes of its tree; None: any number.

    Notes
    -----
    It heeds no stop sign, so that all but small models are solved in a process that can be ended.
    """
    if not control.running():
        return Outcome(None, None, False, 0.0)
    gains = model.objective()
    worth = np.flatnonzero(gains)
    over = () if cutoff is None else ((worth, gains[worth], float(cutoff + 1 - model.problem.base), np.inf),)
    program = Program(model_bytes(model), (worth, gains[worth]), over, max(0.1, control.left - GRACE), nodes=nodes)
    if len(model.seat_of) <= AT_ONCE:
        told: Told | None = ask_highs(program, None)
    else:
        told = control.crew.apart(ask_highs, program, control)
    return outcome_of(model, told, program.seconds)


def second_opinion(model: SeatModel, first: Outcome, cutoff: int | None, control: Control) -> tuple[Outcome, str]:
    """Ask HiGHS too where CP-SAT says that nothing is over what is known, if that is soon answered.

    There are open reports of such answers that are wrong (google/or-tools #5274).

    Parameters
    ----------
    first
        What CP-SAT says of groupings that score more than `cutoff`.

    Returns
    -------
    outcome, by : Outcome, str
        What stands, and on whose word. Where they contradict each other nothing is proved; what HiGHS found is in it.
    """
    if not first.proved or len(model.seat_of) > SECOND_PLACEMENTS:
        return first, "CP-SAT"
    known = cutoff if first.grouping is None else first.grouping.objective
    other = solve_with_highs(model, control, known, SECOND_NODES)
    if other.grouping is not None:
        return Outcome(other.grouping, None, False, first.used), "CP-SAT"
    return first, "CP-SAT + HiGHS" if other.proved else "CP-SAT"


def outcome_of(model: SeatModel, told: Told | None, used: float) -> Outcome:
    """Return what a solver says in the words of the model; None: nothing."""
    if told is None:
        return Outcome(None, None, False, used)
    if told.infeasible:
        return Outcome(None, None, True, used)
    bound = None if told.bound is None else told.bound + model.problem.base
    return Outcome(None if told.taken is None else _grouping(model, told.taken), bound, told.proved, used)


def model_bytes(model: SeatModel) -> bytes:
    """Return the rows and columns of a model as another process is given them."""
    from ortools.math_opt import model_pb2

    rows, columns, values, low, high = model.matrix()
    key, where = np.unique(rows * model.columns + columns, return_inverse=True)
    summed = np.bincount(where, weights=values, minlength=len(key))
    proto = model_pb2.ModelProto()
    proto.variables.ids.extend(range(model.columns))
    proto.variables.lower_bounds.extend([0.0] * model.columns)
    proto.variables.upper_bounds.extend(model.most.astype(float).tolist())
    proto.variables.integers.extend([True] * model.columns)
    proto.linear_constraints.ids.extend(range(len(low)))
    proto.linear_constraints.lower_bounds.extend(np.where(low < -UNBOUNDED, -np.inf, low).tolist())
    proto.linear_constraints.upper_bounds.extend(np.where(high > UNBOUNDED, np.inf, high).tolist())
    proto.linear_constraint_matrix.row_ids.extend((key // model.columns).tolist())
    proto.linear_constraint_matrix.column_ids.extend((key % model.columns).tolist())
    proto.linear_constraint_matrix.coefficients.extend(summed.tolist())
    told: bytes = proto.SerializeToString()
    return told


def ask_highs(program: Program, _: threading.Event | None) -> Told:
    """Ask HiGHS.

    Notes
    -----
    It takes an answer within 1e-4 of its bound for best unless told otherwise; here the gap is 0. It would keep threads
    for as long as the process lives, and wait for them for ever in one that was forked; so it has none.
    """
    from ortools.math_opt.python import mathopt
    from ortools.math_opt.solvers import highs_pb2

    alone = highs_pb2.HighsOptionsProto(int_options={"threads": 1})
    return _asked(program, mathopt.SolverType.HIGHS, mathopt.SolveParameters(highs=alone))


def ask_cp_sat(program: Program, _: threading.Event | None) -> Told:
    """Ask one CP-SAT worker, which makes what it finds depend on the program alone."""
    from ortools.math_opt.python import mathopt
    from ortools.sat import sat_parameters_pb2

    parameters = sat_parameters_pb2.SatParameters(num_workers=1, linearization_level=2)
    # Of some 6,000 columns, its probing and its search for symmetries take longer than the solving that they spare.
    parameters.cp_model_probing_level, parameters.symmetry_level, parameters.max_presolve_iterations = 0, 0, 1
    # google/or-tools #5293: this part of presolve has led to a wrong OPTIMAL.
    parameters.presolve_inclusion_work_limit = 0
    told = _asked(program, mathopt.SolverType.CP_SAT, mathopt.SolveParameters(cp_sat=parameters))
    # Stopped in presolve, it tells a bound that is none.
    return told if told.taken is not None else replace(told, bound=None)


def _asked(program: Program, solver: mathopt.SolverType, parameters: mathopt.SolveParameters) -> Told:
    from ortools.math_opt.python import mathopt

    model = _mathopt_model(program)
    hints = []
    if program.hint is not None:
        values = zip(model.variables(), program.hint.tolist(), strict=False)
        hints.append(mathopt.SolutionHint(variable_values={variable: float(value) for variable, value in values}))
    parameters.time_limit = datetime.timedelta(seconds=program.seconds)
    parameters.relative_gap_tolerance, parameters.absolute_gap_tolerance = 0.0, 0.5
    parameters.node_limit = program.nodes
    solved = mathopt.solve(
        model, solver, params=parameters, model_params=mathopt.ModelSolveParameters(solution_hints=hints)
    )
    reason, dual = solved.termination.reason, solved.termination.objective_bounds.dual_bound
    taken = None
    if solved.has_primal_feasible_solution():
        found = sorted(solved.variable_values().items(), key=lambda item: item[0].id)
        taken = np.array([value > 0.5 for _, value in found], bool)
    return Told(
        reason == mathopt.TerminationReason.INFEASIBLE,
        reason == mathopt.TerminationReason.OPTIMAL,
        taken,
        int(np.floor(dual + 1e-6)) if np.isfinite(dual) else None,
    )


def _mathopt_model(program: Program) -> mathopt.Model:
    from ortools.math_opt import model_pb2
    from ortools.math_opt.python import mathopt

    proto = model_pb2.ModelProto.FromString(program.model)
    columns, values = program.gains
    proto.objective.maximize = True
    proto.objective.linear_coefficients.ids.extend(columns.tolist())
    proto.objective.linear_coefficients.values.extend(values.astype(float).tolist())
    for columns, values, low, high in program.rows:
        row = len(proto.linear_constraints.ids)
        proto.linear_constraints.ids.append(row)
        proto.linear_constraints.lower_bounds.append(low)
        proto.linear_constraints.upper_bounds.append(high)
        proto.linear_constraint_matrix.row_ids.extend([row] * len(columns))
        proto.linear_constraint_matrix.column_ids.extend(columns.tolist())
        proto.linear_constraint_matrix.coefficients.extend(values.astype(float).tolist())
    return mathopt.Model.from_model_proto(proto)
