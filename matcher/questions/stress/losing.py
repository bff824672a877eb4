"""`stress`: what each loss of mentors would mean, tried out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import comb
from os import PathLike
from random import Random

import numpy as np

from matcher.checking.scoring import Scorer
from matcher.checking.verify import breaches_of, refuse_broken
from matcher.errors import InfeasibleError, IntakeError, Issue, UnsolvedError, VerificationError
from matcher.intake.fingerprint import digest_of
from matcher.intake.people import Intake
from matcher.intake.read import read_intake
from matcher.intake.words.steps import in_steps
from matcher.matching import control_of
from matcher.problem.grouping import Grouping
from matcher.problem.ids import formed_groups, grouping_from
from matcher.problem.problem import build_problem
from matcher.questions.stress.table import MOST_LOST, NO_ASSIGNMENT, NOT_IN_TIME, Loss, StressTable
from matcher.result.asked import as_asked
from matcher.result.match_result import MatchResult
from matcher.result.saved_workbook import fingerprint
from matcher.rules import FormedGroup
from matcher.solving.running.control import Control
from matcher.solving.variants.losses import repaired

__all__ = ["stress", "without_mentors"]

REMATCH_SECONDS = 30.0
"""For one loss after which other groups have to change as well."""


def stress(
    intake: Intake | str | PathLike[str],
    result: MatchResult | str | PathLike[str],
    *,
    drop: int = 1,
    sample: int = 100,
    seed: int = 0,
    time_limit: float = 600.0,
    progress: Callable[[int, int], None] | None = None,
    stop: threading.Event | None = None,
) -> StressTable:
    """Tell what each loss of mentors would mean: how many mentees would be left out after a rematch with few moves.

    Every loss is tried out: the groups of those mentors are dissolved and their mentees placed again, with everybody
    else where they are; what comes out is checked against every rule. Where the rules leave nothing that way (an exact
    number of groups, nobody left out), `matcher.rematch` finds the fewest moves of others.

    Parameters
    ----------
    intake
        Read, or as a path.
    result
        A result that keeps the rules of `intake`.
    drop
        Up to how many mentors are lost together, 1 to 3. Of one mentor every loss is tried.
    sample
        Of two and more, at most so many losses of each number, drawn at random, 1 or more.
    seed
        What the sample is drawn with.
    time_limit
        Seconds; what was not tried by then is not in the table.
    progress
        Called after each loss with how many were tried, and of how many.
    stop
        Set to end with what was tried so far.

    Raises
    ------
    IntakeError
        The intake or the call is wrong.
    ResultFileError
        The result cannot be understood, or breaks a rule of the intake.
    VerificationError
        What was found breaks a rule: a bug of ours.
    """
    control = control_of("normal", time_limit, 0.0, seed, None, None, stop=stop)
    _check(drop, sample)
    loaded = result if isinstance(result, MatchResult) else MatchResult.load(result)
    known = as_asked(intake if isinstance(intake, Intake) else read_intake(intake), loaded)
    stand = _Standing.of(known, loaded)
    losses: list[Loss] = []
    chosen = {size: _losses(known, size, sample, seed) for size in range(1, min(drop, len(known.mentors)) + 1)}
    total = sum(map(len, chosen.values()))
    for lost in in_steps("trying losses:", [one for several in chosen.values() for one in several]):
        if not control.running():
            break
        losses.append(_tried(stand, lost, control))
        if progress is not None:
            progress(len(losses), total)
    return StressTable(
        losses=tuple(sorted(losses, key=_badness)),
        possible={size: comb(len(known.mentors), size) for size in chosen},
        chosen={size: len(several) for size, several in chosen.items()},
        left_out_now=stand.left_out,
        objective_now=stand.objective,
        spare=tuple(mentor.id for mentor in known.leading if mentor.id not in stand.groups_of),
        seed=seed,
        names={mentor.id: mentor.name for mentor in known.mentors},
        grouping=fingerprint(stand.groups),
        intake=digest_of(known),
    )


def _check(drop: int, sample: int) -> None:
    wrong = []
    for name, value, most in (("drop", drop, MOST_LOST), ("sample", sample, None)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1 or (most is not None and value > most):
            right = "write a whole number from 1" + (f" to {most}" if most is not None else "")
            wrong.append(Issue("the call", f"is no {name}", None, name, str(value), right))
    if wrong:
        raise IntakeError(wrong)


@dataclass(frozen=True)
class _Standing:
    """The result as it is: what every loss starts from."""

    intake: Intake
    result: MatchResult
    groups: tuple[FormedGroup, ...]
    groups_of: dict[str, list[FormedGroup]]
    left_out: int
    objective: int

    @cached_property
    def grouping(self) -> Grouping:
        """The groups as solving knows them."""
        return grouping_from(self.intake, build_problem(self.intake), self.groups)

    @classmethod
    def of(cls, intake: Intake, loaded: MatchResult) -> _Standing:
        refuse_broken(intake, loaded.formed)
        groups_of: dict[str, list[FormedGroup]] = {}
        for group in loaded.formed:
            for mentor in group.mentors:
                groups_of.setdefault(mentor, []).append(group)
        placed = sum(len(group.mentees) for group in loaded.groups)
        objective = Scorer(intake).objective(loaded.formed)
        return cls(intake, loaded, loaded.formed, groups_of, len(intake.mentees) - placed, objective)


def without_mentors(intake: Intake, lost: Sequence[str]) -> Intake:
    """Return the intake in which these mentors lead nothing, and nothing that names them is asked for.

    They stay in everybody's lists, so that second choices stay second choices.
    """
    gone = set(lost)
    mentors = [one.model_copy(update={"max_groups": 0}) if one.id in gone else one for one in intake.mentors]
    constraints = [row for row in intake.constraints if row.kind in ("together", "apart") or not {row.a, row.b} & gone]
    locks = [lock for lock in intake.locks if not gone & set(lock.mentors)]
    changed = {"mentors": tuple(mentors), "constraints": tuple(constraints), "locks": tuple(locks)}
    return Intake(**{name: changed.get(name, getattr(intake, name)) for name in Intake.model_fields})


def _losses(intake: Intake, size: int, sample: int, seed: int) -> list[tuple[str, ...]]:
    """Return every loss of one mentor; of more, every one where there are few, else a sample, in the intake's order."""
    mentors = [mentor.id for mentor in intake.mentors]
    if size == 1 or comb(len(mentors), size) <= sample:
        return list(combinations(mentors, size))
    random, drawn = Random(f"{seed} {size}"), set[tuple[int, ...]]()
    while len(drawn) < sample:
        drawn.add(tuple(sorted(random.sample(range(len(mentors)), size))))
    return [tuple(mentors[place] for place in places) for places in sorted(drawn)]


