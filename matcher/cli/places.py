"""Places that a call names: ``-`` where one file is meant, and what a shell proposes."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import click
from click.shell_completion import CompletionItem

from matcher.text import STANDARD_INPUT

if TYPE_CHECKING:
    from matcher.intake.leaving.leave import Files

__all__ = [
    "EXPORT",
    "FOLDER",
    "INTAKE",
    "OUTPUT",
    "OUTPUT_FILE",
    "PROOF_FILE",
    "READ_AND_WRITTEN",
    "RESULT",
    "STANDARD",
    "TABLE",
    "Place",
    "called",
    "columns_to_confirm",
    "groups_of",
    "people_in_intake",
    "people_of",
    "people_who_left",
]

STANDARD = "-"
"""What stands for standard input or output."""
MOST_READ = 160_000_000
"""Bytes of standard input: more than any kind of file may have, so that each is refused by the limit of its own."""
PIECE = 1 << 20
"""Bytes that are read at once."""
_TAKEN = "matcher.standard_input"


class Place(click.ParamType):  # type: ignore[type-arg]  # it takes none before click 8.3
    """A file or a folder.

    Parameters
    ----------
    read
        Whether one file will do that is read, so that ``-`` may stand for standard input.
    written
        Whether ``-`` is standard output, and left to the command.
    folder
        Whether only a folder will do.
    """

    name = "place"

    def __init__(self, *, read: bool = False, written: bool = False, folder: bool = False) -> None:
        self.read, self.written, self.folder = read, written, folder

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the place; what comes from standard input is put into a file, since it is read more than once."""
        if value != STANDARD or self.written or ctx is None or ctx.resilient_parsing:
            return value
        if not self.read:
            self.fail("'-' is one file, standard input or output; a place on the disk is meant here", param, ctx)
        if _TAKEN in ctx.meta:
            self.fail("standard input can be read only once, and '-' stands in another place too", param, ctx)
        ctx.meta[_TAKEN] = str(_standard_input(ctx))
        return ctx.meta[_TAKEN]

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Let the shell propose files, or folders."""
        return [CompletionItem(incomplete, type="dir" if self.folder else "file")]


INTAKE = Place(read=True)
RESULT = Place(read=True)
TABLE = Place(read=True)
PROOF_FILE = Place(read=True)
EXPORT = Place(read=True)
FOLDER = Place(folder=True)
OUTPUT = Place(written=True, folder=True)
OUTPUT_FILE = Place(written=True)
READ_AND_WRITTEN = Place()


def called(context: click.Context, place: str) -> str:
    """Return what to call a place that a call names."""
    return STANDARD_INPUT if context.meta.get(_TAKEN) == place else str(Path(place))


def _standard_input(ctx: click.Context) -> Path:
    """Return a file that holds what comes from standard input, and goes when the command ends."""
    # Of the whole call: a command that is called wrongly has no end of its own.
    folder = Path(
        ctx.find_root().with_resource(tempfile.TemporaryDirectory(prefix="matcher-", ignore_cleanup_errors=True))
    )
    file = folder / STANDARD_INPUT
    with file.open("wb") as kept:
        read = 0
        while read <= MOST_READ and (piece := _bytes_of(sys.stdin).read(PIECE)):
            read += kept.write(piece)
    return file


def _bytes_of(stream: TextIO | None) -> BinaryIO:
    """Return the bytes of a stream; a closed one has none."""
    return BytesIO() if stream is None else stream.buffer


# What a shell proposes ----------------------------------------------------------------------------------------------

Proposing = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def groups_of(named: str) -> Proposing:
    """Return what proposes the groups of the result that another parameter names."""
    return _proposing(named, lambda found: [str(group["id"]) for group in found["groups"]])


def people_of(named: str) -> Proposing:
    """Return what proposes the ids of everybody whom the result that another parameter names tells of."""
    return _proposing(named, _people)


def _people(found: dict[str, Any]) -> Iterator[str]:
    for group in found["groups"]:
        yield from map(str, (*group["mentors"], *group["mentees"]))
    yield from (str(row["mentor_id"]) for row in found.get("mentors", ()))
    yield from (str(mentee["id"]) for mentee in found["unmatched"])


def people_in_intake(named: str) -> Proposing:
    """Return what proposes the ids of everybody in the intake that another parameter names."""
    return _proposing_of_files(named, lambda files: {own: name for own, (_, name) in files.people().items()})


def people_who_left(named: str) -> Proposing:
    """Return what proposes the ids of all who left the intake that another parameter names."""
    return _proposing_of_files(named, lambda files: {one.id: one.name for one in files.left.people})


def _proposing_of_files(named: str, people: Callable[[Files], Mapping[str, str]]) -> Proposing:
    def propose(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from matcher.errors import MatcherError
        from matcher.intake.leaving.leave import Files
        from matcher.intake.reading.gate.refused import RefusedError

        place = _named(ctx, named)
        if place is None or place == STANDARD:
            return []
        try:
            known = people(Files.read(Path(place)))
        except (
            MatcherError,
            RefusedError,
            OSError,
            ValueError,
            KeyError,
            LookupError,
        ):  # it is no intake, or a faulty one
            return []
        # Of a list only the last is begun: S1;S
        listed, parted, begun = incomplete.rpartition(";")
        told = {*map(str.strip, listed.split(";")), *_told_before(ctx, param)}
        items = _begun(begun.strip(), [own for own in known if own not in told])
        return [CompletionItem(f"{listed}{parted}{item.value}", help=known[item.value]) for item in items]

    return propose


def _told_before(ctx: click.Context, param: click.Parameter) -> set[str]:
    """Return who is named already where a parameter may be repeated."""
    given = ctx.params.get(param.name or "") or ()
    return {given} if isinstance(given, str) else {own.strip() for told in given for own in told.split(";")}


def columns_to_confirm(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Propose what an import into ``--out`` read and nobody has confirmed."""
    from matcher.intake.reading.gate.kinds import IMPORT

    told = _json(ctx.params.get("out"), "import.json", IMPORT)
    read = [] if told is None else told.get("unconfirmed", [])
    return _begun(incomplete, ["all", *map(str, read)])


