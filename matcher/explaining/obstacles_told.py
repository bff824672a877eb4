"""Why two people can never share a group, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from types import MappingProxyType

from matcher.explaining.naming import Names, listed
from matcher.explaining.records import Barrier, Obstacle, Wish, WishKind
from matcher.intake.findings import count_of
from matcher.rules.apart import ApartRule

__all__ = ["obstacle_told"]

MOST_SLOTS = 4


def obstacle_told(names: Names, who: str, other: str, wish: Wish, obstacle: Obstacle) -> str:
    """Say what stands between two people.

    Parameters
    ----------
    who, other
        Names: of the person who wishes, and of whom they wish for.
    """
    return _OBSTACLES[obstacle.barrier](names, who, other, wish, obstacle)


def _hours(hours: Sequence[str]) -> str:
    return listed(list(hours), MOST_SLOTS)


def _by_rule(names: Names, who: str, other: str, wish: Wish, obstacle: Obstacle) -> str:
    phrase = obstacle.phrase or ""
    if obstacle.rule == ApartRule.name:
        return f"{who} and {other} must not share a group ({_kept_apart(names, obstacle)})."
    if wish.kind is WishKind.MENTEE:
        # The rules speak of the mentor to the mentee; here the mentor asks.
        return f"{who} {_about(phrase, other)}."
    if " lead " in phrase:
        return f"{who} and {other} {phrase}."
    return f"{other} {_about(phrase, who)}."


def _kept_apart(names: Names, obstacle: Obstacle) -> str:
    if len(obstacle.people) == 2:
        return "they avoid each other"
    if obstacle.people:
        return f"{names.named(obstacle.people)} avoids the other"
    return "constraints.csv" if obstacle.note is None else obstacle.note


def _about(phrase: str, who: str) -> str:
    """Return what a rule says of somebody to "them", with the name of whom it is said."""
    for they, named in (("they require", f"{who} requires"), ("they are", f"{who} is"), ("they", who), ("them", who)):
        # Cut and joined, as a name could hold what stands for something in a pattern's replacement.
        phrase = named.join(re.split(rf"\b{they}\b", phrase))
    return phrase


def _by_hours(names: Names, who: str, other: str, wish: Wish, obstacle: Obstacle) -> str:
    one, two = (names.name(person) for person in obstacle.people)
    return (
        f"{one} and {two} share no hour: {one} can meet {_hours(obstacle.hours)}, {two} {_hours(obstacle.other_hours)}."
    )


def _not_free(names: Names, who: str, other: str, wish: Wish, obstacle: Obstacle) -> str:
    return f"{names.named(obstacle.people)} can meet at none of the slots."


def _leads_none(names: Names, who: str, other: str, wish: Wish, obstacle: Obstacle) -> str:
    return f"{names.named(obstacle.people)} {obstacle.phrase}."


def _one_mentor(names: Names, who: str, other: str, wish: Wish, obstacle: Obstacle) -> str:
    return "One mentor leads each group in this program (groups.mentors is 1)."


def _co_mentor(names: Names, who: str, other: str, wish: Wish, obstacle: Obstacle) -> str:
    when = f" at the hours that {who} and {other} share ({_hours(obstacle.hours)})" if obstacle.hours else ""
    if wish.kind is WishKind.TOGETHER and obstacle.rule is None:
        return f"There are no permitted mentors for both {who} and {other}{when}."
    why = f", because of the rule on {obstacle.rule}" if obstacle.rule else ""
    return f"There is nobody who may lead with {other if wish.kind is not WishKind.MENTEE else who}{when}{why}."


def _too_few(names: Names, who: str, other: str, wish: Wish, obstacle: Obstacle) -> str:
    return (
        f"Nowhere could {who} and {other} be in one group with enough others: at most "
        f"{count_of(obstacle.number or 0, 'mentee')} could come, and a group needs {obstacle.needed}."
    )


def _nobody(names: Names, who: str, other: str, wish: Wish, obstacle: Obstacle) -> str:
    return f"No mentor is of gender {wish.gender}."


def _bound(names: Names, who: str, other: str, wish: Wish, obstacle: Obstacle) -> str:
    mate = names.named(obstacle.people)
    if obstacle.phrase is not None:
        return f"{mate} must be in the same group, and {other} {_about(obstacle.phrase, mate)}."
    if obstacle.hours:
        return (
            f"{mate} must be in the same group, and cannot come when {who} and {other} can ({_hours(obstacle.hours)})."
        )
    return f"{mate} must be in the same group as {who}, and there is no hour at which all of them can meet."


_Said = Callable[[Names, str, str, Wish, Obstacle], str]
_OBSTACLES: MappingProxyType[Barrier, _Said] = MappingProxyType(
    {
        Barrier.RULE: _by_rule,
        Barrier.HOURS: _by_hours,
        Barrier.NOT_FREE: _not_free,
        Barrier.LEADS_NONE: _leads_none,
        Barrier.ONE_MENTOR: _one_mentor,
        Barrier.CO_MENTOR: _co_mentor,
        Barrier.TOO_FEW: _too_few,
        Barrier.NOBODY: _nobody,
        Barrier.BOUND: _bound,
    }
)
