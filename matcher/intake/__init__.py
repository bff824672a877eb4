"""What people hand in: files and tables → `Intake`, every fault named.

Names are fetched where they are first used, so that a command's start does not wait for parts it does not need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.errors import IntakeError, Issue
    from matcher.intake.hours import AvailabilityError, free_slots, free_table, parse_availability, slots_of
    from matcher.intake.people import Availability, Constraint, GenderWish, Intake, Mentee, Mentor, Person, Slot
    from matcher.intake.program import Program
    from matcher.intake.read import check, read_intake
    from matcher.intake.writing import write_intake

__all__ = [
    "Availability",
    "AvailabilityError",
    "Constraint",
    "GenderWish",
    "Intake",
    "IntakeError",
    "Issue",
    "Mentee",
    "Mentor",
    "Person",
    "Program",
    "Slot",
    "check",
    "free_slots",
    "free_table",
    "parse_availability",
    "read_intake",
    "slots_of",
    "write_intake",
]

_ROOMS = {
    "matcher.intake.hours": ("AvailabilityError", "free_slots", "free_table", "parse_availability", "slots_of"),
    "matcher.errors": ("IntakeError", "Issue"),
    "matcher.intake.people": (
        "Availability",
        "Constraint",
        "GenderWish",
        "Intake",
        "Mentee",
        "Mentor",
        "Person",
        "Slot",
    ),
    "matcher.intake.program": ("Program",),
    "matcher.intake.read": ("check", "read_intake"),
    "matcher.intake.writing": ("write_intake",),
}


def __getattr__(name: str) -> object:
    for room, names in _ROOMS.items():
        if name in names:
            return getattr(import_module(room), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
