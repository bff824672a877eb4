"""Hours in people's own words: plainly, loosely, with negations, marks and exceptions, and such as nobody can know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.exports.languages import LANGUAGES, Language
from benchmarks.exports.truth import ALWAYS, WORK_WEEK, Hours, Quarters, Window, free_at

__all__ = ["KINDS", "UNKNOWN", "Written", "draw_windows", "written", "written_clean"]

NOON, MIDNIGHT = 12 * 60, 24 * 60
PART_CORE = {"morning": (9 * 60 + 30, 11 * 60), "afternoon": (14 * 60, 16 * 60), "evening": (19 * 60, 20 * 60 + 30)}
PART_COVER = {"morning": (5 * 60, 13 * 60), "afternoon": (12 * 60, 20 * 60), "evening": (16 * 60, MIDNIGHT)}


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote, what it means, and of which kind it is."""

    text: str
    truth: Hours
    kind: str


def draw_windows(random: Random, most: int = 3) -> list[Window]:
    """Return one to `most` windows on different days, in the order of the week."""
    days = sorted(random.sample(range(6), random.randint(1, most)))
    return [Window(day, *_span(random)) for day in days]


def _span(random: Random) -> tuple[int, int]:
    start = random.choice((9, 9, 10, 11, 12, 13, 14, 15, 16, 17)) * 60 + random.choice((0, 0, 0, 30))
    return start, min(start + random.choice((60, 120, 120, 180)), 21 * 60)


def _sure(windows: Sequence[Window]) -> Hours:
    free = free_at(windows)
    return Hours(free, free)


def _day(day: int) -> Quarters:
    return free_at([Window(day, 0, MIDNIGHT)])


def _but(busy: Quarters) -> Hours:
    """Free at any time that is not busy: at ordinary hours for certain."""
    return Hours(WORK_WEEK - busy, ALWAYS - busy)


class _Pen:
    """One hand: a language and one way of writing days and hours, kept up within a cell."""

    def __init__(self, random: Random, language: Language) -> None:
        self.random, self.language = random, language
        self.names = random.choice((language.days, language.short, language.short, language.plural))
        self.span = random.choice(language.spans)
        self.entry = random.choice(language.entries)
        self.join = random.choice((", ", "; ", "\n", language.last_and, " / "))
        if language.last_and in self.span(540, 660) or self.entry.endswith(", {1}"):
            self.join = "; "

    def day(self, day: int) -> str:
        return self.names[day]

    def one(self, window: Window) -> str:
        return self.entry.format(self.day(window.day), self.span(window.start, window.end))

    def all(self, windows: Sequence[Window]) -> str:
        return self.join.join(self.one(one) for one in windows)

    def briefly(self, windows: Sequence[Window]) -> str:
        """Return windows within a sentence: no commas between a day and its hours, nor lines."""
        return ", ".join(f"{self.day(one.day)} {self.span(one.start, one.end)}" for one in windows)

    def days(self, days: Sequence[int]) -> str:
        """Several days: as a range where they follow each other."""
        short = self.language.short if self.random.random() < 0.5 else self.language.days
        names = [short[day] for day in days]
        if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
            return self.random.choice(self.language.ranges).format(names[0], names[-1])
        joint = self.random.choice((self.language.last_and, ", ", "/", " & "))
        return ", ".join(names[:-1]) + joint + names[-1] if len(names) > 1 else names[0]


# Understood without a question --------------------------------------------------------------------------------------


def written_clean(random: Random, language: Language, windows: Sequence[Window]) -> Written:
    """Write windows as forms ask for them."""
    span = random.choice(language.clean)
    names = random.choice((language.days, language.short))
    text = random.choice(("; ", ", ")).join(f"{names[one.day]} {span(one.start, one.end)}" for one in windows)
    return Written(text, _sure(windows), "clean text")


def _plain(pen: _Pen) -> Written:
    windows = draw_windows(pen.random)
    return Written(pen.all(windows), _sure(windows), "hours, plainly")


def _fluffy(pen: _Pen) -> Written:
    windows = draw_windows(pen.random, 2)
    text = pen.random.choice(pen.language.fluff).format(pen.briefly(windows))
    return Written(text[0].upper() + text[1:], _sure(windows), "hours with polite words")


