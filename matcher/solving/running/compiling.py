"""Compiling the kernels, once on a machine: a clock that stands still meanwhile.

numba compiles a kernel when it is first called, some ten seconds for all of them, and keeps it for later runs. That is
no work on anybody's groups: what it takes is no part of a time limit, whichever kernel is first called when.
"""

from __future__ import annotations

import logging
import threading
import time
from functools import cache

from numba.core import event

__all__ = ["compiled"]

logger = logging.getLogger(__name__)


class _Compiling(event.Listener):
    """How long this process has compiled so far; numba tells of a kernel, and of each that it calls, inside."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way = 0
        self._begun = self._past = 0.0
        self._told = False

    @property
    def seconds(self) -> float:
        """So far, what is under way counted in."""
        with self._lock:
            return self._past + (time.monotonic() - self._begun if self._under_way else 0.0)

    def on_start(self, event: event.Event) -> None:
        """Stop the clock."""
        with self._lock:
            first, self._told = not self._told, True
            if not self._under_way:
                self._begun = time.monotonic()
            self._under_way += 1
        if first:
            logger.info("Compiling, once on this machine; the time limit does not count it.")

    def on_end(self, event: event.Event) -> None:
        """Let the clock go on once nothing is compiled any more."""
        with self._lock:
            self._under_way -= 1
            if not self._under_way:
                self._past += time.monotonic() - self._begun


@cache
def _compiling() -> _Compiling:
    listener = _Compiling()
    event.register("numba:compile", listener)  # type: ignore[no-untyped-call]
    return listener


def compiled() -> float:
    """Return how long this process has compiled since this was first asked."""
    return _compiling().seconds
