"""The commands `lock` and `rematch`: what happens to a result after the first run."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from matcher.cli.command import Command
from matcher.cli.options import EFFORT, FILES, NEVER_AGAIN, OUT, QUIET, REPLACE, RESULTS, SEED, TIME_LIMIT
from matcher.cli.places import INTAKE, READ_AND_WRITTEN, RESULT, groups_of, people_in_intake, people_of
from matcher.cli.showing import FORMAT, Output
from matcher.cli.talk import NO_ASSIGNMENT, OK, asked_to_stop, read_result, say_changed, say_notes, say_warnings

__all__ = ["lock", "rematch"]

KINDS = ["person-in-group", "mentor-pair", "group-slot", "whole-group"]


@click.command(cls=Command, epilog=f"{RESULTS} GROUP is named as there, G3.", ends={NO_ASSIGNMENT: None})
@click.argument("result", type=RESULT)
@click.argument("group", shell_complete=groups_of("result"))
@click.option("--reason", metavar="TEXT", required=True, help="Why, in a few words: shown wherever the lock matters.")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    help="What stays: one mentee in it, its mentors, its mentors and hour, or all of it.  "
    "[default: person-in-group with --person, else whole-group]",
)
@click.option(
    "--person",
    metavar="WHO",
    shell_complete=people_of("result"),
    help="The mentee who stays in the group, by id or by name.",
)
@click.option(
    "--intake",
    metavar="INTAKE",
    type=READ_AND_WRITTEN,
    help="The intake's folder or JSON file; else the folder above RESULT, or this one.",
)
@click.option("--by", metavar="NAME", help="Who locks it.")
@FORMAT
def lock(
    result: str,
    group: str,
    reason: str,
    kind: str | None,
    person: str | None,
    intake: str | None,
    by: str | None,
    output: Output,
) -> None:
    """Keep something of a RESULT in every later run: adds a row to locks.csv beside the lists of the intake."""
    from matcher import read_intake
    from matcher.questions.lock_group import find_intake, lock_group
    from matcher.terminal.rematch import LockFacts, lock_text

    place = Path(intake) if intake is not None else find_intake(result)
    if place is None:
        raise click.UsageError("No intake is near: name its folder, or its JSON file, with --intake.")
    today = date.today().isoformat()
    loaded = read_result(result)
    say_changed(read_intake(place), loaded)
    added = lock_group(loaded, group, place, reason=reason, kind=kind, person=person, when=today, by=by)
    output.show(LockFacts(added, place / "locks.csv" if place.is_dir() else place), lock_text)


@click.command(cls=Command, epilog=f"PREVIOUS_{RESULTS} {FILES}", ends={OK: "a result was written, proved best or not"})
@click.argument("intake", type=INTAKE)
@click.argument("previous", metavar="PREVIOUS_RESULT", type=RESULT)
@OUT
@click.option(
    "--moves",
    metavar="N",
    type=click.IntRange(min=0),
    help="Let up to N people move for a better whole; else as few as can be. With --frontier: look up to N.",
)
@click.option("--frontier", is_flag=True, help="Show what more moves are worth; each result is in DIR/moves-N.")
@click.option(
    "--without",
    metavar="ID;...",
    multiple=True,
    shell_complete=people_in_intake("intake"),
    help="Form them as if these people, by id or name, had left INTAKE already; no list is changed. May be repeated.",
)
@NEVER_AGAIN
@EFFORT
@TIME_LIMIT
@SEED
@REPLACE
@FORMAT
@QUIET
def rematch(
    intake: str,
    previous: str,
    out: Path | None,
    moves: int | None,
    frontier: bool,
    without: tuple[str, ...],
    never_again: tuple[str, ...],
    effort: str,
    time_limit: float,
    seed: int,
    replace: bool,
    output: Output,
    quiet: bool,
) -> None:
    """Form groups again after people left, came or changed their hours, and let as few as can be move."""
    from matcher import MatchResult, read_intake
    from matcher.intake.disk.ours import refuse_to_lose
    from matcher.questions import rematch as rematching
    from matcher.result.match_result import RESULT_FILES, files_of_result
    from matcher.terminal.rematch import FrontierFacts, RematchFacts, frontier_summary, rematch_summary
    from matcher.terminal.working import working

    if out is None:
        output.refuse_beside_data({"--frontier": frontier})
    gone = [own for told in without for own in map(str.strip, told.split(";")) if own]
    whole, before = read_intake(intake), MatchResult.load(previous)
    read = rematching.without_repeats(rematching.without_people(intake, gone, before), never_again)
    say_warnings(read.warnings)
    say_notes(before)
    # Who is counted as gone has not changed what stands in the intake.
    say_changed(rematching.without_repeats(whole, never_again), before)
    read_from = (intake, previous, *never_again)
    names = [rematching.FRONTIER_FILE] if frontier else [*RESULT_FILES, rematching.CHANGES_FILE]
    if out is not None:
        refuse_to_lose(out, names, replace=replace, made_from=files_of_result(*read_from), others=frontier)
    call: dict[str, Any] = {"effort": effort, "time_limit": time_limit, "seed": seed}
    with working(sys.stderr, quiet=quiet), asked_to_stop() as stop:
        call["stop"] = stop
        if frontier:
            points = rematching.frontier(read, before, most=moves, **call)
        else:
            points = (rematching.rematch(read, before, moves=moves, **call),)
    if out is None:
        output.write(points[0].result.to_json(), RematchFacts(points[0], None), rematch_summary)
    elif frontier:
        rematching.save_frontier(points, out, replace=replace, made_from=read_from)
        output.show(FrontierFacts(points, out), frontier_summary)
    else:
        points[0].save(out, replace=replace, made_from=read_from)
        output.show(RematchFacts(points[0], out), rematch_summary)
