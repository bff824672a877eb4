"""What stands in an intake of somebody → a sentence that says it: ``free Monday 9 to 11``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcher.intake.hours import parse_availability
from matcher.intake.people import DAY_MINUTES, WEEK_MINUTES, Availability
from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_words

__all__ = ["hours_in_words", "understood"]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOST = 8
"""Windows that a sentence tells; the rest is counted."""
_WISHES = {
    "preferred_mentors": "wishes for",
    "preferred_mentees": "wishes for",
    "preferred_co_mentors": "wishes to lead with",
    "avoid": "must not share a group with",
}
_ASKS = {"prefer": "would rather have", "require": "must have"}


def understood(
    meaning: str, record: Mapping[str, str], names: Mapping[str, str], slots: Sequence[str], told: str
) -> str:
    """Return what was understood of somebody's answers to the columns of one meaning.

    Parameters
    ----------
    record
        Their row of the intake.
    names
        What to call people, by id.
    slots
        The named slots of the program.
    told
        What they wrote, which is what was understood of a time, a role or a status.
    """
    value = record.get(meaning, "")
    if meaning == "availability":
        return hours_in_words(record.get("availability", ""), record.get("unavailable", ""), slots)
    if meaning in _WISHES:
        wished = [names.get(own, own) for own in map(str.strip, value.split(";")) if own]
        last = "and" if meaning == "avoid" else "then"
        return f"{_WISHES[meaning]} {in_words(wished, last)}" if wished else "nobody"
    if meaning == "email":
        return "writes from this address" if value else "no address"
    if meaning in ("name", "id"):
        return f"is called {record.get('name', record['id'])}" if meaning == "name" else f"has the id {record['id']}"
    if meaning in ("max_groups", "max_mentees"):
        thing = "group" if meaning == "max_groups" else "mentee"
        return f"at most {count_of(int(value), thing)}" if value else "no limit of their own"
    if meaning == "gender":
        return f"gender: {value}" if value else "gender undisclosed"
    if meaning == "mentor_gender":
        how, _, gender = value.partition(" ")
        return f"{_ASKS[how]} a mentor of gender {gender}" if gender else "any mentor"
    if meaning == "timezone":
        return f"tells hours by the clock of {value}" if value else "no time zone that is used"
    if meaning in ("role", "time", "status", "finished", "taking_part"):
        return told
    return f"{meaning}: {in_words([one for one in map(str.strip, value.split(';')) if one])}" if value else "nothing"


def hours_in_words(available: str, unavailable: str, slots: Sequence[str] = ()) -> str:
    """Return hours as a sentence.

    Parameters
    ----------
    available, unavailable
        The two cells of an intake.
    """
    free, away = (parse_availability(cell, slots) if cell else None for cell in (available, unavailable))
    if away is not None and _whole_week(away):
        return "never free"
    if free is not None and _whole_week(free):
        told = "free at any hour"
    else:
        told = f"free {_windows(free)}" if free is not None else "free at any other hour"
    if away is None:
        return told if free is not None else "says nothing of hours"
    return f"not free {_windows(away)}; {told}" if free is None else f"{told}; but not {_windows(away)}"


def _whole_week(hours: Availability) -> bool:
    return sum(end - start for start, end in hours.windows) >= WEEK_MINUTES


def _windows(hours: Availability) -> str:
    told = _told(hours)
    for part, weeks in ((hours.odd, "odd"), (hours.even, "even")):
        told += [] if part is None else [f"{one} in {weeks} weeks" for one in _told(part)]
    return in_words(told, most=_MOST) if told else "at no hour"


def _told(hours: Availability) -> list[str]:
    by_time: dict[str, list[int]] = {}
    for start, end in hours.windows:
        while start < end:
            midnight = (start // DAY_MINUTES + 1) * DAY_MINUTES
            stop = min(end, midnight)
            by_time.setdefault(_times(start % DAY_MINUTES, stop - midnight + DAY_MINUTES), []).append(
                start // DAY_MINUTES
            )
            start = stop
    told = [" ".join(filter(None, (_days(days), time))) for time, days in by_time.items()]
    return told + [f"at {name}" for name in hours.names]


def _times(start: int, end: int) -> str:
    """Return times of a day: ``9 to 11``, ``9:30 to 11``; a whole day is told by its name alone."""
    return "" if (start, end) == (0, DAY_MINUTES) else f"{_clock(start)} to {_clock(end)}"


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}" if minute else str(hour)


def _days(days: Sequence[int]) -> str:
    found = sorted(set(days))
    if len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return f"{_DAYS[found[0]]} to {_DAYS[found[-1]]}"
    return in_words([_DAYS[day] for day in found])
