"""Everybody of an intake, and the groups of a result, as a view tells them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from matcher.checking.best_alone import BestAlone
from matcher.checking.scoring import Scorer
from matcher.intake.hours.zones import minutes_ahead
from matcher.intake.meetings import place_of
from matcher.intake.people import WEEK_MINUTES, Intake, Mentee, Mentor, Person, WeekKind, has_own_meaning
from matcher.intake.program import MixRule, fold
from matcher.report.options import options_of
from matcher.report.view.in_language import InLanguage
from matcher.report.view.naming import Naming
from matcher.report.view.phrases import Phrases
from matcher.report.view.view import GroupView, MenteeView, MentorView, Named, PartView
from matcher.result.match_result import MatchResult
from matcher.result.records import AssignmentRow, Group
from matcher.rules import FormedGroup
from matcher.rules.locks import kept_whole
from matcher.rules.rule import slot_at

__all__ = ["People"]


class People:
    """The people and the groups of one result.

    Parameters
    ----------
    result, intake
        The result names nobody whom the intake does not have.
    """

    def __init__(
        self, result: MatchResult, intake: Intake, naming: Naming, phrases: Phrases, in_language: InLanguage
    ) -> None:
        self._result = result
        self._intake = intake
        self._naming = naming
        self._phrases = phrases
        self._in_language = in_language
        self._scorer = Scorer(intake)
        self._best_alone = BestAlone(intake, self._scorer)
        self._rows = {row.mentee_id: row for row in result.assignment_rows}
        self._group_of = {mentee: group for group in reversed(result.groups) for mentee in group.mentees}
        self._alone = {mentee for group in result.groups for mentee in self._alone_in(group)}
        self.mentees = self._mentee_views()
        self.mentors = tuple(map(self._mentor, intake.mentors))
        self.groups = self._group_views()

    @property
    def objective(self) -> int:
        """Points of these groups."""
        return self._scorer.objective(list(map(_formed, self._result.groups)))

    # One person ------------------------------------------------------------------------------------------------------

    def _mentee_views(self) -> tuple[MenteeView, ...]:
        reasons = {mentee.id: mentee.reason for mentee in self._result.unmatched}
        mentors, hours = (counts.tolist() for counts in options_of(self._intake))
        scheduled = self._intake.scheduled
        views = []
        for place, mentee in enumerate(self._intake.mentees):
            group = self._group_of.get(mentee.id)
            options = (mentors[place], hours[place] if scheduled else None)
            if group is None:
                views.append(self._left_out(mentee, reasons.get(mentee.id), *options))
            else:
                views.append(self._placed(mentee, group, *options))
        return tuple(views)

    def _placed(self, mentee: Mentee, group: Group, possible_mentors: int, possible_hours: int | None) -> MenteeView:
        return MenteeView(
            id=mentee.id,
            name=self._naming.of(mentee.id).name,
            called=self._naming.of(mentee.id).called,
            gender=mentee.gender,
            email=self._naming.email(mentee),
            group=group.id,
            slot=group.slot,
            when=self._when(group),
            mentors=self._named(group.mentors),
            others=self._named(one for one in group.mentees if one != mentee.id),
            choice=self._scorer.choice(mentee.id, group.mentors),
            score=self._scorer.mentee_score(mentee.id, group.mentors),
            satisfaction=self._satisfaction(mentee.id, group),
            alone=mentee.id in self._alone,
            shared=self._shared(mentee, group),
            said=None,
            possible_mentors=possible_mentors,
            possible_hours=possible_hours,
            zone=mentee.timezone,
            own_when=self._own_when(mentee, group),
        )

    def _left_out(
        self, mentee: Mentee, reason: str | None, possible_mentors: int, possible_hours: int | None
    ) -> MenteeView:
        return MenteeView(
            id=mentee.id,
            name=self._naming.of(mentee.id).name,
            called=self._naming.of(mentee.id).called,
            gender=mentee.gender,
            email=self._naming.email(mentee),
            group=None,
            slot=None,
            when=None,
            mentors=(),
            others=(),
            choice=None,
            score=None,
            satisfaction=None,
            alone=False,
            shared=(),
            said=None if reason is None else self._in_language(reason).named(self._naming.told),
            possible_mentors=possible_mentors,
            possible_hours=possible_hours,
            zone=mentee.timezone,
        )

    def _mentor(self, mentor: Mentor) -> MentorView:
        led = [group for group in self._result.groups if mentor.id in group.mentors]
        return MentorView(
            id=mentor.id,
            name=self._naming.of(mentor.id).name,
            called=self._naming.of(mentor.id).called,
            gender=mentor.gender,
            email=self._naming.email(mentor),
            groups=tuple(group.id for group in led),
            slots=tuple(group.slot for group in led),
            whens=tuple(map(self._when, led)),
            partners=self._named(one for group in led for one in group.mentors if one != mentor.id),
            mentees=self._named(one for group in led for one in group.mentees),
            max_groups=self._intake.max_groups(mentor),
            max_mentees=self._intake.max_mentees(mentor),
            zone=mentor.timezone,
            own_whens=tuple(self._own_when(mentor, group) for group in led),
        )

    def _named(self, people: Iterable[str]) -> tuple[Named, ...]:
        return tuple(map(self._naming.of, dict.fromkeys(people)))

    def _satisfaction(self, mentee: str, group: Group) -> float:
        """Return what the result tells where it tells of these mentors; else work it out, which takes longer."""
        row = self._rows.get(mentee)
        if row is not None and _told_mentors(row) == set(group.mentors):
            return row.satisfaction
        return round(min(1.0, self._best_alone.satisfaction(mentee, group.mentors)), 3)

    # Interests and genders -------------------------------------------------------------------------------------------

    def _interests(self, person: Person) -> dict[str, str]:
        """Return the items of columns that similarity weighs, as compared, with how they are spelled.

        Never a gender, pronouns, an address or a wish, also where these are weighed.
        """
        spelled: dict[str, str] = {}
        for column, weight in self._intake.program.similarity.items():
            told = weight and not has_own_meaning(column)
            for item in (person.text(column) or "").split(";") if told else ():
                if fold(item):
                    spelled.setdefault(fold(item), " ".join(item.split()))
        return spelled

    def _shared(self, mentee: Mentee, group: Group) -> tuple[str, ...]:
        theirs = {item for one in group.mentors for item in self._interests(self._intake.mentor_by_id[one])}
        return tuple(spelled for item, spelled in self._interests(mentee).items() if item in theirs)

    def _common_interests(self, group: Group) -> tuple[tuple[str, int], ...]:
        spelled: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for person in self._people(group):
            for item, text in self._interests(person).items():
                spelled.setdefault(item, text)
                counts[item] += 1
        return tuple((spelled[item], count) for item, count in counts.most_common() if count > 1)

    def _people(self, group: Group) -> list[Person]:
        mentors = [self._intake.mentor_by_id[one] for one in group.mentors]
        return [*mentors, *(self._intake.mentee_by_id[one] for one in group.mentees)]

    def _alone_in(self, group: Group) -> list[str]:
        mentees = [self._intake.mentee_by_id[one] for one in group.mentees]
        counts = Counter(mentee.gender_key for mentee in mentees)
        return [mentee.id for mentee in mentees if mentee.gender is not None and counts[mentee.gender_key] == 1]

    def _genders(self, group: Group) -> tuple[tuple[str | None, int], ...]:
        spelled: dict[str | None, str | None] = {}
        counts: Counter[str | None] = Counter()
        for mentee in (self._intake.mentee_by_id[one] for one in group.mentees):
            spelled.setdefault(mentee.gender_key, mentee.gender)
            counts[mentee.gender_key] += 1
        return tuple((spelled[gender], count) for gender, count in counts.most_common())

    # Groups ----------------------------------------------------------------------------------------------------------

    def _group_views(self) -> tuple[GroupView, ...]:
        mentees = {mentee.id: mentee for mentee in self.mentees}
        mentors = {mentor.id: mentor for mentor in self.mentors}
        views = []
        for group in self._result.groups:
            members = tuple(mentees[one] for one in group.mentees)
            choices = Counter(mentee.choice for mentee in members)
            views.append(
                GroupView(
                    id=group.id,
                    slot=group.slot,
                    when=self._when(group),
                    start=self._start(group),
                    week=self._week(group),
                    place=place_of(group.slot, group.mentors, self._intake.program),
                    mentors=tuple(mentors[one] for one in group.mentors),
                    mentees=members,
                    score=self._scorer.group_score(_formed(group)),
                    parts=tuple(self._parts(group)),
                    genders=self._genders(group),
                    choices=tuple(sorted(choices.items(), key=lambda choice: (choice[0] is None, choice[0] or 0))),
                    interests=self._common_interests(group),
                    # A reason is free text, and may name people.
                    locked=() if self._naming.anonymous else self._in_language.locked(group.locked),
                    places=self._places(group, [mentors[one] for one in group.mentors]),
                )
            )
        return tuple(views)

    def _parts(self, group: Group) -> Iterator[PartView]:
        """Yield what the score of a group is made of, where more than scores of mentees and of pairs counts."""
        parts = self._scorer.group_parts(_formed(group))
        if all(part.kind in ("mentees", "pair") for part in parts):
            return
        for part in parts:
            values: dict[str, Any] = {}
            if part.setting is not None:
                values["column"] = part.setting.column
            if isinstance(part.setting, MixRule):
                values["values"] = self._phrases.listing(list(part.setting.values), either=True)
            if part.kind == "size":
                values["ideal"] = self._intake.program.groups.ideal_size
            yield PartView(self._phrases(f"parts.{part.kind}", **values), part.points, part.within)

    def _places(self, group: Group, mentors: Sequence[MentorView]) -> int:
        """Return how many more mentees a group could take."""
        if kept_whole(self._intake, _formed(group)):
            return 0
        limits = [one.max_mentees - len(one.mentees) for one in mentors if one.max_mentees is not None]
        return max(0, min([self._intake.program.groups.max_size - len(group.mentees), *limits]))

    def _start(self, group: Group) -> int | None:
        place = slot_at(self._intake, group.slot)
        return None if place is None else self._intake.slots[place].start

    def _week(self, group: Group) -> WeekKind | None:
        place = slot_at(self._intake, group.slot)
        return None if place is None else self._intake.slots[place].week

    def _when(self, group: Group) -> str | None:
        return None if group.slot is None else self._phrases.when(group.slot, self._start(group), self._week(group))

    def _own_when(self, person: Person, group: Group) -> str | None:
        """Return when a group meets by somebody's own clock, where that is another hour."""
        start = None if group.slot is None else self._start(group)
        ahead = minutes_ahead(person.timezone, self._intake.program)
        if start is None or person.timezone is None or not ahead:
            return None
        when = self._phrases.hour((start - ahead) % WEEK_MINUTES)
        return self._phrases("zone.told", when=when, zone=self._phrases.zone(person.timezone))


def _formed(group: Group) -> FormedGroup:
    return FormedGroup(group.id, group.slot, group.mentors, group.mentees)


def _told_mentors(row: AssignmentRow) -> set[str]:
    return {mentor for mentor in (row.mentor_1_id, row.mentor_2_id) if mentor is not None}
