"""Hours as the intake tells them: text → windows → slots, and the time zones and weeks in which they are told."""

from matcher.intake.hours.windows import (
    WEEKS,
    AvailabilityError,
    BadItem,
    free_slots,
    free_table,
    in_the_programs_zone,
    parse_availability,
    slots_of,
    start_of,
    time_of,
)

__all__ = [
    "WEEKS",
    "AvailabilityError",
    "BadItem",
    "free_slots",
    "free_table",
    "in_the_programs_zone",
    "parse_availability",
    "slots_of",
    "start_of",
    "time_of",
]
