"""`compare`: two results side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from os import PathLike

import numpy as np

from matcher.checking.scoring import Scorer, one_weight_each
from matcher.checking.verify import breaches_of
from matcher.intake.people import Intake
from matcher.intake.read import read_intake
from matcher.questions.compare.reading import Told, read_told
from matcher.questions.compare.records import (
    Change,
    Comparison,
    GroupChange,
    Lead,
    MenteeChange,
    MentorChange,
    PartChange,
    Place,
    Side,
)
from matcher.questions.compare.sides import View
from matcher.result.asked import as_asked
from matcher.result.match_result import MatchResult
from matcher.result.saved_json import UNLISTED
from matcher.result.since import changed_since, held_since
from matcher.rules.rule import known_of
from matcher.solving.variants.few_moves.counterparts import counterparts

__all__ = ["compare"]

AnyResult = MatchResult | str | PathLike[str]


def compare(
    first: AnyResult,
    second: AnyResult,
    intake: Intake | str | PathLike[str] | None = None,
    *,
    names: tuple[str, str] | None = None,
) -> Comparison:
    """Tell what differs between two results: groups, people, objective, choices, load, who is left out.

    Groups are matched by the people they have in common, never by name.

    Parameters
    ----------
    first, second
        Results; folders that hold one; or their files (``result.json``, ``groups.csv``, ``assignments.csv``). They
        may have been edited by hand: of a folder, the table that says other groups than ``result.json`` counts.
    intake
        What both answer, read or as a path. With it, everything is scored from the intake, part by part, and the rules
        that either breaks are told. Without it, what the results say of themselves is all that is known.
    names
        What to call the two; by default the paths, or ``first`` and ``second``.

    Raises
    ------
    ResultFileError
        A result is missing, or cannot be understood.
    IntakeError
        The intake is wrong.
    """
    known = intake if isinstance(intake, Intake) or intake is None else read_intake(intake)
    told = [read_told(result, name) for result, name in zip((first, second), names or ("first", "second"), strict=True)]
    before, after = (View.of(one, known) for one in told)
    pairs = _counterparts(before, after)
    people = _names(known, told)
    return Comparison(
        first=_side(before, told[0], known, told[0].name if names is None else names[0]),
        second=_side(after, told[1], known, told[1].name if names is None else names[1]),
        groups=_group_changes(before, after, pairs),
        mentees=tuple(_mentee_changes(before, after, pairs, people)),
        mentors=tuple(_mentor_changes(before, after, pairs, people)),
        parts=() if known is None else _parts(known, before, after),
        names=people,
    )


def _names(intake: Intake | None, told: Iterable[Told]) -> dict[str, str]:
    names = {} if intake is None else {one.id: one.name for one in (*intake.mentors, *intake.mentees)}
    for one in told:
        for person, name in (*one.mentors.items(), *one.mentees.items()):
            if names.get(person, person) == person:
                names[person] = name
    return names


# Groups -------------------------------------------------------------------------------------------------------------


def _counterparts(before: View, after: View) -> dict[int, int]:
    """Return, by position, which group of `after` each group of `before` is: most people in common, then slot, name."""
    places: dict[str, list[int]] = {}
    for position, group in enumerate(after.groups):
        for person in (*group.mentors, *group.mentees):
            places.setdefault(person, []).append(position)
    common = np.zeros((len(before.groups), len(after.groups)), np.int64)
    for row, group in enumerate(before.groups):
        for person in (*group.mentors, *group.mentees):
            common[row, places.get(person, [])] += 1
    slots = np.array([[one.slot == other.slot for other in after.groups] for one in before.groups])
    named = np.array([[one.id == other.id for other in after.groups] for one in before.groups])
    if not common.size:
        return {}
    ties = 2 * slots.astype(np.int64) + named
    return dict(counterparts(np.where(common > 0, common * (3 * min(common.shape) + 1) + ties, 0)))


def _group_changes(before: View, after: View, pairs: dict[int, int]) -> tuple[GroupChange, ...]:
    changes = []
    for position, one in enumerate(before.groups):
        other = after.groups[pairs[position]] if position in pairs else None
        if other is None:
            changes.append(GroupChange(one.id, None, 0, one.slot, None, one.mentors, (), one.mentees, ()))
            continue
        mentors, mentees = set(one.mentors) & set(other.mentors), set(one.mentees) & set(other.mentees)
        changes.append(
            GroupChange(
                one.id,
                other.id,
                len(mentors) + len(mentees),
                one.slot,
                other.slot,
                tuple(mentor for mentor in one.mentors if mentor not in mentors),
                tuple(mentor for mentor in other.mentors if mentor not in mentors),
                tuple(mentee for mentee in one.mentees if mentee not in mentees),
                tuple(mentee for mentee in other.mentees if mentee not in mentees),
            )
        )
    found = set(pairs.values())
    for position, other in enumerate(after.groups):
        if position not in found:
            changes.append(GroupChange(None, other.id, 0, None, other.slot, (), other.mentors, (), other.mentees))
    return tuple(changes)


# People -------------------------------------------------------------------------------------------------------------


def _mentee_changes(before: View, after: View, pairs: dict[int, int], names: dict[str, str]) -> Iterable[MenteeChange]:
    first, second = set(before.mentees), set(after.mentees)
    for mentee in dict.fromkeys([*before.mentees, *after.mentees]):
        there, here = before.place.get(mentee), after.place.get(mentee)
        old, new = None if there is None else there[1], None if here is None else here[1]
        change: Change | None
        if mentee not in second or mentee not in first:
            change = Change.GONE if mentee in first else Change.NEW
        elif there is None or here is None:
            change = None if there is here else Change.PLACED if there is None else Change.LEFT_OUT
        else:
            change = _of_places(there[1], here[1], pairs.get(there[0]) == here[0])
        if change is not None:
            alone = change in (Change.NEW, Change.GONE)
            yield MenteeChange(mentee, names.get(mentee, mentee), change, old, new, None if alone else _gain(old, new))


def _of_places(old: Place, new: Place, same_group: bool) -> Change | None:
    if not same_group:
        return Change.MOVED
    mentors, slot = set(old.mentors) != set(new.mentors), old.slot != new.slot
    if mentors and slot:
        return Change.MENTORS_AND_SLOT
    return Change.MENTORS if mentors else Change.SLOT if slot else None


def _gain(old: Place | None, new: Place | None) -> int | None:
    before = 0 if old is None else old.score
    after = 0 if new is None else new.score
    return None if before is None or after is None else after - before


def _mentor_changes(before: View, after: View, pairs: dict[int, int], names: dict[str, str]) -> Iterable[MentorChange]:
    first, second = set(before.mentors), set(after.mentors)
    led_before, led_after = before.leads(), after.leads()
    for mentor in dict.fromkeys([*before.mentors, *after.mentors]):
        old, new = led_before.get(mentor, []), led_after.get(mentor, [])
        change = _of_leads(old, new, pairs)
        if mentor not in second or mentor not in first:
            change = Change.GONE if mentor in first else Change.NEW
        if change is not None:
            was, now = tuple(lead for _, lead in old), tuple(lead for _, lead in new)
            yield MentorChange(mentor, names.get(mentor, mentor), change, was, now)


def _of_leads(old: list[tuple[int, Lead]], new: list[tuple[int, Lead]], pairs: dict[int, int]) -> Change | None:
    if not old or not new:
        return Change.LEADS if new else Change.IDLE if old else None
    if {pairs.get(position) for position, _ in old} != {position for position, _ in new}:
        return Change.LED_GROUPS
    now = dict(new)
    both = [(lead, now[pairs[position]]) for position, lead in old]
    mentors = any(set(one.co_mentors) != set(other.co_mentors) for one, other in both)
    slot = any(one.slot != other.slot for one, other in both)
    if mentors or slot:
        return Change.MENTORS_AND_SLOT if mentors and slot else Change.MENTORS if mentors else Change.SLOT
    if any(one.mentees != other.mentees for one, other in both):
        return Change.LOAD
    return Change.MENTEES if any(set(one.mentee_ids) != set(other.mentee_ids) for one, other in both) else None


# The whole ----------------------------------------------------------------------------------------------------------


def _side(view: View, told: Told, intake: Intake | None, name: str) -> Side:
    sizes: Counter[str] = Counter()
    for group in view.groups:
        for mentor in group.mentors:
            sizes[mentor] += len(group.mentees)
    return Side(
        name=name,
        groups=len(view.groups),
        objective=told.objective if intake is None else _objective(intake, view),
        choices=_choices(view, intake),
        unmatched=tuple(mentee for mentee in view.mentees if mentee not in view.place),
        leading=len(sizes),
        mentors=len(view.mentors),
        least_load=min(sizes.values(), default=None),
        most_load=max(sizes.values(), default=None),
        breaches=() if intake is None else tuple(map(str, breaches_of(_asked(intake, told), told.groups))),
        notes=(*told.notes, *_since(told, intake)),
    )


def _asked(intake: Intake, told: Told) -> Intake:
    return intake if told.result is None else as_asked(intake, told.result)


def _since(told: Told, intake: Intake | None) -> Iterator[str]:
    if intake is not None and told.result is not None:
        yield from filter(None, (held_since(intake, told.result), changed_since(intake, told.result)))


def _choices(view: View, intake: Intake | None) -> dict[str, int] | None:
    counted = view.place if intake is None else view.place.keys() & intake.mentee_by_id.keys()
    places = [view.place[mentee][1] for mentee in counted]
    if any(place.score is None for place in places):
        return None
    counts = Counter(place.choice for place in places)
    longest = max((rank for rank in counts if rank is not None), default=0)
    if intake is not None:
        longest = max(longest, *(len(mentee.preferred_mentors) for mentee in intake.mentees), 0)
    return {str(rank): counts[rank] for rank in range(1, longest + 1)} | {UNLISTED: counts[None]}


def _objective(intake: Intake, view: View) -> int:
    """Return what the groups of a result score; whom it does not know, it does not leave out."""
    unheard_of = intake.mentee_by_id.keys() - set(view.mentees)
    known = [known_of(intake, group) for group in view.groups]
    scorer = Scorer(intake)
    return scorer.objective(known) + sum(map(scorer.left_out, unheard_of))


def _parts(intake: Intake, before: View, after: View) -> tuple[PartChange, ...]:
    """Score both with one weight at a time: the objective is the sum of what each weight alone would make it."""
    parts = []
    for name, program in one_weight_each(intake.program):
        weighed = intake.model_copy(update={"program": program})
        old, new = (_objective(weighed, view) for view in (before, after))
        parts.append(PartChange(name, old, new))
    return tuple(parts)
