"""The commands `import` and `new`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from matcher.cli.command import Command
from matcher.cli.options import QUIET, REPLACE
from matcher.cli.places import EXPORT, FOLDER, READ_AND_WRITTEN, columns_to_confirm
from matcher.cli.showing import FORMAT, Output
from matcher.cli.talk import NO_ASSIGNMENT, say, say_warnings

__all__ = ["import_", "new"]


@click.command(
    "import",
    cls=Command,
    ends={NO_ASSIGNMENT: None},
    epilog="EXPORT is CSV, TSV or a workbook; - is standard input. The first run proposes mapping.toml: what each "
    "column was taken for. Change it where it is wrong.",
)
@click.argument("exports", metavar="EXPORT...", nargs=-1, required=True, type=EXPORT)
@click.option("--out", metavar="INTAKE", required=True, type=FOLDER, help="Folder for the intake; made if missing.")
@click.option(
    "--mapping",
    metavar="FILE",
    type=READ_AND_WRITTEN,
    help="What columns mean; proposed if missing.  [default: INTAKE/mapping.toml]",
)
@click.option(
    "--corrections",
    metavar="FILE",
    type=EXPORT,
    help="What you settled by hand.  [default: INTAKE/corrections.csv]",
)
@click.option(
    "--confirm",
    metavar="COLUMN",
    multiple=True,
    shell_complete=columns_to_confirm,
    help="This column was read rightly: its header, what it is in the intake, or all; may be repeated.",
)
@click.option("--pseudonymous", is_flag=True, help="Write ids without names; the key goes into INTAKE-private.")
@REPLACE
@FORMAT
@QUIET
def import_(
    exports: tuple[str, ...],
    out: str,
    mapping: str | None,
    corrections: str | None,
    confirm: tuple[str, ...],
    pseudonymous: bool,
    replace: bool,
    output: Output,
    quiet: bool,
) -> None:
    """Make an intake of what a survey tool exported: one EXPORT with both roles, or one for each."""
    from matcher import import_survey
    from matcher.survey.import_survey import MappingNeededError
    from matcher.terminal.import_survey import ImportFacts, Proposed, import_summary, proposed_text
    from matcher.terminal.lines import logged_told
    from matcher.terminal.working import working

    try:
        with working(sys.stderr, quiet=quiet), logged_told("matcher.survey", say):
            done = import_survey(
                exports,
                out,
                mapping=mapping,
                corrections=corrections,
                pseudonymous=pseudonymous,
                confirm=confirm,
                replace=replace,
            )
    except MappingNeededError as stopped:
        output.show(Proposed(stopped.proposed, stopped), proposed_text)
        raise
    say_warnings(done.intake.warnings)
    output.show(ImportFacts(done, Path(out)), import_summary)


@click.command(cls=Command, ends={NO_ASSIGNMENT: None})
@click.argument("folder", metavar="DIR", type=FOLDER)
@FORMAT
def new(folder: str, output: Output) -> None:
    """Start an intake in DIR: empty tables, every setting explained, and questions to paste into a form."""
    from matcher.intake.reading.places import place_named
    from matcher.survey.new_intake import write_empty_intake
    from matcher.terminal.report import NewFacts, new_text

    files = write_empty_intake(place_named(folder, "DIR"))
    output.show(NewFacts(folder, tuple(map(str, files))), new_text)
