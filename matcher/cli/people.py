"""The commands `leave` and `join`: people out of an intake, and in again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from matcher.cli.options import FILES
from matcher.cli.talk import show

__all__ = ["join", "leave"]

WHO = "ID is an id, or a name that one person has."


@click.command(epilog=f"{FILES} {WHO}")
@click.argument("intake")
@click.argument("who", metavar="ID...", nargs=-1, required=True)
@click.option("--reason", metavar="TEXT", help="Why, in a few words: kept with what is taken out.")
def leave(intake: str, who: tuple[str, ...], reason: str | None) -> None:
    """Take people out of INTAKE: their rows, and whatever names them; left.csv keeps it all for `join`."""
    from matcher.intake.leaving.leave import leave as take_out
    from matcher.terminal.people import leave_summary

    show(leave_summary(take_out(intake, who, reason=reason, when=date.today().isoformat()), Path(intake)))


@click.command(epilog=f"{FILES} {WHO}")
@click.argument("intake")
@click.argument("who", metavar="ID...", nargs=-1, required=True)
def join(intake: str, who: tuple[str, ...]) -> None:
    """Put people back into INTAKE whom `leave` took out, and whatever named them where it was."""
    from matcher.intake.leaving.leave import join as put_back
    from matcher.terminal.people import join_summary

    show(join_summary(put_back(intake, who), Path(intake)))
