"""What rules and wishes on columns say of people: said once, for reading, for rules and for scores."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from matcher.intake.people import Mentor, Person
from matcher.intake.program import EligibleRule, MixRule, PairRule, fold

__all__ = ["counts_for", "eligible_holds", "is_above", "pair_holds", "standing"]


def eligible_holds(rule: EligibleRule, mentee: Person, mentor: Person) -> bool | None:
    """Return whether an ``[[eligible]]`` table holds between a mentee and a mentor; None where one is blank."""
    if rule.rule in ("share", "differ"):
        mine, theirs = mentee.items(rule.column), mentor.items(rule.column)
        return None if not mine or not theirs else bool(mine & theirs) == (rule.rule == "share")
    one, other = mentee.text(rule.column), mentor.text(rule.column)
    if one is None or other is None:
        return None
    if rule.rule == "equal":
        return fold(one) == fold(other)
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
    mine, theirs = one.text(rule.column), None if other is None else other.text(rule.column)
    if mine is None or theirs is None:
        return None
    return (fold(mine) == fold(theirs)) == (rule.rule == "equal")


def counts_for(rule: MixRule, mentee: Person) -> bool:
    """Return whether a ``[[mix]]`` table counts a mentee."""
    return bool(mentee.items(rule.column) & frozenset(map(fold, rule.values)))
