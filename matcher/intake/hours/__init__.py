"""Hours as the intake tells them: text → windows → slots, and the time zones in which they are told."""

from matcher.intake.hours.windows import (
    AvailabilityError,
    BadItem,
    free_slots,
    free_table,
    in_the_programs_zone,
    parse_availability,
    slots_of,
    start_of,
)

__all__ = [
    "AvailabilityError",
    "BadItem",
    "free_slots",
    "free_table",
    "in_the_programs_zone",
    "parse_availability",
    "slots_of",
    "start_of",
]
