"""Every setting of a program, with its default, unit and range."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from matcher.intake.words.spelling import Spelling
from matcher.text import LONGEST_TEXT, fold, no_text

__all__ = [
    "Calendar",
    "Choice",
    "EligibleRule",
    "Gender",
    "Groups",
    "Load",
    "MixRule",
    "NoTextError",
    "Objective",
    "PairRule",
    "Program",
    "Robust",
    "Schedule",
    "Table",
    "Told",
    "UnfitError",
    "Weights",
    "fold",
    "header_key",
]


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


Told = Callable[[Spelling], str]
"""Says that settings do not go with each other, spelled as in the file in which they stand."""


class UnfitError(ValueError):
    """Settings of one table that do not go with each other.

    Parameters
    ----------
    told
        What does not, one thing each.
    """

    def __init__(self, told: Sequence[Told]) -> None:
        super().__init__("; ".join(one(Spelling()) for one in told))
        self.told = tuple(told)


class Table(BaseModel):
    """A table of settings."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def unfit(self, sure: Callable[..., bool]) -> Iterator[Told]:
        """Yield what of this table does not go together.

        Parameters
        ----------
        sure
            Of names of settings: whether each is understood; what is not may not be asked for.
        """
        yield from ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if found := list(self.unfit(lambda *_: True)):
            raise UnfitError(found)
        return self


class Groups(Table):
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
    ideal_size: Annotated[int, Field(ge=1, le=MOST), Whole] | None = None
    """The number of mentees that is best for a group, see `Weights.size`; None: every permitted size is as good."""
    single: bool = False
    """Where `mentors` is 2: whether a group may also be led by one mentor."""

    @property
    def fewest_mentors(self) -> int:
        """The fewest mentors who may lead a group."""
        return 1 if self.single else self.mentors

    def unfit(self, sure: Callable[..., bool]) -> Iterator[Told]:
        """Yield that the least size is over the largest."""
        if sure("min_size", "max_size") and self.min_size > self.max_size:
            yield (
                lambda spelling: (
                    f"{spelling.setting('min_size', self.min_size)} is over "
                    f"{spelling.setting('max_size', self.max_size)}; make min_size at most max_size"
                )
            )


class Schedule(Table):
    """``[schedule]``: when groups can meet."""

    slots: Annotated[tuple[Annotated[Text, Field(min_length=1)], ...], Field(min_length=1, strict=False)] | None = None
    """The only slots, times (``Mon 12:00``) or names; None: every start on the grid."""
    meeting_minutes: Annotated[int, Field(ge=1, le=1440), Whole] = 60
    """Length of a meeting, minutes."""
    start_every: Annotated[int, Field(ge=1, le=1440), Whole] = 30
    """Step of the grid, minutes from midnight."""
    max_groups_per_slot: Annotated[int, Field(ge=0, le=MOST), Whole] | None = None
    """Most groups at one slot (rooms, say); None: no limit."""
    timezone: Annotated[Text, Field(min_length=1)] | None = None
    """Where slots are told, by an IANA name or as ``UTC+5:30``; None: nobody tells hours in a zone of their own."""
    week: Day | None = None
    """Any day of the week in which time zones are compared; None: the calendar's first."""
    blank: Annotated[Literal["any", "none"], Word] = "any"
    """What a blank availability means: every slot, or none."""
    required: bool = True
    """False: groups get no slot."""


class Gender(Table):
    """``[gender]``: rules about genders."""

    pair: Annotated[Literal["any", "mixed", "same"], Word] = "any"
    """A group's two mentors: any, mixed (both known, different) or same (both known, equal)."""
    scope: Annotated[Literal["one", "all"], Word] = "one"
    """Whether one of the group's mentors or all of them must meet a ``require`` wish."""
    no_lone: Annotated[tuple[Annotated[Text, Field(min_length=1)], ...], Field(strict=False)] = ()
    """Genders of which a group never holds exactly one mentee."""


class Load(Table):
    """``[load]``: what a mentor carries where the mentor's own row says nothing."""

    max_groups: Annotated[int, Field(ge=0, le=MOST), Whole] = 1
    """Most groups a mentor leads."""
    max_mentees: Annotated[int, Field(ge=0, le=MOST), Whole] | None = None
    """Most mentees over all groups a mentor leads; None: no limit."""


