"""Each `[[mix]]` table that is a rule: how many of some mentees are in a group.

What has a weight is a cost of groups, and forbids none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.intake.program import MixRule
from matcher.intake.ties import counts_for
from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_words
from matcher.rules.rule import Breach, Counted, FormedGroup, Rule, mentees_of

__all__ = ["MixRuleRoom", "mix_told"]


class MixRuleRoom(Rule):
    """Groups hold as many of some mentees as they should."""

    name = "mix"

    def counted(self, intake: Intake) -> Iterator[Counted]:
        """Yield what each table asks, as a limit or as a cost."""
        for setting in intake.program.mix:
            own = np.array([counts_for(setting, mentee) for mentee in intake.mentees], bool)
            most = len(own) if setting.max is None else min(setting.max, len(own))
            yield Counted(own, setting.min, most, setting.none_too, setting.weight)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield groups that hold too few or too many."""
        for setting in intake.program.mix:
            for group in groups if setting.is_rule else ():
                there = [mentee.id for mentee in mentees_of(intake, group) if counts_for(setting, mentee)]
                if setting.amiss(len(there)):
                    told = f"{group.id} has {count_of(len(there), 'mentee')} with {_what(setting)}"
                    yield self.breach(f"{told} in the column {setting.column}; it must have {_wanted(setting)}", *there)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        columns = " or ".join(dict.fromkeys(setting.column for setting in intake.program.mix if setting.is_rule))
        return f"would not hold as many as {'it' if count == 1 else 'they'} must by {columns} (mix)"

    def of_none(self, intake: Intake) -> str | None:
        """Say what no group or mentor does where all are closed to somebody."""
        columns = " or ".join(dict.fromkeys(setting.column for setting in intake.program.mix if setting.is_rule))
        return f"would hold as many as it must by {columns} (mix)"


def mix_told(setting: MixRule) -> str:
    """Say what groups hold by a ``[[mix]]`` table: ``none, or 2 or more with transfer``."""
    return f"{_wanted(setting)} with {_what(setting)}"


def _what(setting: MixRule) -> str:
    return in_words(setting.values, "or")


def _wanted(setting: MixRule) -> str:
    if setting.max is None:
        asked = f"{setting.min} or more"
    elif setting.min == 0:
        asked = f"{setting.max} at most"
    elif setting.min == setting.max:
        asked = f"just {setting.min}"
    else:
        asked = f"{setting.min} to {setting.max}"
    return f"none, or {asked}" if setting.none_too and setting.min else asked
