"""`explain`: one question about a result or an intake, answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from os import PathLike

from matcher.checking.verify import refuse_broken
from matcher.errors import IntakeError, Issue
from matcher.intake.leaving.leave import who_left
from matcher.intake.people import Gone, Intake
from matcher.intake.read import read_intake
from matcher.intake.words.calling import told_apart, who_is_meant
from matcher.intake.words.findings import name_some
from matcher.intake.words.near_people import near_person
from matcher.matching import control_of
from matcher.problem.problem import build_problem
from matcher.questions.rescored import as_scored
from matcher.result.asked import as_asked, still_held
from matcher.result.match_result import MatchResult
from matcher.result.records import Effort
from matcher.why.answers.costs import why_idle
from matcher.why.answers.counterfactuals import Clock
from matcher.why.answers.feasibility import possible
from matcher.why.answers.irreducible_sets import clash_of, clash_with
from matcher.why.answers.now import Now, whole_now
from matcher.why.answers.places import repairs_for
from matcher.why.answers.records import Away, Explanation, Outcome, PersonExplained, Role, Whereabouts
from matcher.why.answers.repairs import repairs_of
from matcher.why.answers.whole import whole_explained
from matcher.why.answers.wishes import a_place, question, wishes_of
from matcher.why.reasons.infeasible import counting_reasons
from matcher.why.wording.naming import names_of

__all__ = ["explain"]

INTAKE_LIMIT, WHOLE_LIMIT, PERSON_LIMIT = 60.0, 30.0, 10.0
"""Seconds, unless told otherwise: why nothing is possible, about everybody, and about one of many."""
FEW_MENTEES, FEW_LIMIT = 100, 30.0
"""Mentees up to which prices are to be exact, which may take longer; mostly it takes a few seconds."""


def explain(
    intake: Intake | str | PathLike[str],
    result: MatchResult | str | PathLike[str] | None = None,
    person: str | None = None,
    other: str | None = None,
    *,
    left: Sequence[Gone] = (),
    time_limit: float | None = None,
    seed: int = 0,
    workers: int | None = None,
) -> Explanation:
    """Answer why: of a whole result, of one person in it, of two people who are not together, or of an intake.

    Parameters
    ----------
    intake
        An `Intake`, or what `read_intake` takes.
    result
        A result of this intake, or its path. None: why the intake permits no grouping at all.
    person
        A mentor or mentee, of whom it is asked what they got and what became of each wish: the id, or a name that
        nobody else has.
    other
        Somebody, by id or name, of whom it is asked why `person` is not together with them.
    left
        Who left an `Intake`; of a path its ``left.csv`` says so. Whoever is asked about and has left, or is out of
        `result`, is told to have left, and nothing else.
    time_limit
        Seconds after which nothing more is looked at; None: 10 for a person (30 among at most 100 mentees, where prices
        are to be exact), 30 for the whole, 60 for an intake without a result.
    seed
        What random draws begin with, from 0.
    workers
        Processors to use; None: all. The answer does not depend on it, unless time ran out.

    Returns
    -------
    Explanation
        Every claim in it is shown by the rules, by a grouping that keeps every rule, or by a proof; `cut_short` where
        time ran out. With the same intake, result and seed the same, unless time ran out.

    Raises
    ------
    IntakeError
        The intake or the call is wrong; `issues` lists every fault.
    ResultFileError
        The result cannot be read, or breaks a rule of the intake.
    """
    if not isinstance(intake, Intake):
        left = left if person is None else who_left(intake)
        intake = read_intake(intake)
    limit = time_limit if time_limit is not None else _limit(intake, result, person)
    control_of("normal", limit, 0.0, seed, workers, None)
    clock = Clock(limit, Effort.NORMAL, seed)
    if result is None:
        _people_of_call(_names_in(intake), {}, result, person, other)
        return _of_intake(intake, clock)
    loaded = result if isinstance(result, MatchResult) else MatchResult.load(result)
    held = {one.id for one in still_held(intake, loaded)}
    intake = as_asked(intake, loaded)
    names = _names_in(intake)
    gone = {one.id: one for one in (*loaded.without, *left) if one.id not in names}
    person, other = _people_of_call(names, {own: one.name for own, one in gone.items()}, result, person, other)
    away = tuple(_away(gone[own], held, left) for own in (person, other) if own in gone)
    if away:
        told = told_apart(names | {own: one.name for own, one in gone.items()})
        return Explanation(str(intake.program.objective.mode), names=told, away=away)
    refuse_broken(intake, loaded.formed)
    loaded = as_scored(intake, loaded)
    now = whole_now(intake, loaded)
    told, mode, standing = names_of(intake), str(intake.program.objective.mode), now.standing
    if person is None:
        whole = whole_explained(now, loaded, clock)
        return Explanation(mode, whole=whole, cut_short=clock.cut_short, standing=standing, names=told)
    found = _of_person(now, loaded, person, other, clock)
    return Explanation(mode, person=found, cut_short=clock.cut_short, standing=standing, names=told)


def _limit(intake: Intake, result: object, person: str | None) -> float:
    if result is None:
        return INTAKE_LIMIT
    if person is None:
        return WHOLE_LIMIT
    return PERSON_LIMIT if len(intake.mentees) > FEW_MENTEES else FEW_LIMIT


def _people_of_call(
    names: Mapping[str, str], gone: Mapping[str, str], result: object, person: str | None, other: str | None
) -> tuple[str | None, str | None]:
    """Return the ids of those whom a call names: of whom is there, else of those who are `gone`.

    Raises
    ------
    IntakeError
        Somebody is unknown, or a name is that of several, or the call lacks what it needs: every fault at once.
    """
    faults = []
    found: list[str | None] = []
    for name, value in (("person", person), ("with", other)):
        meant = [] if value is None else who_is_meant(value, names) or who_is_meant(value, gone)
        found.append(meant[0] if meant else value)
        if value is not None and len(meant) != 1:
            faults.append(_nobody(name, value, {**gone, **names}) if not meant else _several(name, value, meant))
    if person is not None and result is None:
        faults.append(Issue("the call", "asks about a person, but names no result", right="name a result's folder"))
    if other is not None and person is None:
        faults.append(Issue("the call", "names one person only", None, "with", other, "write person too"))
    if other is not None and found[0] == found[1] and not faults:
        faults.append(Issue("the call", "is the same person twice", None, "with", other, "name somebody else"))
    if faults:
        raise IntakeError(faults)
    return found[0], found[1]


def _names_in(intake: Intake) -> dict[str, str]:
    """Return the name of everybody in an intake, by id."""
    return {one.id: one.name for one in (*intake.mentors, *intake.mentees)}


def _away(one: Gone, held: Collection[str], left: Sequence[Gone]) -> Away:
    if one.id in held:
        return Away(one.id, Role(one.role), Whereabouts.INTAKE)
    stands = Whereabouts.LEFT if any(one.id == other.id for other in left) else Whereabouts.NOWHERE
    return Away(one.id, Role(one.role), stands, one.when, one.reason)


def _nobody(name: str, value: str, names: Mapping[str, str]) -> Issue:
    near = near_person(value, names)
    right = "write the id or the name of a mentor or mentee"
    return Issue("the call", "is nobody's id or name", None, name, value, right, near)


def _several(name: str, value: str, meant: list[str]) -> Issue:
    return Issue("the call", f"is the name of {name_some(meant)}", None, name, value, "write the id of one of them")


def _of_person(now: Now, result: MatchResult, person: str, other: str | None, clock: Clock) -> PersonExplained:
    role = Role.MENTOR if person in now.intake.mentor_by_id else Role.MENTEE
    share = now.shares[person]
    if other is not None:
        wish = question(now, person, other, clock)
        if wish.outcome is Outcome.IMPOSSIBLE:
            wish = replace(wish, clash=clash_with(now.intake, person, other, clock))
        return PersonExplained(person, role, share, (wish,))
    left_out = role is Role.MENTEE and not share.groups
    if not left_out:
        idle = None if role is Role.MENTEE or share.groups else why_idle(now, person)
        return PersonExplained(person, role, share, wishes_of(now, person, clock), idle)
    reason = next((mentee.reason for mentee in result.unmatched if mentee.id == person), None)
    place = a_place(now, person, clock, 0.3)
    repairs, searched = repairs_for(now, person, Clock(clock.left * 0.6, clock.effort, clock.seed))
    wishes = wishes_of(now, person, clock)
    return PersonExplained(person, role, share, (place, *wishes), reason, repairs, searched)


def _of_intake(intake: Intake, clock: Clock) -> Explanation:
    """Explain why an intake permits no grouping, or show that it permits one."""
    names, mode = names_of(intake), str(intake.program.objective.mode)
    verdict = possible(intake, clock, clock.left / 3)
    if verdict.groups is not None or not verdict.settled:
        feasible = True if verdict.groups is not None else None
        return Explanation(mode, feasible=feasible, cut_short=not verdict.settled, names=names)
    counting = counting_reasons(intake, build_problem(intake))
    clash = clash_of(intake, Clock(clock.left * 0.6, clock.effort, clock.seed))
    repairs = () if clash is None else repairs_of(intake, clash.members, clock)
    cut_short = clock.cut_short or (clash is not None and not clash.minimal)
    return Explanation(
        mode, feasible=False, counting=counting, clash=clash, repairs=repairs, cut_short=cut_short, names=names
    )
