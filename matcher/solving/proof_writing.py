"""`proof.json`: what a run proved, written so that other code can check it; `docs/proofs.md` is its format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher import __version__
from matcher.intake.people import Intake
from matcher.solving.heuristics.placement import flow_prices, largest_gains
from matcher.solving.portfolio import ProvedPart, ProvedStage, Solution
from matcher.solving.relaxation.lagrangian import Duals
from matcher.solving.relaxation.pricing import SCALE
from matcher.solving.relaxation.proof import (
    BySolver,
    Close,
    Counting,
    Counts,
    Leaf,
    Placed,
    Proof,
    Ray,
    Split,
    Values,
)
from matcher.solving.relaxation.seat_choice import Dual
from matcher.solving.relaxation.subset_row_cuts import no_cuts

__all__ = ["written_proof"]

FORMAT = 1
"""The number by which the checker knows how to read it."""

Ints = NDArray[np.int64]


def written_proof(intake: Intake, solution: Solution) -> dict[str, Any]:
    """Return what ``proof.json`` holds, of plain dicts, lists, texts and numbers."""
    inside = {mentee for part in solution.proved for mentee in part.part.mentees.tolist()}
    return {
        "format": FORMAT,
        "version": __version__,
        "unit": SCALE,
        "mode": intake.program.objective.mode,
        "levels": intake.program.objective.levels,
        "slots": [slot.text for slot in intake.slots] if intake.scheduled else [],
        "outside": [mentee.id for place, mentee in enumerate(intake.mentees) if place not in inside],
        "bound": solution.bound,
        "stages": [{"name": one.name, "value": one.value, "bound": one.bound} for one in solution.stages],
        "parts": [_part(intake, part) for part in solution.proved],
    }


def _part(intake: Intake, proved: ProvedPart) -> dict[str, Any]:
    return {
        "mentors": [intake.mentors[place].id for place in proved.part.mentors.tolist()],
        "mentees": [intake.mentees[place].id for place in proved.part.mentees.tolist()],
        "stages": [_stage(stage) for stage in proved.stages],
    }


def _stage(stage: ProvedStage) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": stage.name,
        "value": stage.value,
        "bound": stage.bound,
        "weights": list(stage.weights),
        "weight": stage.weight,
        "limit": stage.limit,
    }
    if stage.proof is None:
        return told | {"cuts": [], "tree": None}
    tree = _Tree(stage)
    nodes = tree.nodes(stage.proof)
    return told | {"cuts": [list(cut) for cut in tree.cuts], "tree": {"nodes": nodes}}


class _Tree:
    """The nodes of a stage's proof, in the order in which they are reached, and the cuts that they speak of."""

    def __init__(self, stage: ProvedStage) -> None:
        self.stage = stage
        self.cuts: dict[tuple[int, ...], int] = {}

    def nodes(self, proof: Proof) -> list[dict[str, Any]]:
        """Return the nodes; each names those below it by their places in the list."""
        waiting, written = [proof], list[dict[str, Any]]()
        for node in waiting:
            written.append(self._node(node, waiting))
        return written

    def _node(self, node: Proof, waiting: list[Proof]) -> dict[str, Any]:
        """Return a node; those below it join the end of `waiting`."""

        def below(other: Proof) -> int:
            waiting.append(other)
            return len(waiting) - 1

        chosen, nobody = node.chosen(self.stage.limit), self.stage.problem.mentors
        if isinstance(chosen, Leaf):
            return {"leaf": self._values(chosen.values)}
        if isinstance(chosen, Placed):
            return {"leaf": self._values(_placed(chosen))}
        if isinstance(chosen, Close):
            return {"close": self._values(chosen.values), "then": below(chosen.then)}
        if isinstance(chosen, Split):
            return {"split": _told(chosen, nobody), "yes": below(chosen.yes), "no": below(chosen.no)}
        if isinstance(chosen, Counts):
            counts = {str(count): below(one) for count, one in sorted(chosen.counts.items())}
            return {"counts": counts, "rest": None if chosen.rest is None else below(chosen.rest)}
        if isinstance(chosen, Ray):
            return {"ray": chosen.mentors.tolist()}
        if isinstance(chosen, BySolver):
            return {"solver": chosen.name, "limit": self.stage.limit}
        return {"counting": True} if isinstance(chosen, Counting) else {"empty": True}

    def _values(self, values: Values) -> dict[str, Any]:
        prices, nobody = values.prices, self.stage.problem.mentors
        demands = self.stage.problem.demands
        told: dict[str, Any] = {"mentee": prices.mentee.tolist()}
        told["slot"] = _not_zero(prices.slot)
        told["place"] = [[*map(int, place), int(prices.place[tuple(place)])] for place in np.argwhere(prices.place)]
        told["load"] = _not_zero(prices.load)
        told["spread"] = _not_zero(prices.spread)
        told["demand"] = [
            [one.first, None if one.second == nobody else one.second, one.slot, int(price)]
            for one, price in zip(demands, prices.demand, strict=True)
            if price
        ]
        told["cut"] = {
            str(self._cut(values.cuts[place])): int(prices.cut[place]) for place in np.flatnonzero(prices.cut)
        }
        duals = [{"groups": int(dual.groups), "mentors": dual.mentors.tolist()} for dual in values.duals]
        return {key: value for key, value in told.items() if len(value)} | {"duals": duals}

    def _cut(self, cut: Ints) -> int:
        return self.cuts.setdefault(tuple(int(person) for person in cut if person >= 0), len(self.cuts))


def _told(split: Split, nobody: int) -> Mapping[str, Any]:
    if split.kind == "pair":
        return {"pair": list(split.key)}
    if split.kind == "mentor":
        mentor, slot = split.key
        return {"mentor": mentor, "slot": slot}
    first, second, slot, which = split.key
    return {"seat": [first, None if second == nobody else second, slot, which]}


def _not_zero(prices: Ints) -> dict[str, int]:
    return {str(place): int(prices[place]) for place in np.flatnonzero(prices)}


def _placed(claim: Placed) -> Values:
    """Return the prices that the cheapest flow to these seats has: its dual values, so that they lose nothing."""
    problem = claim.problem
    mentee = flow_prices(problem, claim.seats)
    # All groups are settled: whatever one more would be worth, it is asked more for.
    largest, pair = largest_gains(problem)
    more = problem.max_size * (largest + max(0, -int(mentee.min(initial=0)))) + pair
    prices = Duals(
        mentee=mentee * SCALE,
        slot=np.zeros(problem.slots, np.int64),
        place=np.zeros((problem.mentors + 1, problem.slots), np.int64),
        load=np.zeros(problem.mentors + 1, np.int64),
        spread=np.zeros(problem.mentors + 1, np.int64),
        demand=np.zeros(len(problem.demands), np.int64),
    )
    return Values(prices, no_cuts(), (Dual(2 * SCALE * more, np.zeros(problem.mentors, np.int64)),))
