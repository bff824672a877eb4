"""Processors: how many compiled work is spread over, and how, by threads that each process makes for itself.

A process that was forked has none of the threads of its parent. So they are looked up by the process, and no library
keeps any of its own: what a library shares work by may end a forked process, or wait for ever for threads left behind.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import ContextVar
from functools import cache
from typing import Any

__all__ = ["all_processors", "one_processor", "processors", "spread", "use_processors"]

_AT_MOST: ContextVar[int | None] = ContextVar("processors", default=None)
"""What was asked for in this thread, or this task of an event loop; None: all."""


@cache
def all_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processors() -> int:
    """Return how many processors compiled work is spread over here."""
    most = _AT_MOST.get()
    return all_processors() if most is None else max(1, min(all_processors(), most))


def use_processors(count: int | None) -> None:
    """Let compiled work use so many processors, from 1; None: all. What it finds does not depend on it."""
    _AT_MOST.set(count)


@contextlib.contextmanager
def one_processor() -> Iterator[None]:
    """Keep compiled work to one processor meanwhile, in this thread: whoever shares out jobs wants one for each."""
    before = _AT_MOST.set(1)
    try:
        yield
    finally:
        _AT_MOST.reset(before)


def spread(work: Callable[..., None], *arguments: Any) -> None:
    """Call ``work(part, parts, *arguments)`` for each part, one a processor, side by side.

    It lets go of the interpreter meanwhile, and writes what it finds into `arguments`, each part into its own places.
    """
    parts = processors()
    if parts == 1:
        work(0, 1, *arguments)
        return
    threads = _threads(os.getpid())
    others = [threads.submit(work, part, parts, *arguments) for part in range(1, parts)]
    try:
        work(0, parts, *arguments)
    finally:
        wait(others)
    for other in others:
        other.result()


@cache
def _threads(process: int) -> ThreadPoolExecutor:
    """Return the threads of this process; a fork has to make its own, and has another number."""
    return ThreadPoolExecutor(max(1, all_processors() - 1), thread_name_prefix="matcher-kernel")
