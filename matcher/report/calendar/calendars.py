"""``calendar/G1.ics`` …: the meetings of each group, and of each person on request, for any calendar program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from matcher import __version__
from matcher.errors import IntakeError, Issue
from matcher.intake.hours import start_of
from matcher.intake.meetings import Meetings, meetings_of
from matcher.intake.people import Intake
from matcher.intake.program import Calendar, Program
from matcher.report.calendar.register import REGISTER, Entry, Event, Register, read_register, register_text, updated
from matcher.report.file_names import file_names
from matcher.report.view.naming import by_name
from matcher.report.view.own_hours import own_hours_told
from matcher.report.view.view import GroupView, MenteeView, MentorView, View
from matcher.result.records import Group
from matcher.text import one_line

if TYPE_CHECKING:
    import icalendar

    from matcher.report.order import Order

__all__ = ["calendar_concerns", "calendar_files", "calendars"]

FOLDER = "calendar"
PEOPLE = f"{FOLDER}/people"
ENDED = f"{FOLDER}/ended.ics"


class _Planned(NamedTuple):
    """An event to be: whose, and when; `person` None for a group's own calendar."""

    group: GroupView
    meetings: Meetings
    person: str | None
    file: str


def calendar_concerns(groups: Iterable[Group], intake: Intake) -> tuple[Issue, ...]:
    """Return why groups have no place in a calendar, with what to do about it; empty where all have.

    The groups of a slot have one, or none.
    """
    file, program, spelling = "the program", intake.program, intake.spelling
    if program.calendar is None:
        settings = {"start": date(2026, 10, 5), "weeks": 10, "timezone": "Europe/Berlin"}
        message = f"has no table {spelling.table('calendar')}, and so no dates to put into calendars"
        return (Issue(file, message, right=f"add {spelling.with_settings('calendar', settings)}, say"),)
    issues = []
    slots = dict.fromkeys(group.slot for group in groups)
    if None in slots:
        issues.append(
            Issue(file, "gives groups no slot, so that they cannot be put into a calendar", column="schedule")
        )
    for slot in slots:
        if slot is None or meetings_of(slot, (), program) is not None:
            continue
        if start_of(slot) is None:
            message = "is a name and no time, so that its groups cannot be put into a calendar"
            right = "write the slot as a day and a time, like Mon 12:00, here and where people say when they are free"
            issues.append(Issue(file, message, column="schedule.slots", value=slot, right=right))
        else:
            message = f"skips every meeting of the groups at {slot}"
            issues.append(
                Issue(file, message, column="calendar.skip", right="take days out, or give the program more weeks")
            )
    return tuple(issues)


def calendar_files(view: View, order: Order) -> dict[str, str]:
    """Return the calendars, and the list of events that keeps them the same ones in the next report.

    Raises
    ------
    IntakeError
        Calendars were asked for by name, and no group can be put into one.
    ResultFileError
        The list of events of an earlier report cannot be understood.
    """
    files = calendars(view, order.intake.program, people=order.own_calendars, before=order.folder)
    if not files and order.named:
        raise IntakeError(calendar_concerns(order.result.groups, order.intake))
    return files


def calendars(view: View, program: Program, *, people: bool = False, before: Path | None = None) -> dict[str, str]:
    """Return the calendars as files, path in the report to text.

    Parameters
    ----------
    people
        Whether each person gets a calendar too, ``calendar/people/ID.ics``.
    before
        The folder of an earlier report: what it handed out keeps its identity, so that a calendar that holds it
        updates it; what is no more is cancelled. None: everything is new.

    Returns
    -------
    dict of str
        Empty where no group can be put into a calendar. Same view, same program, same `before`: same bytes.

    Raises
    ------
    ResultFileError
        The list of events in `before` cannot be understood.
    """
    calendar = program.calendar
    if calendar is None:
        return {}
    register = Register() if before is None else read_register(before / FOLDER / REGISTER, program.name)
    # Where nobody asks for the people's own calendars, those that were handed out stay as they are.
    aside = [] if people else [entry for entry in register.entries if entry.event.owner is not None]
    known = register.entries if people else tuple(entry for entry in register.entries if entry.event.owner is None)
    planned = list(_planned(view, program, known, people=people))
    writer = _Writer(view, program, calendar)
    events = [writer.event(plan) for plan in planned]
    entries = updated(known, events, f"{program.name}/{calendar.start}")
    if not entries:
        return {}
    written: dict[str, list[icalendar.Event]] = {plan.file: [] for plan in planned}
    for plan, entry in zip(planned, entries, strict=False):
        written[plan.file].append(writer.live(plan, entry))
    handed_out = [*register.files, *_with_ended(register)]
    _add_cancelled(written, [entry for entry in entries if entry.cancelled], handed_out, writer)
    texts = {file: writer.text(events) for file, events in written.items()}
    files = tuple(dict.fromkeys([*handed_out, *(file for file in texts if Path(file).parent == Path(FOLDER))]))
    kept = Register((*entries, *aside), files)
    return {**texts, f"{FOLDER}/{REGISTER}": register_text(program.name, kept)}


