"""What a command hears of writing: which folders were written, and what is worth a word."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["News", "heard", "news"]

logger = logging.getLogger(__name__)


@dataclass
class News:
    """What was written, and who is told what.

    Parameters
    ----------
    tell
        Called with each sentence that is worth a word.
    written
        The folders into which something was written whole, in order; also where the run was ended right after it.
    """

    tell: Callable[[str], None]
    written: list[Path] = field(default_factory=list)


_HEARD: ContextVar[News | None] = ContextVar("news", default=None)


def news() -> News:
    """Return what hears of writing here: the log, where nobody else listens."""
    return _HEARD.get() or News(logger.info)


@contextlib.contextmanager
def heard(tell: Callable[[str], None]) -> Iterator[News]:
    """Hear of all that is written for the time of the block."""
    listening = News(tell)
    before = _HEARD.set(listening)
    try:
        yield listening
    finally:
        _HEARD.reset(before)
