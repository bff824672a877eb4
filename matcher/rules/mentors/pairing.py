"""Each `[[pair]]` table: a group's two mentors suit each other in a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.intake.ties import folded, has_one, suits
from matcher.rules.rule import Breach, FormedGroup, Masks, Rule, codes, named, pairs_of

_WANTED = {
    "includes": "one of them must have ",
    "equal": "both must have the same",
    "differ": "they must not have the same",
}


class PairingRule(Rule):
    """The two mentors suit each other."""

    name = "pair"

    def forbid(self, intake: Intake, masks: Masks) -> None:
        """Take out pairs that do not suit."""
        if intake.program.groups.mentors == 1:
            return
        for setting in intake.program.pair:
            if setting.rule == "includes":
                has = np.array([has_one(setting, mentor) for mentor in intake.mentors], bool)
                masks.pairable &= has[:, None] | has[None, :]
                continue
            code = codes([folded(mentor, setting.column) for mentor in intake.mentors])
            blank = (code[:, None] < 0) | (code[None, :] < 0)
            equal = code[:, None] == code[None, :]
            masks.pairable &= blank | (equal if setting.rule == "equal" else ~equal)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield groups whose two mentors do not suit each other."""
        if intake.program.groups.mentors == 1:
            return
        for setting in intake.program.pair:
            wanted = _WANTED[setting.rule] + " or ".join(setting.values)
            for group, one, other in pairs_of(intake, groups):
                if not suits(setting, one, other):
                    leaders = named(intake, one.id, other.id)
                    message = f"{leaders} lead {group.id}, but in the column {setting.column} {wanted}"
                    yield self.breach(message, one.id, other.id)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        columns = " or ".join(setting.column for setting in intake.program.pair)
        return f"cannot lead together by the rule on {columns} (pair)"
