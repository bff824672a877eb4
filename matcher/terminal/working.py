"""How far a command has come, on one line of a terminal that goes when it is done; in a pipe nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from rich.live import Live
from rich.text import Text

from matcher.intake.words.steps import STEPS
from matcher.terminal.lines import console_for, logged_told

__all__ = ["COMPILING", "is_terminal", "working"]

COMPILING = "matcher.solving.running.compiling"
"""Tells of compiling, once on a machine, which would look like a run that hangs."""


def is_terminal(stream: IO[str]) -> bool:
    """Return whether a line on it can be drawn anew."""
    console = console_for(stream, None)
    return console.is_terminal and not console.is_dumb_terminal


@contextmanager
def working(stream: IO[str], *, quiet: bool) -> Iterator[Callable[[str], None] | None]:
    """Show on `stream` what is being done, where it is a terminal and not `quiet`: steps, and what is told besides.

    Yields what shows a line in their place, or None where nothing is shown.
    """
    if quiet or not is_terminal(stream):
        yield None
        return
    begun = time.monotonic()
    # Redrawn when there is news, by no thread of its own: the solver may start processes.
    with Live(console=console_for(stream, None), auto_refresh=False, transient=True, redirect_stdout=False) as live:

        def show(line: str) -> None:
            live.update(Text(line, overflow="ellipsis", no_wrap=True), refresh=True)

        def show_step(step: str) -> None:
            show(f"{time.monotonic() - begun:.0f} s, {step}")

        with logged_told(COMPILING, live.console.print), logged_told(STEPS, show_step):
            yield show
