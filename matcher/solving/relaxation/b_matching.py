"""The best choice of seats at given values: a matching of mentors, relaxed to halves.

A pair's value is put on both (a, b) and (b, a) of a bipartite graph with every mentor on either side; a cheapest flow
of 2·K units there is twice the best half-integral matching of K pairs (Balinski, 1965), for every K in one run of
shortest augmenting paths (Tomizawa, 1971). Its potentials say what each further pair would cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.problem.kernels import kernel
from matcher.solving.relaxation.pricing import NEVER

__all__ = ["ABSENT", "HalfMatchings", "half_matchings"]

ABSENT = 2 * NEVER
"""The value of a pair that cannot be had, under that of any seat."""
FAR = 2**60
"""Over the length of every path."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class HalfMatchings:
    """Best half-integral matchings for each number of pairs.

    Parameters
    ----------
    doubled
        (most + 1,): twice the best total value of exactly K pairs; most is the largest K that can be had.
    partner
        (most + 1, nodes): where each node's half goes, -1 for none.
    row_potential, column_potential
        (most + 1, nodes): dual prices of each solution.
    """

    doubled: Ints
    partner: Ints
    row_potential: Ints
    column_potential: Ints

    @property
    def most(self) -> int:
        """The largest number of pairs."""
        return len(self.doubled) - 1


def half_matchings(value: Ints, most: int) -> HalfMatchings:
    """Return the best half-integral matchings of 0, 1, … `most` pairs.

    Parameters
    ----------
    value
        (nodes, nodes), symmetric: each pair's value, `ABSENT` where it cannot be had; it may be negative.
    """
    found, *tables = _augment(value, min(most, len(value) // 2))
    return HalfMatchings(*(table[:found] for table in tables))


@kernel
def _start_potentials(value):  # type: ignore[no-untyped-def]
    """Return column potentials under which every arc's reduced cost is at least 0, rows standing at 0."""
    nodes = len(value)
    columns = np.full(nodes, FAR)
    for row in range(nodes):
        for column in range(nodes):
            if value[row, column] > ABSENT:
                columns[column] = min(columns[column], -value[row, column])
    return columns


@kernel
def _shortest_path(value, row_to, column_to, rows, columns, sink, via, row_distance, distance):  # type: ignore[no-untyped-def]
    """Dijkstra over reduced costs from every free row; return (free column reached, its distance to the sink)."""
    nodes = len(value)
    row_done, done = np.zeros(nodes, np.bool_), np.zeros(nodes, np.bool_)
    for node in range(nodes):
        distance[node] = FAR
        row_distance[node] = -rows[node] if row_to[node] < 0 else FAR
    end, end_distance = -1, FAR
    while True:
        best, nearest, is_row = -1, end_distance, False
        for node in range(nodes):
            if not row_done[node] and row_distance[node] < nearest:
                best, nearest, is_row = node, row_distance[node], True
            if not done[node] and distance[node] < nearest:
                best, nearest, is_row = node, distance[node], False
        if best < 0:
            return end, end_distance
        if is_row:
            row_done[best] = True
            reach = nearest + rows[best]
            for column in range(nodes):
                if not done[column] and value[best, column] > ABSENT and row_to[best] != column:
                    step = reach - value[best, column] - columns[column]
                    if step < distance[column]:
                        distance[column] = step
                        via[column] = best
        else:
            done[best] = True
            row = column_to[best]
            if row >= 0:
                row_distance[row] = min(row_distance[row], nearest)
            elif nearest + columns[best] - sink < end_distance:
                end, end_distance = best, nearest + columns[best] - sink


@kernel
def _augment(value, most):  # type: ignore[no-untyped-def]
    nodes = len(value)
    rows, columns = np.zeros(nodes, np.int64), _start_potentials(value)
    sink = np.int64(0)
    for node in range(nodes):
        sink = columns[node] if node == 0 else min(sink, columns[node])
    row_to, column_to, via = np.full(nodes, -1), np.full(nodes, -1), np.full(nodes, -1)
    row_distance, distance = np.empty(nodes, np.int64), np.empty(nodes, np.int64)
    doubled, partner = np.zeros(most + 1, np.int64), np.full((most + 1, nodes), -1)
    all_rows, all_columns = np.zeros((most + 1, nodes), np.int64), np.zeros((most + 1, nodes), np.int64)
    for node in range(nodes):
        all_columns[0, node] = columns[node]
    total, reached = np.int64(0), 0
    for unit in range(1, 2 * most + 1):
        end, length = _shortest_path(value, row_to, column_to, rows, columns, sink, via, row_distance, distance)
        if end < 0:
            break
        for node in range(nodes):
            rows[node] += min(row_distance[node], length)
            columns[node] += min(distance[node], length)
        sink += length
        total -= sink
        column = end
        while column >= 0:
            row = via[column]
            column_to[column], row_to[row], column = row, column, row_to[row]
        if unit % 2 == 0:
            reached = unit // 2
            doubled[reached] = total
            for node in range(nodes):
                partner[reached, node] = row_to[node]
                all_rows[reached, node], all_columns[reached, node] = rows[node], columns[node]
    return reached + 1, doubled, partner, all_rows, all_columns
