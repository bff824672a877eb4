"""What the heading over the times of a poll asks for: free hours or busy ones, by which clock, in which weeks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from matcher.intake.program import fold
from matcher.survey.hours.asides.asides import zone_asked_in
from matcher.survey.hours.asides.weeks import every_other, week_asked_in
from matcher.survey.hours.grid_labels import said_of
from matcher.survey.hours.headings import Asked, unknown_words, what_is_asked
from matcher.survey.hours.sentences import UnclearError
from matcher.survey.hours.tokens import tidy
from matcher.survey.words.time_zones import speaks_of_zones, zones_in

__all__ = ["TIME_WORDS", "AskedFor", "asked_by_titles", "asked_for"]

TIME_WORDS = re.compile(
    r"\b(?:times?|dates?|days?|weekdays?|when|slots?|hours?|zeit(?:en)?|uhrzeit(?:en)?|datum|tage?|termine?|wochentage?|"
    r"heures?|jours?|cr[ée]neaux?|horaires?|horas?|d[ií]as?|fechas?|horarios?)\b"
)
"""Words of a heading that may stand over the times of a poll."""
_LOCAL = re.compile(r"\b(?:local|locale|ortszeit)\b")


class AskedFor(NamedTuple):
    """What a heading over times asks for.

    Parameters
    ----------
    aside
        The clock and the kind of week that it names, to stand in the heading over people's hours; may be blank.
    free
        Whether it asks when people are free; None where it does not say it plainly, and `written` is to be asked about.
    why_not
        Why the hours under it cannot be read; blank where they can.
    """

    written: str
    aside: str = ""
    free: bool | None = True
    why_not: str = ""

    def over(self, heading: str = "Availability") -> str:
        """Return the heading over people's hours."""
        heading = self.written if self.free is None else heading
        return f"{heading} ({self.aside})" if self.aside else heading


def asked_for(headings: Sequence[str]) -> AskedFor:
    """Return what the headings over days and times ask for; every word of them is to be understood."""
    written = " / ".join(filter(None, headings))
    if not re.search(r"[a-z]", written.casefold()):
        # Nobody knows what a heading in another script says.
        return AskedFor(written)
    told = tidy(written)
    try:
        zone = zone_asked_in(told)
    except UnclearError as unclear:
        return AskedFor(written, why_not=f"its heading {unclear}")
    rest = told
    for one in reversed(zones_in(told)):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    rest = " ".join(rest.split())
    if zone is None and (speaks_of_zones(rest) or _LOCAL.search(fold(rest))):
        return AskedFor(written, why_not=f"{written!r} does not say by which clock its times are")
    if every_other(rest) is not None:
        return AskedFor(written, why_not=f"{written!r} does not say whether odd or even weeks are meant")
    asked = what_is_asked(rest)
    if asked is Asked.UNCLEAR:
        return AskedFor(written, free=None)
    left = [word for word in unknown_words(rest) if said_of(word) is None and not TIME_WORDS.search(word)]
    if left:
        return AskedFor(written, why_not=f"{written!r} over its times was not wholly understood")
    week = week_asked_in(rest)
    aside = ", ".join(filter(None, (zone and zone.told, week and f"{week} weeks")))
    return AskedFor(written, aside, asked is not Asked.BUSY)


def asked_by_titles(titles: Sequence[str]) -> str:
    """Return the heading over people's hours: a title that asks when they are busy, or may, else ``Availability``."""
    return next((one for one in titles if what_is_asked(one) in (Asked.BUSY, Asked.UNCLEAR)), "Availability")
