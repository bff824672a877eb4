"""Who may lead with whom and who may sit where, worked out from the intake by the words of the contract.

The masks of `matcher.rules` say the same for solving. Nothing is shared with them, so that a mistake there cannot hide
itself here. Nobody, where one mentor leads a group, is the position after the last mentor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from matcher.checking.proofs.counts import limits_of, may_be_formed
from matcher.intake.hours import free_table
from matcher.intake.people import Intake, Mentor, Person
from matcher.intake.program import EligibleRule, PairRule, fold
from matcher.rules.rule import folded, slot_at

__all__ = ["Ints", "Mask", "SeatTable", "clusters_of", "must_be_placed", "seats_of"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class SeatTable:
    """Every seat of an intake, equal ones once, by positions in the intake.

    Parameters
    ----------
    first, second, slot, room
        (seats,): the mentors, the slot (0 where groups get none) and the most mentees.
    sits
        (seats, mentees): who may sit there.
    """

    first: Ints
    second: Ints
    slot: Ints
    room: Ints
    sits: Mask

    def __len__(self) -> int:
        return len(self.first)


def seats_of(intake: Intake) -> SeatTable:
    """Return every seat: a permitted choice of mentors at a slot at which enough mentees may sit."""
    tables = _Tables(intake)
    blocks = [tables.seats(first, second) for first, second in _choices(intake)]
    first, second, slot, room = (
        np.concatenate([np.empty(0, np.int64), *(block[column] for block in blocks)]) for column in range(4)
    )
    sits = np.concatenate([np.empty((0, len(intake.mentees)), bool), *(block[4] for block in blocks)])
    return SeatTable(first, second, slot, room, sits)


# Mentors ------------------------------------------------------------------------------------------------------------


def _choices(intake: Intake) -> Iterator[tuple[int, int]]:
    """Yield the positions of those who may lead a group, by every rule that concerns only them."""
    leading = [mentor for mentor in intake.mentors if intake.max_groups(mentor) > 0]
    place, nobody = intake.mentor_position, len(intake.mentors)
    bound, parted = _bound(intake), _parted(intake)
    if intake.program.groups.mentors == 1 or intake.program.groups.single:
        unbound = (mentor for mentor in leading if not bound.get(mentor.id, set()) - {mentor.id})
        yield from ((place[mentor.id], nobody) for mentor in unbound if _may_lead_alone(intake, mentor))
    if intake.program.groups.mentors == 1:
        return
    leading = [mentor for mentor in leading if not _settled_alone(intake, mentor.id)]
    for one, other in combinations(leading, 2):
        both = {one.id, other.id}
        tied = bound.get(one.id, both) | bound.get(other.id, both)
        if tied <= both and (one.id, other.id) not in parted and _suit(intake, one, other):
            yield place[one.id], place[other.id]


def _bound(intake: Intake) -> dict[str, set[str]]:
    """Return whom each mentor must have beside them: by co_lead, and by locks of who leads one group only."""
    bound: dict[str, set[str]] = {}
    for row in intake.constraints:
        if row.kind == "co_lead":
            bound.setdefault(row.a, set()).update((row.a, row.b))
            bound.setdefault(row.b, set()).update((row.a, row.b))
    for lock in intake.locks:
        for own in lock.mentors:
            if _leads_one(intake, own):
                bound.setdefault(own, set()).update(lock.mentors)
    return bound


def _leads_one(intake: Intake, mentor: str) -> bool:
    return intake.most_groups(intake.mentor_by_id[mentor]) <= 1


def _settled_alone(intake: Intake, mentor: str) -> bool:
    """Return whether a lock has a mentor, who leads one group at most, lead it alone."""
    return _leads_one(intake, mentor) and any(lock.mentors == (mentor,) for lock in intake.locks)


def _parted(intake: Intake) -> set[tuple[str, str]]:
    """Return who must not share a group with whom, by `avoid` or `apart`, each two in both orders."""
    pairs = [(row.a, row.b) for row in intake.constraints if row.kind == "apart"]
    pairs += [(person.id, other) for person in (*intake.mentors, *intake.mentees) for other in person.avoid]
    return {*pairs, *((b, a) for a, b in pairs)}


def _suit(intake: Intake, one: Mentor, other: Mentor) -> bool:
    wanted, genders = intake.program.gender.pair, (one.gender_key, other.gender_key)
    if wanted != "any" and (None in genders or (genders[0] == genders[1]) != (wanted == "same")):
        return False
    return all(_keep(rule, one, other) for rule in intake.program.pair if rule.weight == 0)


def _may_lead_alone(intake: Intake, mentor: Mentor) -> bool:
    """Return whether one mentor has what pairs must include; of one alone, no other rule on pairs asks anything."""
    asked = [set(map(fold, rule.values)) for rule in intake.program.pair if rule.rule == "includes" and not rule.weight]
    columns = [rule.column for rule in intake.program.pair if rule.rule == "includes" and not rule.weight]
    alone = intake.program.groups.mentors == 1
    return alone or all(mentor.items(column) & values for column, values in zip(columns, asked, strict=True))


def _keep(rule: PairRule, one: Mentor, other: Mentor) -> bool:
    if rule.rule == "includes":
        return bool((one.items(rule.column) | other.items(rule.column)) & set(map(fold, rule.values)))
    mine, theirs = folded(one, rule.column), folded(other, rule.column)
    return mine is None or theirs is None or (mine == theirs) == (rule.rule == "equal")


# Mentees ------------------------------------------------------------------------------------------------------------


def clusters_of(intake: Intake) -> list[list[int]]:
    """Return the positions of mentees of whom all or none are in a group, each cluster and the clusters ascending.

    Bound together by constraints, directly or through others; or by being a whole group that nothing else keeps whole:
    groups get no slot, and each of its mentors may lead several.
    """
    ties = [(row.a, row.b) for row in intake.constraints if row.kind == "together"]
    for lock in intake.locks:
        if lock.kind == "whole-group" and not intake.scheduled and not any(_leads_one(intake, m) for m in lock.mentors):
            ties += [(lock.mentees[0], other) for other in lock.mentees[1:]]
    cluster_of: dict[str, set[str]] = {}
    for one, other in ties:
        joined = cluster_of.get(one, {one}) | cluster_of.get(other, {other})
        cluster_of.update(dict.fromkeys(joined, joined))
    place = intake.mentee_position
    clusters = {tuple(sorted(place[own] for own in cluster)) for cluster in cluster_of.values() if len(cluster) > 1}
    return [list(cluster) for cluster in sorted(clusters)]


def must_be_placed(intake: Intake) -> Mask:
    """Return which mentees no grouping leaves out."""
    must = np.full(len(intake.mentees), intake.program.groups.everyone)
    named = [row.a for row in intake.constraints if row.kind == "assign"]
    named += [own for lock in intake.locks for own in lock.mentees]
    must[[intake.mentee_position[own] for own in named]] = True
    for cluster in clusters_of(intake):
        must[cluster] = must[cluster].any()
    return must


class _Tables:
    """What the intake says of each mentee and mentor, as arrays over positions; nobody suits everybody."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        mentees, mentors = len(intake.mentees), len(intake.mentors)
        self.welcome = np.ones((mentees, mentors + 1), bool)
        self.needed = np.zeros((mentees, mentors + 1), bool)
        self.meets_wish = np.ones((mentees, mentors + 1), bool)
        self.mentor_free, self.mentee_free = _free(intake)
        self.clusters = clusters_of(intake)
        self.limits = [limit for limit in limits_of(intake) if not limit.weight]
        self._eligible()
        self._apart()
        self._wishes()
        self._needed()
        self._locks()
        self.needs = self.needed.sum(axis=1)

    def _eligible(self) -> None:
        for rule in self.intake.program.eligible:
            if rule.weight:
                continue
            theirs = [_compared(rule, mentor) for mentor in self.intake.mentors]
            for row, mentee in enumerate(self.intake.mentees):
                mine = _compared(rule, mentee)
                suits = [not mine or not other or _suit_in(rule, mine, other) for other in theirs]
                self.welcome[row, :-1] &= suits

    def _apart(self) -> None:
        mentor, mentee = self.intake.mentor_position, self.intake.mentee_position
        for one, other in _parted(self.intake):
            if one in mentee and other in mentor:
                self.welcome[mentee[one], mentor[other]] = False

    def _wishes(self) -> None:
        """Note who meets a required gender: one of the mentors must, or each."""
        every = self.intake.program.gender.scope == "all"
        genders = [mentor.gender_key for mentor in self.intake.mentors]
        for row, mentee in enumerate(self.intake.mentees):
            wish = mentee.wished_gender("require")
            if wish is not None:
                meets = np.array([gender == wish for gender in genders], bool)
                if every:
                    self.welcome[row, :-1] &= meets
                else:
                    self.meets_wish[row] = np.append(meets, False)

    def _needed(self) -> None:
        """Note whom a mentee must have among its mentors: each one assigned, each one that a lock names with it."""
        mentor, mentee = self.intake.mentor_position, self.intake.mentee_position
        for row in self.intake.constraints:
            if row.kind == "assign":
                self.needed[mentee[row.a], mentor[row.b]] = True
        for lock in self.intake.locks:
            for own in lock.mentees:
                self.needed[mentee[own], [mentor[other] for other in lock.mentors]] = True

    def _locks(self) -> None:
        """Leave to those locked the hour of the lock, and a whole group to itself where its mentors lead no other."""
        intake = self.intake
        for lock in intake.locks:
            members = [intake.mentee_position[own] for own in lock.mentees]
            strangers = [place for own, place in intake.mentor_position.items() if own not in lock.mentors]
            self.welcome[np.ix_(members, strangers)] = False
            single = [intake.mentor_position[own] for own in lock.mentors if _leads_one(intake, own)]
            if lock.slot is not None:
                then = np.arange(len(intake.slots)) == slot_at(intake, lock.slot)
                self.mentee_free[members] &= then
                self.mentor_free[single] &= then
            if lock.kind == "whole-group":
                others = np.setdiff1d(np.arange(len(intake.mentees)), members)
                self.welcome[others[:, None], single] = False

    # Seats ----------------------------------------------------------------------------------------------------------

    def seats(self, first: int, second: int) -> tuple[Ints, Ints, Ints, Ints, Mask]:
        """Return mentors, slots, rooms and who may sit, for each seat of these mentors."""
        pair = [first, second]
        may = self.welcome[:, pair].all(axis=1) & self.meets_wish[:, pair].any(axis=1)
        may &= self.needed[:, pair].sum(axis=1) == self.needs
        slots = np.flatnonzero(self.mentor_free[pair].all(axis=0))
        sits = self.mentee_free[:, slots].T & may
        room = np.full(len(slots), self._room(first, second))
        self._keep_whole(first, second, slots, sits, room)
        for cluster in self.clusters:
            sits[:, cluster] &= sits[:, cluster].all(axis=1)[:, None]
        least = self.intake.program.groups.min_size
        kept = np.flatnonzero((sits.sum(axis=1) >= least) & (room >= least))
        if self.limits:
            kept = kept[may_be_formed(self.limits, sits[kept], least, room[kept])]
        if self._one_hour_is_enough(first, second):
            kept = kept[_not_covered(sits[kept])]
        count = len(kept)
        return np.full(count, first), np.full(count, second), slots[kept], room[kept], sits[kept]

    def _leaders(self, first: int, second: int) -> list[Mentor]:
        return [self.intake.mentors[place] for place in (first, second) if place < len(self.intake.mentors)]

    def _room(self, first: int, second: int) -> int:
        limits = [self.intake.max_mentees(mentor) for mentor in self._leaders(first, second)]
        return min([self.intake.program.groups.max_size, *(limit for limit in limits if limit is not None)])

    def _keep_whole(self, first: int, second: int, slots: Ints, sits: Mask, room: Ints) -> None:
        """Leave a seat that a lock of a whole group names to that group."""
        ids = {mentor.id for mentor in self._leaders(first, second)}
        for lock in self.intake.locks:
            if lock.kind == "whole-group" and set(lock.mentors) == ids and lock.slot is not None:
                there = slots == slot_at(self.intake, lock.slot)
                members = np.zeros(len(self.intake.mentees), bool)
                members[[self.intake.mentee_position[own] for own in lock.mentees]] = True
                sits[there] &= members
                room[there] = np.minimum(room[there], len(lock.mentees))

    def _one_hour_is_enough(self, first: int, second: int) -> bool:
        intake = self.intake
        if not intake.scheduled or intake.program.schedule.max_groups_per_slot is not None:
            return False
        return all(intake.most_groups(mentor) <= 1 for mentor in self._leaders(first, second))


