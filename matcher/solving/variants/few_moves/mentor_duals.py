"""Prices of mentors under which past groups bid for the pairs that lead them: the duals of a linear relaxation.

Each past group is led by one pair at most, each mentor leads so many groups. Columns enter as their prices call for
them, so that the relaxation stays small.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["mentor_prices"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

MOST_PASSES = 40
"""Linear programs, each with the columns that the last one asks for."""
BEST_OF_LABEL = 6
"""Columns of a label that enter the linear relaxation at once."""


def mentor_prices(
    labels: int, label: Ints, first: Ints, second: Ints, worth: Ints, capacity: Ints
) -> tuple[Floats, float, Ints]:
    """Return what each mentor costs, what each group costs besides, and the columns that decided it.

    Parameters
    ----------
    labels
        How many past groups there are.
    label, first, second, worth
        (columns,): the past group, the mentors who would lead it, and how many people would stay.
    capacity
        (mentors + 1,): how many groups each may lead; the last is nobody, who may lead any number.

    Returns
    -------
    price, each, chosen
        (mentors + 1,), in people who stay; one number; positions of columns, ascending. Where the relaxation is not
        solved, what was known by then: any prices prove a limit.
    """
    chosen = _top(label, worth.astype(float), np.ones(len(label), bool), BEST_OF_LABEL)
    price, each = np.zeros(len(capacity)), 0.0
    for _ in range(MOST_PASSES):
        duals = _dual_prices(labels, label[chosen], first[chosen], second[chosen], worth[chosen], capacity)
        if duals is None:
            break
        price, label_price, each = duals
        left = worth - price[first] - price[second] - label_price[label] - each
        fresh = left > 1e-6
        fresh[chosen] = False
        if not fresh.any():
            break
        chosen = np.union1d(chosen, _top(label, left, fresh, BEST_OF_LABEL))
    return price, each, chosen


def _top(label: Ints, value: Floats, among: Mask, count: int) -> Ints:
    """Return, ascending, the columns of most value of each label, the first of equals."""
    there = np.flatnonzero(among)
    order = there[np.lexsort((there, -value[there], label[there]))]
    mine = label[order]
    place = np.arange(len(order)) - np.searchsorted(mine, mine)
    return np.sort(order[place < count])


def _dual_prices(
    labels: int, label: Ints, first: Ints, second: Ints, worth: Ints, capacity: Ints
) -> tuple[Floats, Floats, float] | None:
    """Return the prices of mentors, labels and groups that solve the linear relaxation over these columns, or None.

    Two mentors a group: an odd number of them leads no more groups than one less.
    """
    from ortools.math_opt import model_pb2
    from ortools.math_opt.python import mathopt

    count, mentors = len(label), len(capacity)
    proto = model_pb2.ModelProto()
    proto.variables.ids.extend(range(count))
    proto.variables.lower_bounds.extend([0.0] * count)
    proto.variables.upper_bounds.extend([np.inf] * count)
    proto.variables.integers.extend([False] * count)
    proto.objective.maximize = True
    proto.objective.linear_coefficients.ids.extend(range(count))
    proto.objective.linear_coefficients.values.extend(worth.astype(float).tolist())
    rows_in_all = labels + mentors + 1
    proto.linear_constraints.ids.extend(range(rows_in_all))
    proto.linear_constraints.lower_bounds.extend([-np.inf] * rows_in_all)
    # Nobody leads as often as is asked.
    paired = bool((second < mentors - 1).any())
    groups = int(capacity.sum()) // 2 if paired else count
    most = np.r_[np.ones(labels), capacity[:-1], count, groups].astype(float)
    proto.linear_constraints.upper_bounds.extend(most.tolist())
    every = np.full(count, rows_in_all - 1)
    rows, columns = np.r_[label, labels + first, labels + second, every], np.tile(np.arange(count), 4)
    order = np.lexsort((columns, rows))
    proto.linear_constraint_matrix.row_ids.extend(rows[order].tolist())
    proto.linear_constraint_matrix.column_ids.extend(columns[order].tolist())
    proto.linear_constraint_matrix.coefficients.extend([1.0] * len(rows))
    solved = mathopt.solve(mathopt.Model.from_model_proto(proto), mathopt.SolverType.GLOP)
    if solved.termination.reason != mathopt.TerminationReason.OPTIMAL or not solved.has_dual_feasible_solution():
        return None
    duals = solved.dual_values()
    values = np.zeros(rows_in_all)
    for row, value in duals.items():
        values[row.id] = value
    return values[labels:-1], values[:labels], float(values[-1])
