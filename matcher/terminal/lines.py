"""Plain lines: of what rich drew, and of what the library logs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby

__all__ = ["drawn_lines", "logged_told"]


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
