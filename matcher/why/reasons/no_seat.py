"""Why no group at all could take a mentee, whoever else is placed where: no mentor, no hour, or too few others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.intake.words.findings import all_of
from matcher.problem.problem import Problem, Seats, build_problem
from matcher.rules import RULES
from matcher.text import ended
from matcher.why.reasons.blamed_locks import Way, blamed, locks_told, ways_of
from matcher.why.reasons.choices import Choices
from matcher.why.reasons.closed_by_rules import closed_mentors, closures
from matcher.why.reasons.wording import listing, slot_texts

__all__ = ["NoSeat"]

Mask = NDArray[np.bool_]

MOST_SEATS = 1024
"""Seats of one mentee that are looked at before "too few could sit there" is given up as an explanation."""


class NoSeat:
    """What permitted seats there are for some mentees, and the sentences about one who has none.

    Parameters
    ----------
    mentees
        Positions of the mentees of whom it is asked; a mentee's place among them is their *row*.
    """

    def __init__(self, intake: Intake, problem: Problem, mentees: Sequence[int]) -> None:
        self.intake = intake
        self.problem = problem
        self.mentees = mentees
        self.closed_by = closures(intake, mentees)
        alone = "mentor" if problem.per_group == 1 else "mentor or pair of mentors"
        self.choice = alone if problem.fewest_leaders == 1 else "pair of mentors"
        self._permitted = Choices.of_problem(problem)
        self._bound = {member: cluster for cluster in problem.together for member in cluster}
        self._kept_from: dict[int, list[int]] = {}
        for one, other in problem.apart:
            self._kept_from.setdefault(one, []).extend(self.members(other))
            self._kept_from.setdefault(other, []).extend(self.members(one))

    def members(self, mentee: int) -> tuple[int, ...]:
        """Return the mentee's position, then those of everybody bound together with them."""
        cluster = self._bound.get(mentee, (mentee,))
        return (mentee, *(other for other in cluster if other != mentee))

    def others(self, mentee: int) -> str:
        """Return the ids of those bound together with a mentee."""
        return listing([self.intake.mentees[other].id for other in self.members(mentee)[1:]])

    def alone(self, row: int, mentee: int) -> str | None:
        """Return which mentors or hours are missing; None where there is a permitted seat.

        What rules and hours leave nobody is told as if there were no locks, which can only take away; what they leave
        and locks take is told with those locks.
        """
        if (told := self._no_mentor(row, mentee)) is not None:
            return told
        besides = self.besides_locks
        told = besides._no_hour(mentee) or besides._too_many_bound(mentee) or besides._no_choice(row, mentee)
        if told is None and next(self._permitted.at_their_hours(self.members(mentee)), None) is None:
            return self._none_but_for_locks(mentee)
        return told

    def too_few(self, mentee: int) -> str | None:
        """Return how many mentees the best permitted seat has; None where some seat has enough, or may have."""
        most, seen = self.most_candidates(mentee)
        if seen is not None:
            return None
        least = self.problem.min_size
        hours = " at their hours" if self.problem.scheduled else ""
        told = (
            f"only {most} mentees, they included, could share a permitted {self.choice}{hours}; a group needs {least}."
        )
        if most == 1:
            nobody = f"nobody else could share a permitted {self.choice} with them{hours}"
            told = f"{nobody}; a group needs {least} mentees."
        locks = self._because_of_locks(mentee)
        return f"{told[0].upper()}{told[1:]}" if locks is None else f"Because of {locks}, {told}"

    def hours_could_help(self, mentee: int) -> bool:
        """Return whether a mentee is not free at some slot, and mentors are permitted to them at some slot."""
        free = self.problem.alone.mentee_free[mentee]
        return not free.all() and self._permitted.at_any_hour(self.members(mentee))

    # Locks -----------------------------------------------------------------------------------------------------------

    @cached_property
    def besides_locks(self) -> NoSeat:
        """The same of the intake without its locks."""
        if not self.intake.locks:
            return self
        unlocked = self.intake.model_copy(update={"locks": ()})
        return NoSeat(unlocked, build_problem(unlocked), self.mentees)

    def _none_but_for_locks(self, mentee: int) -> str:
        """Say of somebody whom rules and hours leave a choice of mentors which locks take it."""
        locks = blamed(self.intake, self.besides_locks._ways(mentee, with_others=False))
        leave = "a lock leaves" if len(locks) == 1 else "locks leave"
        none = f"{leave} no {self.choice} permitted to {self._them(mentee)}"
        if not self.problem.scheduled:
            return ended(f"{none[0].upper()}{none[1:]}: {locks_told(locks)}")
        return ended(f"{self._free(mentee)}, and {none} then: {locks_told(locks)}")

    def _because_of_locks(self, mentee: int) -> str | None:
        """Name the locks without which enough could share a permitted seat; None where it would be too few too."""
        besides = self.besides_locks
        if besides.most_candidates(mentee)[1] is None:
            return None
        ways = besides._ways(mentee, with_others=True)
        locks = blamed(self.intake, (way for way in ways if len(way.others) >= self.problem.min_size))
        return f"{'a lock' if len(locks) == 1 else 'locks'} ({locks_told(locks)})"

    def _ways(self, mentee: int, *, with_others: bool) -> list[Way]:
        """Return the seats permitted to a mentee, as many as are looked at; with who else could sit there or not."""
        ways: list[Way] = []
        for seats, allowed in self._looked_at(mentee):
            ways += ways_of(self.intake, seats, self.members(mentee), allowed if with_others else allowed[:, :0])
            if len(ways) > MOST_SEATS:
                break
        return ways

    # Mentors and hours -----------------------------------------------------------------------------------------------

    def _no_mentor(self, row: int, mentee: int) -> str | None:
        if (self.problem.welcome[mentee, :-1] & self.problem.leads).any():
            return None
        told = closed_mentors(self.intake, self.problem, self.closed_by, row, mentee)
        return f"No mentor is permitted: {', '.join(told)}."

    def _no_hour(self, mentee: int) -> str | None:
        if self.problem.mentee_free[mentee].any():
            return None
        if not self.problem.alone.mentee_free[mentee].any():
            return "They can meet at none of the slots."
        others, all_of_them = self.others(mentee), all_of(len(self.members(mentee)))
        return f"They must be together with {others}, and there is no slot at which {all_of_them} can meet."

    def _too_many_bound(self, mentee: int) -> str | None:
        members = self.members(mentee)
        if len(members) <= self.problem.max_size:
            return None
        return (
            f"They must be together with {self.others(mentee)}: {len(members)} mentees, "
            f"and a group holds at most {self.problem.max_size}."
        )

    def _no_choice(self, row: int, mentee: int) -> str | None:
        members, permitted = self.members(mentee), self._permitted
        if next(permitted.at_their_hours(members), None) is not None:
            return None
        if next(permitted.at_their_hours(members, suited=False), None) is not None:
            own = {closure.rule: closure for closure in self.closed_by if closure.suits is not None}
            blamed = [one for one in own.values() if one.suits is not None and not one.suits[row].all()]
            if len(blamed) == 1 and len(members) == 1:
                where, rule = " at their hours" if self.problem.scheduled else "", blamed[0].rule
                if self.problem.fewest_leaders == 1:
                    whoever = f"Whoever could lead a group of theirs{where}, alone or with another,"
                    return f"{whoever} {rule.phrase(self.intake, 1)}."
                two = rule.phrase(self.intake, 2)
                return f"Every pair of mentors permitted to them{where} consists of two who {two}."
        if self.problem.scheduled and permitted.at_any_hour(members):
            return f"{self._free(mentee)}, when no {self.choice} permitted to them is."
        return self._no_choice_at_all(mentee)

    def _no_choice_at_all(self, mentee: int) -> str:
        """Say that more hours would not help, and which rule alone it is for."""
        hour = " at any hour" if self.problem.scheduled else ""
        causes = self._causes[mentee]
        because = f", because of the rule on {causes[0]}" if len(causes) == 1 else ""
        return f"No {self.choice} permitted to {self._them(mentee)} can lead a group{hour}{because}."

    @cached_property
    def _causes(self) -> dict[int, list[str]]:
        """Of those to whom no choice is permitted at any hour: the rules without which, one by one, some would be."""
        causes: dict[int, list[str]] = {
            mentee: [] for mentee in self.mentees if not self._permitted.at_any_hour(self.members(mentee))
        }
        for rule in RULES:
            without = Choices.without(self.intake, rule)
            for mentee, told in causes.items():
                if without.at_any_hour(self.members(mentee)):
                    told.append(rule.name)
        return causes

    def _them(self, mentee: int) -> str:
        return f"them and {self.others(mentee)}" if len(self.members(mentee)) > 1 else "them"

    def _free(self, mentee: int) -> str:
        """Say when a mentee, and whoever must come too, are free, whatever locks say."""
        members = self.members(mentee)
        free: Mask = np.logical_and.reduce(self.problem.alone.mentee_free[list(members)], axis=0)
        they = f"They and {self.others(mentee)} are" if len(members) > 1 else "They are"
        if free.all():
            return f"{they} free at every slot"
        return f"{they} free only {listing(slot_texts(self.intake, free))}"

    def most_candidates(self, mentee: int) -> tuple[int, int | None]:
        """Return how many mentees could sit where most could, of the seats permitted to one, and of how many seats.

        Those count whom nothing keeps from them, and of those whom something keeps from each other one. Ends with the
        first seat that has enough; None in place of the number of seats: of all of them.
        """
        most, seen = 0, 0
        for seats, allowed in self._looked_at(mentee):
            most, seen = max(most, *(self._fitting(row) for row in allowed)), seen + len(seats)
            if most >= self.problem.min_size or seen > MOST_SEATS:
                return most, seen
        return most, None

    def _looked_at(self, mentee: int) -> Iterator[tuple[Seats, Mask]]:
        """Yield the seats permitted to a mentee, some at a time, with (seats, mentees): who could sit there."""
        size = 8
        members = self.members(mentee)
        choices = self._permitted.at_their_hours(members)
        flat = ((first, second, slot) for first, seconds, slot in choices for second in seconds)
        while chunk := list(islice(flat, size)):
            first, second, slot = np.array(chunk, np.int64).T
            seats = Seats(first, second, slot, np.zeros_like(first), self.problem.mentors)
            allowed = self.problem.permitted(seats)
            for member in members:
                allowed[:, self._kept_from.get(member, [])] = False
            yield seats, allowed
            size *= 2

    def _fitting(self, able: Mask) -> int:
        """Return how many of these mentees (mentees,) could be in one group, or all of them where they are enough."""
        count = int(able.sum())
        if count >= self.problem.min_size:
            return count
        for one in np.flatnonzero(able).tolist():
            others = self._kept_from.get(one, [])
            if able[others].any():
                return max(self._fitting(_but(able, self.members(one))), self._fitting(_but(able, others)))
        return count


def _but(able: Mask, mentees: Sequence[int]) -> Mask:
    left = able.copy()
    left[list(mentees)] = False
    return left
