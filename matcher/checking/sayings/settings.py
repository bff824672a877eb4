"""The settings that a result was made with are those of the intake, what it calls locked is; and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.intake.fingerprint import other_settings
from matcher.intake.people import Intake
from matcher.intake.program import Program
from matcher.intake.words.findings import name_some
from matcher.result.match_result import MatchResult
from matcher.result.records import Group
from matcher.rules.locks import settled_in
from matcher.rules.rule import Breach, FormedGroup

__all__ = ["SETTINGS", "untold", "wrong_locked", "wrong_settings"]

SETTINGS = "settings"


def wrong_settings(intake: Intake, program: Program) -> Iterator[Breach]:
    """Yield each setting of a result that is another in the intake.

    On which dates groups meet has no part in finding them: a calendar may change afterwards.
    """
    for name, mine, theirs in other_settings(intake, program):
        yield Breach(SETTINGS, (), f"the result was made with {name} = {mine}; in the intake it is {theirs}")


def wrong_locked(intake: Intake, groups: Sequence[Group]) -> Iterator[Breach]:
    """Yield groups of which something else is said to be locked than the intake locks.

    Where nothing is said to be locked at all, nothing is told of locks: their reasons may name people.
    """
    for group in groups if any(group.locked for group in groups) else ():
        locked = settled_in(intake, FormedGroup(group.id, group.slot, group.mentors, group.mentees))
        if group.locked != locked:
            told, wanted = ("; ".join(texts) or "nothing" for texts in (group.locked, locked))
            message = f"in {group.id} locks are said to settle {told}; they settle {wanted}"
            yield Breach(SETTINGS, group.mentors, message)


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
