"""Time zones as people write them: ``CET``, ``GMT+1``, ``Eastern Time``, ``(UTC+05:30) Chennai, Kolkata``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from matcher.intake.hours.zones import spelled_zone, zone_of_city
from matcher.intake.program import fold
from matcher.survey.words.word_tables import Understood

__all__ = ["SaidZone", "is_offset", "read_zone", "speaks_of_zones", "zones_in"]

_SHORT: Mapping[str, str] = MappingProxyType(
    {
        "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
        "EST": "UTC-5", "EDT": "UTC-4", "CDT": "UTC-5", "MST": "UTC-7", "MDT": "UTC-6", "PST": "UTC-8", "PDT": "UTC-7",
        "UTC": "UTC", "GMT": "UTC", "WET": "WET", "WEST": "UTC+1", "CET": "CET", "MEZ": "CET", "CEST": "UTC+2",
        "MESZ": "UTC+2", "EET": "EET", "EEST": "UTC+3", "MSK": "Europe/Moscow", "JST": "Asia/Tokyo",
        "KST": "Asia/Seoul", "HKT": "Asia/Hong_Kong", "SGT": "Asia/Singapore", "AEST": "UTC+10", "AEDT": "UTC+11",
        "NZST": "UTC+12", "NZDT": "UTC+13",
    }
)  # fmt: skip
"""What a zone's letters mean wherever they are used; a clock that never changes is told by how far it is from UTC."""

_SEVERAL: Mapping[str, str] = MappingProxyType(
    {
        "CST": "UTC-6 in America, UTC+8 in China", "IST": "UTC+5:30 in India, UTC+1 in Ireland, UTC+2 in Israel",
        "BST": "UTC+1 in Britain, UTC+6 in Bangladesh", "AST": "UTC-4 in America, UTC+3 in Arabia",
        "GST": "UTC+4 in the Gulf, UTC-2 in South Georgia", "PKT": "UTC+5",
    }
)  # fmt: skip
"""Letters that several zones have."""

_LONG: Mapping[str, str] = MappingProxyType(
    {
        "eastern": "America/New_York", "us eastern": "America/New_York", "central": "America/Chicago",
        "us central": "America/Chicago", "mountain": "America/Denver", "us mountain": "America/Denver",
        "pacific": "America/Los_Angeles", "us pacific": "America/Los_Angeles",
        "central european": "CET", "mitteleuropaische": "CET", "greenwich mean": "UTC", "coordinated universal": "UTC",
        "western european": "WET", "eastern european": "EET",
    }
)  # fmt: skip

