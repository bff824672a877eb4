"""``board.json``: every change on a board with its time, where Save writes; whoever comes back goes on where it ended.

It is replaced whole at each change. What it holds is the groups at the start, then a line of events: a change with the
groups that it touched, an undo, a redo, a saving. The states follow from these, and so does what can be undone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from matcher.board.state import Did, State
from matcher.intake.disk.whole import put_whole
from matcher.intake.people import Lock
from matcher.intake.reading.gate.data import json_of
from matcher.intake.reading.gate.files import bytes_of
from matcher.intake.reading.gate.kinds import BOARD
from matcher.intake.reading.gate.refused import MissingError, RefusedError
from matcher.result.saved_workbook import fingerprint
from matcher.rules import FormedGroup

__all__ = ["Event", "Journal", "SpoiltError", "digest_of", "on_disk", "read_journal", "write_journal"]

VERSION = 1
"""Of what the file looks like; one that is not known is not read."""


class SpoiltError(ValueError):
    """A file is no journal that this program can read."""


@dataclass(frozen=True)
class Event:
    """One line of a journal.

    Parameters
    ----------
    time
        When, with the zone: ``2026-10-05T14:03:07+02:00``.
    kind
        ``change``, ``undo``, ``redo`` or ``save``.
    did
        What was done, of a change.
    """

    time: str
    kind: str
    did: Did | None = None


@dataclass
class Journal:
    """What was done on a board, and all states that can be had back.

    Parameters
    ----------
    result
        The digest of the groups that the result had when it was last read or saved.
    states
        From the start; the one at `at` is that of now, those after it were undone.
    events
        All that was done, what was undone too.
    reached
        What led to each state after the first.
    """

    result: str
    states: list[State]
    at: int = 0
    events: list[Event] = field(default_factory=list)
    reached: list[Did] = field(default_factory=list)
    _lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def was_saved(self) -> bool:
        """Whether anything of it was saved as a result."""
        return any(event.kind == "save" for event in self.events)

    @property
    def now(self) -> State:
        """The state of now."""
        return self.states[self.at]

    def change(self, time: str, state: State, did: Did) -> None:
        """Put a new state after that of now; what was undone before cannot be had back then."""
        line = {"time": time, "did": _did_table(did), **_difference(self.now, state)}
        del self.states[self.at + 1 :], self.reached[self.at :]
        self.states.append(state)
        self.reached.append(did)
        self.at += 1
        self._note(Event(time, "change", did), line)

    def step(self, time: str, kind: str) -> Did | None:
        """Undo or redo one change, and return it; None where there was none."""
        to = self.at + (1 if kind == "redo" else -1)
        if not 0 <= to < len(self.states):
            return None
        did = self.reached[min(self.at, to)]
        self.at = to
        self._note(Event(time, kind, did), {"time": time, kind: True})
        return did

    def saved(self, time: str) -> None:
        """Note that the state of now was saved as the result: groups that nobody is in are gone with it."""
        self.states[self.at] = self.now.without_empty
        self.result = digest_of(self.now.groups)
        self._note(Event(time, "save"), {"time": time, "save": True})

    def text(self) -> str:
        """Return what the file holds: an event a line."""
        head = {
            "version": VERSION,
            "result": self.result,
            "start": [_group_table(one) for one in self.states[0].groups],
        }
        lines = [_line({"board": head}), *map(_line, self._lines)]
        return "[\n" + ",\n".join(lines) + "\n]\n"

    def _note(self, event: Event, line: dict[str, Any]) -> None:
        self.events.append(event)
        self._lines.append(line)


def digest_of(groups: Sequence[FormedGroup]) -> str:
    """Return what is equal for equal groups of equal names, in whatever order; one that nobody is in is none."""
    return fingerprint(group for group in groups if group.mentors or group.mentees)


def on_disk(place: Path) -> bytes | None:
    """Return what stands where a journal is, None where nothing does or it cannot be read."""
    try:
        return bytes_of(place, BOARD)
    except (MissingError, RefusedError):
        return None


def write_journal(place: Path, text: str, *, aside: str | None = None) -> bytes:
    """Write the text of a journal whole, and return what was written.

    Parameters
    ----------
    aside
        The name under which what stands there stays besides.

    Raises
    ------
    MatcherError
        It cannot be written; what was there is as it was.
    """
    put_whole(place.parent, {place.name: text}, kept={} if aside is None else {aside: place.name})
    return text.encode("utf-8")


def read_journal(data: bytes) -> Journal:
    """Return the journal that a file holds.

    Raises
    ------
    SpoiltError
        It is none, or of another version.
    """
    try:
        events: Any = json_of(data.decode("utf-8"))
        head, *lines = events
        told = head["board"]
        if told["version"] != VERSION:
            raise SpoiltError("it is of another version")
        journal = Journal(str(told["result"]), [State(tuple(_group(one) for one in told["start"]))])
        for line in lines:
            _replay(journal, line)
        journal.result = str(told["result"])
    except SpoiltError:
        raise
    except (RefusedError, ValueError, KeyError, TypeError, AttributeError, IndexError) as fault:
        raise SpoiltError("it is no journal of a board") from fault
    return journal


def _replay(journal: Journal, line: Mapping[str, Any]) -> None:
    time = str(line["time"])
    for kind in ("undo", "redo"):
        if kind in line:
            if journal.step(time, kind) is None:
                raise SpoiltError("it undoes what was not done")
            return
    if "save" in line:
        journal.saved(time)
        return
    did = line["did"]
    state = journal.now.changed(
        {str(name): None if one is None else _group({"id": name, **one}) for name, one in line["groups"].items()}
    )
    if "locks" in line:
        state = replace(state, locks=tuple(Lock(**one) for one in line["locks"]))
    told = Did(str(did["what"]), _texts(did["people"]), _texts(did["groups"]), str(did["note"]))
    journal.change(time, state, told)


def _difference(before: State, after: State) -> dict[str, Any]:
    """Return what of a state is new: groups by name, null where one is gone, and all locks where these changed."""
    old, new = ({group.id: group for group in state.groups} for state in (before, after))
    gone: dict[str, Any] = {name: None for name in old if name not in new}
    groups = gone | {name: _own_table(group) for name, group in new.items() if old.get(name) != group}
    locks = {} if after.locks == before.locks else {"locks": [lock.model_dump(mode="json") for lock in after.locks]}
    return {"groups": groups, **locks}


def _did_table(did: Did) -> dict[str, Any]:
    return {"what": did.what, "people": list(did.people), "groups": list(did.groups), "note": did.note}


def _own_table(group: FormedGroup) -> dict[str, Any]:
    return {"slot": group.slot, "mentors": list(group.mentors), "mentees": list(group.mentees)}


def _group_table(group: FormedGroup) -> dict[str, Any]:
    return {"id": group.id, **_own_table(group)}


def _group(told: Mapping[str, Any]) -> FormedGroup:
    slot = told["slot"]
    if slot is not None and not isinstance(slot, str):
        raise SpoiltError("an hour in it is no text")
    return FormedGroup(str(told["id"]), slot, _texts(told["mentors"]), _texts(told["mentees"]))


def _texts(told: Sequence[Any]) -> tuple[str, ...]:
    if isinstance(told, str) or not all(isinstance(one, str) for one in told):
        raise SpoiltError("a list in it holds something else than texts")
    return tuple(told)


def _line(table: Mapping[str, Any]) -> str:
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))
