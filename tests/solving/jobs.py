"""What tests hand to workers: a worker finds a job by its name, at the top of a module."""

from __future__ import annotations

import os
import signal
import threading


def doubled(number: int, stop: threading.Event | None) -> int:
    """Twice the number."""
    return 2 * number


def whose(number: int, stop: threading.Event | None) -> tuple[int, int]:
    """The number, and the process that was asked."""
    return number, os.getpid()


def wrong(number: int, stop: threading.Event | None) -> int:
    """Fails, whoever does it."""
    raise ValueError(f"no {number}")


def killed_elsewhere(home: int, stop: threading.Event | None) -> str:
    """In any process but `home`, the process kills itself in the middle of the task."""
    if os.getpid() != home:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return "done"


def interrupted(home: int, stop: threading.Event | None) -> bool:
    """In any process but `home`, Ctrl-C comes in the middle of the task; returns whether it came and was survived."""
    if os.getpid() == home:
        return False
    os.kill(os.getpid(), signal.SIGINT)
    return True


def endless(home: int, stop: threading.Event | None) -> str:
    """In any process but `home`, never ends."""
    if os.getpid() != home:
        threading.Event().wait()
    return "done"
