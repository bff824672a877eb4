"""How days, hours and lists are written in four languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["LANGUAGES", "Language", "Span"]

Span = Callable[[int, int], str]
"""Writes hours from one minute of a day to another."""


def _twelve(minute: int, *, half: bool = True) -> str:
    hour = (minute // 60 - 1) % 12 + 1
    told = f"{hour}:{minute % 60:02d}" if minute % 60 else f"{hour}"
    return told + (("pm" if 12 <= minute // 60 < 24 else "am") if half else "")


def _short(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}" if minute % 60 else f"{minute // 60}"


def _long(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _h(minute: int) -> str:
    return f"{minute // 60}h{minute % 60:02d}" if minute % 60 else f"{minute // 60}h"


def _dotted(minute: int) -> str:
    return f"{minute // 60}.{minute % 60:02d}"


def _english(start: int, end: int) -> str:
    same = (start < 720) == (end < 720)
    return f"{_twelve(start, half=not same)}-{_twelve(end)}"


def _bare(start: int, end: int) -> str:
    """Without am or pm, where nobody would take it otherwise; else with them."""
    if 9 <= start // 60 <= 16 and end - start <= 240:
        return f"{_twelve(start, half=False)}-{_twelve(end, half=False)}"
    return _english(start, end)


@dataclass(frozen=True, slots=True)
class Language:
    """Words of a language.

    `clean` and `spans` write hours, `clock` one time, `ranges` and `lists` days. `entries` join a day and its hours,
    `open_ends` are templates with ``after`` or ``before`` in their key, `parts` name parts of a day.
    """

    code: str
    days: tuple[str, ...]
    short: tuple[str, ...]
    plural: tuple[str, ...]
    clock: Callable[[int], str]
    clean: tuple[Span, ...]
    spans: tuple[Span, ...]
    ranges: tuple[str, ...]
    last_and: str
    weekdays: str
    daily: str
    entries: tuple[str, ...]
    after: tuple[str, ...]
    before: tuple[str, ...]
    parts: dict[str, tuple[str, ...]]
    fluff: tuple[str, ...]
    yes: str
    no: str
    ordinals: tuple[str, ...]


ENGLISH = Language(
    code="en",
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    short=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    plural=("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"),
    clock=_twelve,
    clean=(_english, lambda a, b: f"{_long(a)}-{_long(b)}"),
    spans=(
        _english,
        _bare,
        lambda a, b: f"{_long(a)}-{_long(b)}",
        lambda a, b: f"{_twelve(a)} - {_twelve(b)}",
        lambda a, b: f"{_twelve(a)} to {_twelve(b)}",
        lambda a, b: f"from {_twelve(a)} to {_twelve(b)}",
        lambda a, b: f"between {_twelve(a)} and {_twelve(b)}",
        lambda a, b: f"{_short(a)}\N{EN DASH}{_short(b)}" if a >= 540 else f"{_long(a)}\N{EN DASH}{_long(b)}",
    ),
    ranges=("{0}-{1}", "{0} to {1}", "{0} through {1}"),
    last_and=" and ",
    weekdays="weekdays",
    daily="every day",
    entries=("{0} {1}", "{0}: {1}", "{0}, {1}", "{1} on {0}"),
    after=("{0} after {1}", "{0} from {1} on", "{0} from {1} onwards", "{0} {1} or later"),
    before=("{0} before {1}", "{0} until {1}", "{0} up to {1}"),
    parts={
        "morning": ("{0} morning", "{0} mornings", "{0} in the morning", "mornings on {0}"),
        "afternoon": ("{0} afternoon", "{0} afternoons", "{0} pm"),
        "evening": ("{0} evening", "{0} evenings", "{0} in the evening"),
    },
    fluff=(
        "I'm free {0}", "{0} works for me", "{0}, thanks!", "usually {0}", "{0} :)", "I can do {0}", "Best: {0}",
        "My free hours are {0}", "{0} would be perfect", "{0} (I'm pretty flexible on the place)",
    ),
    yes="yes",
    no="no",
    ordinals=("1st choice", "2nd choice", "3rd choice"),
)  # fmt: skip
GERMAN = Language(
    code="de",
    days=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    short=("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    plural=("montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags", "sonntags"),
    clock=lambda minute: f"{_short(minute)} Uhr",
    clean=(lambda a, b: f"{_short(a)}-{_short(b)} Uhr", lambda a, b: f"{_long(a)}-{_long(b)}"),
    spans=(
        lambda a, b: f"{_short(a)}-{_short(b)} Uhr",
        lambda a, b: f"{_short(a)}-{_short(b)}",
        lambda a, b: f"{_long(a)}\N{EN DASH}{_long(b)}",
        lambda a, b: f"{_dotted(a)}-{_dotted(b)} Uhr",
        lambda a, b: f"von {_short(a)} bis {_short(b)} Uhr",
        lambda a, b: f"zwischen {_short(a)} und {_short(b)} Uhr",
        lambda a, b: f"{_short(a)} bis {_short(b)} Uhr",
        lambda a, b: f"{_short(a)} - {_short(b)}h",
    ),
    ranges=("{0}-{1}", "{0} bis {1}", "von {0} bis {1}"),
    last_and=" und ",
    weekdays="werktags",
    daily="täglich",
    entries=("{0} {1}", "{0}: {1}", "{0}, {1}"),
    after=("{0} ab {1}", "{0} nach {1}", "{0} erst ab {1}"),
    before=("{0} bis {1}", "{0} vor {1}"),
    parts={
        "morning": ("{0} vormittags", "{0} Vormittag", "{0} am Vormittag"),
        "afternoon": ("{0} nachmittags", "{0} Nachmittag", "{0} am Nachmittag"),
        "evening": ("{0} abends", "{0} Abend", "{0} am Abend"),
    },
    fluff=(
        "ich kann {0}", "{0} passt mir", "am liebsten {0}", "{0}, danke!", "{0} wäre super", "meistens {0}",
        "Ich habe {0} Zeit", "{0} :)", "Zeit hätte ich {0}",
    ),
    yes="ja",
    no="nein",
    ordinals=("1. Wahl", "2. Wahl", "3. Wahl"),
)  # fmt: skip
FRENCH = Language(
    code="fr",
    days=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    short=("lun", "mar", "mer", "jeu", "ven", "sam", "dim"),
    plural=("le lundi", "le mardi", "le mercredi", "le jeudi", "le vendredi", "le samedi", "le dimanche"),
    clock=_h,
    clean=(lambda a, b: f"{_h(a)}-{_h(b)}", lambda a, b: f"{_long(a)}-{_long(b)}"),
    spans=(
        lambda a, b: f"{_h(a)}-{_h(b)}",
        lambda a, b: f"{a // 60:02d}h{a % 60:02d}-{b // 60:02d}h{b % 60:02d}",
        lambda a, b: f"de {_h(a)} à {_h(b)}",
        lambda a, b: f"entre {_h(a)} et {_h(b)}",
        lambda a, b: f"{_h(a)} à {_h(b)}",
        lambda a, b: f"{_long(a)}-{_long(b)}",
        lambda a, b: f"{_h(a)} - {_h(b)}",
    ),
    ranges=("{0}-{1}", "{0} à {1}", "du {0} au {1}"),
    last_and=" et ",
    weekdays="en semaine",
    daily="tous les jours",
    entries=("{0} {1}", "{0} : {1}", "{0}, {1}"),
    after=("{0} après {1}", "{0} à partir de {1}", "{0} dès {1}"),
    before=("{0} avant {1}", "{0} jusqu'à {1}"),
    parts={
        "morning": ("{0} matin", "{0} dans la matinée", "{0} le matin"),
        "afternoon": ("{0} après-midi", "{0} dans l'après-midi"),
        "evening": ("{0} soir", "{0} en soirée"),
    },
    fluff=(
        "je suis disponible {0}", "{0} me convient", "de préférence {0}", "{0}, merci !", "en général {0}",
        "je peux {0}", "libre {0}", "{0} si possible",
    ),
    yes="oui",
    no="non",
    ordinals=("1er choix", "2e choix", "3e choix"),
)  # fmt: skip
SPANISH = Language(
    code="es",
    days=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    short=("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    plural=("los lunes", "los martes", "los miércoles", "los jueves", "los viernes", "los sábados", "los domingos"),
    clock=lambda minute: f"las {_short(minute)}",
    clean=(lambda a, b: f"{_short(a)}-{_short(b)}h", lambda a, b: f"{_long(a)}-{_long(b)}"),
    spans=(
        lambda a, b: f"{_short(a)}-{_short(b)}h",
        lambda a, b: f"{_short(a)}-{_short(b)}",
        lambda a, b: f"de {_short(a)} a {_short(b)}",
        lambda a, b: f"de {_h(a)} a {_h(b)}",
        lambda a, b: f"entre las {_short(a)} y las {_short(b)}",
        lambda a, b: f"de {_long(a)} a {_long(b)}",
        lambda a, b: f"{_long(a)}-{_long(b)}",
    ),
    ranges=("{0}-{1}", "{0} a {1}", "de {0} a {1}"),
    last_and=" y ",
    weekdays="entre semana",
    daily="todos los días",
    entries=("{0} {1}", "{0}: {1}", "{0}, {1}"),
    after=("{0} después de {1}", "{0} a partir de {1}", "{0} desde {1}"),
    before=("{0} antes de {1}", "{0} hasta {1}"),
    parts={
        "morning": ("{0} por la mañana", "{0} mañana"),
        "afternoon": ("{0} por la tarde", "{0} tarde"),
        "evening": ("{0} por la noche", "{0} noche"),
    },
    fluff=(
        "puedo {0}", "{0} me viene bien", "preferiblemente {0}", "{0}, gracias", "normalmente {0}",
        "estoy libre {0}", "{0} estaría bien", "tengo tiempo {0}",
    ),
    yes="sí",
    no="no",
    ordinals=("1.ª opción", "2.ª opción", "3.ª opción"),
)  # fmt: skip
LANGUAGES = {one.code: one for one in (ENGLISH, GERMAN, FRENCH, SPANISH)}