def _many_days(pen: _Pen) -> Written:
    start, end = _span(pen.random)
    choices: list[tuple[str, Sequence[int]]] = [(pen.language.weekdays, range(5)), (pen.language.daily, range(7))]
    choices += [(pen.days(some), some) for some in ([0, 2], [1, 3, 4], [0, 1, 2], [1, 2, 3, 4], [3, 4])]
    name, days = pen.random.choice(choices)
    template = pen.random.choice(("{0} {1}", "{0}: {1}"))
    text = template.format(name, pen.span(start, end))
    return Written(text, _sure([Window(day, start, end) for day in days]), "several days at once")


def _one_day_more_hours(pen: _Pen) -> Written:
    day = pen.random.randrange(5)
    first, second = Window(day, 9 * 60, 11 * 60), Window(day, 14 * 60, 16 * 60)
    joint = pen.random.choice((", ", pen.language.last_and, " + "))
    if pen.language.last_and in pen.span(540, 660):
        joint = ", "
    text = f"{pen.day(day)} {pen.span(first.start, first.end)}{joint}{pen.span(second.start, second.end)}"
    return Written(text, _sure([first, second]), "several hours on a day")


def _open_ended(pen: _Pen) -> Written:
    day, hour = pen.random.randrange(5), pen.random.choice((10, 11, 15, 16, 17)) * 60
    late = hour > NOON
    template = pen.random.choice(pen.language.after if late else pen.language.before)
    text = template.format(pen.day(day), pen.language.clock(hour))
    core = Window(day, hour, hour + 120) if late else Window(day, hour - 60, hour)
    cover = Window(day, hour, MIDNIGHT) if late else Window(day, 0, hour)
    return Written(text, Hours(free_at([core]), free_at([cover])), "after and before")


def _part_of_day(pen: _Pen) -> Written:
    part = pen.random.choice(sorted(PART_CORE))
    days = sorted(pen.random.sample(range(5), pen.random.choice((1, 1, 2))))
    template = pen.random.choice(pen.language.parts[part])
    names = pen.language.days
    text = ", ".join(template.format(names[day]) for day in days)
    core = free_at(Window(day, *PART_CORE[part]) for day in days)
    return Written(text, Hours(core, free_at(Window(day, *PART_COVER[part]) for day in days)), "part of a day")


def _part_and_clock(pen: _Pen) -> Written:
    part, start, end = pen.random.choice(
        (("evening", 16, 20), ("morning", 10, 14), ("evening", 17, 21), ("afternoon", 12, 17), ("morning", 9, 12))
    )
    day = pen.random.randrange(6)
    template = pen.random.choice(("{0} {1}", "{0} ({1})", "{0}, {1}"))
    text = template.format(
        pen.language.parts[part][0].format(pen.language.days[day]), pen.language.clean[0](start * 60, end * 60)
    )
    return Written(text, _sure([Window(day, start * 60, end * 60)]), "part of a day and a clock time")


DURATIONS = {
    "en": ("{0} {1} (2h)", "{0} at {1} for 2 hours", "{0} {1}, two hours"),
    "de": ("{0} {1} (2h)", "{0} ab {1} für 2 Stunden", "{0} {1}, zwei Stunden"),
    "fr": ("{0} {1} (2h)", "{0} à {1} pendant 2 heures", "{0} {1}, durée 2 heures"),
    "es": ("{0} a {1} (2h)", "{0} a {1} durante 2 horas", "{0} a {1}, dos horas"),
}


def _duration(pen: _Pen) -> Written:
    day, hour = pen.random.randrange(5), pen.random.choice((9, 10, 14, 15)) * 60
    text = pen.random.choice(DURATIONS[pen.language.code]).format(pen.language.short[day], pen.language.clock(hour))
    return Written(text, _sure([Window(day, hour, hour + 120)]), "how long")


# Negations, marks, exceptions ----------------------------------------------------------------------------------------

