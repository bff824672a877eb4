"""What the board proposes: the best place for somebody, swaps, broken rules mended, the rest improved around locks.

Each is worked out by what the rest of matcher has for it, and shown before it is taken. It may take long: it tells how
far it is, and stops when it is asked to.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

import numpy as np

from matcher.board.session import Session
from matcher.board.state import BoardError, Did, State, as_placed, free_names
from matcher.board.trials import Trial, costs_of, rank, tried
from matcher.checking.watched import Standing
from matcher.intake.people import Intake
from matcher.matching import match
from matcher.problem.problem import build_problem
from matcher.questions.changes.previous import continued
from matcher.questions.rematch.running import rematch
from matcher.result.match_result import MatchResult
from matcher.rules import FormedGroup
from matcher.solving.running.control import Progress

__all__ = ["Ask", "Moved", "Proposal", "Told", "improved", "mended", "places_for", "swaps"]

BEST_PLACES, BEST_SWAPS = 3, 5
"""Proposals that are shown at once."""
LIKELY_SWAPS = 400
"""Swaps, those first that promise most by wishes alone, of which it is looked at what they break."""
SECONDS = 120.0
"""Within which the groups are formed again."""


@dataclass(frozen=True)
class Told:
    """How far something is: seconds, what it has looked at of how many, the score that it has so far."""

    seconds: float = 0.0
    done: int = 0
    of: int = 0
    objective: int | None = None


@dataclass(frozen=True)
class Ask:
    """What is asked: of the board as of then, telling how far it is, until somebody says stop."""

    session: Session
    state: State
    now: Standing
    tell: Callable[[Told], None]
    stop: threading.Event


@dataclass(frozen=True)
class Moved:
    """Somebody who would be in other groups, or whose group would meet at another hour.

    Parameters
    ----------
    before, after
        Names of groups, now and then.
    """

    person: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """What could be done.

    Parameters
    ----------
    state, did
        What would stand, and how that would be told.
    after
        How it would stand.
    moved
        Everybody for whom something would change places.
    fewest
        A proved lower limit on how many must move to mend what is broken; None where nothing is known of that.
    """

    state: State
    did: Did
    after: Standing
    moved: tuple[Moved, ...]
    fewest: int | None = None


def places_for(ask: Ask, person: str, start: str | None) -> list[Proposal]:
    """Return the best places for somebody: where fewest rules are broken, then by the score."""
    names = [group.id for group in ask.state.groups if group.id != start]
    found: list[Trial] = []
    for place, name in enumerate(names, 1):
        if ask.stop.is_set():
            break
        found += costs_of(ask.session.table, ask.state, ask.now, person, start, [name])
        ask.tell(Told(done=place, of=len(names)))
    return [_proposed(ask, trial.state, trial.did) for trial in sorted(found, key=rank)[:BEST_PLACES]]


def swaps(ask: Ask, person: str | None = None, start: str | None = None) -> list[Proposal]:
    """Return the best swaps of two, with somebody or among all mentees: none that breaks more rules than now."""
    pairs = list(_with_everybody(ask, person, start) if person is not None else _likely(ask))
    found: list[Trial] = []
    for place, (one, here, other, there) in enumerate(pairs, 1):
        if ask.stop.is_set():
            break
        try:
            asked = {"do": "swap", "person": one, "start": here, "other": other, "to": there}
            trial = tried(ask.session.table, ask.state, ask.now, there, **asked)
        except BoardError:
            continue
        finally:
            ask.tell(Told(done=place, of=len(pairs)))
        better = (len(trial.mended) - len(trial.new), trial.points) > (0, 0)
        if len(trial.new) <= len(trial.mended) and (better or person is not None):
            found.append(trial)
    return [_proposed(ask, trial.state, trial.did) for trial in sorted(found, key=rank)[:BEST_SWAPS]]


Swap = tuple[str, str | None, str, str | None]


def _with_everybody(ask: Ask, person: str, start: str | None) -> Iterator[Swap]:
    leads = person in ask.session.intake.mentor_by_id
    for group in ask.state.groups:
        if group.id != start:
            yield from ((person, start, own, group.id) for own in (group.mentors if leads else group.mentees))
    if start is not None:
        yield from ((person, start, own, None) for own in _beside(ask, leads))


def _beside(ask: Ask, leads: bool) -> list[str]:
    if leads:
        return ask.session.table.idle(ask.state)
    placed = {own for group in ask.state.groups for own in group.mentees}
    return [mentee.id for mentee in ask.session.intake.mentees if mentee.id not in placed]


def _likely(ask: Ask) -> list[Swap]:
    """Return the swaps of two mentees that promise most points, by the scores alone."""
    intake, groups = ask.session.intake, ask.state.groups
    problem = build_problem(intake)
    leaders = [[intake.mentor_position[own] for own in group.mentors] for group in groups]
    # The last column is being left out.
    worth = np.column_stack([*(problem.score[:, one].sum(axis=1) for one in leaders), -problem.unmatched])
    where = np.full(len(intake.mentees), len(groups), np.int64)
    for place, group in enumerate(groups):
        where[[intake.mentee_position[own] for own in group.mentees]] = place
    own = worth[np.arange(len(where)), where]
    best: list[tuple[int, int, int]] = []
    for one in range(len(where)):
        if ask.stop.is_set():
            break
        gains = worth[one, where] + worth[:, where[one]] - own[one] - own
        gains[: one + 1] = 0
        gains[where == where[one]] = 0
        most = np.argsort(-gains, kind="stable")[:LIKELY_SWAPS]
        best += [(int(gains[other]), one, int(other)) for other in most if gains[other] > 0]
        if len(best) > 8 * LIKELY_SWAPS:
            best = nlargest(LIKELY_SWAPS, best)
    names = [*(group.id for group in groups), None]
    return [
        (intake.mentees[one].id, names[where[one]], intake.mentees[other].id, names[where[other]])
        for _, one, other in nlargest(LIKELY_SWAPS, best)
    ]


# Formed again -------------------------------------------------------------------------------------------------------


def mended(ask: Ask) -> list[Proposal]:
    """Return groups that keep every rule and lock, with as few moves as can be; nothing where none is broken.

    Raises
    ------
    InfeasibleError, UnsolvedError
        There are none, or none were found.
    """
    if not ask.now.breaches:
        return []
    found = rematch(_locked(ask), ask.session.unscored(ask.state), effort="quick", time_limit=SECONDS, **_heard(ask))
    return [_formed(ask, found.result, "mend", found.fewest)]


def improved(ask: Ask, moves: int | None = None) -> list[Proposal]:
    """Return better groups that keep every rule and lock; nothing where what was found is no better.

    Parameters
    ----------
    moves
        How many people may move; None: any number.

    Raises
    ------
    IntakeError
        More have to move, since rules are broken.
    InfeasibleError, UnsolvedError
        There are none, or none were found.
    """
    locked = _locked(ask)
    if moves is None:
        result = match(locked, effort="normal", time_limit=SECONDS, **_heard(ask))
    else:
        before = ask.session.unscored(ask.state)
        result = rematch(locked, before, moves=moves, time_limit=SECONDS, **_heard(ask)).result
    proposal = _formed(ask, result, "improve", None)
    plain = ask.session.intake.program.objective.mode == "total"
    worse = plain and not ask.now.breaches and proposal.after.objective <= ask.now.objective
    return [] if worse or not proposal.moved else [proposal]


def _heard(ask: Ask) -> dict[str, Any]:
    def listen(progress: Progress) -> None:
        ask.tell(Told(seconds=progress.seconds, objective=progress.objective))

    return {"progress": listen, "stop": ask.stop}


def _locked(ask: Ask) -> Intake:
    intake = ask.session.intake
    return intake.model_copy(update={"locks": (*intake.locks, *ask.state.locks)}) if ask.state.locks else intake


def _formed(ask: Ask, result: MatchResult, what: str, fewest: int | None) -> Proposal:
    """Return a result as a proposal: each group under the name of the one of now that lives on in it."""
    intake = ask.session.intake
    before = ask.session.unscored(ask.state)
    lives_on = {place: number for number, place in continued(intake, before, result.groups).items()}
    fresh = iter(free_names(ask.state.groups, len(result.groups)))
    groups = {}
    for place, group in enumerate(result.formed):
        name = before.groups[lives_on[place]].id if place in lives_on else next(fresh)
        groups[name] = as_placed(intake, group._replace(id=name))
    gone = {group.id: None for group in ask.state.groups if group.id not in groups}
    state = ask.state.changed({**gone, **groups})
    return _proposed(ask, state, Did(what), fewest)


def _proposed(ask: Ask, state: State, did: Did, fewest: int | None = None) -> Proposal:
    after = ask.session.stands(state)
    return Proposal(state, did, after, moved_between(ask.state.groups, state.groups), fewest)


def moved_between(before: Sequence[FormedGroup], after: Sequence[FormedGroup]) -> tuple[Moved, ...]:
    """Return who would be in other groups, or whose group would meet at another hour."""
    was, now = _places(before), _places(after)
    hours = ({group.id: group.slot for group in groups} for groups in (before, after))
    old, new = hours
    found = []
    for person in dict.fromkeys((*was, *now)):
        mine, then = was.get(person, ()), now.get(person, ())
        if mine != then or any(old[name] != new[name] for name in mine):
            found.append(Moved(person, mine, then))
    return tuple(found)


def _places(groups: Sequence[FormedGroup]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for person in (*group.mentors, *group.mentees):
            found[person] = (*found.get(person, ()), group.id)
    return found
