"""A result whose groups were changed by hand, with all that it says worked out again from the intake."""

from __future__ import annotations

from dataclasses import replace

from matcher.best_alone import BestAlone
from matcher.explanation.left_out import reasons
from matcher.intake.people import Intake
from matcher.problem import build_problem
from matcher.records import Status, Unmatched
from matcher.result import MatchResult, MenteeScore, told_of
from matcher.scoring import Scorer
from matcher.verification import breaches_of

__all__ = ["as_scored", "rescored"]


def as_scored(intake: Intake, result: MatchResult) -> MatchResult:
    """Return a result with the numbers and reasons of its groups: `rescored` where they were changed, else as it is.

    Raises
    ------
    KeyError
        The changed groups name somebody whom the intake does not have.
    """
    return result if result.scored else rescored(intake, result)


def rescored(intake: Intake, result: MatchResult) -> MatchResult:
    """Return a result with the same groups under the same names, and every number and reason worked out again.

    Parameters
    ----------
    result
        Any; one that was read from a file in which somebody changed the groups (`MatchResult.scored` is False), say.

    Returns
    -------
    MatchResult
        `scored` and `edited`. `bound` is the one that was proved, or the objective where the changed groups score more,
        as they can where they break a rule. ``feasible``, but in the mode ``total`` where they keep every rule and the
        objective meets the bound. `stages` and `rematched` are left out.

    Raises
    ------
    KeyError
        The groups name somebody whom the intake does not have: `matcher.verify` tells whom.
    """
    scorer = Scorer(intake)
    best = BestAlone(intake, scorer)
    scored = zip(result.groups, map(scorer.group_score, result.formed), strict=True)
    groups = [replace(group, score=score) for group, score in scored]
    scores = {mentee: _score(mentee, group.mentors, scorer, best) for group in groups for mentee in group.mentees}
    objective = scorer.objective(result.formed)
    bound = max(objective, result.bound)
    proved = bound == objective and intake.program.objective.mode == "total" and not breaches_of(intake, result.formed)
    left_out = reasons(intake, build_problem(intake), result.formed)
    return replace(
        result,
        status=Status.OPTIMAL if proved else Status.FEASIBLE,
        objective=objective,
        bound=bound,
        unmatched=tuple(Unmatched(mentee, reason) for mentee, reason in left_out.items()),
        **told_of(intake, groups, scores),
        unmatched_names={mentee: intake.mentee_by_id[mentee].name for mentee in left_out},
        stages=(),
        ended=None,
        scored=True,
        edited=True,
        rematched=None,
        told_gap=None,
    )


def _score(mentee: str, mentors: tuple[str, ...], scorer: Scorer, best: BestAlone) -> MenteeScore:
    # Where the groups break a rule, somebody may have more than rules would have let them have.
    share = min(1.0, best.satisfaction(mentee, mentors))
    return MenteeScore(scorer.choice(mentee, mentors), scorer.mentee_score(mentee, mentors), share)
