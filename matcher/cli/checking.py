"""The commands `check` and `verify`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from matcher.cli.options import FILES
from matcher.cli.talk import NO_ASSIGNMENT, say_warnings, show
from matcher.text import one_line

if TYPE_CHECKING:
    from matcher import Intake

__all__ = ["check", "verify"]


@click.command(epilog=FILES)
@click.argument("intake")
def check(intake: str) -> None:
    """Check INTAKE: show every fault and warning, and what it holds."""
    from matcher import read_intake
    from matcher.terminal.summaries import intake_summary

    read = read_intake(intake)
    say_warnings(read.warnings)
    show(intake_summary(read))


@click.command(epilog=FILES)
@click.argument("intake")
@click.argument("result")
@click.pass_context
def verify(context: click.Context, intake: str, result: str) -> None:
    """Check RESULT against every rule of INTAKE: a folder that solve wrote, its result.json, or a report's workbook."""
    from matcher import read_intake
    from matcher import verify as verify_result

    read = read_intake(intake)
    breaches = verify_result(read, result)
    if breaches:
        show("\n".join(one_line(str(breach)) for breach in breaches))
        show(f"{len(breaches)} {'breach' if len(breaches) == 1 else 'breaches'} found.")
    changed = _changed_groups(read, result)
    if changed is not None:
        show(changed)
    elif not breaches:
        show("Every rule holds, and the score is right.")
    if breaches:
        context.exit(NO_ASSIGNMENT)


def _changed_groups(intake: Intake, path: str) -> str | None:
    """Say of groups that somebody changed by hand, and that keep every rule, what they score; else None."""
    from matcher import MatchResult, ResultFileError, rescored
    from matcher.verification import breaches_of

    try:
        result = MatchResult.load(path)
    except ResultFileError:
        return None
    if result.scored or breaches_of(intake, result.formed):
        return None
    score = rescored(intake, result).objective
    return f"Every rule holds. The changed groups score {score}; before the change it was {result.objective}."