def _suit_in(rule: EligibleRule, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    if rule.rule == "differ":
        return not mine & theirs
    if rule.rule != "above":
        return bool(mine & theirs)
    (low,), (high,) = mine, theirs
    order = [fold(value) for value in rule.order or ()]
    above = order.index(high) - order.index(low) if order else Fraction(high) - Fraction(low)
    return above >= (1 if rule.at_least is None else rule.at_least) and (rule.at_most is None or above <= rule.at_most)


def _compared(rule: EligibleRule, person: Person) -> frozenset[str]:
    """Return what of a person's cell is compared: its items, or all of it at once; blank: empty."""
    if rule.rule in ("share", "differ"):
        return person.items(rule.column)
    text = folded(person, rule.column) if rule.rule == "equal" else fold(person.text(rule.column) or "")
    return frozenset((text,)) if text else frozenset()


def _free(intake: Intake) -> tuple[Mask, Mask]:
    """Return when mentors (nobody: always) and mentees can meet; one column of True where groups get no slot."""
    mentors, mentees = len(intake.mentors), len(intake.mentees)
    if not intake.scheduled:
        return np.ones((mentors + 1, 1), bool), np.ones((mentees, 1), bool)
    nobody = np.ones((1, len(intake.slots)), bool)
    leading = free_table(intake.mentors, intake.slots, intake.program)
    return np.concatenate([leading, nobody]), free_table(intake.mentees, intake.slots, intake.program)


def _not_covered(sits: Mask) -> Mask:
    """Return which rows are no part of another row; of equal ones the first."""
    counted = sits.astype(np.float32)
    sizes = sits.sum(axis=1)
    within = counted @ counted.T == sizes[:, None]
    place = np.arange(len(sits))
    covers = within & ((sizes[None, :] > sizes[:, None]) | (place[None, :] < place[:, None]))
    uncovered: Mask = ~covers.any(axis=1)
    return uncovered
