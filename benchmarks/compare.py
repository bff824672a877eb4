"""Five methods side by side: same intakes, same objective, equal wall time, every grouping verified.

::

    python -m benchmarks.compare                      60/12 with every rule set, and 300/60: under 20 minutes
    python -m benchmarks.compare --large              ours alone at 1000/200, 5000/1000 and 20000/4000
    python -m benchmarks.compare --sizes 300/60 --seeds 0 1 --methods ours --seconds 600 --effort thorough
    python -m benchmarks.compare --draw               the tables and plots again, from what was measured
    python -m benchmarks.compare --smoke              all methods on a tiny intake, in seconds, written nowhere

Every run has a process of its own, one at a time. What was measured stays in ``results/runs.json``, each run with its
commit, date and machine: a run replaces the earlier one of the same method and effort on the same intake, everything
else stays, and ``table.md``, ``gap_over_time.svg`` and ``scaling.svg`` are drawn from all of it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.cases import SIZES, SMALL, Case, rule_set_names
from benchmarks.methods import METHODS
from benchmarks.processes import measure_commands, run_apart
from benchmarks.records import RESULTS, Stamping
from benchmarks.runs import EFFORTS, Ended, Results, Run, contradictions

RUNS = "runs.json"
SECONDS = {"16/4": 3.0, SMALL: 30.0, "300/60": 60.0, "1000/200": 120.0, "5000/1000": 600.0, "20000/4000": 600.0}
"""Wall time of each method, by size, unless ``--seconds`` says otherwise."""
LARGE = ("1000/200", "5000/1000", "20000/4000")
DEFAULT = (SMALL, "300/60")
PLOTTED = (Case(SMALL), Case("300/60"))
"""Where HiGHS, which tells nothing along the way, is run again with less time: its trace in the plot."""
SHARES = (1 / 16, 1 / 8, 1 / 4, 1 / 2)


def cases(sizes: Sequence[str], rules: Sequence[str], seeds: Sequence[int]) -> Iterator[Case]:
    """Yield the intakes: every rule set at 60/12, the plain one at other sizes."""
    for size in sizes:
        for name in rule_set_names() if size == SMALL else ("plain",):
            if not rules or name in rules:
                yield from (Case(size, name, seed) for seed in seeds)


def compare(wanted: Sequence[Case], methods: Sequence[str], seconds: float | None, effort: str) -> Iterator[Run]:
    """Yield a run for every intake and method, one after the other; sizes over 300/60 are for ours alone."""
    for case in wanted:
        allowed = SECONDS[case.size] if seconds is None else seconds
        for method in methods:
            if method != "ours" and case.size in LARGE:
                continue
            stamping = Stamping(_command(case, method, allowed, effort))
            run = run_apart(case, method, allowed, effort)
            if method == "seat_milp" and case in PLOTTED and run.objective is not None:
                run = _with_shorter_runs(run)
            yield replace(run, stamp=stamping.stamp())


def _command(case: Case, method: str, seconds: float, effort: str) -> str:
    words = f"--sizes {case.size} --rules {case.rules} --seeds {case.seed} --methods {method} --seconds {seconds:g}"
    return f"python -m benchmarks.compare {words} --effort {effort} --no-commands"


def _with_shorter_runs(run: Run) -> Run:
    """Return the run with a trace of what the same method has after shorter times: independent runs."""
    points = []
    for share in SHARES:
        if share * run.allowed < run.seconds:
            shorter = run_apart(run.case, run.method, share * run.allowed, run.effort)
            if shorter.objective is not None or shorter.bound is not None:
                points.append((shorter.seconds, shorter.objective, shorter.bound))
    return replace(run, trace=[*points, *run.trace])


def draw(results: Results, folder: Path) -> None:
    """Write the table and both plots."""
    from benchmarks.plots import draw_gap_over_time, draw_scaling
    from benchmarks.report import table

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "table.md").write_text(table(results), encoding="utf-8")
    draw_gap_over_time(results, folder / "gap_over_time.svg")
    draw_scaling(results, folder / "scaling.svg")


def line(run: Run) -> str:
    """Return a run as one line of progress."""
    objective, bound = ("" if number is None else f"{number:,}" for number in (run.objective, run.bound))
    case = f"{run.case.size:<11}{run.case.rules:<13}{run.case.seed:>3}"
    numbers = f"{objective:>13}{bound:>13}{run.seconds:>9.2f} s{run.megabytes or 0:>8.0f} MB"
    return f"{case}  {run.method:<16}{run.ended:<15}{numbers}  {run.note}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare five methods on the same intakes.")
    parser.add_argument("--sizes", nargs="+", choices=list(SIZES), help=f"default: {' '.join(DEFAULT)}")
    parser.add_argument("--large", action="store_true", help=f"the sizes {' '.join(LARGE)}, ours alone")
    parser.add_argument("--rules", nargs="+", choices=rule_set_names(), default=[], help="default: every one")
    parser.add_argument("--seeds", nargs="+", type=int, default=[0])
    parser.add_argument("--methods", nargs="+", choices=list(METHODS), default=list(METHODS))
    parser.add_argument("--seconds", type=float, help="for each run; default: by size")
    parser.add_argument("--effort", choices=EFFORTS, default=EFFORTS[0], help="of ours")
    parser.add_argument("--no-commands", action="store_true", help="do not time whole processes on the sample")
    parser.add_argument("--draw", action="store_true", help="only draw table and plots again")
    parser.add_argument("--smoke", action="store_true", help="a tiny intake, results thrown away")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of the results")
    return parser.parse_args()


def _fail_where_wrong(results: Results) -> None:
    wrong = [line(run) for run in results.runs if run.ended in (Ended.WRONG, Ended.FAILED)]
    wrong += contradictions(results.runs)
    if wrong:
        sys.exit("\n".join(["Wrong:", *wrong]))


def _smoke() -> None:
    results = Results()
    for run in compare([Case("16/4")], list(METHODS), None, EFFORTS[0]):
        print(line(run), flush=True)
        results.add(run)
    with tempfile.TemporaryDirectory() as folder:
        results.save(Path(folder) / RUNS)
        draw(Results.load(Path(folder) / RUNS), Path(folder))
    _fail_where_wrong(results)
    short = [run.method for run in results.runs if run.objective is None]
    if short or results.runs[0].ended != Ended.PROVED:
        sys.exit(f"on the tiny intake, nothing found by: {short or 'nobody'}; ours: {results.runs[0].ended}")


def keep_runs(
    wanted: Sequence[Case],
    methods: Sequence[str] = tuple(METHODS),
    *,
    seconds: float | None = None,
    effort: str = EFFORTS[0],
    commands: bool = False,
    folder: Path = RESULTS,
) -> None:
    """Measure what is asked for, keeping every run as it comes, then draw; exit where something is wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    results = Results.load(folder / RUNS)
    run_apart(Case("16/4"), "ours", SECONDS["16/4"], effort)  # fills the compile cache
    for run in compare(wanted, methods, seconds, effort):
        print(line(run), flush=True)
        results.add(run)
        results.save(folder / RUNS)
    if commands:
        for command in measure_commands():
            print(json.dumps(command.seconds), command.name, command.status, flush=True)
            results.add_command(command)
        results.save(folder / RUNS)
    draw(results, folder)
    _fail_where_wrong(results)


def main() -> None:
    """Measure what the command line asks for."""
    options = _options()
    if options.smoke:
        _smoke()
    elif options.draw:
        draw(Results.load(options.results / RUNS), options.results)
    else:
        sizes = options.sizes or (LARGE if options.large else DEFAULT)
        keep_runs(
            list(cases(sizes, options.rules, options.seeds)),
            options.methods,
            seconds=options.seconds,
            effort=options.effort,
            commands=not (options.no_commands or options.large),
            folder=options.results,
        )


if __name__ == "__main__":
    main()
