"""What of an intake is otherwise than when a result was solved, in the coordinator's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.intake.fingerprint import differences, other_settings
from matcher.intake.people import Intake
from matcher.intake.words.calling import called
from matcher.intake.words.findings import count_of, name_some
from matcher.result.asked import as_asked, still_held
from matcher.result.match_result import MatchResult
from matcher.rules.rule import named

__all__ = ["changed_since", "held_since"]


def changed_since(intake: Intake, result: MatchResult) -> str | None:
    """Say what of an intake changed since a result was solved.

    Parameters
    ----------
    result
        One that tells no fingerprint of its intake (an older program's, say) says nothing of people.

    Returns
    -------
    str or None
        A clause: ``2 people changed since this was solved: …; 1 is new: …``. None where nothing is known to be
        otherwise. Dates and places of meetings, and addresses, have no part in it.
    """
    intake = as_asked(intake, result)
    told = "; ".join([*_people(intake, result), *_settings(intake, result)])
    return f"since this was solved, the intake has changed: {told}" if told else None


def held_since(intake: Intake, result: MatchResult) -> str | None:
    """Say without whom a result was formed that the intake still holds; None where it holds nobody of them.

    Returns
    -------
    str or None
        A clause: ``this was formed without Ines Rossi (S1), whom the intake still holds: …``.
    """
    held = still_held(intake, result)
    if not held:
        return None
    names = name_some([called(one.id, one.name) for one in held])
    they, them = ("that person counts", "takes that person out") if len(held) == 1 else ("they count", "takes them out")
    ids = " ".join(one.id for one in held)
    return (
        f"this was formed without {names}, whom the intake still holds: {they} as gone here; "
        f"`matcher leave INTAKE {ids}` {them} of it"
    )


def _people(intake: Intake, result: MatchResult) -> Iterator[str]:
    if result.intake is None:
        return
    found = differences(intake, result.intake)
    if found.changed:
        yield (
            f"{count_of(len(found.changed), 'person', 'people')} changed (their answers, or constraints that name "
            + (f"them): {named(intake, *found.changed)}")
        )
    if found.perhaps:
        yield f"{len(found.perhaps)} may have changed: {named(intake, *found.perhaps)}"
    if found.new:
        yield f"{_are(found.new)} new: {named(intake, *found.new)}"
    if found.gone:
        yield f"{_are(found.gone)} gone: {name_some(list(found.gone))}"
    if found.locked:
        yield f"{count_of(found.locked, 'lock')} {'is' if found.locked == 1 else 'are'} new"
    if found.unlocked:
        yield f"{count_of(found.unlocked, 'lock')} {'is' if found.unlocked == 1 else 'are'} gone"


def _are(people: Sequence[str]) -> str:
    return f"{len(people)} {'is' if len(people) == 1 else 'are'}"


def _settings(intake: Intake, result: MatchResult) -> Iterator[str]:
    # An older program knew fewer settings.
    for name, then, now in other_settings(intake, result.program) if result.intake is not None else ():
        yield f"{name} is {now}, was {then}"
