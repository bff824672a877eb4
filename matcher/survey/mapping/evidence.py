"""What cells speak for: an address, a name, an id, a tick, a person of this program."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from types import MappingProxyType

from matcher.intake.hours.zones import spelled_zone
from matcher.intake.program import fold
from matcher.survey.hours.asides.weeks import tells_which_weeks
from matcher.survey.hours.grid_labels import DATE
from matcher.survey.hours.moments import moments_in
from matcher.survey.hours.reading import read_hours
from matcher.survey.hours.spans import clock_of, days_of
from matcher.survey.hours.tokens import tidy, tokens_of
from matcher.survey.hours.words import Kind
from matcher.survey.mapping.heading_words import REFUSED
from matcher.survey.mapping.vocabulary import plain_words, role_in
from matcher.survey.reading.timestamps import seems_a_time
from matcher.survey.words.cells import read_count, read_gender, read_gender_wish, read_year, tells_pronouns
from matcher.survey.words.time_zones import is_offset, read_zone
from matcher.survey.words.yes_no import NO_MARKS, YES_MARKS, read_yes_no

__all__ = [
    "People", "Sureness", "are_addresses", "fit", "is_tick", "rank_of_cell",
    "share_of", "share_of_gender_wishes", "share_of_genders", "share_of_hours", "speaks_of_limits", "tells_a_role",
    "tells_a_slot", "tells_a_time_of_day", "tells_a_time_zone", "tells_a_time_zone_alone", "tells_days",
    "tells_few", "tells_hours", "tells_weeks", "tells_yes_or_no",
]  # fmt: skip

_SAMPLED = 40
"""Names that are compared with everybody."""
# No longer than an address may be: where there is none, none is looked for from every letter to the end.
_ADDRESS = re.compile(r"[^@\s;,<>]{1,254}@[^@\s;,<>]{1,254}\.[^@\s;,<>]{1,254}")
_TICKS = re.compile(r"(?:x|1|true|yes|y|ja|si|oui|sim|checked|selected|ticked|✓|✔|☑|wahr|verdadero|vrai|on)")
_NO_TICKS = re.compile(r"(?:0|false|no|n|nein|non|nao|unchecked|not selected|falsch|falso|faux|off|-|✗|☐)?")
_RANK_CELL = re.compile(r"#?\s?([1-9]\d?)(?:st|nd|rd|th|\.)?(?: (?:choice|preference|wahl))?")
_NAME = re.compile(r"[^\W\d_a-zß-ÿ]\S*\s+\S*[^\W\d_a-zß-ÿ]")


class Sureness(IntEnum):
    """How sure it is what a column means."""

    GUESSED = 1
    LIKELY = 2
    SURE = 3
    GIVEN = 4
    """The mapping says it."""

    @property
    def words(self) -> str:
        """Return it as it is told."""
        return ("a guess", "likely", "sure", "as you said")[self - 1]


def is_tick(cell: str, item: str | None) -> bool | None:
    """Return whether a cell ticks its item (``Chess`` under ``[Chess]`` does); None where it is neither."""
    said = cell.replace("\ufe0f", "").casefold().strip()
    if _NO_TICKS.fullmatch(said) or said in NO_MARKS:
        return False
    return (
        True if _TICKS.fullmatch(said) or said in YES_MARKS or (item is not None and fold(cell) == fold(item)) else None
    )


def rank_of_cell(cell: str) -> int | None:
    """Return the rank that a cell is: ``2``, ``2nd choice``; None where it is none."""
    found = _RANK_CELL.fullmatch(fold(cell))
    return None if found is None else int(found[1])


def are_addresses(cells: Sequence[str], least: float) -> bool:
    """Return whether a share of the cells at least are e-mail addresses and nothing else."""
    return bool(cells) and sum(bool(_ADDRESS.fullmatch(cell)) for cell in cells) >= least * len(cells)


def fit(target: str, cells: Sequence[str], *, whole: bool) -> Sureness | None:
    """Return how well cells fit a meaning; None where they speak against it.

    Parameters
    ----------
    whole
        Whether the question says this and nothing else: what cannot be tested is then sure.
    """
    test = _TESTS.get(target)
    if test is None:
        return Sureness.SURE if whole else Sureness.LIKELY
    share = sum(map(test, cells)) / len(cells)
    sure, least = _SHARES.get(target, (0.6, 0.4))
    return Sureness.SURE if share >= sure else Sureness.LIKELY if share >= least else None


class People:
    """Those whom wishes may name.

    Parameters
    ----------
    called
        Names, ids and addresses of the people of each role, folded; under None of everybody. Empty: not known yet.
    """

    def __init__(self, called: Mapping[str | None, Collection[str]]) -> None:
        self.called = called
        self.everybody = called.get(None, ())

    def share(self, cells: Sequence[str], role: str | None = None) -> float:
        """Return which share of the names in cells is somebody's, exactly."""
        called = self.called.get(role, ())
        parts = [fold(part) for cell in cells for part in re.split(r"[;,\n]| and | & ", cell) if part.strip()]
        return sum(part in called for part in parts) / len(parts) if parts else 0.0

    def share_of_single_names(self, cells: Sequence[str]) -> float:
        """Return which share of the cells are the first or the last name alone of somebody here."""
        names = [plain_words(name).split() for name in self.everybody if "@" not in name and " " in name]
        alone = {word for name in names for word in (name[0], name[-1])}
        return share_of(lambda cell: plain_words(cell) in alone, cells)

    def share_within(self, cells: Sequence[str]) -> float:
        """Return in which share of the cells the whole name of somebody stands among other words."""
        names = [name for name in self.everybody if " " in name]
        some = [f" {plain_words(cell)} " for cell in cells[:_SAMPLED]]
        plain = [f" {plain_words(name)} " for name in names]
        return sum(any(name in cell for name in plain) for cell in some) / len(some) if some else 0.0

    def wished(self, cells: Sequence[str], question: str) -> Sureness | None:
        """Return how surely cells are wishes for people; None where they speak of something else."""
        if not self.everybody:
            return Sureness.GUESSED
        share = self.share(cells)
        if share >= 0.3:
            return Sureness.SURE
        # Names that nobody has may all be misspelt; sentences and single words are no names.
        parts = [part.strip() for cell in cells for part in re.split(r"[;,\n]", cell) if part.strip()]
        if share >= 0.05 or self._near(parts):
            return Sureness.LIKELY
        words = plain_words(question)
        asked = re.search(r"\b(?:mentor|mentee|choice|wahl|wunsch)", words) or REFUSED.search(words)
        named = sum(bool(_NAME.match(part)) and len(part.split()) <= 5 for part in parts) >= 0.6 * len(parts)
        return Sureness.LIKELY if asked and named else None

    def ranked(self, cells: Sequence[str], person: str) -> Sureness | None:
        """Return how surely cells rank or tick somebody; None where they say something else of them."""
        fits = sum(is_tick(cell, person) is not None or bool(_RANK_CELL.fullmatch(fold(cell))) for cell in cells)
        if fits < 0.8 * len(cells):
            return None
        return Sureness.SURE if fold(person) in self.everybody else Sureness.LIKELY

    def _near(self, parts: Sequence[str]) -> bool:
        """Whether a fifth of the names at least are like those of people here: misspelt, or parts of them."""
        from rapidfuzz import fuzz, process

        some = [fold(part) for part in parts[:_SAMPLED]]
        near = (process.extractOne(one, self.everybody, scorer=fuzz.token_set_ratio, score_cutoff=85) for one in some)
        return 5 * sum(found is not None for found in near) >= len(some)


