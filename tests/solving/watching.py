"""A watch over a run: whatever is said to be a bound is held against groupings that are known to be legal.

Legal groupings are cheap to come by: draw mentors and slots, place mentees there. Each lies under every bound that
holds for it, and its groups one by one under the values of their seats, at any prices: that is checked at every
evaluation of a relaxation, wherever seats or placements are ruled out, and wherever a bound is taken over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.checking.verify import breaches_of
from matcher.intake.people import Intake
from matcher.matching import formed_groups
from matcher.problem.grouping import Grouping, grouping_of, keeps_demands
from matcher.problem.problem import Aim, Problem, Seats
from matcher.solving import search
from matcher.solving.exact.solvers import Work
from matcher.solving.heuristics.placement import place_mentees
from matcher.solving.relaxation import reduced_cost_fixing, seat_generation
from matcher.solving.relaxation.lagrangian import Duals, Evaluation, Node, Relaxation
from matcher.solving.trees import branch_and_bound, branch_price_and_cut
from tests.solving.plain import last_room

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
UNITS = 64


# Legal groupings ----------------------------------------------------------------------------------------------------


def legal_groupings(intake: Intake, problem: Problem, random: Random, number: int) -> list[Grouping]:
    """Up to so many groupings that break no rule: random mentors and slots, mentees placed by chance or well."""
    seats = problem.seats_of(*problem.pairs)
    seats = seats[problem.permitted(seats).sum(axis=1) >= problem.min_size]
    found: list[Grouping] = []
    for _ in range(3 * number):
        chosen = _drawn_seats(problem, seats, random)
        if chosen is None:
            continue
        wanted = problem
        if random.random() < 0.5:
            scores = np.random.default_rng(random.getrandbits(32)).integers(0, 1000, problem.score.shape)
            wanted = replace(problem, score=scores, aim=Aim())
        placed, _ = place_mentees(wanted, seats[chosen], Work(0.2, 60.0))
        if placed is None or not keeps_demands(problem, placed):
            continue
        if not breaches_of(intake, formed_groups(intake, placed)):
            found.append(grouping_of(problem, placed.seats, placed.seat_of))
        if len(found) == number:
            break
    return found


def _drawn_seats(problem: Problem, seats: Seats, random: Random) -> Ints | None:
    """Seats that can be taken at once, those that demands ask for first; None where none were drawn."""
    most = problem.mentees // problem.min_size
    count = problem.count if problem.count is not None else random.randint(max(1, most // 2), max(1, most))
    groups, rooms = np.append(problem.max_groups, 10**6), problem.rooms
    at_slot, busy, chosen = Counter[int](), set[tuple[int, int]](), list[int]()
    order = random.sample(range(len(seats)), len(seats))
    wanted = [int(np.flatnonzero(demand.met_by(seats))[0]) for demand in problem.demands if demand.met_by(seats).any()]
    for seat in [*wanted, *order]:
        a, b, slot = int(seats.first[seat]), int(seats.second[seat]), int(seats.slot[seat])
        leaders = [one for one in (a, b) if one != seats.nobody]
        if seat in chosen or any(groups[one] < 1 or (problem.scheduled and (one, slot) in busy) for one in leaders):
            continue
        if rooms is not None and at_slot[slot] >= rooms[slot]:
            continue
        chosen.append(seat)
        groups[leaders] -= 1
        at_slot[slot] += 1
        busy |= {(one, slot) for one in leaders}
        if len(chosen) == count:
            break
    return np.array(sorted(chosen), np.int64) if chosen else None


# What is known of them over a table of seats ------------------------------------------------------------------------


@dataclass
class Known:
    """Legal groupings laid out over the seats of a relaxation.

    Parameters
    ----------
    objective
        (groupings,): with the aim of the relaxation.
    positions
        Of each grouping: the seat of each group, -1 where it is not among the relaxation's.
    rows
        (groups of all of them,): the grouping of each; `seat` its position; `members` (rows, mentees) who is there.
    gain
        (rows,): what the members add, and the pair, less what the group costs, prices aside, units.
    """

    groupings: Sequence[Grouping]
    objective: Ints
    positions: list[Ints]
    rows: Ints
    seat: Ints
    members: Ints
    gain: Ints
    incidence: Ints

    @classmethod
    def over(cls, relaxation: Relaxation, groupings: Sequence[Grouping]) -> Known:
        """Lay groupings out."""
        problem, seats = relaxation.problem, relaxation.seats
        place: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        keys = zip(seats.first.tolist(), seats.second.tolist(), seats.slot.tolist(), strict=True)
        for position, key in enumerate(keys):
            place[key].append(position)
        found = [grouping_of(problem, one.seats, one.seat_of) for one in groupings]
        positions, rows, members, gains = [], [], [], []
        for number, one in enumerate(found):
            used, mine = Counter[tuple[int, int, int]](), []
            costs = problem.costs(one.seat_of, len(one.seats))
            for group in range(len(one.seats)):
                key = (int(one.seats.first[group]), int(one.seats.second[group]), int(one.seats.slot[group]))
                copies = place.get(key, [])
                mine.append(copies[used[key]] if used[key] < len(copies) else -1)
                used[key] += 1
                here = np.flatnonzero(one.seat_of == group)
                members.append(np.isin(np.arange(problem.mentees), here))
                gains.append(_gain(relaxation, key[0], key[1], here) - UNITS * int(costs[group]))
                rows.append(number)
            positions.append(np.array(mine, np.int64))
        table = np.array(members, np.int64).reshape(-1, problem.mentees)
        seat = np.concatenate([*positions, np.empty(0, np.int64)])
        incidence = np.zeros((len(rows), problem.mentees + problem.mentors + 1), np.int64)
        incidence[:, : problem.mentees] = table
        there = np.flatnonzero(seat >= 0)
        incidence[there, problem.mentees + seats.first[seat[there]]] = 1
        incidence[there, problem.mentees + seats.second[seat[there]]] = 1
        objective = np.array([one.objective for one in found], np.int64)
        return cls(groupings, objective, positions, np.array(rows, np.int64), seat, table, np.array(gains), incidence)

    def values(self, relaxation: Relaxation, prices: Duals) -> Ints:
        """(rows,): what each group is worth at these prices, the best members of its seat no less."""
        seats = relaxation.seats[self.seat]
        sizes = self.members.sum(axis=1)
        paid = self.members @ prices.mentee
        for leader in (seats.first, seats.second):
            rest = np.array([last_room(relaxation.problem, int(one)) for one in leader], np.int64)
            paid = paid + sizes * prices.load[leader] + (sizes - rest) * prices.spread[leader]
        rent = prices.slot[seats.slot] + prices.place[seats.first, seats.slot] + prices.place[seats.second, seats.slot]
        for demand, price in zip(relaxation.problem.demands, prices.demand.tolist(), strict=True):
            rent = rent - price * demand.met_by(seats)
        if prices.cut.any():
            weights, quotas = _weights(relaxation.cuts, self.incidence.shape[1])
            rent = rent + (self.incidence @ weights.T >= quotas) @ prices.cut
        value: Ints = self.gain - paid - rent
        return value

    def inside(self, node: Node) -> list[tuple[int, Ints]]:
        """(grouping, its seats that are open) for each grouping that lies in a node."""
        fixed = np.zeros(len(node.open), bool)
        fixed[node.fixed] = True
        out = (self.seat < 0) | ~(node.open | fixed)[self.seat]
        count = len(self.groupings)
        within = np.bincount(self.rows, out, count) == 0
        within &= np.bincount(self.rows, fixed[self.seat], count) == len(node.fixed)
        return [(int(one), self.positions[one][~fixed[self.positions[one]]]) for one in np.flatnonzero(within)]


def _gain(relaxation: Relaxation, first: int, second: int, members: Ints) -> int:
    """What members add at a seat, and its mentors as a pair, units: from the scores, not from the kernel's table."""
    problem = relaxation.problem
    one, other = np.full(len(members), first), np.full(len(members), second)
    points = int(problem.gain(members, one, other).sum()) + int(problem.pair_gain(np.array(first), np.array(second)))
    return UNITS * points


