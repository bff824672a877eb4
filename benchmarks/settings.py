"""What a generated intake is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.timetables import Timetable

__all__ = ["Record", "Settings"]

Record = dict[str, Any]
"""A person, a constraint or a program, in the JSON form of an intake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an intake is drawn from; the defaults make 60 mentees and 12 mentors under no further rule.

    Parameters
    ----------
    seed, name
        Seed of every draw; name of the program.
    mentees, mentors
        How many people.
    mentors_per_group, min_size, max_size, count, everyone
        The table ``groups``; `count` None for as many as is best.
    unmatched
        ``weights.unmatched``, what one mentee left out costs; None for what it is by default.
    slots
        Weekly slots, 0 (no schedule at all) to 80, from Monday to Friday; not used where there are timetables.
    free_share
        Share of the slots at which a person is free, over 0 to 1.
    patterns, own_time
        Number of shared timetables on each side, and probability with which a person's slot is drawn apart from them.
    mentor_timetables, mentee_timetables
        Timetables in place of `slots` (both sides or neither): people get one's windows as `availability`, some
        engagements as `unavailable`, and a column ``timetable``; groups then meet anywhere on the grid.
    engagements
        With timetables: (least, most) number of engagements a week that a person has besides.
    meeting_minutes, start_every, max_groups_per_slot
        The table ``schedule``; `meeting_minutes` at most 60 without timetables.
    wishes, mentor_wishes, co_mentor_wishes
        (least, most) number of ranked wishes of a mentee, of a mentor for mentees, and of a mentor for co-mentors.
    popularity
        Exponent of the popularity of mentors, by rank, 0 for none.
    mutual
        Share of a mentor's wishes that go to mentees who name this mentor.
    mentor_genders, mentee_genders, undisclosed
        Shares of genders, dealt out exactly, among those who disclose one; share of each side that does not.
    gender_wishes, require
        Share of mentees with a gender wish; share of the wishes that say ``require`` rather than ``prefer``.
    interests
        (least, most) number of interests a person lists.
    pair_gender, scope, no_lone
        The table ``gender``.
    campuses
        Campuses by name; any at all adds the column ``campus``, and ``eligible`` on it being equal.
    ideal_size, size_weight
        ``groups.ideal_size`` and ``weights.size``; None: every permitted size is as good.
    experience
        Share of mentors whose column ``experience`` says ``returning``; over 0 it also adds the rule ``pair`` that one
        mentor of a group has it.
    max_groups, second_group
        ``load.max_groups``, 1 or 2; with 2, the share of mentors who keep it (the others' rows say 1).
    max_mentees
        ``load.max_mentees``; None for no limit.
    together, apart, assign, co_lead, avoid
        How many constraints of each kind, and of people who `avoid` somebody, no two of them on the same person.
        Those who must meet are drawn among people with a slot in common.
    """

    seed: int = 0
    name: str = "Generated program"
    mentees: int = 60
    mentors: int = 12
    mentors_per_group: int = 2
    min_size: int = 8
    max_size: int = 12
    count: int | None = None
    ideal_size: int | None = None
    size_weight: int = 0
    everyone: bool = False
    unmatched: int | None = None
    slots: int = 20
    free_share: float = 0.4
    patterns: int = 5
    own_time: float = 0.5
    mentor_timetables: tuple[Timetable, ...] = ()
    mentee_timetables: tuple[Timetable, ...] = ()
    engagements: tuple[int, int] = (0, 2)
    meeting_minutes: int = 60
    start_every: int = 30
    max_groups_per_slot: int | None = None
    wishes: tuple[int, int] = (3, 5)
    mentor_wishes: tuple[int, int] = (0, 5)
    co_mentor_wishes: tuple[int, int] = (0, 2)
    popularity: float = 0.7
    mutual: float = 0.5
    mentor_genders: Mapping[str, float] = field(default_factory=lambda: {"woman": 0.5, "man": 0.5})
    mentee_genders: Mapping[str, float] = field(default_factory=lambda: {"woman": 0.57, "man": 0.4, "nonbinary": 0.03})
    undisclosed: float = 0.03
    gender_wishes: float = 0.3
    require: float = 0.0
    interests: tuple[int, int] = (1, 4)
    pair_gender: str = "any"
    scope: str = "one"
    no_lone: tuple[str, ...] = ()
    campuses: tuple[str, ...] = ()
    experience: float = 0.0
    max_groups: int = 1
    second_group: float = 1.0
    max_mentees: int | None = None
    together: int = 0
    apart: int = 0
    assign: int = 0
    co_lead: int = 0
    avoid: int = 0
