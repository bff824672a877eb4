"""What shows that no assignment satisfies the rules: counting arguments, each of which proves it by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake, Lock
from matcher.intake.ties import assigned_mentors
from matcher.intake.words.findings import all_of, count_of, name_some
from matcher.intake.words.listing import in_a_row
from matcher.problem.problem import Problem, build_problem
from matcher.rules.locks import locked_mentees
from matcher.rules.rule import slot_at
from matcher.why.reasons.limits import Limit, Numbers
from matcher.why.reasons.mixes import by_mixes, never_enough, no_group_at_all, too_many_of_a_mix
from matcher.why.reasons.no_seat import NoSeat
from matcher.why.reasons.seating import seating_of, who_sits_where
from matcher.why.reasons.shortages import short_of_mentors
from matcher.why.reasons.wording import MOST_SHOWN, listing, slot_texts

__all__ = ["conflicts", "counting_reasons", "locks_in_vain", "plainly_in_vain"]

Mask = NDArray[np.bool_]

MOST_PEOPLE = 10
"""Mentees with no possible place who are named one by one."""
MOST_SETS = 500
"""Sets of slots that are looked at for too many mentees."""


def conflicts(intake: Intake, problem: Problem) -> tuple[str, ...]:
    """Return why no assignment satisfies the rules, once a solver has proved that none does.

    Returns
    -------
    tuple of str
        Every counting argument found, each enough by itself, with its figures and what could be changed. Where none
        shows it, one sentence that says so and names the demands in force.
    """
    return counting_reasons(intake, problem) or (_exhausted(intake, problem),)


def counting_reasons(intake: Intake, problem: Problem, *, cuts: bool = True) -> tuple[str, ...]:
    """Return every counting argument that proves that no assignment satisfies the rules; empty where none does.

    What a lock that cannot be kept makes impossible besides is not told: that lock is, once.

    Parameters
    ----------
    cuts
        Whether a least cut is looked for where nothing plainer shows it, which takes longer.
    """
    in_vain = locks_in_vain(intake, problem)
    if in_vain:
        others = tuple(lock for lock in intake.locks if lock not in in_vain)
        intake = intake.model_copy(update={"locks": others})
        problem = build_problem(intake)
    told = [*in_vain.values()]
    must = problem.must_place.copy()
    for cluster in problem.together:
        must[list(cluster)] = must[list(cluster)].any()
    if must.any() or problem.count:
        numbers = Numbers(intake, problem, seating_of(problem), must)
        told += [reason for argument in _ARGUMENTS for reason in argument(numbers)]
        # A cut names people, mentors and hours at length: it speaks where nothing plainer does.
        told = told or (list(short_of_mentors(numbers)) if cuts else [])
    return tuple(dict.fromkeys(told))


def plainly_in_vain(intake: Intake) -> tuple[str, ...]:
    """Return `counting_reasons` of an intake but for cuts; one that demands nothing, however large, is not laid out."""
    groups = intake.program.groups
    if not (groups.everyone or groups.count or intake.locks or assigned_mentors(intake)):
        return ()
    return counting_reasons(intake, build_problem(intake), cuts=False)


def _too_few_mentees(numbers: Numbers) -> Iterator[str]:
    problem = numbers.problem
    if problem.mentees < problem.min_size:
        there = "there is 1 mentee" if problem.mentees == 1 else f"there are {problem.mentees} mentees"
        yield f"{there}, and a group needs {problem.min_size}; lower groups.min_size to {max(1, problem.mentees)}"


def _without_a_place(numbers: Numbers) -> Iterator[str]:
    """Mentees who must be placed and have no permitted mentor, no hour, or nowhere enough others."""
    problem, names = numbers.problem, list(numbers.intake.mentee_by_id)
    least = problem.min_size if problem.mentees >= problem.min_size else 1
    heads = np.ones(problem.mentees, bool)
    for cluster in problem.together:
        heads[list(cluster[1:])] = False
    lost = np.flatnonzero(numbers.must & heads & (numbers.seating.candidates < least))
    shown = [int(mentee) for mentee in lost[:MOST_PEOPLE]]
    no_seat = NoSeat(numbers.intake, problem, shown)
    for row, mentee in enumerate(shown):
        told = (
            _assigned_in_vain(numbers, no_seat.besides_locks.problem, mentee)
            or no_seat.alone(row, mentee)
            or no_seat.too_few(mentee)
            or _no_room(numbers, mentee)
        )
        yield f"{names[mentee]} must be placed ({_why_placed(numbers, mentee)}). {told.removesuffix('.')}"
    if more := len(lost) - len(shown):
        yield f"{count_of(more, 'more mentee')} must be placed and could be in no group either"


def _assigned_in_vain(numbers: Numbers, problem: Problem, mentee: int) -> str | None:
    """Say why a mentee cannot be with a mentor they are assigned to; None where it is not for the mentors' sake.

    Parameters
    ----------
    problem
        Without locks: what these take is told with them.
    """
    intake = numbers.intake
    choice = "group" if problem.fewest_leaders == 1 else "pair"
    bound = any(mentee in cluster for cluster in problem.together)
    for name in assigned_mentors(intake).get(intake.mentees[mentee].id, ()):
        mentor = intake.mentor_position[name]
        if not problem.leads[mentor]:
            return f"{name} cannot lead any group (max_groups, max_mentees)"
        if problem.fewest_leaders == 2 and not (problem.pairable[mentor] & problem.leads).any():
            return f"{name} can be paired with nobody"
        if not (problem.mentor_free[mentor] & problem.alone.mentee_free[mentee]).any():
            return f"{name} is free at none of their slots"
        nowhere = numbers.seating.candidates[mentee] == 0 and not intake.locks
        if problem.welcome[mentee, mentor] and nowhere and not bound:
            return f"No permitted {choice} that {name} leads is possible when they are free"
    return None


def _no_room(numbers: Numbers, mentee: int) -> str:
    together = next((cluster for cluster in numbers.problem.together if mentee in cluster), (mentee,))
    return f"No permitted mentors who may have {count_of(len(together), 'mentee')} are free with enough others"


def _why_placed(numbers: Numbers, mentee: int) -> str:
    problem, intake = numbers.problem, numbers.intake
    if problem.everyone:
        return "groups.everyone"
    if problem.must_place[mentee]:
        own = intake.mentees[mentee].id
        assigned = assigned_mentors(intake)
        locked = locked_mentees(intake)
        # Whoever is neither assigned nor locked must be placed for an explanation's sake.
        told = _locked_with(locked[own]) if own in locked else "as asked"
        return f"assigned to {listing(assigned[own])}" if own in assigned else told
    cluster = next(cluster for cluster in problem.together if mentee in cluster)
    other = next(intake.mentees[one].id for one in cluster if problem.must_place[one])
    return f"together with {other}, who is {'assigned' if other in assigned_mentors(intake) else 'locked'}"


def _locked_with(lock: Lock) -> str:
    told = f"locked into a group of {listing(list(lock.mentors))}"
    return told if lock.reason is None else f"{told}: {lock.reason}"


def _alone_of_their_gender(numbers: Numbers) -> Iterator[str]:
    seating, intake = numbers.seating, numbers.intake
    seated = seating.reached.any(axis=1)
    for mentee in np.flatnonzero(numbers.must & seated & ~seating.accompanied)[:MOST_PEOPLE]:
        person = intake.mentees[mentee]
        yield (
            f"{person.id} must be placed ({_why_placed(numbers, int(mentee))}). Wherever they could be, they would be "
            f"the only mentee of gender {person.gender} (gender.no_lone)"
        )


def _too_few_places(numbers: Numbers) -> Iterator[str]:
    """More mentees who must be placed than the places of all groups."""
    problem = numbers.problem
    needed = int(numbers.must.sum())
    limits = _limits(numbers)
    for limit in (*limits, *by_mixes(numbers)):
        places = limit.most * problem.max_size
        if places < needed:
            of, there = (f" of {problem.max_size}", count_of(places, "place")) if places else ("", "no place")
            yield f"{limit.why}{of}: {there} for {_needing(numbers)}{_remedy(numbers, limit, needed)}{limit.caused}"
    yield from too_many_of_a_mix(numbers, limits)
    most, why = numbers.places()
    if most < min(needed, limits[0].most * problem.max_size):
        yield f"{why}, and there are {_needing(numbers)}; raise max_mentees"


def _limits(numbers: Numbers) -> list[Limit]:
    """Return what mentors, slots and the program itself leave of groups, mentors first."""
    limits, count = [*numbers.by_mentors(), *numbers.by_slots()], numbers.problem.count
    if count is not None:
        limits.append(Limit(count, f"groups.count asks for {count_of(count, 'group')}", "group"))
    return limits


def _needing(numbers: Numbers) -> str:
    people = count_of(int(numbers.must.sum()), "mentee")
    return people if numbers.must.all() else f"{people} who must be placed"


def _remedy(numbers: Numbers, limit: Limit, needed: int) -> str:
    """Say what would make room for all: larger groups, or more of what there are too few of."""
    problem = numbers.problem
    if limit.most == 0:
        return ""
    larger = -(-needed // limit.most)
    told = f"; raise groups.max_size to {larger}"
    if (problem.max_mentees[numbers.turns.each > 0] < larger).any():
        told += ", and max_mentees with it"
    missing = -(-needed // problem.max_size) - limit.most
    if limit.more == "group":
        return f"{told}, or groups.count to {limit.most + missing}"
    if limit.more == "mentor" and (load := numbers.intake.program.load.max_groups):
        people = -(-((limit.most + missing) * problem.fewest_leaders - int(numbers.turns.each.sum())) // load)
        return f"{told}, or find {count_of(people, 'more mentor')}"
    return told


def _unsplittable(numbers: Numbers) -> Iterator[str]:
    """More mentees than so many groups hold, and fewer than one group more needs."""
    problem, needed, sitting = numbers.problem, int(numbers.must.sum()), numbers.sitting
    fewest = -(-needed // problem.max_size)
    if fewest * problem.min_size > sitting >= needed > 0:
        fewer = f"{count_of(fewest - 1, 'group')} can hold {(fewest - 1) * problem.max_size}"
        more = f"{count_of(fewest, 'group')} need {fewest * problem.min_size}"
        there = "" if sitting == needed else f", and {sitting} could be in any group"
        sizes = f"groups.min_size is {problem.min_size} and groups.max_size {problem.max_size}"
        yield f"there are {_needing(numbers)}{there}, but {fewer} at most and {more} at least: {sizes}"


def _too_many_groups(numbers: Numbers) -> Iterator[str]:
    """More groups asked for than there can be."""
    problem = numbers.problem
    count, sitting = problem.count, numbers.sitting
    if not count:
        return
    for limit in (*numbers.by_mentors(), *numbers.by_slots(), *by_mixes(numbers)):
        if limit.most < count:
            yield f"{limit.why}, and groups.count asks for {count}{_fewer(limit.most)}{limit.caused}"
    needed = count * problem.min_size
    if needed > sitting > 0:
        asked = f"{count_of(count, 'group')} of at least {problem.min_size} (groups.count, groups.min_size)"
        verb = "needs" if count == 1 else "need"
        there = f"there are {sitting}"
        if sitting < problem.mentees:
            there = f"only {sitting} of the {problem.mentees} could be in any group"
        most = sitting // problem.min_size
        yield f"{asked} {verb} {count_of(needed, 'mentee')}, and {there}{_fewer(most)}"


def _fewer(most: int) -> str:
    return f"; lower groups.count to {most}" if most else ""


def _mentors_apart(numbers: Numbers) -> Iterator[str]:
    """Mentors with assigned mentees, of whom no two can lead a group together, and fewer groups than those."""
    problem, count = numbers.problem, numbers.problem.count
    apart: list[int] = []
    for mentor in sorted(_assigned(numbers)):
        if not numbers.seating.partners[mentor, apart].any():
            apart.append(mentor)
    if count is not None and len(apart) > count:
        names = listing([numbers.intake.mentors[mentor].id for mentor in apart])
        each = "" if problem.fewest_leaders == 1 else ", no two of whom could lead together,"
        takes = count_of(len(apart), "group")
        yield f"mentees are assigned to {names}{each} which takes {takes}, and groups.count asks for {count}"


def _crowded_slots(numbers: Numbers) -> Iterator[str]:
    """Mentees who must be placed and share just some slots, where too few groups can meet for all of them."""
    problem, seating = numbers.problem, numbers.seating
    if not problem.scheduled:
        return
    must = seating.reached[numbers.must]
    at_each = numbers.groups_at_each_slot()
    each = numbers.turns.each
    sets = np.unique(must[must.any(axis=1)], axis=0)
    # Few slots crowd first; the many sets of a large intake are not all worth the time.
    for slots in sets[np.argsort(sets.sum(axis=1), kind="stable")[:MOST_SETS]]:
        if slots.sum() == seating.reached.any(axis=0).sum():
            continue
        there = must.any(axis=1) & ~must[:, ~slots].any(axis=1)
        people = int(there.sum())
        led = int(np.minimum(each, seating.leads_at[:, slots].sum(axis=1)).sum()) // problem.fewest_leaders
        held = int(at_each[slots].sum())
        most = min(held, led)
        if most * problem.max_size < people:
            when = listing(slot_texts(numbers.intake, slots), "or")
            who = name_some([numbers.intake.mentees[place].id for place in np.flatnonzero(numbers.must)[there]])
            yield (
                f"{count_of(people, 'mentee')} who must be placed ({who}) can meet only at {when}, where at most "
                f"{count_of(most, 'group')} of {problem.max_size} can: {count_of(most * problem.max_size, 'place')}. "
                + (numbers.held_told(slots) if held <= led else numbers.turns.told(np.ones(len(each), bool), slots))
            )


def _crowded_mentors(numbers: Numbers) -> Iterator[str]:
    """Mentors assigned more mentees than they may have, or mentees who cannot share the one group they lead."""
    problem, intake = numbers.problem, numbers.intake
    for mentor, members in _assigned(numbers).items():
        name = intake.mentors[mentor].id
        groups, most = int(problem.max_groups[mentor]), int(problem.max_mentees[mentor])
        people = f"{count_of(len(members), 'mentee')} must be with {name} (assign)"
        if len(members) > most:
            yield f"{people}, who may have at most {most} (max_mentees)"
        if groups and len(members) > groups * problem.max_size:
            led = f"can lead {count_of(groups, 'group')} of at most {problem.max_size}"
            yield f"{people}, who {led} ({_why_no_more(numbers, mentor)})"
        elif groups == 1 and len(members) > 1:
            yield from _cannot_share(numbers, mentor, members)


def _why_no_more(numbers: Numbers, mentor: int) -> str:
    """Name the setting by which a mentor leads no more groups."""
    intake, least = numbers.intake, numbers.problem.min_size
    groups = intake.max_groups(intake.mentors[mentor])
    if numbers.problem.max_groups[mentor] == groups:
        return "max_groups"
    most = count_of(int(numbers.problem.max_mentees[mentor]), "mentee")
    return f"max_mentees: {most} make no more groups of at least {least}"


def _assigned(numbers: Numbers) -> dict[int, list[int]]:
    """Return, by mentor, who must be in a group of theirs, those bound together with the assigned included."""
    intake = numbers.intake
    cluster_of = {member: cluster for cluster in numbers.problem.together for member in cluster}
    found: dict[int, set[int]] = {}
    for mentee, mentors in assigned_mentors(intake).items():
        place = intake.mentee_position[mentee]
        for mentor in mentors:
            found.setdefault(intake.mentor_position[mentor], set()).update(cluster_of.get(place, (place,)))
    return {mentor: sorted(members) for mentor, members in found.items()}


def _cannot_share(numbers: Numbers, mentor: int, members: list[int]) -> Iterator[str]:
    """Mentees who must share the one group of a mentor, and must be apart or have no seat of that mentor in common."""
    problem, intake = numbers.problem, numbers.intake
    name = intake.mentors[mentor].id
    leads = f"who leads one group ({_why_no_more(numbers, mentor)})"
    for one, other in problem.apart:
        if one in members and other in members:
            both = f"{intake.mentees[one].id} and {intake.mentees[other].id}"
            yield f"{both} must not share a group, and both must be with {name} (assign), {leads}"
    first, second = problem.pairs
    led = (first == mentor) | (second == mentor)
    allowed = who_sits_where(problem, problem.seats_of(first[led], second[led]))[:, members]
    if allowed.any(axis=0).all() and not allowed.all(axis=1).any():
        together = listing([intake.mentees[member].id for member in members])
        hour = "at no hour" if problem.scheduled else "in no permitted way"
        could = f"{hour} could {all_of(len(members))} be in it"
        yield f"{together} must be with {name} (assign), {leads}, and {could}"


def _exhausted(intake: Intake, problem: Problem) -> str:
    demands = []
    if problem.everyone:
        demands.append("every mentee must be placed (groups.everyone)")
    if problem.count is not None:
        demands.append(f"exactly {count_of(problem.count, 'group')} (groups.count)")
    rows = [f"{mentee} with {listing(mentors)}" for mentee, mentors in assigned_mentors(intake).items()]
    if rows:
        demands.append(f"{in_a_row(rows, MOST_SHOWN)} (assign)")
    demands += [str(lock) for lock in intake.locks]
    return (
        "every way to form groups was searched, and none keeps all the rules at once. "
        f"What must hold: {'; '.join(demands)}. Give up one of these, or loosen a rule that stands against it"
    )


_ARGUMENTS: tuple[Callable[[Numbers], Iterator[str]], ...] = (
    _too_few_mentees,
    no_group_at_all,
    _without_a_place,
    _alone_of_their_gender,
    never_enough,
    _crowded_mentors,
    _too_few_places,
    _unsplittable,
    _too_many_groups,
    _mentors_apart,
    _crowded_slots,
)


def locks_in_vain(intake: Intake, problem: Problem) -> dict[Lock, str]:
    """Return the locks that rules or hours stand against by themselves, each with a sentence that has its reason."""
    against = {lock: _against(intake, problem, lock) for lock in intake.locks}
    return {
        lock: f"{lock}, but {told}; change that, or take the lock out"
        for lock, told in against.items()
        if told is not None
    }


def _against(intake: Intake, problem: Problem, lock: Lock) -> str | None:
    """Return what stands against a lock, None where nothing does by itself."""
    leaders = [intake.mentor_position[mentor] for mentor in lock.mentors]
    members = [intake.mentee_position[mentee] for mentee in lock.mentees]
    alone = problem.alone
    idle = [intake.mentors[place].id for place in leaders if not alone.leads[place]]
    if idle:
        return f"{listing(idle)} cannot lead any group (max_groups, max_mentees)"
    if len(leaders) == 2 and not alone.pairable[leaders[0], leaders[1]]:
        return f"{listing(list(lock.mentors))} may not lead together"
    if len(leaders) < problem.per_group and not alone.solo[leaders[0]]:
        return f"{lock.mentors[0]} may not lead a group alone"
    unwelcome = [mentee for mentee in lock.mentees if not _welcome(intake, problem, mentee, leaders)]
    if unwelcome:
        return f"{listing(unwelcome)} may not be in a group of {listing(list(lock.mentors))}"
    crowded = [intake.mentors[place].id for place in leaders if problem.max_mentees[place] < len(members)]
    if crowded:
        return f"{listing(crowded)} may not have that many mentees (max_mentees)"
    told = _hours(intake, problem, lock, leaders, members) if intake.scheduled else None
    return told or _too_few(intake, problem, lock, leaders)


def _too_few(intake: Intake, problem: Problem, lock: Lock, leaders: list[int]) -> str | None:
    first, second = sorted(leaders) if len(leaders) == 2 else (leaders[0], problem.mentors)
    seats = problem.seats_of(np.array([first]), np.array([second]))
    if lock.slot is not None:
        seats = seats[seats.slot == slot_at(intake, lock.slot)]
    most = int(problem.permitted(seats).sum(axis=1).max(initial=0))
    if most >= problem.min_size:
        return None
    return f"{count_of(most, 'mentee')} could come to such a group, and it needs {problem.min_size}"


def _welcome(intake: Intake, problem: Problem, mentee: str, leaders: list[int]) -> bool:
    place, alone = intake.mentee_position[mentee], problem.alone
    either = all(mask[place, leaders].any() for mask in alone.either)
    return bool(alone.welcome[place, leaders].all()) and either


def _hours(intake: Intake, problem: Problem, lock: Lock, leaders: list[int], members: list[int]) -> str | None:
    free = np.vstack([problem.alone.mentor_free[leaders], problem.alone.mentee_free[members]])
    if lock.slot is not None:
        at_slot = free[:, [slot_at(intake, lock.slot) or 0]].ravel()
        absent = [own for own, can in zip((*lock.mentors, *lock.mentees), at_slot, strict=True) if not can]
        return f"{listing(absent)} cannot meet then" if absent else None
    if not free.all(axis=0).any():
        return f"{listing([*lock.mentors, *lock.mentees])} are free at no common slot"
    return None
