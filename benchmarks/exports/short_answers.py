"""Genders, wishes on gender, numbers and yes or no: as options of a form, and in people's own words."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from benchmarks.exports.truth import Presence, Words

__all__ = ["Short", "chosen_gender", "chosen_wish", "gender_in_words", "limit_in_words", "taking_part", "wish_in_words"]


@dataclass(frozen=True, slots=True)
class Short:
    """What somebody wrote, what it means, and of which kind it is."""

    text: str
    truth: Words | Presence
    kind: str


BLANK = ""
GENDERS = {
    "woman": frozenset({"woman", "female"}),
    "man": frozenset({"man", "male"}),
    "nonbinary": frozenset({"nonbinary", "non-binary"}),
    None: frozenset({BLANK, "undisclosed"}),
}
OPTIONS: dict[str, dict[str | None, tuple[str, ...]]] = {
    "en": {
        "woman": ("Female", "Woman"),
        "man": ("Male", "Man"),
        "nonbinary": ("Non-binary", "Nonbinary"),
        None: ("Prefer not to say", "Prefer not to say"),
    },
    "de": {
        "woman": ("weiblich", "Frau"),
        "man": ("männlich", "Mann"),
        "nonbinary": ("divers", "nichtbinär"),
        None: ("keine Angabe", "keine Angabe"),
    },
    "fr": {
        "woman": ("Femme", "Féminin"),
        "man": ("Homme", "Masculin"),
        "nonbinary": ("Non binaire", "Non-binaire"),
        None: ("Ne souhaite pas répondre", "Je préfère ne pas répondre"),
    },
    "es": {
        "woman": ("Mujer", "Femenino"),
        "man": ("Hombre", "Masculino"),
        "nonbinary": ("No binario", "No binario"),
        None: ("Prefiero no decirlo", "Prefiero no contestar"),
    },
}
IN_WORDS: dict[str, dict[str | None, tuple[str, ...]]] = {
    "en": {
        "woman": ("F", "f", "female", "woman (she/her)", "cis woman", "Female."),
        "man": ("M", "male", "man (he/him)", "man", "guy"),
        "nonbinary": ("non binary", "enby", "NB"),
        None: ("-", "n/a", "rather not say", "private"),
    },
    "de": {
        "woman": ("w", "W", "weibl.", "Frau"),
        "man": ("m", "männl.", "Mann"),
        "nonbinary": ("d", "nicht-binär", "divers"),
        None: ("-", "k. A.", "möchte ich nicht sagen"),
    },
    "fr": {
        "woman": ("F", "femme", "féminin"),
        "man": ("homme", "H", "masculin"),
        "nonbinary": ("non-binaire",),
        None: ("-", "je préfère ne pas le dire"),
    },
    "es": {
        "woman": ("mujer", "F", "femenino"),
        "man": ("hombre", "H", "masculino"),
        "nonbinary": ("no binario", "no binarie"),
        None: ("-", "prefiero no decir"),
    },
}
NOT_A_GENDER = {
    "en": ("not male", "not a woman", "used to be male", "none of your business", "she/her", "they/them"),
    "de": ("nicht männlich", "keine Frau", "sie/ihr"),
    "fr": ("pas un homme", "ni homme ni femme", "iel"),
    "es": ("no soy hombre", "ni hombre ni mujer", "ella"),
}
ANY = frozenset({BLANK, "any"})
WISHES: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {
    "en": (
        ("No preference", ANY),
        ("Prefer a woman", frozenset({"prefer woman"})),
        ("Must be a woman", frozenset({"require woman"})),
        ("Prefer a man", frozenset({"prefer man"})),
        ("Doesn't matter", ANY),
        ("Same gender as me", frozenset({"prefer same", "require same"})),
        ("Female", frozenset({"prefer woman", "require woman"})),
        ("Only women", frozenset({"require woman"})),
    ),
    "de": (
        ("egal", ANY),
        ("keine Präferenz", ANY),
        ("bevorzugt eine Frau", frozenset({"prefer woman"})),
        ("unbedingt eine Frau", frozenset({"require woman"})),
        ("Mann", frozenset({"prefer man", "require man"})),
        ("gleiches Geschlecht", frozenset({"prefer same", "require same"})),
        ("nur Frauen", frozenset({"require woman"})),
    ),
    "fr": (
        ("peu importe", ANY),
        ("sans préférence", ANY),
        ("de préférence une femme", frozenset({"prefer woman"})),
        ("Femme", frozenset({"prefer woman", "require woman"})),
        ("même genre", frozenset({"prefer same", "require same"})),
        ("uniquement une femme", frozenset({"require woman"})),
    ),
    "es": (
        ("me da igual", ANY),
        ("sin preferencia", ANY),
        ("preferiblemente mujer", frozenset({"prefer woman"})),
        ("Hombre", frozenset({"prefer man", "require man"})),
        ("mismo género", frozenset({"prefer same", "require same"})),
        ("solo mujeres", frozenset({"require woman"})),
    ),
}
WISHES_TURNED = {
    "en": (
        "Anything but male",
        "not male please",
        "no men",
        "not a woman",
        "anyone except a man",
        "non-male",
        "male (no)",
    ),
    "de": ("kein Mann", "bitte keine Frau", "alles außer männlich", "nicht männlich"),
    "fr": ("pas un homme", "tout sauf un homme", "pas de femme", "sauf homme"),
    "es": ("no hombre", "cualquiera menos un hombre", "que no sea mujer", "hombre no"),
}
NUMBERS = {
    "en": ("one", "two", "three", "four", "five", "six"),
    "de": ("eins", "zwei", "drei", "vier", "fünf", "sechs"),
    "fr": ("un", "deux", "trois", "quatre", "cinq", "six"),
    "es": ("uno", "dos", "tres", "cuatro", "cinco", "seis"),
}
AT_MOST = {
    "en": ("up to {n}", "max {n}", "at most {n}", "{n} mentees", "{n} max.", "no more than {n}", "{n} people"),
    "de": ("bis zu {n}", "max. {n}", "höchstens {n}", "{n} Mentees", "maximal {n}", "nicht mehr als {n}"),
    "fr": ("jusqu'à {n}", "max {n}", "au plus {n}", "{n} mentorés", "{n} maximum", "pas plus de {n}"),
    "es": ("hasta {n}", "máx. {n}", "como máximo {n}", "{n} mentorizados", "no más de {n}"),
}
UNDER = {
    "en": ("<{m}", "fewer than {m}", "less than {m}", "under {m}"),
    "de": ("<{m}", "weniger als {m}", "unter {m}"),
    "fr": ("<{m}", "moins de {m}"),
    "es": ("<{m}", "menos de {m}"),
}
NO_LIMIT_TOLD = {
    "en": (
        "{n}+",
        "{n} or more",
        "at least {n}",
        ">{n}",
        "more than {n}",
        "minimum {n}",
        "{n} groups",
        "{n} last year",
        "{n} hours",
        "not {n}",
        "{n} if they are quiet",
        "more than last year",
        "{n}?",
    ),
    "de": (
        "{n}+",
        "mindestens {n}",
        "mehr als {n}",
        "ab {n}",
        "{n} Gruppen",
        "{n} oder mehr",
        "letztes Jahr {n}",
        "nicht {n}",
    ),
    "fr": ("{n}+", "au moins {n}", "plus de {n}", "{n} ou plus", "{n} groupes", "{n} l'an dernier", "pas {n}"),
    "es": ("{n}+", "al menos {n}", "más de {n}", "{n} o más", "{n} grupos", "{n} el año pasado", "no {n}"),
}
YES = {
    "en": ("Yes", "yes", "Yes, count me in", "Sure"),
    "de": ("Ja", "ja", "Ja, gerne"),
    "fr": ("Oui", "oui", "Oui, avec plaisir"),
    "es": ("Sí", "sí", "Sí, claro"),
}
NO = {
    "en": ("No", "no", "No, sorry", "Not this year", "no longer"),
    "de": ("Nein", "nein", "Nein, leider nicht", "dieses Jahr nicht"),
    "fr": ("Non", "non", "Non, désolé", "pas cette année"),
    "es": ("No", "no", "No, lo siento", "este año no"),
}
MAYBE = {"en": ("maybe", "not sure yet"), "de": ("vielleicht",), "fr": ("peut-être",), "es": ("quizás",)}


def chosen_gender(code: str, gender: str | None, words: int) -> Short:
    """Return the option of a form that is somebody's gender; `words` is which of two ways the form has of saying it."""
    return Short(OPTIONS[code][gender][words], Words(GENDERS[gender]), "option")


