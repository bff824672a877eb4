"""Which group of one grouping is which of another: by the people they have in common, not by name."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["counterparts"]

Ints = NDArray[np.int64]


def counterparts(likeness: Ints) -> list[tuple[int, int]]:
    """Return (row, column) of an assignment with the largest total likeness, by row; pairs with likeness 0 go alone.

    Parameters
    ----------
    likeness
        (rows, columns): 0 or more.
    """
    from ortools.graph.python import min_cost_flow

    row, column = np.nonzero(likeness)
    if not len(row):
        return []
    rows, columns = likeness.shape
    everybody, sink = np.arange(rows), rows + columns
    flow = min_cost_flow.SimpleMinCostFlow()
    ones = np.ones(len(row), np.int64)
    paired = flow.add_arcs_with_capacity_and_unit_cost(row, rows + column, ones, -likeness[row, column])
    alone = np.ones(rows, np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(everybody, np.full(rows, sink), alone, np.zeros(rows, np.int64))
    there = np.ones(columns, np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(
        rows + np.arange(columns), np.full(columns, sink), there, np.zeros(columns, np.int64)
    )
    flow.set_nodes_supplies(np.arange(sink + 1), np.r_[alone, np.zeros(columns, np.int64), -rows])
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("no assignment of groups to groups was found")
    taken = flow.flows(paired) > 0
    return sorted(zip(row[taken].tolist(), column[taken].tolist(), strict=True))
