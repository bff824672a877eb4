"""Yes and no in people's own words, and marks."""

from __future__ import annotations

import re
import unicodedata

from matcher.survey.words.silent_words import YES_NO_SILENT
from matcher.survey.words.word_tables import Understood, words_of

__all__ = [
    "NO_MARKS",
    "YES_MARKS",
    "goes_on",
    "has_given_up",
    "plain_letters",
    "read_yes_no",
    "speaks_of_yes_or_no",
    "tells_of_staying",
]

YES_MARKS = frozenset(["✓", "✔", "☑", "✅", "👍", "🗸"])
NO_MARKS = frozenset(["✗", "✘", "❌", "✖", "☒", "⛔", "🚫", "👎", "-", "\u2013", "\u2014"])
_YES = words_of("yes y yep yeah yup ja jawohl oui ouais si sim true wahr verdadero vrai 1 ok okay agreed einverstanden")
_NO = words_of("no n nope nah nein ne non nao false falsch falso faux 0 decline declined")
_SORRY = words_of(
    "sorry unfortunately sadly leider desole desolee malheureusement siento desgraciadamente lamentablemente"
)
_AGREES = re.compile(
    r"i (?:do )?(?:agree|accept|consent)|(?:i am|i m) in|of course|sure|definitely|absolutely|stimme zu|"
    r"(?:yes )?count me in|gladly|happily|ja klar|klar|volontiers|con gusto|encantad[oa]|j accepte|d accord|acepto|"
    r"estoy de acuerdo|de acuerdo|claro|naturlich|bien sur|gerne?|avec plaisir|volontiers"
)
_REFUSES = re.compile(
    r"(?:unfortunately |sadly |leider |malheureusement |lamentablemente )?(?:not (?:this (?:year|time)|anymore|any "
    r"more|"
    r"interested|now|for me)|no longer(?: interested)?|i (?:do not|don t|cannot|can t|won t)|nicht mehr|(?:dieses "
    r"jahr |"
    r"diesmal )?nicht|pas cette annee|plus maintenant|este ano no|ya no)"
)


def read_yes_no(text: str) -> Understood[bool]:
    """Read a yes or a no: every word has to be one, or say nothing beside it ("No, sorry"); a blank says nothing."""
    said = text.replace("\ufe0f", "").strip()
    if said in YES_MARKS or said in NO_MARKS:
        return Understood(said in YES_MARKS)
    words = plain_letters(said)
    if not words:
        return Understood(None) if not said else _unclear(text)
    if "?" in said:
        return _unclear(text)
    if _AGREES.fullmatch(words) or _REFUSES.fullmatch(words):
        return Understood(bool(_AGREES.fullmatch(words)))
    rest = words.split()
    yes, no = any(word in _YES for word in rest), any(word in _NO for word in rest)
    left = [word for word in rest if word not in _YES and word not in _NO]
    refusing = no and not yes and bool(_REFUSES.fullmatch(" ".join(left)))
    if (
        yes == no
        or (yes and not _SORRY.isdisjoint(left))
        or (not refusing and any(word not in YES_NO_SILENT for word in left))
    ):
        return _unclear(text)
    return Understood(yes)


_UNSURE = re.compile(
    r"\b(?:maybe|may be|perhaps|possibly|probabl[ye]|likely|unlikely|unsure|uncertain|undecided|depends?|tbd|tba|"
    r"(?:not|no|t) (?:\w+ )?(?:sure|certain|decided|know)|dunno|let me think|if|50 50|"
    r"vielleicht|evtl|eventuell|moglicherweise|wahrscheinlich|vermutlich|unsicher|unentschieden|unentschlossen|jein|"
    r"mal (?:sehen|schauen)|eher|weiss (?:\w+ )?nicht|nicht (?:\w+ )?sicher|kommt drauf an|falls|wenn|je nach\w*|"
    r"peut etre|probablement|eventuellement|possiblement|sais pas|pas (?:\w+ )?(?:sure?|certaine?|decidee?)|ca depend|"
    r"indecise?|"
    r"quizas?|tal ?vez|acaso|a lo mejor|probablemente|posiblemente|puede(?: ser)?|no (?:lo )?se|depende|indecis[oa]|"
    r"forse|magari|non so|mabye|mayb|vllt|viell)\b"
)
_LONGEST_ANSWER = 8
"""Words of a yes, a no or a perhaps with what it hangs on: longer answers tell of other things."""


def speaks_of_yes_or_no(text: str) -> bool:
    """Return whether a text answers with a yes, a no or a perhaps, also one that only its writer understands."""
    words = plain_letters(text)
    if read_yes_no(text).value is not None or (not words and "?" in text):
        return True
    if len(words.split()) > _LONGEST_ANSWER:
        return False
    return _UNSURE.search(words) is not None or not (_YES | _NO).isdisjoint(words.split()[:1])


def _unclear(text: str) -> Understood[bool]:
    return Understood(None, sure=False, note=f"{' '.join(text.split())[:60]!r} is neither a plain yes nor a plain no")


def plain_letters(text: str) -> str:
    """Return the words of a text, in lower case and without accents and signs."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in parted if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", bare))


_GIVEN_UP = re.compile(
    r"(?:cancel(?:l?ed)?|withdrawn|withdrew|withdraw|dropped(?: out)?|drop out|declined|rejected|inactive|left|quit|"
    r"abgesagt|zuruckgezogen|abgemeldet|storniert|annulee?|retiree?|desistee?|cancelad[oa]|retirad[oa]|baja|no show)"
)
_GOES_ON = re.compile(
    r"(?:complet\w*|submit\w*|finished|active|confirmed|accepted|approved|registered|enrolled|ok|okay|new|ip address|"
    r"done|"
    r"received|valid|abgeschlossen|angemeldet|aktiv|bestatigt|termine|inscrite?|confirme|activ[oa]|confirmad[oa]|inscrit[oa]|"
    r"enviad[oa]|\d*)"
)


def has_given_up(status: str) -> bool:
    """Return whether a status says that somebody does not take part: ``withdrawn``."""
    return _GIVEN_UP.fullmatch(plain_letters(status)) is not None


def goes_on(status: str) -> bool:
    """Return whether a status says nothing against taking part: ``active``, ``completed``."""
    return _GOES_ON.fullmatch(plain_letters(status)) is not None


def tells_of_staying(status: str) -> bool:
    """Return whether a text is a status in words, for or against taking part."""
    return any(sign.isalpha() for sign in status) and (has_given_up(status) or goes_on(status))