_TELLING_GENDERS = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]+)*|m|f|w|d|h")
_COUNTS = re.compile(
    r"\b(?:mentees?|students?|groups?|capacity|places|spots|platze|gruppen|plazas|cupo|grupos|groupes)\b"
)
_BEFORE = re.compile(r"\b(?:have you|had|previous\w*|last|past|before|already|been|did|current\w*|experience)\b")


def share_of_hours(cells: Sequence[str]) -> float:
    """Return which share of the cells read as hours."""
    some = [cell for cell in cells if len(cell) <= _LONGEST_HOURS][:_SAMPLED]
    return sum(map(_tells_hours, some)) / len(cells[:_SAMPLED]) if cells else 0.0


@lru_cache(maxsize=8192)
def _tells_hours(cell: str) -> bool:
    read = read_hours(cell)
    return len(cell) > 1 and read.sure and read.value is not None and read != read_hours("any")


def share_of(tells: Callable[[str], bool], cells: Sequence[str]) -> float:
    """Return of which share of the cells something holds."""
    some = cells[:_SAMPLED]
    return sum(map(tells, some)) / len(some) if some else 0.0


def share_of_genders(cells: Sequence[str]) -> float:
    """Return which share of the cells are genders and nothing else; ticks such as ``x`` are none."""
    return share_of(
        lambda cell: (
            _TELLING_GENDERS.fullmatch(plain_words(cell)) is not None
            and _tells_a_gender(cell)
            and read_gender(cell).value is not None
        ),
        cells,
    )


