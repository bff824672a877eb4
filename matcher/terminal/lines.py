"""What rich draws, as plain lines."""

from __future__ import annotations

from itertools import groupby
from typing import IO

from rich.console import Console

__all__ = ["console_for", "drawn_lines"]

PIPE_WIDTH = 100
"""Columns of text that goes into a pipe or a file, which have no width: what fits a page and a wide terminal."""


def console_for(stream: IO[str], piped: int = PIPE_WIDTH) -> Console:
    """Return what draws for a stream, as wide and as coloured as it can show; `piped` columns wide for a pipe."""
    width = None if stream.isatty() else piped
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def drawn_lines(drawn: str) -> str:
    """Return what rich drew without spaces at line ends, and of blank lines in a row just one.

    A table begins and ends with a blank line, so that two tables would stand two lines apart.
    """
    lines = [line.rstrip() for line in drawn.splitlines()]
    kept: list[str] = []
    for blank, run in groupby(lines, key=lambda line: not line):
        kept += [""] if blank else run
    return "\n".join(kept)
