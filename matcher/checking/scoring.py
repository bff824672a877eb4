"""The score of the contract, term by term, from the intake alone.

The arrays of a `Problem` hold the same numbers for solving. Nothing is shared with them, so that a mistake there
cannot hide itself here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matcher.intake.people import Intake, Person
from matcher.rules.rule import FormedGroup

__all__ = ["Scorer"]

Columns = tuple[frozenset[str], ...]


class Scorer:
    """Scores people of one intake, by their ids; each person's lists are read once.

    Every method raises KeyError for an id that the intake does not have on that side.
    """

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._items: dict[str, Columns] = {}
        self._similarity_weights = tuple(intake.program.similarity.values())

    def score(self, mentee: str, mentor: str) -> int:
        """Return score(i, m), points: both ranks, similarity, and a preferred gender."""
        program, weights = self._intake.program, self._intake.program.weights
        asks, leads = self._intake.mentee_by_id[mentee], self._intake.mentor_by_id[mentor]
        wish = asks.wished_gender("prefer")
        preferred = wish is not None and leads.gender_key == wish
        return (
            weights.mentee_choice * program.choice.at(_rank(asks.preferred_mentors, mentor))
            + weights.mentor_choice * program.choice.at(_rank(leads.preferred_mentees, mentee))
            + weights.similarity * self._similarity(asks, leads)
            + weights.gender_wish * 100 * preferred
        )

    def pair(self, one: str, other: str) -> int:
        """Return pair(a, b), points: the ranks that two mentors give each other."""
        points, mentors = self._intake.program.choice.at, self._intake.mentor_by_id
        mine = points(_rank(mentors[one].preferred_co_mentors, other))
        theirs = points(_rank(mentors[other].preferred_co_mentors, one))
        return self._intake.program.weights.co_mentor_choice * (mine + theirs)

    def choice(self, mentee: str, mentors: Iterable[str]) -> int | None:
        """Return the best rank, from 1, that a mentee gives to one of `mentors`; None: none of them is on its list."""
        wishes = self._intake.mentee_by_id[mentee].preferred_mentors
        ranks = (_rank(wishes, mentor) for mentor in mentors)
        return min((rank for rank in ranks if rank is not None), default=None)

    def mentee_score(self, mentee: str, mentors: Iterable[str]) -> int:
        """Return what a mentee scores with all of `mentors`, points."""
        return sum(self.score(mentee, mentor) for mentor in mentors)

    def group_score(self, group: FormedGroup) -> int:
        """Return what a group adds to the objective, points: its mentees' scores, and pair(a, b) where two lead."""
        pair = self.pair(*group.mentors) if len(group.mentors) == 2 else 0
        return pair + sum(self.mentee_score(mentee, group.mentors) for mentee in group.mentees)

    def objective(self, groups: Sequence[FormedGroup]) -> int:
        """Return the objective, points: every group's score, less what each mentee in no group costs."""
        placed = {mentee for group in groups for mentee in group.mentees}
        left_out = sum(mentee.id not in placed for mentee in self._intake.mentees)
        return sum(map(self.group_score, groups)) - self._intake.program.weights.unmatched * left_out

    def _similarity(self, one: Person, other: Person) -> int:
        """Return S(i, m), 0 to 100, halves rounded up: of each column, then of their weighted mean."""
        total = sum(self._similarity_weights)
        if not total:
            return 0
        weighted = 0
        for weight, mine, theirs in zip(
            self._similarity_weights, self._columns(one), self._columns(other), strict=True
        ):
            either = len(mine | theirs)
            if either:
                weighted += weight * ((200 * len(mine & theirs) + either) // (2 * either))
        return (2 * weighted + total) // (2 * total)

    def _columns(self, person: Person) -> Columns:
        columns = self._items.get(person.id)
        if columns is None:
            columns = tuple(person.items(column) for column in self._intake.program.similarity)
            self._items[person.id] = columns
        return columns


def _rank(wishes: tuple[str, ...], other: str) -> int | None:
    return wishes.index(other) + 1 if other in wishes else None