def _weights(cuts: Ints, people: int) -> tuple[Ints, Ints]:
    """(cuts, people): what each person weighs in each cut; (cuts,): from which weight on a seat pays."""
    weights, quotas = np.zeros((len(cuts), people), np.int64), np.zeros(len(cuts), np.int64)
    for row, (hub, *others) in enumerate(cuts.tolist()):
        rest = [one for one in others if one >= 0]
        weights[row, hub], quotas[row] = len(rest) - 1, len(rest)
        weights[row, rest] = 1
    return weights, quotas


# The watch ----------------------------------------------------------------------------------------------------------


@dataclass
class Watch:
    """Checks a run against legal groupings of its problem; `checked` counts what was held against each other."""

    intake: Intake
    problem: Problem
    random: Random
    groupings: list[Grouping] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    _known: dict[int, tuple[Relaxation, Known]] = field(default_factory=dict)
    _nodes: dict[int, tuple[Evaluation, Relaxation, Node]] = field(default_factory=dict)
    _searches: dict[int, search.Search] = field(default_factory=dict)

    def begun(self, mine: search.Search) -> None:
        """Look for groupings that are good in the search's own aim, and know what it begins with."""
        self._searches[id(mine.standing)] = mine
        if self._is_whole(mine.problem):
            self.groupings += legal_groupings(self.intake, mine.problem, self.random, 3)
            self.groupings += [one for one in mine.standing.groupings if one is not None]

    def _is_whole(self, problem: Problem) -> bool:
        """Whether it is about everybody, not a block."""
        return (problem.mentees, problem.mentors) == (self.problem.mentees, self.problem.mentors)

    def known(self, relaxation: Relaxation) -> Known | None:
        """The groupings over a relaxation's seats; None where it is of another problem (a block, say)."""
        if not self._is_whole(relaxation.problem):
            return None
        key = id(relaxation.seats)
        found = self._known.get(key)
        same = found is not None and found[0].problem is relaxation.problem and found[0].seats is relaxation.seats
        if found is None or not same or len(found[1].groupings) != len(self.groupings):
            found = self._known[key] = (relaxation, Known.over(relaxation, list(self.groupings)))
        return found[1]

    def say(self, kind: str, holds: bool, told: str) -> None:
        """Count a check, and remember it where it fails."""
        self.checked[kind] += 1
        if not holds and len(self.wrong) < 10:
            self.wrong.append(f"{kind}: {told}")

    def evaluated(self, relaxation: Relaxation, node: Node, evaluation: Evaluation) -> None:
        """Hold an evaluation against every grouping."""
        known = self.known(relaxation)
        if known is None or not len(known.rows):
            return
        self._nodes[id(evaluation)] = (evaluation, relaxation, node)
        asked = node.open.copy()
        asked[node.fixed] = True
        there = np.flatnonzero((known.seat >= 0) & asked[known.seat])
        least, told = known.values(relaxation, evaluation.prices)[there], evaluation.values[known.seat[there]]
        under = there[told < least]
        self.say("seat", not len(under), f"grouping {known.rows[under[:1]]}, seat {known.seat[under[:1]]}")
        for number, more in known.inside(node):
            objective = int(known.objective[number])
            bound = int(evaluation.doubled[len(more)]) if len(more) < len(evaluation.doubled) else None
            holds = bound is not None and bound >= 2 * UNITS * objective
            self.say("bound", holds, f"grouping {number}: {objective} over {bound} / {2 * UNITS}")

    def forced(self, evaluation: Evaluation, count: int, bounds: Ints) -> None:
        """Hold what forcing a seat is said to leave against the groupings that take it."""
        if id(evaluation) not in self._nodes:
            return
        _, relaxation, node = self._nodes[id(evaluation)]
        known = self.known(relaxation)
        for number, more in [] if known is None else known.inside(node):
            if known is not None and len(more) == count:
                holds = (bounds[more] >= 2 * UNITS * known.objective[number]).all()
                self.say("forced", bool(holds), f"grouping {number}")

    def left(
        self, relaxation: Relaxation, evaluation: Evaluation, count: int, cutoff: int, seats: Ints, allowed: Mask
    ) -> None:
        """Hold the seats and placements that are left against the groupings that are better."""
        known = self.known(relaxation)
        if known is None or id(evaluation) not in self._nodes:
            return
        for number, more in known.inside(self._nodes[id(evaluation)][2]):
            if len(more) != count or known.objective[number] <= cutoff:
                continue
            rows = known.rows == number
            self.say("left", bool(np.isin(known.seat[rows], seats).all()), f"seats of grouping {number}")
            for seat, members in zip(known.seat[rows], known.members[rows].astype(bool), strict=True):
                row = np.flatnonzero(seats == seat)
                self.say("placements", bool(len(row) and allowed[row[0], members].all()), f"grouping {number}")

    def limited(self, standing: search.Incumbents, bound: int) -> None:
        """Hold a bound on a part, with what earlier stages reached, against the groupings that have it too."""
        mine = self._searches.get(id(standing))
        if mine is None or not self._is_whole(mine.problem):
            return
        for number, one in enumerate(self.groupings):
            if all(kept.holds(mine.problem, one) for kept in mine.kept):
                objective = grouping_of(mine.problem, one.seats, one.seat_of).objective
                self.say("limit", bound >= objective, f"grouping {number}: {objective} over {bound}")

    def widened(self, relaxation: Relaxation, found: seat_generation.AllPriced | None) -> None:
        """Hold a bound over every seat against every grouping."""
        known = self.known(relaxation)
        if known is not None and found is not None:
            for number, objective in enumerate(known.objective.tolist()):
                self.say("widened", found.doubled >= 2 * UNITS * objective, f"grouping {number}")


