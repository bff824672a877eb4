"""Words in which people speak of days and hours: tables, folded to lower case without accents."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

__all__ = [
    "CUES",
    "DAYS_OF",
    "DAY_GROUPS",
    "EVERY_DAY",
    "FAINT_BUT_TIMED",
    "FAINT_DAYS",
    "MONTHS",
    "MOST_WORDS",
    "NOTHING",
    "PARTS",
    "PHRASES",
    "Kind",
]


class Kind(StrEnum):
    """What a token is in an answer about hours."""

    DAY = "day"
    CLOCK = "clock"
    TIMES = "times"
    PART = "part of the day"
    ANY_TIME = "any time"
    SLOT = "slot"
    TO = "to"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"
    FROM = "from"
    ONWARD = "onward"
    BETWEEN = "between"
    NOT = "not"
    ENGAGED = "engaged"
    NO_MARK = "no mark"
    EXCEPT = "except"
    BUT = "but"
    COMMA = "comma"
    AND = "and"
    STOP = "stop"
    COLON = "colon"
    OPEN = "open"
    CLOSE = "close"
    FREE = "free"
    WORK = "work"
    ONLY = "only"
    EVERY = "every"
    SILENT = "silent"
    UNKNOWN = "unknown"


EVERY_DAY = frozenset(range(7))

# Language, then the words of Monday to Sunday.
_DAY_WORDS = {
    "en": (
        "mon mons monday mondays",
        "tu tue tues tuesday tuesdays",
        "wed weds wednes wednesday wednesdays wednsday wednsdays wendesday",
        "th thu thur thurs thursday thursdays thrusday",
        "fri fris friday fridays",
        "sat sats saturday saturdays",
        "sun suns sunday sundays",
    ),
    "de": (
        "mo montag montags",
        "di dienstag dienstags",
        "mi mittwoch mittwochs",
        "do donnerstag donnerstags",
        "fr freitag freitags",
        "sa samstag samstags sonnabend sonnabends",
        "so sonntag sonntags",
    ),
    "es": (
        "lun lunes",
        "mar martes",
        "mie mier miercoles",
        "jue jueves",
        "vie viernes",
        "sab sabado sabados",
        "dom domingo domingos",
    ),
    "fr": (
        "lun lundi lundis",
        "mar mardi mardis",
        "mer mercredi mercredis",
        "jeu jeudi jeudis",
        "ven vendredi vendredis",
        "sam samedi samedis",
        "dim dimanche dimanches",
    ),
}
DAYS_OF: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        language: MappingProxyType({word: day for day, text in enumerate(words) for word in text.split()})
        for language, words in _DAY_WORDS.items()
    }
)
"""The day, 0 to 6 from Monday, of each word, by language."""

FAINT_DAYS = frozenset({"do", "so", "mar", "sam", "dom", "ven", "sa", "mi", "di"})
"""Words that mean something else in another language: days only beside plainer words of their own."""

FAINT_BUT_TIMED = frozenset({"di", "mi", "sa", "sam", "ven", "dom"})
"""Those of them that are days where a time follows, in any company."""

CUES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset[str](),
        "de": frozenset({"uhr", "bis", "ab", "und", "nicht", "vormittags", "nachmittags", "abends", "morgens"}),
        "es": frozenset({"hasta", "desde", "despues", "antes", "y", "manana", "tarde", "noche", "las"}),
        "fr": frozenset({"jusqu'a", "apres", "avant", "et", "matin", "soir", "au", "le"}),
    }
)
"""Words that show in which language an answer is written."""

MONTHS = (
    r"(?:jan|feb|f\u00e9v|fev|mar|m\u00e4r|apr|avr|abr|may|mai|jun|juin|jul|juil|aug|ao\u00fb|aou|ago|sep|oct|okt|nov|dec|"
    r"d\u00e9c|dez|dic|ene)(?:[^\W\d_]{0,1}|uary|ruar|ruary|uar|ch|che|rz|z|zo|il|ril|e|ust|gust|tember|ember|ober|obre|"
    r"iembre|tiembre|tubre|embre|tembre|vier|rier|let|t|osto|ro|brero|yo|io|y)"
)
"""The names of months and their beginnings, as a regular expression."""

_WORKING = frozenset(range(5))
DAY_GROUPS: Mapping[str, frozenset[int]] = MappingProxyType(
    {
        word: days
        for words, days in {
            "weekday, weekdays, week days, workdays, school days, any weekday, every weekday, "
            "all weekdays, werktags, "
            "wochentags, unter der woche, entre semana, en semaine": _WORKING,
            "weekend, weekends, week end, week ends, wochenende, am wochenende, fin de semana, fines de semana, "
            "le week end": frozenset({5, 6}),
            "every day, everyday, any day, all days, daily, each day, all week, any day of the week, jeden tag, "
            "taglich, todos los dias, tous les jours, 7 days a week": EVERY_DAY,
        }.items()
        for word in words.split(", ")
    }
)

Hours = tuple[int, int]
PARTS: Mapping[str, tuple[Hours, Hours]] = MappingProxyType(
    {
        word: hours
        for words, hours in {
            "morning, mornings, am vormittag, am morgen, vormittag, vormittags, morgens, "
            "por la manana, de la manana, mananas, matin, matins, "
            "le matin, du matin": ((8, 12), (0, 12)),
            "afternoon, afternoons, am nachmittag, nachmittag, nachmittags, por la tarde, "
            "de la tarde, tardes, apres midi, "
            "l'apres midi": ((12, 17), (12, 18)),
            "evening, evenings, am abend, abend, abends, soir, soirs, le soir, du soir": ((18, 21), (17, 24)),
            "night, nights, por la noche, de la noche, noches": ((19, 22), (18, 24)),
            "lunchtime, lunchtimes, lunch time, at lunch, at lunchtime, over lunch": ((12, 13), (11, 14)),
        }.items()
        for word in words.split(", ")
    }
)
"""Inner and outer hours of a part of the day: "mornings" offers the inner, "not mornings" takes the outer away."""

PHRASES: Mapping[str, Kind] = MappingProxyType(
    {
        word: kind
        for kind, words in {
            Kind.ANY_TIME: "any time, anytime, all day, all day long, the whole day, whole day, any hour, "
            "flexible, fully flexible, very flexible, whenever, always, wide open, completely free, "
            "no restrictions, no restriction, no conflicts, no conflict, no preference, no constraints, all times, "
            "all the time, at all times, every time, all hours, any, all, don't mind, ganztags, "
            "den ganzen tag, immer, "
            "jederzeit, todo el dia, siempre, cualquier hora, a cualquier hora, toute la journee, toujours, "
            "n'importe quand",
            Kind.TO: "to, thru, through, bis, a, al, au, -, ~, \u2192",
            Kind.UNTIL: "until, till, til, hasta, hasta las, jusqu'a, jusque, up to, up until, ending at, bis um",
            Kind.BEFORE: "before, by, vor, avant, antes de, antes de las, earlier than, prior to, <",
            Kind.AFTER: "after, later than, past, starting at, starting from, since, ab, nach, desde, "
            "desde las, despues de, despues de las, a partir de, a partir de las, des, apres, >",
            Kind.FROM: "from, von, de",
            Kind.ONWARD: "onwards, onward, or later, and later, and onwards, +, and beyond, or beyond, en adelante",
            Kind.BETWEEN: "between, bw, btw, zwischen, entre",
            Kind.NOT: "isn't possible, isn't free, isn't good, isn't available, not, no, never, "
            "nein, non, jamais, ne, cannot, can't, cant, can not, don't, dont, "
            "doesn't, doesnt, isn't, isnt, won't, "
            "wont, couldn't, unavailable, not available, not avail, unable, nicht, kein, keine, keinen, nie, pas, "
            "nunca, none, n a, na, not free, not possible, not good, no good, nope, no puedo, "
            "don't work, dont work, doesn't work, doesnt work, won't work, wont work, do not work, does not work, "
            "will not work, not work, can't do, cannot do, can't make, cannot make, can't meet, cannot meet, "
            "is not possible, am not free, is not free, am not available, is not available, are not available, "
            "not free on, i can't, i cannot, i can not, impossible, geht nicht, passt nicht, kann ich nicht, "
            "kann nicht, ich kann nicht, nicht verfugbar, nicht frei, nicht moglich, keine zeit, habe keine zeit, "
            "ich habe keine zeit, bin ich nicht verfugbar, bin nicht verfugbar, ich bin nicht verfugbar, "
            "kein termin, pas disponible, pas disponibles, pas libre, pas possible, ne peux pas, je ne peux pas, "
            "ne suis pas disponible, je ne suis pas disponible, ne suis pas libre, je ne suis pas libre, "
            "je suis pas disponible, indisponible, no disponible, no libre, no estoy disponible, no estoy libre, "
            "no es posible, no tengo tiempo, nothing",
            Kind.ENGAGED: "busy, class, classes, lecture, lectures, have class, have classes, i have class, "
            "i have classes, have a class, i have a class, in class, in lab, lab, i have work, have work, i work, "
            "at work, besetzt, vorlesung, unterricht, ich arbeite, occupe, occupee, cours, j'ai cours, "
            "ocupado, ocupada, tengo clase, tengo clases, clase, clases, trabajo",
            Kind.EXCEPT: "anything but, any time but, anytime but, any day but, every day but, except, except for, "
            "excepting, excluding, apart from, aside from, other than, "
            "outside of, without, minus, save for, with the exception of, ausser, bis auf, ohne, excepto, menos, "
            "salvo, sauf, hormis, but not, aber nicht, mais pas, pero no, just not, nur nicht",
            Kind.BUT: "but, so, otherwise, however, aber, sonst, pero, mais, por lo demas, sinon, the rest, though, "
            "apart from that, besides that",
            Kind.AND: "and, or, &, y, o, und, oder, et, ou, and also, as well as, plus, e, sowie, ainsi que, and or",
            Kind.FREE: "free, available, can, i can, i can do, we can, we can do, could do, "
            "i could do, could, avail, availability, frei, libre, libres, disponible, "
            "disponibles, disponibilidad, yes, ok, okay, good, great, fine, best, better, ideal, perfect, preferred, "
            "prefer, preferably, ideally, works, works well, works best, work for me, works for me, "
            "work well, work best, suits, suits me, "
            "is possible, possible, moglich, verfugbar, geht, passt, dispo, bueno, bien, no problem, gut, am besten, "
            "able to meet, able to attend, can do, can make, can meet, can attend, puedo, kann, kann ich, je peux, "
            "si, oui, ja",
            Kind.WORK: "work",
            Kind.EVERY: "each, every, jeden, jede, jeweils, tous les, chaque, todos los, cada",
            Kind.ONLY: "only, just, nur, solo, solamente, seulement, uniquement",
            Kind.SILENT: "i, i'm, im, i'll, i'd, i've, i am, is, are, be, do, would, will, the, at, in, my, me, it, "
            "it's, its, these, those, that, time, times, hour, hours, hrs, hr, slot, slots, window, windows, well, "
            "also, day, days, please, thanks, thank you, thanks so much, "
            "thank you so much, many thanks, "
            "during, make, meet, meeting, meetings, hi, hello, we, to meet, to attend, attend, come, on, schedule, "
            "in person, online, via zoom, on zoom, zoom, this semester, this term, in the, "
            "der, die, das, den, um, im, ich, habe, zeit, bin, uhr, danke, bitte, "
            "el, la, los, las, le, les, du, je, suis, j'ai, estoy, soy, il, lo, horas, heures, "
            "gracias, merci, a las, de las",
        }.items()
        for word in words.split(", ")
    }
)
"""What each word or phrase is; the longest phrase that fits is taken."""

MOST_WORDS = max(len(phrase.split()) for table in (PHRASES, PARTS, DAY_GROUPS) for phrase in table)
"""How many words the longest phrase has."""

_NOTHING_WORDS = (
    "none, n/a, n a, na, nothing, no, nope, -, --, nil, no conflicts, no conflict, never, no restrictions, nichts, "
    "nie, keine, nada, ninguno, ninguna, nunca, rien, aucun, jamais"
)
NOTHING = frozenset(_NOTHING_WORDS.split(", "))
"""Answers to "when are you not available" that take nothing away."""
