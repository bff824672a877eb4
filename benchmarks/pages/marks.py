"""Figures in a page: the places that are marked, and figures that stand outside them.

A place is ``<!-- figure: NAME -->text<!-- end -->``, within a line or as a block of its own; the text is written from
what is kept under the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["PLACE", "loose_figures", "names", "with_figures"]

PLACE = re.compile(r"(<!-- figure: ([\w ./-]+?) -->)(.*?)(<!-- end -->)", re.DOTALL)
"""Groups: the opening, the name, the text, the end."""
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\]\([^)]*\)|<https?:[^>]*>")
VERSION = re.compile(r"\b[A-Z]\w+ \d+\.\d+\b")
"""Of a language or a standard: ``Python 3.11``, ``WCAG 2.2``."""

NUMBER = r"\d[\d,]*(?:\.\d+)?"
SPELLED = r"(?:half|a\ quarter|a\ third|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)"
TIME_OR_SHARE = r"(?:%|‰|per\ ?cent|s|ms|seconds?|minutes?|hours?)"
COUNTED = r"(?:kB|MB|GB|bytes|points?|times|moves?|cores?|processors?|tests?)"
FIGURE = re.compile(
    rf"""
    (?<![\w.,:/-]) (?:
        {NUMBER} \s? (?:{TIME_OR_SHARE}|{COUNTED}) (?![\w/])                            # 20 s, 5 %, 89 kB
      | {SPELLED} (?:\ of\ an?|\ a)? \s (?:per\ ?cent|seconds?|minutes?) \b             # half a second
      | {NUMBER} \s of \s (?:all\ |the\ )? {NUMBER}                                     # 6 of 12
      | \d{{1,3}} (?:,\d{{3}})+                                                         # 20,000
      | \d+\.\d+ (?![\w.])                                                              # 0.67
    )
    """,
    re.VERBOSE,
)


def names(text: str) -> list[str]:
    """Return the name of every marked place, in order."""
    return [place[2] for place in PLACE.finditer(text)]


def with_figures(text: str, figure: Callable[[str], str]) -> str:
    """Return the text with every marked place written anew; `figure` gives what stands under a name."""

    def written(place: re.Match[str]) -> str:
        opening, name, before, end = place.groups()
        told = figure(name)
        return f"{opening}\n\n{told}\n\n{end}" if before.startswith("\n") else opening + told + end

    return PLACE.sub(written, text)


def loose_figures(text: str) -> list[str]:
    """Return each figure that stands in prose or in a table outside every marked place.

    A figure is a number with a unit, a part of a whole ("6 of 12"), a decimal, or a number over a thousand with its
    comma. Code, links, versions and what commands print are not looked at.
    """
    for pattern in (FENCE, PLACE, CODE, LINK, VERSION):
        text = pattern.sub(" ¦ ", text)
    return [" ".join(found[0].split()) for found in FIGURE.finditer(text)]
