"""The commands `check` and `verify`."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from matcher.cli.command import Command
from matcher.cli.options import FILES, QUIET
from matcher.cli.places import INTAKE, PROOF_FILE, RESULT
from matcher.cli.showing import FORMAT, Output
from matcher.cli.talk import NO_ASSIGNMENT, OK, say, say_open, say_warnings
from matcher.text import one_line

if TYPE_CHECKING:
    from matcher import Intake
    from matcher.checking.proofs import ProofReport
    from matcher.rules import Breach
    from matcher.terminal.check import Rescored

__all__ = ["check", "verify"]


@click.command(
    cls=Command,
    epilog=FILES,
    ends={OK: "the intake can be used", NO_ASSIGNMENT: "counting shows that no assignment satisfies the rules"},
)
@click.argument("intake", type=INTAKE)
@FORMAT
def check(intake: str, output: Output) -> None:
    """Check INTAKE: show every fault and warning, what it holds, and where counting shows that it cannot be matched."""
    from matcher import InfeasibleError, read_intake
    from matcher.intake.leaving.leave import who_left
    from matcher.survey.readback.still_open import open_import
    from matcher.terminal.check import CheckFacts, check_text
    from matcher.terminal.few_hours import FewHoursFacts
    from matcher.terminal.solve import IntakeFacts
    from matcher.why.reasons import plainly_in_vain

    read = read_intake(intake)
    left = open_import(Path(intake), read)
    say_open(left)
    say_warnings(read.warnings)
    in_vain = plainly_in_vain(read)
    facts = CheckFacts(read, IntakeFacts.of(read, in_vain), FewHoursFacts.of(read), left, who_left(intake))
    output.show(facts, check_text)
    if in_vain:
        raise InfeasibleError(in_vain)


@click.command(
    cls=Command,
    epilog=FILES,
    ends={
        OK: "every rule holds, and the proof where one is checked",
        NO_ASSIGNMENT: "a rule is broken, or the proof does not hold",
    },
)
@click.argument("intake", type=INTAKE)
@click.argument("result", type=RESULT)
@click.option("--proof", is_flag=True, help="Check the proof of the bound too: proof.json beside RESULT.")
@click.option("--proof-file", metavar="PATH", type=PROOF_FILE, help="The same, with the proof in PATH.")
@FORMAT
@QUIET
@click.pass_context
def verify(
    context: click.Context,
    intake: str,
    result: str,
    proof: bool,
    proof_file: str | None,
    output: Output,
    quiet: bool,
) -> None:
    """Check RESULT against every rule of INTAKE: a folder that solve wrote, its result.json, or a report's workbook."""
    from matcher import read_intake
    from matcher import verify as verify_result
    from matcher.terminal.check import VerifyFacts, verify_text
    from matcher.terminal.working import working

    with working(sys.stderr, quiet=quiet):
        read = read_intake(intake)
        breaches = verify_result(read, result)
        notes = tuple(_odd(read, result))
        for note in notes:
            say(f"Note: {note}")
        rescored = _rescored(read, result, breaches)
        proved = _proof(read, result, proof_file) if proof or proof_file is not None else None
    facts = VerifyFacts(tuple(breaches), notes, rescored, proved)
    output.show(facts, verify_text)
    if not facts.holds:
        context.exit(NO_ASSIGNMENT)


def _proof(read: Intake, result: str, proof_file: str | None) -> ProofReport:
    """Check the proof of a result; one that is not named stands beside the result."""
    from matcher import MatchResult
    from matcher.checking.proofs import check_proof

    place = Path(result)
    beside = (place if place.is_dir() else place.parent) / "proof.json"
    return check_proof(read, MatchResult.load(result), beside if proof_file is None else proof_file)


def _odd(intake: Intake, path: str) -> Iterator[str]:
    """Yield what of the intake changed since, and what is not checked; tables without ``result.json`` do not tell."""
    from matcher import MatchResult, ResultFileError
    from matcher.checking.sayings import untold
    from matcher.checking.sayings.sentences import in_known_words
    from matcher.intake.words.findings import count_of, name_some
    from matcher.result.asked import as_asked
    from matcher.result.saved_folder import other_workbooks
    from matcher.result.saved_workbook import is_workbook
    from matcher.result.since import changed_since, held_since

    with contextlib.suppress(ResultFileError):
        result = MatchResult.load_as_written(path)
        yield from result.notes if is_workbook(Path(path)) else other_workbooks(Path(path))
        yield from filter(None, (held_since(intake, result), changed_since(intake, result)))
        missing = list(untold(intake, result))
        if missing:
            yield f"the result does not tell, and nothing is checked of: {'; '.join(missing)}"
        own = [one.id for one in result.unmatched if one.reason and not in_known_words(one.reason)]
        if own:
            told = f"{count_of(len(own), 'reason')} for being left out {'is' if len(own) == 1 else 'are'}"
            yield f"{told} in words that are not checked: {name_some(own)}"
        # A warning begins with the file's name, and the same intake may be read from another.
        asked = as_asked(intake, result)
        given = {str(warning).partition(": ")[2] for warning in (*intake.warnings, *asked.warnings)}
        others = [text for text in result.warnings if text.partition(": ")[2] not in given]
        if others:
            what = f"{count_of(len(others), 'warning')} in the result {'is' if len(others) == 1 else 'are'} none"
            yield f"{what} that reading this intake gives: {name_some(list(map(one_line, others)))}"


def _rescored(intake: Intake, path: str, breaches: Sequence[Breach]) -> Rescored | None:
    """Return what groups score that somebody changed by hand, and that break no rule; else None."""
    from matcher import MatchResult, ResultFileError, rescored
    from matcher.checking.verify import LOST, breaches_of
    from matcher.result.asked import as_asked
    from matcher.result.saved_folder import moved_by_hand
    from matcher.terminal.check import Rescored

    try:
        result, written = MatchResult.load(path), MatchResult.load_as_written(path)
    except ResultFileError:
        return None
    if result.scored or not moved_by_hand(written.assignment_rows, result.groups):
        return None
    if breaches_of(as_asked(intake, result), result.formed):
        return None
    lost = any(breach.rule == LOST for breach in breaches)
    return Rescored(rescored(intake, result).objective, result.objective, lost)
