"""Ranks and scores of every mentee with every mentor, each in the narrowest integers that hold them.

These tables are the largest things of a problem. Where wishes are few, only those listed are looked at; people whose
lists are alike are compared once; and nothing else of a table's size is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.intake.program import header_key
from matcher.rules.members.eligible import holding
from matcher.rules.rule import codes, incidence

__all__ = ["NarrowInts", "blocks", "listed", "mentee_ranks", "mentee_scores", "points_at"]

Ints = NDArray[np.int64]
NarrowInts = NDArray[np.signedinteger[Any]]
"""Integers of at most 64 bits: sums and products of them are worked out in 64."""

BLOCK = 1_000_000
"""Cells of a table that are worked out at a time, near the processor; what comes of it is the same for any number."""


def blocks(rows: int, columns: int) -> Iterator[slice]:
    """Yield the rows of a table, some at a time."""
    step = max(1, BLOCK // max(1, columns))
    yield from (slice(start, min(start + step, rows)) for start in range(0, rows, step))


def mentee_ranks(intake: Intake) -> NarrowInts:
    """Return (mentees, mentors + 1): the rank, from 1, that the mentee gives; one more than the last for unlisted."""
    mentee, mentor, rank = listed([m.preferred_mentors for m in intake.mentees], intake.mentor_position)
    unlisted = int(rank.max(initial=0)) + 1
    table: NarrowInts = np.full((len(intake.mentees), len(intake.mentors) + 1), unlisted, _narrowest(unlisted))
    table[mentee, mentor] = rank
    return table


def mentee_scores(intake: Intake) -> NarrowInts:
    """Return (mentees, mentors + 1): score(i, m) of the contract, 0 with nobody.

    No part of a score is under 0, so that no sum of some of them is beyond the largest that a score can be; and there
    is room for twice that, so that the scores with two mentors can be added.
    """
    weights, mentors = intake.program.weights, len(intake.mentors)
    score: NarrowInts = np.zeros((len(intake.mentees), mentors + 1), _narrowest(2 * _largest_score(intake)))
    table = score[:, :-1]
    wished, genders = _genders(intake)
    mentee, mentor, chosen, unlisted = _choices(intake)
    likeness = _Likeness(intake)
    for some in blocks(len(table), mentors):
        # Who lists the same stands together, so that each list is compared once.
        rows = likeness.order[some]
        block = np.multiply(wished[rows, None] == genders, weights.gender_wish * 100, dtype=score.dtype)
        block += unlisted[rows, None].astype(score.dtype)
        block += likeness.of(rows, weights.similarity, score.dtype)
        table[rows] = block
    table[mentee, mentor] += chosen - unlisted[mentee]
    mentor, mentee, rank = listed([m.preferred_mentees for m in intake.mentors], intake.mentee_position)
    table[mentee, mentor] += weights.mentor_choice * points_at(intake, rank)
    for wish in intake.program.eligible:
        if not wish.is_rule:
            np.add(table, 100 * wish.weight, out=table, where=holding(intake, wish)[0])
    return score


def listed(lists: Sequence[tuple[str, ...]], position: Mapping[str, int]) -> tuple[Ints, Ints, Ints]:
    """Return (wishes,) each: whose wish it is, for whom, and its rank from 1."""
    lengths = np.array([len(wishes) for wishes in lists], np.int64)
    others = np.array([position[wish] for wishes in lists for wish in wishes], np.int64)
    before = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.repeat(np.arange(len(lists)), lengths), others, np.arange(len(others)) - before + 1


def points_at(intake: Intake, rank: Ints) -> Ints:
    """Return the points of each of these ranks, from 1."""
    most = int(rank.max(initial=0))
    return np.array([0, *map(intake.program.choice.at, range(1, most + 1))], np.int64)[rank]


def _narrowest(largest: int) -> np.dtype[np.signedinteger[Any]]:
    """Return the narrowest integers that hold 0 to `largest`."""
    kinds: tuple[type[np.signedinteger[Any]], ...] = (np.int8, np.int16, np.int32, np.int64)
    return np.dtype(next(kind for kind in kinds if largest <= np.iinfo(kind).max))


def _largest_score(intake: Intake) -> int:
    """Return no less than any score."""
    weights, points = intake.program.weights, max(intake.program.choice.points)
    percent = max((mentee.percent for mentee in intake.mentees), default=0)
    wishes = sum(wish.weight for wish in intake.program.eligible if not wish.is_rule)
    by_choice = weights.mentee_choice * points * percent // 100 + weights.mentor_choice * points
    return by_choice + 100 * (weights.similarity + weights.gender_wish + wishes)


def _choices(intake: Intake) -> tuple[Ints, Ints, Ints, Ints]:
    """Return (wishes,) each: a mentee, a mentor, the points of that choice; (mentees,): of those unlisted."""
    lists, weight = [m.preferred_mentors for m in intake.mentees], intake.program.weights.mentee_choice
    mentee, mentor, rank = listed(lists, intake.mentor_position)
    percent = np.array([mentee.percent for mentee in intake.mentees], np.int64)
    next_rank = np.array([len(wishes) + 1 if wishes else 0 for wishes in lists], np.int64)
    if intake.program.choice.unlisted == "nothing":
        next_rank[:] = 0
    chosen = weight * points_at(intake, rank) * percent[mentee] // 100
    return mentee, mentor, chosen, weight * points_at(intake, next_rank) * percent // 100


def _genders(intake: Intake) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the genders that mentees would rather have, and those of mentors, as numbers; none equals none."""
    wished = [mentee.wished_gender("prefer") for mentee in intake.mentees]
    numbers = codes([*wished, *(mentor.gender_key for mentor in intake.mentors)]).astype(np.int32)
    mine, theirs = numbers[: len(wished)], numbers[len(wished) :]
    return mine, np.where(theirs < 0, np.int32(-2), theirs)


