"""What stands on the board, and what each change makes of it: values, never changed in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from matcher.checking.watched import Watched
from matcher.errors import MatcherError
from matcher.intake.hours import free_table
from matcher.intake.people import Intake, Lock
from matcher.rules import FormedGroup
from matcher.rules.rule import slot_at
from matcher.text import LONGEST_TEXT, no_text

__all__ = ["NEW", "BoardError", "Did", "State", "Table", "as_placed", "free_names", "is_same_lock"]

NEW = "+"
"""Where somebody is put who is to begin a new group; no group is called so."""
MOST_TRIED = 24
"""Idle mentors among whom those are chosen who lead what is split off."""


class BoardError(MatcherError):
    """Something cannot be done on the board; `key` is the phrase that says why, with its values."""

    exit_code = 2

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(f"the board cannot do that: {key} {values or ''}".rstrip())
        self.key, self.values = key, values


@dataclass(frozen=True)
class State:
    """What stands on the board.

    Parameters
    ----------
    groups
        In the order of their cards; people in the order of the intake.
    locks
        What was locked on the board, besides what the intake says.
    """

    groups: tuple[FormedGroup, ...]
    locks: tuple[Lock, ...] = ()

    def group(self, name: str | None) -> FormedGroup:
        """Return a group by its name.

        Raises
        ------
        BoardError
            There is none of this name.
        """
        found = next((group for group in self.groups if group.id == name), None)
        if found is None:
            raise BoardError("board.no_group", group=name or "")
        return found

    @property
    def without_empty(self) -> State:
        """The state without groups that nobody is in."""
        there = tuple(group for group in self.groups if group.mentors or group.mentees)
        return self if len(there) == len(self.groups) else replace(self, groups=there)

    def changed(self, changes: Mapping[str, FormedGroup | None]) -> State:
        """Return the state with other groups under these names: None takes one away, new ones come last."""
        there = [changes.get(group.id, group) for group in self.groups]
        known = {group.id for group in self.groups}
        new = [group for name, group in changes.items() if name not in known]
        return replace(self, groups=tuple(group for group in (*there, *new) if group is not None))


@dataclass(frozen=True)
class Did:
    """What somebody did, to be told in any language.

    Parameters
    ----------
    what
        The end of a phrase: ``move`` of ``board.did_move``.
    people, groups
        Ids, in the order in which the phrase names them.
    note
        A reason, an hour, a number: whatever else it tells.
    """

    what: str
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    note: str = ""


class Table:
    """Who does what to a state; the rules are asked of `watched`, and nothing is refused because of them."""

    def __init__(self, watched: Watched) -> None:
        self.watched = watched

    @property
    def intake(self) -> Intake:
        """Whose people these are."""
        return self.watched.intake

    def do(self, state: State, asked: Mapping[str, Any]) -> tuple[State, Did]:
        """Return what becomes of a state, and what was done.

        Parameters
        ----------
        asked
            ``do``: one of `doing`; the rest is what that takes, texts or None.

        Raises
        ------
        BoardError
            It cannot be done: somebody or something is not there.
        """
        doing = self.doing.get(str(asked.get("do")))
        if doing is None:
            raise BoardError("board.not_understood")
        given = {key: value for key, value in asked.items() if key != "do"}
        if not all(value is None or _is_text(value) for value in given.values()):
            raise BoardError("board.not_understood")
        try:
            return doing(state, **given)
        except TypeError as fault:
            raise BoardError("board.not_understood") from fault

    @property
    def doing(self) -> dict[str, Callable[..., tuple[State, Did]]]:
        """Everything that can be done, by name."""
        return {
            "move": self.move,
            "swap": self.swap,
            "hour": self.hour,
            "split": self.split,
            "dissolve": self.dissolve,
            "lock": self.lock,
            "unlock": self.unlock,
        }

    # People --------------------------------------------------------------------------------------------------------

    def move(self, state: State, person: str, start: str | None = None, to: str | None = None) -> tuple[State, Did]:
        """Put somebody from a group (None: from beside) into another (None: beside them all; `NEW`: a new one)."""
        self._is_there(state, person, start)
        if start == to:
            raise BoardError("board.there_already")
        taken = {} if start is None else {start: self._without(state.group(start), person)}
        if to is None:
            return state.changed(taken), Did("out", (person,), (start or "",))
        if to == NEW:
            name = free_names(state.groups)[0]
            begun = self._with(FormedGroup(name, self.hour_for(state, person), (), ()), person)
            return state.changed({**taken, name: begun}), Did("begin", (person,), (name,), begun.slot or "")
        self._may_join(state, person, to)
        put = {to: self._with(state.group(to), person)}
        return state.changed({**taken, **put}), Did("move", (person,), (start or "", to))

    def swap(
        self, state: State, person: str, other: str, start: str | None = None, to: str | None = None
    ) -> tuple[State, Did]:
        """Let two of one kind change places: `person` of `start` with `other` of `to`; None: beside all groups."""
        self._is_there(state, person, start)
        self._is_there(state, other, to)
        if person == other or start == to or (person in self._mentors) != (other in self._mentors):
            raise BoardError("board.no_swap")
        changes = {}
        for place, goes, comes in ((start, person, other), (to, other, person)):
            if place is not None:
                if comes in self._people_of(state.group(place)):
                    raise BoardError("board.there_already")
                changes[place] = self._with(self._without(state.group(place), goes), comes)
        return state.changed(changes), Did("swap", (person, other), (start or "", to or ""))

    # Groups --------------------------------------------------------------------------------------------------------

    def hour(self, state: State, group: str, slot: str) -> tuple[State, Did]:
        """Let a group meet at another hour."""
        position = slot_at(self.intake, slot)
        if position is None:
            raise BoardError("board.no_hour", hour=slot)
        told = self.intake.slots[position].text
        found = state.group(group)
        if found.slot == told:
            raise BoardError("board.there_already")
        return state.changed({group: found._replace(slot=told)}), Did("hour", groups=(group,), note=told)

    def split(self, state: State, group: str) -> tuple[State, Did]:
        """Part a group: half of its mentees go to the idle mentors who suit them and its hour best, if there are any.

        Where enough idle mentors could lead it then, those lead the new group; else it has none yet.
        """
        found = state.group(group)
        if len(found.mentees) < 2:
            raise BoardError("board.too_small_to_split", group=group)
        name = free_names(state.groups)[0]
        leaders = self._leaders_for(state, found)
        scorer = self.watched.scorer
        gains = {
            own: scorer.mentee_score(own, leaders) - scorer.mentee_score(own, found.mentors) for own in found.mentees
        }
        ranked = sorted(found.mentees, key=lambda own: (-gains[own], self.intake.mentee_position[own]))
        goes = set(ranked[: len(ranked) // 2])
        parted = as_placed(self.intake, FormedGroup(name, found.slot, leaders, tuple(goes)))
        stays = found._replace(mentees=tuple(own for own in found.mentees if own not in goes))
        return state.changed({group: stays, name: parted}), Did("split", groups=(group, name))

    def dissolve(self, state: State, group: str) -> tuple[State, Did]:
        """Take a group away: its mentees are left out, its mentors idle where they lead no other."""
        state.group(group)
        return state.changed({group: None}), Did("dissolve", groups=(group,))

    # Locks ---------------------------------------------------------------------------------------------------------

    def lock(
        self, state: State, kind: str, group: str, reason: str = "", person: str | None = None
    ) -> tuple[State, Did]:
        """Lock something of a group as it stands now, ``person-in-group`` or another `kind` of `Lock`."""
        found = state.group(group)
        told = " ".join(reason.split())
        if not found.mentors or (kind == "person-in-group" and person not in found.mentees):
            raise BoardError("board.no_lock")
        if kind == "group-slot" and found.slot is None:
            raise BoardError("board.no_lock")
        mentees = {"whole-group": found.mentees, "person-in-group": (person or "",)}
        try:
            lock = Lock(
                kind=kind,  # type: ignore[arg-type]  # it is looked at there
                mentors=found.mentors,
                slot=None if kind == "mentor-pair" else found.slot,
                mentees=mentees.get(kind, ()),
                reason=told or None,
            )
        except ValueError as fault:
            raise BoardError("board.not_understood") from fault
        if any(is_same_lock(lock, one) for one in (*self.intake.locks, *state.locks)):
            raise BoardError("board.locked_already")
        people = () if person is None else (person,)
        return replace(state, locks=(*state.locks, lock)), Did(f"lock_{kind}".replace("-", "_"), people, (group,), told)

    def unlock(self, state: State, number: str) -> tuple[State, Did]:
        """Take a lock away that was put on the board: the one at this place among them, from 0."""
        if not number.isdecimal() or int(number) >= len(state.locks):
            raise BoardError("board.no_lock")
        lock = state.locks[int(number)]
        kept = tuple(one for one in state.locks if one is not lock)
        return replace(state, locks=kept), Did("unlock", note=str(lock))

    # What these are made of ----------------------------------------------------------------------------------------

    def hour_for(self, state: State, person: str) -> str | None:
        """Return the hour of a new group: when most who are left out can come with them, and then most idle mentors."""
        intake = self.intake
        if not intake.scheduled:
            return None
        one = intake.mentor_by_id.get(person) or intake.mentee_by_id[person]
        free = free_table([one], intake.slots, intake.program)[0]
        placed = {own for group in state.groups for own in group.mentees}
        waiting = [mentee for mentee in intake.mentees if mentee.id not in placed]
        idle = [intake.mentor_by_id[own] for own in self.idle(state)]
        counts = [
            free_table(people, intake.slots, intake.program).sum(axis=0) if people else np.zeros(len(free), np.int64)
            for people in (waiting, idle)
        ]
        worth = [
            (bool(free[place]), int(counts[0][place]), int(counts[1][place]), -place) for place in range(len(free))
        ]
        return intake.slots[-max(worth)[3]].text

    def idle(self, state: State) -> list[str]:
        """Return the mentors who lead no group."""
        leading = {own for group in state.groups for own in group.mentors}
        return [mentor.id for mentor in self.intake.mentors if mentor.id not in leading]

    def _leaders_for(self, state: State, group: FormedGroup) -> tuple[str, ...]:
        """Return as many idle mentors as lead a group, free at the hour of a group, who suit its mentees best."""
        wanted = self.intake.program.groups.mentors
        idle = [own for own in self.idle(state) if self._could_lead(own, group.slot)][:MOST_TRIED]
        best: tuple[int, int, tuple[str, ...]] | None = None
        for leaders in combinations(idle, wanted):
            score, breaches = self.watched.by_itself(group._replace(mentors=leaders))
            if best is None or (-len(breaches), score) > best[:2]:
                best = (-len(breaches), score, leaders)
        return () if best is None else best[2]

    def _could_lead(self, mentor: str, slot: str | None) -> bool:
        one, position = self.intake.mentor_by_id[mentor], slot_at(self.intake, slot)
        if self.intake.max_groups(one) < 1:
            return False
        if position is None:
            return True
        return bool(free_table([one], [self.intake.slots[position]], self.intake.program)[0, 0])

    @property
    def _mentors(self) -> Mapping[str, object]:
        return self.intake.mentor_by_id

    def _people_of(self, group: FormedGroup) -> tuple[str, ...]:
        return (*group.mentors, *group.mentees)

    def _is_there(self, state: State, person: str, start: str | None) -> None:
        if person not in self.intake.mentor_by_id and person not in self.intake.mentee_by_id:
            raise BoardError("board.nobody", person=person)
        if start is not None and person not in self._people_of(state.group(start)):
            raise BoardError("board.not_there", person=person, group=start)
        # A mentor may come from beside while they lead a group: then they lead one more.
        if start is None and person in self.intake.mentee_by_id:
            where = next((group.id for group in state.groups if person in group.mentees), None)
            if where is not None:
                raise BoardError("board.is_in", person=person, group=where)

    def _may_join(self, state: State, person: str, to: str) -> None:
        if person in self._people_of(state.group(to)):
            raise BoardError("board.there_already")

    def _with(self, group: FormedGroup, person: str) -> FormedGroup:
        if person in self.intake.mentor_by_id:
            return as_placed(self.intake, group._replace(mentors=(*group.mentors, person)))
        return as_placed(self.intake, group._replace(mentees=(*group.mentees, person)))

    def _without(self, group: FormedGroup, person: str) -> FormedGroup:
        return group._replace(
            mentors=tuple(own for own in group.mentors if own != person),
            mentees=tuple(own for own in group.mentees if own != person),
        )


def _is_text(value: object) -> bool:
    """Return whether something may go into files and onto pages: a text without what is none, and not without end."""
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and no_text(value) is None


def as_placed(intake: Intake, group: FormedGroup) -> FormedGroup:
    """Return a group with everybody once, in the order of the intake."""
    return group._replace(
        mentors=tuple(sorted(set(group.mentors), key=intake.mentor_position.__getitem__)),
        mentees=tuple(sorted(set(group.mentees), key=intake.mentee_position.__getitem__)),
    )


def free_names(groups: Iterable[FormedGroup], count: int = 1) -> Sequence[str]:
    """Return so many names that no group has: ``G7`` and ``G8`` after ``G6``."""
    numbers = [int(group.id[1:]) for group in groups if group.id[:1] == "G" and group.id[1:].isdecimal()]
    first = max(numbers, default=0) + 1
    return [f"G{number}" for number in range(first, first + count)]


def is_same_lock(one: Lock, other: Lock) -> bool:
    """Return whether two locks settle the same, whatever their reasons."""
    return (one.kind, one.mentors, one.slot, one.mentees) == (other.kind, other.mentors, other.slot, other.mentees)
