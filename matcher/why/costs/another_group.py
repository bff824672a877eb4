"""A group that could be formed beside those that are, of mentees who are left out: what it would bring and cost.

One that can be formed is looked for, not the best: that it does not bring more than it costs is so of every one where
the result is proved best.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.intake.words.listing import in_words
from matcher.problem.problem import Problem, Seats
from matcher.rules import RULES
from matcher.rules.groups.count import CountRule
from matcher.rules.groups.everyone import EveryoneRule
from matcher.rules.rule import Breach, FormedGroup, slot_at
from matcher.why.costs.bills import Bill, Bills, loss_told

__all__ = ["Another", "AnotherGroup"]

MOST_SEATS = 1024
"""Seats that are looked at; of more, some spread evenly."""
MOST_TRIED, TRIED_EACH = 240, 12
"""Groups that are made up and held against the rules: for everybody, and for one mentee."""

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


class AnotherGroup(NamedTuple):
    """A group that keeps the rules beside those that there are, and its bill."""

    group: FormedGroup
    bill: Bill

    @property
    def told(self) -> str:
        """Who it is of, and what it would cost and bring: ``of M1 at Mon 09:00 with S1 and S2; it would …``."""
        at = "" if self.group.slot is None else f" at {self.group.slot}"
        whom = f"of {in_words(self.group.mentors)}{at} with {in_words(self.group.mentees)}"
        return f"{whom}; {loss_told(self.bill)}"


class Another:
    """Other groups of those who are left out.

    Parameters
    ----------
    groups
        Of people whom the intake has.
    left_out
        Positions of the mentees who are in none of them.
    led_by
        The position of a mentor who is to lead them; None: whoever may.
    """

    def __init__(
        self,
        intake: Intake,
        problem: Problem,
        groups: Sequence[FormedGroup],
        left_out: Sequence[int],
        bills: Bills,
        *,
        led_by: int | None = None,
    ) -> None:
        self._led_by = led_by
        self._intake = intake
        self._problem = problem
        self._groups = groups
        self._left_out = np.array(left_out, np.int64)
        self._bills = bills
        self._found: dict[int, AnotherGroup] = {}
        self._left_to_try = MOST_TRIED
        self._bound = {member: cluster for cluster in problem.together for member in cluster}
        self._kept_from: dict[int, set[int]] = {}
        for one, other in problem.apart:
            self._kept_from.setdefault(one, set()).add(other)
            self._kept_from.setdefault(other, set()).add(one)

    def of(self, mentee: int) -> AnotherGroup | None:
        """Return a group with the mentee at this position, of those found the one that loses least; None: of none."""
        if not self._bills.are_any or not self._more_may_be:
            return None
        if mentee not in self._found:
            found = [one for made in self._likely(mentee) if (one := self._kept(*made)) is not None]
            if not found:
                return None
            best = min(found, key=lambda one: one.bill.loss)
            for own in best.group.mentees:
                self._found.setdefault(self._intake.mentee_position[own], best)
        return self._found[mentee]

    @property
    def _more_may_be(self) -> bool:
        count = self._problem.count
        return len(self._left_out) >= self._problem.min_size and (count is None or len(self._groups) < count)

    # Seats -----------------------------------------------------------------------------------------------------------

    @cached_property
    def _seats(self) -> Seats:
        """Permitted seats that nothing but mentees must be found for: their mentors may lead one group more, then."""
        problem, place = self._problem, self._intake.mentor_position
        led, carried = np.zeros(problem.mentors + 1, np.int64), np.zeros(problem.mentors + 1, np.int64)
        busy = np.zeros((problem.mentors + 1, problem.slots), bool)
        meeting: Counter[int] = Counter()
        for group in self._groups:
            slot = slot_at(self._intake, group.slot)
            for mentor in (place[own] for own in group.mentors):
                led[mentor] += 1
                carried[mentor] += len(group.mentees)
                if slot is not None:
                    busy[mentor, slot] = True
            meeting.update([] if slot is None else [slot])
        first, second = problem.pairs
        free = np.r_[led[:-1] < problem.max_groups, True]
        chosen = free[first] & free[second]
        if self._led_by is not None:
            chosen &= (first == self._led_by) | (second == self._led_by)
        seats = problem.seats_of(first[chosen], second[chosen])
        most = problem.max_groups_per_slot
        full = np.array([most is not None and meeting[slot] >= most for slot in range(problem.slots)], bool)
        kept = np.flatnonzero(~(full[seats.slot] | busy[seats.first, seats.slot] | busy[seats.second, seats.slot]))
        if len(kept) > MOST_SEATS:
            kept = kept[np.linspace(0, len(kept) - 1, MOST_SEATS).astype(np.int64)]
        to_carry = np.r_[problem.max_mentees, problem.mentees] - carried
        room = np.minimum(seats.room, np.minimum(to_carry[seats.first], to_carry[seats.second]))[kept]
        return Seats(seats.first[kept], seats.second[kept], seats.slot[kept], room, problem.mentors)

    @cached_property
    def _allowed(self) -> Mask:
        """(seats, mentees left out): who could sit where."""
        return self._problem.permitted(self._seats)[:, self._left_out]

    @cached_property
    def _gains(self) -> Ints:
        """(seats, mentees left out): what each brings there."""
        problem, out = self._problem, self._left_out
        score: Ints = problem.score[out[None, :], self._seats.first[:, None]]
        score = score + problem.score[out[None, :], self._seats.second[:, None]]
        return score + problem.unmatched[out][None, :]

    # Groups ----------------------------------------------------------------------------------------------------------

    def _likely(self, mentee: int) -> Iterator[tuple[int, list[int]]]:
        """Yield seats with who would sit there, those first that are likely to lose least by their sizes alone."""
        members = [int(np.flatnonzero(self._left_out == one)[0]) for one in self._members(mentee) if one in self._left]
        if len(members) < len(self._members(mentee)) or not len(self._seats):
            return
        sizes = np.arange(max(self._problem.min_size, len(members)), self._problem.max_size + 1)
        own = np.zeros(len(self._left_out), bool)
        own[members] = True
        gains = np.where(self._allowed, self._gains, 0)
        best = np.sort(np.where(own | ~self._allowed, -1, gains), axis=1)[:, ::-1]
        room, able = self._seats.room, self._allowed.sum(axis=1)
        values = []
        for seat in np.flatnonzero(self._allowed[:, members].all(axis=1)).tolist():
            mentors = (int(self._seats.first[seat]), int(self._seats.second[seat]))
            for size in sizes[sizes <= min(int(room[seat]), int(able[seat]))].tolist():
                others = int(best[seat, : size - len(members)].sum())
                about = self._bills.about(mentors, size)
                values.append((int(gains[seat, members].sum()) + others - about, -size, seat))
        # Of equal ones the smaller group, and the seat that comes first, so that it is the same every time.
        for _, less, seat in sorted(values, key=lambda one: (-one[0], -one[1], one[2]))[:TRIED_EACH]:
            if (made := self._made(seat, -less, mentee)) is not None:
                yield seat, made

    @cached_property
    def _left(self) -> set[int]:
        return set(self._left_out.tolist())

    def _members(self, mentee: int) -> tuple[int, ...]:
        return tuple(self._bound.get(mentee, (mentee,)))

    def _made(self, seat: int, size: int, mentee: int) -> list[int] | None:
        """Return so many mentees who suit a seat and each other, those first who bring most; None where it fails."""
        there = list(self._members(mentee))
        sits = dict(zip(self._left_out.tolist(), self._allowed[seat].tolist(), strict=True))
        order = self._left_out[np.argsort(-self._gains[seat], kind="stable")].tolist()
        for one in order:
            coming = self._members(one)
            if one in there or len(there) + len(coming) > size or not all(sits.get(other) for other in coming):
                continue
            if not any(self._kept_from.get(other, set()) & {*there, *coming} for other in coming):
                there += coming
        return sorted(there) if len(there) == size else None

    def _kept(self, seat: int, members: list[int]) -> AnotherGroup | None:
        """Return the group where it breaks no rule beside the others."""
        if self._left_to_try <= 0:
            return None
        self._left_to_try -= 1
        intake, seats = self._intake, self._seats
        mentors = (int(seats.first[seat]), int(seats.second[seat]))
        slot = intake.slots[int(seats.slot[seat])].text if self._problem.scheduled else None
        led = tuple(intake.mentors[mentor].id for mentor in mentors if mentor != self._problem.mentors)
        group = FormedGroup("", slot, led, tuple(intake.mentees[member].id for member in members))
        near = [
            one
            for one in self._groups
            if (slot is not None and one.slot == slot) or not set(one.mentors).isdisjoint(led)
        ]
        held = [rule for rule in RULES if not isinstance(rule, CountRule | EveryoneRule)]

        def broken(groups: Sequence[FormedGroup]) -> set[Breach]:
            return {breach for rule in held for breach in rule.breaches(intake, groups)}

        if broken([*near, group]) - broken(near):
            return None
        return AnotherGroup(group, self._bills.of_forming(mentors, members))
