"""The commands `compare` and `stress`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from shlex import quote

import click

from matcher.cli.options import FILES, REPLACE, RESULTS, SEED, finite
from matcher.cli.talk import asked_to_stop, read_result, say, say_changed, say_warnings, show
from matcher.text import shown

__all__ = ["compare", "stress"]

COMPARED = (
    "A result is a folder that solve or rematch wrote, its result.json, groups.csv or assignments.csv, also edited by "
    f"hand, or a workbook that report wrote (report.xlsx), also an edited one. {FILES}"
)
AS = click.option(
    "--format",
    "as_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text to read, or JSON for scripts.",
)


@click.command(epilog=COMPARED)
@click.argument("first", metavar="RESULT_A")
@click.argument("second", metavar="RESULT_B")
@click.option("--intake", metavar="INTAKE", help="Score both from this intake, and tell the rules that they break.")
@AS
def compare(first: str, second: str, intake: str | None, as_: str) -> None:
    """Show what differs between RESULT_A and RESULT_B: who moved, who gained, who lost."""
    from matcher import compare as compare_results
    from matcher import read_intake
    from matcher.terminal.compare import comparison_summary

    read = None if intake is None else read_intake(intake)
    if read is not None:
        say_warnings(read.warnings)
    comparison = compare_results(first, second, read)
    if as_ == "json":
        show(json.dumps(comparison.to_json_dict(), indent=2, ensure_ascii=False))
    else:
        show(comparison_summary(comparison, sys.stdout))


def _table_file(context: click.Context, parameter: click.Parameter, value: str | None) -> Path | None:
    """Refuse a place where no table can be written, and a file that is something else, before anything is tried."""
    if value is None:
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


@click.command(epilog=f"{RESULTS} {FILES}")
@click.argument("intake")
@click.argument("result")
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
    "--out", metavar="FILE", callback=_table_file, help="Write it to FILE too, for `matcher report --stress`."
)
@REPLACE
@AS
def stress(
    intake: str,
    result: str,
    drop: int,
    sample: int,
    seed: int,
    time_limit: float,
    out: Path | None,
    replace: bool,
    as_: str,
) -> None:
    """Show what it would mean if mentors of RESULT dropped out: who would be left out, whose loss is the worst."""
    from matcher import read_intake
    from matcher import stress as stress_result
    from matcher.intake.disk.ours import refuse_to_lose
    from matcher.terminal.stress import stress_summary

    if out is not None:
        refuse_to_lose(out.parent, [out.name], replace=replace)
    read = read_intake(intake)
    say_warnings(read.warnings)
    loaded = read_result(result)
    say_changed(read, loaded)
    with asked_to_stop() as stop:
        table = stress_result(read, loaded, drop=drop, sample=sample, seed=seed, time_limit=time_limit, stop=stop)
    if as_ == "json":
        show(json.dumps(table.to_json_dict(), indent=2, ensure_ascii=False))
    else:
        show(stress_summary(table, sys.stdout))
    if out is not None:
        table.save(out, replace=replace)
        say(f"The table is in {out}. `matcher report … --stress {quote(str(out))}` puts it into the report.")
