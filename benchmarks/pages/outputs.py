"""What pages show of commands and of Python, made by running it: each page from top to bottom, in a folder of its own.

A block ``console`` has commands after ``$`` and what they print; a block ``python`` is run, and what it prints is the
block ``text`` right after it. The folder holds ``data`` at the start. A line ``…`` stands for lines that are not shown;
a command that shows nothing says nothing about what it prints.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from benchmarks.records import ROOT
from matcher.cli import main, matcher

__all__ = ["FailedError", "with_outputs"]

BLOCK = re.compile(r"^```(console|python)\n(.*?)^```\n(?:(\n*```text\n)(.*?)^```\n)?", re.DOTALL | re.MULTILINE)
NEWS = re.compile(r"\d+ s, |Compiling, once on this machine")
"""What is told on the way, as far as the run has come or the first on a machine."""
LIMIT, LONG = "--time-limit", "3600"
"""Commands that have a time limit are run with a longer one, so that what is printed is the same on a busy machine."""
SECONDS = re.compile(r"\b\d+(?:\.\d+)? s\b")
LEFT_OUT = "…"
LIKE = 0.6
"""How like a line that is shown a line that is printed must be, at least, to be the one that is meant."""
MEANT = {0, 1}
"""Exit statuses of a command that pages may show: done, and no assignment or a rule that is broken."""


class FailedError(Exception):
    """A command that a page shows fails."""


@dataclass(frozen=True, slots=True)
class _Ran:
    """A command, what the page shows of it, and what it prints."""

    command: str
    shown: list[str]
    printed: list[str]


def with_outputs(text: str) -> str:
    """Return a page with every output as it is now; seconds stay as they are where nothing else changed.

    Raises
    ------
    FailedError
        A command fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "data", Path(folder) / "data")
        with contextlib.chdir(folder):
            return BLOCK.sub(_rewritten, text)


def _rewritten(block: re.Match[str]) -> str:
    language, body, between, output = block.groups()
    tail = "" if between is None else f"{between}{output}```\n"
    if language == "console":
        return f"```console\n{''.join(_told(ran) for ran in _run_all(body))}```\n{tail}"
    printed = _python(body)
    if between is None:
        return block[0]
    return f"```python\n{body}```\n{between}{_lines(_chosen(output.splitlines(), printed))}```\n"


def _run_all(body: str) -> Iterator[_Ran]:
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, *shown = part.splitlines()
        yield _Ran(command, shown, _command(command))


def _told(ran: _Ran) -> str:
    shown = _chosen(ran.shown, ran.printed) if ran.shown else []
    return f"$ {ran.command}\n{_lines(shown)}"


def _lines(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _command(command: str) -> list[str]:
    """Return what a command prints, without its news on the way: talk first, then results."""
    program, *words = shlex.split(command)
    if program != "matcher":
        done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
        status, talk, results = done.returncode, done.stderr, done.stdout
    else:
        said, shown = io.StringIO(), io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(shown):
            status = main(_without_haste(words))
        talk, results = said.getvalue(), shown.getvalue()
    if status not in MEANT:
        raise FailedError(f"{command}: exit status {status}\n{talk}{results}")
    return [line.rstrip() for line in (talk + results).splitlines() if not NEWS.match(line)]


def _without_haste(words: list[str]) -> list[str]:
    command = matcher.commands.get(words[0]) if words else None
    limited = command is not None and any(LIMIT in one.opts for one in command.params)
    return [*words, LIMIT, LONG] if limited and LIMIT not in words else words


def _python(code: str) -> list[str]:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "page", "exec"), {"__name__": "page"})
    return [line.rstrip() for line in printed.getvalue().splitlines()]


# What is shown of what is printed -----------------------------------------------------------------------------------


def _chosen(shown: list[str], printed: list[str]) -> list[str]:
    """Return the lines to show: all; or where the page leaves some out, those from and to the same lines as before.

    All of them, too, where one of those lines is printed no more: then somebody has to choose again.
    """
    picked = _picked(shown, printed) if LEFT_OUT in shown else printed
    new = printed if picked is None else picked
    return shown if _without_seconds(new) == _without_seconds(shown) else new


def _without_seconds(lines: list[str]) -> list[str]:
    return [SECONDS.sub("… s", line.rstrip()) for line in lines]


def _picked(shown: list[str], printed: list[str]) -> list[str] | None:
    picked: list[str] = []
    parts = _parts(shown)
    place = 0
    for number, part in enumerate(parts):
        if number:
            picked.append(LEFT_OUT)
        if not part:
            continue
        first = place if number == 0 else _where(part[0], printed, place)
        last = len(printed) - 1 if number == len(parts) - 1 else _where(part[-1], printed, first or 0)
        if first is None or last is None:
            return None
        picked += printed[first : last + 1]
        place = last + 1
    return picked


def _parts(shown: list[str]) -> list[list[str]]:
    """Return the lines between those that stand for others; empty at an end that stands for others itself."""
    parts: list[list[str]] = [[]]
    for line in shown:
        if line == LEFT_OUT:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _where(line: str, printed: list[str], start: int) -> int | None:
    """Return where a line is printed from `start` on: just so, or with other numbers, or the most like it."""
    places = range(start, len(printed))
    for form in (str, _without_numbers):
        for place in places:
            if form(printed[place]) == form(line):
                return place
    best = max(places, key=lambda place: _likeness(printed[place], line), default=None)
    return best if best is not None and _likeness(printed[best], line) >= LIKE else None


def _without_numbers(line: str) -> str:
    return " ".join(re.sub(r"[\d.,]+", "#", line).split())


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _without_numbers(one), _without_numbers(other)).ratio()
