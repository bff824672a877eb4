"""The command `solve`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click

from matcher.cli.command import Command
from matcher.cli.options import EFFORT, FILES, NEVER_AGAIN, OUT, QUIET, REPLACE, SEED, TIME_LIMIT, finite
from matcher.cli.places import INTAKE
from matcher.cli.showing import FORMAT, Output
from matcher.cli.talk import OK, asked_to_stop, say, say_open, say_warnings

__all__ = ["solve"]

WITHIN = 0.01
"""What an alternative may lack where nothing is said."""
READ_SOON = 0.5
"""Seconds in which most intakes are read; longer ones are taken off the time limit."""


@click.command(cls=Command, epilog=FILES, ends={OK: "a result was written, proved best or not"})
@click.argument("intake", type=INTAKE)
@OUT
@EFFORT
@TIME_LIMIT
@click.option(
    "--gap",
    metavar="FRACTION",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    callback=finite,
    help="Good enough: stop within this share of the best possible; 0.01 is one per cent.",
)
@SEED
@click.option("--workers", metavar="N", type=click.IntRange(min=1), help="How many processors to use; else all.")
@click.option(
    "--alternatives",
    metavar="K",
    type=click.IntRange(1, 20),
    help="Find up to K other results nearly as good, with people together otherwise; in DIR/alternative-1 ….",
)
@click.option(
    "--within",
    metavar="FRACTION",
    type=click.FloatRange(0, 1),
    callback=lambda context, parameter, value: None if value is None else finite(context, parameter, value),
    show_default=str(WITHIN),
    help="With --alternatives: what one may lack: a share of the best score; 0.01 is one per cent.",
)
@NEVER_AGAIN
@click.option("--report", is_flag=True, help="Write reports beside the result, as `matcher report` does.")
@click.option(
    "--proof", is_flag=True, help="Write proof.json too: why nothing is better, for `matcher verify --proof`."
)
@REPLACE
@FORMAT
@QUIET
def solve(
    intake: str,
    out: Path | None,
    effort: str,
    time_limit: float,
    gap: float,
    seed: int,
    workers: int | None,
    alternatives: int | None,
    within: float | None,
    never_again: tuple[str, ...],
    report: bool,
    proof: bool,
    replace: bool,
    output: Output,
    quiet: bool,
) -> None:
    """Match the people of INTAKE and write the result to DIR."""
    from matcher import match, read_intake
    from matcher.intake.disk.ours import refuse_to_lose
    from matcher.result.match_result import PROOF_FILE, RESULT_FILES, files_of_result
    from matcher.survey.readback.still_open import open_import
    from matcher.terminal.report import ReportFacts
    from matcher.terminal.solve import SolveFacts, shown_progress, solve_text

    if proof and alternatives is not None:
        raise click.UsageError("--proof is of one result: leave --alternatives out, or --proof.")
    if within is not None and alternatives is None:
        raise click.UsageError("--within is what alternatives may lack: say how many with --alternatives too.")
    if out is None:
        output.refuse_beside_data({"--proof": proof, "--alternatives": alternatives is not None, "--report": report})
    begun = time.monotonic()
    read = read_intake(intake)
    left = left_after_reading(time_limit, time.monotonic() - begun)
    read_from = (intake, *never_again)
    names = [*RESULT_FILES, *([PROOF_FILE] if proof else [])]
    files = files_of_result(*read_from)
    if out is not None:
        besides = report or alternatives is not None
        refuse_to_lose(out, names, replace=replace, made_from=files, others=besides, reports=report)
    if never_again:
        from matcher import without_repeats

        read = without_repeats(read, never_again)
    say_open(open_import(Path(intake), read))
    say_warnings(read.warnings)
    call: dict[str, Any] = {"effort": effort, "time_limit": left, "gap": gap, "seed": seed, "workers": workers}
    with shown_progress(sys.stderr, quiet=quiet) as progress, asked_to_stop() as stop:
        call |= {"progress": progress, "stop": stop}
        if alternatives is None:
            result, others = match(read, **call, proof=proof), None
        else:
            from matcher import match_alternatives

            others = match_alternatives(read, count=alternatives, within=WITHIN if within is None else within, **call)
            result = others.best
    if out is None:
        output.write(result.to_json(), SolveFacts(result, None), solve_text)
        return
    if others is None:
        result.save(out, replace=replace, made_from=read_from)
    else:
        for stale in others.save(out, replace=replace, made_from=read_from):
            say(f"Note: {stale} is from an earlier run.")
    reports = ReportFacts(out, result.report(out, read, replace=replace)) if report else None
    output.show(SolveFacts(result, out, reports, others), solve_text)


def left_after_reading(time_limit: float, spent: float) -> float:
    """Return the seconds left of a time limit: a large intake takes some of them to read, though never over half."""
    return max(time_limit / 2, time_limit - max(0.0, spent - READ_SOON))
