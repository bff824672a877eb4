"""A side as it is asked: its process, started when first needed, ended when it takes too long."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLongError
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

__all__ = ["Side", "both"]

ROOT = Path(__file__).resolve().parents[2]
Record = dict[str, Any]


class Side:
    """One of ``ours`` and ``milp``, answering in a process of its own."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._process: subprocess.Popen[str] | None = None
        self._reader = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()
        self._reader.shutdown()

    def ask(self, question: Record, patience: float) -> Record:
        """Return the answer: ``late`` where there is none within `patience` seconds, ``failed`` where the side died."""
        if self._process is None:
            self._process = self._started()
        process = self._process
        answer = self._reader.submit(self._exchange, process, json.dumps(question))
        try:
            line = answer.result(patience)
        except TookTooLongError:
            self._end()
            return {"late": f"no answer after {patience:.0f} s"}
        except BaseException:
            self._end()
            raise
        if not line:
            self._end()
            return {"failed": f"its process ended with status {process.returncode}"}
        told: Record = json.loads(line)
        return told

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "benchmarks.agreeing.worker", self.name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    @staticmethod
    def _exchange(process: subprocess.Popen[str], line: str) -> str:
        if process.stdin is None or process.stdout is None:
            return ""
        try:
            process.stdin.write(line + "\n")
            process.stdin.flush()
        except BrokenPipeError:
            return ""
        return process.stdout.readline()

    def _end(self) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)  # its own session: itself and its workers
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                with suppress(BrokenPipeError):
                    pipe.close()
        self._process.wait()
        self._process = None


def both(ours: Side, milp: Side, first: tuple[Record, float], second: tuple[Record, float]) -> tuple[Record, Record]:
    """Ask both sides at the same time; a question each, with its patience."""
    with ThreadPoolExecutor(1) as beside:
        later = beside.submit(ours.ask, *first)
        told = milp.ask(*second)
        return later.result(), told
