"""What an explanation is made of: plain records, without a sentence in them; `wording` makes the sentences."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from matcher.why.answers.steps import Clash, Repair, Step
from matcher.why.costs.bills import Bill

__all__ = [
    "Away",
    "Barrier",
    "Difference",
    "Explanation",
    "Obstacle",
    "Outcome",
    "PersonExplained",
    "Price",
    "Relief",
    "Role",
    "Share",
    "SlotUse",
    "StageChange",
    "Standing",
    "Whereabouts",
    "WholeExplained",
    "Wish",
    "WishKind",
]


class Role(StrEnum):
    """What somebody is in the program."""

    MENTOR = "mentor"
    MENTEE = "mentee"


class WishKind(StrEnum):
    """What somebody wished for, or what is asked about them."""

    MENTOR = "preferred mentor"
    MENTEE = "preferred mentee"
    CO_MENTOR = "preferred co-mentor"
    PREFERRED_GENDER = "preferred gender"
    REQUIRED_GENDER = "required gender"
    AVOID = "avoid"
    TOGETHER = "together"
    """Asked with ``--with``, on nobody's list."""
    PLACE = "a place"
    """What somebody who is left out lacks."""


class Outcome(StrEnum):
    """What became of a wish."""

    MET = "met"
    FORBIDDEN = "forbidden"
    """A rule or the hours stand against it, whoever else is placed where."""
    IMPOSSIBLE = "impossible"
    """Searched: no grouping keeps every rule and meets it."""
    TIE = "possible at no cost"
    PRICE = "possible at a price"
    GAIN = "possible, and better"
    """The result is not the best one: with the wish met, a better one is at hand."""
    OPEN = "not settled"
    """Time ran out before a grouping was found that meets it, or before it was shown that none does."""


class Standing(StrEnum):
    """What is known of how good a result is, and so what another grouping that is better shows."""

    PROVED = "proved best"
    OPEN = "not proved best"
    EDITED = "changed by hand"
    """Its groups were changed by hand after they were formed, and are not proved best."""
    FEW_MOVES = "few moves"
    """Formed out of an earlier result; what is proved is so among groupings with few moves alone."""


class Barrier(StrEnum):
    """Why two people can never share a group."""

    RULE = "rule"
    HOURS = "hours"
    """They share no slot."""
    NOT_FREE = "not free"
    """One of them can meet at no slot."""
    LEADS_NONE = "leads no group"
    ONE_MENTOR = "one mentor a group"
    CO_MENTOR = "no co-mentor"
    """No third person could lead with the mentor when both can meet."""
    TOO_FEW = "too few mentees"
    """Nowhere could they share a group with enough others."""
    NOBODY = "nobody"
    """No mentor is of the gender wished for."""
    BOUND = "bound"
    """Somebody with whom one of them must be together may not, or cannot come."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why two people can never share a group, with what shows it.

    Parameters
    ----------
    rule
        The name of the rule; None where no single rule does it.
    phrase
        What the rule says of the mentor (or of the other): ``does not fit them in campus (eligible)``.
    hours, other_hours
        Slots at which each can meet, for `Barrier.HOURS` and `Barrier.CO_MENTOR` (there: those they share, with all who
        must come too).
    people
        Ids of those through whom it is so; for `Barrier.CO_MENTOR` those who must come too.
    number, needed
        How many mentees could come, and how many a group needs; for `Barrier.BOUND`: how many must come, and how many a
        group holds.
    note
        Where two are kept apart: what the constraint notes about it, or that one of them (`people`) avoids the
        other.
    of_none
        Where no mentor of a gender will do: what the rule says that none of them does, ``fits them in campus
        (eligible)``; None where `phrase` denies nothing.
    mentor
        Where the mentors of a gender are closed by several things: whom of them this is about; None: all of them.
    mentee
        The mentee of a mentee and a mentor; None between two mentees, or two mentors.
    apart_through
        Of two mentees whom others keep apart: the two who must not share a group, each with the mentee whose group they
        must be in, who may be themselves.
    locks
        Where locks alone stand between two, these, each as a clause.
    """

    barrier: Barrier
    rule: str | None = None
    phrase: str | None = None
    hours: tuple[str, ...] = ()
    other_hours: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    number: int | None = None
    needed: int | None = None
    note: str | None = None
    of_none: str | None = None
    mentor: str | None = None
    mentee: str | None = None
    apart_through: tuple[tuple[str, str], ...] = ()
    locks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody has in a grouping.

    Parameters
    ----------
    groups
        Slots of the groups that they are in or lead; None for a group without a slot.
    with_whom
        A mentee's mentors; a mentor's co-mentors.
    choice
        A mentee's choice, from 1; None: unlisted, left out, or a mentor.
    points
        A mentee's score; of a mentor, what its own wishes earn. 0 where left out or idle.
    mentees
        How many mentees a mentor has; None for a mentee.
    listed
        How many of a mentor's mentees are on its list; None for a mentee.
    mentee_points
        Of a mentor's points, those that come of its mentees; the others come of its co-mentors. None for a mentee.
    named
        How many mentors a mentee named, whether they have one or not; None for a mentor.
    """

    groups: tuple[str | None, ...]
    with_whom: tuple[str, ...]
    choice: int | None
    points: int
    mentees: int | None = None
    listed: int | None = None
    mentee_points: int | None = None
    named: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Somebody who has something else in another grouping; `better` by their own wishes (a mentee's score)."""

    person: str
    role: Role
    better: bool
    before: Share
    after: Share