Wish = Annotated[int, Field(ge=0, le=1000), Whole]
Item = Annotated[Text, Field(min_length=1)]


class EligibleRule(Table):
    """``[[eligible]]``: between a mentee and every mentor of its group; a blank on either side fits everybody."""

    column: Item
    """The column, of both files."""
    rule: Annotated[Literal["equal", "share", "differ", "above"], Word]
    """equal: the texts are the same; share: the two lists have an item in common; differ: they have none; above: the
    mentor stands so far above the mentee."""
    order: Annotated[tuple[Item, ...], Field(strict=False)] | None = None
    """For ``above``: the values, lowest first; None, or empty: the cells are numbers."""
    at_least: Annotated[int, Field(ge=-MOST, le=MOST), Whole] | None = None
    """For ``above``: how far the mentor stands above the mentee at least, in places of `order` or as the difference;
    None: 1."""
    at_most: Annotated[int, Field(ge=-MOST, le=MOST), Whole] | None = None
    """For ``above``: and at most; None: any."""
    weight: Wish = 0
    """0: a rule. 1 to 1000: a wish, worth a hundred times as many points with each mentor for whom it holds; a blank
    earns nothing."""

    @property
    def is_rule(self) -> bool:
        """Whether it must hold; else it is a wish."""
        return self.weight == 0

    def unfit(self, sure: Callable[..., bool]) -> Iterator[Told]:
        """Yield what only ``above`` takes, and what of that does not go together."""
        given = {key: getattr(self, key) for key in ("order", "at_least", "at_most") if sure(key)}
        strange = [key for key, value in given.items() if value not in (None, ())]
        if sure("rule") and self.rule != "above" and strange:
            yield (
                lambda spelling: (
                    f"rule {self.rule!r} takes no {' and no '.join(strange)}; leave that out, or use "
                    f"{spelling.setting('rule', 'above')}"
                )
            )
        if sure("order"):
            yield from self._twice()
        least = 1 if self.at_least is None else self.at_least
        if sure("at_least", "at_most") and self.at_most is not None and self.at_most < least:
            told = "" if self.at_least is not None else " (which it is where nothing is given)"
            yield (
                lambda spelling: (
                    f"{spelling.setting('at_most', self.at_most)} is under "
                    f"{spelling.setting('at_least', least)}{told}; make at_most no less"
                )
            )

    def _twice(self) -> Iterator[Told]:
        order = self.order or ()
        folded = [fold(value) for value in order]
        for place, value in enumerate(order):
            if fold(value) in folded[:place]:
                yield lambda _, value=value: f"order has {value!r} twice; take one of them out"  # type: ignore[misc]


class PairRule(Table):
    """``[[pair]]``: between a group's two mentors."""

    column: Item
    """The column of ``mentors.csv``."""
    rule: Annotated[Literal["includes", "equal", "differ"], Word]
    """includes: one of them has one of `values` (a blank fails); equal, differ: the texts are, or are not, the same."""
    values: Annotated[tuple[Item, ...], Field(strict=False)] = ()
    """For ``includes``: the values of which one is needed."""
    weight: Wish = 0
    """0: a rule. 1 to 1000: a wish, worth a hundred times as many points where it holds; a blank earns nothing."""

    @property
    def is_rule(self) -> bool:
        """Whether it must hold; else it is a wish."""
        return self.weight == 0

    def unfit(self, sure: Callable[..., bool]) -> Iterator[Told]:
        """Yield values that are missing, or that are not asked for."""
        if not sure("rule", "values"):
            return
        if self.rule == "includes" and not self.values:
            yield (
                lambda spelling: (
                    f"rule 'includes' needs values; write {spelling.setting('values', ('returning',))}, say"
                )
            )
        if self.rule != "includes" and self.values:
            yield (
                lambda spelling: (
                    f"rule {self.rule!r} takes no values; leave `values` out, or use "
                    f"{spelling.setting('rule', 'includes')}"
                )
            )


