"""The command `matcher`: each command a few lines over a public function.

What is heavy is imported inside the commands, so that ``matcher --help`` is quick.
"""

from __future__ import annotations

import io
import math
import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from matcher import __version__
from matcher.intake.errors import IntakeError, Issue, MatcherError, ResultFileError
from matcher.text import drop, one_line, plain, write_line

__all__ = ["main"]

OK, NO_ASSIGNMENT, WRONG_CALL, FAILED = 0, 1, 2, 3

_FILES = "INTAKE is a folder with mentors.csv, mentees.csv and program.toml, or one JSON file."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    0: done. 1: no assignment satisfies the rules, or a result breaks one. 2: the intake or the call is wrong.
    3: anything else.
    """
    _prepare_streams()
    debug = bool(os.environ.get("MATCHER_DEBUG"))
    try:
        with matcher.make_context("matcher", list(sys.argv[1:] if arguments is None else arguments)) as context:
            debug = debug or bool(context.params.get("debug"))
            matcher.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as fault:
        _say_wrong_call(fault)
        return WRONG_CALL
    except (KeyboardInterrupt, click.Abort):
        _say("Stopped; there is no result yet, and nothing was written.")
        return FAILED
    except MatcherError as fault:
        _say_fault(fault)
        return fault.exit_code
    except BrokenPipeError as fault:
        # Help that went to `| head`; a broken pipe of the solver's own is another matter.
        if _reader_went_away():
            return OK
        _say_unexpected(fault, debug=debug)
        return FAILED
    except Exception as fault:
        _say_unexpected(fault, debug=debug)
        return FAILED
    return OK


def _prepare_streams() -> None:
    """Let a stream of a small alphabet show ``?`` for a letter it lacks, rather than fail on somebody's name."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever called
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 — for the rest of the run
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _reader_went_away() -> bool:
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except BrokenPipeError:
        drop(sys.stdout)
        return True
    return False


def _show(text: str) -> None:
    write_line(text, sys.stdout)


def _say(text: str) -> None:
    write_line(plain(text), sys.stderr)


def _say_warnings(warnings: Iterable[Issue]) -> None:
    for warning in warnings:
        _say(f"Warning: {warning}")


def _say_wrong_call(fault: click.ClickException) -> None:
    if isinstance(fault, click.exceptions.NoArgsIsHelpError):
        _say(fault.format_message())
        return
    command = "matcher" if not isinstance(fault, click.UsageError) or fault.ctx is None else fault.ctx.command_path
    _say(f"{fault.format_message()}\n`{command} --help` shows how it is called.")


def _say_fault(fault: MatcherError) -> None:
    if isinstance(fault, IntakeError):
        _say_warnings(fault.warnings)
    if isinstance(fault, IntakeError | ResultFileError):
        count = len(fault.issues)
        what = "intake or the call" if isinstance(fault, IntakeError) else "saved result"
        _say(f"The {what} has {'one fault' if count == 1 else f'{count} faults'}:")
        for issue in fault.issues:
            _say(f"- {issue}")
    else:
        text = str(fault)
        _say(text[:1].upper() + text[1:])


def _say_unexpected(fault: Exception, *, debug: bool) -> None:
    if debug:
        _say("".join(traceback.format_exception(fault)).rstrip())
    told = " ".join(str(fault).split()) or "no more is known"
    _say(f"Something went wrong that matcher did not expect: {type(fault).__name__}: {told}")
    if not debug:
        _say("`matcher --debug …` shows where in the program; please report it.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="matcher", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show where in the program an unexpected error arose.")
def matcher(debug: bool) -> None:
    """Match mentors and mentees into groups: proved best or with a bound, and every rule checked."""


def _finite(context: click.Context, parameter: click.Parameter, value: float) -> float:
    if not math.isfinite(value):
        raise click.BadParameter("write a finite number")
    return value


def _folder(context: click.Context, parameter: click.Parameter, value: str) -> Path:
    from matcher.result_files import folder_fault

    fault = folder_fault(Path(value))
    if fault is not None:
        raise click.BadParameter(fault)
    return Path(value)


@matcher.command(epilog=_FILES)
@click.argument("intake")
@click.option("--out", metavar="DIR", required=True, callback=_folder, help="Folder for the result; made if missing.")
@click.option(
    "--effort",
    type=click.Choice(["quick", "normal", "thorough"]),
    default="normal",
    show_default=True,
    help="A fixed amount of work, after which the run ends by itself.",
)
@click.option(
    "--time-limit",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    callback=_finite,
    help="Stop after this long with the best so far.",
)
@click.option(
    "--gap",
    metavar="FRACTION",
    type=click.FloatRange(min=0),
    default=0.0,
    show_default=True,
    callback=_finite,
    help="Good enough: stop within this share of the best possible; 0.01 is one per cent.",
)
@click.option(
    "--seed",
    metavar="N",
    type=click.IntRange(0, 2**31 - 1),
    default=0,
    show_default=True,
    help="What random draws begin with; the same seed gives the same result.",
)
@click.option("--workers", metavar="N", type=click.IntRange(min=1), help="How many processors to use; else all.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
def solve(
    intake: str, out: Path, effort: str, time_limit: float, gap: float, seed: int, workers: int | None, quiet: bool
) -> None:
    """Match the people of INTAKE and write the result to DIR."""
    from matcher import match, read_intake
    from matcher.terminal import result_summary, shown_progress

    read = read_intake(intake)
    _say_warnings(read.warnings)
    with shown_progress(sys.stderr, quiet=quiet) as progress:
        result = match(
            read,
            effort=effort,
            time_limit=time_limit,
            gap=gap,
            seed=seed,
            workers=workers,
            progress=progress,
        )
    result.save(out)
    _show(result_summary(result, out, sys.stdout))


@matcher.command(epilog=_FILES)
@click.argument("intake")
def check(intake: str) -> None:
    """Check INTAKE: show every fault and warning, and what it holds."""
    from matcher import read_intake
    from matcher.terminal import intake_summary

    read = read_intake(intake)
    _say_warnings(read.warnings)
    _show(intake_summary(read))


@matcher.command(epilog=_FILES)
@click.argument("intake")
@click.argument("result")
@click.pass_context
def verify(context: click.Context, intake: str, result: str) -> None:
    """Check RESULT against every rule of INTAKE: a folder that solve wrote, or its result.json."""
    from matcher import read_intake
    from matcher import verify as verify_result

    breaches = verify_result(read_intake(intake), result)
    if breaches:
        _show("\n".join(one_line(str(breach)) for breach in breaches))
        _show(f"{len(breaches)} {'breach' if len(breaches) == 1 else 'breaches'} found.")
        context.exit(NO_ASSIGNMENT)
    _show("Every rule holds, and the score is right.")
