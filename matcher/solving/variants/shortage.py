"""Too few places for some people, found as the least cut of a flow."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Shortage", "shortage"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


WORK = 5_000_000
"""Arcs of all flows that are solved to name few people."""


class Shortage(NamedTuple):
    """People who need more than what they can reach holds.

    Parameters
    ----------
    people
        (people,): who is short.
    places
        (places,): all that they can reach.
    needed, held
        What they need, and the most that they could get, in the same unit.
    """

    people: Ints
    places: Ints
    needed: int
    held: int


def shortage(reach: Mask, need: int, place_owner: Ints, at_place: Ints, at_owner: Ints) -> Shortage | None:
    """Return people who together need more than they can reach, None where all can have what they need.

    Each person takes `need`, at most one unit of it from any place; a place holds `at_place`, and all places of an
    owner together hold `at_owner`.

    Parameters
    ----------
    reach
        (people, places): who can take from where.
    place_owner
        (places,): position of the owner in `at_owner`.

    Notes
    -----
    By Hall's theorem in the form of Gale and Ryser: the source side of a least cut. People without whom it is still
    short are taken off it, as far as the work allows, so that few are named.
    """
    if not len(reach):
        return None
    found = _cut(reach, need, place_owner, at_place, at_owner)
    if found is None:
        return None
    people, work = found, WORK
    # Whoever can go while the rest stays short, goes, those who reach most first; many at once, then fewer.
    size = len(people)
    while size:
        order = people[np.argsort(-reach[people].sum(axis=1), kind="stable")]
        for start in range(0, len(order), size):
            fewer = np.setdiff1d(people, order[start : start + size])
            work -= int(reach[fewer].sum()) + 1
            if work < 0:
                break
            if len(fewer) and _held(reach[fewer], need, place_owner, at_place, at_owner) < need * len(fewer):
                people = fewer
        size //= 2
    places = np.flatnonzero(reach[people].any(axis=0))
    return Shortage(people, places, need * len(people), _held(reach[people], need, place_owner, at_place, at_owner))


def _flow(reach: Mask, need: int, place_owner: Ints, at_place: Ints, at_owner: Ints):  # type: ignore[no-untyped-def]
    from ortools.graph.python import max_flow

    people, places = reach.shape
    owners, source = people + places, people + places + len(at_owner)
    sink = source + 1
    flow = max_flow.SimpleMaxFlow()
    person, place = np.nonzero(reach)
    flow.add_arcs_with_capacity(np.full(people, source), np.arange(people), np.full(people, need))
    flow.add_arcs_with_capacity(person, people + place, np.ones(len(person), np.int64))
    flow.add_arcs_with_capacity(people + np.arange(places), owners + place_owner, at_place)
    flow.add_arcs_with_capacity(owners + np.arange(len(at_owner)), np.full(len(at_owner), sink), at_owner)
    flow.solve(source, sink)
    return flow


def _held(reach: Mask, need: int, place_owner: Ints, at_place: Ints, at_owner: Ints) -> int:
    return int(_flow(reach, need, place_owner, at_place, at_owner).optimal_flow())


def _cut(reach: Mask, need: int, place_owner: Ints, at_place: Ints, at_owner: Ints) -> Ints | None:
    flow = _flow(reach, need, place_owner, at_place, at_owner)
    if flow.optimal_flow() >= need * len(reach):
        return None
    side = np.array(flow.get_source_side_min_cut(), np.int64)
    return np.sort(side[side < len(reach)])
