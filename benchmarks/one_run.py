"""One method on one intake, in a process of its own: prints what came of it as a line of JSON.

::

    python -m benchmarks.one_run SIZE RULES SEED METHOD SECONDS EFFORT

The intake is drawn here, before the clock starts, so that the process that compares stays small: on Linux a child's
peak of memory counts what its parent held when it was started.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib import import_module
from typing import Any

from benchmarks.cases import Case, intake_of
from benchmarks.machine import peak_megabytes
from benchmarks.methods import solver_of
from benchmarks.methods.base import Answer, RefusedError, Task
from benchmarks.runs import Ended, Run, thinned
from matcher.checking.scoring import Scorer
from matcher.checking.verify import breaches_of

__all__ = ["measure"]


LIBRARIES = (
    "pandas",
    "ortools.sat.python.cp_model",
    "ortools.math_opt.python.mathopt",
    "ortools.graph.python.min_cost_flow",
)
"""Loaded before the clock starts, so that no method pays for it; whole processes are measured apart."""


def measure(case: Case, data: dict[str, Any], method: str, seconds: float, effort: str) -> Run:
    """Return what a method does with an intake, its grouping checked by every rule and its objective recomputed."""
    solve = solver_of(method)
    task = Task(data, seconds, case.seed, effort)
    try:
        answer = solve(task)
    except RefusedError as refused:
        return Run(case, method, Ended.REFUSED, seconds, effort, round(task.spent, 3), note=str(refused))
    spent = task.spent
    wrong = _faults(task, answer)
    if method != "ours":  # `match` returns what it has verified itself
        spent = task.spent
    trace = [(round(point.seconds, 3), point.objective, point.bound) for point in task.trace]
    return Run(
        case,
        method,
        Ended.WRONG if wrong else _ended(answer),
        seconds,
        effort,
        round(spent, 3),
        round(peak_megabytes(), 1),
        answer.objective,
        answer.bound,
        "; ".join(wrong[:3]),
        thinned(trace),
    )


def _faults(task: Task, answer: Answer) -> list[str]:
    if answer.groups is None:
        return []
    faults = [str(breach) for breach in breaches_of(task.intake, answer.groups)]
    objective = Scorer(task.intake).objective(answer.groups)
    if objective != answer.objective:
        faults.append(f"it says {answer.objective} points and scores {objective}")
    return faults


def _ended(answer: Answer) -> Ended:
    if answer.objective is None:
        return Ended.NOTHING
    return Ended.PROVED if answer.objective == answer.bound else Ended.FOUND


def main() -> None:
    """Measure what the command line asks for."""
    size, rules, seed, method, seconds, effort = sys.argv[1:]
    for library in LIBRARIES:
        import_module(library)
    case = Case(size, rules, int(seed))
    run = measure(case, intake_of(case), method, float(seconds), effort)
    print(json.dumps(asdict(run)))


if __name__ == "__main__":
    main()
