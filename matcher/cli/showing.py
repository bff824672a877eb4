"""What a command shows: one set of facts, as text for people or as JSON for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import IO, Any, Protocol, TypeVar

import click

from matcher.cli.talk import say, show
from matcher.errors import (
    InfeasibleError,
    IntakeError,
    MatcherError,
    OverwriteError,
    ResultFileError,
    VerificationError,
    issue_table,
)

__all__ = ["FORMAT", "Facts", "Output", "output_of"]

_OUTPUT = "matcher.output"


class Facts(Protocol):
    """What a command found; its text is made of it, and its JSON is it."""

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""


Found = TypeVar("Found", bound=Facts)


class Output:
    """Where the facts of one call go: one text, or one JSON document."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self._told = False

    def show(self, facts: Found, text_of: Callable[[Found, IO[str]], str]) -> None:
        """Write facts to standard output; `text_of` makes their text, as wide and as coloured as a stream can show."""
        self._told = True
        show(_document(facts.to_json_dict()) if self.as_json else text_of(facts, sys.stdout))

    def refuse_beside_data(self, asked: Mapping[str, bool]) -> None:
        """Refuse what cannot go with data on standard output: facts as JSON there too, and options for more files.

        Raises
        ------
        click.UsageError
            Something of it was asked for.
        """
        wrong = [name for name, given in {"--format json": self.as_json, **asked}.items() if given]
        if wrong:
            raise click.UsageError(f"--out - writes one file, to standard output: leave {wrong[0]} out or name a place")

    def write(self, data: str, facts: Found, text_of: Callable[[Found, IO[str]], str]) -> None:
        """Write the text of a file to standard output, and what is said of it to standard error."""
        self._told = True
        show(data.removesuffix("\n"))
        say(text_of(facts, sys.stderr))

    def show_fault(self, fault: MatcherError) -> None:
        """Write to standard output why there are no facts, where a script reads it; people are told in words."""
        if self.as_json and not self._told:
            self._told = True
            show(_document({"fault": _fault_table(fault)}))


def output_of(context: click.Context) -> Output | None:
    """Return where the facts of a call go; None where it was not understood so far."""
    found: Output | None = context.meta.get(_OUTPUT)
    return found


def _output(context: click.Context, parameter: click.Parameter, value: str) -> Output:
    output = Output(as_json=value == "json")
    context.meta[_OUTPUT] = output
    return output


FORMAT = click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    is_eager=True,
    callback=_output,
    help="Text to read, or JSON for scripts.",
)


def _document(facts: dict[str, Any]) -> str:
    return json.dumps(facts, indent=2, ensure_ascii=False)


def _fault_table(fault: MatcherError) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": type(fault).__name__, "status": fault.exit_code, "text": str(fault)}
    if isinstance(fault, IntakeError | ResultFileError):
        told["issues"] = [issue_table(issue) for issue in fault.issues]
    if isinstance(fault, IntakeError):
        told["warnings"] = [issue_table(issue) for issue in fault.warnings]
    if isinstance(fault, InfeasibleError):
        told["conflicts"] = list(fault.conflicts)
    if isinstance(fault, OverwriteError):
        told["files"] = list(fault.files)
    if isinstance(fault, VerificationError):
        told["breaches"] = list(fault.breaches)
    return told
