"""Five methods side by side: same intakes, same objective, equal wall time, every grouping verified.

::

    python -m benchmarks.compare                      60/12 with every rule set, and 300/60: under 20 minutes
    python -m benchmarks.compare --large              ours alone at 1000/200, 5000/1000 and 20000/4000
    python -m benchmarks.compare --sizes 300/60 --seeds 0 1 --methods ours --seconds 600 --effort thorough
    python -m benchmarks.compare --draw               the tables and plots again, from what was measured
    python -m benchmarks.compare --smoke              all methods on a tiny intake, in seconds, written nowhere

Every run has a process of its own, one at a time. What was measured stays in ``results/runs.json``: a run replaces the
earlier one of the same method on the same intake, everything else stays, and ``table.md``, ``gap_over_time.svg`` and
``scaling.svg`` are drawn from all of it.
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
from benchmarks.machine import machine_line
from benchmarks.methods import METHODS
from benchmarks.processes import measure_commands, run_apart
from benchmarks.runs import Ended, Results, Run, contradictions

RESULTS = Path(__file__).parent / "results"
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
            run = run_apart(case, method, allowed, effort)
            if method == "seat_milp" and case in PLOTTED and run.objective is not None:
                run = _with_shorter_runs(run)
            yield run


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
    parser.add_argument("--effort", choices=("quick", "normal", "thorough"), default="normal", help="of ours")
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
    results = Results(machine_line())
    for run in compare([Case("16/4")], list(METHODS), None, "normal"):
        print(line(run), flush=True)
        results.add(run)
    with tempfile.TemporaryDirectory() as folder:
        results.save(Path(folder) / "runs.json")
        draw(Results.load(Path(folder) / "runs.json"), Path(folder))
    _fail_where_wrong(results)
    short = [run.method for run in results.runs if run.objective is None]
    if short or results.runs[0].ended != Ended.PROVED:
        sys.exit(f"on the tiny intake, nothing found by: {short or 'nobody'}; ours: {results.runs[0].ended}")


def main() -> None:
    """Measure what is asked for, keeping every run as it comes, then draw."""
    options = _options()
    if options.smoke:
        _smoke()
        return
    file = options.results / "runs.json"
    options.results.mkdir(parents=True, exist_ok=True)
    results = Results.load(file)
    if not options.draw:
        results.machine = machine_line()
        sizes = options.sizes or (LARGE if options.large else DEFAULT)
        run_apart(Case("16/4"), "ours", SECONDS["16/4"], options.effort)  # fills the compile cache
        wanted = list(cases(sizes, options.rules, options.seeds))
        for run in compare(wanted, options.methods, options.seconds, options.effort):
            print(line(run), flush=True)
            results.add(run)
            results.save(file)
        if not options.no_commands and not options.large:
            for command in measure_commands():
                print(json.dumps(command.seconds), command.name, command.status, flush=True)
                results.add_command(command)
            results.save(file)
    draw(results, options.results)
    _fail_where_wrong(results)


if __name__ == "__main__":
    main()