NOT_A_DAY = {
    "en": (
        "not {D}",
        "no {D}",
        "anything but {D}",
        "any day except {d}",
        "{d} doesn't work, otherwise I'm flexible",
        "can't do {D}",
        "always, just not on {d}",
        "Not available {D}",
        "{d} is out",
        "never on {D}",
    ),
    "de": (
        "nicht {D}",
        "alles außer {d}",
        "immer außer {d}",
        "{d} geht nicht, sonst immer",
        "{D} kann ich nicht",
        "keinesfalls {D}",
        "an {d} leider nicht",
        "{d} bin ich nicht da",
        "jederzeit, nur nicht {D}",
    ),
    "fr": (
        "pas {D}",
        "sauf {D}",
        "tous les jours sauf {D}",
        "jamais {D}",
        "indisponible {D}",
        "{D} impossible",
        "n'importe quand sauf {d}",
        "tout sauf {d}",
        "je ne peux pas {D}",
    ),
    "es": (
        "no {D}",
        "excepto {d}",
        "todos los días menos {d}",
        "nunca {D}",
        "{d} no puedo",
        "{d} imposible",
        "cualquier día salvo {d}",
        "todo menos {d}",
        "{D} no estoy disponible",
    ),
}
HOURS_BUT_NOT = {
    "en": (
        "{e}, not {D}",
        "{e} but not {d}",
        "{e}; never on {d}",
        "{d} is bad, {e} is good",
        "{e} (not {d})",
        "can't do {D}; {e}",
        "{e}, {d} not possible",
        "no {D}, {e}",
        "{d} doesn't work. {e}",
    ),
    "de": (
        "{e}, nicht {d}",
        "{e}, aber nicht {D}",
        "{e}; {d} leider nicht",
        "{d} geht nicht, {e} schon",
        "{e} ({d} nicht)",
        "kein {d}; {e}",
        "{D} nie; {e}",
    ),
    "fr": (
        "{e}, pas {D}",
        "{e} mais pas {d}",
        "{d} impossible, {e} oui",
        "{e} (sauf {d})",
        "jamais {D} ; {e}",
        "{e}, {d} non",
    ),
    "es": (
        "{e}, no {d}",
        "{e}, pero no {D}",
        "{d} imposible; {e} sí",
        "{e} (menos {d})",
        "nunca {D}; {e}",
        "{d} no puedo, {e} sí",
    ),
}
ALL_BUT_HOURS = {
    "en": (
        "anytime except {e}",
        "not {e}",
        "{e} doesn't work",
        "busy {e}, otherwise free",
        "unavailable {e}",
        "all week but not {e}",
        "I have class {e}",
    ),
    "de": ("immer außer {e}", "nicht {e}", "{e} geht nicht", "jederzeit, nur nicht {e}", "{e} habe ich Vorlesung"),
    "fr": ("toujours sauf {e}", "pas {e}", "{e} impossible", "tout le temps sauf {e}", "j'ai cours {e}"),
    "es": ("siempre excepto {e}", "no {e}", "{e} no puedo", "a cualquier hora menos {e}", "tengo clase {e}"),
}
WEEK_BUT_A_DAY = {
    "en": ("weekdays {s} except {d}", "Mon-Fri {s}, not {d}", "Mon-Fri {s} (no {D})", "every weekday {s} but {d}"),
    "de": ("werktags {s} außer {d}", "Mo-Fr {s}, nicht {d}", "Mo-Fr {s} (außer {d})"),
    "fr": ("en semaine {s} sauf {D}", "lun-ven {s}, pas {d}", "lun-ven {s} (sauf {d})"),
    "es": ("entre semana {s} excepto {d}", "lun-vie {s}, no {d}", "lun-vie {s} (menos {d})"),
}


def _template(pen: _Pen, told: dict[str, tuple[str, ...]], day: int, entry: str = "", span: str = "") -> str:
    template = pen.random.choice(told[pen.language.code])
    text = template.format(d=pen.language.days[day], D=pen.language.plural[day], e=entry, s=span)
    return text[0].upper() + text[1:] if pen.random.random() < 0.5 else text


def _not_a_day(pen: _Pen) -> Written:
    day = pen.random.randrange(5)
    return Written(_template(pen, NOT_A_DAY, day), _but(_day(day)), "negation: all but a day")


