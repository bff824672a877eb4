"""Processes of their own: a method on an intake, and the whole command on the sample."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.cases import Case
from benchmarks.records import ROOT, Stamping
from benchmarks.runs import CommandRun, Ended, Run

__all__ = ["measure_commands", "run_apart"]

SAMPLE = ROOT / "data" / "samples" / "medical-school"
TRIES = 5


def run_apart(case: Case, method: str, seconds: float, effort: str) -> Run:
    """Return what a method does with an intake in a new process; one far over its time is ended.

    Besides its time a process may take half of it, and a minute: to start, draw the intake, stop and verify.
    """
    words = [case.size, case.rules, str(case.seed), method, str(seconds), effort]
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.one_run", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        told, said = process.communicate(timeout=1.5 * seconds + 60)
    except BaseException as stopped:
        os.killpg(process.pid, signal.SIGKILL)  # its own session: itself and its workers
        process.communicate()
        if not isinstance(stopped, subprocess.TimeoutExpired):
            raise
        return Run(case, method, Ended.KILLED, seconds, effort, round(time.monotonic() - started, 3))
    if process.returncode:
        last = said.strip().splitlines()[-1:] or [f"exit status {process.returncode}"]
        return Run(case, method, Ended.FAILED, seconds, effort, round(time.monotonic() - started, 3), note=last[0])
    data = json.loads(told.splitlines()[-1])
    return Run(**{**data, "case": case, "ended": Ended(data["ended"])})


def measure_commands() -> Iterator[CommandRun]:
    """Yield the wall time of ``matcher solve`` on the sample, from start to files: first run ever, then cold processes.

    First run ever: with an empty compile cache. The cold processes have a warm one.
    """
    stamping = Stamping("python -m benchmarks.figures methods")
    with tempfile.TemporaryDirectory() as cache:
        seconds, status = _solve_sample({**os.environ, "NUMBA_CACHE_DIR": cache})
        yield CommandRun("first run ever (empty compile cache)", [seconds], status, stamping.stamp())
    _solve_sample(dict(os.environ))
    stamping = Stamping("python -m benchmarks.figures methods")
    tries = [_solve_sample(dict(os.environ)) for _ in range(TRIES)]
    every = [seconds for seconds, _ in tries]
    yield CommandRun("cold process (warm compile cache)", every, tries[0][1], stamping.stamp())


def _solve_sample(environment: dict[str, str]) -> tuple[float, str]:
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        command = [sys.executable, "-m", "matcher", "solve", str(SAMPLE), "--out", folder, "--quiet"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        seconds = time.monotonic() - started
        status = str(json.loads((Path(folder) / "result.json").read_text(encoding="utf-8"))["status"])
    return round(seconds, 2), status
