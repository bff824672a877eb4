"""What several commands take, and how it is checked."""

from __future__ import annotations

import math
from pathlib import Path

import click

__all__ = ["FILES", "RESULTS", "finite", "folder"]

FILES = "INTAKE is a folder with mentors.csv, mentees.csv and program.toml, or one JSON file."
RESULTS = (
    "RESULT is a folder that solve or rematch wrote, its result.json, or a workbook that report wrote (report.xlsx), "
    "also an edited one."
)


def finite(context: click.Context, parameter: click.Parameter, value: float) -> float:
    """Refuse a number that is not finite."""
    if not math.isfinite(value):
        raise click.BadParameter("write a finite number")
    return value


def folder(context: click.Context, parameter: click.Parameter, value: str) -> Path:
    """Refuse a place where no folder of results can be written."""
    from matcher.result_files import folder_fault

    fault = folder_fault(Path(value))
    if fault is not None:
        raise click.BadParameter(fault)
    return Path(value)
