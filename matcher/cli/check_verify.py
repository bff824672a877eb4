"""The commands `check` and `verify`."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from matcher.cli.options import FILES
from matcher.cli.talk import NO_ASSIGNMENT, say, say_changed, say_open, say_warnings, show
from matcher.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcher import Intake
    from matcher.rules import Breach

__all__ = ["check", "verify"]

MOST_FAULTS = 20
"""So many faults of a proof are shown; a proof may have thousands."""


@click.command(epilog=FILES)
@click.argument("intake")
def check(intake: str) -> None:
    """Check INTAKE: show every fault and warning, what it holds, and where counting shows that it cannot be matched."""
    from matcher import InfeasibleError, read_intake
    from matcher.terminal.few_hours import few_hours_told
    from matcher.terminal.solve import intake_summary
    from matcher.why.reasons import plainly_in_vain

    read = read_intake(intake)
    say_open(intake, read)
    say_warnings(read.warnings)
    in_vain = plainly_in_vain(read)
    show(intake_summary(read, in_vain=bool(in_vain)))
    few = few_hours_told(read)
    if few is not None:
        show(few)
    if in_vain:
        raise InfeasibleError(in_vain)


@click.command(epilog=FILES)
@click.argument("intake")
@click.argument("result")
@click.option("--proof", is_flag=True, help="Check the proof of the bound too: proof.json beside RESULT.")
@click.option("--proof-file", metavar="PATH", help="The same, with the proof in PATH.")
@click.pass_context
def verify(context: click.Context, intake: str, result: str, proof: bool, proof_file: str | None) -> None:
    """Check RESULT against every rule of INTAKE: a folder that solve wrote, its result.json, or a report's workbook."""
    from matcher import read_intake
    from matcher import verify as verify_result

    read = read_intake(intake)
    breaches = verify_result(read, result)
    _say_of_result(read, result)
    if breaches:
        show("\n".join(one_line(str(breach)) for breach in breaches))
        show(f"{len(breaches)} {'breach' if len(breaches) == 1 else 'breaches'} found.")
    changed = _changed_groups(read, result, breaches)
    if changed is not None:
        show(changed)
    elif not breaches:
        show("Every rule holds, and the score is right.")
    proved = _proof_holds(read, result, proof_file) if proof or proof_file is not None else True
    if breaches or not proved:
        context.exit(NO_ASSIGNMENT)


def _proof_holds(read: Intake, result: str, proof_file: str | None) -> bool:
    """Check the proof of a result and show what was found; a proof that is not named stands beside the result."""
    from matcher import MatchResult
    from matcher.checking.proofs import check_proof

    place = Path(result)
    beside = (place if place.is_dir() else place.parent) / "proof.json"
    report = check_proof(read, MatchResult.load(result), beside if proof_file is None else proof_file)
    for fault in report.faults[:MOST_FAULTS]:
        show(one_line(f"proof: {fault}"))
    if len(report.faults) > MOST_FAULTS:
        show(f"… and {len(report.faults) - MOST_FAULTS} more.")
    show(one_line(f"The proof {'holds' if report.holds else 'does not hold'}: {report}"))
    return report.holds


def _say_of_result(intake: Intake, path: str) -> None:
    """Say what of the intake changed since, and what is not checked; tables without ``result.json`` do not tell."""
    from matcher import MatchResult, ResultFileError
    from matcher.checking.sayings import untold
    from matcher.checking.sayings.sentences import in_known_words
    from matcher.intake.words.findings import count_of, name_some
    from matcher.result.saved_folder import other_workbooks
    from matcher.result.saved_workbook import is_workbook

    with contextlib.suppress(ResultFileError):
        result = MatchResult.load_as_written(path)
        for note in () if is_workbook(Path(path)) else other_workbooks(Path(path)):
            say(f"Note: {note}")
        say_changed(intake, result)
        missing = list(untold(intake, result))
        if missing:
            say(f"Note: the result does not tell, and nothing is checked of: {'; '.join(missing)}")
        own = [one.id for one in result.unmatched if one.reason and not in_known_words(one.reason)]
        if own:
            told = f"{count_of(len(own), 'reason')} for being left out {'is' if len(own) == 1 else 'are'}"
            say(f"Note: {told} in words that are not checked: {name_some(own)}")
        # A warning begins with the file's name, and the same intake may be read from another.
        given = {str(warning).partition(": ")[2] for warning in intake.warnings}
        others = [text for text in result.warnings if text.partition(": ")[2] not in given]
        if others:
            what = f"{count_of(len(others), 'warning')} in the result {'is' if len(others) == 1 else 'are'} none"
            say(f"Note: {what} that reading this intake gives: {name_some(list(map(one_line, others)))}")


def _changed_groups(intake: Intake, path: str, breaches: Sequence[Breach]) -> str | None:
    """Say of groups that somebody changed by hand, and that break no rule, what they score; else None."""
    from matcher import MatchResult, ResultFileError, rescored
    from matcher.checking.verify import LOST, breaches_of
    from matcher.result.earlier import kept_apart
    from matcher.result.saved_folder import moved_by_hand

    try:
        result, written = MatchResult.load(path), MatchResult.load_as_written(path)
    except ResultFileError:
        return None
    if result.scored or not moved_by_hand(written.assignment_rows, result.groups):
        return None
    if breaches_of(kept_apart(intake, result.never_again), result.formed):
        return None
    now, before = rescored(intake, result).objective, f"before the change it was {result.objective}."
    if not breaches:
        return f"Every rule holds. The changed groups score {now}; {before}"
    if any(breach.rule == LOST for breach in breaches):
        return f"The changed groups score {now}, whoever is in none of them counting as left out; {before}"
    return f"The changed groups keep every rule; they score {now}; {before}"
