"""The best values there are for a node of a tiny part, by a linear program over every seat with all sets of members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from matcher.checking.proofs.claim import Claim
from matcher.checking.proofs.tree import Place
from tests.checking.common import cost_of, is_counted_right, last_room, most_spread

Plain = dict[str, Any]
Key = tuple[Any, ...]

MOST = 1e4
"""Times the largest gain that a price may be: where there are no groupings, the more the less the values prove."""


def best_values(claim: Claim, place: Place, number: int) -> Plain:
    """Values that prove as little as any for so many groups, but for rounding."""
    program = _Program(claim, place, number)
    program.solver.Minimize(program.total)
    solved = program.solver.Solve() == program.solver.OPTIMAL
    return program.values(solved=solved)


class _Program:
    """Variables are the prices in points, and what each seat is worth over what its mentors are."""

    def __init__(self, claim: Claim, place: Place, number: int) -> None:
        self.claim, self.part = claim, claim.part
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        # Prices as shares of the largest gain: the program's numbers are then near 1.
        self.scale = 1 + int(np.abs(claim.gains).max(initial=0))
        self.variables: dict[Key, Any] = {}
        part = self.part
        seats = np.flatnonzero(place.open)
        caps = part.caps(seats, place.taken)
        self.total = self.variable(("groups",), signed=True) * (number - len(place.fixed))
        for mentor in range(part.nobody):
            self.total += self.variable(("mentors", mentor)) * int(caps[mentor])
            self.total += self.variable(("load", mentor)) * int(part.max_mentees[mentor])
            if rest := last_room(part, mentor):
                self.total += self.variable(("spread", mentor)) * most_spread(part, mentor, rest)
        for mentee in range(len(part.mentees)):
            self.total += self.variable(("mentee", mentee), signed=bool(part.must[mentee]))
        for cut in range(len(claim.cuts)):
            self.total += self.variable(("cut", cut))
        for seat in seats.tolist():
            over = self.variable(("over", seat))
            self.total += over
            self.cover(int(part.spot[seat]), over, open_seat=True)
        for seat in place.fixed:
            over = self.variable(("over", seat), signed=True)
            self.total += over
            self.cover(int(part.spot[seat]), over, open_seat=False)

    def variable(self, key: Key, *, signed: bool = False) -> Any:
        """The variable of a price, made where it is first asked for."""
        if key not in self.variables:
            self.variables[key] = self.solver.NumVar(-MOST if signed else 0, MOST, str(key))
            self.count_once(key)
        return self.variables[key]

    def count_once(self, key: Key) -> None:
        """Add to the total what prices of slots, places and demands add to it."""
        part = self.part
        if key[0] == "slot":
            self.total += self.variables[key] * int(part.rooms or 0)
        elif key[0] == "place":
            self.total += self.variables[key]
        elif key[0] == "demand":
            self.total -= self.variables[key]

    def cover(self, spot: int, over: Any, *, open_seat: bool) -> None:
        """Say that a seat is worth no less than any of its members."""
        part, claim = self.part, self.claim
        a, b, slot = int(part.first[spot]), int(part.second[spot]), int(part.slot[spot])
        leaders = [mentor for mentor in (a, b) if mentor < part.nobody]
        left = over
        if open_seat:
            left += self.variable(("groups",)) + sum(self.variable(("mentors", mentor)) for mentor in leaders)
        if part.rooms is not None:
            left += self.variable(("slot", slot))
        if part.scheduled:
            left += sum(self.variable(("place", mentor, slot)) for mentor in leaders)
        for demand in sorted(part.demands, key=str):
            if (demand.first, demand.second) == (a, b) and demand.slot in (None, slot):
                left -= self.variable(("demand", demand.first, demand.second, demand.slot))
        for members in self.sets(spot):
            row = left + sum(self.variable(("mentee", one)) for one in members)
            row += len(members) * sum(self.variable(("load", mentor)) for mentor in leaders)
            for mentor in leaders:
                if rest := last_room(part, mentor):
                    row += (len(members) - rest) * self.variable(("spread", mentor))
            row += sum(self.variable(("cut", cut)) for cut in self.counting(members, a, b))
            choice = part.choice[spot]
            gains = sum(int(claim.worth[choice, one]) for one in members) / claim.unit + int(claim.pair[choice])
            gains -= cost_of(claim, members) / claim.unit
            self.solver.Add(row >= gains / self.scale)

    def sets(self, spot: int) -> Iterator[tuple[int, ...]]:
        """Every set of members that size and rules on counts permit."""
        part = self.part
        who = np.flatnonzero(part.sits[spot]).tolist()
        for size in range(part.least, int(part.room[spot]) + 1):
            for chosen in combinations(who, size):
                if is_counted_right(part, chosen):
                    yield chosen

    def counting(self, members: tuple[int, ...], a: int, b: int) -> list[int]:
        """The cuts for which a seat with these members counts."""
        mentees = len(self.part.mentees)
        people = [*members, mentees + a, mentees + b]
        return [at for at, cut in enumerate(self.claim.cuts) if int(cut.weight[people].sum()) >= cut.needed]

    def values(self, *, solved: bool) -> Plain:
        """The prices in whole units, as they are written; none where the program has no answer: any will do."""
        part, unit = self.part, self.claim.unit
        found: dict[str, dict[Any, int]] = defaultdict(dict)
        for (kind, *where), variable in self.variables.items():
            scale = (2 * unit if kind in ("mentors", "groups") else unit) * self.scale
            found[kind][tuple(where)] = round(scale * variable.solution_value()) if solved else 0
        table: Plain = {
            "mentee": [found["mentee"][one,] for one in range(len(part.mentees))],
            "duals": [
                {"groups": found["groups"][()], "mentors": [found["mentors"][one,] for one in range(part.nobody)]}
            ],
        }
        for kind in ("load", "spread", "cut", "slot"):
            table[kind] = {str(at): price for (at,), price in found[kind].items() if price}
        table["place"] = [[mentor, slot, price] for (mentor, slot), price in found["place"].items() if price]
        table["demand"] = [
            [a, None if b == part.nobody else b, slot, price]
            for (a, b, slot), price in found["demand"].items()
            if price
        ]
        return table
