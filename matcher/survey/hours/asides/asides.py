"""An answer about hours, parted by the weeks of which it speaks, and the clock by which it is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matcher.intake.people import WeekKind
from matcher.survey.hours.asides.weeks import SaidWeek, every_other, weeks_in, without_weeks
from matcher.survey.hours.sentences import UnclearError
from matcher.survey.hours.tokens import tidy
from matcher.survey.words.time_zones import SaidZone, read_zone, speaks_of_zones, zones_in

__all__ = ["Asides", "Piece", "asides_in", "zone_asked_in", "zone_told_above"]

_SEGMENT = re.compile(r"[;\n]+")
_EDGES = " ,.:-/&"
_JOINS = re.compile(r"^(?:and|und|et|y|e)\s+|\s+(?:and|und|et|y|e)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of an answer; `week` None: of every week. `behind`: the week stands behind what it may be said of."""

    text: str
    week: WeekKind | None
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Asides:
    """An answer in pieces, each of one kind of week, without the time zone in which all are told."""

    pieces: tuple[Piece, ...]
    zone: SaidZone | None


def asides_in(text: str) -> Asides | None:
    """Return an answer, tidy, in pieces; None where it speaks of no kind of week and no time zone.

    Raises
    ------
    UnclearError
        It does not say of which weeks, or by which clock, all its hours are.
    """
    unsaid = every_other(text)
    if unsaid is not None:
        raise UnclearError(f"{unsaid!r} does not say of which weeks: odd or even ones, by their number in the calendar")
    zone, rest = _zone_of(text)
    weeks = bool(weeks_in(rest))
    if zone is None and not weeks:
        return None
    return Asides(tuple(_pieces(rest)) if weeks else (Piece(rest.strip(_EDGES), None),), zone)


def zone_asked_in(heading: str) -> SaidZone | None:
    """Return the time zone in which a heading asks for hours; None where it names none.

    Raises
    ------
    UnclearError
        It may be one of several.
    """
    said = zones_in(heading)
    return None if not said else _only(said)


def zone_told_above(titles: Sequence[str]) -> SaidZone | None:
    """Return the time zone of which the titles of a table speak; None where they speak of none.

    Raises
    ------
    UnclearError
        It may be one of several, or is not known.
    """
    about = [tidy(title) for title in titles if speaks_of_zones(tidy(title))]
    found = [_told_in(title) for title in about]
    if len({one.zone for one in found}) > 1:
        raise UnclearError(f"titles speak of {' and '.join(repr(one.told) for one in found)}")
    return found[0] if found else None


def _told_in(title: str) -> SaidZone:
    """Return the time zone that a title names: ``Time zone: Pacific``, ``All times are CET``."""
    named = zones_in(title)
    zone = read_zone(title.rpartition(":")[2] if not re.search(r"\d:\d", title) else title)
    if zone.value is not None and len({one.zone for one in named}) <= 1:
        return SaidZone(0, len(title), zone.value, title)
    if len(named) == 1 and named[0].zone is not None:
        return named[0]
    raise UnclearError(f"the title {title!r} does not say plainly by which clock the hours are")


def _zone_of(text: str) -> tuple[SaidZone | None, str]:
    """Return the time zone of all hours of an answer, and the answer without it."""
    said = zones_in(text)
    if not said:
        return None, text
    zone = _only(said)
    bare = without_weeks(text)
    starts, ends = not bare[: said[0].start].strip(_EDGES + "("), not bare[said[-1].end :].strip(_EDGES + ")!")
    if not (starts or ends):
        raise UnclearError(f"says {zone.told!r} of some hours, and of which clock the others are it does not say")
    for one in reversed(said):
        text = f"{text[: one.start]} {text[one.end :]}"
    return zone, text


def _only(said: list[SaidZone]) -> SaidZone:
    for one in said:
        if one.zone is None:
            raise UnclearError(f"{one.told!r} may be {one.several}; write the name of a place, or how far from UTC")
    if len({one.zone for one in said}) > 1:
        raise UnclearError(f"speaks of {' and '.join(dict.fromkeys(repr(one.told) for one in said))}")
    return said[0]


def _pieces(text: str) -> Iterator[Piece]:
    held: list[Piece] = []
    for segment in _SEGMENT.split(text):
        said = weeks_in(segment)
        if not said:
            held += [Piece(segment, None)] if segment.strip(_EDGES) else []
        elif not segment[: said[0].start].strip(_EDGES) and segment[said[0].end :].strip(_EDGES + "()"):
            held += _after_each(segment, said)
        else:
            held += _before_each(segment, said)
        if held and not held[-1].text:
            # "Mon 9-11; odd weeks": of what stands before, where that is one thing.
            alone = held.pop()
            if len(held) != 1 or held[0].week is not None:
                raise UnclearError(f"does not say which hours are of {alone.week} weeks")
            held[0] = replace(held[0], week=alone.week, behind=True)
    yield from held


def _after_each(segment: str, said: list[SaidWeek]) -> Iterator[Piece]:
    """Yield what stands behind each kind of week: ``odd weeks: Mon 9-11, even weeks: Tue 10-12``."""
    for one, following in zip(said, [*said[1:], None], strict=True):
        yield Piece(_bare(segment[one.end : None if following is None else following.start]), one.week)


def _before_each(segment: str, said: list[SaidWeek]) -> Iterator[Piece]:
    """Yield what stands before each kind of week: ``Mon 9-11 odd weeks, Tue 10-12 even weeks``."""
    begin = 0
    for one in said:
        yield Piece(_bare(segment[begin : one.start]), one.week, behind=True)
        begin = one.end
    rest = _bare(segment[begin:])
    if rest:
        yield Piece(rest, None)


def _bare(text: str) -> str:
    return _JOINS.sub("", text.strip(_EDGES)).strip(_EDGES)
