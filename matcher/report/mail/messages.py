"""``mail/``: a message a person, from templates, and a row a person with every field that a mail merge needs.

Since an earlier result: ``mail/changes/``, for those alone for whom something changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcher.errors import IntakeError, Issue
from matcher.intake.hours import time_of
from matcher.intake.hours.zones import spelled_zone
from matcher.intake.meetings import Meetings, meetings_of
from matcher.intake.people import DAY_MINUTES
from matcher.intake.program import Program
from matcher.intake.reading.addresses import addressed
from matcher.report.file_names import file_names
from matcher.report.mail.templates import Message, Templates
from matcher.report.view.changed import Changed
from matcher.report.view.naming import alphabet, by_name
from matcher.report.view.own_hours import own_hours, own_hours_told
from matcher.report.view.view import GroupView, MenteeView, MentorView, Named, View
from matcher.result.files import csv_text
from matcher.result.records import Group
from matcher.rules.rule import slot_at
from matcher.text import one_line
from matcher.why.reasons import whom_hours_could_help

if TYPE_CHECKING:
    from matcher.report.order import Order

__all__ = ["VALUES", "message_files"]

FOLDER = "mail"
CHANGES = f"{FOLDER}/changes"

VALUES = (
    "program", "person", "group", "groups", "others", "choice", "shared", "reason", "scheduled", "more_times",
    "may_lead", "before",
)  # fmt: skip
"""What a template can name; docs/reports-files.md says what each is."""

_MENTEE_COLUMNS = (
    "id", "name", "email", "group", "when", "until", "timezone", "first_meeting", "meetings", "skipped", "place",
    "mentor_1", "mentor_1_email", "mentor_2", "mentor_2_email", "others", "choice", "reason", "subject", "file",
)  # fmt: skip
_MENTOR_COLUMNS = (
    "id", "name", "email", "groups", "when", "until", "timezone", "first_meeting", "meetings", "skipped", "place",
    "partners", "partners_email", "mentees", "mentees_email", "number_of_mentees", "subject", "file",
)  # fmt: skip

_OWN_COLUMNS = ("own_when", "own_timezone")
"""Where somebody's clock shows another hour than the program's."""

_WEEK_COLUMN = ("week",)
"""Where a group meets in odd or in even weeks alone."""

_CHANGE_COLUMNS = ("no_longer", "mentors_gone", "mentors_new", "mentees_gone", "mentees_new")

Row = dict[str, str | int | None]


def message_files(view: View, order: Order) -> Mapping[str, str]:
    """Return ``mail/mentees.csv``, ``mail/mentors.csv``, and ``mail/ID.txt`` for each person.

    Since an earlier result the same in ``mail/changes``, for whom something changed since then, and for nobody else.

    Addresses are in them only where the view tells them. In CSV a text that a spreadsheet would run has a ``'`` before
    it.

    Raises
    ------
    IntakeError
        The templates are faulty: every fault with its file and line.
    ResultFileError
        The earlier result is one of other people.
    """
    changed = None if order.since is None else Changed(order.intake, order.since, order.result)
    writer = _Writer(view, order, changed)
    folder, further = (FOLDER, ()) if changed is None else (CHANGES, _CHANGE_COLUMNS)
    names = file_names([person.id for person in (*view.mentors, *view.mentees)])
    texts: dict[str, str] = {}
    rows: dict[str, list[Row]] = {"mentees": [], "mentors": []}
    faults: dict[Issue, None] = {}
    people: tuple[MenteeView | MentorView, ...] = (*view.mentees, *view.mentors)
    for person in people:
        if changed is not None and not changed.concerns(_role(person), person.id):
            continue
        file = f"{names[person.id]}.txt"
        try:
            message, row = writer.told(person)
        except IntakeError as fault:
            faults |= dict.fromkeys(fault.issues)
            continue
        texts[f"{folder}/{file}"] = _text(person, message)
        rows[f"{_role(person)}s"].append(row | {"subject": message.subject, "file": file})
    if faults:
        raise IntakeError(faults)
    if any(row["own_when"] for side in rows.values() for row in side):
        further = (*_OWN_COLUMNS, *further)
    if any(row["week"] for side in rows.values() for row in side):
        further = (*_WEEK_COLUMN, *further)
    tables = (("mentees", _MENTEE_COLUMNS), ("mentors", _MENTOR_COLUMNS))
    lists = {
        f"{folder}/{side}.csv": _table((*columns, *further), rows[side], writer.with_emails) for side, columns in tables
    }
    return {**lists, **texts}


def _role(person: MenteeView | MentorView) -> str:
    return "mentee" if isinstance(person, MenteeView) else "mentor"


def _text(person: MenteeView | MentorView, message: Message) -> str:
    to = f"To: {addressed(one_line(person.name), person.email)}\n" if person.email else ""
    return f"Subject: {message.subject}\n{to}\n{message.text}"


def _table(columns: Sequence[str], rows: Iterable[Row], with_emails: bool) -> str:
    kept = [column for column in columns if with_emails or not column.endswith("email")]
    return csv_text(kept, [[row[column] for column in kept] for row in rows])


class _Writer:
    """What is told to each person, in one language; `changed`: what is new to them since an earlier result."""

    def __init__(self, view: View, order: Order, changed: Changed | None) -> None:
        self._view = view
        self._intake = order.intake
        self._changed = changed
        self._templates = Templates(view.phrases, order.templates, VALUES)
        people: tuple[MenteeView | MentorView, ...] = (*view.mentees, *view.mentors)
        self._emails = {person.id: person.email for person in people}
        self.with_emails = any(email is not None for email in self._emails.values())
        self._groups = {group.id: self._group(group, order.intake.program) for group in view.groups}
        left_out = [mentee.id for mentee in view.mentees if mentee.group is None]
        self._hours_could_help = whom_hours_could_help(order.intake, left_out)

    def told(self, person: MenteeView | MentorView) -> tuple[Message, Row]:
        """Return the message to somebody, and their row for a mail merge."""
        if isinstance(person, MenteeView):
            groups = [] if person.group is None else [self._groups[person.group]]
            usual = "mentee.txt" if groups else "unmatched.txt"
        else:
            groups = [self._with_partners(self._groups[group], person) for group in person.groups]
            usual = "mentor.txt" if groups else "idle.txt"
        groups = [self._by_own_clock(group, person) for group in groups]
        groups, before = self._with_news(person, groups), self._before(person, groups)
        values = self._values(person, groups) | {"before": before}
        if isinstance(person, MenteeView):
            shared = list(map(one_line, person.shared))
            values |= {"choice": person.choice, "shared": shared, "reason": person.reason}
            values |= {"others": self._people(person.others)}
            row = self._mentee_row(person, groups)
        else:
            row = self._mentor_row(person, groups)
        told_before = self._changed is not None and self._changed.had_a_group(_role(person), person.id)
        name = f"{_role(person)}-changed.txt" if told_before else usual
        return self._templates.message(name, values), row | self._changes(groups, before)

    # What changed ----------------------------------------------------------------------------------------------------

    def _before(self, person: MenteeView | MentorView, groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the groups that somebody was in before and is no longer."""
        if self._changed is None:
            return []
        changed = self._changed
        return [
            {
                "name": one_line(group.id),
                "when": self._when_before(group),
                "reused": changed.name_is_anothers(group),
            }
            for group in changed.given_up(_role(person), person.id, [group["name"] for group in groups])
        ]

    def _when_before(self, group: Group) -> str | None:
        if group.slot is None:
            return None
        place = slot_at(self._intake, group.slot)
        time = (time_of(group.slot) or (None, None)) if place is None else self._intake.slots[place][1:]
        return one_line(self._view.phrases.when(group.slot, *time))

    def _with_news(self, person: MenteeView | MentorView, groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return groups with what is new in each to somebody."""
        if self._changed is None:
            return groups
        told = []
        for group in groups:
            news = self._changed.joined(_role(person), person.id, group["name"])
            sides = ("mentors_gone", "mentors_new", "mentees_gone", "mentees_new")
            people = {side: self._all_known(getattr(news, side)) for side in sides}
            told.append({**group, "new": news.new, "was": news.was, **people})
        return told

    def _all_known(self, people: Iterable[str]) -> list[dict[str, Any]]:
        return sorted(map(self._known, people), key=lambda one: alphabet(one["name"]))

    def _known(self, person: str) -> dict[str, Any]:
        """Return somebody who may be gone by now."""
        found = self._view.mentor_by_id.get(person) or self._view.mentee_by_id.get(person)
        if found is not None:
            return self._people([found])[0]
        names = {} if self._view.anonymous or self._changed is None else self._changed.names
        return {"id": person, "name": one_line(names.get(person, person)), "email": None}

    def _changes(self, groups: list[dict[str, Any]], before: list[dict[str, Any]]) -> Row:
        told: Row = {
            "no_longer": "; ".join(" ".join(filter(None, (one["name"], one["when"]))) for one in before) or None
        }
        for side in _CHANGE_COLUMNS[1:]:
            told[side] = _joined([one for group in groups for one in group[side]], "name")
        return told

    # What is now -----------------------------------------------------------------------------------------------------

    def _values(self, person: MenteeView | MentorView, groups: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "program": one_line(self._view.title),
            "person": self._person(person),
            "groups": groups,
            "group": groups[0] if groups else None,
            "others": [],
            "choice": None,
            "shared": [],
            "reason": None,
            "scheduled": self._intake.scheduled,
            "more_times": person.id in self._hours_could_help,
            "may_lead": isinstance(person, MentorView) and self._may_lead(person.id),
            "before": [],
        }

    def _may_lead(self, mentor: str) -> bool:
        return self._intake.most_groups(self._intake.mentor_by_id[mentor]) > 0

    def _person(self, person: Named) -> dict[str, Any]:
        return {"id": person.id, "name": one_line(person.name), "email": self._emails[person.id]}

    def _people(self, people: Iterable[Named]) -> list[dict[str, Any]]:
        # To whom a message goes is called by name; of others it has to be clear who is meant.
        return [self._person(person) | {"name": one_line(person.called)} for person in by_name(people)]

    def _group(self, group: GroupView, program: Program) -> dict[str, Any]:
        phrases = self._view.phrases
        meetings = meetings_of(group.slot, [mentor.id for mentor in group.mentors], program)
        dates, skipped = ((), ()) if meetings is None else (meetings.days, meetings.skipped)
        days = list(map(phrases.long_date, dates))
        zone = self._zone(meetings, program)
        until = None if group.start is None else (group.start + program.schedule.meeting_minutes) % DAY_MINUTES
        return {
            "name": group.id,
            "when": None if group.slot is None else one_line(phrases.when(group.slot, group.start)),
            "week": None if group.week is None else phrases(f"weeks.{group.week}"),
            "until": None if until is None else phrases.clock(until),
            "zone": zone if group.start is not None else None,
            "own": [],
            "own_told": None,
            "place": None if group.place is None else one_line(group.place),
            "first": days[0] if days else None,
            "last": days[-1] if days else None,
            # Where a 53rd week lies between, meetings are not always as many weeks apart.
            "every": None if meetings is None or meetings.between else meetings.every,
            "days": days,
            "dates": list(map(phrases.short_date, dates)),
            "skipped": list(map(phrases.short_date, skipped)),
            "skipped_days": list(map(phrases.long_date, skipped)),
            "mentors": self._people(group.mentors),
            "mentees": self._people(group.mentees),
            "partners": [],
            "new": False,
            "was": None,
            "mentors_gone": [],
            "mentors_new": [],
            "mentees_gone": [],
            "mentees_new": [],
        }

    def _zone(self, meetings: Meetings | None, program: Program) -> str | None:
        """Return in which time zone the hours of a group are, where that is known."""
        zone = program.schedule.timezone if meetings is None else str(meetings.first.tzinfo)
        return None if zone is None else self._view.phrases.zone(spelled_zone(zone) or zone)

    def _by_own_clock(self, group: dict[str, Any], person: MenteeView | MentorView) -> dict[str, Any]:
        """Return a group with its hours by the clock of whom a message is for, where these are others."""
        found, program, phrases = self._view.group_by_id[group["name"]], self._intake.program, self._view.phrases
        meetings = meetings_of(found.slot, [mentor.id for mentor in found.mentors], program)
        minutes = program.schedule.meeting_minutes
        own = [
            {
                "when": phrases.hour(hour.start),
                "until": phrases.clock((hour.start + minutes) % DAY_MINUTES),
                "zone": phrases.zone(person.zone or ""),
                "since": None if hour.since is None else phrases.short_date(hour.since),
            }
            for hour in own_hours(found.start, meetings, person.zone, program)
        ]
        told = own_hours_told(found.start, meetings, person.zone, program, phrases)
        return group | {"own": own, "own_told": "; ".join(told) or None}

    def _with_partners(self, group: dict[str, Any], mentor: MentorView) -> dict[str, Any]:
        return group | {"partners": [one for one in group["mentors"] if one["id"] != mentor.id]}

    def _mentee_row(self, person: MenteeView, groups: list[dict[str, Any]]) -> Row:
        row: Row = {**self._person(person), **self._common(groups), "choice": person.choice, "reason": person.reason}
        mentors = groups[0]["mentors"] if groups else []
        for number in (1, 2):
            mentor = mentors[number - 1] if len(mentors) >= number else {"name": None, "email": None}
            row |= {f"mentor_{number}": mentor["name"], f"mentor_{number}_email": mentor["email"]}
        return row | {"group": person.group, "others": _joined(self._people(person.others), "name")}

    def _mentor_row(self, person: MentorView, groups: list[dict[str, Any]]) -> Row:
        row: Row = {**self._person(person), **self._common(groups)}
        for side in ("partners", "mentees"):
            people = [one for group in groups for one in group[side]]
            row |= {side: _joined(people, "name"), f"{side}_email": _joined(people, "email")}
        return row | {"groups": _joined(groups, "name"), "number_of_mentees": len(person.mentees)}

    def _common(self, groups: list[dict[str, Any]]) -> Row:
        told: Row = {key: _joined(groups, key) for key in ("when", "week", "until", "place")}
        days, skipped = (
            "; ".join(day for group in groups for day in group[key]) or None for key in ("days", "skipped_days")
        )
        told |= {"first_meeting": _joined(groups, "first"), "meetings": days, "skipped": skipped}
        own = next((one["zone"] for group in groups for one in group["own"]), None)
        told |= {"own_when": _joined(groups, "own_told"), "own_timezone": own}
        return told | {"timezone": groups[0]["zone"] if groups else None}


def _joined(things: Iterable[Mapping[str, Any]], key: str) -> str | None:
    return "; ".join(thing[key] for thing in things if thing[key]) or None
