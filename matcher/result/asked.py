"""An intake as a result was asked of it: without those who left, and with the pairs of the past kept apart."""

from __future__ import annotations

from matcher.intake.leaving.leave import without
from matcher.intake.people import Gone, Intake
from matcher.result.earlier import kept_apart
from matcher.result.match_result import MatchResult

__all__ = ["as_asked", "still_held"]


def as_asked(intake: Intake, result: MatchResult) -> Intake:
    """Return the intake as a result was asked of it, also where those who left it for that call are still there."""
    held = [one.id for one in still_held(intake, result)]
    return kept_apart(without(intake, held) if held else intake, result.never_again)


def still_held(intake: Intake, result: MatchResult) -> tuple[Gone, ...]:
    """Return without whom a result was formed, as far as the intake still holds them."""
    mentors, mentees = intake.mentor_by_id, intake.mentee_by_id
    return tuple(one for one in result.without if one.id in (mentors if one.role == "mentor" else mentees))