_OFFSET = r"(?:UTC|GMT)\s*[+-]\s*\d{1,2}(?::?[0-5]\d)?"
_CLOCK_BEFORE = (
    r"(?:(?<=\d)|(?<=\d )|(?<=[ap]m )|(?<=[AP]M )|(?<=[ap]\.m\. )|(?<=\dh )|(?<=[uU]hr )|(?<=noon )|(?<=\()"
    r"|(?<=[,/:] )|(?<=[/|])(?=[A-Z]{3})|(?<=\bin )|(?<=\ben )|(?<=\bim )|(?<=^)(?=[A-Z]{3}))"
)
_ALL = (
    r"(?i:[-,;.]?\s*\(?\s*(?:(?:all|alle|tous|toutes|todas|todos)\s+)?(?:(?:the|die|les|las|los)\s+)?"
    r"(?:(?:times?|hours?|zeiten|uhrzeiten|heures|horas)\s+)(?:(?:are|is|sind|sont|son|given)\s+)*(?:(?:in|en|im)\s+)?)"
)
_SAID = re.compile(
    rf"(?P<all>{_ALL})?(?:\(\s*)?(?:"
    rf"(?P<offset>(?i:{_OFFSET})(?!\d))"
    rf"|(?P<name>\b[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?)"
    rf"|(?(all)|(?:{_CLOCK_BEFORE}|(?<=\s)(?=[A-Z]{{3}})))(?P<short>{'|'.join([*_SHORT, *_SEVERAL])})\b"
    rf"|\b(?P<long>(?i:{'|'.join(_LONG)})) (?i:(?:standard |daylight |summer )?time|zeit)\b"
    r"|\b(?P<city>[A-Z]\w+(?: [A-Z]\w+)?) (?i:time)\b"
    r"|\b(?P<stadt>[A-Z]\w+)er Zeit\b"
    r"|\b(?i:heure de|hora de) (?P<ville>[A-Z]\w+(?: [A-Z]\w+)?)"
    r"|\b(?P<own>(?i:my (?:local |own )?time|meine zeit|(?:mon )?heure locale|(?:mi )?hora local))\b"
    r")(?i:\s+(?:time|zeit)\b)?(?:\s*\))?"
)
_PARTS = re.compile(r"\((?P<within>[^()]*)\)")
_BARE_OFFSET = re.compile(
    r"(?P<sign>[+-])\s?(?P<hours>0?\d|1[0-4])(?:[:.]?(?P<minutes>00|15|30|45)|(?P<half>[.,]5))?"
    r"(?:\s?(?:h|hrs?|hours?|std\.?|stunden?|heures?|horas?))?",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\b(?:time ?-?zones?|zeitzonen?|fuseaux? horaires?|(?:zona|huso) horari[oa]|tz|utc|gmt|ortszeit"
    r"|(?:my |your |local |own )time|(?:heure|hora) locale?)\b",
    re.IGNORECASE,
)


class SaidZone(NamedTuple):
    """Where a text names a time zone.

    Parameters
    ----------
    zone
        By its one name; None where it may be several.
    told
        As it was written.
    several
        What it may be; blank where it is known.
    """

    start: int
    end: int
    zone: str | None
    told: str
    several: str = ""


def zones_in(text: str) -> list[SaidZone]:
    """Return where hours that people wrote, tidy, name a time zone, in order."""
    return list(_zones_in(text))


def _zones_in(text: str) -> Iterator[SaidZone]:
    place = 0
    while (found := _SAID.search(text, place)) is not None:
        name = next(key for key in ("offset", "name", "short", "long", "city", "stadt", "ville", "own") if found[key])
        told = found[name]
        several = "that of any place" if name == "own" else _SEVERAL.get(told, "") if name == "short" else ""
        zone = None if several else _zone_of(name, told)
        if several or zone is not None:
            yield SaidZone(found.start(), found.end(), zone, told, several)
        # What only looks like the name of a place may hold a zone: "Time/EST".
        place = found.end() if several or zone is not None else found.start() + 1


def _zone_of(kind: str, told: str) -> str | None:
    if kind == "offset":
        return spelled_zone(re.sub("(?i)gmt", "UTC", told))
    if kind == "name":
        return spelled_zone(told)
    if kind == "short":
        return _SHORT[told]
    if kind == "long":
        return _LONG[fold(told)]
    return zone_of_city(told)


def speaks_of_zones(text: str) -> bool:
    """Return whether a text, tidy, is about time zones, or names one."""
    return _SPEAKS.search(text) is not None or bool(zones_in(text))


def is_offset(text: str) -> bool:
    """Return whether a text is a number with its sign, as clocks are told to be ahead or behind: ``-5``, ``+5:30``."""
    return _BARE_OFFSET.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    return " ".join(text.replace("\u2212", "-").replace("\u2013", "-").split())


@cache
def read_zone(text: str, *, from_utc: bool = False) -> Understood[str]:
    """Read the answer to a question for a time zone.

    Parameters
    ----------
    from_utc
        The question asks how far from UTC the clock is: a number with its sign says it.

    Returns
    -------
    Understood
        The zone by its one name (`spelled_zone`); a blank answer gives None, sure.
    """
    said = _plain(text)
    if not said:
        return Understood(None)
    offset = _BARE_OFFSET.fullmatch("+0" if from_utc and said == "0" else said)
    if offset is not None:
        return _of_offset(offset, from_utc)
    known = spelled_zone(said)
    if known is not None and said.upper() not in _SEVERAL:
        return Understood(known, note=None if fold(known) == fold(said) else f"taken as {known}")
    named = (one.zone for one in zones_in(said))
    found = dict.fromkeys(filter(None, (*map(_part, _parts_of(said)), *named)))
    places = {zone for zone in found if not zone.startswith("UTC")}
    several = next((told for told in map(_letters, _parts_of(said)) if told is not None), None)
    if several is not None and not found:
        return Understood(None, sure=False, note=f"may be {several}")
    # "(UTC+01:00) Amsterdam, Berlin": the clock of a place changes as that place's does.
    zone = next((zone for zone in found if zone in places), next(iter(found), None))
    if zone is None:
        return Understood(None, sure=False, note="is no time zone that is known")
    return Understood(zone, note=f"taken as {zone}")


def _of_offset(found: re.Match[str], from_utc: bool) -> Understood[str]:
    """Return the zone of a number with its sign, where it is told from which clock it is counted."""
    minutes = "30" if found["half"] else found["minutes"]
    zone = spelled_zone(f"UTC{found['sign']}{found['hours']}{f':{minutes}' if minutes else ''}")
    if zone is None or not from_utc:
        maybe = "" if zone is None else f": {zone}, perhaps"
        return Understood(None, sure=False, note=f"does not say from which clock it is counted{maybe}")
    return Understood(zone, note=f"taken as {zone}")


def _parts_of(said: str) -> Iterator[str]:
    """Yield what a list of time zones holds of one, the whole first: ``(UTC+05:30) Chennai, Kolkata``."""
    yield said
    yield from (found["within"].strip() for found in _PARTS.finditer(said))
    rest = _PARTS.sub(" ", said)
    yield from (part.strip() for part in re.split(r"[,;/|]| - ", rest))
    yield rest.strip()


def _letters(part: str) -> str | None:
    return _SEVERAL.get(part.upper())


def _part(part: str) -> str | None:
    bare = re.sub(r"(?i)\s*(?:(?:standard|daylight|summer)\s+)?(?:time|zeit|time zone)$", "", part).strip()
    plain = fold(bare)
    if bare.upper() in _SHORT:
        return _SHORT[bare.upper()]
    if plain in _LONG:
        return _LONG[plain]
    if re.fullmatch(rf"(?i){_OFFSET}", bare):
        return spelled_zone(re.sub("(?i)gmt", "UTC", bare))
    return spelled_zone(bare) or zone_of_city(bare)
