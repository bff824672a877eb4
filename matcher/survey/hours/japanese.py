"""Japanese words for days, parts of the day and hours, as words that answers about hours are read by."""

from __future__ import annotations

import re

__all__ = ["in_known_words", "is_japanese"]

_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_DAYS = dict(zip("月火水木金土日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
_PARTS = {
    "午前中": "morning", "午前": "morning", "朝": "morning", "午後": "afternoon", "夕方": "evening", "夜": "evening",
    "晩": "evening",
}  # fmt: skip
_PART = re.compile("|".join(sorted(_PARTS, key=len, reverse=True)))
_DATE = re.compile(r"(?:(20\d\d)\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_CLOCK = re.compile(r"(\d{1,2})\s*時(?:\s*(\d{1,2})\s*分|半)?")
_WEEKDAY = re.compile(r"([月火水木金土日])曜日?")
# A day alone is one in brackets, or in a list of days and nothing else: 月 is a month, too.
_IN_BRACKETS = re.compile(r"[(\uff08]\s*([月火水木金土日])(?:曜日?)?\s*[)\uff09]")
_LISTED = re.compile(r"(?<![\w])([月火水木金土日](?:[・、,/][月火水木金土日])*)(?=[\s:\uff1a]|$)")


def is_japanese(text: str) -> bool:
    """Return whether a text holds Japanese signs."""
    return not text.isascii() and _JAPANESE.search(text) is not None


def in_known_words(text: str) -> str:
    """Return a text with what is known of Japanese in English words; the rest stays, and is asked about."""
    text = _DATE.sub(lambda found: "/".join(filter(None, found.groups())), text)
    text = _CLOCK.sub(lambda found: f"{found[1]}:{_minutes(found)}", text)
    text = _IN_BRACKETS.sub(lambda found: f" {_DAYS[found[1]]} ", text)
    text = _WEEKDAY.sub(lambda found: f" {_DAYS[found[1]]} ", text)
    text = _LISTED.sub(lambda found: f" {', '.join(_DAYS[sign] for sign in found[1] if sign in _DAYS)} ", text)
    text = _PART.sub(lambda found: f" {_PARTS[found[0]]} ", text)
    return re.sub(r"[\u301c\uff5e]", "-", text.replace("から", "-"))


def _minutes(found: re.Match[str]) -> str:
    return "30" if found[0].endswith("半") else f"{int(found[2] or 0):02}"