def _proposing(named: str, words: Callable[[dict[str, Any]], Iterable[str]]) -> Proposing:
    def propose(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from matcher.intake.reading.gate.kinds import RESULT as KIND

        found = _json(_named(ctx, named), "result.json", KIND)
        try:
            return [] if found is None else _begun(incomplete, words(found))
        except (KeyError, TypeError, AttributeError):  # it is something else
            return []

    return propose


def _named(ctx: click.Context, name: str) -> str | None:
    """Return what a call names so far; where an option still lacks its value, arguments are not told apart yet."""
    given: str | None = ctx.params.get(name)
    if given is not None:
        return given
    arguments = [one.name for one in ctx.command.params if isinstance(one, click.Argument)]
    place = arguments.index(name)
    return ctx.args[place] if place < len(ctx.args) else None


def _begun(incomplete: str, words: Iterable[str]) -> list[CompletionItem]:
    begun = (word for word in dict.fromkeys(words) if word.casefold().startswith(incomplete.casefold()))
    return [CompletionItem(word) for word in begun]


def _json(place: object, name: str, kind: Any) -> dict[str, Any] | None:
    """Return what a file tells, in a folder or by itself; None where it cannot be read: nothing is proposed then."""
    from matcher.intake.reading.gate.data import json_of
    from matcher.intake.reading.gate.files import utf8_of
    from matcher.intake.reading.gate.refused import RefusedError

    if not isinstance(place, str | Path) or place == STANDARD:
        return None
    file = Path(place)
    try:
        found = json_of(utf8_of(file / name if file.is_dir() else file, kind))
    except (RefusedError, OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
