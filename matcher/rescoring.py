"""A result whose groups were changed by hand, with its numbers worked out again from the intake."""

from __future__ import annotations

from dataclasses import replace

from matcher.best_alone import BestAlone
from matcher.intake.people import Intake
from matcher.records import Group, Status
from matcher.result import MatchResult, MenteeScore, told_of
from matcher.rules import FormedGroup
from matcher.scoring import Scorer

__all__ = ["rescored"]


def rescored(intake: Intake, result: MatchResult) -> MatchResult:
    """Return a result with the same groups under the same names, and every number worked out again.

    Parameters
    ----------
    result
        Any; one read from a workbook in which somebody changed the groups (`MatchResult.scored` is False), say.

    Returns
    -------
    MatchResult
        `scored`. `bound` is the one that was proved, or the objective where the changed groups score more, as they can
        where they break a rule. ``feasible``, but in the mode ``total`` where the objective meets the bound. `stages`
        and `rematched` are left out.

    Raises
    ------
    KeyError
        The groups name somebody whom the intake does not have: `matcher.verify` tells whom.
    """
    scorer = Scorer(intake)
    best = BestAlone(intake, scorer)
    groups = [replace(group, score=scorer.group_score(_formed(group))) for group in result.groups]
    scores = {mentee: _score(mentee, group.mentors, scorer, best) for group in groups for mentee in group.mentees}
    objective = scorer.objective(list(map(_formed, groups)))
    bound = max(objective, result.bound)
    proved = bound == objective and intake.program.objective.mode == "total"
    return replace(
        result,
        status=Status.OPTIMAL if proved else Status.FEASIBLE,
        objective=objective,
        bound=bound,
        **told_of(intake, groups, scores),
        unmatched_names={one.id: intake.mentee_by_id[one.id].name for one in result.unmatched},
        stages=(),
        ended=None,
        scored=True,
        rematched=None,
        told_gap=None,
    )


def _formed(group: Group) -> FormedGroup:
    return FormedGroup(group.id, group.slot, group.mentors, group.mentees)


def _score(mentee: str, mentors: tuple[str, ...], scorer: Scorer, best: BestAlone) -> MenteeScore:
    # Where the groups break a rule, somebody may have more than rules would have let them have.
    share = min(1.0, best.satisfaction(mentee, mentors))
    return MenteeScore(scorer.choice(mentee, mentors), scorer.mentee_score(mentee, mentors), share)
