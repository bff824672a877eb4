"""The bound: each mentee priced, every seat on its own.

"Each mentee in one group" is relaxed with a price a mentee, and so are the groups of a slot and, for mentors with more
than one group, their slots and their mentees; what is left is pricing seats (`pricing`) and choosing them (`choosing`).
Prices are integers in units of 1 / `SCALE` points, so every value is a proved bound; they follow Polyak's subgradient
steps (Held, Wolfe and Crowder, 1974). `together` and `apart` between mentees are left out of account here: the bound
stays valid, a little looser.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import InitVar, dataclass, field, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.problem.problem import Problem, Seats
from matcher.solving.relaxation.magnitudes import MOST_OF_ALL, dearest_mentee, last_groups
from matcher.solving.relaxation.pricing import LARGEST, NEVER, SCALE, PricingTable, members_of, price_seats
from matcher.solving.relaxation.pricing_with_cuts import price_cut_seats
from matcher.solving.relaxation.seat_choice import MANY_NODES, Choices, choose_seats, mentor_places
from matcher.solving.relaxation.subset_row_cuts import cut_prices, no_cuts

__all__ = [
    "Bounds",
    "Duals",
    "Evaluation",
    "Node",
    "Relaxation",
    "Subgradient",
    "common_step",
    "promising",
    "proved_bound",
    "subgradient",
]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

PATIENCE, SHRINK = 6, 0.7
"""Steps without a better bound before the step shrinks, and to what share of itself."""
MEMORY = 0.9
"""How much of the averaged choice of seats a step keeps."""
NOTHING = 1e-6
"""Squared excess under which nothing is broken but for roundings of an average."""
MOST_DEMAND = 2**44
"""The highest price, units, that a demand begins with: sums of them stay within the integers."""


@dataclass(frozen=True)
class Duals:
    """Prices in units, of what is relaxed.

    Parameters
    ----------
    mentee
        (mentees,): one group a mentee.
    slot
        (slots,): `max_groups_per_slot`; 0 where unlimited.
    place
        (mentors + 1, slots): one group a mentor and slot; 0 but for mentors who may lead more than one.
    load
        (mentors + 1,): a mentor's `max_mentees`; 0 but for mentors who may lead more than one.
    demand
        (demands,): what a seat earns that meets a demand; every grouping has at least one such seat.
    spread
        (mentors + 1,): what each mentee of a mentor's group pays, and the group gets back as often as the mentor's last
        group has room where the others are full (see `sizes.last_groups`); 0 where that limits nothing.
    cut
        (cuts,): what a seat pays that counts for a cut (see `cuts`); every grouping has at most one such seat.
    group
        (1,): what every seat pays, since there are mentees for so many groups alone; 0 where each number of groups is
        looked at by itself.
    """

    mentee: Ints
    slot: Ints
    place: Ints
    load: Ints
    spread: Ints
    demand: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    cut: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    group: Ints = field(default_factory=lambda: np.zeros(1, np.int64))

    @property
    def each(self) -> Ints:
        """(mentors + 1,): what each placement pays to a mentor of its group."""
        return self.load + self.spread


@dataclass(frozen=True)
class Violation:
    """By how much a choice of seats goes beyond what is priced; shapes as in `Duals`, negative where there is room.

    Cuts are none of it: their prices come from a linear program (`master`).
    """

    mentee: Floats
    slot: Floats
    place: Floats
    load: Floats
    spread: Floats
    demand: Floats
    group: Floats


@dataclass(frozen=True)
class Node:
    """Seats that must be taken (`fixed`, positions) and that may be (`open`, (seats,) of bool)."""

    fixed: Ints
    open: NDArray[np.bool_]


@dataclass(frozen=True)
class Evaluation:
    """What given prices prove of a node.

    Parameters
    ----------
    doubled
        Twice the value in units, base included, for exactly `fixed + K` groups, K = 0, 1, ….
    """

    prices: Duals
    values: Ints
    choices: Choices
    doubled: Ints


@dataclass
class Bounds:
    """The least proved bound for each number of groups, and the prices that proved it."""

    by_count: dict[int, int] = field(default_factory=dict)
    proof: dict[int, Evaluation] = field(default_factory=dict)

    def take(self, evaluation: Evaluation, fixed: int, step: int) -> bool:
        """Keep what `evaluation` proves; return whether any bound fell."""
        better = False
        for more, doubled in enumerate(evaluation.doubled.tolist()):
            bound = proved_bound(doubled, step)
            if bound < self.by_count.get(fixed + more, bound + 1):
                self.by_count[fixed + more] = bound
            known = self.proof.get(fixed + more)
            if known is None or doubled < int(known.doubled[more]):
                self.proof[fixed + more] = evaluation
                better = True
        return better


def promising(values: Mapping[int, int], natural: int | None) -> int:
    """Return the number of groups of the highest value; of equal ones that nearest to `natural`, then the smallest."""
    return max(values, key=lambda count: (values[count], 0 if natural is None else -abs(count - natural), -count))


def proved_bound(doubled: int, step: int) -> int:
    """Return the bound, points, that a doubled value in units proves; objectives are multiples of `step`."""
    return doubled // (2 * SCALE) // step * step


def common_step(problem: Problem) -> int:
    """Return a number that divides the base and every gain, and so any objective."""
    aim = problem.aim
    step = 0
    for some in problem.blocks:
        table = problem.score[some]
        # What the steps so far divide tells nothing new, and to see that is quicker than to work a divisor out.
        if step == 0 or (step > 1 and (table % step).any()):
            step = math.gcd(step, int(np.gcd.reduce(table, axis=None, dtype=np.int64)))
    step = math.gcd(step, int(np.gcd.reduce(problem.pair_score, axis=None)), int(np.gcd.reduce(problem.unmatched)))
    step = math.gcd(step, problem.size_weight, *(limit.weight for limit in problem.counted)) * aim.weight
    return max(1, math.gcd(step, aim.left_out, *(aim.bonus - aim.left_out).tolist()))


@dataclass
class Relaxation:
    """The relaxed problem over a table of seats.

    Parameters
    ----------
    problem, seats
        The seats that there are; positions in a `Node` refer to them.
    like
        A relaxation of the same problem over other seats, whose tables serve here too; None: there is none.
    count
        Only so many groups are asked for; None: any number.
    """

    problem: Problem
    seats: Seats
    like: InitVar[Relaxation | None] = None
    count: int | None = field(init=False)
    table: PricingTable = field(init=False)
    step: int = field(init=False)
    seat_gain: Ints = field(init=False)
    cuts: Ints = field(init=False)

    def __post_init__(self, like: Relaxation | None) -> None:
        self.count = self.problem.count
        self.table = PricingTable.of(self.problem) if like is None else like.table
        self.step = common_step(self.problem) if like is None else like.step
        self.seat_gain = self.problem.pair_gain(self.seats.first, self.seats.second) * SCALE
        self.cuts = no_cuts()

    def root(self) -> Node:
        """Return the node in which every seat is open."""
        return Node(np.empty(0, np.int64), np.ones(len(self.seats), bool))

    def for_count(self, count: int) -> Relaxation:
        """Return this relaxation for groupings of exactly `count` groups."""
        narrowed = copy(self)
        narrowed.count = count
        return narrowed

    def with_cuts(self, cuts: Ints) -> Relaxation:
        """Return this relaxation with these cuts: (cuts, 5) mentees, and mentors counted on from the mentees."""
        cut = copy(self)
        cut.cuts = cuts
        cut.__dict__.pop("limits", None)
        return cut

    @property
    def fewest(self) -> int:
        """The fewest groups that hold everybody who must be placed, and of mentors who must lead one."""
        pairs = len({(demand.first, demand.second) for demand in self.problem.demands})
        return max(pairs, -(-int(self.problem.must_place.sum()) // self.problem.max_size))

    @property
    def most(self) -> int:
        """The most groups that there are mentors and mentees for."""
        return min(len(self.places) // self.problem.fewest_leaders, self.problem.most_groups)

    @cached_property
    def limits(self) -> Duals:
        """What each priced thing is limited to; prices stay 0 where a limit cannot bind."""
        problem = self.problem
        load = np.r_[problem.max_mentees, 0]
        place = np.ones((problem.mentors + 1, problem.slots), np.int64)
        slot = np.zeros(problem.slots, np.int64) if problem.rooms is None else problem.rooms
        demand, cut = np.full(len(problem.demands), -1), np.ones(len(self.cuts), np.int64)
        ones, spread = np.ones(problem.mentees, np.int64), self.last_groups[1]
        return Duals(ones, slot, place, load, spread, demand, cut, np.array([self.most]))

    @cached_property
    def dearest(self) -> Mapping[str, int]:
        """How far from 0 a price of each kind may go, so that no sum of prices or of gains leaves the integers.

        No price need go as far: it is many times what a place is worth (`sizes`).
        """
        problem, mentee = self.problem, dearest_mentee(self.problem)
        prices = {field.name: np.size(getattr(self.limits, field.name)) for field in fields(Duals)}
        most = {name: min(LARGEST // 4, MOST_OF_ALL // max(1, number)) for name, number in prices.items()}
        load = min(mentee // 8, MOST_OF_ALL // max(1, int(problem.max_mentees.sum())))
        return {**most, "mentee": mentee, "load": load, "spread": load}

    def within(self, prices: Duals) -> Duals:
        """Return the prices, those that went too far put back."""
        most = self.dearest
        return Duals(**{name: np.clip(getattr(prices, name), -far, far) for name, far in most.items()})

    @cached_property
    def demanded(self) -> tuple[Ints, Ints]:
        """(demand, seat) for each seat that meets a demand."""
        met = [np.flatnonzero(demand.met_by(self.seats)) for demand in self.problem.demands]
        every = [np.empty(0, np.int64), *met]
        return np.repeat(np.arange(len(met)), [len(seats) for seats in met]), np.concatenate(every)

    @cached_property
    def places(self) -> Ints:
        """The mentor of each place in a group; see `choosing.mentor_places`."""
        return mentor_places(self.seats, self.problem.max_groups * self.problem.leads)

    @cached_property
    def several(self) -> NDArray[np.bool_]:
        """(mentors + 1,): who may lead more than one group."""
        return np.append(self.problem.max_groups > 1, False)

    @cached_property
    def last_groups(self) -> tuple[Ints, Ints]:
        """(mentors + 1,) each: what is left to a mentor's last group; see `sizes.last_groups`."""
        return last_groups(self.problem)

    def first_prices(self) -> tuple[Duals, Duals]:
        """Return prices to start from: half of a mentee's best two scores, with and without what leaving out costs."""
        problem = self.problem
        best = problem.best_points
        # Enough for greedy groups to begin with those that must be there.
        each = problem.aim.weight * int((problem.placed + best).max(initial=0))
        each += int((problem.aim.bonus - problem.aim.left_out).max(initial=0)) if len(problem.aim.bonus) else 0
        nothing = (
            np.zeros(problem.slots, np.int64),
            np.zeros((problem.mentors + 1, problem.slots), np.int64),
            np.zeros(problem.mentors + 1, np.int64),
            np.zeros(problem.mentors + 1, np.int64),
            np.full(len(problem.demands), min(max(1, each) * problem.max_size * SCALE, MOST_DEMAND)),
        )
        half = best * (SCALE * problem.aim.weight) // 2 + int(self.table.bonus.max(initial=0)) // 2
        full = half + problem.placed * (problem.aim.weight * SCALE) + int(self.table.bonus.max(initial=0)) // 2
        return Duals(full, *nothing), Duals(half, *nothing)

    def fix(self, node: Node, seat: int) -> Node:
        """Return the node in which `seat` is taken too, and what it rules out is closed."""
        problem, seats = self.problem, self.seats
        fixed = np.append(node.fixed, seat)
        still_open = node.open.copy()
        still_open[seat] = False
        led = np.bincount(seats[fixed].leaders()[1], minlength=problem.mentors)
        for mentor in (int(seats.first[seat]), int(seats.second[seat])):
            if mentor == seats.nobody:
                continue
            hers = seats.led_by(mentor)
            if led[mentor] >= problem.max_groups[mentor]:
                still_open &= ~hers
            elif problem.scheduled:
                still_open &= ~(hers & (seats.slot == seats.slot[seat]))
        if problem.rooms is not None:
            full = np.bincount(seats.slot[fixed], minlength=problem.slots) >= problem.rooms
            still_open &= ~full[seats.slot]
        return Node(fixed, still_open)

    def counts(self, node: Node, evaluation: Evaluation) -> range:
        """Return the numbers of further groups that `evaluation` speaks of and the program permits."""
        fixed = len(node.fixed)
        most = min(len(evaluation.doubled), self.problem.most_groups - fixed + 1)
        if self.count is None:
            return range(max(0, self.fewest - fixed), most)
        more = self.count - fixed
        return range(more, more + 1) if 0 <= more < most else range(0)

    def evaluate(self, node: Node, prices: Duals) -> Evaluation:
        """Return what `prices` prove of `node`."""
        problem, seats, prices = self.problem, self.seats, self.within(prices)
        asked = node.open.copy()
        asked[node.fixed] = True
        positions = np.flatnonzero(asked)
        values = np.full(len(seats), NEVER)
        values[positions] = self.priced(positions, prices)
        choosable = values.copy()
        choosable[node.fixed] = NEVER
        capacity = problem.max_groups - np.bincount(seats[node.fixed].leaders()[1], minlength=problem.mentors)
        choices = choose_seats(problem, seats, choosable, capacity)
        taken = values[node.fixed]
        # One seat that cannot be had is enough, and the sum of many would leave the integers.
        constant = NEVER if (taken <= NEVER // 2).any() else int(taken.sum())
        constant += problem.base * SCALE
        for name in ("mentee", "slot", "place", "load", "spread", "demand", "cut", "group"):
            constant += int((getattr(prices, name) * getattr(self.limits, name)).sum())
        return Evaluation(prices, values, choices, 2 * constant + choices.doubled)

    def reward(self, prices: Duals) -> Ints:
        """Return (mentees,): what placing a mentee adds besides its score, units."""
        return self.problem.placed * (self.problem.aim.weight * SCALE) - prices.mentee

    def load_duals(self, positions: Ints, prices: Duals) -> Ints:
        """Return (positions,): the price that each placement at these seats pays to their mentors' loads."""
        return prices.each[self.seats.first[positions]] + prices.each[self.seats.second[positions]]

    def places_at(self, prices: Duals) -> Ints:
        """Return (mentors + 1, slots): what a seat at a slot pays to each mentor who leads it."""
        return prices.place - (self.last_groups[0] * prices.spread)[:, None]

    def seat_duals(self, positions: Ints, prices: Duals) -> Ints:
        """Return (positions,): the price of taking these seats."""
        seats = self.seats[positions]
        earned = np.zeros(len(self.seats), np.int64)
        demand, seat = self.demanded
        np.add.at(earned, seat, prices.demand[demand])
        at = self.places_at(prices)
        places = at[seats.first, seats.slot] + at[seats.second, seats.slot]
        seat_duals: Ints = prices.slot[seats.slot] + places - earned[positions] + prices.group[0]
        return seat_duals

    def priced(self, positions: Ints, prices: Duals) -> Ints:
        """Return (positions,): the seats' values at these prices, `NEVER` where too few may sit there."""
        values, _ = self._priced(positions, prices)
        return np.where(values > NEVER // 2, values - self.seat_duals(positions, prices), NEVER)

    def _priced(self, positions: Ints, prices: Duals) -> tuple[Ints, Ints | None]:
        """Return the seats' values, rents aside; and (positions, most) their members, -1 beyond them, where cuts tell.

        Cuts leave limits on counts out of account, plain pricing cuts: what both prove is the lesser of the two.
        """
        seats, seat_gain, reward = self.seats[positions], self.seat_gain[positions], self.reward(prices)
        cuts = cut_prices(self.problem, self.cuts, prices.cut)
        if cuts is None:
            return price_seats(self.table, seats, seat_gain, reward, prices.each), None
        values, members = price_cut_seats(self.table, seats, reward, prices.each, cuts)
        values = np.where(values > NEVER // 2, values + seat_gain, NEVER)
        again = np.arange(len(seats)) if self.table.kinds > 1 else np.flatnonzero((members < 0).all(axis=1))
        plain = price_seats(self.table, seats[again], seat_gain[again], reward, prices.each)
        lesser = plain < values[again]
        values[again[lesser]] = plain[lesser]
        members[again[lesser]] = -1
        return values, members

    def chosen(self, node: Node, evaluation: Evaluation, more: int) -> Floats:
        """Return (seats,): the share, 0 to 1, in which each seat is taken with `more` further groups."""
        share = np.zeros(len(self.seats))
        taken, halves = evaluation.choices.taken(more)
        share[taken] = np.minimum(1.0, halves / 2)
        share[node.fixed] = 1.0
        return share

    def members(self, positions: Ints, prices: Duals) -> list[Ints]:
        """Return who gives each of these seats its value; empty for a seat where too few may sit."""
        plain = members_of(self.table, self.seats[positions], self.reward(prices), prices.each)
        members = self._priced(positions, prices)[1] if prices.cut.any() else None
        if members is None:
            return plain
        return [row[row >= 0] if (row >= 0).any() else other for row, other in zip(members, plain, strict=True)]

    def excess(self, seats: Ints, share: Floats, members: Sequence[Ints]) -> Violation:
        """Return how far a choice of seats (positions), each to a share and by its members, breaks limits."""
        limits = self.limits
        mentee, slot = -limits.mentee.astype(float), -limits.slot.astype(float)
        place, load = -limits.place.astype(float), -limits.load.astype(float)
        taken = self.seats[seats]
        sizes = np.array([len(here) for here in members], np.int64)
        everybody = np.concatenate([*members, np.empty(0, np.int64)])
        np.add.at(mentee, everybody, np.repeat(share, sizes))
        np.add.at(slot, taken.slot, share)
        rest, spread = self.last_groups[0], -limits.spread.astype(float)
        for leader in (taken.first, taken.second):
            np.add.at(place, (leader, taken.slot), share)
            np.add.at(load, leader, share * sizes)
            np.add.at(spread, leader, share * (sizes - rest[leader]))
        if self.problem.max_groups_per_slot is None:
            slot[:] = 0
        place[~self.several if self.problem.scheduled else slice(None)] = 0
        load[~self.several] = 0
        spread[rest == 0] = 0
        demand, seat = self.demanded
        every = np.bincount(seats, weights=share, minlength=len(self.seats))
        met = np.bincount(demand, weights=every[seat], minlength=len(self.problem.demands))
        # Where each number of groups is looked at by itself, none needs a price.
        beyond = float(share.sum()) - self.most if len(self.places) > MANY_NODES else 0.0
        return Violation(mentee, slot, place, load, spread, np.asarray(1.0 - met, np.float64), np.array([beyond]))

    def moved(self, prices: Duals, excess: Violation, above: float, pace: float) -> Duals | None:
        """Return the prices after a Polyak step, or None where the choice breaks nothing that is priced.

        Parameters
        ----------
        above
            By how much the bound lies over its target, units.
        pace
            The share of the full step.
        """
        free = self.problem.must_place
        # A price of a whole seat weighs against as many mentees.
        weight = {
            "mentee": 1.0,
            "slot": float(self.problem.min_size),
            "place": float(self.problem.min_size),
            "load": 0.5,
            "spread": 0.5,
            "demand": float(self.problem.min_size),
            "group": 0.5,
        }
        beyond = {name: getattr(excess, name) for name in weight}
        for name, over in beyond.items():
            idle = (getattr(prices, name) <= 0) & (over < 0)
            beyond[name] = np.where(idle & ~free if name == "mentee" else idle, 0.0, over)
        length = sum(weight[name] * float((over * over).sum()) for name, over in beyond.items())
        if length <= NOTHING:
            return None
        step = pace * above / length
        for cluster in self.problem.together:
            members = list(cluster)
            beyond["mentee"][members] = beyond["mentee"][members].mean()
        new = {
            name: getattr(prices, name)
            + np.rint(np.clip(step * weight[name] * over, -LARGEST, LARGEST)).astype(np.int64)
            for name, over in beyond.items()
        }
        for name, price in new.items():
            new[name] = np.where(free, price, np.maximum(0, price)) if name == "mentee" else np.maximum(0, price)
        return self.within(Duals(**new, cut=prices.cut))


@dataclass(frozen=True)
class Subgradient:
    """Where a run of steps ended.

    Parameters
    ----------
    evaluation
        The one that proved the bound of the most promising number of groups; None where no number can be had.
    more
        That number, beyond the node's fixed seats.
    average
        (seats,): how much each seat was taken along the way, late steps counting most.
    """

    bounds: Bounds
    evaluation: Evaluation | None
    more: int
    average: Floats


def subgradient(
    relaxation: Relaxation,
    node: Node,
    prices: Duals,
    target: int,
    steps: int,
    running: Callable[[], bool],
    bounds: Bounds | None = None,
) -> Subgradient:
    """Improve the bound of a node by at most `steps` price steps.

    Parameters
    ----------
    prices
        Where to start.
    target
        The objective of the incumbent, or a guess: steps are sized for it.
    running
        False once time is up; at least one step is done.
    bounds
        Bounds of this node that are known already, to be improved; None: none are.

    Notes
    -----
    Ties in the most promising number of groups go to the smaller number.
    """
    bounds = Bounds() if bounds is None else bounds
    average = np.zeros(len(relaxation.seats))
    pace, waited, more = 1.0, 0, 0
    evaluation: Evaluation | None = None
    for step in range(steps):
        if step > 0 and not running():
            break
        current = relaxation.evaluate(node, prices)
        better = bounds.take(current, len(node.fixed), relaxation.step)
        counts = relaxation.counts(node, current)
        if not counts:
            return Subgradient(bounds, None, 0, average)
        doubled = {k: int(bounds.proof[len(node.fixed) + k].doubled[k]) for k in counts}
        more = promising(doubled, current.choices.natural)
        evaluation = bounds.proof[len(node.fixed) + more]
        share = relaxation.chosen(node, current, more)
        average = MEMORY * average + (1 - MEMORY) * share
        waited = 0 if better and evaluation is current else waited + 1
        if waited >= PATIENCE:
            pace, waited, prices = pace * SHRINK, 0, evaluation.prices
            current = evaluation
            share = relaxation.chosen(node, current, more)
        above = int(current.doubled[more]) / 2 - target * SCALE
        taken = np.flatnonzero(share)
        excess = relaxation.excess(taken, share[taken], relaxation.members(taken, current.prices))
        moved = relaxation.moved(prices, excess, max(above, SCALE), pace)
        if moved is None or above < 0:
            break
        prices = moved
    return Subgradient(bounds, evaluation, more, average)
