"""Groups are named by slot, then mentor ids, and people stand in the order of the intake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from matcher.intake.people import Intake
from matcher.intake.words.findings import name_some
from matcher.intake.words.listing import in_words
from matcher.result.group_names import place_of
from matcher.result.records import AssignmentRow
from matcher.rules.rule import Breach, FormedGroup

__all__ = ["ORDER", "wrong_order"]

ORDER = "names and order"


def wrong_order(intake: Intake, groups: Sequence[FormedGroup], rows: Sequence[AssignmentRow]) -> Iterator[Breach]:
    """Yield wrong names of groups, and people who do not stand in the order of the intake.

    Parameters
    ----------
    groups, rows
        As a result tells them that nobody changed by hand: whoever moves people keeps the names that groups have.
    """
    yield from _wrong_names(intake, groups)
    for group in groups:
        for people, position in (
            (group.mentors, intake.mentor_position),
            (group.mentees, intake.mentee_position),
        ):
            yield from _turned(people, position, f"in {group.id}")
    yield from _turned(list(dict.fromkeys(row.mentee_id for row in rows)), intake.mentee_position, "in the assignments")


def _wrong_names(intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
    """Yield names that are not those of the order; that two groups have one name is told elsewhere."""
    names = [group.id for group in groups]
    right = [f"G{number}" for number in range(1, len(groups) + 1)]
    if len(set(names)) < len(names):
        return
    if names != right:
        yield Breach(ORDER, (), f"the groups are named {name_some(names)}, not {name_some(right)}")
        return
    for before, after in pairwise(groups):
        if place_of(intake, before) > place_of(intake, after):
            people = (*before.mentors, *after.mentors)
            told = f"{_led(before)} comes after {_led(after)} in the order of slots, then mentor ids"
            yield Breach(ORDER, people, f"{before.id} and {after.id} have wrong names: {told}")


def _led(group: FormedGroup) -> str:
    leaders = in_words(group.mentors) or "nobody"
    return leaders if group.slot is None else f"{leaders} at {group.slot}"


def _turned(people: Sequence[str], position: dict[str, int], where: str) -> Iterator[Breach]:
    """Yield the first two people who do not stand in order; unknown ones are told elsewhere."""
    known = [person for person in people if person in position]
    for before, after in pairwise(known):
        if position[before] > position[after]:
            told = f"{before} stands before {after} {where}, and after them in the intake"
            yield Breach(ORDER, (before, after), told)
            return
