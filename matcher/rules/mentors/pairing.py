"""Each `[[pair]]` table that is a rule: a group's two mentors suit each other in a column.

What is a wish, with a weight, is part of the score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.intake.program import PairRule
from matcher.intake.ties import folded, pair_holds
from matcher.rules.rule import Breach, FormedGroup, Masks, Rule, codes, mentors_of, named

Mask = NDArray[np.bool_]

_WANTED = {
    "includes": "one of them must have ",
    "equal": "both must have the same",
    "differ": "they must not have the same",
}


class PairingRule(Rule):
    """The two mentors suit each other."""

    name = "pair"
    group_by_group = True

    def forbid(self, intake: Intake, masks: Masks) -> None:
        """Take out pairs that do not suit, and who may not lead alone."""
        if intake.program.groups.mentors == 1:
            return
        for setting in _rules(intake):
            masks.pairable &= pairs_holding(intake, setting) | blank_pairs(intake, setting)
            masks.solo &= [pair_holds(setting, mentor, None) is not False for mentor in intake.mentors]

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield groups whose mentors do not suit each other."""
        if intake.program.groups.mentors == 1:
            return
        for setting in _rules(intake):
            wanted = " or ".join(setting.values)
            for group in groups:
                leaders = mentors_of(intake, group)
                if len(leaders) == 2 and pair_holds(setting, *leaders) is False:
                    who = named(intake, *(mentor.id for mentor in leaders))
                    asked = f"in the column {setting.column} {_WANTED[setting.rule]}{wanted}"
                    message = f"{who} lead {group.id}, but {asked}"
                    yield self.breach(message, *(mentor.id for mentor in leaders))
                elif len(leaders) == 1 and pair_holds(setting, leaders[0], None) is False:
                    who = named(intake, leaders[0].id)
                    message = f"{who} leads {group.id} alone, without {wanted} in the column {setting.column}"
                    yield self.breach(message, leaders[0].id)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        columns = " or ".join(setting.column for setting in _rules(intake))
        return f"cannot lead together by the rule on {columns} (pair)"


def _rules(intake: Intake) -> list[PairRule]:
    return [setting for setting in intake.program.pair if setting.is_rule]


def pairs_holding(intake: Intake, setting: PairRule) -> Mask:
    """Return (mentors, mentors): where a ``[[pair]]`` table holds of the two; blanks only help it to ``includes``."""
    if setting.rule == "includes":
        has = np.array([pair_holds(setting, mentor, None) for mentor in intake.mentors], bool)
        either: Mask = has[:, None] | has[None, :]
        return either
    code = codes([folded(mentor, setting.column) for mentor in intake.mentors])
    equal: Mask = code[:, None] == code[None, :]
    suits: Mask = equal if setting.rule == "equal" else ~equal
    return suits & ~blank_pairs(intake, setting)


def blank_pairs(intake: Intake, setting: PairRule) -> Mask:
    """Return (mentors, mentors): where a blank leaves ``equal`` or ``differ`` open."""
    if setting.rule == "includes":
        return np.zeros((len(intake.mentors), len(intake.mentors)), bool)
    blank = np.array([folded(mentor, setting.column) is None for mentor in intake.mentors], bool)
    either: Mask = blank[:, None] | blank[None, :]
    return either