@dataclass(frozen=True, slots=True)
class StageChange:
    """A count that the mode puts before the score: ``choice 1``, ``left out``, …; and what it would be."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Price:
    """What the whole pays for one thing made true, shown by a grouping that keeps every rule.

    Parameters
    ----------
    points
        By how much the objective falls in the best grouping found; under 0 where it rises.
    at_least
        A proved lower limit on that, equal to `points` where the price is exact. In modes other than ``total``, None
        unless the first things are proved too.
    stages
        Counts of the mode that differ, in order; they come before points.
    worse, better
        Who would have less or more than now, by their own wishes, the greatest difference first.
    moved
        How many people would be with others, in all.
    group
        The group in which it comes true: slot, mentors, mentees.
    """

    points: int
    at_least: int | None
    stages: tuple[StageChange, ...]
    worse: tuple[Difference, ...]
    better: tuple[Difference, ...]
    moved: int
    slot: str | None
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether no grouping that makes it true costs less."""
        return self.at_least == self.points


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish of somebody, or one question about them, and what became of it.

    Parameters
    ----------
    other
        Id of the person wished for, avoided or asked about; None for a wish about gender, and for a place.
    rank
        From 1, where the wish is on a list.
    gender
        The gender wished for.
    obstacle
        Where `outcome` is ``forbidden``.
    price
        Where a grouping that meets the wish is at hand.
    closed
        Ids of groups that could take them, had they not reached a limit: full, `max_mentees`, or kept whole by a lock.
    bills
        Of a mentee who is left out and a mentor: each group that this mentor leads, by id, in which there is a place
        that does not bring more than it costs.
    clash
        Where one question was asked and no grouping can meet it: rules that stand against it together, none of them
        too many.
    """

    kind: WishKind
    outcome: Outcome
    other: str | None = None
    rank: int | None = None
    gender: str | None = None
    obstacle: Obstacle | None = None
    price: Price | None = None
    closed: tuple[str, ...] = ()
    clash: Clash | None = None
    bills: tuple[tuple[str, Bill], ...] = ()


@dataclass(frozen=True, slots=True)
class PersonExplained:
    """What somebody got, and each wish of theirs.

    Parameters
    ----------
    reason
        Of a mentee left out, the reason in the result; of a mentor who leads no group, what a group would cost that
        they could lead, if that is why.
    wishes
        In the order of their lists; with ``--with``, the one question asked.
    repairs
        For somebody left out: changes that would place them while nobody else loses their place, the smallest first.
    searched
        Whether every repair of the kinds known was tried; False where time ran out.
    """

    person: str
    role: Role
    share: Share
    wishes: tuple[Wish, ...]
    reason: str | None = None
    repairs: tuple[Repair, ...] = ()
    searched: bool = True


@dataclass(frozen=True, slots=True)
class SlotUse:
    """A slot: how many groups meet there, and how many mentors who may lead, and mentees, can."""

    slot: str
    groups: int
    mentors: int
    mentees: int


@dataclass(frozen=True, slots=True)
class Relief:
    """What would make the whole better, shown by a grouping: points and counts against the result.

    Parameters
    ----------
    step
        None: other groups alone, with nothing changed.
    """

    step: Step | None
    points: int
    placed: int
    stages: tuple[StageChange, ...]


@dataclass(frozen=True, slots=True)
class WholeExplained:
    """What decided the whole.

    Parameters
    ----------
    proved
        Whether no other grouping is better; with `moves_allowed`, none of those with at most so many moves.
    parts
        Points of the objective by what they come from.
    choices
        How many mentees got choice ``"1"``, ``"2"``, … and ``"unlisted"``, nobody they listed.
    listed_nobody
        How many of the unlisted listed nobody.
    first_wanted
        For each mentor whom more mentees name first than one group holds: (id, how many).
    full
        Ids of groups with `max_size` mentees.
    closed
        Ids of groups that can take nobody more: the full ones, and those whose mentors' `max_mentees` or a lock say so.
    idle
        Ids of mentors who lead no group.
    spent
        How many of the mentors who may lead at all lead as many groups as they may.
    slots
        Slots at which a group meets or most people can, in their order.
    fewest
        Mentees with the fewest mentors they could have at an hour they share, with that number, the fewest first.
    reliefs
        What would make the whole better, the best first; each solved. A step is there where it is better than what
        other groups alone were found to do, which then come before all steps.
    tried
        Steps that were solved and would not help.
    moves_allowed
        How many people could move from an earlier result; None: any number. `proved` and `bound` speak of no other
        groupings.
    """

    proved: bool
    objective: int
    bound: int
    groups: int
    placed: int
    left_out: tuple[str, ...]
    parts: dict[str, int]
    choices: dict[str, int]
    listed_nobody: int
    stages: tuple[tuple[str, int], ...]
    first_wanted: tuple[tuple[str, int], ...]
    full: tuple[str, ...]
    closed: tuple[str, ...]
    idle: tuple[str, ...]
    spent: int
    slots: tuple[SlotUse, ...]
    fewest: tuple[tuple[str, int], ...]
    reliefs: tuple[Relief, ...]
    tried: tuple[Step, ...]
    moves_allowed: int | None = None


class Whereabouts(StrEnum):
    """Where somebody who left still stands."""

    INTAKE = "intake"
    """The result was formed as if they had left; the lists still have them."""
    LEFT = "left"
    """``left.csv`` keeps what was taken out with them."""
    NOWHERE = "nowhere"
    """The result alone says that they left."""


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody who was asked about and has left: of them nothing can be explained.

    Parameters
    ----------
    person, role
        Who, by id.
    stands
        Where they still stand.
    when, reason
        As the coordinator put it; None where nothing was said.
    """

    person: str
    role: Role
    stands: Whereabouts
    when: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Explanation:
    """The answer to one question; just one of `whole`, `person`, `away` and `clash` (or `feasible`) is there.

    Parameters
    ----------
    mode
        ``objective.mode`` of the program.
    feasible
        Asked of an intake without a result: whether some grouping keeps every rule; None where that was not settled.
    counting
        Where none does: counting arguments, a sentence each, each enough by itself.
    clash
        Where none does: rules and wishes that cannot all hold.
    repairs
        Where none does: the smallest changes after which one does.
    cut_short
        Whether the time limit cut the search short.
    standing
        How good the result is known to be; None without a result.
    names
        Each person's name as the sentences have it, by id, of everybody in the intake, and of those in `away`.
    away
        Of those who were asked about, who has left; nothing else is told then.
    """

    mode: str
    whole: WholeExplained | None = None
    person: PersonExplained | None = None
    feasible: bool | None = None
    counting: tuple[str, ...] = ()
    clash: Clash | None = None
    repairs: tuple[Repair, ...] = ()
    cut_short: bool = False
    standing: Standing | None = None
    names: dict[str, str] | None = None
    away: tuple[Away, ...] | None = None

    def to_json_dict(self) -> dict[str, Any]:
        """Return plain dicts, lists, texts and numbers; what is not there is left out at the top."""
        return {name: value for name, value in asdict(self).items() if value is not None and name != "names"}