def _hours_but_not(pen: _Pen) -> Written:
    windows = draw_windows(pen.random, 2)
    day = pen.random.choice([one for one in range(5) if one not in {window.day for window in windows}])
    entry = pen.briefly(windows)
    return Written(_template(pen, HOURS_BUT_NOT, day, entry), _sure(windows), "negation: hours, and not a day")


def _all_but_hours(pen: _Pen) -> Written:
    windows = draw_windows(pen.random, 1)
    text = _template(pen, ALL_BUT_HOURS, windows[0].day, pen.briefly(windows))
    return Written(text, _but(free_at(windows)), "negation: all but these hours")


def _week_but_a_day(pen: _Pen) -> Written:
    day, (start, end) = pen.random.randrange(5), _span(pen.random)
    text = _template(pen, WEEK_BUT_A_DAY, day, span=pen.language.clean[0](start, end))
    windows = [Window(one, start, end) for one in range(5) if one != day]
    return Written(text, _sure(windows), "exception: the week but a day")


MARKS = (
    "{e1} ✗, {e2} ✓",
    "{e2} ✓; {e1} ✗",
    "{d1} ✗, {e2} ✓",
    "{d1}: -; {d2}: {s2}",
    "{d1} -, {d2} {s2}",
    "{e1} ({no}), {e2} ({yes})",
    "{e1}: {no}; {e2}: {yes}",
    "{e1} ❌ {e2} ✅",
    "{d1}: ---\n{d2}: {s2}",
    "{d1}: ✗\n{d2}: {s2}",
    "{d1}: {no}, {d2}: {s2}",
    "{d1}: n/a, {d2}: {s2}",
    "{e2}\n{d1}: {no}",
)


def _marks(pen: _Pen) -> Written:
    no, yes = (Window(day, *_span(pen.random)) for day in sorted(pen.random.sample(range(5), 2)))
    short = pen.language.short
    span = pen.language.clean[1]
    text = pen.random.choice(MARKS).format(
        e1=f"{short[no.day]} {span(no.start, no.end)}",
        e2=f"{short[yes.day]} {span(yes.start, yes.end)}",
        d1=short[no.day],
        d2=short[yes.day],
        s2=span(yes.start, yes.end),
        yes=pen.language.yes,
        no=pen.language.no,
    )
    return Written(text, _sure([yes]), "marks")


EXCEPTIONS = {
    "en": {
        "shorter": (
            "Mon-Fri {s}, {d} only until {t}",
            "Mon-Fri {s} ({d} until {t})",
            "weekdays {s}, but {d} just to {t}",
        ),
        "other": ("Everyday {s} ({d} {o})", "every day {s}, except {d} {o}", "daily {s}; on {d} {o} instead"),
        "pause": ("{d} {s} (lunch {o})", "{d} {s} except {o}", "{d} {s} but not {o}", "{d} {s} (not {o})"),
    },
    "de": {
        "shorter": ("Mo-Fr {s}, {d} nur bis {t}", "Mo-Fr {s} ({d} bis {t})"),
        "other": ("täglich {s} ({d} {o})", "jeden Tag {s}, {d} aber {o}"),
        "pause": ("{d} {s} (Mittag {o})", "{d} {s} außer {o}", "{d} {s}, aber nicht {o}"),
    },
    "fr": {
        "shorter": ("lun-ven {s}, {d} seulement jusqu'à {t}", "lun-ven {s} ({d} jusqu'à {t})"),
        "other": ("tous les jours {s} ({d} {o})", "tous les jours {s}, mais {d} {o}"),
        "pause": ("{d} {s} (déjeuner {o})", "{d} {s} sauf {o}", "{d} {s} mais pas {o}"),
    },
    "es": {
        "shorter": ("lun-vie {s}, {d} solo hasta {t}", "lun-vie {s} ({d} hasta {t})"),
        "other": ("todos los días {s} ({d} {o})", "todos los días {s}, pero {d} {o}"),
        "pause": ("{d} {s} (comida {o})", "{d} {s} excepto {o}", "{d} {s} pero no {o}"),
    },
}


