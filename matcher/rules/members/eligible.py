"""Each `[[eligible]]` table that is a rule: a mentee and every mentor of its group suit each other in a column.

A blank fits everybody. What is a wish, with a weight, is part of the score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.intake.program import EligibleRule
from matcher.intake.ties import eligible_holds, folded, is_above, standing
from matcher.rules.rule import (
    Breach,
    FormedGroup,
    Masks,
    Rule,
    codes,
    incidence,
    mentees_of,
    mentors_of,
    named,
)

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


class EligibleRuleRoom(Rule):
    """Mentees and their mentors fit each other."""

    name = "eligible"
    group_by_group = True
    of_the_named = True

    def forbid(self, intake: Intake, masks: Masks) -> None:
        """Take out mentors who do not fit a mentee."""
        for setting in _rules(intake):
            holds, blank = holding(intake, setting)
            masks.welcome &= holds | blank

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield mentees who do not fit a mentor of their group."""
        for setting in _rules(intake):
            for group in groups:
                for mentor in mentors_of(intake, group):
                    for mentee in mentees_of(intake, group):
                        if eligible_holds(setting, mentee, mentor) is False:
                            both = named(intake, mentee.id, mentor.id)
                            message = f"{both} of {group.id} do not fit each other in the column {setting.column}"
                            yield self.breach(message, mentee.id, mentor.id)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return f"{'does' if count == 1 else 'do'} not fit them in {_columns(intake)} (eligible)"

    def of_none(self, intake: Intake) -> str | None:
        """Say what no group or mentor does where all are closed to somebody."""
        return f"fits them in {_columns(intake)} (eligible)"


def _rules(intake: Intake) -> list[EligibleRule]:
    return [setting for setting in intake.program.eligible if setting.is_rule]


def _columns(intake: Intake) -> str:
    return " or ".join(setting.column for setting in _rules(intake))


def holding(intake: Intake, setting: EligibleRule) -> tuple[Mask, Mask]:
    """Return (mentees, mentors) each: where an ``[[eligible]]`` table holds, and where one of the two is blank."""
    people = (*intake.mentees, *intake.mentors)
    if setting.rule == "equal":
        mine, theirs = _sides(intake, codes([folded(person, setting.column) for person in people]))
        blank = (mine < 0)[:, None] | (theirs < 0)[None, :]
        return (mine[:, None] == theirs[None, :]) & ~blank, blank
    if setting.rule == "above":
        texts = [person.text(setting.column) for person in people]
        stands = [None if text is None else standing(setting, text) for text in texts]
        # Many people stand at few places: each two of these are compared once.
        places = [place for place in dict.fromkeys(stands) if place is not None]
        between = np.zeros((len(places) + 1, len(places) + 1), bool)
        for row, low in enumerate(places):
            between[row, :-1] = [is_above(setting, high - low) for high in places]
        number = {place: row for row, place in enumerate(places)}
        mine, theirs = _sides(intake, np.array([-1 if place is None else number[place] for place in stands], np.int64))
        return between[mine[:, None], theirs[None, :]], (mine < 0)[:, None] | (theirs < 0)[None, :]
    items = incidence([person.items(setting.column) for person in people])
    mine_items, their_items = items[: len(intake.mentees)], items[len(intake.mentees) :]
    share = mine_items @ their_items.T > 0
    blank = (mine_items == 0).all(axis=1)[:, None] | (their_items == 0).all(axis=1)[None, :]
    return (share if setting.rule == "share" else ~share) & ~blank, blank


def _sides(intake: Intake, numbers: Ints) -> tuple[Ints, Ints]:
    return numbers[: len(intake.mentees)], numbers[len(intake.mentees) :]
