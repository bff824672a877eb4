"""What all commands have in common: how their help is laid out, and the statuses with which they end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from matcher.cli.talk import FAILED, NO_ASSIGNMENT, OK, WRONG_CALL

__all__ = ["ENDS", "Command", "Commands"]

ENDS: Mapping[int, str] = {
    OK: "done",
    NO_ASSIGNMENT: "no assignment satisfies the rules, or a result breaks one",
    WRONG_CALL: "the intake, the survey export, the saved result or the call is wrong; every fault is told",
    FAILED: "anything else: stopped before there was a result, a full disk, a fault of matcher",
}
"""What each exit status means; `matcher --help`, the man page and docs tell it from here."""


class Command(click.Command):
    """A command whose help ends with a table of its exit statuses.

    Parameters
    ----------
    ends
        What a status means of this command, where that is not what it means of all; None: it never ends so.
    """

    def __init__(self, *args: Any, ends: Mapping[int, str | None] | None = None, **settings: Any) -> None:
        super().__init__(*args, **settings)
        told = {**ENDS, **(ends or {})}
        self.ends: dict[int, str] = {status: meaning for status, meaning in told.items() if meaning is not None}

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what stands below the options."""
        super().format_epilog(ctx, formatter)
        _write_ends(self.ends, formatter)


class Commands(click.Group):
    """The command that has all others under it."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what stands below the commands."""
        super().format_epilog(ctx, formatter)
        _write_ends(ENDS, formatter)


def _write_ends(ends: Mapping[int, str], formatter: click.HelpFormatter) -> None:
    with formatter.section("Exit status"):
        formatter.write_dl([(str(status), meaning) for status, meaning in ends.items()])
