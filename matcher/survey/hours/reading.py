"""Hours as people write them → availability as the intake has it.

Understood is only what every word had a part in; what is offered counts narrowly, what is denied widely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from matcher.intake.hours import WEEKS, parse_availability, start_of
from matcher.intake.people import DAY_MINUTES, DAYS, WEEK_MINUTES, Availability, WeekKind, joined
from matcher.intake.program import fold
from matcher.intake.words.listing import in_a_row, in_words
from matcher.survey.hours.asides.asides import Asides, Piece, asides_in, zone_asked_in, zone_told_above
from matcher.survey.hours.asides.weeks import week_asked_in
from matcher.survey.hours.clock_times import DayEnds
from matcher.survey.hours.grammar import TooManyWaysError, shape_of, ways_to_read
from matcher.survey.hours.japanese import in_known_words, is_japanese
from matcher.survey.hours.moments import Moments, moments_in, windows_from
from matcher.survey.hours.ranges import phrases_of
from matcher.survey.hours.sentences import Sentence, UnclearError, sentence_of
from matcher.survey.hours.tokens import Token, Window, folded, tidy, tokens_of
from matcher.survey.hours.words import NOTHING, Kind
from matcher.survey.words.word_tables import Understood, words_of

__all__ = [
    "USUAL",
    "HourSettings",
    "Hours",
    "as_asked",
    "either_way",
    "hours_in_all",
    "join_hours",
    "never_free",
    "of_one_week",
    "of_week",
    "read_hours",
    "unread",
    "written_hours",
]


@dataclass(frozen=True, slots=True)
class Hours:
    """Cells `availability` and `unavailable` of an intake, as canonical text; None: blank.

    `zone` is the time zone that was said with them, None where none was.
    """

    available: str | None = None
    unavailable: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class HourSettings:
    """What the coordinator may settle about hours.

    Parameters
    ----------
    slots
        ``schedule.slots``: names of events or dates, and times, that an answer may name.
    day_start, day_end
        Minutes from midnight: how far "before 10", "after 2" and "any time Tuesday" reach (default 07:00 to 22:00).
    meeting_minutes
        How long somebody is free who says only when they can start (``Mon 3pm``).
    if_need_be
        Whether "if need be" counts as available.
    timezone
        The program's; None where it has none.
    """

    slots: tuple[str, ...] = ()
    day_start: int = 7 * 60
    day_end: int = 22 * 60
    meeting_minutes: int = 60
    if_need_be: bool = True
    timezone: str | None = None


USUAL = HourSettings()
_IF_NEED_BE = re.compile(
    r"(?:^|[;,.]\s*)(?:only )?(?:if (?:need be|needed|necessary)|zur not|notfalls|wenn n[o\u00f6]tig|si besoin|"
    r"si n[e\u00e9]cessaire|si hace falta|si es necesario)\s*:\s*",
    re.IGNORECASE,
)
MOST_LETTERS = 2000
"""Longer answers are not read but asked about."""
_NEGATIONS = words_of("not never no except nicht nie ausser kein keine pas jamais sauf nunca excepto salvo")
_UNREAD = "(not read: "
_WHOLE_WEEK = f"{','.join(DAYS)} 00:00-24:00"


def unread(why: str, text: str) -> str:
    """Return hours that cannot be read as a text that says why, and that nothing reads."""
    return f"{_UNREAD}{why}): {text}" if text else ""


def read_hours(text: str, settings: HourSettings = USUAL, *, takes_away: bool = False) -> Understood[Hours]:
    """Read free text about hours: ``Mon 9-11am, Weds after 2``, ``not Fridays``.

    An answer is understood only where every word of it has a place in a sentence about hours, and where all ways to
    read it come to the same. Else `value` is None, the note quotes what is in the way, and the person must be treated
    as `never_free` until somebody settles it. A blank text gives `value` None, `sure` True.

    Parameters
    ----------
    takes_away
        The question asked when people are *not* available.
    """
    written = tidy(in_known_words(text) if is_japanese(text) else text).strip()
    if not written:
        return Understood(None)
    if written.startswith(_UNREAD):
        return _asked(written.removeprefix(_UNREAD).partition("): ")[0])
    if len(written) > MOST_LETTERS:
        return Understood(None, sure=False, note="too long to be read as hours")
    if takes_away and (folded(written).strip() in NOTHING or fold(written).rstrip(".!") in NOTHING):
        return Understood(Hours())
    first, needed = _IF_NEED_BE.split(written, maxsplit=1) if _IF_NEED_BE.search(written) else (written, None)
    if needed is not None and not takes_away:
        return _with_needed(read_hours(first, settings), read_hours(needed, settings), settings)
    listed = moments_in(written)
    if listed is not None:
        return _of_moments(listed, takes_away)
    try:
        asides = asides_in(written)
    except UnclearError as unclear:
        return _asked(str(unclear))
    if asides is not None:
        return _with_asides(asides, settings, takes_away)
    return _read_plain(written, settings, takes_away)


def _read_plain(written: str, settings: HourSettings, takes_away: bool) -> Understood[Hours]:
    """Read an answer that is of every week, and by nobody's clock but the program's."""
    ends = DayEnds(settings.day_start, settings.day_end)
    tokens = phrases_of(_with_slots(written, tokens_of(written), settings.slots), ends, settings.meeting_minutes)
    try:
        return _read(written, tokens, ends, takes_away)
    except UnclearError as unclear:
        return _asked(str(unclear))
    except TooManyWaysError:
        return _asked("may be read in many ways")


def _with_needed(first: Understood[Hours], needed: Understood[Hours], settings: HourSettings) -> Understood[Hours]:
    """Return hours with those that somebody gives only if need be, where these count."""
    notes = "; ".join(filter(None, (first.note, needed.note)))
    offered = None if needed.value is None or needed.value.unavailable else needed.value.available
    if not (first.sure and needed.sure) or offered is None or (first.value and first.value.unavailable):
        return _asked(notes or "says what holds only if need be in no form that is known")
    if settings.if_need_be:
        told = f"'if need be', taken as available: {offered}"
        here = first.value.available if first.value is not None else None
        both = Hours("; ".join(filter(None, (here, offered))))
        return Understood(both, note="; ".join(filter(None, (notes, told))))
    told = f"'if need be', not taken as available: {offered}"
    return Understood(
        first.value or Hours(None, never_free(settings.slots)), note="; ".join(filter(None, (notes, told)))
    )


def _of_moments(ways: Sequence[Moments], takes_away: bool) -> Understood[Hours]:
    """Return what moments say that are listed by date: every such time of the week."""
    read = {str(windows): windows for moments in ways for windows in [windows_from(moments, moments)]}
    if len(read) != 1:
        return _asked("may give the day or the month first")
    (windows,) = read.values()
    if isinstance(windows, str):
        return _asked(windows)
    cell = written_hours(windows)
    note = f"dates are taken for the days of every week: {cell}"
    return Understood(Hours(None, cell) if takes_away else Hours(cell), note=note)


def join_hours(parts: Sequence[Understood[Hours]]) -> Understood[Hours]:
    """Join what several columns say of one person: free where any says free, never where any says not.

    A part that is not understood at all makes the whole not understood; blank parts say nothing.
    """
    notes = "; ".join(dict.fromkeys(part.note for part in parts if part.note)) or None
    if any(part.value is None and not part.sure for part in parts):
        return Understood(None, sure=False, note=notes)
    said = [part.value for part in parts if part.value is not None]
    zones = dict.fromkeys(hours.zone for hours in said if hours.available or hours.unavailable)
    if len(zones) > 1:
        told = in_words([f"in {zone}" if zone else "in no time zone that is said" for zone in zones])
        return Understood(None, sure=False, note=f"tells hours {told}")
    if not said:
        return Understood(None, note=notes)
    available = "; ".join(hours.available for hours in said if hours.available) or None
    unavailable = "; ".join(hours.unavailable for hours in said if hours.unavailable) or None
    return Understood(Hours(available, unavailable, *zones), all(part.sure for part in parts), notes)


def _with_asides(asides: Asides, settings: HourSettings, takes_away: bool) -> Understood[Hours]:
    """Return what an answer says whose pieces are of one kind of week each, all told by one clock."""
    parts = [_of_weeks(piece, settings, takes_away) for piece in asides.pieces]
    understood = join_hours(parts)
    if understood.value is None or asides.zone is None:
        return understood
    zone = asides.zone
    note = None if zone.told == zone.zone else f"{zone.told} is taken as {zone.zone}"
    notes = "; ".join(filter(None, [understood.note, note])) or None
    return replace(understood, value=replace(understood.value, zone=zone.zone), note=notes)


def _of_weeks(piece: Piece, settings: HourSettings, takes_away: bool) -> Understood[Hours]:
    if folded(piece.text).strip(" ,.") in _NEGATIONS:
        return _asked(f"{piece.text!r} stands before weeks, and to which hours it belongs is not plain")
    read = _read_plain(piece.text, settings, takes_away)
    if piece.week is None or not read.sure:
        return read
    if read.value is None:
        return _asked(f"does not say which hours are of {piece.week} weeks")
    cells = [parse_availability(cell or "", settings.slots) for cell in (read.value.available, read.value.unavailable)]
    times = {(start % DAY_MINUTES, end - start) for cell in cells for start, end in cell.windows}
    if piece.behind and len(times) > 1:
        return _asked(f"does not say whether all of {piece.text!r} is of {piece.week} weeks, or the last of it")
    if _names_events(cells):
        return _asked("speaks of weeks beside the name of an event")
    available, unavailable = (str(of_week(cell, piece.week)) or None for cell in cells)
    return Understood(Hours(available, unavailable), note=read.note)


def of_week(hours: Availability, week: WeekKind) -> Availability:
    """Return hours of every week as hours of one kind of week."""
    return Availability(odd=hours if week == "odd" else None, even=hours if week == "even" else None)


def hours_in_all(several: Sequence[Hours], slots: Sequence[str] = ()) -> Hours:
    """Return the hours at which somebody is free by each of several answers, by one clock; never, if there are none."""
    zone = next((hours.zone for hours in several if hours.zone is not None), None)
    odd, even = (_in_all(several, slots, week) for week in WEEKS)
    text = str(odd if odd == even else Availability(odd=odd, even=even))
    return Hours(text, zone=zone) if text else Hours(None, never_free(slots))


def _in_all(several: Sequence[Hours], slots: Sequence[str], week: WeekKind) -> Availability:
    free = [_free_by(hours, slots, week) for hours in several]
    windows, names = free[0]
    for others, named in free[1:]:
        windows = _without(windows, _without([(0, WEEK_MINUTES)], others))
        names = [name for name in names if name in named]
    return Availability(joined(windows), tuple(names))


def _free_by(hours: Hours, slots: Sequence[str], week: WeekKind) -> tuple[list[Window], list[str]]:
    """Return the windows and the named slots that hours leave in the weeks of a kind."""
    offered = None if hours.available is None else parse_availability(hours.available, slots).in_week(week)
    taken = parse_availability(hours.unavailable or "", slots).in_week(week)
    windows = [(0, WEEK_MINUTES)] if offered is None else list(offered.windows)
    names = list(slots if offered is None else offered.names)
    return _without(windows, taken.windows), [name for name in names if name not in taken.names]


def never_free(slots: Sequence[str] = ()) -> str:
    """Return the cell `unavailable` of somebody who can never meet, until the coordinator settles it."""
    return "; ".join((_WHOLE_WEEK, *slots))


def either_way(heading: str, free: Understood[Hours], busy: Understood[Hours]) -> Understood[Hours]:
    """Return a question: an answer read as free hours and as the opposite, where its heading does not say which."""
    if free.value is None and free.sure:
        return free
    meant = [_in_words(one.value) for one in (free, busy) if one.value is not None]
    told = f": {', or '.join(meant)}" if meant else ""
    return _asked(f"{heading!r} does not say plainly whether it asks when people are free or when not{told}")


def as_asked(
    heading: str, read: Understood[Hours], settings: HourSettings = USUAL, titles: Sequence[str] = ()
) -> Understood[Hours]:
    """Return an answer in the weeks and the time zone for which its heading asks, unless it says these itself.

    Parameters
    ----------
    titles
        What stands above all headings: it counts where the heading names no time zone.
    """
    hours = read.value
    if hours is None or not (hours.available or hours.unavailable):
        return read
    try:
        zone = zone_asked_in(tidy(heading))
    except UnclearError as unclear:
        return _asked(f"its heading {unclear}")
    try:
        zone = zone or zone_told_above(titles)
    except UnclearError as unclear:
        return read if hours.zone is not None else _asked(str(unclear))
    week = week_asked_in(tidy(heading))
    read = read if week is None else of_one_week(read, week, settings)
    if zone is None or read.value is None or read.value.zone is not None:
        return read
    return replace(read, value=replace(read.value, zone=zone.zone))


def of_one_week(read: Understood[Hours], week: WeekKind, settings: HourSettings = USUAL) -> Understood[Hours]:
    """Return an answer as one of hours of a kind of week, unless it says of which weeks it is."""
    hours = read.value
    if hours is None:
        return read
    cells = [parse_availability(cell or "", settings.slots) for cell in (hours.available, hours.unavailable)]
    if hours.unavailable == never_free(settings.slots):
        return read
    if not all(cell.weekly for cell in cells):
        partly = any(cell.windows or cell.names for cell in cells)
        return _asked("says of some of its hours in which weeks they are, and not of others") if partly else read
    if _names_events(cells):
        return _asked("speaks of weeks beside the name of an event")
    available, unavailable = (str(of_week(cell, week)) or None for cell in cells)
    return replace(read, value=replace(hours, available=available, unavailable=unavailable))


def _names_events(cells: Iterable[Availability]) -> bool:
    """Whether hours name slots that are no times of the week."""
    return any(start_of(name) is None for cell in cells for name in cell.names)


def written_hours(windows: Iterable[Window], names: Iterable[str] = ()) -> str | None:
    """Return windows, in minutes from Monday 00:00, as a cell; past Sunday they go on on Monday. None: nothing."""
    parts = []
    for start, end in windows:
        parts.append((start, min(end, WEEK_MINUTES)))
        if end > WEEK_MINUTES:
            parts.append((0, end - WEEK_MINUTES))
    joined: list[Window] = []
    for start, end in sorted(parts):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return str(Availability(tuple(joined), tuple(dict.fromkeys(names)))) or None


def _with_slots(text: str, tokens: Sequence[Token], slots: Sequence[str]) -> list[Token]:
    """Put the name of a slot in place of the tokens that spell it."""
    if not slots:
        return list(tokens)
    names = {re.sub(r"\s+", r" ", fold(tidy(name))): name for name in slots}
    longest = sorted(names, key=len, reverse=True)
    pattern = re.compile(
        r"(?<![^\W_])(?:"
        + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest)
        + r")(?![^\W_])(?!\s*-|:)",
        re.IGNORECASE,
    )
    found = [Token(Kind.SLOT, one.start(), one.end(), names[fold(one.group())]) for one in pattern.finditer(text)]
    kept = [token for token in tokens if not any(slot.start < token.end and token.start < slot.end for slot in found)]
    return sorted([*kept, *found], key=lambda token: token.start)


def _read(text: str, tokens: Sequence[Token], ends: DayEnds, takes_away: bool) -> Understood[Hours]:
    """Return what an answer says where every way to read it says the same."""
    if takes_away:
        # "Work Mon 9-5" tells plainly what keeps somebody busy where that was asked.
        tokens = [replace(token, kind=Kind.ENGAGED) if token.kind is Kind.WORK else token for token in tokens]
    only = any(token.kind is Kind.ONLY for token in tokens)
    shape, kept = shape_of(tokens)
    ways = ways_to_read(shape)
    if not ways:
        return _asked(f"not understood: {in_a_row(_not_understood(text, tokens, kept))}")
    if takes_away and set(shape) & _NOT_WHEN_ASKED_FOR_BUSY:
        raise UnclearError("says when free, or what else may be meant, where it was asked when not")
    meanings: dict[Hours, Understood[Hours]] = {}
    for way in ways:
        sentence = sentence_of(way, text, kept, ends, only=only, busy=takes_away)
        understood = _taken_of(sentence) if takes_away else _hours_of(sentence)
        meanings.setdefault(understood.value or Hours(), understood)
    if len(meanings) > 1:
        raise UnclearError(f"may mean {', or '.join(_in_words(hours) for hours in list(meanings)[:3])}")
    return next(iter(meanings.values()))


_NOT_WHEN_ASKED_FOR_BUSY = frozenset("fxzb")


def _in_words(hours: Hours) -> str:
    said = [hours.available, f"not {hours.unavailable}" if hours.unavailable else None]
    return repr("; ".join(filter(None, said)))


def _asked(why: str) -> Understood[Hours]:
    return Understood(None, sure=False, note=why)


_PARTING = frozenset({Kind.COMMA, Kind.STOP, Kind.DAY, Kind.TIMES, Kind.CLOSE})


def _not_understood(text: str, tokens: Sequence[Token], kept: Sequence[Token]) -> list[str]:
    """Return what stands in the way: the words that are not known, else the sentences that fit no form."""
    unknown: list[Window] = []
    begun = False
    for token in tokens:
        if token.kind in _PARTING:
            begun = False
        elif token.kind is Kind.UNKNOWN and begun:
            unknown[-1] = (unknown[-1][0], token.end)
        elif token.kind is Kind.UNKNOWN:
            unknown.append((token.start, token.end))
            begun = True
    if not unknown:
        unknown = [span for span in _sentences(kept) if not _stands_alone(kept, span)] or [(0, len(text))]
    return list(dict.fromkeys(repr(text[start:end]) for start, end in unknown))


def _between(tokens: Sequence[Token], start: int, end: int) -> list[Token]:
    return [token for token in tokens if start <= token.start and token.end <= end]


def _sentences(tokens: Sequence[Token]) -> list[Window]:
    spans: list[Window] = []
    begun = False
    for token in tokens:
        if token.kind is Kind.STOP:
            begun = False
        elif begun:
            spans[-1] = (spans[-1][0], token.end)
        else:
            spans.append((token.start, token.end))
            begun = True
    return spans


def _stands_alone(tokens: Sequence[Token], span: Window) -> bool:
    try:
        return bool(ways_to_read(shape_of(_between(tokens, *span))[0]))
    except TooManyWaysError:
        return False


def _hours_of(said: Sentence) -> Understood[Hours]:
    note = "; ".join(said.notes) or None
    if said.never:
        return Understood(Hours(None, _WHOLE_WEEK), sure=False, note="says that no time is possible")
    if not said.offers:
        only = "says only when not: taken as free at all other times"
        unavailable = written_hours(said.taken, said.taken_names)
        return Understood(Hours(None, unavailable), note="; ".join(filter(None, (only, note))))
    available = written_hours(_without(said.offered, said.taken), said.offered_names)
    # Where every offer is taken away again, the cell must not be blank: blank means free.
    taken = said.taken if said.offered_names or available is None else []
    unavailable = _WHOLE_WEEK if available is None else written_hours(taken, said.taken_names)
    return Understood(Hours(available, unavailable), note=note)


def _taken_of(said: Sentence) -> Understood[Hours]:
    """Return what an answer to "when are you not available" says: everything that it names is taken away."""
    if said.never:
        raise UnclearError("may mean that all times are possible, or none")
    names = [*said.offered_names, *said.taken_names]
    taken = written_hours([*said.offered_at_most, *said.taken], names)
    return Understood(Hours(None, taken), note="; ".join(said.notes) or None)


def _without(windows: Iterable[Window], taken: Iterable[Window]) -> list[Window]:
    left = list(windows)
    for start, end in taken:
        for shift in (-WEEK_MINUTES, 0, WEEK_MINUTES):
            first, last = start + shift, end + shift
            left = [
                part
                for window in left
                for part in ((window[0], min(window[1], first)), (max(window[0], last), window[1]))
                if part[0] < part[1]
            ]
    return left