def _tried(stand: _Standing, lost: tuple[str, ...], control: Control) -> Loss:
    broken = {group.id: group for mentor in lost for group in stand.groups_of.get(mentor, [])}
    concerned = sum(len(group.mentees) for group in broken.values())
    names = tuple(group.id for group in stand.groups if group.id in broken)
    if not broken:
        return Loss(lost, (), 0, stand.left_out, 0, 0, stand.objective)
    intake = without_mentors(stand.intake, lost)
    reason = None
    groups, proved = _others_kept(stand, intake, lost, control)
    if groups is None:
        proved = False
        try:
            groups = _rematched(stand, intake, control)
        except InfeasibleError as fault:
            reason = f"{NO_ASSIGNMENT}: {'; '.join(fault.conflicts)}"
        except UnsolvedError:
            reason = NOT_IN_TIME
    if groups is None:
        return Loss(lost, names, concerned, None, None, 0, None, False, reason)
    left_out = len(intake.mentees) - sum(len(group.mentees) for group in groups)
    kept = [group for group in stand.groups if group.id not in broken]
    objective = Scorer(stand.intake).objective(groups)
    return Loss(lost, names, concerned, left_out, left_out - stand.left_out, _moved(kept, groups), objective, proved)


def _others_kept(
    stand: _Standing, intake: Intake, lost: tuple[str, ...], control: Control
) -> tuple[tuple[FormedGroup, ...] | None, bool]:
    """Return groups in which everybody of other groups stays, None where there are none; and whether that is proved."""
    problem = build_problem(intake)
    places = np.array([intake.mentor_position[mentor] for mentor in lost], np.int64)
    repair = repaired(problem, stand.grouping, places, control)
    if repair.grouping is None:
        return None, repair.exact
    groups = formed_groups(intake, repair.grouping)
    breaches = breaches_of(intake, groups)
    if breaches:
        raise VerificationError([str(breach) for breach in breaches])
    return groups, repair.exact


def _rematched(stand: _Standing, intake: Intake, control: Control) -> tuple[FormedGroup, ...]:
    from matcher.questions.rematch import rematch

    found = rematch(intake, stand.result, time_limit=min(REMATCH_SECONDS, max(1.0, control.left)), seed=control.seed)
    return found.result.formed


def _moved(kept: Sequence[FormedGroup], groups: Sequence[FormedGroup]) -> int:
    """Return how many mentees of groups that kept their mentors are with others, or nowhere, afterwards."""
    after = {mentee: (set(group.mentors), group.slot) for group in groups for mentee in group.mentees}
    return sum(after.get(mentee) != (set(group.mentors), group.slot) for group in kept for mentee in group.mentees)


def _badness(loss: Loss) -> tuple[int, bool, int, int]:
    """Order losses: fewer mentors lost first, then the worst first."""
    points = 0 if loss.objective is None else loss.objective
    return len(loss.mentors), loss.left_out is not None, -(loss.more_left_out or 0), points