@contextmanager
def watching(watch: Watch) -> Iterator[None]:
    """Let `watch` see every run meanwhile."""
    evaluate, forced_bounds = Relaxation.evaluate, reduced_cost_fixing.forced_bounds
    seats_left, placements_left = reduced_cost_fixing.seats_left, reduced_cost_fixing.placements_left
    limit, init, generate_seats = search.Incumbents.limit, search.Search.__init__, search.generate_seats

    def evaluated(self: Relaxation, node: Node, prices: Duals) -> Evaluation:
        evaluation = evaluate(self, node, prices)
        watch.evaluated(self, node, evaluation)
        return evaluation

    def forced(evaluation: Evaluation, count: int) -> Ints:
        bounds = forced_bounds(evaluation, count)
        watch.forced(evaluation, count, bounds)
        return bounds

    def left(relaxation: Relaxation, evaluation: Evaluation, count: int, cutoff: int) -> Ints:
        seats = seats_left(relaxation, evaluation, count, cutoff)
        allowed = placements_left(relaxation, evaluation, count, cutoff, seats)
        watch.left(relaxation, evaluation, count, cutoff, seats, allowed)
        return seats

    def limited(self: search.Incumbents, part: int, bound: int) -> None:
        watch.limited(self, bound)
        limit(self, part, bound)

    def begun(self: search.Search, *arguments: Any, **keywords: Any) -> None:
        init(self, *arguments, **keywords)
        watch.begun(self)

    def widened(relaxation: Relaxation, *arguments: Any) -> seat_generation.AllPriced | None:
        found = generate_seats(relaxation, *arguments)
        watch.widened(relaxation, found)
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Relaxation, "evaluate", evaluated)
        patched.setattr(search.Search, "__init__", begun)
        patched.setattr(search.Incumbents, "limit", limited)
        patched.setattr(search, "generate_seats", widened)
        patched.setattr(search, "seats_left", left)
        for module in (reduced_cost_fixing, branch_and_bound, branch_price_and_cut):
            patched.setattr(module, "forced_bounds", forced)
        yield
