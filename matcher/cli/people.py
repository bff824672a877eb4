"""The commands `leave`, `join` and `add`: people out of an intake, in again, and more of them."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Literal

import click

from matcher.cli.command import Command
from matcher.cli.options import PLACE, QUIET
from matcher.cli.places import EXPORT, READ_AND_WRITTEN, people_in_intake, people_who_left
from matcher.cli.showing import FORMAT, Output
from matcher.cli.talk import NO_ASSIGNMENT, say, say_warnings

__all__ = ["add", "join", "leave"]

WHO = "ID is an id, or a name that one person has."


@click.command(cls=Command, ends={NO_ASSIGNMENT: None}, epilog=f"{PLACE}. {WHO}")
@click.argument("intake", type=READ_AND_WRITTEN)
@click.argument("who", metavar="ID...", nargs=-1, required=True, shell_complete=people_in_intake("intake"))
@click.option("--reason", metavar="TEXT", help="Why, in a few words: kept with what is taken out.")
@FORMAT
def leave(intake: str, who: tuple[str, ...], reason: str | None, output: Output) -> None:
    """Take people out of INTAKE: their rows, and whatever names them; left.csv keeps it all for `join`."""
    from matcher.intake.leaving.leave import leave as take_out
    from matcher.terminal.people import LeaveFacts, leave_summary

    done = take_out(intake, who, reason=reason, when=date.today().isoformat())
    output.show(LeaveFacts(done, Path(intake)), leave_summary)


@click.command(cls=Command, ends={NO_ASSIGNMENT: None}, epilog=f"{PLACE}. {WHO}")
@click.argument("intake", type=READ_AND_WRITTEN)
@click.argument("who", metavar="ID...", nargs=-1, required=True, shell_complete=people_who_left("intake"))
@FORMAT
def join(intake: str, who: tuple[str, ...], output: Output) -> None:
    """Put people back into INTAKE whom `leave` took out, and whatever named them where it was."""
    from matcher.intake.leaving.leave import join as put_back
    from matcher.terminal.people import JoinFacts, join_summary

    output.show(JoinFacts(put_back(intake, who), Path(intake)), join_summary)


@click.command(
    cls=Command,
    ends={NO_ASSIGNMENT: None},
    epilog=f"{PLACE}. FILE is a CSV file with the columns of INTAKE's own tables, id among them; or else an export of "
    "the survey, read as `matcher import` does.",
)
@click.argument("intake", type=READ_AND_WRITTEN)
@click.argument("file", type=EXPORT)
@click.option("--mentors", "part", flag_value="mentors", help="FILE holds mentors.  [default: as its name says]")
@click.option("--mentees", "part", flag_value="mentees", help="FILE holds mentees.")
@click.option(
    "--mapping",
    metavar="FILE",
    type=READ_AND_WRITTEN,
    help="FILE is an export whose columns mean this.  [default: INTAKE/mapping.toml]",
)
@FORMAT
@QUIET
def add(
    intake: str, file: str, part: Literal["mentors", "mentees"] | None, mapping: str | None, output: Output, quiet: bool
) -> None:
    """Add late answers, of people who are not in INTAKE yet: all of FILE, or nothing."""
    from matcher.survey.late import add_people
    from matcher.terminal.lines import logged_told
    from matcher.terminal.people import AddFacts, add_summary
    from matcher.terminal.working import working

    with working(sys.stderr, quiet=quiet), logged_told("matcher.survey", say):
        done = add_people(intake, file, part=part, mapping=mapping)
    say_warnings(done.intake.warnings)
    output.show(AddFacts(done, Path(intake)), add_summary)