class MixRule(Table):
    """``[[mix]]``: how many of some mentees are in a group."""

    column: Item
    """Any column of ``mentees.csv``, ``gender`` too."""
    values: Annotated[tuple[Item, ...], Field(min_length=1, strict=False)]
    """A mentee counts whose list holds one of these."""
    min: Annotated[int, Field(ge=0, le=MOST), Whole] = 0
    """At least so many of them are in a group."""
    max: Annotated[int, Field(ge=0, le=MOST), Whole] | None = None
    """And at most so many; None: any number."""
    none_too: bool = False
    """Whether none of them at all is right as well."""
    weight: Annotated[int, Field(ge=0, le=1_000_000), Whole] = 0
    """0: a rule. 1 to 1000000: what each mentee short of `min` or over `max` costs instead, points."""

    @property
    def is_rule(self) -> bool:
        """Whether it must hold; else what is amiss costs points."""
        return self.weight == 0

    @property
    def asks(self) -> bool:
        """Whether anything could be amiss."""
        return self.max is not None or self.min > (1 if self.none_too else 0)

    def amiss(self, count: int) -> int:
        """Return how many of them a group that has `count` is short of, or has too many."""
        if count == 0 and self.none_too:
            return 0
        return max(0, self.min - count) + (0 if self.max is None else max(0, count - self.max))

    def unfit(self, sure: Callable[..., bool]) -> Iterator[Told]:
        """Yield that the least number is over the largest."""
        if sure("min", "max") and self.max is not None and self.min > self.max:
            yield (
                lambda spelling: (
                    f"{spelling.setting('min', self.min)} is over {spelling.setting('max', self.max)}; "
                    "make min at most max"
                )
            )


Weight = Annotated[int, Field(ge=0, le=1000), Whole]


class Weights(Table):
    """``[weights]``: what each part of the objective counts for, 0 to 1000."""

    mentee_choice: Weight = 10
    mentor_choice: Weight = 3
    co_mentor_choice: Weight = 2
    gender_wish: Weight = 5
    similarity: Weight = 5
    unmatched: Annotated[int, Field(ge=0, le=1_000_000), Whole] = 20000
    """What one mentee left out costs, 0 to 1000000 points."""
    size: Annotated[int, Field(ge=0, le=1_000_000), Whole] = 0
    """What each mentee more or fewer than `Groups.ideal_size` costs, for each group, 0 to 1000000 points."""
    single: Annotated[int, Field(ge=0, le=1_000_000), Whole] = 0
    """What a group led by one mentor costs where two would lead it, 0 to 1000000 points."""


class Choice(Table):
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
    unlisted: Annotated[Literal["nothing", "next"], Word] = "nothing"
    """What a mentor whom a mentee does not list gets from it: nothing, or the points of the rank after its last one
    (nothing where it lists nobody)."""

    def at(self, rank: int | None) -> int:
        """Return P(`rank`), ranks from 1; 0 where `rank` is None (unlisted)."""
        if rank is None:
            return 0
        return self.points[min(rank, len(self.points)) - 1]


class Objective(Table):
    """``[objective]``: what is best, first things first."""

    mode: Annotated[Literal["total", "greedy", "generous", "fair"], Word] = "total"
    levels: Annotated[int, Field(ge=1, le=1000), Whole] = 10
    """Number of equal bands of satisfaction, for ``fair``."""


class Robust(Table):
    """``[robust]``: what makes a result stand the loss of a mentor better, where it costs nothing."""

    spare: bool = False
    """Whether, among groupings just as good, one is preferred whose groups have room and a spare mentor at the slot."""


class Calendar(Table):
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


class Program(Table):
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
    mix: Annotated[tuple[MixRule, ...], Field(strict=False)] = ()
    weights: Weights = Weights()
    similarity: dict[Key, Weight] = Field(default_factory=lambda: {"interests": 1})
    """Column to weight, 0 to 1000; given at all, the table replaces the default ``{"interests": 1}``."""
    choice: Choice = Choice()
    objective: Objective = Objective()
    robust: Robust = Robust()
    calendar: Calendar | None = None
    """None: no dates are known, and there are no calendars."""
