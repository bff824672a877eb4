"""Groupings in which as many people as can be stay where they were, and the best of those in which enough do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.intake.words.findings import count_of
from matcher.intake.words.steps import at_step
from matcher.problem.grouping import Grouping, empty_grouping, grouping_of, keeps_demands
from matcher.problem.problem import Aim, Problem, Seats
from matcher.result.records import Effort, Stage
from matcher.solving.candidate_seats import count_seats, simple_bound, worthwhile_seats
from matcher.solving.exact.seat_model import SeatModel
from matcher.solving.exact.solvers import POOLED_PLACEMENTS, Outcome, Work, solve_with_cp_sat
from matcher.solving.heuristics.repair import placed_and_mended
from matcher.solving.modes import Measure, Mode, counted, measures
from matcher.solving.portfolio import Solution, solve
from matcher.solving.relaxation.lagrangian import Bounds, Relaxation, subgradient
from matcher.solving.running.control import Control
from matcher.solving.variants.few_moves.continuing import Past, stays_of
from matcher.solving.variants.few_moves.labels import Candidates, staying_in
from matcher.solving.variants.few_moves.packing import pack

__all__ = ["Keeping", "Kept", "MostStaying"]

Ints = NDArray[np.int64]

AMOUNTS = {Effort.QUICK: 2.0, Effort.NORMAL: 8.0, Effort.THOROUGH: 100.0}
"""CP-SAT's amount of work for one solve."""


Model = TypeVar("Model", bound=SeatModel)


STEPS = 40
"""Price steps for a bound where a model does not hold all that may be."""
MOST_SEATS = 100_000
"""Seats priced one by one for it; of more, counting alone gives the bound."""


class StayModel(SeatModel):
    """A seat model in which the number of people who stay is maximised."""

    stays: Ints

    def objective(self) -> Ints:
        """Return each column's gain: how many stay by it."""
        return np.append(self.stays, np.zeros(self.columns - len(self.stays), np.int64))


class WaitingModel(SeatModel):
    """A seat model in which the number of some people who are placed is maximised."""

    people: Ints

    def objective(self) -> Ints:
        """Return each column's gain: whether one of them is placed by it."""
        gains = np.zeros(self.columns, np.int64)
        gains[self.placements] = np.isin(self.mentee_of, self.people)
        return gains


@dataclass(frozen=True)
class MostStaying:
    """The grouping in which most people stay, as far as found.

    Parameters
    ----------
    grouping
        None where there is none.
    stays
        How many stay in it.
    most
        No grouping lets more stay.
    infeasible
        Whether it is proved that no grouping satisfies the rules.
    """

    grouping: Grouping | None
    stays: int
    most: int
    infeasible: bool


@dataclass(frozen=True)
class Kept:
    """The best grouping in which enough people stay, as far as found, and a bound on its objective.

    `proved_by` says whose word the bounds rest on; ``matcher`` where that is none. `waiting` is a proved limit on how
    many of each list of those who wait are placed.
    """

    grouping: Grouping
    stays: int
    bound: int
    stages: tuple[Stage, ...]
    proved_by: tuple[str, ...]
    waiting: tuple[int, ...] = ()


