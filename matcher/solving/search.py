"""The search in one independent part: owns the incumbent and the bound, and asks the clock before every stage.

Greedy groups, prices (a bound), diving, better prices, branch and bound over seats; and where rules that tie mentees to
each other leave a gap, what reduced costs leave goes to CP-SAT.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.problem.grouping import (
    Grouping,
    keeps_demands,
    may_be_empty,
)
from matcher.problem.problem import Problem, Seats
from matcher.result.records import Effort
from matcher.solving.candidate_seats import count_seats, likely_pairs, simple_bound, worthwhile_seats
from matcher.solving.exact.seat_model import SeatModel
from matcher.solving.exact.solvers import (
    Outcome,
    Work,
    build_model,
    second_opinion,
    solve_with_cp_sat,
    solve_with_highs,
)
from matcher.solving.heuristics.construct import dive, greedy
from matcher.solving.heuristics.large_neighbourhoods import large_neighbourhood_search
from matcher.solving.heuristics.neighbourhoods import improved
from matcher.solving.heuristics.placement import OWN, place_mentees
from matcher.solving.modes import Kept
from matcher.solving.relaxation.lagrangian import (
    Bounds,
    Duals,
    Node,
    Relaxation,
    Subgradient,
    proved_bound,
    subgradient,
)
from matcher.solving.relaxation.proof import BySolver, Close, Counting, Counts, Empty, Placed, Proof, ray_of, values_of
from matcher.solving.relaxation.proof import Leaf as Valued
from matcher.solving.relaxation.reduced_cost_fixing import placements_left, seats_left
from matcher.solving.relaxation.restricted_master import Column, Master
from matcher.solving.relaxation.seat_choice import MANY_NODES
from matcher.solving.relaxation.seat_generation import generate_seats, with_every_seat
from matcher.solving.relaxation.volume import volume_method
from matcher.solving.running.control import Control
from matcher.solving.trees.branch_and_bound import Leaf, Tree
from matcher.solving.trees.branch_price_and_cut import CutTree, Dive, OpenNode, dive_from
from matcher.solving.trees.root_cuts import cut_rounds

__all__ = ["OBJECTIVE", "PLANS", "Incumbents", "Plan", "Search"]

OBJECTIVE = "objective"
"""The name of the last stage."""

STEPS = 30
"""Price steps in a round at the root."""
FEW_PLACEMENTS = 3_000
"""Placements up to which CP-SAT is asked for the whole first."""
WHOLE = 0.5
"""CP-SAT's amount for that."""
FURTHER = 0.01
"""What a dive from the last prices aims at, as a share under the bound."""
PARTS = (8, 16)
"""Dives by programs fix one seat in so many at a time."""
DIVING_NODES, FOLLOWED = 8, 2
"""Nodes of a tree with cuts after each so many of which the most promising are followed down, and how many of these."""
LAST_NODES = 200
"""Nodes of a tree without cuts that closes what such a tree leaves."""
LAST_ROUNDS = 3
"""Rounds that the last price steps come in."""
CUTS_FROM, FEW_NODES = 20, 30
"""Places of mentors above which cuts come first, and up to which a tree without them soon closes what is left."""
LAST_GROUPS = 60
"""Groups still to be had at which a wide dive looks at every seat of the mentors left."""
FAR_OFF, PROGRAMS = 0.03, 12
"""Share of the objective by which a bound may lie over it before programs find better prices, and how many do."""
MOST_MODELLED = 60_000
"""Placements handed to CP-SAT at once where a number of groups is to be closed."""
MOST_PRICED = 40_000_000
"""Seats times mentees above which pricing all of them at each step costs more than it gains."""
PRICING_SHARE = 0.35
"""Share of the time limit after which the groups of a first dive do, and only blocks of them are formed again."""


@dataclass(frozen=True)
class Plan:
    """How much work an effort stands for.

    Rounds of price steps, last price steps, rounds of cuts and of neighbourhoods, nodes of trees with cuts and without,
    CP-SAT's amounts for a leaf and for a proof.
    """

    rounds: int
    steps: int
    cuts: int
    cut_nodes: int
    neighbourhoods: int
    leaf: float
    proof: float
    nodes: int


