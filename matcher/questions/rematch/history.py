"""Pairs of the past that must not meet again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from os import PathLike
from pathlib import Path

from matcher.errors import Issue
from matcher.intake.people import Intake
from matcher.intake.words.findings import name_some
from matcher.result.earlier import asked_for, with_pairs_apart
from matcher.result.match_result import MatchResult
from matcher.result.records import Group
from matcher.rules.rule import named

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
    pairs: dict[Pair, list[str]] = {}
    for source in history:
        result = source if isinstance(source, MatchResult) else MatchResult.load(source)
        for pair in dict.fromkeys(pair for group in result.groups for pair in _pairs(intake, group)):
            pairs.setdefault(pair, []).append(_called(source))
    asked = asked_for(intake)
    kept = [" with ".join(named(intake, one) for one in sorted(pair)) for pair in pairs if pair in asked]
    warnings = [_kept(kept)] if kept else []
    apart = with_pairs_apart(intake, pairs)
    return apart.model_copy(update={"warnings": (*intake.warnings, *warnings)})


def _called(source: MatchResult | str | PathLike[str]) -> str:
    """Return what to call an earlier result: its folder's name, not where on this machine it is."""
    if isinstance(source, MatchResult):
        return "an earlier result"
    place = Path(source).resolve()
    return place.parent.name if place.name == "result.json" else place.name


def _kept(pairs: list[str]) -> Issue:
    message = f"asks by name for people who were together before: {name_some(pairs)}; they may be together again"
    return Issue("the constraints or locks", message)


def _pairs(intake: Intake, group: Group) -> Iterator[Pair]:
    mentors = [mentor for mentor in group.mentors if mentor in intake.mentor_by_id]
    yield from map(frozenset, combinations(mentors, 2))
    for mentee in group.mentees:
        if mentee in intake.mentee_by_id:
            yield from (frozenset((mentor, mentee)) for mentor in mentors)
