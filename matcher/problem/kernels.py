"""Kernels: functions that are compiled when first called, and kept for later runs where anything can be kept."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable
from functools import cache
from typing import Any

from numba import njit
from numba.core.caching import FunctionCache
from numba.core.dispatcher import Dispatcher

__all__ = ["are_kept", "kernel"]

logger = logging.getLogger(__name__)


def kernel(function: Callable[..., Any]) -> Any:
    """Return a function compiled: once on a machine where that can be kept, else once in each process.

    It lets go of the interpreter while it runs, so that threads can share its work.
    """
    made = njit(nogil=True)(function)
    if isinstance(made, Dispatcher):  # numba can be told to compile nothing
        try:
            made._cache = _Kept(function)  # type: ignore[attr-defined, no-untyped-call]
        except RuntimeError as fault:  # neither beside the program nor in the home is there a place to write to
            _cannot_keep(str(fault))
    return made


def are_kept() -> bool:
    """Return whether what one process compiles another finds."""
    return _say_once.cache_info().currsize == 0


class _Kept(FunctionCache):
    """Compiled code in files; where these cannot be read or written (a full disk, say) it is compiled again."""

    def load_overload(self, *arguments: Any) -> Any:
        try:
            return super().load_overload(*arguments)  # type: ignore[no-untyped-call]
        except (OSError, EOFError, pickle.UnpicklingError) as fault:
            _cannot_keep(str(fault))
            return None

    def save_overload(self, *arguments: Any) -> None:
        try:
            super().save_overload(*arguments)  # type: ignore[no-untyped-call]
        except (OSError, EOFError, pickle.UnpicklingError) as fault:
            _cannot_keep(str(fault))


def _cannot_keep(fault: str) -> None:
    logger.debug("a kernel cannot be kept: %s", fault)
    _say_once()


@cache
def _say_once() -> None:
    logger.warning(
        "What is compiled cannot be kept here, so that each run compiles it again, some ten seconds; no time limit "
        "counts them. Set NUMBA_CACHE_DIR to a folder that can be written to, and it is kept there."
    )
