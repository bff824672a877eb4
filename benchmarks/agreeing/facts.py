"""What an intake permits and what it is worth, read off the public contract: people one by one, no arrays.

Written apart from rules, problem, solving and verifying, so that what we check with has not come
from the same head: scores and costs are worked out here a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import Any

from matcher import Intake, read_intake
from matcher.intake.hours.zones import time_zone, week_of
from matcher.intake.people import WEEK_MINUTES as WEEK
from matcher.intake.people import Availability, Mentee, Mentor, Person, Slot
from matcher.intake.program import EligibleRule, MixRule, PairRule, fold
from matcher.rules import FormedGroup

__all__ = ["Count", "Facts", "Numbers", "Seat", "intake_from"]

Ids = tuple[str, ...]
WEEKS = ("odd", "even")


@dataclass(frozen=True, slots=True)
class Seat:
    """Who may lead a group and when, with how many mentees at most; `copy` tells apart groups without a slot."""

    mentors: Ids
    slot: str | None
    copy: int
    room: int


@dataclass(frozen=True, slots=True)
class Count:
    """What a mode counts before the objective: `most` where more is better; `left_out`: who is left out counts too."""

    name: str
    most: bool
    left_out: bool
    counts: Callable[[str, Ids], bool]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a grouping reaches: its counts in the order of the mode, then its objective."""

    counts: tuple[int, ...]
    objective: int


def intake_from(source: Mapping[str, Any] | str) -> Intake:
    """Return the intake at a path, or of the JSON form."""
    if isinstance(source, str):
        return read_intake(source)
    return read_intake(*(source[part] for part in ("mentors", "mentees", "program", "constraints", "locks")))


