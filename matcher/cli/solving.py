"""The command `solve`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from matcher.cli.options import FILES, finite, folder
from matcher.cli.talk import say_warnings, show

__all__ = ["solve"]


@click.command(epilog=FILES)
@click.argument("intake")
@click.option("--out", metavar="DIR", required=True, callback=folder, help="Folder for the result; made if missing.")
@click.option(
    "--effort",
    type=click.Choice(["quick", "normal", "thorough"]),
    default="normal",
    show_default=True,
    help="A fixed amount of work, after which the run ends by itself.",
)
@click.option(
    "--time-limit",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    callback=finite,
    help="Stop after this long with the best so far.",
)
@click.option(
    "--gap",
    metavar="FRACTION",
    type=click.FloatRange(min=0),
    default=0.0,
    show_default=True,
    callback=finite,
    help="Good enough: stop within this share of the best possible; 0.01 is one per cent.",
)
@click.option(
    "--seed",
    metavar="N",
    type=click.IntRange(0, 2**31 - 1),
    default=0,
    show_default=True,
    help="What random draws begin with; the same seed gives the same result.",
)
@click.option("--workers", metavar="N", type=click.IntRange(min=1), help="How many processors to use; else all.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
def solve(
    intake: str, out: Path, effort: str, time_limit: float, gap: float, seed: int, workers: int | None, quiet: bool
) -> None:
    """Match the people of INTAKE and write the result to DIR."""
    from matcher import match, read_intake
    from matcher.terminal import result_summary, shown_progress

    read = read_intake(intake)
    say_warnings(read.warnings)
    with shown_progress(sys.stderr, quiet=quiet) as progress:
        result = match(
            read,
            effort=effort,
            time_limit=time_limit,
            gap=gap,
            seed=seed,
            workers=workers,
            progress=progress,
        )
    result.save(out)
    show(result_summary(result, out, sys.stdout))
