"""The command `matcher`: each command a few lines over a public function, a file for each topic.

What is heavy is imported inside the commands, so that ``matcher --help`` is quick.
"""

from __future__ import annotations

import contextlib
import gc
import io
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from matcher import __version__
from matcher.cli.board import board
from matcher.cli.check_verify import check, verify
from matcher.cli.command import Commands
from matcher.cli.compare_stress import compare, stress
from matcher.cli.completion import answer_shell, completion
from matcher.cli.explain import explain
from matcher.cli.import_new import import_, new
from matcher.cli.lock_rematch import lock, rematch
from matcher.cli.people import add, join, leave
from matcher.cli.report_show import report, show_result
from matcher.cli.showing import output_of
from matcher.cli.solve import solve
from matcher.cli.stopping import stopped_in_order, stopped_text, written_before
from matcher.cli.talk import (
    FAILED,
    OK,
    WRONG_CALL,
    say,
    say_fault,
    say_note,
    say_system_fault,
    say_unexpected,
    say_wrong_call,
)
from matcher.errors import MatcherError
from matcher.intake.disk.news import News, heard
from matcher.text import drop, no_text, one_line

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status, one of `matcher.cli.command.ENDS`."""
    _prepare_streams()
    answered = answer_shell(matcher)
    if answered is not None:
        return answered
    with stopped_in_order(), heard(lambda text: say_note(text, end=".")) as news:
        return _run(arguments, news)


def _run(arguments: Sequence[str] | None, news: News) -> int:
    debug = bool(os.environ.get("MATCHER_DEBUG"))
    try:
        given = list(sys.argv[1:] if arguments is None else arguments)
        _check_arguments(given)
        with _collecting_seldom(), _warnings_told(), matcher.make_context("matcher", given) as context:
            debug = debug or bool(context.params.get("debug"))
            _invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as fault:
        say_wrong_call(fault)
        return WRONG_CALL
    except (KeyboardInterrupt, click.Abort):
        with contextlib.suppress(OSError):  # the terminal may be what went away
            say(stopped_text(news.written))
        return OK if news.written else FAILED
    except MatcherError as fault:
        say_fault(fault)
        _say_written(news)
        return fault.exit_code
    except BrokenPipeError as fault:
        # Help that went to `| head`; a broken pipe of the solver's own is another matter.
        if _reader_went_away():
            return OK
        say_unexpected(fault, debug=debug)
        _say_written(news)
        return FAILED
    except OSError as fault:
        say_system_fault(fault, stream=_refuses())
        return FAILED
    except Exception as fault:
        say_unexpected(fault, debug=debug)
        _say_written(news)
        return FAILED
    return OK


def _invoke(context: click.Context) -> None:
    """Run a command; where a script reads what it shows, a fault is shown there too."""
    try:
        matcher.invoke(context)
    except MatcherError as fault:
        output = output_of(context)
        if output is not None:
            output.show_fault(fault)
        raise


def _say_written(news: News) -> None:
    if news.written:
        say(written_before(news.written))


def _check_arguments(given: Sequence[str]) -> None:
    """Refuse an argument in which something stands that is no text: it would go into files and onto pages."""
    for argument in given:
        said = no_text(argument)
        if said is not None:
            raise click.UsageError(f"an argument holds {said}: {one_line(argument)!r}; type it anew")


@contextlib.contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Look for garbage less often: importing makes many objects and hardly any, and is half of a short run."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Said(logging.Handler):
    """Says what is logged."""

    def emit(self, record: logging.LogRecord) -> None:
        say(f"Warning: {record.getMessage()}")


@contextlib.contextmanager
def _warnings_told() -> Iterator[None]:
    """Say what a machine lacks for compiled code to be kept."""
    logger, handler = logging.getLogger("matcher.problem.kernels"), _Said(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def _prepare_streams() -> None:
    """Let a stream of a small alphabet show ``?`` for a letter it lacks, rather than fail on somebody's name."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever called: talk goes nowhere, and a result that is to be shown is a fault
            nowhere = Path(os.devnull).open("r" if name == "stdout" else "w", encoding="utf-8")  # noqa: SIM115 — it stays
            setattr(sys, name, nowhere)
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _refuses() -> bool:
    """Return whether standard output cannot be written to; what it refuses is dropped, or Python would tell of it."""
    try:
        sys.stdout.write("")
        sys.stdout.flush()
    except OSError:
        drop(sys.stdout)
        return True
    return False


def _reader_went_away() -> bool:
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except BrokenPipeError:
        drop(sys.stdout)
        return True
    return False


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="matcher", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show where in the program an unexpected error arose.")
def matcher(debug: bool) -> None:
    """Match mentors and mentees into groups: proved best or with a bound, and every rule checked."""


for command in (
    solve,
    check,
    verify,
    compare,
    lock,
    rematch,
    leave,
    join,
    add,
    explain,
    import_,
    new,
    report,
    show_result,
    stress,
    board,
    completion,
):
    matcher.add_command(command)
