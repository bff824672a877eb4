"""A genetic algorithm (pymoo): a gene a person, which says the number of its group; repaired into a valid grouping."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pymoo.algorithms.soo.nonconvex.ga import GA
from pymoo.core.mutation import Mutation
from pymoo.core.termination import NoTermination
from pymoo.operators.crossover.ux import UniformCrossover
from pymoo.operators.sampling.rnd import IntegerRandomSampling
from pymoo.problems.functional import FunctionalProblem

from benchmarks.methods.base import (
    Answer,
    Task,
    formed_groups,
    group_numbers,
    objective_of,
    refuse_what_ties_groups,
    seats_of,
)
from matcher.problem.problem import Problem, Seats

__all__ = ["solve"]

Ints = NDArray[np.int64]

POPULATION = 100


class _NewNumbers(Mutation):  # type: ignore[misc]
    """Give each gene, with a chance of two in all genes, a group number drawn anew: numbers are names, not sizes."""

    def _do(self, problem: Any, genes: Ints, *args: Any, random_state: Any = None, **kwargs: Any) -> Ints:
        fresh = random_state.integers(problem.xl, problem.xu + 1, size=genes.shape)
        return np.where(random_state.random(genes.shape) < 2 / problem.n_var, fresh, genes)


class _Decoder:
    """Genes → groups that break no rule, whatever the genes say.

    The first two mentors of a number who may lead together do; their slot is the one whose members, of that number,
    gain most; of these the best stay. Whoever has no place then gets the best one still open. Groups that stay under
    the least size are dissolved.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.count = group_numbers(problem)

    def decode(self, genes: Ints) -> tuple[Seats, Ints]:
        """Return the seats taken, and where each mentee sits."""
        problem = self.problem
        led, number = genes[: problem.mentors], genes[problem.mentors :]
        chosen: list[tuple[int, int, int]] = []
        seat_of = np.full(problem.mentees, -1, np.int64)
        for group in range(self.count):
            leaders = self._leaders(np.flatnonzero((led == group) & problem.leads))
            seat = None if leaders is None else self._seat(*leaders, np.flatnonzero(number == group))
            if seat is not None:
                first, second, slot, members = seat
                seat_of[members] = len(chosen)
                chosen.append((first, second, slot))
        seats = seats_of(problem, chosen)
        if chosen:
            self._fill(seats, seat_of)
            sizes = np.bincount(seat_of[seat_of >= 0], minlength=len(chosen))
            seat_of[(seat_of >= 0) & (sizes[seat_of] < problem.min_size)] = -1
        return seats, seat_of

    def _leaders(self, mentors: Ints) -> tuple[int, int] | None:
        if self.problem.per_group == 1:
            return (int(mentors[0]), self.problem.mentors) if len(mentors) else None
        for place, first in enumerate(mentors.tolist()):
            partners = mentors[place + 1 :]
            able = partners[self.problem.pairable[first, partners]]
            if len(able):
                return first, int(able[0])
        return None

    def _seat(self, first: int, second: int, members: Ints) -> tuple[int, int, int, Ints] | None:
        problem = self.problem
        slots = np.flatnonzero(problem.mentor_free[first] & problem.mentor_free[second])
        if not len(slots):
            return None
        members = members[problem.welcome[members, first] & problem.welcome[members, second]]
        gain = problem.points(members, np.array(first), np.array(second)) + problem.unmatched[members]
        free = problem.mentee_free[members][:, slots]
        best = int((gain @ free).argmax())
        order = np.flatnonzero(free[:, best])
        order = order[np.argsort(-gain[order], kind="stable")][: problem.max_size]
        return first, second, int(slots[best]), members[order]

    def _fill(self, seats: Seats, seat_of: Ints) -> None:
        """Give those without a place the open one that gains most, the largest gains first."""
        problem = self.problem
        waiting = np.flatnonzero(seat_of < 0)
        if not len(waiting):
            return
        gain = problem.score[waiting][:, seats.first] + problem.score[waiting][:, seats.second]
        gain = gain + problem.unmatched[waiting][:, None]
        able = problem.welcome[waiting][:, seats.first] & problem.welcome[waiting][:, seats.second]
        able &= problem.mentee_free[waiting][:, seats.slot]
        room = problem.max_size - np.bincount(seat_of[seat_of >= 0], minlength=len(seats))
        rows, columns = np.nonzero(able & (gain > 0))
        for choice in np.argsort(-gain[rows, columns], kind="stable").tolist():
            mentee, seat = waiting[rows[choice]], columns[choice]
            if seat_of[mentee] < 0 and room[seat] > 0:
                seat_of[mentee] = seat
                room[seat] -= 1


def solve(task: Task) -> Answer:
    """Return the best grouping of every generation that fits in the time; the trace has a point a generation."""
    refuse_what_ties_groups(task)
    problem, decoder = task.problem, _Decoder(task.problem)
    genes = problem.mentors + problem.mentees
    evolution = FunctionalProblem(
        genes,
        lambda numbers: -objective_of(problem, *decoder.decode(numbers)),
        xl=np.zeros(genes, np.int64),
        xu=np.full(genes, decoder.count, np.int64),
        vtype=int,
    )
    algorithm = GA(
        pop_size=POPULATION,
        sampling=IntegerRandomSampling(),
        crossover=UniformCrossover(),
        mutation=_NewNumbers(),
    )
    algorithm.setup(evolution, termination=NoTermination(), seed=task.seed, verbose=False)
    while task.left > 0:
        algorithm.next()
        task.tell(-round(float(algorithm.opt[0].F[0])), None)
    seats, seat_of = decoder.decode(np.asarray(algorithm.opt[0].X, np.int64))
    return Answer(formed_groups(task, seats, seat_of), objective_of(problem, seats, seat_of))