def _planned(view: View, program: Program, known: Sequence[Entry], *, people: bool) -> Iterator[_Planned]:
    meetings = {
        group.id: found
        for group in view.groups
        if (found := meetings_of(group.slot, [mentor.id for mentor in group.mentors], program)) is not None
    }
    # A group may have any name by hand; that of another file here it cannot have.
    groups = file_names([Path(ENDED).stem, *(group.id for group in view.groups)])
    for group in view.groups:
        if group.id in meetings:
            yield _Planned(group, meetings[group.id], None, f"{FOLDER}/{groups[group.id]}.ics")
    if not people:
        return
    ids = [person.id for person in (*view.mentors, *view.mentees)]
    # Who has left keeps the file in which that is told: nobody else is given it.
    gone = [Path(entry.event.file).stem for entry in known if entry.event.owner not in (None, *ids)]
    names = file_names(ids, gone)
    for group in view.groups:
        for person in (*group.mentors, *group.mentees) if group.id in meetings else ():
            yield _Planned(group, meetings[group.id], person.id, f"{PEOPLE}/{names[person.id]}.ics")


def _with_ended(register: Register) -> list[str]:
    """Return the calendar of ended groups where an earlier report wrote one."""
    return [ENDED] if any(entry.cancelled and entry.event.owner is None for entry in register.entries) else []


def _add_cancelled(
    written: dict[str, list[icalendar.Event]], cancelled: Sequence[Entry], handed_out: Iterable[str], writer: _Writer
) -> None:
    """Put what is no more into the person's calendar, or into that of ended groups.

    No calendar of groups that was ever `handed_out` must go on telling what was. Where there is no such group any more,
    it tells what ended; and what came back has ended nowhere, so that a calendar may be left with no event at all.
    """
    ended = [writer.cancelled(entry) for entry in cancelled if entry.event.owner is None]
    for entry in cancelled:
        if entry.event.owner is not None:
            written.setdefault(entry.event.file, []).append(writer.cancelled(entry))
    stale = [file for file in handed_out if file not in written]
    for file in dict.fromkeys([*([ENDED] if ended else []), *stale]):
        written[file] = ended


