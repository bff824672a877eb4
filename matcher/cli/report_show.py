"""The commands `report` and `show`."""

from __future__ import annotations

import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from matcher.cli.command import Command
from matcher.cli.options import FILES, OUT_FOLDER, QUIET, REPLACE, RESULTS
from matcher.cli.places import FOLDER, INTAKE, RESULT, TABLE, groups_of, people_of
from matcher.cli.showing import FORMAT, Output
from matcher.cli.talk import NO_ASSIGNMENT, read_result, say, say_changed

if TYPE_CHECKING:
    from matcher import Intake, MatchResult

__all__ = ["report", "show_result"]


class _ReportCommand(Command):
    """`report`, with an option for each kind and the languages there are: read when it is called, to start quickly."""

    @cached_property
    def _of_reports(self) -> list[click.Parameter]:
        from matcher.report import KINDS, LANGUAGES

        kinds = [click.Option([f"--{kind.name}", f"kind_{kind.name}"], is_flag=True, help=kind.says) for kind in KINDS]
        languages = click.Choice(LANGUAGES)
        told = "English (en-US, en-GB: as written there), German, Spanish or Persian."
        return [*kinds, click.Option(["--language"], type=languages, default="en", show_default=True, help=told)]

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the parameters, those of the reports after the others."""
        own = super().get_params(ctx)
        return [*own[:-1], *self._of_reports, *own[-1:]]


@click.command(cls=_ReportCommand, epilog=f"{RESULTS} {FILES}", ends={NO_ASSIGNMENT: None})
@click.argument("intake", type=INTAKE)
@click.argument("result", type=RESULT)
@OUT_FOLDER
@click.option("--anonymous", is_flag=True, help="Ids stand for names everywhere.")
@click.option("--with-emails", is_flag=True, help="Put addresses into the messages.")
@click.option(
    "--contacts",
    type=click.Choice(["mentors", "everybody"]),
    help="Whose addresses the page, sheets and workbook for participants tell; left out: nobody's.",
)
@click.option("--pronouns", is_flag=True, help="These tell pronouns too, where people gave them (column pronouns).")
@click.option(
    "--templates", metavar="DIR", type=FOLDER, help="Folder with your own texts of messages: mentee.txt, mentor.txt, …"
)
@click.option("--ics-people", is_flag=True, help="A calendar for each person too: calendar/people/ID.ics.")
@click.option("--attendance", is_flag=True, help="In the workbook a sheet for each group, to tick off who came.")
@click.option(
    "--since",
    metavar="RESULT",
    type=RESULT,
    help="Messages only to those for whom something changed since RESULT: mail/changes/.",
)
@click.option(
    "--stress", metavar="FILE", type=TABLE, help="What losing mentors would mean, from `matcher stress --out FILE`."
)
@REPLACE
@FORMAT
@QUIET
def report(
    intake: str,
    result: str,
    out: Path,
    anonymous: bool,
    with_emails: bool,
    contacts: str | None,
    pronouns: bool,
    templates: str | None,
    ics_people: bool,
    attendance: bool,
    since: str | None,
    stress: str | None,
    replace: bool,
    output: Output,
    quiet: bool,
    language: str,
    **flags: bool,
) -> None:
    """Write reports of RESULT to DIR: every kind that is installed, or those that are named.

    Nothing is solved. Rules that RESULT breaks are told as warnings, here and in the reports.
    """
    from matcher import read_intake, verify
    from matcher.questions.rescored import check_same_people
    from matcher.report import write_reports
    from matcher.report.view.naming import Naming
    from matcher.terminal.report import ReportFacts, report_text
    from matcher.terminal.working import working

    read = read_intake(intake)
    # Where nobody's name is to be told, the screen tells none either. That changed tables do not say what result.json
    # says is told already, once.
    told = Naming(read, anonymous=anonymous, with_emails=not anonymous).told
    loaded = read_result(result, told)
    check_same_people(loaded, read)
    broken = verify(read, result if loaded.scored else loaded)
    warnings = [told(text) for text in (*map(str, read.warnings), *map(str, broken))]
    for text in warnings:
        say(f"Warning: {text}")
    say_changed(read, loaded, told)
    named = {flag.removeprefix("kind_") for flag, on in flags.items() if on}
    if named:
        named |= {kind for kind, on in (("ics", ics_people), ("xlsx", attendance), ("mail", templates or since)) if on}
        # Whom participants can reach, and as whom, is told on their page and sheets and in their workbook.
        named |= {"html"} if (contacts or pronouns) and not named & {"html", "print", "xlsx"} else set()
        # What losses mean is told on the page and in the workbook.
        named |= {"html"} if stress is not None and "xlsx" not in named else set()
    _say_what_is_left_out(loaded, read, named)
    with working(sys.stderr, quiet=quiet):
        written = write_reports(
            loaded,
            read,
            out,
            kinds=named,
            anonymous=anonymous,
            with_emails=with_emails,
            language=language,
            own_calendars=ics_people,
            attendance=attendance,
            templates=templates,
            stress=stress,
            since=since,
            replace=replace,
            made_from=(intake, result),
            contacts=contacts,
            pronouns=pronouns,
        )
    output.show(ReportFacts(out, tuple(written), tuple(warnings)), report_text)


def _say_what_is_left_out(result: MatchResult, intake: Intake, named: set[str]) -> None:
    """Say which kinds are not made because nobody installed them, and which groups have no calendar."""
    from matcher.intake.meetings import meetings_of
    from matcher.report import KINDS
    from matcher.report.calendar.calendars import calendar_concerns

    absent = {kind.name: kind for kind in KINDS if not kind.installed}
    for kind in absent.values() if not named else ():
        say(f"Left out: {kind.says}. For it: {kind.how_to_install}")
    if "ics" in absent or (named and "ics" not in named):
        return
    # Where calendars were asked for by name and there can be none, that is a fault, and told as one.
    if not named or any(meetings_of(group.slot, group.mentors, intake.program) for group in result.groups):
        for concern in calendar_concerns(result.groups, intake):
            say(f"Warning: {concern}")


@click.command(name="show", cls=Command, epilog=RESULTS, ends={NO_ASSIGNMENT: None})
@click.argument("result", type=RESULT)
@click.option("--group", metavar="GROUP", shell_complete=groups_of("result"), help="One group and its people: G3.")
@click.option(
    "--person",
    metavar="WHO",
    shell_complete=people_of("result"),
    help="One person, mentee or mentor, by id or by name.",
)
@click.option("--choices", is_flag=True, help="How many mentees got which choice.")
@click.option("--load", is_flag=True, help="How many groups and mentees each mentor has.")
@FORMAT
def show_result(result: str, group: str | None, person: str | None, choices: bool, load: bool, output: Output) -> None:
    """Show RESULT: all of it in short, or one part of it."""
    from matcher.errors import IntakeError
    from matcher.questions.lock_group import no_group
    from matcher.terminal import show as showing

    asked = [group is not None, person is not None, choices, load]
    if sum(asked) > 1:
        raise click.UsageError("Choose one of --group, --person, --choices and --load.")
    loaded = read_result(result)
    if group is not None:
        one = showing.GroupFacts.of(loaded, group)
        if one is None:
            raise IntakeError([no_group(loaded, group)])
        output.show(one, showing.shown_group)
    elif person is not None:
        people = showing.PersonFacts.of(loaded, person)
        if people is None:
            raise IntakeError([showing.no_person(loaded, person)])
        output.show(people, showing.shown_person)
    elif choices:
        output.show(showing.ChoiceFacts.of(loaded), showing.shown_choices)
    elif load:
        output.show(showing.LoadFacts.of(loaded), showing.shown_load)
    else:
        output.show(showing.ResultFacts(loaded), showing.shown_result)
