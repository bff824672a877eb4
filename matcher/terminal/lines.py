"""Plain lines: of what rich draws, and of what the library logs."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import IO, Literal

from rich.console import Console

__all__ = ["console_for", "drawn_lines", "logged_told"]

PIPE_WIDTH = 100
"""Columns of text that goes into a pipe or a file, which have no width: what fits a page and a wide terminal."""


def console_for(stream: IO[str], piped: int | None = PIPE_WIDTH) -> Console:
    """Return what draws for a stream, as wide and as coloured as it can show; `piped` columns wide for a pipe."""
    width = None if stream.isatty() else piped
    # Where no colour is wanted, nothing is bold either.
    style: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    return Console(file=stream, width=width, color_system=style, highlight=False, markup=False, emoji=False)


def drawn_lines(drawn: str) -> str:
    """Return what rich drew without spaces at line ends, and of blank lines in a row just one.

    A table begins and ends with a blank line, so that two tables would stand two lines apart.
    """
    lines = [line.rstrip() for line in drawn.splitlines()]
    kept: list[str] = []
    for blank, run in groupby(lines, key=lambda line: not line):
        kept += [""] if blank else run
    return "\n".join(kept)


class _Told(logging.Handler):
    """Shows what is logged as lines of talk."""

    def __init__(self, write: Callable[[str], object]) -> None:
        super().__init__()
        self._write = write

    def emit(self, record: logging.LogRecord) -> None:
        self._write(record.getMessage())


@contextmanager
def logged_told(name: str, write: Callable[[str], object]) -> Iterator[None]:
    """Tell what is logged under a name, such as how far something is that would look like a run that hangs."""
    logger, handler = logging.getLogger(name), _Told(write)
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
