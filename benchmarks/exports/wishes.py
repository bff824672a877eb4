"""Wishes for people in people's own words: names as they are written, ranks, refusals, and what nobody can know."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.exports.languages import LANGUAGES
from benchmarks.exports.truth import Names, Person

__all__ = ["SORTS", "WrittenNames", "written_names", "written_refusal"]

SORTS = ("plain", "loose", "tricky", "unknowable")


@dataclass(frozen=True, slots=True)
class WrittenNames:
    """What somebody wrote, what it means, and of which kind it is."""

    text: str
    truth: Names
    kind: str


POLITE = {
    "en": ("{0} please", "I'd love to work with {0}", "{0} would be great", "preferably {0}", "{0}!", "my wish: {0}"),
    "de": ("bitte {0}", "am liebsten {0}", "{0} wäre toll", "gerne {0}", "ich hätte gern {0}"),
    "fr": ("{0} s'il vous plaît", "de préférence {0}", "j'aimerais travailler avec {0}", "{0} serait parfait"),
    "es": ("{0} por favor", "preferiblemente {0}", "me gustaría trabajar con {0}", "{0} sería genial"),
}
REFUSALS = {
    "en": (
        "anyone but {x}",
        "not {x}",
        "{x} (no)",
        "no {x} please",
        "everyone except {x}",
        "w/o {x}",
        "anybody other than {x}",
        "please not {x}",
        "I can't work with {x}",
        "never {x} again",
        "{x} - no thanks",
        "don't want {x}",
        "all but {x}",
        "{x} ✗",
        "not with {x}",
        "avoid {x}",
        "I'd rather not have {x}",
    ),
    "de": (
        "jeder außer {x}",
        "bitte nicht {x}",
        "ohne {x}",
        "alle bis auf {x}",
        "{x} (nein)",
        "nicht {x}",
        "auf keinen Fall {x}",
        "egal, nur nicht {x}",
        "{x} lieber nicht",
        "nicht mit {x}",
        "keinesfalls {x}",
    ),
    "fr": (
        "tout sauf {x}",
        "pas {x}",
        "surtout pas {x}",
        "n'importe qui sauf {x}",
        "{x} (non)",
        "sans {x}",
        "pas avec {x}",
        "tout le monde à part {x}",
        "je ne veux pas {x}",
    ),
    "es": (
        "cualquiera menos {x}",
        "no {x}",
        "{x} (no)",
        "todos excepto {x}",
        "no con {x}",
        "sin {x}",
        "por favor no {x}",
        "no quiero a {x}",
        "salvo {x}",
    ),
}
BOTH = {
    "en": ("{a}, but not {x}", "{a}. Not {x}!", "{a}; no {x}", "{a} (anyone but {x})", "{a}, never {x}"),
    "de": ("{a}, aber nicht {x}", "{a}, nicht {x}", "{a}; kein {x}"),
    "fr": ("{a}, mais pas {x}", "{a}, pas {x}"),
    "es": ("{a}, pero no {x}", "{a}, no {x}"),
}
UNKNOWABLE = {
    "en": (
        "somebody like {x}",
        "{x} is my boss",
        "had {x} last year, someone new please",
        "last choice: {x}",
        "{x}'s colleague",
        "whoever {x} recommends",
        "{x} or not, I don't know",
        "conflict with {x}",
        "the one after {x}",
        "{x} only if nobody else is free",
        "I know {x} already",
        "{x}??",
    ),
    "de": (
        "jemand wie {x}",
        "{x} ist meine Chefin",
        "hatte letztes Jahr {x}, bitte jemand neues",
        "zur Not {x}",
        "wen {x} empfiehlt",
        "{x} kenne ich schon",
        "letzte Wahl: {x}",
    ),
    "fr": (
        "quelqu'un comme {x}",
        "{x} est mon chef",
        "j'avais {x} l'an dernier, quelqu'un d'autre svp",
        "en dernier recours {x}",
        "je connais déjà {x}",
    ),
    "es": (
        "alguien como {x}",
        "{x} es mi jefe",
        "el año pasado tuve a {x}, mejor alguien nuevo",
        "última opción: {x}",
        "ya conozco a {x}",
    ),
}
NOBODY = {
    "en": ("no preference", "anyone", "n/a", "-", "none", "I don't mind", "whoever is free"),
    "de": ("egal", "keine", "-", "kein Wunsch", "alle sind ok", "keine Präferenz"),
    "fr": ("peu importe", "aucune préférence", "-", "aucun", "sans préférence"),
    "es": ("me da igual", "sin preferencia", "-", "ninguno", "cualquiera"),
}
NO_ONE = {
    "en": ("n/a", "-", "none", "no one", "nobody", "no"),
    "de": ("niemand", "-", "keine", "nein"),
    "fr": ("personne", "-", "aucun", "non"),
    "es": ("nadie", "-", "ninguno", "no"),
}
RANKED = {
    "en": (
        "1. {0} 2. {1}",
        "2: {1}; 1: {0}",
        "{1} (2nd choice), {0} (1st choice)",
        "first {0}, then {1}",
        "{0} > {1}",
        "{0} first, {1} second",
        "#1 {0}, #2 {1}",
        "{1} - second choice, {0} - first choice",
        "1) {0}\n2) {1}",
    ),
    "de": (
        "1. {0} 2. {1}",
        "2: {1}; 1: {0}",
        "zuerst {0}, dann {1}",
        "{0} > {1}",
        "1. Wahl {0}, 2. Wahl {1}",
        "{1} (2. Wahl), {0} (1. Wahl)",
        "1) {0}\n2) {1}",
    ),
    "fr": (
        "1. {0} 2. {1}",
        "2 : {1} ; 1 : {0}",
        "d'abord {0}, puis {1}",
        "{0} > {1}",
        "1er choix {0}, 2e choix {1}",
        "{1} (2e choix), {0} (1er choix)",
    ),
    "es": (
        "1. {0} 2. {1}",
        "2: {1}; 1: {0}",
        "primero {0}, luego {1}",
        "{0} > {1}",
        "1.ª opción {0}, 2.ª opción {1}",
        "{1} (2.ª opción), {0} (1.ª opción)",
    ),
}


def _plain_letters(name: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", name) if not unicodedata.combining(one))


def _loosely(random: Random, person: Person) -> str:
    """Return a name as people write it, so that nobody else can be meant."""
    first, last = person.first, person.last
    forms = [
        last if person.namesake else first,
        last,
        f"{first[0]}. {last}",
        f"{last}, {first}",
        f"{first} {last}".lower(),
        _plain_letters(person.name),
    ]
    if len(last) >= 6 and last.isalpha():
        forms.append(f"{first} {last[:3]}{last[4]}{last[3]}{last[5:]}")
        forms.append(f"{first} {last[:3]}{last[2:]}")
    forms += [f"{first} {last[0]}.", person.email, f"Dr. {last}"]
    return random.choice(forms)


def _ids(people: Sequence[Person]) -> tuple[tuple[int, ...], ...]:
    return (tuple(one.number for one in people),)


def _either(people: Sequence[Person]) -> tuple[tuple[int, ...], ...]:
    numbers = tuple(one.number for one in people)
    return (numbers, numbers[::-1]) if len(numbers) == 2 else (numbers,)


def _named(random: Random, code: str, people: Sequence[Person], kind: str) -> WrittenNames:
    sole = kind == "near names"
    names = [_loosely(random, one) if sole else one.name for one in people]
    told = random.choice(("; ", "\n") if any("," in name for name in names) else ("; ", ", ", "\n"))
    return WrittenNames(told.join(names), Names(_ids(people)), kind)


def _polite(random: Random, code: str, people: Sequence[Person]) -> WrittenNames:
    names = [one.name for one in people[:2]]
    text = random.choice(POLITE[code]).format(LANGUAGES[code].last_and.join(names))
    return WrittenNames(text, Names(_either(people[:2])), "names with polite words")


def _ranked(random: Random, code: str, people: Sequence[Person]) -> WrittenNames:
    text = random.choice(RANKED[code]).format(people[0].name, people[1].name)
    return WrittenNames(text, Names(_ids(people[:2])), "ranks told with names")


def _one_refused(random: Random, code: str, people: Sequence[Person]) -> WrittenNames:
    text = random.choice(REFUSALS[code]).format(x=people[0].name)
    return WrittenNames(text, Names(refused=frozenset({people[0].number})), "negation: not this one")


def _wanted_and_refused(random: Random, code: str, people: Sequence[Person]) -> WrittenNames:
    text = random.choice(BOTH[code]).format(a=people[0].name, x=people[1].name)
    truth = Names(_ids(people[:1]), frozenset({people[1].number}))
    return WrittenNames(text, truth, "negation: one wanted, one not")


def written_names(random: Random, code: str, sort: str, people: Sequence[Person]) -> WrittenNames:
    """Return wishes for some of `people` (two at least, best first), of one of the `SORTS`."""
    if sort == "plain":
        kind = random.choice(("whole names", "whole names", "near names"))
        return _named(random, code, people, kind)
    if sort == "loose":
        if random.random() < 0.15:
            return WrittenNames(random.choice(NOBODY[code]), Names(), "nobody in particular")
        return random.choice((_polite, _ranked))(random, code, people)
    if sort == "tricky":
        return random.choice((_one_refused, _one_refused, _wanted_and_refused))(random, code, people)
    if people[0].namesake and not people[1].namesake:
        text, other = f"{people[0].first}; {people[1].name}", _ids(people[1:2])
        return WrittenNames(text, Names(other, known=False), "a first name that two have")
    text = random.choice(UNKNOWABLE[code]).format(x=people[0].name)
    return WrittenNames(text, Names(known=False), "a name that is no wish")


def written_refusal(random: Random, code: str, sort: str, people: Sequence[Person]) -> WrittenNames:
    """Return an answer to whom one does not want; what is drawn as tricky says that it is nobody."""
    if sort in ("plain", "loose"):
        one = people[0]
        text = one.name if sort == "plain" else _loosely(random, one)
        kind = "whole names" if sort == "plain" else "near names"
        return WrittenNames(text, Names(refused=frozenset({one.number})), kind)
    return WrittenNames(random.choice(NO_ONE[code]), Names(), "nobody in particular")
