"""To whom something new has to be told since an earlier result, and what each had and has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.errors import Issue, ResultFileError
from matcher.intake.people import Intake
from matcher.intake.words.calling import told_apart
from matcher.questions.changes import changes_between
from matcher.questions.changes.previous import continued, names_of, places_of
from matcher.result.match_result import MatchResult
from matcher.result.records import Group

__all__ = ["Changed", "Joined"]


@dataclass(frozen=True)
class Joined:
    """What is new to somebody in one of their groups.

    Parameters
    ----------
    new
        Whether they were not in it before; then nothing else here is told.
    was
        What it was called before, where that was otherwise.
    mentors_gone, mentors_new, mentees_gone, mentees_new
        Ids of those who were in it before and are no longer, and of those who came.
    """

    new: bool = False
    was: str | None = None
    mentors_gone: tuple[str, ...] = ()
    mentors_new: tuple[str, ...] = ()
    mentees_gone: tuple[str, ...] = ()
    mentees_new: tuple[str, ...] = ()


class Changed:
    """What changed for each person from one result to another.

    Parameters
    ----------
    previous
        The earlier result, of this intake or of what it was before.

    Raises
    ------
    ResultFileError
        Nobody of the earlier result's groups is in the intake.
    """

    def __init__(self, intake: Intake, previous: MatchResult, result: MatchResult) -> None:
        known = {*intake.mentor_by_id, *intake.mentee_by_id}
        before = {one for group in previous.groups for one in (*group.mentors, *group.mentees)}
        if before and not before & known:
            message = "has nobody in its groups who is in the intake; is it the result of another intake?"
            raise ResultFileError([Issue("the previous result", message)])
        self._before, self._after = previous.groups, result.groups
        self._was = places_of(previous.groups)
        lives_on = continued(intake, previous, result.groups)
        self._comes_from = {place: number for number, place in lives_on.items()}
        self._place = {group.id: place for place, group in enumerate(result.groups)}
        self._concerned = {
            (change.role, change.person_id) for change in changes_between(intake, previous, result, free=True)
        }
        self.names = told_apart(names_of(intake, previous))

    def concerns(self, role: str, person: str) -> bool:
        """Return whether something new has to be told to somebody."""
        return (role, person) in self._concerned

    def had_a_group(self, role: str, person: str) -> bool:
        """Return whether somebody was in a group before."""
        return bool(self._was.of(person, role))

    def given_up(self, role: str, person: str, groups: Sequence[str]) -> list[Group]:
        """Return the groups of before that somebody is no longer in, who is in `groups` now, by name."""
        kept = {self._comes_from.get(self._place[group]) for group in groups}
        return [self._before[number] for number in self._was.of(person, role) if number not in kept]

    def name_is_anothers(self, group: Group) -> bool:
        """Return whether a group of before has a name that another group has now."""
        place = self._place.get(group.id)
        return place is not None and self._comes_from.get(place) != self._before.index(group)

    def joined(self, role: str, person: str, group: str) -> Joined:
        """Return what is new to somebody in a group of theirs."""
        place = self._place[group]
        number = self._comes_from.get(place)
        if number is None or number not in self._was.of(person, role):
            return Joined(new=True)
        before, after = self._before[number], self._after[place]
        return Joined(
            was=before.id if before.id != after.id else None,
            mentors_gone=tuple(one for one in before.mentors if one not in after.mentors),
            mentors_new=tuple(one for one in after.mentors if one not in before.mentors),
            mentees_gone=tuple(one for one in before.mentees if one not in after.mentees),
            mentees_new=tuple(one for one in after.mentees if one not in before.mentees),
        )
