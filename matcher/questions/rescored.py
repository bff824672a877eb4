"""A result with all that it says worked out again: its groups were changed by hand, or the intake has changed since."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from heapq import nlargest
from itertools import combinations

from matcher.checking.best_alone import BestAlone
from matcher.checking.sayings.reasons import wrong_reasons
from matcher.checking.scoring import Scorer
from matcher.checking.verify import breaches_of
from matcher.errors import Issue, ResultFileError
from matcher.intake.fingerprint import fingerprint_of
from matcher.intake.people import Intake
from matcher.intake.words.findings import name_some
from matcher.problem.problem import build_problem
from matcher.result.asked import as_asked
from matcher.result.match_result import MatchResult, MenteeScore, told_of
from matcher.result.records import Status, Unmatched
from matcher.rules.rule import known_of, slot_at
from matcher.why.reasons.left_out import reasons

__all__ = [
    "as_scored",
    "changed_by_hand",
    "check_same_people",
    "most_by_the_rules",
    "other_people",
    "outdated",
    "proved_of",
    "rescored",
    "same_settings",
]


def as_scored(intake: Intake, result: MatchResult) -> MatchResult:
    """Return a result with the numbers and reasons of its groups, by the intake as it is now.

    Where the groups were changed by hand, or the intake since they were found, all is worked out again; else the result
    is returned as it is.

    Raises
    ------
    KeyError
        The groups name somebody whom the intake does not have.
    """
    intake = as_asked(intake, result)
    if changed_by_hand(result):
        return _worked_out(intake, result, by_hand=True)
    return _worked_out(intake, result, by_hand=result.edited) if outdated(intake, result) else result


def changed_by_hand(result: MatchResult) -> bool:
    """Return whether the groups are not those of which the numbers of a result speak."""
    told = {row.mentee_id: row.group for row in result.assignment_rows}
    now = {mentee: group.id for group in result.groups for mentee in group.mentees}
    return not result.scored or (bool(told) and told != now)


def outdated(intake: Intake, result: MatchResult) -> bool:
    """Return whether what a result says of its groups is not so by an intake: that has changed since they were found.

    In a result that tells no fingerprint of its intake, a change by which every rule still holds, and every score and
    reason is still right, stays unseen.
    """
    if other_people(intake, result) or not same_settings(intake, result) or breaches_of(intake, result.formed):
        return True
    placed = {mentee for group in result.groups for mentee in group.mentees}
    left_out = {mentee.id for mentee in intake.mentees if mentee.id not in placed}
    if {mentee.id for mentee in result.unmatched} != left_out:
        return True
    scorer = Scorer(intake)
    scores = [scorer.group_score(group) for group in result.formed]
    if scores != [group.score for group in result.groups] or scorer.objective(result.formed) != result.objective:
        return True
    return any(wrong_reasons(intake, result.formed, [(mentee.id, mentee.reason) for mentee in result.unmatched]))


def other_people(intake: Intake, result: MatchResult) -> bool:
    """Return whether people, constraints or locks are known to have changed since a result was solved."""
    return result.intake is not None and result.intake != fingerprint_of(intake)


def check_same_people(result: MatchResult, intake: Intake) -> None:
    """Refuse a result of another intake.

    Raises
    ------
    ResultFileError
        It names people or slots that the intake does not have.
    """
    mentors = (one for group in result.groups for one in group.mentors)
    mentees = (one for group in result.groups for one in group.mentees)
    left_out = (mentee.id for mentee in result.unmatched)
    slots = (group.slot for group in result.groups if group.slot is not None)
    unknown = {
        "mentors": dict.fromkeys(one for one in mentors if one not in intake.mentor_by_id),
        "mentees": dict.fromkeys(one for one in (*mentees, *left_out) if one not in intake.mentee_by_id),
        "slots": dict.fromkeys(slot for slot in slots if slot_at(intake, slot) is None),
    }
    right = "name the intake that the result was made from"
    faults = [
        Issue("the result", f"has {kind} that the intake does not have: {name_some(list(found))}", right=right)
        for kind, found in unknown.items()
        if found
    ]
    if faults:
        raise ResultFileError(faults)


def same_settings(intake: Intake, result: MatchResult) -> bool:
    """Return whether the settings of a result are those of an intake, as far as they have a part in finding groups."""
    now, then = (program.model_copy(update={"calendar": None}) for program in (intake.program, result.program))
    return now == then


def rescored(intake: Intake, result: MatchResult) -> MatchResult:
    """Return a result with the same groups under the same names, and every number and reason worked out again.

    Parameters
    ----------
    result
        Any; one that was read from a file in which somebody changed the groups (`MatchResult.scored` is False), say.

    Returns
    -------
    MatchResult
        `scored` and `edited`, with the settings of `intake`. `bound` is the one that was proved, where it was proved of
        this intake; else one that follows from the wishes alone; or the objective where the changed groups score more,
        as they can where they break a rule. ``feasible``, but in the mode ``total`` where they keep every rule and the
        objective meets the bound.
        `stages` and `rematched` are left out.

    Raises
    ------
    ResultFileError
        The result names people or slots that the intake does not have.
    """
    check_same_people(result, intake)
    return _worked_out(as_asked(intake, result), result, by_hand=True)


def _worked_out(intake: Intake, result: MatchResult, *, by_hand: bool) -> MatchResult:
    scorer = Scorer(intake)
    best = BestAlone(intake, scorer)
    known = [known_of(intake, group) for group in result.formed]
    scored = zip(result.groups, map(scorer.group_score, known), strict=True)
    groups = [replace(group, score=score) for group, score in scored]
    scores = {mentee: _score(mentee, group.mentors, scorer, best) for group in known for mentee in group.mentees}
    objective = scorer.objective(known)
    broken = bool(breaches_of(intake, result.formed))
    # Legal groups that score more than was proved possible: the proof was of another intake.
    of_this = proved_of(intake, result)
    proved = by_hand and of_this and (broken or objective <= result.bound)
    bound = max(objective, result.bound if proved else _most_points(intake, scorer))
    best_possible = bound == objective and intake.program.objective.mode == "total" and not broken
    why = reasons(intake, build_problem(intake), result.formed, proved=best_possible)
    left_out = {mentee: why[mentee] for mentee in intake.in_waiting_order(why)}
    return replace(
        result,
        status=Status.OPTIMAL if best_possible else Status.FEASIBLE,
        objective=objective,
        bound=bound,
        unmatched=tuple(Unmatched(mentee, reason) for mentee, reason in left_out.items()),
        **told_of(intake, groups, scores),
        unmatched_names={mentee: intake.mentee_by_id[mentee].name for mentee in left_out},
        program=intake.program,
        warnings=tuple(map(str, intake.warnings)),
        stages=(),
        ended=None,
        scored=True,
        edited=by_hand,
        rematched=None,
        told_gap=None,
        intake=fingerprint_of(intake),
    )


def most_by_the_rules(intake: Intake, result: MatchResult) -> int:
    """Return what no grouping that keeps the rules can score more than: as was proved of a result, or by wishes alone.

    Parameters
    ----------
    result
        As it was read: its `bound` is the one that was proved when it was found.
    """
    return result.bound if proved_of(intake, result) else _most_points(intake, Scorer(intake))


def proved_of(intake: Intake, result: MatchResult) -> bool:
    """Return whether what was proved of a result was proved of an intake, and of all its groupings.

    What was proved before something was locked is so of what the lock leaves.
    """
    # A bound among groupings with few moves, or that keep the places of some, is none for others.
    told = result.rematched
    of_all = told is None or (told.limit is None and not told.waiting)
    return of_all and same_settings(intake, result) and not _other_answers(intake, result)


def _other_answers(intake: Intake, result: MatchResult) -> bool:
    """Return whether people or constraints are known to have changed since, or locks to be gone."""
    if result.intake is None:
        return False
    now = fingerprint_of(intake)
    lifted = Counter(result.intake.locks) - Counter(now.locks)
    return bool(lifted) or replace(result.intake, locks=()) != replace(now, locks=())


def _most_points(intake: Intake, scorer: Scorer) -> int:
    """Return what no grouping can score more than: everybody with those who suit them best, and the best pairs."""
    each = intake.program.groups.mentors
    mentors = [mentor.id for mentor in intake.mentors]
    points = sum(
        max(-scorer.left_out(mentee.id), sum(nlargest(each, (scorer.score(mentee.id, mentor) for mentor in mentors))))
        for mentee in intake.mentees
    )
    if each < 2:
        return points
    groups = min(
        sum(intake.max_groups(mentor) for mentor in intake.mentors) // intake.program.groups.fewest_mentors,
        len(intake.mentees) // intake.program.groups.min_size,
    )
    return points + groups * max((scorer.pair(one, other) for one, other in combinations(mentors, 2)), default=0)


def _score(mentee: str, mentors: tuple[str, ...], scorer: Scorer, best: BestAlone) -> MenteeScore:
    # Where the groups break a rule, somebody may have more than rules would have let them have.
    share = min(1.0, best.satisfaction(mentee, mentors))
    return MenteeScore(scorer.choice(mentee, mentors), scorer.mentee_score(mentee, mentors), share)
