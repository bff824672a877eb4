"""What a ``[[mix]]`` that is a rule leaves: groups that can hold enough of some mentees, and places for these."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from matcher.intake.checks.never_a_group import never_a_group
from matcher.intake.program import MixRule
from matcher.intake.ties import counts_for
from matcher.intake.words.findings import count_of
from matcher.rules.members.mix import mix_told
from matcher.why.reasons.limits import Limit, Numbers, at_most

__all__ = ["by_mixes", "never_enough", "no_group_at_all", "too_many_of_a_mix"]

Mask = NDArray[np.bool_]


def by_mixes(numbers: Numbers) -> Iterator[Limit]:
    """Yield how many groups can hold as many of some mentees as each must."""
    for mix, own in _asked(numbers):
        if mix.min and not mix.none_too:
            most = _sitting(numbers, own) // mix.min
            why = f"each group must have {mix_told(mix)} in {mix.column} (mix), and {_there(numbers, own)}"
            yield Limit(most, f"{why}: {at_most(most)}" if most else why)


def too_many_of_a_mix(numbers: Numbers, limits: list[Limit]) -> Iterator[str]:
    """More mentees of some kind who must be placed than all groups may hold of them."""
    for mix, own in _asked(numbers):
        must = int((numbers.must & own).sum())
        for limit in limits if mix.max is not None else ():
            most = limit.most * (mix.max or 0)
            if limit.most and most < must:
                places = count_of(most, "place") if most else "no place"
                such = f"{count_of(must, 'such mentee')} who must be placed"
                larger = -(-must // limit.most)
                told = f"{limit.why}, each with {mix_told(mix)} in {mix.column} (mix): {places} for {such}"
                yield f"{told}; raise max of this mix to {larger}{limit.caused}"


def no_group_at_all(numbers: Numbers) -> Iterator[str]:
    """Rules on mixes and on who fits whom that leave no group, whoever is in it."""
    mixes, most = numbers.intake.program.mix, numbers.problem.max_size
    own = [sum(counts_for(mix, mentee) for mentee in numbers.intake.mentees) for mix in mixes]
    # Of how many there are too few is said where groups are counted.
    counted = {f"mix[{place}]" for place, mix in enumerate(mixes, 1) if own[place - 1] < mix.min <= most}
    for never in never_a_group(numbers.intake):
        if never.at_all and never.place not in counted:
            yield f"{never.place} on {never.column} {never.told}"


def never_enough(numbers: Numbers) -> Iterator[str]:
    """Mentees who must be placed, of whom a group holds several or none, and too few of them."""
    for mix, own in _asked(numbers):
        must = np.flatnonzero(numbers.must & own & numbers.seating.reached.any(axis=1))
        if mix.none_too and len(must) and _sitting(numbers, own) < mix.min:
            person = numbers.intake.mentees[must[0]].id
            asked = f"a group must have {mix_told(mix)} in {mix.column} (mix)"
            yield f"{person} must be placed, and {asked}, and {_there(numbers, own)}"


def _asked(numbers: Numbers) -> Iterator[tuple[MixRule, Mask]]:
    """Yield each mix that is a rule, with (mentees,): whom it counts."""
    for mix in numbers.intake.program.mix:
        if mix.is_rule and mix.asks:
            yield mix, np.array([counts_for(mix, mentee) for mentee in numbers.intake.mentees], bool)


def _sitting(numbers: Numbers, own: Mask) -> int:
    return int((own & numbers.seating.reached.any(axis=1)).sum())


def _there(numbers: Numbers, own: Mask) -> str:
    there, sitting = int(own.sum()), _sitting(numbers, own)
    if sitting < there:
        return f"only {sitting} of {there} such mentees could be in any group"
    return f"there {'is' if there == 1 else 'are'} {count_of(there, 'such mentee') if there else 'none'}"
