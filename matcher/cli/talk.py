"""What commands say: results to standard output, talk to standard error; and how each ends."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from matcher.errors import MOST_SHOWN, InfeasibleError, IntakeError, Issue, MatcherError, ResultFileError
from matcher.intake.words.findings import MOST_FAULTS
from matcher.text import plain, shown, write_line

if TYPE_CHECKING:
    from matcher import Intake, MatchResult
    from matcher.survey.readback.still_open import OpenImport

__all__ = [
    "FAILED",
    "NO_ASSIGNMENT",
    "OK",
    "WRONG_CALL",
    "asked_to_stop",
    "read_result",
    "say",
    "say_changed",
    "say_fault",
    "say_note",
    "say_notes",
    "say_open",
    "say_system_fault",
    "say_unexpected",
    "say_warnings",
    "say_wrong_call",
    "show",
]

_NOTED = "matcher.noted"

OK, NO_ASSIGNMENT, WRONG_CALL, FAILED = 0, 1, 2, 3
"""The exit statuses of the contract."""


@contextmanager
def asked_to_stop() -> Iterator[threading.Event]:
    """Yield what Ctrl-C and SIGTERM set meanwhile: the run then ends with the best so far."""
    from matcher.solving.running.control import interruptible

    stop = threading.Event()
    with interruptible(stop):
        yield stop


def show(text: str) -> None:
    """Write a result to standard output.

    Raises
    ------
    MatcherError
        It cannot be written to: a full disk, say.
    """
    try:
        write_line(text, sys.stdout)
    except OSError as fault:
        raise MatcherError(_no_output(fault)) from fault


def say(text: str) -> None:
    """Write talk to standard error, safe for a terminal; where that cannot be written to, nobody is there to tell."""
    with suppress(OSError):
        write_line(plain(text), sys.stderr)


def say_note(text: str, end: str = "") -> None:
    """Write a note; what a call was told already, it is not told again."""
    context = click.get_current_context(silent=True)
    told: set[str] = set() if context is None else context.meta.setdefault(_NOTED, set())
    if text not in told:
        told.add(text)
        say(f"Note: {text}{end}")


def read_result(path: str, told: Callable[[str], str] = str) -> MatchResult:
    """Return a saved result as it stands; tell where somebody changed it by hand; `told` makes names ids, say."""
    from matcher import MatchResult

    result = MatchResult.load(path)
    say_notes(result, told)
    return result


def say_notes(result: MatchResult, told: Callable[[str], str] = str) -> None:
    """Tell where somebody changed a saved result by hand; `told` makes names ids, say."""
    for note in result.notes:
        say_note(told(note))


def say_changed(intake: Intake, result: MatchResult, told: Callable[[str], str] = str) -> None:
    """Say what of the intake changed since a result was solved, if anything; `told` makes names ids, say."""
    from matcher.result.since import changed_since, held_since

    for said in (held_since(intake, result), changed_since(intake, result)):
        if said is not None:
            say(f"Note: {told(said)}")


def say_open(left: OpenImport) -> None:
    """Say what the import that wrote an intake left open, before anything else is said; first who is never free."""
    for line in left.questions:
        say(f"OPEN: {line}")
    if left.of_exports:
        say("Answer in questions.csv, save it as corrections.csv, and import again.")
    if left.of_late_answers:
        say("What concerns answers that were added late is settled in the tables of the intake.")
    if left.unconfirmed is not None:
        say(f"READ: {left.unconfirmed}; look at import.html, and import again with --confirm")


def say_warnings(warnings: Iterable[Issue]) -> None:
    """Write every warning."""
    for warning in warnings:
        say(f"Warning: {warning}")


def say_wrong_call(fault: click.ClickException) -> None:
    """Tell what is wrong with a call."""
    if isinstance(fault, click.exceptions.NoArgsIsHelpError):
        say(fault.format_message())
        return
    command = "matcher" if not isinstance(fault, click.UsageError) or fault.ctx is None else fault.ctx.command_path
    lines = [fault.format_message(), f"`{command} --help` shows how it is called."]
    if isinstance(fault, click.NoSuchOption) and not fault.option_name.startswith("--"):
        lines.insert(1, "A name that begins with - stands behind --, like: matcher leave INTAKE -- -Name")
    say("\n".join(lines))


def say_fault(fault: MatcherError) -> None:
    """Tell every fault of an intake, a call or a saved result."""
    if isinstance(fault, IntakeError):
        say_warnings(fault.warnings)
    if isinstance(fault, IntakeError | ResultFileError):
        more, advice = (fault.more, fault.advice) if isinstance(fault, ResultFileError) else (0, None)
        count = len(fault.issues) + more
        what = "intake or the call" if isinstance(fault, IntakeError) else "saved result"
        told = "one fault" if count == 1 else f"{count} faults" if count < MOST_FAULTS else f"{count} faults or more"
        say(f"The {what} has {told}:")
        for issue in fault.issues[:MOST_SHOWN]:
            say(f"- {issue}")
        if count > len(fault.issues[:MOST_SHOWN]):
            say(f"- and {count - len(fault.issues[:MOST_SHOWN])} more")
        if advice is not None:
            say(advice)
    else:
        text = str(fault)
        say(text[:1].upper() + text[1:])
    if isinstance(fault, InfeasibleError):
        say("`matcher explain INTAKE` shows which rules clash, and the smallest changes that mend it.")


def say_system_fault(fault: OSError, *, stream: bool) -> None:
    """Tell what the system refuses: standard output (`stream`), else a file or a folder."""
    said = fault.strerror or " ".join(str(fault).split()) or "no more is known"
    place = "" if fault.filename is None else f" at {shown(fault.filename)}"
    if stream:
        told = _no_output(fault)
        say(f"{told[:1].upper()}{told[1:]}")
    elif not _is_somewhere():
        say("The folder in which this was called is not there any more; change to another one.")
    else:
        say(f"Files cannot be read or written{place}: {said}.")


def _no_output(fault: OSError) -> str:
    return f"standard output cannot be written to ({fault.strerror or fault}); what is in files stands"


def _is_somewhere() -> bool:
    try:
        Path.cwd()
    except OSError:
        return False
    return True


def say_unexpected(fault: Exception, *, debug: bool) -> None:
    """Tell of an error that nobody expected, in full where `debug` is set."""
    if debug:
        say("".join(traceback.format_exception(fault)).rstrip())
    told = " ".join(str(fault).split()) or "no more is known"
    say(f"Something went wrong that matcher did not expect: {type(fault).__name__}: {told}")
    if not debug:
        say("`matcher --debug …` shows where in the program; please report it.")
