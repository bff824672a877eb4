"""How far a long piece of work has come, told to whoever listens: as a log, since a library prints nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TypeVar

__all__ = ["STEPS", "at_step", "in_steps"]

STEPS = "matcher.steps"
"""The name under which steps are logged."""
_log = logging.getLogger(STEPS)

Item = TypeVar("Item")


def at_step(what: str, done: int | None = None, of: int | None = None) -> None:
    """Tell what is being done now: ``what they would cost: wish 3 of 8``."""
    if done is None or of is None:
        _log.info("%s", what)
    else:
        _log.info("%s %s of %s", what, f"{done:,}", f"{of:,}")


def in_steps(what: str, items: Sequence[Item]) -> Iterator[Item]:
    """Yield the items one by one, each told as a step before it."""
    for done, item in enumerate(items, 1):
        at_step(what, done, len(items))
        yield item