class Facts:
    """One intake, as the contract has it."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.program = intake.program
        self.slots: tuple[str | None, ...] = tuple(slot.text for slot in intake.slots) or (None,)
        self.free = {one.id: self._free(one) for one in (*intake.mentors, *intake.mentees)}
        self.apart = self._apart()
        self.assigned = self._assigned()
        self._gains: dict[tuple[str, Ids], int] = {}
        self._welcome: dict[tuple[str, Ids], bool] = {}

    # Who, with whom, when -------------------------------------------------------------------------------------------

    def _free(self, person: Person) -> frozenset[str | None]:
        if not self.intake.slots:
            return frozenset((None,))
        return frozenset(slot.text for slot in self.intake.slots if self._can_meet(person, slot))

    def _can_meet(self, person: Person, slot: Slot) -> bool:
        """Return whether somebody is free at a slot, in each kind of week in which groups meet at it."""
        return all(self._can_meet_in(week, person, slot) for week in WEEKS if slot.week in (None, week))

    def _can_meet_in(self, week: str, person: Person, slot: Slot) -> bool:
        minutes = self.program.schedule.meeting_minutes
        # A slot that has only a name lies in no window.
        begin, end = (slot.start, slot.start + minutes) if slot.start is not None else (-3 * WEEK, -3 * WEEK)
        zone, schedule = person.timezone, self.program.schedule
        later = 0 if zone is None else _later(zone, schedule.timezone or zone, week_of(self.program))
        free, taken = (told and _of_week(told, week, later) for told in (person.availability, person.unavailable))
        called = {fold(slot.text), fold(slot.text.rsplit(" ", 1)[0] if slot.week else slot.text)}
        if free is None:
            can = taken is not None or self.program.schedule.blank == "any"
        else:
            can = bool(called & set(map(fold, free.names))) or any(a <= begin and end <= b for a, b in free.windows)
        if can and taken is not None:
            can = not called & set(map(fold, taken.names))
            can = can and all(end <= a or b <= begin for a, b in taken.windows)
        return can

    def _apart(self) -> set[frozenset[str]]:
        people = (*self.intake.mentors, *self.intake.mentees)
        kept = {frozenset((one.id, other)) for one in people for other in one.avoid}
        return kept | {frozenset((row.a, row.b)) for row in self.intake.constraints if row.kind == "apart"}

    def _assigned(self) -> dict[str, set[str]]:
        assigned: dict[str, set[str]] = {}
        for row in self.intake.constraints:
            if row.kind == "assign":
                assigned.setdefault(row.a, set()).add(row.b)
        return assigned

    def ties(self, kind: str) -> Iterator[tuple[str, str]]:
        """Yield both ids of each constraint of a kind."""
        return ((row.a, row.b) for row in self.intake.constraints if row.kind == kind)

    @cached_property
    def leaders(self) -> tuple[Ids, ...]:
        """Every choice of mentors that may lead a group, hours and loads aside."""
        return tuple(mentors for mentors in self._choices() if self._may_lead(mentors))

    def _choices(self) -> Iterable[Ids]:
        ids = [mentor.id for mentor in self.intake.mentors]
        alone = [(own,) for own in ids]
        if self.program.groups.mentors == 1:
            return alone
        return [*(alone if self.program.groups.single else ()), *combinations(ids, 2)]

    def _may_lead(self, ids: Ids) -> bool:
        mentors = [self.intake.mentor_by_id[own] for own in ids]
        if any(self.intake.max_groups(one) == 0 or self.intake.max_mentees(one) == 0 for one in mentors):
            return False
        if any((a in ids) != (b in ids) for a, b in self.ties("co_lead")):
            return False
        if self.program.groups.mentors == 1:
            return True
        if not all(_pair_holds(rule, mentors) is not False for rule in self.program.pair if not rule.weight):
            return False
        return len(mentors) == 1 or self._suit(*mentors)

    def _suit(self, one: Mentor, other: Mentor) -> bool:
        if frozenset((one.id, other.id)) in self.apart:
            return False
        wanted, genders = self.program.gender.pair, (one.gender_key, other.gender_key)
        return wanted == "any" or (None not in genders and (genders[0] == genders[1]) == (wanted == "same"))

    def welcome(self, mentee: str, mentors: Ids) -> bool:
        """Return whether a mentee may be in a group of these mentors, hours aside."""
        known = self._welcome.get((mentee, mentors))
        if known is None:
            known = self._welcome[mentee, mentors] = self._may_join(self.intake.mentee_by_id[mentee], mentors)
        return known

    def _may_join(self, mentee: Mentee, ids: Ids) -> bool:
        mentors = [self.intake.mentor_by_id[own] for own in ids]
        if any(frozenset((mentee.id, own)) in self.apart for own in ids):
            return False
        if not self.assigned.get(mentee.id, set()) <= set(ids):
            return False
        rules = [rule for rule in self.program.eligible if not rule.weight]
        if any(_eligible(rule, mentee, one) is False for rule in rules for one in mentors):
            return False
        wish = mentee.wished_gender("require")
        enough = all if self.program.gender.scope == "all" else any
        return wish is None or enough(one.gender_key == wish for one in mentors)

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        """Every seat that a group could have; without slots as many copies of each as its mentors may lead."""
        seats = []
        for mentors in self.leaders:
            loads = [self.intake.mentor_by_id[own] for own in mentors]
            limits = [most for one in loads if (most := self.intake.max_mentees(one)) is not None]
            room = min([self.program.groups.max_size, *limits])
            if room < self.program.groups.min_size:
                continue
            hours = frozenset.intersection(*(self.free[own] for own in mentors))
            copies = 1 if self.intake.slots else min(self.intake.max_groups(one) for one in loads)
            copies = min(copies, len(self.intake.mentees) // self.program.groups.min_size)
            seats += [Seat(mentors, slot, copy, room) for slot in self.slots if slot in hours for copy in range(copies)]
        return tuple(seats)

    def may_sit(self, mentee: str, seat: Seat) -> bool:
        """Return whether a mentee may be in a group at this seat."""
        return seat.slot in self.free[mentee] and self.welcome(mentee, seat.mentors)

    # What it is worth -----------------------------------------------------------------------------------------------

    def gain(self, mentee: str, mentors: Ids) -> int:
        """Return what a mentee scores with all of these mentors, points."""
        known = self._gains.get((mentee, mentors))
        if known is None:
            known = self._gains[mentee, mentors] = sum(self._score(mentee, own) for own in mentors)
        return known

    def _score(self, mentee: str, mentor: str) -> int:
        weights = self.program.weights
        one, other = self.intake.mentee_by_id[mentee], self.intake.mentor_by_id[mentor]
        wish = one.wished_gender("prefer")
        chosen = weights.mentee_choice * self._points(self._chosen(one, mentor)) * self._priority(one) // 100
        wished = weights.mentor_choice * self._points(_rank(other.preferred_mentees, mentee))
        alike = weights.similarity * self._similarity(one, other)
        gender = weights.gender_wish * 100 if wish is not None and other.gender_key == wish else 0
        columns = sum(100 * rule.weight for rule in self.program.eligible if _eligible(rule, one, other))
        return chosen + wished + alike + gender + columns

    def _points(self, rank: int | None) -> int:
        points = self.program.choice.points
        return 0 if rank is None else points[min(rank, len(points)) - 1]

    def _chosen(self, mentee: Mentee, mentor: str) -> int | None:
        listed = mentee.preferred_mentors
        if mentor not in listed and listed and self.program.choice.unlisted == "next":
            return len(listed) + 1
        return _rank(listed, mentor)

    def _priority(self, mentee: Mentee) -> int:
        return 100 if mentee.priority is None else mentee.priority

    def _similarity(self, one: Person, other: Person) -> int:
        weighted, total = 0, sum(self.program.similarity.values())
        for column, weight in self.program.similarity.items():
            mine, theirs = one.items(column), other.items(column)
            either = len(mine | theirs)
            weighted += weight * ((200 * len(mine & theirs) + either) // (2 * either)) if either else 0
        return (2 * weighted + total) // (2 * total) if total else 0

    def pair(self, mentors: Ids) -> int:
        """Return what two mentors' wishes for each other, and wishes on their columns, score, points; 0 for one."""
        if len(mentors) == 1:
            return 0
        one, other = people = [self.intake.mentor_by_id[own] for own in mentors]
        ranks = (_rank(one.preferred_co_mentors, other.id), _rank(other.preferred_co_mentors, one.id))
        chosen = self.program.weights.co_mentor_choice * sum(map(self._points, ranks))
        return chosen + sum(100 * rule.weight for rule in self.program.pair if _pair_holds(rule, people))

    def alone(self, mentors: Ids) -> int:
        """Return what it costs that one mentor leads where two would, points."""
        return self.program.weights.single if len(mentors) < self.program.groups.mentors else 0

    def left_out(self, mentee: str) -> int:
        """Return what leaving a mentee out costs, points."""
        return self.program.weights.unmatched * self._priority(self.intake.mentee_by_id[mentee]) // 100

    def counted(self, mix: MixRule, mentees: Iterable[str]) -> list[str]:
        """Return those of the mentees of whom a mix speaks."""
        values = set(map(fold, mix.values))
        return [own for own in mentees if self.intake.mentee_by_id[own].items(mix.column) & values]

    def cost(self, mentors: Ids, mentees: Ids) -> int:
        """Return what is to be paid for a group, points."""
        ideal = self.program.groups.ideal_size
        size = 0 if ideal is None else self.program.weights.size * abs(len(mentees) - ideal)
        amiss = sum(mix.weight * _amiss(mix, len(self.counted(mix, mentees))) for mix in self.program.mix)
        return size + self.alone(mentors) + amiss

    @cached_property
    def best(self) -> dict[str, int]:
        """The largest sum of scores that each mentee alone could have."""
        best = {}
        for mentee in self.intake.mentee_by_id:
            sums = [self.gain(mentee, mentors) for mentors in self.leaders if self._alone(mentee, mentors)]
            best[mentee] = max(sums, default=0)
        return best

    def _alone(self, mentee: str, mentors: Ids) -> bool:
        hours = frozenset.intersection(self.free[mentee], *(self.free[own] for own in mentors))
        return bool(hours) and self.welcome(mentee, mentors)

    def choice(self, mentee: str, mentors: Ids) -> int | None:
        """Return the best rank that a mentee gives to one of these mentors; None: unlisted."""
        wishes = self.intake.mentee_by_id[mentee].preferred_mentors
        return min((wishes.index(own) + 1 for own in mentors if own in wishes), default=None)

    def band(self, mentee: str, mentors: Ids) -> int:
        """Return the band of satisfaction in which a mentee is with these mentors."""
        levels, best = self.program.objective.levels, self.best[mentee]
        return min(levels - 1, self.gain(mentee, mentors) * levels // best) if best else levels - 1

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """What the mode counts, first things first."""
        mode, levels = self.program.objective.mode, self.program.objective.levels
        longest = max((len(one.preferred_mentors) for one in self.intake.mentees), default=0)
        if mode == "greedy":
            return tuple(self._at_choice(rank, most=True) for rank in range(1, longest + 1))
        if mode == "generous":
            left_out = Count("left out", False, True, lambda mentee, mentors: False)
            unlisted = Count("unlisted", False, False, lambda mentee, mentors: self.choice(mentee, mentors) is None)
            return (left_out, unlisted, *(self._at_choice(rank, most=False) for rank in range(longest, 1, -1)))
        if mode == "fair":
            return tuple(self._in_band(band) for band in range(levels - 1))
        return ()

    def _at_choice(self, rank: int, most: bool) -> Count:
        return Count(f"choice {rank}", most, False, lambda mentee, mentors: self.choice(mentee, mentors) == rank)

    def _in_band(self, band: int) -> Count:
        return Count(f"band {band}", False, band == 0, lambda mentee, mentors: self.band(mentee, mentors) == band)

    def numbers(self, groups: Sequence[FormedGroup]) -> Numbers:
        """Return what a grouping reaches."""
        placed = [(mentee, group.mentors) for group in groups for mentee in group.mentees]
        out = len(self.intake.mentees) - len(placed)
        counts = (sum(one.counts(*place) for place in placed) + out * one.left_out for one in self.counts)
        return Numbers(tuple(counts), self._objective(groups))

    def _objective(self, groups: Sequence[FormedGroup]) -> int:
        placed = {mentee for group in groups for mentee in group.mentees}
        gains = sum(self.gain(mentee, group.mentors) for group in groups for mentee in group.mentees)
        led = sum(self.pair(group.mentors) - self.cost(group.mentors, group.mentees) for group in groups)
        return gains + led - sum(self.left_out(own) for own in self.intake.mentee_by_id if own not in placed)

    def worth(self, numbers: Numbers) -> tuple[int, ...]:
        """Return what compares as groupings do: of two, the larger is better by the mode's order."""
        counts = zip(self.counts, numbers.counts, strict=True)
        return (*(value if one.most else -value for one, value in counts), numbers.objective)


def _later(zone: str, here: str, week: date | None) -> int:
    """Return how many minutes later than by somebody's clock it is by the program's, at noon of a day of the week."""
    noon = datetime.combine(week or date(2026, 10, 5), time(12), time_zone(zone))
    there, now = noon.utcoffset(), noon.astimezone(time_zone(here)).utcoffset()
    assert there is not None
    assert now is not None
    return (now - there) // timedelta(minutes=1)


def _of_week(told: Availability, week: str, later: int) -> Availability:
    """Return the hours of one kind of week, so much later, joined where they touch.

    Where they are moved, those of the week before and the week after too: Sunday and Monday are neighbours then.
    """
    parts = {"odd": told.odd, "even": told.even}
    near = [0] if later == 0 else [-WEEK, 0, WEEK]
    found: list[tuple[int, int]] = []
    for turn in near:
        there = parts[week if turn == 0 else WEEKS[week == WEEKS[0]]]
        spans = (*told.windows, *(() if there is None else there.windows))
        found += [(a + later + turn, b + later + turn) for a, b in spans]
    windows: list[tuple[int, int]] = []
    for begin, end in sorted(found):
        if windows and begin <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(end, windows[-1][1]))
        else:
            windows.append((begin, end))
    named = parts[week]
    return Availability(tuple(windows), (*told.names, *(() if named is None else named.names)))


