"""What participants are told: a view of its own, which has no place for what somebody asked for or got."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matcher.intake.meetings import Meetings
from matcher.report.view.phrases import Phrases

__all__ = ["Entry", "OpenGroup", "Participant", "ParticipantsView"]


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody as others may know them.

    Parameters
    ----------
    name
        With the id behind it only where another has that name; in an anonymous report the id.
    pronouns, email
        None where nobody asked for them, or they gave none.
    own_when
        Of somebody in a group, when that meets by the clock where they are, in words; None where it shows the same.
    """

    name: str
    pronouns: str | None
    email: str | None
    own_when: str | None = None


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """A group: who is in it, by name in the order of the alphabet, when and where it meets.

    Parameters
    ----------
    when, place
        In words; None where nothing is said.
    meetings
        The dates; None where the program has none.
    late_joiners
        Lines that a sheet keeps for those who join late.
    """

    id: str
    when: str | None
    place: str | None
    mentors: tuple[Participant, ...]
    mentees: tuple[Participant, ...]
    meetings: Meetings | None
    late_joiners: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody in the list of all who are in a group.

    Parameters
    ----------
    own_whens
        `Participant.own_when` in each of `groups`.
    others
        Who leads the groups, or leads them with them.
    """

    who: Participant
    mentor: bool
    groups: tuple[OpenGroup, ...]
    own_whens: tuple[str | None, ...]
    others: tuple[Participant, ...]


@dataclass(frozen=True)
class ParticipantsView:
    """The groups, and everybody in one of them by name: who is left out, and who leads none, is nobody else's concern.

    Parameters
    ----------
    title
        The program's name.
    zone
        In which time zone hours are, a sentence; None where the program does not say.
    """

    title: str
    phrases: Phrases
    groups: tuple[OpenGroup, ...]
    people: tuple[Entry, ...]
    zone: str | None

    @property
    def with_pronouns(self) -> bool:
        """Whether anybody's pronouns are told."""
        return any(entry.who.pronouns is not None for entry in self.people)

    @property
    def with_emails(self) -> bool:
        """Whether anybody's address is told."""
        return any(entry.who.email is not None for entry in self.people)

    @property
    def with_places(self) -> bool:
        """Whether any group's place is told."""
        return any(group.place is not None for group in self.groups)

    @property
    def with_own_hours(self) -> bool:
        """Whether anybody's clock shows another hour than the program's."""
        return any(own is not None for entry in self.people for own in entry.own_whens)

    def emails(self, people: Iterable[Participant]) -> str:
        """Return the addresses of people who have one, in a row."""
        return "; ".join(one.email for one in people if one.email is not None)
