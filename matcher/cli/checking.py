"""The commands `check` and `verify`."""

from __future__ import annotations

import click

from matcher.cli.options import FILES
from matcher.cli.talk import NO_ASSIGNMENT, say_warnings, show
from matcher.text import one_line

__all__ = ["check", "verify"]


@click.command(epilog=FILES)
@click.argument("intake")
def check(intake: str) -> None:
    """Check INTAKE: show every fault and warning, and what it holds."""
    from matcher import read_intake
    from matcher.terminal import intake_summary

    read = read_intake(intake)
    say_warnings(read.warnings)
    show(intake_summary(read))


@click.command(epilog=FILES)
@click.argument("intake")
@click.argument("result")
@click.pass_context
def verify(context: click.Context, intake: str, result: str) -> None:
    """Check RESULT against every rule of INTAKE: a folder that solve wrote, or its result.json."""
    from matcher import read_intake
    from matcher import verify as verify_result

    breaches = verify_result(read_intake(intake), result)
    if breaches:
        show("\n".join(one_line(str(breach)) for breach in breaches))
        show(f"{len(breaches)} {'breach' if len(breaches) == 1 else 'breaches'} found.")
        context.exit(NO_ASSIGNMENT)
    show("Every rule holds, and the score is right.")
