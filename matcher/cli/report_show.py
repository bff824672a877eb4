"""The commands `report` and `show`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from matcher.cli.options import FILES, REPLACE, RESULTS, folder
from matcher.cli.talk import read_result, say, say_changed, show
from matcher.intake.words.listing import in_a_row
from matcher.text import one_line

if TYPE_CHECKING:
    from matcher import Intake, MatchResult

__all__ = ["files_written", "report", "show_result"]

FILES_SHOWN = 4
"""Files of a folder that are named."""


class _ReportCommand(click.Command):
    """`report`, with an option for each kind and the languages there are: read when it is called, to start quickly."""

    @cached_property
    def _of_reports(self) -> list[click.Parameter]:
        from matcher.report import KINDS, LANGUAGES

        kinds = [click.Option([f"--{kind.name}", f"kind_{kind.name}"], is_flag=True, help=kind.says) for kind in KINDS]
        languages = click.Choice(LANGUAGES)
        told = "English, German, Spanish or Persian."
        return [*kinds, click.Option(["--language"], type=languages, default="en", show_default=True, help=told)]

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the parameters, those of the reports after the others."""
        own = super().get_params(ctx)
        return [*own[:-1], *self._of_reports, *own[-1:]]


@click.command(cls=_ReportCommand, epilog=f"{RESULTS} {FILES}")
@click.argument("intake")
@click.argument("result")
@click.option("--out", metavar="DIR", required=True, callback=folder, help="Folder for the reports; made if missing.")
@click.option("--anonymous", is_flag=True, help="Ids stand for names everywhere.")
@click.option("--with-emails", is_flag=True, help="Put addresses into the messages; they are nowhere else.")
@click.option("--templates", metavar="DIR", help="Folder with your own texts of messages: mentee.txt, mentor.txt, …")
@click.option("--ics-people", is_flag=True, help="A calendar for each person too: calendar/people/ID.ics.")
@click.option("--attendance", is_flag=True, help="In the workbook a sheet for each group, to tick off who came.")
@click.option(
    "--since", metavar="RESULT", help="Messages only to those for whom something changed since RESULT: mail/changes/."
)
@click.option("--stress", metavar="FILE", help="What losing mentors would mean, from `matcher stress --out FILE`.")
@REPLACE
def report(
    intake: str,
    result: str,
    out: Path,
    anonymous: bool,
    with_emails: bool,
    templates: str | None,
    ics_people: bool,
    attendance: bool,
    since: str | None,
    stress: str | None,
    replace: bool,
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

    read, loaded = read_intake(intake), read_result(result)
    check_same_people(loaded, read)
    # Where nobody's name is to be told, the screen tells none either. That changed tables do not say what result.json
    # says is told already, once.
    told = Naming(read, anonymous=anonymous, with_emails=not anonymous).told
    for text in (*map(str, read.warnings), *map(str, verify(read, result if loaded.scored else loaded))):
        say(f"Warning: {told(text)}")
    say_changed(read, loaded, told)
    named = {flag.removeprefix("kind_") for flag, on in flags.items() if on}
    if named:
        named |= {kind for kind, on in (("ics", ics_people), ("xlsx", attendance), ("mail", templates or since)) if on}
        # What losses mean is told on the page and in the workbook.
        named |= {"html"} if stress is not None and "xlsx" not in named else set()
    _say_what_is_left_out(loaded, read, named)
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
    )
    show("\n".join(files_written(out, written)))


def _say_what_is_left_out(result: MatchResult, intake: Intake, named: set[str]) -> None:
    """Say which kinds are not made because nobody installed them, and which groups have no calendar."""
    from matcher.report import KINDS
    from matcher.report.calendar.calendars import calendar_concerns
    from matcher.report.calendar.meetings import meetings_of

    absent = {kind.name: kind for kind in KINDS if not kind.installed}
    for kind in absent.values() if not named else ():
        say(f"Left out: {kind.says}. For it: {kind.how_to_install}")
    if "ics" in absent or (named and "ics" not in named):
        return
    # Where calendars were asked for by name and there can be none, that is a fault, and told as one.
    if not named or any(meetings_of(group.slot, group.mentors, intake.program) for group in result.groups):
        for concern in calendar_concerns(result.groups, intake):
            say(f"Warning: {concern}")


def files_written(out: Path, written: Iterable[Path]) -> Iterator[str]:
    """Say what was written, many files of a folder as one."""
    yield f"The reports are in {one_line(str(out))}:"
    by_folder: dict[str, list[str]] = {}
    for file in written:
        inner = file.relative_to(out)
        by_folder.setdefault(str(inner.parent), []).append(inner.name)
    for place, names in by_folder.items():
        if place == ".":
            yield from (f"  {name}" for name in names)
        else:
            listed = in_a_row(names[:FILES_SHOWN])
            yield f"  {place}/: {listed}{f' and {len(names) - FILES_SHOWN} more' if len(names) > FILES_SHOWN else ''}"


@click.command(name="show", epilog=RESULTS)
@click.argument("result")
@click.option("--group", metavar="GROUP", help="One group and its people: G3.")
@click.option("--person", metavar="WHO", help="One person, mentee or mentor, by id or by name.")
@click.option("--choices", is_flag=True, help="How many mentees got which choice.")
@click.option("--load", is_flag=True, help="How many groups and mentees each mentor has.")
def show_result(result: str, group: str | None, person: str | None, choices: bool, load: bool) -> None:
    """Show RESULT: all of it in short, or one part of it."""
    from matcher.terminal import show as showing

    asked = [group is not None, person is not None, choices, load]
    if sum(asked) > 1:
        raise click.UsageError("Choose one of --group, --person, --choices and --load.")
    loaded = read_result(result)
    if group is not None:
        told = showing.shown_group(loaded, group, sys.stdout)
        show(_found(told, group, "group", [one.id for one in loaded.groups]))
    elif person is not None:
        told = showing.shown_person(loaded, person, sys.stdout)
        show(_found(told, person, "person", showing.people_of(loaded)))
    elif choices:
        show(showing.shown_choices(loaded, sys.stdout))
    elif load:
        show(showing.shown_load(loaded, sys.stdout))
    else:
        show(showing.shown_result(loaded, sys.stdout))


def _found(told: str | None, asked: str, what: str, known: Iterable[str]) -> str:
    """Return what was found; refuse what is not there, with the nearest that is."""
    from matcher.intake.words.nearest import nearest

    if told is not None:
        return told
    known = list(known)
    near = nearest(asked, known) or next((one for one in known if asked.casefold() in one.casefold()), None)
    guess = "" if near is None else f"; did you mean {one_line(near)}?"
    raise click.BadParameter(f"{one_line(asked)!r} is no {what} of this result{guess}", param_hint=f"--{what}")
