"""``calendar/``, read: every line of every ``.ics``, report after report, with arithmetic of its own."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.reader.core import Reader
from tests.reader.page import own_hours_told
from tests.reader.readers import Output
from tests.reader.seen import Facts, Group, Meetings
from tests.reader.words import Words, by_name
from tests.reader.written import Case, Stage, Texts, own_calendars, stages_of, texts_of, within, write_calendars

VERSION = "0.1.0"
STAMP = "%Y%m%dT%H%M%S"
IDENTITY = ("DTSTAMP", "UID", "SEQUENCE", "STATUS")
"""What an event is known by; all else is what it tells."""
IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}@matcher")


@dataclass
class Part:
    """A component of a calendar as it stands: (name, parameters, value) of each line, and the components within."""

    name: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)

    def take(self, name: str) -> list[tuple[str, str]]:
        """Every line of a name; from now on they count as read."""
        found = [(parameters, value) for own, parameters, value in self.lines if own == name]
        self.lines = [line for line in self.lines if line[0] != name]
        return found


def read_parts(text: str) -> Part:
    """The components of a calendar; lines that were folded are one again."""
    at = top = Part("")
    above: list[Part] = []
    for folded in re.split(r"\r\n(?![ \t])", text):
        line = re.sub(r"\r\n[ \t]", "", folded)
        if not line:
            continue
        head, _, value = line.partition(":")
        name, _, parameters = head.partition(";")
        if name == "BEGIN":
            above.append(at)
            at = Part(value)
            above[-1].parts.append(at)
        elif name == "END":
            assert value == at.name, f"{at.name} is ended by {value}"
            at = above.pop()
        else:
            at.lines.append((name, parameters, value))
            at.raw.append(folded)
    assert at is top
    assert not top.lines
    return top


def unescaped(text: str) -> str:
    """A text without the signs that keep commas, semicolons and line ends from meaning something else."""
    return re.sub(r"\\(.)", lambda sign: "\n" if sign[1] in "nN" else sign[1], text)


@dataclass(frozen=True)
class Known:
    """An event that was handed out."""

    owner: str | None
    file: str
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    begins: str
    told: str
    sequence: int
    cancelled: bool

    def may_be(self, other: Known) -> bool:
        """Whether another can be the same event later: a mentor stayed, or half of the mentees; one's own always."""
        if self.owner != other.owner:
            return False
        common = set(self.mentees) & set(other.mentees)
        most = 2 * len(common) >= min(len(self.mentees), len(other.mentees)) > 0
        return self.owner is not None or bool(set(self.mentors) & set(other.mentors)) or most

    def like(self, other: Known) -> bool:
        """Whether the same people meet at the same hour."""
        mine, theirs = ((one.owner, one.mentors, one.mentees, one.begins) for one in (self, other))
        return mine == theirs


