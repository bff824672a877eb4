"""The commands `leave`, `join` and `add`: people out of an intake, in again, and more of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import click

from matcher.cli.options import FILES
from matcher.cli.talk import say, say_warnings, show

__all__ = ["add", "join", "leave"]

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


@click.command(
    epilog=f"{FILES} FILE is a CSV file with the columns of INTAKE's own tables, id among them; or else an export of "
    "the survey, read as `matcher import` does."
)
@click.argument("intake")
@click.argument("file")
@click.option("--mentors", "part", flag_value="mentors", help="FILE holds mentors.  [default: as its name says]")
@click.option("--mentees", "part", flag_value="mentees", help="FILE holds mentees.")
@click.option(
    "--mapping", metavar="FILE", help="FILE is an export whose columns mean this.  [default: INTAKE/mapping.toml]"
)
def add(intake: str, file: str, part: Literal["mentors", "mentees"] | None, mapping: str | None) -> None:
    """Add late answers, of people who are not in INTAKE yet: all of FILE, or nothing."""
    from matcher.survey.late import add_people
    from matcher.terminal.lines import logged_told
    from matcher.terminal.people import add_summary

    with logged_told("matcher.survey", say):
        done = add_people(intake, file, part=part, mapping=mapping)
    say_warnings(done.intake.warnings)
    show(add_summary(done, Path(intake)))
