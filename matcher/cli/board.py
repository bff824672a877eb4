"""The command `board`."""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import click

from matcher.cli.command import Command
from matcher.cli.options import PLACE, folder
from matcher.cli.places import FOLDER, READ_AND_WRITTEN
from matcher.cli.talk import NO_ASSIGNMENT, OK, read_result, say, say_changed, say_warnings, show
from matcher.errors import MatcherError, how_to_install

__all__ = ["board"]

NEEDED = ("starlette", "uvicorn")
"""What the extra ``board`` installs."""
RESULT = (
    "RESULT is a folder that solve or rematch wrote, its result.json, or a workbook that report wrote, committee.xlsx."
)


def _folder_or_none(context: click.Context, parameter: click.Parameter, value: str | None) -> Path | None:
    return None if value is None else folder(context, parameter, value)


@click.command(cls=Command, epilog=f"{RESULT} {PLACE}.", ends={OK: "ended, by Ctrl-C say", NO_ASSIGNMENT: None})
@click.argument("intake", type=READ_AND_WRITTEN)
@click.argument("result", type=READ_AND_WRITTEN)
@click.option(
    "--port", metavar="N", type=click.IntRange(0, 65535), default=0, help="Where to listen; else any free port."
)
@click.option("--no-browser", is_flag=True, help="Only tell the address; open no browser.")
@click.option(
    "--out",
    metavar="DIR",
    type=FOLDER,
    callback=_folder_or_none,
    help="Folder that Save writes to, made if missing; else where RESULT stands.",
)
@click.option("--language", metavar="LANGUAGE", default="en", show_default=True, help="Of the page, as for report.")
def board(intake: str, result: str, port: int, no_browser: bool, out: Path | None, language: str) -> None:
    """Open RESULT as a page on this machine in which people are moved by hand while every rule watches.

    Nothing is written but a journal of what is done, board.json where Save writes, until Save is pressed.
    """
    absent = [name for name in NEEDED if find_spec(name) is None]
    if absent:
        fault = MatcherError(f"the board needs {absent[0]}, which is not installed: {how_to_install('board')}")
        fault.exit_code = 2
        raise fault
    from matcher import read_intake
    from matcher.board.server import Server
    from matcher.board.session import Places, Session
    from matcher.result.files import folder_fault

    read = read_intake(intake)
    say_warnings(read.warnings)
    loaded = read_result(result)
    say_changed(read, loaded)
    places = Places.of(Path(intake), Path(result), out)
    wrong = folder_fault(places.out)
    if wrong is not None:
        raise click.UsageError(f"{wrong[:1].upper()}{wrong[1:]}: where to save to, say with --out.")
    session = Session(read, loaded, places)
    if session.set_aside is not None:
        kept = f"at the first change it is kept as {session.set_aside!r}"
        say(f"Note: {places.journal} was begun on other groups; {kept}.")
    server = Server(session, language, port)
    show(server.address)
    say("The board is open to this machine alone, under this address; whoever has it can change the groups.")
    say("Ctrl-C ends it. What is done is kept in the journal, and is no result before Save is pressed.")
    if not no_browser:
        webbrowser.open_new_tab(server.address)
    with suppress(KeyboardInterrupt):  # by which it is ended
        server.run()
    if session.unwritten is not None:
        raise MatcherError(f"the journal could not be written: {session.unwritten}")
    if session.unsaved:
        say(f"Ended. What was changed is in {places.journal}, and the result is as it was; open the board to go on.")
    else:
        say("Ended. Nothing is left to be saved.")