class Keeping:
    """The search for groupings that keep people where they were.

    Parameters
    ----------
    pasts
        The groups of the past.
    bands
        For the mode ``fair``: how many bands satisfaction is cut into.
    waiting
        Lists of mentees who come before all others, as many of each as can be, those of the first list first.
    """

    def __init__(
        self,
        problem: Problem,
        pasts: Sequence[Past],
        control: Control,
        mode: Mode,
        bands: int,
        waiting: Sequence[Ints] = (),
    ) -> None:
        self.waiting = tuple(waiting)
        self.problem, self.pasts, self.control, self.mode, self.bands = problem, pasts, control, mode, bands
        self.wanted = measures(problem, mode, bands)
        self.staying = staying_in(problem, pasts)
        self.known: list[tuple[int, Grouping]] = []
        self.chosen: Ints = self.staying.whole_groups()
        self._free: Solution | None = None
        self.note(empty_grouping(problem))
        self.note(self._as_it_was())

    def best_of_all(self) -> Kept | None:
        """Return the best with any number of moves, once that is known for everybody alike; None where none was."""
        free = self.free()
        if free.grouping is None:
            return None
        placed = self._placed(free.grouping)
        full = tuple(map(len, self.waiting))
        if placed == full:
            stays = self.note(free.grouping) or 0
            return Kept(free.grouping, stays, free.bound, free.stages, free.proved_by, full)
        return self.best_with(0)

    def free(self, share: int = 1) -> Solution:
        """Return what is best with any number of moves, as `match` would, in one of `share` parts of the time left."""
        if self._free is None:
            at_step("looking for the best with any number of moves")
            self._free = solve(self.problem, self.control.part(share, quiet=True), self.mode, self.bands)
            self.note(self._free.grouping)
        return self._free

    def note(self, grouping: Grouping | None) -> int | None:
        """Remember a grouping that keeps the rules, and return how many stay in it."""
        if grouping is None or not keeps_demands(self.problem, grouping):
            return None
        plain = grouping_of(self.problem, grouping.seats, grouping.seat_of)
        stays = stays_of(self.pasts, plain)
        self.known.append((stays, plain))
        return stays

    def _as_it_was(self) -> Grouping | None:
        """Return the groups that go on as they were, and nothing else; None where there are none, or cannot be."""
        own = self.staying.whole_groups()
        seats, settled = self.staying.seats[own], self.staying.settled_at(own)
        if not len(own) or not _fits(self.problem, seats):
            return None
        place = {int(number): position for position, number in enumerate(self.staying.label[own])}
        home = zip(self.staying.home.tolist(), settled.tolist(), strict=True)
        seat_of = np.array([place.get(label, -1) if stays else -1 for label, stays in home], np.int64)
        return placed_and_mended(self.problem, grouping_of(self.problem, seats, seat_of))

    # Most who stay ---------------------------------------------------------------------------------------------------

    def most_staying(self) -> MostStaying:
        """Return the grouping in which most people stay.

        Settles who leads which group on first, then asks for the proved limit, then for a few less, more and more:
        the nearer to the limit, the fewer seats and placements are left in the model.
        """
        at_step("looking for groups in which most people stay")
        most, slack = self._packed(), 0
        if most == 0:
            self.free()
        while self.control.running():
            best = max((stays for stays, _ in self.known), default=-1)
            least = max(most - slack, best + 1, 0)
            if best >= most:
                break
            candidates = self.staying.candidates(least, POOLED_PLACEMENTS, self.chosen)
            if not candidates.complete:
                break
            outcome = self._solve_staying(candidates, least)
            found = self.note(outcome.grouping)
            if outcome.proved:
                most = least - 1 if found is None else found
            if most < 0 or not outcome.proved:
                break
            slack = 2 * slack + 1
        if max((stays for stays, _ in self.known), default=-1) * 2 < most:
            # Next to nobody could be kept by mending: what is best anew may keep more.
            self.free()
        if not self.known:
            return MostStaying(None, 0, 0, self.free().infeasible)
        stays, grouping = max(self.known, key=lambda one: one[0])
        return MostStaying(grouping, stays, max(most, stays), False)

    def _packed(self) -> int:
        """Choose the seats at which past groups live on, place everybody around them; return the limit on who stays."""
        known = max((stays for stays, _ in self.known), default=0)
        chosen, most = pack(self.staying, known, self._work(), self.control.stop)
        if len(chosen):
            self.chosen = chosen
        least, around = known, self.staying.around(self.chosen)
        self.note(self._solve_staying(around, least).grouping)
        return most

    def _solve_staying(self, candidates: Candidates, least: int) -> Outcome:
        model = self._built(candidates, least, StayModel, self.problem)
        model.stays = self._stays(candidates, model)
        return self._solved(model, None)

    # The best of those -----------------------------------------------------------------------------------------------

    def best_with(self, least: int) -> Kept | None:
        """Return the best grouping in which at least `least` people stay; None where none was found.

        As many of those who wait are placed as can be; only then the mode decides.
        """
        at_step(f"looking for the best in which {count_of(least, 'place')} or more stay as they were")
        candidates = self.staying.candidates(least, POOLED_PLACEMENTS, self.chosen)
        most = self._most_placed(candidates, least)
        stages: list[Stage] = []
        for measure in [*self.wanted, None]:
            problem = self.problem if measure is None else replace(self.problem, aim=self._aim(measure))
            model = self._built(candidates, least, SeatModel, problem)
            self._keep_placed(model, least, len(self.waiting))
            for earlier, stage in zip(self.wanted, stages, strict=False):
                gains, constant = self._counting(model, earlier)
                there = np.flatnonzero(gains)
                model.add_row(there, gains[there], stage.value - constant, stage.value - constant)
            outcome = self._solved(model, self._best(least))
            self.note(outcome.grouping)
            best = self._best(least)
            if best is None:
                return None
            sure = most == self._placed(best)
            limit = self._limit(
                candidates, outcome if sure else replace(outcome, bound=None, proved=False), measure, best
            )
            if measure is None:
                # The models of who stays are CP-SAT's alone.
                return Kept(best, stays_of(self.pasts, best), limit, tuple(stages), ("CP-SAT",), most)
            stages.append(Stage(measure.name, self._count(measure, best), limit))
        raise AssertionError("the objective comes last")

    def _most_placed(self, candidates: Candidates, least: int) -> tuple[int, ...]:
        """Find groupings that place those who wait, list by list; return a proved limit for each list."""
        limits = []
        for number, people in enumerate(self.waiting):
            best = self._best(least)
            reached = -1 if best is None else self._placed(best)[number]
            sure = True
            if reached < len(people):
                model = self._built(candidates, least, WaitingModel, self.problem)
                model.people = people
                self._keep_placed(model, least, number)
                outcome = self._solved(model, best)
                self.note(outcome.grouping)
                sure = candidates.complete and outcome.proved
                best = self._best(least)
                reached = -1 if best is None else self._placed(best)[number]
            limits.append(max(0, reached) if sure else len(people))
        return tuple(limits)

    def _keep_placed(self, model: SeatModel, least: int, lists: int) -> None:
        """State that as many of the first lists of those who wait are placed as the best grouping places."""
        best = self._best(least)
        reached = () if best is None else self._placed(best)
        for people, count in zip(self.waiting[:lists], reached, strict=False):
            theirs = model.placements[np.isin(model.mentee_of, people)]
            model.add_row(theirs, 1, count, None)

    def _placed(self, grouping: Grouping) -> tuple[int, ...]:
        """Return how many of each list of those who wait a grouping places."""
        return tuple(int((grouping.seat_of[people] >= 0).sum()) for people in self.waiting)

    def with_free(self, least: int, kept: Kept) -> Kept:
        """Return what `kept` is once what is best with any number of moves is known too."""
        free = self.free()
        stays = self.note(free.grouping)
        enough = stays is not None and stays >= least
        if free.grouping is not None and enough and self._key(free.grouping) >= self._key(kept.grouping):
            return Kept(free.grouping, stays or 0, free.bound, free.stages, free.proved_by, kept.waiting)
        if self.wanted or free.bound > kept.bound:
            return kept
        return replace(kept, bound=max(kept.grouping.objective, free.bound), proved_by=free.proved_by)

    def _best(self, least: int) -> Grouping | None:
        """Return the best known grouping, in the mode, in which enough people stay; of equals the first found."""
        enough = [grouping for stays, grouping in self.known if stays >= least]
        return max(enough, key=self._key, default=None)

    def _key(self, grouping: Grouping) -> tuple[int, ...]:
        counts = (measure.sign * self._count(measure, grouping) for measure in self.wanted)
        return (*self._placed(grouping), *counts, grouping.objective)

    def _count(self, measure: Measure, grouping: Grouping) -> int:
        return counted(self.problem, measure, grouping, self.mode == "fair")

    def _limit(self, candidates: Candidates, outcome: Outcome, measure: Measure | None, best: Grouping) -> int:
        """Return the proved limit on a stage's count, or on the objective."""
        known = outcome.bound if candidates.complete else None
        if measure is None:
            if candidates.complete and outcome.proved:
                return best.objective
            bounds = [self._priced_bound(best) if known is None else known, simple_bound(self.problem)]
            if self._free is not None and not self.wanted:
                bounds.append(self._free.bound)
            return max(best.objective, min(bounds))
        reached = self._count(measure, best)
        if candidates.complete and outcome.proved:
            return reached
        widest = self.problem.mentees if measure.sign > 0 else 0
        told = widest if known is None else measure.sign * known
        return max(reached, told) if measure.sign > 0 else min(reached, max(0, told))

    def _priced_bound(self, best: Grouping) -> int:
        """Return what prices of mentees prove of any number of moves."""
        problem = self.problem
        if count_seats(problem) > MOST_SEATS or not self.control.running():
            return simple_bound(problem)
        relaxation, bounds = Relaxation(problem, worthwhile_seats(problem, *problem.pairs)), Bounds()
        if not len(relaxation.seats):
            return best.objective
        for prices in relaxation.first_prices():
            subgradient(relaxation, relaxation.root(), prices, best.objective, STEPS, self.control.running, bounds)
        fewest, wanted = relaxation.fewest, problem.count
        counts = [count for count in bounds.by_count if count == wanted or (wanted is None and count >= fewest)]
        return max((bounds.by_count[count] for count in counts), default=best.objective)

    # Models ----------------------------------------------------------------------------------------------------------

    def _aim(self, measure: Measure) -> Aim:
        bonus = measure.sign * measure.levels.astype(np.int64)
        return Aim(0, bonus, measure.sign * int(measure.left_out), self.mode == "fair")

    def _counting(self, model: SeatModel, measure: Measure) -> tuple[Ints, int]:
        """Return (columns,): what each adds to a stage's count, and what the count is with nobody placed."""
        aim = replace(self._aim(measure), bonus=measure.levels.astype(np.int64), left_out=int(measure.left_out))
        problem, seats = replace(self.problem, aim=aim), model.seats
        gains = np.zeros(model.columns, np.int64)
        first, second = seats.first[model.seat_of], seats.second[model.seat_of]
        gains[model.placements] = problem.level_gain(model.mentee_of, first, second)
        return gains, self.problem.mentees * int(measure.left_out)

    def _built(self, candidates: Candidates, least: int, kind: type[Model], problem: Problem) -> Model:
        """State every rule, each label once, who must stay, and how many."""
        seat_of, mentee_of = np.nonzero(candidates.allowed)
        model = kind(problem, candidates.seats, seat_of.astype(np.int64), mentee_of.astype(np.int64))
        model.state_rules()
        label = candidates.label
        carried = np.flatnonzero(label >= 0)
        least_carried = np.zeros(len(self.pasts), np.int64)
        least_carried[candidates.used] = 1
        model.add_rows(label[carried], carried, 1, len(self.pasts), least_carried, 1)
        home = self.staying.home[model.mentee_of] == label[model.seat_of]
        row = np.full(self.problem.mentees, -1)
        row[candidates.home] = np.arange(len(candidates.home))
        settled = home & (row[model.mentee_of] >= 0)
        model.add_rows(row[model.mentee_of[settled]], model.placements[settled], 1, len(candidates.home), 1, None)
        stays = self._stays(candidates, model)
        there = np.flatnonzero(stays)
        model.add_row(there, stays[there], least, None)
        return model

    def _stays(self, candidates: Candidates, model: SeatModel) -> Ints:
        """Return (seats and placements,): how many people stay by each."""
        seats, label = candidates.seats, candidates.label
        led = np.zeros((len(self.pasts) + 1, self.problem.mentors + 1), np.int64)
        for number, past in enumerate(self.pasts):
            led[number, past.mentors] = 1
        leading = led[label, seats.first] + led[label, seats.second]
        stays: Ints = np.r_[leading, self.staying.home[model.mentee_of] == label[model.seat_of]].astype(np.int64)
        return stays

    def _solved(self, model: SeatModel, hint: Grouping | None) -> Outcome:
        if not len(model.seats):
            # Nobody is placed then, which is known from the start where it is allowed.
            return Outcome(None, None, True, 0.0)
        return solve_with_cp_sat(model, self._work(), hint=hint, stop=self.control.stop)

    def _work(self) -> Work:
        return Work(AMOUNTS[self.control.effort], self.control.left, self.control.seed)


def _fits(problem: Problem, seats: Seats) -> bool:
    """Return whether these seats can all be taken, as far as mentors and slots go."""
    seat, mentor = seats.leaders()
    led = np.bincount(mentor, minlength=problem.mentors)
    at_once = np.bincount(mentor * problem.slots + seats.slot[seat]) if problem.scheduled else np.zeros(1)
    rooms = problem.max_groups_per_slot
    crowded = rooms is not None and bool((np.bincount(seats.slot, minlength=1) > rooms).any())
    return bool((led <= problem.max_groups).all()) and int(at_once.max(initial=0)) <= 1 and not crowded
