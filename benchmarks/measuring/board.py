"""How long a board takes to answer: a change, what every place would cost, and the best place for somebody."""

from __future__ import annotations

import http.client
import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from benchmarks.cases import Case, intake_of
from benchmarks.records import Row

__all__ = ["rows"]

SIZES = {"300/60": 60.0, "5000/1000": 120.0}
"""Seconds in which the groups are formed that people are then moved about in."""
MOVES, PICKED = 60, 10
"""How many changes, and how many people picked up."""


def rows() -> Iterator[Row]:
    """Yield for each size the median and the longest time of each thing that a page asks for."""
    for size, seconds in SIZES.items():
        with tempfile.TemporaryDirectory() as folder:
            yield from _of_size(size, seconds, Path(folder))


def _of_size(size: str, seconds: float, folder: Path) -> Iterator[Row]:
    from matcher import match, read_intake, write_intake
    from matcher.board.server import Server
    from matcher.board.session import Places, Session

    told = intake_of(Case(size))
    intake = read_intake(told["mentors"], told["mentees"], told["program"], told["constraints"])
    write_intake(intake, folder / "intake")
    result = match(intake, effort="quick", time_limit=seconds)
    result.save(folder / "result")
    session = Session(intake, result, Places.of(folder / "intake", folder / "result"))
    server = Server(session)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    ask = _Asking(server)
    random = Random(7)
    ask.get()
    people = [mentee for group in session.state.groups for mentee in group.mentees]
    chosen = random.sample(people, MOVES)
    found = {
        "change": [ask("do", _move(session, own, random)) for own in chosen],
        "costs": [ask("costs", _picked(session, own)) for own in chosen[:PICKED]],
        "page": [ask.get() for _ in range(3)],
    }
    if len(people) <= 1000:
        found["best place"] = [_best_place(ask, session, own) for own in chosen[-PICKED:]]
    server.stop()
    thread.join(30)
    for what, spent in found.items():
        milliseconds = [round(1000 * one, 1) for one in spent]
        figures = {"median_ms": median(milliseconds), "longest_ms": max(milliseconds), "times": len(spent)}
        yield {"size": size, "groups": len(session.state.groups), "what": what, **figures}


class _Asking:
    """Asks a board as its page does; each call returns how long the answer took, seconds."""

    def __init__(self, server: Any) -> None:
        self.server, self.answer = server, dict[str, Any]()
        self.line = http.client.HTTPConnection("127.0.0.1", server.port)

    def __call__(self, name: str, given: dict[str, Any]) -> float:
        host = f"127.0.0.1:{self.server.port}"
        ours = {"Host": host, "Origin": f"http://{host}", "Content-Type": "application/json"}
        body = json.dumps({"version": self.server.session.version, **given})

        def asked() -> bytes:
            self.line.request("POST", f"/{self.server.token}/{name}", body, ours)
            return self.line.getresponse().read()

        spent, text = _timed(asked)
        self.answer = json.loads(text)
        if "fault" in self.answer:
            raise RuntimeError(self.answer["fault"])
        return spent

    def get(self) -> float:
        def asked() -> bytes:
            self.line.request("GET", f"/{self.server.token}/")
            return self.line.getresponse().read()

        return _timed(asked)[0]


def _timed(asked: Callable[[], bytes]) -> tuple[float, bytes]:
    start = time.perf_counter()
    text = asked()
    return time.perf_counter() - start, text


def _picked(session: Any, own: str) -> dict[str, Any]:
    start = next(group.id for group in session.state.groups if own in group.mentees)
    # As the page does: of many groups, those in sight alone.
    names = [group.id for group in session.state.groups]
    return {"person": own, "start": start, "places": None if len(names) <= 80 else names[:20]}


def _move(session: Any, own: str, random: Random) -> dict[str, Any]:
    start = next(group.id for group in session.state.groups if own in group.mentees)
    to = random.choice([group.id for group in session.state.groups if group.id != start])
    # Somebody who moves about reads in between, while the journal is written.
    session.settle()
    return {"do": "move", "person": own, "start": start, "to": to}


def _best_place(ask: _Asking, session: Any, own: str) -> float:
    start = next(group.id for group in session.state.groups if own in group.mentees)
    begun = time.perf_counter()
    ask("ask", {"what": "places", "person": own, "start": start})
    while not _done(ask):
        time.sleep(0.005)
    return time.perf_counter() - begun


def _done(ask: _Asking) -> bool:
    """Return whether what was asked for is worked out."""
    return bool(ask.server.jobs.job.done)
