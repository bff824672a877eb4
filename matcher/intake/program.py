"""Every setting of a program, with its default, unit and range."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from matcher.intake.spelling import Spelling
from matcher.text import LONGEST_TEXT, no_text

__all__ = [
    "Calendar",
    "Choice",
    "EligibleRule",
    "Gender",
    "Groups",
    "Load",
    "NoTextError",
    "Objective",
    "PairRule",
    "Program",
    "Robust",
    "Schedule",
    "UnfitError",
    "Weights",
    "fold",
    "header_key",
]


def fold(text: str) -> str:
    """Return `text` as it is compared: trimmed, runs of spaces made one, without case."""
    return " ".join(text.split()).casefold()


def header_key(text: str) -> str:
    """Return a column name as it is matched: without case, spaces, ``-`` and ``_``."""
    return "".join(text.split()).casefold().replace("-", "").replace("_", "")


def _whole(value: Any) -> Any:
    """Let whole numbers of other libraries (numpy's, say) pass as `int`; refuse truth values and fractions."""
    if isinstance(value, bool):
        raise ValueError("write a whole number")
    try:
        return operator.index(value)
    except TypeError:
        raise ValueError("write a whole number") from None


class NoTextError(ValueError):
    """A text in which something stands that is none, or that is endless."""


def _text(value: Any) -> Any:
    """Refuse what is no text."""
    if isinstance(value, str) and (said := no_text(value)) is not None:
        raise NoTextError(f"holds {said}")
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise NoTextError(f"holds more than {LONGEST_TEXT:,} characters")
    return value


def _tidy(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(_text(value), str) else value


def _tidy_folded(value: Any) -> Any:
    return fold(value) if isinstance(_text(value), str) else value


Whole = BeforeValidator(_whole)
MOST = 10**9
"""The largest of numbers that have no upper limit to speak of: what fits the arrays of the solver."""
Text = Annotated[str, BeforeValidator(_tidy)]
Word = BeforeValidator(_tidy_folded)
Key = Annotated[str, BeforeValidator(_text)]


def _day(value: Any) -> Any:
    """Let a date written as a text pass (JSON has no dates); refuse a moment, which has a time of day too."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError("write a date") from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError("write a date")
    return value


Day = Annotated[date, BeforeValidator(_day)]


class UnfitError(ValueError):
    """Settings of one table that do not go with each other.

    Parameters
    ----------
    told
        Says so, with settings spelled as in the file in which they stand.
    """

    def __init__(self, told: Callable[[Spelling], str]) -> None:
        super().__init__(told(Spelling()))
        self.told = told


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Groups(_Table):
    """``[groups]``: how many lead a group and how many are in it."""

    mentors: Annotated[int, Field(ge=1, le=2), Whole] = 2
    """Mentors who lead each group, 1 or 2."""
    min_size: Annotated[int, Field(ge=1, le=MOST), Whole] = 4
    """Least number of mentees in a group."""
    max_size: Annotated[int, Field(ge=1, le=MOST), Whole] = 10
    """Largest number of mentees in a group."""
    count: Annotated[int, Field(ge=0, le=MOST), Whole] | None = None
    """Exactly this many groups; None: as many as is best."""
    everyone: bool = False
    """Whether leaving a mentee out is forbidden."""

    @model_validator(mode="after")
    def _min_under_max(self) -> Self:
        if self.min_size > self.max_size:
            raise UnfitError(
                lambda spelling: (
                    f"{spelling.setting('min_size', self.min_size)} is over "
                    f"{spelling.setting('max_size', self.max_size)}; make min_size at most max_size"
                )
            )
        return self


class Schedule(_Table):
    """``[schedule]``: when groups can meet."""

    slots: Annotated[tuple[Annotated[Text, Field(min_length=1)], ...], Field(min_length=1, strict=False)] | None = None
    """The only slots, times (``Mon 12:00``) or names; None: every start on the grid."""
    meeting_minutes: Annotated[int, Field(ge=1, le=1440), Whole] = 60
    """Length of a meeting, minutes."""
    start_every: Annotated[int, Field(ge=1, le=1440), Whole] = 30
    """Step of the grid, minutes from midnight."""
    max_groups_per_slot: Annotated[int, Field(ge=0, le=MOST), Whole] | None = None
    """Most groups at one slot (rooms, say); None: no limit."""
    blank: Annotated[Literal["any", "none"], Word] = "any"
    """What a blank availability means: every slot, or none."""
    required: bool = True
    """False: groups get no slot."""


class Gender(_Table):
    """``[gender]``: rules about genders."""

    pair: Annotated[Literal["any", "mixed", "same"], Word] = "any"
    """A group's two mentors: any, mixed (both known, different) or same (both known, equal)."""
    scope: Annotated[Literal["one", "all"], Word] = "one"
    """Whether one of the group's mentors or all of them must meet a ``require`` wish."""
    no_lone: Annotated[tuple[Annotated[Text, Field(min_length=1)], ...], Field(strict=False)] = ()
    """Genders of which a group never holds exactly one mentee."""


class Load(_Table):
    """``[load]``: what a mentor carries where the mentor's own row says nothing."""

    max_groups: Annotated[int, Field(ge=0, le=MOST), Whole] = 1
    """Most groups a mentor leads."""
    max_mentees: Annotated[int, Field(ge=0, le=MOST), Whole] | None = None
    """Most mentees over all groups a mentor leads; None: no limit."""


class EligibleRule(_Table):
    """``[[eligible]]``: between a mentee and every mentor of its group; a blank on either side fits everybody."""

    column: Annotated[Text, Field(min_length=1)]
    """The column, of both files."""
    rule: Annotated[Literal["equal", "share"], Word]
    """equal: the texts are the same; share: the two lists have an item in common."""


class PairRule(_Table):
    """``[[pair]]``: between a group's two mentors."""

    column: Annotated[Text, Field(min_length=1)]
    """The column of ``mentors.csv``."""
    rule: Annotated[Literal["includes", "equal", "differ"], Word]
    """includes: one of them has one of `values` (a blank fails); equal, differ: the texts are, or are not, the same."""
    values: Annotated[tuple[Annotated[Text, Field(min_length=1)], ...], Field(strict=False)] = ()
    """For ``includes``: the values of which one is needed."""

    @model_validator(mode="after")
    def _values_where_needed(self) -> Self:
        if self.rule == "includes" and not self.values:
            raise UnfitError(
                lambda spelling: (
                    f"rule 'includes' needs values; write {spelling.setting('values', ('returning',))}, say"
                )
            )
        if self.rule != "includes" and self.values:
            raise UnfitError(
                lambda spelling: (
                    f"rule {self.rule!r} takes no values; leave `values` out, or use "
                    f"{spelling.setting('rule', 'includes')}"
                )
            )
        return self


Weight = Annotated[int, Field(ge=0, le=1000), Whole]


class Weights(_Table):
    """``[weights]``: what each part of the objective counts for, 0 to 1000."""

    mentee_choice: Weight = 10
    mentor_choice: Weight = 3
    co_mentor_choice: Weight = 2
    gender_wish: Weight = 5
    similarity: Weight = 5
    unmatched: Annotated[int, Field(ge=0, le=1_000_000), Whole] = 20000
    """What one mentee left out costs, 0 to 1000000 points."""


class Choice(_Table):
    """``[choice]``: the points of a wish by its rank."""

    points: Annotated[
        tuple[Annotated[int, Field(ge=0, le=1_000_000), Whole], ...], Field(min_length=1, strict=False)
    ] = (
        100,
        80,
        60,
        45,
        30,
        20,
        10,
    )
    """Points for ranks 1, 2, 3, …; later ranks get the last."""

    def at(self, rank: int | None) -> int:
        """Return P(`rank`), ranks from 1; 0 where `rank` is None (unlisted)."""
        if rank is None:
            return 0
        return self.points[min(rank, len(self.points)) - 1]


class Objective(_Table):
    """``[objective]``: what is best, first things first."""

    mode: Annotated[Literal["total", "greedy", "generous", "fair"], Word] = "total"
    levels: Annotated[int, Field(ge=1, le=1000), Whole] = 10
    """Number of equal bands of satisfaction, for ``fair``."""


class Robust(_Table):
    """``[robust]``: what makes a result stand the loss of a mentor better, where it costs nothing."""

    spare: bool = False
    """Whether, among groupings just as good, one is preferred whose groups have room and a spare mentor at the slot."""


class Calendar(_Table):
    """``[calendar]``: the dates on which groups meet, for calendars and messages; nothing else asks for it."""

    start: Day
    """The first day of the program: each group first meets on its day of the week from then on."""
    weeks: Annotated[int, Field(ge=1, le=520), Whole]
    """How many weeks the program lasts, from `start`."""
    every: Annotated[int, Field(ge=1, le=52), Whole] = 1
    """Weeks from one meeting to the next: 2 for every second week."""
    timezone: Annotated[Text, Field(min_length=1)]
    """Where the hours of the slots are meant, by its IANA name: ``Europe/Berlin``."""
    skip: Annotated[tuple[Day, ...], Field(strict=False)] = ()
    """Days without a meeting: it is left out, not moved."""
    place: Annotated[Text, Field(min_length=1)] | None = None
    """Where groups meet for whom `places` says nothing; None: no place is told."""
    places: Mapping[Key, Annotated[Text, Field(min_length=1)]] = Field(default_factory=dict)
    """Where a group meets, by the id of one of its mentors or by its slot; the first mentor's place comes first."""


class Program(_Table):
    """A mentoring program's settings: every table of ``program.toml`` with its defaults.

    `Program.model_validate(dict)` raises pydantic's ValidationError; `matcher.read_intake` and `matcher.match` turn
    that into an `IntakeError` with near misses.
    """

    name: Text = "Mentoring program"
    groups: Groups = Groups()
    schedule: Schedule = Schedule()
    gender: Gender = Gender()
    load: Load = Load()
    eligible: Annotated[tuple[EligibleRule, ...], Field(strict=False)] = ()
    pair: Annotated[tuple[PairRule, ...], Field(strict=False)] = ()
    weights: Weights = Weights()
    similarity: dict[Key, Weight] = Field(default_factory=lambda: {"interests": 1})
    """Column to weight, 0 to 1000; given at all, the table replaces the default ``{"interests": 1}``."""
    choice: Choice = Choice()
    objective: Objective = Objective()
    robust: Robust = Robust()
    calendar: Calendar | None = None
    """None: no dates are known, and there are no calendars."""
