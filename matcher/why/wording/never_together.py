"""Why two people can never share a group, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from types import MappingProxyType

from matcher.intake.words.findings import all_of, count_of
from matcher.intake.words.listing import in_a_row
from matcher.rules.members.apart import ApartRule
from matcher.text import ended
from matcher.why.answers.records import Barrier, Obstacle, Wish
from matcher.why.wording.naming import Names, listed

__all__ = ["obstacle_told"]

MOST_SLOTS = 4
"""Hours in one sentence."""


def obstacle_told(names: Names, who: str, wish: Wish, obstacle: Obstacle) -> str:
    """Say what stands between somebody and whom they wish for, or all mentors of the gender that they wish for.

    Parameters
    ----------
    who
        The name of the person who wishes.
    """
    if wish.gender is None:
        one, other = _mentee_first(names, who, names.name(wish.other), wish, obstacle)
        return ended(_OBSTACLES[obstacle.barrier](names, one, other, obstacle))
    mentors = f"mentor of gender {wish.gender}"
    if obstacle.mentor is None:
        return ended(_OF_ALL[obstacle.barrier](names, who, mentors, obstacle))
    told = _OBSTACLES[obstacle.barrier](names, who, names.name(obstacle.mentor), obstacle)
    return ended(f"No {mentors} is possible, for more than one reason. One is this: {told}")


def _mentee_first(names: Names, who: str, other: str, wish: Wish, obstacle: Obstacle) -> tuple[str, str]:
    """Return the two, of a mentee and a mentor the mentee first, whoever of them is asked about."""
    return (other, who) if obstacle.mentee is not None and obstacle.mentee == wish.other else (who, other)


def _hours(hours: Sequence[str]) -> str:
    return listed(list(hours), MOST_SLOTS)


def _by_rule(names: Names, who: str, other: str, obstacle: Obstacle) -> str:
    phrase = obstacle.phrase or ""
    if obstacle.rule == ApartRule.name:
        return f"{who} and {other} must not share a group ({_kept_apart(names, obstacle)})"
    # The rules speak of the mentor to the mentee, or of two mentors.
    said = f"{who} and {other} {phrase}" if obstacle.mentee is None else f"{other} {_about(phrase, who)}"
    return f"{said}{_which(obstacle)}"


def _which(obstacle: Obstacle) -> str:
    return f": {'; '.join(obstacle.locks)}" if obstacle.locks else ""


def _kept_apart(names: Names, obstacle: Obstacle) -> str:
    if len(obstacle.people) == 2:
        return "they avoid each other"
    if obstacle.people:
        return f"{names.named(obstacle.people)} avoids the other"
    return "a constraint keeps them apart" if obstacle.note is None else obstacle.note


def _about(phrase: str, who: str) -> str:
    """Return what a rule says of somebody to "them", with the name of whom it is said."""
    for they, named in (("they require", f"{who} requires"), ("they are", f"{who} is"), ("they", who), ("them", who)):
        # Cut and joined, as a name could hold what stands for something in a pattern's replacement.
        phrase = named.join(re.split(rf"\b{they}\b", phrase))
    return phrase


def _by_hours(names: Names, who: str, other: str, obstacle: Obstacle) -> str:
    one, two = (names.name(person) for person in obstacle.people)
    each = in_a_row([f"{one} can meet {_hours(obstacle.hours)}", f"{two} {_hours(obstacle.other_hours)}"])
    return f"{names.named(obstacle.people)} share no hour: {each}"


def _not_free(names: Names, who: str, other: str, obstacle: Obstacle) -> str:
    return f"{names.named(obstacle.people)} can meet at none of the slots"


def _leads_none(names: Names, who: str, other: str, obstacle: Obstacle) -> str:
    return f"{names.named(obstacle.people)} {obstacle.phrase}"


def _one_mentor(names: Names, who: str, other: str, obstacle: Obstacle) -> str:
    return "One mentor leads each group in this program (groups.mentors is 1)"


def _co_mentor(names: Names, who: str, other: str, obstacle: Obstacle) -> str:
    both = f"{who} and {other}"
    all_of_them, whose = ("all of them", "all of them") if obstacle.people else (both, who)
    when = f" at the hours that {all_of_them} share ({_hours(obstacle.hours)})" if obstacle.hours else ""
    told = f"There is nobody who may lead with {other} and whom {whose} may have too{when}{_because(obstacle)}"
    if obstacle.mentee is None:
        told = f"There are no permitted mentors for {'all of them' if obstacle.people else f'both {both}'}{when}"
    return _with_mates(names, who, obstacle, told)


def _with_mates(names: Names, who: str, obstacle: Obstacle, told: str) -> str:
    """Say who must come too before what is so of all of them."""
    return f"{_must_come(names, who, obstacle)}, and {told[0].lower()}{told[1:]}" if obstacle.people else told


def _because(obstacle: Obstacle) -> str:
    return f", because of the rule on {obstacle.rule}" if obstacle.rule else ""


def _too_few(names: Names, who: str, other: str, obstacle: Obstacle) -> str:
    return _too_few_with(who, other, obstacle)


def _too_few_with(who: str, other: str, obstacle: Obstacle) -> str:
    return (
        f"Nowhere could {who} and {other} be in one group with enough others: at most "
        f"{count_of(obstacle.number or 0, 'mentee')} could come, and a group needs {obstacle.needed}"
    )


def _nobody(names: Names, who: str, mentors: str, obstacle: Obstacle) -> str:
    return f"No mentor is{mentors.removeprefix('mentor')}"


def _bound(names: Names, who: str, other: str, obstacle: Obstacle) -> str:
    if obstacle.apart_through:
        return _apart_through(names, obstacle)
    if obstacle.number is not None and not obstacle.people:
        return (
            f"{who} and {other} are {count_of(obstacle.number, 'mentee')}, and a group holds at most {obstacle.needed}"
        )
    mate = _must_come(names, who, obstacle)
    if obstacle.phrase is not None:
        return f"{mate}, and {other} {_about(obstacle.phrase, names.named(obstacle.people))}"
    if obstacle.number is not None:
        return _too_many(mate, obstacle)
    if obstacle.hours:
        return f"{mate}, and cannot{_all(obstacle)} come when {who} and {other} can ({_hours(obstacle.hours)})"
    return _never_together(mate, obstacle)


def _apart_through(names: Names, obstacle: Obstacle) -> str:
    """Say of two mentees whom others keep apart who these are."""
    bound = [
        f"{names.name(mate)} must be in the same group as {names.name(own)}"
        for mate, own in obstacle.apart_through
        if mate != own
    ]
    one, two = (names.name(mate) for mate, _ in obstacle.apart_through)
    return f"{in_a_row(bound)}, and {one} and {two} must not share a group ({_kept_apart(names, obstacle)})"


def _too_many(mate: str, obstacle: Obstacle) -> str:
    people = count_of(obstacle.number or 0, "mentee")
    return f"{mate}: that makes {people}, and a group holds at most {obstacle.needed}"


def _must_come(names: Names, who: str, obstacle: Obstacle) -> str:
    """Say who must be with the mentee; of two mentees, it is not said with which of the two."""
    whose = "" if obstacle.mentee is None else f" as {who}"
    return f"{names.named(obstacle.people)} must be in the same group{whose}"


def _all(obstacle: Obstacle) -> str:
    return " all" if len(obstacle.people) > 1 else ""


def _never_together(mate: str, obstacle: Obstacle) -> str:
    return f"{mate}, and there is no hour at which {all_of(len(obstacle.people) + 1)} can meet"


# All mentors of a gender: that every one does not could be read as that not every one does ----------------------------


def _none_by_rule(names: Names, who: str, mentors: str, obstacle: Obstacle) -> str:
    why = " (they avoid each other, or a constraint keeps them apart)" if obstacle.rule == ApartRule.name else ""
    return f"{_none_of(mentors, who, obstacle)}{why}{_which(obstacle)}"


def _none_of(mentors: str, who: str, obstacle: Obstacle) -> str:
    if obstacle.of_none is None:
        return f"Every {mentors} {_about(obstacle.phrase or '', who)}"
    return f"No {mentors} {_about(obstacle.of_none, who)}"


def _none_by_hours(names: Names, who: str, mentors: str, obstacle: Obstacle) -> str:
    return f"No {mentors} shares an hour with {who}, who can meet {_hours(obstacle.hours)}"


def _none_is_free(names: Names, who: str, mentors: str, obstacle: Obstacle) -> str:
    if obstacle.people:
        return f"{names.named(obstacle.people)} can meet at none of the slots"
    return f"No {mentors} can meet at any of the slots"


def _none_leads(names: Names, who: str, mentors: str, obstacle: Obstacle) -> str:
    return _none_of(mentors, who, obstacle)


def _none_has_co_mentor(names: Names, who: str, mentors: str, obstacle: Obstacle) -> str:
    all_of_them = f"{who} and {names.named(obstacle.people)}" if obstacle.people else who
    when = f" at the hours that they share with {all_of_them} ({_hours(obstacle.hours)})" if obstacle.hours else ""
    whose = "all of them" if obstacle.people else who
    told = f"No {mentors} has anybody who may lead with them and whom {whose} may have too{when}{_because(obstacle)}"
    return _with_mates(names, who, obstacle, told)


def _none_has_enough(names: Names, who: str, mentors: str, obstacle: Obstacle) -> str:
    return _too_few_with(who, f"a {mentors}", obstacle)


def _none_with_mate(names: Names, who: str, mentors: str, obstacle: Obstacle) -> str:
    mate = _must_come(names, who, obstacle)
    if obstacle.phrase is not None:
        said = _none_of(mentors, names.named(obstacle.people), obstacle)
        return f"{mate}, and {said[0].lower()}{said[1:]}"
    if obstacle.number is not None:
        return _too_many(mate, obstacle)
    if obstacle.hours:
        when = _hours(obstacle.hours)
        return f"{mate}, and cannot{_all(obstacle)} come when {who} and a {mentors} can ({when})"
    return _never_together(mate, obstacle)


_Said = Callable[[Names, str, str, Obstacle], str]
_OBSTACLES: MappingProxyType[Barrier, _Said] = MappingProxyType(
    {
        Barrier.RULE: _by_rule,
        Barrier.HOURS: _by_hours,
        Barrier.NOT_FREE: _not_free,
        Barrier.LEADS_NONE: _leads_none,
        Barrier.ONE_MENTOR: _one_mentor,
        Barrier.CO_MENTOR: _co_mentor,
        Barrier.TOO_FEW: _too_few,
        Barrier.BOUND: _bound,
    }
)

_OF_ALL: MappingProxyType[Barrier, _Said] = MappingProxyType(
    {
        Barrier.RULE: _none_by_rule,
        Barrier.HOURS: _none_by_hours,
        Barrier.NOT_FREE: _none_is_free,
        Barrier.LEADS_NONE: _none_leads,
        Barrier.CO_MENTOR: _none_has_co_mentor,
        Barrier.TOO_FEW: _none_has_enough,
        Barrier.NOBODY: _nobody,
        Barrier.BOUND: _none_with_mate,
    }
)
