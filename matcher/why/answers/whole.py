"""The whole of a result: what it scores and for what, what is scarce, and what would make it better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np

from matcher.checking.scoring import Scorer
from matcher.checking.verify import breaches_of
from matcher.intake.program import Program
from matcher.problem.grouping import Grouping
from matcher.problem.ids import formed_groups
from matcher.problem.problem import build_problem
from matcher.result.match_result import MatchResult
from matcher.rules.members.mix import mix_told
from matcher.rules.rule import FormedGroup
from matcher.why.answers.changing import stepped
from matcher.why.answers.counterfactuals import Clock, best_with
from matcher.why.answers.now import Now
from matcher.why.answers.records import Relief, SlotUse, StageChange, Standing, WholeExplained
from matcher.why.answers.steps import Step, StepKind

__all__ = ["whole_explained"]

FEWEST_SHOWN, SLOTS_SHOWN = 5, 6
"""Mentees with the fewest options, and hours with the most, that are told."""


def whole_explained(now: Now, result: MatchResult, clock: Clock) -> WholeExplained:
    """Return what decided a whole result, every number from the intake, every relief from a solve."""
    grouping, problem, intake = now.grouping, now.problem, now.intake
    seats, placed = grouping.seats, grouping.seat_of >= 0
    led = np.bincount(seats.leaders()[1], minlength=problem.mentors)
    reliefs, tried = _reliefs(now, clock)
    counts = Counter("unlisted" if now.shares[one].choice is None else str(now.shares[one].choice) for one in _in(now))
    ranks = sorted((name for name in counts if name != "unlisted"), key=int)
    return WholeExplained(
        proved=now.proved,
        objective=grouping.objective,
        bound=max(result.bound, grouping.objective),
        groups=len(seats),
        placed=int(placed.sum()),
        left_out=tuple(intake.mentees[place].id for place in np.flatnonzero(~placed)),
        parts=_parts(now),
        choices={name: counts[name] for name in (*ranks, "unlisted")},
        listed_nobody=sum(now.shares[one].named == 0 for one in _in(now)),
        stages=tuple(zip((one.name for one in now.measures), now.counts(grouping), strict=True)),
        first_wanted=_first_wanted(now),
        full=now.full,
        closed=now.closed,
        idle=tuple(intake.mentors[place].id for place in np.flatnonzero(led == 0)),
        spent=int((problem.leads & (led >= problem.max_groups)).sum()),
        slots=_slots(now),
        fewest=_fewest(now),
        reliefs=reliefs,
        tried=tried,
        moves_allowed=result.moves_allowed,
    )


def _in(now: Now) -> list[str]:
    return [mentee for group in now.groups for mentee in group.mentees]


def _parts(now: Now) -> dict[str, int]:
    """Return the points of the objective by what they come from; they add up to it."""
    program = now.intake.program
    weights, points = program.weights, program.choice.at
    always = ("mentees' wishes", "mentors' wishes", "preferred genders", "co-mentors", "in common")
    parts = dict.fromkeys((*always, *_seldom(program)), 0)
    for group in now.groups:
        for mentee in (now.intake.mentee_by_id[one] for one in group.mentees):
            wish = mentee.wished_gender("prefer")
            for mentor in (now.intake.mentor_by_id[one] for one in group.mentors):
                parts["mentees' wishes"] += now.scorer.choice_points(mentee.id, mentor.id)
                parts["mentors' wishes"] += weights.mentor_choice * points(_rank(mentor.preferred_mentees, mentee.id))
                met = wish is not None and mentor.gender_key == wish
                parts["preferred genders"] += weights.gender_wish * 100 * met
        for name, worth in _seldom(program).items():
            parts[name] += worth(now.scorer, group)
        if len(group.mentors) == 2:
            parts["co-mentors"] += now.scorer.pair(*group.mentors) - now.scorer.pair_wishes(*group.mentors)
    placed = set(_in(now))
    parts["left out"] = -sum(now.scorer.left_out(one.id) for one in now.intake.mentees if one.id not in placed)
    parts["in common"] = now.grouping.objective - sum(parts.values())
    return parts


def _seldom(program: Program) -> dict[str, Callable[[Scorer, FormedGroup], int]]:
    """Return what is told only where it counts, with what a group has of it."""
    weights = program.weights
    parts: dict[str, tuple[bool, Callable[[Scorer, FormedGroup], int]]] = {
        "wishes on columns": (any(wish.weight for wish in program.eligible), _eligible_wishes),
        "wishes on columns, of mentors": (any(wish.weight for wish in program.pair), _pair_wishes),
        "sizes of groups": (bool(weights.size), lambda scorer, group: -scorer.size_cost(group)),
        "groups of one mentor": (bool(weights.single), lambda scorer, group: -scorer.single_cost(group)),
        "mixes": (any(mix.weight for mix in program.mix), lambda scorer, group: -scorer.mix_cost(group)),
    }
    return {name: worth for name, (counts, worth) in parts.items() if counts}


def _eligible_wishes(scorer: Scorer, group: FormedGroup) -> int:
    return sum(scorer.eligible_wishes(mentee, mentor) for mentee in group.mentees for mentor in group.mentors)


def _pair_wishes(scorer: Scorer, group: FormedGroup) -> int:
    return scorer.pair_wishes(*group.mentors) if len(group.mentors) == 2 else 0


def _rank(wishes: tuple[str, ...], other: str) -> int | None:
    return wishes.index(other) + 1 if other in wishes else None


def _first_wanted(now: Now) -> tuple[tuple[str, int], ...]:
    """Return mentors whom more mentees name first than all their groups together could hold, the most wanted first."""
    wanted = Counter(mentee.preferred_mentors[0] for mentee in now.intake.mentees if mentee.preferred_mentors)
    most = {
        mentor.id: min(
            now.intake.max_groups(mentor) * now.intake.program.groups.max_size,
            len(now.intake.mentees) if (own := now.intake.max_mentees(mentor)) is None else own,
        )
        for mentor in now.intake.mentors
    }
    return tuple((mentor, count) for mentor, count in wanted.most_common() if count > most[mentor])


def _slots(now: Now) -> tuple[SlotUse, ...]:
    """Return the slots in use, and of the others those at which most mentees can meet, in their order."""
    problem = now.problem
    if not problem.scheduled:
        return ()
    groups = np.bincount(now.grouping.seats.slot, minlength=problem.slots)
    mentors = (problem.alone.mentor_free & problem.leads[:, None]).sum(axis=0)
    mentees = problem.alone.mentee_free.sum(axis=0)
    able = (mentors >= problem.fewest_leaders) & (mentees >= problem.min_size)
    order = np.lexsort((np.arange(problem.slots), -mentees, -groups))
    shown = sorted(int(slot) for slot in order[:SLOTS_SHOWN] if groups[slot] or able[slot])
    return tuple(
        SlotUse(now.intake.slots[slot].text, int(groups[slot]), int(mentors[slot]), int(mentees[slot]))
        for slot in shown
    )


def _fewest(now: Now) -> tuple[tuple[str, int], ...]:
    """Return mentees with the fewest mentors in any permitted seat of theirs."""
    problem = now.problem
    first, second = problem.pairs
    if len(first) * problem.slots * max(1, problem.mentees) > 200_000_000:
        return ()
    seats = problem.seats_of(first, second)
    allowed = problem.permitted(seats)
    allowed &= (allowed.sum(axis=1) >= problem.min_size)[:, None]
    reach = np.zeros((problem.mentors + 1, problem.mentees), bool)
    np.logical_or.at(reach, seats.first, allowed)
    np.logical_or.at(reach, seats.second, allowed)
    options = reach[:-1].sum(axis=0)
    fewest = np.argsort(options, kind="stable")[:FEWEST_SHOWN]
    return tuple((now.intake.mentees[place].id, int(options[place])) for place in fewest)


# What would make it better ------------------------------------------------------------------------------------------


def _reliefs(now: Now, clock: Clock) -> tuple[tuple[Relief, ...], tuple[Step, ...]]:
    """Solve with one setting loosened at a time; return what makes the whole better, and what does not.

    What does not is told only where it is proved that no grouping with it is better.
    """
    found, tried = [], []
    steps = list(_settings(now))
    unchanged = _regrouped(now, clock, 1 / (len(steps) + 1))
    for number, step in enumerate(steps):
        if not clock.running():
            break
        intake = stepped(now.intake, step)
        problem = build_problem(intake)
        then = Now(intake, problem, now.groups, now.grouping, False)
        best = best_with(then, problem, [], clock, 1 / (len(steps) - number))
        # Neither better nor proved not to be: the time did not suffice.
        clock.cut_short |= not best.exact and clock.left <= 0
        if best.grouping is None:
            continue
        groups = formed_groups(intake, best.grouping)
        if breaches_of(intake, groups):
            raise RuntimeError("a grouping found for an explanation breaks a rule")
        if then.value(best.grouping) > then.value(unchanged):
            found.append(_relief(now, then, step, best.grouping))
        elif best.exact:
            tried.append(step)
    best_first = sorted(found, key=lambda one: -one.points)
    if now.value(unchanged) > now.own_value:
        best_first.insert(0, _relief(now, now, None, unchanged))
    return tuple(best_first), tuple(tried)


def _regrouped(now: Now, clock: Clock, share: float) -> Grouping:
    """Return the best grouping at hand with nothing changed: what a change does is what it does beyond this."""
    if now.standing is Standing.PROVED:
        return now.grouping
    best = best_with(now, now.problem, [], clock, share)
    if best.grouping is None or now.value(best.grouping) <= now.own_value:
        return now.grouping
    now.checked(best.grouping)
    return best.grouping


def _relief(now: Now, then: Now, step: Step | None, grouping: Grouping) -> Relief:
    counts = zip(now.measures, now.counts(now.grouping), then.counts(grouping), strict=True)
    stages = tuple(StageChange(one.name, before, after) for one, before, after in counts if before != after)
    more = int((grouping.seat_of >= 0).sum() - (now.grouping.seat_of >= 0).sum())
    return Relief(step, grouping.objective - now.grouping.objective, more, stages)


def _settings(now: Now) -> Iterator[Step]:
    """Yield the settings of the program that could be loosened by the least amount."""
    program, problem = now.intake.program, now.problem
    size = program.groups
    if size.max_size < problem.mentees:
        yield Step(StepKind.MAX_SIZE, before=str(size.max_size), after=str(size.max_size + 1))
    if size.min_size > 1:
        yield Step(StepKind.MIN_SIZE, before=str(size.min_size), after=str(size.min_size - 1))
    if size.count is not None:
        for number in (size.count - 1, size.count + 1):
            if number > 0:
                yield Step(StepKind.COUNT, before=str(size.count), after=str(number))
    if problem.max_groups_per_slot is not None:
        rooms = problem.max_groups_per_slot
        yield Step(StepKind.ROOMS, before=str(rooms), after=str(rooms + 1))
    if size.mentors == 2 and program.gender.pair != "any":
        yield Step(StepKind.GENDER_PAIR, before=program.gender.pair)
    for rule in program.pair if size.mentors == 2 else ():
        if rule.is_rule:
            yield Step(StepKind.PAIR, before=rule.column, detail=rule.rule)
    for mix in program.mix:
        if mix.is_rule and mix.asks:
            yield Step(StepKind.MIX, before=mix.column, detail=mix_told(mix))
    for gender in dict.fromkeys(one.casefold() for one in program.gender.no_lone):
        yield Step(StepKind.NO_LONE, before=gender)
