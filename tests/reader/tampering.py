"""One fact of a text made wrong at random, a number, an id, an hour, a date or a name, for a reader to see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random

from babel.dates import get_day_names, get_month_names

from tests.reader.words import LOCALES

DIGITS = "0123456789"
PERSIAN = "\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9"
_DAYS = {
    str(name)
    for one in LOCALES.values()
    for width in ("wide", "abbreviated")
    for name in get_day_names(width, locale=one).values()
}
_MONTHS = {
    str(name)
    for one in LOCALES.values()
    for width in ("wide", "abbreviated")
    for name in get_month_names(width, locale=one).values()
}


def tampered(text: str, random: Random, people: Sequence[str], names: Iterable[str]) -> tuple[str, str] | None:
    """A text with one fact changed, and what was done; None where the text tells nothing of the kind drawn.

    Parameters
    ----------
    people, names
        Everybody's ids and names.
    """
    known = sorted({*names} - {*people})
    ways: dict[str, Callable[[], tuple[str, str] | None]] = {
        "number": lambda: _digit(text, random, rf"(?<![\w#])[{DIGITS}{PERSIAN}]+"),
        "hour": lambda: _digit(text, random, rf"[{DIGITS}{PERSIAN}]{{1,2}}:[{DIGITS}{PERSIAN}]{{2}}|T[0-9]{{6}}"),
        "id": lambda: _other(text, random, people),
        "group": lambda: _other(text, random, [f"G{number}" for number in range(1, 40)]),
        "name": lambda: _other(text, random, known),
        "day": lambda: _other(text, random, sorted(_DAYS)),
        "date": lambda: _other(text, random, sorted(_MONTHS)),
    }
    kinds = list(ways)
    random.shuffle(kinds)
    for kind in kinds:
        found = ways[kind]()
        if found is not None:
            return found[0], f"{kind}: {found[1]}"
    return None


def _digit(text: str, random: Random, pattern: str) -> tuple[str, str] | None:
    places = list(re.finditer(pattern, text))
    if not places:
        return None
    place = random.choice(places)
    at = random.choice([at for at in range(*place.span()) if text[at] in DIGITS + PERSIAN])
    digits = DIGITS if text[at] in DIGITS else PERSIAN
    sign = random.choice([digit for digit in digits if digit != text[at]])
    return _put(text, at, at + 1, sign)


def _other(text: str, random: Random, known: Sequence[str]) -> tuple[str, str] | None:
    longest = sorted(known, key=len, reverse=True)
    if len(longest) < 2:
        return None
    places = list(re.finditer(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", text))
    if not places:
        return None
    place = random.choice(places)
    return _put(text, *place.span(), random.choice([one for one in known if one != place[0]]))


def _put(text: str, start: int, end: int, instead: str) -> tuple[str, str]:
    line = text.rfind("\n", 0, start) + 1, text.find("\n", end) % (len(text) + 1)
    changed = text[:start] + instead + text[end:]
    return changed, f"{text[line[0] : line[1]]!r} with {instead!r} for {text[start:end]!r} at {start - line[0]}"


def tampered_folder(folder: Path, random: Random, people: Sequence[str], names: Iterable[str]) -> str:
    """Change one fact in one text file of a folder; what was done."""
    files = sorted(file for file in folder.rglob("*") if file.suffix in (".txt", ".csv", ".json", ".ics", ".html"))
    random.shuffle(files)
    for file in files:
        found = tampered(file.read_bytes().decode("utf-8"), random, people, names)
        if found is not None:
            file.write_bytes(found[0].encode("utf-8"))
            return f"{file.relative_to(folder)}: {found[1]}"
    raise LookupError(f"{folder} holds no file that tells anything")
