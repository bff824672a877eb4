"""The commands `lock` and `rematch`: what happens to a result after the first run."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from matcher.cli.options import EFFORT, FILES, NEVER_AGAIN, REPLACE, RESULTS, SEED, TIME_LIMIT, folder
from matcher.cli.talk import asked_to_stop, read_result, say_changed, say_warnings, show

__all__ = ["lock", "rematch"]

KINDS = ["person-in-group", "mentor-pair", "group-slot", "whole-group"]


@click.command(epilog=f"{RESULTS} GROUP is named as there, G3.")
@click.argument("result")
@click.argument("group")
@click.option("--reason", metavar="TEXT", required=True, help="Why, in a few words: shown wherever the lock matters.")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    help="What stays: one mentee in it, its mentors, its mentors and hour, or all of it.  "
    "[default: person-in-group with --person, else whole-group]",
)
@click.option("--person", metavar="ID", help="The mentee who stays in the group.")
@click.option(
    "--intake", metavar="INTAKE", help="The intake's folder or JSON file; else the folder above RESULT, or this one."
)
@click.option("--by", metavar="NAME", help="Who locks it.")
def lock(
    result: str, group: str, reason: str, kind: str | None, person: str | None, intake: str | None, by: str | None
) -> None:
    """Keep something of a RESULT in every later run: adds a row to locks.csv beside the lists of the intake."""
    from matcher import read_intake
    from matcher.questions.lock_group import find_intake, lock_group

    place = Path(intake) if intake is not None else find_intake(result)
    if place is None:
        raise click.UsageError("No intake is near: name its folder, or its JSON file, with --intake.")
    today = date.today().isoformat()
    loaded = read_result(result)
    say_changed(read_intake(place), loaded)
    added = lock_group(loaded, group, place, reason=reason, kind=kind, person=person, when=today, by=by)
    show(f"{added}: added to {place / 'locks.csv' if place.is_dir() else place}.")


@click.command(epilog=f"PREVIOUS_{RESULTS} {FILES}")
@click.argument("intake")
@click.argument("previous", metavar="PREVIOUS_RESULT")
@click.option("--out", metavar="DIR", required=True, callback=folder, help="Folder for the result; made if missing.")
@click.option(
    "--moves",
    metavar="N",
    type=click.IntRange(min=0),
    help="Let up to N people move for a better whole; else as few as can be. With --frontier: look up to N.",
)
@click.option("--frontier", is_flag=True, help="Show what more moves are worth; each result is in DIR/moves-N.")
@NEVER_AGAIN
@EFFORT
@TIME_LIMIT
@SEED
@REPLACE
def rematch(
    intake: str,
    previous: str,
    out: Path,
    moves: int | None,
    frontier: bool,
    never_again: tuple[str, ...],
    effort: str,
    time_limit: float,
    seed: int,
    replace: bool,
) -> None:
    """Form groups again after people left, came or changed their hours, and let as few as can be move."""
    from matcher import read_intake
    from matcher.intake.disk.ours import refuse_to_lose
    from matcher.questions import rematch as rematching
    from matcher.result.match_result import RESULT_FILES, files_of_result
    from matcher.terminal.rematch import frontier_summary, rematch_summary

    read = rematching.without_repeats(read_intake(intake), never_again)
    say_warnings(read.warnings)
    before = read_result(previous)
    say_changed(read, before)
    read_from = (intake, previous, *never_again)
    names = [rematching.FRONTIER_FILE] if frontier else [*RESULT_FILES, rematching.CHANGES_FILE]
    refuse_to_lose(out, names, replace=replace, made_from=files_of_result(*read_from), others=frontier)
    call: dict[str, Any] = {"effort": effort, "time_limit": time_limit, "seed": seed}
    if frontier:
        with asked_to_stop() as stop:
            points = rematching.frontier(read, before, most=moves, **call, stop=stop)
        rematching.save_frontier(points, out, replace=replace, made_from=read_from)
        show(frontier_summary(points, out, sys.stdout))
        return
    with asked_to_stop() as stop:
        point = rematching.rematch(read, before, moves=moves, **call, stop=stop)
    point.save(out, replace=replace, made_from=read_from)
    show(rematch_summary(point, out, sys.stdout))
