"""``mail/`` and sheets to tick off who came, read: every line of every message, every cell of every list and sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import getaddresses
from pathlib import Path
from typing import Any

from tests import oracle
from tests.oracle import DAY_MINUTES
from tests.reader.core import Reader
from tests.reader.letters import Letter, filled, letter
from tests.reader.page import zone_told
from tests.reader.readers import Output
from tests.reader.seen import Facts, Group, Meetings
from tests.reader.sheets import Sheets
from tests.reader.words import Words, by_name
from tests.reader.workbook import Book, Sheet, cells_of
from tests.reader.written import (
    Case,
    Texts,
    addressed,
    emails_of,
    reasons_told,
    texts_of,
    within,
    write_attendance,
    write_mail,
)

MANY = 20
"""Of more meetings than so many a message tells the first and the last."""
UNTOLD_WEEKS = 10
NOT_IN_A_TITLE = "[]:*?/\\"
LONGEST_TITLE = 31

KINDS = {
    "program": "names",
    "person.name": "names",
    "group.name": "groups",
    "group.was": "groups",
    "old.name": "groups",
    "group.when": "hours",
    "old.when": "hours",
    "group.until": "ends",
    "group.zone": "zones",
    "group.week": "weeks",
    "one.when": "hours",
    "one.until": "ends",
    "one.zone": "zones",
    "one.since": "dates",
    "group.first": "dates",
    "group.last": "dates",
    "group.dates | listing": "dates",
    "group.skipped | listing": "skipped days",
    "group.place": "places",
    "shared | listing": "interests",
    "group.mentees | length | number": "sizes",
    "group.mentors | addresses | listing": "addresses",
}
"""What a place of a sentence tells; all others tell names."""
FORMS = ("groups", "groups | length", "group", "group.mentors | length", "group.every")
"""What chooses between forms of a sentence."""

Sentence = tuple[Letter, str, Mapping[str, Any]]


class Letters(Reader):
    """What messages of any kind are read with.

    Parameters
    ----------
    emails
        The address of each who has one, where messages hold addresses.
    reasons
        Why each is left out, as lists tell it, by id.
    """

    output = "messages"

    def __init__(self, facts: Facts, words: Words, emails: Mapping[str, str], reasons: Mapping[str, str]) -> None:
        super().__init__(facts, words)
        self.emails, self.reasons = emails, reasons

    # Messages --------------------------------------------------------------------------------------------------------

    def hold(self, own: str, text: str, sentences: Sequence[Sentence]) -> None:
        """Hold a message, line by line, against the sentences that are so."""
        where = f"to {own}"
        told = [line.rstrip() for line in text.splitlines() if line.strip()]
        if own in self.emails:
            label, _, to = told.pop(1).partition(": ")
            self.check(
                "addresses", (label, getaddresses([to])), ("To", [(self.so.names[own], self.emails[own])]), where
            )
        right = []
        for one, key, values in sentences:
            right.append(filled(self.words, one.sentences[key], values))
            self._count(one.sentences[key], values)
        for place in range(max(len(told), len(right))):
            said, so = (lines[place] if place < len(lines) else None for lines in (told, right))
            self.check("sentences", said, so, where)

    def _count(self, sentence: str, values: Mapping[str, Any]) -> None:
        for place, value in values.items():
            if f"{{{{ {place}" in sentence and place not in FORMS:
                count = len(value.items) if isinstance(value, Many) else 1
                self.facts[self.output, KINDS.get(place, "names")] += count

    def listing(self, items: Iterable[str]) -> Many:
        told = list(items)
        return Many(self.words.listing(told), told)

    def called(self, people: Iterable[str]) -> list[str]:
        return [self.so.called[one] for one in people]

    def when(self, group: Group) -> dict[str, Any]:
        """When and where a group meets: what a message has to say of it, in order, as the places of sentences."""
        so, words = self.so, self.words
        meetings, start = so.meetings(group), so.start(group)
        hour = {}
        if group.slot is not None:
            hour["group.when"] = words.when(oracle.of_weeks(group.slot)[0] if start is not None else group.slot, start)
            if start is not None:
                hour["group.until"] = words.clock((start + so.minutes) % DAY_MINUTES)
            weeks = words.weeks(group.slot)
            if weeks is not None:
                hour["group.week"] = weeks
            here = so.calendar["timezone"] if meetings is not None and so.calendar is not None else so.zone
            if here is not None and start is not None:
                hour["group.zone"] = words.zone(here)
        place = so.place(group)
        return hour | self._dates(meetings) | ({} if place is None else {"group.place": place})

    def _dates(self, meetings: Meetings | None) -> dict[str, Any]:
        words = self.words
        if meetings is None:
            return {}
        told: dict[str, Any] = {"group.first": words.full_date(meetings.days[0])}
        if len(meetings.days) > MANY:
            told |= {"group.last": words.full_date(meetings.days[-1]), "group.every": meetings.every}
        elif len(meetings.days) > 1:
            told["group.dates | listing"] = self.listing(map(words.date, meetings.days))
        if meetings.skipped:
            told["group.skipped | listing"] = self.listing(map(words.date, meetings.skipped))
        return told

    def when_told(self, one: Letter, own: str, group: Group) -> Iterator[Sentence]:
        values = self.when(group)
        hour = [place for place in ("group.when", "group.until", "group.week", "group.zone") if place in values]
        if hour:
            yield one, " ".join(hour), values
        for told in self.own_clock(own, group):
            yield one, " ".join(told), told
        yield from ((one, place, values) for place in values if place not in (*hour, "group.every"))

    def own_clock(self, own: str, group: Group) -> Iterator[dict[str, Any]]:
        """The hours of a group by the clock of whom a message is for, where that shows others."""
        so, words = self.so, self.words
        for start, since in so.own_hours(own, group):
            told = {"one.when": words.when("", start), "one.until": words.clock((start + so.minutes) % DAY_MINUTES)}
            told["one.zone"] = words.zone(so.zone_of(own) or "")
            yield told | ({} if since is None else {"one.since": words.date(since)})

    def members_told(self, one: Letter, own: str, group: Group) -> Iterator[Sentence]:
        """What a mentee reads of the people of the group."""
        values: dict[str, Any] = {
            "group.mentors | length": len(group.mentors),
            "group.mentors | listing": self.listing(self.called(by_name(group.mentors, self.so.names))),
        }
        yield one, "group.mentors | listing", values
        others = [mentee for mentee in by_name(group.mentees, self.so.names) if mentee != own]
        if others:
            yield one, "others | listing", {"others | listing": self.listing(self.called(others))}
        shared = self.so.shared(own)
        if shared:
            yield one, "shared | listing", values | {"shared | listing": self.listing(shared)}
        addresses = [self.emails[one] for one in by_name(group.mentors, self.so.names) if one in self.emails]
        if addresses:
            key = "group.mentors | addresses | listing"
            yield one, key, {key: self.listing(addresses)}
        else:
            yield one, "#1", values

    def mentees_told(self, one: Letter, group: Group) -> Iterator[Sentence]:
        """What a mentor reads of the mentees of the group."""
        key = "group.mentees | length | number"
        yield one, key, {key: self.words.number(len(group.mentees))}
        for mentee in by_name(group.mentees, self.so.names):
            address = f" <{self.emails[mentee]}>" if mentee in self.emails else ""
            yield one, "mentee | named", {"mentee | named": f"{self.so.called[mentee]}{address}"}

    def usual(self, own: str) -> list[Sentence]:
        """What somebody reads who was not in a group before."""
        return list(self._to_mentee(own) if own in self.so.mentees else self._to_mentor(own))

    def greeting(self, one: Letter, own: str, groups: int) -> Iterator[Sentence]:
        values = {
            "program": self.so.title,
            "person.name": self.so.names[own],
            "group": groups > 0,
            "groups": groups > 0,
            "groups | length": groups,
        }
        yield from ((one, key, values) for key in ("program", "person.name"))
        if "program #2" in one.sentences:
            yield one, "program #2", values

    def _to_mentee(self, own: str) -> Iterator[Sentence]:
        group = self.so.group_of.get(own)
        one = letter(self.words, "unmatched.txt" if group is None else "mentee.txt")
        yield from self.greeting(one, own, int(group is not None))
        if group is None:
            # Nobody is asked for more times where these could not help.
            yield one, "#1" if self.reasons_so.hours_could_help(own) else "#2", {}
            return
        yield one, "group.name program", {"group.name": group.id, "program": self.so.title}
        yield from self.when_told(one, own, group)
        yield from self.members_told(one, own, group)
        yield one, "#2", {}

    def _to_mentor(self, own: str) -> Iterator[Sentence]:
        led = self.so.led[own]
        one = letter(self.words, "mentor.txt" if led else "idle.txt")
        if not led and not self.reasons_so.may_lead(own):
            values = {"program": self.so.title, "person.name": self.so.names[own]}
            yield from ((one, key, values) for key in ("program", "person.name", "program #3", "#2"))
            return
        yield from self.greeting(one, own, len(led))
        for group in led:
            yield one, "group.name", {"group.name": group.id}
            yield from self.when_told(one, own, group)
            yield from self.partners_told(one, own, group)
            yield from self.mentees_told(one, group)
        yield one, "#1", {"groups | length": len(led)}

    def partners_told(self, one: Letter, own: str, group: Group) -> Iterator[Sentence]:
        partners = [mentor for mentor in group.mentors if mentor != own]
        if partners:
            yield one, "group.partners | listing", {"group.partners | listing": self.listing(self.called(partners))}

    # Lists -----------------------------------------------------------------------------------------------------------

    def table(self, name: str, text: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
        """Hold a list for a mail merge against the rows that are so."""
        kept = [column for column in columns if self.emails or not column.endswith("email")]
        reader = csv.reader(io.StringIO(text))
        self.check("columns", next(reader), kept, name)
        told = list(reader)
        self.check("number of rows", len(told), len(rows), name)
        for cells, row in zip(told, rows, strict=False):
            for column, cell in zip(kept, cells, strict=False):
                told_here = self.understood(cell)[0] if column == "reason" else cell
                self.check(
                    COLUMNS.get(column, "names"), told_here, _cell(row.get(column)), f"{name}, {row['id']}, {column}"
                )

    def row(self, own: str, text: str) -> dict[str, Any]:
        """What a list has to tell of somebody; the subject is that of their message."""
        so = self.so
        mentee = own in so.mentees
        groups = [so.group_of[own]] if own in so.group_of else [] if mentee else so.led[own]
        row: dict[str, Any] = {"id": own, "name": so.names[own], "email": self.emails.get(own), "file": f"{own}.txt"}
        row["subject"] = next(line for line in text.splitlines() if line.startswith("Subject: "))[len("Subject: ") :]
        row |= self._meeting_cells(own, groups)
        if mentee:
            return row | self._mentee_cells(own, groups)
        partners = [one for group in groups for one in by_name(group.mentors, so.names) if one != own]
        mentees = [one for group in groups for one in by_name(group.mentees, so.names)]
        for column, people in (("partners", partners), ("mentees", mentees)):
            row |= {column: _joined(self.called(people)), f"{column}_email": self._addresses(people)}
        return row | {"groups": _joined(group.id for group in groups), "number_of_mentees": len(mentees)}

    def _mentee_cells(self, own: str, groups: Sequence[Group]) -> dict[str, Any]:
        if not groups:
            return {"reason": self.reasons[own]}
        group = groups[0]
        row: dict[str, Any] = {"group": group.id, "choice": self.so.choice(own)}
        row["others"] = _joined(self.called(one for one in by_name(group.mentees, self.so.names) if one != own))
        for number, mentor in enumerate(by_name(group.mentors, self.so.names), 1):
            row |= {f"mentor_{number}": self.so.called[mentor], f"mentor_{number}_email": self.emails.get(mentor)}
        return row

    def _addresses(self, people: Iterable[str]) -> str:
        return _joined(self.emails[one] for one in people if one in self.emails)

    def _own_hour(self, told: Mapping[str, Any]) -> str:
        key = "zone.told_since" if "one.since" in told else "zone.told"
        return self.words.say(key, when=told["one.when"], zone=told["one.zone"], day=told.get("one.since"))

    def _meeting_cells(self, own: str, groups: Sequence[Group]) -> dict[str, Any]:
        told = [self.when(group) for group in groups]
        met = [found for group in groups if (found := self.so.meetings(group)) is not None]
        full = self.words.full_date
        cells = {"when": "group.when", "until": "group.until", "place": "group.place", "first_meeting": "group.first"}
        row: dict[str, Any] = {
            column: _joined(one[place] for one in told if place in one) for column, place in cells.items()
        }
        row["timezone"] = told[0].get("group.zone") if told else None
        row["week"] = _joined(one["group.week"] for one in told if "group.week" in one)
        clocks = [one for group in groups for one in self.own_clock(own, group)]
        row["own_timezone"] = clocks[0]["one.zone"] if clocks else None
        row["own_when"] = _joined(map(self._own_hour, clocks))
        row["meetings"] = _joined(full(day) for one in met for day in one.days)
        row["skipped"] = _joined(full(day) for one in met for day in one.skipped)
        return row


@dataclass(frozen=True)
class Many:
    """A list in words, and what it names."""

    text: str
    items: Sequence[str]

    def __str__(self) -> str:
        return self.text


MENTEE_COLUMNS = (
    *("id", "name", "email", "group", "when", "until", "timezone", "first_meeting", "meetings", "skipped", "place"),
    *("mentor_1", "mentor_1_email", "mentor_2", "mentor_2_email", "others", "choice", "reason", "subject", "file"),
)
MENTOR_COLUMNS = (
    *("id", "name", "email", "groups", "when", "until", "timezone", "first_meeting", "meetings", "skipped", "place"),
    *("partners", "partners_email", "mentees", "mentees_email", "number_of_mentees", "subject", "file"),
)
COLUMNS = {
    "id": "ids",
    "email": "addresses",
    "group": "groups",
    "groups": "groups",
    "when": "hours",
    "until": "ends",
    "timezone": "zones",
    "week": "weeks",
    "own_when": "hours",
    "own_timezone": "zones",
    "first_meeting": "dates",
    "meetings": "dates",
    "skipped": "skipped days",
    "place": "places",
    "choice": "ranks",
    "reason": "reasons",
    "number_of_mentees": "sizes",
    "subject": "subjects",
    "file": "files",
}
"""What a column tells; all others tell names or addresses."""


def more_columns(tables: Iterable[Sequence[Mapping[str, Any]]]) -> list[str]:
    """The columns that lists have where somebody meets by weeks, or by another clock."""
    rows = [row for table in tables for row in table]
    columns = ["week"] if any(row["week"] for row in rows) else []
    return columns + (["own_when", "own_timezone"] if any(row["own_when"] for row in rows) else [])


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(texts)


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(("=", "+", "-", "@")) else text


class Mail(Letters):
    """``mail/``: a message to everybody, and two lists."""

    output = "mail"

    def read(self, files: Texts) -> None:
        """Read all of it."""
        so = self.so
        names = {own: f"{own}.txt" for own in (*so.mentors, *so.mentees)}
        self.check("files", {*files}, {*names.values(), "mentees.csv", "mentors.csv"})
        texts = {own: files.get(name, "") for own, name in names.items()}
        for own, text in texts.items():
            self.hold(own, text, self.usual(own))
        rows = {side: [self.row(own, texts[own]) for own in getattr(so, side)] for side in ("mentees", "mentors")}
        for side, columns in (("mentees", MENTEE_COLUMNS), ("mentors", MENTOR_COLUMNS)):
            text = files.get(f"{side}.csv", "")
            self.table(f"{side}.csv", text, (*columns, *more_columns(rows.values())), rows[side])


# Sheets to tick ------------------------------------------------------------------------------------------------------


class Attendance(Letters):
    """The sheets of a workbook to tick off who came; those of ``participants-sheets.html`` are read by `Sheets`."""

    output = "attendance"

    def read_workbook(self, book: Book) -> None:
        """Read the sheets of the groups."""
        titles = self._titles()
        self.check("sheets", list(book), titles)
        for group, title in zip(self.so.groups, titles, strict=True):
            if title in book:
                self._sheet(group, _rows(book[title]))

    def _titles(self) -> list[str]:
        taken = {"history", *(self.words.say(f"page.{name}").casefold() for name in ("groups", "people"))}
        titles = []
        for group in self.so.groups:
            text = f"{group.id} {self._row_of(group.mentors)}".replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
            stem = " ".join("".join(" " if sign in NOT_IN_A_TITLE else sign for sign in text).split())
            title, number = stem[:LONGEST_TITLE].strip(), 1
            while title.casefold() in taken:
                number += 1
                end = f" {number}"
                title = stem[: LONGEST_TITLE - len(end)].strip() + end
            taken.add(title.casefold())
            titles.append(title)
        return titles

    def _sheet(self, group: Group, rows: list[list[Any]]) -> None:
        so, where = self.so, f"sheet of {group.id}"
        meetings, told = so.meetings(group), self.when(group)
        when = None if group.slot is None else self.words.when(group.slot, so.start(group))
        parts = [group.id, when, told.get("group.place"), self._row_of(group.mentors), zone_told(so, self.words)]
        wide = 1 + (UNTOLD_WEEKS if meetings is None else len(meetings.days))
        self.check("names and hours", rows[0], self._row(" · ".join(filter(None, parts)), wide), where)
        self.check("names and hours", rows[1], self._row(None, wide), where)
        weeks: list[Any] = (
            [self.words.say("book.week", number=week) for week in range(1, UNTOLD_WEEKS + 1)]
            if meetings is None
            else [datetime(day.year, day.month, day.day) for day in meetings.days]
        )
        self.check_all("dates", rows[2], [self.words.say("page.name"), *weeks], where)
        names = [self._row(name, wide) for name in by_name(self.called(group.mentees))]
        self.check_all("names", rows[3:], names, where)

    def _row_of(self, people: Iterable[str]) -> str:
        return self.words.row(by_name(self.called(people)))

    def _row(self, first: str | None, wide: int) -> list[Any]:
        return [first, *[None] * (wide - 1)]


# One case ------------------------------------------------------------------------------------------------------------


def read_mail(case: Case, made: Texts) -> Mail:
    """Read ``mail/`` of a case."""
    case = addressed(case)
    reader = Mail(*_seen(case), emails_of(case), reasons_of(case))
    reader.read(within(made, "mail"))
    return reader


def read_attendance(case: Case, made: Mapping[str, Any]) -> Attendance:
    """Read the sheets of a case to tick off who came."""
    case = addressed(case)
    reader = Attendance(*_seen(case), {}, {})
    reader.read_workbook(made["participants.xlsx"])
    sheets = Sheets(*_seen(case))
    sheets.read(made["participants-sheets.html"])
    reader.facts.update({(reader.output, kind): count for (_, kind), count in sheets.facts.items()})
    reader.faults += sheets.faults
    return reader


def attendance_of(folder: Path) -> dict[str, Any]:
    """The sheets to tick off who came, as they were written: all of the workbook but the first two."""
    book = cells_of((folder / "participants.xlsx").read_bytes())
    return {
        "participants.xlsx": dict(list(book.items())[2:]),
        "participants-sheets.html": (folder / "participants-sheets.html").read_text(encoding="utf-8"),
    }


def _rows(cells: Sheet) -> list[list[Any]]:
    """The rows of a sheet, each as wide as the widest."""
    down, across = (max(place[axis] for place in cells) for axis in (0, 1))
    return [[cells.get((row, column)) for column in range(1, across + 1)] for row in range(1, down + 1)]


def _seen(case: Case) -> tuple[Facts, Words]:
    return Facts(case.plain, case.told, anonymous=case.anonymous), Words(case.language)


def reasons_of(case: Case) -> dict[str, str]:
    """Why each is left out, as the result says by now; nobody may say it of those who were left out by hand."""
    facts, words = _seen(case)
    told = reasons_told(case)
    return {own: told.get(own) or words.say("unmatched.no_reason") for own in facts.left_out}


# What is read -------------------------------------------------------------------------------------------------------


def _made_mail(case: Case, folder: Path) -> Texts:
    write_mail(case, folder)
    return texts_of(folder)


def _made_attendance(case: Case, folder: Path) -> dict[str, Any]:
    write_attendance(case, folder)
    return attendance_of(folder)


OUTPUTS = (Output("mail", _made_mail, read_mail), Output("attendance", _made_attendance, read_attendance))
