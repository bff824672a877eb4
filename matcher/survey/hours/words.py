"""Words in which people speak of days and hours: tables, folded to lower case without accents."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from matcher.survey.words.word_tables import words_of

__all__ = [
    "CUES",
    "DAYS_OF",
    "DAY_GROUPS",
    "ENGAGEMENTS",
    "EVERY_DAY",
    "FAINT_DAYS",
    "MOST_WORDS",
    "NOTHING",
    "PARTS",
    "PHRASES",
    "RESTRICTING",
    "Kind",
]


class Kind(StrEnum):
    """What a token is in an answer about hours."""

    DAY = "day"
    CLOCK = "clock"
    TIMES = "times"
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
    EXCEPT = "except"
    BUT = "but"
    COMMA = "comma"
    AND = "and"
    STOP = "stop"
    FREE = "free"
    FILLER = "filler"
    MAYBE = "maybe"
    IF = "if"
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

CUES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset[str](),
        "de": frozenset({"uhr", "bis", "ab", "und", "nicht", "vormittags", "nachmittags", "abends", "morgens"}),
        "es": frozenset({"hasta", "desde", "despues", "antes", "y", "manana", "tarde", "noche", "las"}),
        "fr": frozenset({"jusqu'a", "apres", "avant", "et", "matin", "soir", "au", "le"}),
    }
)
"""Words that show in which language an answer is written."""

_WORKING = frozenset(range(5))
DAY_GROUPS: Mapping[str, frozenset[int]] = MappingProxyType(
    {
        word: days
        for words, days in {
            "weekday, weekdays, week days, workdays, school days, any weekday, every weekday, all weekdays, werktags, "
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
            "morning, mornings, vormittag, vormittags, morgens, por la manana, de la manana, mananas, matin, matins, "
            "le matin, du matin": ((8, 12), (0, 12)),
            "afternoon, afternoons, nachmittag, nachmittags, por la tarde, de la tarde, tardes, apres midi, "
            "l'apres midi": ((12, 17), (12, 18)),
            "evening, evenings, abend, abends, soir, soirs, le soir, du soir": ((18, 21), (17, 24)),
            "night, nights, por la noche, de la noche, noches": ((19, 22), (18, 24)),
            "lunch, lunchtime, lunchtimes, lunch time, lunch hour, lunch break, mittagspause": ((12, 13), (11, 14)),
        }.items()
        for word in words.split(", ")
    }
)
"""Inner and outer hours of a part of the day: "mornings" offers the inner, "not mornings" takes the outer away."""

PHRASES: Mapping[str, Kind] = MappingProxyType(
    {
        word: kind
        for kind, words in {
            Kind.ANY_TIME: "any time, anytime, all day, all day long, the whole day, whole day, any hour, any, "
            "flexible, fully flexible, very flexible, whenever, always, open, wide open, completely free, "
            "no restrictions, no restriction, no conflicts, no conflict, no preference, no constraints, all times, "
            "all the time, at all times, every time, all hours, all, don't mind, ganztags, den ganzen tag, immer, "
            "jederzeit, todo el dia, siempre, cualquier hora, toute la journee, toujours, n'importe quand",
            Kind.TO: "to, thru, through, bis, a, al, au, until about, -, ~, \u2192",
            Kind.UNTIL: "until, till, til, hasta, hasta las, jusqu'a, jusque, up to, up until, ending, ends, ending at",
            Kind.BEFORE: "before, by, vor, avant, antes de, antes de las, earlier than, prior to, <",
            Kind.AFTER: "after, later than, past, starting, starting at, starting from, since, ab, nach, desde, "
            "desde las, despues de, despues de las, a partir de, "
            "a partir de las, des, apres, >",
            Kind.FROM: "from, von, de",
            Kind.ONWARD: "onwards, onward, or later, and later, and onwards, +, "
            "and beyond, and up, or beyond, en adelante",
            Kind.BETWEEN: "between, b/w, btw, zwischen, entre",
            Kind.NOT: "not, no, never, cannot, can't, cant, can not, don't, dont, doesn't, doesnt, isn't, isnt, won't, "
            "wont, couldn't, unavailable, not available, not avail, unable, busy, nicht, kein, keine, nie, pas, "
            "nunca, none, n/a, n.a., na, ne, not free, not possible, i have class, i have classes, have class, "
            "i have work, have work, i work, at work, in class, in lab, class, classes, lecture, lectures, "
            "bad, not good, no good, not ideal, not great, "
            "nope, no puedo, ocupado, ocupada, occupe, occupee, besetzt, keine zeit, ne peux pas, nothing",
            Kind.EXCEPT: "except, except for, excepting, excluding, besides, apart from, aside from, other than, "
            "anything but, everything but, all but, outside of, outside, without, minus, save for, "
            "with the exception of, ausser, excepto, menos, salvo, sauf, any day but, every day but, "
            "any time but, anytime but, weekdays but",
            Kind.BUT: "but, so, otherwise, however, else, aber, sonst, pero, mais, the rest, though",
            Kind.AND: "and, or, &, y, o, und, oder, et, ou, and also, as well as, plus, e, and/or",
            Kind.FREE: "free, available, can, avail, availability, frei, libre, disponible, disponibilidad, yes, "
            "ok, okay, good, great, fine, best, better, ideal, perfect, preferred",
            Kind.FILLER: "i, i'm, im, i'll, i'd, i've, am, is, are, be, do, would, will, should, could, the, an, at, "
            "in, of, for, my, me, it, it's, its, this, these, that, which, time, times, hour, hours, hrs, hr, slot, "
            "slots, window, windows, work, works, well, also, both, each, "
            "every, day, days, please, thanks, thank you, thank, thanks so much, thank you so much, "
            "many thanks, you, during, make, meet, meeting, meetings, very, "
            "only, just, usually, generally, normally, typically, prefer, preferably, ideally, preference, "
            "der, die, das, den, am, um, im, kann, ich, habe, zeit, el, la, los, las, le, les, du, "
            "no problem, no problem with, on, puedo, je, peux, suis, estoy, soy, il, lo, hi, hello, schedule, "
            ""
            "sure, horas, heures, we, to meet, to attend, attend, able, able to, come, there, "
            "pretty much, really, too, respectively, in person, online, via zoom, on zoom, zoom, been, "
            "cest, bin, semester, this semester, term, this term, ones, at all, with",
            Kind.MAYBE: "maybe, possibly, perhaps, sometimes, probably, might, may, occasionally, tentatively, "
            "not sure, "
            "unsure, vielleicht, manchmal, quizas, tal vez, peut etre, parfois, ?",
            Kind.IF: "if, unless, depending, depends, every other, every second, alternate, alternating, biweekly, "
            "fortnightly, most, some, a few, approximately, around, about, circa, ca, roughly, early, late, either, "
            "one of, within, falls, wenn, si",
        }.items()
        for word in words.split(", ")
    }
)
"""What each word or phrase is; the longest phrase that fits is taken."""

MOST_WORDS = max(len(phrase.split()) for table in (PHRASES, PARTS, DAY_GROUPS) for phrase in table)
"""How many words the longest phrase has."""

RESTRICTING = words_of(
    "only after before until till unless if except have has need needs must week weeks month months practice training "
    "lab labs shift shifts job commute class classes season hours hour from since one two three four five six seven "
    "eight nine ten eleven twelve every other alternate depends depending holiday holidays away travel work working "
    "never not no cannot without limited hard difficult nur solo seulement"
)
"""Words that may take something away from what is read beside them, where their sentence is not understood."""

_NOTHING_WORDS = (
    "none, n/a, na, nothing, no, nope, -, --, nil, no conflicts, no conflict, never, no restrictions, nichts, nie, "
    "keine, nada, ninguno, ninguna, nunca, rien, aucun, jamais"
)
NOTHING = frozenset(_NOTHING_WORDS.split(", "))
"""Answers to "when are you not available" that take nothing away."""

ENGAGEMENTS = frozenset(
    word
    for words in (
        "busy, class, classes, lecture, lectures, in class, in lab, at work, have class, have work, unavailable",
    )
    for word in words.split(", ")
)
"""Denials that another "no" turns round: "no class on Friday"."""
