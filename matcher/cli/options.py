"""What several commands take, and how it is checked."""

from __future__ import annotations

import math
from pathlib import Path

import click

from matcher.cli.places import FOLDER, OUTPUT, RESULT, STANDARD
from matcher.text import shown

__all__ = [
    "EFFORT",
    "FILES",
    "NEVER_AGAIN",
    "OUT",
    "OUT_FOLDER",
    "PLACE",
    "QUIET",
    "REPLACE",
    "RESULTS",
    "SEED",
    "TIME_LIMIT",
    "finite",
    "folder",
]

PLACE = "INTAKE is a folder with mentors.csv, mentees.csv and program.toml, or one JSON file"
FILES = f"{PLACE}; - is standard input."
RESULTS = (
    "RESULT is a folder that solve or rematch wrote, its result.json, or a workbook that report wrote, committee.xlsx, "
    "also an edited one; - is a result.json from standard input."
)


def finite(context: click.Context, parameter: click.Parameter, value: float) -> float:
    """Refuse a number that is not finite."""
    if not math.isfinite(value):
        raise click.BadParameter("write a finite number")
    return value


def folder(context: click.Context, parameter: click.Parameter, value: str) -> Path:
    """Refuse a place where no folder of results can be written."""
    from matcher.intake.reading.places import place_fault
    from matcher.result.files import folder_fault

    wrong = place_fault(value)
    fault = folder_fault(Path(value)) if wrong is None else f"{shown(value)} {wrong}"
    if fault is not None:
        raise click.BadParameter(fault)
    return Path(value)


def folder_or_output(context: click.Context, parameter: click.Parameter, value: str) -> Path | None:
    """Do the same; None: the result goes to standard output."""
    return None if value == STANDARD else folder(context, parameter, value)


OUT = click.option(
    "--out",
    metavar="DIR",
    type=OUTPUT,
    required=True,
    callback=folder_or_output,
    help="Folder for the result, made if missing; - writes result.json alone, to standard output.",
)
OUT_FOLDER = click.option(
    "--out", metavar="DIR", type=FOLDER, required=True, callback=folder, help="Folder for the reports; made if missing."
)
EFFORT = click.option(
    "--effort",
    type=click.Choice(["quick", "normal", "thorough"]),
    default="normal",
    show_default=True,
    help="A fixed amount of work, after which the run ends by itself.",
)
TIME_LIMIT = click.option(
    "--time-limit",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    callback=finite,
    help="Stop after this long with the best so far; to end may take a little more.",
)
SEED = click.option(
    "--seed",
    metavar="N",
    type=click.IntRange(0, 2**31 - 1),
    default=0,
    show_default=True,
    help="What random draws begin with; the same seed gives the same result, unless time runs out.",
)
NEVER_AGAIN = click.option(
    "--never-again",
    metavar="RESULT",
    type=RESULT,
    multiple=True,
    help="Keep mentors and mentees apart who were together in RESULT; may be given several times.",
)
QUIET = click.option("--quiet", is_flag=True, help="Show no progress.")
REPLACE = click.option(
    "--replace",
    is_flag=True,
    help="Write where files were changed by hand or are not matcher's, too; they stay beside the new ones, with their "
    "time in their names.",
)