class _Likeness:
    """S(i, m) of the contract, 0 to 100, worked out once for people who list the same.

    Attributes
    ----------
    order
        (mentees,): those who list the same one after the other.
    """

    def __init__(self, intake: Intake) -> None:
        weights = {header_key(column): weight for column, weight in intake.program.similarity.items()}
        weights = {column: weight for column, weight in weights.items() if weight}
        self._whole, self._mentors = sum(weights.values()), len(intake.mentors)
        mine, self._row = _distinct([tuple(m.items(column) for column in weights) for m in intake.mentees])
        theirs, self._column = _distinct([tuple(m.items(column) for column in weights) for m in intake.mentors])
        self._columns = []
        for place, weight in enumerate(weights.values()):
            there = incidence([items[place] for items in (*mine, *theirs)])
            self._columns.append((weight, there[: len(mine)], there[len(mine) :]))
        self.order = np.argsort(self._row, kind="stable")

    def of(self, mentees: Ints, weight: int, kind: np.dtype[np.signedinteger[Any]]) -> NarrowInts:
        """Return (mentees, mentors): how alike these mentees, in `order`, are to each mentor, `weight` times."""
        low, high = int(self._row[mentees[0]]), int(self._row[mentees[-1]]) + 1
        total = np.zeros((high - low, int(self._column.max(initial=-1)) + 1), np.int64)
        for part, mine, theirs in self._columns:
            common = (mine[low:high] @ theirs.T).astype(np.int64)
            either = mine[low:high].sum(1).astype(np.int64)[:, None] + theirs.sum(1).astype(np.int64) - common
            total += part * np.where(either > 0, (200 * common + either) // np.maximum(1, 2 * either), 0)
        alike = weight * ((2 * total + self._whole) // (2 * self._whole) if self._whole else total)
        everybody: NarrowInts = alike.astype(kind).take(self._column, axis=1).take(self._row[mentees] - low, axis=0)
        return everybody


def _distinct(lists: Sequence[tuple[frozenset[str], ...]]) -> tuple[list[tuple[frozenset[str], ...]], Ints]:
    """Return the lists that differ, in the order in which they come, and for each the position of the one it is."""
    numbers: dict[tuple[frozenset[str], ...], int] = {}
    which = np.array([numbers.setdefault(one, len(numbers)) for one in lists], np.int64)
    return list(numbers), which
