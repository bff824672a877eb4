"""What `check` shows of those who gave so few hours that the rest pays for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from matcher.intake.people import Intake
from matcher.intake.words.calling import told_apart
from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_words
from matcher.text import one_line
from matcher.why.reasons.few_hours import FewHours, Opening, Whom, few_hours
from matcher.why.reasons.wording import listing

__all__ = ["FewHoursFacts", "few_hours_told"]

OPENINGS_SHOWN = 3
"""People of whom it is told what one more slot would open."""
SLOTS_SHOWN = 3
"""Slots that open as much as any other, of which so many are told."""
NAMED = 2
"""So many people, or slots, are named; of more it is told how many they are."""


@dataclass(frozen=True, slots=True)
class FewHoursFacts:
    """Who gave few hours, on each side, and what one more slot of whom would open.

    Parameters
    ----------
    mentors, mentees
        None where nobody of that side did.
    of_mentors, of_mentees
        How many there are on each side.
    names
        What to call each of them, by id.
    """

    mentors: FewHours | None
    mentees: FewHours | None
    openings: tuple[Opening, ...]
    of_mentors: int
    of_mentees: int
    names: Mapping[str, str]

    @classmethod
    def of(cls, intake: Intake) -> FewHoursFacts:
        """Count them."""
        mentors, mentees, openings = few_hours(intake)
        names = told_apart({one.id: one.name for one in (*intake.mentors, *intake.mentees)})
        return cls(mentors, mentees, tuple(openings), len(intake.leading), len(intake.mentees), names)

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        return {
            "mentors": _side_table(self.mentors, self.of_mentors),
            "mentees": _side_table(self.mentees, self.of_mentees),
            "openings": [
                {
                    "id": one.person,
                    "whom": str(one.whom),
                    "free": list(one.free),
                    "now": list(one.now),
                    "slots": list(one.slots),
                    "more": one.more,
                }
                for one in self.openings
            ],
        }


def _side_table(few: FewHours | None, number: int) -> dict[str, Any] | None:
    return None if few is None else {"ids": list(few.people), "most": few.most, "middle": few.middle, "of": number}


def few_hours_told(facts: FewHoursFacts) -> str | None:
    """Say on at most six lines who gave few hours, and what one more slot of whom would open; None: nobody did."""
    sides = ((facts.mentors, facts.of_mentors, "mentor"), (facts.mentees, facts.of_mentees, "mentee"))
    lines = [_few_line(few, number, side, facts.names) for few, number, side in sides if few is not None]
    if not lines:
        return None
    lines.append("Whoever is in a group with one of these has to meet then.")
    if facts.openings:
        lines[-1] += " One more slot would open most to:"
        lines += (f"  {_opening_line(one, facts.names)}" for one in facts.openings[:OPENINGS_SHOWN])
    return "\n".join(lines)


def _few_line(few: FewHours, number: int, side: str, names: Mapping[str, str]) -> str:
    who = listing([one_line(names[own]) for own in few.people])
    at = f"no more than {count_of(few.most, 'slot')}" if few.most else "no slot"
    usual = f"half of them can at {few.middle} or more"
    return f"Few hours: {len(few.people)} of {count_of(number, side)} ({who}) can meet at {at}; {usual}."


def _opening_line(one: Opening, names: Mapping[str, str]) -> str:
    """Return ``Bo, free at Thu 09:00: only Ada could lead with them; at Mon 09:00 as well, 2 more could``."""
    thing, could = _COULD[one.whom]
    who = one_line(names[one.person])
    # Of one slot more than are shown, nothing is saved by not telling it.
    slots = [one_line(slot) for slot in one.slots[: SLOTS_SHOWN if len(one.slots) > SLOTS_SHOWN + 1 else None]]
    others = len(one.slots) - len(slots)
    at = in_words([*slots, *([f"any of {others} others"] if others else [])], "or")
    if not one.free:
        return f"{who}, free at no slot: at {at}, {count_of(one.more, thing)} {could}."
    if len(one.now) > NAMED:
        now = f"{count_of(len(one.now), thing)} {could}"
    else:
        now = (
            f"only {in_words([one_line(names[own]) for own in one.now])} {could}" if one.now else f"no {thing} {could}"
        )
    free = in_words(map(one_line, one.free)) if len(one.free) <= NAMED else count_of(len(one.free), "slot")
    return f"{who}, free at {free}: {now}; at {at} as well, {one.more} more could."


_COULD: Mapping[Whom, tuple[str, str]] = MappingProxyType(
    {
        Whom.CO_MENTORS: ("mentor", "could lead with them"),
        Whom.MENTEES: ("mentee", "could be in their group"),
        Whom.MENTORS: ("mentor", "could lead their group"),
    }
)
"""Who is counted, and what they could do."""
