"""`ParticipantsView` from the groups of a result: what is not taken over here, no file for participants can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matcher.errors import MatcherError
from matcher.intake.meetings import Meetings, meetings_of
from matcher.intake.people import PRONOUNS, Intake, Person
from matcher.intake.reading.addresses import address_of
from matcher.intake.words.listing import in_a_row
from matcher.report.view.naming import Naming, alphabet, by_name
from matcher.report.view.own_hours import own_hours_told
from matcher.report.view.participants_view import Entry, OpenGroup, Participant, ParticipantsView
from matcher.report.view.phrases import Phrases
from matcher.report.view.rules_in_words import zone_in_words
from matcher.report.view.view import GroupView, MenteeView, MentorView
from matcher.survey.words.word_tables import UNDISCLOSED, plain_text

__all__ = ["CONTACTS", "participants_view"]

CONTACTS = ("mentors", "everybody")
"""Whose addresses participants may be told."""


def participants_view(
    title: str,
    groups: Sequence[GroupView],
    intake: Intake,
    naming: Naming,
    phrases: Phrases,
    *,
    contacts: str | None,
    pronouns: bool,
) -> ParticipantsView:
    """Return what participants are told of groups.

    People stand by name: an intake may be sorted by what people answered.

    Raises
    ------
    MatcherError
        `contacts` is none of `CONTACTS`, or nobody's table has a column of pronouns; `exit_code` is 2.
    """
    writer = _Writer(intake, naming, phrases, contacts=contacts, pronouns=pronouns)
    told = tuple(map(writer.group, groups))
    return ParticipantsView(title, phrases, told, writer.people(groups, told), zone_in_words(intake, phrases))


class _Writer:
    def __init__(
        self, intake: Intake, naming: Naming, phrases: Phrases, *, contacts: str | None, pronouns: bool
    ) -> None:
        people: tuple[Person, ...] = (*intake.mentors, *intake.mentees)
        faults = []
        if contacts is not None and contacts not in CONTACTS:
            faults.append(f"{contacts!r} says not whose addresses to tell; choose from {in_a_row(CONTACTS)}")
        if pronouns and all(one.text(PRONOUNS) is None for one in people):
            faults.append(f"pronouns can be shown where people gave them: there is no column {PRONOUNS} in the intake")
        if faults:
            fault = MatcherError("; ".join(faults))
            fault.exit_code = 2
            raise fault
        self._program, self._phrases = intake.program, phrases
        told = {"mentors": intake.mentors, "everybody": people}.get(contacts or "", ())
        addresses = {} if naming.anonymous else {one.id: _address(one) for one in told}
        self._known = {
            one.id: Participant(
                naming.of(one.id).called,
                _pronouns(one) if pronouns and not naming.anonymous else None,
                addresses.get(one.id),
            )
            for one in people
        }

    def group(self, group: GroupView) -> OpenGroup:
        """Return a group."""
        meetings = meetings_of(group.slot, [mentor.id for mentor in group.mentors], self._program)
        return OpenGroup(
            id=group.id,
            when=group.when,
            place=group.place,
            mentors=by_name(self._member(one, group, meetings) for one in group.mentors),
            mentees=by_name(self._member(one, group, meetings) for one in group.mentees),
            meetings=meetings,
            late_joiners=group.late_joiners,
        )

    def people(self, groups: Sequence[GroupView], told: Sequence[OpenGroup]) -> tuple[Entry, ...]:
        """Return everybody who is in a group, by name."""
        open_group = {group.id: one for group, one in zip(groups, told, strict=True)}
        group_by_id = {group.id: group for group in groups}
        mentees = [
            self._entry(one, [group], (open_group[group.id],), open_group[group.id].mentors)
            for group in groups
            for one in group.mentees
        ]
        mentors = {mentor.id: mentor for group in groups for mentor in group.mentors}
        leading = [
            self._entry(
                one,
                [group_by_id[group] for group in one.groups],
                tuple(open_group[group] for group in one.groups),
                by_name(self._known[partner.id] for partner in one.partners),
            )
            for one in mentors.values()
        ]
        return tuple(sorted([*leading, *mentees], key=lambda entry: alphabet(entry.who.name)))

    def _entry(
        self,
        one: MenteeView | MentorView,
        groups: Sequence[GroupView],
        told: tuple[OpenGroup, ...],
        others: tuple[Participant, ...],
    ) -> Entry:
        own_whens = tuple(
            self._own_when(one, group, open_group.meetings) for group, open_group in zip(groups, told, strict=True)
        )
        return Entry(self._known[one.id], isinstance(one, MentorView), told, own_whens, others)

    def _member(self, one: MenteeView | MentorView, group: GroupView, meetings: Meetings | None) -> Participant:
        return replace(self._known[one.id], own_when=self._own_when(one, group, meetings))

    def _own_when(self, one: MenteeView | MentorView, group: GroupView, meetings: Meetings | None) -> str | None:
        return "; ".join(own_hours_told(group.start, meetings, one.zone, self._program, self._phrases)) or None


def _address(person: Person) -> str | None:
    return None if person.email is None else address_of(person.email)


def _pronouns(person: Person) -> str | None:
    """Return what somebody gave to be shown; "prefer not to say" is nothing to show."""
    told = person.text(PRONOUNS)
    return None if told is None or plain_text(told) in UNDISCLOSED else told
