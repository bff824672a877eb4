"""How many groups and mentees there is room for by numbers alone, before any rule on people and hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from matcher.intake.people import Intake, Mentor
from matcher.intake.words.findings import count_of

__all__ = ["Capacity", "plain_capacity"]


class Capacity(NamedTuple):
    """At most so many groups, and seats for mentees in them; `reason` says what sets the seats."""

    groups: int
    seats: int
    reason: str


def plain_capacity(intake: Intake) -> Capacity:
    """Return what mentors, their limits, ``groups.count`` and rooms leave, whoever may meet whom and when."""
    groups = intake.program.groups
    leading = intake.leading
    leaders = groups.fewest_mentors
    led = sum(intake.most_groups(mentor) for mentor in leading) // leaders
    pairs = ", two a group," if leaders == 2 else ""
    limits = [(led, f"{_mentors(intake, leading)}{pairs} can lead {count_of(led, 'group')}{_limited(intake)}")]
    if groups.count is not None:
        limits.append((groups.count, f"groups.count asks for {count_of(groups.count, 'group')}"))
    rooms = intake.program.schedule.max_groups_per_slot
    if rooms is not None and intake.slots:
        held, slots = rooms * len(intake.slots), count_of(len(intake.slots), "slot")
        limits.append((held, f"{slots} can hold {count_of(held, 'group')} (schedule.max_groups_per_slot is {rooms})"))
    most, reason = min(limits)
    # A mentor's own limit on mentees counts for each of the mentors who lead a group.
    shares = sum(_most_mentees(intake, mentor) for mentor in leading)
    if shares // leaders < most * groups.max_size:
        each = f", each mentee being counted {leaders} times" if leaders > 1 else ""
        told = f"{_mentors(intake, leading)} can have {count_of(shares, 'mentee')}{each} (max_mentees)"
        return Capacity(most, shares // leaders, told)
    seats = most * groups.max_size
    return Capacity(most, seats, f"{reason} of at most {count_of(groups.max_size, 'mentee')}")


def _mentors(intake: Intake, leading: Sequence[Mentor]) -> str:
    everybody = count_of(len(intake.mentors), "mentor")
    return everybody if len(leading) == len(intake.mentors) else f"{len(leading)} of the {everybody}"


def _limited(intake: Intake) -> str:
    """Name the limits by which it is not a group for each mentor, where it is not."""
    asked = [intake.max_groups(mentor) for mentor in intake.mentors]
    most = [intake.most_groups(mentor) for mentor in intake.mentors]
    limits = {"max_groups": any(groups != 1 for groups in asked), "max_mentees": most != asked}
    named = [name for name, limited in limits.items() if limited]
    return f" ({', '.join(named)})" if named else ""


def _most_mentees(intake: Intake, mentor: Mentor) -> int:
    seats = intake.most_groups(mentor) * intake.program.groups.max_size
    most = intake.max_mentees(mentor)
    return seats if most is None else min(seats, most)
