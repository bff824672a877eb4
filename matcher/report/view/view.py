"""The one view that every kind of report is made from: a result told from its intake, each number worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from matcher.intake.people import WeekKind
from matcher.report.view.in_language import Said
from matcher.report.view.participants_view import ParticipantsView
from matcher.report.view.phrases import Phrases

__all__ = [
    "Cell",
    "GroupView",
    "LossView",
    "LostTogether",
    "MenteeView",
    "MentorView",
    "Named",
    "NamedSlot",
    "Numbers",
    "PartView",
    "RuleTold",
    "Spread",
    "StressView",
    "Verdict",
    "View",
    "Week",
]

MOST_LATE_JOINERS = 2
"""Blank lines for late joiners on a sheet."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as a report names them; in an anonymous one, `name` is the id.

    Parameters
    ----------
    called
        What stands where no id stands beside it: the name, with the id behind it where another has that name.
    """

    id: str
    name: str
    called: str


@dataclass(frozen=True, slots=True)
class MenteeView(Named):
    """A mentee and what they got.

    Parameters
    ----------
    gender
        As written; None where undisclosed.
    email
        None where there is none, or where nobody asked for addresses.
    group
        Id of the group; None for somebody left out.
    slot, when
        The slot as the intake spells it, and in the words of the report's language; None where there is none.
    mentors, others
        Who leads the group, and the other mentees in it.
    choice
        The best rank, from 1, given to one of `mentors`; None: nobody they listed, or left out.
    score
        Points with all of `mentors`; None for somebody left out.
    satisfaction
        0 to 1, three decimals; None for somebody left out.
    alone
        Whether they are the only mentee of their gender in the group.
    shared
        Interests (of the columns that similarity weighs, but for genders and wishes) in common with one of `mentors`.
    said
        Why they are left out; None for somebody placed.
    possible_mentors
        How many mentors they could have had, as far as rules and hours of them and their mentors alone go.
    possible_hours
        At how many slots such mentors, as many as lead a group, are free with them; None where groups get no slot.
    zone
        The time zone in which they told their hours, by its name in the intake; None for the program's.
    own_when
        When the group meets by the clock there, and where that is, in the week in which zones are compared; None where
        it is the program's hour, or cannot be told.
    """

    gender: str | None
    email: str | None
    group: str | None
    slot: str | None
    when: str | None
    mentors: tuple[Named, ...]
    others: tuple[Named, ...]
    choice: int | None
    score: int | None
    satisfaction: float | None
    alone: bool
    shared: tuple[str, ...]
    said: Said | None
    possible_mentors: int
    possible_hours: int | None
    zone: str | None = None
    own_when: str | None = None

    @property
    def reason(self) -> str | None:
        """Why they are left out, in words."""
        return None if self.said is None else self.said.text


@dataclass(frozen=True, slots=True)
class MentorView(Named):
    """A mentor and whom they lead.

    Parameters
    ----------
    gender, email
        As in `MenteeView`.
    groups
        Ids of the groups; empty for an idle mentor.
    slots, whens
        The slot of each of `groups`, as the intake spells it and in the report's language; None where there is none.
    partners
        Who leads each of `groups` with them; empty where one mentor leads a group.
    mentees
        Mentees over all of `groups`, in the order of the groups, then of the intake.
    max_groups, max_mentees
        How many they take at most; `max_mentees` None: no limit.
    zone, own_whens
        As in `MenteeView`; of each of `groups`.
    """

    gender: str | None
    email: str | None
    groups: tuple[str, ...]
    slots: tuple[str | None, ...]
    whens: tuple[str | None, ...]
    partners: tuple[Named, ...]
    mentees: tuple[Named, ...]
    max_groups: int
    max_mentees: int | None
    zone: str | None = None
    own_whens: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group.

    Parameters
    ----------
    id
        ``G1``, ``G2``, …
    slot, when
        As in `MenteeView`.
    start
        Minutes from Monday 00:00; None for no slot, or one that has only a name.
    week
        In which weeks it meets; None: in every one.
    place
        Where it meets; None where nothing is said.
    mentors, mentees
        In the order of the intake.
    score
        Points: its mentees' scores with each of its mentors, and what its mentors score as a pair, less what it costs.
    parts
        What those points are made of; empty where neither wishes on columns nor costs of groups count.
    genders
        (gender as written, or None for undisclosed; how many of its mentees), the most frequent first.
    choices
        (rank, or None for nobody they listed; how many of its mentees), ranks ascending, the unlisted last.
    interests
        (interest, how many of its mentors and mentees have it), those of two or more, the most frequent first.
    locked
        Why something of it was locked, a reason a lock; empty where nothing was, and in an anonymous report.
    places
        How many more mentees it could take, as far as the size of groups, what each of its mentors may have over all
        groups, and a lock of the whole group go.
    """

    id: str
    slot: str | None
    when: str | None
    start: int | None
    week: WeekKind | None
    place: str | None
    mentors: tuple[MentorView, ...]
    mentees: tuple[MenteeView, ...]
    score: int
    parts: tuple[PartView, ...]
    genders: tuple[tuple[str | None, int], ...]
    choices: tuple[tuple[int | None, int], ...]
    interests: tuple[tuple[str, int], ...]
    locked: tuple[str, ...]
    places: int

    @property
    def late_joiners(self) -> int:
        """How many lines a sheet of the group keeps for those who join late: two, or as many as there are places."""
        return min(MOST_LATE_JOINERS, self.places)