def _rank(wishes: Sequence[str], other: str) -> int | None:
    return wishes.index(other) + 1 if other in wishes else None


def _amiss(mix: MixRule, there: int) -> int:
    if mix.none_too and not there:
        return 0
    short, over = mix.min - there, 0 if mix.max is None else there - mix.max
    return max(0, short, over)


def _pair_holds(rule: PairRule, mentors: Sequence[Mentor]) -> bool | None:
    """Return whether a rule holds among those who lead a group; None where it says nothing: a blank, or one alone."""
    if rule.rule == "includes":
        there = frozenset().union(*(one.items(rule.column) for one in mentors))
        return bool(there & set(map(fold, rule.values)))
    cells = [person.items(rule.column) for person in mentors]
    return None if len(cells) == 1 or not all(cells) else (cells[0] == cells[1]) == (rule.rule == "equal")


def _eligible(rule: EligibleRule, mentee: Mentee, mentor: Mentor) -> bool | None:
    """Return whether a rule holds between two; None where one of them is blank."""
    texts = [fold(person.text(rule.column) or "") for person in (mentee, mentor)]
    if "" in texts:
        return None
    if rule.rule == "equal":
        return mentee.items(rule.column) == mentor.items(rule.column)
    if rule.rule == "above":
        return _above(rule, *texts)
    shared = mentee.items(rule.column) & mentor.items(rule.column)
    return bool(shared) == (rule.rule == "share")


def _above(rule: EligibleRule, mentee: str, mentor: str) -> bool:
    order = [fold(value) for value in rule.order or ()]
    low, high = ((Fraction(order.index(text)) if order else Fraction(text)) for text in (mentee, mentor))
    least = 1 if rule.at_least is None else rule.at_least
    return least <= high - low and (rule.at_most is None or high - low <= rule.at_most)
