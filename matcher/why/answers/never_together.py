"""Why two people can never share a group, whoever else is placed where: the first thing that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake, Person
from matcher.problem.problem import Problem, Seats, build_problem
from matcher.rules import RULES, Masks, Rule
from matcher.rules.locks import LockRule
from matcher.rules.members.apart import ApartRule
from matcher.rules.mentors.max_mentees import MaxMenteesRule
from matcher.why.answers.records import Barrier, Obstacle
from matcher.why.reasons.blamed_locks import blamed, ways_of
from matcher.why.reasons.closed_by_rules import closures
from matcher.why.reasons.wording import slot_texts

__all__ = ["between_mentee_and_mentor", "between_mentee_and_some", "between_mentees", "between_mentors"]

Mask = NDArray[np.bool_]

MOST_SEATS = 1024
"""Seats that two people could share but for locks, of which it is looked at which locks close them."""
CELLS = 5_000_000
"""Cells of a (seats, mentees) table looked at in one go; bounds memory."""


def between_mentee_and_mentor(intake: Intake, problem: Problem, mentee: int, mentor: int) -> Obstacle | None:
    """Return why a mentee can be in no group that a mentor leads; None where some permitted seat is there."""
    told = _besides_locks(
        intake,
        problem,
        lambda intake, problem: _between(intake, problem, mentee, mentor),
        lambda problem: (_led_by(problem, mentor), _cluster(problem, mentee)),
        LockRule().phrase(intake, 1),
    )
    return None if told is None else replace(told, mentee=intake.mentees[mentee].id)


def _besides_locks(
    intake: Intake,
    problem: Problem,
    between: Callable[[Intake, Problem], Obstacle | None],
    together: Callable[[Problem], tuple[Seats, tuple[int, ...]]],
    phrase: str,
) -> Obstacle | None:
    """Return what stands between two people without the locks; where nothing does, the locks that do.

    Parameters
    ----------
    together
        Seats that could bring them together, and the mentees who must share one.
    phrase
        What locks say of them.
    """
    told = between(intake, problem)
    if told is None or not intake.locks:
        return told
    unlocked = intake.model_copy(update={"locks": ()})
    besides = build_problem(unlocked)
    if (told := between(unlocked, besides)) is not None:
        return told
    seats, mentees = together(besides)
    seats = seats[np.flatnonzero(seats.room >= max(len(mentees), besides.min_size))[:MOST_SEATS]]
    allowed = besides.permitted(seats)
    could = allowed[:, list(mentees)].all(axis=1) & (allowed.sum(axis=1) >= besides.min_size)
    locks = blamed(intake, ways_of(intake, seats[np.flatnonzero(could)], mentees, allowed[could]))
    return Obstacle(Barrier.RULE, LockRule.name, phrase, locks=tuple(map(str, locks)))


def _between(intake: Intake, problem: Problem, mentee: int, mentor: int) -> Obstacle | None:
    told = _closed_by_rule(intake, mentee, mentor) or _idle(intake, problem, mentor)
    if told is None:
        told = _bound(intake, problem, mentee, mentor) or _hours(intake, problem, mentee, mentor)
    if told is not None:
        return told
    seats = _led_by(problem, mentor)
    allowed = problem.permitted(seats)
    mine = allowed[:, mentee] & (seats.room >= len(_cluster(problem, mentee)))
    if not mine.any():
        cluster = _cluster(problem, mentee)
        shared = _shared(problem, cluster) & problem.alone.mentor_free[mentor]
        return Obstacle(
            Barrier.CO_MENTOR,
            rule=_blocking_pairs(intake, problem, mentee, mentor),
            hours=_texts(intake, shared),
            people=_mates(intake, cluster, mentee),
        )
    return _too_few(problem, allowed[mine])


def between_mentee_and_some(intake: Intake, problem: Problem, mentee: int, mentors: Sequence[int]) -> Obstacle | None:
    """Return why a mentee can be in no group that any of some mentors leads; None where some permitted seat is there.

    What is so of all of them; where that is not one thing, what is so of the first of those whom most share it with.
    """
    found: dict[str, Obstacle] = {}
    for mentor in mentors:
        told = between_mentee_and_mentor(intake, problem, mentee, mentor)
        if told is None:
            return None
        found[intake.mentors[mentor].id] = told
    alike: dict[tuple[object, ...], list[str]] = {}
    for mentor_id, told in found.items():
        others = _others(told, found)
        alike.setdefault((told.barrier, told.rule, told.phrase, others, bool(told.hours)), []).append(mentor_id)
    most = max(alike.values(), key=len)
    return _of_all(intake, found) if len(alike) == 1 else replace(found[most[0]], mentor=most[0])


def _others(told: Obstacle, mentors: Mapping[str, Obstacle]) -> tuple[str, ...]:
    if told.barrier is Barrier.RULE:
        # Who avoids whom differs, and hardly matters.
        return ()
    return tuple(person for person in told.people if person not in mentors)


def _of_all(intake: Intake, found: Mapping[str, Obstacle]) -> Obstacle:
    """Return what stands against all of these mentors alike, who are not named; their hours together."""
    first, *_ = found.values()
    hours = {hour for told in found.values() for hour in told.hours}
    numbers = [told.number for told in found.values() if told.number is not None]
    return replace(
        first,
        hours=tuple(slot.text for slot in intake.slots if slot.text in hours),
        other_hours=(),
        people=_others(first, found),
        number=max(numbers, default=None),
        note=None,
        locks=tuple(dict.fromkeys(lock for told in found.values() for lock in told.locks)),
    )


def between_mentees(intake: Intake, problem: Problem, one: int, other: int) -> Obstacle | None:
    """Return why two mentees can never share a group; None where some permitted seat holds both."""
    return _besides_locks(
        intake,
        problem,
        lambda intake, problem: _between_mentees(intake, problem, one, other),
        lambda problem: (
            _open_to(problem, one, other),
            tuple(sorted({*_cluster(problem, one), *_cluster(problem, other)})),
        ),
        "are kept from each other by a lock",
    )


def _between_mentees(intake: Intake, problem: Problem, one: int, other: int) -> Obstacle | None:
    if (min(one, other), max(one, other)) in {(min(pair), max(pair)) for pair in problem.apart}:
        return _apart(intake, intake.mentees[one], intake.mentees[other])
    mine, theirs = problem.alone.mentee_free[one], problem.alone.mentee_free[other]
    if not (mine & theirs).any():
        return _no_hours(intake, mine, theirs, (intake.mentees[one].id, intake.mentees[other].id))
    members = sorted({*_cluster(problem, one), *_cluster(problem, other)})
    mates = _mates(intake, members, one, other)
    if (told := _apart_through(intake, problem, one, other) or _too_many(problem, members, mates)) is not None:
        return told
    if not _shared(problem, members).any():
        return Obstacle(Barrier.BOUND, hours=_texts(intake, mine & theirs), people=mates)
    seats = _open_to(problem, one, other)
    seats = seats[seats.room >= len(members)]
    most = Obstacle(Barrier.CO_MENTOR, hours=_texts(intake, _shared(problem, members)), people=mates)
    for rows in np.array_split(np.arange(len(seats)), max(1, len(seats) * problem.mentees // CELLS)):
        allowed = problem.permitted(seats[rows])
        both = allowed[:, one] & allowed[:, other]
        found = _too_few(problem, allowed[both]) if both.any() else most
        if found is None:
            return None
        if (found.number or 0) > (most.number or 0):
            most = found
    return most


def _open_to(problem: Problem, one: int, other: int) -> Seats:
    """Return the seats of mentors who may have both mentees by themselves, at hours at which both can meet."""
    first, second = problem.pairs
    welcome = problem.welcome[one] & problem.welcome[other]
    chosen = welcome[first] & welcome[second]
    seats = problem.seats_of(first[chosen], second[chosen])
    return seats[problem.mentee_free[one][seats.slot] & problem.mentee_free[other][seats.slot]]


def _apart_through(intake: Intake, problem: Problem, one: int, other: int) -> Obstacle | None:
    """Return whether somebody who must come with one mentee must not be with another, or with whoever comes with it."""
    kept = {*problem.apart, *((two, first) for first, two in problem.apart)}
    mine, theirs = _cluster(problem, one), _cluster(problem, other)
    for mate, their_mate in ((mate, their_mate) for mate in mine for their_mate in theirs):
        if mine != theirs and (mate, their_mate) in kept:
            told = _apart(intake, intake.mentees[mate], intake.mentees[their_mate])
            whose = ((mate, one), (their_mate, other))
            through = tuple((intake.mentees[who].id, intake.mentees[of].id) for who, of in whose)
            return replace(told, barrier=Barrier.BOUND, apart_through=through)
    return None


def _too_many(problem: Problem, members: Sequence[int], mates: tuple[str, ...]) -> Obstacle | None:
    """Return whether more must come than a group holds."""
    if len(members) <= problem.max_size:
        return None
    return Obstacle(Barrier.BOUND, people=mates, number=len(members), needed=problem.max_size)


def between_mentors(intake: Intake, problem: Problem, one: int, other: int) -> Obstacle | None:
    """Return why two mentors can never lead a group together; None where some permitted seat is led by both."""
    if problem.per_group == 1:
        return Obstacle(Barrier.ONE_MENTOR)
    return _besides_locks(
        intake,
        problem,
        lambda intake, problem: _between_mentors(intake, problem, one, other),
        lambda problem: (_of_both(problem, one, other), ()),
        "are kept from each other by a lock",
    )


def _between_mentors(intake: Intake, problem: Problem, one: int, other: int) -> Obstacle | None:
    for rule in RULES:
        masks = Masks.everything(intake)
        rule.forbid(intake, masks)
        if not masks.pairable[one, other]:
            if isinstance(rule, ApartRule):
                return _apart(intake, intake.mentors[one], intake.mentors[other])
            return Obstacle(Barrier.RULE, rule.name, rule.phrase(intake, 2))
    told = _idle(intake, problem, one) or _idle(intake, problem, other)
    mine, theirs = problem.alone.mentor_free[one], problem.alone.mentor_free[other]
    if told is None and not (mine & theirs).any():
        told = _no_hours(intake, mine, theirs, (intake.mentors[one].id, intake.mentors[other].id))
    if told is not None:
        return told
    return _too_few(problem, problem.permitted(_of_both(problem, one, other)))


def _of_both(problem: Problem, one: int, other: int) -> Seats:
    """Return the seats that two mentors lead together."""
    if not problem.pairable[one, other]:
        return problem.seats_of(np.array([], np.int64), np.array([], np.int64))
    return problem.seats_of(np.array([min(one, other)]), np.array([max(one, other)]))


def _said_by(barrier: Barrier, rule: Rule, intake: Intake) -> Obstacle:
    return Obstacle(barrier, rule.name, rule.phrase(intake, 1), of_none=rule.of_none(intake))


def _apart(intake: Intake, one: Person, other: Person) -> Obstacle:
    """Return that two people are kept apart, and by whom."""
    rule = ApartRule()
    both = {one.id, other.id}
    rows = [row for row in intake.constraints if row.kind == "apart" and {row.a, row.b} == both]
    avoiding = tuple(person.id for person, mate in ((one, other), (other, one)) if mate.id in person.avoid)
    note = next((row.note if row.earlier else f"a constraint: {row.note}" for row in rows if row.note), None)
    return replace(_said_by(Barrier.RULE, rule, intake), people=avoiding, note=note)


def _closed_by_rule(intake: Intake, mentee: int, mentor: int) -> Obstacle | None:
    """Return the first rule that by itself closes a mentor to a mentee."""
    for closure in closures(intake, [mentee]):
        if closure.suits is None and closure.closed[0, mentor] and _leads_by(intake, closure.rule, mentor):
            if isinstance(closure.rule, ApartRule):
                return _apart(intake, intake.mentees[mentee], intake.mentors[mentor])
            return _said_by(Barrier.RULE, closure.rule, intake)
    return None


def _leads_by(intake: Intake, rule: Rule, mentor: int) -> bool:
    """Return whether a rule lets a mentor lead at all: what it closes then is closed to this mentee in particular."""
    masks = Masks.everything(intake)
    rule.forbid(intake, masks)
    rule.narrow(intake, masks)
    return bool(masks.leads[mentor])


def _idle(intake: Intake, problem: Problem, mentor: int) -> Obstacle | None:
    person = intake.mentors[mentor]
    if not problem.leads[mentor]:
        for rule in RULES:
            if not _leads_by(intake, rule, mentor):
                return replace(_said_by(Barrier.LEADS_NONE, rule, intake), people=(person.id,))
    if not problem.alone.mentor_free[mentor].any():
        return Obstacle(Barrier.NOT_FREE, people=(person.id,))
    return None


def _bound(intake: Intake, problem: Problem, mentee: int, mentor: int) -> Obstacle | None:
    """Return whether it is somebody bound together with the mentee who may not, or cannot, come to the mentor."""
    if not problem.alone.mentee_free[mentee].any():
        return Obstacle(Barrier.NOT_FREE, people=(intake.mentees[mentee].id,))
    own = problem.alone.mentee_free[mentee] & problem.alone.mentor_free[mentor]
    cluster = _cluster(problem, mentee)
    for other in cluster:
        if other == mentee:
            continue
        closed = _closed_by_rule(intake, other, mentor)
        if closed is not None:
            return replace(closed, barrier=Barrier.BOUND, people=(intake.mentees[other].id,), note=None)
        if own.any() and not (own & problem.alone.mentee_free[other]).any():
            return Obstacle(Barrier.BOUND, hours=_texts(intake, own), people=(intake.mentees[other].id,))
    mates = _mates(intake, cluster, mentee)
    if mates and problem.max_mentees[mentor] < len(cluster) <= problem.max_size:
        return replace(_said_by(Barrier.BOUND, MaxMenteesRule(), intake), people=mates)
    return _too_many(problem, cluster, mates)


def _hours(intake: Intake, problem: Problem, mentee: int, mentor: int) -> Obstacle | None:
    """Return whether hours keep a mentee from a mentor: their own, or those of mates."""
    own, theirs = problem.alone.mentee_free[mentee], problem.alone.mentor_free[mentor]
    cluster = _cluster(problem, mentee)
    mates = _mates(intake, cluster, mentee)
    together = _shared(problem, cluster)
    if not together.any():
        return Obstacle(Barrier.BOUND, people=mates)
    if not (own & theirs).any():
        return _no_hours(intake, own, theirs, (intake.mentees[mentee].id, intake.mentors[mentor].id))
    if not (together & theirs).any():
        return Obstacle(Barrier.BOUND, hours=_texts(intake, own & theirs), people=mates)
    return None


def _no_hours(intake: Intake, mine: Mask, theirs: Mask, people: tuple[str, str]) -> Obstacle:
    for free, person in zip((mine, theirs), people, strict=True):
        if not free.any():
            return Obstacle(Barrier.NOT_FREE, people=(person,))
    return Obstacle(Barrier.HOURS, hours=_texts(intake, mine), other_hours=_texts(intake, theirs), people=people)


def _blocking_pairs(intake: Intake, problem: Problem, mentee: int, mentor: int) -> str | None:
    """Return the one rule of either mentor (a required gender, say) without which a co-mentor could be had."""
    seats = _led_by(problem, mentor)
    open_to = problem.mentee_free[mentee][seats.slot]
    open_to &= problem.welcome[mentee][seats.first] & problem.welcome[mentee][seats.second]
    if not open_to.any():
        return None
    blamed = {closure.rule.name for closure in closures(intake, [mentee]) if closure.suits is not None}
    return blamed.pop() if len(blamed) == 1 else None


def _too_few(problem: Problem, allowed: Mask) -> Obstacle | None:
    """Return that nowhere enough others could come; `allowed` (seats, mentees)."""
    most = int(allowed.sum(axis=1).max(initial=0))
    if most >= problem.min_size:
        return None
    return Obstacle(Barrier.TOO_FEW, number=most, needed=problem.min_size)


def _led_by(problem: Problem, mentor: int) -> Seats:
    first, second = problem.pairs
    led = (first == mentor) | (second == mentor)
    return problem.seats_of(first[led], second[led])


def _cluster(problem: Problem, mentee: int) -> tuple[int, ...]:
    return next((cluster for cluster in problem.together if mentee in cluster), (mentee,))


def _mates(intake: Intake, members: Sequence[int], *besides: int) -> tuple[str, ...]:
    """Return the ids of mentees but for some."""
    return tuple(intake.mentees[member].id for member in members if member not in besides)


def _shared(problem: Problem, mentees: Sequence[int]) -> Mask:
    """Return (slots,): when all of these can meet, whatever locks say."""
    shared: Mask = np.logical_and.reduce(problem.alone.mentee_free[list(mentees)], axis=0)
    return shared


def _texts(intake: Intake, at: Mask) -> tuple[str, ...]:
    return tuple(slot_texts(intake, at)) if intake.scheduled else ()