def share_of_gender_wishes(cells: Sequence[str]) -> float:
    """Return which share of the cells are wishes on gender; 0 where none names one."""
    # A letter alone, like x, ticks; it is no wish.
    wishes = [read_gender_wish(cell if len(cell) > 1 else "") for cell in cells[:_SAMPLED]]
    named = any(wish.value not in (None, "any") for wish in wishes)
    return sum(wish.sure and wish.value is not None for wish in wishes) / len(wishes) if named else 0.0


def tells_yes_or_no(cell: str) -> bool:
    """Return whether a cell is a yes or a no in words; marks and numbers may tick anything."""
    return any(sign.isalpha() for sign in cell) and len(cell) > 1 and read_yes_no(cell).value is not None


def tells_few(cell: str) -> bool:
    """Return whether a cell is a number of people or groups as somebody may have them: no year and no age."""
    read = read_count(cell)
    return read.value is not None and read.value <= _MOST_COUNTED


def tells_a_role(cell: str) -> bool:
    """Return whether a cell says mentor, mentee or both."""
    return role_in(cell) is not None or plain_words(cell) in ("both", "beides", "beide", "ambos", "les deux")


def tells_a_time_zone(cell: str) -> bool:
    """Return whether a cell is a time zone, and not the name of a place alone, which may be anything."""
    said = " ".join(cell.split())
    return _ZONE.fullmatch(said) is not None or _is_named_zone(said) or is_offset(said) or _part_is_a_zone(said)


def tells_a_time_zone_alone(cell: str) -> bool:
    """Return whether a cell is a time zone and can be nothing else: "PT" may be part-time, and -1 a score."""
    said = " ".join(cell.split())
    return _is_named_zone(said) or _PLAIN_ZONE.fullmatch(said) is not None


def _is_named_zone(said: str) -> bool:
    return "/" in said and spelled_zone(said) is not None


def _part_is_a_zone(said: str) -> bool:
    """Whether one of several things in a cell is a zone: ``Madrid / CET``, ``New York (EST)``."""
    parts = [part.strip() for part in re.split(r"[/(),;]", said) if part.strip()]
    return len(parts) > 1 and any(_PLAIN_ZONE.fullmatch(part) for part in parts)


def tells_weeks(cell: str) -> bool:
    """Return whether a cell says in which weeks, odd or even ones, and nothing else."""
    return tells_which_weeks(tidy(cell))


def tells_days(cell: str) -> bool:
    """Return whether a cell lists days of the week and no hours."""
    return days_of(cell) is not None


def tells_hours(cell: str) -> bool:
    """Return whether a cell is hours of certain days: "always" and "never" may answer anything, and M be a size."""
    return len(cell) <= _LONGEST_HOURS and _tells_hours(cell)


def tells_a_time_of_day(cell: str) -> bool:
    """Return whether a cell is a time or a part of the day, of no day of the week: ``Morning``, ``9:00-10:00``.

    A moment by its date counts, too, if it is of a whole quarter of an hour: people answer at any minute.
    """
    if clock_of(cell) is not None:
        return _PLAINLY_A_TIME.search(cell) is not None or _is_part_of_a_day(cell)
    plain = DATE.sub(" ", tidy(cell)).strip(" ,;")
    if plain != tidy(cell).strip():
        return _PLAINLY_A_TIME.search(plain) is not None and tells_a_time_of_day(plain)
    if _moment_of_a_quarter(cell):
        return True
    parts = any(token.kind is Kind.PART for token in tokens_of(tidy(cell)))
    told = parts or _PLAINLY_A_TIME.search(cell) is not None or _MILITARY.search(cell) is not None
    return (
        told and len(cell) <= _LONGEST_HOURS and not _tells_hours(cell) and read_hours(f"Mon {cell}").value is not None
    )


def tells_a_slot(cell: str) -> bool:
    """Return whether a cell names a time to meet by a number or a letter: ``Slot 1``, ``Session B``."""
    return _SLOT.fullmatch(plain_words(cell)) is not None


def _is_part_of_a_day(cell: str) -> bool:
    """Whether a number is how a workbook has a quarter of an hour: ``0,375`` is nine o'clock."""
    if _WRITTEN_PART.fullmatch(cell) is None:
        return False
    quarters = float(cell.replace(",", ".")) * 24 * 4
    return abs(quarters - round(quarters)) < _NEARLY


