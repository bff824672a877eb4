"""The names of groups: given once, when groups are formed, before anybody says something about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from matcher.intake.people import Intake
from matcher.rules.rule import FormedGroup, slot_at

__all__ = ["Unnamed", "named_groups", "place_of"]


class Unnamed(NamedTuple):
    """A group before it has a name; `slot` is the text of one of the intake's slots, None where groups get none."""

    slot: str | None
    mentors: Sequence[str]
    mentees: Sequence[str]


def named_groups(intake: Intake, groups: Iterable[Unnamed]) -> tuple[FormedGroup, ...]:
    """Name groups as the result files have them: ``G1``, ``G2``, … in the order of slot, mentor ids, first mentee.

    Parameters
    ----------
    groups
        In any order, their people in any order; none without a mentee.

    Returns
    -------
    tuple of FormedGroup
        In the order of their names, the people of each in the order of the intake.
    """
    position = {id_: place for place, id_ in enumerate([*intake.mentor_by_id, *intake.mentee_by_id])}
    ordered = [
        FormedGroup(
            "",
            group.slot,
            tuple(sorted(group.mentors, key=position.__getitem__)),
            tuple(sorted(group.mentees, key=position.__getitem__)),
        )
        for group in groups
    ]
    ordered.sort(key=lambda group: place_of(intake, group))
    return tuple(group._replace(id=f"G{number}") for number, group in enumerate(ordered, start=1))


def place_of(intake: Intake, group: FormedGroup) -> tuple[int, tuple[str, ...], int]:
    """Return what groups are ordered by: slot, mentor ids, then the first mentee; what is unknown comes first."""
    slot = slot_at(intake, group.slot)
    first = min((intake.mentee_position.get(mentee, -1) for mentee in group.mentees), default=-1)
    return -1 if slot is None else slot, tuple(group.mentors), first
