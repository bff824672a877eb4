"""What an intake says of two people by themselves: bound together, kept apart, fit for each other.

Said once, here: rules ask it of groups, and checks of an intake in which faults are still looked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Literal

from matcher.intake.people import Intake, Mentor, Person
from matcher.intake.program import EligibleRule, MixRule, PairRule, Program, fold, header_key

__all__ = [
    "apart_pairs",
    "assigned_mentors",
    "bound",
    "components",
    "counts_for",
    "eligible_holds",
    "folded",
    "genders_suit",
    "is_above",
    "pair_holds",
    "standing",
    "wishes_bind_each",
]


_RANKED = frozenset(map(header_key, ("preferred_mentors", "preferred_mentees", "preferred_co_mentors")))


def apart_pairs(intake: Intake) -> list[tuple[str, str]]:
    """Return the ids of every two people who must not share a group, each pair once, in the order of the intake."""
    pairs = [(person.id, other) for person in (*intake.mentors, *intake.mentees) for other in person.avoid]
    pairs += [(row.a, row.b) for row in intake.constraints if row.kind == "apart"]
    return list(dict.fromkeys((min(pair), max(pair)) for pair in pairs))


def assigned_mentors(intake: Intake) -> dict[str, tuple[str, ...]]:
    """Return the ids of the mentors that each mentee is assigned to, each once, mentees without any missing."""
    assigned: dict[str, list[str]] = {}
    for row in intake.constraints:
        if row.kind == "assign" and row.b not in assigned.setdefault(row.a, []):
            assigned[row.a].append(row.b)
    return {mentee: tuple(mentors) for mentee, mentors in assigned.items()}


def bound(intake: Intake, kind: Literal["together", "co_lead"]) -> dict[str, frozenset[str]]:
    """Return for everybody in such constraints all who are bound to them, through any chain, themselves included."""
    return components((row.a, row.b) for row in intake.constraints if row.kind == kind)


def components(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Return for everybody in `pairs` all who are tied to them, through any chain, themselves included."""
    tied: dict[str, set[str]] = {}
    for a, b in pairs:
        one, other = tied.setdefault(a, {a}), tied.setdefault(b, {b})
        if one is not other:
            small, large = sorted((one, other), key=len)
            large |= small
            tied |= dict.fromkeys(small, large)
    frozen: dict[int, frozenset[str]] = {}
    return {member: frozen.setdefault(id(members), frozenset(members)) for member, members in tied.items()}


def folded(person: Person, column: str) -> str | None:
    """Return a column's text as ``equal`` and ``differ`` of two mentors compare it; None where blank.

    The items of a list are a set: neither their order nor their number counts. Ranked wishes alone have an order.
    """
    if header_key(column) in _RANKED:
        text = person.text(column)
        return None if text is None else fold(text) or None
    return "; ".join(sorted(person.items(column))) or None


def eligible_holds(rule: EligibleRule, mentee: Person, mentor: Person) -> bool | None:
    """Return whether an ``[[eligible]]`` table holds between a mentee and a mentor; None where one is blank."""
    if rule.rule in ("share", "differ"):
        mine, theirs = mentee.items(rule.column), mentor.items(rule.column)
        return None if not mine or not theirs else bool(mine & theirs) == (rule.rule == "share")
    if rule.rule == "equal":
        said, asked = folded(mentee, rule.column), folded(mentor, rule.column)
        return None if said is None or asked is None else said == asked
    one, other = mentee.text(rule.column), mentor.text(rule.column)
    if one is None or other is None:
        return None
    low, high = standing(rule, one), standing(rule, other)
    if low is None or high is None:
        return None
    return is_above(rule, high - low)


def is_above(rule: EligibleRule, distance: Decimal) -> bool:
    """Return whether a mentor who stands so far above a mentee is as far above as an ``above`` asks."""
    least = 1 if rule.at_least is None else rule.at_least
    return distance >= least and (rule.at_most is None or distance <= rule.at_most)


def standing(rule: EligibleRule, text: str) -> Decimal | None:
    """Return where a cell stands in the order of an ``above``: its place, or its number; None where it is neither."""
    if rule.order:
        places = [fold(value) for value in rule.order]
        return Decimal(places.index(fold(text))) if fold(text) in places else None
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def pair_holds(rule: PairRule, one: Mentor, other: Mentor | None) -> bool | None:
    """Return whether a ``[[pair]]`` table holds of a group's mentors; None where a blank leaves that open.

    Parameters
    ----------
    other
        None where one mentor leads alone: then ``equal`` and ``differ`` ask nothing.
    """
    if rule.rule == "includes":
        has = one.items(rule.column) | (frozenset() if other is None else other.items(rule.column))
        return bool(has & frozenset(map(fold, rule.values)))
    mine, theirs = folded(one, rule.column), None if other is None else folded(other, rule.column)
    if mine is None or theirs is None:
        return None
    return (mine == theirs) == (rule.rule == "equal")


def counts_for(rule: MixRule, mentee: Person) -> bool:
    """Return whether a ``[[mix]]`` table counts a mentee."""
    return bool(mentee.items(rule.column) & frozenset(map(fold, rule.values)))


def genders_suit(program: Program, one: Mentor, other: Mentor) -> bool:
    """Return whether the genders of two mentors are such as ``gender.pair`` asks for; undisclosed ones never are."""
    genders = (one.gender_key, other.gender_key)
    if program.gender.pair == "any":
        return True
    return None not in genders and (genders[0] == genders[1]) == (program.gender.pair == "same")


def wishes_bind_each(program: Program) -> bool:
    """Return whether a required gender is asked of every mentor of a group, and not of one of them."""
    return program.gender.scope == "all" or program.groups.mentors == 1
