"""`match` as scripts and servers call it: after a first call, in every kind of process, thread and loop."""

from __future__ import annotations

import asyncio
import http.client
import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from matcher import match
from matcher.problem import processors
from matcher.solving.relaxation import pricing
from tests.systems.answers import MENTEES, MENTORS, PROGRAM, RIGHT, answer, put

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="no system but POSIX forks")


@pytest.fixture(autouse=True)
def a_first_call(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One that spreads its work over threads, as large intakes do."""
    monkeypatch.setattr(processors, "all_processors", lambda: 2)
    monkeypatch.setattr(pricing, "WORTH_SHARING", 0)
    assert answer() == RIGHT
    yield
    assert answer() == RIGHT


def in_a_fork(does: Callable[[], Any]) -> tuple[int, str]:
    """Return how a forked child ended (a signal's number below 0), and what it said, as JSON."""
    read, write = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork of a process with threads, which is the point
        child = os.fork()
    if child == 0:
        try:
            os.close(read)
            os.write(write, json.dumps(does()).encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as told:
        text = told.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text


@POSIX
def test_a_forked_child_answers_as_its_parent() -> None:
    ended, text = in_a_fork(answer)
    assert (ended, json.loads(text)) == (0, list(RIGHT))


@POSIX
def test_a_fork_of_a_fork_answers_too() -> None:
    ended, text = in_a_fork(lambda: [answer(), in_a_fork(answer)])
    own, (inner, told) = json.loads(text)
    assert (ended, own, inner, json.loads(told)) == (0, list(RIGHT), 0, list(RIGHT))


@POSIX
def test_whoever_ends_a_library_call_ends_it() -> None:
    """SIGTERM is no wish for the best so far: a library takes no signals."""

    def ended_from_outside() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        match(MENTORS, MENTEES, PROGRAM, progress=lambda _: os.kill(os.getpid(), signal.SIGTERM))

    assert in_a_fork(ended_from_outside) == (-signal.SIGTERM, "")


def test_a_library_call_leaves_signals_alone() -> None:
    known = [one for one in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, one)]

    def handlers() -> list[Any]:
        return [signal.getsignal(getattr(signal, name)) for name in known]

    before, seen = handlers(), list[list[Any]]()
    match(MENTORS, MENTEES, PROGRAM, progress=lambda _: seen.append(handlers()))
    assert seen
    assert all(one == before for one in seen)


def test_ctrl_c_in_a_library_call_is_python_s_own() -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        match(MENTORS, MENTEES, PROGRAM, progress=interrupted)


def test_a_stop_sign_ends_a_call_with_the_best_so_far() -> None:
    stop = threading.Event()
    result = match(MENTORS, MENTEES, PROGRAM, progress=lambda _: stop.set(), stop=stop)
    assert result.ended == "stopped"


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_every_start_method(method: str) -> None:
    context: Any = multiprocessing.get_context(method)
    queue = context.SimpleQueue()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        process = context.Process(target=put, args=(queue,))
        process.start()
    process.join(120)
    assert (process.exitcode, queue.get()) == (0, RIGHT)


@POSIX
def test_a_pool_of_forked_workers() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        with multiprocessing.get_context("fork").Pool(2) as pool:
            assert pool.starmap(answer, [(), ()]) == [RIGHT, RIGHT]


def test_threads_side_by_side() -> None:
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: answer(), range(8))) == [RIGHT] * 8


def test_an_event_loop() -> None:
    async def both() -> list[Any]:
        return [answer(), *await asyncio.gather(asyncio.to_thread(answer), asyncio.to_thread(answer))]

    assert asyncio.run(both()) == [RIGHT] * 3


SERVED = """
import json
from tests.systems.answers import answer

before = answer()

def served(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps([before, answer()]).encode()]
"""


@POSIX
def test_a_worker_of_a_server_that_forks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server has matched before it forks its workers; each then matches for whoever asks."""
    pytest.importorskip("gunicorn")
    (tmp_path / "served.py").write_text(SERVED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)  # a socket's path has to be short
    call = [sys.executable, "-m", "gunicorn", "--preload", "--workers", "1", "--timeout", "120", "--bind", "unix:s"]
    server = subprocess.Popen(
        [*call, "--no-control-socket", "served:served"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])},
        stderr=subprocess.PIPE,
        text=True,
    )
    with server:
        try:
            assert server.stderr is not None
            said = []
            for line in server.stderr:
                said.append(line)
                if "Booting worker" in line:
                    break
            assert "Listening at: unix:s" in "".join(said)
            asked = http.client.HTTPConnection("localhost")
            asked.sock = socket.socket(socket.AF_UNIX)
            asked.sock.connect("s")
            asked.request("GET", "/")
            answered = json.loads(asked.getresponse().read())
            asked.close()
        finally:
            server.terminate()
            server.communicate()
    assert answered == [list(RIGHT), list(RIGHT)]
