"""Why each mentee who is in no group is in none, in a sentence or two that anybody can check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_a_row
from matcher.problem.problem import Problem, build_problem
from matcher.rules import RULES
from matcher.rules.groups.size import SizeRule
from matcher.rules.locks import LockRule
from matcher.rules.members.apart import ApartRule
from matcher.rules.members.no_lone import NoLoneRule
from matcher.rules.members.together import TogetherRule
from matcher.rules.mentors.max_mentees import MaxMenteesRule
from matcher.rules.rule import FormedGroup, Rule, known_of
from matcher.text import ended
from matcher.why.costs.another_group import Another, AnotherGroup
from matcher.why.costs.bills import Bill, Bills, bill_told, loss_told
from matcher.why.reasons.closed_by_rules import Closure
from matcher.why.reasons.closed_groups import FormedGroups, Obstacle
from matcher.why.reasons.no_seat import NoSeat
from matcher.why.reasons.wording import MOST_SHOWN, listing, slot_texts

__all__ = ["reasons", "whom_hours_could_help"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


def reasons(
    intake: Intake,
    problem: Problem,
    groups: Sequence[FormedGroup],
    *,
    proved: bool = False,
    moves: int | None = None,
) -> dict[str, str]:
    """Return why each mentee who is in no group is in none.

    Parameters
    ----------
    groups
        Finished groups, with the names by which they are told. Of groups that were changed by hand, those that the
        rules permit to nobody are said to be such; who is named twice counts once, who is not in the intake not at all.
    proved
        Whether it is proved that no other groups are better.
    moves
        Better of those with at most so many moves from an earlier result; None: of all.

    Returns
    -------
    dict of str
        By the id of each mentee in no group, in the order of the intake: one or two sentences. The first that applies
        of: no mentor is permitted; no slot, or no permitted choice of mentors at any; too few others; what closes
        every group; a place is left, and what it would cost is more than it brings, or whether leaving them out was
        proved best. Where every group is closed to them and another could be formed, what that would cost. Then the
        other hours at which a group has a place for them.
    """
    groups = [known_of(intake, group) for group in groups]
    placed = {mentee for group in groups for mentee in group.mentees}
    left_out = [position for position, mentee in enumerate(intake.mentees) if mentee.id not in placed]
    if not left_out:
        return {}
    story = _Story(intake, problem, groups, left_out, _Proof(proved, moves))
    return {intake.mentees[mentee].id: story.of(row, mentee) for row, mentee in enumerate(left_out)}


def whom_hours_could_help(intake: Intake, mentees: Sequence[str]) -> frozenset[str]:
    """Return of these mentees, by id, those whom more hours could give a place: mentors are permitted to them then.

    Nobody is among them who is free at every slot already, nor anybody where groups get none.
    """
    if not (mentees and intake.scheduled):
        return frozenset()
    places = [intake.mentee_position[mentee] for mentee in mentees]
    no_seat = NoSeat(intake, build_problem(intake), places)
    return frozenset(mentee for mentee, place in zip(mentees, places, strict=True) if no_seat.hours_could_help(place))


class _Proof(NamedTuple):
    """Whether the groups are proved best, and of those with how few moves alone; None: of all."""

    proved: bool
    moves: int | None

    def told(self, that: str, open_: str) -> str:
        """Say that something was proved best; where it was not, what is said then."""
        if not self.proved:
            return open_
        among = "" if self.moves is None else f"with at most {count_of(self.moves, 'move')}, "
        return f"{among}{that} was proved best"


class _Story:
    """What is known of all who are left out, and the sentences about one of them."""

    def __init__(
        self,
        intake: Intake,
        problem: Problem,
        groups: Sequence[FormedGroup],
        left_out: Sequence[int],
        proof: _Proof,
    ) -> None:
        self.proof = proof
        self.bills = Bills(intake, problem)
        self.another = Another(intake, problem, groups, left_out, self.bills)
        self.intake = intake
        self.problem = problem
        self.groups = groups
        self.left_out = left_out
        self.no_seat = NoSeat(intake, problem, left_out)
        self.formed = FormedGroups(intake, problem, groups, self.no_seat.closed_by)

    def of(self, row: int, mentee: int) -> str:
        """Return the reason of the mentee at this position, in this row of those left out."""
        obstacles = self.formed.obstacles(row, self.no_seat.members(mentee))
        told = self.no_seat.alone(row, mentee)
        if (
            told is None
            and np.isin(obstacles, (Obstacle.HOURS, Obstacle.UNMET, Obstacle.BROKEN, Obstacle.MENTORS)).all()
        ):
            # Whom a finished group could have had, enough others could have met.
            told = self.no_seat.too_few(mentee)
        if told is None:
            told = self._closed_groups(row, mentee, obstacles) if self.groups else self._no_group(mentee)
            if self.groups and not (obstacles == Obstacle.NONE).any():
                told = f"{told}{self._another_told(mentee)}"
        if (obstacles == Obstacle.NONE).any():
            return told
        return f"{told}{self._at_other_hours(row, mentee, obstacles)}"

    def _at_other_hours(self, row: int, mentee: int, obstacles: Ints) -> str:
        """Say at which hours that are not theirs a group could take them; empty where none could."""
        members = self.no_seat.members(mentee)
        besides = self.formed.besides_hours(row, members)
        which = np.flatnonzero((obstacles == Obstacle.HOURS) & (besides == Obstacle.NONE))
        if not len(which):
            return ""
        at: dict[int, list[int]] = {}
        for position in which.tolist():
            at.setdefault(int(self.formed.slot[position]), []).append(position)
        told = [
            f"{self.intake.slots[slot].text} ({in_a_row(self._ids(there), MOST_SHOWN)})"
            for slot, there in sorted(at.items())
        ]
        hours = "another hour" if len(at) == 1 else "other hours"
        with_them = f" and {self.no_seat.others(mentee)}" if len(members) > 1 else ""
        return f" At {hours} there is a place for them{with_them}: {in_a_row(told, MOST_SHOWN)}."

    def _decides(self, bill: Bill) -> bool:
        """Return whether what it costs is why something is not done: of what is not proved, if it lowers the score."""
        if self.proof.proved:
            return bill.loss >= 0 and bool(bill.costs)
        return bill.loss > 0 and self._total

    @property
    def _total(self) -> bool:
        """Whether nothing comes before the score."""
        return self.intake.program.objective.mode == "total"

    def _another_group(self, mentee: int) -> AnotherGroup | None:
        """Return a group that could be formed and is not for what it costs; None where none was found."""
        another = self.another.of(mentee)
        return another if another is not None and self._decides(another.bill) else None

    def _another_told(self, mentee: int) -> str:
        another = self._another_group(mentee)
        return "" if another is None else f" Another group could be formed, {another.told}."

    def _no_group(self, mentee: int) -> str:
        problem = self.problem
        if problem.count == 0:
            return "No group was formed, as the program asks for none (groups.count is 0)."
        most, seen = self.no_seat.most_candidates(mentee)
        if most < problem.min_size:
            return f"No group was formed: in {seen} permitted ways to lead one, too few mentees could come."
        not_proved = "that leaving them out is best was not proved"
        if (another := self._another_group(mentee)) is not None:
            told = f"No group was formed, though one could be, {another.told}"
            return f"{told}." if self.proof.proved else f"{told}; {not_proved}."
        ties = {"gender.no_lone": problem.lone_genders, "together": problem.together, "apart": problem.apart}
        named = [name for name, those in ties.items() if those]
        named += [rule.name for rule in RULES if any(not limit.weight for limit in rule.counted(self.intake))]
        if named:
            return (
                f"No group was formed. A permitted {self.no_seat.choice} is free for enough mentees "
                f"({problem.min_size} or more), but those must also suit each other ({listing(named)})."
            )
        if not problem.unmatched.any():
            return (
                "No group was formed, though one could be; leaving mentees out costs nothing (weights.unmatched is 0)."
            )
        if self.proof.proved:
            return f"No group was formed; {self.proof.told('that', not_proved)}."
        return f"No group was formed, though one could be; {not_proved}."

    # Finished groups -------------------------------------------------------------------------------------------------

    def _closed_groups(self, row: int, mentee: int, obstacles: Ints) -> str:
        problem, formed = self.problem, self.formed
        open_to = np.flatnonzero(obstacles == Obstacle.NONE)
        if len(open_to):
            return self._place_left(mentee, open_to)
        at_hours = np.flatnonzero(obstacles != Obstacle.HOURS)
        hours = " at their hours" if problem.scheduled else ""
        if not len(at_hours):
            free = slot_texts(self.intake, problem.alone.mentee_free[mentee])
            meets = slot_texts(self.intake, np.bincount(formed.slot[formed.slot_known], minlength=problem.slots) > 0)
            many = "groups meet" if len(self.groups) > 1 else "only group meets"
            return ended(
                f"No group meets when they are free ({in_a_row(free, MOST_SHOWN)}); the {many} {listing(meets)}"
            )
        parts = self._parts(row, mentee, obstacles)
        if len(at_hours) == 1:
            return f"The only group{hours}, {self._names(at_hours)}, {self._closed(parts[0], 1)}."
        if len(parts) == 1:
            every, said = self._closed_alike(parts[0])
            names = in_a_row(self._ids(at_hours), MOST_SHOWN)
            return (
                f"{every} group{hours} ({names}) {said}."
                if said.endswith(")")
                else f"{every} group{hours} {said} ({names})."
            )
        told = [f"{self._names(part.which)} {self._closed(part, len(part.which))}" for part in parts]
        return f"Of the {len(at_hours)} groups{hours}, {', '.join(told[:-1])} and {told[-1]}."

    def _parts(self, row: int, mentee: int, obstacles: Ints) -> list[_Part]:
        """Return the groups at a mentee's hours, parted by what closes them; a rule that closes most comes first."""
        parts = []
        for obstacle in Obstacle:
            which = np.flatnonzero(obstacles == obstacle)
            if obstacle == Obstacle.MENTORS:
                for closure in self.no_seat.closed_by:
                    closed = closure.of_pairs(row, self.formed.first[which], self.formed.second[which])
                    parts.append(_Part(obstacle, which[closed], closure))
                    which = which[~closed]
            elif obstacle == Obstacle.COUNTED:
                for rule, closed in self.formed.counting(self.no_seat.members(mentee)):
                    parts.append(_Part(obstacle, which[closed[which]], rule=rule))
                    which = which[~closed[which]]
            elif obstacle not in (Obstacle.NONE, Obstacle.HOURS):
                parts.append(_Part(obstacle, which))
        return sorted((part for part in parts if len(part.which)), key=lambda part: -len(part.which))

    def _closed_alike(self, part: _Part) -> tuple[str, str]:
        """Say of which group, every or none, what is so where one thing closes all: ``Every`` one, ``is full``."""
        said, rule = self._closed(part, 1), part.rule or _RULES.get(part.obstacle)
        # Of somebody in the group the rule can be said as it is.
        of_group = rule is not None and said == rule.phrase(self.intake, 1)
        of_none = rule.of_none(self.intake) if rule is not None and of_group else None
        return ("Every", said) if of_none is None else ("No", of_none)

    def _closed(self, part: _Part, count: int) -> str:
        """Say that `count` groups are closed for this: ``is full``."""
        has, are = ("has", "is") if count == 1 else ("each have", "are")
        if part.obstacle == Obstacle.UNMET:
            mentors = "mentor" if self._led_alone(part.which) else "mentors"
            return f"meets when its {mentors} cannot" if count == 1 else f"meet when their {mentors} cannot"
        if part.obstacle == Obstacle.BROKEN:
            return "is led as no rule permits" if count == 1 else "are led as no rule permits"
        if part.closure is not None:
            rule = part.closure.rule
            if part.closure.suits is not None and not self._led_alone(part.which):
                return f"{are} led by mentors who {rule.phrase(self.intake, 2)}"
            return f"{has} a mentor who {rule.phrase(self.intake, 1)}"
        if part.rule is not None:
            return part.rule.phrase(self.intake, count)
        if part.obstacle == Obstacle.LOAD:
            return f"{has} a mentor who {_RULES[part.obstacle].phrase(self.intake, 1)}"
        if part.obstacle == Obstacle.APART:
            return f"{has} somebody who {_RULES[part.obstacle].phrase(self.intake, 1)}"
        return _RULES[part.obstacle].phrase(self.intake, count)

    def _led_alone(self, groups: Ints) -> bool:
        """Return whether one mentor leads each of these groups."""
        return all(len(self.formed.leaders[group]) == 1 for group in groups)

    def _place_left(self, mentee: int, open_to: Ints) -> str:
        """Say that groups are open to a mentee, and what leaving them out then means."""
        members = self.no_seat.members(mentee)
        with_them = f" and {self.no_seat.others(mentee)}" if len(members) > 1 else ""
        if self._contested(members, open_to):
            there = f"In {self._any_of(open_to)} there is a place for them{with_them}"
            place = f"{there}, unless somebody else who is left out takes it"
        else:
            has = "has" if len(open_to) == 1 else "each have"
            place = f"{self._names(open_to)} {has} a place for them{with_them}"
        bills = [] if self._is_placed(members) else [self._bill(group, members) for group in open_to.tolist()]
        nothing = bool(bills) and not any(bill.brings or bill.costs for bill in bills)
        if nothing and not self.intake.program.weights.unmatched and (self._total or self.proof.proved):
            return f"{place}, but it would earn no points, and leaving them out costs none (weights.unmatched is 0)."
        least = min(bills, key=lambda bill: bill.loss, default=None)
        not_proved = "leaving them out was not proved necessary"
        if least is None or not self._decides(least):
            return f"{place}; {self.proof.told('leaving them out', not_proved)}."
        told = loss_told(least)
        if len(bills) > 1:
            where = self.groups[open_to[bills.index(least)]].id
            told = f"in none would it bring more than it costs: in {where}, where least is lost, {bill_told(least)}"
        return f"{place}; {told}." if self.proof.proved else f"{place}; {told}; {not_proved}."

    def _is_placed(self, members: Sequence[int]) -> bool:
        """Return whether somebody of these is in a group, of several who must be together: changed by hand."""
        return any(member not in self._out for member in members)

    @cached_property
    def _out(self) -> frozenset[int]:
        return frozenset(self.left_out)

    def _bill(self, group: int, members: Sequence[int]) -> Bill:
        there = [self.intake.mentee_position[mentee] for mentee in self.groups[group].mentees]
        mentors = (int(self.formed.first[group]), int(self.formed.second[group]))
        return self.bills.of_joining(there, mentors, members)

    def _contested(self, members: Sequence[int], open_to: Ints) -> bool:
        """Return whether none of the groups open to these has room for all others left out who could want it."""
        own = [row for row, mentee in enumerate(self.left_out) if mentee in members]
        wanting = self._wanted - self._wanting[own].sum(axis=0)
        room = self.formed.room_for(members)
        return bool((room < len(members) + wanting)[open_to].all())

    @cached_property
    def _wanted(self) -> Ints:
        """(groups,): how many of those left out could want a place of each."""
        wanted: Ints = self._wanting.sum(axis=0)
        return wanted

    @cached_property
    def _wanting(self) -> Mask:
        """(mentees left out, groups): whether the group could take them, or one that shares its places."""
        rows = [
            self.formed.obstacles(row, self.no_seat.members(mentee)) == Obstacle.NONE
            for row, mentee in enumerate(self.left_out)
        ]
        wanting: Mask = np.array(rows, np.float32) @ self.formed.rivals.astype(np.float32) > 0
        return wanting

    def _any_of(self, which: Ints) -> str:
        """Return ``G1, G2 or G3``; of more than three ``G1, G2, G3 or one of 2 more``."""
        names = self._ids(which)
        more = len(names) - MOST_SHOWN
        return listing(names, "or") if more <= 0 else f"{in_a_row(names[:MOST_SHOWN])} or one of {more} more"

    def _ids(self, which: Iterable[int]) -> list[str]:
        return [self.groups[position].id for position in which]

    def _names(self, which: Iterable[int]) -> str:
        return listing(self._ids(which))


class _Part(NamedTuple):
    """Groups that one thing closes; `closure` where that is what a rule says of their mentors, `rule` of how many."""

    obstacle: Obstacle
    which: Ints
    closure: Closure | None = None
    rule: Rule | None = None


_RULES: Mapping[Obstacle, Rule] = MappingProxyType(
    {
        Obstacle.APART: ApartRule(),
        Obstacle.LOCKED: LockRule(),
        Obstacle.LONE: NoLoneRule(),
        Obstacle.LOAD: MaxMenteesRule(),
        Obstacle.FULL: SizeRule(),
        Obstacle.TOGETHER: TogetherRule(),
    }
)
