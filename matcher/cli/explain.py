"""The command `explain`."""

from __future__ import annotations

import json
import sys

import click

from matcher.cli.options import FILES, RESULTS, finite
from matcher.cli.talk import NO_ASSIGNMENT, read_result, say_changed, say_warnings, show

__all__ = ["explain"]


@click.command(epilog=f"{RESULTS} {FILES}")
@click.argument("intake")
@click.argument("result", required=False)
@click.option(
    "--person",
    metavar="WHO",
    help="Of one mentor or mentee, by id or by name: what they got, and each of their wishes.",
)
@click.option("--with", "other", metavar="WHO", help="Why --person is not together with this one.")
@click.option(
    "--time-limit",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    callback=lambda context, parameter, value: None if value is None else finite(context, parameter, value),
    help="Stop after this long; unless said otherwise 10 (30 where there are few people) for a person, 30 for a whole "
    "result, 60 for an intake.",
)
@click.option(
    "--format",
    "layout",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Sentences for people, or everything for scripts.",
)
@click.option("--seed", metavar="N", type=click.IntRange(0, 2**31 - 1), default=0, help="What random draws begin with.")
@click.option("--workers", metavar="N", type=click.IntRange(min=1), help="How many processors to use; else all.")
@click.pass_context
def explain(
    context: click.Context,
    intake: str,
    result: str | None,
    person: str | None,
    other: str | None,
    time_limit: float | None,
    layout: str,
    seed: int,
    workers: int | None,
) -> None:
    """Explain RESULT, a person in it, or why INTAKE permits no result.

    With RESULT: what decided it; with --person, what somebody got and what each of their wishes would have cost; with
    --with, why two people are not together. Without RESULT: why no assignment satisfies the rules of INTAKE, and the
    smallest changes after which one does (exit status 1).
    """
    from matcher import explain as explained
    from matcher import read_intake
    from matcher.terminal.explain import explanation_text

    read = read_intake(intake)
    if layout == "text":
        say_warnings(read.warnings)
    loaded = None if result is None else read_result(result)
    if loaded is not None:
        say_changed(read, loaded)
    told = explained(read, loaded, person, other, time_limit=time_limit, seed=seed, workers=workers)
    if layout == "json":
        show(json.dumps(told.to_json_dict(), indent=2, ensure_ascii=False))
    else:
        show(explanation_text(told, sys.stdout))
    if told.feasible is False:
        context.exit(NO_ASSIGNMENT)
