"""Groups of the past, and which new group each lives on in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.problem.grouping import Grouping

__all__ = ["Past", "living_on", "stays_of"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Past:
    """A group of the past, as far as its people are still there.

    Parameters
    ----------
    slot
        Position of its slot; None where it is no slot any more, so that nobody can stay.
    mentors, mentees
        Positions, ascending.
    """

    slot: int | None
    mentors: Ints
    mentees: Ints

    @property
    def places(self) -> int:
        """How many people could stay."""
        return len(self.mentors) + len(self.mentees)


def stays_of(pasts: Sequence[Past], grouping: Grouping) -> int:
    """Return how many people stay in a grouping, each past group living on where most of it does."""
    seats = grouping.seats
    groups = [
        (
            int(seats.slot[place]),
            {int(seats.first[place]), int(seats.second[place])},
            set(np.flatnonzero(grouping.seat_of == place)),
        )
        for place in range(len(seats))
    ]
    overlap = {}
    for number, past in enumerate(pasts):
        for place, (slot, mentors, mentees) in enumerate(groups):
            if past.slot == slot:
                shared = len(mentors & set(past.mentors.tolist())) + len(mentees & set(past.mentees.tolist()))
                if shared:
                    overlap[number, place] = shared
    return sum(overlap[pair] for pair in living_on(overlap).items())


def living_on(overlap: dict[tuple[int, int], int]) -> dict[int, int]:
    """Return which new group each past one lives on in: as many people as can be stay, each group used once.

    Parameters
    ----------
    overlap
        By past and new group: how many people they share, at least 1; pairs that cannot be are missing.
    """
    from ortools.graph.python import min_cost_flow

    if not overlap:
        return {}
    pasts, groups = sorted({past for past, _ in overlap}), sorted({group for _, group in overlap})
    row = {past: place for place, past in enumerate(pasts)}
    column = {group: len(pasts) + place for place, group in enumerate(groups)}
    sink = len(pasts) + len(groups)
    flow = min_cost_flow.SimpleMinCostFlow()
    pairs = sorted(overlap)
    arcs = [flow.add_arc_with_capacity_and_unit_cost(row[p], column[g], 1, -overlap[p, g]) for p, g in pairs]
    for place in range(len(pasts)):
        flow.add_arc_with_capacity_and_unit_cost(place, sink, 1, 0)
        flow.set_node_supply(place, 1)
    for group in groups:
        flow.add_arc_with_capacity_and_unit_cost(column[group], sink, 1, 0)
    flow.set_node_supply(sink, -len(pasts))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"the flow from past to new groups ended with {status}")
    return {p: g for arc, (p, g) in zip(arcs, pairs, strict=True) if flow.flow(arc) > 0}
