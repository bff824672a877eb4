"""Rules on mentees and mentors that by counting leave no group at all, or none with some mentees: said with numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matcher.intake.people import Intake, Mentee, Mentor
from matcher.intake.program import EligibleRule, MixRule
from matcher.intake.ties import counts_for, eligible_holds
from matcher.intake.words.listing import in_a_row

__all__ = ["Never", "holds_between", "never_a_group"]

_NO_GROUP = "so that no group can be formed"
MOST_PAIRS = 50_000
"""So many pairs of different cells are compared: among more of them some fit as good as always."""


class Never(NamedTuple):
    """Why no group can be formed, or none that holds some mentees.

    Parameters
    ----------
    place
        The rule that says so: ``mix[2]``.
    column
        The column that it is about.
    told
        A sentence without its subject.
    at_all
        Whether no group at all can be formed.
    """

    place: str
    column: str
    told: str
    at_all: bool


class _Mix(NamedTuple):
    place: str
    rule: MixRule
    own: frozenset[int]

    def never(self, told: str) -> Never:
        so = "so that no group may hold any of them" if self.rule.none_too else _NO_GROUP
        return Never(self.place, self.rule.column, f"{told}, {so}", not self.rule.none_too)


def never_a_group(intake: Intake) -> Iterator[Never]:
    """Yield each rule that leaves no group, or none that holds whom it is about; wishes leave everything."""
    mixes = [
        _Mix(f"mix[{number}]", rule, _counted(rule, intake.mentees))
        for number, rule in enumerate(intake.program.mix, 1)
        if rule.is_rule and rule.asks
    ]
    alone = {mix.place: never for mix in mixes if (never := _by_itself(intake, mix)) is not None}
    yield from alone.values()
    others = [mix for mix in mixes if mix.place not in alone]
    yield from _against_each_other(others)
    yield from _too_many_together(intake, others)
    yield from _too_few_together(intake, others)
    for number, rule in enumerate(intake.program.eligible, 1):
        if rule.is_rule and (never := _of_eligible(intake, rule, f"eligible[{number}]")) is not None:
            yield never


def _of_eligible(intake: Intake, rule: EligibleRule, place: str) -> Never | None:
    holds, told = holds_between(rule, intake.mentees, intake.mentors), _too_far(rule)
    if holds == {False}:
        return Never(place, rule.column, f"{told or 'holds for no mentee and no mentor'}, {_NO_GROUP}", at_all=True)
    return None if told is None else Never(place, rule.column, f"{told}, so that only blanks fit", at_all=False)


def _counted(rule: MixRule, mentees: Sequence[Mentee]) -> frozenset[int]:
    return frozenset(place for place, mentee in enumerate(mentees) if counts_for(rule, mentee))


def _by_itself(intake: Intake, mix: _Mix) -> Never | None:
    groups, asked = intake.program.groups, f"asks for at least {mix.rule.min} of them in a group"
    if mix.rule.none_too and not mix.own:
        return None
    if mix.rule.min > groups.max_size:
        return mix.never(f"{asked}, and groups.max_size is {groups.max_size}")
    if mix.rule.min > len(mix.own):
        return mix.never(f"{asked}, and there are {len(mix.own)} in all")
    return None


def _against_each_other(mixes: Sequence[_Mix]) -> Iterator[Never]:
    """Yield a least number of some mentees over the largest number of mentees of whom they are some."""
    for mix in mixes:
        for other in mixes:
            most = other.rule.max
            if mix is not other and most is not None and mix.rule.min > most and mix.own <= other.own:
                asked = f"asks for at least {mix.rule.min} of them in a group"
                yield mix.never(f"{asked}, and {other.place} allows at most {most} of the same mentees")
                break


def _too_many_together(intake: Intake, mixes: Sequence[_Mix]) -> Iterator[Never]:
    """Yield least numbers of different mentees that no group holds all of."""
    most = intake.program.groups.max_size
    apart: list[_Mix] = []
    for mix in sorted(mixes, key=lambda mix: -mix.rule.min):
        if not mix.rule.none_too and mix.rule.min and all(mix.own.isdisjoint(other.own) for other in apart):
            apart.append(mix)
    needed = sum(mix.rule.min for mix in apart)
    if needed > most:
        first, *rest = apart
        others = in_a_row(mix.place for mix in rest)
        told = f"asks, with {others}, for at least {needed} mentees in a group, and groups.max_size is {most}"
        yield Never(first.place, first.rule.column, f"{told}, {_NO_GROUP}", at_all=True)


def _too_few_together(intake: Intake, mixes: Sequence[_Mix]) -> Iterator[Never]:
    """Yield largest numbers of mentees that leave fewer in a group than it needs."""
    least, people = intake.program.groups.min_size, len(intake.mentees)
    limited = [mix for mix in mixes if mix.rule.max is not None]
    if people < least:
        return
    for chosen in [[mix] for mix in limited] + ([limited] if len(limited) > 1 else []):
        of_them = frozenset[int]().union(*(mix.own for mix in chosen))
        room = sum(min(mix.rule.max or 0, len(mix.own)) for mix in chosen) + people - len(of_them)
        if room < least:
            first, *rest = chosen
            beside = f", with {in_a_row(mix.place for mix in rest)}," if rest else ""
            told = f"leaves{beside} at most {room} mentees for a group, and groups.min_size is {least}"
            yield Never(first.place, first.rule.column, f"{told}, {_NO_GROUP}", at_all=True)
            return


def holds_between(rule: EligibleRule, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> set[bool | None]:
    """Return how an ``[[eligible]]`` table holds between mentees and mentors, each way once (None: a blank).

    Empty where there are too many different cells to say.
    """
    # Cells alike are as good as each other, so that one of each is enough.
    mine = list({mentee.text(rule.column): mentee for mentee in mentees}.values())
    theirs = list({mentor.text(rule.column): mentor for mentor in mentors}.values())
    if len(mine) * len(theirs) > MOST_PAIRS:
        return set()
    return {eligible_holds(rule, mentee, mentor) for mentee in mine for mentor in theirs}


def _too_far(rule: EligibleRule) -> str | None:
    """Say that nothing in the order of an ``above`` is so far above anything; None where something is."""
    least, furthest = 1 if rule.at_least is None else rule.at_least, len(rule.order or ()) - 1
    if rule.rule != "above" or not rule.order or least <= furthest:
        return None
    return f"asks for at least {least} places above, and its order has {furthest} at most from end to end"
