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

__all__ = ["MixRuleRoom", "mix_told", "mix_wanted", "whom_mix_counts"]


class MixRuleRoom(Rule):
    """Groups hold as many of some mentees as they should."""

    name = "mix"
    group_by_group = True

    def counted(self, intake: Intake) -> Iterator[Counted]:
        """Yield what each table asks, as a limit or as a cost."""
        for setting in (setting for setting in intake.program.mix if setting.asks):
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
                    yield self.breach(
                        f"{told} in the column {setting.column}; it must have {mix_wanted(setting)}", *there
                    )

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        few, many, whom = _may_close(intake)
        if not few:
            return f"may take nobody more with {whom} (mix)"
        return f"would have too few {'or too many ' if many else ''}with {whom}, them included (mix)"

    def of_none(self, intake: Intake) -> str | None:
        """Say what no group or mentor does where all are closed to somebody."""
        few, many, whom = _may_close(intake)
        if not few:
            return f"may take another with {whom} (mix)"
        return f"would have {'as many as it must' if many else 'enough'} with {whom}, them included (mix)"


def mix_told(setting: MixRule) -> str:
    """Say what groups hold by a ``[[mix]]`` table: ``none, or at least 2 with transfer``."""
    return f"{mix_wanted(setting)} with {_what(setting)}"


def _may_close(intake: Intake) -> tuple[bool, bool, str]:
    """Return whether who joins may be too few of a kind, or too many, by some rule; and the kinds."""
    rules = [setting for setting in intake.program.mix if setting.is_rule and setting.asks]
    few, many = any(setting.min > 1 for setting in rules), any(setting.max is not None for setting in rules)
    whom = " or ".join(map(whom_mix_counts, rules))
    return few, many, whom


def _what(setting: MixRule) -> str:
    return in_words(setting.values, "or")


def whom_mix_counts(setting: MixRule) -> str:
    """Say of whom a ``[[mix]]`` table is: ``transfer in entry``."""
    return f"{_what(setting)} in {setting.column}"


def mix_wanted(setting: MixRule) -> str:
    """Say how many of them a group should hold: ``at least 2``, ``none, or 2 to 4``."""
    if setting.max is None:
        asked = f"at least {setting.min}"
    elif setting.min == 0:
        asked = f"at most {setting.max}"
    elif setting.min == setting.max:
        asked = f"just {setting.min}"
    else:
        asked = f"{setting.min} to {setting.max}"
    return f"none, or {asked}" if setting.none_too and setting.min else asked