PLANS = {
    Effort.QUICK: Plan(rounds=3, steps=60, cuts=2, cut_nodes=4, neighbourhoods=4, leaf=2.0, proof=4.0, nodes=200),
    Effort.NORMAL: Plan(rounds=6, steps=300, cuts=6, cut_nodes=16, neighbourhoods=8, leaf=4.0, proof=20.0, nodes=2000),
    Effort.THOROUGH: Plan(
        rounds=8, steps=900, cuts=12, cut_nodes=200, neighbourhoods=30, leaf=20.0, proof=200.0, nodes=50_000
    ),
}


@dataclass
class Incumbents:
    """Incumbent and bound of every part, and of the whole.

    Parameters
    ----------
    outside
        The objective of those who are in no part.
    bounds
        At first what counting alone shows.
    stage
        What a mode is at; None in ``total``.
    """

    control: Control
    outside: int
    complete: bool
    groupings: list[Grouping | None]
    bounds: list[int]
    stage: str | None = None

    def improve(self, part: int, grouping: Grouping | None) -> bool:
        """Keep a grouping that beats the part's incumbent; return whether it does."""
        best = self.groupings[part]
        if grouping is None or (best is not None and grouping.objective <= best.objective):
            return False
        self.groupings[part] = grouping
        self.tell()
        return True

    def limit(self, part: int, bound: int) -> None:
        """Keep a bound that is lower than the part's."""
        best = self.groupings[part]
        bound = bound if best is None else max(bound, best.objective)
        if bound < self.bounds[part]:
            self.bounds[part] = bound
            self.tell()

    @property
    def objective(self) -> int | None:
        """The whole's; None where a part has no grouping."""
        found = [grouping.objective for grouping in self.groupings if grouping is not None]
        return sum(found) + self.outside if len(found) == len(self.groupings) else None

    @property
    def bound(self) -> int:
        """The whole's."""
        return sum(self.bounds) + self.outside

    def tell(self) -> None:
        """Pass the standing on."""
        groups = sum(len(grouping.seats) for grouping in self.groupings if grouping is not None)
        bound = self.bound if self.stage in (None, OBJECTIVE) else None
        self.control.tell(groups if self.objective is not None else None, self.objective, bound, self.stage)

    def enough(self) -> bool:
        """Return whether the run may end: out of time, stopped, or within the gap asked for."""
        if not self.control.running():
            return True
        objective, bound = self.objective, self.bound
        return objective is not None and bound - objective <= self.control.gap * max(1, abs(objective))


