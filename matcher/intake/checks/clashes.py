"""Which people can never share a group, and why: what contradictions and warnings are told from.

This says in words what the rules say in arrays, for the few pairs that an intake ties together; what it does not know
(sizes, slots of whole groups) is left to the solver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from matcher.intake.calling import called
from matcher.intake.findings import count_of
from matcher.intake.people import Constraint, Mentee, Mentor, Person
from matcher.intake.program import EligibleRule, PairRule, Program, fold

__all__ = ["Clashes", "components", "fits_pair"]


def components(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Return for everybody in `pairs` all who are tied to them, through any chain, themselves included."""
    tied: dict[str, set[str]] = {}
    for a, b in pairs:
        one, other = tied.setdefault(a, {a}), tied.setdefault(b, {b})
        if one is not other:
            small, large = sorted((one, other), key=len)
            large |= small
            for member in small:
                tied[member] = large
    frozen: dict[int, frozenset[str]] = {}
    return {member: frozen.setdefault(id(members), frozenset(members)) for member, members in tied.items()}


class Clashes:
    """Reasons, as sentences, for which two people can never share a group; None where there is none.

    Parameters
    ----------
    mentors, mentees
        By id.
    constraints
        With known ids only; unknown ids in anybody's `avoid` do no harm.
    """

    def __init__(
        self,
        program: Program,
        mentors: Mapping[str, Mentor],
        mentees: Mapping[str, Mentee],
        constraints: Iterable[Constraint],
    ) -> None:
        self.program = program
        self.mentors = mentors
        ties: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for constraint in constraints:
            ties[constraint.kind].append((constraint.a, constraint.b))
        self.together = components(ties["together"])
        self.co_leading = components(ties["co_lead"])
        self.assigned: dict[str, frozenset[str]] = {}
        for mentee, mentor in ties["assign"]:
            self.assigned[mentee] = self.assigned.get(mentee, frozenset()) | {mentor}
        people: Iterable[Person] = (*mentors.values(), *mentees.values())
        self._people = {person.id: person for person in people}
        self._apart = {frozenset(pair) for pair in ties["apart"]}
        self._apart |= {frozenset((person.id, other)) for person in people for other in person.avoid}

    def _who(self, person: str) -> str:
        known = self._people.get(person)
        return person if known is None else called(person, known.name)

    def idle(self, mentor: Mentor) -> str | None:
        """Return why a mentor leads no group whatever comes."""
        load = self.program.load
        groups = load.max_groups if mentor.max_groups is None else mentor.max_groups
        most = load.max_mentees if mentor.max_mentees is None else mentor.max_mentees
        least = self.program.groups.min_size
        if groups == 0:
            return f"{self._who(mentor.id)} leads no group (max_groups is 0)"
        if most is not None and most < least:
            return f"{self._who(mentor.id)} has at most {count_of(most, 'mentee')} and a group at least {least}"
        return None

    def of_two(self, a: str, b: str) -> str | None:
        """Return why two people are kept apart by name."""
        return f"{self._who(a)} and {self._who(b)} are kept apart" if frozenset((a, b)) in self._apart else None

    def of_mentors(self, a: Mentor, b: Mentor) -> str | None:
        """Return why two mentors cannot lead a group together."""
        led = frozenset((a.id, b.id))
        for one in (a, b):
            if not self.co_leading.get(one.id, led) <= led:
                other = min(self.co_leading[one.id] - led)
                return f"{self._who(one.id)} leads only where {self._who(other)} does (co_lead)"
        both = f"{self._who(a.id)} and {self._who(b.id)}"
        wanted, genders = self.program.gender.pair, (a.gender_key, b.gender_key)
        known = None not in genders
        if wanted == "mixed" and not (known and genders[0] != genders[1]):
            return f"{both} are no pair of different genders"
        if wanted == "same" and not (known and genders[0] == genders[1]):
            return f"{both} are no pair of the same gender"
        broken = [rule.column for rule in self.program.pair if not fits_pair(rule, a, b)]
        if broken:
            return f"{both} are no pair by the rule on {broken[0]}"
        return self.of_two(a.id, b.id)

    def of_mentee(self, mentee: Mentee, mentor: Mentor) -> str | None:
        """Return why a mentee and a mentor can never share a group, gender wishes and slots aside."""
        broken = [rule.column for rule in self.program.eligible if not _fits(rule, mentee, mentor)]
        if broken:
            return f"{self._who(mentee.id)} and {self._who(mentor.id)} do not fit by the rule on {broken[0]}"
        return self.of_two(mentee.id, mentor.id) or self.idle(mentor)

    def of_wish(self, mentee: Mentee, mentor: Mentor) -> str | None:
        """Return why a mentee's gender wish rules a mentor out."""
        required = mentee.wished_gender("require")
        each = self.program.gender.scope == "all" or self.program.groups.mentors == 1
        if required is None or not each or mentor.gender_key == required:
            return None
        return f"{self._who(mentor.id)} is not of the gender that {self._who(mentee.id)} requires"


def _fits(rule: EligibleRule, mentee: Mentee, mentor: Mentor) -> bool:
    if rule.rule == "equal":
        return _alike(mentee.text(rule.column), mentor.text(rule.column), True)
    mentee_items, mentor_items = mentee.items(rule.column), mentor.items(rule.column)
    return not mentee_items or not mentor_items or bool(mentee_items & mentor_items)


def fits_pair(rule: PairRule, a: Mentor, b: Mentor) -> bool:
    """Return whether a rule on pairs lets two mentors lead together."""
    if rule.rule == "includes":
        wanted = frozenset(map(fold, rule.values))
        return bool(wanted & (a.items(rule.column) | b.items(rule.column)))
    return _alike(a.text(rule.column), b.text(rule.column), rule.rule == "equal")


def _alike(a: str | None, b: str | None, wanted: bool) -> bool:
    """Whether two texts are, or are not, the same as `wanted`; a blank one fits everybody."""
    return not a or not b or (fold(a) == fold(b)) is wanted
