"""A previous result as seen from an intake that has changed: who is still there, and which groups could live on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.checking.verify import breaches_of
from matcher.intake.fingerprint import differences, other_settings
from matcher.intake.people import Intake, Person
from matcher.result.match_result import MatchResult
from matcher.result.records import Group
from matcher.rules import RULES
from matcher.rules.locks import LockRule
from matcher.rules.rule import Breach, slot_at
from matcher.solving.variants.few_moves.continuing import Past, living_on

__all__ = ["Places", "broken_by_hand", "continued", "names_of", "pasts_of", "places_of", "renamed"]


def pasts_of(intake: Intake, previous: MatchResult) -> tuple[Past, ...]:
    """Return the groups of a previous result by positions; people who are gone, or on the other side now, missing."""
    return tuple(
        Past(
            _slot(intake, group.slot),
            _positions(group.mentors, intake.mentor_position),
            _positions(group.mentees, intake.mentee_position),
        )
        for group in previous.groups
    )


def _slot(intake: Intake, text: str | None) -> int | None:
    """Return the position of a slot; without a schedule then and now, the one slot that there is."""
    if text is None or not intake.scheduled:
        return 0 if text is None and not intake.scheduled else None
    return slot_at(intake, text)


def _positions(people: Sequence[str], position: Mapping[str, int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array(sorted(position[person] for person in people if person in position), np.int64)


def continued(intake: Intake, previous: MatchResult, groups: Sequence[Group]) -> dict[int, int]:
    """Return, by position, the new group in which each previous group lives on: at its slot, most people staying."""
    overlap = {}
    for number, before in enumerate(previous.groups):
        slot = _slot(intake, before.slot)
        for place, after in enumerate(groups):
            if slot is not None and slot == _slot(intake, after.slot):
                shared = len(set(before.mentors) & set(after.mentors)) + len(set(before.mentees) & set(after.mentees))
                if shared:
                    overlap[number, place] = shared
    return living_on(overlap)


def renamed(intake: Intake, previous: MatchResult, groups: Sequence[Group]) -> tuple[tuple[str, str], ...]:
    """Return (name before, name now) of each group that lives on under another name, in the order of those of now."""
    pairs = sorted((place, number) for number, place in continued(intake, previous, groups).items())
    names = ((previous.groups[number].id, groups[place].id) for place, number in pairs)
    return tuple((before, now) for before, now in names if before != now)


@dataclass(frozen=True)
class Places:
    """Where each person was or is: by id, the positions of their groups, in order."""

    mentors: Mapping[str, tuple[int, ...]]
    mentees: Mapping[str, tuple[int, ...]]

    def of(self, person: str, role: str) -> tuple[int, ...]:
        """Return the positions of a person's groups; empty for none."""
        return (self.mentors if role == "mentor" else self.mentees).get(person, ())


def places_of(groups: Sequence[Group]) -> Places:
    """Return where the people of groups are."""
    found: tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]] = ({}, {})
    for place, group in enumerate(groups):
        for side, people in zip(found, (group.mentors, group.mentees), strict=True):
            for person in people:
                side[person] = (*side.get(person, ()), place)
    return Places(*found)


def names_of(intake: Intake, previous: MatchResult) -> dict[str, str]:
    """Return everybody's name by id, as the intake has it, or the previous result where somebody is gone."""
    names: dict[str, str] = dict(previous.unmatched_names)
    for row in previous.assignment_rows:
        names[row.mentee_id] = row.mentee_name
        if row.mentor_1_id:  # a group that lost its mentors by hand has a blank there
            names[row.mentor_1_id] = row.mentor_1_name
        if row.mentor_2_id is not None and row.mentor_2_name is not None:
            names[row.mentor_2_id] = row.mentor_2_name
    names.update({mentor.mentor_id: mentor.mentor_name for mentor in previous.mentor_rows})
    people: tuple[Person, ...] = (*intake.mentors, *intake.mentees)
    names.update({person.id: person.name for person in people})
    return names


def broken_by_hand(intake: Intake, previous: MatchResult) -> tuple[Breach, ...]:
    """Return the rules that the groups of a result break since they were changed by hand.

    What an intake that has changed since may have broken as well is left out: whatever concerns somebody of whom it is
    not known that all is as it was, or hangs on such a one in the same group (a mentor of a required gender who left),
    and everything where a setting changed, or nothing is known.
    """
    if previous.intake is None or any(other_settings(intake, previous.program)):
        return ()
    found = differences(intake, previous.intake)
    others = {*found.new, *found.gone, *found.changed, *found.perhaps}
    mixed = [group for group in ({*one.mentors, *one.mentees} for one in previous.formed) if group & others]
    alone = {rule.name for rule in RULES if rule.of_the_named}
    return tuple(
        breach
        for breach in breaches_of(intake, previous.formed)
        if breach.people
        and not others & {*breach.people}
        and (breach.rule in alone or not any(group & {*breach.people} for group in mixed))
        and not (breach.rule == LockRule.name and found.locked)
    )
