"""What ends a command from outside: Ctrl-C, SIGTERM, SIGHUP; each ends it in order, and with words."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

from matcher.text import one_line

__all__ = ["StoppedError", "stopped_in_order", "stopped_text", "written_before"]

_ASKED = ("SIGTERM", "SIGHUP", "SIGBREAK")


class StoppedError(KeyboardInterrupt):
    """The run is to end, as by Ctrl-C."""


@contextlib.contextmanager
def stopped_in_order() -> Iterator[None]:
    """Let what asks a process to end do so as Ctrl-C does; what is ignored (``nohup``) stays so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked = [getattr(signal, name) for name in _ASKED if hasattr(signal, name)]
    before = {one: signal.getsignal(one) for one in asked if signal.getsignal(one) is signal.SIG_DFL}

    def stop(number: int, frame: FrameType | None) -> None:
        raise StoppedError(signal.Signals(number).name)

    for one in before:
        signal.signal(one, stop)
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def stopped_text(written: Sequence[Path]) -> str:
    """Say what a command that was stopped has left on the disk."""
    if not written:
        return "Stopped; there is no result yet, and nothing was written."
    return f"Stopped; {_whole(written)}. Nothing else was written."


def written_before(written: Sequence[Path]) -> str:
    """Say what was written before something went wrong."""
    return f"Before that, {_whole(written)}."


def _whole(written: Sequence[Path]) -> str:
    places = dict.fromkeys(one_line(str(place)) for place in written)
    return f"what was to be written to {' and to '.join(places)} is there, all of it"