class Calendars(Reader):
    """The calendars of reports that were written one after the other into one folder.

    Parameters
    ----------
    own
        Whether each person gets a calendar, too.
    """

    output = "calendars"

    def __init__(self, facts: Facts, words: Words, *, own: bool) -> None:
        super().__init__(facts, words)
        self.own = own
        self.known: dict[str, Known] = {}
        self.handed_out: list[str] = []
        self.where = ""

    def read(self, facts: Facts, files: Texts, where: str) -> None:
        """Read what a report left in its folder; `facts` are those of what it reports."""
        self.so, self.where = facts, where
        events = self._wanted()
        found = {name for name in files if name.startswith("calendar/")}
        if not events and not self.known:
            self.check("files", found, set(), where)
            return
        read = {name: self._file(name, files[name]) for name in sorted(found) if name.endswith(".ics")}
        live = self._live(events, read)
        self._identities(live)
        ended = {uid: self._ended(one) for uid, one in self.known.items() if uid not in live}
        self._cancelled(ended, read)
        self.known = {**live, **ended}
        self._files(found, ended, events)
        self._register(files["calendar/events.json"])
        self.faults += [
            f"calendars {where}: nobody reads {line} of {name}" for name, one in read.items() for line in one
        ]

    def _ended(self, one: Known) -> Known:
        return replace(one, sequence=one.sequence + (not one.cancelled), cancelled=True)

    # What there has to be --------------------------------------------------------------------------------------------

    def _wanted(self) -> list[tuple[str | None, Group, Meetings, str]]:
        """(whose, group, its meetings, file) of each event."""
        meetings = {group.id: self.so.meetings(group) for group in self.so.groups}
        timed = [(group, found) for group in self.so.groups if (found := meetings[group.id]) is not None]
        events: list[tuple[str | None, Group, Meetings, str]] = [
            (None, group, found, f"calendar/{group.id}.ics") for group, found in timed
        ]
        if self.own:
            events += [
                (person, group, found, f"calendar/people/{person}.ics")
                for group, found in timed
                for person in (*group.mentors, *group.mentees)
            ]
        return events

    def _files(self, found: set[str], ended: Mapping[str, Known], events: Sequence[tuple[Any, ...]]) -> None:
        groups = [file for owner, _, _, file in events if owner is None]
        gone = {one.file for one in ended.values() if one.owner is not None}
        if any(one.owner is None for one in ended.values()):
            groups.append("calendar/ended.ics")
        self.handed_out = list(dict.fromkeys([*self.handed_out, *groups]))
        people = {file for owner, _, _, file in events if owner is not None}
        self.check("files", found, {*self.handed_out, *people, *gone, "calendar/events.json"}, self.where)

    # A file ----------------------------------------------------------------------------------------------------------

    def _file(self, name: str, text: str) -> list[Part]:
        """The events of a calendar; all else of it is read here."""
        (whole,) = read_parts(text).parts
        where = f"{self.where} {name}"
        shell = {"VERSION": "2.0", "PRODID": f"-//matcher {VERSION}//EN", "CALSCALE": "GREGORIAN"}
        for label, right in shell.items():
            self.check("labels", whole.take(label), [("", right)], where)
        self.check("labels", (whole.name, whole.lines), ("VCALENDAR", []), where)
        events = [part for part in whole.parts if part.name == "VEVENT"]
        zones = [part for part in whole.parts if part.name != "VEVENT"]
        utc = self._calendar["timezone"] == "UTC"
        self.check("zones", len(zones), int(not utc or not events), where)
        for zone in zones:
            self._zone(zone, where)
        return events

    @property
    def _calendar(self) -> Mapping[str, Any]:
        assert self.so.calendar is not None
        return self.so.calendar

    @property
    def _start(self) -> date:
        return date.fromisoformat(str(self._calendar["start"]))

    def _zone(self, zone: Part, where: str) -> None:
        """Hold the clock changes of a calendar against those of its zone."""
        first = date(self._start.year, 1, 1)
        last = self._start + timedelta(weeks=self._calendar["weeks"], days=366)
        self.check("zones", (zone.name, zone.take("TZID")), ("VTIMEZONE", [("", self._calendar["timezone"])]), where)
        comment = f"This timezone only works from {first} to {last}."
        self.check_all("dates", [value for _, value in zone.take("COMMENT")], [comment], where)
        self.check("zones", zone.lines, [], where)
        told: Counter[tuple[str, ...]] = Counter()
        for part in zone.parts:
            ((_, begins),) = part.take("DTSTART")
            further = [one for _, value in part.take("RDATE") for one in value.split(",")]
            name, before, after = (part.take(one)[0][1] for one in ("TZNAME", "TZOFFSETFROM", "TZOFFSETTO"))
            self.check("zones", part.lines, [], where)
            told.update((part.name, name, before, after, at) for at in (begins, *further))
        right = Counter(_changes_of(self._calendar["timezone"], first, last))
        self.check_all("clock changes", sorted(told.elements()), sorted(right.elements()), where)

    # An event --------------------------------------------------------------------------------------------------------

    def _live(
        self, events: Iterable[tuple[str | None, Group, Meetings, str]], read: dict[str, list[Part]]
    ) -> dict[str, Known]:
        live: dict[str, Known] = {}
        for owner, group, meetings, file in events:
            where = f"{self.where} {file}, {group.id}"
            if not read.get(file):
                self.check("events", None, "an event", where)
                continue
            part = read[file].pop(0)
            told = "\r\n".join(line for line in part.raw if line.partition(":")[0] not in IDENTITY)
            told = sha256(f"BEGIN:VEVENT\r\n{told}\r\nEND:VEVENT\r\n".encode()).hexdigest()
            self._told(part, owner, group, meetings, where)
            uid, sequence = self._identified(part, "CONFIRMED", where)
            begins = meetings.begins.replace(tzinfo=None).isoformat(timespec="minutes")
            self.check("identities", uid in live, False, where)
            live[uid] = Known(owner, file, group.mentors, group.mentees, begins, told, sequence, False)
        return live

    def _told(self, part: Part, owner: str | None, group: Group, meetings: Meetings, where: str) -> None:
        so, words = self.so, self.words
        begins = self._moment(part, "DTSTART", where)
        ends = self._moment(part, "DTEND", where)
        self.check("hours", begins, meetings.begins.replace(tzinfo=None), where)
        self.check("ends", ends, meetings.begins.replace(tzinfo=None) + meetings.length, where)
        ((_, rule),) = part.take("RRULE")
        parts = dict(one.split("=") for one in rule.split(";"))
        self.check("dates", (parts.pop("FREQ"), sorted(parts)), ("WEEKLY", ["COUNT", "INTERVAL"]), where)
        every, count = int(parts["INTERVAL"]), int(parts["COUNT"])
        days = [begins + timedelta(weeks=every * turn) for turn in range(count)]
        without = [
            self._read_moment(parameters, one, where)
            for parameters, value in part.take("EXDATE")
            for one in value.split(",")
        ]
        hour = meetings.begins.time()
        # After a 53rd week the kinds of weeks follow on each other otherwise: days between are left out one by one.
        unplanned = [day for day in days if day.date() not in (*meetings.days, *meetings.skipped)]
        skipped = [datetime.combine(day, hour) for day in meetings.skipped]
        self.check_all("skipped days", without, sorted([*skipped, *unplanned]), where)
        held = [day for day in days if day not in without]
        self.check_all("dates", held, [datetime.combine(day, hour) for day in meetings.days], where)
        mentors, mentees = (
            words.listing(so.called[one] for one in by_name(people, so.names))
            for people in (group.mentors, group.mentees)
        )
        self._text(part, "SUMMARY", words.say("calendar.summary", program=so.title, mentors=mentors), "names", where)
        lines = [words.say("calendar.mentors", names=mentors), words.say("calendar.mentees", names=mentees)]
        lines += self._clocks(group, owner)
        self._text(part, "DESCRIPTION", "\n".join(lines), "names", where)
        self._text(part, "LOCATION", meetings.place, "places", where)

    def _clocks(self, group: Group, owner: str | None) -> Iterator[str]:
        """What is said of those whose clock shows another hour: to one of them, or to the whole group."""
        so, words = self.so, self.words
        told = []
        for own in (*by_name(group.mentors, so.names), *by_name(group.mentees, so.names)):
            for hour in own_hours_told(so, words, own, group) if owner in (None, own) else ():
                if owner is None:
                    told.append(words.say("calendar.theirs", name=so.called[own], told=hour))
                else:
                    told.append(words.say("calendar.yours", told=hour))
        if told:
            zone = words.zone(self._calendar["timezone"])
            here = words.say("zone.told", when=words.when(group.slot or "", so.start(group)), zone=zone)
            yield words.say("calendar.here", told=here)
        yield from told

    def _text(self, part: Part, name: str, right: str | None, kind: str, where: str) -> None:
        told = [unescaped(value) for _, value in part.take(name)]
        self.check(kind, told, [] if right is None else [right], where)

    def _moment(self, part: Part, name: str, where: str) -> datetime:
        ((parameters, value),) = part.take(name)
        return self._read_moment(parameters, value, where)

    def _read_moment(self, parameters: str, value: str, where: str) -> datetime:
        """A moment by the clock of the program; that it is told in the program's zone is held too."""
        zone = self._calendar["timezone"]
        right = ("", "Z") if zone == "UTC" else (f"TZID={zone}", "")
        self.check("zones", (parameters, value[15:]), right, where)
        return datetime.strptime(value[:15], STAMP)

    def _identified(self, part: Part, status: str, where: str) -> tuple[str, int]:
        """Identity and sequence of an event; nothing may be left of it to read."""
        told = {name: part.take(name) for name in IDENTITY}
        self.check("states", told["STATUS"], [("", status)], where)
        ((_, uid),) = told["UID"]
        ((_, sequence),) = told["SEQUENCE"]
        stamp = datetime.combine(self._start, time(), UTC) + timedelta(seconds=int(sequence))
        self.check("stamps", told["DTSTAMP"], [("", f"{stamp:{STAMP}}Z")], where)
        self.check(
            "identities", re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}@matcher", uid) is None, False, where
        )
        self.check("lines", part.lines, [], where)
        return uid, int(sequence)

    # One report after the other --------------------------------------------------------------------------------------

    def _identities(self, live: dict[str, Known]) -> None:
        """Who is the same event as before keeps its identity, and its sequence tells whether anything changed."""
        for uid, one in live.items():
            where = f"{self.where} {one.file}"
            before = self.known.get(uid)
            if before is None:
                self.check("sequences", one.sequence, 0, where)
                # Nobody it could have gone on from is left over.
                left = [other for other, old in self.known.items() if other not in live and old.may_be(one)]
                self.check("identities", left, [], f"{where}, new")
                continue
            self.check("identities", before.may_be(one), True, where)
            again = before.cancelled or before.told != one.told
            self.check("sequences", one.sequence, before.sequence + again, where)
        for uid, old in self.known.items():
            same = [other for other, one in live.items() if one.like(old)]
            alike = [other for other, one in self.known.items() if one.like(old)]
            if same and len(alike) == 1 and not old.cancelled:
                self.check("identities", same, [uid], f"{self.where} {old.file}, the same people as before")

    def _cancelled(self, ended: Mapping[str, Known], read: dict[str, list[Part]]) -> None:
        groups = {uid: one for uid, one in ended.items() if one.owner is None}
        now = {f"calendar/{group.id}.ics" for group in self.so.groups if self.so.meetings(group) is not None}
        for file, parts in read.items():
            if "/people/" in file:
                right = {uid: one for uid, one in ended.items() if one.file == file}
            else:
                right = {} if file in now else groups
            told = {}
            while parts:
                part = parts.pop(0)
                begins = self._moment(part, "DTSTART", file)
                summary = [unescaped(value) for _, value in part.take("SUMMARY")]
                uid, sequence = self._identified(part, "CANCELLED", file)
                told[uid] = (sequence, begins, summary)
            says = [self.words.say("calendar.cancelled", program=self.so.title)]
            so = {uid: (one.sequence, datetime.fromisoformat(one.begins), says) for uid, one in right.items()}
            where = f"{self.where} {file}"
            self.check("cancelled", set(told), set(so), where)
            for uid in told.keys() & so.keys():
                self.check("cancelled", told[uid], so[uid], where)

    def _register(self, text: str) -> None:
        """Hold the list of what was handed out against it."""
        told = json.loads(text)
        self.check("names", told.pop("program"), str(self.so.program.get("name", "Mentoring program")), self.where)
        self.check("files", sorted(told.pop("files")), sorted(self.handed_out), self.where)
        entries = told.pop("events")
        self.check("labels", list(told), [], self.where)
        self.check("events", sorted(one["uid"] for one in entries), sorted(self.known), self.where)
        for entry in entries:
            one = self.known.get(entry["uid"])
            if one is not None:
                event = {
                    "owner": one.owner,
                    "file": one.file,
                    "mentors": list(one.mentors),
                    "mentees": list(one.mentees),
                    "begins": one.begins,
                    "told": one.told,
                }
                right = {"uid": entry["uid"], "sequence": one.sequence, "cancelled": one.cancelled, "event": event}
                self.check("events", entry, right, f"{self.where} events.json")


