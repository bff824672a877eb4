"""The command `explain`."""

from __future__ import annotations

import sys

import click

from matcher.cli.command import Command
from matcher.cli.options import FILES, QUIET, RESULTS, finite
from matcher.cli.places import INTAKE, RESULT, people_of
from matcher.cli.showing import FORMAT, Output
from matcher.cli.talk import NO_ASSIGNMENT, read_result, say_changed, say_warnings

__all__ = ["explain"]


@click.command(
    cls=Command,
    epilog=f"{RESULTS} {FILES}",
    ends={NO_ASSIGNMENT: "no assignment satisfies the rules of INTAKE, and why was shown"},
)
@click.argument("intake", type=INTAKE)
@click.argument("result", required=False, type=RESULT)
@click.option(
    "--person",
    metavar="WHO",
    shell_complete=people_of("result"),
    help="Of one mentor or mentee, by id or by name: what they got, and each of their wishes.",
)
@click.option(
    "--with",
    "other",
    metavar="WHO",
    shell_complete=people_of("result"),
    help="Why --person is not together with this one.",
)
@click.option(
    "--time-limit",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    callback=lambda context, parameter, value: None if value is None else finite(context, parameter, value),
    help="Stop after this long; unless said otherwise 10 (30 where there are few people) for a person, 30 for a whole "
    "result, 60 for an intake.",
)
@FORMAT
@click.option("--seed", metavar="N", type=click.IntRange(0, 2**31 - 1), default=0, help="What random draws begin with.")
@click.option("--workers", metavar="N", type=click.IntRange(min=1), help="How many processors to use; else all.")
@QUIET
@click.pass_context
def explain(
    context: click.Context,
    intake: str,
    result: str | None,
    person: str | None,
    other: str | None,
    time_limit: float | None,
    output: Output,
    seed: int,
    workers: int | None,
    quiet: bool,
) -> None:
    """Explain RESULT, a person in it, or why INTAKE permits no result.

    With RESULT: what decided it; with --person, what somebody got and what each of their wishes would have cost; with
    --with, why two people are not together. Without RESULT: why no assignment satisfies the rules of INTAKE, and the
    smallest changes after which one does (exit status 1).
    """
    from matcher import explain as explained
    from matcher import read_intake
    from matcher.intake.leaving.leave import who_left
    from matcher.terminal.explain import explanation_text
    from matcher.terminal.working import working

    read = read_intake(intake)
    say_warnings(read.warnings)
    loaded = None if result is None else read_result(result)
    if loaded is not None:
        say_changed(read, loaded)
    left = () if person is None else who_left(intake)
    with working(sys.stderr, quiet=quiet):
        told = explained(read, loaded, person, other, left=left, time_limit=time_limit, seed=seed, workers=workers)
    output.show(told, explanation_text)
    if told.feasible is False:
        context.exit(NO_ASSIGNMENT)
