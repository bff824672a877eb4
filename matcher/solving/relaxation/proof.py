"""Why nothing is better, kept as the search finds it: a tree of claims, each with what proves it.

Every step that lowers a bound leaves here what it rests on: prices and dual values, a split, a solver's word. The tree
refines itself while the search goes on, and what it proved before it proves still, so that whoever holds a node needs
no copy. `docs/proofs.md` says what each kind of node claims, and how other code checks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.problem.problem import Problem, Seats
from matcher.solving.relaxation.lagrangian import Duals, Evaluation, Node, Relaxation
from matcher.solving.relaxation.seat_choice import Dual, uncoverable

__all__ = [
    "BySolver",
    "Claim",
    "Close",
    "Counting",
    "Counts",
    "Empty",
    "Halves",
    "Leaf",
    "Placed",
    "Proof",
    "Ray",
    "Split",
    "Values",
    "ray_of",
    "seat_key",
    "values_of",
]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Values:
    """Prices, and dual values of the choice of seats at these prices.

    Parameters
    ----------
    cuts
        (cuts, 5): the cuts that `prices.cut` speaks of.
    duals
        Each bounds every number of groups; the least counts.
    """

    prices: Duals
    cuts: Ints
    duals: tuple[Dual, ...]


@dataclass(frozen=True)
class Leaf:
    """These values bound what is here."""

    values: Values


@dataclass(frozen=True)
class BySolver:
    """A solver says so."""

    name: str


@dataclass(frozen=True)
class Placed:
    """No mentees placed at these seats do better: the prices of the cheapest flow bound it."""

    problem: Problem
    seats: Seats


@dataclass(frozen=True)
class Ray:
    """So many groups cannot be had: `mentors` (mentors,) hold both ends of every open seat, and are too few."""

    mentors: Ints


@dataclass(frozen=True)
class Empty:
    """Counting seats shows that there is no grouping."""


@dataclass(frozen=True)
class Counting:
    """Counting scores bounds what is here."""


Claim = Leaf | BySolver | Placed | Ray | Empty | Counting


@dataclass(frozen=True)
class Close:
    """Seats that these values rule out are closed below."""

    values: Values
    then: Proof


@dataclass(frozen=True)
class Split:
    """Two cases that hold every grouping between them: ``pair`` (a, b), ``mentor`` (a, slot), ``seat`` (a, b, t, n)."""

    kind: Literal["pair", "mentor", "seat"]
    key: tuple[int, ...]
    yes: Proof
    no: Proof


class Halves(NamedTuple):
    """Two nodes that hold every grouping of a node between them, and what tells them apart, as in `Split`."""

    kind: Literal["pair", "mentor", "seat"]
    key: tuple[int, ...]
    yes: Node
    no: Node


@dataclass(frozen=True)
class Counts:
    """Each number of groups by itself, all others by `rest`; None: there are no others."""

    counts: Mapping[int, Proof]
    rest: Proof | None


@dataclass
class Proof:
    """What is known of a node of the search.

    Parameters
    ----------
    claims
        (bound, claim): no grouping here is over the bound, since the claim holds; None: there is no grouping here.
    below
        How the node was looked into; None: it was not.
    """

    claims: list[tuple[int | None, Claim]] = field(default_factory=list)
    below: Close | Split | Counts | None = None

    @classmethod
    def of(cls, bound: int | None, claim: Claim) -> Proof:
        """Return a node of one claim."""
        return cls([(bound, claim)])

    def add(self, bound: int | None, claim: Claim) -> None:
        """Keep a claim."""
        self.claims.append((bound, claim))

    def chosen(self, limit: int) -> Claim | Close | Split | Counts | None:
        """Return what shows that no grouping here is over `limit`; None where nothing does.

        A claim that needs no solver's word comes first, then what the node was split into.
        """
        good = [claim for bound, claim in self.claims if bound is None or bound <= limit]
        own = next((claim for claim in reversed(good) if not isinstance(claim, BySolver)), None)
        return own or self.below or next(iter(good), None)

    def solvers(self, limit: int) -> Iterator[str]:
        """Yield whose word each part of what `chosen` returns rests on: ``matcher`` where that is none."""
        waiting = [self]
        while waiting:
            chosen = waiting.pop().chosen(limit)
            if isinstance(chosen, Close):
                waiting.append(chosen.then)
            elif isinstance(chosen, Split):
                waiting += [chosen.yes, chosen.no]
            elif isinstance(chosen, Counts):
                waiting += [*chosen.counts.values(), *([] if chosen.rest is None else [chosen.rest])]
            else:
                yield chosen.name if isinstance(chosen, BySolver) else "matcher"


def values_of(relaxation: Relaxation, node: Node, evaluation: Evaluation, counts: Iterable[int]) -> Values:
    """Return what an evaluation proves of a node, with dual values that are best for `counts` further groups each."""
    # A price of all groups is a dual value of their number.
    group = 2 * int(evaluation.prices.group[0])
    duals = tuple(Dual(one.groups + group, one.mentors) for one in evaluation.choices.duals(sorted(set(counts))))
    return Values(evaluation.prices, relaxation.cuts, duals)


def ray_of(relaxation: Relaxation, node: Node) -> Ray | Empty:
    """Return why a node holds no more groups than it does."""
    problem, seats = relaxation.problem, relaxation.seats
    if problem.per_group == 1:
        return Empty()
    capacity = problem.max_groups - np.bincount(seats[node.fixed].leaders()[1], minlength=problem.mentors)
    return Ray(uncoverable(problem.mentors, seats[node.open], capacity))


def seat_key(seats: Seats, seat: int) -> tuple[int, int, int, int]:
    """Return (mentor, mentor, slot, which of several equal ones) of a seat."""
    first, second, slot = int(seats.first[seat]), int(seats.second[seat]), int(seats.slot[seat])
    same = (seats.first[:seat] == first) & (seats.second[:seat] == second) & (seats.slot[:seat] == slot)
    return first, second, slot, int(same.sum())
