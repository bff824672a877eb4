"""Changes of an intake, one by one: what a repair is made of, and what a rule is called by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Clash", "Repair", "Step", "StepKind"]


class StepKind(StrEnum):
    """What a step of a repair changes."""

    HOUR = "one more hour"
    MAX_GROUPS = "max_groups"
    MAX_MENTEES = "max_mentees"
    MAX_SIZE = "groups.max_size"
    MIN_SIZE = "groups.min_size"
    ROOMS = "schedule.max_groups_per_slot"
    COUNT = "groups.count"
    EVERYONE = "groups.everyone"
    REQUIRE = "require wish"
    AVOID = "avoid"
    CONSTRAINT = "constraint"
    LOCK = "lock"
    NO_LONE = "gender.no_lone"
    GENDER_PAIR = "gender.pair"
    ELIGIBLE = "eligible"
    PAIR = "pair"
    MIX = "mix"


@dataclass(frozen=True, slots=True)
class Step:
    """One change of an intake.

    Parameters
    ----------
    person, other
        Whose row it is, and whom it names.
    before, after
        What stands there now and what would: a number, a slot, a column; None: nothing.
    detail
        What further tells it apart: the kind of a constraint or lock, its note or reason.
    """

    kind: StepKind
    person: str | None = None
    other: str | None = None
    before: str | None = None
    after: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes of the intake after which what was impossible is possible, shown by a grouping that keeps every rule.

    Parameters
    ----------
    left_out
        How many mentees are left out in that grouping; None where that was not asked.
    points
        By how much the objective would rise (or fall) against the result explained; None without a result.
    """

    steps: tuple[Step, ...]
    left_out: int | None = None
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """Rules and wishes that cannot all hold.

    Parameters
    ----------
    members
        Each as the step that gives it up.
    minimal
        Whether each is proved to be needed: without any one of them, the others can hold.
    """

    members: tuple[Step, ...]
    minimal: bool