@dataclass(frozen=True, slots=True)
class PartView:
    """What one thing adds to the score of a group, points; under 0: what it costs.

    Parameters
    ----------
    within
        Whether it is part of the one before it that is not, and told besides.
    """

    label: str
    points: int
    within: bool


@dataclass(frozen=True, slots=True)
class RuleTold:
    """A rule in force: a sentence, and below it what it lists where that would make the sentence long."""

    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """How numbers spread: the least, the quartiles, the most, and their mean."""

    least: float
    quarter: float
    middle: float
    three_quarters: float
    most: float
    mean: float


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers that matter.

    Parameters
    ----------
    mentees, mentors, groups, placed, unmatched, idle
        How many.
    sizes
        (least, most) mentees in a group; None where there is no group.
    choices
        (rank, or None for nobody they listed; how many of those placed): every rank up to the longest list that
        somebody handed in, then the unlisted.
    listed_nobody
        How many of all mentees listed nobody.
    satisfaction
        Of all mentees, 0 for those left out; None where there are none.
    load
        Mentees over all groups of each mentor who leads one; None where nobody does.
    alone
        How many of those placed are the only mentee of their gender in their group.
    objective, bound
        Points of these groups, and the proved upper limit on them that the result tells.
    gap
        (bound - objective) / max(1, abs(objective)).
    """

    mentees: int
    mentors: int
    groups: int
    placed: int
    unmatched: int
    idle: int
    sizes: tuple[int, int] | None
    choices: tuple[tuple[int | None, int], ...]
    listed_nobody: int
    satisfaction: Spread | None
    load: Spread | None
    alone: int
    objective: int
    bound: int
    gap: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided, and how good it is, in sentences.

    Parameters
    ----------
    decided
        ``60 of 60 mentees are in 6 groups …``.
    quality
        ``Proved: no other grouping scores more.`` or how far it is from the best possible, at most.
    proved
        Whether it is proved best.
    edited
        Whether the groups were changed after they were found.
    stages
        A sentence for each thing that the mode puts first, in order; empty in the mode ``total``.
    """

    decided: str
    quality: str
    proved: bool
    edited: bool
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """The slots that begin within one stretch of one day.

    Parameters
    ----------
    slots
        Their texts, as the intake spells them.
    mentees, mentors
        How many can meet at one of them: the most over these slots.
    groups
        Ids of the groups that meet at one of them.
    """

    slots: tuple[str, ...]
    mentees: int
    mentors: int
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedSlot:
    """A slot that has a name and no time; the rest as in `Cell`."""

    text: str
    mentees: int
    mentors: int
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Who can meet when.

    Parameters
    ----------
    days
        0 (Monday) to 6: those with a slot at which somebody said they can meet, beginning with the day with which weeks
        begin in the report's language.
    times
        Minutes from midnight at which a row begins.
    cells
        A row for each of `times`, in it a cell for each of `days`; None where no slot begins there.
    named
        Slots that have only a name, in their order.
    """

    days: tuple[int, ...]
    times: tuple[int, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    named: tuple[NamedSlot, ...]


@dataclass(frozen=True, slots=True)
class LossView:
    """A loss of mentors after which more mentees are left out than now.

    Parameters
    ----------
    mentors
        Who drops out together.
    groups
        Ids of the groups that they lead.
    concerned
        Mentees in these groups.
    left_out
        Mentees left out then; None where no grouping was found.
    left_out_told
        The same in words: ``3``; ``at most 3``, where it is not proved that fewer cannot be; ``no grouping``.
    proved
        Whether `left_out` is a number that cannot be smaller as long as all other groups stay.
    others
        Mentees of all other groups who would have other mentors or another hour, or none.
    reason
        Why there is no grouping: ``No assignment satisfies the rules:``, or that none was found in time; else None.
    shown_by
        What shows that no assignment does, in the solver's own words, which are English; else None.
    """

    mentors: tuple[Named, ...]
    groups: tuple[str, ...]
    concerned: int
    left_out: int | None
    left_out_told: str
    proved: bool
    others: int
    reason: str | None
    shown_by: str | None


@dataclass(frozen=True, slots=True)
class LostTogether:
    """What it would mean if so many mentors dropped out together.

    Parameters
    ----------
    heading
        ``If two mentors drop out``.
    tried
        How many such losses were tried, of how many, to stand in brackets after the heading.
    sentences
        After how many of them nobody more is left out, how many more are on average, …; empty where none was tried.
    harmful
        The losses after which more are left out, or for which no grouping was found, the worst first.
    """

    heading: str
    tried: str
    sentences: tuple[str, ...]
    harmful: tuple[LossView, ...]

    @property
    def others_change(self) -> bool:
        """Whether mentees of other groups have to change after any of the harmful losses."""
        return any(loss.others for loss in self.harmful)


@dataclass(frozen=True, slots=True)
class StressView:
    """What it would mean if mentors dropped out, as `matcher.stress` found it.

    Parameters
    ----------
    now
        How many are left out now; and where it is so, that no mentor is in reserve.
    spare
        Mentors in reserve: they lead no group, and may lead one.
    how
        How the losses were tried.
    sizes
        For each number of mentors lost together, from one.
    """

    now: str
    spare: tuple[Named, ...]
    how: str
    sizes: tuple[LostTogether, ...]


@dataclass(frozen=True)
class View:
    """A result as a report tells it: all text in it is in the language of `phrases`, but names and what is `Said` so.

    Parameters
    ----------
    title
        The program's name.
    phrases
        The phrases of the language: ``view.phrases("mail.greeting", name=…)``.
    anonymous
        Whether people are named by their ids alone. Then nothing in the view holds a name or an address.
    verdict, numbers
        How good it is.
    notices
        What a reader must know of this result, a sentence each: that it was changed by hand, say. Seldom any.
    warnings
        What reading the intake found, and which rules groups break that were changed by hand; a sentence each, in
        English.
    groups
        In the order of the result.
    mentees, mentors
        Everybody, in the order of the intake.
    week
        None where groups get no slot.
    rules
        What is in force.
    weights
        (what counts, how much).
    provenance
        (label, value): version, seed, effort, time, fingerprint of the intake.
    participants
        The part of it that participants are told: whatever is made for them is made of this alone.
    why_idle
        Why mentors lead no group, as far as counting shows it, a sentence each; empty where none is idle.
    scarce
        What there is too little of, a sentence each.
    stress
        What it would mean if mentors dropped out; None where nobody asked `matcher.stress`.
    zone
        In which time zone hours are, a sentence; None where the program does not say.
    """

    title: str
    phrases: Phrases
    anonymous: bool
    verdict: Verdict
    numbers: Numbers
    notices: tuple[str, ...]
    warnings: tuple[Said, ...]
    groups: tuple[GroupView, ...]
    mentees: tuple[MenteeView, ...]
    mentors: tuple[MentorView, ...]
    week: Week | None
    rules: tuple[RuleTold, ...]
    weights: tuple[tuple[str, str], ...]
    provenance: tuple[tuple[str, str], ...]
    participants: ParticipantsView
    why_idle: tuple[str, ...] = ()
    scarce: tuple[str, ...] = ()
    stress: StressView | None = None
    zone: str | None = None
    waiting: tuple[str, ...] = ()

    @cached_property
    def unmatched(self) -> tuple[MenteeView, ...]:
        """Mentees left out, by their priority, then in the order of the intake."""
        place = {own: number for number, own in enumerate(self.waiting)}
        left_out = (mentee for mentee in self.mentees if mentee.group is None)
        return tuple(sorted(left_out, key=lambda mentee: place.get(mentee.id, len(place))))

    @cached_property
    def left_out_alike(self) -> tuple[tuple[Said, tuple[MenteeView, ...]], ...]:
        """Each reason for being left out, with all who are told it, in the order of the first of them."""
        alike: dict[Said, list[MenteeView]] = {}
        for mentee in self.unmatched:
            if mentee.said is not None:
                alike.setdefault(mentee.said, []).append(mentee)
        return tuple((said.told_to(len(people)), tuple(people)) for said, people in alike.items())

    def in_english(self, said: Iterable[Said]) -> bool:
        """Return whether some of these sentences are in English, and the report is not."""
        return not self.phrases.english and any(one.english for one in said)

    @cached_property
    def idle(self) -> tuple[MentorView, ...]:
        """Mentors who lead no group, in the order of the intake."""
        return tuple(mentor for mentor in self.mentors if not mentor.groups)

    @cached_property
    def scheduled(self) -> bool:
        """Whether groups get a slot."""
        return any(group.slot is not None for group in self.groups)

    @cached_property
    def group_by_id(self) -> dict[str, GroupView]:
        """Groups by id."""
        return {group.id: group for group in self.groups}

    @cached_property
    def mentee_by_id(self) -> dict[str, MenteeView]:
        """Mentees by id."""
        return {mentee.id: mentee for mentee in self.mentees}

    @cached_property
    def mentor_by_id(self) -> dict[str, MentorView]:
        """Mentors by id."""
        return {mentor.id: mentor for mentor in self.mentors}