def gender_in_words(random: Random, code: str, gender: str | None, *, tricky: bool) -> Short:
    """Return a gender in somebody's own words."""
    if tricky:
        return Short(random.choice(NOT_A_GENDER[code]), Words(frozenset()), "negation: not a gender")
    return Short(random.choice(IN_WORDS[code][gender]), Words(GENDERS[gender]), "a gender in own words")


def chosen_wish(random: Random, code: str) -> Short:
    """Return the option of a form on a mentor's gender."""
    text, allowed = random.choice(WISHES[code])
    return Short(text, Words(allowed), "option")


def wish_in_words(random: Random, code: str) -> Short:
    """Return a wish on gender that is turned round: only a question is right."""
    return Short(random.choice(WISHES_TURNED[code]), Words(frozenset()), "negation: not this gender")


def limit_in_words(random: Random, code: str, sort: str) -> Short:
    """Return how many mentees somebody takes."""
    number = random.randint(1, 6)
    exactly = Words(frozenset({str(number)}))
    if sort == "plain":
        return Short(str(number), exactly, "number")
    if sort == "loose":
        if random.random() < 0.3:
            return Short(NUMBERS[code][number - 1], exactly, "number in words")
        return Short(random.choice(AT_MOST[code]).format(n=number), exactly, "at most a number")
    if sort == "tricky":
        text = random.choice(UNDER[code]).format(m=number + 1)
        return Short(text, exactly, "fewer than a number")
    return Short(random.choice(NO_LIMIT_TOLD[code]).format(n=number), Words(frozenset()), "a number that is no limit")


def taking_part(random: Random, code: str, *, turned: bool, own_words: bool) -> Short:
    """Return an answer to whether somebody takes part; `turned`: whether the question is to withdraw."""
    if own_words and random.random() < 0.1:
        return Short(random.choice(MAYBE[code]), Presence(None), "maybe taking part")
    takes_part = random.random() < 0.85
    said = random.choice((YES if takes_part != turned else NO)[code][: (2 if turned else None) if own_words else 1])
    return Short(said, Presence(takes_part), "taking part" if takes_part else "not taking part")
