"""The server behind a board's page: on this machine alone, until Ctrl-C."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import uvicorn
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from matcher.board.guard import Guard, new_token
from matcher.board.jobs import Jobs
from matcher.board.pages import FILES, Pages, asset
from matcher.board.proposals import Ask, Proposal, improved, mended, places_for, swaps
from matcher.board.session import Session
from matcher.board.state import BoardError
from matcher.errors import IntakeError, MatcherError
from matcher.intake.reading.gate.data import json_of, no_texts
from matcher.intake.reading.gate.refused import RefusedError
from matcher.report.view.phrases import Phrases
from matcher.report.writing import write_reports

__all__ = ["Server"]

HOST = "127.0.0.1"
LONGEST_NUMBER = 9
"""Digits of a number that a page may send."""

Answer = Callable[[dict[str, Any]], dict[str, Any]]


class Server:
    """A board that can be opened in a browser.

    Parameters
    ----------
    session
        What it shows.
    language
        One of `matcher.report.LANGUAGES`.
    port
        Where to listen; 0: wherever is free.

    Raises
    ------
    MatcherError
        Somebody else listens there.
    """

    def __init__(self, session: Session, language: str = "en", port: int = 0) -> None:
        self.session, self.language = session, language
        self.jobs = Jobs(session)
        self.pages = Pages(session, self.jobs, Phrases(language))
        self.token = new_token()
        self._socket = _listening(port)
        self.port: int = self._socket.getsockname()[1]
        guard = Guard(self._app(), self.token, self.port)
        config = uvicorn.Config(
            guard,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)

    @property
    def address(self) -> str:
        """What to open, the token in it."""
        return f"http://{HOST}:{self.port}/{self.token}/"

    def run(self) -> None:
        """Answer until Ctrl-C, or until `stop` is called; then everything that was done is on the disk."""
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self.jobs.end()
            self.session.close()
            self._socket.close()

    def stop(self) -> None:
        """End, soon."""
        self._server.should_exit = True

    @property
    def started(self) -> bool:
        """Whether it answers."""
        return bool(self._server.started)

    # What is asked -------------------------------------------------------------------------------------------------

    def _app(self) -> Starlette:
        answers: dict[str, Answer] = {
            "since": self._since,
            "do": self._do,
            "costs": self._costs,
            "swap": self._swap,
            "hours": self._hours,
            "ask": self._ask,
            "forget": self._forget,
            "take": self._take,
            "saving": self._saving,
            "save": self._save,
        }
        posts = [Route(f"/{name}", self._answering(answer), methods=["POST"]) for name, answer in answers.items()]
        gets = [Route("/", self._page), *(Route(f"/{name}", _file_of(name)) for name in FILES)]
        return Starlette(routes=[*gets, *posts])

    async def _page(self, request: Request) -> Response:
        return HTMLResponse(await run_sync(self.pages.page))

    def _answering(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                given = json_of((await request.body()).decode())
            except (RefusedError, ValueError):
                return JSONResponse({}, 400)
            if not isinstance(given, dict):
                return JSONResponse({}, 400)
            if next(no_texts(given), None) is not None:
                return self._refused({}, self.pages.fault(BoardError("board.not_understood")))
            return await run_sync(self._answered, answer, given)

        return endpoint

    def _answered(self, answer: Answer, given: dict[str, Any]) -> Response:
        try:
            return JSONResponse(answer(given))
        except BoardError as fault:
            return self._refused(given, self.pages.fault(fault))
        except IntakeError as fault:
            return self._refused(given, "; ".join(map(str, fault.issues)))
        except MatcherError as fault:
            return self._refused(given, str(fault))
        except (KeyError, TypeError, ValueError, AttributeError):
            return self._refused(given, self.pages.fault(BoardError("board.not_understood")))

    def _refused(self, given: dict[str, Any], why: str) -> Response:
        version = given.get("version")
        told = self.pages.update(version if isinstance(version, int) else None)
        return JSONResponse({**told, "fault": why}, 409)

    def _since(self, given: dict[str, Any]) -> dict[str, Any]:
        self.session.look()
        return self.pages.update(_number(given["version"]))

    def _do(self, given: dict[str, Any]) -> dict[str, Any]:
        version = _number(given.pop("version"))
        self.session.do(given, version)
        return self.pages.update(version)

    def _costs(self, given: dict[str, Any]) -> dict[str, Any]:
        places = given.get("places")
        names = None if places is None else [str(place) for place in places]
        return self.pages.costs(str(given["person"]), _place(given["start"]), names)

    def _swap(self, given: dict[str, Any]) -> dict[str, Any]:
        start, there = _place(given["start"]), _place(given["to"])
        return {"said": self.pages.swap(str(given["person"]), start, str(given["other"]), there)}

    def _hours(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"hours": self.pages.hours(str(given["group"]))}

    def _ask(self, given: dict[str, Any]) -> dict[str, Any]:
        what, person, start = given["what"], given.get("person"), _place(given.get("start"))
        moves = str(given.get("moves") or "")
        if moves and (not moves.isdecimal() or len(moves) > LONGEST_NUMBER):
            raise BoardError("board.no_number", number=moves)
        if person is not None and not self._knows(str(person)):
            raise BoardError("board.nobody", person=str(person))
        asked: dict[str, Callable[[Ask], Sequence[Proposal]]] = {
            "places": lambda ask: places_for(ask, str(person), start),
            "swaps": lambda ask: swaps(ask, None if person is None else str(person), start),
            "mend": mended,
            "improve": lambda ask: improved(ask, int(moves) if moves else None),
        }
        self.jobs.begin(what, asked[what])
        return self.pages.update(_number(given["version"]))

    def _knows(self, person: str) -> bool:
        intake = self.session.intake
        return person in intake.mentor_by_id or person in intake.mentee_by_id

    def _forget(self, given: dict[str, Any]) -> dict[str, Any]:
        self.jobs.forget()
        return self.pages.update(_number(given["version"]))

    def _take(self, given: dict[str, Any]) -> dict[str, Any]:
        version = _number(given["version"])
        self.jobs.take(_number(given["job"]), _number(given["place"]), version)
        return self.pages.update(version)

    def _saving(self, given: dict[str, Any]) -> dict[str, Any]:
        version = _number(given["version"])
        self.session.look(closely=True)
        return {"form": self.pages.saving(), **self.pages.update(version)}

    def _save(self, given: dict[str, Any]) -> dict[str, Any]:
        version = _number(given["version"])
        ticked = {name: given.get(name) is True for name in ("broken", "replaced", "locks")}
        session = self.session
        result = session.save(version, **ticked)
        if given.get("reports") is True:
            write_reports(
                result,
                session.intake,
                session.places.out,
                language=self.language,
                replace=ticked["replaced"],
                instead_of=session.saved,
            )
        return self.pages.update(version)


def _file_of(name: str) -> Callable[[Request], Awaitable[Response]]:
    kind, file = FILES[name]

    async def endpoint(request: Request) -> Response:
        return Response(asset(file), media_type=kind)

    return endpoint


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("no number")
    return value


def _place(value: Any) -> str | None:
    """Return the name of a group; what a page calls blank is beside all groups."""
    return str(value) if value else None


def _listening(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            found.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((HOST, port))
        found.listen()  # from now on a browser waits, rather than being refused
    except OSError as fault:
        found.close()
        said = fault.strerror or str(fault)
        raise MatcherError(f"nothing can listen on port {port} of this machine ({said}); name another one") from fault
    return found
