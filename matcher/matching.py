"""`match`: the whole story."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.checking.verify import verify
from matcher.errors import InfeasibleError, IntakeError, Issue, UnsolvedError, VerificationError
from matcher.intake.people import Intake
from matcher.intake.read import read_intake
from matcher.intake.words.listing import in_a_row
from matcher.problem.grouping import Grouping
from matcher.problem.ids import formed_groups
from matcher.problem.problem import Problem, build_problem
from matcher.problem.processors import use_processors
from matcher.result.match_result import MatchResult, MenteeScore, build_result
from matcher.result.records import Effort, Ending, Group, Status
from matcher.rules import FormedGroup
from matcher.solving.running.control import Control, Progress
from matcher.solving.running.workers import Crew
from matcher.text import shown
from matcher.why.reasons import conflicts, counting_reasons, reasons

if TYPE_CHECKING:
    from matcher.solving.portfolio import Solution

__all__ = ["control_of", "intake_of", "is_number", "match", "result_of"]


AT_THE_END = 8
"""Times as long as a problem takes to be laid out, what comes of it takes to be told, verified and written."""


def match(
    mentors: Any,
    mentees: Any = None,
    program: Any = None,
    constraints: Any = None,
    *,
    locks: Any = None,
    effort: str = "normal",
    time_limit: float = 60.0,
    gap: float = 0.0,
    seed: int = 0,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[Progress], None] | None = None,
    proof: bool = False,
    stop: threading.Event | None = None,
) -> MatchResult:
    """Form groups: read, solve, verify.

    Parameters
    ----------
    mentors, mentees
        DataFrames or lists of dicts with the columns of the public format; never changed. `mentors` alone may be the
        path of an intake, or an `Intake` already read, which is whole: nothing is given beside it.
    program
        A dict of the tables of ``program.toml``, a path, or a `Program`; None: every default.
    constraints
        As `mentors`, with the columns of ``constraints.csv``.
    locks
        As `mentors`, with the columns of ``locks.csv``.
    effort
        ``quick``, ``normal`` or ``thorough``: a fixed amount of work after which the run ends by itself.
    time_limit
        Seconds after which the run stops with the best found so far; to end and to verify may take some seconds more.
    gap
        The run may end once the bound is above the objective by at most this share of it, 0 to 1.
    seed
        What random draws begin with, from 0.
    workers
        Processors to use; None: all. The result does not depend on it, unless time ran out.
    executor
        Any `concurrent.futures.Executor` that takes what large intakes have to share out, and is left open; None: a
        pool of `workers` processes, made when it is needed. The result does not depend on it, nor on its workers
        staying alive, unless time ran out.
    progress
        Called with a `Progress` on every piece of news.
    proof
        Whether the result is to hold its `proof`, which other code can check.
    stop
        Set, by another thread or a signal's handler, to end the run with the best so far.

    Returns
    -------
    MatchResult
        Verified. With the same intake, effort, gap and seed always the same, unless time ran out.

    Raises
    ------
    IntakeError
        The intake or the call is wrong; `issues` lists every fault.
    InfeasibleError
        No assignment satisfies the rules; `conflicts` says why.
    UnsolvedError
        Time ran out, or the run was stopped, before a first assignment was found.
    VerificationError
        The result breaks a rule: a bug of ours.

    Notes
    -----
    It takes no signals: Ctrl-C raises `KeyboardInterrupt`, as in any call, and what else ends a process ends it. It may
    be called in several threads at a time, and in a process that was forked.
    """
    control = control_of(effort, time_limit, gap, seed, workers, progress, executor, stop)
    # A solver's word for a small part is soon replaced by prices, so that "proved" rests on them alone where it can.
    control.explicit = True
    intake = intake_of(mentors, mentees, program, constraints, locks)
    with control.crew:
        before = control.spent
        problem = build_problem(intake)
        control.leave(AT_THE_END * (control.spent - before))
        plainly = counting_reasons(intake, problem, cuts=False)
        if plainly:
            raise InfeasibleError(plainly)
        # Nothing compiled and no solver is loaded before counting has had its say.
        from matcher.solving.portfolio import solve
        from matcher.solving.proof_writing import written_proof
        from matcher.solving.variants.diversity import floor_at
        from matcher.solving.variants.sturdiness import sturdier

        control.running()  # the clock hears of kernels that are compiled from here on
        objective = intake.program.objective
        solution = solve(problem, control, objective.mode, objective.levels)
        if solution.infeasible:
            raise InfeasibleError(conflicts(intake, problem))
        if solution.grouping is None:
            raise UnsolvedError(_unsolved(solution.ending))
        grouping = solution.grouping
        if intake.program.robust.spare:
            floor = floor_at(intake.program, problem, solution.stages, grouping.objective)
            grouping = sturdier(floor, grouping, control)
        shown = written_proof(intake, solution) if proof else None
        result = result_of(intake, problem, solution, grouping, control, shown)
    breaches = verify(intake, result)
    if breaches:
        raise VerificationError([str(breach) for breach in breaches])
    return result


def intake_of(mentors: Any, mentees: Any, program: Any, constraints: Any, locks: Any) -> Intake:
    """Return the intake that a call gives, read where it is not read yet.

    Raises
    ------
    IntakeError
        It has faults, or something is given beside an `Intake`, which would not be looked at.
    """
    if not isinstance(mentors, Intake):
        return read_intake(mentors, mentees, program, constraints, locks)
    beside = {"mentees": mentees, "program": program, "constraints": constraints, "locks": locks}
    right = "give the lists or the path, from which an intake is read, or change the Intake"
    wrong = [
        Issue("the call", "is given beside an Intake, which holds its own", None, name, right=right)
        for name, given in beside.items()
        if given is not None
    ]
    if wrong:
        raise IntakeError(wrong)
    return mentors


def result_of(
    intake: Intake,
    problem: Problem,
    solution: Solution,
    grouping: Grouping,
    control: Control,
    proof: Mapping[str, Any] | None = None,
    *,
    moves: int | None = None,
) -> MatchResult:
    """Return the result that a grouping is, `proof` with it; not yet verified.

    Parameters
    ----------
    moves
        Of how many moves at most from an earlier result it is the best, if that is proved; None: of any number.
    """
    groups = formed_groups(intake, grouping)
    return build_result(
        intake,
        _scored(intake, problem, grouping, groups),
        _mentee_scores(intake, problem, grouping),
        reasons(intake, problem, groups, proved=solution.is_best, moves=moves),
        status=Status.OPTIMAL if solution.is_best else Status.FEASIBLE,
        objective=grouping.objective,
        bound=solution.bound,
        seed=control.seed,
        seconds=control.spent,
        stages=solution.stages,
        effort=str(control.effort),
        ended=str(solution.ending),
        proved_by=solution.proved_by,
        proof=proof,
    )


def _scored(intake: Intake, problem: Problem, grouping: Grouping, groups: Sequence[FormedGroup]) -> tuple[Group, ...]:
    """Return the groups of a grouping with their scores."""
    seats, placed = grouping.seats, np.flatnonzero(grouping.seat_of >= 0)
    seat = grouping.seat_of[placed]
    scores = problem.pair_gain(seats.first, seats.second) - problem.costs(grouping.seat_of, len(seats))
    gains = problem.gain(placed, seats.first[seat], seats.second[seat]) - problem.unmatched[placed]
    np.add.at(scores, seat, gains)
    of_group = grouping.seat_of[[intake.mentee_position[group.mentees[0]] for group in groups]]
    return tuple(Group(*group, score) for group, score in zip(groups, scores[of_group].tolist(), strict=True))


def _mentee_scores(intake: Intake, problem: Problem, grouping: Grouping) -> dict[str, MenteeScore]:
    placed = np.flatnonzero(grouping.seat_of >= 0)
    seat = grouping.seat_of[placed]
    first, second = grouping.seats.first[seat], grouping.seats.second[seat]
    ranks = np.minimum(problem.rank[placed, first], problem.rank[placed, second]).tolist()
    told = zip(placed.tolist(), ranks, problem.points(placed, first, second).tolist(), strict=True)
    best, unlisted = problem.best.tolist(), problem.unlisted
    return {
        intake.mentees[position].id: MenteeScore(
            rank if rank < unlisted else None, points, points / best[position] if best[position] > 0 else 1.0
        )
        for position, rank, points in told
    }


def control_of(
    effort: str,
    time_limit: float,
    gap: float,
    seed: int,
    workers: int | None,
    progress: Callable[[Progress], None] | None,
    executor: Executor | None = None,
    stop: threading.Event | None = None,
) -> Control:
    """Check the call, every fault at once, and return the control of a run that begins at once.

    Raises
    ------
    IntakeError
        An argument is wrong.
    """
    wrong = [
        Issue("the call", f"is no {name}", None, name, shown(value), right)
        for name, value, right, good in (
            ("effort", effort, f"write one of {in_a_row(Effort)}", isinstance(effort, str) and effort in list(Effort)),
            ("time_limit", time_limit, "write seconds over 0", is_number(time_limit) and time_limit > 0),
            ("gap", gap, "write a share from 0 to 1", is_number(gap) and 0 <= gap <= 1),
            ("seed", seed, "write a whole number from 0 to 2147483647", _is_whole(seed) and 0 <= seed < 2**31),
            (
                "workers",
                workers,
                "write a whole number from 1",
                workers is None or (_is_whole(workers) and workers > 0),
            ),
            (
                "executor",
                executor,
                "give a concurrent.futures.Executor",
                executor is None or isinstance(executor, Executor),
            ),
            ("progress", progress, "give a function of a Progress", progress is None or callable(progress)),
            ("stop", stop, "give a threading.Event", stop is None or isinstance(stop, threading.Event)),
        )
        if not good
    ]
    if wrong:
        raise IntakeError(wrong)
    use_processors(None if workers is None else int(workers))
    crew = Crew(None if workers is None else int(workers), executor, _compile_for_workers)
    sign = threading.Event() if stop is None else stop
    return Control(float(time_limit), Effort(effort), float(gap), int(seed), progress, sign, crew)


def _compile_for_workers() -> bool:
    from matcher.solving.warming import compile_for_workers

    return compile_for_workers()


def is_number(value: object) -> bool:
    """Return whether a value of a call is a finite number."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _is_whole(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _unsolved(ending: Ending) -> str:
    why = {
        Ending.TIME: "the time limit came",
        Ending.STOPPED: "it was stopped",
        Ending.ITSELF: "the work of this effort was done",
    }[ending]
    return (
        f"{why} before a first assignment was found, and none was proved impossible; give it more time, or more "
        "effort, or loosen a rule (groups.everyone and groups.count are the hardest to meet)"
    )
