"""What `check` shows of those who gave so few hours that the rest pays for it."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.intake.people import Intake
from matcher.intake.words.calling import told_apart
from matcher.intake.words.findings import count_of
from matcher.text import one_line
from matcher.why.reasons.few_hours import FewHours, Opening, few_hours
from matcher.why.reasons.wording import listing

__all__ = ["few_hours_told"]

OPENINGS_SHOWN = 3
"""People of whom it is told what one more slot would open."""


def few_hours_told(intake: Intake) -> str | None:
    """Say on at most six lines who gave few hours, and what one more slot of whom would open; None: nobody did."""
    mentors, mentees, openings = few_hours(intake)
    names = told_apart({one.id: one.name for one in (*intake.mentors, *intake.mentees)})
    sides = ((mentors, len(intake.leading), "mentor"), (mentees, len(intake.mentees), "mentee"))
    lines = [_few_line(few, number, side, names) for few, number, side in sides if few is not None]
    if not lines:
        return None
    lines.append("Whoever is in a group with one of these has to meet then.")
    if openings:
        lines[-1] += " One more slot would open most to:"
        lines += (f"  {_opening_line(one, names)}" for one in openings[:OPENINGS_SHOWN])
    return "\n".join(lines)


def _few_line(few: FewHours, number: int, side: str, names: Mapping[str, str]) -> str:
    who = listing([one_line(names[own]) for own in few.people])
    at = f"no more than {count_of(few.most, 'slot')}" if few.most else "no slot"
    usual = f"half of them can at {few.middle} or more"
    return f"Few hours: {len(few.people)} of {count_of(number, side)} ({who}) can meet at {at}; {usual}."


def _opening_line(one: Opening, names: Mapping[str, str]) -> str:
    more, whom = count_of(one.more, "mentee" if one.mentor else "mentor"), "have" if one.mentor else "get"
    now = f"beside the {one.now} of now" if one.now else "where there are none now"
    return f"{one_line(names[one.person])}, at {one_line(one.slot)}: {more} they could {whom}, {now}."
