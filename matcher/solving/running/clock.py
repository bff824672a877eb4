"""The clock of a run: it stands still while a kernel is compiled."""

from __future__ import annotations

import sys
import time

__all__ = ["worked"]


def worked() -> float:
    """Return seconds on a clock of this process that stands still while a kernel is compiled.

    Notes
    -----
    Where numba is not loaded nothing was compiled, and it is not loaded to learn that.
    """
    if "numba" not in sys.modules:
        return time.monotonic()
    from matcher.solving.running.compiling import compiled

    return time.monotonic() - compiled()
