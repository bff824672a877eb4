"""The commands `compare` and `stress`."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote

import click

from matcher.cli.command import Command
from matcher.cli.options import FILES, QUIET, REPLACE, RESULTS, SEED, finite
from matcher.cli.places import INTAKE, OUTPUT_FILE, RESULT, STANDARD, called
from matcher.cli.showing import FORMAT, Output
from matcher.cli.talk import NO_ASSIGNMENT, asked_to_stop, read_result, say, say_changed, say_warnings
from matcher.text import shown

__all__ = ["compare", "stress"]

COMPARED = (
    "A result is a folder that solve or rematch wrote, its result.json, groups.csv or assignments.csv, also edited by "
    f"hand, or a workbook that report wrote (committee.xlsx), also an edited one. {FILES}"
)


@click.command(cls=Command, epilog=COMPARED, ends={NO_ASSIGNMENT: None})
@click.argument("first", metavar="RESULT_A", type=RESULT)
@click.argument("second", metavar="RESULT_B", type=RESULT)
@click.option(
    "--intake",
    metavar="INTAKE",
    type=INTAKE,
    help="Score both from this intake, and tell the rules that they break.",
)
@FORMAT
@click.pass_context
def compare(context: click.Context, first: str, second: str, intake: str | None, output: Output) -> None:
    """Show what differs between RESULT_A and RESULT_B: who moved, who gained, who lost."""
    from matcher import compare as compare_results
    from matcher import read_intake
    from matcher.terminal.compare import comparison_summary

    read = None if intake is None else read_intake(intake)
    if read is not None:
        say_warnings(read.warnings)
    names = (called(context, first), called(context, second))
    output.show(compare_results(first, second, read, names=names), comparison_summary)


def _table_file(value: str | None) -> Path | None:
    """Return the file of a table, None for none or standard output; refuse what is something else, or no place.

    Raises
    ------
    click.BadParameter
        No table can be written there.
    """
    if value is None or value == STANDARD:
        return None
    from matcher import ResultFileError, StressTable
    from matcher.intake.reading.places import place_fault
    from matcher.result.files import folder_fault

    wrong = place_fault(value)
    if wrong is not None:
        raise click.BadParameter(f"{shown(value)} {wrong}")
    place = Path(value)
    if place.is_dir():
        raise click.BadParameter(f"{place} is a folder; name a file in it: {place / 'stress.json'}")
    fault = folder_fault(place.parent)
    if fault is not None:
        raise click.BadParameter(fault)
    if place.exists():
        try:
            StressTable.load(place)
        except ResultFileError:
            said = f"{place} is there and holds something else; choose another file, or take that one away"
            raise click.BadParameter(said) from None
    return place


@click.command(cls=Command, epilog=f"{RESULTS} {FILES}", ends={NO_ASSIGNMENT: None})
@click.argument("intake", type=INTAKE)
@click.argument("result", type=RESULT)
@click.option(
    "--drop",
    metavar="N",
    type=click.IntRange(1, 3),
    default=1,
    show_default=True,
    help="Up to how many mentors drop out together.",
)
@click.option(
    "--sample",
    metavar="N",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Of two and more, at most so many cases each, drawn at random.",
)
@SEED
@click.option(
    "--time-limit",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=600.0,
    show_default=True,
    callback=finite,
    help="Stop after this long with what was tried so far.",
)
@click.option(
    "--out",
    metavar="FILE",
    type=OUTPUT_FILE,
    help="Write it to FILE too, for `matcher report --stress`; - is standard output.",
)
@REPLACE
@FORMAT
@QUIET
def stress(
    intake: str,
    result: str,
    drop: int,
    sample: int,
    seed: int,
    time_limit: float,
    out: str | None,
    replace: bool,
    output: Output,
    quiet: bool,
) -> None:
    """Show what it would mean if mentors of RESULT dropped out: who would be left out, whose loss is the worst."""
    from matcher import read_intake
    from matcher import stress as stress_result
    from matcher.intake.disk.ours import refuse_to_lose
    from matcher.terminal.stress import stress_summary
    from matcher.terminal.working import working

    try:
        file = _table_file(out)
    except click.BadParameter as fault:
        fault.param_hint = "'--out'"
        raise
    if out == STANDARD:
        output.refuse_beside_data({})
    if file is not None:
        refuse_to_lose(file.parent, [file.name], replace=replace)
    read = read_intake(intake)
    say_warnings(read.warnings)
    loaded = read_result(result)
    say_changed(read, loaded)
    with working(sys.stderr, quiet=quiet), asked_to_stop() as stop:
        table = stress_result(read, loaded, drop=drop, sample=sample, seed=seed, time_limit=time_limit, stop=stop)
    if out == STANDARD:
        output.write(table.to_json(), table, stress_summary)
        return
    output.show(table, stress_summary)
    if file is not None:
        table.save(file, replace=replace)
        say(f"The table is in {file}. `matcher report … --stress {quote(str(file))}` puts it into the report.")
