"""Who may speak to a board: a browser on this machine that was given its address, and no page of anybody else's.

Every request has to have the token in its path and one of our own names as `Host`, so that a page whose name was turned
to this machine (DNS rebinding) is refused. What changes anything has to come from our own page, by `Origin` and by what
browsers tell of the site. Whatever is refused is told nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard", "new_token"]

MOST_BYTES = 1_000_000
"""Of a request: the names of all places that are asked about, and some more."""
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Of every answer: nothing is run or loaded but our own, nobody frames the page, nothing is kept."""


def new_token() -> str:
    """Return what only whoever was given the address knows."""
    return secrets.token_urlsafe(24)


class Guard:
    """Lets only what is ours through to an app.

    Parameters
    ----------
    app
        Whose paths begin after the token.
    token
        What each path begins with.
    port
        Where we listen, which a `Host` has to name.
    """

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self._app, self._token = app, token
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        refused = self._refused(scope)
        if refused is not None:
            await PlainTextResponse("", refused, headers=dict(HEADERS))(scope, receive, send)
            return

        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message.get("headers", ()), *headers]
            await send(message)

        inner = {**scope, "path": scope["path"][1 + len(self._token) :], "raw_path": None}
        await self._app(inner, receive, hardened)

    def _refused(self, scope: Scope) -> int | None:
        """Return the status with which a request is refused, None where it is let through."""
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts:
            return 403
        given, _, _ = scope["path"].removeprefix("/").partition("/")
        if not secrets.compare_digest(given.encode(), self._token.encode()) or scope["path"] == f"/{given}":
            return 404
        site = headers.get("sec-fetch-site")
        if site not in (None, "same-origin", "none"):
            # A link on somebody's page cannot know the token; whatever else comes from there is no business of ours.
            return 403
        if scope["method"] not in ("GET", "HEAD"):
            if headers.get("origin") not in {f"http://{host}" for host in self._hosts if host == headers["host"]}:
                return 403
            if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
                return 415
            length = headers.get("content-length", "")
            if not length.isdecimal() or int(length) > MOST_BYTES:
                return 413
        return None