def _exceptions(pen: _Pen) -> Written:
    kind = pen.random.choice(("shorter", "other", "pause"))
    day, (start, end) = pen.random.randrange(5), (9 * 60, 17 * 60)
    span, cut, other = pen.language.clean[0], 13 * 60, (12 * 60, 13 * 60)
    if kind == "other":
        start, end, other = 17 * 60, 19 * 60, (15 * 60, 17 * 60)
    text = pen.random.choice(EXCEPTIONS[pen.language.code][kind]).format(
        s=span(start, end), o=span(*other), d=pen.language.short[day], t=pen.language.clock(cut)
    )
    truth = {
        "shorter": [Window(one, start, cut if one == day else end) for one in range(5)],
        "other": [Window(one, *(other if one == day else (start, end))) for one in range(7)],
        "pause": [Window(day, start, other[0]), Window(day, other[1], end)],
    }[kind]
    return Written(text, _sure(truth), f"exception: {kind}")


# Only a question is right --------------------------------------------------------------------------------------------

UNKNOWABLE = {
    "en": (
        "when my shifts allow",
        "{e} if my class is cancelled",
        "{e} every second week only",
        "it depends",
        "either {e} or any other day, not both",
        "first {d} of the month, {s}",
        "until October {e}, later unsure",
        "ask me",
        "{e}?",
        "maybe {e}",
        "{e} but only online",
        "same as last year",
        "alternating {e}",
        "{e} tbc",
    ),
    "de": (
        "je nach Schicht",
        "{e}, falls die Vorlesung ausfällt",
        "nur jede zweite Woche {e}",
        "kommt darauf an",
        "{e} oder ein anderer Tag, nicht beides",
        "bis Oktober {e}, danach unklar",
        "{e}?",
        "vielleicht {e}",
        "wie letztes Jahr",
        "in ungeraden Wochen {e}",
    ),
    "fr": (
        "selon mes gardes",
        "{e} si mon cours est annulé",
        "une semaine sur deux {e}",
        "ça dépend",
        "jusqu'en octobre {e}, après je ne sais pas",
        "{e} ?",
        "peut-être {e}",
        "comme l'an dernier",
    ),
    "es": (
        "según mis turnos",
        "{e} si se cancela la clase",
        "cada dos semanas {e}",
        "depende",
        "hasta octubre {e}, después no sé",
        "¿{e}?",
        "quizás {e}",
        "como el año pasado",
    ),
}


def _unknowable(pen: _Pen) -> Written:
    window = draw_windows(pen.random, 1)[0]
    span = pen.language.clean[1](window.start, window.end)
    form = pen.random.choice(UNKNOWABLE[pen.language.code])
    text = form.format(e=f"{pen.language.short[window.day]} {span}", d=pen.language.days[window.day], s=span)
    if form in OF_ODD_WEEKS:
        hour = "{:02d}:{:02d}"
        start, end = (hour.format(*divmod(minute, 60)) for minute in (window.start, window.end))
        odd = frozenset({f"{IN_THE_INTAKE[window.day]} {start}-{end} odd"})
        return Written(text, Hours(frozenset(), free_at([window]), known=False, slots=odd), ODD_WEEKS)
    perhaps = free_at([window]) if span in text else frozenset()
    return Written(text, Hours(frozenset(), perhaps, known=False), UNKNOWN)


UNKNOWN = "hours that nobody can know"
ODD_WEEKS = "hours of odd weeks"
IN_THE_INTAKE = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
OF_ODD_WEEKS = frozenset({"in ungeraden Wochen {e}"})
"""Which weeks are meant is said: they are understood, or asked about."""
KINDS: dict[str, tuple[Callable[[_Pen], Written], ...]] = {
    "plain": (_plain, _plain, _many_days, _one_day_more_hours, _fluffy),
    "loose": (_open_ended, _part_of_day, _fluffy, _duration, _part_and_clock),
    "tricky": (_not_a_day, _hours_but_not, _all_but_hours, _week_but_a_day, _marks, _marks, _exceptions, _exceptions),
    "unknowable": (_unknowable,),
}


def written(random: Random, code: str, sort: str) -> Written:
    """Return hours in somebody's own words, of one of the sorts in `KINDS`."""
    pen = _Pen(random, LANGUAGES[code])
    return random.choice(KINDS[sort])(pen)
