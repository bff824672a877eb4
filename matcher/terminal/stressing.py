"""What `stress` shows: how a result stands the loss of mentors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from matcher.intake.findings import count_of, name_some
from matcher.stressing import Loss, StressTable
from matcher.terminal.lines import drawn_lines
from matcher.text import one_line

__all__ = ["stress_summary"]

PIPE_WIDTH = 100
LOSSES_SHOWN = 15

_LOST = {1: "one mentor drops out", 2: "two mentors drop out", 3: "three mentors drop out"}


def stress_summary(table: StressTable, stream: IO[str]) -> str:
    """Return the table as text, as wide and as coloured as `stream` can show."""
    width = None if stream.isatty() else PIPE_WIDTH
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        for line in _head(table):
            console.print(line, soft_wrap=True)
        for size in table.sizes:
            console.print()
            for line in _told(table, size):
                console.print(line, soft_wrap=True)
            harmful = [loss for loss in table.of(size) if loss.more_left_out is None or loss.more_left_out > 0]
            if harmful:
                console.print(_losses(table, harmful))
    return drawn_lines(captured.get())


def _head(table: StressTable) -> Iterable[str]:
    spare = [one_line(table.names.get(mentor, mentor)) for mentor in table.spare]
    yield f"Now {count_of(table.left_out_now, 'mentee')} {'is' if table.left_out_now == 1 else 'are'} left out. " + (
        f"In reserve, without a group: {name_some(spare)}." if spare else "No mentor is in reserve: each leads a group."
    )
    yield "Each loss was tried out: the mentees of the groups lost get new places, everybody else stays where they are."


def _told(table: StressTable, size: int) -> Iterable[str]:
    losses, possible = table.of(size), table.possible[size]
    when = _LOST.get(size, f"{size} mentors drop out")
    tried = f"all {possible}" if len(losses) == possible else f"{len(losses)} of {possible}"
    if not losses:
        yield f"If {when}: none was tried in the time allowed."
        return
    how = "cases tried" if len(losses) == possible else "cases tried, drawn at random"
    yield f"If {when} ({tried} {how}):"
    yield f"- in {table.harmless(size)} of {len(losses)} nobody more is left out;"
    known = [max(0, loss.more_left_out) for loss in losses if loss.more_left_out is not None]
    if known:
        end = "." if len(known) == len(losses) else ";"
        yield f"- on average {sum(known) / len(known):.1f} more mentees are left out, at worst {max(known)}{end}"
    if len(known) < len(losses):
        yield f"- in {len(losses) - len(known)} no grouping that keeps every rule was found."


def _losses(table: StressTable, harmful: list[Loss]) -> Table:
    shown = Table(box=SIMPLE_HEAD, pad_edge=False)
    shown.add_column("The worst to lose", overflow="fold")
    shown.add_column("Groups", overflow="fold")
    moved = any(loss.moved for loss in harmful)
    # Others change only where the rules leave no other way.
    figures = ["Mentees in them", "Left out then", *(["Others who change"] if moved else [])]
    for column in figures:
        shown.add_column(column, justify="right")
    for loss in harmful[:LOSSES_SHOWN]:
        names = [f"{table.names.get(mentor, mentor)} ({mentor})" for mentor in loss.mentors]
        cells = (", ".join(names), ", ".join(loss.groups), str(loss.concerned), _left_out(loss), str(loss.moved or ""))
        shown.add_row(*(Text(one_line(cell)) for cell in cells[: 2 + len(figures)]))
    if len(harmful) > LOSSES_SHOWN:
        shown.caption = f"and {len(harmful) - LOSSES_SHOWN} more; --format json lists them all"
    return shown


def _left_out(loss: Loss) -> str:
    if loss.left_out is None:
        return "no grouping"
    return str(loss.left_out) if loss.proved else f"at most {loss.left_out}"
