"""Pairs of people who are kept apart because they were together in an earlier result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from matcher.intake.people import Constraint, Intake
from matcher.intake.words.findings import name_some
from matcher.result.records import Earlier

__all__ = ["asked_for", "earlier_of", "kept_apart", "with_pairs_apart"]

Pair = frozenset[str]


def earlier_of(intake: Intake) -> tuple[Earlier, ...]:
    """Return the pairs that an intake keeps apart because of earlier results, by each of these."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for row in intake.constraints:
        for name in row.earlier:
            pairs.setdefault(name, []).append((row.a, row.b))
    return tuple(Earlier(name, tuple(found)) for name, found in pairs.items())


def kept_apart(intake: Intake, earlier: Iterable[Earlier]) -> Intake:
    """Return the intake with an `apart` constraint for each pair that a result says it keeps apart.

    Ids that the intake does not have are passed over; what it asks for by name stays possible.
    """
    results: dict[Pair, list[str]] = {}
    for one in earlier:
        for pair in one.pairs:
            if all(own in intake.mentor_by_id or own in intake.mentee_by_id for own in pair):
                results.setdefault(frozenset(pair), []).append(one.name)
    return with_pairs_apart(intake, results)


def with_pairs_apart(intake: Intake, results: Mapping[Pair, list[str]]) -> Intake:
    """Return the intake with the pairs kept apart that it neither keeps apart itself nor asks for by name.

    Parameters
    ----------
    results
        By pair the names of the results in which they were together.
    """
    known = {frozenset((row.a, row.b)) for row in intake.constraints if row.kind == "apart"} | asked_for(intake)
    rows = []
    for pair, names in results.items():
        if pair not in known:
            a, b = sorted(pair)
            note = f"they were in a group together in {name_some(names)}"
            rows.append(Constraint(kind="apart", a=a, b=b, note=note, earlier=tuple(names)))
    return intake.model_copy(update={"constraints": (*intake.constraints, *rows)}) if rows else intake


def asked_for(intake: Intake) -> set[Pair]:
    """Return the pairs that an intake asks for by name."""
    asked = {frozenset((row.a, row.b)) for row in intake.constraints if row.kind in ("assign", "co_lead")}
    for lock in intake.locks:
        asked.update(map(frozenset, combinations(lock.mentors, 2)))
        asked.update(frozenset((mentor, mentee)) for mentor in lock.mentors for mentee in lock.mentees)
    return asked
