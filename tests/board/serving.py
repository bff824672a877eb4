"""A board's server in a thread of the test, and requests to it as a browser makes them, or as nobody should."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from matcher.board.server import Server
from matcher.board.session import Session

__all__ = ["Answer", "asked", "post", "served"]


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def table(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text)
        return found


@contextmanager
def served(session: Session, language: str = "en") -> Iterator[Server]:
    server = Server(session, language)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + 30
        while not server.started and time.monotonic() < deadline:
            thread.join(0.005)
        assert server.started
        yield server
    finally:
        server.stop()
        thread.join(10)
    assert not thread.is_alive()


def asked(
    server: Server, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
) -> Answer:
    """One request, with just these headers besides what HTTP needs."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        given = {"Host": f"127.0.0.1:{server.port}", **(headers or {})}
        line.request(method, path, None if body is None else body.encode(), given)
        answer = line.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
    finally:
        line.close()


def post(server: Server, name: str, given: object, **headers: str) -> Answer:
    """What our own page sends."""
    ours = {"Origin": f"http://127.0.0.1:{server.port}", "Content-Type": "application/json"}
    told = {key.replace("_", "-"): value for key, value in headers.items()}
    return asked(server, "POST", f"/{server.token}/{name}", json.dumps(given), {**ours, **told})
