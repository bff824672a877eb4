"""What an intake says of two people by themselves: bound together, kept apart, fit for each other.

Said once, here: rules ask it of groups, and checks of an intake in which faults are still looked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from matcher.intake.people import Intake, Mentor, Person
from matcher.intake.program import EligibleRule, PairRule, Program, fold

__all__ = [
    "apart_pairs",
    "assigned_mentors",
    "bound",
    "components",
    "fits",
    "folded",
    "genders_suit",
    "has_one",
    "suits",
    "wishes_bind_each",
]


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
    """Return a column's text as it is compared; None where blank."""
    text = person.text(column)
    return None if text is None else fold(text) or None


def fits(setting: EligibleRule, mentee: Person, mentor: Person) -> bool:
    """Return whether a mentee and a mentor fit each other in the setting's column; a blank one fits everybody."""
    if setting.rule == "equal":
        mine, theirs = folded(mentee, setting.column), folded(mentor, setting.column)
        return mine is None or theirs is None or mine == theirs
    mine_items, their_items = mentee.items(setting.column), mentor.items(setting.column)
    return not mine_items or not their_items or bool(mine_items & their_items)


def has_one(setting: PairRule, mentor: Person) -> bool:
    """Return whether a mentor has one of the values of which ``includes`` asks one of a pair to have any."""
    return bool(mentor.items(setting.column) & set(map(fold, setting.values)))


def suits(setting: PairRule, one: Person, other: Person) -> bool:
    """Return whether two mentors suit each other in the setting's column; a blank one suits everybody."""
    if setting.rule == "includes":
        return has_one(setting, one) or has_one(setting, other)
    mine, theirs = folded(one, setting.column), folded(other, setting.column)
    return mine is None or theirs is None or (mine == theirs) == (setting.rule == "equal")


def genders_suit(program: Program, one: Mentor, other: Mentor) -> bool:
    """Return whether the genders of two mentors are such as ``gender.pair`` asks for; undisclosed ones never are."""
    genders = (one.gender_key, other.gender_key)
    if program.gender.pair == "any":
        return True
    return None not in genders and (genders[0] == genders[1]) == (program.gender.pair == "same")


def wishes_bind_each(program: Program) -> bool:
    """Return whether a required gender is asked of every mentor of a group, and not of one of them."""
    return program.gender.scope == "all" or program.groups.mentors == 1
