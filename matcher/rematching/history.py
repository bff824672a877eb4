"""Pairs of the past that must not meet again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from os import PathLike

from matcher.intake.errors import Issue
from matcher.intake.findings import name_some
from matcher.intake.people import Constraint, Intake
from matcher.records import Group
from matcher.result import MatchResult
from matcher.rules.base import named

__all__ = ["without_repeats"]

Pair = frozenset[str]


def without_repeats(intake: Intake, history: Sequence[MatchResult | str | PathLike[str]]) -> Intake:
    """Return the intake with an `apart` constraint for each pair of the past that could meet again.

    Parameters
    ----------
    history
        Results, or paths of their folders or files. Two mentors who led a group together, and a mentee and a mentor
        who shared a group, are kept apart; two mentees are not. Ids that the intake does not have are passed over.

    Returns
    -------
    Intake
        With the further constraints, each with a note. A pair that `assign`, `co_lead` or a lock asks for stays
        possible, and a warning says so: what is asked for by name comes first.

    Raises
    ------
    ResultFileError
        A result cannot be understood.
    """
    pairs: dict[Pair, None] = {}
    for source in history:
        result = source if isinstance(source, MatchResult) else MatchResult.load(source)
        for group in result.groups:
            pairs.update(dict.fromkeys(_pairs(intake, group)))
    asked = _asked_for(intake)
    known = {frozenset((one.a, one.b)) for one in intake.constraints if one.kind == "apart"}
    fresh = [tuple(sorted(pair)) for pair in pairs if pair not in asked and pair not in known]
    apart = [Constraint(kind="apart", a=a, b=b, note="were in a group together before") for a, b in fresh]
    kept = [" with ".join(named(intake, one) for one in sorted(pair)) for pair in pairs if pair in asked]
    warnings = [_kept(kept)] if kept else []
    update = {"constraints": (*intake.constraints, *apart), "warnings": (*intake.warnings, *warnings)}
    return intake.model_copy(update=update)


def _kept(pairs: list[str]) -> Issue:
    message = f"asks by name for people who were together before: {name_some(pairs)}; they may be together again"
    return Issue("constraints.csv or locks.csv", message)


def _pairs(intake: Intake, group: Group) -> Iterator[Pair]:
    mentors = [mentor for mentor in group.mentors if mentor in intake.mentor_by_id]
    yield from map(frozenset, combinations(mentors, 2))
    for mentee in group.mentees:
        if mentee in intake.mentee_by_id:
            yield from (frozenset((mentor, mentee)) for mentor in mentors)


def _asked_for(intake: Intake) -> set[Pair]:
    """Return the pairs that the intake asks for by name."""
    asked = {frozenset((row.a, row.b)) for row in intake.constraints if row.kind in ("assign", "co_lead")}
    for lock in intake.locks:
        asked.update(map(frozenset, combinations(lock.mentors, 2)))
        asked.update(frozenset((mentor, mentee)) for mentor in lock.mentors for mentee in lock.mentees)
    return asked
