"""What rich drew, as plain lines."""

from __future__ import annotations

from itertools import groupby

__all__ = ["drawn_lines"]


def drawn_lines(drawn: str) -> str:
    """Return what rich drew without spaces at line ends, and of blank lines in a row just one.

    A table begins and ends with a blank line, so that two tables would stand two lines apart.
    """
    lines = [line.rstrip() for line in drawn.splitlines()]
    kept: list[str] = []
    for blank, run in groupby(lines, key=lambda line: not line):
        kept += [""] if blank else run
    return "\n".join(kept)
