"""Work shared out: tasks go to a `concurrent.futures.Executor`, answers come back in the order of the tasks.

A job is a function at the top of a module, of its task alone, with an amount of work that is the same everywhere. So it
does not matter who does it: where an executor fails (a process was killed, say), it is done here, and the answer is the
same.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType
from typing import Any, ClassVar, Protocol, TypeVar

from matcher.problem.processors import all_processors, use_processors

__all__ = ["Crew", "Job", "Watch", "awaited"]

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Job = Callable[[Task, threading.Event | None], Answer]
"""Takes a task and, in the process of the run itself, the stop sign."""

MOST_POOLS = 3
"""Process pools made in one run; once so many have broken, all work is done here."""
MOST_WORKERS = 61
"""Processes that a pool on Windows can hold."""
LOOK = 0.05
"""Seconds between two looks at the clock and the stop sign."""

logger = logging.getLogger(__name__)


class Watch(Protocol):
    """What a crew asks before it goes on: the `Control` of a run."""

    stop: threading.Event

    def running(self) -> bool:
        """Return whether the run may go on."""
        ...


class Crew:
    """Who does the work of a run.

    Parameters
    ----------
    workers
        Processes of the pool that is made once there is work worth sharing, from 1; 1: none, all is done here. None:
        one for each processor.
    executor
        Takes the work in place of that pool, and is left open at the end.
    prepare
        Called once, before anything is shared out; False: no pool is worth making.

    Notes
    -----
    Processes are spawned: OR-Tools holds threads, which no fork survives. They do not run the main script
    again, so that it needs no ``if __name__ == "__main__"``, and leave Ctrl-C to the process of the run.
    """

    def __init__(
        self,
        workers: int | None = 1,
        executor: Executor | None = None,
        prepare: Callable[[], bool] | None = None,
    ) -> None:
        self._workers = min(MOST_WORKERS, all_processors() if workers is None else workers)
        self._given, self._prepare = executor, prepare
        self._pool: _Pool | None = None
        self._apart: _Pool | None = None
        self._made = 0

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the pools that were made; what they are still doing is dropped."""
        self._end_pool()
        self.drop()

    def _end_pool(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()

    def do(
        self, job: Job[Task, Answer], tasks: Sequence[Task], watch: Watch, *, worth_sharing: bool = True
    ) -> list[Answer | None]:
        """Return the answers to `tasks`, in their order; None for what was not done when the run had to end.

        Parameters
        ----------
        watch
            Once it says that the run may not go on, nothing more is begun or waited for.
        worth_sharing
            Whether there is enough to do for a pool of our own to pay.
        """
        executor = self._executor(worth_sharing) if len(tasks) > 1 else None
        if executor is not None:
            prepare, self._prepare = self._prepare, None
            if prepare is not None and not prepare() and self._given is None:
                self._end_pool()
                self._workers, executor = 1, None
        if executor is None:
            return [_answer(job, task, None, watch) for task in tasks]
        futures = _submitted(executor, job, tasks, watch)
        try:
            return [_answer(job, task, future, watch) for task, future in zip(tasks, futures, strict=True)]
        finally:
            self._tidy(futures)

    def begin(self, job: Job[Task, Answer], task: Task, watch: Watch) -> Future[Answer] | None:
        """Let a process of its own begin a task that heeds no stop sign; None where it cannot.

        What it is doing is dropped by `drop`, and at the end of the run.
        """
        executor = self._given
        if executor is None:
            self._apart = self._apart or _Pool(1)
            executor = self._apart.executor
        (future,) = _submitted(executor, job, [task], watch)
        return future

    def drop(self) -> None:
        """End the process that `begin` made, whatever it is doing."""
        pool, self._apart = self._apart, None
        if pool is not None:
            pool.close()

    def apart(self, job: Job[Task, Answer], task: Task, watch: Watch) -> Answer | None:
        """Return the answer to a task that heeds no stop sign: a process does it that is ended with the run.

        Returns
        -------
        The answer; None where the run had to end before it came, or where the process failed: what ended one process
        is not tried again in the process of the run.
        """
        future = self.begin(job, task, watch)
        try:
            return None if future is None else awaited(future, watch)
        finally:
            self.drop()

    def _executor(self, worth_sharing: bool) -> Executor | None:
        if self._given is not None:
            return self._given
        if self._pool is None and worth_sharing and self._workers > 1 and self._made < MOST_POOLS:
            self._made += 1
            self._pool = _Pool(self._workers)
        return None if self._pool is None else self._pool.executor

    def _tidy(self, futures: Sequence[Future[Any] | None]) -> None:
        """Take back what is still waiting, and end a pool that is broken or busy with what nobody waits for."""
        for future in futures:
            if future is not None:
                future.cancel()
        if any(future is None or not future.done() or _is_broken(future) for future in futures):
            self._end_pool()


def _submitted(
    executor: Executor, job: Job[Task, Answer], tasks: Sequence[Task], watch: Watch
) -> list[Future[Answer] | None]:
    """Hand out the tasks; None for those that the executor does not take."""
    futures: list[Future[Answer] | None] = [None] * len(tasks)
    for place, task in enumerate(tasks):
        if not watch.running():
            break
        try:
            futures[place] = executor.submit(job, task, None)
        except Exception as fault:
            logger.warning("no more tasks go to %s, which says: %r", type(executor).__name__, fault)
            break
    return futures


def _answer(job: Job[Task, Answer], task: Task, future: Future[Answer] | None, watch: Watch) -> Answer | None:
    """Return what the executor answers; where it fails, do the task here."""
    if future is not None:
        while not wait([future], LOOK).done and watch.running():
            pass
        if future.done():
            try:
                return future.result()
            except (Exception, CancelledError) as fault:
                logger.warning("a task is done again here, since its worker failed: %r", fault)
    return job(task, watch.stop) if watch.running() else None


def awaited(future: Future[Answer], watch: Watch) -> Answer | None:
    """Return what a process of its own answers; None where it fails, or where the run has to end before."""
    while not wait([future], LOOK).done and watch.running():
        pass
    try:
        return future.result() if future.done() else None
    except (Exception, CancelledError) as fault:
        logger.warning("a worker failed: %r", fault)
        return None


def _is_broken(future: Future[Any]) -> bool:
    return future.done() and not future.cancelled() and isinstance(future.exception(), BrokenExecutor)


MENDED = 0x030B05F0
"""The Python, 3.11.5, from which on a pool ends by itself whatever was on its way to its processes."""


class _Pool:
    """A process pool, and the processes that it started."""

    def __init__(self, workers: int) -> None:
        self._context = _Context()
        self.executor = ProcessPoolExecutor(workers, mp_context=self._context, initializer=_begin)

    def close(self) -> None:
        """End the processes at once: nobody waits for anything that they are still doing."""
        for process in self._context.started:
            if process.is_alive():
                process.kill()
        # Before 3.11.5 Python waits for ever where a task was on its way to a process that is gone: a thread writes it
        # to a pipe that this process alone could still read (python/cpython#94777). Later ones close that end.
        reader = getattr(getattr(self.executor, "_call_queue", None), "_reader", None)
        if sys.hexversion < MENDED and reader is not None:
            reader.close()
        self.executor.shutdown(cancel_futures=True)


class _Worker(SpawnProcess):
    """A process that does not run the main script again, and to which Ctrl-C does not come."""

    lock: ClassVar[threading.Lock] = threading.Lock()

    def start(self) -> None:
        with self.lock, _no_main_script(), _no_interrupts():
            super().start()


class _Context(SpawnContext):
    def __init__(self) -> None:
        super().__init__()
        self.started: list[_Worker] = []

    def Process(self, *arguments: Any, **keywords: Any) -> _Worker:  # type: ignore[override]  # noqa: N802
        worker = _Worker(*arguments, **keywords)
        self.started.append(worker)
        return worker


@contextlib.contextmanager
def _no_main_script() -> Iterator[None]:
    """Let whoever spawns a process meanwhile find no main script that the process would have to run."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextlib.contextmanager
def _no_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back in this thread, and for good in processes that it starts meanwhile; Windows cannot."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Prepare a worker: it leaves Ctrl-C to the run, ends with it, and keeps to one processor."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="matcher-parent", daemon=True).start()
    use_processors(1)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
