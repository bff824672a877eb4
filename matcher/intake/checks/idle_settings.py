"""Settings that change nothing, as they stand or for these people: often a slip, and always a surprise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from matcher.errors import Issue
from matcher.intake.checks.never_a_group import MOST_PAIRS, holds_between
from matcher.intake.people import Intake, Mentee, Mentor
from matcher.intake.program import (
    Choice,
    EligibleRule,
    Load,
    MixRule,
    Objective,
    PairRule,
    Program,
    Schedule,
    Weights,
    fold,
)
from matcher.intake.ties import pair_holds
from matcher.intake.words.nearest import nearest

__all__ = ["idle_settings"]

_Idle = tuple[str, object, str]
"""A setting, what it is, and why it changes nothing."""
_ONE_LEADS = "groups.mentors is 1: one mentor leads every group"


def idle_settings(intake: Intake, file: str) -> Iterator[Issue]:
    """Yield a warning for each setting that changes nothing; `file` is where settings stand."""
    program = intake.program
    for key, value, since in (
        *_of_groups(program),
        *_of_one_leader(program),
        *_of_the_schedule(intake),
        *_of_loads(intake),
        *_of_the_score(program),
        *_of_rules(intake),
    ):
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        yield Issue(file, f"changes nothing, since {since}", column=key, value=shown)
    yield from _idle_mixes(intake, file)
    for number, rule in enumerate(program.pair, 1):
        yield from _nobodys(intake.mentors, rule.column, rule.values, f"pair[{number}].values", file)
    yield from _written_twice(program, file)
    yield from _no_size(program, file)


def _of_groups(program: Program) -> Iterator[_Idle]:
    groups, weights = program.groups, program.weights
    if groups.ideal_size is not None and not weights.size:
        yield "groups.ideal_size", groups.ideal_size, "weights.size is 0: every permitted size is as good"
    elif groups.ideal_size is not None and groups.ideal_size == groups.min_size == groups.max_size:
        yield "groups.ideal_size", groups.ideal_size, "groups.min_size and groups.max_size are the same"
    if weights.size and groups.ideal_size is None:
        yield "weights.size", weights.size, "there is no groups.ideal_size: every permitted size is as good"
    if weights.single and not (groups.single and groups.mentors == 2):
        since = "no group may be led by one mentor where two would lead it (groups.single)"
        yield "weights.single", weights.single, since
    if groups.everyone and weights.unmatched != Weights().unmatched:
        yield "weights.unmatched", weights.unmatched, "groups.everyone is true: nobody is left out"


def _of_one_leader(program: Program) -> Iterator[_Idle]:
    if program.groups.mentors != 1:
        return
    if program.groups.single:
        yield "groups.single", True, _ONE_LEADS
    if program.gender.pair != "any":
        yield "gender.pair", program.gender.pair, _ONE_LEADS
    if program.gender.scope != "one":
        yield "gender.scope", program.gender.scope, _ONE_LEADS
    if program.weights.co_mentor_choice not in (0, Weights().co_mentor_choice):
        yield "weights.co_mentor_choice", program.weights.co_mentor_choice, _ONE_LEADS
    for number, rule in enumerate(program.pair, 1):
        yield f"pair[{number}]", rule.column, _ONE_LEADS


def _of_the_schedule(intake: Intake) -> Iterator[_Idle]:
    program, schedule, usual = intake.program, intake.program.schedule, Schedule()
    if not schedule.required:
        names = ("slots", "meeting_minutes", "start_every", "max_groups_per_slot", "blank")
        for name in names:
            value = getattr(schedule, name)
            if value != getattr(usual, name):
                shown = "; ".join(value) if isinstance(value, tuple) else value
                yield f"schedule.{name}", shown, "schedule.required is false: groups get no slot"
    elif schedule.slots is not None and schedule.start_every != usual.start_every:
        yield "schedule.start_every", schedule.start_every, "schedule.slots names the only slots"
    zones = {one.timezone for one in (*intake.mentors, *intake.mentees)} - {None, schedule.timezone}
    if schedule.week is not None and not zones:
        yield "schedule.week", schedule.week, "everybody tells hours by one clock"
    if program.calendar is not None and not intake.slots:
        yield "calendar", program.calendar.start, "groups get no slot"


def _of_loads(intake: Intake) -> Iterator[_Idle]:
    load = intake.program.load
    own = "every mentor's own row says it"
    if load.max_groups != Load().max_groups and all(mentor.max_groups is not None for mentor in intake.mentors):
        yield "load.max_groups", load.max_groups, own
    if load.max_mentees is None:
        return
    without = [mentor for mentor in intake.mentors if mentor.max_mentees is None]
    most = max((intake.max_groups(mentor) * intake.program.groups.max_size for mentor in without), default=0)
    if not without:
        yield "load.max_mentees", load.max_mentees, own
    elif most <= load.max_mentees:
        yield "load.max_mentees", load.max_mentees, f"groups.max_size and max_groups leave nobody more than {most}"


def _of_the_score(program: Program) -> Iterator[_Idle]:
    weights, choice, objective = program.weights, program.choice, program.objective
    if "similarity" in program.model_fields_set and program.similarity and not weights.similarity:
        yield "similarity", "; ".join(program.similarity), "weights.similarity is 0"
    if not any(program.similarity.values()) and weights.similarity not in (0, Weights().similarity):
        yield "weights.similarity", weights.similarity, "no column of similarity has a weight"
    if choice.unlisted != "nothing" and not weights.mentee_choice:
        yield "choice.unlisted", choice.unlisted, "weights.mentee_choice is 0"
    if choice.points != Choice().points and not (
        weights.mentee_choice or weights.mentor_choice or weights.co_mentor_choice
    ):
        yield "choice.points", "; ".join(map(str, choice.points)), "the weights of all choices are 0"
    if objective.mode != "fair" and objective.levels != Objective().levels:
        yield "objective.levels", objective.levels, f"objective.mode is {objective.mode!r}"


def _of_rules(intake: Intake) -> Iterator[_Idle]:
    for number, rule in enumerate(intake.program.eligible, 1):
        key, furthest = f"eligible[{number}]", len(rule.order or ()) - 1
        if rule.rule == "above" and rule.order == ():
            yield f"{key}.order", "[]", "it is empty: cells are compared as numbers"
        if rule.order and rule.at_most is not None and rule.at_most >= furthest:
            yield f"{key}.at_most", rule.at_most, f"the order has {furthest} places at most from end to end"
        found = holds_between(rule, intake.mentees, intake.mentors) if not rule.is_rule else {True}
        if found and True not in found:
            yield key, rule.column, "it holds for no mentee and no mentor"
    for number, pair_rule in enumerate(intake.program.pair if intake.program.groups.mentors == 2 else (), 1):
        pairs = list(islice(combinations(intake.mentors, 2), MOST_PAIRS + 1))
        never = not any(pair_holds(pair_rule, one, other) for one, other in pairs)
        if not pair_rule.is_rule and pairs and len(pairs) <= MOST_PAIRS and never:
            yield f"pair[{number}]", pair_rule.column, "it holds for no two mentors"
    for number, mix in enumerate(intake.program.mix, 1):
        yield from _of_a_mix(mix, f"mix[{number}]", intake.program.groups.max_size)


def _of_a_mix(mix: MixRule, key: str, most: int) -> Iterator[_Idle]:
    if mix.none_too and mix.min == 0:
        yield f"{key}.none_too", True, "min is 0: none at all is right anyway"
    if mix.none_too and mix.min == 1 and mix.max is not None:
        yield f"{key}.min", 1, "none at all is right as well (none_too)"
    if mix.max is not None and mix.max >= most:
        yield f"{key}.max", mix.max, f"groups.max_size is {most}"


def _idle_mixes(intake: Intake, file: str) -> Iterator[Issue]:
    for number, rule in enumerate(intake.program.mix, 1):
        if not rule.asks:
            message = "asks nothing of a group, whoever is in it; give it a max, or a larger min"
            yield Issue(file, message, column=f"mix[{number}]")
        yield from _nobodys(intake.mentees, rule.column, rule.values, f"mix[{number}].values", file)


def _written_twice(program: Program, file: str) -> Iterator[Issue]:
    """Yield each rule or wish of a list that stands in it already."""
    lists: dict[str, Sequence[EligibleRule | PairRule | MixRule]] = {
        "eligible": program.eligible,
        "pair": program.pair,
        "mix": program.mix,
    }
    for name, rules in lists.items():
        seen: dict[tuple[object, ...], str] = {}
        for number, rule in enumerate(rules, 1):
            key = f"{name}[{number}]"
            first = seen.setdefault(_alike(rule), key)
            if first != key:
                so = "changes nothing more" if rule.is_rule else "counts a second time"
                yield Issue(file, f"is the same as {first} and {so}", column=key, value=rule.column)


def _alike(rule: EligibleRule | PairRule | MixRule) -> tuple[object, ...]:
    """Return by what a rule is known again: without case, and the values in any order."""
    told = rule.model_dump(exclude={"values", "order"})
    values = frozenset(map(fold, () if isinstance(rule, EligibleRule) else rule.values))
    order = tuple(map(fold, (rule.order or ()) if isinstance(rule, EligibleRule) else ()))
    return (*(fold(value) if isinstance(value, str) else value for value in told.values()), values, order)


def _no_size(program: Program, file: str) -> Iterator[Issue]:
    groups = program.groups
    ideal = groups.ideal_size
    if ideal is not None and program.weights.size and not groups.min_size <= ideal <= groups.max_size:
        sizes = f"groups.min_size is {groups.min_size}, groups.max_size {groups.max_size}"
        yield Issue(file, f"is no size that a group may have: {sizes}", column="groups.ideal_size", value=str(ideal))


def _nobodys(
    people: Sequence[Mentor | Mentee], column: str, values: Sequence[str], key: str, file: str
) -> Iterator[Issue]:
    """Yield the values that nobody has in a column, where somebody has one much like it or nobody has any of them."""
    had = {item for one in people for item in one.items(column)}
    none = had.isdisjoint(map(fold, values))
    for value in values:
        if fold(value) not in had:
            near = nearest(value, sorted(had))
            if none or near is not None:
                yield Issue(file, f"is had by nobody in {column}", column=key, value=value, suggestion=near)