class _Writer:
    """Events and calendars of one program in one language."""

    def __init__(self, view: View, program: Program, calendar: Calendar) -> None:
        self._phrases = view.phrases
        self._program = program
        self._name = one_line(program.name)
        self._calendar = calendar
        self._zone = ZoneInfo(calendar.timezone)

    def event(self, plan: _Planned) -> Event:
        """Return what the register keeps of an event."""
        mentors = tuple(mentor.id for mentor in plan.group.mentors)
        mentees = tuple(mentee.id for mentee in plan.group.mentees)
        begins = plan.meetings.first.replace(tzinfo=None).isoformat(timespec="minutes")
        told = sha256(self._body(plan).to_ical()).hexdigest()
        return Event(plan.person, plan.file, mentors, mentees, begins, told)

    def live(self, plan: _Planned, entry: Entry) -> icalendar.Event:
        """Return an event whole."""
        event = self._body(plan)
        # Said each time, since a group that came back was cancelled before.
        event.add("status", "CONFIRMED")
        return self._identified(event, entry)

    def cancelled(self, entry: Entry) -> icalendar.Event:
        """Return what takes an event out of a calendar again."""
        from icalendar import Event as CalendarEvent

        event = CalendarEvent()
        event.add("dtstart", datetime.fromisoformat(entry.event.begins).replace(tzinfo=self._zone))
        event.add("summary", self._phrases("calendar.cancelled", program=self._name))
        event.add("status", "CANCELLED")
        return self._identified(event, entry)

    def text(self, events: Iterable[icalendar.Event]) -> str:
        """Return a calendar that holds `events`, and the clock changes of its time zone."""
        from icalendar import Calendar as Whole
        from icalendar import Timezone

        whole = Whole()
        whole.add("prodid", f"-//matcher {__version__}//EN")
        whole.add("version", "2.0")
        whole.add("calscale", "GREGORIAN")
        for event in events:
            whole.add_component(event)
        first, last = date(self._calendar.start.year, 1, 1), self._last_day() + timedelta(days=366)
        whole.add_missing_timezones(first_date=first, last_date=last)
        if not whole.subcomponents:
            # A calendar has to hold something, if no event then its time zone.
            zone = Timezone.from_tzid(self._calendar.timezone, first_date=first, last_date=last)
            whole.add_component(zone)
        for observed in whole.walk("VTIMEZONE"):
            self._tell_by_the_clock_before(observed)
        return str(whole.to_ical(), "utf-8")

    def _tell_by_the_clock_before(self, zone: Any) -> None:
        """Have each clock change told by the clock that it ends (RFC 5545, 3.6.5).

        What the library tells is the first hour by that clock or the one after: where clocks go forward, an hour late.
        """
        for change in zone.subcomponents:
            before = change["TZOFFSETFROM"].td
            ahead = change["TZOFFSETTO"].td - before
            told = [change.pop("DTSTART").dt, *(one.dt for one in getattr(change.pop("RDATE", None), "dts", ()))]
            right = [at - ahead if ahead and not self._clock_is(before, at) else at for at in told]
            change.add("dtstart", right[0])
            if right[1:]:
                change.add("rdate", right[1:])

    def _clock_is(self, offset: timedelta, until: datetime) -> bool:
        """Return whether the clock is so far from UTC right before it shows an hour."""
        last = (until - offset).replace(tzinfo=UTC) - timedelta(seconds=1)
        return last.astimezone(self._zone).utcoffset() == offset

    def _last_day(self) -> date:
        return self._calendar.start + timedelta(weeks=self._calendar.weeks)

    def _body(self, plan: _Planned) -> icalendar.Event:
        from icalendar import Event as CalendarEvent

        group, meetings, phrases = plan.group, plan.meetings, self._phrases
        mentors, mentees = ([one_line(one.called) for one in by_name(side)] for side in (group.mentors, group.mentees))
        event = CalendarEvent()
        event.add("dtstart", meetings.first)
        event.add("dtend", meetings.first + meetings.length)
        weeks = (meetings.days[-1] - meetings.days[0]).days // 7
        event.add("rrule", {"freq": "weekly", "interval": meetings.every, "count": weeks // meetings.every + 1})
        none = sorted((*meetings.skipped, *meetings.between))
        if none:
            event.add("exdate", [meetings.begin(day) for day in none])
        event.add("summary", phrases("calendar.summary", program=self._name, mentors=phrases.listing(mentors)))
        lines = [
            phrases("calendar.mentors", names=phrases.listing(mentors)),
            phrases("calendar.mentees", names=phrases.listing(mentees)),
            *self._hours(plan),
        ]
        event.add("description", "\n".join(lines))
        if meetings.place is not None:
            event.add("location", one_line(meetings.place))
        return event

    def _hours(self, plan: _Planned) -> Iterator[str]:
        """Yield the program's hour and that of whom a calendar is for, where somebody's clock shows another."""
        group, phrases = plan.group, self._phrases
        people: tuple[MentorView | MenteeView, ...] = (*by_name(group.mentors), *by_name(group.mentees))
        told = [
            (one, hour)
            for one in people
            if plan.person in (None, one.id)
            for hour in own_hours_told(group.start, plan.meetings, one.zone, self._program, phrases)
        ]
        if told:
            zone = phrases.zone(self._calendar.timezone)
            yield phrases(
                "calendar.here", told=phrases("zone.told", when=phrases.when("", group.start, group.week), zone=zone)
            )
        for one, hour in told:
            if plan.person is None:
                yield phrases("calendar.theirs", name=one_line(one.called), told=hour)
            else:
                yield phrases("calendar.yours", told=hour)

    def _identified(self, event: icalendar.Event, entry: Entry) -> icalendar.Event:
        # No clock is asked: the same report twice is the same bytes. What changed later has a later stamp.
        stamp = datetime.combine(self._calendar.start, time(), UTC) + timedelta(seconds=entry.sequence)
        event.add("uid", entry.uid)
        event.add("sequence", entry.sequence)
        event.add("dtstamp", stamp)
        return event
