"""``participants.xlsx``: the groups and their people, for participants to have; made of what they may know alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from matcher.report.view.participants_view import Entry, OpenGroup, Participant, ParticipantsView
from matcher.report.workbook.attendance import attendance_sheets
from matcher.report.workbook.cells import BookWriter

__all__ = ["participants_book"]


def participants_book(writer: BookWriter, view: ParticipantsView, *, attendance: bool) -> None:
    """Write a row for each group, a row for each person by name, and, asked for, a sheet for each group to tick."""
    say = view.phrases
    names = say("page.groups"), say("page.people")
    columns = ["group", "time", *(["place"] if view.with_places else []), "mentors", "only_mentees"]
    rows = [_group_row(group, view) for group in view.groups]
    note = " \N{MIDDLE DOT} ".join(filter(None, (writer.reader, view.title, view.zone)))
    writer.table(names[0], _headers(view, columns), rows, note=note)
    columns = ["name", *(["pronouns"] if view.with_pronouns else []), "role", "group", "time"]
    columns += [
        *(["own_time"] if view.with_own_hours else []),
        *(["place"] if view.with_places else []),
        "with",
        *(["email"] if view.with_emails else []),
    ]
    rows = [_person_row(entry, view) for entry in view.people]
    writer.table(names[1], _headers(view, columns), rows, note=writer.reader)
    if attendance:
        attendance_sheets(writer, view, names)


def _headers(view: ParticipantsView, columns: Iterable[str]) -> list[str]:
    own = ("place", "pronouns", "email", "own_time")
    keys = (f"participants.{name}" if name in own else f"page.{name}" for name in columns)
    return [view.phrases(key) for key in keys]


def _group_row(group: OpenGroup, view: ParticipantsView) -> tuple[Any, ...]:
    places = [group.place] if view.with_places else []
    return (group.id, group.when, *places, _names(group.mentors, view), _names(group.mentees, view))


def _person_row(entry: Entry, view: ParticipantsView) -> tuple[Any, ...]:
    say = view.phrases
    pronouns = [entry.who.pronouns] if view.with_pronouns else []
    places = [_each(group.place for group in entry.groups)] if view.with_places else []
    own_whens = [_each(entry.own_whens)] if view.with_own_hours else []
    emails = [entry.who.email] if view.with_emails else []
    return (
        entry.who.name,
        *pronouns,
        say("page.mentor") if entry.mentor else say("page.mentee"),
        say.row(group.id for group in entry.groups),
        _each(group.when for group in entry.groups),
        *own_whens,
        *places,
        _names(entry.others, view) or None,
        *emails,
    )


def _each(texts: Iterable[str | None]) -> str | None:
    return "; ".join(text for text in texts if text is not None) or None


def _names(people: Iterable[Participant], view: ParticipantsView) -> str:
    return view.phrases.row(one.name for one in people)
