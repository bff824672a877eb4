"""The commands `import` and `new`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from matcher.cli.options import REPLACE
from matcher.cli.talk import say, say_warnings, show
from matcher.intake.words.listing import in_a_row
from matcher.text import one_line, plain

__all__ = ["import_", "new"]


@click.command(
    "import",
    epilog="The first run proposes mapping.toml: what each column was taken for. Change it where it is wrong.",
)
@click.argument("exports", metavar="EXPORT...", nargs=-1, required=True)
@click.option("--out", metavar="INTAKE", required=True, help="Folder for the intake; made if missing.")
@click.option(
    "--mapping", metavar="FILE", help="What columns mean; proposed if missing.  [default: INTAKE/mapping.toml]"
)
@click.option("--corrections", metavar="FILE", help="What you settled by hand.  [default: INTAKE/corrections.csv]")
@click.option(
    "--confirm",
    metavar="COLUMN",
    multiple=True,
    help="This column was read rightly: its header, what it is in the intake, or all; may be repeated.",
)
@click.option("--pseudonymous", is_flag=True, help="Write ids without names; the key goes into INTAKE-private.")
@REPLACE
def import_(
    exports: tuple[str, ...],
    out: str,
    mapping: str | None,
    corrections: str | None,
    confirm: tuple[str, ...],
    pseudonymous: bool,
    replace: bool,
) -> None:
    """Make an intake of what a survey tool exported: one EXPORT with both roles, or one for each."""
    from matcher import import_survey
    from matcher.survey.import_survey import MappingNeededError
    from matcher.terminal.import_survey import import_summary
    from matcher.terminal.lines import logged_told

    try:
        with logged_told("matcher.survey", say):
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
        show(plain(stopped.proposed))
        raise
    say_warnings(done.intake.warnings)
    show(import_summary(done, Path(out), sys.stdout))


@click.command()
@click.argument("folder", metavar="DIR")
def new(folder: str) -> None:
    """Start an intake in DIR: empty tables, every setting explained, and questions to paste into a form."""
    from matcher.intake.reading.places import place_named
    from matcher.survey.new_intake import write_empty_intake

    files = write_empty_intake(place_named(folder, "DIR"))
    show(f"A new intake is in {one_line(folder)}: {in_a_row(files)}")
    show("how-to-fill-in.md says what to write; form-questions.md is for a form, whose export `matcher import` reads.")
