"""What one method did on one intake, kept as JSON, so that tables and plots can be drawn again without solving."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from benchmarks.cases import SIZES, Case, rule_set_names
from benchmarks.methods import METHODS
from benchmarks.records import Stamp

__all__ = ["EFFORTS", "CommandRun", "Ended", "Results", "Run", "best_bound", "contradictions", "thinned", "under_best"]

Trace = list[tuple[float, int | None, int | None]]
EFFORTS = ("normal", "quick", "thorough")
"""The first is what methods are compared at."""


class Ended(StrEnum):
    """How a run ended."""

    PROVED = "proved"
    """The objective is the method's own bound."""
    FOUND = "found"
    """A verified grouping, not proved best."""
    NOTHING = "nothing found"
    REFUSED = "not modelled"
    KILLED = "did not stop in time"
    FAILED = "failed"
    WRONG = "wrong"
    """The grouping breaks a rule, or its objective is not what the method says."""


@dataclass(frozen=True)
class Run:
    """One method on one intake, in a process of its own.

    Parameters
    ----------
    allowed, effort
        Seconds the method was given; effort of ours.
    seconds
        Wall time from the intake in memory to the verified grouping: reading, solving and verifying.
    megabytes
        Most memory of the process, the intake's generation included.
    objective, bound
        Points; None where there is none.
    note
        What was refused or went wrong.
    trace
        (seconds, objective, bound), ascending in seconds.
    stamp
        When, where and at which commit; None until it is kept.
    """

    case: Case
    method: str
    ended: Ended
    allowed: float
    effort: str
    seconds: float
    megabytes: float | None = None
    objective: int | None = None
    bound: int | None = None
    note: str = ""
    trace: Trace = field(default_factory=list)
    stamp: Stamp | None = None

    @property
    def key(self) -> tuple[int, int, int, int, int]:
        """Where the run stands in a table: by size, rule set, seed, method and effort."""
        sizes, rules, methods = list(SIZES), [*rule_set_names()], list(METHODS)
        size, rank = sizes.index(self.case.size), methods.index(self.method)
        return (size, rules.index(self.case.rules), self.case.seed, rank, EFFORTS.index(self.effort))


@dataclass(frozen=True)
class CommandRun:
    """A whole process, ``matcher solve`` on a sample, from start to files; seconds of each try."""

    name: str
    seconds: list[float]
    status: str
    stamp: Stamp | None = None


@dataclass
class Results:
    """Everything measured so far, by what was measured: a new measurement replaces the old one."""

    runs: list[Run] = field(default_factory=list)
    commands: list[CommandRun] = field(default_factory=list)

    @property
    def compared(self) -> list[Run]:
        """The runs that stand side by side: those at the first of `EFFORTS`."""
        return [run for run in self.runs if run.effort == EFFORTS[0]]

    @property
    def stamps(self) -> list[Stamp]:
        """Every stamp there is, in the order of the runs."""
        every = [*(run.stamp for run in self.runs), *(command.stamp for command in self.commands)]
        return [stamp for stamp in every if stamp is not None]

    def add(self, run: Run) -> None:
        """Keep a run, in place of an earlier one of the same method and effort on the same intake."""
        self.runs = sorted([*(known for known in self.runs if known.key != run.key), run], key=lambda one: one.key)

    def add_command(self, run: CommandRun) -> None:
        """Keep a command's times, in place of earlier ones."""
        self.commands = [*(known for known in self.commands if known.name != run.name), run]

    @classmethod
    def load(cls, file: Path) -> Results:
        """Return what a file holds; nothing where there is none."""
        if not file.exists():
            return cls()
        data = json.loads(file.read_text(encoding="utf-8"))
        runs = [
            Run(**{**run, "case": Case(**run["case"]), "ended": Ended(run["ended"]), "stamp": _stamp(run)})
            for run in data["runs"]
        ]
        return cls(runs, [CommandRun(**{**run, "stamp": _stamp(run)}) for run in data["commands"]])

    def save(self, file: Path) -> None:
        """Write everything, a run a line."""
        runs, commands = (",\n".join(json.dumps(asdict(run)) for run in kept) for kept in (self.runs, self.commands))
        file.write_text(f'{{"commands": [\n{commands}\n],\n"runs": [\n{runs}\n]}}\n', encoding="utf-8")


def _stamp(data: dict[str, Any]) -> Stamp | None:
    return None if data["stamp"] is None else Stamp.read(data["stamp"])


def best_bound(runs: Iterable[Run]) -> int | None:
    """Return the lowest bound that any method proved on one intake; None where none did."""
    return min((run.bound for run in runs if run.bound is not None), default=None)


def under_best(runs: Sequence[Run], objective: int | None) -> float | None:
    """Return how far an objective is under the best bound on its intake, as a share of the best objective there.

    One measure for methods with a bound of their own and without; None where there is no bound or no objective.
    """
    bound = best_bound(runs)
    best = max((run.objective for run in runs if run.objective is not None), default=None)
    if bound is None or best is None or objective is None:
        return None
    return (bound - objective) / max(1, abs(best))


def contradictions(runs: Sequence[Run]) -> list[str]:
    """Return where one method's verified grouping scores more than another method's bound: a wrong proof."""
    found = []
    for run in runs:
        for other in runs:
            beaten = run.case == other.case and run.objective is not None and other.bound is not None
            if beaten and run.objective is not None and other.bound is not None and run.objective > other.bound:
                found.append(
                    f"{run.case}: {run.method} has {run.objective}, over the bound {other.bound} of {other.method}"
                )
    return found


def thinned(trace: Trace, most: int = 40) -> Trace:
    """Return a trace of about `most` points at most: the last of every stretch of time, stretches growing evenly."""
    if len(trace) <= most:
        return trace
    first, last = max(1e-3, trace[0][0]), max(1e-3, trace[-1][0])
    growth = max(1.0 + 1e-9, (last / first) ** (1 / (most - 2)))
    kept: Trace = [trace[0]]
    edge = first
    for point, following in zip(trace[1:], [*trace[2:], None], strict=True):
        if following is None or following[0] > edge * growth:
            kept.append(point)
            edge = point[0] if point[0] > edge else edge * growth
    return kept
