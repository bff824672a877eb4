"""The score of the contract, term by term, from the intake alone.

The arrays of a `Problem` hold the same numbers for solving. Nothing is shared with them, so that a mistake there
cannot hide itself here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from matcher.intake.people import Intake, Mentee, Person
from matcher.intake.program import EligibleRule, MixRule, PairRule, Program, Weights
from matcher.intake.ties import counts_for, eligible_holds, pair_holds
from matcher.rules.rule import FormedGroup

__all__ = ["ScorePart", "Scorer", "one_weight_each"]

Columns = tuple[frozenset[str], ...]

_SELDOM = ("size", "single")
"""Weights that are told only where they count."""


class ScorePart(NamedTuple):
    """What one thing adds to the score of a group.

    Parameters
    ----------
    kind
        ``mentees``, ``eligible``, ``pair``, ``pair_wish``, ``size``, ``single`` or ``mix``.
    points
        Under 0: what it costs.
    setting
        The table of the program that has it so; None of what has no table.
    """

    kind: str
    points: int
    setting: EligibleRule | PairRule | MixRule | None = None

    @property
    def within(self) -> bool:
        """Whether it is told of what the mentees score, and is part of that."""
        return self.kind == "eligible"


class Scorer:
    """Scores people of one intake, by their ids; each person's lists are read once.

    Every method raises KeyError for an id that the intake does not have on that side.
    """

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._items: dict[str, Columns] = {}
        self._similarity_weights = tuple(intake.program.similarity.values())

    def score(self, mentee: str, mentor: str) -> int:
        """Return score(i, m), points: both ranks, similarity, a preferred gender, and wishes on columns."""
        program, weights = self._intake.program, self._intake.program.weights
        asks, leads = self._intake.mentee_by_id[mentee], self._intake.mentor_by_id[mentor]
        wish = asks.wished_gender("prefer")
        preferred = wish is not None and leads.gender_key == wish
        return (
            self.choice_points(mentee, mentor)
            + weights.mentor_choice * program.choice.at(_rank(leads.preferred_mentees, mentee))
            + weights.similarity * self._similarity(asks, leads)
            + weights.gender_wish * 100 * preferred
            + self.eligible_wishes(mentee, mentor)
        )

    def scores(self, mentee: str) -> dict[str, int]:
        """Return `score` with every mentor, by its id: what many mentors have in common is worked out once."""
        program, weights = self._intake.program, self._intake.program.weights
        asks = self._intake.mentee_by_id[mentee]
        wish, wishes = asks.wished_gender("prefer"), any(wish.weight for wish in program.eligible)
        unlisted, listed = self._chosen(asks, None), frozenset(asks.preferred_mentors)
        similar: dict[Columns, int] = {}
        scores = {}
        for leads in self._intake.mentors:
            columns = self._columns(leads)
            score = similar.get(columns)
            if score is None:
                score = similar[columns] = weights.similarity * self._similarity(asks, leads)
            if mentee in leads.preferred_mentees:
                score += weights.mentor_choice * program.choice.at(_rank(leads.preferred_mentees, mentee))
            if wish is not None and leads.gender_key == wish:
                score += weights.gender_wish * 100
            if wishes:
                score += self.eligible_wishes(mentee, leads.id)
            scores[leads.id] = score + (self.choice_points(mentee, leads.id) if leads.id in listed else unlisted)
        return scores

    def choice_points(self, mentee: str, mentor: str) -> int:
        """Return what a mentee's choice adds to its score with a mentor, points."""
        asks = self._intake.mentee_by_id[mentee]
        return self._chosen(asks, _rank(asks.preferred_mentors, mentor))

    def _chosen(self, mentee: Mentee, rank: int | None) -> int:
        """Return what a rank adds that a mentee gives, None where it lists other mentors, points."""
        choice, wishes = self._intake.program.choice, len(mentee.preferred_mentors)
        points = choice.at(wishes + 1 if rank is None and wishes and choice.unlisted == "next" else rank)
        return self._intake.program.weights.mentee_choice * points * mentee.percent // 100

    def pair(self, one: str, other: str) -> int:
        """Return pair(a, b), points: the ranks that two mentors give each other, and wishes on columns."""
        points, mentors = self._intake.program.choice.at, self._intake.mentor_by_id
        mine = points(_rank(mentors[one].preferred_co_mentors, other))
        theirs = points(_rank(mentors[other].preferred_co_mentors, one))
        return self._intake.program.weights.co_mentor_choice * (mine + theirs) + self.pair_wishes(one, other)

    def eligible_wishes(self, mentee: str, mentor: str) -> int:
        """Return what wishes on columns between a mentee and a mentor add, points."""
        asks, leads = self._intake.mentee_by_id[mentee], self._intake.mentor_by_id[mentor]
        wishes = (wish for wish in self._intake.program.eligible if wish.weight)
        return sum(100 * wish.weight for wish in wishes if eligible_holds(wish, asks, leads))

    def pair_wishes(self, one: str, other: str) -> int:
        """Return what wishes on columns between two mentors add, points."""
        mentors = self._intake.mentor_by_id
        wishes = (wish for wish in self._intake.program.pair if wish.weight)
        return sum(100 * wish.weight for wish in wishes if pair_holds(wish, mentors[one], mentors[other]))

    def cost(self, group: FormedGroup) -> int:
        """Return cost(g), points: a size that is not the ideal one, one mentor alone, and mixes that are amiss."""
        return self.size_cost(group) + self.single_cost(group) + self.mix_cost(group)

    def size_cost(self, group: FormedGroup) -> int:
        """Return what a size costs that is not the ideal one, points."""
        program = self._intake.program
        ideal = program.groups.ideal_size
        return 0 if ideal is None else program.weights.size * abs(len(group.mentees) - ideal)

    def single_cost(self, group: FormedGroup) -> int:
        """Return what it costs that one mentor leads where two would, points."""
        program = self._intake.program
        return program.weights.single * (len(group.mentors) == 1 and program.groups.mentors == 2)

    def mix_cost(self, group: FormedGroup) -> int:
        """Return what mixes cost that are amiss, points."""
        return sum(cost for _, _, cost in self.mixes(group))

    def mixes(self, group: FormedGroup) -> list[tuple[MixRule, int, int]]:
        """Return each mix that may cost points, with how many of its mentees are there, and what that costs."""
        found = []
        for mix in (mix for mix in self._intake.program.mix if mix.weight and mix.asks):
            there = sum(counts_for(mix, self._intake.mentee_by_id[mentee]) for mentee in group.mentees)
            found.append((mix, there, mix.weight * mix.amiss(there)))
        return found

    def choice(self, mentee: str, mentors: Iterable[str]) -> int | None:
        """Return the best rank, from 1, that a mentee gives to one of `mentors`; None: none of them is on its list."""
        wishes = self._intake.mentee_by_id[mentee].preferred_mentors
        ranks = (_rank(wishes, mentor) for mentor in mentors)
        return min((rank for rank in ranks if rank is not None), default=None)

    def mentee_score(self, mentee: str, mentors: Iterable[str]) -> int:
        """Return what a mentee scores with all of `mentors`, points."""
        return sum(self.score(mentee, mentor) for mentor in mentors)

    def group_score(self, group: FormedGroup) -> int:
        """Return what a group scores, points: its mentees' scores, and pair(a, b) where two lead, less its cost."""
        pair = self.pair(*group.mentors) if len(group.mentors) == 2 else 0
        return pair + sum(self.mentee_score(mentee, group.mentors) for mentee in group.mentees) - self.cost(group)

    def group_parts(self, group: FormedGroup) -> tuple[ScorePart, ...]:
        """Return what a group's score is made of, of each thing that the program counts; they add up to it.

        What is `ScorePart.within` another is told besides.
        """
        program = self._intake.program
        mentees = sum(self.mentee_score(mentee, group.mentors) for mentee in group.mentees)
        parts = [ScorePart("mentees", mentees)]
        parts += [ScorePart("eligible", self._holding(wish, group), wish) for wish in program.eligible if wish.weight]
        if program.groups.mentors == 2:
            parts += self._pair_parts(group)
        if program.groups.ideal_size is not None and program.weights.size:
            parts.append(ScorePart("size", -self.size_cost(group)))
        if program.groups.fewest_mentors < program.groups.mentors and program.weights.single:
            parts.append(ScorePart("single", -self.single_cost(group)))
        return (*parts, *(ScorePart("mix", -cost, mix) for mix, _, cost in self.mixes(group)))

    def _holding(self, wish: EligibleRule, group: FormedGroup) -> int:
        people = self._intake.mentee_by_id, self._intake.mentor_by_id
        pairs = ((people[0][mentee], people[1][mentor]) for mentee in group.mentees for mentor in group.mentors)
        return 100 * wish.weight * sum(eligible_holds(wish, *pair) is True for pair in pairs)

    def _pair_parts(self, group: FormedGroup) -> list[ScorePart]:
        """Return what two mentors add: by the ranks that they give each other, and by each wish on a column."""
        wishes = [wish for wish in self._intake.program.pair if wish.weight]
        if len(group.mentors) != 2:
            return [ScorePart("pair", 0), *(ScorePart("pair_wish", 0, wish) for wish in wishes)]
        one, other = (self._intake.mentor_by_id[mentor] for mentor in group.mentors)
        ranks = self.pair(one.id, other.id) - self.pair_wishes(one.id, other.id)
        held = [ScorePart("pair_wish", 100 * wish.weight * bool(pair_holds(wish, one, other)), wish) for wish in wishes]
        return [ScorePart("pair", ranks), *held]

    def objective(self, groups: Sequence[FormedGroup]) -> int:
        """Return the objective, points: every group's score, less what each mentee in no group costs."""
        placed = {mentee for group in groups for mentee in group.mentees}
        left_out = sum(self.left_out(mentee.id) for mentee in self._intake.mentees if mentee.id not in placed)
        return sum(map(self.group_score, groups)) - left_out

    def left_out(self, mentee: str) -> int:
        """Return what a mentee in no group costs, points."""
        return self._intake.program.weights.unmatched * self._intake.mentee_by_id[mentee].percent // 100

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


def one_weight_each(program: Program) -> Iterator[tuple[str, Program]]:
    """Yield each weight by name, with the program in which nothing else counts."""
    lists = {name: getattr(program, name) for name in ("eligible", "pair", "mix")}
    of_nothing = {name: tuple(one.model_copy(update={"weight": 0}) for one in those) for name, those in lists.items()}
    weights, nothing = program.weights, dict.fromkeys(Weights.model_fields, 0)
    for name in Weights.model_fields:
        if name in _SELDOM and not getattr(weights, name):
            continue
        only = Weights(**{**nothing, name: getattr(weights, name)})
        yield name, program.model_copy(update={"weights": only, **of_nothing})
    for name, those in lists.items():
        if any(one.weight for one in those):
            yield name, program.model_copy(update={"weights": Weights(**nothing), **of_nothing, name: those})
