"""What it costs, and brings, that somebody left out joins a group as it is, or that an idle mentor leads another."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.checking.verify import breaches_of
from matcher.why.answers.now import Now
from matcher.why.costs.another_group import Another
from matcher.why.costs.bills import Bill, Bills

__all__ = ["bills_of", "why_idle"]


def bills_of(now: Now, mentee: str, mentor: str) -> Iterator[tuple[str, Bill]]:
    """Yield each group that a mentor leads, by id, and that has a place for somebody left out that does not pay."""
    place, placed = now.intake.mentee_position, {own for group in now.groups for own in group.mentees}
    members = next((cluster for cluster in now.problem.together if place[mentee] in cluster), (place[mentee],))
    coming = tuple(now.intake.mentees[member].id for member in members)
    bills = Bills(now.intake, now.problem)
    if not bills.are_any or not placed.isdisjoint(coming):
        return
    for number, group in enumerate(now.groups):
        if mentor not in group.mentors:
            continue
        joined = group._replace(mentees=(*group.mentees, *coming))
        if breaches_of(now.intake, [*now.groups[:number], joined, *now.groups[number + 1 :]]):
            continue
        led = [now.intake.mentor_position[own] for own in group.mentors]
        bill = bills.of_joining(
            [place[own] for own in group.mentees], (led[0], [*led, now.problem.mentors][1]), members
        )
        if bill.costs and bill.loss >= 0:
            yield group.id, bill


def why_idle(now: Now, mentor: str) -> str | None:
    """Say what another group would cost, of those left out, that a mentor could lead; None where none is found.

    What it would cost is no reason where it brings more.
    """
    left_out = [place for own, place in now.intake.mentee_position.items() if not now.shares[own].groups]
    led_by = now.intake.mentor_position[mentor]
    bills = Bills(now.intake, now.problem)
    others = Another(now.intake, now.problem, now.groups, left_out, bills, led_by=led_by)
    for mentee in left_out:
        another = others.of(mentee)
        if another is not None:
            return f"Another group could be formed, {another.told}." if another.bill.loss >= 0 else None
    return None