@cache
def _changes_of(zone: str, first: date, last: date) -> tuple[tuple[str, ...], ...]:
    return tuple(_changes(ZoneInfo(zone), first, last))


def _changes(zone: ZoneInfo, first: date, last: date) -> Iterator[tuple[str, ...]]:
    """(kind, name, offset before, after, when by the clock of before) of each change of the clock between two days."""
    at, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, last))
    begins = at.astimezone(zone)
    yield (_kind(begins), begins.tzname() or "", _offset(begins), _offset(begins), f"{first:%Y%m%d}T000000")
    while at < end:
        later = at + timedelta(minutes=30)
        before, after = at.astimezone(zone), later.astimezone(zone)
        if before.utcoffset() != after.utcoffset():
            clock = (later + (before.utcoffset() or timedelta())).replace(tzinfo=None)
            yield _kind(after), after.tzname() or "", _offset(before), _offset(after), f"{clock:{STAMP}}"
        at = later


def _kind(moment: datetime) -> str:
    return "DAYLIGHT" if moment.dst() else "STANDARD"


def _offset(moment: datetime) -> str:
    return f"{moment:%z}"


def read_calendars(case: Case, made: Texts) -> Calendars:
    """Read the calendars of a case: those of each of its reports, one written over the other."""
    words = Words(case.language)
    stages: list[Stage] = stages_of(case)
    reader = Calendars(stages[0].facts(case), words, own=own_calendars(case))
    for number, stage in enumerate(stages):
        reader.read(stage.facts(case), within(made, str(number)), f"report {number}")
    return reader


# What is read -------------------------------------------------------------------------------------------------------


def _made(case: Case, folder: Path) -> Texts:
    write_calendars(case, folder)
    return texts_of(folder)


def _has(case: Case) -> bool:
    """Whether a group meets on dates, in any of the reports."""
    told = [stage.facts(case) for stage in stages_of(case)]
    return any(facts.meetings(group) is not None for facts in told for group in facts.groups)


OUTPUTS = (Output("calendars", _made, read_calendars, _has),)
