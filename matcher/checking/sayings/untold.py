"""What a result of this program tells, and this one does not: nothing of it can be checked."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.intake.findings import name_some
from matcher.intake.people import Intake
from matcher.result.match_result import MatchResult
from matcher.rules.locks import settled_in

__all__ = ["untold"]


def untold(intake: Intake, result: MatchResult) -> Iterator[str]:
    """Yield what is missing that a file of this program would hold, each as it is called there and what it tells.

    Parameters
    ----------
    result
        As it was written. Of groups that somebody changed by hand less is told.
    """
    if result.scored and result.groups and not result.assignment_rows:
        yield "assignments, what each mentee got"
    if intake.mentors and not result.mentor_rows:
        yield "mentors, what each leads"
    nameless = [one.id for one in result.unmatched if one.id not in result.unmatched_names]
    if nameless:
        yield f"unmatched_names, of {name_some(nameless)}"
    locked = [
        group.id for group, formed in zip(result.groups, result.formed, strict=True) if settled_in(intake, formed)
    ]
    if result.scored and locked and not any(group.locked for group in result.groups):
        yield f"locked, what is settled in {name_some(locked)}"
