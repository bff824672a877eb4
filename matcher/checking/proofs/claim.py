"""What a stage's tree claims, as arrays: what each mentee gains where, and what a number of half units proves."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from matcher.checking.proofs.facts import Part
from matcher.checking.proofs.permitted import Ints, Mask

__all__ = ["TOO_DEAR", "Claim", "ClaimError", "Cut", "claim_of", "cut_of"]

TOO_DEAR = 2**60
"""What no group is worth: the cost of a count that may not be."""
MOST_POINTS = 2**56
"""Units, at the most, that one mentee or one group may be worth: more would not fit the arrays."""


class ClaimError(ValueError):
    """Something in a proof is not what it may be; the text says what."""


@dataclass(frozen=True)
class Cut:
    """People of whom at most one group counts for the cut.

    Parameters
    ----------
    weight
        (mentees + mentors + nobody,): what each weighs.
    needed
        What a seat's people weigh at least where it counts.
    """

    weight: Ints
    needed: int


@dataclass(frozen=True)
class Claim:
    """A(g) ≤ limit for every grouping of a part.

    Parameters
    ----------
    part
        Whose groupings these are.
    weight
        How often the objective counts in A: once or never.
    base
        A of the grouping without groups.
    limit
        What A is claimed not to pass.
    unit
        Units to a point.
    gains
        (choices of mentors, mentees): what a placed mentee adds to A.
    worth
        (choices, mentees): no less in units, of a cluster on average.
    pair
        (choices,): what a group adds, points.
    step
        A is `base` and a multiple of this.
    cuts
        In the order of the proof.
    """

    part: Part
    weight: int
    base: int
    limit: int
    unit: int
    gains: Ints
    worth: Ints
    pair: Ints
    step: int
    cuts: tuple[Cut, ...]

    def size_costs(self, most: int) -> Ints:
        """Return (most + 1,): what groups of 0, 1, … mentees cost by their size, units."""
        return self.unit * self.weight * self.part.size_costs(most)

    def counts(self, most: int) -> list[tuple[Mask, Ints]]:
        """Return (who counts, what groups with 0, 1, … up to `most` of them cost); more than anything: may not be."""
        counts = []
        for limit in self.part.kinds:
            amiss = limit.amiss(most)
            costs = self.unit * self.weight * limit.weight * amiss
            counts.append((limit.who, costs if limit.weight else np.where(amiss > 0, TOO_DEAR, 0)))
        return counts

    @property
    def enough(self) -> int:
        """The largest number of half units that proves the limit."""
        first_over = self.base + self.step * ((self.limit - self.base) // self.step + 1)
        return 2 * self.unit * first_over - 1

    def proved(self, half_units: int) -> int:
        """Return the least limit that a number of half units proves."""
        return self.base + (half_units - 2 * self.unit * self.base) // (2 * self.unit * self.step) * self.step

    @property
    def counted(self) -> int:
        """The limit that counting shows: everybody gets its best, every mentor its best partner."""
        part = self.part
        best = np.where(part.may, self.gains, 0).max(axis=0, initial=0)
        partner = np.zeros(part.nobody + 1, np.int64)
        np.maximum.at(partner, part.choice_first, self.pair)
        np.maximum.at(partner, part.choice_second, self.pair)
        groups = np.minimum(part.cap, len(part.mentees)).astype(object)
        return self.base + int(best.sum()) + int((partner[:-1].astype(object) * groups).sum()) // 2


def claim_of(
    part: Part, weights: tuple[int, ...], weight: int, limit: int, unit: int, cuts: tuple[tuple[int, ...], ...]
) -> Claim:
    """Return what is claimed of a part.

    Parameters
    ----------
    weights
        Of the first of the mode's stages, as many as count.

    Raises
    ------
    ClaimError
        A cut is none, or the numbers are too large to be checked.
    """
    stages = part.facts.stages[: len(weights)]
    signed = [stage.sign * own for stage, own in zip(stages, weights, strict=True)]
    _check_size(part, unit, sum(map(abs, weights)))
    left_out = sum(own for stage, own in zip(stages, signed, strict=True) if stage.left_out)
    level = np.zeros(part.kind.max(initial=0) + 1 + max((stage.kind or 0 for stage in stages), default=0), np.int64)
    for stage, own in zip(stages, signed, strict=True):
        if stage.kind is not None:
            level[stage.kind] += own
    fixed = weight * part.left_out - left_out + level[part.kind]
    scores = part.scores[:, part.choice_first] + part.scores[:, part.choice_second]
    gains = fixed + weight * scores.T
    eased = _eased(part, unit)
    worth = unit * fixed + weight * (eased[:, part.choice_first] + eased[:, part.choice_second]).T
    pair = weight * part.pair
    return Claim(
        part=part,
        weight=weight,
        base=len(part.mentees) * left_out - weight * int(part.left_out.sum()),
        limit=limit,
        unit=unit,
        gains=gains,
        worth=worth,
        pair=pair,
        step=_step(gains[part.may], pair, [weight * own for own in (part.size_weight, *part.facts.costs)]),
        cuts=tuple(cut_of(part, cut) for cut in cuts),
    )


def _check_size(part: Part, unit: int, levels: int) -> None:
    points = 2 * int(part.scores.max(initial=0)) + int(np.abs(part.pair).max(initial=0)) + 2 * levels
    points += int(part.left_out.max(initial=0)) + part.size_weight + sum(limit.weight for limit in part.kinds)
    points += part.size_weight * (part.ideal or 0) // (len(part.mentees) + 1)
    if unit * (points + 1) * (len(part.mentees) + 1) > MOST_POINTS:
        raise ClaimError("its unit or its weights are too large to be checked")


def _step(gains: Ints, pair: Ints, costs: list[int]) -> int:
    """Return what all gains and costs are multiples of; where there are none, something larger than all limits."""
    return (
        math.gcd(int(np.gcd.reduce(gains, initial=0)), int(np.gcd.reduce(pair, initial=0)), *costs) or 2 * MOST_POINTS
    )


def _eased(part: Part, unit: int) -> Ints:
    """Return each score in units; for each of a cluster their mean, rounded up: all or none of them are there."""
    eased = unit * part.scores
    for cluster in part.clusters:
        eased[cluster] = -(-eased[cluster].sum(axis=0) // len(cluster))
    return eased


def cut_of(part: Part, people: tuple[int, ...]) -> Cut:
    """Return a cut, the hub first among its people.

    Raises
    ------
    ClaimError
        It has too few or too many people, somebody twice, or a mentor who may lead several groups.
    """
    mentees = len(part.mentees)
    if not 3 <= len(people) <= 5:
        raise ClaimError(f"a cut has {len(people)} people; it takes three to five")
    if len(set(people)) < len(people):
        raise ClaimError("a cut names somebody twice")
    if max(people) >= mentees + part.nobody:
        raise ClaimError("a cut names somebody who is not there")
    if not all(part.single[place - mentees] for place in people if place >= mentees):
        raise ClaimError("a cut names a mentor who may lead several groups")
    weight = np.zeros(mentees + part.nobody + 1, np.int64)
    weight[list(people[1:])] = 1
    weight[people[0]] = len(people) - 2
    return Cut(weight, len(people) - 1)
