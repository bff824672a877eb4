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

from benchmarks.cases import Case, intake_of
from benchmarks.machine import peak_megabytes
from benchmarks.methods import solver_of
from benchmarks.methods.base import Answer, RefusedError, Task
from benchmarks.runs import Ended, Run, thinned

__all__ = ["measure"]


def measure(case: Case, method: str, seconds: float, effort: str) -> Run:
    """Return what a method does with an intake, its grouping checked by every rule and its objective recomputed."""
    from matcher import scoring, verification

    solve, data = solver_of(method), intake_of(case)
    task = Task(data, seconds, case.seed, effort)
    try:
        answer = solve(task)
    except RefusedError as refused:
        return Run(case, method, Ended.REFUSED, seconds, effort, task.spent, note=str(refused))
    solved = task.spent
    note = ""
    if answer.groups is not None:
        breaches = verification.breaches_of(task.intake, answer.groups)
        objective = scoring.Scorer(task.intake).objective(answer.groups)
        wrong = [str(breach) for breach in breaches[:3]]
        if objective != answer.objective:
            wrong.append(f"it says {answer.objective} points and scores {objective}")
        note = "; ".join(wrong)
    trace = [(round(point.seconds, 3), point.objective, point.bound) for point in task.trace]
    spent = solved if method == "ours" else task.spent  # `match` returns what it has verified itself
    return Run(
        case,
        method,
        Ended.WRONG if note else _ended(answer),
        seconds,
        effort,
        round(spent, 3),
        round(peak_megabytes(), 1),
        answer.objective,
        answer.bound,
        note,
        thinned(trace),
    )


def _ended(answer: Answer) -> Ended:
    if answer.objective is None:
        return Ended.NOTHING
    return Ended.PROVED if answer.objective == answer.bound else Ended.FOUND


def main() -> None:
    """Measure what the command line asks for."""
    size, rules, seed, method, seconds, effort = sys.argv[1:]
    run = measure(Case(size, rules, int(seed)), method, float(seconds), effort)
    print(json.dumps(asdict(run)))


if __name__ == "__main__":
    main()
