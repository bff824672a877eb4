"""Which calendar event is which group's, from one report to the next, so that calendars update and double nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Annotated, NamedTuple
from uuid import NAMESPACE_OID, uuid5

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from matcher.errors import Issue, ResultFileError
from matcher.intake.reading.gate.kinds import EVENTS
from matcher.result.saved_json import parsed, text_of

__all__ = ["REGISTER", "Entry", "Event", "Register", "read_register", "register_text", "updated"]

REGISTER = "events.json"
MOST_CHANGES = 10**6
"""Changes of one event that a calendar can count: one every second for eleven days, and no number of a hostile file."""


def _moment(text: str) -> str:
    """Refuse what is no moment of a calendar."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("write a moment, like 2026-10-05T17:00") from None
    return text


def _calendar(text: str) -> str:
    """Refuse a path that no report gives a calendar."""
    if not _CALENDAR.fullmatch(text):
        raise ValueError("write a calendar of this folder, like calendar/G1.ics")
    return text


_CALENDAR = re.compile(r"calendar/(people/)?[\w-]{1,80}\.ics")
CalendarFile = Annotated[str, AfterValidator(_calendar)]
"""A calendar in the folder of the report, or in its folder of people: no other place is ever written to or emptied."""
Moment = Annotated[str, Field(pattern=r"^[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"), AfterValidator(_moment)]
Uid = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}@matcher$")]


@dataclass(frozen=True, slots=True)
class Event:
    """What an event tells, before it is known which one it is.

    Parameters
    ----------
    owner
        The id of the person whose own calendar it is in; None for the calendar of a group.
    file
        The calendar that holds it.
    mentors, mentees
        Ids of those in the group.
    begins
        When its first meeting begins, ``2026-10-05T17:00``.
    told
        A fingerprint of all that a calendar shows of it: where that changes, the event does.
    """

    owner: str | None
    file: CalendarFile
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    begins: Moment
    told: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An event that was handed out: `uid` stays for its life, `sequence` counts its changes from 0.

    `cancelled`: whether its group is no more.
    """

    uid: Uid
    sequence: Annotated[int, Field(ge=0, le=MOST_CHANGES)]
    cancelled: bool
    event: Event


class _Register(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)

    program: str
    events: tuple[Entry, ...]
    files: tuple[CalendarFile, ...] = ()


class Register(NamedTuple):
    """What was handed out so far: every event, and every calendar of groups, also of groups that are no more."""

    entries: tuple[Entry, ...] = ()
    files: tuple[str, ...] = ()


_RIGHT = "put back the one that matcher wrote; or delete it, and calendars will show these groups as new ones"


def read_register(file: Path, program: str) -> Register:
    """Return what earlier reports handed out; nothing where there is no such file or it is another program's.

    Raises
    ------
    ResultFileError
        The file cannot be understood.
    """
    if not file.exists():
        return Register()
    try:
        register = parsed(_Register, str(file), text_of(file, EVENTS, _RIGHT), _RIGHT)
    except ResultFileError as fault:
        said = Issue(str(file), "is not the list of events that matcher wrote", right=_RIGHT)
        raise ResultFileError([said, *fault.issues], fault.more) from None
    if register.program != program:
        return Register()
    # Reports of before did not list their files: at least those of events that they knew were written.
    of_events = (entry.event.file for entry in register.events if entry.event.owner is None)
    return Register(register.events, tuple(dict.fromkeys([*register.files, *of_events])))


def register_text(program: str, register: Register) -> str:
    """Return the file that `read_register` reads."""
    told = _Register(program=program, events=register.entries, files=register.files)
    return told.model_dump_json(indent=2) + "\n"


def updated(before: Sequence[Entry], events: Sequence[Event], seed: str) -> tuple[Entry, ...]:
    """Return every event with its lasting identity, and those of groups that are no more, cancelled.

    A group is the one before with which it shares most: mentors first, then mentees, then the hour; it must share a
    mentor, or half of the mentees of one of the two. A person's own event may change altogether. Ties: the earlier one.

    Parameters
    ----------
    before
        What `read_register` gave.
    events
        What is to be told now.
    seed
        What sets the events of this program apart from those of others.

    Returns
    -------
    tuple of Entry
        One for each of `events`, in their order; then the cancelled.
    """
    kept = _matches(before, events)
    used = {entry.uid for entry in before}
    entries = []
    for place, event in enumerate(events):
        old = kept.get(place)
        if old is None:
            entries.append(Entry(_new_uid(event, seed, used), 0, False, event))
            continue
        changed = old.cancelled or old.event.told != event.told
        entries.append(Entry(old.uid, old.sequence + changed, False, event))
    taken = {entry.uid for entry in entries}
    gone = [
        replace(entry, sequence=entry.sequence + (not entry.cancelled), cancelled=True)
        for entry in before
        if entry.uid not in taken
    ]
    return (*entries, *gone)


def _matches(before: Sequence[Entry], events: Sequence[Event]) -> dict[int, Entry]:
    """Return the earlier entry of each event that has one, by the event's place: the most alike first."""
    places: dict[str | None, list[int]] = {}
    for place, event in enumerate(events):
        places.setdefault(event.owner, []).append(place)
    alike = []
    for old_place, old in enumerate(before):
        for place in places.get(old.event.owner, ()):
            likeness = _likeness(old.event, events[place])
            if likeness is not None:
                alike.append((old.cancelled, *(-part for part in likeness), old_place, place))
    kept: dict[int, Entry] = {}
    taken: set[int] = set()
    for *_, old_place, place in sorted(alike):
        if place not in kept and old_place not in taken:
            kept[place] = before[old_place]
            taken.add(old_place)
    return kept


def _likeness(old: Event, new: Event) -> tuple[int, int, int] | None:
    """Return how many mentors, how many mentees, and whether the hour is shared; None for another group."""
    mentors = len(set(old.mentors) & set(new.mentors))
    mentees = len(set(old.mentees) & set(new.mentees))
    most_of_them = 2 * mentees >= min(len(old.mentees), len(new.mentees)) > 0
    if new.owner is None and not mentors and not most_of_them:
        return None
    return mentors, mentees, old.begins == new.begins


def _new_uid(event: Event, seed: str, used: set[str]) -> str:
    """Return an identity from what is least likely to change; `used` gains it."""
    whose = f"person {event.owner}" if event.owner is not None else f"mentor {event.mentors[0]}"
    uids = (f"{uuid5(NAMESPACE_OID, '/'.join((seed, whose, str(number))))}@matcher" for number in count())
    uid = next(uid for uid in uids if uid not in used)
    used.add(uid)
    return uid
