"""What a change would do before anybody makes it: where somebody could go, at which hour, with whom to swap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.board.state import BoardError, Did, State, Table
from matcher.checking.scoring import Scorer
from matcher.checking.watched import Standing
from matcher.rules import Breach, FormedGroup
from matcher.why.answers.now import shares, worth
from matcher.why.answers.records import Role

__all__ = ["Gain", "Trial", "costs_of", "gains_between", "hours_of", "rank", "tried"]


@dataclass(frozen=True)
class Trial:
    """What would become of the board.

    Parameters
    ----------
    place
        The group that somebody would be put into, or the hour; None: beside all groups.
    state, did
        What would stand then, and what would have been done.
    points
        By how much the score would change.
    new, mended
        Rules that would be broken then and are not now, and the other way round.
    left_behind
        What the group that somebody leaves would break then without them, wherever they go; no part of `new`.
    """

    place: str | None
    state: State
    did: Did
    points: int
    new: tuple[Breach, ...]
    mended: tuple[Breach, ...]
    left_behind: tuple[Breach, ...] = ()


def tried(table: Table, state: State, now: Standing, place: str | None, **asked: str | None) -> Trial:
    """Return what would become of a state if what is asked were done.

    Raises
    ------
    BoardError
        It cannot be done.
    """
    then, did = table.do(state, asked)
    return _trial(table, now, place, then, did)


def _trial(table: Table, now: Standing, place: str | None, then: State, did: Did) -> Trial:
    after = table.watched.standing(then.groups, then.locks)
    new = tuple(breach for breach in after.breaches if breach not in now.broken)
    mended = tuple(breach for breach in now.breaches if breach not in after.broken)
    return Trial(place, then, did, after.objective - now.objective, new, mended)


def costs_of(
    table: Table, state: State, now: Standing, person: str, start: str | None, places: Iterable[str | None]
) -> list[Trial]:
    """Return what it would cost to put somebody into each of these groups, `NEW` or None among them.

    What the group that is left would break without them, wherever they go, is told apart, in `left_behind`.
    """
    found = []
    for place in places:
        try:
            trial = tried(table, state, now, place, do="move", person=person, start=start, to=place)
        except BoardError:
            continue
        behind = _left_behind(table, state, trial, start)
        new = tuple(breach for breach in trial.new if breach not in behind)
        found.append(Trial(place, trial.state, trial.did, trial.points, new, trial.mended, behind))
    return found


def _left_behind(table: Table, state: State, trial: Trial, start: str | None) -> tuple[Breach, ...]:
    if start is None:
        return ()
    left = next((group for group in trial.state.groups if group.id == start), None)
    if left is None:
        return ()
    own = set(table.watched.by_itself(left)[1])
    return tuple(breach for breach in trial.new if breach in own)


def hours_of(table: Table, state: State, now: Standing, group: str) -> list[Trial]:
    """Return what each other hour of a group would do, in the order of the hours."""
    there = state.group(group)
    slots = (slot.text for slot in table.intake.slots if slot.text != there.slot)
    return [tried(table, state, now, slot, do="hour", group=group, slot=slot) for slot in slots]


def rank(trial: Trial) -> tuple[int, int]:
    """Return by what trials are put in order: fewest rules broken, then most points."""
    return (len(trial.new) + len(trial.left_behind) - len(trial.mended), -trial.points)


# Who gains and who loses --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gain:
    """What changed for one person.

    Parameters
    ----------
    person
        Who.
    points
        By how much what they score, or of a mentor what they wished for, changed.
    better
        Whether it is better for them: a place before none, then a better choice, then points.
    choices
        The choice that a mentee had and has, None where it is nobody they listed or they have no place.
    placed
        Whether they had a place, and have one.
    """

    person: str
    points: int
    better: bool
    choices: tuple[int | None, int | None]
    placed: tuple[bool, bool]

    @property
    def mixed(self) -> bool:
        """Whether a choice and the points say otherwise: neither is wholly a gain or a loss."""
        return (self.points > 0) != self.better and self.points != 0


def gains_between(table: Table, before: Sequence[FormedGroup], after: Sequence[FormedGroup]) -> list[Gain]:
    """Return for whom groups are better or worse than before, mentees first, those who gain or lose most first."""
    old, new = set(before), set(after)
    was, now = [group for group in before if group not in new], [group for group in after if group not in old]
    scorer: Scorer = table.watched.scorer
    intake = table.intake
    touched = {own for group in (*was, *now) for own in (*group.mentors, *group.mentees)}
    sides = {
        "mentors": tuple(one for one in intake.mentors if one.id in touched),
        "mentees": tuple(one for one in intake.mentees if one.id in touched),
    }
    concerned = intake.model_copy(update=sides)
    shares_was, shares_now = (shares(concerned, scorer, groups) for groups in (was, now))
    unlisted = 1 + max((len(mentee.preferred_mentors) for mentee in intake.mentees), default=0)
    found = []
    for person in touched:
        one, other = shares_was[person], shares_now[person]
        role = Role.MENTOR if person in intake.mentor_by_id else Role.MENTEE
        then, since = worth(unlisted, one, role), worth(unlisted, other, role)
        if then != since:
            found.append(
                Gain(
                    person,
                    other.points - one.points,
                    since > then,
                    (one.choice, other.choice),
                    (bool(one.groups), bool(other.groups)),
                )
            )
    order = {person.id: place for place, person in enumerate((*sides["mentees"], *sides["mentors"]))}
    return sorted(found, key=lambda gain: (gain.person in intake.mentor_by_id, -abs(gain.points), order[gain.person]))