class Search:
    """The stages of one part.

    Parameters
    ----------
    kept
        Counts that a grouping must have.
    see
        Called with every grouping that is found.
    closing
        Whether a tree closes what prices leave open once there is a grouping; if not, `close_later` does.
    """

    def __init__(
        self,
        problem: Problem,
        standing: Incumbents,
        number: int,
        kept: Sequence[Kept] = (),
        see: Callable[[Grouping], None] = lambda _: None,
        closing: bool = True,
    ) -> None:
        self.problem, self.standing, self.number, self.kept, self.see = problem, standing, number, kept, see
        self.closing = closing
        self.control = standing.control
        self.plan = PLANS[self.control.effort]
        self.bounds = Bounds()
        self.shown: dict[int, list[tuple[int | None, Proof]]] = {}
        self.shown_of_all: list[tuple[int, Proof]] = []
        self.settled = self.impossible = False
        self.asked: tuple[SeatModel, Outcome] | None = None
        much = count_seats(problem) * problem.mentees > MOST_PRICED
        self.wide = problem.per_group > 1 and (not standing.complete or much)
        # Looking over likely seats one by one costs more than the few that nobody can sit at.
        seats = problem.seats_of(*likely_pairs(problem)) if self.wide else worthwhile_seats(problem, *problem.pairs)
        self.relaxation = Relaxation(problem, seats)

    @property
    def seats(self) -> Seats:
        """The seats looked at; where all would be too many, those that prices call for."""
        return self.relaxation.seats

    @property
    def root(self) -> Node:
        """The node in which every seat is open."""
        return self.relaxation.root()

    @property
    def incumbent(self) -> Grouping | None:
        """The best grouping of this part so far."""
        return self.standing.groupings[self.number]

    @property
    def cutoff(self) -> int | None:
        """The objective of the incumbent."""
        return None if self.incumbent is None else self.incumbent.objective

    def run(self) -> bool:
        """Improve incumbent and bound, step by step; return False where the part is proved to have no grouping."""
        for _ in self.steps():
            if self.standing.enough():
                break
        self.word_taken()
        return not self.impossible

    @property
    def open(self) -> bool:
        """Whether something better may be there."""
        return self.cutoff is None or self.standing.bounds[self.number] > self.cutoff

    def done(self) -> bool:
        """Return whether the part needs no more work, or the run may end."""
        return not self.open or self.standing.enough()

    def steps(self) -> Iterator[bool]:
        """Do the work of the part, and yield True after each step: whoever has several parts goes on where it pays.

        `impossible` is set where the part is proved to have no grouping.
        """
        if not len(self.seats):
            if self.incumbent is not None and self.standing.complete:
                self.limit(self.incumbent.objective, Proof.of(None, Empty()))
            self.impossible = self.incumbent is None and self.standing.complete
            return
        self.improve(self.placed(self.seats[greedy(self.relaxation, self.control.running)])[0])
        yield True
        if self.standing.complete and not self.wide and self.whole():
            if self.incumbent is None:
                self.impossible = not self.confirm()
                return
            if not self.control.explicit:
                self.word_taken()
                return
        prices = self.first_prices()
        if prices is not None and self.open:
            yield True
            self.improve(self.dive(prices))
            yield True
            if self.wide and not self.control.pressed(PRICING_SHARE):
                prices = self.better_prices(prices, self.plan.rounds)
                self.improve(self.dive(prices))
                yield True
                if self.far_off and not self.done():
                    prices = self.by_programs(prices)
                    self.improve(self.dive(prices))
                    yield True
            self.destroy(self.plan.neighbourhoods)
            yield True
            prices = self.last_prices(prices)
            yield True
            if prices is not None and self.beyond and self.open:
                through = yield from self.go_on(prices)
                if not through and len(self.relaxation.places) > FEW_NODES:
                    return
        if self.closing or self.incumbent is None:
            self.impossible = not self.large and not self.close()
        self.word_taken()

    def close_later(self) -> None:
        """Close what `closing` left open."""
        if not self.closing and self.incumbent is not None and not self.large and not self.done():
            self.close()

    def word_taken(self) -> None:
        """Let CP-SAT's word for the whole part stand where prices show less, and HiGHS says nothing else."""
        if self.asked is None or self.cutoff is None:
            return
        (model, outcome), self.asked = self.asked, None
        by = "CP-SAT"
        if self.control.explicit and self.open:
            outcome, by = second_opinion(model, outcome, self.cutoff, self.control)
        self.improve(outcome.grouping)
        if outcome.proved:
            self.limit(self.cutoff, Proof.of(self.cutoff, BySolver(by)))

    def go_on(self, prices: Duals) -> Generator[bool, None, bool]:
        """Improve the bound by cuts, branch with them, and form many groups again, where prices alone lead too far.

        Return whether the tree is through, so that only what it could not settle is left to be closed.
        """
        self.improve(self.dive(prices, FURTHER))
        yield True
        reached = self.tighten(prices, 0) if self.open else None
        if reached is not None and self.open:
            # Groups soon, from the first programs, before many more improve the bound.
            yield True
            self.follow(reached[0], [(reached[1], PARTS[0])])
            yield True
            _, root, _ = reached
            reached = self.tighten(root.prices, self.plan.cuts, root.columns) if self.open else None
        yield True
        if reached is None or not self.open:
            return True
        relaxation, root, proof = reached
        self.follow(relaxation, [(root, part) for part in PARTS])
        tree = CutTree(relaxation, self.finish, lambda: self.cutoff, self.control)
        tree.plant(root, proof)
        for nodes in range(0, self.plan.cut_nodes, DIVING_NODES):
            tree.search(min(nodes + DIVING_NODES, self.plan.cut_nodes), lambda: self.tell_tree(tree, proof))
            yield True
            if not self.open or not tree.open:
                break
            self.follow(relaxation, [(node, PARTS[0]) for node in tree.best(FOLLOWED)])
            yield True
        if self.incumbent is not None and not self.done():
            rounds = self.plan.neighbourhoods
            large_neighbourhood_search(self.problem, self.incumbent, prices.mentee, rounds, self.control, self.takes)
        return not tree.open

    def tell_tree(self, tree: CutTree, proof: Proof) -> bool:
        """Pass on what a tree proves; return whether the run may end."""
        bound = self.cutoff if tree.bound is None else tree.bound
        if bound is not None:
            self.limit(bound, proof)
        return self.standing.enough()

    def limit(self, bound: int, proof: Proof) -> None:
        """Keep a bound on groupings of any number of groups."""
        self.shown_of_all.append((bound, proof))
        self.standing.limit(self.number, bound)

    def follow(self, relaxation: Relaxation, nodes: Sequence[tuple[OpenNode, int]]) -> None:
        """Follow nodes down to groups, one seat in so many at a time, and keep the best of them."""
        left = self.control.left
        tasks = [Dive(relaxation, node, part, left) for node, part in nodes]
        for fixed in self.control.crew.do(dive_from, tasks, self.control):
            if fixed is not None:
                self.improve(self.placed(self.seats[fixed])[0])

    def finish(self, waiting: OpenNode, proof: Proof) -> int | None:
        """Close a node in which hardly anything is left open; return a bound on what is not closed, None: nothing."""
        tree = Tree(self.relaxation, self.settle, lambda: self.cutoff, self.standing.enough)
        prices = replace(waiting.prices, cut=np.empty(0, np.int64))
        counts = self.open_counts()
        proof.below = Counts({count: tree.plant(count, waiting.node, prices, waiting.bound) for count in counts}, None)
        return max(tree.search(LAST_NODES).values(), default=None)

    @property
    def large(self) -> bool:
        """Whether a tree leads nowhere in the time of a person, or proves nothing for it sees likely seats alone."""
        return self.wide or len(self.relaxation.places) > MANY_NODES

    def destroy(self, rounds: int) -> None:
        """Form groups of a large part again, block by block; where a tree closes what is left, blocks gain nothing."""
        if self.large and self.incumbent is not None and not self.done():
            improved(self.problem, self.incumbent, rounds, self.control, self.takes)

    def takes(self, grouping: Grouping) -> bool:
        """Keep a grouping that is better and does what must be done; return whether it is the incumbent now."""
        self.improve(grouping)
        return self.incumbent is grouping

    def whole(self) -> bool:
        """Hand a very small part to CP-SAT as it is; return whether that settles it."""
        allowed = self.problem.permitted(self.seats)
        if int(allowed.sum()) > FEW_PLACEMENTS:
            return False
        model = self.modelled(self.seats, allowed)
        work = Work(WHOLE, self.control.left, self.control.seed)
        outcome = solve_with_cp_sat(model, work, cutoff=self.cutoff, stop=self.control.stop)
        self.improve(outcome.grouping)
        # A better grouping that breaks what earlier stages reached is none, and what it proves is another matter.
        self.settled = outcome.proved and (outcome.grouping is None or self.incumbent is outcome.grouping)
        self.asked = (model, outcome) if self.settled else None
        return self.settled

    def modelled(self, seats: Seats, allowed: NDArray[np.bool_], counts: tuple[int, int] | None = None) -> SeatModel:
        """State every rule over these seats and placements, and what earlier stages reached."""
        model = build_model(self.problem, seats, allowed, counts)
        for kept in self.kept:
            kept.add_to(model)
        return model

    def placed(self, seats: Seats) -> tuple[Grouping | None, str | None]:
        """Place mentees at these seats; say whose word it is that no better placement is there, if anybody's."""
        work = Work(self.plan.leaf, self.control.left, self.control.seed)
        return place_mentees(self.problem, seats, work, self.control.stop)

    def settle(self, node: Node, bound: int) -> Leaf:
        """Place mentees at a leaf of the tree."""
        seats = self.seats[node.fixed]
        grouping, by = self.placed(seats)
        self.improve(grouping)
        if by is None:
            return Leaf(grouping, bound)
        claim = Placed(self.problem, seats) if by == OWN else BySolver(by)
        return Leaf(grouping, self.problem.base if grouping is None else grouping.objective, claim)

    def improve(self, grouping: Grouping | None) -> None:
        """Keep a grouping that is better and does what must be done."""
        if grouping is None or not keeps_demands(self.problem, grouping):
            return
        self.see(grouping)
        if all(kept.holds(self.problem, grouping) for kept in self.kept):
            self.standing.improve(self.number, grouping)

    def target(self, share: float = 0.02) -> int:
        """Return an objective to size price steps for: the incumbent's, but no further than a share under the bound."""
        bound = self.proved()
        if bound is None:
            return self.problem.base if self.cutoff is None else self.cutoff
        near = bound - max(1, int(abs(bound) * share))
        return near if self.cutoff is None else max(self.cutoff, near)

    def proved(self) -> int | None:
        """Return the largest bound over the numbers of groups permitted; None where none is known."""
        known = [self.bounds.by_count[count] for count in self.counts()]
        return max(known) if known else None

    def counts(self) -> list[int]:
        """Return the numbers of groups that are permitted and bounded."""
        wanted, fewest = self.problem.count, self.relaxation.fewest
        return [count for count in self.bounds.by_count if (wanted is None and count >= fewest) or count == wanted]

    def first_prices(self) -> Duals | None:
        """Find prices from scratch; None where no number of groups can be had."""
        starts = [self.relaxation.evaluate(self.root, prices) for prices in self.relaxation.first_prices()]
        for start in starts:
            self.bounds.take(start, 0, self.relaxation.step)
        if may_be_empty(self.problem):
            self.bounds.by_count[0] = self.problem.base
        if not self.counts():
            return None
        prices = min(starts, key=lambda start: int(start.doubled.max())).prices
        # Among many mentors a first dive does with rough prices: that somebody waits for an answer counts for more.
        return self.better_prices(prices, 1 if self.wide else self.plan.rounds)

    def better_prices(self, prices: Duals, rounds: int) -> Duals:
        """Improve prices, and the bound with them, by rounds of price steps that are sized for ever nearer targets."""
        for number in range(rounds):
            ascent = self.better_bound(prices, STEPS, max(0.02, 0.2 / 2**number))
            if ascent.evaluation is None or self.done():
                break
            prices = ascent.evaluation.prices
            if self.wide:
                self.generate_seats(prices)
        return prices

    def generate_seats(self, prices: Duals) -> None:
        """Price every seat once, for a bound and for the seats to look at from now on."""
        widening = generate_seats(self.relaxation, prices, self.control.running)
        if widening is None:
            return
        step = self.relaxation.step
        bound = proved_bound(widening.doubled, step)
        self.limit(bound, Proof.of(bound, Valued(widening.values)))
        self.relaxation = Relaxation(self.problem, widening.seats, self.relaxation)
        # What was proved over other seats is no more than a guess here.
        self.bounds = Bounds()
        self.bounds.take(self.relaxation.evaluate(self.root, prices), 0, step)

    @property
    def far_off(self) -> bool:
        """Whether the bound lies so far over the incumbent that price steps are slow to come to good prices here."""
        return self.cutoff is not None and self.standing.bounds[self.number] - self.cutoff > FAR_OFF * abs(self.cutoff)

    def by_programs(self, prices: Duals) -> Duals:
        """Improve prices by linear programs over the seats looked at, and the bound with them."""
        master = Master(self.relaxation, prices)
        found = master.improve(self.root, prices, PROGRAMS, self.cutoff, lambda: self.control.left)
        if found is None:
            return prices
        self.generate_seats(found.evaluation.prices)
        return found.evaluation.prices

    def last_prices(self, prices: Duals) -> Duals | None:
        """Improve prices, and the bound with them, once there are groups; None where no number of groups can be had."""
        for _ in range(LAST_ROUNDS if self.wide else 1):
            refined = self.volume_method(prices)
            if refined is None or self.done():
                return refined
            prices = refined
            if self.wide:
                self.generate_seats(prices)
        return prices

    def tighten(
        self, prices: Duals, rounds: int, columns: Sequence[Column] = ()
    ) -> tuple[Relaxation, OpenNode, Proof] | None:
        """Improve the bound by programs and rounds of cuts; return the root of a tree with them."""
        return cut_rounds(self.relaxation, prices, rounds, self.cutoff, self.control, self.take_over, columns)

    def take_over(self, relaxation: Relaxation, bounds: Bounds) -> bool:
        """Keep what was proved with cuts; return whether the run may end."""
        for count in self.counts():
            if bounds.by_count[count] < self.bounds.by_count[count]:
                values = values_of(relaxation, self.root, bounds.proof[count], [count])
                self.show(count, bounds.by_count[count], Proof.of(bounds.by_count[count], Valued(values)))
        self.tell_bound()
        return self.standing.enough()

    def show(self, count: int, bound: int, proof: Proof) -> None:
        """Keep a bound on groupings of `count` groups, where it is lower, and why it holds."""
        if bound < self.bounds.by_count[count]:
            self.bounds.by_count[count] = bound
            self.shown.setdefault(count, []).append((bound, proof))

    def rule_out(self, count: int, proof: Proof) -> None:
        """Keep that there is no grouping of `count` groups, and why."""
        del self.bounds.by_count[count]
        self.shown.setdefault(count, []).append((None, proof))

    @property
    def beyond(self) -> bool:
        """Whether there are so many places of mentors that a tree alone leads far, yet not so many that programs do."""
        return not self.large and len(self.relaxation.places) > CUTS_FROM

    def volume_method(self, prices: Duals) -> Duals | None:
        """Improve good prices, and the bound with them; None where no number of groups can be had."""
        steps, running = self.plan.steps // LAST_ROUNDS, self.control.running
        refined = volume_method(self.relaxation, self.root, prices, self.target(), steps, running, self.bounds)
        self.tell_bound()
        return refined

    def dive(self, prices: Duals, share: float = 0.02) -> Grouping | None:
        """Form groups by diving; the last ones, of whom prices knew little, from every seat of the mentors left."""
        relaxation, target, running = self.relaxation, self.target(share), self.control.running
        node, prices = dive(relaxation, self.root, prices, target, running, LAST_GROUPS if self.wide else 0)
        if self.wide:
            relaxation, node = with_every_seat(relaxation, node)
            node, prices = dive(relaxation, node, prices, target, running)
        return self.placed(relaxation.seats[node.fixed])[0]

    def better_bound(self, prices: Duals, steps: int, share: float = 0.02) -> Subgradient:
        """Improve the bound by price steps."""
        running = self.control.running
        ascent = subgradient(self.relaxation, self.root, prices, self.target(share), steps, running, self.bounds)
        if may_be_empty(self.problem):
            self.bounds.by_count[0] = self.problem.base
        self.tell_bound()
        return ascent

    def tell_bound(self) -> None:
        """Pass the bound on."""
        bound = self.proved()
        if bound is not None and not self.wide:
            self.standing.limit(self.number, bound)

    def open_counts(self) -> list[int]:
        """Return the numbers of groups that could still be better, the most promising first."""
        cutoff = self.cutoff
        there = [
            count for count in self.counts() if count > 0 and (cutoff is None or self.bounds.by_count[count] > cutoff)
        ]
        return sorted(there, key=lambda count: (-self.bounds.by_count[count], count))

    def solve_count(self, count: int, cutoff: int | None, amount: float) -> tuple[Outcome, str]:
        """Ask for a grouping of `count` groups over what could beat `cutoff`; say who proves what comes out."""
        evaluation, everything = self.bounds.proof[count], np.arange(len(self.seats))
        if cutoff is None:
            seats, allowed = everything, self.problem.permitted(self.seats)
        else:
            seats = seats_left(self.relaxation, evaluation, count, cutoff)
            allowed = placements_left(self.relaxation, evaluation, count, cutoff, seats)
        if allowed.sum() > MOST_MODELLED:
            return Outcome(None, self.bounds.by_count[count], False, 0.0), "CP-SAT"
        model = self.modelled(self.seats[seats], allowed, (count, count))
        work = Work(amount, self.control.left, self.control.seed)
        outcome = solve_with_cp_sat(model, work, cutoff=self.cutoff, stop=self.control.stop)
        return second_opinion(model, outcome, self.cutoff, self.control)

    def close(self) -> bool:
        """Settle each number of groups that could still be better; return False where there is no grouping at all."""
        self.branch(self.plan.nodes)
        for count in self.open_counts():
            if not self.standing.enough() and not self.settled:
                self.settle_count(count, *self.solve_count(count, self.cutoff, self.plan.proof))
        if self.incumbent is None and not self.open_counts():
            return self.confirm()
        return True

    def branch(self, nodes: int) -> None:
        """Search the trees of the numbers of groups that could still be better."""
        tree = Tree(self.relaxation, self.settle, lambda: self.cutoff, self.standing.enough)
        counts, proofs = self.open_counts(), dict[int, Proof]()
        for count in counts:
            evaluation, start = self.bounds.proof[count], self.root
            if self.cutoff is not None:
                left = np.zeros(len(self.seats), bool)
                left[seats_left(self.relaxation, evaluation, count, self.cutoff)] = True
                start = Node(self.root.fixed, left)
            inside = tree.plant(count, start, evaluation.prices, self.bounds.by_count[count])
            values = values_of(self.relaxation, self.root, evaluation, [count])
            shown = proved_bound(int(evaluation.doubled[count]), self.relaxation.step)
            inside.add(shown, Valued(values))
            proofs[count] = Proof([(shown, Valued(values))], Close(values, inside))
        open_bounds = tree.search(nodes)
        for count in counts:
            bound = open_bounds.get(count, self.cutoff)
            if bound is None:
                self.rule_out(count, proofs[count])
            else:
                self.show(count, bound, proofs[count])
        self.tell_bound()

    def settle_count(self, count: int, outcome: Outcome, by: str) -> None:
        """Take over what was found for `count` groups, and proved, on whose word."""
        self.improve(outcome.grouping)
        # The best grouping there is no incumbent where it lacks what else must hold: it bounds those that do.
        found = outcome.grouping.objective if outcome.proved and outcome.grouping is not None else outcome.bound
        if found is None and outcome.proved and self.cutoff is None:
            self.rule_out(count, Proof.of(None, BySolver(by)))
        elif found is not None or outcome.proved:
            floor = max(bound for bound in (found, self.cutoff) if bound is not None)
            self.show(count, floor, Proof.of(floor, BySolver(by)))
        self.tell_bound()

    def proof(self, limit: int) -> Proof:
        """Return why no grouping is over `limit`, as far as the search shows it."""
        if limit >= simple_bound(self.problem):
            return Proof.of(None, Counting())
        counts: dict[int, Proof | None] = {}
        if not self.wide:
            counts = {count: self._proof_of_count(count, limit) for count in self.bounds.proof if self.may_be(count)}
        known = {count: proof for count, proof in counts.items() if proof is not None}
        if not counts or len(known) < len(counts):
            return Proof(below=Counts(known, self._proof_of_all(limit)))
        if any(evaluation.choices.natural is not None for evaluation in self.bounds.proof.values()):
            # One choice of seats bounds every number of groups.
            return known[max(known)]
        fewer = self.problem.count is None and max(known) < self.relaxation.most
        last = Proof.of(None, ray_of(self.relaxation, self.root)) if fewer else None
        return Proof(below=Counts(known, last))

    def may_be(self, count: int) -> bool:
        """Return whether so many groups are permitted, but for none at all, which needs no proof."""
        if self.problem.count is not None:
            return count == self.problem.count > 0
        return count >= max(1, self.relaxation.fewest)

    def _proof_of_all(self, limit: int) -> Proof | None:
        """Return why no grouping of any number of groups is over `limit`, by no solver's word if that can be had."""
        good = [proof for bound, proof in self.shown_of_all if bound <= limit]
        return min(reversed(good), key=lambda proof: set(proof.solvers(limit)) != {"matcher"}, default=None)

    def _proof_of_count(self, count: int, limit: int) -> Proof | None:
        """Return why no grouping of `count` groups is over `limit`; None where nothing says so."""
        evaluation = self.bounds.proof[count]
        shown = proved_bound(int(evaluation.doubled[count]), self.relaxation.step)
        if shown <= limit:
            return Proof.of(shown, Valued(values_of(self.relaxation, self.root, evaluation, [count])))
        good = [proof for bound, proof in self.shown.get(count, ()) if bound is None or bound <= limit]
        return min(good, key=lambda proof: "matcher" not in set(proof.solvers(limit)), default=None)

    def confirm(self) -> bool:
        """Ask a second solver before calling a part infeasible: CP-SAT has open reports of a wrong answer there."""
        model = self.modelled(self.seats, self.problem.permitted(self.seats))
        outcome = solve_with_highs(model, self.control)
        self.improve(outcome.grouping)
        # A grouping that is refused is no proof that there is none.
        return self.incumbent is not None or not outcome.proved or outcome.grouping is not None
