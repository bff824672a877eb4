"""The man page, made of what `matcher --help` and its commands say.

::

    python -m benchmarks.pages.manual

It is written to ``docs/matcher.1``, which a wheel installs where `man` finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import click

from benchmarks.records import ROOT
from matcher.cli import matcher
from matcher.cli.command import ENDS, Command

__all__ = ["MANUAL", "manual"]

MANUAL = ROOT / "docs" / "matcher.1"
"""No day and no version stand in it: it changes where help does."""


def manual() -> str:
    """Return the page in the language of `man`."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    context = matcher.make_context("matcher", [], resilient_parsing=True)
    yield '.\\" Written by python -m benchmarks.pages.manual from what --help says; change that.'
    yield '.TH MATCHER 1 "" matcher "User Commands"'
    yield ".SH NAME"
    yield "matcher \\- match mentors and mentees into groups"
    yield ".SH SYNOPSIS"
    yield ".B matcher"
    yield _text(" ".join(matcher.collect_usage_pieces(context)))
    yield ".SH DESCRIPTION"
    yield from _paragraphs(matcher.help or "")
    yield ".SH OPTIONS"
    yield from _options(matcher, context)
    yield ".SH COMMANDS"
    for name in matcher.list_commands(context):
        command = matcher.commands[name]
        assert isinstance(command, Command)
        yield from _command(command, click.Context(command, parent=context, info_name=name))
    yield ".SH EXIT STATUS"
    yield from _statuses(ENDS)
    yield ".SH ENVIRONMENT"
    yield from _list({
        "NO_COLOR": "Where it is set, nothing is coloured.",
        "NUMBA_CACHE_DIR": "The folder in which compiled code is kept.",
        "MATCHER_DEBUG": "Where it is set, the same as --debug.",
    })  # fmt: skip


def _command(command: Command, context: click.Context) -> Iterator[str]:
    usage = " ".join(piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]")
    yield f'.SS "matcher {_text(f"{context.info_name} {usage}".strip())}"'
    yield from _paragraphs(command.help or "")
    yield from _options(command, context)
    if command.epilog:
        yield ".PP"
        yield from _paragraphs(command.epilog)
    own = {status: meaning for status, meaning in command.ends.items() if ENDS[status] != meaning}
    if own:
        yield ".PP"
        yield "Exit status here:"
        yield from _statuses(own)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    own = command.get_params(context)
    records = [
        one.get_help_record(context) for one in own if isinstance(one, click.Option) and "--help" not in one.opts
    ]
    # The option for help remembers by which names it was first asked for.
    asked = {", ".join(context.help_option_names): "Show what is told here of this command, and exit."}
    yield from _list(dict(record for record in records if record is not None) | asked)


def _statuses(ends: Mapping[int, str]) -> Iterator[str]:
    yield from _list({str(status): meaning for status, meaning in ends.items()})


def _list(told: Mapping[str, str]) -> Iterator[str]:
    for head, meaning in told.items():
        yield ".TP"
        yield f"\\fB{_text(head)}\\fR"
        yield _line(meaning)


def _paragraphs(text: str) -> Iterator[str]:
    """Yield paragraphs of help; one after a ``\\b`` keeps its lines."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        lines = [line.strip() for line in paragraph.splitlines()]
        if number:
            yield ".PP"
        if lines[0] == "\b":
            yield ".nf"
            yield from map(_line, lines[1:])
            yield ".fi"
        else:
            yield _line(" ".join(lines))


def _line(text: str) -> str:
    """Return a line of text; one that begins with a dot or a quote would be taken for an order."""
    told = _text(text)
    return f"\\&{told}" if told.startswith((".", "'")) else told


def _text(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")


def main() -> None:
    """Write it."""
    MANUAL.write_text(manual(), encoding="utf-8")


if __name__ == "__main__":
    main()
