"""The settings that a result was made with are those of the intake, and what it calls locked is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.intake.fingerprint import other_settings
from matcher.intake.people import Intake
from matcher.intake.program import Program
from matcher.result.records import Group
from matcher.rules.locks import settled_in
from matcher.rules.rule import Breach, FormedGroup

__all__ = ["SETTINGS", "wrong_locked", "wrong_settings"]

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