def _moment_of_a_quarter(cell: str) -> bool:
    found = moments_in(cell)
    return found is not None and all(one.minute % 15 == 0 and not one.second for way in found for one in way)


_LONGEST_HOURS = 200
"""Letters of an answer that is tried as hours."""
_WRITTEN_PART = re.compile(r"0[.,]\d{3,}")
_NEARLY = 1e-3
"""Quarters of an hour by which a number may miss a whole one."""
_MILITARY = re.compile(r"^(?!(?:19|20)\d\d\s*-\s*(?:19|20)\d\d$)[012]\d[0-5][05]\s*-\s*[012]\d[0-5][05]$")
_SLOT = re.compile(
    r"(?:(?:(?:time )?slots?|sessions?|shifts?|blocks?|termine?|zeitfenster|schicht|creneaux?|turnos?|franjas?)"
    r"(?: (?:\d{1,2}|[a-z]))+ ?)+"
)
_PLAINLY_A_TIME = re.compile(r"\d[:h]\d\d|\d\s*(?:[ap]\.?m|h\b|uhr|o'?clock)", re.IGNORECASE)
_MOST_COUNTED = 15
"""More mentees than that nobody takes; more is an age or a year."""
_ZONE = re.compile(
    r"(?:\(?(?:UTC|GMT)\s?(?:[+\u2212-]\s?\d{1,2}(?::?\d{2})?)?\)?(?:\s.*)?"
    r"|(?:CES?T|MES?Z|WES?T|EES?T|[ECMP][SD]?T|BST|IST|JST|AE[SD]T|MSK|HKT|SGT|Eastern|Central|Mountain|Pacific)"
    r"(?:\s?\(.*\)| (?:Standard |Daylight )?Time)?)",
)
_PLAIN_ZONE = re.compile(
    r"\(?(?:UTC|GMT)\s?[+\u2212-]\s?\d{1,2}(?::?\d{2})?\)?(?:\s.*)?"
    r"|(?:UTC|GMT|CES?T|MES?Z|WES?T|EES?T|[ECMP][SD]T|BST|IST|JST|AE[SD]T|MSK|HKT)"
    r"|(?:Eastern|Central|Mountain|Pacific|Central European) (?:Standard |Daylight |Summer )?Time"
)


def speaks_of_limits(question: str, cells: Sequence[str]) -> bool:
    """Return whether a question may ask how many mentees or groups, and is answered with numbers; not of the past."""
    words = plain_words(question)
    return (
        _COUNTS.search(words) is not None
        and _BEFORE.search(words) is None
        and bool(cells)
        and all(read_count(cell).value is not None for cell in cells[:_SAMPLED])
    )


def _looks_like_a_name(cell: str) -> bool:
    letters = sum(sign.isalpha() for sign in cell)
    return (
        "@" not in cell and len(cell) <= 70 and len(cell.split()) <= 7 and letters >= 0.6 * len(cell.replace(" ", ""))
    )


def _looks_like_an_id(cell: str) -> bool:
    return len(cell) <= 40 and len(cell.split()) <= 3 and "@" not in cell


def _tells_a_gender(cell: str) -> bool:
    return read_gender(cell).sure


def _tells_a_year(cell: str) -> bool:
    return read_year(cell).sure


def _tells_a_count(cell: str) -> bool:
    return read_count(cell).sure


_TESTS = MappingProxyType(
    {
        "email": lambda cell: bool(_ADDRESS.search(cell)),
        "time": seems_a_time,
        "id": _looks_like_an_id,
        "name": _looks_like_a_name,
        "first_name": _looks_like_a_name,
        "last_name": _looks_like_a_name,
        "nickname": _looks_like_a_name,
        "gender": _tells_a_gender,
        "pronouns": tells_pronouns,
        "year": _tells_a_year,
        "max_mentees": _tells_a_count,
        "max_groups": _tells_a_count,
        "role": lambda cell: role_in(cell) is not None,
        "finished": lambda cell: is_tick(cell, None) is not None,
        "timezone": lambda cell: tells_a_time_zone(cell) or read_zone(cell).value is not None,
    }
)
"""What a cell of a meaning looks like."""

_SHARES = MappingProxyType(
    {
        "email": (0.7, 0.3),
        "time": (0.6, 0.5),
        "role": (0.8, 0.6),
        "gender": (0.5, 0.0),
        "pronouns": (0.8, 0.3),
        "max_groups": (0.6, 0.5),
        "year": (0.6, 0.4),
    }
)
"""Which share of the cells has to look so for a meaning to be sure, and which for it to be likely."""
