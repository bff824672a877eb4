"""Why no group at all could take a mentee, whoever else is placed where: no mentor, no hour, or too few others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from matcher.intake.findings import all_of
from matcher.intake.people import Intake
from matcher.problem.problem import Problem, Seats
from matcher.why.reasons.closed_by_rules import closed_mentors, closures
from matcher.why.reasons.wording import listing, slot_texts

__all__ = ["NoSeat"]

Ints = NDArray[np.int64]

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
        self.closed_by = closures(intake, mentees)
        self.choice = "mentor" if problem.per_group == 1 else "pair of mentors"
        self._leads_at = _leading(problem)
        self._bound = {member: cluster for cluster in problem.together for member in cluster}

    def members(self, mentee: int) -> tuple[int, ...]:
        """Return the mentee's position, then those of everybody bound together with them."""
        cluster = self._bound.get(mentee, (mentee,))
        return (mentee, *(other for other in cluster if other != mentee))

    def others(self, mentee: int) -> str:
        """Return the ids of those bound together with a mentee."""
        return listing([self.intake.mentees[other].id for other in self.members(mentee)[1:]])

    def alone(self, row: int, mentee: int) -> str | None:
        """Return which mentors or hours are missing; None where there is a permitted seat."""
        told = self._no_mentor(row, mentee) or self._no_hour(mentee) or self._too_many_bound(mentee)
        return told or self._no_choice(row, mentee)

    def too_few(self, mentee: int) -> str | None:
        """Return how many mentees the best permitted seat has; None where some seat has enough, or may have."""
        most, seen = self.most_candidates(mentee)
        if seen is not None:
            return None
        least = self.problem.min_size
        hours = " at their hours" if self.problem.scheduled else ""
        if most == 1:
            return f"Nobody else could share a permitted {self.choice} with them{hours}; a group needs {least} mentees."
        return (
            f"Only {most} mentees, they included, could share a permitted {self.choice}{hours}; a group needs {least}."
        )

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

    def _choices(self, mentee: int, suited: bool = True) -> Iterator[tuple[int, Ints, int]]:
        """Yield (first, seconds, slot) of every seat permitted to a mentee; `suited` False: whatever `either` says."""
        problem = self.problem
        members = self.members(mentee)
        either = [mask[member] for mask in problem.either for member in members] if suited else []
        either = [suits for suits in either if not suits[:-1].all()]
        for slot in np.flatnonzero(problem.mentee_free[mentee]):
            mentors = np.flatnonzero(problem.welcome[mentee, :-1] & self._leads_at[:, slot])
            for first in mentors:
                if problem.per_group == 1:
                    yield int(first), np.array([problem.mentors]), int(slot)
                    continue
                with_them = mentors[(mentors > first) & problem.pairable[first, mentors]]
                for suits in either:
                    with_them = with_them[suits[with_them] | suits[first]]
                if len(with_them):
                    yield int(first), with_them, int(slot)

    def _no_choice(self, row: int, mentee: int) -> str | None:
        members = self.members(mentee)
        if next(self._choices(mentee), None) is not None:
            return None
        they = f"They and {self.others(mentee)} are" if len(members) > 1 else "They are"
        if next(self._choices(mentee, suited=False), None) is not None:
            own = {closure.rule: closure for closure in self.closed_by if closure.suits is not None}
            blamed = [one for one in own.values() if one.suits is not None and not one.suits[row].all()]
            if len(blamed) == 1 and len(members) == 1:
                where = "at their hours " if self.problem.scheduled else ""
                phrase = blamed[0].rule.phrase(self.intake, 2)
                return f"Every pair of mentors permitted to them {where}consists of two who {phrase}."
        if not self.problem.scheduled:
            return f"No permitted {self.choice} is left to them: those they may have cannot lead a group together."
        free = self.problem.mentee_free[mentee]
        if free.all():
            return f"{they} free at every slot, and at none is a {self.choice} permitted to them."
        return f"{they} free only {listing(slot_texts(self.intake, free))}, when no {self.choice} permitted to them is."

    def most_candidates(self, mentee: int) -> tuple[int, int | None]:
        """Return how many mentees could sit where most could, of the seats permitted to one, and of how many seats.

        Ends with the first seat that has enough; None in place of the number of seats: of all of them.
        """
        problem, most, seen, size = self.problem, 0, 0, 8
        flat = ((first, second, slot) for first, seconds, slot in self._choices(mentee) for second in seconds)
        while chunk := list(islice(flat, size)):
            first, second, slot = np.array(chunk, np.int64).T
            seats = Seats(first, second, slot, np.zeros_like(first), problem.mentors)
            most = max(most, int(problem.permitted(seats).sum(axis=1).max()))
            seen += len(chunk)
            if most >= problem.min_size or seen > MOST_SEATS:
                return most, seen
            size *= 2
        return most, None


def _leading(problem: Problem) -> NDArray[np.bool_]:
    """Return (mentors, slots): who is free to lead, with some co-mentor where two lead."""
    free = problem.mentor_free[:-1] & problem.leads[:, None]
    if problem.per_group == 1:
        return free
    # Counts of 0 and 1 stay exact in this type, and its product is quick.
    partners = problem.pairable.astype(np.float32) @ free.astype(np.float32)
    return free & (partners > 0)
